"""The enumerations and catalogues of ecflink. The value of a member is its token.

    >>> from ecflink.enums import Finding, Verdict
    >>> Verdict.ALLOW.value, Verdict("refuse").number
    ('allow', 2)
    >>> Finding("central-shared").remedy[:40]
    'Register an individual central account o'
"""

from __future__ import annotations

import dataclasses
import enum
import functools
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from ecflink._capi import lib
from ecflink._core import call, new, text_of

_T = TypeVar("_T", bound="Token")


class Token(enum.Enum):
    """An enumeration whose values are tokens, which never change once released."""

    @property
    def number(self) -> int:
        """The number in the C interface, in Arrow columns and in files."""
        return _entries(type(self)).numbers[self.value]

    @property
    def meaning(self) -> str:
        """What the member means, in one clause."""
        return _entries(type(self)).meanings[self.value]

    @classmethod
    def of_number(cls: type[_T], number: int) -> _T:
        """The member of a number.

        >>> from ecflink import Verdict
        >>> Verdict.of_number(1)
        <Verdict.HOLD: 'hold'>
        """
        return cls(_entries(cls).tokens[number])


@dataclasses.dataclass(frozen=True)
class FindingInfo:
    """What the catalog says of a finding."""

    number: int
    """The bit in a set of findings."""
    group: FindingGroup
    default_disposition: Disposition
    who: Actor
    """Who can correct it."""
    true_when: str
    remedy: str
    sources: str
    since: str
    makes_void: tuple[Finding, ...]
    """The findings whose remedies make no sense beside this one's."""


class FindingEntry(Token):
    """A member of the catalog of findings."""

    @property
    def info(self) -> FindingInfo:
        """All that the catalog says of the finding."""
        return _findings()[self.value]

    @property
    def remedy(self) -> str:
        """What to do, in one sentence to the person."""
        return self.info.remedy

    @property
    def who(self) -> Actor:
        """Who can correct it."""
        return self.info.who


@dataclasses.dataclass(frozen=True)
class StepInfo:
    """What the catalog says of a step."""

    number: int
    who: Actor
    """Who acts; if it is not the filer, the filer can only ask."""
    help: str
    """Whom to call: the purpose of an entry under `help` in a policy."""
    mends: tuple[Finding, ...]
    """The findings that are gone when the step is done."""
    sentence: str
    sources: str
    since: str


class StepEntry(Token):
    """A member of the catalog of steps."""

    @property
    def info(self) -> StepInfo:
        """All that the catalog says of the step."""
        return _steps()[self.value]

    @property
    def sentence(self) -> str:
        """What to do, in one plain sentence."""
        return self.info.sentence


class _Entries(NamedTuple):
    numbers: dict[str, int]
    tokens: dict[int, str]
    meanings: dict[str, str]


_known_entries: dict[type[Token], _Entries] = {}
_known_findings: dict[str, FindingInfo] = {}
_known_steps: dict[str, StepInfo] = {}


def _entries(cls: type[Token]) -> _Entries:
    """The numbers of an enumeration, as the library has them."""
    if cls not in _known_entries:
        _known_entries[cls] = _read_entries(cls)
    return _known_entries[cls]


def _read_entries(cls: type[Token]) -> _Entries:
    if issubclass(cls, FindingEntry):
        triples = [(token, info.number, info.true_when) for token, info in _findings().items()]
    elif issubclass(cls, StepEntry):
        triples = [(token, info.number, info.sentence) for token, info in _steps().items()]
    else:
        enumeration = ENUMERATIONS.index(cls) + 1
        info = new("ecflink_token_info")
        triples = []
        for place in range(lib.ecflink_token_count(enumeration)):
            call(lib.ecflink_token_get, enumeration, place, info)
            triples.append((text_of(info.token), info.number, text_of(info.meaning)))
    return _Entries({token: number for token, number, _ in triples},
                    {number: token for token, number, _ in triples},
                    {token: meaning for token, _, meaning in triples})


def _findings() -> dict[str, FindingInfo]:
    if _known_findings:
        return _known_findings
    entries = {}
    info = new("ecflink_finding_info")
    tokens = {}
    for place in range(lib.ecflink_finding_count()):
        call(lib.ecflink_finding_get, place, info)
        tokens[info.finding] = text_of(info.token)
    for place in range(lib.ecflink_finding_count()):
        call(lib.ecflink_finding_get, place, info)
        entries[text_of(info.token)] = FindingInfo(
            info.finding, FindingGroup.of_number(info.group), Disposition.of_number(info.default_disposition),
            Actor.of_number(info.who), text_of(info.true_when), text_of(info.remedy), text_of(info.sources),
            text_of(info.since),
            # findings_of needs the numbers, which come from here
            tuple(Finding(token) for number, token in tokens.items() if info.makes_void >> number & 1))
    _known_findings.update(entries)  # at once: other threads see all or nothing
    return _known_findings


def _steps() -> dict[str, StepInfo]:
    if _known_steps:
        return _known_steps
    entries = {}
    info = new("ecflink_step_info")
    for place in range(lib.ecflink_step_count()):
        call(lib.ecflink_step_get, place, info)
        entries[text_of(info.token)] = StepInfo(
            info.step, Actor.of_number(info.who), text_of(info.help), findings_of(info.mends),
            text_of(info.sentence), text_of(info.sources), text_of(info.since))
    _known_steps.update(entries)
    return _known_steps


_bits_of_members: dict[type[Token], tuple[tuple[int, Token], ...]] = {}


def members_of(cls: type[_T], bits: int) -> tuple[_T, ...]:
    """The members of an enumeration that are in a set, which has a bit for each."""
    if not bits:
        return ()
    if cls not in _bits_of_members:
        _bits_of_members[cls] = tuple((1 << one.number, one) for one in cls)
    return tuple(one for bit, one in _bits_of_members[cls] if bits & bit and isinstance(one, cls))


