#!/usr/bin/env python3
"""What the program writes, and where: results that cannot be written after a change was made, links in the
place of a file, who may read a file, and texts of strangers in CSV and JSON.

    outputs_test.py --program build/dev/src/cli/ecflink
"""
import csv
import json
import os
import pty
import resource
import signal
import sqlite3
import stat
import subprocess
import threading
import time

import support
from support import ProgramTest, default_signals, environment, run, sample_ledger, shell

KEYS = "--key-file court.keys"
PAIR = "--court nysb --login nquist --central 1000002"
BEGIN = (f"ecflink link begin sqlite:court.db --court wiwd --login asample --central 1000001 {KEYS} "
         "--at 2022-04-25T08:11 --central-password-fd 3 --account-password-fd 4 "
         "--handle-file new.json 3<<<'a sample' 4<<<'another sample'")
COMMIT = f"ecflink link commit sqlite:court.db --handle-file link.json {KEYS} --at 2022-04-25T08:12"

# Every command that changes something, and what it must say if its result cannot be written.
CHANGES = (
    (BEGIN, "the link is proposed", "new.json is written"),
    (f"{COMMIT} --yes --record made.json", "the accounts are linked (event ", "made.json is written"),
    (f"ecflink link cancel sqlite:court.db --handle-file link.json {KEYS} --at 2022-04-25T08:12",
     "the handle is cancelled"),
    (f"ecflink unlink sqlite:court.db {PAIR} --as court --actor clerk7 --reason namesake {KEYS}",
     "the link is removed (event "),
    (f"ecflink unlink sqlite:court.db {PAIR} --as filer --actor 1000002 --reason mine {KEYS}",
     "the refusal is recorded (event "),
    (f"ecflink import sqlite:court.db examples/filers --out rows.csv {KEYS}",
     "rows are decided, and their links in the ledger", "rows.csv is written"),
    (f"ecflink register submit sqlite:court.db --court akd --central 1000003 --type admission "
     f"--role attorney {KEYS} --at 2022-05-03T14:00:00Z", "request "),
    (f"ecflink register approve sqlite:court.db 13 --login nfiler {KEYS} --actor staff3 "
     "--at 2022-05-03T14:00:00Z", "request 13 is approved", "the account is linked (event "),
    (f"ecflink register reject sqlite:court.db 13 --reason no {KEYS} --actor staff3 "
     "--at 2022-05-03T14:00:00Z", "request 13 is rejected"),
    (f"ecflink agent add sqlite:court.db --court nysb --agent nquist --principal rtamm --as court "
     f"--actor clerk7 {KEYS} --at 2022-04-26T09:00", "the principal is associated"),
    (f"ecflink ledger queue approve sqlite:court.db 20 {KEYS} --actor clerk7 --reason live "
     "--at 2022-04-25T14:00:00Z", "item 20 is approved (event "),
    (f"ecflink ledger queue reject sqlite:court.db 20 {KEYS} --actor clerk7 --reason no "
     "--at 2022-04-25T14:00:00Z", "item 20 is rejected (event "),
    ("ecflink ledger init sqlite:new.db --key-file new.keys --from examples/ledger",
     "the key file new.keys is made", "the ledger sqlite:new.db is made", "the records are loaded",
     "rows are decided"),
    (f"mkdir more && cp examples/filers/*.csv more && echo court,login,role,status,name > "
     "more/court_accounts.csv && echo wiwd,new,attorney,active,N >> more/court_accounts.csv && "
     f"ecflink ledger load sqlite:court.db more {KEYS}", "the records are loaded"),
    (f"ecflink ledger password sqlite:court.db --central 1000001 {KEYS} --password-fd 3 3<<<'new'",
     "the password of central account 1000001 is set"),
    (f"ecflink ledger adopt sqlite:court.db --set name-differs=hold {KEYS}",
     "the ledger works under the policies sha256:"),
    (f"ecflink ledger migrate sqlite:old.db {KEYS}", "the tables went "),
    ("ecflink audit export sqlite:court.db --out trail.jsonl", "trail.jsonl is written"),
    ("ecflink generate made --links 10", "the tables in made are written"),
)
UNWRITTEN = {"> /dev/full": "No space left on device", ">&-": "Bad file descriptor"}


