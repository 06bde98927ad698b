// json_report.hpp: a report as JSON, for programs.
#pragma once

#include <string>

#include "report/model.hpp"

namespace ecflink::report {

/// In lines, with a line feed at the end. ASCII alone: every other character is an escape.
[[nodiscard]] std::string to_json_text(const model& of);
/// The same in one line, for a `script` element: `<`, `>` and `&` are escapes too.
[[nodiscard]] std::string to_json_for_script(const model& of);

}  // namespace ecflink::report
