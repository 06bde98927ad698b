/* The headers in one dialect: included twice, with every macro used. Compiled once for each
 * dialect. */
#include <ecflink/ecflink.h>
#include <ecflink/ecflink_bulk.h>
#include <ecflink/ecflink_ledger.h>
#include <ecflink/ecflink_policy.h>

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
    ecflink_acting acting;
    ecflink_privilege privilege;
    ecflink_court_access court_access;
    ecflink_access_facts access_facts;
    ecflink_court_login_facts court_login_facts;
    ecflink_step_info step_info;
    ecflink_readiness_facts readiness_facts;
    ecflink_planned_step planned_step;
    ecflink_registration_facts registration_facts;
    ecflink_registration_decision registration_decision;
    ecflink_agency_facts agency_facts;
    ecflink_obligations obligations;
    ecflink_proposal proposal;
    ecflink_ceremony_answer ceremony_answer;
    ecflink_claims_info claims_info;
    ecflink_commit_facts commit_facts;
    ecflink_hold_facts hold_facts;
    ecflink_unlink_request unlink_request;
    ecflink_replay replay;
    ecflink_work work;
    ecflink_pair pair;
    ecflink_ledger_options ledger_options;
    ecflink_ledger_info ledger_info;
    ecflink_central_record central_record;
    ecflink_court_record court_record;
    ecflink_link_record link_record;
    ecflink_tombstone_record tombstone_record;
    ecflink_roster_record roster_record;
    ecflink_registration_record registration_record;
    ecflink_records records;
    ecflink_load_summary load_summary;
    ecflink_left_out left_out;
    ecflink_contact contact;
    ecflink_begin_request begin_request;
    ecflink_begin_outcome begin_outcome;
    ecflink_confirm_page confirm_page;
    ecflink_confirm_request confirm_request;
    ecflink_commit_outcome commit_outcome;
    ecflink_owed owed;
    ecflink_pair_review pair_review;
    ecflink_held_link held_link;
    ecflink_hold_outcome hold_outcome;
    ecflink_unlink_outcome unlink_outcome;
    ecflink_import_outcome import_outcome;
    ecflink_import_summary import_summary;
    ecflink_sign_on_facts sign_on_facts;
    ecflink_access_place access_place;
    ecflink_registration_request registration_request;
    ecflink_registration_outcome registration_outcome;
    ecflink_registration_item registration_item;
    ecflink_agency agency;
    ecflink_password_cost password_cost;
    ecflink_verified_link verified_link;
    ecflink_verify_summary verify_summary;
    ecflink_audit_check audit_check;
    ecflink_audit_summary audit_summary;
    ecflink_audit_chain audit_chain;
    ecflink_audit_problem audit_problem;
    ecflink_state_summary state_summary;
    ecflink_row_difference row_difference;
    ecflink_column_difference column_difference;
    ecflink_policy_info policy_info;
    ecflink_policy_value policy_value;
    ecflink_policy_help policy_help;
    ecflink_policy_change policy_change;
    ecflink_comparison_info comparison_info;
    ecflink_witness witness;
    ecflink_row_counts row_counts;
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
    ECFLINK_ACTING_INIT,
    ECFLINK_PRIVILEGE_INIT,
    ECFLINK_COURT_ACCESS_INIT,
    ECFLINK_ACCESS_FACTS_INIT,
    ECFLINK_COURT_LOGIN_FACTS_INIT,
    ECFLINK_STEP_INFO_INIT,
    ECFLINK_READINESS_FACTS_INIT,
    ECFLINK_PLANNED_STEP_INIT,
    ECFLINK_REGISTRATION_FACTS_INIT,
    ECFLINK_REGISTRATION_DECISION_INIT,
    ECFLINK_AGENCY_FACTS_INIT,
    ECFLINK_OBLIGATIONS_INIT,
    ECFLINK_PROPOSAL_INIT,
    ECFLINK_CEREMONY_ANSWER_INIT,
    ECFLINK_CLAIMS_INFO_INIT,
    ECFLINK_COMMIT_FACTS_INIT,
    ECFLINK_HOLD_FACTS_INIT,
    ECFLINK_UNLINK_REQUEST_INIT,
    ECFLINK_REPLAY_INIT,
    ECFLINK_WORK_INIT,
    ECFLINK_PAIR_INIT,
    ECFLINK_LEDGER_OPTIONS_INIT,
    ECFLINK_LEDGER_INFO_INIT,
    ECFLINK_CENTRAL_RECORD_INIT,
    ECFLINK_COURT_RECORD_INIT,
    ECFLINK_LINK_RECORD_INIT,
    ECFLINK_TOMBSTONE_RECORD_INIT,
    ECFLINK_ROSTER_RECORD_INIT,
    ECFLINK_REGISTRATION_RECORD_INIT,
    ECFLINK_RECORDS_INIT,
    ECFLINK_LOAD_SUMMARY_INIT,
    ECFLINK_LEFT_OUT_INIT,
    ECFLINK_CONTACT_INIT,
    ECFLINK_BEGIN_REQUEST_INIT,
    ECFLINK_BEGIN_OUTCOME_INIT,
    ECFLINK_CONFIRM_PAGE_INIT,
    ECFLINK_CONFIRM_REQUEST_INIT,
    ECFLINK_COMMIT_OUTCOME_INIT,
    ECFLINK_OWED_INIT,
    ECFLINK_PAIR_REVIEW_INIT,
    ECFLINK_HELD_LINK_INIT,
    ECFLINK_HOLD_OUTCOME_INIT,
    ECFLINK_UNLINK_OUTCOME_INIT,
    ECFLINK_IMPORT_OUTCOME_INIT,
    ECFLINK_IMPORT_SUMMARY_INIT,
    ECFLINK_SIGN_ON_FACTS_INIT,
    ECFLINK_ACCESS_PLACE_INIT,
    ECFLINK_REGISTRATION_REQUEST_INIT,
    ECFLINK_REGISTRATION_OUTCOME_INIT,
    ECFLINK_REGISTRATION_ITEM_INIT,
    ECFLINK_AGENCY_INIT,
    ECFLINK_PASSWORD_COST_INIT,
    ECFLINK_VERIFIED_LINK_INIT,
    ECFLINK_VERIFY_SUMMARY_INIT,
    ECFLINK_AUDIT_CHECK_INIT,
    ECFLINK_AUDIT_SUMMARY_INIT,
    ECFLINK_AUDIT_CHAIN_INIT,
    ECFLINK_AUDIT_PROBLEM_INIT,
    ECFLINK_STATE_SUMMARY_INIT,
    ECFLINK_ROW_DIFFERENCE_INIT,
    ECFLINK_COLUMN_DIFFERENCE_INIT,
    ECFLINK_POLICY_INFO_INIT,
    ECFLINK_POLICY_VALUE_INIT,
    ECFLINK_POLICY_HELP_INIT,
    ECFLINK_POLICY_CHANGE_INIT,
    ECFLINK_COMPARISON_INFO_INIT,
    ECFLINK_WITNESS_INIT,
    ECFLINK_ROW_COUNTS_INIT,
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
