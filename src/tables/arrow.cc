// Taking over Arrow. A schema is matched with the columns of a table once, which gives a plan; each
// batch is then read by the plan.
#include <ecflink/interop/arrow.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

#include <ecflink/core/ids.hpp>

#include "base/words.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace {

using detail::arrow_owner;
using detail::arrow_storage;

using fault = std::optional<arrow_error>;
constexpr std::nullopt_t no_fault = std::nullopt;

fault fail(std::string_view place, std::string message, std::optional<std::uint64_t> row = std::nullopt) {
    return arrow_error{std::string(place), row, std::move(message)};
}

/// Text from a producer for a message: short, on one line, well-formed.
std::string shown(std::string_view text, std::size_t longest = 40) {
    std::string line(text.substr(0, longest));
    while (text.size() > longest && !line.empty() && !detail::is_utf8(line) &&
           (static_cast<unsigned char>(line.back()) & 0x80U) != 0) {
        line.pop_back();  // half a character
    }
    const bool is_text = detail::is_utf8(line);
    for (char& c : line) {
        const auto byte = static_cast<unsigned char>(c);
        c = byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !is_text) ? '?' : c;
    }
    return line + (text.size() > longest ? "..." : "");
}

std::string shown_or_null(const char* text) { return text == nullptr ? "null" : '"' + shown(text) + '"'; }

std::string misses(std::string_view what, std::int64_t found, const std::string& expected) {
    return std::string(what) + std::to_string(found) + "; expected " + expected;
}

/// Buffers need not be aligned.
template <class T>
T load(const void* values, std::size_t index) noexcept {
    T value;
    std::memcpy(&value, static_cast<const char*>(values) + index * sizeof(T), sizeof value);
    return value;
}

// ---- Formats and columns

/// What the values of an array are. The alternatives stand in the order of those of
/// column_info::member: a column takes its own.
using value_type = std::variant<text_layout, time_unit, integer_type, std::monostate>;

struct value_format {
    std::string_view code;  ///< the format string; of a timestamp, what stands before its zone
    std::string_view name;
    value_type type;
    std::size_t width;  ///< bytes of a value, or of what says where a text is; 0: a bit
};

constexpr auto value_formats = std::to_array<value_format>({
    {"u", "utf8", text_layout::utf8, 4},
    {"U", "large utf8", text_layout::large_utf8, 8},
    {"vu", "utf8 view", text_layout::utf8_view, 16},
    {"tdD", "date32", time_unit::day, 4},
    {"tss:", "timestamp in seconds", time_unit::second, 8},
    {"tsm:", "timestamp in milliseconds", time_unit::millisecond, 8},
    {"tsu:", "timestamp in microseconds", time_unit::microsecond, 8},
    {"tsn:", "timestamp in nanoseconds", time_unit::nanosecond, 8},
    {"c", "int8", integer_type::int8, 1},
    {"C", "uint8", integer_type::uint8, 1},
    {"s", "int16", integer_type::int16, 2},
    {"S", "uint16", integer_type::uint16, 2},
    {"i", "int32", integer_type::int32, 4},
    {"I", "uint32", integer_type::uint32, 4},
    {"l", "int64", integer_type::int64, 8},
    {"L", "uint64", integer_type::uint64, 8},
    {"b", "boolean", std::monostate{}, 0},
});

const value_format* find_format(const char* code) noexcept {
    const std::string_view text = code == nullptr ? "" : code;
    for (const value_format& format : value_formats) {
        if (format.code.ends_with(':') ? text.starts_with(format.code) : text == format.code) {
            return &format;
        }
    }
    return nullptr;
}

/// A column_info whose table need not be known.
struct wanted_column {
    std::string_view name;
    bool is_required;
    std::size_t kind;  ///< the alternative of its member
    bool takes_date;
    bool takes_only_date;

    [[nodiscard]] bool takes(const value_format& format) const noexcept {
        const bool is_date = format.type == value_type(time_unit::day);
        return format.type.index() == kind && (is_date ? takes_date || takes_only_date : !takes_only_date);
    }
    [[nodiscard]] bool takes_dictionaries() const noexcept {
        return kind == value_type(text_layout{}).index();
    }

    [[nodiscard]] std::string expected() const {
        std::string list = "; expected ";
        for (const value_format& format : value_formats) {
            if (takes(format)) {
                list += std::string(format.name) + " (" + std::string(format.code) + "), ";
            }
        }
        return takes_dictionaries() ? list + "or a dictionary of one of these with an integer index"
                                    : list.substr(0, list.size() - 2);
    }
};

