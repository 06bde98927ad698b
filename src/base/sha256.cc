// Where the processor has instructions for SHA-256 (SHA-NI), they do the work: five times as fast as
// libsodium, and every event and record of a ledger is hashed. Elsewhere libsodium does.
#include "base/sha256.hpp"

#include <sodium/crypto_hash_sha256.h>

#include <tuple>

#if defined(__x86_64__) && defined(__GNUC__)
#define ECFLINK_SHA_INSTRUCTIONS 1
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

digest by_libsodium(std::initializer_list<std::string_view> parts) noexcept {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const std::string_view part : parts) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    }
    digest made;
    crypto_hash_sha256_final(&state, made.bytes.data());
    return made;
}

#ifdef ECFLINK_SHA_INSTRUCTIONS

bool has_sha_instructions() noexcept {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    const bool has_sse = __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSSE3) != 0 && (c & bit_SSE4_1) != 0;
    return has_sse && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

constexpr std::size_t block_size = 64;
alignas(16) constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

__m128i load(const void* from) noexcept { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }

/// Takes whole blocks into a state, in the order of FIPS 180-4.
__attribute__((target("sha,sse4.1,ssse3"))) void take_blocks(std::array<std::uint32_t, 8>& state,
                                                             const char* data, std::size_t blocks) noexcept {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    // The instructions want the eight words as A B E F and C D G H.
    __m128i first = _mm_shuffle_epi32(load(&state[0]), 0xB1);
    __m128i cdgh = _mm_shuffle_epi32(load(&state[4]), 0x1B);
    __m128i abef = _mm_alignr_epi8(first, cdgh, 8);
    cdgh = _mm_blend_epi16(cdgh, first, 0xF0);
    for (; blocks > 0; --blocks, data += block_size) {
        const __m128i abef_before = abef;
        const __m128i cdgh_before = cdgh;
        __m128i words[4];
        for (std::size_t i = 0; i < 4; ++i) {
            words[i] = _mm_shuffle_epi8(load(data + 16 * i), big_endian);
        }
        for (std::size_t i = 0; i < 16; ++i) {  // four rounds each
            __m128i sums = _mm_add_epi32(words[i % 4], load(&round_constants[4 * i]));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sums);
            sums = _mm_shuffle_epi32(sums, 0x0E);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, sums);
            if (i < 12) {
                const __m128i last = words[(i + 3) % 4];
                const __m128i mixed = _mm_add_epi32(_mm_sha256msg1_epu32(words[i % 4], words[(i + 1) % 4]),
                                                    _mm_alignr_epi8(last, words[(i + 2) % 4], 4));
                words[i % 4] = _mm_sha256msg2_epu32(mixed, last);
            }
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    first = _mm_shuffle_epi32(abef, 0x1B);
    cdgh = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(&state[0]), _mm_blend_epi16(first, cdgh, 0xF0));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(&state[4]), _mm_alignr_epi8(cdgh, first, 8));
}

digest by_instructions(std::initializer_list<std::string_view> parts) noexcept {
    std::array<std::uint32_t, 8> state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<char, 2 * block_size> rest{};  // of a block, and at the end what pads it
    std::size_t in_rest = 0;
    std::uint64_t length = 0;
    for (std::string_view part : parts) {
        length += part.size();
        if (in_rest != 0) {
            const std::size_t taken = std::min(part.size(), block_size - in_rest);
            std::copy_n(part.data(), taken, &rest[in_rest]);
            in_rest += taken;
            part.remove_prefix(taken);
            if (in_rest == block_size) {
                take_blocks(state, rest.data(), 1);
                in_rest = 0;
            }
        }
        if (in_rest == 0) {
            const std::size_t blocks = part.size() / block_size;
            take_blocks(state, part.data(), blocks);
            part.remove_prefix(blocks * block_size);
            std::copy_n(part.data(), part.size(), rest.data());
            in_rest = part.size();
        }
    }
    const std::size_t end = in_rest < block_size - 8 ? block_size : 2 * block_size;
    std::fill(&rest[in_rest], rest.data() + end, '\0');
    rest[in_rest] = '\x80';
    for (std::size_t i = 0; i < 8; ++i) {
        rest[end - 1 - i] = static_cast<char>((length * 8) >> (8 * i) & 0xFFU);
    }
    take_blocks(state, rest.data(), end / block_size);
    digest made;
    for (std::size_t i = 0; i < made.bytes.size(); ++i) {
        made.bytes[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
    }
    return made;
}

#endif

}  // namespace

digest sha256(std::initializer_list<std::string_view> parts) noexcept {
#ifdef ECFLINK_SHA_INSTRUCTIONS
    static const bool is_there = has_sha_instructions();
    if (is_there) {
        return by_instructions(parts);
    }
#endif
    return by_libsodium(parts);
}

}  // namespace detail
ECFLINK_END_NAMESPACE
