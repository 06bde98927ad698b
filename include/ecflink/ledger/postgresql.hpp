// postgresql.hpp: a ledger in a PostgreSQL database. Compiled; component ecflink::postgresql.
#pragma once

#include <string>

#include <ecflink/core/time.hpp>
#include <ecflink/ledger/ledger.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Connections to a PostgreSQL database (12 or later; its encoding must be UTF8), named as libpq
/// does: "postgresql://..." or "host=... dbname=...". The ledger lies in the schema that comes
/// first in the search_path ("...?options=-csearch_path%3Dschema"); each schema can hold one. A
/// password belongs into libpq's password file or service file rather than into this text; no
/// message shows it.
///
/// Writers of a ledger wait for each other at an advisory lock, up to `patience` (at least a
/// millisecond), and are then told ledger_trouble::busy; readers hold up nobody. What is committed
/// is on the server's disk, unless its administrator has switched `fsync` off. A connection pooler
/// must pool sessions, not transactions.
[[nodiscard]] ledger_connector postgresql(std::string connection,
                                          duration patience = {10 * micros_per_second});

ECFLINK_END_NAMESPACE
