"""Ledgers that live in Spark: `verify`, `forecast`, `shadow` and `report` over DataFrames.

    from ecflink import spark as ecs
    checked = ecs.verify(links=links, court_accounts=accounts, central_accounts=centrals, key=["link_id"])
    print(checked.plan.explain())
    checked.rows.write.parquet("s3a://lake/checked")
    print(checked.report()["verdicts"])

A ledger that fits one machine is verified faster without a cluster: `ecflink.verify`. docs/national.md
says when this is worth it, and what it costs. It needs `pip install ecflink[spark]`, Spark 4.

`python -m ecflink.spark --help` runs it over files, also under spark-submit.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import inspect
import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Optional

from ecflink import partitioned
from ecflink._arrow import Columns
from ecflink._core import ArrowError, Error, NotFoundError, PolicyError, Time
from ecflink.bulk import Report
from ecflink.enums import Verdict
from ecflink.partitioned import AGAIN, BROADCAST_UP_TO, FROM, KEY, OWN_KEYS, PART, Job, Plan
from ecflink.policies import PoliciesOrLayers

_ARCHIVE = "spark.ecflink.archive"


class Checked:
    """A verification or a forecast: its plan, and its rows once Spark is asked for them."""

    def __init__(self, job: Job, plan: Plan, answers: Any, keys: Sequence[str], done: Any):
        from pyspark.sql import functions as F

        self.job = job
        self.plan = plan
        self.done = done
        """An accumulator: the rows that were judged so far, those of tasks that ran twice among them."""
        self._answers = answers
        names = F.array(*(F.lit(verdict.value) for verdict in Verdict))
        court = [] if "court" in keys else [F.col("court")]
        self.rows = answers.select(*(F.col(f"{KEY}.`{key}`") for key in keys), *court, "findings",
                                   names[F.col("verdict").cast("int")].alias("verdict"))
        """A DataFrame of your own key columns, the court, `findings` (a bit for each, which
        `ecflink.findings_of` names) and `verdict` ("allow", "hold" or "refuse"). Its rows have no order."""

    def report(self) -> Report:
        """The counts, with the members of `ecflink verify --format json`. Runs the verification, so
        `cache()` it if you also want the rows. Raises Error if links were lost or came twice."""
        with _described(self._answers.sparkSession, "counting the answers"):
            counts = self._answers.groupBy("court", "findings", "verdict", "removed").count().toArrow()
        return partitioned.report_all(self.job, self.plan, [counts])

    def cache(self) -> Checked:
        """Keeps the answers in Spark's memory and disks, for `rows` and `report` both."""
        self._answers.persist()
        return self

    def __repr__(self) -> str:
        return f"<{self.job.kind}\n{self.plan.explain()}>"


def verify(*, links: Any, court_accounts: Any, central_accounts: Any, tombstones: Any = None,
           roster: Any = None, registrations: Any = None, policies: Optional[PoliciesOrLayers] = None,
           as_of: Optional[Time] = None, key: Optional[Sequence[str]] = None,
           columns: Optional[Columns] = None, courts: Optional[Sequence[str]] = None,
           **options: Any) -> Checked:
    """Verifies every link as of a time (default: now). The tables are DataFrames with the columns of
    docs/tables.md; `columns` maps your names to these, as for `ecflink.verify`. `key` names the columns of
    your links that come back with the answers, as you call them (default: court, login and central_id).
    `courts` limits the work to these courts.

    Options: `layout` ("by court", "by keys"), `parts`, `links_per_part` (1,000,000), `broadcast_up_to`
    (2,000,000 central accounts). Two small jobs count links and central accounts; what is wrong with
    tables, columns and policies is raised before them."""
    del registrations
    job = Job("verify", policies, as_of)
    tables = {"links": links, "court_accounts": court_accounts, "central_accounts": central_accounts,
              "tombstones": tombstones, "roster": roster}
    return Checked(*_run(job, tables, key, columns, courts, options))


