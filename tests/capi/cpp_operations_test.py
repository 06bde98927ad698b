"""Every public operation of the C++ headers has a C function, or stands in a short list with a reason.

    cpp_operations_test.py INCLUDE OPERATIONS EXPORTS...
    cpp_operations_test.py --list INCLUDE

INCLUDE is include/ecflink; OPERATIONS is the committed cpp_operations.csv; EXPORTS are the lists of what
the C libraries export. Operations are the functions and public member functions that the headers below
declare, outside of `detail`, without constructors and operators. --list prints them.
"""

import csv
import pathlib
import re
import sys

HEADERS = ("core/assess.hpp", "decide/*.hpp", "ledger/*.hpp", "policies/*.hpp", "text/*.hpp", "tables/*.hpp",
           "verify/*.hpp")
NO_FUNCTION = re.compile(
    r"^(?:static_assert|using|typedef|friend|enum|explicit|inline constexpr \w+ \w+ ?[;{=])")
CLASS = re.compile(r"^(?:template ?<.*> ?)?(?:class|struct) (?:\[\[\w+\]\] )?(\w+)(?: final)?(?: ?:.*)?$")


def without_comments(text):
    text = re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.DOTALL)
    text = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
    text = re.sub(r"'(?:[^'\\\n]|\\.)'", "' '", text)
    return re.sub(r"^[ \t]*#[^\n]*(?:\\\n[^\n]*)*", " ", text, flags=re.MULTILINE)


def name_of(statement):
    """The name of the function that a statement declares; nothing for any other statement."""
    statement = re.sub(r"\[\[.*?\]\]", "", statement).strip()
    statement = re.sub(r"\b(?:ECFLINK_BEGIN_NAMESPACE|ECFLINK_END_NAMESPACE)\b", "", statement).strip()
    statement = re.sub(r"^template ?<[^<>]*(?:<[^<>]*>[^<>]*)*> ?", "", statement)
    statement = re.sub(r"^requires [^(]*?(?:<.*?>|\(.*?\)) ?(?=\w)", "", statement)
    if NO_FUNCTION.match(statement) or "operator" in statement.partition("(")[0]:
        return None
    match = re.match(r"^([^=(]*?[\w>&*\]:]\s*[&*]?\s+[&*]*)(\w+) ?\(", statement)
    return match[2] if match else None


def operations(text):
    """The operations of one header, `function` or `class::function`."""
    found = []
    scopes = []   # [kind, name, is_public]
    statement = ""
    for token in re.findall(r"[{};]|[^{};]+", without_comments(text)):
        if token not in "{};":
            for part in re.split(r"\b(public|private|protected) ?:(?!:)", token):
                if part in {"public", "private", "protected"}:
                    scopes[-1][2] = part == "public"
                    statement = ""
                else:
                    statement += part
            continue
        statement = " ".join(statement.replace("ECFLINK_BEGIN_NAMESPACE", "").split())
        is_open = all(kind != "body" for kind, _, _ in scopes)
        is_ours = is_open and all(is_public and name != "detail" for _, name, is_public in scopes)
        if token != "}" and is_ours and (name := name_of(statement)):
            classes = [of for kind, of, _ in scopes if kind == "class"]
            if not classes or name != classes[-1]:
                found.append("::".join([*classes, name]))
        if token == "{":
            namespace = re.match(r"^(?:inline )?namespace ([\w:]*)$", statement)
            of_class = CLASS.match(statement)
            if namespace:
                scopes.append(["namespace", namespace[1].partition("::")[0], True])
            elif of_class:
                scopes.append(["class", of_class[1], not re.search(r"\bclass\b", statement)])
            else:
                scopes.append(["body", "", True])
        elif token == "}":
            scopes.pop()
        statement = ""
    return found


def all_operations(include):
    return sorted({operation for pattern in HEADERS for header in sorted(pathlib.Path(include).glob(pattern))
                   for operation in operations(header.read_text(encoding="utf-8"))})


def covers(pattern, operation):
    return operation == pattern or (pattern.endswith("::*") and operation.startswith(pattern[:-1]))


def main():
    if sys.argv[1] == "--list":
        print("\n".join(all_operations(sys.argv[2])))
        return 0
    include, listed_file, *exports = sys.argv[1:]
    exported = {line for file in exports
                for line in pathlib.Path(file).read_text(encoding="ascii").splitlines()}
    with open(listed_file, encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))
    found = all_operations(include)
    troubles = [] if len(found) > 100 else [f"only {len(found)} operations were found"]
    for operation in found:
        if not any(covers(row["operation"], operation) for row in rows):
            troubles.append(f"{operation} has no C function and no reason in {listed_file}")
    for row in rows:
        if not any(covers(row["operation"], operation) for operation in found):
            troubles.append(f"no header declares {row['operation']} of {listed_file}")
        names = row["c_functions"].split()
        troubles += [f"{row['operation']}: no C library exports {name}"
                     for name in names if name not in exported]
        if bool(names) == bool(row["reason"]):
            troubles.append(f"{row['operation']} needs a C function or a reason, and not both")
    if [row["operation"] for row in rows] != sorted({row["operation"] for row in rows}):
        troubles.append(f"{listed_file} is not sorted, or lists an operation twice")
    without = [row for row in rows if row["reason"]]
    print("\n".join(troubles) or f"{len(found)} operations, {len(without)} lines without a C function")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
