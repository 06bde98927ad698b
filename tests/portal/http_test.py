#!/usr/bin/env python3
"""The portal, attacked by raw HTTP: forms of others, stolen handles, sessions, codes, limits, headers.

    http_test.py --program PORTAL --assets FOLDER
"""

import argparse
import pathlib
import re
import socket
import sys
import threading
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from portal_server import COURT_PASSWORD, PASSWORD, SECRET, Browser, portal  # noqa: E402

OPTIONS = argparse.Namespace()
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
                               "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LINK, CONFIRM = "/court/wiwd/link", "/court/wiwd/link/confirm"


class PortalTest(unittest.TestCase):
    def setUp(self):
        self.portal = self.enterContext(portal(OPTIONS.program, OPTIONS.assets))

    def browser(self, username=None, **more):
        made = Browser(self.portal)
        if username:
            answer = made.sign_on(username, **more)
            self.assertEqual(answer.status, 303, answer.text)
        return made

    def raw(self, text, seconds=20):
        with socket.create_connection(("127.0.0.1", self.portal.port), timeout=seconds) as connection:
            connection.sendall(text)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        return answer.decode(errors="replace")


class Forms(PortalTest):
    """A18: nobody else can send a form in a person's name."""

    def test_a_form_needs_its_own_secret_once(self):
        one = self.browser("asample")
        fields = {"login": "asample", "password": COURT_PASSWORD}
        self.assertEqual(one.post(LINK, fields).status, 403, "no secret")
        self.assertEqual(one.post(LINK, {**fields, "form": "0" * 64}).status, 403, "an invented secret")
        self.assertEqual(one.post(LINK, {**fields, "form": ""}).status, 403, "an empty secret")
        sign_off = one.form("/court/wiwd", "/sign-off")["form"]
        self.assertEqual(one.post(LINK, {**fields, "form": sign_off}).status, 403, "of another form")
        own = one.form(LINK)["form"]
        other = self.browser("bsample")
        self.assertEqual(other.post(LINK, {**fields, "form": own}).status, 403, "of another session")
        self.assertEqual(one.post(LINK, {**fields, "form": own}).status, 303, "its own")
        self.assertEqual(one.post(LINK, {**fields, "form": own}).status, 403, "used before")

    def test_every_address_that_takes_a_form_wants_its_secret(self):
        filer, clerk = self.browser("asample"), self.browser()
        self.assertEqual(clerk.staff_sign_on().status, 303)
        for path in ("sign-on", "code", "link", "link/confirm", "registration", "agents"):
            self.assertEqual(filer.post(f"/court/wiwd/{path}", {"login": "asample"}).status, 403, path)
        for path in ("sign-on", "hold/1", "unlink", "registrations"):
            self.assertEqual(clerk.post(f"/staff/wiwd/{path}", {"login": "asample"}).status, 403, path)
        self.assertEqual(filer.post("/sign-off", {}).status, 403)

    def test_a_form_from_another_site_is_refused(self):
        for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"},
                        {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}):
            one = Browser(self.portal)
            answer = one.send("/court/wiwd/sign-on", {"username": "asample", "password": PASSWORD},
                              headers=headers)
            self.assertEqual(answer.status, 403, headers)

    def test_a_form_of_another_kind_is_refused(self):
        one = Browser(self.portal)
        fields = one.form("/court/wiwd/sign-on")
        answer = one.post("/court/wiwd/sign-on", fields, headers={"Content-Type": "text/plain"})
        self.assertEqual(answer.status, 415)

    def test_a_double_submit_links_once_and_says_so(self):
        one = self.browser("asample")
        hidden, _ = one.propose("asample")
        answers = []

        def submit():
            two = Browser(self.portal)
            two.cookies = dict(one.cookies)
            answers.append(two.post(CONFIRM, {**hidden, "do": "submit"}).status)

        threads = [threading.Thread(target=submit) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answers), [303, 403])

    def test_back_and_submit_again_after_the_link(self):
        one = self.browser("asample")
        hidden, place = one.propose("asample")
        done = one.post(CONFIRM, {**hidden, "do": "submit"})
        self.assertEqual(done.status, 303)
        self.assertEqual(one.get(place).status, 404, "the page to confirm is over")
        again = {**hidden, "form": one.form("/court/wiwd/registration")["form"]}
        self.assertEqual(one.post(CONFIRM, {**again, "do": "submit"}).status, 403)
        self.assertEqual(one.get(done.headers["Location"]).status, 200, "a reload shows the same page")


