"""Whole ledgers."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Sequence
from typing import Any, Optional, Union

from ecflink import _program
from ecflink._arrow import (Column, Columns, ExportedTable, FailureTable, Streams, Table,
                            TextTable, findings_column)
from ecflink._capi import ffi, lib
from ecflink._core import (OUT, Diagnostic, InvalidError, Progress, Time, Work, call, handle, micros_of,
                           new, now, own, raise_status, read_diagnostics, text_from, text_of, time_of,
                           watched)
from ecflink.enums import Finding, Verdict
from ecflink.policies import Layer, Policies, PoliciesOrLayers, policies_of

Source = Union[str, "os.PathLike[str]"]
Report = dict[str, Any]
"""Counts, with the members of the program's `--format json`."""


class Tables:
    """The tables of a ledger, read once and verified any number of times, by any number of threads."""

    def __init__(self, policies: Policies, index: Any, links: Any, warnings: tuple[Diagnostic, ...]):
        self.policies = policies
        self.warnings = warnings
        """Columns that ecflink does not know, and the first fields that cannot be read."""
        self._index = index
        self._links = links

    def __len__(self) -> int:
        return int(lib.ecflink_links_count(self._links))

    def verify(self, as_of: Optional[Time] = None, *, threads: Optional[int] = None,
               progress: Optional[Progress] = None) -> Verification:
        """Verifies every link as of a time (default: now)."""
        at = micros_of(now() if as_of is None else as_of)
        rows = len(self)
        findings, verdict = Column(rows, "L", "findings"), Column(rows, "C", "verdict")
        work = Work(threads, progress)
        with watched():
            report = handle("report", lib.ecflink_links_verify, self._index, self._links, at, work.options,
                            findings.pointer, verdict.pointer, rows, OUT)
        return Verification(self, time_of(at), findings, verdict, report)

    def forecast(self, candidates: Optional[Table] = None, as_of: Optional[Time] = None, *,
                 columns: Optional[Columns] = None, threads: Optional[int] = None,
                 progress: Optional[Progress] = None) -> Forecast:
        """Says which accounts will fail at go-live: the pairs of `candidates` (court, login,
        central_id), or every court account that is not linked yet."""
        at = micros_of(now() if as_of is None else as_of)
        work = Work(threads, progress)
        streams = Streams(columns)
        pairs = None
        if candidates is not None:
            pairs = handle("links", lib.ecflink_candidates_create, lib.ECFLINK_ARROW_CHECK_FULL,
                           streams.take("candidates", candidates), OUT)
        with watched():
            report = handle("report", lib.ecflink_links_forecast, self._index, self._links,
                            ffi.NULL if pairs is None else pairs, at, work.options, OUT)
        return Forecast(self, time_of(at), pairs, report)

    def shadow(self, after: PoliciesOrLayers, as_of: Optional[Time] = None, *,
               threads: Optional[int] = None, progress: Optional[Progress] = None) -> Changes:
        """Counts how verdicts change under other policies, which may differ in anything."""
        at = micros_of(now() if as_of is None else as_of)
        policies = policies_of(after)
        work = Work(threads, progress)
        with watched():
            changes = handle("changes", lib.ecflink_links_shadow, self._index, policies._engine, self._links,
                             at, work.options, OUT)
        return Changes(self.policies, policies, changes)

    def _row_counts(self) -> dict[str, int]:
        counts = new("ecflink_row_counts")
        call(lib.ecflink_index_rows, self._index, counts)
        return {"links": len(self), "court-accounts": counts.court_accounts,
                "central-accounts": counts.central_accounts, "malformed": counts.malformed}

    def _begin_report(self, as_of: datetime.datetime) -> Report:
        report = begin_report(self.policies, as_of)
        report["rows"] = self._row_counts()
        return report


class _Decided:
    """Findings and verdicts, and the counts of them."""

    def __init__(self, findings: Column, verdict: Column, report: Any):
        self.findings = findings
        """The set of findings of each row: a bit for each, `ecflink.findings_of` tells which."""
        self.verdict = verdict
        """The number of the verdict of each row: 0 allow, 1 hold, 2 refuse."""
        self._report = report

    def __len__(self) -> int:
        return len(self.findings)

    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]:
        """Both columns as one struct array, `findings` and `verdict`. Copies them."""
        return _both_columns(self.findings, self.verdict)

    @property
    def counts(self) -> Counts:
        """The counts as a table, to be added to those of other parts."""
        return _as_counts(self._report)


