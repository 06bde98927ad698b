// What to mend first, and findings by court.
#include <algorithm>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "report/page_parts.hpp"
#include "report/pictures.hpp"

namespace ecflink::report {
namespace {

/// What a page shows at once; the rest of a list is one click away.
constexpr std::size_t lines_at_once = 5;
constexpr std::size_t courts_in_picture = 25;
constexpr int findings_in_picture = 24;
constexpr std::size_t courts_named = 4;

std::string_view title_of(actor who) noexcept {
    return who == actor::filer ? "Filers" : who == actor::court ? "Courts" : "The service center";
}

}  // namespace

void page_of::write_work() {
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
              ", "_html, share_of(list.links, failing(of_.verdicts)), " of those to mend</span></h3>\n"_html);
        if (list.lines.empty()) {
            page_("<p class=\"soft\">Nothing to do.</p>\n"_html);
        }
        const std::size_t at_once = std::min(list.lines.size(), lines_at_once);
        write_lines({list.lines.data(), at_once}, greatest);
        if (at_once < list.lines.size()) {
            page_("<details class=\"table\"><summary>"_html, list.lines.size() - at_once, " more for "_html,
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

void page_of::write_lines(std::span<const work_line> lines, std::uint64_t greatest) {
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
            page_(i == 0 ? ". For instance row " : ", ", "<a href=\"#r"_html, plain{line.rows[i]}, "\">"_html,
                  line.rows[i], "</a>"_html);
        }
        page_(".</p></li>\n"_html);
    }
    page_("</ol>\n"_html);
}

void page_of::write_findings() {
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
    std::ranges::sort(by_links, {},
                      [&](finding one) { return std::pair(most_first(count_of(of_.findings, one)), one); });
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

}  // namespace ecflink::report
