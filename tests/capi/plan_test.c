/* What a person must do next: the steps of a court's page, in their order, and the catalogue. */
#include <ecflink/ecflink_decide.h>

#include "check.h"

static ecflink_error error = ECFLINK_ERROR_INIT;

/* 2020-03-20T14:00Z: ten days before wiwb goes live at 2020-03-30T13:00Z, after an outage from
 * 2020-03-26T21:30Z on. */
#define NOW INT64_C(1584712800000000)
#define OUTAGE INT64_C(1585258200000000)
#define GO_LIVE INT64_C(1585573200000000)

struct person {
    ecflink_central_account central;
    ecflink_court_account account;
    ecflink_link_case accounts;
    ecflink_readiness_facts facts;
};

/* Has an individual legacy account, and knows the court's login and password. */
static void make_person(struct person* it) {
    const ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    const ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    const ecflink_link_case accounts = ECFLINK_LINK_CASE_INIT;
    const ecflink_readiness_facts facts = ECFLINK_READINESS_FACTS_INIT;
    it->central = central;
    it->central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    it->central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    it->central.generation = ECFLINK_CENTRAL_GENERATION_LEGACY;
    it->account = account;
    it->account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    it->account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
    it->account.login = "bholloway";
    it->account.login_size = 9;
    it->accounts = accounts;
    it->accounts.court = "wiwb";
    it->accounts.court_size = 4;
    it->accounts.central = &it->central;
    it->accounts.account = &it->account;
    it->facts = facts;
    it->facts.credentials_known = 1;
    it->facts.accounts = &it->accounts;
}

static ecflink_planned_step next_step(const ecflink_plan* plan) {
    ecflink_planned_step step = ECFLINK_PLANNED_STEP_INIT;
    CHECK_STATUS(ecflink_plan_next(plan, &step, &error), ECFLINK_OK);
    return step;
}

