// decode.hpp: columns of any layout, read a block of rows at a time into arrays of one kind: what
// texts stand for, times and numbers. What includes this header need not know a layout.
//
// A block stays in the first-level cache, so that the extra copy costs little. Every rule is then
// written for one kind of array.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/tables/columns.hpp>

#include "tables/decode_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

// ---- what a text stands for ---------------------------------------------------------------------

/// A column whose texts stand for numbers: tokens, courts. Each text of a dictionary is looked up
/// once, when the reader is made.
template <class Number>
class number_reader {
public:
    number_reader() = default;
    /// `look_up` gives the number of a text that is not empty.
    template <class LookUp>
    number_reader(const text_column& column, Number missing, LookUp look_up)
        : column_(&column), missing_(missing) {
        if (column.is_dictionary()) {
            of_texts_.reserve(column.texts);
            for (std::size_t at = 0; at < column.texts; ++at) {
                const std::string_view text =
                    column.valid[at] ? plain_text_at(column, at) : std::string_view{};
                of_texts_.push_back(text.empty() ? missing : look_up(text));
            }
        }
    }

    [[nodiscard]] bool is_absent() const noexcept { return column_->is_absent(); }
    template <class LookUp>
    void read(std::size_t first, std::size_t rows, Number* out, LookUp look_up) const {
        if (column_->is_absent()) {
            std::fill_n(out, rows, missing_);
        } else if (column_->is_dictionary()) {
            with_integer(column_->indices.type, [&](auto type) {
                const integer_column& indices = column_->indices;
                const auto of_row = [&](std::size_t i) {
                    return of_texts_[static_cast<std::size_t>(
                        load<decltype(type)>(indices.values, first + i))];
                };
                if (indices.valid.bits == nullptr) {
                    for (std::size_t i = 0; i < rows; ++i) {
                        out[i] = of_row(i);
                    }
                    return;
                }
                const std::uint64_t valid = valid_rows(indices.valid, first, rows);
                for (std::size_t i = 0; i < rows; ++i) {
                    out[i] = (valid >> i & 1) != 0 ? of_row(i) : missing_;
                }
            });
        } else {
            for (std::size_t i = 0; i < rows; ++i) {
                const std::string_view text = text_at(*column_, first + i);
                out[i] = text.empty() ? missing_ : look_up(text);
            }
        }
    }

private:
    const text_column* column_ = nullptr;
    Number missing_{};
    std::vector<Number> of_texts_;
};

/// The number of a text that is no token.
inline constexpr std::uint8_t unreadable_token = 255;

/// Finds tokens by their size and first bytes.
template <class E>
[[nodiscard]] inline std::uint8_t token_number(std::string_view text) noexcept {
    static constexpr std::size_t places = 64;
    static constexpr auto place = [](std::string_view token) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(token[at]); };
        return (token.size() * 5 + byte(0) * 3 + byte(token.size() - 1) * 7 + byte(token.size() / 2) * 11U) %
               places;
    };
    // by place: the token there, from 1; 0: none; unreadable_token: more than one
    static constexpr auto heads = [] {
        std::array<std::uint8_t, places> first{};
        for (const token_entry& entry : tokens<E>()) {
            std::uint8_t& head = first[place(entry.token)];
            head = head == 0 ? static_cast<std::uint8_t>(&entry - tokens<E>().data() + 1) : unreadable_token;
        }
        return first;
    }();
    const std::uint8_t head = heads[place(text)];
    if (head == 0) {
        return unreadable_token;
    }
    if (head != unreadable_token) {
        const token_entry& entry = tokens<E>()[head - 1U];
        return entry.token == text ? entry.number : unreadable_token;
    }
    const auto found = from_token<E>(text);  // two tokens in one place
    return found ? static_cast<std::uint8_t>(*found) : unreadable_token;
}

/// A column of tokens of E.
template <class E>
class token_reader {
public:
    token_reader(const text_column& column, E if_missing)
        : numbers_(column, static_cast<std::uint8_t>(if_missing), token_number<E>) {}
    void read(std::size_t first, std::size_t rows, std::uint8_t* out) const {
        numbers_.read(first, rows, out, token_number<E>);
    }
    /// The same; a bit for each row that is a token, or nothing.
    [[nodiscard]] std::uint64_t read_readable(std::size_t first, std::size_t rows, std::uint8_t* out) const {
        read(first, rows, out);
        std::uint64_t readable = first_rows(rows);
        for (std::size_t i = 0; !numbers_.is_absent() && i < rows; ++i) {
            readable &= ~(std::uint64_t{out[i] == unreadable_token} << i);
        }
        return readable;
    }

private:
    number_reader<std::uint8_t> numbers_;
};

// ---- times and numbers --------------------------------------------------------------------------

/// What reading a field gave.
enum class field_state : std::uint8_t { missing, read, unreadable };

template <class T>
struct field {
    T value{};
    field_state state = field_state::missing;

    /// The value as one of type V, if there is one.
    template <class V>
    [[nodiscard]] std::optional<V> get() const noexcept {
        return state == field_state::read ? std::optional<V>(V{value}) : std::nullopt;
    }
};

