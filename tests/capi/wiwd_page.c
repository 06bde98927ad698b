/* Does what docs/ceremony.md does with commands: the ledger of a court, and steps 1 to 7 of its
 * page on linking. Prints one JSON object for each step, with members of the program's own JSON, so
 * that wiwd_page_test.py can compare the two.
 *
 *     wiwd_page ADDRESS KEY_FILE FOLDER RECORD     FOLDER: examples/filers; RECORD: a file to write
 */
#include <ecflink/ecflink_ledger.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static ecflink_engine* engine;
static ecflink_ledger* ledger;
static ecflink_error error = ECFLINK_ERROR_INIT;

static ecflink_time at(const char* text) {
    ecflink_time time = ECFLINK_NO_TIME;
    CHECK_STATUS(ecflink_local_time_parse(engine, TEXT("wiwd"), text, strlen(text), &time, &error),
                 ECFLINK_OK);
    return time;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void put_text(const char* text) {
    putchar('"');
    for (; *text != '\0'; ++text) {
        if (*text == '"' || *text == '\\') {
            putchar('\\');
        }
        putchar(*text);
    }
    putchar('"');
}

static void put_member(const char* name, const char* text) {
    printf(", \"%s\": ", name);
    put_text(text);
}

static void put_time(const char* name, ecflink_time time) {
    char text[64];
    size_t size = 0;
    if (time == ECFLINK_NO_TIME) {
        printf(", \"%s\": null", name);
        return;
    }
    CHECK_STATUS(ecflink_time_format(time, text, sizeof(text), &size, &error), ECFLINK_OK);
    put_member(name, text);
}

static void put_texts(const char* name, const ecflink_answer* answer, ecflink_texts which) {
    size_t i;
    printf(", \"%s\": [", name);
    for (i = 0; i < ecflink_answer_text_count(answer, which); ++i) {
        printf(i == 0 ? "" : ", ");
        put_text(ecflink_answer_text(answer, which, i));
    }
    putchar(']');
}

static void put_set(const char* name, ecflink_enumeration of, uint64_t bits) {
    int32_t number;
    const char* separator = "";
    printf(", \"%s\": [", name);
    for (number = 0; number < 64; ++number) {
        if ((bits >> number & 1) != 0) {
            printf("%s", separator);
            put_text(ecflink_token_text(of, number));
            separator = ", ";
        }
    }
    putchar(']');
}

static void put_findings(const char* name, uint64_t bits) {
    int32_t number;
    const char* separator = "";
    printf(", \"%s\": [", name);
    for (number = 0; number < 64; ++number) {
        if ((bits >> number & 1) != 0) {
            printf("%s", separator);
            put_text(ecflink_finding_token(number));
            separator = ", ";
        }
    }
    putchar(']');
}

static void put_answer(const char* step, ecflink_outward_answer outward) {
    printf("{\"step\": \"%s\"", step);
    put_member("answer", ecflink_token_text(ECFLINK_ENUMERATION_OUTWARD_ANSWER, outward));
}

static void put_page(const ecflink_answer* answer) {
    ecflink_confirm_page page = ECFLINK_CONFIRM_PAGE_INIT;
    const ecflink_status status = ecflink_answer_page(answer, &page, NULL);
    if (status == ECFLINK_E_NOT_FOUND) {
        printf(", \"page\": null");
        return;
    }
    CHECK_STATUS(status, ECFLINK_OK);
    printf(", \"page\": {\"names-differ\": %s", page.names_differ ? "true" : "false");
    put_member("court", page.court);
    printf(", \"account\": {\"name\": ");
    put_text(page.account_name);
    put_member("login", page.account);
    put_member("role", ecflink_token_text(ECFLINK_ENUMERATION_ACCOUNT_ROLE, page.role));
    printf("}, \"central\": {\"name\": ");
    put_text(page.central_name);
    put_member("id", page.central);
    putchar('}');
    put_texts("look-twice", answer, ECFLINK_TEXTS_LOOK_TWICE);
    put_texts("permanent", answer, ECFLINK_TEXTS_PERMANENT);
    put_texts("contacts-not-carried", answer, ECFLINK_TEXTS_CONTACTS_NOT_CARRIED);
    put_texts("agents-not-carried", answer, ECFLINK_TEXTS_AGENTS_NOT_CARRIED);
    putchar('}');
}

static void put_privilege(const char* name, int32_t granted, uint64_t findings, uint64_t reasons) {
    printf(", \"%s\": {\"granted\": %s", name, granted ? "true" : "false");
    put_findings("findings", findings);
    put_set("reasons", ECFLINK_ENUMERATION_ACCESS_REASON, reasons);
    putchar('}');
}

static void put_access(const ecflink_court_access* may) {
    put_member("level", ecflink_token_text(ECFLINK_ENUMERATION_ACCESS_LEVEL, may->level));
    put_set("menus", ECFLINK_ENUMERATION_MENU, may->menus);
    put_privilege("sign-on", may->authentication_granted, may->authentication_findings,
                  may->authentication_reasons);
    put_privilege("search", may->search_granted, may->search_findings, may->search_reasons);
    put_privilege("file", may->filing_granted, may->filing_findings, may->filing_reasons);
}

/* ---- the steps ------------------------------------------------------------------------------- */

static void acting(ecflink_acting* by) {
    by->who = ECFLINK_ACTOR_COURT;
    by->id = "clerk";
    by->id_size = 5;
}

static void make_ledger(const char* address, const char* key_file, const char* folder) {
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    ecflink_load_summary loaded = ECFLINK_LOAD_SUMMARY_INIT;
    ecflink_import_summary imported = ECFLINK_IMPORT_SUMMARY_INIT;
    ecflink_contact contacts[2] = {ECFLINK_CONTACT_INIT, ECFLINK_CONTACT_INIT};
    ecflink_acting by = ECFLINK_ACTING_INIT;
    ecflink_keys* keys = NULL;
    ecflink_answer* answer = NULL;
    const ecflink_time now = at("2022-04-18T14:00:00Z");
    size_t places[2] = {7, 7};
    size_t found = 7;
    int i;

    acting(&by);
    CHECK_STATUS(ecflink_keys_read(key_file, strlen(key_file), &keys, &error), ECFLINK_OK);
    options.address = address;
    options.address_size = strlen(address);
    options.keys = keys;
    CHECK_STATUS(ecflink_ledger_create(engine, &options, now, &ledger, &error), ECFLINK_OK);
    ecflink_keys_free(keys); /* the ledger has its own */

    for (i = 0; i < 2; ++i) {
        contacts[i].court = "wiwd";
        contacts[i].court_size = 4;
        contacts[i].login = "asample";
        contacts[i].login_size = 7;
        contacts[i].contact = i == 0 ? "a***e@example.org" : "o***k@example.com";
        contacts[i].contact_size = strlen(contacts[i].contact);
        contacts[i].is_proven = i == 0;
    }
    CHECK_STATUS(ecflink_ledger_contacts_without_account(ledger, contacts, 2, places, &found, &error),
                 ECFLINK_OK);
    CHECK(found == 2 && places[0] == 0 && places[1] == 1);
    CHECK_STATUS(ecflink_ledger_load_folder(ledger, folder, strlen(folder), &by, now, NULL, 0, &loaded,
                                            &answer, &error),
                 ECFLINK_OK);
    CHECK(ecflink_answer_count(answer) == 0);
    ecflink_answer_free(answer);
    CHECK_STATUS(ecflink_ledger_contacts_without_account(ledger, contacts, 2, places, &found, &error),
                 ECFLINK_OK);
    CHECK(found == 0);
    CHECK_STATUS(ecflink_ledger_set_contacts(ledger, contacts, 2, &by, now, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_import_folder(ledger, folder, strlen(folder), NULL, &by, now, NULL, NULL,
                                              NULL, 0, &imported, &error),
                 ECFLINK_OK);
    printf(
        "{\"step\": \"init\", \"loaded\": {\"added\": %d, \"changed\": %d, \"malformed\": %d}, "
        "\"imported\": {\"linked\": %d, \"held\": %d, \"refused\": %d}}\n",
        (int)loaded.added, (int)loaded.changed, (int)loaded.malformed,
        (int)imported.answers[ECFLINK_IMPORT_ANSWER_LINKED],
        (int)imported.answers[ECFLINK_IMPORT_ANSWER_HELD],
        (int)imported.answers[ECFLINK_IMPORT_ANSWER_REFUSED]);
    CHECK_STATUS(ecflink_ledger_set_password(ledger, TEXT("wiwd"), TEXT("asample"), TEXT("the old password"),
                                             &by, at("2022-04-18T09:05"), NULL, 0, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_ledger_set_password(ledger, NULL, 0, TEXT("1000001"), TEXT("the PACER password"),
                                             &by, at("2022-04-18T14:05:00Z"), NULL, 0, &error),
                 ECFLINK_OK);
}

static int32_t sign_on(const char* when) {
    int32_t is_right = -1;
    CHECK_STATUS(ecflink_ledger_check_central_password(ledger, TEXT("1000001"), TEXT("the PACER password"),
                                                       at(when), &is_right, &error),
                 ECFLINK_OK);
    return is_right;
}

static void show_sign_on(const char* step, const char* when) {
    ecflink_sign_on_facts facts = ECFLINK_SIGN_ON_FACTS_INIT;
    ecflink_privilege signs_on = ECFLINK_PRIVILEGE_INIT;
    ecflink_access_place place = ECFLINK_ACCESS_PLACE_INIT;
    ecflink_court_access may = ECFLINK_COURT_ACCESS_INIT;
    ecflink_answer* answer = NULL;

    CHECK(sign_on(when) == 1);
    facts.second_factor_given = 1;
    facts.redaction_agreed = 1;
    CHECK_STATUS(ecflink_ledger_signs_on(ledger, TEXT("1000001"), &facts, at(when), &signs_on, &error),
                 ECFLINK_OK);
    CHECK_STATUS(
        ecflink_ledger_sign_on(ledger, TEXT("1000001"), TEXT("wiwd"), &facts, at(when), &answer, &error),
        ECFLINK_OK);
    CHECK(ecflink_answer_count(answer) == 1);
    CHECK_STATUS(ecflink_access_get(answer, 0, &place, &may, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_access_get(answer, 1, &place, &may, &error), ECFLINK_E_NOT_FOUND);
    printf("{\"step\": \"%s\", \"signed-on\": %s, \"access\": [{\"court\": ", step,
           signs_on.granted ? "true" : "false");
    put_text(place.court);
    put_access(&may);
    printf("}]}\n");
    ecflink_answer_free(answer);
}

static void show_court_login(const char* step, const char* when) {
    ecflink_court_access may = ECFLINK_COURT_ACCESS_INIT;
    CHECK_STATUS(ecflink_ledger_court_login(ledger, TEXT("wiwd"), TEXT("asample"), at(when), &may, &error),
                 ECFLINK_OK);
    printf("{\"step\": \"%s\", \"access\": [{\"court\": \"wiwd\"", step);
    put_access(&may);
    printf("}]}\n");
}

static void show_steps(const char* step, const char* when) {
    ecflink_readiness_facts facts = ECFLINK_READINESS_FACTS_INIT;
    ecflink_link_case link_case = ECFLINK_LINK_CASE_INIT;
    ecflink_planned_step one = ECFLINK_PLANNED_STEP_INIT;
    ecflink_step_info info = ECFLINK_STEP_INFO_INIT;
    ecflink_plan* plan = NULL;
    size_t i;

    link_case.court = "wiwd";
    link_case.court_size = 4;
    facts.purpose = ECFLINK_FILING_PURPOSE_SEARCH_ONLY;
    facts.holds_account = 1;
    facts.accounts = &link_case;
    CHECK_STATUS(ecflink_ready(engine, &facts, at(when), &plan, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_plan_next(plan, &one, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_step_describe(one.step, &info, &error), ECFLINK_OK);
    printf("{\"step\": \"%s\", \"next-step\": ", step);
    put_text(info.token);
    printf(", \"steps\": [");
    for (i = 0; i < ecflink_plan_count(plan); ++i) {
        CHECK_STATUS(ecflink_plan_get(plan, i, &one, &error), ECFLINK_OK);
        CHECK_STATUS(ecflink_step_describe(one.step, &info, &error), ECFLINK_OK);
        printf("%s{\"step\": ", i == 0 ? "" : ", ");
        put_text(info.token);
        put_member("state", ecflink_token_text(ECFLINK_ENUMERATION_STEP_STATE, one.state));
        put_member("by", ecflink_token_text(ECFLINK_ENUMERATION_ACTOR, info.who));
        put_time("from", one.from);
        put_time("until", one.until);
        putchar('}');
    }
    printf("]}\n");
    ecflink_plan_free(plan);
}

/* The court's check. Here the ledger keeps the passwords; a court asks a store of its own. */
static int32_t check_account(void* context, const char* court, size_t court_size, const char* login,
                             size_t login_size, ecflink_proof_class* proof_out) {
    const char* password = (const char*)context;
    int32_t is_right = 0;
    if (ecflink_ledger_check_password(ledger, court, court_size, login, login_size, password,
                                      strlen(password), &is_right, NULL) != ECFLINK_OK) {
        return 1;
    }
    *proof_out = is_right ? ECFLINK_PROOF_CLASS_PASSWORD : ECFLINK_PROOF_CLASS_NONE;
    return 0;
}

static void digest_of(const char* secret, uint8_t* to) {
    CHECK_STATUS(ecflink_digest_of(secret, strlen(secret), to, &error), ECFLINK_OK);
}

static ecflink_answer* begin(const char* step, const char* when, const char* login, char* password,
                             ecflink_begin_outcome* begun) {
    ecflink_begin_request request = ECFLINK_BEGIN_REQUEST_INIT;
    ecflink_answer* answer = NULL;

    request.central_proof = sign_on(when) == 1 ? ECFLINK_PROOF_CLASS_PASSWORD : ECFLINK_PROOF_CLASS_NONE;
    request.central_proof_at = at(when);
    request.central = "1000001";
    request.central_size = 7;
    digest_of("the secret of this session", request.session);
    request.court = "wiwd";
    request.court_size = 4;
    request.login = login;
    request.login_size = strlen(login);
    request.check = check_account;
    request.check_context = password;
    CHECK_STATUS(ecflink_ledger_begin(ledger, &request, at(when), 0, begun, &answer, &error), ECFLINK_OK);
    put_answer(step, begun->outward);
    put_page(answer);
    put_time("expires", begun->ends);
    printf(", \"needs-approval\": %s}\n", begun->needs_approval ? "true" : "false");
    return answer;
}

static void confirm(ecflink_confirm_request* request, const ecflink_begin_outcome* begun) {
    request->handle = begun->handle;
    request->handle_size = begun->handle_size;
    request->central = "1000001";
    request->central_size = 7;
    digest_of("the secret of this session", request->session);
    memcpy(request->confirmed, begun->shown, sizeof(request->confirmed));
}

static void put_outcome(const ecflink_begin_outcome* begun, ecflink_handle_outcome expected) {
    ecflink_handle_outcome outcome = 0;
    CHECK_STATUS(ecflink_ledger_outcome(ledger, begun->handle, begun->handle_size, &outcome, &error),
                 ECFLINK_OK);
    CHECK(outcome == expected);
}

static void cancel(const char* step, const char* when, const ecflink_begin_outcome* begun) {
    ecflink_confirm_request request = ECFLINK_CONFIRM_REQUEST_INIT;
    ecflink_outward_answer outward = 0;
    ecflink_ceremony_problem problem = 7;
    confirm(&request, begun);
    CHECK_STATUS(ecflink_ledger_cancel(ledger, &request, at(when), 0, &outward, &problem, &error),
                 ECFLINK_OK);
    CHECK(problem == 0);
    put_answer(step, outward);
    printf("}\n");
    put_outcome(begun, ECFLINK_HANDLE_CANCELLED);
}

static void commit(const char* step, const char* when, const ecflink_begin_outcome* begun,
                   const char* record_file) {
    ecflink_confirm_request request = ECFLINK_CONFIRM_REQUEST_INIT;
    ecflink_begin_outcome seen = ECFLINK_BEGIN_OUTCOME_INIT;
    ecflink_commit_outcome linked = ECFLINK_COMMIT_OUTCOME_INIT;
    ecflink_owed owed = ECFLINK_OWED_INIT;
    ecflink_replay replay = ECFLINK_REPLAY_INIT;
    ecflink_answer* page = NULL;
    ecflink_answer* answer = NULL;
    char* record;
    size_t size = 0;
    size_t i;
    FILE* file;

    confirm(&request, begun);
    CHECK_STATUS(ecflink_ledger_peek(ledger, &request, at(when), &seen, &page, &error), ECFLINK_OK);
    CHECK(seen.has_page == 1 && memcmp(seen.shown, begun->shown, sizeof(seen.shown)) == 0);
    CHECK(seen.handle_size == 0);
    put_outcome(begun, ECFLINK_HANDLE_UNUSED);
    CHECK_STATUS(ecflink_ledger_commit(ledger, &request, at(when), 0, &linked, &answer, &error), ECFLINK_OK);
    put_outcome(begun, ECFLINK_HANDLE_COMMITTED);
    put_answer(step, linked.outward);
    put_page(page);
    put_time("linked-at", linked.linked_at);
    printf(", \"event\": %d, \"owed\": [", (int)linked.sequence);
    for (i = 0; i < ecflink_owed_count(answer); ++i) {
        CHECK_STATUS(ecflink_owed_get(answer, i, &owed, &error), ECFLINK_OK);
        CHECK(owed.sequence == linked.sequence);
        CHECK_TEXT(owed.login, "asample");
        printf("%s{\"obligation\": ", i == 0 ? "" : ", ");
        put_text(ecflink_token_text(ECFLINK_ENUMERATION_OBLIGATION, owed.what));
        put_time("due", owed.due);
        putchar('}');
    }
    printf("]}\n");

    CHECK_STATUS(ecflink_ledger_record(ledger, linked.sequence, NULL, 0, &size, &error), ECFLINK_OK);
    record = malloc(size + 1);
    CHECK_STATUS(ecflink_ledger_record(ledger, linked.sequence, record, size + 1, &size, &error), ECFLINK_OK);
    CHECK(size == linked.record_size);
    CHECK_TEXT(record, linked.record);
    CHECK_STATUS(ecflink_record_replay(engine, record, size, &replay, NULL, &error), ECFLINK_OK);
    CHECK(replay.reproduced == 1 && replay.recorded_verdict == ECFLINK_VERDICT_ALLOW &&
          replay.replayed_verdict == ECFLINK_VERDICT_ALLOW && replay.differences == 0);
    file = fopen(record_file, "wb");
    CHECK(file != NULL && fwrite(record, 1, size, file) == size && fclose(file) == 0);
    free(record);
    ecflink_answer_free(page);
    ecflink_answer_free(answer);
}

/* ---- afterwards ------------------------------------------------------------------------------ */

static int32_t put_line(void* context, const char* line, size_t size) {
    CHECK(strlen(line) == size);
    printf("{\"step\": \"export\", \"line\": %s}\n", line);
    ++*(int*)context;
    return 0;
}

static void show_trail(void) {
    ecflink_audit_check check = ECFLINK_AUDIT_CHECK_INIT;
    ecflink_audit_summary summary = ECFLINK_AUDIT_SUMMARY_INIT;
    ecflink_audit_chain chain = ECFLINK_AUDIT_CHAIN_INIT;
    ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
    ecflink_answer* answer = NULL;
    size_t i;
    int lines = 0;

    CHECK_STATUS(ecflink_ledger_verify_audit(ledger, &check, NULL, &summary, &answer, &error), ECFLINK_OK);
    CHECK(summary.is_whole == 1 && summary.problems == 0 && ecflink_answer_count(answer) == 0);
    printf("{\"step\": \"verify\", \"whole\": true, \"events\": %d, \"checkpoints\": %d, \"chains\": [",
           (int)summary.entries, (int)summary.checkpoints);
    for (i = 0; i < summary.chains; ++i) {
        CHECK_STATUS(ecflink_audit_chain_get(answer, i, &chain, &error), ECFLINK_OK);
        printf("%s{\"court\": ", i == 0 ? "" : ", ");
        put_text(chain.court);
        printf(", \"place\": %d}", (int)chain.place);
    }
    printf("]}\n");
    ecflink_answer_free(answer);
    CHECK_STATUS(ecflink_ledger_export_audit(ledger, put_line, &lines, &error), ECFLINK_OK);
    CHECK((uint64_t)lines == summary.entries + summary.checkpoints);

    CHECK_STATUS(ecflink_ledger_describe(ledger, ECFLINK_NO_TIME, &info, NULL, &error), ECFLINK_OK);
    printf(
        "{\"step\": \"status\", \"schema\": %d, \"events\": %d, \"central-accounts\": %d, "
        "\"court-accounts\": %d, \"active-links\": %d, \"open-obligations\": %d",
        (int)info.schema_version, (int)info.events, (int)info.central_accounts, (int)info.court_accounts,
        (int)info.active_links, (int)info.open_obligations);
    put_member("policy-set", info.policy_set);
    printf("}\n");
}

int main(int argc, char** argv) {
    ecflink_begin_outcome begun = ECFLINK_BEGIN_OUTCOME_INIT;
    ecflink_answer* answer;
    char right[] = "the old password";
    char wrong[] = "a wrong one";

    if (argc != 5) {
        fprintf(stderr, "usage: wiwd_page ADDRESS KEY_FILE FOLDER RECORD\n");
        return 2;
    }
    CHECK_STATUS(ecflink_engine_create(NULL, &engine, NULL, &error), ECFLINK_OK);
    make_ledger(argv[1], argv[2], argv[3]);
    if (ledger == NULL) {
        return 1;
    }
    show_court_login("access-before", "2022-04-22T09:00");
    ecflink_answer_free(begin("too-early", "2022-04-22T09:10", "asample", right, &begun));
    CHECK(begun.findings == ECFLINK_FINDING_MASK(ECFLINK_FINDING_COURT_NOT_LIVE) &&
          begun.verdict == ECFLINK_VERDICT_REFUSE && begun.handle_size == 0);
    show_sign_on("sign-on-before", "2022-04-25T08:05");
    show_steps("ready", "2022-04-25T08:06");
    ecflink_answer_free(begin("wrong-password", "2022-04-25T08:08", "asample", wrong, &begun));
    ecflink_answer_free(begin("wrong-login", "2022-04-25T08:09", "asampel", right, &begun));
    answer = begin("begin", "2022-04-25T08:10", "asample", right, &begun);
    cancel("cancel", "2022-04-25T08:11", &begun);
    ecflink_answer_free(answer);
    answer = begin("begin-again", "2022-04-25T08:12", "asample", right, &begun);
    commit("commit", "2022-04-25T08:13", &begun, argv[4]);
    ecflink_answer_free(answer);
    show_sign_on("sign-on-after", "2022-04-25T08:15");
    show_court_login("access-after", "2022-04-25T08:16");
    ecflink_answer_free(begin("old-login", "2022-04-25T08:17", "asample", right, &begun));
    show_trail();
    ecflink_ledger_free(ledger);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
