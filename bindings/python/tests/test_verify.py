"""Whole ledgers: every answer is that of the program."""

import array
import datetime
import json
import os
import subprocess
import sys

import duckdb
import numpy
import pandas
import polars
import pyarrow as pa
import pyarrow.compute
import pytest

import ecflink
from conftest import AS_OF, PROGRAM, ROOT, left_to_do, run_program


@pytest.fixture(params=["sample", "generated"])
def ledger(request):
    return request.getfixturevalue(request.param)


def test_a_folder(ledger):
    result = ecflink.verify(ledger.folder, as_of=AS_OF)
    ledger.check(result)
    assert result.report == ledger.report


def batches(table):
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=97))


def in_duckdb(table):
    connection = duckdb.connect(config={"threads": 1})
    connection.register("given", table)
    connection.execute("create table stored as select * from given")
    return connection.sql("select * from stored")


def one_array(table):
    """Has __arrow_c_array__ alone."""
    class Batch:
        def __init__(self):
            self.batch = table.combine_chunks().to_batches()[0]

        def __arrow_c_array__(self, requested_schema=None):
            return self.batch.__arrow_c_array__(requested_schema)
    return Batch()


def in_pandas(table):
    return table.to_pandas(types_mapper=pandas.ArrowDtype)


@pytest.mark.parametrize(
    "make", [lambda table: table, batches, one_array, polars.from_arrow, in_duckdb, in_pandas],
    ids=["pyarrow", "batches", "array", "polars", "duckdb", "pandas"])
def test_tables(ledger, make):
    tables = {name: make(table) for name, table in ledger.tables.items()}
    result = ecflink.verify(**tables, policies=ledger.policies, as_of=AS_OF, threads=2)
    ledger.check(result)
    assert result.report["courts"] == ledger.report["courts"]
    assert result.report["verdicts"] == ledger.report["verdicts"]


def test_answers_are_arrow(sample):
    result = ecflink.verify(sample.folder, as_of=AS_OF)
    findings, verdict = pa.array(result.findings), pa.array(result.verdict)
    assert findings.type == pa.uint64() and verdict.type == pa.uint8()
    assert findings.to_pylist() == list(result.findings) and verdict.to_pylist() == list(result.verdict)
    assert polars.Series(result.findings).to_list() == list(result.findings)
    both = pa.record_batch(result)
    assert both.schema.names == ["findings", "verdict"] and both.column(1).to_pylist() == list(result.verdict)
    # Memory is shared: what Arrow and a memoryview hold outlives the result.
    view, expected = result.findings.view(), list(result.findings)
    del result
    assert view.tolist() == expected and findings.to_pylist() == expected
    empty = ecflink.verify(**{**sample.tables, "links": sample.tables["links"].slice(0, 0)},
                           policies=sample.policies, as_of=AS_OF)
    assert len(empty) == 0 and pa.array(empty.findings).to_pylist() == [] and str(empty.failures())


def test_failures_say_why(ledger):
    result = ecflink.verify(ledger.folder, as_of=AS_OF)
    failing = [(place, row) for place, row in enumerate(ledger.rows) if row["verdict"] != "allow"]
    table = pa.table(result.failures(explain=True))
    assert table.num_rows == len(failing) == len(result.failures()) > 0
    assert polars.DataFrame(result.failures(explain=True)).rows() == \
        [tuple(row.values()) for row in table.to_pylist()]
    shown = result.failures(explain=True)
    assert duckdb.sql("select count(*) from shown").fetchall() == [(len(failing),)]
    assert result.failures(explain=True).rows() == table.to_pylist()
    for told, (place, row) in zip(table.to_pylist(), failing):
        assert told["row"] == place
        assert [told[key] or "" for key in ("court", "login", "central_id", "verdict")] == \
            [row[key] for key in ("court", "login", "central_id", "verdict")]
        assert "|".join(told["findings"]) == row["findings"]
        assert told["next_step"] in told["to_allow"] and set(told["to_allow"]) <= set(told["findings"])
        assert told["remedies"] == [one.remedy for one in left_to_do(map(ecflink.Finding, told["to_allow"]))]
        assert told["who"] == ecflink.Finding(told["next_step"]).who.value
    assert pa.table(result.failures()).column_names == table.column_names[:6]
    assert "REMEDIES" in str(result.failures(explain=True)).splitlines()[0]


