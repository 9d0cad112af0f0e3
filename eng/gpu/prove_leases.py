"""Shows on a machine with GPUs, two at best, who gets which, that a killed holder frees its GPU, and that a stop gives the memory back.

    python prove_leases.py TOOL TARGET DRAFT OUTPUT [-- ARGUMENTS FOR SGLANG]

TOOL is the published command, TARGET and DRAFT are folders (those of the tiny pair). Prints what was seen, a line for
each thing; the exit code is 1 where one of them is not as it should be.
"""
import json
import os
import signal
import subprocess
import sys
import threading
import time

FAILED = []


def show(what, holds):
    print(("ok   " if holds else "NOT  ") + what, flush=True)
    if not holds:
        FAILED.append(what)


def query(fields, what="gpu"):
    answer = subprocess.run(["nvidia-smi", f"--query-{what}={fields}", "--format=csv,noheader,nounits"],
                            capture_output=True, text=True)
    return [[cell.strip() for cell in line.split(",")] for line in answer.stdout.splitlines() if line.strip()]


def used():
    return {uuid: int(mib) for uuid, mib in query("uuid,memory.used")}


class Server:
    """A `launch` in the foreground; `ready` is what it printed."""

    def __init__(self, name, *options):
        self.name, self.ready, self.started = name, None, time.monotonic()
        self.errors_file = os.path.join(OUTPUT, name + ".tool")
        with open(self.errors_file, "w") as errors:
            self.tool = subprocess.Popen([TOOL, "launch", *PAIR, "--json", *options, "--", *ARGUMENTS],
                                         stdout=subprocess.PIPE, stderr=errors, text=True)
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        line = self.tool.stdout.readline()
        self.seconds = time.monotonic() - self.started
        self.ready = json.loads(line) if line else None

    def wait(self, seconds=240):
        self.thread.join(seconds)
        show(f"{self.name} is ready" + (f" after {self.seconds:.0f} s" if self.ready else ": " + self.errors()[-400:]), self.ready is not None)
        return self.ready is not None

    def gpu(self):
        with open(f"/proc/{self.ready['process_id']}/environ", "rb") as file:
            variables = dict(entry.split(b"=", 1) for entry in file.read().split(b"\0") if b"=" in entry)
        return variables.get(b"CUDA_VISIBLE_DEVICES", b"").decode()

    def stop(self):
        begun = time.monotonic()
        self.tool.send_signal(signal.SIGTERM)
        self.tool.wait(90)
        held = used()
        return time.monotonic() - begun, held

    def errors(self):
        with open(self.errors_file) as file:
            return file.read()


def plan():
    answer = subprocess.run([TOOL, "plan", *PAIR, "--format", "json", "--", *ARGUMENTS], capture_output=True, text=True)
    if answer.returncode != 0:
        return None, answer.stderr[-300:]
    made = json.loads(answer.stdout)
    return made["environment"].get("CUDA_VISIBLE_DEVICES"), made["gpus"]["reason"]


def doctor():
    return subprocess.run([TOOL, "doctor"], capture_output=True, text=True).stdout


def hold(share):
    """A stranger that takes this part of GPU 0's memory."""
    program = ("import torch, time; total = torch.cuda.get_device_properties(0).total_memory; "
               f"held = torch.empty(int(total * {share}), dtype=torch.uint8, device='cuda:0'); print('held', flush=True); time.sleep(1000)")
    stranger = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    stranger.stdout.readline()
    return stranger


