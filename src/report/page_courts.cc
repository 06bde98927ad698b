// Each court with its rows and its policy, and the usual policy.
#include <algorithm>
#include <utility>
#include <vector>

#include "report/page_parts.hpp"

namespace ecflink::report {
namespace {

std::string court_title(const court_part& court) {
    return court.name.empty() ? court_name(court) : court.name;
}

}  // namespace

std::string page_of::first_steps(const finding_counts& first, std::size_t most) {
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

void page_of::write_courts() {
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

void page_of::write_court(const court_part& court, std::size_t place) {
    page_("<details class=\"court\" id=\"c"_html, plain{place}, "\"><summary><span class=\"name\"><b>"_html,
          court_title(court), "</b> "_html);
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

void page_of::write_rows(const court_part& court) {
    if (court.rows.empty()) {
        page_("<p class=\"soft\">None of its rows are listed.</p>\n"_html);
        return;
    }
    page_("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Rows of "_html, court_name(court),
          "\"><table class=\"sort\"><caption>"_html,
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
        page_("<td class=\"v "_html, to_token(row.decided), "\">"_html, in_words(row.decided), "<td>"_html,
              to_token(row.first), "<td>"_html);
        bool is_first = true;
        for (const finding one : row.found) {
            page_(is_first ? "" : ", ", to_token(one));
            is_first = false;
        }
        page_("</tr>\n"_html);
    }
    page_("</tbody></table></div>\n"_html);
}

void page_of::write_sheet(const std::vector<sheet_section>& sheet, markup tag) {
    for (const sheet_section& section : sheet) {
        page_("<"_html, tag, ">"_html, section.title, "</"_html, tag, "><ul>"_html);
        for (const std::string& line : section.lines) {
            page_("<li>"_html, line, "</li>"_html);
        }
        page_("</ul>\n"_html);
    }
}

void page_of::write_usual_policy() {
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

}  // namespace ecflink::report
