"""What is put into a ledger: records of accounts, links and people, and what a load answers."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import os
from collections.abc import Iterable, Mapping
from typing import Any, Optional, TypeVar, Union

from ecflink._core import Time, TimeError, micros_of, time_of
from ecflink.case import CentralAccount, CourtAccount, LedgerRow, Proof
from ecflink.enums import (AccountRole, AccountStatus, CentralGeneration, CentralStatus, CentralUsage,
                           Finding, ImportAnswer, LinkMaker, LinkState, MfaState, PendingChange,
                           ProofClass, RegistrationState, RegistrationType, RequestType, SearchStatus,
                           Verdict)

_E = TypeVar("_E", bound=enum.Enum)

Row = Mapping[str, Any]
"""A row of a table, by the names of the columns."""


class LeftOutKind(enum.Enum):
    """Why a load names a row."""

    AMBIGUOUS = "ambiguous"
    """Several rows have its key."""
    CONTRADICTORY = "contradictory"
    """Its times contradict each other."""
    LINK_STANDS = "link-stands"
    """A tombstone of two accounts that are linked here. It was taken over, and the link stands."""


@dataclasses.dataclass(frozen=True)
class CentralRecord:
    """A central account and its id."""

    id: str
    account: CentralAccount
    malformed: bool = False
    """A field cannot be read: the record is left out and counted."""


@dataclasses.dataclass(frozen=True)
class CourtRecord:
    """An account that a court issued."""

    court: str
    account: CourtAccount
    malformed: bool = False


@dataclasses.dataclass(frozen=True)
class LinkRecord:
    """A link that was made elsewhere."""

    court: str
    login: str
    central: str
    row: LedgerRow = LedgerRow()
    central_proof: Proof = Proof()
    account_proof: Proof = Proof()
    malformed: bool = False


@dataclasses.dataclass(frozen=True)
class TombstoneRecord:
    """A link that was removed."""

    court: str
    login: str
    central: str
    removed_at: Optional[Time] = None
    """None: it always counts."""
    lifted_at: Optional[Time] = None
    actor: str = ""
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class RosterRecord:
    """Who is authorized beforehand. One of login and central id may be missing."""

    court: str
    login: str = ""
    central: str = ""


@dataclasses.dataclass(frozen=True)
class RegistrationRecord:
    """A request for filing privileges that was made elsewhere."""

    court: str
    central: str
    type: Optional[RequestType] = None
    role: Optional[AccountRole] = None
    state: Optional[RegistrationState] = None
    login: str = ""
    submitted_at: Optional[Time] = None
    decided_at: Optional[Time] = None
    reason: str = ""
    malformed: bool = False


@dataclasses.dataclass(frozen=True)
class Records:
    """The tables of a ledger, or some of them."""

    central_accounts: tuple[CentralRecord, ...] = ()
    court_accounts: tuple[CourtRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    """For `Ledger.import_links` alone."""
    tombstones: tuple[TombstoneRecord, ...] = ()
    roster: tuple[RosterRecord, ...] = ()
    registrations: tuple[RegistrationRecord, ...] = ()

    @classmethod
    def of_rows(cls, *, central_accounts: Iterable[Row] = (), court_accounts: Iterable[Row] = (),
                links: Iterable[Row] = (), tombstones: Iterable[Row] = (), roster: Iterable[Row] = (),
                registrations: Iterable[Row] = ()) -> Records:
        """Records of rows whose members are the columns of docs/tables.md: `table.to_pylist()` of
        pyarrow, `frame.to_dicts()` of Polars. Times are aware datetimes or texts with an offset. A row
        with a field that cannot be read is malformed, and an unknown column raises a KeyError.

        >>> records = ecflink.Records.of_rows(roster=[{"court": "wiwd", "login": "asample"}])
        >>> records.roster
        (RosterRecord(court='wiwd', login='asample', central=''),)
        """
        return cls(tuple(map(_central_of_row, central_accounts)), tuple(map(_account_of_row, court_accounts)),
                   tuple(map(_link_of_row, links)), tuple(map(_tombstone_of_row, tombstones)),
                   tuple(map(_roster_of_row, roster)), tuple(map(_registration_of_row, registrations)))


class _Row:
    """A row of which each column is read once. A field that cannot be read is missing, and noted."""

    def __init__(self, given: Row):
        self._left = dict(given)
        self.malformed = False

    def text(self, name: str) -> str:
        value = self._left.pop(name, None)
        return "" if value is None else str(value)

    def member(self, name: str, cls: type[_E]) -> Optional[_E]:
        text = self.text(name)
        try:
            return cls(text) if text else None
        except ValueError:
            self.malformed = True
            return None

    def time(self, name: str) -> Optional[Time]:
        value = self._left.pop(name, None)
        try:
            return time_of(micros_of(value)) if value else None
        except (TimeError, TypeError, AttributeError):
            self.malformed = True
            return None

    def date(self, name: str) -> Optional[datetime.date]:
        value = self._left.pop(name, None)
        try:
            return datetime.date.fromisoformat(value) if isinstance(value, str) and value else value or None
        except ValueError:
            self.malformed = True
            return None

    def truth(self, name: str) -> bool:
        value = self._left.pop(name, None)
        if value not in (None, "", "true", "false", True, False):
            self.malformed = True
        return value in ("true", True)

    def count(self, name: str) -> int:
        value = self._left.pop(name, None)
        try:
            return int(value or 0)
        except (TypeError, ValueError):
            self.malformed = True
            return 0

    def findings(self, name: str) -> tuple[Finding, ...]:
        value = self._left.pop(name, None) or ()
        tokens = value.split("|") if isinstance(value, str) else list(value)
        try:
            return () if tokens == ["none"] else tuple(map(Finding, tokens))
        except ValueError:
            self.malformed = True
            return ()

    def end(self) -> bool:
        """Whether a field could not be read."""
        if self._left:
            raise KeyError(next(iter(self._left)))
        return self.malformed


def _central_of_row(given: Row) -> CentralRecord:
    row = _Row(given)
    id = row.text("central_id")
    account = CentralAccount(
        row.member("usage", CentralUsage), row.member("status", CentralStatus),
        row.member("generation", CentralGeneration), row.member("search_status", SearchStatus),
        row.member("mfa", MfaState), row.member("registration", RegistrationType),
        row.member("pending_change", PendingChange), row.truth("exempt"), row.date("created"),
        row.text("name"))
    return CentralRecord(id, account, row.end())


def _account_of_row(given: Row) -> CourtRecord:
    row = _Row(given)
    court = row.text("court")
    account = CourtAccount(
        row.text("login"), row.member("role", AccountRole), row.member("status", AccountStatus),
        row.member("pending_change", PendingChange), row.truth("link_locked"), row.count("principals"),
        row.time("opened"), row.text("name"))
    return CourtRecord(court, account, row.end())


def _link_of_row(given: Row) -> LinkRecord:
    row = _Row(given)
    made = LedgerRow(row.time("linked_at"), row.member("state", LinkState), row.member("made_by", LinkMaker),
                     row.time("confirmed_at"), row.findings("approved"))
    return LinkRecord(
        row.text("court"), row.text("login"), row.text("central_id"), made,
        Proof(row.member("central_proof", ProofClass), row.time("central_proof_at")),
        Proof(row.member("account_proof", ProofClass), row.time("account_proof_at"),
              row.text("account_proof_court")), row.end())


def _tombstone_of_row(given: Row) -> TombstoneRecord:
    row = _Row(given)
    made = TombstoneRecord(row.text("court"), row.text("login"), row.text("central_id"),
                           row.time("removed_at"), row.time("lifted_at"), row.text("actor"),
                           row.text("reason"))
    if row.end():
        raise ValueError(f"a tombstone of {made.court} has a time that cannot be read")
    return made


def _roster_of_row(given: Row) -> RosterRecord:
    row = _Row(given)
    made = RosterRecord(row.text("court"), row.text("login"), row.text("central_id"))
    row.end()
    return made


def _registration_of_row(given: Row) -> RegistrationRecord:
    row = _Row(given)
    made = RegistrationRecord(
        row.text("court"), row.text("central_id"), row.member("type", RequestType),
        row.member("role", AccountRole), row.member("state", RegistrationState), row.text("login"),
        row.time("submitted_at"), row.time("decided_at"), row.text("reason"))
    return dataclasses.replace(made, malformed=row.end())


Source = Union[Records, str, "os.PathLike[str]"]
"""Records, or a ledger folder with CSV files."""


@dataclasses.dataclass(frozen=True)
class Contact:
    """A further address that a court has on file for an account."""

    court: str
    login: str
    contact: str
    """Masked by the court: "a***@example.org"."""
    is_proven: bool = False


@dataclasses.dataclass(frozen=True)
class LeftOut:
    """A row that was left out of a load, or contradicts the ledger."""

    kind: LeftOutKind
    table: str
    row: int
    """From 0."""
    linked_at: Optional[datetime.datetime]
    """Of a link that stands."""


@dataclasses.dataclass(frozen=True)
class Loaded:
    """The counts of a load."""

    added: int
    changed: int
    unchanged: int
    malformed: int
    """Left out: a field is missing or unreadable."""
    ambiguous: int
    """Left out: several rows have one key."""
    tombstones: int
    registrations: int
    links_that_stand: int
    """Links that contradict a tombstone of the table."""
    left_out: tuple[LeftOut, ...]
    """The first rows of each kind."""


@dataclasses.dataclass(frozen=True)
class ImportedRow:
    """The answer to one row of an import."""

    row: int
    """From 0."""
    answer: ImportAnswer
    verdict: Verdict
    findings: tuple[Finding, ...]
    approved: tuple[Finding, ...]
    account_name: str
    """As recorded; empty where the row was taken over without approval."""
    central_name: str
