// confirm_page.hpp: what a filer sees before a permanent link: both names and the consequences.
// Compiled.
//
// The page is a value without layout. Each of its texts is one line, and holds no character that is
// not seen as itself (visible_text.hpp), so no record can fake a line or another name on it.
// `commit` asks for the digest of the page, so that the accounts linked are the accounts shown
// (A38).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ecflink/decide/ceremony.hpp>
#include <ecflink/policies/policy_set.hpp>

ECFLINK_BEGIN_NAMESPACE

/// What belongs to the court account, but is not proven by its proof (A3).
struct account_surroundings {
    /// unproven further addresses on file, masked by the court
    std::vector<std::string> unproven_contacts;
    /// logins of filing agents whose own accounts are not linked
    std::vector<std::string> unlinked_agents;
};

struct confirm_page {
    std::string court;         ///< its name, or its id if the policy has no name
    std::string account_name;  ///< as the court recorded it, made visible, or "(no name on record)"
    std::string central_name;  ///< as the center recorded it, made visible, or "(no name on record)"
    std::string account;       ///< the login, masked: "c***r"
    std::string central;       ///< the central account's id, masked
    account_role role = account_role::missing;
    bool names_differ = false;  ///< under the court's rule, or one is missing
    /// sentences: why the filer should look at the names twice, even if the court's rule takes them
    /// for one; empty if they are the same
    std::vector<std::string> look_twice;
    std::vector<std::string> permanent;  ///< sentences: what becomes permanent
    /// addresses that the link does not prove and gives no rights
    std::vector<std::string> contacts_not_carried;
    /// filing agents, masked, who must first link accounts of their own
    std::vector<std::string> agents_not_carried;

    friend bool operator==(const confirm_page&, const confirm_page&) = default;
};

/// The page for two accounts.
[[nodiscard]] confirm_page make_confirm_page(const court_policy& policy, const court_id& court,
                                             std::string_view account_name, const court_account& account,
                                             std::string_view central_name, const central_id& central,
                                             const account_surroundings& around);

/// Sentences for whoever must decide whether two names are those of one person: what differs, and
/// generations (Jr., III) of which only one is stated. Empty if the names are the same.
[[nodiscard]] std::vector<std::string> reasons_to_look_twice(name_rule compare, std::string_view account_name,
                                                             std::string_view central_name);

/// What a link makes permanent, in sentences for the one who approves it.
[[nodiscard]] std::vector<std::string> permanent_if_linked(const court_policy& policy,
                                                           link_maker maker = link_maker::filer);
/// What the removal of a link makes permanent, in sentences for the one who removes it.
[[nodiscard]] std::vector<std::string> permanent_if_unlinked(const court_policy& policy);

/// The digest of the whole page and of both ids, unmasked.
[[nodiscard]] digest digest_of(const confirm_page& page, const court_id& court, const login& account,
                               const central_id& central);

/// The first and last character with three stars between them: "c***r". A text of at most two
/// characters becomes three stars.
[[nodiscard]] std::string mask(std::string_view id);

ECFLINK_END_NAMESPACE
