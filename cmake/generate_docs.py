#!/usr/bin/env python3
"""Writes docs/findings.md, docs/tokens.md and the generated parts of docs/tables.md and docs/courts.md.

They come from findings.def, tokens.def, fields.def and src/directory.

    python3 cmake/generate_docs.py            rewrites them
    python3 cmake/generate_docs.py --check    changes nothing; exits 1 if a page is out of date
"""

import csv
import json
import re
import sys
import urllib.parse

from generate_constants import ROOT, calls, lexemes

MADE = "<!-- Made by cmake/generate_docs.py from {}; change that, and run it again. -->\n"
END_MADE = "<!-- End of the generated part. -->\n"


def linked(sources):
    """Sources as links: rules and steps of the two pages to docs/rules.md, attacks to docs/attacks.md."""
    def link(match):
        page = "attacks.md" if match[0].startswith("A") else "rules.md"
        return f"[{match[0]}]({page}#{match[0].lower().replace(' ', '-')})"
    return re.sub(r"\b(?:wiw[bd] step \d|[RA]\d+)\b", link, sources)


def enumerations():
    return calls(lexemes(ROOT / "include/ecflink/core/tokens.def"))


def findings_page():
    yield "# Findings\n\n" + MADE.format("include/ecflink/core/findings.def")
    yield """
A finding states a fact that bears on a link. Its number is its bit in a set of findings, and its
place in the order in which a person must correct things. Numbers that are not listed are reserved.
A policy gives each finding a disposition; the default holds where the policy gives none: `refuse`,
`hold` (a clerk must decide), `note` (shown, and changes nothing). Numbers and tokens never change.

"""
    yield "| bit | finding | true when | default | who acts | remedy | sources |\n"
    yield "|---|---|---|---|---|---|---|\n"
    meaning = {token: text for call in enumerations() if call[1] == "finding_group"
               for _, _, _, token, text in call[2]}
    group = None
    entries = list(calls(lexemes(ROOT / "include/ecflink/core/findings.def")))
    for call in entries:
        _, bit, _, token, in_group, disposition, who, when, remedy, _, sources, _ = call
        if in_group != group:
            group = in_group
            yield f"| | **{group}**: {meaning[group]} | | | | | |\n"
        yield f"| {bit} | `{token}` | {when} | {disposition} | {who} | {remedy} | {linked(sources)} |\n"
    yield """
## Remedies that others make void

Two findings of one link can ask for things that contradict each other: who gives up a shared account
does not upgrade it. So the first makes the remedy of the second void. The remedy is left out then,
and the answer names the finding that makes it void. This holds where the first refuses or holds the
link, and its own remedy is not void.

| finding | makes void the remedies of |
|---|---|
"""
    token_of = {call[2]: call[3] for call in entries}
    for call in entries:
        if call[-1][0][1]:
            made_void = ", ".join(f"`{token_of[name]}`" for name in call[-1][0][1:])
            yield f"| `{call[3]}` | {made_void} |\n"


def tokens_page():
    yield "# Tokens\n\n" + MADE.format("include/ecflink/core/tokens.def")
    yield """
Every enumeration, with its numbers and tokens as they appear in tables, policies, answers and the C
ABI. In an enumeration that does not list 0, the number 0 means missing: an empty field, which no
rule lets pass. Numbers and tokens never change.
"""
    for call in enumerations():
        yield f"\n## {call[1]}\n\n| number | token | meaning |\n|---|---|---|\n"
        for _, _, number, token, meaning in call[2]:
            yield f"| {number} | `{token}` | {meaning} |\n"


def tables():
    """Every table of fields.def: its name, and its fields as (column, type, if missing, since, meaning)."""
    for _, name, *_, fields in calls(lexemes(ROOT / "include/ecflink/core/fields.def")):
        yield name, [(column, *rest[-4:]) for _, column, *rest in fields]


def columns(fields, is_required):
    return ", ".join(f"`{column}`" for column, _, if_missing, *_ in fields
                     if (if_missing == "required") == is_required)


def files():
    yield "| file | must have | may have |\n|---|---|---|\n"
    for name, fields in tables():
        presence = ", if there is one" if name in ("tombstones", "roster") else ""
        must, may = columns(fields, True), columns(fields, False)
        if name == "roster":
            must, may = f"{must}, and one of {may}", ""
        yield f"| `{name}.csv`{presence} | {must} | {may + ' ' if may else ''}|\n"
    yield "| `policies/*.json`, if there are any | | layers that are then in force "
    yield "([policies](policies.md)) |\n"


