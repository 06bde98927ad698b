// sqlite.hpp: a ledger in one file. Compiled; component ecflink::ledger.
#pragma once

#include <filesystem>

#include <ecflink/core/time.hpp>
#include <ecflink/ledger/ledger.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Connections to a SQLite file, in write-ahead mode and fully synchronous: a committed change
/// survives a crash of the machine. One thread of one process writes at a time. The others wait up
/// to `patience`, then get ledger_trouble::busy. Readers block nobody.
///
/// The first write makes the file, readable by its owner alone. An existing file keeps its
/// permissions. FILE-wal and FILE-shm belong to it: copy all three, or better, use
/// `sqlite3 FILE ".backup COPY"`. The file must be on a local disk, because network file systems do
/// not lock reliably. A relative name refers to the working folder at the time of this call.
[[nodiscard]] ledger_connector sqlite(const std::filesystem::path& file,
                                      duration patience = {10 * micros_per_second});

ECFLINK_END_NAMESPACE
