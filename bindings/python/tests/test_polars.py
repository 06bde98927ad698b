"""Polars: frames as they are, and the expression in eager, lazy and streaming queries."""

import polars as pl
import pytest
from conftest import AS_OF, NO_RULE_READS, with_every_finding

import ecflink
import ecflink.polars


def frames(ledger):
    """The tables as frames. Every Polars knows these types."""
    def made(table):
        columns = {}
        for name in table.column_names:
            values = table.column(name).to_pylist()
            kind = {"string": pl.String, "date32[day]": pl.Date, "bool": pl.Boolean, "int64": pl.Int64}.get(
                str(table.schema.field(name).type), pl.Datetime("us", "UTC"))
            columns[name] = pl.Series(name, values, dtype=kind)
        return pl.DataFrame(columns)
    return {name: made(table) for name, table in ledger.tables.items()}


def expected(ledger):
    return [(int(row["mask"], 16), row["verdict"]) for row in ledger.rows]


def collect_streaming(query):
    return query.collect(engine="streaming")


@pytest.fixture(scope="module", params=["sample", "generated", "random_ledger"])
def ledger(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def random_ledger(work):
    return with_every_finding(work, 50)


def test_a_lost_column_would_be_seen(random_ledger):
    """A mutant of the adapter that does not pass a column on changes an answer."""
    for name, table in random_ledger.tables.items():
        for column in set(table.column_names) - NO_RULE_READS:
            tables = frames(random_ledger)
            tables[name] = tables[name].with_columns(pl.when(False).then(pl.col(column)).alias(column))
            links = tables.pop("links")
            answer = ecflink.polars.verify(**tables, policies=random_ledger.policies, as_of=AS_OF)
            assert rows(links.select(answer.alias("answer"))) != expected(random_ledger), (name, column)


def expression(ledger, **options):
    tables = frames(ledger)
    links = tables.pop("links")
    return links, ecflink.polars.verify(**tables, policies=ledger.policies, as_of=AS_OF, **options)


def rows(frame):
    return frame.select(pl.col("answer").struct.unnest()).rows()


def test_streams(ledger):
    ledger.check(ecflink.verify(**frames(ledger), policies=ledger.policies, as_of=AS_OF))
    result = ecflink.verify(**frames(ledger), policies=ledger.policies, as_of=AS_OF)
    assert pl.Series(result.findings).to_list() == [findings for findings, _ in expected(ledger)]


def test_eager_lazy_and_streaming(ledger, tmp_path):
    links, answer = expression(ledger)
    answer = answer.alias("answer")
    assert rows(links.with_columns(answer)) == expected(ledger)
    assert rows(links.lazy().with_columns(answer).collect()) == expected(ledger)
    assert rows(collect_streaming(links.lazy().with_columns(answer))) == expected(ledger)
    links.write_parquet(tmp_path / "links.parquet")
    scan = pl.scan_parquet(tmp_path / "links.parquet")
    assert rows(collect_streaming(scan.with_columns(answer))) == expected(ledger)
    assert scan.with_columns(answer).collect_schema()["answer"] == \
        pl.Struct({"findings": pl.UInt64, "verdict": pl.String})


def test_chunks_and_slices(ledger):
    links, answer = expression(ledger)
    parts = pl.concat([links[:5], links[5:31], links[31:]], rechunk=False)
    assert parts.n_chunks() == 3
    assert rows(parts.select(answer.alias("answer"))) == expected(ledger)
    half = links[10:30]
    assert half.height == 20 and len(rows(half.select(answer.alias("answer")))) == 20
    assert rows(links[:0].select(answer.alias("answer"))) == []


def test_links_of_other_columns(sample):
    tables = frames(sample)
    links = tables["links"].rename({"court": "issuer"}).with_columns(pl.lit(1).alias("more"))
    answer = ecflink.polars.verify(
        pl.struct(pl.col("issuer").alias("court"), pl.all().exclude("issuer", "more")),
        court_accounts=tables["court_accounts"], central_accounts=tables["central_accounts"],
        tombstones=tables["tombstones"], roster=tables["roster"], policies=sample.policies, as_of=AS_OF)
    assert rows(links.select(answer.alias("answer"))) == expected(sample)


def test_policies_and_overrides(sample):
    tables = frames(sample)
    overrides = {finding: ecflink.Disposition.REFUSE for finding in ecflink.Finding}
    policies = ecflink.Policies.load([sample.folder / "policies"], overrides=overrides)
    result = ecflink.verify(**tables, policies=policies, as_of=AS_OF)
    links = tables.pop("links")
    answer = ecflink.polars.verify(**tables, policies=policies, as_of=AS_OF)
    assert [verdict for _, verdict in rows(links.select(answer.alias("answer")))] == \
        [ecflink.Verdict.of_number(number).value for number in result.verdict]


def test_errors(sample):
    links, answer = expression(sample)
    with pytest.raises(pl.exceptions.ComputeError, match="links.login"):
        links.drop("login").select(answer)
    with pytest.raises(pl.exceptions.ComputeError, match="links: must be a struct"):
        tables = frames(sample)
        links.select(ecflink.polars.verify(pl.col("court"), court_accounts=tables["court_accounts"],
                                           central_accounts=tables["central_accounts"]))
    with pytest.raises(pl.exceptions.ComputeError, match="linked_at"):
        links.with_columns(pl.col("linked_at").cast(pl.String)).lazy().select(answer).collect()
    with pytest.raises(ecflink.PolicyError):
        ecflink.polars.verify(court_accounts=links, central_accounts=links, policies=[{}])
    assert rows(links.select(answer.alias("answer"))) == expected(sample)


def test_rows_without_a_link(sample):
    """A null in place of a whole row is a row of missing values."""
    links, answer = expression(sample)
    row = pl.struct(pl.all())
    tables = frames(sample)
    tables.pop("links")
    nothing = ecflink.polars.verify(pl.when(pl.int_range(pl.len()) != 3).then(row), **tables,
                                    policies=sample.policies, as_of=AS_OF).alias("answer")
    found = rows(links.select(nothing))
    assert len(found) == len(sample.rows) and found[3][1] == "refuse"
