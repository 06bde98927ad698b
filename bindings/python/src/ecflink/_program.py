"""The program that the wheel carries, and the addresses that it and the package know."""

from __future__ import annotations

import pathlib

_ADDRESSES = ("sqlite:", "postgresql:", "postgres:")


def path() -> str:
    """Where the program is."""
    return str(pathlib.Path(__file__).parent / "bin" / "ecflink")


def is_address(ledger: object) -> bool:
    """True for the address of a ledger; false for a folder."""
    return isinstance(ledger, str) and ledger.startswith(_ADDRESSES)
