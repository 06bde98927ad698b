// registration.hpp: a request for filing privileges: its states, who moves it, and when a filer
// must link instead.
//
// A person without an account of the court asks for filing through the center, and the court
// decides (R20, R47). A person with one links it; the court's policy says whether such a person may
// register again (R21). The states and moves are one table, `registration_moves`. The same rules
// decide when a request is submitted and when it is approved, so the court hears at the end what
// the filer heard at the beginning. All functions are defined for all arguments, pure and
// constexpr.
//
//     using ecflink::registration_move, ecflink::registration_state;
//     const ecflink::registration_decision made =
//         ecflink::move_registration(registration_state::draft, registration_move::submit,
//                                    ecflink::actor::filer, policy, request, now);
//     std::puts(to_token(made.answer).data());  // "moved", "link-instead" or another answer
#pragma once

#include <optional>
#include <span>
#include <type_traits>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/core/observe.hpp>
#include <ecflink/core/policy.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/core/version.hpp>
#include <ecflink/decide/agency.hpp>

ECFLINK_BEGIN_NAMESPACE

// ---- states and moves ---------------------------------------------------------------------------

/// One row of the table: who may bring a request from one state to another.
struct registration_rule {
    registration_state from;
    registration_move move;
    actor by;
    registration_state to;
};

/// Every move. `approved` and `rejected` are final states.
inline constexpr registration_rule registration_moves[] = {
    {registration_state::draft, registration_move::submit, actor::filer, registration_state::submitted},
    {registration_state::submitted, registration_move::route, actor::center,
     registration_state::court_pending},
    {registration_state::court_pending, registration_move::ask, actor::court,
     registration_state::more_information},
    {registration_state::more_information, registration_move::submit, actor::filer,
     registration_state::submitted},
    {registration_state::court_pending, registration_move::approve, actor::court,
     registration_state::approved},
    {registration_state::court_pending, registration_move::reject, actor::court,
     registration_state::rejected},
};

/// The row of a move from a state; null if there is none.
[[nodiscard]] constexpr const registration_rule* find_move(registration_state from,
                                                           registration_move move) noexcept {
    for (const registration_rule& rule : registration_moves) {
        if (rule.from == from && rule.move == move) {
            return &rule;
        }
    }
    return nullptr;
}

// ---- facts and answer ---------------------------------------------------------------------------

/// The roles to which a type of request leads. Court staff never register here.
[[nodiscard]] constexpr token_set<account_role> roles_of(request_type type) noexcept {
    using enum account_role;
    switch (type) {
        case request_type::admission:
        case request_type::filing_only: return {attorney, cja_attorney};
        case request_type::pro_hac_vice: return {pro_hac_vice};
        case request_type::federal_attorney: return {government_attorney};
        case request_type::multidistrict: return {attorney};
        case request_type::non_attorney:
            return {trustee, us_trustee,     filing_agent, limited_filer, claims_agent,
                    pro_se,  court_reporter, mediator,     auditor,       interested_party};
        case request_type::missing: break;
    }
    return {};
}

/// What is known of a request and of its filer. Borrows the records for the call.
struct registration_facts {
    court_kind kind = court_kind::missing;
    request_type type = request_type::missing;
    account_role role = account_role::missing;  ///< the role that the filer asks for
    const central_account* central = nullptr;   ///< null: no account has this id
    /// an account that the filer names as a former one in this court; null: none
    const court_account* account = nullptr;
    /// the filer no longer knows that account's login or password, or a link has retired them
    bool credentials_lost = false;
    /// the accounts of this court that are linked to the central account, whether named or not
    std::span<const court_account* const> linked;
    /// the state of the last other request of this central account for filing in the court
    std::optional<registration_state> request;

    /// of the central account and of `account`
    other_links others;
    bool reason_given = false;  ///< for `ask`: what is missing; for `reject`: the reason
};

static_assert(std::is_trivially_copyable_v<registration_facts>);

/// The answer to a move of a request.
struct registration_decision {
    registration_answer answer = registration_answer::no_such_move;
    registration_state state = registration_state::draft;  ///< after the move; unchanged if it is refused
    /// what stands in the way of submitting or approving; the other moves find nothing
    ecflink::findings findings;

    [[nodiscard]] constexpr bool is_moved() const noexcept {
        return answer == registration_answer::moved || answer == registration_answer::admitted ||
               answer == registration_answer::links_old_account;
    }
    /// The finding that decides; nothing unless the answer is `hindered`.
    [[nodiscard]] constexpr std::optional<finding> deciding_finding() const noexcept {
        return answer == registration_answer::hindered && !findings.empty()
                   ? std::optional<finding>{findings.lowest()}
                   : std::nullopt;
    }
    friend constexpr bool operator==(const registration_decision&,
                                     const registration_decision&) noexcept = default;
};

// ---- the decision -------------------------------------------------------------------------------

