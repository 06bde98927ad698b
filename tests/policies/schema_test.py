#!/usr/bin/env python3
"""Checks docs/policy.schema.json with the files of this folder; policy_corpus_test checks the loader.

good/               accepted by both
bad/                refused by both
bad_beyond_schema/  accepted by the schema, refused by the loader: beyond what a JSON Schema can say
"""
import json
import pathlib
import sys

from jsonschema import Draft202012Validator

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parent.parent / "docs" / "policy.schema.json"


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def read(path):
    text = path.read_bytes().decode("utf-8-sig")
    return json.loads(text, parse_constant=refuse_constant,
                      parse_float=lambda digits: refuse_constant(
                          digits) if float(digits) == float("inf") else float(digits))


def main():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    failures = []
    for folder, is_wanted in (("good", True), ("bad", False), ("bad_beyond_schema", True)):
        files = sorted((HERE / folder).glob("*.json"))
        if not files:
            failures.append(f"{folder}: no files")
        for path in files:
            try:
                is_accepted = validator.is_valid(read(path))
            except ValueError:
                is_accepted = False
            if is_accepted != is_wanted:
                failures.append(f"{folder}/{path.name}: the schema "
                                f"{'accepts' if is_accepted else 'refuses'} it")
    print("\n".join(failures) or "the schema judges every file as it should")
    sys.exit(1 if failures else 0)


main()
