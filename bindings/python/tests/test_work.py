"""Threads, memory, callbacks, and producers that do what they should not."""

import gc
import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading

import pyarrow as pa
import pytest

import ecflink
from conftest import AS_OF, ROOT


# How many calls must leave memory flat; a million in the step "soak" of python_test.py.
CALLS = int(os.environ.get("ECFLINK_TEST_CALLS", "20000"))


def memory():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def grows(act, warm, rounds):
    """By how many bytes the process grows."""
    for _ in range(warm):
        act()
    gc.collect()
    before = memory()
    for _ in range(rounds):
        act()
    gc.collect()
    return memory() - before


def test_memory_stays_flat_over_single_calls():
    case = ecflink.Case("wiwb", central=ecflink.CentralAccount(name="Ann Sample"),
                        account=ecflink.CourtAccount(login="asample", name="Ann Sample"))
    assert grows(lambda: ecflink.assess(case, at="2020-03-30T13:00:00Z"), 2000, CALLS) < 2 << 20


def test_memory_stays_flat_over_tables(sample):
    def act():
        result = ecflink.verify(**sample.tables, policies=sample.policies, as_of=AS_OF, threads=1,
                                columns={"nobody": "has_it"})
        pa.table(result.failures(explain=True))
        pa.array(result.findings)
        with pytest.raises(ecflink.ArrowError):
            ecflink.verify(**{**sample.tables, "links": sample.tables["roster"]}, as_of=AS_OF)
        with pytest.raises(TypeError):  # the streams that were made are released
            ecflink.read(**{**sample.tables, "links": None})
    assert grows(act, 50, max(300, CALLS // 1000)) < 8 << 20


def test_threads_share_an_engine(generated):
    tables = ecflink.read(**generated.tables, policies=generated.policies)
    troubles = []

    def act():
        try:
            for _ in range(5):
                generated.check(tables.verify(AS_OF, threads=1))
                answer = ecflink.assess(ecflink.Case("wiwb"), at=AS_OF, policies=generated.policies)
                assert answer.verdict is ecflink.Verdict.REFUSE
        except BaseException as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=act) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


def test_progress_is_told(generated):
    told = []
    ecflink.verify(generated.folder, as_of=AS_OF, progress=lambda *what: told.append(what))
    assert told and all(isinstance(stage, str) and 0 <= done <= total for stage, done, total in told)


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt, SystemExit])
def test_a_callback_that_raises(generated, error):
    def progress(stage, done, total):
        raise error(stage)

    for work in (lambda: ecflink.verify(generated.folder, as_of=AS_OF, progress=progress),
                 lambda: ecflink.verify(**generated.tables, as_of=AS_OF, progress=progress),
                 lambda: ecflink.forecast(generated.folder, as_of=AS_OF, progress=progress),
                 lambda: ecflink.shadow(generated.folder, after=[], as_of=AS_OF, progress=progress)):
        with pytest.raises(error):
            work()
    # Nothing is left over for the next call.
    generated.check(ecflink.verify(generated.folder, as_of=AS_OF))


def test_keyboard_interrupt_cancels(tmp_path):
    """SIGINT while C works: the process ends with KeyboardInterrupt, and no row was skipped in silence."""
    script = textwrap.dedent(f"""
        import os, signal, sys
        import ecflink
        rows = 0
        def count(stage, done, total):
            global rows
            rows += 1
            if rows == 1:
                os.kill(os.getpid(), signal.SIGINT)
        try:
            while True:
                ecflink.verify("examples/ledger", as_of="{AS_OF}",
                               progress=count if sys.argv[1] == "told" else None)
                if sys.argv[1] != "told":
                    signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            print("interrupted")
    """)
    for how in ("told", "silent"):
        run = subprocess.run([sys.executable, "-c", script, how], cwd=ROOT, capture_output=True, text=True,
                             timeout=60, check=False)
        assert run.stdout == "interrupted\n", run.stderr


def test_producers_are_freed_early(sample):
    """The result keeps what Arrow memory it needs, whatever the producer drops."""
    gc.collect()
    before = pa.total_allocated_bytes()
    tables = {name: pa.table({field.name: pa.array(table.column(field.name).to_pylist(), field.type)
                              for field in table.schema}) for name, table in sample.tables.items()}
    all_of_them = pa.total_allocated_bytes() - before
    result = ecflink.read(**tables, policies=sample.policies)
    del tables
    gc.collect()
    assert pa.total_allocated_bytes() - before >= all_of_them > 0  # all is kept
    sample.check(result.verify(AS_OF))
    assert result.verify(AS_OF).failures(explain=True).rows()[0]["login"] == "geraldwhitcomb"
    del result
    gc.collect()
    assert pa.total_allocated_bytes() == before


class Stolen:
    """Gives a stream that somebody has taken already."""

    def __init__(self, table):
        self.capsule = table.__arrow_c_stream__()
        pa.RecordBatchReader._import_from_c_capsule(self.capsule)

    def __arrow_c_stream__(self, requested_schema=None):
        return self.capsule


class Released:
    """The same of an array."""

    def __init__(self, table):
        self.capsules = table.combine_chunks().to_batches()[0].__arrow_c_array__()
        pa.RecordBatch._import_from_c_capsule(*self.capsules)

    def __arrow_c_array__(self, requested_schema=None):
        return self.capsules


class Wrong:
    """Gives something else."""

    def __init__(self, table):
        del table

    def __arrow_c_stream__(self, requested_schema=None):
        return 7


@pytest.mark.parametrize("producer", [Stolen, Released])
def test_what_was_released_is_refused(sample, producer):
    for name in sample.tables:
        for columns in (None, {"a": "b"}):
            with pytest.raises(ecflink.ArrowError):
                ecflink.verify(**{**sample.tables, name: producer(sample.tables[name])}, as_of=AS_OF,
                               columns=columns)
    with pytest.raises((TypeError, ValueError)):
        ecflink.verify(**{**sample.tables, "links": Wrong(None)}, as_of=AS_OF)


def test_a_stream_that_fails(sample):
    def fails():
        yield from sample.tables["links"].to_batches()
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(sample.tables["links"].schema, fails())
    with pytest.raises(ecflink.ArrowError, match="the disk is gone"):
        ecflink.verify(**{**sample.tables, "links": reader}, as_of=AS_OF)


def test_fork_after_import(sample):
    ecflink.verify(sample.folder, as_of=AS_OF, threads=2)
    child = os.fork()
    if child == 0:
        try:
            sample.check(ecflink.verify(sample.folder, as_of=AS_OF, threads=2))
            os._exit(0)
        except BaseException:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    sample.check(ecflink.verify(sample.folder, as_of=AS_OF, threads=2))


def test_many_processes(sample):
    import multiprocessing
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(verdicts_of, [str(sample.folder)] * 4) == [sample.report["verdicts"]] * 4


def verdicts_of(folder):
    return ecflink.verify(folder, as_of=AS_OF).report["verdicts"]


def test_signals_are_left_alone():
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
