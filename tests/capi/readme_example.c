/* May this account be linked, and if not, what comes first? */
#include <ecflink/ecflink.h>
#include <stdio.h>

int main(void) {
    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_engine* engine = NULL;
    ecflink_time now = ECFLINK_NO_TIME;
    ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    ecflink_link_case link_case = ECFLINK_LINK_CASE_INIT;
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
    ecflink_finding_info first = ECFLINK_FINDING_INFO_INIT;

    central.usage = ECFLINK_CENTRAL_USAGE_SHARED;
    central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;

    account.login = "asample";
    account.login_size = 7;
    account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;

    link_case.court = "wiwb";
    link_case.court_size = 4;
    link_case.central = &central;
    link_case.account = &account;

    if (ecflink_engine_create(NULL, &engine, NULL, &error) != ECFLINK_OK ||
        ecflink_local_time_parse(engine, "wiwb", 4, "2020-03-30T09:00", 16, &now, &error) != ECFLINK_OK ||
        ecflink_link_assess(engine, &link_case, now, &answer, &error) != ECFLINK_OK) {
        fprintf(stderr, "%s %s: %s\n", ecflink_status_name(error.status), error.field, error.message);
        ecflink_engine_free(engine);
        return 1;
    }
    printf("%s\n", ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, answer.verdict));
    if (ecflink_finding_describe(answer.next_remedy, &first, NULL) == ECFLINK_OK) {
        printf("%s: %s\n", first.token, first.remedy);
    }
    ecflink_engine_free(engine);
    return 0;
}
