/* The same as in misuse_test.c for ecflink_decide.h and ecflink_policy.h. */
#include <ecflink/ecflink_decide.h>
#include <ecflink/ecflink_policy.h>

#include "misuse.h"

/* No struct of these headers has grown yet. */
static uint32_t first_size(const char* type, size_t size) { return type[0] == '\0' ? 0 : (uint32_t)size; }

static ecflink_engine* engine;
static ecflink_keys* keys;
static ecflink_plan* plan;
static ecflink_claims* claims;
static ecflink_policy_changes* policy_changes;
static ecflink_comparison* comparison;

/* What calls are given: valid, unless its name begins with "bad". */
static ecflink_access_facts bad_access_facts;
static ecflink_access_facts given_access_facts = ECFLINK_ACCESS_FACTS_INIT;
static ecflink_acting bad_acting;
static ecflink_acting given_acting = ECFLINK_ACTING_INIT;
static ecflink_agency_facts bad_agency_facts;
static ecflink_agency_facts given_agency_facts = ECFLINK_AGENCY_FACTS_INIT;
static ecflink_assessment bad_assessment;
static ecflink_assessment given_assessment = ECFLINK_ASSESSMENT_INIT;
static ecflink_ceremony_answer bad_ceremony_answer;
static ecflink_ceremony_answer given_ceremony_answer = ECFLINK_CEREMONY_ANSWER_INIT;
static ecflink_claims* claims_made;
static ecflink_claims_info bad_claims_info;
static ecflink_claims_info given_claims_info = ECFLINK_CLAIMS_INFO_INIT;
static ecflink_commit_facts bad_commit_facts;
static ecflink_commit_facts given_commit_facts = ECFLINK_COMMIT_FACTS_INIT;
static ecflink_comparison* comparison_made;
static ecflink_comparison_info bad_comparison_info;
static ecflink_comparison_info given_comparison_info = ECFLINK_COMPARISON_INFO_INIT;
static ecflink_court_access bad_court_access;
static ecflink_court_access given_court_access = ECFLINK_COURT_ACCESS_INIT;
static ecflink_court_login_facts bad_court_login_facts;
static ecflink_court_login_facts given_court_login_facts = ECFLINK_COURT_LOGIN_FACTS_INIT;
static ecflink_diagnostics* diagnostics_made;
static ecflink_hold_facts bad_hold_facts;
static ecflink_hold_facts given_hold_facts = ECFLINK_HOLD_FACTS_INIT;
static ecflink_keys* keys_made;
static ecflink_link_case bad_link_case;
static ecflink_link_case given_link_case = ECFLINK_LINK_CASE_INIT;
static ecflink_obligations bad_obligations;
static ecflink_obligations given_obligations = ECFLINK_OBLIGATIONS_INIT;
static ecflink_plan* plan_made;
static ecflink_planned_step bad_planned_step;
static ecflink_planned_step given_planned_step = ECFLINK_PLANNED_STEP_INIT;
static ecflink_policy_change bad_policy_change;
static ecflink_policy_change given_policy_change = ECFLINK_POLICY_CHANGE_INIT;
static ecflink_policy_changes* policy_changes_made;
static ecflink_policy_files* policy_files_made;
static ecflink_policy_help bad_policy_help;
static ecflink_policy_help given_policy_help = ECFLINK_POLICY_HELP_INIT;
static ecflink_policy_info bad_policy_info;
static ecflink_policy_info given_policy_info = ECFLINK_POLICY_INFO_INIT;
static ecflink_policy_layer bad_policy_layer;
static ecflink_policy_layer given_policy_layer = ECFLINK_POLICY_LAYER_INIT;
static ecflink_policy_value bad_policy_value;
static ecflink_policy_value given_policy_value = ECFLINK_POLICY_VALUE_INIT;
static ecflink_privilege bad_privilege;
static ecflink_privilege given_privilege = ECFLINK_PRIVILEGE_INIT;
static ecflink_proposal bad_proposal;
static ecflink_proposal given_proposal = ECFLINK_PROPOSAL_INIT;
static ecflink_readiness_facts bad_readiness_facts;
static ecflink_readiness_facts given_readiness_facts = ECFLINK_READINESS_FACTS_INIT;
static ecflink_registration_decision bad_registration_decision;
static ecflink_registration_decision given_registration_decision = ECFLINK_REGISTRATION_DECISION_INIT;
static ecflink_registration_facts bad_registration_facts;
static ecflink_registration_facts given_registration_facts = ECFLINK_REGISTRATION_FACTS_INIT;
static ecflink_replay bad_replay;
static ecflink_replay given_replay = ECFLINK_REPLAY_INIT;
static ecflink_step_info bad_step_info;
static ecflink_step_info given_step_info = ECFLINK_STEP_INFO_INIT;
static ecflink_unlink_request bad_unlink_request;
static ecflink_unlink_request given_unlink_request = ECFLINK_UNLINK_REQUEST_INIT;
static ecflink_witness bad_witness;
static ecflink_witness given_witness = ECFLINK_WITNESS_INIT;