struct wanted_table {
    std::string_view name;
    std::span<const wanted_column> columns;
};

template <class Table>
constexpr auto wanted_columns_of = [] {
    std::array<wanted_column, columns_of<Table>.size()> wanted{};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const column_info<Table>& column = columns_of<Table>[i];
        wanted[i] = {column.name, column.is_required, column.member.index(), column.takes_date,
                     column.takes_only_date};
    }
    return wanted;
}();

// ---- From a schema to a plan

/// How one column is read.
struct column_plan {
    std::size_t column;  ///< of the table
    std::size_t child;   ///< of the struct
    const value_format* values;
    const value_format* indices = nullptr;  ///< of a dictionary
};

struct table_plan {
    std::size_t children = 0;
    std::vector<column_plan> columns;
    std::vector<std::string> unknown;
};

fault check_flags(std::string_view place, const ArrowSchema& schema) {
    constexpr std::int64_t known =
        ARROW_FLAG_DICTIONARY_ORDERED | ARROW_FLAG_NULLABLE | ARROW_FLAG_MAP_KEYS_SORTED;
    if ((schema.flags & ~known) != 0) {
        return fail(place, misses("has flags that this version does not know: ", schema.flags,
                                  "at most " + std::to_string(known)));
    }
    return no_fault;
}

/// What every schema must keep to that is not of a nested type.
fault check_flat(std::string_view place, const ArrowSchema& schema) {
    if (schema.n_children != 0) {
        return fail(place, misses("has a schema with this number of children: ", schema.n_children, "0"));
    }
    return check_flags(place, schema);
}

fault plan_column(const std::string& place, const wanted_column& wanted, const ArrowSchema& schema,
                  column_plan& to) {
    const ArrowSchema* const dictionary = schema.dictionary;
    const ArrowSchema& values = dictionary == nullptr ? schema : *dictionary;
    const std::string found = (dictionary == nullptr ? "has the format " : "is a dictionary of the format ") +
                              shown_or_null(values.format);
    to.values = find_format(values.format);
    if (to.values == nullptr || !wanted.takes(*to.values) ||
        (dictionary != nullptr && !wanted.takes_dictionaries())) {
        return fail(place, found + wanted.expected());
    }
    if (fault trouble = check_flat(place, schema)) {
        return trouble;
    }
    if (dictionary == nullptr) {
        return no_fault;
    }
    to.indices = find_format(schema.format);
    if (to.indices == nullptr || !std::holds_alternative<integer_type>(to.indices->type)) {
        return fail(place, "has dictionary indices of the format " + shown_or_null(schema.format) +
                               wanted.expected());
    }
    if (dictionary->dictionary != nullptr) {
        return fail(place, "is a dictionary of a dictionary" + wanted.expected());
    }
    return check_flat(place + " dictionary", *dictionary);
}

result<table_plan, arrow_error> plan_table(const wanted_table& table, const ArrowSchema& schema) {
    const auto failed = [&](std::string message) { return *fail(table.name, std::move(message)); };
    if (schema.release == nullptr) {
        return failed("has a schema that has been released");
    }
    if (schema.format == nullptr || schema.format != std::string_view("+s")) {
        return failed("has the format " + shown_or_null(schema.format) + "; expected a struct (+s)");
    }
    if (fault trouble = check_flags(table.name, schema)) {
        return *std::move(trouble);
    }
    if (schema.n_children < 0 || schema.n_children > INT32_MAX) {
        return failed(misses("has a schema with this number of columns: ", schema.n_children,
                             "0 to " + std::to_string(INT32_MAX)));
    }
    if (schema.n_children > 0 && schema.children == nullptr) {
        return failed("has a schema with a null list of columns");
    }

    table_plan plan;
    plan.children = static_cast<std::size_t>(schema.n_children);
    std::string names;
    for (std::size_t child = 0; child < plan.children; ++child) {
        const ArrowSchema* const field = schema.children[child];
        if (field == nullptr || field->release == nullptr) {
            return failed("has no schema for column " + std::to_string(child) +
                          ": it is null or has been released");
        }
        const std::string_view name = field->name == nullptr ? "" : field->name;
        names += (child == 0 ? "" : ", ") + shown_or_null(field->name);
        const auto wanted = std::ranges::find(table.columns, name, &wanted_column::name);
        if (wanted == table.columns.end()) {
            if (const std::string unknown = shown(name, 200);
                std::ranges::find(plan.unknown, unknown) == plan.unknown.end()) {
                plan.unknown.push_back(unknown);
            }
            continue;
        }
        const auto column = static_cast<std::size_t>(wanted - table.columns.begin());
        const std::string place = std::string(table.name) + '.' + std::string(name);
        if (std::ranges::find(plan.columns, column, &column_plan::column) != plan.columns.end()) {
            return *fail(place, "stands twice; expected once");
        }
        column_plan planned{column, child, nullptr};
        if (fault trouble = plan_column(place, *wanted, *field, planned)) {
            return *std::move(trouble);
        }
        plan.columns.push_back(planned);
    }
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const wanted_column& wanted = table.columns[column];
        if (wanted.is_required &&
            std::ranges::find(plan.columns, column, &column_plan::column) == plan.columns.end()) {
            return *fail(std::string(table.name) + '.' + std::string(wanted.name),
                         "is missing; found " + (names.empty() ? "no column" : shown(names, 400)));
        }
    }
    return plan;
}

