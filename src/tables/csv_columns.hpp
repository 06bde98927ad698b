// csv_columns.hpp: records of CSV as columns.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <ecflink/policies/policy_set.hpp>

#include "base/keyed_hash.hpp"
#include "tables/column_batch.hpp"
#include "tables/record_plan.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

inline constexpr std::size_t most_troubles_shown = 10;

/// Reads the records of a text from `begin`, where one begins, to its end. Nothing if one is not
/// well-formed or has another number of fields: find_first_error then says what is wrong.
/// The text must be UTF-8, and short enough for offsets of 32 bits. The policies have the zones of
/// courts, and may be null if no column of the plan holds courts.
[[nodiscard]] std::optional<column_batch> read_records(const record_plan& plan, const policy_set* policies,
                                                       const keyed_hash& hash, std::string_view text,
                                                       std::size_t begin);

/// The text of a field for a message: short, on one line.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
