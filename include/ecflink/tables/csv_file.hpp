// csv_file.hpp: a CSV file with columns of one's own, read in parallel. Compiled.
//
// The file is read into columns of texts, by RFC 4180 to the letter, as the tables of a ledger are.
// Columns that were not asked for are passed over, and told as warnings.
//
//     const ecflink::csv_column wanted[] = {{"court", true}, {"note"}};
//     const auto file = ecflink::csv_file::read("notes.csv", wanted);
//     for (const ecflink::csv_file::batch& each : file.value().batches()) {
//         // tables/column_text.hpp
//         const std::string_view court = text_of_row(each.columns[0], 0);
//     }
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The name of a file that stands for standard input. A file of this name is "./-".
inline constexpr std::string_view standard_input = "-";

/// A column that is wanted of a file.
struct csv_column {
    std::string_view name;
    /// the file must have the column, and every row a text in it
    bool is_required = false;
    /// whether a text can be read; null: every text can
    bool (*is_readable)(std::string_view text) = nullptr;
    /// what may stand there, for messages; not null if `is_readable` is not
    std::string (*expected)() = nullptr;
};

/// A file that was read, and owns what it read. Immutable: any number of threads may use one.
class csv_file {
public:
    /// Some rows of the file, in their order.
    struct batch {
        std::size_t rows = 0;
        /// One for each column that was wanted; absent where the file lacks it. A column is a
        /// dictionary where that is shorter.
        std::vector<text_column> columns;
        /// a bit for each row of which a field is missing or cannot be read; null: none
        const std::uint8_t* malformed = nullptr;
    };

    /// Reads a file whose first record names its columns. It may be compressed by gzip or zstd, or
    /// be a pipe, or `standard_input`. What stops the run is an error: no such
    /// file, no required column, a broken quote, a row with another number of fields, invalid
    /// UTF-8, a NUL. A field that cannot be read makes its row malformed, and is counted.
    /// Cancelled: an error without a file. `wanted` is not needed afterwards. A large file is
    /// mapped into memory while it is read, and must not be cut short meanwhile. `stage` is what
    /// progress is told of.
    [[nodiscard]] static result<csv_file, std::vector<diagnostic>> read(const std::filesystem::path& file,
                                                                        std::span<const csv_column> wanted,
                                                                        const work_options& options = {},
                                                                        std::string_view stage = "rows");

    /// Borrowed from this object.
    [[nodiscard]] std::span<const batch> batches() const noexcept;
    /// True if the file has the column, by its place in `wanted`.
    [[nodiscard]] bool has(std::size_t column) const noexcept;
    [[nodiscard]] const file_summary& summary() const noexcept;
    /// Columns that were not asked for, once each.
    [[nodiscard]] std::span<const diagnostic> warnings() const noexcept;

    ~csv_file();
    csv_file(csv_file&&) noexcept;
    csv_file& operator=(csv_file&&) noexcept;

private:
    struct state;
    explicit csv_file(std::unique_ptr<const state> read) noexcept;
    std::unique_ptr<const state> state_;
};

/// The lines on which the records of a file begin, from 1, its header first: a field in quotes may
/// hold line ends. Empty: the file cannot be read.
[[nodiscard]] std::vector<std::uint64_t> lines_of_records(const std::filesystem::path& file);

ECFLINK_END_NAMESPACE
