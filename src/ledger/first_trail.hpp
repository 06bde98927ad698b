// first_trail.hpp: the trail of a ledger before it had a chain for each court, in its tables.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <ecflink/tables/work.hpp>

#include "audit/first_trail.hpp"
#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// Where the first trail ended.
struct first_trail_end {
    std::string ledger_id;
    audit_head head;  ///< place 0: the ledger never had one
};
[[nodiscard]] first_trail_end read_first_trail_end(database& db);
/// The end of the first trail of a ledger that never had one.
[[nodiscard]] audit_head no_first_trail(std::string_view ledger_id);

/// Verifies the first trail. Records that differ are told as flaws, too.
[[nodiscard]] first_trail::report verify_first_trail(database& db, const first_trail_end& end,
                                                     std::span<const ed25519_public_key> trusted,
                                                     const work_options& options);
/// Passes its entries and checkpoints to `take` as lines of an export, until that returns false.
/// Entries up to number `taken` are left out; it grows with each.
bool export_first_trail(database& db, std::uint64_t& taken,
                        const std::function<bool(std::string_view)>& take);

/// How many events pass between two reports of progress.
inline constexpr std::uint64_t events_between_reports = 16'384;
[[nodiscard]] bool is_cancelled(const work_options& options) noexcept;

/// True if the decision record of an event is the one named in its body, or neither is there.
[[nodiscard]] bool vouches_for(std::string_view body, const value& record);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
