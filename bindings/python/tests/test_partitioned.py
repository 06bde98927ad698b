"""A verification in parts gives the answers of the whole, however a ledger is cut, and in what order."""

import collections
import csv
import dataclasses
import json
import pickle
import random
import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import ecflink
from conftest import AS_OF, ROOT, with_every_finding
from ecflink import partitioned
from ecflink.partitioned import AGAIN, KEY, PART, Job, Plan

LAYOUTS = ("by court", "by keys")
PARTS = (1, 3, 8, 64)


def plan_of(ledger, **options):
    counts = ledger.tables["links"].group_by("court").aggregate([([], "count_all")]).to_pylist()
    return Plan.choose({row["court"] or "": row["count_all"] for row in counts},
                       central_accounts=len(ledger.tables["central_accounts"]), **options)


def in_parts(job, plan, tables, rng=None, moved=None):
    """Runs a plan as an engine would: parts in any order, rows of a part in any order. `moved` gets how
    many rows of each table go on to the second pass."""
    rng = rng or random.Random(1)
    tables = dict(tables)
    links = tables["links"].append_column(KEY, pa.array(range(len(tables["links"])), pa.int64()))
    if len(plan.passes) > 1:
        cuts = sorted(rng.sample(range(len(links) + 1), min(3, len(links))))
        pieces = [links.slice(start, end - start) for start, end in zip([0, *cuts], [*cuts, len(links)])]
        links = partitioned.mark(links, partitioned.crowded(map(partitioned.count_slots, pieces)))
    rows = {name: {**tables, "links": links}[name] for name in ("links", "court_accounts", "tombstones")
            if name in tables}
    cut = {name: plan.scatter(table, plan.passes[0]) for name, table in rows.items()}
    whole = {name: tables[name] for name in ("central_accounts", "roster") if name in tables}
    if not plan.broadcast_centrals:
        centrals = whole.pop("central_accounts")
        ids = centrals["central_id"]
        cut["central_accounts"] = [centrals.filter(pc.is_in(ids, part["central_id"].unique()))
                                   for part in cut["links"]]
    given = [{**whole, **{name: parts[part] for name, parts in cut.items()}} for part in range(plan.parts)]
    answers, kept = {}, []
    for number in range(len(plan.passes)):
        answers, onward = {}, []
        for part in rng.sample(range(plan.parts), plan.parts):
            shuffled = {name: table.take(pa.array(rng.sample(range(len(table)), len(table)), pa.int64()))
                        for name, table in given[part].items()}
            answers[part], more = partitioned.step(pickle.loads(pickle.dumps(job)), plan, number, shuffled)
            onward.append(more)
            for name, table in more.items() if moved is not None else ():
                moved[name] = moved.get(name, 0) + len(table)
        if number + 1 < len(plan.passes):
            kept.extend(answers.values())
            given = [{**whole, **{name: pa.concat_tables(
                more[name].filter(pc.equal(more[name][PART], part)) for more in onward).drop_columns([PART])
                for name in onward[0]}} for part in range(plan.parts)]
    found = partitioned.finish(plan, answers.items())
    return pa.concat_tables([*kept, found])


def check(ledger, answers):
    """Row by row what `ecflink verify --out` wrote."""
    ordered = answers.sort_by(KEY)
    assert ordered[KEY].to_pylist() == list(range(len(ledger.rows)))
    assert [bits % (1 << 64) for bits in ordered["findings"].to_pylist()] == \
        [int(row["mask"], 16) for row in ledger.rows]
    assert [ecflink.Verdict.of_number(number).value for number in ordered["verdict"].to_pylist()] == \
        [row["verdict"] for row in ledger.rows]


def check_report(ledger, job, answers):
    cuts = [answers.slice(0, 7), answers.slice(7)]
    report = partitioned.report(job, [partitioned.count(cut) for cut in reversed(cuts)])
    for member in ("policy-set", "as-of", "verdicts", "findings", "courts"):
        assert report[member] == ledger.report[member], member
    assert report["rows"] == {name: ledger.report["rows"][name] for name in ("links", "removed")}


