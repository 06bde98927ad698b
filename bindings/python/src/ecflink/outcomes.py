"""What a ledger answers."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from typing import NoReturn, Optional

from ecflink.decide import CourtAccess
from ecflink.enums import (AccountRole, AgencyState, CeremonyProblem, Finding, HoldAnswer, HoldState,
                           LinkState, Obligation, OutwardAnswer, RegistrationAnswer, RegistrationState,
                           RequestType, UnlinkAnswer, Verdict)


class Handle:
    """A handle that a person must send back to link or to cancel. Whoever has it and the session can
    use it, so it shows itself in no message: `reveal()` gives the text, for a form of the court.

    >>> Handle("a secret")
    <Handle>
    """

    __slots__ = ("_text",)

    def __init__(self, text: str):
        self._text = bytearray(text.encode())

    def reveal(self) -> str:
        """The text, for the page that the person gets. Never log it."""
        return self._text.decode()

    def __repr__(self) -> str:
        return "<Handle>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a handle is not pickled: reveal() gives its text")

    def __del__(self) -> None:
        for place in range(len(getattr(self, "_text", ()))):
            self._text[place] = 0


class HandleOutcome(enum.Enum):
    """What became of a handle."""

    UNUSED = "unused"
    """Nothing, or these keys did not make it for this ledger."""
    COMMITTED = "committed"
    CANCELLED = "cancelled"


@dataclasses.dataclass(frozen=True)
class AuditChain:
    """A chain of the audit trail."""

    court: str
    """Empty: the events of no court."""
    place: int
    """How many entries it has, before any flaw."""
    hash: str
    """Of the last of these."""
    entries: int
    authenticated: int
    signed_up_to: int
    """Good signatures cover the entries up to this place."""
    is_whole: bool


@dataclasses.dataclass(frozen=True)
class AuditProblem:
    """A problem of the audit trail."""

    flaw: str
    """Its token: "altered"."""
    message: str
    court: str
    place: int
    """In the chain; 0: not in a chain."""
    event: int
    """Its number; 0: not known."""
    checkpoint: int
    """Its number; 0: not one."""
    in_first_trail: bool
    """From before the ledger had a chain for each court."""


@dataclasses.dataclass(frozen=True)
class AuditReport:
    """What a check of the audit trail found."""

    is_whole: bool
    keys_are_trusted: bool
    """The caller named keys."""
    tags_were_checked: bool
    """The caller gave the ledger's keys."""
    entries: int
    authenticated: int
    """Of the entries, how many carry a tag of the given keys."""
    covered: int
    """Of the entries, how many a good signature covers."""
    checkpoints: int
    witnesses: int
    chains: tuple[AuditChain, ...]
    problems: tuple[AuditProblem, ...]


@dataclasses.dataclass(frozen=True)
class ColumnDifference:
    """A column of a row that is not what the events say. Both values are JSON."""

    name: str
    events: str
    """What the events say; empty: they know no such row."""
    table: str
    """What the table says; empty: it has no such row."""


@dataclasses.dataclass(frozen=True)
class RowDifference:
    """A row of a table that is not what the events say."""

    flaw: str
    """Its token: "changed", "missing", "unexpected" or "contradicted"."""
    message: str
    table: str
    key: str
    """The values of its key, joined by commas."""
    event: int
    """The number of the last event that wrote it; 0: none."""
    columns: tuple[ColumnDifference, ...]


@dataclasses.dataclass(frozen=True)
class StateReport:
    """What a comparison of the tables with the events found."""

    agrees: bool
    events: int
    """The events read."""
    rows: int
    """The rows compared."""
    differences: int
    found: tuple[RowDifference, ...]
    """The first hundred of them."""


@dataclasses.dataclass(frozen=True)
class Description:
    """What a ledger is and holds."""

    id: str
    schema_version: int
    policy_set: str
    """The digest of the policies in force."""
    events: int
    highest_event: int
    last_checkpoint: int
    """Its number; 0: there is none."""
    central_accounts: int
    court_accounts: int
    active_links: int
    removed_links: int
    tombstones: int
    open_obligations: int
    open_registrations: int
    held_links: int
    """That wait for a clerk."""
    overdue_obligations: int
    """Open obligations that were due before the time of the question."""
    oldest_due: Optional[datetime.datetime]
    """Of the open obligations."""
    open_attempts: int
    """Password checks that were begun and got no answer."""
    chains: tuple[AuditChain, ...]


@dataclasses.dataclass(frozen=True)
class ConfirmPage:
    """What a person sees before a permanent link."""

    court: str
    """Its name."""
    role: AccountRole
    account_name: str
    """As the court recorded it."""
    central_name: str
    """As the center recorded it."""
    account: str
    """The login, masked."""
    central: str
    """The central id, masked."""
    names_differ: bool
    """Under the court's rule, or one is missing."""
    look_twice: tuple[str, ...]
    """Why to look at the names twice."""
    permanent: tuple[str, ...]
    """What becomes permanent."""
    contacts_not_carried: tuple[str, ...]
    """Addresses that get no rights from the link."""
    agents_not_carried: tuple[str, ...]
    """Agents who must link accounts of their own."""


@dataclasses.dataclass(frozen=True)
class Owed:
    """Something that the court must do after a change."""

    what: Obligation
    sequence: int
    """The number of the event that caused it."""
    due: Optional[datetime.datetime]
    court: str
    login: str
    central: str


