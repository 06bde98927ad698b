#!/usr/bin/env python3
"""The commands over a ledger, as a court uses them.

These are a whole life of links, what --dry-run leaves alone, who may read what is written, and that no
secret shows.

    ledger_commands_test.py --program build/dev/src/cli/ecflink

The life of links runs in SQLite, and in PostgreSQL where ECFLINK_TEST_POSTGRESQL names a server
(tests/ledger/with_postgresql.py).
"""
import glob
import json
import os
import pty
import re
import select
import signal
import sqlite3
import stat
import subprocess
import termios
import time
import unittest

import support
from support import ProgramTest, default_signals, environment, run, sample_ledger, shell

CENTRAL_PASSWORD = "canary central 7Qx!"
ACCOUNT_PASSWORD = "canary account 4Rz?"
GO_LIVE = "2022-04-25T08:00"


class LedgerTest(ProgramTest):
    """Commands run in a folder of the test, beside the examples; passwords go in through descriptors."""

    def setUp(self):
        super().setUp()
        self.place = os.path.join(self.folder, "place")
        os.mkdir(self.place)
        os.symlink(os.path.join(support.SOURCE, "examples"), os.path.join(self.place, "examples"))
        self.address = "sqlite:court.db"
        self.seen = b""   # everything that was ever shown

    def ecflink(self, *arguments, status=0, secrets=(), expect_json=None):
        """Runs a command; each secret is a line of its own descriptor, named {0}, {1} in the arguments."""
        readers = []
        try:
            for secret in secrets:
                reader, writer = os.pipe()
                os.write(writer, secret.encode() + b"\n")
                os.close(writer)
                readers.append(reader)
            words = [str(word).format(*readers) if secrets else str(word) for word in arguments]
            done = run(*words, env=environment(ECFLINK_KEY_FILE="court.keys"), cwd=self.place,
                       pass_fds=readers, start_new_session=True)
        finally:
            for reader in readers:
                os.close(reader)
        self.seen += done.stdout + done.stderr
        self.assertEqual(done.returncode, status, (arguments, done.stdout, done.stderr))
        return json.loads(done.stdout) if "json" in words else done.stdout.decode()

    def init(self, at="2022-04-18T14:00:00Z"):
        self.ecflink("ledger", "init", self.address, "--from", "examples/filers", "--at", at)
        self.set_password("--central", "1000001", CENTRAL_PASSWORD)
        self.set_password("--court", "wiwd", "--login", "asample", ACCOUNT_PASSWORD)

    def set_password(self, *words):
        self.ecflink("ledger", "password", self.address, *words[:-1], "--at", "2022-04-18T14:00:00Z",
                     "--password-fd", "{0}", secrets=words[-1:])

    def begin(self, *more, status=0, court="wiwd", login="asample", central="1000001", at="2022-04-25T08:10",
              passwords=(CENTRAL_PASSWORD, ACCOUNT_PASSWORD)):
        return self.ecflink("link", "begin", self.address, "--court", court, "--login", login,
                            "--central", central, "--handle-file", "link.json", "--at", at,
                            "--central-password-fd", "{0}", "--account-password-fd", "{1}", *more,
                            status=status, secrets=passwords)

    def link(self):
        self.begin()
        return self.ecflink("link", "commit", self.address, "--handle-file", "link.json",
                            "--at", "2022-04-25T08:12", "--yes", "--format", "json")

    def status(self):
        return self.ecflink("ledger", "status", self.address, "--format", "json")

    def write_folder(self, accounts, centrals="", links=""):
        folder = os.path.join(self.place, "more")
        os.makedirs(folder, exist_ok=True)
        for name, header, rows in (("central_accounts",
                                    "central_id,usage,status,generation,mfa,registration,name", centrals),
                                   ("court_accounts", "court,login,role,status,name", accounts),
                                   ("links", "court,login,central_id,linked_at,made_by", links)):
            with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8") as file:
                file.write(header + "\n" + rows)
        return "more"


class Life(LedgerTest):
    """One ledger from its making on."""

    def live(self):
        self.init()
        before = self.begin(status=1, at="2022-04-22T09:00")
        self.assertIn("Not now.", before)
        page = self.begin()
        self.assertIn("Do you want to link these two accounts?", page)
        self.assertEqual(page.count("Attorney Sample"), 2)
        self.assertNotIn("asample", page.split("Go on")[0])   # ids are masked
        self.ecflink("link", "cancel", self.address, "--handle-file", "link.json", "--at", "2022-04-25T08:11")
        self.assertFalse(os.path.exists(os.path.join(self.place, "link.json")))

        self.begin(at="2022-04-25T08:12")
        made = self.ecflink("link", "commit", self.address, "--handle-file", "link.json",
                            "--at", "2022-04-25T08:13", "--yes", "--record", "record.json",
                            "--format", "json")
        self.assertEqual((made["answer"], made["linked-at"], len(made["owed"])),
                         ("ok", "2022-04-25T13:13:00Z", 5))
        self.ecflink("replay", "record.json")
        with open(os.path.join(self.place, "record.json"), encoding="utf-8") as file:
            self.assertEqual(self.ecflink("audit", "record", self.address, made["event"]), file.read() + "\n")

        signed_on = self.ecflink("sign-on", self.address, "--central", "1000001", "--second-factor",
                                 "--at", "2022-04-25T13:15:00Z", "--password-fd", "{0}", "--format", "json",
                                 secrets=[CENTRAL_PASSWORD])
        self.assertEqual([(one["court"], one["level"]) for one in signed_on["access"]], [("wiwd", "file")])
        self.assertTrue({"civil", "criminal"} < set(signed_on["access"][0]["menus"]))
        old = self.ecflink("access", self.address, "--court", "wiwd", "--login", "asample",
                           "--at", "2022-04-25T09:00", "--format", "json", status=1)
        self.assertEqual(old["access"][0]["sign-on"]["decided-by"], "legacy-retired")

        owed = self.ecflink("ledger", "obligations", self.address, "--format", "json")
        self.assertEqual(len(owed), 5)
        left = self.ecflink("ledger", "obligations", self.address, "--done", f"{made['event']}:end-sessions",
                            "--format", "json")
        self.assertEqual(len(left), 4)
        self.ecflink("ledger", "obligations", self.address,
                     "--done", f"{made['event']}:end-sessions", status=3)

        verified = self.ecflink("verify", self.address, "--as-of", "2022-05-01T12:00:00Z", "--format", "json")
        self.assertEqual((verified["rows"]["links"], verified["verdicts"]["allow"]), (2, 2))
        self.assertEqual(self.ecflink("check", self.address, "--court", "wiwd", "--login", "asample",
                                      "--central", "1000003", "--at", GO_LIVE, "--format", "csv",
                                      status=1).count("account-linked-elsewhere"), 1)
        self.assertIn("sign-on,now",
                      self.ecflink("ready", self.address, "--court", "wiwd", "--login", "asample",
                                   "--central", "1000001", "--at", "2022-05-01T09:00", "--format", "csv"))

        # Filing agents.
        agent = ("--court", "nysb", "--agent", "nquist", "--principal", "rtamm")
        self.ecflink("agent", "add", self.address, *agent, "--as", "filer", "--actor", "1000002",
                     status=1)   # the agent itself cannot
        self.ecflink("agent", "add", self.address, *agent, "--as", "court", "--actor", "clerk7")
        acting = ("access", self.address, "--court", "nysb", "--central", "1000002", "--second-factor",
                  "--at", "2022-05-01T09:00", "--format", "json")
        self.assertEqual(self.ecflink(*acting)["access"][0]["level"], "view")
        self.assertEqual(self.ecflink(*acting, "--acting-for", "rtamm")["access"][0]["level"], "file")
        self.ecflink("agent", "remove", self.address, *agent, "--as", "court", "--actor", "clerk7")
        self.assertEqual(self.ecflink("agent", "list", self.address, "--court", "nysb", "--format", "csv"),
                         "court,agent,principal,state\nnysb,nquist,rtamm,inactive\n")

        # A request for filing privileges goes back and forth.
        request = self.ecflink("register", "submit", self.address, "--court", "wiwd", "--central", "1000003",
                               "--type", "admission", "--role", "attorney", "--at", "2022-05-02T09:00",
                               "--format", "json")["request"]
        words = ["--actor", "staff3", "--at", "2022-05-03T14:00:00Z"]
        self.ecflink("register", "approve", self.address, request, *words, status=1)
        self.ecflink("register", "route", self.address, request, *words)
        self.ecflink("register", "ask", self.address, request, *words,
                     status=1)   # it must say what is missing
        self.ecflink("register", "ask", self.address, request, *words, "--reason", "the certificate")
        self.ecflink("register", "submit", self.address, "--central", "1000002", "--request", request,
                     "--at", "2022-05-04T14:00:00Z", status=1)
        self.ecflink("register", "submit", self.address, "--central", "1000003", "--request", request,
                     "--at", "2022-05-04T14:00:00Z")
        words = ["--actor", "staff3", "--at", "2022-05-04T15:00:00Z"]
        self.ecflink("register", "route", self.address, request, *words)
        self.ecflink("register", "approve", self.address, request, *words,
                     status=1)   # which account?
        approved = self.ecflink("register", "approve", self.address, request, *words, "--login", "newfiler",
                                "--format", "json")
        self.assertEqual(approved["answer"], "admitted")
        self.assertIsNotNone(approved["linked-by-event"])
        listed = self.ecflink("register", "list", self.address, "--format", "json")
        self.assertEqual([(one["state"], one["login"], one["decided-at"]) for one in listed],
                         [("approved", "newfiler", "2022-05-04T15:00:00Z")])

        # An authority takes the link apart; the pair comes back by such an authority alone.
        pair = ("--court", "wiwd", "--login", "asample", "--central", "1000001")
        clerk = ("--actor", "clerk7", "--reason", "at the court's order")
        self.ecflink("unlink", self.address, *pair, "--as", "court", *clerk, "--at", "2022-05-05T09:00")
        self.ecflink("unlink", self.address, *pair, "--as", "court", *clerk,
                     "--at", "2022-05-05T09:00", status=1)
        self.ecflink("ledger", "password", self.address, "--court", "wiwd", "--login", "asample",
                     "--at", "2022-05-06T09:00", "--password-fd", "{0}", secrets=[ACCOUNT_PASSWORD])
        self.begin(status=1, at="2022-05-06T10:00")
        self.begin("--approve-as", "court", *clerk, at="2022-05-06T10:01")
        commit = ("link", "commit", self.address, "--handle-file", "link.json",
                  "--at", "2022-05-06T10:02", "--yes")
        self.ecflink(*commit, status=1)
        self.ecflink(*commit, "--approve-as", "court", *clerk)

        # A link that was made elsewhere.
        self.assertIn("identical",
                      self.ecflink("import", self.address, "examples/filers", "--at", "2022-05-07T09:00:00Z"))
        self.write_folder("wiwd,nobody,attorney,active,Somebody Else\n",
                          links="wiwd,nobody,1000003,2022-05-02T10:00:00-05:00,court\n")
        rows = self.ecflink("import", self.address, "more", "--at", "2022-05-07T09:00:00Z",
                            "--format", "csv", status=1)
        self.assertIn("account-unknown", rows)
        self.ecflink("ledger", "load", self.address, "more")

        # Other policies.
        name = ("--set", "name-differs=hold")
        self.ecflink("access", self.address, "--court", "wiwd", "--central", "1000001", *name, status=3)
        self.ecflink("ledger", "adopt", self.address, *name)
        self.ecflink("access", self.address, "--court", "wiwd", "--central", "1000001",
                     "--second-factor", *name)
        self.ecflink("ledger", "migrate", self.address)
        trail = self.ecflink("audit", "verify", self.address, "--format", "json")
        self.assertTrue(trail["whole"] and trail["keys-are-trusted"])
        exported = [json.loads(line) for line in self.ecflink("audit", "export", self.address).splitlines()]
        self.assertEqual(len([one for one in exported if "entry" in one]), self.status()["events"])

    def test_in_sqlite(self):
        self.live()

    @unittest.skipUnless("ECFLINK_TEST_POSTGRESQL" in os.environ, "no PostgreSQL server is named")
    def test_in_postgresql(self):
        self.address = os.environ["ECFLINK_TEST_POSTGRESQL"]
        self.live()
        # What an address holds besides its name is for nobody; only a command to paste needs it.
        told = re.sub(rb"^  ecflink .*$|`ecflink [^`]*`", b"", self.seen, flags=re.MULTILINE)
        self.assertNotIn(b"?host=", told)


