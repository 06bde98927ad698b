#include "verify/other_policies.hpp"

#include <ecflink/verify/changes.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include "tables/workers.hpp"
#include "verify/account_rows.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

/// Calls `use(batch number, first row within the batch, rows, first row of all)` for all blocks of
/// a table.
template <class Table, class Use>
bool for_each_block_of(const batch_list<Table>& rows, std::string_view stage, const work_options& options,
                       Use use) {
    return for_each_morsel(options, stage, rows.rows(), [&](unsigned, std::size_t first, std::size_t end) {
        rows.for_each_block(first, end, use);
    });
}

}  // namespace

other_policies::other_policies(const ledger_index::state& index, const policy_set& others)
    : policies(&others),
      rules(index.courts.rules(), others),
      central_rule_sets(index.courts.central_rule_sets()) {
    for (court_number court = no_court; court <= rules.known(); ++court) {
        agrees.push_back(
            differ_in_dispositions_alone(*index.courts.rules()[court].policy, *rules[court].policy));
    }
    agree_on_all = std::ranges::all_of(agrees, [](bool each) { return each; }) &&
                   std::ranges::all_of(others.courts(), [&](const court_policy& policy) {
                       return differ_in_dispositions_alone(index.policies->find(policy.court.view()), policy);
                   });
    rules.number_central_rule_sets(central_rule_sets);
}

std::optional<other_policies> observe_under(const policy_set& others, const ledger_index::state& index,
                                            const work_options& options) {
    other_policies made(index, others);
    if (made.agree_on_all) {
        return made;
    }
    const std::size_t rule_sets_of_index = index.courts.central_rule_sets().size();
    for (std::size_t more = rule_sets_of_index; more < made.central_rule_sets.size(); ++more) {
        made.central_findings_by_rule_set.emplace_back(index.central_rows.rows());
    }
    if (const std::size_t more = made.central_findings_by_rule_set.size(); more != 0) {
        // `observe_centrals` puts the findings of its first rule set into records, which are
        // dropped here: that rule set is one that the index has.
        const std::span<const link_policy> rule_sets =
            std::span(made.central_rule_sets).subspan(rule_sets_of_index - 1);
        std::vector<central_batch_reader> readers(index.central_rows.batches().begin(),
                                                  index.central_rows.batches().end());
        if (!for_each_block_of(
                index.central_rows, "central accounts again", options,
                [&](std::size_t batch, std::size_t row, std::size_t rows, std::size_t row_of_all) {
                    std::array<index_record, block_rows> records;
                    std::vector<std::array<std::uint16_t, block_rows>> by_rule_set(more);
                    observe_centrals(readers[batch], rule_sets, index.hash, row, rows, records.data(),
                                     by_rule_set);
                    for (std::size_t each = 0; each < more; ++each) {
                        std::copy_n(by_rule_set[each].begin(), rows,
                                    made.central_findings_by_rule_set[each].begin() +
                                        static_cast<std::ptrdiff_t>(row_of_all));
                    }
                })) {
            return std::nullopt;
        }
    }
    made.account_facts = zeroed_array<std::uint32_t>(index.account_rows.rows());
    const auto find_court = [&](std::string_view text) { return index.courts.find(text); };
    std::vector<account_batch_reader> readers;
    for (const court_account_columns& batch : index.account_rows.batches()) {
        readers.emplace_back(batch, index.courts, find_court);
    }
    if (!for_each_block_of(index.account_rows, "court accounts again", options,
                           [&](std::size_t batch, std::size_t row, std::size_t rows, std::size_t row_of_all) {
                               std::array<index_record, block_rows> records;
                               std::array<court_number, block_rows> courts;
                               id_block logins;
                               readers[batch].court.read(row, rows, courts.data(), find_court);
                               read_ids(index.account_rows[batch].login, row, rows, login::capacity, logins);
                               observe_accounts(readers[batch], made.rules, index.hash, row, rows,
                                                courts.data(), logins, records.data());
                               for (std::size_t i = 0; i < rows; ++i) {
                                   made.account_facts[row_of_all + i] = records[i].facts;
                               }
                           })) {
        return std::nullopt;
    }
    return made;
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
