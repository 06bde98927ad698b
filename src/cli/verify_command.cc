// ecflink verify: a whole ledger.
#include <chrono>

#include <sys/resource.h>

#include <fmt/format.h>

#include <ecflink/core/version.hpp>
#include <ecflink/verify/verify.hpp>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/file_troubles.hpp"
#include "cli/json.hpp"
#include "cli/ledger_place.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/report_text.hpp"
#include "cli/result_options.hpp"
#include "cli/row_file.hpp"
#include "cli/screen.hpp"
#include "cli/whole_ledger.hpp"

namespace ecflink::cli {
namespace {

struct verify_options {
    std::string ledger;
    std::string as_of;
    std::string out;
    std::string conflicts;
    std::string fail_if;
    unsigned threads = 0;
    bool is_verbose = false;
    policy_options policies;
    result_options result;
};

void add_options(command& command, verify_options& options) {
    add_ledger_place(command, options.ledger);
    add_as_of(command, options.as_of);
    add_rows_out(command, options.out, "link, in the order of links.csv");
    command.add_option("--conflicts", "FILE", options.conflicts,
                       "also write a CSV file of the links that conflict with others, with one row for each "
                       "pair, numbered as in --out; it appears whole or not at all");
    add_fail_if(command, options.fail_if, "a link");
    add_threads(command, options.threads);
    command.add_flag("--verbose", options.is_verbose, "report time and memory on standard error");
    add_policy_options(command, options.policies);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

struct verified {
    const verify_options& options;
    const run_policies& in_force;
    const whole_ledger& ledger;
    instant as_of;
    ledger_report report;
    std::vector<ecflink::findings> findings;  ///< one a link, if rows are asked for
    std::vector<verdict> verdicts;
};

json to_json(const verified& ledger_of) {
    const ledger_report& report = ledger_of.report;
    json result;
    result["ecflink"] = ECFLINK_VERSION_STRING;
    result["catalogue"] = catalogue_version;
    result["policy-set"] = ledger_of.in_force.policies.digest();
    result["as-of"] = to_text(ledger_of.as_of);
    add_overrides(result, ledger_of.in_force.overrides);
    result["rows"] = rows_to_json(ledger_of.ledger);
    result["rows"]["removed"] = report.all.removed;
    add_verdicts(result["verdicts"], report.all);
    result["findings"] = counts_to_json(report.all.findings);
    result["courts"] = json::object();
    for (const auto& [court, counts] : report.courts) {
        json& entry = result["courts"][court];
        entry["links"] = counts.links;
        add_verdicts(entry, counts);
        entry["findings"] = counts_to_json(counts.findings);
    }
    return result;
}

/// One row a court, with a column for every finding of the catalogue, zeros included.
std::string to_csv(const verified& ledger_of) {
    return courts_to_csv(
        ledger_of.report, "links",
        [](const std::string&, const tally& counts) -> const finding_counts& { return counts.findings; });
}

std::string to_words(const verified& ledger_of, const screen& on) {
    const ledger_report& report = ledger_of.report;
    std::string text = on.entry("Ledger", shown_place(ledger_of.options.ledger));
    text += on.entry("As of", to_text(ledger_of.as_of));
    text += on.entry("Policies", ledger_of.in_force.policies.digest());
    text += set_for_this_run(ledger_of.in_force.overrides, on);
    text += on.entry("Rows", rows_in_words(ledger_of.ledger) +
                                 (report.all.removed == 0
                                      ? std::string{}
                                      : fmt::format("; {} of the links are removed", report.all.removed)));

    text += verdicts_in_words(report.all, "VERDICT", "LINKS", on);
    text += counts_in_words(report.all.findings, "FINDING", "LINKS", on);
    text += courts_in_words(report, "LINKS", on);
    return text +
           troubles_section(troubles_in_words(ledger_of.ledger.files(), ledger_of.ledger.warnings()), on);
}

void write_links(whole_file& out, const verified& ledger_of, const work_options& options) {
    const ledger_columns columns = ledger_of.ledger.columns();
    const numbered_rows<link_columns> links(columns.links);
    out.write("row,court,login,central_id,verdict,findings,mask\n");
    const auto make_text = [&](std::uint64_t first, std::uint64_t end) {
        std::string text;
        links.for_each(first, end, [&](const link_columns& batch, std::size_t row, std::uint64_t number) {
            append_number(text, number + 1);
            text += ',';
            append_key(text, batch, row);
            text += to_token(ledger_of.verdicts[number]);
            text += ',';
            append_findings(text, ledger_of.findings[number]);
            text += '\n';
        });
        return text;
    };
    write_rows(links.size(), options, "rows", make_text, [&](std::string_view text) { out.write(text); });
    out.finish();
}

/// The findings that a link has because of other links.
constexpr findings conflict = findings(finding::already_linked) |
                              findings(finding::account_linked_elsewhere) |
                              findings(finding::central_slot_taken);

void write_conflicts(whole_file& out, const verified& ledger_of) {
    std::vector<std::uint64_t> rows;
    for (std::size_t row = 0; row < ledger_of.findings.size(); ++row) {
        if (ledger_of.verdicts[row] != verdict::allow && ledger_of.findings[row].intersects(conflict)) {
            rows.push_back(row);
        }
    }
    out.write("row,findings,mask,other_row\n");
    for_each_conflict(ledger_of.ledger.columns().links, rows,
                      [&](std::uint64_t row, std::span<const std::uint64_t> others) {
                          stop_if_cancelled();
                          for (const std::uint64_t other : others) {
                              std::string record;
                              append_number(record, row + 1);
                              record += ',';
                              append_findings(record, ledger_of.findings[row] & conflict);
                              record += ',';
                              append_number(record, other + 1);
                              out.write(record += '\n');
                          }
                      });
    out.finish();
}

work_result<ledger_report> verify_all(const policy_set& policies, const ledger_columns& columns,
                                      instant as_of, const verify_output& output, progress_line& progress,
                                      unsigned threads) {
    const auto index = ledger_index::build(policies, columns, bulk_options(progress, "index", threads));
    if (!index) {
        return index.error();
    }
    return verify(index.value(), columns.links, as_of, output, bulk_options(progress, "verify", threads));
}

std::uint64_t peak_memory_mib() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) / 1024;
}

exit_status run(const verify_options& options) {
    const auto start = std::chrono::steady_clock::now();
    const instant as_of = read_time("--as-of", options.as_of);
    if (!options.out.empty() && options.out == options.conflicts) {
        throw usage_failure("--out and --conflicts name one file; name two");
    }
    const run_policies in_force = load_policies(options.policies, options.ledger);
    const unsigned threads = threads_to_use(options.threads);
    const whole_ledger ledger(options.ledger, in_force.policies, threads);
    for (const auto& [option, file] :
         {std::pair("--out", &options.out), std::pair("--conflicts", &options.conflicts)}) {
        keep_inputs_apart(option, *file, options.ledger, in_force, ledger.files());
    }
    verified answer{options, in_force, ledger, as_of, {}, {}, {}};
    if (!options.out.empty() || !options.conflicts.empty()) {
        answer.findings.resize(ledger.links());
        answer.verdicts.resize(ledger.links());
    }
    // The files are complete on the disk before the result is shown, and take their places only
    // after that: without an error and without a result there is no file.
    std::optional<whole_file> out;
    std::optional<whole_file> conflicts;
    {
        progress_line progress;
        auto report = verify_all(in_force.policies, ledger.columns(), as_of,
                                 {answer.findings, answer.verdicts}, progress, threads);
        stop_if_cancelled();
        answer.report = std::move(report).value();
        if (!options.out.empty()) {
            write_links(out.emplace(options.out), answer, bulk_options(progress, "write", threads));
        }
        if (!options.conflicts.empty()) {
            write_conflicts(conflicts.emplace(options.conflicts), answer);
        }
    }
    if (options.result.format == "table") {
        write_output(to_words(answer, options.result.make_screen()));
    } else {
        write_messages(troubles_in_words(ledger.files(), ledger.warnings()));
        if (options.result.format == "csv") {
            state_beside_csv(as_of, in_force.overrides);
        }
        write_output(options.result.format == "json" ? to_text(to_json(answer)) : to_csv(answer));
    }
    for (auto* file : {&out, &conflicts}) {
        if (*file) {
            (*file)->appear();
        }
    }
    if (options.is_verbose) {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        write_messages(
            fmt::format("ecflink: {} links, {} court accounts and {} central accounts in {:.2f} s, with {} "
                        "MiB of memory at most",
                        ledger.links(), ledger.court_accounts(), ledger.central_accounts(), seconds.count(),
                        peak_memory_mib()));
    }
    return is_reached(answer.report.all, options.fail_if) ? exit_status::reached : exit_status::done;
}

}  // namespace

void add_verify(const command& program) {
    program.add<verify_options>(
        "verify",
        "Verifies a whole ledger\n\n"
        "Gives every link its findings and its verdict, as of one instant. Policies in the ledger's own "
        "folder policies/ are in force without being named. With --format csv, there is one row for each "
        "court and one column for each finding. Exit status 1: links reached --fail-if.",
        "Examples:\n"
        "  ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z   # exit status 1\n"
        "  ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z --fail-if none --format json",
        add_options, run);
}

}  // namespace ecflink::cli