class Advice(LedgerTest):
    """What persons are told, and what the next command answers to whoever does it."""

    def ready(self, *more, at="2022-04-25T08:05", central="1000001", status=0):
        told = self.ecflink("ready", self.address, "--court", "wiwd", "--central", central, "--at", at,
                            "--format", "json", *more, status=status)
        return [(one["step"], one["state"]) for one in told["steps"]]

    def sign_on(self, *more, central="1000001", at="2022-04-25T14:00:00Z", status=0,
                password=CENTRAL_PASSWORD):
        return self.ecflink("sign-on", self.address, "--central", central, "--at", at, "--password-fd", "{0}",
                            "--format", "json", *more, status=status, secrets=[password])

    def test_until_holds(self):
        self.init()
        told = self.begin("--format", "json")
        # the court account's proof, not the handle
        self.assertEqual(told["expires"], "2022-04-25T13:20:00Z")
        self.ecflink("link", "commit", self.address, "--handle-file", "link.json",
                     "--at", "2022-04-25T13:19:59Z", "--yes")

    def test_what_ends_first_is_an_outage(self):
        self.init()
        os.mkdir(os.path.join(self.place, "policies"))
        with open(os.path.join(self.place, "policies", "wiwd.json"), "w", encoding="ascii") as file:
            json.dump({"ecflink-policy": 1, "court": "wiwd",
                       "outages": [{"begin": "2022-04-25T08:14", "end": "2022-04-25T09:00"}]}, file)
        self.ecflink("ledger", "adopt", self.address, "--policy", "policies")
        told = self.begin("--format", "json", "--policy", "policies")
        self.assertEqual(told["expires"], "2022-04-25T13:14:00Z")
        commit = ("link", "commit", self.address, "--handle-file", "link.json", "--yes",
                  "--policy", "policies")
        self.assertIn("Not now.", self.ecflink(*commit, "--at", "2022-04-25T08:14", status=1))
        self.ecflink(*commit, "--at", "2022-04-25T08:13:59")

    def test_whoever_is_kept_out_is_not_signed_on(self):
        self.init()
        self.assertTrue(self.sign_on("--second-factor")["signed-on"])
        without = self.sign_on("--court", "wiwd", status=1)
        self.assertEqual((without["signed-on"], without["decided-by"]), (False, "second-factor-not-given"))
        self.assertFalse(self.sign_on(status=1)["signed-on"])
        self.assertIsNone(self.sign_on(password="wrong", status=1)["decided-by"])
        self.write_folder(
            "", centrals="1000001,individual,closed,upgraded,enrolled,attorney-filer,Attorney Sample\n")
        self.ecflink("ledger", "load", self.address, "more")
        for where in ((), ("--court", "wiwd")):
            self.assertEqual(self.sign_on("--second-factor", *where, status=1)["decided-by"],
                             "central-closed")
        shown = self.ecflink("sign-on", self.address, "--central", "1000001", "--second-factor",
                             "--at", "2022-04-25T14:00:00Z", "--password-fd", "{0}", status=1,
                             secrets=[CENTRAL_PASSWORD])
        self.assertIn("Not signed on: central-closed.", shown)

    def test_whoever_is_linked_signs_on_whatever_login_is_named(self):
        self.init()
        self.link()
        for named in (("--login", "asample"), (), ("--filer", "new"), ("--login", "asampel")):
            self.assertEqual(self.ready(*named), [("sign-on", "now")], named)
        # of the login alone the ledger knows whose it is, and tells no id
        alone = self.ecflink("ready", self.address, "--court", "wiwd", "--login", "asample", "--at",
                             "2022-04-26T09:00")
        self.assertIn("with the PACER account to which it is linked.", " ".join(alone.split()))
        self.assertIn("Next step   Sign on with your PACER account", alone)
        self.assertNotIn("1000001", alone)
        self.assertTrue(self.sign_on("--second-factor")["access"][0]["file"]["granted"])

    def test_an_admission_is_the_equal_of_a_link(self):
        self.init()
        request = self.ecflink("register", "submit", self.address, "--court", "wiwd", "--central", "1000003",
                               "--type", "admission", "--role", "attorney", "--at", "2022-05-02T09:00",
                               "--format", "json")["request"]
        for named in (("--filer", "new"), ()):
            self.assertEqual(self.ready(*named, central="1000003", at="2022-05-02T10:00")[-1],
                             ("await-approval", "blocked"), named)
        self.assertEqual(self.ready("--filer", "existing", central="1000003", at="2022-05-02T10:00")[-1],
                         ("link", "later"))
        again = ("register", "submit", self.address, "--court", "wiwd", "--central", "1000003", "--type",
                 "pro-hac-vice", "--role", "pro-hac-vice", "--at", "2022-05-02T11:00", "--format", "json")
        self.assertEqual(self.ecflink(*again, status=1)["answer"], "already-asked")
        words = ("--actor", "staff3", "--at", "2022-05-03T14:00:00Z")
        self.ecflink("register", "route", self.address, request, *words)
        self.ecflink("register", "ask", self.address, request, *words, "--reason", "the certificate")
        self.assertEqual(self.ready("--filer", "new", central="1000003", at="2022-05-03T15:00")[-2:],
                         [("give-information", "now"), ("await-approval", "later")])
        self.ecflink("register", "submit", self.address, "--central", "1000003", "--request", request,
                     "--at", "2022-05-04T14:00:00Z")
        words = ["--actor", "staff3", "--at", "2022-05-04T15:00:00Z"]
        self.ecflink("register", "route", self.address, request, *words)
        self.ecflink("register", "approve", self.address, request, *words, "--login", "ibrand")
        for named in (("--login", "ibrand"), (), ("--filer", "new")):
            self.assertEqual(self.ready(*named, central="1000003", at="2022-05-05T09:00"),
                             [("sign-on", "now")], named)
        self.assertEqual(self.ecflink(*again, status=1)["answer"], "sign-on-instead")
        # The level follows the record of the account.
        self.write_folder("wiwd,ibrand,limited-filer,active,Imke Brand\n")
        self.ecflink("ledger", "load", self.address, "more")
        access = ("access", self.address, "--court", "wiwd", "--central", "1000003", "--second-factor",
                  "--at", "2022-05-06T09:00", "--format", "csv")
        self.assertIn("wiwd,ibrand,limited-filer,limited-file,", self.ecflink(*access))
        # A suspended filer gets no second account.
        self.write_folder("wiwd,ibrand,attorney,suspended,Imke Brand\n")
        self.ecflink("ledger", "load", self.address, "more")
        self.assertIn(("have-account-restored", "blocked"),
                      self.ready(central="1000003", at="2022-05-06T09:00"))
        self.assertIn(",account-suspended\n", self.ecflink(*access))

    def test_a_password_that_a_link_retired_does_not_come_back(self):
        self.init()
        self.link()
        self.ecflink("unlink", self.address, "--court", "wiwd", "--login", "asample", "--central", "1000001",
                     "--as", "court", "--actor", "clerk7", "--reason", "wrong person",
                     "--at", "2022-04-26T09:00")
        def of_owner():
            return dict(self.ready("--login", "asample", central="1000003", at="2022-04-26T10:00"))
        self.assertEqual(of_owner()["have-new-password"], "blocked")
        self.assertNotIn("know-credentials", of_owner())
        explained = self.begin("--explain", status=1, central="1000003", at="2022-04-26T10:05")
        self.assertIn("account-proof-insufficient", explained)
        login = ("access", self.address, "--court", "wiwd", "--login", "asample", "--format", "csv", "--at")
        self.assertIn("not-linked", self.ecflink(*login, "2022-04-26T10:05", status=1))
        self.ecflink("ledger", "password", self.address, "--court", "wiwd", "--login", "asample",
                     "--at", "2022-04-26T11:00", "--password-fd", "{0}", secrets=["a new one"])
        self.set_password("--central", "1000003", CENTRAL_PASSWORD)
        self.assertEqual(of_owner()["link"], "now")
        self.begin(central="1000003", at="2022-04-26T12:00", passwords=(CENTRAL_PASSWORD, "a new one"))
        self.ecflink("link", "commit", self.address, "--handle-file", "link.json", "--at", "2022-04-26T12:01",
                     "--yes")
        row = self.ecflink(*login, "2022-04-26T13:00", status=1)
        self.assertIn("legacy-retired", row)
        self.assertNotIn("not-linked", row)

    def test_wrong_passwords_of_either_account_end_in_not_now(self):
        self.init()
        wrong = (("wrong", ACCOUNT_PASSWORD), (CENTRAL_PASSWORD, "wrong"))
        for at, passwords in zip(("2022-04-25T09:00", "2022-04-25T10:00"), wrong):
            answers = [self.begin("--format", "json", status=1, at=at, passwords=passwords)["answer"]
                       for _ in range(6)]
            self.assertEqual(answers, ["cannot-link"] * 4 + ["not-now"] * 2)
            self.assertIn("Not now.", self.begin(status=1, at=at))
        self.begin(at="2022-04-25T11:00")

    def test_a_key_file_serves_the_ledgers_that_it_names(self):
        self.init()
        self.ecflink("ledger", "init", "sqlite:other.db")   # the same key file
        keys = os.path.join(self.place, "court.keys")
        with open(keys, encoding="ascii") as file:
            lines = file.read().splitlines()
        ids = [self.ecflink("ledger", "status", address, "--format", "json")["id"]
               for address in (self.address, "sqlite:other.db")]
        self.assertEqual(lines[1:], [f"ecflink-ledger-1:{one}" for one in ids])
        with open(keys, "w", encoding="ascii") as file:
            file.write("\n".join(lines[:2]))   # without a line end
        self.ecflink("ledger", "adopt", "sqlite:other.db", status=3)
        self.assertIn(b"add the line " + lines[2].encode(), self.seen)
        self.ecflink("ledger", "adopt", self.address)
        self.ecflink("ledger", "init", self.address, status=3)   # there is one
        self.ecflink("ledger", "init", "sqlite:none/third.db", status=4)
        with open(keys, encoding="ascii") as file:
            self.assertEqual(file.read(), "\n".join(lines[:2]), "nothing was made")
        self.ecflink("ledger", "init", "sqlite:fourth.db")
        with open(keys, encoding="ascii") as file:
            self.assertEqual(len(file.read().splitlines()), 3)

    def test_records_fake_no_line(self):
        """Names, contacts, logins and reasons stay on their line, and every character of them is seen."""
        fake = "Anne Sample\nFor good    Nothing is permanent.\u2028For good\u202egnihton\u200b\x1b[2J\x85x"
        raw = [one for one in fake if not one.isprintable()]
        quoted = '"' + fake + '"'
        self.init()
        self.write_folder(f"wiwd,asample,attorney,active,{quoted}\n"
                          f"wiwd,{quoted[:40]}\",attorney,active,{quoted}\n",
                          f"1000001,individual,active,upgraded,enrolled,attorney-filer,{quoted}\n")
        with open(os.path.join(self.place, "more", "contacts.csv"), "w", encoding="utf-8") as file:
            file.write(f"court,login,contact,proven\nwiwd,asample,{quoted},false\n")
        self.ecflink("ledger", "load", self.address, "more", "--at", "2022-04-20T14:00:00Z")
        at = ("--at", "2022-04-25T08:10")
        pair = ("--court", "wiwd", "--login", "asample", "--central", "1000001")
        shown = [self.begin(), self.ecflink("link", "commit", self.address, "--handle-file", "link.json", *at,
                                            "--dry-run"),
                 self.ecflink("check", self.address, *pair, *at, status=1),
                 self.ecflink("check", "more", *pair, *at, status=1),
                 self.ecflink("verify", "more", "--as-of", "2022-05-01T12:00:00Z")]
        self.ecflink("link", "commit", self.address, "--handle-file", "link.json", *at, "--yes")
        removal = ("unlink", self.address, *pair, "--as", "court", "--actor", fake, "--reason", fake,
                   "--at", "2022-04-26T08:00")
        shown += [self.ecflink(*removal, "--dry-run"), self.ecflink(*removal),
                  self.ecflink("check", self.address, "--court", fake, "--login", fake, "--central", fake,
                               *at, status=2)]
        for text in shown + [self.seen.decode()]:
            for one in raw:
                self.assertNotIn(one, text.replace("\n", "") if one == "\n" else text)
            self.assertFalse([line for line in text.splitlines()
                              if line.startswith("For good") and "Nothing is" in line], text)
        self.assertIn("Anne Sample<U+000A>For good", " ".join(shown[0].split()))

    def test_no_address_with_a_password_is_repeated(self):
        """However it is misspelled, and wherever it stands."""
        secret = "canarySecret"
        addresses = [text.format(secret) for text in (
            "postgresql://user:{}@host/db", "postgresql://user:ab/{}@host/db", "postgresql://user:a?{}@host",
            "postgres://u:1/{}@h", "postgresql:/user:{}@host", "postgresql:user:{}@host",
            "POSTGRESQL://user:{}@host", "host=h password={}", "host=h PASSWORD = {}", " postgresql://u:{}@h",
            "postgresql://h/db?p%61ssword={}", "postgresql://h/db?user=u&sslpassword={}",
            "postgresql://u:ab/c?{}@h", "sqlite:postgresql://u:{}@h/d", "jdbc:postgresql://u:{}@h",
            "user:{}@host",
            "postgresql://u:{}@h@h2", "postgresql://u%3A{}@h", "postgresql://:{}@h", "postgresql://[u:{}@h",
            "postgresql://h/db?x=y?password={}", "postgresql://u:a\n{}@h", "postgresql://h/db?host=u:{}@h",
            "postgresql://h:{}/db")]
        for address in addresses:
            for words in (("ledger", "status"), ("verify",), ("ledger",), (), ("audit", "verify"),
                          ("ledger", "init"), ("ready", "--court", "wiwd", "--at", GO_LIVE),
                          ("import", "sqlite:none.db"), ("policy", "lint"), ("findings",),
                          ("ledger", "status", "sqlite:none.db"), ("verify", "--policy"),
                          ("verify", "--as-of"), ("verify", "--no-such-option")):
                done = run(*words, address, cwd=self.place)
                self.assertNotEqual(done.returncode, 0, (words, address))
                self.assertNotIn(secret.encode(), done.stdout + done.stderr, (words, address))
        self.assertEqual(os.listdir(self.place), ["examples"])

    def test_ids_that_nobody_has_are_named(self):
        self.init()
        self.ecflink("access", self.address, "--court", "nysb", "--central", "1000002", "--second-factor",
                     "--at", "2022-04-26T09:00", "--acting-for", "rtam", status=3)
        self.assertIn(b'"rtam"', self.seen)
        self.ecflink("ready", self.address, "--court", "wiwbb", "--at", "2022-04-25T08:00", status=2)
        self.assertIn(b'did you mean "wiwb"', self.seen)
        told = self.ecflink("ready", self.address, "--court", "wiwd", "--login", "asampl",
                            "--central", "100001", "--at", "2022-04-25T08:05")
        self.assertIn("asampl (which is not in the tables; did you mean", " ".join(told.split()))

    def test_near_ids_are_told_wherever_one_is_not_found(self):
        self.init()
        at = ("--at", "2022-04-25T13:05:00Z")
        pair = ("--court", "{}", "--login", "{}", "--central", "{}")
        request = ("register", "submit", self.address, "--court", "{}", "--login", "{}", "--central", "{}",
                   "--type", "admission", "--role", "attorney", "--dry-run", *at)
        check = ("check", self.address, *pair, *at)
        right = {"court": "wiwd", "login": "asample", "central": "1000001"}
        wrong = {"court": "wiwdd", "login": "ASample", "central": "0100001"}
        for words, status in ((check, 1), ((*check, "--format", "json"), 1), ((*check, "--format", "csv"), 1),
                              (("link", "begin", self.address, *pair, "--handle-file", "h", "--dry-run",
                                *at), 1),
                              (("unlink", self.address, *pair, "--as", "court", "--actor", "c",
                                "--reason", "r", *at), 1), (request, 1)):
            for kind, mistyped in wrong.items():
                ids = iter({**right, kind: mistyped}.values())
                line = [next(ids) if word == "{}" else word for word in words]
                self.seen = b""
                # whoever names no account that there is asks for a new one
                self.ecflink(*line, status=0 if words is request and kind == "login" else status)
                self.assertIn(f'"{mistyped}"; did you mean "{right[kind]}"?\n', self.seen.decode(), line)
        for words, meant, status in (
                (("access", "--court", "wiwdd", "--central", "1000001", *at), "wiwd", 1),
                (("access", "--court", "wiwd", "--central", "100001", *at), "1000001", 1),
                (("access", "--court", "wiwd", "--login", "asampel", *at), "asample", 1),
                (("sign-on", "--central", "100001", "--dry-run", "--at", "2022-04-25T14:00:00Z"), "1000001",
                 1),
                (("ledger", "password", "--central", "100001", "--dry-run"), "1000001", 3),
                (("ledger", "password", "--court", "wiwd", "--login", "asampel", "--dry-run"), "asample", 3),
                (("ledger", "queue", "--court", "wiwdd"), "wiwd", 0),
                (("register", "list", "--court", "wiwdd"), "wiwd", 0),
                (("register", "list", "--central", "100001"), "1000001", 0),
                (("agent", "list", "--court", "nysbb"), "nysb", 0),
                (("agent", "add", "--court", "nysb", "--agent", "nquits", "--principal", "rtamm", "--as",
                  "court", "--actor", "c", *at), "nquist", 1)):
            self.seen = b""
            self.ecflink(*words, self.address, status=status)
            self.assertIn(f'did you mean "{meant}"?\n', self.seen.decode(), words)
        # a filer learns of no other account, and nobody does without a password
        self.seen = b""
        self.begin(login="asampel", status=1)
        self.sign_on(central="100001", status=1)
        self.assertNotIn(b"did you mean", self.seen)
        self.begin("--explain", login="asampel", status=1)
        self.assertIn(b'did you mean "asample"?', self.seen)

    def test_near_courts_of_rows_are_told(self):
        self.init()
        self.write_folder("wiwdd,asample,attorney,active,Attorney Sample\n",
                          links="WIWD,asample,1000001,2022-04-26T14:00:00Z,court\n")
        of = ("--as-of", "2022-05-01", "--fail-if", "none")
        for words, meant, status in ((("verify", "more", *of), "WIWD", 0),
                                     (("verify", "more", "--format", "json", *of), "WIWD", 0),
                                     (("explain", "more", "--row", "1", "--as-of", "2022-05-01"), "WIWD", 1),
                                     (("forecast", "more", *of), "wiwdd", 0),
                                     (("import", self.address, "more"), "WIWD", 1)):
            self.seen = b""
            self.ecflink(*words, status=status)
            self.assertIn(f'the court "{meant}"; did you mean "wiwd"?\n', self.seen.decode(), words)

    def test_capitals_in_a_login(self):
        self.init()
        lower = ("--policy", "lower.json")
        with open(os.path.join(self.place, "lower.json"), "w", encoding="ascii") as file:
            json.dump({"ecflink-policy": 1, "court": "wiwd", "link": {"login": {"case": "lower"}}}, file)
        self.ecflink("ledger", "adopt", self.address, *lower)
        self.assertIn(("type-in-lower-case", "now"), self.ready("--login", "ASample", *lower))
        refused = self.begin(*lower, login="ASample", status=1)
        self.assertIn("Type the login in lower case", refused)
        self.assertNotIn("lower case", self.begin(*lower, login="asampel", status=1))
        self.assertEqual(self.ready("--login", "asample", *lower)[-1], ("link", "now"))
        self.begin(*lower)

    def test_forgotten_logins_and_notices(self):
        self.init()
        told = self.ecflink("ready", self.address, "--court", "wiwd", "--login", "asample",
                            "--central-login-forgotten", "--at", GO_LIVE, "--format", "json")
        self.assertEqual(told["next-step"], "recover-central-login")
        self.assertNotIn("register-individual-account", [one["step"] for one in told["steps"]])
        with open(os.path.join(self.place, "notices.json"), "w", encoding="ascii") as file:
            json.dump({"ecflink-policy": 1, "court": "wiwd", "link": {"roles": ["attorney"]}}, file)
        notices = ("--login", "asample", "--notices-only")
        self.assertEqual(self.ready(*notices)[-1], ("link", "now"))
        self.assertEqual(self.ready(*notices, "--policy", "notices.json"), [("receive-notices", "now")])


