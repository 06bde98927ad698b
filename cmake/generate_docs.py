#!/usr/bin/env python3
"""Writes docs/findings.md and docs/tokens.md from findings.def and tokens.def.

    python3 cmake/generate_docs.py            rewrites them
    python3 cmake/generate_docs.py --check    changes nothing; exits 1 if one is not what this would write
"""

import re
import sys

from generate_constants import ROOT, calls, lexemes

MADE = "<!-- Made by cmake/generate_docs.py from {}; change that, and run it again. -->\n"


def linked(sources):
    """Sources as links: rules and steps of the two pages into docs/rules.md, attacks into docs/attacks.md."""
    def link(match):
        page = "attacks.md" if match[0].startswith("A") else "rules.md"
        return f"[{match[0]}]({page}#{match[0].lower().replace(' ', '-')})"
    return re.sub(r"\b(?:wiw[bd] step \d|[RA]\d+)\b", link, sources)


def enumerations():
    return calls(lexemes(ROOT / "include/ecflink/core/tokens.def"))


def findings_page():
    yield "# Findings\n\n" + MADE.format("include/ecflink/core/findings.def")
    yield ("\nA finding is something that is so about a case. The number is its bit in a set of findings and its place in the order in which a person must mend "
           "things; numbers that are not listed are reserved. A policy says what becomes of each finding; the default is what holds where it says nothing: "
           "`refuse`, `hold` (a clerk must decide), `note` (shown, and changes nothing). Numbers and tokens never change.\n\n")
    yield "| bit | finding | true when | default | who acts | remedy | sources |\n|---|---|---|---|---|---|---|\n"
    meaning = {token: text for call in enumerations() if call[1] == "finding_group" for _, _, _, token, text in call[2]}
    group = None
    for _, bit, _, token, in_group, disposition, who, when, remedy, _, sources in calls(lexemes(ROOT / "include/ecflink/core/findings.def")):
        if in_group != group:
            group = in_group
            yield f"| | **{group}**: {meaning[group]} | | | | | |\n"
        yield f"| {bit} | `{token}` | {when} | {disposition} | {who} | {remedy} | {linked(sources)} |\n"


def tokens_page():
    yield "# Tokens\n\n" + MADE.format("include/ecflink/core/tokens.def")
    yield ("\nEvery enumeration, with its numbers and tokens as they stand in tables, policies, answers and the C ABI. The number 0 of an enumeration that does "
           "not list it means missing: an empty field, which no rule takes for a pass. Numbers and tokens never change.\n")
    for call in enumerations():
        yield f"\n## {call[1]}\n\n| number | token | meaning |\n|---|---|---|\n"
        for _, _, number, token, meaning in call[2]:
            yield f"| {number} | `{token}` | {meaning} |\n"


def main():
    stale = []
    for name, page in (("findings.md", findings_page), ("tokens.md", tokens_page)):
        target = ROOT / "docs" / name
        wanted = "".join(page())
        if target.exists() and target.read_text(encoding="utf-8") == wanted:
            continue
        if sys.argv[1:] == ["--check"]:
            stale.append(f"docs/{name}")
        else:
            target.write_text(wanted, encoding="utf-8")
    if stale:
        sys.exit(f"{', '.join(stale)}: not what cmake/generate_docs.py writes; run it")


main()
