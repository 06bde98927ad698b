/* Every function of ecflink_ledger.h that returns a status, with each pointer NULL and each struct
 * of a wrong size: nothing is written, and the error names the argument. */
#include <ecflink/ecflink_bulk.h>
#include <ecflink/ecflink_ledger.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "misuse.h"

/* No struct of this header has grown yet. */
static uint32_t first_size(const char* type, size_t size) { return type[0] == '\0' ? 0 : (uint32_t)size; }

static ecflink_engine* engine;
static ecflink_ledger* ledger;
static ecflink_answer* answer;
static ecflink_keys* keys;

/* What calls are given: valid, unless its name begins with "bad". */
static ecflink_access_place bad_access_place;
static ecflink_access_place given_access_place = ECFLINK_ACCESS_PLACE_INIT;
static ecflink_acting bad_acting;
static ecflink_acting given_acting = ECFLINK_ACTING_INIT;
static ecflink_agency bad_agency;
static ecflink_agency given_agency = ECFLINK_AGENCY_INIT;
static ecflink_answer* answer_made;
static ecflink_ledger_tables* tables;
static ecflink_ledger_tables* tables_made;
static struct ArrowArrayStream stream_made;
static ecflink_audit_chain bad_audit_chain;
static ecflink_audit_chain given_audit_chain = ECFLINK_AUDIT_CHAIN_INIT;
static ecflink_audit_check bad_audit_check;
static ecflink_audit_check given_audit_check = ECFLINK_AUDIT_CHECK_INIT;
static ecflink_audit_problem bad_audit_problem;
static ecflink_audit_problem given_audit_problem = ECFLINK_AUDIT_PROBLEM_INIT;
static ecflink_audit_summary bad_audit_summary;
static ecflink_audit_summary given_audit_summary = ECFLINK_AUDIT_SUMMARY_INIT;
static ecflink_begin_outcome bad_begin_outcome;
static ecflink_begin_outcome given_begin_outcome = ECFLINK_BEGIN_OUTCOME_INIT;
static ecflink_begin_request bad_begin_request;
static ecflink_begin_request given_begin_request = ECFLINK_BEGIN_REQUEST_INIT;
static ecflink_column_difference bad_column_difference;
static ecflink_column_difference given_column_difference = ECFLINK_COLUMN_DIFFERENCE_INIT;
static ecflink_commit_outcome bad_commit_outcome;
static ecflink_commit_outcome given_commit_outcome = ECFLINK_COMMIT_OUTCOME_INIT;
static ecflink_confirm_page bad_confirm_page;
static ecflink_confirm_page given_confirm_page = ECFLINK_CONFIRM_PAGE_INIT;
static ecflink_confirm_request bad_confirm_request;
static ecflink_confirm_request given_confirm_request = ECFLINK_CONFIRM_REQUEST_INIT;
static ecflink_contact bad_contact;
static ecflink_contact given_contact = ECFLINK_CONTACT_INIT;
static ecflink_court_access bad_court_access;
static ecflink_court_access given_court_access = ECFLINK_COURT_ACCESS_INIT;
static ecflink_held_link bad_held_link;
static ecflink_held_link given_held_link = ECFLINK_HELD_LINK_INIT;
static ecflink_hold_outcome bad_hold_outcome;
static ecflink_hold_outcome given_hold_outcome = ECFLINK_HOLD_OUTCOME_INIT;
static ecflink_import_summary bad_import_summary;
static ecflink_import_summary given_import_summary = ECFLINK_IMPORT_SUMMARY_INIT;
static ecflink_ledger* ledger_made;
static ecflink_ledger_info bad_ledger_info;
static ecflink_ledger_info given_ledger_info = ECFLINK_LEDGER_INFO_INIT;
static ecflink_ledger_options bad_ledger_options;
static ecflink_ledger_options given_ledger_options = ECFLINK_LEDGER_OPTIONS_INIT;
static ecflink_left_out bad_left_out;
static ecflink_left_out given_left_out = ECFLINK_LEFT_OUT_INIT;
static ecflink_load_summary bad_load_summary;
static ecflink_load_summary given_load_summary = ECFLINK_LOAD_SUMMARY_INIT;
static ecflink_owed bad_owed;
static ecflink_owed given_owed = ECFLINK_OWED_INIT;
static ecflink_pair bad_pair;
static ecflink_pair given_pair = ECFLINK_PAIR_INIT;
static ecflink_pair_review bad_pair_review;
static ecflink_pair_review given_pair_review = ECFLINK_PAIR_REVIEW_INIT;
static ecflink_password_cost bad_password_cost;
static ecflink_password_cost given_password_cost = ECFLINK_PASSWORD_COST_INIT;
static ecflink_privilege bad_privilege;
static ecflink_privilege given_privilege = ECFLINK_PRIVILEGE_INIT;
static ecflink_records bad_records;
static ecflink_records given_records = ECFLINK_RECORDS_INIT;
static ecflink_registration_item bad_registration_item;
static ecflink_registration_item given_registration_item = ECFLINK_REGISTRATION_ITEM_INIT;
static ecflink_registration_outcome bad_registration_outcome;
static ecflink_registration_outcome given_registration_outcome = ECFLINK_REGISTRATION_OUTCOME_INIT;
static ecflink_registration_request bad_registration_request;
static ecflink_registration_request given_registration_request = ECFLINK_REGISTRATION_REQUEST_INIT;
static ecflink_row_difference bad_row_difference;
static ecflink_row_difference given_row_difference = ECFLINK_ROW_DIFFERENCE_INIT;
static ecflink_sign_on_facts bad_sign_on_facts;
static ecflink_sign_on_facts given_sign_on_facts = ECFLINK_SIGN_ON_FACTS_INIT;
static ecflink_state_summary bad_state_summary;
static ecflink_state_summary given_state_summary = ECFLINK_STATE_SUMMARY_INIT;
static ecflink_unlink_outcome bad_unlink_outcome;
static ecflink_unlink_outcome given_unlink_outcome = ECFLINK_UNLINK_OUTCOME_INIT;
static ecflink_work bad_work;
static ecflink_work given_work = ECFLINK_WORK_INIT;

