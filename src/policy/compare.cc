#include <array>
#include <utility>

#include "policy/case_space.hpp"

#include <ecflink/policies/policy_set.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace {

using detail::policy::framed_outcomes;
using detail::policy::group_outcomes;

/// The facts with which a group is quietest under both policies while it stays below a verdict
/// under one of them; null if it cannot.
const group_outcomes::choice* find_quiet(const group_outcomes& group, std::size_t below, bool of_second) {
    for (std::size_t loudness = 0; loudness <= 4; ++loudness) {
        for (std::size_t a = 0; a < 3; ++a) {
            for (std::size_t b = 0; b < 3; ++b) {
                if (a + b == loudness && (of_second ? b : a) < below && group.by_verdicts[a][b]) {
                    return &*group.by_verdicts[a][b];
                }
            }
        }
    }
    return nullptr;
}

/// The facts with which a group reaches a verdict under one policy and stays below it under the
/// other.
const group_outcomes::choice* find_telling(const group_outcomes& group, std::size_t below, bool of_second) {
    for (std::size_t low = 0; low < below; ++low) {
        for (std::size_t high = below; high < 3; ++high) {
            const auto& found = of_second ? group.by_verdicts[high][low] : group.by_verdicts[low][high];
            if (found) {
                return &*found;
            }
        }
    }
    return nullptr;
}

/// A case of the frame that one policy judges less severely than the other: every group stays below
/// some verdict under the one, and a group reaches it under the other.
std::optional<witness> find_case(const framed_outcomes& framed, bool second_is_milder) {
    for (const std::size_t verdict : {std::size_t{2}, std::size_t{1}}) {
        std::vector<const group_outcomes::choice*> choices;
        std::size_t teller = framed.groups.size();
        for (std::size_t i = 0; i < framed.groups.size(); ++i) {
            choices.push_back(find_quiet(framed.groups[i], verdict, second_is_milder));
            if (choices.back() == nullptr) {
                break;
            }
            if (teller == framed.groups.size() &&
                find_telling(framed.groups[i], verdict, second_is_milder) != nullptr) {
                teller = i;
            }
        }
        if (choices.back() == nullptr || teller == framed.groups.size()) {
            continue;
        }
        choices[teller] = find_telling(framed.groups[teller], verdict, second_is_milder);
        witness found = framed.frame;
        for (const group_outcomes::choice* choice : choices) {
            for (const detail::policy::case_change& change : *choice) {
                change(found);
            }
        }
        return found;
    }
    return std::nullopt;
}

/// The findings of which the second policy, given what each has found, makes more than the first.
findings taken_more_seriously(const disposition_masks& first, findings by_first,
                              const disposition_masks& second, findings by_second) {
    const auto at_least = [](const disposition_masks& masks) {
        return std::array{masks.refuse, masks.refuse | masks.hold, masks.refuse | masks.hold | masks.note};
    };
    const auto least_first = at_least(first);
    const auto least_second = at_least(second);
    findings more;
    for (std::size_t i = 0; i < least_first.size(); ++i) {
        more = more | ((by_second & least_second[i]) - (by_first & least_first[i]));
    }
    return more;
}

}  // namespace

std::string_view to_token(strictness value) noexcept {
    switch (value) {
        case strictness::equal: return "equal";
        case strictness::stricter: return "stricter";
        case strictness::looser: return "looser";
        case strictness::incomparable: return "incomparable";
    }
    return "";
}

comparison compare(const court_policy& before, const court_policy& after) {
    const link_policy& first = before.rules;
    const link_policy& second = after.rules;
    comparison answer;
    const auto judge = [&](std::optional<witness> found) {
        if (found) {
            const assessment by_first = assess(first, found->make_case(), found->now);
            const assessment by_second = assess(second, found->make_case(), found->now);
            found->before = by_first.verdict;
            found->after = by_second.verdict;
            found->because_before = by_first.findings;
            found->because_after = by_second.findings;
        }
        return found;
    };
    detail::policy::explore(
        first, second,
        !before.court.empty()  ? before.court
        : !after.court.empty() ? after.court
                               : court_id("any"),
        [&](findings by_first, findings by_second) {
            answer.stricter_findings =
                answer.stricter_findings |
                taken_more_seriously(first.dispositions, by_first, second.dispositions, by_second);
            answer.looser_findings =
                answer.looser_findings |
                taken_more_seriously(second.dispositions, by_second, first.dispositions, by_first);
        },
        [&](const framed_outcomes& framed) {
            if (!answer.stricter_case) {
                answer.stricter_case = judge(find_case(framed, false));
            }
            if (!answer.looser_case) {
                answer.looser_case = judge(find_case(framed, true));
            }
        });
    answer.relation = answer.stricter_case
                          ? (answer.looser_case ? strictness::incomparable : strictness::stricter)
                          : (answer.looser_case ? strictness::looser : strictness::equal);
    return answer;
}

ECFLINK_END_NAMESPACE
