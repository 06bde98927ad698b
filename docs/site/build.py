#!/usr/bin/env python3
"""Builds the site: gathers the pages, writes those that are generated, and runs Zensical over mkdocs.yml.

    build.py OUT --ecflink PROGRAM

OUT/pages is the site's source: the pages of the tree at their places, the files to which they link, the
policy sheet of every court as PROGRAM prints it now, and the reference. OUT/site is the site. Any warning of
Doxygen or Zensical, such as a link that leads nowhere, fails.
"""
import argparse
import collections
import csv
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import textwrap

import reference

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ("*.md", *(f"{folder}/**/*.md"
                   for folder in ("benchmarks", "bindings", "capi", "docs", "examples", "tests")))
LINK = re.compile(r"(?<=\]\()([^)#:\s]+)(?=[)#])")
EXAMPLE = re.compile(r'^( *)>>> (?:(?! *""")[^\n]+\n)+',
                     re.M)  # of a docstring: up to an empty line or its end
KINDS = {
    "appellate": "Courts of appeals",
    "bankruptcy": "Bankruptcy courts",
    "district": "District courts",
    "bap": "Bankruptcy appellate panels",
    "special": "Special courts"
}
LANGUAGES = {
    ".cc": "cpp",
    ".hpp": "cpp",
    ".h": "c",
    ".c": "c",
    ".py": "python",
    ".sh": "sh",
    ".json": "json",
    ".csv": "text"
}


def prose(text, change):
    """The page with its prose changed, and its blocks of code as they are."""
    parts = re.split(r"(^ *```.*?^ *```$)", text, flags=re.S | re.M)
    return "".join(part if at % 2 else change(part) for at, part in enumerate(parts))


class Site:

    def __init__(self, out, program):
        self.out, self.program = out, program
        self.pages = out / "pages"
        shutil.rmtree(self.pages, ignore_errors=True)
        self.shown = set()

    def write(self, name, text):
        path = self.pages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def gather(self):
        """The pages of the tree. A file of another kind to which one links becomes a page that shows it."""
        names = sorted({str(path.relative_to(ROOT)) for pattern in PAGES for path in ROOT.glob(pattern)})
        for name in names:
            place = (ROOT / name).parent

            def shown(match, place=place):
                target = (place / match[1]).resolve()
                if target.suffix == ".md" or not target.is_file():
                    return match[1]
                if target.suffix == ".png":
                    copy = self.pages / target.relative_to(ROOT)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(target, copy)
                    return match[1]
                self.show(target.relative_to(ROOT))
                return match[1] + ".md"

            text = (ROOT / name).read_text(encoding="utf-8")
            self.write(name, prose(text, lambda part, shown=shown: LINK.sub(shown, part)))
        places = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        homeless = [name for name in names if name.startswith("docs/") and f": {name}\n" not in places]
        if homeless:
            sys.exit(f"pages without a place in the nav of mkdocs.yml: {', '.join(homeless)}")
        return len(names)

    def show(self, path):
        if path not in self.shown:
            self.shown.add(path)
            text = (ROOT / path).read_text(encoding="utf-8").rstrip()
            language = LANGUAGES.get(path.suffix, "text")
            self.write(f"{path}.md", f"# {path}\n\n````{language}\n{text}\n````\n")

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments],
                              capture_output=True,
                              text=True,
                              check=True,
                              cwd=ROOT,
                              env={
                                  **os.environ, "COLUMNS": "100000"
                              })
        return done.stdout

    def sheets(self):
        """The policy sheet of every court, and a table of them."""
        courts = list(csv.DictReader(io.StringIO(self.run("courts", "--format", "csv"))))
        kinds = collections.defaultdict(list)
        for court in courts:
            kinds[court["kind"]].append(court)
            self.write(f"sheets/{court['id']}.md",
                       sheet(self.run("policy", "show", court["id"]), court["name"]))
        self.write("sheets/base.md", sheet(self.run("policy", "show", "*"), "What holds in every court"))
        text = (
            "# The policy sheet of each court\n\nWhat is built in for each court, as `ecflink policy show "
            "COURT` prints it. [What holds in every court](base.md) whose own policy does not say otherwise "
            "is a sheet too. [Courts](../docs/courts.md) has the sources. Rely on your court's own pages "
            "where they differ.\n")
        for kind, members in sorted(kinds.items()):
            text += f"\n## {KINDS[kind]}\n\n| court | name | live from |\n|---|---|---|\n"
            for court in sorted(members, key=lambda one: one["name"]):
                text += f"| [{court['id']}]({court['id']}.md) | {court['name']} | {live_from(court)} |\n"
        self.write("sheets/README.md", text)
        return len(courts)

    def reference(self):
        """One page for each header, and the package for Python."""
        pages, declared = reference.write(self.pages / "reference", self.out / "doxygen")
        layers = collections.defaultdict(list)
        for file, address, purpose in pages:
            layers[str(pathlib.PurePosixPath(address).parent)].append((file, address, purpose))
        c = "".join(
            f"| [{pathlib.PurePosixPath(file).name}]({pathlib.PurePosixPath(address).name}) | {purpose} |\n"
            for file, address, purpose in layers.pop("c"))
        self.write(
            "reference/c/README.md", "# The C headers\n\n[The C interface](../../capi/README.md) has the "
            f"conventions and a first program.\n\n| header | what it is for |\n|---|---|\n{c}")
        cpp = "# The C++ headers\n\n[ecflink from C++](../../docs/cpp.md) says which header to take for what."
        cpp += "\n"
        for layer, members in sorted(layers.items()):
            cpp += f"\n## {layer.removeprefix('cpp/') if layer != 'cpp' else 'all of the core'}\n\n"
            cpp += "| header | what it is for |\n|---|---|\n"
            for file, address, purpose in members:
                shown = file.removeprefix("include/ecflink/")
                cpp += f"| [{shown}]({address.removeprefix('cpp/')}) | {purpose} |\n"
        self.write("reference/cpp/README.md", cpp)
        self.write(
            "reference/README.md", "# Reference\n\n* [The C headers](c/README.md), the binary interface\n"
            "* [The C++ headers](cpp/README.md)\n* [The Python package](python.md)\n"
            "* [The program](../docs/cli.md), command by command\n* [Tokens](../docs/tokens.md) and "
            "[findings](../docs/findings.md), the values\n* [The tables](../docs/tables.md), column by "
            "column\n")
        for path in (ROOT / "bindings/python/src/ecflink").glob("*.py*"):
            copy = self.out / "python/ecflink" / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(EXAMPLE.sub(marked_example, path.read_text(encoding="utf-8")), encoding="utf-8")
        self.write(
            "reference/python.md", "# The Python package\n\n[ecflink from Python](../docs/python.md) shows "
            "how it is used.\n\n::: ecflink\n")
        return len(pages), declared

    def build(self):
        shutil.copy(ROOT / "mkdocs.yml", self.out)
        for name in ("site.css", "worker.js"):
            shutil.copy(ROOT / "docs/site" / name, self.pages)
        zensical = pathlib.Path(sys.executable).parent / "zensical"
        subprocess.run([zensical, "build", "--clean", "--strict", "-f", self.out / "mkdocs.yml"], check=True)
        # The search of pages that were opened as files would load this script from elsewhere.
        for path in (self.out / "site").rglob("*.html"):
            here = os.path.relpath(self.out / "site/worker.js", path.parent)
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"https://unpkg[.]com/iframe-worker/shim", here, text), encoding="utf-8")


