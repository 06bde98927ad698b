"""Writes the footer by which DuckDB knows an extension.

    footer.py LIBRARY VERSION FOLDER PLATFORM...

Writes FOLDER/PLATFORM/ecflink.duckdb_extension for each platform: the library, and behind it what it is for.
DuckDB takes the name of the entry point from the name of the file.
"""
import pathlib
import sys

# The oldest version of the C interface that serves: vectors.hpp has the same.
C_API = "v1.2.0"
START = b"\0\x93\x04\x10duckdb_signature\x80\x04"
FIELD, SIGNATURE = 32, 256


def footer(platform, version):
    """Eight fields, the first one last, and an empty signature."""
    fields = ["4", platform, C_API, version, "C_STRUCT", "", "", ""]
    return START + b"".join(text.encode().ljust(FIELD, b"\0") for text in reversed(fields)) + bytes(SIGNATURE)


def main():
    library, version, folder = pathlib.Path(sys.argv[1]).read_bytes(), sys.argv[2], pathlib.Path(sys.argv[3])
    for platform in sys.argv[4:]:
        made = folder / platform / "ecflink.duckdb_extension"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(library + footer(platform, version))


main()
