/* Decisions about people: each function answers what its rules say, at both sides of one fact; the
 * ceremony runs from the proposal to the link without a ledger. */
#include <ecflink/ecflink_decide.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static ecflink_engine* engine;
static ecflink_error error = ECFLINK_ERROR_INIT;
static ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
static ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
static ecflink_link_case link_case = ECFLINK_LINK_CASE_INIT;
static ecflink_acting clerk = ECFLINK_ACTING_INIT;

static ecflink_time at(const char* text) {
    ecflink_time time = ECFLINK_NO_TIME;
    CHECK_STATUS(ecflink_time_parse(text, strlen(text), &time, &error), ECFLINK_OK);
    return time;
}

static void fill(ecflink_time now) {
    central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    central.registration = ECFLINK_REGISTRATION_TYPE_ATTORNEY_FILER;
    central.mfa = ECFLINK_MFA_STATE_ENROLLED;
    central.name = "Ann Attorney";
    central.name_size = strlen(central.name);
    account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
    account.opened = at("2011-06-20T05:00:00Z");
    account.login = "asample";
    account.login_size = strlen(account.login);
    account.name = central.name;
    account.name_size = central.name_size;
    link_case.court = "wiwd";
    link_case.court_size = 4;
    link_case.central = &central;
    link_case.account = &account;
    link_case.central_proof = ECFLINK_PROOF_CLASS_PASSWORD_MFA;
    link_case.central_proof_at = now;
    link_case.account_proof = ECFLINK_PROOF_CLASS_PASSWORD;
    link_case.account_proof_at = now;
    link_case.account_proof_court = "wiwd";
    link_case.account_proof_court_size = 4;
    clerk.who = ECFLINK_ACTOR_COURT;
    clerk.id = "clerk";
    clerk.id_size = 5;
    clerk.reason = "a reason";
    clerk.reason_size = 8;
}

