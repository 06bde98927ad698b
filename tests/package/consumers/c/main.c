/* The C interface: an engine of the built-in policies, and one link of the Western District of
 * Wisconsin, refused for what it lacks. */
#include <ecflink/ecflink.h>

#include <stdio.h>

int main(void) {
    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_engine* engine = NULL;
    ecflink_time now = ECFLINK_NO_TIME;
    ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    ecflink_link_case link = ECFLINK_LINK_CASE_INIT;
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;

    central.usage = ECFLINK_CENTRAL_USAGE_SHARED;
    central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
    account.login = "alopez";
    account.login_size = 6;
    link.court = "wiwd";
    link.court_size = 4;
    link.central = &central;
    link.account = &account;

    if (ecflink_engine_create(NULL, &engine, NULL, &error) != ECFLINK_OK ||
        ecflink_local_time_parse(engine, "wiwd", 4, "2024-06-03T10:00", 16, &now, &error) != ECFLINK_OK ||
        ecflink_link_assess(engine, &link, now, &answer, &error) != ECFLINK_OK) {
        fprintf(stderr, "%s\n", error.message);
        ecflink_engine_free(engine);
        return 3;
    }
    printf("c: %s, first correct %s\n", ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, answer.verdict),
           ecflink_finding_token(answer.next_step));
    ecflink_engine_free(engine);
    return 0;
}
