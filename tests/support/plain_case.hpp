// plain_case.hpp: a case in simple values, every way in which it can differ from a clean case, and
// its translation for the engine.
//
// Times are whole microseconds before (-) or after (+) t, the instant for which the court is
// evaluated; `never` is a missing time. One function, `choose_all`, lists every field with its
// alternatives, the clean value first. Its caller decides what is chosen: all combinations of a
// group, all combinations of any few fields, or a random case.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <ecflink/core/link.hpp>
#include <ecflink/core/policy.hpp>

namespace support {

using namespace ecflink;

using micros = int;
inline constexpr micros never = std::numeric_limits<int>::min();
inline constexpr micros unreadable = never + 1;  ///< of a tombstone whose time cannot be read
inline constexpr micros max_proof_age = 5;

/// A number that no enumeration has.
template <class E>
inline constexpr E unlisted = static_cast<E>(200);

enum class presence : std::uint8_t { one, none, several };

struct plain_window {
    micros begin = never;
    micros end = never;
};

struct plain_names {
    bool central_present;
    bool account_present;
    bool equal_exact;
    bool equal_normalized;
    unsigned common;
    unsigned total;
};

struct plain_case {
    // The policy.
    bool in_force = true;
    court_system system = court_system::next_gen;
    micros go_live = -9;
    micros not_before = never;  ///< counts where `go_live` is never
    micros live_by = never;
    std::array<plain_window, 2> outages;
    micros closes = never;
    std::uint32_t roles = all_roles;            ///< bits by number; `all_roles`: the policy lists none
    std::uint32_t registrations_of_agents = 0;  ///< bits by number; 0: the policy lists none
    bool two_steps = true;
    unsigned accounts_per_central = 1;
    unsigned centrals_per_account = 1;
    bool counts_by_role = false;
    std::u32string_view forbidden;
    bool lower_case_only = false;
    bool wants_roster = false;
    micros mfa_from = never;  ///< after s, the instant of the state
    std::uint32_t accepted_central = 1U << 5 | 1U << 6;
    std::uint32_t accepted_account = 1U << 4 | 1U << 5 | 1U << 7;
    std::uint32_t waived_for = 1U << 2 | 1U << 4;
    unsigned attempt_limit = 5;
    bool compares_exactly = false;
    unsigned similar_from_percent = 85;

    // The central account.
    presence central = presence::one;
    central_usage usage = central_usage::individual;
    central_status central_state = central_status::active;
    central_generation generation = central_generation::upgraded;
    int created_after_cutoff = 100;  ///< days; `never`
    search_status search = search_status::active;
    mfa_state mfa = mfa_state::enrolled;
    registration_type registration = registration_type::case_search_only;
    pending_change central_change = pending_change::none;
    bool exempt = false;

    // The court account.
    presence account = presence::one;
    std::string_view login = "asample";
    account_role role = account_role::attorney;
    account_status account_state = account_status::active;
    pending_change account_change = pending_change::none;
    bool link_locked = false;
    unsigned principals = 1;
    micros opened = -20;

    // The proofs.
    proof_class central_proof = proof_class::password_mfa;
    micros central_proof_at = -2;
    proof_class account_proof = proof_class::password;
    micros account_proof_at = -2;
    std::string_view proof_court = "wiwd";
    unsigned failed_attempts = 0;
    bool on_roster = false;

    // The pair.
    plain_names names{true, true, true, true, 10, 20};
    bool already_linked = false;
    unsigned other_centrals = 0;
    unsigned other_accounts = 0;
    unsigned other_accounts_of_role = 0;
    micros tombstone = never;
    micros lifted = never;

    // The row of a ledger.
    bool in_ledger = false;
    bool linked_at_readable = true;
    link_state state = link_state::active;
    link_maker made_by = link_maker::filer;
    micros confirmed_at = -1;
    micros as_of = 1000;
    micros created_start = -30;
    bool field_unreadable = false;      ///< of an account
    bool own_field_unreadable = false;  ///< of the link