static uint8_t digest[ECFLINK_DIGEST_BYTES];
static char bytes[65536];
static size_t size;
static int32_t number;
static uint64_t number64;
static ecflink_time now;

static void setup(void) {
    char line[80];
    static ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    static ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;

    central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    central.registration = ECFLINK_REGISTRATION_TYPE_ATTORNEY_FILER;
    central.mfa = ECFLINK_MFA_STATE_ENROLLED;
    central.name = "Ann Attorney";
    central.name_size = strlen(central.name);
    account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
    account.login = "asample";
    account.login_size = strlen(account.login);
    account.name = central.name;
    account.name_size = central.name_size;
    given_link_case.court = "wiwd";
    given_link_case.court_size = 4;
    given_link_case.central = &central;
    given_link_case.account = &account;
    given_link_case.central_proof = ECFLINK_PROOF_CLASS_PASSWORD_MFA;
    given_link_case.account_proof = ECFLINK_PROOF_CLASS_PASSWORD;
    given_link_case.account_proof_court = "wiwd";
    given_link_case.account_proof_court_size = 4;
    given_proposal.login = account.login;
    given_proposal.login_size = account.login_size;
    given_proposal.central = "1000001";
    given_proposal.central_size = 7;
    given_proposal.account_revision = 1;
    given_proposal.central_revision = 1;
    memset(given_proposal.session, 1, sizeof(given_proposal.session));
    memset(given_proposal.shown, 2, sizeof(given_proposal.shown));
    memset(given_proposal.once, 3, sizeof(given_proposal.once));
    given_unlink_request.court = "wiwd";
    given_unlink_request.court_size = 4;
    given_access_facts.court = "wiwd";
    given_access_facts.court_size = 4;

    given_acting.who = ECFLINK_ACTOR_COURT;
    given_acting.id = "clerk";
    given_acting.id_size = 5;
    given_acting.reason = "a reason";
    given_acting.reason_size = 8;
    given_proposal.link_case = &given_link_case;
    given_commit_facts.link_case = &given_link_case;
    given_hold_facts.link_case = &given_link_case;
    given_hold_facts.by = &given_acting;
    given_unlink_request.by = &given_acting;
    given_readiness_facts.accounts = &given_link_case;

    CHECK(ecflink_time_parse(TEXT("2022-04-25T13:00:00Z"), &now, NULL) == ECFLINK_OK);
    CHECK(ecflink_keys_generate(line, sizeof(line), &size, NULL) == ECFLINK_OK);
    CHECK(ecflink_keys_parse(line, size, &keys, NULL) == ECFLINK_OK);
    CHECK(ecflink_engine_create(NULL, &engine, NULL, NULL) == ECFLINK_OK);
    CHECK(ecflink_ready(engine, &given_readiness_facts, now, &plan, NULL) == ECFLINK_OK);
    given_link_case.central_proof_at = now;
    given_link_case.account_proof_at = now;
    CHECK(ecflink_ceremony_begin(engine, &given_proposal, now, &given_ceremony_answer, &given_assessment,
                                 &given_obligations, &claims, NULL) == ECFLINK_OK);
    CHECK(claims != NULL);
    CHECK(ecflink_policy_diff(engine, TEXT("wiwd"), engine, TEXT("wiwb"), &policy_changes, NULL) ==
          ECFLINK_OK);
    CHECK(ecflink_policy_compare(engine, TEXT("wiwd"), engine, TEXT("wiwb"), &comparison, NULL) ==
          ECFLINK_OK);
}

