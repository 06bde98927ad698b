// audit.hpp: the audit trail as values: the text of an entry, and how entries are chained,
// authenticated, signed and verified. Compiled; it uses no database.
//
// Each court has a chain of entries, and so have the events of no court. The hash of an entry
// covers the hash before it, its place in the chain, its number and its body. Every entry and every
// head of a chain carries a tag under a key that the database does not hold. From time to time all
// heads are signed together: a checkpoint, which anybody can verify with the public key alone.
//
//     const std::string body = ecflink::to_body(entry);
//     const ecflink::digest hash = ecflink::chain(head.hash, head.place + 1, event, body);
//     const ecflink::authentication tag = ecflink::tag_entry(keys, hash);
//
//     ecflink::chain_verifier verifier(ledger_id, court, {.keys = &keys});
//     verifier.take({event, head.place + 1, body, hash, tag});  // and so on, entry by entry
//     const ecflink::chain_report report = verifier.finish(last);
#pragma once

#include <cstdint>
#include <map>
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
    /// the rows that the event wrote, as canonical JSON (docs/audit.md); empty: none
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    std::string changes = {};
};

/// The entry as canonical JSON (RFC 8785). Malformed UTF-8 gets replacement characters, so that no
/// event is lost.
[[nodiscard]] std::string to_body(const audit_entry& entry);

/// The hash before the first entry of a chain. It covers a fixed text, the ledger's id and the
/// court (empty: events of no court), so that no entry fits another ledger or court.
[[nodiscard]] digest chain_start(std::string_view ledger_id, const court_id& court);
/// The hash of an entry. It covers the hash before it, its place in the chain (from 1), the number
/// of the event, and the body; both numbers in eight bytes with the highest byte first.
[[nodiscard]] digest chain(const digest& previous, std::uint64_t place, std::uint64_t event,
                           std::string_view body);

/// The end of a chain.
struct audit_head {
    std::uint64_t place = 0;  ///< how many entries the chain has
    digest hash;              ///< of its last entry, or `chain_start`

    friend bool operator==(const audit_head&, const audit_head&) = default;
};

/// The end of a court's chain.
struct court_head {
    court_id court;  ///< empty: the events of no court
    audit_head head;

    friend bool operator==(const court_head&, const court_head&) = default;
};

/// Proves that the holder of the keys wrote an entry with this hash.
[[nodiscard]] authentication tag_entry(const key_ring& keys, const digest& hash);
/// The head of a chain as a ledger keeps it.
struct kept_head {
    audit_head head;
    std::uint64_t event = 0;            ///< the number of the last entry's event
    std::uint64_t checkpoint = 0;       ///< the number of the last checkpoint when it was written
    std::optional<authentication> tag;  ///< nothing: it has none that can be read
    /// the latest time of a decision of the chain; 1970 before the first one
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    instant latest = {};
};
/// Proves that the holder of the keys left a chain with this head, and no further entry. The tag in
/// the head is not looked at.
[[nodiscard]] authentication tag_head(const key_ring& keys, std::string_view ledger_id, const court_id& court,
                                      const kept_head& last);
/// True if one of the keys made the tag of this head.
[[nodiscard]] bool verify_head(const key_ring& keys, std::string_view ledger_id, const court_id& court,
                               const kept_head& last);

/// A statement about the whole trail: at this time the chains had these heads.
struct checkpoint {
    std::uint64_t number = 0;  ///< from 1, without gaps
    std::uint64_t events = 0;  ///< the highest number of an event so far
    instant at;
    digest previous;                ///< of the body of the checkpoint before; empty for the first
    std::vector<court_head> heads;  ///< by court

    friend bool operator==(const checkpoint&, const checkpoint&) = default;
};

/// A checkpoint and its signature.
struct signed_checkpoint {
    checkpoint said;
    std::string body;  ///< the statement as canonical JSON, which the signature covers
    ed25519_public_key public_key{};
    ed25519_signature signature{};
};

/// Signs a statement with the current key.
[[nodiscard]] signed_checkpoint sign_checkpoint(const key_ring& keys, std::string_view ledger_id,
                                                checkpoint said);
/// True if the key named by the checkpoint signed it for this ledger. Whose key that is remains
/// open.
[[nodiscard]] bool verify_checkpoint(const signed_checkpoint& given, std::string_view ledger_id);
/// A checkpoint from its body and signature, as a ledger keeps them. Nothing if the body is not the
/// canonical JSON of a checkpoint. It says nothing of the signature.
[[nodiscard]] std::optional<signed_checkpoint> make_checkpoint(std::string body,
                                                               const ed25519_public_key& public_key,
                                                               const ed25519_signature& signature);