// ---- From an array to columns

/// More elements than memory can hold: up to here, no position of one in bytes overflows.
constexpr std::int64_t most_rows = std::int64_t{1} << 58;

/// The part of an array that stands for the rows that are asked for.
struct array_slice {
    const ArrowArray* array = nullptr;
    std::size_t first = 0;  ///< its first element in the buffers
    std::size_t rows = 0;
    bitmap valid;

    /// What buffer 1 holds from the first element on, if it is there.
    [[nodiscard]] const void* values(std::size_t width) const noexcept {
        const auto* const begin = static_cast<const char*>(array->buffers[1]);
        return begin == nullptr ? nullptr : begin + first * width;
    }
};

/// What the type of an array says that it must have.
struct array_shape {
    std::int64_t buffers = 2;
    bool more_buffers = false;
    std::int64_t children = 0;
    bool has_dictionary = false;
};

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
    return fail(place, "is not well-formed UTF-8: \"" + shown(text) + '"', row);
}

/// Every text lies between two offsets in order, the last one within `end`.
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

/// Every view that is no null holds its text or points into a buffer.
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

/// Reads the columns of one batch.
class batch_reader {
public:
    batch_reader(std::string_view table, arrow_check check, arrow_storage& storage)
        : table_(table), check_(check), storage_(storage) {}

    fault open(const ArrowArray& batch, std::size_t children) {
        return slice_array(table_, &batch, {.buffers = 1, .children = static_cast<std::int64_t>(children)}, 0,
                           std::nullopt, batch_);
    }
    [[nodiscard]] std::size_t rows() const noexcept { return batch_.rows; }

    template <class Column>
    fault read(std::string_view name, const column_plan& plan, Column& to) {
        const std::string place = table_ + '.' + std::string(name);
        const bool is_dictionary = plan.indices != nullptr;
        const array_shape shape =
            is_dictionary ? array_shape{.has_dictionary = true} : shape_of(*plan.values);
        array_slice slice;
        if (fault trouble = slice_array(place, batch_.array->children[plan.child], shape, batch_.first,
                                        batch_.rows, slice)) {
            return trouble;
        }
        slice.valid = both(batch_.valid, slice.valid);
        return read(place, slice, plan, to);
    }

private:
    static array_shape shape_of(const value_format& values) noexcept {
        return std::holds_alternative<text_layout>(values.type)
                   ? array_shape{.buffers = 3,
                                 .more_buffers = values.type == value_type(text_layout::utf8_view)}
                   : array_shape{};
    }

    fault read(const std::string& place, const array_slice& slice, const column_plan& plan, text_column& to) {
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
        to.indices = {std::get<integer_type>(plan.indices->type), slice.values(plan.indices->width),
                      slice.valid};
        return check_ == arrow_check::full ? check_indices(place, to, slice.rows) : no_fault;
    }
    fault read(const std::string&, const array_slice& slice, const column_plan& plan, time_column& to) {
        to = {std::get<time_unit>(plan.values->type), slice.values(plan.values->width), slice.valid};
        return no_fault;
    }
    fault read(const std::string&, const array_slice& slice, const column_plan& plan, integer_column& to) {
        to = {std::get<integer_type>(plan.values->type), slice.values(plan.values->width), slice.valid};
        return no_fault;
    }
    fault read(const std::string&, const array_slice& slice, const column_plan&, bool_column& to) {
        to = {false, {static_cast<const std::uint8_t*>(slice.array->buffers[1]), slice.first}, slice.valid};
        return no_fault;
    }

    fault read_texts(const std::string& place, const array_slice& slice, const value_format& format,
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

    /// The rows that both bitmaps have.
    bitmap both(const bitmap& one, const bitmap& other) {
        if (one.bits == nullptr || other.bits == nullptr) {
            return one.bits == nullptr ? other : one;
        }
        std::vector<std::uint8_t>& bits = storage_.bitmaps.emplace_back((batch_.rows + 7) / 8);
        for (std::size_t row = 0; row < batch_.rows; ++row) {
            bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | (one[row] && other[row]) << row % 8);
        }
        return {bits.data(), 0};
    }

