#!/usr/bin/env python3
"""Removes rules from the library, one at a time, and expects that a test of the attack fails.

    rules_removed.py [--check | --build FOLDER] [ATTACK...]      ATTACK: such as A10; without one, all attacks

A copy of the tree is built once, without optimization and without PostgreSQL. For each removal, one file
of the copy is edited, the programs with tests of the attack are built again, and those tests are run. A
removal that no test notices is a failure, and so is one whose text is no longer in its file. The program
prints a row for each removal.

--check builds nothing. It only sees that the text of each removal still stands in its file.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

CEREMONY = "include/ecflink/decide/ceremony.hpp"
OBSERVE = "include/ecflink/core/observe.hpp"
IMPORT = "include/ecflink/decide/import.hpp"
HANDLE, PAGE = "src/ceremony/handle.cc", "src/ceremony/confirm_page.cc"
LEDGER_CEREMONY = "src/ledger/ceremony.cc"
LINKS = "src/ledger/links.cc"
REGISTRATIONS = "src/ledger/registrations.cc"
WRITING = "src/ledger/writing.cc"
ACCOUNTS = "src/ledger/accounts.cc"
SCHEMA = "src/ledger/schema.cc"
STORE = "src/ledger/store.cc"
FACTS = "src/ledger/facts.cc"


def never(predicate):
    """Makes a predicate find nothing."""
    return predicate, predicate.replace("return ", "return false && (", 1)[:-1] + ");"


def without(text):
    return text, ""


# Attack, what is removed, file, edits. Each text occurs exactly once in the file.
REMOVALS = [
    ("A1", "proofs are of an accepted class", OBSERVE,
     [never("return !wanted.accept.contains(given.proof_class);")]),
    ("A2", "a link ends old sessions", CEREMONY,
     [without("    owes.insert(obligation::end_sessions, now);\n")]),
    ("A3", "unproven addresses are shown", PAGE,
     [without("        page.contacts_not_carried.push_back(visible_text(contact));\n")]),
    ("A4", "a change of the court account under way", OBSERVE,
     [never("account_change_pending =\n    rule_over<&court_account::pending_change>("
            "[](pending_change change) { return is_under_way(change);")]),
    ("A8", "linking that is closed", OBSERVE,
     [never("return closes && t >= *closes;")]),
    ("A9", "a handle that was used", CEREMONY,
     [without("        {request.used, ceremony_problem::used},\n")]),
    ("A9", "the ledger asks whether a handle was used", LEDGER_CEREMONY,
     [without("    asked.used = is_used(query, claims.once);\n")]),
    ("A10", "the court of a handle", CEREMONY,
     [without("        {request.facts.court != c.court, ceremony_problem::court_mismatch},\n")]),
    ("A10", "the account of a handle", CEREMONY,
     [without("        {request.login != c.login, ceremony_problem::account_mismatch},\n")]),
    ("A10", "the role of a handle", CEREMONY,
     [without("        {role != c.role, ceremony_problem::role_changed},\n")]),
    ("A10", "the epoch is in the handle", HANDLE,
     [without("    out.number(claims.epoch, 8);\n"),
      ("    claims.epoch = in.number(8);\n", "    claims.epoch = 10;\n")]),
    ("A10", "a handle ends where it ends", HANDLE,
     [("return to_base64(bytes) == text ? ", "return true ? ")]),
    ("A10", "the ledger of a handle", HANDLE, [without(".append(ledger_id)")]),
    ("A10", "the ledgers of a key file", "src/ceremony/keys.cc",
     [("served_.empty() || ", "true || ")]),
    ("A11", "an empty field is a problem", CEREMONY,
     [without("        {is_missing, ceremony_problem::field_missing},\n")]),
    ("A12", "a ceremony that ended later", CEREMONY,
     [without("        {request.ended_epoch > c.epoch, ceremony_problem::withdrawn},\n")]),
    ("A12", "unlinking ends handles", LINKS,
     [("            work.insert(used_handles_table,",
       "            if (false) work.insert(used_handles_table,")]),
    ("A13", "the MAC of a handle", HANDLE,
     [without(" || !keys.verifies(key, authenticated(ledger_id, signed_part), tag)")]),
    ("A14", "a new address is a new revision", ACCOUNTS,
     [("                work.add(detail::ledger::bump_account,",
       "                if (false) work.add(detail::ledger::bump_account,")]),
    ("A15", "an import is assessed", IMPORT,
     [("apply_approval(policy, assess(policy, facts, now), approved, central)",
       "assessment{verdict::allow, {}}")]),
    ("A16", "a commit decides again", CEREMONY,
     [("    if (answer.problem || answer.decision.verdict != verdict::allow) {\n",
       "    if (answer.problem) {\n")]),
    ("A17", "no check when attempts are exhausted", WRITING,
     [("return policy.attempt_limit != 0 &&", "return false &&")]),
    ("A17", "an attempt counts before its outcome is known", WRITING,
     [("AND outcome <> 'proven'", "AND outcome = 'failed'")]),
    ("A18", "the session of a handle", CEREMONY,
     [without("        {request.session != c.session, ceremony_problem::session_mismatch},\n")]),
    ("A19", "a handle has a session", CEREMONY,
     [("    if (request.session.empty()) {\n", "    if (false) {\n"), without("!c.session.empty() && ")]),
    ("A20", "the owner of a handle", CEREMONY,
     [without("        {request.central != c.central, ceremony_problem::central_mismatch},\n")]),
    ("A21", "an account that is linked to somebody else", OBSERVE,
     [never("return limit != 0 && others >= limit;")]),
    ("A21", "the unique key of an account", SCHEMA,
     [("CREATE UNIQUE INDEX links_account_slot", "CREATE INDEX links_account_slot")]),
    ("A22", "a change is one transaction", STORE,
     [("    db_.execute_all_and_commit(queue_);\n",
       "    const std::span<const bound_statement> all(queue_);\n    "
       "db_.execute_all_and_commit(all.first(1));\n    db_.begin_write();\n"
       "    db_.execute_all_and_commit(all.subspan(1));\n")]),
    ("A23", "the revision of the court account", CEREMONY,
     [without("        {request.account_revision != c.account_revision, "
              "ceremony_problem::account_changed},\n")]),
    ("A23", "the revision of the central account", CEREMONY,
     [without("        {request.central_revision != c.central_revision, "
              "ceremony_problem::central_changed},\n")]),
    ("A23", "the policy of a handle", CEREMONY,
     [without("        {request.policy != c.policy, ceremony_problem::policy_changed},\n")]),
    ("A25", "the court of a proof", OBSERVE, [without(" || proven_in != court")]),
    ("A27", "several records of one key", OBSERVE,
     [never("return central || account;")]),
    ("A29", "an unknown member of a policy", "src/policy/value_types.cc",
     [("    if (!faults.counts_only()) {\n        faults.push_back(\n"
       "            {path, true, \"unknown member\"",
       "    if (false) {\n        faults.push_back(\n            {path, true, \"unknown member\"")]),
    ("A30", "the purpose of a handle", CEREMONY,
     [without("        {request.purpose != c.purpose, ceremony_problem::purpose_mismatch},\n")]),
    ("A31", "a central account that is disabled", OBSERVE,
     [never("return status == central_status::disabled;")]),
    ("A32", "the age of a proof", OBSERVE, [without(" && is_within(*given.at, *t, wanted.max_age)")]),
    ("A33", "a pair that was taken apart", FACTS,
     [without("    facts.others.tombstoned_at = time(rest[3]);\n")]),
    ("A34", "unlinking ends sessions", "include/ecflink/decide/unlink.hpp",
     [without("obligation::end_sessions, ")]),
    ("A34", "nothing is filed without a link", "include/ecflink/decide/access.hpp",
     [("        may.filing.reasons.insert(facts.account",
       "        if (false) may.filing.reasons.insert(facts.account")]),
    ("A35", "an earlier date is no way round a tombstone", LINKS,
     [without("        decided.others.tombstoned_at = earliest_instant;")]),
    ("A35", "an approval says why", CEREMONY, [without(" && !is_blank(given.reason)")]),
    ("A36", "who is refused costs the same", LEDGER_CEREMONY,
     [without(" && found.verdict != verdict::refuse")]),
    ("A36", "a refused right password counts at once", LEDGER_CEREMONY,
     [without("        asked.facts.evidence.failed_attempts = counted_attempts;\n")]),
    ("A36", "a refused right password counts later", LEDGER_CEREMONY,
     [("close_attempt(work, given.attempt, opens);", "close_attempt(work, given.attempt, is_proven);")]),
    ("A36", "attempts at the central account are not shown", CEREMONY,
     [without("            shown.findings.erase(finding::attempts_exhausted);\n")]),
    ("A36", "a hash is looked for in any case", ACCOUNTS,
     [("const auto any = db.query(select_any_hash);",
       "const auto any = next.empty() ? db.query(select_any_hash) : std::vector<detail::ledger::row>{};")]),
    ("A38", "what was confirmed", CEREMONY,
     [without("        {request.confirmed != c.shown || request.shown != c.shown, "
              "ceremony_problem::confirm_mismatch},\n")]),
    ("A39", "nobody approves for himself", CEREMONY,
     [("(given.who == actor::filer ? is_own : !is_own)", "true")]),
    ("A39", "nobody approves his own registration", REGISTRATIONS,
     [("(by.who == actor::filer) != (by.id == request.central.view())",
       "by.who == actor::filer && by.id != request.central.view()")]),
    ("A40", "the holder is told", CEREMONY,
     [without("        owes.insert(obligation::notify_holder, now);\n")]),
    ("A41", "a link retires the old password", ACCOUNTS, [("(!retires || ", "(true || ")]),
    ("A42", "a change of the central account under way", OBSERVE,
     [never("central_change_pending =\n    rule_over<&central_account::pending_change>("
            "[](pending_change change) { return is_under_way(change);")]),
    ("A43", "what a check throws is not repeated", LEDGER_CEREMONY,
     [("        } catch (...) {",
       "        } catch (const std::exception& failed) {\n            return "
       "ledger_error{ledger_trouble::check_failed, failed.what()};\n        } catch (...) {")]),
    ("A44", "what is there already is not taken over again", IMPORT,
     [("    if (is_identical) {\n", "    if (false) {\n")]),
    ("A45", "an import is many transactions", LINKS,
     [("links_of_a_transaction = 500;", "links_of_a_transaction = 1'000'000;")]),
    ("A47", "an import is an import, whatever it says", LINKS,
     [without("    row.made_by = link_maker::import;\n")]),
    ("A48", "a handle has a time in force", CEREMONY,
     [without("        {now < c.issued || now >= c.expires, ceremony_problem::expired},\n")]),
    ("A49", "a link that was made is not gone back from", CEREMONY,
     [("    return used                        ? std::optional(ceremony_problem::used)\n           : central",
       "    return central")]),
]

# The test programs by their sources, in the order in which they are run.
PROGRAMS = {
    "tests/attacks/link_attacks_test.cc": "link_attacks_test",
    "tests/attacks/policy_attacks_test.cc": "policy_attacks_test",
    "tests/attacks/access_attacks_test.cc": "access_attacks_test",
    "tests/attacks/ceremony_attacks_test.cc": "ceremony_attacks_test",
    "tests/ledger/attacks_test.cc": "ledger_attacks_test",
}


def programs_of(attack, tree):
    """The programs that have tests of the attack."""
    return [name for source, name in PROGRAMS.items()
            if f"TEST(Attack, {attack}_" in (tree / source).read_text(encoding="utf-8")]


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def copy_tree(to):
    listed = run(["git", "-C", str(ROOT), "ls-files", "--cached", "--others",
                  "--exclude-standard"]).stdout.splitlines()
    for name in listed:
        source, target = ROOT / name, to / name
        if source.is_file() and not (target.is_file() and target.read_bytes() == source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)  # with the present time, so that ninja builds it again


def configure(tree, build):
    launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    done = run(["cmake", "-S", str(tree), "-B", str(build), "-G", "Ninja", "-DCMAKE_CXX_FLAGS=-O0 -w",
                "-DECFLINK_DEVELOPER_MODE=ON", "-DECFLINK_BUILD_POSTGRESQL=OFF", *launcher])
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)


def build_and_run(build, program, attack):
    """'killed', 'survived', or the output of a build that failed."""
    built = run(["ninja", "-C", str(build), "-j", str(os.cpu_count() or 1), program])
    if built.returncode != 0:
        return built.stdout
    folder = "ledger" if program.startswith("ledger") else "attacks"
    done = run([str(build / "tests" / folder / program), f"--gtest_filter=Attack.{attack}_*"], timeout=300)
    return "survived" if done.returncode == 0 else "killed"


def edited(text, edits):
    """The text after the edits, and what is wrong with them."""
    for old, new in edits:
        if text.count(old) != 1:
            return text, f"stands {text.count(old)} times in the file: {old.strip()}"
        text = text.replace(old, new)
    return text, None


def check():
    texts = {file: (ROOT / file).read_text(encoding="utf-8") for _, _, file, _ in REMOVALS}
    problems = [f"{attack} {what}: {file}: {problem}" for attack, what, file, edits in REMOVALS
                if (problem := edited(texts[file], edits)[1])]
    sys.exit("\n".join(problems) or None)


def try_removal(tree, build, attack, file, edits):
    path = tree / file
    original = path.read_text(encoding="utf-8")
    text, problem = edited(original, edits)
    if problem:
        return problem, ""
    path.write_text(text, encoding="utf-8")
    try:
        names = programs_of(attack, tree)
        for program in names:
            if "src/ledger" in file and program != "ledger_attacks_test":
                continue
            outcome = build_and_run(build, program, attack)
            if outcome != "survived":
                return outcome, program
        return "survived", ", ".join(names)
    finally:
        path.write_text(original, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("attacks", nargs="*", metavar="ATTACK")
    parser.add_argument(
        "--build", type=pathlib.Path,
        help="a folder to keep the copy and its build in; default: a new one, gone at the end")
    parser.add_argument("--check", action="store_true", help="only see that every text stands in its file")
    options = parser.parse_args()
    if options.check:
        check()
    with tempfile.TemporaryDirectory(prefix="ecflink-removals-") as scratch:
        folder = (options.build or pathlib.Path(scratch)).resolve()
        tree, build = folder / "tree", folder / "build"
        copy_tree(tree)
        configure(tree, build)
        chosen = [one for one in REMOVALS if not options.attacks or one[0] in options.attacks]
        for attack in sorted({one[0] for one in chosen}, key=lambda name: int(name[1:])):
            for program in programs_of(attack, tree):
                outcome = build_and_run(build, program, attack)
                if outcome != "survived":
                    sys.exit(f"{attack} fails in {program} with no rule taken out: {outcome[-2000:]}")
        failures = 0
        for attack, what, file, edits in chosen:
            outcome, where = try_removal(tree, build, attack, file, edits)
            failures += outcome != "killed"
            print(f"{attack:4} {what:50} "
                  f"{outcome[-1000:] if outcome not in ('killed', 'survived') else outcome} {where}",
                  flush=True)
        print(f"{len(chosen) - failures} of {len(chosen)} removals were noticed")
        sys.exit(1 if failures else None)


if __name__ == "__main__":
    main()