/// A checkpoint from a line of an export or of a witness file. Nothing for any other text.
[[nodiscard]] std::optional<signed_checkpoint> parse_checkpoint_line(std::string_view line);

/// What can be wrong with a trail.
enum class audit_flaw : std::uint8_t {
    gap = 1,      ///< "gap": this entry is missing
    order = 2,    ///< "order": this entry or checkpoint stands in the wrong place
    altered = 3,  ///< "altered": this entry, or its hash, is not what was chained
    /// "bad-signature": the key named by this checkpoint did not sign it for this ledger
    bad_signature = 4,
    unknown_key = 5,  ///< "unknown-key": the key of this checkpoint or entry is not a trusted one
    /// "rewritten": this entry is not the one that a checkpoint or a witness states
    rewritten = 6,
    truncated = 7,    ///< "truncated": the trail once had this entry or checkpoint, and no longer does
    beyond_head = 8,  ///< "beyond-head": this entry comes after the last one of its chain
    /// "head-differs": this last entry is not the one that the head of the chain states
    head_differs = 9,
    /// "record-differs": the decision record of this entry is not the one that the entry states
    record_differs = 10,
    forged = 11,  ///< "forged": the ledger's keys did not write this entry, or this head
};
[[nodiscard]] std::string_view to_token(audit_flaw flaw) noexcept;
/// One sentence for people, without a full stop.
[[nodiscard]] std::string_view to_message(audit_flaw flaw) noexcept;

/// A flaw, and where it is.
struct audit_problem {
    audit_flaw flaw{};
    /// whose chain; empty: that of no court, or no chain at all
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    court_id court = {};
    std::uint64_t place = 0;       ///< in the chain; 0: not in a chain
    std::uint64_t event = 0;       ///< the number of the event; 0: not known
    std::uint64_t checkpoint = 0;  ///< the number of the checkpoint; 0: not one
    bool in_first_trail = false;   ///< before the ledger had a chain for each court

    friend bool operator==(const audit_problem&, const audit_problem&) = default;
};

/// An entry as a ledger keeps it. The body is borrowed.
struct chained_entry {
    std::uint64_t event = 0;
    std::uint64_t place = 0;
    std::string_view body;
    digest hash;
    std::optional<authentication> tag;  ///< nothing: it has none that can be read
};

/// What a check of a chain found.
struct chain_report {
    court_id court;
    audit_head head;                  ///< the last entry before any flaw
    std::uint64_t entries = 0;        ///< the entries taken
    std::uint64_t authenticated = 0;  ///< entries whose tag is one of the ledger's keys
    std::uint64_t signed_up_to = 0;   ///< good signatures cover the entries up to this place
    std::uint64_t checkpoint = 0;     ///< the last checkpoint that the kept head knows of
    std::optional<audit_problem> problem;
};

/// What a chain is checked against.
struct chain_expectations {
    const key_ring* keys = nullptr;  ///< checks the tags; null: tags are not looked at
    /// heads that signed checkpoints state, by place; the chain must have had them
    std::vector<audit_head> stated;
    std::optional<audit_head> from;  ///< a head that is trusted; the first entry is the one after it
};

/// Verifies one chain entry by entry. After the first flaw it only counts. It needs no memory but
/// for the stated heads.
class chain_verifier {
public:
    chain_verifier(std::string_view ledger_id, const court_id& court, chain_expectations expected);

    /// Takes the next entry, in the order of the places. False once there is a flaw.
    bool take(const chained_entry& entry);
    /// A flaw at an entry that only the caller can see.
    void fail(audit_flaw flaw, const chained_entry& entry);
    /// The report on a chain of which the ledger keeps this head; nothing: it keeps none.
    [[nodiscard]] chain_report finish(const std::optional<kept_head>& last) const;

private:
    bool fail_at(audit_flaw flaw, std::uint64_t place, std::uint64_t event);

    std::string ledger_id_;
    chain_expectations expected_;
    std::size_t next_stated_ = 0;
    chain_report report_;
    std::uint64_t last_event_ = 0;
    /// the first entry whose key is not known; a checkpoint may still cover it
    std::optional<audit_problem> of_unknown_key_;
};

/// Verifies checkpoints, one after the other, and collects the heads that they state.
class checkpoint_verifier {
public:
    /// `trusted`: the keys whose signatures count. With none, a signature is checked against the
    /// key named by the checkpoint.
    checkpoint_verifier(std::string_view ledger_id, std::span<const ed25519_public_key> trusted);

    /// Takes the next checkpoint of the ledger, from number 1 or from the one that was begun after.
    bool take(const signed_checkpoint& given);
    /// Takes a checkpoint that was kept elsewhere, after all of the ledger's.
    bool take_witness(const signed_checkpoint& given);
    /// A checkpoint that cannot be read.
    bool fail(audit_flaw flaw, std::uint64_t number);
    /// Begins after a trusted checkpoint: the ledger's own ones up to it are not asked for.
    void begin_after(const signed_checkpoint& given);

