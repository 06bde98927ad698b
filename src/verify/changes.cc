// How verdicts change under other policies: from findings alone, or by verifying under both.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include <ecflink/verify/changes.hpp>
#include <ecflink/verify/index.hpp>

#include "tables/batch_list.hpp"
#include "tables/block_kernels.hpp"
#include "tables/by_court.hpp"
#include "tables/rows.hpp"
#include "tables/workers.hpp"
#include "verify/verification.hpp"

ECFLINK_BEGIN_NAMESPACE

std::uint64_t verdict_changes::links() const noexcept {
    std::uint64_t all = 0;
    for (const auto& after : counts) {
        for (const std::uint64_t each : after) {
            all += each;
        }
    }
    return all;
}

std::uint64_t verdict_changes::changed() const noexcept {
    return links() - counts[0][0] - counts[1][1] - counts[2][2];
}

void verdict_changes::add(const disposition_masks& before, findings found_before,
                          const disposition_masks& after, findings found_after, findings approved) noexcept {
    const assessment was{decide(before, found_before, approved), found_before, approved};
    const assessment is{decide(after, found_after, approved), found_after, approved};
    ++counts[static_cast<std::size_t>(was.verdict)][static_cast<std::size_t>(is.verdict)];
    if (is.verdict > was.verdict) {
        ++stricter[static_cast<std::size_t>(deciding_findings(after, is).lowest())];
    } else if (is.verdict < was.verdict) {
        ++looser[static_cast<std::size_t>(deciding_findings(before, was).lowest())];
    }
}

verdict_changes& verdict_changes::operator+=(const verdict_changes& other) noexcept {
    for (std::size_t was = 0; was < counts.size(); ++was) {
        for (std::size_t is = 0; is < counts.size(); ++is) {
            counts[was][is] += other.counts[was][is];
        }
    }
    for (std::size_t bit = 0; bit < stricter.size(); ++bit) {
        stricter[bit] += other.stricter[bit];
        looser[bit] += other.looser[bit];
    }
    return *this;
}

change_report& change_report::operator+=(const change_report& other) {
    all += other.all;
    for (const auto& [court, changes] : other.courts) {
        courts[court] += changes;
    }
    return *this;
}

bool differ_in_dispositions_alone(const link_policy& before, const link_policy& after) noexcept {
    link_policy same = before;
    same.dispositions = after.dispositions;
    return same == after;
}

bool differ_in_dispositions_alone(const court_policy& before, const court_policy& after) noexcept {
    const auto clocks = [](const court_policy& policy) {
        return policy.zone ? policy.zone->name() : std::string_view{};
    };
    return differ_in_dispositions_alone(before.rules, after.rules) && clocks(before) == clocks(after);
}

verdict_changes impact(std::span<const std::uint64_t> findings_of_links, const disposition_masks& before,
                       const disposition_masks& after) noexcept {
    constexpr std::size_t rows_at_a_time = 4'096;
    verdict_changes changes;
    for (std::size_t first = 0; first < findings_of_links.size(); first += rows_at_a_time) {
        const auto rows =
            findings_of_links.subspan(first, std::min(rows_at_a_time, findings_of_links.size() - first));
        std::uint64_t counts[9] = {};
        detail::tables::count_verdicts(rows.data(), rows.size(), {before.refuse.bits(), before.hold.bits()},
                                       {after.refuse.bits(), after.hold.bits()}, counts);
        if (counts[0] + counts[4] + counts[8] == rows.size()) {
            for (std::size_t same = 0; same < 3; ++same) {
                changes.counts[same][same] += counts[4 * same];
            }
            continue;
        }
        for (const std::uint64_t each : rows) {  // some change: by which finding?
            changes.add(before, findings(each), after, findings(each));
        }
    }
    return changes;
}

verdict_changes impact(std::span<const findings> findings_of_links, const disposition_masks& before,
                       const disposition_masks& after) noexcept {
    static_assert(sizeof(findings) == sizeof(std::uint64_t) && std::is_standard_layout_v<findings>,
                  "a column of findings is read as one of their bits");
    return impact(
        std::span(reinterpret_cast<const std::uint64_t*>(findings_of_links.data()), findings_of_links.size()),
        before, after);
}