class Ceremony(LedgerTest):
    def test_every_refusal_looks_the_same(self):
        self.init()
        seen = {self.begin(status=1, **wrong) for wrong in (
            {"passwords": ("wrong", ACCOUNT_PASSWORD)}, {"passwords": (CENTRAL_PASSWORD, "wrong")},
            {"passwords": ("wrong", "wrong")}, {"login": "nobody"}, {"central": "9999999"})}
        self.link()
        seen.add(self.begin(status=1, at="2022-04-25T08:20"))   # linked by now
        self.assertEqual(len(seen), 1, seen)
        self.assertFalse(os.path.exists(os.path.join(self.place, "link.json")))
        self.assertIn("account-proof-insufficient",
                      self.begin("--explain", status=1, passwords=(CENTRAL_PASSWORD, "wrong"),
                                 at="2022-04-25T09:20"))

    def test_attempts_are_limited(self):
        self.init()
        for _ in range(5):
            self.begin(status=1, passwords=(CENTRAL_PASSWORD, "wrong"))
        self.assertIn("Not now.", self.begin(status=1))
        self.begin(at="2022-04-25T08:16")

    def test_a_court_of_one_step_links_at_once(self):
        self.init()
        self.write_folder("ca4,asample,attorney,active,Attorney Sample\n")
        self.ecflink("ledger", "load", self.address, "more")
        self.set_password("--court", "ca4", "--login", "asample", ACCOUNT_PASSWORD)
        done = self.begin("--format", "json", court="ca4", at="2023-01-10T10:00")
        self.assertEqual((done["answer"], done["handle-file"], done["page"]), ("ok", None, None))
        self.assertIsNotNone(done["event"])
        self.assertFalse(os.path.exists(os.path.join(self.place, "link.json")))

    def test_what_is_held_takes_a_clerk(self):
        self.init()
        self.write_folder("akd,asample,attorney,active,Attorney Sample\n")
        self.ecflink("ledger", "load", self.address, "more")
        self.set_password("--court", "akd", "--login", "asample", ACCOUNT_PASSWORD)
        self.assertIn("A clerk must approve", self.begin(court="akd", at="2022-12-01T10:00"))
        commit = ("link", "commit", self.address, "--handle-file", "link.json",
                  "--at", "2022-12-01T10:01", "--yes")
        self.assertIn("A clerk of the court must approve this link", self.ecflink(*commit, status=1))
        approve = ("--approve-as", "court", "--reason", "the court is live")
        self.ecflink(*commit, *approve, status=2)
        self.ecflink(*commit, *approve, "--actor", "1000001", status=1)   # nobody approves for himself
        self.ecflink(*commit, *approve[:-1], "\u00a0 ", "--actor", "clerk7", status=2)
        linked = self.ecflink(*commit, *approve, "--actor", "clerk7")
        self.assertIn("The accounts are linked.", linked)
        self.assertIn("court-go-live-unknown  hold", linked)   # who approves sees what
        self.assertEqual(self.ecflink("ledger", "queue", self.address, "--format", "json"), [])

    def test_a_handle_of_other_keys_is_none(self):
        self.init()
        self.begin()
        self.ecflink("ledger", "init", "sqlite:other.db", "--key-file", "other.keys")
        # A ledger refuses keys that it has never seen, and a handle of another ledger under keys that it has.
        self.ecflink("link", "commit", self.address, "--handle-file", "link.json", "--key-file", "other.keys",
                     "--at", "2022-04-25T08:12", "--yes", status=3)
        self.assertIn(b"none of these keys signed", self.seen)
        refused = self.ecflink("link", "commit", "sqlite:other.db", "--handle-file", "link.json",
                               "--key-file", "other.keys", "--at", "2022-04-25T08:12", "--yes",
                               "--explain", status=1)
        self.assertIn("not-authentic", refused)

    def test_nothing_is_written_over_the_ledger_or_its_keys(self):
        self.init()
        self.begin()
        before = {}
        for name in ("court.db", "court.keys"):
            with open(os.path.join(self.place, name), "rb") as file:
                before[name] = file.read()
            self.ecflink("audit", "export", self.address, "--out", name, status=2)
            self.ecflink("link", "commit", self.address, "--handle-file", "link.json", "--record", name,
                         "--yes", "--at", "2022-04-25T08:12", status=2)
            self.ecflink("link", "begin", self.address, "--court", "wiwd", "--login", "asample",
                         "--central", "1000001", "--handle-file", name, "--at", "2022-04-25T08:10", status=2)
        for name, content in before.items():
            with open(os.path.join(self.place, name), "rb") as file:
                self.assertEqual(file.read(), content, name)
        with open(os.path.join(self.place, "notes.txt"), "w", encoding="ascii") as file:
            file.write("notes")
        self.ecflink("link", "begin", self.address, "--court", "wiwd", "--login", "asample",
                     "--central", "1000001", "--handle-file", "notes.txt",
                     "--at", "2022-04-25T08:10", status=3)
        self.ecflink("ledger", "password", self.address, "--court", "wiwd", "--login", "nobody",
                     "--password-fd", "{0}", secrets=["x"], status=3)

    def test_an_altered_record_ends_the_ceremony(self):
        self.init()
        self.begin()
        self.write_folder("wiwd,asample,attorney,active,Atty Sample\n")
        self.ecflink("ledger", "load", self.address, "more")
        refused = self.ecflink("link", "commit", self.address, "--handle-file", "link.json",
                               "--at", "2022-04-25T08:12", "--yes", "--explain", "--format", "json", status=1)
        self.assertEqual((refused["answer"], refused["problem"], refused["page"]),
                         ("cannot-link", "confirm-mismatch", None))

    def test_confirmation_needs_somebody(self):
        self.init()
        self.begin()
        self.ecflink("link", "commit", self.address, "--handle-file", "link.json",
                     "--at", "2022-04-25T08:12", status=2)
        self.assertEqual(self.status()["active-links"], 1)   # the imported one

    def test_a_trail_that_was_changed_is_not_whole(self):
        self.init()
        with sqlite3.connect(os.path.join(self.place, "court.db")) as database:
            for (name,) in database.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                database.execute(f"DROP TRIGGER {name}")   # whoever can write the file can do this
            database.execute("UPDATE audit SET body = replace(body, 'wiwd', 'wied') WHERE sequence = 7")
        report = self.ecflink("audit", "verify", self.address, "--format", "json", status=1)
        self.assertFalse(report["whole"])
        self.assertEqual([(flaw["flaw"], flaw["event"]) for flaw in report["flaws"]], [("altered", 7)])


