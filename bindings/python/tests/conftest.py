"""Ledgers for the tests: the sample, and a generated one, as folders and as Arrow tables."""

import csv
import datetime
import importlib.util
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zlib

import pyarrow as pa
import pytest

import ecflink

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/differential"))
import oracle  # noqa: E402
import random_ledger  # noqa: E402

PACKAGE = pathlib.Path(ecflink.__file__).parent
PROGRAM = PACKAGE / "bin/ecflink"
AS_OF = "2026-06-30T12:00:00Z"
TABLES = ("central_accounts", "court_accounts", "links", "tombstones", "roster")
if importlib.util.find_spec("pyspark") is None:  # it is not in the package's own environment
    collect_ignore = ["test_spark.py", "test_spark_cluster.py", "test_spark_lake.py"]
NO_RULE_READS = {"comment", "actor", "reason", "principals"}
TIMES = {"opened", "linked_at", "central_proof_at", "account_proof_at", "confirmed_at", "removed_at",
         "lifted_at"}


def run_program(*arguments, statuses=(0,)):
    """What the program of the wheel prints."""
    run = subprocess.run([PROGRAM, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True,
                         check=False)
    assert run.returncode in statuses, run.stderr
    return run.stdout


class Ledger:
    """A folder, what the program says of its links, and its tables."""

    def __init__(self, folder, work):
        self.folder = folder
        self.policies = ecflink.Policies.load([folder / "policies"])
        out = work / f"{folder.name}.csv"
        self.report = json.loads(run_program("verify", folder, "--as-of", AS_OF, "--out", out, "--fail-if",
                                             "none", "--format", "json"))
        with open(out, newline="", encoding="utf-8") as file:
            self.rows = list(csv.DictReader(file))
        self.tables = {name: self._read(folder / f"{name}.csv")
                       for name in TABLES if (folder / f"{name}.csv").exists()}

    def _read(self, path):
        with open(path, newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        columns = {name: [text or None for text in texts] for name, texts in zip(header, zip(*rows))}
        return pa.table({name: self._typed(name, values, columns) for name, values in columns.items()})

    def _time(self, court, text):
        try:
            return self.policies.time(court or "", text)
        except ecflink.TimeError:
            return None

    def _typed(self, name, values, columns):
        if name == "created":
            return pa.array([value and datetime.date.fromisoformat(value) for value in values], pa.date32())
        if name in TIMES:
            return pa.array([value and self._time(court, value)
                             for court, value in zip(columns["court"], values)], pa.timestamp("us", "UTC"))
        if name in {"exempt", "link_locked"}:
            return pa.array([value and value == "true" for value in values], pa.bool_())
        if name == "principals":
            return pa.array([value and int(value) for value in values], pa.int64())
        return pa.array(values, pa.string())

    def check(self, result):
        """The answers are those of the program, row by row."""
        assert len(result) == len(self.rows)
        assert list(result.findings) == [int(row["mask"], 16) for row in self.rows]
        assert [ecflink.Verdict.of_number(number).value for number in result.verdict] == \
            [row["verdict"] for row in self.rows]


def left_to_do(to_allow):
    """The findings whose remedies none of the others makes void, by the catalog alone."""
    to_allow = list(to_allow)
    left = set(to_allow)
    while True:
        rest = set(to_allow) - {other for one in left for other in one.info.makes_void}
        if rest == left:
            return [one for one in to_allow if one in left]
        left = rest


@pytest.fixture(scope="session")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="session")
def sample(work):
    return Ledger(ROOT / "examples/ledger", work)


@pytest.fixture(scope="session")
def generated(work):
    folder = work / "generated"
    run_program("generate", folder, "--links", 3000, "--seed", 7)
    return Ledger(folder, work)


@pytest.fixture(scope="session")
def growing(work):
    """A ledger in which half of the court accounts are not linked."""
    folder = work / "growing"
    run_program("generate", folder, "--links", 1500, "--court-accounts", 3000, "--seed", 21,
                "--fault-rate", 0.4)
    return Ledger(folder, work)


# The texts of columns that are not of text.
FORMATS = {"created": r"\d{4}-\d\d-\d\d", "exempt": "true|false", "link_locked": "true|false",
           "principals": r"\d{1,9}"}


def with_every_finding(work, seed, links=600):
    """A random ledger of the differential test, which shows every finding of a link. A cell that the type
    of its column cannot hold is made empty, so that the folder and its tables say the same."""
    folder = work / f"every_finding_{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    random_ledger.generate(folder, links, seed, AS_OF)
    policies = ecflink.Policies.load([folder / "policies"])

    def readable(name, text, court):
        if name in TIMES - {"opened"} and len(text) == len("2026-06-30"):  # only an opening may be a date
            return False
        try:
            if text and name in TIMES:
                policies.time(court, text)
            if text and name == "created":
                datetime.date.fromisoformat(text)
        except (ecflink.TimeError, ValueError, OverflowError):  # Python's years are 1 to 9999
            return False
        return name not in FORMATS or re.fullmatch(FORMATS[name], text)

    (folder / "registrations.csv").unlink()
    for path in folder.glob("*.csv"):
        with open(path, newline="", encoding="utf-8-sig") as file:
            header, *rows = csv.reader(file)
        court = header.index("court") if "court" in header else 0
        for row in rows:
            row[:] = [text if readable(name, text, row[court]) else "" for name, text in zip(header, row)]
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    ledger = Ledger(folder, work)
    missing = {finding.token for finding in oracle.FINDINGS} - set(ledger.report["findings"])
    assert not missing, (seed, missing)
    return ledger


def skew(folder, crowded):
    """Moves half of the accounts and links of a ledger to one court, and gives some of these links one
    central account."""
    for name in ("court_accounts.csv", "links.csv"):
        with open(folder / name, newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        court, left = header.index("court"), crowded
        for row in rows:
            if zlib.crc32(row[header.index("login")].encode()) % 2:
                row[court] = "cacd"
                if name == "links.csv" and left:
                    row[header.index("central_id")] = "0000001"
                    left -= 1
        with open(folder / name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])


@pytest.fixture(scope="session")
def skewed(work):
    """Half of all links at one court, and a central account with many links there."""
    folder = work / "skewed"
    run_program("generate", folder, "--links", 24_000, "--seed", 11)
    skew(folder, 10_000)
    return Ledger(folder, work)


# ---- Databases.

_schemas = itertools.count()


def sqlite_place(folder):
    """The address of a ledger to be made."""
    return f"sqlite:{folder / 'ledger.db'}"


def postgresql_place(folder):
    """The same in the server that tests/ledger/with_postgresql.py runs: a schema of its own."""
    del folder
    url = os.environ["ECFLINK_TEST_POSTGRESQL"]
    schema = f"python_{os.getpid()}_{next(_schemas)}"
    subprocess.run(["psql", "--quiet", url, "--command", f"CREATE SCHEMA {schema}"], check=True)
    return f"{url}&options=-csearch_path%3D{schema}"


def ledger_places():
    """Where ledgers are tested: on PostgreSQL too if there is a server."""
    places = [pytest.param(sqlite_place, id="sqlite")]
    if os.environ.get("ECFLINK_TEST_POSTGRESQL"):
        places.append(pytest.param(postgresql_place, id="postgresql"))
    return places
