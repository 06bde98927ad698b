#include "tables/block_kernels.hpp"

#define HWY_BROKEN_EMU128 0  // without vectors: loops over 16 bytes, not one byte at a time
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tables/block_kernels.cc"
#include <hwy/foreach_target.h>
// After the line above, this file is compiled once for each set of instructions.
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "names/name_key.hpp"
#include "names/suffixes.hpp"

HWY_BEFORE_NAMESPACE();
ECFLINK_BEGIN_NAMESPACE
namespace detail::tables::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::FixedTag<std::uint8_t, 16> bytes16;

/// From index `32 - n` on: n bytes of ones, then zeros.
alignas(64) constexpr auto ones_then_zeros = [] {
    std::array<std::uint8_t, 64> bytes{};
    std::fill_n(bytes.begin(), 32, std::uint8_t{0xFF});
    return bytes;
}();

/// The vector that begins at a byte of a text of n bytes: ones where the text is.
template <class Tag>
hn::Vec<Tag> bytes_of_text(Tag tag, std::size_t n, std::size_t at = 0) {
    return hn::LoadU(tag, ones_then_zeros.data() + 32 - n + at);
}

template <class Tag>
std::uint32_t bits_of(Tag tag, hn::Mask<Tag> mask) {
    alignas(16) std::uint8_t bits[8] = {};
    hn::StoreMaskBits(tag, mask, bits);
    std::uint32_t loaded = 0;
    std::memcpy(&loaded, bits, sizeof loaded);
    return loaded;
}

template <class Offset>
std::uint64_t offset_at(const text_run& run, std::size_t at) {
    Offset offset;
    std::memcpy(&offset, static_cast<const char*>(run.offsets) + at * sizeof offset, sizeof offset);
    return static_cast<std::uint64_t>(offset);
}

template <class Offset>
std::uint64_t load_run(const text_run& of_caller, std::size_t longest, short_text* texts,
                       std::uint8_t* sizes) {
    // a local copy: writing a size, a byte, makes the compiler read everything else again
    const text_run run = of_caller;
    const auto zero = hn::Zero(bytes16);
    auto nuls = zero;
    std::uint64_t left_alone = 0;
    std::uint64_t begin = offset_at<Offset>(run, 0);
    for (std::size_t i = 0; i < run.texts; ++i) {
        const std::uint64_t end = offset_at<Offset>(run, i + 1);
        const std::uint64_t size = end - begin;
        if (size - 1 < longest && begin + 16 <= run.readable) [[likely]] {
            const auto mask = bytes_of_text(bytes16, size);
            const auto text =
                hn::And(hn::LoadU(bytes16, reinterpret_cast<const std::uint8_t*>(run.bytes + begin)), mask);
            hn::StoreU(text, bytes16, reinterpret_cast<std::uint8_t*>(&texts[i]));
            nuls = hn::Or(nuls, hn::And(mask, hn::VecFromMask(bytes16, hn::Eq(text, zero))));
            sizes[i] = static_cast<std::uint8_t>(size);
        } else {
            left_alone |= std::uint64_t{1} << i;
        }
        begin = end;
    }
    if (!hn::AllTrue(bytes16, hn::Eq(nuls, zero))) [[unlikely]] {
        return ~std::uint64_t{0} >> (64 - run.texts);  // the caller finds which of them has one
    }
    return left_alone;
}

std::uint64_t LoadShortTexts(const text_run& run, std::size_t longest, short_text* texts,
                             std::uint8_t* sizes) {
    return run.has_wide_offsets ? load_run<std::int64_t>(run, longest, texts, sizes)
                                : load_run<std::int32_t>(run, longest, texts, sizes);
}

struct name_shape {
    std::uint64_t letters = 0;  ///< a bit for each
    std::uint64_t separators = 0;
};

/// Writes a name of at most 32 bytes in lower case, hyphens as spaces, with zeros up to 32.
name_shape lower_name(const char* from, std::size_t size, std::uint8_t* lower) {
    const hn::CappedTag<std::uint8_t, 32> bytes;
    const auto space = hn::Set(bytes, ' ');
    name_shape shape;
    for (std::size_t at = 0; at < 32; at += hn::Lanes(bytes)) {
        const auto mask = bytes_of_text(bytes, size, at);
        const auto text = hn::And(hn::LoadU(bytes, reinterpret_cast<const std::uint8_t*>(from + at)), mask);
        const auto folded = hn::Or(text, space);  // the bit that tells lower from upper case
        const auto is_letter = hn::Lt(hn::Sub(folded, hn::Set(bytes, 'a')), hn::Set(bytes, 26));
        const auto is_hyphen = hn::Eq(text, hn::Set(bytes, '-'));
        const auto is_separator = hn::Or(is_hyphen, hn::Eq(text, space));
        hn::Store(hn::And(hn::IfThenElse(is_hyphen, space, folded), mask), bytes, lower + at);
        shape.letters |= std::uint64_t{bits_of(bytes, is_letter)} << at;
        shape.separators |= std::uint64_t{bits_of(bytes, is_separator)} << at;
    }
    return shape;
}

