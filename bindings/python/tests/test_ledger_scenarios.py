"""Every scenario of tests/scenarios/ledger, on SQLite and on PostgreSQL, through Python."""

import json

import pytest

import ecflink
from conftest import ROOT, ledger_places
from ecflink import (Acting, Actor, Agency, AgencyState, Contact, Keys, Ledger, ProofClass, Records,
                     RegistrationMove, RegistrationRequest, Session, SignOn, Verdict)

FILES = sorted((ROOT / "tests/scenarios/ledger").glob("*.json"))
CHEAP = ecflink.PasswordCost(1, 8192)


def token(member):
    return None if member is None else member.value


def tokens(members):
    return [one.value for one in members]


def moment(time):
    """As the scenarios write instants: with fractions only where there are some."""
    if time is None:
        return None
    text = time.strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{time.microsecond:06}".rstrip("0") if time.microsecond else "") + "Z"


def person(given):
    given = given or {"who": "court", "id": "clerk"}
    return Acting(Actor(given["who"]), given.get("id", ""), given.get("reason", ""))


def pair_of(told):
    return told and {"account_name": told.account_name, "central_name": told.central_name,
                     "role": token(told.role), "verdict": told.verdict.value,
                     "findings": tokens(told.findings), "permanent": list(told.permanent)}


def owes(told):
    return [{"obligation": one.what.value, "due": moment(one.due)} for one in told]


def page_of(told):
    return told and {"court": told.court, "account_name": told.account_name,
                     "central_name": told.central_name, "account": told.account, "central": told.central,
                     "role": told.role.value, "names_differ": told.names_differ,
                     **{name: list(getattr(told, name)) for name in
                        ("permanent", "look_twice", "contacts_not_carried", "agents_not_carried")}}


def item_of(one):
    return {"court": one.court, "login": one.login, "central": one.central, "state": one.state.value,
            "found": tokens(one.found), "approved": tokens(one.approved),
            "proposed_at": moment(one.proposed_at), "decided_at": moment(one.decided_at),
            "decided_by": one.decided_by, "reason": one.reason}


def privilege(told):
    return {"granted": told.granted, "reason": told.reason.value, "findings": tokens(told.findings),
            "reasons": tokens(told.reasons)}


def access_of(told):
    return {"level": told.level.value, "menus": tokens(told.menus),
            "authentication": privilege(told.sign_on), "search": privilege(told.search),
            "filing": privilege(told.file)}


def commit_of(told):
    return {"outward": told.outward.value, "problem": token(told.problem), "verdict": told.verdict.value,
            "findings": tokens(told.findings), "approved": tokens(told.approved),
            "linked_at": moment(told.linked_at), "owes": owes(told.owed),
            "record": json.loads(told.record) if told.record else None}


class NoAnswer(Exception):
    """The check of a password failed."""


