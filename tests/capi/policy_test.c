/* Tools for policies: files, lint, values and their layers, differences, comparison, sheet. */
#include <ecflink/ecflink_decide.h>
#include <ecflink/ecflink_policy.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static ecflink_error error = ECFLINK_ERROR_INIT;

/* The text that a function writes, which the caller frees. */
#define TAKE(text, call)                \
    do {                                \
        size_t size = 0;                \
        size_t* size_out = &size;       \
        size_t capacity = 0;            \
        char* buffer = NULL;            \
        CHECK_STATUS(call, ECFLINK_OK); \
        capacity = size + 1;            \
        buffer = malloc(capacity);      \
        CHECK_STATUS(call, ECFLINK_OK); \
        CHECK(strlen(buffer) == size);  \
        (text) = buffer;                \
    } while (0)

static void write_file(const char* name, const char* text) {
    FILE* file = fopen(name, "wb");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static ecflink_engine* engine_of(const ecflink_policy_layer* layers, size_t count) {
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_engine* engine = NULL;
    options.layers = layers;
    options.layer_count = count;
    CHECK_STATUS(ecflink_engine_create(&options, &engine, NULL, &error), ECFLINK_OK);
    return engine;
}

static void test_files(void) {
    ecflink_policy_files* files = NULL;
    ecflink_diagnostics* diagnostics = NULL;
    ecflink_diagnostic one = ECFLINK_DIAGNOSTIC_INIT;

    write_file("policy_test.json", "{\"ecflink-policy\": 1, \"court\": \"wiwd\", \"link\": {\"confrm\": 1}}");
    CHECK_STATUS(ecflink_policy_files_read(TEXT("policy_test.json"), &files, &diagnostics, &error),
                 ECFLINK_OK);
    CHECK(ecflink_policy_files_count(files) == 1);
    CHECK_STATUS(ecflink_policy_lint(ecflink_policy_files_layers(files), 1, &diagnostics, &error),
                 ECFLINK_OK);
    CHECK(ecflink_diagnostics_count(diagnostics) == 1);
    CHECK_STATUS(ecflink_diagnostics_get(diagnostics, 0, &one, &error), ECFLINK_OK);
    CHECK(one.is_error == 1 && one.line == 1 && strcmp(one.path, "/link/confrm") == 0);
    CHECK_TEXT(one.file, "policy_test.json");
    ecflink_diagnostics_free(diagnostics);
    ecflink_policy_files_free(files);
    (void)remove("policy_test.json");
    CHECK_STATUS(ecflink_policy_files_read(TEXT("policy_test.json"), &files, &diagnostics, &error),
                 ECFLINK_E_INPUT);
    CHECK(ecflink_diagnostics_count(diagnostics) == 1 && error.message[0] != '\0');
    ecflink_diagnostics_free(diagnostics);
    CHECK_STATUS(ecflink_policy_lint(NULL, 0, &diagnostics, &error), ECFLINK_OK);
    CHECK(ecflink_diagnostics_count(diagnostics) == 0);
    ecflink_diagnostics_free(diagnostics);
}

static void test_one(const ecflink_engine* engine) {
    ecflink_policy_info info = ECFLINK_POLICY_INFO_INIT;
    ecflink_policy_value value = ECFLINK_POLICY_VALUE_INIT;
    ecflink_policy_help help = ECFLINK_POLICY_HELP_INIT;
    uint64_t needs = 0;
    char* text = NULL;
    size_t i;
    int is_stated = 0;

    CHECK_STATUS(ecflink_policy_describe(engine, TEXT("wiwd"), &info, &error), ECFLINK_OK);
    CHECK(info.kind == ECFLINK_COURT_KIND_DISTRICT && info.in_force == 1 && info.layer_count > 1 &&
          (info.floor_refuse & ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SHARED)) != 0);
    CHECK_TEXT(info.name, "U.S. District Court for the Western District of Wisconsin");
    for (i = 0; i < info.value_count; ++i) {
        CHECK_STATUS(ecflink_policy_value_get(engine, TEXT("wiwd"), i, &value, &error), ECFLINK_OK);
        if (strcmp(value.path, "/dispositions/name-differs") == 0) {
            CHECK_TEXT(value.value, "\"hold\"");
            CHECK_TEXT(value.layer, "holds.json");
            is_stated = 1;
        }
    }
    CHECK(is_stated);
    CHECK_STATUS(ecflink_policy_value_get(engine, TEXT("wiwd"), i, &value, &error), ECFLINK_E_NOT_FOUND);
    TAKE(text, ecflink_policy_layer_name(engine, TEXT("wiwd"), info.layer_count - 1, buffer, capacity,
                                         size_out, &error));
    CHECK_TEXT(text, "holds.json");
    free(text);
    TAKE(text, ecflink_policy_layer_sources(engine, TEXT("wiwd"), info.layer_count - 2, buffer, capacity,
                                            size_out, &error));
    CHECK(strstr(text, "https://") != NULL);
    free(text);
    CHECK(info.help_count > 0);
    CHECK_STATUS(ecflink_policy_help_get(engine, TEXT("wiwd"), 0, &help, &error), ECFLINK_OK);
    CHECK(help.purpose[0] != '\0' && (help.phone[0] != '\0' || help.url[0] != '\0' || help.email[0] != '\0'));
    CHECK_STATUS(ecflink_policy_requirements(engine, TEXT("wiwd"), ECFLINK_ACCOUNT_ROLE_ATTORNEY,
                                             ECFLINK_REQUEST_TYPE_ADMISSION, &needs, &error),
                 ECFLINK_OK);
    TAKE(text, ecflink_policy_sheet(engine, TEXT("wiwd"), 0, buffer, capacity, size_out, &error));
    CHECK(strstr(text, "Western District of Wisconsin") != NULL);
    free(text);
    TAKE(text, ecflink_policy_schema(buffer, capacity, size_out, &error));
    CHECK(strncmp(text, "{", 1) == 0 && strstr(text, "draft/2020-12") != NULL);
    free(text);
    CHECK_STATUS(ecflink_policy_describe(engine, TEXT("nowhere"), &info, &error), ECFLINK_E_NOT_FOUND);
    CHECK_STATUS(ecflink_policy_describe(engine, NULL, 0, &info, &error), ECFLINK_OK);
    CHECK(info.in_force == 0);
}

