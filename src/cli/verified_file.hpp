// verified_file.hpp: what `ecflink verify --out` wrote, read again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/column_text.hpp>
#include <ecflink/tables/csv_file.hpp>

namespace ecflink::cli {

/// The columns that are read, by their place in a batch.
enum : std::size_t {
    court_column,
    verdict_column,
    mask_column,
    next_step_column,
    login_column,
    central_column
};

enum class keys : bool { left_out, read };
/// Reads such a file. Throws a failure where it is none, or cannot be read. The columns of logins
/// and central ids come last, and only with keys.
[[nodiscard]] csv_file read_verified_file(const std::string& file, unsigned threads, keys with);

/// The findings that sixteen hexadecimal digits stand for.
[[nodiscard]] std::optional<std::uint64_t> parse_mask(std::string_view text) noexcept;

/// What is looked up once for every text of a dictionary.
template <class LookUp>
[[nodiscard]] auto look_up_texts(const text_column& words, LookUp look_up) {
    std::vector<decltype(look_up(std::string_view{}))> found;
    found.reserve(words.texts);
    for (std::size_t entry = 0; entry < words.texts; ++entry) {
        found.push_back(look_up(text_of_entry(words, entry)));
    }
    return found;
}

}  // namespace ecflink::cli
