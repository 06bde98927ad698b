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
#include "names/suffixes.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using code_points = std::u32string;

utf8proc_category_t category(char32_t c) noexcept {
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}
bool is_mark(char32_t c) noexcept {
    return category(c) >= UTF8PROC_CATEGORY_MN && category(c) <= UTF8PROC_CATEGORY_ME;
}
bool is_letter_or_number(char32_t c) noexcept {
    const utf8proc_category_t kind = category(c);
    return (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) ||
           (kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO);
}
bool is_word_part(char32_t c) noexcept { return is_letter_or_number(c) || is_mark(c); }
/// Unicode's White_Space property.
bool is_space(char32_t c) noexcept {
    return (c >= 0x09 && c <= 0x0D) || c == 0x85 ||
           (category(c) >= UTF8PROC_CATEGORY_ZS && category(c) <= UTF8PROC_CATEGORY_ZP);
}
bool is_dash_or_slash(char32_t c) noexcept { return category(c) == UTF8PROC_CATEGORY_PD || c == U'/'; }

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

/// Replaces every code point by what Unicode's tables give for the option: its full case folding,
/// or its canonical decomposition.
code_points map_each(const code_points& text, utf8proc_option_t option) {
    code_points mapped;
    for (const char32_t c : text) {
        std::array<utf8proc_int32_t, 32> parts{};
        int boundary = 0;
        const auto count =
            utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(),
                                    static_cast<utf8proc_ssize_t>(parts.size()), option, &boundary);
        for (utf8proc_ssize_t i = 0; i < count; ++i) {
            mapped += static_cast<char32_t>(parts[static_cast<std::size_t>(i)]);
        }
    }
    return mapped;
}

code_points drop_suffixes(const code_points& text) {
    code_points kept;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_word_part(text[end])) {
            ++end;
        }
        const std::u32string_view word = std::u32string_view(text).substr(at, end - at);
        if (word.empty()) {
            kept += text[at++];
            continue;
        }
        if (detail::names::is_name_suffix(word)) {
            std::size_t before = kept.size();
            while (before > 0 && is_space(kept[before - 1])) {
                --before;
            }
            if (before > 0 && kept[before - 1] == U',') {
                kept.resize(before - 1);
            }
            if (end < text.size() && text[end] == U'.') {
                ++end;
            }
        } else {
            kept += word;
        }
        at = end;
    }
    return kept;
}

code_points family_name_last(const code_points& text) {
    const std::size_t comma = text.find(U',');
    return comma == code_points::npos ? text : text.substr(comma + 1) + U' ' + text.substr(0, comma);
}

/// Letters, numbers, and single spaces between words.
code_points keep_words(const code_points& text) {
    code_points kept;
    bool space_is_due = false;
    for (const char32_t c : text) {
        if (is_space(c) || is_dash_or_slash(c)) {
            space_is_due = !kept.empty();
        } else if (is_letter_or_number(c)) {
            if (space_is_due) {
                kept += U' ';
                space_is_due = false;
            }
            kept += c;
        }
    }
    return kept;
}

/// Well-formed UTF-8 in, normalized form out.
code_points normalize(std::string_view name) {
    const code_points folded =
        map_each(decode(normalize_form(name, UTF8PROC_COMPOSE | UTF8PROC_COMPAT)), UTF8PROC_CASEFOLD);
    code_points decomposed = map_each(family_name_last(drop_suffixes(folded)), UTF8PROC_DECOMPOSE);
    std::erase_if(decomposed, is_mark);
    return keep_words(decomposed);
}

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
    const auto is_plain_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (central != account || !detail::is_ascii(central)) {
        return std::nullopt;
    }
    // A run of letters longer than any suffix remains when suffixes are dropped, so the name is not
    // empty.
    std::size_t run = 0;
    for (const char c : central) {
        run = is_plain_letter(c) ? run + 1 : 0;
        if (run > 3) {
            return name_comparison{.central_present = true,
                                   .account_present = true,
                                   .equal_exact = true,
                                   .equal_normalized = true,
                                   .common = 0,
                                   .total = 0};
        }
    }
    return std::nullopt;
}

/// The words of a normalized ASCII name in ascending order, with single spaces between them, stored
/// in `room`.
std::string_view sort_ascii_words(std::string_view normalized, std::span<char> room) noexcept {
    // A word and its space are at least two bytes.
    std::array<std::string_view, max_name_bytes / 2 + 1> words;
    std::size_t count = 0;
    for (std::size_t at = 0; at < normalized.size(); ++count) {
        words[count] = normalized.substr(at, normalized.find(' ', at) - at);
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
    detail::names::latin_name central_form;
    detail::names::latin_name account_form;
    if (!central_form.normalize(central) || !account_form.normalize(account) ||
        !detail::is_ascii(central_form.text()) || !detail::is_ascii(account_form.text()) ||
        central_form.text().size() > 64) {
        return std::nullopt;
    }
    name_comparison names;
    names.central_present = !central_form.text().empty();
    names.account_present = !account_form.text().empty();
    if (names.central_present && names.account_present) {
        std::array<char, max_name_bytes * 2> central_room;
        std::array<char, max_name_bytes * 2> account_room;
        names.equal_exact = central == account;  // such names are already in NFC
        names.equal_normalized = central_form.text() == account_form.text();
        names.common = common_length_of_short(sort_ascii_words(central_form.text(), central_room),
                                              sort_ascii_words(account_form.text(), account_room));
        names.total = static_cast<std::uint32_t>(central_form.text().size() + account_form.text().size());
    }
    return names;
}

}  // namespace

std::string normalize_name(std::string_view name) {
    return detail::is_utf8(name) ? encode(normalize(name)) : std::string();
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
    const code_points central_form = normalize(readable(central));
    const code_points account_form = normalize(readable(account));
    name_comparison names;
    names.central_present = !central_form.empty();
    names.account_present = !account_form.empty();
    if (!names.central_present || !names.account_present) {
        return names;
    }
    names.equal_exact =
        normalize_form(central, UTF8PROC_COMPOSE) == normalize_form(account, UTF8PROC_COMPOSE);
    names.equal_normalized = central_form == account_form;
    names.common = common_length(sort_words(central_form), sort_words(account_form));
    names.total = static_cast<std::uint32_t>(central_form.size() + account_form.size());
    return names;
}

ECFLINK_END_NAMESPACE
