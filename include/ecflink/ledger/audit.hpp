// audit.hpp: the audit trail as values: the text of an entry, and how entries are chained, signed
// and verified. Compiled; it uses no database.
//
// Entries are numbered from 1. The hash of an entry is the SHA-256 of the previous hash, its number
// and its body. So an entry cannot be changed, moved, removed or inserted without changing every
// later hash. From time to time the last hash is signed with a key that the database does not hold.
// That is a checkpoint: a person who rewrites the chain cannot sign it again.
//
//     const std::string body = ecflink::to_body(entry);
//     const ecflink::digest hash = ecflink::chain(last.hash, last.sequence + 1, body);
//
//     ecflink::audit_verifier verifier(ledger_id, trusted_keys);
//     verifier.take(last.sequence + 1, body, hash);  // and so on, entry by entry
//     const ecflink::audit_report report = verifier.finish(head);
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ecflink/core/digest.hpp>
#include <ecflink/core/findings.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/ledger/keys.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A further fact about an event. The name is ASCII and occurs once in its entry.
struct audit_detail {
    std::string name;
    std::variant<std::string, std::int64_t> value;
};

/// An event. Empty fields are left out of the body. No field may hold a secret.
struct audit_entry {
    audit_event event{};
    instant at;
    court_id court;
    ecflink::login login;
    central_id central;
    std::optional<actor> by;  ///< the role of the person who acted; nothing for the program itself
    std::string actor_id;     ///< the caller's own name for this person
    ecflink::findings findings;
    std::vector<audit_detail> details;
};

/// The entry as canonical JSON (RFC 8785). Malformed UTF-8 gets replacement characters, so that no
/// event is lost.
[[nodiscard]] std::string to_body(const audit_entry& entry);

/// The hash before the first entry. It covers a fixed text and the ledger's id, so that no entry
/// fits another ledger.
[[nodiscard]] digest chain_start(std::string_view ledger_id);
/// The hash of an entry. It covers the previous hash, the sequence number in eight bytes with the
/// highest byte first, and the body.
[[nodiscard]] digest chain(const digest& previous, std::uint64_t sequence, std::string_view body);

/// The last entry of a trail.
struct audit_head {
    std::uint64_t sequence = 0;  ///< its number; 0 if the trail is empty
    digest hash;                 ///< its hash, or `chain_start`

    friend bool operator==(const audit_head&, const audit_head&) = default;
};

/// A signed statement: at this time the ledger's trail had this head.
struct checkpoint {
    audit_head head;
    instant at;
    ed25519_public_key public_key{};
    ed25519_signature signature{};

    friend bool operator==(const checkpoint&, const checkpoint&) = default;
};

/// Signs a head with the current key.
[[nodiscard]] checkpoint sign_checkpoint(const key_ring& keys, std::string_view ledger_id,
                                         const audit_head& head, instant at);
/// True if the key named by the checkpoint signed it for this ledger. Whose key that is remains
/// open.
[[nodiscard]] bool verify_checkpoint(const checkpoint& given, std::string_view ledger_id);

/// What can be wrong with a trail.
enum class audit_flaw : std::uint8_t {
    gap = 1,      ///< "gap": this entry is missing
    order = 2,    ///< "order": this entry or checkpoint stands in the wrong place
    altered = 3,  ///< "altered": this entry, or its hash, is not what was chained
    /// "bad-signature": the key named by this checkpoint did not sign it for this ledger
    bad_signature = 4,
    unknown_key = 5,  ///< "unknown-key": the key of this checkpoint is not a trusted one
    /// "rewritten": this entry is not the one that a checkpoint or a noted head states
    rewritten = 6,
    truncated = 7,     ///< "truncated": the trail once had this entry, and no longer does
    beyond_head = 8,   ///< "beyond-head": this entry comes after the stated last one
    head_differs = 9,  ///< "head-differs": this last entry is not the stated last one
    /// "record-differs": the decision record of this entry is not the one that the entry states
    record_differs = 10,
};
[[nodiscard]] std::string_view to_token(audit_flaw flaw) noexcept;
/// One sentence for people, without a full stop.
[[nodiscard]] std::string_view to_message(audit_flaw flaw) noexcept;

/// What a verifier found.
struct audit_report {
    std::uint64_t entries = 0;      ///< the entries taken
    std::uint64_t checkpoints = 0;  ///< the checkpoints taken
    std::uint64_t last_signed = 0;  ///< good signatures cover entries up to here; 0 if none does
    /// the caller named trusted keys; without them a signature only proves that some key made it
    bool keys_are_trusted = false;
    audit_head head;  ///< the last entry before any flaw
    std::optional<audit_flaw> flaw;
    std::uint64_t flaw_at = 0;  ///< the number of the entry or checkpoint with the flaw

    [[nodiscard]] bool is_whole() const noexcept { return !flaw; }
};

/// Verifies a trail entry by entry, in constant memory. After the first flaw it only counts.
class audit_verifier {
public:
    /// `trusted`: the keys whose signatures count. With none, a signature is checked against the
    /// key named by the checkpoint. `noted`: a head noted elsewhere. A trail without it is
    /// rewritten or truncated.
    explicit audit_verifier(std::string_view ledger_id, std::span<const ed25519_public_key> trusted = {},
                            const std::optional<audit_head>& noted = std::nullopt);

    /// Takes the next entry, in the order of the numbers. False once there is a flaw.
    bool take(std::uint64_t sequence, std::string_view body, const digest& hash);
    /// Takes a checkpoint, after the entry of its number; after all entries if no entry has it.
    bool take(const checkpoint& given);

    /// The report on a trail whose last entry is not known. It cannot notice entries cut off after
    /// the last checkpoint.
    [[nodiscard]] audit_report finish() const;
    /// The report on a trail that should end with this head.
    [[nodiscard]] audit_report finish(const audit_head& expected) const;

private:
    bool fail(audit_flaw flaw, std::uint64_t at) noexcept;

    std::string ledger_id_;
    std::vector<ed25519_public_key> trusted_;
    std::optional<audit_head> noted_;
    audit_report report_;
};

/// An entry as a line of an export, canonical JSON without a line end:
/// {"entry":BODY,"hash":"64 hexadecimal digits","sequence":N}.
[[nodiscard]] std::string to_json_line(std::uint64_t sequence, std::string_view body, const digest& hash);
/// A checkpoint as a line of an export:
/// {"checkpoint":{"at":..,"hash":..,"public-key":..,"sequence":..,"signature":..}}.
[[nodiscard]] std::string to_json_line(const checkpoint& given);

ECFLINK_END_NAMESPACE