def test_own_column_names(sample):
    links = sample.tables["links"]
    theirs = links.rename_columns({"court": "Court", "login": "User", "central_id": "PACER"})
    given = {**sample.tables, "links": theirs}
    result = ecflink.verify(**given, policies=sample.policies, as_of=AS_OF,
                            columns={"links": {"Court": "court", "User": "login", "PACER": "central_id"}})
    sample.check(result)
    for name in ("court_accounts", "tombstones", "roster"):
        given[name] = sample.tables[name].rename_columns({"court": "Court"})
    flat = {"Court": "court", "User": "login", "PACER": "central_id", "Nobody": "has_it"}
    sample.check(ecflink.verify(**given, policies=sample.policies, as_of=AS_OF, columns=flat))
    with pytest.raises(ecflink.ArrowError) as raised:
        ecflink.verify(**given, policies=sample.policies, as_of=AS_OF)
    assert raised.value.field.endswith(".court")
    with pytest.raises(ecflink.ArrowError, match="twice"):
        ecflink.verify(**{**sample.tables}, as_of=AS_OF, columns={"login": "court"})


def test_unknown_columns_are_told(sample):
    tables = {**sample.tables, "links": sample.tables["links"].append_column("colour", pa.array(["x"] * 73))}
    result = ecflink.verify(**tables, policies=sample.policies, as_of=AS_OF)
    assert [warning.found for warning in result.warnings if warning.found.startswith("links.")] == \
        ["links.colour"]


def test_warnings_of_a_folder_have_places(sample):
    result = ecflink.verify(sample.folder, as_of=AS_OF)
    places = {(warning.file.rpartition("/")[2], warning.line, warning.column) for warning in result.warnings}
    assert places == {("court_accounts.csv", 4, 22), ("links.csv", 52, 22)}


def test_errors(sample, tmp_path):
    with pytest.raises(ecflink.FileError) as raised:
        ecflink.verify(tmp_path / "nothing", as_of=AS_OF)
    assert "nothing" in raised.value.file and raised.value.line == 0
    with pytest.raises(TypeError, match="court_accounts is missing"):
        ecflink.verify(links=sample.tables["links"], central_accounts=sample.tables["central_accounts"])
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        ecflink.verify(links=[], court_accounts=3, central_accounts=sample.tables["central_accounts"])
    with pytest.raises(TypeError, match="not both"):
        ecflink.verify(sample.folder, links=sample.tables["links"])
    with pytest.raises(TypeError, match="zone"):
        import datetime
        ecflink.verify(sample.folder, as_of=datetime.datetime(2026, 6, 30))
    with pytest.raises(ecflink.TimeError):
        ecflink.verify(sample.folder, as_of="soon")
    with pytest.raises(ecflink.ArrowError) as told:
        ecflink.verify(**{**sample.tables, "links": pa.table({"court": [1]})}, as_of=AS_OF)
    assert told.value.field == "links.court" and "links.court" in str(told.value)
    broken = tmp_path / "broken"
    run_program("generate", broken, "--links", 10)
    links = (broken / "links.csv").read_text().splitlines()
    (broken / "links.csv").write_text("\n".join([*links[:3], links[3] + ",one,too,many", *links[4:]]) + "\n")
    with pytest.raises(ecflink.FileError) as row:
        ecflink.verify(broken, as_of=AS_OF)
    assert row.value.file.endswith("links.csv") and row.value.line == 4


