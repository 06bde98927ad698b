#!/usr/bin/env python3
"""What a person who looks after a ledger relies on.

Tables that are not needed, proofs that were never recorded, earlier runs, and the reasons of one row.
"""
import json
import os
import re
import subprocess

import support
from support import SOURCE, ProgramTest, run, sample_ledger

AS_OF = ("--as-of", "2026-06-30T12:00:00Z")
LEDGER = "examples/ledger"
THREE = ("--set", "central-proof-insufficient=ignore", "--set", "account-proof-insufficient=ignore",
         "--set", "confirmation-missing=ignore")


class Tables(ProgramTest):
    def test_forecast_needs_no_table_that_it_does_not_use(self):
        ledger = self.copy_of_sample()
        line = ("forecast", ledger, *AS_OF, "--format", "json", "--fail-if", "none")
        whole = self.check(run(*line), 0).stdout
        os.remove(os.path.join(ledger, "central_accounts.csv"))
        without = self.check(run(*line), 0).stdout
        counts = json.loads(without)
        self.assertEqual({**counts, "rows": 0}, {**json.loads(whole), "rows": 0})
        os.remove(os.path.join(ledger, "links.csv"))
        done = self.check(run("forecast", ledger, *AS_OF, "--fail-if", "none"), 0)
        self.assertIn("There is no table of links", done.stdout.decode())
        done = run("forecast", ledger, *AS_OF, "--candidates", "examples/candidates.csv")
        self.assertIn("central_accounts.csv", self.check(done, 3).stderr.decode())

    def test_a_table_that_is_needed_must_be_there(self):
        for table in ("central_accounts.csv", "court_accounts.csv", "links.csv"):
            ledger = self.copy_of_sample()
            os.remove(os.path.join(ledger, table))
            self.assertIn(table, self.check(run("verify", ledger, *AS_OF), 3).stderr.decode())
            self.tearDownLedger(ledger)
        ledger = self.copy_of_sample()
        os.remove(os.path.join(ledger, "court_accounts.csv"))
        self.check(run("forecast", ledger, *AS_OF), 3)

    def tearDownLedger(self, ledger):
        subprocess.run(["rm", "-r", ledger], check=True)


class Proofs(ProgramTest):
    def test_the_switch_is_three_settings(self):
        verified = os.path.join(self.folder, "verified.csv")
        run("verify", LEDGER, *AS_OF, "--proofs-not-recorded", "--out", verified)
        for line in (("verify", LEDGER, *AS_OF, "--format", "json"),
                     ("forecast", LEDGER, *AS_OF, "--format", "json"),
                     ("explain", LEDGER, "--row", "31", *AS_OF, "--format", "json"),
                     ("shadow", LEDGER, *AS_OF, "--after", "examples/names-held.json", "--format", "json"),
                     ("impact", verified, "--policy", f"{LEDGER}/policies",
                      "--after", "examples/names-held.json", "--format", "json")):
            switched, set_by_hand = run(*line, "--proofs-not-recorded"), run(*line, *THREE)
            self.assertEqual((switched.returncode, switched.stdout),
                             (set_by_hand.returncode, set_by_hand.stdout), line)
            self.assertIn(b'"set"', switched.stdout)

    def test_a_setting_goes_before_the_switch(self):
        done = run("verify", LEDGER, *AS_OF, "--format", "json", "--proofs-not-recorded",
                   "--set", "confirmation-missing=note")
        self.assertEqual(json.loads(done.stdout)["set"]["confirmation-missing"], "note")


