// by_court.hpp: counts for each court.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <ecflink/core/ids.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// The court that a row is counted under: its text, or "" if that is no court's id.
[[nodiscard]] inline std::string_view counted_court(std::string_view text) noexcept {
    return court_id::make(text) ? text : std::string_view{};
}

/// The counts of a court, which are made if there are none yet.
template <class Counts>
[[nodiscard]] Counts& counts_of(std::map<std::string, Counts, std::less<>>& courts, std::string_view court) {
    const auto found = courts.find(court);
    return found != courts.end() ? found->second : courts.emplace(std::string(court), Counts{}).first->second;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
