#include "cli/screen.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <numeric>
#include <optional>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

namespace ecflink::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_screen = 40;
constexpr std::size_t narrowest_wrapped = 20;  ///< a column that may wrap gets no less
constexpr std::size_t indentation_of_lowered = 4;

struct character {
    utf8proc_int32_t code = -1;  ///< -1: not UTF-8
    std::size_t bytes = 1;
    std::size_t columns = 0;
};

character first_of(std::string_view text) noexcept {
    character first;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &first.code);
    if (bytes > 0) {
        first.bytes = static_cast<std::size_t>(bytes);
        first.columns = static_cast<std::size_t>(std::max(0, utf8proc_charwidth(first.code)));
    }
    return first;
}

/// Texts, each visible and on a line of its own.
std::string as_lines(const std::vector<std::string>& texts) {
    std::string lines;
    for (const std::string& text : texts) {
        lines += (lines.empty() ? "" : "\n") + visible_text(text);
    }
    return lines;
}

/// The lines of a cell on one line, for programs and files.
std::string as_one_line(std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) {
        text.replace(at, 1, at > 0 && text[at - 1] == '.' ? " " : "; ");
    }
    return text;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// True if the text ends so that each character fits the pattern, in which 0 stands for a digit and
/// A for a capital letter; `begins`: the same of its beginning.
bool fits(std::string_view text, std::string_view pattern) noexcept {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool is_right = pattern[i] == '0'   ? is_digit(text[i])
                              : pattern[i] == 'A' ? text[i] >= 'A' && text[i] <= 'Z'
                                                  : text[i] == pattern[i];
        if (!is_right) {
            return false;
        }
    }
    return true;
}
bool begins(std::string_view text, std::string_view pattern) noexcept {
    return text.size() >= pattern.size() && fits(text, pattern);
}
bool ends(std::string_view text, std::string_view pattern) noexcept {
    return text.size() >= pattern.size() && fits(text.substr(text.size() - pattern.size()), pattern);
}

/// Whether a line may end at a blank: not within "2020-03-30 08:00 CDT", nor "(608) 264-5178".
bool may_break(std::string_view line, std::size_t blank) noexcept {
    const std::string_view before = line.substr(0, blank);
    const std::string_view after = line.substr(blank + 1);
    const bool is_in_time =
        (ends(before, "0000-00-00") && begins(after, "00:00")) ||
        (ends(before, "0:00") && (begins(after, "AA") || begins(after, "+0") || begins(after, "-0")));
    return !is_in_time && !(ends(before, "(000)") && begins(after, "000-0000"));
}

/// Where to end a line that is too wide: its last blank within the width, or else its first one.
/// The blanks that indent it are no place for that. npos: the line is one word.
std::size_t find_break(std::string_view line, std::size_t width) noexcept {
    std::size_t found = std::string_view::npos;
    std::size_t used = 0;
    bool has_word = false;
    for (std::size_t at = 0; at < line.size();) {
        const character next = first_of(line.substr(at));
        if (line[at] == ' ') {
            if (has_word && line[at - 1] != ' ' && may_break(line, at)) {
                if (used > width && found != std::string_view::npos) {
                    return found;
                }
                found = at;
                if (used > width) {
                    return found;
                }
            }
        } else {
            has_word = true;
        }
        used += next.columns;
        at += next.bytes;
    }
    return found;
}

std::optional<std::size_t> columns_variable() noexcept {
    const char* given = std::getenv("COLUMNS");
    if (given == nullptr) {
        return std::nullopt;
    }
    const std::string_view text = given;
    std::size_t columns = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), columns);
    return problem == std::errc{} && end == text.data() + text.size() && columns > 0 ? std::optional(columns)
                                                                                     : std::nullopt;
}

bool acts_on_terminal(utf8proc_int32_t code) noexcept {
    const bool turns = code == 0x061C || code == 0x200E || code == 0x200F ||
                       (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 || turns;
}

}  // namespace

