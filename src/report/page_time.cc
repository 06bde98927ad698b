// Links over time, and the forecast.
#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include <ecflink/text/time_text.hpp>

#include "report/page_parts.hpp"
#include "report/pictures.hpp"
#include "report/time_steps.hpp"

namespace ecflink::report {

std::string page_of::names_of(const std::vector<std::size_t>& places) const {
    constexpr std::size_t most_named = 12;
    std::string text;
    for (std::size_t i = 0; i < std::min(places.size(), most_named); ++i) {
        text += (text.empty() ? "" : ", ") + court_name(of_.courts[places[i]]);
    }
    return places.size() <= most_named
               ? text
               : text + " and " + std::to_string(places.size() - most_named) + " more";
}

void page_of::write_time() {
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

std::uint64_t page_of::a_day(const court_part& court) const noexcept {
    const std::uint64_t days = court.days_left(of_.as_of);
    return days == 0 ? 0 : (failing(court.outlook.verdicts) + days - 1) / days;
}

void page_of::write_outlook() {
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
                          most_first(failing(court.outlook.verdicts)), most_first(court.outlook.accounts));
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
    page_("</div>\n<details class=\"table\"><summary>All "_html, counted(courts.size(), "court", "courts"),
          " as a table</summary>\n"_html);
    open_wide("The table of the forecast"_html);
    begin_sorted_table("sort"_html,
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

}  // namespace ecflink::report
