#include "report/json_report.hpp"

#include <array>
#include <cstdio>

#include <ecflink/core/ids.hpp>
#include <ecflink/core/version.hpp>
#include <ecflink/text/time_text.hpp>

#include "base/json_text.hpp"

namespace ecflink::report {
namespace {

using detail::json;

void append_escape(std::string& to, std::uint32_t unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    to += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) {
        to += digits[unit >> shift & 15U];
    }
}

/// JSON whose characters beyond ASCII are escapes, and those of markup too if asked for. They stand
/// in strings alone.
std::string in_ascii(std::string_view text, bool without_markup) {
    std::string ascii;
    ascii.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = detail::next_code_point(text, at);
        if (point >= 0x10000) {
            append_escape(ascii, 0xD800U + (static_cast<std::uint32_t>(point - 0x10000) >> 10U));
            append_escape(ascii, 0xDC00U + (static_cast<std::uint32_t>(point - 0x10000) & 0x3FFU));
        } else if (point >= 0x7F || (without_markup && (point == '<' || point == '>' || point == '&'))) {
            append_escape(ascii, static_cast<std::uint32_t>(point));
        } else {
            ascii += static_cast<char>(point);
        }
    }
    return ascii;
}

void add_verdicts(json& to, const verdict_counts& counts) {
    for (const verdict each : all_verdicts) {
        to.add_member(std::string(to_token(each)), count_of(counts, each));
    }
}

json by_finding(const finding_counts& counts) {
    json found = json::object();
    for (const finding_info& info : catalogue()) {
        if (const std::uint64_t count = count_of(counts, info.id); count != 0) {
            found.add_member(std::string(info.token), count);
        }
    }
    return found;
}

json tokens_of(findings found) {
    json list = json::array();
    for (const finding one : found) {
        list.push_back(to_token(one));
    }
    return list;
}

json of_outlook(const outlook_part& outlook) {
    json result = json::object();
    result.add_member("accounts", outlook.accounts);
    add_verdicts(result, outlook.verdicts);
    result.add_member("to-mend-first", by_finding(outlook.first));
    return result;
}

json of_sheet(const std::vector<sheet_section>& sheet) {
    json sections = json::array();
    for (const sheet_section& section : sheet) {
        sections.push_back({{"title", section.title}, {"lines", section.lines}});
    }
    return sections;
}

json of_rows(const model& of, const court_part& court) {
    json rows = json::array();
    for (const listed_row& row : court.rows) {
        json one{{"row", row.row},
                 {"login", row.login},
                 {"central-id", row.central},
                 {"verdict", to_token(row.decided)},
                 {"to-mend-first", to_token(row.first)},
                 {"findings", tokens_of(row.found)}};
        if (of.with_names) {
            one.add_member("account-name", row.account_name);
            one.add_member("central-name", row.central_name);
        }
        rows.push_back(std::move(one));
    }
    return rows;
}

json of_court(const model& of, const court_part& court) {
    json result = json::object();
    result.add_member("name", court.name.empty() ? json() : json(court.name));
    result.add_member("links", court.links);
    add_verdicts(result, court.verdicts);
    result.add_member("findings", by_finding(court.findings));
    result.add_member("to-mend-first", by_finding(court.first));
    result.add_member("go-live", court.go_live ? json(to_text(*court.go_live)) : json());
    result.add_member("forecast", of_outlook(court.outlook));
    result.add_member("rows", of_rows(of, court));
    result.add_member("policy", court.has_policy ? json{{"here", of_sheet(court.here)},
                                                        {"not-here", of_sheet(court.not_here)}}
                                                 : json());
    return result;
}

json of_work(const model& of) {
    json result = json::object();
    for (const work_list& list : of.work) {
        json lines = json::array();
        for (const work_line& line : list.lines) {
            json courts = json::object();
            for (const court_count& court : line.courts) {
                courts.add_member(of.courts[court.court].id, court.links);
            }
            json rows = json::array();
            for (const std::uint64_t row : line.rows) {
                rows.push_back(row);
            }
            lines.push_back({{"finding", to_token(line.of)},
                             {"to-mend-first", line.first},
                             {"links", line.links},
                             {"what-mends-it", line.repair},
                             {"courts", std::move(courts)},
                             {"rows", std::move(rows)}});
        }
        result.add_member(std::string(to_token(list.who)), std::move(lines));
    }
    return result;
}

