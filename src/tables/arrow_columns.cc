#include "tables/arrow_columns.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>
#include <variant>

#include <ecflink/core/ids.hpp>

#include "base/words.hpp"
#include "tables/decode_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {
namespace {

/// More elements than memory can hold. Up to here, the position of an element in bytes cannot
/// overflow.
constexpr std::int64_t most_rows = std::int64_t{1} << 58;

/// What an array must have because of its type.
struct array_shape {
    std::int64_t buffers = 2;
    bool more_buffers = false;
    std::int64_t children = 0;
    bool has_dictionary = false;
};

array_shape shape_of(const value_format& values) noexcept {
    return std::holds_alternative<text_layout>(values.type)
               ? array_shape{.buffers = 3, .more_buffers = values.type == value_type(text_layout::utf8_view)}
               : array_shape{};
}

/// The elements from `skipped` on (as many as `rows` says, or all) of an array that has the shape.
fault slice_array(const std::string& place, const ArrowArray* array, const array_shape& shape,
                  std::size_t skipped, std::optional<std::size_t> rows, array_slice& to) {
    if (array == nullptr || array->release == nullptr) {
        return fail(place, "has no array: it is null or has been released");
    }
    if (array->length < 0 || array->length > most_rows) {
        return fail(place, misses("has the length ", array->length, "0 to " + std::to_string(most_rows)));
    }
    if (array->offset < 0 || array->offset > most_rows - array->length) {
        return fail(place, misses("has the offset ", array->offset,
                                  "0 to " + std::to_string(most_rows - array->length)));
    }
    const auto length = static_cast<std::size_t>(array->length);
    if (rows && (length < skipped || length - skipped < *rows)) {
        return fail(place,
                    misses("has the length ", array->length,
                           "at least " + std::to_string(skipped + *rows) + ", for the rows of the batch"));
    }
    if (array->null_count < -1 || array->null_count > array->length) {
        return fail(place, misses("has the null count ", array->null_count,
                                  "-1 to " + std::to_string(array->length)));
    }
    if (shape.more_buffers ? array->n_buffers < shape.buffers || array->n_buffers - shape.buffers > INT32_MAX
                           : array->n_buffers != shape.buffers) {
        return fail(place, misses("has this number of buffers: ", array->n_buffers,
                                  (shape.more_buffers ? "at least " : "") + std::to_string(shape.buffers)));
    }
    if (array->buffers == nullptr) {
        return fail(place, "has a null list of buffers");
    }
    if (array->n_children != shape.children) {
        return fail(place, misses("has this number of children: ", array->n_children,
                                  std::to_string(shape.children)));
    }
    if (array->n_children > 0 && array->children == nullptr) {
        return fail(place, "has a null list of children");
    }
    if ((array->dictionary != nullptr) != shape.has_dictionary) {
        return fail(place, shape.has_dictionary ? "has no dictionary; its schema has one"
                                                : "has a dictionary; its schema has none");
    }
    to.array = array;
    to.first = static_cast<std::size_t>(array->offset) + skipped;
    to.rows = rows.value_or(length - skipped);
    if (array->null_count != 0) {
        to.valid = {static_cast<const std::uint8_t*>(array->buffers[0]), to.first};
    }
    if (array->null_count > 0 && to.valid.bits == nullptr) {
        return fail(place, "has nulls, but its validity (buffer 0) is null");
    }
    if (shape.buffers > 1 && to.rows > 0 && array->buffers[1] == nullptr) {
        return fail(place, "has rows, but buffer 1 is null");
    }
    return no_fault;
}

fault check_utf8(const std::string& place, std::string_view text, std::size_t row) {
    if (detail::is_ascii(text) || detail::is_utf8(text)) {
        return no_fault;
    }
    return fail(place, "is not well-formed UTF-8: \"" + excerpt(text) + '"', row);
}

/// Offsets must rise, and the last one must be at most `end`.
template <class Offset>
fault check_offsets(const std::string& place, const text_column& texts, Offset end) {
    constexpr std::size_t block = 1024;
    const auto offset = [&](std::size_t i) { return load<Offset>(texts.positions, i); };
    const auto range = [&](Offset from, Offset to) {
        return std::string_view(texts.bytes + from, static_cast<std::size_t>(to - from));
    };
    for (std::size_t at = 0; at < texts.texts; at += block) {
        const std::size_t stop = std::min(at + block, texts.texts);
        bool is_ordered = offset(at) >= 0 && offset(stop) <= end;
        for (std::size_t i = at; i < stop; ++i) {
            is_ordered &= offset(i) <= offset(i + 1);
        }
        if (is_ordered) {
            if (const std::string_view all = range(offset(at), offset(stop)); detail::is_ascii(all)) {
                continue;
            }
        }
        for (std::size_t i = at; i < stop; ++i) {
            if (offset(i) < 0 || offset(i + 1) < offset(i) || offset(i + 1) > end) {
                return fail(place,
                            "has the offsets " + std::to_string(offset(i)) + " and " +
                                std::to_string(offset(i + 1)) +
                                "; expected rising ones from 0 to the last one, " + std::to_string(end),
                            i);
            }
            if (texts.valid[i]) {
                if (fault trouble = check_utf8(place, range(offset(i), offset(i + 1)), i)) {
                    return trouble;
                }
            }
        }
    }
    return no_fault;
}

template <class Offset>
fault read_offsets(const std::string& place, const array_slice& slice, arrow_check check, text_column& to) {
    to.bytes = static_cast<const char*>(slice.array->buffers[2]);
    if (slice.rows == 0) {
        return no_fault;
    }
    if (to.bytes == nullptr && load<Offset>(to.positions, slice.rows) != 0) {
        return fail(place, "has texts, but buffer 2 is null");
    }
    const auto elements = static_cast<std::size_t>(slice.array->offset + slice.array->length);
    return check == arrow_check::full
               ? check_offsets(place, to, load<Offset>(slice.array->buffers[1], elements))
               : no_fault;
}

/// Every view that is not null must hold its text or point into a buffer.
fault check_views(const std::string& place, const text_column& texts, std::size_t buffers,
                  const void* sizes) {
    constexpr std::int32_t longest_inline = 12;
    for (std::size_t i = 0; i < texts.texts; ++i) {
        if (!texts.valid[i]) {
            continue;
        }
        const char* const view = static_cast<const char*>(texts.positions) + i * 16;
        const auto length = load<std::int32_t>(view, 0);
        const char* bytes = view + 4;
        if (length < 0) {
            return fail(place, misses("has a view of the length ", length, "0 or more"), i);
        }
        if (length > longest_inline) {
            const auto buffer = load<std::int32_t>(view, 2);
            const auto offset = load<std::int32_t>(view, 3);
            if (buffer < 0 || std::cmp_greater_equal(buffer, buffers)) {
                return fail(place,
                            misses("has a view into the buffer ", buffer,
                                   "one of " + std::to_string(buffers) + ", from 0"),
                            i);
            }
            const auto size = load<std::int64_t>(sizes, static_cast<std::size_t>(buffer));
            if (offset < 0 || offset > size - length) {
                return fail(place,
                            "has a view of " + std::to_string(length) + " bytes from byte " +
                                std::to_string(offset) + " on of buffer " + std::to_string(buffer) +
                                "; expected to end within its " + std::to_string(size) + " bytes",
                            i);
            }
            const char* const prefix = bytes;
            bytes = texts.buffers[buffer] + offset;
            if (std::memcmp(prefix, bytes, 4) != 0) {
                return fail(place, "has a view whose first four bytes are not those of its text", i);
            }
        }
        if (fault trouble = check_utf8(place, {bytes, static_cast<std::size_t>(length)}, i)) {
            return trouble;
        }
    }
    return no_fault;
}

fault read_views(const std::string& place, const array_slice& slice, arrow_check check,
                 arrow_storage& storage, text_column& to) {
    const void** const first = slice.array->buffers + 2;
    const auto buffers = static_cast<std::size_t>(slice.array->n_buffers - 3);
    const void* const sizes = first[buffers];
    if (buffers > 0 && sizes == nullptr) {
        return fail(place, "has buffers for views, but the last buffer, which says their sizes, is null");
    }
    for (std::size_t i = 0; i < buffers; ++i) {
        const auto size = load<std::int64_t>(sizes, i);
        if (size < 0 || (size > 0 && first[i] == nullptr)) {
            return fail(place, "has the buffer " + std::to_string(i) + " for views of " +
                                   std::to_string(size) + " bytes" +
                                   (size < 0 ? "; expected 0 or more" : ", but it is null"));
        }
    }
    std::vector<const char*>& list = storage.view_buffers.emplace_back(buffers);
    std::transform(first, first + buffers, list.begin(),
                   [](const void* buffer) { return static_cast<const char*>(buffer); });
    to.buffers = list.data();
    return check == arrow_check::full ? check_views(place, to, buffers, sizes) : no_fault;
}

template <class Index>
fault check_indices(const std::string& place, const text_column& column, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row) {
        if (!column.indices.valid[row]) {
            continue;
        }
        const auto index = load<Index>(column.indices.values, row);
        if (std::cmp_less(index, 0) || std::cmp_greater_equal(index, column.texts)) {
            return fail(place,
                        "has the dictionary index " + std::to_string(index) + "; expected one of " +
                            std::to_string(column.texts) + ", from 0",
                        row);
        }
    }
    return no_fault;
}