class _Answers(_Decided):
    """What was found in tables at a time."""

    def __init__(self, tables: Tables, as_of: datetime.datetime, findings: Column, verdict: Column,
                 report: Any):
        super().__init__(findings, verdict, report)
        self.tables = tables
        self.as_of = as_of

    def _failures(self, links: Any, rows: Optional[Column], explain: bool) -> FailureTable:
        flags = lib.ECFLINK_FAILURES_EXPLAINED if explain else 0

        def export(schema: Any, array: Any) -> None:
            call(lib.ecflink_failures_export, self.tables._index, links, flags,
                 ffi.NULL if rows is None else rows.pointer, self.findings.pointer, self.verdict.pointer,
                 len(self), schema, array)
        return FailureTable(export)

    def _counts(self) -> tuple[Any, dict[str, Any]]:
        """The tally of all courts, and of each."""
        return _counts_of(self._report)


class Counts(ExportedTable):
    """Counts of links by court, verdict and finding, which add up over parts, machines and days.

    They are a table of a row for each court: `pyarrow.table(counts)`, `polars.DataFrame(counts)` and
    DuckDB read it. Its columns are court (null: the links of no court), links, removed, allow, hold,
    refuse, and one for each finding. `Counts(*tables)` makes counts of such tables again, for instance
    where they come from other processes. A column that this version does not know, or lacks, is an
    ArrowError.

    Law: `+` is associative and commutative, `Counts()` adds nothing, and rows of tables may be put
    together and added up by court in any order. A part that is counted twice is counted twice.

    >>> counts = ecflink.verify("examples/ledger", as_of="2026-06-30T12:00:00Z").counts
    >>> sum([ecflink.Counts(counts), ecflink.Counts()], ecflink.Counts()) == counts
    True
    >>> counts.report["verdicts"]
    {'allow': 39, 'hold': 2, 'refuse': 32}
    """

    def __init__(self, *tables: Table):
        def export(schema: Any, array: Any) -> None:
            call(lib.ecflink_report_export, self._report, schema, array)
        super().__init__(export)
        self._report = handle("report", lib.ecflink_report_create, OUT)
        for table in tables:
            self.add(table)

    def add(self, table: Table) -> None:
        """Adds the rows of such a table; all of them, or none and an error."""
        if isinstance(table, Counts):
            call(lib.ecflink_report_add, self._report, table._report)
            return
        streams = Streams(None)
        call(lib.ecflink_report_add_rows, self._report, lib.ECFLINK_ARROW_CHECK_FULL,
             streams.take("counts", table, True))

    def __add__(self, other: Counts) -> Counts:
        return Counts(self, other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Counts) and self.columns() == other.columns()

    __hash__ = None  # type: ignore[assignment]

    @property
    def report(self) -> Report:
        """The counts, as `Verification.report` has them, without what counts do not tell: the policies,
        the time, and the numbers of accounts."""
        total, courts = _counts_of(self._report)
        report: Report = {"ecflink": text_of(lib.ecflink_version()),
                          "catalogue": lib.ecflink_catalogue_version(),
                          "rows": {"links": total.links, "removed": total.removed}}
        return with_counts(report, total, courts)

    def __repr__(self) -> str:
        return f"<counts of {_counts_of(self._report)[0].links} links>"


def _as_counts(report: Any) -> Counts:
    counts = Counts()
    call(lib.ecflink_report_add, counts._report, report)
    return counts


class Verdicts(_Decided):
    """The verdicts of findings, and the counts of both."""

    def __init__(self, policies: Policies, findings: Column, verdict: Column, report: Any):
        super().__init__(findings, verdict, report)
        self.policies = policies

    @property
    def report(self) -> Report:
        """The counts, as `Verification.report` has them, without what findings do not tell: the time and
        the numbers of accounts."""
        total, courts = _counts_of(self._report)
        report = begin_report(self.policies)
        report["rows"] = {"links": total.links, "removed": total.removed}
        return with_counts(report, total, courts)


