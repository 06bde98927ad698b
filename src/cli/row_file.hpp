// row_file.hpp: files of many rows, which are made on many threads and written in their order.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <ecflink/tables/work.hpp>

namespace ecflink::cli {

/// Makes the text of the rows from `first` to before `end`. Called by several threads at once.
using make_rows = std::function<std::string(std::uint64_t first, std::uint64_t end)>;
/// Writes a text, on the calling thread.
using write_text = std::function<void(std::string_view text)>;

/// Makes and writes all rows. Tells its progress as that of `stage`. Throws a failure if it is
/// cancelled, and whatever the two functions throw.
void write_rows(std::uint64_t rows, const work_options& options, std::string_view stage,
                const make_rows& make, const write_text& write);

/// Says on standard error how many rows a file has that was asked for.
void tell_rows_written(const std::string& file, std::uint64_t rows);

}  // namespace ecflink::cli
