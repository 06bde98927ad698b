"""Decides whether an account that a court issued may be linked to a person's central account.

    >>> import ecflink
    >>> result = ecflink.verify("examples/ledger", as_of="2026-06-30T12:00:00Z")
    >>> print(result.report["verdicts"])
    {'allow': 39, 'hold': 2, 'refuse': 32}

docs/python.md is the guide.
"""

from ecflink._arrow import ArrowArrayExportable, ArrowStreamExportable, Column, FailureTable
from ecflink._capi import lib
from ecflink._core import (ArrowError, Cancelled, Diagnostic, Error, FileError, InternalError, InvalidError,
                           LedgerBusyError, LedgerClosedError, LedgerError, LedgerExistsError,
                           LedgerNotFoundError, LedgerUnknownOutcomeError, NotFoundError, PolicyError,
                           TimeError, UnsupportedError, text_of)
from ecflink._page import report
from ecflink.bulk import (CentralIndex, Changes, Counts, Forecast, StreamEnd, Tables, Verdicts,
                          Verification, VerificationStream, decide_links, forecast, impact, read,
                          shadow, verify, verify_stream)
from ecflink.case import (AMBIGUOUS, Assessment, Case, CentralAccount, CourtAccount, LedgerRow, Person, Plan,
                          PlannedStep, Proof, assess, ready)
from ecflink.decide import Acting, CourtAccess, Keys, Privilege, Replay, Session
from ecflink.enums import (AccessLevel, AccessReason, AccountRole, AccountStatus, Actor, AgencyAnswer,
                           AgencyState, CentralGeneration, CentralStatus, CentralUsage, CeremonyProblem,
                           CourtKind, Disposition, FilingPurpose, Finding, HoldAnswer, HoldState,
                           ImportAnswer, LinkMaker, LinkState, Menu, MfaState, Obligation, OutwardAnswer,
                           PendingChange, ProofClass, RegistrationAnswer, RegistrationMove,
                           RegistrationState, RegistrationType, RequestType, SearchStatus, Step, StepState,
                           UnlinkAnswer, Verdict, bits_of, findings_of)
from ecflink.ledger import Ledger, LedgerTable, LedgerTables, LedgerVerification, LinkKeys, WitnessError
from ecflink.outcomes import (Agency, AuditChain, AuditProblem, AuditReport, Cancellation,
                              ColumnDifference, Commitment, ConfirmPage, Description, Handle,
                              HandleOutcome, HeldLink, HoldOutcome, Owed, PairReview, PasswordCost, Place,
                              Proposal, Registration, RegistrationOutcome, RegistrationRequest,
                              RowDifference, SignOn, StateReport, Unlinked, VerifiedLink)
from ecflink.policies import Policies
from ecflink.records import (CentralRecord, Contact, CourtRecord, ImportedRow, LeftOut, LeftOutKind,
                             LinkRecord, Loaded, Records, RegistrationRecord, RosterRecord,
                             TombstoneRecord)

__version__: str = text_of(lib.ecflink_version())

__all__ = [
    "AMBIGUOUS", "AccessLevel", "AccessReason", "AccountRole", "AccountStatus", "Acting", "Actor",
    "Agency", "AgencyAnswer", "AgencyState", "ArrowArrayExportable", "ArrowError",
    "ArrowStreamExportable", "Assessment", "AuditChain", "AuditProblem", "AuditReport", "Cancellation",
    "Cancelled", "Case", "CentralAccount", "CentralGeneration", "CentralIndex", "CentralRecord",
    "CentralStatus", "CentralUsage", "CeremonyProblem", "Changes", "Column", "ColumnDifference",
    "Commitment", "ConfirmPage", "Contact", "Counts", "CourtAccess", "CourtAccount", "CourtKind",
    "CourtRecord", "Description", "Diagnostic", "Disposition", "Error", "FailureTable", "FileError",
    "FilingPurpose", "Finding", "Forecast", "Handle", "HandleOutcome", "HeldLink", "HoldAnswer",
    "HoldOutcome", "HoldState", "ImportAnswer", "ImportedRow", "InternalError", "InvalidError", "Keys",
    "Ledger", "LedgerBusyError", "LedgerClosedError", "LedgerError", "LedgerExistsError",
    "LedgerNotFoundError", "LedgerRow", "LedgerTable", "LedgerTables", "LedgerUnknownOutcomeError",
    "LedgerVerification", "LeftOut",
    "LeftOutKind", "LinkKeys", "LinkMaker", "LinkRecord", "LinkState", "Loaded", "Menu", "MfaState",
    "NotFoundError", "Obligation", "OutwardAnswer", "Owed", "PairReview", "PasswordCost",
    "PendingChange", "Person", "Place", "Plan", "PlannedStep", "Policies", "PolicyError", "Privilege",
    "Proof", "ProofClass", "Proposal", "Records", "Registration", "RegistrationAnswer",
    "RegistrationMove", "RegistrationOutcome", "RegistrationRecord", "RegistrationRequest",
    "RegistrationState", "RegistrationType", "Replay", "RequestType", "RosterRecord", "RowDifference",
    "SearchStatus", "Session", "SignOn", "StateReport", "Step", "StepState", "StreamEnd", "Tables",
    "TimeError", "TombstoneRecord", "UnlinkAnswer", "Unlinked", "UnsupportedError", "Verdict",
    "Verdicts", "Verification", "VerificationStream", "VerifiedLink", "WitnessError", "__version__",
    "assess", "bits_of", "decide_links", "findings_of", "forecast", "impact", "read", "ready", "report",
    "shadow", "verify", "verify_stream",
]
