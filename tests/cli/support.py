"""What the tests of the program share: where it is, how it is run, and ledgers to run it on."""
import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join("tests", "cli", "data")
PROGRAM = None


def environment(**changes):
    """The environment of every run: nothing of the caller's that could show in a result. A change to None takes a variable out."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("COLUMNS", "LINES", "NO_COLOR", "TERM", "LANG", "LANGUAGE", "TZ") and not name.startswith("LC_")}
    kept.update({name: value for name, value in changes.items() if value is not None})
    return kept


def default_signals():
    """What a shell's foreground job starts with; the test itself may run where interrupts are ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run(*arguments, env=None, **options):
    """Runs the program in the root of the source tree, as its examples are written."""
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    options.setdefault("preexec_fn", default_signals)
    options.setdefault("cwd", SOURCE)
    return subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, env=env or environment(), timeout=300, check=False,
                          **options)


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own."""
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="ecflink-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def copy_of_sample(self):
        target = os.path.join(self.folder, "ledger")
        shutil.copytree(os.path.join(SOURCE, "examples", "ledger"), target)
        return target

    def check(self, done, status, stderr=None):
        self.assertEqual(done.returncode, status, ((done.stdout or b"")[-2000:], done.stderr[-2000:]))
        if stderr is not None:
            self.assertEqual(done.stderr.decode(), stderr)
        return done


def write_big_ledger(folder, links):
    """A ledger that takes a while: every link is in order."""
    def write(name, header, row):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(header + "\n")
            file.writelines(row(number) for number in range(links))
    write("central_accounts.csv", "central_id,usage,status,generation,mfa,name", lambda n: f"{n:08d},individual,active,upgraded,enrolled,Person Number{n}\n")
    write("court_accounts.csv", "court,login,role,status,name", lambda n: f"wiwd,user{n},attorney,active,Person Number{n}\n")
    write("links.csv", "court,login,central_id,linked_at,made_by", lambda n: f"wiwd,user{n},{n:08d},2022-05-02T10:00:00-05:00,court\n")


def main(add_arguments=None):
    """Runs the tests of the calling script. --program names what is tested; other arguments are unittest's."""
    global PROGRAM
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="the program ecflink")
    if add_arguments is not None:
        add_arguments(parser)
    options, rest = parser.parse_known_args()
    PROGRAM = os.path.abspath(options.program)
    sys.modules["support"].PROGRAM = PROGRAM   # the script that runs may have imported this file under its own name
    return options, lambda: unittest.main(module="__main__", argv=[sys.argv[0], *rest])
