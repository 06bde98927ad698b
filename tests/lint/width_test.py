#!/usr/bin/env python3
"""No line is wider than it can be read: code 110 columns, comments of C and C++ 100."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("include", "src", "capi", "bindings", "tests", "benchmarks", "examples", "cmake")
CODE, COMMENT = 110, 100
NAMES = re.compile(r"\.(hpp|cc|h|c|def|py|sh|cmake)$|(^|/)CMakeLists\.txt$")
C_LIKE = re.compile(r"\.(hpp|cc|h|c|def)$")
# A line that holds nothing but a comment, or a part of one.
COMMENT_LINE = re.compile(r"\s*(//|/\*|\*[ /]|\*$)")
# Directives to tools, which must be on one line.
DIRECTIVE = re.compile(r"NOLINT|clang-format")

# The headers of others, as they are.
FOREIGN = "bindings/duckdb/duckdb/"

EXCEPTIONS = {
    "tests/attacks/policy_attacks_test.cc": "policy documents in raw strings",
    "tests/columns/arrow_test.cc": "a table of arrays, one on each line",
    "tests/unit/policy_file_test.cc": "policy documents in raw strings",
    "tests/unit/record_test.cc": "a decision record in a raw string",
}


def sources():
    paths = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        paths += (ROOT / folder).rglob("*")
    return sorted(name for name in (str(path.relative_to(ROOT)) for path in paths)
                  if NAMES.search(name) and not name.startswith(FOREIGN))


def wide_lines(name):
    """The numbers of the lines of a file that are too wide."""
    for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1):
        is_comment = C_LIKE.search(name) and COMMENT_LINE.match(line) and not DIRECTIVE.search(line)
        if len(line) > (COMMENT if is_comment else CODE):
            yield number


class Width(unittest.TestCase):
    def test_lines_are_narrow(self):
        wide = [f"{name}:{number}" for name in sources()
                if name not in EXCEPTIONS
                for number in wide_lines(name)]
        self.assertEqual(wide, [])

    def test_exceptions_are_needed(self):
        self.assertEqual([name for name in EXCEPTIONS if not any(wide_lines(name))], [])


if __name__ == "__main__":
    unittest.main()
