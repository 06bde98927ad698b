#!/usr/bin/env python3
"""The commands of docs/operations.md: back up while others write, restore, see what is lost, go on.

    operations_test.py --program build/dev/src/cli/ecflink

It runs on SQLite, and on PostgreSQL where ECFLINK_TEST_POSTGRESQL names a server
(tests/ledger/with_postgresql.py).
"""
import json
import os
import re
import sqlite3
import subprocess
import textwrap
import threading
import unittest

import support
from support import ProgramTest, environment, run, shell

PAGE = os.path.join(support.SOURCE, "docs", "operations.md")
SERVER = os.environ.get("ECFLINK_TEST_POSTGRESQL")


def blocks_of_page():
    with open(PAGE, encoding="utf-8") as page:
        found = re.findall(r"<!-- run: (\S+) -->\n *```sh\n(.*?)```", page.read(), re.S)
    return {name: textwrap.dedent(lines) for name, lines in found}


class writer:
    """Writes to a ledger over and over, from `with` to its end."""

    def __init__(self, test):
        self.test = test
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.write)
        self.writes = 0
        self.began = threading.Event()

    def __enter__(self):
        self.thread.start()
        self.began.wait(60)
        return self

    def writes_again(self):
        self.began.clear()
        return self.began.wait(60)

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def write(self):
        while not self.ended.is_set():
            self.writes += 1
            self.test.load(f"Number {self.writes} Sample")
            self.began.set()


class ledger_of_page:
    """A ledger as the page has it, at `address`."""

    def setUp(self):
        super().setUp()
        os.symlink(os.path.join(support.SOURCE, "examples"), os.path.join(self.folder, "examples"))
        self.blocks = blocks_of_page()

    def environment(self):
        return environment(ECFLINK_KEY_FILE="court.keys", LEDGER=self.address, DATABASE=SERVER)

    def ecflink(self, *arguments, status=0):
        done = run(*arguments, env=self.environment(), cwd=self.folder)
        return self.check(done, status).stdout.decode()

    def run_block(self, name, status=0):
        done = shell("set -e\n" + self.blocks[name], self.folder, self.environment())
        return self.check(done, status).stdout.decode()

    def load(self, name):
        """Writes one event: a record has another name."""
        folder = os.path.join(self.folder, "feed")
        os.makedirs(folder, exist_ok=True)
        for table, rows in (("court_accounts", f"court,login,role,status,name\n"
                                               f"wiwd,asample,attorney,active,{name}\n"),
                            ("central_accounts", "central_id,usage,status\n"),
                            ("links", "court,login,central_id,linked_at\n")):
            with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8") as file:
                file.write(rows)
        self.ecflink("ledger", "load", self.address, "feed", "--at", "2022-05-01T12:00:00Z")

    def status(self):
        return json.loads(self.ecflink("ledger", "status", self.address, "--format", "json"))

    def verify(self, *more, status=0):
        said = json.loads(self.ecflink("audit", "verify", self.address, "--format", "json", *more,
                                       status=status))
        self.assertEqual(said["whole"], status == 0)
        return said

    def public_keys(self, witness):
        with open(os.path.join(self.folder, witness), encoding="utf-8") as lines:
            return {json.loads(line)["public-key"] for line in lines}


class operations(ledger_of_page):
    """What is done on either database. The blocks of backup and restore differ."""

    def test_back_up_restore_and_go_on(self):
        self.ecflink("ledger", "init", self.address, "--from", "examples/filers",
                     "--at", "2022-04-18T14:00:00Z")
        with writer(self) as others:
            before = self.status()["events"]
            self.run_block(self.backup)
            self.assertTrue(others.writes_again(), "the backup lacks nothing")
        self.ecflink("audit", "witness", self.address, "--append", "court.witness")
        last = self.status()["events"]

        self.run_block(self.restore)
        restored = self.status()["events"]
        self.assertGreaterEqual(restored, before)
        self.assertLess(restored, last)
        self.verify()
        self.assertIn("truncated", self.run_block("what-is-lost", status=1))
        lost = self.verify("--witness", "court.witness", status=1)["flaws"]
        self.assertTrue(any(flaw["flaw"] == "truncated" and flaw["place"] for flaw in lost), lost)

        self.run_block("new-key")
        self.run_block("new-witness")
        self.assertEqual(len(self.public_keys("court.witness.before-restore")), 2)
        (new_key,) = self.public_keys("court.witness")
        with open(os.path.join(self.folder, "court.keys"), encoding="utf-8") as keys:
            of_both = keys.read()
        self.run_block("earlier-key-goes")
        self.load("After Restore")
        self.verify("--since", "court.witness")
        (old_key,) = self.public_keys("court.witness.before-restore") - {new_key}
        self.verify("--public-key", old_key, "--witness", "court.witness")
        self.assertEqual({flaw["flaw"] for flaw in self.verify(status=1)["flaws"]}, {"unknown-key"})

        # the earlier key by itself is worth nothing any more
        with open(os.path.join(self.folder, "court.keys"), "w", encoding="utf-8") as keys:
            keys.write(of_both.replace(of_both.splitlines()[0], ""))
        self.ecflink("audit", "witness", self.address, status=3)

    def test_metrics(self):
        self.ecflink("ledger", "init", self.address, "--from", "examples/filers",
                     "--at", "2022-04-18T14:00:00Z")
        self.run_block("metrics")
        with open(os.path.join(self.folder, "ecflink.prom"), encoding="utf-8") as told:
            self.assertTrue(told.read().endswith("# EOF\n"))

    def test_an_earlier_key_goes(self):
        self.ecflink("ledger", "init", self.address, "--from", "examples/filers",
                     "--at", "2022-04-18T14:00:00Z")
        self.ecflink("audit", "witness", self.address, "--append", "court.witness")
        self.run_block("new-key")
        self.assertEqual(len(self.public_keys("court.witness")), 2)
        self.run_block("earlier-key-goes")
        self.load("After Rotation")
        self.verify("--since", "court.witness")


