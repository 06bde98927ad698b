// report_page.hpp: the report of a verification, for the commands that write one.
#pragma once

#include <optional>
#include <string>

#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

#include "cli/earlier_run.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/progress_line.hpp"
#include "cli/whole_ledger.hpp"
#include "report/model.hpp"

namespace ecflink::cli {

/// What a report is made of, beside the options of its command.
struct report_source {
    const std::string& place;
    const run_policies& in_force;
    const whole_ledger& ledger;
    instant as_of;
    const ledger_index& index;
    const ledger_report& counts;
    verify_output answers;  ///< one finding set and verdict a link
    const std::optional<comparison_of_runs>& changes;
};

enum class names : bool { left_out, shown };

/// Forecasts the accounts that are not linked, and makes the report. Throws a failure if it is
/// cancelled.
[[nodiscard]] report::model make_report(const report_source& of, std::uint64_t samples, names which,
                                        progress_line& progress, unsigned threads);

/// Says on standard error that a report was written.
void tell_report_written(const std::string& file);

}  // namespace ecflink::cli
