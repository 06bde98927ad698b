// ledger_structs.hpp: the structs of ecflink_ledger.h, as structs.hpp says.
#pragma once

#include <ecflink/ecflink_ledger.h>

#include "decide_structs.hpp"

namespace ecflink::capi {

#define ECFLINK_CAPI_LEDGER_STRUCTS(STRUCT)                                                  \
    STRUCT(ecflink_work, progress_context, ECFLINK_WORK_INIT)                                \
    STRUCT(ecflink_pair, central_size, ECFLINK_PAIR_INIT)                                    \
    STRUCT(ecflink_ledger_options, new_id_size, ECFLINK_LEDGER_OPTIONS_INIT)                 \
    STRUCT(ecflink_ledger_info, open_attempts, ECFLINK_LEDGER_INFO_INIT)                     \
    STRUCT(ecflink_central_record, account, ECFLINK_CENTRAL_RECORD_INIT)                     \
    STRUCT(ecflink_court_record, account, ECFLINK_COURT_RECORD_INIT)                         \
    STRUCT(ecflink_link_record, account_proof_at, ECFLINK_LINK_RECORD_INIT)                  \
    STRUCT(ecflink_tombstone_record, reason_size, ECFLINK_TOMBSTONE_RECORD_INIT)             \
    STRUCT(ecflink_roster_record, central_size, ECFLINK_ROSTER_RECORD_INIT)                  \
    STRUCT(ecflink_registration_record, reason_size, ECFLINK_REGISTRATION_RECORD_INIT)       \
    STRUCT(ecflink_records, registration_count, ECFLINK_RECORDS_INIT)                        \
    STRUCT(ecflink_load_summary, links_that_stand, ECFLINK_LOAD_SUMMARY_INIT)                \
    STRUCT(ecflink_left_out, table, ECFLINK_LEFT_OUT_INIT)                                   \
    STRUCT(ecflink_contact, contact_size, ECFLINK_CONTACT_INIT)                              \
    STRUCT(ecflink_begin_request, approved, ECFLINK_BEGIN_REQUEST_INIT)                      \
    STRUCT(ecflink_begin_outcome, shown, ECFLINK_BEGIN_OUTCOME_INIT)                         \
    STRUCT(ecflink_confirm_page, central, ECFLINK_CONFIRM_PAGE_INIT)                         \
    STRUCT(ecflink_confirm_request, approved, ECFLINK_CONFIRM_REQUEST_INIT)                  \
    STRUCT(ecflink_commit_outcome, record_size, ECFLINK_COMMIT_OUTCOME_INIT)                 \
    STRUCT(ecflink_owed, central, ECFLINK_OWED_INIT)                                         \
    STRUCT(ecflink_pair_review, central_name, ECFLINK_PAIR_REVIEW_INIT)                      \
    STRUCT(ecflink_held_link, central_revision, ECFLINK_HELD_LINK_INIT)                      \
    STRUCT(ecflink_hold_outcome, approved_until, ECFLINK_HOLD_OUTCOME_INIT)                  \
    STRUCT(ecflink_unlink_outcome, sequence, ECFLINK_UNLINK_OUTCOME_INIT)                    \
    STRUCT(ecflink_import_outcome, central_name, ECFLINK_IMPORT_OUTCOME_INIT)                \
    STRUCT(ecflink_import_summary, answers, ECFLINK_IMPORT_SUMMARY_INIT)                     \
    STRUCT(ecflink_sign_on_facts, acting_for_size, ECFLINK_SIGN_ON_FACTS_INIT)               \
    STRUCT(ecflink_access_place, login, ECFLINK_ACCESS_PLACE_INIT)                           \
    STRUCT(ecflink_registration_request, login_size, ECFLINK_REGISTRATION_REQUEST_INIT)      \
    STRUCT(ecflink_registration_outcome, linked_sequence, ECFLINK_REGISTRATION_OUTCOME_INIT) \
    STRUCT(ecflink_registration_item, decided_at, ECFLINK_REGISTRATION_ITEM_INIT)            \
    STRUCT(ecflink_agency, principal_size, ECFLINK_AGENCY_INIT)                              \
    STRUCT(ecflink_password_cost, memory_bytes, ECFLINK_PASSWORD_COST_INIT)                  \
    STRUCT(ecflink_verified_link, central, ECFLINK_VERIFIED_LINK_INIT)                       \
    STRUCT(ecflink_verify_summary, findings, ECFLINK_VERIFY_SUMMARY_INIT)                    \
    STRUCT(ecflink_audit_check, since_size, ECFLINK_AUDIT_CHECK_INIT)                        \
    STRUCT(ecflink_audit_summary, problems, ECFLINK_AUDIT_SUMMARY_INIT)                      \
    STRUCT(ecflink_audit_chain, signed_up_to, ECFLINK_AUDIT_CHAIN_INIT)                      \
    STRUCT(ecflink_audit_problem, checkpoint, ECFLINK_AUDIT_PROBLEM_INIT)                    \
    STRUCT(ecflink_state_summary, differences, ECFLINK_STATE_SUMMARY_INIT)                   \
    STRUCT(ecflink_row_difference, columns, ECFLINK_ROW_DIFFERENCE_INIT)                     \
    STRUCT(ecflink_column_difference, table, ECFLINK_COLUMN_DIFFERENCE_INIT)

ECFLINK_CAPI_LEDGER_STRUCTS(ECFLINK_CAPI_KNOWN)

}  // namespace ecflink::capi
