#!/usr/bin/env python3
"""Checks that what a page shows is true.

    page_test.py PAGE --ecflink PROGRAM [--update]

A code block after `<!-- from FILE -->` must be in that file, line by line. A console block after
`<!-- output -->` is run: each line that begins with "$ ecflink " is a command, and the lines after it are
what the command must print. Links into the project must lead to a file.

In a page that holds `<!-- every block of this page is tested -->` each block must be one of these, or be
marked cpp or c, so that snippets_test.py compiles it.

The console blocks after `<!-- transcript -->` are one session: all commands of the page run in one shell,
in order, in an empty folder beside the examples. Ids and hashes differ from ledger to ledger, so any run
of 32 or more hexadecimal digits is compared as "...". --update writes what the commands print now into the
transcript; read the difference before you keep it.
"""
import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
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
            problems.append(f"a block said to be from {name} is not there:\n{block}")


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
            run = subprocess.run([program, *arguments[2:]], cwd=ROOT, capture_output=True, text=True,
                                 env={**os.environ, "COLUMNS": "100"}, timeout=60)
            if run.stdout.rstrip() != expected.rstrip():
                problems.append(f"{command}\nprints\n{textwrap.indent(run.stdout, '    ')}{run.stderr}\nthe "
                                f"page says\n{textwrap.indent(expected, '    ')}")


TRANSCRIPT = re.compile(r"(?<=<!-- transcript -->\n```console\n).*?(?=```)", re.S)


def run_session(commands, program):
    """What each command prints, on standard output and standard error, as a terminal shows it."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("ECFLINK_",
                                    "LC_")) and name not in ("COLUMNS", "LANG", "NO_COLOR", "TERM", "TZ")}
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(ROOT / "examples", os.path.join(folder, "examples"))
        script = 'ecflink() { "$PROGRAM" "$@"; }\n' + "".join(command + "\nprintf '\\0'\n"
                                                              for command in commands)
        run = subprocess.run(["bash", "--norc", "-c", script], cwd=folder,
                             env={**kept, "COLUMNS": "100", "PROGRAM": os.path.abspath(program)},
                             stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
                             start_new_session=True)
    outputs = [re.sub(r"\b[0-9a-f]{32,}\b", "...", output) for output in run.stdout.split("\0")]
    return outputs[:-1]


def replay_transcript(text, program, problems):
    """The page with the outputs of now."""
    commands = [line[2:] for block in TRANSCRIPT.findall(text) for line in block.splitlines()
                if line.startswith("$ ")]
    if not commands:
        return text
    outputs = run_session(commands, program)
    if len(outputs) != len(commands):
        problems.append("the session ended before its last command")
        return text
    printed = iter(f"$ {command}\n{output}" for command, output in zip(commands, outputs))
    return TRANSCRIPT.sub(lambda block: "".join(next(printed) for line in block.group(0).splitlines()
                                                if line.startswith("$ ")), text)


def check_transcript(text, program, problems):
    should_be = replay_transcript(text, program, problems)
    for stands, prints in zip(TRANSCRIPT.findall(text), TRANSCRIPT.findall(should_be)):
        if stands != prints:
            problems.append(f"the transcript prints\n{textwrap.indent(prints, '    ')}\nthe page says\n"
                            f"{textwrap.indent(stands, '    ')}")


def check_every_block(text, problems):
    """In pages that promise it, no block is only printed."""
    if "<!-- every block of this page is tested -->" not in text:
        return
    fenced = re.findall(r"^([^\n]*\n) *```(\w*)\n(.*?)^ *```$", text, re.S | re.M)
    for before, language, block in fenced:
        is_run = re.search(r"<!-- (from \S+|output|transcript) -->\n\Z", before)
        if language not in ("cpp", "c") and not is_run:
            problems.append(f"nothing tests this block:\n{block}")


def check_links(page, text, problems):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        if not (page.parent / target).exists():
            problems.append(f"a link leads to no file: {target}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--ecflink", required=True)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    text = options.page.read_text(encoding="utf-8")
    problems = []
    if options.update:
        options.page.write_text(replay_transcript(text, options.ecflink, problems), encoding="utf-8")
        sys.exit("\n\n".join(problems) or None)
    check_sources(text, problems)
    check_outputs(text, options.ecflink, problems)
    check_transcript(text, options.ecflink, problems)
    check_every_block(text, problems)
    check_links(options.page.resolve(), text, problems)
    sys.exit("\n\n".join(f"{options.page.name}: {problem}" for problem in problems) or None)


main()
