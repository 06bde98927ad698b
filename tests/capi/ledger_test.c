/* What a ledger does through C, beside the ceremony of wiwd_page.c: records from structs, the
 * clerks' queue, unlink, import, registrations, agents, passwords, obligations, the trail.
 *
 *     ledger_test             over SQLite, in a new file of the working folder
 *     ledger_test postgresql  over the server that ECFLINK_TEST_POSTGRESQL names, in its schema
 */
#include <ecflink/ecflink_bulk.h>
#include <ecflink/ecflink_ledger.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#ifdef ECFLINK_TEST_WITH_POSTGRESQL
#include <libpq-fe.h>
#endif

#include "check.h"

static ecflink_engine* engine;
static ecflink_keys* keys;
static ecflink_ledger* ledger;
static ecflink_acting by = ECFLINK_ACTING_INIT;
static ecflink_error error = ECFLINK_ERROR_INIT;
static const char* address;
static int witnessed;
static char witness_line[8192];

static ecflink_time at(const char* text) {
    ecflink_time time = ECFLINK_NO_TIME;
    CHECK_STATUS(ecflink_time_parse(text, strlen(text), &time, &error), ECFLINK_OK);
    return time;
}

static int32_t witness(void* context, const char* line, size_t size) {
    ++*(int*)context;
    CHECK(size < sizeof(witness_line) && strlen(line) == size);
    memcpy(witness_line, line, size + 1);
    return 0;
}

static void open_ledger(int is_new) {
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    options.address = address;
    options.address_size = strlen(address);
    options.keys = keys;
    options.witness = witness;
    options.witness_context = &witnessed;
    if (is_new) {
        CHECK_STATUS(ecflink_ledger_create(engine, &options, at("2022-04-18T14:00:00Z"), &ledger, &error),
                     ECFLINK_OK);
    } else {
        CHECK_STATUS(ecflink_ledger_open(engine, &options, &ledger, &error), ECFLINK_OK);
    }
}

/* ---- records --------------------------------------------------------------------------------- */

enum { CENTRALS = 4, ACCOUNTS = 5 };

static const char* const central_ids[CENTRALS] = {"1000001", "1000002", "1000003", "1000004"};
static const char* const central_names[CENTRALS] = {"Ann Attorney", "Bob Barrister", "Cy Clerk", "Dee Doe"};
static const char* const logins[ACCOUNTS] = {"ann", "bob", "cyagent", "dee", "other"};
static const char* const account_names[ACCOUNTS] = {"Ann Attorney", "Zoe Different", "Cy Clerk", "Dee Doe",
                                                    "Bob Barrister"};
static const char* const courts[ACCOUNTS] = {"wiwd", "wiwd", "wiwb", "wiwb", "wiwb"};

static ecflink_central_account centrals[CENTRALS];
static ecflink_central_record central_records[CENTRALS + 1];
static ecflink_court_account accounts[ACCOUNTS];
static ecflink_court_record court_records[ACCOUNTS];

static void fill_records(ecflink_records* records) {
    const ecflink_central_account no_central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    const ecflink_central_record no_central_record = ECFLINK_CENTRAL_RECORD_INIT;
    const ecflink_court_account no_account = ECFLINK_COURT_ACCOUNT_INIT;
    const ecflink_court_record no_court_record = ECFLINK_COURT_RECORD_INIT;
    int i;
    for (i = 0; i < CENTRALS; ++i) {
        centrals[i] = no_central;
        centrals[i].usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
        centrals[i].status = ECFLINK_CENTRAL_STATUS_ACTIVE;
        centrals[i].generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
        centrals[i].registration =
            i == 2 ? ECFLINK_REGISTRATION_TYPE_NON_ATTORNEY_FILER : ECFLINK_REGISTRATION_TYPE_ATTORNEY_FILER;
        centrals[i].mfa = ECFLINK_MFA_STATE_ENROLLED;
        centrals[i].name = central_names[i];
        centrals[i].name_size = strlen(central_names[i]);
        CHECK_STATUS(ecflink_date_parse(TEXT("2015-09-14"), &centrals[i].created, &error), ECFLINK_OK);
        central_records[i] = no_central_record;
        central_records[i].id = central_ids[i];
        central_records[i].id_size = strlen(central_ids[i]);
        central_records[i].account = &centrals[i];
    }
    central_records[CENTRALS] = central_records[0]; /* a second row of one key */
    for (i = 0; i < ACCOUNTS; ++i) {
        accounts[i] = no_account;
        accounts[i].role = i == 2 ? ECFLINK_ACCOUNT_ROLE_FILING_AGENT : ECFLINK_ACCOUNT_ROLE_ATTORNEY;
        accounts[i].status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
        accounts[i].opened = at("2011-06-20T05:00:00Z");
        accounts[i].principals = i == 2 ? 1 : 0;
        accounts[i].login = logins[i];
        accounts[i].login_size = strlen(logins[i]);
        accounts[i].name = account_names[i];
        accounts[i].name_size = strlen(account_names[i]);
        court_records[i] = no_court_record;
        court_records[i].court = courts[i];
        court_records[i].court_size = strlen(courts[i]);
        court_records[i].account = &accounts[i];
    }
    records->central_accounts = central_records;
    records->central_account_count = CENTRALS;
    records->court_accounts = court_records;
    records->court_account_count = ACCOUNTS;
}

static int32_t stop(void* context, const char* stage, uint64_t done, uint64_t all) {
    ++*(int*)context;
    return stage[0] == '\0' || done > all ? 0 : 1;
}

