#include "cli/finding_text.hpp"

#include <vector>

#include <fmt/format.h>

#include <ecflink/policies/suggestion.hpp>

#include "cli/court_text.hpp"

namespace ecflink::cli {

namespace {

/// The findings that refuse or hold: what they ask for comes first.
findings to_mend(const disposition_masks& dispositions, findings found) {
    return found & (dispositions.refuse | dispositions.hold);
}

}  // namespace

look look_of(disposition given) noexcept {
    switch (given) {
        case disposition::refuse: return look::bad;
        case disposition::hold: return look::caution;
        case disposition::note:
        case disposition::ignore: break;
    }
    return look::plain;
}

look look_of(verdict given) noexcept {
    return given == verdict::allow ? look::good : given == verdict::hold ? look::caution : look::bad;
}

std::string remedy_in_words(const court_policy& policy, finding one, findings to_mend) {
    if (const auto by = made_void_by(one, to_mend)) {
        return fmt::format("Left out: {} asks for something else in its place.", to_token(*by));
    }
    return in_words_of(policy, describe(one).remedy);
}

std::string reasons_as_table(const court_policy& policy, findings found, const screen& on) {
    const disposition_masks& dispositions = policy.rules.dispositions;
    text_table reasons({{"FINDING"}, {"DISPOSITION"}, {"WHO ACTS"}, {"WHAT TO DO", column_kind::wrapped}});
    for (const finding one : found) {
        if (const disposition made = dispositions.of(one); made != disposition::ignore) {
            reasons.add({to_token(one),
                         {to_token(made), look_of(made)},
                         to_token(describe(one).who),
                         remedy_in_words(policy, one, to_mend(dispositions, found))});
        }
    }
    return reasons.empty() ? std::string{} : reasons.render(on);
}

json reasons_in_full(const court_policy& policy, findings found) {
    json list = json::array();
    for (const finding one : found) {
        const finding_info& info = describe(one);
        const auto by = made_void_by(one, to_mend(policy.rules.dispositions, found));
        list.push_back({{"finding", info.token},
                        {"bit", static_cast<int>(one)},
                        {"disposition", to_token(policy.rules.dispositions.of(one))},
                        {"by", to_token(info.who)},
                        {"remedy", by ? json(nullptr) : json(in_words_of(policy, info.remedy))},
                        {"void-by", by ? json(to_token(*by)) : json(nullptr)},
                        {"source", info.sources}});
    }
    return list;
}

std::string no_such_finding(std::string_view token) {
    std::vector<std::string_view> known;
    for (const finding_info& info : catalogue()) {
        known.push_back(info.token);
    }
    return fmt::format("there is no finding \"{}\"{}; `ecflink findings` lists them", token,
                       did_you_mean(suggest(token, known)));
}

std::string with_dispositions(const link_policy& rules, findings found) {
    std::string text;
    for (const finding one : found) {
        text.append(text.empty() ? "" : ", ").append(to_token(one)).append(" (");
        text.append(to_token(rules.dispositions.of(one))).append(")");
    }
    return text;
}

std::string join(findings found, std::string_view between) {
    std::string text;
    for (const finding one : found) {
        text.append(text.empty() ? std::string_view{} : between).append(to_token(one));
    }
    return text;
}

json list_of(findings found) {
    json list = json::array();
    for (const finding one : found) {
        list.push_back(to_token(one));
    }
    return list;
}

}  // namespace ecflink::cli