std::string printable(std::string_view lines) {
    std::string shown;
    for (;;) {
        const std::size_t end = lines.find('\n');
        shown += visible_text(lines.substr(0, end));
        if (end == std::string_view::npos) {
            return shown;
        }
        shown += '\n';
        lines.remove_prefix(end + 1);
    }
}

std::string without_terminal_codes(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const character next = first_of(text);
        const bool is_blank = next.code == '\t' || next.code == '\n' || next.code == '\r';
        const std::string_view one = text.substr(0, next.bytes);
        if (acts_on_terminal(next.code) && !is_blank) {
            shown += visible_text(one);
        } else {
            shown += one;
        }
        text.remove_prefix(next.bytes);
    }
    return shown;
}

std::string with_escapes(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    while (!text.empty()) {
        const character next = first_of(text);
        if (acts_on_terminal(next.code)) {
            escaped += fmt::format("\\u{:04x}", next.code);
        } else {
            escaped += text.substr(0, next.bytes);
        }
        text.remove_prefix(next.bytes);
    }
    return escaped;
}

std::size_t width_of(std::string_view line) noexcept {
    std::size_t columns = 0;
    while (!line.empty()) {
        const character next = first_of(line);
        columns += next.columns;
        line.remove_prefix(next.bytes);
    }
    return columns;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    for (;;) {
        const std::size_t end = text.find('\n');
        std::string_view rest = text.substr(0, end);
        while (width_of(rest) > width) {
            const std::size_t cut = find_break(rest, width);
            if (cut == std::string_view::npos) {
                break;
            }
            lines.emplace_back(rest.substr(0, rest.find_last_not_of(' ', cut) + 1));
            rest.remove_prefix(std::min(rest.find_first_not_of(' ', cut), rest.size()));
        }
        lines.emplace_back(rest);
        if (end == std::string_view::npos) {
            return lines;
        }
        text.remove_prefix(end + 1);
    }
}

std::string wrapped_lines(std::string_view text, std::size_t width) {
    std::string lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        // what follows the last wide gap of an indented line is a column: "  legacy    yes; ..."
        const std::size_t wide_gap = line.starts_with(' ') ? line.rfind("  ") : std::string_view::npos;
        const std::size_t column = wide_gap == std::string_view::npos ? 0 : wide_gap + gap;
        const std::string_view rest = line.substr(column);
        bool is_first = true;
        for (const std::string& part : wrap(rest, width - std::min(column, width / 2))) {
            lines += is_first ? std::string(line.substr(0, column)) : std::string(column, ' ');
            lines += part + '\n';
            is_first = false;
        }
    }
    return lines;
}

