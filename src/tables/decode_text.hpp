// decode_text.hpp: columns of text of any layout, read a block of rows at a time: texts and ids.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include <ecflink/tables/columns.hpp>

#include "base/prefetch.hpp"
#include "base/words.hpp"
#include "tables/block_kernels.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

static_assert(std::endian::native == std::endian::little,
              "keys are compared as numbers; a big-endian machine needs their bytes swapped");

/// How many rows are read at a time.
inline constexpr std::size_t block_rows = 64;

static_assert(block_rows == 64, "a block has a bit of a word for each row");
/// A bit for each of the first rows of a block.
[[nodiscard]] constexpr std::uint64_t first_rows(std::size_t rows) noexcept {
    return ~std::uint64_t{0} >> (block_rows - rows);
}

/// A bit for each row of a block that is not null in a bitmap.
[[nodiscard]] inline std::uint64_t valid_rows(const bitmap& valid, std::size_t first,
                                              std::size_t rows) noexcept {
    if (valid.bits == nullptr) {
        return first_rows(rows);
    }
    const std::uint8_t* const bytes = valid.bits + (valid.offset + first) / 8;
    const std::size_t shift = (valid.offset + first) % 8;
    const std::size_t size = (shift + rows + 7) / 8;  // a bitmap may end with the last of them
    std::uint64_t bits = 0;
    std::memcpy(&bits, bytes, std::min(size, sizeof bits));
    bits >>= shift;
    if (size > sizeof bits) {
        bits |= std::uint64_t{bytes[sizeof bits]} << (8 * sizeof bits - shift);
    }
    return bits & first_rows(rows);
}
/// A bit for each row of a block that is null in a bitmap.
[[nodiscard]] inline std::uint64_t null_rows(const bitmap& valid, std::size_t first,
                                             std::size_t rows) noexcept {
    return first_rows(rows) & ~valid_rows(valid, first, rows);
}

template <class T>
[[nodiscard]] inline T load(const void* from, std::size_t index) noexcept {
    T value;
    // Arrow recommends alignment, but does not ask for it
    std::memcpy(&value, static_cast<const char*>(from) + index * sizeof(T), sizeof value);
    return value;
}

/// Calls `use` with a value of the type of the integers.
template <class Use>
decltype(auto) with_integer(integer_type type, Use use) {
    switch (type) {
        case integer_type::int8: return use(std::int8_t{});
        case integer_type::uint8: return use(std::uint8_t{});
        case integer_type::int16: return use(std::int16_t{});
        case integer_type::uint16: return use(std::uint16_t{});
        case integer_type::int32: return use(std::int32_t{});
        case integer_type::uint32: return use(std::uint32_t{});
        case integer_type::int64: return use(std::int64_t{});
        case integer_type::absent:
        case integer_type::uint64: break;
    }
    return use(std::uint64_t{});
}

// ---- text ---------------------------------------------------------------------------------------

/// A text of a column or of its dictionary, without regard to nulls.
[[nodiscard]] inline std::string_view plain_text_at(const text_column& column, std::size_t at) noexcept {
    const auto between = [&](auto offset) {
        const auto begin = load<decltype(offset)>(column.positions, at);
        return std::string_view(
            column.bytes + begin,
            static_cast<std::size_t>(load<decltype(offset)>(column.positions, at + 1) - begin));
    };
    switch (column.layout) {
        case text_layout::utf8: return between(std::int32_t{});
        case text_layout::large_utf8: return between(std::int64_t{});
        case text_layout::utf8_view: {
            constexpr std::int32_t longest_inline = 12;
            const char* view = static_cast<const char*>(column.positions) + at * 16;
            const auto size = load<std::int32_t>(view, 0);
            const char* text = size <= longest_inline ? view + 4
                                                      : column.buffers[load<std::int32_t>(view, 2)] +
                                                            load<std::int32_t>(view, 3);
            return {text, static_cast<std::size_t>(size)};
        }
        case text_layout::absent: break;
    }
    return {};
}

/// Which entry of the dictionary a row has; nothing: the row is null.
[[nodiscard]] inline std::optional<std::size_t> index_at(const integer_column& indices,
                                                         std::size_t row) noexcept {
    if (!indices.valid[row]) {
        return std::nullopt;
    }
    return with_integer(indices.type, [&](auto type) {
        return static_cast<std::size_t>(load<decltype(type)>(indices.values, row));
    });
}

/// The text of a row; empty: missing.
[[nodiscard]] inline std::string_view text_at(const text_column& column, std::size_t row) noexcept {
    std::size_t at = row;
    if (column.is_dictionary()) {
        const auto index = index_at(column.indices, row);
        if (!index) {
            return {};
        }
        at = *index;
    }
    return !column.is_absent() && column.valid[at] ? plain_text_at(column, at) : std::string_view{};
}

