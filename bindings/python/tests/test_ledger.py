"""Ledgers: the ceremony and everything around it, on SQLite and on PostgreSQL."""

import contextlib
import dataclasses
import datetime
import gc
import json
import os
import pickle
import sqlite3
import subprocess
import sys
import threading
import traceback

import pyarrow as pa
import pytest

import ecflink
from conftest import PACKAGE, ROOT, ledger_places, run_program
from ecflink import (AccountRole, AccountStatus, Acting, Actor, CentralAccount, CentralGeneration,
                     CentralRecord, CentralStatus, CentralUsage, Contact, CourtAccount, CourtRecord, Finding,
                     HandleOutcome, HoldAnswer, HoldState, ImportAnswer, Keys, Ledger, LeftOutKind,
                     LedgerRow, LinkRecord, LinkState, MfaState, OutwardAnswer, Proof, ProofClass, Records,
                     RegistrationAnswer, RegistrationMove, RegistrationState, RegistrationType, RequestType,
                     RosterRecord, Session, TombstoneRecord, UnlinkAnswer, Verdict)
from test_work import CALLS, grows

CLERK = Acting(Actor.COURT, "clerk")
MADE = "2022-04-18T14:00:00Z"
NOW = datetime.datetime(2022, 4, 25, 13, 10, tzinfo=datetime.timezone.utc)
SECOND = datetime.timedelta(seconds=1)
LAYER = {"ecflink-policy": 1, "court": "wiwd", "dispositions": {"name-differs": "hold"}}
SECRET = "open sesame, said nobody"


def central(number, name, registration=RegistrationType.ATTORNEY_FILER):
    return CentralRecord(f"100000{number}", CentralAccount(
        CentralUsage.INDIVIDUAL, CentralStatus.ACTIVE, CentralGeneration.UPGRADED, mfa=MfaState.ENROLLED,
        registration=registration, created="2015-09-14", name=name))


def account(court, login, name, role=AccountRole.ATTORNEY, status=AccountStatus.ACTIVE):
    return CourtRecord(court, CourtAccount(login, role, status, opened="2011-06-20T05:00:00Z", name=name,
                                           principals=1 if role is AccountRole.FILING_AGENT else 0))


RECORDS = Records(
    central_accounts=(central(1, "Ann Attorney"), central(2, "Bob Barrister"),
                      central(3, "Cy Clerk", RegistrationType.NON_ATTORNEY_FILER), central(4, "Dee Doe")),
    court_accounts=(account("wiwd", "ann", "Ann Attorney"), account("wiwd", "bob", "Zoe Different"),
                    account("wiwb", "cyagent", "Cy Clerk", AccountRole.FILING_AGENT),
                    account("wiwb", "dee", "Dee Doe"), account("wiwb", "other", "Bob Barrister")))


@pytest.fixture(scope="module")
def policies():
    return ecflink.Policies.load([LAYER])


@pytest.fixture(scope="module")
def key_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("keys") / "court.keys"
    Keys.create_file(file)
    return file


@pytest.fixture(params=ledger_places())
def address(request, tmp_path):
    return request.param(tmp_path)


@pytest.fixture
def ledger(address, key_file, policies):
    with Ledger.create(address, key_file, at=MADE, policies=policies) as made:
        yield made


@pytest.fixture
def loaded(ledger):
    told = ledger.load(RECORDS, CLERK, at=MADE)
    assert told.added == 9 and told.malformed == 0 and told.left_out == ()
    return ledger


def session(number, at=NOW):
    return Session.of(f"100000{number}", "a session", ProofClass.PASSWORD_MFA, at)


def is_right(court, login):
    return True


def begin(ledger, number, court, login, at=NOW, check=is_right, **options):
    return ledger.begin(session(number, at), court, login, check, at=at, **options)


def link(ledger, number, court, login, at=NOW):
    begun = begin(ledger, number, court, login, at)
    if begun.linked is not None:
        return begun.linked
    return ledger.commit(session(number), begun.handle, begun.shown, at=at)


# ---- Records.

def test_records(ledger):
    assert ledger.load(RECORDS, CLERK, at=MADE, dry_run=True).added == 9
    assert ledger.describe().central_accounts == 0
    stages = []
    with pytest.raises(ZeroDivisionError):
        ledger.load(RECORDS, CLERK, at=MADE, progress=lambda *told: stages.append(told) or 1 / 0)
    assert stages
    ledger.load(RECORDS, CLERK, at=MADE)
    is_now = ledger.describe()
    assert (is_now.central_accounts, is_now.court_accounts) == (4, 5) and len(is_now.id) == 32
    assert is_now.policy_set == ledger.policies.digest
    broken = dataclasses.replace(RECORDS.central_accounts[1].account, usage=None)
    told = ledger.load(Records(
        (*RECORDS.central_accounts, RECORDS.central_accounts[0],
         dataclasses.replace(RECORDS.central_accounts[1], account=broken)),
        tombstones=(TombstoneRecord("wiwd", "nobody", "1000004", MADE, actor="clerk"),),
        roster=(RosterRecord("wiwd", "ann"),)), CLERK, at=NOW)
    assert told.ambiguous > 0 and told.tombstones == 1 and told.unchanged == 2
    assert {(one.kind, one.table) for one in told.left_out} == {(LeftOutKind.AMBIGUOUS, "central_accounts")}
    with pytest.raises(ecflink.InvalidError) as raised:
        ledger.load(Records(court_accounts=(account("a court with too long an id", "x", "X"),)), CLERK)
    assert raised.value.field == "records.court_accounts.court" and raised.value.index == 0
    with pytest.raises(ecflink.FileError):
        ledger.load(ROOT / "no such folder", CLERK)


