// audit.hpp: the audit trail as values: what an entry says, how entries are chained, signed and
// verified. Compiled; knows no database.
//
// Entries are numbered from 1. Each carries the SHA-256 of the hash before it, its number and its
// body, so that none can be altered, moved, left out or put in without changing every hash after
// it. From time to time the last hash is signed with a key that the database does not hold: a
// checkpoint. Whoever rewrites the whole chain cannot sign it anew.
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

/// One more thing to say about an event: a name in ASCII, distinct within its entry, and a text or
/// a number.
struct audit_detail {
    std::string name;
    std::variant<std::string, std::int64_t> value;
};

/// An event. What is empty is left out of the body. Nothing in it may be a secret.
struct audit_entry {
    audit_event event{};
    instant at;
    court_id court;
    ecflink::login login;
    central_id central;
    std::optional<actor> by;  ///< in which capacity somebody acted; nothing: the program by itself
    std::string actor_id;     ///< who it was, as the caller names people
    ecflink::findings findings;
    std::vector<audit_detail> details;
};

/// The entry as canonical JSON (RFC 8785). A text that is not well-formed UTF-8 is made so with
/// replacement characters: an event is never lost.
[[nodiscard]] std::string to_body(const audit_entry& entry);

/// The hash before the first entry: of a fixed text and the ledger's id, so that no entry fits
/// another ledger.
[[nodiscard]] digest chain_start(std::string_view ledger_id);
/// The hash of an entry: of the hash before it, its sequence number in eight bytes, the highest
/// first, and its body.
[[nodiscard]] digest chain(const digest& previous, std::uint64_t sequence, std::string_view body);

/// How far a trail goes.
struct audit_head {
    std::uint64_t sequence = 0;  ///< of the last entry; 0: there is none
    digest hash;                 ///< of the last entry, or `chain_start`

    friend bool operator==(const audit_head&, const audit_head&) = default;
};

/// A signed statement that a ledger's trail had this head at this time.
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
/// True if the key that the checkpoint names signed it for this ledger. Says nothing about whose
/// key that is.
[[nodiscard]] bool verify_checkpoint(const checkpoint& given, std::string_view ledger_id);

/// What can be wrong with a trail.
enum class audit_flaw : std::uint8_t {
    gap = 1,  ///< "gap": the entry of this number is missing
    /// "order": the entry, or checkpoint, of this number came where another one belongs
    order = 2,
    altered = 3,  ///< "altered": the entry of this number, or its hash, is not what was chained
    /// "bad-signature": the checkpoint of this number was not signed for this ledger by the key
    /// that it names
    bad_signature = 4,
    /// "unknown-key": the checkpoint of this number was signed by a key that nobody vouches for
    unknown_key = 5,
    /// "rewritten": the entry of this number is not the one of which a checkpoint, or a noted head,
    /// speaks
    rewritten = 6,
    /// "truncated": the trail once had the entry of this number, and does not any more
    truncated = 7,
    /// "beyond-head": the entry of this number comes after the one that should be last
    beyond_head = 8,
    /// "head-differs": the last entry, of this number, is not the one that should be last
    head_differs = 9,
    /// "record-differs": the decision record of the entry of this number is not the one of which
    /// the entry speaks
    record_differs = 10,
};
[[nodiscard]] std::string_view to_token(audit_flaw flaw) noexcept;
/// One sentence for people, without a full stop.
[[nodiscard]] std::string_view to_message(audit_flaw flaw) noexcept;

/// What a verifier found.
struct audit_report {
    std::uint64_t entries = 0;      ///< taken
    std::uint64_t checkpoints = 0;  ///< taken
    /// every entry up to this number is vouched for by a good signature; 0: none is
    std::uint64_t last_signed = 0;
    /// the caller said whose signatures count; otherwise a signature proves no more than that some
    /// key made it
    bool keys_are_trusted = false;
    audit_head head;  ///< the last entry up to which all is well
    std::optional<audit_flaw> flaw;
    std::uint64_t flaw_at = 0;  ///< the number that the flaw names

    [[nodiscard]] bool is_whole() const noexcept { return !flaw; }
};

/// Verifies a trail entry by entry, in memory that does not grow. It stops at the first flaw, and
/// goes on counting.
class audit_verifier {
public:
    /// `trusted`: the keys whose signatures count. With none, a signature is checked against the
    /// key that the checkpoint names. `noted`: a head that was written down elsewhere: the trail
    /// must have it, or it is rewritten, or truncated.
    explicit audit_verifier(std::string_view ledger_id, std::span<const ed25519_public_key> trusted = {},
                            const std::optional<audit_head>& noted = std::nullopt);

    /// The next entry, in the order of the numbers. False once there is a flaw.
    bool take(std::uint64_t sequence, std::string_view body, const digest& hash);
    /// A checkpoint, after the entry whose number it has; one of a number that no entry has, after
    /// all entries.
    bool take(const checkpoint& given);

    /// What was found of a trail whose last entry is not known otherwise: a tail that was cut off
    /// behind the last checkpoint goes unnoticed.
    [[nodiscard]] audit_report finish() const;
    /// The same of a trail that should end with this head.
    [[nodiscard]] audit_report finish(const audit_head& expected) const;

private:
    bool fail(audit_flaw flaw, std::uint64_t at) noexcept;

    std::string ledger_id_;
    std::vector<ed25519_public_key> trusted_;
    std::optional<audit_head> noted_;
    audit_report report_;
};

/// An entry as a line of an export, canonical JSON without a line end: {"entry":BODY,"hash":"64
/// hexadecimal digits","sequence":N}.
[[nodiscard]] std::string to_json_line(std::uint64_t sequence, std::string_view body, const digest& hash);
/// A checkpoint as such a line:
/// {"checkpoint":{"at":..,"hash":..,"public-key":..,"sequence":..,"signature":..}}.
[[nodiscard]] std::string to_json_line(const checkpoint& given);

ECFLINK_END_NAMESPACE
