// column_values.hpp: what the views of columns say, one value at a time. For tests: nothing here is
// fast, and everything is plain.
#pragma once

#include <cstring>
#include <optional>
#include <string_view>

#include <ecflink/tables/columns.hpp>

namespace column_values {

template <class T>
T load(const void* values, std::size_t index) {
    T value;
    std::memcpy(&value, static_cast<const char*>(values) + index * sizeof(T), sizeof value);
    return value;
}

/// An integer, as int64: the larger half of uint64 is negative.
inline std::optional<std::int64_t> integer_at(const ecflink::integer_column& column, std::size_t row) {
    using enum ecflink::integer_type;
    if (column.type == absent || !column.valid[row]) {
        return std::nullopt;
    }
    switch (column.type) {
        case absent: break;
        case int8: return load<std::int8_t>(column.values, row);
        case uint8: return load<std::uint8_t>(column.values, row);
        case int16: return load<std::int16_t>(column.values, row);
        case uint16: return load<std::uint16_t>(column.values, row);
        case int32: return load<std::int32_t>(column.values, row);
        case uint32: return load<std::uint32_t>(column.values, row);
        case int64:
        case uint64: return load<std::int64_t>(column.values, row);
    }
    return std::nullopt;
}

/// The number of a time, in the unit of its column.
inline std::optional<std::int64_t> time_at(const ecflink::time_column& column, std::size_t row) {
    if (column.unit == ecflink::time_unit::absent || !column.valid[row]) {
        return std::nullopt;
    }
    return column.unit == ecflink::time_unit::day ? load<std::int32_t>(column.values, row)
                                                  : load<std::int64_t>(column.values, row);
}

inline std::optional<bool> bool_at(const ecflink::bool_column& column, std::size_t row) {
    return column.is_absent || !column.valid[row] ? std::nullopt : std::optional(column.values[row]);
}

inline std::optional<std::string_view> text_at(const ecflink::text_column& column, std::size_t row) {
    if (column.is_dictionary()) {
        const auto index = integer_at(column.indices, row);
        if (!index) {
            return std::nullopt;
        }
        row = static_cast<std::size_t>(*index);
    }
    if (column.is_absent() || !column.valid[row]) {
        return std::nullopt;
    }
    const auto between = [&](auto begin, auto end) {
        return std::string_view(column.bytes + begin, static_cast<std::size_t>(end - begin));
    };
    switch (column.layout) {
        case ecflink::text_layout::absent: break;
        case ecflink::text_layout::utf8:
            return between(load<std::int32_t>(column.positions, row),
                           load<std::int32_t>(column.positions, row + 1));
        case ecflink::text_layout::large_utf8:
            return between(load<std::int64_t>(column.positions, row),
                           load<std::int64_t>(column.positions, row + 1));
        case ecflink::text_layout::utf8_view: {
            const char* const view = static_cast<const char*>(column.positions) + row * 16;
            const auto size = static_cast<std::size_t>(load<std::int32_t>(view, 0));
            return std::string_view(
                size <= 12 ? view + 4
                           : column.buffers[load<std::int32_t>(view, 2)] + load<std::int32_t>(view, 3),
                size);
        }
    }
    return std::nullopt;
}

}  // namespace column_values
