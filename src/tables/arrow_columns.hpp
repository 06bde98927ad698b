// arrow_columns.hpp: the arrays of a batch of Arrow as columns, checked and without copies.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <ecflink/interop/arrow.hpp>
#include <ecflink/tables/columns.hpp>

#include "tables/arrow_plan.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// The part of an array with the rows of the batch.
struct array_slice {
    const ArrowArray* array = nullptr;
    std::size_t first = 0;  ///< its first element in the buffers
    std::size_t rows = 0;
    bitmap valid;

    /// The values in buffer 1 from the first element on; null if there are none.
    [[nodiscard]] const void* values(std::size_t width) const noexcept {
        const auto* const begin = static_cast<const char*>(array->buffers[1]);
        return begin == nullptr ? nullptr : begin + first * width;
    }
};

/// Reads the columns of one batch.
class batch_reader {
public:
    batch_reader(std::string_view table, arrow_check check, arrow_storage& storage)
        : table_(table), check_(check), storage_(storage) {}

    /// Begins with a batch whose schema has this number of columns.
    [[nodiscard]] fault open(const ArrowArray& batch, std::size_t children);
    [[nodiscard]] std::size_t rows() const noexcept { return batch_.rows; }

    template <class Column>
    [[nodiscard]] fault read(std::string_view name, const column_plan& plan, Column& to) {
        const std::string place = table_ + '.' + std::string(name);
        array_slice slice;
        if (fault trouble = slice_column(place, plan, slice)) {
            return trouble;
        }
        return read_values(place, slice, plan, to);
    }

private:
    [[nodiscard]] fault slice_column(const std::string& place, const column_plan& plan, array_slice& to);
    fault read_values(const std::string& place, const array_slice& slice, const column_plan& plan,
                      text_column& to);
    static fault read_values(const std::string& place, const array_slice& slice, const column_plan& plan,
                             time_column& to);
    static fault read_values(const std::string& place, const array_slice& slice, const column_plan& plan,
                             integer_column& to);
    static fault read_values(const std::string& place, const array_slice& slice, const column_plan& plan,
                             bool_column& to);
    fault read_texts(const std::string& place, const array_slice& slice, const value_format& format,
                     text_column& to);
    /// The rows that both bitmaps have.
    bitmap both(const bitmap& one, const bitmap& other);

    std::string table_;
    arrow_check check_;
    arrow_storage& storage_;
    array_slice batch_;
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
