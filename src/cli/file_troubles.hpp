// file_troubles.hpp: the rows of tables that cannot be read in full.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <ecflink/tables/rows.hpp>

#include "cli/screen.hpp"

namespace ecflink::cli {

/// Throws a failure with the first places, if there are any, of a file whose rows must all be
/// right.
void refuse_malformed(const file_summary& file);

[[nodiscard]] std::uint64_t malformed_rows(std::span<const file_summary> files) noexcept;
/// Unknown columns, and the first places of rows that cannot be read in full, a line each; and how
/// many more of these places there are.
[[nodiscard]] std::string troubles_in_words(std::span<const file_summary> files,
                                            std::span<const diagnostic> warnings);
/// The same under a title, for the end of a table; empty if there are none.
[[nodiscard]] std::string troubles_section(const std::string& troubles, const screen& on);

}  // namespace ecflink::cli
