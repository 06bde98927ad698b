// report_text.hpp: counts by verdict, finding and court, for people, in JSON and in CSV.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include <ecflink/core/findings.hpp>
#include <ecflink/verify/report.hpp>

#include "cli/json.hpp"
#include "cli/screen.hpp"
#include "report/verdicts.hpp"

namespace ecflink::cli {

using report::all_verdicts;

[[nodiscard]] inline std::uint64_t count_of(const tally& counts, verdict which) noexcept {
    return counts.verdicts[static_cast<std::size_t>(which)];
}
/// A member for each verdict.
void add_verdicts(json& result, const tally& counts);
[[nodiscard]] std::string verdicts_in_words(const tally& counts, const std::string& verdict_title,
                                            const std::string& count_title, const screen& on);

/// A court's id for a table of people.
[[nodiscard]] inline std::string shown_court(const std::string& court) {
    return court.empty() ? "(empty)" : court;
}
/// How many links or accounts, and their verdicts, a row a court; empty if there are none.
[[nodiscard]] std::string courts_in_words(const ledger_report& report, const std::string& count_title,
                                          const screen& on);

/// Counts by finding: those that are not zero, by token, in the order of the catalogue.
using finding_counts = std::array<std::uint64_t, 64>;
[[nodiscard]] json counts_to_json(const finding_counts& counts);
/// "FINDING  LINKS  WHO ACTS  WHAT TO DO"; empty if all are zero.
[[nodiscard]] std::string counts_in_words(const finding_counts& counts, const std::string& finding_title,
                                          const std::string& count_title, const screen& on);

/// Chooses the counts by finding of a court.
using counts_of_court = std::function<const finding_counts&(const std::string& court, const tally& counts)>;
/// CSV: court, how many of `what`, the verdicts, and a column for every finding of the catalogue,
/// zeros included; one row a court.
[[nodiscard]] std::string courts_to_csv(const ledger_report& report, const std::string& what,
                                        const counts_of_court& by_finding);

}  // namespace ecflink::cli
