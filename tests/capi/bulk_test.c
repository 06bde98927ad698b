/* Whole ledgers: a small ledger, built by hand, in which every answer equals that of
 * ecflink_link_assess; streams that are refused, and their release. */
#include <ecflink/ecflink_bulk.h>
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "table_stream.h"

static ecflink_error error = ECFLINK_ERROR_INIT;

#define DAY INT64_C(86400000000)
#define NOON_OF_2023 INT64_C(1672574400000000) /* 2023-01-01T12:00Z */
#define AS_OF INT64_C(1767225600000000)        /* 2026-01-01T00:00Z */

/* ---- The ledger. ---- */

enum { CENTRALS = 9, ACCOUNTS = 10, LINKS = 16, STONES = 2, ROSTER = 2 };

static const char* const central_ids[CENTRALS] = {"c1", "c2", "c3", "c4", "c4", "c5", "c6", "c7", "c8"};
static const char* const usages[CENTRALS] = {"individual",  "shared",     "individual",
                                             "individual",  "individual", "individual",
                                             "rectangular", "individual", "individual"};
static const char* const central_statuses[CENTRALS] = {"active", "active", "disabled", "active", "closed",
                                                       "active", "active", "active",   "active"};
static const char* const generations[CENTRALS] = {"upgraded", "upgraded", NULL,       "upgraded", "upgraded",
                                                  "upgraded", "legacy",   "upgraded", "upgraded"};
static const char* const mfa_states[CENTRALS] = {"enrolled", "enrolled", "not-enrolled",
                                                 "enrolled", "enrolled", "enrolled",
                                                 "enrolled", "enrolled", "enrolled"};
static const char* const central_names[CENTRALS] = {
    "Garc\xc3\xad"
    "a, Ana",
    "Firm LLP",
    NULL,
    "Dee",
    "Dee",
    "Bo Lee",
    "Cy",
    "Eve",
    "Flo"};

static const char* const account_courts[ACCOUNTS] = {"wiwb", "wiwb", "wiwb", "wiwd", "wiwb",
                                                     "wiwb", "wiwd", "wiwd", "wiwb", "wiwb"};
static const char* const account_logins[ACCOUNTS] = {"asample", "bsample", "csample",  "asample", "dup",
                                                     "dup",     "dsample", "unlinked", "esample", "fsample"};
static const char* const roles[ACCOUNTS] = {"attorney", "attorney", "trustee",  "attorney", "attorney",
                                            "attorney", "staff",    "attorney", "attorney", "attorney"};
static const char* const account_statuses[ACCOUNTS] = {"active", "locked",     "active", "active", "active",
                                                       "active", "terminated", "active", "active", "active"};
static const char* const account_names[ACCOUNTS] = {"Ana Garcia", "Bea",   "Cy", "Ana Garcia", "Dee",
                                                    "Dee",        "Bo Li", NULL, "Eve",        "Flo"};

static const char* const link_courts[LINKS] = {"wiwb", "wiwb", "wiwd", "wiwb", "wiwb", "wiwb",
                                               "wiwd", "wiwx", "wiwb", "wiwb", "wiwd", "wiwd",
                                               "wiwb", "wiwd", "wiwb", "wiwb"};
static const char* const link_logins[LINKS] = {
    "asample", "bsample", "asample", "asample", "csample", "dup",     "dsample", "asample",
    "nobody",  "asample", "dsample", "asample", "csample", "asample", "esample", "fsample"};
static const char* const link_centrals[LINKS] = {"c1",     "c2", "c3", "c5", "c1", "c1", "c4", "c1",
                                                 "nobody", "c1", "c5", "c6", NULL, "c1", "c7", "c8"};
static const char* const states[LINKS] = {NULL, "active",  NULL, NULL,   NULL, NULL, NULL, NULL,
                                          NULL, "removed", NULL, "gone", NULL, NULL, NULL, "active"};
static const char* const makers[LINKS] = {"filer",  "court", "filer", NULL,    "filer", "court",
                                          "import", "filer", "filer", "filer", "filer", "court",
                                          "filer",  "court", "court", "filer"};
static const char* const central_proofs[LINKS] = {"password", NULL, "none", "password-mfa", "password", NULL,
                                                  NULL,       NULL, "made", NULL,           "password", NULL,
                                                  NULL,       NULL, NULL,   "password"};
static const char* const account_proofs[LINKS] = {
    "invitation", NULL, "password", "asserted", "password", NULL, NULL, NULL,
    NULL,         NULL, "password", NULL,       NULL,       NULL, NULL, "invitation"};
static const char* const proof_courts[LINKS] = {"wiwb", NULL, "wiwb", NULL, "wiwb", NULL, NULL, NULL,
                                                NULL,   NULL, "wiwd", NULL, NULL,   NULL, NULL, "wiwb"};

static const char* const stone_courts[STONES] = {"wiwd", "wiwd"};
static const char* const stone_logins[STONES] = {"dsample", "dsample"};
static const char* const stone_centrals[STONES] = {"c5", "c4"};
static const ecflink_time removed_at[STONES] = {NOON_OF_2023 - DAY, AS_OF};

static const char* const roster_courts[ROSTER] = {"wiwd", "wiwd"};
static const char* const roster_logins[ROSTER] = {"asample", NULL};
static const char* const roster_centrals[ROSTER] = {NULL, "c4"};

static ecflink_time linked_at(int link) { return link == 13 ? AS_OF + DAY : NOON_OF_2023 + link * DAY; }
static ecflink_time proof_at(int link) {
    return central_proofs[link] == NULL ? ECFLINK_NO_TIME : linked_at(link) - DAY / 300;
}
static ecflink_time confirmed_at(int link) {
    return link % 2 == 0 ? linked_at(link) - 1000000 : ECFLINK_NO_TIME;
}

struct ledger {
    table centrals, accounts, links, stones, roster;
};

static void make_central_table(table* t, int64_t rows_in_batch) {
    table_init(t, CENTRALS, rows_in_batch);
    table_add_texts(t, "name", central_names);
    table_add_texts(t, "central_id", central_ids);
    table_add_texts(t, "usage", usages);
    table_add_texts(t, "status", central_statuses);
    table_add_texts(t, "generation", generations);
    table_add_texts(t, "mfa", mfa_states);
}

static void make_account_table(table* t, int64_t rows_in_batch) {
    table_init(t, ACCOUNTS, rows_in_batch);
    table_add_texts(t, "court", account_courts);
    table_add_texts(t, "login", account_logins);
    table_add_texts(t, "role", roles);
    table_add_texts(t, "status", account_statuses);
    table_add_texts(t, "name", account_names);
}

/* Some rows of the links. */
static void make_links(table* t, int first, int rows, int64_t rows_in_batch) {
    ecflink_time linked[LINKS];
    ecflink_time proven[LINKS];
    ecflink_time confirmed[LINKS];
    int i;
    for (i = 0; i < LINKS; ++i) {
        linked[i] = linked_at(i);
        proven[i] = proof_at(i);
        confirmed[i] = confirmed_at(i);
    }
    table_init(t, rows, rows_in_batch);
    table_add_texts(t, "court", link_courts + first);
    table_add_texts(t, "login", link_logins + first);
    table_add_texts(t, "central_id", link_centrals + first);
    table_add_times(t, "linked_at", linked + first);
    table_add_texts(t, "state", states + first);
    table_add_texts(t, "made_by", makers + first);
    table_add_texts(t, "central_proof", central_proofs + first);
    table_add_times(t, "central_proof_at", proven + first);
    table_add_texts(t, "account_proof", account_proofs + first);
    table_add_times(t, "account_proof_at", proven + first);
    table_add_texts(t, "account_proof_court", proof_courts + first);
    table_add_times(t, "confirmed_at", confirmed + first);
}

static void make_link_table(table* t, int64_t rows_in_batch) { make_links(t, 0, LINKS, rows_in_batch); }

static void make_ledger(struct ledger* ledger, int64_t rows_in_batch) {
    make_central_table(&ledger->centrals, rows_in_batch);
    make_account_table(&ledger->accounts, rows_in_batch);
    make_link_table(&ledger->links, rows_in_batch);
    table_init(&ledger->stones, STONES, rows_in_batch);
    table_add_texts(&ledger->stones, "court", stone_courts);
    table_add_texts(&ledger->stones, "login", stone_logins);
    table_add_texts(&ledger->stones, "central_id", stone_centrals);
    table_add_times(&ledger->stones, "removed_at", removed_at);
    table_init(&ledger->roster, ROSTER, rows_in_batch);
    table_add_texts(&ledger->roster, "court", roster_courts);
    table_add_texts(&ledger->roster, "login", roster_logins);
    table_add_texts(&ledger->roster, "central_id", roster_centrals);
}

