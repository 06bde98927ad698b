#!/usr/bin/env python3
"""Holds a page to what it shows: page_test.py PAGE --ecflink PROGRAM

A code block after `<!-- from FILE -->` must stand in that file, line by line. A console block after `<!-- output -->` is run: each line that begins with
"$ ecflink " is a command, and what follows it is what the command must print. Links into the project must lead somewhere.
"""
import argparse
import pathlib
import re
import shlex
import subprocess
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]


def blocks(text, mark):
    return re.findall(rf"<!-- {mark}-->\n```\w*\n(.*?)```", text, re.S)


def check_sources(text, problems):
    for name, block in re.findall(r"<!-- from (\S+) -->\n```\w*\n(.*?)```", text, re.S):
        source = (ROOT / name).read_text(encoding="utf-8")
        wanted = [line.strip() for line in block.splitlines() if line.strip()]
        lines = [line.strip() for line in source.splitlines() if line.strip()]
        if not any(lines[at:at + len(wanted)] == wanted for at in range(len(lines))):
            problems.append(f"a block said to be from {name} does not stand there:\n{block}")


def check_outputs(text, program, problems):
    for block in blocks(text, "output "):
        for part in re.split(r"^(?=\$ )", block, flags=re.M):
            if not part.strip():
                continue
            command, _, expected = part.partition("\n")
            arguments = shlex.split(command)
            if arguments[:2] != ["$", "ecflink"]:
                problems.append(f"not a command of ecflink: {command}")
                continue
            run = subprocess.run([program, *arguments[2:]], cwd=ROOT, capture_output=True, text=True, timeout=60)
            if run.stdout.rstrip() != expected.rstrip():
                problems.append(f"{command}\nprints\n{textwrap.indent(run.stdout, '    ')}{run.stderr}\nthe page says\n{textwrap.indent(expected, '    ')}")


def check_links(page, text, problems):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        if not (page.parent / target).exists():
            problems.append(f"a link leads nowhere: {target}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--ecflink", required=True)
    options = parser.parse_args()
    text = options.page.read_text(encoding="utf-8")
    problems = []
    check_sources(text, problems)
    check_outputs(text, options.ecflink, problems)
    check_links(options.page.resolve(), text, problems)
    sys.exit("\n\n".join(f"{options.page.name}: {problem}" for problem in problems) or None)


main()
