#include "cli/whole_ledger.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "cli/ledger_address.hpp"
#include "cli/row_file.hpp"
#include "tables/decode.hpp"

namespace ecflink::cli {
namespace {

constexpr unsigned most_threads = 256;

template <class Table>
std::uint64_t rows_of(std::span<const Table> batches) noexcept {
    std::uint64_t rows = 0;
    for (const Table& batch : batches) {
        rows += batch.rows;
    }
    return rows;
}

}  // namespace

void add_as_of(CLI::App& command, std::string& target) {
    command
        .add_option("--as-of", target,
                    "the instant as of which to verify, such as 2026-06-30T12:00:00Z (default: now)")
        ->type_name("TIME");
}

void add_threads(CLI::App& command, unsigned& target) {
    command
        .add_option("--threads", target,
                    "how many threads may be used, 1 to 256; results do not depend on it (default: one for "
                    "each processor, 256 at most)")
        ->type_name("N")
        ->check([](const std::string& given) {
            return CLI::Range(1U, most_threads)(given).empty()
                       ? std::string{}
                       : '"' + given + "\" is no number from 1 to 256";
        });
}

unsigned threads_to_use(unsigned asked) noexcept {
    return asked != 0 ? asked : std::clamp(std::thread::hardware_concurrency(), 1U, most_threads);
}

void add_rows_out(CLI::App& command, std::string& target, std::string_view what) {
    command
        .add_option("--out", target,
                    fmt::format("also write a CSV file with one row {}, numbered from 1 without the header; "
                                "it appears whole or not "
                                "at all",
                                what))
        ->type_name("FILE");
}

void add_fail_if(CLI::App& command, std::string& target, std::string_view what) {
    target = "refuse";
    add_choice(command, "--fail-if", target, {"refuse", "hold", "none"},
               fmt::format("from which verdict on {} makes the exit status 1 (default: refuse)", what));
}

bool is_reached(const tally& counts, std::string_view fail_if) noexcept {
    return (fail_if != "none" && count_of(counts, verdict::refuse) > 0) ||
           (fail_if == "hold" && count_of(counts, verdict::hold) > 0);
}

index_options bulk_options(progress_line& progress, const std::string& kind, unsigned threads) {
    index_options options;
    static_cast<work_options&>(options) = progress.options(kind);
    options.threads = threads;
    return options;
}

whole_ledger::whole_ledger(const std::string& place, const policy_set& policies, unsigned threads) {
    if (is_ledger_address(place)) {
        const ledger_tables tables = read_tables(place, policies);
        files_ = tables.files;
        warnings_ = tables.warnings;
        tables_ = std::make_unique<detail::tables::table_columns>(tables);
    } else {
        progress_line progress;
        auto read = ledger_folder::read(place, policies, bulk_options(progress, "read", threads));
        stop_if_cancelled();
        if (!read) {
            throw failure(read.error());
        }
        files_.assign(read.value().files().begin(), read.value().files().end());
        warnings_.assign(read.value().warnings().begin(), read.value().warnings().end());
        folder_ = std::move(read).value();
    }
    const ledger_columns all = columns();
    links_ = rows_of(all.links);
    court_accounts_ = rows_of(all.court_accounts);
    central_accounts_ = rows_of(all.central_accounts);
}

void keep_inputs_apart(const std::string& option, const std::string& out, const std::string& place,
                       const policy_options& policies, std::span<const file_summary> files) {
    if (std::error_code ignored; !std::filesystem::exists(out, ignored)) {
        return;
    }
    constexpr std::string_view what = "read by the same run";
    for (const file_summary& table : files) {
        refuse_if_same(option, out, table.file, what);
    }
    for (const policy_layer& layer : read_layers(policies, place)) {
        refuse_if_same(option, out, layer.name, what);
    }
    if (is_ledger_address(place)) {
        for (const std::string& own : parse_ledger_address(place).files()) {
            refuse_if_same(option, out, own, what);
        }
    }
}

std::uint64_t malformed_rows(std::span<const file_summary> files) noexcept {
    std::uint64_t rows = 0;
    for (const file_summary& file : files) {
        rows += file.malformed;
    }
    return rows;
}

std::string rows_in_words(const whole_ledger& ledger) {
    return fmt::format("{} links, {} court accounts, {} central accounts; {} malformed", ledger.links(),
                       ledger.court_accounts(), ledger.central_accounts(), malformed_rows(ledger.files()));
}

json rows_to_json(const whole_ledger& ledger) {
    return {{"links", ledger.links()},
            {"court-accounts", ledger.court_accounts()},
            {"central-accounts", ledger.central_accounts()},
            {"malformed", malformed_rows(ledger.files())}};
}

std::string troubles_in_words(std::span<const file_summary> files, std::span<const diagnostic> warnings) {
    std::string text;
    for (const diagnostic& warning : warnings) {
        text += ecflink::to_text(warning) + '\n';
    }
    for (const file_summary& file : files) {
        if (file.malformed == 0) {
            continue;
        }
        text += fmt::format("{}: {} of {} rows malformed\n", file.file, file.malformed, file.rows);
        for (const diagnostic& place : file.first_troubles) {
            text += ecflink::to_text(place) + '\n';
        }
        if (const std::uint64_t more = file.troubles - file.first_troubles.size(); more > 0) {
            text += fmt::format("{}: {} more such places are not listed\n", file.file, more);
        }
    }
    return text;
}

std::string troubles_section(const std::string& troubles, const screen& on) {
    if (troubles.empty()) {
        return {};
    }
    std::string text = '\n' + on.paint("Malformed rows and warnings", look::strong) + '\n';
    std::string_view rest = troubles;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        text += on.paragraph(rest.substr(0, end), 4);
        rest.remove_prefix(end + 1);
    }
    return text;
}