static ecflink_status create_index(struct ledger* ledger, const ecflink_engine* engine,
                                   const ecflink_bulk_options* options, ecflink_arrow_check check,
                                   ecflink_index** out) {
    struct ArrowArrayStream centrals, accounts, stones, roster;
    ecflink_status status;
    table_export(&ledger->centrals, &centrals);
    table_export(&ledger->accounts, &accounts);
    table_export(&ledger->stones, &stones);
    table_export(&ledger->roster, &roster);
    status =
        ecflink_index_create(engine, options, check, &centrals, &accounts, &stones, &roster, out, &error);
    CHECK(centrals.release == NULL && accounts.release == NULL && stones.release == NULL &&
          roster.release == NULL);
    return status;
}

static ecflink_status create_links(table* t, ecflink_arrow_check check, ecflink_links** out) {
    struct ArrowArrayStream stream;
    ecflink_status status;
    table_export(t, &stream);
    status = ecflink_links_create(check, &stream, out, &error);
    CHECK(stream.release == NULL);
    return status;
}

static int is_released(const struct ledger* ledger) {
    return table_is_released(&ledger->centrals) && table_is_released(&ledger->accounts) &&
           table_is_released(&ledger->stones) && table_is_released(&ledger->roster);
}

/* An engine in which wiwd has a roster, with a layer for wiwb. */
static ecflink_engine* make_engine(const char* wiwb) {
    static const char wiwd[] =
        "{\"ecflink-policy\": 1, \"court\": \"wiwd\", \"source\": [\"test\"], \"link\": {\"roster\": true}}";
    ecflink_policy_layer layers[2] = {ECFLINK_POLICY_LAYER_INIT, ECFLINK_POLICY_LAYER_INIT};
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_engine* engine = NULL;
    layers[0].name = "wiwd.json";
    layers[0].name_size = 9;
    layers[0].text = wiwd;
    layers[0].text_size = sizeof(wiwd) - 1;
    layers[1].name = "wiwb.json";
    layers[1].name_size = 9;
    layers[1].text = wiwb;
    layers[1].text_size = strlen(wiwb);
    options.layers = layers;
    options.layer_count = 2;
    CHECK_STATUS(ecflink_engine_create(&options, &engine, NULL, &error), ECFLINK_OK);
    return engine;
}

#define WIWB_AS_IT_IS "{\"ecflink-policy\": 1, \"court\": \"wiwb\", \"source\": [\"test\"]}"
#define WIWB_NOTES_SLOTS                                                                      \
    "{\"ecflink-policy\": 1, \"court\": \"wiwb\", \"source\": [\"test\"], \"dispositions\": " \
    "{\"central-slot-taken\": \"note\"}}"
#define WIWB_FORBIDS_A                                                                            \
    "{\"ecflink-policy\": 1, \"court\": \"wiwb\", \"source\": [\"test\"], \"link\": {\"login\": " \
    "{\"forbid\": \"a\", \"case\": \"any\"}}}"
#define WIWB_IS_ELSEWHERE                                                                  \
    "{\"ecflink-policy\": 1, \"court\": \"wiwb\", \"source\": [\"test\"], \"time-zone\": " \
    "\"America/New_York\"}"

/* ---- The same links, one by one. ---- */

static int same(const char* a, const char* b) { return a != NULL && b != NULL && strcmp(a, b) == 0; }

/* The number of a token, which may be missing. A text that is not a token sets `flags`, and counts
 * as missing. */
static int32_t number_of(ecflink_enumeration enumeration, const char* token, uint32_t* flags) {
    int32_t number = 0;
    if (token != NULL &&
        ecflink_token_parse(enumeration, token, strlen(token), &number, NULL) != ECFLINK_OK) {
        *flags |= ECFLINK_CASE_MALFORMED;
    }
    return number;
}

static int is_active_link(int link) { return !same(states[link], "removed") && link_centrals[link] != NULL; }

static size_t size_of(const char* text) { return text == NULL ? 0 : strlen(text); }

static void assess_one(const ecflink_engine* engine, int link, ecflink_assessment* out) {
    ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    ecflink_ledger_row row = ECFLINK_LEDGER_ROW_INIT;
    ecflink_link_case facts = ECFLINK_LINK_CASE_INIT;
    int centrals = 0;
    int accounts = 0;
    int i;

    for (i = 0; i < CENTRALS; ++i) {
        if (same(central_ids[i], link_centrals[link])) {
            ++centrals;
        }
    }
    for (i = 0; i < ACCOUNTS; ++i) {
        if (same(account_courts[i], link_courts[link]) && same(account_logins[i], link_logins[link])) {
            ++accounts;
        }
    }
    for (i = 0; i < CENTRALS && centrals == 1; ++i) {
        if (same(central_ids[i], link_centrals[link])) {
            central.usage = number_of(ECFLINK_ENUMERATION_CENTRAL_USAGE, usages[i], &facts.flags);
            central.status = number_of(ECFLINK_ENUMERATION_CENTRAL_STATUS, central_statuses[i], &facts.flags);
            central.generation =
                number_of(ECFLINK_ENUMERATION_CENTRAL_GENERATION, generations[i], &facts.flags);
            central.mfa = number_of(ECFLINK_ENUMERATION_MFA_STATE, mfa_states[i], &facts.flags);
            central.name = central_names[i];
            central.name_size = size_of(central_names[i]);
            facts.central = &central;
        }
    }
    for (i = 0; i < ACCOUNTS && accounts == 1; ++i) {
        if (same(account_courts[i], link_courts[link]) && same(account_logins[i], link_logins[link])) {
            account.role = number_of(ECFLINK_ENUMERATION_ACCOUNT_ROLE, roles[i], &facts.flags);
            account.status = number_of(ECFLINK_ENUMERATION_ACCOUNT_STATUS, account_statuses[i], &facts.flags);
            account.login = account_logins[i];
            account.login_size = size_of(account_logins[i]);
            account.name = account_names[i];
            account.name_size = size_of(account_names[i]);
            facts.account = &account;
        }
    }
    facts.flags |= centrals > 1 ? ECFLINK_CASE_CENTRAL_AMBIGUOUS : 0;
    facts.flags |= accounts > 1 ? ECFLINK_CASE_ACCOUNT_AMBIGUOUS : 0;
    facts.flags |= link_centrals[link] == NULL ? ECFLINK_CASE_MALFORMED : 0;
    for (i = 0; i < ROSTER; ++i) {
        if (same(roster_courts[i], link_courts[link]) &&
            (same(roster_logins[i], link_logins[link]) || same(roster_centrals[i], link_centrals[link]))) {
            facts.flags |= ECFLINK_CASE_ON_ROSTER;
        }
    }
    for (i = 0; i < STONES; ++i) {
        if (same(stone_courts[i], link_courts[link]) && same(stone_logins[i], link_logins[link]) &&
            same(stone_centrals[i], link_centrals[link])) {
            facts.tombstoned_at = removed_at[i];
        }
    }
    /* No two other links of this ledger are of one account and one central account, so that each
     * counts. */
    for (i = 0; i < LINKS && link_centrals[link] != NULL; ++i) {
        if (i != link && is_active_link(i) && same(link_courts[i], link_courts[link])) {
            if (same(link_logins[i], link_logins[link]) && same(link_centrals[i], link_centrals[link])) {
                facts.flags |= ECFLINK_CASE_ALREADY_LINKED;
            } else if (same(link_logins[i], link_logins[link])) {
                ++facts.other_centrals_of_account;
            } else if (same(link_centrals[i], link_centrals[link])) {
                ++facts.other_accounts_in_court;
            }
        }
    }
    facts.court = link_courts[link];
    facts.court_size = size_of(link_courts[link]);
    row.linked_at = linked_at(link);
    row.state = number_of(ECFLINK_ENUMERATION_LINK_STATE, states[link], &facts.flags);
    row.made_by = number_of(ECFLINK_ENUMERATION_LINK_MAKER, makers[link], &facts.flags);
    row.confirmed_at = confirmed_at(link);
    facts.row = &row;
    facts.central_proof = number_of(ECFLINK_ENUMERATION_PROOF_CLASS, central_proofs[link], &facts.flags);
    facts.account_proof = number_of(ECFLINK_ENUMERATION_PROOF_CLASS, account_proofs[link], &facts.flags);
    facts.central_proof_at = proof_at(link);
    facts.account_proof_at = proof_at(link);
    facts.account_proof_court = proof_courts[link];
    facts.account_proof_court_size = size_of(proof_courts[link]);
    CHECK_STATUS(ecflink_link_assess(engine, &facts, AS_OF, out, &error), ECFLINK_OK);
}

/* ---- Tests. ---- */

static void count(ecflink_tally* counts, const ecflink_assessment* answer, int is_removed) {
    int bit;
    ++counts->links;
    counts->removed += is_removed ? 1 : 0;
    ++*(answer->verdict == ECFLINK_VERDICT_ALLOW  ? &counts->allow
        : answer->verdict == ECFLINK_VERDICT_HOLD ? &counts->hold
                                                  : &counts->refuse);
    for (bit = 0; bit < 64; ++bit) {
        counts->findings[bit] += answer->findings >> bit & 1;
    }
}

