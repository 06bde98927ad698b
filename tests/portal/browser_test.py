#!/usr/bin/env python3
"""The portal in a browser: pages_test.mjs says what is looked at.

    browser_test.py --program PORTAL --assets FOLDER --packages FOLDER
    browser_test.py ... --pictures FOLDER     also keeps a picture of every page

The browser is Debian's Chromium. The two packages of npm are installed in the folder of packages when the
test first runs. The browser itself asks nobody
for anything.
"""

import argparse
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import packages  # noqa: E402
from portal_server import SECRET, portal  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--assets", required=True)
    parser.add_argument("--packages", required=True, type=pathlib.Path)
    parser.add_argument("--pictures", default="")
    options = parser.parse_args()
    packages.from_npm(options.packages, packages.BROWSER)
    with portal(options.program, options.assets) as one:
        done = subprocess.run(["node", HERE / "pages_test.mjs", options.packages.resolve(), options.pictures,
                               f"http://127.0.0.1:{one.port}", options.program, SECRET],
                              check=False, timeout=280)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
