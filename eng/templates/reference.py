#!/usr/bin/env python3
"""Renders chat templates with Python's jinja2 as transformers sets it up.

usage: reference.py [--seconds S] [--characters N] [--now ISO] CASES [OUT]

CASES has one {"id", "template", "variables"} a line, OUT one {"id", "text"} or {"id", "error"} a line.
A render that takes too long, too much memory or writes too much ends with an error of its own.
"""
import argparse
import datetime
import functools
import json
import multiprocessing
import resource
import sys

import jinja2
import jinja2.ext
import jinja2.sandbox

NOW = "2025-03-09T07:05:03"
SECONDS = 5.0
CHARACTERS = 4_000_000
MEMORY = 2 << 30


class Generation(jinja2.ext.Extension):
    """{% generation %} marks what the assistant wrote; the text within passes as it is."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_written"), [], [], body).set_lineno(line)

    def _written(self, caller):
        return caller()


def refuse(message):
    raise jinja2.exceptions.TemplateError(message)


def to_json(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def environment(now=NOW):
    """The environment of transformers: sandboxed, immutable, blocks trimmed, nothing escaped."""
    clock = datetime.datetime.fromisoformat(now)
    made = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    made.filters["tojson"] = to_json
    # The names of arguments can be spelled by a template: strftime_now(format='%Y').
    made.globals["raise_exception"] = refuse
    made.globals["strftime_now"] = lambda format: clock.strftime(format)
    return made


@functools.lru_cache(maxsize=64)
def compiled(template, now):
    return environment(now).from_string(template)


def render(case, now=NOW, characters=CHARACTERS):
    """{"text"} or {"error"}, whatever the template does short of not ending."""
    try:
        pieces, length = [], 0
        for piece in compiled(case["template"], case.get("now", now)).generate(**case["variables"]):
            pieces.append(piece)
            length += len(piece)
            if length > characters:
                raise jinja2.exceptions.TemplateRuntimeError("the text is too long")
        return {"text": "".join(pieces)}
    except Exception as error:  # whatever a template can raise is its answer
        return {"error": f"{type(error).__name__}: {error}"[:300]}


def serve(pipe, now, characters):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        pipe.send(render(pipe.recv(), now, characters))


class Renderer:
    """Renders in a child, so that a template that never ends can be ended."""

    def __init__(self, now=NOW, seconds=SECONDS, characters=CHARACTERS):
        self._arguments, self._seconds, self._child = (now, characters), seconds, None

    def __call__(self, case):
        if self._child is None:
            self._pipe, theirs = multiprocessing.Pipe()
            self._child = multiprocessing.Process(
                target=serve, args=(theirs, *self._arguments), daemon=True)
            self._child.start()
            theirs.close()
        try:
            self._pipe.send(case)
            if self._pipe.poll(self._seconds):
                return self._pipe.recv()
            why = "TimeoutError: the render took too long"
        except (EOFError, OSError):
            why = "ChildProcessError: the render ended its process"
        self._child.kill()
        self._child.join()
        self._child = None
        return {"error": why}


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("cases")
    words.add_argument("out", nargs="?")
    words.add_argument("--seconds", type=float, default=SECONDS)
    words.add_argument("--characters", type=int, default=CHARACTERS)
    words.add_argument("--now", default=NOW)
    said = words.parse_args()
    renderer, count, refused = Renderer(said.now, said.seconds, said.characters), 0, 0
    out = open(said.out, "w", encoding="ascii") if said.out else sys.stdout
    with open(said.cases, encoding="utf-8", newline="\n") as cases, out:
        for line in cases:
            case = json.loads(line)
            answer = renderer(case)
            count, refused = count + 1, refused + ("error" in answer)
            out.write(json.dumps({"id": case["id"], **answer}) + "\n")
    print(f"jinja2 {jinja2.__version__}: {count} cases, {refused} refused", file=sys.stderr)


if __name__ == "__main__":
    main()
