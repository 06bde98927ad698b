"""The C tests call every function of the C ABI; the misuse tests call each one that returns a status.

    check_coverage.py HEADERS FOLDER      the folders of the headers and of the tests
"""

import pathlib
import re
import sys


def main():
    header = "".join(path.read_text(encoding="ascii")
                     for path in sorted(pathlib.Path(sys.argv[1]).glob("*.h")))
    folder = pathlib.Path(sys.argv[2])
    tests = "".join(path.read_text(encoding="ascii") for path in sorted(folder.glob("*_test.c")))
    misuse = "".join(path.read_text(encoding="ascii") for path in sorted(folder.glob("*misuse_test.c")))
    functions = re.findall(r"^ECFLINK_API ([^(]*?)(\w+)\(", header, re.MULTILINE)
    troubles = [] if functions else ["the headers declare no function"]
    for answer, name in functions:
        is_init = name.endswith("_init")
        call = rf"CHECK_INIT\({name.removesuffix('_init')}," if is_init else rf"\b{name}\("
        if not re.search(call, tests):
            troubles.append(f"no C test calls {name}")
        if answer.strip() == "ecflink_status" and not re.search(call, misuse):
            troubles.append(f"no misuse test calls {name}")
    print("\n".join(troubles))
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
