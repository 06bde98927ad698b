#!/usr/bin/env python3
"""Builds the Python package, installs it in a virtual environment, and tests it there.

    python_test.py STEP BUILD FOLDER

BUILD is the build folder of ecflink, FOLDER where to work. Steps:

    wheel         builds and installs the wheel, with the library and the program of BUILD
    tests         runs bindings/python/tests; ledgers also in a PostgreSQL server, if BUILD has the driver
    engines       runs the tests of DuckDB and Polars with the oldest versions that are supported
    duckdbs       runs the tests of DuckDB with every version that is supported
    ceremony      a program in an empty folder and the program `ecflink` do what docs/ceremony.md does
    types         mypy --strict and stubtest over the installed package
    pages         runs the examples of the package's docstrings and of docs/python.md
    soak          a million calls and more, at flat memory
    source_wheel  makes the source distribution, builds a wheel from it alone, without PostgreSQL, and runs
                  the tests of the package with it
    pythons       installs that wheel for every other Python that is here, and uses it
    spark         the wheel in Spark, on this machine: local[2]. Installs Spark: minutes, 900 MB
    spark_lake    the same over tables of Delta Lake and Iceberg, in the Spark that both support
    spark_cluster the same on a cluster of two workers, of which one is killed
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
import packages  # noqa: E402

PACKAGE = ROOT / "bindings/python"
STEP, BUILD, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
# The installed package is tested, whatever the caller's environment names.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not name.startswith(("PYTHON", "ECFLINK_"))}
WITH_POSTGRESQL = (sys.executable, ROOT / "tests/ledger/with_postgresql.py", "--fast")
# Has a million calls of several kinds, and of ledgers.
SOAK = {"ECFLINK_TEST_CALLS": "1000000"}


def run(*command, **options):
    print("+", *command, flush=True)
    subprocess.run([str(word) for word in command], check=True, env={**ENVIRONMENT, **options.pop("env", {})},
                   **options)


def make_venv(venv):
    """An environment with the packages of requirements.txt."""
    packages.from_pip(venv, ROOT / "tests/bindings/requirements.txt")


def build_wheel(venv, name, source, *defines):
    """Builds a wheel and installs it."""
    dist = FOLDER / name / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    run(venv / "bin/pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-build-isolation",
        "--no-deps", "--wheel-dir", dist, "--config-settings", f"build-dir={FOLDER / name / 'build'}",
        *(word for define in defines for word in ("--config-settings", f"cmake.define.{define}")), source,
        env={"PATH": f"{venv / 'bin'}:{os.environ['PATH']}"})
    wheel, = dist.glob("*.whl")
    if not wheel.name.startswith("ecflink-") or "-cp39-abi3-" not in wheel.name:
        sys.exit(f"{wheel.name} is not a wheel for every Python from 3.9 on")
    run(venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall",
        "--no-deps", wheel)
    print(f"{wheel.name}: {wheel.stat().st_size:,} bytes")


def module_of(venv):
    """The extension module that is installed."""
    module, = (venv / "lib").glob("python*/site-packages/ecflink/_capi.abi3.so")
    return module


def needs_libpq(file):
    needed = subprocess.run(["readelf", "--dynamic", "--wide", str(file)], check=True, capture_output=True,
                            text=True).stdout
    return "libpq" in needed


def run_with_databases(venv, *command, **options):
    """Runs a command, next to a PostgreSQL server if the package has the driver."""
    server = WITH_POSTGRESQL if needs_libpq(module_of(venv)) else ()
    run(*server, *command, **options)


def run_tests(venv, *arguments, **options):
    run_with_databases(venv, venv / "bin/python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments,
                       cwd=ROOT, **options)


# The oldest version and, for each later one that DuckDB keeps in use, its last release. The newest is in
# requirements.txt, so that the step `tests` has it.
DUCKDBS = ("1.2.2", "1.3.2", "1.4.5", "1.5.6", "2.0.1")
OLDEST_POLARS = "1.28.1"


def run_with_versions(venv, name, requirements, *tests):
    """Runs tests of the package with other versions of the engines than those of requirements.txt."""
    folder = FOLDER / "engines" / name
    packages.into_folder(folder, venv / "bin/pip", requirements)
    run(venv / "bin/python", "-m", "pytest", "-q", "-p", "no:cacheprovider",
        *(PACKAGE / "tests" / test for test in tests), cwd=ROOT, env={"PYTHONPATH": str(folder)})


def run_ceremony(venv):
    """Where the package is installed, a court's own program needs nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "court"
        page.write_text(f"#!{venv / 'bin/python'}\n" +
                        (ROOT / "tests/bindings/wiwd_page.py").read_text(encoding="utf-8"), encoding="utf-8")
        page.chmod(0o755)
        compare = (sys.executable, ROOT / "tests/capi/wiwd_page_test.py",
                   module_of(venv).parent / "bin/ecflink", page, ROOT / "examples/filers")
        run(*compare, cwd=folder)
        if needs_libpq(module_of(venv)):
            run(*WITH_POSTGRESQL, *compare, "--postgresql", cwd=folder)