def test_rows_of_tables(sample):
    """The rows of the sample's files are the records that the folder has."""
    tables = {name: table.to_pylist() for name, table in sample.tables.items()}
    records = Records.of_rows(**tables)
    assert [len(getattr(records, name)) for name in tables] == [len(rows) for rows in tables.values()]
    first = records.central_accounts[0]
    assert first.id == tables["central_accounts"][0]["central_id"] and first.account.usage
    row = {"court": "wiwd", "login": "x", "role": "wizard", "status": "active"}
    assert Records.of_rows(court_accounts=[row]).court_accounts[0].malformed
    assert Records.of_rows(links=[{"court": "wiwd", "linked_at": "noon"}]).links[0].malformed
    assert Records.of_rows(links=[{"approved": "name-differs"}]).links[0].row.approved == \
        (Finding.NAME_DIFFERS,)
    with pytest.raises(KeyError, match="colour"):
        Records.of_rows(roster=[{"court": "wiwd", "colour": "red"}])


def test_contacts(loaded):
    known, unknown = Contact("wiwd", "ann", "a***@example.org", True), Contact("wiwd", "zed", "z@example.org")
    assert loaded.contacts_without_account((known, unknown)) == (unknown,)
    with pytest.raises(ecflink.LedgerNotFoundError) as raised:
        loaded.set_contacts((known, unknown), CLERK, at=NOW)
    assert raised.value.status == "ECFLINK_E_LEDGER_NOT_FOUND" and isinstance(raised.value, LookupError)
    loaded.set_contacts((known,), CLERK, at=NOW)


# ---- The ceremony.

def test_ceremony(loaded):
    asked = []

    def check(court, login):
        asked.append((court, login))
        return ProofClass.PASSWORD
    begun = begin(loaded, 1, "wiwd", "ann", check=check)
    assert asked == [("wiwd", "ann")] and begun.outward is OutwardAnswer.OK and begun.problem is None
    assert begun.page.account_name == begun.page.central_name == "Ann Attorney"
    assert not begun.page.names_differ and begun.page.account == "a***n" and begun.page.permanent
    assert begun.ends > NOW and len(begun.shown) == 32
    assert loaded.outcome(begun.handle) is HandleOutcome.UNUSED
    assert loaded.outcome("nonsense") is HandleOutcome.UNUSED
    seen = loaded.peek(session(1), begun.handle, at=NOW)
    assert seen.page == begun.page and seen.shown == begun.shown and seen.handle is None
    stranger = Session.of("1000001", "another session")
    refused = loaded.commit(stranger, begun.handle, begun.shown, at=NOW)
    assert refused.problem is ecflink.CeremonyProblem.SESSION_MISMATCH and not refused.is_linked
    assert refused.record == "" and refused.linked_at is None
    begun = begin(loaded, 1, "wiwd", "ann")
    assert loaded.commit(session(1), begun.handle, b"\1" * 32, at=NOW).problem is \
        ecflink.CeremonyProblem.CONFIRM_MISMATCH
    begun = begin(loaded, 1, "wiwd", "ann")
    assert loaded.commit(session(1), begun.handle, begun.shown, at=NOW, dry_run=True).is_linked
    linked = loaded.commit(session(1), begun.handle.reveal(), begun.shown, at=NOW + SECOND)
    assert linked.is_linked and linked.linked_at == NOW + SECOND and linked.verdict is Verdict.ALLOW
    assert json.loads(linked.record) and loaded.record(linked.sequence) == linked.record
    assert ecflink.decide.replay(linked.record, policies=loaded.policies).reproduced
    assert loaded.outcome(begun.handle) is HandleOutcome.COMMITTED
    again = loaded.commit(session(1), begun.handle, begun.shown, at=NOW + SECOND)
    assert again.problem is ecflink.CeremonyProblem.USED and not again.is_linked
    assert [one.what for one in linked.owed] == [one.what for one in loaded.obligations()]
    assert loaded.describe().active_links == 1
    with pytest.raises(ecflink.LedgerNotFoundError):
        loaded.record(1)