static void test_init(void) {
    CHECK_INIT(ecflink_acting, ECFLINK_ACTING_INIT);
    CHECK_INIT(ecflink_privilege, ECFLINK_PRIVILEGE_INIT);
    CHECK_INIT(ecflink_court_access, ECFLINK_COURT_ACCESS_INIT);
    CHECK_INIT(ecflink_access_facts, ECFLINK_ACCESS_FACTS_INIT);
    CHECK_INIT(ecflink_court_login_facts, ECFLINK_COURT_LOGIN_FACTS_INIT);
    CHECK_INIT(ecflink_step_info, ECFLINK_STEP_INFO_INIT);
    CHECK_INIT(ecflink_readiness_facts, ECFLINK_READINESS_FACTS_INIT);
    CHECK_INIT(ecflink_planned_step, ECFLINK_PLANNED_STEP_INIT);
    CHECK_INIT(ecflink_registration_facts, ECFLINK_REGISTRATION_FACTS_INIT);
    CHECK_INIT(ecflink_registration_decision, ECFLINK_REGISTRATION_DECISION_INIT);
    CHECK_INIT(ecflink_agency_facts, ECFLINK_AGENCY_FACTS_INIT);
    CHECK_INIT(ecflink_obligations, ECFLINK_OBLIGATIONS_INIT);
    CHECK_INIT(ecflink_proposal, ECFLINK_PROPOSAL_INIT);
    CHECK_INIT(ecflink_ceremony_answer, ECFLINK_CEREMONY_ANSWER_INIT);
    CHECK_INIT(ecflink_claims_info, ECFLINK_CLAIMS_INFO_INIT);
    CHECK_INIT(ecflink_commit_facts, ECFLINK_COMMIT_FACTS_INIT);
    CHECK_INIT(ecflink_hold_facts, ECFLINK_HOLD_FACTS_INIT);
    CHECK_INIT(ecflink_unlink_request, ECFLINK_UNLINK_REQUEST_INIT);
    CHECK_INIT(ecflink_replay, ECFLINK_REPLAY_INIT);
    CHECK_INIT(ecflink_policy_info, ECFLINK_POLICY_INFO_INIT);
    CHECK_INIT(ecflink_policy_value, ECFLINK_POLICY_VALUE_INIT);
    CHECK_INIT(ecflink_policy_help, ECFLINK_POLICY_HELP_INIT);
    CHECK_INIT(ecflink_policy_change, ECFLINK_POLICY_CHANGE_INIT);
    CHECK_INIT(ecflink_comparison_info, ECFLINK_COMPARISON_INFO_INIT);
    CHECK_INIT(ecflink_witness, ECFLINK_WITNESS_INIT);
}