@pytest.mark.parametrize("parts", PARTS)
@pytest.mark.parametrize("broadcast_up_to", (0, 10_000), ids=("centrals travel", "centrals everywhere"))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_parts_give_the_answers_of_the_whole(sample, generated, skewed, layout, broadcast_up_to, parts):
    for ledger in (sample, generated, skewed):
        job = Job("verify", ledger.policies, AS_OF)
        plan = plan_of(ledger, layout=layout, parts=parts, broadcast_up_to=broadcast_up_to)
        answers = in_parts(job, plan, ledger.tables, random.Random(parts))
        check(ledger, answers)
        check_report(ledger, job, answers)


@pytest.mark.parametrize("seed", range(10))
def test_random_ledgers_cut_at_random(work, seed):
    rng = random.Random(seed)
    ledger = with_every_finding(work, 100 + seed)
    for layout in LAYOUTS:
        plan = plan_of(ledger, layout=layout, parts=rng.randint(1, 12),
                       broadcast_up_to=rng.choice((0, 10_000)))
        job = Job("verify", ledger.policies, AS_OF)
        answers = in_parts(job, plan, ledger.tables, rng)
        check(ledger, answers)
        check_report(ledger, job, answers)


def test_the_second_pass_is_needed(skewed):
    """Without it, links that share a central account at a court are not seen."""
    job = Job("verify", skewed.policies, AS_OF)
    plan = plan_of(skewed, layout="by keys", parts=8)
    whole = dataclasses.replace(plan, passes=plan.passes[:1])
    with pytest.raises(AssertionError):
        check(skewed, in_parts(job, whole, skewed.tables))


def crowded_links(ledger):
    """How many links share a central account with another one at the same court."""
    slots = [(row["court"], row["central_id"]) for row in ledger.tables["links"].to_pylist()]
    counts = collections.Counter(slot for slot in slots if None not in slot)
    return sum(counts[slot] > 1 for slot in slots)


def test_only_links_that_share_a_central_account_go_through_the_second_pass(generated, skewed):
    """The second shuffle is narrow: those links with their accounts, and nothing of the others."""
    for ledger, share in ((generated, 0.05), (skewed, 0.5)):
        moved = {}
        job = Job("verify", ledger.policies, AS_OF)
        plan = plan_of(ledger, layout="by keys", parts=8)
        check(ledger, in_parts(job, plan, ledger.tables, moved=moved))
        assert 0 < moved["links"] == crowded_links(ledger) < share * len(ledger.rows)
        assert set(moved) == {"links", "court_accounts"} and moved["court_accounts"] <= moved["links"] * 1.1


def test_what_passes_found_is_united_in_any_order(work):
    """The law of the passes: findings unite, and verdicts follow from the union."""
    ledger = with_every_finding(work, 120)
    links = ledger.tables["links"]
    texts = links.select(["court", "state", "approved"])
    found = [int(row["mask"], 16) for row in ledger.rows]
    rng = random.Random(1)
    passes = [[bits & rng.getrandbits(63) for bits in found] for _ in range(3)]
    passes.append([bits & ~(one | two | three) for bits, one, two, three in zip(found, *passes)])
    for order in ((0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 3, 0, 1, 2)):
        united = [0] * len(found)
        for number in order:
            united = [one | other for one, other in zip(united, passes[number])]
        assert united == found
        decided = ecflink.decide_links(texts, pa.array(united, pa.uint64()), policies=ledger.policies)
        assert [ecflink.Verdict.of_number(number).value for number in decided.verdict] == \
            [row["verdict"] for row in ledger.rows]


