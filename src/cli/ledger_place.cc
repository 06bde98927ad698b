#include "cli/ledger_place.hpp"

#include <fmt/format.h>

#include <ecflink/tables/ledger_folder.hpp>

#include "cli/command.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"

namespace ecflink::cli {

void add_ledger_place(command& command, std::string& target, presence how) {
    command
        .add_option("LEDGER", "FOLDER|ADDRESS", target,
                    "the ledger: a folder with central_accounts.csv, court_accounts.csv, links.csv, perhaps "
                    "tombstones.csv, roster.csv and policies/*.json; or the address of one: sqlite:FILE or "
                    "postgresql://...")
        .required(how == presence::required);
}

ledger_tables read_tables(const std::string& place, const policy_set& policies) {
    if (is_ledger_address(place)) {
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
    progress_line progress;
    auto read = read_ledger(place, policies, progress.options("read"));
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
