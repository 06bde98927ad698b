#!/usr/bin/env python3
"""The --help of every command fits 80 columns, and docs/cli.md holds it word for word.

Its examples run as printed, those about a ledger beside the sample ledger.

    help_test.py --program build/dev/src/cli/ecflink --update   writes the help texts into docs/cli.md
"""
import os
import re
import shlex
import unittest

import support
from support import SOURCE, ProgramTest, run, sample_ledger, shell

COMMANDS = [(), ("courts",), ("policy",), ("policy", "show"), ("policy", "lint"), ("policy", "diff"),
            ("policy", "schema"), ("findings",), ("check",), ("ready",), ("verify",), ("report",),
            ("explain",), ("forecast",), ("impact",), ("shadow",), ("convert",), ("generate",),
            ("ledger",), ("ledger", "init"), ("ledger", "status"),
            ("ledger", "migrate"), ("ledger", "adopt"), ("ledger", "load"), ("ledger", "password"),
            ("ledger", "obligations"), ("ledger", "queue"), ("ledger", "queue", "show"),
            ("ledger", "queue", "approve"), ("ledger", "queue", "reject"), ("link",), ("link", "begin"),
            ("link", "commit"), ("link", "cancel"), ("unlink",), ("import",), ("access",), ("sign-on",),
            ("register",), ("register", "submit"), ("register", "route"), ("register", "ask"),
            ("register", "approve"), ("register", "reject"), ("register", "list"), ("agent",),
            ("agent", "add"), ("agent", "remove"), ("agent", "list"), ("audit",), ("audit", "verify"),
            ("audit", "witness"), ("audit", "export"), ("audit", "record"), ("replay",),
            ("completion",), ("help",)]
PAGE = os.path.join(SOURCE, "docs", "cli.md")
BLOCK = re.compile(r"(?<=<!-- help:begin -->\n).*(?=<!-- help:end -->)", re.DOTALL)


def help_of(command):
    return run(*command, "--help").stdout.decode()


def all_help():
    return "".join(f"\n### ecflink {' '.join(command)}".rstrip() +
                   f"\n\n```text\n{help_of(command).rstrip()}\n```\n" for command in COMMANDS) + "\n"


def commands_in(text):
    """The names under "Commands:"."""
    block = re.search(r"^Commands:\n((?:  .*\n)+)", text, re.MULTILINE)
    return re.findall(r"^  (\S+)", block.group(1), re.MULTILINE) if block else []


class Help(ProgramTest):
    def test_every_command_is_tested(self):
        found = [()]
        for command in found:
            found += [(*command, name) for name in commands_in(help_of(command))]
        self.assertEqual(sorted(found), sorted(COMMANDS))

    def test_examples_run(self):
        for command in COMMANDS:
            examples = re.findall(r"^  (ecflink .*?)(?:   # exit status (\d))?$",
                                  help_of(command).split("Example", 1)[1], re.MULTILINE)
            self.assertTrue(examples, command)
            for line, status in examples:
                with self.subTest(line):
                    words = shlex.split(line)
                    self.assertTrue(tuple(words[1:1 + len(command)]) == command,
                                    "an example of another command")
                    done = self.check(shell(line, sample_ledger(self.folder)), int(status or 0))
                    self.assertTrue(done.stdout)

    def test_text_fits(self):
        for command in COMMANDS:
            text = help_of(command)
            for line in text.splitlines():
                if not line.startswith("  ecflink "):
                    self.assertLessEqual(len(line), 80, line)
                self.assertEqual(line, line.rstrip(), command)

    def test_page(self):
        with open(PAGE, encoding="utf-8") as file:
            self.assertEqual(BLOCK.search(file.read()).group(0), all_help(), "run --update")

    def test_version(self):
        with open(os.path.join(SOURCE, "include", "ecflink", "core", "version.hpp"),
                  encoding="utf-8") as file:
            version = re.search(r'VERSION_STRING "([0-9.]+)"', file.read()).group(1)
        self.check(run("--version"), 0)
        self.assertEqual(run("--version").stdout.decode(), f"ecflink {version}\n")


if __name__ == "__main__":
    options, run_tests = support.main(lambda parser: parser.add_argument("--update", action="store_true"))
    if options.update:
        helps = all_help()
        with open(PAGE, encoding="utf-8") as page:
            text = BLOCK.sub(lambda _: helps, page.read())
        with open(PAGE, "w", encoding="utf-8") as page:
            page.write(text)
    else:
        run_tests()
