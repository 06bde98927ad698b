// postgresql.hpp: a ledger in a PostgreSQL database. Compiled; component ecflink::postgresql.
#pragma once

#include <string>

#include <ecflink/core/time.hpp>
#include <ecflink/ledger/ledger.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Connections to a PostgreSQL database (12 or later, encoding UTF8), named as for libpq:
/// "postgresql://..." or "host=... dbname=...". The ledger is in the first schema of the
/// search_path ("...?options=-csearch_path%3Dschema"); each schema can hold one ledger. Keep the
/// password in libpq's password file or service file, not in this text. No message shows it.
///
/// Writers of one court take turns at an advisory lock; those of other courts commit side by side.
/// They wait up to `patience` (at least a millisecond), then get ledger_trouble::busy. Readers
/// block nobody. A committed change is on the server's disk, unless its administrator switched
/// `fsync` off. A connection pooler must pool sessions, not transactions.
[[nodiscard]] ledger_connector postgresql(std::string connection,
                                          duration patience = {10 * micros_per_second});

ECFLINK_END_NAMESPACE
