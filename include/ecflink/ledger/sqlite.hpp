// sqlite.hpp: a ledger in one file. Compiled; component ecflink::ledger.
#pragma once

#include <filesystem>

#include <ecflink/core/time.hpp>
#include <ecflink/ledger/ledger.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Connections to a SQLite file, in write-ahead mode and fully synchronous: what is committed
/// outlives a crash of the machine. One writer at a time, of all threads and processes; others wait
/// up to `patience` and are then told ledger_trouble::busy. Readers hold up nobody.
///
/// The first transaction that writes makes the file, for its owner alone; a file that is there
/// keeps its permissions. Its companions FILE-wal and FILE-shm belong to it: copy all three, or
/// better, take `sqlite3 FILE ".backup COPY"`. It must lie on a local disk: file systems over a
/// network do not lock reliably. A relative name is that of the folder which was the working folder
/// at the time of this call.
[[nodiscard]] ledger_connector sqlite(const std::filesystem::path& file,
                                      duration patience = {10 * micros_per_second});

ECFLINK_END_NAMESPACE
