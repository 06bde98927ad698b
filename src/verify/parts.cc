// What makes the answers of parts of a ledger those of the whole ledger.
#include <ecflink/verify/parts.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "tables/batch_list.hpp"
#include "tables/by_court.hpp"
#include "tables/rows.hpp"
#include "tables/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using namespace detail::tables;

/// What a thread knows of a court, and has counted of its links.
struct decided_court {
    disposition_masks dispositions;
    tally counts;
};

/// By the text of the court, which the columns hold.
using decided_courts = absl::flat_hash_map<std::string_view, decided_court>;

decided_court& court_of(decided_courts& courts, const policy_set& policies, std::string_view text) {
    const auto found = courts.find(text);
    return found != courts.end()
               ? found->second
               : courts
                     .try_emplace(text,
                                  decided_court{policies.find(counted_court(text)).rules.dispositions, {}})
                     .first->second;
}

bool is_removed(const link_columns& batch, std::size_t row) {
    return !batch.state.is_absent() &&
           from_token<link_state>(text_at(batch.state, row)) == link_state::removed;
}

}  // namespace

work_result<ledger_report> decide_links(const policy_set& policies, std::span<const link_columns> links,
                                        std::span<const std::uint64_t> found, std::span<verdict> verdicts,
                                        const work_options& options) {
    const batch_list<link_columns> rows(links);
    if (found.size() != rows.rows() || (!verdicts.empty() && verdicts.size() < rows.rows())) {
        throw std::length_error("one set of findings for each link, and room for its verdict");
    }
    std::vector<decided_courts> of_threads(std::max(1U, options.threads));
    const auto decide_morsel = [&](unsigned thread, std::size_t first, std::size_t end) {
        decided_courts& courts = of_threads[thread];
        rows.for_each_block(
            first, end, [&](std::size_t batch, std::size_t row, std::size_t block, std::size_t row_of_all) {
                const link_columns& table = rows[batch];
                for (std::size_t i = 0; i < block; ++i) {
                    decided_court& court = court_of(courts, policies, text_at(table.court, row + i));
                    const findings of_link(found[row_of_all + i]);
                    const findings approved = approved_at(table, row + i);
                    const assessment decided{decide(court.dispositions, of_link, approved), of_link,
                                             approved};
                    court.counts.add(decided);
                    court.counts.removed += is_removed(table, row + i) ? 1 : 0;
                    if (!verdicts.empty()) {
                        verdicts[row_of_all + i] = decided.verdict;
                    }
                }
            });
    };
    if (!for_each_morsel(options, "verdicts", rows.rows(), decide_morsel)) {
        return work_error::cancelled;
    }
    ledger_report report;
    for (const decided_courts& courts : of_threads) {
        for (const auto& [text, court] : courts) {
            report.all += court.counts;
            counts_of(report.courts, counted_court(text)) += court.counts;
        }
    }
    return report;
}

work_result<ledger_report> decide_links(const policy_set& policies, std::span<const link_columns> links,
                                        std::span<const findings> found, std::span<verdict> verdicts,
                                        const work_options& options) {
    static_assert(sizeof(findings) == sizeof(std::uint64_t) && std::is_standard_layout_v<findings>,
                  "a column of findings is read as one of their bits");
    return decide_links(policies, links,
                        std::span(reinterpret_cast<const std::uint64_t*>(found.data()), found.size()),
                        verdicts, options);
}

ECFLINK_END_NAMESPACE
