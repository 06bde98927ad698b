#!/usr/bin/env python3
"""generate: one seed makes one ledger, on any number of threads.

Faults have the rates that were asked for, and a folder is written whole or not at all.
"""
import csv
import json
import os
import resource
import signal
import subprocess
import time

import support
from support import ProgramTest, default_signals, environment, run

AS_OF = ("--as-of", "2026-06-30T12:00:00Z")
FAULTS = {}   # finding: what it may bring along
for finding in ("court-unknown", "central-unknown", "account-unknown", "record-malformed", "record-ambiguous",
                "central-shared", "central-administrative", "central-legacy", "central-not-activated",
                "central-on-hold", "central-disabled", "central-closed", "court-not-live", "court-in-outage",
                "account-terminated", "account-suspended", "account-restricted", "account-locked",
                "account-fee-locked", "account-opened-after-cutover", "already-linked",
                "account-linked-elsewhere", "central-slot-taken", "name-differs", "name-missing",
                "link-in-future", "link-before-account"):
    FAULTS[finding] = set()
FAULTS["court-unknown"] = {"account-unknown", "central-slot-taken"}
FAULTS["record-malformed"] = {"central-proof-stale", "account-proof-stale", "confirmation-missing"}
FAULTS["record-ambiguous"] = {"central-slot-taken"}
FAULTS["account-linked-elsewhere"] = {"name-differs", "name-similar", "central-slot-taken",
                                      "kind-role-mismatch"}
FAULTS["link-before-account"] = {"account-opened-after-cutover"}
FAULTS["name-differs"] = {"name-similar"}


