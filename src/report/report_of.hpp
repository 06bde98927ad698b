// report_of.hpp: makes a report.
#pragma once

#include <ecflink/tables/work.hpp>

#include "report/model.hpp"

namespace ecflink::report {

/// Makes a report. Pure: the same facts make the same report, whatever the number of threads, the
/// clock or the locale. Reads the links once; with names, the accounts once too. Throws
/// std::bad_alloc.
[[nodiscard]] work_result<model> report_of(const facts& of, const work_options& options = {});

}  // namespace ecflink::report
