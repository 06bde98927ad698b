#!/usr/bin/env python3
"""What a header may include, cost and leave behind.

The compiler is that of the environment variable CXX. Budgets are the lines of `CXX -E -P`, of gcc's library;
raising one is a change to budgets.csv that a reader sees.
"""

import csv
import functools
import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
C_INCLUDE = ROOT / "capi" / "include"
COMPILER = os.environ.get("CXX", "c++")

# The headers of the core and of the decisions, in reading order, as the spine has them.
CORE = ["core/version", "core/result", "core/time", "core/tokens", "core/ids", "core/digest", "core/court",
        "core/central_account", "core/court_account", "core/evidence", "core/link", "core/findings",
        "core/policy", "core/rule", "core/observe", "core/assess", "decide/readiness", "decide/agency",
        "decide/access", "decide/registration", "decide/ceremony", "decide/unlink", "decide/import"]
CORE_MAY_USE = {"array", "bit", "compare", "cstddef", "cstdint", "cstdlib", "initializer_list", "optional",
                "span", "string_view", "type_traits", "typeindex", "boost/outcome/basic_result.hpp"}
COMPILED_MAY_USE = CORE_MAY_USE | {"atomic", "filesystem", "functional", "map", "memory", "string", "utility",
                                   "variant", "vector"}
# Headers that turn values into those of others include what they turn them into.
INTEROP_MAY_USE = {"interop/chrono": {"chrono", "limits", "ratio"},
                   "interop/date": {"chrono", "date/date.h", "ratio"},
                   "interop/text": {"concepts"},
                   "interop/ostream": {"ostream"},
                   "interop/format": {"format"}}
OUR_MACROS = re.compile(r"ECFLINK_(VERSION_(MAJOR|MINOR|PATCH|STRING)|BEGIN_NAMESPACE|END_NAMESPACE)$")
# Those of the Arrow specification, by which any number of programs may declare its structs.
ARROW_MACROS = {"ARROW_C_DATA_INTERFACE", "ARROW_C_STREAM_INTERFACE", "ARROW_FLAG_DICTIONARY_ORDERED",
                "ARROW_FLAG_MAP_KEYS_SORTED", "ARROW_FLAG_NULLABLE"}

INCLUDE_LINE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def includes_of(path):
    """Every include of a file: (quote or angle, what)."""
    return [match.groups()
            for match in map(INCLUDE_LINE.match, path.read_text(encoding="utf-8").splitlines()) if match]


def files_in(*folders, suffixes=(".hpp", ".cc", ".h", ".c", ".def", ".inc")):
    return sorted(path for folder in folders
                  for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)


def public_headers():
    return sorted(str(path.relative_to(INCLUDE / "ecflink").with_suffix(""))
                  for path in (INCLUDE / "ecflink").rglob("*.hpp"))


def preprocess(text, *flags):
    command = [COMPILER, "-std=c++20", "-x", "c++", "-I", str(INCLUDE), "-I", str(C_INCLUDE),
               "-E", *flags, "-"]
    return subprocess.run(command, input=text, text=True, stdout=subprocess.PIPE,
                          check=True).stdout.splitlines()


class Includes(unittest.TestCase):
    """What public headers use of others; which folder may include which is in tests/layers/."""

    def test_public_headers_use_little_else(self):
        for name in public_headers():
            allowed = CORE_MAY_USE if name in CORE + ["ecflink"] else COMPILED_MAY_USE
            allowed = allowed | INTEROP_MAY_USE.get(name, set())
            for quote, what in includes_of(INCLUDE / "ecflink" / f"{name}.hpp"):
                self.assertEqual(quote, "<", f"{name}.hpp includes \"{what}\": one include root")
                if not what.startswith("ecflink/"):
                    self.assertIn(what, allowed, f"{name}.hpp")

    def test_the_spine_holds_the_core_in_reading_order_and_nothing_else(self):
        spine = [what for _, what in includes_of(INCLUDE / "ecflink" / "ecflink.hpp")]
        self.assertEqual(spine, [f"ecflink/{name}.hpp" for name in CORE])
        lines = (INCLUDE / "ecflink" / "ecflink.hpp").read_text(encoding="utf-8").splitlines()
        self.assertTrue(all(line.startswith(("//", "#")) or not line for line in lines))

    def test_examples_use_what_a_user_has(self):
        for path in files_in("examples"):
            for quote, what in includes_of(path):
                self.assertFalse(quote == '"' and "/" in what, f"{path.name} includes {what}")


class Text(unittest.TestCase):
    def test_sources_are_ascii(self):
        """Text of other alphabets stands in test data, or as escapes."""
        folders = [name for name in ("include", "src", "capi", "bindings", "tests", "benchmarks", "examples",
                                     "cmake") if (ROOT / name).is_dir()]
        others = [f"{path.relative_to(ROOT)}:{number}: {line.decode('utf-8', 'replace').strip()}"
                  for path in files_in(*folders,
                                       suffixes=(".hpp", ".cc", ".h", ".c", ".def", ".py", ".sh", ".cmake"))
                  for number, line in enumerate(path.read_bytes().splitlines(), 1) if not line.isascii()]
        self.assertFalse(others, "\n" + "\n".join(others))

    def test_every_header_begins_with_its_purpose(self):
        firsts = {path: path.read_text(encoding="utf-8").splitlines()[0]
                  for path in files_in("include", "src", suffixes=(".hpp", ".def"))}
        self.assertEqual([f"{path.relative_to(ROOT)}: {line}"
                          for path, line in firsts.items()
                          if not line.startswith(f"// {path.name}: ")], [])


class Macros(unittest.TestCase):
    def test_none_leaks(self):
        """Of all headers together, only the version, the two namespace macros and those of Arrow are left."""
        text = "".join(f"#include <ecflink/{name}.hpp>\n" for name in public_headers())
        ours, left = False, set()
        for line in preprocess(text, "-dD"):
            if line.startswith("# "):
                ours = line.split('"')[1].startswith(str(INCLUDE))
            elif line.startswith("#undef "):
                left.discard(line.split()[1])
            elif ours and line.startswith("#define "):
                left.add(re.match(r"#define (\w+)", line)[1])
        self.assertIn("ECFLINK_VERSION_STRING", left)
        self.assertEqual([name for name in sorted(left - ARROW_MACROS) if not OUR_MACROS.match(name)], [])


class Cost(unittest.TestCase):
    @functools.cached_property
    def budgets(self):
        with open(pathlib.Path(__file__).with_name("budgets.csv"), encoding="ascii", newline="") as file:
            return {row["header"]: int(row["lines"]) for row in csv.DictReader(file)}

    def test_every_public_header_has_a_budget(self):
        headers = ({f"ecflink/{name}.hpp" for name in public_headers()} |
                   {f"ecflink/{path.name}" for path in C_INCLUDE.glob("ecflink/*.h")})
        self.assertEqual(set(self.budgets), headers)

    def test_no_header_is_over_its_budget(self):
        for header, most in self.budgets.items():
            lines = len(preprocess(f"#include <{header}>\n", "-P"))
            self.assertLessEqual(lines, most, header)
            self.assertGreater(lines * 2, most if most > 1000 else 0,
                               f"{header}: a budget of twice the cost is none")


if __name__ == "__main__":
    unittest.main()