    std::string table_;
    arrow_check check_;
    arrow_storage& storage_;
    array_slice batch_;
};

// ---- Streams

fault stream_fault(std::string_view place, std::string_view function, int code, ArrowArrayStream& stream) {
    const char* const reason = stream.get_last_error == nullptr ? nullptr : stream.get_last_error(&stream);
    return fail(place, "comes from a stream whose " + std::string(function) +
                           " failed: " + std::generic_category().message(code) + " (" + std::to_string(code) +
                           ")" + (reason == nullptr ? "" : ": " + shown(reason, 1000)));
}

}  // namespace

std::string to_text(const arrow_error& trouble) {
    return trouble.column + ": " +
           (trouble.batch == 0 ? "" : "batch " + std::to_string(trouble.batch) + ": ") +
           (trouble.row ? "row " + std::to_string(*trouble.row) + ": " : "") + trouble.message;
}

template <class Table>
template <class Source>
result<arrow_batches<Table>, arrow_error> arrow_batches<Table>::read(const ArrowSchema& schema, Source next,
                                                                     arrow_check check) {
    auto plan = plan_table({table_name<Table>, wanted_columns_of<Table>}, schema);
    if (!plan.has_value()) {
        return std::move(plan).error();
    }
    arrow_batches taken;
    taken.unknown_columns_ = std::move(plan.value().unknown);
    for (;;) {
        const auto failed = [&](fault trouble) {
            trouble->batch = taken.tables_.size();
            return *std::move(trouble);
        };
        arrow_owner<ArrowArray> array;
        if (fault trouble = next(array)) {
            return failed(std::move(trouble));
        }
        if ((*array).release == nullptr) {
            return taken;
        }
        batch_reader reader(table_name<Table>, check, taken.storage_);
        if (fault trouble = reader.open(*array, plan.value().children)) {
            return failed(std::move(trouble));
        }
        Table table;
        table.rows = reader.rows();
        for (const column_plan& planned : plan.value().columns) {
            const column_info<Table>& column = columns_of<Table>[planned.column];
            if (fault trouble =
                    std::visit([&](auto member) { return reader.read(column.name, planned, table.*member); },
                               column.member)) {
                return failed(std::move(trouble));
            }
        }
        taken.storage_.arrays.push_back(std::move(array));
        taken.tables_.push_back(table);
        taken.rows_ += table.rows;
    }
}

template <class Table>
result<arrow_batches<Table>, arrow_error> arrow_batches<Table>::take(ArrowSchema* schema, ArrowArray* array,
                                                                     arrow_check check) {
    const arrow_owner<ArrowSchema> our_schema(schema);
    arrow_owner<ArrowArray> our_array(array);
    if ((*our_array).release == nullptr) {
        return *fail(table_name<Table>, "has an array that has been released");
    }
    const auto once = [&](arrow_owner<ArrowArray>& to) -> fault {
        to = std::exchange(our_array, {});
        return no_fault;
    };
    return read(*our_schema, once, check);
}

template <class Table>
result<arrow_batches<Table>, arrow_error> arrow_batches<Table>::take(ArrowArrayStream* stream,
                                                                     arrow_check check) {
    arrow_owner<ArrowArrayStream> owner(stream);
    ArrowArrayStream& source = *owner.get();
    if (source.release == nullptr || source.get_schema == nullptr || source.get_next == nullptr) {
        return *fail(table_name<Table>, "comes from a stream that has been released or lacks a function");
    }
    arrow_owner<ArrowSchema> schema;
    if (const int code = source.get_schema(&source, schema.get()); code != 0) {
        schema.get()->release = nullptr;  // what a function that failed left behind is nobody's
        return *stream_fault(table_name<Table>, "get_schema", code, source);
    }
    const auto next = [&](arrow_owner<ArrowArray>& to) -> fault {
        if (const int code = source.get_next(&source, to.get()); code != 0) {
            to.get()->release = nullptr;
            return stream_fault(table_name<Table>, "get_next", code, source);
        }
        return no_fault;
    };
    return read(*schema, next, check);
}

template class arrow_batches<central_account_columns>;
template class arrow_batches<court_account_columns>;
template class arrow_batches<link_columns>;
template class arrow_batches<tombstone_columns>;
template class arrow_batches<roster_columns>;

ECFLINK_END_NAMESPACE
