"""The program in examples/ runs, and what it writes is right."""

import csv
import subprocess
import sys

from conftest import AS_OF, ROOT, run_program


def test_from_csv_to_a_chart(tmp_path):
    run = subprocess.run([sys.executable, ROOT / "examples/verify_ledger.py", tmp_path], cwd=tmp_path,
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    out = tmp_path / "rows.csv"
    run_program("verify", "examples/ledger", "--as-of", AS_OF, "--out", out, "--fail-if", "none")
    with open(out, newline="", encoding="utf-8") as file:
        expected = [row for row in csv.DictReader(file) if row["verdict"] != "allow"]
    with open(tmp_path / "failures.csv", newline="", encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    assert len(told) == 34 and [(row["login"], row["verdict"], row["findings"]) for row in told] == \
        [(row["login"], row["verdict"], row["findings"]) for row in expected]
    chart = (tmp_path / "failures.svg").read_text()
    assert chart.startswith("<?xml") and "<svg" in chart
