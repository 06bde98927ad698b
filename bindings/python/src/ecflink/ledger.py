"""Ledgers: the database that keeps links, the ceremony that makes them, and everything around it.

    >>> from ecflink import Acting, Actor, Keys, Ledger
    >>> folder = __import__("tempfile").mkdtemp()
    >>> Keys.create_file(folder + "/court.keys")
    >>> with Ledger.create(folder + "/court.db", folder + "/court.keys") as ledger:
    ...     loaded = ledger.load("examples/filers", Acting(Actor.COURT, "clerk"))
    ...     loaded.added, ledger.describe().court_accounts
    (8, 4)
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn, Optional, TypeVar, Union

from ecflink import _program
from ecflink import policies as _policies
from ecflink._arrow import Column, Streams, new_stream, read_texts
from ecflink._capi import ffi, lib
from ecflink._core import (OUT, LedgerClosedError, LedgerError, NotFoundError, Progress, Time, Work, call,
                           callback, end_watch, handle, micros_or_now, new, optional_micros, optional_time,
                           own, raise_status, set_text, start_watch, text_from, text_in, text_of, time_of)
from ecflink.bulk import Report, Tables, Verification, empty_index, with_counts
from ecflink.case import number_of
from ecflink.decide import (Acting, CourtAccess, DecideStructs, Keys, Privilege, Session, read_access,
                            read_privilege)
from ecflink.enums import (AccountRole, AgencyAnswer, AgencyState, CeremonyProblem, Finding, HoldAnswer,
                           HoldState, ImportAnswer, LinkState, Obligation, OutwardAnswer, ProofClass,
                           RegistrationAnswer, RegistrationMove, RegistrationState, RequestType,
                           UnlinkAnswer, Verdict, findings_of)
from ecflink.outcomes import (Agency, AuditChain, AuditProblem, AuditReport, Cancellation,
                              ColumnDifference, Commitment, ConfirmPage, Description, Handle,
                              HandleOutcome, HeldLink, HoldOutcome, Owed, PairReview, PasswordCost, Place,
                              Proposal, Registration, RegistrationOutcome, RegistrationRequest,
                              RowDifference, SignOn, StateReport, Unlinked, VerifiedLink)
from ecflink.records import (CentralRecord, Contact, CourtRecord, ImportedRow, LeftOut, LeftOutKind,
                             LinkRecord, Loaded, Records, RegistrationRecord, RosterRecord, Source,
                             TombstoneRecord)

_T = TypeVar("_T")
_TABLES = ("central_accounts", "court_accounts", "links", "tombstones", "roster", "registrations")

KeySource = Union[Keys, str, "os.PathLike[str]", bytes, bytearray, Callable[[], Any]]
"""Keys, a key file, its content, or a function that gives one of these. A bytearray is overwritten."""

Check = Callable[[str, str], Union[bool, ProofClass]]
"""The court's own check, called with court and login: whether the person controls the account."""

Line = Callable[[str], object]
"""A function that is passed one line of text."""

_OUTCOMES = {lib.ECFLINK_HANDLE_UNUSED: HandleOutcome.UNUSED,
             lib.ECFLINK_HANDLE_COMMITTED: HandleOutcome.COMMITTED,
             lib.ECFLINK_HANDLE_CANCELLED: HandleOutcome.CANCELLED}
_LEFT_OUT = {lib.ECFLINK_LEFT_OUT_AMBIGUOUS: LeftOutKind.AMBIGUOUS,
             lib.ECFLINK_LEFT_OUT_CONTRADICTORY: LeftOutKind.CONTRADICTORY,
             lib.ECFLINK_LEFT_OUT_LINK_STANDS: LeftOutKind.LINK_STANDS}


class WitnessError(LedgerError):
    """The change was made, but the witness that was to be told of the checkpoint raised an exception,
    which is the cause of this one. `outcome` is what the call would have returned."""

    def __init__(self, outcome: object):
        super().__init__("the change was made, but the witness of the checkpoint failed")
        self.outcome = outcome


# ---- Verification.

class _Tally:
    """The counts of a court."""

    def __init__(self) -> None:
        self.links = self.allow = self.hold = self.refuse = 0
        self.findings = [0] * 64


class _LedgerTables(Tables):
    """The links of a ledger as tables: their keys alone."""

    def __init__(self, policies: _policies.Policies, links: Any, counts: dict[str, int]):
        super().__init__(policies, empty_index(policies), links, ())
        self._counts = counts

    def _row_counts(self) -> dict[str, int]:
        return dict(self._counts)


class LedgerVerification(Verification):
    """What a verification found in a ledger: a `Verification`, with approvals and states.

    `pyarrow.table(result.keys)` has court, login and central id of each row.
    """

    def __init__(self, tables: Tables, as_of: datetime.datetime, links: Any, summary: Any):
        rows = lib.ecflink_py_links_count(links)
        findings, verdict = Column(rows, "L", "findings"), Column(rows, "C", "verdict")
        self.approved = Column(rows, "L", "approved")
        """Of the findings of each row, those that an authority approved."""
        self.state = Column(rows, "C", "state")
        """The number of the state of each link."""
        self._linked_at = ffi.new("int64_t[]", max(1, rows))
        self._told = links
        self._summary = summary
        lib.ecflink_py_links_numbers(links, findings.pointer, verdict.pointer, self.approved.pointer,
                                     self.state.pointer, self._linked_at)
        super().__init__(tables, as_of, findings, verdict, None)

    @property
    def keys(self) -> LinkKeys:
        """Court, login and central id of each link, as a table."""
        return LinkKeys(self._told)

    def links(self) -> Iterator[VerifiedLink]:
        """Every link, in the order of the ledger."""
        keys = self.keys.columns()
        for place, (court, login, central) in enumerate(zip(*keys.values())):
            yield VerifiedLink(court, login, central, Verdict.of_number(self.verdict[place]),
                               LinkState.of_number(self.state[place]), findings_of(self.findings[place]),
                               findings_of(self.approved[place]), optional_time(self._linked_at[place]))

    @property
    def report(self) -> Report:
        """The counts, as `ecflink verify --format json` writes them."""
        total, courts = _Tally(), dict[str, _Tally]()
        names = {one.number: one.value for one in Verdict}
        bits = [one.number for one in Finding]
        for court, verdict, findings in zip(self.keys.columns()["court"], self.verdict, self.findings):
            for tally in (total, courts.setdefault(court, _Tally())):
                tally.links += 1
                setattr(tally, names[verdict], getattr(tally, names[verdict]) + 1)
                for number in bits if findings else ():
                    tally.findings[number] += findings >> number & 1
        report = self.tables._begin_report(self.as_of)
        report["rows"]["removed"] = self._summary.removed
        return with_counts(report, total, {court: courts[court] for court in sorted(courts)})

    def impact(self, after: object) -> NoReturn:
        """Not here: the accounts are not read. Run `ecflink impact`."""
        raise LedgerError("the accounts of a ledger are not read: run `ecflink impact`")


