#!/usr/bin/env python3
"""Every source is formatted by .clang-format.

    clang_format.py CLANG_FORMAT      to format a file: CLANG_FORMAT -i FILE
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("include", "src", "capi", "bindings", "tests", "benchmarks", "examples")
SUFFIXES = {".hpp", ".cc", ".h", ".c"}
# The headers of others, as they are.
FOREIGN = ROOT / "bindings/duckdb/duckdb"

files = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*")
               if path.suffix in SUFFIXES and FOREIGN not in path.parents)
done = subprocess.run([sys.argv[1], "--dry-run", "-Werror", *map(str, files)], cwd=ROOT, text=True,
                      stderr=subprocess.PIPE, check=False)
wrong = sorted(set(re.findall(r"^(/[^:\n]+):\d+:\d+: error:", done.stderr, re.MULTILINE)))
print("\n".join(wrong) or f"{len(files)} files")
sys.exit(done.returncode)
