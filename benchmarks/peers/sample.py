"""Samples links with their records and findings, for engines that decide one link at a time.

    sample.py FOLDER OUT.tsv ROWS

Only links with all their records are taken, and only findings that depend on no other link.
"""
import json
import pathlib
import sys

import duckdb

import ledger
import rules


def main():
    folder, out, rows = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    facts = json.loads((folder / "facts.json").read_text(encoding="ascii"))
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for table in ledger.TABLES:
        connection.register(table, ledger.read_arrow(folder, table))
    connection.execute("CREATE TABLE courts (court VARCHAR, go_live TIMESTAMPTZ, outage_begin TIMESTAMPTZ, "
                       "outage_end TIMESTAMPTZ)")
    connection.executemany("INSERT INTO courts VALUES (?, ?, ?, ?)", facts["courts"])
    queries = rules.Queries(facts,
                            {"legacy_cutoff": f"DATE '{facts['legacy_cutoff']}'",
                             "as_of": f"TIMESTAMPTZ '{facts['as_of']}'"})
    connection.execute(f"CREATE TABLE twice AS {queries.central_ids_held_twice()}")
    instants = ", ".join(f"epoch_us({column})"
                         for column in ("d.created::TIMESTAMP", "a.opened", "l.linked_at", "c.go_live",
                                        "c.outage_begin", "c.outage_end"))
    connection.execute(f"""COPY (
        SELECT l.court, l.login, l.central_id, d.usage, d.status, d.generation, p.name, o.status, a.name,
            {instants}, {queries.own_findings()}
        {queries.joined(f'({queries.centrals("twice")})')}
        JOIN central_accounts d ON d.rowid = p.id JOIN court_accounts o ON o.rowid = a.id
        WHERE c.court IS NOT NULL AND p.name IS NOT NULL ORDER BY hash(l.rowid) LIMIT {rows})
        TO '{out}' (DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')""")


if __name__ == "__main__":
    main()
