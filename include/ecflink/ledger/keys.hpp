// keys.hpp: the secret keys of a ledger, and what is made with them. Compiled.
//
// A key ring holds the current master key and earlier ones. Each master key yields a key for
// message authentication (handles, entries of the audit trail), an Ed25519 key pair (its
// checkpoints) and a public name. New things are made with the current key. Those made with an
// earlier key stay valid until its line is removed from the key file.
//
//     const auto keys = ecflink::key_ring::parse(text_of_key_file);
//     const ecflink::authentication proven = keys.value().mac(message);
//     assert(keys.value().verifies(proven.key, message, proven.tag));
//
// Only `generate_line` writes out a secret. Secrets are in read-only memory that is locked where
// the system allows it, kept out of core files, and wiped when it is freed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/digest.hpp>
#include <ecflink/core/result.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The public name of a master key.
using key_id = std::array<std::uint8_t, 8>;
/// HMAC-SHA-512-256.
using mac_tag = std::array<std::uint8_t, 32>;
using ed25519_public_key = std::array<std::uint8_t, 32>;
using ed25519_signature = std::array<std::uint8_t, 64>;

/// What proves that a message was made by the holder of a key.
struct authentication {
    key_id key;
    mac_tag tag;

    // only `key_ring::verifies` compares tags, in constant time
    friend bool operator==(const authentication&, const authentication&) = delete;
};

/// What a tag is made for. A tag made for one use is none for another.
enum class key_use : std::uint8_t { handle, audit };

/// The most keys that a ring holds, the current one included.
inline constexpr std::size_t max_keys = 16;

/// The secrets. Move-only; a moved-from ring may only be destroyed or assigned to. A ring never
/// changes, so any number of threads may use it.
class key_ring {
public:
    /// Reads a key file. Each line is one key, the newest first: `ecflink-key-1:` and 43 characters
    /// of base64url. A line `ecflink-ledger-1:` with the id of a ledger says that the keys serve
    /// this ledger; without such lines they serve all. Empty lines and lines that begin with `#`
    /// are skipped. An error names the line and never its content; `file` is the name of the file
    /// in it. Wipe the text afterwards.
    [[nodiscard]] static result<key_ring, diagnostic> parse(std::string_view text,
                                                            std::string_view file = {});
    /// A new random key as a line of a key file, without a line end. Wipe it after use.
    [[nodiscard]] static std::string generate_line();

    /// The line of a key file that names a ledger as served, without a line end. Not a secret.
    [[nodiscard]] static std::string ledger_line(std::string_view ledger_id);

    /// True if the key file names the ledger of this id, or names none (A10).
    [[nodiscard]] bool serves(std::string_view ledger_id) const;

    /// Authenticates a message with the current key.
    [[nodiscard]] authentication mac(std::string_view message, key_use use = key_use::handle) const;
    /// True if the key of this name, current or earlier, made the tag over the message. Takes the
    /// same time whichever byte differs.
    [[nodiscard]] bool verifies(const key_id& key, std::string_view message, const mac_tag& tag,
                                key_use use = key_use::handle) const;
    /// True if the ring holds the key of this name.
    [[nodiscard]] bool has(const key_id& key) const noexcept;

    /// Signs a message with the current key.
    [[nodiscard]] ed25519_signature sign(std::string_view message) const;
    /// The key that verifies signatures of the current key. Not a secret.
    [[nodiscard]] ed25519_public_key public_key() const;
    /// The public keys of all keys, the current one first.
    [[nodiscard]] std::vector<ed25519_public_key> public_keys() const;
    /// The name of the current key.
    [[nodiscard]] key_id current() const;

private:
    struct secrets;
    struct give_back {
        void operator()(secrets* memory) const noexcept;
    };
    using locked_secrets = std::unique_ptr<secrets, give_back>;

    key_ring(locked_secrets memory, std::vector<std::string> served) noexcept;
    locked_secrets secrets_;
    std::vector<std::string> served_;  ///< ids of ledgers; empty: all
};

/// True if the secret half of the key made the signature over the message.
[[nodiscard]] bool verify_signature(const ed25519_public_key& key, std::string_view message,
                                    const ed25519_signature& given);

/// True if both have the same bytes. Takes the same time whichever byte differs. Lengths are not
/// secret.
[[nodiscard]] bool equal_in_constant_time(std::span<const std::uint8_t> a,
                                          std::span<const std::uint8_t> b) noexcept;
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;

/// Overwrites a secret text and empties it. No compiler optimizes this away.
void wipe(std::string& secret) noexcept;

namespace detail {
void fill_with_random_bytes(std::span<std::uint8_t> bytes);
}  // namespace detail

/// Unpredictable bytes from the operating system.
template <std::size_t N>
[[nodiscard]] std::array<std::uint8_t, N> random_bytes() {
    std::array<std::uint8_t, N> bytes{};
    detail::fill_with_random_bytes(bytes);
    return bytes;
}

/// Two lower-case hexadecimal digits for each byte.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
/// The bytes of exactly 2 N lower-case hexadecimal digits; nothing for any other text.
template <std::size_t N>
[[nodiscard]] std::optional<std::array<std::uint8_t, N>> from_hex(std::string_view text) noexcept {
    std::array<std::uint8_t, N> bytes{};
    return detail::read_hex(text, bytes) ? std::optional{bytes} : std::nullopt;
}

ECFLINK_END_NAMESPACE
