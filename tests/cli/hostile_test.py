#!/usr/bin/env python3
"""Ledgers that cannot be read.

Every message has its place and what to do, the exit status is 3, and nothing is written.
"""
import csv
import io
import json
import os
import shutil
import subprocess

import support
from support import ProgramTest, environment, run

AS_OF = ("--as-of", "2026-06-30T12:00:00Z")


class Hostile(ProgramTest):
    def setUp(self):
        super().setUp()
        self.ledger = self.copy_of_sample()
        self.out = os.path.join(self.folder, "out.csv")

    def path(self, name):
        return os.path.join(self.ledger, name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def write(self, name, content):
        with open(self.path(name), "wb") as file:
            file.write(content)

    def change(self, name, before, after):
        content = self.read(name)
        self.assertEqual(content.count(before), 1, before)
        self.write(name, content.replace(before, after))

    def refused(self, *messages):
        """Both without an older output file, and with one, which must stay as it is."""
        for older in (None, b"older\n"):
            if older is not None:
                with open(self.out, "wb") as file:
                    file.write(older)
            done = run("verify", self.ledger, *AS_OF, "--out", self.out)
            self.check(done, 3, "".join(f"{self.ledger}/{message}\n" for message in messages))
            self.assertEqual(done.stdout, b"")
            self.assertEqual(sorted(os.listdir(self.folder)),
                             ["ledger"] if older is None else ["ledger", "out.csv"])
        with open(self.out, "rb") as file:
            self.assertEqual(file.read(), b"older\n")

    def test_missing_column(self):
        self.change("links.csv", b"linked_at", b"linked")
        self.refused("links.csv:1:1: error: the required column linked_at is missing; "
                     'add it to the header row; found "court,login,central_id,linked,state,made..."')

    def test_missing_columns_of_one_file(self):
        """All of them are in one error."""
        self.change("links.csv", b"login,central_id,linked_at", b"user,pacer_id,linked")
        self.refused("links.csv:1:1: error: the required columns login, central_id, linked_at are missing; "
                     'add them to the header row; found "court,user,pacer_id,linked,state,made_by..."')

    def test_header_that_nearly_fits(self):
        header, rows = self.read("roster.csv").split(b"\n", 1)
        exactly = "names of columns are matched exactly: write them in lower case, without blanks"
        for other, mends in (
                (header.replace(b",", b";"),
                 "the columns are separated by semicolons; separate them by commas"),
                (header.replace(b",", b"\t"),
                 "the columns are separated by tabs; separate them by commas"),
                (header.upper(), exactly), (b" " + header, exactly)):
            self.write("roster.csv", other + b"\n" + rows)
            shown = other.decode().replace("\t", " ")
            self.check(run("verify", self.ledger, *AS_OF), 3,
                       f"{self.ledger}/roster.csv:1:1: error: the required column court is missing; "
                       f'{mends}; found "{shown}"\n')

    def test_two_missing_columns_in_two_files(self):
        self.change("central_accounts.csv", b"usage,", b"use,")
        self.change("court_accounts.csv", b",role,", b",rule,")
        self.refused("central_accounts.csv:1:1: error: the required column usage is missing; "
                     'add it to the header row; found "central_id,use,generation,status,created..."',
                     "court_accounts.csv:1:1: error: the required column role is missing; "
                     'add it to the header row; found "court,login,rule,status,opened,name,prin..."')

    def test_column_twice(self):
        self.change("links.csv", b",state,", b",login,")
        self.refused('links.csv:1:34: error: the column stands twice in the header; found "login"')

    def test_truncated_quote(self):
        self.write("links.csv", self.read("links.csv") + b'wiwd,"halv')
        self.refused("links.csv:75:6: error: the quote that opens this field is never closed; "
                     "close it, and double every quote inside the field")

    def test_quote_inside_a_field(self):
        self.write("links.csv", self.read("links.csv") + b'wiwd,ha"lv,1,2022-05-02T10:00:00Z,,,,,,,,\n')
        done = run("verify", self.ledger, *AS_OF)
        self.check(done, 3)
        self.assertTrue(done.stderr.decode().startswith(f"{self.ledger}/links.csv:75:8: error: "),
                        done.stderr)

    def test_invalid_utf8(self):
        self.write("links.csv", self.read("links.csv") + "wiwd,j\u00f6rg".encode() +
                   b"\xe9,1,2022-05-02T10:00:00Z,,,,,,,,\n")
        self.refused("links.csv:75:10: error: the file is not well-formed UTF-8 here; save it as UTF-8")

    def test_nul(self):
        self.write("links.csv", self.read("links.csv") + b"wiwd,a\0b,1,2022-05-02T10:00:00Z,,,,,,,,\n")
        self.refused("links.csv:75:7: error: the file holds a NUL byte; "
                     "it is no text, or in UTF-16: save it as UTF-8")

    def test_utf16(self):
        self.write("links.csv", self.read("links.csv").decode().encode("utf-16-le"))
        self.refused("links.csv:1:2: error: the file holds a NUL byte; "
                     "it is no text, or in UTF-16: save it as UTF-8")

    def test_one_field_too_many(self):
        self.write("links.csv", self.read("links.csv") + b"wiwd,a,1,2022-05-02T10:00:00Z,,,,,,,,,x\n")
        self.refused("links.csv:75:39: error: the row has 13 fields, the header 12; "
                     "a field that holds a comma must stand in quotes")

    def test_one_empty_line_at_the_end(self):
        self.write("links.csv", self.read("links.csv") + b"\n")
        results = [json.loads(self.check(run("verify", ledger, *AS_OF, "--format", "json"), 1).stdout)
                   for ledger in (self.ledger, "examples/ledger")]
        self.assertEqual(*({name: value for name, value in result.items() if name != "ledger"}
                           for result in results))

    def test_blank_lines(self):
        self.write("links.csv", self.read("links.csv") + b"\n\n")
        self.refused("links.csv:75:1: error: the line is empty; take it out")

    def test_blank_line_in_the_middle(self):
        self.write("links.csv", self.read("links.csv").replace(b"\n", b"\n\n", 1))
        self.refused("links.csv:2:1: error: the line is empty; take it out")

    def test_line_of_blanks(self):
        self.write("links.csv", self.read("links.csv") + b" \t\r\n")
        self.refused("links.csv:75:1: error: the line is empty; take it out")

    def test_one_field_too_few(self):
        self.write("links.csv", self.read("links.csv") + b"wiwd,a,1\n")
        self.refused("links.csv:75:8: error: the row has 3 fields, the header 12; "
                     "add the missing ones, empty where nothing is known")

    def test_empty_file(self):
        self.write("court_accounts.csv", b"")
        self.refused("court_accounts.csv:1:1: error: the file is empty; "
                     "it must begin with a row of column names")

    def test_missing_file(self):
        os.remove(self.path("court_accounts.csv"))
        self.refused("court_accounts.csv: error: the file cannot be read: No such file or directory; "
                     "it must exist, be a regular file and be readable")

    def test_file_that_is_a_folder(self):
        os.remove(self.path("links.csv"))
        os.mkdir(self.path("links.csv"))
        self.refused("links.csv: error: the file cannot be read: Is a directory; "
                     "it must exist, be a regular file and be readable")

    def test_every_file_is_reported(self):
        self.write("central_accounts.csv", b"")
        self.write("links.csv", self.read("links.csv") + b"wiwd,a\0b,1,2022-05-02T10:00:00Z,,,,,,,,\n")
        os.remove(self.path("court_accounts.csv"))
        self.change("roster.csv", b"court,", b"courts,")
        self.refused("central_accounts.csv:1:1: error: the file is empty; "
                     "it must begin with a row of column names",
                     "court_accounts.csv: error: the file cannot be read: No such file or directory; "
                     "it must exist, be a regular file and be readable",
                     "links.csv:75:7: error: the file holds a NUL byte; "
                     "it is no text, or in UTF-16: save it as UTF-8",
                     "roster.csv:1:1: error: the required column court is missing; add it to the header row; "
                     'found "courts,login,central_id"')

    def test_bad_policy_in_the_ledger(self):
        self.change("policies/exd.json", b'"America/Chicago"', b'"America/Madison"')
        done = run("verify", self.ledger, *AS_OF, "--out", self.out)
        self.check(done, 3)
        self.assertTrue(
            done.stderr.decode().startswith(f"{self.ledger}/policies/exd.json:7:16: error: /time-zone: "),
            done.stderr)
        self.assertFalse(os.path.exists(self.out))

    def test_policy_that_is_not_json(self):
        self.write("policies/exd.json", b'{"ecflink-policy": 1,\n "court": exd}\n')
        done = run("verify", self.ledger, *AS_OF)
        self.check(done, 3)
        self.assertTrue(done.stderr.decode().startswith(f"{self.ledger}/policies/exd.json:2:11: error: "),
                        done.stderr)

    def test_no_such_folder(self):
        for place, wrong, more in (
                (f"{self.folder}/none", "the folder cannot be read: No such file or directory", ""),
                (self.path("links.csv"), "this is a file",
                 ", which `ecflink convert` makes of spreadsheets and exports")):
            self.check(run("verify", place, *AS_OF), 3,
                       f"{place}: error: {wrong}; name the folder that holds central_accounts.csv, "
                       f"court_accounts.csv and links.csv{more}\n")

    def test_empty_policy_folder(self):
        os.mkdir(os.path.join(self.folder, "none"))
        self.check(run("verify", self.ledger, *AS_OF, "--policy", f"{self.folder}/none"), 3,
                   f"{self.folder}/none: error: the folder holds no policy files; their names end in .json\n")

    def test_unreadable_folders(self):
        """As somebody who may not read them; root may read all, so root steps down first."""
        program = shutil.copy(support.PROGRAM, self.folder)
        os.chmod(self.folder, 0o755)

        def as_nobody():
            support.default_signals()
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)

        def messages():
            done = subprocess.run([program, "verify", self.ledger, *AS_OF], cwd="/", env=environment(),
                                  preexec_fn=as_nobody, capture_output=True, check=False)
            self.check(done, 3)
            self.assertEqual(done.stdout, b"")
            return done.stderr.decode()

        os.chmod(self.path("policies"), 0)
        self.assertEqual(messages(),
                         f"{self.ledger}/policies: error: the folder cannot be read: Permission denied; "
                         "it must be readable\n")
        os.chmod(self.path("policies"), 0o755)
        os.chmod(self.path("links.csv"), 0)
        self.assertEqual(messages(),
                         f"{self.ledger}/links.csv: error: the file cannot be read: Permission denied; "
                         "it must exist, be a regular file and be readable\n")
        os.chmod(self.ledger, 0)
        self.assertIn(f"{self.ledger}/policies: error: the file cannot be read: Permission denied; ",
                      messages())
        os.chmod(self.ledger, 0o755)

    def test_unknown_column_is_a_warning(self):
        column = self.read("links.csv").index(b"confirmed_at") + 1
        self.change("links.csv", b"confirmed_at\n", b"confirmed\n")
        done = run("verify", self.ledger, *AS_OF, "--format", "json")
        self.check(done, 1)
        self.assertIn(f'{self.ledger}/links.csv:1:{column}: warning: '
                      'the column is not known and is left out; found "confirmed"\n', done.stderr.decode())

    def test_unknown_tokens(self):
        """One row in ten has a role that does not exist.

        The rows count as malformed, the first ten places are shown, and the run goes on.
        """
        rows = self.read("court_accounts.csv").decode().splitlines(keepends=True)
        changed = 0
        for i in range(1, len(rows)):
            for role in ("attorney", "trustee", "filing-agent"):
                if i % 5 == 0 and f",{role}," in rows[i]:
                    rows[i] = rows[i].replace(f",{role},", ",atorney,", 1)
                    changed += 1
                    break
        self.assertGreaterEqual(changed, len(rows) // 10)
        self.write("court_accounts.csv", "".join(rows).encode())
        done = self.check(run("verify", self.ledger, *AS_OF, "--format", "json"), 1)
        before = json.loads(run("verify", "examples/ledger", *AS_OF, "--format", "json").stdout)
        after = json.loads(done.stdout)
        self.assertEqual(after["rows"]["malformed"], before["rows"]["malformed"] + changed)
        self.assertGreater(after["findings"]["record-malformed"], before["findings"]["record-malformed"])
        places = [line for line in done.stderr.decode().splitlines()
                  if "court_accounts.csv:" in line and ": warning: " in line]
        self.assertEqual(len(places), 10)
        self.assertGreater(changed + 1, 10)
        self.assertIn(f"{self.path('court_accounts.csv')}: "
                      f"{changed + 1 - 10} more such places are not listed\n", done.stderr.decode())
        self.assertIn('role: the field cannot be read; found "atorney"; '
                      'expected one of attorney, pro-hac-vice, ', places[-1])

    def test_duplicate_keys(self):
        """Two records with one key: every link that refers to it is ambiguous, whatever the records hold.

        Not one that was removed, which is history.
        """
        rows = self.read("court_accounts.csv").splitlines(keepends=True)
        self.write("court_accounts.csv", b"".join(rows + rows[1:]))
        done = self.check(run("verify", self.ledger, *AS_OF, "--format", "json"), 1)
        found = json.loads(done.stdout)["findings"]
        before = json.loads(run("verify", "examples/ledger", *AS_OF, "--format", "json").stdout)
        self.assertEqual(found["record-ambiguous"],
                         before["rows"]["links"] - before["rows"]["removed"] -
                         before["findings"]["account-unknown"])
        self.assertEqual(found["account-unknown"], before["findings"]["account-unknown"])

    def test_output_in_the_place_of_an_input(self):
        policy = os.path.join(self.folder, "more.json")
        with open(policy, "w", encoding="utf-8") as file:
            file.write('{"ecflink-policy": 1, "applies-to": "all"}')
        candidates = os.path.join(self.folder, "candidates.csv")
        with open(candidates, "w", encoding="utf-8") as file:
            file.write("court,login,central_id\n")
        os.symlink(self.path("links.csv"), os.path.join(self.folder, "alias.csv"))
        layer = os.path.join("policies", sorted(os.listdir(self.path("policies")))[0])
        for inputs in (["links.csv"], ["court_accounts.csv"], [layer], ["..", "alias.csv"],
                       ["..", "more.json"], [".", "..", "ledger", "links.csv"]):
            file = self.path(os.path.join(*inputs))
            before = self.read(file)
            for command in (("verify", "--out"), ("verify", "--conflicts"), ("forecast", "--out"),
                            ("verify", "--report"), ("report", "--out"),
                            ("forecast", "--candidates", candidates, "--out")):
                done = run(command[0], self.ledger, *AS_OF, "--policy", policy, *command[1:], file)
                self.check_wrong_value(
                    done, command[0],
                    f"{command[-1]} {file}: this is read by the same run; name another file")
            self.assertEqual(self.read(file), before)
        done = run("forecast", self.ledger, *AS_OF, "--candidates", candidates, "--out", candidates)
        self.check_wrong_value(done, "forecast",
                               f"--out {candidates}: this is read by the same run; name another file")

    def test_empty_names(self):
        """A script whose variable is not set passes an empty name.

        It means neither "no file" nor the folder that the program runs in.
        """
        ledger = ("--court", "wiwd", "--login", "a", "--central", "1")
        address = "sqlite:" + os.path.join(self.folder, "court.db")
        for option, *command in (("--out", "verify", self.ledger), ("--conflicts", "verify", self.ledger),
                                 ("--report", "verify", self.ledger), ("--out", "report", self.ledger),
                                 ("--policy", "verify", self.ledger), ("--out", "forecast", self.ledger),
                                 ("--candidates", "forecast", self.ledger),
                                 ("--after", "shadow", self.ledger),
                                 ("--proof-file", "check", self.ledger, *ledger),
                                 ("--out", "import", address, self.ledger),
                                 ("--key-file", "import", address, self.ledger),
                                 ("--out", "audit export", address)):
            with self.subTest(option=option, command=command):
                done = run(*command[0].split(), *command[1:], option, "",
                           env=environment(ECFLINK_KEY_FILE="none"))
                else_ = "" if command[0] == "report" else ", or leave the option out"  # a report needs one
                self.check_wrong_usage(done, command[0], f"{option}: the name is empty; give one{else_}")
        for place, command, *more in (("LEDGER", "verify"), ("LEDGER", "forecast"),
                                      ("VERIFIED", "impact", "--after", "examples/policies"),
                                      ("RECORD", "replay")):
            self.check_wrong_usage(run(command, "", *more), command, f"{place}: the name is empty; give one")
        # Without a time or an id the answer is another one, such as that for now.
        for option, *command in (("--at", "check", self.ledger, *ledger),
                                 ("--as-of", "verify", self.ledger),
                                 ("--at", "ready", "--court", "wiwb"),
                                 ("--login", "ready", "--court", "wiwb"),
                                 ("--central", "ready", "--court", "wiwb"),
                                 ("--at", "link begin", address, *ledger),
                                 ("--court", "register list", address)):
            with self.subTest(option=option, command=command):
                self.check_wrong_usage(run(*command[0].split(), *command[1:], option, ""), command[0],
                                       f"{option}: it is empty; give one, or leave the option out")

    def test_candidates(self):
        """Candidates are read as the tables are.

        What stops a table stops them, and what makes a row of a table malformed makes one of theirs so.
        """
        def forecast(text):
            path = os.path.join(self.folder, "candidates.csv")
            with open(path, "wb") as file:
                file.write(text)
            return run("forecast", self.ledger, *AS_OF, "--candidates", path, "--out", self.out,
                       "--format", "json"), path
        for text, message in ((b"court,login,central\nwiwd,a,1\n",
                               "1:1: error: the required column central_id is missing; "
                               'add it to the header row; found "court,login,central"'),
                              (b"court,login,central_id\nwiwd,a\n",
                               "2:6: error: the row has 2 fields, the header 3; "
                               "add the missing ones, empty where nothing is known"),
                              (b"court,login,central_id\nwiwd,\xff,1\n",
                               "2:6: error: the file is not well-formed UTF-8 here; save it as UTF-8")):
            done, path = forecast(text)
            self.check(done, 3)
            self.assertEqual(done.stderr.decode().splitlines()[-1], f"{path}:{message}")
            self.assertEqual((done.stdout, os.path.exists(self.out)), (b"", False))
        long = "x" * 65
        done, path = forecast('court,login,central_id,note\n"wi\nwd",a,1,\n'
                              f'wiwd,{long},1,"a ""b"""\nwiwd,,1,\n'.encode())
        self.check(done, 1)
        self.assertIn(f"{path}: 2 of 3 rows malformed\n"
                      f"{path}:4:6: warning: login: the field cannot be read; ", done.stderr.decode())
        self.assertIn(f'{path}:1:24: warning: the column is not known and is left out; found "note"\n',
                      done.stderr.decode())
        result = json.loads(done.stdout)
        self.assertEqual((result["rows"]["candidates"], result["accounts"],
                          result["findings"]["record-malformed"]), (3, 3, 2))
        with open(self.out, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["row"], row["court"], row["login"], row["next_step"]) for row in rows],
                         [("1", "wi\nwd", "a", "court-unknown"), ("2", "wiwd", long, "central-unknown"),
                          ("3", "wiwd", "", "central-unknown")])

    def test_no_candidates_file(self):
        self.check(run("forecast", self.ledger, *AS_OF, "--candidates", "none.csv"), 3,
                   "none.csv: error: the file cannot be read: No such file or directory; "
                   "it must exist, be a regular file and be readable\n")

    def test_findings_that_cannot_be_used(self):
        """impact takes a file whole or not at all."""
        for text, message in (
                ("court,verdict\nwiwd,allow\n",
                 ":1:1: error: the required column mask is missing; add it to the header row; "
                 'found "court,verdict"'),
                ("mask\n0000000000000000\n",
                 ":1:1: error: the required column court is missing; add it to the header row"),
                ("court,mask\nwiwd,000000000000000g\n",
                 ':2:6: error: mask: the field cannot be read; found "000000000000000g"; '
                 "expected 16 hexadecimal digits"),
                ("court,mask\nwiwd,0\n",
                 ':2:6: error: mask: the field cannot be read; found "0"; expected 16 hexadecimal digits'),
                ("court,mask\nwiwd,\n",
                 ":2:6: error: mask: the required field is empty; expected 16 hexadecimal digits"),
                ("court,verdict,mask\nwiwd,perhaps,0000000000000000\n",
                 ':2:6: error: verdict: the field cannot be read; found "perhaps"; '
                 "expected one of allow, hold, refuse"),
                ("court,mask\nwiwd,0000000000000000,\n",
                 ":2:23: error: the row has 3 fields, the header 2; "
                 "a field that holds a comma must stand in quotes"),
                ("court,mask\n\"wiwd,0000000000000000\n",
                 ":2:1: error: the quote that opens this field is never closed; "
                 "close it, and double every quote inside the field"),
                ("court,mask\nnone,0000000000000000\n",
                 ": error: row 1 was not verified under the policies before the change; name the "
                 "policies it was verified under with --before or --policy"),
                ("court,verdict,mask\nwiwd,allow,0000000000000000\nwiwd,hold,0000000000000000\n",
                 ": error: row 2 was not verified under the policies before the change; "
                 "name the policies it was verified under with --before or --policy")):
            path = os.path.join(self.folder, "verified.csv")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            done = self.check(run("impact", path, "--after", "examples/names-held.json"), 3,
                              path + message + "\n")
            self.assertEqual(done.stdout, b"")

    def test_findings_of_a_forecast(self):
        """They are of accounts that nobody has linked yet."""
        for candidates in ((), ("--candidates", "examples/candidates.csv")):
            run("forecast", self.ledger, *AS_OF, *candidates, "--out", self.out)
            with open(self.out, "rb") as file:
                header = file.readline()
                self.assertTrue(file.readline())
            for keeps_rows in (True, False):
                if not keeps_rows:
                    with open(self.out, "wb") as file:
                        file.write(header)
                done = self.check(run("impact", self.out, "--after", "examples/names-held.json"), 3,
                                  f"{self.out}:1: error: the column next_step shows that `ecflink forecast` "
                                  "wrote this file, about accounts that are not linked; "
                                  "name a file that `ecflink verify --out` wrote\n")
                self.assertEqual(done.stdout, b"")

    def test_other_files_that_cannot_be_read(self):
        """Whatever is read, the message says why it cannot be."""
        empty = os.path.join(self.folder, "empty")
        with open(empty, "wb"):
            pass
        proof = ("check", self.ledger, "--court", "wiwd", "--login", "a", "--central", "1", "--proof-file")
        for command, what, remedy in (
                (proof, "the proof file", "it must exist, be readable and hold JSON"),
                (("replay",), "the record",
                 "it must be a file that `link commit --record` or `audit record` wrote")):
            for place, wrong in ((self.folder + "/none", "cannot be read: No such file or directory"),
                                 (self.folder, "cannot be read: Is a directory"), (empty, "is empty")):
                self.check(run(*command, place), 3, f"{place}: error: {what} {wrong}; {remedy}\n")
        for place, wrong in (("none", "No such file or directory"),
                             ("/dev/null", "it is a pipe or a device")):
            self.check(run("policy", "lint", place), 3,
                       f"{place}: error: the file cannot be read: {wrong}; "
                       "it must exist, be a regular file and be readable\n")

    def test_findings_of_any_order_of_columns(self):
        path = os.path.join(self.folder, "verified.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("mask,note,court\r\n0000000000000000,x,wiwd\r\n"
                       "0020000000000000,\"a,\nb\",wiwd\r\n0000000000000001,,\r\n")
        done = self.check(run("impact", path, "--after", "examples/names-held.json",
                              "--format", "json"), 1, "")
        result = json.loads(done.stdout)
        self.assertEqual((result["links"], result["changed"], result["stricter"]),
                         (3, 1, {"name-differs": 1}))
        self.assertEqual(list(result["courts"]), ["", "wiwd"])

    def test_clocks_that_differ(self):
        """The two sides must agree on the courts and their time zones.

        Otherwise one local time would be two instants.
        """
        other = os.path.join(self.folder, "other")
        os.mkdir(other)
        with open(self.path("policies/exd.json"), encoding="utf-8") as file:
            policy = file.read()
        for name, text in (("zone", policy.replace("America/Chicago", "America/Denver")),
                           ("court", policy.replace('"exd"', '"exf"'))):
            path = os.path.join(other, name + ".json")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            done = self.check(run("shadow", self.ledger, *AS_OF, "--after", path), 3)
            self.assertIn("ecflink shadow: the policies before and after have different time zones "
                          "for a court, or each has a court that the other lacks", done.stderr.decode())
            self.assertEqual(done.stdout, b"")

    def test_no_names_are_told(self):
        """Whatever the commands write of whole ledgers, no person's name is in it."""
        names = {row["name"] for table in ("central_accounts", "court_accounts")
                 for row in csv.DictReader(io.StringIO(self.read(table + ".csv").decode())) if row["name"]}
        self.assertGreater(len(names), 50)
        verified = os.path.join(self.folder, "verified.csv")
        told = b""
        for arguments in (("verify", self.ledger, *AS_OF, "--out", verified, "--conflicts", self.out),
                          ("verify", self.ledger, *AS_OF, "--report", self.out),
                          ("forecast", self.ledger, *AS_OF, "--out", self.out),
                          ("forecast", self.ledger, *AS_OF, "--candidates", "examples/candidates.csv",
                           "--out", self.out),
                          ("shadow", self.ledger, *AS_OF, "--after", "examples/policies"),
                          ("impact", verified, "--policy", self.path("policies"),
                           "--after", "examples/policies")):
            for form in ("table", "json", "csv"):
                done = run(*arguments, "--format", form)
                self.assertIn(done.returncode, (0, 1))
                told += done.stdout + done.stderr
                for path in (verified, self.out):
                    if os.path.exists(path):
                        with open(path, "rb") as file:
                            told += file.read()
        self.assertIn(b"examples/candidates.csv", told)
        for name in names:
            self.assertNotIn(name.encode(), told)

    def test_faults_of_many_files_are_bounded(self):
        """Work and words follow the size of the input; here they are counted."""
        folder = self.path("policies")
        members = ",".join(f'"x{number}":1' for number in range(1000))
        for number in range(20):
            with open(os.path.join(folder, f"bad{number}.json"), "w", encoding="ascii") as file:
                file.write("{" + members + "}")
        done = self.check(run("verify", self.ledger, *AS_OF), 3)
        lines = done.stderr.decode().splitlines()
        self.assertEqual(len(lines), 101)
        self.assertRegex(lines[-1], "^[0-9]+ more are not listed$")

    def test_what_could_act_on_a_terminal_is_not_shown(self):
        rows = (self.read("links.csv") +
                '"\u009b31m\x1b[2J\u202ewd",a,1,2022-05-02T10:00:00Z,,,,,,,,\n'.encode())
        self.write("links.csv", rows)
        done = self.check(run("verify", self.ledger, *AS_OF), 1)
        shown = done.stdout.decode()
        self.assertIn("<U+009B>31m<U+001B>[2J<U+202E>wd", shown)
        for one in "\u009b\x1b\u202e":
            self.assertNotIn(one, shown)


if __name__ == "__main__":
    support.main()[1]()
