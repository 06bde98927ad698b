"""Decisions about people: what somebody may do, who may register, have agents, unlink and import.

Each function is pure: facts in, answer out. A court with a database of its own can use them;
`ecflink.Ledger` keeps everything itself.

    >>> from ecflink import decide
    >>> facts = decide.AccessFacts("wiwd", central=ecflink.CentralAccount(ecflink.CentralUsage.SHARED,
    ...                                                                   ecflink.CentralStatus.ACTIVE))
    >>> decide.access(facts, "2022-04-26T14:00:00Z").file.findings[:2]
    (<Finding.CENTRAL_SHARED: 'central-shared'>, <Finding.CENTRAL_LEGACY: 'central-legacy'>)
"""

from __future__ import annotations

import dataclasses
import datetime
import os
from typing import Any, NoReturn, Optional, Union

from ecflink import policies as _policies
from ecflink._capi import ffi, lib
from ecflink._core import (OUT, Time, call, handle, micros_or_now, new, optional_micros, optional_time,
                           raise_status, set_text, text_from)
from ecflink.case import (Assessment, Case, CentralAccount, CourtAccount, Structs, number_of,
                          read_assessment)
from ecflink.enums import (AccessLevel, AccessReason, AccountRole, Actor, AgencyAnswer, AgencyState,
                           CourtKind, Finding, HoldAnswer, HoldState, ImportAnswer, Menu, Obligation,
                           ProofClass, RegistrationAnswer, RegistrationMove, RegistrationState, RequestType,
                           UnlinkAnswer, Verdict, bits_of, findings_of, members_of)

# ---- Keys and people.


class Keys:
    """The secret keys of a ledger: they seal handles and sign the audit trail. They are kept by the C
    library in memory that is locked where the system allows it, and are overwritten at the end. Never
    changes; any number of threads may use one.
    """

    def __init__(self, pointer: Any):
        self._pointer = pointer

    @classmethod
    def read(cls, file: Union[str, os.PathLike[str]]) -> Keys:
        """Reads a key file, which only its owner may read or write."""
        name = os.fsencode(file)
        return cls(handle("keys", lib.ecflink_keys_read, name, len(name), OUT))

    @classmethod
    def parse(cls, text: Union[bytes, bytearray]) -> Keys:
        """Reads the content of a key file. A bytearray is overwritten with zeros; bytes, which Python
        cannot overwrite, are copied first."""
        data = text if isinstance(text, bytearray) else bytearray(text)
        return cls(handle("keys", lib.ecflink_keys_parse, ffi.from_buffer("char[]", data), len(data), OUT))

    @staticmethod
    def generate() -> bytearray:
        """A new key, as a line of a key file. A secret: overwrite it after use."""
        buffer, size = ffi.new("char[]", 80), ffi.new("size_t*")
        call(lib.ecflink_keys_generate, buffer, 80, size)
        line = bytearray(ffi.buffer(buffer, size[0]))
        ffi.memmove(buffer, bytes(80), 80)
        return line

    @classmethod
    def create_file(cls, file: Union[str, os.PathLike[str]], ledger: str = "") -> None:
        """Makes a key file with a new key, which only its owner can read. With the id of a ledger the
        keys serve this ledger alone. Raises FileExistsError if there is such a file."""
        line = cls.generate()
        text = line + b"\n"
        if ledger:
            data = ledger.encode()
            text += text_from(lib.ecflink_keys_ledger_line, data, len(data)).encode() + b"\n"
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(descriptor)
        finally:
            for secret in (line, text):
                secret[:] = bytes(len(secret))

    def serve(self, ledger: str) -> bool:
        """True if the keys serve the ledger of this id, or name none."""
        data = ledger.encode()
        return bool(lib.ecflink_keys_serve(self._pointer, data, len(data)) == 1)

    def public(self, index: int = 0) -> str:
        """The public half of a key, which verifies checkpoints: 64 hexadecimal digits. 0 is the current
        key; earlier ones follow. Raises NotFoundError after the last one."""
        return text_from(lib.ecflink_keys_public, self._pointer, index)

    def __repr__(self) -> str:
        return "<Keys>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are not pickled")