def forecast(*, links: Any, court_accounts: Any, central_accounts: Any = None, candidates: Any = None,
             tombstones: Any = None, roster: Any = None, registrations: Any = None,
             policies: Optional[PoliciesOrLayers] = None, as_of: Optional[Time] = None,
             key: Optional[Sequence[str]] = None, columns: Optional[Columns] = None,
             courts: Optional[Sequence[str]] = None, **options: Any) -> Checked:
    """Says which court accounts that are not linked, or which `candidates` (court, login, central_id),
    would fail at go-live. As `verify`; `key` names columns of the court accounts or the candidates."""
    del registrations
    job = Job("forecast", policies, as_of)
    tables = {"links": links, "court_accounts": court_accounts, "central_accounts": central_accounts,
              "candidates": candidates, "tombstones": tombstones, "roster": roster}
    return Checked(*_run(job, tables, key, columns, courts, options))


def shadow(*, after: PoliciesOrLayers, links: Any, court_accounts: Any, central_accounts: Any,
           tombstones: Any = None, roster: Any = None, registrations: Any = None,
           policies: Optional[PoliciesOrLayers] = None, as_of: Optional[Time] = None,
           columns: Optional[Columns] = None, courts: Optional[Sequence[str]] = None,
           **options: Any) -> Report:
    """Counts how verdicts change under the policies `after`: the report of `ecflink shadow --format
    json`. As `verify`, but it runs at once."""
    del registrations
    job = Job("shadow", policies, as_of, after=after)
    tables = {"links": links, "court_accounts": court_accounts, "central_accounts": central_accounts,
              "tombstones": tombstones, "roster": roster}
    _, _, reports, _, _ = _run(job, tables, None, columns, courts, options)
    with _described(links.sparkSession, "comparing policies"):
        return partitioned.add_up_texts(row.report for row in reports.collect())


def report(rows: Any, *, policies: Optional[PoliciesOrLayers] = None, as_of: Optional[Time] = None) -> Report:
    """The counts of answers that were written before: a DataFrame with the columns `court`, `findings`
    and `verdict` that `verify` made. As `Checked.report`, but without the links that were removed."""
    from pyspark.sql import functions as F

    names = F.create_map(*(F.lit(value) for verdict in Verdict for value in (verdict.value, verdict.number)))
    answers = rows.select(F.coalesce("court", F.lit("")).alias("court"), "findings",
                          names[F.col("verdict")].alias("verdict"), F.lit(False).alias("removed"))
    with _described(rows.sparkSession, "counting answers"):
        counts = answers.groupBy("court", "findings", "verdict", "removed").count().toArrow()
    said = partitioned.report(Job("verify", policies, as_of), [counts])
    del said["rows"]["removed"]
    return said


def ship(session: Any) -> None:
    """Sends the ecflink of this process to all workers, for clusters where it is not installed. They
    need the same system and pyarrow. Call it once in a session."""
    import _cffi_backend

    import ecflink

    archive = os.path.join(tempfile.mkdtemp(prefix="ecflink-"), "ecflink_package.zip")
    folder = os.path.dirname(os.path.abspath(ecflink.__file__))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(os.listdir(folder)):
            if name.endswith((".py", ".so", ".pyd")):
                file.write(os.path.join(folder, name), f"ecflink/{name}")
        file.write(_cffi_backend.__file__, os.path.basename(_cffi_backend.__file__))
    session.sparkContext.addArchive(archive + "#ecflink_package")
    session.conf.set(_ARCHIVE, "ecflink_package")


# ---- How a plan becomes DataFrames.

