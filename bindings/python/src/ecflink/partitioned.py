"""The verification of a ledger that is cut into parts, for engines that hold more than one machine does.

No engine is in here: a `Plan` says which rows must be together and what every part needs, `step` gives
the answers of one part, and `finish` and `report` put them together. Tables are those of pyarrow.
`ecflink.spark` and `ecflink.dask` are adapters; docs/national.md is the guide.

    job = Job("verify", policies, as_of)
    plan = Plan.choose(links_of_each_court, central_accounts=5_000_000)
    answers = {part: step(job, plan, 0, tables_of[part])[0] for part in range(plan.parts)}
    counts = report(job, [count(finish(plan, answers))])

Whatever the parts and their order, the answers are those of `ecflink.verify` for the whole ledger.
Numbers of findings, verdicts and rules come from the library: nothing here knows one of them.
"""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Optional

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from ecflink import bulk
from ecflink._arrow import TextTable
from ecflink._capi import lib
from ecflink._core import ArrowError, Error, Time, micros_of, now, text_of, time_of
from ecflink.bulk import Report
from ecflink.enums import LinkState, Verdict, findings_of
from ecflink.policies import Policies, PoliciesOrLayers, policies_of

TRAVELING = ("links", "court_accounts", "tombstones", "central_accounts", "candidates")
"""The tables of which a part gets only its own rows; `roster` goes to every part as a whole."""

KEY, AGAIN, PART, FROM = "_key", "_again", "_part", "_from"
"""Columns that a plan adds: the caller's key of a link, whether a link must be looked at again in the
second pass, the part to which a row goes, and the one from which a central account comes."""

OWN_KEYS = {"links": ("court", "login", "central_id"), "candidates": ("court", "login", "central_id"),
            "court_accounts": ("court", "login")}
"""The columns of a row that come back with its answer, unless the caller names others."""

BROADCAST_UP_TO = 2_000_000
"""So many rows of a table go to every process."""

_ANSWERS = pa.schema([("court", pa.string()), ("findings", pa.int64()), ("verdict", pa.int8()),
                      ("removed", pa.bool_())])
_COURT_AND_LOGIN, _COURT_AND_CENTRAL = ("court", "login"), ("court", "central_id")
_NO_CENTRALS = TextTable({name: [] for name in ("central_id", "usage", "status")})
# What a text may stand for, in the order in which it is tried.
_MEANINGS = (pa.timestamp("us", "UTC"), pa.date32(), pa.bool_(), pa.int64())


# ---- The job.

_loaded: dict[Any, Policies] = {}


def _pack(policies: Policies) -> tuple[Any, ...]:
    return policies.digest, tuple(policies.layers), tuple(policies.overrides.items())


def _unpack(packed: tuple[Any, ...], version: str) -> Policies:
    """The policies, which a process loads once."""
    digest, layers, overrides = packed
    if (digest, overrides) not in _loaded:
        policies = Policies.of_texts(list(layers), dict(overrides))
        if policies.digest != digest:
            raise Error(f"ecflink {text_of(lib.ecflink_version())} is installed where this part runs, and "
                        f"its policies have the digest {policies.digest}; the driver has ecflink {version} "
                        f"and {digest}: install the same ecflink everywhere")
        _loaded[digest, overrides] = policies
    return _loaded[digest, overrides]


