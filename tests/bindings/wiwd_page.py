"""Does what docs/ceremony.md does with commands, as tests/capi/wiwd_page.c does through C: the ledger of a
court, and steps 1 to 7 of its page on linking. Prints one JSON object for each step, with members of the
program's own JSON, so that tests/capi/wiwd_page_test.py can compare the two. Needs the installed package
alone.

    wiwd_page.py ADDRESS KEY_FILE FOLDER RECORD     FOLDER: examples/filers; RECORD: a file to write
"""
import json
import pathlib
import sys

import ecflink
from ecflink import Acting, Actor, Contact, HandleOutcome, ProofClass, Session, Verdict

POLICIES = ecflink.Policies.load()
CLERK = Acting(Actor.COURT, "clerk")


def at(text):
    return POLICIES.time("wiwd", text)


def moment(time):
    return None if time is None else time.strftime("%Y-%m-%dT%H:%M:%SZ")


def tokens(members):
    return [one.value for one in members]


def put(step, **members):
    print(json.dumps({"step": step, **{name.replace("_", "-"): value for name, value in members.items()}}))


def privilege(told):
    return {"granted": told.granted, "findings": tokens(told.findings), "reasons": tokens(told.reasons)}


def access(court, may):
    return {"court": court, "level": may.level.value, "menus": tokens(may.menus),
            "sign-on": privilege(may.sign_on), "search": privilege(may.search), "file": privilege(may.file)}


def page(shown):
    if shown is None:
        return None
    return {"names-differ": shown.names_differ, "court": shown.court,
            "account": {"name": shown.account_name, "login": shown.account, "role": shown.role.value},
            "central": {"name": shown.central_name, "id": shown.central},
            "look-twice": list(shown.look_twice), "permanent": list(shown.permanent),
            "contacts-not-carried": list(shown.contacts_not_carried),
            "agents-not-carried": list(shown.agents_not_carried)}


