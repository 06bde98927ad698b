// One function for each step of person_name.hpp. Unicode's tables come from utf8proc.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <vector>

#include <utf8proc.h>

#include <ecflink/core/ids.hpp>
#include <ecflink/tables/person_name.hpp>

#include "base/words.hpp"
#include "names/latin_name.hpp"
#include "names/name_words.hpp"
#include "names/scripts.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using code_points = std::u32string;

utf8proc_category_t category(char32_t c) noexcept {
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}
bool is_mark(char32_t c) noexcept {
    return category(c) >= UTF8PROC_CATEGORY_MN && category(c) <= UTF8PROC_CATEGORY_ME;
}
bool is_letter(char32_t c) noexcept {
    return category(c) >= UTF8PROC_CATEGORY_LU && category(c) <= UTF8PROC_CATEGORY_LO;
}
bool is_number(char32_t c) noexcept {
    return category(c) >= UTF8PROC_CATEGORY_ND && category(c) <= UTF8PROC_CATEGORY_NO;
}
/// Unicode's White_Space property.
bool is_space(char32_t c) noexcept {
    return (c >= 0x09 && c <= 0x0D) || c == 0x85 ||
           (category(c) >= UTF8PROC_CATEGORY_ZS && category(c) <= UTF8PROC_CATEGORY_ZP);
}

/// What the characters of a folded name are. The marks that are left count as letters.
struct unicode_letters {
    static detail::names::name_character kind_of(char32_t c) noexcept {
        using enum detail::names::name_character;
        return is_letter(c) || is_number(c) || is_mark(c)                      ? kept
               : is_space(c)                                                   ? space
               : c == U'.' || c == U'/' || category(c) == UTF8PROC_CATEGORY_PD ? separator
               : c == U','                                                     ? comma
                                                                               : dropped;
    }
    static bool is_one_letter(std::u32string_view word) noexcept {
        return word.size() == 1 && !is_number(word[0]);
    }
};

/// The text in a normalization form; the text must be well-formed UTF-8.
std::string normalize_form(std::string_view text, unsigned form) {
    utf8proc_uint8_t* mapped = nullptr;
    const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                               static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                               static_cast<utf8proc_option_t>(form | UTF8PROC_STABLE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
    if (size < 0) {
        throw std::bad_alloc();  // well-formed text fails only if memory runs out
    }
    return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

code_points decode(std::string_view text) {
    code_points decoded;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    for (std::size_t at = 0; at < text.size();) {
        utf8proc_int32_t c = 0;
        at += static_cast<std::size_t>(
            utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &c));
        decoded += static_cast<char32_t>(c);
    }
    return decoded;
}

std::string encode(const code_points& text) {
    std::string encoded;
    for (const char32_t c : text) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto size =
            static_cast<std::size_t>(utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes.data()));
        encoded.append(reinterpret_cast<const char*>(bytes.data()), size);
    }
    return encoded;
}

/// What stands for a Latin letter that Unicode does not take apart, and nothing for an apostrophe
/// that Unicode counts as a letter. `c` is folded.
std::optional<std::u32string_view> replacement_of(char32_t c) noexcept {
    switch (c) {
        case 0xE6: return U"ae";
        case 0xF0:
        case 0x111: return U"d";
        case 0xF8: return U"o";
        case 0xFE: return U"th";
        case 0x127: return U"h";
        case 0x131: return U"i";
        case 0x138: return U"k";
        case 0x142: return U"l";
        case 0x14B: return U"n";
        case 0x153: return U"oe";
        case 0x167: return U"t";
        case 0x2C8:
        case 0x2CA:
        case 0x2CB:
        case 0xA78B:
        case 0xA78C: return U"";
        default: return c >= 0x2B9 && c <= 0x2BF ? std::optional(std::u32string_view()) : std::nullopt;
    }
}

/// The first step: what is written in several ways becomes one.
code_points fold(std::string_view name) {
    code_points folded;
    for (const char32_t c : decode(normalize_form(name, UTF8PROC_COMPOSE | UTF8PROC_COMPAT))) {
        std::array<utf8proc_int32_t, 4> parts{};
        int boundary = 0;
        const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(),
                                                   static_cast<utf8proc_ssize_t>(parts.size()),
                                                   UTF8PROC_CASEFOLD, &boundary);
        for (utf8proc_ssize_t i = 0; i < count; ++i) {
            const auto part = static_cast<char32_t>(parts[static_cast<std::size_t>(i)]);
            const auto replacement = replacement_of(part);
            folded += replacement ? *replacement : std::u32string_view(&part, 1);
        }
    }
    return folded;
}

/// The second step: accents go. In other scripts marks are vowels or tell letters apart.
code_points drop_accents(const code_points& folded) {
    code_points kept;
    bool is_accented = false;
    for (const char32_t c : decode(normalize_form(encode(folded), UTF8PROC_DECOMPOSE))) {
        if (!is_mark(c)) {
            is_accented = is_letter(c) && detail::names::is_of_accented_script(c);
        } else if (is_accented) {
            continue;
        }
        kept += c;
    }
    return kept;
}

/// A name by its code points.
struct decoded_name {
    code_points words;
    std::uint8_t generation = 0;
};

/// Well-formed UTF-8 in.
decoded_name read_decoded(std::string_view name) {
    const code_points folded = drop_accents(fold(name));
    std::vector<detail::names::name_token> room(detail::names::most_tokens(folded.size()));
    decoded_name read;
    read.words.resize(folded.size());
    const auto [size, generation] =
        detail::names::name_reader<unicode_letters, char32_t>(folded, room).read(read.words.data());
    read.words.resize(size);
    read.generation = generation;
    return read;
}

