"""Writes the data of Unicode's normalization form C: python make_form_c.py UNICODE_DATA COMPOSITION_EXCLUSIONS > form-c.txt

A line is a canonical decomposition, "code first [second]", with "!" before the code where it is not composed again, or
"@first last class": combining classes other than 0. Numbers are hexadecimal. Hangul is computed and so not here.
"""
import sys

data, exclusions = sys.argv[1:]
excluded = set()
version = ""
for line in open(exclusions, encoding="utf-8"):
    if line.startswith("# CompositionExclusions-"):
        version = line[2:].strip().removesuffix(".txt").split("-")[1]
    if code := line.split("#")[0].strip():
        excluded.add(int(code, 16))
classes, decompositions = {}, {}
for line in open(data, encoding="utf-8"):
    fields = line.split(";")
    code = int(fields[0], 16)
    if fields[3] != "0":
        classes[code] = int(fields[3])
    if fields[5] and not fields[5].startswith("<"):
        decompositions[code] = [int(part, 16) for part in fields[5].split()]
print(f"# Unicode {version}: eng/unicode/make_form_c.py")
for code, parts in sorted(decompositions.items()):
    starter = len(parts) == 2 and code not in classes and parts[0] not in classes
    kept = starter and code not in excluded
    print(f"{'' if kept else '!'}{code:X} {' '.join(f'{part:X}' for part in parts)}")
ranges = []
for code, value in sorted(classes.items()):
    if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == value:
        ranges[-1][1] = code
    else:
        ranges.append([code, code, value])
for first, last, value in ranges:
    print(f"@{first:X} {last:X} {value:X}")