    static constexpr std::uint32_t all_roles = std::numeric_limits<std::uint32_t>::max();
};

/// Fields whose combinations are tried together.
enum group : unsigned {
    court = 1,
    central = 2,
    account = 4,
    logins = 8,
    proofs = 16,
    attempts = 32,
    others = 64,
    names = 128,
    ledger_times = 256
};
inline constexpr std::array all_groups = {court,    central, account, logins,      proofs,
                                          attempts, others,  names,   ledger_times};

/// Chooses a value for every field: `choose(groups, name, n)` returns an index below n; 0 is the
/// clean value.
template <class Choose>
constexpr plain_case choose_all(Choose&& choose) {
    using namespace std::string_view_literals;
    plain_case x;
    const auto pick = [&choose]<class T, std::size_t N>(T& field, unsigned groups, std::string_view name,
                                                        const std::type_identity_t<T>(&alternatives)[N]) {
        field = alternatives[choose(groups, name, static_cast<unsigned>(N))];
    };
    const auto flip = [&choose](bool& field, unsigned groups, std::string_view name) {
        field = field != (choose(groups, name, 2U) == 1U);
    };
    const auto any_token = [&choose]<class E>(E& field, unsigned groups, std::string_view name) {
        // The clean value, then every other number from 0 (missing), then one that is not listed.
        const auto count = static_cast<unsigned>(tokens<E>().size()) + 2;
        const auto clean = static_cast<unsigned>(field);
        const unsigned chosen = choose(groups, name, count);
        const unsigned number = chosen == 0 ? clean : chosen <= clean ? chosen - 1 : chosen;
        field = number + 1 == count ? unlisted<E> : static_cast<E>(number);
    };

    flip(x.in_ledger, court | proofs | attempts | others | names | ledger_times, "in_ledger");
    flip(x.linked_at_readable, court | proofs | attempts | others | ledger_times, "linked_at_readable");
    flip(x.field_unreadable, ledger_times, "field_unreadable");
    flip(x.own_field_unreadable, ledger_times, "own_field_unreadable");
    flip(x.in_force, court, "in_force");

    any_token(x.system, court, "system");
    pick(x.go_live, court | account, "go_live", {-9, -1, 0, 1, never});
    pick(x.not_before, court, "not_before", {never, -1, 0, 1});
    pick(x.live_by, court | account, "live_by", {never, -1, 0, 1});
    pick(x.outages, court, "outages",
         {{},
          {{{1, 2}}},
          {{{0, 1}}},
          {{{-1, 0}}},
          {{{-1, 1}}},
          {{{-2, -1}}},
          {{{-3, -2}, {0, 5}}},
          {{{0, 0}}}});
    pick(x.closes, court, "closes", {never, 1, 0, -1});

    pick(x.central, others | names | ledger_times, "central",
         {presence::one, presence::none, presence::several});
    any_token(x.usage, central, "usage");
    any_token(x.central_state, central, "central_state");
    any_token(x.generation, central, "generation");
    pick(x.created_after_cutoff, central, "created_after_cutoff", {100, 1, 0, -1, never});
    any_token(x.search, central, "search");
    any_token(x.mfa, central, "mfa");
    pick(x.mfa_from, central, "mfa_from", {never, 1, 0, -1});
    any_token(x.registration, central | names, "registration");
    any_token(x.central_change, central, "central_change");
    flip(x.exempt, central, "exempt");

    pick(x.account, others | names | ledger_times, "account",
         {presence::one, presence::none, presence::several});
    any_token(x.role, account | names, "role");
    any_token(x.account_state, account, "account_state");
    any_token(x.account_change, account, "account_change");
    flip(x.link_locked, account, "link_locked");
    pick(x.principals, account, "principals", {1U, 0U});
    pick(x.opened, account | ledger_times, "opened", {-20, -10, -9, -8, -2, -1, 0, 1, 2, never});
    pick(x.roles, account, "roles",
         {plain_case::all_roles, 0U, 1U << 1 | 1U << 5, plain_case::all_roles - 1});
    pick(x.login, logins, "login",
         {"asample"sv, "Asample"sv, "a&b"sv, "a b"sv, "\xC3\x89"sv, "\xF0\x9F\x98\x80z\xE2\x82\xAC"sv,
          "Z@Z"sv, ""sv});
    pick(x.forbidden, logins, "forbidden",
         {U""sv, U"&@$*"sv, U" "sv, U"z"sv, U"\u00C9"sv, U"\U0001F600\u0301"sv, U"\u20AC"sv});
    flip(x.lower_case_only, logins, "lower_case_only");

    any_token(x.central_proof, proofs, "central_proof");
    any_token(x.account_proof, proofs, "account_proof");
    pick(x.central_proof_at, proofs, "central_proof_at",
         {-2, 0, 1, -max_proof_age, -max_proof_age - 1, never});
    pick(x.account_proof_at, proofs, "account_proof_at",
         {-2, 0, 1, -max_proof_age, -max_proof_age - 1, never});
    pick(x.proof_court, proofs, "proof_court", {"wiwd"sv, "wiwb"sv, ""sv});
    pick(x.accepted_central, proofs, "accepted_central", {1U << 5 | 1U << 6, 0U, ~0U});
    pick(x.accepted_account, 0U, "accepted_account", {1U << 4 | 1U << 5 | 1U << 7, 0U, ~0U});
    any_token(x.made_by, proofs | attempts, "made_by");
    pick(x.waived_for, proofs | attempts, "waived_for", {1U << 2 | 1U << 4, 0U, 1U << 3});
    flip(x.two_steps, attempts, "two_steps");
    pick(x.confirmed_at, attempts, "confirmed_at", {-1, 0, 1, never});
    pick(x.failed_attempts, attempts, "failed_attempts",
         {0U, 4U, 5U, 6U, std::numeric_limits<unsigned>::max()});
    pick(x.attempt_limit, attempts, "attempt_limit", {5U, 0U, 1U});
    flip(x.wants_roster, attempts, "wants_roster");
    flip(x.on_roster, attempts, "on_roster");

    any_token(x.state, others | names | ledger_times, "state");
    flip(x.already_linked, others, "already_linked");
    pick(x.other_centrals, others, "other_centrals", {0U, 1U, 2U});
    pick(x.centrals_per_account, others, "centrals_per_account", {1U, 0U, 2U});
    pick(x.other_accounts, others, "other_accounts", {0U, 1U, 2U});
    pick(x.other_accounts_of_role, others, "other_accounts_of_role", {0U, 1U, 2U});
    pick(x.accounts_per_central, others, "accounts_per_central", {1U, 0U, 2U});
    flip(x.counts_by_role, others, "counts_by_role");
    pick(x.tombstone, others, "tombstone", {never, -1, 0, 1, unreadable});
    pick(x.lifted, others, "lifted", {never, -1, 0, 1});
    pick(x.registrations_of_agents, names, "registrations_of_agents", {0U, 1U << 1 | 1U << 3, ~0U});
    pick(x.names, names, "names",
         {{true, true, true, true, 10, 20},        // the same
          {true, true, false, true, 10, 20},       // the same except for case or accents
          {true, true, false, false, 17, 40},      // similarity 0.85
          {true, true, false, false, 1699, 4000},  // just below
          {true, true, false, false, 10, 20},      // the same except for the order of words
          {true, true, false, false, 0, 20},       // nothing in common
          {false, true, false, false, 0, 10},      //
          {true, false, false, false, 0, 10},      //
          {false, false, true, true, 0, 0}});
    flip(x.compares_exactly, names, "compares_exactly");
    pick(x.similar_from_percent, names, "similar_from_percent", {85U, 0U, 100U});

    pick(x.as_of, ledger_times, "as_of", {1000, 0, -1});
    pick(x.created_start, ledger_times, "created_start", {-30, -1, 0, 1, never});
    return x;
}

/// The case as the engine takes it. It points into itself, so it is neither copied nor moved.
class engine_case {
public:
    explicit engine_case(const plain_case& x) { assign(x); }
    engine_case(const engine_case&) = delete;
    engine_case& operator=(const engine_case&) = delete;

