"""The commands of docs/national.md over tables of Delta Lake and Iceberg, which Spark reads and writes."""

import json
import re
import shlex
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

import ecflink
from conftest import AS_OF, ROOT
from test_spark import check_report

FORMATS = ("delta", "iceberg")


def command_of(kind, work):
    """The command of the page for a format, as words, with a folder in place of the object store."""
    page = (ROOT / "docs/national.md").read_text(encoding="utf-8").replace("\\\n", "")
    line, = re.findall(rf"^python -m ecflink.spark .* --input {kind} .*--conf .*$", page, re.MULTILINE)
    return shlex.split(line.replace("s3a://lake", str(work)))[1:]


def value_of(command, option):
    return command[command.index(option) + 1]


@pytest.fixture(scope="module")
def session(work):
    """One with the settings of all commands, to write tables and to read answers."""
    settings = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC"}
    for kind in FORMATS:
        for setting in re.findall(r"--conf (\S+)", " ".join(command_of(kind, work))):
            name, _, value = setting.partition("=")
            both = name == "spark.jars.packages" and name in settings
            settings[name] = f"{settings[name]},{value}" if both else value
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    opened = builder.getOrCreate()
    opened.sparkContext.setLogLevel("ERROR")
    yield opened
    opened.stop()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_lake(session, sample, work, kind):
    command = command_of(kind, work)
    ledger, out = value_of(command, "--ledger"), value_of(command, "--out")

    def place(name):
        return f"{ledger}.{name}" if kind == "iceberg" else f"{ledger}/{name}"

    for name, table in sample.tables.items():
        if name == "links":
            table = table.append_column("link_id", pa.array(range(len(table)), pa.int64()))
        pq.write_table(table, work / f"{name}.parquet")
        frame = session.read.parquet(str(work / f"{name}.parquet"))
        # First other rows: whoever reads the files instead of the table finds them, too.
        for rows in (frame.limit(5), frame):
            if kind == "iceberg":
                rows.writeTo(place(name)).createOrReplace()
            else:
                rows.write.format(kind).mode("overwrite").save(place(name))
    report = work / f"{kind}.json"
    run = subprocess.run([sys.executable, *command, "--policy", str(sample.folder / "policies"), "--as-of",
                          AS_OF, "--report", str(report)], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    check_report(sample, json.loads(report.read_text(encoding="utf-8")))
    answers = session.read.format(kind).load(out).toArrow().sort_by("link_id").to_pylist()
    assert [(row["link_id"], row["findings"], row["verdict"]) for row in answers] == \
        [(number, int(row["mask"], 16), row["verdict"]) for number, row in enumerate(sample.rows)]
    assert ecflink.findings_of(max(row["findings"] for row in answers))
