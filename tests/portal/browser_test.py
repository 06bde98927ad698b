#!/usr/bin/env python3
"""The portal in a browser: pages_test.mjs says what is looked at.

    browser_test.py --program PORTAL --assets FOLDER --packages FOLDER
    browser_test.py ... --pictures FOLDER     also keeps a picture of every page

The browser is Debian's Chromium, which is installed if it is missing (cmake/debian.sh). The two packages
of npm are installed in the folder of packages when the test first runs. The browser itself asks nobody
for anything.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from portal_server import ROOT, SECRET, portal  # noqa: E402

PACKAGES = ("playwright-core@1.65.1", "@axe-core/playwright@4.13.0")


def install(folder):
    commands = (("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm"))
    missing = [package for command, package in commands if shutil.which(command) is None]
    if missing:
        subprocess.run(["sh", "-c", '. "$0"/cmake/debian.sh && need "$@"', ROOT, *missing], check=True)
    stamp = folder / "installed"
    wanted = " ".join(PACKAGES)
    if not stamp.exists() or stamp.read_text() != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ["--silent", "--no-audit", "--no-fund"]
        subprocess.run(["npm", "install", *quiet, "--prefix", folder, *PACKAGES], check=True)
        stamp.write_text(wanted)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--assets", required=True)
    parser.add_argument("--packages", required=True, type=pathlib.Path)
    parser.add_argument("--pictures", default="")
    options = parser.parse_args()
    install(options.packages.resolve())
    with portal(options.program, options.assets) as one:
        done = subprocess.run(["node", HERE / "pages_test.mjs", options.packages.resolve(), options.pictures,
                               f"http://127.0.0.1:{one.port}", options.program, SECRET],
                              check=False, timeout=280)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