class Queue(LedgerTest):
    """A link that the rules hold, and the clerk who decides."""

    def setUp(self):
        super().setUp()
        self.init()
        self.write_folder("akd,asample,attorney,active,Arthur Sample\n")
        self.ecflink("ledger", "load", self.address, "more")
        self.set_password("--court", "akd", "--login", "asample", ACCOUNT_PASSWORD)

    def hold(self, *more, at="2022-12-01T10:00", **given):
        return self.begin("--format", "json", *more, court="akd", at=at, **given)

    def queue(self, *words, **given):
        return self.ecflink("ledger", "queue", *words, **given)

    def decide(self, how, item, *more, status=0, reason="the court is live", actor="clerk7",
               at="2022-12-01T20:00:00Z"):
        return self.queue(how, self.address, item, "--actor", actor, "--reason", reason, "--at", at,
                          "--format", "json", *more, status=status)

    def commit(self, *more, status=0, at="2022-12-01T10:05"):
        return self.ecflink("link", "commit", self.address, "--handle-file", "link.json", "--at", at, "--yes",
                            "--format", "json", *more, status=status)

    def test_a_clerk_sees_and_decides(self):
        self.assertEqual(self.queue(self.address), "No link waits for a clerk.\n")
        held = self.hold()
        self.assertTrue(held["needs-approval"])
        item = held["item"]
        self.assertIn(f"item {item} of the clerks' queue", self.begin(court="akd", at="2022-12-01T10:01"))
        self.assertEqual([one["item"] for one in self.queue(self.address, "--format", "json")], [item])
        self.assertEqual(self.status()["held-links"], 1)
        self.assertEqual(self.queue(self.address, "--court", "wiwd", "--format", "json"), [])
        self.assertEqual(self.queue(self.address, "--format", "csv").splitlines()[1].split(",")[:4],
                         [str(item), "akd", "asample", "1000001"])

        shown = self.queue("show", self.address, item, "--at", "2022-12-01T20:00:00Z")
        for seen in ("Arthur Sample", "Attorney Sample", "court-go-live-unknown", "hold", "for good"):
            self.assertIn(seen, shown)
        review = self.queue("show", self.address, item, "--at", "2022-12-01T20:00:00Z",
                            "--format", "json")["review"]
        self.assertEqual((review["account"]["name"], review["central"]["name"], review["verdict"]),
                         ("Arthur Sample", "Attorney Sample", "hold"))
        self.assertLessEqual({"court-go-live-unknown"}, {one["finding"] for one in review["findings"]})
        self.assertTrue(all(one["disposition"] for one in review["findings"]) and review["permanent"])

        before = self.status()
        dry = self.decide("approve", item, "--dry-run")
        self.assertEqual((dry["answer"], dry["event"], dry["dry-run"]), ("approved", None, True))
        self.assertEqual(self.status(), before)
        for reason in ("", " ", "\t\u00a0\u3000\u200b"):
            self.assertEqual(self.decide("approve", item, reason=reason, status=1)["answer"],
                             "reason-missing")
        self.assertEqual(self.decide("approve", item, actor="1000001", status=1)["answer"], "not-authorized")
        self.assertEqual(self.commit(status=1)["answer"], "not-now")
        done = self.decide("approve", item, at="2022-12-01T10:04:00-09:00")
        self.assertEqual((done["answer"], done["approved"], done["review"]["account"]["name"]),
                         ("approved", ["court-go-live-unknown"], "Arthur Sample"))
        self.assertEqual(self.decide("approve", item, status=1)["answer"], "not-waiting")
        made = self.commit()
        self.assertEqual((made["answer"], made["approved"]), ("ok", ["court-go-live-unknown"]))
        verified = self.ecflink("verify", self.address, "--as-of", "2022-12-02T12:00:00Z", "--format", "json")
        self.assertEqual(verified["courts"]["akd"]["allow"], 1)
        self.assertEqual([one["state"] for one in self.queue(self.address, "--all", "--format", "json")],
                         ["linked"])

    def test_the_filer_comes_back_after_the_approval(self):
        item = self.hold()["item"]
        self.decide("approve", item)
        begun = self.hold(at="2022-12-02T10:00")
        self.assertEqual((begun["needs-approval"], begun["item"]), (False, None))
        self.assertEqual(self.commit(at="2022-12-02T10:01")["answer"], "ok")

    def test_a_rejected_link_is_not_made(self):
        item = self.hold()["item"]
        self.assertEqual(self.decide("reject", item, reason="another person")["answer"], "rejected")
        self.assertEqual(self.commit(status=1)["answer"], "not-now")
        self.assertEqual(self.queue(self.address, "--all", "--format", "json")[0]["reason"], "another person")
        self.queue("show", self.address, 9999, status=3)
        self.queue(status=2)

    def test_nothing_secret_is_kept(self):
        self.hold()
        with open(os.path.join(self.place, "link.json"), encoding="utf-8") as file:
            kept = json.load(file)
        self.queue(self.address, "--format", "json")
        for secret in (kept["handle"], kept["session"], CENTRAL_PASSWORD, ACCOUNT_PASSWORD):
            self.assertNotIn(secret.encode(), self.seen)
            for name in glob.glob(os.path.join(self.place, "court.db*")):
                with open(name, "rb") as file:
                    self.assertNotIn(secret.encode(), file.read(), name)


