// observe.hpp: one rule for each finding, and what they find together.
//
// Each rule stands here once, under the name of its finding. Decisions, bulk verification and the
// comparison of policies all ask it. A rule about a record that is not there finds nothing, since
// the absence has a finding of its own. No rule is skipped because another one already refuses, so
// that the reasons are complete.
//
// Times: `t` is the instant at which a rule looks at the court: now for a proposed link, the link's
// own time for one in a ledger (and nothing if that cannot be read). `s` is the instant of the
// state of the accounts: now, or the time as of which a ledger is verified.
//
// All functions are total, pure and constexpr.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/core/policy.hpp>
#include <ecflink/core/rule.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace predicate {

// ---- parts of conditions ------------------------------------------------------------------------

/// A required field is missing, or a field holds a number that is no enumerator.
constexpr bool malformed(const central_account& c) noexcept {
    return !is_listed(c.usage) || !is_listed(c.status) || !is_missing_or_listed(c.generation) ||
           !is_missing_or_listed(c.search_status) || !is_missing_or_listed(c.mfa) ||
           !is_missing_or_listed(c.registration) || !is_missing_or_listed(c.pending_change);
}
constexpr bool malformed(const court_account& a) noexcept {
    return a.login.empty() || !is_listed(a.role) || !is_listed(a.status) ||
           !is_missing_or_listed(a.pending_change);
}
constexpr bool malformed(const ledger_row& row) noexcept {
    return !row.linked_at || !is_missing_or_listed(row.state) || !is_missing_or_listed(row.made_by);
}
constexpr bool malformed(const ecflink::evidence& e) noexcept {
    return !is_missing_or_listed(e.central.proof_class) || !is_missing_or_listed(e.account.proof_class);
}
constexpr bool is_under_way(pending_change change) noexcept {
    return change == pending_change::contact || change == pending_change::credential;
}
constexpr bool is_insufficient(const proof_rule& wanted, const proof& given) noexcept {
    return !wanted.accept.contains(given.proof_class);
}
constexpr bool is_stale(const proof_rule& wanted, const proof& given,
                        const std::optional<instant>& t) noexcept {
    return given.proof_class != proof_class::missing &&
           !(t && given.at && is_within(*given.at, *t, wanted.max_age));
}
constexpr bool names_present(const name_comparison& names) noexcept {
    return names.central_present && names.account_present;
}
constexpr bool names_unequal(name_rule compare, const name_comparison& names) noexcept {
    return names_present(names) &&
           !(compare == name_rule::exact ? names.equal_exact : names.equal_normalized);
}

// ---- input --------------------------------------------------------------------------------------

inline constexpr auto court_unknown =
    rule_over<&link_policy::in_force>([](bool is_in_force) { return !is_in_force; });
inline constexpr auto central_unknown = rule_over<&link_case::central, &link_case::central_ambiguous>(
    [](const central_account* central, const bool& is_ambiguous) {
        return central == nullptr && !is_ambiguous;
    });
inline constexpr auto account_unknown = rule_over<&link_case::account, &link_case::account_ambiguous>(
    [](const court_account* account, const bool& is_ambiguous) {
        return account == nullptr && !is_ambiguous;
    });
inline constexpr auto record_malformed = rule_over<whole<link_case>>([](const link_case& c) {
    return c.malformed || c.row_malformed || (c.central != nullptr && malformed(*c.central)) ||
           (c.account != nullptr && malformed(*c.account)) || (c.row != nullptr && malformed(*c.row)) ||
           malformed(c.evidence);
});
inline constexpr auto record_ambiguous =
    rule_over<&link_case::central_ambiguous, &link_case::account_ambiguous>(
        [](bool central, const bool& account) { return central || account; });

// ---- the central account ------------------------------------------------------------------------

inline constexpr auto central_shared =
    rule_over<&central_account::usage>([](central_usage usage) { return usage == central_usage::shared; });
inline constexpr auto central_administrative = rule_over<&central_account::usage>(
    [](central_usage usage) { return usage == central_usage::administrative; });