std::string screen::paint(std::string_view text, look how) const {
    static constexpr std::string_view codes[] = {"", "1", "32", "35;1", "31;1"};
    const std::string_view code = codes[static_cast<std::size_t>(how)];
    if (!has_color || code.empty() || text.empty()) {
        return std::string(text);
    }
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string screen::paragraph(std::string_view text, std::size_t indentation) const {
    std::string lines;
    for (const std::string& line : wrap(visible_text(text), width - std::min(width / 2, indentation))) {
        lines += (lines.empty() ? "" : std::string(indentation, ' ')) + line + '\n';
    }
    return lines;
}

std::string screen::entry(std::string_view label, std::string_view text, std::size_t label_width) const {
    return text.empty() ? std::string{} : beside(label, visible_text(text), label_width);
}

std::string screen::entry(std::string_view label, const std::vector<std::string>& texts) const {
    return texts.empty() ? std::string{} : beside(label, as_lines(texts), usual_label_width);
}

std::string screen::beside(std::string_view label, std::string_view text, std::size_t label_width) const {
    std::string lines;
    const std::vector<std::string> parts = wrap(text, width - label_width);
    // A word that has no room beside the label, such as a digest, is whole on a line of its own.
    const auto is_too_wide = [&](const std::string& line) { return width_of(line) > width - label_width; };
    if (std::ranges::any_of(parts, is_too_wide)) {
        constexpr std::size_t indentation = 2;
        lines = label.empty() ? std::string{} : std::string(label) + '\n';
        for (const std::string& line : wrap(text, width - indentation)) {
            lines += std::string(indentation, ' ') + line + '\n';
        }
        return lines;
    }
    for (const std::string& line : parts) {
        const std::string_view shown = lines.empty() ? label : std::string_view{};
        lines += std::string(shown) + std::string(label_width - std::min(label_width, shown.size()), ' ') +
                 line + '\n';
    }
    return lines;
}

text_table::cell::cell(const std::vector<std::string>& lines) : text(as_lines(lines)) {}

screen make_screen(color_choice color) {
    const bool is_terminal = ::isatty(STDOUT_FILENO) == 1;
    screen made;
    winsize size{};
    if (const auto columns = columns_variable()) {
        made.width = *columns;
    } else if (is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        made.width = size.ws_col;
    }
    made.width = std::max(made.width, narrowest_screen);
    made.table_width = is_terminal || columns_variable() ? made.width : static_cast<std::size_t>(-1);
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const bool wants_color = (no_color == nullptr || *no_color == '\0') && terminal != nullptr &&
                             std::string_view(terminal) != "dumb";
    made.has_color =
        color == color_choice::always || (color == color_choice::automatic && is_terminal && wants_color);
    return made;
}

bool has_live_messages() noexcept { return ::isatty(STDERR_FILENO) == 1; }

std::size_t width_of_terminal(int descriptor) noexcept {
    winsize size{};
    if (const auto columns = columns_variable()) {
        return std::max(*columns, narrowest_screen);
    }
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0
               ? std::max<std::size_t>(size.ws_col, narrowest_screen)
               : screen{}.width;
}

std::vector<text_table::cell> text_table::titles() const {
    std::vector<cell> titles;
    for (const column& each : columns_) {
        titles.emplace_back(each.title, look::strong);
    }
    return titles;
}

std::vector<std::size_t> text_table::natural_widths() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t widest = width_of(columns_[i].title);
        for (const auto& row : rows_) {
            for (const std::string& line : wrap(row[i].text, static_cast<std::size_t>(-1))) {
                widest = std::max(widest, width_of(line));
            }
        }
        widths.push_back(widest);
    }
    return widths;
}

/// Narrows the columns that may wrap. False: they would be too narrow, or have a longer word.
bool text_table::shrink(std::vector<std::size_t>& widths, std::size_t screen_width) const {
    std::size_t total =
        std::accumulate(widths.begin(), widths.end(), columns_.empty() ? 0 : gap * (columns_.size() - 1));
    if (total <= screen_width) {
        return true;
    }
    std::vector<std::size_t> least = widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i].kind != column_kind::wrapped) {
            continue;
        }
        least[i] = std::min(widths[i], narrowest_wrapped);
        for (const auto& row : rows_) {
            for (const std::string& word : wrap(row[i].text, 1)) {
                least[i] = std::max(least[i], width_of(word));
            }
        }
    }
    while (total > screen_width) {
        std::optional<std::size_t> widest;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (widths[i] > least[i] && (!widest || widths[i] > widths[*widest])) {
                widest = i;
            }
        }
        if (!widest) {
            return false;
        }
        --widths[*widest];
        --total;
    }
    return true;
}

