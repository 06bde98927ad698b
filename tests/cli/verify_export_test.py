#!/usr/bin/env python3
"""The page of Python that verifies an export of an audit trail, on real exports and on tampered ones.

    verify_export_test.py --program build/dev/src/cli/ecflink

The exports are those of the sample ledger, and of a ledger of 0.1.0 that was migrated.
"""
import hashlib
import importlib.util
import json
import os
import sqlite3
import subprocess
import sys

import support
from support import ProgramTest, environment, run, sample_ledger

SCRIPT = os.path.join(support.SOURCE, "examples", "verify_audit_export.py")
OLD_LEDGER = os.path.join(support.SOURCE, "tests", "ledger", "data", "ledger_0.1.0.sql")
OLD_KEY = "ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"

spec = importlib.util.spec_from_file_location("verify_audit_export", SCRIPT)
page = importlib.util.module_from_spec(spec)
spec.loader.exec_module(page)


class ExportTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.place = sample_ledger(self.folder)
        self.address = "sqlite:court.db"
        self.lines, self.witness = self.signed_export()
        self.public_key = self.key_of(self.witness)

    def ecflink(self, *arguments):
        done = run(*arguments, env=environment(ECFLINK_KEY_FILE="court.keys"), cwd=self.place)
        return self.check(done, 0).stdout

    def signed_export(self):
        """An export whose last checkpoint signs all of it, and that checkpoint as a witness."""
        witness = self.ecflink("audit", "witness", self.address, "--at", "2022-06-01T12:00:00Z")
        return self.ecflink("audit", "export", self.address).splitlines(keepends=True), witness

    @staticmethod
    def key_of(line):
        return json.loads(line)["public-key"]

    def written(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else b"".join(content))
        return path

    def verdict(self, lines, witness=None, keys=None):
        """What is wrong; None: nothing."""
        export = self.written("trail", lines)
        kept = self.written("witness", witness) if witness else None
        try:
            page.verify(export, kept, {key.encode() for key in keys or [self.public_key]})
        except SystemExit as wrong:
            return str(wrong)
        return None

    def assert_wrong(self, what, lines, **options):
        said = self.verdict(lines, **options)
        self.assertIsNotNone(said, f"nothing was found: {what}")
        return said


def checkpoints_begin(lines):
    """The first line of a checkpoint over all chains."""
    return next(at for at, line in enumerate(lines)
                if line.startswith(b'{"checkpoint":{"at"') and b'"heads"' in line)


