#!/usr/bin/env python3
"""Checks docs/attacks.md: every attack names tests of its number, they exist, and no such test is missing."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAST = 49

problems = []
tests = set()
for source in (ROOT / "tests").rglob("*.cc"):
    tests.update(re.findall(r"\bTEST(?:_[FP])?\(Attack,\s*(A\d+_\w+)\)", source.read_text(encoding="utf-8")))

named = set()
rows = []
for line in (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8").splitlines():
    cells = [cell.strip() for cell in line.strip("|").split(" | ")]
    row = re.fullmatch(r'<a id="a(\d+)"></a>(A\1)', cells[0])
    if not row:
        continue
    cells[0] = row[2]
    rows.append(cells[0])
    of_row = re.findall(r"`(\w+)`", cells[-1])
    if len(cells) != 5 or not all(cells) or not of_row:
        problems.append(f"{cells[0]}: a row has an attack, a rule, what enforces it, and a test")
    for name in of_row:
        named.add(name)
        if not name.startswith(cells[0] + "_"):
            problems.append(f"{cells[0]}: {name} is a test of another attack")
if rows != [f"A{number}" for number in range(1, LAST + 1)]:
    problems.append(f"the rows are not A1 to A{LAST}, each once and in order: {' '.join(rows)}")
problems += [f"there is no such test: {name}" for name in sorted(named - tests)]
problems += [f"a test that no row names: {name}" for name in sorted(tests - named)]
sys.exit("\n".join(problems) or None)
