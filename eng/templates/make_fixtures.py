#!/usr/bin/env python3
"""Writes small templates of one feature each with what jinja2 makes of them: make_fixtures.py > fixtures.jsonl

A line is {"name", "template", "variables", "text"} or, where jinja2 refuses, "error" in place of "text".
strftime_now answers as at the time reference.NOW.
"""
import json

from fixtures import errors, expressions, filters, strings, tags, tests, whitespace
from reference import Renderer

PARTS = {
    "whitespace": whitespace, "tags": tags, "expressions": expressions,
    "strings": strings, "filters": filters, "tests": tests, "errors": errors,
}


def main():
    renderer, seen = Renderer(), set()
    for part, module in PARTS.items():
        for feature, templates in module.CASES.items():
            for number, template in enumerate(templates, 1):
                template, variables = template if isinstance(template, tuple) else (template, {})
                name = f"{part}: {feature} {number}"
                if (key := json.dumps([template, variables])) in seen:
                    continue
                seen.add(key)
                case = {"name": name, "template": template, "variables": variables}
                print(json.dumps({**case, **renderer(case)}))


if __name__ == "__main__":
    main()