class DoneAllTheSame(ProgramTest):
    def place(self):
        place = sample_ledger(self.folder)
        with open(os.path.join(support.SOURCE, "tests/ledger/data/ledger_0.1.0.sql"),
                  encoding="utf-8") as file:
            script = file.read()
        with sqlite3.connect(os.path.join(place, "old.db")) as database:
            database.executescript(script.replace(" BIGINT", " INTEGER"))
        database.close()
        return place

    def events(self, place, name="court.db"):
        with sqlite3.connect(os.path.join(place, name)) as database:
            answer = database.execute("SELECT max(sequence) FROM audit").fetchone()[0]
        database.close()
        return answer

    def test_a_change_is_told_where_the_result_cannot_be(self):
        for command, *told in CHANGES:
            for to, why in UNWRITTEN.items():
                with self.subTest(command + to):
                    place = self.place()
                    if "migrate" in command:   # the key that signed it
                        with open(os.path.join(place, "court.keys"), "w", encoding="ascii") as file:
                            file.write("ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n")
                    before = self.events(place), self.events(place, "old.db")
                    done = shell(f"{command} {to}", place)
                    shown = done.stderr.decode()
                    self.assertEqual(done.returncode, 4, shown)
                    self.assertIn(f"ecflink: standard output cannot be written: {why}\n", shown)
                    self.assertNotIn("nothing was written", shown)
                    for words in told:
                        self.assertIn("ecflink: done all the same: ", shown)
                        self.assertIn(words, shown)
                    if "court.db" in command and "export" not in command and "import" not in command:
                        self.assertGreater(self.events(place), before[0])
                    if "old.db" in command:
                        self.assertGreater(self.events(place, "old.db"), before[1])

    def test_what_is_owed_and_done(self):
        place = self.place()
        self.check(shell(f"{COMMIT} --yes", place), 0)
        owed = shell("ecflink ledger obligations sqlite:court.db --format csv", place).stdout.decode()
        event = next(row["event"] for row in csv.DictReader(owed.splitlines())
                     if row["obligation"] == "end-sessions")
        done = shell(f"ecflink ledger obligations sqlite:court.db --done {event}:end-sessions {KEYS} "
                     "> /dev/full", place)
        self.check(done, 4)
        self.assertIn(b"done all the same: the named obligations are done\n", done.stderr)

    def test_a_dry_run_or_a_question_has_done_nothing(self):
        place = self.place()
        for command in (f"{COMMIT} --dry-run",
                        f"ecflink unlink sqlite:court.db {PAIR} --as court --actor a --reason b {KEYS} "
                        "--dry-run",
                        f"ecflink import sqlite:court.db examples/filers {KEYS} --dry-run",
                        "ecflink ledger migrate sqlite:old.db --dry-run",
                        "ecflink ledger status sqlite:court.db",
                        "ecflink ledger obligations sqlite:court.db", "ecflink audit export sqlite:court.db"):
            with self.subTest(command):
                done = shell(f"{command} > /dev/full", place)
                self.check(done, 4, "ecflink: standard output cannot be written: No space left on device\n")

    def test_the_handle_file_stays_until_the_result_is_out(self):
        place = self.place()
        self.check(shell(f"{COMMIT} --yes --record made.json > /dev/full", place), 4)
        self.assertTrue(os.path.exists(os.path.join(place, "link.json")))
        self.check(shell("ecflink replay made.json", place), 0)
        again = shell(f"{COMMIT} --yes --explain", place)
        self.check(again, 1)
        self.assertIn(b"used", again.stdout)

    def test_a_signal_after_the_change(self):
        """The result waits for a reader that does not read."""
        place = self.place()
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        try:
            while True:
                os.write(writer, b"x" * 4096)
        except BlockingIOError:
            os.set_blocking(writer, True)
        before = self.events(place)
        process = subprocess.Popen(
            [support.PROGRAM, *(COMMIT + " --yes").split()[1:]], cwd=place, env=environment(),
            stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, preexec_fn=default_signals)
        give_up = time.monotonic() + 60
        while self.events(place) == before:
            self.assertLess(time.monotonic(), give_up)
        process.send_signal(signal.SIGINT)
        shown = process.communicate(timeout=60)[1].decode()
        os.close(reader)
        os.close(writer)
        self.assertEqual(process.returncode, 5)
        self.assertIn("done all the same: the accounts are linked (event ", shown)
        self.assertNotIn("nothing was written", shown)


