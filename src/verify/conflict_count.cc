#include "verify/conflict_count.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "tables/workers.hpp"
#include "verify/key_numbers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

const link_policy& policy_of(const verification_inputs& inputs, const assessment_target& target,
                             const conflict_candidate& candidate) {
    if (target.use == answer_use::counted || inputs.has_policy(candidate.court)) {
        return (*target.rules)[candidate.court].policy->rules;
    }
    // The policies of a comparison may know a court that those of the index do not.
    return target.policies->find(inputs.links.row_at(candidate.row).text(&link_columns::court)).rules;
}

namespace {

/// Numbers at most a block of candidates. An account with a record has the number of its record.
/// Any other key gets a hash of its text, which two keys share in rare cases only. Texts are all
/// over the memory: each step prefetches what the next one reads.
void number_candidates(const verification_inputs& inputs, std::span<const joined_link> links,
                       std::span<conflict_candidate> candidates) {
    const auto number_of = [](record_number record) {
        return record == no_record ? conflict_candidate::none : std::uint64_t{record};
    };
    std::uint64_t unknown = 0;  // selection: a record is missing
    for (std::size_t i = 0; i < links.size(); ++i) {
        candidates[i].row = links[i].row;
        candidates[i].account = number_of(links[i].account);
        candidates[i].central = number_of(links[i].central);
        candidates[i].court = links[i].court;
        unknown |= std::uint64_t{links[i].account == no_record || links[i].central == no_record} << i;
    }
    const auto for_each_key = [&](auto use) {
        for_each_row(unknown, [&](std::size_t i) {
            const auto at = inputs.links.find(links[i].row);
            const link_columns& table = inputs.links[at.batch];
            for (const text_column* column : {&table.court, &table.login, &table.central_id}) {
                use(*column, at.row, std::size_t{1});
            }
        });
    };
    if (inputs.links.is_in_memory()) {
        for_each_key(prefetch_places);
        for_each_key(prefetch_texts);
    }

    const keyed_hash hash = inputs.index.hash;
    const auto number_of_text = [](std::uint64_t of_text) {  // never `none`
        return conflict_candidate::is_unknown | of_text >> 2;
    };
    for_each_row(unknown, [&](std::size_t i) {
        const auto link = inputs.links.row_at(links[i].row);
        const std::string_view court = link.text(&link_columns::court);
        const std::string_view name = link.text(&link_columns::login);
        const std::string_view central = link.text(&link_columns::central_id);
        if (links[i].account == no_record && court_id::make(court) && login::make(name)) {
            candidates[i].account = number_of_text(hash(name, hash(court)));
        }
        if (links[i].central == no_record && central_id::make(central)) {
            candidates[i].central = number_of_text(hash(central));
        }
    });
}

/// Replaces hashes of texts by numbers of their own, and numbers roles where one of the targets
/// counts accounts by role. Then numbers are equal exactly where keys are.
void number_unknown_keys(const verification_inputs& inputs, const assessment_targets& targets,
                         std::span<conflict_candidate> candidates) {
    const ledger_index::state& index = inputs.index;
    key_numbers<std::string> accounts(index.accounts.places());  // court, NUL, login: no id holds a NUL
    key_numbers<std::string> centrals(index.centrals.places());
    key_numbers<std::string> courts(std::uint64_t{1} << 31);
    key_numbers<std::string> roles(1);
    for (conflict_candidate& each : candidates) {
        const auto is_unknown = [](std::uint64_t number) {
            return number != conflict_candidate::none && number >= conflict_candidate::is_unknown;
        };
        if (each.account < conflict_candidate::is_unknown) {
            const auto counts_roles = [&](const assessment_target& target) {
                return policy_of(inputs, target, each).count_per == counting::court_and_role;
            };
            if (counts_roles(targets.own) || (targets.other && counts_roles(*targets.other))) {
                if (const auto role = index.role_of(static_cast<record_number>(each.account))) {
                    each.role = static_cast<std::uint32_t>(roles.number_of(*role));
                }
            }
        }
        if (!is_unknown(each.account) && !is_unknown(each.central) && each.court != no_court) {
            continue;
        }
        const auto link = inputs.links.row_at(each.row);
        const std::string court(link.text(&link_columns::court));
        if (is_unknown(each.account)) {
            each.account = accounts.number_of((court + '\0').append(link.text(&link_columns::login)));
        }
        if (is_unknown(each.central)) {
            each.central = centrals.number_of(std::string(link.text(&link_columns::central_id)));
        }
        if (each.court == no_court && court_id::make(court)) {
            each.court = static_cast<std::uint32_t>(courts.number_of(court));
        }
    }
}

}  // namespace

work_result<std::vector<conflict_candidate>> count_conflicts(const verification_inputs& inputs,
                                                             const assessment_targets& targets,
                                                             std::vector<joined_link> joined,
                                                             const work_options& options) {
    drop_singles(
        joined,
        [](const joined_link& each) {
            return each.account == no_record ? 0 : std::uint64_t{each.account} + 1;
        },
        [](const joined_link& each) {
            return each.central == no_record ? 0 : (std::uint64_t{each.central} + 1) << 32 | each.court;
        });

    std::vector<conflict_candidate> candidates(joined.size());
    const auto number = [&](unsigned, std::size_t first, std::size_t end) {
        for (; first < end; first += block_rows) {
            number_candidates(inputs, std::span(joined).subspan(first, std::min(block_rows, end - first)),
                              std::span(candidates).subspan(first));
        }
    };
    if (!for_each_morsel(options, "exact counts", candidates.size(), number, rows_in_a_small_morsel)) {
        return work_error::cancelled;
    }
    std::vector<joined_link>().swap(joined);
    drop_singles(
        candidates, [](const conflict_candidate& each) { return each.account + 1; },
        [](const conflict_candidate& each) {
            return each.central == conflict_candidate::none ? 0
                                                            : (each.central * block_rows + each.court) | 1;
        });

    number_unknown_keys(inputs, targets, candidates);
    if (!count_others(candidates, options)) {
        return work_error::cancelled;
    }
    return candidates;
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