class Job:
    """What is asked of every part. It can be pickled: policies travel as their layers and a digest, and
    each process loads them once."""

    def __init__(self, kind: str, policies: Optional[PoliciesOrLayers] = None, as_of: Optional[Time] = None,
                 *, after: Optional[PoliciesOrLayers] = None):
        if kind not in ("verify", "forecast", "shadow") or (kind == "shadow") != (after is not None):
            raise ValueError("kind is verify, forecast or shadow, and only shadow takes other policies")
        self.kind = kind
        self.as_text = False
        """Whether fields are texts that a CSV file would hold, so that they are read as one."""
        self._as_of = micros_of(now() if as_of is None else as_of)
        self._version = text_of(lib.ecflink_version())
        self._before = _pack(policies_of(policies))
        self._after = None if after is None else _pack(policies_of(after))

    @property
    def policies(self) -> Policies:
        """The policies in force."""
        return _unpack(self._before, self._version)

    @property
    def after(self) -> Policies:
        """The other policies of `shadow`."""
        if self._after is None:
            raise ValueError("only shadow has other policies")
        return _unpack(self._after, self._version)

    @property
    def as_of(self) -> Any:
        """The time, an aware datetime."""
        return time_of(self._as_of)

    def subject(self, tables: Iterable[str]) -> str:
        """Which of these tables has the rows that get answers."""
        if self.kind != "forecast":
            return "links"
        return "candidates" if "candidates" in tables else "court_accounts"

    def check(self, schemas: Mapping[str, pa.Schema]) -> dict[str, list[str]]:
        """Which columns of each table ecflink reads. Raises ArrowError, before any row is read, for a
        table or a column that is missing or has the wrong type. Texts may stand for other types, as in
        CSV files: then `as_text` is set."""
        needed = {"links", "court_accounts"}
        if self.kind != "forecast" or "candidates" in schemas:
            needed.add("central_accounts")
        for name in sorted(needed - set(schemas)):
            raise ArrowError(f"{name}: the table is missing", field=name)
        typed = dict(schemas)
        while True:
            try:
                empty = {name: schema.empty_table() for name, schema in typed.items()}
                candidates = empty.pop("candidates", None)
                tables = self._read_tables(empty)
                if candidates is not None:
                    tables.forecast(candidates, self.as_of)
                break
            except ArrowError as error:
                if not self._reads_text(schemas, typed, error.field):
                    raise
        unknown = {warning.found for warning in tables.warnings}
        return {name: [column for column in schema.names if f"{name}.{column}" not in unknown]
                for name, schema in schemas.items()}

    def _reads_text(self, schemas: Mapping[str, pa.Schema], typed: dict[str, pa.Schema], field: str) -> bool:
        """Takes the next of the types that a column of texts may stand for."""
        name, _, column = field.partition(".")
        place = typed[name].get_field_index(column) if name in typed else -1
        if place < 0 or not _is_text(schemas[name].field(place).type):
            return False
        tried = typed[name].field(place).type
        left = _MEANINGS[_MEANINGS.index(tried) + 1:] if tried in _MEANINGS else _MEANINGS
        if not left:
            return False
        typed[name] = typed[name].set(place, pa.field(column, left[0]))
        self.as_text = True
        return True

    def _read_tables(self, tables: Mapping[str, Any]) -> bulk.Tables:
        return bulk.read(**{"central_accounts": _NO_CENTRALS, **tables}, policies=self.policies, threads=1)

    def read(self, tables: Mapping[str, pa.Table]) -> bulk.Tables:
        """Reads the tables of a part."""
        given = {name: _without_own(table) for name, table in tables.items() if name != "candidates"}
        if not self.as_text:
            return self._read_tables(given)
        with tempfile.TemporaryDirectory(prefix="ecflink-") as folder:
            for name, table in given.items():
                csv.write_csv(_as_texts(table), os.path.join(folder, f"{name}.csv"))
            return bulk.read(folder, policies=self.policies, threads=1)


def _is_text(type_: Any) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_)
                or pa.types.is_string_view(type_))


def _without_own(table: pa.Table) -> pa.Table:
    return table.select([name for name in table.column_names if not name.startswith("_")])


def _as_texts(table: pa.Table) -> pa.Table:
    def text(column: pa.ChunkedArray) -> pa.ChunkedArray:
        if pa.types.is_timestamp(column.type):
            zone = "UTC" if column.type.tz else None
            return pc.strftime(column.cast(pa.timestamp("us", zone)), "%Y-%m-%dT%H:%M:%SZ")
        return column.cast(pa.string())
    return pa.table({name: text(table[name]) for name in table.column_names})


# ---- The plan.