class Player:
    """Plays the steps of one file. Every step reads all of its arguments."""

    def __init__(self, ledger, keys):
        self.ledger, self.keys = ledger, keys
        self.handles, self.holds, self.requests = {}, {}, {}

    def play(self, step):
        self.at = {"at": step["at"]} if "at" in step else {}
        self.left = dict(step.get("with", {}))
        try:
            answer = getattr(self, f"do_{step['do']}")()
        except ecflink.LedgerError as error:
            answer = {"error": error.status.replace("ECFLINK_E_LEDGER_", "").lower().replace("_", "-")}
        except NoAnswer:
            answer = {"error": "check-failed"}
        assert not self.left, f"nobody reads {sorted(self.left)}"
        return answer

    def take(self, name, default=""):
        given = self.left.pop(name, None)
        return default if given is None else given

    def number(self, known, name):
        """Of what an earlier step made; of what none made, a number that the ledger does not have."""
        return known.get(self.take(name), 999_999)

    def dry(self):
        return {"dry_run": True} if self.take("dry", False) else {}

    def by(self):
        return person(self.take("by", None))

    def approved(self):
        given = self.take("approved", None)
        return {} if given is None else {"approved": person(given)}

    def session(self, central=None, **more):
        return Session.of(central or self.take("central"), self.take("session", "a session"), **more)

    # -- Records.

    def do_load(self):
        by, dry = self.by(), self.dry()
        tables, self.left = self.left, {}
        told = self.ledger.load(Records.of_rows(**tables), by, **self.at, **dry)
        return {name: getattr(told, name) for name in
                ("added", "changed", "unchanged", "malformed", "ambiguous", "tombstones", "registrations",
                 "links_that_stand")}

    def do_contacts(self):
        self.ledger.set_contacts(tuple(Contact(**one) for one in self.take("contacts")), self.by(), **self.at)
        return {}

    def do_import(self):
        rows = []
        self.ledger.import_links(Records.of_rows(links=self.take("links")), self.by(), told=rows.append,
                                 **self.approved(), **self.at, **self.dry())
        return {"rows": [{"answer": one.answer.value, "verdict": one.verdict.value,
                          "findings": tokens(one.findings), "approved": tokens(one.approved),
                          "account_name": one.account_name, "central_name": one.central_name}
                         for one in rows]}

    # -- The ceremony.

    def proposal(self, told):
        return {"outward": told.outward.value, "problem": token(told.problem), "verdict": told.verdict.value,
                "findings": tokens(told.findings), "approved": tokens(told.approved),
                "needs_approval": told.needs_approval, "held": told.held_as != 0, "ends": moment(told.ends),
                "page": page_of(told.page), "commit": told.linked and commit_of(told.linked)}

    def do_begin(self):
        proof, password = self.take("account_proof", "password"), self.take("account_password", None)

        def check(court, login):
            if password is not None:
                return self.ledger.check_password(court, login, password)
            if proof == "no answer":
                raise NoAnswer
            return ProofClass(proof)
        session = self.session(proof=ProofClass(self.take("central_proof", "password-mfa")),
                               proven_at=self.take("central_proof_at", self.at["at"]),
                               ends=self.take("session_ends", None))
        handle, hold = self.take("handle"), self.take("hold")
        told = self.ledger.begin(session, self.take("court"), self.take("login"), check, **self.approved(),
                                 **self.at, **self.dry())
        if handle:
            self.handles[handle] = told.handle and told.handle.reveal(), told.shown
        if hold:
            self.holds[hold] = told.held_as
        return self.proposal(told)

    def handle(self):
        """The text of a handle and the digest of its page."""
        text = self.take("handle_text", None)
        if text is not None:
            return text, bytes(32)
        text, shown = self.handles[self.take("handle")]
        return text or "", shown

    def do_look(self):
        text, _ = self.handle()
        return self.proposal(self.ledger.peek(self.session(), text, **self.at))

    def do_commit(self):
        text, shown = self.handle()
        confirmed = self.take("confirmed")
        told = self.ledger.commit(self.session(), text, self.handles[confirmed][1] if confirmed else shown,
                                  **self.approved(), **self.at, **self.dry())
        return commit_of(told)

    def do_cancel(self):
        text, _ = self.handle()
        told = self.ledger.cancel(self.session(), text, **self.at, **self.dry())
        return {"outward": told.outward.value, "problem": token(told.problem)}

    def do_outcome(self):
        return {"outcome": self.ledger.outcome(self.handle()[0]).value}

    # -- Clerks.

    def do_queue(self):
        return {"items": [item_of(one) for one in self.ledger.held_links(
            self.take("court"), with_closed=self.take("with_closed", False))]}

    def hold_of(self, told):
        return {"item": item_of(told.item), "has_changed": told.has_changed,
                "approved_until": moment(told.approved_until), "decided": token(told.decided),
                "pair": pair_of(told.pair)}

    def do_review(self):
        return self.hold_of(self.ledger.review_hold(self.number(self.holds, "hold"), **self.at))

    def do_approve(self):
        return self.hold_of(self.ledger.approve_hold(self.number(self.holds, "hold"), self.by(), **self.at,
                                                     **self.dry()))

    def do_reject(self):
        return self.hold_of(self.ledger.reject_hold(self.number(self.holds, "hold"), self.by(), **self.at,
                                                    **self.dry()))

    def do_unlink(self):
        told = self.ledger.unlink(self.take("court"), self.take("login"), self.take("central"), self.by(),
                                  **self.at, **self.dry())
        return {"answer": told.answer.value, "owes": owes(told.owed), "pair": pair_of(told.pair)}

    def do_obligations(self):
        at_most = self.take("at_most", None)
        told = self.ledger.obligations(*([] if at_most is None else [at_most]))
        return {"open": [{"obligation": one.what.value, "due": moment(one.due), "court": one.court,
                          "login": one.login, "central": one.central} for one in told]}

    def do_discharge(self):
        wanted = {name: self.take(name) for name in ("obligation", "court", "login", "central")}
        met = next((one for one in self.ledger.obligations() if
                    (one.what.value, one.court, one.login, one.central) == tuple(wanted.values())), None)
        met = met or ecflink.Owed(ecflink.Obligation(wanted["obligation"]), 999_999, None, "", "", "")
        self.ledger.discharge((met,), self.by(), **self.at, **self.dry())
        return {}

    # -- People.

    def do_sign_on(self):
        central, court = self.take("central"), self.take("court")
        facts = SignOn(self.take("second_factor", False), self.take("redaction_agreed", False),
                       self.take("client_code_missing", False), self.take("acting_for"))
        return {"signed_on": privilege(self.ledger.signs_on(central, facts, **self.at)),
                "courts": [{"court": one.court, "login": one.login or None, "role": token(one.role),
                            **access_of(one.access)}
                           for one in self.ledger.sign_on(central, court, facts, **self.at)]}

    def do_court_login(self):
        return access_of(self.ledger.court_login(self.take("court"), self.take("login"), **self.at))

    def registration(self, told):
        return {"answer": told.answer.value, "state": token(told.state), "findings": tokens(told.findings),
                "linked": told.linked_sequence != 0, "pair": pair_of(told.pair)}

    def do_register(self):
        name = self.take("request")
        kind, role = self.take("type"), self.take("role")
        told = self.ledger.submit_registration(RegistrationRequest(
            self.take("court"), self.take("central"), ecflink.RequestType(kind) if kind else None,
            ecflink.AccountRole(role) if role else None, self.take("login"),
            self.take("credentials_lost", False)), **self.at, **self.dry())
        if name:
            self.requests[name] = told.id
        return self.registration(told)

    def do_move(self):
        return self.registration(self.ledger.move_registration(
            self.number(self.requests, "request"), RegistrationMove(self.take("move")), self.by(),
            new_account=self.take("new_account"),
            credentials_lost=self.take("credentials_lost", False), **self.at, **self.dry()))

    def do_requests(self):
        return {"requests": [
            {"court": one.court, "central": one.central, "type": token(one.type), "role": token(one.role),
             "state": one.state.value, "login": one.login or None, "credentials_lost": one.credentials_lost,
             "reason": one.reason, "submitted_at": moment(one.submitted_at),
             "decided_at": moment(one.decided_at)}
            for one in self.ledger.registrations(self.take("court"), self.take("central"))]}

    def do_agency(self):
        agency = Agency(self.take("court"), self.take("agent"), self.take("principal"),
                        AgencyState(self.take("state")))
        return {"answer": self.ledger.set_agency(agency, self.by(), **self.at, **self.dry()).value}

    def do_agencies(self):
        return {"agencies": [{"agent": one.agent, "principal": one.principal, "state": one.state.value}
                             for one in self.ledger.agencies(self.take("court"))]}

    # -- Passwords.

    def do_set_password(self):
        self.ledger.set_password(self.take("court"), self.take("owner"), self.take("password"), self.by(),
                                 cost=CHEAP, **self.at, **self.dry())
        return {}

    def do_check_password(self):
        return {"right": self.ledger.check_password(self.take("court"), self.take("owner"),
                                                    self.take("password"))}

    def do_check_central_password(self):
        return {"right": self.ledger.check_central_password(self.take("central"), self.take("password"),
                                                            **self.at)}

    def do_password_retired(self):
        return {"retired": self.ledger.is_password_retired(self.take("court"), self.take("login"))}

    # -- The whole.

    def do_verify(self):
        result = self.ledger.verify(self.at["at"])
        report = result.report
        return {"links": len(result), "removed": report["rows"]["removed"], **report["verdicts"],
                "failing": [{"court": one.court, "login": one.login, "central": one.central,
                             "verdict": one.verdict.value, "findings": tokens(one.findings)}
                            for one in result.links() if one.verdict is not Verdict.ALLOW]}

    def do_audit(self):
        told = self.ledger.verify_audit(keys=self.keys)
        return {"whole": told.is_whole, "entries": told.entries, "authenticated": told.authenticated,
                "flaws": [one.flaw for one in told.problems]}

    def do_compare_state(self):
        told = self.ledger.compare_state()
        return {"agrees": told.agrees, "events": told.events, "rows": told.rows,
                "differences": told.differences}

    def do_status(self):
        told = self.ledger.describe(**self.at)
        return {"oldest_due": moment(told.oldest_due)} | {name: getattr(told, name) for name in
                ("events", "central_accounts", "court_accounts", "active_links", "removed_links",
                 "tombstones", "open_obligations", "open_registrations", "held_links",
                 "overdue_obligations", "open_attempts")}


