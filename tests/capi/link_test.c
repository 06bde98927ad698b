/* One link: decided, explained, and refused as an argument if a member is not valid. */
#include <ecflink/ecflink.h>

#include "check.h"

static ecflink_error error = ECFLINK_ERROR_INIT;
static const ecflink_engine* engine;

/* A clean case, at nine o'clock on a Monday after wiwd went live. */
struct clean {
    ecflink_central_account central;
    ecflink_court_account account;
    ecflink_ledger_row row;
    ecflink_link_case facts;
};
#define MINUTE INT64_C(60000000)
#define DAY (INT64_C(24) * 60 * MINUTE)
#define GO_LIVE INT64_C(1650862800000000) /* 2022-04-25T00:00-05:00 */
#define NOW (GO_LIVE + 7 * DAY + 9 * 60 * MINUTE)

static void make_clean(struct clean* it) {
    const ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    const ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    const ecflink_ledger_row row = ECFLINK_LEDGER_ROW_INIT;
    const ecflink_link_case facts = ECFLINK_LINK_CASE_INIT;

    it->central = central;
    it->central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    it->central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    it->central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    it->central.mfa = ECFLINK_MFA_STATE_ENROLLED;
    it->central.registration = ECFLINK_REGISTRATION_TYPE_ATTORNEY_FILER;
    it->central.created = 18000;
    it->central.name =
        "Garc\xc3\xad"
        "a, Ana";
    it->central.name_size = strlen(it->central.name);

    it->account = account;
    it->account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    it->account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
    it->account.opened = GO_LIVE - 1000 * DAY;
    it->account.login = "agarcia";
    it->account.login_size = 7;
    it->account.name = "Ana Garcia";
    it->account.name_size = 10;

    it->row = row;
    it->row.linked_at = NOW;
    it->row.confirmed_at = NOW;

    it->facts = facts;
    it->facts.court = "wiwd";
    it->facts.court_size = 4;
    it->facts.central = &it->central;
    it->facts.account = &it->account;
    it->facts.central_proof = ECFLINK_PROOF_CLASS_PASSWORD_MFA;
    it->facts.central_proof_at = NOW - 5 * MINUTE;
    it->facts.account_proof = ECFLINK_PROOF_CLASS_PASSWORD;
    it->facts.account_proof_at = NOW - MINUTE;
    it->facts.account_proof_court = "wiwd";
    it->facts.account_proof_court_size = 4;
}

static uint64_t findings_at(const struct clean* it, ecflink_time now) {
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
    CHECK_STATUS(ecflink_link_assess(engine, &it->facts, now, &answer, &error), ECFLINK_OK);
    return answer.findings;
}

static uint64_t findings(const struct clean* it) { return findings_at(it, NOW); }

static void test_decision(void) {
    struct clean it;
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;

    make_clean(&it);
    CHECK_STATUS(ecflink_link_assess(engine, &it.facts, NOW, &answer, &error), ECFLINK_OK);
    CHECK(answer.verdict == ECFLINK_VERDICT_ALLOW && answer.findings == 0 &&
          answer.next_step == ECFLINK_NO_FINDING && answer.next_remedy == ECFLINK_NO_FINDING &&
          answer.void_remedies == 0);
    CHECK(answer.deciding == 0 && answer.to_allow == 0 && answer.noted == 0 &&
          answer.not_before == ECFLINK_NO_TIME);
    CHECK(answer.struct_size == sizeof(answer));

    it.central.usage = ECFLINK_CENTRAL_USAGE_SHARED;           /* refuse */
    it.central.exempt = 1;                                     /* hold */
    it.central.search_status = ECFLINK_SEARCH_STATUS_INACTIVE; /* note */
    it.facts.central_proof_at = it.facts.account_proof_at = GO_LIVE - MINUTE;
    CHECK_STATUS(ecflink_link_assess(engine, &it.facts, GO_LIVE - MINUTE, &answer, &error), ECFLINK_OK);
    CHECK(answer.verdict == ECFLINK_VERDICT_REFUSE && answer.next_step == ECFLINK_FINDING_CENTRAL_SHARED);
    CHECK(answer.deciding == (ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SHARED) |
                              ECFLINK_FINDING_MASK(ECFLINK_FINDING_COURT_NOT_LIVE)));
    CHECK(answer.to_allow == (answer.deciding | ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_EXEMPT)));
    CHECK(answer.noted == ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SEARCH_INACTIVE));
    CHECK(answer.findings == (answer.to_allow | answer.noted));
    /* the exemption and the search are those of an account that is given up */
    CHECK(answer.void_remedies == (ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_EXEMPT) | answer.noted));
    CHECK(answer.next_remedy == ECFLINK_FINDING_CENTRAL_SHARED);
    CHECK(answer.not_before == GO_LIVE);
}

