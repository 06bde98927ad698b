// libsodium's crypto_kdf derives the keys from a master key, which is then wiped at once.
#include <ecflink/ledger/keys.hpp>

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <type_traits>
#include <utility>

ECFLINK_BEGIN_NAMESPACE

namespace {

constexpr std::string_view key_prefix = "ecflink-key-1:";
constexpr std::string_view ledger_prefix = "ecflink-ledger-1:";
constexpr int base64_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t max_key_file_bytes = std::size_t{1} << 16;

constexpr std::size_t ledger_id_bytes = 16;

constexpr std::size_t master_bytes = crypto_kdf_KEYBYTES;
constexpr std::size_t master_digits = sodium_base64_ENCODED_LEN(master_bytes, base64_variant) - 1;
using master_key = std::array<unsigned char, master_bytes>;

// These must never change: other numbers give other keys.
constexpr const char* derivation_context = "ecflink1";
constexpr std::uint64_t mac_subkey = 1;
constexpr std::uint64_t signing_subkey = 2;
constexpr std::uint64_t name_subkey = 3;
constexpr std::uint64_t audit_subkey = 4;
static_assert(master_bytes == 32 && crypto_kdf_CONTEXTBYTES == 8);

static_assert(std::tuple_size_v<mac_tag> == crypto_auth_BYTES);
static_assert(std::string_view(crypto_auth_PRIMITIVE) == "hmacsha512256");
static_assert(std::tuple_size_v<ed25519_public_key> == crypto_sign_PUBLICKEYBYTES);
static_assert(std::tuple_size_v<ed25519_signature> == crypto_sign_BYTES);

/// libsodium needs this first. It fails only if the system has no random numbers.
void start_sodium() noexcept {
    static const bool is_ready = sodium_init() >= 0;
    if (!is_ready) {
        std::abort();
    }
}

const unsigned char* bytes_of(std::string_view text) noexcept {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// An object on the stack that is wiped at the end of its scope.
template <class T>
class wiped {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    wiped() = default;
    wiped(const wiped&) = delete;
    wiped& operator=(const wiped&) = delete;
    ~wiped() { sodium_memzero(&value, sizeof value); }

    T value{};
};

struct derived_key {
    key_id id;
    /// By `key_use`: what crypto_auth has computed when it has read the key, which is half of its
    /// work for a short message.
    std::array<crypto_auth_hmacsha512256_state, 2> mac;
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> signing;
    ed25519_public_key verifying;
};

template <std::size_t N>
void derive(std::array<unsigned char, N>& to, std::uint64_t subkey, const master_key& from) {
    static_assert(N >= crypto_kdf_BYTES_MIN && N <= crypto_kdf_BYTES_MAX);
    crypto_kdf_derive_from_key(to.data(), N, subkey, derivation_context, from.data());
}

void derive_mac(derived_key& to, key_use use, std::uint64_t subkey, const master_key& from) {
    wiped<std::array<unsigned char, crypto_auth_KEYBYTES>> key;
    derive(key.value, subkey, from);
    crypto_auth_hmacsha512256_init(&to.mac[static_cast<std::size_t>(use)], key.value.data(),
                                   key.value.size());
}

/// The tag of crypto_auth.
mac_tag tag_of(const derived_key& key, key_use use, std::string_view message) {
    wiped<crypto_auth_hmacsha512256_state> state;
    state.value = key.mac[static_cast<std::size_t>(use)];
    crypto_auth_hmacsha512256_update(&state.value, bytes_of(message), message.size());
    mac_tag made;
    crypto_auth_hmacsha512256_final(&state.value, made.data());
    return made;
}

/// Writes the keys into their final place, so that no copy is left on the stack.
void derive_all(derived_key& to, const master_key& from) {
    derive_mac(to, key_use::handle, mac_subkey, from);
    derive_mac(to, key_use::audit, audit_subkey, from);
    wiped<std::array<unsigned char, crypto_sign_SEEDBYTES>> seed;
    derive(seed.value, signing_subkey, from);
    crypto_sign_seed_keypair(to.verifying.data(), to.signing.data(), seed.value.data());
    std::array<unsigned char, crypto_kdf_BYTES_MIN> name{};
    derive(name, name_subkey, from);
    std::copy_n(name.begin(), to.id.size(), to.id.begin());
}

bool read_master_key(std::string_view line, master_key& key) {
    return line.size() == key_prefix.size() + master_digits && line.starts_with(key_prefix) &&
           sodium_base642bin(key.data(), key.size(), line.data() + key_prefix.size(), master_digits, nullptr,
                             nullptr, nullptr, base64_variant) == 0;
}

std::string_view trim(std::string_view line) noexcept {
    constexpr std::string_view blanks = " \t\r";
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    return line.substr(0, line.find_last_not_of(blanks) + 1);  // npos + 1 is 0
}

}  // namespace

struct key_ring::secrets {
    std::size_t size = 0;
    std::array<derived_key, max_keys> keys{};