class InSqlite(operations, ProgramTest):
    backup, restore = "sqlite-backup", "sqlite-restore"
    address = "sqlite:court.db"

    def with_witness(self, *arguments, witness="court.witness"):
        return run(*arguments, env={**self.environment(), "ECFLINK_WITNESS": witness}, cwd=self.folder)

    def test_every_checkpoint_is_kept_in_the_file_that_the_environment_names(self):
        self.check(self.with_witness("ledger", "init", self.address, "--from", "examples/filers",
                                     "--at", "2022-04-18T14:00:00Z"), 0)
        with open(os.path.join(self.folder, "court.witness"), encoding="utf-8") as witness:
            kept = [json.loads(line)["checkpoint"]["number"] for line in witness]
        self.assertEqual(kept, sorted(set(kept)))
        checkpoints = self.verify("--witness", "court.witness")["checkpoints"]
        self.assertEqual(kept[-1], checkpoints)

    def test_a_witness_that_cannot_be_kept_undoes_nothing(self):
        self.ecflink("ledger", "init", self.address, "--from", "examples/filers",
                     "--at", "2022-04-18T14:00:00Z")
        events = self.status()["events"]
        os.mkdir(os.path.join(self.folder, "court.witness"))
        done = self.check(self.with_witness(
            "register", "submit", self.address, "--court", "wiwd", "--central", "1000003",
            "--type", "admission", "--role", "attorney", "--at", "2022-05-02T09:00"), 0)
        self.assertIn("the witness was not kept: cannot add to court.witness", done.stderr.decode())
        self.assertEqual(self.status()["events"], events + 1)

    def test_the_witness_is_neither_the_ledger_nor_the_key_file(self):
        self.ecflink("ledger", "init", self.address, "--at", "2022-04-18T14:00:00Z")
        for file, what in (("court.db", "the ledger itself"), ("court.keys", "the key file")):
            with open(os.path.join(self.folder, file), "rb") as content:
                before = content.read()
            named = self.check(self.with_witness("audit", "witness", self.address, witness=file), 2)
            appended = self.check(run("audit", "witness", self.address, "--append", file,
                                      env=self.environment(), cwd=self.folder), 2)
            for done in (named, appended):
                self.assertIn(f"{file}: this is {what}", done.stderr.decode())
            with open(os.path.join(self.folder, file), "rb") as content:
                self.assertEqual(content.read(), before)

    def test_a_changed_row_is_named(self):
        self.ecflink("ledger", "init", self.address, "--from", "examples/filers",
                     "--at", "2022-04-18T14:00:00Z")
        with open(PAGE, encoding="utf-8") as page:
            statement = re.search(r"`(UPDATE audit .*?)`", page.read())[1].replace("\\|", "|")
        ledger = sqlite3.connect(os.path.join(self.folder, "court.db"))
        with ledger:
            self.assertEqual(ledger.execute(statement).rowcount, 1)
        ledger.close()
        (flaw,) = self.verify(status=1)["flaws"]
        self.assertEqual((flaw["flaw"], flaw["event"]), ("altered", 5))


@unittest.skipUnless(SERVER, "ECFLINK_TEST_POSTGRESQL names no server")
class InPostgresql(operations, ProgramTest):
    backup, restore = "postgresql-backup", "postgresql-restore"
    address = f"{SERVER}&options=-csearch_path%3Dcourt"

    def setUp(self):
        super().setUp()
        self.psql("CREATE SCHEMA court")
        self.addCleanup(self.psql, "DROP SCHEMA IF EXISTS court CASCADE; DROP SCHEMA IF EXISTS lost CASCADE")

    def psql(self, statement):
        subprocess.run(["psql", "--quiet", "--set=ON_ERROR_STOP=1", "--command", statement, SERVER],
                       check=True, capture_output=True)


if __name__ == "__main__":
    support.main()[1]()