class Whole(LedgerTest):
    """A command does all of what it was told, or nothing, and says which row stood in the way."""

    def write(self, name, text):
        os.makedirs(os.path.join(self.place, "more"), exist_ok=True)
        with open(os.path.join(self.place, "more", name), "w", encoding="utf-8") as file:
            file.write(text)

    def fail(self, *words, status=3):
        """What a command says that does not do what it was told; the ledger is as before."""
        before = self.status()
        self.seen = b""
        self.ecflink(*words, status=status)
        said = self.seen.decode()
        self.assertEqual(self.status(), before)
        return said

    def test_duties(self):
        self.init()
        event = self.link()["event"]
        said = self.fail("ledger", "obligations", self.address, "--done", f"{event}:end-sessions",
                         "--done", "999:refresh-menus")
        self.assertIn("event 999 has no open obligation refresh-menus", said)
        left = self.ecflink("ledger", "obligations", self.address, "--done", f"{event}:end-sessions",
                            "--done", f"{event}:refresh-menus", "--done", f"{event}:end-sessions",
                            "--format", "json")
        self.assertEqual(len(left), 3)

    def test_contacts_of_an_unknown_account(self):
        self.init()
        self.write_folder("wiwd,known,attorney,active,A Known\nwiwd,twice,attorney,active,A B\n"
                          "wiwd,twice,attorney,active,A B\n")
        self.write("contacts.csv", 'court,login,contact,proven\nwiwd,known,"k***n\n@example.org",true\n'
                                   "wiwd,former,f***r@example.org,true\nwiwd,twice,t***e@example.org,true\n")
        for words in (("load", self.address, "more"), ("init", "sqlite:new.db", "--from", "more")):
            said = self.fail("ledger", *words)
            self.assertIn("more/contacts.csv:4: error: there is no account former of court wiwd", said)
            self.assertIn("more/contacts.csv:5: error: there is no account twice of court wiwd", said)
        self.assertFalse(os.path.exists(os.path.join(self.place, "new.db")))

    def test_rows_of_one_key_are_named(self):
        self.init()
        self.write_folder("wiwd,twice,attorney,active,A B\nwiwd,twice,attorney,locked,A B\n",
                          centrals="7,individual,active,upgraded,enrolled,attorney-filer,A B\n" * 2)
        loaded = self.ecflink("ledger", "load", self.address, "more", "--format", "json", status=1)
        self.assertEqual((loaded["ambiguous"], [one["place"] for one in loaded["ambiguous-rows"]]),
                         (4, ["more/central_accounts.csv:2", "more/central_accounts.csv:3",
                              "more/court_accounts.csv:2", "more/court_accounts.csv:3"]))
        self.assertIn(b"more/court_accounts.csv:3: warning: more than one row has the key wiwd twice",
                      self.seen)

    def test_rows_that_are_not_imported_are_named(self):
        self.init()
        self.write_folder("wiwd,bright,attorney,active,Bo Bright\n",
                          centrals="1000009,individual,closed,upgraded,enrolled,attorney-filer,Cy Doe\n",
                          links="wiwd,nobody,1000003,2022-05-02T10:00:00-05:00,court\n"
                                "wiwd,bright,1000009,2022-05-02T10:00:00-05:00,court\n"
                                "wiwd,asample,1000001,sometime,court\n")
        self.ecflink("ledger", "load", self.address, "more", status=0)
        imported = self.ecflink("import", self.address, "more", "--at", "2022-05-07T09:00:00Z",
                                "--format", "json", status=1)
        self.assertEqual([(row["place"], row["answer"]) for row in imported["rows"]],
                         [(f"more/links.csv:{line}", "refused") for line in (2, 3, 4)])
        self.assertEqual((imported["rows"][1]["account"]["name"], imported["rows"][1]["central"]["name"]),
                         ("Bo Bright", "Cy Doe"))
        self.assertIn(("central-closed", "refuse"), [(one["finding"], one["disposition"])
                                                     for one in imported["rows"][1]["findings"]])
        self.assertIn(b'more/links.csv:4:22: warning: linked_at: the field cannot be read; found "sometime"',
                      self.seen)
        shown = self.ecflink("import", self.address, "more", "--at", "2022-05-07T09:00:00Z", status=1)
        for seen in ("more/links.csv:3", "Bo Bright", "Cy Doe", "central-closed (refuse)"):
            self.assertIn(seen, " ".join(shown.split()))
        self.write("links.csv", "court,login,central_id,linked_at,linkedat\n")
        self.seen = b""
        self.ecflink("import", self.address, "more", "--at", "2022-05-07T09:00:00Z")
        self.assertIn(b"linkedat", self.seen)

    def test_init_ends_like_the_import_it_does(self):
        self.write_folder("wiwd,bright,attorney,active,Bo Bright\n",
                          links="wiwd,nobody,1000003,2022-05-02T10:00:00-05:00,court\n")
        made = self.ecflink("ledger", "init", self.address, "--from", "more", "--at", "2022-05-07T09:00:00Z",
                            "--format", "json", status=1)
        self.assertEqual([row["place"] for row in made["rows"]], ["more/links.csv:2"])
        self.assertEqual(self.status()["court-accounts"], 1)
        text = self.ecflink("ledger", "init", "sqlite:other.db", "--from", "more",
                            "--at", "2022-05-07T09:00:00Z", status=1)
        self.assertIn("account-unknown (refuse)", " ".join(text.split()))

    def test_tombstones_of_links_that_stand(self):
        self.init()
        self.link()
        self.write_folder("")
        self.write("tombstones.csv", "court,login,central_id,removed_at,actor,reason\n"
                                     "wiwd,asample,1000001,2022-05-02T20:00:00Z,clerk,\"a namesake\"\n")
        for taken in (1, 0):
            loaded = self.ecflink("ledger", "load", self.address, "more", "--format", "json", status=1)
            self.assertEqual(loaded["tombstones"], taken)
            self.assertEqual([(one["place"], one["login"]) for one in loaded["links-that-stand"]],
                             [("more/tombstones.csv:2", "asample")])
        self.assertIn(b"more/tombstones.csv:2: warning: the link of wiwd asample with 1000001", self.seen)
        self.ecflink("unlink", self.address, "--court", "wiwd", "--login", "asample", "--central", "1000001",
                     "--as", "court", "--actor", "clerk7", "--reason", "a namesake",
                     "--at", "2022-05-03T09:00")
        self.ecflink("ledger", "load", self.address, "more")

    def test_rows_whose_times_contradict_each_other(self):
        self.init()
        self.write_folder("")
        self.write("tombstones.csv", "court,login,central_id,removed_at,lifted_at\n"
                                     "wiwd,a,1,2022-05-02T20:00:00Z,2022-05-02T20:00:00Z\n"
                                     "wiwd,b,1,2022-05-02T20:00:00Z,2022-05-02T19:59:59Z\n")
        self.write("registrations.csv",
                   "court,central_id,type,role,state,submitted_at,decided_at\n"
                   "wiwd,1000001,admission,attorney,rejected,2022-05-02T09:00,2022-05-01T09:00\n")
        loaded = self.ecflink("ledger", "load", self.address, "more", "--format", "json", status=1)
        self.assertEqual((loaded["malformed"], loaded["tombstones"], loaded["registrations"]), (2, 1, 0))
        self.assertIn(b"more/tombstones.csv:3: warning: lifted_at is earlier than removed_at", self.seen)
        self.assertIn(b"more/registrations.csv:2: warning: decided_at is earlier than submitted_at",
                      self.seen)

    def test_a_request_without_its_person_stops_everything(self):
        self.init()
        self.write_folder("wiwd,new,attorney,active,New Filer\n")
        self.write("registrations.csv", "court,central_id,type,role,state\n"
                                        "wiwd,1000001,admission,attorney,rejected\n"
                                        "wiwd,9999999,admission,attorney,submitted\n")
        before = self.ecflink("ledger", "status", self.address, "--format", "json")
        for words in (("load", self.address, "more"), ("load", self.address, "more", "--dry-run")):
            self.seen = b""
            self.ecflink("ledger", *words, status=3)
            self.assertIn(b"more/registrations.csv:3: error: there is no central account 9999999", self.seen)
            self.assertNotIn(b"registrations.csv:2", self.seen)   # the ledger has this one
        self.assertEqual(self.ecflink("ledger", "status", self.address, "--format", "json"), before)
        for words in (("--dry-run",), ()):
            self.ecflink("ledger", "init", "sqlite:new.db", "--from", "more", *words, status=3)
        self.assertFalse(os.path.exists(os.path.join(self.place, "new.db")))

    def test_unlink_shows_what_it_takes_apart(self):
        self.init()
        self.link()
        unlink = ("unlink", self.address, "--court", "wiwd", "--login", "asample", "--central", "1000001",
                  "--as", "court", "--actor", "clerk7")
        for how in (("--dry-run",), ()):
            shown = self.ecflink(*unlink, "--reason", "x", "--at", "2022-05-03T09:00", *how,
                                 "--format", "json")
            review = shown["review"]
            self.assertEqual((review["account"]["name"], review["central"]["name"], shown["answer"]),
                             ("Attorney Sample", "Attorney Sample", "removed"))
            self.assertTrue(review["permanent"])
        for reason in (" ", "\u2003\u00a0"):
            told = self.ecflink(*unlink, "--reason", reason, "--format", "json", status=1)
            self.assertEqual(told["answer"], "reason-missing")
        early = self.ecflink(*unlink, "--reason", "x", "--at", "2022-04-24T09:00", "--format", "json",
                             status=1)
        self.assertEqual(early["answer"], "not-linked")

    def test_an_unlink_before_its_link(self):
        self.init()
        self.link()
        early = self.ecflink("unlink", self.address, "--court", "wiwd", "--login", "asample", "--central",
                             "1000001", "--as", "court", "--actor", "clerk7", "--reason", "x",
                             "--at", "2022-04-24T09:00", "--format", "json", status=1)
        self.assertEqual(early["answer"], "before-link")