def digest(data: Union[bytes, bytearray]) -> bytes:
    """SHA-256, as a `Session` has it of its secret."""
    out = ffi.new("uint8_t[]", lib.ECFLINK_DIGEST_BYTES)
    call(lib.ecflink_digest_of, ffi.from_buffer("char[]", data), len(data), out)
    return bytes(ffi.buffer(out))


@dataclasses.dataclass(frozen=True)
class Session:
    """Who is signed on, and how the central account was proven."""

    central: str
    digest: bytes = dataclasses.field(repr=False)
    """Of the secret of the session (`Session.of` makes it), never the secret itself."""
    proof: Optional[ProofClass] = None
    """For `Ledger.begin`; the calls that follow do not read these three."""
    proven_at: Optional[Time] = None
    ends: Optional[Time] = None
    """When the session ends by itself, if it does."""

    def __post_init__(self) -> None:
        if len(self.digest) != lib.ECFLINK_DIGEST_BYTES:
            raise ValueError(f"the digest of a session has {lib.ECFLINK_DIGEST_BYTES} bytes")

    @classmethod
    def of(cls, central: str, secret: Union[str, bytes, bytearray], proof: Optional[ProofClass] = None,
           proven_at: Optional[Time] = None, ends: Optional[Time] = None) -> Session:
        """The session of a secret, of which the digest alone is kept."""
        data = secret.encode() if isinstance(secret, str) else secret
        return cls(central, digest(data), proof, proven_at, ends)


@dataclasses.dataclass(frozen=True)
class Acting:
    """Who acts, in what role, and why."""

    who: Actor
    id: str = ""
    """The caller's own name for this person; of a filer, the central id."""
    reason: str = ""
    """Required to unlink and to approve."""


# ---- Access.

@dataclasses.dataclass(frozen=True)
class Privilege:
    """Whether something is granted, and everything that stands in its way."""

    granted: bool
    reason: AccessReason
    """The one that decides."""
    findings: tuple[Finding, ...]
    """All findings in the way; if there are any, the first decides."""
    reasons: tuple[AccessReason, ...]
    """Everything else in the way."""


@dataclasses.dataclass(frozen=True)
class CourtAccess:
    """What a person may do in a court."""

    level: AccessLevel
    menus: tuple[Menu, ...]
    """In the order of display."""
    sign_on: Privilege
    search: Privilege
    file: Privilege


@dataclasses.dataclass(frozen=True)
class AccessFacts:
    """What is known of a person, a court and a sign-on. What is not set grants nothing."""

    court: str
    kind: Optional[CourtKind] = None
    """None: as the court's policy says."""
    linked: bool = False
    """An active link joins the two accounts."""
    files_elsewhere: bool = False
    """The central account is linked in another court."""
    second_factor_given: bool = False
    redaction_agreed: bool = False
    client_code_missing: bool = False
    """A client code is mandatory, and none was given."""
    central: Optional[CentralAccount] = None
    account: Optional[CourtAccount] = None
    """That is linked, was linked, or could be."""
    acting_for: Optional[CourtAccount] = None
    """The principal that a filing agent chose."""
    acting_for_state: Optional[AgencyState] = None
    """Of the agent and the principal, as recorded for the two."""


@dataclasses.dataclass(frozen=True)
class CourtLoginFacts:
    """What is known of a court's own login."""

    court: str
    kind: Optional[CourtKind] = None
    linked: bool = False
    """An active link joins it to some central account."""
    account: Optional[CourtAccount] = None
    acting_for: Optional[CourtAccount] = None
    acting_for_state: Optional[AgencyState] = None
    linked_at: Optional[Time] = None
    """When the account was first linked."""
    unlinked_at: Optional[Time] = None
    """When a link of it was first removed."""


# ---- Registration, agents, unlink, import, holds.

