// sheets.hpp: the policy sheets of many courts, told once: what most of them have, and how each
// differs.
#pragma once

#include <string>
#include <vector>

#include "report/model.hpp"

namespace ecflink::report {

/// The sections of a sheet; its title and digest are left out.
[[nodiscard]] std::vector<sheet_section> sections_of(const court_policy& policy);

/// The lines that more than half of the sheets have, in their order; but for the first section,
/// which says what the court is.
[[nodiscard]] std::vector<sheet_section> usual_sheet(const std::vector<std::vector<sheet_section>>& sheets);

/// The lines of one sheet that another lacks.
[[nodiscard]] std::vector<sheet_section> lines_without(const std::vector<sheet_section>& sheet,
                                                       const std::vector<sheet_section>& other);

}  // namespace ecflink::report
