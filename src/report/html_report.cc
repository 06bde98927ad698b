#include "report/html_report.hpp"

#include <utility>

#include <ecflink/core/version.hpp>
#include <ecflink/text/time_text.hpp>

#include "report/json_report.hpp"
#include "report/page_parts.hpp"
#include "report/page_style.hpp"
#include "report/pictures.hpp"

namespace ecflink::report {

std::string page_of::write() {
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

void page_of::write_header() {
    page_("<header>\n<p class=\"kicker\">As of "_html, to_text(of_.as_of), "</p>\n<h1>Account links of "_html,
          of_.place, "</h1>\n<p class=\"lead\">"_html);
    if (of_.links == 0) {
        page_("The ledger has no links."_html);
    } else {
        page_(counted(of_.links, "link: ", "links: "), of_.verdicts[0], " allowed, "_html, of_.verdicts[1],
              " held for a clerk, "_html, of_.verdicts[2], " refused."_html);
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

void page_of::link_to(markup id, markup title) {
    page_("<li><a href=\"#"_html, id, "\">"_html, title, "</a></li>"_html);
}

void page_of::write_verdicts() {
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

void page_of::write_about() {
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

void page_of::begin_sorted_table(markup looks, std::string_view caption) {
    page_("<table class=\""_html, looks, "\"><caption>"_html, caption, "</caption>\n<thead><tr>"_html);
}

void page_of::open_wide(markup label) {
    page_("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\""_html, label, "\">"_html);
}

void page_of::write_legend_of_verdicts() {
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

void page_of::write_more_courts() {
    if (of_.more_courts != 0) {
        page_("<p class=\"soft\">"_html, counted(of_.more_courts, "more court is", "more courts are"),
              " not listed, with "_html, failing(of_.verdicts_of_more),
              " links that are held or refused.</p>\n"_html);
    }
}

std::string to_html(const model& of) { return page_of(of).write(); }

}  // namespace ecflink::report