/// Prefetches the cache lines of some bytes.
inline void prefetch_bytes(const void* from, std::size_t size) noexcept {
    constexpr std::size_t line = 64;
    for (std::size_t at = 0; at < size; at += line) {
        prefetch(static_cast<const char*>(from) + at);
    }
}
/// Prefetches what `text_at` reads first in some rows: indices, offsets or views.
inline void prefetch_places(const text_column& column, std::size_t first, std::size_t rows) noexcept {
    if (column.is_dictionary()) {
        with_integer(column.indices.type, [&](auto type) {
            prefetch_bytes(static_cast<const char*>(column.indices.values) + first * sizeof(type),
                           rows * sizeof(type));
        });
    } else {
        constexpr std::array<std::uint8_t, 4> sizes{0, 4, 8, 16};  // by layout
        const std::size_t size = sizes[static_cast<std::size_t>(column.layout)];
        prefetch_bytes(static_cast<const char*>(column.positions) + first * size, rows * size);
    }
}
/// Prefetches the bytes of some plain texts, whose places should be in the cache.
inline void prefetch_texts(const text_column& column, std::size_t first, std::size_t rows) noexcept {
    if (column.is_dictionary() || column.is_absent()) {
        return;
    }
    if (column.layout == text_layout::utf8_view) {
        for (std::size_t row = first; row < first + rows; ++row) {
            prefetch_bytes(text_at(column, row).data(), 1);  // a view under a null may point anywhere
        }
    } else {
        const std::string_view last = plain_text_at(column, first + rows - 1);
        const char* const begin = plain_text_at(column, first).data();
        prefetch_bytes(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
    }
}

/// Masks of the first 0 to 16 bytes.
inline constexpr auto first_bytes = [] {
    std::array<short_text, 17> masks{};
    for (std::size_t size = 0; size <= 16; ++size) {
        masks[size].low = size >= 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * size) - 1;
        masks[size].high = size <= 8    ? 0
                           : size == 16 ? ~std::uint64_t{0}
                                        : (std::uint64_t{1} << 8 * (size - 8)) - 1;
    }
    return masks;
}();

[[nodiscard]] inline short_text load_short(std::string_view text) noexcept {
    short_text loaded;
    if (!text.empty()) {  // an empty text may have a null pointer
        std::memcpy(&loaded, text.data(), text.size());
    }
    return loaded;
}

/// True if one of the first bytes is zero; `mask` covers them.
[[nodiscard]] inline bool has_nul(const short_text& text, const short_text& mask) noexcept {
    return (bytes_below(text.low | ~mask.low, 1) | bytes_below(text.high | ~mask.high, 1)) != 0;
}

/// A block of ids: `texts` holds those of at most 16 bytes, the others must be looked up by row.
struct id_block {
    static constexpr std::uint8_t missing = 0;
    /// more than 16 bytes, and no more than the id may have
    static constexpr std::uint8_t is_long = 17;
    static constexpr std::uint8_t unreadable = 18;  ///< no id

    std::array<short_text, block_rows> texts;
    std::array<std::uint8_t, block_rows> sizes;  ///< bytes, or one of the above
};

/// True if the size is that of an id.
[[nodiscard]] constexpr bool is_id(std::uint8_t size) noexcept {
    return static_cast<std::uint8_t>(size - 1) < id_block::is_long;
}

/// Whether a text of more than 16 bytes is an id.
[[nodiscard]] inline std::uint8_t classify_long_id(std::string_view text, std::size_t capacity) noexcept {
    return text.size() <= capacity && text.find('\0') == std::string_view::npos ? id_block::is_long
                                                                                : id_block::unreadable;
}

[[nodiscard]] inline std::uint8_t read_id(std::string_view text, std::size_t capacity,
                                          short_text& out) noexcept {
    out = {};
    if (text.size() > 16) {
        return classify_long_id(text, capacity);
    }
    out = load_short(text);
    return text.size() > capacity || has_nul(out, first_bytes[text.size()])
               ? id_block::unreadable
               : static_cast<std::uint8_t>(text.size());
}

/// The texts of a block, if they follow each other in the column. Those of null rows are among
/// them.
[[nodiscard]] inline std::optional<text_run> run_of(const text_column& column, std::size_t first,
                                                    std::size_t rows) noexcept {
    const bool is_wide = column.layout == text_layout::large_utf8;
    if (column.is_dictionary() || (column.layout != text_layout::utf8 && !is_wide)) {
        return std::nullopt;
    }
    const auto readable =
        is_wide ? static_cast<std::uint64_t>(load<std::int64_t>(column.positions, column.texts))
                : static_cast<std::uint64_t>(load<std::int32_t>(column.positions, column.texts));
    const char* const offsets = static_cast<const char*>(column.positions) +
                                first * (is_wide ? sizeof(std::int64_t) : sizeof(std::int32_t));
    return text_run{column.bytes, offsets, is_wide, rows, readable};
}

/// Calls `use` with the number of each row that has a bit.
template <class Use>
void for_each_row(std::uint64_t bits, Use use) {
    for (; bits != 0; bits &= bits - 1) {
        use(static_cast<std::size_t>(std::countr_zero(bits)));
    }
}

/// Reads ids of at most `capacity` bytes. A bit for each that is one of at most 16 bytes.
inline std::uint64_t read_ids(const text_column& column, std::size_t first, std::size_t rows,
                              std::size_t capacity, id_block& out) noexcept {
    std::uint64_t left_alone = first_rows(rows);
    if (const auto run = run_of(column, first, rows)) {
        left_alone = load_short_texts(*run, std::min(capacity, sizeof(short_text)), out.texts.data(),
                                      out.sizes.data()) |
                     null_rows(column.valid, first, rows);
    }
    std::uint64_t read = first_rows(rows) & ~left_alone;
    for_each_row(left_alone, [&](std::size_t i) {
        out.sizes[i] = read_id(text_at(column, first + i), capacity, out.texts[i]);
        read |= std::uint64_t{out.sizes[i] - 1U < sizeof(short_text)} << i;
    });
    return read;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