static void test_answers(const ecflink_engine* engine, int64_t rows_in_batch, uint32_t threads,
                         ecflink_arrow_check check) {
    static struct ledger ledger;
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_report* report = NULL;
    ecflink_tally all = ECFLINK_TALLY_INIT;
    ecflink_tally told = ECFLINK_TALLY_INIT;
    ecflink_tally courts[3] = {ECFLINK_TALLY_INIT, ECFLINK_TALLY_INIT, ECFLINK_TALLY_INIT};
    static const char* const ids[3] = {"wiwb", "wiwd", "wiwx"};
    uint64_t findings[LINKS + 1];
    uint8_t verdicts[LINKS + 1];
    uint64_t seen = 0;
    size_t i;

    options.threads = threads;
    make_ledger(&ledger, rows_in_batch);
    CHECK_STATUS(create_index(&ledger, engine, &options, check, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, check, &links), ECFLINK_OK);
    CHECK(ecflink_links_count(links) == LINKS);
    CHECK(ecflink_index_memory(index) > 0);
    CHECK(ecflink_index_unknown_column_count(index) == 0 && ecflink_links_unknown_column_count(links) == 0);

    findings[LINKS] = 77;
    verdicts[LINKS] = 77;
    CHECK_STATUS(
        ecflink_links_verify(index, links, AS_OF, &options, findings, verdicts, LINKS + 1, &report, &error),
        ECFLINK_OK);
    CHECK(findings[LINKS] == 77 && verdicts[LINKS] == 77);
    for (i = 0; i < LINKS; ++i) {
        ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
        assess_one(engine, (int)i, &answer);
        if (findings[i] != answer.findings || verdicts[i] != answer.verdict) {
            ++check_failures;
            fprintf(stderr, "link %d: %llx, alone %llx\n", (int)i, (unsigned long long)findings[i],
                    (unsigned long long)answer.findings);
        }
        seen |= findings[i];
        count(&all, &answer, same(states[i], "removed"));
        count(&courts[same(link_courts[i], "wiwb")   ? 0
                      : same(link_courts[i], "wiwd") ? 1
                                                     : 2],
              &answer, same(states[i], "removed"));
    }
    CHECK(all.allow > 0 && all.hold > 0 && all.refuse > 0);
    CHECK((seen & ECFLINK_FINDING_MASK(ECFLINK_FINDING_PAIR_TOMBSTONED)) != 0);
    CHECK((seen & ECFLINK_FINDING_MASK(ECFLINK_FINDING_NOT_PREAUTHORIZED)) != 0);
    CHECK((seen & ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SLOT_TAKEN)) != 0);
    CHECK((seen & ECFLINK_FINDING_MASK(ECFLINK_FINDING_ACCOUNT_LINKED_ELSEWHERE)) != 0);

    CHECK_STATUS(ecflink_report_total(report, &told, &error), ECFLINK_OK);
    CHECK(memcmp(&told, &all, sizeof(all)) == 0);
    CHECK(ecflink_report_court_count(report) == 3);
    for (i = 0; i < 3; ++i) {
        char id[17];
        size_t size = 0;
        CHECK_STATUS(ecflink_report_court_id(report, i, id, sizeof(id), &size, &error), ECFLINK_OK);
        CHECK_TEXT(id, ids[i]);
        CHECK_STATUS(ecflink_report_court(report, i, &told, &error), ECFLINK_OK);
        CHECK(memcmp(&told, &courts[i], sizeof(told)) == 0);
    }
    CHECK(ecflink_report_row_count(report) == 0);
    ecflink_report_free(report);

    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(table_is_released(&ledger.links) && is_released(&ledger));
}

/* Each output may be left out, and the index outlives its engine. */
static void test_outputs(void) {
    static struct ledger ledger;
    static table no_links;
    ecflink_engine* engine = make_engine(WIWB_AS_IT_IS);
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_links* none = NULL;
    ecflink_report* report = NULL;
    ecflink_tally told = ECFLINK_TALLY_INIT;
    uint64_t findings[LINKS];
    uint8_t verdicts[LINKS];
    uint64_t alone[LINKS];
    uint8_t verdicts_alone[LINKS];

    make_ledger(&ledger, 5);
    make_link_table(&no_links, 1);
    no_links.repeats = 0;
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    ecflink_engine_free(engine);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK_STATUS(create_links(&no_links, ECFLINK_ARROW_CHECK_FULL, &none), ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, findings, verdicts, LINKS, NULL, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, alone, NULL, LINKS, NULL, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, NULL, verdicts_alone, LINKS, NULL, &error),
                 ECFLINK_OK);
    CHECK(memcmp(findings, alone, sizeof(findings)) == 0 &&
          memcmp(verdicts, verdicts_alone, sizeof(verdicts)) == 0);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, NULL, NULL, 0, &report, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_report_total(report, &told, &error), ECFLINK_OK);
    CHECK(told.links == LINKS);

    /* Reports can be added, even one to itself; an empty one adds nothing. */
    CHECK_STATUS(ecflink_report_add(report, report, &error), ECFLINK_OK);
    {
        ecflink_report* empty = NULL;
        CHECK_STATUS(ecflink_links_verify(index, none, AS_OF, NULL, NULL, NULL, 0, &empty, &error),
                     ECFLINK_OK);
        CHECK(ecflink_report_court_count(empty) == 0);
        CHECK_STATUS(ecflink_report_add(report, empty, &error), ECFLINK_OK);
        CHECK_STATUS(ecflink_report_add(empty, report, &error), ECFLINK_OK);
        CHECK(ecflink_report_court_count(empty) == 3);
        CHECK_STATUS(ecflink_report_total(empty, &told, &error), ECFLINK_OK);
        CHECK(told.links == 2 * LINKS);
        CHECK_STATUS(ecflink_report_court(empty, 1, &told, &error), ECFLINK_OK);
        CHECK(told.links == 2 * 5);
        ecflink_report_free(empty);
    }
    CHECK_STATUS(ecflink_report_court(report, 3, &told, &error), ECFLINK_E_NOT_FOUND);
    ecflink_report_free(report);

    findings[0] = 77;
    CHECK_STATUS(
        ecflink_links_verify(index, links, AS_OF, NULL, findings, verdicts, LINKS - 1, &report, &error),
        ECFLINK_E_BUFFER);
    CHECK_TEXT(error.field, "capacity");
    CHECK(findings[0] == 77);
    ecflink_links_free(none);
    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(table_is_released(&ledger.links) && table_is_released(&no_links) && is_released(&ledger));
}

/* ---- Links that come in parts and do not stay. ---- */

