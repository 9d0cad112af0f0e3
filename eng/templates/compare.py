#!/usr/bin/env python3
"""Compares our renders with jinja2's: compare.py CASES REFERENCE OURS [--show N]

Prints the counts, and by template what differs: where first, and what stands there on both sides.
"""
import argparse
import collections
import json

KINDS = ("equal", "both refuse", "only ours refuses", "only jinja refuses", "different", "missing")


def read(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return {answer["id"]: answer for answer in map(json.loads, file)}


def kind(theirs, ours):
    if ours is None:
        return "missing"
    if "error" in theirs:
        return "both refuse" if "error" in ours else "only jinja refuses"
    if "error" in ours:
        return "only ours refuses"
    return "equal" if theirs["text"] == ours["text"] else "different"


def why(found, theirs, ours):
    """One line on a case that is neither equal nor refused by both."""
    if found == "missing":
        return "no answer of ours"
    if found == "only ours refuses":
        return f"ours: {ours['error']}"
    if found == "only jinja refuses":
        return f"jinja2: {theirs['error']}"
    a, b = theirs["text"], ours["text"]
    at = next((n for n, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    start = max(0, at - 20)
    return f"at {at} of {len(a)} and {len(b)}: jinja2 {a[start:at + 40]!r}, ours {b[start:at + 40]!r}"


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("cases", "reference", "ours"):
        words.add_argument(name)
    words.add_argument("--show", type=int, default=3, help="lines shown for a template and kind")
    said = words.parse_args()
    reference, ours = read(said.reference), read(said.ours)
    counts, bad, templates = collections.Counter(), collections.defaultdict(list), set()
    with open(said.cases, encoding="utf-8", newline="\n") as cases:
        for line in cases:
            case = json.loads(line)
            name = case["id"]
            theirs, mine = reference[name], ours.get(name)
            found = kind(theirs, mine)
            counts[found] += 1
            templates.add(case["template"])
            if found not in ("equal", "both refuse"):
                bad[name.split(" | ")[0]].append((found, name.split(" | ")[-1], why(found, theirs, mine)))
    for template, rows in sorted(bad.items(), key=lambda pair: -len(pair[1])):
        print(f"{template}: {len(rows)}")
        for found in KINDS:
            chosen = [row for row in rows if row[0] == found]
            for _, conversation, reason in chosen[:said.show]:
                print(f"  {found}, {conversation}: {reason}")
            if len(chosen) > said.show:
                print(f"  {found}: {len(chosen) - said.show} more")
    print(f"templates {len(templates)}, of which with a difference {len(bad)}")
    print(f"cases {sum(counts.values())}: " + ", ".join(f"{name} {counts[name]}" for name in KINDS))


if __name__ == "__main__":
    main()