def findings_of(bits: int) -> tuple[Finding, ...]:
    """The findings of a set, which has a bit for each, in the order in which to correct them.

    >>> findings_of(1 << 8 | 1)
    (<Finding.COURT_UNKNOWN: 'court-unknown'>, <Finding.CENTRAL_SHARED: 'central-shared'>)
    """
    return members_of(Finding, bits)


def bits_of(findings: Iterable[Finding]) -> int:
    """The set of some findings, with a bit for each.

    >>> bits_of([Finding.CENTRAL_SHARED])
    256
    """
    return functools.reduce(lambda bits, finding: bits | 1 << finding.number, findings, 0)


# BEGIN GENERATED by cmake/generate_constants.py

class CentralUsage(Token):
    """The enumeration ecflink_central_usage of the C interface."""

    INDIVIDUAL = "individual"
    """Used by one natural person; the only kind that may be linked."""
    SHARED = "shared"
    """One login that several people of a firm share; for research only."""
    ADMINISTRATIVE = "administrative"
    """Pays for a group; can neither search nor file."""


class CentralGeneration(Token):
    """The enumeration ecflink_central_generation of the C interface."""

    LEGACY = "legacy"
    """Made before central sign-on and not upgraded."""
    UPGRADED = "upgraded"
    """Made since central sign-on, or upgraded by its owner."""


class CentralStatus(Token):
    """The enumeration ecflink_central_status of the C interface."""

    ACTIVE = "active"
    """In good standing."""
    NOT_ACTIVATED = "not-activated"
    """Waits for the activation code that comes by mail."""
    ON_HOLD = "on-hold"
    """Waits for a review of the registration."""
    DISABLED = "disabled"
    """Blocked until its owner updates password or second factor."""
    CLOSED = "closed"
    """Closed at its owner's request."""


class SearchStatus(Token):
    """The enumeration ecflink_search_status of the C interface."""

    ACTIVE = "active"
    """May search."""
    INACTIVE = "inactive"
    """May not search; filing is not affected."""


class MfaState(Token):
    """The enumeration ecflink_mfa_state of the C interface."""

    ENROLLED = "enrolled"
    """Has a second factor."""
    NOT_ENROLLED = "not-enrolled"
    """Has no second factor."""


class RegistrationType(Token):
    """The enumeration ecflink_registration_type of the C interface."""

    CASE_SEARCH_ONLY = "case-search-only"
    """Registered for searching; the usual account that is linked."""
    ATTORNEY_FILER = "attorney-filer"
    """Registered as an attorney who files."""
    NON_ATTORNEY_FILER = "non-attorney-filer"
    """Registered as a filer who is no attorney."""


class PendingChange(Token):
    """The enumeration ecflink_pending_change of the C interface."""

    NONE = "none"
    """No change is under way."""
    CONTACT = "contact"
    """A new contact address is not yet proven."""
    CREDENTIAL = "credential"
    """A new password or second factor is not yet confirmed."""


class AccountRole(Token):
    """The enumeration ecflink_account_role of the C interface."""

    ATTORNEY = "attorney"
    """Attorney admitted to the court."""
    PRO_HAC_VICE = "pro-hac-vice"
    """Attorney admitted for one case."""
    GOVERNMENT_ATTORNEY = "government-attorney"
    """Attorney of a federal or state office."""
    CJA_ATTORNEY = "cja-attorney"
    """Appointed counsel under the Criminal Justice Act."""
    TRUSTEE = "trustee"
    """Private bankruptcy trustee."""
    US_TRUSTEE = "us-trustee"
    """Office of the United States Trustee."""
    FILING_AGENT = "filing-agent"
    """Files on behalf of attorneys or trustees."""
    LIMITED_FILER = "limited-filer"
    """Files from a restricted list of events, for instance a creditor."""
    CLAIMS_AGENT = "claims-agent"
    """Files claims for many creditors."""
    PRO_SE = "pro-se"
    """A party without an attorney."""
    COURT_REPORTER = "court-reporter"
    """Files transcripts."""
    MEDIATOR = "mediator"
    """Files reports of mediation."""
    AUDITOR = "auditor"
    """Auditor or provider of financial management."""
    INTERESTED_PARTY = "interested-party"
    """Receives notices only, for instance the press."""
    STAFF = "staff"
    """Works for the court."""


class AccountStatus(Token):
    """The enumeration ecflink_account_status of the C interface."""

    ACTIVE = "active"
    """In good standing."""
    LOCKED = "locked"
    """Locked after wrong passwords."""
    FEE_LOCKED = "fee-locked"
    """Filing menus are hidden until fees are paid."""
    RESTRICTED = "restricted"
    """Files from a shortened list of events."""
    SUSPENDED = "suspended"
    """The court has suspended filing."""
    TERMINATED = "terminated"
    """The court has ended the account."""


class LinkState(Token):
    """The enumeration ecflink_link_state of the C interface."""

    ACTIVE = "active"
    """The link is in force."""
    REMOVED = "removed"
    """The link was removed by an authority."""


class LinkMaker(Token):
    """The enumeration ecflink_link_maker of the C interface."""

    FILER = "filer"
    """The filer, in the two-step ceremony."""
    COURT = "court"
    """Court staff, while they processed a registration."""
    IMPORT = "import"
    """A bulk import of links that were made elsewhere."""
    ADMISSION = "admission"
    """The court, which made the account for a filer whom it admitted."""


class ProofClass(Token):
    """The enumeration ecflink_proof_class of the C interface."""

    NONE = "none"
    """It is known that nothing was proven."""
    ASSERTED = "asserted"
    """Somebody claims it, without proof."""
    ROSTER_MATCH = "roster-match"
    """The person is on a roster that the court keeps."""
    INVITATION = "invitation"
    """A code that was sent to the address on file."""
    PASSWORD = "password"
    """The account's own password."""
    PASSWORD_MFA = "password-mfa"
    """The account's own password and a second factor."""
    STAFF_VERIFIED = "staff-verified"
    """Staff of the court saw proof of identity."""


