// rules_as_table.hpp: the rules a second time, as one table over plain cases. It shares nothing
// with observe.hpp: bits are numbers here, times are small numbers.
#pragma once

#include <cstdint>
#include <string>

#include "support/plain_case.hpp"

namespace exhaustive {

using namespace support;

/// A time that is not there is neither before nor after anything.
inline bool there(micros time) { return time != never; }

inline bool has_central(const plain_case& x) { return x.central == presence::one; }
inline bool has_account(const plain_case& x) { return x.account == presence::one; }
/// The court is looked at: it has a policy, and the time is known.
inline bool court_at_t(const plain_case& x) { return x.in_force && (!x.in_ledger || x.linked_at_readable); }
inline bool t_known(const plain_case& x) { return !x.in_ledger || x.linked_at_readable; }
inline bool removed(const plain_case& x) { return x.in_ledger && x.state == link_state::removed; }
inline bool bit_is_set(std::uint32_t bits, unsigned number) {
    return number >= 1 && number < 32 && (bits & (1U << number)) != 0;
}

inline bool proofs_needed(const plain_case& x) {
    return !x.in_ledger || !(x.made_by <= link_maker::admission &&
                             bit_is_set(x.waived_for, static_cast<unsigned>(x.made_by)));
}
inline bool accepted(std::uint32_t accepted_classes, proof_class given) {
    return given <= proof_class::staff_verified && bit_is_set(accepted_classes, static_cast<unsigned>(given));
}
inline bool fresh(const plain_case& x, micros at) {
    return t_known(x) && there(at) && at <= 0 && at >= -max_proof_age;
}

template <class E>
bool unreadable_token(E value) {
    return value == unlisted<E>;
}
template <class E>
bool missing_token(E value) {
    return value == E{0} || value == unlisted<E>;
}

inline bool malformed_central(const plain_case& x) {
    return has_central(x) &&
           (missing_token(x.usage) || missing_token(x.central_state) || unreadable_token(x.generation) ||
            unreadable_token(x.search) || unreadable_token(x.mfa) || unreadable_token(x.registration) ||
            unreadable_token(x.central_change));
}
inline bool malformed_account(const plain_case& x) {
    return has_account(x) && (x.login.empty() || missing_token(x.role) || missing_token(x.account_state) ||
                              unreadable_token(x.account_change));
}
inline bool malformed_link(const plain_case& x) {
    return unreadable_token(x.central_proof) || unreadable_token(x.account_proof) ||
           (x.in_ledger &&
            (!x.linked_at_readable || unreadable_token(x.state) || unreadable_token(x.made_by)));
}

/// A character as it stands in a login.
inline std::string in_utf8(char32_t c) {
    const auto byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80) {
        return {byte(c)};
    }
    if (c < 0x800) {
        return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
    }
    if (c < 0x10000) {
        return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
    }
    return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)),
            byte(0x80 | (c & 0x3F))};
}

inline bool login_forbidden(const plain_case& x) {
    for (const char32_t c : x.forbidden) {
        if (x.login.find(in_utf8(c)) != std::string_view::npos) {
            return true;
        }
    }
    return x.lower_case_only && x.login.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos;
}

/// Both names are there and differ.
inline bool names_differ(const plain_case& x) {
    return x.names.central_present && x.names.account_present &&
           !(x.compares_exactly ? x.names.equal_exact : x.names.equal_normalized);
}
/// 2 common / total >= percent / 100, in whole numbers.
inline bool names_similar(const plain_case& x) {
    return 200 * x.names.common >= x.similar_from_percent * x.names.total;
}

struct rule {
    unsigned bit;
    bool (*is_so)(const plain_case&);
};