class EarlierRuns(ProgramTest):
    def compared(self, file, *more):
        done = run("verify", LEDGER, *AS_OF, "--format", "json", "--fail-if", "none", "--compare-to", file,
                   *more)
        return json.loads(self.check(done, 0).stdout)["compared-with"]

    def test_rows_that_came_went_and_changed(self):
        with open(os.path.join(SOURCE, "examples", "verified.csv"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        gone = lines[5].replace(lines[5].split(",")[2], "somebody-else")
        refused = re.sub(",allow,.*", ",refuse,central-closed,0000000000004000", lines[1])
        old = os.path.join(self.folder, "old.csv")
        with open(old, "w", encoding="utf-8") as file:
            file.write("\n".join([lines[0], refused, *lines[2:5], gone, *lines[6:]]) + "\n")
        found = self.compared(old)
        self.assertEqual(found["links"]["new"], 1)
        self.assertEqual(found["links"]["gone"], 1)
        self.assertEqual(found["links"]["verdicts"]["refuse"]["allow"], 1)
        self.assertEqual(sum(sum(to.values()) for to in found["links"]["verdicts"].values()), 72)
        self.assertEqual(found["findings"]["central-closed"], {"before": 2, "now": 1})

    def test_counts_of_a_result(self):
        result = os.path.join(self.folder, "result.json")
        with open(result, "wb") as file:
            file.write(run("verify", LEDGER, "--as-of", "2025-06-30T12:00:00Z", "--format", "json").stdout)
        found = self.compared(result)
        self.assertEqual(found["as-of"], "2025-06-30T12:00:00Z")
        self.assertIsNone(found["links"])
        self.assertEqual(found["findings"]["central-mfa-missing"], {"before": 0, "now": 3})

    def test_the_result_itself_keeps_its_members(self):
        done = run("verify", LEDGER, *AS_OF, "--format", "json")
        self.assertEqual(list(json.loads(done.stdout)),
                         ["ecflink", "catalogue", "policy-set", "as-of", "rows", "verdicts", "findings",
                          "courts"])


class Roles(ProgramTest):
    def test_roles_add_up(self):
        done = run("verify", LEDGER, *AS_OF, "--by", "role", "--format", "json")
        result = json.loads(done.stdout)
        for verdict, count in result["verdicts"].items():
            self.assertEqual(sum(role[verdict] for role in result["roles"].values()), count)
        self.assertIn("attorney", result["roles"])


class Explain(ProgramTest):
    def test_every_row_is_explained_as_it_was_verified(self):
        """Of a folder, and of the ledger at an address that it was loaded into."""
        place = sample_ledger(self.folder)
        for ledger, folder, more in ((LEDGER, SOURCE, ()), ("sqlite:court.db", place, ())):
            out = os.path.join(self.folder, "out.csv")
            self.check(run("verify", ledger, *AS_OF, *more, "--fail-if", "none", "--out", out, cwd=folder), 0)
            with open(out, encoding="utf-8") as file:
                rows = [line.split(",") for line in file.read().splitlines()[1:]]
            self.assertTrue(rows)
            for row, court, login, central, verdict, findings, _ in rows[:: 1 + len(rows) // 12]:
                done = run("explain", ledger, "--row", row, *AS_OF, *more, "--format", "json", cwd=folder)
                told = json.loads(self.check(done, 1 if verdict == "refuse" else 0).stdout)
                self.assertEqual(told["verdict"], verdict, row)
                self.assertEqual("|".join(one["finding"] for one in told["findings"]), findings, row)
                self.assertEqual([told["link"]["fields"][name] for name in ("court", "login", "central_id")],
                                 [court, login, central], row)
                for one in told["findings"]:
                    path = f"/dispositions/{one['finding']}"
                    values = [value for value in told["policy-values"] if value["path"] == path]
                    self.assertEqual([value["value"] for value in values], [one["disposition"]], row)

    def test_a_field_that_cannot_be_read_is_shown(self):
        ledger = self.copy_of_sample()
        with open(os.path.join(ledger, "links.csv"), "a", encoding="utf-8") as file:
            file.writelines(["wiwd,bad,1000001,never,,,,,,,,\n"] * 30)
        done = run("explain", ledger, "--row", str(73 + 25), *AS_OF, "--format", "json")
        told = json.loads(self.check(done, 1).stdout)
        self.assertEqual([(one["column"], one["found"]) for one in told["unreadable"]],
                         [("linked_at", "never")])
        self.assertTrue(told["unreadable"][0]["place"].endswith("links.csv:99"))


class Written(ProgramTest):
    def test_who_asks_for_a_file_is_told_of_it(self):
        out, conflicts = os.path.join(self.folder, "out.csv"), os.path.join(self.folder, "conflicts.csv")
        done = run("verify", LEDGER, *AS_OF, "--format", "json", "--out", out, "--conflicts", conflicts)
        with open(conflicts, encoding="utf-8") as file:
            count = len(file.readlines()) - 1
        self.assertIn(f"ecflink: {out}: 73 rows written\necflink: {conflicts}: {count} rows written\n",
                      done.stderr.decode())


class Manual(ProgramTest):
    def test_pages_of_all_commands(self):
        pages = os.path.join(self.folder, "man")
        self.check(run("help", "--man-pages", pages), 0, "")
        names = os.listdir(pages)
        self.assertIn("ecflink.1", names)
        self.assertIn("ecflink-ledger-queue-approve.1", names)
        for name in names:
            with open(os.path.join(pages, name), encoding="utf-8") as file:
                text = file.read()
            command = name[:-2].replace("ecflink-", "").split("-") if name != "ecflink.1" else []
            self.assertTrue(text.startswith(".TH "), name)
            for option in ("--help",) if command else ():
                self.assertIn(option.replace("-", "\\-"), text, name)
        for checker in (["mandoc", "-T", "lint", "-W", "warning"], ["man", "--warnings", "-l"]):
            try:
                for name in names:
                    done = subprocess.run([*checker, os.path.join(pages, name)], capture_output=True,
                                          text=True, env={**os.environ, "MANPAGER": "cat"}, check=False)
                    # mandoc tells on standard output, man on standard error
                    text = done.stdout if checker[0] == "mandoc" else done.stderr
                    said = [line for line in text.splitlines() if re.search("warning|error", line, re.I)]
                    # pages have no date: they are made again with each build
                    self.assertEqual([line for line in said if "missing date" not in line], [], name)
            except FileNotFoundError:
                pass


if __name__ == "__main__":
    support.main()[1]()