static void test_stream(const ecflink_engine* engine) {
    static struct ledger ledger;
    static table part;
    const uint64_t of_others = ECFLINK_FINDING_MASK(ECFLINK_FINDING_ALREADY_LINKED) |
                               ECFLINK_FINDING_MASK(ECFLINK_FINDING_ACCOUNT_LINKED_ELSEWHERE) |
                               ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SLOT_TAKEN);
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_report* whole = NULL;
    ecflink_report* report = NULL;
    ecflink_stream* stream = NULL;
    ecflink_tally expected = ECFLINK_TALLY_INIT;
    ecflink_tally told = ECFLINK_TALLY_INIT;
    uint64_t expected_findings[LINKS];
    uint8_t expected_verdicts[LINKS];
    uint64_t findings[LINKS];
    uint8_t verdicts[LINKS];
    uint64_t rows[LINKS];
    uint64_t found[LINKS];
    uint8_t decided[LINKS];
    int rows_in_part;
    size_t i;

    make_ledger(&ledger, 5);
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, expected_findings, expected_verdicts, LINKS,
                                      &whole, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_report_total(whole, &expected, &error), ECFLINK_OK);
    ecflink_links_free(links);

    for (rows_in_part = 1; rows_in_part <= LINKS; ++rows_in_part) {
        int first;
        CHECK_STATUS(ecflink_stream_create(index, AS_OF, NULL, &stream, &error), ECFLINK_OK);
        for (first = 0; first < LINKS; first += rows_in_part) {
            const int rows_of_part = rows_in_part < LINKS - first ? rows_in_part : LINKS - first;
            const uint64_t room = (uint64_t)rows_of_part;
            make_links(&part, first, rows_of_part, 2);
            CHECK_STATUS(create_links(&part, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
            CHECK_STATUS(
                ecflink_stream_add(stream, links, findings + first, verdicts + first, room - 1, &error),
                ECFLINK_E_BUFFER);
            CHECK_STATUS(ecflink_stream_add(stream, links, findings + first, verdicts + first, room, &error),
                         ECFLINK_OK);
            ecflink_links_free(links);
            CHECK(table_is_released(&part));
        }
        CHECK_STATUS(ecflink_stream_finish(stream, &report, &error), ECFLINK_OK);
        CHECK_STATUS(ecflink_report_total(report, &told, &error), ECFLINK_OK);
        CHECK(memcmp(&told, &expected, sizeof(told)) == 0);
        CHECK(ecflink_report_court_count(report) == ecflink_report_court_count(whole));
        CHECK(ecflink_report_row_count(report) > 0);
        CHECK_STATUS(ecflink_report_rows(report, rows, found, decided, LINKS, &error), ECFLINK_OK);
        for (i = 0; i < LINKS; ++i) {
            CHECK((findings[i] & of_others) == 0);
        }
        for (i = 0; i < ecflink_report_row_count(report); ++i) {
            CHECK((found[i] & of_others) != 0);
            findings[rows[i]] = found[i];
            verdicts[rows[i]] = decided[i];
        }
        CHECK(memcmp(findings, expected_findings, sizeof(findings)) == 0 &&
              memcmp(verdicts, expected_verdicts, sizeof(verdicts)) == 0);
        ecflink_report_free(report);
        CHECK_STATUS(ecflink_stream_finish(stream, &report, &error), ECFLINK_E_INVALID);
        CHECK_TEXT(error.field, "stream");
        ecflink_stream_free(stream);
    }
    ecflink_report_free(whole);
    ecflink_index_free(index);
    CHECK(is_released(&ledger));
}

/* ---- Many rows, and many threads. ---- */

struct shared {
    const ecflink_index* index;
    const ecflink_links* links;
    uint64_t* findings;
    uint8_t* verdicts;
    ecflink_status status;
};

static void* verify_all(void* given) {
    struct shared* work = given;
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    options.threads = 2;
    work->status = ecflink_links_verify(work->index, work->links, AS_OF, &options, work->findings,
                                        work->verdicts, ecflink_links_count(work->links), NULL, NULL);
    return NULL;
}

static void test_threads(const ecflink_engine* engine) {
    enum { CALLERS = 3, REPEATS = 3000, ROWS = LINKS * REPEATS };
    static struct ledger ledger;
    static const uint64_t secret[ECFLINK_SECRET_NUMBERS] = {1, 2, 3, 4};
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    uint64_t* findings = malloc(sizeof(*findings) * ROWS * (CALLERS + 1));
    uint8_t* verdicts = malloc(sizeof(*verdicts) * ROWS * (CALLERS + 1));
    struct shared work[CALLERS];
    pthread_t threads[CALLERS];
    int i;

    make_ledger(&ledger, 9);
    ledger.links.repeats = REPEATS;
    options.threads = ECFLINK_MAX_THREADS;
    options.secret = secret;
    CHECK_STATUS(create_index(&ledger, engine, &options, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK(ecflink_links_count(links) == ROWS);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, findings, verdicts, ROWS, NULL, &error),
                 ECFLINK_OK);
    CHECK((findings[0] & ECFLINK_FINDING_MASK(ECFLINK_FINDING_ALREADY_LINKED)) != 0);
    for (i = 0; i < CALLERS; ++i) {
        work[i].index = index;
        work[i].links = links;
        work[i].findings = findings + (i + 1) * ROWS;
        work[i].verdicts = verdicts + (i + 1) * ROWS;
        CHECK(pthread_create(&threads[i], NULL, verify_all, &work[i]) == 0);
    }
    for (i = 0; i < CALLERS; ++i) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(work[i].status == ECFLINK_OK);
        CHECK(memcmp(work[i].findings, findings, sizeof(*findings) * ROWS) == 0);
        CHECK(memcmp(work[i].verdicts, verdicts, sizeof(*verdicts) * ROWS) == 0);
    }
    free(findings);
    free(verdicts);
    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(table_is_released(&ledger.links) && is_released(&ledger));
}

/* ---- Progress and cancelling. ---- */

struct watch {
    int calls;
    int until;
    uint64_t first_all;
    int is_text;
};

static int32_t look(void* context, const char* stage, uint64_t done, uint64_t all) {
    struct watch* watch = context;
    CHECK(done <= all);
    watch->first_all = watch->calls == 0 ? all : watch->first_all;
    watch->is_text = strcmp(stage, "") != 0 && strlen(stage) < 40;
    return ++watch->calls == watch->until;
}

static void test_progress(const ecflink_engine* engine) {
    static struct ledger ledger;
    struct watch watch = {0, 0, 0, 0};
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_report* report = NULL;
    ecflink_changes* changes = NULL;
    ecflink_stream* stream = NULL;

    options.progress = look;
    options.progress_context = &watch;
    make_ledger(&ledger, 3);
    CHECK_STATUS(create_index(&ledger, engine, &options, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK(watch.calls > 0 && watch.is_text && watch.first_all == CENTRALS);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    watch.calls = 0;
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, &options, NULL, NULL, 0, NULL, &error),
                 ECFLINK_OK);
    CHECK(watch.calls > 0 && watch.is_text && watch.first_all == LINKS);

    watch.calls = 0;
    watch.until = 1;
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, &options, NULL, NULL, 0, &report, &error),
                 ECFLINK_E_CANCELLED);
    watch.calls = 0;
    CHECK_STATUS(ecflink_links_forecast(index, links, NULL, AS_OF, &options, &report, &error),
                 ECFLINK_E_CANCELLED);
    watch.calls = 0;
    CHECK_STATUS(ecflink_links_forecast(index, links, links, AS_OF, &options, &report, &error),
                 ECFLINK_E_CANCELLED);
    watch.calls = 0;
    CHECK_STATUS(ecflink_links_shadow(index, engine, links, AS_OF, &options, &changes, &error),
                 ECFLINK_E_CANCELLED);
    watch.calls = 0;
    CHECK_STATUS(ecflink_stream_create(index, AS_OF, &options, &stream, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_stream_add(stream, links, NULL, NULL, 0, &error), ECFLINK_E_CANCELLED);
    CHECK_STATUS(ecflink_stream_finish(stream, &report, &error), ECFLINK_E_CANCELLED);
    ecflink_stream_free(stream);
    CHECK(report == NULL && changes == NULL);
    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(is_released(&ledger));

    make_ledger(&ledger, 3);
    index = NULL;
    watch.calls = 0;
    CHECK_STATUS(create_index(&ledger, engine, &options, ECFLINK_ARROW_CHECK_FULL, &index),
                 ECFLINK_E_CANCELLED);
    CHECK(index == NULL && is_released(&ledger));
}

/* ---- Streams that are refused. ---- */

static void test_refused_streams(const ecflink_engine* engine) {
    static struct ledger ledger;
    static table other;
    struct ArrowArrayStream centrals, accounts;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    char name[64];
    size_t size = 0;

    /* A column of a wrong type, in the second table: the first was read already, the others were
     * not. */
    make_ledger(&ledger, 3);
    ledger.accounts.columns[1].format = "l";
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_E_ARROW);
    CHECK_TEXT(error.field, "court_accounts.login");
    CHECK(strstr(error.message, "court_accounts.login: ") == error.message);
    CHECK(index == NULL && is_released(&ledger) && ledger.roster.made_schemas == 0);

    /* A column that is missing, because of its name. */
    make_ledger(&ledger, 3);
    ledger.stones.columns[3].name = "removed";
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_LAYOUT, &index), ECFLINK_E_ARROW);
    CHECK_TEXT(error.field, "tombstones.removed_at");
    CHECK(index == NULL && is_released(&ledger));

    /* A text that is no UTF-8: the place is told, in the message with the batch. Whoever is
     * believed is not asked for it. */
    make_ledger(&ledger, 3);
    ledger.links.columns[1].bytes[ledger.links.columns[1].offsets[4]] = (char)0xFF;
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_E_ARROW);
    CHECK_TEXT(error.field, "links.login");
    CHECK(error.index == 1);
    CHECK(strstr(error.message, "links.login: batch 1: row 1: ") == error.message);
    CHECK(links == NULL && table_is_released(&ledger.links));

    /* A producer that fails after some batches. */
    make_ledger(&ledger, 3);
    ledger.roster.rows_in_batch = 1;
    ledger.roster.batches_until_failure = 1;
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_E_ARROW);
    CHECK_TEXT(error.field, "roster");
    CHECK(strstr(error.message, "the disk is gone") != NULL);
    CHECK(ledger.roster.made_arrays == 1 && is_released(&ledger));

    /* An unknown column is reported and ignored. */
    make_ledger(&ledger, 3);
    ledger.centrals.columns[0].name = "nick";
    ledger.centrals.columns[0].format = "w:9";
    ledger.links.columns[4].name = "stat";
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK(ecflink_index_unknown_column_count(index) == 1 && ecflink_links_unknown_column_count(links) == 1);
    CHECK_STATUS(ecflink_index_unknown_column(index, 0, name, sizeof(name), &size, &error), ECFLINK_OK);
    CHECK_TEXT(name, "central_accounts.nick");
    CHECK_STATUS(ecflink_links_unknown_column(links, 0, name, sizeof(name), &size, &error), ECFLINK_OK);
    CHECK_TEXT(name, "links.stat");
    CHECK_STATUS(ecflink_index_unknown_column(index, 1, name, sizeof(name), &size, &error),
                 ECFLINK_E_NOT_FOUND);
    CHECK_STATUS(ecflink_links_unknown_column(links, 1, name, sizeof(name), &size, &error),
                 ECFLINK_E_NOT_FOUND);
    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(is_released(&ledger) && table_is_released(&ledger.links));

    /* A stream that is passed twice is read once. Tombstones and roster may be left out. */
    make_central_table(&other, 2);
    make_account_table(&ledger.accounts, 2);
    table_export(&other, &centrals);
    CHECK_STATUS(ecflink_index_create(engine, NULL, ECFLINK_ARROW_CHECK_FULL, &centrals, &centrals, NULL,
                                      NULL, &index, &error),
                 ECFLINK_E_ARROW);
    CHECK_TEXT(error.field, "court_accounts");
    CHECK(table_is_released(&other));
    make_central_table(&other, 2);
    table_export(&other, &centrals);
    table_export(&ledger.accounts, &accounts);
    CHECK_STATUS(ecflink_index_create(engine, NULL, ECFLINK_ARROW_CHECK_FULL, &centrals, &accounts, NULL,
                                      NULL, &index, &error),
                 ECFLINK_OK);
    ecflink_index_free(index);
    CHECK(table_is_released(&other) && table_is_released(&ledger.accounts));
}

