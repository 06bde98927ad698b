// access.hpp: what a person who has signed on may do in a court, and why.
//
// Signing on, searching and filing are three privileges (R12, R52, R53). Each is granted or not,
// with everything that stands in its way, of which the first decides. The right to file comes from
// a link that stands and from nothing else (R17, R20); the account of an admitted filer is linked
// from the start. `access_in` answers for a central account, `court_login_access` for a court's own
// login. What the policy refuses or holds about a central account also prevents filing. What the
// center or the court has closed stays closed, whatever the policy says about links.
//
//     const ecflink::court_access may = ecflink::access_in(policy, access, now);
//     std::puts(to_token(may.level).data());         // "file"
//     std::puts(deciding_token(may.filing).data());  // "granted"
//
// All functions are defined for all arguments, pure and constexpr: no allocation, no clock. Any
// number of threads may call them.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <type_traits>

#include <ecflink/core/central_account.hpp>
#include <ecflink/core/court_account.hpp>
#include <ecflink/core/findings.hpp>
#include <ecflink/core/observe.hpp>
#include <ecflink/core/policy.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/core/version.hpp>
#include <ecflink/decide/agency.hpp>

ECFLINK_BEGIN_NAMESPACE

// ---- facts --------------------------------------------------------------------------------------

/// The principal for whom a filing agent files in this session. Other filers choose nobody.
struct chosen_principal {
    const court_account* account = nullptr;      ///< of the agent's court; null: nobody is chosen
    agency_state state = agency_state::missing;  ///< as the ledger has it for the two
};

/// What is known of a person, a court and a sign-on. Borrows the records for the call. A
/// default-constructed fact grants nothing.
struct access_facts {
    court_kind kind = court_kind::missing;
    const central_account* central = nullptr;  ///< null: no account has this id
    /// the court account that is linked, was linked, or could be; null: none is known
    const court_account* account = nullptr;
    bool linked = false;  ///< an active link joins the two, whoever made it

    bool files_elsewhere = false;      ///< the central account is linked in another court
    bool second_factor_given = false;  ///< at this sign-on
    bool redaction_agreed = false;     ///< at this sign-on
    bool client_code_missing = false;  ///< the account must give one to search, and gave none
    chosen_principal acting_for;
};

/// What is known of a court's own login. Borrows the records for the call.
struct court_login_facts {
    court_kind kind = court_kind::missing;
    const court_account* account = nullptr;  ///< null: no account has this login
    std::optional<instant> linked_at;        ///< when the account was first linked; nothing: never
    std::optional<instant> unlinked_at;      ///< when a link of it was first removed; nothing: never
    bool linked = false;                     ///< an active link joins it to some central account
    chosen_principal acting_for;
};

// ---- the answer ---------------------------------------------------------------------------------

/// One privilege. By default it is not granted.
struct privilege {
    bool granted = false;
    ecflink::findings findings;        ///< all findings that stand in the way
    token_set<access_reason> reasons;  ///< everything else that does

    /// The reason that decides: a finding before all others, then the first in the order of the
    /// enumeration.
    [[nodiscard]] constexpr access_reason reason() const noexcept {
        if (granted) {
            return access_reason::granted;
        }
        if (!findings.empty()) {
            return access_reason::finding;
        }
        for (const token_entry& entry : tokens<access_reason>()) {
            if (reasons.contains(static_cast<access_reason>(entry.number))) {
                return static_cast<access_reason>(entry.number);
            }
        }
        return access_reason::not_admitted;  // a default-constructed privilege
    }
    /// The finding that decides; nothing if none does.
    [[nodiscard]] constexpr std::optional<finding> deciding_finding() const noexcept {
        return findings.empty() ? std::nullopt : std::optional<finding>{findings.lowest()};
    }
    friend constexpr bool operator==(const privilege&, const privilege&) noexcept = default;
};

/// The token of the finding or the reason that decides: "central-legacy", "not-linked", "granted".
[[nodiscard]] constexpr std::string_view deciding_token(const privilege& one) noexcept {
    return one.reason() == access_reason::finding ? to_token(one.findings.lowest()) : to_token(one.reason());
}

/// What a person may do in a court. By default: nothing.
struct court_access {
    privilege authentication;
    privilege search;
    privilege filing;
    access_level level = access_level::none;
    token_set<menu> menus;  ///< the numbers of `menu` are in the order of display

    friend constexpr bool operator==(const court_access&, const court_access&) noexcept = default;
};

static_assert(std::is_trivially_copyable_v<access_facts> && std::is_trivially_copyable_v<court_login_facts> &&
              std::is_trivially_copyable_v<court_access>);

// ---- what a court gives an account --------------------------------------------------------------

/// The most that an account of this status may file, of at most `most`.
[[nodiscard]] constexpr access_level limited_by(account_status status, access_level most) noexcept {
    switch (status) {
        case account_status::active:
        case account_status::locked: return most;  // the lock concerns the old login alone
        case account_status::restricted:
            return most < access_level::limited_file ? most : access_level::limited_file;
        case account_status::fee_locked:
        case account_status::suspended:
        case account_status::terminated:
        case account_status::missing: break;
    }
    return access_level::none;
}