def test_report(sample, tmp_path):
    page, by_program = tmp_path / "page.html", tmp_path / "program.html"
    told = ecflink.report(sample.folder, page, as_of=AS_OF, policies=[sample.folder / "policies"],
                          compare_to=ROOT / "examples/verified.csv", samples=50, with_names=True, threads=1)
    printed = run_program("report", sample.folder, "-o", by_program, "--as-of", AS_OF, "--policy",
                          sample.folder / "policies", "--compare-to", ROOT / "examples/verified.csv",
                          "--samples", 50, "--with-names", "--format", "json")
    assert told == json.loads(printed) and page.read_bytes() == by_program.read_bytes()
    aware = datetime.datetime.fromisoformat(AS_OF.replace("Z", "+00:00"))
    assert ecflink.report(sample.folder, page, as_of=aware)["verdicts"] == sample.report["verdicts"]
    assert page.read_bytes() != by_program.read_bytes(), "no names unless they are asked for"
    with pytest.raises(ecflink.Error, match="nowhere"):
        ecflink.report(tmp_path / "nowhere", page)
    with pytest.raises(ecflink.TimeError):
        ecflink.report(sample.folder, page, as_of="soon")


def test_forecast(sample, tmp_path):
    told = ecflink.forecast(sample.folder, as_of=AS_OF)
    out = tmp_path / "rows.csv"
    assert told.report == json.loads(run_program("forecast", sample.folder, "--as-of", AS_OF, "--format",
                                                 "json", "--out", out, "--fail-if", "none"))
    lines = out.read_text().splitlines()[1:]
    assert [number + 1 for number in told.row] == [int(line.partition(",")[0]) for line in lines]
    assert [ecflink.Verdict.of_number(number).value for number in told.verdict] == \
        [line.split(",")[3] for line in lines]

    candidates = polars.read_csv(ROOT / "examples/candidates.csv", infer_schema=False)
    told = ecflink.forecast(sample.folder, candidates=candidates, as_of=AS_OF)
    expected = json.loads(run_program("forecast", sample.folder, "--as-of", AS_OF, "--format", "json",
                                      "--candidates", "examples/candidates.csv", "--fail-if", "none"))
    assert told.report == expected
    assert [row["login"] for row in told.failures().rows()] == \
        [candidates["login"][number] for number, verdict in zip(told.row, told.verdict) if verdict]
    tables = ecflink.read(**sample.tables, policies=sample.policies)
    assert tables.forecast(candidates, AS_OF).report["courts"] == expected["courts"]


def test_impact_and_shadow(sample):
    result = ecflink.verify(sample.folder, as_of=AS_OF)
    layers = [sample.folder / "policies"]
    softer = ecflink.Policies.load(
        layers, overrides={ecflink.Finding.CENTRAL_LEGACY: ecflink.Disposition.NOTE,
                           ecflink.Finding.NAME_DIFFERS: ecflink.Disposition.REFUSE})
    by_findings = result.impact(softer).report
    by_links = ecflink.shadow(sample.folder, after=softer, as_of=AS_OF).report
    assert by_findings == by_links
    assert ecflink.impact(result, softer).report == by_links
    after = ecflink.verify(sample.folder, policies=softer, as_of=AS_OF)
    moved = sum(was != now for was, now in zip(result.verdict, after.verdict))
    assert moved == sum(count for was, row in by_links["verdicts"].items()
                        for now, count in row.items() if was != now) > 0
    assert sum(by_links["stricter"].values()) + sum(by_links["looser"].values()) == moved
    program = json.loads(run_program("shadow", sample.folder, "--policy", sample.folder / "policies",
                                     "--after", "examples/policies", "--as-of", AS_OF, "--format", "json",
                                     statuses=(0, 1)))
    other = ecflink.shadow(sample.folder, after=[sample.folder / "policies", ROOT / "examples/policies"],
                           as_of=AS_OF).report
    assert other == {key: program[key] for key in other} and len(other) > 8
    with pytest.raises(ecflink.InvalidError, match="dispositions"):
        result.impact([sample.folder / "policies", ROOT / "examples/policies"])


def test_a_stream(ledger):
    whole = ecflink.verify(**ledger.tables, policies=ledger.policies, as_of=AS_OF)
    links = ledger.tables["links"]
    rest = {name: table for name, table in ledger.tables.items() if name != "links"}
    stream = ecflink.verify_stream(**rest, policies=ledger.policies, as_of=AS_OF, threads=2)
    findings, verdict = [], []
    for first in range(0, links.num_rows, 29):
        found, decided = stream.add(links.slice(first, 29))
        findings += found
        verdict += decided
    end = stream.finish()
    for row, found, decided in zip(end.row, end.findings, end.verdict):
        findings[row], verdict[row] = found, decided
    assert findings == list(whole.findings) and verdict == list(whole.verdict)
    assert end.report == whole.report and len(end) > 0
    with pytest.raises(ecflink.InvalidError, match="finished"):
        stream.add(links)