def test_refusals_are_values(loaded):
    wrong = begin(loaded, 1, "wiwd", "ann", check=lambda court, login: False)
    nobody = begin(loaded, 1, "wiwd", "zed", check=lambda court, login: False)
    assert wrong.outward is nobody.outward is OutwardAnswer.CANNOT_LINK
    assert wrong.handle is None and wrong.page is None and wrong.verdict is Verdict.REFUSE
    early = begin(loaded, 1, "wiwd", "ann", at="2022-04-22T14:00:00Z")
    assert early.outward is OutwardAnswer.NOT_NOW and Finding.COURT_NOT_LIVE in early.findings
    dry = begin(loaded, 1, "wiwd", "ann", check=None, dry_run=True)
    assert dry.page is not None and dry.handle is None


def test_cancel(loaded):
    begun = begin(loaded, 1, "wiwd", "ann")
    assert loaded.cancel(session(1), begun.handle, at=NOW, dry_run=True).problem is None
    told = loaded.cancel(session(1), begun.handle, at=NOW)
    assert (told.outward, told.problem) == (OutwardAnswer.OK, None)
    assert loaded.cancel(session(1), begun.handle, at=NOW).problem is ecflink.CeremonyProblem.USED
    assert loaded.outcome(begun.handle) is HandleOutcome.CANCELLED
    assert not loaded.commit(session(1), begun.handle, begun.shown, at=NOW).is_linked


def test_queue(loaded):
    begun = begin(loaded, 2, "wiwd", "bob")
    assert begun.verdict is Verdict.HOLD and begun.needs_approval and begun.held_as
    assert Finding.NAME_DIFFERS in begun.findings and len(begun.page.look_twice) == 1
    why = ecflink.decide.explain("wiwd", begun.findings, at=NOW, policies=loaded.policies)
    assert why.verdict is Verdict.HOLD and Finding.NAME_DIFFERS in why.deciding
    item, = loaded.held_links("wiwd")
    assert (item.id, item.state, item.login) == (begun.held_as, HoldState.WAITING, "bob")
    assert item.proposed_at == NOW and item.decided_at is None and Finding.NAME_DIFFERS in item.found
    assert loaded.held_links("wiwb") == ()
    seen = loaded.review_hold(item.id, at=NOW)
    assert seen.decided is None and seen.item == item and seen.pair.account_name == "Zoe Different"
    assert seen.pair.central_name == "Bob Barrister" and seen.pair.permanent
    assert loaded.approve_hold(item.id, CLERK, at=NOW).decided is HoldAnswer.REASON_MISSING
    clerk = Acting(Actor.COURT, "clerk", "one and the same person")
    assert loaded.approve_hold(item.id, clerk, at=NOW, dry_run=True).decided is HoldAnswer.APPROVED
    assert loaded.held_links() == (item,)
    told = loaded.approve_hold(item.id, clerk, at=NOW)
    assert told.decided is HoldAnswer.APPROVED and told.sequence and told.approved_until > NOW
    assert told.item.state is HoldState.APPROVED and told.item.decided_by == "clerk"
    linked = loaded.commit(session(2), begun.handle, begun.shown, at=NOW)
    assert linked.is_linked and Finding.NAME_DIFFERS in linked.approved
    assert loaded.reject_hold(item.id, clerk, at=NOW).decided is HoldAnswer.NOT_WAITING
    assert loaded.held_links() == () and len(loaded.held_links(with_closed=True)) == 1
    with pytest.raises(ecflink.LedgerNotFoundError):
        loaded.review_hold(10_000)
    other = begin(loaded, 4, "wiwb", "other", at=NOW)
    if other.held_as:
        assert loaded.reject_hold(other.held_as, clerk, at=NOW).item.state is HoldState.REJECTED


def test_obligations(loaded):
    linked = link(loaded, 1, "wiwd", "ann")
    owed = loaded.obligations()
    assert owed == linked.owed and len(owed) == 5 and {one.login for one in owed} == {"ann"}
    assert len(loaded.obligations(2)) == 2
    loaded.discharge(owed[:2], CLERK, at=NOW, dry_run=True)
    loaded.discharge(owed[:2], CLERK, at=NOW)
    with pytest.raises(ecflink.LedgerNotFoundError):
        loaded.discharge(owed[:3], CLERK, at=NOW)
    assert loaded.obligations() == owed[2:]


