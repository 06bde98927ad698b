"""Many filers of one court, the whole ceremony of each, and what the ledger says of them afterwards."""

import base64
import contextlib
import csv
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import struct
import subprocess
import time

from portal_server import COURT_PASSWORD, PASSWORD, SAMPLE, SECRET, Browser

HOME, LINK, CONFIRM = "/court/wiwd", "/court/wiwd/link", "/court/wiwd/link/confirm"
STEPS = ("sign-on page", "sign-on", "code page", "code", "home", "link page", "link", "confirm page",
         "confirm", "done page", "home again")


def names_of(count):
    """Username and login at once, and the central id."""
    return [(f"crowd{number:04}", str(8000000 + number)) for number in range(count)]


def crowd_sample(folder, count, has_slow_passwords=False):
    """The sample, with `count` more filers, each ready to link one login of wiwd."""
    sample = pathlib.Path(folder) / "sample"
    shutil.copytree(SAMPLE, sample)
    people = json.loads((sample / "people.json").read_text(encoding="utf-8"))
    people["slow-passwords"] = has_slow_passwords
    with (sample / "central_accounts.csv").open("a", encoding="utf-8") as centrals, \
         (sample / "court_accounts.csv").open("a", encoding="utf-8") as accounts:
        for name, central in names_of(count):
            person = f"Filer {name.title()}"
            centrals.write(f"{central},individual,upgraded,active,2018-06-18,,enrolled,attorney-filer,,,"
                           f"{person}\n")
            accounts.write(f"wiwd,{name},attorney,active,2013-04-15,{person},,,\n")
            people["filers"].append({"username": name, "central-id": central, "tells": ""})
    (sample / "people.json").write_text(json.dumps(people), encoding="utf-8")
    return sample


def code_of(step):
    """RFC 6238, in the test's own words: a process for each of many codes would cost more than the filers."""
    mac = hmac.digest(base64.b32decode(SECRET), struct.pack(">Q", step), hashlib.sha1)
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 10**6:06}"


class Filer(Browser):
    """One filer, who goes step by step and keeps how long each took."""

    patience = 120   # it measures how long steps take; it does not end them

    def __init__(self, portal, name):
        super().__init__(portal)
        self.name, self.seconds, self.is_done, self.last_step, self.sent_away = name, {}, False, 0, 0

    @contextlib.contextmanager
    def step(self, name):
        begun = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - begun

    def expect(self, step, status, method, path, fields=None):
        with self.step(step):
            answer = self.get(path) if method == "GET" else self.post(path, fields)
        assert answer.status == status, f"{self.name}: {step}: {answer.status}: {answer.text[-600:]}"
        return answer

    def send_password(self, step, page, fields):
        """Sends a form with a password; again, as the page says, while too many others send theirs."""
        while True:
            form = self.form_of(self.expect(step + " page", 200, "GET", page), page)
            with self.step(step):
                answer = self.post(page, {**form, **fields})
            if answer.status != 503:
                assert answer.status == 303, f"{self.name}: {step}: {answer.status}: {answer.text[-600:]}"
                return answer
            assert "Nothing was done. Try again" in answer.text, answer.text
            self.sent_away += 1

    def new_code(self):
        """A code that was not used: of the step before this one, of this one, or of a later one."""
        now = int(time.time()) // 30
        self.last_step = max(self.last_step + 1, now - (1 if time.time() % 30 < 20 else 0))
        while self.last_step > int(time.time()) // 30 + 1:
            time.sleep(0.5)
        return code_of(self.last_step)

    def sign_on_by_steps(self):
        self.send_password("sign-on", HOME + "/sign-on", {"username": self.name, "password": PASSWORD})
        form = self.form_of(self.expect("code page", 200, "GET", HOME + "/code"), HOME + "/code")
        self.expect("code", 303, "POST", HOME + "/code",
                    {**form, "code": self.new_code(), "redaction": "yes"})
        return self.expect("home", 200, "GET", HOME)

    def propose_by_steps(self):
        """The fields of the page to confirm."""
        fields = {"login": self.name, "password": COURT_PASSWORD}
        place = self.send_password("link", LINK, fields).headers["Location"]
        return {**self.form_of(self.expect("confirm page", 200, "GET", place), CONFIRM), "do": "submit"}

    def whole_ceremony(self):
        home = self.sign_on_by_steps()
        assert not files(home), f"{self.name}: may file before the link"
        told = self.expect("confirm", 303, "POST", CONFIRM, self.propose_by_steps())
        done = self.expect("done page", 200, "GET", told.headers["Location"])
        assert "You have linked your accounts" in done.text, done.text
        self.is_done = True
        assert files(self.expect("home again", 200, "GET", HOME)), f"{self.name}: may not file after the link"


def files(home):
    """True if a home page has the menus to file."""
    return "Criminal" in home.text


class Ledger:
    """What the program `ecflink` says of a portal's ledger."""

    def __init__(self, program, portal):
        self.program, self.portal = program, portal

    def ask(self, *words):
        with_keys = {**os.environ, "ECFLINK_KEY_FILE": str(self.portal.keys)}
        return subprocess.run([self.program, *words], check=False, text=True, capture_output=True,
                              timeout=280, env=with_keys)

    def flaws(self):
        """What is wrong with the trail or the tables; nothing if all is well."""
        asked = self.ask("audit", "verify", self.portal.address, "--state", "--format", "json")
        if asked.returncode not in (0, 1):
            return asked.stderr
        said = json.loads(asked.stdout)
        return "" if asked.returncode == 0 and said["whole"] and said["state"]["agrees"] else asked.stdout

    def links(self):
        """How many links each login of wiwd has, as the tables say."""
        out = self.portal.folder / "links.csv"
        asked = self.ask("verify", self.portal.address, "--policy", self.portal.policies, "--out", out,
                         "--fail-if", "none")
        assert asked.returncode == 0, asked.stderr
        count = {}
        with out.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["court"] == "wiwd":
                    count.setdefault(row["login"], []).append(row["central_id"])
        return count

    def linked_events(self):
        """How many events say that a login was linked."""
        asked = self.ask("audit", "export", self.portal.address)
        assert asked.returncode == 0, asked.stderr
        count = {}
        for line in asked.stdout.splitlines():
            entry = json.loads(line).get("entry", {"event": "none: a checkpoint"})
            if entry["event"] == "link-committed" and entry["court"] == "wiwd":
                count[entry["login"]] = count.get(entry["login"], 0) + 1
        return count
