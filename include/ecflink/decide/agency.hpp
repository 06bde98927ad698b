// agency.hpp: filing agents, and the principals for whom they file.
//
// A filing agent has its own court account and its own central account. It files for principals:
// attorneys and trustees who have associated it (R38, R39). Only bankruptcy courts have agents
// (R40). The principal or the court associates an agent and removes it. The agent acts for one
// principal at a time; decide/access.hpp says what it may file. All functions are defined for all
// arguments, pure and constexpr.
//
//     const ecflink::agency_facts facts{.kind = ecflink::court_kind::bankruptcy,
//                                       .agent_court = "wiwb",
//                                       .principal_court = "wiwb",
//                                       .agent = &agent,
//                                       .agent_linked = true,
//                                       .principal = &attorney};
//     const auto answer = ecflink::associate(facts, ecflink::agency_asker::principal());
//     const bool may_file = answer == ecflink::agency_answer::associated;
#pragma once

#include <type_traits>

#include <ecflink/core/court_account.hpp>
#include <ecflink/core/findings.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/core/observe.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Who asks for a change. Of filers only the principal may; the agent may not.
struct agency_asker {
    actor who = actor::filer;
    bool is_principal = false;  ///< for a filer: the filer owns the principal's account

    [[nodiscard]] static constexpr agency_asker principal() noexcept { return {actor::filer, true}; }
    [[nodiscard]] static constexpr agency_asker court() noexcept { return {actor::court, false}; }
};

/// What is known of an agent and a principal. Borrows the records for the call; null: there is no
/// such record.
struct agency_facts {
    court_kind kind = court_kind::missing;
    court_id agent_court;
    court_id principal_court;
    const court_account* agent = nullptr;
    /// the agent's account is linked to a central account
    bool agent_linked = false;
    /// linked or not; the agent has the rights of this account
    const court_account* principal = nullptr;
    /// as recorded for the two; missing: the principal never had this agent
    agency_state state = agency_state::missing;
};

static_assert(std::is_trivially_copyable_v<agency_facts> && std::is_trivially_copyable_v<agency_asker>);

/// True if courts of this kind have filing agents.
[[nodiscard]] constexpr bool has_agents(court_kind kind) noexcept { return kind == court_kind::bankruptcy; }

/// True if accounts of this role can have filing agents.
[[nodiscard]] constexpr bool may_have_agents(account_role role) noexcept {
    return role == account_role::attorney || role == account_role::trustee ||
           role == account_role::us_trustee;
}

namespace detail {

/// What the court has made of an account that ends filing, whatever its policy says about links.
inline constexpr findings ends_filing{finding::account_terminated, finding::account_suspended,
                                      finding::account_fee_locked};

/// What concerns linking alone. Neither an inactive search (R12) nor an exemption from fees (R36)
/// keeps from filing; a change that is under way ends a ceremony, not a link.
inline constexpr findings bears_on_linking_only{finding::central_search_inactive, finding::central_exempt,
                                                finding::central_change_pending};

}  // namespace detail

/// True if the court lets the account file, at least some events. A lock after wrong passwords
/// concerns only the old login; otherwise anybody could stop a filer by typing wrong passwords.
[[nodiscard]] constexpr bool in_good_standing(const court_account& a) noexcept {
    return !predicate::malformed(a) && !predicate::account_terminated(a) &&
           !predicate::account_suspended(a) && !predicate::account_fee_locked(a);
}

namespace detail {

[[nodiscard]] constexpr bool may_change_agency(agency_asker asker) noexcept {
    return asker.who == actor::court || (asker.who == actor::filer && asker.is_principal);
}
/// An empty court matches no court.
[[nodiscard]] constexpr bool of_one_court(const agency_facts& facts) noexcept {
    return !facts.agent_court.empty() && facts.agent_court == facts.principal_court;
}
[[nodiscard]] constexpr bool is_agent(const agency_facts& facts) noexcept {
    return facts.agent != nullptr && facts.agent->role == account_role::filing_agent;
}

}  // namespace detail

/// Associates an agent with a principal, for the first time or again: `associated`, or the first
/// obstacle.
[[nodiscard]] constexpr agency_answer associate(const agency_facts& facts, agency_asker asker) noexcept {
    using enum agency_answer;
    return !detail::may_change_agency(asker)                                       ? not_authorized
           : !has_agents(facts.kind)                                               ? agents_not_offered
           : !detail::of_one_court(facts)                                          ? other_court
           : !detail::is_agent(facts)                                              ? not_an_agent
           : facts.principal == nullptr || !may_have_agents(facts.principal->role) ? not_a_principal
           : !facts.agent_linked                                                   ? agent_not_linked
           : !in_good_standing(*facts.agent)     ? agent_not_in_good_standing
           : !in_good_standing(*facts.principal) ? principal_not_in_good_standing
                                                 : associated;
}

/// Removes an agent from a principal: `removed`, also if it was removed before, or why not. The
/// state of the two accounts does not matter.
[[nodiscard]] constexpr agency_answer remove_agent(const agency_facts& facts, agency_asker asker) noexcept {
    using enum agency_answer;
    return !detail::may_change_agency(asker) ? not_authorized
           : !is_listed(facts.state)         ? not_associated
                                             : removed;
}

/// Whether the agent may file for the principal now: `acting`, or the first obstacle. The account
/// of a principal is examined only if it has this agent.
[[nodiscard]] constexpr agency_answer act_for(const agency_facts& facts) noexcept {
    using enum agency_answer;
    return !has_agents(facts.kind)                   ? agents_not_offered
           : !detail::is_agent(facts)                ? not_an_agent
           : facts.principal == nullptr              ? no_principal_chosen
           : !detail::of_one_court(facts)            ? other_court
           : !is_listed(facts.state)                 ? not_associated
           : facts.state == agency_state::inactive   ? agency_ended
           : !facts.agent_linked                     ? agent_not_linked
           : !in_good_standing(*facts.agent)         ? agent_not_in_good_standing
           : !may_have_agents(facts.principal->role) ? not_a_principal
           : !in_good_standing(*facts.principal)     ? principal_not_in_good_standing
                                                     : acting;
}

ECFLINK_END_NAMESPACE
