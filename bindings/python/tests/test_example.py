"""The program in examples/ runs, and what it writes is right."""

import copy
import csv
import subprocess
import sys

import nbclient
import nbformat

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


def texts(cell):
    """What a cell printed and showed, without pictures and without numbers of runs."""
    return ["".join(output.get("text") or output["data"]["text/plain"]) for output in cell["outputs"]
            if "text" in output or set(output["data"]) & {"text/plain"} and "image/png" not in output["data"]]


def test_notebook():
    """It runs, and shows what is kept in it."""
    kept = nbformat.read(ROOT / "examples/spreadsheet_to_ledger.ipynb", as_version=4)
    runs = copy.deepcopy(kept)
    nbclient.NotebookClient(runs, timeout=300, kernel_name="python3",
                            resources={"metadata": {"path": ROOT / "examples"}}).execute()
    assert [texts(cell) for cell in runs.cells if cell.cell_type == "code"] == \
        [texts(cell) for cell in kept.cells if cell.cell_type == "code"]
    pictures = [output for cell in runs.cells if cell.cell_type == "code" for output in cell["outputs"]
                if "image/png" in output.get("data", {})]
    assert len(pictures) == 1