    link_policy policy;
    central_account central;
    court_account account;
    ledger_row row;
    link_case facts;
    instant now;

private:
    static constexpr instant t = make_instant(make_civil_day(2026, 3, 2), 15);

    [[nodiscard]] static std::optional<instant> at(micros offset, instant from = t) {
        return offset == never ? std::nullopt : std::optional<instant>{{from.micros + offset}};
    }
    template <class Id>
    [[nodiscard]] static Id id(std::string_view text) {
        return text.empty() ? Id{} : Id::make(text).value();
    }

    void assign(const plain_case& x) {
        now = x.in_ledger ? *at(x.as_of) : t;

        policy.in_force = x.in_force;
        policy.system = x.system;
        policy.go_live = at(x.go_live);
        policy.go_live_not_before = at(x.not_before);
        policy.go_live_by = at(x.live_by);
        for (const plain_window& outage : x.outages) {
            if (outage.begin != never) {
                policy.outages.push_back({*at(outage.begin), *at(outage.end)});
            }
        }
        policy.link_closes = at(x.closes);
        if (x.roles != plain_case::all_roles) {
            policy.roles = token_set<account_role>{x.roles};
        }
        if (x.registrations_of_agents != 0) {
            policy.roles_with_registrations.insert(account_role::filing_agent);
            policy.registrations[static_cast<std::size_t>(account_role::filing_agent)] =
                token_set<registration_type>{x.registrations_of_agents};
        }
        policy.confirm = x.two_steps ? confirmation::two_step : confirmation::one_step;
        policy.accounts_per_central = x.accounts_per_central;
        policy.centrals_per_account = x.centrals_per_account;
        policy.count_per = x.counts_by_role ? counting::court_and_role : counting::court;
        for (const char32_t c : x.forbidden) {
            policy.login_forbid.insert(c);
        }
        policy.login_case = x.lower_case_only ? login_case::lower : login_case::any;
        policy.roster = x.wants_roster;
        policy.mfa_from = at(x.mfa_from, now);
        policy.central_proof = {token_set<proof_class>{x.accepted_central}, {max_proof_age}};
        policy.account_proof = {token_set<proof_class>{x.accepted_account}, {max_proof_age}};
        policy.proof_waived_for = token_set<link_maker>{x.waived_for};
        policy.attempt_limit = x.attempt_limit;
        policy.compare_names = x.compares_exactly ? name_rule::exact : name_rule::normalized;
        policy.similar_from = x.similar_from_percent / 100.0;

        central.usage = x.usage;
        central.status = x.central_state;
        central.generation = x.generation;
        if (x.created_after_cutoff != never) {
            central.created = civil_day{policy.legacy_cutoff.days + x.created_after_cutoff};
        }
        central.search_status = x.search;
        central.mfa = x.mfa;
        central.registration = x.registration;
        central.pending_change = x.central_change;
        central.exempt = x.exempt;

        account.login = id<ecflink::login>(x.login);
        account.role = x.role;
        account.status = x.account_state;
        account.pending_change = x.account_change;
        account.link_locked = x.link_locked;
        account.principals = x.principals;
        account.opened = at(x.opened);

        row.linked_at = x.linked_at_readable ? std::optional<instant>{t} : std::nullopt;
        row.state = x.state;
        row.made_by = x.made_by;
        row.confirmed_at = at(x.confirmed_at);

        facts.court = "wiwd";
        facts.central = x.central == presence::one ? &central : nullptr;
        facts.account = x.account == presence::one ? &account : nullptr;
        facts.row = x.in_ledger ? &row : nullptr;
        facts.central_created_start = at(x.created_start);
        facts.malformed = x.field_unreadable;
        facts.row_malformed = x.own_field_unreadable;
        facts.central_ambiguous = x.central == presence::several;
        facts.account_ambiguous = x.account == presence::several;
        facts.evidence.central = {x.central_proof, at(x.central_proof_at)};
        facts.evidence.account = {x.account_proof, at(x.account_proof_at)};
        facts.evidence.account_court = id<court_id>(x.proof_court);
        facts.evidence.failed_attempts = x.failed_attempts;
        facts.evidence.on_roster = x.on_roster;
        facts.names = {x.names.central_present,  x.names.account_present, x.names.equal_exact,
                       x.names.equal_normalized, x.names.common,          x.names.total};
        facts.others.already_linked = x.already_linked;
        facts.others.other_centrals_of_account = x.other_centrals;
        facts.others.other_accounts_in_court = x.other_accounts;
        facts.others.other_accounts_in_court_and_role = x.other_accounts_of_role;
        facts.others.tombstoned_at =
            x.tombstone == unreadable ? std::optional<instant>{earliest_instant} : at(x.tombstone);
        facts.others.lifted_at = at(x.lifted);
    }
};

}  // namespace support
