"""The ceremony as pure transitions: propose, commit, cancel.

For a system that keeps accounts and links in a database of its own; `ecflink.Ledger` keeps everything
itself. Two things no pure function can do, and the caller must: use a handle only once, and read the
facts of a commit in the transaction that writes the link.
"""

from __future__ import annotations

import dataclasses
import datetime
import os
from typing import Any, NoReturn, Optional

from ecflink import policies as _policies
from ecflink._capi import ffi, lib
from ecflink._core import (Time, call, micros_or_now, new, optional_micros, optional_time, own, set_text,
                           text_from, text_of)
from ecflink.case import Assessment, Case, CourtAccount, read_assessment
from ecflink.decide import Acting, DecideStructs, Keys, Session, engine_of, read_owes
from ecflink.enums import AccountRole, CeremonyProblem, Finding, Obligation, OutwardAnswer, findings_of
from ecflink.outcomes import Handle

_ONCE_BYTES = 16


class Claims:
    """Everything that a handle binds. Never changes; any number of threads may use one."""

    def __init__(self, pointer: Any):
        self._pointer = pointer
        info = new("ecflink_claims_info")
        call(lib.ecflink_claims_get, pointer, info)
        self.court: str = text_of(info.court)
        self.login: str = text_of(info.login)
        self.central: str = text_of(info.central)
        self.role: AccountRole = AccountRole.of_number(info.role)
        self.account_revision: int = info.account_revision
        self.central_revision: int = info.central_revision
        self.epoch: int = info.epoch
        self.issued: Optional[datetime.datetime] = optional_time(info.issued)
        self.expires: Optional[datetime.datetime] = optional_time(info.expires)
        """The first instant at which the handle no longer counts."""
        self.once: bytes = bytes(ffi.buffer(info.once))
        """The random number of this proposal: remember those that were used."""

    def seal(self, keys: Keys, ledger: str) -> Handle:
        """The handle that the person sends back. `ledger` is any name of the caller's database; a handle
        counts for this name alone."""
        data = ledger.encode()
        return Handle(text_from(lib.ecflink_claims_seal, self._pointer, keys._pointer, data, len(data)))

    @classmethod
    def open(cls, given: str, keys: Keys, ledger: str) -> Optional[Claims]:
        """What a handle binds; nothing if these keys did not make it for this ledger, or if it was
        altered."""
        text, data = given.encode(), ledger.encode()
        problem = ffi.new("ecflink_ceremony_problem*")
        out = ffi.new("ecflink_claims**")
        call(lib.ecflink_claims_open, text, len(text), keys._pointer, data, len(data), out, problem)
        return None if out[0] == ffi.NULL else cls(own("claims", out[0]))

    def __repr__(self) -> str:
        return f"<Claims of {self.central} to {self.court}/{self.login}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("claims are not pickled: seal() gives a handle")


@dataclasses.dataclass(frozen=True)
class _Transition:
    outward: OutwardAnswer
    """All that the person may see."""
    problem: Optional[CeremonyProblem]
    """An obstacle other than the findings."""
    needs_approval: bool
    """The commit needs an approval of its own."""
    approved: tuple[Finding, ...]
    """The findings that the approval allows."""
    decision: Assessment
    """For the operator only."""
    owes: tuple[tuple[Obligation, Optional[datetime.datetime]], ...]
    """What the caller must do after the change, in this order, and from when on."""


@dataclasses.dataclass(frozen=True)
class Proposal(_Transition):
    """A proposed link, or why there is none."""

    claims: Optional[Claims]
    """Nothing if the link is not proposed."""
    ends: Optional[datetime.datetime]
    """Until when it can be committed."""


@dataclasses.dataclass(frozen=True)
class Commit(_Transition):
    """Whether the link is to be written, or why not."""

    is_made: bool


def _digest_into(member: Any, given: bytes, what: str) -> None:
    if len(given) != len(member):
        raise ValueError(f"{what} has {len(member)} bytes, not {len(given)}")
    ffi.memmove(member, given, len(member))


def _transition(told: Any, why: Any, owes: Any) -> dict[str, Any]:
    return {"outward": OutwardAnswer.of_number(told.outward),
            "problem": CeremonyProblem.of_number(told.problem) if told.problem else None,
            "needs_approval": told.needs_approval != 0, "approved": findings_of(told.approved),
            "decision": read_assessment(why), "owes": read_owes(owes)}


