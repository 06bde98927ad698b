#!/usr/bin/env python3
"""Where the program takes its tables from: compressed files, pipes and standard input."""
import gzip
import json
import os
import shutil
import signal
import subprocess

import support
from support import SOURCE, ProgramTest, default_signals, environment, run, wait_until_caught

AS_OF = ("--as-of", "2026-06-30T12:00:00Z")
LEDGER = "examples/ledger"
QUIET = (*AS_OF, "--format", "json", "--fail-if", "none")


def bytes_of(name):
    with open(os.path.join(SOURCE, LEDGER, name), "rb") as file:
        return file.read()


def give(data, *arguments):
    """Runs the program with this standard input."""
    return subprocess.run([support.PROGRAM, *arguments], input=data, cwd=SOURCE, env=environment(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)


class Input(ProgramTest):
    def compressed(self, folder):
        """A copy of a ledger of which all tables are compressed."""
        copy = os.path.join(self.folder, "ledger")
        shutil.copytree(os.path.join(SOURCE, folder), copy)
        for name in os.listdir(copy):
            if name.endswith(".csv"):
                path = os.path.join(copy, name)
                with open(path, "rb") as plain, gzip.open(path + ".gz", "wb") as packed:
                    shutil.copyfileobj(plain, packed)
                os.remove(path)
        return copy

    def test_every_command_reads_compressed_tables(self):
        copy = self.compressed(LEDGER)
        for command in (("verify", "{}", *QUIET), ("verify", "{}", *QUIET, "--by", "role"),
                        ("forecast", "{}", *QUIET),
                        ("explain", "{}", "--row", "5", *AS_OF),
                        ("shadow", "{}", "--after", "examples/policies", *AS_OF),
                        ("check", "{}", "--court", "wiwb", "--login", "hbray", "--central", "0091427",
                         "--at", "2026-06-30T12:00:00Z")):
            with self.subTest(command[0]):
                plain, packed = (run(*(word.format(place) for word in command)) for place in (LEDGER, copy))
                self.assertEqual(packed.returncode, plain.returncode)
                found = packed.stdout.replace(copy.encode(), LEDGER.encode()).replace(b".csv.gz", b".csv")
                self.assertEqual(b"".join(found.split()), b"".join(plain.stdout.split()))
                self.assertNotEqual(found, b"")

    def test_convert_reads_compressed_exports(self):
        places = []
        for name in ("Central Accounts.csv", "Court Accounts.csv", "Links.csv"):
            with open(os.path.join(SOURCE, "examples/export", name), "rb") as file:
                data = file.read()
            places.append(os.path.join(self.folder, name + ".gz"))
            with gzip.open(places[-1], "wb") as packed:
                packed.write(data)
        made = run("convert", *places, "--map", "PACER ID=central_id", "--map", "CM/ECF login=login",
                   "--dates", "us", "--out", os.path.join(self.folder, "made"))
        self.assertEqual((made.returncode, made.stderr), (0, b""))
        self.assertEqual(sorted(os.listdir(os.path.join(self.folder, "made"))),
                         ["central_accounts.csv", "court_accounts.csv", "links.csv"])

    def test_a_load_reads_compressed_tables(self):
        copy = self.compressed("examples/filers")
        keys = environment(ECFLINK_KEY_FILE=os.path.join(self.folder, "keys"))
        made = run("ledger", "init", f"sqlite:{self.folder}/court.db", "--from", copy,
                   "--at", "2022-04-18T14:00:00Z", env=keys)
        self.assertEqual(made.returncode, 0, made.stderr)
        loaded = run("ledger", "load", f"sqlite:{self.folder}/court.db", copy,
                     "--at", "2022-04-19T14:00:00Z", env=keys)
        self.assertEqual(loaded.returncode, 0, loaded.stderr)

    def test_links_come_from_standard_input(self):
        plain = run("verify", LEDGER, *QUIET)
        for data in (bytes_of("links.csv"), gzip.compress(bytes_of("links.csv"))):
            for more in ((), ("--by", "role"), ("--out", os.path.join(self.folder, "out.csv"))):
                given = give(data, "verify", LEDGER, "--links", "-", *QUIET, *more)
                self.assertEqual(given.returncode, 0, given.stderr)
                self.assertEqual(json.loads(given.stdout)["courts"], json.loads(plain.stdout)["courts"])
                self.assertIn(b"standard input:52:22: warning: linked_at", given.stderr)
        explained = give(bytes_of("links.csv"), "explain", LEDGER, "--links", "-", "--row", "5", *AS_OF)
        self.assertIn(b"\n  row 5 of links: court ", explained.stdout)

    def test_candidates_come_from_standard_input(self):
        with open(os.path.join(SOURCE, "examples/candidates.csv"), "rb") as file:
            data = file.read()
        plain = run("forecast", LEDGER, "--candidates", "examples/candidates.csv", *QUIET)
        given = give(data, "forecast", LEDGER, "--candidates", "-", *QUIET)
        self.assertEqual((given.returncode, given.stdout), (plain.returncode, plain.stdout))

    def test_a_command_to_repeat_names_the_links(self):
        links = os.path.join(self.folder, "some links.csv")
        with open(links, "wb") as file:
            file.write(bytes_of("links.csv"))
        shown = run("verify", LEDGER, "--links", links, *AS_OF).stdout.decode()
        self.assertIn(f"ecflink explain examples/ledger --links '{links}' --row ", shown)

    def test_links_from_elsewhere_go_with_a_folder(self):
        refused = run("verify", "sqlite:none.db", "--links", "links.csv")
        self.assertEqual((refused.returncode, refused.stdout), (2, b""))
        self.assertIn(b"--links goes with a folder of tables, and LEDGER is an address", refused.stderr)

    def test_a_run_that_waits_for_input_can_be_interrupted(self):
        for more in ((), ("--out", os.path.join(self.folder, "out.csv"))):
            process = subprocess.Popen([support.PROGRAM, "verify", LEDGER, "--links", "-", *AS_OF, *more],
                                       cwd=SOURCE, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, env=environment(), preexec_fn=default_signals)
            wait_until_caught(process, signal.SIGINT)
            process.stdin.write(b"court,login")
            process.stdin.flush()
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)   # the pipe is still open
            stdout, stderr = process.communicate()
            self.assertEqual((process.returncode, stdout, stderr),
                             (5, b"", b"ecflink: cancelled; nothing was written\n"))
            self.assertEqual(os.listdir(self.folder), [])


if __name__ == "__main__":
    support.main()[1]()
