#include "verify/link_cases.hpp"

#include <array>

#include <ecflink/core/observe.hpp>
#include <ecflink/tables/person_name.hpp>

#include "tables/created_start.hpp"
#include "tables/rows.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

case_answer find_records(const ledger_index::state& index, const link_row& link) {
    case_answer answer;
    answer.court = index.courts.find(link.court.view());
    answer.court_text = link.court;
    answer.is_active = link.row.state != link_state::removed;
    if (!link.court.empty() && !link.login.empty()) {
        answer.account = index.find_account(link.court.view(), link.login.view());
    }
    if (!link.central.empty()) {
        answer.central = index.find_central(link.central.view());
    }
    return answer;
}

findings observe_case(const verification_inputs& inputs, const assessment_target& target,
                      const link_row& link, const case_answer& records) {
    const ledger_index::state& index = inputs.index;
    const court_policy& policy = target.policies->find(link.court.view());

    link_case facts;
    facts.court = link.court;
    facts.row = &link.row;
    facts.evidence = link.evidence;
    facts.evidence.on_roster = index.rostered_accounts.contains({link.court.view(), link.login.view()}) ||
                               index.rostered_centrals.contains({link.court.view(), link.central.view()});
    facts.row_malformed = link.malformed;
    table_row<court_account_columns> account_row{};  // the records borrow their names from these
    table_row<central_account_columns> central_row{};
    court_account_record account;
    central_account_record central;
    if (records.account != no_record) {
        const index_record& record = index.accounts[records.account];
        facts.account_ambiguous = (record.facts & record_ambiguous) != 0;
        if (!facts.account_ambiguous) {
            account_row = index.account_rows.row_at(record.row);
            account = read_row(*account_row.table, account_row.row, *target.policies);
            facts.account = &account.account;
            facts.malformed |= account.malformed;
        }
    }
    if (records.central != no_record) {
        const index_record& record = index.centrals[records.central];
        facts.central_ambiguous = (record.facts & record_ambiguous) != 0;
        if (!facts.central_ambiguous) {
            central_row = index.central_rows.row_at(record.row);
            central = read_row(*central_row.table, central_row.row);
            facts.central = &central.account;
            facts.malformed |= central.malformed;
            if (central.account.created && !link.court.empty()) {
                facts.central_created_start =
                    tables::created_start(*central.account.created, policy.zone, link.row.linked_at);
            }
        }
    }
    if (facts.account != nullptr && facts.central != nullptr) {
        facts.names = compare_names(central.name, account.name);
    }
    if (has_all_keys(link) && !index.tombstones.empty()) {
        const auto stone =
            index.tombstones.find({text_key{link.court.view(), link.login.view()}, link.central.view()});
        if (stone != index.tombstones.end()) {
            for (const tombstone& each : stone->second) {
                add_tombstone(facts.others, each.removed_at, each.lifted_at, link.row.linked_at);
            }
        }
    }
    return observe(policy.rules, facts, inputs.as_of);
}

}  // namespace

/// Rows of accounts are all over the memory: each step prefetches what the next one reads.
void assess_cases(const verification_inputs& inputs, std::span<const case_link> cases,
                  std::span<case_answer> answers) {
    const ledger_index::state& index = inputs.index;
    std::array<link_row, block_rows> links;
    const auto prefetch = [](const auto& of_table, std::size_t row, part_of_rows part) {
        if (of_table.is_in_memory()) {
            const auto at = of_table.find(row);
            prefetch_rows(of_table[at.batch], at.row, 1, part);
        }
    };
    for (const part_of_rows part : {part_of_rows::places, part_of_rows::texts}) {
        for (const case_link& link : cases) {
            prefetch(inputs.links, link.row, part);
        }
    }
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto at = inputs.links.row_at(cases[i].row);
        links[i] = read_row(*at.table, at.row);
        answers[i] = find_records(index, links[i]);
    }
    for (const part_of_rows part : {part_of_rows::places, part_of_rows::texts}) {
        for (const case_answer& answer : answers.first(cases.size())) {
            if (answer.account != no_record) {
                prefetch(index.account_rows, index.accounts[answer.account].row, part);
            }
            if (answer.central != no_record) {
                prefetch(index.central_rows, index.centrals[answer.central].row, part);
            }
        }
    }
    for (std::size_t i = 0; i < cases.size(); ++i) {
        answers[i].found = observe_case(inputs, *cases[i].target, links[i], answers[i]);
    }
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