static void test_load(void) {
    ecflink_records records = ECFLINK_RECORDS_INIT;
    ecflink_load_summary summary = ECFLINK_LOAD_SUMMARY_INIT;
    ecflink_left_out left_out = ECFLINK_LEFT_OUT_INIT;
    ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
    ecflink_work work = ECFLINK_WORK_INIT;
    ecflink_tombstone_record tombstone = ECFLINK_TOMBSTONE_RECORD_INIT;
    ecflink_roster_record roster = ECFLINK_ROSTER_RECORD_INIT;
    ecflink_answer* answer = NULL;
    int told = 0;
    const ecflink_time now = at("2022-04-18T14:00:00Z");

    fill_records(&records);
    CHECK_STATUS(
        ecflink_ledger_load(ledger, &records, &by, now, NULL, ECFLINK_DRY_RUN, &summary, NULL, &error),
        ECFLINK_OK);
    CHECK(summary.added == CENTRALS + ACCOUNTS);
    CHECK_STATUS(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &info, NULL, &error), ECFLINK_OK);
    CHECK(info.central_accounts == 0 && info.events == 1);

    work.progress = stop;
    work.progress_context = &told;
    CHECK_STATUS(ecflink_ledger_load(ledger, &records, &by, now, &work, 0, &summary, NULL, &error),
                 ECFLINK_E_CANCELLED);
    CHECK(told > 0);
    CHECK_STATUS(ecflink_ledger_load(ledger, &records, &by, now, NULL, 0, &summary, NULL, &error),
                 ECFLINK_OK);
    CHECK(summary.added + summary.unchanged == CENTRALS + ACCOUNTS && summary.malformed == 0);
    CHECK_STATUS(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &info, NULL, &error), ECFLINK_OK);
    CHECK(info.central_accounts == CENTRALS && info.court_accounts == ACCOUNTS && info.schema_version > 0);
    CHECK(strlen(info.id) == 32 && strncmp(info.policy_set, "sha256:", 7) == 0);

    /* Two rows of one key are left out and named; so is a malformed one, which is only counted. */
    records.central_account_count = CENTRALS + 1;
    centrals[1].usage = ECFLINK_CENTRAL_USAGE_MISSING;
    tombstone.court = "wiwd";
    tombstone.court_size = 4;
    tombstone.login = "nobody";
    tombstone.login_size = 6;
    tombstone.central = "1000004";
    tombstone.central_size = 7;
    tombstone.removed_at = now;
    tombstone.actor = "clerk";
    tombstone.actor_size = 5;
    records.tombstones = &tombstone;
    records.tombstone_count = 1;
    roster.court = "wiwd";
    roster.court_size = 4;
    roster.login = "ann";
    roster.login_size = 3;
    records.roster = &roster;
    records.roster_count = 1;
    CHECK_STATUS(ecflink_ledger_load(ledger, &records, &by, now, NULL, 0, &summary, &answer, &error),
                 ECFLINK_OK);
    CHECK(summary.ambiguous == 2 && summary.malformed == 1 && summary.unchanged == 7 &&
          summary.tombstones == 1);
    CHECK(ecflink_answer_count(answer) == 2);
    CHECK_STATUS(ecflink_left_out_get(answer, 0, &left_out, &error), ECFLINK_OK);
    CHECK(left_out.kind == ECFLINK_LEFT_OUT_AMBIGUOUS && left_out.row == 0 &&
          left_out.linked_at == ECFLINK_NO_TIME);
    CHECK_TEXT(left_out.table, "central_accounts");
    CHECK_STATUS(ecflink_left_out_get(answer, 2, &left_out, &error), ECFLINK_E_NOT_FOUND);
    CHECK(error.index == 0);
    ecflink_answer_free(answer);

    /* A failure in an array names the place. */
    centrals[1].usage = 99;
    CHECK_STATUS(ecflink_ledger_load(ledger, &records, &by, now, NULL, 0, &summary, NULL, &error),
                 ECFLINK_E_INVALID_NUMBER);
    CHECK(error.index == 1);
    CHECK_TEXT(error.field, "records.central_accounts.account.usage");
    centrals[1].usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
}

/* ---- the ceremony and the queue -------------------------------------------------------------- */

static int32_t prove(void* context, const char* court, size_t court_size, const char* login,
                     size_t login_size, ecflink_proof_class* proof_out) {
    CHECK(strlen(court) == court_size && strlen(login) == login_size);
    *proof_out = ECFLINK_PROOF_CLASS_PASSWORD;
    return *(const int32_t*)context;
}

static ecflink_status begin(const char* central, const char* court, const char* login, ecflink_time now,
                            int32_t answer_of_check, uint32_t flags, ecflink_begin_outcome* begun,
                            ecflink_answer** answer) {
    ecflink_begin_request request = ECFLINK_BEGIN_REQUEST_INIT;
    request.central_proof = ECFLINK_PROOF_CLASS_PASSWORD_MFA;
    request.central_proof_at = now;
    request.central = central;
    request.central_size = strlen(central);
    memset(request.session, 7, sizeof(request.session));
    request.court = court;
    request.court_size = strlen(court);
    request.login = login;
    request.login_size = strlen(login);
    request.check = (flags & ECFLINK_DRY_RUN) != 0 ? NULL : prove;
    request.check_context = &answer_of_check;
    return ecflink_ledger_begin(ledger, &request, now, flags, begun, answer, &error);
}

static ecflink_status commit(const char* central, const ecflink_begin_outcome* begun, ecflink_time now,
                             const ecflink_acting* approved, uint32_t flags, ecflink_commit_outcome* linked,
                             ecflink_answer** answer) {
    ecflink_confirm_request request = ECFLINK_CONFIRM_REQUEST_INIT;
    request.handle = begun->handle;
    request.handle_size = begun->handle_size;
    request.central = central;
    request.central_size = strlen(central);
    memset(request.session, 7, sizeof(request.session));
    memcpy(request.confirmed, begun->shown, sizeof(request.confirmed));
    request.approved = approved;
    return ecflink_ledger_commit(ledger, &request, now, flags, linked, answer, &error);
}