/* ---- Impact, shadow and forecast. ---- */

static void test_other_policies(void) {
    static struct ledger ledger;
    ecflink_engine* before = make_engine(WIWB_AS_IT_IS);
    ecflink_engine* after = make_engine(WIWB_NOTES_SLOTS);
    ecflink_engine* stricter = make_engine(WIWB_FORBIDS_A);
    ecflink_engine* elsewhere = make_engine(WIWB_IS_ELSEWHERE);
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_changes* changes = NULL;
    ecflink_verdict_changes by_findings = ECFLINK_VERDICT_CHANGES_INIT;
    ecflink_verdict_changes by_links = ECFLINK_VERDICT_CHANGES_INIT;
    ecflink_verdict_changes expected = ECFLINK_VERDICT_CHANGES_INIT;
    uint64_t findings[LINKS];
    uint64_t of_wiwb[LINKS];
    uint64_t links_of_wiwb = 0;
    char id[17];
    size_t size = 0;
    int i;

    make_ledger(&ledger, 4);
    CHECK_STATUS(create_index(&ledger, before, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, findings, NULL, LINKS, NULL, &error),
                 ECFLINK_OK);
    for (i = 0; i < LINKS; ++i) {
        ecflink_assessment was = ECFLINK_ASSESSMENT_INIT;
        ecflink_assessment is = ECFLINK_ASSESSMENT_INIT;
        if (same(link_courts[i], "wiwb")) {
            of_wiwb[links_of_wiwb++] = findings[i];
            assess_one(before, i, &was);
            assess_one(after, i, &is);
            ++expected.counts[was.verdict][is.verdict];
            if (is.verdict < was.verdict) {
                ++expected.looser[was.next_step];
            }
        }
    }
    CHECK(expected.looser[ECFLINK_FINDING_CENTRAL_SLOT_TAKEN] > 0);
    CHECK_STATUS(
        ecflink_findings_impact(before, after, TEXT("wiwb"), of_wiwb, links_of_wiwb, &by_findings, &error),
        ECFLINK_OK);
    CHECK(memcmp(&by_findings, &expected, sizeof(expected)) == 0);

    CHECK_STATUS(ecflink_links_shadow(index, after, links, AS_OF, NULL, &changes, &error), ECFLINK_OK);
    CHECK(ecflink_changes_court_count(changes) == 3);
    CHECK_STATUS(ecflink_changes_court_id(changes, 0, id, sizeof(id), &size, &error), ECFLINK_OK);
    CHECK_TEXT(id, "wiwb");
    CHECK_STATUS(ecflink_changes_court(changes, 0, &by_links, &error), ECFLINK_OK);
    CHECK(memcmp(&by_links, &expected, sizeof(expected)) == 0);
    CHECK_STATUS(ecflink_changes_total(changes, &by_links, &error), ECFLINK_OK);
    CHECK(by_links.looser[ECFLINK_FINDING_CENTRAL_SLOT_TAKEN] ==
          expected.looser[ECFLINK_FINDING_CENTRAL_SLOT_TAKEN]);
    CHECK(by_links.counts[ECFLINK_VERDICT_REFUSE][ECFLINK_VERDICT_REFUSE] >
          expected.counts[ECFLINK_VERDICT_REFUSE][ECFLINK_VERDICT_REFUSE]);
    CHECK_STATUS(ecflink_changes_court(changes, 3, &by_links, &error), ECFLINK_E_NOT_FOUND);
    CHECK_STATUS(ecflink_changes_court_id(changes, 3, id, sizeof(id), &size, &error), ECFLINK_E_NOT_FOUND);
    ecflink_changes_free(changes);

    CHECK_STATUS(ecflink_links_impact(index, after, links, findings, LINKS, &changes, &error), ECFLINK_OK);
    CHECK(ecflink_changes_court_count(changes) == 3);
    CHECK_STATUS(ecflink_changes_court(changes, 0, &by_links, &error), ECFLINK_OK);
    CHECK(memcmp(&by_links, &expected, sizeof(expected)) == 0);
    ecflink_changes_free(changes);
    CHECK_STATUS(ecflink_links_impact(index, after, links, findings, LINKS - 1, &changes, &error),
                 ECFLINK_E_INVALID);
    CHECK_TEXT(error.field, "count");
    CHECK_STATUS(ecflink_links_impact(index, stricter, links, findings, LINKS, &changes, &error),
                 ECFLINK_E_INVALID_POLICIES);
    CHECK(error.index < LINKS && same(link_courts[error.index], "wiwb"));

    /* If more than dispositions changes, findings are not enough; the links are verified again. */
    CHECK_STATUS(
        ecflink_findings_impact(before, stricter, TEXT("wiwb"), of_wiwb, links_of_wiwb, &by_findings, &error),
        ECFLINK_E_INVALID_POLICIES);
    CHECK_STATUS(ecflink_findings_impact(before, elsewhere, TEXT("wiwb"), of_wiwb, links_of_wiwb,
                                         &by_findings, &error),
                 ECFLINK_E_INVALID_POLICIES);
    CHECK_STATUS(ecflink_findings_impact(before, stricter, TEXT("wiwx"), of_wiwb, 1, &by_findings, &error),
                 ECFLINK_E_NOT_FOUND);
    CHECK_STATUS(ecflink_findings_impact(before, stricter, NULL, 0, findings, LINKS, &by_findings, &error),
                 ECFLINK_OK); /* that for all courts */
    CHECK_STATUS(ecflink_links_shadow(index, stricter, links, AS_OF, NULL, &changes, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_changes_court(changes, 0, &by_links, &error), ECFLINK_OK);
    CHECK(by_links.stricter[ECFLINK_FINDING_LOGIN_NOT_LINKABLE] ==
          2); /* one that was allowed, and one that was held */
    ecflink_changes_free(changes);

    ecflink_links_free(links);
    ecflink_index_free(index);
    ecflink_engine_free(before);
    ecflink_engine_free(after);
    ecflink_engine_free(stricter);
    ecflink_engine_free(elsewhere);
    CHECK(is_released(&ledger) && table_is_released(&ledger.links));
}

/* From the findings alone, the verdicts and the report of a verification. */
static void test_decided_links(const ecflink_engine* engine) {
    struct ledger ledger;
    struct ArrowArrayStream stream;
    table narrow;
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_links* decided = NULL;
    ecflink_report* expected = NULL;
    ecflink_report* report = NULL;
    ecflink_tally tally = ECFLINK_TALLY_INIT;
    ecflink_tally expected_tally = ECFLINK_TALLY_INIT;
    uint64_t findings[LINKS];
    uint8_t expected_verdicts[LINKS];
    uint8_t verdicts[LINKS + 1];
    uint32_t threads;

    make_ledger(&ledger, 5);
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, findings, expected_verdicts, LINKS,
                                      &expected, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_report_total(expected, &expected_tally, &error), ECFLINK_OK);
    CHECK(expected_tally.removed > 0 && expected_tally.refuse > 0 && expected_tally.allow > 0);

    table_init(&narrow, LINKS, 7);
    table_add_texts(&narrow, "court", link_courts);
    table_add_texts(&narrow, "state", states);
    table_export(&narrow, &stream);
    CHECK_STATUS(ecflink_decided_links_create(ECFLINK_ARROW_CHECK_FULL, &stream, &decided, &error),
                 ECFLINK_OK);
    CHECK(stream.release == NULL && ecflink_links_unknown_column_count(decided) == 0);
    for (threads = 1; threads <= 3; ++threads) {
        options.threads = threads;
        memset(verdicts, 77, sizeof(verdicts));
        CHECK_STATUS(
            ecflink_links_decide(engine, decided, &options, findings, LINKS, verdicts, &report, &error),
            ECFLINK_OK);
        CHECK(memcmp(verdicts, expected_verdicts, LINKS) == 0 && verdicts[LINKS] == 77);
        CHECK_STATUS(ecflink_report_total(report, &tally, &error), ECFLINK_OK);
        CHECK(memcmp(&tally, &expected_tally, sizeof(tally)) == 0);
        CHECK(ecflink_report_court_count(report) == ecflink_report_court_count(expected));
        CHECK_STATUS(ecflink_report_court(report, 0, &tally, &error), ECFLINK_OK);
        CHECK(tally.links > 0 && tally.links < LINKS);
        ecflink_report_free(report);
    }
    CHECK_STATUS(ecflink_links_decide(engine, links, NULL, findings, LINKS, verdicts, NULL, &error),
                 ECFLINK_OK);
    CHECK(memcmp(verdicts, expected_verdicts, LINKS) == 0);

    /* What a newer version has found. */
    findings[3] |= UINT64_C(1) << 62;
    CHECK_TEXT(ecflink_finding_token(62), "");
    CHECK_STATUS(ecflink_links_decide(engine, links, NULL, findings, LINKS, verdicts, NULL, &error),
                 ECFLINK_E_INVALID_NUMBER);
    CHECK_TEXT(error.field, "findings");
    CHECK(error.index == 3);
    CHECK_STATUS(ecflink_links_decide(engine, links, NULL, findings, LINKS - 1, verdicts, NULL, &error),
                 ECFLINK_E_INVALID);
    CHECK_TEXT(error.field, "count");

    ecflink_report_free(expected);
    ecflink_links_free(decided);
    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(table_is_released(&narrow) && is_released(&ledger));
}