inline constexpr rule rules[] = {
    {0, [](const plain_case& x) { return !x.in_force; }},
    {1, [](const plain_case& x) { return x.central == presence::none; }},
    {2, [](const plain_case& x) { return x.account == presence::none; }},
    {3,
     [](const plain_case& x) {
         return x.field_unreadable || x.own_field_unreadable || malformed_central(x) ||
                malformed_account(x) || malformed_link(x);
     }},
    {4, [](const plain_case& x) { return x.central == presence::several || x.account == presence::several; }},

    {8, [](const plain_case& x) { return has_central(x) && x.usage == central_usage::shared; }},
    {9, [](const plain_case& x) { return has_central(x) && x.usage == central_usage::administrative; }},
    {10,
     [](const plain_case& x) {
         return has_central(x) && (x.generation == central_generation::legacy ||
                                   (x.generation == central_generation::missing &&
                                    (x.created_after_cutoff == never || x.created_after_cutoff < 0)));
     }},
    {11,
     [](const plain_case& x) { return has_central(x) && x.central_state == central_status::not_activated; }},
    {12, [](const plain_case& x) { return has_central(x) && x.central_state == central_status::on_hold; }},
    {13, [](const plain_case& x) { return has_central(x) && x.central_state == central_status::disabled; }},
    {14, [](const plain_case& x) { return has_central(x) && x.central_state == central_status::closed; }},
    {15,
     [](const plain_case& x) {
         return has_central(x) && x.mfa != mfa_state::enrolled && there(x.mfa_from) && x.mfa_from <= 0;
     }},
    {16,
     [](const plain_case& x) {
         return has_central(x) && (x.central_change == pending_change::contact ||
                                   x.central_change == pending_change::credential);
     }},
    {17, [](const plain_case& x) { return has_central(x) && x.search == search_status::inactive; }},
    {18, [](const plain_case& x) { return has_central(x) && x.exempt; }},

    {20,
     [](const plain_case& x) {
         const micros live = there(x.go_live) ? x.go_live : x.not_before;
         return court_at_t(x) && there(live) && live > 0;
     }},
    {21,
     [](const plain_case& x) {
         return court_at_t(x) &&
                ((there(x.outages[0].begin) && x.outages[0].begin <= 0 && x.outages[0].end > 0) ||
                 (there(x.outages[1].begin) && x.outages[1].begin <= 0 && x.outages[1].end > 0));
     }},
    {22, [](const plain_case& x) { return court_at_t(x) && there(x.closes) && x.closes <= 0; }},
    {23, [](const plain_case& x) { return x.in_force && x.system == court_system::successor; }},
    {24,
     [](const plain_case& x) {
         const bool before = court_at_t(x) && there(x.not_before) && x.not_before > 0;
         const bool after = court_at_t(x) && there(x.live_by) && x.live_by <= 0;
         return x.in_force && !there(x.go_live) && !before && !after;
     }},

    {28, [](const plain_case& x) { return has_account(x) && x.account_state == account_status::terminated; }},
    {29, [](const plain_case& x) { return has_account(x) && x.account_state == account_status::suspended; }},
    {30, [](const plain_case& x) { return has_account(x) && x.account_state == account_status::restricted; }},
    {31, [](const plain_case& x) { return has_account(x) && x.account_state == account_status::locked; }},
    {32, [](const plain_case& x) { return has_account(x) && x.account_state == account_status::fee_locked; }},
    {33,
     [](const plain_case& x) {
         return has_account(x) && x.roles != plain_case::all_roles &&
                (missing_token(x.role) || !bit_is_set(x.roles, static_cast<unsigned>(x.role)));
     }},
    {34,
     [](const plain_case& x) {
         const micros live = there(x.go_live) ? x.go_live : x.live_by;
         return has_account(x) && there(live) && there(x.opened) && x.opened >= live;
     }},
    {35, [](const plain_case& x) { return has_account(x) && login_forbidden(x); }},
    {36,
     [](const plain_case& x) {
         return has_account(x) && (x.account_change == pending_change::contact ||
                                   x.account_change == pending_change::credential);
     }},
    {37, [](const plain_case& x) { return has_account(x) && x.link_locked; }},
    {38,
     [](const plain_case& x) {
         return has_account(x) && x.role == account_role::filing_agent && x.principals == 0;
     }},

    {40,
     [](const plain_case& x) { return proofs_needed(x) && !accepted(x.accepted_central, x.central_proof); }},
    {41,
     [](const plain_case& x) {
         return proofs_needed(x) && x.central_proof != proof_class::missing && !fresh(x, x.central_proof_at);
     }},
    {42,
     [](const plain_case& x) { return proofs_needed(x) && !accepted(x.accepted_account, x.account_proof); }},
    {43,
     [](const plain_case& x) {
         return proofs_needed(x) && x.account_proof != proof_class::missing && !fresh(x, x.account_proof_at);
     }},
    {44,
     [](const plain_case& x) {
         return proofs_needed(x) && x.account_proof != proof_class::missing && x.proof_court != "wiwd";
     }},
    {45,
     [](const plain_case& x) {
         return !x.in_ledger && x.attempt_limit > 0 && x.failed_attempts >= x.attempt_limit;
     }},
    {46, [](const plain_case& x) { return x.wants_roster && !x.on_roster; }},
    {47,
     [](const plain_case& x) {
         return x.in_ledger && proofs_needed(x) && x.two_steps &&
                (!x.linked_at_readable || !there(x.confirmed_at) || x.confirmed_at > 0);
     }},

    {48, [](const plain_case& x) { return x.already_linked; }},
    {49,
     [](const plain_case& x) {
         return x.centrals_per_account > 0 && x.other_centrals + 1 > x.centrals_per_account;
     }},
    {50,
     [](const plain_case& x) {
         return x.accounts_per_central > 0 &&
                (x.counts_by_role ? x.other_accounts_of_role : x.other_accounts) + 1 > x.accounts_per_central;
     }},
    {51,
     [](const plain_case& x) {
         return there(x.tombstone) && (!x.in_ledger || !x.linked_at_readable || x.tombstone <= 0) &&
                !(there(x.lifted) && x.lifted <= 0 && (!x.in_ledger || x.linked_at_readable));
     }},
    {52,
     [](const plain_case& x) {
         return has_central(x) && has_account(x) && x.role == account_role::filing_agent &&
                x.registrations_of_agents != 0 &&
                (missing_token(x.registration) ||
                 !bit_is_set(x.registrations_of_agents, static_cast<unsigned>(x.registration)));
     }},
    {53,
     [](const plain_case& x) {
         return has_central(x) && has_account(x) && names_differ(x) && !names_similar(x);
     }},
    {54,
     [](const plain_case& x) {
         return has_central(x) && has_account(x) && names_differ(x) && names_similar(x);
     }},
    {55,
     [](const plain_case& x) {
         return has_central(x) && has_account(x) && !(x.names.central_present && x.names.account_present);
     }},

    {56, [](const plain_case& x) { return x.in_ledger && x.linked_at_readable && x.as_of < 0; }},
    {57,
     [](const plain_case& x) {
         return x.in_ledger && x.linked_at_readable &&
                ((has_account(x) && there(x.opened) && x.opened > 0) ||
                 (has_central(x) && there(x.created_start) && x.created_start > 0));
     }},
};

