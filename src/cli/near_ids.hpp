// near_ids.hpp: what may be meant by ids that were not found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>

#include "cli/ledger_session.hpp"

namespace ecflink::cli {

/// `; did you mean "alee"?`, if other logins of the court are near to the one that has no record.
[[nodiscard]] std::string did_you_mean_login(const ledger_tables& tables, const court_id& court,
                                             const login& name);
/// The same of a central account.
[[nodiscard]] std::string did_you_mean_central(const ledger_tables& tables, const central_id& central);

/// Ids that a command line names; those that it leaves out are empty.
struct named_ids {
    court_id court;
    std::vector<login> logins;
    central_id central;
};

/// Tells on standard error, a line for each, what may be meant by those ids that neither the
/// policies nor the tables have. Says nothing of an id to which no other is near. For operators: it
/// tells which accounts there are.
void tell_near_ids(const named_ids& ids, const policy_set& policies, const ledger_tables& tables);
/// The same for the tables of a ledger at an address, which are read only if `found` says that an
/// account was not found.
void tell_near_ids(const named_ids& ids, findings found, ledger_session& session);
/// What `tell_near_ids` looks for where a command finds nothing, without saying what.
inline constexpr findings any_id_unknown{finding::court_unknown, finding::central_unknown,
                                         finding::account_unknown};

/// Tells on standard error what may be meant by those of the courts for which no policy is in
/// force: a line for each of the first ten.
void tell_near_courts(const std::vector<std::string_view>& courts, const policy_set& policies);
/// The courts that a report counts.
template <class Counts>
[[nodiscard]] std::vector<std::string_view> names_of(const Counts& courts) {
    std::vector<std::string_view> names;
    for (const auto& [court, counts] : courts) {
        names.emplace_back(court);
    }
    return names;
}

}  // namespace ecflink::cli
