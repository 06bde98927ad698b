"""ecflink.dask gives the answers of the program, in every layout."""

import dask
import dask.dataframe
import pandas
import pyarrow as pa
import pytest

import ecflink
from conftest import AS_OF
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
