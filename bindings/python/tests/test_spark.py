"""ecflink.spark on local[2] gives the answers of the program, in every layout."""

import csv
import doctest
import json
import re
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import ecflink
from conftest import AS_OF, ROOT, with_every_finding
from ecflink import spark as ecs
from ecflink.partitioned import AGAIN

LAYOUTS = ("by court", "by keys")


@pytest.fixture(scope="module")
def session(work):
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
                "spark.driver.memory": "1500m", "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1", "spark.local.dir": str(work / "local"),
                "spark.sql.warehouse.dir": str(work / "warehouse"),
                "spark.sql.session.timeZone": "America/Chicago"}
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    opened = builder.getOrCreate()
    opened.sparkContext.setLogLevel("OFF")
    yield opened
    opened.stop()


def frames_of(session, ledger, work):
    """The tables as Parquet files; the links have a key of their own, with two columns."""
    folder = work / f"{ledger.folder.name}.parquet"
    if not folder.exists():
        folder.mkdir()
        for name, table in ledger.tables.items():
            if name == "links":
                table = table.append_column("my number", pa.array(range(len(table)), pa.int64()))
                table = table.append_column("file.no", table["login"])
            pq.write_table(table, folder / f"{name}.parquet", row_group_size=5000)
    return {name: session.read.parquet(str(folder / f"{name}.parquet")) for name in ledger.tables}


def verified(session, ledger, work, disturb=None, **options):
    frames = frames_of(session, ledger, work)
    if disturb is not None:
        frames["links"] = disturb(frames["links"])
    return ecs.verify(**frames, policies=ledger.policies, as_of=AS_OF, key=["my number", "file.no"],
                      **options)


def check(ledger, rows):
    """Row by row what `ecflink verify --out` wrote."""
    answers = rows.toArrow().sort_by("my number")
    assert answers.column_names == ["my number", "file.no", "court", "findings", "verdict"]
    assert answers["my number"].to_pylist() == list(range(len(ledger.rows)))
    assert answers["file.no"].to_pylist() == ledger.tables["links"]["login"].to_pylist()
    assert [bits % (1 << 64) for bits in answers["findings"].to_pylist()] == \
        [int(row["mask"], 16) for row in ledger.rows]
    assert answers["verdict"].to_pylist() == [row["verdict"] for row in ledger.rows]


def check_report(ledger, report):
    for member in ("policy-set", "as-of", "verdicts", "findings", "courts"):
        assert report[member] == ledger.report[member], member
    assert report["rows"] == {name: ledger.report["rows"][name] for name in ("links", "removed")}


@pytest.mark.parametrize("broadcast_up_to", (0, 10_000_000), ids=("centrals travel", "centrals everywhere"))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_sample(session, sample, work, layout, broadcast_up_to):
    checked = verified(session, sample, work, layout=layout, parts=3, broadcast_up_to=broadcast_up_to)
    check(sample, checked.rows)
    check_report(sample, checked.report())


@pytest.mark.parametrize("parts", (1, 3, 8, 64))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_skewed_ledger(session, skewed, work, layout, parts):
    checked = verified(session, skewed, work, layout=layout, parts=parts,
                       broadcast_up_to=0 if parts == 3 else 10_000_000)
    check(skewed, checked.rows)
    assert checked.done.value == len(skewed.rows)
    if parts == 8:
        told = checked.cache().report()
        check_report(skewed, told)
        del told["rows"]["removed"]
        assert ecs.report(checked.rows, policies=skewed.policies, as_of=AS_OF) == told