namespace detail {

/// True if the center or the court has a request, or the filer must add to it.
[[nodiscard]] constexpr bool is_open(const std::optional<registration_state>& request) noexcept {
    return request == registration_state::submitted || request == registration_state::court_pending ||
           request == registration_state::more_information;
}

/// What the policy says of filers who register again, of this filer.
[[nodiscard]] constexpr second_registration second_for(const link_policy& policy,
                                                       const registration_facts& facts) noexcept {
    return policy.second_if == second_condition::credentials_lost && !facts.credentials_lost
               ? second_registration::reject
               : policy.second;
}

/// True if the filer names an account of the court and can link it. If the link path is closed
/// (R18), the court links none, the court made the account after go-live (R20), or the pair was
/// unlinked (R28), only a request is left.
[[nodiscard]] constexpr bool has_account_to_link(const link_policy& policy, const registration_facts& facts,
                                                 instant now) noexcept {
    if (facts.account == nullptr) {
        return false;
    }
    link_case pair;
    pair.others = facts.others;
    findings closed =
        (observe_court(policy, now) & (findings{finding::link_path_closed} | finding::court_needs_no_link)) |
        (observe_account(policy, *facts.account) & findings{finding::account_opened_after_cutover});
    closed.insert_if(finding::pair_tombstoned, predicate::pair_tombstoned(pair, std::optional(now)));
    return !closed.intersects(policy.dispositions.refuse | policy.dispositions.hold);
}

/// True if an approval links the account that the filer names.
[[nodiscard]] constexpr bool links_old_account(const link_policy& policy, const registration_facts& facts,
                                               instant now) noexcept {
    return second_for(policy, facts) == second_registration::court_links &&
           has_account_to_link(policy, facts, now);
}

/// What stands in the way of any request of this central account in this court. An account of the
/// person that the court has ended, suspended or locked for fees must be restored, whether the
/// request names it or not; a new one does not replace it.
[[nodiscard]] constexpr findings hindering_registration(const link_policy& policy,
                                                        const registration_facts& facts,
                                                        instant now) noexcept {
    findings found = observe_court(policy, now) & (not_known_live(policy) | finding::court_unknown);
    found.insert_if(finding::court_in_outage,
                    policy.outages.find(now, outage_effect::registration) != nullptr);
    found.insert_if(finding::central_unknown, facts.central == nullptr);
    if (facts.central != nullptr) {
        court_account wanted;
        wanted.role = facts.role;
        found = found | observe_central(policy, *facts.central, now);
        found.insert_if(finding::record_malformed, predicate::malformed(*facts.central));
        found.insert_if(finding::kind_role_mismatch,
                        predicate::kind_role_mismatch(policy, *facts.central, wanted));
    }
    const auto add_account = [&](const court_account& one) {
        found = found | (observe_account(policy, one) & ends_filing);
        found.insert_if(finding::record_malformed, predicate::malformed(one));
    };
    if (facts.account != nullptr) {
        add_account(*facts.account);
    }
    for (const court_account* one : facts.linked) {
        add_account(*one);
    }
    if (links_old_account(policy, facts, now)) {  // then what prevents that link hinders too
        found = found | observe_account(policy, *facts.account);
        found.insert_if(finding::account_linked_elsewhere,
                        predicate::account_linked_elsewhere(policy, facts.others));
    }
    return found & (policy.dispositions.refuse | policy.dispositions.hold |
                    findings_of(finding_group::input) | ends_filing);
}

/// True if the policy leaves the central account no room for an account of the wanted role.
[[nodiscard]] constexpr bool has_no_room(const link_policy& policy,
                                         const registration_facts& facts) noexcept {
    other_links others = facts.others;
    others.other_accounts_in_court_and_role = 0;
    for (const court_account* one : facts.linked) {
        others.other_accounts_in_court_and_role += one->role == facts.role ? 1 : 0;
    }
    return predicate::central_slot_taken(policy, others);
}

/// `moved` if a request is the right way for this filer; else what to do instead.
[[nodiscard]] constexpr registration_answer right_way(const link_policy& policy,
                                                      const registration_facts& facts,
                                                      registration_state from, instant now) noexcept {
    using enum registration_answer;
    const bool is_offered = roles_of(facts.type).contains(facts.role) &&
                            (facts.role != account_role::filing_agent || has_agents(facts.kind));
    const bool files_here = facts.others.already_linked || has_no_room(policy, facts);
    const bool has_asked = from == registration_state::draft && is_open(facts.request);
    const bool must_link =
        second_for(policy, facts) == second_registration::reject && has_account_to_link(policy, facts, now);
    return !is_offered  ? role_not_offered
           : files_here ? sign_on_instead
           : has_asked  ? already_asked
           : must_link  ? link_instead
                        : moved;
}

}  // namespace detail

/// Moves a request at `now`: its new state, or why it does not move. Whether a request is the right
/// way comes first; otherwise the filer would mend things in vain.
[[nodiscard]] constexpr registration_decision move_registration(registration_state from,
                                                                registration_move move, actor who,
                                                                const link_policy& policy,
                                                                const registration_facts& facts,
                                                                instant now) noexcept {
    using enum registration_answer;
    registration_decision made;
    made.state = from;
    const registration_rule* rule = find_move(from, move);
    if (rule == nullptr) {
        return made;
    }
    if (who != rule->by) {
        made.answer = not_authorized;
        return made;
    }
    made.answer = moved;
    if (move == registration_move::ask || move == registration_move::reject) {
        made.answer = facts.reason_given ? moved : reason_missing;
    } else if (move == registration_move::submit || move == registration_move::approve) {
        made.findings = detail::hindering_registration(policy, facts, now);
        made.answer = detail::right_way(policy, facts, from, now);
        if (made.answer == moved && !made.findings.empty()) {
            made.answer = hindered;
        }
    }
    if (made.answer != moved) {
        return made;
    }
    made.state = rule->to;
    if (move == registration_move::approve) {
        made.answer = detail::links_old_account(policy, facts, now) ? links_old_account : admitted;
    }
    return made;
}

ECFLINK_END_NAMESPACE
