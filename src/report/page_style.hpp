// page_style.hpp: how a report looks, and the little that it does: sorting and finding.
#pragma once

#include <string>
#include <string_view>

namespace ecflink::report {

[[nodiscard]] std::string_view page_style() noexcept;
/// Adds to the page what it does not need: columns that sort, a field that finds courts. Without it
/// the page has the same contents.
[[nodiscard]] std::string_view page_script() noexcept;

/// "sha256-...": how a content security policy names a style or a script.
[[nodiscard]] std::string policy_hash(std::string_view content);

}  // namespace ecflink::report
