#!/usr/bin/env python3
"""Looks for secrets wherever a ledger in use leaves bytes.

These are what was printed, every file of the database, the server's log at its most talkative, and core
files.

    canary_test.py --program build/dev/src/cli/ecflink

A secret is a password, a key, a handle or a session's secret. Each is looked for as it stands, in
hexadecimal, in both kinds of base64 and in UTF-16. A word that must be everywhere shows that the search
finds what is there.
"""
import base64
import json
import os
import pathlib
import signal
import sys
import unittest

import ledger_commands_test as commands
import support
from canary_test_forms import TALKATIVE, forms
from ledger_commands_test import ACCOUNT_PASSWORD, CENTRAL_PASSWORD

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "ledger"))
from with_postgresql import postgresql_server  # noqa: E402

KNOWN_WORD = b"asample"   # no secret: it is in every database and in every log


class Canary(commands.Life):
    """The same life of a ledger, with everything kept that could give a secret away."""

    # The life itself is tested elsewhere; here it is only lived.
    test_in_sqlite = None
    test_in_postgresql = None

    def setUp(self):
        super().setUp()
        self.secrets = {CENTRAL_PASSWORD, ACCOUNT_PASSWORD, "a wrong " + ACCOUNT_PASSWORD}

    def begin(self, *more, **options):
        done = super().begin("--explain", *more, **options)
        path = os.path.join(self.place, "link.json")
        if os.path.exists(path):
            with open(path, encoding="ascii") as file:
                kept = json.load(file)
            self.secrets |= {kept["handle"], kept["session"]}
        return done

    def live_with_trouble(self):
        self.live()
        for password in (ACCOUNT_PASSWORD, "a wrong " + ACCOUNT_PASSWORD):
            self.begin("--set", "name-differs=hold", status=1, at="2022-05-08T10:00",
                       passwords=(password, password))
        self.ecflink("link", "commit", self.address + ".none", "--handle-file", "none.json", status=3)

    def look(self, *places):
        """Looks for every secret in what was shown and in all files of the places."""
        with open(os.path.join(self.place, "court.keys"), encoding="ascii") as file:
            key = file.read().splitlines()[0].partition(":")[2]
        raw = base64.urlsafe_b64decode(key + "=")
        needles = ({form for secret in self.secrets | {key} for form in forms(secret)} |
                   {raw, raw.hex().encode(), base64.b64encode(raw).rstrip(b"=")})
        heaps = {"what was shown": self.seen}
        for place in places:
            for path in (path for path in pathlib.Path(place).rglob("*")
                         if path.is_file() and not path.is_symlink() and
                         path.name not in ("court.keys", "link.json")):
                heaps[str(path)] = path.read_bytes()
        for name, heap in heaps.items():
            for needle in needles:
                self.assertNotIn(needle, heap, name)
        return heaps

    def test_sqlite_leaves_none(self):
        self.live_with_trouble()
        heaps = self.look(self.place)
        self.assertTrue(any(KNOWN_WORD in heap for name, heap in heaps.items() if name.endswith("court.db")))

    def test_postgresql_leaves_none(self):
        with postgresql_server(fast=True, settings=TALKATIVE) as server:
            self.address = server.url
            self.live_with_trouble()
            server.run("psql", server.url, "--command", "CHECKPOINT")
            heaps = self.look(self.place, server.folder)
        self.assertIn(KNOWN_WORD, heaps[os.path.join(server.folder, "log")])
        self.assertTrue(any(KNOWN_WORD in heap for name, heap in heaps.items() if "/data/base/" in name))

    def test_no_core_file_is_left(self):
        self.init()
        super().begin()

        def dies_with_core(talk):
            os.kill(talk.pid, signal.SIGABRT)
            _, status = os.waitpid(talk.pid, 0)
            os.close(talk.terminal)
            self.assertTrue(os.WIFSIGNALED(status))
            return os.WCOREDUMP(status)

        talk = commands.Conversation(self.place, "link", "commit", self.address, "--handle-file", "link.json",
                                     "--at", "2022-04-25T08:12")
        talk.wait_for(b"Type yes")
        self.assertFalse(dies_with_core(talk))
        talk = commands.Conversation(self.place, "link", "begin", self.address, "--court", "wiwd",
                                     "--login", "asample", "--central", "1000001",
                                     "--handle-file", "other.json")
        talk.wait_for(b"Password of PACER account 1000001: ")
        self.assertFalse(dies_with_core(talk))


class Forms(unittest.TestCase):
    def test_every_form_is_found_wherever_it_stands(self):
        for before in ("", "a", "ab", "abc"):
            text = (before + CENTRAL_PASSWORD + "tail").encode()
            for heap in (text, text.hex().encode(), base64.b64encode(text), base64.urlsafe_b64encode(text)):
                self.assertTrue(any(form in heap for form in forms(CENTRAL_PASSWORD)), heap)


if __name__ == "__main__":
    support.main()[1]()