/* A table that was exported, as a stream of one batch. */
struct sent {
    struct ArrowSchema schema;
    struct ArrowArray array;
};
static int sent_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
    struct sent* const given = stream->private_data;
    *out = given->schema;
    given->schema.release = NULL;
    return 0;
}
static int sent_batch(struct ArrowArrayStream* stream, struct ArrowArray* out) {
    struct sent* const given = stream->private_data;
    *out = given->array;
    given->array.release = NULL;
    return 0;
}
static const char* no_error(struct ArrowArrayStream* stream) {
    (void)stream;
    return NULL;
}
static void release_sent(struct ArrowArrayStream* stream) {
    struct sent* const given = stream->private_data;
    if (given->schema.release != NULL) {
        given->schema.release(&given->schema);
    }
    if (given->array.release != NULL) {
        given->array.release(&given->array);
    }
    stream->release = NULL;
}
static void send_report(const ecflink_report* report, struct sent* given, struct ArrowArrayStream* stream) {
    const struct ArrowArrayStream made = {sent_schema, sent_batch, no_error, release_sent, NULL};
    CHECK_STATUS(ecflink_report_export(report, &given->schema, &given->array, &error), ECFLINK_OK);
    *stream = made;
    stream->private_data = given;
}

static int same_reports(const ecflink_report* a, const ecflink_report* b) {
    size_t court;
    if (ecflink_report_court_count(a) != ecflink_report_court_count(b)) {
        return 0;
    }
    for (court = 0; court <= ecflink_report_court_count(a); ++court) { /* the last is the total */
        ecflink_tally of_a = ECFLINK_TALLY_INIT;
        ecflink_tally of_b = ECFLINK_TALLY_INIT;
        char id_a[17] = "";
        char id_b[17] = "";
        size_t size;
        if (court == ecflink_report_court_count(a)) {
            CHECK(ecflink_report_total(a, &of_a, NULL) == ECFLINK_OK);
            CHECK(ecflink_report_total(b, &of_b, NULL) == ECFLINK_OK);
        } else {
            CHECK(ecflink_report_court(a, court, &of_a, NULL) == ECFLINK_OK);
            CHECK(ecflink_report_court(b, court, &of_b, NULL) == ECFLINK_OK);
            CHECK(ecflink_report_court_id(a, court, id_a, sizeof(id_a), &size, NULL) == ECFLINK_OK);
            CHECK(ecflink_report_court_id(b, court, id_b, sizeof(id_b), &size, NULL) == ECFLINK_OK);
        }
        if (!same(id_a, id_b) || memcmp(&of_a, &of_b, sizeof(of_a)) != 0) {
            return 0;
        }
    }
    return 1;
}

/* A report whose table was changed is refused, and names a column. */
static void check_refused_report(ecflink_report* sum, struct sent* given, struct ArrowArrayStream* stream,
                                 const char* field) {
    CHECK_STATUS(ecflink_report_add_rows(sum, ECFLINK_ARROW_CHECK_FULL, stream, &error), ECFLINK_E_ARROW);
    CHECK_TEXT(error.field, field);
    CHECK(stream->release == NULL && given->schema.release == NULL && given->array.release == NULL);
}

/* Reports travel as tables, and add up; indexes of parts share the central accounts. */
static void test_parts(const ecflink_engine* engine) {
    static const char* const nothing[1] = {NULL};
    struct ledger ledger;
    table no_accounts;
    struct ArrowArrayStream centrals, accounts, stones, roster, stream;
    struct sent sent;
    ecflink_index* of_centrals = NULL;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_report* report = NULL;
    ecflink_report* expected = NULL;
    ecflink_report* sum = NULL;
    ecflink_row_counts rows = ECFLINK_ROW_COUNTS_INIT;
    uint64_t findings[LINKS];
    uint64_t of_whole[LINKS];
    int64_t place;
    int i;

    make_ledger(&ledger, 3);
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, of_whole, NULL, LINKS, &expected, &error),
                 ECFLINK_OK);
    ecflink_index_free(index);
    ecflink_links_free(links);

    make_ledger(&ledger, 3);
    table_init(&no_accounts, 0, 1);
    table_add_texts(&no_accounts, "court", nothing);
    table_add_texts(&no_accounts, "login", nothing);
    table_add_texts(&no_accounts, "role", nothing);
    table_add_texts(&no_accounts, "status", nothing);
    table_export(&ledger.centrals, &centrals);
    table_export(&no_accounts, &accounts);
    CHECK_STATUS(ecflink_index_create(engine, NULL, ECFLINK_ARROW_CHECK_FULL, &centrals, &accounts, NULL,
                                      NULL, &of_centrals, &error),
                 ECFLINK_OK);
    table_export(&ledger.accounts, &accounts);
    table_export(&ledger.stones, &stones);
    table_export(&ledger.roster, &roster);
    CHECK_STATUS(ecflink_index_create_part(of_centrals, NULL, ECFLINK_ARROW_CHECK_FULL, &accounts, &stones,
                                           &roster, &index, &error),
                 ECFLINK_OK);
    CHECK(accounts.release == NULL && stones.release == NULL && roster.release == NULL);
    ecflink_index_free(of_centrals);
    CHECK(!table_is_released(&ledger.centrals));
    CHECK_STATUS(ecflink_index_rows(index, &rows, &error), ECFLINK_OK);
    CHECK(rows.central_accounts == CENTRALS && rows.court_accounts == ACCOUNTS && rows.tombstones == STONES &&
          rows.roster == ROSTER);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, findings, NULL, LINKS, &report, &error),
                 ECFLINK_OK);
    CHECK(memcmp(findings, of_whole, sizeof(findings)) == 0 && same_reports(report, expected));

    CHECK_STATUS(ecflink_report_create(&sum, &error), ECFLINK_OK);
    CHECK(ecflink_report_court_count(sum) == 0 && ecflink_report_row_count(sum) == 0);
    send_report(sum, &sent, &stream); /* nothing added to nothing */
    CHECK(sent.array.length == 0);
    CHECK_STATUS(ecflink_report_add_rows(sum, ECFLINK_ARROW_CHECK_FULL, &stream, &error), ECFLINK_OK);
    CHECK(ecflink_report_court_count(sum) == 0 && stream.release == NULL);
    for (i = 1; i <= 3; ++i) { /* each time as often as ecflink_report_add has it */
        send_report(report, &sent, &stream);
        CHECK(sent.array.n_children == sent.schema.n_children && sent.array.length == 3);
        CHECK_STATUS(ecflink_report_add_rows(sum, ECFLINK_ARROW_CHECK_LAYOUT, &stream, &error), ECFLINK_OK);
        CHECK(same_reports(sum, expected));
        CHECK_STATUS(ecflink_report_add(expected, report, &error), ECFLINK_OK);
    }

    /* Whatever column is changed, nothing is added. */
    ecflink_report_free(expected);
    CHECK_STATUS(ecflink_report_create(&expected, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_report_add(expected, sum, &error), ECFLINK_OK);
    send_report(report, &sent, &stream);
    for (place = sent.schema.n_children; place > 0; --place) {
        char field[64];
        const char* const name = sent.schema.children[place - 1]->name;
        snprintf(field, sizeof(field), "report.%s", name);
        sent.schema.children[place - 1]->name = "newer";
        check_refused_report(sum, &sent, &stream, field); /* missing */
        send_report(report, &sent, &stream);
        sent.schema.children[place - 1]->format = "i";
        check_refused_report(sum, &sent, &stream, field);
        send_report(report, &sent, &stream);
        sent.schema.children[place - 1]->name = place == 1 ? "links" : "court";
        check_refused_report(sum, &sent, &stream, place == 1 ? "report.links" : "report.court"); /* twice */
        send_report(report, &sent, &stream);
        if (place > 1) { /* more than there are links */
            ((uint64_t*)sent.array.children[place - 1]->buffers[1])[1] += UINT64_C(1) << 63;
            check_refused_report(sum, &sent, &stream, place == 2 ? "report.links" : field);
            CHECK(error.index == 1);
            send_report(report, &sent, &stream);
            sent.array.children[place - 1]->length -= 1;
            check_refused_report(sum, &sent, &stream, field);
            send_report(report, &sent, &stream);
        }
    }
    sent.schema.n_children -= 1; /* as an older version has it */
    sent.array.n_children -= 1;
    CHECK_STATUS(ecflink_report_add_rows(sum, ECFLINK_ARROW_CHECK_FULL, &stream, &error), ECFLINK_E_ARROW);
    CHECK(strstr(error.message, "older version") != NULL);
    send_report(report, &sent, &stream);
    ((uint64_t*)sent.array.children[3]->buffers[1])[2] += 1;
    CHECK_STATUS(ecflink_report_add_rows(sum, ECFLINK_ARROW_CHECK_FULL, &stream, &error), ECFLINK_E_ARROW);
    CHECK(error.index == 2);
    CHECK(same_reports(sum, expected));

    ecflink_report_free(report);
    ecflink_report_free(expected);
    ecflink_report_free(sum);
    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(is_released(&ledger) && table_is_released(&no_accounts));
}

