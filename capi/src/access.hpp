// access.hpp: privileges as C sees them.
#pragma once

#include <ecflink/decide/access.hpp>

#include "decide_structs.hpp"

namespace ecflink::capi {

[[nodiscard]] inline ecflink_privilege to_c(const privilege& given) noexcept {
    ecflink_privilege told = ECFLINK_PRIVILEGE_INIT;
    told.granted = given.granted ? 1 : 0;
    told.reason = static_cast<ecflink_access_reason>(given.reason());
    told.findings = given.findings.bits();
    told.reasons = given.reasons.bits;
    return told;
}

[[nodiscard]] inline ecflink_court_access to_c(const court_access& given) noexcept {
    ecflink_court_access told = ECFLINK_COURT_ACCESS_INIT;
    told.level = static_cast<ecflink_access_level>(given.level);
    told.menus = given.menus.bits;
    const auto put = [](const privilege& one, auto& granted, auto& reason, auto& findings, auto& reasons) {
        const ecflink_privilege as_c = to_c(one);
        granted = as_c.granted;
        reason = as_c.reason;
        findings = as_c.findings;
        reasons = as_c.reasons;
    };
    put(given.authentication, told.authentication_granted, told.authentication_reason,
        told.authentication_findings, told.authentication_reasons);
    put(given.search, told.search_granted, told.search_reason, told.search_findings, told.search_reasons);
    put(given.filing, told.filing_granted, told.filing_reason, told.filing_findings, told.filing_reasons);
    return told;
}

}  // namespace ecflink::capi