class CourtKind(Token):
    """The enumeration ecflink_court_kind of the C interface."""

    APPELLATE = "appellate"
    """Court of appeals."""
    BAP = "bap"
    """Bankruptcy appellate panel."""
    DISTRICT = "district"
    """District court."""
    BANKRUPTCY = "bankruptcy"
    """Bankruptcy court."""
    SPECIAL = "special"
    """National court of special jurisdiction."""
    OTHER = "other"
    """Any other court, for instance of a state."""


class CourtSystem(Token):
    """The enumeration ecflink_court_system of the C interface."""

    CURRENT_GEN = "current-gen"
    """The older filing system, with logins of its own."""
    NEXT_GEN = "next-gen"
    """The filing system with central sign-on, to which accounts are linked."""
    SUCCESSOR = "successor"
    """A later system that uses central accounts directly; nothing is linked."""


class Disposition(Token):
    """The enumeration ecflink_disposition of the C interface."""

    IGNORE = "ignore"
    """The finding is not shown as a reason."""
    NOTE = "note"
    """The finding is shown and changes nothing."""
    HOLD = "hold"
    """A clerk must decide."""
    REFUSE = "refuse"
    """The link is refused."""


class Verdict(Token):
    """The enumeration ecflink_verdict of the C interface."""

    ALLOW = "allow"
    """The link may be made, or stands."""
    HOLD = "hold"
    """A clerk must decide."""
    REFUSE = "refuse"
    """The link may not be made, or should not stand."""


class Actor(Token):
    """The enumeration ecflink_actor of the C interface."""

    FILER = "filer"
    """The person whose accounts these are."""
    COURT = "court"
    """The clerk's office of the court."""
    CENTER = "center"
    """The service center that keeps the central accounts."""


class FindingGroup(Token):
    """The enumeration ecflink_finding_group of the C interface."""

    INPUT = "input"
    """What is not known or cannot be read."""
    CENTRAL = "central"
    """The central account alone."""
    COURT = "court"
    """The court at an instant."""
    ACCOUNT = "account"
    """The court account alone."""
    PROOF = "proof"
    """What was proven, and when."""
    PAIR = "pair"
    """The two accounts together, and other links of theirs."""
    LEDGER = "ledger"
    """A link that already stands in a ledger."""


class Confirmation(Token):
    """The enumeration ecflink_confirmation of the C interface."""

    TWO_STEP = "two-step"
    """Both names are shown, and the filer confirms."""
    ONE_STEP = "one-step"
    """The link is made as soon as both accounts are proven."""


class Counting(Token):
    """The enumeration ecflink_counting of the C interface."""

    COURT = "court"
    """All accounts of the court count together."""
    COURT_AND_ROLE = "court-and-role"
    """Accounts of one role count together."""


class LoginCase(Token):
    """The enumeration ecflink_login_case of the C interface."""

    ANY = "any"
    """A login may contain upper and lower case."""
    LOWER = "lower"
    """A login may not contain an upper-case ASCII letter."""


class NameRule(Token):
    """The enumeration ecflink_name_rule of the C interface."""

    NORMALIZED = "normalized"
    """Equal without regard to case, accents, punctuation, titles, and which name stands first
    around a comma, unless both state a generation and these differ."""
    EXACT = "exact"
    """Equal byte for byte in Unicode's composed form."""


class UnlinkAuthority(Token):
    """The enumeration ecflink_unlink_authority of the C interface."""

    CLERK = "clerk"
    """The clerk's office of the court."""
    FILER = "filer"
    """The owner of the accounts."""
    CENTER = "center"
    """The service center."""


class SecondRegistration(Token):
    """The enumeration ecflink_second_registration of the C interface."""

    REJECT = "reject"
    """An existing filer who registers again is told to link instead."""
    COURT_LINKS = "court-links"
    """The court links the old account while it processes the registration."""
    ALLOW = "allow"
    """A new registration is allowed."""


class CredentialRetirement(Token):
    """The enumeration ecflink_credential_retirement of the C interface."""

    AT_COMMIT = "at-commit"
    """The old credentials stop working when the link is made."""
    NEVER = "never"
    """The old credentials keep working."""


class GoLivePrecision(Token):
    """The enumeration ecflink_go_live_precision of the C interface."""

    UNKNOWN = "unknown"
    """No known page states it."""
    MONTH = "month"
    """Only the month is documented; its ends bound the go-live."""
    DAY = "day"
    """The day is documented; it begins at 00:00 local."""
    TIME = "time"
    """The minute is documented."""
    BOUNDS = "bounds"
    """Only a time before it, or one at which the court was live, is documented."""


class FilingPurpose(Token):
    """The enumeration ecflink_filing_purpose of the C interface."""

    SEARCH_ONLY = "search-only"
    """Reads cases and files nothing."""
    CLAIMS_ONLY = "claims-only"
    """Submits nothing but claims and course certificates to a bankruptcy court."""
    FILE = "file"
    """Files."""


class StepState(Token):
    """The enumeration ecflink_step_state of the C interface."""

    DONE = "done"
    """Nothing is left to do."""
    NOW = "now"
    """The filer can do it at once."""
    LATER = "later"
    """The filer can do it from its date, after the steps before it."""
    BLOCKED = "blocked"
    """Somebody else must act; the filer can ask for it."""


class OutwardAnswer(Token):
    """The enumeration ecflink_outward_answer of the C interface."""

    OK = "ok"
    """It is done, or may go on."""
    NOT_NOW = "not-now"
    """Not at this time; the reason has nothing to do with whose account it is."""
    CANNOT_LINK = "cannot-link"
    """These accounts cannot be linked; ask the court."""


class HandlePurpose(Token):
    """The enumeration ecflink_handle_purpose of the C interface."""

    LINK = "link"
    """To link two accounts."""
    UNLINK = "unlink"
    """To remove a link."""