def test_a_ledger_at_an_address(tmp_path):
    address = f"sqlite:{tmp_path}/court.db"
    keys = {"ECFLINK_KEY_FILE": str(tmp_path / "keys"), "PATH": os.environ["PATH"]}
    subprocess.run([PROGRAM, "ledger", "init", address, "--from", "examples/filers"], cwd=ROOT, env=keys,
                   capture_output=True, check=True)
    hold = {ecflink.Finding.NAME_MISSING: ecflink.Disposition.HOLD,
            ecflink.Finding.CONFIRMATION_MISSING: ecflink.Disposition.REFUSE}
    policies = ecflink.Policies.load(["examples/policies/wiwd.json"], overrides=hold)
    at = "2018-01-01T00:00:00Z"  # before the ledger's link was made
    result = ecflink.verify(address, as_of=at, policies=policies)
    assert result.report == json.loads(run_program(
        "verify", address, "--as-of", at, "--policy", "examples/policies/wiwd.json", "--set",
        "name-missing=hold", "--set", "confirmation-missing=refuse", "--format", "json", "--fail-if", "none"))
    assert len(result) == result.report["rows"]["links"] > 0 and result.report["verdicts"]["refuse"] > 0
    refused, = result.failures(explain=True).rows()
    assert (refused["login"], refused["next_step"]) == ("nquist", "link-in-future")
    with pytest.raises(ecflink.Error, match="no such ledger|no ledger|does not exist|no file"):
        ecflink.verify(f"sqlite:{tmp_path}/none.db")
    with pytest.raises(TypeError, match="address"):
        ecflink.read(address)


def test_overrides_are_reported(sample):
    softer = ecflink.Policies.load([sample.folder / "policies"],
                                   overrides={ecflink.Finding.NAME_MISSING: ecflink.Disposition.HOLD})
    assert ecflink.verify(sample.folder, policies=softer, as_of=AS_OF).report == json.loads(
        run_program("verify", sample.folder, "--as-of", AS_OF, "--format", "json", "--set",
                    "name-missing=hold", statuses=(0, 1)))


