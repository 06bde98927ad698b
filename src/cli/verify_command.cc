// ecflink verify: a whole ledger.
#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <sys/resource.h>

#include <fmt/format.h>

#include <ecflink/core/version.hpp>
#include <ecflink/tables/column_text.hpp>
#include <ecflink/verify/folder.hpp>
#include <ecflink/verify/verify.hpp>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/counted.hpp"
#include "cli/csv_text.hpp"
#include "cli/earlier_run.hpp"
#include "cli/file_troubles.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_place.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/repair_text.hpp"
#include "cli/report_page.hpp"
#include "cli/report_text.hpp"
#include "cli/result_options.hpp"
#include "cli/row_file.hpp"
#include "cli/screen.hpp"
#include "cli/shell_text.hpp"
#include "cli/whole_ledger.hpp"
#include "report/html_report.hpp"

namespace ecflink::cli {
namespace {

struct verify_options {
    std::string ledger;
    std::string links;
    std::string as_of;
    std::string out;
    std::string conflicts;
    std::string fail_if;
    unsigned threads = 0;
    std::string by = "all";
    std::string compare_to;
    std::string report;
    std::uint64_t limit = 20;
    std::uint64_t samples = 3;
    bool is_verbose = false;
    policy_options policies;
    result_options result;
};

void add_options(command& command, verify_options& options) {
    add_ledger_place(command, options.ledger);
    add_links_file(command, options.links);
    add_as_of(command, options.as_of);
    add_rows_out(command, options.out, "link, in the order of links.csv");
    command.add_option("--conflicts", "FILE", options.conflicts,
                       "also write a CSV file of the links that conflict with others, with one row for each "
                       "pair, numbered as in --out; it appears whole or not at all");
    add_fail_if(command, options.fail_if, "a link");
    add_threads(command, options.threads);
    command.add_choice(
        "--by", options.by, {"all", "court", "finding", "role"},
        "what the counts are told by: courts, findings, roles of court accounts, or courts and "
        "findings (default: all). With json, roles are one more member; with csv, rows are "
        "courts unless findings or roles are named");
    command.add_number(
        "--limit", "N", options.limit, {0, 1'000'000},
        "at most so many courts or roles in a table, those with most refusals (default: 20; 0: "
        "all)");
    command.add_number(
        "--samples", "N", options.samples, {0, 1'000},
        "so many rows of links for each finding in a table, numbered as in --out (default: 3)");
    add_compare_to(command, options.compare_to, "shows what changed since; with table and json");
    command.add_option(
        "--report", "FILE", options.report,
        "also write the page of `ecflink report`, without names; it appears whole or not at all");
    command.add_flag("--verbose", options.is_verbose, "report time and memory on standard error");
    add_policy_options(command, options.policies);
    add_proofs_not_recorded(command, options.policies);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

struct verified {
    const verify_options& options;
    const run_policies& in_force;
    instant as_of;
    /// All tables, if something is asked for that needs their columns; otherwise what was found
    /// without them.
    std::optional<whole_ledger> ledger;
    std::optional<verified_folder> folder;
    ledger_extent extent;
    ledger_report report;
    std::vector<ecflink::findings> findings_of_rows;  ///< one a link, if rows are asked for
    std::vector<verdict> verdicts;
    std::optional<earlier_run> earlier;
    std::optional<comparison_of_runs> changes;  ///< borrows the earlier run
    std::uint64_t conflicts = 0;                ///< rows of their file

    [[nodiscard]] std::span<const ecflink::findings> findings() const noexcept {
        return folder ? folder->findings() : findings_of_rows;
    }
    /// Whether the ledger has a column that states proofs.
    [[nodiscard]] bool states_proofs() const {
        return folder ? folder->states_proofs()
                      : std::ranges::any_of(ledger->columns().links, [](const link_columns& batch) {
                            return !batch.central_proof.is_absent() || !batch.account_proof.is_absent();
                        });
    }
};

/// How often a finding occurs under one disposition: courts may differ in it.
struct finding_line {
    finding of;
    disposition weight;
    std::uint64_t links = 0;
    std::vector<std::uint64_t> rows;  ///< the first of them, from 1
};

/// Refusals before holds, notes and what is ignored; of these, what occurs most.
std::vector<finding_line> count_by_finding(const verified& ledger_of) {
    std::map<std::pair<finding, disposition>, finding_line> lines;
    const policy_set& policies = ledger_of.in_force.policies;
    for (const auto& [court, counts] : ledger_of.report.courts) {
        const disposition_masks& dispositions = policies.find(court).rules.dispositions;
        for (const finding_info& info : catalogue()) {
            if (const std::uint64_t links = counts.findings[static_cast<std::size_t>(info.id)]; links != 0) {
                const disposition weight = dispositions.of(info.id);
                finding_line& line =
                    lines.try_emplace({info.id, weight}, finding_line{info.id, weight, 0, {}}).first->second;
                line.links += links;
            }
        }
    }
    std::vector<finding_line> sorted;
    sorted.reserve(lines.size());
    for (const auto& [key, line] : lines) {
        sorted.push_back(line);
    }
    // at last in the order in which people mend them
    std::ranges::sort(sorted, [](const finding_line& one, const finding_line& other) {
        return std::tie(other.weight, other.links, one.of) < std::tie(one.weight, one.links, other.of);
    });
    return sorted;
}

/// Gives each line the first rows that have its finding.
void add_samples(std::vector<finding_line>& lines, const verified& ledger_of) {
    std::uint64_t missing = 0;
    for (const finding_line& line : lines) {
        missing += std::min(line.links, ledger_of.options.samples);
    }
    const numbered_rows<link_columns> links(ledger_of.ledger ? ledger_of.ledger->columns().links
                                                             : std::span<const link_columns>{});
    const auto court_of = [&](std::uint64_t number) {
        if (ledger_of.folder) {
            return ledger_of.folder->court_of(number);
        }
        std::string court;
        links.for_each(number, number + 1, [&](const link_columns& batch, std::size_t row, std::uint64_t) {
            court = text_of_row(batch.court, row);
        });
        return court;
    };
    const std::span<const findings> found = ledger_of.findings();
    findings wanted;  // those of lines that lack a row
    for (const finding_line& line : lines) {
        wanted.insert(line.of);
    }
    for (std::uint64_t number = 0; number < found.size() && missing > 0; ++number) {
        if (number % 65'536 == 0) {
            stop_if_cancelled();
        }
        if (!found[number].intersects(wanted)) {
            continue;
        }
        const disposition_masks& dispositions =
            ledger_of.in_force.policies.find(court_of(number)).rules.dispositions;
        wanted = {};
        for (finding_line& line : lines) {
            if (line.rows.size() < std::min(line.links, ledger_of.options.samples)) {
                if (found[number].contains(line.of) && dispositions.of(line.of) == line.weight) {
                    line.rows.push_back(number + 1);
                    --missing;
                }
                wanted.insert(line.of);
            }
        }
    }
}

std::string rows_in_words(const finding_line& line) {
    std::string text;
    for (const std::uint64_t row : line.rows) {
        text += (text.empty() ? "" : ", ") + std::to_string(row);
    }
    return text + (line.rows.size() < line.links && !line.rows.empty() ? ", ..." : "");
}

std::string findings_in_words(const std::vector<finding_line>& lines, const screen& on) {
    // a few short numbers leave room for the remedy beside them, or below
    constexpr std::size_t most_kept_whole = 16;
    const bool are_short = std::ranges::all_of(
        lines, [](const finding_line& line) { return rows_in_words(line).size() <= most_kept_whole; });
    text_table found({{"FINDING"},
                      {"DISPOSITION"},
                      {"LINKS", column_kind::number},
                      {"ROWS", are_short ? column_kind::whole : column_kind::wrapped},
                      {"WHAT MENDS IT", column_kind::wrapped}});
    for (const finding_line& line : lines) {
        found.add({to_token(line.of),
                   {to_token(line.weight), look_of(line.weight)},
                   std::to_string(line.links),
                   rows_in_words(line),
                   repair_of(line.of)});
    }
    return found.empty() ? std::string{} : '\n' + found.render(on);
}

using tallies = std::map<std::string, tally, std::less<>>;

/// The roles of court accounts, and how their links fare.
tallies count_by_role(const verified& ledger_of) {
    using account_key = std::pair<std::string_view, std::string_view>;
    struct hash_of_key {
        std::size_t operator()(const account_key& key) const noexcept {
            const std::hash<std::string_view> hash;
            return hash(key.first) * 31 + hash(key.second);
        }
    };
    const ledger_columns columns = ledger_of.ledger->columns();
    std::unordered_map<account_key, std::string_view, hash_of_key> roles;
    for (const court_account_columns& batch : columns.court_accounts) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const std::string_view role = text_of_row(batch.role, row);
            const std::string_view shown = role.empty() ? "(no role)" : role;
            const auto [known, is_new] =
                roles.try_emplace({text_of_row(batch.court, row), text_of_row(batch.login, row)}, shown);
            if (!is_new && known->second != shown) {
                known->second = "(several records)";
            }
        }
        stop_if_cancelled();
    }
    tallies found;
    const numbered_rows<link_columns> links(columns.links);
    links.for_each(0, links.size(), [&](const link_columns& batch, std::size_t row, std::uint64_t number) {
        const auto account = roles.find({text_of_row(batch.court, row), text_of_row(batch.login, row)});
        const std::string_view role = account == roles.end() ? "(no account)" : account->second;
        found[std::string(role)].add({ledger_of.verdicts[number], ledger_of.findings()[number]});
    });
    return found;
}

/// Counts by court or role, those with most refusals first, as many as --limit says.
std::string tallies_in_words(const tallies& all, const std::string& title, const std::string& what,
                             std::uint64_t limit, const screen& on) {
    std::vector<const tallies::value_type*> sorted;
    for (const auto& one : all) {
        sorted.push_back(&one);
    }
    std::ranges::sort(sorted, [](const auto* one, const auto* other) {
        const auto weight = [](const tally& counts) {
            return std::pair(count_of(counts, verdict::refuse), count_of(counts, verdict::hold));
        };
        return std::pair(weight(other->second), one->first) < std::pair(weight(one->second), other->first);
    });
    const std::size_t listed = limit == 0 ? sorted.size() : std::min<std::size_t>(sorted.size(), limit);
    text_table rows({{title},
                     {"LINKS", column_kind::number},
                     {"ALLOW", column_kind::number},
                     {"HOLD", column_kind::number},
                     {"REFUSE", column_kind::number}});
    for (std::size_t i = 0; i < listed; ++i) {
        const auto& [name, counts] = *sorted[i];
        std::vector<text_table::cell> row = {shown_court(name), std::to_string(counts.links)};
        for (const verdict each : all_verdicts) {
            row.emplace_back(std::to_string(count_of(counts, each)));
        }
        rows.add(row);
    }
    if (rows.empty()) {
        return {};
    }
    return '\n' + rows.render(on) +
           (listed == sorted.size()
                ? std::string{}
                : on.paragraph(fmt::format("{} more {} are not listed; --limit 0 lists all.",
                                           sorted.size() - listed, what)));
}

/// What a run comes to, at the end, where it stays on the screen.
std::string summary(const verified& ledger_of, const std::vector<finding_line>& lines, const screen& on) {
    const tally& all = ledger_of.report.all;
    std::string text =
        '\n' +
        on.entry("Result", fmt::format("{}: {} allowed, {} held, {} refused",
                                       counted(all.links, "link", "links"), count_of(all, verdict::allow),
                                       count_of(all, verdict::hold), count_of(all, verdict::refuse)));
    std::string why;
    if (!lines.empty() &&
        (lines.front().weight == disposition::refuse || lines.front().weight == disposition::hold)) {
        const finding_line& first = lines.front();
        text += on.entry("Most", fmt::format("{} ({} {})", to_token(first.of), first.links,
                                             first.links == 1 ? "link" : "links"));
        if (!first.rows.empty()) {
            why = command_entry(fmt::format("To see why, for row {}", first.rows.front()),
                                fmt::format("ecflink explain {}{} --row {} --as-of {}{}",
                                            shell_word(ledger_of.options.ledger),
                                            ledger_of.options.links.empty()
                                                ? std::string{}
                                                : " --links " + shell_word(ledger_of.options.links),
                                            first.rows.front(), to_text(ledger_of.as_of),
                                            ledger_of.options.policies.as_shell_words()),
                                on);
        }
    }
    const std::uint64_t without_proof =
        all.findings[static_cast<std::size_t>(finding::central_proof_insufficient)];
    const bool are_missing = ledger_of.options.policies.proofs_are_missing;
    if (without_proof > 0 && !are_missing && !ledger_of.states_proofs()) {
        text += on.entry("Proofs",
                         "links.csv has no columns of proofs. If none were recorded, give "
                         "--proofs-not-recorded.");
    }
    if (are_missing && ledger_of.states_proofs()) {
        text += on.entry("Proofs",
                         "The ledger states proofs; because of --proofs-not-recorded, missing ones "
                         "count for nothing.");
    }
    return text + why;
}

json to_json(const verified& ledger_of) {
    const ledger_report& report = ledger_of.report;
    json result;
    result["ecflink"] = ECFLINK_VERSION_STRING;
    result["catalogue"] = catalogue_version;
    result["policy-set"] = ledger_of.in_force.policies.digest();
    result["as-of"] = to_text(ledger_of.as_of);
    add_overrides(result, ledger_of.in_force.overrides);
    result["rows"] = rows_to_json(ledger_of.extent, report.all.removed);
    add_verdicts(result["verdicts"], report.all);
    result["findings"] = counts_to_json(report.all.findings);
    result["courts"] = json::object();
    for (const auto& [court, counts] : report.courts) {
        json& entry = result["courts"][court];
        entry["links"] = counts.links;
        add_verdicts(entry, counts);
        entry["findings"] = counts_to_json(counts.findings);
    }
    if (ledger_of.options.by == "role") {
        for (const auto& [role, counts] : count_by_role(ledger_of)) {
            json& entry = result["roles"][role];
            entry["links"] = counts.links;
            add_verdicts(entry, counts);
            entry["findings"] = counts_to_json(counts.findings);
        }
    }
    if (ledger_of.changes) {
        result["compared-with"] = to_json(*ledger_of.changes, report);
    }
    return result;
}

/// One row a court, with a column for every finding of the catalogue, zeros included.
std::string to_csv(const verified& ledger_of) {
    if (ledger_of.options.by == "finding") {
        std::string text = "finding,disposition,links\n";
        for (const finding_line& line : count_by_finding(ledger_of)) {
            text += csv_record({to_token(line.of), to_token(line.weight), std::to_string(line.links)});
        }
        return text;
    }
    if (ledger_of.options.by == "role") {
        std::string text = "role,links,allow,hold,refuse\n";
        for (const auto& [role, counts] : count_by_role(ledger_of)) {
            std::vector<std::string> row = {role, std::to_string(counts.links)};
            for (const verdict each : all_verdicts) {
                row.push_back(std::to_string(count_of(counts, each)));
            }
            text += csv_record(row);
        }
        return text;
    }
    return courts_to_csv(
        ledger_of.report, "links",
        [](const std::string&, const tally& counts) -> const finding_counts& { return counts.findings; });
}

std::string to_words(const verified& ledger_of, const screen& on) {
    const ledger_report& report = ledger_of.report;
    const std::string& by = ledger_of.options.by;
    std::string text = on.entry("Ledger", shown_place(ledger_of.options.ledger));
    text += on.entry("As of", to_text(ledger_of.as_of));
    text += on.entry("Policies", ledger_of.in_force.policies.digest());
    text += set_for_this_run(ledger_of.in_force.overrides, on);
    text += on.entry(
        "Rows", rows_in_words(ledger_of.extent) +
                    (report.all.removed == 0 ? std::string{}
                                             : "; " + counted(report.all.removed, "of the links is removed",
                                                              "of the links are removed")));

    std::vector<finding_line> lines = count_by_finding(ledger_of);
    add_samples(lines, ledger_of);
    if (by == "all" || by == "court") {
        text += tallies_in_words(report.courts, "COURT", "courts", ledger_of.options.limit, on);
    }
    if (by == "role") {
        text += tallies_in_words(count_by_role(ledger_of), "ROLE", "roles", ledger_of.options.limit, on);
    }
    text += troubles_section(troubles_in_words(ledger_of.extent.files, ledger_of.extent.warnings), on);
    if (by == "all" || by == "finding") {
        text += findings_in_words(lines, on);
    }
    if (ledger_of.changes) {
        text += to_words(*ledger_of.changes, report, on);
    }
    return text + summary(ledger_of, lines, on);
}

void write_links(whole_file& out, const verified& ledger_of, const work_options& options) {
    const ledger_columns columns = ledger_of.ledger->columns();
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
            append_findings(text, ledger_of.findings()[number]);
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

std::uint64_t write_conflicts(whole_file& out, const verified& ledger_of) {
    std::uint64_t written = 0;
    std::vector<std::uint64_t> rows;
    for (std::size_t row = 0; row < ledger_of.findings().size(); ++row) {
        if (ledger_of.verdicts[row] != verdict::allow && ledger_of.findings()[row].intersects(conflict)) {
            rows.push_back(row);
        }
    }
    out.write("row,findings,mask,other_row\n");
    for_each_conflict(ledger_of.ledger->columns().links, rows,
                      [&](std::uint64_t row, std::span<const std::uint64_t> others) {
                          stop_if_cancelled();
                          for (const std::uint64_t other : others) {
                              std::string record;
                              append_number(record, row + 1);
                              record += ',';
                              append_findings(record, ledger_of.findings()[row] & conflict);
                              record += ',';
                              append_number(record, other + 1);
                              out.write(record += '\n');
                              ++written;
                          }
                      });
    out.finish();
    return written;
}

std::uint64_t peak_memory_mib() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) / 1024;
}

/// Whether something is asked for that needs all tables in memory.
bool needs_columns(const verify_options& options) {
    return is_ledger_address(options.ledger) || options.by == "role" || !options.compare_to.empty() ||
           !options.out.empty() || !options.conflicts.empty() || !options.report.empty();
}

/// Verifies a folder from its files.
void verify_files(verified& answer, unsigned threads) {
    refuse_file(answer.options.ledger);
    progress_line progress;
    auto found = verify_folder(answer.options.ledger, answer.in_force.policies, answer.as_of,
                               bulk_options(progress, "verify", threads), answer.options.links);
    stop_if_cancelled();
    if (!found) {
        throw failure(found.error());
    }
    const verified_folder& folder = answer.folder.emplace(std::move(found).value());
    answer.report = folder.report();
    answer.extent.files.assign(folder.files().begin(), folder.files().end());
    answer.extent.warnings.assign(folder.warnings().begin(), folder.warnings().end());
    answer.extent.central_accounts = folder.files()[0].rows;
    answer.extent.court_accounts = folder.files()[1].rows;
    answer.extent.links = folder.files()[2].rows;
}

exit_status run(const verify_options& options) {
    const auto start = std::chrono::steady_clock::now();
    const instant as_of = read_time("--as-of", options.as_of);
    if (!options.out.empty() && options.out == options.conflicts) {
        throw usage_failure("--out and --conflicts name one file; name two");
    }
    if (!options.report.empty() && (options.report == options.out || options.report == options.conflicts)) {
        throw usage_failure("--report and another option name one file; name two");
    }
    if (!options.compare_to.empty() && options.result.format == "csv") {
        throw usage_failure("--compare-to is shown with --format table or json");
    }
    const run_policies in_force = load_policies(options.policies, options.ledger);
    const unsigned threads = threads_to_use(options.threads);
    verified answer{options, in_force, as_of, {}, {}, {}, {}, {}, {}, {}, {}, 0};
    // The files are complete on the disk before the result is shown, and take their places only
    // after that: without an error and without a result there is no file.
    std::optional<whole_file> out;
    std::optional<whole_file> conflicts;
    std::optional<whole_file> page;
    if (needs_columns(options)) {
        const whole_ledger& ledger =
            answer.ledger.emplace(options.ledger, in_force.policies, threads, needed_tables{}, options.links);
        answer.extent = ledger.extent();
        for (const auto& [option, file] :
             {std::pair("--out", &options.out), std::pair("--conflicts", &options.conflicts),
              std::pair("--report", &options.report)}) {
            keep_inputs_apart(option, *file, options.ledger, in_force, ledger.files());
        }
        if (!options.compare_to.empty()) {
            answer.earlier = read_earlier_run(options.compare_to, threads);
        }
        answer.findings_of_rows.resize(ledger.links());
        answer.verdicts.resize(ledger.links());
        progress_line progress;
        const verify_output output{answer.findings_of_rows, answer.verdicts};
        {
            auto [index, counts] = verify_links(ledger, in_force.policies, as_of, output, progress, threads);
            answer.report = std::move(counts);
            if (answer.earlier) {
                answer.changes = compare_runs(*answer.earlier, ledger, output, options.samples);
            }
            if (!options.report.empty()) {
                const report::model made = make_report(
                    {options.ledger, in_force, ledger, as_of, index, answer.report, output, answer.changes},
                    options.samples, names::left_out, progress, threads);
                page.emplace(options.report).write(report::to_html(made));
                page->finish();
            }
        }  // the index is large, and not needed any more
        if (!options.out.empty()) {
            write_links(out.emplace(options.out), answer, bulk_options(progress, "write", threads));
        }
        if (!options.conflicts.empty()) {
            answer.conflicts = write_conflicts(conflicts.emplace(options.conflicts), answer);
        }
    } else {
        verify_files(answer, threads);
    }
    if (options.result.format == "table") {
        write_output(to_words(answer, options.result.make_screen()));
    } else {
        write_messages(troubles_in_words(answer.extent.files, answer.extent.warnings));
        if (options.result.format == "csv") {
            state_beside_csv(as_of, in_force.overrides);
        }
        write_output(options.result.format == "json" ? to_text(to_json(answer)) : to_csv(answer));
    }
    if (out) {
        out->appear();
        tell_rows_written(options.out, answer.extent.links);
    }
    if (conflicts) {
        conflicts->appear();
        tell_rows_written(options.conflicts, answer.conflicts);
    }
    if (page) {
        page->appear();
        tell_report_written(options.report);
    }
    tell_near_courts(names_of(answer.report.courts), in_force.policies);
    if (options.is_verbose) {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        write_messages(
            fmt::format("ecflink: {}, {} and {} in {:.2f} s, with {} MiB of memory at most",
                        counted(answer.extent.links, "link", "links"),
                        counted(answer.extent.court_accounts, "court account", "court accounts"),
                        counted(answer.extent.central_accounts, "central account", "central accounts"),
                        seconds.count(), peak_memory_mib()));
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
        "  ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z --fail-if none --format json\n"
        "  ecflink verify examples/ledger --fail-if none --links - < examples/ledger/links.csv",
        add_options, run);
}

}  // namespace ecflink::cli
