// migration_3.hpp: rows of version 2 of the tables, brought to version 3.
#pragma once

#include <vector>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// Verifies the trail so far, which stays as it is, and adds its end to the details of the event
/// that closes the migration. So the new trail vouches for the first one. A flaw is told in the
/// details, too, and does not stop the migration.
void bring_rows_to_3(database& db, std::vector<audit_detail>& done);

/// The names of these details.
inline constexpr const char* first_trail_events_detail = "first-trail-events";
inline constexpr const char* first_trail_hash_detail = "first-trail-hash";

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
