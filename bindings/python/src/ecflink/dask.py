"""Ledgers that live in Dask: `verify`, `forecast` and `shadow` over dask.dataframe or delayed tables of
pyarrow.

    from ecflink import dask as ecd
    checked = ecd.verify(links=links, court_accounts=accounts, central_accounts=centrals, key=["link_id"])
    print(checked.plan.explain())
    table = checked.rows.compute()
    print(checked.report()["verdicts"])

The plan is that of `ecflink.partitioned`, as for Spark. Rows are exchanged in as many small tables as
there are pieces of a table times parts, so this is for tens of parts, not for thousands. A ledger that
fits one machine is verified faster by `ecflink.verify`. Every part gets all central accounts. It needs
`pip install ecflink[dask]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import pyarrow as pa
import pyarrow.compute as pc

from ecflink import partitioned
from ecflink._core import ArrowError, Time
from ecflink.bulk import Report
from ecflink.partitioned import KEY, OWN_KEYS, PART, Job, Plan
from ecflink.policies import PoliciesOrLayers


class Checked:
    """A verification or a forecast: its plan, and its rows once Dask is asked for them."""

    def __init__(self, job: Job, plan: Plan, answers: list[Any]):
        from dask import delayed

        self.job = job
        self.plan = plan
        self.pieces = answers
        """Delayed tables of the answers, in no order: your own key columns as `_key`, `court`,
        `findings`, `verdict` (its number) and whether the link was `removed`."""
        self.rows = delayed(pa.concat_tables)(answers)
        """All of them in one delayed table."""

    def report(self) -> Report:
        """The counts, with the members of `ecflink verify --format json`. Runs the verification. Raises
        Error if links were lost or came twice."""
        import dask

        counts = dask.compute(*(dask.delayed(partitioned.count)(piece) for piece in self.pieces))
        return partitioned.report_all(self.job, self.plan, counts)


def verify(*, links: Any, court_accounts: Any, central_accounts: Any, tombstones: Any = None,
           roster: Any = None, policies: Optional[PoliciesOrLayers] = None, as_of: Optional[Time] = None,
           key: Optional[Sequence[str]] = None, **options: Any) -> Checked:
    """Verifies every link as of a time (default: now). A table is a DataFrame of Dask, or a list of
    delayed tables of pyarrow, with the columns of docs/tables.md. `key` names the columns of your links
    that come back with the answers (default: court, login and central_id). The links of each court are
    counted at once, and which links share a central account; the rest runs when the answers are asked for.

    Options: `layout` ("by court", "by keys"), `parts`, `links_per_part` (1,000,000)."""
    job = Job("verify", policies, as_of)
    tables = {"links": links, "court_accounts": court_accounts, "central_accounts": central_accounts,
              "tombstones": tombstones, "roster": roster}
    return Checked(*_run(job, tables, key, options))


def forecast(*, links: Any, court_accounts: Any, central_accounts: Any = None, candidates: Any = None,
             tombstones: Any = None, roster: Any = None, policies: Optional[PoliciesOrLayers] = None,
             as_of: Optional[Time] = None, key: Optional[Sequence[str]] = None, **options: Any) -> Checked:
    """Says which court accounts that are not linked, or which `candidates` (court, login, central_id),
    would fail at go-live. As `verify`; `key` names columns of the court accounts or the candidates."""
    job = Job("forecast", policies, as_of)
    tables = {"links": links, "court_accounts": court_accounts, "central_accounts": central_accounts,
              "candidates": candidates, "tombstones": tombstones, "roster": roster}
    return Checked(*_run(job, tables, key, options))


def shadow(*, after: PoliciesOrLayers, links: Any, court_accounts: Any, central_accounts: Any,
           tombstones: Any = None, roster: Any = None, policies: Optional[PoliciesOrLayers] = None,
           as_of: Optional[Time] = None, **options: Any) -> Report:
    """Counts how verdicts change under the policies `after`: the report of `ecflink shadow --format
    json`. As `verify`, but it runs at once."""
    import dask

    job = Job("shadow", policies, as_of, after=after)
    tables = {"links": links, "court_accounts": court_accounts, "central_accounts": central_accounts,
              "tombstones": tombstones, "roster": roster}
    _, _, reports = _run(job, tables, (), options)
    return partitioned.add_up_texts(said["report"][0].as_py() for said in dask.compute(*reports))


def _run(job: Job, given: dict[str, Any], key: Optional[Sequence[str]],
         options: dict[str, Any]) -> tuple[Job, Plan, list[Any]]:
    """The plan, and the delayed answers of its parts."""
    import dask

    unknown = set(options) - {"layout", "parts", "links_per_part"}
    if unknown:
        raise TypeError(f"{job.kind} has no argument {sorted(unknown)[0]!r}")
    pieces = {name: _pieces(table) for name, table in given.items() if table is not None}
    heads = dask.compute({name: [dask.delayed(_schema)(piece) for piece in of]
                          for name, of in pieces.items()})[0]
    schemas = {name: pa.unify_schemas(of) for name, of in heads.items()}
    known = job.check(schemas)
    subject = job.subject(pieces)
    keys = OWN_KEYS[subject] if key is None else key
    for name in keys:
        if name not in schemas[subject].names:
            raise ArrowError(f'key: {subject} has no column "{name}"; it has '
                             f'{", ".join(schemas[subject].names)}')
    own = {subject: keys}
    ready = {name: [dask.delayed(_prepared)(piece, schemas[name], known[name], own.get(name, ()))
                    for piece in of] for name, of in pieces.items()}
    courts: dict[str, int] = {}
    for counted in dask.compute(*(dask.delayed(_count_courts)(piece) for piece in ready["links"])):
        for court, rows in counted.items():
            courts[court] = courts.get(court, 0) + rows
    centrals = sum(dask.compute(*(dask.delayed(len)(piece) for piece in ready.get("central_accounts", ()))))
    plan = Plan.choose(courts, kind=job.kind, candidates="candidates" in ready, central_accounts=centrals,
                       broadcast_up_to=centrals, **options)
    if len(plan.passes) > 1:
        counts = dask.compute(*(dask.delayed(partitioned.count_slots)(piece) for piece in ready["links"]))
        slots = dask.delayed(partitioned.crowded(counts))
        ready["links"] = [dask.delayed(partitioned.mark)(piece, slots) for piece in ready["links"]]
    whole: dict[str, Any] = {
        name: dask.delayed(pa.concat_tables)(ready.pop(name)) for name in ("central_accounts", "roster")
        if name in ready}
    return job, plan, _passes(job, plan, ready, whole)


def _passes(job: Job, plan: Plan, ready: dict[str, list[Any]], whole: dict[str, Any]) -> list[Any]:
    from dask import delayed

    scattered = {name: [delayed(plan.scatter, nout=plan.parts)(piece, plan.passes[0]) for piece in of]
                 for name, of in ready.items()}
    parts = [{name: delayed(pa.concat_tables)([cut[part] for cut in of]) for name, of in scattered.items()}
             for part in range(plan.parts)]
    answers = []
    shared = delayed(job)
    for number in range(len(plan.passes)):
        done = [delayed(partitioned.step, nout=2)(shared, plan, number, {**whole, **tables})
                for tables in parts]
        answers += [found for found, _ in done]
        onward = [delayed(_cut, nout=plan.parts)(more, plan.parts) for _, more in done]
        parts = [delayed(_gather)([cut[part] for cut in onward]) for part in range(plan.parts)]
        parts = [{name: tables[name] for name in ready} for tables in parts]
    return answers


def _pieces(table: Any) -> list[Any]:
    return table if isinstance(table, list) else list(table.to_delayed())


def _arrow(piece: Any) -> pa.Table:
    return piece if isinstance(piece, pa.Table) else pa.Table.from_pandas(piece, preserve_index=False)


def _schema(piece: Any) -> pa.Schema:
    return _arrow(piece).schema.remove_metadata()


def _prepared(piece: Any, schema: pa.Schema, known: Sequence[str], key: Sequence[str]) -> pa.Table:
    """The columns that ecflink reads, and those of the key as one column of structs."""
    table = _arrow(piece).select(schema.names).cast(schema)
    made = table.select(known)
    if key:
        columns = [table[name].combine_chunks() for name in key]
        made = made.append_column(KEY, pa.StructArray.from_arrays(columns, list(key)))
    return made


def _count_courts(links: pa.Table) -> dict[str, int]:
    counted = links.group_by("court").aggregate([([], "count_all")])
    names = [court or "" for court in counted["court"].to_pylist()]
    return dict(zip(names, counted["count_all"].to_pylist()))


def _cut(tables: dict[str, pa.Table], parts: int) -> list[dict[str, pa.Table]]:
    return [{name: table.filter(pc.equal(table[PART], part)).drop_columns([PART])
             for name, table in tables.items()} for part in range(parts)]


def _gather(pieces: list[dict[str, pa.Table]]) -> dict[str, pa.Table]:
    names = dict.fromkeys(name for piece in pieces for name in piece)
    return {name: pa.concat_tables([piece[name] for piece in pieces]) for name in names}
