// decide_structs.hpp: the structs of ecflink_decide.h, as structs.hpp says.
#pragma once

#include <ecflink/ecflink_decide.h>

#include "structs.hpp"

namespace ecflink::capi {

#define ECFLINK_CAPI_DECIDE_STRUCTS(STRUCT)                                             \
    STRUCT(ecflink_acting, reason_size, ECFLINK_ACTING_INIT)                            \
    STRUCT(ecflink_privilege, reasons, ECFLINK_PRIVILEGE_INIT)                          \
    STRUCT(ecflink_court_access, filing_reasons, ECFLINK_COURT_ACCESS_INIT)             \
    STRUCT(ecflink_access_facts, acting_for, ECFLINK_ACCESS_FACTS_INIT)                 \
    STRUCT(ecflink_court_login_facts, unlinked_at, ECFLINK_COURT_LOGIN_FACTS_INIT)      \
    STRUCT(ecflink_step_info, since, ECFLINK_STEP_INFO_INIT)                            \
    STRUCT(ecflink_readiness_facts, accounts, ECFLINK_READINESS_FACTS_INIT)             \
    STRUCT(ecflink_planned_step, until, ECFLINK_PLANNED_STEP_INIT)                      \
    STRUCT(ecflink_registration_facts, lifted_at, ECFLINK_REGISTRATION_FACTS_INIT)      \
    STRUCT(ecflink_registration_decision, findings, ECFLINK_REGISTRATION_DECISION_INIT) \
    STRUCT(ecflink_agency_facts, principal, ECFLINK_AGENCY_FACTS_INIT)                  \
    STRUCT(ecflink_obligations, due, ECFLINK_OBLIGATIONS_INIT)                          \
    STRUCT(ecflink_proposal, approved, ECFLINK_PROPOSAL_INIT)                           \
    STRUCT(ecflink_ceremony_answer, approved, ECFLINK_CEREMONY_ANSWER_INIT)             \
    STRUCT(ecflink_claims_info, once, ECFLINK_CLAIMS_INFO_INIT)                         \
    STRUCT(ecflink_commit_facts, approved, ECFLINK_COMMIT_FACTS_INIT)                   \
    STRUCT(ecflink_hold_facts, by, ECFLINK_HOLD_FACTS_INIT)                             \
    STRUCT(ecflink_unlink_request, by, ECFLINK_UNLINK_REQUEST_INIT)                     \
    STRUCT(ecflink_replay, differences, ECFLINK_REPLAY_INIT)

ECFLINK_CAPI_DECIDE_STRUCTS(ECFLINK_CAPI_KNOWN)

}  // namespace ecflink::capi