static void test_forecast(const ecflink_engine* engine) {
    static struct ledger ledger;
    static table wanted;
    static const char* const courts[3] = {"wiwd", "wiwb", "wiwx"};
    static const char* const logins[3] = {"unlinked", "asample", "x"};
    static const char* const ids[3] = {"c1", "c3", "c1"};
    struct ArrowArrayStream stream;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_links* candidates = NULL;
    ecflink_report* report = NULL;
    ecflink_tally told = ECFLINK_TALLY_INIT;
    uint64_t rows[3];
    uint64_t findings[3];
    uint8_t verdicts[3];

    make_ledger(&ledger, 4);
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);

    /* Only one court account is not linked, and it has no findings. */
    CHECK_STATUS(ecflink_links_forecast(index, links, NULL, AS_OF, NULL, &report, &error), ECFLINK_OK);
    CHECK(ecflink_report_row_count(report) == 1);
    CHECK_STATUS(ecflink_report_rows(report, rows, findings, verdicts, 3, &error), ECFLINK_OK);
    CHECK(rows[0] == 7 && findings[0] == 0 && verdicts[0] == ECFLINK_VERDICT_ALLOW);
    ecflink_report_free(report);

    table_init(&wanted, 3, 2);
    table_add_texts(&wanted, "court", courts);
    table_add_texts(&wanted, "login", logins);
    table_add_texts(&wanted, "central_id", ids);
    table_export(&wanted, &stream);
    CHECK_STATUS(ecflink_candidates_create(ECFLINK_ARROW_CHECK_FULL, &stream, &candidates, &error),
                 ECFLINK_OK);
    CHECK(stream.release == NULL);
    CHECK_STATUS(ecflink_links_forecast(index, links, candidates, AS_OF, NULL, &report, &error), ECFLINK_OK);
    CHECK(ecflink_report_row_count(report) == 3);
    CHECK_STATUS(ecflink_report_rows(report, NULL, NULL, NULL, 0, &error), ECFLINK_OK);
    findings[0] = 77;
    CHECK_STATUS(ecflink_report_rows(report, NULL, findings, NULL, 2, &error), ECFLINK_E_BUFFER);
    CHECK(findings[0] == 77);
    CHECK_STATUS(ecflink_report_rows(report, rows, findings, verdicts, 3, &error), ECFLINK_OK);
    CHECK(rows[0] == 0 && rows[1] == 1 && rows[2] == 2);
    CHECK(findings[0] == (ECFLINK_FINDING_MASK(ECFLINK_FINDING_NOT_PREAUTHORIZED) |
                          ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SLOT_TAKEN) |
                          ECFLINK_FINDING_MASK(ECFLINK_FINDING_NAME_MISSING)));
    CHECK(findings[1] == (ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_LEGACY) |
                          ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_DISABLED) |
                          ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_MFA_MISSING) |
                          ECFLINK_FINDING_MASK(ECFLINK_FINDING_ACCOUNT_LINKED_ELSEWHERE) |
                          ECFLINK_FINDING_MASK(ECFLINK_FINDING_NAME_MISSING)));
    CHECK(verdicts[0] == ECFLINK_VERDICT_REFUSE && verdicts[1] == ECFLINK_VERDICT_REFUSE &&
          verdicts[2] == ECFLINK_VERDICT_REFUSE);
    CHECK_STATUS(ecflink_report_total(report, &told, &error), ECFLINK_OK);
    CHECK(told.links == 3 && told.refuse == 3);
    CHECK_STATUS(ecflink_report_add(report, report, &error), ECFLINK_OK);
    CHECK(ecflink_report_row_count(report) == 3);
    ecflink_report_free(report);
    ecflink_links_free(candidates);
    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(is_released(&ledger) && table_is_released(&ledger.links) && table_is_released(&wanted));
}

static void test_export(void) {
    static const uint64_t findings[3] = {0, 256, UINT64_MAX};
    static const uint8_t verdicts[3] = {0, 2, 1};
    struct ArrowSchema schema;
    struct ArrowArray array;

    CHECK_STATUS(ecflink_findings_export(findings, verdicts, 3, &schema, &array, &error), ECFLINK_OK);
    CHECK_TEXT(schema.format, "+s");
    CHECK(schema.n_children == 2 && array.n_children == 2 && array.length == 3);
    CHECK_TEXT(schema.children[0]->name, "findings");
    CHECK_TEXT(schema.children[0]->format, "L");
    CHECK_TEXT(schema.children[1]->name, "verdict");
    CHECK_TEXT(schema.children[1]->format, "C");
    CHECK(memcmp(array.children[0]->buffers[1], findings, sizeof(findings)) == 0);
    CHECK(memcmp(array.children[1]->buffers[1], verdicts, sizeof(verdicts)) == 0);
    schema.release(&schema);
    array.release(&array);
    CHECK_STATUS(ecflink_findings_export(NULL, NULL, 0, &schema, &array, &error), ECFLINK_OK);
    CHECK(array.length == 0);
    schema.release(&schema);
    array.release(&array);
}

/* The text of a row of a column of large utf8. */
static int has_text(const struct ArrowArray* texts, int64_t row, const char* expected) {
    const int64_t* ends = texts->buffers[1];
    const char* bytes = texts->buffers[2];
    const size_t size = (size_t)(ends[row + 1] - ends[row]);
    return strlen(expected) == size && memcmp(bytes + ends[row], expected, size) == 0;
}

