// The report of a ledger: what its model counts, and what its pages do with any text.
#include "report/model.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_tools.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/rows_as_columns.hpp>
#include <ecflink/verify/forecast.hpp>
#include <ecflink/verify/verify.hpp>

#include "base/json_text.hpp"
#include "report/html_report.hpp"
#include "report/html_text.hpp"
#include "report/json_report.hpp"
#include "report/page_style.hpp"
#include "report/report_of.hpp"
#include "report/scan.hpp"
#include "report/sheets.hpp"
#include "report/time_steps.hpp"

namespace {

using namespace ecflink;
using namespace ecflink::report;
using json = ecflink::detail::json;

constexpr instant as_of = make_instant(make_civil_day(2026, 6, 30), 12);

const policy_set& policies() {
    static const auto loaded =
        policy_set::load(read_policy_layers(ECFLINK_SOURCE_DIR "/examples/ledger/policies").value());
    return loaded.value();
}

struct made_from {
    instant at = as_of;
    std::uint64_t samples = 3;
    bool with_names = false;
    unsigned threads = 1;
    const two_runs* since = nullptr;
    std::string place = "ledger";
};

/// Verifies and forecasts a ledger, and makes its report.
model report_on(const ledger_columns& ledger, const made_from& how = {}) {
    const auto index = ledger_index::build(policies(), ledger);
    std::size_t links = 0;
    for (const link_columns& batch : ledger.links) {
        links += batch.rows;
    }
    std::vector<findings> found(links);
    std::vector<verdict> verdicts(links);
    const auto counts = verify(index.value(), ledger.links, how.at, {found, verdicts});
    const auto outlook = forecast(index.value(), ledger.links, how.at);
    return report_of({.policies = policies(),
                      .ledger = ledger,
                      .as_of = how.at,
                      .counts = counts.value(),
                      .found = found,
                      .verdicts = verdicts,
                      .outlook = outlook.value(),
                      .since = how.since,
                      .repair_of = nullptr,
                      .place = how.place,
                      .overrides = {},
                      .rows = {links, 0, 0, 0},
                      .troubles = {},
                      .samples = how.samples,
                      .with_names = how.with_names},
                     {.progress = {}, .cancelled = nullptr, .threads = how.threads})
        .value();
}

const ledger_folder& sample() {
    static const auto folder = ledger_folder::read(ECFLINK_SOURCE_DIR "/examples/ledger", policies());
    return folder.value();
}

template <class Counts>
std::uint64_t sum_of(const Counts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

/// Links of wiwd, each with an account and a central account of its own that is shared, and so
/// refused.
ledger_tables refused_links(std::size_t links, std::string_view court = "wiwd") {
    ledger_tables tables;
    for (std::size_t i = 0; i < links; ++i) {
        court_account_row account;
        account.court = court_id::make(court).value();
        account.account.login = login::make("filer" + std::to_string(i)).value();
        account.account.role = account_role::attorney;
        account.account.status = account_status::active;
        account.name = "Ann Sample";
        central_account_row central;
        central.id = central_id::make("P" + std::to_string(i)).value();
        central.account.usage = central_usage::shared;
        central.account.status = central_status::active;
        central.name = "Birchwood & Lane <LLP>";
        link_row link;
        link.court = account.court;
        link.login = account.account.login;
        link.central = central.id;
        link.row.linked_at = make_instant(make_civil_day(2022, 5, 2), 14);
        tables.central_accounts.push_back(central);
        tables.court_accounts.push_back(account);
        tables.links.push_back(link);
    }
    return tables;
}

// ---- the model ----------------------------------------------------------------------------------

TEST(Report, CountsEachFailingLinkOnceForWhoActsFirst) {
    const model made = report_on(sample().columns());
    ASSERT_EQ(made.work.size(), 3);
    std::uint64_t links = 0;
    for (const work_list& list : made.work) {
        std::uint64_t of_list = 0;
        for (const work_line& line : list.lines) {
            EXPECT_EQ(describe(line.of).who, list.who);
            EXPECT_GE(line.links, line.first);
            std::uint64_t in_courts = 0;
            for (const court_count& court : line.courts) {
                in_courts += court.links;
            }
            EXPECT_EQ(in_courts, line.first) << to_token(line.of);
            of_list += line.first;
        }
        EXPECT_EQ(of_list, list.links);
        links += list.links;
    }
    EXPECT_EQ(links, failing(made.verdicts));
    EXPECT_GT(links, 0);
}

TEST(Report, CourtsAddUpToTheLedger) {
    const model made = report_on(sample().columns());
    verdict_counts verdicts{};
    for (const court_part& court : made.courts) {
        EXPECT_EQ(sum_of(court.first), failing(court.verdicts)) << court.id;
        for (std::size_t each = 0; each < verdicts.size(); ++each) {
            verdicts[each] += court.verdicts[each];
        }
    }
    EXPECT_EQ(verdicts, made.verdicts);
    EXPECT_EQ(sum_of(made.verdicts), made.links);
}

TEST(Report, TimeLosesNoLink) {
    const model made = report_on(sample().columns());
    std::uint64_t links = made.time.earlier + made.time.later + made.time.undated;
    for (const time_step& step : made.time.steps) {
        links += sum_of(step.verdicts);
    }
    EXPECT_EQ(links, made.links);
    EXPECT_EQ(made.time.later, 1);    // the link in the future
    EXPECT_EQ(made.time.undated, 1);  // the link on April 31st
}

TEST(Report, TimeIsBoundedWhateverTheLedgerSays) {
    ledger_tables tables = refused_links(3);
    tables.links[0].row.linked_at = earliest_instant;
    tables.links[1].row.linked_at = latest_instant;
    const rows_as_columns columns(tables);
    const model made = report_on(columns.columns());
    EXPECT_EQ(made.time.earlier, 1);
    EXPECT_EQ(made.time.later, 1);
    EXPECT_LE(made.time.steps.size(), 120);
}

TEST(Report, StepsAreAsLongAsTheSpanIs) {
    ledger_tables tables = refused_links(1);
    const auto length_since = [&](civil_day begin) {
        tables.links[0].row.linked_at = make_instant(begin);
        const rows_as_columns columns(tables);
        return report_on(columns.columns()).time.length;
    };
    EXPECT_EQ(length_since(make_civil_day(2026, 6, 1)), step_length::day);
    EXPECT_EQ(length_since(make_civil_day(2025, 9, 1)), step_length::week);
    EXPECT_EQ(length_since(make_civil_day(2022, 1, 1)), step_length::month);
    EXPECT_EQ(length_since(make_civil_day(2012, 1, 1)), step_length::quarter);
    EXPECT_EQ(length_since(make_civil_day(1999, 1, 1)), step_length::year);
}

TEST(Report, NamesSteps) {
    const civil_day day = make_civil_day(2024, 2, 29);
    EXPECT_EQ(step_name(step_length::day, day), "2024-02-29");
    EXPECT_EQ(step_name(step_length::month, day), "2024-02");
    EXPECT_EQ(step_name(step_length::quarter, make_civil_day(2024, 10, 1)), "2024 Q4");
    EXPECT_EQ(step_name(step_length::year, make_civil_day(1999, 12, 31)), "1999");
}

TEST(Report, RowsAreThoseOfTheirCourtAndFinding) {
    const model made = report_on(sample().columns(), {.samples = 2});
    std::set<std::uint64_t> rows;
    for (const court_part& court : made.courts) {
        std::map<finding, std::uint64_t> each;
        for (const listed_row& row : court.rows) {
            EXPECT_TRUE(rows.insert(row.row).second) << row.row;
            EXPECT_NE(row.decided, verdict::allow);
            ++each[row.first];
        }
        for (const auto& [first, listed] : each) {
            EXPECT_EQ(listed, std::min<std::uint64_t>(2, court.first[static_cast<std::size_t>(first)]));
        }
    }
    EXPECT_EQ(rows.count(11), 1);
}

TEST(Report, FollowsTheRemedyThatMakesOthersVoid) {
    // whoever gives up a shared account does not upgrade it
    const findings both = findings(finding::central_shared) | finding::central_legacy;
    EXPECT_EQ(first_to_mend({}, {verdict::refuse, both}), finding::central_shared);
    // here the lowest finding is not what to mend first: an exempt account is not upgraded
    const findings exempt = findings(finding::central_legacy) | finding::central_exempt;
    EXPECT_EQ(first_to_mend({}, {verdict::refuse, exempt}), finding::central_exempt);
    EXPECT_EQ(first_to_mend({}, {verdict::allow, {}}), std::nullopt);
    // a finding that was approved does not hold
    const findings held = findings(finding::central_exempt) | finding::link_before_account;
    EXPECT_EQ(first_to_mend({}, {verdict::hold, held, finding::central_exempt}),
              finding::link_before_account);
}

TEST(Report, IsTheSameForAnyNumberOfThreads) {
    ledger_tables tables = refused_links(40'000);
    for (std::size_t i = 0; i < tables.links.size(); ++i) {
        tables.links[i].row.linked_at->micros += static_cast<std::int64_t>(i % 900) * micros_per_day;
    }
    const rows_as_columns columns(tables);
    const std::string one = to_html(report_on(columns.columns()));
    for (const unsigned threads : {2U, 7U}) {
        EXPECT_EQ(to_html(report_on(columns.columns(), {.threads = threads})), one);
    }
}

TEST(Report, ForecastsUntilGoLive) {
    ledger_tables tables = refused_links(4);
    tables.links.clear();
    for (court_account_row& account : tables.court_accounts) {
        account.account.status = account_status::locked;
    }
    const rows_as_columns columns(tables);
    const instant ten_days_before = {policies().find("wiwd").rules.go_live->micros - 10 * micros_per_day};
    const model made = report_on(columns.columns(), {.at = ten_days_before});
    ASSERT_EQ(made.courts.size(), 1);
    const court_part& court = made.courts.front();
    EXPECT_EQ(court.days_left(ten_days_before), 10);
    EXPECT_EQ(court.days_left(*court.go_live), 0);
    EXPECT_EQ(court.days_left({court.go_live->micros - 1}), 1);
    EXPECT_EQ(court.outlook.accounts, 4);
    EXPECT_EQ(failing(court.outlook.verdicts), 4);
    EXPECT_EQ(court.outlook.first[static_cast<std::size_t>(finding::account_locked)], 4);
    EXPECT_NE(to_html(made).find("<td class=\"n\">10</td><td class=\"n\">4</td>"), std::string::npos);
    EXPECT_FALSE(made.time.steps.back().go_lives.empty());
}

TEST(Report, SheetsAreToldOnceAndInFull) {
    const model made = report_on(sample().columns());
    std::size_t compared = 0;
    for (const court_part& court : made.courts) {
        if (!court.has_policy) {
            EXPECT_TRUE(court.here.empty());
            continue;
        }
        std::multiset<std::pair<std::string, std::string>> expected;
        std::multiset<std::pair<std::string, std::string>> told;
        const auto add = [](auto& to, const std::vector<sheet_section>& sheet) {
            for (const sheet_section& section : sheet) {
                for (const std::string& line : section.lines) {
                    to.emplace(section.title, line);
                }
            }
        };
        add(expected, sections_of(policies().find(court.id)));
        add(told, made.usual);
        add(told, court.here);
        for (const sheet_section& section : court.not_here) {
            for (const std::string& line : section.lines) {
                EXPECT_EQ(told.erase({section.title, line}), 1) << line;
            }
        }
        EXPECT_EQ(told, expected) << court.id;
        ++compared;
    }
    EXPECT_GT(compared, 5);
    EXPECT_GT(made.usual.size(), 3);
}

TEST(Report, IsBoundedWhateverTheLedgerHolds) {
    ledger_tables tables;
    for (std::size_t court = 0; court < 600; ++court) {
        const ledger_tables some = refused_links(10, "court" + std::to_string(court));
        tables.court_accounts.insert(tables.court_accounts.end(), some.court_accounts.begin(),
                                     some.court_accounts.end());
        tables.links.insert(tables.links.end(), some.links.begin(), some.links.end());
    }
    const rows_as_columns columns(tables);
    const model made = report_on(columns.columns(), {.samples = 1'000});
    EXPECT_EQ(made.courts.size(), most_courts);
    EXPECT_EQ(made.more_courts, 200);
    EXPECT_EQ(failing(made.verdicts_of_more), 2'000);
    std::size_t rows = 0;
    for (const court_part& court : made.courts) {
        EXPECT_FALSE(court.rows.empty());
        rows += court.rows.size();
    }
    EXPECT_LE(rows, most_rows);
    EXPECT_LT(to_html(made).size(), 2'000'000);
}

TEST(Report, EmptyLedger) {
    const rows_as_columns columns(ledger_tables{});
    const model made = report_on(columns.columns());
    EXPECT_EQ(made.links, 0);
    EXPECT_NE(to_html(made).find("The ledger has no links."), std::string::npos);
    EXPECT_TRUE(json::parse(to_json_text(made)).is_object());
}

// ---- what the pages do with texts ---------------------------------------------------------------

std::size_t times_in(std::string_view text, std::string_view part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++times;
    }
    return times;
}

/// Texts that would be markup, a script, a command of a terminal, or a formula.
constexpr std::string_view hostile[] = {
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "<!--<script>",
    "]]>--></style>",
    "&lt;b&gt;&#0;",
    "=HYPERLINK(1)",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\xEF\xBC\x9D"
    "1+1",
    "a\x1b[2Jb",
    "line\r\nbreak\ttab",
    "\xE2\x80\xAEnimda",
    "zero\xE2\x80\x8Bwidth",
    "\xE2\x80\xA8paragraph",
    "a\xF0\x9F\x98\x80z",
    "javascript:alert(1)",
    "{{7*7}}${7*7}",
};

TEST(Report, TextsOfOthersAreNeverMarkup) {
    ledger_tables tables = refused_links(std::size(hostile));
    for (std::size_t i = 0; i < std::size(hostile); ++i) {
        tables.links[i].login = tables.court_accounts[i].account.login = login::make(hostile[i]).value();
        const central_id central =
            central_id::make(
                hostile[i].substr(
                    0, std::min<std::size_t>(hostile[i].size(), hostile[i].starts_with('<') ? 32 : 20)))
                .value();
        tables.links[i].central = tables.central_accounts[i].id = central;
        tables.court_accounts[i].name = tables.central_accounts[i].name = hostile[i];
    }
    const rows_as_columns columns(tables);
    for (const std::string_view place : hostile) {
        const two_runs since{.file = std::string(place), .as_of = std::string(place), .links = {}};
        const model made =
            report_on(columns.columns(),
                      {.samples = 100, .with_names = true, .since = &since, .place = std::string(place)});
        const std::string page = to_html(made);
        EXPECT_EQ(times_in(page, "<script"), 2);
        EXPECT_EQ(times_in(page, "</script"), 2);
        EXPECT_EQ(times_in(page, "</style"), 1);
        EXPECT_EQ(times_in(page, "<style"), 1);
        EXPECT_EQ(times_in(page, "<img"), 0);
        EXPECT_EQ(times_in(page, "<!--"), 0);
        // in the JSON a quote ends nothing
        const std::string_view before_json = std::string_view(page).substr(0, page.find("<script"));
        EXPECT_EQ(times_in(before_json, "\" onmouseover"), 0);
        EXPECT_EQ(times_in(before_json, "' autofocus"), 0);
        EXPECT_EQ(times_in(page, "\xE2\x80\xAE"), 0);
        EXPECT_EQ(times_in(page, "\xE2\x80\x8B"), 0);
        EXPECT_EQ(times_in(page, ">=HYPERLINK"), 0);
        EXPECT_EQ(times_in(page, ">@SUM"), 0);
        for (const char c : page) {
            ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << "a control character";
        }
    }
}

TEST(Report, JsonHoldsTextsAsTheyAre) {
    ledger_tables tables = refused_links(std::size(hostile));
    for (std::size_t i = 0; i < std::size(hostile); ++i) {
        tables.links[i].login = tables.court_accounts[i].account.login = login::make(hostile[i]).value();
    }
    const rows_as_columns columns(tables);
    const model made = report_on(columns.columns(), {.samples = 100});
    const std::string page = to_html(made);
    const std::string_view begin = "<script type=\"application/json\" id=\"report\">";
    const std::size_t at = page.find(begin) + begin.size();
    const std::string inside = page.substr(at, page.find("</script>", at) - at);
    EXPECT_EQ(inside.find_first_of("<>&"), std::string::npos);
    for (const std::string& text : {inside, to_json_text(made)}) {
        for (const char c : text) {
            ASSERT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7F));
        }
        const json parsed = json::parse(text);
        const json* const courts = parsed.find("courts");
        ASSERT_NE(courts, nullptr);
        std::set<std::string> logins;
        for (const json& row : courts->find("wiwd")->find("rows")->items()) {
            logins.insert(row.text_of("login"));
        }
        EXPECT_EQ(logins, std::set<std::string>(std::begin(hostile), std::end(hostile)));
    }
    EXPECT_EQ(json::parse(inside), json::parse(to_json_text(made)));
}

TEST(Report, ShowsNamesOnlyIfAsked) {
    const rows_as_columns columns(refused_links(2));
    EXPECT_EQ(to_html(report_on(columns.columns())).find("Birchwood"), std::string::npos);
    const std::string page = to_html(report_on(columns.columns(), {.with_names = true}));
    EXPECT_NE(page.find("Birchwood &amp; Lane &lt;LLP&gt;"), std::string::npos);
    EXPECT_NE(page.find("Ann Sample"), std::string::npos);
}

TEST(Report, ShortensTextsThatAreNoKeys) {
    EXPECT_LE(most_text, 256);
    ledger_tables tables = refused_links(1);
    tables.unreadable_keys[0] = {"wiwd", std::string(100'000, 'x') + "\xC3\xA9", "P0"};
    tables.links[0].login = {};
    tables.links[0].malformed = true;
    const rows_as_columns columns(tables);
    EXPECT_LT(to_html(report_on(columns.columns())).size(), 100'000);
}

TEST(Report, TellsWhatGotBetterAndWhatWorse) {
    two_runs since{.file = "before.csv", .as_of = "", .verdicts = {10, 0, 63}, .findings = {}, .links = {}};
    since.findings[static_cast<std::size_t>(finding::central_legacy)] = 9;
    since.links.emplace();
    since.links->moved[2][0] = 12;
    since.links->moved[0][1] = 1;
    since.links->samples[0][1] = {7};
    const std::string page = to_html(report_on(sample().columns(), {.since = &since}));
    EXPECT_NE(page.find("12 links got better"), std::string::npos);
    EXPECT_NE(page.find("1 link got worse"), std::string::npos);
    EXPECT_NE(
        page.find("central-legacy</th><td class=\"n\">9</td><td class=\"n\">2</td><td class=\"n\">-7</td>"
                  "<td><span class=\"better\">better"),
        std::string::npos);
    EXPECT_NE(
        page.find("account-unknown</th><td class=\"n\">0</td><td class=\"n\">2</td><td class=\"n\">+2</td>"
                  "<td><span class=\"worse\">worse"),
        std::string::npos);
    EXPECT_NE(page.find("7 (held)"), std::string::npos);
}

// ---- the policy of the page ---------------------------------------------------------------------

TEST(Report, ContentSecurityPolicyNamesWhatThePageHolds) {
    EXPECT_EQ(policy_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    const std::string page = to_html(report_on(sample().columns()));
    const auto between = [&](std::string_view begin, std::string_view end) {
        const std::size_t at = page.find(begin) + begin.size();
        return page.substr(at, page.find(end, at) - at);
    };
    const std::string policy = between("Content-Security-Policy\" content=\"", "\"");
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_TRUE(policy.starts_with("default-src 'none';"));
    EXPECT_NE(policy.find("style-src '" + policy_hash(between("<style>", "</style>")) + "'"),
              std::string::npos);
    EXPECT_NE(policy.find("script-src '" + policy_hash(between("<script>", "</script>")) + "'"),
              std::string::npos);
    EXPECT_EQ(times_in(page, " style="), 0);
    EXPECT_EQ(times_in(page, " onclick="), 0);
    EXPECT_EQ(times_in(page, "http://") + times_in(page, "src="), 0);
}

// ---- words and numbers --------------------------------------------------------------------------

TEST(HtmlText, EscapesWhateverIsNoMarkup) {
    html_text page;
    page("<td title=\""_html, "\"<&'>", "\">"_html, std::string("a\nb"), 1'234'567U, plain{1234},
         length{1.25}, length{2.0});
    EXPECT_EQ(page.text(), "<td title=\"&quot;&lt;&amp;&#39;&gt;\">a&lt;U+000A&gt;b1,234,56712341.22");
}

TEST(HtmlText, NumbersAndShares) {
    EXPECT_EQ(with_commas(0), "0");
    EXPECT_EQ(with_commas(999), "999");
    EXPECT_EQ(with_commas(10'000'000), "10,000,000");
    EXPECT_EQ(in_short(999), "999");
    EXPECT_EQ(in_short(1'000), "1k");
    EXPECT_EQ(in_short(1'250), "1.2k");
    EXPECT_EQ(in_short(999'999), "999k");
    EXPECT_EQ(in_short(10'000'000), "10M");
    EXPECT_EQ(share_of(0, 0), "0%");
    EXPECT_EQ(share_of(1, 10'000'000), "under 0.1%");
    EXPECT_EQ(share_of(9'999'999, 10'000'000), "over 99.9%");
    EXPECT_EQ(share_of(1, 3), "33.3%");
    EXPECT_EQ(counted(1, "link", "links"), "1 link");
    EXPECT_EQ(cell_text("=1"), "'=1");
    EXPECT_EQ(cell_text("1=1"), "1=1");
}

}  // namespace
