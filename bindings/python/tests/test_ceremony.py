"""The ceremony as pure transitions, for a system with a database of its own."""

import dataclasses
import datetime
import pickle

import pytest

import ecflink
from ecflink import (Acting, Actor, AccountRole, AccountStatus, Case, CentralAccount, CentralGeneration,
                     CentralStatus, CentralUsage, CeremonyProblem, CourtAccount, Finding, Keys, MfaState,
                     Obligation, OutwardAnswer, Policies, Proof, ProofClass, RegistrationType, Session,
                     Verdict, ceremony, decide)

NOW = datetime.datetime(2022, 4, 25, 14, tzinfo=datetime.timezone.utc)
LATER = NOW + datetime.timedelta(minutes=1)
CASE = Case(
    "wiwd",
    central=CentralAccount(CentralUsage.INDIVIDUAL, CentralStatus.ACTIVE, CentralGeneration.UPGRADED,
                           mfa=MfaState.ENROLLED, registration=RegistrationType.ATTORNEY_FILER,
                           name="Ann Sample"),
    account=CourtAccount("asample", AccountRole.ATTORNEY, AccountStatus.ACTIVE, opened="2015-03-02T06:00:00Z",
                         name="Ann Sample"),
    central_proof=Proof(ProofClass.PASSWORD_MFA, NOW), account_proof=Proof(ProofClass.PASSWORD, NOW, "wiwd"))
SESSION = Session.of("1000001", "a secret")
PAGE = decide.digest(b"a page")
GIVEN = {"revisions": (3, 4), "shown": PAGE}


@pytest.fixture(scope="module")
def keys():
    return Keys.parse(Keys.generate())


@pytest.fixture
def claims():
    return ceremony.propose(CASE, SESSION, epoch=5, at=NOW, **GIVEN).claims


def commit(claims, case=CASE, session=SESSION, **changes):
    return ceremony.commit(claims, case, session, **{**GIVEN, "confirmed": PAGE, "at": LATER, **changes})


def test_from_the_proposal_to_the_link(keys):
    proposed = ceremony.propose(CASE, SESSION, epoch=5, once=bytes(range(16)), at=NOW, **GIVEN)
    assert proposed.outward is OutwardAnswer.OK and proposed.problem is None and proposed.owes == ()
    assert proposed.decision.verdict is Verdict.ALLOW and not proposed.needs_approval
    sealed = proposed.claims.seal(keys, "my own database")
    claims = ceremony.Claims.open(sealed.reveal(), keys, "my own database")
    assert (claims.court, claims.login, claims.central, claims.role) == \
        ("wiwd", "asample", "1000001", AccountRole.ATTORNEY)
    assert (claims.account_revision, claims.central_revision, claims.epoch) == (3, 4, 5)
    assert claims.issued == NOW < proposed.ends <= claims.expires
    assert claims.once == bytes(range(16))
    made = commit(claims)
    assert made.is_made and made.outward is OutwardAnswer.OK and made.problem is None
    assert made.owes[0] == (Obligation.RETIRE_CREDENTIAL, LATER) and len(made.owes) == 5


def test_every_proposal_has_a_number_of_its_own():
    once = {ceremony.propose(CASE, SESSION, epoch=5, at=NOW, **GIVEN).claims.once for _ in range(3)}
    assert len(once) == 3


def test_a_refusal_is_a_value():
    shared = dataclasses.replace(CASE, central=dataclasses.replace(CASE.central, usage=CentralUsage.SHARED))
    refused = ceremony.propose(shared, SESSION, epoch=5, at=NOW, **GIVEN)
    assert refused.claims is None and refused.ends is None and refused.outward is not OutwardAnswer.OK
    assert refused.decision.next_step is Finding.CENTRAL_SHARED
    missing = ceremony.propose(CASE, SESSION, epoch=5, once=bytes(16), at=NOW, **GIVEN)
    assert missing.claims is None and missing.problem is CeremonyProblem.FIELD_MISSING


def test_a_handle_of_others_is_not_authentic(keys, claims):
    text = claims.seal(keys, "my own database").reveal()
    altered = ("A" if text[20] != "A" else "B").join((text[:20], text[21:]))
    others = Keys.parse(Keys.generate())
    for given, by, ledger in ((text, keys, "another database"), (text, others, "my own database"),
                              (altered, keys, "my own database"), ("", keys, "my own database")):
        assert ceremony.Claims.open(given, by, ledger) is None


@pytest.mark.parametrize("problem, changes", [
    (CeremonyProblem.USED, {"is_used": True}),
    (CeremonyProblem.EXPIRED, {"at": NOW + datetime.timedelta(days=1)}),
    (CeremonyProblem.SESSION_MISMATCH, {"session": Session.of("1000001", "another secret")}),
    (CeremonyProblem.CENTRAL_MISMATCH, {"session": Session.of("1000002", "a secret")}),
    (CeremonyProblem.CONFIRM_MISMATCH, {"confirmed": decide.digest(b"another page")}),
    (CeremonyProblem.ACCOUNT_CHANGED, {"revisions": (4, 4)}),
    (CeremonyProblem.CENTRAL_CHANGED, {"revisions": (3, 5)}),
    (CeremonyProblem.WITHDRAWN, {"ended_epoch": 6}),
    (CeremonyProblem.COURT_MISMATCH, {"case": dataclasses.replace(CASE, court="wiwb")}),
    (CeremonyProblem.ACCOUNT_MISMATCH, {"login": "bsample"}),
])
def test_a_commit_that_is_not_made(claims, problem, changes):
    told = commit(claims, **changes)
    assert not told.is_made and told.problem is problem and told.owes == ()
    assert told.outward is not OutwardAnswer.OK


def test_a_commit_with_an_approval():
    policies = Policies.load([{"ecflink-policy": 1, "court": "wiwd",
                               "dispositions": {"name-differs": "hold"}}])
    other = dataclasses.replace(CASE, account=dataclasses.replace(CASE.account, name="Beate Muster"))
    clerk = Acting(Actor.COURT, "clerk", "seen")
    proposed = ceremony.propose(other, SESSION, epoch=5, approved=clerk, at=NOW, policies=policies, **GIVEN)
    assert proposed.needs_approval and proposed.approved == (Finding.NAME_DIFFERS,)
    assert not commit(proposed.claims, other, policies=policies).is_made
    assert commit(proposed.claims, other, approved=clerk, policies=policies).is_made


def test_cancel(claims):
    assert ceremony.cancel(claims, SESSION, at=LATER) is None
    assert ceremony.cancel(claims, SESSION, is_used=True, at=LATER) is CeremonyProblem.USED
    assert ceremony.cancel(claims, Session.of("1000002", "a secret"), at=LATER) is \
        CeremonyProblem.CENTRAL_MISMATCH


def test_secrets_stay_where_they_are(keys, claims):
    sealed = claims.seal(keys, "my own database")
    assert sealed.reveal() not in repr(sealed) + repr(claims) + repr(keys)
    with pytest.raises(TypeError):
        pickle.dumps(claims)
    with pytest.raises(ValueError, match="the digest of a page has 32 bytes, not 3"):
        commit(claims, shown=b"abc")
    with pytest.raises(ecflink.InvalidError):
        commit(claims, dataclasses.replace(CASE, court="a court with too long an id"))
