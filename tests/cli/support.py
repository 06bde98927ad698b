"""What the tests of the program share: where it is, how it is run, and ledgers to run it on."""
import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join("tests", "cli", "data")
PROGRAM = None


def environment(**changes):
    """The environment of every run: nothing of the caller's that could show in a result.

    A change to None takes a variable out.
    """
    kept = {name: value for name, value in os.environ.items()
            if name not in ("COLUMNS", "LINES", "NO_COLOR", "TERM", "LANG", "LANGUAGE", "TZ",
                            "ECFLINK_KEY_FILE", "ECFLINK_WITNESS", "ECFLINK_DATABASE_MESSAGES") and
            not name.startswith(("LC_", "PG"))}
    kept.update({name: value for name, value in changes.items() if value is not None})
    return kept


def default_signals():
    """What a shell's foreground job starts with; the test itself may run where interrupts are ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_until_caught(process, number):
    """Waits until the process has said that it handles a signal itself."""
    for _ in range(2000):
        with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
            caught = next(int(line.split()[1], 16) for line in file if line.startswith("SigCgt:"))
        if caught >> (number - 1) & 1:
            return
        time.sleep(0.005)
    raise AssertionError("the signal is never caught")


def run(*arguments, env=None, **options):
    """Runs the program in the root of the source tree, as its examples are written."""
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    options.setdefault("preexec_fn", default_signals)
    options.setdefault("cwd", SOURCE)
    return subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, env=env or environment(),
                          timeout=300, check=False, **options)


def shell(lines, cwd, env=None):
    """Runs lines of a shell as a reader of the help types them; `ecflink` in them is the program.

    There is no terminal, so the program cannot ask for anything.
    """
    return subprocess.run(["bash", "--norc", "-c", 'ecflink() { "$ECFLINK_PROGRAM" "$@"; }\n' + lines],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd,
                          env={**(env or environment()), "ECFLINK_PROGRAM": PROGRAM},
                          timeout=300, check=False, start_new_session=True)


# The ledger of the help texts: sample filers, two passwords, a ceremony that waits for its confirmation, two
# requests for filing privileges, and a link that waits for a clerk.
SAMPLE_LEDGER = """
set -e
export ECFLINK_KEY_FILE=court.keys
ecflink ledger init sqlite:court.db --from examples/filers --at 2022-04-18T14:00:00Z
ecflink ledger password sqlite:court.db --central 1000001 --at 2022-04-18T14:00:00Z \
  --password-fd 3 3<<<"a sample"
ecflink ledger password sqlite:court.db --court wiwd --login asample --at 2022-04-18T14:00:00Z \
  --password-fd 3 3<<<"another sample"
ecflink link begin sqlite:court.db --court wiwd --login asample --central 1000001 \
  --handle-file link.json --at 2022-04-25T08:10 \
  --central-password-fd 3 --account-password-fd 4 3<<<"a sample" 4<<<"another sample"
ecflink register submit sqlite:court.db --court wiwd --central 1000003 \
  --type admission --role attorney --at 2022-04-25T08:11
ecflink register submit sqlite:court.db --court nysb --central 1000003 \
  --type admission --role attorney --at 2022-04-26T08:30
ecflink register route sqlite:court.db 13 --actor center1 --at 2022-04-26T12:45:00Z
ecflink audit record sqlite:court.db 5 > record.json
mkdir held
echo court,login,role,status,name > held/court_accounts.csv
echo akd,asample,attorney,active,Arthur Sample >> held/court_accounts.csv
echo central_id,usage,status > held/central_accounts.csv
echo court,login,central_id,linked_at > held/links.csv
ecflink ledger load sqlite:court.db held --at 2022-04-25T13:10:00Z
ecflink ledger password sqlite:court.db --court akd --login asample --at 2022-04-25T13:10:00Z \
  --password-fd 3 3<<<"another sample"
ecflink link begin sqlite:court.db --court akd --login asample --central 1000001 \
  --handle-file held.json --at 2022-04-25T13:10:00Z \
  --central-password-fd 3 --account-password-fd 4 3<<<"a sample" 4<<<"another sample"
rm -r held held.json
ecflink audit witness sqlite:court.db --append court.witness --at 2022-05-03T12:00:00Z
"""
_sample_ledger = None


def sample_ledger(folder):
    """A copy of that ledger in a new folder of `folder`, beside the examples of the source tree.

    The ledger itself is made once.
    """
    global _sample_ledger
    if _sample_ledger is None:
        _sample_ledger = tempfile.TemporaryDirectory(prefix="ecflink-sample-")
        os.symlink(os.path.join(SOURCE, "examples"), os.path.join(_sample_ledger.name, "examples"))
        done = shell(SAMPLE_LEDGER, _sample_ledger.name)
        if done.returncode != 0:
            raise AssertionError((done.stdout + done.stderr).decode())
    target = os.path.join(tempfile.mkdtemp(dir=folder), "sample")
    shutil.copytree(_sample_ledger.name, target, symlinks=True)
    return target


def without_random(text):
    """What differs from ledger to ledger, its id and its hashes, as `...`."""
    return re.sub(rb"\b[0-9a-f]{32,}\b", b"...", text)


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

    def check_wrong_value(self, done, command, message):
        """The line is in order, and one value is not: the message says what to write, and names no help."""
        self.assertEqual(done.stdout, b"")
        return self.check(done, 2, f"ecflink {command}: {message}\n")

    def check_wrong_usage(self, done, command, message):
        self.assertEqual(done.stdout, b"")
        return self.check(done, 2, f"ecflink {command}: {message}\nTry `ecflink {command} --help`.\n")


def write_big_ledger(folder, links):
    """A ledger that takes a while: every link is in order."""
    def write(name, header, row):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(header + "\n")
            file.writelines(row(number) for number in range(links))
    write("central_accounts.csv", "central_id,usage,status,generation,mfa,name",
          lambda n: f"{n:08d},individual,active,upgraded,enrolled,Person Number{n}\n")
    write("court_accounts.csv", "court,login,role,status,name",
          lambda n: f"wiwd,user{n},attorney,active,Person Number{n}\n")
    write("links.csv", "court,login,central_id,linked_at,made_by",
          lambda n: f"wiwd,user{n},{n:08d},2022-05-02T10:00:00-05:00,court\n")


def main(add_arguments=None):
    """Runs the tests of the calling script.

    --program names what is tested; other arguments are unittest's.
    """
    global PROGRAM
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="the program ecflink")
    if add_arguments is not None:
        add_arguments(parser)
    options, rest = parser.parse_known_args()
    PROGRAM = os.path.abspath(options.program)
    # The script that runs may have imported this file under its own name.
    sys.modules["support"].PROGRAM = PROGRAM
    return options, lambda: unittest.main(module="__main__", argv=[sys.argv[0], *rest])
