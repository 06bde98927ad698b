"""Single cases: every scenario of tests/scenarios, plans, policies, enumerations."""

import dataclasses
import datetime
import json
import re

import pytest

import ecflink
from conftest import ROOT, left_to_do, run_program
from ecflink import enums

SCENARIOS = sorted((ROOT / "tests/scenarios").glob("*.json"))
_policies = {}


def policies_for(layers):
    key = json.dumps(layers)
    if key not in _policies:
        _policies[key] = ecflink.Policies.load(layers)
    return _policies[key]


def member(cls, given, name):
    return None if given.get(name) is None else cls(given[name])


def central_of(given):
    if given is None or given == "ambiguous":
        return given and ecflink.AMBIGUOUS
    return ecflink.CentralAccount(
        usage=member(ecflink.CentralUsage, given, "usage"),
        status=member(ecflink.CentralStatus, given, "status"),
        generation=member(ecflink.CentralGeneration, given, "generation"),
        search_status=member(ecflink.SearchStatus, given, "search_status"),
        mfa=member(ecflink.MfaState, given, "mfa"),
        registration=member(ecflink.RegistrationType, given, "registration"),
        pending_change=member(ecflink.PendingChange, given, "pending_change"),
        exempt=given.get("exempt") or False, created=given.get("created"), name=given.get("name") or "")


def account_of(given):
    if given is None or given == "ambiguous":
        return given and ecflink.AMBIGUOUS
    return ecflink.CourtAccount(
        login=given.get("login") or "", role=member(ecflink.AccountRole, given, "role"),
        status=member(ecflink.AccountStatus, given, "status"),
        pending_change=member(ecflink.PendingChange, given, "pending_change"),
        link_locked=given.get("link_locked") or False, principals=given.get("principals") or 0,
        opened=given.get("opened"), name=given.get("name") or "")


def proof_of(given):
    return ecflink.Proof(member(ecflink.ProofClass, given, "class"), given.get("at"),
                         given.get("court") or "")


def row_of(given):
    if given is None:
        return None
    return ecflink.LedgerRow(given.get("linked_at"), member(ecflink.LinkState, given, "state"),
                             member(ecflink.LinkMaker, given, "made_by"), given.get("confirmed_at"),
                             tuple(map(ecflink.Finding, given.get("approved") or ())))


def case_of(scenario):
    proofs, links, row = (scenario.get(name) or {} for name in ("proofs", "links", "row"))
    return ecflink.Case(
        scenario["court"], central=central_of(scenario["central"]), account=account_of(scenario["account"]),
        row=row_of(scenario.get("row")), central_proof=proof_of(proofs.get("central") or {}),
        account_proof=proof_of(proofs.get("account") or {}), malformed=scenario.get("malformed") or False,
        link_malformed=row.get("malformed") or False, on_roster=scenario.get("on_roster") or False,
        failed_attempts=scenario.get("failed_attempts") or 0, **links)


def test_scenarios(capsys):
    count = voided = 0
    for file in SCENARIOS:
        for scenario in json.loads(file.read_text(encoding="utf-8"))["scenarios"]:
            count += 1
            told = ecflink.assess(case_of(scenario), at=scenario["at"],
                                  policies=policies_for(scenario.get("policy") or []))
            expected = scenario["expect"]
            assert [told.verdict.value, [one.value for one in told.findings],
                    told.next_step and told.next_step.value] == \
                [expected["verdict"], expected["findings"], expected["next_step"]], \
                f"{file.name}: {scenario['name']}"
            left = left_to_do(told.to_allow)
            assert told.remedies == tuple(one.remedy for one in left)
            assert told.next_remedy == (
                told.next_step if told.next_step is None or told.next_step in left else
                next(one for one in left if told.next_step in one.info.makes_void))
            voided += len(left) < len(told.to_allow)
    with capsys.disabled():
        print(f"\n{count} scenarios through Python")
    # The count of tests/scenarios/scenario_runner, which runs what is in the same files.
    assert count == sum(len(re.findall(r'^      "name": ', file.read_text(encoding="utf-8"), re.M))
                        for file in SCENARIOS) > 500
    assert voided > 0


def test_results_are_frozen():
    answer = ecflink.assess(ecflink.Case("wiwb"), at="2020-03-30T13:00:00Z")
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.verdict = ecflink.Verdict.ALLOW
    assert answer.verdict is ecflink.Verdict.REFUSE  # a refusal is a value


def test_times_are_aware():
    case = ecflink.Case("wiwb")
    at = datetime.datetime(2020, 3, 27, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))
    answer = ecflink.assess(case, at=at)
    assert answer == ecflink.assess(case, at="2020-03-27T17:00:00Z")
    assert answer.not_before == datetime.datetime(2020, 3, 30, 13, tzinfo=datetime.timezone.utc)
    with pytest.raises(TypeError, match="zone"):
        ecflink.assess(case, at=datetime.datetime(2020, 3, 27))
    with pytest.raises(ecflink.TimeError):
        ecflink.assess(case, at="2020-03-27")
    with pytest.raises(ecflink.InvalidError) as raised:
        ecflink.assess(ecflink.Case("a court with too long an id"), at="2020-03-27T17:00:00Z")
    assert raised.value.field == "link_case.court"