class OfTheSampleLedger(ExportTest):
    def test_a_whole_export_is_whole(self):
        entries = sum(1 for line in self.lines if line.startswith(b'{"court"'))
        courts = {json.loads(line)["court"] for line in self.lines if line.startswith(b'{"court"')}
        self.assertGreater(len(courts), 2)
        self.assertIsNone(self.verdict(self.lines))
        self.assertIsNone(self.verdict(self.lines, witness=self.witness))
        done = subprocess.run([sys.executable, SCRIPT, self.written("trail", self.lines), "--public-key",
                               self.public_key, "--witness", self.written("witness", self.witness)],
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn(f"{entries} entries in {len(courts)} chains are whole", done.stdout)
        self.assertIn("sign all but the last 0", done.stdout)

    def test_it_says_what_no_checkpoint_signs(self):
        self.ecflink("link", "cancel", self.address, "--handle-file", "link.json", "--at", "2022-04-25T08:11")
        export = self.written("trail", self.ecflink("audit", "export", self.address))
        self.assertIn("sign all but the last 1", page.verify(export, None, {self.public_key.encode()}))

    def test_every_line_counts(self):
        for at, line in enumerate(self.lines):
            others = self.lines[:at], self.lines[at + 1:]
            self.assert_wrong(f"line {at + 1} deleted", others[0] + others[1], witness=self.witness)
            self.assert_wrong(f"line {at + 1} twice", others[0] + [line, line] + others[1])
            for byte in range(0, len(line) - 1, 7):
                changed = bytearray(line)
                changed[byte] ^= 1
                self.assert_wrong(f"byte {byte} of line {at + 1}", others[0] + [bytes(changed)] + others[1],
                                  witness=self.witness)

    def test_every_place_counts(self):
        def chain_of(line):
            return json.loads(line).get("court", "checkpoints")
        for at, line in enumerate(self.lines):
            later = next((other for other in range(at + 1, len(self.lines))
                          if chain_of(self.lines[other]) == chain_of(line)), None)
            if later is not None:
                swapped = list(self.lines)
                swapped[at], swapped[later] = swapped[later], swapped[at]
                self.assert_wrong(f"lines {at + 1} and {later + 1} swapped", swapped)

    def rechained(self, lines, ledger):
        """All hashes made to fit again, as somebody without the keys can."""
        last, made = {}, []
        for line in lines:
            if not line.startswith(b'{"court"'):
                made.append(line)
                continue
            said = json.loads(line)
            court = said["court"]
            place, before = last.get(court, (0, hashlib.sha256(
                f"ecflink-audit-2:{ledger}:{court}".encode()).digest()))
            body = line[line.index(b',"entry":') + len(b',"entry":'):line.rindex(b',"event":')]
            place += 1
            now = hashlib.sha256(before + place.to_bytes(8, "big") + said["event"].to_bytes(8, "big") +
                                 body).digest()
            last[court] = place, now
            made.append(b'{"court":"%s","entry":%s,"event":%d,"hash":"%s","place":%d}\n' % (
                court.encode(), body, said["event"], now.hex().encode(), place))
        return made

    def test_what_is_chained_again_is_found_by_the_checkpoints(self):
        ledger = json.loads(self.witness)["checkpoint"]["ledger"]
        self.assertEqual(self.rechained(self.lines, ledger), self.lines)
        at = next(at for at, line in enumerate(self.lines) if b'"court":"wiwd"' in line)
        changed = list(self.lines)
        changed[at] = changed[at].replace(b'"event":"', b'"event":"x', 1)
        self.assertIn("not what was chained", self.assert_wrong("a body", changed))
        self.assertIn("that a checkpoint states",
                      self.assert_wrong("a body, all hashes computed again", self.rechained(changed, ledger)))
        self.assertIn("that a checkpoint states", self.assert_wrong(
            "an entry deleted, all hashes computed again",
            self.rechained(self.lines[:at] + self.lines[at + 1:], ledger)))

    def test_keys_that_are_not_trusted_prove_nothing(self):
        self.assertIn("do not trust", self.assert_wrong("another key", self.lines, keys=["0" * 64]))
        self.assertIsNone(self.verdict(self.lines, keys=["0" * 64, self.public_key]))

    def test_an_older_copy_is_found_by_the_witness_alone(self):
        begin = checkpoints_begin(self.lines)
        first = json.loads(self.lines[begin])["checkpoint"]
        older = [line for line in self.lines[:begin] if json.loads(line)["event"] <= first["events"]]
        older.append(self.lines[begin])
        self.assertIsNone(self.verdict(older))
        self.assertIn("ends before", self.assert_wrong("an older copy", older, witness=self.witness))

    def test_a_checkpoint_of_another_ledger_is_none_of_this_one(self):
        other = [b"".join(self.lines[:checkpoints_begin(self.lines)])]
        os.rename(os.path.join(self.place, "court.db"), os.path.join(self.place, "first.db"))
        for leftover in ("court.db-wal", "court.db-shm"):
            if os.path.exists(os.path.join(self.place, leftover)):
                os.remove(os.path.join(self.place, leftover))
        # the same key, whichever ledgers the key file says that it serves
        with open(os.path.join(self.place, "court.keys"), encoding="ascii") as keys:
            lines = [line for line in keys if line.startswith("ecflink-key-1:")]
        self.written(os.path.join(self.place, "court.keys"), "".join(lines).encode())
        self.ecflink("ledger", "init", self.address, "--at", "2022-04-18T14:00:00Z")
        lines, witness = self.signed_export()
        self.assertIsNone(self.verdict(lines, witness=witness))
        self.assert_wrong("checkpoints of another ledger", other + lines[checkpoints_begin(lines):])
        self.assert_wrong("a witness of another ledger", lines, witness=self.witness)

    def test_what_is_no_export_is_refused(self):
        for content in ([], [b"\n"], [b"{}\n"], self.lines + [b"more\n"]):
            self.assert_wrong(content, content)


class OfAMigratedLedger(ExportTest):
    def setUp(self):
        ProgramTest.setUp(self)
        self.place = self.folder
        self.address = "sqlite:old.db"
        self.written("court.keys", OLD_KEY.encode())
        os.chmod(os.path.join(self.place, "court.keys"), 0o600)
        with open(OLD_LEDGER, encoding="utf-8") as script:
            old = sqlite3.connect(os.path.join(self.place, "old.db"))
            old.executescript(script.read().replace("BIGINT", "INTEGER"))
            old.close()
        self.ecflink("ledger", "migrate", self.address, "--at", "2022-06-01T11:00:00Z")
        self.lines, self.witness = self.signed_export()
        self.public_key = self.key_of(self.witness)

    def test_its_first_trail_is_whole(self):
        self.assertTrue(self.lines[0].startswith(b'{"entry":'))
        self.assertTrue(self.lines[1].startswith(b'{"checkpoint":'))
        self.assertIsNone(self.verdict(self.lines, witness=self.witness))

    def test_every_line_of_it_counts(self):
        end = next(at for at, line in enumerate(self.lines) if line.startswith(b'{"court"'))
        self.assertGreater(end, 100)
        for at in range(end):
            others = self.lines[:at], self.lines[at + 1:]
            if b'"checkpoint"' not in self.lines[at]:    # what it states, the migration states, too
                self.assert_wrong(f"line {at + 1} deleted", others[0] + others[1])
                self.assert_wrong(f"line {at + 1} twice", others[0] + [self.lines[at]] * 2 + others[1])
            changed = bytearray(self.lines[at])
            changed[len(changed) // 2] ^= 1
            self.assert_wrong(f"a byte of line {at + 1}", others[0] + [bytes(changed)] + others[1])
        self.assert_wrong("the first trail is gone", self.lines[end:])


if __name__ == "__main__":
    support.main()[1]()