static uint8_t digest[ECFLINK_DIGEST_BYTES];
static char bytes[256];
static size_t size;
static int32_t number;
static ecflink_time now;

static int32_t take_line(void* context, const char* line, size_t line_size) {
    (void)context;
    (void)line;
    return line_size == 0;
}

static int32_t check_none(void* context, const char* court, size_t court_size, const char* login,
                          size_t login_size, ecflink_proof_class* proof_out) {
    (void)context;
    (void)court;
    (void)court_size;
    (void)login;
    *proof_out = login_size == 0 ? ECFLINK_PROOF_CLASS_MISSING : ECFLINK_PROOF_CLASS_NONE;
    return 0;
}

static void setup(void) {
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    char line[80];

    given_acting.who = ECFLINK_ACTOR_COURT;
    given_acting.id = "clerk";
    given_acting.id_size = 5;
    given_pair.court = "wiwd";
    given_pair.court_size = 4;
    given_pair.login = "asample";
    given_pair.login_size = 7;
    given_pair.central = "1000001";
    given_pair.central_size = 7;
    given_agency.court = "wiwd";
    given_agency.court_size = 4;
    given_agency.agent = "agent";
    given_agency.agent_size = 5;
    given_agency.principal = "asample";
    given_agency.principal_size = 7;
    given_agency.state = ECFLINK_AGENCY_STATE_ACTIVE;
    given_contact.court = "wiwd";
    given_contact.court_size = 4;
    given_contact.login = "nobody";
    given_contact.login_size = 6;
    given_begin_request.central = "1000001";
    given_begin_request.central_size = 7;
    given_begin_request.court = "wiwd";
    given_begin_request.court_size = 4;
    given_begin_request.login = "asample";
    given_begin_request.login_size = 7;
    given_begin_request.check = check_none;
    given_confirm_request.central = "1000001";
    given_confirm_request.central_size = 7;
    given_registration_request.court = "wiwd";
    given_registration_request.court_size = 4;
    given_registration_request.central = "1000001";
    given_registration_request.central_size = 7;
    given_owed.what = ECFLINK_OBLIGATION_END_SESSIONS;
    given_ledger_options.address = "sqlite:misuse_other.db";
    given_ledger_options.address_size = 22;

    (void)digest;
    CHECK(ecflink_time_parse(TEXT("2022-04-25T13:00:00Z"), &now, NULL) == ECFLINK_OK);
    CHECK(ecflink_keys_generate(line, sizeof(line), &size, NULL) == ECFLINK_OK);
    CHECK(ecflink_keys_parse(line, size, &keys, NULL) == ECFLINK_OK);
    CHECK(ecflink_engine_create(NULL, &engine, NULL, NULL) == ECFLINK_OK);
    (void)remove("misuse.db");
    options.address = "sqlite:misuse.db";
    options.address_size = strlen(options.address);
    options.keys = keys;
    CHECK(ecflink_ledger_create(engine, &options, now, &ledger, NULL) == ECFLINK_OK);
    CHECK(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &given_ledger_info, &answer, NULL) == ECFLINK_OK);
    /* Through another ledger: in the child of a fork, valgrind takes SQLite's cache for lost. */
    CHECK(ecflink_ledger_open(engine, &options, &ledger_made, NULL) == ECFLINK_OK);
    CHECK(ecflink_ledger_read_tables(ledger_made, &tables, NULL) == ECFLINK_OK);
    ecflink_ledger_free(ledger_made);
    ledger_made = NULL;
}

