#!/usr/bin/env python3
"""Measures ecflink.spark on a generated ledger, and holds every row against `ecflink verify --out`.

    national.py PROGRAM FOLDER LINKS [--cluster] [--layout LAYOUT]... [--parts N]

Makes the ledger in FOLDER if it is not there, as Parquet, verifies it with PROGRAM and with Spark, in this
process (local[2]) or in a cluster of a master and two workers that it starts, and prints a line for each
layout: seconds, seconds of processor, bytes shuffled, and the most memory that the processes of Spark held
at once. Ledgers of more than 10^7 links are made of equal blocks, each with accounts of its own, so that
their size bounds neither the memory nor the CSV files that are needed. docs/national.md has the figures.
Needs pyspark, pyarrow and ecflink.
"""
import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import threading
import time

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyarrow import csv

AS_OF = "2026-06-30T12:00:00Z"
TIMES = {"opened", "linked_at", "central_proof_at", "account_proof_at", "confirmed_at"}
BLOCK = 10_000_000
PORT = 17077
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


def of_block(table, block):
    """The rows of a block: logins and central ids that no other block has."""
    for name in ("login", "central_id") if block else ():
        if name in table.column_names:
            own = pc.binary_join_element_wise(table[name], str(block), "-")
            table = table.set_column(table.column_names.index(name), name, own)
    return table


def to_parquet(source, target, links, blocks):
    """A file for each block, in pieces, so that any size fits. Rows get their number as the caller's key."""
    with open(source, encoding="utf-8") as file:
        names = file.readline().strip().split(",")
    options = csv.ConvertOptions(column_types={name: pa.string() for name in names}, strings_can_be_null=True,
                                 null_values=[""])
    target.mkdir()
    for block in range(blocks):
        reader = csv.open_csv(source, csv.ReadOptions(block_size=1 << 26), convert_options=options)
        writer, rows = None, block * links
        for batch in reader:
            table = of_block(typed(pa.Table.from_batches([batch])), block)
            table = table.append_column("number", pa.array(range(rows, rows + len(table)), pa.int64()))
            rows += len(table)
            writer = writer or pq.ParquetWriter(target / f"{block}.parquet", table.schema,
                                                compression="zstd")
            writer.write_table(table)
        writer.close()