namespace {

using namespace detail::verify;

/// The changes that one thread has counted.
struct thread_changes {
    std::vector<verdict_changes> known;  ///< by court number
    /// courts without a policy in the index
    std::map<std::string, verdict_changes, std::less<>> unknown;
};

/// Findings of links under the policies of an index and under others, and what they come to.
struct both_findings {
    const ledger_index::state& state;
    const policy_set& after_policies;
    const other_policies& others;
    std::span<const link_columns> links;
    std::span<const findings> before;
    std::span<const findings> after;  ///< of courts on which the policies disagree

    /// Counts the changes of a block.
    void count(thread_changes& changes, const court_reader& reader, std::size_t batch, std::size_t first,
               std::size_t rows, std::size_t row_of_all) const {
        std::array<court_number, block_rows> courts;
        reader.read(first, rows, courts.data(),
                    [&](std::string_view text) { return state.courts.find(text); });
        for (std::size_t i = 0; i < rows; ++i) {
            const court_number court = courts[i];
            const findings was = before[row_of_all + i];
            const findings is = others.agree_on(court) ? was : after[row_of_all + i];
            const findings approved = approved_at(links[batch], first + i);
            if (court != no_court && court <= state.courts.known()) {
                changes.known[court].add(state.courts.rules()[court].policy->rules.dispositions, was,
                                         others.rules[court].policy->rules.dispositions, is, approved);
            } else {
                const std::string_view text = counted_court(text_at(links[batch].court, first + i));
                counts_of(changes.unknown, text)
                    .add(state.policies->find(text).rules.dispositions, was,
                         after_policies.find(text).rules.dispositions, is, approved);
            }
        }
    }
};

change_report add_up(const court_table& courts, std::span<const thread_changes> of_threads) {
    change_report report;
    const auto add = [&report](std::string_view court, const verdict_changes& changes) {
        report.all += changes;
        counts_of(report.courts, court) += changes;
    };
    for (const thread_changes& changes : of_threads) {
        for (court_number court = 1; court <= courts.known(); ++court) {
            if (changes.known[court].links() != 0) {
                add(courts.rules()[court].court.view(), changes.known[court]);
            }
        }
        for (const auto& [court, of_court] : changes.unknown) {
            add(court, of_court);
        }
    }
    return report;
}

}  // namespace

work_result<change_report> shadow(const ledger_index& index, const policy_set& after,
                                  std::span<const link_columns> links, instant as_of,
                                  const work_options& options) {
    const ledger_index::state& state = index.get();
    const auto others = observe_under(after, state, options);
    if (!others) {
        return work_error::cancelled;
    }
    const batch_list<link_columns> rows(links);
    const detail::zeroed_array<findings> found_before(rows.rows());
    const detail::zeroed_array<findings> found_after(others->agree_on_all ? 0 : rows.rows());
    const std::span before(found_before.data(), found_before.size());
    const std::span under_others(found_after.data(), found_after.size());
    if (!verify_under_both(state, *others, links, as_of, before, under_others, options)) {
        return work_error::cancelled;
    }

    std::vector<court_reader> readers;
    for (const link_columns& batch : links) {
        readers.emplace_back(batch.court, state.courts,
                             [&](std::string_view text) { return state.courts.find(text); });
    }
    const both_findings both{state, after, *others, links, before, under_others};
    std::vector<thread_changes> of_threads(std::max(1U, options.threads),
                                           {std::vector<verdict_changes>(state.courts.known() + 1), {}});
    const auto count = [&](unsigned thread, std::size_t first, std::size_t end) {
        rows.for_each_block(
            first, end, [&](std::size_t batch, std::size_t row, std::size_t block, std::size_t row_of_all) {
                both.count(of_threads[thread], readers[batch], batch, row, block, row_of_all);
            });
    };
    if (!for_each_morsel(options, "changes", rows.rows(), count)) {
        return work_error::cancelled;
    }
    return add_up(state.courts, of_threads);
}

ECFLINK_END_NAMESPACE
