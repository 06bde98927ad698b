// ledger_folder.hpp: a ledger folder of CSV files, read in parallel into columns. Compiled.
//
// Identifiers, names and tokens stand in the columns as they stand in the files; a row of which a
// field is missing or cannot be read is marked as malformed there and counted. Times are instants
// in microseconds, local times read in the zones of the policies.
//
// A file may be compressed by gzip or zstd; then its name ends in .csv.gz or .csv.zst. It is
// unpacked once, into a temporary file without a name, in the folder that TMPDIR names (default:
// /tmp).
//
//     const auto folder = ecflink::ledger_folder::read("ledger", policies, {.threads = 2});
//     const ecflink::ledger_columns columns = folder.value().columns();
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Which of the first three tables must be there. One that need not be is read if it is.
struct needed_tables {
    bool central_accounts = true;
    bool court_accounts = true;
    bool links = true;
};

/// A ledger folder that was read, and owns what it read. Immutable: any number of threads may use
/// one.
class ledger_folder {
public:
    /// Reads `central_accounts.csv`, `court_accounts.csv`, `links.csv` and, if they are there,
    /// `tombstones.csv`, `roster.csv` and `registrations.csv`. What stops the run (a missing file
    /// or column, a broken quote, a row with another number of fields, invalid UTF-8, a NUL) is an
    /// error; every file is looked at, so that all of them are reported. Cancelled: an error
    /// without a file. The policies are not needed afterwards. Files must not be cut short while
    /// they are read: large ones are mapped into memory. `needed`: which tables must be there.
    /// `links`: a file or pipe that is read in place of the folder's links, or `standard_input`;
    /// empty: the folder's links.
    [[nodiscard]] static result<ledger_folder, std::vector<diagnostic>> read(
        const std::filesystem::path& folder, const policy_set& policies, const work_options& options = {},
        const needed_tables& needed = {}, const std::filesystem::path& links = {});

    /// The tables, borrowed from this object. How they are split into batches depends on the files
    /// alone. A file that is not there has no batches.
    [[nodiscard]] ledger_columns columns() const noexcept;
    /// One for each file that is there, in the order of `read`.
    [[nodiscard]] std::span<const file_summary> files() const noexcept;
    /// Columns that are not known, once each.
    [[nodiscard]] std::span<const diagnostic> warnings() const noexcept;

    ~ledger_folder();
    ledger_folder(ledger_folder&&) noexcept;
    ledger_folder& operator=(ledger_folder&&) noexcept;

private:
    struct state;
    explicit ledger_folder(std::unique_ptr<const state> read) noexcept;
    std::unique_ptr<const state> state_;
};

/// The file of a table such as "links" in a folder, compressed or not; `links.csv`, if there is
/// none.
[[nodiscard]] std::filesystem::path file_of_table(const std::filesystem::path& folder,
                                                  std::string_view table);

/// Reads `central_accounts.csv`, `court_accounts.csv`, `links.csv` and, if they are there,
/// `tombstones.csv` and `roster.csv`. Local times are read in the zones of the policies. What stops
/// the run (a missing file or column, a broken quote, a row with another number of fields, invalid
/// UTF-8, a NUL) is an error; every file is looked at, so that all of them are reported. A field
/// that cannot be read makes its row malformed and is counted. Cancelled: an error without a file.
/// `links`: as of `ledger_folder::read`.
[[nodiscard]] result<ledger_tables, std::vector<diagnostic>> read_ledger(
    const std::filesystem::path& folder, const policy_set& policies, const work_options& options = {},
    const std::filesystem::path& links = {});

ECFLINK_END_NAMESPACE
