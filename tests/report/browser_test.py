#!/usr/bin/env python3
"""The page of `ecflink report` in a browser: page_checks.mjs says what is looked at.

    browser_test.py --program build/dev/src/cli/ecflink --packages FOLDER
    browser_test.py ... --pictures FOLDER     also keeps pictures of the page, on screens and on paper

The browser is Debian's Chromium. The two packages of npm are installed in the folder of packages when the
test first runs. The browser itself asks nobody for anything.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(SOURCE, "tests", "support"))
import packages  # noqa: E402

AS_OF = ("--as-of", "2026-06-30T12:00:00Z")


def hostile_ledger(folder):
    """The sample ledger, in which a refused link has a login of markup and a name of the same."""
    shutil.copytree(os.path.join(SOURCE, "examples", "ledger"), folder)
    markup = "<script>document.title=1</script><b onclick=x>&amp;"
    for table, cell in (("links", "ca7,geraldwhitcomb,"), ("court_accounts", "ca7,geraldwhitcomb,")):
        path = os.path.join(folder, table + ".csv")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        assert cell in text, table
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(cell, f"ca7,{markup},"))
    return folder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--packages", required=True)
    parser.add_argument("--pictures", default="")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    installed = os.path.abspath(options.packages)
    pictures = os.path.abspath(options.pictures) if options.pictures else ""
    packages.from_npm(installed, packages.BROWSER)
    with tempfile.TemporaryDirectory() as folder:
        def report(name, ledger, *arguments):
            page = os.path.join(folder, name)
            subprocess.run([program, "report", ledger, "-o", page, *AS_OF, *arguments], cwd=SOURCE,
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return page
        plain = report("plain.html", "examples/ledger")
        full = report("full.html", hostile_ledger(os.path.join(folder, "hostile")), "--with-names",
                      "--samples", "50", "--compare-to", "examples/verified.csv")
        checks = os.path.join(HERE, "page_checks.mjs")
        done = subprocess.run(["node", checks, installed, pictures, plain, full], check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