def test_parts_that_are_lost_or_come_twice(sample):
    plan = plan_of(sample, parts=3)
    tables = [pa.table({"findings": [part, 7], "verdict": [0, 1]}) for part in range(3)]
    again = tables[1].take([1, 0])
    found = partitioned.finish(plan, [(2, tables[2]), (1, tables[1]), (0, tables[0]), (1, again)])
    assert found["findings"].to_pylist() == [0, 7, 1, 7, 2, 7]
    with pytest.raises(ValueError, match="of 2 of 3 parts are missing: 0, 2"):
        partitioned.finish(plan, [(1, tables[1])])
    with pytest.raises(ValueError, match="part 1 came twice, with two answers"):
        partitioned.finish(plan, [(1, tables[1]), (1, tables[2])])
    with pytest.raises(ValueError, match="there is no part 3"):
        partitioned.finish(plan, [(3, tables[1])])


def test_answers_add_up_in_any_order(generated):
    """Counts add up: associative, commutative, with the empty answers as identity."""
    job = Job("verify", generated.policies, AS_OF)
    answers = in_parts(job, plan_of(generated, parts=1), generated.tables)
    counts = [partitioned.count(answers.slice(start, 500)) for start in range(0, len(answers) + 500, 500)]
    whole = partitioned.report(job, [partitioned.count(answers)])
    for seed in range(5):
        random.Random(seed).shuffle(counts)
        assert partitioned.report(job, counts) == whole
    reports = [{"catalogue": 1, "as-of": "x", "rows": {"links": 2}}, {"catalogue": 1, "rows": {"links": 3}}]
    assert partitioned.add_up(reports) == {"catalogue": 1, "as-of": "x", "rows": {"links": 5}}
    with pytest.raises(ValueError, match="the reports differ in as-of: x and y"):
        partitioned.add_up([{"as-of": "x"}, {"as-of": "y"}])


def test_the_layout_follows_the_counts():
    courts = {"cacd": 900, "wiwd": 50, "nysb": 50}
    by_court = Plan.choose(courts, links_per_part=900)
    assert (by_court.layout, by_court.parts) == ("by court", 2)
    assert by_court.places == {"cacd": 0, "wiwd": 1, "nysb": 1}
    assert "the largest court (cacd, 900 links) fits a part of 900" in by_court.explain()
    by_keys = Plan.choose(courts, links_per_part=899, central_accounts=2_000_001)
    assert (by_keys.layout, by_keys.parts, by_keys.broadcast_centrals) == ("by keys", 2, False)
    assert "exceeds a part of 899" in by_keys.explain() and "that a part's links name" in by_keys.explain()
    assert Plan.choose(courts, links_per_part=1, kind="shadow").layout == "by court"
    assert Plan.choose({}).parts == 1
    strange = Plan.choose({**courts, **{f"x{number}": 1 for number in range(2000)}}, parts=3)
    assert len(strange.places) == 1000 and strange.places["cacd"] == 0 and 0 <= strange.part_of("x1999") < 3
    with pytest.raises(ValueError, match="shadow needs whole courts"):
        Plan.choose(courts, kind="shadow", layout="by keys")
    with pytest.raises(ValueError, match='layout is "by court" or "by keys", not "courts"|\'courts\''):
        Plan.choose(courts, layout="courts")


def test_the_page_shows_this_plan(sample):
    page = (ROOT / "docs/national.md").read_text(encoding="utf-8")
    assert f"\n{plan_of(sample, least_parts=2).explain()}\n" in page
    assert str(sample.report["verdicts"]) in page


def test_a_job_travels_with_its_policies(sample):
    job = pickle.loads(pickle.dumps(Job("verify", sample.policies, AS_OF)))
    assert job.policies.digest == sample.policies.digest
    digest, *rest = job._before
    partitioned._loaded.clear()
    job._before = ("sha256:other", *rest)
    with pytest.raises(ecflink.Error, match=f"the digest {digest}; the driver has .* sha256:other: install"):
        print(job.policies)


