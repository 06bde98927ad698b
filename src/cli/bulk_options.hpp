// bulk_options.hpp: what the options of commands that look at every link of a ledger have in
// common.
#pragma once

#include <string>
#include <string_view>

#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

#include "cli/command.hpp"
#include "cli/progress_line.hpp"

namespace ecflink::cli {

/// Adds --as-of.
void add_as_of(command& command, std::string& target);
/// Adds --threads.
void add_threads(command& command, unsigned& target);
/// As many as were asked for; one for each processor if none were.
[[nodiscard]] unsigned threads_to_use(unsigned asked) noexcept;
/// Adds --out, for a CSV file with one row for each of `what`.
void add_rows_out(command& command, std::string& target, std::string_view what);
/// Adds --compare-to. `shows`: what the result tells of it.
void add_compare_to(command& command, std::string& target, std::string_view shows);
/// Adds --fail-if, for counts of `what`. `usual`: what holds if it is left out.
void add_fail_if(command& command, std::string& target, std::string_view what,
                 std::string_view usual = "refuse");
[[nodiscard]] bool is_reached(const tally& counts, std::string_view fail_if) noexcept;

/// The options of long work, which tells its progress on the line.
[[nodiscard]] index_options bulk_options(progress_line& progress, const std::string& kind, unsigned threads);

}  // namespace ecflink::cli