class Verification(_Answers):
    """What a verification found.

    >>> result = ecflink.verify("examples/ledger", as_of="2026-06-30T12:00:00Z")
    >>> result.report["verdicts"]
    {'allow': 39, 'hold': 2, 'refuse': 32}
    >>> result.failures(explain=True).rows()[0]["to_allow"]
    ['central-closed', 'account-terminated']
    """

    @property
    def policies(self) -> Policies:
        """The policies under which the links were verified."""
        return self.tables.policies

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Columns that ecflink does not know, and the first fields that cannot be read."""
        return self.tables.warnings

    @property
    def report(self) -> Report:
        """The counts, as `ecflink verify --format json` writes them."""
        total, courts = self._counts()
        report = self.tables._begin_report(self.as_of)
        report["rows"]["removed"] = total.removed
        return with_counts(report, total, courts)

    def failures(self, explain: bool = False) -> FailureTable:
        """The links that are held or refused: row (from 0), court, login, central_id, verdict and
        findings; explained, also next_step, who, to_allow and remedies, without those that others
        make void."""
        return self._failures(self.tables._links, None, explain)

    def impact(self, after: PoliciesOrLayers) -> Changes:
        """Counts what other dispositions would change, from the findings alone. Raises InvalidError
        if the policies differ in more; then use `shadow`."""
        policies = policies_of(after)
        changes = handle("changes", lib.ecflink_links_impact, self.tables._index, policies._engine,
                         self.tables._links, self.findings.pointer, len(self), OUT)
        return Changes(self.policies, policies, changes)


class Forecast(_Answers):
    """Which accounts will fail at go-live, and on what first."""

    def __init__(self, tables: Tables, as_of: datetime.datetime, pairs: Any, report: Any):
        rows = lib.ecflink_report_row_count(report)
        self.row = Column(rows, "L", "row")
        """The rows of the candidates or of the court accounts, from 0."""
        super().__init__(tables, as_of, Column(rows, "L", "findings"), Column(rows, "C", "verdict"), report)
        call(lib.ecflink_report_rows, report, self.row.pointer, self.findings.pointer, self.verdict.pointer,
             rows)
        self._pairs = pairs
        self._removed: Optional[int] = None

    @property
    def report(self) -> Report:
        """The counts, as `ecflink forecast --format json` writes them. The first call also verifies
        the links, to count those that were removed."""
        total, courts = self._counts()
        failing = self.failures(explain=True).columns()
        first: dict[str, dict[str, int]] = {"": {}}
        of_court: dict[str, dict[str, int]] = {court: {} for court in courts}
        for court, step in zip(failing["court"], failing["next_step"]):
            known = court if court in of_court else ""
            for counts in (first[""], of_court[str(known)]):
                counts[str(step)] = counts.get(str(step), 0) + 1
        report = self.tables._begin_report(self.as_of)
        if self._removed is None:  # the state of the links is counted where they are verified
            self._removed = int(self.tables.verify(self.as_of)._counts()[0].removed)
        report["rows"]["removed"] = self._removed
        if self._pairs is not None:
            report["rows"]["candidates"] = lib.ecflink_links_count(self._pairs)
        report.update(_forecast_counts(total, first[""]))
        report["courts"] = {court: _forecast_counts(tally, of_court[court])
                            for court, tally in courts.items()}
        return report

    def failures(self, explain: bool = False) -> FailureTable:
        """The accounts or candidates that will fail, as `Verification.failures`."""
        return self._failures(ffi.NULL if self._pairs is None else self._pairs, self.row, explain)


class Changes:
    """How verdicts change under other policies."""

    def __init__(self, before: Policies, after: Policies, changes: Any):
        self._before = before
        self._after = after
        self._changes = changes

    @property
    def report(self) -> Report:
        """The counts, as `ecflink shadow --format json` writes them."""
        total = new("ecflink_verdict_changes")
        call(lib.ecflink_changes_total, self._changes, total)
        report: Report = {"ecflink": text_of(lib.ecflink_version()),
                          "catalogue": lib.ecflink_catalogue_version(),
                          "before": self._before.digest, "after": self._after.digest}
        report.update(_overrides_of(self._before))
        report.update(_change_counts(total))
        report["courts"] = {}
        for place in range(lib.ecflink_changes_court_count(self._changes)):
            one = new("ecflink_verdict_changes")
            call(lib.ecflink_changes_court, self._changes, place, one)
            report["courts"][text_from(lib.ecflink_changes_court_id, self._changes, place)] = \
                _change_counts(one)
        return report


class CentralIndex:
    """Central accounts that are indexed once, for the verification of many parts of a ledger.

    Pass it as `central_accounts` wherever a table of them is taken; its policies are in force. Any
    number of threads may use it.

    Law: links have the answers that they have with the table of all central accounts.

        centrals = ecflink.CentralIndex(table, policies=policies)
        for links, accounts in buckets:
            ecflink.verify(links=links, court_accounts=accounts, central_accounts=centrals)
    """

    def __init__(self, central_accounts: Table, *, policies: Optional[PoliciesOrLayers] = None,
                 columns: Optional[Columns] = None, threads: Optional[int] = None,
                 progress: Optional[Progress] = None):
        self.policies = policies_of(policies)
        self._index = _index(self.policies, Streams(columns), Work(threads, progress), central_accounts,
                             TextTable({name: [] for name in ("court", "login", "role", "status")}), None,
                             None)
        self.warnings: tuple[Diagnostic, ...] = tuple(_unknown("index", self._index))
        """Columns that ecflink does not know."""

    def __len__(self) -> int:
        counts = new("ecflink_row_counts")
        call(lib.ecflink_index_rows, self._index, counts)
        return int(counts.central_accounts)


Centrals = Union[Table, CentralIndex]
"""Central accounts: a table, or what has indexed one."""


class VerificationStream:
    """A verification of links that come in parts and need not stay in memory.

    Conflicts between links are known only at the end: `finish` tells them.
    """

    def __init__(self, tables: Tables, as_of: datetime.datetime, work: Work, columns: Optional[Columns]):
        self._tables = tables
        self._as_of = as_of
        self._work = work
        self._columns = columns
        self._stream = handle("stream", lib.ecflink_stream_create, tables._index, micros_of(as_of),
                              work.options, OUT)

    def add(self, links: Table) -> tuple[Column, Column]:
        """Verifies the next links: their findings and their verdicts."""
        read = _links(links, Streams(self._columns))
        rows = lib.ecflink_links_count(read)
        findings, verdict = Column(rows, "L", "findings"), Column(rows, "C", "verdict")
        with watched():
            call(lib.ecflink_stream_add, self._stream, read, findings.pointer, verdict.pointer, rows)
        return findings, verdict

    def finish(self) -> StreamEnd:
        """Ends the stream: the counts of all links, and the links that conflict with others."""
        with watched():
            report = handle("report", lib.ecflink_stream_finish, self._stream, OUT)
        return StreamEnd(self._tables, self._as_of, report)


class StreamEnd(_Answers):
    """The end of a stream. Its rows are the links that conflict, with their final answers."""

    def __init__(self, tables: Tables, as_of: datetime.datetime, report: Any):
        rows = lib.ecflink_report_row_count(report)
        self.row = Column(rows, "L", "row")
        """The numbers of the links that conflict, from 0 for the first of the first part."""
        super().__init__(tables, as_of, Column(rows, "L", "findings"), Column(rows, "C", "verdict"), report)
        call(lib.ecflink_report_rows, report, self.row.pointer, self.findings.pointer, self.verdict.pointer,
             rows)

    @property
    def report(self) -> Report:
        """The counts of all links, as `Verification.report` has them."""
        total, courts = self._counts()
        report = self.tables._begin_report(self.as_of)
        report["rows"].update({"links": total.links, "removed": total.removed})
        return with_counts(report, total, courts)


def _both_columns(findings: Column, verdict: Column) -> tuple[object, object]:
    def export(schema: Any, array: Any) -> None:
        call(lib.ecflink_findings_export, findings.pointer, verdict.pointer, len(findings), schema, array)
    return FailureTable(export).__arrow_c_array__()


# ---- Counts.

def _counts_of(report: Any) -> tuple[Any, dict[str, Any]]:
    """The tally of all courts, and of each."""
    total = new("ecflink_tally")
    call(lib.ecflink_report_total, report, total)
    courts = {}
    for place in range(lib.ecflink_report_court_count(report)):
        tally = new("ecflink_tally")
        call(lib.ecflink_report_court, report, place, tally)
        courts[text_from(lib.ecflink_report_court_id, report, place)] = tally
    return total, courts


def _verdicts(tally: Any) -> dict[str, int]:
    return {verdict.value: getattr(tally, verdict.value) for verdict in Verdict}


def _finding_counts(counts: Any) -> dict[str, int]:
    return {finding.value: counts[finding.number] for finding in Finding if counts[finding.number]}


def with_counts(report: Report, total: Any, courts: dict[str, Any]) -> Report:
    """The report with the verdicts and findings of all links and of each court."""
    report["verdicts"] = _verdicts(total)
    report["findings"] = _finding_counts(total.findings)
    report["courts"] = {court: {"links": tally.links, **_verdicts(tally),
                                "findings": _finding_counts(tally.findings)}
                        for court, tally in courts.items()}
    return report


def _forecast_counts(tally: Any, first_steps: dict[str, int]) -> dict[str, Any]:
    return {"accounts": tally.links, **_verdicts(tally),
            "first-steps": {finding.value: first_steps[finding.value] for finding in Finding
                            if finding.value in first_steps},
            "findings": _finding_counts(tally.findings)}


def _change_counts(changes: Any) -> dict[str, Any]:
    counts = {was: {after: changes.counts[was.number][after.number] for after in Verdict} for was in Verdict}
    return {"links": sum(sum(row.values()) for row in counts.values()),
            "changed": sum(count for was, row in counts.items()
                           for after, count in row.items() if was != after),
            "verdicts": {was.value: {after.value: count for after, count in row.items()}
                         for was, row in counts.items()},
            "stricter": _finding_counts(changes.stricter), "looser": _finding_counts(changes.looser)}


def _overrides_of(policies: Policies) -> Report:
    overrides = policies.overrides
    return {"set": {finding.value: overrides[finding].value for finding in Finding
                    if finding in overrides}} if overrides else {}


def begin_report(policies: Policies, as_of: Optional[datetime.datetime] = None) -> Report:
    """The members of a report that say by what the links were judged, and as of when."""
    report: Report = {"ecflink": text_of(lib.ecflink_version()),
                      "catalogue": lib.ecflink_catalogue_version(), "policy-set": policies.digest}
    if as_of is not None:
        report["as-of"] = text_from(lib.ecflink_time_format, micros_of(as_of))
    report.update(_overrides_of(policies))
    return report


# ---- Reading.

def _policies_of_folder(given: Optional[PoliciesOrLayers], folder: str) -> Policies:
    """Unless policies are given as they are to be, those of the ledger's own folder are in force."""
    if isinstance(given, Policies):
        return given
    layers: list[Layer] = [*(given or ())]
    own_folder = os.path.join(folder, "policies")
    return policies_of([*layers, own_folder] if os.path.isdir(own_folder) else layers or None)


