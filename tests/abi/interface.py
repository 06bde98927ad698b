"""Holds what the C headers say against the committed snapshot interface.txt: every function with its
parameters, every struct with its members and the values of its _INIT, every constant and every type.

    interface.py INCLUDE SNAPSHOT             shows what differs, and exits 1
    interface.py --accept INCLUDE SNAPSHOT    writes the snapshot: to accept an addition

INCLUDE is the folder of the headers, capi/include/ecflink.
"""

import difflib
import pathlib
import re
import sys

HEADERS = ("ecflink.h", "ecflink_bulk.h", "ecflink_decide.h", "ecflink_policy.h", "ecflink_ledger.h")


def without_comments(text):
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)


def one_line(text):
    return re.sub(r" ?([(),;*{}]) ?", r"\1", " ".join(text.split())).replace(",", ", ").replace("*", "* ")


def describe(include):
    """The lines of a snapshot."""
    lines = []
    for name in HEADERS:
        text = without_comments((pathlib.Path(include) / name).read_text(encoding="ascii"))
        lines.append(f"== {name}")
        # A macro may go over several lines; their ends are marked.
        for macro, value in re.findall(r"^#define (ECFLINK_\w+(?:\([^)]*\))?) +((?:[^\n]*\\\n)*[^\n]*)$",
                                       text, re.MULTILINE):
            if not macro.startswith(("ECFLINK_API", "ECFLINK_VERSION")):
                lines.append(f"define {macro} {one_line(value.replace(chr(92), ' '))}")
        plain = re.sub(r"^#(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.MULTILINE)
        for body in re.findall(r"\benum \{(.*?)\};", plain, re.DOTALL):
            lines += [f"enum {one_line(one)}" for one in body.split(",") if one.strip()]
        for of, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \w+;", plain, re.DOTALL):
            lines += [f"struct {of}: {one_line(member)}" for member in body.split(";") if member.strip()]
        for declared in re.findall(r"\btypedef (?!struct \w+ \{)(.*?);", plain, re.DOTALL):
            lines.append(f"typedef {one_line(declared)}")
        lines += [one_line(function) for function in re.findall(r"ECFLINK_API (.*?);", plain, re.DOTALL)]
    return lines


def differences(include, snapshot):
    kept = pathlib.Path(snapshot).read_text(encoding="ascii").splitlines()
    return list(difflib.unified_diff(kept, describe(include), "accepted", "declared", lineterm="", n=0))


def main():
    include, snapshot = sys.argv[-2:]
    if "--accept" in sys.argv:
        pathlib.Path(snapshot).write_text("\n".join(describe(include)) + "\n", encoding="ascii")
        return 0
    found = differences(include, snapshot)
    if found:
        print("\n".join(found))
        print("The C interface is not the accepted one. If it only grew, accept it: CONTRIBUTING.md, "
              '"A C function, or a member of a C struct".')
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
