"""One link, and one person: cases, decisions and plans."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from typing import Any, Optional, Union

from ecflink import policies as _policies
from ecflink._capi import ffi, lib
from ecflink._core import (OUT, NotFoundError, Time, call, handle, micros_of, new, now, optional_day,
                           optional_micros, optional_time, set_text)
from ecflink.enums import (AccountRole, AccountStatus, CentralGeneration, CentralStatus, CentralUsage,
                           CourtKind, FilingPurpose, Finding, LinkMaker, LinkState, MfaState, PendingChange,
                           ProofClass, RegistrationState, RegistrationType, SearchStatus, Step, StepState,
                           Verdict, bits_of, findings_of)


@dataclasses.dataclass(frozen=True)
class CentralAccount:
    """A person's account at the center. None: not known."""

    usage: Optional[CentralUsage] = None
    status: Optional[CentralStatus] = None
    generation: Optional[CentralGeneration] = None
    search_status: Optional[SearchStatus] = None
    mfa: Optional[MfaState] = None
    registration: Optional[RegistrationType] = None
    pending_change: Optional[PendingChange] = None
    exempt: bool = False
    created: Union[datetime.date, str, None] = None
    name: str = ""


@dataclasses.dataclass(frozen=True)
class CourtAccount:
    """An account that a court issued. None: not known."""

    login: str = ""
    role: Optional[AccountRole] = None
    status: Optional[AccountStatus] = None
    pending_change: Optional[PendingChange] = None
    link_locked: bool = False
    principals: int = 0
    opened: Optional[Time] = None
    name: str = ""


@dataclasses.dataclass(frozen=True)
class LedgerRow:
    """A link that stands in a ledger."""

    linked_at: Optional[Time] = None
    state: Optional[LinkState] = None
    made_by: Optional[LinkMaker] = None
    confirmed_at: Optional[Time] = None
    approved: tuple[Finding, ...] = ()


@dataclasses.dataclass(frozen=True)
class Proof:
    """How an account was proven, and when; of a court account also by which court."""

    proof: Optional[ProofClass] = None
    at: Optional[Time] = None
    court: str = ""


class Ambiguous(enum.Enum):
    """Stands for an account whose key more than one record has."""

    AMBIGUOUS = "ambiguous"


AMBIGUOUS = Ambiguous.AMBIGUOUS


@dataclasses.dataclass(frozen=True)
class Case:
    """One link to be decided: proposed, or, with a `row`, in a ledger. Counts are of other links."""

    court: str
    central: Union[CentralAccount, Ambiguous, None] = None
    account: Union[CourtAccount, Ambiguous, None] = None
    row: Optional[LedgerRow] = None
    central_proof: Proof = Proof()
    account_proof: Proof = Proof()
    malformed: bool = False
    link_malformed: bool = False
    on_roster: bool = False
    failed_attempts: int = 0
    already_linked: bool = False
    other_centrals_of_account: int = 0
    other_accounts_in_court: int = 0
    other_accounts_in_court_and_role: int = 0
    tombstoned_at: Optional[Time] = None
    lifted_at: Optional[Time] = None


@dataclasses.dataclass(frozen=True)
class Assessment:
    """A decision and its reasons. A refusal is a value, not an error."""

    verdict: Verdict
    next_step: Optional[Finding]
    """What to correct first; None if the link is allowed."""
    findings: tuple[Finding, ...]
    """All findings, whatever their dispositions."""
    deciding: tuple[Finding, ...]
    """The findings that gave the verdict."""
    to_allow: tuple[Finding, ...]
    """Exactly the findings to correct for the link to be allowed."""
    noted: tuple[Finding, ...]
    not_before: Optional[datetime.datetime]
    """Until when to wait, if waiting corrects a finding."""
    void_remedies: tuple[Finding, ...]
    """The findings of `to_allow` and `noted` whose remedies others make void."""
    next_remedy: Optional[Finding]
    """The finding whose remedy to follow first; None if the link is allowed."""

    @property
    def remedies(self) -> tuple[str, ...]:
        """What to do for the link to be allowed, in that order."""
        return tuple(one.remedy for one in self.to_allow if one not in self.void_remedies)