template <class Offset>
void key_run(const text_run& run, const keyed_hash& hash_of_caller, std::uint64_t* keys) {
    // a local copy: writing a key makes the compiler read everything else again
    const keyed_hash hash = hash_of_caller;
    std::uint64_t begin = offset_at<Offset>(run, 0);
    for (std::size_t i = 0; i < run.texts; ++i) {
        const std::uint64_t from = begin;
        const std::uint64_t end = offset_at<Offset>(run, i + 1);
        const std::uint64_t size = end - from;
        begin = end;
        keys[i] = 0;
        if (size - 1 >= 32 || from + 32 > run.readable) {
            continue;
        }
        alignas(32) std::uint8_t lower[32 + 8];
        const auto [letters, separators] = lower_name(run.bytes + from, size, lower);
        const std::uint64_t all = (std::uint64_t{1} << size) - 1;
        const std::uint64_t ends = 1 | std::uint64_t{1} << (size - 1);
        if ((letters | separators) == all && (separators & (separators << 1 | ends)) == 0 &&
            !names::may_change_words(run.bytes + from, reinterpret_cast<const char*>(lower), size, letters,
                                     separators)) [[likely]] {
            std::uint64_t words[4];
            std::memcpy(words, lower, sizeof words);
            keys[i] = names::make_name_key(hash.of_padded(words, size));
        }
    }
}

void KeyPlainNames(const text_run& run, const keyed_hash& hash, std::uint64_t* keys) {
    run.has_wide_offsets ? key_run<std::int64_t>(run, hash, keys) : key_run<std::int32_t>(run, hash, keys);
}

void CountVerdicts(const std::uint64_t* found, std::size_t rows, const disposition_bits& before,
                   const disposition_bits& after, std::uint64_t* counts) {
    const hn::ScalableTag<std::uint64_t> words;
    const std::size_t lanes = hn::Lanes(words);
    const auto zero = hn::Zero(words);
    const auto one = hn::Set(words, 1);
    const auto refuse_before = hn::Set(words, before.refuse);
    const auto hold_before = hn::Set(words, before.hold);
    const auto refuse_after = hn::Set(words, after.refuse);
    const auto hold_after = hn::Set(words, after.hold);
    // Of the nine counts five are free: those of the verdicts of each side, and of where both are
    // the same kind.
    auto refused_before = zero;
    auto refused_after = zero;
    auto refused_both = zero;
    auto stopped_before = zero;
    auto stopped_after = zero;
    auto stopped_both = zero;
    auto refused_then_stopped = zero;
    auto stopped_then_refused = zero;
    std::size_t at = 0;
    for (; at + lanes <= rows; at += lanes) {
        const auto bits = hn::LoadU(words, found + at);
        const auto is_one_if = [&](auto mask) {
            return hn::IfThenElseZero(hn::Ne(hn::And(bits, mask), zero), one);
        };
        const auto r0 = is_one_if(refuse_before);
        const auto r1 = is_one_if(refuse_after);
        const auto s0 = is_one_if(hn::Or(refuse_before, hold_before));
        const auto s1 = is_one_if(hn::Or(refuse_after, hold_after));
        refused_before = hn::Add(refused_before, r0);
        refused_after = hn::Add(refused_after, r1);
        refused_both = hn::Add(refused_both, hn::And(r0, r1));
        stopped_before = hn::Add(stopped_before, s0);
        stopped_after = hn::Add(stopped_after, s1);
        stopped_both = hn::Add(stopped_both, hn::And(s0, s1));
        refused_then_stopped = hn::Add(refused_then_stopped, hn::And(r0, s1));
        stopped_then_refused = hn::Add(stopped_then_refused, hn::And(s0, r1));
    }
    const auto sum = [&](auto vector) { return hn::GetLane(hn::SumOfLanes(words, vector)); };
    const std::uint64_t r0 = sum(refused_before);
    const std::uint64_t r1 = sum(refused_after);
    const std::uint64_t rr = sum(refused_both);
    const std::uint64_t s0 = sum(stopped_before);
    const std::uint64_t s1 = sum(stopped_after);
    const std::uint64_t ss = sum(stopped_both);
    const std::uint64_t rs = sum(refused_then_stopped);
    const std::uint64_t sr = sum(stopped_then_refused);
    counts[8] += rr;
    counts[7] += rs - rr;
    counts[6] += r0 - rs;
    counts[5] += sr - rr;
    counts[4] += ss - rs - sr + rr;
    counts[3] += s0 - r0 - (ss - rs);
    counts[2] += r1 - sr;
    counts[1] += s1 - r1 - (ss - sr);
    counts[0] += at - s0 - s1 + ss;
    for (; at < rows; ++at) {
        const auto verdict = [](std::uint64_t bits, const disposition_bits& by) {
            return (bits & by.refuse) != 0 ? 2U : (bits & by.hold) != 0 ? 1U : 0U;
        };
        ++counts[3 * verdict(found[at], before) + verdict(found[at], after)];
    }
}

}  // namespace
}  // namespace detail::tables::HWY_NAMESPACE
ECFLINK_END_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {
HWY_EXPORT(LoadShortTexts);
HWY_EXPORT(KeyPlainNames);
HWY_EXPORT(CountVerdicts);

std::uint64_t load_short_texts(const text_run& run, std::size_t longest, short_text* texts,
                               std::uint8_t* sizes) noexcept {
    return HWY_DYNAMIC_DISPATCH(LoadShortTexts)(run, longest, texts, sizes);
}

void key_plain_names(const text_run& run, const keyed_hash& hash, std::uint64_t* keys) noexcept {
    HWY_DYNAMIC_DISPATCH(KeyPlainNames)(run, hash, keys);
}

void count_verdicts(const std::uint64_t* found, std::size_t rows, const disposition_bits& before,
                    const disposition_bits& after, std::uint64_t (&counts)[9]) noexcept {
    HWY_DYNAMIC_DISPATCH(CountVerdicts)(found, rows, before, after, counts);
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
#endif
