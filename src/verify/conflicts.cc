#include "verify/conflicts.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tables/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

namespace {

/// A suspect, by the keys that it may share with others.
struct keyed_suspect {
    std::array<std::uint64_t, 3> keys;
    suspect* of;
};

/// The suspects in the order of their keys.
template <class KeysOf>
std::vector<keyed_suspect> sort_by(std::span<suspect> suspects, KeysOf keys_of) {
    std::vector<keyed_suspect> sorted;
    sorted.reserve(suspects.size());
    for (suspect& each : suspects) {
        sorted.push_back({keys_of(each), &each});
    }
    std::ranges::sort(sorted, {}, &keyed_suspect::keys);
    return sorted;
}

/// Calls `use(run)` for each run of suspects for which `key` is equal.
template <class Key, class Use>
void for_each_run(std::span<const keyed_suspect> sorted, Key key, Use use) {
    for (auto begin = sorted.begin(); begin != sorted.end();) {
        const auto end = std::find_if(begin, sorted.end(),
                                      [&](const keyed_suspect& each) { return key(each) != key(*begin); });
        use(std::span(begin, end));
        begin = end;
    }
}

/// How many values of a key there are in a run, beside one's own; links that lack a key join
/// nothing. Equal values stand together.
template <class Key>
std::uint32_t count_other_values(std::span<const keyed_suspect> run, Key key) noexcept {
    std::uint32_t values = 0;
    const keyed_suspect* last = nullptr;
    for (const keyed_suspect& each : run) {
        if (each.of->joins()) {
            values += last == nullptr || key(*last) != key(each) ? 1 : 0;
            last = &each;
        }
    }
    return values == 0 ? 0 : values - 1;
}

/// The half of `others` that links of the same account say.
void count_in_accounts(std::span<suspect> suspects) {
    const auto account = [](const keyed_suspect& each) { return each.keys[0]; };
    const auto central = [](const keyed_suspect& each) { return each.keys[1]; };
    const auto sorted = sort_by(suspects, [](const suspect& each) {
        return std::array<std::uint64_t, 3>{each.account, each.central};
    });
    for_each_run(std::span(sorted), account, [&](std::span<const keyed_suspect> of_account) {
        if (account(of_account.front()) == suspect::none) {
            return;
        }
        const std::uint32_t other_centrals = count_other_values(of_account, central);
        for_each_run(of_account, central, [&](std::span<const keyed_suspect> of_pair) {
            for (const keyed_suspect& each : of_pair) {
                each.of->others.already_linked = each.of->joins() && of_pair.size() > 1;
                each.of->others.other_centrals_of_account = other_centrals;
            }
        });
    });
}

/// The half that links of the same central account in the same court say.
void count_in_slots(std::span<suspect> suspects) {
    constexpr unsigned court_shift = 32;
    const auto central = [](const keyed_suspect& each) { return each.keys[0]; };
    const auto slot = [&](const keyed_suspect& each) {
        return std::pair(each.keys[0], each.keys[1] >> court_shift);
    };
    const auto role = [](const keyed_suspect& each) { return each.keys[1]; };
    const auto account = [](const keyed_suspect& each) { return each.keys[2]; };
    const auto sorted = sort_by(suspects, [](const suspect& each) {
        return std::array<std::uint64_t, 3>{
            each.central, std::uint64_t{each.court} << court_shift | each.role, each.account};
    });
    for_each_run(std::span(sorted), slot, [&](std::span<const keyed_suspect> of_slot) {
        if (central(of_slot.front()) == suspect::none) {
            return;
        }
        const std::uint32_t other_accounts = count_other_values(of_slot, account);
        for_each_run(of_slot, role, [&](std::span<const keyed_suspect> of_role) {
            const std::uint32_t others_in_role = count_other_values(of_role, account);
            for (const keyed_suspect& each : of_role) {
                each.of->others.other_accounts_in_court = other_accounts;
                each.of->others.other_accounts_in_court_and_role = others_in_role;
            }
        });
    });
}

}  // namespace

bool count_others(std::span<suspect> suspects, const work_options& options) {
    work_options in_silence = options;  // halves are no rows
    in_silence.progress = nullptr;
    const auto count_half = [&](unsigned, std::size_t half, std::size_t) {
        half == 0 ? count_in_accounts(suspects) : count_in_slots(suspects);
    };
    return for_each_morsel(in_silence, {}, 2, count_half, 1);
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
