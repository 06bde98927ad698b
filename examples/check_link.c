/* Checks one proposed link through the C interface: a filer of the bankruptcy court of W.D.
 * Wisconsin, during the outage and at go-live. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <ecflink/ecflink.h>

/* Says what the engine decides at a local time of the court; 0 if it could decide. */
static int check(const ecflink_engine* engine, const char* local_time) {
    ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
    ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
    ecflink_link_case link = ECFLINK_LINK_CASE_INIT;
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_time now = 0;

    if (ecflink_local_time_parse(engine, "wiwb", 4, local_time, strlen(local_time), &now, &error) !=
        ECFLINK_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
    central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
    central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
    central.name = "Ann Sample";
    central.name_size = strlen(central.name);
    account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
    account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
    account.login = "asample";
    account.login_size = strlen(account.login);
    account.name = "Sample, Ann";
    account.name_size = strlen(account.name);
    link.court = link.account_proof_court = "wiwb";
    link.court_size = link.account_proof_court_size = 4;
    link.central = &central;
    link.account = &account;
    link.central_proof = link.account_proof = ECFLINK_PROOF_CLASS_PASSWORD;
    link.central_proof_at = link.account_proof_at = now;

    if (ecflink_link_assess(engine, &link, now, &answer, &error) != ECFLINK_OK) {
        fprintf(stderr, "%s: %s\n", error.field, error.message);
        return 1;
    }
    printf("%s: %s", local_time, ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, answer.verdict));
    if (answer.next_step != ECFLINK_NO_FINDING) {
        ecflink_finding_info next = ECFLINK_FINDING_INFO_INIT;
        if (ecflink_finding_describe(answer.next_step, &next, &error) == ECFLINK_OK) {
            printf("; %s: %s", next.token, next.remedy);
        }
    }
    printf("\n");
    return 0;
}

int main(void) {
    ecflink_engine* engine = NULL;
    ecflink_error error = ECFLINK_ERROR_INIT;
    int failed = 0;

    if (ecflink_engine_create(NULL, &engine, NULL, &error) != ECFLINK_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    failed = check(engine, "2020-03-27T12:00") || check(engine, "2020-03-30T08:00");
    ecflink_engine_free(engine);
    return failed;
}