    [[nodiscard]] std::uint64_t checkpoints() const noexcept { return taken_; }
    [[nodiscard]] const std::optional<audit_problem>& problem() const noexcept { return problem_; }
    /// The heads that good checkpoints state: of each court, by place.
    [[nodiscard]] const std::map<court_id, std::vector<audit_head>>& stated() const noexcept {
        return stated_;
    }

private:
    bool is_good(const signed_checkpoint& given);
    void add(const checkpoint& said);

    std::string ledger_id_;
    std::vector<ed25519_public_key> trusted_;
    std::uint64_t taken_ = 0;
    /// of the bodies of the ledger's checkpoints, in order; the first is number `first_`
    std::vector<digest> digests_;
    std::uint64_t first_ = 1;
    std::map<court_id, std::vector<audit_head>> stated_;
    std::optional<audit_problem> problem_;
};

/// What a whole trail is checked against.
struct audit_check {
    // NOLINTBEGIN(readability-redundant-member-init): gcc warns where it is left out otherwise
    /// the keys whose signatures count; none: a signature is checked against the key that its
    /// checkpoint names
    std::vector<ed25519_public_key> trusted = {};
    /// the ledger's own keys: checks the tag of every entry, too, and trusts their signatures
    const key_ring* keys = nullptr;
    /// checkpoints that were kept elsewhere; the trail must contain what they state
    std::vector<signed_checkpoint> witnesses = {};
    /// a checkpoint up to which the trail was checked before; entries up to it are not read again
    std::optional<signed_checkpoint> since = {};
    // NOLINTEND(readability-redundant-member-init)
};

/// What a check of a whole trail found.
struct audit_report {
    std::uint64_t entries = 0;        ///< the entries checked
    std::uint64_t authenticated = 0;  ///< of these, how many carry a tag of the given keys
    std::uint64_t covered = 0;        ///< of these, how many a good signature covers
    std::uint64_t checkpoints = 0;    ///< the checkpoints checked
    std::uint64_t witnesses = 0;      ///< the checkpoints kept elsewhere that were compared
    /// the caller named trusted keys; without them a signature only proves that some key made it
    bool keys_are_trusted = false;
    bool tags_were_checked = false;       ///< the caller gave the keys
    std::vector<chain_report> chains;     ///< by court
    std::vector<audit_problem> problems;  ///< of checkpoints, the first of every chain, of rows in none

    [[nodiscard]] bool is_whole() const noexcept { return problems.empty(); }
};

/// How a row of the tables differs from what the events say of it.
enum class row_flaw : std::uint8_t {
    changed = 1,     ///< "changed": it has other values
    missing = 2,     ///< "missing": the events wrote it, and it is not there
    unexpected = 3,  ///< "unexpected": no event wrote it
    /// "contradicted": an event made a row that was there, or changed or removed one that was not;
    /// so somebody else changed the table in between
    contradicted = 4,
};
[[nodiscard]] std::string_view to_token(row_flaw flaw) noexcept;
/// One sentence for people, without a full stop.
[[nodiscard]] std::string_view to_message(row_flaw flaw) noexcept;

/// A row that is not what the events say, and its columns that differ. Values are in JSON.
struct row_difference {
    row_flaw flaw{};
    std::string table;
    std::string key;          ///< the values of its key, joined by commas
    std::uint64_t event = 0;  ///< the last event that wrote it; 0: none
    struct column {
        std::string name;
        std::string events;  ///< what the events say; empty: they know no such row
        std::string table;   ///< what the table says; empty: it has no such row
    };
    std::vector<column> columns;
};

/// What a comparison of the tables with the events found.
struct state_report {
    std::uint64_t events = 0;           ///< the events read
    std::uint64_t rows = 0;             ///< the rows compared
    std::uint64_t differences = 0;      ///< how many there are
    std::vector<row_difference> first;  ///< the first of them, at most `most_differences_told`

    [[nodiscard]] bool agrees() const noexcept { return differences == 0; }
};
inline constexpr std::size_t most_differences_told = 100;

/// An entry as a line of an export, canonical JSON without a line end:
/// {"court":..,"entry":BODY,"event":N,"hash":"64 hexadecimal digits","place":N}.
[[nodiscard]] std::string to_json_line(const court_id& court, const chained_entry& entry);
/// A checkpoint as a line of an export or of a witness file:
/// {"checkpoint":BODY,"public-key":..,"signature":..}.
[[nodiscard]] std::string to_json_line(const signed_checkpoint& given);

ECFLINK_END_NAMESPACE