def _links(table: Table, streams: Streams) -> Any:
    return handle("links", lib.ecflink_links_create, lib.ECFLINK_ARROW_CHECK_FULL,
                  streams.take("links", table, True), OUT)


def _unknown(kind: str, given: Any) -> list[Diagnostic]:
    names = [text_from(getattr(lib, f"ecflink_{kind}_unknown_column"), given, place)
             for place in range(getattr(lib, f"ecflink_{kind}_unknown_column_count")(given))]
    return [Diagnostic("", 0, 0, "", "the column is not known, and is ignored", name, "",
                       f"{name}: the column is not known, and is ignored", False) for name in names]


def _policies_with(given: Optional[PoliciesOrLayers], centrals: Optional[Centrals]) -> Policies:
    """The policies in force: those of indexed central accounts, if there are any."""
    if not isinstance(centrals, CentralIndex):
        return policies_of(given)
    if given is not None and policies_of(given).digest != centrals.policies.digest:
        raise ValueError("the central accounts are indexed under other policies")
    return centrals.policies


def _index(policies: Policies, streams: Streams, work: Work, central_accounts: Optional[Centrals],
           court_accounts: Optional[Table], tombstones: Optional[Table], roster: Optional[Table]) -> Any:
    if isinstance(central_accounts, CentralIndex):
        with watched():
            return handle("index", lib.ecflink_index_create_part, central_accounts._index, work.options,
                          lib.ECFLINK_ARROW_CHECK_FULL, streams.take("court_accounts", court_accounts, True),
                          streams.take("tombstones", tombstones), streams.take("roster", roster), OUT)
    with watched():
        return handle("index", lib.ecflink_index_create, policies._engine, work.options,
                      lib.ECFLINK_ARROW_CHECK_FULL,
                      streams.take("central_accounts", central_accounts, True),
                      streams.take("court_accounts", court_accounts, True),
                      streams.take("tombstones", tombstones), streams.take("roster", roster), OUT)


