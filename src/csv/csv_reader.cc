#include "csv/csv_reader.hpp"

#include <algorithm>

#include "base/words.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::csv {

namespace {

/// The first of , " CR LF from `at` on, or the end of the text. Of the other characters that are
/// frequent in a text, only the space is below 0x2D.
std::size_t find_special(std::string_view text, std::size_t at) noexcept {
    const auto is_special = [](char c) { return c == ',' || c == '\n' || c == '"' || c == '\r'; };
    for (; text.size() - at >= 8; at += 8) {
        for (std::uint64_t low = bytes_below(load_word(text.data() + at), 0x2D); low != 0; low &= low - 1) {
            if (const std::size_t found = at + first_byte(low); is_special(text[found])) {
                return found;
            }
        }
    }
    while (at < text.size() && !is_special(text[at])) {
        ++at;
    }
    return at;
}

/// The same where another character separates fields.
std::size_t find_special(std::string_view text, std::size_t at, char separator) noexcept {
    while (at < text.size() && text[at] != separator && text[at] != '\n' && text[at] != '"' &&
           text[at] != '\r') {
        ++at;
    }
    return at;
}

}  // namespace

text_position position_finder::operator()(std::size_t offset) noexcept {
    const auto line_ends = [this](std::size_t begin, std::size_t end) {
        return static_cast<std::uint64_t>(std::ranges::count(text_.substr(begin, end - begin), '\n'));
    };
    line_ = offset >= at_ ? line_ + line_ends(at_, offset) : line_ - line_ends(offset, at_);
    at_ = offset;
    const std::string_view before = text_.substr(0, offset);
    const std::string_view in_line = before.substr(before.rfind('\n') + 1);
    return {line_, 1 + static_cast<std::uint64_t>(std::ranges::count_if(
                           in_line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }))};
}

csv_reader::csv_reader(std::string_view text, char separator) noexcept : text_(text), separator_(separator) {
    if (text_.starts_with("\xEF\xBB\xBF")) {
        at_ = 3;
    }
}

bool csv_reader::fail(std::size_t offset, std::string_view message, std::string_view remedy) {
    error_ = csv_error{offset, message, remedy};
    return false;
}

/// Reads a field in quotes. Afterwards `at_` is behind its closing quote.
bool csv_reader::read_quoted() {
    const std::size_t opening = at_;
    std::size_t begin = opening + 1;
    std::string* joined = nullptr;
    for (;;) {
        const std::size_t quote = text_.find('"', begin);
        if (quote == std::string_view::npos) {
            return fail(opening, "the quote that opens this field is never closed",
                        "close it, and double every quote inside the field");
        }
        const std::string_view part = text_.substr(begin, quote - begin);
        const bool is_doubled = quote + 1 < text_.size() && text_[quote + 1] == '"';
        if (is_doubled && joined == nullptr) {
            if (unescaped_used_ == unescaped_.size()) {
                unescaped_.emplace_back();
            }
            joined = &unescaped_[unescaped_used_++];
            joined->clear();
        }
        if (joined != nullptr) {
            *joined += part;
        }
        if (!is_doubled) {
            at_ = quote + 1;
            fields_.push_back(joined != nullptr ? std::string_view(*joined) : part);
            break;
        }
        *joined += '"';
        begin = quote + 2;
    }
    if (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' &&
        text_.substr(at_, 2) != "\r\n") {
        return fail(at_, "text follows the closing quote of a field",
                    "put the whole field in quotes, and double every quote inside it");
    }
    return true;
}

bool csv_reader::read_plain() {
    const std::size_t begin = at_;
    at_ = separator_ == ',' ? find_special(text_, at_) : find_special(text_, at_, separator_);
    if (at_ < text_.size() && text_[at_] == '"') {
        return fail(at_, "there is a quote inside a field that does not begin with one",
                    "put the whole field in quotes, and double every quote inside it");
    }
    if (at_ < text_.size() && text_[at_] == '\r' && text_.substr(at_, 2) != "\r\n") {
        return fail(at_, "there is a carriage return without a line feed", "end lines in LF or CRLF");
    }
    fields_.push_back(text_.substr(begin, at_ - begin));
    return true;
}

bool csv_reader::next() {
    fields_.clear();
    offsets_.clear();
    unescaped_used_ = 0;
    if (error_ || at_ >= text_.size()) {
        return false;
    }
    for (;;) {
        offsets_.push_back(at_);
        const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
        if (is_quoted ? !read_quoted() : !read_plain()) {
            return false;
        }
        if (at_ == text_.size()) {
            return true;
        }
        if (text_[at_] != separator_) {
            at_ += text_[at_] == '\r' ? 2 : 1;
            return true;
        }
        ++at_;
    }
}

std::string_view without_empty_last_line(std::string_view text) noexcept {
    for (const std::string_view end : {"\r\n", "\n"}) {
        if (text.ends_with(end) && text.substr(0, text.size() - end.size()).ends_with('\n')) {
            return text.substr(0, text.size() - end.size());
        }
    }
    return text;
}

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted.append(c == '"' ? 2 : 1, c);
    }
    return quoted + '"';
}

}  // namespace detail::csv
ECFLINK_END_NAMESPACE
