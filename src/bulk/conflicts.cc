#include "bulk/conflicts.hpp"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

namespace {

/// Calls `use(begin, end)` for each run of suspects for which `key` is equal.
template <class Key, class Use>
void for_each_run(std::span<suspect> sorted, Key key, Use use) {
    for (auto begin = sorted.begin(); begin != sorted.end();) {
        const auto end = std::find_if(begin, sorted.end(), [&](const suspect& each) { return key(each) != key(*begin); });
        use(std::span(begin, end));
        begin = end;
    }
}

/// How many different values joining suspects of a sorted run have; links without a key join nothing.
template <class Value>
std::uint32_t count_different(std::span<const suspect> run, Value value) noexcept {
    std::uint32_t different = 0;
    const suspect* last = nullptr;
    for (const suspect& each : run) {
        if (each.joins()) {
            different += last == nullptr || value(*last) != value(each) ? 1 : 0;
            last = &each;
        }
    }
    return different;
}

}  // namespace

void count_conflicts(std::vector<suspect>& suspects) {
    const auto all_but_one = [](std::uint32_t number) { return number == 0 ? 0 : number - 1; };
    std::ranges::sort(suspects, {}, [](const suspect& each) { return std::pair(each.account, each.central); });
    for_each_run(
        suspects, [](const suspect& each) { return each.account; },
        [&](std::span<suspect> of_account) {
            if (of_account.front().account == suspect::none) {
                return;
            }
            const std::uint32_t centrals = count_different(of_account, [](const suspect& each) { return each.central; });
            for_each_run(
                of_account, [](const suspect& each) { return each.central; },
                [&](std::span<suspect> of_pair) {
                    for (suspect& each : of_pair) {
                        each.others.already_linked = each.joins() && of_pair.size() > 1;
                        each.others.other_centrals_of_account = all_but_one(centrals);
                    }
                });
        });
    std::ranges::sort(suspects, {}, [](const suspect& each) { return std::tuple(each.central, each.court, each.role, each.account); });
    for_each_run(
        suspects, [](const suspect& each) { return std::pair(each.central, each.court); },
        [&](std::span<suspect> of_slot) {
            if (of_slot.front().central == suspect::none) {
                return;
            }
            const auto account = [](const suspect& each) { return each.account; };
            const std::uint32_t accounts = count_different(of_slot, account);
            for_each_run(
                of_slot, [](const suspect& each) { return each.role; },
                [&](std::span<suspect> of_role) {
                    const std::uint32_t accounts_in_role = count_different(of_role, account);
                    for (suspect& each : of_role) {
                        each.others.other_accounts_in_court = all_but_one(accounts);
                        each.others.other_accounts_in_court_and_role = all_but_one(accounts_in_role);
                    }
                });
        });
}

}  // namespace detail
ECFLINK_END_NAMESPACE
