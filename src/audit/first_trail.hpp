// first_trail.hpp: the audit trail of a ledger of version 1 or 2: one chain for all courts, without
// tags, signed at every thousandth entry. Nothing is written so any more; old trails stay
// verifiable.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/ledger/audit.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::first_trail {

/// The hash before the first entry: of "ecflink-audit-1:" and the ledger's id.
[[nodiscard]] digest chain_start(std::string_view ledger_id);
/// The hash of an entry: of the hash before it, its number in eight bytes, and its body.
[[nodiscard]] digest chain(const digest& previous, std::uint64_t sequence, std::string_view body);

/// A signed statement: at this time the trail had this head. Its place is the number of an entry.
struct checkpoint {
    audit_head head;
    instant at;
    ed25519_public_key public_key{};
    ed25519_signature signature{};
};
/// What the signature covers. It has a fixed length. The start of the chain stands for the ledger.
[[nodiscard]] std::string message_of(const checkpoint& given, std::string_view ledger_id);

/// What a verifier found.
struct report {
    std::uint64_t entries = 0;
    std::uint64_t checkpoints = 0;
    audit_head head;  ///< the last entry before any flaw
    std::optional<audit_flaw> flaw;
    std::uint64_t flaw_at = 0;  ///< the number of the entry or checkpoint with the flaw

    [[nodiscard]] bool is_whole() const noexcept { return !flaw; }
};

/// Verifies the trail entry by entry, in constant memory. After the first flaw it only counts.
class verifier {
public:
    /// `trusted`: the keys whose signatures count. With none, a signature is checked against the
    /// key named by the checkpoint.
    explicit verifier(std::string_view ledger_id, std::span<const ed25519_public_key> trusted = {});

    /// Takes the next entry, in the order of the numbers. False once there is a flaw.
    bool take(std::uint64_t sequence, std::string_view body, const digest& hash);
    /// Takes a checkpoint, after the entry of its number; after all entries if no entry has it.
    bool take(const checkpoint& given);
    /// The report on a trail that should end with this head.
    [[nodiscard]] report finish(const audit_head& expected) const;

private:
    bool fail(audit_flaw flaw, std::uint64_t at) noexcept;

    std::string ledger_id_;
    std::vector<ed25519_public_key> trusted_;
    report report_;
};

/// An entry as a line of an export: {"entry":BODY,"hash":"64 hexadecimal digits","sequence":N}.
[[nodiscard]] std::string to_json_line(std::uint64_t sequence, std::string_view body, const digest& hash);
/// A checkpoint as a line of an export:
/// {"checkpoint":{"at":..,"hash":..,"public-key":..,"sequence":..,"signature":..}}.
[[nodiscard]] std::string to_json_line(const checkpoint& given);

}  // namespace detail::first_trail
ECFLINK_END_NAMESPACE
