#!/usr/bin/env python3
"""Compares the CSV reader with Python's csv module on random texts.

    csv_differential_test.py PROGRAM [SEED [TEXTS]]

On texts that RFC 4180 allows, both give the same records. On other texts both fail, with some exceptions:
Python accepts a carriage return without its line feed and a quote inside a field that does not begin with
one, and the reader does not. For Python an empty line is a record without fields, for the reader a record
with one empty field. In every case, reading a text in parts gives the same answer.
"""

import csv
import io
import json
import random
import subprocess
import sys

CHARACTERS = "ab ,,\"\"\n\r\t'\u00e9\u6f22\U0001d400;|"


def random_field(rng):
    """A value and a way to write it."""
    value = "".join(rng.choice(CHARACTERS) for _ in range(rng.choice((0, 0, 1, 2, 3, 8))))
    needs_quotes = any(character in value for character in ',"\n\r')
    if needs_quotes or rng.random() < 0.3:
        return value, '"' + value.replace('"', '""') + '"'
    return value, value


def random_text(rng):
    """A text that RFC 4180 allows, and its records."""
    records, text = [], ""
    rows = rng.randrange(0, 6)
    for row in range(rows):
        fields = [random_field(rng) for _ in range(rng.randrange(1, 5))]
        records.append([value for value, _ in fields])
        text += ",".join(written for _, written in fields)
        if row + 1 < rows or rng.random() < 0.7 or text.endswith(("\n", "\r\n")) or text == "":
            text += rng.choice(("\n", "\r\n"))
    return text, records


def broken(rng, text):
    """A text with one of its characters removed, doubled or replaced."""
    if not text:
        return '"'
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(("", text[at] * 2, '"', "\r", "x")) + text[at + 1:]


def of_python(text):
    """The records of Python's module, or None if it fails."""
    try:
        return [row or [""] for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error:
        return None


def of_reader(program, texts):
    encoded = [text.encode("utf-8") for text in texts]
    stream = b"".join(b"%d\n%s" % (len(text), text) for text in encoded)
    answers = subprocess.run([program], input=stream, stdout=subprocess.PIPE,
                             check=True).stdout.decode("utf-8").splitlines()
    assert len(answers) == len(texts), (len(answers), len(texts))
    return [json.loads(answer) for answer in answers]


def report(text, expected, answer):
    print(f"{text!r}\n  python {expected}\n  reader {answer}")
    return 1


def main(program, seed=1, texts=4000):
    rng = random.Random(int(seed))
    made = [random_text(rng) for _ in range(int(texts))]
    wrong = 0

    for (text, records), answer in zip(made, of_reader(program, [text for text, _ in made])):
        expected = of_python(text)
        if expected != records:
            sys.exit(f"the generator is wrong about {text!r}: {records} and {expected}")
        if answer["error"] is not None or answer["records"] != expected or answer["in-parts"]:
            wrong += report(text, expected, answer)

    mangled = [broken(rng, text) for text, _ in made]
    failed = 0
    for text, answer in zip(mangled, of_reader(program, mangled)):
        expected = of_python(text)
        failed += answer["error"] is not None
        is_accepted = answer["error"] is None
        if (is_accepted and (expected is None or answer["records"] != expected)) or answer["in-parts"]:
            wrong += report(text, expected, answer)
        has_exception = '"' in text or "\r" in text.replace("\r\n", "")
        if not is_accepted and expected is not None and not has_exception:
            wrong += report(text, expected, answer)

    print(f"seed {seed}: {len(made)} texts, {len(mangled)} broken ones of which the reader refused "
          f"{failed}; {wrong} differences")
    return 1 if wrong or not failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