def wait_and_kill(gpus):
    first = [Server(f"server{number}") for number in range(len(gpus))]
    time.sleep(3)
    waiting = Server("waiting", "--wait-for-gpu", "600")
    time.sleep(5)
    print("doctor while all are held:\n  " + "\n  ".join(line for line in doctor().splitlines() if "GPU" in line))
    refused = subprocess.run([TOOL, "launch", *PAIR, "--", *ARGUMENTS], capture_output=True, text=True)
    show(f"a launch that does not wait is refused with {refused.returncode}: {refused.stderr.strip()[-500:]}",
         refused.returncode == 1 and "held" in refused.stderr)
    if not all([server.wait() for server in first]):
        return
    taken = [server.gpu() for server in first]
    show(f"{len(gpus)} launches at once have a GPU each: {', '.join(taken)}", sorted(taken) == sorted(gpus))
    show("one more waits: " + waiting.errors().strip().splitlines()[-1], waiting.ready is None)
    seconds, held = first[0].stop()
    show(f"the first has stopped after {seconds:.1f} s; its GPU then holds {held[taken[0]]} MiB", held[taken[0]] < 1000)
    if waiting.wait():
        show(f"the one that waited has the first's GPU: {waiting.gpu()}", waiting.gpu() == taken[0])
    living = [*first[1:], waiting]
    victim = living[0]
    gpu, process, begun = victim.gpu(), victim.ready["process_id"], time.monotonic()
    victim.tool.send_signal(signal.SIGKILL)
    while time.monotonic() - begun < 20 and (used()[gpu] > 1000 or os.path.exists(f"/proc/{process}")):
        time.sleep(0.1)
    show(f"kill -9 of a holder: its GPU is free after {time.monotonic() - begun:.1f} s", used()[gpu] < 1000)
    chosen, reason = plan()
    show(f"a plan then takes its GPU: {chosen}. {reason}", chosen == gpu)
    for server in living[1:]:
        seconds, held = server.stop()
        show(f"{server.name} has stopped after {seconds:.1f} s; the GPUs then hold {list(held.values())} MiB", max(held.values()) < 1000)


def share():
    one = Server("half", "--gpus", "0", "--gpu-share", "0.5")
    if not one.wait():
        return
    other = Server("other-half", "--gpus", "0", "--gpu-share", "0.5")
    if other.wait():
        show(f"two servers share a GPU: {one.gpu()} and {other.gpu()}, {list(used().values())} MiB", one.gpu() == other.gpu())
        other.stop()
    seconds, held = one.stop()
    show(f"both have stopped; the GPUs then hold {list(held.values())} MiB", max(held.values()) < 1000)


def beside_a_stranger(gpus):
    stranger = hold(0.95)
    chosen, reason = plan()
    expected = gpus[1] if len(gpus) > 1 else None
    show(f"beside a stranger on GPU 0 ({used()[gpus[0]]} MiB) a plan takes {chosen}. {reason}", chosen == expected)
    print("doctor beside the stranger:\n  " + "\n  ".join(line for line in doctor().splitlines() if "GPU" in line))
    if len(gpus) == 1:
        stranger.kill()
        stranger.wait()
    return stranger


def sweep():
    prompts = os.path.join(OUTPUT, "prompts.jsonl")
    with open(prompts, "w") as file:
        for number in range(12):
            file.write(json.dumps({"id": str(number), "prompt": f"Tom has {number} apples and buys {number + 3} more. How many apples does Tom have?"}) + "\n")
    bench = subprocess.run([TOOL, "bench", *PAIR, "--prompts", prompts, "--no-chat-template", "--max-new-tokens", "64",
                            "--config-list", "1,0,0,0", "1,3,1,4", "8,3,1,4", "--output", os.path.join(OUTPUT, "bench"), "--json", "--", *ARGUMENTS],
                           capture_output=True, text=True)
    for name, text in ("bench.json", bench.stdout), ("bench.err", bench.stderr):
        with open(os.path.join(OUTPUT, name), "w") as file:
            file.write(text)
    show(f"bench of three configurations, one start after the other: exit code {bench.returncode}", bench.returncode == 0 and "failed" not in bench.stderr)
    print("  " + "\n  ".join(bench.stderr.strip().splitlines()[-12:]))


def main():
    gpus = [uuid for (uuid,) in query("uuid")]
    show(f"GPUs: {', '.join(gpus)}", len(gpus) > 0)
    wait_and_kill(gpus)
    stranger = beside_a_stranger(gpus)
    sweep()
    stranger.kill()
    stranger.wait()
    share()


words = sys.argv[1:]
ARGUMENTS = words[words.index("--") + 1:] if "--" in words else []
TOOL, TARGET, DRAFT, OUTPUT = words[:4]
PAIR = ["--target", TARGET, "--draft", DRAFT, "--engine", "sglang"]
os.makedirs(OUTPUT, exist_ok=True)

if __name__ == "__main__":
    main()
    print("all as it should be" if not FAILED else f"{len(FAILED)} not as it should be", flush=True)
    sys.exit(1 if FAILED else 0)
