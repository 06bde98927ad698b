#!/usr/bin/env python3
"""Kills a program that links accounts at random instants with SIGKILL, then checks its ledger.

    crashes_test.py WORKER ROUNDS [--threads N] [--postgresql]

Two workers, of one thread each or more, write to one ledger. Each round kills both. Over PostgreSQL every
other round kills the server instead, and starts it again. After each round `crash_worker check` must find
every confirmed change, no incomplete one, and a whole audit trail. The instants are random with a fixed seed.
"""
import argparse
import base64
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from with_postgresql import postgresql_server  # noqa: E402

ROUNDS_OF_A_LEDGER = 25
WORKERS = 2
LONGEST_RUN = 0.06  # seconds from the first step of a worker to its end


class crashes:
    def __init__(self, worker, threads, folder, server):
        self.worker, self.threads, self.folder, self.server = worker, threads, folder, server
        self.random = random.Random(20200330)
        self.key_file = folder / "keys"
        key = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
        self.key_file.write_text(f"ecflink-key-1:{key}\n")
        self.ledgers = 0
        self.confirmed = 0

    def new_ledger(self):
        self.ledgers += 1
        if self.server is None:
            self.address = f"sqlite:{self.folder}/ledger-{self.ledgers}.db"
        else:
            schema = f"crash_{self.ledgers}"
            self.server.run("psql", "--quiet", self.server.url, "--command", f"CREATE SCHEMA {schema}")
            self.address = f"{self.server.url}&options=-csearch_path%3D{schema}"
        self.lines = []
        subprocess.run([self.worker, "init", self.address, self.key_file], check=True)

    def start(self, prefix):
        return subprocess.Popen([self.worker, "work", self.address, self.key_file, prefix, str(self.threads)],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def round(self, number):
        if number % ROUNDS_OF_A_LEDGER == 0:
            self.new_ledger()
        workers = [self.start(f"{number}-{which}") for which in range(WORKERS)]
        first = [worker.stdout.readline() for worker in workers]  # they are at work
        time.sleep(self.random.uniform(0, LONGEST_RUN))
        if self.server is not None and number % 2 == 1:
            self.server.kill()
            self.server.start()
        for worker in workers:
            worker.kill()
        for worker, line in zip(workers, first):
            rest = worker.stdout.read()
            worker.wait()
            text = (line + rest).decode()
            said = text[:text.rfind("\n") + 1].splitlines()  # a line that was cut off was not said
            self.confirmed += sum(one.startswith(("linked", "unlinked", "cancelled")) for one in said)
            self.lines += said
        found = subprocess.run([self.worker, "check", self.address, self.key_file],
                               input="\n".join(self.lines) + "\n", capture_output=True, text=True)
        if found.returncode != 0:
            print(f"round {number}:\n{found.stdout}{found.stderr}")
        return found.returncode == 0


def run(options, server):
    with tempfile.TemporaryDirectory() as folder:
        test = crashes(options.worker, options.threads, pathlib.Path(folder), server)
        for number in range(options.rounds):
            if not test.round(number):
                return 1
        print(f"killed {options.rounds} times, {test.confirmed} confirmed steps: none is lost, no change is "
              "incomplete, the audit trail is whole")
        return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("worker")
    parser.add_argument("rounds", type=int)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    if not options.postgresql:
        return run(options, None)
    with postgresql_server() as server:
        return run(options, server)


if __name__ == "__main__":
    sys.exit(main())
