#!/usr/bin/env python3
"""Compiles every C++ and C example of the public header comments and of the pages.

    snippets_test.py --cxx "COMPILER FLAG..." --cc "COMPILER FLAG..."
    snippets_test.py --list

An example of a header is a run of comment lines that are indented by four blanks or more, of which
one ends with a semicolon. An example of a page is a block marked as cpp or c. Each becomes the body
of a function, which may use every public header and the names of snippets_prelude.hpp. A program,
which has an #include or defines `main`, is compiled as it is. Blocks after `<!-- from FILE -->` are left
out: page_test.py compares them with a program that is built. Nothing is linked. Each compiler runs once.
"""
import argparse
import itertools
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ("include", "capi/include")
PAGES = ("README.md", "CONTRIBUTING.md", "docs/*.md", "capi/*.md", "tests/*.md", "benchmarks/*.md",
         "bindings/cpp/*.md")
COMMENT = re.compile(r"\s*///?(?: (.*))?$")
FENCED = re.compile(r"^(?P<from><!-- from \S+ -->\n)?```(?P<language>cpp|c)\n(?P<text>.*?)^```$", re.S | re.M)
IS_CODE = re.compile(r";\s*(?://.*)?$", re.M)
IS_PROGRAM = re.compile(r"^(?:#include |int main\()", re.M)


class Example:
    def __init__(self, path, line, language, text):
        self.place = f"{path.relative_to(ROOT)}:{line}"
        self.directive = f'#line {line} "{path.relative_to(ROOT)}"\n'
        self.language = language
        self.text = textwrap.dedent(text)

    @property
    def is_program(self):
        return IS_PROGRAM.search(self.text) is not None


def in_comments(path):
    """Runs of comment lines that are indented by four blanks or more, with the blank lines between them."""
    first, run = 0, []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        comment = COMMENT.match(line)
        body = (comment[1] or "") if comment else None
        if body is not None and (body.startswith("    ") or (run and not body.strip())):
            first = first or number
            run.append(body)
        elif run:
            text = "\n".join(run).rstrip() + "\n"
            if IS_CODE.search(text):
                yield Example(path, first, "cpp", text)
            first, run = 0, []


def in_page(path):
    text = path.read_text(encoding="utf-8")
    for block in FENCED.finditer(text):
        if block["from"] is None:
            line = text.count("\n", 0, block.start("text")) + 1
            yield Example(path, line, block["language"], block["text"])


def examples():
    for folder in HEADERS:
        for path in sorted((ROOT / folder).rglob("*.h*")):
            yield from in_comments(path)
    for pattern in PAGES:
        for path in sorted(ROOT.glob(pattern)):
            yield from in_page(path)


def as_cpp(number, example):
    """The example in a namespace of its own, so that it sees no other example's names, after its includes."""
    includes = "".join(f"{line}\n" for line in example.text.splitlines() if line.startswith("#include "))
    body = re.sub(r"^#include .*$", "", example.text, flags=re.M)
    if not example.is_program:
        body = "[[maybe_unused]] inline auto example() {\n" + example.directive + body + "}\n"
    else:
        body = example.directive + body
    return f"{includes}namespace snippets::example_{number} {{\n{body}}}\n"


def as_c(example):
    body = example.directive + example.text
    return body if example.is_program else f"void example(void) {{\n{body}}}\n"


def compile_all(command, files):
    return subprocess.run([*shlex.split(command), "-fsyntax-only", *files], cwd=ROOT, check=False).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cxx")
    parser.add_argument("--cc")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    found = {"cpp": [], "c": []}
    for example in examples():
        found[example.language].append(example)
    if options.list:
        print("\n".join(f"{one.place} {one.language}" for ones in found.values() for one in ones))
        return
    headers = [*sorted((ROOT / "include").rglob("*.hpp")), ROOT / "tests/docs/snippets_prelude.hpp"]
    with tempfile.TemporaryDirectory() as folder:
        functions = pathlib.Path(folder, "examples.cc")
        bodies = "".join(map(as_cpp, itertools.count(), found["cpp"]))
        includes = "".join(f'#include "{path}"\n' for path in headers)
        functions.write_text(includes + bodies, encoding="utf-8")
        failed = compile_all(options.cxx, [str(functions)])
        programs = [pathlib.Path(folder, f"example_{number}.c") for number in range(len(found["c"]))]
        for program, example in zip(programs, found["c"]):
            program.write_text(as_c(example), encoding="utf-8")
        if programs:
            failed = compile_all(options.cc, map(str, programs)) or failed
    counts = f"{len(found['cpp'])} examples of C++ and {len(found['c'])} of C"
    if not found["cpp"] or not found["c"]:
        sys.exit(f"only {counts} were found: the patterns of this test no longer fit")
    sys.exit(f"{counts}; some do not compile" if failed else print(counts + " compile"))


main()
