"""`python -m ecflink` is the program `ecflink`, which takes this process over."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from ecflink import _program


def main() -> NoReturn:
    """Runs the program with the arguments of this process."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(_program.path(), ["ecflink", *sys.argv[1:]])


if __name__ == "__main__":
    main()
