// observe.hpp: one predicate for each finding, and what they find together.
//
// Each predicate is the one place of its rule; the scalar path, bulk verification, the C ABI and
// the tests all come from it. A predicate about a record that is not there is false: the absence
// has its own finding. Every predicate is evaluated, always, so that the reasons are complete.
//
// Times: `t` is the instant at which a rule looks at the court: now for a proposed link, the link's
// own time for one in a ledger (and nothing if that cannot be read). `s` is the instant of the
// state of the accounts: now, or the time as of which a ledger is verified.
//
// All functions are total, pure and constexpr.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/core/policy.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace predicate {

// ---- input --------------------------------------------------------------------------------------

constexpr bool court_unknown(const link_policy& policy) noexcept { return !policy.in_force; }
constexpr bool central_unknown(const link_case& c) noexcept {
    return c.central == nullptr && !c.central_ambiguous;
}
constexpr bool account_unknown(const link_case& c) noexcept {
    return c.account == nullptr && !c.account_ambiguous;
}
constexpr bool record_ambiguous(const link_case& c) noexcept {
    return c.central_ambiguous || c.account_ambiguous;
}

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
constexpr bool record_malformed(const link_case& c) noexcept {
    return c.malformed || (c.central != nullptr && malformed(*c.central)) ||
           (c.account != nullptr && malformed(*c.account)) || (c.row != nullptr && malformed(*c.row)) ||
           malformed(c.evidence);
}

// ---- the central account ------------------------------------------------------------------------

constexpr bool central_shared(const central_account& c) noexcept { return c.usage == central_usage::shared; }
constexpr bool central_administrative(const central_account& c) noexcept {
    return c.usage == central_usage::administrative;
}
constexpr bool central_legacy(const link_policy& policy, const central_account& c) noexcept {
    return c.generation != central_generation::upgraded && !(c.created && *c.created >= policy.legacy_cutoff);
}
constexpr bool central_not_activated(const central_account& c) noexcept {
    return c.status == central_status::not_activated;
}
constexpr bool central_on_hold(const central_account& c) noexcept {
    return c.status == central_status::on_hold;
}
constexpr bool central_disabled(const central_account& c) noexcept {
    return c.status == central_status::disabled;
}
constexpr bool central_closed(const central_account& c) noexcept {
    return c.status == central_status::closed;
}
constexpr bool central_mfa_missing(const link_policy& policy, const central_account& c, instant s) noexcept {
    return c.mfa != mfa_state::enrolled && policy.mfa_from && s >= *policy.mfa_from;
}
constexpr bool central_change_pending(const central_account& c) noexcept {
    return c.pending_change == pending_change::contact || c.pending_change == pending_change::credential;
}
constexpr bool central_search_inactive(const central_account& c) noexcept {
    return c.search_status == search_status::inactive;
}
constexpr bool central_exempt(const central_account& c) noexcept { return c.exempt; }

// ---- the court ----------------------------------------------------------------------------------

constexpr bool court_not_live(const link_policy& policy, instant t) noexcept {
    return policy.go_live && t < *policy.go_live;
}
constexpr bool court_in_outage(const link_policy& policy, instant t) noexcept {
    return policy.outages.find(t) != nullptr;
}
constexpr bool link_path_closed(const link_policy& policy, instant t) noexcept {
    return policy.link_closes && t >= *policy.link_closes;
}
constexpr bool court_needs_no_link(const link_policy& policy) noexcept {
    return policy.system == court_system::successor;
}
constexpr bool court_go_live_unknown(const link_policy& policy) noexcept { return !policy.go_live; }

// ---- the court account --------------------------------------------------------------------------