@dataclasses.dataclass(frozen=True)
class Commitment:
    """A link that was made, or why not."""

    outward: OutwardAnswer
    """All that the person may see; the rest is for the operator."""
    problem: Optional[CeremonyProblem]
    verdict: Verdict
    is_linked: bool
    findings: tuple[Finding, ...]
    approved: tuple[Finding, ...]
    sequence: int
    """The number of the audit event."""
    linked_at: Optional[datetime.datetime]
    record: str
    """The decision record, JSON; empty if there is no link."""
    owed: tuple[Owed, ...]


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A proposed link, or a refusal. Show the person only `outward` and `page`; send back `handle` and
    `shown`."""

    outward: OutwardAnswer
    problem: Optional[CeremonyProblem]
    verdict: Verdict
    page: Optional[ConfirmPage]
    """None: there is nothing to show."""
    handle: Optional[Handle]
    """For `commit` or `cancel`. None if refused, and of `peek`."""
    shown: bytes
    """The digest of the page, for `commit`."""
    ends: Optional[datetime.datetime]
    """Until when it can be committed."""
    needs_approval: bool
    """A clerk must approve the commit."""
    held_as: int
    """Its item in the clerks' queue; 0: there is none."""
    findings: tuple[Finding, ...]
    approved: tuple[Finding, ...]
    """The findings that an approval allows."""
    linked: Optional[Commitment]
    """The link, where the court has one step."""


@dataclasses.dataclass(frozen=True)
class Cancellation:
    """Whether a handle was used up."""

    outward: OutwardAnswer
    """OK: the handle was valid."""
    problem: Optional[CeremonyProblem]


@dataclasses.dataclass(frozen=True)
class PairReview:
    """What whoever decides about two accounts is shown."""

    role: Optional[AccountRole]
    verdict: Verdict
    findings: tuple[Finding, ...]
    """What stands against a link of the two now, but for proofs."""
    account_name: str
    """As the court recorded it; empty: none, or no such record."""
    central_name: str
    permanent: tuple[str, ...]
    """What becomes permanent."""


@dataclasses.dataclass(frozen=True)
class HeldLink:
    """A proposed link that the rules hold."""

    id: int
    """The number of the audit event that proposed the link."""
    state: HoldState
    court: str
    login: str
    central: str
    proposed_at: Optional[datetime.datetime]
    found: tuple[Finding, ...]
    """The findings when it was proposed."""
    approved: tuple[Finding, ...]
    """The findings that the approval names."""
    decided_at: Optional[datetime.datetime]
    decided_by: str
    reason: str
    account_revision: int
    central_revision: int


@dataclasses.dataclass(frozen=True)
class HoldOutcome:
    """An item of the queue as a clerk must see it, or a decision about it."""

    item: HeldLink
    pair: Optional[PairReview]
    decided: Optional[HoldAnswer]
    """None: it was only looked at."""
    has_changed: bool
    """A record has changed, so that it cannot be approved."""
    sequence: int
    """The number of the audit event; 0: nothing was decided."""
    approved_until: Optional[datetime.datetime]


@dataclasses.dataclass(frozen=True)
class Unlinked:
    """The answer to an unlink."""

    answer: UnlinkAnswer
    sequence: int
    """The number of the audit event."""
    owed: tuple[Owed, ...]
    pair: Optional[PairReview]


@dataclasses.dataclass(frozen=True)
class SignOn:
    """The facts of a sign-on that the ledger cannot know."""

    second_factor_given: bool = False
    redaction_agreed: bool = False
    client_code_missing: bool = False
    """A client code is mandatory, and none was given."""
    acting_for: str = ""
    """The principal that a filing agent chose."""


@dataclasses.dataclass(frozen=True)
class Place:
    """What a central account may do in a court."""

    court: str
    login: str
    """Of the account that is or was linked; empty: none."""
    role: Optional[AccountRole]
    access: CourtAccess


@dataclasses.dataclass(frozen=True)
class RegistrationRequest:
    """A request for filing privileges."""

    court: str
    central: str
    type: Optional[RequestType] = None
    role: Optional[AccountRole] = None
    login: str = ""
    """Of an account that the filer has in this court already."""
    credentials_lost: bool = False
    """The filer no longer knows that account's login or password."""


@dataclasses.dataclass(frozen=True)
class Registration:
    """A request and how far it has come."""

    id: int
    state: RegistrationState
    type: Optional[RequestType]
    role: Optional[AccountRole]
    court: str
    central: str
    login: str
    credentials_lost: bool
    reason: str
    """The reason given with the last move."""
    submitted_at: Optional[datetime.datetime]
    decided_at: Optional[datetime.datetime]


@dataclasses.dataclass(frozen=True)
class RegistrationOutcome:
    """The result of a new request or of a move."""

    answer: RegistrationAnswer
    state: Optional[RegistrationState]
    """After the move."""
    findings: tuple[Finding, ...]
    """What stands in the way."""
    id: int
    """Of the request; 0 if none was made."""
    linked_sequence: int
    """The event that linked the account; 0 if none did."""
    found: Optional[Registration]
    """The request as it was found."""
    pair: Optional[PairReview]


@dataclasses.dataclass(frozen=True)
class Agency:
    """A filing agent and a principal, as logins of one court."""

    court: str
    agent: str
    principal: str
    state: AgencyState


@dataclasses.dataclass(frozen=True)
class PasswordCost:
    """The cost of a password hash (Argon2id). 0: the default, 2 operations and 64 MiB."""

    operations: int = 0
    memory_bytes: int = 0


@dataclasses.dataclass(frozen=True)
class VerifiedLink:
    """A link of a ledger, as the rules see it."""

    court: str
    login: str
    central: str
    verdict: Verdict
    state: LinkState
    findings: tuple[Finding, ...]
    approved: tuple[Finding, ...]
    """The findings that an authority approved for this link."""
    linked_at: Optional[datetime.datetime]
