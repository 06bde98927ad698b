#include "cli/screen.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

namespace ecflink::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_screen = 40;
constexpr std::size_t narrowest_column = 10;

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

/// How many bytes of the text fit into so many columns; at least one character.
std::size_t bytes_that_fit(std::string_view text, std::size_t columns) noexcept {
    std::size_t bytes = 0;
    for (std::size_t used = 0; bytes < text.size();) {
        const character next = first_of(text.substr(bytes));
        used += next.columns;
        if (used > columns && bytes > 0) {
            break;
        }
        bytes += next.bytes;
    }
    return bytes;
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
            std::size_t cut = bytes_that_fit(rest, width);
            std::size_t next = cut;
            if (rest[cut] != ' ') {
                // A line is broken at its last blank; the blanks that indent it are no place for
                // that.
                const std::size_t blank = rest.rfind(' ', cut);
                if (blank != std::string_view::npos && rest.find_first_not_of(' ') < blank) {
                    cut = next = blank;
                }
            }
            next = std::min(rest.find_first_not_of(' ', next), rest.size());
            lines.emplace_back(rest.substr(0, rest.find_last_not_of(' ', cut - 1) + 1));
            rest.remove_prefix(next);
        }
        lines.emplace_back(rest);
        if (end == std::string_view::npos) {
            return lines;
        }
        text.remove_prefix(end + 1);
    }
}

std::string screen::paint(std::string_view text, look how) const {
    static constexpr std::string_view codes[] = {"", "1", "32", "33", "31;1"};
    const std::string_view code = codes[static_cast<std::size_t>(how)];
    if (!has_color || code.empty()) {
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
    for (const std::string& line : wrap(text, width - label_width)) {
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
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const bool wants_color = (no_color == nullptr || *no_color == '\0') && terminal != nullptr &&
                             std::string_view(terminal) != "dumb";
    made.has_color =
        color == color_choice::always || (color == color_choice::automatic && is_terminal && wants_color);
    return made;
}

bool has_live_messages() noexcept { return ::isatty(STDERR_FILENO) == 1; }

std::vector<std::size_t> text_table::widths(std::size_t screen_width) const {
    std::vector<std::size_t> widths;
    std::size_t total = gap * (columns_.size() - 1);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t widest = width_of(columns_[i].title);
        for (const auto& row : rows_) {
            for (const std::string& line : wrap(row[i].text, static_cast<std::size_t>(-1))) {
                widest = std::max(widest, width_of(line));
            }
        }
        widths.push_back(widest);
        total += widest;
    }
    const auto shrink = [&](auto may_shrink) {
        while (total > screen_width) {
            std::optional<std::size_t> widest;
            for (std::size_t i = 0; i < columns_.size(); ++i) {
                if (may_shrink(columns_[i]) && widths[i] > narrowest_column &&
                    (!widest || widths[i] > widths[*widest])) {
                    widest = i;
                }
            }
            if (!widest) {
                return;
            }
            --widths[*widest];
            --total;
        }
    };
    shrink([](const column& each) { return each.kind == column_kind::wrapped; });
    shrink([](const column& each) { return each.kind != column_kind::number; });
    return widths;
}

std::string text_table::render(const screen& on) const {
    const std::vector<std::size_t> all_widths = widths(on.width);
    std::string text;
    const auto add_row = [&](const std::vector<cell>& row) {
        std::vector<std::vector<std::string>> lines;
        std::size_t height = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            lines.push_back(wrap(row[i].text, all_widths[i]));
            height = std::max(height, lines.back().size());
        }
        for (std::size_t line = 0; line < height; ++line) {
            // written only before something that is shown, so that no line ends in blanks
            std::size_t blanks = 0;
            for (std::size_t i = 0; i < row.size(); ++i) {
                const bool is_number = columns_[i].kind == column_kind::number;
                const std::string_view part =
                    line < lines[i].size() ? std::string_view(lines[i][line]) : std::string_view{};
                const std::size_t padding = all_widths[i] - std::min(all_widths[i], width_of(part));
                if (!part.empty()) {
                    text.append(blanks + (is_number ? padding : 0), ' ');
                    text += on.paint(part, row[i].how);
                    blanks = 0;
                }
                blanks += gap + (part.empty() || !is_number ? padding : 0);
            }
            text += '\n';
        }
    };
    std::vector<cell> titles;
    for (const column& each : columns_) {
        titles.emplace_back(each.title, look::strong);
    }
    add_row(titles);
    for (const auto& row : rows_) {
        add_row(row);
    }
    return text;
}

}  // namespace ecflink::cli
