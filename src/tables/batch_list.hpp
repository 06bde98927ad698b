// batch_list.hpp: the batches of a table as one sequence of rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <ecflink/tables/work.hpp>

#include "tables/decode.hpp"
#include "tables/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// A row, and the batch that holds it.
template <class Table>
struct table_row {
    const Table* table = nullptr;
    std::size_t row = 0;                ///< within the batch
    std::shared_ptr<const void> owner;  ///< of a batch that was read for this row alone

    /// Borrowed as long as the row is there.
    [[nodiscard]] std::string_view text(text_column Table::* column) const noexcept {
        return text_at(table->*column, row);
    }
};

template <class Table>
class batch_list;

/// Rows that are not kept in memory. Any number of threads may read at once.
template <class Table>
class row_source {
public:
    virtual ~row_source() = default;
    row_source(const row_source&) = delete;
    row_source& operator=(const row_source&) = delete;

    [[nodiscard]] virtual std::size_t rows() const noexcept = 0;
    /// Once `read_parts` has come to the row.
    [[nodiscard]] virtual table_row<Table> read(std::size_t row) const = 0;
    /// Reads all rows, and calls `use` for each part of them while it is in memory. Threads share
    /// the parts. False: it was cancelled.
    using use_of_part = std::function<void(unsigned thread, const batch_list<Table>& part)>;
    [[nodiscard]] virtual bool read_parts(const work_options& options, std::string_view stage,
                                          const use_of_part& use) = 0;
    /// A batch without rows, which has the columns that there are.
    [[nodiscard]] virtual const Table& columns() const noexcept = 0;

protected:
    row_source() = default;
};

/// The rows of a table: those of batches in memory, or of a source. All are borrowed.
template <class Table>
class batch_list {
public:
    batch_list() = default;
    /// Rows are numbered from `first_row` on: batches may be a part of a table.
    explicit batch_list(std::span<const Table> batches, std::size_t first_row = 0)
        : batches_(batches), first_row_(first_row) {
        ends_.reserve(batches.size());
        for (const Table& batch : batches) {
            rows_ += batch.rows;
            ends_.push_back(rows_);
        }
    }
    explicit batch_list(row_source<Table>& source)
        : batches_(&source.columns(), 1), rows_(source.rows()), source_(&source) {}

    struct place {
        std::size_t batch;
        std::size_t row;  ///< within the batch
    };

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    /// False: only `row_at` gives rows.
    [[nodiscard]] bool is_in_memory() const noexcept { return source_ == nullptr; }
    /// Where there are none in memory: one without rows, which has the columns that there are.
    [[nodiscard]] std::span<const Table> batches() const noexcept { return batches_; }
    [[nodiscard]] table_row<Table> row_at(std::size_t row) const {
        if (source_ != nullptr) {
            return source_->read(row);
        }
        const place at = find(row);
        return {&batches_[at.batch], at.row, nullptr};
    }

    /// Calls `use(thread, rows, first, end)` for morsels of the rows. `rows` are in memory: these,
    /// or a part of them with the same numbers. False: it was cancelled.
    template <class Use>
    [[nodiscard]] bool for_each_morsel_of_rows(const work_options& options, std::string_view stage,
                                               Use use) const {
        if (source_ != nullptr) {
            return source_->read_parts(options, stage, [&](unsigned thread, const batch_list& part) {
                use(thread, part, part.first_row_, part.first_row_ + part.rows_);
            });
        }
        return for_each_morsel(
            options, stage, rows_,
            [&](unsigned thread, std::size_t first, std::size_t end) { use(thread, *this, first, end); });
    }

    // Only of rows in memory:

    [[nodiscard]] const Table& operator[](std::size_t batch) const noexcept { return batches_[batch]; }
    [[nodiscard]] place find(std::size_t row) const noexcept {
        row -= first_row_;
        const auto batch = static_cast<std::size_t>(std::ranges::upper_bound(ends_, row) - ends_.begin());
        return {batch, row - (batch == 0 ? 0 : ends_[batch - 1])};
    }

    /// Calls `use(batch number, first row within the batch, rows, first row of all)` for the blocks
    /// of some rows; no block crosses the end of a batch.
    template <class Use>
    void for_each_block(std::size_t first, std::size_t end, Use use) const {
        for (place at = first < end ? find(first) : place{}; first < end;) {
            const std::size_t rows = std::min({block_rows, end - first, batches_[at.batch].rows - at.row});
            if (rows == 0) {
                ++at.batch;
                at.row = 0;
                continue;
            }
            use(at.batch, at.row, rows, first);
            first += rows;
            at.row += rows;
        }
    }

private:
    std::span<const Table> batches_;
    std::vector<std::size_t> ends_;  ///< the number of rows up to the end of each batch
    std::size_t rows_ = 0;
    std::size_t first_row_ = 0;
    row_source<Table>* source_ = nullptr;
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