inline constexpr auto central_legacy =
    rule_over<&link_policy::legacy_cutoff, &central_account::generation, &central_account::created>(
        [](civil_day cutoff, central_generation generation, const std::optional<civil_day>& created) {
            return generation == central_generation::legacy ||
                   (generation == central_generation::missing && !(created && *created >= cutoff));
        });
inline constexpr auto central_not_activated = rule_over<&central_account::status>(
    [](central_status status) { return status == central_status::not_activated; });
inline constexpr auto central_on_hold = rule_over<&central_account::status>(
    [](central_status status) { return status == central_status::on_hold; });
inline constexpr auto central_disabled = rule_over<&central_account::status>(
    [](central_status status) { return status == central_status::disabled; });
inline constexpr auto central_closed = rule_over<&central_account::status>(
    [](central_status status) { return status == central_status::closed; });
inline constexpr auto mfa_is_asked_for = rule_over<&link_policy::mfa_from>(
    [](const std::optional<instant>& from, instant s) { return from && s >= *from; });
inline constexpr auto central_mfa_missing = rule_if<mfa_is_asked_for, &central_account::mfa>(
    [](mfa_state mfa) { return mfa != mfa_state::enrolled; });
inline constexpr auto central_change_pending =
    rule_over<&central_account::pending_change>([](pending_change change) { return is_under_way(change); });
inline constexpr auto central_search_inactive = rule_over<&central_account::search_status>(
    [](search_status status) { return status == search_status::inactive; });
inline constexpr auto central_exempt =
    rule_over<&central_account::exempt>([](bool is_exempt) { return is_exempt; });

// ---- the court ----------------------------------------------------------------------------------

inline constexpr auto court_not_live = rule_over<&link_policy::go_live, &link_policy::go_live_not_before>(
    [](const std::optional<instant>& go_live, const std::optional<instant>& not_before, instant t) {
        return go_live ? t < *go_live : not_before && t < *not_before;
    });
inline constexpr auto court_in_outage = rule_over<&link_policy::outages>(
    [](const outage_list& outages, instant t) { return outages.find(t) != nullptr; });
inline constexpr auto link_path_closed = rule_over<&link_policy::link_closes>(
    [](const std::optional<instant>& closes, instant t) { return closes && t >= *closes; });
inline constexpr auto court_needs_no_link =
    rule_over<&link_policy::system>([](court_system system) { return system == court_system::successor; });
/// An unknown t lies between the bounds.
inline constexpr auto court_go_live_unknown =
    rule_over<&link_policy::go_live, &link_policy::go_live_not_before, &link_policy::go_live_by>(
        [](const std::optional<instant>& go_live, const std::optional<instant>& not_before,
           const std::optional<instant>& by, const std::optional<instant>& t) {
            return !go_live && !(t && ((not_before && *t < *not_before) || (by && *t >= *by)));
        });

// ---- the court account --------------------------------------------------------------------------

inline constexpr auto account_terminated = rule_over<&court_account::status>(
    [](account_status status) { return status == account_status::terminated; });
inline constexpr auto account_suspended = rule_over<&court_account::status>(
    [](account_status status) { return status == account_status::suspended; });
inline constexpr auto account_restricted = rule_over<&court_account::status>(
    [](account_status status) { return status == account_status::restricted; });
inline constexpr auto account_locked =
    rule_over<&court_account::status>([](account_status status) { return status == account_status::locked; });
inline constexpr auto account_fee_locked = rule_over<&court_account::status>(
    [](account_status status) { return status == account_status::fee_locked; });
/// A missing role is never linkable where the policy lists roles.
inline constexpr auto role_not_linkable = rule_over<&link_policy::roles, &court_account::role>(
    [](const std::optional<token_set<account_role>>& linkable, account_role role) {
        return linkable && !linkable->contains(role);
    });
