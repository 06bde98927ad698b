"""Holds the binary interface of the C libraries against its committed baseline interface.abi, with abidiff.

    abidiff.py INCLUDE CC BASELINE             shows what differs, and exits 1
    abidiff.py --accept INCLUDE CC BASELINE    writes the baseline: to accept an addition

INCLUDE is capi/include, and CC a C compiler. Compared is a library made from the headers alone: every
function that they declare, with an empty body, and full debug information. The real libraries cannot
differ from it, since their sources include the headers, and their exports are held against the lists
(exports.txt). So the test needs no debug build, and no types of C++ stand in the baseline.

Anything that abidiff reports is a difference, whatever its kind: it counts a reordered struct as little as an
added function. Its options that name the folder of the headers are not used, because they hide each change of
a type that comes from another header, such as a size_t that becomes a uint32_t.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import interface


def make_library(include, cc, to):
    """Every function that the headers declare, with an empty body."""
    text = "".join(f"#include <ecflink/{name}>\n" for name in interface.HEADERS)
    for name in interface.HEADERS:
        plain = interface.without_comments((include / "ecflink" / name).read_text(encoding="ascii"))
        for function in re.findall(r"ECFLINK_API ([^#]*?);", plain):
            text += f"{function} {{ __builtin_trap(); }}\n"
    to.with_suffix(".c").write_text(text, encoding="ascii")
    # by a short name, so that no path of this machine stands in the baseline
    subprocess.run([cc, "-g", "-shared", "-fPIC", "-w", f"-ffile-prefix-map={to.parent}=.",
                    f"-I{include.resolve()}", f"{to.stem}.c", "-o", to.name], check=True, cwd=to.parent)


def write_baseline(library, to):
    subprocess.run(["abidw", "--exported-interfaces-only", "--no-corpus-path", "--no-comp-dir-path",
                    "--no-show-locs", "--no-elf-needed", "--no-parameter-names", "--type-id-style", "hash",
                    library, "--out-file", to], check=True)


def compare(baseline, library):
    """What abidiff says, or nothing."""
    ran = subprocess.run(["abidiff", "--no-show-locs", baseline, library], capture_output=True, text=True,
                         check=False)
    return (ran.stdout + ran.stderr or f"abidiff ended with {ran.returncode}") if ran.returncode != 0 else ""


def main():
    include, cc, baseline = pathlib.Path(sys.argv[-3]), sys.argv[-2], sys.argv[-1]
    with tempfile.TemporaryDirectory() as folder:
        library = pathlib.Path(folder) / "interface.so"
        make_library(include, cc, library)
        if "--accept" in sys.argv:
            write_baseline(library, baseline)
            return 0
        found = compare(baseline, library)
    if found:
        print(found)
        print("The binary interface is not the accepted one. If it only grew, accept it: CONTRIBUTING.md, "
              '"A C function, or a member of a C struct".')
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