class Places(ProgramTest):
    """Every option that names a file to write."""
    OUTPUTS = (
        ("ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z --out {}", 1),
        ("ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z --conflicts {}", 1),
        ("ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z --report {}", 1),
        ("ecflink report examples/ledger --as-of 2026-06-30T12:00:00Z --out {}", 0),
        ("ecflink forecast examples/ledger --as-of 2026-06-30T12:00:00Z --out {}", 0),
        (f"ecflink import sqlite:court.db examples/filers {KEYS} --out {{}}", 0),
        ("ecflink audit export sqlite:court.db --out {}", 0),
        (BEGIN.replace("new.json", "{}"), 0),
        (f"{COMMIT} --yes --record {{}}", 0),
    )

    def test_a_link_in_the_place_of_an_output(self):
        place = sample_ledger(self.folder)
        victim = os.path.join(place, "victim")
        with open(victim, "w", encoding="ascii") as file:
            file.write("precious\n")
        os.symlink("victim", os.path.join(place, "link"))
        os.symlink("/dev/full", os.path.join(place, "device"))
        os.symlink("nothing", os.path.join(place, "dangling"))
        os.mkfifo(os.path.join(place, "pipe"))
        before = sorted(os.listdir(place))
        for command, _ in self.OUTPUTS:
            for name in ("link", "device", "dangling", "pipe"):
                with self.subTest(command.format(name)):
                    done = shell(command.format(name), place)
                    self.check(done, 4, f"ecflink: {name} exists and is not a regular file; "
                               "name a new file, or one to replace\n")
                    self.assertEqual(sorted(os.listdir(place)), before)
        self.check_wrong_usage(shell("ecflink generate dangling --links 10", place), "generate",
                               "dangling is a symbolic link; name a new or empty folder")
        os.mkdir(os.path.join(place, "empty"))
        os.symlink("empty", os.path.join(place, "folder"))
        for name in ("folder", "folder/"):
            self.check_wrong_usage(shell(f"ecflink generate {name} --links 10", place), "generate",
                                   "folder is a symbolic link; name a new or empty folder")
        with open(victim, encoding="ascii") as file:
            self.assertEqual(file.read(), "precious\n")
        self.assertFalse(os.path.exists(os.path.join(place, "nothing")))

    def test_a_link_to_the_folder_is_no_link_in_the_place(self):
        place = sample_ledger(self.folder)
        os.mkdir(os.path.join(place, "inner"))
        os.symlink("inner", os.path.join(place, "way"))
        for command, status in self.OUTPUTS:
            if "handle-file link.json" in command or "new" in command:
                continue
            self.check(shell(command.format("way/out"), place), status)
            self.assertEqual(os.listdir(os.path.join(place, "inner")), ["out"])
            os.remove(os.path.join(place, "inner", "out"))

    def test_an_older_file_is_replaced_whole(self):
        """A second name of it keeps what it was; nothing else is left in the folder."""
        place = sample_ledger(self.folder)
        out = os.path.join(place, "out")
        for command, status in self.OUTPUTS[:5]:
            with open(out, "w", encoding="ascii") as file:
                file.write("older\n")
            os.chmod(out, 0o640)
            os.link(out, out + ".kept")
            before = sorted(os.listdir(place))
            self.check(shell(command.format("out"), place), status)
            self.assertEqual(sorted(os.listdir(place)), before)
            with open(out + ".kept", encoding="ascii") as file:
                self.assertEqual(file.read(), "older\n")
            with open(out, encoding="utf-8") as file:
                self.assertNotEqual(file.read(), "older\n")
            self.assertEqual(stat.S_IMODE(os.stat(out).st_mode), 0o640)
            os.remove(out + ".kept")

    def test_a_killed_run_leaves_nothing(self):
        big = os.path.join(self.folder, "big")
        os.mkdir(big)
        support.write_big_ledger(big, 300_000)
        folder = os.path.join(self.folder, "out")
        os.mkdir(folder)
        process = subprocess.Popen([support.PROGRAM, "verify", big, "--as-of", "2026-06-30T12:00:00Z",
                                    "--out", os.path.join(folder, "out.csv")], stdout=subprocess.DEVNULL,
                                   env=environment(), preexec_fn=default_signals)

        def is_writing():
            try:
                names = [os.readlink(f"/proc/{process.pid}/fd/{one}")
                         for one in os.listdir(f"/proc/{process.pid}/fd")]
            except OSError:
                return False
            return any(name.startswith(folder + "/") for name in names)
        while not is_writing() and process.poll() is None:
            pass
        process.kill()
        process.wait()
        self.assertIn(os.listdir(folder), ([], ["out.csv"]))


    def test_where_no_file_can_be_without_a_name(self):
        """Without /proc, such a file could not get one: it is written beside its place instead."""
        def without_proc(*arguments, **options):
            return subprocess.run(["unshare", "--mount", "bash", "-c",
                                   'mount -t tmpfs none /proc && exec "$@"',
                                   "-", support.PROGRAM, *arguments], cwd=support.SOURCE, env=environment(),
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False,
                                  **options)
        if without_proc("--version").returncode != 0:
            self.skipTest("no right to mount here, or a build that needs /proc")
        out = os.path.join(self.folder, "out.csv")
        verify = ("verify", "examples/ledger", "--as-of", "2026-06-30T12:00:00Z", "--out", out)
        self.check(without_proc(*verify), 1)
        with open(out, "rb") as file:
            first = file.read()
        with open(out, "w", encoding="ascii") as file:
            file.write("older\n")

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        self.check(without_proc(*verify, preexec_fn=limited), 4)
        with open(out, encoding="ascii") as file:
            self.assertEqual(file.read(), "older\n")
        self.assertEqual(os.listdir(self.folder), ["out.csv"])
        self.check(without_proc(*verify), 1)
        with open(out, "rb") as file:
            self.assertEqual(file.read(), first)
        self.assertEqual(os.listdir(self.folder), ["out.csv"])


