"""Launches pairs of the catalog on this machine's GPUs, as a user would, and prints a row for each.

    python prove_launches.py TOOL CACHE OUTPUT [--seconds N] [--pairs PAIR ...] [-- ARGUMENTS FOR SGLANG]

TOOL is the published command, CACHE what random_weights.py wrote. All pairs are started at once and wait for a GPU each.
A row: the sum of the plan's weights, what the server says that they take, seconds to ready, answers of 20, how the stop
went and what the GPUs still held after it. OUTPUT gets the rows as JSON and each pair's log.
"""
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time

GIB = 1 << 30
WEIGHTS = re.compile(r"Load weight end\. elapsed=[\d.]+ s, type=(\w+).*?mem usage=([\d.]+) GB")


def used_mib():
    listed = subprocess.run(["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits"],
                            capture_output=True, text=True)
    return [int(line) for line in listed.stdout.split()]


class Launch:
    def __init__(self, pair, tool, environment, output, arguments, limit):
        self.pair, self.tool, self.output, self.limit = pair, tool, output, limit
        self.log = os.path.join(output, pair + ".log")
        self.python = os.path.join(output, pair + ".python")
        self.environment = {**environment, "SPECBUNDLE_PYTHON": self.python}
        self.arguments = arguments
        self.row = {"pair": pair}
        self.facts = json.loads(subprocess.run([tool, "catalog", pair, "--json"], capture_output=True, text=True,
                                               env=self.environment).stdout)
        # The server's log is kept beside what the tool makes of it.
        with open(self.python, "w") as file:
            file.write("#!/bin/bash\n[ \"$1\" = -m ] || exec " + sys.executable + " \"$@\"\n"
                       "exec " + sys.executable + " \"$@\" 2> >(exec tee -a " + shlex.quote(self.log) + " >&2)\n")
        os.chmod(self.python, 0o755)

    def planned(self):
        facts = self.facts
        target = facts["target_facts"].get("loaded_weight_bytes") or facts["target_facts"].get("weight_bytes")
        stored, parameters = (facts["draft_facts"].get(name) for name in ("weight_bytes", "parameters"))
        draft = stored["value"] if stored else parameters and 2 * parameters["value"]
        return target and target["value"], draft

    def embedding_bytes(self):
        folder = os.path.join(self.environment["HF_HUB_CACHE"], "models--" + self.facts["draft"].replace("/", "--"), "snapshots")
        with open(os.path.join(folder, os.listdir(folder)[0], "config.json")) as file:
            config = json.load(file)
        return 2 * config["vocab_size"] * config["hidden_size"]

    def run(self):
        try:
            self.serve()
        except Exception as error:  # a row, whatever happened
            self.row["error"] = f"{type(error).__name__}: {error}"
        self.read_log()
        print(json.dumps(self.row), flush=True)

    def serve(self):
        self.row["plan_target"], self.row["plan_draft"] = self.planned()
        command = [self.tool, "launch", self.pair, "--json", "--no-fetch", *WAIT, "--", *self.arguments]
        errors = open(os.path.join(self.output, self.pair + ".tool"), "w")
        started = time.monotonic()
        tool = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=self.environment)
        killer = threading.Timer(self.limit, tool.send_signal, [signal.SIGTERM])
        killer.start()
        try:
            line = tool.stdout.readline()
            self.row["seconds_with_wait"] = round(time.monotonic() - started, 1)
            if line:
                self.ask(json.loads(line))
            before = time.monotonic()
            tool.send_signal(signal.SIGTERM)
            self.row["exit_code"] = tool.wait(timeout=90)
            self.row["stop_seconds"] = round(time.monotonic() - before, 2)
            self.row["used_mib_after_stop"] = used_mib()
        finally:
            killer.cancel()
            tool.kill()

    def ask(self, ready):
        self.row["ready"] = True
        prompts = os.path.join(self.output, self.pair + ".jsonl")
        with open(prompts, "w") as file:
            for number in range(20):
                file.write(json.dumps({"id": str(number), "prompt": f"Question {number}: what is {number} and {number}?",
                                       "max_new_tokens": 32}) + "\n")
        environment = {**self.environment, "SPECBUNDLE_API_KEY": ready["api_key"] or ""}
        answers = subprocess.run([self.tool, "generate", "--attach", ready["address"], "--prompts", prompts, "--json"],
                                 capture_output=True, text=True, env=environment, timeout=240)
        rows = [json.loads(line) for line in answers.stdout.splitlines() if line.startswith("{")]
        self.row["answers"] = sum(1 for row in rows if not row.get("error") and row.get("completion_tokens"))
        tokens, steps = (sum(row.get(name) or 0 for row in rows) for name in ("completion_tokens", "verify_steps"))
        self.row["accept_length"] = round(tokens / steps, 3) if steps else None
        if answers.returncode != 0:
            self.row["generate_error"] = answers.stderr[-300:]

    def read_log(self):
        loaded = {}
        times = []
        if os.path.exists(self.log):
            with open(self.log, errors="replace") as file:
                for line in file:
                    if match := WEIGHTS.search(line):
                        loaded.setdefault(match.group(1), float(match.group(2)))
        self.row["loaded_gib"] = loaded
        plan = sum(value or 0 for value in (self.row.get("plan_target"), self.row.get("plan_draft")))
        if loaded and plan:
            self.row["loaded_over_plan"] = round(sum(loaded.values()) * GIB / plan, 3)
            # The draft is loaded with an embedding, which SGLang frees when it gives it the target's.
            kept = sum(loaded.values()) * GIB - self.embedding_bytes()
            self.row["kept_over_plan"] = round(kept / plan, 3)
        with open(os.path.join(self.output, self.pair + ".tool"), errors="replace") as file:
            said = file.read()
        if ready := re.findall(r"([\d.]+) s: Starting SGLang", said):
            self.row["started_at"] = float(ready[-1])
        if ready := re.findall(r"([\d.]+) s: Ready", said):
            self.row["ready_at"] = float(ready[-1])
            self.row["seconds_to_ready"] = round(self.row["ready_at"] - self.row.get("started_at", 0), 1)
        if not self.row.get("ready"):
            self.row["said"] = said[-700:]
        if gpus := re.findall(r"GPUs? [^\n]{0,100}", said):
            self.row["gpus"] = gpus[0]


def main():
    words = sys.argv[1:]
    arguments = words[words.index("--") + 1:] if "--" in words else []
    words = words[:words.index("--")] if "--" in words else words
    tool, cache, output = words[:3]
    limit = float(words[words.index("--seconds") + 1]) if "--seconds" in words else 500
    pairs = words[words.index("--pairs") + 1:] if "--pairs" in words else []
    os.makedirs(output, exist_ok=True)
    environment = {**os.environ, "HF_HUB_CACHE": cache, "HF_HUB_OFFLINE": "1"}
    print(json.dumps({"used_mib_before": used_mib()}), flush=True)
    launches = [Launch(pair, tool, environment, output, arguments, limit) for pair in pairs]
    threads = [threading.Thread(target=launch.run) for launch in launches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(1)
    print(json.dumps({"used_mib_after": used_mib()}), flush=True)
    with open(os.path.join(output, "rows.json"), "w") as file:
        json.dump([launch.row for launch in launches], file, indent=1)


WAIT = ["--wait-for-gpu", "600"] if os.environ.get("PROVE_WAIT", "1") == "1" else []

if __name__ == "__main__":
    main()
