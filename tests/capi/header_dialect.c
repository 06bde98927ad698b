/* The headers in one dialect: included twice, with every macro used. Compiled once for each
 * dialect. */
#include <ecflink/ecflink.h>
#include <ecflink/ecflink_bulk.h>
#include <ecflink/ecflink_decide.h>

typedef struct all_structs {
    ecflink_error error;
    ecflink_token_info token_info;
    ecflink_finding_info finding_info;
    ecflink_court court;
    ecflink_help_desk help_desk;
    ecflink_policy_layer policy_layer;
    ecflink_disposition_override disposition_override;
    ecflink_engine_options engine_options;
    ecflink_diagnostic diagnostic;
    ecflink_central_account central_account;
    ecflink_court_account court_account;
    ecflink_ledger_row ledger_row;
    ecflink_link_case link_case;
    ecflink_assessment assessment;
    ecflink_bulk_options bulk_options;
    ecflink_tally tally;
    ecflink_verdict_changes verdict_changes;
    ecflink_row_counts row_counts;
    ecflink_step_info step_info;
    ecflink_person person;
    ecflink_planned_step planned_step;
} all_structs;

extern const all_structs ecflink_test_all;
const all_structs ecflink_test_all = {
    ECFLINK_ERROR_INIT,
    ECFLINK_TOKEN_INFO_INIT,
    ECFLINK_FINDING_INFO_INIT,
    ECFLINK_COURT_INIT,
    ECFLINK_HELP_DESK_INIT,
    ECFLINK_POLICY_LAYER_INIT,
    ECFLINK_DISPOSITION_OVERRIDE_INIT,
    ECFLINK_ENGINE_OPTIONS_INIT,
    ECFLINK_DIAGNOSTIC_INIT,
    ECFLINK_CENTRAL_ACCOUNT_INIT,
    ECFLINK_COURT_ACCOUNT_INIT,
    ECFLINK_LEDGER_ROW_INIT,
    ECFLINK_LINK_CASE_INIT,
    ECFLINK_ASSESSMENT_INIT,
    ECFLINK_BULK_OPTIONS_INIT,
    ECFLINK_TALLY_INIT,
    ECFLINK_VERDICT_CHANGES_INIT,
    ECFLINK_ROW_COUNTS_INIT,
    ECFLINK_STEP_INFO_INIT,
    ECFLINK_PERSON_INIT,
    ECFLINK_PLANNED_STEP_INIT,
};

int main(void) {
    const uint64_t mask = ECFLINK_FINDING_MASK(ECFLINK_FINDING_CENTRAL_SHARED);
    const ecflink_status status = ECFLINK_STATUS_CLASS(ECFLINK_E_TIME_TWICE);
    return mask == 256 && status == ECFLINK_E_TIME && ECFLINK_VERSION_NUMBER >= 100 &&
                   ECFLINK_NO_FINDING < 0 && ECFLINK_NO_STEP < 0 &&
                   ecflink_version_number() == ECFLINK_VERSION_NUMBER
               ? 0
               : 1;
}
