"""The program that the wheel carries."""

from __future__ import annotations

import os
import pathlib


def path() -> str:
    """Where the program is: in the package, or where ECFLINK_PROGRAM says."""
    carried = pathlib.Path(__file__).parent / "bin" / "ecflink"
    return os.environ.get("ECFLINK_PROGRAM") or str(carried)