def test_random_ledgers(session, work):
    for seed in range(10):
        ledger = with_every_finding(work, 200 + seed)
        check(ledger, verified(session, ledger, work, layout=LAYOUTS[seed % 2], parts=1 + seed // 2).rows)


def test_a_wrong_bit_would_be_seen(session, sample, work):
    rows = verified(session, sample, work).rows
    found = F.col("findings")
    wrong = F.when(F.col("my number") == 7, found.bitwiseXOR(F.lit(1))).otherwise(found)
    with pytest.raises(AssertionError):
        check(sample, rows.withColumn("findings", wrong))


def test_links_that_are_not_marked_would_be_seen(session, skewed, work, monkeypatch):
    """The second pass is what makes the layout by keys right."""
    shuffled = ecs._shuffled

    def unmarked(frame, parts):
        none = F.col("links").withField(AGAIN, F.lit(False))
        return shuffled(frame.withColumn("links", F.when(F.col("links").isNotNull(), none)), parts)

    monkeypatch.setattr(ecs, "_shuffled", unmarked)
    with pytest.raises(AssertionError):
        check(skewed, verified(session, skewed, work, layout="by keys", parts=3).rows)


def test_forecasts_and_comparisons(session, growing, work):
    frames = frames_of(session, growing, work)
    options = {"policies": growing.policies, "as_of": AS_OF}
    expected = ecflink.forecast(**growing.tables, **options)
    keys = expected.failures().columns()
    assert keys["court"]
    for layout in LAYOUTS:
        found = ecs.forecast(**frames, **options, layout=layout, parts=3)
        rows = found.rows.where("verdict <> 'allow'").collect()
        assert sorted((row.court, row.login, row.verdict) for row in rows) == \
            sorted(zip(keys["court"], keys["login"], keys["verdict"]))
        assert found.report()["verdicts"] == {
            verdict.value: expected.report[verdict.value] for verdict in ecflink.Verdict}
    candidates = session.read.option("header", True).csv(str(ROOT / "examples/candidates.csv"))
    pairs = pa.table(candidates.toPandas())
    expected = ecflink.forecast(**growing.tables, candidates=pairs, **options).failures().columns()
    rows = ecs.forecast(**frames, candidates=candidates, **options, parts=3).rows.collect()
    assert sorted((row.court, row.login, row.central_id, row.verdict) for row in rows) == \
        sorted(zip(*(expected[name] for name in ("court", "login", "central_id", "verdict"))))
    after = ecflink.Policies.load([ROOT / "examples/names-held.json"])
    assert ecs.shadow(**frames, **options, after=after, parts=3) == \
        ecflink.shadow(**growing.tables, **options, after=after).report


def test_the_program_over_files(session, sample, work, capsys):
    """CSV files mean what they mean to `ecflink verify`."""
    out, report = work / "checked", work / "report.json"
    ecs.main(["verify", "--ledger", str(sample.folder), "--input", "csv", "--policy",
              str(sample.folder / "policies"), "--as-of", AS_OF, "--out", str(out), "--output", "csv",
              "--report", str(report), "--layout", "by keys", "--parts", "2"])
    check_report(sample, json.loads(report.read_text(encoding="utf-8")))
    assert "Layout      by keys: as asked" in capsys.readouterr().err
    found = []
    for part in out.glob("*.csv"):
        with open(part, newline="", encoding="utf-8") as file:
            found += [(row["court"], row["login"], row["central_id"], row["verdict"], int(row["findings"]))
                      for row in csv.DictReader(file)]
    assert sorted(found) == sorted((row["court"], row["login"], row["central_id"], row["verdict"],
                                    int(row["mask"], 16)) for row in sample.rows)


def jobs_of(session):
    """What Spark's page of jobs says of those of ecflink, in their order."""
    jobs = session.sparkContext._jsc.sc().statusStore().jobsList(None)
    said = [jobs.apply(place).description() for place in range(jobs.size())]
    named = [text.get() for text in reversed(said) if text.isDefined()]
    return [text for text in named if text.startswith("ecflink: ")]


def test_the_page_shows_what_a_user_sees(session, sample, work, monkeypatch):
    """Every example of the section runs, and prints what it says."""
    folder = work / "notebook"
    folder.mkdir()
    shutil.copytree(sample.folder / "policies", folder / "policies")
    (folder / "wrong.json").write_text('{"ecflink-policy": 1, "court": "wiwd", "link": {"confrm": 1}}\n',
                                       encoding="utf-8")
    monkeypatch.chdir(folder)
    session.sql("CREATE DATABASE judiciary")
    for name, frame in frames_of(session, sample, work).items():
        frame = frame.withColumnRenamed("my number", "link_id").drop("file.no")
        frame.write.saveAsTable(f"judiciary.{name}")
    page = (ROOT / "docs/national.md").read_text(encoding="utf-8")
    section = page[page.index("## From Spark"):page.index("### Over files")]
    section = section.replace("s3a://lake", str(folder))
    blocks = re.findall(r"^```\n(>>> .*?)^```$", section, re.MULTILINE | re.DOTALL)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {"spark": session},
                                                   "docs/national.md", None, 0)
    described, = re.findall(r"^```\n(ecflink: .*?)^```$", section, re.MULTILINE | re.DOTALL)
    before, told = len(jobs_of(session)), []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    result = runner.run(examples, out=told.append)
    assert result.failed == 0, "".join(told)
    assert result.attempted == section.count("\n>>> ")
    assert list(dict.fromkeys(jobs_of(session)[before:])) == described.splitlines()


def test_what_a_user_is_told(session, sample, work, capsys):
    """Each trouble in one line, on the driver, before any job."""
    frames = frames_of(session, sample, work)
    options = {"policies": sample.policies, "as_of": AS_OF}
    group = "what a user is told"
    session.sparkContext.setJobGroup(group, group)

    def told(message, **given):
        with pytest.raises((ecflink.Error, TypeError, ValueError)) as caught:
            ecs.verify(**{**frames, **options, **given})
        assert str(caught.value).startswith(message), caught.value
        assert "\n" not in str(caught.value)

    links = frames["links"]
    told('links has no column "login"; it has "court", ', links=links.drop("login"))
    told('links.linked_at is double in Spark; ecflink expects timestamp in seconds',
         links=links.withColumn("linked_at", F.lit(1.5)))
    told('links.court is int in Spark; ecflink expects utf8',
         links=links.withColumn("court", F.lit(1)))
    told('key: links has no column "link_id"; it has "court", ', key=["link_id"])
    told('key: an answer has a column "verdict" already', key=["verdict"])
    told('courts: there is no court "wiwx"', courts=["wiwd", "wiwx"])
    told('links is of type pandas.core.frame.DataFrame, not a DataFrame of Spark: pass spark.create',
         links=sample.tables["links"].to_pandas())
    told("verify has no argument 'bucket'", bucket=3)
    with pytest.raises(ecflink.ArrowError, match="central_accounts: the table is missing"):
        ecs.verify(**{**frames, **options, "central_accounts": None})
    bad = work / "bad.json"
    bad.write_text('{"ecflink-policy": 1, "court": "wiwx", "link": {"confrm": 1}}', encoding="utf-8")
    with pytest.raises(ecflink.PolicyError, match="confrm"):
        ecs.verify(**{**frames, **options, "policies": [bad]})
    with pytest.raises(SystemExit) as ended:
        ecs.main(["verify", "--ledger", str(sample.folder), "--input", "csv", "--policy", str(bad)])
    told_there = capsys.readouterr().err
    assert ended.value.code == 2
    assert told_there.startswith(f"ecflink: {bad}:1:") and told_there.count("\n") == 1
    assert session.sparkContext.statusTracker().getJobIdsForGroup(group) == []
    renamed = {**frames, "links": links.withColumnRenamed("login", "User")}
    again = ecs.verify(**renamed, **options, columns={"links": {"User": "login"}}, courts=["wiwd"], parts=2)
    assert again.rows.columns == ["court", "login", "central_id", "findings", "verdict"]
    assert again.report()["courts"] == {"wiwd": sample.report["courts"]["wiwd"]}


def test_links_that_change_meanwhile_are_seen(session, sample, work):
    frames = frames_of(session, sample, work)
    frames["links"] = frames["links"].where("rand() < 0.5")
    checked = ecs.verify(**frames, policies=sample.policies, as_of=AS_OF)
    checked.plan.counts["wiwd"] += 1
    with pytest.raises(ecflink.Error, match="the plan counted .* came back"):
        checked.report()
