#!/usr/bin/env python3
"""The completion scripts: each shell that is here loads its own, and bash offers what the program takes."""
import os
import re
import shutil
import subprocess

import support
from support import ProgramTest, environment, run

ASK = r"""
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_ecflink
printf '%s\n' "${COMPREPLY[@]}"
"""


class Completion(ProgramTest):
    def script(self, shell):
        path = os.path.join(self.folder, "ecflink." + shell)
        with open(path, "wb") as file:
            file.write(self.check(run("completion", shell), 0, "").stdout)
        return path

    def offers(self, *words):
        done = subprocess.run(["bash", "--norc", "-c", ASK, "bash", self.script("bash"), "ecflink", *words],
                              cwd=support.SOURCE, env=environment(), capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""), words)
        return done.stdout.decode().split()

    def test_bash_offers(self):
        self.assertEqual(self.offers("ver"), ["verify"])
        self.assertEqual(self.offers("policy", "s"), ["show", "schema"])
        self.assertEqual(self.offers("policy", "show", "wi"), ["wieb", "wied", "wiwb", "wiwd"])
        self.assertEqual(self.offers("verify", "--as"), ["--as-of"])
        self.assertEqual(self.offers("verify", "x", "--fail-if", ""), ["refuse", "hold", "none"])
        self.assertEqual(self.offers("courts", "--format", "c"), ["csv"])
        self.assertEqual(self.offers("courts", "--format", "=", "c"), ["csv"])
        self.assertEqual(self.offers("ready", "x", "--court", "wiw"), ["wiwb", "wiwd"])
        self.assertEqual(self.offers("findings", "central-l"), ["central-legacy"])
        self.assertEqual(self.offers("check", "examples/led"), ["examples/ledger"])
        self.assertEqual(self.offers("check", "x", "--proof-file", "examples/ledger/ros"),
                         ["examples/ledger/roster.csv"])
        self.assertEqual(self.offers("completion", ""), ["--help", "-h", "bash", "zsh", "fish"])
        self.assertEqual(self.offers("link", "c"), ["commit", "cancel"])
        self.assertEqual(self.offers("unlink", "x", "--as", ""), ["filer", "court", "center"])
        self.assertEqual(self.offers("link", "begin", "x", "--court", "wiw"), ["wiwb", "wiwd"])
        self.assertEqual(self.offers("impact", "examples/verifi"), ["examples/verified.csv"])
        self.assertEqual(self.offers("shadow", "x", "--after", "examples/ledger/pol"),
                         ["examples/ledger/policies"])
        self.assertEqual(self.offers("forecast", "x", "--candidates", "examples/cand"),
                         ["examples/candidates.csv"])
        self.assertEqual(self.offers("nonsense"), [])

    def test_bash_knows_every_option(self):
        for command in ("courts", "findings", "check", "ready", "verify", "report", "forecast", "impact",
                        "shadow", "completion", "policy", "policy show", "policy lint", "policy diff",
                        "policy schema", "ledger", "ledger init", "ledger password", "link begin",
                        "link commit", "unlink", "import", "access", "sign-on", "register submit",
                        "agent add", "audit verify", "replay"):
            text = run(*command.split(), "--help").stdout.decode()
            options = set(re.findall(r"^  (?:-[ho],)?(--[a-z-]+)", text, re.MULTILINE))
            self.assertEqual({word for word in self.offers(*command.split(), "--")}, options, command)

    def test_shells_load_them(self):
        asked = {"bash": ["bash", "--norc", "-n"], "zsh": ["zsh", "-f", "-n"],
                 "fish": ["fish", "--no-execute"]}
        for shell, command in asked.items():
            script = self.script(shell)
            self.assertGreater(os.path.getsize(script), 1000)
            if shutil.which(shell):
                done = subprocess.run([*command, script], env=environment(), capture_output=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, b""), shell)


if __name__ == "__main__":
    support.main()[1]()
