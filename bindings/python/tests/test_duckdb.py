"""The DuckDB extension: the answers of the program, row by row, wherever the tables are."""

import subprocess
import sys

import duckdb
import pytest
from conftest import AS_OF, NO_RULE_READS, PACKAGE, ROOT, with_every_finding

import ecflink
import ecflink.duckdb

SETTINGS = {"allow_unsigned_extensions": "true"}
TABLES = "(SELECT list(a) FROM court_accounts a), (SELECT list(c) FROM central_accounts c)"


def connect(database=":memory:"):
    connection = duckdb.connect(str(database), config=SETTINGS)
    connection.execute("SET TimeZone = 'UTC'")
    ecflink.duckdb.load(connection)
    return connection


def ask(connection, query, *parameters):
    return connection.execute(query, parameters).fetchall()


def fill(connection, ledger, kind="TABLE"):
    """The tables of a ledger, by way of files: not every DuckDB reads today's Arrow."""
    for name in EMPTY.keys() - ledger.tables.keys():
        connection.execute(f"CREATE OR REPLACE {kind} {name} ({EMPTY[name]})")
    for name, table in ledger.tables.items():
        columns = ", ".join(f'"{column}" {sql_type(table.schema.field(column).type)}'
                            for column in table.column_names)
        connection.execute(f"CREATE OR REPLACE {kind} {name} ({columns})")
        rows = [tuple(row.values()) for row in table.to_pylist()]
        for begin in range(0, len(rows), 500):
            part = rows[begin:begin + 500]
            marks = ", ".join(["(" + ", ".join("?" * len(part[0])) + ")"] * len(part))
            connection.execute(f"INSERT INTO {name} VALUES {marks}", [value for row in part for value in row])


# What a ledger without the file has.
EMPTY = {"tombstones": "court VARCHAR, login VARCHAR, central_id VARCHAR, removed_at TIMESTAMPTZ",
         "roster": "court VARCHAR, login VARCHAR"}


def sql_type(arrow):
    return {"string": "VARCHAR", "date32[day]": "DATE", "bool": "BOOLEAN", "int64": "BIGINT"}.get(
        str(arrow), "TIMESTAMPTZ")


def policies(ledger):
    return [text.decode() for _, text in ledger.policies.layers]


def expected(ledger):
    """What the program says: key, findings and verdict of each row."""
    return [(int(row["mask"], 16), row["verdict"]) for row in ledger.rows]


WHOLE_LEDGER = ("ecflink_verify_ledger('links', 'court_accounts', 'central_accounts', 'tombstones', "
                "'roster', as_of := ?, policies := ?::VARCHAR[])")


def verified(connection, ledger, links="links"):
    return ask(connection, "SELECT findings, verdict FROM " + WHOLE_LEDGER.replace("'links'", f"'{links}'"),
               AS_OF, policies(ledger))


@pytest.fixture(scope="module")
def connection(sample):
    connection = connect()
    fill(connection, sample)
    return connection


@pytest.fixture(scope="module", params=range(2))
def random_ledger(request, work):
    """Shows every finding that a link can have."""
    return with_every_finding(work, 40 + request.param)


def test_rows_are_those_of_the_program(connection, sample):
    assert verified(connection, sample) == expected(sample)


def test_rows_of_random_ledgers(random_ledger):
    connection = connect()
    fill(connection, random_ledger)
    found = verified(connection, random_ledger)
    assert found == expected(random_ledger)
    # The tokens and the verdicts, computed from the findings alone, are the program's, too.
    has_approvals = "approved" in random_ledger.tables["links"].column_names
    approved = "link.approved" if has_approvals else "NULL::VARCHAR"
    connection.execute(f"CREATE TABLE found AS SELECT link.court AS court, {approved} AS approved, findings, "
                       f"verdict FROM {WHOLE_LEDGER}", [AS_OF, policies(random_ledger)])
    assert ask(connection, "SELECT ecflink_tokens(findings) FROM found") == \
        [(row["findings"].split("|") if row["findings"] else [],) for row in random_ledger.rows]
    assert ask(connection, "SELECT count(*) FROM found WHERE verdict IS DISTINCT FROM "
               "ecflink_verdict(court, findings, approved, ?::VARCHAR[])", policies(random_ledger)) == [(0,)]


