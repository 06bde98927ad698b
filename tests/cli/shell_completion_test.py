#!/usr/bin/env python3
"""Completion in the shells themselves: each is run on a terminal of its own, and lines are typed into it.

A shell that is not installed is skipped.
"""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import termios
import time

import support
from support import ProgramTest, environment, run

PATIENCE = 30  # seconds until a shell that shows nothing has failed
PROMPT = "ready> "

# What is typed before the tabulator, and the line that stands then, the same in every shell. A line that ends
# in a blank was completed to a whole word.
LINES = [
    ("ecflink ver", "ecflink verify "),
    ("ecflink policy sh", "ecflink policy show "),
    ("ecflink verify x --compare", "ecflink verify x --compare-to"),
    ("ecflink verify x --fail-if ref", "ecflink verify x --fail-if refuse "),
    ("ecflink findings central-leg", "ecflink findings central-legacy "),
    ("ecflink ready x --court wiwd", "ecflink ready x --court wiwd "),
    ("ecflink verify sqli", "ecflink verify sqlite:"),
    ("ecflink verify sqlite:examples/verifi", "ecflink verify sqlite:examples/verified.csv"),
    ("ecflink impact examples/verifi", "ecflink impact examples/verified.csv "),
    ("ecflink verify x --set name-missing=ho", "ecflink verify x --set name-missing=hold "),
    ("ecflink help shad", "ecflink help shadow "),
    ("ecflink audit verify x --wit", "ecflink audit verify x --witness"),
]


class Terminal:
    """A shell on a terminal, and what it has shown."""

    def __init__(self, command, env):
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.chdir(support.SOURCE)
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
        self.shown = ""

    def read(self, seconds):
        if select.select([self.file], [], [], seconds)[0]:
            try:
                self.shown += os.read(self.file, 65536).decode(errors="replace")
                return True
            except OSError:
                pass
        return False

    def wait_for(self, pattern, begin=0):
        """What is shown from `begin` on, once the pattern is in it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            plain = self.plain(begin)
            if re.search(pattern, plain):
                return plain
            self.read(0.2)
        raise AssertionError(f"waited for {pattern!r}; shown: {self.plain(begin)!r}")

    def plain(self, begin):
        """Without the codes that color a line or move in it."""
        text = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)", "", self.shown[begin:])
        return re.sub(r"\x1b(\[[0-9;?=>]*[a-zA-Z]|[()][A-Z0-9]|[=>])|[\x0e\x0f]", "", text)

    def type(self, text):
        os.write(self.file, text.encode())

    def close(self):
        os.close(self.file)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class ShellCompletion(ProgramTest):
    def terminal(self, shell):
        if not shutil.which(shell):
            self.skipTest(f"{shell} is not installed")
        script = os.path.join(self.folder, f"ecflink.{shell}")
        with open(script, "wb") as file:
            file.write(self.check(run("completion", shell), 0, "").stdout)
        # the typed line is shown by a command that the tabulator's line becomes an argument of
        env = environment(TERM="dumb" if shell != "fish" else "xterm", HOME=self.folder, HISTFILE="/dev/null",
                          XDG_CONFIG_HOME=self.folder, XDG_DATA_HOME=self.folder)
        if shell == "bash":
            command = ["bash", "--norc", "--noprofile", "-i"]
            setup = (f"PS1='{PROMPT}'; bind 'set enable-bracketed-paste off'; source {script}; ecflink() "
                     "{ printf '<%s>' \"$*\"; }; echo set''up\n")
        elif shell == "zsh":
            command = ["zsh", "-f", "-i"]
            setup = (f"PS1='{PROMPT}'; unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; "
                     f"source {script}; ecflink() {{ printf '<%s>' \"$*\"; }}; echo set''up\n")
        else:
            command = ["fish", "--no-config", "-i"]
            setup = (f"function fish_prompt; echo -n '{PROMPT}'; end; source {script}; function ecflink; "
                     "printf '<%s>' \"$argv\"; end; echo set''up\n")
        made = Terminal(command, env)
        self.addCleanup(made.close)
        made.wait_for(r"[$#%>]\s*$")
        made.type(setup)
        made.wait_for(r"setup\r?\n")
        return made

    def completed(self, terminal, typed):
        """The arguments that the line has after one tabulator, as the shell passes them to a command."""
        begin = len(terminal.shown)
        terminal.type(typed + "\t")
        terminal.type("\n")
        text = terminal.wait_for(r"<[^<>]*>", begin)
        return re.findall(r"<([^<>]*)>", text)[-1]

    def check_shell(self, shell):
        terminal = self.terminal(shell)
        for typed, wanted in LINES:
            with self.subTest(shell=shell, typed=typed):
                self.assertEqual("ecflink " + self.completed(terminal, typed), wanted.rstrip())

    def test_bash(self):
        self.check_shell("bash")

    def test_zsh(self):
        self.check_shell("zsh")

    def test_fish(self):
        self.check_shell("fish")


if __name__ == "__main__":
    support.main()[1]()
