#!/usr/bin/env python3
"""Looks for secrets wherever the tests of the ledger leave bytes.

    canary_test.py [--postgresql] PROGRAM...

Runs the programs and keeps what they leave: what they print, every file of their databases and, with
--postgresql, the files and the log of the server at its most talkative. Passwords and sessions of these tests
hold the word "canary", and so does their key; handles begin with its name (support/sample_ledger.hpp). A word
that must be there shows that the search finds what is there.
"""
import base64
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
from canary_test_forms import TALKATIVE, forms  # noqa: E402
from with_postgresql import postgresql_server  # noqa: E402

KNOWN_WORD = b"asample"   # no secret: it is in every database
KEY = "canary-key-of-the-tests-canary-key-of-tests"


def start_of_handles(master):
    """Version and name of the key, in base64url: crypto_kdf of libsodium names the key."""
    name = hashlib.blake2b(key=master, digest_size=16, salt=(3).to_bytes(16, "little"),
                           person=b"ecflink1".ljust(16, b"\0")).digest()[:8]
    return base64.urlsafe_b64encode(b"\x02" + name)


def needles():
    master = base64.urlsafe_b64decode(KEY + "=")
    return forms("canary") | {start_of_handles(master), master, master.hex().encode(),
                              base64.b64encode(master)[:40]}


def found_in(heap):
    return [needle for needle in needles() if needle in heap]


class Canary(unittest.TestCase):
    PROGRAMS = []
    IN_POSTGRESQL = False

    def look(self, heaps):
        for name, heap in heaps.items():
            self.assertEqual(found_in(heap), [], name)
        self.assertTrue(any(KNOWN_WORD in heap for heap in heaps.values()))

    def heaps_of(self, folder):
        return {str(path): path.read_bytes() for path in pathlib.Path(folder).rglob("*")
                if path.is_file() and not path.is_symlink()}

    def run_programs(self, folder, **more):
        kept = {}
        for program in self.PROGRAMS:
            kept_in = {**os.environ, "ECFLINK_TEST_KEEP": "1", "TMPDIR": folder, **more}
            done = subprocess.run([program], env=kept_in, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=1200, check=False)
            self.assertEqual(done.returncode, 0, done.stdout.decode(errors="replace"))
            kept["what was shown by " + program] = done.stdout
        return kept

    def test_no_secret_is_left(self):
        with tempfile.TemporaryDirectory() as folder:
            if not self.IN_POSTGRESQL:
                shown = self.run_programs(folder)
                self.look({**shown, **self.heaps_of(folder)})
                return
            with postgresql_server(fast=True, settings=TALKATIVE) as server:
                shown = self.run_programs(folder, ECFLINK_TEST_POSTGRESQL=server.url)
                server.run("psql", server.url, "--command", "CHECKPOINT")
                self.look({**shown, **self.heaps_of(folder), **self.heaps_of(server.folder)})

    def test_the_search_finds_what_is_there(self):
        master = base64.urlsafe_b64decode(KEY + "=")
        handle = start_of_handles(master) + b"more"
        for text in (b"a canary old", KEY.encode(), master.hex().encode(), handle):
            self.assertTrue(found_in(b"before " + text + b" behind"), text)


if __name__ == "__main__":
    Canary.IN_POSTGRESQL = "--postgresql" in sys.argv
    Canary.PROGRAMS = [word for word in sys.argv[1:] if word != "--postgresql"]
    unittest.main(argv=sys.argv[:1])