static void test_init(void) {
    CHECK_INIT(ecflink_work, ECFLINK_WORK_INIT);
    CHECK_INIT(ecflink_pair, ECFLINK_PAIR_INIT);
    CHECK_INIT(ecflink_ledger_options, ECFLINK_LEDGER_OPTIONS_INIT);
    CHECK_INIT(ecflink_ledger_info, ECFLINK_LEDGER_INFO_INIT);
    CHECK_INIT(ecflink_central_record, ECFLINK_CENTRAL_RECORD_INIT);
    CHECK_INIT(ecflink_court_record, ECFLINK_COURT_RECORD_INIT);
    CHECK_INIT(ecflink_link_record, ECFLINK_LINK_RECORD_INIT);
    CHECK_INIT(ecflink_tombstone_record, ECFLINK_TOMBSTONE_RECORD_INIT);
    CHECK_INIT(ecflink_roster_record, ECFLINK_ROSTER_RECORD_INIT);
    CHECK_INIT(ecflink_registration_record, ECFLINK_REGISTRATION_RECORD_INIT);
    CHECK_INIT(ecflink_records, ECFLINK_RECORDS_INIT);
    CHECK_INIT(ecflink_load_summary, ECFLINK_LOAD_SUMMARY_INIT);
    CHECK_INIT(ecflink_left_out, ECFLINK_LEFT_OUT_INIT);
    CHECK_INIT(ecflink_contact, ECFLINK_CONTACT_INIT);
    CHECK_INIT(ecflink_begin_request, ECFLINK_BEGIN_REQUEST_INIT);
    CHECK_INIT(ecflink_begin_outcome, ECFLINK_BEGIN_OUTCOME_INIT);
    CHECK_INIT(ecflink_confirm_page, ECFLINK_CONFIRM_PAGE_INIT);
    CHECK_INIT(ecflink_confirm_request, ECFLINK_CONFIRM_REQUEST_INIT);
    CHECK_INIT(ecflink_commit_outcome, ECFLINK_COMMIT_OUTCOME_INIT);
    CHECK_INIT(ecflink_owed, ECFLINK_OWED_INIT);
    CHECK_INIT(ecflink_pair_review, ECFLINK_PAIR_REVIEW_INIT);
    CHECK_INIT(ecflink_held_link, ECFLINK_HELD_LINK_INIT);
    CHECK_INIT(ecflink_hold_outcome, ECFLINK_HOLD_OUTCOME_INIT);
    CHECK_INIT(ecflink_unlink_outcome, ECFLINK_UNLINK_OUTCOME_INIT);
    CHECK_INIT(ecflink_import_outcome, ECFLINK_IMPORT_OUTCOME_INIT);
    CHECK_INIT(ecflink_import_summary, ECFLINK_IMPORT_SUMMARY_INIT);
    CHECK_INIT(ecflink_sign_on_facts, ECFLINK_SIGN_ON_FACTS_INIT);
    CHECK_INIT(ecflink_access_place, ECFLINK_ACCESS_PLACE_INIT);
    CHECK_INIT(ecflink_registration_request, ECFLINK_REGISTRATION_REQUEST_INIT);
    CHECK_INIT(ecflink_registration_outcome, ECFLINK_REGISTRATION_OUTCOME_INIT);
    CHECK_INIT(ecflink_registration_item, ECFLINK_REGISTRATION_ITEM_INIT);
    CHECK_INIT(ecflink_agency, ECFLINK_AGENCY_INIT);
    CHECK_INIT(ecflink_password_cost, ECFLINK_PASSWORD_COST_INIT);
    CHECK_INIT(ecflink_verified_link, ECFLINK_VERIFIED_LINK_INIT);
    CHECK_INIT(ecflink_verify_summary, ECFLINK_VERIFY_SUMMARY_INIT);
    CHECK_INIT(ecflink_audit_check, ECFLINK_AUDIT_CHECK_INIT);
    CHECK_INIT(ecflink_audit_summary, ECFLINK_AUDIT_SUMMARY_INIT);
    CHECK_INIT(ecflink_audit_chain, ECFLINK_AUDIT_CHAIN_INIT);
    CHECK_INIT(ecflink_audit_problem, ECFLINK_AUDIT_PROBLEM_INIT);
    CHECK_INIT(ecflink_state_summary, ECFLINK_STATE_SUMMARY_INIT);
    CHECK_INIT(ecflink_row_difference, ECFLINK_ROW_DIFFERENCE_INIT);
    CHECK_INIT(ecflink_column_difference, ECFLINK_COLUMN_DIFFERENCE_INIT);
}

