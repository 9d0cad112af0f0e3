"""Shows on a machine with two GPUs who gets which, that a killed holder frees its GPU, and that a stop gives the memory back.

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


def main():
    gpus = [uuid for (uuid,) in query("uuid")]
    show(f"two GPUs: {', '.join(gpus)}", len(gpus) == 2)
    first, second = Server("first"), Server("second")
    time.sleep(3)
    third = Server("third", "--wait-for-gpu", "600")
    time.sleep(5)
    print("doctor while both are held:\n  " + "\n  ".join(line for line in doctor().splitlines() if "GPU" in line))
    refused = subprocess.run([TOOL, "launch", *PAIR, "--", *ARGUMENTS], capture_output=True, text=True)
    show(f"a launch that does not wait is refused with {refused.returncode}: {refused.stderr.strip()[-500:]}",
         refused.returncode == 1 and "held" in refused.stderr)
    if not (first.wait() and second.wait()):
        return
    show(f"two launches at once have a GPU each: {first.gpu()} and {second.gpu()}", {first.gpu(), second.gpu()} == set(gpus))
    show("the third waits: " + third.errors().strip().splitlines()[-1], third.ready is None)
    freed = first.gpu()
    seconds, held = first.stop()
    show(f"the first has stopped after {seconds:.1f} s; its GPU then holds {held[freed]} MiB", held[freed] < 1000)
    if third.wait():
        show(f"the third has the first's GPU: {third.gpu()}", third.gpu() == freed)
    victim = second.gpu()
    process = second.ready["process_id"]
    second.tool.send_signal(signal.SIGKILL)
    begun = time.monotonic()
    while time.monotonic() - begun < 20 and (used()[victim] > 1000 or os.path.exists(f"/proc/{process}")):
        time.sleep(0.1)
    show(f"kill -9 of the second: its GPU is free after {time.monotonic() - begun:.1f} s", used()[victim] < 1000)
    chosen, reason = plan()
    show(f"a plan then takes its GPU: {chosen}. {reason}", chosen == victim)
    seconds, held = third.stop()
    show(f"the third has stopped after {seconds:.1f} s; the GPUs then hold {list(held.values())} MiB", max(held.values()) < 1000)

    stranger = subprocess.Popen([sys.executable, "-c", "import torch, time; held = torch.empty(100 << 30 if torch.cuda.get_device_properties(0).total_memory > 120e9 else 60 << 30, dtype=torch.uint8, device='cuda:0'); print('held', flush=True); time.sleep(1000)"], stdout=subprocess.PIPE, text=True)
    stranger.stdout.readline()
    chosen, reason = plan()
    show(f"beside a stranger on GPU 0 ({used()[gpus[0]]} MiB) a plan takes GPU 1: {chosen}. {reason}", chosen == gpus[1])
    print("doctor beside the stranger:\n  " + "\n  ".join(line for line in doctor().splitlines() if "GPU" in line))
    prompts = os.path.join(OUTPUT, "prompts.jsonl")
    with open(prompts, "w") as file:
        for number in range(12):
            file.write(json.dumps({"id": str(number), "prompt": f"Tom has {number} apples and buys {number + 3} more. How many apples does Tom have?"}) + "\n")
    bench = subprocess.run([TOOL, "bench", *PAIR, "--prompts", prompts, "--no-chat-template", "--max-new-tokens", "64",
                            "--config-list", "1,0,0,0", "1,3,1,4", "8,3,1,4", "--output", os.path.join(OUTPUT, "bench"), "--json", "--", *ARGUMENTS],
                           capture_output=True, text=True)
    with open(os.path.join(OUTPUT, "bench.json"), "w") as file:
        file.write(bench.stdout)
    with open(os.path.join(OUTPUT, "bench.err"), "w") as file:
        file.write(bench.stderr)
    show(f"bench beside the stranger: exit code {bench.returncode}, {bench.stdout.count('draft_tokens')} configurations named; {bench.stderr.strip()[-600:]}", bench.returncode == 0)
    stranger.kill()


words = sys.argv[1:]
ARGUMENTS = words[words.index("--") + 1:] if "--" in words else []
TOOL, TARGET, DRAFT, OUTPUT = words[:4]
PAIR = ["--target", TARGET, "--draft", DRAFT, "--engine", "sglang"]
os.makedirs(OUTPUT, exist_ok=True)

if __name__ == "__main__":
    main()
    print("all as it should be" if not FAILED else f"{len(FAILED)} not as it should be", flush=True)
    sys.exit(1 if FAILED else 0)
