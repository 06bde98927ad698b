// record_key.hpp: the keys of accounts as their records hold them: exact, or a fingerprint of a
// long one.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/keyed_hash.hpp"
#include "tables/decode.hpp"
#include "verify/courts.hpp"
#include "verify/record_table.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Keys that records store as they are: a court's number and a login of up to 14 bytes, or a
/// central id of up to 15.
struct exact_keys {
    static constexpr unsigned longest_login = 14;
    static constexpr unsigned longest_central = 15;
    static constexpr unsigned court_shift = 48;  ///< in the upper half, behind the login
    static constexpr court_number no_court_number = 0xFFFF;

    [[nodiscard]] static constexpr short_text account(court_number court, const short_text& name) noexcept {
        return {name.low, name.high | std::uint64_t{court} << court_shift};
    }
    /// True, if the key is exact; false, if it is a fingerprint.
    [[nodiscard]] static constexpr bool is_account(const short_text& key) noexcept {
        return key.high >> court_shift != no_court_number;
    }
    [[nodiscard]] static constexpr bool is_central(const short_text& key) noexcept {
        return key.high >> no_text_shift != no_text;
    }
    /// The upper byte of a fingerprint of a central account, which no text of UTF-8 has.
    static constexpr std::uint64_t no_text = 0xFF;
    static constexpr unsigned no_text_shift = 56;

    /// True, if one of two texts of at most 16 bytes is too long.
    [[nodiscard]] static constexpr bool is_one_too_long(const short_text& login,
                                                        const short_text& central) noexcept {
        return (login.high >> 8 * (longest_login - 8) | central.high >> 8 * (longest_central - 8)) != 0;
    }
};

/// The key of a court account. `name_text` gives a long login.
template <class Text>
[[nodiscard]] record_key make_account_key(const keyed_hash& hash, court_number court, const short_text& name,
                                          std::uint8_t size, Text name_text) noexcept {
    record_key key;
    if (size <= exact_keys::longest_login && court < exact_keys::no_court_number) [[likely]] {
        key.text = exact_keys::account(court, name);
    } else {
        const std::string_view text = name_text();
        key.text = {hash(text, court),
                    (hash(text, court + (std::uint64_t{1} << 32)) >> 16) |
                        std::uint64_t{exact_keys::no_court_number} << exact_keys::court_shift};
        key.is_exact = false;
    }
    key.hash = hash(key.text.low, key.text.high);
    return key;
}

/// The key of a central account. `id_text` gives a long id.
template <class Text>
[[nodiscard]] record_key make_central_key(const keyed_hash& hash, const short_text& id, std::uint8_t size,
                                          Text id_text) noexcept {
    record_key key;
    if (size <= exact_keys::longest_central) [[likely]] {
        key.text = id;
    } else {
        const std::string_view text = id_text();
        key.text = {hash(text, 1), (hash(text, 2) >> 8) | exact_keys::no_text << exact_keys::no_text_shift};
        key.is_exact = false;
    }
    key.hash = hash(key.text.low, key.text.high);
    return key;
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