def live_from(court):
    """The date of a go-live, or what is known of it."""
    bounds = (("from ", court["go-live-not-before"]), ("by ", court["go-live-by"]))
    return court["go-live"] or ", ".join(word + day for word, day in bounds if day) or "not known"


def sheet(text, name):
    """A sheet as the program prints it, as Markdown."""
    title, digest, *lines = text.rstrip().splitlines()
    out = [f"# {name}", "", f"{title}, as of this build: `{digest}`. [All courts](README.md)", ""]
    for line in lines:
        if line.startswith("  - "):
            out.append("* " + marked(line[4:]))
        elif line.startswith("    - "):
            out.append("    * " + marked(line[6:]))
        elif line and not line.startswith(" "):
            out += [f"## {line}" if not line.endswith(".") else line, ""]
        else:
            out.append(line)
    return "\n".join(out) + "\n"


def marked_example(match):
    """An example of a docstring as a block of code. That of the package's own docstring is indented."""
    is_packages = not re.search(r"^(?:import|from) ", match.string[:match.start()], re.M)
    text = textwrap.dedent(match[0]) if is_packages else match[0]
    indent = "" if is_packages else match[1]
    return f"{indent}```pycon\n{text}{indent}```\n"


def marked(text):
    """An item, in which the layer that gives the value stands apart."""
    text = re.sub(r"([<>*_])", r"\\\1", text)
    return re.sub(r" \[([^\]]+)\]$", r" <small>(\1)</small>", text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--ecflink", required=True, type=pathlib.Path)
    options = parser.parse_args()
    site = Site(options.out.resolve(), options.ecflink.resolve())
    pages, sheets, (headers, declared) = site.gather(), site.sheets(), site.reference()
    site.build()
    print(f"{pages} pages, {len(site.shown)} shown files, {sheets} sheets of courts, {headers} headers with "
          f"{declared} names: {site.out / 'site'}")


main()
