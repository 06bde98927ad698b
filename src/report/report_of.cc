#include "report/report_of.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/column_text.hpp>

#include "report/scan.hpp"
#include "report/sheets.hpp"
#include "report/time_steps.hpp"
#include "tables/by_court.hpp"

namespace ecflink::report {
namespace {

using court_places = std::unordered_map<std::string_view, std::size_t>;

/// A text of the ledger, cut where it is too long for a person.
std::string shortened(std::string_view text) {
    if (text.size() <= most_text) {
        return std::string(text);
    }
    std::size_t end = most_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return std::string(text.substr(0, end)) + "...";
}

/// The courts to list: those with most links that fail, and then those with most to come.
std::set<std::string_view> courts_to_list(const facts& of) {
    struct rank {
        std::uint64_t failing;
        std::uint64_t links;
        std::string_view id;
    };
    std::map<std::string_view, rank> ranks;
    for (const auto& [id, counts] : of.counts.courts) {
        ranks[id] = {failing(counts.verdicts), counts.links, id};
    }
    for (const auto& [id, counts] : of.outlook.courts) {
        rank& one = ranks.try_emplace(id, rank{0, 0, id}).first->second;
        one.failing += failing(counts.verdicts);
        one.links += counts.links;
    }
    std::vector<rank> sorted;
    for (const auto& [id, one] : ranks) {
        sorted.push_back(one);
    }
    std::ranges::sort(sorted, [](const rank& one, const rank& other) {
        return std::tuple(other.failing, other.links, one.id) < std::tuple(one.failing, one.links, other.id);
    });
    std::set<std::string_view> listed;
    for (std::size_t i = 0; i < std::min(sorted.size(), most_courts); ++i) {
        listed.insert(sorted[i].id);
    }
    return listed;
}

void add_courts(model& to, const facts& of) {
    const std::set<std::string_view> listed = courts_to_list(of);
    for (const std::string_view id : listed) {
        court_part court;
        court.id = id;
        const court_policy& policy = of.policies.find(id);
        court.has_policy = !policy.court.empty();
        court.name = court.has_policy ? policy.name : std::string{};
        court.dispositions = policy.rules.dispositions;
        court.go_live = court.has_policy ? policy.rules.go_live : std::nullopt;
        if (const auto found = of.counts.courts.find(id); found != of.counts.courts.end()) {
            court.links = found->second.links;
            court.verdicts = found->second.verdicts;
            court.findings = found->second.findings;
        }
        to.courts.push_back(std::move(court));
    }
    for (const auto& [id, counts] : of.counts.courts) {
        if (!listed.contains(id)) {
            ++to.more_courts;
            for (std::size_t each = 0; each < counts.verdicts.size(); ++each) {
                to.verdicts_of_more[each] += counts.verdicts[each];
            }
        }
    }
}

void add_sheets(model& to, const facts& of) {
    std::vector<std::vector<sheet_section>> sheets;
    for (const court_part& court : to.courts) {
        if (court.has_policy) {
            sheets.push_back(sections_of(of.policies.find(court.id)));
        }
    }
    to.usual = usual_sheet(sheets);
    std::size_t next = 0;
    for (court_part& court : to.courts) {
        if (court.has_policy) {
            court.here = lines_without(sheets[next], to.usual);
            court.not_here = lines_without(to.usual, sheets[next]);
            ++next;
        }
    }
}

/// Lists rows: of each court and finding as many as asked for, fewer where that would be too many.
void add_rows(model& to, const facts& of, const link_scan& scan) {
    std::uint64_t each = of.samples;
    const auto rows_with = [&](std::uint64_t most) {
        std::uint64_t rows = 0;
        for (const court_scan& court : scan.courts) {
            for (const auto& listed : court.rows) {
                rows += std::min<std::uint64_t>(listed.size(), most);
            }
        }
        return rows;
    };
    while (each > 1 && rows_with(each) > most_rows) {
        --each;
    }
    std::uint64_t left = most_rows;
    for (std::size_t place = 0; place < to.courts.size(); ++place) {
        court_part& court = to.courts[place];
        std::vector<std::pair<std::uint64_t, finding>> chosen;
        for (const finding_info& info : catalogue()) {
            const auto& rows = scan.courts[place].rows[static_cast<std::size_t>(info.id)];
            for (std::size_t i = 0; i < std::min<std::uint64_t>({rows.size(), each, left}); ++i) {
                chosen.emplace_back(rows[i], info.id);
            }
            left -= std::min<std::uint64_t>({rows.size(), each, left});
        }
        std::ranges::sort(chosen);
        for (const auto& [number, first] : chosen) {
            const auto at = find_row(of.ledger.links, number);
            listed_row row;
            row.row = number + 1;
            row.login = shortened(text_of_row(at.batch->login, at.row));
            row.central = shortened(text_of_row(at.batch->central_id, at.row));
            row.decided = of.verdicts[number];
            row.found = of.found[number];
            row.first = first;
            court.rows.push_back(std::move(row));
        }
    }
}

/// The names of the listed rows, from the records of their accounts.
void add_names(model& to, const facts& of) {
    std::unordered_multimap<std::string, listed_row*> by_account;
    std::unordered_multimap<std::string_view, listed_row*> by_central;
    const auto key_of = [](std::string_view court, std::string_view login) {
        return std::string(court).append(1, '\0').append(login);
    };
    for (court_part& court : to.courts) {
        for (listed_row& row : court.rows) {
            by_account.emplace(key_of(court.id, row.login), &row);
            by_central.emplace(row.central, &row);
        }
    }
    const auto set = [](std::string& name, std::string_view found) {
        if (name.empty()) {
            name = shortened(found);
        }
    };
    std::string key;
    for (const court_account_columns& batch : of.ledger.court_accounts) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            key.assign(text_of_row(batch.court, row)).append(1, '\0').append(text_of_row(batch.login, row));
            const auto [first, end] = by_account.equal_range(key);
            for (auto one = first; one != end; ++one) {
                set(one->second->account_name, text_of_row(batch.name, row));
            }
        }
    }
    for (const central_account_columns& batch : of.ledger.central_accounts) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const auto [first, end] = by_central.equal_range(text_of_row(batch.central_id, row));
            for (auto one = first; one != end; ++one) {
                set(one->second->central_name, text_of_row(batch.name, row));
            }
        }
    }
}

