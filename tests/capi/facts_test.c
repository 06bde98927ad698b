/* Functions that need no engine: version, statuses, tokens, findings, courts and times. */
#include <ecflink/ecflink.h>

#include "check.h"

static ecflink_error error = ECFLINK_ERROR_INIT;

static void test_version(void) {
    CHECK_TEXT(ecflink_version(), ECFLINK_VERSION_STRING);
    CHECK(ecflink_version_number() == ECFLINK_VERSION_NUMBER);
    CHECK(ecflink_version_number() >= 100);
}

static void test_statuses(void) {
    CHECK_TEXT(ecflink_status_name(ECFLINK_OK), "ECFLINK_OK");
    CHECK_TEXT(ecflink_status_name(ECFLINK_E_TIME_TWICE), "ECFLINK_E_TIME_TWICE");
    CHECK_TEXT(ecflink_status_text(ECFLINK_E_TIME_TWICE), "the court's clock showed this local time twice");
    /* A detail of a later version has the name of its class. */
    CHECK_TEXT(ecflink_status_name(ECFLINK_E_TIME | (99 << 8)), "ECFLINK_E_TIME");
    CHECK_TEXT(ecflink_status_name(1 << 8), "");
    CHECK_TEXT(ecflink_status_name(99), "");
    CHECK_TEXT(ecflink_status_name(-1), "");
    CHECK_TEXT(ecflink_status_name(-255), ""); /* although its low bits are those of a class */
    CHECK_TEXT(ecflink_status_name(INT32_MIN), "");
    CHECK_TEXT(ecflink_status_text(99), "");
    CHECK(ECFLINK_STATUS_CLASS(ECFLINK_E_INVALID_HAS_NUL) == ECFLINK_E_INVALID);
}

