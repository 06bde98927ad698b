// html_report.hpp: a report as one page of HTML, which asks nobody for anything.
#pragma once

#include <string>

#include "report/model.hpp"

namespace ecflink::report {

/// The page. It holds the JSON of the report too (json_report.hpp).
[[nodiscard]] std::string to_html(const model& of);

}  // namespace ecflink::report