@dataclasses.dataclass(frozen=True)
class Person:
    """What is known of a person in a court, for `ready`."""

    accounts: Case
    """The court, the two accounts and their other links."""
    purpose: Optional[FilingPurpose] = None
    kind: Optional[CourtKind] = None
    holds_account: bool = False
    """The court issued an account whose login is not known."""
    knows_credentials: bool = False
    password_retired: bool = False
    central_login_forgotten: bool = False
    notices_only: bool = False
    typed_login: str = ""
    request: Optional[RegistrationState] = None
    linked: tuple[CourtAccount, ...] = ()
    """The accounts of this court that are linked to the central account."""


@dataclasses.dataclass(frozen=True)
class PlannedStep:
    """A step of a plan, with its dates."""

    step: Step
    state: StepState
    begins: Optional[datetime.datetime]
    """When it can first be done; None: as soon as the steps before it are done."""
    until: Optional[datetime.datetime]
    or_else: Optional[Step]


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a person must do."""

    steps: tuple[PlannedStep, ...]
    meanwhile: Optional[PlannedStep]
    """What the person can use until then."""

    @property
    def next(self) -> Optional[PlannedStep]:
        """The first step that is not done."""
        return next((one for one in self.steps if one.state is not StepState.DONE), None)


class Structs:
    """Structs of C, and what they point to."""

    def __init__(self) -> None:
        self.keep: list[Any] = []

    def new(self, struct: str) -> Any:
        made = new(struct)
        self.keep.append(made)
        return made

    def central(self, given: CentralAccount) -> Any:
        made = self.new("ecflink_central_account")
        for name in ("usage", "status", "generation", "search_status", "mfa", "registration",
                     "pending_change"):
            setattr(made, name, number_of(getattr(given, name)))
        made.exempt = given.exempt
        made.created = optional_day(given.created)
        set_text(made, "name", given.name, self.keep)
        return made

    def account(self, given: CourtAccount) -> Any:
        made = self.new("ecflink_court_account")
        for name in ("role", "status", "pending_change"):
            setattr(made, name, number_of(getattr(given, name)))
        made.link_locked = given.link_locked
        made.principals = given.principals
        made.opened = optional_micros(given.opened)
        set_text(made, "login", given.login, self.keep)
        set_text(made, "name", given.name, self.keep)
        return made

    def accounts(self, given: tuple[CourtAccount, ...]) -> Any:
        made = ffi.new("ecflink_court_account[]", max(1, len(given)))
        self.keep.append(made)
        for place, account in enumerate(given):
            made[place] = self.account(account)[0]
        return made

    def row(self, given: LedgerRow) -> Any:
        made = self.new("ecflink_ledger_row")
        made.state = number_of(given.state)
        made.made_by = number_of(given.made_by)
        made.linked_at = optional_micros(given.linked_at)
        made.confirmed_at = optional_micros(given.confirmed_at)
        made.approved = bits_of(given.approved)
        return made

    def case(self, given: Case) -> Any:
        made = self.new("ecflink_link_case")
        for is_set, flag in ((given.malformed, lib.ECFLINK_CASE_MALFORMED),
                             (given.link_malformed, lib.ECFLINK_CASE_LINK_MALFORMED),
                             (given.central is AMBIGUOUS, lib.ECFLINK_CASE_CENTRAL_AMBIGUOUS),
                             (given.account is AMBIGUOUS, lib.ECFLINK_CASE_ACCOUNT_AMBIGUOUS),
                             (given.on_roster, lib.ECFLINK_CASE_ON_ROSTER),
                             (given.already_linked, lib.ECFLINK_CASE_ALREADY_LINKED)):
            made.flags |= flag if is_set else 0
        set_text(made, "court", given.court, self.keep)
        if isinstance(given.central, CentralAccount):
            made.central = self.central(given.central)
        if isinstance(given.account, CourtAccount):
            made.account = self.account(given.account)
        if given.row is not None:
            made.row = self.row(given.row)
        made.central_proof = number_of(given.central_proof.proof)
        made.central_proof_at = optional_micros(given.central_proof.at)
        made.account_proof = number_of(given.account_proof.proof)
        made.account_proof_at = optional_micros(given.account_proof.at)
        set_text(made, "account_proof_court", given.account_proof.court, self.keep)
        for name in ("failed_attempts", "other_centrals_of_account", "other_accounts_in_court",
                     "other_accounts_in_court_and_role"):
            setattr(made, name, getattr(given, name))
        made.tombstoned_at = optional_micros(given.tombstoned_at)
        made.lifted_at = optional_micros(given.lifted_at)
        return made

    def person(self, given: Person) -> Any:
        made = self.new("ecflink_readiness_facts")
        made.credentials_known = given.knows_credentials
        for name in ("holds_account", "password_retired", "central_login_forgotten", "notices_only"):
            setattr(made, name, getattr(given, name))
        for name in ("purpose", "kind", "request"):
            setattr(made, name, number_of(getattr(given, name)))
        set_text(made, "typed_login", given.typed_login, self.keep)
        made.linked = self.accounts(given.linked)
        made.linked_count = len(given.linked)
        made.accounts = self.case(given.accounts)
        return made


def number_of(member: Any) -> int:
    """The number of a member; 0: none."""
    return 0 if member is None else int(member.number)


def _finding(number: int) -> Optional[Finding]:
    return None if number == lib.ECFLINK_NO_FINDING else Finding.of_number(number)


def assess(case: Case, at: Optional[Time] = None, *,
           policies: Optional[_policies.Policies] = None) -> Assessment:
    """Decides one link, at a time (default: now). Every rule is evaluated, so the reasons are complete.

    >>> answer = ecflink.assess(
    ...     ecflink.Case("wiwb", central=ecflink.CentralAccount(usage=CentralUsage.SHARED,
    ...                                                         status=CentralStatus.ACTIVE)),
    ...     at="2020-03-30T13:00:00Z")
    >>> answer.verdict, answer.next_step
    (<Verdict.REFUSE: 'refuse'>, <Finding.ACCOUNT_UNKNOWN: 'account-unknown'>)
    """
    structs = Structs()
    told = new("ecflink_assessment")
    engine = (policies or _policies.builtin())._engine
    call(lib.ecflink_link_assess, engine, structs.case(case), micros_of(now() if at is None else at), told)
    return read_assessment(told)


def read_assessment(told: Any) -> Assessment:
    """The assessment of an ecflink_assessment."""
    return Assessment(Verdict.of_number(told.verdict), _finding(told.next_step), findings_of(told.findings),
                      findings_of(told.deciding), findings_of(told.to_allow), findings_of(told.noted),
                      optional_time(told.not_before), findings_of(told.void_remedies),
                      _finding(told.next_remedy))


def _step(told: Any) -> PlannedStep:
    # "from" is a keyword.
    return PlannedStep(Step.of_number(told.step), StepState.of_number(told.state),
                       optional_time(getattr(told, "from")), optional_time(told.until),
                       None if told.or_else == lib.ECFLINK_NO_STEP else Step.of_number(told.or_else))


def ready(person: Person, at: Optional[Time] = None, *,
          policies: Optional[_policies.Policies] = None) -> Plan:
    """Plans what a person must do next in a court, at a time (default: now).

    >>> plan = ecflink.ready(ecflink.Person(ecflink.Case("wiwd")), at="2022-04-26T14:00:00Z")
    >>> plan.next.step, plan.next.state
    (<Step.REGISTER_INDIVIDUAL_ACCOUNT: 'register-individual-account'>, <StepState.NOW: 'now'>)
    """
    structs = Structs()
    engine = (policies or _policies.builtin())._engine
    plan = handle("plan", lib.ecflink_ready, engine, structs.person(person),
                  micros_of(now() if at is None else at), OUT)
    told = new("ecflink_planned_step")
    steps = []
    for place in range(lib.ecflink_plan_count(plan)):
        call(lib.ecflink_plan_get, plan, place, told)
        steps.append(_step(told))
    try:
        call(lib.ecflink_plan_meanwhile, plan, told)
        meanwhile = _step(told)
    except NotFoundError:
        meanwhile = None
    return Plan(tuple(steps), meanwhile)
