#include "report/scan.hpp"

#include <algorithm>
#include <iterator>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/column_text.hpp>

#include "report/time_steps.hpp"
#include "tables/by_court.hpp"
#include "tables/decode.hpp"
#include "tables/workers.hpp"

namespace ecflink::report {
namespace {

using namespace detail::tables;

/// Days that links have in all likelihood: they are counted in a plain array.
constexpr std::int32_t first_likely_day = make_civil_day(1995, 1, 1).days;
constexpr std::int32_t end_of_likely_days = make_civil_day(2060, 1, 1).days;

/// What one thread found.
struct part {
    std::vector<court_scan> courts;
    finding_counts first{};
    std::vector<verdict_counts> likely_days;
    std::map<std::int32_t, verdict_counts> other_days;
    std::uint64_t undated = 0;
    std::string_view last_court;
    const link_policy* last_policy = nullptr;
    court_scan* last_scan = nullptr;
};

void keep_first(std::vector<std::uint64_t>& rows, std::uint64_t row, std::uint64_t most) {
    if (rows.size() < most) {
        rows.push_back(row);
    }
}

/// Adds what a thread found. The rows of both are in ascending order.
void merge(court_scan& to, const court_scan& from, std::uint64_t most) {
    for (std::size_t bit = 0; bit < to.first.size(); ++bit) {
        to.first[bit] += from.first[bit];
        std::vector<std::uint64_t> both;
        std::ranges::merge(to.rows[bit], from.rows[bit], std::back_inserter(both));
        both.resize(std::min<std::size_t>(both.size(), most));
        to.rows[bit] = std::move(both);
    }
}

}  // namespace

std::optional<finding> first_to_mend(const link_policy& policy, const assessment& given) noexcept {
    // Until when to wait is not asked, so any time will do.
    return explain(policy, given, latest_instant).next_remedy;
}

work_result<link_scan> scan_links(const facts& of,
                                  const std::unordered_map<std::string_view, std::size_t>& courts,
                                  const work_options& options) {
    std::vector<std::uint64_t> begins;
    std::uint64_t all = 0;
    for (const link_columns& batch : of.ledger.links) {
        begins.push_back(all);
        all += batch.rows;
    }
    std::vector<part> parts(std::max(1U, options.threads));
    const auto look_at = [&](part& mine, const link_columns& batch, std::size_t row, std::uint64_t number) {
        const verdict decided = of.verdicts[number];
        if (const auto at = micros_at(batch.linked_at, row); at.state == field_state::read) {
            const std::int32_t day = day_of(instant{at.value}).days;
            verdict_counts& counts = day >= first_likely_day && day < end_of_likely_days
                                         ? mine.likely_days[static_cast<std::size_t>(day - first_likely_day)]
                                         : mine.other_days[day];
            ++counts[static_cast<std::size_t>(decided)];
        } else {
            ++mine.undated;
        }
        if (decided == verdict::allow) {
            return;
        }
        const std::string_view court = counted_court(text_of_row(batch.court, row));
        if (mine.last_policy == nullptr || court != mine.last_court) {
            mine.last_court = court;
            mine.last_policy = &of.policies.find(court).rules;
            const auto known = courts.find(court);
            mine.last_scan = known == courts.end() ? nullptr : &mine.courts[known->second];
        }
        // what was approved matters for a link that is held
        const findings approved = decided == verdict::hold
                                      ? parse_findings(text_of_row(batch.approved, row)).value_or(findings{})
                                      : findings{};
        const auto first = first_to_mend(*mine.last_policy, {decided, of.found[number], approved});
        if (first) {
            const auto bit = static_cast<std::size_t>(*first);
            ++mine.first[bit];
            if (mine.last_scan != nullptr) {
                ++mine.last_scan->first[bit];
                keep_first(mine.last_scan->rows[bit], number, of.samples);
            }
        }
    };
    const bool is_done = for_each_morsel(
        options, "report", static_cast<std::size_t>(all),
        [&](unsigned thread, std::size_t begin, std::size_t end) {
            part& mine = parts[thread];
            if (mine.likely_days.empty()) {
                mine.likely_days.resize(static_cast<std::size_t>(end_of_likely_days - first_likely_day));
                mine.courts.resize(courts.size());
            }
            auto batch =
                static_cast<std::size_t>(std::ranges::upper_bound(begins, begin) - begins.begin()) - 1;
            for (std::uint64_t number = begin; number < end; ++batch) {
                const link_columns& columns = of.ledger.links[batch];
                for (; number < std::min<std::uint64_t>(end, begins[batch] + columns.rows); ++number) {
                    look_at(mine, columns, static_cast<std::size_t>(number - begins[batch]), number);
                }
            }
        });
    if (!is_done) {
        return work_error::cancelled;
    }
    link_scan found;
    found.courts.resize(courts.size());
    for (const part& one : parts) {
        for (std::size_t court = 0; court < one.courts.size(); ++court) {
            merge(found.courts[court], one.courts[court], of.samples);
        }
        for (std::size_t bit = 0; bit < found.first.size(); ++bit) {
            found.first[bit] += one.first[bit];
        }
        const auto add_day = [&](std::int32_t day, const verdict_counts& counts) {
            verdict_counts& to = found.days[day];
            for (std::size_t each = 0; each < counts.size(); ++each) {
                to[each] += counts[each];
            }
        };
        for (std::size_t day = 0; day < one.likely_days.size(); ++day) {
            if (one.likely_days[day] != verdict_counts{}) {
                add_day(first_likely_day + static_cast<std::int32_t>(day), one.likely_days[day]);
            }
        }
        for (const auto& [day, counts] : one.other_days) {
            add_day(day, counts);
        }
        found.undated += one.undated;
    }
    return found;
}

}  // namespace ecflink::report
