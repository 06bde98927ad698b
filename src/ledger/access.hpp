// access.hpp: how people have access to a court: by links, by admissions, and as filing agents.
#pragma once

#include "ledger/facts.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// How a central account has access to a court: by a link or by an admission.
struct way_in {
    court_id court;
    std::optional<ecflink::login> login;
    bool is_linked = false;
    /// the role of an admission; `login` is then that of the account made by the court, if known
    account_role admitted_as = account_role::missing;

    [[nodiscard]] bool gives_access() const noexcept {
        return is_linked || admitted_as != account_role::missing;
    }
};

/// Every way in of a central account, sorted by court. A removed link is one only if nothing else
/// gives access to its court.
[[nodiscard]] std::vector<way_in> read_ways(const query_function& query, const central_id& central);

/// Whether an agent files for a principal.
[[nodiscard]] agency_state read_agency(const query_function& query, const court_id& court, const login& agent,
                                       const login& principal);

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
