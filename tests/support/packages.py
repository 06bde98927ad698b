"""Packages of other languages that tests install in the build folder, when they first need them."""

import pathlib
import shutil
import subprocess
import sys

# A browser under control, and the rules of accessibility. The browser itself is Debian's Chromium.
BROWSER = ("playwright-core@1.65.1", "@axe-core/playwright@4.13.0")


def from_npm(folder, packages):
    """Installs packages of npm in a folder, and again when the list changes."""
    folder = pathlib.Path(folder)
    _once(folder, " ".join(packages),
          ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *packages])


def from_pip(folder, requirements):
    """Makes a Python environment with the packages of a file, and again when the file changes."""
    folder = pathlib.Path(folder)
    _once(folder, pathlib.Path(requirements).read_text(encoding="utf-8"),
          [sys.executable, "-m", "venv", folder],
          [folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements])


def into_folder(folder, pip, requirements):
    """Puts packages, "duckdb==1.2.2", into a folder for PYTHONPATH, and again when the list changes."""
    _once(pathlib.Path(folder), " ".join(requirements),
          [pip, "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder,
           *requirements])


def _once(folder, wanted, *commands):
    mark = folder / "installed.txt"
    if mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for command in commands:
        subprocess.run([str(word) for word in command], check=True)
    mark.write_text(wanted, encoding="utf-8")
