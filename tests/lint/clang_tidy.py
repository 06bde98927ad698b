#!/usr/bin/env python3
"""Runs clang-tidy over everything that is shipped, as it is compiled.

    clang_tidy.py BUILD_FOLDER [FILE...]      the build folder has a compile_commands.json

The first run installs clang-tidy in the build folder, in the version of requirements.txt.
"""

import concurrent.futures
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "support"))
import packages  # noqa: E402


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
    packages.from_pip(build / "clang-tidy", HERE / "requirements.txt")
    tidy = build / "clang-tidy/bin/clang-tidy"
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
