// person_in_court.hpp: what the tables of a ledger say of a person in a court, for `ready`.
// Compiled.
//
//     const auto ledger = ecflink::read_ledger("ledger", policies);
//     ecflink::person_in_court person(ledger.value(), policies, "wiwb", {}, "1000001");
//     person.facts.holds_account = false;
//     const ecflink::readiness plan =
//         ecflink::ready(policies.find("wiwb").rules, person.facts, now);
#pragma once

#include <vector>

#include <ecflink/decide/readiness.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The facts about a person who names a login and a central account, or leaves either out. Whoever
/// names the login alone is taken for the owner of the one central account that is linked to it.
/// Borrows the tables. Immutable but for `facts`, which the caller completes: tables do not tell
/// what the person wants and knows.
class person_in_court {
public:
    person_in_court(const ledger_tables& tables, const policy_set& policies, const court_id& court,
                    const login& name, const central_id& central);
    person_in_court(const person_in_court&) = delete;
    person_in_court& operator=(const person_in_court&) = delete;

    /// The account that the plan is about: the one that the person or an open request names or, if
    /// it has no record, the only one that is linked to the central account; empty if there is
    /// none.
    [[nodiscard]] const login& account_in_question() const noexcept { return account_in_question_; }

    /// `linked`, `request`, `accounts`, `typed_login`; and `password_retired`, which is true if the
    /// account in question was ever linked and the policy retires passwords. Whoever keeps
    /// passwords knows better (ledger.hpp, `is_password_retired`).
    readiness_facts facts;

private:
    std::vector<const court_account*> linked_;
    login account_in_question_;
};

ECFLINK_END_NAMESPACE
