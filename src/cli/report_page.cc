#include "cli/report_page.hpp"

#include <algorithm>
#include <utility>

#include <ecflink/verify/forecast.hpp>

#include "cli/bulk_options.hpp"
#include "cli/file_troubles.hpp"
#include "cli/ledger_place.hpp"
#include "cli/process.hpp"
#include "cli/repair_text.hpp"
#include "report/report_of.hpp"

namespace ecflink::cli {
namespace {

report::two_runs to_runs(const comparison_of_runs& changes) {
    const earlier_run& before = *changes.before;
    report::two_runs runs;
    runs.file = before.file;
    runs.as_of = before.as_of;
    runs.verdicts = before.verdicts;
    runs.findings = before.findings;
    if (before.has_rows) {
        runs.links = {changes.added, changes.gone, changes.moved, changes.samples};
    }
    return runs;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

}  // namespace

report::model make_report(const report_source& of, std::uint64_t samples, names which,
                          progress_line& progress, unsigned threads) {
    const ledger_columns columns = of.ledger.columns();
    const auto outlook =
        forecast(of.index, columns.links, of.as_of, bulk_options(progress, "forecast", threads));
    stop_if_cancelled();
    const std::optional<report::two_runs> since =
        of.changes ? std::optional(to_runs(*of.changes)) : std::nullopt;
    auto made =
        report::report_of({.policies = of.in_force.policies,
                           .ledger = columns,
                           .as_of = of.as_of,
                           .counts = of.counts,
                           .found = of.answers.findings,
                           .verdicts = of.answers.verdicts,
                           .outlook = outlook.value(),
                           .since = since ? &*since : nullptr,
                           .repair_of = repair_of,
                           .place = shown_place(of.place),
                           .overrides = of.in_force.overrides,
                           .rows = {.links = of.ledger.links(),
                                    .court_accounts = of.ledger.court_accounts(),
                                    .central_accounts = of.ledger.central_accounts(),
                                    .malformed = malformed_rows(of.ledger.files())},
                           .troubles = lines_of(troubles_in_words(of.ledger.files(), of.ledger.warnings())),
                           .samples = samples,
                           .with_names = which == names::shown},
                          bulk_options(progress, "report", threads));
    stop_if_cancelled();
    return std::move(made).value();
}

void tell_report_written(const std::string& file) {
    write_messages("ecflink: " + file + ": the report is written");
}

}  // namespace ecflink::cli