TYPES = {"court": "id of a court", "id<court_id>": "id of a court", "id<login>": "login",
         "id<central_id>": "id of a central account", "name": "name", "text": "text", "time": "time",
         "time_or_date": "time or date", "date": "date", "count": "whole number",
         "boolean": "`true` or `false`", "finding_list": "findings, joined by `|`"}


def type_in_words(name):
    name = name.replace("ecflink::", "")
    token = re.fullmatch(r"token<(\w+)>", name)
    return f"[{token[1]}](tokens.md#{token[1]})" if token else TYPES[name]


def fields_of_tables():
    for name, fields in tables():
        yield f"### {name}\n\n| field | type | if missing | meaning | since |\n|---|---|---|---|---|\n"
        for column, kind, if_missing, since, meaning in fields:
            value = if_missing if if_missing in ("required", "missing") else f"`{if_missing}`"
            yield f"| `{column}` | {type_in_words(kind)} | {value} | {meaning} | {since} |\n"
        yield "\n"


def made_again(name, source, *parts):
    """A page as it stands, with its generated parts made again."""
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    begin = MADE.format(source)
    texts = iter("".join(part) for part in parts)
    return re.sub(f"{re.escape(begin)}.*?{re.escape(END_MADE)}",
                  lambda _: f"{begin}\n{next(texts).strip()}\n\n{END_MADE}", page, flags=re.DOTALL)


def tables_page():
    return made_again("tables.md", "include/ecflink/core/fields.def", files(), fields_of_tables())


LOOKUP = "https://pacer.uscourts.gov/file-case/court-cmecf-lookup/data.json"


def go_live_in_words(row):
    not_before, by = row["go_live_not_before"], row["go_live_by"]
    if row["go_live_precision"] in ("day", "time"):
        return row["go_live"]
    return f"from {not_before} to {by}" if not_before else f"by {by}"


def help_in_words(purpose, entries):
    ways = (", ".join(entry[way] for way in ("phone", "email", "url") if entry.get(way)) for entry in entries)
    return f"{purpose}: {'; '.join(ways)}"


def rules_of(value, path=""):
    """The values of a layer, each by its path."""
    if isinstance(value, dict):
        return [rule for name, inner in value.items()
                for rule in rules_of(inner, f"{path}.{name}".strip("."))]
    return [f"`{path}` {', '.join(value) if isinstance(value, list) else value}"]


def courts():
    """What is built in for each court, with its pages. A layer of a court goes before its row."""
    directory = ROOT / "src/directory"
    with open(directory / "data/courts.csv", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["court"])
    yield "| court | live | precision | out of service | help | other rules | pages |\n"
    yield "|---|---|---|---|---|---|---|\n"
    for row in rows:
        path = directory / f"layers/court-{row['court']}.json"
        layer = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"source": []}
        outages = [f"{outage['begin']} to {outage['end']} ({', '.join(outage.get('stops', ['filing']))})"
                   for outage in layer.get("outages", [])]
        if not outages and row["outage_begin"]:
            outages = [f"{row['outage_begin']} to {row['go_live']} (filing)"]
        desks = {"filing": [{"phone": row["help_phone"]}]} if row["help_phone"] else {}
        desks |= layer.get("help", {})
        rules = rules_of({name: value for name, value in layer.items() if name not in
                          ("ecflink-policy", "court", "source", "outages", "help")})
        pages = [page for page in re.split("[ ;]+", row["source"]) if page != LOOKUP]
        pages += [page for page in layer["source"] if page not in [*pages, LOOKUP]]
        cells = [f"`{row['court']}`", go_live_in_words(row), row["go_live_precision"], "; ".join(outages),
                 "; ".join(help_in_words(*item) for item in desks.items()), "; ".join(rules),
                 " ".join(f"[{urllib.parse.urlsplit(page).netloc}]({page})" for page in pages)]
        yield f"| {' | '.join(cells)} |\n".replace("|  |", "| |").replace("|  |", "| |")


def courts_page():
    return made_again("courts.md", "src/directory", courts())


def main():
    stale = []
    pages = {"findings.md": findings_page, "tokens.md": tokens_page, "tables.md": tables_page,
             "courts.md": courts_page}
    for name, page in pages.items():
        target = ROOT / "docs" / name
        wanted = "".join(page())
        if target.exists() and target.read_text(encoding="utf-8") == wanted:
            continue
        if sys.argv[1:] == ["--check"]:
            stale.append(f"docs/{name}")
        else:
            target.write_text(wanted, encoding="utf-8")
    if stale:
        sys.exit(f"{', '.join(stale)}: out of date; run cmake/generate_docs.py")


main()