def empty_index(policies: Policies) -> Any:
    """An index without accounts, for what knows its answers already."""
    return _index(policies, Streams(None), Work(1, None),
                  TextTable({name: [] for name in ("central_id", "usage", "status")}),
                  TextTable({name: [] for name in ("court", "login", "role", "status")}), None, None)


def _read_folder(folder: str, policies: Policies, work: Work) -> Tables:
    index, links = ffi.new("ecflink_index**"), ffi.new("ecflink_links**")
    diagnostics = ffi.new("ecflink_diagnostics**")
    data = os.fsencode(folder)
    error = new("ecflink_error")
    with watched():
        status = lib.ecflink_folder_read(policies._engine, work.options, data, len(data), index, links,
                                         diagnostics, error)
        if status != lib.ECFLINK_OK:
            raise_status(status, error, diagnostics)
    return Tables(policies, own("index", index[0]), own("links", links[0]), read_diagnostics(diagnostics))


def read(ledger: Optional[Source] = None, *, links: Optional[Table] = None,
         court_accounts: Optional[Table] = None, central_accounts: Optional[Centrals] = None,
         tombstones: Optional[Table] = None, roster: Optional[Table] = None,
         registrations: Optional[Table] = None, policies: Optional[PoliciesOrLayers] = None,
         columns: Optional[Columns] = None, threads: Optional[int] = None,
         progress: Optional[Progress] = None) -> Tables:
    """Reads the tables of a ledger: a folder of CSV files, or tables that hold Arrow.

    `columns` maps the names of your columns to those of ecflink, for all tables or for each:
    `{"Court": "court"}`, `{"links": {"Made": "linked_at"}}`. `registrations` is taken, so that all
    tables of a ledger can be passed, and not read: no rule about links looks at it.
    """
    del registrations
    work = Work(threads, progress)
    if ledger is not None:
        if any(table is not None for table in (links, court_accounts, central_accounts, tombstones, roster)):
            raise TypeError("pass a ledger or tables, not both")
        if _program.is_address(ledger):
            raise TypeError("the tables of a ledger at an address are read by `verify` alone")
        folder = os.fspath(ledger)
        return _read_folder(folder, _policies_of_folder(policies, folder), work)
    in_force = _policies_with(policies, central_accounts)
    streams = Streams(columns)
    index = _index(in_force, streams, work, central_accounts, court_accounts, tombstones, roster)
    if links is None:
        raise TypeError("links is missing")
    given = _links(links, streams)
    return Tables(in_force, index, given, tuple(_unknown("index", index) + _unknown("links", given)))