static void test_plan(const ecflink_engine* engine) {
    struct person it;
    ecflink_plan* plan = NULL;
    ecflink_planned_step step = ECFLINK_PLANNED_STEP_INIT;
    size_t count;

    make_person(&it);
    CHECK_STATUS(ecflink_ready(engine, &it.facts, NOW, &plan, &error), ECFLINK_OK);
    count = ecflink_plan_count(plan);
    CHECK(count >= 4);
    CHECK(next_step(plan).step == ECFLINK_STEP_UPGRADE_CENTRAL_ACCOUNT);
    CHECK_STATUS(ecflink_plan_get(plan, count - 1, &step, &error), ECFLINK_OK);
    CHECK(step.step == ECFLINK_STEP_LINK && step.state == ECFLINK_STEP_STATE_LATER && step.from == GO_LIVE);
    CHECK_STATUS(ecflink_plan_meanwhile(plan, &step, &error), ECFLINK_OK);
    CHECK(step.until == OUTAGE);
    CHECK_STATUS(ecflink_plan_get(plan, count, &step, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "index");
    ecflink_plan_free(plan);

    /* After go-live, once upgraded: link, and nothing serves meanwhile. */
    it.central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, GO_LIVE, &plan, &error), ECFLINK_OK);
    CHECK(next_step(plan).step == ECFLINK_STEP_LINK);
    CHECK_STATUS(ecflink_plan_meanwhile(plan, &step, &error), ECFLINK_E_NOT_FOUND);
    ecflink_plan_free(plan);

    /* Each member is read. */
    it.facts.credentials_known = 0;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, GO_LIVE, &plan, &error), ECFLINK_OK);
    CHECK(next_step(plan).step == ECFLINK_STEP_KNOW_CREDENTIALS);
    ecflink_plan_free(plan);
    it.facts.credentials_known = 1;
    it.facts.central_login_forgotten = 1;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, GO_LIVE, &plan, &error), ECFLINK_OK);
    CHECK(next_step(plan).step == ECFLINK_STEP_RECOVER_CENTRAL_LOGIN);
    ecflink_plan_free(plan);
    it.facts.credentials_known = 0;
    it.facts.central_login_forgotten = 0;
    it.facts.holds_account = 1;
    it.accounts.account = NULL;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, GO_LIVE, &plan, &error), ECFLINK_OK);
    CHECK(next_step(plan).step == ECFLINK_STEP_KNOW_CREDENTIALS);
    ecflink_plan_free(plan);
    it.facts.holds_account = 0;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, GO_LIVE, &plan, &error), ECFLINK_OK);
    CHECK(next_step(plan).step == ECFLINK_STEP_REQUEST_PRIVILEGES);
    ecflink_plan_free(plan);
    it.facts.request = ECFLINK_REGISTRATION_STATE_COURT_PENDING;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, GO_LIVE, &plan, &error), ECFLINK_OK);
    CHECK(next_step(plan).step == ECFLINK_STEP_AWAIT_APPROVAL);
    ecflink_plan_free(plan);
    it.facts.request = 0;
    it.accounts.account = &it.account;
    it.facts.purpose = ECFLINK_FILING_PURPOSE_SEARCH_ONLY;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, GO_LIVE, &plan, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_plan_get(plan, ecflink_plan_count(plan) - 1, &step, &error), ECFLINK_OK);
    CHECK(step.step != ECFLINK_STEP_LINK);
    ecflink_plan_free(plan);
    it.facts.purpose = 0;

    /* An account that is linked already: sign on. */
    it.facts.linked = &it.account;
    it.facts.linked_count = 1;
    it.accounts.flags = ECFLINK_CASE_ALREADY_LINKED;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, GO_LIVE, &plan, &error), ECFLINK_OK);
    CHECK(next_step(plan).step == ECFLINK_STEP_SIGN_ON);
    ecflink_plan_free(plan);

    it.facts.holds_account = 2;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, NOW, &plan, &error), ECFLINK_E_INVALID_NUMBER);
    CHECK_TEXT(error.field, "facts.holds_account");
    it.facts.holds_account = 0;
    it.facts.request = 77;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, NOW, &plan, &error), ECFLINK_E_INVALID_NUMBER);
    CHECK_TEXT(error.field, "facts.request");
    it.facts.request = 0;
    it.account.role = 77;
    it.accounts.account = NULL;
    CHECK_STATUS(ecflink_ready(engine, &it.facts, NOW, &plan, &error), ECFLINK_E_INVALID_NUMBER);
    CHECK_TEXT(error.field, "facts.linked.role");
}

/* Every entry of the catalogue, in the order of the numbers. */
static void test_catalogue(void) {
    uint64_t mended = 0;
    ecflink_step last = -1;
    size_t i;
    CHECK(ecflink_step_count() > 30);
    for (i = 0; i < ecflink_step_count(); ++i) {
        ecflink_step_info info = ECFLINK_STEP_INFO_INIT;
        ecflink_step_info described = ECFLINK_STEP_INFO_INIT;
        ecflink_step parsed = ECFLINK_NO_STEP;
        CHECK_STATUS(ecflink_step_get(i, &info, &error), ECFLINK_OK);
        CHECK(info.step > last && (info.mends & mended) == 0);
        CHECK_STATUS(ecflink_step_parse(info.token, strlen(info.token), &parsed, &error), ECFLINK_OK);
        CHECK_STATUS(ecflink_step_describe(parsed, &described, &error), ECFLINK_OK);
        CHECK(parsed == info.step && described.token == info.token);
        CHECK(strlen(info.token) > 2 && strlen(info.sentence) > 10 && strlen(info.since) == 5);
        CHECK(*ecflink_token_text(ECFLINK_ENUMERATION_ACTOR, info.who) != '\0');
        last = info.step;
        mended |= info.mends;
        if (info.step == ECFLINK_STEP_UPGRADE_CENTRAL_ACCOUNT) {
            CHECK_TEXT(info.token, "upgrade-central-account");
            CHECK(info.mends == ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_LEGACY));
        }
    }
}

int main(void) {
    ecflink_engine* engine = NULL;
    CHECK_STATUS(ecflink_engine_create(NULL, &engine, NULL, &error), ECFLINK_OK);
    if (engine == NULL) {
        return 1;
    }
    test_plan(engine);
    test_catalogue();
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