@pytest.mark.parametrize("at", ["2020-03-20T14:00:00Z", "2020-03-27T14:00:00Z", "2020-03-30T13:30:00Z"])
def test_plans_are_those_of_the_program(at):
    told = json.loads(run_program("ready", "examples/ledger", "--court", "wiwb", "--login", "bholloway",
                                  "--central", "2155870", "--at", at, "--format", "json"))
    central = ecflink.CentralAccount(
        usage=ecflink.CentralUsage.INDIVIDUAL, status=ecflink.CentralStatus.ACTIVE,
        generation=ecflink.CentralGeneration.LEGACY, name="Bridget Holloway")
    account = ecflink.CourtAccount("bholloway", ecflink.AccountRole.ATTORNEY, ecflink.AccountStatus.ACTIVE,
                                   name="Bridget Holloway")
    plan = ecflink.ready(ecflink.Person(ecflink.Case("wiwb", central, account), knows_credentials=True), at)

    def text(time):
        return None if time is None else time.strftime("%Y-%m-%dT%H:%M:%SZ")

    assert [(one.step.value, one.state.value, text(one.begins), text(one.until)) for one in plan.steps] == \
        [(one["step"], one["state"], one["from"], one["until"]) for one in told["steps"]]
    assert plan.next.step.value == told["next-step"]
    assert (plan.meanwhile and plan.meanwhile.step.value) == (told["meanwhile"] and told["meanwhile"]["step"])
    linked = ecflink.ready(ecflink.Person(ecflink.Case("wiwb", central, account, already_linked=True),
                                          linked=(account,), knows_credentials=True), "2021-01-01T00:00:00Z")
    assert linked.next.step is not ecflink.Step.LINK


def test_policies(tmp_path):
    builtin = ecflink.Policies.load()
    assert len(builtin.courts) > 200 and builtin.digest.startswith("sha256:")
    assert builtin.document("wiwb")["link"]["confirm"] in ("one-step", "two-step")
    assert builtin.policy_digest("wiwb") != builtin.policy_digest()
    assert builtin.time("wiwb", "2020-03-30T08:00") == datetime.datetime(2020, 3, 30, 13,
                                                                         tzinfo=datetime.timezone.utc)
    assert builtin.local_text("wiwb", "2020-03-30T13:00:00Z") == "2020-03-30 08:00 CDT"
    with pytest.raises(ecflink.NotFoundError):
        builtin.document("nowhere")
    layer = json.loads((ROOT / "examples/policies/wiwd.json").read_text())
    assert ecflink.Policies.load([layer]).policy_digest("wiwd") == \
        ecflink.Policies.load([ROOT / "examples/policies"]).policy_digest("wiwd") != \
        builtin.policy_digest("wiwd")
    bad = tmp_path / "bad.json"
    bad.write_text('{\n  "layer": "x",\n  "sudden": 1\n}\n')
    with pytest.raises(ecflink.PolicyError) as raised:
        ecflink.Policies.load([bad])
    assert raised.value.file == str(bad) and raised.value.line > 0 and raised.value.column > 0
    assert all(one.is_error for one in raised.value.diagnostics)
    with pytest.raises(FileNotFoundError):
        ecflink.Policies.load([tmp_path / "none.json"])
    with pytest.raises(TypeError):
        ecflink.Policies.load("examples/policies")


def test_enumerations_are_those_of_the_library():
    from ecflink._capi import ffi, lib
    for number, cls in enumerate(enums.ENUMERATIONS, 1):
        info = ffi.new("ecflink_token_info*")
        lib.ecflink_token_info_init(info, ffi.sizeof("ecflink_token_info"))
        tokens = {}
        for place in range(lib.ecflink_token_count(number)):
            assert lib.ecflink_token_get(number, place, info, ffi.NULL) == 0
            tokens[ffi.string(info.token).decode()] = info.number
        assert tokens == {one.value: one.number for one in cls}
        assert all(cls.of_number(one.number) is one and one.meaning for one in cls)
    assert lib.ecflink_token_count(len(enums.ENUMERATIONS) + 1) == 0
    assert len(ecflink.Finding) == lib.ecflink_finding_count()
    assert len(ecflink.Step) == lib.ecflink_step_count()
    for entry in (*ecflink.Finding, *ecflink.Step):
        assert type(entry).of_number(entry.number) is entry and entry.info
    assert ecflink.findings_of(ecflink.bits_of(ecflink.Finding)) == tuple(ecflink.Finding)
    mended = [one for step in ecflink.Step for one in step.info.mends]
    assert len(mended) == len(set(mended)) > 30