def test_unlink_and_import(loaded):
    link(loaded, 1, "wiwd", "ann")
    pair = ("wiwd", "ann", "1000001")
    later = NOW + 60 * SECOND
    assert loaded.unlink(*pair, CLERK, at=later).answer is UnlinkAnswer.REASON_MISSING
    clerk = Acting(Actor.COURT, "clerk", "linked by mistake")
    told = loaded.unlink(*pair, clerk, at=later)
    assert told.answer is UnlinkAnswer.REMOVED and told.sequence and told.owed
    assert told.pair.central_name == "Ann Attorney"
    assert loaded.unlink(*pair, clerk, at=later).answer is UnlinkAnswer.NOT_LINKED
    assert ecflink.decide.unlink("wiwd", "1000001", clerk, is_linked=True, at=later).answer is \
        UnlinkAnswer.REMOVED

    made = datetime.datetime(2022, 4, 25, 15, tzinfo=datetime.timezone.utc)
    links = tuple(LinkRecord(court, login, number, LedgerRow(made, confirmed_at=made),
                             Proof(ProofClass.PASSWORD_MFA, made - SECOND),
                             Proof(ProofClass.PASSWORD, made - SECOND, court))
                  for court, login, number in (("wiwb", "dee", "1000004"), pair))
    at = "2022-04-27T14:00:00Z"

    def stop(row):
        raise RuntimeError(row.answer.value)
    with pytest.raises(RuntimeError, match="linked"):
        loaded.import_links(Records(links=links), CLERK, told=stop, at=at, dry_run=True)
    rows = []
    counts = loaded.import_links(Records(links=links), CLERK, told=rows.append, at=at)
    assert [one.answer for one in rows] == [ImportAnswer.LINKED, ImportAnswer.TOMBSTONED]
    assert [one.row for one in rows] == [0, 1] and counts[ImportAnswer.LINKED] == 1
    assert set(counts) == set(ImportAnswer) and sum(counts.values()) == 2
    again = loaded.import_links(Records(links=links), CLERK, at=at)
    assert again[ImportAnswer.IDENTICAL] == 1 and loaded.describe().removed_links == 1


# ---- People.

def test_access(loaded):
    facts = ecflink.SignOn(second_factor_given=True, redaction_agreed=True)
    assert loaded.signs_on("1000001", facts, at=NOW).granted
    assert not loaded.signs_on("9999999", facts, at=NOW).granted
    before = loaded.court_login("wiwd", "ann", at="2022-04-22T14:00:00Z")
    assert before.file.granted and before.menus
    assert loaded.sign_on("1000001", facts=facts, at=NOW) == ()
    place, = loaded.sign_on("1000001", "wiwd", facts, at=NOW)
    assert place.login == "" and place.role is None and not place.access.file.granted
    link(loaded, 1, "wiwd", "ann")
    place, = loaded.sign_on("1000001", facts=facts, at=NOW + SECOND)
    assert (place.court, place.login, place.role) == ("wiwd", "ann", AccountRole.ATTORNEY)
    assert place.access.file.granted and ecflink.Menu.CIVIL in place.access.menus
    # The pure decision of the same facts is the same.
    assert ecflink.decide.access(ecflink.decide.AccessFacts(
        "wiwd", linked=True, second_factor_given=True, redaction_agreed=True,
        central=RECORDS.central_accounts[0].account, account=RECORDS.court_accounts[0].account),
        NOW + SECOND, policies=loaded.policies) == place.access
    after = loaded.court_login("wiwd", "ann", at=NOW + SECOND)
    assert not after.file.granted and after.level is ecflink.AccessLevel.NONE
    assert after.file.reason is ecflink.AccessReason.LEGACY_RETIRED
    with pytest.raises(ecflink.LedgerNotFoundError):
        loaded.sign_on("1000003", facts=ecflink.SignOn(acting_for="zed"), at=NOW)


def test_registration(loaded):
    at = "2022-05-02T14:00:00Z"
    request = ecflink.RegistrationRequest("wiwd", "1000001", RequestType.ADMISSION, AccountRole.ATTORNEY)
    told = loaded.submit_registration(request, at=at)
    assert told.answer is RegistrationAnswer.MOVED and told.state is RegistrationState.SUBMITTED and told.id
    assert told.found is None
    again = loaded.submit_registration(request, at=at)
    assert again.answer is RegistrationAnswer.ALREADY_ASKED and again.id == 0
    center, court = Acting(Actor.CENTER, "center"), Acting(Actor.COURT, "clerk", "admitted")
    assert loaded.move_registration(told.id, RegistrationMove.ROUTE, center, at=at).state is \
        RegistrationState.COURT_PENDING
    with pytest.raises(ecflink.LedgerError) as raised:
        loaded.move_registration(told.id, RegistrationMove.APPROVE, court, new_account="bob", at=at)
    assert raised.value.status == "ECFLINK_E_LEDGER_CONFLICT"
    done = loaded.move_registration(told.id, RegistrationMove.APPROVE, court, new_account="annattorney",
                                    at=at)
    assert done.answer is RegistrationAnswer.ADMITTED and done.linked_sequence
    assert done.found.central == "1000001" and done.pair.central_name == "Ann Attorney"
    item, = loaded.registrations("wiwd")
    assert item.state is RegistrationState.APPROVED and item.reason == "admitted"
    assert loaded.registrations(central="1000004") == ()
    facts = ecflink.decide.RegistrationFacts("wiwd", type=RequestType.ADMISSION, role=AccountRole.ATTORNEY,
                                             central=RECORDS.central_accounts[0].account)
    assert ecflink.decide.register(facts, RegistrationState.DRAFT, RegistrationMove.SUBMIT, Actor.FILER, at,
                                   policies=loaded.policies).state is RegistrationState.SUBMITTED


