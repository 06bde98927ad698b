// rows.hpp: the tables of a ledger as rows in memory.
//
// For ledgers that are read one link at a time; whole ledgers are verified in columns (columns.hpp,
// verify/verify.hpp). A field that has no value is as `fields.def` says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <ecflink/core/link.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A row of `central_accounts`.
struct central_account_row {
    central_id id;  ///< empty: missing or unreadable; no link can have such an account
    central_account account;
    std::string name;
    bool malformed = false;  ///< a required field is missing, or a field cannot be read
};

/// A row of `court_accounts`.
struct court_account_row {
    court_id court;
    court_account account;
    std::string name;
    /// the role as written if it is no token: where accounts are counted by role, it counts as a
    /// role of its own
    std::string unreadable_role;
    bool malformed = false;
};

/// A row of `links`, with its evidence.
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
    /// `earliest_instant` if it cannot be read, so that it always counts
    instant removed_at = earliest_instant;
    // NOLINTBEGIN(readability-redundant-member-init): so that gcc lets them be left out
    std::string actor = {};  ///< who removed it
    std::string reason = {};
    std::optional<instant> lifted_at = {};  ///< nothing: not yet, or it cannot be read
    // NOLINTEND(readability-redundant-member-init)
};

/// A row of `roster`: who is authorized beforehand. One of login and central id may be empty.
struct roster_row {
    court_id court;
    ecflink::login login;
    central_id central;
};

/// A row of `registrations`: a request for filing privileges.
struct registration_row {
    court_id court;
    central_id central;
    request_type type = request_type::missing;
    account_role role = account_role::missing;
    registration_state state = registration_state::draft;
    ecflink::login login;  ///< of an account that the filer named; empty: none
    std::optional<instant> submitted_at;
    std::optional<instant> decided_at;
    std::string reason;
    bool malformed = false;
};

/// How reading one file went.
struct file_summary {
    std::string file;
    std::uint64_t rows = 0;
    std::uint64_t malformed = 0;  ///< rows with a field that is missing or cannot be read
    /// fields that are missing or cannot be read; a row may have several
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
    std::vector<registration_row> registrations;
    std::vector<file_summary> files;
    std::vector<diagnostic> warnings;  ///< one for each unknown column
    std::map<std::size_t, std::array<std::string, 3>>
        /// by index of the link: court, login and central id as written, if one of them is no id
        unreadable_keys;
};

ECFLINK_END_NAMESPACE