class Handles(PortalTest):
    """A20, A38: a handle serves one person, one session and one page."""

    def test_a_stolen_handle_serves_nobody_else(self):
        victim, thief = self.browser("asample"), self.browser("bsample")
        stolen, _ = victim.propose("asample")
        own, _ = thief.propose("bsample")
        answers = []
        for handle in (stolen["handle"], "no handle at all"):
            fresh, _ = thief.propose("bsample")
            for act in ("submit", "clear"):
                hidden = {**fresh, "handle": handle, "shown": stolen["shown"], "do": act}
                fresh, _ = thief.propose("bsample")
                answer = thief.post(CONFIRM, hidden)
                self.assertEqual(answer.status, 409, act)
                answers.append(re.sub(r'value="[0-9a-f]{64}"', "", answer.text))
        self.assertEqual(len(set(answers)), 1, "the same page as for an unknown handle")
        self.assertEqual(victim.post(CONFIRM, {**stolen, "do": "submit"}).status, 303, "still the owner's")
        self.assertEqual(thief.post(CONFIRM, {**own, "do": "submit"}).status, 303)

    def test_a_handle_ends_with_its_session(self):
        one = self.browser("asample")
        hidden, _ = one.propose("asample")
        self.assertEqual(one.send("/court/wiwd", {}, "/sign-off").status, 200)
        again = Browser(self.portal)
        again.sign_on("jlnunez")
        other, _ = again.propose("jlnunez")
        answer = again.post(CONFIRM, {**other, "handle": hidden["handle"], "shown": hidden["shown"],
                                      "do": "submit"})
        self.assertEqual(answer.status, 409)

    def test_what_is_linked_is_what_was_shown(self):
        one = self.browser("asample")
        first, _ = one.propose("asample")
        second, _ = one.propose("asample")
        altered = {**second, "shown": "0" * 64, "do": "submit"}
        self.assertEqual(one.post(CONFIRM, altered).status, 409)
        self.assertNotIn("level\">view and file", one.get("/court/wiwd").text)
        self.assertEqual(one.post(CONFIRM, {**first, "do": "submit"}).status, 303)

    def test_looking_at_the_page_changes_nothing(self):
        """A37: whoever follows addresses commits nothing."""
        one = self.browser("asample")
        _, place = one.propose("asample")
        for _ in range(20):
            self.assertEqual(one.get(place).status, 200)
        self.assertIn("view cases; you cannot file", one.get("/court/wiwd").text)


class Sessions(PortalTest):
    def test_a_session_gets_a_new_secret_when_somebody_signs_on(self):
        one = Browser(self.portal)
        one.get("/court/wiwd/sign-on")
        before = one.cookies["portal"]
        first = one.send("/court/wiwd/sign-on", {"username": "asample", "password": PASSWORD})
        self.assertEqual(first.status, 303)
        between = one.cookies["portal"]
        one.send("/court/wiwd/code", {"code": self.portal.code(), "redaction": "yes"})
        after = one.cookies["portal"]
        self.assertEqual(len({before, between, after}), 3)
        for old in (before, between, "f" * 64):
            two = Browser(self.portal)
            two.cookies = {"portal": old}
            answer = two.get("/court/wiwd")
            self.assertEqual((answer.status, answer.headers["Location"]), (303, "/court/wiwd/sign-on"))

    def test_a_secret_that_somebody_chose_is_not_taken(self):
        one = Browser(self.portal)
        one.cookies = {"portal": "a" * 64}
        one.get("/court/wiwd/sign-on")
        self.assertNotEqual(one.cookies["portal"], "a" * 64)

    def test_nobody_passes_the_second_factor_without_the_first(self):
        one = Browser(self.portal)
        one.get("/court/wiwd/sign-on")
        self.assertEqual(one.get("/court/wiwd/code").headers["Location"], "/court/wiwd/sign-on")

    def test_signing_off_ends_the_session(self):
        one = self.browser("asample")
        kept = dict(one.cookies)
        one.send("/court/wiwd", {}, "/sign-off")
        one.cookies = kept
        self.assertEqual(one.get("/court/wiwd").status, 303)

    def test_pages_are_for_those_who_signed_on(self):
        one, filer, clerk = Browser(self.portal), self.browser("asample"), Browser(self.portal)
        clerk.staff_sign_on()
        for path in ("", "/utilities", "/link", "/link/confirm", "/link/done", "/my-steps", "/registration",
                     "/agents"):
            for visitor in (one, clerk):
                answer = visitor.get("/court/wiwd" + path)
                self.assertEqual(answer.headers["Location"], "/court/wiwd/sign-on", path)
        for path in ("", "/hold/1", "/unlink", "/registrations", "/dashboard", "/audit"):
            for visitor in (one, filer):
                answer = visitor.get("/staff/wiwd" + path)
                self.assertEqual(answer.headers["Location"], "/staff/wiwd/sign-on", path)
        self.assertEqual(clerk.get("/staff/nysb").headers["Location"], "/staff/nysb/sign-on", "another court")

    def test_cookies(self):
        one = Browser(self.portal)
        given = one.get("/court/wiwd/sign-on?language=es").headers.get_all("Set-Cookie")
        self.assertEqual(len(given), 2)
        for line in given:
            self.assertIn("; HttpOnly; SameSite=Strict", line)
            self.assertIn("; Path=/", line)