def prepare(program, folder, links, blocks):
    """The ledger of a block as CSV, and of all blocks as Parquet."""
    if not folder.exists():
        subprocess.run([program, "generate", folder, "--links", str(links), "--seed", "5", "--threads", "2"],
                       check=True, stdout=subprocess.DEVNULL)
    for name in ("links", "court_accounts", "central_accounts"):
        target = folder / f"{name}.parquet"
        if not target.exists():
            to_parquet(folder / f"{name}.csv", target, links, blocks)
    start = time.monotonic()
    subprocess.run([program, "verify", folder, "--as-of", AS_OF, "--out", folder / "verified.csv",
                    "--fail-if", "none", "--threads", "2"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    print(f"ecflink verify --out, 2 threads, from CSV, {links:,} links: {time.monotonic() - start:.1f} s",
          flush=True)


@contextlib.contextmanager
def cluster(folder, memory):
    """The address of a standalone cluster: a master and two workers of one core. They end with it."""
    import pyspark

    home = pathlib.Path(pyspark.__file__).parent
    master = f"spark://127.0.0.1:{PORT}"
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1",
                   "SPARK_DAEMON_MEMORY": "256m", "PYSPARK_PYTHON": sys.executable}
    commands = [["master.Master", "--host", "127.0.0.1", "--port", str(PORT), "--webui-port", "18080"]]
    commands += [["worker.Worker", "--host", "127.0.0.1", "--port", str(PORT + place), "--webui-port",
                  str(18080 + place), "--cores", "1", "--memory", memory, "--work-dir",
                  folder / f"work{place}", master] for place in (1, 2)]
    logs = [folder / f"cluster{place}.log" for place in range(3)]
    started = []
    try:
        for log, (name, *words) in zip(logs, commands):
            with open(log, "wb") as file:
                started.append(subprocess.Popen(
                    [home / "bin/spark-class", f"org.apache.spark.deploy.{name}", *words], env=environment,
                    stdout=file, stderr=subprocess.STDOUT))
        while not all(b"Successfully registered" in log.read_bytes() for log in logs[1:]):
            if any(process.poll() is not None for process in started):
                sys.exit(f"the cluster did not start: see {folder}/cluster*.log")
            time.sleep(0.5)
        yield master
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


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


def compare(folder, out, links, blocks):
    """Every row: findings and verdict. Blocks differ only in the names of their accounts."""
    convert = csv.ConvertOptions(include_columns=["verdict", "mask"], column_types={"mask": pa.string()})
    wanted = csv.read_csv(folder / "verified.csv", convert_options=convert)
    masks = pa.array([int(mask, 16) for mask in wanted["mask"].to_pylist()], pa.uint64()).view(pa.int64())
    found = ds.dataset(out)
    assert found.count_rows() == links * blocks, found.count_rows()
    for block in range(blocks):
        first, number = block * links, ds.field("number")
        answers = found.to_table(columns=["number", "findings", "verdict"],
                                 filter=(number >= first) & (number < first + links)).sort_by("number")
        numbers = pa.array(range(first, first + links), pa.int64())
        assert answers["number"].combine_chunks().equals(numbers), f"block {block} lacks rows"
        wrong = links - pc.sum(pc.and_(pc.equal(answers["findings"].combine_chunks(), masks),
                                       pc.equal(answers["verdict"], wanted["verdict"]))).as_py()
        assert wrong == 0, f"{wrong} rows of block {block} differ"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("links", type=int)
    parser.add_argument("--cluster", action="store_true", help="two workers (default: local[2])")
    parser.add_argument("--layout", action="append", choices=("by court", "by keys"))
    parser.add_argument("--parts", type=int)
    parser.add_argument("--block", type=int, default=BLOCK, help="links of a block, at most")
    parser.add_argument("--memory", default="2g", help="of the driver")
    parser.add_argument("--executor-memory", default="700m", help="of Java in each worker of a cluster")
    arguments = parser.parse_args()
    blocks = -(-arguments.links // arguments.block)
    arguments.block = arguments.links // blocks
    prepare(arguments.program, arguments.folder, arguments.block, blocks)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with (cluster(arguments.folder.resolve(), arguments.executor_memory) if arguments.cluster
          else contextlib.nullcontext("local[2]")) as master:
        measure(arguments, master, blocks)


def measure(arguments, master, blocks):
    folder = arguments.folder
    from pyspark.sql import SparkSession

    import ecflink
    from ecflink import spark as ecs

    start = time.monotonic()
    log = folder / f"events.{os.getpid()}"
    log.mkdir()
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
                "spark.driver.memory": arguments.memory, "spark.executor.memory": arguments.executor_memory,
                "spark.executor.cores": "1", "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1", "spark.sql.session.timeZone": "UTC",
                "spark.local.dir": str(folder.resolve() / "local"), "spark.eventLog.enabled": "true",
                "spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false",
                "spark.eventLog.dir": log.resolve().as_uri(),
                "spark.sql.execution.arrow.maxRecordsPerBatch": "65536"}
    builder = SparkSession.builder.master(master)
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
        compare(folder, out, arguments.block, blocks)
        held = ", ".join(f"{kind} {bytes_ / 1e6:,.0f}" for kind, bytes_ in watch.held.items())
        print(f"{layout}, {checked.plan.parts} parts: {seconds:.1f} s, of which the plan {planned:.1f} s; "
              f"{watch.used:.1f} s of processor; {(total - before) / 1e6:,.0f} MB shuffled; "
              f"MB of memory: {held}; {arguments.block * blocks:,} rows equal", flush=True)
        before = total
    session.stop()


main()