inline constexpr auto account_opened_after_cutover =
    rule_over<&link_policy::go_live, &link_policy::go_live_by, &court_account::opened>(
        [](const std::optional<instant>& go_live, const std::optional<instant>& by,
           const std::optional<instant>& opened) {
            const std::optional<instant>& live = go_live ? go_live : by;
            return live && opened && *opened >= *live;
        });
inline constexpr auto login_not_linkable =
    rule_over<&link_policy::login_forbid, &link_policy::login_case, &court_account::login>(
        [](const forbidden_characters& forbidden, login_case letter_case, const login& given) {
            const std::string_view text = given.view();
            const bool lower_only = letter_case == login_case::lower;
            for (std::size_t at = 0; at < text.size();) {
                const char32_t c = detail::next_code_point(text, at);
                if (forbidden.contains(c) || (lower_only && c >= U'A' && c <= U'Z')) {
                    return true;
                }
            }
            return false;
        });
inline constexpr auto account_change_pending =
    rule_over<&court_account::pending_change>([](pending_change change) { return is_under_way(change); });
inline constexpr auto account_link_locked =
    rule_over<&court_account::link_locked>([](bool is_locked) { return is_locked; });
inline constexpr auto agent_without_principal = rule_over<&court_account::role, &court_account::principals>(
    [](account_role role, const std::uint32_t& principals) {
        return role == account_role::filing_agent && principals == 0;
    });

// ---- proofs -------------------------------------------------------------------------------------

/// Proofs are required of every proposed link, and of a link in a ledger unless the policy waives
/// them for its maker.
inline constexpr auto proofs_required = rule_over<&link_policy::proof_waived_for, &link_case::row>(
    [](token_set<link_maker> waived_for, const ledger_row* row) {
        return row == nullptr || !waived_for.contains(row->made_by);
    });
inline constexpr auto central_proof_insufficient =
    rule_if<proofs_required, &link_policy::central_proof, &evidence::central>(
        [](const proof_rule& wanted, const proof& given) { return is_insufficient(wanted, given); });
inline constexpr auto central_proof_stale =
    rule_if<proofs_required, &link_policy::central_proof, &evidence::central>(
        [](const proof_rule& wanted, const proof& given, const std::optional<instant>& t) {
            return is_stale(wanted, given, t);
        });
inline constexpr auto account_proof_insufficient =
    rule_if<proofs_required, &link_policy::account_proof, &evidence::account>(
        [](const proof_rule& wanted, const proof& given) { return is_insufficient(wanted, given); });
inline constexpr auto account_proof_stale =
    rule_if<proofs_required, &link_policy::account_proof, &evidence::account>(
        [](const proof_rule& wanted, const proof& given, const std::optional<instant>& t) {
            return is_stale(wanted, given, t);
        });
inline constexpr auto proof_for_another_court =
    rule_if<proofs_required, &link_case::court, &evidence::account, &evidence::account_court>(
        [](const court_id& court, const proof& given, const court_id& proven_in) {
            return given.proof_class != proof_class::missing && (proven_in.empty() || proven_in != court);
        });
inline constexpr auto attempts_exhausted =
    rule_over<&link_policy::attempt_limit, &link_case::row, &evidence::failed_attempts>(
        [](const std::uint32_t& limit, const ledger_row* row, const std::uint32_t& failed) {
            return row == nullptr && limit != 0 && failed >= limit;
        });
inline constexpr auto not_preauthorized = rule_over<&link_policy::roster, &evidence::on_roster>(
    [](bool wants_roster, bool is_on_roster) { return wants_roster && !is_on_roster; });
inline constexpr auto confirmation_missing = rule_if<proofs_required, &link_policy::confirm, &link_case::row>(
    [](confirmation confirm, const ledger_row* row) {
        return row != nullptr && confirm == confirmation::two_step &&
               !(row->linked_at && row->confirmed_at && *row->confirmed_at <= *row->linked_at);
    });

// ---- the pair -----------------------------------------------------------------------------------

inline constexpr auto already_linked =
    rule_over<&other_links::already_linked>([](bool is_linked) { return is_linked; });
