// record_fields.hpp: the fields of a ledger's rows as texts, in the order of their columns.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/tables/rows.hpp>
#include <ecflink/text/time_text.hpp>

namespace ecflink::cli {

struct record_field {
    std::string_view column;
    std::string text;  ///< empty: missing, or cannot be read
};
/// Times are shown in the zone, too.
[[nodiscard]] std::vector<record_field> fields_of(const link_row& row, const std::optional<time_zone>& zone);
[[nodiscard]] std::vector<record_field> fields_of(const court_account_row& row,
                                                  const std::optional<time_zone>& zone);
[[nodiscard]] std::vector<record_field> fields_of(const central_account_row& row,
                                                  const std::optional<time_zone>& zone);
[[nodiscard]] std::vector<record_field> fields_of(const tombstone_row& row,
                                                  const std::optional<time_zone>& zone);

}  // namespace ecflink::cli
