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
                           NotFoundError, PolicyError, TimeError, text_of)
from ecflink.bulk import (Changes, Forecast, StreamEnd, Tables, Verification, VerificationStream, forecast,
                          impact, read, shadow, verify, verify_stream)
from ecflink.case import (AMBIGUOUS, Assessment, Case, CentralAccount, CourtAccount, LedgerRow, Person, Plan,
                          PlannedStep, Proof, assess, ready)
from ecflink.enums import (AccountRole, AccountStatus, Actor, CentralGeneration, CentralStatus, CentralUsage,
                           CourtKind, Disposition, FilingPurpose, Finding, LinkMaker, LinkState, MfaState,
                           PendingChange, ProofClass, RegistrationState, RegistrationType, SearchStatus, Step,
                           StepState, Verdict, bits_of, findings_of)
from ecflink.policies import Policies

__version__: str = text_of(lib.ecflink_version())

__all__ = [
    "AMBIGUOUS", "AccountRole", "AccountStatus", "Actor", "ArrowArrayExportable", "ArrowError",
    "ArrowStreamExportable", "Assessment", "Cancelled", "Case", "CentralAccount", "CentralGeneration",
    "CentralStatus", "CentralUsage", "Changes", "Column", "CourtAccount", "CourtKind", "Diagnostic",
    "Disposition", "Error", "FailureTable", "FileError", "FilingPurpose", "Finding", "Forecast",
    "InternalError", "InvalidError", "LedgerRow", "LinkMaker", "LinkState", "MfaState", "NotFoundError",
    "PendingChange", "Person", "Plan", "PlannedStep", "Policies", "PolicyError", "Proof", "ProofClass",
    "RegistrationState", "RegistrationType", "SearchStatus", "Step", "StepState", "StreamEnd", "Tables",
    "TimeError", "Verdict", "Verification", "VerificationStream", "__version__", "assess", "bits_of",
    "findings_of", "forecast", "impact", "read", "ready", "shadow", "verify", "verify_stream",
]