static void test_tokens(void) {
    ecflink_enumeration enumeration;
    ecflink_token_info info = ECFLINK_TOKEN_INFO_INIT;
    int32_t number = -7;
    size_t index;

    CHECK(ecflink_token_count(ECFLINK_ENUMERATION_VERDICT) == 3);
    CHECK(ecflink_token_count(0) == 0);
    CHECK(ecflink_token_count(-1) == 0);
    CHECK(ecflink_token_count(INT32_MAX) == 0);
    for (enumeration = 1; ecflink_token_count(enumeration) != 0; ++enumeration) {
        for (index = 0; index < ecflink_token_count(enumeration); ++index) {
            CHECK_STATUS(ecflink_token_get(enumeration, index, &info, &error), ECFLINK_OK);
            CHECK(info.token[0] != '\0' && info.meaning[0] != '\0');
            CHECK_TEXT(ecflink_token_text(enumeration, info.number), info.token);
            CHECK_STATUS(ecflink_token_parse(enumeration, info.token, strlen(info.token), &number, &error),
                         ECFLINK_OK);
            CHECK(number == info.number);
        }
        CHECK_STATUS(ecflink_token_get(enumeration, index, &info, &error), ECFLINK_E_NOT_FOUND);
        CHECK_TEXT(error.field, "index");
        CHECK_TEXT(ecflink_token_text(enumeration, info.number + 1), "");
        CHECK_TEXT(ecflink_token_text(enumeration, -1), "");
    }
    CHECK(enumeration > ECFLINK_ENUMERATION_GO_LIVE_PRECISION);
    CHECK_TEXT(ecflink_token_text(ECFLINK_ENUMERATION_ACCOUNT_ROLE, ECFLINK_ACCOUNT_ROLE_PRO_HAC_VICE),
               "pro-hac-vice");
    CHECK_TEXT(ecflink_token_text(ECFLINK_ENUMERATION_ACCOUNT_ROLE, ECFLINK_ACCOUNT_ROLE_MISSING), "");
    CHECK_TEXT(ecflink_token_text(0, 1), "");
    CHECK_STATUS(ecflink_token_get(0, 0, &info, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "enumeration");

    number = -7;
    CHECK_STATUS(ecflink_token_parse(ECFLINK_ENUMERATION_VERDICT, TEXT("Allow"), &number, &error),
                 ECFLINK_E_NOT_FOUND);
    CHECK_STATUS(ecflink_token_parse(ECFLINK_ENUMERATION_VERDICT, NULL, 0, &number, &error),
                 ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "token");
    CHECK_STATUS(ecflink_token_parse(0, TEXT("allow"), &number, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "enumeration");
    CHECK(number == -7);
    CHECK_STATUS(ecflink_token_parse(ECFLINK_ENUMERATION_VERDICT, "allowed", 5, &number, &error),
                 ECFLINK_OK); /* a part of a longer text */
    CHECK(number == ECFLINK_VERDICT_ALLOW);
}

static void test_findings(void) {
    ecflink_finding_info by_place = ECFLINK_FINDING_INFO_INIT;
    ecflink_finding_info by_number = ECFLINK_FINDING_INFO_INIT;
    ecflink_finding finding = ECFLINK_NO_FINDING;
    ecflink_finding last = ECFLINK_NO_FINDING;
    uint64_t known = 0;
    size_t index;

    CHECK(ecflink_catalogue_version() == 1);
    CHECK(ecflink_finding_count() > 40);
    for (index = 0; index < ecflink_finding_count(); ++index) {
        CHECK_STATUS(ecflink_finding_get(index, &by_place, &error), ECFLINK_OK);
        CHECK(by_place.finding > last);
        last = by_place.finding;
        known |= ECFLINK_FINDING_MASK(last);
        CHECK_STATUS(ecflink_finding_describe(last, &by_number, &error), ECFLINK_OK);
        CHECK(memcmp(&by_place, &by_number, sizeof(by_place)) == 0);
        CHECK_TEXT(ecflink_finding_token(last), by_place.token);
        CHECK_STATUS(ecflink_finding_parse(by_place.token, strlen(by_place.token), &finding, &error),
                     ECFLINK_OK);
        CHECK(finding == last);
        CHECK((by_place.makes_void & ECFLINK_FINDING_MASK(by_place.finding)) == 0);
        CHECK(by_place.true_when[0] != '\0' && by_place.remedy[0] != '\0' && by_place.sources[0] != '\0' &&
              by_place.since[0] != '\0');
        CHECK(ecflink_token_text(ECFLINK_ENUMERATION_ACTOR, by_place.who)[0] != '\0');
        CHECK(ecflink_token_text(ECFLINK_ENUMERATION_FINDING_GROUP, by_place.group)[0] != '\0');
        CHECK(ecflink_token_text(ECFLINK_ENUMERATION_DISPOSITION, by_place.default_disposition)[0] != '\0');
    }
    CHECK_STATUS(ecflink_finding_get(index, &by_place, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "index");
    for (finding = -1; finding <= 64; ++finding) {
        const int is_known = finding >= 0 && finding < 64 && (known & ECFLINK_FINDING_MASK(finding)) != 0;
        CHECK((ecflink_finding_token(finding)[0] != '\0') == is_known);
        CHECK_STATUS(ecflink_finding_describe(finding, &by_number, &error),
                     is_known ? ECFLINK_OK : ECFLINK_E_NOT_FOUND);
    }
    CHECK_TEXT(error.field, "finding");
    CHECK_TEXT(ecflink_finding_token(INT32_MIN), "");
    CHECK_TEXT(ecflink_finding_token(ECFLINK_FINDING_CENTRAL_SHARED), "central-shared");
    CHECK_STATUS(ecflink_finding_parse(TEXT("central"), &finding, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "token");
    CHECK_STATUS(ecflink_finding_parse(NULL, 0, &finding, &error), ECFLINK_E_NOT_FOUND);
}

static void test_directory(void) {
    ecflink_court by_place = ECFLINK_COURT_INIT;
    ecflink_court by_id = ECFLINK_COURT_INIT;
    ecflink_help_desk desk = ECFLINK_HELP_DESK_INIT;
    char last[32] = "";
    size_t index;
    size_t desks = 0;

    CHECK(ecflink_court_count() == 207);
    for (index = 0; index < ecflink_court_count(); ++index) {
        size_t place;
        CHECK_STATUS(ecflink_court_get(index, &by_place, &error), ECFLINK_OK);
        CHECK(strcmp(last, by_place.id) < 0);
        strcpy(last, by_place.id);
        CHECK_STATUS(ecflink_court_find(by_place.id, strlen(by_place.id), &by_id, &error), ECFLINK_OK);
        CHECK(memcmp(&by_place, &by_id, sizeof(by_id)) == 0);
        for (place = 0; place < ecflink_help_desk_count(by_place.pacer_id, strlen(by_place.pacer_id));
             ++place) {
            CHECK_STATUS(
                ecflink_help_desk_get(by_place.pacer_id, strlen(by_place.pacer_id), place, &desk, &error),
                ECFLINK_OK);
            CHECK_TEXT(desk.pacer_id, by_place.pacer_id);
            CHECK(desk.phone[0] != '\0' || desk.division[0] != '\0');
            ++desks;
        }
    }
    CHECK(desks > 200);
    CHECK_STATUS(ecflink_court_get(index, &by_place, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "index");

    CHECK_STATUS(ecflink_court_find(TEXT("wiwb"), &by_id, &error), ECFLINK_OK);
    CHECK_TEXT(by_id.pacer_id, "WIWBK");
    CHECK_TEXT(by_id.time_zone, "America/Chicago");
    CHECK_TEXT(by_id.go_live, "2020-03-30T08:00");
    CHECK(by_id.kind == ECFLINK_COURT_KIND_BANKRUPTCY && by_id.precision == ECFLINK_GO_LIVE_PRECISION_TIME);
    CHECK_TEXT(by_id.go_live_by, "");
    CHECK_STATUS(ecflink_court_find(TEXT("caeb"), &by_id, &error), ECFLINK_OK);
    CHECK(by_id.precision == ECFLINK_GO_LIVE_PRECISION_BOUNDS);
    CHECK_TEXT(by_id.go_live, "");
    CHECK_TEXT(by_id.go_live_not_before, "2021-10-01");
    CHECK_TEXT(by_id.go_live_by, "2023-01-10");
    CHECK_STATUS(ecflink_court_find(TEXT("WIWB"), &by_id, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "id");
    CHECK_STATUS(ecflink_court_find(NULL, 0, &by_id, &error), ECFLINK_E_NOT_FOUND);

    CHECK(ecflink_help_desk_count(NULL, 0) == 0);
    CHECK(ecflink_help_desk_count(TEXT("wiwb")) == 0);
    CHECK_STATUS(ecflink_help_desk_get(TEXT("wiwb"), 0, &desk, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "pacer_id");
    CHECK_STATUS(ecflink_help_desk_get(TEXT("WIWBK"), 1000, &desk, &error), ECFLINK_E_NOT_FOUND);
    CHECK_TEXT(error.field, "index");
}

#define DAY INT64_C(86400000000)

static void test_times(void) {
    static const struct {
        const char* text;
        ecflink_time time;
        const char* written;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
        {"2020-03-30T08:00:00-05:00", INT64_C(1585573200000000), "2020-03-30T13:00:00Z"},
        {"2020-03-30T13:00:00.25Z", INT64_C(1585573200250000), "2020-03-30T13:00:00.25Z"},
        {"0001-01-01T00:00:00Z", INT64_C(-62135596800000000), "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59.999999Z", INT64_C(253402300799999999), "9999-12-31T23:59:59.999999Z"},
    };
    ecflink_time time = 42;
    ecflink_date date = 42;
    char buffer[32];
    size_t size = 0;
    size_t i;

    for (i = 0; i < sizeof(good) / sizeof(good[0]); ++i) {
        CHECK_STATUS(ecflink_time_parse(good[i].text, strlen(good[i].text), &time, &error), ECFLINK_OK);
        CHECK(time == good[i].time);
        CHECK_STATUS(ecflink_time_format(time, buffer, sizeof(buffer), &size, &error), ECFLINK_OK);
        CHECK(size == strlen(buffer));
        CHECK_TEXT(buffer, good[i].written);
    }
    time = 42;
    CHECK_STATUS(ecflink_time_parse(TEXT("yesterday"), &time, &error), ECFLINK_E_TIME_FORM);
    CHECK_STATUS(ecflink_time_parse(NULL, 0, &time, &error), ECFLINK_E_TIME_FORM);
    CHECK_STATUS(ecflink_time_parse(TEXT("2021-02-29T00:00:00Z"), &time, &error), ECFLINK_E_TIME_NONE);
    CHECK_STATUS(ecflink_time_parse(TEXT("2021-02-28T00:00"), &time, &error), ECFLINK_E_TIME_ZONE);
    CHECK_TEXT(error.field, "text");
    CHECK(time == 42);
    CHECK_STATUS(ecflink_time_format(ECFLINK_NO_TIME, buffer, sizeof(buffer), &size, &error),
                 ECFLINK_E_INVALID_RANGE);
    /* An offset of less than a day reaches beyond the first and the last year. */
    CHECK_STATUS(ecflink_time_parse(TEXT("0001-01-01T00:00:00+23:59"), &time, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_time_format(time, buffer, sizeof(buffer), &size, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_time_format(good[3].time - DAY, buffer, sizeof(buffer), &size, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_time_format(good[3].time - DAY - 1, buffer, sizeof(buffer), &size, &error),
                 ECFLINK_E_INVALID_RANGE);
    CHECK_STATUS(ecflink_time_format(good[4].time + DAY, buffer, sizeof(buffer), &size, &error), ECFLINK_OK);
    CHECK_STATUS(ecflink_time_format(good[4].time + DAY + 1, buffer, sizeof(buffer), &size, &error),
                 ECFLINK_E_INVALID_RANGE);
    CHECK_TEXT(error.field, "time");

    CHECK_STATUS(ecflink_date_parse(TEXT("2014-08-11"), &date, &error), ECFLINK_OK);
    CHECK(date == 16293);
    CHECK_STATUS(ecflink_date_format(date, buffer, sizeof(buffer), &size, &error), ECFLINK_OK);
    CHECK_TEXT(buffer, "2014-08-11");
    CHECK_STATUS(ecflink_date_format(-719162, buffer, sizeof(buffer), &size, &error), ECFLINK_OK);
    CHECK_TEXT(buffer, "0001-01-01");
    CHECK_STATUS(ecflink_date_format(2932896, buffer, sizeof(buffer), &size, &error), ECFLINK_OK);
    CHECK_TEXT(buffer, "9999-12-31");
    CHECK_STATUS(ecflink_date_format(-719163, buffer, sizeof(buffer), &size, &error),
                 ECFLINK_E_INVALID_RANGE);
    CHECK_STATUS(ecflink_date_format(2932897, buffer, sizeof(buffer), &size, &error),
                 ECFLINK_E_INVALID_RANGE);
    CHECK_STATUS(ecflink_date_format(ECFLINK_NO_DATE, buffer, sizeof(buffer), &size, &error),
                 ECFLINK_E_INVALID_RANGE);
    CHECK_TEXT(error.field, "date");
    CHECK_STATUS(ecflink_date_parse(TEXT("2014-08-11T00:00:00Z"), &date, &error), ECFLINK_E_TIME_FORM);
    CHECK_STATUS(ecflink_date_parse(TEXT("2014-02-30"), &date, &error), ECFLINK_E_TIME_NONE);
    CHECK(date == 16293);
}

/* Convention 6 of the header. */
static void test_buffers(void) {
    char buffer[] = "12345678901234567890123";
    const char before[] = "12345678901234567890123";
    size_t size = 0;

    CHECK_STATUS(ecflink_time_format(0, NULL, 0, &size, &error), ECFLINK_OK);
    CHECK(size == 20);
    size = 0;
    CHECK_STATUS(ecflink_time_format(0, buffer, 0, &size, &error), ECFLINK_OK);
    CHECK(size == 20);
    CHECK_TEXT(buffer, before);
    size = 0;
    CHECK_STATUS(ecflink_time_format(0, buffer, 20, &size, &error),
                 ECFLINK_E_BUFFER); /* no room for the NUL */
    CHECK(size == 20);
    CHECK_TEXT(buffer, before);
    CHECK_STATUS(ecflink_time_format(0, buffer, 21, &size, &error), ECFLINK_OK);
    CHECK_TEXT(buffer, "1970-01-01T00:00:00Z");
    CHECK_TEXT(buffer + 21, "23");
}

int main(void) {
    test_version();
    test_statuses();
    test_tokens();
    test_findings();
    test_directory();
    test_times();
    test_buffers();
    return CHECK_RESULT();
}