static void test_two(const ecflink_engine* before, const ecflink_engine* after) {
    ecflink_policy_changes* changes = NULL;
    ecflink_policy_change change = ECFLINK_POLICY_CHANGE_INIT;
    ecflink_comparison* comparison = NULL;
    ecflink_comparison_info info = ECFLINK_COMPARISON_INFO_INIT;
    ecflink_witness one = ECFLINK_WITNESS_INIT;
    ecflink_replay replay = ECFLINK_REPLAY_INIT;
    char* record = NULL;
    const uint64_t name_differs = ECFLINK_FINDING_MASK(ECFLINK_FINDING_NAME_DIFFERS);

    CHECK_STATUS(ecflink_policy_diff(before, TEXT("wiwd"), after, TEXT("wiwd"), &changes, &error),
                 ECFLINK_OK);
    CHECK(ecflink_policy_changes_count(changes) == 1);
    CHECK_STATUS(ecflink_policy_changes_get(changes, 0, &change, &error), ECFLINK_OK);
    CHECK_TEXT(change.path, "/dispositions/name-differs");
    CHECK_TEXT(change.after, "\"hold\"");
    CHECK_STATUS(ecflink_policy_changes_get(changes, 1, &change, &error), ECFLINK_E_NOT_FOUND);
    ecflink_policy_changes_free(changes);

    CHECK_STATUS(ecflink_policy_compare(before, TEXT("wiwd"), after, TEXT("wiwd"), &comparison, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_comparison_get(comparison, &info, &error), ECFLINK_OK);
    CHECK(info.relation == ECFLINK_STRICTNESS_STRICTER && info.stricter_findings == name_differs &&
          info.looser_findings == 0);
    CHECK_STATUS(ecflink_comparison_witness(comparison, ECFLINK_STRICTNESS_LOOSER, &one, &error),
                 ECFLINK_E_NOT_FOUND);
    CHECK_STATUS(ecflink_comparison_witness(comparison, ECFLINK_STRICTNESS_STRICTER, &one, &error),
                 ECFLINK_OK);
    CHECK(one.before == ECFLINK_VERDICT_ALLOW && one.after == ECFLINK_VERDICT_HOLD &&
          (one.findings_after & name_differs) != 0);
    TAKE(record, ecflink_comparison_record(comparison, ECFLINK_STRICTNESS_STRICTER, buffer, capacity,
                                           size_out, &error));
    CHECK_STATUS(ecflink_record_replay(before, record, strlen(record), &replay, NULL, &error), ECFLINK_OK);
    CHECK(replay.reproduced == 1 && replay.recorded_verdict == one.before);
    CHECK_STATUS(ecflink_record_replay(after, record, strlen(record), &replay, NULL, &error), ECFLINK_OK);
    CHECK(replay.reproduced == 0 && replay.replayed_verdict == one.after &&
          (replay.differences & ECFLINK_RECORD_DIFFERS_IN_POLICY) != 0);
    free(record);
    ecflink_comparison_free(comparison);
    CHECK_STATUS(ecflink_policy_compare(after, TEXT("wiwd"), after, TEXT("wiwd"), &comparison, &error),
                 ECFLINK_OK);
    CHECK_STATUS(ecflink_comparison_get(comparison, &info, &error), ECFLINK_OK);
    CHECK(info.relation == ECFLINK_STRICTNESS_EQUAL);
    ecflink_comparison_free(comparison);
}

int main(void) {
    ecflink_policy_layer layer = ECFLINK_POLICY_LAYER_INIT;
    ecflink_engine* before = NULL;
    ecflink_engine* after = NULL;

    layer.name = "holds.json";
    layer.name_size = strlen(layer.name);
    layer.text =
        "{\"ecflink-policy\": 1, \"court\": \"wiwd\", \"dispositions\": {\"name-differs\": \"hold\"}}";
    layer.text_size = strlen(layer.text);
    before = engine_of(NULL, 0);
    after = engine_of(&layer, 1);
    test_files();
    test_one(after);
    test_two(before, after);
    ecflink_engine_free(before);
    ecflink_engine_free(after);
    return CHECK_RESULT();
}
