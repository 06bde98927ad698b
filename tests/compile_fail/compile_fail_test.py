#!/usr/bin/env python3
"""Each file compiles as it is; with WRONG=1, 2, ... it does not, for the reason beside the number.

    compile_fail_test.py CXX INCLUDE_FOLDER FILE...
"""

import concurrent.futures
import pathlib
import re
import subprocess
import sys

CASE = re.compile(r"^#(?:el)?if WRONG == (\d+)\s+// (.+)$", re.MULTILINE)


def compile_with(compiler, include, file, wrong):
    command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{include}",
               f"-DWRONG={wrong}", str(file)]
    return subprocess.run(command, text=True, capture_output=True, check=False)


def judge(compiler, include, file, wrong, expected):
    """What is wrong; nothing if all is well."""
    done = compile_with(compiler, include, file, wrong)
    if wrong == 0:
        return None if done.returncode == 0 else f"{file.name} does not compile as it stands:\n{done.stderr}"
    if done.returncode == 0:
        return f"{file.name} compiles with WRONG={wrong}"
    if not re.search(expected, done.stderr):
        return f"{file.name} with WRONG={wrong} fails, but not with /{expected}/:\n{done.stderr}"
    return None


def main(compiler, include, *files):
    cases = []
    for file in map(pathlib.Path, files):
        wrong = CASE.findall(file.read_text(encoding="ascii"))
        assert [int(number) for number, _ in wrong] == list(range(1, len(wrong) + 1)) and wrong, file
        cases += [(compiler, include, file, 0,
                   "")] + [(compiler, include, file, int(number), expected) for number, expected in wrong]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        troubles = [trouble for trouble in pool.map(lambda case: judge(*case), cases) if trouble]
    print("\n".join(troubles) or f"{len(cases)} compilations, each as it should be")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
