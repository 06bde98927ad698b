/* Every function that answers a status, with each pointer NULL and each struct of a wrong size. A function that is not here fails the test
 * `capi_coverage`. */
#include <ecflink/ecflink.h>

#include "check.h"

/* The last argument of every call; NULL but while REFUSED tries another. */
static ecflink_error* e;

/* The call, which names its last argument `e`, must answer `expected` and name `where`: without an error, with one, and not with one of a wrong size.
 */
#define REFUSED(expected, where, call)                     \
    do {                                                   \
        ecflink_error told = ECFLINK_ERROR_INIT;           \
        CHECK((call) == (expected));                       \
        e = &told;                                         \
        CHECK((call) == (expected));                       \
        CHECK(told.status == (expected));                  \
        CHECK_TEXT(told.field, where);                     \
        CHECK(told.message[0] != '\0');                    \
        told.struct_size = 0;                              \
        CHECK((call) == ECFLINK_E_INVALID_SIZE);           \
        told.struct_size = sizeof(told) - 1;               \
        CHECK((call) == ECFLINK_E_INVALID_SIZE);           \
        told.struct_size = 4097;                           \
        CHECK((call) == ECFLINK_E_INVALID_SIZE);           \
        CHECK(told.status == (expected)); /* left alone */ \
        e = NULL;                                          \
    } while (0)

/* A call that writes to `out`, of the type, which must be neither NULL nor of a wrong size, and which may be longer than this version knows. */
#define CHECK_OUT(type, init, call)                             \
    do {                                                        \
        union {                                                 \
            type known;                                         \
            unsigned char bytes[sizeof(type) + 16];             \
        } longer;                                               \
        type good = init;                                       \
        type* out = NULL;                                       \
        size_t i;                                               \
        REFUSED(ECFLINK_E_INVALID_NULL, "out", call);           \
        out = &good;                                            \
        good.struct_size = 0;                                   \
        REFUSED(ECFLINK_E_INVALID_SIZE, "out", call);           \
        good.struct_size = sizeof(type) - 1;                    \
        REFUSED(ECFLINK_E_INVALID_SIZE, "out", call);           \
        good.struct_size = 4097;                                \
        REFUSED(ECFLINK_E_INVALID_SIZE, "out", call);           \
        good.struct_size = sizeof(type);                        \
        CHECK((call) == ECFLINK_OK);                            \
        memset(longer.bytes, 0xAA, sizeof(longer.bytes));       \
        longer.known.struct_size = sizeof(longer);              \
        out = &longer.known;                                    \
        CHECK((call) == ECFLINK_OK);                            \
        CHECK(longer.known.struct_size == sizeof(longer));      \
        longer.known.struct_size = sizeof(type);                \
        CHECK(memcmp(&longer.known, &good, sizeof(type)) == 0); \
        for (i = sizeof(type); i < sizeof(longer.bytes); ++i) { \
            CHECK(longer.bytes[i] == 0);                        \
        }                                                       \
    } while (0)

/* A call that reads `in`, of the type, which must not be of a wrong size, and which may be longer than this version knows if it says nothing more. */
#define CHECK_IN(type, value, where, call)               \
    do {                                                 \
        union {                                          \
            type known;                                  \
            unsigned char bytes[sizeof(type) + 16];      \
        } longer;                                        \
        type* in = &longer.known;                        \
        memset(longer.bytes, 0, sizeof(longer.bytes));   \
        longer.known = (value);                          \
        longer.known.struct_size = 0;                    \
        REFUSED(ECFLINK_E_INVALID_SIZE, where, call);    \
        longer.known.struct_size = sizeof(type) - 1;     \
        REFUSED(ECFLINK_E_INVALID_SIZE, where, call);    \
        longer.known.struct_size = 4097;                 \
        REFUSED(ECFLINK_E_INVALID_SIZE, where, call);    \
        longer.known.struct_size = sizeof(longer.bytes); \
        CHECK((call) == ECFLINK_OK);                     \
        longer.bytes[sizeof(longer.bytes) - 1] = 1;      \
        REFUSED(ECFLINK_E_INVALID_SIZE, where, call);    \
    } while (0)

