// earlier_run.hpp: a verification beside an earlier one, whose result or rows were kept.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/verify/report.hpp>

#include "cli/json.hpp"
#include "cli/report_text.hpp"
#include "cli/screen.hpp"
#include "cli/whole_ledger.hpp"

namespace ecflink::cli {

/// What an earlier `ecflink verify` found: its `--format json`, or the rows of its `--out`.
struct earlier_run {
    std::string file;
    std::string as_of;  ///< empty: the file does not say
    std::uint64_t links = 0;
    std::array<std::uint64_t, 3> verdicts{};
    finding_counts findings{};
    bool has_rows = false;
    /// the verdicts by court, login and central id; several rows may have one key
    std::multimap<std::string, verdict, std::less<>> rows;
};
/// Throws a failure where the file is neither, or cannot be read.
[[nodiscard]] earlier_run read_earlier_run(const std::string& file, unsigned threads);

/// What changed since.
struct comparison_of_runs {
    const earlier_run* before = nullptr;
    std::uint64_t added = 0;  ///< links that were not there
    std::uint64_t gone = 0;   ///< links that are no longer there
    /// how many links went from one verdict to another, and the first rows of each, from 1
    std::array<std::array<std::uint64_t, 3>, 3> moved{};
    std::array<std::array<std::vector<std::uint64_t>, 3>, 3> samples;
};
/// It takes the rows out of `before` that are still there, so it can compare once.
[[nodiscard]] comparison_of_runs compare_runs(earlier_run& before, const whole_ledger& ledger,
                                              const verify_output& now, std::size_t samples);

[[nodiscard]] std::string to_words(const comparison_of_runs& found, const ledger_report& now,
                                   const screen& on);
[[nodiscard]] json to_json(const comparison_of_runs& found, const ledger_report& now);

}  // namespace ecflink::cli
