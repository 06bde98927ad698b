#!/usr/bin/env python3
"""Builds the Python package, installs it in a virtual environment, and tests it there.

    python_test.py STEP BUILD FOLDER

BUILD is the build folder of ecflink, FOLDER where to work. Steps:

    wheel         builds and installs the wheel, with the library and the program of BUILD
    tests         runs bindings/python/tests
    types         mypy --strict and stubtest over the installed package
    pages         runs the examples of the package's docstrings and of docs/python.md
    source_wheel  builds a wheel from the sources alone, and runs the tests of the package with it
"""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "bindings/python"
STEP, BUILD, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
# The installed package is tested, whatever the caller's environment names.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not name.startswith(("PYTHON", "ECFLINK_"))}


def run(*command, **options):
    print("+", *command, flush=True)
    subprocess.run([str(word) for word in command], check=True, env={**ENVIRONMENT, **options.pop("env", {})},
                   **options)


def make_venv(venv):
    """An environment with the packages of requirements.txt, made again when these change."""
    wanted = (ROOT / "tests/bindings/requirements.txt").read_text()
    mark = venv / "installed.txt"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(venv, ignore_errors=True)
        run(sys.executable, "-m", "venv", venv)
        run(venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r",
            ROOT / "tests/bindings/requirements.txt")
        mark.write_text(wanted)


def build_wheel(venv, name, *defines):
    """Builds a wheel and installs it."""
    dist = FOLDER / name / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    run(venv / "bin/pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-build-isolation",
        "--no-deps", "--wheel-dir", dist, "--config-settings", f"build-dir={FOLDER / name / 'build'}",
        *(word for define in defines for word in ("--config-settings", f"cmake.define.{define}")), PACKAGE,
        env={"PATH": f"{venv / 'bin'}:{os.environ['PATH']}"})
    wheel, = dist.glob("*.whl")
    if not wheel.name.startswith("ecflink-") or "-cp39-abi3-" not in wheel.name:
        sys.exit(f"{wheel.name} is not a wheel for every Python from 3.9 on")
    run(venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall",
        "--no-deps", wheel)
    print(f"{wheel.name}: {wheel.stat().st_size:,} bytes")


def main():
    venv = FOLDER / "venv"
    python = venv / "bin/python"
    if STEP == "wheel":
        make_venv(venv)
        prefix = FOLDER / "prefix"
        shutil.rmtree(prefix, ignore_errors=True)
        run("cmake", "--install", BUILD, "--prefix", prefix, stdout=subprocess.DEVNULL)
        build_wheel(venv, "wheel", "ECFLINK_PYTHON_INSTALLED=ON", f"CMAKE_PREFIX_PATH={prefix}")
    elif STEP == "tests":
        run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", PACKAGE / "tests", cwd=ROOT)
    elif STEP == "types":
        run(python, "-m", "mypy", "--strict", "--config-file", PACKAGE / "pyproject.toml", "--cache-dir",
            FOLDER / "mypy", "-p", "ecflink", cwd=FOLDER)
        run(python, "-m", "mypy", "--strict", "--cache-dir", FOLDER / "mypy",
            PACKAGE / "tests/typed_use.py", cwd=FOLDER)
        run(python, "-m", "mypy.stubtest", "--concise", "ecflink", cwd=FOLDER)
    elif STEP == "pages":
        run(python, PACKAGE / "tests/run_examples.py", cwd=ROOT)
    elif STEP == "source_wheel":
        own_venv = FOLDER / "source_venv"
        make_venv(own_venv)
        build_wheel(own_venv, "source_wheel")
        module, = (own_venv / "lib").glob("python*/site-packages/ecflink/_capi.abi3.so")
        for file in (module, module.parent / "bin/ecflink"):
            needed = subprocess.run(["readelf", "--dynamic", "--wide", str(file)], check=True,
                                    capture_output=True, text=True).stdout
            if "libpq" in needed:
                sys.exit(f"{file} needs libpq")
        run(own_venv / "bin/python", "-m", "pytest", "-q", "-p", "no:cacheprovider", PACKAGE / "tests",
            cwd=ROOT)
    else:
        sys.exit(f"no such step: {STEP}")


main()
