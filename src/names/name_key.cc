// Three ways to the same key. Names of ASCII letters, single spaces and hyphens are processed eight
// bytes at a time. Latin names use a table that was made by read_name. All others go through
// read_name.
#include "names/name_key.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <string>

#include <ecflink/core/ids.hpp>
#include <ecflink/tables/person_name.hpp>

#include "base/words.hpp"
#include "names/latin_name.hpp"
#include "names/suffixes.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {
namespace {

/// The high bits of the eight bytes, gathered into eight bits.
constexpr std::uint64_t gather(std::uint64_t word) noexcept {
    return (word & high_bits) * 0x0002040810204081U >> 56;
}

/// The high bit of every byte that equals `byte`.
constexpr std::uint64_t equal_bytes(std::uint64_t word, unsigned char byte) noexcept {
    return bytes_below(word ^ each_byte(byte), 1);
}

constexpr std::size_t longest_plain_name = 64;

/// The key of a name of ASCII letters with single spaces or hyphens between them, whose words are
/// the same in lower case.
std::optional<std::uint64_t> key_of_plain_name(std::string_view name, const keyed_hash& hash) noexcept {
    if (name.empty() || name.size() > longest_plain_name) {
        return std::nullopt;
    }
    std::array<char, longest_plain_name + 8> lower;
    std::uint64_t letters = 0;
    std::uint64_t separators = 0;
    for (std::size_t at = 0; at < name.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, name.data() + at, std::min<std::size_t>(8, name.size() - at));
        if ((word & high_bits) != 0) {
            return std::nullopt;
        }
        const std::uint64_t folded = word | each_byte(0x20);
        const std::uint64_t letter =
            (folded + each_byte(0x80 - 'a')) & ~(folded + each_byte(0x80 - 'z' - 1)) & high_bits;
        const std::uint64_t hyphen = equal_bytes(word, '-');
        letters |= gather(letter) << at;
        separators |= gather(equal_bytes(word, ' ') | hyphen) << at;
        const std::uint64_t written = folded - (hyphen >> 7) * ('-' - ' ');
        std::memcpy(lower.data() + at, &written, sizeof written);
    }
    const std::uint64_t all = name.size() == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << name.size()) - 1;
    const std::uint64_t ends = std::uint64_t{1} | std::uint64_t{1} << (name.size() - 1);
    if ((letters | separators) != all || (separators & (separators << 1 | ends)) != 0 ||
        may_change_words(name.data(), lower.data(), name.size(), letters, separators)) {
        return std::nullopt;
    }
    return make_name_key(hash({lower.data(), name.size()}));
}

}  // namespace

std::uint64_t name_key(std::string_view name, const keyed_hash& hash) {
    if (const auto key = key_of_plain_name(name, hash)) {
        return *key;
    }
    const auto key_of = [&hash](std::string_view words, unsigned generation) {
        return words.empty() ? no_name : make_name_key(hash(words), generation);
    };
    latin_name latin;
    if (latin.read(name)) {
        return key_of(latin.words(), latin.generation());
    }
    const person_name other = read_name(name);
    return key_of(other.words, other.generation);
}

}  // namespace detail::names
ECFLINK_END_NAMESPACE
