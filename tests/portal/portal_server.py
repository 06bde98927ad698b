"""Starts the portal over a sample ledger of its own, and speaks raw HTTP with it."""

import contextlib
import html.parser
import http.client
import pathlib
import subprocess
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "Lake-Mendota-26"
COURT_PASSWORD = "old-Capitol-22"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@contextlib.contextmanager
def portal(program, assets, clock=None, seconds=300):
    """The port of a running portal. It ends with the block, and by itself after `seconds`."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        at = ["--clock", clock] if clock else []
        sample = ROOT / "examples/portal/sample"
        subprocess.run([program, "make-sample", "--sample", sample, "--into", folder, *at], check=True,
                       timeout=60)
        log = folder / "log"
        with log.open("w") as errors:
            server = subprocess.Popen(
                [program, "serve", "--ledger", f"sqlite:{folder}/portal.db",
                 "--key-file", folder / "portal.keys", "--policies", folder / "policies",
                 "--people", folder / "people.json", "--pages", ROOT / "examples/portal",
                 "--assets", assets, "--for", str(seconds), *at],
                stdout=subprocess.PIPE, stderr=errors, text=True)
            try:
                line = server.stdout.readline()
                assert line.startswith("http://127.0.0.1:"), log.read_text()
                yield Portal(int(line.rsplit(":", 1)[1].rstrip("/\n")), program, log, server)
            finally:
                server.terminate()
                server.wait(timeout=20)
                server.stdout.close()


class Portal:
    def __init__(self, port, program, log, server):
        self.port, self.program, self.log, self.server = port, program, log, server

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

    def __init__(self, portal):
        self.portal, self.cookies = portal, {}

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=20)
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

    def form(self, page_path, action=None):
        """The hidden fields of a form of a page."""
        return dict(Page(self.get(page_path).text).forms[action or page_path])

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
