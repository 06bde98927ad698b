// What another policy makes of links: from findings alone, or by verifying twice.
#include <algorithm>

#include <ecflink/verify.hpp>

#include "bulk/block_kernels.hpp"
#include "bulk/by_court.hpp"
#include "bulk/decode.hpp"

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

std::uint64_t verdict_changes::changed() const noexcept { return links() - counts[0][0] - counts[1][1] - counts[2][2]; }

void verdict_changes::add(const disposition_masks& before, findings found_before, const disposition_masks& after, findings found_after) noexcept {
    const assessment was{decide(before, found_before), found_before};
    const assessment is{decide(after, found_after), found_after};
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

verdict_changes impact(std::span<const std::uint64_t> findings_of_links, const disposition_masks& before, const disposition_masks& after) noexcept {
    constexpr std::size_t rows_at_a_time = 4'096;
    verdict_changes changes;
    for (std::size_t first = 0; first < findings_of_links.size(); first += rows_at_a_time) {
        const auto rows = findings_of_links.subspan(first, std::min(rows_at_a_time, findings_of_links.size() - first));
        std::uint64_t counts[9] = {};
        detail::count_verdicts(rows.data(), rows.size(), {before.refuse.bits(), before.hold.bits()}, {after.refuse.bits(), after.hold.bits()},
                               counts);
        if (counts[0] + counts[4] + counts[8] == rows.size()) {
            for (std::size_t same = 0; same < 3; ++same) {
                changes.counts[same][same] += counts[4 * same];
            }
            continue;
        }
        for (const std::uint64_t each : rows) {  // some changed: by which finding?
            changes.add(before, findings(each), after, findings(each));
        }
    }
    return changes;
}

std::optional<change_report> shadow(const policy_set& before, const policy_set& after, const ledger_columns& ledger, instant as_of,
                                    const index_options& options) {
    const detail::batch_list<link_columns> links(ledger.links);
    const auto verify_under = [&](const policy_set& policies) -> std::optional<std::vector<std::uint64_t>> {
        const auto index = ledger_index::build(policies, ledger, options);
        std::vector<std::uint64_t> found(links.rows());
        if (!index || !verify(*index, ledger.links, as_of, {.findings = found, .verdicts = {}}, options)) {
            return std::nullopt;
        }
        return found;
    };
    const auto found_before = verify_under(before);
    if (!found_before) {
        return std::nullopt;
    }
    const auto found_after = verify_under(after);
    if (!found_after) {
        return std::nullopt;
    }

    change_report report;
    std::size_t row_of_all = 0;
    for (const link_columns& batch : ledger.links) {
        for (std::size_t row = 0; row < batch.rows; ++row, ++row_of_all) {
            const std::string_view court = detail::counted_court(detail::text_at(batch.court, row));
            detail::counts_of(report.courts, court)
                .add(before.find(court).rules.dispositions, findings((*found_before)[row_of_all]), after.find(court).rules.dispositions,
                     findings((*found_after)[row_of_all]));
        }
    }
    for (const auto& [court, changes] : report.courts) {
        report.all += changes;
    }
    return report;
}

ECFLINK_END_NAMESPACE