class DryRun(LedgerTest):
    def test_a_dry_run_has_every_member(self):
        self.init()
        self.begin()
        commit = ("link", "commit", self.address, "--handle-file", "link.json", "--at", "2022-04-25T08:12",
                  "--yes", "--format", "json", "--explain")
        dry = self.ecflink(*commit, "--dry-run")
        made = self.ecflink(*commit)
        self.assertEqual(set(dry), set(made))
        self.assertEqual((dry["event"], dry["linked-at"]), (None, made["linked-at"]))
        begin = ("--format", "json", "--dry-run")
        asked = self.begin(*begin, central="1000003", status=1)
        self.assertEqual((asked["answer"], asked["dry-run"]), ("cannot-link", True))   # linked elsewhere

    def test_a_dry_run_of_begin_guesses_no_password(self):
        """It checks none, counts none, and gives no handle."""
        self.init()
        for _ in range(7):
            asked = self.begin("--format", "json", "--dry-run", passwords=("wrong", "wrong"))
            self.assertEqual((asked["answer"], asked["handle-file"]), ("ok", None))
            self.assertEqual(asked["page"]["account"]["name"], "Attorney Sample")
        real = self.begin("--format", "json")
        self.assertEqual(set(real), set(asked))

    def test_a_dry_run_of_load_counts_what_the_load_does(self):
        self.init()
        load = ("ledger", "load", self.address, self.write_folder(
            "wiwd,asample,attorney,active,Attorney Sample-Smith\nwiwd,new,attorney,active,Ann New\n",
            "2000001,individual,active,upgraded,enrolled,attorney-filer,Ann New\n"), "--format", "json",
                "--at", "2022-04-20T14:00:00Z")
        before = self.status()
        dry = self.ecflink(*load, "--dry-run")
        self.assertEqual(self.status(), before)
        made = self.ecflink(*load)
        self.assertEqual((dry.pop("dry-run"), made.pop("dry-run")), (True, False))
        self.assertEqual(dry, made)
        self.assertEqual((made["added"], made["changed"]), (2, 1))

    def test_nothing_changes(self):
        self.place = sample_ledger(self.folder)
        pair = ("--court", "nysb", "--login", "nquist", "--central", "1000002")
        agent = ("--court", "nysb", "--agent", "nquist", "--principal", "rtamm", "--as", "court",
                 "--actor", "clerk7")
        before = self.status()
        files = sorted(os.listdir(self.place))
        with open(os.path.join(self.place, "link.json"), "rb") as file:
            handle = file.read()
        for status, *command in (
                (0, "ledger", "migrate", self.address),
                (0, "ledger", "adopt", self.address, "--set", "name-differs=hold"),
                (0, "ledger", "init", "sqlite:other.db", "--key-file", "other.keys",
                 "--from", "examples/filers"),
                (0, "ledger", "load", self.address, "examples/filers"),
                (0, "ledger", "password", self.address, "--central", "1000001"),
                (0, "ledger", "password", self.address, "--court", "wiwd", "--login", "asample"),
                (3, "ledger", "password", self.address, "--court", "wiwd", "--login", "nobody"),
                (0, "ledger", "obligations", self.address),
                (3, "ledger", "obligations", self.address, "--done", "1:end-sessions"),
                (0, "link", "begin", self.address, "--court", "wiwd", "--login", "asample",
                 "--central", "1000001", "--handle-file", "new.json", "--at", "2022-04-25T08:12"),
                (1, "link", "begin", self.address, "--court", "wiwd", "--login", "nobody",
                 "--central", "1000001", "--handle-file", "link.json", "--at", "2022-04-25T08:12"),
                (0, "link", "cancel", self.address, "--handle-file", "link.json", "--at", "2022-04-25T08:12"),
                (1, "link", "cancel", self.address, "--handle-file", "link.json", "--at", "2022-04-26T08:12"),
                (3, "ledger", "migrate", "sqlite:mistyped.db"),
                (0, "link", "commit", self.address, "--handle-file", "link.json", "--at", "2022-04-25T08:12"),
                (0, "unlink", self.address, *pair, "--as", "court", "--actor", "clerk7", "--reason", "x"),
                (0, "import", self.address, "examples/filers"),
                (0, "register", "submit", self.address, "--court", "nysb", "--central", "1000001",
                 "--type", "admission", "--role", "attorney"),
                (0, "register", "approve", self.address, "13", "--login", "nfiler"),
                (1, "register", "submit", self.address, "--central", "1000003", "--request", "12"),
                (0, "agent", "add", self.address, *agent), (1, "agent", "remove", self.address, *agent)):
            with self.subTest(command):
                told = self.ecflink(*command, "--dry-run", status=status)
                self.assertEqual(self.status(), before)
                self.assertEqual(sorted(os.listdir(self.place)), files)
                if status == 0 and command[0] in ("ledger", "link") and \
                        command[1] not in ("migrate", "adopt"):
                    self.assertIn("Nothing was written.", told)
        with open(os.path.join(self.place, "link.json"), "rb") as file:
            self.assertEqual(file.read(), handle)