def test_agents(loaded):
    agency = ecflink.Agency("wiwb", "cyagent", "dee", ecflink.AgencyState.ACTIVE)
    assert loaded.set_agency(agency, CLERK, at=NOW) is ecflink.AgencyAnswer.AGENT_NOT_LINKED
    linked = link(loaded, 3, "wiwb", "cyagent")
    assert linked.is_linked
    assert loaded.set_agency(agency, CLERK, at=NOW) is ecflink.AgencyAnswer.ASSOCIATED
    assert loaded.agencies("wiwb") == (agency,) and loaded.agencies("wiwd") == ()
    ended = dataclasses.replace(agency, state=ecflink.AgencyState.INACTIVE)
    assert loaded.set_agency(ended, CLERK, at=NOW, dry_run=True) is ecflink.AgencyAnswer.REMOVED
    with pytest.raises(ecflink.LedgerError) as raised:
        loaded.set_agency(ended, CLERK, at=NOW - 360 * SECOND)
    assert raised.value.status == "ECFLINK_E_LEDGER_TOO_EARLY"
    facts = ecflink.decide.AgencyFacts("wiwb", "wiwb", agent=RECORDS.court_accounts[2].account,
                                       principal=RECORDS.court_accounts[3].account, agent_linked=True,
                                       who=Actor.COURT)
    assert ecflink.decide.associate(facts, policies=loaded.policies) is ecflink.AgencyAnswer.ASSOCIATED


def test_passwords(loaded):
    cost = ecflink.PasswordCost(1, 8192)
    assert loaded.is_password_retired("wiwd", "ann") is None
    for password in (SECRET, SECRET.encode(), bytearray(SECRET.encode())):
        loaded.set_password("wiwd", "ann", password, CLERK, at=NOW, cost=cost)
        assert loaded.check_password("wiwd", "ann", password)
    assert loaded.is_password_retired("wiwd", "ann") is False
    assert not loaded.check_password("wiwd", "ann", SECRET.upper())
    loaded.set_password("", "1000001", SECRET, CLERK, at=NOW, cost=cost)
    assert loaded.check_central_password("1000001", SECRET, at=NOW)
    assert not loaded.check_central_password("1000001", "another", at=NOW)

    def asks_the_ledger(court, login):
        return loaded.check_password(court, login, SECRET)
    assert begin(loaded, 1, "wiwd", "ann", check=asks_the_ledger).page is not None


def test_passwords_are_in_no_exception(loaded):
    keys = Keys.generate()
    for act in (lambda: loaded.set_password("wiwd", "zed", SECRET, CLERK, at=NOW),
                lambda: loaded.set_password("wiwd", "ann", SECRET + "\ud800", CLERK, at=NOW),
                lambda: loaded.set_password("wiwd", "ann", [SECRET], CLERK, at=NOW),
                lambda: loaded.check_password("a court with too long an id", "ann", SECRET),
                lambda: loaded.check_password("wiwd", "ann", memoryview(SECRET.encode())),
                lambda: Keys.parse(bytes(keys) + b" " + SECRET.encode()),
                lambda: Keys.parse(SECRET.encode())):
        with pytest.raises(Exception) as raised:
            act()
        shown = "".join(traceback.format_exception(type(raised.value), raised.value, None))
        shown += repr(vars(raised.value)) + repr(raised.value.args)
        assert SECRET not in shown and keys.decode() not in shown


# ---- Secrets.

def test_secrets_show_nothing(loaded, address, key_file, policies):
    begun = begin(loaded, 1, "wiwd", "ann")
    text = begun.handle.reveal()
    keys = Keys.read(key_file)
    assert text not in repr(begun) and repr(begun.handle) == str(begun.handle) == "<Handle>"
    assert "a session" not in repr(session(1)) and session(1).digest.hex() not in repr(session(1))
    assert repr(keys) == "<Keys>" and key_file.read_text().strip() not in repr(vars(keys))
    for secret in (begun.handle, begun, keys):
        with pytest.raises(TypeError):
            pickle.dumps(secret)
    with Ledger.open(address, policies=policies) as reader, pytest.raises(ecflink.LedgerError) as raised:
        reader.commit(session(1), text, begun.shown, at=NOW)
    assert text not in str(raised.value) + repr(vars(raised.value))