/* Every member reaches its rule. */
static void test_every_member(void) {
    struct clean it;
#define RAISES(finding, change)                                                  \
    do {                                                                         \
        make_clean(&it);                                                         \
        change;                                                                  \
        CHECK(findings(&it) == ECFLINK_FINDING_MASK(ECFLINK_FINDING_##finding)); \
    } while (0)
    RAISES(CENTRAL_UNKNOWN, it.facts.central = NULL);
    RAISES(ACCOUNT_UNKNOWN, it.facts.account = NULL);
    RAISES(RECORD_MALFORMED, it.facts.flags = ECFLINK_CASE_MALFORMED);
    RAISES(RECORD_MALFORMED, it.central.usage = ECFLINK_CENTRAL_USAGE_MISSING);
    RAISES(RECORD_MALFORMED, it.central.status = ECFLINK_CENTRAL_STATUS_MISSING);
    RAISES(RECORD_MALFORMED, it.account.status = ECFLINK_ACCOUNT_STATUS_MISSING);
    RAISES(RECORD_MALFORMED, it.account.login_size = 0);
    RAISES(RECORD_AMBIGUOUS, (it.facts.flags = ECFLINK_CASE_CENTRAL_AMBIGUOUS, it.facts.central = NULL));
    RAISES(RECORD_AMBIGUOUS, (it.facts.flags = ECFLINK_CASE_ACCOUNT_AMBIGUOUS, it.facts.account = NULL));
    RAISES(CENTRAL_ADMINISTRATIVE, it.central.usage = ECFLINK_CENTRAL_USAGE_ADMINISTRATIVE);
    RAISES(CENTRAL_LEGACY,
           (it.central.generation = ECFLINK_CENTRAL_GENERATION_LEGACY, it.central.created = 16292));
    RAISES(CENTRAL_LEGACY, (it.central.generation = ECFLINK_CENTRAL_GENERATION_MISSING,
                            it.central.created = ECFLINK_NO_DATE));
    RAISES(CENTRAL_ON_HOLD, it.central.status = ECFLINK_CENTRAL_STATUS_ON_HOLD);
    RAISES(CENTRAL_CHANGE_PENDING, it.central.pending_change = ECFLINK_PENDING_CHANGE_CONTACT);
    RAISES(CENTRAL_EXEMPT, it.central.exempt = 1);
    RAISES(ACCOUNT_FEE_LOCKED, it.account.status = ECFLINK_ACCOUNT_STATUS_FEE_LOCKED);
    RAISES(ACCOUNT_OPENED_AFTER_CUTOVER, it.account.opened = GO_LIVE);
    RAISES(ACCOUNT_CHANGE_PENDING, it.account.pending_change = ECFLINK_PENDING_CHANGE_CREDENTIAL);
    RAISES(ACCOUNT_LINK_LOCKED, it.account.link_locked = 1);
    RAISES(CENTRAL_PROOF_INSUFFICIENT, it.facts.central_proof = ECFLINK_PROOF_CLASS_ASSERTED);
    RAISES(CENTRAL_PROOF_STALE, it.facts.central_proof_at = ECFLINK_NO_TIME);
    RAISES(ACCOUNT_PROOF_INSUFFICIENT, it.facts.account_proof = ECFLINK_PROOF_CLASS_MISSING);
    RAISES(ACCOUNT_PROOF_STALE, it.facts.account_proof_at = NOW - 11 * MINUTE);
    RAISES(PROOF_FOR_ANOTHER_COURT, it.facts.account_proof_court = "wiwb");
    RAISES(PROOF_FOR_ANOTHER_COURT, it.facts.account_proof_court_size = 0);
    RAISES(ATTEMPTS_EXHAUSTED, it.facts.failed_attempts = 5);
    RAISES(ALREADY_LINKED, it.facts.flags = ECFLINK_CASE_ALREADY_LINKED);
    RAISES(ACCOUNT_LINKED_ELSEWHERE, it.facts.other_centrals_of_account = 1);
    RAISES(CENTRAL_SLOT_TAKEN, it.facts.other_accounts_in_court = 1);
    RAISES(PAIR_TOMBSTONED, it.facts.tombstoned_at = NOW - DAY);
    RAISES(NAME_DIFFERS, (it.account.name = "Bob Quill", it.account.name_size = 9));
    RAISES(NAME_SIMILAR, (it.account.name = "Anna Garcia", it.account.name_size = 11));
    RAISES(NAME_MISSING, it.central.name_size = 0);
    RAISES(COURT_NOT_LIVE,
           (it.facts.row = &it.row, it.row.linked_at = it.row.confirmed_at = it.facts.central_proof_at =
                                        it.facts.account_proof_at = GO_LIVE - 1));
    RAISES(LINK_IN_FUTURE, (it.facts.row = &it.row, it.row.linked_at = NOW + 1));
    RAISES(LINK_BEFORE_ACCOUNT, (it.facts.row = &it.row, it.account.opened = ECFLINK_NO_TIME,
                                 it.central.created = 19121)); /* 2022-05-09 */
    RAISES(CONFIRMATION_MISSING, (it.facts.row = &it.row, it.row.confirmed_at = ECFLINK_NO_TIME));
    RAISES(CONFIRMATION_MISSING, (it.facts.row = &it.row, it.row.confirmed_at = ECFLINK_NO_TIME,
                                  it.row.made_by = ECFLINK_LINK_MAKER_IMPORT));
#undef RAISES

    /* Allowed: missing values with their defaults, a link made by the court, a removed link. */
    make_clean(&it);
    it.facts.row = &it.row;
    CHECK(findings(&it) == 0);
    it.row.made_by = ECFLINK_LINK_MAKER_COURT;
    it.facts.central_proof = it.facts.account_proof = ECFLINK_PROOF_CLASS_MISSING;
    CHECK(findings(&it) == 0);
    it.row.state = ECFLINK_LINK_STATE_REMOVED;
    it.facts.flags = ECFLINK_CASE_ALREADY_LINKED;
    CHECK(findings(&it) == 0);

    /* A link whose time is missing is malformed, and its proofs are of no known age. */
    make_clean(&it);
    it.facts.row = &it.row;
    it.row.linked_at = ECFLINK_NO_TIME;
    CHECK((findings(&it) & ECFLINK_FINDING_MASK(ECFLINK_FINDING_RECORD_MALFORMED)) != 0);

    /* A filing agent with and without somebody to file for. */
    make_clean(&it);
    it.account.role = ECFLINK_ACCOUNT_ROLE_FILING_AGENT;
    CHECK((findings(&it) & ECFLINK_FINDING_MASK(ECFLINK_FINDING_AGENT_WITHOUT_PRINCIPAL)) != 0);
    it.account.principals = 1;
    CHECK((findings(&it) & ECFLINK_FINDING_MASK(ECFLINK_FINDING_AGENT_WITHOUT_PRINCIPAL)) == 0);

    /* The second factor, from the date of the policy on. */
    make_clean(&it);
    it.central.mfa = ECFLINK_MFA_STATE_NOT_ENROLLED;
    CHECK(findings(&it) == 0);
    CHECK((findings_at(&it, NOW + 2000 * DAY) & ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_MFA_MISSING)) !=
          0);

    /* A court without a policy, and no court at all. */
    make_clean(&it);
    it.facts.court = it.facts.account_proof_court = "nope";
    CHECK(findings(&it) == ECFLINK_FINDING_MASK(ECFLINK_FINDING_COURT_UNKNOWN));
    make_clean(&it);
    it.facts.court_size = 0;
    CHECK((findings(&it) & ECFLINK_FINDING_MASK(ECFLINK_FINDING_COURT_UNKNOWN)) != 0);
    CHECK((findings(&it) & ECFLINK_FINDING_MASK(ECFLINK_FINDING_RECORD_MALFORMED)) != 0);
}

/* Members that only another policy uses. */
static void test_members_that_other_policies_read(void) {
    static const char text[] =
        "{\"ecflink-policy\": 1, \"court\": \"wiwd\", \"outages\": [{\"begin\": \"2022-04-20\", \"end\": "
        "\"2022-04-28\"}],"
        " \"proof\": {\"waived-for\": [\"filer\"]}, \"link\": {\"roster\": true, \"count-per\": "
        "\"court-and-role\","
        " \"registrations\": {\"attorney\": [\"attorney-filer\"]}}}";
    ecflink_policy_layer layer = ECFLINK_POLICY_LAYER_INIT;
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
    ecflink_engine* strict = NULL;
    const ecflink_engine* const usual = engine;
    const ecflink_time outage_end = GO_LIVE + 3 * DAY; /* 2022-04-28T00:00-05:00 */
    struct clean it;

    layer.name = "strict.json";
    layer.name_size = 11;
    layer.text = text;
    layer.text_size = sizeof(text) - 1;
    options.layers = &layer;
    options.layer_count = 1;
    CHECK_STATUS(ecflink_engine_create(&options, &strict, NULL, &error), ECFLINK_OK);
    engine = strict;
    make_clean(&it);
    CHECK(findings(&it) == ECFLINK_FINDING_MASK(ECFLINK_FINDING_NOT_PREAUTHORIZED));
    it.facts.flags = ECFLINK_CASE_ON_ROSTER;
    CHECK(findings(&it) == 0);
    it.facts.other_accounts_in_court = 9;
    CHECK(findings(&it) == 0);
    it.facts.other_accounts_in_court_and_role = 1;
    CHECK(findings(&it) == ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SLOT_TAKEN));
    it.facts.other_accounts_in_court_and_role = 0;
    it.central.registration = ECFLINK_REGISTRATION_TYPE_CASE_SEARCH_ONLY;
    CHECK(findings(&it) == ECFLINK_FINDING_MASK(ECFLINK_FINDING_KIND_ROLE_MISMATCH));

    /* A link that does not say who made it was made by the filer. */
    make_clean(&it);
    it.facts.flags = ECFLINK_CASE_ON_ROSTER;
    it.facts.row = &it.row;
    it.facts.central_proof = it.facts.account_proof = ECFLINK_PROOF_CLASS_MISSING;
    CHECK(findings(&it) == 0);
    it.row.made_by = ECFLINK_LINK_MAKER_IMPORT;
    CHECK(findings(&it) != 0);

    /* The court is evaluated as of the time of the link, and so is the time until which to wait. */
    it.row.made_by = ECFLINK_LINK_MAKER_FILER;
    it.row.linked_at = it.row.confirmed_at = outage_end - 60 * MINUTE;
    CHECK_STATUS(ecflink_link_assess(engine, &it.facts, outage_end + 5 * DAY, &answer, &error), ECFLINK_OK);
    CHECK(answer.findings == ECFLINK_FINDING_MASK(ECFLINK_FINDING_COURT_IN_OUTAGE));
    CHECK(answer.not_before == outage_end);
    engine = usual;
    ecflink_engine_free(strict);
}

