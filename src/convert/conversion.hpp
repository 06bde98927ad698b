// conversion.hpp: tables that people keep as tables of a ledger folder.
//
// Own code only for the mapping: what the columns are called, how tokens and times are written. The
// columns and what they may hold are those of core/fields.def.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/text/diagnostic.hpp>

#include "convert/written_table.hpp"
#include "convert/written_time.hpp"
#include "tables/record_plan.hpp"

namespace ecflink::convert {

struct target_column {
    std::string_view name;
    bool is_required = false;
    detail::tables::field_rule rule;
};
/// A table of a ledger folder, with its columns in the order of fields.def.
struct target_table {
    std::string_view name;
    std::vector<target_column> columns;
    bool needs_login_or_central_id = false;
};
/// Every table, in the order of fields.def.
[[nodiscard]] std::span<const target_table> target_tables();
/// The table of a name, but for case, blanks, hyphens and underscores; null if there is none.
[[nodiscard]] const target_table* find_table(std::string_view name);

/// A name without case, blanks, hyphens and underscores: "PACER ID" is "pacerid".
[[nodiscard]] std::string bare_name(std::string_view name);

/// One text in place of another in a column.
struct replacement {
    std::string column;
    std::string text;  ///< compared without case
    std::string with;
};
struct conversion_options {
    std::vector<std::pair<std::string, std::string>> map;   ///< names in the header, and columns
    std::vector<std::pair<std::string, std::string>> fill;  ///< columns that the file lacks, and texts
    std::vector<replacement> replacements;
    std::vector<std::string> empty;  ///< texts that say that nothing is there
    date_order dates = date_order::unstated;
    std::optional<time_zone> zone;  ///< nothing: of the row's court
    std::uint64_t header_row = 0;   ///< from 1; 0: the first that is not empty
    const std::atomic<bool>* cancelled = nullptr;
};

/// Where a column came from.
struct column_source {
    std::string_view column;
    std::string from;  ///< the name in the header; empty: filled in
};
/// What became of a table.
struct conversion {
    std::uint64_t rows = 0;  ///< below the header, empty ones left out
    std::uint64_t written = 0;
    std::uint64_t empty_rows = 0;
    std::vector<column_source> columns;
    std::vector<std::string> left_out;  ///< columns of the file that no column of the table takes
    std::vector<std::string> notes;     ///< what was read in a way that its reader should know
    std::uint64_t troubles = 0;         ///< fields that cannot be read
    std::vector<diagnostic> first_troubles;
};

/// Gets the rows of the table as CSV, header first; and rows as they stood that cannot be read.
struct conversion_sinks {
    std::function<void(std::string_view)> rows;
    std::function<void(std::string_view)> rest;  ///< may be none
};

/// Converts a table. Rows that cannot be read go to `sinks.rest` alone. An error: nothing can be
/// converted; without a diagnostic, it was cancelled.
[[nodiscard]] result<conversion, std::vector<diagnostic>> convert(const found_table& from,
                                                                  const target_table& to,
                                                                  const conversion_options& options,
                                                                  const policy_set& policies,
                                                                  const conversion_sinks& sinks);

}  // namespace ecflink::convert
