#include "names/latin_name.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include <utf8proc.h>

#include <ecflink/tables/person_name.hpp>

#include "names/suffixes.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {
namespace {

constexpr char32_t first_letter = 0xC0;
constexpr char32_t end_of_letters = 0x250;

struct latin_letter {
    std::array<char, 4> bytes{};
    std::uint8_t size = 0;  ///< 0: not a letter that can be normalized by itself
};

bool is_letter(char32_t c) noexcept {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

/// The normalized form of a letter. Letters that compatibility normalization replaces (long s,
/// ligatures) are left out, because they could become part of a suffix.
latin_letter make_letter(char32_t c) {
    const std::string written = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> composed(
        utf8proc_NFKC(reinterpret_cast<const utf8proc_uint8_t*>(written.c_str())), &std::free);
    const bool is_itself = composed != nullptr && written == reinterpret_cast<const char*>(composed.get());
    const std::string normalized = is_itself && is_letter(c) ? normalize_name(written) : std::string();
    latin_letter letter;
    if (!normalized.empty() && normalized.size() <= letter.bytes.size()) {
        std::ranges::copy(normalized, letter.bytes.begin());
        letter.size = static_cast<std::uint8_t>(normalized.size());
    }
    return letter;
}

const latin_letter& find_letter(char32_t c) {
    static const auto letters = [] {
        std::array<latin_letter, end_of_letters - first_letter> made;
        for (char32_t each = first_letter; each < end_of_letters; ++each) {
            made[each - first_letter] = make_letter(each);
        }
        return made;
    }();
    return letters[c - first_letter];
}

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_word_part(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool latin_name::normalize(std::string_view name) {
    if (name.size() > max_name_bytes) {
        return false;
    }
    // First fold letters, drop suffixes and copy the rest.
    std::size_t end = 0;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t word = end;
        bool is_ascii = true;
        while (at < name.size()) {
            const auto byte = static_cast<unsigned char>(name[at]);
            if (byte < 0x80) {
                const char c =
                    byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : static_cast<char>(byte);
                if (!is_word_part(c)) {
                    break;
                }
                kept_[end++] = c;
                ++at;
                continue;
            }
            if (byte >= 0xE0 || at + 1 == name.size() ||
                (static_cast<unsigned char>(name[at + 1]) & 0xC0) != 0x80) {
                return false;
            }
            const auto c =
                static_cast<char32_t>((byte & 0x1F) << 6 | (static_cast<unsigned char>(name[at + 1]) & 0x3F));
            if (c < first_letter || c >= end_of_letters || find_letter(c).size == 0) {
                return false;
            }
            const latin_letter& letter = find_letter(c);
            std::memcpy(kept_.data() + end, letter.bytes.data(), letter.bytes.size());
            end += letter.size;
            is_ascii = false;
            at += 2;
        }
        if (end > word) {
            if (is_ascii && is_name_suffix(std::string_view(kept_.data() + word, end - word))) {
                drop_suffix(word, end);
                at += at < name.size() && name[at] == '.' ? 1 : 0;
            }
        } else {
            kept_[end++] = name[at++];
        }
    }
    // Then move the part before the first comma to the end, with single spaces between words.
    const std::string_view kept(kept_.data(), end);
    const std::size_t comma = kept.find(',');
    size_ = 0;
    bool space_is_due = false;
    const auto append_words = [&](std::string_view part) {
        for (const char c : part) {
            if (is_space(c) || c == '-' || c == '/') {
                space_is_due = size_ > 0;
            } else if (is_word_part(c)) {
                if (space_is_due) {
                    text_[size_++] = ' ';
                    space_is_due = false;
                }
                text_[size_++] = c;
            }
        }
    };
    if (comma == std::string_view::npos) {
        append_words(kept);
    } else {
        append_words(kept.substr(comma + 1));
        space_is_due = size_ > 0;
        append_words(kept.substr(0, comma));
    }
    return true;
}

/// Removes the word that begins at `word`, and a comma before it with the space between.
void latin_name::drop_suffix(std::size_t word, std::size_t& end) const noexcept {
    end = word;
    std::size_t before = word;
    while (before > 0 && is_space(kept_[before - 1])) {
        --before;
    }
    if (before > 0 && kept_[before - 1] == ',') {
        end = before - 1;
    }
}

}  // namespace detail::names
ECFLINK_END_NAMESPACE