fault check_indices(const std::string& place, const text_column& column, std::size_t rows) {
    switch (column.indices.type) {
        case integer_type::absent: break;
        case integer_type::int8: return check_indices<std::int8_t>(place, column, rows);
        case integer_type::uint8: return check_indices<std::uint8_t>(place, column, rows);
        case integer_type::int16: return check_indices<std::int16_t>(place, column, rows);
        case integer_type::uint16: return check_indices<std::uint16_t>(place, column, rows);
        case integer_type::int32: return check_indices<std::int32_t>(place, column, rows);
        case integer_type::uint32: return check_indices<std::uint32_t>(place, column, rows);
        case integer_type::int64: return check_indices<std::int64_t>(place, column, rows);
        case integer_type::uint64: return check_indices<std::uint64_t>(place, column, rows);
    }
    return no_fault;
}

}  // namespace

fault batch_reader::open(const ArrowArray& batch, std::size_t children) {
    return slice_array(table_, &batch, {.buffers = 1, .children = static_cast<std::int64_t>(children)}, 0,
                       std::nullopt, batch_);
}

fault batch_reader::slice_column(const std::string& place, const column_plan& plan, array_slice& to) {
    const array_shape shape =
        plan.indices != nullptr ? array_shape{.has_dictionary = true} : shape_of(*plan.values);
    if (fault trouble =
            slice_array(place, batch_.array->children[plan.child], shape, batch_.first, batch_.rows, to)) {
        return trouble;
    }
    to.valid = both(batch_.valid, to.valid);
    return no_fault;
}

