// schema.hpp: the tables of a ledger, version by version.
#pragma once

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// The version of the tables that this library works with.
[[nodiscard]] int schema_version() noexcept;

/// Brings tables of a version (0: none) to this one, within the transaction that is under way.
void migrate_tables(database& db, int from);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