static void test_calls_1(void) {
    REFUSED(ECFLINK_E_INVALID_NULL, "text", ecflink_keys_parse(NULL, 1, &keys_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_keys_parse(bytes, 1, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "file", ecflink_keys_read(NULL, 4, &keys_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_keys_read("keys", 4, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer", ecflink_keys_generate(NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out", ecflink_keys_generate(bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_keys_ledger_line(NULL, 4, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer",
            ecflink_keys_ledger_line("0123", 4, NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out",
            ecflink_keys_ledger_line("0123", 4, bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "keys", ecflink_keys_public(NULL, 0, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer", ecflink_keys_public(keys, 0, NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out", ecflink_keys_public(keys, 0, bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "bytes", ecflink_digest_of(NULL, 1, digest, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_digest_of("x", 1, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_access_decide(NULL, &given_access_facts, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts",
            ecflink_access_decide(engine, NULL, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts",
            ecflink_access_decide(engine, &bad_access_facts, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_access_decide(engine, &given_access_facts, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_access_decide(engine, &given_access_facts, now, &bad_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_sign_on_decide(NULL, &given_access_facts, now, &given_privilege, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts", ecflink_sign_on_decide(engine, NULL, now, &given_privilege, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts",
            ecflink_sign_on_decide(engine, &bad_access_facts, now, &given_privilege, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_sign_on_decide(engine, &given_access_facts, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_sign_on_decide(engine, &given_access_facts, now, &bad_privilege, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_court_login_decide(NULL, &given_court_login_facts, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts",
            ecflink_court_login_decide(engine, NULL, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts",
            ecflink_court_login_decide(engine, &bad_court_login_facts, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_court_login_decide(engine, &given_court_login_facts, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_court_login_decide(engine, &given_court_login_facts, now, &bad_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_step_get(0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_step_get(0, &bad_step_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_step_describe(1, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_step_describe(1, &bad_step_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "token", ecflink_step_parse(NULL, 4, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "step_out", ecflink_step_parse("link", 4, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_ready(NULL, &given_readiness_facts, now, &plan_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts", ecflink_ready(engine, NULL, now, &plan_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts", ecflink_ready(engine, &bad_readiness_facts, now, &plan_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_ready(engine, &given_readiness_facts, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "plan", ecflink_plan_get(NULL, 0, &given_planned_step, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_plan_get(plan, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_plan_get(plan, 0, &bad_planned_step, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "plan", ecflink_plan_next(NULL, &given_planned_step, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_plan_next(plan, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_plan_next(plan, &bad_planned_step, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "plan", ecflink_plan_meanwhile(NULL, &given_planned_step, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_plan_meanwhile(plan, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_plan_meanwhile(plan, &bad_planned_step, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_registration_decide(NULL, &given_registration_facts, 1, 1, 1, now,
                                        &given_registration_decision, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts",
            ecflink_registration_decide(engine, NULL, 1, 1, 1, now, &given_registration_decision, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts",
            ecflink_registration_decide(engine, &bad_registration_facts, 1, 1, 1, now,
                                        &given_registration_decision, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_registration_decide(engine, &given_registration_facts, 1, 1, 1, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_registration_decide(engine, &given_registration_facts, 1, 1, 1, now,
                                        &bad_registration_decision, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_agency_associate(NULL, &given_agency_facts, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts", ecflink_agency_associate(engine, NULL, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts", ecflink_agency_associate(engine, &bad_agency_facts, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_agency_associate(engine, &given_agency_facts, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_agency_remove(NULL, &given_agency_facts, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts", ecflink_agency_remove(engine, NULL, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts", ecflink_agency_remove(engine, &bad_agency_facts, &number, e));
}

static void test_calls_2(void) {
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_agency_remove(engine, &given_agency_facts, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_agency_act_for(NULL, &given_agency_facts, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts", ecflink_agency_act_for(engine, NULL, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts", ecflink_agency_act_for(engine, &bad_agency_facts, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_agency_act_for(engine, &given_agency_facts, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_ceremony_begin(NULL, &given_proposal, now, &given_ceremony_answer, &given_assessment,
                                   &given_obligations, &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "proposal",
            ecflink_ceremony_begin(engine, NULL, now, &given_ceremony_answer, &given_assessment,
                                   &given_obligations, &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "proposal",
            ecflink_ceremony_begin(engine, &bad_proposal, now, &given_ceremony_answer, &given_assessment,
                                   &given_obligations, &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ceremony_begin(engine, &given_proposal, now, NULL, &given_assessment, &given_obligations,
                                   &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ceremony_begin(engine, &given_proposal, now, &bad_ceremony_answer, &given_assessment,
                                   &given_obligations, &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "decision_out",
            ecflink_ceremony_begin(engine, &given_proposal, now, &given_ceremony_answer, NULL,
                                   &given_obligations, &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "decision_out",
            ecflink_ceremony_begin(engine, &given_proposal, now, &given_ceremony_answer, &bad_assessment,
                                   &given_obligations, &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "owes_out",
            ecflink_ceremony_begin(engine, &given_proposal, now, &given_ceremony_answer, &given_assessment,
                                   NULL, &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "owes_out",
            ecflink_ceremony_begin(engine, &given_proposal, now, &given_ceremony_answer, &given_assessment,
                                   &bad_obligations, &claims_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "claims_out",
            ecflink_ceremony_begin(engine, &given_proposal, now, &given_ceremony_answer, &given_assessment,
                                   &given_obligations, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "claims",
            ecflink_claims_seal(NULL, keys, "0123", 4, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "keys",
            ecflink_claims_seal(claims, NULL, "0123", 4, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_claims_seal(claims, keys, NULL, 4, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer",
            ecflink_claims_seal(claims, keys, "0123", 4, NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out",
            ecflink_claims_seal(claims, keys, "0123", 4, bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "handle",
            ecflink_claims_open(NULL, 4, keys, "0123", 4, &claims_made, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "keys",
            ecflink_claims_open("none", 4, NULL, "0123", 4, &claims_made, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_claims_open("none", 4, keys, NULL, 4, &claims_made, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_claims_open("none", 4, keys, "0123", 4, NULL, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "problem_out",
            ecflink_claims_open("none", 4, keys, "0123", 4, &claims_made, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "claims", ecflink_claims_get(NULL, &given_claims_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_claims_get(claims, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_claims_get(claims, &bad_claims_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_ceremony_commit(NULL, claims, &given_commit_facts, now, &given_ceremony_answer,
                                    &given_assessment, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "claims",
            ecflink_ceremony_commit(engine, NULL, &given_commit_facts, now, &given_ceremony_answer,
                                    &given_assessment, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts",
            ecflink_ceremony_commit(engine, claims, NULL, now, &given_ceremony_answer, &given_assessment,
                                    &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts",
            ecflink_ceremony_commit(engine, claims, &bad_commit_facts, now, &given_ceremony_answer,
                                    &given_assessment, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ceremony_commit(engine, claims, &given_commit_facts, now, NULL, &given_assessment,
                                    &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ceremony_commit(engine, claims, &given_commit_facts, now, &bad_ceremony_answer,
                                    &given_assessment, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "decision_out",
            ecflink_ceremony_commit(engine, claims, &given_commit_facts, now, &given_ceremony_answer, NULL,
                                    &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "decision_out",
            ecflink_ceremony_commit(engine, claims, &given_commit_facts, now, &given_ceremony_answer,
                                    &bad_assessment, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "owes_out",
            ecflink_ceremony_commit(engine, claims, &given_commit_facts, now, &given_ceremony_answer,
                                    &given_assessment, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "owes_out",
            ecflink_ceremony_commit(engine, claims, &given_commit_facts, now, &given_ceremony_answer,
                                    &given_assessment, &bad_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "claims",
            ecflink_ceremony_cancel(NULL, "1000001", 7, digest, 0, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "central",
            ecflink_ceremony_cancel(claims, NULL, 7, digest, 0, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "session",
            ecflink_ceremony_cancel(claims, "1000001", 7, NULL, 0, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "problem_out",
            ecflink_ceremony_cancel(claims, "1000001", 7, digest, 0, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_hold_approve(NULL, &given_hold_facts, now, &number, &number64, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts", ecflink_hold_approve(engine, NULL, now, &number, &number64, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts",
            ecflink_hold_approve(engine, &bad_hold_facts, now, &number, &number64, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_hold_approve(engine, &given_hold_facts, now, NULL, &number64, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "approved_out",
            ecflink_hold_approve(engine, &given_hold_facts, now, &number, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_hold_reject(NULL, &given_hold_facts, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts", ecflink_hold_reject(engine, NULL, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts", ecflink_hold_reject(engine, &bad_hold_facts, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_hold_reject(engine, &given_hold_facts, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_unlink_decide(NULL, &given_unlink_request, now, &number, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "request",
            ecflink_unlink_decide(engine, NULL, now, &number, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "request",
            ecflink_unlink_decide(engine, &bad_unlink_request, now, &number, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_unlink_decide(engine, &given_unlink_request, now, NULL, &given_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "owes_out",
            ecflink_unlink_decide(engine, &given_unlink_request, now, &number, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "owes_out",
            ecflink_unlink_decide(engine, &given_unlink_request, now, &number, &bad_obligations, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_import_decide(NULL, &given_link_case, "1000001", 7, 0, &given_acting, now, &number,
                                  &given_assessment, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "link_case",
            ecflink_import_decide(engine, NULL, "1000001", 7, 0, &given_acting, now, &number,
                                  &given_assessment, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "link_case",
            ecflink_import_decide(engine, &bad_link_case, "1000001", 7, 0, &given_acting, now, &number,
                                  &given_assessment, e));
}

static void test_calls_3(void) {
    REFUSED(ECFLINK_E_INVALID_NULL, "central",
            ecflink_import_decide(engine, &given_link_case, NULL, 7, 0, &given_acting, now, &number,
                                  &given_assessment, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "approved",
            ecflink_import_decide(engine, &given_link_case, "1000001", 7, 0, &bad_acting, now, &number,
                                  &given_assessment, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_import_decide(engine, &given_link_case, "1000001", 7, 0, &given_acting, now, NULL,
                                  &given_assessment, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "decision_out",
            ecflink_import_decide(engine, &given_link_case, "1000001", 7, 0, &given_acting, now, &number,
                                  NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "decision_out",
            ecflink_import_decide(engine, &given_link_case, "1000001", 7, 0, &given_acting, now, &number,
                                  &bad_assessment, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_findings_explain(NULL, "wiwd", 4, 0, 0, now, &given_assessment, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_findings_explain(engine, NULL, 4, 0, 0, now, &given_assessment, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_findings_explain(engine, "wiwd", 4, 0, 0, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_findings_explain(engine, "wiwd", 4, 0, 0, now, &bad_assessment, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_record_make(NULL, &given_link_case, now, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "link_case",
            ecflink_record_make(engine, NULL, now, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "link_case",
            ecflink_record_make(engine, &bad_link_case, now, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer",
            ecflink_record_make(engine, &given_link_case, now, NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out",
            ecflink_record_make(engine, &given_link_case, now, bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_record_replay(NULL, "x", 1, &given_replay, &diagnostics_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "text",
            ecflink_record_replay(engine, NULL, 1, &given_replay, &diagnostics_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_record_replay(engine, "x", 1, NULL, &diagnostics_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_record_replay(engine, "x", 1, &bad_replay, &diagnostics_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "file_or_folder",
            ecflink_policy_files_read(NULL, 1, &policy_files_made, &diagnostics_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_policy_files_read("x", 1, NULL, &diagnostics_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "layers", ecflink_policy_lint(NULL, 1, &diagnostics_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "layers",
            ecflink_policy_lint(&bad_policy_layer, 1, &diagnostics_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_policy_lint(&given_policy_layer, 1, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_describe(NULL, "wiwd", 4, &given_policy_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court", ecflink_policy_describe(engine, NULL, 4, &given_policy_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_policy_describe(engine, "wiwd", 4, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_policy_describe(engine, "wiwd", 4, &bad_policy_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_value_get(NULL, "wiwd", 4, 0, &given_policy_value, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_value_get(engine, NULL, 4, 0, &given_policy_value, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_policy_value_get(engine, "wiwd", 4, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_policy_value_get(engine, "wiwd", 4, 0, &bad_policy_value, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_layer_name(NULL, "wiwd", 4, 0, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_layer_name(engine, NULL, 4, 0, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer",
            ecflink_policy_layer_name(engine, "wiwd", 4, 0, NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out",
            ecflink_policy_layer_name(engine, "wiwd", 4, 0, bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_layer_sources(NULL, "wiwd", 4, 0, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_layer_sources(engine, NULL, 4, 0, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer",
            ecflink_policy_layer_sources(engine, "wiwd", 4, 0, NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out",
            ecflink_policy_layer_sources(engine, "wiwd", 4, 0, bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_help_get(NULL, "wiwd", 4, 0, &given_policy_help, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_help_get(engine, NULL, 4, 0, &given_policy_help, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_policy_help_get(engine, "wiwd", 4, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_policy_help_get(engine, "wiwd", 4, 0, &bad_policy_help, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_requirements(NULL, "wiwd", 4, 1, 1, &number64, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_requirements(engine, NULL, 4, 1, 1, &number64, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "needs_out",
            ecflink_policy_requirements(engine, "wiwd", 4, 1, 1, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_sheet(NULL, "wiwd", 4, 80, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_sheet(engine, NULL, 4, 80, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer",
            ecflink_policy_sheet(engine, "wiwd", 4, 80, NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out",
            ecflink_policy_sheet(engine, "wiwd", 4, 80, bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer", ecflink_policy_schema(NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out", ecflink_policy_schema(bytes, sizeof(bytes), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "before",
            ecflink_policy_diff(NULL, "wiwd", 4, engine, "wiwd", 4, &policy_changes_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_diff(engine, NULL, 4, engine, "wiwd", 4, &policy_changes_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "after",
            ecflink_policy_diff(engine, "wiwd", 4, NULL, "wiwd", 4, &policy_changes_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_diff(engine, "wiwd", 4, engine, NULL, 4, &policy_changes_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_policy_diff(engine, "wiwd", 4, engine, "wiwd", 4, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "changes", ecflink_policy_changes_get(NULL, 0, &given_policy_change, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_policy_changes_get(policy_changes, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_policy_changes_get(policy_changes, 0, &bad_policy_change, e));
}

static void test_calls_4(void) {
    REFUSED(ECFLINK_E_INVALID_NULL, "before",
            ecflink_policy_compare(NULL, "wiwd", 4, engine, "wiwd", 4, &comparison_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_compare(engine, NULL, 4, engine, "wiwd", 4, &comparison_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "after",
            ecflink_policy_compare(engine, "wiwd", 4, NULL, "wiwd", 4, &comparison_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_compare(engine, "wiwd", 4, engine, NULL, 4, &comparison_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_policy_compare(engine, "wiwd", 4, engine, "wiwd", 4, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "comparison", ecflink_comparison_get(NULL, &given_comparison_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_comparison_get(comparison, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_comparison_get(comparison, &bad_comparison_info, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "comparison", ecflink_comparison_witness(NULL, 2, &given_witness, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_comparison_witness(comparison, 2, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_comparison_witness(comparison, 2, &bad_witness, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "comparison",
            ecflink_comparison_record(NULL, 2, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "buffer",
            ecflink_comparison_record(comparison, 2, NULL, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "size_out",
            ecflink_comparison_record(comparison, 2, bytes, sizeof(bytes), NULL, e));
}

/* Numbers and flags that are none; texts that are longer than their fields. */
static void test_values(void) {
    ecflink_registration_facts registration = ECFLINK_REGISTRATION_FACTS_INIT;
    ecflink_access_facts access = given_access_facts;
    ecflink_readiness_facts readiness = given_readiness_facts;
    ecflink_hold_facts hold = given_hold_facts;

    REFUSED(
        ECFLINK_E_INVALID_NUMBER, "from",
        ecflink_registration_decide(engine, &registration, 0, 1, 1, now, &given_registration_decision, e));
    REFUSED(
        ECFLINK_E_INVALID_NUMBER, "move",
        ecflink_registration_decide(engine, &registration, 1, 99, 1, now, &given_registration_decision, e));
    registration.reserved = 1;
    REFUSED(
        ECFLINK_E_INVALID_FLAGS, "facts.reserved",
        ecflink_registration_decide(engine, &registration, 1, 1, 1, now, &given_registration_decision, e));
    access.linked = 2;
    REFUSED(ECFLINK_E_INVALID_NUMBER, "facts.linked",
            ecflink_access_decide(engine, &access, now, &given_court_access, e));
    access.linked = 0;
    access.kind = 99;
    REFUSED(ECFLINK_E_INVALID_NUMBER, "facts.kind",
            ecflink_access_decide(engine, &access, now, &given_court_access, e));
    access.kind = 0;
    access.court_size = ECFLINK_COURT_BYTES + 1;
    access.court = "12345678901234567";
    REFUSED(ECFLINK_E_INVALID_TOO_LONG, "facts.court",
            ecflink_access_decide(engine, &access, now, &given_court_access, e));
    readiness.purpose = 99;
    REFUSED(ECFLINK_E_INVALID_NUMBER, "facts.purpose", ecflink_ready(engine, &readiness, now, &plan_made, e));
    hold.found = ~(uint64_t)0;
    REFUSED(ECFLINK_E_INVALID_FLAGS, "facts.found",
            ecflink_hold_approve(engine, &hold, now, &number, &number64, e));
    REFUSED(ECFLINK_E_INVALID_FLAGS, "findings",
            ecflink_findings_explain(engine, TEXT("wiwd"), ~(uint64_t)0, 0, now, &given_assessment, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "step", ecflink_step_describe(ECFLINK_NO_STEP, &given_step_info, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "token", ecflink_step_parse(TEXT("no-step"), &number, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "index", ecflink_plan_get(plan, 99, &given_planned_step, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "index", ecflink_keys_public(keys, 1, bytes, sizeof(bytes), &size, e));
    REFUSED(ECFLINK_E_BUFFER, "buffer", ecflink_keys_public(keys, 0, bytes, 64, &size, e));
    REFUSED(ECFLINK_E_INPUT, "file", ecflink_keys_read(TEXT("no such file"), &keys_made, e));
    REFUSED(ECFLINK_E_INPUT, "file", ecflink_keys_read(TEXT("."), &keys_made, e));
    CHECK(ecflink_plan_count(NULL) == 0 && ecflink_keys_serve(NULL, TEXT("0123")) == 0 &&
          ecflink_keys_serve(keys, NULL, 0) == 0);
}

int main(void) {
    setup();
    test_init();
    test_calls_1();
    test_calls_2();
    test_calls_3();
    test_calls_4();
    test_values();
    ecflink_claims_free(claims);
    ecflink_claims_free(NULL);
    ecflink_plan_free(plan);
    ecflink_plan_free(NULL);
    ecflink_keys_free(keys);
    ecflink_keys_free(NULL);
    ecflink_policy_changes_free(policy_changes);
    ecflink_policy_changes_free(NULL);
    ecflink_comparison_free(comparison);
    ecflink_comparison_free(NULL);
    ecflink_policy_files_free(NULL);
    CHECK(ecflink_policy_files_count(NULL) == 0 && ecflink_policy_files_layers(NULL) == NULL &&
          ecflink_policy_changes_count(NULL) == 0);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