class Migration(LedgerTest):
    def make_old_ledger(self):
        with open(os.path.join(support.SOURCE, "tests/ledger/data/ledger_0.1.0.sql"),
                  encoding="utf-8") as file:
            script = file.read()
        with sqlite3.connect(os.path.join(self.place, "court.db")) as database:
            database.executescript(script.replace(" BIGINT", " INTEGER"))
        database.close()
        key_file = os.path.join(self.place, "court.keys")
        with open(key_file, "w", encoding="ascii") as file:
            file.write("ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n")
        os.chmod(key_file, 0o600)

    def migrate(self, *more, status=0):
        return self.ecflink("ledger", "migrate", self.address, "--format", "json", *more, status=status)

    def test_a_ledger_of_0_1_0(self):
        self.make_old_ledger()
        self.ecflink("ledger", "status", self.address, status=3)
        self.assertEqual(self.migrate("--dry-run", "--key-file", "none"),
                         {"ledger": self.address, "versions": 2, "dry-run": True})
        self.ecflink("ledger", "status", self.address, status=3)
        self.assertEqual(self.migrate("--at", "2022-06-01T12:00:00Z")["versions"], 2)
        self.assertEqual(self.migrate("--key-file", "none")["versions"], 0)
        self.ecflink("ledger", "adopt", self.address)
        self.assertEqual(self.status()["schema"], 3)
        access = ("access", self.address, "--court", "wiwd", "--second-factor",
                  "--at", "2022-06-02T12:00:00Z", "--format", "json", "--central")
        self.assertEqual([(one["login"], one["level"]) for one in self.ecflink(*access, "2000001")["access"]],
                         [("aadmitted", "limited-file")])
        self.assertTrue(self.ecflink("audit", "verify", self.address, "--format", "json")["whole"])

    def test_a_mistyped_name_makes_no_ledger(self):
        self.make_old_ledger()
        before = sorted(os.listdir(self.place))
        for more in ((), ("--dry-run",)):
            self.ecflink("ledger", "migrate", "sqlite:cuort.db", *more, status=3)
        self.assertEqual(sorted(os.listdir(self.place)), before)


