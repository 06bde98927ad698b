// html_text.hpp: HTML whose texts are always escaped.
//
// Markup is what the source of this program holds between quotes and nothing else: a `markup` is
// made by the compiler, from a literal. Whatever else is added is text, and is escaped for its
// place between tags or between double quotes. So there is nothing to remember, and no way to
// forget it.
//
//     html_text page;
//     page("<td title=\""_html, name, "\">"_html, count, "</td>"_html);
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ecflink::report {

/// A literal of the source.
class markup {
public:
    consteval markup(const char* text, std::size_t size) : text_(text, size) {}
    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

private:
    std::string_view text_;
};

[[nodiscard]] consteval markup operator""_html(const char* text, std::size_t size) { return {text, size}; }

/// A number as programs read it, for attributes: "1234".
struct plain {
    std::uint64_t number;
};
/// A length in a picture, to a tenth.
struct length {
    double units;
};
/// What a page took over from elsewhere and was made for its place there: a style, a script, JSON
/// that `for_script` wrote.
struct verbatim {
    std::string_view text;
};

/// The text, escaped. What acts on a terminal or changes the direction of writing is shown in
/// visible form, as `visible_text` does it.
[[nodiscard]] std::string escaped(std::string_view text);
/// The same for a key or a name of the ledger. One that a spreadsheet would compute if it were
/// pasted there gets an apostrophe before it.
[[nodiscard]] std::string cell_text(std::string_view text);

class html_text {
public:
    template <class... Parts>
    html_text& operator()(const Parts&... parts) {
        (add(parts), ...);
        return *this;
    }
    [[nodiscard]] const std::string& text() const& noexcept { return text_; }
    [[nodiscard]] std::string text() && noexcept { return std::move(text_); }

private:
    void add(markup literal) { text_ += literal.text(); }
    void add(std::string_view text) { text_ += escaped(text); }
    void add(const std::string& text) { text_ += escaped(text); }
    void add(const char* text) { text_ += escaped(text); }
    /// With a comma between thousands.
    template <std::unsigned_integral Number>
    void add(Number number) {
        add_number(number);
    }
    void add(plain number) { text_ += std::to_string(number.number); }
    void add(length number);
    void add(verbatim other) { text_ += other.text; }
    void add(const html_text& other) { text_ += other.text_; }
    void add_number(std::uint64_t number);

    std::string text_;
};

/// "12,345".
[[nodiscard]] std::string with_commas(std::uint64_t number);
/// "12k", "1.2M": at most four characters.
[[nodiscard]] std::string in_short(std::uint64_t number);
/// "12.5%"; "under 0.1%" and "over 99.9%" where rounding would say none or all.
[[nodiscard]] std::string share_of(std::uint64_t part, std::uint64_t all);
/// "1 link", "12 links".
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view one, std::string_view many);

}  // namespace ecflink::report
