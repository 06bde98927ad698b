#!/usr/bin/env python3
"""Writes directory_data.inc from data/*.csv and layers/*.json, all in src/directory/.

    cmake/generate_directory.py            writes the file
    cmake/generate_directory.py --check    changes nothing; exits 1 if the file is out of date
"""
import csv
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIRECTORY = ROOT / "src" / "directory"
TARGET = DIRECTORY / "directory_data.inc"
RANKS = {"all": 0, "kind": 1, "court": 2}


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_csv(name):
    with open(DIRECTORY / "data" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def courts():
    yield "constexpr court_record courts[] = {"
    for row in sorted(read_csv("courts.csv"), key=lambda row: row["court"].encode()):
        texts = [literal(row[column]) for column in ("circuit", "state", "time_zone", "go_live")]
        rest = [literal(row[column]) for column in ("go_live_not_before", "go_live_by", "outage_begin",
                                                    "help_phone", "source")]
        names = [literal(row[column]) for column in ("court", "pacer_id", "name")]
        kind = row["kind"].replace("-", "_")
        yield (
            f"    {{{', '.join(names)}, court_kind::{kind}, "
            f"{', '.join(texts)}, go_live_precision::{row['go_live_precision']}, {', '.join(rest)}}},")
    yield "};"


def help_desks():
    yield "constexpr help_desk help_desks[] = {"
    for row in sorted(read_csv("help_desks.csv"), key=lambda row: row["pacer_id"].encode()):
        yield f"    {{{literal(row['pacer_id'])}, {literal(row['division'])}, {literal(row['phone'])}}},"
    yield "};"


def layers():
    yield "constexpr detail::directory::builtin_layer layers[] = {"
    files = sorted((DIRECTORY / "layers").glob("*.json"),
                   key=lambda path: (RANKS[path.stem.split("-")[0]], path.name))
    for path in files:
        yield f'    {{"built-in {path.name}", R"json({path.read_text(encoding="utf-8")})json"}},'
    yield "};"


def main():
    lines = ["// Made by cmake/generate_directory.py from data/*.csv and layers/*.json; change those, and "
             "run it again.", "// clang-format off"]
    for part in (courts, help_desks, layers):
        lines += part()
    lines.append("// clang-format on")
    wanted = "\n".join(lines) + "\n"
    if sys.argv[1:] == ["--check"]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != wanted:
            sys.exit(f"{TARGET.relative_to(ROOT)} is out of date; run cmake/generate_directory.py")
        return
    TARGET.write_text(wanted, encoding="utf-8")


main()
