"""ecflink.spark on a cluster of two workers: executors killed, tasks that fail, and tasks that run twice."""

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import sysconfig
import threading
import time

import pyspark
import pytest
from pyspark.sql import SparkSession

from conftest import Ledger, run_program, skew
from ecflink import spark as ecs
from test_spark import LAYOUTS, check, check_report, verified

SPARK = pathlib.Path(pyspark.__file__).parent
MASTER, PAGES = 17077, 18080
PATIENCE = 120


def python_without_ecflink(folder):
    """An interpreter for the workers, with all packages of this one but ecflink."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    into, = (folder / "lib").glob("python*/site-packages")
    for entry in pathlib.Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not entry.name.startswith("ecflink") and not (into / entry.name).exists():
            (into / entry.name).symlink_to(entry)
    python = folder / "bin/python"
    assert subprocess.run([python, "-I", "-c", "import ecflink"], check=False, stderr=subprocess.DEVNULL,
                          cwd=folder).returncode == 1
    return python


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    """A master and two workers. Ends them all, whatever happens."""
    folder = tmp_path_factory.mktemp("cluster")
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m",
                   "SPARK_HOME": str(SPARK), "PYSPARK_PYTHON": str(python_without_ecflink(folder / "python"))}
    environment.pop("PYTHONPATH", None)
    commands = [["master.Master", "--host", "127.0.0.1", "--port", str(MASTER), "--webui-port", str(PAGES)]]
    commands += [["worker.Worker", "--host", "127.0.0.1", "--port", str(MASTER + place), "--webui-port",
                  str(PAGES + place), "--cores", "1", "--memory", "1g", "--work-dir",
                  str(folder / f"work{place}"), f"spark://127.0.0.1:{MASTER}"] for place in (1, 2)]
    started = []
    with contextlib.ExitStack() as stack:
        for place, (name, *words) in enumerate(commands):
            log = stack.enter_context(open(folder / f"{place}.log", "wb"))
            process = subprocess.Popen([SPARK / "bin/spark-class", f"org.apache.spark.deploy.{name}", *words],
                                       env=environment, stdout=log, stderr=subprocess.STDOUT)
            stack.callback(end, process)
            started.append(process)
        give_up = time.monotonic() + PATIENCE
        while not all(b"Successfully registered" in (folder / f"{place}.log").read_bytes()
                      for place in (1, 2)):
            assert time.monotonic() < give_up and all(process.poll() is None for process in started)
            time.sleep(0.5)
        before = os.environ.copy()
        os.environ.update(PYSPARK_PYTHON=environment["PYSPARK_PYTHON"], PYSPARK_DRIVER_PYTHON=sys.executable)
        yield started[1:]
        os.environ.clear()
        os.environ.update(before)


def end(process):
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def session(workers, work):
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
                "spark.driver.memory": "1200m", "spark.executor.memory": "700m", "spark.executor.cores": "1",
                "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
                "spark.local.dir": str(work / "cluster"), "spark.sql.session.timeZone": "UTC",
                "spark.sql.execution.arrow.maxRecordsPerBatch": "65536", "spark.speculation": "true",
                "spark.speculation.interval": "200ms", "spark.speculation.quantile": "0.5",
                "spark.speculation.multiplier": "1.5", "spark.speculation.minTaskRuntime": "500ms",
                "spark.sql.files.maxPartitionBytes": "1m", "spark.sql.files.openCostInBytes": "0"}
    builder = SparkSession.builder.master(f"spark://127.0.0.1:{MASTER}")
    for name, value in settings.items():
        builder = builder.config(name, value)
    opened = builder.getOrCreate()
    opened.sparkContext.setLogLevel("OFF")
    ecs.ship(opened)
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def large(work):
    """Half of all links at one court, and 100,000 of one central account there."""
    folder = work / "large"
    run_program("generate", folder, "--links", 240_000, "--seed", 13, "--threads", 2)
    skew(folder, 100_000)
    return Ledger(folder, work)


@pytest.mark.parametrize("parts", (1, 3, 8, 64))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_large_slot(session, large, work, layout, parts):
    checked = verified(session, large, work, layout=layout, parts=parts).cache()
    check(large, checked.rows)
    check_report(large, checked.report())


def executor_of(worker):
    """The process of a worker's executor."""
    for entry in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError):
            if entry.name.isdigit() and b"CoarseGrainedExecutorBackend" in (entry / "cmdline").read_bytes() \
                    and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == worker.pid:
                return int(entry.name)
    return None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_executor_is_killed(session, workers, large, work, layout):
    """The first executor is killed when a few tasks of the verification are done."""
    tracker, killed, stop = session.sparkContext.statusTracker(), [], threading.Event()
    checked = verified(session, large, work, layout=layout, parts=24)

    def kill():
        while not stop.is_set() and not killed:
            for stage in tracker.getActiveStageIds():
                info = tracker.getStageInfo(stage)
                if info is not None and info.numTasks == 24 and info.numCompletedTasks >= 3:
                    killed.append(executor_of(workers[0]))
                    os.kill(killed[0], signal.SIGKILL)
                    return
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        check(large, checked.rows)
    finally:
        stop.set()
        thread.join()
    assert killed
    check_report(large, verified(session, large, work, layout=layout, parts=8).report())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tasks_that_fail_and_tasks_that_run_twice(session, sample, work, layout):
    """One task fails at first, and one takes so long that Spark starts it once more elsewhere."""
    failed, slow = work / f"failed {layout}", work / f"slow {layout}"

    def disturb(batches):
        from pyspark import TaskContext

        context = TaskContext.get()
        yield from batches
        if context.partitionId() == 1 and not failed.exists():
            failed.touch()
            raise RuntimeError("a task that fails")
        if context.partitionId() == 2:
            try:
                slow.touch(exist_ok=False)
                time.sleep(30)
            except FileExistsError:
                slow.with_suffix(".again").touch()

    def disturbed(frame):  # mapInArrow itself cannot have a dot in a name
        plain = frame.withColumnRenamed("file.no", "file")
        return plain.repartition(6).mapInArrow(disturb, plain.schema).withColumnRenamed("file", "file.no")

    checked = verified(session, sample, work, layout=layout, parts=6, disturb=disturbed)
    check(sample, checked.rows)
    assert failed.exists() and slow.with_suffix(".again").exists()