inline constexpr auto account_linked_elsewhere =
    rule_over<&link_policy::centrals_per_account, &other_links::other_centrals_of_account>(
        [](std::uint32_t limit, std::uint32_t others) { return limit != 0 && others >= limit; });
inline constexpr auto central_slot_taken =
    rule_over<&link_policy::accounts_per_central, &link_policy::count_per,
              &other_links::other_accounts_in_court, &other_links::other_accounts_in_court_and_role>(
        [](std::uint32_t limit, counting per, std::uint32_t in_court, std::uint32_t in_role) {
            return limit != 0 && (per == counting::court ? in_court : in_role) >= limit;
        });
inline constexpr auto pair_tombstoned =
    rule_over<&link_case::row, &other_links::tombstoned_at, &other_links::lifted_at>(
        [](const ledger_row* row, const std::optional<instant>& tombstoned_at,
           const std::optional<instant>& lifted_at, const std::optional<instant>& t) {
            return tombstoned_at &&
                   (row == nullptr || !row->linked_at || *tombstoned_at <= *row->linked_at) &&
                   !(t && lifted_at && *lifted_at <= *t);
        });
inline constexpr auto kind_role_mismatch =
    rule_over<&link_policy::roles_with_registrations, &link_policy::registrations,
              &central_account::registration, &court_account::role>(
        [](token_set<account_role> listed, const std::array<token_set<registration_type>, 16>& registrations,
           registration_type registration, account_role role) {
            return listed.contains(role) &&
                   !registrations[static_cast<std::size_t>(role)].contains(registration);
        });
inline constexpr auto name_differs =
    rule_over<&link_policy::compare_names, &link_policy::similar_from, whole<name_comparison>>(
        [](name_rule compare, double similar_from, const name_comparison& names) {
            return names_unequal(compare, names) && !(names.similarity() >= similar_from);
        });
inline constexpr auto name_similar =
    rule_over<&link_policy::compare_names, &link_policy::similar_from, whole<name_comparison>>(
        [](name_rule compare, double similar_from, const name_comparison& names) {
            return names_unequal(compare, names) && names.similarity() >= similar_from;
        });
inline constexpr auto name_missing =
    rule_over<whole<name_comparison>>([](const name_comparison& names) { return !names_present(names); });

// ---- the ledger ---------------------------------------------------------------------------------

inline constexpr auto link_in_future = rule_over<&ledger_row::linked_at>(
    [](const std::optional<instant>& linked_at, instant as_of) { return linked_at && *linked_at > as_of; });
inline constexpr auto link_before_account = rule_over<&ledger_row::linked_at, &link_case::central,
                                                      &link_case::account, &link_case::central_created_start>(
    [](const std::optional<instant>& linked_at, const central_account* central, const court_account* account,
       const std::optional<instant>& created_start) {
        return linked_at && ((account != nullptr && account->opened && *linked_at < *account->opened) ||
                             (central != nullptr && created_start && *linked_at < *created_start));
    });

}  // namespace predicate