static void test_queue(void) {
    ecflink_begin_outcome begun = ECFLINK_BEGIN_OUTCOME_INIT;
    ecflink_commit_outcome linked = ECFLINK_COMMIT_OUTCOME_INIT;
    ecflink_held_link item = ECFLINK_HELD_LINK_INIT;
    ecflink_hold_outcome outcome = ECFLINK_HOLD_OUTCOME_INIT;
    ecflink_pair_review pair = ECFLINK_PAIR_REVIEW_INIT;
    ecflink_assessment why = ECFLINK_ASSESSMENT_INIT;
    ecflink_acting clerk = by;
    ecflink_answer* answer = NULL;
    ecflink_answer* page = NULL;
    const ecflink_time now = at("2022-04-25T13:10:00Z");
    const uint64_t name_differs = ECFLINK_FINDING_MASK(ECFLINK_FINDING_NAME_DIFFERS);

    CHECK_STATUS(begin("1000002", "wiwd", "bob", now, 5, 0, &begun, &page), ECFLINK_E_LEDGER_CHECK_FAILED);
    CHECK_STATUS(begin("1000002", "wiwd", "bob", now, 0, ECFLINK_DRY_RUN, &begun, &page), ECFLINK_OK);
    CHECK(begun.handle_size == 0 && begun.has_page == 1);
    ecflink_answer_free(page);

    CHECK_STATUS(begin("1000002", "wiwd", "bob", now, 0, 0, &begun, &page), ECFLINK_OK);
    CHECK(begun.verdict == ECFLINK_VERDICT_HOLD && begun.needs_approval == 1 && begun.held_as != 0);
    CHECK((begun.findings & name_differs) != 0 && begun.has_page == 1);
    CHECK_STATUS(ecflink_findings_explain(engine, TEXT("wiwd"), begun.findings, 0, now, &why, &error),
                 ECFLINK_OK);
    CHECK(why.verdict == ECFLINK_VERDICT_HOLD && (why.deciding & name_differs) != 0);
    CHECK(ecflink_answer_text_count(page, ECFLINK_TEXTS_LOOK_TWICE) == 1);
    CHECK_STATUS(commit("1000002", &begun, now + 1, NULL, 0, &linked, &answer), ECFLINK_OK);
    CHECK(linked.is_linked == 0 && linked.outward == ECFLINK_OUTWARD_ANSWER_NOT_NOW);
    CHECK_TEXT(linked.record, "");
    ecflink_answer_free(answer);

    CHECK_STATUS(ecflink_ledger_held_links(ledger, TEXT("wiwd"), 0, &answer, &error), ECFLINK_OK);
    CHECK(ecflink_answer_count(answer) == 1);
    CHECK_STATUS(ecflink_held_link_get(answer, 0, &item, &error), ECFLINK_OK);
    CHECK(item.id == begun.held_as && item.state == ECFLINK_HOLD_STATE_WAITING && item.proposed_at == now &&
          item.decided_at == ECFLINK_NO_TIME && (item.found & name_differs) != 0);
    CHECK_TEXT(item.login, "bob");
    ecflink_answer_free(answer);

    CHECK_STATUS(ecflink_ledger_review_hold(ledger, begun.held_as, now + 2, &outcome, &answer, &error),
                 ECFLINK_OK);
    CHECK(outcome.decided == 0 && outcome.sequence == 0 && outcome.has_changed == 0);
    CHECK_STATUS(ecflink_answer_pair(answer, &pair, &error), ECFLINK_OK);
    CHECK(pair.verdict == ECFLINK_VERDICT_HOLD);
    CHECK_TEXT(pair.account_name, "Zoe Different");
    CHECK_TEXT(pair.central_name, "Bob Barrister");
    CHECK(ecflink_answer_text_count(answer, ECFLINK_TEXTS_PERMANENT) > 0);
    ecflink_answer_free(answer);

    CHECK_STATUS(
        ecflink_ledger_approve_hold(ledger, begun.held_as, &clerk, now + 3, 0, &outcome, NULL, &error),
        ECFLINK_OK);
    CHECK(outcome.decided == ECFLINK_HOLD_ANSWER_REASON_MISSING && outcome.sequence == 0);
    clerk.reason = "the names are those of one person";
    clerk.reason_size = strlen(clerk.reason);
    CHECK_STATUS(ecflink_ledger_approve_hold(ledger, begun.held_as, &clerk, now + 3, ECFLINK_DRY_RUN,
                                             &outcome, NULL, &error),
                 ECFLINK_OK);
    CHECK(outcome.decided == ECFLINK_HOLD_ANSWER_APPROVED);
    CHECK_STATUS(
        ecflink_ledger_approve_hold(ledger, begun.held_as, &clerk, now + 3, 0, &outcome, &answer, &error),
        ECFLINK_OK);
    CHECK(outcome.decided == ECFLINK_HOLD_ANSWER_APPROVED && outcome.sequence != 0 &&
          outcome.approved_until > now);
    CHECK_STATUS(ecflink_held_link_get(answer, 0, &item, &error), ECFLINK_OK);
    CHECK(item.state == ECFLINK_HOLD_STATE_APPROVED && (item.approved & name_differs) != 0);
    CHECK_TEXT(item.decided_by, "clerk");
    ecflink_answer_free(answer);

    CHECK_STATUS(commit("1000002", &begun, now + 4, NULL, ECFLINK_DRY_RUN, &linked, &answer), ECFLINK_OK);
    CHECK(linked.is_linked == 1);
    ecflink_answer_free(answer);
    CHECK_STATUS(commit("1000002", &begun, now + 4, NULL, 0, &linked, &answer), ECFLINK_OK);
    CHECK(linked.is_linked == 1 && linked.linked_at == now + 4 && (linked.approved & name_differs) != 0 &&
          linked.sequence != 0 && ecflink_owed_count(answer) > 0);
    ecflink_answer_free(answer);
    CHECK_STATUS(
        ecflink_ledger_reject_hold(ledger, begun.held_as, &clerk, now + 5, 0, &outcome, NULL, &error),
        ECFLINK_OK);
    CHECK(outcome.decided == ECFLINK_HOLD_ANSWER_NOT_WAITING);
    CHECK_STATUS(ecflink_ledger_held_links(ledger, NULL, 0, 0, &answer, &error), ECFLINK_OK);
    CHECK(ecflink_answer_count(answer) == 0);
    ecflink_answer_free(answer);
    CHECK_STATUS(ecflink_ledger_held_links(ledger, NULL, 0, ECFLINK_HELD_WITH_CLOSED, &answer, &error),
                 ECFLINK_OK);
    CHECK(ecflink_answer_count(answer) == 1);
    ecflink_answer_free(answer);
    ecflink_answer_free(page);
}

/* ---- obligations, unlink, import ------------------------------------------------------------- */

