// policy_structs.hpp: the structs of ecflink_policy.h, as structs.hpp says.
#pragma once

#include <ecflink/ecflink_policy.h>

#include "structs.hpp"

namespace ecflink::capi {

#define ECFLINK_CAPI_POLICY_STRUCTS(STRUCT)                                        \
    STRUCT(ecflink_policy_info, help_count, ECFLINK_POLICY_INFO_INIT)              \
    STRUCT(ecflink_policy_value, layer, ECFLINK_POLICY_VALUE_INIT)                 \
    STRUCT(ecflink_policy_help, url, ECFLINK_POLICY_HELP_INIT)                     \
    STRUCT(ecflink_policy_change, after, ECFLINK_POLICY_CHANGE_INIT)               \
    STRUCT(ecflink_comparison_info, looser_findings, ECFLINK_COMPARISON_INFO_INIT) \
    STRUCT(ecflink_witness, now, ECFLINK_WITNESS_INIT)

ECFLINK_CAPI_POLICY_STRUCTS(ECFLINK_CAPI_KNOWN)

}  // namespace ecflink::capi
