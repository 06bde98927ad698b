// ledger_place.hpp: a ledger that is only read: a folder of tables, or one at an address.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>

#include "cli/command.hpp"

namespace ecflink::cli {

/// Whether a command must name a ledger.
enum class presence { required, optional };

/// Adds the argument LEDGER.
void add_ledger_place(command& command, std::string& target, presence how = presence::required);
/// Adds --links.
void add_links_file(command& command, std::string& target);
/// Throws a failure if the place is a file, and says what it may be: a ledger's database, or a
/// table to convert.
void refuse_file(const std::string& place);
/// Reads the tables of a folder, or of the ledger at an address. `links`: what is read in place of
/// the folder's links, if anything is. Throws a failure with every trouble.
[[nodiscard]] ledger_tables read_tables(const std::string& place, const policy_set& policies,
                                        const std::string& links = {});
/// The place for a result: an address without its parameters.
[[nodiscard]] std::string shown_place(const std::string& place);
/// Court, login and central id of a link, as they stand in the table where one of them is not an
/// id.
[[nodiscard]] std::array<std::string, 3> key_of_link(const ledger_tables& tables, std::size_t row);

}  // namespace ecflink::cli
