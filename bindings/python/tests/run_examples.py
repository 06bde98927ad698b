"""Runs the examples of the package's docstrings and of the pages, in the root of the source tree.

    run_examples.py

In a page, blocks marked `pycon` are one session. Blocks marked `python` are run as they are printed.
"""
import contextlib
import doctest
import importlib
import io
import pathlib
import pkgutil
import re
import sys
import textwrap

import ecflink

ROOT = pathlib.Path(__file__).resolve().parents[3]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
BLOCK = re.compile(r"^(?P<indent> *)```(?P<language>pycon|python)\n(?P<text>.*?)^ *```$", re.S | re.M)


def run_docstrings():
    attempted = failed = 0
    names = {"ecflink": ecflink, **{name: getattr(ecflink, name) for name in ecflink.__all__}}
    modules = [importlib.import_module(module.name) for module in
               pkgutil.iter_modules(ecflink.__path__, "ecflink.") if module.name != "ecflink.__main__"]
    for module in [ecflink, *modules]:
        results = doctest.testmod(module, extraglobs=names, optionflags=FLAGS)
        attempted, failed = attempted + results.attempted, failed + results.failed
    return attempted, failed


def run_page(path):
    text = path.read_text(encoding="utf-8")
    session, attempted = "", 0
    for block in BLOCK.finditer(text):
        code = textwrap.dedent(block["text"])
        if block["language"] == "pycon":
            session += code + "\n"
        elif "tqdm" not in code:  # which is not installed here
            attempted += 1
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(code, path.name, "exec"), {})
    test = doctest.DocTestParser().get_doctest(session, {}, path.name, str(path), 0)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    results = runner.run(test)
    return attempted + results.attempted, results.failed


def main():
    failures = 0
    for name, least, (attempted, failed) in (
            ("docstrings", 30, run_docstrings()),
            ("docs/python.md", 60, run_page(ROOT / "docs/python.md")),
            ("docs/duckdb.md", 10, run_page(ROOT / "docs/duckdb.md")),
            ("docs/polars.md", 12, run_page(ROOT / "docs/polars.md")),
            ("bindings/python/README.md", 1, run_page(ROOT / "bindings/python/README.md"))):
        print(f"{name}: {attempted} examples, {failed} failures")
        failures += failed + (attempted < least)
    sys.exit(1 if failures else 0)


main()
