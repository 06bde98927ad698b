"""The program that the wheel carries, and what only it can do: read the ledger at an address."""

from __future__ import annotations

import csv
import json
import os
import pathlib
import subprocess
import tempfile
from typing import Any, NamedTuple, Optional

from ecflink._core import Error
from ecflink.policies import Policies

_ADDRESSES = ("sqlite:", "postgresql:", "postgres:")


def path() -> str:
    """Where the program is."""
    return str(pathlib.Path(__file__).parent / "bin" / "ecflink")


def is_address(ledger: object) -> bool:
    """True for the address of a ledger; false for a folder."""
    return isinstance(ledger, str) and ledger.startswith(_ADDRESSES)


class Answer(NamedTuple):
    """What the program says of the ledger at an address."""

    report: dict[str, Any]
    rows: list[dict[str, str]]


def verify(address: str, policies: Policies, as_of: str, threads: Optional[int]) -> Answer:
    """Verifies the ledger at an address in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="ecflink-") as folder:
        out = os.path.join(folder, "rows.csv")
        command = [path(), "verify", address, "--as-of", as_of, "--out", out, "--fail-if", "none",
                   "--format", "json"]
        # Layers of one rank are ordered by their names, and so are the copies.
        for number, (name, text) in enumerate(sorted(policies.layers)):
            copy = os.path.join(folder, f"{number:06}", os.path.basename(name) or "layer")
            os.makedirs(os.path.dirname(copy))
            pathlib.Path(copy).write_bytes(text)
            command += ["--policy", copy]
        for finding, disposition in policies.overrides.items():
            command += ["--set", f"{finding.value}={disposition.value}"]
        if threads:
            command += ["--threads", str(threads)]
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        if run.returncode != 0:
            raise Error(run.stderr.strip() or f"the program ended with status {run.returncode}")
        with open(out, newline="", encoding="utf-8") as file:
            return Answer(json.loads(run.stdout), list(csv.DictReader(file)))
