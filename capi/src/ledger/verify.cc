// Verification of a ledger.
#include <ecflink/verify/verify.hpp>

#include <algorithm>
#include <iterator>

#include "ledger/handles.hpp"

namespace {

using namespace ecflink::capi;

/// Tells of every link. False if the caller wants to hear no more.
bool tell(const ecflink::ledger_tables& tables, const ecflink::verification& found, ecflink_link_told told,
          void* context) {
    for (std::size_t i = 0; i < tables.links.size(); ++i) {
        const ecflink::link_row& link = tables.links[i];
        const std::string court(link.court.view());
        const std::string login(link.login.view());
        const std::string central(link.central.view());
        ecflink_verified_link one = ECFLINK_VERIFIED_LINK_INIT;
        one.verdict = static_cast<ecflink_verdict>(found.rows[i].verdict);
        one.state = static_cast<ecflink_link_state>(link.row.state);
        one.findings = found.rows[i].findings.bits();
        one.approved = link.row.approved.bits();
        one.linked_at = to_c(link.row.linked_at);
        one.court = court.c_str();
        one.login = login.c_str();
        one.central = central.c_str();
        if (told(context, &one) != 0) {
            return false;
        }
    }
    return true;
}

}  // namespace

ecflink_status ecflink_ledger_verify(ecflink_ledger* ledger, ecflink_time as_of, ecflink_link_told told,
                                     void* told_context, const ecflink_work* work_,
                                     ecflink_verify_summary* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_verify_summary> place(out, "out");
        const ecflink::ledger& of = opened(ledger);
        const ledger_work how(work_);
        const ecflink::instant at = required_time(as_of, "as_of");
        const ecflink::ledger_tables tables = taken(of.tables());
        const auto verified = verify(*ledger->policies, tables, at, how.options());
        if (!verified) {
            throw failure{ECFLINK_E_CANCELLED};
        }
        const ecflink::verification& found = verified.value();
        if (told != nullptr && !tell(tables, found, told, told_context)) {
            throw failure{ECFLINK_E_CANCELLED};
        }
        ecflink_verify_summary summary = ECFLINK_VERIFY_SUMMARY_INIT;
        summary.links = found.all.links;
        summary.removed = found.all.removed;
        summary.allow = found.all.verdicts[ECFLINK_VERDICT_ALLOW];
        summary.hold = found.all.verdicts[ECFLINK_VERDICT_HOLD];
        summary.refuse = found.all.verdicts[ECFLINK_VERDICT_REFUSE];
        std::ranges::copy(found.all.findings, std::begin(summary.findings));
        place.write(summary);
    });
}
