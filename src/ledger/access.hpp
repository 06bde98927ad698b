// access.hpp: how people have access to a court: by links, and as filing agents.
#pragma once

#include "ledger/facts.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// A court account that is or was linked to a central account.
struct way_in {
    court_id court;
    std::optional<ecflink::login> login;  ///< nothing: the court is asked for, and nothing was linked
    bool is_linked = false;
};

/// Every way in of a central account, sorted by court and login. A removed link is one only if no
/// other link gives access to its court.
[[nodiscard]] std::vector<way_in> read_ways(const query_function& query, const central_id& central);

/// Whether an agent files for a principal.
[[nodiscard]] agency_state read_agency(const query_function& query, const court_id& court, const login& agent,
                                       const login& principal);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
