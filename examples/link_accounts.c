/* Links a court account to a central account through C, as a program of a court would: propose,
 * show, confirm. Then shows what the person may do. It prints what link_accounts.cc prints.
 *
 *     link_accounts LEDGER FOLDER
 *
 * LEDGER is a SQLite file to create; FOLDER holds the tables with the accounts.
 */
#include <ecflink/ecflink_ledger.h>
#include <stdio.h>
#include <string.h>

static ecflink_error error = ECFLINK_ERROR_INIT;

static int complain(void) {
    fprintf(stderr, "%s\n", error.message);
    return 4;
}

/* The court's own check of login and password. Here every password is right. */
static int32_t check_account(void* context, const char* court, size_t court_size, const char* login,
                             size_t login_size, ecflink_proof_class* proof_out) {
    (void)context;
    (void)court;
    (void)court_size;
    (void)login;
    (void)login_size;
    *proof_out = ECFLINK_PROOF_CLASS_PASSWORD;
    return 0;
}

static int make_ledger(const ecflink_engine* engine, const char* file, const char* folder, ecflink_time now,
                       ecflink_ledger** ledger) {
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    ecflink_load_summary loaded = ECFLINK_LOAD_SUMMARY_INIT;
    ecflink_acting nightly = ECFLINK_ACTING_INIT;
    ecflink_keys* keys = NULL;
    char address[1024];
    char line[80];
    size_t size = 0;
    ecflink_status status;

    snprintf(address, sizeof(address), "sqlite:%s", file);
    options.address = address;
    options.address_size = strlen(address);
    nightly.who = ECFLINK_ACTOR_COURT;
    nightly.id = "nightly";
    nightly.id_size = strlen(nightly.id);
    /* A real program reads its keys from a key file: ecflink_keys_read. */
    if (ecflink_keys_generate(line, sizeof(line), &size, &error) != ECFLINK_OK ||
        ecflink_keys_parse(line, size, &keys, &error) != ECFLINK_OK) {
        return complain();
    }
    options.keys = keys;
    status = ecflink_ledger_create(engine, &options, now, ledger, &error);
    ecflink_keys_free(keys); /* the ledger has its own */
    if (status != ECFLINK_OK || ecflink_ledger_load_folder(*ledger, folder, strlen(folder), &nightly, now,
                                                           NULL, 0, &loaded, NULL, &error) != ECFLINK_OK) {
        return complain();
    }
    return 0;
}

static void show_page(const ecflink_answer* answer) {
    ecflink_confirm_page page = ECFLINK_CONFIRM_PAGE_INIT;
    size_t i;
    if (ecflink_answer_page(answer, &page, NULL) != ECFLINK_OK) {
        return;
    }
    printf("Do you want to link these accounts?\n");
    printf("  court account    %s (%s)\n", page.account_name, page.account);
    printf("  central account  %s (%s)\n", page.central_name, page.central);
    for (i = 0; i < ecflink_answer_text_count(answer, ECFLINK_TEXTS_PERMANENT); ++i) {
        printf("%s\n", ecflink_answer_text(answer, ECFLINK_TEXTS_PERMANENT, i));
    }
}

static int link_accounts(ecflink_ledger* ledger, ecflink_time now) {
    ecflink_begin_request request = ECFLINK_BEGIN_REQUEST_INIT;
    ecflink_begin_outcome begun = ECFLINK_BEGIN_OUTCOME_INIT;
    ecflink_confirm_request confirm = ECFLINK_CONFIRM_REQUEST_INIT;
    ecflink_commit_outcome linked = ECFLINK_COMMIT_OUTCOME_INIT;
    ecflink_owed owed = ECFLINK_OWED_INIT;
    ecflink_answer* proposal = NULL;
    ecflink_answer* answer = NULL;
    size_t i;
    ecflink_status status;

    /* The person has signed on at the center; how is the caller's concern. The ledger gets only a
     * digest of the session's secret. */
    request.central = "3318152";
    request.central_size = 7;
    request.central_proof = ECFLINK_PROOF_CLASS_PASSWORD_MFA;
    request.central_proof_at = now;
    ecflink_digest_of("the secret of this session", 26, request.session, NULL);
    request.court = "wiwd";
    request.court_size = 4;
    request.login = "cfaber";
    request.login_size = 6;
    request.check = check_account;
    if (ecflink_ledger_begin(ledger, &request, now, 0, &begun, &proposal, &error) != ECFLINK_OK) {
        return complain();
    }
    if (!begun.has_page) {
        printf("%s\n", ecflink_token_text(ECFLINK_ENUMERATION_OUTWARD_ANSWER, begun.outward));
        ecflink_answer_free(proposal);
        return 1;
    }
    show_page(proposal);

    /* The filer has submitted the confirm page: who is signed on, in which session, and what the
     * page showed. */
    confirm.handle = begun.handle;
    confirm.handle_size = begun.handle_size;
    confirm.central = request.central;
    confirm.central_size = request.central_size;
    memcpy(confirm.session, request.session, sizeof(confirm.session));
    memcpy(confirm.confirmed, begun.shown, sizeof(confirm.confirmed));
    status = ecflink_ledger_commit(ledger, &confirm, now, 0, &linked, &answer, &error);
    ecflink_answer_free(proposal); /* and with it the handle */
    if (status != ECFLINK_OK) {
        return complain();
    }
    printf("%s\n", ecflink_token_text(ECFLINK_ENUMERATION_OUTWARD_ANSWER, linked.outward));
    for (i = 0; i < ecflink_owed_count(answer); ++i) {
        ecflink_owed_get(answer, i, &owed, NULL);
        printf("owed: %s\n", ecflink_token_text(ECFLINK_ENUMERATION_OBLIGATION, owed.what));
    }
    ecflink_answer_free(answer);
    return 0;
}

static int show_access(ecflink_ledger* ledger, ecflink_time now) {
    ecflink_sign_on_facts facts = ECFLINK_SIGN_ON_FACTS_INIT;
    ecflink_access_place place = ECFLINK_ACCESS_PLACE_INIT;
    ecflink_court_access may = ECFLINK_COURT_ACCESS_INIT;
    ecflink_answer* answer = NULL;

    facts.second_factor_given = 1;
    facts.redaction_agreed = 1;
    if (ecflink_ledger_sign_on(ledger, "3318152", 7, "wiwd", 4, &facts, now, &answer, &error) != ECFLINK_OK ||
        ecflink_access_get(answer, 0, &place, &may, &error) != ECFLINK_OK) {
        ecflink_answer_free(answer);
        return complain();
    }
    printf("may %s\n", ecflink_token_text(ECFLINK_ENUMERATION_ACCESS_LEVEL, may.level));
    ecflink_answer_free(answer);
    return 0;
}

int main(int argc, char** argv) {
    ecflink_engine* engine = NULL;
    ecflink_ledger* ledger = NULL;
    ecflink_time now = ECFLINK_NO_TIME;
    int status;

    if (argc != 3) {
        fprintf(stderr, "usage: link_accounts LEDGER FOLDER\n");
        return 2;
    }
    if (ecflink_engine_create(NULL, &engine, NULL, &error) != ECFLINK_OK ||
        ecflink_time_parse("2022-04-25T08:30:00-05:00", 25, &now, &error) != ECFLINK_OK) {
        return complain();
    }
    status = make_ledger(engine, argv[1], argv[2], now, &ledger);
    if (status == 0) {
        status = link_accounts(ledger, now);
    }
    if (status == 0) {
        status = show_access(ledger, now);
    }
    ecflink_ledger_free(ledger);
    ecflink_engine_free(engine);
    return status;
}