static void test_calls_1(void) {
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_ledger_create(NULL, &given_ledger_options, now, &ledger_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "options", ecflink_ledger_create(engine, NULL, now, &ledger_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "options",
            ecflink_ledger_create(engine, &bad_ledger_options, now, &ledger_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_create(engine, &given_ledger_options, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_ledger_open(NULL, &given_ledger_options, &ledger_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "options", ecflink_ledger_open(engine, NULL, &ledger_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "options",
            ecflink_ledger_open(engine, &bad_ledger_options, &ledger_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_ledger_open(engine, &given_ledger_options, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "options",
            ecflink_ledger_migrate(NULL, &given_acting, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "options",
            ecflink_ledger_migrate(&bad_ledger_options, &given_acting, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_migrate(&given_ledger_options, NULL, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_migrate(&given_ledger_options, &bad_acting, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "versions_out",
            ecflink_ledger_migrate(&given_ledger_options, &given_acting, now, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_describe(NULL, ECFLINK_NO_TIME, &given_ledger_info, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, NULL, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &bad_ledger_info, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_read_tables(NULL, &tables_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_ledger_read_tables(ledger, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "tables",
            ecflink_ledger_tables_export(NULL, "links", 5, &stream_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "name", ecflink_ledger_tables_export(tables, NULL, 5, &stream_made, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "name", ecflink_ledger_tables_export(tables, "", 0, &stream_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "stream_out", ecflink_ledger_tables_export(tables, "links", 5, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_adopt_policies(NULL, &given_acting, now, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by", ecflink_ledger_adopt_policies(ledger, NULL, now, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by", ecflink_ledger_adopt_policies(ledger, &bad_acting, now, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_load(NULL, &given_records, &given_acting, now, &given_work, 0, &given_load_summary,
                                &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "records",
            ecflink_ledger_load(ledger, NULL, &given_acting, now, &given_work, 0, &given_load_summary,
                                &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "records",
            ecflink_ledger_load(ledger, &bad_records, &given_acting, now, &given_work, 0, &given_load_summary,
                                &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_load(ledger, &given_records, NULL, now, &given_work, 0, &given_load_summary,
                                &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_load(ledger, &given_records, &bad_acting, now, &given_work, 0, &given_load_summary,
                                &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "work",
            ecflink_ledger_load(ledger, &given_records, &given_acting, now, &bad_work, 0, &given_load_summary,
                                &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_load(ledger, &given_records, &given_acting, now, &given_work, 0, NULL,
                                &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_load(ledger, &given_records, &given_acting, now, &given_work, 0, &bad_load_summary,
                                &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_load_folder(NULL, ".", 1, &given_acting, now, &given_work, 0, &given_load_summary,
                                       &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "folder",
            ecflink_ledger_load_folder(ledger, NULL, 1, &given_acting, now, &given_work, 0,
                                       &given_load_summary, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_load_folder(ledger, ".", 1, NULL, now, &given_work, 0, &given_load_summary,
                                       &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_load_folder(ledger, ".", 1, &bad_acting, now, &given_work, 0, &given_load_summary,
                                       &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "work",
            ecflink_ledger_load_folder(ledger, ".", 1, &given_acting, now, &bad_work, 0, &given_load_summary,
                                       &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_load_folder(ledger, ".", 1, &given_acting, now, &given_work, 0, NULL, &answer_made,
                                       e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_load_folder(ledger, ".", 1, &given_acting, now, &given_work, 0, &bad_load_summary,
                                       &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_left_out_get(NULL, 0, &given_left_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_left_out_get(answer, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_left_out_get(answer, 0, &bad_left_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_set_contacts(NULL, &given_contact, 1, &given_acting, now, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "contacts",
            ecflink_ledger_set_contacts(ledger, NULL, 1, &given_acting, now, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "contacts",
            ecflink_ledger_set_contacts(ledger, &bad_contact, 1, &given_acting, now, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_set_contacts(ledger, &given_contact, 1, NULL, now, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_set_contacts(ledger, &given_contact, 1, &bad_acting, now, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_contacts_without_account(NULL, &given_contact, 1, &size, &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "contacts",
            ecflink_ledger_contacts_without_account(ledger, NULL, 1, &size, &size, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "contacts",
            ecflink_ledger_contacts_without_account(ledger, &bad_contact, 1, &size, &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "places",
            ecflink_ledger_contacts_without_account(ledger, &given_contact, 1, NULL, &size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "found_out",
            ecflink_ledger_contacts_without_account(ledger, &given_contact, 1, &size, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_begin(NULL, &given_begin_request, now, 0, &given_begin_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "request",
            ecflink_ledger_begin(ledger, NULL, now, 0, &given_begin_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "request",
            ecflink_ledger_begin(ledger, &bad_begin_request, now, 0, &given_begin_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_begin(ledger, &given_begin_request, now, 0, NULL, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_begin(ledger, &given_begin_request, now, 0, &bad_begin_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer_out",
            ecflink_ledger_begin(ledger, &given_begin_request, now, 0, &given_begin_outcome, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_answer_page(NULL, &given_confirm_page, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_answer_page(answer, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_answer_page(answer, &bad_confirm_page, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_peek(NULL, &given_confirm_request, now, &given_begin_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "confirmation",
            ecflink_ledger_peek(ledger, NULL, now, &given_begin_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "confirmation",
            ecflink_ledger_peek(ledger, &bad_confirm_request, now, &given_begin_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_peek(ledger, &given_confirm_request, now, NULL, &answer_made, e));
}

static void test_calls_2(void) {
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_peek(ledger, &given_confirm_request, now, &bad_begin_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer_out",
            ecflink_ledger_peek(ledger, &given_confirm_request, now, &given_begin_outcome, NULL, e));
    REFUSED(
        ECFLINK_E_INVALID_NULL, "ledger",
        ecflink_ledger_commit(NULL, &given_confirm_request, now, 0, &given_commit_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "confirmation",
            ecflink_ledger_commit(ledger, NULL, now, 0, &given_commit_outcome, &answer_made, e));
    REFUSED(
        ECFLINK_E_INVALID_SIZE, "confirmation",
        ecflink_ledger_commit(ledger, &bad_confirm_request, now, 0, &given_commit_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_commit(ledger, &given_confirm_request, now, 0, NULL, &answer_made, e));
    REFUSED(
        ECFLINK_E_INVALID_SIZE, "out",
        ecflink_ledger_commit(ledger, &given_confirm_request, now, 0, &bad_commit_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer_out",
            ecflink_ledger_commit(ledger, &given_confirm_request, now, 0, &given_commit_outcome, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_answer_commit(NULL, &given_commit_outcome, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_answer_commit(answer, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_answer_commit(answer, &bad_commit_outcome, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_cancel(NULL, &given_confirm_request, now, 0, &number, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "confirmation",
            ecflink_ledger_cancel(ledger, NULL, now, 0, &number, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "confirmation",
            ecflink_ledger_cancel(ledger, &bad_confirm_request, now, 0, &number, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "outward_out",
            ecflink_ledger_cancel(ledger, &given_confirm_request, now, 0, NULL, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "problem_out",
            ecflink_ledger_cancel(ledger, &given_confirm_request, now, 0, &number, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_outcome(NULL, "none", 4, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "handle", ecflink_ledger_outcome(ledger, NULL, 4, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_ledger_outcome(ledger, "none", 4, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_owed_get(NULL, 0, &given_owed, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_owed_get(answer, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_owed_get(answer, 0, &bad_owed, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_obligations(NULL, 1, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer_out", ecflink_ledger_obligations(ledger, 1, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_discharge(NULL, &given_owed, 1, &given_acting, now, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "met",
            ecflink_ledger_discharge(ledger, NULL, 1, &given_acting, now, 0, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "met",
            ecflink_ledger_discharge(ledger, &bad_owed, 1, &given_acting, now, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by", ecflink_ledger_discharge(ledger, &given_owed, 1, NULL, now, 0, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_discharge(ledger, &given_owed, 1, &bad_acting, now, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_answer_pair(NULL, &given_pair_review, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_answer_pair(answer, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_answer_pair(answer, &bad_pair_review, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_held_links(NULL, "wiwd", 4, 0, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court", ecflink_ledger_held_links(ledger, NULL, 4, 0, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer_out", ecflink_ledger_held_links(ledger, "wiwd", 4, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_held_link_get(NULL, 0, &given_held_link, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_held_link_get(answer, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_held_link_get(answer, 0, &bad_held_link, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_review_hold(NULL, 0, now, &given_hold_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_ledger_review_hold(ledger, 0, now, NULL, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_review_hold(ledger, 0, now, &bad_hold_outcome, &answer_made, e));
    REFUSED(
        ECFLINK_E_INVALID_NULL, "ledger",
        ecflink_ledger_approve_hold(NULL, 0, &given_acting, now, 0, &given_hold_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_approve_hold(ledger, 0, NULL, now, 0, &given_hold_outcome, &answer_made, e));
    REFUSED(
        ECFLINK_E_INVALID_SIZE, "by",
        ecflink_ledger_approve_hold(ledger, 0, &bad_acting, now, 0, &given_hold_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_approve_hold(ledger, 0, &given_acting, now, 0, NULL, &answer_made, e));
    REFUSED(
        ECFLINK_E_INVALID_SIZE, "out",
        ecflink_ledger_approve_hold(ledger, 0, &given_acting, now, 0, &bad_hold_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_reject_hold(NULL, 0, &given_acting, now, 0, &given_hold_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_reject_hold(ledger, 0, NULL, now, 0, &given_hold_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_reject_hold(ledger, 0, &bad_acting, now, 0, &given_hold_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_reject_hold(ledger, 0, &given_acting, now, 0, NULL, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_reject_hold(ledger, 0, &given_acting, now, 0, &bad_hold_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_unlink(NULL, &given_pair, &given_acting, now, 0, &given_unlink_outcome,
                                  &answer_made, e));
    REFUSED(
        ECFLINK_E_INVALID_NULL, "pair",
        ecflink_ledger_unlink(ledger, NULL, &given_acting, now, 0, &given_unlink_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "pair",
            ecflink_ledger_unlink(ledger, &bad_pair, &given_acting, now, 0, &given_unlink_outcome,
                                  &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_unlink(ledger, &given_pair, NULL, now, 0, &given_unlink_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_unlink(ledger, &given_pair, &bad_acting, now, 0, &given_unlink_outcome,
                                  &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_unlink(ledger, &given_pair, &given_acting, now, 0, NULL, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_unlink(ledger, &given_pair, &given_acting, now, 0, &bad_unlink_outcome,
                                  &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_import(NULL, &given_records, &given_acting, &given_acting, now, NULL, NULL,
                                  &given_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "records",
            ecflink_ledger_import(ledger, NULL, &given_acting, &given_acting, now, NULL, NULL, &given_work, 0,
                                  &given_import_summary, e));
}

static void test_calls_3(void) {
    REFUSED(ECFLINK_E_INVALID_SIZE, "records",
            ecflink_ledger_import(ledger, &bad_records, &given_acting, &given_acting, now, NULL, NULL,
                                  &given_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "approved",
            ecflink_ledger_import(ledger, &given_records, &bad_acting, &given_acting, now, NULL, NULL,
                                  &given_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_import(ledger, &given_records, &given_acting, NULL, now, NULL, NULL, &given_work,
                                  0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_import(ledger, &given_records, &given_acting, &bad_acting, now, NULL, NULL,
                                  &given_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "work",
            ecflink_ledger_import(ledger, &given_records, &given_acting, &given_acting, now, NULL, NULL,
                                  &bad_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_import(ledger, &given_records, &given_acting, &given_acting, now, NULL, NULL,
                                  &given_work, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_import(ledger, &given_records, &given_acting, &given_acting, now, NULL, NULL,
                                  &given_work, 0, &bad_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_import_folder(NULL, ".", 1, &given_acting, &given_acting, now, NULL, NULL,
                                         &given_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "folder",
            ecflink_ledger_import_folder(ledger, NULL, 1, &given_acting, &given_acting, now, NULL, NULL,
                                         &given_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "approved",
            ecflink_ledger_import_folder(ledger, ".", 1, &bad_acting, &given_acting, now, NULL, NULL,
                                         &given_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_import_folder(ledger, ".", 1, &given_acting, NULL, now, NULL, NULL, &given_work, 0,
                                         &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_import_folder(ledger, ".", 1, &given_acting, &bad_acting, now, NULL, NULL,
                                         &given_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "work",
            ecflink_ledger_import_folder(ledger, ".", 1, &given_acting, &given_acting, now, NULL, NULL,
                                         &bad_work, 0, &given_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_import_folder(ledger, ".", 1, &given_acting, &given_acting, now, NULL, NULL,
                                         &given_work, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_import_folder(ledger, ".", 1, &given_acting, &given_acting, now, NULL, NULL,
                                         &given_work, 0, &bad_import_summary, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_signs_on(NULL, "1000001", 7, &given_sign_on_facts, now, &given_privilege, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "central",
            ecflink_ledger_signs_on(ledger, NULL, 7, &given_sign_on_facts, now, &given_privilege, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts",
            ecflink_ledger_signs_on(ledger, "1000001", 7, NULL, now, &given_privilege, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "facts",
            ecflink_ledger_signs_on(ledger, "1000001", 7, &bad_sign_on_facts, now, &given_privilege, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_signs_on(ledger, "1000001", 7, &given_sign_on_facts, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_signs_on(ledger, "1000001", 7, &given_sign_on_facts, now, &bad_privilege, e));
    REFUSED(
        ECFLINK_E_INVALID_NULL, "ledger",
        ecflink_ledger_sign_on(NULL, "1000001", 7, "wiwd", 4, &given_sign_on_facts, now, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "central",
            ecflink_ledger_sign_on(ledger, NULL, 7, "wiwd", 4, &given_sign_on_facts, now, &answer_made, e));
    REFUSED(
        ECFLINK_E_INVALID_NULL, "court",
        ecflink_ledger_sign_on(ledger, "1000001", 7, NULL, 4, &given_sign_on_facts, now, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "facts",
            ecflink_ledger_sign_on(ledger, "1000001", 7, "wiwd", 4, NULL, now, &answer_made, e));
    REFUSED(
        ECFLINK_E_INVALID_SIZE, "facts",
        ecflink_ledger_sign_on(ledger, "1000001", 7, "wiwd", 4, &bad_sign_on_facts, now, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer_out",
            ecflink_ledger_sign_on(ledger, "1000001", 7, "wiwd", 4, &given_sign_on_facts, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer",
            ecflink_access_get(NULL, 0, &given_access_place, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "place_out", ecflink_access_get(answer, 0, NULL, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "place_out",
            ecflink_access_get(answer, 0, &bad_access_place, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "may_out", ecflink_access_get(answer, 0, &given_access_place, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "may_out",
            ecflink_access_get(answer, 0, &given_access_place, &bad_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_court_login(NULL, "wiwd", 4, "asample", 7, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_ledger_court_login(ledger, NULL, 4, "asample", 7, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "login",
            ecflink_ledger_court_login(ledger, "wiwd", 4, NULL, 7, now, &given_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_court_login(ledger, "wiwd", 4, "asample", 7, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_court_login(ledger, "wiwd", 4, "asample", 7, now, &bad_court_access, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_submit_registration(NULL, &given_registration_request, now, 0,
                                               &given_registration_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "request",
            ecflink_ledger_submit_registration(ledger, NULL, now, 0, &given_registration_outcome,
                                               &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "request",
            ecflink_ledger_submit_registration(ledger, &bad_registration_request, now, 0,
                                               &given_registration_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_submit_registration(ledger, &given_registration_request, now, 0, NULL,
                                               &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_submit_registration(ledger, &given_registration_request, now, 0,
                                               &bad_registration_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_move_registration(NULL, 0, 1, &given_acting, now, "new", 3, 0,
                                             &given_registration_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_move_registration(ledger, 0, 1, NULL, now, "new", 3, 0,
                                             &given_registration_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_move_registration(ledger, 0, 1, &bad_acting, now, "new", 3, 0,
                                             &given_registration_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "new_account",
            ecflink_ledger_move_registration(ledger, 0, 1, &given_acting, now, NULL, 3, 0,
                                             &given_registration_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_move_registration(ledger, 0, 1, &given_acting, now, "new", 3, 0, NULL,
                                             &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_move_registration(ledger, 0, 1, &given_acting, now, "new", 3, 0,
                                             &bad_registration_outcome, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_registrations(NULL, "wiwd", 4, "1000001", 7, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_ledger_registrations(ledger, NULL, 4, "1000001", 7, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "central",
            ecflink_ledger_registrations(ledger, "wiwd", 4, NULL, 7, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer_out",
            ecflink_ledger_registrations(ledger, "wiwd", 4, "1000001", 7, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_registration_get(NULL, 0, &given_registration_item, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_registration_get(answer, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_registration_get(answer, 0, &bad_registration_item, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_set_agency(NULL, &given_agency, &given_acting, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "agency",
            ecflink_ledger_set_agency(ledger, NULL, &given_acting, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "agency",
            ecflink_ledger_set_agency(ledger, &bad_agency, &given_acting, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_set_agency(ledger, &given_agency, NULL, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_set_agency(ledger, &given_agency, &bad_acting, now, 0, &number, e));
}

static void test_calls_4(void) {
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_set_agency(ledger, &given_agency, &given_acting, now, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_agencies(NULL, "wiwd", 4, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court", ecflink_ledger_agencies(ledger, NULL, 4, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer_out", ecflink_ledger_agencies(ledger, "wiwd", 4, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_agency_get(NULL, 0, &given_agency, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_agency_get(answer, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_agency_get(answer, 0, &bad_agency, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_set_password(NULL, "wiwd", 4, "asample", 7, "secret", 6, &given_acting, now,
                                        &given_password_cost, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_ledger_set_password(ledger, NULL, 4, "asample", 7, "secret", 6, &given_acting, now,
                                        &given_password_cost, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "owner",
            ecflink_ledger_set_password(ledger, "wiwd", 4, NULL, 7, "secret", 6, &given_acting, now,
                                        &given_password_cost, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "password",
            ecflink_ledger_set_password(ledger, "wiwd", 4, "asample", 7, NULL, 6, &given_acting, now,
                                        &given_password_cost, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "by",
            ecflink_ledger_set_password(ledger, "wiwd", 4, "asample", 7, "secret", 6, NULL, now,
                                        &given_password_cost, 0, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "by",
            ecflink_ledger_set_password(ledger, "wiwd", 4, "asample", 7, "secret", 6, &bad_acting, now,
                                        &given_password_cost, 0, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "cost",
            ecflink_ledger_set_password(ledger, "wiwd", 4, "asample", 7, "secret", 6, &given_acting, now,
                                        &bad_password_cost, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_check_password(NULL, "wiwd", 4, "asample", 7, "secret", 6, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_ledger_check_password(ledger, NULL, 4, "asample", 7, "secret", 6, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "owner",
            ecflink_ledger_check_password(ledger, "wiwd", 4, NULL, 7, "secret", 6, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "password",
            ecflink_ledger_check_password(ledger, "wiwd", 4, "asample", 7, NULL, 6, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "right_out",
            ecflink_ledger_check_password(ledger, "wiwd", 4, "asample", 7, "secret", 6, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_check_central_password(NULL, "1000001", 7, "secret", 6, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "central",
            ecflink_ledger_check_central_password(ledger, NULL, 7, "secret", 6, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "password",
            ecflink_ledger_check_central_password(ledger, "1000001", 7, NULL, 6, now, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "right_out",
            ecflink_ledger_check_central_password(ledger, "1000001", 7, "secret", 6, now, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_is_password_retired(NULL, "wiwd", 4, "asample", 7, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_ledger_is_password_retired(ledger, NULL, 4, "asample", 7, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "login",
            ecflink_ledger_is_password_retired(ledger, "wiwd", 4, NULL, 7, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_is_password_retired(ledger, "wiwd", 4, "asample", 7, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_verify_audit(NULL, &given_audit_check, &given_work, &given_audit_summary,
                                        &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "check",
            ecflink_ledger_verify_audit(ledger, &bad_audit_check, &given_work, &given_audit_summary,
                                        &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "work",
            ecflink_ledger_verify_audit(ledger, &given_audit_check, &bad_work, &given_audit_summary,
                                        &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_verify_audit(ledger, &given_audit_check, &given_work, NULL, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_verify_audit(ledger, &given_audit_check, &given_work, &bad_audit_summary,
                                        &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_audit_chain_get(NULL, 0, &given_audit_chain, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_audit_chain_get(answer, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_audit_chain_get(answer, 0, &bad_audit_chain, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_audit_problem_get(NULL, 0, &given_audit_problem, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_audit_problem_get(answer, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_audit_problem_get(answer, 0, &bad_audit_problem, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_compare_state(NULL, &given_work, &given_state_summary, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "work",
            ecflink_ledger_compare_state(ledger, &bad_work, &given_state_summary, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out",
            ecflink_ledger_compare_state(ledger, &given_work, NULL, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_compare_state(ledger, &given_work, &bad_state_summary, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer", ecflink_row_difference_get(NULL, 0, &given_row_difference, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_row_difference_get(answer, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out", ecflink_row_difference_get(answer, 0, &bad_row_difference, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "index", ecflink_row_difference_get(answer, 0, &given_row_difference, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "answer",
            ecflink_column_difference_get(NULL, 0, 0, &given_column_difference, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_column_difference_get(answer, 0, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_column_difference_get(answer, 0, 0, &bad_column_difference, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "index",
            ecflink_column_difference_get(answer, 0, 0, &given_column_difference, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_sign_audit(NULL, now, take_line, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "take", ecflink_ledger_sign_audit(ledger, now, NULL, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_export_audit(NULL, take_line, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "take", ecflink_ledger_export_audit(ledger, NULL, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "ledger", ecflink_ledger_record(NULL, 0, bytes, sizeof(bytes), &size, e));
}

/* Numbers, flags and addresses that are none. */
static void test_values(void) {
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    ecflink_acting nobody = ECFLINK_ACTING_INIT;
    ecflink_agency no_state = given_agency;
    ecflink_records records = ECFLINK_RECORDS_INIT;
    ecflink_central_record central = ECFLINK_CENTRAL_RECORD_INIT;
    ecflink_central_account account = ECFLINK_CENTRAL_ACCOUNT_INIT;
    ecflink_audit_check check = ECFLINK_AUDIT_CHECK_INIT;
    ecflink_verify_summary verified = ECFLINK_VERIFY_SUMMARY_INIT;
    ecflink_ledger_info before = ECFLINK_LEDGER_INFO_INIT;
    ecflink_ledger_info after = ECFLINK_LEDGER_INFO_INIT;

    CHECK(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &before, NULL, NULL) == ECFLINK_OK);
    REFUSED(ECFLINK_E_INPUT, "options.address", ecflink_ledger_open(engine, &options, &ledger_made, e));
    options.address = "mysql://court";
    options.address_size = strlen(options.address);
    REFUSED(ECFLINK_E_INPUT, "options.address", ecflink_ledger_open(engine, &options, &ledger_made, e));
    options.address = "sqlite:missing.db";
    options.address_size = strlen(options.address);
    REFUSED(ECFLINK_E_LEDGER_NOT_FOUND, "ledger", ecflink_ledger_open(engine, &options, &ledger_made, e));
    options.address = "sqlite:misuse.db";
    options.address_size = strlen(options.address);
    options.keys = keys;
    REFUSED(ECFLINK_E_LEDGER_EXISTS, "ledger", ecflink_ledger_create(engine, &options, now, &ledger_made, e));
    options.patience = -1;
    REFUSED(ECFLINK_E_INVALID_RANGE, "options.patience",
            ecflink_ledger_open(engine, &options, &ledger_made, e));

    REFUSED(ECFLINK_E_INVALID_NUMBER, "by.who", ecflink_ledger_adopt_policies(ledger, &nobody, now, e));
    nobody.who = 99;
    REFUSED(ECFLINK_E_INVALID_NUMBER, "by.who", ecflink_ledger_adopt_policies(ledger, &nobody, now, e));
    REFUSED(ECFLINK_E_INVALID_RANGE, "now",
            ecflink_ledger_adopt_policies(ledger, &given_acting, ECFLINK_NO_TIME, e));
    no_state.state = 0;
    REFUSED(ECFLINK_E_INVALID_NUMBER, "agency.state",
            ecflink_ledger_set_agency(ledger, &no_state, &given_acting, now, 0, &number, e));
    REFUSED(ECFLINK_E_INVALID_FLAGS, "flags",
            ecflink_ledger_set_agency(ledger, &given_agency, &given_acting, now, 2, &number, e));
    REFUSED(ECFLINK_E_INVALID_FLAGS, "flags", ecflink_ledger_held_links(ledger, NULL, 0, 2, &answer_made, e));
    REFUSED(ECFLINK_E_INVALID_NUMBER, "move",
            ecflink_ledger_move_registration(ledger, 1, 99, &given_acting, now, NULL, 0, 0,
                                             &given_registration_outcome, NULL, e));
    REFUSED(ECFLINK_E_LEDGER_NOT_FOUND, "ledger",
            ecflink_ledger_discharge(ledger, &given_owed, 1, &given_acting, now, 0, e));

    account.usage = 99;
    central.id = "1000001";
    central.id_size = 7;
    records.central_accounts = &central;
    records.central_account_count = 1;
    REFUSED(ECFLINK_E_INVALID_NULL, "records.central_accounts.account",
            ecflink_ledger_load(ledger, &records, &given_acting, now, NULL, 0, &given_load_summary, NULL, e));
    central.account = &account;
    REFUSED(ECFLINK_E_INVALID_NUMBER, "records.central_accounts.account.usage",
            ecflink_ledger_load(ledger, &records, &given_acting, now, NULL, 0, &given_load_summary, NULL, e));
    account.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    central.flags = 2;
    REFUSED(ECFLINK_E_INVALID_FLAGS, "records.central_accounts.flags",
            ecflink_ledger_load(ledger, &records, &given_acting, now, NULL, 0, &given_load_summary, NULL, e));

    REFUSED(ECFLINK_E_INVALID_NULL, "ledger",
            ecflink_ledger_verify(NULL, now, NULL, NULL, NULL, &verified, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_ledger_verify(ledger, now, NULL, NULL, NULL, NULL, e));
    REFUSED(ECFLINK_E_INVALID_RANGE, "as_of",
            ecflink_ledger_verify(ledger, ECFLINK_NO_TIME, NULL, NULL, NULL, &verified, e));
    REFUSED(ECFLINK_E_INVALID_SIZE, "work",
            ecflink_ledger_verify(ledger, now, NULL, NULL, &bad_work, &verified, e));
    verified.struct_size = 0;
    REFUSED(ECFLINK_E_INVALID_SIZE, "out",
            ecflink_ledger_verify(ledger, now, NULL, NULL, NULL, &verified, e));

    check.witnesses = "no checkpoint";
    check.witnesses_size = strlen(check.witnesses);
    REFUSED(ECFLINK_E_INPUT, "check.witnesses",
            ecflink_ledger_verify_audit(ledger, &check, NULL, &given_audit_summary, NULL, e));
    check.witnesses_size = 0;
    check.trusted = "0a0b";
    check.trusted_size = 4;
    REFUSED(ECFLINK_E_INPUT, "check.trusted",
            ecflink_ledger_verify_audit(ledger, &check, NULL, &given_audit_summary, NULL, e));

    REFUSED(ECFLINK_E_NOT_FOUND, "answer", ecflink_answer_page(answer, &given_confirm_page, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "answer", ecflink_answer_pair(answer, &given_pair_review, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "answer", ecflink_answer_commit(answer, &given_commit_outcome, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "index", ecflink_owed_get(answer, 0, &given_owed, e));
    CHECK(ecflink_answer_count(NULL) == 0 && ecflink_owed_count(NULL) == 0);
    CHECK(ecflink_answer_text_count(answer, 0) == 0 && ecflink_answer_text_count(answer, 5) == 0 &&
          ecflink_answer_text_count(NULL, 1) == 0);
    CHECK_TEXT(ecflink_answer_text(answer, 1, 0), "");
    CHECK_TEXT(ecflink_answer_text(answer, -1, 0), "");

    /* The calls above wrote no event but those of registrations and unlinks that were refused. */
    CHECK(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &after, NULL, NULL) == ECFLINK_OK);
    CHECK(after.events == before.events && after.central_accounts == 0);
}

/* In a forked process the ledger is refused, and freeing it leaves the files of the other alone. */
static void test_fork(void) {
    int status = -1;
    const pid_t child = fork();
    if (child == 0) {
        ecflink_error error = ECFLINK_ERROR_INIT;
        check_failures = 0;
        CHECK_STATUS(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &given_ledger_info, NULL, &error),
                     ECFLINK_E_LEDGER_FORKED);
        ecflink_ledger_free(ledger);
        _exit(CHECK_RESULT());
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &given_ledger_info, NULL, NULL) == ECFLINK_OK);
}

int main(void) {
    setup();
    test_init();
    test_calls_1();
    test_calls_2();
    test_calls_3();
    test_calls_4();
    test_values();
    test_fork();
    ecflink_answer_free(answer);
    ecflink_answer_free(NULL);
    ecflink_ledger_free(ledger);
    ecflink_ledger_free(NULL);
    ecflink_ledger_tables_free(tables);
    ecflink_ledger_tables_free(NULL);
    ecflink_keys_free(keys);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