/* The table of failures has the rows that are not allowed, and says why in words. */
static void test_failures(const ecflink_engine* engine) {
    static struct ledger ledger;
    static const char* const names[10] = {"row",      "court",     "login", "central_id", "verdict",
                                          "findings", "next_step", "who",   "to_allow",   "remedies"};
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_report* report = NULL;
    uint64_t findings[LINKS];
    uint8_t verdicts[LINKS];
    uint64_t rows[LINKS];
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct ArrowArray moved;
    const uint64_t* numbers;
    int64_t failing = 0;
    int i;

    make_ledger(&ledger, 3);
    CHECK_STATUS(create_index(&ledger, engine, NULL, ECFLINK_ARROW_CHECK_FULL, &index), ECFLINK_OK);
    CHECK_STATUS(create_links(&ledger.links, ECFLINK_ARROW_CHECK_FULL, &links), ECFLINK_OK);
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, findings, verdicts, LINKS, NULL, &error),
                 ECFLINK_OK);
    CHECK_STATUS(
        ecflink_failures_export(index, links, 0, NULL, findings, verdicts, LINKS, &schema, &array, &error),
        ECFLINK_OK);
    CHECK(schema.n_children == 6 && array.n_children == 6);
    schema.release(&schema);
    array.release(&array);

    CHECK_STATUS(ecflink_failures_export(index, links, ECFLINK_FAILURES_EXPLAINED, NULL, findings, verdicts,
                                         LINKS, &schema, &array, &error),
                 ECFLINK_OK);
    CHECK(schema.n_children == 10 && array.n_children == 10);
    for (i = 0; i < 10; ++i) {
        CHECK_TEXT(schema.children[i]->name, names[i]);
    }
    CHECK_TEXT(schema.children[5]->format, "+L");
    CHECK_TEXT(schema.children[5]->children[0]->format, "U");
    numbers = array.children[0]->buffers[1];
    for (i = 0; i < LINKS; ++i) {
        ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
        const struct ArrowArray* lists = array.children[8];
        const int64_t* ends = lists->buffers[1];
        const int64_t* remedy_ends = array.children[9]->buffers[1];
        int64_t place;
        int64_t remedy;
        int bit;
        assess_one(engine, i, &answer);
        if (answer.verdict == ECFLINK_VERDICT_ALLOW) {
            continue;
        }
        CHECK(failing < array.length && numbers[failing] == (uint64_t)i);
        CHECK(has_text(array.children[1], failing, link_courts[i]));
        CHECK(has_text(array.children[2], failing, link_logins[i]));
        CHECK(has_text(array.children[3], failing, link_centrals[i] == NULL ? "" : link_centrals[i]));
        CHECK(has_text(array.children[4], failing,
                       ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, answer.verdict)));
        CHECK(has_text(array.children[6], failing, ecflink_finding_token(answer.next_step)));
        place = ends[failing];
        remedy = remedy_ends[failing];
        for (bit = 0; bit < 64; ++bit) {
            if ((answer.to_allow & ECFLINK_FINDING_MASK(bit)) != 0) {
                ecflink_finding_info info = ECFLINK_FINDING_INFO_INIT;
                CHECK_STATUS(ecflink_finding_describe(bit, &info, &error), ECFLINK_OK);
                CHECK(has_text(lists->children[0], place, info.token));
                ++place;
                if ((answer.void_remedies & ECFLINK_FINDING_MASK(bit)) == 0) {
                    CHECK(has_text(array.children[9]->children[0], remedy, info.remedy));
                    ++remedy;
                }
            }
        }
        CHECK(place == ends[failing + 1] && remedy == remedy_ends[failing + 1]);
        ++failing;
    }
    CHECK(array.length == failing && failing > 0);
    CHECK(array.children[3]->null_count == 1); /* link 12 has no central id */

    /* A child that is moved out outlives its parent. */
    moved = *array.children[1];
    array.children[1]->release = NULL;
    array.release(&array);
    schema.release(&schema);
    CHECK(has_text(&moved, 0, "wiwb"));
    moved.release(&moved);

    /* Answers by row: of the court accounts, and in any order. */
    CHECK_STATUS(ecflink_links_forecast(index, links, NULL, AS_OF, NULL, &report, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_report_rows(report, rows, findings, verdicts, LINKS, &error), ECFLINK_OK);
    verdicts[0] = ECFLINK_VERDICT_HOLD;
    CHECK_STATUS(
        ecflink_failures_export(index, NULL, 0, rows, findings, verdicts, 1, &schema, &array, &error),
        ECFLINK_OK);
    CHECK(array.length == 1 && has_text(array.children[2], 0, "unlinked"));
    CHECK(array.children[3]->null_count == 1);
    schema.release(&schema);
    array.release(&array);
    ecflink_report_free(report);

    rows[0] = ACCOUNTS;
    CHECK_STATUS(
        ecflink_failures_export(index, NULL, 0, rows, findings, verdicts, 1, &schema, &array, &error),
        ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "rows");
    rows[0] = 0;
    verdicts[0] = 3;
    CHECK_STATUS(
        ecflink_failures_export(index, NULL, 0, rows, findings, verdicts, 1, &schema, &array, &error),
        ECFLINK_E_INVALID_NUMBER);
    CHECK_STATUS(
        ecflink_failures_export(index, links, 0, NULL, findings, verdicts, 1, &schema, &array, &error),
        ECFLINK_E_INVALID);
    CHECK_STATUS(
        ecflink_failures_export(index, links, 2, NULL, findings, verdicts, 1, &schema, &array, &error),
        ECFLINK_E_INVALID_FLAGS);
    ecflink_links_free(links);
    ecflink_index_free(index);
    CHECK(is_released(&ledger) && table_is_released(&ledger.links));
}

/* ---- Folders. ---- */

static int32_t cancel(void* context, const char* stage, uint64_t done, uint64_t all) {
    (void)context;
    (void)stage;
    return done <= all;
}

static void test_folder(const ecflink_engine* engine) {
    const size_t size = strlen(SAMPLE_LEDGER);
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_diagnostics* remarks = NULL;
    ecflink_report* report = NULL;
    ecflink_diagnostic first = ECFLINK_DIAGNOSTIC_INIT;
    ecflink_row_counts rows = ECFLINK_ROW_COUNTS_INIT;
    ecflink_tally told = ECFLINK_TALLY_INIT;

    CHECK_STATUS(ecflink_folder_read(engine, NULL, SAMPLE_LEDGER, size, &index, &links, &remarks, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_index_rows(index, &rows, &error), ECFLINK_OK);
    CHECK(ecflink_links_count(links) == 73 && rows.court_accounts == 71 && rows.central_accounts == 63);
    CHECK(rows.tombstones == 2 && rows.roster == 3 && rows.malformed >= 2);
    CHECK(ecflink_diagnostics_count(remarks) >= rows.malformed);
    CHECK_STATUS(ecflink_diagnostics_get(remarks, 0, &first, &error), ECFLINK_OK);
    CHECK(first.is_error == 0 && strstr(first.file, ".csv") != NULL && first.line > 1);
    ecflink_diagnostics_free(remarks);

    /* Each keeps what it needs of the folder. */
    CHECK_STATUS(ecflink_links_verify(index, links, AS_OF, NULL, NULL, NULL, 0, &report, &error), ECFLINK_OK);
    ecflink_links_free(links);
    CHECK_STATUS(ecflink_report_total(report, &told, &error), ECFLINK_OK);
    CHECK(told.links == 73 && told.allow > 0 && told.refuse > 0);
    ecflink_report_free(report);
    ecflink_index_free(index);

    CHECK_STATUS(ecflink_folder_read(engine, NULL, TEXT("no such folder"), &index, &links, &remarks, &error),
                 ECFLINK_E_INPUT);
    CHECK(strstr(error.message, "no such folder") != NULL);
    CHECK(ecflink_diagnostics_count(remarks) == 1);
    CHECK_STATUS(ecflink_diagnostics_get(remarks, 0, &first, &error), ECFLINK_OK);
    CHECK(first.is_error == 1);
    ecflink_diagnostics_free(remarks);
    CHECK_STATUS(ecflink_folder_read(engine, NULL, TEXT("no such folder"), &index, &links, NULL, &error),
                 ECFLINK_E_INPUT);

    options.progress = cancel;
    CHECK_STATUS(ecflink_folder_read(engine, &options, SAMPLE_LEDGER, size, &index, &links, NULL, &error),
                 ECFLINK_E_CANCELLED);
}

static void test_nothing(void) {
    ecflink_index_free(NULL);
    ecflink_links_free(NULL);
    ecflink_report_free(NULL);
    ecflink_changes_free(NULL);
    CHECK(ecflink_index_memory(NULL) == 0);
    CHECK(ecflink_index_unknown_column_count(NULL) == 0);
    CHECK(ecflink_links_unknown_column_count(NULL) == 0);
    CHECK(ecflink_links_count(NULL) == 0);
    CHECK(ecflink_report_court_count(NULL) == 0);
    CHECK(ecflink_report_row_count(NULL) == 0);
    CHECK(ecflink_changes_court_count(NULL) == 0);
}

int main(void) {
    ecflink_engine* engine = make_engine(WIWB_AS_IT_IS);
    uint32_t threads;

    for (threads = 0; threads <= 2; ++threads) {
        test_answers(engine, 1, threads, ECFLINK_ARROW_CHECK_FULL);
        test_answers(engine, 3, threads, ECFLINK_ARROW_CHECK_LAYOUT);
        test_answers(engine, TABLE_ROWS, threads, ECFLINK_ARROW_CHECK_FULL);
    }
    test_outputs();
    test_stream(engine);
    test_threads(engine);
    test_progress(engine);
    test_refused_streams(engine);
    test_other_policies();
    test_decided_links(engine);
    test_parts(engine);
    test_forecast(engine);
    test_export();
    test_failures(engine);
    test_folder(engine);
    test_nothing();
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
