// ecflink report: a verification as a page for people.
#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/counted.hpp"
#include "cli/file_troubles.hpp"
#include "cli/ledger_place.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/report_page.hpp"
#include "cli/report_text.hpp"
#include "cli/result_options.hpp"
#include "cli/whole_ledger.hpp"
#include "report/html_report.hpp"
#include "report/json_report.hpp"

namespace ecflink::cli {
namespace {

struct report_options {
    std::string ledger;
    std::string links;
    std::string out;
    std::string as_of;
    std::string compare_to;
    std::string fail_if;
    unsigned threads = 0;
    std::uint64_t samples = 3;
    bool with_names = false;
    policy_options policies;
    result_options result;
};

void add_options(command& command, report_options& options) {
    add_ledger_place(command, options.ledger);
    add_links_file(command, options.links);
    command
        .add_option("-o,--out", "FILE", options.out,
                    "the page to write, such as report.html; it appears whole or not at all")
        .required();
    add_as_of(command, options.as_of);
    add_compare_to(command, options.compare_to, "the page tells what got better and what worse");
    command.add_number(
        "--samples", "N", options.samples, {0, 1'000},
        "list so many rows for each court and finding to mend first (default: 3); fewer where a "
        "page would hold more than " +
            std::to_string(report::most_rows) + " rows");
    command.add_flag("--with-names", options.with_names,
                     "show the names of the accounts of the rows that are listed");
    add_fail_if(command, options.fail_if, "a link", "none");
    add_threads(command, options.threads);
    add_policy_options(command, options.policies);
    add_proofs_not_recorded(command, options.policies);
    add_result_options(command, options.result, {"table", "json"});
}

std::string to_words(const report::model& made, const screen& on) {
    std::string text = on.entry("Ledger", made.place);
    text += on.entry("As of", to_text(made.as_of));
    text += on.entry("Policies", made.policies);
    text += on.entry("Result",
                     fmt::format("{}: {} allowed, {} held, {} refused", counted(made.links, "link", "links"),
                                 made.verdicts[0], made.verdicts[1], made.verdicts[2]));
    for (const report::work_list& list : made.work) {
        const std::string first =
            list.lines.empty()
                ? std::string{}
                : fmt::format("; first {} ({})", to_token(list.lines.front().of), list.lines.front().first);
        text += on.entry(list.who == actor::filer   ? "Filers"
                         : list.who == actor::court ? "Courts"
                                                    : "Center",
                         counted(list.links, "link", "links") + " to mend" + first);
    }
    return text;
}

exit_status run(const report_options& options) {
    const instant as_of = read_time("--as-of", options.as_of);
    const run_policies in_force = load_policies(options.policies, options.ledger);
    const unsigned threads = threads_to_use(options.threads);
    const whole_ledger ledger(options.ledger, in_force.policies, threads, {}, options.links);
    keep_inputs_apart("--out", options.out, options.ledger, in_force, ledger.files());
    auto earlier = options.compare_to.empty() ? std::nullopt
                                              : std::optional(read_earlier_run(options.compare_to, threads));
    std::vector<findings> found(ledger.links());
    std::vector<verdict> verdicts(ledger.links());
    const verify_output answers{found, verdicts};
    ledger_report counts;
    report::model made;
    {
        progress_line progress;
        auto verified = verify_links(ledger, in_force.policies, as_of, answers, progress, threads);
        counts = std::move(verified.counts);
        const std::optional<comparison_of_runs> changes =
            earlier ? std::optional(compare_runs(*earlier, ledger, answers, options.samples)) : std::nullopt;
        made = make_report(
            {options.ledger, in_force, ledger, as_of, verified.index, counts, answers, changes},
            options.samples, options.with_names ? names::shown : names::left_out, progress, threads);
    }
    whole_file out(options.out);
    out.write(report::to_html(made));
    out.finish();
    if (options.result.format == "json") {
        write_messages(troubles_in_words(ledger.files(), ledger.warnings()));
        write_output(report::to_json_text(made));
    } else {
        const screen on = options.result.make_screen();
        write_output(to_words(made, on) +
                     troubles_section(troubles_in_words(ledger.files(), ledger.warnings()), on));
    }
    out.appear();
    tell_report_written(options.out);
    return is_reached(counts.all, options.fail_if) ? exit_status::reached : exit_status::done;
}

}  // namespace

void add_report(const command& program) {
    program.add<report_options>(
        "report",
        "Writes what a verification found as a page for people\n\n"
        "The page is one file that needs no other and no network. It holds the verdicts; what filers, courts "
        "and the service center have to mend first; findings by court; links over time, with go-lives and "
        "outages; a forecast of the accounts that are not linked; rows by their keys; each court's policy in "
        "words; and the same as JSON, which --format json prints too. Logins and central ids are personal "
        "data. Policies in the ledger's own folder policies/ are in force without being named. Exit status "
        "1: links reached --fail-if.",
        "Examples:\n"
        "  ecflink report examples/ledger -o report.html --as-of 2026-06-30T12:00:00Z\n"
        "  ecflink report examples/ledger -o report.html --as-of 2026-06-30T12:00:00Z --compare-to "
        "examples/verified.csv\n"
        "  ecflink report examples/ledger -o report.html --as-of 2026-06-30T12:00:00Z --format json",
        add_options, run);
}

}  // namespace ecflink::cli
