"""ecflink.dask gives the answers of the program, in every layout."""

import csv
import json

import dask
import dask.dataframe
import pandas
import pyarrow as pa
import pytest

import ecflink
from conftest import AS_OF, ROOT, run_program, with_every_finding
from ecflink import dask as ecd
from ecflink import partitioned
from test_partitioned import KEY, check, check_report

# Everything runs in this process: what is tested is how the rows are exchanged.
dask.config.set(scheduler="threads", num_workers=2)


def pieces(table, count):
    """A table as Dask has it: cut anywhere."""
    step = -(-len(table) // count) or 1
    return [dask.delayed(table.slice(start, step)) for start in range(0, len(table), step)]


def numbered(ledger):
    """The tables, of which the links have a key."""
    links = ledger.tables["links"]
    return {**ledger.tables, "links": links.append_column("mine", pa.array(range(len(links)), pa.int64()))}


def tables_of(ledger, count):
    return {name: pieces(table, count) for name, table in numbered(ledger).items()}


def with_key(answers):
    return answers.set_column(0, KEY, answers[KEY].combine_chunks().field("mine"))


@pytest.mark.parametrize("parts", (1, 3, 8))
@pytest.mark.parametrize("layout", ("by court", "by keys"))
def test_the_answers_are_those_of_the_program(sample, skewed, layout, parts):
    for ledger in (sample, skewed):
        checked = ecd.verify(**tables_of(ledger, 3), key=["mine"], policies=ledger.policies, as_of=AS_OF,
                             layout=layout, parts=parts)
        answers = with_key(checked.rows.compute())
        check(ledger, answers)
        check_report(ledger, checked.job, answers)
        centrals = len(ledger.tables["central_accounts"])
        assert f"roster, {centrals:,} central accounts" in checked.plan.explain()
        assert checked.report()["courts"] == ledger.report["courts"]


def forecast_of_program(ledger, work, *options):
    """What the program forecasts: the rows that fail, and the counts."""
    out = work / "forecast.csv"
    told = json.loads(run_program("forecast", ledger.folder, "--as-of", AS_OF, "--out", out, "--fail-if",
                                  "none", "--format", "json", *options))
    with open(out, newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["verdict"] != "allow"], told


def sorted_rows(rows, names):
    rows = list(rows)
    assert rows
    return sorted(tuple(row[name] for name in names) for row in rows)


def failing(answers):
    """The rows of answers that fail, as the program writes them."""
    for answer in answers.to_pylist():
        verdict = ecflink.Verdict.of_number(answer["verdict"])
        if verdict is not ecflink.Verdict.ALLOW:
            findings = "|".join(each.value for each in ecflink.findings_of(answer["findings"]))
            yield {**answer[KEY], "verdict": verdict.value, "findings": findings}


@pytest.mark.parametrize("layout", ("by court", "by keys"))
def test_a_skewed_ledger_in_many_parts(skewed, layout):
    """Half of all links at one court, and thousands of one central account there."""
    checked = ecd.verify(**tables_of(skewed, 2), key=["mine"], policies=skewed.policies, as_of=AS_OF,
                         layout=layout, parts=64)
    check(skewed, with_key(checked.rows.compute()))


@pytest.mark.parametrize("layout, seed", (("by court", 300), ("by keys", 301)))
def test_random_ledgers(work, layout, seed):
    ledger = with_every_finding(work, seed)
    checked = ecd.verify(**tables_of(ledger, 3), key=["mine"], policies=ledger.policies, as_of=AS_OF,
                         layout=layout, parts=5)
    answers = with_key(checked.rows.compute())
    check(ledger, answers)
    check_report(ledger, checked.job, answers)


@pytest.mark.parametrize("layout, parts", (("by court", 3), ("by keys", 3), ("by keys", 8)))
def test_forecasts_are_those_of_the_program(growing, work, layout, parts):
    expected, told = forecast_of_program(growing, work)
    found = ecd.forecast(**{name: pieces(table, 3) for name, table in growing.tables.items()},
                         policies=growing.policies, as_of=AS_OF, layout=layout, parts=parts)
    columns = ("court", "login", "verdict", "findings")
    assert sorted_rows(failing(found.rows.compute()), columns) == sorted_rows(expected, columns)
    counts = found.report()
    assert counts["verdicts"] == {verdict.value: told[verdict.value] for verdict in ecflink.Verdict}
    assert counts["findings"] == told["findings"]


def test_forecasts_of_candidates_are_those_of_the_program(growing, work):
    path = ROOT / "examples/candidates.csv"
    expected, _ = forecast_of_program(growing, work, "--candidates", path)
    with open(path, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    candidates = pa.table({name: pa.array([text or None for text in texts], pa.string())
                           for name, texts in zip(header, zip(*rows))})
    found = ecd.forecast(**{name: pieces(table, 3) for name, table in growing.tables.items()},
                         candidates=pieces(candidates, 2), policies=growing.policies, as_of=AS_OF, parts=3)
    columns = ("court", "login", "central_id", "verdict", "findings")
    assert sorted_rows(failing(found.rows.compute()), columns) == sorted_rows(expected, columns)


def test_shadows_are_those_of_the_program(growing, work):
    changed = ROOT / "examples/names-held.json"
    layers = [growing.folder / "policies", changed]
    told = json.loads(run_program("shadow", growing.folder, "--after", layers[0], "--after", layers[1],
                                  "--as-of", AS_OF, "--format", "json", statuses=(1,)))
    after = ecflink.Policies.load(layers)
    for parts in (1, 3):
        found = ecd.shadow(**{name: pieces(table, 3) for name, table in growing.tables.items()}, after=after,
                           policies=growing.policies, as_of=AS_OF, parts=parts)
        assert found == {name: told[name] for name in found} and len(found) > 8
    with pytest.raises(ValueError, match="shadow needs whole courts"):
        ecd.shadow(**tables_of(growing, 1), after=after, layout="by keys")


def test_data_frames_are_tables(sample):
    frames = {name: dask.dataframe.from_pandas(table.to_pandas(types_mapper=pandas.ArrowDtype), npartitions=2)
              for name, table in numbered(sample).items()}
    checked = ecd.verify(**frames, key=["mine"], policies=sample.policies, as_of=AS_OF)
    assert checked.plan.layout == "by court"
    check(sample, with_key(checked.rows.compute()))


def test_what_is_wrong_is_said_before_anything_runs(sample):
    tables = tables_of(sample, 2)
    with pytest.raises(ecflink.ArrowError, match="links.login: is missing"):
        without = pieces(sample.tables["links"].drop_columns(["login"]), 2)
        ecd.verify(**{**tables, "links": without}, key=["court"])
    with pytest.raises(ecflink.ArrowError, match='key: links has no column "number"'):
        ecd.verify(**tables, key=["number"])
    with pytest.raises(ecflink.ArrowError, match='key: court_accounts has no column "central_id"'):
        ecd.forecast(**tables, key=["central_id"])
    for call in (ecd.verify, ecd.forecast):
        with pytest.raises(TypeError, match=f"{call.__name__} has no argument 'bucket'"):
            call(**tables, bucket=3)


def test_links_that_change_meanwhile_are_seen(sample):
    checked = ecd.verify(**tables_of(sample, 2), policies=sample.policies, as_of=AS_OF)
    checked.plan.counts["wiwd"] += 1
    with pytest.raises(ecflink.Error, match="the plan counted .* came back"):
        checked.report()


def test_a_wrong_bit_would_be_seen(sample, monkeypatch):
    """The comparison that the other tests make fails if one answer differs in one bit."""
    step = partitioned.step

    def mutant(job, plan, number, tables):
        answers, onward = step(job, plan, number, tables)
        findings = answers["findings"].to_pylist()
        findings[:1] = [bits ^ 1 for bits in findings[:1]]
        return answers.set_column(answers.column_names.index("findings"), "findings",
                                  pa.array(findings, pa.int64())), onward

    monkeypatch.setattr(partitioned, "step", mutant)
    checked = ecd.verify(**tables_of(sample, 2), key=["mine"], policies=sample.policies, as_of=AS_OF, parts=2)
    with pytest.raises(AssertionError):
        check(sample, with_key(checked.rows.compute()))