def _run(job: Job, given: Mapping[str, Any], key: Optional[Sequence[str]], columns: Optional[Columns],
         courts: Optional[Sequence[str]],
         options: dict[str, Any]) -> tuple[Job, Plan, Any, Sequence[str], Any]:
    """The plan, and the DataFrame of the answers."""
    from pyspark.sql import functions as F
    from pyspark.sql.pandas.types import to_arrow_schema

    unknown = set(options) - {"layout", "parts", "links_per_part", "broadcast_up_to"}
    if unknown:
        raise TypeError(f"{job.kind} has no argument {sorted(unknown)[0]!r}")
    given = {name: table for name, table in given.items() if table is not None}
    subject = job.subject(given)
    keys = key or OWN_KEYS[subject]
    keyed = None if job.kind == "shadow" else subject
    tables = _known_columns(job, given, columns, keyed, keys, key is not None)
    if courts is not None:
        known = set(job.policies.courts)
        for court in courts:
            if court not in known:
                raise NotFoundError(f'courts: there is no court "{court}"; `ecflink courts` lists them all')
        tables = {name: table.where(F.col("court").isin(*courts)) if "court" in table.columns else table
                  for name, table in tables.items()}
    session = tables["links"].sparkSession
    plan = _plan(session, job, tables, options)
    if len(plan.passes) > 1:
        tables["links"] = _marked(session, tables["links"], options.get("broadcast_up_to", BROADCAST_UP_TO))
    whole = {name: tables.pop(name) for name in ("roster", "central_accounts")
             if name in tables and (name == "roster" or plan.broadcast_centrals)}
    with _described(session, f"collecting {' and '.join(sorted(whole))} for every part"):
        carried = session.sparkContext.broadcast((job, plan, {name: table.toArrow()
                                                              for name, table in whole.items()}))
    frame = _tagged(_placed(plan, tables))
    done = session.sparkContext.accumulator(0)
    for number in range(len(plan.passes)):
        wanted = _schema_after(job, plan, number, frame.schema, keyed, tables)
        given_schema, made = map(_in_utc(to_arrow_schema), (frame.schema, wanted))
        task = _task(carried, number, given_schema, made, done, session.conf.get(_ARCHIVE, ""))
        frame = _shuffled(frame, plan.parts).mapInArrow(task, wanted)
    return job, plan, frame, keys, done


def _known_columns(job: Job, given: Mapping[str, Any], columns: Optional[Columns], keyed: Optional[str],
                   keys: Sequence[str], are_theirs: bool) -> dict[str, Any]:
    """The tables with the columns that ecflink reads, under its names, and with the caller's key."""
    from pyspark.sql import functions as F

    for name, table in given.items():
        if not hasattr(table, "mapInArrow"):
            raise TypeError(f"{name} is of type {type(table).__module__}.{type(table).__name__}, not a "
                            f"DataFrame of Spark: pass spark.createDataFrame({name})")
    key = F.struct(*(F.col(f"`{name}`") for name in keys)).alias(KEY)
    renamed = {}
    for name, table in given.items():
        names = _names(columns, name)
        own = [key] if name == keyed and are_theirs else []
        for column in keys if own else ():
            if column in ("findings", "verdict"):
                raise ArrowError(f'key: an answer has a column "{column}" already; rename yours in {name}',
                                 field=f"{name}.{column}")
            if column not in table.columns:
                raise ArrowError(f'key: {name} has no column "{column}"; it has {_listed(table.columns)}',
                                 field=f"{name}.{column}")
        renamed[name] = table.select(*(F.col(f"`{column}`").alias(names.get(column, column))
                                       for column in table.columns), *own)
    schemas = {name: _arrow_schema(table) for name, table in renamed.items()}
    try:
        known = job.check(schemas)
    except ArrowError as error:
        raise ArrowError(_mended(error, renamed), field=error.field) from None
    ready = {}
    for name, table in renamed.items():
        own = [] if name != keyed else [F.col(KEY)] if are_theirs else [key]
        ready[name] = table.select(*known[name], *own)
    return ready


def _names(columns: Optional[Columns], table: str) -> dict[str, str]:
    names = dict[str, str]()
    for theirs, ours in (columns or {}).items():
        if isinstance(ours, str):
            names[theirs] = ours
        elif theirs == table:
            names.update(ours)
    return names


def _arrow_schema(table: Any) -> Any:
    """The columns that Arrow has a type for, but for the caller's key."""
    import pyarrow
    from pyspark.errors import PySparkTypeError
    from pyspark.sql.pandas.types import to_arrow_type

    fields = []
    for field in table.schema.fields:
        with contextlib.suppress(PySparkTypeError):  # of a type that ecflink does not read
            if field.name != KEY:
                fields.append(pyarrow.field(field.name, _in_utc(to_arrow_type)(field.dataType)))
    return pyarrow.schema(fields)


