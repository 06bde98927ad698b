// migration_2.hpp: brings the rows of a ledger of version 1 into the form of version 2.
#pragma once

#include <vector>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// After the script of version 2: fills the new columns from the trail, and writes a link for each
/// admission. docs/ledger.md has the rules. Adds what it did to `done`.
void bring_rows_to_2(database& db, std::vector<audit_detail>& done);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
