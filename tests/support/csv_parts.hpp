// csv_parts.hpp: reads a CSV text in parts of a given size, as threads do, one after the other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_chunks.hpp"
#include "csv/csv_reader.hpp"

/// The records of all parts, or nothing if one of them cannot be read. The text must be UTF-8
/// without a NUL.
inline std::optional<std::vector<std::vector<std::string>>> read_in_parts(std::string_view text,
                                                                          std::size_t size) {
    using namespace ecflink::detail::csv;
    std::vector<std::vector<std::string>> records;
    bool is_in_quotes = false;
    for (std::size_t begin = 0; begin < text.size(); begin += size) {
        const std::size_t end = std::min(text.size(), begin + size);
        const bool begins_in_quotes = is_in_quotes;
        is_in_quotes = is_in_quotes != check_part(text, begin, end).has_open_quotes;
        const auto range = records_of_part(text, begin, end, begins_in_quotes, is_in_quotes);
        if (!range) {
            continue;
        }
        const std::string_view to_end = text.substr(0, range->end);
        csv_reader csv = range->begin == 0 ? csv_reader(to_end) : csv_reader(to_end, range->begin);
        while (csv.next()) {
            records.emplace_back(csv.fields().begin(), csv.fields().end());
        }
        if (csv.error()) {
            return std::nullopt;
        }
    }
    return records;
}