def _in_utc(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of Spark that gives Arrow's types, with times of UTC. Some versions must be told."""
    told = "timezone" in inspect.signature(function).parameters
    return functools.partial(function, timezone="UTC") if told else function


def _mended(error: ArrowError, tables: Mapping[str, Any]) -> str:
    """What is wrong with a column, in one line, in Spark's words, and how to mend it."""
    name, _, column = error.field.partition(".")
    if name not in tables:
        return f"{error}: pass a DataFrame as `{name}`"
    types = {field.name: field.dataType.simpleString() for field in tables[name].schema.fields}
    if column not in types:
        return (f'{name} has no column "{column}"; it has {_listed(types)}. If one of them is it, pass '
                f'columns={{"{name}": {{"YOURS": "{column}"}}}}')
    expected = str(error).rpartition("expected ")[2]
    return (f'{name}.{column} is {types[column]} in Spark; ecflink expects {expected}. Cast it: '
            f'{name}.withColumn("{column}", col("{column}").cast(...))')


def _listed(names: Any) -> str:
    return ", ".join(f'"{name}"' for name in names if not name.startswith("_"))


def _plan(session: Any, job: Job, tables: Mapping[str, Any], options: Mapping[str, Any]) -> Plan:
    with _described(session, "counting the links of each court"):
        counted = tables["links"].groupBy("court").count().collect()
    courts = {row["court"] or "": row["count"] for row in counted}
    central_accounts = 0
    if "central_accounts" in tables:
        with _described(session, "counting central accounts"):
            central_accounts = tables["central_accounts"].count()
    return Plan.choose(courts, kind=job.kind, candidates="candidates" in tables,
                       central_accounts=central_accounts, least_parts=session.sparkContext.defaultParallelism,
                       **options)


def _marked(session: Any, links: Any, broadcast_up_to: int) -> Any:
    """The links, with a column that says which go through the second pass. What marks them goes to every
    process unless it is too much, so that links are not shuffled for it."""
    from pyspark.sql import functions as F

    slot = ["court", "central_id"]
    slots = links.groupBy(*slot).count().where("count > 1").select(*slot)
    with _described(session, "finding the central accounts with several links at a court"):
        few = slots.limit(broadcast_up_to + 1).toArrow()
    if len(few) <= broadcast_up_to:
        slots = F.broadcast(session.createDataFrame(few))
    return links.join(slots.withColumn(AGAIN, F.lit(True)), slot, "left")


def _part(plan: Plan, columns: Sequence[str]) -> Any:
    """The part of a row by Spark's own hash, unless its court has a place."""
    from pyspark.sql import functions as F

    hashed = F.pmod(F.xxhash64(*columns), F.lit(plan.parts)).cast("int")
    if columns != ("court",) or not plan.places:
        return hashed
    pairs = [F.lit(value) for place in plan.places.items() for value in place]
    return F.coalesce(F.create_map(*pairs)[F.col("court")], hashed)


def _placed(plan: Plan, tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables with the part of each row. Central accounts go where a link names them."""
    placed = {name: table.withColumn(PART, _part(plan, plan.passes[0]))
              for name, table in tables.items() if name != "central_accounts"}
    if "central_accounts" in tables:
        wanted = [placed[name].select(PART, "central_id") for name in ("links", "candidates")
                  if name in placed]
        pairs = wanted[0] if len(wanted) == 1 else wanted[0].union(wanted[1])
        placed["central_accounts"] = tables["central_accounts"].join(pairs.distinct(), "central_id")
    return placed


def _tagged(tables: Mapping[str, Any]) -> Any:
    """All tables as one DataFrame, of a column of structs for each."""
    from pyspark.sql import functions as F

    frames = [table.select(PART, F.struct(*(F.col(f"`{name}`") for name in table.columns if name != PART))
                           .alias(table_name)) for table_name, table in tables.items()]
    union = frames[0]
    for frame in frames[1:]:
        union = union.unionByName(frame, allowMissingColumns=True)
    return union


def _shuffled(frame: Any, parts: int) -> Any:
    """Each part in a partition of its own. Before Spark 4.1 several may meet in one, which is as right."""
    from pyspark.sql import functions as F

    if hasattr(frame, "repartitionById"):
        return frame.repartitionById(parts, F.col(PART))
    return frame.repartition(parts, PART)


def _schema_after(job: Job, plan: Plan, number: int, schema: Any, keyed: Optional[str],
                  tables: Mapping[str, Any]) -> Any:
    """The schema of what a pass makes: answers, or tagged tables if another pass follows."""
    from pyspark.sql import types as T

    if job.kind == "shadow":
        return T.StructType([T.StructField("report", T.StringType())])
    answers = T.StructType([
        T.StructField(KEY, tables[keyed or "links"].schema[KEY].dataType),
        T.StructField("court", T.StringType()), T.StructField("findings", T.LongType()),
        T.StructField("verdict", T.ByteType()), T.StructField("removed", T.BooleanType())])
    if number + 1 == len(plan.passes):
        return answers
    more = {"links": [T.StructField("_findings", T.LongType())],
            "central_accounts": [T.StructField(FROM, T.StringType())]}
    return T.StructType([T.StructField(field.name, T.StructType([*field.dataType.fields, *more[field.name]]))
                         if field.name in more else field for field in schema.fields]
                        + [T.StructField("answers", answers)])


def _task(carried: Any, number: int, given: Any, wanted: Any, done: Any, archive: str) -> Any:
    """What runs in a worker. It travels by value, and first finds the package that was shipped."""
    last = PART not in wanted.names

    def run(batches: Any) -> Iterator[Any]:
        import sys

        if archive:
            from pyspark import SparkFiles

            place = SparkFiles.get(archive)
            if place not in sys.path:
                sys.path.insert(0, place)
        from ecflink.partitioned import run as run_part

        job, plan, whole = carried.value
        for batch in run_part(job, plan, number, whole, batches, given, wanted):
            if last:
                done.add(batch.num_rows)
            yield batch
    return run


@contextlib.contextmanager
def _described(session: Any, text: str) -> Iterator[None]:
    """Says in Spark's own pages what a job is for."""
    context = session.sparkContext
    before = context.getLocalProperty("spark.job.description")
    context.setJobDescription(f"ecflink: {text}")
    try:
        yield
    finally:
        context.setJobDescription(before)


# ---- The program.

_EXAMPLES = """examples:
  python -m ecflink.spark verify --ledger examples/ledger --input csv --policy examples/ledger/policies \\
      --as-of 2026-06-30T12:00:00Z --out checked
  spark-submit --master spark://host:7077 run.py verify --links s3a://lake/links \\
      --court-accounts s3a://lake/accounts --central-accounts s3a://lake/centrals --key link_id \\
      --out s3a://lake/checked --report report.json
  python -m ecflink.spark forecast --ledger s3a://lake/ledger --input delta --out s3a://lake/outlook
  python -m ecflink.spark shadow --ledger s3a://lake/ledger --after changed.json

run.py has two lines: `from ecflink.spark import main` and `main()`. Delta, Iceberg and object stores
need their packages in Spark: --conf spark.jars.packages=... . Exit status 0: it ran; 2: it could not."""


def _arguments(words: Optional[Sequence[str]]) -> Any:
    parser = argparse.ArgumentParser(
        prog="python -m ecflink.spark", formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_EXAMPLES,
        description="Verifies ledgers that live in Spark. A ledger that fits one machine is verified "
                    "faster by `ecflink verify`.")
    parser.add_argument("command", choices=("verify", "forecast", "shadow"),
                        help="verify every link; say which accounts would fail at go-live; or compare "
                        "policies")
    tables = parser.add_argument_group("tables")
    tables.add_argument("--ledger", metavar="PLACE", help="a folder, or a catalog's namespace, with links, "
                        "court_accounts, central_accounts, perhaps tombstones and roster (with .csv or "
                        ".parquet at the end, or without)")
    for name in (*_TABLES, "candidates"):
        tables.add_argument(f"--{name.replace('_', '-')}", metavar="PLACE",
                            help="a table, in place of the folder's")
    tables.add_argument("--input", default="parquet", metavar="FORMAT",
                        help="parquet (default), csv, delta, iceberg, or any other that Spark reads")
    tables.add_argument("--column", action="append", default=[], metavar="YOURS=OURS",
                        help="the name of your column, and that of docs/tables.md; may be given again")
    rules = parser.add_argument_group("rules")
    rules.add_argument("--policy", action="append", default=[], metavar="FILE|FOLDER",
                       help="a layer on top of the built-in policies; may be given again")
    rules.add_argument("--after", action="append", default=[], metavar="FILE|FOLDER",
                       help="shadow: a layer of the other policies; may be given again")
    rules.add_argument("--as-of", metavar="TIME", help="the instant, as 2026-06-30T12:00:00Z (default: now)")
    rules.add_argument("--court", action="append", metavar="ID", help="only this court; may be given again")
    output = parser.add_argument_group("results")
    output.add_argument("--out", metavar="PLACE",
                        help="where to write the answers, which must not be there yet")
    output.add_argument("--output", default="parquet", metavar="FORMAT",
                        help="parquet (default), csv, delta, ...")
    output.add_argument("--key", metavar="COLUMN,...", help="your columns that come back with each answer "
                        "(default: court, login and central_id)")
    output.add_argument("--report", metavar="FILE", help="write the counts there (default: print them)")
    work = parser.add_argument_group("work")
    work.add_argument("--layout", choices=("by court", "by keys"),
                      help="default: by the size of the largest court")
    work.add_argument("--parts", type=int, metavar="N", help="default: by the number of links")
    work.add_argument("--links-per-part", type=int, metavar="N", help="default: 1000000")
    work.add_argument("--ship", action="store_true", help="send this ecflink to workers that do not have it")
    work.add_argument("--conf", action="append", default=[], metavar="NAME=VALUE", help="a setting of Spark")
    return parser.parse_args(words)


_TABLES = ("links", "court_accounts", "central_accounts", "tombstones", "roster")


def _read(session: Any, arguments: Any) -> dict[str, Any]:
    """The tables that were named, and those that the folder has."""
    from pyspark.errors import AnalysisException

    reader = session.read.format(arguments.input)
    if arguments.input == "csv":
        reader = reader.option("header", True).option("escape", '"')
    tables = {}
    for name in (*_TABLES, "candidates"):
        place = getattr(arguments, name)
        places = [place] if place else []
        if not place and arguments.ledger and name != "candidates":
            folder = arguments.ledger.rstrip("/")
            places = [f"{folder}/{name}.{arguments.input}", f"{folder}/{name}", f"{folder}.{name}"]
        for tried in places:
            with contextlib.suppress(*(() if place else (AnalysisException,))):
                tables[name] = reader.load(tried)
                break
    return tables


def _run_program(arguments: Any) -> None:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName(f"ecflink {arguments.command}")
    for setting in arguments.conf:
        name, _, value = setting.partition("=")
        builder = builder.config(name, value)
    from ecflink.policies import Policies

    options: dict[str, Any] = {"policies": Policies.load(arguments.policy), "as_of": arguments.as_of,
                               "columns": dict(pair.split("=", 1) for pair in arguments.column),
                               "courts": arguments.court, "layout": arguments.layout,
                               "parts": arguments.parts}
    after = Policies.load([*arguments.policy, *arguments.after]) if arguments.command == "shadow" else None
    if arguments.links_per_part:
        options["links_per_part"] = arguments.links_per_part
    session = builder.getOrCreate()
    if arguments.ship:
        ship(session)
    tables = _read(session, arguments)
    for name in ("links", "court_accounts"):
        if name not in tables:
            raise ArrowError(f"{name}: the table is missing; name it with --{name.replace('_', '-')}")
    if arguments.key and after is None:
        options["key"] = arguments.key.split(",")
    if after is not None:
        report = shadow(after=after, **tables, **options)
    else:
        if arguments.command == "verify":
            tables.pop("candidates", None)
        checked = (verify if arguments.command == "verify" else forecast)(**tables, **options)
        print(checked.plan.explain(), file=sys.stderr)
        if arguments.out:
            checked.cache()
            with _described(session, "writing the answers"):
                checked.rows.write.format(arguments.output).option("header", True).save(arguments.out)
        report = checked.report()
    text = json.dumps(report, indent=2) + "\n"
    if arguments.report:
        with open(arguments.report, "w", encoding="utf-8") as file:
            file.write(text)
    else:
        sys.stdout.write(text)


def main(words: Optional[Sequence[str]] = None) -> None:
    """The program: `python -m ecflink.spark --help`."""
    arguments = _arguments(words)
    try:
        from pyspark.errors import AnalysisException
    except ImportError:
        sys.exit("ecflink.spark needs Spark 4: pip install 'ecflink[spark]', and Java 17 or later")
    try:
        _run_program(arguments)
    except (AnalysisException, OSError, TypeError, ValueError, Error) as error:
        first, *rest = str(error).splitlines() or [""]
        more = f" (and {len(rest)} more)" if isinstance(error, PolicyError) and rest else ""
        print(f"ecflink: {first}{more}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
