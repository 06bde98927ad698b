#!/usr/bin/env python3
"""Kills a migration with SIGKILL before and after each of its calls to the database.

    migration_crashes_test.py WORKER SQL [--postgresql]

SQL holds a ledger of an older version. After each kill the ledger must be exactly the old one or exactly the
new one, and a further migration must make it the new one.
"""
import argparse
import base64
import pathlib
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from with_postgresql import postgresql_server  # noqa: E402

LEAST_KILLS = 100
NEVER = 1_000_000_000


class migration_crashes:
    def __init__(self, worker, sql, folder, server):
        self.worker, self.sql, self.folder, self.server = worker, sql, folder, server
        self.key_file = folder / "keys"
        key = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
        self.key_file.write_text(f"ecflink-key-1:{key}\n")
        self.ledgers = 0

    def run(self, mode, *arguments):
        return subprocess.run([self.worker, mode, self.address, self.key_file, *map(str, arguments)],
                              capture_output=True, text=True)

    def said(self, mode, *arguments):
        done = self.run(mode, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def new_ledger(self):
        self.ledgers += 1
        if self.server is None:
            self.address = f"sqlite:{self.folder}/ledger-{self.ledgers}.db"
        else:
            schema = f"migration_{self.ledgers}"
            self.server.run("psql", "--quiet", self.server.url, "--command", f"CREATE SCHEMA {schema}")
            self.address = f"{self.server.url}&options=-csearch_path%3D{schema}"
        self.said("old", self.sql)

    def walk(self):
        self.new_ledger()
        old = self.said("print")
        calls = int(self.said("migrate", NEVER, "before"))
        new = self.said("print")
        assert old != new
        left = {"old": 0, "new": 0}
        for call in range(1, calls + 1):
            for when in ("before", "after"):
                self.new_ledger()
                killed = self.run("migrate", call, when)
                where = f"killed {when} call {call} of {calls}"
                assert killed.returncode == -signal.SIGKILL, f"{where}: {killed.returncode} {killed.stderr}"
                now = self.said("print")
                assert now in (old, new), f"{where}: the ledger is neither the old one nor the new one\n{now}"
                left["new" if now == new else "old"] += 1
                self.said("migrate", NEVER, "before")
                assert self.said("print") == new, f"{where}: a second migration made another ledger"
        assert sum(left.values()) >= LEAST_KILLS and left["new"] > 0, left
        print(f"killed {sum(left.values())} times: {left['old']} times the old ledger was left, "
              f"{left['new']} times the new one, and nothing else")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("worker")
    parser.add_argument("sql")
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        def walk(server):
            migration_crashes(options.worker, options.sql, pathlib.Path(folder), server).walk()
        if not options.postgresql:
            walk(None)
        else:
            with postgresql_server(fast=True) as server:
                walk(server)


if __name__ == "__main__":
    main()
