// confirm_page.hpp: what a filer sees before a link is made for good: both names, and what becomes
// of what. Compiled.
//
// The page is a value without layout; its digest is what `commit` wants back, so that what is
// linked is what was shown (A38).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ecflink/decide/ceremony.hpp>
#include <ecflink/policies/policy_set.hpp>

ECFLINK_BEGIN_NAMESPACE

/// What goes with the court account and is not proven by proving it (A3).
struct account_surroundings {
    /// further addresses on file that nobody has proven, as the court masks them
    std::vector<std::string> unproven_contacts;
    /// logins of filing agents whose own accounts are not linked
    std::vector<std::string> unlinked_agents;
};

struct confirm_page {
    std::string court;         ///< its name, or its id where the policy has no name
    std::string account_name;  ///< as the court recorded it; "(no name on record)" where it has none
    std::string central_name;  ///< as the center recorded it
    std::string account;       ///< the login, masked: "c***r"
    std::string central;       ///< the central account's id, masked
    account_role role = account_role::missing;
    /// the two names are not the same under the court's rule: look twice
    bool names_differ = false;
    std::vector<std::string> permanent;  ///< sentences: what becomes permanent
    /// addresses that the link does not prove, and that get no rights from it
    std::vector<std::string> contacts_not_carried;
    /// agents, masked, who must link accounts of their own first
    std::vector<std::string> agents_not_carried;

    friend bool operator==(const confirm_page&, const confirm_page&) = default;
};

/// The page for two accounts. `found` are the findings of the proposal.
[[nodiscard]] confirm_page make_confirm_page(const court_policy& policy, const court_id& court,
                                             std::string_view account_name, const court_account& account,
                                             std::string_view central_name, const central_id& central,
                                             const account_surroundings& around, findings found);

/// Of everything that the page says, and of both ids as they are.
[[nodiscard]] digest digest_of(const confirm_page& page, const court_id& court, const login& account,
                               const central_id& central);

/// First and last character, and three stars whatever is between them: "c***r". Of a text of up to
/// two characters only the stars.
[[nodiscard]] std::string mask(std::string_view id);

ECFLINK_END_NAMESPACE