@dataclasses.dataclass(frozen=True)
class Plan:
    """Which rows must be together, and in how many parts. `explain()` says it in words."""

    layout: str
    """"by court": every row about a court is in one part. "by keys": the rows about a court account are
    in one part, and in a second pass those about a central account at a court, where it has several
    links."""
    parts: int
    places: Mapping[str, int]
    """The part of each court; by keys: empty. Other courts go where `part_of` sends them."""
    passes: tuple[tuple[str, ...], ...]
    """By which columns the rows come together, pass by pass."""
    broadcast_centrals: bool
    """Whether every part gets all central accounts, or only those that its links name."""
    why: str
    counts: Mapping[str, int]
    """How many links each court has, as far as known."""
    central_accounts: int

    @classmethod
    def choose(cls, courts: Mapping[str, int], *, kind: str = "verify", candidates: bool = False,
               central_accounts: int = 0, links_per_part: int = 1_000_000, least_parts: int = 1,
               parts: Optional[int] = None, layout: Optional[str] = None,
               broadcast_up_to: int = BROADCAST_UP_TO) -> Plan:
        """Chooses by the number of links of each court. `layout`, `parts` and a `broadcast_up_to` of 0
        override what would be chosen. `shadow`, and `forecast` of candidates, need whole courts."""
        if layout not in (None, "by court", "by keys"):
            raise ValueError(f'layout is "by court" or "by keys", not {layout!r}')
        if parts is not None and parts < 1 or links_per_part < 1:
            raise ValueError("there is at least one part, with at least one link")
        total = sum(courts.values())
        largest = max(courts, key=lambda court: (courts[court], court), default="")
        size = courts.get(largest, 0)
        fits = size <= links_per_part
        said = f"the largest court ({largest or 'none'}, {size:,} links) {'fits' if fits else 'exceeds'} " \
               f"a part of {links_per_part:,}"
        why = said if layout is None else f"as asked; {said}"
        chosen = layout or ("by court" if fits else "by keys")
        if chosen == "by keys" and (kind == "shadow" or candidates):
            needs = f"{'candidates need' if candidates else kind + ' needs'} whole courts"
            if layout is not None:
                raise ValueError(f'{needs}: leave the layout out, or take "by court"')
            chosen, why = "by court", f"{said}, but {needs}"
        passes: tuple[tuple[str, ...], ...] = (("court",),)
        if chosen == "by keys":
            passes = (_COURT_AND_LOGIN, _COURT_AND_CENTRAL) if kind == "verify" else (_COURT_AND_LOGIN,)
        wanted = parts or max(least_parts, -(-total // links_per_part), 1)
        places = _pack_courts(courts, wanted) if chosen == "by court" else {}
        return cls(chosen, wanted, places, passes, central_accounts <= broadcast_up_to, why, dict(courts),
                   central_accounts)

    @property
    def links(self) -> int:
        """How many links were counted."""
        return sum(self.counts.values())

    def part_of(self, *key: Optional[str]) -> int:
        """The part of a key that has no place of its own; the same in every process."""
        if len(key) == 1 and key[0] in self.places:
            return self.places[str(key[0])]
        return zlib.crc32("\0".join(text or "" for text in key).encode()) % self.parts

    def parts_of(self, table: pa.Table, columns: Sequence[str]) -> pa.Array:
        """The part of every row, by these columns."""
        keys = [table[column].cast(pa.string()).to_pylist() for column in columns]
        return pa.array([self.part_of(*key) for key in zip(*keys)], pa.int32())

    def scatter(self, table: pa.Table, columns: Sequence[str]) -> list[pa.Table]:
        """Cuts a table into parts, by these columns: for engines without a shuffle of their own."""
        part = self.parts_of(table, columns)
        return [table.filter(pc.equal(part, number)) for number in range(self.parts)]

    def explain(self) -> str:
        """The plan in words, a line for each thing."""
        sizes = [0] * self.parts
        for court, place in self.places.items():
            sizes[place] += self.counts[court]
        evenly = self.links // self.parts
        each = f"{min(sizes):,} to {max(sizes):,} links" if self.places else f"some {evenly:,} links"
        lines = [("Layout", f"{self.layout}: {self.why}"), ("Parts", f"{self.parts}, with {each} each")]
        if self.layout == "by court":
            lines.append(("Shuffle", "links, court accounts and tombstones once, by court"))
        else:
            lines.append(("Shuffle", "links, court accounts and tombstones once, by court and login"))
        if len(self.passes) > 1:
            lines.append(("Then", "the links that share a central account at a court, with their accounts, "
                                  "by court and central account"))
        centrals = f"{self.central_accounts:,} central accounts"
        lines.append(("Everywhere", f"policies, roster, {centrals}" if self.broadcast_centrals
                      else f"policies, roster; of {centrals} those that a part's links name"))
        return "\n".join(f"{name:<12}{text}" for name, text in lines)


def _pack_courts(courts: Mapping[str, int], parts: int) -> dict[str, int]:
    """Courts in parts of about the same size: the largest first, each to the emptiest part. Ids that are
    no courts can be any number, and have few links: beyond a thousand they go by their hash."""
    sizes = [0] * parts
    places = {}
    for court in sorted(courts, key=lambda court: (-courts[court], court))[:1000]:
        place = min(range(parts), key=lambda part: (sizes[part], part))
        places[court] = place
        sizes[place] += courts[court]
    return places


# ---- What must be looked at again.

def count_slots(links: pa.Table) -> pa.Table:
    """How many links of a part name each central account at each court."""
    return links.select(_COURT_AND_CENTRAL).group_by(list(_COURT_AND_CENTRAL)).aggregate([([], "count_all")])


def crowded(counts: Iterable[pa.Table]) -> pa.Table:
    """The central accounts that several links name at a court. Their links go through the second pass."""
    total = pa.concat_tables(counts).group_by(list(_COURT_AND_CENTRAL)).aggregate([("count_all", "sum")])
    return total.filter(pc.greater(total["count_all_sum"], 1)).select(list(_COURT_AND_CENTRAL)).drop_null()


def mark(links: pa.Table, slots: pa.Table) -> pa.Table:
    """The links, with a column that says which go through the second pass."""
    wanted = set(zip(*(slots[name].to_pylist() for name in _COURT_AND_CENTRAL)))
    keys = zip(*(links[name].to_pylist() for name in _COURT_AND_CENTRAL))
    return links.append_column(AGAIN, pa.array([key in wanted for key in keys], pa.bool_()))


# ---- A part.

def step(job: Job, plan: Plan, number: int,
         tables: Mapping[str, pa.Table]) -> tuple[pa.Table, dict[str, pa.Table]]:
    """One pass over one part: its answers, and what goes on to the next pass.

    `tables` holds the part's own rows of the traveling tables, and all rows of the others. An answer has
    the caller's key (`_key`, if the links have one), court, findings and verdict. Of `shadow` it is a
    report, as a text. Tables that go on have a column `_part` that says where to.
    """
    tables = dict(tables)
    passed = tables.pop("answers", None)
    if "central_accounts" in tables:
        named = pa.concat_tables([tables[name].select(["central_id"]) for name in ("links", "candidates")
                                  if name in tables]).combine_chunks()
        centrals = tables["central_accounts"]
        centrals = centrals.filter(pc.is_in(centrals["central_id"], value_set=named["central_id"].unique()))
        tables["central_accounts"] = _of_one_part(centrals) if FROM in centrals.column_names else centrals
    read = job.read(tables)
    if job.kind == "shadow":
        return _text_of_report(read.shadow(job.after, job.as_of, threads=1).report), {}
    if job.kind == "forecast":
        return _forecast(job, read, tables), {}
    links = tables["links"]
    answers = _verify(job, read, links)
    onward = _onward(plan, tables, answers) if number + 1 < len(plan.passes) else {}
    if onward:
        answers = answers.filter(pc.invert(_mask(links)))
    if passed is not None:
        answers = pa.concat_tables([passed.select(answers.column_names), answers])
    return answers, onward


def _verify(job: Job, read: bulk.Tables, links: pa.Table) -> pa.Table:
    result = read.verify(job.as_of, threads=1)
    findings, verdict = pa.array(result.findings).view(pa.int64()), pa.array(result.verdict).cast(pa.int8())
    if "_findings" in links.column_names:
        # A pass sees a part of what conflicts with a link, never too much: a link has what either found.
        # The verdict follows from the findings alone.
        findings = pc.bit_wise_or(findings, links["_findings"].combine_chunks())
        texts = links.select([name for name in ("court", "state", "approved") if name in links.column_names])
        decided = bulk.decide_links(texts, findings.view(pa.uint64()), policies=job.policies)
        verdict = pa.array(decided.verdict).cast(pa.int8())
    known = pa.array(list(result.report["courts"]), pa.string())
    court = links["court"].cast(pa.string())
    has_state = "state" in links.column_names
    state = links["state"].cast(pa.string()) if has_state else pa.nulls(len(links), pa.string())
    return _answers(links, pc.if_else(pc.is_in(court, value_set=known), court, ""), findings, verdict,
                    pc.fill_null(pc.equal(state, LinkState.REMOVED.value), False))


def _answers(keyed: pa.Table, *columns: Any) -> pa.Table:
    table = pa.table(list(columns), schema=_ANSWERS)
    return table.add_column(0, KEY, keyed[KEY]) if KEY in keyed.column_names else table


def _mask(links: pa.Table) -> Any:
    return pc.fill_null(links[AGAIN], False)


def _forecast(job: Job, read: bulk.Tables, tables: Mapping[str, pa.Table]) -> pa.Table:
    candidates = tables.get("candidates")
    result = read.forecast(None if candidates is None else _without_own(candidates), job.as_of, threads=1)
    rows = tables["court_accounts" if candidates is None else "candidates"].take(pa.array(result.row))
    courts = pc.fill_null(rows["court"].cast(pa.string()), "")
    return _answers(rows, courts, pa.array(result.findings).view(pa.int64()),
                    pa.array(result.verdict).cast(pa.int8()), pa.repeat(False, len(rows)))


def _onward(plan: Plan, tables: Mapping[str, pa.Table], answers: pa.Table) -> dict[str, pa.Table]:
    """The links that are marked, with what was found so far, and the rows in which they are looked up."""
    links = tables["links"]
    again = links.append_column("_findings", answers["findings"]).filter(_mask(links))
    again = again.append_column(PART, plan.parts_of(again, _COURT_AND_CENTRAL))
    onward = {"links": again}
    for name, key in (("court_accounts", _COURT_AND_LOGIN), ("tombstones", _COURT_AND_LOGIN),
                      ("central_accounts", ("central_id",))):
        if name in tables and (name != "central_accounts" or not plan.broadcast_centrals):
            where = again.select([*key, PART]).group_by([*key, PART]).aggregate([])
            given = _without_own(tables[name])
            columns = [*given.column_names, PART]
            onward[name] = given.join(where, list(key), join_type="inner").select(columns)
    if "central_accounts" in onward:
        # A court account is in one part only, so the first of a part's names the part.
        first = again.select(_COURT_AND_LOGIN).sort_by([(name, "ascending") for name in _COURT_AND_LOGIN])
        name = "\0".join(first[column][0].as_py() or "" for column in _COURT_AND_LOGIN) if len(first) else ""
        onward["central_accounts"] = onward["central_accounts"].append_column(
            FROM, pa.repeat(name, len(onward["central_accounts"])))
    return onward


def _of_one_part(centrals: pa.Table) -> pa.Table:
    """Several parts may send the records of a central account: those of one are all there are."""
    first = centrals.group_by("central_id").aggregate([(FROM, "min")]).rename_columns(["central_id", FROM])
    return centrals.join(first, ["central_id", FROM], join_type="inner").select(centrals.column_names)


# ---- Several tables in one.

def tag(tables: Mapping[str, pa.Table], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Several tables as one, so that one shuffle carries them all: a column for each, of structs, of
    which each row has one, and the part."""
    for name, table in tables.items():
        part = table[PART] if PART in table.column_names else pa.repeat(0, len(table))
        wanted = schema.field(name).type
        fields = [wanted.field(place) for place in range(wanted.num_fields)]
        columns = table.select([field.name for field in fields]).cast(pa.schema(fields))
        columns = columns.append_column(PART, part)
        for batch in columns.to_batches(max_chunksize=65_536):
            rows = pa.StructArray.from_arrays(batch.columns[:-1], fields=fields)
            yield pa.record_batch([batch.column(PART).cast(pa.int32()) if field.name == PART
                                   else rows if field.name == name else pa.nulls(len(batch), field.type)
                                   for field in schema], schema=schema)


def untag(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> dict[str, pa.Table]:
    """The tables of which such a table was made."""
    found: dict[str, list[pa.RecordBatch]] = {field.name: [] for field in schema if field.name != PART}
    for batch in batches:
        for name, parts in found.items():
            rows = batch.column(name)
            if rows.null_count < len(rows):
                parts.append(pa.RecordBatch.from_struct_array(rows.drop_null()))
    # An engine may label instants with another zone than the schema does; the batches know.
    return {name: pa.Table.from_batches(parts) if parts else _empty(schema.field(name).type)
            for name, parts in found.items()}


def _empty(struct: Any) -> pa.Table:
    return pa.schema([struct.field(place) for place in range(struct.num_fields)]).empty_table()


def run(job: Job, plan: Plan, number: int, whole: Mapping[str, pa.Table], batches: Iterable[pa.RecordBatch],
        given: pa.Schema, wanted: pa.Schema) -> Iterator[pa.RecordBatch]:
    """`step` for an engine that moves tagged tables: `given` is the schema of what comes, `wanted` that of
    what goes, which is tagged again if a pass follows. `whole` has the tables of which every part gets all
    rows."""
    tables = untag(batches, given)
    rows = tables[job.subject(tables)]
    answers, onward = tables.get("answers"), dict[str, pa.Table]()
    if len(rows) > 0 or job.kind == "shadow":
        answers, onward = step(job, plan, number, {**whole, **tables})
    if answers is None:
        return
    if PART in wanted.names:
        anywhere = pa.array((row % plan.parts for row in range(len(answers))), pa.int32())
        yield from tag({"answers": answers.append_column(PART, anywhere), **onward}, wanted)
    else:
        yield from answers.select(wanted.names).cast(wanted).to_batches(max_chunksize=65_536)


# ---- All parts.

def finish(plan: Plan, answers: Iterable[tuple[int, pa.Table]]) -> pa.Table:
    """The answers of all parts, in the order of the parts. A part that comes again is taken once.
    Raises ValueError if one is missing, or came with two answers."""
    found: dict[int, pa.Table] = {}
    for part, table in answers:
        if not 0 <= part < plan.parts:
            raise ValueError(f"there is no part {part}: the plan has {plan.parts}")
        if part in found and not _same_rows(found[part], table):
            raise ValueError(f"part {part} came twice, with two answers")
        found.setdefault(part, table)
    missing = [str(part) for part in range(plan.parts) if part not in found]
    if missing:
        raise ValueError(f"the answers of {len(missing)} of {plan.parts} parts are missing: "
                         f"{', '.join(missing[:9])}")
    return pa.concat_tables([found[part] for part in range(plan.parts)])


def _same_rows(one: pa.Table, other: pa.Table) -> bool:
    """Whether two tables have the same rows, in any order."""
    return sorted(map(repr, one.to_pylist())) == sorted(map(repr, other.to_pylist()))


def count(answers: pa.Table) -> pa.Table:
    """How often each answer is given at each court: a small table, of which any number add up."""
    columns = _ANSWERS.names
    return answers.select(columns).group_by(columns).aggregate([([], "count_all")])


def report(job: Job, counts: Iterable[pa.Table]) -> Report:
    """The counts of all links, with the members of `ecflink verify --format json`."""
    total, courts = _Tally(), dict[str, _Tally]()
    removed = 0
    for court, findings, verdict, is_removed, rows in (
            row for table in counts for row in zip(*(column.to_pylist() for column in table.columns))):
        removed += rows if is_removed else 0
        for tally in (total, courts.setdefault(court or "", _Tally())):
            tally.add(findings, verdict, rows)
    said = bulk.begin_report(job.policies, job.as_of)
    said["rows"] = {"links": total.rows, "removed": removed}
    said["verdicts"] = dict(total.verdicts)
    said["findings"] = total.named()
    said["courts"] = {court: {"links": tally.rows, **tally.verdicts, "findings": tally.named()}
                      for court, tally in sorted(courts.items())}
    return said


def report_all(job: Job, plan: Plan, counts: Iterable[pa.Table]) -> Report:
    """`report`, of all parts of a plan. Raises Error if links were lost or came twice."""
    said = report(job, counts)
    links = said["rows"]["links"]
    if job.kind == "verify" and links != plan.links:
        raise Error(f"the plan counted {plan.links:,} links, and {links:,} came back: the table of links "
                    "changed meanwhile, or its query gives other rows each time; write it to a table first")
    return said


def add_up_texts(reports: Iterable[str]) -> Report:
    """The report of `shadow` for all parts: `step` gives that of a part as a text."""
    return add_up(json.loads(said) for said in reports)


class _Tally:
    def __init__(self) -> None:
        self.rows = 0
        self.verdicts = {verdict.value: 0 for verdict in Verdict}
        self._findings: dict[int, int] = {}

    def add(self, findings: int, verdict: int, rows: int) -> None:
        self.rows += rows
        self.verdicts[Verdict.of_number(verdict).value] += rows
        self._findings[findings] = self._findings.get(findings, 0) + rows

    def named(self) -> dict[str, int]:
        """The links that have each finding, in the order of the findings."""
        found: dict[Any, int] = {}
        for bits, rows in self._findings.items():
            for finding in findings_of(bits % (1 << 64)):
                found[finding] = found.get(finding, 0) + rows
        return {finding.value: found[finding] for finding in sorted(found, key=lambda one: one.number)}


def _text_of_report(said: Report) -> pa.Table:
    return pa.table({"report": [json.dumps(said)]})


def add_up(reports: Iterable[Report]) -> Report:
    """Adds reports: their numbers, member by member. Texts, such as digests, must be the same."""
    total: Report = {}
    for said in reports:
        _add(total, said)
    return total


def _add(total: dict[str, Any], said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        if isinstance(value, Mapping):
            _add(total.setdefault(name, {}), value)
        elif name == "catalogue" or not isinstance(value, int):
            if total.setdefault(name, value) != value:
                raise ValueError(f"the reports differ in {name}: {total[name]} and {value}")
        else:
            total[name] = total.get(name, 0) + value