namespace detail {

/// Calls `use(finding, rule)` for each rule of a group. A finding of the catalogue has the rule of
/// its name.
template <finding_group Group, class Use>
[[gnu::always_inline]] constexpr void for_each_rule(Use use) {
#define ECFLINK_FINDING(bit, identifier, token, in_group, ...) \
    if constexpr (finding_group::in_group == Group) {          \
        use(finding::identifier, predicate::identifier);       \
    }
#include <ecflink/core/findings.def>
#undef ECFLINK_FINDING
}

/// The findings of a group whose rules these records answer.
template <finding_group Group, class... Facts>
[[nodiscard]] constexpr findings answered_by() noexcept {
    findings answered;
    for_each_rule<Group>([&]<class Rule>(finding id, const Rule&) {
        answered.insert_if(id, Rule::template is_answered_by<Facts...>);
    });
    return answered;
}

/// The findings of a group whose rules read a field.
template <finding_group Group, auto Field>
[[nodiscard]] constexpr findings reading() noexcept {
    findings all;
    for_each_rule<Group>(
        [&]<class Rule>(finding id, const Rule&) { all.insert_if(id, Rule::template reads<Field>); });
    return all;
}

/// The findings of a group whose rules ask for the instant.
template <finding_group Group>
[[nodiscard]] constexpr findings timed() noexcept {
    findings all;
    for_each_rule<Group>([&]<class Rule>(finding id, const Rule&) { all.insert_if(id, Rule::asks_time); });
    return all;
}

/// Rules by whether they have a precondition.
enum class rules_of { all, without_precondition };

/// The findings of those rules of a group that these records answer. Preconditions are ignored.
template <finding_group Group, rules_of Which = rules_of::all, class... Facts>
[[nodiscard]] constexpr findings observe_group(const Facts&... facts) noexcept {
    findings found;
    for_each_rule<Group>([&]<class Rule>(finding id, const Rule&) {
        if constexpr (Rule::template is_answered_by<Facts...> &&
                      (Which == rules_of::all || !Rule::has_precondition)) {
            found.insert_if(id, Rule::condition(facts...));
        }
    });
    return found;
}

/// The findings of a group whose rules have a precondition.
template <finding_group Group>
[[nodiscard]] constexpr findings preconditioned() noexcept {
    findings all;
    for_each_rule<Group>(
        [&]<class Rule>(finding id, const Rule&) { all.insert_if(id, Rule::has_precondition); });
    return all;
}

/// The findings of a group whose rules have this precondition.
template <finding_group Group, class Precondition>
[[nodiscard]] constexpr findings preconditioned_by(const Precondition&) noexcept {
    findings all;
    for_each_rule<Group>([&]<class Rule>(finding id, const Rule&) {
        all.insert_if(id, Rule::template is_preconditioned_by<Precondition>);
    });
    return all;
}

/// Whether the policy parameters that the conditions of a group read are equal in both policies.
template <finding_group Group>
[[nodiscard]] constexpr bool read_alike(const link_policy& one, const link_policy& other) noexcept {
    bool is_alike = true;
    for_each_rule<Group>(
        [&]<class Rule>(finding, const Rule&) { is_alike = is_alike && Rule::reads_alike(one, other); });
    return is_alike;
}

/// Calls `use(t)` for each instant of a policy at which what a group finds can change.
template <finding_group Group, class Use>
constexpr void for_each_change(const link_policy& policy, Use use) {
    for_each_rule<Group>([&]<class Rule>(finding, const Rule&) { Rule::for_each_change(policy, use); });
}

}  // namespace detail

/// The findings of the court at t. If no policy is in force: `court_unknown` alone.
[[nodiscard]] constexpr findings observe_court(const link_policy& policy, std::optional<instant> t) noexcept {
    return !policy.in_force ? finding::court_unknown
           : t              ? detail::observe_group<finding_group::court>(policy, *t)
                            : detail::observe_group<finding_group::court>(policy, t);
}

/// The findings of a central account alone, whether their rules are in force yet or not.
[[nodiscard]] constexpr findings observe_central(const link_policy& policy,
                                                 const central_account& c) noexcept {
    return detail::observe_group<finding_group::central>(policy, c);
}
/// The findings of central accounts whose rules are in force at s.
[[nodiscard]] constexpr findings central_findings_in_force(const link_policy& policy, instant s) noexcept {
    findings all;
    detail::for_each_rule<finding_group::central>(
        [&]<class Rule>(finding id, const Rule&) { all.insert_if(id, Rule::is_in_force(policy, s)); });
    return all;
}
/// The findings of a central account alone, at s.
[[nodiscard]] constexpr findings observe_central(const link_policy& policy, const central_account& c,
                                                 instant s) noexcept {
    findings found;
    detail::for_each_rule<finding_group::central>(
        [&](finding id, const auto& rule) { found.insert_if(id, rule(policy, c, s)); });
    return found;
}

