#include "base/sha256.hpp"

#include <sodium/crypto_hash_sha256.h>

#include <tuple>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

static_assert(std::tuple_size_v<decltype(digest::bytes)> == crypto_hash_sha256_BYTES);

digest sha256(std::initializer_list<std::string_view> parts) noexcept {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const std::string_view part : parts) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    }
    digest made;
    crypto_hash_sha256_final(&state, made.bytes.data());
    return made;
}

}  // namespace detail
ECFLINK_END_NAMESPACE
