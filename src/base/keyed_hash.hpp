// keyed_hash.hpp: hashes under a secret, for keys that come from users: nobody can choose keys that
// collide.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail {

__extension__ using wide = unsigned __int128;

/// The two halves of the product of two numbers, combined by exclusive or.
[[nodiscard]] inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
    const wide product = static_cast<wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Maps a hash to one of `size` places. The high bits of the hash decide.
[[nodiscard]] inline std::uint64_t place_of(std::uint64_t hash, std::uint64_t size) noexcept {
    return static_cast<std::uint64_t>(static_cast<wide>(hash) * size >> 64);
}

/// Multiplies and folds in the manner of wyhash, under a secret. Results differ from run to run
/// unless the secret is given, so no answer may depend on them.
class keyed_hash {
public:
    using secret = std::array<std::uint64_t, 4>;

    /// Draws a secret from the random device of the system.
    [[nodiscard]] static secret draw_secret() {
        std::random_device device;
        secret drawn{};
        for (std::uint64_t& word : drawn) {
            word = std::uint64_t{device()} << 32 | device();
        }
        return drawn;
    }

    /// Takes any secret, even zeros: its words are mixed first.
    explicit keyed_hash(const secret& of_run) noexcept {
        for (std::size_t i = 0; i < secret_.size(); ++i) {
            std::uint64_t word = of_run[i] + (i + 1) * 0x9E3779B97F4A7C15U;
            word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9U;
            word = (word ^ (word >> 27)) * 0x94D049BB133111EBU;
            secret_[i] = word ^ (word >> 31);
        }
    }

    [[nodiscard]] std::uint64_t operator()(std::uint64_t low, std::uint64_t high) const noexcept {
        return fold(low ^ secret_[0], high ^ secret_[1]);
    }
    /// Hashes a small number, such as the number of a record, in half the work.
    [[nodiscard]] std::uint64_t of_number(std::uint64_t number) const noexcept {
        return fold(number ^ secret_[0], secret_[2] | 1);
    }

    /// Hashes a text. With different salts, hashes of one text are independent of each other.
    [[nodiscard]] std::uint64_t operator()(std::string_view text, std::uint64_t salt = 0) const noexcept {
        std::uint64_t hash = fold(salt ^ secret_[2], text.size() ^ secret_[3]);
        while (text.size() > 16) {
            std::uint64_t words[2];
            std::memcpy(words, text.data(), sizeof words);
            hash = fold(words[0] ^ secret_[0] ^ hash, words[1] ^ secret_[1]);
            text.remove_prefix(sizeof words);
        }
        std::uint64_t words[2] = {};
        if (!text.empty()) {
            std::memcpy(words, text.data(), text.size());
        }
        hash = fold(words[0] ^ secret_[0] ^ hash, words[1] ^ secret_[1]);
        return fold(hash ^ secret_[2], secret_[3] | 1);
    }

    /// Hashes a text of 1 to 32 bytes, padded with zeros. Equal to the hash of the text.
    [[nodiscard]] std::uint64_t of_padded(const std::uint64_t (&words)[4], std::size_t size) const noexcept {
        std::uint64_t hash = fold(secret_[2], size ^ secret_[3]);
        const bool is_long = size > 16;
        if (is_long) {
            hash = fold(words[0] ^ secret_[0] ^ hash, words[1] ^ secret_[1]);
        }
        hash = fold(words[is_long ? 2 : 0] ^ secret_[0] ^ hash, words[is_long ? 3 : 1] ^ secret_[1]);
        return fold(hash ^ secret_[2], secret_[3] | 1);
    }

private:
    secret secret_{};
};

}  // namespace detail
ECFLINK_END_NAMESPACE