/// The most that a court lets an account file for itself. A filing agent files nothing for itself.
[[nodiscard]] constexpr access_level filing_level(account_role role, account_status status) noexcept {
    switch (role) {
        case account_role::attorney:
        case account_role::pro_hac_vice:
        case account_role::government_attorney:
        case account_role::cja_attorney:
        case account_role::trustee:
        case account_role::us_trustee:
        case account_role::pro_se: return limited_by(status, access_level::file);
        case account_role::limited_filer:
        case account_role::claims_agent:
        case account_role::court_reporter:
        case account_role::mediator:
        case account_role::auditor: return limited_by(status, access_level::limited_file);
        case account_role::filing_agent:
        case account_role::interested_party:
        case account_role::staff:
        case account_role::missing: break;
    }
    return access_level::none;
}

/// The menus for filing in a court of this kind.
[[nodiscard]] constexpr token_set<menu> filing_menus(court_kind kind) noexcept {
    switch (kind) {
        case court_kind::district: return {menu::civil, menu::criminal, menu::search};
        case court_kind::bankruptcy: return {menu::bankruptcy, menu::adversary, menu::search};
        case court_kind::appellate:
        case court_kind::bap:
        case court_kind::special:
        case court_kind::other:
        case court_kind::missing: break;
    }
    return {menu::file_a_document};
}

// ---- the decision -------------------------------------------------------------------------------

namespace detail {

constexpr void add_if(privilege& one, access_reason reason, bool is_so) noexcept {
    if (is_so) {
        one.reasons.insert(reason);
    }
}

/// What prevents everybody from filing in the court, whatever its policy says about links.
[[nodiscard]] constexpr findings closed_to_filing(const link_policy& policy, instant now) noexcept {
    return observe_court(policy, now) &
           (not_known_live(policy) | finding::court_unknown | finding::court_in_outage);
}

/// True if an outage keeps everybody from viewing cases.
[[nodiscard]] constexpr bool is_closed_to_viewing(const link_policy& policy, instant now) noexcept {
    return policy.in_force && policy.outages.find(now, outage_effect::viewing) != nullptr;
}

/// Adds what prevents this account from filing. Returns the most that it may file if nothing does.
[[nodiscard]] constexpr access_level add_standing(privilege& filing, const link_policy& policy,
                                                  court_kind kind, const court_account& account,
                                                  const chosen_principal& acting_for) noexcept {
    filing.findings = filing.findings | (observe_account(policy, account) & ends_filing);
    filing.findings.insert_if(finding::record_malformed,
                              !is_listed(account.role) || !is_listed(account.status));
    add_if(filing, access_reason::notice_only, account.role == account_role::interested_party);
    add_if(filing, access_reason::court_staff, account.role == account_role::staff);
    if (account.role != account_role::filing_agent) {
        return filing_level(account.role, account.status);
    }
    const bool chose = acting_for.account != nullptr;
    const bool has_principal = chose && acting_for.state == agency_state::active;
    const bool principal_files =
        has_principal && may_have_agents(acting_for.account->role) && in_good_standing(*acting_for.account);
    filing.findings.insert_if(finding::agent_without_principal,
                              has_agents(kind) && !chose && predicate::agent_without_principal(account));
    add_if(filing, access_reason::agents_not_offered, !has_agents(kind));
    add_if(filing, access_reason::no_principal_chosen, !chose);
    add_if(filing, access_reason::agency_ended, chose && !has_principal);
    add_if(filing, access_reason::principal_may_not_file, has_principal && !principal_files);
    return principal_files ? limited_by(account.status,
                                        filing_level(acting_for.account->role, acting_for.account->status))
                           : access_level::none;
}

/// Completes the answer: what is granted, the level, and the menus.
constexpr void conclude(court_access& may, court_kind kind, access_level most) noexcept {
    for (privilege* one : {&may.authentication, &may.search, &may.filing}) {
        one->granted = one->findings.empty() && one->reasons.bits == 0;
    }
    may.level = may.filing.granted ? most : may.search.granted ? access_level::view : access_level::none;
    if (may.filing.granted) {
        may.menus = filing_menus(kind);
    }
    if (may.search.granted) {
        may.menus.insert(menu::query).insert(menu::reports);
    }
    if (may.authentication.granted) {
        may.menus.insert(menu::utilities).insert(menu::help).insert(menu::log_out);
    }
}

}  // namespace detail

namespace detail {

/// The findings of the central account at `now`.
[[nodiscard]] constexpr findings observe_person(const link_policy& policy, const access_facts& facts,
                                                instant now) noexcept {
    if (facts.central == nullptr) {
        return finding::central_unknown;
    }
    return observe_central(policy, *facts.central, now)
        .insert_if(finding::record_malformed, predicate::malformed(*facts.central));
}

}  // namespace detail

