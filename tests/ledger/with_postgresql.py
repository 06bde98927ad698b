#!/usr/bin/env python3
"""Runs a command next to a private PostgreSQL server, and returns its status.

    with_postgresql.py [--fast] COMMAND...

The server is in a temporary folder, listens only on a socket there, and runs as an unprivileged user. Server
and folder are removed when the command ends in any way. The command finds the server in
ECFLINK_TEST_POSTGRESQL. Like a court's database, this one sorts texts by the rules of English, not by bytes.
With --fast the server does not wait for the disk.

As a module: `with postgresql_server() as server:` gives `url`, `pid`, `kill()` and `start()`.
"""
import argparse
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

SECONDS_TO_START = 60
SECONDS_TO_STOP = 30


def find_binaries():
    """The folder of the newest server's programs."""
    def version(folder):
        return [int(part) for part in folder.split("/")[-2].split(".")]
    folders = [folder for folder in glob.glob("/usr/lib/postgresql/*/bin")
               if os.path.exists(folder + "/postgres")]
    if folders:
        return max(folders, key=version)
    if shutil.which("pg_config"):
        asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        folder = asked.stdout.strip()
        if os.path.exists(folder + "/postgres"):
            return folder
    raise RuntimeError("there is no PostgreSQL server: install the package postgresql")


def unprivileged_user():
    """PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            pass
    raise RuntimeError("there is neither a user postgres nor a user nobody to run PostgreSQL as")


class postgresql_server:
    """A server and its database `ecflink`, from `with` to its end."""

    def __init__(self, fast=False, settings=()):
        self.binaries = find_binaries()
        self.user = unprivileged_user()
        self.settings = [f"-c{name}={value}" for name, value in {
            "listen_addresses": "", "max_connections": "200", "logging_collector": "off",
            "log_min_messages": "warning",
            **({"fsync": "off", "full_page_writes": "off"} if fast else {}), **dict(settings)}.items()]
        self.folder = None
        self.process = None
        self.alive = None    # while it is open, the guard leaves all as it is
        self.guard_pid = None

    def __enter__(self):
        # A path that is short: a socket's has 107 bytes at most.
        self.folder = tempfile.mkdtemp(prefix="ecflink-postgresql-", dir="/tmp")
        try:
            self.data = os.path.join(self.folder, "data")
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
            self.guard()
            initdb = self.run("initdb", "--pgdata", self.data, "--username", "ecflink", "--auth", "trust",
                              "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
                              *self.english())
            if initdb.returncode != 0:
                raise RuntimeError(f"initdb failed:\n{initdb.stderr}")
            self.url = f"postgresql://ecflink@/ecflink?host={urllib.parse.quote(self.folder, safe='')}"
            self.start()
            created = self.run("createdb", "--host", self.folder, "--username", "ecflink", "ecflink")
            if created.returncode != 0:
                raise RuntimeError(f"createdb failed:\n{created.stderr}")
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
            if self.alive is not None:
                os.close(self.alive)
                os.waitpid(self.guard_pid, 0)

    @property
    def pid(self):
        return self.process.pid

    def english(self):
        asked = subprocess.run([self.binaries + "/initdb", "--version"], capture_output=True, text=True,
                               check=True)
        version = asked.stdout.split()[2]
        return ["--locale-provider=icu", "--icu-locale=en-US"] if int(version.split(".")[0]) >= 15 else []

    def as_user(self):
        """Arguments of subprocess to become the user without a session or shell that outlives its child."""
        if os.geteuid() != 0:
            return {"cwd": self.folder}
        return {"cwd": self.folder, "user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def run(self, program, *arguments):
        return subprocess.run([os.path.join(self.binaries, program), *arguments], capture_output=True,
                              text=True, timeout=SECONDS_TO_START, check=False, **self.as_user())

    def start(self):
        """Starts the server on the data that is there, and waits until it answers."""
        log = os.path.join(self.folder, "log")
        with open(log, "ab") as output:
            # In its own session an interrupt from the terminal does not reach it; the command needs it.
            command = [os.path.join(self.binaries, "postgres"), "-D", self.data,
                       f"-cunix_socket_directories={self.folder}", *self.settings]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                            start_new_session=True, **self.as_user())
        give_up = time.monotonic() + SECONDS_TO_START
        while self.run("pg_isready", "--quiet", "--host", self.folder).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > give_up:
                with open(log, encoding="utf-8", errors="replace") as text:
                    raise RuntimeError(f"PostgreSQL did not start:\n{text.read()}")
            time.sleep(0.05)

    def kill(self):
        """kill -9 of the server, like a crash. Its other processes end when they notice."""
        self.process.kill()
        self.process.wait()
        # The next server refuses to start while a process of this one still holds the shared memory.
        give_up = time.monotonic() + SECONDS_TO_STOP
        while self.children_live() and time.monotonic() < give_up:
            time.sleep(0.01)

    def children_live(self):
        """True while a process of a server works in the folder of the data."""
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink(f"/proc/{entry}/cwd") == self.data:
                    return True
            except OSError:
                pass   # it has ended, or is nobody's of ours
        return False

    def guard(self):
        """A process that sees this one end, and then removes what a kill -9 of it has left."""
        read_end, self.alive = os.pipe()
        self.guard_pid = os.fork()
        if self.guard_pid != 0:
            os.close(read_end)
            return
        try:
            os.setsid()
            os.close(self.alive)
            os.read(read_end, 1)
            try:
                with open(os.path.join(self.data, "postmaster.pid"), encoding="ascii") as file:
                    os.kill(int(file.readline()), signal.SIGQUIT)
            except (OSError, ValueError):
                pass   # it was stopped
            shutil.rmtree(self.folder, ignore_errors=True)
        finally:
            os._exit(0)

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):   # fast, immediate, and for good
            self.process.send_signal(how)
            try:
                self.process.wait(SECONDS_TO_STOP)
                return
            except subprocess.TimeoutExpired:
                pass


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="the server does not wait for the disk")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND...")
    arguments = parser.parse_args()
    if not arguments.command:
        parser.error("which command?")

    def end(number, _):
        raise SystemExit(128 + number)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, end)
    with postgresql_server(fast=arguments.fast) as server:
        child = subprocess.Popen(arguments.command, env={**os.environ, "ECFLINK_TEST_POSTGRESQL": server.url})
        try:
            status = child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(SECONDS_TO_STOP)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
