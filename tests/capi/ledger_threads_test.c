/* One ledger and many threads: every thread links accounts of its own, and all of them try one more
 * pair, which only one of them links. Other threads read, verify and compare meanwhile.
 *
 *     ledger_threads_test             over SQLite, in a new file of the working folder
 *     ledger_threads_test postgresql  over the server that ECFLINK_TEST_POSTGRESQL names
 */
#include <ecflink/ecflink_ledger.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

enum { WRITERS = 6, READERS = 2, PAIRS = 8, ALL = WRITERS * PAIRS + 1 };

static ecflink_engine* engine;
static ecflink_keys* keys;
static ecflink_ledger* ledger;
static ecflink_error error = ECFLINK_ERROR_INIT;
static char logins[ALL][24];
static char centrals[ALL][24];

/* What a thread found; it is looked at when the thread has ended. */
struct work {
    int number;
    int linked;        /* of its own pairs */
    int linked_common; /* the pair that all of them try */
    int failures;
    char message[400];
};

static void fail(struct work* of, const char* what, const ecflink_error* why) {
    if (of->failures++ == 0) {
        snprintf(of->message, sizeof(of->message), "%s: %s: %s", what, ecflink_status_name(why->status),
                 why->message);
    }
}

static int32_t prove(void* context, const char* court, size_t court_size, const char* login,
                     size_t login_size, ecflink_proof_class* proof_out) {
    (void)context;
    (void)court;
    *proof_out = court_size == 4 && strlen(login) == login_size ? ECFLINK_PROOF_CLASS_PASSWORD
                                                                : ECFLINK_PROOF_CLASS_NONE;
    return 0;
}

static int link_pair(struct work* of, int pair, ecflink_time now) {
    ecflink_begin_request request = ECFLINK_BEGIN_REQUEST_INIT;
    ecflink_begin_outcome begun = ECFLINK_BEGIN_OUTCOME_INIT;
    ecflink_confirm_request confirmation = ECFLINK_CONFIRM_REQUEST_INIT;
    ecflink_commit_outcome linked = ECFLINK_COMMIT_OUTCOME_INIT;
    ecflink_answer* page = NULL;
    ecflink_answer* answer = NULL;
    ecflink_error why = ECFLINK_ERROR_INIT;

    request.central_proof = ECFLINK_PROOF_CLASS_PASSWORD_MFA;
    request.central_proof_at = now;
    request.central = centrals[pair];
    request.central_size = strlen(centrals[pair]);
    request.court = "wiwd";
    request.court_size = 4;
    request.login = logins[pair];
    request.login_size = strlen(logins[pair]);
    request.check = prove;
    memset(request.session, 7, sizeof(request.session));
    if (ecflink_ledger_begin(ledger, &request, now, 0, &begun, &page, &why) != ECFLINK_OK) {
        fail(of, "begin", &why);
        return 0;
    }
    if (begun.has_page == 1) {
        confirmation.handle = begun.handle;
        confirmation.handle_size = begun.handle_size;
        confirmation.central = centrals[pair];
        confirmation.central_size = strlen(centrals[pair]);
        memset(confirmation.session, 7, sizeof(confirmation.session));
        memcpy(confirmation.confirmed, begun.shown, sizeof(confirmation.confirmed));
        if (ecflink_ledger_commit(ledger, &confirmation, now, 0, &linked, &answer, &why) != ECFLINK_OK) {
            fail(of, "commit", &why);
        }
        ecflink_answer_free(answer);
    }
    ecflink_answer_free(page);
    return linked.is_linked;
}

static void* write_links(void* context) {
    struct work* of = context;
    ecflink_time now = ECFLINK_NO_TIME;
    int i;
    (void)ecflink_time_parse("2022-04-25T14:00:00Z", 20, &now, NULL);
    for (i = 0; i < PAIRS; ++i) {
        of->linked += link_pair(of, of->number * PAIRS + i, now);
        if (i == PAIRS / 2) {
            of->linked_common = link_pair(of, ALL - 1, now);
        }
    }
    return NULL;
}

static void* read_ledger(void* context) {
    struct work* of = context;
    ecflink_time now = ECFLINK_NO_TIME;
    int i;
    (void)ecflink_time_parse("2022-04-25T15:00:00Z", 20, &now, NULL);
    for (i = 0; i < 6; ++i) {
        ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
        ecflink_state_summary state = ECFLINK_STATE_SUMMARY_INIT;
        ecflink_audit_summary trail = ECFLINK_AUDIT_SUMMARY_INIT;
        ecflink_verify_summary verified = ECFLINK_VERIFY_SUMMARY_INIT;
        ecflink_answer* answer = NULL;
        ecflink_error why = ECFLINK_ERROR_INIT;
        if (ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &info, &answer, &why) != ECFLINK_OK ||
            ecflink_ledger_compare_state(ledger, NULL, &state, NULL, &why) != ECFLINK_OK ||
            ecflink_ledger_verify_audit(ledger, NULL, NULL, &trail, NULL, &why) != ECFLINK_OK ||
            ecflink_ledger_verify(ledger, now, NULL, NULL, NULL, &verified, &why) != ECFLINK_OK) {
            fail(of, "read", &why);
        } else if (state.agrees != 1 || trail.is_whole != 1 || verified.refuse != 0) {
            fail(of, "the ledger is not whole", &why);
        }
        ecflink_answer_free(answer);
    }
    return NULL;
}