class LinkKeys:
    """Court, login and central id of the links of a ledger, as a table with `__arrow_c_stream__`."""

    def __init__(self, links: Any):
        self._links = links

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        stream, capsule = new_stream()
        if lib.ecflink_py_links_table(self._links, stream) != 0:
            raise MemoryError
        return capsule

    def columns(self) -> dict[str, list[str]]:
        """The table as a mapping of lists."""
        return read_texts(self.__arrow_c_stream__())

    def __len__(self) -> int:
        return int(lib.ecflink_py_links_count(self._links))


# ---- Calls.

class _Answer:
    """The parts of a result, freed when they were read: handles are overwritten then."""

    def __init__(self) -> None:
        self.out = ffi.new("ecflink_answer**")

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *_: object) -> None:
        lib.ecflink_answer_free(self.out[0])
        self.out[0] = ffi.NULL

    def texts(self, which: int) -> tuple[str, ...]:
        answer = self.out[0]
        return tuple(text_of(lib.ecflink_answer_text(answer, which, place))
                     for place in range(lib.ecflink_answer_text_count(answer, which)))

    def entries(self, get: Any, struct: str, make: Callable[[Any], _T],
                count: Optional[int] = None) -> tuple[_T, ...]:
        answer = self.out[0]
        one = new(struct)
        made = []
        for place in range(lib.ecflink_answer_count(answer) if count is None else count):
            call(get, answer, place, one)
            made.append(make(one))
        return tuple(made)

    def owed(self) -> tuple[Owed, ...]:
        return self.entries(lib.ecflink_owed_get, "ecflink_owed", _owed,
                            lib.ecflink_owed_count(self.out[0]))

    def optional(self, get: Any, struct: str, *place: int) -> Any:
        """A part, None if there is none."""
        one = new(struct)
        try:
            call(get, self.out[0], *place, one)
        except NotFoundError:
            return None
        return one

    def pair(self) -> Optional[PairReview]:
        told = self.optional(lib.ecflink_answer_pair, "ecflink_pair_review")
        if told is None:
            return None
        return PairReview(_optional(AccountRole, told.role), Verdict.of_number(told.verdict),
                          findings_of(told.findings), text_of(told.account_name), text_of(told.central_name),
                          self.texts(lib.ECFLINK_TEXTS_PERMANENT))

    def page(self) -> Optional[ConfirmPage]:
        told = self.optional(lib.ecflink_answer_page, "ecflink_confirm_page")
        if told is None:
            return None
        return ConfirmPage(text_of(told.court), AccountRole.of_number(told.role), text_of(told.account_name),
                           text_of(told.central_name), text_of(told.account), text_of(told.central),
                           told.names_differ != 0, self.texts(lib.ECFLINK_TEXTS_LOOK_TWICE),
                           self.texts(lib.ECFLINK_TEXTS_PERMANENT),
                           self.texts(lib.ECFLINK_TEXTS_CONTACTS_NOT_CARRIED),
                           self.texts(lib.ECFLINK_TEXTS_AGENTS_NOT_CARRIED))


def _optional(cls: Any, number: int) -> Any:
    return None if number == 0 else cls.of_number(number)


def _owed(told: Any) -> Owed:
    return Owed(Obligation.of_number(told.what), told.sequence, optional_time(told.due), text_of(told.court),
                text_of(told.login), text_of(told.central))


def _commitment(told: Any, owed: tuple[Owed, ...]) -> Commitment:
    return Commitment(OutwardAnswer.of_number(told.outward), _optional(CeremonyProblem, told.problem),
                      Verdict.of_number(told.verdict), told.is_linked != 0, findings_of(told.findings),
                      findings_of(told.approved), told.sequence, optional_time(told.linked_at),
                      text_in(told.record, told.record_size), owed)


def _held(told: Any) -> HeldLink:
    return HeldLink(told.id, HoldState.of_number(told.state), text_of(told.court), text_of(told.login),
                    text_of(told.central), optional_time(told.proposed_at), findings_of(told.found),
                    findings_of(told.approved), optional_time(told.decided_at), text_of(told.decided_by),
                    text_of(told.reason), told.account_revision, told.central_revision)


def _registration(told: Any) -> Registration:
    return Registration(told.id, RegistrationState.of_number(told.state), _optional(RequestType, told.type),
                        _optional(AccountRole, told.role), text_of(told.court), text_of(told.central),
                        text_of(told.login), told.credentials_lost != 0, text_of(told.reason),
                        optional_time(told.submitted_at), optional_time(told.decided_at))


def _agency(told: Any) -> Agency:
    return Agency(text_in(told.court, told.court_size), text_in(told.agent, told.agent_size),
                  text_in(told.principal, told.principal_size), AgencyState.of_number(told.state))


def _left_out(told: Any) -> LeftOut:
    return LeftOut(_LEFT_OUT[told.kind], text_of(told.table), told.row, optional_time(told.linked_at))


def _chain(told: Any) -> AuditChain:
    return AuditChain(text_of(told.court), told.place, text_of(told.hash), told.entries, told.authenticated,
                      told.signed_up_to, told.is_whole != 0)


def _problem(told: Any) -> AuditProblem:
    return AuditProblem(text_of(told.flaw), text_of(told.message), text_of(told.court), told.place,
                        told.event, told.checkpoint, told.in_first_trail != 0)


