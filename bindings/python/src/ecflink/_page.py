"""The report of a verification as a page for people, which the program writes."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from typing import Any, Optional, Union

from ecflink import _program
from ecflink._core import Error, Time, micros_of

_Path = Union[str, "os.PathLike[str]"]


def report(ledger: _Path, page: _Path, *, as_of: Optional[Time] = None, policies: Sequence[_Path] = (),
           compare_to: Optional[_Path] = None, samples: Optional[int] = None, with_names: bool = False,
           threads: Optional[int] = None) -> dict[str, Any]:
    """Verifies a ledger, a folder or the address of one, and writes what it finds as a page of HTML.

    >>> told = ecflink.report("examples/ledger", "report.html", as_of="2026-06-30T12:00:00Z")
    >>> told["verdicts"]
    {'allow': 39, 'hold': 2, 'refuse': 32}

    Returns what the page holds as JSON. The page appears whole or not at all, and takes the place of one that
    is there. `policies`: files, or folders of them, over the built-in ones and the ledger's own.
    `compare_to`: what an earlier run wrote. `samples`: so many rows for each court and finding. It runs the
    program of the package, `python -m ecflink report`, and raises `Error` with its words.
    """
    command = [_program.path(), "report", os.fspath(ledger), "--out", os.fspath(page), "--format", "json"]
    if as_of is not None:
        micros_of(as_of)  # raises as everywhere else: a time without an offset is none
        command += ["--as-of", as_of if isinstance(as_of, str) else as_of.isoformat()]
    for name, value in (("--compare-to", compare_to), ("--samples", samples), ("--threads", threads)):
        if value is not None:
            command += [name, os.fspath(value) if isinstance(value, os.PathLike) else str(value)]
    for policy in policies:
        command += ["--policy", os.fspath(policy)]
    if with_names:
        command.append("--with-names")
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
                          check=False)
    if done.returncode != 0:
        raise Error(done.stderr.strip().removeprefix("ecflink report: ").removeprefix("ecflink: "))
    told: dict[str, Any] = json.loads(done.stdout)
    return told
