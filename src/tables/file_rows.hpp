// file_rows.hpp: the records of a CSV file as rows of a table that is never in memory as a whole.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>

#include "tables/batch_list.hpp"
#include "tables/csv_columns.hpp"
#include "tables/csv_tables.hpp"
#include "tables/record_file.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

template <class Table>
class file_rows final : public row_source<Table> {
public:
    /// The policies are borrowed.
    file_rows(record_file file, const policy_set& policies)
        : file_(std::move(file)), policies_(policies), parts_(file_.parts()) {
        record_reader reader(file_.plan(), &policies_);
        if (reader.read({}, 0)) {
            no_rows_ = to_table<Table>(reader.batch());  // absent or not is all that matters
        }
    }

    [[nodiscard]] const record_file& file() const noexcept { return file_; }
    [[nodiscard]] std::size_t rows() const noexcept override { return file_.rows(); }
    [[nodiscard]] const Table& columns() const noexcept override { return no_rows_; }
    /// False: a record could not be read, and what came of the rows is of no use.
    [[nodiscard]] bool is_good() const noexcept { return is_good_; }

    [[nodiscard]] bool read_parts(const work_options& options, std::string_view stage,
                                  const typename row_source<Table>::use_of_part& use) override {
        std::vector<std::unique_ptr<record_reader>> readers(std::max(1U, options.threads));
        const auto read_into = [&](unsigned thread, std::size_t first, std::size_t) {
            const std::size_t number = first / file_.chunk();
            if (!is_good_ || file_.rows(number) == 0) {
                return;
            }
            std::unique_ptr<record_reader>& reader = readers[thread];
            if (!reader) {
                reader = std::make_unique<record_reader>(file_.plan(), &policies_);
            }
            const auto range = read_part(*reader, file_, number);
            if (!range) {
                is_good_ = false;
                return;
            }
            const auto table = to_table<Table>(reader->batch());
            keep(parts_[number], reader, *range);  // its rows may be asked for at once
            use(thread, batch_list<Table>(std::span(&table, 1), file_.first_row(number)));
        };
        return for_each_morsel(options, stage, file_.text().size(), read_into, file_.chunk());
    }

    [[nodiscard]] table_row<Table> read(std::size_t row) const override {
        const std::size_t number = file_.part_of(row);
        const part& of = parts_[number];
        const std::size_t in_part = row - file_.first_row(number);
        if (of.columns) {
            return {&of.columns->table, in_part, nullptr};
        }
        const std::size_t group = in_part / record_reader::rows_apart;
        const std::size_t row_of_group = in_part % record_reader::rows_apart;
        std::shared_ptr<borrowed_reader> borrowed = borrow_reader();
        if (group + 1 >= of.places.size() ||
            !borrowed->reader.read(file_.text().substr(0, of.begin + of.places[group + 1]),
                                   of.begin + of.places[group], row_of_group + 1) ||
            borrowed->reader.batch().rows != row_of_group + 1) {
            is_good_ = false;  // the file has changed
            static const Table no_fields = [] {
                Table table;
                table.rows = 1;
                return table;
            }();
            return {&no_fields, 0, nullptr};
        }
        borrowed->table = to_table<Table>(borrowed->reader.batch());
        borrowed->is_whole = true;
        const Table* const table = &borrowed->table;
        return {table, row_of_group, std::move(borrowed)};
    }

    /// After `read_parts`.
    [[nodiscard]] file_summary summary() const {
        file_summary all;
        all.file = file_.name();
        csv::position_finder positions(file_.text());
        for (const part& each : parts_) {
            add_summary(all, each.counts, positions);
        }
        return all;
    }

private:
    struct kept_columns {
        std::unique_ptr<record_reader> reader;
        Table table;
    };
    /// What is kept of a part.
    struct part {
        column_batch counts;  ///< without columns
        std::size_t begin = 0;
        /// Where every eighth record begins, from `begin`; at last, where the part ends.
        std::vector<std::uint32_t> places;
        /// Null, unless eight of the records are too long to be read again for each row.
        std::unique_ptr<const kept_columns> columns;
    };
    static constexpr std::uint32_t longest_to_read_again = std::uint32_t{16} << 10U;
    struct borrowed_reader {
        borrowed_reader(const record_plan& plan, const policy_set& policies) : reader(plan, &policies) {}
        record_reader reader;
        Table table;
        bool is_whole = true;  ///< false: its last read ended early
    };

    /// Keeps what a reader knows of a part, or all that it has read.
    static void keep(part& of, std::unique_ptr<record_reader>& reader, const csv::record_range& range) {
        if (!of.places.empty()) {
            return;
        }
        of.counts = reader->batch();
        of.counts.columns = {};
        of.counts.malformed_rows = nullptr;
        of.begin = range.begin;
        of.places.reserve(reader->places().size() + 1);
        for (const std::size_t place : reader->places()) {
            of.places.push_back(static_cast<std::uint32_t>(place - range.begin));
        }
        of.places.push_back(static_cast<std::uint32_t>(range.end - range.begin));
        const auto are_long = [](std::uint32_t from, std::uint32_t to) {
            return to - from > longest_to_read_again;
        };
        if (std::ranges::adjacent_find(of.places, are_long) != of.places.end()) {
            auto table = to_table<Table>(reader->batch());
            of.columns = std::make_unique<const kept_columns>(std::move(reader), std::move(table));
        }
    }

    /// A reader that no other row uses; it comes back when the row goes.
    [[nodiscard]] std::shared_ptr<borrowed_reader> borrow_reader() const {
        std::unique_ptr<borrowed_reader> reader;
        {
            const std::scoped_lock lock(readers_guard_);
            if (!readers_.empty()) {
                reader = std::move(readers_.back());
                readers_.pop_back();
            } else {
                readers_.reserve(++readers_made_);  // so that each can come back
            }
        }
        if (!reader) {
            reader = std::make_unique<borrowed_reader>(file_.plan(), policies_);
        }
        reader->is_whole = false;
        return {reader.release(), [this](borrowed_reader* returned) {
                    std::unique_ptr<borrowed_reader> owned(returned);
                    const std::scoped_lock lock(readers_guard_);
                    if (owned->is_whole) {
                        readers_.push_back(std::move(owned));
                    }
                }};
    }

    record_file file_;
    const policy_set& policies_;
    Table no_rows_;
    std::vector<part> parts_;
    mutable std::atomic<bool> is_good_ = true;
    mutable std::mutex readers_guard_;
    mutable std::vector<std::unique_ptr<borrowed_reader>> readers_;
    mutable std::size_t readers_made_ = 0;
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
