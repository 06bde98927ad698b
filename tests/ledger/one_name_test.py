#!/usr/bin/env python3
"""A SQLite ledger that gets a second name, is deleted or is replaced while several programs write to it.

    one_name_test.py WORKER            hard links, deletion and replacement
    one_name_test.py WORKER --mounts   mounts of the file and of its folder; without the right to mount, 77

No two programs may write to two logs of one file, and nothing that was confirmed may be missing afterwards.
"""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

KEY = "ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"


class Case:
    def __init__(self, worker, folder):
        self.worker, self.folder = worker, pathlib.Path(folder)
        self.place = self.folder / "ledger.db"
        self.key_file = self.folder / "keys"
        self.key_file.write_text(KEY)
        self.workers = []
        self.lines = []
        self.call("init", self.place)

    def call(self, command, place, status=0, **options):
        done = subprocess.run([self.worker, command, f"sqlite:{place}", self.key_file], capture_output=True,
                              text=True, timeout=300, check=False, **options)
        assert (done.returncode == 0) == (status == 0), (command, place, done)
        return done.stdout + done.stderr

    def start(self, place):
        worker = subprocess.Popen([self.worker, "work", f"sqlite:{place}", self.key_file,
                                   f"w{len(self.workers)}"], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, bufsize=0)   # `communicate` reads the rest
        self.workers.append((worker, worker.stdout.readline()))   # it is at work
        return worker

    def end(self, number=None):
        """Waits for the workers, which must notice by themselves, or ends them by a signal."""
        for worker, first in self.workers:
            if number is not None:
                worker.send_signal(number)
            rest, trouble = worker.communicate(timeout=300)
            text = (first + rest).decode()
            self.lines += text[:text.rfind("\n") + 1].splitlines()
            expected = 1 if number is None else -number
            assert worker.returncode == expected, (worker.returncode, trouble)
        self.workers = []

    def check(self, place=None, status=0):
        """Every confirmed step is there, and the trail is whole."""
        return self.call("check", place or self.place, status, input="\n".join(self.lines) + "\n")


def hard_link(case):
    other = case.folder / "other.db"
    for _ in range(2):
        case.start(case.place)
    os.link(case.place, other)
    case.end()
    for place in (case.place, other):
        assert "hard links" in case.check(place, status=1)
    other.unlink()
    case.check()


def replacement(case):
    """Who holds the older file is stopped, so that it cannot notice yet."""
    stopped = case.start(case.place)
    stopped.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, stopped.pid, os.WSTOPPED | os.WNOWAIT)
    other = case.folder / "other.db"
    case.place.rename(other)
    assert "open by another name" in case.check(other, status=1)
    shutil.copyfile(other, case.place)
    assert "still has the older file open" in case.check(case.place, status=1)
    stopped.send_signal(signal.SIGCONT)
    case.end()
    other.rename(case.place)
    case.check()


def deletion(case):
    for _ in range(3):
        case.start(case.place)
    case.place.unlink()
    case.end()
    assert not case.place.exists()


def deletion_of_the_log(case):
    for ending in ("-wal", "-shm"):
        for _ in range(2):
            case.start(case.place)
        os.unlink(f"{case.place}{ending}")
        case.end()
        for path in case.folder.glob("ledger.db*"):
            path.unlink()
        case.lines = []
        case.call("init", case.place)


def mount(source, target):
    done = subprocess.run(["mount", "--bind", source, target], capture_output=True, check=False)
    return done.returncode == 0


def mounted_file(case):
    other = case.folder / "other.db"
    other.touch()
    assert mount(case.place, other)
    try:
        case.start(case.place)
        assert "mounted as a single file" in case.check(other, status=1)
        # Nor once nobody is there any more, and the log of the first name holds the last links.
        case.end(signal.SIGKILL)
        assert "mounted as a single file" in case.check(other, status=1)
        case.check()
    finally:
        subprocess.run(["umount", other], check=True)


def mounted_folder(case):
    inside, other = case.folder / "inside", case.folder / "other"
    inside.mkdir()
    other.mkdir()
    assert mount(inside, other)
    try:
        case.place = inside / "ledger.db"
        case.call("init", case.place)
        case.start(inside / "ledger.db")
        case.start(other / "ledger.db")
        case.check(other / "ledger.db")
        case.end(signal.SIGKILL)
        case.check(other / "ledger.db")
        case.check(inside / "ledger.db")
    finally:
        subprocess.run(["umount", other], check=True)


def may_mount():
    with tempfile.TemporaryDirectory() as folder:
        if not mount(folder, folder):
            return False
        subprocess.run(["umount", folder], check=True)
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("worker")
    parser.add_argument("--mounts", action="store_true")
    options = parser.parse_args()
    cases = (hard_link, replacement, deletion, deletion_of_the_log)
    if options.mounts:
        if not may_mount():
            print("no right to mount a folder here")
            return 77
        cases = (mounted_file, mounted_folder)
    for each in cases:
        with tempfile.TemporaryDirectory() as folder:
            case = Case(options.worker, folder)
            try:
                each(case)
            finally:
                for worker, _ in case.workers:
                    worker.kill()
        print(f"{each.__name__}: as it must be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