def _facts(structs: DecideStructs, struct: str, case: Case, session: Session, login: Optional[str],
           revisions: tuple[int, int], shown: bytes, approved: Optional[Acting]) -> Any:
    if login is None:
        login = case.account.login if isinstance(case.account, CourtAccount) else ""
    made = structs.new(struct)
    made.link_case = structs.case(case)
    set_text(made, "login", login, structs.keep)
    set_text(made, "central", session.central, structs.keep)
    made.account_revision, made.central_revision = revisions
    _digest_into(made.session, session.digest, "the digest of a session")
    _digest_into(made.shown, shown, "the digest of a page")
    made.approved = structs.optional_acting(approved)
    return made


def propose(case: Case, session: Session, *, revisions: tuple[int, int], epoch: int, shown: bytes,
            login: Optional[str] = None, once: Optional[bytes] = None,
            central_attempts_exhausted: bool = False, approved: Optional[Acting] = None,
            at: Optional[Time] = None, policies: Optional[_policies.Policies] = None) -> Proposal:
    """Proposes a link.

    `case` has both proofs; its row is ignored. `login` is what the person typed (default:
    that of the account). `revisions` are those of
    the court account's and the central account's record, from 1. `epoch` is the last number of the
    caller's audit trail. `shown` is the digest of the page to be shown (`decide.digest`). `once` is a
    random number of 16 bytes (default: one from the system).
    """
    structs = DecideStructs()
    made = _facts(structs, "ecflink_proposal", case, session, login, revisions, shown, approved)
    made.epoch, made.central_attempts_exhausted = epoch, central_attempts_exhausted
    made.session_ends = optional_micros(session.ends)
    _digest_into(made.once, os.urandom(_ONCE_BYTES) if once is None else once, "a random number")
    told, why, owes = new("ecflink_ceremony_answer"), new("ecflink_assessment"), new("ecflink_obligations")
    out = ffi.new("ecflink_claims**")
    call(lib.ecflink_ceremony_begin, engine_of(policies), made, micros_or_now(at), told, why, owes, out)
    claims = None if out[0] == ffi.NULL else Claims(own("claims", out[0]))
    return Proposal(claims=claims, ends=optional_time(told.ends), **_transition(told, why, owes))


def commit(claims: Claims, case: Case, session: Session, *, revisions: tuple[int, int], confirmed: bytes,
           shown: bytes, login: Optional[str] = None, ended_epoch: int = 0, is_used: bool = False,
           approved: Optional[Acting] = None, at: Optional[Time] = None,
           policies: Optional[_policies.Policies] = None) -> Commit:
    """Decides whether to write the link, by facts that are read again in the transaction that writes it.

    The proofs of `case` are those of the claims; its row is ignored. `login` is that of the record
    (default: that of the account). `confirmed` is the digest of the page that the person confirmed, and
    `shown` that of the page as it is now. `ended_epoch` is the event that last ended a ceremony of the
    two; 0: none did. `is_used`: the handle was used before.
    """
    structs = DecideStructs()
    made = _facts(structs, "ecflink_commit_facts", case, session, login, revisions, shown, approved)
    made.ended_epoch, made.used = ended_epoch, is_used
    _digest_into(made.confirmed, confirmed, "the digest of a page")
    told, why, owes = new("ecflink_ceremony_answer"), new("ecflink_assessment"), new("ecflink_obligations")
    call(lib.ecflink_ceremony_commit, engine_of(policies), claims._pointer, made, micros_or_now(at), told,
         why, owes)
    return Commit(is_made=told.is_made != 0, **_transition(told, why, owes))


def cancel(claims: Claims, session: Session, *, is_used: bool = False,
           at: Optional[Time] = None) -> Optional[CeremonyProblem]:
    """Why the person signed on cannot cancel; nothing: they can, and the handle is then used up."""
    central, problem = session.central.encode(), ffi.new("ecflink_ceremony_problem*")
    call(lib.ecflink_ceremony_cancel, claims._pointer, central, len(central),
         ffi.from_buffer("uint8_t[]", session.digest), is_used, micros_or_now(at), problem)
    return CeremonyProblem.of_number(problem[0]) if problem[0] else None
