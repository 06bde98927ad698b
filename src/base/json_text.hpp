// json_text.hpp: JSON as people write it into files: strict, with the place of every value, and
// safe on hostile text.
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

/// The limits of a file: nothing that a person writes comes near them.
inline constexpr std::size_t max_file_bytes = std::size_t{1} << 20;
inline constexpr std::size_t max_depth = 16;

/// Where a value starts, and where the name of the member that holds it does; offsets in bytes from
/// the start of the text.
struct json_place {
    std::size_t name = 0;  ///< the value's own start where it has no name
    std::size_t value = 0;
};

/// One trouble with the text, at an offset.
struct json_trouble {
    std::size_t offset = 0;
    std::string path;
    std::string message;
    std::string found;
    std::string expected;
};

/// What a text holds. With a syntax error there is no value.
struct json_text {
    bool is_json = false;
    json value;
    std::map<std::string, json_place> places;  ///< by JSON Pointer; "" is the whole
    std::vector<json_trouble> troubles;
};

/// Reads RFC 8259 and nothing beyond: no comment, no trailing comma, no NaN, no second member of
/// one name, no text after the value. A byte-order mark is skipped.
[[nodiscard]] json_text read_json(std::string_view text);

/// A name as a part of a JSON Pointer (RFC 6901).
[[nodiscard]] std::string pointer_part(std::string_view name);

/// Line and column, in code points, both from 1, of an offset. Offsets of `read_json` count a
/// byte-order mark in; columns do not.
[[nodiscard]] std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset);

/// A value for a message: as JSON, shortened to what a line can hold.
[[nodiscard]] std::string to_excerpt(const json& value);

/// The canonical form of RFC 8785, for values whose member names are ASCII and whose fractions lie
/// between 0 and 1, as those of a policy do.
[[nodiscard]] std::string to_canonical(const json& value);

}  // namespace detail
ECFLINK_END_NAMESPACE