/// Whether the generations of two names let them be one.
constexpr bool generations_agree(unsigned a, unsigned b) noexcept { return a == b || a == 0 || b == 0; }

code_points sort_words(const code_points& normalized) {
    std::vector<code_points> words(1);
    for (const char32_t c : normalized) {
        if (c == U' ') {
            words.emplace_back();
        } else {
            words.back() += c;
        }
    }
    std::ranges::sort(words);
    code_points sorted;
    for (const code_points& word : words) {
        sorted += sorted.empty() ? word : U' ' + word;
    }
    return sorted;
}

/// Length of the longest common subsequence. Takes quadratic time, which is little for names of at
/// most 256 bytes.
std::uint32_t common_length(const code_points& a, const code_points& b) {
    std::vector<std::uint32_t> row(b.size() + 1, 0);
    for (const char32_t c : a) {
        std::uint32_t diagonal = 0;
        for (std::size_t i = 0; i < b.size(); ++i) {
            const std::uint32_t above = row[i + 1];
            row[i + 1] = c == b[i] ? diagonal + 1 : std::max(above, row[i]);
            diagonal = above;
        }
    }
    return row.back();
}

/// Equal ASCII names, the common case, need no tables. Returns nothing for other names.
std::optional<name_comparison> compare_equal_ascii(std::string_view central,
                                                   std::string_view account) noexcept {
    const auto is_letter_or_number = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (central != account || !detail::is_ascii(central) ||
        std::ranges::none_of(central, is_letter_or_number)) {
        return std::nullopt;
    }
    return name_comparison{.central_present = true,
                           .account_present = true,
                           .equal_exact = true,
                           .equal_normalized = true,
                           .common = 0,
                           .total = 0};
}

/// ASCII words in ascending order, with single spaces between them, stored in `room`.
std::string_view sort_ascii_words(std::string_view sentence, std::span<char> room) noexcept {
    // A word and its space are at least two bytes.
    std::array<std::string_view, max_name_bytes / 2 + 1> words;
    std::size_t count = 0;
    for (std::size_t at = 0; at < sentence.size(); ++count) {
        words[count] = sentence.substr(at, sentence.find(' ', at) - at);
        at += words[count].size() + 1;
    }
    std::sort(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    std::size_t size = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (size > 0) {
            room[size++] = ' ';
        }
        std::memcpy(room.data() + size, words[i].data(), words[i].size());
        size += words[i].size();
    }
    return {room.data(), size};
}

/// Length of the longest common subsequence; `a` has at most 64 characters. Each bit of `ends` is a
/// character of `a` at which the subsequence so far does not grow (Hyyro, 2004).
std::uint32_t common_length_of_short(std::string_view a, std::string_view b) noexcept {
    std::array<std::uint64_t, 128> places{};
    for (std::size_t i = 0; i < a.size(); ++i) {
        places[static_cast<unsigned char>(a[i])] |= std::uint64_t{1} << i;
    }
    std::uint64_t ends = ~std::uint64_t{0};
    for (const char c : b) {
        const std::uint64_t met = ends & places[static_cast<unsigned char>(c)];
        ends = (ends + met) | (ends - met);
    }
    return static_cast<std::uint32_t>(std::popcount(~ends));
}

/// Names of Latin letters, the common case, need no tables. Returns nothing for other names.
std::optional<name_comparison> compare_latin(std::string_view central, std::string_view account) {
    detail::names::latin_name central_name;
    detail::names::latin_name account_name;
    if (!central_name.read(central) || !account_name.read(account) ||
        !detail::is_ascii(central_name.words()) || !detail::is_ascii(account_name.words()) ||
        central_name.words().size() > 64) {
        return std::nullopt;
    }
    name_comparison names;
    names.central_present = !central_name.words().empty();
    names.account_present = !account_name.words().empty();
    if (names.central_present && names.account_present) {
        std::array<char, max_name_bytes * 2> central_room;
        std::array<char, max_name_bytes * 2> account_room;
        names.equal_exact = central == account;  // such names are already in NFC
        names.equal_normalized = central_name.words() == account_name.words() &&
                                 generations_agree(central_name.generation(), account_name.generation());
        names.common = common_length_of_short(sort_ascii_words(central_name.words(), central_room),
                                              sort_ascii_words(account_name.words(), account_room));
        names.total = static_cast<std::uint32_t>(central_name.words().size() + account_name.words().size());
    }
    return names;
}

}  // namespace

person_name read_name(std::string_view name) {
    if (!detail::is_utf8(name)) {
        return {};
    }
    const decoded_name read = read_decoded(name);
    return {encode(read.words), read.generation};
}

name_comparison compare_names(std::string_view central, std::string_view account) {
    if (const auto equal = compare_equal_ascii(central, account)) {
        return *equal;
    }
    if (const auto latin = compare_latin(central, account)) {
        return *latin;
    }
    const auto readable = [](std::string_view name) {
        return detail::is_utf8(name) ? name : std::string_view{};
    };
    const decoded_name central_name = read_decoded(readable(central));
    const decoded_name account_name = read_decoded(readable(account));
    name_comparison names;
    names.central_present = !central_name.words.empty();
    names.account_present = !account_name.words.empty();
    if (!names.central_present || !names.account_present) {
        return names;
    }
    names.equal_exact =
        normalize_form(central, UTF8PROC_COMPOSE) == normalize_form(account, UTF8PROC_COMPOSE);
    names.equal_normalized = central_name.words == account_name.words &&
                             generations_agree(central_name.generation, account_name.generation);
    names.common = common_length(sort_words(central_name.words), sort_words(account_name.words));
    names.total = static_cast<std::uint32_t>(central_name.words.size() + account_name.words.size());
    return names;
}

ECFLINK_END_NAMESPACE
