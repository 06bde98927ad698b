#include "cli/row_file.hpp"

#include <algorithm>
#include <deque>
#include <future>

#include <fmt/format.h>

#include "cli/process.hpp"

namespace ecflink::cli {

void write_rows(std::uint64_t rows, const work_options& options, std::string_view stage,
                const make_rows& make, const write_text& write) {
    constexpr std::uint64_t rows_of_part = 16'384;
    std::deque<std::future<std::string>> parts;
    std::uint64_t begun = 0;
    for (std::uint64_t written = 0; written < rows; written += rows_of_part) {
        for (; parts.size() < std::max(1U, options.threads) && begun < rows; begun += rows_of_part) {
            // where the system gives no thread, the part is made when it is asked for
            parts.push_back(std::async(std::launch::async | std::launch::deferred, make, begun,
                                       std::min(begun + rows_of_part, rows)));
        }
        write(parts.front().get());
        parts.pop_front();
        stop_if_cancelled();
        if (options.progress) {
            options.progress(stage, std::min(written + rows_of_part, rows), rows);
        }
    }
}

void tell_rows_written(const std::string& file, std::uint64_t rows) {
    write_messages(fmt::format("ecflink: {}: {} {} written", file, rows, rows == 1 ? "row" : "rows"));
}

}  // namespace ecflink::cli
