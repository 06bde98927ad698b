// scan.hpp: the one pass over all links that a report takes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <ecflink/tables/work.hpp>

#include "report/model.hpp"

namespace ecflink::report {

/// What the links of a court tell.
struct court_scan {
    finding_counts first{};
    std::array<std::vector<std::uint64_t>, 64> rows;  ///< the first of each, from 0
};

/// What all links tell.
struct link_scan {
    std::vector<court_scan> courts;               ///< as the scan was asked for
    finding_counts first{};                       ///< of all courts, those that were not asked for too
    std::map<std::int32_t, verdict_counts> days;  ///< since 1970, of the links that have a time
    std::uint64_t undated = 0;
};

/// Reads all links. `courts`: those whose rows are listed, by their ids.
[[nodiscard]] work_result<link_scan> scan_links(
    const facts& of, const std::unordered_map<std::string_view, std::size_t>& courts,
    const work_options& options);

/// The finding whose remedy to follow first; nothing for a link that is allowed.
[[nodiscard]] std::optional<finding> first_to_mend(const link_policy& policy,
                                                   const assessment& given) noexcept;

/// A row of a table, and where it is.
template <class Table>
struct found_row {
    const Table* batch = nullptr;
    std::size_t row = 0;
};
/// The row with a number, from 0, through all batches.
template <class Table>
[[nodiscard]] found_row<Table> find_row(std::span<const Table> batches, std::uint64_t number) noexcept {
    for (const Table& batch : batches) {
        if (number < batch.rows) {
            return {&batch, static_cast<std::size_t>(number)};
        }
        number -= batch.rows;
    }
    return {};
}

}  // namespace ecflink::report
