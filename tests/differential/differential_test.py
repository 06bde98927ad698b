#!/usr/bin/env python3
"""Compares `ecflink verify` with the oracle on random ledgers, byte for byte.

    differential_test.py --ecflink BINARY [--ways VERIFY_WAYS] --seeds 1-100 --links 5000 [--jobs 2]

For each seed: write a random ledger; let the program verify it and print the policies that it resolved;
let the oracle verify the same files under those policies; compare the rows and the counts. With --ways the
library then verifies the ledger in every layout of columns, in batches and orders, on threads and with all
sets of vector instructions, and is compared with the oracle's rows. The first difference is shown with its
records, the ledger is kept, and the exit status is 1.
"""

import argparse
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from itertools import zip_longest

import oracle
import random_ledger

AS_OF = random_ledger.AS_OF
COUNTS = ("rows", "verdicts", "findings", "courts")


class Difference(Exception):
    """What differs, in words, with the records in question."""


def run(command):
    done = subprocess.run(command, capture_output=True)
    if done.returncode != 0:
        raise Difference(f"{' '.join(command)}\nexit status {done.returncode}\n"
                         f"{(done.stdout[-2000:] + done.stderr).decode(errors='replace')}")
    return done.stdout


def records_of(ledger, link):
    """The link's row and every row of the ledger that shares a key with it."""
    yield "link", link
    for central in ledger.centrals_by_id.get(link.central_id, []):
        yield "central account", central
    for account in ledger.accounts_by_key.get((link.court, link.login), []):
        yield "court account", account
    for other in ledger.links:
        if other is not link and other.court == link.court and link.joins() and other.joins():
            if other.login == link.login or other.central_id == link.central_id:
                yield "other link", other
                yield "its account", ledger.account(other.court, other.login)
    for removed_at in ledger.removals.get((link.court, link.login, link.central_id), []):
        yield "tombstone", removed_at


def compare_rows(engine_path, oracle_path, ledger):
    with open(engine_path, "rb") as engine_file, open(oracle_path, "rb") as oracle_file:
        engine_bytes, oracle_bytes = engine_file.read(), oracle_file.read()
    if engine_bytes == oracle_bytes:
        return
    tables = [csv.reader(io.StringIO(text.decode("utf-8"), newline=""))
              for text in (engine_bytes, oracle_bytes)]
    for row, (engine_row, oracle_row) in enumerate(zip_longest(*tables)):
        if engine_row != oracle_row:
            lines = [f"row {row}", f"engine: {engine_row}", f"oracle: {oracle_row}"]
            if 0 < row <= len(ledger.links):
                lines += [f"{what}: {record}" for what, record in records_of(ledger, ledger.links[row - 1])]
            raise Difference("\n".join(lines))
    at = next(at for at, (a, b) in enumerate(zip_longest(engine_bytes, oracle_bytes)) if a != b)
    near = slice(max(0, at - 60), at + 60)
    raise Difference(f"equal rows, unequal at byte {at}\nengine: {engine_bytes[near]}\noracle: "
                     f"{oracle_bytes[near]}")


def compare_counts(engine_report, oracle_report):
    for part in COUNTS:
        # As text, because the order counts too.
        ours, theirs = (json.dumps(report[part]) for report in (engine_report, oracle_report))
        if ours != theirs:
            raise Difference(f"the report's {part}\nengine: {ours}\noracle: {theirs}")


def check_every_finding_occurs(report):
    absent = [each.token for each in oracle.FINDINGS if each.token not in report["findings"]]
    if absent:
        raise Difference(f"the random ledger shows no {', '.join(absent)}")


def compare(ecflink, ways, seed, links):
    """The number of links compared, by the program and in all ways; or what differs, and in which folder."""
    folder = tempfile.mkdtemp(prefix=f"ecflink-differential-{seed}-")
    try:
        ledger_folder, out, expected, policies = (os.path.join(folder, name) for name in
                                                  ("ledger", "engine.csv", "oracle.csv", "resolved.json"))
        count = random_ledger.generate(ledger_folder, links, seed, AS_OF)
        engine_report = json.loads(run([ecflink, "verify", ledger_folder, "--as-of", AS_OF, "--out", out,
                                        "--fail-if", "none", "--format", "json"]))
        with open(policies, "wb") as file:
            file.write(run([ecflink, "policy", "show", "--all", "--format", "json", "--policy",
                            os.path.join(ledger_folder, "policies")]))
        as_of = oracle.read_instant(AS_OF, None)
        ledger = oracle.Ledger(ledger_folder, oracle.read_policies(policies))
        results = oracle.verify(ledger, as_of)
        with open(expected, "w", encoding="utf-8", newline="") as file:
            file.write(oracle.results_csv(results))
        oracle_report = oracle.report(ledger, results, as_of)
        compare_rows(out, expected, ledger)
        compare_counts(engine_report, oracle_report)
        check_every_finding_occurs(oracle_report)
        compared = count + (int(run([ways, ledger_folder, expected, AS_OF])) if ways else 0)
    except (Difference, ValueError, KeyError) as difference:  # The last two: not the promised JSON.
        return 0, f"seed {seed}, kept in {folder}\n{type(difference).__name__}: {difference}"
    shutil.rmtree(folder)
    return compared, None


def seeds_of(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main():
    parser = argparse.ArgumentParser(
        description="Compare `ecflink verify` with the oracle on random ledgers.")
    parser.add_argument("--ecflink", required=True, help="the program to test")
    parser.add_argument("--ways", help="the program that verifies a ledger in many ways")
    parser.add_argument("--seeds", type=seeds_of, required=True, help="A-B, both included")
    parser.add_argument("--links", type=int, required=True, help="links of each ledger")
    parser.add_argument("--jobs", type=int, default=1, help="ledgers at a time (default: %(default)s)")
    arguments = parser.parse_args()
    compared = 0
    with ProcessPoolExecutor(arguments.jobs) as pool:
        tasks = [pool.submit(compare, arguments.ecflink, arguments.ways, seed, arguments.links)
                 for seed in arguments.seeds]
        for task in tasks:
            count, difference = task.result()
            if difference:
                pool.shutdown(cancel_futures=True)
                print(difference)
                return 1
            compared += count
    print(f"{len(tasks)} ledgers, {compared:,} links compared, every ledger finding present, 0 differences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