def verify(ledger: Optional[Source] = None, *, links: Optional[Table] = None,
           court_accounts: Optional[Table] = None, central_accounts: Optional[Centrals] = None,
           tombstones: Optional[Table] = None, roster: Optional[Table] = None,
           registrations: Optional[Table] = None, policies: Optional[PoliciesOrLayers] = None,
           as_of: Optional[Time] = None, columns: Optional[Columns] = None, threads: Optional[int] = None,
           progress: Optional[Progress] = None) -> Verification:
    """Verifies a whole ledger as of a time (default: now): a folder, or tables that hold Arrow.

    >>> result = ecflink.verify("examples/ledger", as_of="2026-06-30T12:00:00Z")
    >>> len(result), len(result.failures())
    (73, 34)

    `progress(stage, done, total)` is called from time to time. What it raises ends the work, as a
    KeyboardInterrupt does. The GIL is released meanwhile.

    A ledger may also be the address of one, "sqlite:court.db" or "postgresql://...": see `Ledger.verify`.
    """
    if _program.is_address(ledger):
        from ecflink.ledger import Ledger

        with Ledger.open(str(ledger), policies=policies_of(policies)) as opened:
            return opened.verify(as_of, threads=threads, progress=progress)
    tables = read(ledger, links=links, court_accounts=court_accounts, central_accounts=central_accounts,
                  tombstones=tombstones, roster=roster, registrations=registrations, policies=policies,
                  columns=columns, threads=threads, progress=progress)
    return tables.verify(as_of, threads=threads, progress=progress)


def forecast(ledger: Optional[Source] = None, *, candidates: Optional[Table] = None,
             links: Optional[Table] = None, court_accounts: Optional[Table] = None,
             central_accounts: Optional[Centrals] = None, tombstones: Optional[Table] = None,
             roster: Optional[Table] = None, registrations: Optional[Table] = None,
             policies: Optional[PoliciesOrLayers] = None, as_of: Optional[Time] = None,
             columns: Optional[Columns] = None, threads: Optional[int] = None,
             progress: Optional[Progress] = None) -> Forecast:
    """Says which accounts will fail when their courts go live, and on what first.

    >>> ecflink.forecast("examples/ledger", as_of="2026-06-30T12:00:00Z").report["accounts"]
    2
    """
    tables = read(ledger, links=links, court_accounts=court_accounts, central_accounts=central_accounts,
                  tombstones=tombstones, roster=roster, registrations=registrations, policies=policies,
                  columns=columns, threads=threads, progress=progress)
    return tables.forecast(candidates, as_of, columns=columns, threads=threads, progress=progress)


