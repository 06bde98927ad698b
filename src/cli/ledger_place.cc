#include "cli/ledger_place.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include <ecflink/tables/ledger_folder.hpp>

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/shell_text.hpp"

namespace ecflink::cli {

void add_ledger_place(command& command, std::string& target, presence how) {
    command
        .add_option("LEDGER", "FOLDER|ADDRESS", target,
                    "the ledger: a folder with central_accounts.csv, court_accounts.csv, links.csv, perhaps "
                    "tombstones.csv, roster.csv and policies/*.json, where each table may be compressed "
                    "(.csv.gz, .csv.zst); or the address of one: sqlite:FILE or postgresql://...")
        .required(how == presence::required);
}

void add_links_file(command& command, std::string& target) {
    command.add_option(
        "--links", "FILE", target,
        "read the links from this file in place of the folder's, compressed by gzip or zstd or "
        "not; - is standard input");
}

void refuse_file(const std::string& place) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(place, ignored)) {
        return;
    }
    constexpr std::string_view mark_of_sqlite = "SQLite format 3";
    std::string beginning(mark_of_sqlite.size(), '\0');
    std::ifstream(place, std::ios::binary)
        .read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    throw failure({error_of_file(
        place, beginning == mark_of_sqlite
                   ? "this is a file, and no folder; did you mean " + shell_word("sqlite:" + place) + '?'
                   : std::string("this is a file; name the folder that holds central_accounts.csv, "
                                 "court_accounts.csv and links.csv, which `ecflink convert` makes of "
                                 "spreadsheets and exports"))});
}

ledger_tables read_tables(const std::string& place, const policy_set& policies, const std::string& links) {
    if (is_ledger_address(place)) {
        if (!links.empty()) {
            throw usage_failure("--links goes with a folder of tables, and LEDGER is an address");
        }
        const ledger_address where = parse_ledger_address(place);
        const ledger opened = taken(where, ledger::open(where.connector, policies, nullptr));
        if (const std::string its = taken(where, opened.status()).policy_set; its != policies.digest()) {
            write_messages(
                fmt::format("ecflink: {}: note: results below use the policies {}, not the ledger's {}; name "
                            "others with --policy and --set",
                            where.shown, policies.digest(), its));
        }
        return taken(where, opened.tables());
    }
    refuse_file(place);
    progress_line progress;
    auto read = read_ledger(place, policies, progress.options("read"), links);
    stop_if_cancelled();
    if (!read) {
        throw failure(read.error());
    }
    return std::move(read).value();
}

std::string shown_place(const std::string& place) {
    return is_ledger_address(place) ? parse_ledger_address(place).shown : place;
}

std::array<std::string, 3> key_of_link(const ledger_tables& tables, std::size_t row) {
    const auto unreadable = tables.unreadable_keys.find(row);
    if (unreadable != tables.unreadable_keys.end()) {
        return unreadable->second;
    }
    const link_row& link = tables.links[row];
    return {std::string(link.court.view()), std::string(link.login.view()), std::string(link.central.view())};
}

}  // namespace ecflink::cli
