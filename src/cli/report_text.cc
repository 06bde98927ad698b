#include "cli/report_text.hpp"

#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"

namespace ecflink::cli {

void add_verdicts(json& result, const tally& counts) {
    for (const verdict each : all_verdicts) {
        result[to_token(each)] = count_of(counts, each);
    }
}

std::string verdicts_in_words(const tally& counts, const std::string& verdict_title,
                              const std::string& count_title, const screen& on) {
    text_table totals({{verdict_title}, {count_title, column_kind::number}});
    for (const verdict each : all_verdicts) {
        totals.add({{to_token(each), look_of(each)}, std::to_string(count_of(counts, each))});
    }
    return '\n' + totals.render(on);
}

std::string courts_in_words(const ledger_report& report, const std::string& count_title, const screen& on) {
    text_table courts({{"COURT"},
                       {count_title, column_kind::number},
                       {"ALLOW", column_kind::number},
                       {"HOLD", column_kind::number},
                       {"REFUSE", column_kind::number}});
    for (const auto& [court, counts] : report.courts) {
        std::vector<text_table::cell> row = {shown_court(court), std::to_string(counts.links)};
        for (const verdict each : all_verdicts) {
            row.emplace_back(std::to_string(count_of(counts, each)));
        }
        courts.add(row);
    }
    return courts.empty() ? std::string{} : '\n' + courts.render(on);
}

json counts_to_json(const finding_counts& counts) {
    json found = json::object();
    for (const finding_info& info : catalogue()) {
        if (const std::uint64_t count = counts[static_cast<std::size_t>(info.id)]; count != 0) {
            found[info.token] = count;
        }
    }
    return found;
}

std::string counts_in_words(const finding_counts& counts, const std::string& finding_title,
                            const std::string& count_title, const screen& on) {
    text_table found({{finding_title},
                      {count_title, column_kind::number},
                      {"WHO ACTS"},
                      {"WHAT TO DO", column_kind::wrapped}});
    for (const finding_info& info : catalogue()) {
        if (const std::uint64_t count = counts[static_cast<std::size_t>(info.id)]; count != 0) {
            found.add({info.token, std::to_string(count), to_token(info.who), info.remedy});
        }
    }
    return found.empty() ? std::string{} : '\n' + found.render(on);
}

std::string courts_to_csv(const ledger_report& report, const std::string& what,
                          const counts_of_court& by_finding) {
    std::vector<std::string> titles = {"court", what, "allow", "hold", "refuse"};
    for (const finding_info& info : catalogue()) {
        titles.emplace_back(info.token);
    }
    std::string text = csv_record(titles);
    for (const auto& [court, counts] : report.courts) {
        std::vector<std::string> row = {court, std::to_string(counts.links)};
        for (const verdict each : all_verdicts) {
            row.push_back(std::to_string(count_of(counts, each)));
        }
        const finding_counts& found = by_finding(court, counts);
        for (const finding_info& info : catalogue()) {
            row.push_back(std::to_string(found[static_cast<std::size_t>(info.id)]));
        }
        text += csv_record(row);
    }
    return text;
}

}  // namespace ecflink::cli