/// The findings of a court account alone.
[[nodiscard]] constexpr findings observe_account(const link_policy& policy, const court_account& a) noexcept {
    return detail::observe_group<finding_group::account>(policy, a);
}

/// The findings of the proofs at t.
[[nodiscard]] constexpr findings observe_proofs(const link_policy& policy, const link_case& c,
                                                std::optional<instant> t) noexcept {
    using detail::rules_of;
    return predicate::proofs_required(policy, c)
               ? detail::observe_group<finding_group::proof>(policy, c, t)
               : detail::observe_group<finding_group::proof, rules_of::without_precondition>(policy, c, t);
}

/// The findings that other links bring about for this one, but for `pair_tombstoned`, which needs
/// the case.
[[nodiscard]] constexpr findings observe_others(const link_policy& policy,
                                                const other_links& others) noexcept {
    return detail::observe_group<finding_group::pair>(policy, others);
}
/// The findings of the names of the two accounts.
[[nodiscard]] constexpr findings observe_names(const link_policy& policy,
                                               const name_comparison& names) noexcept {
    return detail::observe_group<finding_group::pair>(policy, names);
}

/// The findings of a link that stands in a ledger, as of an instant.
[[nodiscard]] constexpr findings observe_row(const ledger_row& row, const link_case& c,
                                             instant as_of) noexcept {
    return detail::observe_group<finding_group::ledger>(row, c, as_of);
}

/// The findings about moving an old account. The account of an admitted filer is not one.
inline constexpr findings of_old_accounts{finding::link_path_closed,   finding::court_needs_no_link,
                                          finding::role_not_linkable,  finding::account_opened_after_cutover,
                                          finding::login_not_linkable, finding::not_preauthorized};

/// Those of some findings that concern a link of this maker.
[[nodiscard]] constexpr findings that_concern(link_maker maker, findings found) noexcept {
    return maker == link_maker::admission ? found - of_old_accounts : found;
}

namespace detail {

/// The findings of a court that is not known to be live. Where the go-live is unknown, a court of
/// the older filing system has not gone live yet; in one of the newer only the date is unknown.
[[nodiscard]] constexpr findings not_known_live(const link_policy& policy) noexcept {
    return findings{finding::court_not_live}.insert_if(finding::court_go_live_unknown,
                                                       policy.system == court_system::current_gen);
}

/// Puts the findings of a link together from those of its parts. This is the one place that says
/// which parts count; whoever knows the parts in another form (bulk verification keeps the findings
/// of accounts) gives them as functions of the names below.
template <class Parts>
[[nodiscard, gnu::always_inline]] constexpr findings observe_parts(const Parts& parts) noexcept {
    if (!parts.is_active()) {  // a removed link is history
        return parts.own_fields();
    }
    findings found = parts.input() | parts.court() | parts.proofs() | parts.others();
    if (parts.has_central()) {
        found = found | parts.central();
    }
    if (parts.has_account()) {
        found = found | parts.account();
    }
    if (parts.has_central() && parts.has_account()) {
        found = found | parts.both() | parts.names();
    }
    if (parts.is_in_ledger()) {
        found = found | parts.row();
    }
    return that_concern(parts.maker(), found);
}

/// The parts of a case.
struct case_parts {
    const link_policy& policy;
    const link_case& c;
    instant now;
    std::optional<instant> t;  ///< the instant at which the rules look at the court

    [[nodiscard]] constexpr bool has_central() const noexcept { return c.central != nullptr; }
    [[nodiscard]] constexpr bool has_account() const noexcept { return c.account != nullptr; }
    [[nodiscard]] constexpr bool is_in_ledger() const noexcept { return c.row != nullptr; }
    [[nodiscard]] constexpr bool is_active() const noexcept {
        return c.row == nullptr || c.row->state != link_state::removed;
    }

    [[nodiscard]] constexpr link_maker maker() const noexcept {
        return c.row == nullptr ? link_maker::filer : c.row->made_by;
    }