json counts_to_json(const finding_counts& counts) {
    json found = json::object();
    for (const finding_info& info : catalogue()) {
        if (const std::uint64_t count = counts[static_cast<std::size_t>(info.id)]; count != 0) {
            found[std::string(info.token)] = count;
        }
    }
    return found;
}

std::string counts_in_words(const finding_counts& counts, const std::string& finding_title,
                            const std::string& count_title, const screen& on) {
    text_table found({{finding_title}, {count_title, true}, {"WHO ACTS"}, {"WHAT TO DO", false, true}});
    for (const finding_info& info : catalogue()) {
        if (const std::uint64_t count = counts[static_cast<std::size_t>(info.id)]; count != 0) {
            found.add({info.token, std::to_string(count), to_token(info.who), info.remedy});
        }
    }
    return found.empty() ? std::string{} : '\n' + found.render(on);
}

std::string courts_to_csv(const ledger_report& report, const std::string& what,
                          const counts_of_court& by_finding) {
    std::vector<std::string> titles = {"court", what, "allow", "hold", "refuse"};
    for (const finding_info& info : catalogue()) {
        titles.emplace_back(info.token);
    }
    std::string text = csv_record(titles);
    for (const auto& [court, counts] : report.courts) {
        std::vector<std::string> row = {court, std::to_string(counts.links)};
        for (const verdict each : all_verdicts) {
            row.push_back(std::to_string(count_of(counts, each)));
        }
        const finding_counts& found = by_finding(court, counts);
        for (const finding_info& info : catalogue()) {
            row.push_back(std::to_string(found[static_cast<std::size_t>(info.id)]));
        }
        text += csv_record(row);
    }
    return text;
}

void append_key(std::string& record, const link_columns& batch, std::size_t row) {
    for (const text_column* column : {&batch.court, &batch.login, &batch.central_id}) {
        append_text(record, detail::tables::text_at(*column, row));
        record += ',';
    }
}

void append_key(std::string& record, const court_account_columns& batch, std::size_t row) {
    for (const text_column* column : {&batch.court, &batch.login}) {
        append_text(record, detail::tables::text_at(*column, row));
        record += ',';
    }
}

}  // namespace ecflink::cli
