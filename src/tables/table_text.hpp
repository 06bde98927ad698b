// table_text.hpp: the text of a table: from a file, from a compressed file, or from a pipe.
//
// Text that is not in a file as it is (compressed, or from a pipe) goes into a temporary file once,
// so that threads can read its parts in any order, and single rows again.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/tables/csv_file.hpp>
#include <ecflink/tables/work.hpp>

#include "base/file_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// The text of a table, or why there is none.
struct table_text {
    std::string name;                        ///< for messages
    std::shared_ptr<const file_text> bytes;  ///< null: it cannot be read
    std::string problem;                     ///< why not
};

/// The text that gzip or zstd has compressed in a file; the file itself, if it is not compressed.
[[nodiscard]] result<file_text, std::string> unpacked(result<file_text, std::string> opened,
                                                      const work_options& options);

/// Opens a table that somebody has named: a file, a pipe, or standard input. It may be compressed
/// by gzip or zstd. If the work is cancelled, there is a problem.
[[nodiscard]] table_text open_table(const std::filesystem::path& path, const work_options& options);

/// The files of a folder that hold a table, compressed or not. More than one is one too many.
[[nodiscard]] std::vector<std::filesystem::path> files_of_table(const std::filesystem::path& folder,
                                                                std::string_view table);

/// The texts of a ledger folder.
class folder_texts {
public:
    /// Opens all tables, compressed ones on as many threads as the options say. `links`: what is
    /// read in place of the folder's own links; empty: nothing.
    folder_texts(const std::filesystem::path& folder, const std::filesystem::path& links,
                 const work_options& options);

    /// Null: there is no such table.
    [[nodiscard]] const table_text* find(std::string_view table) const noexcept;
    /// The same; for a table that is not there, a problem.
    [[nodiscard]] table_text get(std::string_view table) const;

private:
    struct entry {
        std::string_view table;
        std::filesystem::path path;
        bool is_elsewhere;  ///< somebody has named the file
        table_text text;
    };
    std::filesystem::path folder_;
    std::vector<entry> entries_;
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
