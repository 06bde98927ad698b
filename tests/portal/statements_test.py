#!/usr/bin/env python3
"""Every statement of the two courts' documents is met by a page of the portal, in its time.

    statements_test.py --program PORTAL --assets FOLDER --packages FOLDER

examples/portal/STATEMENTS.md has a row for each statement, which begins with the name of its check.
statements_test.mjs looks at the pages, at the times below, over one ledger. Every row must have been checked,
and every check must have its row.
"""

import argparse
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import packages  # noqa: E402
from portal_server import ROOT, SECRET, portal  # noqa: E402

TIMES = {
    "wiwb, before": "2020-03-20T09:00:00-05:00",
    "wiwb, in the outage": "2020-03-27T12:00:00-05:00",
    "wiwb, after": "2020-03-30T08:00:00-05:00",
    "wiwd, before": "2022-04-20T09:00:00-05:00",
    "wiwd, after": "2022-04-25T00:00:00-05:00",
}
TABLE = ROOT / "examples/portal/STATEMENTS.md"


def rows():
    return re.findall(r"^\| `([a-z0-9-]+)` \|", TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--assets", required=True)
    parser.add_argument("--packages", required=True, type=pathlib.Path)
    options = parser.parse_args()
    packages.from_npm(options.packages, packages.BROWSER)
    wrong, checked = [], []
    with portal(options.program, options.assets, clock=TIMES["wiwb, before"]) as one:
        for time, clock in TIMES.items():
            one.stop()
            # a week or more passes: codes of the second factor are others by then
            (one.folder / "people.json.codes").unlink(missing_ok=True)
            one.clock = ["--clock", clock]
            one.start()
            done = subprocess.run(["node", HERE / "statements_test.mjs", options.packages.resolve(),
                                   f"http://127.0.0.1:{one.port}", options.program, SECRET, time],
                                  check=False, stdout=subprocess.PIPE, text=True, timeout=120)
            wrong += [f"{time}: see above"] if done.returncode != 0 else []
            checked += re.findall(r"^met: (\S+)$", done.stdout, flags=re.MULTILINE)
    listed = rows()
    wrong += [f"{row} is listed twice" for row in set(listed) if listed.count(row) > 1]
    wrong += [f"{row} is in {TABLE.name}, and was not checked" for row in sorted(set(listed) - set(checked))]
    wrong += [f"{row} is not in {TABLE.name}" for row in sorted(set(checked) - set(listed))]
    all_well = f"{len(listed)} statements, {len(checked)} checks at {len(TIMES)} times: all met"
    print("\n".join(wrong) or all_well)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