def shadow(ledger: Optional[Source] = None, *, after: PoliciesOrLayers, links: Optional[Table] = None,
           court_accounts: Optional[Table] = None, central_accounts: Optional[Centrals] = None,
           tombstones: Optional[Table] = None, roster: Optional[Table] = None,
           registrations: Optional[Table] = None, policies: Optional[PoliciesOrLayers] = None,
           as_of: Optional[Time] = None, columns: Optional[Columns] = None, threads: Optional[int] = None,
           progress: Optional[Progress] = None) -> Changes:
    """Counts how verdicts change from `policies` to `after`, which may differ in anything."""
    tables = read(ledger, links=links, court_accounts=court_accounts, central_accounts=central_accounts,
                  tombstones=tombstones, roster=roster, registrations=registrations, policies=policies,
                  columns=columns, threads=threads, progress=progress)
    return tables.shadow(after, as_of, threads=threads, progress=progress)


def impact(result: Verification, after: PoliciesOrLayers) -> Changes:
    """Counts what other dispositions would change, from the findings of a verification alone."""
    return result.impact(after)


def decide_links(links: Table, findings: Union[Table, Sequence[int]], *,
                 policies: Optional[PoliciesOrLayers] = None, columns: Optional[Columns] = None,
                 threads: Optional[int] = None, progress: Optional[Progress] = None) -> Verdicts:
    """The verdicts of findings alone, and their counts. Links are not verified again.

    Of `links` only the column `court` is needed; `approved` where links have it, and `state` for the
    count of removed links. `findings` is a column of integers of 64 bits, one a link: of Arrow, or
    anything with a buffer; or a table with a column of this name, as a verification is.

    Law: a ledger may be verified in several passes over different parts of it, each of which finds
    some findings of a link and never a wrong one. A link has the union (`|`) of what the passes
    found: associative, commutative, idempotent, with 0 as its identity. The verdict is that of the
    union, which is the strictest of the verdicts of the passes. What a verification found gives the
    verdicts and the counts of that verification.

    >>> import polars
    >>> ledger = ecflink.verify("examples/ledger", as_of="2026-06-30T12:00:00Z")
    >>> links = polars.read_csv("examples/ledger/links.csv")
    >>> ecflink.decide_links(links.select("court", "state"), ledger.findings).report["verdicts"]
    {'allow': 39, 'hold': 2, 'refuse': 32}
    """
    in_force = policies_of(policies)
    found = findings_column(findings)
    streams = Streams(columns)
    read = handle("links", lib.ecflink_decided_links_create, lib.ECFLINK_ARROW_CHECK_FULL,
                  streams.take("links", links, True), OUT)
    verdict = Column(len(found), "C", "verdict")
    work = Work(threads, progress)
    with watched():
        report = handle("report", lib.ecflink_links_decide, in_force._engine, read, work.options,
                        found.pointer, len(found), verdict.pointer, OUT)
    return Verdicts(in_force, found, verdict, report)


def verify_stream(*, court_accounts: Table, central_accounts: Centrals, tombstones: Optional[Table] = None,
                  roster: Optional[Table] = None, policies: Optional[PoliciesOrLayers] = None,
                  as_of: Optional[Time] = None, columns: Optional[Columns] = None,
                  threads: Optional[int] = None, progress: Optional[Progress] = None) -> VerificationStream:
    """Begins the verification of links that come in parts:

        stream = ecflink.verify_stream(court_accounts=..., central_accounts=...)
        for part in parts:
            findings, verdict = stream.add(part)
        end = stream.finish()
    """
    in_force = _policies_with(policies, central_accounts)
    work = Work(threads, progress)
    index = _index(in_force, Streams(columns), work, central_accounts, court_accounts, tombstones, roster)
    tables = Tables(in_force, index, ffi.NULL, tuple(_unknown("index", index)))
    return VerificationStream(tables, time_of(micros_of(now() if as_of is None else as_of)), work, columns)
