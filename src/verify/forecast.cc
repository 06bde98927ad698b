// Forecasts: accounts without a link by themselves, and candidates as if they were linked when
// their court goes live.
#include <algorithm>
#include <limits>

#include <ecflink/verify/forecast.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/verify.hpp>

#include "base/pages.hpp"
#include "tables/batch_list.hpp"
#include "tables/by_court.hpp"
#include "tables/workers.hpp"
#include "verify/index_state.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using namespace detail::verify;

/// The instant as of which a forecast looks at a court.
instant forecast_instant(const link_policy& policy, instant as_of) noexcept {
    return policy.go_live && *policy.go_live > as_of ? *policy.go_live : as_of;
}

/// Findings that a forecast leaves out: proofs, which will be given, and findings that only a link
/// in the ledger can have.
constexpr findings left_out = (findings_of(finding_group::proof) - findings(finding::not_preauthorized)) |
                              findings(finding::link_in_future) | findings(finding::link_before_account);

void add(forecast_report& report, std::string_view court, std::uint64_t row, const link_policy& policy,
         findings found) {
    const assessment outlook{decide(policy.dispositions, found), found};
    report.entries.push_back({row, outlook});
    report.all.add(outlook);
    counts_of(report.courts, court).add(outlook);
}

}  // namespace

work_result<forecast_report> forecast(const ledger_index& index, std::span<const link_columns> links,
                                      instant as_of, const work_options& options) {
    const ledger_index::state& state = index.get();
    const batch_list<link_columns> all_links(links);
    const detail::zeroed_array<std::uint8_t> is_linked(state.accounts.places());
    const bool is_done = for_each_morsel(
        options, "links", all_links.rows(), [&](unsigned, std::size_t first, std::size_t end) {
            all_links.for_each_block(
                first, end, [&](std::size_t batch, std::size_t row, std::size_t rows, std::size_t) {
                    for (std::size_t i = row; i < row + rows; ++i) {
                        const link_row link = read_row(all_links[batch], i);
                        if (link.row.state != link_state::removed && has_all_keys(link)) {
                            if (const record_number record =
                                    state.find_account(link.court.view(), link.login.view());
                                record != no_record) {
                                std::atomic_ref<std::uint8_t>(is_linked[record])
                                    .store(1, std::memory_order_relaxed);
                            }
                        }
                    }
                });
        });
    if (!is_done) {
        return work_error::cancelled;
    }

    std::vector<record_number> unlinked;
    for (record_number record = 0; record < state.accounts.places(); ++record) {
        if (state.accounts[record].facts != 0 && is_linked[record] == 0) {
            unlinked.push_back(record);
        }
    }
    std::ranges::sort(unlinked, {}, [&](record_number record) { return state.accounts[record].row; });
    forecast_report report;
    report.entries.reserve(unlinked.size());
    for (const record_number number : unlinked) {
        const index_record& record = state.accounts[number];
        const auto account = state.account_rows.row_at(record.row);
        const std::string_view court = account.text(&court_account_columns::court);
        const link_policy& policy = state.policies->find(court).rules;
        findings found = observe_court(policy, forecast_instant(policy, as_of));
        if ((record.facts & record_ambiguous) != 0) {
            found.insert(finding::record_ambiguous);
        } else {
            found = found | account_facts::unpack(record.facts);
            found.insert_if(finding::record_malformed, (record.facts & record_malformed) != 0);
        }
        add(report, court, record.row, policy, found);
    }
    return report;
}

work_result<forecast_report> forecast(const ledger_index& index, std::span<const link_columns> links,
                                      std::span<const link_columns> candidates, instant as_of,
                                      const work_options& options) {
    const ledger_index::state& state = index.get();
    // A candidate is verified as a link made at the instant of the forecast.
    std::vector<std::vector<std::int64_t>> made_at;
    std::vector<link_columns> batches(links.begin(), links.end());
    std::size_t candidate_rows = 0;
    for (const link_columns& batch : candidates) {
        std::vector<std::int64_t>& micros = made_at.emplace_back();
        micros.reserve(batch.rows);
        for (std::size_t row = 0; row < batch.rows; ++row) {
            micros.push_back(
                forecast_instant(state.policies->find(text_at(batch.court, row)).rules, as_of).micros);
        }
        link_columns candidate;
        candidate.rows = batch.rows;
        candidate.court = batch.court;
        candidate.login = batch.login;
        candidate.central_id = batch.central_id;
        candidate.linked_at = {.unit = time_unit::microsecond, .values = micros.data(), .valid = {}};
        candidate.malformed = batch.malformed;
        batches.push_back(candidate);
        candidate_rows += batch.rows;
    }
    const std::size_t first_candidate = batch_list<link_columns>(links).rows();
    std::vector<findings> found(first_candidate + candidate_rows);
    if (!verify(index, batches, as_of, {.findings = found, .verdicts = {}}, options)) {
        return work_error::cancelled;
    }
    forecast_report report;
    report.entries.reserve(candidate_rows);
    std::size_t row_of_all = 0;
    for (const link_columns& batch : candidates) {
        for (std::size_t row = 0; row < batch.rows; ++row, ++row_of_all) {
            const std::string_view court = counted_court(text_at(batch.court, row));
            add(report, court, row_of_all, state.policies->find(court).rules,
                found[first_candidate + row_of_all] - left_out);
        }
    }
    return report;
}

ECFLINK_END_NAMESPACE