class CeremonyProblem(Token):
    """The enumeration ecflink_ceremony_problem of the C interface."""

    FIELD_MISSING = "field-missing"
    """A field that a handle must bind is empty."""
    NOT_AUTHENTIC = "not-authentic"
    """None of the keys made the handle, or it was altered."""
    EXPIRED = "expired"
    """The handle is not in force at this time."""
    USED = "used"
    """The handle has been used."""
    WITHDRAWN = "withdrawn"
    """Since then another ceremony for these two accounts ended, or they were unlinked."""
    PURPOSE_MISMATCH = "purpose-mismatch"
    """The handle is for something else."""
    COURT_MISMATCH = "court-mismatch"
    """The handle is for another court."""
    ACCOUNT_MISMATCH = "account-mismatch"
    """The handle is for another court account."""
    CENTRAL_MISMATCH = "central-mismatch"
    """The handle is for another central account."""
    SESSION_MISMATCH = "session-mismatch"
    """The handle belongs to another session."""
    CONFIRM_MISMATCH = "confirm-mismatch"
    """What was confirmed is not what would be linked."""
    ROLE_CHANGED = "role-changed"
    """The court account has another role now."""
    POLICY_CHANGED = "policy-changed"
    """The court has another policy now."""
    CENTRAL_CHANGED = "central-changed"
    """The record of the central account has changed since."""
    ACCOUNT_CHANGED = "account-changed"
    """The record of the court account has changed since."""
    NOT_AUTHORIZED = "not-authorized"
    """This approver may not approve it."""


class Obligation(Token):
    """The enumeration ecflink_obligation of the C interface."""

    RETIRE_CREDENTIAL = "retire-credential"
    """Make the court account's own login and password stop working."""
    END_SESSIONS = "end-sessions"
    """End every session that began before this instant."""
    NOTIFY_COURT_CONTACT = "notify-court-contact"
    """Notify the address on file at the court, and the previous one if it changed recently."""
    NOTIFY_CENTRAL_CONTACT = "notify-central-contact"
    """Notify the address on file at the center, and the previous one if it changed recently."""
    REFRESH_MENUS = "refresh-menus"
    """Reload the menus that are shown."""
    NOTIFY_HOLDER = "notify-holder"
    """Notify the holder of the link that somebody else has claimed the account."""


class UnlinkAnswer(Token):
    """The enumeration ecflink_unlink_answer of the C interface."""

    REMOVED = "removed"
    """The link is removed."""
    NOT_LINKED = "not-linked"
    """The two accounts are not linked."""
    NOT_AUTHORIZED = "not-authorized"
    """The court's policy does not let this actor remove links."""
    REASON_MISSING = "reason-missing"
    """The actor or the reason was not given."""
    BEFORE_LINK = "before-link"
    """The link was made later than this time."""


class ImportAnswer(Token):
    """The enumeration ecflink_import_answer of the C interface."""

    LINKED = "linked"
    """The link was imported."""
    IDENTICAL = "identical"
    """The ledger already holds this link."""
    TOMBSTONED = "tombstoned"
    """An authority removed the link, and it stays removed."""
    HELD = "held"
    """A clerk must decide."""
    REFUSED = "refused"
    """The link is refused."""
    NOT_ACTIVE = "not-active"
    """The link in this row is no longer active."""


class AuditEvent(Token):
    """The enumeration ecflink_audit_event of the C interface."""

    LEDGER_CREATED = "ledger-created"
    """The ledger was created."""
    RECORDS_CHANGED = "records-changed"
    """Records of accounts were added or changed."""
    CREDENTIAL_SET = "credential-set"
    """An account was given a new password."""
    ATTEMPT_RESERVED = "attempt-reserved"
    """A password is about to be checked."""
    LINK_PROPOSED = "link-proposed"
    """Both accounts were proven, and both names shown."""
    LINK_REFUSED = "link-refused"
    """A link was refused."""
    LINK_COMMITTED = "link-committed"
    """Two accounts were linked."""
    LINK_CANCELLED = "link-cancelled"
    """The filer went back."""
    LINK_IMPORTED = "link-imported"
    """A link that was made elsewhere was imported."""
    LINK_REMOVED = "link-removed"
    """An authority removed a link."""
    UNLINK_REFUSED = "unlink-refused"
    """The removal of a link was refused."""
    REGISTRATION_MOVED = "registration-moved"
    """A request for filing privileges changed its state."""
    AGENCY_CHANGED = "agency-changed"
    """A filing agent was given a principal, or lost one."""
    OBLIGATION_DONE = "obligation-done"
    """The caller has met an obligation."""
    POLICY_CHANGED = "policy-changed"
    """From here on the court decides under another policy."""
    IMPORT_REFUSED = "import-refused"
    """A link that was made elsewhere was not imported."""
    SIGN_ON_PROVEN = "sign-on-proven"
    """The password of a central account was right."""
    SIGN_ON_FAILED = "sign-on-failed"
    """The password of a central account was wrong."""
    LEDGER_MIGRATED = "ledger-migrated"
    """The tables were brought to a newer version."""
    HOLD_APPROVED = "hold-approved"
    """A clerk approved findings that hold a proposed link."""
    HOLD_REJECTED = "hold-rejected"
    """A clerk rejected a proposed link."""


class Menu(Token):
    """The enumeration ecflink_menu of the C interface."""

    CIVIL = "civil"
    """Civil: file in civil cases of a district court."""
    CRIMINAL = "criminal"
    """Criminal: file in criminal cases of a district court."""
    BANKRUPTCY = "bankruptcy"
    """Bankruptcy: file in bankruptcy cases."""
    ADVERSARY = "adversary"
    """Adversary: file in adversary proceedings of a bankruptcy court."""
    FILE_A_DOCUMENT = "file-a-document"
    """File a Document: the filing links of a court of appeals, and of every other kind of court."""
    QUERY = "query"
    """Query: look up cases."""
    REPORTS = "reports"
    """Reports: docket sheets and lists of cases."""
    UTILITIES = "utilities"
    """Utilities: the account's settings, and until it is linked the form for linking."""
    SEARCH = "search"
    """Search: find menus and events by a word."""
    HELP = "help"
    """Help."""
    LOG_OUT = "log-out"
    """Log Out."""


