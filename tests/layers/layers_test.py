#!/usr/bin/env python3
"""Which folder may include which: the architecture as one table, checked against every #include line.

    tests/layers/layers_test.py            run the tests
    tests/layers/layers_test.py --graph    print the includes from folder to folder, with their number
"""

import collections
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PUBLIC = ROOT / "include" / "ecflink"
SUFFIXES = {".hpp", ".cc", ".h", ".c", ".def", ".inc"}

# Each folder, and the folders that it may include besides itself. `include/` holds the public headers,
# `src/` the sources and their private headers.
MAY_INCLUDE = {
    # public headers: values, decisions, then what is compiled
    "include/core": set(),
    "include/decide": {"include/core"},
    "include/text": {"include/core"},
    "include/policies": {"include/core", "include/text"},
    "include/tables": {"include/core", "include/decide", "include/policies", "include/text"},
    "include/verify": {"include/core", "include/policies", "include/tables", "include/text"},
    "include/ledger": {"include/core", "include/decide", "include/policies", "include/tables",
                       "include/text"},
    "include/interop": {"include/core", "include/tables", "include/text"},
    "include": {"include/core", "include/decide"},
    # sources
    "src/base": {"include/core"},
    "src/names": {"include/core", "include/tables", "src/base"},
    "src/csv": {"include/core"},
    "src/text": {"include/text", "src/base"},
    "src/directory": {"include/core", "include/policies"},
    "src/policy": {"include/core", "include/policies", "include/text", "src/base", "src/directory"},
    "src/generate": {"include/core", "include/policies", "include/tables", "include/text", "src/csv",
                     "src/tables"},
    "src/convert": {"include/core", "include/policies", "include/tables", "include/text", "src/base",
                    "src/csv", "src/tables"},
    "src/tables": {"include/core", "include/interop", "include/policies", "include/tables",
                   "include/text", "src/base", "src/csv", "src/names"},
    "src/verify": {"include/core", "include/policies", "include/tables", "include/verify", "src/base",
                   "src/names", "src/tables"},
    "src/report": {"include/core", "include/policies", "include/tables", "include/text", "include/verify",
                   "src/base", "src/tables"},
    "src/ceremony": {"include/core", "include/ledger", "include/tables", "include/text", "src/base"},
    "src/audit": {"include/core", "include/ledger", "include/policies", "include/text", "src/base"},
    "src/ledger": {"include/core", "include/decide", "include/ledger", "include/tables", "include/text",
                   "src/audit", "src/tables"},
    # the C interface, the bindings, which use it alone, and the program
    "capi/include": set(),
    "capi/src": {"capi/include", "include/core", "include/decide", "include/interop", "include/ledger",
                 "include/policies", "include/tables", "include/text", "include/verify"},
    "bindings": {"capi/include"},
    "src/cli": {"include/core", "include/decide", "include/ledger", "include/policies", "include/tables",
                "include/text", "include/verify", "src/convert", "src/generate", "src/report"},
}

INCLUDE_LINE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.MULTILINE)


def folder_of(path):
    """The name in MAY_INCLUDE of a file's folder."""
    place = path.relative_to(ROOT).parts
    if place[:2] == ("include", "ecflink"):
        return "include" if len(place) == 3 else f"include/{place[2]}"
    return place[0] if place[0] == "bindings" else "/".join(place[:2])


def sources():
    return sorted(path for folder in ("include", "src", "capi", "bindings")
                  for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES)


def find(name, known, of):
    """The file of ours that an include means; nothing if the file is not ours."""
    roots = (ROOT / "include", ROOT / "src", ROOT / "capi" / "include", of.parent)
    return next((root / name for root in roots if root / name in known), None)


def includes():
    """Each of our files, with those of our files that it includes."""
    files = sources()
    known = set(files)
    graph = {}
    for path in files:
        names = INCLUDE_LINE.findall(path.read_text(encoding="utf-8"))
        graph[path] = {other for name in names if (other := find(name, known, path)) is not None}
    return graph


def by(graph, name_of):
    """The same graph between groups of files, without loops."""
    grouped = collections.defaultdict(collections.Counter)
    for path, others in graph.items():
        for other in others:
            if name_of(path) != name_of(other):
                grouped[name_of(path)][name_of(other)] += 1
    return grouped


def circle_in(graph):
    """A circle in a graph, as a list; nothing if there is none."""
    state, way = {}, []

    def visit(node):
        state[node] = "open"
        way.append(node)
        for other in sorted(graph.get(node, ())):
            if state.get(other) == "open":
                return way[way.index(other):] + [other]
            if other not in state and (found := visit(other)) is not None:
                return found
        state[node] = "done"
        way.pop()
        return None

    for node in sorted(graph):
        if node not in state and (found := visit(node)) is not None:
            return found
    return None


class Layers(unittest.TestCase):
    def test_every_folder_has_a_place(self):
        self.assertEqual({folder_of(path) for path in sources()} - set(MAY_INCLUDE), set())

    def test_the_table_has_no_circle(self):
        self.assertIsNone(circle_in(MAY_INCLUDE))

    def test_folders_include_what_the_table_allows(self):
        wrong = [f"{path.relative_to(ROOT)} includes {other.relative_to(ROOT)}"
                 for path, others in includes().items() for other in sorted(others)
                 if folder_of(other) not in MAY_INCLUDE[folder_of(path)] | {folder_of(path)}]
        self.assertEqual(wrong, [])

    def test_the_table_allows_no_more_than_is_used(self):
        used = by(includes(), folder_of)
        more = {folder: others - set(used[folder]) for folder, others in MAY_INCLUDE.items()
                if folder != "bindings"}
        self.assertEqual({folder: others for folder, others in more.items() if others}, {})

    def test_no_circle_of_files(self):
        self.assertIsNone(circle_in(includes()))

    def test_no_circle_of_units(self):
        """A unit is a header and its source."""
        graph = by(includes(), lambda path: path.relative_to(ROOT).with_suffix("").as_posix())
        self.assertIsNone(circle_in(graph))

    def test_the_ledger_stands_apart_from_verification(self):
        """Even if the table changes: the engine knows no ledger, and a ledger does not verify in bulk."""
        for one, other in (("verify", "ledger"), ("ledger", "verify")):
            self.assertNotIn(f"include/{other}", MAY_INCLUDE[f"src/{one}"])
            self.assertNotIn(f"src/{other}", MAY_INCLUDE[f"src/{one}"])


def print_graph():
    for folder, others in sorted(by(includes(), folder_of).items()):
        print(f"{folder:18} -> " + ", ".join(f"{other} {count}" for other, count in sorted(others.items())))


if __name__ == "__main__":
    if "--graph" in sys.argv[1:]:
        print_graph()
    else:
        unittest.main()
