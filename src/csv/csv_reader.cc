#include "csv/csv_reader.hpp"

#include <algorithm>

ECFLINK_BEGIN_NAMESPACE
namespace detail::csv {

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

std::nullopt_t csv_reader::fail(std::size_t offset, std::string_view message, std::string_view remedy) {
    error_ = csv_error{offset, message, remedy};
    return std::nullopt;
}

/// The first separator, quote, CR or LF from `at_` on, or the end of the text.
std::size_t csv_reader::find_special() noexcept {
    for (;;) {
        while (next_special_ < specials_) {
            const std::size_t found = window_ + special_[next_special_++];
            if (found >= at_) [[likely]] {  // those before it are within quotes
                return found;
            }
        }
        const std::size_t begin = std::max(at_, window_end_);
        if (begin >= text_.size()) {
            return text_.size();
        }
        mark_window(begin);
    }
}

/// Finds the special bytes of the window that begins there.
void csv_reader::mark_window(std::size_t begin) noexcept {
    const std::string_view window = text_.substr(begin, window_bytes);
    window_ = begin;
    window_end_ = begin + window.size();
    specials_ = find_special_bytes(window, separator_, special_.data());
    next_special_ = 0;
}

/// Reads the plain records that lie within the window: their special bytes are separators, but for
/// the line end that is the last.
std::size_t csv_reader::read_plain_records(std::size_t fields, std::size_t most,
                                           std::string_view* out) noexcept {
    const char* const text = text_.data();
    const char* const window = text + window_;
    const std::uint32_t* special = special_.data() + next_special_;
    const std::uint32_t* const specials_end = special_.data() + specials_;
    const char separator = separator_;
    const char* begin = text + at_;
    std::size_t rows = 0;
    for (; rows < most; ++rows) {
        while (special != specials_end && window + *special < begin) {
            ++special;  // within quotes, or the second byte of a line end
        }
        if (static_cast<std::size_t>(specials_end - special) < fields) {
            break;
        }
        const char* from = begin;
        std::size_t separators = 0;
        for (; separators + 1 < fields && window[special[separators]] == separator; ++separators) {
            const char* const end = window + special[separators];
            *out++ = {from, static_cast<std::size_t>(end - from)};
            from = end + 1;
        }
        const char* const end = window + special[separators];
        const bool has_return = *end == '\r' && end + 1 != text + text_.size() && end[1] == '\n';
        if (separators + 1 != fields || (*end != '\n' && !has_return)) {
            break;
        }
        *out++ = {from, static_cast<std::size_t>(end - from)};
        begin = end + (has_return ? 2 : 1);
        special += fields;
    }
    at_ = static_cast<std::size_t>(begin - text);
    next_special_ = static_cast<std::size_t>(special - special_.data());
    return rows;
}

std::size_t csv_reader::next_plain(std::size_t fields, std::size_t most, std::string_view* out) noexcept {
    std::size_t rows = read_plain_records(fields, most, out);
    while (rows < most && specials_ - next_special_ < fields && window_end_ < text_.size()) {
        mark_window(at_);  // the next record goes on behind the window
        const std::size_t more = read_plain_records(fields, most - rows, out + rows * fields);
        if (more == 0) {
            break;
        }
        rows += more;
    }
    return rows;
}

/// Reads a field in quotes. Afterwards `at_` is behind its closing quote.
std::optional<std::string_view> csv_reader::read_quoted() {
    const std::size_t opening = at_;
    std::size_t begin = opening + 1;
    std::string* joined = nullptr;
    std::string_view field;
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
            field = joined != nullptr ? std::string_view(*joined) : part;
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
    return field;
}

/// Reads a field without quotes. Afterwards `at_` is at what ends it.
std::optional<std::string_view> csv_reader::read_plain() {
    const std::size_t begin = at_;
    at_ = find_special();
    if (at_ < text_.size() && text_[at_] == '"') {
        return fail(at_, "there is a quote inside a field that does not begin with one",
                    "put the whole field in quotes, and double every quote inside it");
    }
    if (at_ < text_.size() && text_[at_] == '\r' && text_.substr(at_, 2) != "\r\n") {
        return fail(at_, "there is a carriage return without a line feed", "end lines in LF or CRLF");
    }
    return text_.substr(begin, at_ - begin);
}

bool csv_reader::next() {
    count_ = 0;
    unescaped_used_ = 0;
    if (error_ || at_ >= text_.size()) {
        return false;
    }
    for (;;) {
        const std::size_t begin = at_;
        const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
        const auto field = is_quoted ? read_quoted() : read_plain();
        if (!field) {
            return false;
        }
        if (count_ == fields_.size()) {
            fields_.resize(2 * count_ + 16);
            offsets_.resize(fields_.size());
        }
        fields_[count_] = *field;
        offsets_[count_++] = begin;
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