/// Microseconds of a number of units; unreadable where no text could say that instant.
[[nodiscard]] inline field<std::int64_t> to_micros(std::int64_t number, time_unit unit) noexcept {
    const std::int64_t micros_in_a_unit = unit == time_unit::second        ? micros_per_second
                                          : unit == time_unit::millisecond ? 1'000
                                                                           : 1;
    constexpr std::int64_t nanos_in_a_micro = 1'000;
    if (unit == time_unit::nanosecond && number % nanos_in_a_micro != 0) {
        return {0, field_state::unreadable};
    }
    // no number of nanoseconds is out of range
    if (unit != time_unit::nanosecond && (number < earliest_instant.micros / micros_in_a_unit ||
                                          number > latest_instant.micros / micros_in_a_unit)) {
        return {0, field_state::unreadable};
    }
    return {unit == time_unit::nanosecond ? number / nanos_in_a_micro : number * micros_in_a_unit,
            field_state::read};
}

/// The instant of a row; columns of dates have none.
[[nodiscard]] inline field<std::int64_t> micros_at(const time_column& column, std::size_t row) noexcept {
    if (column.unit == time_unit::absent || column.unit == time_unit::day || !column.valid[row]) {
        return {};
    }
    return to_micros(load<std::int64_t>(column.values, row), column.unit);
}

/// The instants of a block. A bit for each row that has one; the others may be anything.
[[nodiscard]] inline std::uint64_t read_instants(const time_column& column, std::size_t first,
                                                 std::size_t rows, std::int64_t* micros) noexcept {
    std::uint64_t read = 0;
    if (column.unit == time_unit::microsecond) {
        for (std::size_t i = 0; i < rows; ++i) {
            micros[i] = load<std::int64_t>(column.values, first + i);
            const bool is_read = micros[i] >= earliest_instant.micros && micros[i] <= latest_instant.micros;
            read |= std::uint64_t{is_read} << i;
        }
        return read & valid_rows(column.valid, first, rows);
    }
    for (std::size_t i = 0; i < rows; ++i) {
        const auto at = micros_at(column, first + i);
        micros[i] = at.value;
        read |= std::uint64_t{at.state == field_state::read} << i;
    }
    return read;
}

/// The date of a row.
[[nodiscard]] inline field<std::int32_t> day_at(const time_column& column, std::size_t row) noexcept {
    if (column.unit != time_unit::day || !column.valid[row]) {
        return {};
    }
    const auto days = load<std::int32_t>(column.values, row);
    const bool exists =
        days >= earliest_instant.micros / micros_per_day && days <= latest_instant.micros / micros_per_day;
    return exists ? field<std::int32_t>{days, field_state::read}
                  : field<std::int32_t>{0, field_state::unreadable};
}

/// The count of a row; a number that does not fit in 32 bits cannot be read.
[[nodiscard]] inline field<std::uint32_t> count_at(const integer_column& column, std::size_t row) noexcept {
    if (column.type == integer_type::absent || !column.valid[row]) {
        return {};
    }
    return with_integer(column.type, [&](auto type) -> field<std::uint32_t> {
        const auto number = load<decltype(type)>(column.values, row);
        return std::in_range<std::uint32_t>(number)
                   ? field<std::uint32_t>{static_cast<std::uint32_t>(number), field_state::read}
                   : field<std::uint32_t>{0, field_state::unreadable};
    });
}

[[nodiscard]] inline bool is_true_at(const bool_column& column, std::size_t row) noexcept {
    return !column.is_absent && column.valid[row] && column.values[row];
}

[[nodiscard]] inline bool is_marked(const std::uint8_t* bits, std::size_t row) noexcept {
    return bits != nullptr && bitmap{bits, 0}[row];
}

/// Prefetches the times or dates of some rows.
inline void prefetch_times(const time_column& column, std::size_t first, std::size_t rows) noexcept {
    if (column.unit != time_unit::absent) {
        const std::size_t size = column.unit == time_unit::day ? sizeof(std::int32_t) : sizeof(std::int64_t);
        prefetch_bytes(static_cast<const char*>(column.values) + first * size, rows * size);
    }
}

enum class part_of_rows : std::uint8_t { places, texts };

/// Prefetches the columns of texts and times of some rows: the places of texts, and times; or the
/// texts, whose places should be in the cache.
template <class Table>
void prefetch_rows(const Table& table, std::size_t first, std::size_t rows, part_of_rows part) noexcept {
    const auto prefetch = [&](const auto& column) {
        using column_type = std::remove_cvref_t<decltype(column)>;
        if constexpr (std::is_same_v<column_type, text_column>) {
            if (!column.is_absent()) {
                part == part_of_rows::texts ? prefetch_texts(column, first, rows)
                                            : prefetch_places(column, first, rows);
            }
        } else if constexpr (std::is_same_v<column_type, time_column>) {
            if (part == part_of_rows::places) {
                prefetch_times(column, first, rows);
            }
        }
    };
    [&]<std::size_t... Column>(std::index_sequence<Column...>) {
        (prefetch(table.*
                  std::get<columns_of<Table>[Column].member.index()>(columns_of<Table>[Column].member)),
         ...);
    }(std::make_index_sequence<columns_of<Table>.size()>());
}

/// Prefetches rows some blocks ahead of a row: there are more columns, and pages, than the
/// processor prefetches by itself.
template <class Table>
void prefetch_ahead(const Table& table, std::size_t row) noexcept {
    constexpr std::size_t to_texts = 4 * block_rows;
    constexpr std::size_t to_places = 2 * to_texts;
    if (row + to_places + block_rows <= table.rows) {
        prefetch_rows(table, row + to_places, block_rows, part_of_rows::places);
        prefetch_rows(table, row + to_texts, block_rows, part_of_rows::texts);
    }
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
