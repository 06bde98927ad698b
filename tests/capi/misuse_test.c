/* Every function that returns a status, with each pointer NULL and each struct of a wrong size. The
 * test `capi_coverage` fails if a function is missing here. */
#include <ecflink/ecflink_bulk.h>

#include "misuse.h"
#include "table_stream.h"

/* The size that a struct had in its first release, from which on every size is taken. */
static uint32_t first_size(const char* type, size_t size) {
    return (uint32_t)(strcmp(type, "ecflink_court") == 0 ? offsetof(ecflink_court, go_live_not_before)
                      : strcmp(type, "ecflink_finding_info") == 0 ? offsetof(ecflink_finding_info, makes_void)
                      : strcmp(type, "ecflink_assessment") == 0 ? offsetof(ecflink_assessment, void_remedies)
                      : strcmp(type, "ecflink_ledger_row") == 0 ? offsetof(ecflink_ledger_row, approved)
                      : strcmp(type, "ecflink_link_case") == 0  ? offsetof(ecflink_link_case, lifted_at)
                      : strcmp(type, "ecflink_tally") == 0      ? offsetof(ecflink_tally, removed)
                                                                : size);
}

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
    CHECK_INIT(ecflink_bulk_options, ECFLINK_BULK_OPTIONS_INIT);
    CHECK_INIT(ecflink_tally, ECFLINK_TALLY_INIT);
    CHECK_INIT(ecflink_verdict_changes, ECFLINK_VERDICT_CHANGES_INIT);
    CHECK_INIT(ecflink_row_counts, ECFLINK_ROW_COUNTS_INIT);
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
    CHECK_IN(ecflink_engine_options, options, "options",
             (ecflink_engine_free(made), made = NULL, ecflink_engine_create(in, &made, NULL, e)));
    ecflink_engine_free(made);
    made = NULL;

    override.finding = ECFLINK_FINDING_NAME_DIFFERS;
    override.disposition = ECFLINK_DISPOSITION_NOTE;
    with_array.override_count = 1;
    CHECK_IN(ecflink_disposition_override, override, "options.overrides",
             (ecflink_engine_free(made), made = NULL, with_array.overrides = in,
              ecflink_engine_create(&with_array, &made, NULL, e)));
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

    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_engine_court_id(NULL, 0, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_engine_court_id(engine, 0, buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine", ecflink_engine_digest(NULL, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_engine_digest(engine, buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_digest(NULL, TEXT("wiwb"), text, sizeof(text), &text_size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_digest(engine, NULL, 1, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_policy_digest(engine, TEXT("wiwb"), buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_policy_document(NULL, TEXT("wiwb"), text, sizeof(text), &text_size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_policy_document(engine, NULL, 1, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_policy_document(engine, TEXT("wiwb"), buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_local_time_parse(NULL, TEXT("wiwb"), TEXT("2020-03-30"), &time, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_local_time_parse(engine, NULL, 1, TEXT("2020-03-30"), &time, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "text",
            ecflink_local_time_parse(engine, TEXT("wiwb"), NULL, 1, &time, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "time_out",
            ecflink_local_time_parse(engine, TEXT("wiwb"), TEXT("2020-03-30"), NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_local_time_format(NULL, TEXT("wiwb"), 0, text, sizeof(text), &text_size, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_local_time_format(engine, NULL, 1, 0, text, sizeof(text), &text_size, e));
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
    CHECK_IN(ecflink_central_account, central, "link_case.central",
             (facts.central = in, ecflink_link_assess(engine, &facts, 0, &answer, e)));
    facts.central = NULL;
    CHECK_IN(ecflink_court_account, account, "link_case.account",
             (facts.account = in, ecflink_link_assess(engine, &facts, 0, &answer, e)));
    facts.account = NULL;
    CHECK_IN(ecflink_ledger_row, row, "link_case.row",
             (facts.row = in, ecflink_link_assess(engine, &facts, 0, &answer, e)));
}

/* Tables of one row, made for each call, because even a refused call takes the streams over. */
static table tables[5];

static struct ArrowArrayStream* stream_of(struct ArrowArrayStream* stream, int place, int columns,
                                          const char* const* names) {
    static const char* const text = "a";
    static const ecflink_time time = 0;
    int i;
    table_init(&tables[place], 1, 1);
    for (i = 0; i < columns; ++i) {
        if (strstr(names[i], "_at") != NULL) {
            table_add_times(&tables[place], names[i], &time);
        } else {
            table_add_texts(&tables[place], names[i], &text);
        }
    }
    table_export(&tables[place], stream);
    return stream;
}

enum { WITHOUT_CENTRALS = 1, WITHOUT_ACCOUNTS = 2 };

static ecflink_status create_index(const ecflink_engine* engine, const ecflink_bulk_options* options,
                                   ecflink_arrow_check check, int without, ecflink_index** out) {
    static const char* const central_columns[] = {"central_id", "usage", "status", "name"};
    static const char* const account_columns[] = {"court", "login", "role", "status", "color"};
    static const char* const stone_columns[] = {"court", "login", "central_id", "removed_at"};
    static const char* const roster_columns[] = {"court", "login"};
    struct ArrowArrayStream streams[4];
    ecflink_status status;
    int i;
    for (i = 0; i < 4; ++i) {
        streams[i].release = NULL;
    }
    status = ecflink_index_create(
        engine, options, check,
        without == WITHOUT_CENTRALS ? NULL : stream_of(&streams[0], 0, 4, central_columns),
        without == WITHOUT_ACCOUNTS ? NULL : stream_of(&streams[1], 1, 5, account_columns),
        stream_of(&streams[2], 2, 4, stone_columns), stream_of(&streams[3], 3, 2, roster_columns), out, e);
    for (i = 0; i < 4; ++i) {
        CHECK(streams[i].release == NULL);
        CHECK(status == ECFLINK_OK || without - 1 == i || table_is_released(&tables[i]));
    }
    return status;
}

static ecflink_status create_links(ecflink_arrow_check check, int is_given, ecflink_links** out) {
    static const char* const columns[] = {"court", "login", "central_id", "linked_at", "color"};
    struct ArrowArrayStream stream;
    const ecflink_status status =
        ecflink_links_create(check, is_given ? stream_of(&stream, 4, 5, columns) : NULL, out, e);
    CHECK(!is_given || stream.release == NULL);
    CHECK(status == ECFLINK_OK || !is_given || table_is_released(&tables[4]));
    return status;
}

static void test_bulk_inputs(const ecflink_engine* engine) {
    const ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_bulk_options too_many = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;

    REFUSED(ECFLINK_E_INVALID_NULL, "engine", create_index(NULL, NULL, 0, 0, &index));
    REFUSED(ECFLINK_E_INVALID_NULL, "central_accounts",
            create_index(engine, NULL, 0, WITHOUT_CENTRALS, &index));
    REFUSED(ECFLINK_E_INVALID_NULL, "court_accounts",
            create_index(engine, NULL, 0, WITHOUT_ACCOUNTS, &index));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", create_index(engine, NULL, 0, 0, NULL));
    REFUSED(ECFLINK_E_INVALID_NUMBER, "check", create_index(engine, NULL, -1, 0, &index));
    REFUSED(ECFLINK_E_INVALID_NUMBER, "check", create_index(engine, NULL, 2, 0, &index));
    too_many.threads = ECFLINK_MAX_THREADS + 1;
    REFUSED(ECFLINK_E_INVALID, "options.threads", create_index(engine, &too_many, 0, 0, &index));
    CHECK(index == NULL);
    CHECK_IN(ecflink_bulk_options, options, "options",
             (ecflink_index_free(index), index = NULL, create_index(engine, in, 0, 0, &index)));
    ecflink_index_free(index);

    REFUSED(ECFLINK_E_INVALID_NULL, "stream", create_links(0, 0, &links));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", create_links(0, 1, NULL));
    REFUSED(ECFLINK_E_INVALID_NUMBER, "check", create_links(2, 1, &links));
    REFUSED(ECFLINK_E_INVALID_NULL, "stream", ecflink_candidates_create(0, NULL, &links, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "stream", ecflink_decided_links_create(0, NULL, &links, e));
    CHECK(links == NULL);

    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_folder_read(NULL, NULL, TEXT("."), &index, &links, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "folder",
            ecflink_folder_read(engine, NULL, NULL, 1, &index, &links, NULL, e));
    REFUSED(ECFLINK_E_INVALID_HAS_NUL, "folder",
            ecflink_folder_read(engine, NULL, TEXT("a\0b"), &index, &links, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "index_out",
            ecflink_folder_read(engine, NULL, TEXT("."), NULL, &links, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "links_out",
            ecflink_folder_read(engine, NULL, TEXT("."), &index, NULL, NULL, e));
    REFUSED(ECFLINK_E_INVALID, "options.threads",
            ecflink_folder_read(engine, &too_many, TEXT("."), &index, &links, NULL, e));
}

static void test_bulk(const ecflink_engine* engine) {
    const ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_report* report = NULL;
    ecflink_stream* stream = NULL;
    ecflink_report* streamed = NULL;
    ecflink_changes* changes = NULL;
    ecflink_tally tally = ECFLINK_TALLY_INIT;
    ecflink_verdict_changes moved = ECFLINK_VERDICT_CHANGES_INIT;
    uint64_t findings = 0;
    uint8_t verdict = 0;
    char text[64];
    size_t text_size = 0;
    struct ArrowSchema schema;
    struct ArrowArray array;

    CHECK(create_index(engine, NULL, 0, 0, &index) == ECFLINK_OK);
    CHECK(create_links(0, 1, &links) == ECFLINK_OK);
    REFUSED(ECFLINK_E_INVALID_NULL, "index",
            ecflink_index_unknown_column(NULL, 0, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_index_unknown_column(index, 0, buffer, capacity, size_out, e));
    {
        ecflink_index* part = NULL;
        REFUSED(ECFLINK_E_INVALID_NULL, "centrals",
                ecflink_index_create_part(NULL, NULL, 0, NULL, NULL, NULL, &part, e));
        REFUSED(ECFLINK_E_INVALID_NULL, "court_accounts",
                ecflink_index_create_part(index, NULL, 0, NULL, NULL, NULL, &part, e));
        REFUSED(ECFLINK_E_INVALID_NUMBER, "check",
                ecflink_index_create_part(index, NULL, 2, NULL, NULL, NULL, &part, e));
        REFUSED(ECFLINK_E_INVALID_NULL, "out",
                ecflink_index_create_part(index, NULL, 0, NULL, NULL, NULL, NULL, e));
        CHECK(part == NULL);
    }
    REFUSED(ECFLINK_E_INVALID_NULL, "links",
            ecflink_links_unknown_column(NULL, 0, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_links_unknown_column(links, 0, buffer, capacity, size_out, e));

    REFUSED(ECFLINK_E_INVALID_NULL, "index",
            ecflink_links_verify(NULL, links, 0, NULL, &findings, &verdict, 1, &report, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "links",
            ecflink_links_verify(index, NULL, 0, NULL, &findings, &verdict, 1, &report, e));
    REFUSED(ECFLINK_E_INVALID_RANGE, "as_of",
            ecflink_links_verify(index, links, ECFLINK_NO_TIME, NULL, &findings, &verdict, 1, &report, e));
    REFUSED(ECFLINK_E_BUFFER, "capacity",
            ecflink_links_verify(index, links, 0, NULL, &findings, NULL, 0, &report, e));
    REFUSED(ECFLINK_E_BUFFER, "capacity",
            ecflink_links_verify(index, links, 0, NULL, NULL, &verdict, 0, &report, e));
    CHECK(report == NULL && findings == 0);
    CHECK_IN(ecflink_bulk_options, options, "options",
             (ecflink_report_free(report), report = NULL,
              ecflink_links_verify(index, links, 0, in, &findings, &verdict, 1, &report, e)));
    CHECK(ecflink_links_verify(index, links, 0, NULL, &findings, &verdict, 1, &report, NULL) == ECFLINK_OK);

    REFUSED(ECFLINK_E_INVALID_NULL, "engine",
            ecflink_links_decide(NULL, links, NULL, &findings, 1, &verdict, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "links",
            ecflink_links_decide(engine, NULL, NULL, &findings, 1, &verdict, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "findings",
            ecflink_links_decide(engine, links, NULL, NULL, 1, &verdict, NULL, e));
    REFUSED(ECFLINK_E_INVALID, "count",
            ecflink_links_decide(engine, links, NULL, &findings, 0, &verdict, NULL, e));
    CHECK_IN(ecflink_bulk_options, options, "options",
             ecflink_links_decide(engine, links, in, &findings, 1, NULL, NULL, e));

    REFUSED(ECFLINK_E_INVALID_NULL, "index", ecflink_stream_create(NULL, 0, NULL, &stream, e));
    REFUSED(ECFLINK_E_INVALID_RANGE, "as_of",
            ecflink_stream_create(index, ECFLINK_NO_TIME, NULL, &stream, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_stream_create(index, 0, NULL, NULL, e));
    CHECK_IN(ecflink_bulk_options, options, "options",
             (ecflink_stream_free(stream), stream = NULL, ecflink_stream_create(index, 0, in, &stream, e)));
    CHECK(ecflink_stream_create(index, 0, NULL, &stream, NULL) == ECFLINK_OK);
    REFUSED(ECFLINK_E_INVALID_NULL, "stream", ecflink_stream_add(NULL, links, NULL, NULL, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "links", ecflink_stream_add(stream, NULL, NULL, NULL, 0, e));
    REFUSED(ECFLINK_E_BUFFER, "capacity", ecflink_stream_add(stream, links, &findings, NULL, 0, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "stream", ecflink_stream_finish(NULL, &streamed, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_stream_finish(stream, NULL, e));
    CHECK(ecflink_stream_finish(stream, &streamed, NULL) == ECFLINK_OK);
    REFUSED(ECFLINK_E_INVALID, "stream", ecflink_stream_add(stream, links, NULL, NULL, 0, e));
    ecflink_report_free(streamed);
    ecflink_stream_free(stream);
    ecflink_stream_free(NULL);

    REFUSED(ECFLINK_E_INVALID_NULL, "findings",
            ecflink_findings_export(NULL, &verdict, 1, &schema, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "verdicts",
            ecflink_findings_export(&findings, NULL, 1, &schema, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "schema_out",
            ecflink_findings_export(&findings, &verdict, 1, NULL, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "array_out",
            ecflink_findings_export(&findings, &verdict, 1, &schema, NULL, e));

    verdict = ECFLINK_VERDICT_REFUSE;
    REFUSED(ECFLINK_E_INVALID_NULL, "index",
            ecflink_failures_export(NULL, links, 0, NULL, &findings, &verdict, 1, &schema, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "findings",
            ecflink_failures_export(index, links, 0, NULL, NULL, &verdict, 1, &schema, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "verdicts",
            ecflink_failures_export(index, links, 0, NULL, &findings, NULL, 1, &schema, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "schema_out",
            ecflink_failures_export(index, links, 0, NULL, &findings, &verdict, 1, NULL, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "array_out",
            ecflink_failures_export(index, links, 0, NULL, &findings, &verdict, 1, &schema, NULL, e));
    {
        ecflink_row_counts rows = ECFLINK_ROW_COUNTS_INIT;
        REFUSED(ECFLINK_E_INVALID_NULL, "index", ecflink_index_rows(NULL, &rows, e));
        CHECK_OUT(ecflink_row_counts, ECFLINK_ROW_COUNTS_INIT, ecflink_index_rows(index, out, e));
    }

    REFUSED(ECFLINK_E_INVALID_NULL, "report", ecflink_report_total(NULL, &tally, e));
    CHECK_OUT(ecflink_tally, ECFLINK_TALLY_INIT, ecflink_report_total(report, out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "report",
            ecflink_report_court_id(NULL, 0, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_report_court_id(report, 0, buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "report", ecflink_report_court(NULL, 0, &tally, e));
    CHECK_OUT(ecflink_tally, ECFLINK_TALLY_INIT, ecflink_report_court(report, 0, out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "report", ecflink_report_add(NULL, report, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "other", ecflink_report_add(report, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_report_create(NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "report", ecflink_report_export(NULL, &schema, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "schema_out", ecflink_report_export(report, NULL, &array, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "array_out", ecflink_report_export(report, &schema, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "report", ecflink_report_add_rows(NULL, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "stream", ecflink_report_add_rows(report, 0, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NUMBER, "check", ecflink_report_add_rows(report, 2, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "report", ecflink_report_rows(NULL, NULL, NULL, NULL, 0, e));
    ecflink_report_free(report);
    report = NULL;

    REFUSED(ECFLINK_E_INVALID_NULL, "index", ecflink_links_forecast(NULL, links, NULL, 0, NULL, &report, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "links", ecflink_links_forecast(index, NULL, NULL, 0, NULL, &report, e));
    REFUSED(ECFLINK_E_INVALID_RANGE, "as_of",
            ecflink_links_forecast(index, links, NULL, ECFLINK_NO_TIME, NULL, &report, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_links_forecast(index, links, NULL, 0, NULL, NULL, e));
    CHECK_IN(ecflink_bulk_options, options, "options",
             (ecflink_report_free(report), report = NULL,
              ecflink_links_forecast(index, links, links, 0, in, &report, e)));
    CHECK(ecflink_links_forecast(index, links, links, 0, NULL, &report, NULL) == ECFLINK_OK);
    REFUSED(ECFLINK_E_BUFFER, "capacity", ecflink_report_rows(report, NULL, &findings, NULL, 0, e));
    ecflink_report_free(report);

    REFUSED(ECFLINK_E_INVALID_NULL, "before",
            ecflink_findings_impact(NULL, engine, TEXT("wiwb"), &findings, 1, &moved, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "after",
            ecflink_findings_impact(engine, NULL, TEXT("wiwb"), &findings, 1, &moved, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "court",
            ecflink_findings_impact(engine, engine, NULL, 1, &findings, 1, &moved, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "findings",
            ecflink_findings_impact(engine, engine, TEXT("wiwb"), NULL, 1, &moved, e));
    REFUSED(ECFLINK_E_NOT_FOUND, "court",
            ecflink_findings_impact(engine, engine, TEXT("nowhere"), &findings, 1, &moved, e));
    CHECK_OUT(ecflink_verdict_changes, ECFLINK_VERDICT_CHANGES_INIT,
              ecflink_findings_impact(engine, engine, TEXT("wiwb"), &findings, 1, out, e));

    REFUSED(ECFLINK_E_INVALID_NULL, "index",
            ecflink_links_impact(NULL, engine, links, &findings, 1, &changes, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "after",
            ecflink_links_impact(index, NULL, links, &findings, 1, &changes, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "links",
            ecflink_links_impact(index, engine, NULL, &findings, 1, &changes, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "findings",
            ecflink_links_impact(index, engine, links, NULL, 1, &changes, e));
    REFUSED(ECFLINK_E_INVALID, "count", ecflink_links_impact(index, engine, links, NULL, 0, &changes, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_links_impact(index, engine, links, &findings, 1, NULL, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "index", ecflink_links_shadow(NULL, engine, links, 0, NULL, &changes, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "after", ecflink_links_shadow(index, NULL, links, 0, NULL, &changes, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "links", ecflink_links_shadow(index, engine, NULL, 0, NULL, &changes, e));
    REFUSED(ECFLINK_E_INVALID_RANGE, "as_of",
            ecflink_links_shadow(index, engine, links, ECFLINK_NO_TIME, NULL, &changes, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "out", ecflink_links_shadow(index, engine, links, 0, NULL, NULL, e));
    CHECK_IN(ecflink_bulk_options, options, "options",
             (ecflink_changes_free(changes), changes = NULL,
              ecflink_links_shadow(index, engine, links, 0, in, &changes, e)));
    CHECK(ecflink_links_shadow(index, engine, links, 0, NULL, &changes, NULL) == ECFLINK_OK);
    REFUSED(ECFLINK_E_INVALID_NULL, "changes", ecflink_changes_total(NULL, &moved, e));
    CHECK_OUT(ecflink_verdict_changes, ECFLINK_VERDICT_CHANGES_INIT, ecflink_changes_total(changes, out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "changes",
            ecflink_changes_court_id(NULL, 0, text, sizeof(text), &text_size, e));
    CHECK_BUFFER(ecflink_changes_court_id(changes, 0, buffer, capacity, size_out, e));
    REFUSED(ECFLINK_E_INVALID_NULL, "changes", ecflink_changes_court(NULL, 0, &moved, e));
    CHECK_OUT(ecflink_verdict_changes, ECFLINK_VERDICT_CHANGES_INIT,
              ecflink_changes_court(changes, 0, out, e));
    ecflink_changes_free(changes);
    ecflink_links_free(links);
    ecflink_index_free(index);
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
    test_bulk_inputs(engine);
    test_bulk(engine);
    ecflink_engine_free(engine);
    return CHECK_RESULT();
}