class Court:
    """A court's own program around a ledger."""

    def __init__(self, ledger):
        self.ledger = ledger

    def session(self, when):
        is_right = self.ledger.check_central_password("1000001", "the PACER password", at=at(when))
        return Session.of("1000001", "the secret of this session",
                          ProofClass.PASSWORD if is_right else ProofClass.NONE, at(when))

    def make(self, folder):
        now = at("2022-04-18T14:00:00Z")
        contacts = (Contact("wiwd", "asample", "a***e@example.org", True),
                    Contact("wiwd", "asample", "o***k@example.com"))
        assert self.ledger.contacts_without_account(contacts) == contacts
        loaded = self.ledger.load(folder, CLERK, at=now)
        assert loaded.left_out == () and self.ledger.contacts_without_account(contacts) == ()
        self.ledger.set_contacts(contacts, CLERK, at=now)
        imported = self.ledger.import_links(folder, CLERK, at=now)
        put("init", loaded={"added": loaded.added, "changed": loaded.changed, "malformed": loaded.malformed},
            imported={one.value: imported[one] for one in imported if one.value in
                      ("linked", "held", "refused")})
        self.ledger.set_password("wiwd", "asample", "the old password", CLERK, at=at("2022-04-18T09:05"))
        self.ledger.set_password("", "1000001", "the PACER password", CLERK, at=at("2022-04-18T14:05:00Z"))

    def show_sign_on(self, step, when):
        self.session(when)
        facts = ecflink.SignOn(second_factor_given=True, redaction_agreed=True)
        put(step, signed_on=self.ledger.signs_on("1000001", facts, at=at(when)).granted,
            access=[access(one.court, one.access)
                    for one in self.ledger.sign_on("1000001", "wiwd", facts, at=at(when))])

    def show_court_login(self, step, when):
        put(step, access=[access("wiwd", self.ledger.court_login("wiwd", "asample", at=at(when)))])

    def show_steps(self, step, when):
        plan = ecflink.ready(ecflink.Person(ecflink.Case("wiwd"), ecflink.FilingPurpose.SEARCH_ONLY,
                                            holds_account=True), at(when))
        put(step, next_step=plan.next.step.value,
            steps=[{"step": one.step.value, "state": one.state.value, "by": one.step.info.who.value,
                    "from": moment(one.begins), "until": moment(one.until)} for one in plan.steps])

    def begin(self, step, when, login, password):
        def check(court, login):
            return self.ledger.check_password(court, login, password)
        begun = self.ledger.begin(self.session(when), "wiwd", login, check, at=at(when))
        put(step, answer=begun.outward.value, page=page(begun.page), expires=moment(begun.ends),
            needs_approval=begun.needs_approval)
        return begun

    def cancel(self, step, when, begun):
        told = self.ledger.cancel(Session.of("1000001", "the secret of this session"), begun.handle,
                                  at=at(when))
        assert told.problem is None
        put(step, answer=told.outward.value)
        assert self.ledger.outcome(begun.handle) is HandleOutcome.CANCELLED

    def commit(self, step, when, begun, file):
        session = Session.of("1000001", "the secret of this session")
        seen = self.ledger.peek(session, begun.handle, at=at(when))
        assert seen.shown == begun.shown and seen.handle is None
        assert self.ledger.outcome(begun.handle) is HandleOutcome.UNUSED
        # What a form sends back is text.
        linked = self.ledger.commit(session, begun.handle.reveal(), bytes.fromhex(begun.shown.hex()),
                                    at=at(when))
        assert self.ledger.outcome(begun.handle.reveal()) is HandleOutcome.COMMITTED
        put(step, answer=linked.outward.value, page=page(seen.page), linked_at=moment(linked.linked_at),
            event=linked.sequence,
            owed=[{"obligation": one.what.value, "due": moment(one.due)} for one in linked.owed])
        record = self.ledger.record(linked.sequence)
        assert record == linked.record
        replayed = ecflink.decide.replay(record)
        assert replayed.reproduced and replayed.replayed_verdict is Verdict.ALLOW
        pathlib.Path(file).write_text(record, encoding="utf-8")

    def show_trail(self):
        told = self.ledger.verify_audit()
        assert told.is_whole and told.problems == ()
        put("verify", whole=True, events=told.entries, checkpoints=told.checkpoints,
            chains=[{"court": one.court, "place": one.place} for one in told.chains])
        lines = []
        self.ledger.export_audit(lines.append)
        for line in lines:
            put("export", line=json.loads(line))
        assert len(lines) == told.entries + told.checkpoints
        is_now = self.ledger.describe()
        put("status", schema=is_now.schema_version, events=is_now.events,
            central_accounts=is_now.central_accounts, court_accounts=is_now.court_accounts,
            active_links=is_now.active_links, open_obligations=is_now.open_obligations,
            policy_set=is_now.policy_set)


def main():
    address, key_file, folder, record = sys.argv[1:]
    with ecflink.Ledger.create(address, key_file, at=at("2022-04-18T14:00:00Z")) as ledger:
        court = Court(ledger)
        court.make(folder)
        court.show_court_login("access-before", "2022-04-22T09:00")
        early = court.begin("too-early", "2022-04-22T09:10", "asample", "the old password")
        assert early.findings == (ecflink.Finding.COURT_NOT_LIVE,) and early.handle is None
        court.show_sign_on("sign-on-before", "2022-04-25T08:05")
        court.show_steps("ready", "2022-04-25T08:06")
        court.begin("wrong-password", "2022-04-25T08:08", "asample", "a wrong one")
        court.begin("wrong-login", "2022-04-25T08:09", "asampel", "the old password")
        begun = court.begin("begin", "2022-04-25T08:10", "asample", "the old password")
        court.cancel("cancel", "2022-04-25T08:11", begun)
        begun = court.begin("begin-again", "2022-04-25T08:12", "asample", "the old password")
        court.commit("commit", "2022-04-25T08:13", begun, record)
        court.show_sign_on("sign-on-after", "2022-04-25T08:15")
        court.show_court_login("access-after", "2022-04-25T08:16")
        court.begin("old-login", "2022-04-25T08:17", "asample", "the old password")
        court.show_trail()


main()
