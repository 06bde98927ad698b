#!/usr/bin/env python3
"""Migrates a large ledger of 0.1.0, and kills the migration with SIGKILL at random moments.

    large_migration_test.py WORKER SQL EVENTS KILLS [--postgresql]

The ledger of SQL is made to grow to EVENTS events. Its trail is verified before the migration and after it.
Each kill must leave the old ledger or the new one. After all kills the old ledger is the same, row by row.
Prints how long it took. The moments are random with a fixed seed, spread over the time of a migration.
"""
import argparse
import base64
import hashlib
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from with_postgresql import postgresql_server  # noqa: E402

NEVER = 1_000_000_000
OLD = 1  # the version of the tables of 0.1.0


class large_migration:
    def __init__(self, options, folder, server):
        self.options, self.folder, self.server = options, folder, server
        self.random = random.Random(20200331)
        self.key_file = folder / "keys"
        key = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
        self.key_file.write_text(f"ecflink-key-1:{key}\n")
        self.ledgers = 0

    def command(self, mode, *arguments):
        return [self.options.worker, mode, self.address, self.key_file, *map(str, arguments)]

    def said(self, mode, *arguments):
        begin = time.monotonic()
        done = subprocess.run(self.command(mode, *arguments), capture_output=True, text=True)
        assert done.returncode == 0, f"{mode}: {done.returncode} {done.stdout}{done.stderr}"
        return int(done.stdout or 0), time.monotonic() - begin

    def output(self, *command):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ask(self, statement):
        if self.server is None:
            return int(self.output("sqlite3", "-cmd", ".timeout 60000", self.file, statement))
        return int(self.output("psql", "--quiet", "--tuples-only", "--no-align", "--command",
                               f"SET search_path = {self.schema}", "--command", statement, self.server.url))

    def new_ledger(self):
        """An old ledger, and how long it took to make and to verify it. The one of before is deleted."""
        self.delete_ledger()
        self.ledgers += 1
        self.file = self.folder / f"ledger-{self.ledgers}.db"
        self.schema = f"court_{self.ledgers}"
        self.address = f"sqlite:{self.file}"
        if self.server is not None:
            self.output("psql", "--quiet", "--command", f"CREATE SCHEMA {self.schema}", self.server.url)
            self.address = f"{self.server.url}&options=-csearch_path%3D{self.schema}"
        _, making = self.said("old", self.options.sql, self.options.events)
        events, verifying = self.said("old-trail")
        assert events == self.options.events, events
        return making, verifying

    def delete_ledger(self):
        if self.ledgers == 0:
            return
        if self.server is None:
            for file in self.folder.glob(f"{self.file.name}*"):
                file.unlink()
        else:
            self.output("psql", "--quiet", "--command", f"DROP SCHEMA {self.schema} CASCADE", self.server.url)

    def fingerprint(self):
        """Of all tables and rows."""
        command = ["sqlite3", self.file, ".dump"] if self.server is None else \
            ["pg_dump", f"--schema={self.schema}", self.server.url]
        whole = hashlib.sha256()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as dump:
            for line in dump.stdout:
                if not line.startswith((b"\\restrict", b"\\unrestrict")):
                    whole.update(line)
        assert dump.returncode == 0
        return whole.hexdigest()

    def version(self):
        return self.ask("SELECT schema_version FROM ledger")

    def migrate(self):
        """How long it takes, and to verify the trail then."""
        _, migrating = self.said("migrate", NEVER, "before")
        assert self.version() > OLD
        events, verifying = self.said("trail")
        assert events > self.options.events, events
        return migrating, verifying

    def kill_after(self, seconds):
        """True if it was still at work, and was killed."""
        with subprocess.Popen(self.command("migrate", NEVER, "before"), stdout=subprocess.DEVNULL) as worker:
            try:
                worker.wait(seconds)
                return False
            except subprocess.TimeoutExpired:
                worker.send_signal(signal.SIGKILL)
        # the server ends its part when it notices
        while self.server is not None and \
                self.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ecflink'"):
            time.sleep(0.05)
        return True

    def run(self):
        making, verifying = self.new_ledger()
        migrating, verifying_new = self.migrate()
        print(f"{self.options.events} events: made in {making:.1f} s, verified in {verifying:.1f} s, "
              f"migrated in {migrating:.1f} s, verified again in {verifying_new:.1f} s", flush=True)
        self.new_ledger()
        old = self.fingerprint()
        kills = left_new = 0
        window = migrating
        while kills < self.options.kills:
            begin = time.monotonic()
            kills += self.kill_after(self.random.uniform(0, window))
            if self.version() != OLD:  # it was done
                left_new += 1
                window = min(window, time.monotonic() - begin)  # or most kills come too late
                self.migrate_is_done()
                self.new_ledger()
                old = self.fingerprint()
        assert self.fingerprint() == old, "the old ledger is not what it was"
        events, _ = self.said("old-trail")
        assert events == self.options.events, events
        self.migrate()
        print(f"killed {kills} times; {left_new} times the migration was done, else the old ledger was left")

    def migrate_is_done(self):
        events, _ = self.said("trail")
        assert events > self.options.events, events


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("worker")
    parser.add_argument("sql")
    parser.add_argument("events", type=int)
    parser.add_argument("kills", type=int)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not options.postgresql:
            large_migration(options, pathlib.Path(folder), None).run()
        else:
            with postgresql_server(fast=True) as server:
                large_migration(options, pathlib.Path(folder), server).run()


if __name__ == "__main__":
    main()
