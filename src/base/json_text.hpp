// json_text.hpp: reads JSON that people write: strictly, with the place of every value, and safely
// for hostile text.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

using json = nlohmann::json;

/// The limits of a file, far above what a person writes.
inline constexpr std::size_t max_file_bytes = std::size_t{1} << 20;
inline constexpr std::size_t max_depth = 16;

/// Where a value starts, and where the name of its member starts, in bytes from the start of the
/// text.
struct json_place {
    std::size_t name = 0;  ///< for a value without a name: where the value starts
    std::size_t value = 0;
};

/// One error in the text, at an offset.
struct json_trouble {
    std::size_t offset = 0;
    std::string path;
    std::string message;
    std::string found;
    std::string expected;
};

/// What was read from a text. If there is a syntax error, there is no value.
struct json_text {
    bool is_json = false;
    json value;
    std::map<std::string, json_place> places;  ///< by JSON Pointer; "" is the whole text
    std::vector<json_trouble> troubles;
};

/// Reads strict RFC 8259: no comment, no trailing comma, no NaN, no repeated member name, no text
/// after the value. A byte-order mark is skipped.
[[nodiscard]] json_text read_json(std::string_view text);

/// A member's name as it appears in a JSON Pointer (RFC 6901).
[[nodiscard]] std::string pointer_part(std::string_view name);

/// Line and column of an offset, both from 1; the column counts code points. Offsets of `read_json`
/// include a byte-order mark, columns do not.
[[nodiscard]] std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset);

/// A value for a message: as JSON, shortened to fit a line.
[[nodiscard]] std::string to_excerpt(const json& value);

/// The canonical form of RFC 8785. Works for values whose member names are ASCII and whose
/// fractions lie between 0 and 1, such as those of a policy.
[[nodiscard]] std::string to_canonical(const json& value);

}  // namespace detail
ECFLINK_END_NAMESPACE
