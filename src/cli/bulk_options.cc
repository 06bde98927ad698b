#include "cli/bulk_options.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/progress_line.hpp"
#include "cli/report_text.hpp"

namespace ecflink::cli {
namespace {

constexpr unsigned most_threads = 256;

}  // namespace

void add_as_of(command& command, std::string& target) {
    command.add_option("--as-of", "TIME", target,
                       "verify as of this instant, such as 2026-06-30T12:00:00Z (default: now)");
}

void add_threads(command& command, unsigned& target) {
    command.add_number("--threads", "N", target, {1, most_threads},
                       "the number of threads, 1 to 256; results do not depend on it (default: one per "
                       "processor, at most 256)");
}

unsigned threads_to_use(unsigned asked) noexcept {
    return asked != 0 ? asked : std::clamp(std::thread::hardware_concurrency(), 1U, most_threads);
}

void add_rows_out(command& command, std::string& target, std::string_view what) {
    command.add_option("--out", "FILE", target,
                       fmt::format("also write a CSV file with one row for each {}, numbered from 1 after "
                                   "the header; it appears whole or not at all",
                                   what));
}

void add_compare_to(command& command, std::string& target, std::string_view shows) {
    command.add_option(
        "--compare-to", "FILE", target,
        fmt::format("what an earlier run of verify wrote, its --format json or its --out: {}", shows));
}

void add_fail_if(command& command, std::string& target, std::string_view what, std::string_view usual) {
    target = usual;
    command.add_choice(
        "--fail-if", target, {"refuse", "hold", "none"},
        fmt::format("exit with status 1 if {} gets this verdict or a worse one; none: never (default: {})",
                    what, usual));
}

bool is_reached(const tally& counts, std::string_view fail_if) noexcept {
    return (fail_if != "none" && count_of(counts, verdict::refuse) > 0) ||
           (fail_if == "hold" && count_of(counts, verdict::hold) > 0);
}

index_options bulk_options(progress_line& progress, const std::string& kind, unsigned threads) {
    index_options options;
    static_cast<work_options&>(options) = progress.options(kind);
    options.threads = threads;
    return options;
}

}  // namespace ecflink::cli
