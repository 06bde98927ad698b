/* One engine and many threads: every thread gets the same answers as one thread alone. Threads also
 * create engines at the same time. */
#include <ecflink/ecflink.h>
#include <pthread.h>

#include "check.h"

enum { THREADS = 8, DAYS = 400 };
#define DAY INT64_C(86400000000)
#define FIRST_DAY INT64_C(1640995200000000) /* 2022-01-01T00:00Z */

static const ecflink_engine* shared_engine;

struct answers {
    uint64_t findings[DAYS];
    char digest[72];
    ecflink_status status;
};

static void assess_all(const ecflink_engine* engine, struct answers* out) {
    ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    ecflink_link_case facts = ECFLINK_LINK_CASE_INIT;
    size_t size = 0;
    int day;

    central.name =
        "Garc\xc3\xad"
        "a, Ana";
    central.name_size = strlen(central.name);
    account.name = "Ana Maria Garcia";
    account.name_size = strlen(account.name);
    facts.central = &central;
    facts.account = &account;
    facts.court = "wiwd";
    facts.court_size = 4;
    out->status = ecflink_engine_digest(engine, out->digest, sizeof(out->digest), &size, NULL);
    for (day = 0; day < DAYS && out->status == ECFLINK_OK; ++day) {
        ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
        out->status = ecflink_link_assess(engine, &facts, FIRST_DAY + day * DAY, &answer, NULL);
        out->findings[day] = answer.findings;
    }
}

static void* with_the_shared_engine(void* out) {
    assess_all(shared_engine, out);
    return NULL;
}

static void* with_an_own_engine(void* out) {
    struct answers* answers = out;
    ecflink_engine* engine = NULL;
    answers->status = ecflink_engine_create(NULL, &engine, NULL, NULL);
    if (answers->status == ECFLINK_OK) {
        assess_all(engine, answers);
    }
    ecflink_engine_free(engine);
    return NULL;
}

static void run(void* (*work)(void*), struct answers (*results)[THREADS]) {
    pthread_t threads[THREADS];
    int i;
    memset(results, 0, sizeof(*results));
    for (i = 0; i < THREADS; ++i) {
        CHECK(pthread_create(&threads[i], NULL, work, &(*results)[i]) == 0);
    }
    for (i = 0; i < THREADS; ++i) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
}

int main(void) {
    static struct answers alone;
    static struct answers together[THREADS];
    ecflink_engine* engine = NULL;
    int i;

    run(with_an_own_engine, &together); /* first, while nothing is loaded yet */
    CHECK(ecflink_engine_create(NULL, &engine, NULL, NULL) == ECFLINK_OK);
    assess_all(engine, &alone);
    CHECK(alone.status == ECFLINK_OK && alone.findings[0] != alone.findings[DAYS - 1]);
    for (i = 0; i < THREADS; ++i) {
        CHECK(memcmp(&together[i], &alone, sizeof(alone)) == 0);
    }
    shared_engine = engine;
    run(with_the_shared_engine, &together);
    for (i = 0; i < THREADS; ++i) {
        CHECK(memcmp(&together[i], &alone, sizeof(alone)) == 0);
    }
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