class Private(ProgramTest):
    def setUp(self):
        super().setUp()
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        self.place = sample_ledger(self.folder)

    def mode(self, name):
        return stat.S_IMODE(os.stat(os.path.join(self.place, name)).st_mode)

    def test_handles_and_records_are_for_the_owner_alone(self):
        self.check(shell(BEGIN, self.place), 0)
        self.check(shell(f"{COMMIT} --yes --record made.json", self.place), 0)
        for name in ("new.json", "made.json"):
            self.assertEqual(self.mode(name), 0o600, name)

    def test_a_handle_file_that_others_can_read_or_write(self):
        path = os.path.join(self.place, "link.json")
        for mode in (0o666, 0o622, 0o644, 0o640, 0o604, 0o620, 0o602):
            os.chmod(path, mode)
            for command in (COMMIT + " --yes", COMMIT + " --dry-run", COMMIT.replace("commit", "cancel")):
                with self.subTest((oct(mode), command)):
                    self.check(shell(command, self.place), 3,
                               "ecflink: users other than its owner can read or write the handle file "
                               f"link.json (mode {mode:04o}); run `chmod 600 link.json`, and begin again if "
                               "somebody may have read it\n")
        os.chmod(path, 0o600)
        self.check(shell(COMMIT + " --yes", self.place), 0)

    def test_a_handle_file_that_is_a_pipe(self):
        os.mkfifo(os.path.join(self.place, "pipe"), 0o600)
        self.check(shell(COMMIT.replace("link.json", "pipe"), self.place), 3,
                   "ecflink: the handle file pipe is not a regular file\n")


# Logins as a hostile feed has them, and the key in a file of rows that they become: what acts on a
# terminal is shown, and all else stays as it is, because programs join by it.
HOSTILE = {
    **{key: key for key in ("=cmd|' /C calc'!A1", "+1+2", "-3", "@SUM(A1)", "'=1", "''@x", "\uff1dx",
                            "a;=1", "'quoted'", "a=b")},
    "a\x1b[2Jb": "a<U+001B>[2Jb", "a\x9b2Jb": "a<U+009B>2Jb", "\t=1": "\t=1", "a\x7fb": "a<U+007F>b",
    "a\u202eb": "a<U+202E>b",
}