@dataclasses.dataclass(frozen=True)
class RegistrationFacts:
    """What is known of a request and of its filer. Counts are of other links, as in a `Case`."""

    court: str
    kind: Optional[CourtKind] = None
    type: Optional[RequestType] = None
    role: Optional[AccountRole] = None
    request: Optional[RegistrationState] = None
    """Of the last other request of this central account in the court."""
    credentials_lost: bool = False
    reason_given: bool = False
    """What is missing, or why it is rejected."""
    already_linked: bool = False
    other_centrals_of_account: int = 0
    other_accounts_in_court: int = 0
    other_accounts_in_court_and_role: int = 0
    central: Optional[CentralAccount] = None
    account: Optional[CourtAccount] = None
    """That the filer names as a former one."""
    linked: tuple[CourtAccount, ...] = ()
    """The accounts of this court that are linked to the central account."""
    tombstoned_at: Optional[Time] = None
    lifted_at: Optional[Time] = None


@dataclasses.dataclass(frozen=True)
class RegistrationDecision:
    """The answer to a move of a request."""

    answer: RegistrationAnswer
    state: Optional[RegistrationState]
    """After the move; unchanged if it is refused."""
    deciding: Optional[Finding]
    findings: tuple[Finding, ...]
    """What stands in the way."""


@dataclasses.dataclass(frozen=True)
class AgencyFacts:
    """What is known of an agent and a principal."""

    agent_court: str
    principal_court: str
    agent: Optional[CourtAccount] = None
    principal: Optional[CourtAccount] = None
    kind: Optional[CourtKind] = None
    state: Optional[AgencyState] = None
    """As recorded for the two; None: never."""
    agent_linked: bool = False
    """The agent's account is linked to a central account."""
    who: Optional[Actor] = None
    """Who asks for a change; None: the filer."""
    is_principal: bool = False
    """The filer who asks owns the principal's account."""


@dataclasses.dataclass(frozen=True)
class UnlinkDecision:
    """Whether a link may be removed, and what is owed then."""

    answer: UnlinkAnswer
    owes: tuple[tuple[Obligation, Optional[datetime.datetime]], ...]


@dataclasses.dataclass(frozen=True)
class ImportDecision:
    """Whether to take over a link that was made elsewhere."""

    answer: ImportAnswer
    assessment: Assessment


@dataclasses.dataclass(frozen=True)
class HoldFacts:
    """A clerk's decision about a held link."""

    case: Case
    """The two accounts as they are now."""
    central: str
    by: Acting
    found: tuple[Finding, ...] = ()
    """The findings when the filer proposed the link."""
    has_same_records: bool = False
    """Neither record has changed since."""
    state: Optional[HoldState] = None
    """None: it waits."""


@dataclasses.dataclass(frozen=True)
class Replay:
    """What deciding a record again gave."""

    reproduced: bool
    """The same record, apart from the library's version."""
    recorded_verdict: Optional[Verdict]
    replayed_verdict: Optional[Verdict]
    recorded_findings: tuple[Finding, ...]
    replayed_findings: tuple[Finding, ...]
    differences: tuple[str, ...]
    """Of version, catalogue, library, input, policy, findings, verdict, form."""


_DIFFERENCES = ("version", "catalogue", "library", "input", "policy", "findings", "verdict", "form")


