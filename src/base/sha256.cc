// libsodium has no code for the SHA instructions of x86, which take a fifth of the time. Where the
// processor has them they do the compression; elsewhere libsodium does it all.
#include "base/sha256.hpp"

#include <sodium/crypto_hash_sha256.h>

#include <tuple>

#if defined(__x86_64__) && defined(__GNUC__)
#define ECFLINK_HAS_SHA_INSTRUCTIONS 1
#include <cpuid.h>
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <cstring>
#endif

ECFLINK_BEGIN_NAMESPACE
namespace detail {
namespace {

static_assert(std::tuple_size_v<decltype(digest::bytes)> == crypto_hash_sha256_BYTES);

digest sha256_by_libsodium(std::initializer_list<std::string_view> parts) noexcept {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const std::string_view part : parts) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    }
    digest made;
    crypto_hash_sha256_final(&state, made.bytes.data());
    return made;
}

#ifdef ECFLINK_HAS_SHA_INSTRUCTIONS

constexpr std::size_t block_bytes = 64;

/// The constants of FIPS 180-4, section 4.2.2.
alignas(16) constexpr std::array<std::uint32_t, 64> round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

using hash_words = std::array<std::uint32_t, 8>;

__attribute__((target("sha,sse4.1,ssse3"))) inline __m128i load(const void* from) noexcept {
    return _mm_loadu_si128(static_cast<const __m128i*>(from));
}
__attribute__((target("sha,sse4.1,ssse3"))) inline void store(void* to, __m128i words) noexcept {
    _mm_storeu_si128(static_cast<__m128i*>(to), words);
}

/// Compresses blocks of 64 bytes into the words of a hash. Section 6.2.2; the instructions keep
/// the words a to h as ABEF and CDGH, and do two rounds each.
__attribute__((target("sha,sse4.1,ssse3"))) void compress(hash_words& words, const char* bytes,
                                                          std::size_t blocks) noexcept {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i cdab = _mm_shuffle_epi32(load(words.data()), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(load(words.data() + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    for (; blocks != 0; --blocks, bytes += block_bytes) {
        const __m128i abef_before = abef;
        const __m128i cdgh_before = cdgh;
        __m128i schedule[4];  // the last 16 words of the message schedule
#pragma GCC unroll 16
        for (std::size_t step = 0; step < 16; ++step) {
            __m128i& four = schedule[step % 4];
            if (step < 4) {
                four = _mm_shuffle_epi8(load(bytes + 16 * step), big_endian);
            } else {
                const __m128i last = schedule[(step + 3) % 4];
                const __m128i seven_back = _mm_alignr_epi8(last, schedule[(step + 2) % 4], 4);
                four = _mm_add_epi32(_mm_sha256msg1_epu32(four, schedule[(step + 1) % 4]), seven_back);
                four = _mm_sha256msg2_epu32(four, last);
            }
            const __m128i added = _mm_add_epi32(four, load(round_constants.data() + 4 * step));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, added);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(added, 0x0E));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    store(words.data(), _mm_blend_epi16(feba, dchg, 0xF0));
    store(words.data() + 4, _mm_alignr_epi8(dchg, feba, 8));
}

/// Writes a number with its highest byte first.
template <class Number>
void write_big_endian(Number number, std::uint8_t* to) noexcept {
    for (std::size_t at = sizeof number; at != 0; number = static_cast<Number>(number >> 8U)) {
        to[--at] = static_cast<std::uint8_t>(number);
    }
}

digest sha256_by_instructions(std::initializer_list<std::string_view> parts) noexcept {
    hash_words words = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<char, 2 * block_bytes> rest;
    std::size_t kept = 0;  // less than a block
    std::uint64_t size = 0;
    for (std::string_view part : parts) {
        size += part.size();
        if (kept != 0) {
            const std::size_t taken = std::min(part.size(), block_bytes - kept);
            part.copy(rest.data() + kept, taken);
            part.remove_prefix(taken);
            kept += taken;
            if (kept < block_bytes) {
                continue;
            }
            compress(words, rest.data(), 1);
            kept = 0;
        }
        compress(words, part.data(), part.size() / block_bytes);
        part.remove_prefix(part.size() / block_bytes * block_bytes);
        std::ranges::copy(part, rest.begin());
        kept = part.size();
    }
    // Section 5.1.1: a one, zeros, and the number of bits in the last 64 bits of a block.
    rest[kept] = static_cast<char>(0x80);
    const std::size_t blocks = kept + 1 + sizeof size <= block_bytes ? 1 : 2;
    std::fill(rest.begin() + static_cast<std::ptrdiff_t>(kept) + 1, rest.end(), '\0');
    std::array<std::uint8_t, sizeof size> bits;
    write_big_endian(size * 8, bits.data());
    std::memcpy(rest.data() + blocks * block_bytes - bits.size(), bits.data(), bits.size());
    compress(words, rest.data(), blocks);
    digest made;
    for (std::size_t at = 0; at < words.size(); ++at) {
        write_big_endian(words[at], made.bytes.data() + at * sizeof words[at]);
    }
    return made;
}

bool has_sha_instructions() noexcept {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    constexpr unsigned ssse3_and_sse41 = (1U << 9U) | (1U << 19U);  // in c of leaf 1
    constexpr unsigned sha = 1U << 29U;                             // in b of leaf 7
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & ssse3_and_sse41) != ssse3_and_sse41) {
        return false;
    }
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & sha) != 0;
}

#endif

}  // namespace

digest sha256(std::initializer_list<std::string_view> parts) noexcept {
#ifdef ECFLINK_HAS_SHA_INSTRUCTIONS
    static const bool has_them = has_sha_instructions();
    if (has_them) {
        return sha256_by_instructions(parts);
    }
#endif
    return sha256_by_libsodium(parts);
}

}  // namespace detail
ECFLINK_END_NAMESPACE
