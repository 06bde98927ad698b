"""Starts the portal over a sample ledger of its own, and speaks raw HTTP with it."""

import contextlib
import html.parser
import http.client
import itertools
import os
import pathlib
import subprocess
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "Lake-Mendota-26"
COURT_PASSWORD = "old-Capitol-22"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


SAMPLE = ROOT / "examples/portal/sample"
_schemas = itertools.count(1)


def new_ledger(folder):
    """The address of a ledger to be made: a file, or a schema of the server that with_postgresql.py names."""
    server = os.environ.get("ECFLINK_TEST_POSTGRESQL")
    if not server:
        return f"sqlite:{folder}/portal.db"
    schema = f"portal_{os.getpid()}_{next(_schemas)}"
    subprocess.run(["psql", "--no-psqlrc", "--quiet", server, "--command", f"CREATE SCHEMA {schema}"],
                   check=True)
    return f"{server}&options=-csearch_path%3D{schema}"


@contextlib.contextmanager
def portal(program, assets, clock=None, seconds=300, sample=SAMPLE, more=()):
    """A running portal over a sample ledger of its own. It ends with the block, or after `seconds`."""
    with tempfile.TemporaryDirectory() as name:
        one = Portal(program, assets, pathlib.Path(name), sample, clock, seconds, more)
        try:
            one.start()
            yield one
        finally:
            one.stop()


class Portal:
    """A sample ledger, and the server over it, which can be killed and started again."""

    def __init__(self, program, assets, folder, sample, clock, seconds, more):
        self.program, self.assets, self.folder, self.seconds = program, assets, folder, seconds
        self.keys, self.policies = folder / "portal.keys", folder / "policies"
        self.address = new_ledger(folder)
        self.log, self.server, self.port, self.more = folder / "log", None, 0, more
        self.clock = ["--clock", clock] if clock else []
        subprocess.run([program, "make-sample", "--sample", sample, "--into", folder,
                        "--ledger", self.address, *self.clock], check=True, timeout=1800)

    def start(self):
        with self.log.open("a") as errors:
            self.server = subprocess.Popen(
                [self.program, "serve", "--ledger", self.address, "--key-file", self.keys,
                 "--policies", self.policies, "--people", self.folder / "people.json",
                 "--pages", ROOT / "examples/portal", "--assets", self.assets, "--for", str(self.seconds),
                 *self.clock, *self.more], stdout=subprocess.PIPE, stderr=errors, text=True)
        line = self.server.stdout.readline()
        assert line.startswith("http://127.0.0.1:"), self.log.read_text()
        self.port = int(line.rsplit(":", 1)[1].rstrip("/\n"))

    def kill(self):
        self.server.kill()
        self.server.wait()
        self.server.stdout.close()

    def stop(self):
        if self.server is not None and not self.server.stdout.closed:
            self.server.terminate()
            self.server.wait(timeout=20)
            self.server.stdout.close()

    def code(self):
        """The code of the second factor of now."""
        return subprocess.run([self.program, "code", "--second-factor", SECRET], check=True, text=True,
                              stdout=subprocess.PIPE).stdout.strip()


class Page(html.parser.HTMLParser):
    """The forms of a page: by address, the fields that they would send."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.text, self._form = {}, text, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._form = self.forms.setdefault(given["action"], {})
        elif tag == "input" and self._form is not None and given.get("type") == "hidden":
            self._form[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None


class Browser:
    """Cookies of one visitor, and requests as a browser without script makes them."""

    patience = 20

    def __init__(self, portal):
        self.portal, self.cookies = portal, {}

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=self.patience)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update(headers or {})
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        response.text = response.read().decode()
        connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return response

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, fields, **more):
        return self.request("POST", path, urllib.parse.urlencode(fields), **more)

    @staticmethod
    def form_of(answer, action):
        """The hidden fields of a form that an answer holds."""
        return dict(Page(answer.text).forms[action])

    def form(self, page_path, action=None):
        """The hidden fields of a form of a page."""
        return self.form_of(self.get(page_path), action or page_path)

    def send(self, page_path, fields, action=None, **more):
        """Fills in the form of a page, and sends it."""
        return self.post(action or page_path, {**self.form(page_path, action), **fields}, **more)

    def sign_on(self, username, court="wiwd", password=PASSWORD, code=None, agree=True):
        answer = self.send(f"/court/{court}/sign-on", {"username": username, "password": password})
        if answer.status != 303:
            return answer
        fields = {"code": code or self.portal.code(), **({"redaction": "yes"} if agree else {})}
        return self.send(f"/court/{court}/code", fields)

    def propose(self, login, court="wiwd", password=COURT_PASSWORD):
        """The hidden fields of the page to confirm, and its address."""
        answer = self.send(f"/court/{court}/link", {"login": login, "password": password})
        assert answer.status == 303, answer.text
        place = answer.headers["Location"]
        return self.form(place, f"/court/{court}/link/confirm"), place

    def staff_sign_on(self, login="clerk.reyes", court="wiwd"):
        return self.send(f"/staff/{court}/sign-on", {"login": login, "password": COURT_PASSWORD})