static void load_accounts(ecflink_time now) {
    static ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    static ecflink_court_account accounts[ALL];
    static ecflink_central_record central_records[ALL];
    static ecflink_court_record court_records[ALL];
    const ecflink_court_account no_account = ECFLINK_COURT_ACCOUNT_INIT;
    const ecflink_central_record no_central_record = ECFLINK_CENTRAL_RECORD_INIT;
    const ecflink_court_record no_court_record = ECFLINK_COURT_RECORD_INIT;
    ecflink_records records = ECFLINK_RECORDS_INIT;
    ecflink_load_summary summary = ECFLINK_LOAD_SUMMARY_INIT;
    ecflink_acting by = ECFLINK_ACTING_INIT;
    int i;

    central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    central.mfa = ECFLINK_MFA_STATE_ENROLLED;
    central.registration = ECFLINK_REGISTRATION_TYPE_ATTORNEY_FILER;
    central.name = "Attorney Sample";
    central.name_size = strlen(central.name);
    for (i = 0; i < ALL; ++i) {
        snprintf(logins[i], sizeof(logins[i]), "account%d", i);
        snprintf(centrals[i], sizeof(centrals[i]), "%d", 2000000 + i);
        accounts[i] = no_account;
        accounts[i].role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
        accounts[i].status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
        accounts[i].opened = INT64_C(1308546000000000);
        accounts[i].login = logins[i];
        accounts[i].login_size = strlen(logins[i]);
        accounts[i].name = central.name;
        accounts[i].name_size = central.name_size;
        court_records[i] = no_court_record;
        court_records[i].court = "wiwd";
        court_records[i].court_size = 4;
        court_records[i].account = &accounts[i];
        central_records[i] = no_central_record;
        central_records[i].id = centrals[i];
        central_records[i].id_size = strlen(centrals[i]);
        central_records[i].account = &central;
    }
    records.central_accounts = central_records;
    records.central_account_count = ALL;
    records.court_accounts = court_records;
    records.court_account_count = ALL;
    by.who = ECFLINK_ACTOR_COURT;
    by.id = "sync";
    by.id_size = 4;
    CHECK_STATUS(ecflink_ledger_load(ledger, &records, &by, now, NULL, 0, &summary, NULL, &error),
                 ECFLINK_OK);
    CHECK(summary.added == 2 * ALL);
}

int main(int argc, char** argv) {
    static struct work works[WRITERS + READERS];
    pthread_t threads[WRITERS + READERS];
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
    ecflink_time now = ECFLINK_NO_TIME;
    char line[80];
    char url[512];
    size_t size = 0;
    int common = 0;
    int i;

    options.address = "sqlite:ledger_threads_test.db";
    if (argc > 1 && strcmp(argv[1], "postgresql") == 0) {
        snprintf(url, sizeof(url), "%s&options=-csearch_path%%3Dpublic", getenv("ECFLINK_TEST_POSTGRESQL"));
        options.address = url;
    } else {
        (void)remove("ledger_threads_test.db");
    }
    options.address_size = strlen(options.address);
    CHECK_STATUS(ecflink_time_parse(TEXT("2022-04-18T14:00:00Z"), &now, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_engine_create(NULL, &engine, NULL, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_keys_generate(line, sizeof(line), &size, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_keys_parse(line, size, &keys, &error), ECFLINK_OK);
    options.keys = keys;
    options.patience = INT64_C(300000000);
    CHECK_STATUS(ecflink_ledger_create(engine, &options, now, &ledger, &error), ECFLINK_OK);
    if (ledger == NULL) {
        return 1;
    }
    ecflink_keys_free(keys); /* the ledger has its own */
    load_accounts(now);
    for (i = 0; i < WRITERS + READERS; ++i) {
        works[i].number = i;
        CHECK(pthread_create(&threads[i], NULL, i < WRITERS ? write_links : read_ledger, &works[i]) == 0);
    }
    for (i = 0; i < WRITERS + READERS; ++i) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(works[i].failures == 0);
        CHECK_TEXT(works[i].message, "");
        CHECK(i >= WRITERS || works[i].linked == PAIRS);
        common += works[i].linked_common;
    }
    CHECK(common == 1);
    CHECK_STATUS(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &info, NULL, &error), ECFLINK_OK);
    CHECK(info.active_links == ALL);
    ecflink_ledger_free(ledger);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