constexpr bool account_terminated(const court_account& a) noexcept {
    return a.status == account_status::terminated;
}
constexpr bool account_suspended(const court_account& a) noexcept {
    return a.status == account_status::suspended;
}
constexpr bool account_restricted(const court_account& a) noexcept {
    return a.status == account_status::restricted;
}
constexpr bool account_locked(const court_account& a) noexcept { return a.status == account_status::locked; }
constexpr bool account_fee_locked(const court_account& a) noexcept {
    return a.status == account_status::fee_locked;
}
/// A missing role is on no list.
constexpr bool role_not_linkable(const link_policy& policy, const court_account& a) noexcept {
    return policy.roles && !policy.roles->contains(a.role);
}
constexpr bool account_opened_after_cutover(const link_policy& policy, const court_account& a) noexcept {
    return policy.go_live && a.opened && *a.opened >= *policy.go_live;
}
constexpr bool login_not_linkable(const link_policy& policy, const court_account& a) noexcept {
    const std::string_view text = a.login.view();
    const bool lower_only = policy.login_case == login_case::lower;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = detail::next_code_point(text, at);
        if (policy.login_forbid.contains(c) || (lower_only && c >= U'A' && c <= U'Z')) {
            return true;
        }
    }
    return false;
}
constexpr bool account_change_pending(const court_account& a) noexcept {
    return a.pending_change == pending_change::contact || a.pending_change == pending_change::credential;
}
constexpr bool account_link_locked(const court_account& a) noexcept { return a.link_locked; }
constexpr bool agent_without_principal(const court_account& a) noexcept {
    return a.role == account_role::filing_agent && a.principals == 0;
}

// ---- proofs -------------------------------------------------------------------------------------

/// Proofs are required of every proposed link, and of a link in a ledger unless the policy waives
/// them for whoever made it.
constexpr bool proofs_required(const link_policy& policy, const link_case& c) noexcept {
    return c.row == nullptr || !policy.proof_waived_for.contains(c.row->made_by);
}
constexpr bool proof_insufficient(const proof_rule& rule, const proof& given) noexcept {
    return !rule.accept.contains(given.proof_class);
}
constexpr bool proof_stale(const proof_rule& rule, const proof& given, std::optional<instant> t) noexcept {
    return given.proof_class != proof_class::missing &&
           !(t && given.at && is_within(*given.at, *t, rule.max_age));
}
constexpr bool proof_for_another_court(const link_case& c) noexcept {
    return c.evidence.account.proof_class != proof_class::missing &&
           (c.evidence.account_court.empty() || c.evidence.account_court != c.court);
}
constexpr bool attempts_exhausted(const link_policy& policy, const link_case& c) noexcept {
    return c.row == nullptr && policy.attempt_limit != 0 &&
           c.evidence.failed_attempts >= policy.attempt_limit;
}
constexpr bool not_preauthorized(const link_policy& policy, const link_case& c) noexcept {
    return policy.roster && !c.evidence.on_roster;
}
constexpr bool confirmation_missing(const link_policy& policy, const ledger_row& row) noexcept {
    return policy.confirm == confirmation::two_step &&
           !(row.linked_at && row.confirmed_at && *row.confirmed_at <= *row.linked_at);
}

// ---- the pair -----------------------------------------------------------------------------------

constexpr bool already_linked(const other_links& others) noexcept { return others.already_linked; }
constexpr bool account_linked_elsewhere(const link_policy& policy, const other_links& others) noexcept {
    return policy.centrals_per_account != 0 &&
           others.other_centrals_of_account >= policy.centrals_per_account;
}
constexpr bool central_slot_taken(const link_policy& policy, const other_links& others) noexcept {
    const auto counted = policy.count_per == counting::court ? others.other_accounts_in_court
                                                             : others.other_accounts_in_court_and_role;
    return policy.accounts_per_central != 0 && counted >= policy.accounts_per_central;
}
constexpr bool pair_tombstoned(const link_case& c) noexcept {
    return c.others.tombstoned_at &&
           (c.row == nullptr || !c.row->linked_at || *c.others.tombstoned_at <= *c.row->linked_at);
}
constexpr bool kind_role_mismatch(const link_policy& policy, const central_account& central,
                                  const court_account& account) noexcept {
    return policy.roles_with_registrations.contains(account.role) &&
           !policy.registrations[static_cast<std::size_t>(account.role)].contains(central.registration);
}
constexpr bool names_present(const name_comparison& names) noexcept {
    return names.central_present && names.account_present;
}
constexpr bool names_unequal(const link_policy& policy, const name_comparison& names) noexcept {
    return names_present(names) &&
           !(policy.compare_names == name_rule::exact ? names.equal_exact : names.equal_normalized);
}
constexpr bool name_differs(const link_policy& policy, const name_comparison& names) noexcept {
    return names_unequal(policy, names) && !(names.similarity() >= policy.similar_from);
}
constexpr bool name_similar(const link_policy& policy, const name_comparison& names) noexcept {
    return names_unequal(policy, names) && names.similarity() >= policy.similar_from;
}
constexpr bool name_missing(const name_comparison& names) noexcept { return !names_present(names); }