class DecideStructs(Structs):
    """Structs of ecflink_decide.h, and what they point to."""

    def acting(self, given: Acting) -> Any:
        made = self.new("ecflink_acting")
        made.who = given.who.number
        set_text(made, "id", given.id, self.keep)
        set_text(made, "reason", given.reason, self.keep)
        return made

    def optional_acting(self, given: Optional[Acting]) -> Any:
        return ffi.NULL if given is None else self.acting(given)

    def optional_central(self, given: Optional[CentralAccount]) -> Any:
        return ffi.NULL if given is None else self.central(given)

    def optional_account(self, given: Optional[CourtAccount]) -> Any:
        return ffi.NULL if given is None else self.account(given)

    def members(self, made: Any, given: Any, *names: str) -> None:
        """Members of enumerations, by their numbers."""
        for name in names:
            setattr(made, name, number_of(getattr(given, name)))

    def values(self, made: Any, given: Any, *names: str) -> None:
        """Truth values and counts."""
        for name in names:
            setattr(made, name, getattr(given, name))

    def access(self, given: AccessFacts) -> Any:
        made = self.new("ecflink_access_facts")
        self.members(made, given, "kind", "acting_for_state")
        self.values(made, given, "linked", "files_elsewhere", "second_factor_given", "redaction_agreed",
                    "client_code_missing")
        set_text(made, "court", given.court, self.keep)
        made.central = self.optional_central(given.central)
        made.account = self.optional_account(given.account)
        made.acting_for = self.optional_account(given.acting_for)
        return made


def read_owes(owes: Any) -> tuple[tuple[Obligation, Optional[datetime.datetime]], ...]:
    """The obligations of an ecflink_obligations."""
    return tuple((Obligation.of_number(owes.what[place]), optional_time(owes.due[place]))
                 for place in range(owes.count))


def read_privilege(told: Any) -> Privilege:
    """The privilege of an ecflink_privilege."""
    return Privilege(told.granted != 0, AccessReason.of_number(told.reason), findings_of(told.findings),
                     members_of(AccessReason, told.reasons))


def read_access(told: Any) -> CourtAccess:
    """The access of an ecflink_court_access."""
    def privilege(name: str) -> Privilege:
        return Privilege(getattr(told, f"{name}_granted") != 0,
                         AccessReason.of_number(getattr(told, f"{name}_reason")),
                         findings_of(getattr(told, f"{name}_findings")),
                         members_of(AccessReason, getattr(told, f"{name}_reasons")))
    return CourtAccess(AccessLevel.of_number(told.level), members_of(Menu, told.menus),
                       privilege("authentication"), privilege("search"), privilege("filing"))


def engine_of(policies: Optional[_policies.Policies]) -> Any:
    """The engine of some policies; of the built-in ones where none are given."""
    return (policies or _policies.builtin())._engine


def access(facts: AccessFacts, at: Optional[Time] = None, *,
           policies: Optional[_policies.Policies] = None) -> CourtAccess:
    """What the central account may do in the court."""
    told = new("ecflink_court_access")
    structs = DecideStructs()
    call(lib.ecflink_access_decide, engine_of(policies), structs.access(facts), micros_or_now(at), told)
    return read_access(told)


def sign_on(facts: AccessFacts, at: Optional[Time] = None, *,
            policies: Optional[_policies.Policies] = None) -> Privilege:
    """Whether the person may sign on with the central account, whatever the court."""
    told = new("ecflink_privilege")
    structs = DecideStructs()
    call(lib.ecflink_sign_on_decide, engine_of(policies), structs.access(facts), micros_or_now(at), told)
    return read_privilege(told)


def court_login(facts: CourtLoginFacts, at: Optional[Time] = None, *,
                policies: Optional[_policies.Policies] = None) -> CourtAccess:
    """What the court's own login opens."""
    structs = DecideStructs()
    made = structs.new("ecflink_court_login_facts")
    structs.members(made, facts, "kind", "acting_for_state")
    structs.values(made, facts, "linked")
    set_text(made, "court", facts.court, structs.keep)
    made.account = structs.optional_account(facts.account)
    made.acting_for = structs.optional_account(facts.acting_for)
    made.linked_at = optional_micros(facts.linked_at)
    made.unlinked_at = optional_micros(facts.unlinked_at)
    told = new("ecflink_court_access")
    call(lib.ecflink_court_login_decide, engine_of(policies), made, micros_or_now(at), told)
    return read_access(told)