class AccessLevel(Token):
    """The enumeration ecflink_access_level of the C interface."""

    NONE = "none"
    """Neither views nor files."""
    VIEW = "view"
    """Views cases and files nothing."""
    LIMITED_FILE = "limited-file"
    """Files from a shortened list of events."""
    FILE = "file"
    """Files."""


class AccessReason(Token):
    """The enumeration ecflink_access_reason of the C interface."""

    GRANTED = "granted"
    """Nothing stands in the way."""
    FINDING = "finding"
    """A finding of the catalogue stands in the way."""
    SECOND_FACTOR_NOT_GIVEN = "second-factor-not-given"
    """The account has a second factor, and it was not given at this sign-on."""
    REDACTION_NOT_ACKNOWLEDGED = "redaction-not-acknowledged"
    """Somebody who files did not agree to the redaction rules at this sign-on."""
    CLIENT_CODE_MISSING = "client-code-missing"
    """The account must give a client code to search, and gave none."""
    NOT_LINKED = "not-linked"
    """The court account is not linked to this central account."""
    NOT_ADMITTED = "not-admitted"
    """The person has no account of this court."""
    NOTICE_ONLY = "notice-only"
    """The court account receives notices only."""
    COURT_STAFF = "court-staff"
    """Court staff sign on inside the court."""
    AGENTS_NOT_OFFERED = "agents-not-offered"
    """A court of this kind has no filing agents."""
    NO_PRINCIPAL_CHOSEN = "no-principal-chosen"
    """A filing agent must choose for whom to file."""
    AGENCY_ENDED = "agency-ended"
    """The principal does not have this filing agent, or no longer has it."""
    PRINCIPAL_MAY_NOT_FILE = "principal-may-not-file"
    """The principal may not file."""
    LEGACY_RETIRED = "legacy-retired"
    """The court's own login stopped working when the account was linked."""
    COURT_LOGIN_CLOSED = "court-login-closed"
    """Since its go-live the court accepts only central accounts."""
    NEEDS_CENTRAL_ACCOUNT = "needs-central-account"
    """Searching requires a central account."""


class RequestType(Token):
    """The enumeration ecflink_request_type of the C interface."""

    ADMISSION = "admission"
    """An attorney asks for admission to the court's bar and for filing."""
    FILING_ONLY = "filing-only"
    """An attorney who is admitted asks for filing."""
    PRO_HAC_VICE = "pro-hac-vice"
    """An attorney asks to file in one case."""
    FEDERAL_ATTORNEY = "federal-attorney"
    """An attorney of a government office asks for filing."""
    MULTIDISTRICT = "multidistrict"
    """An attorney of another district asks to file in multidistrict litigation."""
    NON_ATTORNEY = "non-attorney"
    """Somebody asks for filing in a role other than attorney."""


class RegistrationState(Token):
    """The enumeration ecflink_registration_state of the C interface."""

    DRAFT = "draft"
    """The filer is still writing it."""
    SUBMITTED = "submitted"
    """The service center has it."""
    COURT_PENDING = "court-pending"
    """The court is reviewing it."""
    MORE_INFORMATION = "more-information"
    """The court waits for more information from the filer."""
    APPROVED = "approved"
    """The court has approved it."""
    REJECTED = "rejected"
    """The court has rejected it, and said why."""


class RegistrationMove(Token):
    """The enumeration ecflink_registration_move of the C interface."""

    SUBMIT = "submit"
    """Submit the request, for the first time or again."""
    ROUTE = "route"
    """Pass it on to the court."""
    ASK = "ask"
    """Send it back for more information."""
    APPROVE = "approve"
    """Approve it."""
    REJECT = "reject"
    """Reject it."""


class RegistrationAnswer(Token):
    """The enumeration ecflink_registration_answer of the C interface."""

    MOVED = "moved"
    """The request is in its new state."""
    ADMITTED = "admitted"
    """Approved: the court made an account of the requested role, which is linked from the start."""
    LINKS_OLD_ACCOUNT = "links-old-account"
    """Approved by linking the account that the filer has in the court; the link is decided like any
    other."""
    NO_SUCH_MOVE = "no-such-move"
    """This move is not possible in this state."""
    NOT_AUTHORIZED = "not-authorized"
    """This actor may not make the move."""
    REASON_MISSING = "reason-missing"
    """The reason for the rejection, or what is missing, was not given."""
    ROLE_NOT_OFFERED = "role-not-offered"
    """This type of request does not lead to the role, or not in a court of this kind."""
    SIGN_ON_INSTEAD = "sign-on-instead"
    """There is nothing to ask for: the central account already files in this court, or the court
    uses it directly."""
    LINK_INSTEAD = "link-instead"
    """The filer has an account of this court, and must link it."""
    HINDERED = "hindered"
    """A finding of the catalogue stands in the way."""
    ALREADY_ASKED = "already-asked"
    """Another request of this central account in the court is still open."""
    LOGIN_MISSING = "login-missing"
    """The login of the account that the court makes for the filer was not given."""


class AgencyState(Token):
    """The enumeration ecflink_agency_state of the C interface."""

    ACTIVE = "active"
    """The agent may file for the principal."""
    INACTIVE = "inactive"
    """The agent was removed; the principal may take the agent back."""