/// Whether the person may sign on with the central account at `now`, whatever the court. A second
/// factor is due from everybody who has one, and from everybody who can file anywhere (R15).
[[nodiscard]] constexpr privilege sign_on(const link_policy& policy, const access_facts& facts,
                                          instant now) noexcept {
    const findings weighing = policy.dispositions.refuse | policy.dispositions.hold;
    const findings central = detail::observe_person(policy, facts, now);
    const findings ends_sign_on = findings_of(finding_group::input) | finding::central_not_activated |
                                  finding::central_on_hold | finding::central_disabled |
                                  finding::central_closed;
    const bool is_filer = facts.linked || facts.files_elsewhere;
    privilege one;
    one.findings = central & ends_sign_on;
    one.findings.insert_if(finding::central_mfa_missing,
                           is_filer && (central & weighing).contains(finding::central_mfa_missing));
    detail::add_if(
        one, access_reason::second_factor_not_given,
        facts.central != nullptr && facts.central->mfa == mfa_state::enrolled && !facts.second_factor_given);
    detail::add_if(one, access_reason::redaction_not_acknowledged, is_filer && !facts.redaction_agreed);
    one.granted = one.findings.empty() && one.reasons.bits == 0;
    return one;
}

/// What the central account may do in the court at `now`. docs/access.md has the rules in words.
[[nodiscard]] constexpr court_access access_in(const link_policy& policy, const access_facts& facts,
                                               instant now) noexcept {
    const findings weighing = policy.dispositions.refuse | policy.dispositions.hold;
    const findings central = detail::observe_person(policy, facts, now);
    court_access may;
    may.authentication = sign_on(policy, facts, now);
    may.authentication.findings.insert_if(finding::court_unknown, predicate::court_unknown(policy));

    may.search = may.authentication;
    may.search.findings =
        may.search.findings |
        (central & (findings{finding::central_administrative} | finding::central_search_inactive));
    may.search.findings.insert_if(finding::court_in_outage, detail::is_closed_to_viewing(policy, now));
    detail::add_if(may.search, access_reason::client_code_missing, facts.client_code_missing);

    may.filing = may.authentication;
    may.filing.findings = may.filing.findings | detail::closed_to_filing(policy, now) |
                          ((central & weighing) - detail::bears_on_linking_only) |
                          (central & findings{finding::central_administrative});
    access_level most = access_level::none;
    if (facts.linked) {
        if (facts.account != nullptr) {
            may.filing.findings.insert_if(finding::record_malformed, predicate::malformed(*facts.account));
            most = detail::add_standing(may.filing, policy, facts.kind, *facts.account, facts.acting_for);
        } else {
            may.filing.findings.insert(finding::account_unknown);
        }
    } else {
        const bool nothing_to_link =
            weighing.contains(finding::court_needs_no_link) && predicate::court_needs_no_link(policy);
        may.filing.reasons.insert(facts.account != nullptr && !nothing_to_link ? access_reason::not_linked
                                                                               : access_reason::not_admitted);
    }
    detail::conclude(may, facts.kind, most);
    return may;
}

/// What the court's own login still opens at `now`. Until go-live it files. From then on it opens
/// nothing, linked or not, unless the policy leaves the court's logins in use; and once a link of
/// it was removed, it opens nothing in any case, linked again or not (A33, A34, A41). It never
/// searches: that takes a central account. A policy that leaves logins in use says so of the court,
/// before and after a link alike.
[[nodiscard]] constexpr court_access court_login_access(const link_policy& policy,
                                                        const court_login_facts& facts,
                                                        instant now) noexcept {
    using enum finding;
    court_access may;
    const findings court = observe_court(policy, now);
    const bool before_go_live = !(court & detail::not_known_live(policy)).empty();
    const bool retires = policy.retire != credential_retirement::never;

    may.authentication.findings = court & findings{court_unknown};
    may.authentication.findings.insert_if(account_unknown, facts.account == nullptr);
    if (facts.account != nullptr) {
        may.authentication.findings =
            may.authentication.findings |
            (observe_account(policy, *facts.account) & (findings{account_terminated} | account_locked));
        may.authentication.findings.insert_if(record_malformed, predicate::malformed(*facts.account));
    }
    const bool was_linked = facts.linked_at && now >= *facts.linked_at;
    const bool was_unlinked = facts.unlinked_at && now >= *facts.unlinked_at;
    detail::add_if(may.authentication, access_reason::not_linked, was_unlinked && !facts.linked);
    detail::add_if(may.authentication, access_reason::legacy_retired,
                   (retires && was_linked) || (was_unlinked && facts.linked));
    detail::add_if(may.authentication, access_reason::court_login_closed, retires && !before_go_live);

    may.search = may.authentication;
    may.search.reasons.insert(access_reason::needs_central_account);

    may.filing = may.authentication;
    may.filing.findings = may.filing.findings | (court & findings{court_in_outage});
    const access_level most =
        facts.account == nullptr
            ? access_level::none
            : detail::add_standing(may.filing, policy, facts.kind, *facts.account, facts.acting_for);
    detail::conclude(may, facts.kind, most);
    return may;
}

ECFLINK_END_NAMESPACE
