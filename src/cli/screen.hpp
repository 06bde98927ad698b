// screen.hpp: text for people: what may be shown, how wide it is, and tables that fit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/text/visible_text.hpp>

namespace ecflink::cli {

/// Lines that the program has put together, each as `visible_text`: line feeds stay. What comes
/// from data must have gone through `visible_text` before, or it could fake a line.
[[nodiscard]] std::string printable(std::string_view lines);
/// The text with what acts on a terminal in visible form; tabs and line breaks stay.
[[nodiscard]] std::string without_terminal_codes(std::string_view text);

/// The same characters as `\u` escapes, for a text in JSON, which stays what it is. The text must
/// be UTF-8; line feeds are escaped already.
[[nodiscard]] std::string with_escapes(std::string_view text);

/// How many columns a terminal uses for a line of text.
[[nodiscard]] std::size_t width_of(std::string_view line) noexcept;

/// The text as lines of at most `width` columns, broken between words and at its own line ends. A
/// longer word, such as a digest, is never broken, nor is a time or a telephone number.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// Lines that are put together already, each wrapped as by `wrap`, with a line feed behind each.
/// What stands in the last column of an indented line stays in that column.
[[nodiscard]] std::string wrapped_lines(std::string_view text, std::size_t width);

enum class look { plain, strong, good, caution, bad };

/// Where a result is shown.
struct screen {
    std::size_t width = 100;
    /// of tables; where nobody looks, each row stays on a line
    std::size_t table_width = 100;
    bool has_color = false;

    [[nodiscard]] std::string paint(std::string_view text, look how) const;
    /// The text as `visible_text`, wrapped, with an indentation for every line but the first.
    [[nodiscard]] std::string paragraph(std::string_view text, std::size_t indentation = 0) const;
    /// A label and, beside it, the text as `visible_text`; empty if there is no text.
    [[nodiscard]] std::string entry(std::string_view label, std::string_view text,
                                    std::size_t label_width = usual_label_width) const;
    /// The same with several texts, each on a line of its own.
    [[nodiscard]] std::string entry(std::string_view label, const std::vector<std::string>& texts) const;

private:
    static constexpr std::size_t usual_label_width = 12;
    [[nodiscard]] std::string beside(std::string_view label, std::string_view text,
                                     std::size_t label_width) const;
};

enum class color_choice { automatic, always, never };

/// Standard output: as wide as COLUMNS says, else as the terminal is, else 100 columns, and tables
/// as wide as they are; in color on a terminal unless NO_COLOR is set.
[[nodiscard]] screen make_screen(color_choice color);

/// True if people see standard error as it is written, so that progress may overwrite itself there.
[[nodiscard]] bool has_live_messages() noexcept;
/// How many columns the terminal of a descriptor has, or should be taken to have.
[[nodiscard]] std::size_t width_of_terminal(int descriptor) noexcept;

/// Whether a column is kept whole, may be wrapped to fit the screen, or holds numbers, which stand
/// at its right and are never wrapped.
enum class column_kind { whole, wrapped, number };

/// Rows under titles. Cells show their text as `visible_text`. Columns are as wide as their widest
/// cell. Where the screen is narrower, those that may wrap do; where that leaves them too little,
/// they go below their rows; and where even that is too wide, each row becomes a list.
class text_table {
public:
    struct column {
        std::string title;
        column_kind kind = column_kind::whole;
    };
    struct cell {
        std::string text;
        look how = look::plain;

        cell(const std::string& shown, look with = look::plain) : text(visible_text(shown)), how(with) {}
        cell(std::string_view shown, look with = look::plain) : text(visible_text(shown)), how(with) {}
        cell(const char* shown, look with = look::plain) : text(visible_text(shown)), how(with) {}
        /// Several texts, each on a line of its own.
        cell(const std::vector<std::string>& lines);
    };

    explicit text_table(std::vector<column> columns) : columns_(std::move(columns)) {}
    void add(std::vector<cell> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] std::string render(const screen& on) const;

private:
    [[nodiscard]] std::vector<std::size_t> natural_widths() const;
    [[nodiscard]] bool shrink(std::vector<std::size_t>& widths, std::size_t screen_width) const;
    [[nodiscard]] std::string as_grid(const screen& on, const std::vector<std::size_t>& widths,
                                      bool has_lowered) const;
    [[nodiscard]] std::string as_lists(const screen& on) const;
    [[nodiscard]] std::vector<cell> titles() const;

    std::vector<column> columns_;
    std::vector<std::vector<cell>> rows_;
};

}  // namespace ecflink::cli