def test_keys(tmp_path, key_file, policies):
    line = Keys.generate()
    kept = bytes(line)
    keys = Keys.parse(line)
    assert line == bytes(len(kept)) and Keys.parse(kept).public() == keys.public()
    assert len(keys.public()) == 64 and keys.serve("0" * 32)
    with pytest.raises(ecflink.NotFoundError):
        keys.public(1)
    assert key_file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        Keys.create_file(key_file)
    new_id = "0123456789abcdef" * 2
    own = tmp_path / "own.keys"
    Keys.create_file(own, new_id)
    assert Keys.read(own).serve(new_id) and not Keys.read(own).serve("f" * 32)
    for number, given in enumerate((own, str(own), own.read_bytes(), bytearray(own.read_bytes()),
                                    Keys.read(own), lambda: own.read_bytes())):
        place = tmp_path / f"{number}.db"
        with Ledger.create(place, given, new_id=new_id, policies=policies) as made:
            assert made.describe().id == new_id
    with pytest.raises(ecflink.LedgerError) as raised:
        Ledger.open(place, key_file, policies=policies)
    assert raised.value.status == "ECFLINK_E_LEDGER_OTHER_KEYS"
    with Ledger.open(place, policies=policies) as reader:
        with pytest.raises(ecflink.LedgerError) as raised:
            reader.load(RECORDS, CLERK)
        assert raised.value.status == "ECFLINK_E_LEDGER_NO_KEYS"
    own.chmod(0o644)
    with pytest.raises(ecflink.FileError):
        Keys.read(own)


def test_open(address, key_file, policies):
    with pytest.raises(ecflink.LedgerNotFoundError):
        Ledger.open(address, key_file, policies=policies)
    with Ledger.create(address, key_file, policies=policies) as made:
        assert repr(made).startswith("<Ledger ") and "closed" not in repr(made)
        with pytest.raises(ecflink.LedgerExistsError):
            Ledger.create(address, key_file, policies=policies)
        assert Ledger.migrate(address, key_file, CLERK, dry_run=True) == 0
        with Ledger.open(address, key_file, connections=2, patience=SECOND) as other:
            with pytest.raises(ecflink.LedgerError) as raised:
                other.load(RECORDS, CLERK)
            assert raised.value.status == "ECFLINK_E_LEDGER_OTHER_POLICIES"
            other.adopt_policies(CLERK)
            other.load(RECORDS, CLERK)
    for act in (made.describe, lambda: made.load(RECORDS, CLERK), lambda: made.record(1), made.held_links):
        with pytest.raises(ecflink.LedgerClosedError):
            act()
    assert repr(made).endswith(" closed>")
    made.close()


def test_what_is_not_in_the_wheel(key_file):
    has_driver = b"libpq.so" in (PACKAGE / "_capi.abi3.so").read_bytes()
    assert has_driver or not os.environ.get("ECFLINK_TEST_POSTGRESQL")
    with pytest.raises(ecflink.LedgerError if has_driver else ecflink.UnsupportedError) as raised:
        Ledger.open("postgresql://nobody:hidden@localhost:1/nothing", key_file)
    assert "hidden" not in str(raised.value)


# ---- The trail, and verification.

def test_audit(address, key_file, policies):
    witnessed = []
    with Ledger.create(address, key_file, at=MADE, policies=policies, witness=witnessed.append) as ledger:
        ledger.load(RECORDS, CLERK, at=MADE)
        link(ledger, 1, "wiwd", "ann")
        line = ledger.sign_audit(at=NOW + SECOND)
        assert ledger.sign_audit(at=NOW + SECOND) == line and json.loads(line)["signature"]
        assert line in witnessed
        keys = Keys.read(key_file)
        told = ledger.verify_audit(keys=keys, trusted=(keys.public(),), witnesses=tuple(witnessed))
        assert told.is_whole and told.keys_are_trusted and told.tags_were_checked and told.problems == ()
        assert told.entries == told.authenticated == told.covered and told.witnesses == len(witnessed)
        assert {one.court for one in told.chains} == {one.court for one in ledger.describe().chains}
        assert ledger.verify_audit(since=line).entries < told.entries
        altered = line.replace('"signature":"' + json.loads(line)["signature"],
                               '"signature":"' + json.loads(line)["signature"][::-1])
        told = ledger.verify_audit(witnesses=(altered,))
        assert not told.is_whole and told.problems[0].flaw == "bad-signature" and told.problems[0].message
        with pytest.raises(ecflink.FileError) as raised:
            ledger.verify_audit(witnesses=(line, "nonsense"))
        assert raised.value.index == 1
        lines = []
        ledger.export_audit(lines.append)
        assert len(lines) == ledger.describe().events + ledger.describe().last_checkpoint
        assert all(json.loads(one) for one in lines)

        def two(line):
            if len(taken) == 2:
                raise StopIteration
            taken.append(line)
        taken = []
        with pytest.raises(StopIteration):
            ledger.export_audit(two)
        assert taken == lines[:2]


def test_compare_state(ledger, address):
    ledger.load(RECORDS, CLERK, at=MADE)
    linked = link(ledger, 1, "wiwd", "ann")
    told = ledger.compare_state()
    assert told.agrees and told.rows and told.differences == 0 and told.found == ()
    assert told.events == ledger.describe().events
    change = "UPDATE links SET central_id = '1000002'"
    if address.startswith("sqlite:"):
        with contextlib.closing(sqlite3.connect(address.partition(":")[2])) as database:
            database.execute(change)
            database.commit()
    else:
        subprocess.run(["psql", "--quiet", address, "--command", change], check=True)
    told = ledger.compare_state()
    assert not told.agrees and told.differences == len(told.found) > 0
    first = told.found[0]
    assert (first.table, first.flaw, first.event) == ("links", "changed", linked.sequence) and first.message
    assert first.columns == (ecflink.ColumnDifference("central_id", '"1000001"', '"1000002"'),)