class _LedgerStructs(DecideStructs):
    """Structs of ecflink_ledger.h, and what they point to."""

    def array(self, struct: str, given: tuple[Any, ...], fill: Callable[[Any, Any], None]) -> Any:
        made = ffi.new(f"{struct}[]", max(1, len(given)))
        self.keep.append(made)
        init = getattr(lib, f"{struct}_init")
        for place, one in enumerate(given):
            init(ffi.addressof(made, place), ffi.sizeof(struct))
            fill(made[place], one)
        return made

    def texts(self, made: Any, given: Any, *names: str) -> None:
        for name in names:
            set_text(made, name, getattr(given, name), self.keep)

    def pair(self, court: str, login: str, central: str) -> Any:
        made = self.new("ecflink_pair")
        for name, text in (("court", court), ("login", login), ("central", central)):
            set_text(made, name, text, self.keep)
        return made

    def records(self, given: Records) -> Any:
        made = self.new("ecflink_records")
        for table, struct, fill in (
                ("central_accounts", "ecflink_central_record", self._central_record),
                ("court_accounts", "ecflink_court_record", self._court_record),
                ("links", "ecflink_link_record", self._link_record),
                ("tombstones", "ecflink_tombstone_record", self._tombstone_record),
                ("roster", "ecflink_roster_record", self._roster_record),
                ("registrations", "ecflink_registration_record", self._registration_record)):
            rows = tuple(getattr(given, table))
            setattr(made, table, self.array(struct, rows, fill))
            # "central_accounts" are counted by "central_account_count"
            setattr(made, f"{table.removesuffix('s')}_count", len(rows))
        return made

    def _central_record(self, made: Any, given: CentralRecord) -> None:
        made.flags = lib.ECFLINK_RECORD_MALFORMED if given.malformed else 0
        self.texts(made, given, "id")
        made.account = self.central(given.account)

    def _court_record(self, made: Any, given: CourtRecord) -> None:
        made.flags = lib.ECFLINK_RECORD_MALFORMED if given.malformed else 0
        self.texts(made, given, "court")
        made.account = self.account(given.account)

    def _link_record(self, made: Any, given: LinkRecord) -> None:
        made.flags = lib.ECFLINK_RECORD_MALFORMED if given.malformed else 0
        self.texts(made, given, "court", "login", "central")
        made.row = self.row(given.row)
        set_text(made, "account_proof_court", given.account_proof.court, self.keep)
        made.central_proof = number_of(given.central_proof.proof)
        made.account_proof = number_of(given.account_proof.proof)
        made.central_proof_at = optional_micros(given.central_proof.at)
        made.account_proof_at = optional_micros(given.account_proof.at)

    def _tombstone_record(self, made: Any, given: TombstoneRecord) -> None:
        self.texts(made, given, "court", "login", "central", "actor", "reason")
        made.removed_at = optional_micros(given.removed_at)
        made.lifted_at = optional_micros(given.lifted_at)

    def _roster_record(self, made: Any, given: RosterRecord) -> None:
        self.texts(made, given, "court", "login", "central")

    def _registration_record(self, made: Any, given: RegistrationRecord) -> None:
        made.flags = lib.ECFLINK_RECORD_MALFORMED if given.malformed else 0
        for name in ("type", "role", "state"):
            setattr(made, name, number_of(getattr(given, name)))
        self.texts(made, given, "court", "central", "login", "reason")
        made.submitted_at = optional_micros(given.submitted_at)
        made.decided_at = optional_micros(given.decided_at)

    def contact(self, made: Any, given: Contact) -> None:
        self.texts(made, given, "court", "login", "contact")
        made.is_proven = given.is_proven

    def confirmation(self, session: Session, handle: Union[Handle, str], shown: bytes,
                     approved: Optional[Acting]) -> Any:
        made = self.new("ecflink_confirm_request")
        set_text(made, "handle", handle.reveal() if isinstance(handle, Handle) else handle, self.keep)
        set_text(made, "central", session.central, self.keep)
        ffi.memmove(made.session, session.digest, len(session.digest))
        if len(shown) != lib.ECFLINK_DIGEST_BYTES:
            raise ValueError(f"the digest of a page has {lib.ECFLINK_DIGEST_BYTES} bytes")
        ffi.memmove(made.confirmed, shown, len(shown))
        made.approved = self.optional_acting(approved)
        return made


@callback  # type: ignore[untyped-decorator, unused-ignore]
def ecflink_py_check(context: Any, court: Any, court_size: int, login: Any, login_size: int,
                     proof_out: Any) -> int:
    """Asks the court's own check."""
    proof = ffi.from_handle(context)(text_in(court, court_size), text_in(login, login_size))
    if not isinstance(proof, ProofClass):
        if not isinstance(proof, bool):
            raise TypeError(f"a check gives True, False or a ProofClass, not {type(proof).__name__}")
        proof = ProofClass.PASSWORD if proof else ProofClass.NONE
    proof_out[0] = proof.number
    return 0


@callback  # type: ignore[untyped-decorator, unused-ignore]
def ecflink_py_imported(context: Any, row: Any) -> int:
    """Passes the answer to a row on."""
    ffi.from_handle(context)(ImportedRow(
        row.row, ImportAnswer.of_number(row.answer), Verdict.of_number(row.verdict),
        findings_of(row.findings), findings_of(row.approved), text_of(row.account_name),
        text_of(row.central_name)))
    return 0


def _secret(password: Union[str, bytes, bytearray]) -> Any:
    """The bytes of a password. No exception shows it."""
    if isinstance(password, str):
        try:
            return password.encode()
        except UnicodeEncodeError:
            pass  # the exception holds the password
        raise ValueError("the password holds a character that is none")
    if not isinstance(password, (bytes, bytearray)):
        raise TypeError(f"a password is a text or bytes, not {type(password).__name__}")
    return password


def _address_of(ledger: Union[str, os.PathLike[str]]) -> str:
    address = os.fspath(ledger)
    return address if _program.is_address(address) else f"sqlite:{address}"


