#!/usr/bin/env python3
"""Measures ecflink.spark on a generated ledger, and holds every row against `ecflink verify --out`.

    national.py PROGRAM FOLDER LINKS [--master MASTER] [--layout LAYOUT]... [--parts N]

Makes the ledger in FOLDER if it is not there, writes it as Parquet, verifies it with PROGRAM and with
Spark, and prints a line for each layout: seconds, seconds of processor, bytes shuffled, and the most
memory that the processes of Spark held at once. docs/national.md has the figures. Needs pyspark,
pyarrow and ecflink.
"""
import argparse
import json
import os
import pathlib
import subprocess
import threading
import time

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

AS_OF = "2026-06-30T12:00:00Z"
TIMES = {"opened", "linked_at", "central_proof_at", "account_proof_at", "confirmed_at"}
INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"


def typed(table):
    """The types of docs/tables.md. A cell that is no instant is missing."""
    columns = {}
    for name in table.column_names:
        column = table[name]
        if name in TIMES:
            column = pc.if_else(pc.match_substring_regex(column, INSTANT), column, None)
            column = column.cast(pa.timestamp("us", "UTC"))
        elif name == "created":
            column = column.cast(pa.date32())
        elif name == "principals":
            column = column.cast(pa.int64())
        elif name in ("exempt", "link_locked"):
            column = pc.equal(column, "true")
        columns[name] = column
    return pa.table(columns)


def to_parquet(source, target):
    """In pieces, so that any size fits. Rows get their number as the caller's key."""
    with open(source, encoding="utf-8") as file:
        names = file.readline().strip().split(",")
    options = csv.ConvertOptions(column_types={name: pa.string() for name in names}, strings_can_be_null=True,
                                 null_values=[""])
    reader = csv.open_csv(source, csv.ReadOptions(block_size=1 << 26), convert_options=options)
    writer, rows = None, 0
    for batch in reader:
        table = typed(pa.Table.from_batches([batch]))
        table = table.append_column("number", pa.array(range(rows, rows + len(table)), pa.int64()))
        rows += len(table)
        writer = writer or pq.ParquetWriter(target, table.schema)
        writer.write_table(table)
    writer.close()


def prepare(program, folder, links):
    if not folder.exists():
        subprocess.run([program, "generate", folder, "--links", str(links), "--seed", "5", "--threads", "2"],
                       check=True, stdout=subprocess.DEVNULL)
    for name in ("links", "court_accounts", "central_accounts"):
        target = folder / f"{name}.parquet"
        if not target.exists():
            to_parquet(folder / f"{name}.csv", target)
    start = time.monotonic()
    subprocess.run([program, "verify", folder, "--as-of", AS_OF, "--out", folder / "verified.csv",
                    "--fail-if", "none", "--threads", "2"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    print(f"ecflink verify --out, 2 threads, from CSV: {time.monotonic() - start:.1f} s", flush=True)


def processes():
    """The seconds of processor and the bytes of memory of all processes of Spark on this machine: Java's
    and Python's. What forked processes share is counted in parts."""
    used, held = 0.0, {"Java": 0, "Python": 0}
    for entry in pathlib.Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes()
            kind = "Java" if b"org.apache.spark" in line else "Python" if b"pyspark.daemon" in line else None
            if kind is not None:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                used += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
                for each in (entry / "smaps_rollup").read_text().splitlines():
                    if each.startswith("Pss:"):
                        held[kind] += int(each.split()[1]) * 1024
        except OSError:
            continue
    return used, held


class Watch:
    """The most memory that was held at once, and the seconds of processor."""

    def __enter__(self):
        self._stop, self.held = threading.Event(), {"Java": 0, "Python": 0}
        self._start = processes()[0]
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def _watch(self):
        while not self._stop.wait(0.5):
            self.held = max(self.held, processes()[1], key=lambda held: sum(held.values()))

    def __exit__(self, *what):
        self.used = processes()[0] - self._start
        self._stop.set()
        self._thread.join()


def shuffled(log):
    """Bytes that the tasks of an event log wrote for shuffles."""
    total = 0
    for file in log.rglob("*"):
        if file.is_file():
            with open(file, encoding="utf-8") as lines:
                for line in lines:
                    if '"SparkListenerTaskEnd"' in line:
                        metrics = json.loads(line).get("Task Metrics") or {}
                        total += metrics.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    return total


def compare(folder, out):
    """Every row: findings and verdict."""
    convert = csv.ConvertOptions(include_columns=["verdict", "mask"], column_types={"mask": pa.string()})
    wanted = csv.read_csv(folder / "verified.csv", convert_options=convert)
    answers = pq.read_table(out).sort_by("number")
    assert len(answers) == len(wanted), (len(answers), len(wanted))
    assert pc.all(pc.equal(answers["number"], pa.array(range(len(wanted)), pa.int64()))).as_py()
    masks = pa.array([int(mask, 16) for mask in wanted["mask"].to_pylist()], pa.uint64()).view(pa.int64())
    wrong = len(wanted) - pc.sum(pc.and_(pc.equal(answers["findings"].combine_chunks(), masks),
                                         pc.equal(answers["verdict"], wanted["verdict"]))).as_py()
    assert wrong == 0, f"{wrong} rows differ"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("links", type=int)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--layout", action="append")
    parser.add_argument("--parts", type=int)
    parser.add_argument("--memory", default="2g", help="of the driver; an executor has 700m")
    arguments = parser.parse_args()
    folder = arguments.folder
    prepare(arguments.program, folder, arguments.links)

    from pyspark.sql import SparkSession

    import ecflink
    from ecflink import spark as ecs

    start = time.monotonic()
    log = folder / f"events.{os.getpid()}"
    log.mkdir()
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
                "spark.driver.memory": arguments.memory, "spark.executor.memory": "700m",
                "spark.executor.cores": "1", "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1", "spark.sql.session.timeZone": "UTC",
                "spark.local.dir": str(folder.resolve() / "local"), "spark.eventLog.enabled": "true",
                "spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false",
                "spark.eventLog.dir": log.resolve().as_uri(),
                "spark.sql.execution.arrow.maxRecordsPerBatch": "65536"}
    builder = SparkSession.builder.master(arguments.master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    print(f"session: {time.monotonic() - start:.1f} s", flush=True)
    before = 0
    policies = ecflink.Policies.load([folder / "policies"])
    for layout in arguments.layout or ["by court", "by court", "by keys"]:
        frames = {name: session.read.parquet(str((folder / f"{name}.parquet").resolve()))
                  for name in ("links", "court_accounts", "central_accounts")}
        out = folder.resolve() / f"checked.{layout.replace(' ', '-')}"
        with Watch() as watch:
            start = time.monotonic()
            checked = ecs.verify(**frames, policies=policies, as_of=AS_OF, key=["number"], layout=layout,
                                 parts=arguments.parts)
            planned = time.monotonic() - start
            checked.rows.write.mode("overwrite").parquet(str(out))
            seconds = time.monotonic() - start
        time.sleep(1)
        total = shuffled(log)
        compare(folder, out)
        held = ", ".join(f"{kind} {bytes_ / 1e6:,.0f}" for kind, bytes_ in watch.held.items())
        print(f"{layout}, {checked.plan.parts} parts: {seconds:.1f} s, of which the plan {planned:.1f} s; "
              f"{watch.used:.1f} s of processor; {(total - before) / 1e6:,.0f} MB shuffled; "
              f"MB of memory: {held}; {arguments.links:,} rows equal", flush=True)
        before = total
    session.stop()


main()
