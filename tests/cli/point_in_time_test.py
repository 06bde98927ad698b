#!/usr/bin/env python3
"""A ledger in PostgreSQL goes back to a moment, with the settings that docs/operations.md shows.

    point_in_time_test.py --program build/dev/src/cli/ecflink

It starts a server of its own.
"""
import os
import re
import sys
import time

import operations_test
import support
from support import ProgramTest

sys.path.insert(0, os.path.join(support.SOURCE, "tests", "ledger"))
from with_postgresql import SECONDS_TO_START, postgresql_server  # noqa: E402


def settings_of_page(name):
    with open(operations_test.PAGE, encoding="utf-8") as page:
        block = re.search(rf"<!-- settings: {name} -->\n```conf\n(.*?)```", page.read(), re.S)[1]
    return dict(re.findall(r"^(\w+) = '?(.*?)'?$", block, re.M))


class PointInTime(operations_test.ledger_of_page, ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = postgresql_server(fast=True, settings=settings_of_page("archive"))
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.address = self.server.url
        self.archive = self.folder_of_server("archive")

    def folder_of_server(self, name):
        """A folder beside that of the server's data, of the server's user."""
        path = os.path.join(self.server.folder, name)
        os.mkdir(path, 0o700)
        os.chown(path, self.server.user.pw_uid, self.server.user.pw_gid)
        return path

    def psql(self, statement):
        done = self.server.run("psql", "--no-align", "--tuples-only", "--command", statement, self.server.url)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def wait_until(self, is_so):
        give_up = time.monotonic() + SECONDS_TO_START
        while not is_so():
            self.assertLess(time.monotonic(), give_up)
            time.sleep(0.05)

    def test_go_back_to_a_moment(self):
        self.ecflink("ledger", "init", self.address, "--from", "examples/filers",
                     "--at", "2022-04-18T14:00:00Z")
        base = os.path.join(self.server.folder, "base")
        done = self.server.run("pg_basebackup", "--checkpoint=fast", f"--pgdata={base}",
                               f"--dbname={self.server.url}")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.load("After Backup")
        self.ecflink("audit", "witness", self.address, "--append", "court.witness")
        kept = self.status()
        moment = self.psql("SELECT clock_timestamp()")
        time.sleep(0.01)    # the next commit has a later time
        self.load("Too Late")
        log = self.psql("SELECT pg_walfile_name(pg_switch_wal())")
        self.wait_until(lambda: os.path.exists(os.path.join(self.archive, log)))

        self.server.stop()
        os.rename(self.server.data, os.path.join(self.server.folder, "lost"))
        os.rename(base, self.server.data)
        with open(os.path.join(self.server.data, "recovery.signal"), "wb"):
            pass
        recovery = {**settings_of_page("recovery"), "recovery_target_time": moment}
        self.server.settings += [f"-c{name}={value}" for name, value in recovery.items()]
        self.server.start()
        self.wait_until(lambda: self.psql("SELECT pg_is_in_recovery()") == "f")

        self.assertEqual(self.status(), kept)
        self.verify("--witness", "court.witness")
        self.load("After Restore")
        self.verify("--witness", "court.witness")


if __name__ == "__main__":
    support.main()[1]()
