// ecflink verify: a whole ledger.
#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <sys/resource.h>

#include "cli/command_line.hpp"

namespace ecflink::cli {
namespace {

struct verify_options {
    std::string ledger;
    std::string as_of;
    std::string out;
    std::string fail_if = "refuse";
    int threads = 1;
    bool is_verbose = false;
    policy_options policies;
    result_options result;
};

void add_options(CLI::App& command, verify_options& options) {
    add_ledger_place(command, options.ledger);
    command.add_option("--as-of", options.as_of, "the instant as of which to verify, such as 2026-06-30T12:00:00Z (default: now)")->type_name("TIME");
    command.add_option("--out", options.out, "also write a CSV file with one row a link, in the order of links.csv; it appears whole or not at all")
        ->type_name("FILE");
    add_choice(command, "--fail-if", options.fail_if, {"refuse", "hold", "none"},
               "from which verdict on a link makes the exit status 1 (default: refuse)");
    command
        .add_option("--threads", options.threads, "how many threads may be used, 1 to 256; results do not depend on it, and this version uses one")
        ->type_name("N")
        ->check([](const std::string& given) {
            return CLI::Range(1, 256)(given).empty() ? std::string{} : '"' + given + "\" is no number from 1 to 256";
        });
    command.add_flag("--verbose", options.is_verbose, "tell on standard error how long it took and how much memory it needed");
    add_policy_options(command, options.policies);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

struct verified {
    const verify_options& options;
    const run_policies& in_force;
    const ledger_tables& tables;
    const verification& report;
    instant as_of;
};

constexpr verdict verdicts[] = {verdict::allow, verdict::hold, verdict::refuse};

std::uint64_t count_of(const tally& counts, verdict which) { return counts.verdicts[static_cast<std::size_t>(which)]; }
std::uint64_t count_of(const tally& counts, finding which) { return counts.findings[static_cast<std::size_t>(which)]; }

std::uint64_t malformed_rows(const ledger_tables& tables) {
    std::uint64_t rows = 0;
    for (const file_summary& file : tables.files) {
        rows += file.malformed;
    }
    return rows;
}

json findings_to_json(const tally& counts) {
    json found = json::object();
    for (const finding_info& info : catalogue()) {
        if (const std::uint64_t links = count_of(counts, info.id); links != 0) {
            found[std::string(info.token)] = links;
        }
    }
    return found;
}

json to_json(const verified& ledger_of) {
    const verification& report = ledger_of.report;
    json result;
    result["ecflink"] = ECFLINK_VERSION_STRING;
    result["catalogue"] = catalogue_version;
    result["policy-set"] = ledger_of.in_force.policies.digest();
    result["as-of"] = to_text(ledger_of.as_of);
    add_overrides(result, ledger_of.in_force.overrides);
    result["rows"] = {{"links", ledger_of.tables.links.size()},
                      {"court-accounts", ledger_of.tables.court_accounts.size()},
                      {"central-accounts", ledger_of.tables.central_accounts.size()},
                      {"malformed", malformed_rows(ledger_of.tables)}};
    for (const verdict each : verdicts) {
        result["verdicts"][std::string(to_token(each))] = count_of(report.all, each);
    }
    result["findings"] = findings_to_json(report.all);
    result["courts"] = json::object();
    for (const auto& [court, counts] : report.courts) {
        json& entry = result["courts"][court];
        entry["links"] = counts.links;
        for (const verdict each : verdicts) {
            entry[std::string(to_token(each))] = count_of(counts, each);
        }
        entry["findings"] = findings_to_json(counts);
    }
    return result;
}

/// One row a court, with a column for every finding of the catalogue, zeros included.
std::string to_csv(const verified& ledger_of) {
    std::vector<std::string> titles = {"court", "links", "allow", "hold", "refuse"};
    for (const finding_info& info : catalogue()) {
        titles.emplace_back(info.token);
    }
    std::string text = csv_record(titles);
    for (const auto& [court, counts] : ledger_of.report.courts) {
        std::vector<std::string> row = {court, std::to_string(counts.links)};
        for (const verdict each : verdicts) {
            row.push_back(std::to_string(count_of(counts, each)));
        }
        for (const finding_info& info : catalogue()) {
            row.push_back(std::to_string(count_of(counts, info.id)));
        }
        text += csv_record(row);
    }
    return text;
}

/// Unknown columns, and the first places of rows that cannot be read in full.
std::string troubles_in_words(const ledger_tables& tables) {
    std::string text;
    for (const diagnostic& warning : tables.warnings) {
        text += ecflink::to_text(warning) + '\n';
    }
    for (const file_summary& file : tables.files) {
        if (file.malformed == 0) {
            continue;
        }
        text += fmt::format("{}: {} of {} rows malformed\n", file.file, file.malformed, file.rows);
        for (const diagnostic& place : file.first_troubles) {
            text += ecflink::to_text(place) + '\n';
        }
    }
    return text;
}

std::string to_words(const verified& ledger_of, const screen& on) {
    const verification& report = ledger_of.report;
    const ledger_tables& tables = ledger_of.tables;
    std::string text = on.entry("Ledger", shown_place(ledger_of.options.ledger));
    text += on.entry("As of", to_text(ledger_of.as_of));
    text += on.entry("Policies", ledger_of.in_force.policies.digest());
    text += set_for_this_run(ledger_of.in_force.overrides, on);
    text += on.entry("Rows", fmt::format("{} links, {} court accounts, {} central accounts; {} malformed", tables.links.size(),
                                         tables.court_accounts.size(), tables.central_accounts.size(), malformed_rows(tables)));

    text_table totals({{"VERDICT"}, {"LINKS", true}});
    for (const verdict each : verdicts) {
        totals.add({{to_token(each), look_of(each)}, std::to_string(count_of(report.all, each))});
    }
    text += '\n' + totals.render(on);

    text_table found({{"FINDING"}, {"LINKS", true}, {"WHO ACTS"}, {"WHAT TO DO", false, true}});
    for (const finding_info& info : catalogue()) {
        if (const std::uint64_t links = count_of(report.all, info.id); links != 0) {
            found.add({info.token, std::to_string(links), to_token(info.who), info.remedy});
        }
    }
    text += found.empty() ? "" : '\n' + found.render(on);

    text_table courts({{"COURT"}, {"LINKS", true}, {"ALLOW", true}, {"HOLD", true}, {"REFUSE", true}});
    for (const auto& [court, counts] : report.courts) {
        std::vector<text_table::cell> row = {{court.empty() ? "(empty)" : court}, std::to_string(counts.links)};
        for (const verdict each : verdicts) {
            row.emplace_back(std::to_string(count_of(counts, each)));
        }
        courts.add(row);
    }
    text += courts.empty() ? "" : '\n' + courts.render(on);

    if (const std::string troubles = troubles_in_words(tables); !troubles.empty()) {
        text += '\n' + on.paint("Malformed rows and warnings", look::strong) + '\n';
        std::string_view rest = troubles;
        while (!rest.empty()) {
            const std::size_t end = rest.find('\n');
            text += on.paragraph(rest.substr(0, end), 4);
            rest.remove_prefix(end + 1);
        }
    }
    return text;
}

void write_rows(whole_file& out, const verified& ledger_of) {
    out.write("row,court,login,central_id,verdict,findings,mask\n");
    for (std::size_t i = 0; i < ledger_of.tables.links.size(); ++i) {
        const assessment& answer = ledger_of.report.rows[i];
        const auto key = key_of_link(ledger_of.tables, i);
        out.write(csv_record({std::to_string(i + 1), key[0], key[1], key[2], std::string(to_token(answer.verdict)), join(answer.findings, "|"),
                              fmt::format("{:016x}", answer.findings.bits())}));
    }
    out.finish();
}

std::uint64_t peak_memory_mib() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) / 1024;
}

exit_status run(const verify_options& options) {
    const auto start = std::chrono::steady_clock::now();
    const instant as_of = read_time("--as-of", options.as_of);
    const run_policies in_force = load_policies(options.policies, options.ledger);
    const ledger_tables tables = read_tables(options.ledger, in_force.policies);
    std::optional<verification> report;
    {
        progress_line progress;
        report = verify(in_force.policies, tables, as_of, progress.options());
    }
    stop_if_cancelled();
    const verified answer{options, in_force, tables, report.value(), as_of};

    // The file is complete on the disk before the result is shown, and takes its place only after that: whoever sees neither an error nor a result
    // has no file.
    std::optional<whole_file> out;
    if (!options.out.empty()) {
        out.emplace(options.out);
        write_rows(*out, answer);
    }
    if (options.result.format == "table") {
        write_output(to_words(answer, options.result.make_screen()));
    } else {
        write_messages(troubles_in_words(tables));
        if (options.result.format == "csv") {
            state_beside_csv(as_of, in_force.overrides);
        }
        write_output(options.result.format == "json" ? to_text(to_json(answer)) : to_csv(answer));
    }
    if (out) {
        out->appear();
    }
    if (options.is_verbose) {
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        write_messages(fmt::format("ecflink: {} links, {} court accounts and {} central accounts in {:.2f} s, with {} MiB of memory at most",
                                   tables.links.size(), tables.court_accounts.size(), tables.central_accounts.size(), seconds.count(),
                                   peak_memory_mib()));
    }
    const tally& all = answer.report.all;
    const bool is_reached =
        (options.fail_if != "none" && count_of(all, verdict::refuse) > 0) || (options.fail_if == "hold" && count_of(all, verdict::hold) > 0);
    return is_reached ? exit_status::reached : exit_status::done;
}

}  // namespace

void add_verify(CLI::App& program, action& chosen) {
    add_command<verify_options>(program, chosen, "verify",
                                "Verifies a whole ledger\n\nEvery link gets its findings and its verdict as of one instant. Policies in the ledger's "
                                "own folder policies/ are in force without being named. With --format csv: one "
                                "row a court, with a column for every finding. Exit status 1: links reached --fail-if.",
                                "Examples:\n"
                                "  ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z   # exit status 1\n"
                                "  ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z --fail-if none --format json",
                                add_options, run);
}

}  // namespace ecflink::cli
