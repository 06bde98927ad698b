#include "names/latin_name.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include <utf8proc.h>

#include <ecflink/tables/person_name.hpp>

#include "names/name_words.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {
namespace {

constexpr char32_t first_letter = 0xC0;
constexpr char32_t end_of_letters = 0x250;

struct latin_letter {
    std::array<char, 4> bytes{};
    std::uint8_t size = 0;  ///< 0: not a letter that can be folded by itself
};

bool is_letter(char32_t c) noexcept {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

/// The folded form of a letter. Letters that compatibility normalization replaces are left out,
/// because some of them become more than letters.
latin_letter make_letter(char32_t c) {
    const std::string written = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> composed(
        utf8proc_NFKC(reinterpret_cast<const utf8proc_uint8_t*>(written.c_str())), &std::free);
    const bool is_itself = composed != nullptr && written == reinterpret_cast<const char*>(composed.get());
    const std::string folded = is_itself && is_letter(c) ? read_name(written).words : std::string();
    latin_letter letter;
    if (!folded.empty() && folded.size() <= letter.bytes.size()) {
        std::ranges::copy(folded, letter.bytes.begin());
        letter.size = static_cast<std::uint8_t>(folded.size());
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

/// What the bytes of a folded Latin name are.
struct latin_bytes {
    static constexpr auto kinds = [] {
        std::array<name_character, 256> made{};
        const auto set = [&made](std::string_view characters, name_character kind) {
            for (const char c : characters) {
                made[static_cast<unsigned char>(c)] = kind;
            }
        };
        set("abcdefghijklmnopqrstuvwxyz0123456789", name_character::kept);
        std::fill(made.begin() + 0x80, made.end(), name_character::kept);
        set(" \t\n\v\f\r", name_character::space);
        set(".-/", name_character::separator);
        set(",", name_character::comma);
        return made;
    }();

    static constexpr name_character kind_of(char c) noexcept { return kinds[static_cast<unsigned char>(c)]; }
    static constexpr bool is_one_letter(std::string_view word) noexcept {
        return word.size() == 1   ? word[0] < '0' || word[0] > '9'
               : word.size() <= 4 ? std::ranges::count_if(word, &is_first_byte) == 1
                                  : false;
    }
    static constexpr bool is_first_byte(char c) noexcept {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }
};

}  // namespace

bool latin_name::read(std::string_view name) {
    if (name.size() > max_name_bytes) {
        return false;
    }
    std::size_t size = 0;
    for (std::size_t at = 0; at < name.size();) {
        const auto byte = static_cast<unsigned char>(name[at++]);
        if (byte < 0x80) {
            folded_[size++] = static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
            continue;
        }
        if (byte >= 0xE0 || at == name.size() || (static_cast<unsigned char>(name[at]) & 0xC0) != 0x80) {
            return false;
        }
        const auto c =
            static_cast<char32_t>((byte & 0x1F) << 6 | (static_cast<unsigned char>(name[at++]) & 0x3F));
        if (c < first_letter || c >= end_of_letters || find_letter(c).size == 0) {
            return false;
        }
        const latin_letter& letter = find_letter(c);
        std::memcpy(folded_.data() + size, letter.bytes.data(), letter.bytes.size());
        size += letter.size;
    }
    std::array<name_token, most_tokens(max_name_bytes)> room;
    const auto [words, generation] =
        name_reader<latin_bytes, char>({folded_.data(), size}, room).read(words_.data());
    size_ = words;
    generation_ = generation;
    return true;
}

}  // namespace detail::names
ECFLINK_END_NAMESPACE