/* A call that fills `buffer` of `capacity`, and writes `size_out`. */
#define CHECK_BUFFER(call)                                 \
    do {                                                   \
        char bytes[8192];                                  \
        char* buffer = NULL;                               \
        size_t capacity = 1;                               \
        size_t size = 0;                                   \
        size_t* size_out = &size;                          \
        REFUSED(ECFLINK_E_INVALID_NULL, "buffer", call);   \
        CHECK(size == 0);                                  \
        capacity = 0;                                      \
        CHECK((call) == ECFLINK_OK);                       \
        CHECK(size > 0 && size < sizeof(bytes));           \
        buffer = bytes;                                    \
        capacity = size;                                   \
        bytes[0] = '?';                                    \
        REFUSED(ECFLINK_E_BUFFER, "buffer", call);         \
        CHECK(bytes[0] == '?');                            \
        capacity = size + 1;                               \
        CHECK((call) == ECFLINK_OK);                       \
        CHECK(strlen(bytes) == size);                      \
        size_out = NULL;                                   \
        REFUSED(ECFLINK_E_INVALID_NULL, "size_out", call); \
    } while (0)

/* The function that sets up a struct does what the macro does, for shorter and longer structs too. */
#define CHECK_INIT(type, init)                                                        \
    do {                                                                              \
        union {                                                                       \
            type known;                                                               \
            unsigned char bytes[sizeof(type) + 16];                                   \
        } longer;                                                                     \
        type by_macro = init;                                                         \
        type by_function;                                                             \
        size_t i;                                                                     \
        memset(&by_function, 0xAA, sizeof(by_function));                              \
        CHECK(type##_init(&by_function, sizeof(type)) == ECFLINK_OK);                 \
        CHECK(memcmp(&by_macro, &by_function, sizeof(type)) == 0);                    \
        memset(longer.bytes, 0xAA, sizeof(longer.bytes));                             \
        CHECK(type##_init(&longer.known, sizeof(longer.bytes)) == ECFLINK_OK);        \
        by_macro.struct_size = sizeof(longer.bytes);                                  \
        CHECK(memcmp(&by_macro, &longer.known, sizeof(type)) == 0);                   \
        for (i = sizeof(type); i < sizeof(longer.bytes); ++i) {                       \
            CHECK(longer.bytes[i] == 0);                                              \
        }                                                                             \
        CHECK(type##_init(NULL, sizeof(type)) == ECFLINK_E_INVALID_NULL);             \
        CHECK(type##_init(&by_function, 0) == ECFLINK_E_INVALID_SIZE);                \
        CHECK(type##_init(&by_function, sizeof(type) - 1) == ECFLINK_E_INVALID_SIZE); \
        CHECK(type##_init(&by_function, 4097) == ECFLINK_E_INVALID_SIZE);             \
        CHECK(by_function.struct_size == sizeof(type)); /* left alone */              \
    } while (0)

static void test_init(void) {
    CHECK_INIT(ecflink_error, ECFLINK_ERROR_INIT);
    CHECK_INIT(ecflink_token_info, ECFLINK_TOKEN_INFO_INIT);
    CHECK_INIT(ecflink_finding_info, ECFLINK_FINDING_INFO_INIT);
    CHECK_INIT(ecflink_court, ECFLINK_COURT_INIT);
    CHECK_INIT(ecflink_help_desk, ECFLINK_HELP_DESK_INIT);
    CHECK_INIT(ecflink_policy_layer, ECFLINK_POLICY_LAYER_INIT);
    CHECK_INIT(ecflink_disposition_override, ECFLINK_DISPOSITION_OVERRIDE_INIT);
    CHECK_INIT(ecflink_engine_options, ECFLINK_ENGINE_OPTIONS_INIT);
    CHECK_INIT(ecflink_diagnostic, ECFLINK_DIAGNOSTIC_INIT);
    CHECK_INIT(ecflink_central_account, ECFLINK_CENTRAL_ACCOUNT_INIT);
    CHECK_INIT(ecflink_court_account, ECFLINK_COURT_ACCOUNT_INIT);
    CHECK_INIT(ecflink_ledger_row, ECFLINK_LEDGER_ROW_INIT);
    CHECK_INIT(ecflink_link_case, ECFLINK_LINK_CASE_INIT);
    CHECK_INIT(ecflink_assessment, ECFLINK_ASSESSMENT_INIT);
}

static void test_facts(void) {
    int32_t number = 0;
    ecflink_finding finding = 0;
    ecflink_time time = 0;
    ecflink_date date = 0;

    CHECK_OUT(ecflink_token_info, ECFLINK_TOKEN_INFO_INIT, ecflink_token_get(1, 0, out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "token", ecflink_token_parse(1, NULL, 1, &number, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "number_out", ecflink_token_parse(1, TEXT("shared"), NULL, e));
    CHECK_OUT(ecflink_finding_info, ECFLINK_FINDING_INFO_INIT, ecflink_finding_get(0, out, e));
    CHECK_OUT(ecflink_finding_info, ECFLINK_FINDING_INFO_INIT, ecflink_finding_describe(0, out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "token", ecflink_finding_parse(NULL, 1, &finding, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "finding_out", ecflink_finding_parse(TEXT("central-shared"), NULL, e));
    CHECK_OUT(ecflink_court, ECFLINK_COURT_INIT, ecflink_court_get(0, out, e));
    CHECK_OUT(ecflink_court, ECFLINK_COURT_INIT, ecflink_court_find(TEXT("wiwb"), out, e));
    CHECK_OUT(ecflink_help_desk, ECFLINK_HELP_DESK_INIT, ecflink_help_desk_get(TEXT("WIWBK"), 0, out, e));
    {
        ecflink_court court = ECFLINK_COURT_INIT;
        ecflink_help_desk desk = ECFLINK_HELP_DESK_INIT;
        REFUSED(ECFLINK_E_INVALID_NULL, "id", ecflink_court_find(NULL, 1, &court, e));
        REFUSED(ECFLINK_E_INVALID_NULL, "pacer_id", ecflink_help_desk_get(NULL, 1, 0, &desk, e));
        CHECK(ecflink_help_desk_count(NULL, 1) == 0);
    }
    REFUSED(ECFLINK_E_INVALID_NULL, "text", ecflink_time_parse(NULL, 1, &time, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "time_out", ecflink_time_parse(TEXT("1970-01-01T00:00:00Z"), NULL, e));
    CHECK_BUFFER(ecflink_time_format(0, buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "text", ecflink_date_parse(NULL, 1, &date, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "date_out", ecflink_date_parse(TEXT("1970-01-01"), NULL, e));
    CHECK_BUFFER(ecflink_date_format(0, buffer, capacity, size_out, e));
}

static void test_engine(ecflink_engine* engine) {
    static const char broken[] = "{";
    const ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    const ecflink_policy_layer no_layer = ECFLINK_POLICY_LAYER_INIT;
    ecflink_disposition_override override = ECFLINK_DISPOSITION_OVERRIDE_INIT;
    ecflink_policy_layer bad_layer = ECFLINK_POLICY_LAYER_INIT;
    ecflink_engine_options with_array = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_engine* made = NULL;
    ecflink_diagnostics* diagnostics = NULL;
    ecflink_time time = 0;
    char text[64];
    size_t text_size = 0;

    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_engine_create(NULL, NULL, NULL, e));
    CHECK_IN(ecflink_engine_options, options, "options", (ecflink_engine_free(made), made = NULL, ecflink_engine_create(in, &made, NULL, e)));
    ecflink_engine_free(made);
    made = NULL;

    override.finding = ECFLINK_FINDING_NAME_DIFFERS;
    override.disposition = ECFLINK_DISPOSITION_NOTE;
    with_array.override_count = 1;
    CHECK_IN(ecflink_disposition_override, override, "options.overrides",
             (ecflink_engine_free(made), made = NULL, with_array.overrides = in, ecflink_engine_create(&with_array, &made, NULL, e)));
    ecflink_engine_free(made);
    made = NULL;

    bad_layer.text = broken;
    bad_layer.text_size = 1;
    with_array.override_count = 0;
    with_array.layer_count = 1;
    bad_layer.struct_size = 0;
    with_array.layers = &bad_layer;
    REFUSED(ECFLINK_E_INVALID_SIZE, "options.layers", ecflink_engine_create(&with_array, &made, NULL, e));
    bad_layer.struct_size = no_layer.struct_size;
    CHECK(ecflink_engine_create(&with_array, &made, &diagnostics, NULL) == ECFLINK_E_POLICY);
    CHECK_OUT(ecflink_diagnostic, ECFLINK_DIAGNOSTIC_INIT, ecflink_diagnostics_get(diagnostics, 0, out, e));
    {
        ecflink_diagnostic one = ECFLINK_DIAGNOSTIC_INIT;
        REFUSED(ECFLINK_E_INVALID_NULL, "diagnostics", ecflink_diagnostics_get(NULL, 0, &one, e));
    }
    ecflink_diagnostics_free(diagnostics);

    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_engine_court_id(NULL, 0, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_engine_court_id(engine, 0, buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_engine_digest(NULL, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_engine_digest(engine, buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_policy_digest(NULL, TEXT("wiwb"), text, sizeof(text), &text_size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court", ecflink_policy_digest(engine, NULL, 1, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_policy_digest(engine, TEXT("wiwb"), buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_policy_document(NULL, TEXT("wiwb"), text, sizeof(text), &text_size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court", ecflink_policy_document(engine, NULL, 1, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_policy_document(engine, TEXT("wiwb"), buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_local_time_parse(NULL, TEXT("wiwb"), TEXT("2020-03-30"), &time, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court", ecflink_local_time_parse(engine, NULL, 1, TEXT("2020-03-30"), &time, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "text", ecflink_local_time_parse(engine, TEXT("wiwb"), NULL, 1, &time, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "time_out", ecflink_local_time_parse(engine, TEXT("wiwb"), TEXT("2020-03-30"), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_local_time_format(NULL, TEXT("wiwb"), 0, text, sizeof(text), &text_size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court", ecflink_local_time_format(engine, NULL, 1, 0, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_local_time_format(engine, TEXT("wiwb"), 0, buffer, capacity, size_out, e));
}

static void test_link(ecflink_engine* engine) {
    const ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    const ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    const ecflink_ledger_row row = ECFLINK_LEDGER_ROW_INIT;
    const ecflink_link_case nothing = ECFLINK_LINK_CASE_INIT;
    ecflink_link_case facts = ECFLINK_LINK_CASE_INIT;
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;

    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_link_assess(NULL, &nothing, 0, &answer, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "link_case", ecflink_link_assess(engine, NULL, 0, &answer, e));
    CHECK_OUT(ecflink_assessment, ECFLINK_ASSESSMENT_INIT, ecflink_link_assess(engine, &nothing, 0, out, e));
    CHECK_IN(ecflink_link_case, nothing, "link_case", ecflink_link_assess(engine, in, 0, &answer, e));
    CHECK_IN(ecflink_central_account, central, "link_case.central", (facts.central = in, ecflink_link_assess(engine, &facts, 0, &answer, e)));
    facts.central = NULL;
    CHECK_IN(ecflink_court_account, account, "link_case.account", (facts.account = in, ecflink_link_assess(engine, &facts, 0, &answer, e)));
    facts.account = NULL;
    CHECK_IN(ecflink_ledger_row, row, "link_case.row", (facts.row = in, ecflink_link_assess(engine, &facts, 0, &answer, e)));
}

int main(void) {
    ecflink_engine* engine = NULL;
    test_init();
    test_facts();
    CHECK(ecflink_engine_create(NULL, &engine, NULL, NULL) == ECFLINK_OK);
    if (engine == NULL) {
        return 1;
    }
    test_engine(engine);
    test_link(engine);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
