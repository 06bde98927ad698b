#!/usr/bin/env python3
"""The program and the system around it: interrupts, pipes, full disks, terminals and memory.

The same run gives the same result every time.
"""
import fcntl
import json
import os
import pty
import resource
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import threading
import time

import support
from support import SOURCE, ProgramTest, default_signals, environment, run, wait_until_caught

AS_OF = ("--as-of", "2026-06-30T12:00:00Z")
VERIFY = ("verify", "examples/ledger", *AS_OF)
# What it says of a court in that ledger which no policy knows.
NEAR = 'ecflink: no policy is in force for the court "wiwbk"; did you mean "wiwb"?\n'


class Terminal:
    """A terminal of some width; what was written to it comes from `close`."""

    def __init__(self, columns):
        self.reader, self.writer = pty.openpty()
        fcntl.ioctl(self.writer, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.seen = b""
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        try:
            while chunk := os.read(self.reader, 65536):
                self.seen += chunk
        except OSError:   # the other end is closed
            pass

    def close(self):
        os.close(self.writer)
        self.thread.join()
        os.close(self.reader)
        return self.seen.decode().replace("\r\n", "\n")


class Big(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.big = tempfile.mkdtemp(prefix="ecflink-cli-big-")
        cls.addClassCleanup(shutil.rmtree, cls.big)
        support.write_big_ledger(cls.big, 300_000)

    def interrupt(self, number, command, *arguments):
        process = subprocess.Popen([support.PROGRAM, command, self.big, *AS_OF, *arguments], cwd=SOURCE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment(), preexec_fn=default_signals)
        wait_until_caught(process, number)
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=120)
        self.assertEqual((process.returncode, stdout, stderr),
                         (5, b"", b"ecflink: cancelled; nothing was written\n"))
        self.assertEqual(os.listdir(self.folder), [])

    def test_interrupts(self):
        out = os.path.join(self.folder, "out.csv")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                self.interrupt(number, "verify", "--out", out)
        for threads in ("1", "2", "7"):
            with self.subTest(threads):
                self.interrupt(signal.SIGINT, "verify", "--out", out, "--conflicts", out + "2",
                               "--threads", threads)
        self.interrupt(signal.SIGINT, "forecast", "--out", out)
        self.interrupt(signal.SIGINT, "shadow", "--after", "examples/policies")

    def test_interrupted_while_a_reader_does_not_read(self):
        process = subprocess.Popen([support.PROGRAM, "policy", "show", "--all", "--format", "json"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment(), preexec_fn=default_signals)
        self.assertEqual(os.read(process.stdout.fileno(), 1), b"{")
        time.sleep(0.3)   # the pipe is full by now
        process.send_signal(signal.SIGINT)
        try:
            self.assertEqual(process.wait(10), 5)
        finally:
            process.kill()
            process.communicate()

    def test_ignored_interrupts_stay_ignored(self):
        def ignoring():
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        process = subprocess.Popen([support.PROGRAM, *VERIFY], cwd=SOURCE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=environment(), preexec_fn=ignoring)
        wait_until_caught(process, signal.SIGTERM)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1)

    def test_disk_full(self):
        """The file system takes 64 KiB of a file and no more; an older file stays."""
        out = os.path.join(self.folder, "out.csv")
        with open(out, "w", encoding="ascii") as file:
            file.write("older\n")

        def limited():
            default_signals()
            resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
        for threads in ("1", "2", "7"):
            done = run("verify", self.big, *AS_OF, "--out", out, "--threads", threads, preexec_fn=limited)
            self.check(done, 4,
                       f"ecflink: {out} cannot be written: File too large; "
                       "nothing was written\n")
            self.assertEqual(done.stdout, b"")
            self.assertEqual(os.listdir(self.folder), ["out.csv"])
            with open(out, encoding="ascii") as file:
                self.assertEqual(file.read(), "older\n")

    def test_memory_runs_out(self):
        def limited():
            default_signals()
            resource.setrlimit(resource.RLIMIT_AS, (96 << 20, 96 << 20))
        if run("--version", preexec_fn=limited).returncode != 0:
            self.skipTest("this build reserves more memory than that before it begins, as sanitizers do")
        out = os.path.join(self.folder, "out.csv")
        done = run("verify", self.big, *AS_OF, "--out", out, preexec_fn=limited)
        self.check(done, 4, "ecflink: there is not enough memory\n")
        self.assertEqual((done.stdout, os.listdir(self.folder)), (b"", []))

    def test_progress_on_a_terminal_only(self):
        for options, kinds in (((), ("verify court accounts", "verify links")),
                               (("--by", "role"), ("read links", "index court accounts", "verify links"))):
            with self.subTest(options=options):
                quiet = run("verify", self.big, *AS_OF, *options)
                self.check(quiet, 0, "")
                terminal = Terminal(80)
                done = run("verify", self.big, *AS_OF, *options, stderr=terminal.writer)
                seen = terminal.close()
                self.assertEqual(done.stdout, quiet.stdout)
                self.assertRegex(seen, r"^(\r\x1b\[K((read|index|verify) [a-z_ ]+? +\d+ %)?)+\r\x1b\[K$")
                for kind in kinds:
                    self.assertIn(kind, seen)
                self.assertTrue(seen.endswith("\r\x1b[K"), seen[-40:])

    def test_verbose(self):
        done = run("verify", self.big, *AS_OF, "--verbose")
        self.check(done, 0)
        self.assertRegex(done.stderr.decode(),
                         r"^ecflink: 300000 links, 300000 court accounts and 300000 central accounts "
                         r"in \d+\.\d\d s, with \d+ MiB of memory at most\n$")
        self.assertEqual(done.stdout, run("verify", self.big, *AS_OF).stdout)

    def test_threads_change_nothing(self):
        """Of a ledger in which everything occurs, and of more rows than one thread takes at a time."""
        made = os.path.join(self.folder, "made")
        sides = ("--before", os.path.join(made, "policies"), "--after", os.path.join(self.folder, "after"))
        out = os.path.join(self.folder, "out.csv")
        conflicts = os.path.join(self.folder, "conflicts.csv")
        self.check(run("generate", made, "--links", "100000", "--court-accounts", "140000",
                       "--fault-rate", "0.2", "--threads", "2"), 0)
        shutil.copytree(sides[1], sides[3])
        for court, changes in (("wiwd", {"dispositions": {"name-differs": "refuse"}}),
                               ("nysb", {"proof": {"account": {"max-age": "PT2M"}}})):
            path = os.path.join(sides[3], f"court-{court}.json")
            with open(path, encoding="utf-8") as file:
                policy = json.load(file)
            with open(path, "w", encoding="utf-8") as file:
                json.dump({**policy, **changes}, file)
        results = {}
        for threads in ("1", "2", "7"):
            shown = [self.check(run(*arguments, "--format", "json", "--threads", threads), 1).stdout
                     for arguments in (
                ("verify", made, *AS_OF, "--out", out, "--conflicts", conflicts),
                ("shadow", made, *AS_OF, *sides),
                ("impact", out, *sides), ("forecast", made, *AS_OF, "--out", out + "2"))]
            for path in (out, conflicts, out + "2"):
                with open(path, "rb") as file:
                    shown.append(file.read())
            results[threads] = shown
        for text in results["1"]:
            self.assertGreater(text.count(b"\n"), 100)
        # What findings alone can tell is what verifying again tells.
        shadow, impact = (json.loads(text) for text in results["1"][1:3])
        again = shadow["courts"].pop("nysb")
        self.assertEqual({court: entry["links"] for court, entry in impact["read-again"].items()},
                         {"nysb": again["links"]})
        self.assertEqual(impact["courts"], shadow["courts"])
        self.assertGreater(min(again["changed"], impact["changed"]), 0)
        self.assertEqual([line.split(b",")[0] for line in results["1"][4].splitlines()[1:]],
                         [b"%d" % row for row in range(1, 100_001)])
        self.assertEqual(results["2"], results["1"])
        self.assertEqual(results["7"], results["1"])


class Process(ProgramTest):
    def test_without_time_zones_one_line_says_what_is_missing(self):
        for command in (("policy", "show", "wiwb"), VERIFY, (*VERIFY, "--threads", "1")):
            done = run(*command, env=environment(TZDIR="/nonexistent"))
            self.assertEqual((done.returncode, done.stdout), (4, b""), command)
            self.assertRegex(done.stderr, rb"\Aecflink: there is no time zone database; install .*\n\Z")

    def test_reader_goes_away(self):
        """`ecflink ... | head -1` ends quietly, with the status of the answer."""
        process = subprocess.Popen([support.PROGRAM, "policy", "show", "--all", "--format", "json"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment(), preexec_fn=default_signals)
        process.stdout.read(10)
        process.stdout.close()
        self.assertEqual((process.wait(60), process.stderr.read()), (0, b""))
        process.stderr.close()

    def test_reader_never_was(self):
        for status, arguments, said in ((0, ("courts",), ""), (1, VERIFY, NEAR)):
            reader, writer = os.pipe()
            os.close(reader)
            done = run(*arguments, stdout=writer)
            os.close(writer)
            self.check(done, status, said)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            self.check(run("courts", stdout=full), 4,
                       "ecflink: standard output cannot be written: No space left on device\n")
            out = os.path.join(self.folder, "out.csv")
            self.check(run(*VERIFY, "--out", out, stdout=full), 4)
            self.assertEqual(os.listdir(self.folder), [])

    def test_out_in_the_place_of_standard_output(self):
        """The file would be replaced, and what was printed into the old one lost."""
        printed = os.path.join(self.folder, "printed.txt")
        with open(printed, "wb") as file:
            for out in ("/dev/stdout", printed):
                for command, option in (("verify", "--out"), ("verify", "--conflicts"),
                                        ("verify", "--report"), ("report", "--out"), ("forecast", "--out")):
                    done = run(command, "examples/ledger", *AS_OF, option, out, stdout=file)
                    self.check(done, 2, f"ecflink {command}: {out} is where standard output goes, "
                               "with the result; name another file\n")
        self.assertEqual((os.listdir(self.folder), os.path.getsize(printed)), (["printed.txt"], 0))
        self.check_wrong_value(
            run(*VERIFY, "--out", "/dev/stdout"), "verify",
            "/dev/stdout is where standard output goes, with the result; name another file")

    def test_closed_streams(self):
        """A file that is opened never becomes standard output."""
        out = os.path.join(self.folder, "out.csv")

        def closing():
            default_signals()
            os.close(1)
        done = run(*VERIFY, "--out", out, stdout=None, preexec_fn=closing)
        self.check(done, 4, "ecflink: standard output cannot be written: Bad file descriptor\n")
        self.assertEqual(os.listdir(self.folder), [])

    def test_out(self):
        out = os.path.join(self.folder, "out.csv")
        self.check(run(*VERIFY, "--out", out), 1, f"ecflink: {out}: 73 rows written\n{NEAR}")
        with open(out, "rb") as file:
            first = file.read()
        self.assertEqual(os.stat(out).st_mode & 0o777, 0o666 & ~self.umask())
        os.chmod(out, 0o600)
        with open(out, "wb"):
            pass
        self.check(run(*VERIFY, "--out", out, "--threads", "256"), 1,
                   f"ecflink: {out}: 73 rows written\n{NEAR}")
        with open(out, "rb") as file:
            self.assertEqual(file.read(), first)
        self.assertEqual(os.stat(out).st_mode & 0o777, 0o600)
        self.assertEqual(os.listdir(self.folder), ["out.csv"])

    @staticmethod
    def umask():
        mask = os.umask(0)
        os.umask(mask)
        return mask

    def test_out_where_no_file_can_be(self):
        self.check(run(*VERIFY, "--out", "/dev/full"), 4,
                   "ecflink: /dev/full exists and is not a regular file; "
                   "name a new file, or one to replace\n")
        self.check(run(*VERIFY, "--out", self.folder), 4,
                   f"ecflink: {self.folder} exists and is not a regular file; "
                   "name a new file, or one to replace\n")
        missing = os.path.join(self.folder, "none", "out.csv")
        self.check(run(*VERIFY, "--out", missing), 4,
                   f"ecflink: {missing} cannot be written: No such file or directory; nothing was written\n")
        self.assertEqual(os.listdir(self.folder), [])

    def test_same_result_every_time(self):
        """Whatever the language, the zone and the folder from which it is called."""
        for arguments in (VERIFY, ("policy", "show", "wiwb"),
                          ("ready", "examples/ledger", "--court", "wiwb", "--at", "2020-03-20T09:00")):
            first = run(*arguments)
            for changes in ({}, {"LANG": "C"}, {"LC_ALL": "C.UTF-8"},
                            {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}, {"LC_ALL": "tr_TR.UTF-8"},
                            {"TZ": "Pacific/Guam"}):
                again = run(*arguments, env=environment(**changes))
                self.assertEqual((again.returncode, again.stdout, again.stderr),
                                 (first.returncode, first.stdout, first.stderr), changes)

    def test_color(self):
        def on_terminal(*arguments, **changes):
            terminal = Terminal(100)
            run(*VERIFY, *arguments, stdout=terminal.writer, env=environment(**changes))
            return terminal.close()
        plain = run(*VERIFY, env=environment(COLUMNS="100")).stdout.decode()
        self.assertNotIn("\x1b", plain)
        colored = on_terminal(TERM="xterm")
        self.assertIn("\x1b[31;1mrefuse\x1b[0m", colored)
        self.assertEqual(on_terminal(TERM="xterm", NO_COLOR="1"), plain)
        self.assertEqual(on_terminal(TERM="xterm", NO_COLOR=""), colored)
        self.assertEqual(on_terminal("--color", "never", TERM="xterm"), plain)
        self.assertEqual(on_terminal(TERM="dumb"), plain)
        self.assertEqual(run(*VERIFY, "--color", "always",
                             env=environment(NO_COLOR="1", COLUMNS="100")).stdout.decode(), colored)

    def test_width(self):
        def widest(text):
            return max(len(line) for line in text.splitlines())
        for columns in (60, 80, 132):
            terminal = Terminal(columns)
            run("findings", stdout=terminal.writer)
            seen = terminal.close()
            self.assertLessEqual(widest(seen), columns)
            self.assertGreater(widest(seen), columns - 10)
            self.assertEqual(seen, run("findings", env=environment(COLUMNS=str(columns))).stdout.decode())
        for useless in ("0", "-3", "wide", ""):
            self.assertEqual(run("findings", env=environment(COLUMNS=useless)).stdout,
                             run("findings").stdout)

    def test_fail_if(self):
        for fail_if, status in (("refuse", 1), ("hold", 1), ("none", 0)):
            self.check(run(*VERIFY, "--fail-if", fail_if), status)
        held = ("--set", "name-differs=hold")
        self.check(run("verify", "tests/cli/data/ledger", *AS_OF, *held, "--fail-if", "hold"), 0)

    def test_as_of_is_now_and_printed(self):
        before = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        done = run("verify", "tests/cli/data/ledger")
        after = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        printed = next(line.split()[2]
                       for line in done.stdout.decode().splitlines() if line.startswith("As of"))
        self.assertLessEqual(before, printed)
        self.assertLessEqual(printed, after)

    def test_policies_named_twice_are_read_once(self):
        # as JSON: a table also prints the command that explains a row, with what this run was given
        first = run(*VERIFY, "--format", "json")
        again = run(*VERIFY, "--format", "json", "--policy", "examples/ledger/policies",
                    "--policy", "./examples/ledger/policies/exd.json")
        self.assertEqual((again.returncode, again.stdout), (first.returncode, first.stdout))
        self.assertIn(b'"policy-set"', first.stdout)


if __name__ == "__main__":
    support.main()[1]()
