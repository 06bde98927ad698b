// A ledger that is verified in parts: verdicts of findings alone.
#include <ecflink/core/findings.hpp>
#include <ecflink/verify/parts.hpp>

#include "bulk.hpp"

namespace {

using namespace ecflink::capi;

/// The findings that this version knows.
constexpr ecflink::findings known_findings = [] {
    ecflink::findings all;
    for (const ecflink::finding_info& info : ecflink::catalogue()) {
        all.insert(info.id);
    }
    return all;
}();

void require_known(std::span<const std::uint64_t> findings) {
    for (std::size_t row = 0; row < findings.size(); ++row) {
        if (!(ecflink::findings(findings[row]) - known_findings).empty()) {
            throw failure{ECFLINK_E_INVALID_NUMBER, "findings", row,
                          "there is a finding that this version of ecflink does not know"};
        }
    }
}

}  // namespace

ecflink_status ecflink_links_decide(const ecflink_engine* engine, const ecflink_links* links,
                                    const ecflink_bulk_options* options, const uint64_t* findings,
                                    uint64_t count, uint8_t* verdicts, ecflink_report** report_out,
                                    ecflink_error* error) {
    return guard(error, [&] {
        const ecflink::policy_set& policies = *required(engine, "engine").policies;
        const auto batches = required(links, "links").batches();
        const work wishes(options);
        const std::uint64_t rows = rows_of(batches);
        if (count != rows) {
            throw failure{ECFLINK_E_INVALID, "count", 0,
                          "there are " + std::to_string(rows) + " links; give the findings of each"};
        }
        if (count != 0) {
            static_cast<void>(required(findings, "findings"));
        }
        const std::span found(findings, count);
        require_known(found);
        auto counts = work::outcome(ecflink::decide_links(
            policies, batches, found, as_values<ecflink::verdict>(room_for(verdicts, count, rows)),
            wishes.options()));
        if (report_out != nullptr) {
            *report_out = new ecflink_report{counts_by_court(std::move(counts)), {}};
        }
    });
}
