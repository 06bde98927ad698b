#include "verify/conflicts.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tables/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

namespace {

/// A candidate, and the keys that it may share with others.
struct keyed_candidate {
    std::array<std::uint64_t, 3> keys;
    conflict_candidate* candidate;
};

/// The candidates sorted by their keys.
template <class KeysOf>
std::vector<keyed_candidate> sort_by(std::span<conflict_candidate> candidates, KeysOf keys_of) {
    std::vector<keyed_candidate> sorted;
    sorted.reserve(candidates.size());
    for (conflict_candidate& each : candidates) {
        sorted.push_back({keys_of(each), &each});
    }
    std::ranges::sort(sorted, {}, &keyed_candidate::keys);
    return sorted;
}

/// Calls `use(run)` for each run of candidates for which `key` is equal.
template <class Key, class Use>
void for_each_run(std::span<const keyed_candidate> sorted, Key key, Use use) {
    for (auto begin = sorted.begin(); begin != sorted.end();) {
        const auto end = std::find_if(begin, sorted.end(),
                                      [&](const keyed_candidate& each) { return key(each) != key(*begin); });
        use(std::span(begin, end));
        begin = end;
    }
}

/// How many other values of a key a link of a run sees. Links that lack a key join nothing and do
/// not count. The run is sorted by the key.
template <class Key>
std::uint32_t count_other_values(std::span<const keyed_candidate> run, Key key) noexcept {
    std::uint32_t values = 0;
    const keyed_candidate* last = nullptr;
    for (const keyed_candidate& each : run) {
        if (each.candidate->joins()) {
            values += last == nullptr || key(*last) != key(each) ? 1 : 0;
            last = &each;
        }
    }
    return values == 0 ? 0 : values - 1;
}

/// Counts what candidates with the same account have in common.
void count_in_accounts(std::span<conflict_candidate> candidates) {
    const auto account = [](const keyed_candidate& each) { return each.keys[0]; };
    const auto central = [](const keyed_candidate& each) { return each.keys[1]; };
    const auto sorted = sort_by(candidates, [](const conflict_candidate& each) {
        return std::array<std::uint64_t, 3>{each.account, each.central};
    });
    for_each_run(std::span(sorted), account, [&](std::span<const keyed_candidate> of_account) {
        if (account(of_account.front()) == conflict_candidate::none) {
            return;
        }
        const std::uint32_t other_centrals = count_other_values(of_account, central);
        for_each_run(of_account, central, [&](std::span<const keyed_candidate> of_pair) {
            for (const keyed_candidate& each : of_pair) {
                each.candidate->others.already_linked = each.candidate->joins() && of_pair.size() > 1;
                each.candidate->others.other_centrals_of_account = other_centrals;
            }
        });
    });
}

/// Counts what candidates with the same central account in the same court have in common.
void count_in_slots(std::span<conflict_candidate> candidates) {
    constexpr unsigned court_shift = 32;
    const auto central = [](const keyed_candidate& each) { return each.keys[0]; };
    const auto slot = [&](const keyed_candidate& each) {
        return std::pair(each.keys[0], each.keys[1] >> court_shift);
    };
    const auto role = [](const keyed_candidate& each) { return each.keys[1]; };
    const auto account = [](const keyed_candidate& each) { return each.keys[2]; };
    const auto sorted = sort_by(candidates, [](const conflict_candidate& each) {
        return std::array<std::uint64_t, 3>{
            each.central, std::uint64_t{each.court} << court_shift | each.role, each.account};
    });
    for_each_run(std::span(sorted), slot, [&](std::span<const keyed_candidate> of_slot) {
        if (central(of_slot.front()) == conflict_candidate::none) {
            return;
        }
        const std::uint32_t other_accounts = count_other_values(of_slot, account);
        for_each_run(of_slot, role, [&](std::span<const keyed_candidate> of_role) {
            const std::uint32_t others_in_role = count_other_values(of_role, account);
            for (const keyed_candidate& each : of_role) {
                each.candidate->others.other_accounts_in_court = other_accounts;
                each.candidate->others.other_accounts_in_court_and_role = others_in_role;
            }
        });
    });
}

}  // namespace

bool count_others(std::span<conflict_candidate> candidates, const work_options& options) {
    const auto count_half = [&](unsigned, std::size_t half, std::size_t) {
        half == 0 ? count_in_accounts(candidates) : count_in_slots(candidates);
    };
    return for_each_morsel(without_progress(options), {}, 2, count_half, 1);
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
