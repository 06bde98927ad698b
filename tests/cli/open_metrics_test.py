#!/usr/bin/env python3
"""`ledger status --format openmetrics`, read by the parsers of prometheus_client.

    open_metrics_test.py --program build/dev/src/cli/ecflink

It runs on SQLite, and on PostgreSQL where ECFLINK_TEST_POSTGRESQL names a server
(tests/ledger/with_postgresql.py).
"""
import json
import os
import re
import subprocess
import unittest
from datetime import datetime

from prometheus_client.openmetrics.parser import text_string_to_metric_families as of_open_metrics
from prometheus_client.parser import text_string_to_metric_families as of_older_text

import support
from support import ProgramTest, environment, run, sample_ledger

PAGE = os.path.join(support.SOURCE, "docs", "operations.md")
SERVER = os.environ.get("ECFLINK_TEST_POSTGRESQL")
CLERK = ("--as", "court", "--actor", "clerk7", "--reason", "linked to a namesake")


def seconds(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class metrics_of_ledger:
    """What the metrics of a ledger must say, on either database."""

    def ecflink(self, *arguments, status=0):
        done = run(*arguments, env=environment(ECFLINK_KEY_FILE="court.keys"), cwd=self.place)
        return self.check(done, status).stdout.decode()

    def text(self, at):
        return self.ecflink("ledger", "status", self.address, "--format", "openmetrics", "--at", at)

    def families(self, at="2026-06-30T12:00:00Z"):
        text = self.text(at)
        self.assertTrue(text.endswith("\n# EOF\n"))
        families = {}
        for family in of_open_metrics(text):
            self.assertNotIn(family.name, families)
            self.assertTrue(family.name.startswith("ecflink_"), family.name)
            self.assertIn(family.type, ("gauge", "counter"))
            self.assertTrue(family.documentation.endswith("."), family.name)
            self.assertEqual(family.name.endswith("_seconds"), family.unit == "seconds", family.name)
            families[family.name] = family
        # the older format, too, which has other rules of names
        older = {sample.name: sample.value for family in of_older_text(text) for sample in family.samples}
        newer = {sample.name: sample.value for family in families.values() for sample in family.samples}
        self.assertEqual(older, newer)
        return families

    def values(self, families):
        return {(sample.name, *sorted(sample.labels.items())): sample.value
                for family in families.values() for sample in family.samples}

    def check_against_status(self, at="2026-06-30T12:00:00Z"):
        families = self.families(at)
        told = self.values(families)
        status = json.loads(self.ecflink("ledger", "status", self.address, "--format", "json"))
        open_ones = json.loads(self.ecflink("ledger", "obligations", self.address, "--format", "json"))
        expected = {
            ("ecflink_ledger_info", ("id", status["id"]), ("policy_set", status["policy-set"])): 1,
            ("ecflink_tables_version",): status["schema"],
            ("ecflink_events_total",): status["events"],
            ("ecflink_checkpoints_total",): status["audit"]["checkpoint"],
            ("ecflink_last_checkpoint_timestamp_seconds",): seconds(status["audit"]["checkpoint-at"]),
            ("ecflink_unsigned_events",): status["audit"]["unsigned-events"],
            ("ecflink_accounts", ("kind", "central")): status["central-accounts"],
            ("ecflink_accounts", ("kind", "court")): status["court-accounts"],
            ("ecflink_links", ("state", "active")): status["active-links"],
            ("ecflink_links", ("state", "removed")): status["removed-links"],
            ("ecflink_tombstones",): status["tombstones"],
            ("ecflink_open_obligations",): status["open-obligations"],
            ("ecflink_overdue_obligations",): sum(one["due"] < at for one in open_ones),
            ("ecflink_held_links",): status["held-links"],
            ("ecflink_open_registrations",): status["open-registrations"],
            ("ecflink_open_attempts",): told[("ecflink_open_attempts",)],
        }
        for chain in status["audit"]["chains"]:
            expected["ecflink_chain_events_total", ("court", chain["court"])] = chain["events"]
        if open_ones:
            expected["ecflink_oldest_obligation_timestamp_seconds",] = min(
                seconds(one["due"]) for one in open_ones)
        self.assertEqual(told, expected)
        return told, families

    def test_a_new_ledger(self):
        self.ecflink("ledger", "init", self.new_address, "--at", "2022-04-18T14:00:00.25Z")
        self.address = self.new_address
        told, families = self.check_against_status()
        self.assertEqual(told[("ecflink_last_checkpoint_timestamp_seconds",)],
                         seconds("2022-04-18T14:00:00.250000Z"))
        self.assertEqual(told[("ecflink_open_attempts",)], 0)
        self.assertEqual(families["ecflink_oldest_obligation_timestamp_seconds"].samples, [])

    def test_a_ledger_at_work(self):
        self.make_at_work()
        told, _ = self.check_against_status()
        self.assertEqual(told[("ecflink_links", ("state", "active"))], 1)
        self.assertEqual(told[("ecflink_links", ("state", "removed"))], 1)
        self.assertGreater(told[("ecflink_overdue_obligations",)], 0)
        # before anything was due; at the very instant it is not overdue yet
        told, _ = self.check_against_status("2022-04-25T12:00:00Z")
        self.assertEqual(told[("ecflink_overdue_obligations",)], 0)
        self.assertGreater(told[("ecflink_open_obligations",)], 0)

    def make_at_work(self):
        """Links and unlinks a pair of the sample ledger, and links it again."""
        pair = ("--court", "wiwd", "--login", "asample", "--central", "1000001")
        self.ecflink("link", "commit", self.address, "--handle-file", "link.json", "--at", "2022-04-25T08:12",
                     "--yes")
        self.ecflink("unlink", self.address, *pair, *CLERK, "--at", "2022-04-26T09:00")


class InSqlite(metrics_of_ledger, ProgramTest):
    address = "sqlite:court.db"
    new_address = "sqlite:new.db"

    def setUp(self):
        super().setUp()
        self.place = sample_ledger(self.folder)

    def run_sql(self, statements):
        subprocess.run(["sqlite3", os.path.join(self.place, "court.db"), statements], check=True)

    def test_password_checks_without_an_answer(self):
        before = self.values(self.families())[("ecflink_open_attempts",)]
        self.run_sql("INSERT INTO attempts VALUES (901, 'wiwd', 'asample', 1, 'open'), "
                     "(902, 'wiwd', 'asample', 2, 'failed'), (903, '', '1000001', 3, 'open')")
        self.assertEqual(self.values(self.families())[("ecflink_open_attempts",)], before + 2)

    def test_the_page_names_metrics_that_exist(self):
        names = set(re.findall(r"^(ecflink_\w+)", self.text("2026-06-30T12:00:00Z"), re.M))
        names |= {"ecflink_oldest_obligation_timestamp_seconds"}  # no sample where nothing is owed
        with open(PAGE, encoding="utf-8") as page:
            named = set(re.findall(r"\becflink_\w+", page.read()))
        self.assertGreater(len(named), 8)
        self.assertEqual(named - names, set())

    def test_labels_are_escaped(self):
        self.run_sql("UPDATE ledger SET policy_set = 'a\"b\\c' || char(10) || 'd'")
        (info,) = self.families()["ecflink_ledger_info"].samples
        self.assertEqual(info.labels["policy_set"], 'a"b\\c\nd')


@unittest.skipUnless(SERVER, "no server")
class InPostgresql(metrics_of_ledger, ProgramTest):
    address = f"{SERVER}&options=-csearch_path%3Dcourt"
    new_address = f"{SERVER}&options=-csearch_path%3Dcourt2"

    def setUp(self):
        super().setUp()
        self.psql("CREATE SCHEMA court; CREATE SCHEMA court2")
        self.addCleanup(self.psql, "DROP SCHEMA court CASCADE; DROP SCHEMA court2 CASCADE")
        self.place = self.folder
        os.symlink(os.path.join(support.SOURCE, "examples"), os.path.join(self.folder, "examples"))
        commands = support.SAMPLE_LEDGER.replace("sqlite:court.db", f"'{self.address}'")
        self.check(support.shell(commands, self.folder), 0)

    def psql(self, statements):
        subprocess.run(["psql", "--quiet", "--set=ON_ERROR_STOP=1", "--command", statements, SERVER],
                       check=True, capture_output=True)


if __name__ == "__main__":
    support.main()[1]()
