// courts.hpp: the courts of a ledger by number, and what their policies come to for any link of
// theirs.
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

/// A court's number. Those with a policy come first, from 1.
using court_number = std::uint32_t;
inline constexpr court_number no_court = 0;  ///< missing, unreadable, or not met before

/// A court's policy, with what depends on little else worked out by the predicates themselves.
struct court_rules {
    court_rules(const court_policy& of_court, court_id id);

    /// What is so about the court at t.
    [[nodiscard]] findings at(instant t) const noexcept {
        std::size_t piece = 0;
        while (piece < turns.size() && t.micros >= turns[piece]) {
            ++piece;
        }
        return pieces[piece];
    }

    const court_policy* policy;
    court_id court;
    /// The instants at which what is so about the court changes, ascending, and what is so before
    /// the first, and from each on.
    std::vector<std::int64_t> turns;
    std::vector<findings> pieces;
    findings timeless;  ///< what is so about it for a link without an instant
    /// What is so about the proofs of a link that states none, by the number of who made it.
    std::array<findings, 4> unproven;
    static_assert(tokens<link_maker>().size() + 1 == 4);
    /// The characters of ASCII that make a login not linkable.
    std::array<bool, 128> unlinkable{};
    bool any_unlinkable = false;
    /// What `account_facts` say of an account of which no more is known than its role and its
    /// status, by their numbers: all there is to say of most.
    std::array<std::array<std::uint32_t, tokens<account_status>().size() + 1>,
               tokens<account_role>().size() + 1>
        plain_accounts{};
    std::uint32_t central_class = 0;  ///< which courts see central accounts alike
};

/// The rules of courts by number.
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

    /// Gives each court the class of `classes` that sees central accounts as it does, and adds
    /// those that are missing. Of a class there is one policy, but for the instant from which a
    /// second factor is asked for: these ask always.
    void find_central_classes(std::vector<link_policy>& classes);

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
    /// The same, or that of a court that an account named.
    [[nodiscard]] court_number find(std::string_view text) const;
    /// The same, or a new number. May be called by several threads, as long as none calls `find`.
    court_number enter(std::string_view text);

    [[nodiscard]] court_number known() const noexcept { return rules_.known(); }
    [[nodiscard]] const rules_by_court& rules() const noexcept { return rules_; }
    /// See `rules_by_court::find_central_classes`.
    [[nodiscard]] const std::vector<link_policy>& central_classes() const noexcept {
        return central_classes_;
    }

private:
    keyed_hash hash_;
    rules_by_court rules_;
    std::vector<short_text> texts_;  ///< of the ids, by number
    /// at the place of the hash of each id, or behind it; a power of two, so many that most places
    /// are free
    std::vector<court_number> numbers_;
    std::vector<link_policy> central_classes_;
    std::mutex guard_;
    std::map<std::string, court_number, std::less<>> others_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