// ---- the ledger ---------------------------------------------------------------------------------

constexpr bool link_in_future(const ledger_row& row, instant as_of) noexcept {
    return row.linked_at && *row.linked_at > as_of;
}
constexpr bool link_before_account(const ledger_row& row, const link_case& c) noexcept {
    return row.linked_at &&
           ((c.account != nullptr && c.account->opened && *row.linked_at < *c.account->opened) ||
            (c.central != nullptr && c.central_created_start && *row.linked_at < *c.central_created_start));
}

}  // namespace predicate

/// What is so about the court at t. A court that is not in force has nothing but that.
[[nodiscard]] constexpr findings observe_court(const link_policy& policy, std::optional<instant> t) noexcept {
    using namespace predicate;
    findings found;
    found.insert_if(finding::court_unknown, court_unknown(policy));
    if (policy.in_force) {
        if (t) {
            found.insert_if(finding::court_not_live, court_not_live(policy, *t));
            found.insert_if(finding::court_in_outage, court_in_outage(policy, *t));
            found.insert_if(finding::link_path_closed, link_path_closed(policy, *t));
        }
        found.insert_if(finding::court_needs_no_link, court_needs_no_link(policy));
        found.insert_if(finding::court_go_live_unknown, court_go_live_unknown(policy));
    }
    return found;
}

/// What is so about a central account alone, at s. It depends on the policy's cut-off and
/// second-factor date, and on no link.
[[nodiscard]] constexpr findings observe_central(const link_policy& policy, const central_account& c,
                                                 instant s) noexcept {
    using namespace predicate;
    findings found;
    found.insert_if(finding::central_shared, central_shared(c));
    found.insert_if(finding::central_administrative, central_administrative(c));
    found.insert_if(finding::central_legacy, central_legacy(policy, c));
    found.insert_if(finding::central_not_activated, central_not_activated(c));
    found.insert_if(finding::central_on_hold, central_on_hold(c));
    found.insert_if(finding::central_disabled, central_disabled(c));
    found.insert_if(finding::central_closed, central_closed(c));
    found.insert_if(finding::central_mfa_missing, central_mfa_missing(policy, c, s));
    found.insert_if(finding::central_change_pending, central_change_pending(c));
    found.insert_if(finding::central_search_inactive, central_search_inactive(c));
    found.insert_if(finding::central_exempt, central_exempt(c));
    return found;
}

/// What is so about a court account alone.
[[nodiscard]] constexpr findings observe_account(const link_policy& policy, const court_account& a) noexcept {
    using namespace predicate;
    findings found;
    found.insert_if(finding::account_terminated, account_terminated(a));
    found.insert_if(finding::account_suspended, account_suspended(a));
    found.insert_if(finding::account_restricted, account_restricted(a));
    found.insert_if(finding::account_locked, account_locked(a));
    found.insert_if(finding::account_fee_locked, account_fee_locked(a));
    found.insert_if(finding::role_not_linkable, role_not_linkable(policy, a));
    found.insert_if(finding::account_opened_after_cutover, account_opened_after_cutover(policy, a));
    found.insert_if(finding::login_not_linkable, login_not_linkable(policy, a));
    found.insert_if(finding::account_change_pending, account_change_pending(a));
    found.insert_if(finding::account_link_locked, account_link_locked(a));
    found.insert_if(finding::agent_without_principal, agent_without_principal(a));
    return found;
}

