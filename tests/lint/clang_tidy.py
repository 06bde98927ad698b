#!/usr/bin/env python3
"""Runs clang-tidy over everything that is shipped, as it is compiled.

    clang_tidy.py BUILD_FOLDER [FILE...]      the build folder has a compile_commands.json

The first run installs clang-tidy in the build folder, in the version of requirements.txt.
"""

import concurrent.futures
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def installed(folder):
    """The program, of the version that is asked for."""
    asked = (HERE / "requirements.txt").read_text(encoding="utf-8")
    mark = folder / "installed.txt"
    if not mark.exists() or mark.read_text(encoding="utf-8") != asked:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r",
                        HERE / "requirements.txt"], check=True)
        mark.write_text(asked, encoding="utf-8")
    return folder / "bin/clang-tidy"


def shipped(build):
    """The sources of library, C interface and program, and a file that includes every public header."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    files = {pathlib.Path(entry["file"]) for entry in commands}
    return sorted(str(file) for file in files
                  if file.suffix == ".cc" and (file.is_relative_to(ROOT / "src")
                                               or file.is_relative_to(ROOT / "capi" / "src")
                                               or file.name == "in_order.cc"))


def check(tidy, build, file):
    done = subprocess.run([tidy, "-p", str(build), "--quiet", f"--config-file={ROOT / '.clang-tidy'}",
                           "--extra-arg=-Wno-unknown-warning-option", file],
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout


def main(build, *files):
    build = pathlib.Path(build)
    tidy = installed(build / "clang-tidy")
    files = files or shipped(build)
    assert files, "nothing to check"
    worst = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for status, text in pool.map(lambda file: check(tidy, build, file), files):
            worst = max(worst, status)
            if status != 0:
                print(text, end="", flush=True)
    if worst == 0:
        print(f"{len(files)} files")
    return worst


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