def test_a_wrong_bit_and_a_lost_column_would_be_seen(work):
    """Each mutant of the adapter changes an answer: a bit of a finding, a verdict, or a column that is not
    passed on."""
    ledger = with_every_finding(work, 43)
    connection = connect()
    fill(connection, ledger)
    answers = expected(ledger)
    assert verified(connection, ledger) == answers
    for number in sorted(finding.number for finding in ecflink.Finding):
        rows = [(findings & ~(1 << number), verdict) for findings, verdict in answers]
        if rows == answers:
            continue
        kept = f"(answer.findings & {~(1 << number) % (1 << 64)}::UBIGINT)"
        connection.execute(ecflink.duckdb.macros().replace("answer.findings AS", f"{kept} AS"))
        assert verified(connection, ledger) == rows != answers
    connection.execute(ecflink.duckdb.macros().replace("answer.verdict AS", "'hold' AS"))
    assert verified(connection, ledger) != answers
    connection.execute(ecflink.duckdb.macros())
    for name, table in ledger.tables.items():
        query = f"SELECT findings, verdict FROM {WHOLE_LEDGER}".replace(f"'{name}'", "'less'")
        for column in set(table.column_names) - NO_RULE_READS:
            connection.execute("CREATE OR REPLACE TEMP VIEW less AS SELECT * REPLACE "
                               f"(CASE WHEN false THEN {column} END AS {column}) FROM {name}")
            assert ask(connection, query, AS_OF, policies(ledger)) != answers, (name, column)


@pytest.mark.parametrize("kind", ["TEMP TABLE", "TABLE"])
def test_tables_of_every_kind(sample, kind):
    connection = connect()
    fill(connection, sample, kind)
    connection.execute("CREATE TEMP VIEW seen AS SELECT * FROM links")
    assert verified(connection, sample, "seen") == expected(sample)


def test_common_table_expressions(connection, sample):
    some = ask(connection, "WITH mine AS (SELECT * FROM links LIMIT 5) SELECT findings FROM "
               "ecflink_verify_tables('mine', 'court_accounts', 'central_accounts', as_of := ?)", AS_OF)
    assert len(some) == 5


def test_the_callers_open_transaction(sample):
    connection = connect()
    fill(connection, sample)
    before = verified(connection, sample)
    connection.execute("BEGIN")
    connection.execute("DELETE FROM court_accounts")
    within = verified(connection, sample)
    connection.execute("ROLLBACK")
    assert [verdict for _, verdict in within].count("allow") < 5
    assert [verdict for _, verdict in before].count("allow") == 39
    assert verified(connection, sample) == before


def test_a_file_closed_and_reopened(sample, tmp_path):
    file = tmp_path / "court.duckdb"
    with connect(file) as connection:
        fill(connection, sample)
        assert verified(connection, sample) == expected(sample)
    # Another process gets the lock, and finds nothing of ecflink's in the file.
    code = ("import duckdb, sys; con = duckdb.connect(sys.argv[1]); "
            "print(con.execute('SELECT count(*) FROM links').fetchall()[0][0], "
            "con.execute(\"SELECT count(*) FROM duckdb_functions() WHERE function_name LIKE 'ecflink%'\")"
            ".fetchall()[0][0])")
    done = subprocess.run([sys.executable, "-c", code, str(file)], check=True, capture_output=True, text=True,
                          timeout=60)
    assert done.stdout.split() == [str(len(sample.rows)), "0"]
    with connect(file) as connection:
        assert verified(connection, sample) == expected(sample)


