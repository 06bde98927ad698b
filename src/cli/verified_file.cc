#include "cli/verified_file.hpp"

#include <charconv>
#include <span>
#include <utility>

#include "cli/bulk_options.hpp"
#include "cli/file_troubles.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

constexpr std::size_t mask_digits = 16;

const csv_column columns[] = {
    {"court"},
    {"verdict", false, [](std::string_view text) { return from_token<verdict>(text).has_value(); },
     [] { return "one of " + join(words_of<verdict>(), ", "); }},
    {"mask", true, [](std::string_view text) { return parse_mask(text).has_value(); },
     [] { return std::string("16 hexadecimal digits"); }},
    {"next_step"},
    {"login"},
    {"central_id"},
};

}  // namespace

std::optional<std::uint64_t> parse_mask(std::string_view text) noexcept {
    std::uint64_t bits = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), bits, 16);
    const bool is_mask =
        text.size() == mask_digits && problem == std::errc{} && end == text.data() + text.size();
    return is_mask ? std::optional(bits) : std::nullopt;
}

csv_file read_verified_file(const std::string& file, unsigned threads, keys with) {
    const std::span<const csv_column> wanted =
        with == keys::read ? std::span(columns) : std::span(columns).first(login_column);
    progress_line progress;
    auto read = csv_file::read(file, wanted, bulk_options(progress, "read", threads), "findings");
    stop_if_cancelled();
    if (!read) {
        throw failure(read.error());
    }
    refuse_malformed(read.value().summary());
    if (!read.value().has(court_column)) {
        throw failure({{severity::error,
                        file,
                        1,
                        1,
                        {},
                        "the required column court is missing; add it to the header row",
                        {},
                        {}}});
    }
    if (read.value().has(next_step_column)) {
        throw failure({{severity::error,
                        file,
                        1,
                        0,
                        {},
                        "the column next_step shows that `ecflink forecast` wrote this file, about accounts "
                        "that are not linked; name a file that `ecflink verify --out` wrote",
                        {},
                        {}}});
    }
    return std::move(read).value();
}

}  // namespace ecflink::cli
