// record_file.hpp: a CSV file in memory, cut into parts whose records are numbered.
//
// A file is cut at line ends outside quotes, so that threads can read its parts one by one, as
// often as they need them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/text/diagnostic.hpp>

#include "csv/csv_chunks.hpp"
#include "csv/csv_reader.hpp"
#include "tables/record_plan.hpp"
#include "tables/table_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// How a file is cut. A batch is a chunk and at most one record more, and its offsets have 32 bits.
struct chunk_limits {
    std::size_t chunk = std::size_t{4} << 20U;
    std::size_t longest_record = std::size_t{1} << 30U;
};

/// An error or warning about a file, or about no file in particular.
[[nodiscard]] diagnostic error_at(const std::string& file, csv::text_position place, std::string message,
                                  std::string found = {});

/// What a reader says that was cancelled: an error without a file.
[[nodiscard]] std::vector<diagnostic> cancelled_error();

/// A file whose header was read, and whose bytes were counted. Its records have not been read.
class record_file {
public:
    /// Reads the header, and puts into the plan where the columns are. Looks at every byte once.
    /// Errors: the file cannot be read, it is no text, or its header will not do.
    [[nodiscard]] static result<record_file, std::vector<diagnostic>> open(table_text text, record_plan plan,
                                                                           const work_options& options,
                                                                           const chunk_limits& limits = {});

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    [[nodiscard]] const record_plan& plan() const noexcept { return plan_; }
    /// Columns that are not known, once each.
    [[nodiscard]] const std::vector<diagnostic>& warnings() const noexcept { return warnings_; }
    /// How many records there are, if every one can be read.
    [[nodiscard]] std::size_t rows() const noexcept { return parts_.back().first_row; }
    [[nodiscard]] std::size_t chunk() const noexcept { return limits_.chunk; }

    [[nodiscard]] std::size_t parts() const noexcept { return parts_.size() - 1; }
    [[nodiscard]] std::size_t first_row(std::size_t part) const noexcept { return parts_[part].first_row; }
    [[nodiscard]] std::size_t rows(std::size_t part) const noexcept {
        return parts_[part + 1].first_row - parts_[part].first_row;
    }
    /// Where the records of a part begin and end, if it has some. Nothing: one of them is too long.
    [[nodiscard]] std::optional<csv::record_range> records(std::size_t part) const noexcept;
    /// The part that holds a row.
    [[nodiscard]] std::size_t part_of(std::size_t row) const noexcept;

    /// What is wrong with a file of which a part could not be read. Reads it from its beginning.
    [[nodiscard]] diagnostic find_first_error() const;

private:
    struct start {
        std::size_t first_row = 0;
        bool is_in_quotes = false;  ///< where the part begins
    };
    record_file(table_text text, record_plan plan, const chunk_limits& limits);
    struct header {
        std::vector<diagnostic> errors;
        bool is_usable = false;  ///< the records can be read
    };
    [[nodiscard]] header read_header();
    [[nodiscard]] bool cut(const work_options& options, bool& are_text);
    [[nodiscard]] std::optional<diagnostic> look_for_error() const;

    [[nodiscard]] diagnostic error(std::size_t offset, std::string message, std::string found = {}) const;
    [[nodiscard]] diagnostic error(const csv::csv_error& problem) const;

    std::string name_;
    std::shared_ptr<const file_text> bytes_;
    std::string_view text_;
    record_plan plan_;
    chunk_limits limits_;
    std::size_t begin_ = 0;  ///< of the first record behind the header
    std::vector<diagnostic> warnings_;
    std::vector<start> parts_;  ///< of a chunk each, and one more, behind the last
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
