// What changed since an earlier run.
#include "report/page_parts.hpp"

namespace ecflink::report {

void page_of::write_change(std::uint64_t before, std::uint64_t now, bool more_is_better) {
    page_("<td class=\"n\">"_html, before, "</td><td class=\"n\">"_html, now, "</td><td class=\"n\">"_html,
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

void page_of::write_since() {
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
    begin_sorted_table("sort"_html,
                       "Links by verdict and by finding, before and now. What did not change is left out.");
    page_(
        "<th scope=\"col\">Verdict or finding</th><th scope=\"col\" class=\"n\">Before</th>"
        "<th scope=\"col\" class=\"n\">Now</th><th scope=\"col\" class=\"n\">Change</th><th "
        "scope=\"col\">That is</th>"
        "</tr></thead>\n<tbody>\n"_html);
    for (const verdict each : all_verdicts) {
        page_("<tr><th scope=\"row\" class=\"v "_html, to_token(each), "\">"_html, in_words(each),
              "</th>"_html);
        write_change(count_of(since.verdicts, each), count_of(of_.verdicts, each), each == verdict::allow);
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

void page_of::write_moves() {
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
          " got worse</span>; "_html, links.added, links.added == 1 ? " is new, " : " are new, ", links.gone,
          links.gone == 1 ? " is gone.</p>\n"_html : " are gone.</p>\n"_html);
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

}  // namespace ecflink::report