class AgencyAnswer(Token):
    """The enumeration ecflink_agency_answer of the C interface."""

    ASSOCIATED = "associated"
    """The agent may file for the principal."""
    REMOVED = "removed"
    """The agent may no longer file for the principal."""
    ACTING = "acting"
    """The agent files for the principal from here on."""
    NOT_AUTHORIZED = "not-authorized"
    """Only the principal or the court may ask for this."""
    AGENTS_NOT_OFFERED = "agents-not-offered"
    """A court of this kind has no filing agents."""
    OTHER_COURT = "other-court"
    """The agent and the principal are not in one court."""
    NOT_AN_AGENT = "not-an-agent"
    """The account is not a filing agent's."""
    NOT_A_PRINCIPAL = "not-a-principal"
    """The account is neither an attorney's nor a trustee's, so it cannot have agents."""
    AGENT_NOT_LINKED = "agent-not-linked"
    """The agent's account belongs to no central account yet."""
    AGENT_NOT_IN_GOOD_STANDING = "agent-not-in-good-standing"
    """The agent's account is suspended, terminated or locked for fees."""
    PRINCIPAL_NOT_IN_GOOD_STANDING = "principal-not-in-good-standing"
    """The principal's account is suspended, terminated or locked for fees."""
    NO_PRINCIPAL_CHOSEN = "no-principal-chosen"
    """A filing agent must choose for whom to file."""
    NOT_ASSOCIATED = "not-associated"
    """The principal does not have this agent."""
    AGENCY_ENDED = "agency-ended"
    """The principal has removed this agent."""


class OutageEffect(Token):
    """The enumeration ecflink_outage_effect of the C interface."""

    FILING = "filing"
    """Nothing is filed or linked."""
    VIEWING = "viewing"
    """Cases cannot be viewed."""
    REGISTRATION = "registration"
    """Requests for filing privileges are not taken."""


class SecondCondition(Token):
    """The enumeration ecflink_second_condition of the C interface."""

    ALWAYS = "always"
    """Whoever has an account of the court."""
    CREDENTIALS_LOST = "credentials-lost"
    """Only a filer who no longer knows the login or the password of the account."""


class SecondAccount(Token):
    """The enumeration ecflink_second_account of the C interface."""

    OWN_CENTRAL = "own-central"
    """Each account of a court takes a central account of its own."""
    FILING_AGENT = "filing-agent"
    """Further accounts become filing agents of the first."""


class RegistrationRequirement(Token):
    """The enumeration ecflink_registration_requirement of the C interface."""

    MOTION = "motion"
    """A motion."""
    ORDER = "order"
    """An order of the court."""
    LOCAL_FORM = "local-form"
    """A form of the court."""
    CASE_NUMBER = "case-number"
    """The number of the case."""
    BAR_ADMISSION = "bar-admission"
    """Admission to the bar of the court."""
    TRAINING = "training"
    """Training in electronic filing."""
    FEE = "fee"
    """A fee."""


class NameMender(Token):
    """The enumeration ecflink_name_mender of the C interface."""

    COURT = "court"
    """The clerk's office of the court."""
    CENTER = "center"
    """The service center."""


class HelpPurpose(Token):
    """The enumeration ecflink_help_purpose of the C interface."""

    FILING = "filing"
    """Filing, and all that has no purpose of its own."""
    CREDENTIALS = "credentials"
    """The login and the password of the court's account."""
    CENTRAL_ACCOUNT = "central-account"
    """The central account."""
    LINKING = "linking"
    """A link that cannot be made."""
    REGISTRATION = "registration"
    """Requests for filing privileges."""
    NAMES = "names"
    """Names that are wrong."""


class HoldState(Token):
    """The enumeration ecflink_hold_state of the C interface."""

    WAITING = "waiting"
    """A clerk must decide."""
    APPROVED = "approved"
    """A clerk approved it; the filer can link the accounts."""
    REJECTED = "rejected"
    """A clerk rejected it."""
    REPLACED = "replaced"
    """A record or a finding changed, and the filer's next attempt took its place."""
    LINKED = "linked"
    """The accounts are linked."""


class HoldAnswer(Token):
    """The enumeration ecflink_hold_answer of the C interface."""

    APPROVED = "approved"
    """The filer can link the accounts, until the approval expires or a record changes."""
    REJECTED = "rejected"
    """The proposed link was rejected."""
    NOT_AUTHORIZED = "not-authorized"
    """Only court staff decide, and nobody about a link of their own."""
    REASON_MISSING = "reason-missing"
    """The actor or the reason was not given."""
    NOT_WAITING = "not-waiting"
    """It was decided already, or is out of date."""
    CHANGED = "changed"
    """A record or a finding has changed since the filer proposed the link; the filer must begin
    again."""
    REFUSED = "refused"
    """The rules refuse this link, and nobody can approve it."""


