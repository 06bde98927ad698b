#!/usr/bin/env python3
"""Kills a program with SIGKILL at each call to SQLite while calls of several threads share a commit.

    together_crashes_test.py WORKER

`crash_worker together` writes one event by itself, and then three more in one transaction. Wherever it is
killed, these three are all there or none is: none before the commit, all after it. Nobody was told that one
is written which is not.
"""
import base64
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

EVENTS = {0, 1, 2, 3}
TOGETHER = {1, 2, 3}


def of_word(file, word):
    with sqlite3.connect(file) as ledger:
        events = {int(body.split(word + "-")[1].split('"')[0]) for body, in
                  ledger.execute("SELECT body FROM audit WHERE body LIKE ?", (f'%"{word}-%',))}
        rows = {int(login.split("-")[-1]) for login, in
                ledger.execute("SELECT login FROM roster WHERE login LIKE ?", (word + "-%",))}
    assert events == rows, f"{word}: events {events}, rows {rows}"
    return events


def main():
    worker = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "ledger.db"
        address, keys = f"sqlite:{file}", pathlib.Path(folder) / "keys"
        secret = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
        keys.write_text(f"ecflink-key-1:{secret}\n")
        subprocess.run([worker, "init", address, keys], check=True)
        kills, held = 0, []
        for when in ("before", "after"):
            call, is_killed = 0, True
            while is_killed:
                call += 1
                word = f"word{when}{call}x"
                done = subprocess.run([worker, "together", address, keys, word, str(call), when],
                                      capture_output=True, text=True)
                is_killed = done.returncode == -9
                if not is_killed and done.returncode != 0:
                    sys.exit(f"{word}: exit status {done.returncode}\n{done.stderr}")
                said = {int(line.split()[1]) for line in done.stdout.splitlines()}
                there = of_word(file, word)
                if not said <= there:
                    sys.exit(f"{word}: told {said}, and there are only {there}")
                if 0 not in there or there & TOGETHER not in (set(), TOGETHER):
                    sys.exit(f"{word}: of one commit there are only {there}")
                if is_killed:
                    kills += 1
                    held.append((when, call, bool(there & TOGETHER)))
                elif there != EVENTS or said != EVENTS:
                    sys.exit(f"{word}: nobody was killed, and there are {there}, told {said}")
                checked = subprocess.run([worker, "check", address, keys], input="", capture_output=True,
                                         text=True)
                if checked.returncode != 0:
                    sys.exit(f"{word}: {checked.stdout}")
        # the last call is the commit
        written = [(when, call) for when, call, is_there in held if is_there]
        last = max(call for _, call, _ in held)
        if written != [("after", last)]:
            sys.exit(f"written by {written}, and the commit is call {last}")
        print(f"killed {kills} times")


if __name__ == "__main__":
    main()
