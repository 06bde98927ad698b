// The bytes of a handle, in order: the version, the name of the key, the claims, and the MAC. The
// MAC is over a fixed text, the id of the ledger with its length in front, and the bytes of the
// handle before the MAC. Numbers are big endian; a text has its length in front.
#include <ecflink/ledger/handle.hpp>

#include <algorithm>
#include <cstring>
#include <optional>

#include <sodium.h>

#include "base/sha256.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

/// Version 1 did not bind the ledger.
constexpr std::uint8_t handle_version = 2;
/// Keeps a MAC of a handle apart from one over anything else.
constexpr std::string_view mac_context = "ecflink handle 2";
/// The claims have a maximum size, so a longer text is not a handle.
constexpr std::size_t longest_handle = 1'024;
constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

class byte_writer {
public:
    void number(std::uint64_t given, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            bytes_ += static_cast<char>(given >> shift & 0xFF);
        }
    }
    template <std::size_t N>
    void block(const std::array<std::uint8_t, N>& given) {
        bytes_.append(reinterpret_cast<const char*>(given.data()), N);
    }
    template <class Id>
    void id(const Id& given) {
        number(given.view().size(), 1);
        bytes_.append(given.view());
    }
    void time(instant at) { number(static_cast<std::uint64_t>(at.micros), 8); }
    template <class E>
    void token(E given) {
        number(static_cast<std::uint8_t>(given), 1);
    }
    void given_proof(const proof& shown) {
        token(shown.proof_class);
        time(shown.at.value_or(earliest_instant));
    }
    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

private:
    std::string bytes_;
};

/// Reads what byte_writer wrote. After a missing byte or an invalid value, everything it reads is
/// empty, and `is_complete` is false.
class byte_reader {
public:
    explicit byte_reader(std::string_view bytes) noexcept : bytes_(bytes) {}

    std::uint64_t number(std::size_t size) {
        std::uint64_t read = 0;
        for (const char c : take(size)) {
            read = read << 8 | static_cast<unsigned char>(c);
        }
        return read;
    }
    template <std::size_t N>
    std::array<std::uint8_t, N> block() {
        std::array<std::uint8_t, N> read{};
        const std::string_view from = take(N);
        std::memcpy(read.data(), from.data(), from.size());
        return read;
    }
    template <class Id>
    Id id() {
        const auto read = Id::make(take(number(1)));
        is_good_ = is_good_ && read.has_value();
        return is_good_ ? read.value() : Id{};
    }
    instant time() { return {static_cast<std::int64_t>(number(8))}; }
    template <class E>
    E token() {
        const auto read = static_cast<E>(number(1));
        is_good_ = is_good_ && is_listed(read);
        return read;
    }
    proof given_proof() {
        const auto shown = token<proof_class>();
        return {shown, time()};
    }
    /// Everything was valid, and nothing is left.
    [[nodiscard]] bool is_complete() const noexcept { return is_good_ && bytes_.empty(); }

private:
    std::string_view take(std::size_t size) {
        is_good_ = is_good_ && size <= bytes_.size();
        const std::string_view taken = bytes_.substr(0, is_good_ ? size : 0);
        bytes_.remove_prefix(taken.size());
        return taken;
    }

    std::string_view bytes_;
    bool is_good_ = true;
};

std::string to_base64(std::string_view bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), variant);
    text.pop_back();  // the NUL
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    if (text.empty() || text.size() > longest_handle ||
        sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, variant) != 0) {
        return std::nullopt;
    }
    bytes.resize(size);
    // A handle has only one text, so the unused bits of the last character must be zero.
    return to_base64(bytes) == text ? std::optional(std::move(bytes)) : std::nullopt;
}

/// What the MAC of a handle is over.
std::string authenticated(std::string_view ledger_id, std::string_view signed_part) {
    byte_writer out;
    out.number(ledger_id.size(), 8);
    return std::string(mac_context).append(out.bytes()).append(ledger_id).append(signed_part);
}

}  // namespace

std::string seal(const handle_claims& claims, const key_ring& keys, std::string_view ledger_id) {
    byte_writer out;
    out.number(handle_version, 1);
    out.block(keys.current());
    out.token(claims.purpose);
    out.id(claims.court);
    out.id(claims.login);
    out.id(claims.central);
    out.token(claims.role);
    out.number(claims.account_revision, 8);
    out.number(claims.central_revision, 8);
    out.block(claims.policy.bytes);
    out.block(claims.session.bytes);
    out.block(claims.shown.bytes);
    out.given_proof(claims.central_proof);
    out.given_proof(claims.account_proof);
    out.id(claims.proof_court);
    out.time(claims.issued);
    out.time(claims.expires);
    out.block(claims.once.bytes);
    out.number(claims.epoch, 8);
    const mac_tag tag = keys.mac(authenticated(ledger_id, out.bytes())).tag;
    return to_base64(out.bytes() + std::string(reinterpret_cast<const char*>(tag.data()), tag.size()));
}

result<handle_claims, ceremony_problem> open(std::string_view handle, const key_ring& keys,
                                             std::string_view ledger_id) {
    constexpr auto none = ceremony_problem::not_authentic;
    const auto bytes = from_base64(handle);
    if (!bytes || bytes->size() < sizeof(mac_tag) || ledger_id.empty()) {
        return none;
    }
    const std::string_view signed_part = std::string_view(*bytes).substr(0, bytes->size() - sizeof(mac_tag));
    mac_tag tag;
    std::memcpy(tag.data(), bytes->data() + signed_part.size(), tag.size());

    byte_reader in(signed_part);
    const auto version = in.number(1);
    const auto key = in.block<std::tuple_size_v<key_id>>();
    if (version != handle_version || !keys.verifies(key, authenticated(ledger_id, signed_part), tag)) {
        return none;
    }
    handle_claims claims;
    claims.purpose = in.token<handle_purpose>();
    claims.court = in.id<court_id>();
    claims.login = in.id<login>();
    claims.central = in.id<central_id>();
    claims.role = in.token<account_role>();
    claims.account_revision = in.number(8);
    claims.central_revision = in.number(8);
    claims.policy.bytes = in.block<32>();
    claims.session.bytes = in.block<32>();
    claims.shown.bytes = in.block<32>();
    claims.central_proof = in.given_proof();
    claims.account_proof = in.given_proof();
    claims.proof_court = in.id<court_id>();
    claims.issued = in.time();
    claims.expires = in.time();
    claims.once.bytes = in.block<16>();
    claims.epoch = in.number(8);
    if (!in.is_complete()) {
        return none;
    }
    return claims;
}

digest digest_of(std::string_view bytes) { return detail::sha256({bytes}); }

ECFLINK_END_NAMESPACE
