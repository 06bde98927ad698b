// json.hpp: a JSON value that commands put together or read from a small file. It stands between
// the commands and the JSON library, which costs seconds in every file that includes it.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecflink::cli {

/// A value of JSON. Members stay in the order in which they came.
class json {
public:
    struct member;

    json() = default;
    json(std::nullptr_t) {}
    json(bool value) : text_(value ? "true" : "false") {}
    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    json(Number value) : text_(std::to_string(value)) {}
    json(std::string_view text) : text_(text), kind_(kind::string) {}
    json(std::string text) : text_(std::move(text)), kind_(kind::string) {}
    json(const char* text) : text_(text), kind_(kind::string) {}
    json(const std::vector<std::string>& texts);
    json(std::initializer_list<member> members);

    [[nodiscard]] static json array() { return json(kind::array); }
    [[nodiscard]] static json object() { return json(kind::object); }
    /// Null, if the text is not JSON.
    [[nodiscard]] static json parse(std::string_view text);

    /// The member of that name, made if there is none. Null becomes an object.
    json& operator[](std::string_view name);
    /// Adds the members of another object, or replaces those of the same name.
    void update(const json& other);
    /// Adds to an array. Null becomes one.
    void push_back(json value);

    [[nodiscard]] const json& front() const { return values_.front(); }
    /// The text of the member of that name; empty if there is none, or it is not a string.
    [[nodiscard]] std::string text_of(std::string_view name) const;

    /// In one line.
    [[nodiscard]] std::string in_one_line() const;
    /// A line for every value, indented, with a line feed at the end.
    [[nodiscard]] std::string in_lines() const;

private:
    enum class kind { literal, string, array, object };

    explicit json(kind which) : kind_(which) {}
    enum class layout { one_line, lines };
    void append(std::string& text, layout as, std::size_t depth) const;

    std::string text_ = "null";       ///< of a literal, or of a string
    std::vector<std::string> names_;  ///< of the members of an object
    std::vector<json> values_;
    kind kind_ = kind::literal;
};

struct json::member {
    std::string name;
    json value;
};

/// The text, or null where there is none.
[[nodiscard]] inline json or_null(std::string_view text) { return text.empty() ? json() : json(text); }

/// The text of a JSON result, with its line feed.
[[nodiscard]] inline std::string to_text(const json& result) { return result.in_lines(); }

}  // namespace ecflink::cli