/* A case that is not valid is an error that names the member, and no answer is written. */
static void test_bad_cases(void) {
    char long_text[ECFLINK_NAME_BYTES + 1];
    struct clean it;
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
    ecflink_assessment before = ECFLINK_ASSESSMENT_INIT;
    ecflink_time now = NOW;

    memset(long_text, 'x', sizeof(long_text));
    answer.findings = before.findings = 77;
#define REFUSED(expected, where, change)                                                      \
    do {                                                                                      \
        make_clean(&it);                                                                      \
        it.facts.row = &it.row;                                                               \
        change;                                                                               \
        CHECK_STATUS(ecflink_link_assess(engine, &it.facts, now, &answer, &error), expected); \
        CHECK_TEXT(error.field, where);                                                       \
        CHECK(memcmp(&answer, &before, sizeof(answer)) == 0);                                 \
    } while (0)
    REFUSED(ECFLINK_E_INVALID_FLAGS, "link_case.flags", it.facts.flags = 64);
    REFUSED(ECFLINK_E_INVALID_FLAGS, "link_case.central", it.facts.flags = ECFLINK_CASE_CENTRAL_AMBIGUOUS);
    REFUSED(ECFLINK_E_INVALID_FLAGS, "link_case.account", it.facts.flags = ECFLINK_CASE_ACCOUNT_AMBIGUOUS);
    REFUSED(ECFLINK_E_INVALID_FLAGS, "link_case.row.reserved", it.row.reserved = 1);
    REFUSED(ECFLINK_E_INVALID_NULL, "link_case.court", it.facts.court = NULL);
    REFUSED(ECFLINK_E_INVALID_TOO_LONG, "link_case.court",
            (it.facts.court = long_text, it.facts.court_size = ECFLINK_COURT_BYTES + 1));
    REFUSED(ECFLINK_E_INVALID_NOT_UTF8, "link_case.court",
            (it.facts.court = "\xc0\x80", it.facts.court_size = 2));
    REFUSED(ECFLINK_E_INVALID_HAS_NUL, "link_case.court", it.facts.court_size = 5);
    REFUSED(ECFLINK_E_INVALID_NULL, "link_case.account_proof_court", it.facts.account_proof_court = NULL);
    REFUSED(ECFLINK_E_INVALID_TOO_LONG, "link_case.account_proof_court",
            (it.facts.account_proof_court = long_text,
             it.facts.account_proof_court_size = ECFLINK_COURT_BYTES + 1));
    REFUSED(ECFLINK_E_INVALID_NULL, "link_case.account.login", it.account.login = NULL);
    REFUSED(ECFLINK_E_INVALID_TOO_LONG, "link_case.account.login",
            (it.account.login = long_text, it.account.login_size = ECFLINK_LOGIN_BYTES + 1));
    REFUSED(ECFLINK_E_INVALID_NOT_UTF8, "link_case.account.login", it.account.login = "agarc\xed\xa0");
    REFUSED(ECFLINK_E_INVALID_HAS_NUL, "link_case.account.login", it.account.login_size = 8);
    REFUSED(ECFLINK_E_INVALID_NULL, "link_case.account.name", it.account.name = NULL);
    REFUSED(ECFLINK_E_INVALID_TOO_LONG, "link_case.account.name",
            (it.account.name = long_text, it.account.name_size = ECFLINK_NAME_BYTES + 1));
    REFUSED(ECFLINK_E_INVALID_NOT_UTF8, "link_case.central.name",
            it.central.name_size = 5); /* half of a character */
    REFUSED(ECFLINK_E_INVALID_HAS_NUL, "link_case.central.name", ++it.central.name_size);
    REFUSED(ECFLINK_E_INVALID_NULL, "link_case.central.name", it.central.name = NULL);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.usage", it.central.usage = 4);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.usage",
            it.central.usage = 257); /* 1, if only eight bits were looked at */
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.status", it.central.status = -1);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.generation", it.central.generation = 3);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.search_status", it.central.search_status = 3);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.mfa", it.central.mfa = 3);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.registration", it.central.registration = 4);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.pending_change", it.central.pending_change = 4);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central.exempt", it.central.exempt = 2);
    REFUSED(ECFLINK_E_INVALID_RANGE, "link_case.central.created", it.central.created = INT32_MAX);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.account.role", it.account.role = 16);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.account.status", it.account.status = 7);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.account.pending_change", it.account.pending_change = 4);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.account.link_locked", it.account.link_locked = -1);
    REFUSED(ECFLINK_E_INVALID_RANGE, "link_case.account.opened", it.account.opened = INT64_MAX);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.row.state", it.row.state = 3);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.row.made_by", it.row.made_by = 5);
    REFUSED(ECFLINK_E_INVALID_RANGE, "link_case.row.linked_at", it.row.linked_at = INT64_MIN + 1);
    REFUSED(ECFLINK_E_INVALID_RANGE, "link_case.row.confirmed_at", it.row.confirmed_at = INT64_MAX);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.central_proof", it.facts.central_proof = 8);
    REFUSED(ECFLINK_E_INVALID_NUMBER, "link_case.account_proof", it.facts.account_proof = 8);
    REFUSED(ECFLINK_E_INVALID_RANGE, "link_case.central_proof_at", it.facts.central_proof_at = INT64_MAX);
    REFUSED(ECFLINK_E_INVALID_RANGE, "link_case.account_proof_at", it.facts.account_proof_at = INT64_MAX);
    REFUSED(ECFLINK_E_INVALID_RANGE, "link_case.tombstoned_at", it.facts.tombstoned_at = INT64_MAX);
    REFUSED(ECFLINK_E_INVALID_RANGE, "link_case.lifted_at", it.facts.lifted_at = INT64_MAX);
    REFUSED(ECFLINK_E_INVALID_FLAGS, "link_case.row.approved", it.row.approved = (uint64_t)1 << 63);
    REFUSED(ECFLINK_E_INVALID_SIZE, "link_case.central", it.central.struct_size = 0);
    REFUSED(ECFLINK_E_INVALID_SIZE, "link_case.account", --it.account.struct_size);
    REFUSED(ECFLINK_E_INVALID_SIZE, "link_case.row", it.row.struct_size = 4097);
    now = ECFLINK_NO_TIME;
    REFUSED(ECFLINK_E_INVALID_RANGE, "now", (void)0);
