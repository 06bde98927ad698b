// pictures.hpp: the pictures of a report, as SVG. Each has a title, and beside it stands a table
// that says the same.
#pragma once

#include <cstdint>
#include <vector>

#include "report/html_text.hpp"
#include "report/model.hpp"

namespace ecflink::report {

/// Patterns of the verdicts, so that no picture needs its colors. Once on a page, first.
void add_patterns(html_text& page);
/// All links as one bar.
void add_verdict_bar(html_text& page, const model& of);
/// A thin bar: a number as a part of the greatest one.
void add_thin_bar(html_text& page, std::uint64_t number, std::uint64_t greatest);
/// Which courts have which findings, for the worst courts.
void add_heat_map(html_text& page, const model& of, const std::vector<std::size_t>& courts, findings shown);
/// Links over time, go-lives and outages.
void add_time_line(html_text& page, const model& of);
/// Accounts that are not linked yet, of the courts that go live next.
void add_outlook_bars(html_text& page, const model& of, const std::vector<std::size_t>& courts);

/// How dark a cell is, 1 to 5; 0: the court has no such link.
[[nodiscard]] unsigned shade_of(std::uint64_t links, std::uint64_t all) noexcept;

}  // namespace ecflink::report