class Codes(PortalTest):
    def test_a_code_works_once(self):
        code = self.portal.code()
        self.assertEqual(self.browser().sign_on("asample", code=code).status, 303)
        again = self.browser().sign_on("asample", code=code)
        self.assertEqual(again.status, 422)
        self.assertIn("used before", again.text)

    def test_codes_cannot_be_tried_out(self):
        for _ in range(5):
            self.assertEqual(self.browser().sign_on("asample", code="000000").status, 422)
        self.assertEqual(self.browser().sign_on("asample").status, 422, "even the right one, for a while")
        self.assertEqual(self.browser().sign_on("bsample").status, 303, "others are not affected")

    def test_who_files_must_agree_and_keeps_the_code(self):
        code = self.portal.code()
        one = Browser(self.portal)
        self.assertEqual(one.sign_on("dlinares", code=code, agree=False).status, 422)
        self.assertEqual(one.send("/court/wiwd/code", {"code": code, "redaction": "yes"}).status, 303)


class Answers(PortalTest):
    """A36: the answer does not tell what exists."""

    def page(self, answer):
        return (answer.status, re.sub(r'value="[0-9a-f]{64}"', "", answer.text))

    def test_unknown_username_and_wrong_password(self):
        answers = {self.page(Browser(self.portal).sign_on(name, password="wrong")) for name in
                   ("asample", "nobody", "lmbeki", "clerk.reyes")}
        self.assertEqual(len(answers), 1)

    def test_unknown_login_wrong_password_and_logins_of_others(self):
        one = self.browser("asample")
        answers = set()
        for login, password in (("asample", "wrong"), ("nobody", "wrong"), ("nobody", COURT_PASSWORD),
                                ("dlinares", COURT_PASSWORD), ("dlinares", "wrong")):
            other = self.browser("jlnunez") if login == "dlinares" and password == "wrong" else one
            answer = other.send(LINK, {"login": login, "password": password})
            answers.add((answer.status, re.sub(r'value="[0-9a-f]{64}"|jlnunez|asample', "", answer.text)))
            one.cookies = dict(one.cookies)
        self.assertEqual(len(answers), 1)

    def test_the_ledger_limits_attempts(self):
        for _ in range(5):
            self.assertEqual(Browser(self.portal).sign_on("bsample", password="wrong").status, 422)
        self.assertEqual(Browser(self.portal).sign_on("bsample").status, 422, "even the right password")
        clerk = Browser(self.portal)
        for _ in range(5):
            wrong = clerk.send("/staff/wiwd/sign-on", {"login": "clerk.reyes", "password": "wrong"})
            self.assertEqual(wrong.status, 422)
        self.assertEqual(clerk.staff_sign_on().status, 422)

    def test_a_filer_is_no_clerk(self):
        self.assertEqual(Browser(self.portal).staff_sign_on("asample").status, 422)


