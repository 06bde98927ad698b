"""The checks of the C interface see each kind of change: copies of the headers are changed, and must be found
by interface.py, and by abidiff where the change is one of binary form.

    mutants_test.py INCLUDE SNAPSHOT CC         INCLUDE is capi/include
"""

import pathlib
import shutil
import sys
import tempfile

import abidiff
import interface

# What is changed: its name, the header, the text, what takes its place, and whether abidiff must see it.
MUTANTS = (
    ("a function added without acceptance", "ecflink.h", "ECFLINK_API const char* ecflink_version(void);",
     "ECFLINK_API const char* ecflink_version(void);\nECFLINK_API int32_t ecflink_added(void);", True),
    ("an export dropped", "ecflink_ledger.h",
     "ECFLINK_API size_t ecflink_owed_count(const ecflink_answer* answer);", "", True),
    ("two members of a struct reordered", "ecflink.h",
     "    ecflink_link_maker made_by; /**< missing: the filer */\n"
     "    uint32_t reserved;          /**< 0 */\n",
     "    uint32_t reserved;\n    ecflink_link_maker made_by;\n", True),
    ("a member inserted", "ecflink_ledger.h", "    uint64_t held_as;",
     "    uint64_t inserted;\n    uint64_t held_as;", True),
    ("a parameter narrowed", "ecflink_ledger.h",
     "ecflink_ledger_obligations(ecflink_ledger* ledger, size_t at_most",
     "ecflink_ledger_obligations(ecflink_ledger* ledger, uint32_t at_most", True),
    ("a type narrowed", "ecflink.h", "typedef int64_t ecflink_time;", "typedef int32_t ecflink_time;", True),
    ("an enumerator renumbered", "ecflink.h", "ECFLINK_VERDICT_HOLD = 1", "ECFLINK_VERDICT_HOLD = 3", False),
    ("a status renumbered", "ecflink.h", "ECFLINK_E_NOMEM = 6", "ECFLINK_E_NOMEM = 16", False),
    ("a default changed", "ecflink_decide.h",
     "{sizeof(ecflink_planned_step), ECFLINK_NO_STEP, 0, ECFLINK_NO_STEP,",
     "{sizeof(ecflink_planned_step), ECFLINK_NO_STEP, 0, 0,", False),
)


def changed(text, old, new):
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def main():
    include, snapshot, cc = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    troubles = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        abidiff.make_library(include, cc, folder / "accepted.so")
        abidiff.write_baseline(folder / "accepted.so", folder / "accepted.abi")
        if found := abidiff.compare(folder / "accepted.abi", folder / "accepted.so"):
            troubles.append(f"abidiff sees a difference where there is none: {found}")
        if found := interface.differences(include / "ecflink", snapshot):
            troubles.append(f"interface.py sees a difference where there is none: {found}")
        for number, (what, header, old, new, is_binary) in enumerate(MUTANTS):
            mutated = folder / f"mutant{number}"
            shutil.copytree(include, mutated)
            file = mutated / "ecflink" / header
            file.write_text(changed(file.read_text(encoding="ascii"), old, new), encoding="ascii")
            if not interface.differences(mutated / "ecflink", snapshot):
                troubles.append(f"interface.py does not see {what}")
            if is_binary:
                abidiff.make_library(mutated, cc, folder / f"mutant{number}.so")
                if not abidiff.compare(folder / "accepted.abi", folder / f"mutant{number}.so"):
                    troubles.append(f"abidiff does not see {what}")
    print("\n".join(troubles) or f"{len(MUTANTS)} changes are seen")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
