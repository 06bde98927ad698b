// record_facts.hpp: what the 32 bits of a record say of its account.
//
//     bits   court account                          central account
//     0-3    state of the record                    state of the record
//     4-     findings, as many as the group spans   findings, as many as the group spans
//     then   which registrations do not fit (4)     registration (2)
//     then   has a tombstone (1)
//     rest   when it was opened, rounded up         end of the day of creation, rounded up
//
// The catalogue says which findings these are: a new one takes a bit from the instant, which is
// then kept in longer units.
#pragma once

#include <bit>
#include <cstdint>

#include <ecflink/core/observe.hpp>

#include "verify/record_table.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// How `facts` of a record begin: with the findings of a group, from its first to its last.
template <finding_group Group>
struct findings_in_facts {
    static constexpr unsigned first_bit = static_cast<unsigned>(findings_of(Group).lowest());
    static constexpr unsigned findings_bits =
        static_cast<unsigned>(std::bit_width(findings_of(Group).bits())) - first_bit;
    static_assert(findings_bits <= 16, "the findings of a group of accounts need 16 bits at most");
    static constexpr std::uint32_t findings_mask = ((std::uint32_t{1} << findings_bits) - 1)
                                                   << record_facts_shift;

    [[nodiscard]] static constexpr std::uint32_t pack(findings found) noexcept {
        return static_cast<std::uint32_t>(found.bits() >> first_bit << record_facts_shift) & findings_mask;
    }
    [[nodiscard]] static constexpr findings unpack(std::uint32_t facts) noexcept {
        return findings(std::uint64_t{facts & findings_mask} >> record_facts_shift << first_bit);
    }
    static_assert(unpack(pack(findings_of(Group))) == findings_of(Group),
                  "every finding of the group is packed");
};

/// An instant in `facts`, rounded up: how many units since 1970 have begun by then. They take the
/// bits from `Shift` on; a unit has 2^`unit` microseconds.
template <unsigned Shift>
struct units_in_facts {
    static_assert(Shift <= 24, "an instant needs 8 bits at least");
    static constexpr unsigned shift = Shift;
    /// stands for whatever there is no room for, too
    static constexpr std::int64_t last = (std::int64_t{1} << (32 - Shift)) - 1;
    /// the shortest unit with which there is room until 2100
    static constexpr unsigned unit = [] {
        unsigned shortest = 0;
        while (last << shortest < make_instant(make_civil_day(2100, 1, 1)).micros) {
            ++shortest;
        }
        return shortest;
    }();
    /// up to here no instant is surely after the last unit
    static constexpr std::int64_t latest = (last << unit) - 1;

    [[nodiscard]] static constexpr std::uint32_t after(std::int64_t micros) noexcept {
        const std::int64_t units = micros < 0 ? 1 : (micros >> unit) + 1;
        return static_cast<std::uint32_t>(units < last ? units : last) << Shift;
    }
    /// False, if an instant is surely not before what `after` was given; always, where nothing was
    /// given.
    [[nodiscard]] static constexpr bool may_be_before(std::int64_t micros, std::uint32_t facts) noexcept {
        const std::int64_t units = facts >> Shift;
        return units != 0 && (units == last || micros >> unit < units);
    }
    /// The contrary, in fewer steps, for an instant from 1970 to `latest`.
    [[nodiscard]] static constexpr bool is_surely_after(std::int64_t micros, std::uint32_t facts) noexcept {
        return micros >> unit >= std::int64_t{facts >> Shift};
    }
};

/// `facts` of the record of a court account.
struct account_facts : findings_in_facts<finding_group::account> {
    static constexpr unsigned registrations_shift = record_facts_shift + findings_bits;
    /// for each registration, missing included: central accounts that have it may not be linked
    static constexpr unsigned registrations_bits = 4;
    static_assert(tokens<registration_type>().size() + 1 == registrations_bits);
    static constexpr unsigned tombstoned_shift = registrations_shift + registrations_bits;
    using opened = units_in_facts<tombstoned_shift + 1>;
    /// what the row itself does not say
    static constexpr std::uint32_t of_its_key = record_ambiguous | std::uint32_t{1} << tombstoned_shift;
};

/// `facts` of the record of a central account. Its findings do not depend on the instant of
/// verification: `central_findings_in_force` says which of them count.
struct central_facts : findings_in_facts<finding_group::central> {
    static constexpr unsigned registration_shift = record_facts_shift + findings_bits;
    static constexpr unsigned registration_bits = 2;
    static_assert(tokens<registration_type>().size() + 1 <= 1U << registration_bits);
    using created = units_in_facts<registration_shift + registration_bits>;
};

/// The facts of a court account, without those of its login and of the instant when it was opened.
[[nodiscard]] std::uint32_t facts_of(const link_policy& policy, const court_account& account) noexcept;

// What a record stores is found from the fields of its row, but for these rules, which have
// their own place. Another rule of their kind needs one, too.
static_assert(detail::reading<finding_group::account, &court_account::login>() ==
                  findings{finding::login_not_linkable},
              "bulk verification knows one rule that reads logins, character by character");
static_assert(detail::reading<finding_group::account, &court_account::opened>() ==
                  findings{finding::account_opened_after_cutover},
              "bulk verification knows one rule that reads when an account was opened");
static_assert(detail::answered_by<finding_group::pair, link_policy, central_account, court_account>() ==
                  findings{finding::kind_role_mismatch},
              "a record of a court account has room for one rule about both accounts");

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