class Ledger:
    """A ledger that is open. Any number of threads may use it at once. `with` closes it.

    A method that writes takes `at`, the time of the change (default: now), and `dry_run`, which
    writes nothing and says what the answer would be. A refusal is a value; a `LedgerError` means that
    the ledger could not do its work, and nothing was written.
    """

    def __init__(self, pointer: Any, policies: _policies.Policies, name: str, keep: list[Any]):
        self._pointer = pointer
        self._policies = policies
        self._name = name
        self._keep = keep

    # -- Open and close.

    @classmethod
    def open(cls, address: Union[str, os.PathLike[str]], keys: Optional[KeySource] = None, *,
             policies: Optional[_policies.Policies] = None, connections: int = 0,
             patience: Optional[datetime.timedelta] = None, witness: Optional[Line] = None) -> Ledger:
        """Opens a ledger: a file of SQLite, or an address ("sqlite:FILE", "postgresql://..."). Keep a
        password out of the address. Without keys it can only be read.

        `witness` is passed the line of every checkpoint, after the change that made it.
        """
        return cls._open(address, keys, policies, connections, patience, witness, "", None)

    @classmethod
    def create(cls, address: Union[str, os.PathLike[str]], keys: KeySource, *, at: Optional[Time] = None,
               policies: Optional[_policies.Policies] = None, connections: int = 0,
               patience: Optional[datetime.timedelta] = None, witness: Optional[Line] = None,
               new_id: str = "") -> Ledger:
        """Makes the tables of a ledger in an empty database, and opens it. `new_id`, 32 random
        hexadecimal digits, is its id, so that a key file can name it beforehand."""
        return cls._open(address, keys, policies, connections, patience, witness, new_id,
                         micros_or_now(at))

    @classmethod
    def _open(cls, address: Union[str, os.PathLike[str]], keys: Optional[KeySource],
              policies: Optional[_policies.Policies], connections: int,
              patience: Optional[datetime.timedelta], witness: Optional[Line], new_id: str,
              created: Optional[int]) -> Ledger:
        in_force = policies or _policies.builtin()
        text = _address_of(address)
        structs = _LedgerStructs()
        options, keep = _options(structs, text, keys, connections, patience, witness, new_id)
        out = ffi.new("ecflink_ledger**")
        error = new("ecflink_error")
        outer = start_watch()
        if created is None:
            status = lib.ecflink_ledger_open(in_force._engine, options, out, error)
        else:
            status = lib.ecflink_ledger_create(in_force._engine, options, created, out, error)
        raised = end_watch(outer)
        if status != lib.ECFLINK_OK:
            raise_status(status, error)
        ledger = cls(own("ledger", out[0]), in_force, text.partition(":")[0] if "://" in text else text,
                     keep)
        return _done(ledger, raised)

    @staticmethod
    def migrate(address: Union[str, os.PathLike[str]], keys: KeySource, by: Acting, *,
                at: Optional[Time] = None, dry_run: bool = False) -> int:
        """Brings the tables of an older ledger to this version, in one transaction. Gives by how many
        versions; 0: there was nothing to do."""
        structs = _LedgerStructs()
        options, _ = _options(structs, _address_of(address), keys, 0, None, None, "")
        versions = ffi.new("int32_t*")
        call(lib.ecflink_ledger_migrate, options, structs.acting(by), micros_or_now(at), _flags(dry_run),
             versions)
        return int(versions[0])

    def close(self) -> None:
        """Closes the ledger once no call uses it any more. A closed ledger refuses every call."""
        self._pointer = None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Ledger {self._name}{' closed' if self._pointer is None else ''}>"

    @property
    def policies(self) -> _policies.Policies:
        """The policies with which it was opened."""
        return self._policies

    def _call(self, function: Any, *arguments: Any) -> Optional[BaseException]:
        """Calls a function, and gives what a callback raised although the call went well. The pointer
        is dropped here, so that whoever closes a ledger closes it when the last call has ended."""
        pointer = self._pointer
        if pointer is None:
            raise LedgerClosedError("the ledger is closed")
        error = new("ecflink_error")
        outer = start_watch()
        try:
            status = function(pointer, *arguments, error)
        finally:
            raised = end_watch(outer)
            del pointer
        if status != lib.ECFLINK_OK:
            if raised is not None:
                raise raised
            raise_status(status, error)
        return raised

    def describe(self, *, at: Optional[Time] = None) -> Description:
        """What the ledger is and holds now. `at` (default: now): what was due before it is overdue."""
        info = new("ecflink_ledger_info")
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_describe, micros_or_now(at), info, answer.out)
            chains = answer.entries(lib.ecflink_audit_chain_get, "ecflink_audit_chain", _chain)
        names = ("events", "highest_event", "last_checkpoint", "central_accounts", "court_accounts",
                 "active_links", "removed_links", "tombstones", "open_obligations", "open_registrations",
                 "held_links", "overdue_obligations", "open_attempts")
        counts: dict[str, Any] = {name: getattr(info, name) for name in names}
        return Description(text_of(info.id), info.schema_version, text_of(info.policy_set), chains=chains,
                           oldest_due=optional_time(info.oldest_due), **counts)

    def tables(self) -> LedgerTables:
        """All tables, read in one transaction. They need the ledger no longer."""
        out = ffi.new("ecflink_ledger_tables**")
        self._call(lib.ecflink_ledger_read_tables, out)
        return LedgerTables(ffi.gc(out[0], lib.ecflink_ledger_tables_free))

    def adopt_policies(self, by: Acting, *, at: Optional[Time] = None) -> None:
        """Puts the policies with which the ledger was opened in force."""
        structs = _LedgerStructs()
        _done(None, self._call(lib.ecflink_ledger_adopt_policies, structs.acting(by), micros_or_now(at)))

    # -- Records.

    def load(self, source: Source, by: Acting, *, at: Optional[Time] = None, threads: Optional[int] = None,
             progress: Optional[Progress] = None, dry_run: bool = False) -> Loaded:
        """Adds records of accounts and rosters, and updates known accounts; tombstones and requests are
        taken over. It removes none, and takes no links. After an error or a cancel, the same call takes
        the rest."""
        structs = _LedgerStructs()
        function, given = _source(structs, source, lib.ecflink_ledger_load, lib.ecflink_ledger_load_folder)
        work = Work(threads, progress, "ecflink_work")
        told = new("ecflink_load_summary")
        with _Answer() as answer:
            raised = self._call(function, *given, structs.acting(by), micros_or_now(at), work.options,
                                _flags(dry_run), told, answer.out)
            left_out = answer.entries(lib.ecflink_left_out_get, "ecflink_left_out", _left_out)
        names = ("added", "changed", "unchanged", "malformed", "ambiguous", "tombstones", "registrations",
                 "links_that_stand")
        counts: dict[str, Any] = {name: getattr(told, name) for name in names}
        return _done(Loaded(left_out=left_out, **counts), raised)

    def set_contacts(self, contacts: tuple[Contact, ...], by: Acting, *, at: Optional[Time] = None) -> None:
        """Sets further addresses of known accounts. If one account is unknown, none is set, and a
        LedgerNotFoundError says so."""
        structs = _LedgerStructs()
        given = structs.array("ecflink_contact", tuple(contacts), structs.contact)
        _done(None, self._call(lib.ecflink_ledger_set_contacts, given, len(contacts), structs.acting(by),
                               micros_or_now(at)))

    def contacts_without_account(self, contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
        """The contacts whose account the ledger does not have."""
        structs = _LedgerStructs()
        given = structs.array("ecflink_contact", tuple(contacts), structs.contact)
        places, found = ffi.new("size_t[]", max(1, len(contacts))), ffi.new("size_t*")
        self._call(lib.ecflink_ledger_contacts_without_account, given, len(contacts), places, found)
        return tuple(contacts[places[number]] for number in range(found[0]))

    def import_links(self, source: Source, by: Acting, *, approved: Optional[Acting] = None,
                     told: Optional[Callable[[ImportedRow], object]] = None, at: Optional[Time] = None,
                     threads: Optional[int] = None, progress: Optional[Progress] = None,
                     dry_run: bool = False) -> dict[ImportAnswer, int]:
        """Takes over links that were made elsewhere, and gives how many rows got each answer. `told` is
        told of each row; what it raises ends the import, and the rows before it stand."""
        structs = _LedgerStructs()
        function, given = _source(structs, source, lib.ecflink_ledger_import,
                                  lib.ecflink_ledger_import_folder)
        work = Work(threads, progress, "ecflink_work")
        context = ffi.NULL if told is None else ffi.new_handle(told)
        counts = new("ecflink_import_summary")
        raised = self._call(function, *given, structs.optional_acting(approved), structs.acting(by),
                            micros_or_now(at), ffi.NULL if told is None else lib.ecflink_py_imported, context,
                            work.options, _flags(dry_run), counts)
        return _done({one: counts.answers[one.number] for one in ImportAnswer}, raised)

    # -- The ceremony.

    def begin(self, session: Session, court: str, login: str, check: Optional[Check], *,
              at: Optional[Time] = None, approved: Optional[Acting] = None,
              dry_run: bool = False) -> Proposal:
        """Reserves an attempt, calls the check, and proposes the link. In a court with one step it also
        makes the link. `check(court, login)` is the court's own check of the password that the person
        typed; what it raises, this call raises, and the attempt counts. It may use the same ledger. A
        dry run calls none, and answers as if both accounts were proven."""
        structs = _LedgerStructs()
        request = structs.new("ecflink_begin_request")
        request.central_proof = number_of(session.proof)
        request.central_proof_at = optional_micros(session.proven_at)
        request.session_ends = optional_micros(session.ends)
        ffi.memmove(request.session, session.digest, len(session.digest))
        for name, text in (("central", session.central), ("court", court), ("login", login)):
            set_text(request, name, text, structs.keep)
        if check is not None:
            request.check = lib.ecflink_py_check
            request.check_context = context = ffi.new_handle(check)
            structs.keep.append(context)
        request.approved = structs.optional_acting(approved)
        told = new("ecflink_begin_outcome")
        with _Answer() as answer:
            raised = self._call(lib.ecflink_ledger_begin, request, micros_or_now(at), _flags(dry_run), told,
                                answer.out)
            return _done(_proposal(told, answer), raised)

    def peek(self, session: Session, handle: Union[Handle, str], *, shown: bytes = bytes(32),
             at: Optional[Time] = None) -> Proposal:
        """The page that a handle shows now. It changes nothing."""
        structs = _LedgerStructs()
        told = new("ecflink_begin_outcome")
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_peek, structs.confirmation(session, handle, shown, None),
                       micros_or_now(at), told, answer.out)
            return _proposal(told, answer)

    def commit(self, session: Session, handle: Union[Handle, str], shown: bytes, *,
               at: Optional[Time] = None, approved: Optional[Acting] = None,
               dry_run: bool = False) -> Commitment:
        """Makes the link, or refuses it. `shown` is that of the page that the person confirmed."""
        structs = _LedgerStructs()
        told = new("ecflink_commit_outcome")
        with _Answer() as answer:
            raised = self._call(lib.ecflink_ledger_commit,
                                structs.confirmation(session, handle, shown, approved), micros_or_now(at),
                                _flags(dry_run), told, answer.out)
            return _done(_commitment(told, answer.owed()), raised)

    def cancel(self, session: Session, handle: Union[Handle, str], *, at: Optional[Time] = None,
               dry_run: bool = False) -> Cancellation:
        """Uses up the handle and links nothing."""
        structs = _LedgerStructs()
        outward, problem = ffi.new("ecflink_outward_answer*"), ffi.new("ecflink_ceremony_problem*")
        raised = self._call(lib.ecflink_ledger_cancel,
                            structs.confirmation(session, handle, bytes(32), None), micros_or_now(at),
                            _flags(dry_run), outward, problem)
        return _done(Cancellation(OutwardAnswer.of_number(outward[0]),
                                  _optional(CeremonyProblem, problem[0])), raised)

    def outcome(self, handle: Union[Handle, str]) -> HandleOutcome:
        """What became of a handle; ask after a LedgerUnknownOutcomeError."""
        data = (handle.reveal() if isinstance(handle, Handle) else handle).encode()
        out = ffi.new("ecflink_handle_outcome*")
        self._call(lib.ecflink_ledger_outcome, data, len(data), out)
        return _OUTCOMES[out[0]]

    # -- Obligations.

    def obligations(self, at_most: int = 1000) -> tuple[Owed, ...]:
        """The open obligations, oldest first."""
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_obligations, at_most, answer.out)
            return answer.owed()

    def discharge(self, met: tuple[Owed, ...], by: Acting, *, at: Optional[Time] = None,
                  dry_run: bool = False) -> None:
        """Records that obligations were met. If one of them is not open, none is recorded, and a
        LedgerNotFoundError says so."""
        structs = _LedgerStructs()

        def fill(made: Any, given: Owed) -> None:
            made.what = given.what.number
            made.sequence = given.sequence
        _done(None, self._call(lib.ecflink_ledger_discharge,
                               structs.array("ecflink_owed", tuple(met), fill), len(met), structs.acting(by),
                               micros_or_now(at), _flags(dry_run)))

    # -- The clerks' queue.

    def held_links(self, court: str = "", *, with_closed: bool = False) -> tuple[HeldLink, ...]:
        """The clerks' queue, oldest first; of one court or of all."""
        data = court.encode()
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_held_links, data, len(data),
                       lib.ECFLINK_HELD_WITH_CLOSED if with_closed else 0, answer.out)
            return answer.entries(lib.ecflink_held_link_get, "ecflink_held_link", _held)

    def review_hold(self, id: int, *, at: Optional[Time] = None) -> HoldOutcome:
        """An item of the queue, and the two accounts as they are now."""
        return self._hold(lib.ecflink_ledger_review_hold, id, micros_or_now(at))

    def approve_hold(self, id: int, by: Acting, *, at: Optional[Time] = None,
                     dry_run: bool = False) -> HoldOutcome:
        """A clerk approves what the item shows. The filer can then link the accounts for 14 days, or
        until a record changes."""
        structs = _LedgerStructs()
        return self._hold(lib.ecflink_ledger_approve_hold, id, structs.acting(by), micros_or_now(at),
                          _flags(dry_run))

    def reject_hold(self, id: int, by: Acting, *, at: Optional[Time] = None,
                    dry_run: bool = False) -> HoldOutcome:
        """A clerk rejects an item."""
        structs = _LedgerStructs()
        return self._hold(lib.ecflink_ledger_reject_hold, id, structs.acting(by), micros_or_now(at),
                          _flags(dry_run))

    def _hold(self, function: Any, *arguments: Any) -> HoldOutcome:
        told = new("ecflink_hold_outcome")
        with _Answer() as answer:
            raised = self._call(function, *arguments, told, answer.out)
            item, = answer.entries(lib.ecflink_held_link_get, "ecflink_held_link", _held, 1)
            return _done(HoldOutcome(item, answer.pair(), _optional(HoldAnswer, told.decided),
                                     told.has_changed != 0, told.sequence,
                                     optional_time(told.approved_until)), raised)

    # -- Unlink.

    def unlink(self, court: str, login: str, central: str, by: Acting, *, at: Optional[Time] = None,
               dry_run: bool = False) -> Unlinked:
        """Removes a link, if the court's policy lets `by` do so."""
        structs = _LedgerStructs()
        told = new("ecflink_unlink_outcome")
        with _Answer() as answer:
            raised = self._call(lib.ecflink_ledger_unlink, structs.pair(court, login, central),
                                structs.acting(by), micros_or_now(at), _flags(dry_run), told, answer.out)
            return _done(Unlinked(UnlinkAnswer.of_number(told.answer), told.sequence, answer.owed(),
                                  answer.pair()), raised)

    # -- Access.

    def signs_on(self, central: str, facts: SignOn = SignOn(), *, at: Optional[Time] = None) -> Privilege:
        """Whether a central account is signed on at all, whatever the court."""
        structs = _LedgerStructs()
        told = new("ecflink_privilege")
        data = central.encode()
        self._call(lib.ecflink_ledger_signs_on, data, len(data), _sign_on_facts(structs, facts),
                   micros_or_now(at), told)
        return read_privilege(told)

    def sign_on(self, central: str, court: str = "", facts: SignOn = SignOn(), *,
                at: Optional[Time] = None) -> tuple[Place, ...]:
        """What a central account may do in every court where it is or was linked; with a court, in this
        one alone."""
        structs = _LedgerStructs()
        data, of_court = central.encode(), court.encode()
        places = []
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_sign_on, data, len(data), of_court, len(of_court),
                       _sign_on_facts(structs, facts), micros_or_now(at), answer.out)
            place, access = new("ecflink_access_place"), new("ecflink_court_access")
            for number in range(lib.ecflink_answer_count(answer.out[0])):
                call(lib.ecflink_access_get, answer.out[0], number, place, access)
                places.append(Place(text_of(place.court), text_of(place.login),
                                    _optional(AccountRole, place.role), read_access(access)))
        return tuple(places)

    def court_login(self, court: str, login: str, *, at: Optional[Time] = None) -> CourtAccess:
        """What the court's own login still opens."""
        told = new("ecflink_court_access")
        place, data = court.encode(), login.encode()
        self._call(lib.ecflink_ledger_court_login, place, len(place), data, len(data), micros_or_now(at),
                   told)
        return read_access(told)

    # -- Registration and agents.

    def submit_registration(self, request: RegistrationRequest, *, at: Optional[Time] = None,
                            dry_run: bool = False) -> RegistrationOutcome:
        """Makes a request for filing privileges and submits it."""
        structs = _LedgerStructs()
        made = structs.new("ecflink_registration_request")
        made.type, made.role = number_of(request.type), number_of(request.role)
        made.credentials_lost = request.credentials_lost
        structs.texts(made, request, "court", "central", "login")
        return self._register(lib.ecflink_ledger_submit_registration, made, micros_or_now(at),
                              _flags(dry_run))

    def move_registration(self, id: int, move: RegistrationMove, by: Acting, *, new_account: str = "",
                          credentials_lost: bool = False, at: Optional[Time] = None,
                          dry_run: bool = False) -> RegistrationOutcome:
        """Moves a request: approves it, rejects it, and so on. An approval links an account of the court
        to the central account; `new_account` is the login of the account that the court makes.
        `credentials_lost`: the filer who submits it again no longer knows the login or the password of
        the account that it names."""
        structs = _LedgerStructs()
        data = new_account.encode()
        return self._register(lib.ecflink_ledger_move_registration, id, move.number, structs.acting(by),
                              micros_or_now(at), data, len(data),
                              _flags(dry_run) | (lib.ECFLINK_CREDENTIALS_LOST if credentials_lost else 0))

    def _register(self, function: Any, *arguments: Any) -> RegistrationOutcome:
        told = new("ecflink_registration_outcome")
        with _Answer() as answer:
            raised = self._call(function, *arguments, told, answer.out)
            found = answer.entries(lib.ecflink_registration_get, "ecflink_registration_item", _registration)
            return _done(RegistrationOutcome(
                RegistrationAnswer.of_number(told.answer), _optional(RegistrationState, told.state),
                findings_of(told.findings), told.id, told.linked_sequence, found[0] if found else None,
                answer.pair()), raised)

    def registrations(self, court: str = "", central: str = "") -> tuple[Registration, ...]:
        """The requests, oldest first; of one court or all, of one central account or all."""
        place, data = court.encode(), central.encode()
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_registrations, place, len(place), data, len(data), answer.out)
            return answer.entries(lib.ecflink_registration_get, "ecflink_registration_item", _registration)

    def set_agency(self, agency: Agency, by: Acting, *, at: Optional[Time] = None,
                   dry_run: bool = False) -> AgencyAnswer:
        """Gives a filing agent a principal (ACTIVE), or removes the principal (INACTIVE). Where a filer
        asks, `by.id` is the central account linked to the principal."""
        structs = _LedgerStructs()
        made = structs.new("ecflink_agency")
        made.state = agency.state.number
        structs.texts(made, agency, "court", "agent", "principal")
        out = ffi.new("ecflink_agency_answer*")
        raised = self._call(lib.ecflink_ledger_set_agency, made, structs.acting(by), micros_or_now(at),
                            _flags(dry_run), out)
        return _done(AgencyAnswer.of_number(out[0]), raised)

    def agencies(self, court: str) -> tuple[Agency, ...]:
        """The agents of a court."""
        data = court.encode()
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_agencies, data, len(data), answer.out)
            return answer.entries(lib.ecflink_agency_get, "ecflink_agency", _agency)

    # -- Passwords.

    def set_password(self, court: str, owner: str, password: Union[str, bytes, bytearray], by: Acting, *,
                     at: Optional[Time] = None, cost: Optional[PasswordCost] = None,
                     dry_run: bool = False) -> None:
        """Keeps the hash of a password, for courts who have no store of their own. `owner` is the login;
        with an empty court, the central id."""
        structs = _LedgerStructs()
        made = ffi.NULL
        if cost is not None:
            made = structs.new("ecflink_password_cost")
            made.operations, made.memory_bytes = cost.operations, cost.memory_bytes
        _done(None, self._call(lib.ecflink_ledger_set_password, *_owner(court, owner, password),
                               structs.acting(by), micros_or_now(at), made, _flags(dry_run)))

    def check_password(self, court: str, owner: str, password: Union[str, bytes, bytearray]) -> bool:
        """Whether a password is right. It counts no attempt; `begin` does that for court accounts."""
        right = ffi.new("int32_t*")
        self._call(lib.ecflink_ledger_check_password, *_owner(court, owner, password), right)
        return bool(right[0] == 1)

    def check_central_password(self, central: str, password: Union[str, bytes, bytearray], *,
                               at: Optional[Time] = None) -> bool:
        """Reserves an attempt, then checks a central account's password. Once the limit is reached, the
        answer is False without a check."""
        right = ffi.new("int32_t*")
        raised = self._call(lib.ecflink_ledger_check_central_password, *_owner("", central, password)[2:],
                            micros_or_now(at), right)
        return _done(bool(right[0] == 1), raised)

    def is_password_retired(self, court: str, login: str) -> Optional[bool]:
        """Whether a link has retired the password that the ledger keeps; None if it keeps none."""
        place, data = court.encode(), login.encode()
        out = ffi.new("int32_t*")
        self._call(lib.ecflink_ledger_is_password_retired, place, len(place), data, len(data), out)
        return None if out[0] < 0 else bool(out[0] == 1)

    # -- Verification and the audit trail.

    def verify(self, as_of: Optional[Time] = None, *, threads: Optional[int] = None,
               progress: Optional[Progress] = None) -> LedgerVerification:
        """Assesses every link of the ledger as of a time (default: now), under the policies with which
        it was opened. Nothing is written."""
        at = micros_or_now(as_of)
        links = ffi.gc(lib.ecflink_py_links_new(), lib.ecflink_py_links_free)
        if links == ffi.NULL:
            raise MemoryError
        work = Work(threads, progress, "ecflink_work")
        summary = new("ecflink_verify_summary")
        described = self.describe()
        self._call(lib.ecflink_ledger_verify, at, ffi.addressof(lib, "ecflink_py_links_told"), links,
                   work.options, summary)
        counts = {"links": int(summary.links), "court-accounts": described.court_accounts,
                  "central-accounts": described.central_accounts, "malformed": 0}
        given = handle_of_links(LinkKeys(links))
        return LedgerVerification(_LedgerTables(self._policies, given, counts), time_of(at), links, summary)

    def verify_audit(self, *, keys: Optional[KeySource] = None, trusted: tuple[str, ...] = (),
                     witnesses: tuple[str, ...] = (), since: str = "", threads: Optional[int] = None,
                     progress: Optional[Progress] = None) -> AuditReport:
        """Verifies the audit trail. `keys` are the ledger's own, to check the tag of every entry;
        `trusted` the public keys whose signatures count; `witnesses` checkpoints that were kept
        elsewhere; `since` one up to which the trail was checked before."""
        structs = _LedgerStructs()
        check = structs.new("ecflink_audit_check")
        if keys is not None:
            given = keys_of(keys)
            structs.keep.append(given)
            check.keys = given._pointer
        for name, text in (("trusted", "\n".join(trusted)), ("witnesses", "\n".join(witnesses)),
                           ("since", since)):
            set_text(check, name, text, structs.keep)
        work = Work(threads, progress, "ecflink_work")
        told = new("ecflink_audit_summary")
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_verify_audit, check, work.options, told, answer.out)
            chains = answer.entries(lib.ecflink_audit_chain_get, "ecflink_audit_chain", _chain, told.chains)
            problems = answer.entries(lib.ecflink_audit_problem_get, "ecflink_audit_problem", _problem,
                                      told.problems)
        return AuditReport(told.is_whole != 0, told.keys_are_trusted != 0, told.tags_were_checked != 0,
                           told.entries, told.authenticated, told.covered, told.checkpoints, told.witnesses,
                           chains, problems)

    def compare_state(self, *, progress: Optional[Progress] = None) -> StateReport:
        """Rebuilds from the events the rows that they wrote, and compares them with the tables. It finds
        what somebody changed in the database behind the ledger's back. What the events say counts only
        as far as `verify_audit` finds no problem: ask both."""
        work = Work(1, progress, "ecflink_work")
        told = new("ecflink_state_summary")
        found = []
        with _Answer() as answer:
            self._call(lib.ecflink_ledger_compare_state, work.options, told, answer.out)
            row, column = new("ecflink_row_difference"), new("ecflink_column_difference")
            for place in range(lib.ecflink_answer_count(answer.out[0])):
                call(lib.ecflink_row_difference_get, answer.out[0], place, row)
                columns = []
                for number in range(row.columns):
                    call(lib.ecflink_column_difference_get, answer.out[0], place, number, column)
                    columns.append(ColumnDifference(text_of(column.name), text_of(column.events),
                                                    text_of(column.table)))
                found.append(RowDifference(text_of(row.flaw), text_of(row.message), text_of(row.table),
                                           text_of(row.key), row.event, tuple(columns)))
        return StateReport(told.agrees != 0, told.events, told.rows, told.differences, tuple(found))

    def sign_audit(self, *, at: Optional[Time] = None) -> str:
        """Signs the heads of all chains, and gives the line of the checkpoint: keep it elsewhere, as a
        witness. If nothing was written since the last one, gives that."""
        lines: list[str] = []
        context = ffi.new_handle(lines.append)
        raised = self._call(lib.ecflink_ledger_sign_audit, micros_or_now(at), lib.ecflink_py_line, context)
        return _done(lines[0], raised)

    def export_audit(self, take: Line) -> None:
        """Passes every event and checkpoint to `take`, in order, as a line of JSON. What it raises ends
        the export."""
        context = ffi.new_handle(take)
        self._call(lib.ecflink_ledger_export_audit, lib.ecflink_py_line, context)

    def record(self, sequence: int) -> str:
        """The decision record of the event that made a link, as JSON; `ecflink.replay` decides it
        again."""
        return text_from(lambda *arguments: self._status(lib.ecflink_ledger_record, sequence, *arguments))

    def _status(self, function: Any, *arguments: Any) -> Any:
        """The status of a function whose last argument is an error."""
        pointer = self._pointer
        if pointer is None:
            raise LedgerClosedError("the ledger is closed")
        return function(pointer, *arguments)


