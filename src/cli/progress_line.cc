#include "cli/progress_line.hpp"

#include <fmt/format.h>

#include "cli/screen.hpp"

namespace ecflink::cli {

progress_line::progress_line() : is_live_(has_live_messages()) {}

progress_line::~progress_line() {
    if (!last_.empty()) {
        write_progress("\r\x1b[K");
    }
}

work_options progress_line::options(const std::string& kind) {
    work_options options;
    options.cancelled = &is_cancelled();
    if (is_live_) {
        options.progress = [this, kind](std::string_view stage, std::uint64_t done, std::uint64_t all) {
            constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;
            const std::string how_far =
                all == 0 && done != 0
                    ? fmt::format("{} MiB", done / mebibyte)
                    : fmt::format("{:3} %",
                                  all == 0 ? 100
                                           : static_cast<std::uint64_t>(100.0 * static_cast<double>(done) /
                                                                        static_cast<double>(all)));
            const std::string line =
                fmt::format("\r\x1b[K{}{}{} {}", kind, kind.empty() ? "" : " ", stage, how_far);
            if (line != last_) {
                write_progress(line);
                last_ = line;
            }
        };
    }
    return options;
}

}  // namespace ecflink::cli