class Limits(PortalTest):
    def test_headers_of_every_response(self):
        one = self.browser("asample")
        paths = ["/", "/steps", "/court/wiwd", "/court/wiwd/link", "/court/none", "/nothing",
                 "/assets/css/portal.css", "/assets/../CMakeLists.txt", "/staff/wiwd", "/sign-off",
                 "/favicon.ico", "/court/wiwd/link/done"]
        answers = [(path, one.get(path)) for path in paths]
        answers += [("post " + path, one.post(path, {})) for path in ("/", LINK, "/nothing")]
        answers.append(("name", one.get("/", headers={"Host": "elsewhere.example"})))
        answers.append(("long", one.post(LINK, {"login": "a" * 20000})))
        for path, answer in answers:
            for name, value in HEADERS.items():
                self.assertEqual(answer.headers.get_all(name), [value], f"{path}: {name}")
            self.assertEqual(len(answer.headers.get_all("Cache-Control")), 1, path)
            is_asset = path.startswith(("/assets/css", "/favicon"))
            expected = "public, max-age=3600" if is_asset else "no-store"
            self.assertEqual(answer.headers["Cache-Control"], expected, path)

    def test_payloads_and_addresses_are_limited(self):
        one = Browser(self.portal)
        self.assertEqual(one.post("/court/wiwd/sign-on", {"username": "a" * 9000}).status, 413)
        claimed = (b"POST /court/wiwd/sign-on HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                   b"Content-Length: 99999999999\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                   b"Connection: close\r\n\r\na=b" % self.portal.port)
        self.assertRegex(self.raw(claimed), r"^HTTP/1.1 (413|400) ")
        self.assertIn(one.get("/" + "a" * 9000).status, (400, 414))
        self.assertEqual(one.get("/").status, 200, "it still serves")

    def test_multipart_is_not_taken(self):
        body = '--x\r\nContent-Disposition: form-data; name="form"\r\n\r\na\r\n--x--\r\n'
        answer = Browser(self.portal).request("POST", "/court/wiwd/sign-on", body,
                                              {"Content-Type": "multipart/form-data; boundary=x"})
        self.assertEqual(answer.status, 415)

    def test_other_names_are_not_served(self):
        one = Browser(self.portal)
        for name in ("elsewhere.example", f"elsewhere.example:{self.portal.port}", "127.0.0.1", ""):
            self.assertEqual(one.get("/", headers={"Host": name}).status, 421, name)
        self.assertEqual(one.get("/", headers={"Host": f"localhost:{self.portal.port}"}).status, 200)

    def test_it_listens_on_loopback_alone(self):
        listening = pathlib.Path("/proc/net/tcp").read_text() + pathlib.Path("/proc/net/tcp6").read_text()
        own = [line.split()[1] for line in listening.splitlines()
               if re.search(f":{self.portal.port:04X} 0+:0000 0A", line)]
        self.assertEqual(own, [f"0100007F:{self.portal.port:04X}"])

    def test_slow_clients_do_not_keep_others_waiting(self):
        slow = [socket.create_connection(("127.0.0.1", self.portal.port)) for _ in range(400)]
        for one in slow:
            one.sendall(b"POST /court/wiwd/sign-on HTTP/1.1\r\nHost: 127")
        self.assertEqual(Browser(self.portal).get("/").status, 200)
        for one in slow:
            one.close()

    def test_no_secret_is_logged(self):
        one = self.browser("asample")
        hidden, place = one.propose("asample")
        one.post(CONFIRM, {**hidden, "do": "submit"})
        Browser(self.portal).get("/steps?court=wiwd&purpose=file")
        log = self.portal.log.read_text()
        self.assertIn("POST /court/wiwd/link/confirm 303\n", log)
        for secret in (PASSWORD, COURT_PASSWORD, SECRET, hidden["handle"], hidden["form"],
                       one.cookies["portal"], place.rsplit("=", 1)[1], "asample", "purpose"):
            self.assertNotIn(secret, log)
        self.assertNotIn(hidden["handle"], place)


