// page_parts.hpp: the page of a report, part by part. html_report.cc has the order of the parts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/html_text.hpp"
#include "report/model.hpp"

namespace ecflink::report {

[[nodiscard]] inline std::string_view in_words(verdict of) noexcept {
    constexpr std::string_view words[] = {"allowed", "held", "refused"};
    return words[static_cast<std::size_t>(of)];
}

[[nodiscard]] inline std::string court_name(const court_part& court) {
    return court.id.empty() ? "(empty)" : court.id;
}

/// The places of all courts, sorted.
template <class Key>
[[nodiscard]] std::vector<std::size_t> sorted_courts(const model& of, Key key) {
    std::vector<std::size_t> places(of.courts.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::sort(places, {}, [&](std::size_t place) { return std::pair(key(of.courts[place]), place); });
    return places;
}

/// Writes one page, once.
class page_of {
public:
    explicit page_of(const model& of) : of_(of) {}

    [[nodiscard]] std::string write();

private:
    // html_report.cc
    void write_header();
    void link_to(markup id, markup title);
    void write_verdicts();
    void write_about();
    void begin_sorted_table(markup looks, std::string_view caption);
    /// What is wider than a narrow screen can be scrolled, with the keyboard too.
    void open_wide(markup label);
    void write_legend_of_verdicts();
    void write_more_courts();

    // page_work.cc
    void write_work();
    void write_lines(std::span<const work_line> lines, std::uint64_t greatest);
    void write_findings();

    // page_time.cc
    [[nodiscard]] std::string names_of(const std::vector<std::size_t>& places) const;
    void write_time();
    [[nodiscard]] std::uint64_t a_day(const court_part& court) const noexcept;
    void write_outlook();

    // page_since.cc
    void write_change(std::uint64_t before, std::uint64_t now, bool more_is_better);
    void write_since();
    void write_moves();

    // page_courts.cc
    /// The findings that most accounts must mend first: "central-legacy 12, account-locked 3".
    [[nodiscard]] static std::string first_steps(const finding_counts& first, std::size_t most);
    void write_courts();
    void write_court(const court_part& court, std::size_t place);
    void write_rows(const court_part& court);
    void write_sheet(const std::vector<sheet_section>& sheet, markup tag);
    void write_usual_policy();

    const model& of_;
    html_text page_;
};

}  // namespace ecflink::report
