#include "values.hpp"

#include <algorithm>
#include <cstring>

namespace ecflink::capi {
namespace {

/// True if every byte is ASCII other than NUL, as in most texts. Eight at a time.
bool is_plain(std::string_view text) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t highs = 0x8080808080808080;
    std::uint64_t seen = 0;
    const auto look_at = [&](const char* bytes, std::size_t size) {
        std::uint64_t word = ones;
        std::memcpy(&word, bytes, size);
        seen |= word | (word - ones);  // has a high bit for a byte that has one, or is zero
    };
    constexpr std::size_t step = sizeof seen;
    if (text.size() < step) {
        look_at(text.data(), text.size());
    } else {
        for (std::size_t at = 0; at < text.size() - step; at += step) {
            look_at(text.data() + at, step);
        }
        look_at(text.data() + text.size() - step, step);
    }
    return (seen & highs) == 0;
}

}  // namespace

std::string_view text(const char* data, std::size_t size, const field_name& field, std::uint64_t index) {
    if (data == nullptr && size != 0) {
        throw failure{ECFLINK_E_INVALID_NULL, field.text(), index};
    }
    return size == 0 ? std::string_view{} : std::string_view(data, size);
}

std::string_view checked_text(const char* data, std::size_t size, std::size_t capacity,
                              const field_name& field, std::uint64_t index) {
    const std::string_view given = text(data, size, field, index);
    if (given.size() > capacity) {
        throw failure{ECFLINK_E_INVALID_TOO_LONG, field.text(), index};
    }
    if (given.empty() || is_plain(given)) {
        return given;
    }
    if (given.find('\0') != std::string_view::npos) {
        throw failure{ECFLINK_E_INVALID_HAS_NUL, field.text(), index};
    }
    if (!detail::is_utf8(given)) {
        throw failure{ECFLINK_E_INVALID_NOT_UTF8, field.text(), index};
    }
    return given;
}

void copy_text(std::string_view text, char* buffer, std::size_t capacity, std::size_t* size_out) {
    std::size_t& size = required(size_out, "size_out");
    if (capacity != 0 && buffer == nullptr) {
        throw failure{ECFLINK_E_INVALID_NULL, "buffer"};
    }
    size = text.size();
    if (capacity == 0) {
        return;
    }
    if (capacity <= text.size()) {
        throw failure{ECFLINK_E_BUFFER, "buffer"};
    }
    text.copy(buffer, text.size());
    buffer[text.size()] = '\0';
}

ecflink_status status_of(errc code) noexcept {
    switch (code) {
        case errc::too_long: return ECFLINK_E_INVALID_TOO_LONG;
        case errc::not_utf8: return ECFLINK_E_INVALID_NOT_UTF8;
        case errc::has_nul: return ECFLINK_E_INVALID_HAS_NUL;
        case errc::not_a_time: return ECFLINK_E_TIME_FORM;
        case errc::no_such_time:
        case errc::skipped_time: return ECFLINK_E_TIME_NONE;
        case errc::ambiguous_time: return ECFLINK_E_TIME_TWICE;
        case errc::unknown_zone: return ECFLINK_E_TIME_ZONE;
        case errc::empty: break;  // an empty id is a missing one, and never made
    }
    return ECFLINK_E_INTERNAL;
}

bool truth(std::int32_t number, const field_name& field) {
    if (number != 0 && number != 1) {
        throw failure{ECFLINK_E_INVALID_NUMBER, field.text()};
    }
    return number == 1;
}

std::optional<civil_day> optional_date(ecflink_date given, const field_name& field) {
    if (given == ECFLINK_NO_DATE) {
        return std::nullopt;
    }
    const civil_day day{given};
    if (day < make_civil_day(1, 1, 1) || day > make_civil_day(9999, 12, 31)) {
        throw failure{ECFLINK_E_INVALID_RANGE, field.text()};
    }
    return day;
}

void require_unused(std::uint64_t bits, const field_name& field, std::uint64_t index) {
    if (bits != 0) {
        throw failure{ECFLINK_E_INVALID_FLAGS, field.text(), index};
    }
}

}  // namespace ecflink::capi