static void test_steps(ecflink_time now) {
    ecflink_readiness_facts facts = ECFLINK_READINESS_FACTS_INIT;
    ecflink_planned_step step = ECFLINK_PLANNED_STEP_INIT;
    ecflink_step_info info = ECFLINK_STEP_INFO_INIT;
    ecflink_plan* plan = NULL;
    ecflink_step parsed = ECFLINK_NO_STEP;
    size_t i;

    for (i = 0; i < ecflink_step_count(); ++i) {
        CHECK_STATUS(ecflink_step_get(i, &info, &error), ECFLINK_OK);
        CHECK_STATUS(ecflink_step_parse(info.token, strlen(info.token), &parsed, &error), ECFLINK_OK);
        CHECK(parsed == info.step && info.sentence[0] != '\0' && info.who != 0);
    }
    CHECK_STATUS(ecflink_step_get(i, &info, &error), ECFLINK_E_NOT_FOUND);

    facts.accounts = &link_case;
    facts.credentials_known = 1;
    CHECK_STATUS(ecflink_ready(engine, &facts, now, &plan, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_plan_next(plan, &step, &error), ECFLINK_OK);
    CHECK(step.step == ECFLINK_STEP_LINK && step.state == ECFLINK_STEP_STATE_NOW);
    CHECK_STATUS(ecflink_plan_meanwhile(plan, &step, &error), ECFLINK_E_NOT_FOUND);
    ecflink_plan_free(plan);

    central.generation = ECFLINK_CENTRAL_GENERATION_LEGACY;
    CHECK_STATUS(ecflink_ready(engine, &facts, now, &plan, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_plan_next(plan, &step, &error), ECFLINK_OK);
    CHECK(step.step == ECFLINK_STEP_UPGRADE_CENTRAL_ACCOUNT && ecflink_plan_count(plan) > 1);
    ecflink_plan_free(plan);
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;

    /* Before the go-live the court's own login serves meanwhile. */
    CHECK_STATUS(ecflink_ready(engine, &facts, at("2022-04-20T12:00:00Z"), &plan, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_plan_meanwhile(plan, &step, &error), ECFLINK_OK);
    CHECK(step.step == ECFLINK_STEP_USE_COURT_LOGIN && step.until != ECFLINK_NO_TIME);
    ecflink_plan_free(plan);

    /* Accounts that are linked here already: nothing is left but to sign on. */
    facts.linked = &account;
    facts.linked_count = 1;
    link_case.flags = ECFLINK_CASE_ALREADY_LINKED;
    CHECK_STATUS(ecflink_ready(engine, &facts, now, &plan, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_plan_next(plan, &step, &error), ECFLINK_OK);
    CHECK(step.step == ECFLINK_STEP_SIGN_ON);
    ecflink_plan_free(plan);
    link_case.flags = 0;
}

static void test_access(ecflink_time now) {
    ecflink_access_facts facts = ECFLINK_ACCESS_FACTS_INIT;
    ecflink_court_login_facts old = ECFLINK_COURT_LOGIN_FACTS_INIT;
    ecflink_court_access may = ECFLINK_COURT_ACCESS_INIT;
    ecflink_privilege signs_on = ECFLINK_PRIVILEGE_INIT;

    facts.court = "wiwd";
    facts.court_size = 4;
    facts.central = &central;
    facts.account = &account;
    facts.linked = 1;
    facts.second_factor_given = 1;
    facts.redaction_agreed = 1;
    CHECK_STATUS(ecflink_access_decide(engine, &facts, now, &may, &error), ECFLINK_OK);
    CHECK(may.level == ECFLINK_ACCESS_LEVEL_FILE && may.filing_granted == 1 &&
          may.filing_reason == ECFLINK_ACCESS_REASON_GRANTED && may.filing_findings == 0 &&
          (may.menus >> ECFLINK_MENU_CIVIL & 1) == 1);
    facts.second_factor_given = 0;
    CHECK_STATUS(ecflink_access_decide(engine, &facts, now, &may, &error), ECFLINK_OK);
    CHECK(may.authentication_granted == 0 &&
          may.authentication_reason == ECFLINK_ACCESS_REASON_SECOND_FACTOR_NOT_GIVEN && may.menus == 0);
    CHECK_STATUS(ecflink_sign_on_decide(engine, &facts, now, &signs_on, &error), ECFLINK_OK);
    CHECK(signs_on.granted == 0 && signs_on.reasons == (uint64_t)1
                                                           << ECFLINK_ACCESS_REASON_SECOND_FACTOR_NOT_GIVEN);

    old.court = "wiwd";
    old.court_size = 4;
    old.account = &account;
    CHECK_STATUS(ecflink_court_login_decide(engine, &old, at("2022-04-20T12:00:00Z"), &may, &error),
                 ECFLINK_OK);
    CHECK(may.level == ECFLINK_ACCESS_LEVEL_FILE);
    old.linked = 1;
    old.linked_at = now;
    CHECK_STATUS(ecflink_court_login_decide(engine, &old, now, &may, &error), ECFLINK_OK);
    CHECK(may.level == ECFLINK_ACCESS_LEVEL_NONE && may.filing_granted == 0);
}

static void test_registration(ecflink_time now) {
    ecflink_registration_facts facts = ECFLINK_REGISTRATION_FACTS_INIT;
    ecflink_registration_decision made = ECFLINK_REGISTRATION_DECISION_INIT;

    facts.court = "wiwd";
    facts.court_size = 4;
    facts.central = &central;
    facts.type = ECFLINK_REQUEST_TYPE_ADMISSION;
    facts.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    CHECK_STATUS(ecflink_registration_decide(engine, &facts, ECFLINK_REGISTRATION_STATE_DRAFT,
                                             ECFLINK_REGISTRATION_MOVE_SUBMIT, ECFLINK_ACTOR_FILER, now,
                                             &made, &error),
                 ECFLINK_OK);
    CHECK(made.answer == ECFLINK_REGISTRATION_ANSWER_MOVED &&
          made.state == ECFLINK_REGISTRATION_STATE_SUBMITTED && made.deciding == ECFLINK_NO_FINDING);
    facts.linked = &account;
    facts.linked_count = 1;
    account.status = ECFLINK_ACCOUNT_STATUS_SUSPENDED;
    CHECK_STATUS(ecflink_registration_decide(engine, &facts, ECFLINK_REGISTRATION_STATE_DRAFT,
                                             ECFLINK_REGISTRATION_MOVE_SUBMIT, ECFLINK_ACTOR_FILER, now,
                                             &made, &error),
                 ECFLINK_OK);
    CHECK(made.state == ECFLINK_REGISTRATION_STATE_DRAFT &&
          (made.findings & ECFLINK_FINDING_MASK(ECFLINK_FINDING_ACCOUNT_SUSPENDED)) != 0);
    account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
}

static void test_agency(void) {
    ecflink_agency_facts facts = ECFLINK_AGENCY_FACTS_INIT;
    ecflink_court_account agent = account;
    ecflink_agency_answer answer = 0;

    agent.role = ECFLINK_ACCOUNT_ROLE_FILING_AGENT;
    facts.agent_court = "wiwb";
    facts.agent_court_size = 4;
    facts.principal_court = "wiwb";
    facts.principal_court_size = 4;
    facts.agent = &agent;
    facts.principal = &account;
    facts.is_principal = 1;
    CHECK_STATUS(ecflink_agency_associate(engine, &facts, &answer, &error), ECFLINK_OK);
    CHECK(answer == ECFLINK_AGENCY_ANSWER_AGENT_NOT_LINKED);
    facts.agent_linked = 1;
    CHECK_STATUS(ecflink_agency_associate(engine, &facts, &answer, &error), ECFLINK_OK);
    CHECK(answer == ECFLINK_AGENCY_ANSWER_ASSOCIATED);
    CHECK_STATUS(ecflink_agency_act_for(engine, &facts, &answer, &error), ECFLINK_OK);
    CHECK(answer == ECFLINK_AGENCY_ANSWER_NOT_ASSOCIATED);
    facts.state = ECFLINK_AGENCY_STATE_ACTIVE;
    CHECK_STATUS(ecflink_agency_act_for(engine, &facts, &answer, &error), ECFLINK_OK);
    CHECK(answer == ECFLINK_AGENCY_ANSWER_ACTING);
    CHECK_STATUS(ecflink_agency_remove(engine, &facts, &answer, &error), ECFLINK_OK);
    CHECK(answer == ECFLINK_AGENCY_ANSWER_REMOVED);
    facts.kind = ECFLINK_COURT_KIND_DISTRICT; /* the policy says "bankruptcy", and the caller knows better */
    CHECK_STATUS(ecflink_agency_act_for(engine, &facts, &answer, &error), ECFLINK_OK);
    CHECK(answer == ECFLINK_AGENCY_ANSWER_AGENTS_NOT_OFFERED);
}

static void test_ceremony(ecflink_time now) {
    ecflink_proposal proposal = ECFLINK_PROPOSAL_INIT;
    ecflink_commit_facts facts = ECFLINK_COMMIT_FACTS_INIT;
    ecflink_ceremony_answer answer = ECFLINK_CEREMONY_ANSWER_INIT;
    ecflink_assessment why = ECFLINK_ASSESSMENT_INIT;
    ecflink_obligations owes = ECFLINK_OBLIGATIONS_INIT;
    ecflink_claims_info info = ECFLINK_CLAIMS_INFO_INIT;
    ecflink_claims* proposed = NULL;
    ecflink_claims* claims = NULL;
    ecflink_keys* keys = NULL;
    ecflink_ceremony_problem problem = 7;
    char line[80];
    char handle[1024];
    size_t size = 0;

    CHECK_STATUS(ecflink_keys_generate(line, sizeof(line), &size, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_keys_parse(line, size, &keys, &error), ECFLINK_OK);
    proposal.link_case = &link_case;
    proposal.login = "asample";
    proposal.login_size = 7;
    proposal.central = "1000001";
    proposal.central_size = 7;
    proposal.account_revision = 3;
    proposal.central_revision = 4;
    proposal.epoch = 5;
    CHECK_STATUS(ecflink_digest_of("a secret", 8, proposal.session, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_digest_of("a page", 6, proposal.shown, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ceremony_begin(engine, &proposal, now, &answer, &why, &owes, &proposed, &error),
                 ECFLINK_OK);
    CHECK(answer.problem == ECFLINK_CEREMONY_PROBLEM_FIELD_MISSING && proposed == NULL); /* no number once */
    memset(proposal.once, 9, sizeof(proposal.once));
    CHECK_STATUS(ecflink_ceremony_begin(engine, &proposal, now, &answer, &why, &owes, &proposed, &error),
                 ECFLINK_OK);
    CHECK(answer.is_made == 1 && answer.problem == 0 && answer.outward == ECFLINK_OUTWARD_ANSWER_OK &&
          answer.ends > now && why.verdict == ECFLINK_VERDICT_ALLOW && owes.count == 0);

    CHECK_STATUS(
        ecflink_claims_seal(proposed, keys, TEXT("my own database"), handle, sizeof(handle), &size, &error),
        ECFLINK_OK);
    CHECK_STATUS(ecflink_claims_open(handle, size, keys, TEXT("another database"), &claims, &problem, &error),
                 ECFLINK_OK);
    CHECK(claims == NULL && problem == ECFLINK_CEREMONY_PROBLEM_NOT_AUTHENTIC);
    CHECK_STATUS(ecflink_claims_open(handle, size, keys, TEXT("my own database"), &claims, &problem, &error),
                 ECFLINK_OK);
    CHECK(claims != NULL && problem == 0);
    CHECK_STATUS(ecflink_claims_get(claims, &info, &error), ECFLINK_OK);
    CHECK_TEXT(info.court, "wiwd");
    CHECK_TEXT(info.login, "asample");
    CHECK_TEXT(info.central, "1000001");
    CHECK(info.account_revision == 3 && info.central_revision == 4 && info.epoch == 5 && info.issued == now &&
          info.expires > now && info.once[15] == 9 && info.role == ECFLINK_ACCOUNT_ROLE_ATTORNEY);

    facts.link_case = &link_case;
    facts.login = proposal.login;
    facts.login_size = proposal.login_size;
    facts.central = proposal.central;
    facts.central_size = proposal.central_size;
    facts.account_revision = 3;
    facts.central_revision = 4;
    memcpy(facts.session, proposal.session, sizeof(facts.session));
    memcpy(facts.confirmed, proposal.shown, sizeof(facts.confirmed));
    memcpy(facts.shown, proposal.shown, sizeof(facts.shown));
    CHECK_STATUS(ecflink_ceremony_commit(engine, claims, &facts, now + 1, &answer, &why, &owes, &error),
                 ECFLINK_OK);
    CHECK(answer.is_made == 1 && owes.count == 5 && owes.what[0] == ECFLINK_OBLIGATION_RETIRE_CREDENTIAL &&
          owes.due[4] == now + 1 && owes.what[5] == 0);
    facts.used = 1;
    CHECK_STATUS(ecflink_ceremony_commit(engine, claims, &facts, now + 1, &answer, &why, &owes, &error),
                 ECFLINK_OK);
    CHECK(answer.is_made == 0 && answer.problem == ECFLINK_CEREMONY_PROBLEM_USED && owes.count == 0 &&
          answer.outward == ECFLINK_OUTWARD_ANSWER_CANNOT_LINK);
    CHECK_STATUS(
        ecflink_ceremony_cancel(claims, TEXT("1000001"), proposal.session, 0, now + 1, &problem, &error),
        ECFLINK_OK);
    CHECK(problem == 0);
    CHECK_STATUS(
        ecflink_ceremony_cancel(claims, TEXT("1000002"), proposal.session, 0, now + 1, &problem, &error),
        ECFLINK_OK);
    CHECK(problem == ECFLINK_CEREMONY_PROBLEM_CENTRAL_MISMATCH);
    ecflink_claims_free(proposed);
    ecflink_claims_free(claims);
    ecflink_keys_free(keys);
}

static void test_clerks(ecflink_time now) {
    ecflink_hold_facts hold = ECFLINK_HOLD_FACTS_INIT;
    ecflink_unlink_request unlink = ECFLINK_UNLINK_REQUEST_INIT;
    ecflink_obligations owes = ECFLINK_OBLIGATIONS_INIT;
    ecflink_hold_answer held = 0;
    ecflink_unlink_answer removed = 0;
    uint64_t approved = 7;
    const uint64_t name_differs = ECFLINK_FINDING_MASK(ECFLINK_FINDING_NAME_DIFFERS);

    account.name = "Zoe Different";
    account.name_size = strlen(account.name);
    hold.link_case = &link_case;
    hold.central = "1000001";
    hold.central_size = 7;
    hold.by = &clerk;
    hold.found = name_differs;
    CHECK_STATUS(ecflink_hold_approve(engine, &hold, now, &held, &approved, &error), ECFLINK_OK);
    CHECK(held == ECFLINK_HOLD_ANSWER_CHANGED && approved == 0);
    hold.has_same_records = 1;
    CHECK_STATUS(ecflink_hold_approve(engine, &hold, now, &held, &approved, &error), ECFLINK_OK);
    CHECK(held == ECFLINK_HOLD_ANSWER_APPROVED && approved == name_differs);
    CHECK_STATUS(ecflink_hold_reject(engine, &hold, now, &held, &error), ECFLINK_OK);
    CHECK(held == ECFLINK_HOLD_ANSWER_REJECTED);
    account.name = central.name;
    account.name_size = central.name_size;

    unlink.court = "wiwd";
    unlink.court_size = 4;
    unlink.central = "1000001";
    unlink.central_size = 7;
    unlink.by = &clerk;
    CHECK_STATUS(ecflink_unlink_decide(engine, &unlink, now, &removed, &owes, &error), ECFLINK_OK);
    CHECK(removed == ECFLINK_UNLINK_ANSWER_NOT_LINKED && owes.count == 0);
    unlink.is_linked = 1;
    CHECK_STATUS(ecflink_unlink_decide(engine, &unlink, now, &removed, &owes, &error), ECFLINK_OK);
    CHECK(removed == ECFLINK_UNLINK_ANSWER_REMOVED && owes.count == 4 && owes.due[0] == now);
}

static void test_import_and_records(ecflink_time now) {
    ecflink_ledger_row row = ECFLINK_LEDGER_ROW_INIT;
    ecflink_link_case kept = link_case;
    ecflink_assessment why = ECFLINK_ASSESSMENT_INIT;
    ecflink_replay replay = ECFLINK_REPLAY_INIT;
    ecflink_diagnostics* diagnostics = NULL;
    ecflink_import_answer answer = 0;
    char record[8192];
    char* verdict;
    size_t size = 0;

    row.linked_at = now;
    row.confirmed_at = now;
    kept.row = &row;
    CHECK_STATUS(
        ecflink_import_decide(engine, &kept, TEXT("1000001"), 0, NULL, now + 1, &answer, &why, &error),
        ECFLINK_OK);
    CHECK(answer == ECFLINK_IMPORT_ANSWER_LINKED && why.verdict == ECFLINK_VERDICT_ALLOW);
    CHECK_STATUS(
        ecflink_import_decide(engine, &kept, TEXT("1000001"), 1, NULL, now + 1, &answer, &why, &error),
        ECFLINK_OK);
    CHECK(answer == ECFLINK_IMPORT_ANSWER_IDENTICAL);
    row.confirmed_at = now - 1; /* before both proofs */
    CHECK_STATUS(
        ecflink_import_decide(engine, &kept, TEXT("1000001"), 0, NULL, now + 1, &answer, &why, &error),
        ECFLINK_OK);
    CHECK(answer == ECFLINK_IMPORT_ANSWER_REFUSED &&
          (why.findings & ECFLINK_FINDING_MASK(ECFLINK_FINDING_RECORD_MALFORMED)) != 0);

    CHECK_STATUS(ecflink_record_make(engine, &link_case, now, record, sizeof(record), &size, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_record_replay(engine, record, size, &replay, &diagnostics, &error), ECFLINK_OK);
    CHECK(replay.reproduced == 1 && replay.differences == 0 &&
          replay.recorded_verdict == ECFLINK_VERDICT_ALLOW);
    verdict = strstr(record, "\"verdict\":\"allow\"");
    CHECK(verdict != NULL);
    memcpy(verdict, "\"verdict\":\"hold\" ", 17);
    CHECK_STATUS(ecflink_record_replay(engine, record, size, &replay, &diagnostics, &error), ECFLINK_OK);
    CHECK(replay.reproduced == 0 && replay.recorded_verdict == ECFLINK_VERDICT_HOLD &&
          (replay.differences & ECFLINK_RECORD_DIFFERS_IN_VERDICT) != 0);
    memcpy(strstr(record, "\"ecflink-record\":1"), "\"ecflink-record\":9", 18);
    CHECK_STATUS(ecflink_record_replay(engine, record, size, &replay, &diagnostics, &error), ECFLINK_OK);
    CHECK(replay.recorded_verdict == ECFLINK_NO_VERDICT && replay.replayed_verdict == ECFLINK_NO_VERDICT &&
          replay.differences == ECFLINK_RECORD_DIFFERS_IN_VERSION);
    CHECK_STATUS(ecflink_record_replay(engine, TEXT("{}"), &replay, &diagnostics, &error), ECFLINK_E_INPUT);
    CHECK(ecflink_diagnostics_count(diagnostics) > 0 && error.message[0] != '\0');
    ecflink_diagnostics_free(diagnostics);

    CHECK_STATUS(
        ecflink_findings_explain(engine, TEXT("wiwd"), ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SHARED),
                                 0, now, &why, &error),
        ECFLINK_OK);
    CHECK(why.verdict == ECFLINK_VERDICT_REFUSE && why.next_step == ECFLINK_FINDING_CENTRAL_SHARED);
}

int main(void) {
    static const char policy[] =
        "{\"ecflink-policy\": 1, \"court\": \"wiwd\", \"dispositions\": {\"name-differs\": \"hold\"}}";
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_policy_layer layer = ECFLINK_POLICY_LAYER_INIT;
    ecflink_time now = ECFLINK_NO_TIME;

    layer.name = "holds.json";
    layer.name_size = strlen(layer.name);
    layer.text = policy;
    layer.text_size = sizeof(policy) - 1;
    options.layers = &layer;
    options.layer_count = 1;
    CHECK_STATUS(ecflink_engine_create(&options, &engine, NULL, &error), ECFLINK_OK);
    now = at("2022-04-25T13:10:00Z");
    fill(now);
    test_steps(now);
    test_access(now);
    test_registration(now);
    test_agency();
    test_ceremony(now);
    test_clerks(now);
    test_import_and_records(now);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