class LedgerTable:
    """A table of a ledger, for pyarrow, Polars, DuckDB or pandas."""

    def __init__(self, tables: Any, name: str):
        self._tables, self._name = tables, name

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        """One batch, which is not copied. It may be asked for more than once."""
        stream, capsule = new_stream()
        name = self._name.encode()
        call(lib.ecflink_ledger_tables_export, self._tables, name, len(name), stream)
        return capsule


class LedgerTables(Mapping[str, LedgerTable]):
    """The tables of a ledger as they were at one instant, by their names."""

    def __init__(self, tables: Any):
        self._tables = tables

    def __getitem__(self, name: str) -> LedgerTable:
        if name not in _TABLES:
            raise KeyError(name)
        return LedgerTable(self._tables, name)

    def __iter__(self) -> Iterator[str]:
        return iter(_TABLES)

    def __len__(self) -> int:
        return len(_TABLES)


def _done(result: _T, raised: Optional[BaseException]) -> _T:
    """The result of a call that went well, unless a callback raised something."""
    if raised is None:
        return result
    if isinstance(raised, Exception):
        raise WitnessError(result) from raised
    raise raised


def _flags(dry_run: bool) -> int:
    return int(lib.ECFLINK_DRY_RUN) if dry_run else 0


def keys_of(given: KeySource) -> Keys:
    """The keys that somebody names."""
    if callable(given):
        return keys_of(given())
    if isinstance(given, Keys):
        return given
    return Keys.parse(given) if isinstance(given, (bytes, bytearray)) else Keys.read(given)