    /// What is wrong with the fields of the link itself.
    [[nodiscard]] constexpr findings own_fields() const noexcept {
        return findings{}.insert_if(finding::record_malformed, c.row_malformed ||
                                                                   predicate::malformed(*c.row) ||
                                                                   predicate::malformed(c.evidence));
    }
    [[nodiscard]] constexpr findings input() const noexcept {
        return observe_group<finding_group::input>(policy, c);
    }
    [[nodiscard]] constexpr findings court() const noexcept { return observe_court(policy, t); }
    [[nodiscard]] constexpr findings proofs() const noexcept { return observe_proofs(policy, c, t); }
    [[nodiscard]] constexpr findings central() const noexcept {
        return observe_central(policy, *c.central, now);
    }
    [[nodiscard]] constexpr findings account() const noexcept { return observe_account(policy, *c.account); }
    [[nodiscard]] constexpr findings others() const noexcept {
        return observe_group<finding_group::pair>(policy, c, t);
    }
    [[nodiscard]] constexpr findings both() const noexcept {
        return observe_group<finding_group::pair>(policy, *c.central, *c.account);
    }
    [[nodiscard]] constexpr findings names() const noexcept { return observe_names(policy, c.names); }
    [[nodiscard]] constexpr findings row() const noexcept { return observe_row(*c.row, c, now); }
};

}  // namespace detail

/// All findings of a case at `now` (for a link in a ledger: as of `now`).
[[nodiscard]] constexpr findings observe(const link_policy& policy, const link_case& c,
                                         instant now) noexcept {
    return detail::observe_parts(detail::case_parts{
        policy, c, now, c.row == nullptr ? std::optional<instant>{now} : c.row->linked_at});
}

// A rule that reads what its group is not given would silently never run.
static_assert(detail::answered_by<finding_group::input, link_policy, link_case>() ==
                  findings_of(finding_group::input),
              "a rule of the group `input` may read the policy and the case");
static_assert(detail::answered_by<finding_group::court, link_policy, instant>() ==
                  findings_of(finding_group::court),
              "a rule of the group `court` may read the policy and the time of the link");
static_assert(detail::answered_by<finding_group::central, link_policy, central_account>() ==
                  findings_of(finding_group::central),
              "a rule of the group `central` may read the policy and the central account; a precondition "
              "(`rule_if`) makes it depend on the instant");
static_assert(detail::answered_by<finding_group::account, link_policy, court_account>() ==
                  findings_of(finding_group::account),
              "a rule of the group `account` may read the policy and the court account");
static_assert(
    detail::answered_by<finding_group::proof, link_policy, link_case, instant>() ==
        findings_of(finding_group::proof),
    "a rule of the group `proof` may read the policy, the case, its evidence and the time of the link");
static_assert(
    (detail::answered_by<finding_group::pair, link_policy, link_case, instant>() |
     detail::answered_by<finding_group::pair, link_policy, name_comparison>() |
     detail::answered_by<finding_group::pair, link_policy, central_account, court_account>()) ==
        findings_of(finding_group::pair),
    "a rule of the group `pair` may read the policy and either the case, its other links and the time of "
    "the link, or the names, or both accounts");
static_assert(detail::answered_by<finding_group::ledger, ledger_row, link_case, instant>() ==
                  findings_of(finding_group::ledger),
              "a rule of the group `ledger` may read the row, the case and the instant of verification");

static_assert((detail::preconditioned<finding_group::input>() |
               detail::preconditioned<finding_group::court>() |
               detail::preconditioned<finding_group::account>() |
               detail::preconditioned<finding_group::pair>() |
               detail::preconditioned<finding_group::ledger>()) == findings{},
              "a rule of this group has a precondition, which `observe` does not evaluate here");
static_assert(detail::preconditioned<finding_group::proof>() ==
                  detail::preconditioned_by<finding_group::proof>(predicate::proofs_required),
              "the one precondition that `observe_proofs` evaluates is `proofs_required`");

ECFLINK_END_NAMESPACE