void add_work(model& to, const facts& of, const link_scan& scan) {
    for (const token_entry& party : tokens<actor>()) {
        work_list list;
        list.who = static_cast<actor>(party.number);
        for (const finding_info& info : catalogue()) {
            const std::uint64_t first = count_of(scan.first, info.id);
            if (info.who != list.who || first == 0) {
                continue;
            }
            work_line line;
            line.of = info.id;
            line.first = first;
            line.repair = of.repair_of == nullptr ? info.remedy : of.repair_of(info.id);
            for (std::size_t place = 0; place < to.courts.size(); ++place) {
                const court_part& court = to.courts[place];
                if (court.dispositions.of(info.id) >= disposition::hold) {
                    line.links += count_of(court.findings, info.id);
                }
                if (const std::uint64_t links = count_of(court.first, info.id); links != 0) {
                    line.courts.push_back({place, links});
                }
            }
            line.links = std::max(line.links, line.first);
            std::ranges::sort(line.courts, {}, [](const court_count& one) {
                return std::pair(most_first(one.links), one.court);
            });
            for (const court_count& court : line.courts) {
                for (const listed_row& row : to.courts[court.court].rows) {
                    if (row.first == info.id) {
                        line.rows.push_back(row.row);
                    }
                }
            }
            list.links += first;
            list.lines.push_back(std::move(line));
        }
        std::ranges::sort(list.lines, {},
                          [](const work_line& one) { return std::pair(most_first(one.first), one.of); });
        to.work.push_back(std::move(list));
    }
}

step_length step_for(civil_day begin, civil_day end) noexcept {
    const std::int32_t days = end.days - begin.days + 1;
    return days <= 62     ? step_length::day
           : days <= 420  ? step_length::week
           : days <= 2200 ? step_length::month
           : days <= 7300 ? step_length::quarter
                          : step_length::year;
}