def test_the_program():
    run = subprocess.run([sys.executable, "-m", "ecflink", "verify", "examples/ledger", "--as-of", AS_OF],
                         cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1  # the program's own: links are refused
    assert run.stdout == run_program("verify", "examples/ledger", "--as-of", AS_OF, statuses=(1,))
    assert run_program("--version").strip() == f"ecflink {ecflink.__version__}"


def test_the_three_lines():
    text = (ROOT / "bindings/python/README.md").read_text().split("```python\n")[1].split("```")[0]
    assert len(text.splitlines()) == 3
    run = subprocess.run([sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, check=True)
    first, *rest = run.stdout.splitlines()
    assert first.startswith("{'allow': 39, 'hold': 2, 'refuse': 32} ROW  COURT") and len(rest) >= 34


class OneArray:
    """Has __arrow_c_array__ alone."""

    def __init__(self, array):
        self.array = array

    def __arrow_c_array__(self, requested_schema=None):
        return self.array.__arrow_c_array__(requested_schema)


def in_chunks(numbers, kind):
    return pa.chunked_array([pa.array(numbers[:5], kind), pa.array(numbers[5:5], kind),
                             pa.array(numbers[5:], kind)])


@pytest.mark.parametrize("make", [
    list, tuple, lambda numbers: array.array("Q", numbers), lambda numbers: numpy.array(numbers, "int64"),
    lambda numbers: pa.array(numbers, pa.uint64()), lambda numbers: in_chunks(numbers, pa.int64()),
    lambda numbers: pa.array([0, 0, *numbers, 0], pa.uint64()).slice(2, len(numbers)),
    lambda numbers: OneArray(pa.array(numbers, pa.int64())), lambda numbers: polars.Series(numbers),
    lambda numbers: pa.table({"row": numbers, "findings": in_chunks(numbers, pa.uint64())}),
    lambda numbers: pa.table({"findings": [7, *numbers]}).slice(1),
    lambda numbers: polars.DataFrame({"findings": numbers, "z": numbers}),
], ids=["list", "tuple", "array", "numpy", "uint64", "chunks", "slice", "c_array", "polars", "table",
        "sliced table", "frame"])
def test_findings_alone_give_verdicts_and_counts(ledger, make):
    result = ecflink.verify(ledger.folder, as_of=AS_OF)
    links = ledger.tables["links"]
    narrow = links.select([name for name in ("court", "state", "approved") if name in links.column_names])
    decided = ecflink.decide_links(narrow, make(list(result.findings)), policies=ledger.policies, threads=2)
    assert list(decided.verdict) == list(result.verdict) and list(decided.findings) == list(result.findings)
    assert pa.record_batch(decided).equals(pa.record_batch(result)) and len(decided) == len(result)
    for name in ("verdicts", "findings", "courts", "policy-set", "catalogue"):
        assert decided.report[name] == result.report[name]
    assert decided.report["rows"] == {name: result.report["rows"][name] for name in ("links", "removed")}


def test_findings_of_several_passes_are_united(ledger):
    result = ecflink.verify(ledger.folder, as_of=AS_OF)
    whole = numpy.asarray(result.findings.view())
    draw = numpy.random.default_rng(1)
    passes = [whole & draw.integers(0, 1 << 62, len(whole), "uint64") for _ in range(5)] + [whole]
    union = passes[0]
    for number in draw.permutation(6).tolist() + [3, 3]:  # any order, and again
        union = union | passes[number]
    decided = ecflink.decide_links(ledger.tables["links"], union, policies=ledger.policies)
    assert list(decided.verdict) == list(result.verdict)
    assert decided.report["courts"] == result.report["courts"]


def test_what_is_no_column_of_findings(sample):
    links = sample.tables["links"]

    def refused(findings, error, match):
        with pytest.raises(error, match=match):
            ecflink.decide_links(links, findings, policies=sample.policies)
    rows = links.num_rows
    refused(pa.array(["x"] * rows), ecflink.ArrowError, "uint64 or int64")
    refused(pa.array([1] * rows, pa.int32()), ecflink.ArrowError, "uint64 or int64")
    refused(pa.array([1] * (rows - 1) + [None], pa.uint64()), ecflink.ArrowError, f"row {rows - 1} is null")
    refused(pa.table({"found": [1] * rows}), ecflink.ArrowError, "no column findings")
    refused(numpy.zeros(rows), TypeError, "64 bits")
    refused(numpy.zeros((rows, 2), "uint64"), TypeError, "64 bits")
    refused([0] * (rows - 1), ecflink.InvalidError, f"there are {rows} links")
    refused([1 << 62] + [0] * (rows - 1), ecflink.InvalidError, "does not know")
    refused([-1] * rows, ValueError, "invalid value")
    refused(7, TypeError, "len")
    with pytest.raises(ecflink.ArrowError, match="court"):
        ecflink.decide_links(links.select(["login"]), [0] * rows)


def parts_of(table, random, parts):
    """Any cut of a table into parts, some of them empty."""
    number = random.integers(0, parts, table.num_rows)
    return [table.filter(pa.array(number == part)) for part in random.permutation(parts)]


def test_counts_travel_and_add_up(ledger):
    result = ecflink.verify(ledger.folder, as_of=AS_OF)
    table = pa.table({**ledger.tables["links"].to_pydict(), "findings": pa.array(result.findings)},
                     schema=ledger.tables["links"].schema.append(pa.field("findings", pa.uint64())))
    random = numpy.random.default_rng(2)
    for parts in (1, 2, 7, 64):
        counts = [ecflink.decide_links(part, part["findings"], policies=ledger.policies).counts
                  for part in parts_of(table, random, parts)]
        assert sum(counts, ecflink.Counts()) == result.counts
        tables = [pa.table(one) for one in counts]
        assert ecflink.Counts(*tables) == ecflink.Counts(*reversed(tables)) == result.counts
        left = counts[0]
        for one in counts[1:]:
            left = left + one
        right = counts[-1]
        for one in reversed(counts[:-1]):
            right = one + right
        assert left == right == result.counts
        # as an engine adds them up, which has no unsigned types and its own order of columns
        rows = pa.concat_tables(tables)
        summed = duckdb.sql("select * replace (" + ", ".join(
            f'sum("{name}")::bigint as "{name}"' for name in rows.column_names[1:]) +
            ") from rows group by court").to_arrow_table()
        assert ecflink.Counts(summed.select(sorted(summed.column_names))) == result.counts
        assert ecflink.Counts(polars.from_arrow(rows)) == result.counts
    assert ecflink.Counts(result.counts, ecflink.Counts()) == result.counts != ecflink.Counts()
    assert result.counts.report["courts"] == result.report["courts"]
    assert result.counts.report["verdicts"] == result.report["verdicts"]
    assert len(ecflink.Counts()) == 0 and ecflink.Counts().report["courts"] == {}
    twice = result.counts + result.counts  # not idempotent: a part that comes twice counts twice
    assert twice.report["rows"]["links"] == 2 * len(result) and twice != result.counts


def test_counts_of_other_versions_and_broken_ones(sample):
    counts = pa.table(ecflink.verify(sample.folder, as_of=AS_OF).counts)
    made = ecflink.Counts(counts)

    def refused(table, match):
        with pytest.raises(ecflink.ArrowError, match=match):
            made.add(table)
        assert made == ecflink.Counts(counts)
    for name in counts.column_names:
        refused(counts.drop_columns([name]), f"report.{name}: is missing")
        column = counts.column_names.index(name)

        def with_values(value, kind, column=column, name=name):
            return counts.set_column(column, name, pa.array([value] * counts.num_rows, kind))
        refused(with_values(None, pa.float32()), name)
        if name != "court":
            refused(with_values(None, pa.int64()), "null")
            refused(with_values(-1, pa.int64()), name)
    refused(counts.append_column("newer-finding", counts["links"]), "newer-finding: is not known")
    refused(counts.set_column(0, "court", pa.array(["x" * 17] * counts.num_rows)), "not the id of a court")
    refused(counts.set_column(1, "links", pa.array([1 << 20] * counts.num_rows)), "sum of the verdicts")


def test_central_accounts_are_indexed_once(ledger):
    tables = dict(ledger.tables)
    expected = ecflink.verify(ledger.folder, as_of=AS_OF)
    centrals = ecflink.CentralIndex(tables.pop("central_accounts"), policies=ledger.policies, threads=2)
    assert len(centrals) == ledger.tables["central_accounts"].num_rows
    result = ecflink.verify(**tables, central_accounts=centrals, as_of=AS_OF)
    ledger.check(result)
    assert result.counts == expected.counts and result.report["policy-set"] == ledger.report["policy-set"]
    courts = tables["links"]["court"].fill_null("")
    counts = ecflink.Counts()
    for court in courts.unique().to_pylist():  # no rule looks beyond a court
        links = tables["links"].filter(pa.compute.equal(courts, court))
        accounts = tables["court_accounts"].filter(
            pa.compute.equal(tables["court_accounts"]["court"].fill_null(""), court))
        part = ecflink.verify(**{**tables, "links": links, "court_accounts": accounts},
                              central_accounts=centrals, policies=ledger.policies, as_of=AS_OF)
        counts.add(part.counts)
    assert counts == expected.counts
    stream = ecflink.verify_stream(court_accounts=tables["court_accounts"], central_accounts=centrals,
                                   tombstones=tables.get("tombstones"), roster=tables.get("roster"),
                                   as_of=AS_OF)
    stream.add(tables["links"])
    assert stream.finish().counts == expected.counts
    others = ecflink.Policies.load([ledger.folder / "policies"],
                                   overrides={ecflink.Finding.NAME_DIFFERS: ecflink.Disposition.IGNORE})
    with pytest.raises(ValueError, match="other policies"):
        ecflink.verify(**tables, central_accounts=centrals, policies=others)