/// What is so about the proofs at t.
[[nodiscard]] constexpr findings observe_proofs(const link_policy& policy, const link_case& c,
                                                std::optional<instant> t) noexcept {
    using namespace predicate;
    findings found;
    if (proofs_required(policy, c)) {
        found.insert_if(finding::central_proof_insufficient,
                        proof_insufficient(policy.central_proof, c.evidence.central));
        found.insert_if(finding::central_proof_stale,
                        proof_stale(policy.central_proof, c.evidence.central, t));
        found.insert_if(finding::account_proof_insufficient,
                        proof_insufficient(policy.account_proof, c.evidence.account));
        found.insert_if(finding::account_proof_stale,
                        proof_stale(policy.account_proof, c.evidence.account, t));
        found.insert_if(finding::proof_for_another_court, proof_for_another_court(c));
        found.insert_if(finding::confirmation_missing,
                        c.row != nullptr && confirmation_missing(policy, *c.row));
    }
    found.insert_if(finding::attempts_exhausted, attempts_exhausted(policy, c));
    found.insert_if(finding::not_preauthorized, not_preauthorized(policy, c));
    return found;
}

/// What is so about the two accounts together. A removed link has nothing of it.
[[nodiscard]] constexpr findings observe_pair(const link_policy& policy, const link_case& c) noexcept {
    using namespace predicate;
    findings found;
    if (c.row != nullptr && c.row->state == link_state::removed) {
        return found;
    }
    found.insert_if(finding::already_linked, already_linked(c.others));
    found.insert_if(finding::account_linked_elsewhere, account_linked_elsewhere(policy, c.others));
    found.insert_if(finding::central_slot_taken, central_slot_taken(policy, c.others));
    found.insert_if(finding::pair_tombstoned, pair_tombstoned(c));
    if (c.central != nullptr && c.account != nullptr) {
        found.insert_if(finding::kind_role_mismatch, kind_role_mismatch(policy, *c.central, *c.account));
        found.insert_if(finding::name_differs, name_differs(policy, c.names));
        found.insert_if(finding::name_similar, name_similar(policy, c.names));
        found.insert_if(finding::name_missing, name_missing(c.names));
    }
    return found;
}

/// What is so about a link that stands in a ledger, as of s.
[[nodiscard]] constexpr findings observe_row(const ledger_row& row, const link_case& c,
                                             instant as_of) noexcept {
    using namespace predicate;
    findings found;
    found.insert_if(finding::link_in_future, link_in_future(row, as_of));
    found.insert_if(finding::link_before_account, link_before_account(row, c));
    return found;
}

/// Everything that is so about a case at `now` (for a link in a ledger: as of `now`).
[[nodiscard]] constexpr findings observe(const link_policy& policy, const link_case& c,
                                         instant now) noexcept {
    using namespace predicate;
    const std::optional<instant> t = c.row == nullptr ? std::optional<instant>{now} : c.row->linked_at;
    findings found = observe_court(policy, t) | observe_proofs(policy, c, t) | observe_pair(policy, c);
    found.insert_if(finding::central_unknown, central_unknown(c));
    found.insert_if(finding::account_unknown, account_unknown(c));
    found.insert_if(finding::record_malformed, record_malformed(c));
    found.insert_if(finding::record_ambiguous, record_ambiguous(c));
    if (c.central != nullptr) {
        found = found | observe_central(policy, *c.central, now);
    }
    if (c.account != nullptr) {
        found = found | observe_account(policy, *c.account);
    }
    if (c.row != nullptr) {
        found = found | observe_row(*c.row, c, now);
    }
    return found;
}

ECFLINK_END_NAMESPACE
