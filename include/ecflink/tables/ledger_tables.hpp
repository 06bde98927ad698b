// ledger_tables.hpp: the tables of a ledger as rows in memory, and the case of one link against
// them. Compiled.
//
// For ledgers that are looked at one link at a time; whole ledgers are verified in columns
// (columns.hpp, verify.hpp).
//
//     const auto ledger = ecflink::read_ledger(folder, policies);
//     const ecflink::link_case facts = ecflink::case_finder(ledger.value(), policies).propose("wiwb", "asample", "1000001", {});
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/link.hpp>
#include <ecflink/policies/diagnostic.hpp>
#include <ecflink/policies/policy_file.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A row of `central_accounts`.
struct central_account_row {
    central_id id;  ///< empty: missing or unreadable; such a row is nobody's account
    central_account account;
    std::string name;
    bool malformed = false;  ///< a required field is missing, or a field cannot be read
};

/// A row of `court_accounts`.
struct court_account_row {
    court_id court;
    court_account account;
    std::string name;
    /// the role as it stands where that is no token: where accounts are counted per role, it is a
    /// role of its own
    std::string unreadable_role;
    bool malformed = false;
};

/// A row of `links`, with what proves it.
struct link_row {
    court_id court;
    ecflink::login login;
    central_id central;
    ledger_row row;
    ecflink::evidence evidence;
    bool malformed = false;
};

/// A row of `tombstones`: a link that was removed.
struct tombstone_row {
    court_id court;
    ecflink::login login;
    central_id central;
    instant removed_at = earliest_instant;  ///< `earliest_instant` if it cannot be read: it always counts
};

/// A row of `roster`: who is authorised beforehand. One of login and central id may be empty.
struct roster_row {
    court_id court;
    ecflink::login login;
    central_id central;
};

/// How reading one file went.
struct file_summary {
    std::string file;
    std::uint64_t rows = 0;
    std::uint64_t malformed = 0;  ///< rows with a field that is missing or cannot be read
    /// places where a field is missing or cannot be read; a row may have several
    std::uint64_t troubles = 0;
    std::vector<diagnostic> first_troubles;  ///< the first ten of them
};

/// The tables of a ledger in memory. Rows stand in the order of their files.
struct ledger_tables {
    std::vector<central_account_row> central_accounts;
    std::vector<court_account_row> court_accounts;
    std::vector<link_row> links;
    std::vector<tombstone_row> tombstones;
    std::vector<roster_row> roster;
    std::vector<file_summary> files;
    std::vector<diagnostic> warnings;  ///< unknown columns, once each
    std::map<std::size_t, std::array<std::string, 3>>
        /// by index of the link: court, login and central id as they stand, where one is no id
        unreadable_keys;
};

/// Told now and then how far long work has come: what is done, and how many of how many rows or
/// bytes. It runs on the calling thread and must not throw.
using progress_function = std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t all)>;

/// What long work asks and tells. Default: it runs to its end in silence, on the calling thread.
struct work_options {
    progress_function progress =
        {};  // NOLINT(readability-redundant-member-init): else {.threads = 2} warns that this is missing
    /// work ends early, with no result, soon after this becomes true
    const std::atomic<bool>* cancelled = nullptr;
    /// how many threads may work, the calling one among them; no result depends on it
    unsigned threads = 1;
};

/// Reads `central_accounts.csv`, `court_accounts.csv`, `links.csv` and, if they are there,
/// `tombstones.csv` and `roster.csv`. Local times are read in the zones of the policies. What stops
/// the run (a missing file or column, a broken quote, a row with another number of fields, invalid
/// UTF-8, a NUL) is an error; every file is looked at, so that all of them are reported. A field
/// that cannot be read makes its row malformed and is counted. Cancelled: an error without a file.
[[nodiscard]] result<ledger_tables, std::vector<diagnostic>> read_ledger(const std::filesystem::path& folder,
                                                                         const policy_set& policies,
                                                                         const work_options& options = {});

/// Finds the records, other links and tombstones of cases against one ledger. Borrows the ledger
/// and the policies; immutable after construction.
class case_finder {
public:
    case_finder(const ledger_tables& rows, const policy_set& policies);
    ~case_finder();
    case_finder(case_finder&&) noexcept;
    case_finder& operator=(case_finder&&) noexcept;

    /// The facts about a link that is proposed against this ledger; `name` is the login.
    [[nodiscard]] link_case propose(std::string_view court, std::string_view name, std::string_view central,
                                    const ecflink::evidence& given) const;
    /// The facts about the link in the given row of the ledger. The result borrows from the ledger.
    [[nodiscard]] link_case of_row(std::size_t row) const;

private:
    struct tables;
    std::unique_ptr<const tables> tables_;
};

ECFLINK_END_NAMESPACE
