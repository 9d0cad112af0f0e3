#!/usr/bin/env python3
"""Makes one small mistake at a time in the sources, and sees whether the tests notice (README.md says how)."""

import argparse
import fcntl
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD_LIMIT = 300
TEST_LIMIT = 120
# The test platform's own codes: one says that a test failed, the others that the run is worth nothing.
TEST_FAILED, NO_TESTS = 2, 8


def read_list(path):
    mutants = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\n").split("\t")
            if not line.strip() or cells[0] in ("id", "#"):
                continue
            if len(cells) < 6:
                sys.exit("%s:%d: fewer than six columns" % (path, number))
            mutants.append(dict(zip(("id", "file", "old", "new", "project", "classes", "why"), cells)))
    ids = [mutant["id"] for mutant in mutants]
    if len(ids) != len(set(ids)):
        sys.exit("%s: an id is there twice" % path)
    return mutants


def execute(command, limit):
    """Runs a command in a group of its own; the exit code is None where it had to be ended."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=limit)
        return process.returncode, output.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return None, ""
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def build(project, source=None):
    """The first error, or None. With a source file its library alone is built, and laid beside the tests."""
    library = source and os.sep.join(source.split("/")[:2])
    # No server stays behind, and none is ended that another build needs.
    command = ["dotnet", "build", library or project, "-c", "Debug", "-p:RunAnalyzers=false", "-v", "q", "-nologo", "--no-restore", "-nodeReuse:false"]
    if library:
        command.append("-p:BuildProjectReferences=false")
    code, output = execute(command, BUILD_LIMIT)
    if code == 0 and library:
        name = os.path.basename(library) + ".dll"
        for folder in glob.glob(os.path.join(ROOT, project, "bin", "Debug", "*")):
            if os.path.exists(os.path.join(folder, name)):
                shutil.copy2(os.path.join(ROOT, library, "bin", "Debug", os.path.basename(folder), name), folder)
    errors = [line.strip() for line in output.splitlines() if ": error " in line]
    return None if code == 0 else (errors or ["the build took longer than %d s" % BUILD_LIMIT if code is None else output[-300:]])[0]


def test(project, classes):
    """What became of the tests: None where they pass, or what failed."""
    command = ["dotnet", "run", "--no-build", "--project", project, "-c", "Debug", "--", "--no-ansi"]
    for name in classes.split(","):
        command += ["--filter-class", "*." + name.strip()]
    code, output = execute(command, TEST_LIMIT)
    if code is None:
        return "a hang (%d s)" % TEST_LIMIT
    if code == NO_TESTS:
        raise ValueError("no test is in %s" % classes)
    if code == 0:
        return None
    failed = re.search(r"^\s*failed (?:\S+\.)?(\S+?)(?:\(| \(|$)", output, re.MULTILINE)
    if failed is None and code == TEST_FAILED:
        # One that ran out of its time is named elsewhere in the output, if at all.
        failed = re.search(r"\.Tests\.\w+\.(\w+)", output)
        return failed.group(1) if failed else "a test that is not named"
    return failed.group(1) if failed else "the end of the test process (%s)" % code


def run(mutant, is_quick):
    """One mutant: the sentence to print."""
    path = os.path.join(ROOT, mutant["file"])
    with open(path, "rb") as source:
        original = source.read()
    old = mutant["old"].encode("utf-8")
    if original.count(old) != 1:
        return "ERROR\tthe old text is there %d times" % original.count(old)
    try:
        with open(path, "wb") as source:
            source.write(original.replace(old, mutant["new"].encode("utf-8")))
        error = build(mutant["project"], mutant["file"] if is_quick else None)
        if error:
            return "ERROR\tit does not build: " + error
        failed = test(mutant["project"], mutant["classes"])
        return "died\tby " + failed if failed else "SURVIVED\t" + mutant.get("why", "")
    except ValueError as error:
        return "ERROR\t%s" % error
    finally:
        with open(path, "wb") as source:
            source.write(original)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="ids and spans of ids, such as 3,7,20-31")
    parser.add_argument("--list", default=os.path.join(HERE, "mutants.tsv"), help="another list of mutants")
    parser.add_argument("--log", help="a file outside of the repository to which the results are appended")
    parser.add_argument("--quick", action="store_true", help="build the changed library alone and lay it beside the tests, which were built before")
    parser.add_argument("--check", action="store_true", help="see that each old text is there once, and that the named tests pass without any mutant")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    # Of two runs at once each would take the other's mutant for the original.
    own = open(os.path.abspath(__file__), "rb")
    try:
        fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit("another run goes on in this tree")

    mutants = read_list(options.list)
    if options.only:
        wanted = set()
        for part in options.only.split(","):
            first, _, last = part.partition("-")
            wanted.update(str(number) for number in range(int(first), int(last or first) + 1))
        mutants = [mutant for mutant in mutants if mutant["id"] in wanted]

    def tell(line):
        print(line, flush=True)
        if options.log:
            with open(options.log, "a", encoding="utf-8") as log:
                log.write(line + "\n")

    if options.check:
        sys.exit(check(mutants, tell))

    survivors = errors = 0
    for mutant in mutants:
        begun = time.time()
        result = run(mutant, options.quick)
        tell("%s\t%s\t%s\t%.0f s" % (mutant["id"], os.path.basename(mutant["file"]), result, time.time() - begun))
        survivors += result.startswith("SURVIVED") and not mutant.get("why")
        errors += result.startswith("ERROR")
    print("%d mutants, %d survivors without a reason, %d errors" % (len(mutants), survivors, errors))
    sys.exit(1 if survivors or errors else 0)


def check(mutants, tell):
    faults = 0
    for mutant in mutants:
        with open(os.path.join(ROOT, mutant["file"]), "rb") as source:
            count = source.read().count(mutant["old"].encode("utf-8"))
        if count != 1:
            faults += 1
            tell("%s\tERROR\tthe old text is there %d times" % (mutant["id"], count))
    for project in sorted({mutant["project"] for mutant in mutants}):
        error = build(project)
        if error:
            tell("%s\tERROR\t%s" % (project, error))
            return 1
        for classes in sorted({mutant["classes"] for mutant in mutants if mutant["project"] == project}):
            begun = time.time()
            try:
                failed = test(project, classes)
            except ValueError as error:
                failed = str(error)
            faults += failed is not None
            tell("%s\t%s\t%s\t%.0f s" % (project, classes, failed or "passes", time.time() - begun))
    return 1 if faults else 0


if __name__ == "__main__":
    main()
