#!/usr/bin/env python3
"""Verifies an export of an audit trail, without any program of ecflink.

    ecflink audit export sqlite:court.db > trail
    verify_audit_export.py trail --public-key HEX [--public-key HEX]... [--witness FILE]

It needs Python 3.8 and libsodium. The public keys are those that you trust: the ledger's current one and
its earlier ones. A witness is a file of lines that `ecflink audit witness` printed and that was kept
elsewhere. docs/audit.md has the format and says what this proves. Exit status 1: something is wrong.
"""
import argparse
import ctypes
import ctypes.util
import datetime
import hashlib
import json
import re
import sys

ENTRY = re.compile(rb'\{"court":("(?:[^"\\]|\\.)*"),"entry":(\{.*\}),"event":(\d+),"hash":"([0-9a-f]{64})",'
                   rb'"place":(\d+)\}')
CHECKPOINT = re.compile(rb'\{"checkpoint":(\{.*\}),"public-key":"([0-9a-f]{64})",'
                        rb'"signature":"([0-9a-f]{128})"\}')
# A ledger of version 1 or 2 had one chain for all courts. Its lines stand before all others.
FIRST_ENTRY = re.compile(rb'\{"entry":(\{.*\}),"hash":"([0-9a-f]{64})","sequence":(\d+)\}')
FIRST_CHECKPOINT = re.compile(rb'\{"checkpoint":\{"at":"([^"]+)","hash":"([0-9a-f]{64})","public-key":'
                              rb'"([0-9a-f]{64})","sequence":(\d+),"signature":"([0-9a-f]{128})"\}\}')

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")


def check(is_so, place, what):
    if not is_so:
        sys.exit(f"{place}: {what}")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def eight_bytes(number):
    return number.to_bytes(8, "big")


def check_signature(place, trusted, public_key, signature, message):
    check(public_key in trusted, place, "signed by a key that you do not trust")
    length = ctypes.c_ulonglong(len(message))
    check(sodium.crypto_sign_verify_detached(bytes.fromhex(signature.decode()), message, length,
                                             bytes.fromhex(public_key.decode())) == 0,
          place, "the signature is not one of this key for this checkpoint")


def lines_of(name):
    with open(name, "rb") as file:
        for number, line in enumerate(file, 1):
            yield f"{name}, line {number}", line.rstrip(b"\r\n")


def read_checkpoint(place, line, trusted):
    """The bytes that were signed, and what they say."""
    found = CHECKPOINT.fullmatch(line)
    check(found, place, "not a checkpoint")
    body, public_key, signature = found.groups()
    check_signature(place, trusted, public_key, signature, b"ecflink-checkpoint-2:" + body)
    return body, json.loads(body)


def read_checkpoints(export, witness, trusted):
    """The ledger's id, the hashes that signed checkpoints state by (court, place), and their number."""
    stated, bodies, ledgers = {}, [], set()

    def add(place, said):
        ledgers.add(said["ledger"])
        check(len(ledgers) == 1, place, "a checkpoint of another ledger")
        for court, head in said["heads"].items():
            known = stated.setdefault((court, head["place"]), head["hash"])
            check(known == head["hash"], place, f"another checkpoint states otherwise of court {court!r}")

    for place, line in lines_of(export):
        if line.startswith(b'{"checkpoint":') and not FIRST_CHECKPOINT.fullmatch(line):
            body, said = read_checkpoint(place, line, trusted)
            check(said["number"] == len(bodies) + 1, place, f"checkpoint {len(bodies) + 1} is missing")
            previous = sha256(bodies[-1]).hex() if bodies else None
            check(said.get("previous") == previous, place, "not the successor of the checkpoint before it")
            bodies.append(body)
            add(place, said)
    check(bodies, export, "there is no checkpoint")
    for place, line in lines_of(witness) if witness else ():
        body, said = read_checkpoint(place, line, trusted)
        check(said["number"] <= len(bodies), place, "the export ends before this checkpoint")
        check(bodies[said["number"] - 1] == body, place, "the export has another checkpoint of this number")
        add(place, said)
    return ledgers.pop(), stated, len(bodies)


def verify(export, witness, trusted):
    ledger, stated, checkpoints = read_checkpoints(export, witness, trusted)
    signed = dict(sorted(stated))      # court -> the last place that a checkpoint states
    chains, entries = {}, 0            # court -> place, event and hash of the last entry
    first = 0, sha256(b"ecflink-audit-1:", ledger.encode())
    first_stated = first               # what the event of the migration states of the first trail
    for place, line in lines_of(export):
        if found := ENTRY.fullmatch(line):
            court, body, event, number = json.loads(found[1]), found[2], int(found[3]), int(found[5])
            start = 0, first[0], sha256(b"ecflink-audit-2:", ledger.encode(), b":", court.encode())
            before, last_event, last = chains.get(court, start)
            check(number == before + 1, place, f"entry {before + 1} of court {court!r} should stand here")
            check(event > last_event, place, "its event came before that of the entry before it")
            last = sha256(last, eight_bytes(number), eight_bytes(event), body)
            check(last.hex() == found[4].decode(), place, "the entry is not what was chained")
            check(stated.pop((court, number), last.hex()) == last.hex(), place,
                  "the entry is not the one that a checkpoint states")
            chains[court], entries = (number, event, last), entries + 1
            details = json.loads(body).get("details", {}) if court == "" else {}
            if "first-trail-hash" in details:
                check("first-trail-flaw" not in details, place, "the first trail had a flaw already")
                first_stated = details["first-trail-events"], bytes.fromhex(details["first-trail-hash"])
        elif found := FIRST_ENTRY.fullmatch(line):
            number = int(found[3])
            check(number == first[0] + 1, place, f"entry {first[0] + 1} of the first trail should stand here")
            first = number, sha256(first[1], eight_bytes(number), found[1])
            check(first[1].hex() == found[2].decode(), place, "the entry is not what was chained")
        elif found := FIRST_CHECKPOINT.fullmatch(line):
            at = datetime.datetime.fromisoformat(found[1].decode().replace("Z", "+00:00"))
            epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
            check((int(found[4]), found[2].decode()) == (first[0], first[1].hex()), place,
                  "not a statement about the entry above")
            check_signature(place, trusted, found[3], found[5],
                            b"ecflink-checkpoint-1:" + sha256(b"ecflink-audit-1:", ledger.encode()) +
                            eight_bytes(first[0]) + first[1] +
                            eight_bytes((at - epoch) // datetime.timedelta(microseconds=1)))
        else:
            check(CHECKPOINT.fullmatch(line), place, "not a line of an export")
    check(not stated, export, f"entries are missing that a checkpoint states: {sorted(stated)[:3]}")
    check(first == first_stated, export, "the first trail does not end where the migration found its end")
    return (f"ledger {ledger}: {entries + first[0]} entries in {len(chains)} chains are whole; "
            f"{checkpoints} checkpoints sign all but the last {entries - sum(signed.values())}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", help="what `ecflink audit export` printed")
    parser.add_argument("--public-key", action="append", required=True, metavar="HEX",
                        help="a key whose signatures you trust, 64 hexadecimal digits")
    parser.add_argument("--witness", metavar="FILE", help="checkpoints that were kept elsewhere")
    options = parser.parse_args()
    print(verify(options.export, options.witness, {key.encode() for key in options.public_key}))


if __name__ == "__main__":
    main()