def make_source_distribution(venv):
    """Makes it, and unpacks it where every run finds it, for the compiler's cache."""
    folder = FOLDER / "source_wheel"
    shutil.rmtree(folder / "sdist", ignore_errors=True)
    run(venv / "bin/python", "-c", "import os, backend; backend.build_sdist(os.environ['TO'])", cwd=PACKAGE,
        env={"TO": str(folder / "sdist")})
    archive, = (folder / "sdist").glob("ecflink-*.tar.gz")
    print(f"{archive.name}: {archive.stat().st_size:,} bytes")
    unpacked = folder / "source"
    shutil.rmtree(unpacked, ignore_errors=True)
    with tarfile.open(archive) as opened:
        opened.extractall(folder / "sdist")
    (folder / "sdist" / archive.name.removesuffix(".tar.gz")).rename(unpacked)
    return unpacked


# What every Python does with the installed wheel, without a compiler.
USE = """
import sys, tempfile, ecflink
assert ecflink.verify(sys.argv[1], as_of="2026-06-30T12:00:00Z").report["verdicts"]["allow"] == 39
with tempfile.TemporaryDirectory() as folder:
    ecflink.Keys.create_file(folder + "/keys")
    with ecflink.Ledger.create(folder + "/court.db", folder + "/keys") as ledger:
        assert ledger.load(sys.argv[2], ecflink.Acting(ecflink.Actor.COURT, "clerk")).added == 8
        assert ledger.verify_audit().is_whole
print("Python", *sys.version_info[:3])
"""


def other_pythons():
    """Those of the system and of pyenv, one of each version from 3.9 on, by the version."""
    places = [shutil.which(f"python3.{minor}") for minor in range(9, 20)]
    places += pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")).glob(
        "versions/3.*/bin/python3")
    found = {}
    for python in filter(None, places):
        asked = subprocess.run([python, "-c", "import sys; print(*sys.version_info[:2], sep='.')"],
                               check=False, capture_output=True, text=True)
        version = asked.stdout.strip()
        if asked.returncode == 0 and int(version.partition(".")[2]) >= 9:
            found.setdefault(version, python)
    return found


def use_in_other_pythons():
    wheel, = (FOLDER / "source_wheel/dist").glob("*.whl")
    pythons = other_pythons()
    for version, python in sorted(pythons.items()):
        venv = FOLDER / f"venv{version}"
        shutil.rmtree(venv, ignore_errors=True)
        run(python, "-m", "venv", venv)
        run(venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:",
            wheel, env={"CC": "false", "CXX": "false"})
        run(venv / "bin/python", "-c", USE, ROOT / "examples/ledger", ROOT / "examples/filers", cwd="/")
    if not pythons:
        sys.exit("there is no Python to use it with")
    print("Used with Python", *sorted(pythons))


