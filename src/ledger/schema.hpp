// schema.hpp: the tables of a ledger, as migrations from an empty database to this version.
#pragma once

#include <vector>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// The version that this program writes.
[[nodiscard]] int schema_version() noexcept;

/// The version of the tables; ledger_trouble::not_found if there is no ledger.
[[nodiscard]] int find_version(database& db);

/// Throws ledger_trouble::other_version if `version` is not the one that this program writes.
void require_version(int version);

/// Brings the tables from a version, which is 0 for an empty database, to this one. It needs a
/// write transaction. Returns what was done with the rows, for the audit event.
[[nodiscard]] std::vector<audit_detail> migrate_tables(database& db, int from);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
