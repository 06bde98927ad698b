"""Tools for policies: lint, values, sheets, differences, an exact comparison."""

import json

import pytest

import ecflink
from conftest import run_program
from ecflink import AccountRole, Finding, Policies, RequestType, Verdict, decide, policies
from ecflink.policies import Strictness

LAYER = {"ecflink-policy": 1, "court": "wiwd", "source": ["https://example.org/rules"],
         "dispositions": {"name-similar": "refuse"},
         "registration": {"requires": {"pro-hac-vice": ["motion", "fee"]}}}


@pytest.fixture(scope="module")
def stricter():
    return Policies.load([LAYER])


def test_lint_says_where(tmp_path):
    file = tmp_path / "wrong.json"
    file.write_text('{"ecflink-policy": 1, "court": "wiwd",\n "link": {"confrm": "two-step"}}')
    trouble, = policies.lint([file])
    assert trouble.is_error and (trouble.line, trouble.column, trouble.path) == (2, 11, "/link/confrm")
    assert 'did you mean "confirm"?' in trouble.message and trouble.file == str(file)
    with pytest.raises(ecflink.PolicyError) as raised:
        Policies.load([file])
    assert raised.value.diagnostics == (trouble,)


def test_lint_warns_of_what_loads():
    found = policies.lint([{"ecflink-policy": 1, "court": "nowhere"}])
    assert found and not any(one.is_error for one in found)
    assert any("source" in one.message for one in found)
    Policies.load([{"ecflink-policy": 1, "court": "nowhere"}])


def test_what_the_program_says(stricter):
    sheet = Policies.load().sheet("wiwb", width=80)
    # The program breaks lines where the terminal ends.
    assert sheet.split() == run_program("policy", "show", "wiwb").split()
    assert max(map(len, sheet.splitlines())) <= 80
    assert "layer 1" in stricter.sheet("wiwd")
    assert policies.schema() == json.loads(run_program("policy", "schema"))


def test_values_name_their_layer(stricter):
    values = {one.path: one for one in stricter.values("wiwd")}
    assert values["/dispositions/name-similar"].value == "refuse"
    assert values["/dispositions/name-similar"].layer == "layer 1"
    assert values["/dispositions/name-differs"].layer != "layer 1"
    assert len(values) == len(stricter.values("wiwd")) > 60
    with pytest.raises(ecflink.NotFoundError):
        stricter.values("nowhere")


def test_description(stricter):
    told = stricter.describe("wiwd")
    assert told.in_force and told.kind is ecflink.CourtKind.DISTRICT and "Wisconsin" in told.name
    assert told.layers[-1].name == "layer 1" and told.layers[-1].sources == ("https://example.org/rules",)
    assert Finding.CENTRAL_SHARED in told.floor_refuse and told.help
    assert not stricter.describe().in_force
    needs = stricter.requirements("wiwd", AccountRole.ATTORNEY, RequestType.PRO_HAC_VICE)
    assert [one.value for one in needs] == ["motion", "fee"]


def test_comparison_has_a_witness_that_can_be_decided(stricter):
    usual = Policies.load()
    found = usual.compare(stricter, "wiwd")
    assert found.relation is Strictness.STRICTER and found.looser is None and not found.looser_findings
    assert found.stricter_findings == (Finding.NAME_SIMILAR,)
    witness = found.stricter
    assert witness.before is Verdict.ALLOW and witness.after is Verdict.REFUSE
    assert Finding.NAME_SIMILAR in witness.findings_after
    assert decide.replay(witness.record, policies=usual).reproduced
    assert not decide.replay(witness.record, policies=stricter).reproduced
    back = stricter.compare(usual, "wiwd")
    assert back.relation is Strictness.LOOSER and back.stricter is None
    assert usual.compare(usual, "wiwd").relation is Strictness.EQUAL


def test_differences(stricter):
    usual = Policies.load()
    changes = {one.path: (one.before, one.after) for one in usual.diff(stricter, "wiwd")}
    assert changes["/dispositions/name-similar"] == ("note", "refuse")
    assert usual.diff(usual, "wiwd") == ()
    assert any(one.path == "/court" for one in usual.diff(usual, "wiwd", "wiwb"))