class Clerks(PortalTest):
    def test_a_held_link_waits_for_a_clerk(self):
        filer, clerk = self.browser("mhart"), Browser(self.portal)
        self.assertEqual(clerk.staff_sign_on().status, 303)
        hidden, place = filer.propose("mwells")
        text = filer.get(place).text
        self.assertIn("A clerk must decide first", text)
        self.assertNotIn('value="submit"', text)
        self.assertEqual(filer.post(CONFIRM, {**hidden, "do": "submit"}).status, 409, "not yet")
        item = re.search(r"/staff/wiwd/(hold/[0-9]+)", clerk.get("/staff/wiwd").text)[1]
        page = clerk.get("/staff/wiwd/" + item).text
        for shown in ("Mar\u00eda Hart", "Mar\u00eda Wells", "name-differs"):
            self.assertIn(shown, page)
        self.assertEqual(clerk.send(f"/staff/wiwd/{item}", {"do": "approve", "reason": ""}).status, 422)
        approved = clerk.send(f"/staff/wiwd/{item}", {"do": "approve", "reason": "married"})
        self.assertEqual(approved.status, 303)
        hidden, _ = filer.propose("mwells")
        self.assertEqual(filer.post(CONFIRM, {**hidden, "do": "submit"}).status, 303)
        self.assertIn("Criminal", filer.get("/court/wiwd").text)

    def test_another_court_s_item_is_not_shown(self):
        filer, clerk = self.browser("mhart"), Browser(self.portal)
        filer.propose("mwells")
        own = Browser(self.portal)
        own.staff_sign_on()
        item = re.search(r"/staff/wiwd/(hold/[0-9]+)", own.get("/staff/wiwd").text)[1]
        clerk.staff_sign_on("clerk.ito", "wiwb")
        self.assertEqual(clerk.get("/staff/wiwb/" + item).status, 404)

    def test_a_clerk_removes_a_link_with_a_reason(self):
        clerk = Browser(self.portal)
        clerk.staff_sign_on()
        fields = {"login": "dlinares", "central": "7000012"}
        look = clerk.send("/staff/wiwd/unlink", {**fields, "do": "look"})
        self.assertEqual(look.status, 200)
        self.assertIn("Diego Linares", look.text)
        without = clerk.send("/staff/wiwd/unlink", {**fields, "do": "remove"})
        self.assertEqual(without.status, 422, "no reason")
        done = clerk.send("/staff/wiwd/unlink", {**fields, "do": "remove", "reason": "wrong person"})
        self.assertEqual(done.status, 303)
        self.assertEqual(clerk.send("/staff/wiwd/unlink", {**fields, "do": "look"}).status, 422, "not linked")

    def test_a_request_is_approved(self):
        filer, clerk = self.browser("nnewcomb"), Browser(self.portal)
        asked = filer.send("/court/wiwd/registration", {"type": "filing-only", "role": "attorney"})
        self.assertEqual(asked.status, 303)
        again = filer.send("/court/wiwd/registration", {"type": "filing-only", "role": "attorney"})
        self.assertIn("asked already", again.text)
        clerk.staff_sign_on()
        page = clerk.get("/staff/wiwd/registrations").text
        item = re.search(r'value="([0-9]+)">[0-9]+: 7000018', page)[1]
        move = {"item": item, "do": "approve", "reason": "admitted"}
        self.assertEqual(clerk.send("/staff/wiwd/registrations", move).status, 422, "no login")
        approved = clerk.send("/staff/wiwd/registrations", {**move, "new-login": "nnewcomb"})
        self.assertEqual(approved.status, 303)
        self.assertIn("approved", filer.get("/court/wiwd/registration").text)

    def test_the_trail_is_whole_and_can_be_searched(self):
        filer, clerk = self.browser("asample"), Browser(self.portal)
        hidden, _ = filer.propose("asample")
        filer.post(CONFIRM, {**hidden, "do": "submit"})
        clerk.staff_sign_on()
        page = clerk.get("/staff/wiwd/audit?search=asample").text
        for shown in ('id="whole"', 'id="agrees"', "asample", "1000001"):
            self.assertIn(shown, page)
        self.assertNotIn("bsample", page)
        self.assertIn('id="today-count">1<', clerk.get("/staff/wiwd/dashboard").text)

    def test_filing_agents(self):
        principal = self.browser("rtamm", court="nysb")
        self.assertEqual(principal.send("/court/nysb/agents", {"login": "nquist", "do": "add"}).status, 303)
        self.assertEqual(principal.send("/court/nysb/agents", {"login": "nobody", "do": "add"}).status, 422)
        agent = self.browser("nquist", court="nysb")
        self.assertNotIn("view and file", agent.get("/court/nysb").text)
        agent.send("/court/nysb/agents", {"login": "rtamm"})
        self.assertIn("view and file", agent.get("/court/nysb").text)


class Crowds(unittest.TestCase):
    def test_nobody_is_checked_beyond_the_places_and_no_attempt_counts(self):
        none = ("--password-checks", "0", "--password-wait", "0")
        with portal(OPTIONS.program, OPTIONS.assets, more=none) as one:
            for page, name in (("/court/wiwd/sign-on", "username"), ("/staff/wiwd/sign-on", "login")):
                for _ in range(6):
                    answer = Browser(one).send(page, {name: "asample", "password": PASSWORD})
                    self.assertEqual((answer.status, answer.headers["Retry-After"]), (503, "60"))
                    self.assertIn("Nothing was done", answer.text)
            one.stop()
            one.more = ()
            one.start()
            self.assertEqual(Browser(one).sign_on("asample").status, 303)


class Ends(unittest.TestCase):
    def test_it_ends_by_itself(self):
        with portal(OPTIONS.program, OPTIONS.assets, seconds=1) as one:
            self.assertEqual(one.server.wait(timeout=30), 0)

    def test_it_ends_cleanly_when_told(self):
        with portal(OPTIONS.program, OPTIONS.assets) as one:
            self.assertEqual(Browser(one).get("/").status, 200)
            one.server.send_signal(2)
            self.assertEqual(one.server.wait(timeout=30), 0)

    def test_it_ends_when_told_at_once(self):
        """The signal may come before the first visitor can."""
        with portal(OPTIONS.program, OPTIONS.assets) as one:
            for _ in range(20):
                one.stop()
                self.assertEqual(one.server.returncode, 0)
                one.start()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--assets", required=True)
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])