def test_a_witness_that_fails(address, key_file, policies):
    """The change stands, and its outcome is not lost."""
    fails = []

    def witness(line):
        if fails:
            raise OSError("the other disk is gone")
    with Ledger.create(address, key_file, at=MADE, policies=policies, witness=witness) as ledger:
        ledger.load(RECORDS, CLERK, at=MADE)
        link(ledger, 1, "wiwd", "ann")
        fails.append(1)
        with pytest.raises(ecflink.WitnessError) as raised:
            for minutes in range(10_000):  # until a checkpoint falls due
                begin(ledger, 2, "wiwd", "bob", NOW + datetime.timedelta(minutes=minutes))
        assert isinstance(raised.value.__cause__, OSError)
        assert isinstance(raised.value.outcome, ecflink.Proposal)
        assert isinstance(raised.value, ecflink.LedgerError)
        assert ledger.verify_audit().is_whole


def test_tables_outlive_the_ledger(address, key_file, policies):
    with Ledger.create(address, key_file, at=MADE, policies=policies) as ledger:
        ledger.load(RECORDS, CLERK, at=MADE)
        assert link(ledger, 1, "wiwd", "ann").is_linked
        tables = ledger.tables()
        links = tables["links"]
        ledger.unlink("wiwd", "ann", "1000001", Acting(Actor.COURT, "clerk", "by mistake"), at=NOW + SECOND)
    accounts = pa.table(tables["court_accounts"])
    with pytest.raises(KeyError):
        tables["Links"]
    del tables
    one, = pa.table(links).to_pylist()
    assert (one["court"], one["login"], one["state"]) == ("wiwd", "ann", "active")
    assert one["linked_at"] == NOW and pa.table(links).num_rows == 1
    assert accounts.num_rows == len(RECORDS.court_accounts)
    assert accounts.schema.field("opened").type == pa.timestamp("us", "UTC")
    links.__arrow_c_stream__()  # released without being read


def test_verify(address, key_file, policies, tmp_path):
    layer = tmp_path / "layer.json"
    layer.write_text(json.dumps(LAYER))
    with Ledger.create(address, key_file, at=MADE, policies=policies) as ledger:
        ledger.load(RECORDS, CLERK, at=MADE)
        for number, court, login in ((1, "wiwd", "ann"), (4, "wiwb", "dee"), (3, "wiwb", "cyagent")):
            assert link(ledger, number, court, login).is_linked
        ledger.unlink("wiwb", "dee", "1000004", Acting(Actor.COURT, "clerk", "by mistake"), at=NOW + SECOND)
        ended = account("wiwd", "ann", "Ann Attorney", status=AccountStatus.TERMINATED)
        assert ledger.load(Records(court_accounts=(ended,)), CLERK, at=NOW + SECOND).changed == 1
        as_of = "2022-05-05T15:00:00Z"
        result = ledger.verify(as_of)
        assert result.report == json.loads(run_program(
            "verify", address, "--as-of", as_of, "--policy", layer, "--fail-if", "none", "--format", "json"))
        assert [one.login for one in result.links()] == result.keys.columns()["login"]
        links = {one.login: one for one in result.links()}
        assert links["ann"].verdict is Verdict.REFUSE and Finding.ACCOUNT_TERMINATED in links["ann"].findings
        assert links["dee"].state is LinkState.REMOVED and links["dee"].findings == ()
        assert links["cyagent"].linked_at == NOW and len(result) == len(result.keys) == 3
        assert pa.table(result.keys).column_names == ["court", "login", "central_id"]
        assert pa.array(result.state).to_pylist() == list(result.state)
        failing, = result.failures(explain=True).rows()
        assert (failing["login"], failing["who"]) == ("ann", "court")
        tables = ledger.tables()
        assert list(tables) == ["central_accounts", "court_accounts", "links", "tombstones", "roster",
                                "registrations"]
        again = ecflink.verify(**{name: table for name, table in tables.items() if name != "registrations"},
                               as_of=as_of, policies=ledger.policies)
        assert again.report["verdicts"] == result.report["verdicts"]
        assert pa.array(again.findings) == pa.array(result.findings)
        told = []
        ledger.verify(as_of, progress=lambda *what: told.append(what))
        assert told
        with pytest.raises(KeyboardInterrupt):
            def interrupt(*what):
                raise KeyboardInterrupt
            ledger.verify(as_of, progress=interrupt)
        with pytest.raises(ecflink.LedgerError, match="impact"):
            result.impact([])
    # The same by the address alone.
    same = ecflink.verify(address, as_of=as_of, policies=policies)
    assert same.report == result.report and list(same.findings) == list(result.findings)


# ---- Threads, processes, callbacks.

