"""Checks what the shared library exports and needs, with nm and readelf.

    check_shared_library.py LIBRARY SONAME EXPORTS NEEDED HEADER...

EXPORTS and NEEDED are committed lists with one name on each line: every symbol that the library exports,
and every library that it may need. The headers declare what EXPORTS lists.
"""

import fnmatch
import pathlib
import re
import subprocess
import sys


def lines_of(path):
    return [line for line in pathlib.Path(path).read_text(encoding="ascii").splitlines()
            if line and not line.startswith("#")]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    library, expected_soname, exports_file, needed_file, *headers = sys.argv[1:]
    troubles = []

    expected = lines_of(exports_file)
    if expected != sorted(expected):
        troubles.append(f"{exports_file} is not sorted")
    text = "".join(pathlib.Path(header).read_text(encoding="ascii") for header in headers)
    declared = sorted(re.findall(r"^ECFLINK_API [^(]*?(\w+)\(", text, re.MULTILINE))
    if declared != expected:
        troubles.append(f"declared and listed are not the same: {sorted(set(declared) ^ set(expected))}")

    symbols = [line.split()[-2:] for line in run("nm", "-D", "--defined-only", library).splitlines()]
    exported = sorted(name.partition("@")[0] for kind, name in symbols if kind == "T")
    if exported != expected:
        troubles.append(f"exported and listed are not the same: {sorted(set(exported) ^ set(expected))}")
    rest = [(kind, name) for kind, name in symbols if kind != "T"]
    if rest != [("A", "ECFLINK_0")]:
        troubles.append(f"besides functions there is {rest}, not the version node ECFLINK_0 alone")
    unversioned = [name for kind, name in symbols if kind == "T" and not name.endswith("@@ECFLINK_0")]
    if unversioned:
        troubles.append(f"without the version node: {unversioned}")
    if "UNIQUE" in run("readelf", "--dyn-syms", "--wide", library):
        troubles.append("a symbol is GNU_UNIQUE: the library could never be unloaded")

    # Functions that would end the caller's program or print for it. abort is not among them: headers of the
    # C++ runtime and the assertions of result.hpp import it.
    undefined = {line.split()[-1].partition("@")[0]
                 for line in run("nm", "-D", "--undefined-only", library).splitlines()}
    loud = undefined & {"exit", "_exit", "_Exit", "quick_exit", "printf", "puts", "putchar", "perror", "time",
                        "gettimeofday", "clock_gettime", "setlocale"}
    if loud:
        troubles.append(f"calls {sorted(loud)}")

    dynamic = run("readelf", "--dynamic", "--wide", library)
    soname = re.search(r"\(SONAME\).*\[(.*)\]", dynamic)
    if not soname or soname[1] != expected_soname:
        troubles.append(f"its SONAME is {soname and soname[1]}")
    needed = {re.sub(r"[-.]?[\d.]*\.so.*", "", name) for name in re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)}
    unknown = sorted(name for name in needed
                     if not any(fnmatch.fnmatchcase(name, pattern) for pattern in lines_of(needed_file)))
    if unknown:
        troubles.append(f"needs {unknown}, which {needed_file} does not list")

    for trouble in troubles:
        print(trouble)
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