def test_forecasts_and_comparisons_in_parts(growing):
    tables = growing.tables
    job = Job("forecast", growing.policies, AS_OF)
    whole = ecflink.forecast(**tables, policies=growing.policies, as_of=AS_OF)
    expected = sorted(zip(*(whole.failures().columns()[name] for name in ("court", "login", "verdict"))))
    for layout in LAYOUTS:
        plan = plan_of(growing, layout=layout, parts=5, kind="forecast")
        cut = {name: plan.scatter(tables[name], plan.passes[0]) for name in ("links", "court_accounts")}
        answers = pa.concat_tables(partitioned.step(
            job, plan, 0, {"links": cut["links"][part],
                           "court_accounts": cut["court_accounts"][part].append_column(
                               KEY, cut["court_accounts"][part]["login"])})[0] for part in range(5))
        found = [(court, login, ecflink.Verdict.of_number(number).value) for court, login, number in
                 zip(*(answers[name].to_pylist() for name in ("court", KEY, "verdict"))) if number]
        assert len(answers) == len(whole) and sorted(found) == expected
    assert expected
    after = ecflink.Policies.load([ROOT / "examples/names-held.json"])
    job = Job("shadow", growing.policies, AS_OF, after=after)
    plan = plan_of(growing, parts=4, kind="shadow")
    names = [name for name in tables if name not in ("central_accounts", "roster")]
    cut = {name: plan.scatter(tables[name], ("court",)) for name in names}
    whole_tables = {"central_accounts": tables["central_accounts"]}
    reports = [json.loads(partitioned.step(job, plan, 0, {**whole_tables, **{
        name: cut[name][part] for name in names}})[0]["report"][0].as_py()) for part in range(4)]
    assert partitioned.add_up(reports) == ecflink.shadow(**tables, policies=growing.policies, after=after,
                                                         as_of=AS_OF).report


def test_texts_are_read_as_in_files(sample):
    """Tables of texts alone, as an engine reads CSV files, mean what the files mean."""
    tables = {}
    for name in sample.tables:
        with open(sample.folder / f"{name}.csv", newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        tables[name] = pa.table({column: pa.array([text or None for text in texts], pa.string())
                                 for column, texts in zip(header, zip(*rows))})
    job = Job("verify", sample.policies, AS_OF)
    schemas = {name: table.schema for name, table in tables.items()}
    known = job.check({**schemas, "links": schemas["links"].append(pa.field("color", pa.string()))})
    assert job.as_text and "color" not in known["links"] and "linked_at" in known["links"]
    for layout in LAYOUTS:
        check(sample, in_parts(job, plan_of(sample, layout=layout, parts=3), tables))


def test_what_a_schema_lacks_is_said_at_once(sample):
    job = Job("verify", sample.policies, AS_OF)
    schemas = {name: table.schema for name, table in sample.tables.items()}
    assert job.check(schemas)["links"] == schemas["links"].names and not job.as_text
    with pytest.raises(ecflink.ArrowError, match="central_accounts: the table is missing"):
        job.check({name: schema for name, schema in schemas.items() if name != "central_accounts"})
    with pytest.raises(ecflink.ArrowError, match="links.login: is missing"):
        job.check({**schemas, "links": schemas["links"].remove(schemas["links"].get_field_index("login"))})
    place = schemas["links"].get_field_index("linked_at")
    with pytest.raises(ecflink.ArrowError, match="links.linked_at: has the format"):
        job.check({**schemas, "links": schemas["links"].set(place, pa.field("linked_at", pa.float64()))})
    with pytest.raises(ValueError, match="only shadow takes other policies"):
        Job("verify", after=sample.policies)


def test_no_rule_and_no_bit_is_named_here():
    """What a finding means is said in one place, and that is not in the adapters."""
    tokens = {finding.value for finding in ecflink.Finding}
    names = {finding.name for finding in ecflink.Finding}
    for name in ("partitioned", "dask", "spark"):
        text = (ROOT / f"bindings/python/src/ecflink/{name}.py").read_text(encoding="utf-8")
        assert not tokens & set(re.findall(r"[a-z][a-z-]+", text)), name
        assert not names & set(re.findall(r"[A-Z_]{4,}", text)), name
        assert not re.search(r"0x[0-9a-fA-F]+|<<(?! 64)|Finding\.", text), name