/// The findings that the table states. Others are held against the oracle of the differential tests
/// alone.
inline constexpr std::uint64_t stated_findings = [] {
    std::uint64_t bits = 0;
    for (const rule& one : rules) {
        bits |= std::uint64_t{1} << one.bit;
    }
    return bits;
}();

inline std::uint64_t findings_by_table(const plain_case& x) {
    if (x.in_ledger && removed(x)) {  // history: only its own fields count
        return std::uint64_t{x.own_field_unreadable || malformed_link(x)} << 3;
    }
    std::uint64_t bits = 0;
    for (const rule& one : rules) {
        bits |= std::uint64_t{one.is_so(x)} << one.bit;
    }
    if (x.in_ledger && x.made_by == link_maker::admission) {  // not an old account that moves
        bits &= ~(1ULL << 22 | 1ULL << 23 | 1ULL << 33 | 1ULL << 34 | 1ULL << 35 | 1ULL << 46);
    }
    return bits;
}

/// The default dispositions, as numbers: 2 refuse, 1 hold, 0 allow.
inline int verdict_by_table(std::uint64_t bits) {
    constexpr std::uint64_t notes =
        1ULL << 17 | 1ULL << 30 | 1ULL << 32 | 1ULL << 38 | 1ULL << 53 | 1ULL << 54 | 1ULL << 55;
    constexpr std::uint64_t holds = 1ULL << 18 | 1ULL << 24 | 1ULL << 47 | 1ULL << 57;
    if ((bits & ~notes & ~holds) != 0) {
        return 2;
    }
    return (bits & holds) != 0 ? 1 : 0;
}

}  // namespace exhaustive