def run_spark(tests, name="spark"):
    """Runs tests in an environment with a Spark and the wheel, on Debian's Java. What Spark fetches from
    Maven stays there, and what this machine has of Maven is not looked at."""
    venv = FOLDER / name
    packages.from_pip(venv, ROOT / f"tests/bindings/{name}_requirements.txt")
    wheel, = (FOLDER / "wheel/dist").glob("*.whl")
    run(venv / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--force-reinstall", "--no-deps", wheel)
    java = {"JAVA_HOME": str(home) for home in pathlib.Path("/usr/lib/jvm").glob("java-17-openjdk-*")}
    if not java:
        sys.exit("Spark needs a Java: apt-get install openjdk-17-jre-headless")
    run(venv / "bin/python", "-m", "pytest", "-q", "-p", "no:cacheprovider", PACKAGE / "tests" / tests,
        cwd=ROOT, env={**java, "PYSPARK_PYTHON": str(venv / "bin/python"), "SPARK_LOCAL_IP": "127.0.0.1",
                       "SPARK_SUBMIT_OPTS": f"-Duser.home={venv}"})


def main():
    venv = FOLDER / "venv"
    python = venv / "bin/python"
    if STEP == "wheel":
        make_venv(venv)
        prefix = FOLDER / "prefix"
        shutil.rmtree(prefix, ignore_errors=True)
        run("cmake", "--install", BUILD, "--prefix", prefix, stdout=subprocess.DEVNULL)
        build_wheel(venv, "wheel", PACKAGE, "ECFLINK_PYTHON_INSTALLED=ON", f"CMAKE_PREFIX_PATH={prefix}")
    elif STEP == "tests":
        run_tests(venv, PACKAGE / "tests")
    elif STEP == "engines":
        run_with_versions(venv, "oldest", (f"duckdb=={DUCKDBS[0]}", f"polars=={OLDEST_POLARS}"),
                          "test_duckdb.py", "test_polars.py")
    elif STEP == "duckdbs":
        for version in DUCKDBS:
            run_with_versions(venv, f"duckdb{version}", (f"duckdb=={version}",), "test_duckdb.py")
    elif STEP == "ceremony":
        run_ceremony(venv)
    elif STEP == "types":
        run(python, "-m", "mypy", "--strict", "--config-file", PACKAGE / "pyproject.toml", "--cache-dir",
            FOLDER / "mypy", "-p", "ecflink", cwd=FOLDER)
        run(python, "-m", "mypy", "--strict", "--cache-dir", FOLDER / "mypy",
            PACKAGE / "tests/typed_use.py", cwd=FOLDER)
        run(python, "-m", "mypy.stubtest", "--concise", "--mypy-config-file", PACKAGE / "pyproject.toml",
            "ecflink", cwd=FOLDER)
    elif STEP == "pages":
        run(python, PACKAGE / "tests/run_examples.py", cwd=ROOT)
    elif STEP == "soak":
        run_tests(venv, "-k", "flat", PACKAGE / "tests", env=SOAK)
    elif STEP == "source_wheel":
        own_venv = FOLDER / "source_venv"
        make_venv(own_venv)
        build_wheel(own_venv, "source_wheel", make_source_distribution(own_venv))
        for file in (module_of(own_venv), module_of(own_venv).parent / "bin/ecflink"):
            if needs_libpq(file):
                sys.exit(f"{file} needs libpq")
        run_tests(own_venv, PACKAGE / "tests")
        run_ceremony(own_venv)
    elif STEP == "spark":
        run_spark("test_spark.py")
    elif STEP == "spark_lake":
        run_spark("test_spark_lake.py", "spark_lake")
    elif STEP == "spark_cluster":
        run_spark("test_spark_cluster.py")
    elif STEP == "pythons":
        use_in_other_pythons()
    else:
        sys.exit(f"no such step: {STEP}")


main()