def handle_of_links(keys: LinkKeys) -> Any:
    """The links for the bulk functions, by their keys alone."""
    streams = Streams(None)
    return handle("links", lib.ecflink_candidates_create, lib.ECFLINK_ARROW_CHECK_FULL,
                  streams.take("links", keys), OUT)


def _options(structs: _LedgerStructs, address: str, keys: Optional[KeySource], connections: int,
             patience: Optional[datetime.timedelta], witness: Optional[Line],
             new_id: str) -> tuple[Any, list[Any]]:
    """The options of a ledger, and what must live as long as it."""
    options = structs.new("ecflink_ledger_options")
    options.connections = connections
    if patience is not None:
        options.patience = max(1, patience // datetime.timedelta(microseconds=1))
    set_text(options, "address", address, structs.keep)
    if keys is not None:
        given = keys_of(keys)
        structs.keep.append(given)
        options.keys = given._pointer
    set_text(options, "new_id", new_id, structs.keep)
    keep = []
    if witness is not None:
        context = ffi.new_handle(witness)
        keep.append(context)
        options.witness = lib.ecflink_py_line
        options.witness_context = context
    return options, keep


def _source(structs: _LedgerStructs, source: Source, with_records: Any,
            with_folder: Any) -> tuple[Any, tuple[Any, ...]]:
    if isinstance(source, Records):
        return with_records, (structs.records(source),)
    data = os.fsencode(source)
    return with_folder, (data, len(data))


def _owner(court: str, owner: str, password: Union[str, bytes, bytearray]) -> tuple[Any, ...]:
    place, data = court.encode(), owner.encode()
    secret = ffi.from_buffer("char[]", _secret(password))
    return place, len(place), data, len(data), secret, len(secret)


def _sign_on_facts(structs: _LedgerStructs, given: SignOn) -> Any:
    made = structs.new("ecflink_sign_on_facts")
    for name in ("second_factor_given", "redaction_agreed", "client_code_missing"):
        setattr(made, name, getattr(given, name))
    structs.texts(made, given, "acting_for")
    return made


def _proposal(told: Any, answer: _Answer) -> Proposal:
    linked = answer.optional(lib.ecflink_answer_commit, "ecflink_commit_outcome")
    return Proposal(
        OutwardAnswer.of_number(told.outward), _optional(CeremonyProblem, told.problem),
        Verdict.of_number(told.verdict), answer.page() if told.has_page else None,
        Handle(text_in(told.handle, told.handle_size)) if told.handle_size else None,
        bytes(ffi.buffer(told.shown)), optional_time(told.ends), told.needs_approval != 0, told.held_as,
        findings_of(told.findings), findings_of(told.approved),
        None if linked is None else _commitment(linked, answer.owed()))