std::string text_table::as_grid(const screen& on, const std::vector<std::size_t>& widths,
                                bool has_lowered) const {
    std::string text;
    const auto lowered = std::ranges::count(columns_, column_kind::wrapped, &column::kind);
    const auto add_row = [&](const std::vector<cell>& row) {
        std::vector<std::vector<std::string>> lines;
        std::size_t height = 1;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool is_here = !has_lowered || columns_[i].kind != column_kind::wrapped;
            lines.push_back(is_here ? wrap(row[i].text, widths[i]) : std::vector<std::string>{});
            height = std::max(height, lines.back().size());
        }
        for (std::size_t line = 0; line < height; ++line) {
            // written only before something that is shown, so that no line ends in blanks
            std::size_t blanks = 0;
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (has_lowered && columns_[i].kind == column_kind::wrapped) {
                    continue;
                }
                const bool is_number = columns_[i].kind == column_kind::number;
                const std::string_view part =
                    line < lines[i].size() ? std::string_view(lines[i][line]) : std::string_view{};
                const std::size_t padding = widths[i] - std::min(widths[i], width_of(part));
                if (!part.empty()) {
                    text.append(blanks + (is_number ? padding : 0), ' ');
                    text += on.paint(part, row[i].how);
                    blanks = 0;
                }
                blanks += gap + (part.empty() || !is_number ? padding : 0);
            }
            text += '\n';
        }
        for (std::size_t i = 0; has_lowered && i < row.size(); ++i) {
            const bool has_title_beside = lowered > 1;  // then the head of the table does not show it
            const bool is_head = row[i].text == columns_[i].title;
            if (columns_[i].kind == column_kind::wrapped && !row[i].text.empty() &&
                !(has_title_beside && is_head)) {
                const std::string shown =
                    (has_title_beside ? columns_[i].title + ": " : std::string{}) + row[i].text;
                for (const std::string& line : wrap(shown, on.table_width - indentation_of_lowered)) {
                    text.append(indentation_of_lowered, ' ').append(on.paint(line, row[i].how)) += '\n';
                }
            }
        }
    };
    add_row(titles());
    std::ranges::for_each(rows_, add_row);
    return text;
}

std::string text_table::as_lists(const screen& on) const {
    std::size_t label = 0;
    for (const column& each : columns_) {
        label = std::max(label, width_of(each.title) + gap);
    }
    label = std::min(label, on.table_width / 2);
    std::string text;
    for (const auto& row : rows_) {
        text += text.empty() ? "" : "\n";
        for (std::size_t i = 0; i < row.size(); ++i) {
            bool is_first = true;
            if (row[i].text.empty()) {
                continue;
            }
            for (const std::string& line : wrap(row[i].text, on.table_width - label)) {
                const std::string title = is_first ? columns_[i].title : std::string{};
                text += on.paint(title, look::strong) +
                        std::string(label - std::min(label, width_of(title)), ' ') +
                        on.paint(line, row[i].how) + '\n';
                is_first = false;
            }
        }
    }
    return text;
}

std::string text_table::render(const screen& on) const {
    if (on.table_width == static_cast<std::size_t>(-1)) {
        text_table flat = *this;
        for (std::vector<cell>& row : flat.rows_) {
            std::ranges::for_each(row, [](cell& one) { one.text = as_one_line(std::move(one.text)); });
        }
        return flat.as_grid(on, flat.natural_widths(), false);
    }
    const std::vector<std::size_t> natural = natural_widths();
    std::vector<std::size_t> narrowed = natural;
    if (shrink(narrowed, on.table_width)) {
        return as_grid(on, narrowed, false);
    }
    // One or two columns may go below their rows; more of them are easier to read as lists.
    constexpr std::size_t most_lowered = 2;
    std::size_t whole = 0;
    std::size_t lowered = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const bool is_wrapped = columns_[i].kind == column_kind::wrapped;
        lowered += is_wrapped ? 1 : 0;
        whole += is_wrapped ? 0 : natural[i] + gap;
    }
    const bool can_lower = lowered > 0 && lowered <= most_lowered &&
                           columns_.front().kind != column_kind::wrapped && whole <= on.table_width + gap;
    return can_lower ? as_grid(on, natural, true) : as_lists(on);
}

}  // namespace ecflink::cli