def rows_of(folder, table):
    with open(os.path.join(folder, table + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files_of(folder):
    """Every file below a folder, with what it holds."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                found[os.path.relpath(os.path.join(place, name), folder)] = file.read()
    return found


class Generate(ProgramTest):
    def make(self, name, *arguments, status=0):
        place = os.path.join(self.folder, name)
        self.check(run("generate", place, *arguments), status)
        return place

    def findings_of(self, place):
        """How many links have each finding, and how many there are."""
        answer = json.loads(self.check(
            run("verify", place, *AS_OF, "--fail-if", "none", "--format", "json"), 0).stdout)
        return answer["findings"], answer["rows"]["links"]

    def test_one_seed_makes_one_ledger(self):
        size = ("--links", "40000", "--seed", "7")
        one = files_of(self.make("one", *size))
        self.assertEqual(one, files_of(self.make("five", *size, "--threads", "5")))
        other = files_of(self.make("other", "--links", "40000", "--seed", "8"))
        self.assertEqual(set(one), set(other))
        self.assertFalse([name for name in one if name.endswith(".csv") and one[name] == other[name]])

    def test_sizes_are_those_asked_for(self):
        for links, accounts, people in ((1, 1, 1), (96, 96, 1), (10, 1500, 7000), (1001, 2003, 1999)):
            place = self.make(f"of{links}", "--links", links, "--court-accounts", accounts,
                              "--central-accounts", people, "--fault-rate", "0")
            self.assertEqual([len(rows_of(place, table))
                              for table in ("links", "court_accounts", "central_accounts")],
                             [links, accounts, people])
            self.assertEqual(self.findings_of(place), ({}, links))

    def test_usual_faults(self):
        for form in ((), ("--plain",)):
            found, links = self.findings_of(self.make("usual" + "".join(form), "--links", "60000", *form))
            self.assertLessEqual(set(FAULTS), set(found))
            self.assertLessEqual(set(found), set().union(FAULTS, *FAULTS.values()))
            self.assertTrue(0.0002 * links < min(found[one] for one in FAULTS) and
                            max(found.values()) < 0.008 * links, found)
            clean, _ = self.findings_of(self.make("clean" + "".join(form), "--links", "60000",
                                                  "--fault-rate", "0", *form))
            self.assertEqual(clean, {})

    def test_one_fault_alone(self):
        for finding, others in FAULTS.items():
            with self.subTest(finding):
                found, links = self.findings_of(self.make(finding, "--links", "20000",
                                                          "--faults", finding + "=0.05"))
                self.assertLessEqual(set(found), {finding} | others)
                self.assertTrue(0.04 * links < found[finding] < 0.06 * links, found)

    def test_names_have_the_variety_of_real_ones(self):
        place = self.make("names", "--links", "30000")
        names = [row["name"] for row in rows_of(place, "court_accounts")]
        logins = [row["login"] for row in rows_of(place, "court_accounts")]
        for what, share in (("in capitals", sum(name.isupper() for name in names)),
                            ("last name first", sum(", " in name for name in names)),
                            ("beyond ASCII", sum(not name.isascii() for name in names)),
                            ("with a hyphen", sum("-" in name for name in names)),
                            ("with a suffix",
                             sum(name.upper().endswith(("JR.", "JR", "III")) for name in names)),
                            ("apostrophes", sum("'" in name for name in names)),
                            ("long logins", sum(len(login) > 14 for login in logins)),
                            ("like e-mail", sum("@" in login for login in logins))):
            self.assertGreater(share, 0.002 * len(names), what)
        self.assertEqual(len({(row["court"], row["login"]) for row in rows_of(place, "court_accounts")}),
                         len(logins))
        self.assertLessEqual(max(map(len, logins)), 40)

    def test_plain_is_plain(self):
        place = self.make("plain", "--plain", "--links", "30000", "--faults", "name-differs=0.1")
        central = {row["central_id"]: row["name"] for row in rows_of(place, "central_accounts")}
        court = {(row["court"], row["login"]): row["name"] for row in rows_of(place, "court_accounts")}
        self.assertEqual(list(rows_of(place, "links")[0]), ["court", "login", "central_id", "linked_at"])
        self.assertTrue(all(name.isascii() and name.replace(" ", "").isalpha()
                            for name in (*central.values(), *court.values())))
        self.assertTrue(all(6 <= len(login) <= 14 for _, login in court) and
                        all(7 <= len(one) <= 12 for one in central))
        differing = sum(court[link["court"], link["login"]].lower() != central[link["central_id"]].lower()
                        for link in rows_of(place, "links"))
        self.assertEqual(self.findings_of(place)[0], {"name-differs": differing})

    def test_help_names_the_faults(self):
        text = " ".join(run("generate", "--help").stdout.decode().split())
        self.assertEqual(text.split("The faults are: ", 1)[1].split(". ", 1)[0].split(", "), list(FAULTS))

    def test_wrong_wishes(self):
        for arguments in (("--links", "0"), ("--links", "ten"), ("--seed", "-1"),
                          ("--links", "20", "--court-accounts", "19"),
                          ("--links", "97", "--central-accounts", "1"), ("--fault-rate", "1.5"),
                          ("--fault-rate", "nan"), ("--faults", "name-differs"),
                          ("--faults", "no-such=0.1"), ("--faults", "central-exempt=0.1"),
                          ("--faults", "name-differs=0.1", "--fault-rate", "0.1"),
                          ("--faults", "name-differs=0.7,account-locked=0.7"), ("--threads", "0")):
            with self.subTest(arguments):
                self.assertFalse(os.path.exists(self.make("none", *arguments, status=2)))

    def test_a_folder_in_use_is_refused(self):
        place = self.make("used", "--links", "10")
        before = files_of(place)
        self.make("used", "--links", "20", status=2)
        self.assertEqual(files_of(place), before)
        os.mkdir(os.path.join(self.folder, "empty"))
        self.make("empty", "--links", "10")
        nowhere = os.path.join(self.folder, "no-such-folder", "made")
        self.check(run("generate", nowhere), 4,
                   f"ecflink generate: {nowhere} cannot be written: No such file or directory\n")
        file = os.path.join(place, "links.csv")
        self.check_wrong_usage(run("generate", file), "generate",
                               f"{file} is not a folder; name a new or empty folder")
        self.check_wrong_usage(run("generate", ""), "generate", "FOLDER: the name is empty; give one")

    def test_disk_full(self):
        def limited():
            default_signals()
            resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
        place = os.path.join(self.folder, "full")
        done = run("generate", place, "--links", "10000", preexec_fn=limited)
        self.check(done, 4,
                   f"ecflink generate: {place}/central_accounts.csv cannot be written: File too large\n")
        self.assertFalse(os.path.exists(place))

    def test_interrupted_it_leaves_nothing(self):
        place = os.path.join(self.folder, "cut")
        process = subprocess.Popen([support.PROGRAM, "generate", place, "--links", "50000000",
                                    "--central-accounts", "600000"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment(), preexec_fn=default_signals)
        while (process.poll() is None and
               not os.path.exists(os.path.join(place, ".unfinished", "court_accounts.csv"))):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out, errors),
                         (5, b"", b"ecflink: cancelled; nothing was written\n"))
        self.assertFalse(os.path.exists(place))

    def test_results(self):
        json_result = json.loads(self.check(
            run("generate", os.path.join(self.folder, "j"), "--links", "10", "--format", "json"), 0).stdout)
        self.assertEqual({name: json_result[name]
                          for name in ("seed", "links", "court-accounts", "central-accounts")},
                         {"seed": 1, "links": 10, "court-accounts": 10, "central-accounts": 3})
        csv_result = self.check(
            run("generate", os.path.join(self.folder, "c"), "--links", "10", "--format", "csv"),
            0).stdout.decode().splitlines()
        self.assertEqual(csv_result[:2], ["file,rows", "central_accounts.csv,3"])


if __name__ == "__main__":
    support.main()[1]()
