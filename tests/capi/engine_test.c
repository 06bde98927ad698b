/* Engines: created from layers, asked for their policies, refused with diagnostics. */
#include <ecflink/ecflink.h>
#include <stdlib.h>

#include "check.h"

static ecflink_error error = ECFLINK_ERROR_INIT;

static ecflink_policy_layer layer(const char* name, const char* text) {
    ecflink_policy_layer made = ECFLINK_POLICY_LAYER_INIT;
    made.name = name;
    made.name_size = strlen(name);
    made.text = text;
    made.text_size = strlen(text);
    return made;
}

/* The document of a court's policy; the caller frees it. */
static char* document_of(const ecflink_engine* engine, const char* court) {
    size_t size = 0;
    char* document;
    CHECK_STATUS(ecflink_policy_document(engine, court, strlen(court), NULL, 0, &size, &error), ECFLINK_OK);
    document = malloc(size + 1);
    CHECK_STATUS(ecflink_policy_document(engine, court, strlen(court), document, size + 1, &size, &error),
                 ECFLINK_OK);
    CHECK(strlen(document) == size);
    return document;
}

static void test_built_in(const ecflink_engine* engine) {
    char digest[72];
    char policy_digest[72];
    char id[17];
    char* document;
    size_t size = 0;
    size_t index;

    CHECK(ecflink_engine_court_count(NULL) == 0);
    CHECK(ecflink_engine_court_count(engine) == ecflink_court_count());
    for (index = 0; index < ecflink_engine_court_count(engine); ++index) {
        ecflink_court court = ECFLINK_COURT_INIT;
        CHECK_STATUS(ecflink_engine_court_id(engine, index, id, sizeof(id), &size, &error), ECFLINK_OK);
        CHECK_STATUS(ecflink_court_get(index, &court, &error), ECFLINK_OK);
        CHECK_TEXT(id, court.id);
    }
    CHECK_STATUS(ecflink_engine_court_id(engine, index, id, sizeof(id), &size, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "index");

    CHECK_STATUS(ecflink_engine_digest(engine, digest, sizeof(digest), &size, &error), ECFLINK_OK);
    CHECK(size == 71 && strncmp(digest, "sha256:", 7) == 0);
    CHECK_STATUS(
        ecflink_policy_digest(engine, TEXT("wiwb"), policy_digest, sizeof(policy_digest), &size, &error),
        ECFLINK_OK);
    CHECK(size == 71 && strcmp(digest, policy_digest) != 0);
    CHECK_STATUS(ecflink_policy_digest(engine, NULL, 0, digest, sizeof(digest), &size, &error),
                 ECFLINK_OK); /* the policy for all courts */
    CHECK(strcmp(digest, policy_digest) != 0);
    CHECK_STATUS(ecflink_policy_digest(engine, TEXT("nowhere"), digest, sizeof(digest), &size, &error),
                 ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "court");
    CHECK_STATUS(ecflink_policy_document(engine, TEXT("nowhere"), digest, sizeof(digest), &size, &error),
                 ECFLINK_E_NOT_FOUND);

    document = document_of(engine, "wiwb");
    CHECK(strstr(document, "\"go-live\":\"2020-03-30T13:00:00Z\"") != NULL);
    free(document);
    document = document_of(engine, "");
    CHECK(document[0] == '{');
    free(document);
}

static void test_local_times(const ecflink_engine* engine) {
    ecflink_time time = 42;
    char buffer[64];
    size_t size = 0;

    CHECK_STATUS(ecflink_local_time_parse(engine, TEXT("wiwb"), TEXT("2020-03-30T08:00"), &time, &error),
                 ECFLINK_OK);
    CHECK(time == INT64_C(1585573200000000));
    CHECK_STATUS(ecflink_local_time_parse(engine, TEXT("wiwb"), TEXT("2020-03-30"), &time, &error),
                 ECFLINK_OK);
    CHECK(time == INT64_C(1585544400000000));
    CHECK_STATUS(ecflink_local_time_format(engine, TEXT("wiwb"), INT64_C(1585573200000000), buffer,
                                           sizeof(buffer), &size, &error),
                 ECFLINK_OK);
    CHECK_TEXT(buffer, "2020-03-30 08:00 CDT");
    /* With an offset, the court does not matter. */
    CHECK_STATUS(
        ecflink_local_time_parse(engine, TEXT("nowhere"), TEXT("1970-01-01T01:00:00+01:00"), &time, &error),
        ECFLINK_OK);
    CHECK(time == 0);

    time = 42;
    CHECK_STATUS(ecflink_local_time_parse(engine, TEXT("wiwb"), TEXT("2022-03-13T02:30"), &time, &error),
                 ECFLINK_E_TIME_NONE);
    CHECK_STATUS(ecflink_local_time_parse(engine, TEXT("wiwb"), TEXT("2022-11-06T01:30"), &time, &error),
                 ECFLINK_E_TIME_TWICE);
    CHECK_STATUS(ecflink_local_time_parse(engine, TEXT("wiwb"), TEXT("soon"), &time, &error),
                 ECFLINK_E_TIME_FORM);
    CHECK_TEXT(error.field, "text");
    CHECK_STATUS(ecflink_local_time_parse(engine, TEXT("nowhere"), TEXT("2022-11-06T12:00"), &time, &error),
                 ECFLINK_E_TIME_ZONE);
    CHECK(time == 42);
    CHECK_STATUS(ecflink_local_time_format(engine, TEXT("nowhere"), 0, buffer, sizeof(buffer), &size, &error),
                 ECFLINK_E_TIME_ZONE);
    CHECK_TEXT(error.field, "court");
    CHECK_STATUS(ecflink_local_time_format(engine, TEXT("wiwb"), ECFLINK_NO_TIME, buffer, sizeof(buffer),
                                           &size, &error),
                 ECFLINK_E_INVALID_RANGE);
    CHECK_TEXT(error.field, "time");
}

static void test_layers(const ecflink_engine* built_in) {
    const ecflink_policy_layer layers[] = {
        layer("court.json",
              "{\"ecflink-policy\": 1, \"court\": \"wiwb\", \"link\": {\"accounts-per-central\": 3}}"),
        layer("own.json",
              "{\"ecflink-policy\": 1, \"court\": \"our-court\", \"name\": \"Our Court\", \"kind\": "
              "\"other\", \"system\": \"next-gen\","
              " \"time-zone\": \"Europe/Vienna\", \"go-live\": \"2025-01-07T09:00\"}"),
    };
    ecflink_disposition_override override = ECFLINK_DISPOSITION_OVERRIDE_INIT;
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_engine* engine = NULL;
    char* document;
    char before[72];
    char after[72];
    size_t size = 0;

    override.finding = ECFLINK_FINDING_NAME_DIFFERS;
    override.disposition = ECFLINK_DISPOSITION_HOLD;
    options.layers = layers;
    options.layer_count = 2;
    options.overrides = &override;
    options.override_count = 1;
    CHECK_STATUS(ecflink_engine_create(&options, &engine, NULL, &error), ECFLINK_OK);
    CHECK(ecflink_engine_court_count(engine) == ecflink_court_count() + 1);
    document = document_of(engine, "wiwb");
    CHECK(strstr(document, "\"accounts-per-central\":3") != NULL);
    CHECK(strstr(document, "\"name-differs\":\"hold\"") != NULL);
    free(document);
    document = document_of(engine, "our-court");
    CHECK(strstr(document, "\"go-live\":\"2025-01-07T08:00:00Z\"") != NULL);
    free(document);
    CHECK_STATUS(ecflink_engine_digest(built_in, before, sizeof(before), &size, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_engine_digest(engine, after, sizeof(after), &size, &error), ECFLINK_OK);
    CHECK(strcmp(before, after) != 0);
    ecflink_engine_free(engine);
}

static void test_diagnostics(void) {
    const ecflink_policy_layer layers[] = {
        layer("one.json",
              "{\n  \"ecflink-policy\": 1,\n  \"court\": \"wiwb\",\n  \"link\": {\"confirm\": "
              "\"three-step\"},\n  \"outage\": []\n}"),
        layer("two.json", "{"),
    };
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_engine* engine = NULL;
    ecflink_diagnostics* diagnostics = NULL;
    ecflink_diagnostic one = ECFLINK_DIAGNOSTIC_INIT;
    size_t count;
    size_t index;
    int seen_confirm = 0;
    int seen_two = 0;

    options.layers = layers;
    options.layer_count = 2;
    CHECK_STATUS(ecflink_engine_create(&options, &engine, NULL, &error),
                 ECFLINK_E_POLICY); /* nobody wants the diagnostics */
    CHECK_STATUS(ecflink_engine_create(&options, &engine, &diagnostics, &error), ECFLINK_E_POLICY);
    CHECK(engine == NULL);
    CHECK(error.status == ECFLINK_E_POLICY);
    CHECK_TEXT(error.field, "options.layers");
    count = ecflink_diagnostics_count(diagnostics);
    CHECK(count >= 3); /* all errors of all layers, not only the first */
    for (index = 0; index < count; ++index) {
        CHECK_STATUS(ecflink_diagnostics_get(diagnostics, index, &one, &error), ECFLINK_OK);
        CHECK(one.is_error == 1 && one.message[0] != '\0' && strstr(one.text, one.message) != NULL);
        if (index == 0) {
            CHECK(strncmp(error.message, one.text, 200) == 0);
        }
        if (strcmp(one.path, "/link/confirm") == 0) {
            seen_confirm = 1;
            CHECK_TEXT(one.file, "one.json");
            CHECK(one.line == 4 && one.column > 1);
            CHECK(strstr(one.found, "three-step") != NULL);
            CHECK(strstr(one.expected, "two-step") != NULL);
        }
        seen_two |= strcmp(one.file, "two.json") == 0;
    }
    CHECK(seen_confirm && seen_two);
    CHECK_STATUS(ecflink_diagnostics_get(diagnostics, count, &one, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "index");
    ecflink_diagnostics_free(diagnostics);
    CHECK(ecflink_diagnostics_count(NULL) == 0);
}

/* Arguments that break a rule are reported with their position in the array. Nothing is created. */
static void test_bad_options(void) {
    ecflink_policy_layer layers[2];
    ecflink_disposition_override overrides[2] = {ECFLINK_DISPOSITION_OVERRIDE_INIT,
                                                 ECFLINK_DISPOSITION_OVERRIDE_INIT};
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_engine* engine = NULL;
    ecflink_diagnostics* diagnostics = NULL;

#define CHECK_REFUSED(expected, where, place)                                                   \
    do {                                                                                        \
        CHECK_STATUS(ecflink_engine_create(&options, &engine, &diagnostics, &error), expected); \
        CHECK_TEXT(error.field, where);                                                         \
        CHECK(error.index == (place) && engine == NULL && diagnostics == NULL);                 \
    } while (0)
#define RESET()                                                                               \
    (layers[0] = layers[1] = layer("a.json", "{\"ecflink-policy\": 1, \"court\": \"wiwb\"}"), \
     options.layers = layers, options.layer_count = 2)

    options.layer_count = 1;
    CHECK_REFUSED(ECFLINK_E_INVALID_NULL, "options.layers", 0);
    RESET();
    layers[1].struct_size = 0;
    CHECK_REFUSED(ECFLINK_E_INVALID_SIZE, "options.layers", 1);
    RESET();
    layers[1].reserved = 1;
    CHECK_REFUSED(ECFLINK_E_INVALID_FLAGS, "options.layers.reserved", 1);
    RESET();
    layers[1].name = NULL;
    CHECK_REFUSED(ECFLINK_E_INVALID_NULL, "options.layers.name", 1);
    RESET();
    layers[1].name = "\xff.json";
    CHECK_REFUSED(ECFLINK_E_INVALID_NOT_UTF8, "options.layers.name", 1);
    RESET();
    layers[1].name = "a\0json";
    CHECK_REFUSED(ECFLINK_E_INVALID_HAS_NUL, "options.layers.name", 1);
    RESET();
    layers[1].text = NULL;
    CHECK_REFUSED(ECFLINK_E_INVALID_NULL, "options.layers.text", 1);
    RESET();
    options.flags = 1;
    CHECK_REFUSED(ECFLINK_E_INVALID_FLAGS, "options.flags", 0);
    options.flags = 0;

    options.layer_count = 0;
    options.override_count = 1;
    CHECK_REFUSED(ECFLINK_E_INVALID_NULL, "options.overrides", 0);
    options.overrides = overrides;
    CHECK_REFUSED(ECFLINK_E_INVALID_NUMBER, "options.overrides.finding", 0); /* as INIT leaves it */
    overrides[0].finding = overrides[1].finding = ECFLINK_FINDING_NAME_DIFFERS;
    options.override_count = 2;
    overrides[1].disposition = 4;
    CHECK_REFUSED(ECFLINK_E_INVALID_NUMBER, "options.overrides.disposition", 1);
    overrides[1].disposition = -1;
    CHECK_REFUSED(ECFLINK_E_INVALID_NUMBER, "options.overrides.disposition", 1);
    overrides[1].disposition = 0;
    overrides[1].finding = 5; /* a reserved bit */
    CHECK_REFUSED(ECFLINK_E_INVALID_NUMBER, "options.overrides.finding", 1);
    overrides[1].finding = ECFLINK_FINDING_NAME_DIFFERS;
    overrides[1].reserved = 1;
    CHECK_REFUSED(ECFLINK_E_INVALID_FLAGS, "options.overrides.reserved", 1);
#undef RESET
#undef CHECK_REFUSED
}

/* Convention 8: a program with a longer struct passes arrays with its own size. */
static void test_array_of_longer_structs(void) {
    struct longer_layer {
        ecflink_policy_layer known;
        uint64_t later;
    } layers[2] = {{ECFLINK_POLICY_LAYER_INIT, 0}, {ECFLINK_POLICY_LAYER_INIT, 0}};
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    ecflink_engine* engine = NULL;
    char* document;

    layers[0].known = layer(
        "a.json", "{\"ecflink-policy\": 1, \"court\": \"wiwb\", \"link\": {\"accounts-per-central\": 5}}");
    layers[1].known = layer(
        "b.json", "{\"ecflink-policy\": 1, \"court\": \"wiwd\", \"link\": {\"accounts-per-central\": 6}}");
    layers[0].known.struct_size = layers[1].known.struct_size = sizeof(struct longer_layer);
    options.layers = &layers[0].known;
    options.layer_count = 2;
    CHECK_STATUS(ecflink_engine_create(&options, &engine, NULL, &error), ECFLINK_OK);
    document = document_of(engine, "wiwd");
    CHECK(strstr(document, "\"accounts-per-central\":6") != NULL);
    free(document);
    ecflink_engine_free(engine);

    engine = NULL;
    layers[1].known.struct_size =
        sizeof(ecflink_policy_layer); /* not the distance that the first one states */
    CHECK_STATUS(ecflink_engine_create(&options, &engine, NULL, &error), ECFLINK_E_INVALID_SIZE);
    CHECK(error.index == 1 && engine == NULL);
    layers[1].known.struct_size = sizeof(struct longer_layer);
    layers[1].later = 1; /* a member that this version does not know */
    CHECK_STATUS(ecflink_engine_create(&options, &engine, NULL, &error), ECFLINK_E_INVALID_SIZE);
    CHECK(error.index == 1 && engine == NULL);
}

int main(void) {
    ecflink_engine* engine = NULL;
    CHECK_STATUS(ecflink_engine_create(NULL, &engine, NULL, &error), ECFLINK_OK);
    if (engine == NULL) {
        return 1;
    }
    test_built_in(engine);
    test_local_times(engine);
    test_layers(engine);
    test_diagnostics();
    test_bad_options();
    test_array_of_longer_structs();
    ecflink_engine_free(engine);
    ecflink_engine_free(NULL);
    ecflink_diagnostics_free(NULL);
    return CHECK_RESULT();
}
