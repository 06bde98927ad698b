"""Verification in SQL: the extension of DuckDB that the package carries. docs/duckdb.md is the guide."""

from __future__ import annotations

import pathlib
from typing import Any

_FOLDER = pathlib.Path(__file__).parent / "extensions"


def extension(platform: str) -> pathlib.Path:
    """The file of the extension for a platform, as DuckDB calls it (`PRAGMA platform`). Raises
    FileNotFoundError if the package has none."""
    file = _FOLDER / platform / "ecflink.duckdb_extension"
    if not file.exists():
        built = ", ".join(sorted(path.name for path in _FOLDER.iterdir() if path.is_dir()))
        raise FileNotFoundError(
            f"the package has no extension for DuckDB's platform {platform}; it has {built}")
    return file


def macros() -> str:
    """The statements that make `ecflink_verify_tables` and `ecflink_verify_ledger` in a connection."""
    return (_FOLDER / "ecflink.sql").read_text(encoding="utf-8")


def load(connection: Any) -> None:
    """Loads the extension into the database of a connection, and makes the macros in the connection.

    The connection must allow extensions that DuckDB's makers have not signed:

        connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})

    Functions belong to the database; macros are temporary and belong to this connection, so load again
    in each other connection and cursor that uses them.
    """
    if not connection.execute("SELECT current_setting('allow_unsigned_extensions')").fetchall()[0][0]:
        raise PermissionError(
            "this connection refuses extensions that DuckDB's makers have not signed; connect with "
            'duckdb.connect(..., config={"allow_unsigned_extensions": "true"})')
    platform = connection.execute("PRAGMA platform").fetchall()[0][0]
    file = str(extension(platform)).replace("'", "''")
    connection.execute(f"LOAD '{file}'")
    connection.execute(macros())
