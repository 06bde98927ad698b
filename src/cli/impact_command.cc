// ecflink impact: what a change of policies makes of links, from the findings that `verify --out`
// wrote.
#include <map>
#include <utility>

#include <fmt/format.h>

#include <ecflink/policies/policy_tools.hpp>
#include <ecflink/tables/column_text.hpp>
#include <ecflink/verify/changes.hpp>

#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/json.hpp"
#include "cli/process.hpp"
#include "cli/report_text.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/two_policies.hpp"
#include "cli/verified_file.hpp"

namespace ecflink::cli {
namespace {

struct impact_options {
    std::string file;
    unsigned threads = 0;
    side_options sides;
    result_options result;
};

void add_options(command& command, impact_options& options) {
    command.add_option("VERIFIED", "FILE", options.file, "a file that `ecflink verify --out` wrote")
        .required();
    add_threads(command, options.threads);
    add_side_options(command, options.sides, "the built-in policies and those of --policy");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

using findings_by_court = std::map<std::string, std::vector<std::uint64_t>, std::less<>>;

/// A file that says of links other things than the policies before the change do.
[[noreturn]] void refuse_other_policies(const std::string& file, std::uint64_t row) {
    throw failure(
        {error_of_file(file, fmt::format("row {} was not verified under the policies before the change; name "
                                         "the policies it was verified under with --before or --policy",
                                         row))});
}

/// The findings of the links of each court; of those whose court is no id, under "". What the file
/// says of links must be what the policies before the change say of their findings.
findings_by_court read_findings(const std::string& file, const policy_set& before, unsigned threads) {
    struct court_entry {
        std::vector<std::uint64_t>* findings;
        const link_policy* rules;
    };
    findings_by_court found;
    std::uint64_t number = 0;
    const csv_file read = read_verified_file(file, threads, keys::left_out);
    for (const csv_file::batch& batch : read.batches()) {
        const text_column& courts = batch.columns[court_column];
        const text_column& masks = batch.columns[mask_column];
        const text_column& verdicts = batch.columns[verdict_column];
        const auto court_of = look_up_texts(courts, [&](std::string_view text) {
            const std::string_view court = court_id::make(text) ? text : std::string_view{};
            return court_entry{&found[std::string(court)], &before.find(court).rules};
        });
        const auto findings_of = look_up_texts(
            masks, [](std::string_view text) { return findings(parse_mask(text).value_or(0)); });
        const auto verdict_of =
            look_up_texts(verdicts, [](std::string_view text) { return from_token<verdict>(text); });
        for (std::size_t row = 0; row < batch.rows; ++row) {
            ++number;
            const court_entry& court = court_of[*entry_of_row(courts, row)];
            const findings of_row = findings_of[*entry_of_row(masks, row)];
            const bool is_known = !of_row.contains(finding::court_unknown);
            const verdict decided = decide(court.rules->dispositions, of_row);
            const verdict written =
                verdicts.is_absent() ? decided : verdict_of[*entry_of_row(verdicts, row)].value_or(decided);
            // what holds a link that is allowed has been approved for it
            const bool is_approved = decided == verdict::hold && written == verdict::allow;
            if (is_known != court.rules->in_force || (written != decided && !is_approved)) {
                refuse_other_policies(file, number);
            }
            const findings approved = is_approved ? court.rules->dispositions.hold : findings{};
            court.findings->push_back((of_row - approved).bits());
        }
    }
    return found;
}

/// A court whose findings under one policy do not tell those under the other.
struct court_to_read {
    std::uint64_t links;
    std::vector<policy_change> changes;
};

struct impacted {
    change_report report;
    std::map<std::string, court_to_read, std::less<>> to_read;
};

impacted find_impact(const findings_by_court& found, const policy_set& before, const policy_set& after) {
    impacted result;
    for (const auto& [court, findings_of_links] : found) {
        const court_policy& was = before.find(court);
        const court_policy& is = after.find(court);
        if (differ_in_dispositions_alone(was, is)) {
            result.report.all += result.report.courts[court] =
                impact(findings_of_links, was.rules.dispositions, is.rules.dispositions);
        } else {
            court_to_read& again = result.to_read[court];
            again.links = findings_of_links.size();
            again.changes = diff(was, is);
        }
    }
    return result;
}

std::string to_words(const impacted& result, const screen& on) {
    std::string text = to_words(result.report, on);
    if (result.to_read.empty()) {
        return text;
    }
    text += '\n' + on.paint("To verify again", look::caution) + '\n' +
            on.paragraph(
                "In these courts, more changes than the dispositions of findings, so only the ledger can "
                "tell what would be found. Their links are not in the counts above. Run `ecflink shadow "
                "LEDGER` with the same --before and --after to verify them again.");
    text_table courts({{"COURT"},
                       {"LINKS", column_kind::number},
                       {"MEMBER"},
                       {"BEFORE", column_kind::wrapped},
                       {"AFTER", column_kind::wrapped}});
    for (const auto& [court, again] : result.to_read) {
        std::string title = shown_court(court);
        std::string links = std::to_string(again.links);
        for (const policy_change& change : again.changes) {
            courts.add({std::exchange(title, {}), std::exchange(links, {}), change.path, change.before,
                        change.after});
        }
    }
    return text + '\n' + courts.render(on);
}

json to_json(const std::map<std::string, court_to_read, std::less<>>& to_read) {
    json result = json::object();
    for (const auto& [court, again] : to_read) {
        json& entry = result[court];
        entry["links"] = again.links;
        entry["changes"] = json::array();
        for (const policy_change& change : again.changes) {
            entry["changes"].push_back(change_to_json(change));
        }
    }
    return result;
}

exit_status run(const impact_options& options) {
    const policy_sides sides = load_sides("impact", options.sides);
    const findings_by_court found =
        read_findings(options.file, sides.before.policies, threads_to_use(options.threads));
    const impacted result = find_impact(found, sides.before.policies, sides.after.policies);
    std::string text;
    if (options.result.format == "table") {
        const screen on = options.result.make_screen();
        text = on.entry("Verified", options.file) + in_words(sides, on) + to_words(result, on);
    } else if (options.result.format == "csv") {
        text = to_csv(result.report);
        for (const auto& [court, again] : result.to_read) {
            text += change_record(court, "read-again", "", again.links);
        }
    } else {
        json all;
        add_sides(all, sides);
        add_changes(all, result.report);
        all["read-again"] = to_json(result.to_read);
        text = to_text(all);
    }
    write_output(text);
    return result.report.all.changed() == 0 && result.to_read.empty() ? exit_status::done
                                                                      : exit_status::reached;
}

}  // namespace

void add_impact(const command& program) {
    program.add<impact_options>(
        "impact",
        "Says what a change of policies does to links that were verified\n\n"
        "Needs only the findings in a file of `verify --out`, not the ledger. The result is how many "
        "verdicts change, in both directions, by finding and by court. In a court where more changes than "
        "the dispositions of findings, the links must be verified again; the result names these courts and "
        "what changes there. Each side is the built-in policies, those of --policy, and its own. Exit status "
        "1: verdicts change, or links must be verified again.",
        "Examples:\n"
        "  ecflink impact examples/verified.csv --policy examples/ledger/policies --after "
        "examples/names-held.json   # exit status 1\n"
        "  ecflink impact examples/verified.csv --policy examples/ledger/policies --after examples/policies "
        "--format json   # exit status 1",
        add_options, run);
}

}  // namespace ecflink::cli