/// From the first link, at most forty years before the report, to the report or to the last go-live
/// that is ahead, at most three years.
void add_time(model& to, const facts& of, const link_scan& scan) {
    to.time.undated = scan.undated;
    const civil_day today = day_of(of.as_of);
    constexpr std::int32_t longest_past = 40 * 366;
    constexpr std::int32_t longest_future = 3 * 366;
    civil_day begin = today;
    for (const auto& [day, counts] : scan.days) {
        if (day >= today.days - longest_past) {
            begin.days = std::min(today.days, day);
            break;
        }
    }
    civil_day end = today;
    for (const court_part& court : to.courts) {
        if (court.go_live && day_of(*court.go_live).days <= today.days + longest_future) {
            end = std::max(end, day_of(*court.go_live));
        }
    }
    const step_length length = to.time.length = step_for(begin, end);
    for (civil_day at = begin_of_step(length, begin); at <= end; at = next_step(length, at)) {
        to.time.steps.push_back({at, {}, {}, {}});
    }
    const auto find = [&](civil_day day) -> time_step* {
        auto& steps = to.time.steps;
        const auto behind = std::ranges::upper_bound(steps, day, {}, &time_step::begin);
        return behind == steps.begin() || day >= next_step(length, steps.back().begin) ? nullptr
                                                                                       : &*std::prev(behind);
    };
    for (const auto& [day, counts] : scan.days) {
        if (time_step* const step = find({day}); step != nullptr) {
            for (std::size_t each = 0; each < counts.size(); ++each) {
                step->verdicts[each] += counts[each];
            }
        } else {
            (day < begin.days ? to.time.earlier : to.time.later) +=
                std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
        }
    }
    for (std::size_t place = 0; place < to.courts.size(); ++place) {
        const court_part& court = to.courts[place];
        if (court.go_live) {
            if (time_step* const step = find(day_of(*court.go_live)); step != nullptr) {
                step->go_lives.push_back(place);
            }
        }
        if (court.has_policy) {
            for (const outage_window& window : of.policies.find(court.id).rules.outages.windows()) {
                time_step* const step = find(day_of(window.begin));
                if (step != nullptr && (step->outages.empty() || step->outages.back() != place)) {
                    step->outages.push_back(place);
                }
            }
        }
    }
}

void add_outlook(model& to, const facts& of, const court_places& places) {
    to.outlook.accounts = of.outlook.all.links;
    to.outlook.verdicts = of.outlook.all.verdicts;
    for (court_part& court : to.courts) {
        if (const auto found = of.outlook.courts.find(court.id); found != of.outlook.courts.end()) {
            court.outlook.accounts = found->second.links;
            court.outlook.verdicts = found->second.verdicts;
        }
    }
    std::string_view last_court;
    const court_policy* policy = nullptr;
    court_part* part = nullptr;
    const court_account_columns* batch = of.ledger.court_accounts.data();
    std::uint64_t begin = 0;
    for (const auto& [row, outlook] : of.outlook.entries) {  // in ascending order
        while (row >= begin + batch->rows) {
            begin += batch->rows;
            ++batch;
        }
        if (outlook.verdict == verdict::allow) {
            continue;
        }
        const std::string_view text = text_of_row(batch->court, static_cast<std::size_t>(row - begin));
        if (policy == nullptr || text != last_court) {
            last_court = text;
            policy = &of.policies.find(text);
            const auto place = places.find(detail::tables::counted_court(text));
            part = place == places.end() ? nullptr : &to.courts[place->second];
        }
        if (const auto first = first_to_mend(policy->rules, outlook)) {
            ++to.outlook.first[static_cast<std::size_t>(*first)];
            if (part != nullptr) {
                ++part->outlook.first[static_cast<std::size_t>(*first)];
            }
        }
    }
}

}  // namespace

work_result<model> report_of(const facts& of, const work_options& options) {
    model made;
    made.place = of.place;
    made.as_of = of.as_of;
    made.policies = of.policies.digest();
    made.overrides = of.overrides;
    made.rows = of.rows;
    made.removed = of.counts.all.removed;
    made.links = of.counts.all.links;
    made.verdicts = of.counts.all.verdicts;
    made.findings = of.counts.all.findings;
    made.troubles = of.troubles;
    made.with_names = of.with_names;
    if (of.since != nullptr) {
        made.since = *of.since;
    }
    add_courts(made, of);
    court_places places;
    for (std::size_t place = 0; place < made.courts.size(); ++place) {
        places.emplace(made.courts[place].id, place);
    }
    const auto scan = scan_links(of, places, options);
    if (!scan) {
        return scan.error();
    }
    for (std::size_t place = 0; place < made.courts.size(); ++place) {
        made.courts[place].first = scan.value().courts[place].first;
    }
    add_rows(made, of, scan.value());
    if (of.with_names) {
        add_names(made, of);
    }
    add_work(made, of, scan.value());
    add_time(made, of, scan.value());
    add_outlook(made, of, places);
    add_sheets(made, of);
    return made;
}

}  // namespace ecflink::report