class Finding(FindingEntry):
    """A finding; members stand in the order in which to correct things."""

    COURT_UNKNOWN = "court-unknown"
    """No policy is in force for the court."""
    CENTRAL_UNKNOWN = "central-unknown"
    """No central account has this id."""
    ACCOUNT_UNKNOWN = "account-unknown"
    """No court account has this court and login."""
    RECORD_MALFORMED = "record-malformed"
    """A required field of the link, of the account or of the central account is missing, or a field
    of them cannot be read."""
    RECORD_AMBIGUOUS = "record-ambiguous"
    """More than one record has the key of the account or of the central account."""
    CENTRAL_SHARED = "central-shared"
    """The central account is shared."""
    CENTRAL_ADMINISTRATIVE = "central-administrative"
    """The central account is administrative."""
    CENTRAL_LEGACY = "central-legacy"
    """The center shows the central account as legacy; or shows nothing, and it is not known to be
    created on or after the policy's legacy cut-off."""
    CENTRAL_NOT_ACTIVATED = "central-not-activated"
    """The central account is not activated."""
    CENTRAL_ON_HOLD = "central-on-hold"
    """The central account is on hold."""
    CENTRAL_DISABLED = "central-disabled"
    """The central account is disabled."""
    CENTRAL_CLOSED = "central-closed"
    """The central account is closed."""
    CENTRAL_MFA_MISSING = "central-mfa-missing"
    """No second factor is enrolled, the policy has a date from which one is needed, and that date
    is reached."""
    CENTRAL_CHANGE_PENDING = "central-change-pending"
    """A change of contact or credentials is under way at the central account."""
    CENTRAL_SEARCH_INACTIVE = "central-search-inactive"
    """The central account may not search."""
    CENTRAL_EXEMPT = "central-exempt"
    """The central account is exempt from fees."""
    COURT_NOT_LIVE = "court-not-live"
    """The time is before the court's go-live, or before the earliest that it may have been."""
    COURT_IN_OUTAGE = "court-in-outage"
    """The time is within an outage of the court that stops filing."""
    LINK_PATH_CLOSED = "link-path-closed"
    """The court has closed linking and the time is at or after that."""
    COURT_NEEDS_NO_LINK = "court-needs-no-link"
    """The court's system takes central accounts as they are."""
    COURT_GO_LIVE_UNKNOWN = "court-go-live-unknown"
    """The policy states no go-live, or only bounds, and the time lies between them."""
    ACCOUNT_TERMINATED = "account-terminated"
    """The court account is terminated."""
    ACCOUNT_SUSPENDED = "account-suspended"
    """The court account is suspended."""
    ACCOUNT_RESTRICTED = "account-restricted"
    """The court account is restricted."""
    ACCOUNT_LOCKED = "account-locked"
    """The court account is locked after wrong passwords."""
    ACCOUNT_FEE_LOCKED = "account-fee-locked"
    """The court account is locked for unpaid fees."""
    ROLE_NOT_LINKABLE = "role-not-linkable"
    """The account's role is not among those that the policy lets link."""
    ACCOUNT_OPENED_AFTER_CUTOVER = "account-opened-after-cutover"
    """The account was opened at or after the court's go-live, or when the court was surely live."""
    LOGIN_NOT_LINKABLE = "login-not-linkable"
    """The login holds a character that the policy forbids, or an upper-case letter where the policy
    asks for lower case."""
    ACCOUNT_CHANGE_PENDING = "account-change-pending"
    """A change of contact or credentials is under way at the court account."""
    ACCOUNT_LINK_LOCKED = "account-link-locked"
    """The court account is locked against linking."""
    AGENT_WITHOUT_PRINCIPAL = "agent-without-principal"
    """The account is a filing agent's and nobody is known for whom it files."""
    CENTRAL_PROOF_INSUFFICIENT = "central-proof-insufficient"
    """Proofs are required, and that of the central account is missing or not accepted."""
    CENTRAL_PROOF_STALE = "central-proof-stale"
    """Proofs are required, and that of the central account has no time, lies in the future, or is
    older than the policy allows."""
    ACCOUNT_PROOF_INSUFFICIENT = "account-proof-insufficient"
    """Proofs are required, and that of the court account is missing or not accepted."""
    ACCOUNT_PROOF_STALE = "account-proof-stale"
    """Proofs are required, and that of the court account has no time, lies in the future, or is
    older than the policy allows."""
    PROOF_FOR_ANOTHER_COURT = "proof-for-another-court"
    """Proofs are required, and that of the court account names no court or another one."""
    ATTEMPTS_EXHAUSTED = "attempts-exhausted"
    """The failed attempts within the policy's window have reached its limit."""
    NOT_PREAUTHORIZED = "not-preauthorized"
    """The policy asks for a roster, and neither account stands on it."""
    CONFIRMATION_MISSING = "confirmation-missing"
    """Proofs are required, the policy confirms in two steps, and there is no confirmation, or one
    after the link was made."""
    ALREADY_LINKED = "already-linked"
    """Another active link joins the same account and the same central account."""
    ACCOUNT_LINKED_ELSEWHERE = "account-linked-elsewhere"
    """With this link the account is linked to more central accounts than the policy allows."""
    CENTRAL_SLOT_TAKEN = "central-slot-taken"
    """With this link the central account is linked to more accounts of this court (and role, if the
    policy counts so) than the policy allows."""
    PAIR_TOMBSTONED = "pair-tombstoned"
    """An earlier link of this pair was removed, and the pair was not released since."""
    KIND_ROLE_MISMATCH = "kind-role-mismatch"
    """The policy lists registrations for this role, and the central account's is not among them."""
    NAME_DIFFERS = "name-differs"
    """Both names are present, and neither equal nor similar under the policy."""
    NAME_SIMILAR = "name-similar"
    """Both names are present, and similar but not equal under the policy."""
    NAME_MISSING = "name-missing"
    """A name is missing, or has no letter or number."""
    LINK_IN_FUTURE = "link-in-future"
    """The link was made after the time as of which the ledger is verified."""
    LINK_BEFORE_ACCOUNT = "link-before-account"
    """The link is older than the court account or the central account."""