fault batch_reader::read_values(const std::string& place, const array_slice& slice, const column_plan& plan,
                                text_column& to) {
    if (plan.indices == nullptr) {
        return read_texts(place, slice, *plan.values, to);
    }
    const std::string dictionary_place = place + " dictionary";
    array_slice dictionary;
    if (fault trouble = slice_array(dictionary_place, slice.array->dictionary, shape_of(*plan.values), 0,
                                    std::nullopt, dictionary)) {
        return trouble;
    }
    if (fault trouble = read_texts(dictionary_place, dictionary, *plan.values, to)) {
        return trouble;
    }
    to.indices = {std::get<integer_type>(plan.indices->type), slice.values(plan.indices->width), slice.valid};
    return check_ == arrow_check::full ? check_indices(place, to, slice.rows) : no_fault;
}

fault batch_reader::read_values(const std::string&, const array_slice& slice, const column_plan& plan,
                                time_column& to) {
    to = {std::get<time_unit>(plan.values->type), slice.values(plan.values->width), slice.valid};
    return no_fault;
}

fault batch_reader::read_values(const std::string&, const array_slice& slice, const column_plan& plan,
                                integer_column& to) {
    to = {std::get<integer_type>(plan.values->type), slice.values(plan.values->width), slice.valid};
    return no_fault;
}

fault batch_reader::read_values(const std::string&, const array_slice& slice, const column_plan&,
                                bool_column& to) {
    to = {false, {static_cast<const std::uint8_t*>(slice.array->buffers[1]), slice.first}, slice.valid};
    return no_fault;
}

fault batch_reader::read_texts(const std::string& place, const array_slice& slice, const value_format& format,
                               text_column& to) {
    to.layout = std::get<text_layout>(format.type);
    to.positions = slice.values(format.width);
    to.valid = slice.valid;
    to.texts = slice.rows;
    switch (to.layout) {
        case text_layout::absent: break;
        case text_layout::utf8: return read_offsets<std::int32_t>(place, slice, check_, to);
        case text_layout::large_utf8: return read_offsets<std::int64_t>(place, slice, check_, to);
        case text_layout::utf8_view: return read_views(place, slice, check_, storage_, to);
    }
    return no_fault;
}

bitmap batch_reader::both(const bitmap& one, const bitmap& other) {
    if (one.bits == nullptr || other.bits == nullptr) {
        return one.bits == nullptr ? other : one;
    }
    std::vector<std::uint8_t>& bits = storage_.bitmaps.emplace_back((batch_.rows + 7) / 8);
    for (std::size_t row = 0; row < batch_.rows; ++row) {
        bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | (one[row] && other[row]) << row % 8);
    }
    return {bits.data(), 0};
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
