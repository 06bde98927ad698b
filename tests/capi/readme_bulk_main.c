/* Three links for the README's example of whole ledgers, which is in readme_bulk_example.c. */
#include "check.h"
#include "table_stream.h"

ecflink_status verify_ledger(const ecflink_engine* engine, ecflink_time as_of,
                             struct ArrowArrayStream* central_accounts,
                             struct ArrowArrayStream* court_accounts, struct ArrowArrayStream* links_table,
                             ecflink_error* error);

#define MIDDAY INT64_C(1672574400000000) /* 2023-01-01T12:00Z */

/* Streams of a ledger, whose central accounts have a column `usage` of the given name. */
static void verify(const ecflink_engine* engine, const char* usage, ecflink_status expected) {
    static const char* const ids[3] = {"1000001", "1000002", "1000003"};
    static const char* const usages[3] = {"individual", "shared", "individual"};
    static const char* const upgraded[3] = {"upgraded", "upgraded", "upgraded"};
    static const char* const active[3] = {"active", "active", "active"};
    static const char* const enrolled[3] = {"enrolled", "enrolled", "not-enrolled"};
    static const char* const courts[3] = {"wiwb", "wiwb", "wiwb"};
    static const char* const logins[3] = {"asample", "bsample", "csample"};
    static const char* const attorneys[3] = {"attorney", "attorney", "attorney"};
    static const char* const the_court[3] = {"court", "court", "court"};
    static const ecflink_time linked[3] = {MIDDAY, MIDDAY, MIDDAY};
    static table centrals, accounts, links;
    struct ArrowArrayStream streams[3];
    ecflink_error error = ECFLINK_ERROR_INIT;

    table_init(&centrals, 3, 2);
    table_add_texts(&centrals, "central_id", ids);
    table_add_texts(&centrals, usage, usages);
    table_add_texts(&centrals, "status", active);
    table_add_texts(&centrals, "generation", upgraded);
    table_add_texts(&centrals, "mfa", enrolled);
    table_init(&accounts, 3, 3);
    table_add_texts(&accounts, "court", courts);
    table_add_texts(&accounts, "login", logins);
    table_add_texts(&accounts, "role", attorneys);
    table_add_texts(&accounts, "status", active);
    table_init(&links, 3, 1);
    table_add_texts(&links, "court", courts);
    table_add_texts(&links, "login", logins);
    table_add_texts(&links, "central_id", ids);
    table_add_times(&links, "linked_at", linked);
    table_add_texts(&links, "made_by", the_court);
    table_export(&centrals, &streams[0]);
    table_export(&accounts, &streams[1]);
    table_export(&links, &streams[2]);
    CHECK_STATUS(verify_ledger(engine, MIDDAY, &streams[0], &streams[1], &streams[2], &error), expected);
    CHECK(table_is_released(&centrals) && table_is_released(&accounts) && table_is_released(&links));
}

int main(void) {
    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_engine* engine = NULL;
    CHECK_STATUS(ecflink_engine_create(NULL, &engine, NULL, &error), ECFLINK_OK);
    verify(engine, "usage", ECFLINK_OK);
    verify(engine, "use", ECFLINK_E_ARROW);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
