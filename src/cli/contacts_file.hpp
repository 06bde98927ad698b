// contacts_file.hpp: further addresses of court accounts, from the table contacts.csv of a ledger
// folder.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <ecflink/ledger/ledger.hpp>

namespace ecflink::cli {

/// Reads contacts.csv: court, login, contact (as the court masks it) and proven (true or false).
/// Nothing if the folder has none. Throws a failure with every trouble: of a table that says who
/// must be told, no row is left out.
[[nodiscard]] std::vector<contact_row> read_contacts(const std::filesystem::path& folder);

/// The places, in `contacts`, of those whose account a load of these tables would not bring.
[[nodiscard]] std::vector<std::size_t> contacts_beyond(const ledger_tables& tables,
                                                       std::span<const contact_row> contacts);

/// Ends the command, because nobody has these accounts. Names the first ten rows.
[[noreturn]] void refuse_contacts(const std::string& folder, std::span<const contact_row> contacts,
                                  std::span<const std::size_t> unknown);

}  // namespace ecflink::cli