std::string_view name_of(step_length length) noexcept {
    constexpr std::string_view names[] = {"day", "week", "month", "quarter", "year"};
    return names[static_cast<std::size_t>(length)];
}

json of_time(const model& of) {
    json steps = json::array();
    for (const time_step& step : of.time.steps) {
        json one{{"begin", to_text(step.begin)}};
        add_verdicts(one, step.verdicts);
        const auto courts = [&](const std::vector<std::size_t>& places) {
            json list = json::array();
            for (const std::size_t place : places) {
                list.push_back(of.courts[place].id);
            }
            return list;
        };
        one.add_member("go-lives", courts(step.go_lives));
        one.add_member("outages", courts(step.outages));
        steps.push_back(std::move(one));
    }
    return {{"step", name_of(of.time.length)},
            {"earlier", of.time.earlier},
            {"later", of.time.later},
            {"undated", of.time.undated},
            {"steps", std::move(steps)}};
}

json pair_of(std::uint64_t before, std::uint64_t now) { return {{"before", before}, {"now", now}}; }

/// As `verify --compare-to` has it.
json of_runs(const model& of) {
    const two_runs& since = *of.since;
    json result{{"file", since.file}, {"as-of", since.as_of.empty() ? json() : json(since.as_of)}};
    for (const verdict each : all_verdicts) {
        result["verdicts"][to_token(each)] =
            pair_of(count_of(since.verdicts, each), count_of(of.verdicts, each));
    }
    result["findings"] = json::object();
    for (const finding_info& info : catalogue()) {
        const std::uint64_t before = count_of(since.findings, info.id);
        const std::uint64_t now = count_of(of.findings, info.id);
        if (before != 0 || now != 0) {
            result["findings"][info.token] = pair_of(before, now);
        }
    }
    result["links"] = nullptr;
    if (since.links) {
        json links{{"new", since.links->added}, {"gone", since.links->gone}};
        for (const verdict from : all_verdicts) {
            for (const verdict to : all_verdicts) {
                links["verdicts"][to_token(from)][to_token(to)] =
                    count_of(since.links->moved[static_cast<std::size_t>(from)], to);
            }
        }
        result["links"] = std::move(links);
    }
    return result;
}

json to_json(const model& of) {
    json result = json::object();
    result["ecflink"] = ECFLINK_VERSION_STRING;
    result["catalogue"] = catalogue_version;
    result["policy-set"] = of.policies;
    result["as-of"] = to_text(of.as_of);
    for (const auto& [one, to] : of.overrides) {
        result["set"][to_token(one)] = to_token(to);
    }
    result["ledger"] = of.place;
    result["rows"] = {{"links", of.rows.links},
                      {"court-accounts", of.rows.court_accounts},
                      {"central-accounts", of.rows.central_accounts},
                      {"malformed", of.rows.malformed},
                      {"removed", of.removed}};
    json verdicts = json::object();
    add_verdicts(verdicts, of.verdicts);
    result["verdicts"] = std::move(verdicts);
    result["findings"] = by_finding(of.findings);
    result["work"] = of_work(of);
    json courts = json::object();
    for (const court_part& court : of.courts) {
        courts.add_member(court.id, of_court(of, court));
    }
    result["courts"] = std::move(courts);
    json more{{"courts", of.more_courts}};
    add_verdicts(more, of.verdicts_of_more);
    result["not-listed"] = std::move(more);
    result["time"] = of_time(of);
    result["forecast"] = of_outlook(of.outlook);
    if (of.since) {
        result["compared-with"] = of_runs(of);
    }
    result["usual-policy"] = of_sheet(of.usual);
    return result;
}

}  // namespace

std::string to_json_text(const model& of) { return in_ascii(to_json(of).in_lines(), false); }

std::string to_json_for_script(const model& of) { return in_ascii(to_json(of).in_one_line(), true); }

}  // namespace ecflink::report
