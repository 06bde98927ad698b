#include "csv/byte_marks.hpp"

#define HWY_BROKEN_EMU128 0  // without vectors: loops over 16 bytes, not one byte at a time
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "csv/byte_marks.cc"
#include <hwy/foreach_target.h>
// After the line above, this file is compiled once for each set of instructions.
#include <hwy/highway.h>

#include <algorithm>
#include <bit>
#include <cstring>

HWY_BEFORE_NAMESPACE();
ECFLINK_BEGIN_NAMESPACE
namespace detail::csv::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::CappedTag<std::uint8_t, ascii_run::block> some_bytes;
using byte_vector = hn::Vec<decltype(some_bytes)>;

/// A bit for each byte of a block of 64 for which the test is true.
template <class Test>
std::uint64_t bits_of_block(const char* from, Test test) {
    static_assert(std::endian::native == std::endian::little, "the bytes of a word come lowest first");
    std::uint8_t bits[16] = {};  // Highway may write eight bytes at a time
    const std::size_t lanes = hn::Lanes(some_bytes);
    for (std::size_t at = 0; at < ascii_run::block; at += lanes) {
        const auto bytes = hn::LoadU(some_bytes, reinterpret_cast<const std::uint8_t*>(from + at));
        hn::StoreMaskBits(some_bytes, test(bytes), bits + at / 8);
    }
    std::uint64_t word = 0;
    std::memcpy(&word, bits, sizeof word);
    return word;
}

/// Calls `look` for each block of a text, and for a copy of the last one if it is short, padded
/// with `padding`. Ends early if `look` returns false. Returns where it ended.
template <class Look>
std::size_t for_each_block(std::string_view text, char padding, Look look) {
    std::size_t at = 0;
    for (; text.size() - at >= ascii_run::block; at += ascii_run::block) {
        if (!look(text.data() + at)) {
            return at;
        }
    }
    if (at < text.size()) {
        char last[ascii_run::block];
        std::fill(std::copy(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), last),
                  last + ascii_run::block, padding);
        if (!look(last)) {
            return at;
        }
    }
    return text.size();
}

std::size_t FindSpecialBytes(std::string_view text, char separator, std::uint32_t* places) {
    const auto set = [](char c) { return hn::Set(some_bytes, static_cast<std::uint8_t>(c)); };
    const byte_vector between = set(separator);
    const byte_vector quote = set('"');
    const byte_vector feed = set('\n');
    const byte_vector back = set('\r');
    std::uint32_t* end = places;
    std::uint32_t at = 0;
    for_each_block(text, ' ', [&](const char* block) {
        std::uint64_t bits = bits_of_block(block, [&](byte_vector bytes) {
            return hn::Or(hn::Or(hn::Eq(bytes, between), hn::Eq(bytes, quote)),
                          hn::Or(hn::Eq(bytes, feed), hn::Eq(bytes, back)));
        });
        std::uint32_t* const next = end + std::popcount(bits);
        while (bits != 0) {  // eight at a time, though fewer may be left: the branch is easy to predict
            for (int i = 0; i < 8; ++i) {
                *end++ = at + static_cast<std::uint32_t>(std::countr_zero(bits));
                bits &= bits - 1;
            }
        }
        end = next;
        at += ascii_run::block;
        return true;
    });
    return static_cast<std::size_t>(end - places);
}

/// A bit for each byte with an odd number of quotes before it, given a bit for each quote.
std::uint64_t bits_in_quotes(std::uint64_t quotes) {
    for (unsigned shift = 1; shift < 64; shift *= 2) {
        quotes ^= quotes << shift;
    }
    return quotes;
}

ascii_run FindAsciiRun(std::string_view text) {
    const byte_vector quote = hn::Set(some_bytes, '"');
    const byte_vector feed = hn::Set(some_bytes, '\n');
    const byte_vector beyond = hn::Set(some_bytes, 0x7F);
    const byte_vector zero = hn::Zero(some_bytes);
    bool is_in_quotes = false;
    std::uint64_t nuls = 0;
    std::size_t outside = 0;
    std::size_t all = 0;
    const std::size_t size = for_each_block(text, ' ', [&](const char* block) {
        if (bits_of_block(block, [&](byte_vector bytes) { return hn::Gt(bytes, beyond); }) != 0) {
            return false;
        }
        nuls |= bits_of_block(block, [&](byte_vector bytes) { return hn::Eq(bytes, zero); });
        const std::uint64_t feeds =
            bits_of_block(block, [&](byte_vector bytes) { return hn::Eq(bytes, feed); });
        std::uint64_t quoted = bits_of_block(block, [&](byte_vector bytes) { return hn::Eq(bytes, quote); });
        if (quoted != 0) {
            quoted = bits_in_quotes(quoted);
        }
        quoted ^= is_in_quotes ? ~std::uint64_t{0} : 0;
        is_in_quotes = quoted >> 63 != 0;
        all += static_cast<std::size_t>(std::popcount(feeds));
        outside += static_cast<std::size_t>(std::popcount(feeds & ~quoted));
        return true;
    });
    return {size, nuls != 0, is_in_quotes, {outside, all - outside}};
}

}  // namespace
}  // namespace detail::csv::HWY_NAMESPACE
ECFLINK_END_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
ECFLINK_BEGIN_NAMESPACE
namespace detail::csv {

HWY_EXPORT(FindSpecialBytes);
HWY_EXPORT(FindAsciiRun);

std::size_t find_special_bytes(std::string_view text, char separator, std::uint32_t* places) noexcept {
    return HWY_DYNAMIC_DISPATCH(FindSpecialBytes)(text, separator, places);
}

ascii_run find_ascii_run(std::string_view text) noexcept { return HWY_DYNAMIC_DISPATCH(FindAsciiRun)(text); }

}  // namespace detail::csv
ECFLINK_END_NAMESPACE
#endif