def difference(stated, told, place):
    """Where what is stated is not in what is told."""
    if isinstance(stated, dict) and isinstance(told, dict):
        for name, member in stated.items():
            if name not in told:
                return f"{place}/{name} is not known"
            found = difference(member, told[name], f"{place}/{name}")
            if found:
                return found
        return None
    if isinstance(stated, list) and isinstance(told, list) and len(stated) == len(told):
        for number, (one, other) in enumerate(zip(stated, told)):
            found = difference(one, other, f"{place}/{number}")
            if found:
                return found
        return None
    return None if stated == told and type(stated) is type(told) else f"{place}: {told!r}, not {stated!r}"


@pytest.mark.parametrize("place", ledger_places())
def test_ledger_scenarios(place, tmp_path, capsys):
    troubles, steps = [], 0
    assert FILES
    for file in FILES:
        scenario = json.loads(file.read_text(encoding="utf-8"))
        folder = tmp_path / file.stem
        folder.mkdir()
        keys = Keys.parse(Keys.generate())
        with Ledger.create(place(folder), keys, at=scenario["made_at"],
                           policies=ecflink.Policies.load(scenario.get("policy", []))) as ledger:
            if "records" in scenario:
                ledger.load(Records.of_rows(**scenario["records"]), Acting(Actor.COURT, "sync"),
                            at=scenario["made_at"])
            player = Player(ledger, keys)
            for number, step in enumerate(scenario["steps"]):
                steps += 1
                told = player.play(step)
                if "error" in told and "error" not in step.get("answer", {}):
                    troubles.append(f"{file.name} step {number} ({step['do']}): {told}")
                    continue
                found = difference(step.get("answer", {}), told, "")
                if found:
                    troubles.append(f"{file.name} step {number} ({step['do']}): {found}")
    with capsys.disabled():
        print(f"\n{len(FILES)} scenarios of ledgers, {steps} steps through Python")
    assert not troubles, "\n".join(troubles)
    assert steps == sum(len(json.loads(file.read_text(encoding="utf-8"))["steps"]) for file in FILES)
