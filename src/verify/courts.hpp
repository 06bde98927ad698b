// courts.hpp: the courts of a ledger by number, with findings that depend on little else than their
// policies.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/core/observe.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "base/keyed_hash.hpp"
#include "tables/decode.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

using namespace tables;

/// A court's number. Courts with a policy come first, from 1.
using court_number = std::uint32_t;
inline constexpr court_number no_court = 0;  ///< missing, unreadable, or unknown

/// A court's policy, with the findings that depend on little else. The rules themselves find them.
struct court_rules {
    court_rules(const court_policy& of_court, court_id id);

    /// The findings of the court at t.
    [[nodiscard]] findings at(instant t) const noexcept {
        std::size_t changes = 0;
        while (changes < change_instants.size() && t.micros >= change_instants[changes]) {
            ++changes;
        }
        return findings_between[changes];
    }

    const court_policy* policy;
    court_id court;
    /// The instants at which the findings of the court change, ascending; and its findings before
    /// the first, and from each on.
    std::vector<std::int64_t> change_instants;
    std::vector<findings> findings_between;
    findings timeless;  ///< its findings for a link without an instant
    /// The findings of the proofs of a link that states none, by the number of who made it.
    std::array<findings, tokens<link_maker>().size() + 1> unproven;
    /// The characters of ASCII that make a login not linkable.
    std::array<bool, 128> unlinkable{};
    bool any_unlinkable = false;
    /// The facts of an account of which nothing but role and status is given, by their numbers.
    /// Most accounts are such.
    std::array<std::array<std::uint32_t, tokens<account_status>().size() + 1>,
               tokens<account_role>().size() + 1>
        facts_by_role_and_status{};
    /// The number of its central rule set. Courts with the same one find the same of every central
    /// account.
    std::uint32_t central_rule_set = 0;
};

/// The policies of courts by number.
class rules_by_court {
public:
    /// Those of the policies, in their order.
    explicit rules_by_court(const policy_set& policies);
    /// Those that other policies have for the same courts, under the same numbers.
    rules_by_court(const rules_by_court& numbered, const policy_set& others);

    /// `no_court` and courts without a policy have the rules for all courts.
    [[nodiscard]] const court_rules& operator[](court_number number) const noexcept {
        return rules_[number < rules_.size() ? number : no_court];
    }
    /// The greatest number of a court with a policy.
    [[nodiscard]] court_number known() const noexcept { return static_cast<court_number>(rules_.size() - 1); }

    /// Gives each court its central rule set, from `rule_sets` or added to them. A policy stands
    /// for each rule set.
    void number_central_rule_sets(std::vector<link_policy>& rule_sets);

private:
    std::vector<court_rules> rules_;
};

/// The courts with a policy, and those that accounts name besides.
class court_table {
public:
    court_table(const policy_set& policies, const keyed_hash& hash);

    /// The number of a court that has a policy, from its text.
    [[nodiscard]] court_number find_known(const short_text& text) const noexcept {
        for (std::uint64_t at = hash_(text.low, text.high);; ++at) {
            const court_number number = numbers_[at & (numbers_.size() - 1)];
            if (number == no_court || texts_[number] == text) {
                return number;
            }
        }
    }
    [[nodiscard]] court_number find_known(std::string_view text) const noexcept {
        // NULs would pass for the padding
        const bool may_be_known =
            text.size() <= court_id::capacity && text.find('\0') == std::string_view::npos;
        return may_be_known ? find_known(load_short(text)) : no_court;
    }
    /// The same; or the number of a court without a policy, if `enter` gave it one.
    [[nodiscard]] court_number find(std::string_view text) const;
    /// The same; a court without a number gets one. Several threads may call it, while none calls
    /// `find`.
    court_number enter(std::string_view text);

    [[nodiscard]] court_number known() const noexcept { return rules_.known(); }
    [[nodiscard]] const rules_by_court& rules() const noexcept { return rules_; }
    /// See `rules_by_court::number_central_rule_sets`.
    [[nodiscard]] const std::vector<link_policy>& central_rule_sets() const noexcept {
        return central_rule_sets_;
    }

private:
    keyed_hash hash_;
    rules_by_court rules_;
    std::vector<short_text> texts_;  ///< of the ids, by number
    /// A hash table: the number of each court, at the place of the hash of its id or after it. It
    /// has a power of two of places, most of them free.
    std::vector<court_number> numbers_;
    std::vector<link_policy> central_rule_sets_;
    std::mutex guard_;
    std::map<std::string, court_number, std::less<>> others_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
