#!/usr/bin/env python3
"""Lets ecflink and its peers do the same job: checks that they agree, then times them. See README.md.

    ecflink generate DATA --links 1000000 --plain
    run.py DATA --ecflink build/release/src/cli/ecflink

Runs in a virtual environment made from requirements.txt. Uses the shared library of capi/,
benchmarks/floor and benchmarks/decision_benchmark from the build folder of the program; cargo builds
cedar/ there.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import ledger
import report
import rules

HERE = pathlib.Path(__file__).resolve().parent
# The memory that a peer needs while it runs, with its inputs. As many peers as fit are resident at a time.
BYTES_PER_LINK = {"ecflink": 200, "ecflink-kept": 200, "duckdb-enum": 450, "duckdb-text": 600,
                  "duckdb-arrow": 480, "polars-enum": 760, "polars-rows": 760, "polars-text": 860,
                  "postgresql": 560, "sqlite": 420}
PROCESSES = ["floor", "ecflink-verify", "duckdb-csv"]
DECISIONS = "cedar"
SECONDS_TO_WAIT = 20      # for a quiet machine
MOST_CPU_OF_OTHERS = 0.15   # of one, on average, in a run that counts
DECISION_ROWS = 50_000


class Mismatch(Exception):
    """A peer gives another answer."""


def busy_seconds():
    """CPU seconds that the whole machine has spent, including those that its host took."""
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(field) for field in file.readline().split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def wait_for_quiet():
    give_up = time.monotonic() + SECONDS_TO_WAIT
    while time.monotonic() < give_up:
        before = busy_seconds()
        time.sleep(0.5)
        if busy_seconds() - before < 0.06:
            return


class Resident:
    """A peer that stays, with its data loaded."""

    def __init__(self, name, job):
        self.name, self.job = name, job
        self.process = subprocess.Popen([sys.executable, HERE / "workers.py", name, job.folder,
                                         str(job.threads)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} has ended")
        return json.loads(line)

    def ask(self, rows=""):
        print(rows, file=self.process.stdin, flush=True)
        return self.answer()

    def run(self):
        figures = self.ask()
        if figures.pop("compared") != self.job.expected:
            raise Mismatch(f"{self.name} has other results than ecflink verify")
        return figures

    def check(self):
        """Checks the answers row by row, and then as in every run."""
        import numpy as np
        path = self.job.folder / f"{self.name}.npz"
        self.ask(path)
        found = np.load(path)
        path.unlink()
        order = np.argsort(found["rows"])
        for what, expected in zip(("rows", "masks", "verdicts"), self.job.failing):
            if not np.array_equal(found[what][order], expected):
                raise Mismatch(f"{self.name}: {what} of the failing links differ from those of ecflink "
                               "verify")
        self.run()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Program:
    """A peer that is a new process in each run; it is timed from outside, or reports its own seconds."""

    def __init__(self, name, job):
        self.name, self.job = name, job
        self.command = {"floor": [job.build / "benchmarks/floor", job.links, job.input_bytes, job.threads],
                        "ecflink-verify": [job.ecflink, "verify", job.data, "--as-of", job.facts["as_of"],
                                           "--threads", job.threads, "--format", "json", "--fail-if", "none"],
                        "duckdb-csv": [sys.executable, HERE / "workers.py", "duckdb-csv", job.folder,
                                       job.threads],}[name]

    def run(self):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        done = subprocess.run(list(map(str, self.command)), capture_output=True, text=True, check=True)
        seconds = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = json.loads(done.stdout)
        if self.name == "floor":
            self.job.floors.append(told)
            seconds = sum(told.values())
        elif (told.get("digest") or rules.digest(told["courts"])) != self.job.expected["digest"]:
            raise Mismatch(f"{self.name} has other results than ecflink verify")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {"seconds": seconds, "cpu": cpu, "cpu_of_all": cpu, "peak_mib": None}

    def check(self):
        self.run()

    def close(self):
        pass


class Job:
    """The ledger, the expected answer, and the measurements."""

    def __init__(self, arguments, folder):
        import pyarrow as pa
        self.data, self.ecflink = arguments.data.resolve(), arguments.ecflink.resolve()
        self.threads, self.folder = arguments.threads, folder
        self.build = self.ecflink.parents[2]
        self.floors = []
        self.facts = ledger.read_facts(self.ecflink, self.data, arguments.as_of)
        self.facts["library"] = next(map(str, self.build.glob("capi/**/libecflink_c.so")), "")
        (folder / "facts.json").write_text(json.dumps(self.facts), encoding="ascii")
        (folder / "data").symlink_to(self.data)
        ledger.write_arrow(self.data, folder)
        self.input_bytes = 0
        for table in ledger.TABLES:
            with pa.memory_map(str(folder / f"{table}.arrow")) as file:
                rows = pa.ipc.open_file(file).read_all()
                self.input_bytes += rows.drop_columns(["rowid"]).nbytes
                self.links = rows.num_rows   # of the last table
        self.expect()

    def expect(self):
        """What `ecflink verify` finds."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.csv as pacsv
        path = self.folder / "expected.csv"
        told = json.loads(subprocess.run([self.ecflink, "verify", self.data, "--as-of", self.facts["as_of"],
                                          "--format", "json", "--fail-if", "none", "--out", path],
                                         check=True, capture_output=True, text=True).stdout)
        texts = pa.dictionary(pa.int32(), pa.utf8())
        types = {"mask": texts, "verdict": texts}
        table = pacsv.read_csv(path,
                               convert_options=pacsv.ConvertOptions(include_columns=list(types),
                                                                    column_types=types)).unify_dictionaries()
        path.unlink()

        def numbers(column, number):
            column = table[column].combine_chunks()
            return np.array([number(text) for text in column.dictionary.to_pylist()],
                            np.uint64)[column.indices.to_numpy()]
        masks, verdicts = numbers("mask",
                                  lambda text: int(text, 16)), numbers("verdict", rules.VERDICTS.index)
        rows = np.flatnonzero((masks != 0) | (verdicts != 0))
        self.failing = rows, masks[rows], verdicts[rows]
        self.expected = rules.compared(told["courts"], rows, masks[rows])

    def start(self, name):
        return (Program if name in PROCESSES else Resident)(name, self)


