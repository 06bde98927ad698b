#include "report/pictures.hpp"
#include "report/page_parts.hpp"
#include "report/time_steps.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <ecflink/text/time_text.hpp>

namespace ecflink::report {
namespace {

/// A rectangle in the color and the pattern of a verdict.
void add_rectangle(html_text& page, verdict of, double x, double y, double width, double height,
                   std::string_view title) {
    const std::string_view name = to_token(of);
    page("<g><title>"_html, title, "</title><rect class=\"gap "_html, name, "\" x=\""_html, length{x},
         "\" y=\""_html, length{y}, "\" width=\""_html, length{width}, "\" height=\""_html, length{height},
         "\"/>"_html);
    if (of != verdict::allow) {
        page("<rect fill=\"url(#p-"_html, name, ")\" x=\""_html, length{x}, "\" y=\""_html, length{y},
             "\" width=\""_html, length{width}, "\" height=\""_html, length{height}, "\"/>"_html);
    }
    page("</g>"_html);
}

struct at {
    double x;
    double y;
};

template <class Text>
void add_label(html_text& page, at place, std::string_view anchor, std::string_view look, const Text& text) {
    page("<text x=\""_html, length{place.x}, "\" y=\""_html, length{place.y}, "\" text-anchor=\""_html,
         anchor, "\" class=\""_html, look, "\">"_html, text, "</text>"_html);
}

void add_line(html_text& page, std::string_view look, at from, at to) {
    page("<line class=\""_html, look, "\" x1=\""_html, length{from.x}, "\" y1=\""_html, length{from.y},
         "\" x2=\""_html, length{to.x}, "\" y2=\""_html, length{to.y}, "\"/>"_html);
}

std::uint64_t sum_of(const verdict_counts& counts) noexcept { return counts[0] + counts[1] + counts[2]; }

/// A round number of which a few reach the greatest value.
std::uint64_t round_step(std::uint64_t greatest) noexcept {
    std::uint64_t step = 1;
    while (greatest / step > 4) {
        step = greatest / (step * 2) <= 4 ? step * 2 : greatest / (step * 5) <= 4 ? step * 5 : step * 10;
    }
    return step;
}

}  // namespace

unsigned shade_of(std::uint64_t links, std::uint64_t all) noexcept {
    if (links == 0) {
        return 0;
    }
    const double share =
        static_cast<double>(links) / static_cast<double>(std::max<std::uint64_t>(all, links));
    return share < 0.005 ? 1 : share < 0.02 ? 2 : share < 0.05 ? 3 : share < 0.15 ? 4 : 5;
}

void add_patterns(html_text& page) {
    page(
        "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" class=\"defs\"><defs>"
        "<pattern id=\"p-hold\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
        "<circle class=\"dots\" cx=\"2\" cy=\"2\" r=\"1.1\"/></pattern>"
        "<pattern id=\"p-refuse\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" "
        "y2=\"6\"/></pattern>"
        "</defs></svg>"_html);
}

void add_verdict_bar(html_text& page, const model& of) {
    constexpr double width = 1000;
    page(
        "<svg role=\"img\" aria-labelledby=\"bar-t\" viewBox=\"0 0 1000 36\" preserveAspectRatio=\"none\" "
        "class=\"share\"><title id=\"bar-t\">"_html,
        counted(of.links, "link", "links"), ": "_html, of.verdicts[0], " allowed, "_html, of.verdicts[1],
        " held, "_html, of.verdicts[2], " refused</title>"_html);
    double x = 0;
    for (const verdict each : all_verdicts) {
        const std::uint64_t links = count_of(of.verdicts, each);
        if (links == 0) {
            continue;
        }
        const double part = width * static_cast<double>(links) / static_cast<double>(of.links);
        add_rectangle(page, each, x, 0, part, 36, std::string(to_token(each)) + ": " + with_commas(links));
        x += part;
    }
    page("</svg>"_html);
}

void add_thin_bar(html_text& page, std::uint64_t number, std::uint64_t greatest) {
    const double part =
        100.0 * static_cast<double>(number) / static_cast<double>(std::max<std::uint64_t>(1, greatest));
    page(
        "<svg viewBox=\"0 0 100 2\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect class=\"track\" width=\"100\" height=\"2\"/><rect class=\"bar\" width=\""_html,
        length{std::max(part, 0.6)}, "\" height=\"2\"/></svg>"_html);
}

void add_heat_map(html_text& page, const model& of, const std::vector<std::size_t>& courts, findings shown) {
    constexpr double cell = 34;
    constexpr double row_height = 24;
    constexpr double left = 84;
    constexpr double top = 178;
    const double width = left + cell * shown.count() + 120;
    const double height = top + row_height * static_cast<double>(courts.size()) + 4;
    page("<svg role=\"img\" aria-labelledby=\"heat-t\" class=\"heat\" width=\""_html, length{width},
         "\" height=\""_html, length{height}, "\" viewBox=\"0 0 "_html, length{width}, " "_html,
         length{height}, "\" font-size=\"12\"><title id=\"heat-t\">Links by court and finding: "_html,
         courts.size(), " courts and "_html, static_cast<std::uint64_t>(shown.count()),
         " findings</title>"_html);
    double x = left;
    for (const finding one : shown) {
        page("<text transform=\"translate("_html, length{x + cell / 2 + 2}, " "_html, length{top - 8},
             ") rotate(-50)\">"_html, to_token(one), "</text>"_html);
        x += cell;
    }
    double y = top;
    for (const std::size_t place : courts) {
        const court_part& court = of.courts[place];
        add_label(page, {left - 10, y + 16}, "end", "strong", court_name(court));
        x = left;
        for (const finding one : shown) {
            const std::uint64_t links =
                court.dispositions.of(one) >= disposition::hold ? count_of(court.findings, one) : 0;
            const unsigned shade = shade_of(links, court.links);
            if (shade == 0) {
                page("<rect class=\"none\" x=\""_html, length{x + 1}, "\" y=\""_html, length{y + 1},
                     "\" width=\"32\" height=\"22\"/>"_html);
            } else {
                page("<g><title>"_html, court_name(court), ", "_html, to_token(one), ": "_html,
                     counted(links, "link", "links"), ", "_html, share_of(links, court.links),
                     " of the court</title><rect class=\"h"_html, plain{shade}, "\" x=\""_html, length{x + 1},
                     "\" y=\""_html, length{y + 1}, "\" width=\"32\" height=\"22\"/>"_html);
                add_label(page, {x + cell / 2, y + 16}, "middle", shade == 5 ? "on5" : "", in_short(links));
                page("</g>"_html);
            }
            x += cell;
        }
        y += row_height;
    }
    page("</svg>"_html);
}

void add_time_line(html_text& page, const model& of) {
    const time_line& time = of.time;
    constexpr double left = 56;
    constexpr double right = 1072;
    constexpr double top = 16;
    constexpr double bottom = 236;
    const double step_width = (right - left) / static_cast<double>(time.steps.size());
    std::uint64_t greatest = 1;
    std::size_t most_go_lives = 1;
    for (const time_step& step : time.steps) {
        greatest = std::max(greatest, sum_of(step.verdicts));
        most_go_lives = std::max(most_go_lives, step.go_lives.size());
    }
    page(
        "<svg role=\"img\" aria-labelledby=\"time-t\" class=\"time\" viewBox=\"0 0 1080 316\" "
        "font-size=\"12\">"
        "<title id=\"time-t\">Links by the time at which they were made, with go-lives and outages of "
        "courts, from "_html,
        step_name(time.length, time.steps.front().begin), " to "_html,
        step_name(time.length, time.steps.back().begin), "</title>"_html);
    const auto height_of = [&](std::uint64_t links) {
        return (bottom - top) * static_cast<double>(links) / static_cast<double>(greatest);
    };
    for (std::uint64_t value = 0; value <= greatest; value += round_step(greatest)) {
        const double y = bottom - height_of(value);
        add_line(page, value == 0 ? "axis" : "grid", {left, y}, {right, y});
        add_label(page, {left - 8, y + 4}, "end", "dim", in_short(value));
    }
    double x = left;
    double last_label = -100;
    std::string last_year;
    for (const time_step& step : time.steps) {
        double y = bottom;
        const std::string name = step_name(time.length, step.begin);
        for (const verdict each : all_verdicts) {
            if (const std::uint64_t links = count_of(step.verdicts, each); links != 0) {
                const double height = height_of(links);
                y -= height;
                add_rectangle(page, each, x, y, step_width, height,
                              name + ", " + std::string(to_token(each)) + ": " + with_commas(links));
            }
        }
        // A name for each year, or for each step where they are days or weeks; where there is room.
        const bool has_years = time.length != step_length::day && time.length != step_length::week;
        const std::string year = name.substr(0, 4);
        if ((!has_years || year != last_year) && x - last_label >= (has_years ? 48 : 84)) {
            add_line(page, "axis", {x, bottom}, {x, bottom + 5});
            add_label(page, {x, bottom + 18}, "start", "dim", has_years ? year : name);
            last_label = x;
        }
        last_year = year;
        const double middle = x + step_width / 2;
        if (!step.go_lives.empty()) {
            const double radius = 3 + 5 * std::sqrt(static_cast<double>(step.go_lives.size()) /
                                                    static_cast<double>(most_go_lives));
            page("<g><title>"_html, name, ": "_html,
                 counted(step.go_lives.size(), "court goes live", "courts go live"),
                 "</title><circle class=\"live\" cx=\""_html, length{middle}, "\" cy=\"276\" r=\""_html,
                 length{most_go_lives == 1 ? 4.0 : radius}, "\"/></g>"_html);
        }
        if (!step.outages.empty()) {
            page("<g><title>"_html, name, ": "_html,
                 counted(step.outages.size(), "court with an outage", "courts with an outage"),
                 "</title><rect class=\"out\" x=\""_html, length{middle - 4},
                 "\" y=\"296\" width=\"8\" height=\"8\"/></g>"_html);
        }
        x += step_width;
    }
    add_label(page, {left - 8, 280}, "end", "dim", "go-lives");
    add_label(page, {left - 8, 304}, "end", "dim", "outages");
    // the report itself
    for (std::size_t i = 0; i < time.steps.size(); ++i) {
        const bool is_last = i + 1 == time.steps.size();
        const std::int64_t day = of.as_of.micros / micros_per_day;
        if (time.steps[i].begin.days <= day && (is_last || day < time.steps[i + 1].begin.days)) {
            const double now = left + step_width * (static_cast<double>(i) + 0.5);
            add_line(page, "now", {now, top - 4}, {now, 308});
            add_label(page, {now - 5, top + 6}, "end", "dim", "as of");
        }
    }
    page("</svg>"_html);
}

void add_outlook_bars(html_text& page, const model& of, const std::vector<std::size_t>& courts) {
    constexpr double left = 190;
    constexpr double right = 860;
    constexpr double row_height = 30;
    std::uint64_t greatest = 1;
    for (const std::size_t place : courts) {
        greatest = std::max(greatest, of.courts[place].outlook.accounts);
    }
    const double height = row_height * static_cast<double>(courts.size()) + 4;
    page("<svg role=\"img\" aria-labelledby=\"ahead-t\" class=\"ahead\" viewBox=\"0 0 1080 "_html,
         length{height},
         "\" font-size=\"13\"><title id=\"ahead-t\">Accounts that are not linked, by court and "
         "outlook</title>"_html);
    double y = 2;
    for (const std::size_t place : courts) {
        const court_part& court = of.courts[place];
        add_label(page, {0, y + 19}, "start", "strong", court_name(court));
        const std::uint64_t days = court.days_left(of.as_of);
        add_label(page, {left - 12, y + 19}, "end", "dim",
                  days != 0                   ? "in " + counted(days, "day", "days")
                  : court.go_live.has_value() ? std::string("live")
                                              : std::string("not known"));
        double x = left;
        for (const verdict each : all_verdicts) {
            if (const std::uint64_t accounts = count_of(court.outlook.verdicts, each); accounts != 0) {
                const double part =
                    (right - left) * static_cast<double>(accounts) / static_cast<double>(greatest);
                add_rectangle(
                    page, each, x, y + 4, part, row_height - 8,
                    court_name(court) + ", " + std::string(to_token(each)) + ": " + with_commas(accounts));
                x += part;
            }
        }
        add_label(
            page, {x + 8, y + 19}, "start", "",
            with_commas(failing(court.outlook.verdicts)) + " of " + with_commas(court.outlook.accounts));
        y += row_height;
    }
    page("</svg>"_html);
}

}  // namespace ecflink::report
