#!/usr/bin/env python3
"""Every command that changes something takes --dry-run, says what would be, and then writes nothing.

    dry_run_test.py --program build/dev/src/cli/ecflink

Which commands these are comes from the program's own help: those that take the ledger's key file. In SQLite
every byte of every file beside the ledger is compared; in PostgreSQL, every row of every table
(tests/ledger/with_postgresql.py).
"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
import unittest

import support
from support import SAMPLE_LEDGER, ProgramTest, environment, run, sample_ledger, shell

sys.path.insert(0, os.path.join(support.SOURCE, "tests", "ledger"))
from with_postgresql import postgresql_server  # noqa: E402

PAIR = "--court nysb --login nquist --central 1000002"
CLERK = "--actor clerk7 --reason 'linked to a namesake'"
BY_COURT = f"--as court {CLERK}"
AGENT = "--court nysb --agent nquist --principal rtamm"

# The command, and the arguments behind ADDRESS. Each would change something. {item} is the held link's.
CASES = {
    "ledger init": "--at 2022-05-03T14:00:00Z",   # of a new ledger beside this one
    "ledger migrate": "",
    "ledger adopt": "--policy examples/ledger/policies",
    "ledger load": "more --at 2022-05-03T14:00:00Z",
    "ledger password": "--court wiwd --login asample",
    "ledger obligations": "",   # --done is in the list below: what is owed depends on the sample
    "ledger queue approve": f"{{item}} {CLERK} --at 2022-04-25T14:00:00Z",
    "ledger queue reject": f"{{item}} {CLERK} --at 2022-04-25T14:00:00Z",
    "link begin": "--court wiwd --login asample --central 1000001 --handle-file new.json "
                  "--at 2022-04-25T08:10",
    "link commit": "--handle-file link.json --at 2022-04-25T08:12",
    "link cancel": "--handle-file link.json --at 2022-04-25T08:12",
    "unlink": f"{PAIR} {BY_COURT}",
    "import": "more --at 2022-05-03T14:00:00Z",
    "sign-on": "--central 1000001 --second-factor --at 2022-04-25T13:05:00Z",
    "register submit": "--court wiwd --central 1000002 --type admission --role attorney "
                       "--at 2022-05-02T09:00",
    "register route": "12 --actor center1 --at 2022-05-03T14:00:00Z",
    "register ask": "13 --reason 'the certificate' --actor staff3 --at 2022-05-03T14:00:00Z",
    "register approve": "13 --login nfiler --actor staff3 --at 2022-05-03T14:00:00Z",
    "register reject": "13 --reason 'no member of the bar' --actor staff3 --at 2022-05-03T14:00:00Z",
    "agent add": f"{AGENT} {BY_COURT} --at 2022-04-26T09:00",
    "agent remove": f"{AGENT} {BY_COURT} --at 2022-04-26T09:00",
}
# They take the key file to sign what is there, or to check it, and change nothing.
READERS = {"audit verify", "audit witness"}
# What only a change has: lines that name its event, its request, or who decided.
DONE = re.compile(r"^(Event|Linked|Request|Decided) ", re.MULTILINE)
# These need another change first, or there is nothing to change.
BEFORE = {"agent remove": "agent add", "import": "ledger load"}
ASK = {"ledger init", "ledger migrate", "ledger obligations", "ledger password", "link begin", "link commit",
       "sign-on"}


def commands_below(*path):
    """Every command that has no command below it, and its help."""
    text = run(*path, "--help").stdout.decode()
    block = re.search(r"^Commands:\n((?:  .*\n)+)", text, re.MULTILINE)
    if block is None:
        yield " ".join(path), text
        return
    names = re.findall(r"^  ([a-z-]+)  ", block[1], re.MULTILINE)
    assert names, text
    for name in names:
        yield from commands_below(*path, name)
    if re.search(r"^ +--key-file", text, re.MULTILINE):
        yield " ".join(path), text


def files_in(folder):
    """Every file below a folder, with its mode and the digest of its bytes."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = (os.stat(path).st_mode,
                                                        hashlib.sha256(file.read()).hexdigest())
    return found


class Table(ProgramTest):
    def test_all_commands_that_change_something_are_here(self):
        changing = {path: text for path, text in commands_below() if "--key-file" in text}
        self.assertEqual(set(changing) - READERS, set(CASES))
        for path in CASES:
            self.assertIn("--dry-run", changing[path], path)