def test_columns_in_other_types_and_cases(connection, sample):
    connection.execute("CREATE TYPE status AS ENUM ('suspended', 'active', 'terminated', 'closed')")
    known = "CASE WHEN status IN ('active', 'suspended', 'terminated') THEN status END"
    plain, other = (ask(connection, f"""
        SELECT ecflink_verify(
            (SELECT list({{'{court}': court, 'login': login, 'central_id': central_id,
                           'linked_at': linked_at::{time}}}) FROM links),
            (SELECT list({{'court': court, 'login': login, 'role': role, 'status': ({known})::{status},
                           'color': 1.5::DECIMAL(9, 2), 'shape': [1]}}) FROM court_accounts),
            (SELECT list(c) FROM central_accounts c), ?)""", AS_OF)
                    for court, time, status in (("court", "TIMESTAMPTZ", "VARCHAR"),
                                                ("COURT", "TIMESTAMP::TIMESTAMP_MS", "status")))
    assert len(plain[0][0]) == len(sample.rows)
    assert other == plain


LINKS = "(SELECT list(l) FROM links l)"


@pytest.mark.parametrize("links", [
    f"list_reverse({LINKS})", f"list_sort({LINKS})", f"list_distinct({LINKS})", f"{LINKS}[5:20]",
    f"list_concat({LINKS}[30:], {LINKS}[:9])", f"list_select({LINKS}, [7, 3, 3, 1])",
    f"list_resize({LINKS}, 80)", f"list_append({LINKS}, NULL)",
    "(SELECT list({'court': 'wiwb', 'login': login, 'central_id': NULL::VARCHAR, 'linked_at': linked_at}) "
    "FROM links)"])