static void test_obligations(void) {
    ecflink_owed owed[8] = {ECFLINK_OWED_INIT, ECFLINK_OWED_INIT, ECFLINK_OWED_INIT, ECFLINK_OWED_INIT,
                            ECFLINK_OWED_INIT, ECFLINK_OWED_INIT, ECFLINK_OWED_INIT, ECFLINK_OWED_INIT};
    ecflink_answer* answer = NULL;
    const ecflink_time now = at("2022-04-25T14:00:00Z");
    size_t count;
    size_t i;

    CHECK_STATUS(ecflink_ledger_obligations(ledger, 8, &answer, &error), ECFLINK_OK);
    count = ecflink_owed_count(answer);
    CHECK(count == 5 && ecflink_answer_count(answer) == 5);
    for (i = 0; i < count; ++i) {
        CHECK_STATUS(ecflink_owed_get(answer, i, &owed[i], &error), ECFLINK_OK);
        CHECK_TEXT(owed[i].central, "1000002");
    }
    CHECK_STATUS(ecflink_ledger_discharge(ledger, owed, 2, &by, now, ECFLINK_DRY_RUN, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_discharge(ledger, owed, 2, &by, now, 0, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_discharge(ledger, owed, 2, &by, now, 0, &error), ECFLINK_E_LEDGER_NOT_FOUND);
    ecflink_answer_free(answer);
    CHECK_STATUS(ecflink_ledger_obligations(ledger, 8, &answer, &error), ECFLINK_OK);
    CHECK(ecflink_owed_count(answer) == 3);
    ecflink_answer_free(answer);
}

static void test_unlink(void) {
    ecflink_pair pair = ECFLINK_PAIR_INIT;
    ecflink_unlink_outcome outcome = ECFLINK_UNLINK_OUTCOME_INIT;
    ecflink_pair_review review = ECFLINK_PAIR_REVIEW_INIT;
    ecflink_acting clerk = by;
    ecflink_answer* answer = NULL;
    const ecflink_time now = at("2022-04-26T14:00:00Z");

    pair.court = "wiwd";
    pair.court_size = 4;
    pair.login = "bob";
    pair.login_size = 3;
    pair.central = "1000002";
    pair.central_size = 7;
    CHECK_STATUS(ecflink_ledger_unlink(ledger, &pair, &clerk, now, 0, &outcome, NULL, &error), ECFLINK_OK);
    CHECK(outcome.answer == ECFLINK_UNLINK_ANSWER_REASON_MISSING);
    clerk.reason = "linked by mistake";
    clerk.reason_size = strlen(clerk.reason);
    CHECK_STATUS(ecflink_ledger_unlink(ledger, &pair, &clerk, now, 0, &outcome, &answer, &error), ECFLINK_OK);
    CHECK(outcome.answer == ECFLINK_UNLINK_ANSWER_REMOVED && outcome.sequence != 0);
    CHECK(ecflink_owed_count(answer) == 4);
    CHECK_STATUS(ecflink_answer_pair(answer, &review, &error), ECFLINK_OK);
    CHECK_TEXT(review.central_name, "Bob Barrister");
    ecflink_answer_free(answer);
    CHECK_STATUS(ecflink_ledger_unlink(ledger, &pair, &clerk, now, 0, &outcome, NULL, &error), ECFLINK_OK);
    CHECK(outcome.answer == ECFLINK_UNLINK_ANSWER_NOT_LINKED);
}

static int32_t take_row(void* context, const ecflink_import_outcome* row) {
    ecflink_import_answer* answers = (ecflink_import_answer*)context;
    CHECK(row->struct_size == sizeof(*row) && row->row < 2);
    answers[row->row] = row->answer;
    return 0;
}

static int32_t take_no_row(void* context, const ecflink_import_outcome* row) {
    (void)context;
    return row->answer;
}

static void test_import(void) {
    ecflink_ledger_row row = ECFLINK_LEDGER_ROW_INIT;
    ecflink_link_record links[2] = {ECFLINK_LINK_RECORD_INIT, ECFLINK_LINK_RECORD_INIT};
    ecflink_records records = ECFLINK_RECORDS_INIT;
    ecflink_import_summary summary = ECFLINK_IMPORT_SUMMARY_INIT;
    ecflink_import_answer answers[2] = {0, 0};
    const ecflink_time now = at("2022-04-27T14:00:00Z");
    int i;

    row.linked_at = at("2022-04-25T15:00:00Z");
    row.confirmed_at = row.linked_at;
    for (i = 0; i < 2; ++i) {
        links[i].court = i == 0 ? "wiwb" : "wiwd";
        links[i].court_size = 4;
        links[i].login = i == 0 ? "dee" : "bob";
        links[i].login_size = 3;
        links[i].central = i == 0 ? "1000004" : "1000002";
        links[i].central_size = 7;
        links[i].row = &row;
        links[i].central_proof = ECFLINK_PROOF_CLASS_PASSWORD_MFA;
        links[i].central_proof_at = row.linked_at - 60000000;
        links[i].account_proof = ECFLINK_PROOF_CLASS_PASSWORD;
        links[i].account_proof_at = row.linked_at - 60000000;
        links[i].account_proof_court = links[i].court;
        links[i].account_proof_court_size = 4;
    }
    records.links = links;
    records.link_count = 2;
    CHECK_STATUS(ecflink_ledger_import(ledger, &records, NULL, &by, now, take_no_row, NULL, NULL,
                                       ECFLINK_DRY_RUN, &summary, &error),
                 ECFLINK_E_CANCELLED);
    CHECK_STATUS(
        ecflink_ledger_import(ledger, &records, NULL, &by, now, take_row, answers, NULL, 0, &summary, &error),
        ECFLINK_OK);
    CHECK(answers[0] == ECFLINK_IMPORT_ANSWER_LINKED && answers[1] == ECFLINK_IMPORT_ANSWER_TOMBSTONED);
    CHECK(summary.answers[ECFLINK_IMPORT_ANSWER_LINKED] == 1 &&
          summary.answers[ECFLINK_IMPORT_ANSWER_TOMBSTONED] == 1);
    CHECK_STATUS(
        ecflink_ledger_import(ledger, &records, NULL, &by, now, NULL, NULL, NULL, 0, &summary, &error),
        ECFLINK_OK);
    CHECK(summary.answers[ECFLINK_IMPORT_ANSWER_IDENTICAL] == 1);
}

/* ---- registration, agents, passwords --------------------------------------------------------- */

static void test_registration(void) {
    ecflink_registration_request request = ECFLINK_REGISTRATION_REQUEST_INIT;
    ecflink_registration_outcome outcome = ECFLINK_REGISTRATION_OUTCOME_INIT;
    ecflink_registration_item item = ECFLINK_REGISTRATION_ITEM_INIT;
    ecflink_pair_review pair = ECFLINK_PAIR_REVIEW_INIT;
    ecflink_acting center = by;
    ecflink_acting court = by;
    ecflink_answer* answer = NULL;
    const ecflink_time now = at("2022-05-02T14:00:00Z");
    uint64_t id;

    request.court = "wiwd";
    request.court_size = 4;
    request.central = "1000001";
    request.central_size = 7;
    request.type = ECFLINK_REQUEST_TYPE_ADMISSION;
    request.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    CHECK_STATUS(ecflink_ledger_submit_registration(ledger, &request, now, 0, &outcome, NULL, &error),
                 ECFLINK_OK);
    CHECK(outcome.answer == ECFLINK_REGISTRATION_ANSWER_MOVED &&
          outcome.state == ECFLINK_REGISTRATION_STATE_SUBMITTED && outcome.id != 0);
    id = outcome.id;
    CHECK_STATUS(ecflink_ledger_submit_registration(ledger, &request, now, 0, &outcome, NULL, &error),
                 ECFLINK_OK);
    CHECK(outcome.answer == ECFLINK_REGISTRATION_ANSWER_ALREADY_ASKED && outcome.id == 0);
    center.who = ECFLINK_ACTOR_CENTER;
    CHECK_STATUS(ecflink_ledger_move_registration(ledger, id, ECFLINK_REGISTRATION_MOVE_ROUTE, &center,
                                                  now + 1, NULL, 0, 0, &outcome, NULL, &error),
                 ECFLINK_OK);
    CHECK(outcome.state == ECFLINK_REGISTRATION_STATE_COURT_PENDING);
    CHECK_STATUS(ecflink_ledger_move_registration(ledger, id, ECFLINK_REGISTRATION_MOVE_APPROVE, &court,
                                                  now + 2, TEXT("bob"), 0, &outcome, NULL, &error),
                 ECFLINK_E_LEDGER_CONFLICT);
    court.reason = "admitted";
    court.reason_size = 8;
    CHECK_STATUS(ecflink_ledger_move_registration(ledger, id, ECFLINK_REGISTRATION_MOVE_APPROVE, &court,
                                                  now + 2, TEXT("annattorney"), 0, &outcome, &answer, &error),
                 ECFLINK_OK);
    CHECK(outcome.answer == ECFLINK_REGISTRATION_ANSWER_ADMITTED && outcome.linked_sequence != 0);
    CHECK_STATUS(ecflink_registration_get(answer, 0, &item, &error), ECFLINK_OK);
    CHECK_TEXT(item.central, "1000001");
    CHECK_STATUS(ecflink_answer_pair(answer, &pair, &error), ECFLINK_OK);
    CHECK_TEXT(pair.central_name, "Ann Attorney");
    ecflink_answer_free(answer);
    CHECK_STATUS(ecflink_ledger_registrations(ledger, TEXT("wiwd"), NULL, 0, &answer, &error), ECFLINK_OK);
    CHECK(ecflink_answer_count(answer) == 1);
    CHECK_STATUS(ecflink_registration_get(answer, 0, &item, &error), ECFLINK_OK);
    CHECK(item.id == id && item.state == ECFLINK_REGISTRATION_STATE_APPROVED && item.submitted_at == now &&
          item.decided_at == now + 2 && item.type == ECFLINK_REQUEST_TYPE_ADMISSION);
    CHECK_TEXT(item.reason, "admitted");
    ecflink_answer_free(answer);
    CHECK_STATUS(ecflink_ledger_registrations(ledger, NULL, 0, TEXT("1000004"), &answer, &error), ECFLINK_OK);
    CHECK(ecflink_answer_count(answer) == 0);
    ecflink_answer_free(answer);
}

static void test_agents(void) {
    ecflink_agency agency = ECFLINK_AGENCY_INIT;
    ecflink_agency kept = ECFLINK_AGENCY_INIT;
    ecflink_agency_answer outcome = 0;
    ecflink_answer* answer = NULL;
    const ecflink_time now = at("2022-05-03T14:00:00Z");

    agency.court = "wiwb";
    agency.court_size = 4;
    agency.agent = "cyagent";
    agency.agent_size = 7;
    agency.principal = "dee";
    agency.principal_size = 3;
    agency.state = ECFLINK_AGENCY_STATE_ACTIVE;
    CHECK_STATUS(ecflink_ledger_set_agency(ledger, &agency, &by, now, 0, &outcome, &error), ECFLINK_OK);
    CHECK(outcome == ECFLINK_AGENCY_ANSWER_AGENT_NOT_LINKED);
    {
        ecflink_begin_outcome begun = ECFLINK_BEGIN_OUTCOME_INIT;
        ecflink_commit_outcome linked = ECFLINK_COMMIT_OUTCOME_INIT;
        ecflink_answer* page = NULL;
        CHECK_STATUS(begin("1000003", "wiwb", "cyagent", now, 0, 0, &begun, &page), ECFLINK_OK);
        if (begun.is_linked == 0) {
            CHECK_STATUS(commit("1000003", &begun, now, NULL, 0, &linked, &answer), ECFLINK_OK);
            CHECK_STATUS(ecflink_answer_commit(page, &linked, &error), ECFLINK_E_NOT_FOUND);
            ecflink_answer_free(answer);
        } else {
            CHECK_STATUS(ecflink_answer_commit(page, &linked, &error), ECFLINK_OK);
            CHECK(linked.is_linked == 1 && linked.record_size > 0);
        }
        ecflink_answer_free(page);
    }
    CHECK_STATUS(ecflink_ledger_set_agency(ledger, &agency, &by, now, 0, &outcome, &error), ECFLINK_OK);
    CHECK(outcome == ECFLINK_AGENCY_ANSWER_ASSOCIATED);
    CHECK_STATUS(ecflink_ledger_agencies(ledger, TEXT("wiwb"), &answer, &error), ECFLINK_OK);
    CHECK(ecflink_answer_count(answer) == 1);
    CHECK_STATUS(ecflink_agency_get(answer, 0, &kept, &error), ECFLINK_OK);
    CHECK_TEXT(kept.agent, "cyagent");
    CHECK(kept.principal_size == 3 && kept.state == ECFLINK_AGENCY_STATE_ACTIVE);
    ecflink_answer_free(answer);
    agency.state = ECFLINK_AGENCY_STATE_INACTIVE;
    CHECK_STATUS(ecflink_ledger_set_agency(ledger, &agency, &by, now, ECFLINK_DRY_RUN, &outcome, &error),
                 ECFLINK_OK);
    CHECK(outcome == ECFLINK_AGENCY_ANSWER_REMOVED);
    /* Six minutes before the agency was made. */
    CHECK_STATUS(
        ecflink_ledger_set_agency(ledger, &agency, &by, now - INT64_C(6) * 60 * 1000000, 0, &outcome, &error),
        ECFLINK_E_LEDGER_TOO_EARLY);
}

static void test_passwords(void) {
    ecflink_password_cost cheap = ECFLINK_PASSWORD_COST_INIT;
    const ecflink_time now = at("2022-05-04T14:00:00Z");
    int32_t answer = 7;

    cheap.operations = 1;
    cheap.memory_bytes = 8192;
    CHECK_STATUS(ecflink_ledger_is_password_retired(ledger, TEXT("wiwd"), TEXT("ann"), &answer, &error),
                 ECFLINK_OK);
    CHECK(answer == -1);
    CHECK_STATUS(ecflink_ledger_set_password(ledger, TEXT("wiwd"), TEXT("ann"), TEXT("secret"), &by, now,
                                             &cheap, 0, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_is_password_retired(ledger, TEXT("wiwd"), TEXT("ann"), &answer, &error),
                 ECFLINK_OK);
    CHECK(answer == 0);
    CHECK_STATUS(
        ecflink_ledger_check_password(ledger, TEXT("wiwd"), TEXT("ann"), TEXT("secret"), &answer, &error),
        ECFLINK_OK);
    CHECK(answer == 1);
    CHECK_STATUS(
        ecflink_ledger_check_password(ledger, TEXT("wiwd"), TEXT("ann"), TEXT("Secret"), &answer, &error),
        ECFLINK_OK);
    CHECK(answer == 0);
    CHECK_STATUS(ecflink_ledger_set_password(ledger, TEXT("wiwd"), TEXT("nobody"), TEXT("secret"), &by, now,
                                             &cheap, 0, &error),
                 ECFLINK_E_LEDGER_NOT_FOUND);
    CHECK(strstr(error.message, "secret") == NULL);
}

/* ---- the trail ------------------------------------------------------------------------------- */

static int32_t count_line(void* context, const char* line, size_t size) {
    CHECK(line[size] == '\0');
    ++*(int*)context;
    return *(int*)context == 3;
}

static void test_trail(void) {
    ecflink_audit_check check = ECFLINK_AUDIT_CHECK_INIT;
    ecflink_audit_summary summary = ECFLINK_AUDIT_SUMMARY_INIT;
    ecflink_audit_chain chain = ECFLINK_AUDIT_CHAIN_INIT;
    ecflink_audit_problem problem = ECFLINK_AUDIT_PROBLEM_INIT;
    ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    ecflink_answer* answer = NULL;
    char trusted[80];
    char foreign[8192];
    size_t size = 0;
    int lines = 0;
    int signed_lines = 0;
    int32_t versions = 7;
    const ecflink_time now = at("2022-05-05T14:00:00Z");

    CHECK(witnessed > 0);
    CHECK_STATUS(ecflink_ledger_sign_audit(ledger, now, witness, &signed_lines, &error), ECFLINK_OK);
    CHECK(signed_lines == 1);
    CHECK_STATUS(ecflink_ledger_sign_audit(ledger, now, count_line, &lines, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_export_audit(ledger, count_line, &lines, &error), ECFLINK_E_CANCELLED);
    CHECK(lines == 3);

    CHECK_STATUS(ecflink_keys_public(keys, 0, trusted, sizeof(trusted), &size, &error), ECFLINK_OK);
    CHECK(size == 64);
    check.keys = keys;
    check.trusted = trusted;
    check.trusted_size = size;
    check.witnesses = witness_line;
    check.witnesses_size = strlen(witness_line);
    CHECK_STATUS(ecflink_ledger_verify_audit(ledger, &check, NULL, &summary, &answer, &error), ECFLINK_OK);
    CHECK(summary.is_whole == 1 && summary.keys_are_trusted == 1 && summary.tags_were_checked == 1 &&
          summary.witnesses == 1 && summary.entries == summary.authenticated &&
          summary.covered == summary.entries && summary.chains == 3);
    CHECK_STATUS(ecflink_audit_chain_get(answer, 1, &chain, &error), ECFLINK_OK);
    CHECK(chain.is_whole == 1 && chain.place == chain.signed_up_to && strlen(chain.hash) == 64);
    CHECK_TEXT(chain.court, "wiwb");
    ecflink_answer_free(answer);

    /* A checkpoint that this ledger never had: one digit of its signature is another. */
    memcpy(foreign, witness_line, sizeof(foreign));
    {
        char* digit = strstr(foreign, "\"signature\":\"") + 13;
        *digit = *digit == '0' ? '1' : '0';
    }
    check.witnesses = foreign;
    CHECK_STATUS(ecflink_ledger_verify_audit(ledger, &check, NULL, &summary, &answer, &error), ECFLINK_OK);
    CHECK(summary.is_whole == 0 && summary.problems == 1);
    CHECK_STATUS(ecflink_audit_problem_get(answer, 0, &problem, &error), ECFLINK_OK);
    CHECK_TEXT(problem.flaw, "bad-signature");
    CHECK(problem.message[0] != '\0' && problem.checkpoint != 0);
    ecflink_answer_free(answer);

    CHECK_STATUS(ecflink_ledger_adopt_policies(ledger, &by, now, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &info, &answer, &error), ECFLINK_OK);
    CHECK(info.events == summary.entries && ecflink_answer_count(answer) == 3 && info.active_links == 3 &&
          info.removed_links == 1);
    CHECK_STATUS(ecflink_audit_chain_get(answer, 0, &chain, &error), ECFLINK_OK);
    CHECK_TEXT(chain.court, "");
    ecflink_answer_free(answer);

    options.address = address;
    options.address_size = strlen(address);
    CHECK_STATUS(ecflink_ledger_migrate(&options, &by, now, ECFLINK_DRY_RUN, &versions, &error), ECFLINK_OK);
    CHECK(versions == 0);
}

/* Changes the database as nobody may: without the ledger. */
static void run_sql(const char* sql) {
    sqlite3* db = NULL;
    if (strncmp(address, "sqlite:", 7) == 0) {
        CHECK(sqlite3_open(address + 7, &db) == SQLITE_OK);
        CHECK(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK && sqlite3_changes(db) > 0);
        CHECK(sqlite3_close(db) == SQLITE_OK);
        return;
    }
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    {
        PGconn* connection = PQconnectdb(address);
        PGresult* result = PQexec(connection, sql);
        CHECK(PQresultStatus(result) == PGRES_COMMAND_OK && strcmp(PQcmdTuples(result), "0") != 0);
        PQclear(result);
        PQfinish(connection);
    }
#else
    CHECK(!"this test was built without PostgreSQL");
#endif
}

/* The tables are what the events say, until somebody writes to them. */
static void test_state(void) {
    ecflink_state_summary summary = ECFLINK_STATE_SUMMARY_INIT;
    ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
    ecflink_audit_summary trail = ECFLINK_AUDIT_SUMMARY_INIT;
    ecflink_row_difference row = ECFLINK_ROW_DIFFERENCE_INIT;
    ecflink_column_difference column = ECFLINK_COLUMN_DIFFERENCE_INIT;
    ecflink_work work = ECFLINK_WORK_INIT;
    ecflink_answer* answer = NULL;
    uint64_t compared;
    size_t i;
    int seen = 0;

    CHECK_STATUS(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &info, NULL, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_compare_state(ledger, NULL, &summary, &answer, &error), ECFLINK_OK);
    CHECK(summary.agrees == 1 && summary.differences == 0 && summary.events == info.events &&
          summary.rows > 10);
    CHECK(ecflink_answer_count(answer) == 0);
    CHECK_STATUS(ecflink_row_difference_get(answer, 0, &row, &error), ECFLINK_E_NOT_FOUND);
    ecflink_answer_free(answer);
    compared = summary.rows;

    run_sql("UPDATE links SET state = 'active' WHERE login = 'bob'");
    run_sql("DELETE FROM agencies WHERE agent = 'cyagent'");
    run_sql("INSERT INTO attempts VALUES (7000, 'wiwd', 'x', 0, 'failed')");
    work.threads = 4;
    CHECK_STATUS(ecflink_ledger_compare_state(ledger, &work, &summary, &answer, &error), ECFLINK_OK);
    CHECK(summary.agrees == 0 && summary.differences == 3 && summary.events == info.events &&
          summary.rows == compared); /* one less, and one more */
    CHECK(ecflink_answer_count(answer) == 3);
    for (i = 0; i < ecflink_answer_count(answer); ++i) {
        CHECK_STATUS(ecflink_row_difference_get(answer, i, &row, &error), ECFLINK_OK);
        CHECK(row.message[0] != '\0' && row.key[0] != '\0');
        if (strcmp(row.flaw, "changed") == 0) {
            seen |= 1;
            CHECK_TEXT(row.table, "links");
            CHECK(row.event != 0 && row.columns == 1);
            CHECK_STATUS(ecflink_column_difference_get(answer, i, 0, &column, &error), ECFLINK_OK);
            CHECK_TEXT(column.name, "state");
            CHECK_TEXT(column.events, "\"removed\"");
            CHECK_TEXT(column.table, "\"active\"");
            CHECK_STATUS(ecflink_column_difference_get(answer, i, 1, &column, &error), ECFLINK_E_NOT_FOUND);
            CHECK_TEXT(error.field, "column");
        } else if (strcmp(row.flaw, "missing") == 0) {
            seen |= 2;
            CHECK_TEXT(row.table, "agencies");
            CHECK(row.event != 0 && row.columns > 0);
            CHECK_STATUS(ecflink_column_difference_get(answer, i, 0, &column, &error), ECFLINK_OK);
            CHECK(column.events[0] != '\0' && column.table[0] == '\0');
        } else {
            seen |= 4;
            CHECK_TEXT(row.flaw, "unexpected");
            CHECK_TEXT(row.table, "attempts");
            CHECK(row.event == 0 && row.columns > 0);
            CHECK_STATUS(ecflink_column_difference_get(answer, i, 0, &column, &error), ECFLINK_OK);
            CHECK(column.events[0] == '\0' && column.table[0] != '\0');
        }
    }
    CHECK(seen == 7);
    CHECK_STATUS(ecflink_row_difference_get(answer, 3, &row, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "index");
    ecflink_answer_free(answer);

    /* The trail does not notice: this is what compare_state is for. */
    CHECK_STATUS(ecflink_ledger_verify_audit(ledger, NULL, NULL, &trail, NULL, &error), ECFLINK_OK);
    CHECK(trail.is_whole == 1);
}

static int32_t take_link(void* context, const ecflink_verified_link* link) {
    uint64_t* failing = (uint64_t*)context;
    CHECK(strlen(link->court) == 4 && link->login[0] != '\0' && link->linked_at != ECFLINK_NO_TIME);
    if (strcmp(link->login, "bob") == 0) {
        CHECK(link->state == ECFLINK_LINK_STATE_REMOVED &&
              (link->approved & ECFLINK_FINDING_MASK(ECFLINK_FINDING_NAME_DIFFERS)) != 0);
    }
    *failing += link->verdict == ECFLINK_VERDICT_ALLOW ? 0 : 1;
    return 0;
}

static int32_t take_no_link(void* context, const ecflink_verified_link* link) {
    (void)context;
    return (int32_t)link->struct_size;
}

static void test_verify(void) {
    ecflink_records records = ECFLINK_RECORDS_INIT;
    ecflink_load_summary loaded = ECFLINK_LOAD_SUMMARY_INIT;
    ecflink_verify_summary summary = ECFLINK_VERIFY_SUMMARY_INIT;
    const ecflink_time now = at("2022-05-05T15:00:00Z");
    uint64_t failing = 0;

    CHECK_STATUS(ecflink_ledger_verify(ledger, now, take_link, &failing, NULL, &summary, &error), ECFLINK_OK);
    CHECK(summary.links == 4 && summary.removed == 1 && summary.allow == 4 && failing == 0);

    /* The court ends an account that is linked. */
    fill_records(&records);
    accounts[3].status = ECFLINK_ACCOUNT_STATUS_TERMINATED;
    CHECK_STATUS(ecflink_ledger_load(ledger, &records, &by, now, NULL, 0, &loaded, NULL, &error), ECFLINK_OK);
    CHECK(loaded.changed == 1);
    CHECK_STATUS(ecflink_ledger_verify(ledger, now, take_link, &failing, NULL, &summary, &error), ECFLINK_OK);
    CHECK(summary.links == 4 && summary.refuse == 1 && failing == 1 &&
          summary.findings[ECFLINK_FINDING_ACCOUNT_TERMINATED] == 1);
    CHECK_STATUS(ecflink_ledger_verify(ledger, now, take_no_link, NULL, NULL, &summary, &error),
                 ECFLINK_E_CANCELLED);
}

/* The tables of the ledger, verified as anybody's tables are, give the answers of the ledger. What
 * was given as Arrow lives on when the tables are freed. */
static void test_tables(void) {
    static const char* const names[] = {"central_accounts", "court_accounts", "tombstones", "roster",
                                        "links"};
    struct ArrowArrayStream streams[5];
    struct ArrowArrayStream other;
    struct ArrowSchema schema;
    struct ArrowArray batch;
    struct ArrowArray login;
    ecflink_verify_summary told = ECFLINK_VERIFY_SUMMARY_INIT;
    ecflink_tally tally = ECFLINK_TALLY_INIT;
    ecflink_ledger_tables* tables = NULL;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_report* report = NULL;
    uint64_t findings[4];
    uint8_t verdicts[4];
    const ecflink_time now = at("2022-05-05T15:00:00Z");
    size_t i;

    CHECK_STATUS(ecflink_ledger_verify(ledger, now, NULL, NULL, NULL, &told, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_read_tables(ledger, &tables, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_tables_export(tables, TEXT("Links"), &other, &error), ECFLINK_E_NOT_FOUND);
    CHECK(strstr(error.message, "registrations") != NULL);
    for (i = 0; i < 5; ++i) {
        CHECK_STATUS(ecflink_ledger_tables_export(tables, names[i], strlen(names[i]), &streams[i], &error),
                     ECFLINK_OK);
    }
    CHECK_STATUS(ecflink_ledger_tables_export(tables, TEXT("registrations"), &other, &error), ECFLINK_OK);
    other.release(&other); /* before it was read */
    CHECK_STATUS(ecflink_ledger_tables_export(tables, TEXT("links"), &other, &error), ECFLINK_OK);
    ecflink_ledger_tables_free(tables);
    CHECK(other.get_schema(&other, &schema) == 0 && schema.n_children > 3);
    CHECK(strcmp(schema.children[0]->name, "court") == 0 && strcmp(schema.children[0]->format, "U") == 0);
    schema.release(&schema);
    CHECK(other.get_next(&other, &batch) == 0 && batch.length == 4);
    login = *batch.children[1]; /* moved out */
    batch.children[1]->release = NULL;
    batch.release(&batch);
    CHECK(other.get_next(&other, &batch) == 0 && batch.release == NULL);
    other.release(&other);
    CHECK(login.length == 4 && ((const int64_t*)login.buffers[1])[0] == 0 &&
          ((const int64_t*)login.buffers[1])[1] == 3 && memcmp(login.buffers[2], "bob", 3) == 0);
    login.release(&login);

    CHECK_STATUS(ecflink_index_create(engine, NULL, ECFLINK_ARROW_CHECK_FULL, &streams[0], &streams[1],
                                      &streams[2], &streams[3], &index, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_links_create(ECFLINK_ARROW_CHECK_FULL, &streams[4], &links, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, now, NULL, findings, verdicts, 4, &report, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_report_total(report, &tally, &error), ECFLINK_OK);
    CHECK(tally.links == told.links && tally.removed == told.removed && tally.allow == told.allow &&
          tally.refuse == told.refuse && tally.refuse == 1);
    CHECK(memcmp(tally.findings, told.findings, sizeof(tally.findings)) == 0);
    CHECK(ecflink_index_unknown_column_count(index) == 0 && ecflink_links_unknown_column_count(links) == 0);
    ecflink_report_free(report);
    ecflink_links_free(links);
    ecflink_index_free(index);
}

/* Without keys a ledger is read and not written; with foreign ones it is not opened. */
static void test_keys(void) {
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
    ecflink_ledger* reader = NULL;
    ecflink_keys* others = NULL;
    char line[80];
    char served[80];
    size_t size = 0;
    size_t i;

    options.address = address;
    options.address_size = strlen(address);
    CHECK_STATUS(ecflink_ledger_open(engine, &options, &reader, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_describe(reader, ECFLINK_NO_TIME, &info, NULL, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_set_contacts(reader, NULL, 0, &by, at("2022-05-06T14:00:00Z"), &error),
                 ECFLINK_E_LEDGER_NO_KEYS);
    ecflink_ledger_free(reader);

    CHECK_STATUS(ecflink_keys_generate(line, sizeof(line), &size, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_keys_parse(line, size, &others, &error), ECFLINK_OK);
    for (i = 0; i < size; ++i) {
        CHECK(line[i] == '\0');
    }
    options.keys = others;
    CHECK_STATUS(ecflink_ledger_open(engine, &options, &reader, &error), ECFLINK_E_LEDGER_OTHER_KEYS);
    CHECK(ecflink_keys_serve(others, info.id, strlen(info.id)) == 1);
    CHECK_STATUS(ecflink_keys_ledger_line(info.id, strlen(info.id), served, sizeof(served), &size, &error),
                 ECFLINK_OK);
    CHECK(strncmp(served, "ecflink-ledger-1:", 17) == 0);
    ecflink_keys_free(others);
    CHECK_STATUS(ecflink_keys_parse(served, size, &others, &error), ECFLINK_E_INPUT);
}

int main(int argc, char** argv) {
    ecflink_engine_options policies = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_policy_layer layer = ECFLINK_POLICY_LAYER_INIT;
    char line[80];
    char url[512];
    size_t size = 0;

    address = "sqlite:ledger_test.db";
    if (argc > 1 && strcmp(argv[1], "postgresql") == 0) {
        snprintf(url, sizeof(url), "%s&options=-csearch_path%%3Dpublic", getenv("ECFLINK_TEST_POSTGRESQL"));
        address = url;
    } else {
        (void)remove("ledger_test.db");
    }
    by.who = ECFLINK_ACTOR_COURT;
    by.id = "clerk";
    by.id_size = 5;
    layer.name = "holds.json";
    layer.name_size = 10;
    layer.text =
        "{\"ecflink-policy\": 1, \"court\": \"wiwd\", \"dispositions\": {\"name-differs\": \"hold\"}}";
    layer.text_size = strlen(layer.text);
    policies.layers = &layer;
    policies.layer_count = 1;
    CHECK_STATUS(ecflink_engine_create(&policies, &engine, NULL, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_keys_generate(line, sizeof(line), &size, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_keys_parse(line, size, &keys, &error), ECFLINK_OK);
    open_ledger(1);
    if (ledger == NULL) {
        return 1;
    }
    test_load();
    ecflink_ledger_free(ledger);
    open_ledger(0);
    test_queue();
    test_obligations();
    test_unlink();
    test_import();
    test_registration();
    test_agents();
    test_passwords();
    test_trail();
    test_verify();
    test_tables();
    test_keys();
    test_state();
    ecflink_ledger_free(ledger);
    ecflink_keys_free(keys);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
