// contacts_file.hpp: further addresses of court accounts, from the table contacts.csv of a ledger
// folder.
#pragma once

#include <filesystem>
#include <vector>

#include <ecflink/ledger/ledger.hpp>

namespace ecflink::cli {

/// Reads contacts.csv: court, login, contact (as the court masks it) and proven (true or false).
/// Nothing if the folder has none. Throws a failure with every trouble: of a table that says who
/// must be told, no row is left out.
[[nodiscard]] std::vector<contact_row> read_contacts(const std::filesystem::path& folder);

}  // namespace ecflink::cli