class Step(StepEntry):
    """Something that a person does, or asks others to do, in the order of the steps."""

    CHECK_COURT = "check-court"
    """Check the court's short name, and ask its clerk's office how it takes filings: this court is
    not known here."""
    HAVE_RECORD_CORRECTED = "have-record-corrected"
    """Ask the service center to correct the record of your account: a field is missing or cannot be
    read, or two records have one key."""
    RECOVER_CENTRAL_LOGIN = "recover-central-login"
    """Have the service center help you to sign on with your central account again; do not register
    another one, which would be held because it resembles the first."""
    REGISTER_INDIVIDUAL_ACCOUNT = "register-individual-account"
    """Register an individual central account of your own; keep a shared one for research, and do
    not upgrade it."""
    USE_PRIVATE_ACCOUNT = "use-private-account"
    """Use your private central account, which is not exempt from fees; the service center then
    moves the exemption."""
    UPGRADE_CENTRAL_ACCOUNT = "upgrade-central-account"
    """Upgrade your individual central account."""
    ACTIVATE_CENTRAL_ACCOUNT = "activate-central-account"
    """Activate your central account with the code that comes by mail."""
    HAVE_REGISTRATION_REVIEWED = "have-registration-reviewed"
    """Ask the service center to finish its review of your registration."""
    RESTORE_CENTRAL_ACCOUNT = "restore-central-account"
    """Update the password or the second factor of your central account, so that it works again."""
    ENROLL_SECOND_FACTOR = "enroll-second-factor"
    """Enroll a second factor for your central account."""
    FINISH_CENTRAL_CHANGE = "finish-central-change"
    """Finish or cancel the change that is under way at your central account."""
    HAVE_SEARCH_RESTORED = "have-search-restored"
    """Ask the service center to turn searching on again."""
    ASK_GO_LIVE = "ask-go-live"
    """Ask the clerk's office from what date the court links accounts; no date is known here."""
    HAVE_ACCOUNT_RESTORED = "have-account-restored"
    """Ask the clerk's office about your court account: the court has ended, suspended or restricted
    it."""
    WAIT_FOR_UNLOCK = "wait-for-unlock"
    """Wait until the lock after wrong passwords ends, or ask the clerk's office to unlock your
    court account."""
    ASK_ABOUT_ROLE = "ask-about-role"
    """Ask the clerk's office how accounts of your role are moved."""
    ASK_WHOSE_ACCOUNT = "ask-whose-account"
    """Ask the clerk's office to which central account your court account belongs: it was opened
    after go-live, so it has one already."""
    HAVE_LOGIN_CHANGED = "have-login-changed"
    """Ask the clerk's office to change your court login, best while it still works: this court
    cannot link a login with such characters."""
    FINISH_ACCOUNT_CHANGE = "finish-account-change"
    """Finish or cancel the change that is under way at your court account."""
    HAVE_LINK_LOCK_LIFTED = "have-link-lock-lifted"
    """Ask the clerk's office to lift the lock against linking."""
    HAVE_ROSTER_ENTRY = "have-roster-entry"
    """Ask the clerk's office to put your account on its roster."""
    TYPE_IN_LOWER_CASE = "type-in-lower-case"
    """Type your court login in lower case: this court takes no capital letters in logins."""
    HAVE_LINK_REMOVED = "have-link-removed"
    """Ask the clerk's office to remove the link of your court account to the other central account,
    and what to do next."""
    USE_SECOND_ACCOUNT = "use-second-account"
    """Use a second central account for this court account: the first is linked to another account
    of this court."""
    BECOME_FILING_AGENT = "become-filing-agent"
    """Ask the clerk's office to make this login a filing agent of your other account; an agent
    needs its own central account."""
    HAVE_RELINK_ALLOWED = "have-relink-allowed"
    """Ask the authority that removed the earlier link of these two accounts; only it can let them
    be linked again."""
    USE_MATCHING_ACCOUNT = "use-matching-account"
    """Use a central account that is registered for your kind of filer."""
    HAVE_NAMES_SETTLED = "have-names-settled"
    """Ask the clerk's office to compare the names on the two accounts, and to correct the wrong or
    missing one."""
    KNOW_CREDENTIALS = "know-credentials"
    """Find out the login and the password that the court issued to you."""
    WAIT_FOR_ATTEMPTS = "wait-for-attempts"
    """Wait until the failed attempts are forgotten."""
    ASK_PRINCIPAL = "ask-principal"
    """Ask the attorney or trustee for whom you file to associate your account."""
    PAY_FEES = "pay-fees"
    """Pay the fees that are due to the court; the filing menus appear after that."""
    HAVE_NEW_PASSWORD = "have-new-password"
    """Ask the clerk's office for a new password of your court account: the old one stopped working
    when the account was linked, and does not come back."""
    GIVE_INFORMATION = "give-information"
    """Give the court the information that it asked for, and submit your request again."""
    LINK = "link"
    """Sign on with your central account and link your court account to it; you cannot file before
    that."""
    REGISTER_ANEW = "register-anew"
    """Request filing privileges through your central account, and say that the court issued an
    account to you before."""
    REQUEST_PRIVILEGES = "request-privileges"
    """Request filing privileges through your central account; if the court requires admission, be
    admitted first."""
    AWAIT_APPROVAL = "await-approval"
    """Wait until the court has approved your request; you cannot file before that."""
    SIGN_ON = "sign-on"
    """Sign on with your central account; there is nothing left to link."""
    SEARCH = "search"
    """Search with any central account; if you only search, you have nothing to link."""
    SUBMIT_CLAIMS = "submit-claims"
    """Submit claims and course certificates on the court's own pages for them; you need no account
    there."""
    USE_COURT_LOGIN = "use-court-login"
    """Keep filing with the login that the court issued to you."""
    RECEIVE_NOTICES = "receive-notices"
    """Go on receiving notices: this court links no accounts that receive notices only."""


#: Each enumeration of the C interface, in the order of its numbers, which begin at 1.
ENUMERATIONS: tuple[type[Token], ...] = (
    CentralUsage,
    CentralGeneration,
    CentralStatus,
    SearchStatus,
    MfaState,
    RegistrationType,
    PendingChange,
    AccountRole,
    AccountStatus,
    LinkState,
    LinkMaker,
    ProofClass,
    CourtKind,
    CourtSystem,
    Disposition,
    Verdict,
    Actor,
    FindingGroup,
    Confirmation,
    Counting,
    LoginCase,
    NameRule,
    UnlinkAuthority,
    SecondRegistration,
    CredentialRetirement,
    GoLivePrecision,
    FilingPurpose,
    StepState,
    OutwardAnswer,
    HandlePurpose,
    CeremonyProblem,
    Obligation,
    UnlinkAnswer,
    ImportAnswer,
    AuditEvent,
    Menu,
    AccessLevel,
    AccessReason,
    RequestType,
    RegistrationState,
    RegistrationMove,
    RegistrationAnswer,
    AgencyState,
    AgencyAnswer,
    OutageEffect,
    SecondCondition,
    SecondAccount,
    RegistrationRequirement,
    NameMender,
    HelpPurpose,
    HoldState,
    HoldAnswer,
)
# END GENERATED