def register(facts: RegistrationFacts, state: RegistrationState, move: RegistrationMove, who: Actor,
             at: Optional[Time] = None, *,
             policies: Optional[_policies.Policies] = None) -> RegistrationDecision:
    """Moves a request from a state (a new one is a DRAFT): its new state, or why it does not move."""
    structs = DecideStructs()
    made = structs.new("ecflink_registration_facts")
    structs.members(made, facts, "kind", "type", "role", "request")
    structs.values(made, facts, "credentials_lost", "reason_given", "already_linked",
                   "other_centrals_of_account", "other_accounts_in_court", "other_accounts_in_court_and_role")
    set_text(made, "court", facts.court, structs.keep)
    made.central = structs.optional_central(facts.central)
    made.account = structs.optional_account(facts.account)
    made.linked, made.linked_count = structs.accounts(facts.linked), len(facts.linked)
    made.tombstoned_at = optional_micros(facts.tombstoned_at)
    made.lifted_at = optional_micros(facts.lifted_at)
    told = new("ecflink_registration_decision")
    call(lib.ecflink_registration_decide, engine_of(policies), made, state.number, move.number, who.number,
         micros_or_now(at), told)
    return RegistrationDecision(
        RegistrationAnswer.of_number(told.answer),
        None if told.state == 0 else RegistrationState.of_number(told.state),
        None if told.deciding == lib.ECFLINK_NO_FINDING else Finding.of_number(told.deciding),
        findings_of(told.findings))


def _agency(function: Any, facts: AgencyFacts, policies: Optional[_policies.Policies]) -> AgencyAnswer:
    structs = DecideStructs()
    made = structs.new("ecflink_agency_facts")
    structs.members(made, facts, "kind", "state", "who")
    structs.values(made, facts, "agent_linked", "is_principal")
    set_text(made, "agent_court", facts.agent_court, structs.keep)
    set_text(made, "principal_court", facts.principal_court, structs.keep)
    made.agent = structs.optional_account(facts.agent)
    made.principal = structs.optional_account(facts.principal)
    out = ffi.new("ecflink_agency_answer*")
    call(function, engine_of(policies), made, out)
    return AgencyAnswer.of_number(out[0])


def associate(facts: AgencyFacts, *, policies: Optional[_policies.Policies] = None) -> AgencyAnswer:
    """Whether an agent may be associated with a principal: ASSOCIATED, or the first obstacle."""
    return _agency(lib.ecflink_agency_associate, facts, policies)


def remove_agent(facts: AgencyFacts, *, policies: Optional[_policies.Policies] = None) -> AgencyAnswer:
    """Whether an agent may be removed."""
    return _agency(lib.ecflink_agency_remove, facts, policies)


def act_for(facts: AgencyFacts, *, policies: Optional[_policies.Policies] = None) -> AgencyAnswer:
    """Whether the agent may file for the principal now."""
    return _agency(lib.ecflink_agency_act_for, facts, policies)


def unlink(court: str, central: str, by: Acting, *, is_linked: bool, linked_at: Optional[Time] = None,
           at: Optional[Time] = None, policies: Optional[_policies.Policies] = None) -> UnlinkDecision:
    """Whether somebody may unlink two accounts, and what is owed then."""
    structs = DecideStructs()
    made = structs.new("ecflink_unlink_request")
    made.is_linked = is_linked
    set_text(made, "court", court, structs.keep)
    set_text(made, "central", central, structs.keep)
    made.linked_at = optional_micros(linked_at)
    made.by = structs.acting(by)
    answer, owes = ffi.new("ecflink_unlink_answer*"), new("ecflink_obligations")
    call(lib.ecflink_unlink_decide, engine_of(policies), made, micros_or_now(at), answer, owes)
    return UnlinkDecision(UnlinkAnswer.of_number(answer[0]), read_owes(owes))


def import_link(case: Case, central: str, *, is_identical: bool = False, approved: Optional[Acting] = None,
                at: Optional[Time] = None,
                policies: Optional[_policies.Policies] = None) -> ImportDecision:
    """Whether to take over a link that was made elsewhere: a case with a row."""
    structs = DecideStructs()
    data = central.encode()
    answer, told = ffi.new("ecflink_import_answer*"), new("ecflink_assessment")
    call(lib.ecflink_import_decide, engine_of(policies), structs.case(case), data, len(data), is_identical,
         structs.optional_acting(approved), micros_or_now(at), answer, told)
    return ImportDecision(ImportAnswer.of_number(answer[0]), read_assessment(told))