def test_lists_that_are_made_of_lists(connection, links):
    """Whatever vectors DuckDB keeps the elements in, each element has the answer of its own row."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE plain AS SELECT unnest({links}) AS l")
    expected_answers = ask(connection, f"SELECT ecflink_verify((SELECT list(l) FROM plain), {TABLES}, ?)",
                           AS_OF)
    assert ask(connection, f"SELECT ecflink_verify({links}, {TABLES}, ?)", AS_OF) == expected_answers
    assert ask(connection, f"WITH x AS MATERIALIZED (SELECT {links} AS ls) "
               f"SELECT ecflink_verify(ls, {TABLES}, ?) FROM x", AS_OF) == expected_answers


def test_many_rows_and_groups(connection):
    by_court = ask(connection, f"SELECT court, ecflink_verify(list(l), {TABLES}, ?) FROM links l "
                   "GROUP BY court ORDER BY court", AS_OF)
    assert len(by_court) > 3
    for court, answers in by_court:
        links = "(SELECT list(l) FROM links l WHERE court IS NOT DISTINCT FROM ?)"
        assert ask(connection, f"SELECT ecflink_verify({links}, {TABLES}, ?)", court, AS_OF) == [(answers,)]
    # More rows than a vector of DuckDB has, and lists that are longer than one.
    links = "CASE WHEN i % 20 = 0 THEN [l] END"
    rows = ask(connection, f"SELECT l.login, i, ecflink_verify({links}, {TABLES}, ?) FROM links l, "
               "range(40) AS r(i)", AS_OF)
    assert len(rows) == 40 * 73
    assert all((answers is None) == (i % 20 != 0) for _, i, answers in rows)
    alone = dict(ask(connection, f"SELECT l.login, ecflink_verify([l], {TABLES}, ?) FROM links l", AS_OF))
    assert all(answers == alone[login] for login, i, answers in rows if i == 20 and login == "asample")
    long = "(SELECT list(l) FROM links l, range(500))"
    assert ask(connection, f"SELECT len(ecflink_verify({long}, {TABLES}, ?))", AS_OF) == [(36500,)]


def test_nulls_and_nothing(connection):
    nothing = "(SELECT list(l) FROM links l WHERE false)"
    assert ask(connection, f"SELECT ecflink_verify({nothing}, {TABLES})") == [(None,)]
    assert ask(connection, f"SELECT ecflink_verify({LINKS}[:0], {TABLES})") == [([],)]
    no_accounts = "(SELECT list(a) FROM court_accounts a WHERE false)"
    answers = ask(connection, f"SELECT ecflink_verify({LINKS}, {no_accounts}, "
                  "(SELECT list(c) FROM central_accounts c), NULL, NULL, NULL, NULL, NULL)")
    assert [answer["verdict"] for answer in answers[0][0]].count("refuse") > 65
    missing = ask(connection, f"SELECT ecflink_verify([NULL, l], {TABLES}) FROM links l LIMIT 1")[0][0]
    assert len(missing) == 2 and missing[0]["verdict"] == "refuse"
    assert ask(connection, "SELECT ecflink_tokens(NULL), ecflink_tokens(0), "
               "ecflink_verdict('wiwb', NULL)") == [(None, [], None)]


@pytest.mark.parametrize("query, message", [
    ("SELECT ecflink_verify()", "expected links"),
    ("SELECT ecflink_verify(NULL, NULL, NULL)", "links must be a list of structs"),
    ("SELECT ecflink_verify([], [], [])", "links must be a list of structs"),
    ("SELECT ecflink_verify([1], ['a'], 3)", "links must be a list of structs"),
    (f"SELECT ecflink_verify({LINKS}, {LINKS}, 3)", "central_accounts must be a list of structs"),
    (f"SELECT ecflink_verify([{{'court': 'wiwb'}}], {TABLES})", "is missing"),
    ("SELECT ecflink_verify([{'court': 'wiwb', 'login': 'a', 'central_id': '1', 'linked_at': 'noon'}], "
     f"{TABLES})",
     "links.linked_at: has the format"),
    ("SELECT ecflink_verify([{'court': 'wiwb', 'login': 'a', 'central_id': [1], 'linked_at': now()}], "
     f"{TABLES})",
     'links.central_id: has the format "LIST"'),
    (f"SELECT ecflink_verify({LINKS}, {TABLES}, 'noon')", "as_of: a text does not have"),
    (f"SELECT ecflink_verify({LINKS}, {TABLES}, 5.5)", "argument 4 is neither a table"),
    (f"SELECT ecflink_verify({LINKS}, {TABLES}, now(), {LINKS})", "a table follows the time"),
    (f"SELECT ecflink_verify({LINKS}, {TABLES}, ['{{}}'])", "policies[0001]:1:1: error"),
    ("SELECT ecflink_tokens(9223372036854775808)", "there is no finding of the number 63"),
    ("SELECT ecflink_verdict('wiwb', 9223372036854775808)", "finding"),
    ("SELECT ecflink_verdict('wiwb', 0, 5.5)", "argument 3 is neither"),
])
def test_errors(connection, query, message):
    with pytest.raises(duckdb.Error) as caught:
        ask(connection, query)
    assert message in str(caught.value)
    assert ask(connection, "SELECT ecflink_tokens(0)") == [([],)]


def test_unsigned_extensions_must_be_allowed():
    with pytest.raises(PermissionError, match="allow_unsigned_extensions"):
        ecflink.duckdb.load(duckdb.connect())
    with pytest.raises(FileNotFoundError, match="plan9_vax"):
        ecflink.duckdb.extension("plan9_vax")


def test_only_the_entry_point_is_exported():
    for file in PACKAGE.glob("extensions/*/ecflink.duckdb_extension"):
        shown = subprocess.run(["nm", "-D", "--defined-only", str(file)], check=True, capture_output=True,
                               text=True).stdout
        assert [line.split()[-1] for line in shown.splitlines()] == ["ecflink_init_c_api"]


def test_sources_name_no_rule():
    """Findings come from the library: no source of the adapters has a token or a bit of one."""
    sources = [*ROOT.glob("bindings/duckdb/*"), ROOT / "bindings/python/src/polars_plugin.c",
               PACKAGE / "duckdb.py", PACKAGE / "polars.py", PACKAGE / "extensions/ecflink.sql"]
    sources = [path for path in sources if path.is_file()]
    assert len(sources) >= 9
    for path in sources:
        text = path.read_text(encoding="utf-8").lower()
        for finding in ecflink.Finding:
            assert finding.value not in text and finding.name.lower() not in text, (path, finding)
            assert finding.number < 10 or str(1 << finding.number) not in text, (path, finding)