class Strangers(ProgramTest):
    """Texts that others have written, in what other programs read and a terminal may show."""

    def setUp(self):
        super().setUp()
        self.ledger = os.path.join(self.folder, "ledger")
        os.mkdir(self.ledger)
        for name, header, row in (
                ("central_accounts", ("central_id", "usage", "status", "name"),
                 ("1", "filing", "active", "A")),
                ("court_accounts", ("court", "login", "role", "status", "name"),
                 ("wiwd", None, "attorney", "active", "A")),
                ("links", ("court", "login", "central_id", "linked_at"),
                 ("wiwd", None, "1", "2022-05-01T00:00:00Z"))):
            with open(os.path.join(self.ledger, name + ".csv"), "w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file, lineterminator="\n")
                rows.writerow(header)
                rows.writerows([one or login for one in row] for login in HOSTILE)
        self.out = os.path.join(self.folder, "out.csv")

    def check_text(self, text):
        for character in text:
            code = ord(character)
            self.assertFalse((code < 0x20 and character not in "\t\n") or 0x7f <= code < 0xa0 or
                             code == 0x202e, ascii(text))

    def test_a_table_for_people_is_not_computed_by_a_spreadsheet(self):
        for name in ("=cmd.json", "+1.json", "-1.json", "@SUM.json", "'=1.json"):
            with open(os.path.join(self.folder, name), "w", encoding="ascii") as file:
                file.write("{}")
            done = run("policy", "lint", "--format", "csv", "--", name, cwd=self.folder)
            rows = list(csv.DictReader(done.stdout.decode().splitlines()))
            self.assertEqual({row["file"] for row in rows}, {"'" + name}, done.stderr)

    def test_rows_keep_their_keys_and_are_not_obeyed_by_terminals(self):
        as_of = ("--as-of", "2026-06-30T12:00:00Z", "--fail-if", "none")
        for command in ("verify", "forecast"):
            links = os.path.join(self.ledger, "links.csv")
            if command == "forecast":   # of accounts that are not linked
                with open(links, "w", encoding="ascii") as file:
                    file.write("court,login,central_id,linked_at\n")
            self.check(run(command, self.ledger, *as_of, "--out", self.out), 0)
            with open(self.out, encoding="utf-8", newline="") as file:
                text = file.read()
            self.check_text(text)
            self.assertEqual([row["login"] for row in csv.DictReader(text.splitlines())],
                             list(HOSTILE.values()))

    def test_json_is_escaped_and_exact(self):
        place = sample_ledger(self.folder)
        self.check(shell(f"ecflink ledger load sqlite:court.db {self.ledger} {KEYS}", place), 1)
        done = shell(f"ecflink import sqlite:court.db {self.ledger} --format json {KEYS}", place)
        self.check_text(done.stdout.decode())
        self.assertEqual([row["account"]["login"] for row in json.loads(done.stdout)["rows"]],
                         list(HOSTILE)[:10])

    def test_exact_bytes_for_programs_and_none_that_acts_for_a_terminal(self):
        place = sample_ledger(self.folder)
        done = shell("ecflink ledger password sqlite:court.db --court wiwd --login asample "
                     f"--actor $'a\\xc2\\x9b2Jb' {KEYS} --password-fd 3 3<<<'x'", place)
        self.check(done, 0)
        export = ("ecflink", "audit", "export", "sqlite:court.db")
        kept = shell(" ".join(export), place).stdout.decode()
        shell(" ".join(export) + " --out trail", place)
        with open(os.path.join(place, "trail"), encoding="utf-8") as file:
            self.assertEqual(file.read(), kept)
        reader, writer = pty.openpty()
        seen = []

        def read():
            try:
                while chunk := os.read(reader, 65536):
                    seen.append(chunk)
            except OSError:   # the other end is closed
                pass
        thread = threading.Thread(target=read)
        thread.start()
        run(*export[1:], cwd=place, stdout=writer)
        os.close(writer)
        thread.join()
        os.close(reader)
        self.check_text(b"".join(seen).decode().replace("\r\n", "\n"))


if __name__ == "__main__":
    support.main()[1]()
