#include "report/html_report.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <ecflink/core/version.hpp>
#include <ecflink/policies/time_text.hpp>

#include "report/html_text.hpp"
#include "report/json_report.hpp"
#include "report/page_style.hpp"
#include "report/pictures.hpp"
#include "report/time_steps.hpp"

namespace ecflink::report {
namespace {

/// What a page shows at once; the rest of a list is one click away.
constexpr std::size_t lines_at_once = 5;
constexpr std::size_t courts_in_picture = 25;
constexpr int findings_in_picture = 24;
constexpr std::size_t courts_named = 4;

std::string_view in_words(verdict of) noexcept {
    constexpr std::string_view words[] = {"allowed", "held", "refused"};
    return words[static_cast<std::size_t>(of)];
}

std::string_view title_of(actor who) noexcept {
    return who == actor::filer ? "Filers" : who == actor::court ? "Courts" : "The service center";
}

std::string court_name(const court_part& court) { return court.id.empty() ? "(empty)" : court.id; }

std::string court_title(const court_part& court) {
    return court.name.empty() ? court_name(court) : court.name;
}

/// The places of all courts, sorted.
template <class Key>
std::vector<std::size_t> sorted_courts(const model& of, Key key) {
    std::vector<std::size_t> places(of.courts.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::sort(places, {}, [&](std::size_t place) { return std::pair(key(of.courts[place]), place); });
    return places;
}

class page_of {
public:
    explicit page_of(const model& of) : of_(of) {}

    std::string write() {
        const std::string json = to_json_for_script(of_);
        page_(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '"_html,
            policy_hash(page_script()), "'; style-src '"_html, policy_hash(page_style()),
            "'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" "
            "href=\"data:,\">\n<title>"_html,
            "Account links of ", of_.place, "</title>\n<style>"_html, verbatim{page_style()},
            "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#verdicts\">Skip to the results</a>\n"_html);
        add_patterns(page_);
        write_header();
        page_("<main>\n"_html);
        write_verdicts();
        write_work();
        write_findings();
        write_time();
        write_outlook();
        write_since();
        write_courts();
        write_usual_policy();
        write_about();
        page_("</main>\n<footer><p>Written by ecflink "_html, ECFLINK_VERSION_STRING,
              ". The page holds all of its data and asks no one for anything.</p></footer>\n"
              "<script type=\"application/json\" id=\"report\">"_html,
              verbatim{json}, "</script>\n<script>"_html, verbatim{page_script()},
              "</script>\n</body>\n</html>\n"_html);
        return std::move(page_).text();
    }

private:
    void write_header() {
        page_("<header>\n<p class=\"kicker\">As of "_html, to_text(of_.as_of),
              "</p>\n<h1>Account links of "_html, of_.place, "</h1>\n<p class=\"lead\">"_html);
        if (of_.links == 0) {
            page_("The ledger has no links."_html);
        } else {
            page_(counted(of_.links, "link: ", "links: "), of_.verdicts[0], " allowed, "_html,
                  of_.verdicts[1], " held for a clerk, "_html, of_.verdicts[2], " refused."_html);
            if (failing(of_.verdicts) != 0) {
                page_(" Who acts first: "_html);
                for (const work_list& list : of_.work) {
                    page_(list.who == actor::filer   ? "filers for "
                          : list.who == actor::court ? ", courts for "
                                                     : ", the service center for ",
                          list.links);
                }
                page_("."_html);
            }
        }
        page_("</p>\n<nav aria-label=\"Contents\"><ul>"_html);
        link_to("verdicts"_html, "Verdicts"_html);
        link_to("work"_html, "What to mend first"_html);
        link_to("findings"_html, "Findings by court"_html);
        link_to("time"_html, "Links over time"_html);
        link_to("outlook"_html, "Forecast"_html);
        if (of_.since) {
            link_to("since"_html, "Since the earlier run"_html);
        }
        link_to("courts"_html, "Courts and rows"_html);
        link_to("policy"_html, "Policies"_html);
        link_to("about"_html, "About this report"_html);
        page_("</ul></nav>\n</header>\n"_html);
    }

    void link_to(markup id, markup title) {
        page_("<li><a href=\"#"_html, id, "\">"_html, title, "</a></li>"_html);
    }

    void write_verdicts() {
        page_(
            "<section aria-labelledby=\"verdicts\">\n<h2 id=\"verdicts\">Verdicts</h2>\n<dl "
            "class=\"figures\">"_html);
        for (const verdict each : all_verdicts) {
            const std::uint64_t links = count_of(of_.verdicts, each);
            page_("<div class=\""_html, to_token(each), "\"><dt class=\"v "_html, to_token(each), "\">"_html,
                  each == verdict::allow  ? "Allowed"
                  : each == verdict::hold ? "Held for a clerk"
                                          : "Refused",
                  "</dt><dd class=\"n\">"_html, links, "</dd><dd class=\"soft\">"_html,
                  share_of(links, of_.links), " of the links</dd></div>"_html);
        }
        page_("</dl>\n"_html);
        if (of_.links != 0) {
            page_("<div class=\"wide\">"_html);
            add_verdict_bar(page_, of_);
            page_("</div>\n"_html);
        }
        if (of_.removed != 0) {
            page_("<p class=\"soft\">"_html,
                  counted(of_.removed, "of the links is removed: it counts",
                          "of the links are removed: they count"),
                  " as an authority left it.</p>\n"_html);
        }
        page_("</section>\n"_html);
    }

    void write_work() {
        page_(
            "<section aria-labelledby=\"work\">\n<h2 id=\"work\">What to mend first, and who acts</h2>\n"
            "<p>Each link that is held or refused is counted once: under the finding to mend first. "
            "Others may come to light after it.</p>\n"_html);
        if (failing(of_.verdicts) == 0) {
            page_("<p>Nobody has anything to mend.</p>\n</section>\n"_html);
            return;
        }
        std::uint64_t greatest = 0;
        for (const work_list& list : of_.work) {
            for (const work_line& line : list.lines) {
                greatest = std::max(greatest, line.first);
            }
        }
        page_("<div class=\"parties\">\n"_html);
        for (const work_list& list : of_.work) {
            page_("<div>\n<h3>"_html, title_of(list.who), "<span>"_html, counted(list.links, "link", "links"),
                  ", "_html, share_of(list.links, failing(of_.verdicts)),
                  " of those to mend</span></h3>\n"_html);
            if (list.lines.empty()) {
                page_("<p class=\"soft\">Nothing to do.</p>\n"_html);
            }
            const std::size_t at_once = std::min(list.lines.size(), lines_at_once);
            write_lines({list.lines.data(), at_once}, greatest);
            if (at_once < list.lines.size()) {
                page_("<details class=\"table\"><summary>"_html, list.lines.size() - at_once,
                      " more for "_html,
                      list.who == actor::center  ? "the service center"
                      : list.who == actor::court ? "courts"
                                                 : "filers",
                      "</summary>\n"_html);
                write_lines({list.lines.data() + at_once, list.lines.size() - at_once}, greatest);
                page_("</details>\n"_html);
            }
            page_("</div>\n"_html);
        }
        page_("</div>\n</section>\n"_html);
    }

    void write_lines(std::span<const work_line> lines, std::uint64_t greatest) {
        if (lines.empty()) {
            return;
        }
        page_("<ol class=\"work\">\n"_html);
        for (const work_line& line : lines) {
            page_("<li><span class=\"what\">"_html, to_token(line.of), "</span><span class=\"n\">"_html,
                  counted(line.first, "link", "links"), "</span>"_html);
            add_thin_bar(page_, line.first, greatest);
            page_("<p class=\"how\">"_html, line.repair, "</p><p class=\"where\">"_html);
            for (std::size_t i = 0; i < std::min(line.courts.size(), courts_named); ++i) {
                const court_part& court = of_.courts[line.courts[i].court];
                page_(i == 0 ? "" : ", ", "<a href=\"#c"_html, plain{line.courts[i].court}, "\">"_html,
                      court_name(court), "</a> "_html, line.courts[i].links);
            }
            if (line.courts.size() > courts_named) {
                page_(" and "_html, counted(line.courts.size() - courts_named, "more court", "more courts"));
            }
            if (line.links > line.first) {
                page_(". In all "_html, counted(line.links, "link has it", "links have it"));
            }
            for (std::size_t i = 0; i < std::min(line.rows.size(), courts_named); ++i) {
                page_(i == 0 ? ". For instance row " : ", ", "<a href=\"#r"_html, plain{line.rows[i]},
                      "\">"_html, line.rows[i], "</a>"_html);
            }
            page_(".</p></li>\n"_html);
        }
        page_("</ol>\n"_html);
    }

    void begin_sorted_table(markup looks, std::string_view caption) {
        page_("<table class=\""_html, looks, "\"><caption>"_html, caption, "</caption>\n<thead><tr>"_html);
    }

    void write_findings() {
        page_("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings by court</h2>\n"_html);
        const findings all = deciding_anywhere(of_);
        if (all.empty()) {
            page_("<p>No court has a link that is held or refused.</p>\n</section>\n"_html);
            return;
        }
        const auto courts = sorted_courts(of_, [](const court_part& court) {
            return std::tuple(most_first(failing(court.verdicts)), most_first(court.links));
        });
        std::vector<std::size_t> pictured;
        for (const std::size_t place : courts) {
            if (pictured.size() < courts_in_picture && failing(of_.courts[place].verdicts) != 0) {
                pictured.push_back(place);
            }
        }
        std::vector<finding> by_links;
        for (const finding one : all) {
            by_links.push_back(one);
        }
        std::ranges::sort(by_links, {}, [&](finding one) {
            return std::pair(most_first(count_of(of_.findings, one)), one);
        });
        findings shown;
        for (const finding one : by_links) {
            if (shown.count() < findings_in_picture) {
                shown.insert(one);
            }
        }
        page_("<figure><figcaption>Links with a finding that holds or refuses them, a row a court"_html);
        if (pictured.size() < of_.courts.size() || shown.count() < all.count()) {
            page_(": the "_html, counted(pictured.size(), "court", "courts"),
                  " with most such links, and the "_html,
                  counted(static_cast<std::uint64_t>(shown.count()), "finding", "findings"),
                  " that most links have"_html);
        }
        page_(
            ". Findings stand in the order in which people mend them; a link may have several. "
            "The darker a cell, the greater its share of the court&#39;s links.</figcaption>\n<ul "
            "class=\"legend\">"_html);
        page_(
            "<li><i class=\"t1\"></i>under 0.5%</li><li><i class=\"t2\"></i>to 2%</li><li><i "
            "class=\"t3\"></i>to 5%</li>"
            "<li><i class=\"t4\"></i>to 15%</li><li><i class=\"t5\"></i>15% and more</li></ul>\n"_html);
        open_wide("The picture of findings by court"_html);
        add_heat_map(page_, of_, pictured, shown);
        page_("</div>\n<details class=\"table\"><summary>All "_html,
              counted(of_.courts.size(), "court", "courts"), " as a table</summary>\n"_html);
        open_wide("The table of findings by court"_html);
        begin_sorted_table("sort cells"_html,
                           "Links of each court that have a finding which holds or refuses them there.");
        page_(
            "<th scope=\"col\">Court</th><th scope=\"col\" class=\"n\">Links</th>"
            "<th scope=\"col\" class=\"n\">Held</th><th scope=\"col\" class=\"n\">Refused</th>"_html);
        for (const finding one : all) {
            page_("<th scope=\"col\" class=\"up\"><span>"_html, to_token(one), "</span></th>"_html);
        }
        page_("</tr></thead>\n<tbody>\n"_html);
        for (const std::size_t place : courts) {
            const court_part& court = of_.courts[place];
            page_("<tr><th scope=\"row\"><a href=\"#c"_html, plain{place}, "\">"_html, court_name(court),
                  "</a></th><td class=\"n\">"_html, court.links, "<td class=\"n\">"_html,
                  count_of(court.verdicts, verdict::hold), "<td class=\"n\">"_html,
                  count_of(court.verdicts, verdict::refuse));
            for (const finding one : all) {
                const std::uint64_t links =
                    court.dispositions.of(one) >= disposition::hold ? count_of(court.findings, one) : 0;
                if (links == 0) {
                    page_("<td>"_html);
                } else {
                    page_("<td class=\"n t"_html, plain{shade_of(links, court.links)}, "\">"_html, links);
                }
            }
            page_("</tr>\n"_html);
        }
        page_("</tbody></table></div></details></figure>\n"_html);
        write_more_courts();
        page_("</section>\n"_html);
    }

    void write_more_courts() {
        if (of_.more_courts != 0) {
            page_("<p class=\"soft\">"_html, counted(of_.more_courts, "more court is", "more courts are"),
                  " not listed, with "_html, failing(of_.verdicts_of_more),
                  " links that are held or refused.</p>\n"_html);
        }
    }

    /// What is wider than a narrow screen can be scrolled, with the keyboard too.
    void open_wide(markup label) {
        page_("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\""_html, label, "\">"_html);
    }

    void write_legend_of_verdicts() {
        page_("<ul class=\"legend\">"_html);
        for (const verdict each : all_verdicts) {
            page_("<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\""_html, to_token(each),
                  "\" width=\"12\" height=\"12\"/>"_html);
            if (each != verdict::allow) {
                page_("<rect fill=\"url(#p-"_html, to_token(each), ")\" width=\"12\" height=\"12\"/>"_html);
            }
            page_("</svg>"_html, in_words(each), "</li>"_html);
        }
    }

    std::string names_of(const std::vector<std::size_t>& places) {
        constexpr std::size_t most_named = 12;
        std::string text;
        for (std::size_t i = 0; i < std::min(places.size(), most_named); ++i) {
            text += (text.empty() ? "" : ", ") + court_name(of_.courts[places[i]]);
        }
        return places.size() <= most_named
                   ? text
                   : text + " and " + std::to_string(places.size() - most_named) + " more";
    }

    void write_time() {
        const time_line& time = of_.time;
        page_("<section aria-labelledby=\"time\">\n<h2 id=\"time\">Links over time</h2>\n"_html);
        if (of_.links == 0) {
            page_("<p>The ledger has no links.</p>\n</section>\n"_html);
            return;
        }
        page_(
            "<figure><figcaption>Links by the time at which they were made and by their verdict today, with "
            "the "
            "go-lives of their courts and the outages that were announced. Times are in "
            "UTC.</figcaption>\n"_html);
        write_legend_of_verdicts();
        page_("</ul>\n"_html);
        open_wide("The picture of links over time"_html);
        add_time_line(page_, of_);
        page_("</div>\n"_html);
        if (time.earlier + time.later + time.undated != 0) {
            page_("<p class=\"soft small\">Not in the picture: "_html,
                  counted(time.earlier, "earlier link", "earlier links"), ", "_html,
                  counted(time.later, "later link", "later links"), ", and "_html,
                  counted(time.undated, "link whose time is missing or cannot be read",
                          "links whose time is missing or cannot be read"),
                  ".</p>\n"_html);
        }
        page_("<details class=\"table\"><summary>The same as a table</summary>\n"_html);
        open_wide("The table of links over time"_html);
        begin_sorted_table("sort"_html,
                           "Links by the time at which they were made. Steps without any are left out.");
        page_(
            "<th scope=\"col\">From</th><th scope=\"col\" class=\"n\">Allowed</th><th scope=\"col\" "
            "class=\"n\">Held</th>"
            "<th scope=\"col\" class=\"n\">Refused</th><th scope=\"col\">Go-lives</th><th "
            "scope=\"col\">Outages</th>"
            "</tr></thead>\n<tbody>\n"_html);
        for (const time_step& step : time.steps) {
            if (step.verdicts == verdict_counts{} && step.go_lives.empty() && step.outages.empty()) {
                continue;
            }
            page_("<tr><th scope=\"row\">"_html, step_name(time.length, step.begin), "</th>"_html);
            for (const verdict each : all_verdicts) {
                page_("<td class=\"n\">"_html, count_of(step.verdicts, each), "</td>"_html);
            }
            page_("<td>"_html, names_of(step.go_lives), "</td><td>"_html, names_of(step.outages),
                  "</td></tr>\n"_html);
        }
        page_("</tbody></table></div></details></figure>\n</section>\n"_html);
    }

    /// The findings that most accounts must mend first: "central-legacy 12, account-locked 3".
    static std::string first_steps(const finding_counts& first, std::size_t most) {
        std::vector<std::pair<std::uint64_t, finding>> sorted;
        for (const finding_info& info : catalogue()) {
            if (const std::uint64_t count = count_of(first, info.id); count != 0) {
                sorted.emplace_back(count, info.id);
            }
        }
        std::ranges::sort(sorted, {},
                          [](const auto& one) { return std::pair(most_first(one.first), one.second); });
        std::string text;
        for (std::size_t i = 0; i < std::min(sorted.size(), most); ++i) {
            text += (text.empty() ? "" : ", ") + std::string(to_token(sorted[i].second)) + ' ' +
                    with_commas(sorted[i].first);
        }
        return text + (sorted.size() > most ? ", ..." : "");
    }

    [[nodiscard]] std::uint64_t a_day(const court_part& court) const noexcept {
        const std::uint64_t days = court.days_left(of_.as_of);
        return days == 0 ? 0 : (failing(court.outlook.verdicts) + days - 1) / days;
    }

    void write_outlook() {
        const outlook_part& all = of_.outlook;
        page_("<section aria-labelledby=\"outlook\">\n<h2 id=\"outlook\">Forecast for go-live</h2>\n"_html);
        if (all.accounts == 0) {
            page_("<p>An active link joins every court account.</p>\n</section>\n"_html);
            return;
        }
        // what is ahead first, the nearest before the others; then what most accounts wait for
        auto courts = sorted_courts(of_, [&](const court_part& court) {
            const bool is_ahead = court.days_left(of_.as_of) != 0;
            return std::tuple(!is_ahead, is_ahead ? court.go_live->micros : 0,
                              most_first(failing(court.outlook.verdicts)),
                              most_first(court.outlook.accounts));
        });
        std::erase_if(courts, [&](std::size_t place) { return of_.courts[place].outlook.accounts == 0; });
        const auto ahead = static_cast<std::uint64_t>(std::ranges::count_if(
            courts, [&](std::size_t place) { return of_.courts[place].days_left(of_.as_of) != 0; }));
        page_("<p>"_html, counted(all.accounts, "court account is", "court accounts are"),
              " not linked. As of today, or of the go-live of their court if that is later, "_html,
              all.verdicts[2], " will be refused, "_html, all.verdicts[1], " will need a clerk, and "_html,
              all.verdicts[0], " can be linked. Proofs are left out: people give them when they link."_html);
        if (ahead == 0) {
            page_(" None of these courts has a go-live ahead that is known."_html);
        } else {
            page_(" "_html, counted(ahead, "court goes", "courts go"),
                  " live after the time of this report."_html);
        }
        page_("</p>\n"_html);
        constexpr std::size_t most_bars = 20;
        const std::vector<std::size_t> pictured(
            courts.begin(), courts.begin() + static_cast<std::ptrdiff_t>(std::min(courts.size(), most_bars)));
        page_("<figure><figcaption>Accounts that are not linked"_html);
        if (pictured.size() < courts.size()) {
            page_(": the next "_html, pictured.size(), " of "_html, courts.size(), " courts"_html);
        }
        page_(". The number behind a bar: how many will not be allowed, of how many.</figcaption>\n"_html);
        write_legend_of_verdicts();
        page_("</ul>\n"_html);
        open_wide("The picture of the forecast"_html);
        add_outlook_bars(page_, of_, pictured);
        page_("</div>\n<details class=\"table\"><summary>All "_html,
              counted(courts.size(), "court", "courts"), " as a table</summary>\n"_html);
        open_wide("The table of the forecast"_html);
        begin_sorted_table(
            "sort"_html,
            "Accounts that are not linked: who will fail, on what first, and how many a day would "
            "have to be mended to be done at go-live.");
        page_(
            "<th scope=\"col\">Court</th><th scope=\"col\">Goes live</th><th scope=\"col\" class=\"n\">Days "
            "left</th>"
            "<th scope=\"col\" class=\"n\">Accounts</th><th scope=\"col\" class=\"n\">Allowed</th>"
            "<th scope=\"col\" class=\"n\">Held</th><th scope=\"col\" class=\"n\">Refused</th>"
            "<th scope=\"col\" class=\"n\">To mend a day</th><th scope=\"col\">To mend "
            "first</th></tr></thead>\n<tbody>\n"_html);
        for (const std::size_t place : courts) {
            const court_part& court = of_.courts[place];
            const std::uint64_t days = court.days_left(of_.as_of);
            page_("<tr><th scope=\"row\"><a href=\"#c"_html, plain{place}, "\">"_html, court_name(court),
                  "</a></th><td>"_html, court.go_live ? to_text(*court.go_live) : std::string("not known"),
                  "</td><td class=\"n\">"_html);
            days == 0 ? page_(court.go_live ? "live" : "-") : page_(days);
            page_("</td><td class=\"n\">"_html, court.outlook.accounts, "</td>"_html);
            for (const verdict each : all_verdicts) {
                page_("<td class=\"n\">"_html, count_of(court.outlook.verdicts, each), "</td>"_html);
            }
            page_("<td class=\"n\">"_html);
            days == 0 ? page_("-") : page_(a_day(court));
            page_("</td><td>"_html, first_steps(court.outlook.first, 3), "</td></tr>\n"_html);
        }
        page_("</tbody></table></div></details></figure>\n</section>\n"_html);
    }

    void write_change(std::uint64_t before, std::uint64_t now, bool more_is_better) {
        page_("<td class=\"n\">"_html, before, "</td><td class=\"n\">"_html, now,
              "</td><td class=\"n\">"_html,
              before == now  ? std::string("0")
              : now > before ? "+" + with_commas(now - before)
                             : "-" + with_commas(before - now),
              "</td><td>"_html);
        if (before != now) {
            const bool is_better = (now > before) == more_is_better;
            page_("<span class=\""_html, is_better ? "better" : "worse", "\">"_html,
                  is_better ? "better" : "worse", "</span>"_html);
        }
        page_("</td></tr>\n"_html);
    }

    void write_since() {
        if (!of_.since) {
            return;
        }
        const two_runs& since = *of_.since;
        page_(
            "<section aria-labelledby=\"since\">\n<h2 id=\"since\">Since the earlier run</h2>\n<p>The "
            "earlier run is "_html,
            since.file);
        if (!since.as_of.empty()) {
            page_(", as of "_html, since.as_of);
        }
        page_(".</p>\n"_html);
        write_moves();
        page_("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"The table of changes\">"_html);
        begin_sorted_table(
            "sort"_html, "Links by verdict and by finding, before and now. What did not change is left out.");
        page_(
            "<th scope=\"col\">Verdict or finding</th><th scope=\"col\" class=\"n\">Before</th>"
            "<th scope=\"col\" class=\"n\">Now</th><th scope=\"col\" class=\"n\">Change</th><th "
            "scope=\"col\">That is</th>"
            "</tr></thead>\n<tbody>\n"_html);
        for (const verdict each : all_verdicts) {
            page_("<tr><th scope=\"row\" class=\"v "_html, to_token(each), "\">"_html, in_words(each),
                  "</th>"_html);
            write_change(count_of(since.verdicts, each), count_of(of_.verdicts, each),
                         each == verdict::allow);
        }
        for (const finding_info& info : catalogue()) {
            const std::uint64_t before = count_of(since.findings, info.id);
            const std::uint64_t now = count_of(of_.findings, info.id);
            if (before != now) {
                page_("<tr><th scope=\"row\">"_html, info.token, "</th>"_html);
                write_change(before, now, false);
            }
        }
        page_("</tbody></table></div>\n</section>\n"_html);
    }

    void write_moves() {
        if (!of_.since->links) {
            page_(
                "<p class=\"soft\">The file holds counts alone. A file of <code>--out</code> would tell "
                "which "
                "links got better or worse.</p>\n"_html);
            return;
        }
        const two_runs::moves& links = *of_.since->links;
        std::uint64_t better = 0;
        std::uint64_t worse = 0;
        for (std::size_t from = 0; from < 3; ++from) {
            for (std::size_t to = 0; to < 3; ++to) {
                better += to < from ? links.moved[from][to] : 0;
                worse += to > from ? links.moved[from][to] : 0;
            }
        }
        page_("<p class=\"lead\"><span class=\"better\">"_html, counted(better, "link", "links"),
              " got better</span>, <span class=\"worse\">"_html, counted(worse, "link", "links"),
              " got worse</span>; "_html, links.added, links.added == 1 ? " is new, " : " are new, ",
              links.gone, links.gone == 1 ? " is gone.</p>\n"_html : " are gone.</p>\n"_html);
        page_(
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"The table of verdicts before "
            "and now\">"
            "<table><caption>Links that are in both runs: a row for the verdict before, a column for the "
            "verdict now."
            "</caption>\n<thead><tr><th scope=\"col\">Before</th>"_html);
        for (const verdict to : all_verdicts) {
            page_("<th scope=\"col\" class=\"n\">now "_html, in_words(to), "</th>"_html);
        }
        page_("<th scope=\"col\">Rows that changed, for instance</th></tr></thead>\n<tbody>\n"_html);
        for (const verdict from : all_verdicts) {
            const auto row = static_cast<std::size_t>(from);
            page_("<tr><th scope=\"row\">"_html, in_words(from), "</th>"_html);
            for (const verdict to : all_verdicts) {
                page_("<td class=\"n\">"_html, count_of(links.moved[row], to), "</td>"_html);
            }
            page_("<td>"_html);
            bool is_first = true;
            for (const verdict to : all_verdicts) {
                for (const std::uint64_t number : links.samples[row][static_cast<std::size_t>(to)]) {
                    page_(is_first ? "" : ", ", number, " ("_html, in_words(to), ")"_html);
                    is_first = false;
                }
            }
            page_("</td></tr>\n"_html);
        }
        page_("</tbody></table></div>\n"_html);
    }

    void write_courts() {
        page_(
            "<section aria-labelledby=\"courts-t\" id=\"courts\">\n<h2 id=\"courts-t\">Courts and rows</h2>\n"
            "<p>Each court with its links that are held or refused, by their keys. Rows are numbered from 1 "
            "after the "
            "header of links.csv, as in the rows of <code>verify --out</code>; <code>ecflink explain</code> "
            "with "
            "<code>--row</code> says everything of one. Logins and central ids are personal data"_html,
            of_.with_names ? ", and so are the names: share this page accordingly.</p>\n"_html
                           : "; names were not asked for.</p>\n"_html,
            "<div id=\"find\"></div>\n"_html);
        for (std::size_t place = 0; place < of_.courts.size(); ++place) {
            write_court(of_.courts[place], place);
        }
        write_more_courts();
        page_("</section>\n"_html);
    }

    void write_court(const court_part& court, std::size_t place) {
        page_("<details class=\"court\" id=\"c"_html, plain{place},
              "\"><summary><span class=\"name\"><b>"_html, court_title(court), "</b> "_html);
        if (!court.name.empty()) {
            page_("<span class=\"soft\">"_html, court.id, "</span>"_html);
        }
        page_("</span><span class=\"n\">"_html, counted(court.links, "link", "links"), "</span>"_html);
        for (const verdict each : all_verdicts) {
            const std::uint64_t links = count_of(court.verdicts, each);
            if (links == 0) {
                page_("<span class=\"n soft\">0 "_html, in_words(each), "</span>"_html);
            } else {
                page_("<span class=\"n v "_html, to_token(each), "\">"_html, links, " "_html, in_words(each),
                      "</span>"_html);
            }
        }
        page_("</summary><div class=\"in\">\n"_html);
        if (failing(court.verdicts) != 0) {
            page_("<h3>To mend first</h3><p>"_html, first_steps(court.first, 64), ".</p>\n"_html);
            write_rows(court);
        }
        if (court.outlook.accounts != 0) {
            page_("<h3>Accounts that are not linked</h3><p>"_html, court.outlook.accounts, ": "_html,
                  court.outlook.verdicts[0], " can be linked, "_html, court.outlook.verdicts[1],
                  " need a clerk, "_html, court.outlook.verdicts[2], " will be refused."_html);
            if (failing(court.outlook.verdicts) != 0) {
                page_(" To mend first: "_html, first_steps(court.outlook.first, 64), "."_html);
            }
            page_("</p>\n"_html);
        }
        if (!court.has_policy) {
            page_("<h3>Policy</h3><p>No policy is in force for this court.</p>\n"_html);
        } else {
            page_("<h3>Policy</h3>\n"_html);
            write_sheet(court.here, "h4"_html);
            if (!court.not_here.empty()) {
                page_(
                    "<p class=\"soft\">Of the <a href=\"#policy\">usual policy</a>, this does not hold "
                    "here:</p>\n"_html);
                write_sheet(court.not_here, "h4"_html);
            }
            page_("<p class=\"soft\">All else is as in the <a href=\"#policy\">usual policy</a>.</p>\n"_html);
        }
        page_("</div></details>\n"_html);
    }

    void write_rows(const court_part& court) {
        if (court.rows.empty()) {
            page_("<p class=\"soft\">None of its rows are listed.</p>\n"_html);
            return;
        }
        page_("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Rows of "_html,
              court_name(court), "\"><table class=\"sort\"><caption>"_html,
              court.rows.size() < failing(court.verdicts) ? "The first rows for each finding to mend first."
                                                          : "All rows that are held or refused.",
              "</caption>\n<thead><tr><th scope=\"col\" class=\"n\">Row</th><th scope=\"col\">Login</th>"
              "<th scope=\"col\">Central id</th>"_html);
        if (of_.with_names) {
            page_("<th scope=\"col\">Name at the court</th><th scope=\"col\">Name at the center</th>"_html);
        }
        page_(
            "<th scope=\"col\">Verdict</th><th scope=\"col\">To mend first</th><th scope=\"col\">All "
            "findings</th>"
            "</tr></thead>\n<tbody>\n"_html);
        for (const listed_row& row : court.rows) {
            page_("<tr id=\"r"_html, plain{row.row}, "\"><td class=\"n\">"_html, row.row,
                  "<td class=\"key\">"_html, cell_text(row.login), "<td class=\"key\">"_html,
                  cell_text(row.central));
            if (of_.with_names) {
                page_("<td>"_html, cell_text(row.account_name), "<td>"_html, cell_text(row.central_name));
            }
            page_("<td class=\"v "_html, to_token(row.decided), "\">"_html, in_words(row.decided),
                  "<td>"_html, to_token(row.first), "<td>"_html);
            bool is_first = true;
            for (const finding one : row.found) {
                page_(is_first ? "" : ", ", to_token(one));
                is_first = false;
            }
            page_("</tr>\n"_html);
        }
        page_("</tbody></table></div>\n"_html);
    }

    void write_sheet(const std::vector<sheet_section>& sheet, markup tag) {
        for (const sheet_section& section : sheet) {
            page_("<"_html, tag, ">"_html, section.title, "</"_html, tag, "><ul>"_html);
            for (const std::string& line : section.lines) {
                page_("<li>"_html, line, "</li>"_html);
            }
            page_("</ul>\n"_html);
        }
    }

    void write_usual_policy() {
        page_("<section aria-labelledby=\"policy\">\n<h2 id=\"policy\">The usual policy</h2>\n"_html);
        if (of_.usual.empty()) {
            page_("<p>No policy is in force for any of these courts.</p>\n</section>\n"_html);
            return;
        }
        page_(
            "<p>What holds in more than half of the courts of this report. Each court above says where it "
            "differs.</p>\n<details class=\"table\"><summary>Read the policy</summary>\n"_html);
        write_sheet(of_.usual, "h3"_html);
        page_("</details>\n</section>\n"_html);
    }

    void write_about() {
        page_(
            "<section aria-labelledby=\"about\">\n<h2 id=\"about\">About this report</h2>\n<dl "
            "class=\"facts\">"
            "<dt>Ledger</dt><dd>"_html,
            cell_text(of_.place), "</dd><dt>As of</dt><dd>"_html, to_text(of_.as_of),
            "</dd><dt>Policies</dt><dd><code>"_html, of_.policies, "</code></dd>"_html);
        if (!of_.overrides.empty()) {
            page_("<dt>Set for this run</dt><dd>"_html);
            bool is_first = true;
            for (const auto& [one, to] : of_.overrides) {
                page_(is_first ? "" : ", ", to_token(one), "="_html, to_token(to));
                is_first = false;
            }
            page_("</dd>"_html);
        }
        page_("<dt>Rows</dt><dd>"_html, counted(of_.rows.links, "link", "links"), ", "_html,
              counted(of_.rows.court_accounts, "court account", "court accounts"), ", "_html,
              counted(of_.rows.central_accounts, "central account", "central accounts"), "; "_html,
              of_.rows.malformed, " malformed</dd><dt>Catalogue</dt><dd>"_html,
              static_cast<std::uint64_t>(catalogue_version),
              "</dd><dt>Data</dt><dd>The element <code>#report</code> of this page holds the same as "
              "JSON.</dd></dl>\n"_html);
        if (!of_.troubles.empty()) {
            page_("<h3>Malformed rows and warnings</h3>\n<ul class=\"small\">"_html);
            for (const std::string& trouble : of_.troubles) {
                page_("<li>"_html, trouble, "</li>"_html);
            }
            page_("</ul>\n"_html);
        }
        page_("<details class=\"table\"><summary>What the findings mean</summary>\n"_html);
        open_wide("The table of findings"_html);
        page_(
            "<table><caption>The findings of these links.</caption>\n<thead><tr><th "
            "scope=\"col\">Finding</th>"
            "<th scope=\"col\" class=\"n\">Links</th><th scope=\"col\">It is so if</th><th scope=\"col\">Who "
            "acts</th>"
            "</tr></thead>\n<tbody>\n"_html);
        for (const finding_info& info : catalogue()) {
            if (const std::uint64_t links = count_of(of_.findings, info.id); links != 0) {
                page_("<tr><th scope=\"row\">"_html, info.token, "</th><td class=\"n\">"_html, links,
                      "</td><td>"_html, info.true_when, "</td><td>"_html, to_token(info.who),
                      "</td></tr>\n"_html);
            }
        }
        page_("</tbody></table></div></details>\n</section>\n"_html);
    }

    const model& of_;
    html_text page_;
};

}  // namespace

std::string to_html(const model& of) { return page_of(of).write(); }

}  // namespace ecflink::report