    [[nodiscard]] std::span<const derived_key> all() const noexcept { return {keys.data(), size}; }
};

// sodium_free wipes the memory.
void key_ring::give_back::operator()(secrets* memory) const noexcept { sodium_free(memory); }

key_ring::key_ring(locked_secrets memory, std::vector<std::string> served) noexcept
    : secrets_(std::move(memory)), served_(std::move(served)) {}

result<key_ring, diagnostic> key_ring::parse(std::string_view text, std::string_view file) {
    start_sodium();
    diagnostic trouble;
    trouble.file = file;
    if (text.size() > max_key_file_bytes) {
        trouble.message = "the file is too long for a key file";
        return trouble;
    }
    static_assert(std::is_trivially_destructible_v<secrets>);
    void* const memory = sodium_malloc(sizeof(secrets));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    locked_secrets made(new (memory) secrets);
    std::vector<std::string> served;
    while (!text.empty()) {
        ++trouble.line;
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        if (line.starts_with(ledger_prefix)) {
            const std::string_view id = line.substr(ledger_prefix.size());
            if (!from_hex<ledger_id_bytes>(id)) {
                trouble.message = "not the id of a ledger; the line is not shown";
                trouble.expected = std::string(ledger_prefix) + " and the " +
                                   std::to_string(2 * ledger_id_bytes) +
                                   " hexadecimal digits that the ledger's status shows";
                return trouble;
            }
            served.emplace_back(id);
            continue;
        }
        wiped<master_key> master;
        if (!read_master_key(line, master.value)) {
            trouble.message = "not a key; the line is not shown, since it may be a damaged key";
            trouble.expected =
                "ecflink-key-1: and " + std::to_string(master_digits) + " characters of base64url";
            return trouble;
        }
        if (made->size == max_keys) {
            trouble.message = "too many keys";
            trouble.expected = "at most " + std::to_string(max_keys);
            return trouble;
        }
        derived_key& key = made->keys[made->size];
        derive_all(key, master.value);
        if (std::ranges::any_of(made->all(),
                                [&key](const derived_key& other) { return other.id == key.id; })) {
            trouble.message = "this key is in an earlier line";
            trouble.expected = "each key once";
            return trouble;
        }
        ++made->size;
    }
    if (made->size == 0) {
        trouble.line = 0;
        trouble.message = "there is no key";
        trouble.expected = "one key a line, the newest first";
        return trouble;
    }
    sodium_mprotect_readonly(memory);
    return key_ring(std::move(made), std::move(served));
}

std::string key_ring::generate_line() {
    start_sodium();
    wiped<master_key> master;
    crypto_kdf_keygen(master.value.data());
    std::string line;
    // reserved, because growing would leave a copy behind
    line.reserve(key_prefix.size() + master_digits + 1);
    line = key_prefix;
    line.resize(key_prefix.size() + master_digits + 1);
    sodium_bin2base64(line.data() + key_prefix.size(), master_digits + 1, master.value.data(),
                      master.value.size(), base64_variant);
    line.pop_back();  // the zero at the end
    return line;
}

std::string key_ring::ledger_line(std::string_view ledger_id) {
    return std::string(ledger_prefix).append(ledger_id);
}

bool key_ring::serves(std::string_view ledger_id) const {
    return served_.empty() || std::ranges::find(served_, ledger_id) != served_.end();
}

authentication key_ring::mac(std::string_view message, key_use use) const {
    const derived_key& key = secrets_->keys.front();
    return {key.id, tag_of(key, use, message)};
}

bool key_ring::verifies(const key_id& key, std::string_view message, const mac_tag& tag, key_use use) const {
    const auto all = secrets_->all();
    const auto found = std::ranges::find(all, key, &derived_key::id);
    return found != all.end() && equal_in_constant_time(tag_of(*found, use, message), tag);
}

bool key_ring::has(const key_id& key) const noexcept {
    return std::ranges::find(secrets_->all(), key, &derived_key::id) != secrets_->all().end();
}

ed25519_signature key_ring::sign(std::string_view message) const {
    ed25519_signature made{};
    crypto_sign_detached(made.data(), nullptr, bytes_of(message), message.size(),
                         secrets_->keys.front().signing.data());
    return made;
}

ed25519_public_key key_ring::public_key() const { return secrets_->keys.front().verifying; }

std::vector<ed25519_public_key> key_ring::public_keys() const {
    std::vector<ed25519_public_key> all;
    for (const derived_key& key : secrets_->all()) {
        all.push_back(key.verifying);
    }
    return all;
}

key_id key_ring::current() const { return secrets_->keys.front().id; }

bool verify_signature(const ed25519_public_key& key, std::string_view message,
                      const ed25519_signature& given) {
    start_sodium();
    return crypto_sign_verify_detached(given.data(), bytes_of(message), message.size(), key.data()) == 0;
}

bool equal_in_constant_time(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) noexcept {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}
bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::string& secret) noexcept {
    // also what is behind its present end; within the capacity this allocates nothing
    secret.resize(secret.capacity());
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    std::string text(bytes.size() * 2, '\0');
    detail::write_hex(bytes, text.data());
    return text;
}

namespace detail {

void fill_with_random_bytes(std::span<std::uint8_t> bytes) {
    start_sodium();
    randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace detail

ECFLINK_END_NAMESPACE
