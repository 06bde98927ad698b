#include "csv/csv_reader.hpp"

#include <algorithm>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

text_position position_of(std::string_view text, std::size_t offset) noexcept {
    text_position place;
    for (const char c : text.substr(0, offset)) {
        if (c == '\n') {
            ++place.line;
            place.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
            ++place.column;
        }
    }
    return place;
}

csv_reader::csv_reader(std::string_view text) noexcept : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) {
        at_ = 3;
    }
}

bool csv_reader::fail(std::size_t offset, std::string_view message, std::string_view remedy) {
    error_ = csv_error{offset, message, remedy};
    return false;
}

/// A field in quotes; `at_` is behind its closing quote afterwards.
bool csv_reader::read_quoted() {
    const std::size_t opening = at_;
    std::size_t begin = opening + 1;
    std::string* joined = nullptr;
    for (;;) {
        const std::size_t quote = text_.find('"', begin);
        if (quote == std::string_view::npos) {
            return fail(opening, "the quote that opens this field is never closed", "close it, and double every quote inside the field");
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
    if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_.substr(at_, 2) != "\r\n") {
        return fail(at_, "text follows the closing quote of a field", "put the whole field in quotes, and double every quote inside it");
    }
    return true;
}

bool csv_reader::read_plain() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(",\"\r\n", at_), text_.size());
    if (at_ < text_.size() && text_[at_] == '"') {
        return fail(at_, "a quote stands inside a field that does not begin with one",
                    "put the whole field in quotes, and double every quote inside it");
    }
    if (at_ < text_.size() && text_[at_] == '\r' && text_.substr(at_, 2) != "\r\n") {
        return fail(at_, "a carriage return stands without a line feed", "end lines in LF or CRLF");
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
        if (text_[at_] != ',') {
            at_ += text_[at_] == '\r' ? 2 : 1;
            return true;
        }
        ++at_;
    }
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

}  // namespace detail
ECFLINK_END_NAMESPACE
