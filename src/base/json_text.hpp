// json_text.hpp: a JSON value, and the reader of JSON that people write: strict, with the place of
// every value, and safe for hostile text.
//
// The value stands between this library and nlohmann-json, which parses and writes the text: its
// header costs seconds in every file that includes it.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <ecflink/core/version.hpp>

#include "base/bounded_list.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// A value of JSON. Members stay in the order in which they came. Made for values of the size of a
/// policy: a member is found by looking at each.
class json {
public:
    struct member;

    json() noexcept;
    json(std::nullptr_t) noexcept;
    json(bool value) noexcept;
    template <std::signed_integral Number>
    json(Number value) noexcept : json(whole{}, std::int64_t{value}) {}
    template <std::unsigned_integral Number>
        requires(!std::same_as<Number, bool>)
    json(Number value) noexcept : json(whole{}, std::uint64_t{value}) {}
    json(double value) noexcept;
    json(std::string_view text);
    json(std::string text) noexcept;
    json(const char* text);
    json(const std::vector<std::string>& texts);
    json(const std::vector<std::string_view>& texts);
    json(std::initializer_list<member> members);

    json(const json& other);
    json(json&& other) noexcept;
    json& operator=(const json& other);
    json& operator=(json&& other) noexcept;
    ~json();

    [[nodiscard]] static json array(std::vector<json> items = {});
    [[nodiscard]] static json object();
    /// Null, if `read_json` finds no JSON in the text.
    [[nodiscard]] static json parse(std::string_view text);

    [[nodiscard]] bool is_null() const noexcept;
    [[nodiscard]] bool is_boolean() const noexcept;
    [[nodiscard]] bool is_string() const noexcept;
    [[nodiscard]] bool is_array() const noexcept;
    [[nodiscard]] bool is_object() const noexcept;

    /// Only for true and false.
    [[nodiscard]] bool boolean() const;
    /// Only for a string.
    [[nodiscard]] const std::string& text() const;
    /// Null, if this is not a string.
    [[nodiscard]] const std::string* find_text() const noexcept;
    /// Nothing, if this is not a number.
    [[nodiscard]] std::optional<double> number() const noexcept;
    /// Nothing, if this is not a number that is written with digits alone.
    [[nodiscard]] std::optional<std::uint64_t> count() const noexcept;
    /// None, if this is not an array.
    [[nodiscard]] const std::vector<json>& items() const noexcept;
    /// None, if this is not an object.
    [[nodiscard]] const std::vector<member>& members() const noexcept;
    /// The member of that name; null if there is none, or this is not an object.
    [[nodiscard]] const json* find(std::string_view name) const noexcept;
    /// The text of the member of that name; empty if there is none, or it is not a string.
    [[nodiscard]] std::string text_of(std::string_view name) const;

    /// The member of that name, made if there is none. What is not an object becomes one.
    json& operator[](std::string_view name);
    /// Adds a member, of a name that the object does not have. What is not an object becomes one.
    json& add_member(std::string name, json value);
    /// Adds to an array. What is not an array becomes one.
    json& push_back(json value);
    /// Adds the members of another object, or replaces those of the same name.
    void update(const json& other);
    /// Sorts the members of every object in it by the bytes of their names.
    void sort_members();

    /// Numbers are equal if their values are; objects, if they have the same members in the same
    /// order.
    friend bool operator==(const json& a, const json& b) noexcept;

    /// What is not UTF-8 becomes U+FFFD.
    [[nodiscard]] std::string in_one_line() const;
    /// The same, with a line for every value, indented, and a line feed at the end.
    [[nodiscard]] std::string in_lines() const;
    /// The form of RFC 8785, for member names of ASCII and for fractions that lie between 0 and 1,
    /// such as those of a policy.
    friend std::string to_canonical(json value);

private:
    struct whole {};
    json(whole, std::int64_t value) noexcept;
    json(whole, std::uint64_t value) noexcept;

    enum class form : std::uint8_t { one_line, lines, canonical };
    void append(std::string& to, form as, std::size_t depth) const;

    std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, std::vector<json>,
                 std::vector<member>>
        value_;
};

struct json::member {
    std::string name;
    json value;

    friend bool operator==(const member& a, const member& b) noexcept {
        return a.name == b.name && a.value == b.value;
    }
};

/// The limits of a file, far above what a person writes.
inline constexpr std::size_t max_file_bytes = std::size_t{1} << 20;
inline constexpr std::size_t max_depth = 16;
/// Of the JSON Pointer of a list or an object whose values have places. Each value has a pointer of
/// its own, so a long name around many values would take room for each of them.
inline constexpr std::size_t max_path_bytes = 512;

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

/// What was read from a text. If there is a syntax error, there is no value. Members are sorted.
struct json_text {
    bool is_json = false;
    json value;
    std::map<std::string, json_place> places;  ///< by JSON Pointer; "" is the whole text
    bounded_list<json_trouble> troubles;
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

/// A text without the bytes that are not of UTF-8: each becomes U+FFFD.
[[nodiscard]] std::string make_well_formed(std::string_view text);

[[nodiscard]] std::string to_canonical(json value);

}  // namespace detail
ECFLINK_END_NAMESPACE