#undef REFUSED
    CHECK(error.struct_size == sizeof(error) && error.status == ECFLINK_E_INVALID_RANGE && error.index == 0);
    CHECK_TEXT(error.message, ecflink_status_text(ECFLINK_E_INVALID_RANGE));
}

/* The longest texts that are allowed. */
static void test_limits(void) {
    char long_text[ECFLINK_NAME_BYTES];
    struct clean it;

    memset(long_text, 'x', sizeof(long_text));
    make_clean(&it);
    it.account.login = it.account.name = it.central.name = long_text;
    it.account.login_size = ECFLINK_LOGIN_BYTES;
    it.account.name_size = it.central.name_size = ECFLINK_NAME_BYTES;
    CHECK(findings(&it) == 0);
    it.facts.court = it.facts.account_proof_court = long_text;
    it.facts.court_size = it.facts.account_proof_court_size = ECFLINK_COURT_BYTES;
    CHECK(findings(&it) == ECFLINK_FINDING_MASK(ECFLINK_FINDING_COURT_UNKNOWN));
}

int main(void) {
    ecflink_engine* made = NULL;
    CHECK_STATUS(ecflink_engine_create(NULL, &made, NULL, &error), ECFLINK_OK);
    if (made == NULL) {
        return 1;
    }
    engine = made;
    test_decision();
    test_every_member();
    test_members_that_other_policies_read();
    test_bad_cases();
    test_limits();
    ecflink_engine_free(made);
    return CHECK_RESULT();
}
