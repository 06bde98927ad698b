// ecflink forecast: how accounts that are not linked yet will fare when their courts go live.
#include <fmt/format.h>

#include <ecflink/core/version.hpp>
#include <ecflink/tables/candidates_file.hpp>
#include <ecflink/tables/column_text.hpp>
#include <ecflink/verify/forecast.hpp>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/file_troubles.hpp"
#include "cli/json.hpp"
#include "cli/ledger_place.hpp"
#include "cli/near_ids.hpp"
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

struct forecast_options {
    std::string ledger;
    std::string candidates;
    std::string as_of;
    std::string out;
    std::string fail_if;
    unsigned threads = 0;
    policy_options policies;
    result_options result;
};

void add_options(command& command, forecast_options& options) {
    add_ledger_place(command, options.ledger);
    command.add_option("--candidates", "FILE", options.candidates,
                       "a CSV file of the pairs to link, with the columns court, login and central_id; - is "
                       "standard input (default: every court account without an active link, on its own)");
    add_as_of(command, options.as_of);
    add_rows_out(command, options.out, "account or candidate, in the order of its table");
    add_fail_if(command, options.fail_if, "an account");
    add_threads(command, options.threads);
    add_policy_options(command, options.policies);
    add_proofs_not_recorded(command, options.policies);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

/// The rows that are looked at: the candidates, if there are any, else the court accounts.
class looked_at_rows {
public:
    looked_at_rows(const ledger_columns& ledger, const std::optional<candidates_file>& candidates)
        : accounts_(ledger.court_accounts), has_candidates_(candidates.has_value()) {
        if (candidates) {
            candidates_ = numbered_rows<link_columns>(candidates->links());
        }
    }

    [[nodiscard]] bool are_candidates() const noexcept { return has_candidates_; }
    [[nodiscard]] std::uint64_t candidates() const noexcept { return candidates_.size(); }
    [[nodiscard]] std::string_view court(std::uint64_t row) const {
        std::string_view court;
        look_up(row, [&](const auto& batch, std::size_t at) { court = text_of_row(batch.court, at); });
        return court;
    }
    void append_key_of(std::string& record, std::uint64_t row) const {
        look_up(row, [&](const auto& batch, std::size_t at) { append_key(record, batch, at); });
    }

private:
    /// Calls `use` with the batch that a row is in, and its row there.
    template <class Use>
    void look_up(std::uint64_t row, Use use) const {
        const auto use_row = [&](const auto& batch, std::size_t at, std::uint64_t) { use(batch, at); };
        has_candidates_ ? candidates_.for_each(row, row + 1, use_row)
                        : accounts_.for_each(row, row + 1, use_row);
    }

    numbered_rows<court_account_columns> accounts_;
    numbered_rows<link_columns> candidates_;
    bool has_candidates_;
};

struct forecast_answer {
    const forecast_options& options;
    const run_policies& in_force;
    const whole_ledger& ledger;
    const looked_at_rows& rows;
    std::vector<file_summary> files;
    std::vector<diagnostic> warnings;
    instant as_of;
    forecast_report report;
    finding_counts first_steps{};
    std::map<std::string, finding_counts, std::less<>> first_steps_in_courts;
};

/// What keeps an account from being linked; the lowest is its first step.
findings deciding_of(const forecast_answer& answer, std::uint64_t row, const assessment& outlook) {
    return deciding_findings(answer.in_force.policies.find(answer.rows.court(row)).rules.dispositions,
                             outlook);
}

void count_first_steps(forecast_answer& answer) {
    for (const auto& [row, outlook] : answer.report.entries) {
        // a text that is not the id of a court counts under ""
        const std::string_view text = answer.rows.court(row);
        const std::string court(court_id::make(text) ? text : std::string_view{});
        const findings deciding = deciding_of(answer, row, outlook);
        if (!deciding.empty()) {
            const auto step = static_cast<std::size_t>(deciding.lowest());
            ++answer.first_steps[step];
            ++answer.first_steps_in_courts[court][step];
        }
    }
}

const finding_counts& first_steps_in(const forecast_answer& answer, const std::string& court) {
    static constexpr finding_counts none{};
    const auto found = answer.first_steps_in_courts.find(court);
    return found == answer.first_steps_in_courts.end() ? none : found->second;
}

json to_json(const forecast_answer& answer) {
    json result;
    result["ecflink"] = ECFLINK_VERSION_STRING;
    result["catalogue"] = catalogue_version;
    result["policy-set"] = answer.in_force.policies.digest();
    result["as-of"] = to_text(answer.as_of);
    add_overrides(result, answer.in_force.overrides);
    result["rows"] = rows_to_json(answer.ledger.extent(), answer.ledger.removed());
    result["rows"]["malformed"] = malformed_rows(answer.files);
    if (answer.rows.are_candidates()) {
        result["rows"]["candidates"] = answer.rows.candidates();
    }
    const auto add_counts = [](json& to, const tally& counts, const finding_counts& first_steps) {
        to["accounts"] = counts.links;
        add_verdicts(to, counts);
        to["first-steps"] = counts_to_json(first_steps);
        to["findings"] = counts_to_json(counts.findings);
    };
    add_counts(result, answer.report.all, answer.first_steps);
    result["courts"] = json::object();
    for (const auto& [court, counts] : answer.report.courts) {
        add_counts(result["courts"][court], counts, first_steps_in(answer, court));
    }
    return result;
}

/// One row a court, with a column for every finding: how many have it as their first step.
std::string to_csv(const forecast_answer& answer) {
    return courts_to_csv(answer.report, "accounts",
                         [&](const std::string& court, const tally&) -> const finding_counts& {
                             return first_steps_in(answer, court);
                         });
}

std::string to_words(const forecast_answer& answer, const screen& on) {
    const forecast_report& report = answer.report;
    std::string text = on.entry("Ledger", shown_place(answer.options.ledger));
    text += on.entry("Candidates", answer.options.candidates);
    text += on.entry("As of", to_text(answer.as_of) + ", or when the court goes live, if that is later");
    text += on.entry("Policies", answer.in_force.policies.digest());
    text += set_for_this_run(answer.in_force.overrides, on);
    text += on.entry("Rows", rows_in_words(answer.ledger.extent()));
    if (answer.ledger.columns().links.empty()) {
        text += on.entry("Links", "There is no table of links: every account counts as not linked.");
    }
    text += on.entry("Looked at", fmt::format("{} {}", report.all.links,
                                              answer.rows.are_candidates() ? "candidates"
                                                                           : "accounts that are not linked"));

    text += verdicts_in_words(report.all, "OUTLOOK", "ACCOUNTS", on);
    text += counts_in_words(answer.first_steps, "FIRST STEP", "ACCOUNTS", on);
    text += courts_in_words(report, "ACCOUNTS", on);
    return text + troubles_section(troubles_in_words(answer.files, answer.warnings), on);
}

void write_accounts(whole_file& out, const forecast_answer& answer, const work_options& options) {
    out.write(answer.rows.are_candidates() ? "row,court,login,central_id,verdict,next_step,findings,mask\n"
                                           : "row,court,login,verdict,next_step,findings,mask\n");
    const auto& entries = answer.report.entries;
    const auto make_text = [&](std::uint64_t first, std::uint64_t end) {
        std::string text;
        for (std::uint64_t i = first; i < end; ++i) {
            const auto& [row, outlook] = entries[i];
            const findings deciding = deciding_of(answer, row, outlook);
            append_number(text, row + 1);
            text += ',';
            answer.rows.append_key_of(text, row);
            text += to_token(outlook.verdict);
            text += ',';
            text += deciding.empty() ? std::string_view{} : to_token(deciding.lowest());
            text += ',';
            append_findings(text, outlook.findings);
            text += '\n';
        }
        return text;
    };
    write_rows(entries.size(), options, "rows", make_text, [&](std::string_view text) { out.write(text); });
    out.finish();
}

work_result<forecast_report> forecast_all(const policy_set& policies, const ledger_columns& ledger,
                                          const std::optional<candidates_file>& candidates, instant as_of,
                                          progress_line& progress, unsigned threads) {
    const auto index = ledger_index::build(policies, ledger, bulk_options(progress, "index", threads));
    if (!index) {
        return index.error();
    }
    const index_options options = bulk_options(progress, "forecast", threads);
    return candidates ? forecast(index.value(), ledger.links, candidates->links(), as_of, options)
                      : forecast(index.value(), ledger.links, as_of, options);
}

std::optional<candidates_file> read_candidates(const std::string& file, const policy_set& policies,
                                               unsigned threads) {
    if (file.empty()) {
        return std::nullopt;
    }
    progress_line progress;
    auto read = candidates_file::read(file, policies, bulk_options(progress, "read", threads));
    stop_if_cancelled();
    if (!read) {
        throw failure(read.error());
    }
    return std::move(read).value();
}

exit_status run(const forecast_options& options) {
    const instant as_of = read_time("--as-of", options.as_of);
    const run_policies in_force = load_policies(options.policies, options.ledger);
    const unsigned threads = threads_to_use(options.threads);
    // before a court goes live there may be no links, and alone an account needs no other table
    const needed_tables needed{
        .central_accounts = !options.candidates.empty(), .court_accounts = true, .links = false};
    const whole_ledger ledger(options.ledger, in_force.policies, threads, needed);
    const auto candidates = read_candidates(options.candidates, in_force.policies, threads);
    const looked_at_rows rows(ledger.columns(), candidates);
    forecast_answer answer{.options = options,
                           .in_force = in_force,
                           .ledger = ledger,
                           .rows = rows,
                           .files = {ledger.files().begin(), ledger.files().end()},
                           .warnings = {ledger.warnings().begin(), ledger.warnings().end()},
                           .as_of = as_of,
                           .report = {},
                           .first_steps = {},
                           .first_steps_in_courts = {}};
    if (candidates) {
        answer.files.push_back(candidates->summary());
        answer.warnings.insert(answer.warnings.end(), candidates->warnings().begin(),
                               candidates->warnings().end());
    }
    keep_inputs_apart("--out", options.out, options.ledger, in_force, answer.files);
    std::optional<whole_file> out;
    {
        progress_line progress;
        auto report = forecast_all(in_force.policies, ledger.columns(), candidates, as_of, progress, threads);
        stop_if_cancelled();
        answer.report = std::move(report).value();
        count_first_steps(answer);
        if (!options.out.empty()) {
            write_accounts(out.emplace(options.out), answer, bulk_options(progress, "write", threads));
        }
    }
    if (options.result.format == "table") {
        write_output(to_words(answer, options.result.make_screen()));
    } else {
        write_messages(troubles_in_words(answer.files, answer.warnings));
        if (options.result.format == "csv") {
            state_beside_csv(as_of, in_force.overrides);
        }
        write_output(options.result.format == "json" ? to_text(to_json(answer)) : to_csv(answer));
    }
    if (out) {
        out->appear();
        tell_rows_written(options.out, answer.report.entries.size());
    }
    tell_near_courts(names_of(answer.report.courts), in_force.policies);
    return is_reached(answer.report.all, options.fail_if) ? exit_status::reached : exit_status::done;
}

}  // namespace

void add_forecast(const command& program) {
    program.add<forecast_options>(
        "forecast",
        "Says who will fail at go-live, and what to fix first\n\n"
        "Decides every court account that is not linked, or every candidate, as of one instant, or as of the "
        "go-live of its court if that is later. Of a folder it needs court_accounts.csv alone, with "
        "candidates "
        "central_accounts.csv as well. Proofs are not needed, since people give them when they "
        "link. Policies in the ledger's own folder policies/ are in force without being named. With --format "
        "csv, there is one row for each court and one column for each finding: how many accounts must fix it "
        "first. Exit status 1: accounts reached --fail-if.",
        "Examples:\n"
        "  ecflink forecast examples/ledger --as-of 2026-06-30T12:00:00Z\n"
        "  ecflink forecast examples/ledger --candidates examples/candidates.csv --as-of "
        "2026-06-30T12:00:00Z   # exit status 1",
        add_options, run);
}

}  // namespace ecflink::cli