def waves(peers, links):
    """Groups of peers that are resident together, as many as fit, in the given order.

    Peers that are processes come at the end, each alone.
    """
    with open("/proc/meminfo", encoding="ascii") as lines:
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")) * 0.8
    together, used = [], 0
    for peer in (peer for peer in peers if peer in BYTES_PER_LINK):
        needs = BYTES_PER_LINK[peer] * links
        if together and used + needs > free:
            yield together
            together, used = [], 0
        together.append(peer)
        used += needs
    yield from filter(None, (together, [peer for peer in peers if peer in PROCESSES]))


def measure(peer):
    """One run, and whether the machine was otherwise idle during it."""
    wait_for_quiet()
    before, start = busy_seconds(), time.perf_counter()
    figures = peer.run()
    seconds = time.perf_counter() - start
    figures["others_cpu"] = max(0.0, busy_seconds() - before - figures.pop("cpu_of_all")) / seconds
    figures["is_clean"] = figures["others_cpu"] < MOST_CPU_OF_OTHERS
    return figures


def run_wave(names, job, rounds):
    """Rounds in which each peer runs once; every other round goes backwards.

    A peer whose run was disturbed runs again, at most twice as often as planned.
    """
    peers = []
    try:
        for name in names:
            peers.append(job.start(name))
            peers[-1].check()
            print(f"{name}: checked", flush=True)
        runs = {name: [] for name in names}
        for number in range(2 * rounds):
            for peer in peers[::-1 if number % 2 else 1]:
                if sum(run["is_clean"] for run in runs[peer.name]) < rounds:
                    runs[peer.name].append(measure(peer))
                    print(f"{peer.name}: {runs[peer.name][-1]}", flush=True)
        return runs
    finally:
        for peer in peers:
            peer.close()


def decisions(job, rounds):
    """Nanoseconds for one decision, by Cedar and by ecflink."""
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=HERE / "cedar", check=True,
                   env={**os.environ, "CARGO_TARGET_DIR": str(job.build / "cedar")})
    sample = job.folder / "sample.tsv"
    subprocess.run([sys.executable, HERE / "sample.py", job.folder, sample, str(DECISION_ROWS)], check=True)
    told = subprocess.run([job.build / "cedar/release/cedar", sample, str(rounds),
                           str(ledger.micros(job.facts["as_of"]))], check=True,
                          capture_output=True, text=True).stdout
    found = {f"cedar-{name}": times for name, times in json.loads(told).items()}
    own = subprocess.run([job.build / "benchmarks/decision_benchmark", "--benchmark_filter=ledger_row",
                          "--benchmark_format=json", f"--benchmark_repetitions={rounds}"],
                         check=True, capture_output=True, text=True).stdout
    for run in json.loads(own)["benchmarks"]:
        if run["run_type"] == "iteration":
            found.setdefault("ecflink-" + run["run_name"].rsplit("/", 1)[1].replace("ledger_row_", ""),
                             []).append(run["real_time"])
    return found


def main():
    everyone = [*BYTES_PER_LINK, *PROCESSES, DECISIONS]
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path, help="a folder made by `ecflink generate --plain`")
    parser.add_argument("--ecflink", type=pathlib.Path, required=True, metavar="PROGRAM")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--as-of", default="2026-06-30T12:00:00Z", metavar="INSTANT")
    parser.add_argument("--peers", nargs="+", choices=everyone, default=everyone, metavar="PEER",
                        help=", ".join(everyone))
    parser.add_argument("--results", type=pathlib.Path, default=HERE / "results", metavar="FOLDER")
    parser.add_argument("--check-only", action="store_true",
                        help="compare every link's findings and verdict, and time nothing")
    arguments = parser.parse_args()
    rounds = 0 if arguments.check_only else arguments.rounds

    with tempfile.TemporaryDirectory(prefix=arguments.data.resolve().name + "-",
                                     dir=arguments.data.resolve().parent) as folder:
        job = Job(arguments, pathlib.Path(folder))
        runs = {}
        for names in waves(arguments.peers, job.links):
            runs.update(run_wave(names, job, rounds))
        nanoseconds = decisions(job, rounds) if DECISIONS in arguments.peers and rounds else {}
    if rounds:
        report.write(arguments.results,
                     {"links": job.links, "threads": job.threads, "input_bytes": job.input_bytes,
                      "compared": job.expected, "floors": job.floors, "runs": runs, "decisions": nanoseconds})


if __name__ == "__main__":
    try:
        main()
    except Mismatch as mismatch:
        sys.exit(f"not equal: {mismatch}")