class DryRun(ProgramTest):
    address = "sqlite:court.db"

    def setUp(self):
        super().setUp()
        self.place = self.make_place()

    def make_place(self):
        place = sample_ledger(self.folder)
        for name, number in (("gone", 98), ("more", 99)):
            self.write_folder(os.path.join(place, name), number)
        return place

    @staticmethod
    def write_folder(folder, number):
        """An account of each kind and the link of the two, which no ledger has yet."""
        os.mkdir(folder)
        for table, header, row in (
                ("central_accounts", "central_id,usage,generation,status,name",
                 f"10000{number},individual,upgraded,active,New Filer"),
                ("court_accounts", "court,login,role,status,opened,name",
                 f"wiwd,new{number},attorney,active,2011-06-20,New Filer"),
                ("links", "court,login,central_id,linked_at,central_proof,central_proof_at,account_proof,"
                          "account_proof_at,account_proof_court,confirmed_at",
                 f"wiwd,new{number},10000{number},2022-04-25T08:04:00-05:00,password,"
                 "2022-04-25T08:02:00-05:00,"
                 "password,2022-04-25T08:03:00-05:00,wiwd,2022-04-25T08:03:50-05:00")):
            with open(os.path.join(folder, table + ".csv"), "w", encoding="ascii") as file:
                file.write(f"{header}\n{row}\n")

    def owe_something(self):
        """A link that was removed: those concerned must be told."""
        for line in (f"ledger load {self.address} gone --at 2022-04-25T13:08:00Z",
                     f"import {self.address} gone --at 2022-04-25T13:08:00Z",
                     f"unlink {self.address} --court wiwd --login new98 --central 1000098 {BY_COURT} "
                     "--at 2022-04-25T13:09:00Z"):
            self.check(self.ecflink(line), 0)

    def state(self):
        return files_in(self.place)

    def ecflink(self, line):
        return shell("ecflink " + line, self.place, environment(ECFLINK_KEY_FILE="court.keys"))

    def item(self):
        listed = self.check(self.ecflink(f"ledger queue {self.address} --format csv"), 0).stdout.decode()
        return listed.splitlines()[1].split(",")[0]

    def lines(self):
        self.owe_something()
        item = self.item()
        for path, arguments in CASES.items():
            yield path, f"{path} {self.address} {arguments.format(item=item)}"
        owed = self.check(self.ecflink(f"ledger obligations {self.address} --format csv"), 0).stdout.decode()
        event, what = owed.splitlines()[1].split(",")[:2]
        yield "ledger obligations", f"ledger obligations {self.address} --done {event}:{what}"

    def check_all(self, new_address):
        for path, line in self.lines():
            with self.subTest(path):
                before = self.state()
                line = line.replace(self.address, new_address) if path == "ledger init" else line
                done = self.ecflink(line + " --dry-run")
                self.assertIn(done.returncode, (0, 1), done.stderr)
                self.assertEqual(self.state(), before)
                told = done.stdout.decode()
                self.assertIsNone(DONE.search(told), told)
                if path != "ledger migrate":   # the sample has this program's version
                    self.assertIn("Nothing was written.", told)
                if path not in ("ledger migrate", "ledger obligations"):
                    self.assertRegex(told, "(?i)would")

    def check_without(self):
        """The same without --dry-run: a case that changes nothing anyhow would prove nothing."""
        unchanged = []
        lines = dict(self.lines())
        for path, line in lines.items():
            if path in ASK - {"ledger obligations"}:
                continue   # these ask for a password or a confirmation, or have nothing to do
            self.place = self.make_place()
            self.owe_something()
            if path in BEFORE:
                self.check(self.ecflink(lines[BEFORE[path]]), 0)
            before = self.state()
            self.ecflink(line)
            if self.state() == before:
                unchanged.append(path)
        self.assertEqual(unchanged, [])

    def test_in_sqlite(self):
        self.check_all("sqlite:new.db")

    def test_without_dry_run(self):
        self.check_without()

    def test_mistyped_names_make_no_file(self):
        for path, arguments in CASES.items():
            if path == "ledger init":
                continue
            with self.subTest(path):
                before = self.state()
                done = self.ecflink(f"{path} sqlite:cuort.db {arguments.format(item=1)} --dry-run")
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertIn(b"cuort.db", done.stderr)
                self.assertEqual(self.state(), before)


class InPostgresql(DryRun):
    def setUp(self):
        super().setUp()
        try:
            self.server = postgresql_server(fast=True)
        except RuntimeError as missing:
            self.skipTest(str(missing))
        self.server.__enter__()
        self.addCleanup(self.server.__exit__, None, None, None)
        self.address = f"'{self.server.url}'"
        for name in ("court.keys", "link.json", "court.witness", "record.json"):
            os.remove(os.path.join(self.place, name))
        lines = SAMPLE_LEDGER.replace("sqlite:court.db", self.address)
        self.check(shell(lines, self.place), 0)

    def state(self):
        # The source of event numbers goes on also in a transaction that is taken back.
        rows = subprocess.run(["pg_dump", "--data-only", "--inserts", self.server.url], check=True,
                              capture_output=True, text=True).stdout.splitlines()
        return sorted(row for row in rows if row.startswith("INSERT ")), super().state()

    def test_in_sqlite(self):
        self.skipTest("this is the other database")

    def test_without_dry_run(self):
        self.skipTest("this is shown in the other database")

    def test_mistyped_names_make_no_file(self):
        self.skipTest("a database has no file")

    def test_in_postgresql(self):
        # a ledger beside this one, in a schema of its own
        subprocess.run(["psql", "-Xq", self.server.url, "-c", "CREATE SCHEMA beside"], check=True)
        joint = "&" if "?" in self.server.url else "?"
        self.check_all(f"'{self.server.url}{joint}options=-csearch_path%3Dbeside'")


if __name__ == "__main__":
    _, test = support.main()
    test()
