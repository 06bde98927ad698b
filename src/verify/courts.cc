#include "verify/courts.hpp"

#include <algorithm>
#include <bit>

#include "verify/record_facts.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

court_rules::court_rules(const court_policy& of_court, court_id id) : policy(&of_court), court(id) {
    const link_policy& rules = of_court.rules;
    detail::for_each_change<finding_group::court>(rules,
                                                  [&](instant t) { change_instants.push_back(t.micros); });
    std::ranges::sort(change_instants);
    findings_between.push_back(observe_court(rules, earliest_instant));
    timeless = observe_court(rules, std::nullopt);
    for (const std::int64_t change : change_instants) {
        findings_between.push_back(observe_court(rules, instant{change}));
    }

    link_case facts;
    facts.court = id;
    for (std::size_t maker = 0; maker < unproven.size(); ++maker) {
        const ledger_row row{.linked_at = {},
                             .state = link_state::active,
                             .made_by = static_cast<link_maker>(maker),
                             .confirmed_at = {}};
        facts.row = &row;
        facts.evidence.on_roster = true;  // who is on the roster is asked for each link
        unproven[maker] = observe_proofs(rules, facts, {});
    }

    for (std::size_t c = 1; c < unlinkable.size(); ++c) {
        const char letter = static_cast<char>(c);
        court_account account;
        account.login = login::make({&letter, 1}).value();
        unlinkable[c] = predicate::login_not_linkable(rules, account);
        any_unlinkable |= unlinkable[c];
    }
    any_unlinkable |= !rules.login_forbid.beyond_ascii().empty();

    for (std::size_t role = 0; role < facts_by_role_and_status.size(); ++role) {
        for (std::size_t status = 0; status < facts_by_role_and_status[role].size(); ++status) {
            court_account account;
            account.role = static_cast<account_role>(role);
            account.status = static_cast<account_status>(status);
            facts_by_role_and_status[role][status] = facts_of(rules, account);
        }
    }
}

rules_by_court::rules_by_court(const policy_set& policies) {
    rules_.reserve(policies.courts().size() + 1);
    rules_.emplace_back(policies.base(), court_id{});
    for (const court_policy& policy : policies.courts()) {
        rules_.emplace_back(policy, policy.court);
    }
}

rules_by_court::rules_by_court(const rules_by_court& numbered, const policy_set& others) {
    rules_.reserve(numbered.rules_.size());
    for (const court_rules& court : numbered.rules_) {
        rules_.emplace_back(others.find(court.court.view()), court.court);
    }
}

void rules_by_court::number_central_rule_sets(std::vector<link_policy>& rule_sets) {
    for (court_rules& court : rules_) {
        const link_policy& rules = court.policy->rules;
        const auto alike = std::ranges::find_if(rule_sets, [&rules](const link_policy& each) {
            return detail::read_alike<finding_group::central>(each, rules);
        });
        court.central_rule_set = static_cast<std::uint32_t>(alike - rule_sets.begin());
        if (alike == rule_sets.end()) {
            rule_sets.push_back(rules);
        }
    }
}

court_table::court_table(const policy_set& policies, const keyed_hash& hash) : hash_(hash), rules_(policies) {
    texts_.reserve(policies.courts().size() + 1);
    texts_.emplace_back();
    numbers_.resize(std::bit_ceil(8 * (policies.courts().size() + 1)));
    for (const court_policy& policy : policies.courts()) {
        const auto number = static_cast<court_number>(texts_.size());
        const short_text text = load_short(policy.court.view());
        texts_.push_back(text);
        std::uint64_t at = hash_(text.low, text.high);
        while (numbers_[at & (numbers_.size() - 1)] != no_court) {
            ++at;
        }
        numbers_[at & (numbers_.size() - 1)] = number;
    }
    rules_.number_central_rule_sets(central_rule_sets_);
}

court_number court_table::find(std::string_view text) const {
    if (const court_number known_court = find_known(text); known_court != no_court) {
        return known_court;
    }
    const auto found = others_.find(text);
    return found == others_.end() ? no_court : found->second;
}

court_number court_table::enter(std::string_view text) {
    if (const court_number known_court = find_known(text); known_court != no_court) {
        return known_court;
    }
    const std::scoped_lock lock(guard_);
    const auto number = static_cast<court_number>(texts_.size() + others_.size());
    return others_.try_emplace(std::string(text), number).first->second;
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