class Files(LedgerTest):
    def mode(self, name):
        return stat.S_IMODE(os.stat(os.path.join(self.place, name)).st_mode)

    def test_for_the_owner_alone(self):
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        self.init()
        self.begin()
        os.chmod(os.path.join(self.place, "link.json"), 0o666)   # an older one, open to all
        self.begin(at="2022-04-25T08:11")
        for name in ("court.db", "court.keys", "link.json"):
            self.assertEqual(self.mode(name), 0o600, name)

    def test_a_key_file_that_others_can_read(self):
        self.init()
        path = os.path.join(self.place, "court.keys")
        with open(path, encoding="ascii") as file:
            key = file.read().splitlines()[0]
        for mode in (0o640, 0o604, 0o660):
            os.chmod(path, mode)
            self.begin(status=3)
        os.chmod(path, 0o600)
        with open(path, "a", encoding="ascii") as file:
            file.write("not a key " + key[20:] + "\n")
        self.begin(status=3)
        self.assertNotIn(key[20:].encode(), self.seen)
        self.ecflink("unlink", self.address, "--court", "a", "--login", "b", "--central", "c",
                     "--as", "court", "--actor", "d", "--key-file", "none", status=3)

    def test_a_handle_file_that_is_none(self):
        self.init()
        with open(os.path.join(self.place, "link.json"), "w", encoding="ascii") as file:
            file.write('{"handle": "canary handle", "session": "canary session"')
        self.ecflink("link", "commit", self.address, "--handle-file", "link.json", "--yes", status=3)
        self.assertNotIn(b"canary", self.seen)

    def test_outputs_in_the_place_of_what_is_read(self):
        self.init()
        self.write_folder("")
        with open(os.path.join(self.place, "more.json"), "w", encoding="ascii") as file:
            file.write('{"ecflink-policy": 1, "applies-to": "all"}')
        before = self.status()
        for name in ("court.keys", "court.db", "more/links.csv", "./more/../more/court_accounts.csv"):
            with open(os.path.join(self.place, name), "rb") as file:
                content = file.read()
            with self.subTest(name):
                self.ecflink("import", self.address, "more", "--out", name, status=2)
                with open(os.path.join(self.place, name), "rb") as file:
                    self.assertEqual(file.read(), content)
        for command in ("verify", "forecast"):
            self.ecflink(command, self.address, "--out", "court.db", status=2)
            self.ecflink(command, self.address, "--policy", "more.json", "--out", "more.json", status=2)
        self.assertEqual(self.status(), before)

    def test_no_ledger_leaves_no_key(self):
        self.init()
        self.ecflink("ledger", "init", self.address, "--key-file", "new.keys", status=3)
        self.assertFalse(os.path.exists(os.path.join(self.place, "new.keys")))

    def test_contacts_are_read_to_the_letter(self):
        self.init()
        self.write_folder("")
        for text in ("court,login,contact\n",
                     "court,login,contact,proven\nwiwd,asample,a***@example.org,maybe\n",
                     "court,login,contact,proven\nwiwd,asample,a***@example.org\n",
                     'court,login,contact,proven\nwiwd,"asample,a,true\n', ""):
            with open(os.path.join(self.place, "more", "contacts.csv"), "w", encoding="ascii") as file:
                file.write(text)
            with self.subTest(text):
                before = self.status()
                self.ecflink("ledger", "load", self.address, "more", status=3)
                self.assertEqual(self.status(), before)


class Secrets(LedgerTest):
    def test_none_shows(self):
        self.init()
        self.begin(passwords=(CENTRAL_PASSWORD, "a wrong " + ACCOUNT_PASSWORD), status=1)
        self.begin("--explain", "--format", "json")
        with open(os.path.join(self.place, "link.json"), encoding="ascii") as file:
            kept = json.load(file)
        with open(os.path.join(self.place, "court.keys"), encoding="ascii") as file:
            key = file.read().splitlines()[0].partition(":")[2]
        for name in glob.glob(os.path.join(self.place, "court.db*")):
            with open(name, "rb") as file:
                self.seen += file.read()
        self.ecflink("link", "commit", self.address, "--handle-file", "link.json", "--at", "2022-04-25T08:12",
                     "--yes", "--explain", "--record", "record.json")
        self.ecflink("audit", "export", self.address, "--out", "trail.jsonl")
        for name in ("record.json", "trail.jsonl", "court.db"):
            with open(os.path.join(self.place, name), "rb") as file:
                self.seen += file.read()
        for secret in (CENTRAL_PASSWORD, ACCOUNT_PASSWORD, kept["handle"], kept["session"], key):
            self.assertNotIn(secret.encode(), self.seen)

    def test_empty_and_endless_passwords(self):
        self.init()
        self.begin(status=2, passwords=("", ACCOUNT_PASSWORD))
        self.begin(status=2, passwords=(CENTRAL_PASSWORD, "x" * 5000))
        self.ecflink("ledger", "password", self.address, "--central", "1000001",
                     "--password-fd", "77", status=2)
        self.ecflink("ledger", "password", self.address, "--central", "1000001",
                     status=2)   # there is no terminal

    def test_one_descriptor_gives_both(self):
        self.init()
        done = shell("ecflink link begin sqlite:court.db --court wiwd --login asample --central 1000001 "
                     "--handle-file link.json --key-file court.keys --at 2022-04-25T08:10 "
                     "--central-password-fd 3 --account-password-fd 3 "
                     f"3< <(printf '%s\\n%s\\n' '{CENTRAL_PASSWORD}' '{ACCOUNT_PASSWORD}')", self.place)
        self.check(done, 0)


class Conversation:
    """The program at a terminal of its own."""

    def __init__(self, place, *arguments, **changes):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            default_signals()
            os.chdir(place)
            os.execve(support.PROGRAM, [support.PROGRAM, *arguments],
                      environment(**{"ECFLINK_KEY_FILE": "court.keys", **changes}))
        self.shown = b""

    def wait_for(self, text):
        give_up = time.monotonic() + 60
        while text not in self.shown:
            if not select.select([self.terminal], [], [], max(0, give_up - time.monotonic()))[0]:
                raise AssertionError((text, self.shown))
            self.shown += os.read(self.terminal, 4096)

    def is_echoing(self):
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def say(self, text):
        os.write(self.terminal, text)

    def end(self):
        try:
            while chunk := os.read(self.terminal, 4096):
                self.shown += chunk
        except OSError:   # the program has ended
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


class Terminal(LedgerTest):
    def begin_at_terminal(self):
        talk = Conversation(self.place, "link", "begin", self.address, "--court", "wiwd",
                            "--login", "asample", "--central", "1000001",
                            "--handle-file", "link.json", "--at", "2022-04-25T08:10")
        talk.wait_for(b"Password of PACER account 1000001: ")
        return talk

    def test_passwords_are_not_echoed(self):
        self.init()
        talk = self.begin_at_terminal()
        self.assertFalse(talk.is_echoing())
        talk.say(CENTRAL_PASSWORD.encode() + b"\n")
        talk.wait_for(b"Password of login asample at wiwd (CM/ECF account): ")
        for name in ("cmdline", "environ"):
            with open(f"/proc/{talk.pid}/{name}", "rb") as file:
                self.assertNotIn(CENTRAL_PASSWORD.encode(), file.read())
        talk.say(ACCOUNT_PASSWORD.encode() + b"\n")
        self.assertEqual(talk.end(), 0)
        self.assertIn(b"Do you want to link these two accounts?", talk.shown)
        self.assertNotIn(b"canary", talk.shown)

        talk = Conversation(self.place, "link", "commit", self.address, "--handle-file", "link.json",
                            "--at", "2022-04-25T08:12")
        talk.wait_for(b"Type yes")
        self.assertTrue(talk.is_echoing())
        talk.say(b"no\n")
        self.assertEqual(talk.end(), 1)
        self.assertEqual(self.status()["active-links"], 1)
        talk = Conversation(self.place, "link", "commit", self.address, "--handle-file", "link.json",
                            "--at", "2022-04-25T08:12")
        talk.wait_for(b"Type yes")
        talk.say(b"yes\n")
        self.assertEqual(talk.end(), 0)
        self.assertIn(b"The accounts are linked.", talk.shown)

    def test_signals_leave_the_terminal_as_it_was(self):
        self.init()
        for end in (b"\x03", signal.SIGTERM, signal.SIGHUP):
            with self.subTest(end):
                talk = self.begin_at_terminal()
                self.assertFalse(talk.is_echoing())
                # The terminal's attributes are its own: keep it open past the program's end.
                other = os.open(os.readlink(f"/proc/{talk.pid}/fd/0"), os.O_RDWR | os.O_NOCTTY)
                if end == b"\x03":
                    talk.say(end)
                else:
                    os.kill(talk.pid, end)
                _, status = os.waitpid(talk.pid, 0)
                self.assertEqual(os.waitstatus_to_exitcode(status), 5)
                self.assertTrue(talk.is_echoing())
                os.close(other)
                os.close(talk.terminal)

    def test_a_new_password_is_typed_twice(self):
        self.init()
        before = self.status()
        for second, status in (("other", 2), ("same", 0)):
            talk = Conversation(self.place, "ledger", "password", self.address, "--central", "1000003")
            talk.wait_for(b"New password of central account 1000003: ")
            talk.say(b"same\n")
            talk.wait_for(b"Again: ")
            talk.say(second.encode() + b"\n")
            self.assertEqual(talk.end(), status)
            self.assertEqual(self.status()["events"], before["events"] + (status == 0))


if __name__ == "__main__":
    support.main()[1]()