def _hold(structs: DecideStructs, facts: HoldFacts) -> Any:
    made = structs.new("ecflink_hold_facts")
    structs.members(made, facts, "state")
    structs.values(made, facts, "has_same_records")
    made.found = bits_of(facts.found)
    made.link_case = structs.case(facts.case)
    set_text(made, "central", facts.central, structs.keep)
    made.by = structs.acting(facts.by)
    return made


def approve_hold(facts: HoldFacts, at: Optional[Time] = None, *,
                 policies: Optional[_policies.Policies] = None) -> tuple[HoldAnswer, tuple[Finding, ...]]:
    """Whether a clerk may approve what an item shows, and the findings that the approval names."""
    structs = DecideStructs()
    answer, approved = ffi.new("ecflink_hold_answer*"), ffi.new("uint64_t*")
    call(lib.ecflink_hold_approve, engine_of(policies), _hold(structs, facts), micros_or_now(at), answer,
         approved)
    return HoldAnswer.of_number(answer[0]), findings_of(approved[0])


def reject_hold(facts: HoldFacts, at: Optional[Time] = None, *,
                policies: Optional[_policies.Policies] = None) -> HoldAnswer:
    """Whether a clerk may reject an item."""
    structs = DecideStructs()
    answer = ffi.new("ecflink_hold_answer*")
    call(lib.ecflink_hold_reject, engine_of(policies), _hold(structs, facts), micros_or_now(at), answer)
    return HoldAnswer.of_number(answer[0])


# ---- Explanations and records.

def explain(court: str, findings: tuple[Finding, ...], approved: tuple[Finding, ...] = (), *,
            at: Optional[Time] = None, policies: Optional[_policies.Policies] = None) -> Assessment:
    """Explains findings of a court, of an outcome of a ledger for one.

    >>> ecflink.decide.explain("wiwd", (ecflink.Finding.CENTRAL_SHARED,)).verdict
    <Verdict.REFUSE: 'refuse'>
    """
    data = court.encode()
    told = new("ecflink_assessment")
    call(lib.ecflink_findings_explain, engine_of(policies), data, len(data), bits_of(findings),
         bits_of(approved), micros_or_now(at), told)
    return read_assessment(told)


def record(case: Case, at: Optional[Time] = None, *, policies: Optional[_policies.Policies] = None) -> str:
    """The decision record of a case: decision, facts and policy as canonical JSON, without a name."""
    structs = DecideStructs()
    return text_from(lib.ecflink_record_make, engine_of(policies), structs.case(case), micros_or_now(at))


def replay(record: str, *, policies: Optional[_policies.Policies] = None) -> Replay:
    """Decides the case of a record again. Raises FileError if the text is no record.

    >>> ecflink.decide.replay(ecflink.decide.record(ecflink.Case("wiwd"), "2022-04-26T14:00:00Z")).reproduced
    True
    """
    data = record.encode()
    told = new("ecflink_replay")
    diagnostics = ffi.new("ecflink_diagnostics**")
    error = new("ecflink_error")
    status = lib.ecflink_record_replay(engine_of(policies), data, len(data), told, diagnostics, error)
    if status != lib.ECFLINK_OK:
        raise_status(status, error, diagnostics)

    def verdict(number: int) -> Optional[Verdict]:
        return None if number == lib.ECFLINK_NO_VERDICT else Verdict.of_number(number)

    return Replay(told.reproduced != 0, verdict(told.recorded_verdict), verdict(told.replayed_verdict),
                  findings_of(told.recorded_findings), findings_of(told.replayed_findings),
                  tuple(name for place, name in enumerate(_DIFFERENCES, 1) if told.differences >> place & 1))