@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt, SystemExit])
def test_a_check_that_raises(loaded, error):
    def check(court, login):
        raise error(login)
    with pytest.raises(error):
        begin(loaded, 1, "wiwd", "ann", check=check)
    with pytest.raises(TypeError, match="a check gives"):
        begin(loaded, 1, "wiwd", "ann", check=lambda court, login: "yes")
    assert begin(loaded, 1, "wiwd", "ann").page is not None  # nothing is left over


def test_threads_share_a_ledger(address, key_file, policies):
    """Sixteen threads link accounts of their own; half of them compete for each."""
    pairs = 8
    records = Records(tuple(central(number, f"Filer {number}") for number in range(1, pairs + 1)),
                      tuple(account("wiwd", f"filer{number}", f"Filer {number}")
                            for number in range(1, pairs + 1)))
    made, troubles = [], []
    with Ledger.create(address, key_file, at=MADE, policies=policies, connections=4,
                       patience=datetime.timedelta(minutes=5)) as ledger:
        ledger.load(records, CLERK, at=MADE)

        def act(number):
            try:
                for _ in range(3):
                    told = begin(ledger, number, "wiwd", f"filer{number}")
                    if told.handle is not None:
                        made.append(ledger.commit(session(number), told.handle, told.shown,
                                                  at=NOW).is_linked)
                    ledger.verify(NOW, threads=1)
                    assert ledger.describe().central_accounts == pairs
                    assert ecflink.assess(ecflink.Case("wiwd"), NOW, policies=policies).findings
            except BaseException as trouble:
                troubles.append(trouble)
        threads = [threading.Thread(target=act, args=(1 + number % pairs,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert troubles == [] and made.count(True) == pairs == ledger.describe().active_links
        assert ledger.verify_audit().is_whole


def test_closing_while_others_work(address, key_file, policies):
    """Calls under way end well, later ones are refused, and nothing crashes."""
    ledger = Ledger.create(address, key_file, policies=policies)
    ends = []

    def act():
        try:
            while True:
                ledger.describe()
        except ecflink.LedgerClosedError as closed:
            ends.append(closed)
    threads = [threading.Thread(target=act) for _ in range(8)]
    for thread in threads:
        thread.start()
    ledger.close()
    for thread in threads:
        thread.join()
    assert len(ends) == 8
    closing = Ledger.open(address, key_file, policies=policies)
    closing.load(RECORDS, CLERK)

    def close(court, login):
        closing.close()
        return True
    assert begin(closing, 1, "wiwd", "ann", at=None, check=close).outward
    with pytest.raises(ecflink.LedgerClosedError):
        closing.describe()


def test_fork(loaded):
    child = os.fork()
    if child == 0:
        try:
            try:
                loaded.describe()
            except ecflink.LedgerClosedError as refused:
                assert refused.status == "ECFLINK_E_LEDGER_FORKED"
                loaded.close()
                gc.collect()
                os._exit(0)
            os._exit(2)
        except BaseException:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert link(loaded, 1, "wiwd", "ann").is_linked


def test_fork_after_import(address, key_file, policies):
    child = os.fork()
    if child == 0:
        try:
            with Ledger.create(address, key_file, at=MADE, policies=policies) as ledger:
                ledger.load(RECORDS, CLERK, at=MADE)
                os._exit(0 if link(ledger, 1, "wiwd", "ann").is_linked else 3)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    with Ledger.open(address, key_file, policies=policies) as ledger:
        assert ledger.describe().active_links == 1


def test_memory_stays_flat(loaded):
    number = 0
    begun = begin(loaded, 1, "wiwd", "ann")

    def act():
        nonlocal number
        number += 1
        at = NOW + datetime.timedelta(minutes=number)
        begun_now = begin(loaded, 1, "wiwd", "ann", at)
        loaded.cancel(session(1), begun_now.handle, at=at)
        loaded.peek(session(1), begun.handle, at=NOW)
        loaded.sign_on("1000001", "wiwd", at=NOW)
        assert len(loaded.verify(NOW, threads=1)) == 0
        loaded.describe()
        with pytest.raises(ecflink.LedgerNotFoundError):
            loaded.record(1)
        with pytest.raises(KeyError):
            begin(loaded, 2, "wiwd", "bob", at, check=lambda court, login: {}[login])
    # SQLite's cache of pages fills while the ledger grows, to some MB.
    assert grows(act, 100, max(300, CALLS // 500)) < 8 << 20


def test_no_ledger_keeps_the_interpreter_from_ending(tmp_path, key_file):
    script = ("import sys, ecflink\n"
              "ledger = ecflink.Ledger.create(sys.argv[1], sys.argv[2])\n"
              "proof = ledger.describe()\n"
              "print(proof.events)\n")
    run = subprocess.run([sys.executable, "-c", script, tmp_path / "left.db", key_file], capture_output=True,
                         text=True, check=False)
    assert run.returncode == 0 and run.stdout == "1\n", run.stderr
