"""The example of capi/README.md is a program that compiles and prints what the README says.

    check_readme.py README SOURCE OUTPUT PROGRAM
"""

import pathlib
import subprocess
import sys


def main():
    readme, source, output = (pathlib.Path(name).read_text(encoding="ascii") for name in sys.argv[1:4])
    troubles = []
    if f"```c\n{source}```\n" not in readme:
        troubles.append(f"{sys.argv[1]} does not contain {sys.argv[2]} word for word")
    if f"```text\n{output}```\n" not in readme:
        troubles.append(f"{sys.argv[1]} does not contain {sys.argv[3]} word for word")
    run = subprocess.run([sys.argv[4]], capture_output=True, text=True, check=False)
    if (run.returncode, run.stdout) != (0, output):
        troubles.append(f"the program ended with {run.returncode} and printed {run.stdout!r}{run.stderr!r}")
    print("\n".join(troubles))
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
