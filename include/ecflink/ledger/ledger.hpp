// ledger.hpp: keeps links, used handles, attempts and the audit trail. Compiled; component
// ecflink::ledger.
//
// A ledger is a database made by this library: a SQLite file (sqlite.hpp) or a PostgreSQL database
// (postgresql.hpp). Each change is one transaction. It reads the facts, asks the engine, uses up
// the handle, and writes the link, the obligations and the audit event: all of it, or nothing. If
// two callers want the same thing, one wins. The other gets the answer for one who came later.
//
//     auto ledger = ecflink::ledger::open(ecflink::sqlite("court.db"), policies, &keys);
//     auto begun = ledger.value().begin(who, court, typed_login, check_password, now);
//     // Show begun.value().proposal.page, and keep proposal.handle and proposal.shown.
//     auto linked = ledger.value().commit({handle, who.central, session, shown, {}}, now);
//
// A refusal is a value. An error (ledger_error) means that the ledger could not do its work. Then
// nothing was written, except perhaps under ledger_trouble::unknown_outcome. Any number of threads
// may use one ledger object. It borrows policies and keys for its life. Every operation takes the
// time as an argument.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/core/digest.hpp>
#include <ecflink/core/evidence.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/core/tokens.hpp>
#include <ecflink/decide/access.hpp>
#include <ecflink/decide/ceremony.hpp>
#include <ecflink/decide/registration.hpp>
#include <ecflink/ledger/audit.hpp>
#include <ecflink/ledger/confirm_page.hpp>
#include <ecflink/ledger/keys.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
class database;
class ledger_store;
}  // namespace detail::ledger

/// Why a ledger could not do its work. Nothing was written, unless the comment says otherwise.
enum class ledger_trouble : std::uint8_t {
    busy = 1,         ///< other writers held the ledger for longer than the patience; try again
    unavailable = 2,  ///< the database cannot be reached, or the connection was lost; try again
    /// the connection was lost during a commit, and a new one could not be made: the change was
    /// written or it was not. Ask `outcome_of` about the handle
    unknown_outcome = 3,
    full = 4,             ///< the disk is full
    damaged = 5,          ///< the database is not a ledger, or is a damaged one
    other_version = 6,    ///< the tables have another version; migrate, or use a fitting program
    exists = 7,           ///< `create` found a ledger
    conflict = 8,         ///< a constraint of the database refused the change
    failed = 9,           ///< any other error of the database
    other_policies = 10,  ///< the ledger works under other policies; adopt yours, or use its own
    check_failed = 11,    ///< the caller's password check gave no answer; the attempt counts
    no_keys = 12,         ///< this needs the keys, and none were given
    not_found = 13,       ///< there is no such record, or no ledger
    /// none of the keys signed the ledger's last checkpoint, or the key file names the ledgers that
    /// it serves, and not this one
    other_keys = 14,
    /// the event would be dated before a decision of its court (`event_tolerance`); check the clock
    too_early = 15,
};

/// How much earlier than the latest decision of its court an event may be dated that writes rows.
/// Machines whose clocks differ by less may write to one ledger. Source: docs/audit.md, "The time
/// of an entry".
inline constexpr duration event_tolerance{5 * 60 * micros_per_second};

/// What went wrong, for the operator. The message holds no password, key or handle.
struct ledger_error {
    ledger_trouble trouble = ledger_trouble::failed;
    std::string message;  ///< what happened and how to fix it, without a full stop
};

template <class T>
using ledger_result = result<T, ledger_error>;

/// Makes connections to one database. Any number of threads may call it. `sqlite` (sqlite.hpp) and
/// `postgresql` (postgresql.hpp) return one.
using ledger_connector = std::function<std::unique_ptr<detail::ledger::database>()>;

/// Whether an operation writes, or only says what it would answer. A dry run decides in a
/// transaction that is then rolled back; other writers wait for it.
enum class run : std::uint8_t { write, dry };

struct ledger_options {
    std::size_t connections = 4;  ///< the most to hold open; each serves one call at a time. 0 is 1
    /// how long a writing call waits for others of the same object
    duration patience = {10 * micros_per_second};
    /// called after every commit that made a checkpoint, on the thread of that call, when others
    /// may write again: keep the line (`to_json_line`) where nobody who can write the database can
    /// write. It must not throw
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    std::function<void(const signed_checkpoint&)> witness = {};
    /// for `create`: the id of the new ledger, 32 random hexadecimal digits (`to_hex` of
    /// `random_bytes<16>`), so that a key file can name it before it is made; empty: `create` draws
    /// it
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    std::string new_id = {};
};

/// Who acts, in what role, and why.
struct acting {
    actor who = actor::court;
    std::string id;      ///< the embedder's own name for this person
    std::string reason;  ///< required to unlink and to approve
};

/// What whoever decides about two accounts is shown: a clerk who approves a link or a request, an
/// authority that removes a link.
struct pair_review {
    /// as the court recorded it; empty: none, or no such record
    std::string account_name;
    /// as the center recorded it; empty: none, or no such record
    std::string central_name;
    account_role role = account_role::missing;  ///< of the court account
    /// what stands against a link of the two now, but for proofs
    assessment found;
    std::vector<std::string> permanent;  ///< sentences: what becomes permanent
};

// ---- the ceremony -------------------------------------------------------------------------------

/// Who is signed on: the central account, its proof, and the session opened with it.
struct signed_on {
    central_id central;
    proof central_proof;
    digest session;  ///< `digest_of` the session's secret, never the secret itself
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    std::optional<instant> session_ends = std::nullopt;  ///< when it ends by itself, if it does
};

/// The caller's own check that a person controls a court account. Returns the class of the proof,
/// or proof_class::none. It is called without an open transaction, and for logins that do not exist
/// as well: it should take the same time for both (A36). Several threads may call it at once. If it
/// throws, the operation ends with ledger_trouble::check_failed.
using account_check = std::function<proof_class(const court_id&, const login&)>;

/// The result of `begin`. Show the person only `outward` and `page`, and send back `handle` and
/// `shown`. The rest is for the operator.
struct begin_outcome {
    outward_answer outward = outward_answer::cannot_link;
    std::optional<confirm_page> page;  ///< the page to show; nothing if refused
    std::string handle;                ///< for `commit` or `cancel`; empty if refused. Never log it
    digest shown;                      ///< the digest of the page, for `commit`
    std::optional<instant> ends;       ///< until when it can be committed (`earliest_end`)
    bool needs_approval = false;       ///< a clerk must approve the commit
    std::uint64_t held_as = 0;         ///< its item in the clerks' queue; 0: there is none
    assessment decision;
    std::optional<ceremony_problem> problem;
};

/// What the confirm screen sends back. Texts are borrowed.
struct confirmation_request {
    std::string_view handle;
    central_id central;  ///< who is signed on now
    digest session;      ///< the digest of that session's secret
    digest confirmed;    ///< the digest of the page that the person confirmed
    std::optional<acting> approved;
};

/// The result of `commit`.
struct commit_outcome {
    outward_answer outward = outward_answer::cannot_link;
    std::optional<commitment> made;  ///< nothing if refused
    std::uint64_t sequence = 0;      ///< the number of the audit event
    std::vector<owed> owes;          ///< the new obligations, which are in the outbox too
    std::string record;              ///< the decision record (record.hpp); empty if refused
    assessment decision;
    std::optional<ceremony_problem> problem;
    /// the handle belongs to the central account and the session that asked. Such a caller has
    /// proven both accounts, and may be told the problem, or that they are linked already
    bool is_holder = false;
};

struct cancel_outcome {
    outward_answer outward = outward_answer::cannot_link;
    std::optional<ceremony_problem> problem;
    bool is_holder = false;  ///< as in commit_outcome
};

/// What became of a handle.
enum class handle_outcome : std::uint8_t { unused = 1, committed = 2, cancelled = 3 };
[[nodiscard]] std::string_view to_token(handle_outcome what) noexcept;

// ---- what a clerk decides -----------------------------------------------------------------------

/// A proposed link that the rules hold: an item of the clerks' queue. It holds no password and no
/// handle.
struct held_link {
    std::uint64_t id = 0;  ///< the number of the audit event that proposed the link
    court_id court;
    ecflink::login login;
    central_id central;
    instant proposed_at;
    hold_state state = hold_state::waiting;
    findings found;     ///< when it was proposed
    findings approved;  ///< the findings that the approval names
    std::optional<instant> decided_at;
    std::string decided_by;  ///< the embedder's own name for the clerk; empty: nobody yet
    std::string reason;
    std::uint64_t account_revision = 0;  ///< of the records when it was proposed
    std::uint64_t central_revision = 0;
};

/// An item as a clerk must see it.
struct hold_review {
    held_link item;
    pair_review pair;  ///< as of now
    /// a record has changed since the link was proposed: the item cannot be approved
    bool has_changed = false;
    std::optional<instant> approved_until;  ///< while an approval is in force
};

/// The result of a clerk's decision.
struct hold_outcome {
    hold_answer answer = hold_answer::not_waiting;
    std::uint64_t sequence = 0;  ///< the number of the audit event; 0: nothing was decided
    hold_review shown;           ///< the item after the decision
};

// ---- after the link -----------------------------------------------------------------------------

struct unlink_outcome {
    unlink_answer answer = unlink_answer::not_authorized;
    std::uint64_t sequence = 0;
    std::vector<owed> owes;
    pair_review pair;  ///< empty if the actor may not know of the link, or there is none
};

/// The answer to one row of an import.
struct import_outcome {
    std::size_t row = 0;  ///< from 0
    import_answer answer = import_answer::refused;
    assessment decision;       ///< with what the approval of the import allowed
    std::string account_name;  ///< as recorded; empty where the row was taken over without approval
    std::string central_name;
};

/// How many rows of an import got each answer, by the number of the answer.
struct import_summary {
    std::array<std::uint64_t, 7> answers{};

    [[nodiscard]] std::uint64_t of(import_answer answer) const noexcept {
        return answers[static_cast<std::size_t>(answer)];
    }
};

/// The facts of a sign-on that the ledger cannot know.
struct sign_on_facts {
    bool second_factor_given = false;
    bool redaction_agreed = false;
    bool client_code_missing = false;  ///< a client code is mandatory, and none was given
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    std::optional<login> acting_for = std::nullopt;  ///< the principal that a filing agent chose
};

/// What a central account may do in one court, and through which court account.
struct access_at {
    court_id court;
    std::optional<ecflink::login> login;        ///< the court account that is or was linked
    account_role role = account_role::missing;  ///< of that account
    court_access may;
};

/// A request for filing privileges.
struct registration_request {
    court_id court;
    central_id central;
    request_type type = request_type::missing;
    account_role role = account_role::missing;
    // NOLINTNEXTLINE(readability-redundant-member-init): gcc warns where it is left out otherwise
    std::optional<ecflink::login> login =
        std::nullopt;               ///< of an account that the filer has in this court already
    bool credentials_lost = false;  ///< the filer no longer knows the login or password of that account
};

/// A request and how far it has come.
struct registration_record {
    std::uint64_t id = 0;  ///< the number of the audit event that made it
    registration_request request;
    registration_state state = registration_state::draft;
    std::string reason;                   ///< the reason given with the last move
    std::optional<instant> submitted_at;  ///< for the first time
    std::optional<instant> decided_at;    ///< when it was approved or rejected; nothing: not yet
};

/// The result of a new request or of a move.
struct registration_outcome {
    registration_decision decision;
    registration_request request;       ///< as it was found; empty for a filer's own move
    pair_review pair;                   ///< what staff who move the request are shown
    std::uint64_t id = 0;               ///< the id of the request; 0 if none was made
    std::uint64_t linked_sequence = 0;  ///< the event that linked the account; 0 if none did
};

/// A filing agent and a principal.
struct agency_record {
    court_id court;
    login agent;
    login principal;
    agency_state state{};
};

/// An obligation that was met.
struct met_obligation {
    std::uint64_t sequence = 0;  ///< the number of the event that caused it
    obligation what{};

    friend bool operator==(const met_obligation&, const met_obligation&) = default;
};

/// An obligation that is not yet discharged.
struct obligation_record {
    std::uint64_t sequence = 0;  ///< the number of the event that caused it
    owed what;
    court_id court;
    ecflink::login login;
    central_id central;
};

// ---- the ledger itself --------------------------------------------------------------------------

struct ledger_status {
    std::string id;
    int schema_version = 0;
    std::string policy_set;                            ///< the digest of the policies in force
    std::uint64_t events = 0;                          ///< entries of the audit trail
    std::uint64_t highest_event = 0;                   ///< the highest number of one
    std::vector<court_head> heads;                     ///< the end of each chain, by court
    std::optional<signed_checkpoint> last_checkpoint;  ///< what a signature covers
    std::uint64_t central_accounts = 0;
    std::uint64_t court_accounts = 0;
    std::uint64_t active_links = 0;
    std::uint64_t removed_links = 0;
    std::uint64_t tombstones = 0;
    std::uint64_t open_obligations = 0;
    std::uint64_t open_registrations = 0;
    std::uint64_t held_links = 0;  ///< that wait for a clerk
    /// open obligations that were due before `now`; 0 if `status` was not told the time
    std::uint64_t overdue_obligations = 0;
    std::optional<instant> oldest_due;  ///< of the open obligations
    std::uint64_t open_attempts = 0;    ///< password checks that were begun and got no answer
};

/// The account that a password belongs to.
struct credential_owner {
    court_id court;  ///< empty for a central account
    std::string id;  ///< the login, or the central id
};

/// The cost of a password hash (Argon2id). The default is libsodium's for interactive use.
struct password_cost {
    std::uint64_t operations = 2;
    std::size_t memory_bytes = std::size_t{64} << 20;
};

/// A further address that a court has on file for an account.
struct contact_row {
    court_id court;
    ecflink::login login;
    std::string contact;  ///< masked by the court: "a***@example.org"
    bool is_proven = false;
};

class ledger {
public:
    /// Makes the tables in an empty database. The ledger works under these policies from now on.
    /// ledger_trouble::exists if the database holds a ledger. ledger_trouble::other_keys if the key
    /// file names the ledgers that it serves, and not the new one.
    [[nodiscard]] static ledger_result<ledger> create(ledger_connector connect, const policy_set& policies,
                                                      const key_ring* keys, instant now,
                                                      const ledger_options& options = {});
    /// Opens a ledger. The keys must serve it (`key_ring::serves`) and include the one that signed
    /// its last checkpoint, or it is ledger_trouble::other_keys. Without keys the ledger can be
    /// read. Writing is then ledger_trouble::no_keys, because the keys sign the audit trail.
    [[nodiscard]] static ledger_result<ledger> open(ledger_connector connect, const policy_set& policies,
                                                    const key_ring* keys, const ledger_options& options = {});
    /// Brings the tables of an older ledger to this version, in one transaction that ends with
    /// events in the trail. Of the options only the witness counts. Returns by how many versions;
    /// 0: there was nothing to do. A dry run only reads, and needs no keys.
    /// ledger_trouble::other_version if a newer program made the tables.
    [[nodiscard]] static ledger_result<int> migrate(ledger_connector connect, const key_ring* keys,
                                                    const acting& by, instant now, run how = run::write,
                                                    const ledger_options& options = {});

    ledger(ledger&&) noexcept;
    ledger& operator=(ledger&&) noexcept;
    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;
    ~ledger();

    [[nodiscard]] ledger_result<ledger_status> status(std::optional<instant> now = std::nullopt) const;
    /// Puts the policies of this object in force. Handles end in each court whose policy changes.
    /// If they are in force already, nothing changes, and no event is logged.
    [[nodiscard]] ledger_result<void> adopt_policies(const acting& by, instant now);

    /// An active link of the ledger, and a tombstone of the pair that was not lifted before the
    /// link was made: the link was removed elsewhere, or should not have been made.
    struct standing_link {
        std::size_t row = 0;  ///< the tombstone, from 0
        instant linked_at;
    };
    /// A row that a `load` leaves out.
    struct left_out_row {
        std::string_view table;  ///< "central_accounts" and so on
        std::size_t row = 0;     ///< from 0
    };
    /// The counts of a `load`.
    struct load_summary {
        std::uint64_t added = 0;
        std::uint64_t changed = 0;
        std::uint64_t unchanged = 0;
        std::uint64_t malformed = 0;                ///< left out: a field is missing or unreadable
        std::uint64_t tombstones = 0;               ///< taken over
        std::uint64_t ambiguous = 0;                ///< left out: several rows of the table have one key
        std::uint64_t registrations = 0;            ///< requests taken over
        std::vector<left_out_row> first_ambiguous;  ///< the first ten of them
        /// the first ten rows whose times contradict each other; malformed ones
        std::vector<left_out_row> first_contradictory;
        /// links that contradict a tombstone of the table. They stand until they are removed here
        std::vector<standing_link> links_that_stand;
    };
    /// Adds records of accounts and rosters, and updates known accounts. It removes none. A record
    /// that changes gets a new revision, which ends its open handles. Malformed and ambiguous rows
    /// are left out and counted. Tombstones are taken over, so those pairs stay apart; they remove
    /// no link. So are requests that the ledger does not have (by court, central account, type,
    /// role and instant of submission); it moves its own by itself. ledger_trouble::not_found, with
    /// nothing written, if the central account of one is not known. Links are not taken over: see
    /// `import_links`. Each transaction takes a thousand rows. After an error or a cancel the
    /// finished transactions stay, and the same call again takes the rest. Rows that the ledger has
    /// already change nothing. A dry run takes all rows in one transaction.
    [[nodiscard]] ledger_result<load_summary> load(const ledger_tables& rows, const acting& by, instant now,
                                                   const work_options& options = {}, run how = run::write);
    /// Sets further addresses of known accounts, and whether each is proven. If one account is
    /// unknown, none is set: ledger_trouble::not_found.
    [[nodiscard]] ledger_result<void> set_contacts(std::span<const contact_row> contacts, const acting& by,
                                                   instant now);
    /// The places, in `contacts`, of those whose account the ledger does not have.
    [[nodiscard]] ledger_result<std::vector<std::size_t>> contacts_without_account(
        std::span<const contact_row> contacts) const;
    /// Everything that `verify` reads, as tables.
    [[nodiscard]] ledger_result<ledger_tables> tables() const;

    // The ceremony. ceremony.hpp has its rules.

    /// The result of `begin`. In a court with one-step confirmation, `committed` is the result of
    /// the commit.
    struct begun {
        begin_outcome proposal;
        std::optional<commit_outcome> committed;
    };
    /// Reserves an attempt, calls the check of the court account, and proposes the link. In a court
    /// with one-step confirmation it also makes the link. `typed` is the login as typed. A dry run
    /// calls no check, since its attempts would not be counted (A17): it answers as if both
    /// accounts were proven as strongly as the policy asks for, without a handle. It is not for
    /// filers.
    [[nodiscard]] ledger_result<begun> begin(const signed_on& who, const court_id& court, const login& typed,
                                             const account_check& check, instant now,
                                             const std::optional<acting>& approved = std::nullopt,
                                             run how = run::write);
    /// The page that a handle shows now. It changes nothing (A37).
    [[nodiscard]] ledger_result<begin_outcome> peek(const confirmation_request& request, instant now) const;
    /// Makes the link, or refuses it.
    [[nodiscard]] ledger_result<commit_outcome> commit(const confirmation_request& request, instant now,
                                                       run how = run::write);
    /// Uses up the handle and links nothing.
    [[nodiscard]] ledger_result<cancel_outcome> cancel(const confirmation_request& request, instant now,
                                                       run how = run::write);
    /// The clerks' queue: proposed links that the rules hold, oldest first; of one court, if given.
    /// Only those that wait or are approved, unless `with_closed`.
    [[nodiscard]] ledger_result<std::vector<held_link>> held_links(
        const std::optional<court_id>& court = std::nullopt, bool with_closed = false) const;
    /// An item of the queue, and the two accounts as they are now. ledger_trouble::not_found if
    /// there is none of this number.
    [[nodiscard]] ledger_result<hold_review> review_hold(std::uint64_t id, instant now) const;
    /// A clerk approves what the item shows. For `approval_lifetime`, or until a record changes,
    /// `begin` and `commit` allow what was approved; the link keeps it as `approved`.
    [[nodiscard]] ledger_result<hold_outcome> approve_hold(std::uint64_t id, const acting& by, instant now,
                                                           run how = run::write);
    /// A clerk rejects an item. The filer may propose the link again.
    [[nodiscard]] ledger_result<hold_outcome> reject_hold(std::uint64_t id, const acting& by, instant now,
                                                          run how = run::write);
    /// What became of a handle; ask after ledger_trouble::unknown_outcome. A text that these keys
    /// did not seal for this ledger is handle_outcome::unused.
    [[nodiscard]] ledger_result<handle_outcome> outcome_of(std::string_view handle) const;

    // After the link.

    /// Removes a link, if the court's policy lets `by` do so (unlink.hpp).
    [[nodiscard]] ledger_result<unlink_outcome> unlink(const court_id& court, const login& account,
                                                       const central_id& central, const acting& by,
                                                       instant now, run how = run::write);
    /// Takes over links made elsewhere (import.hpp). It only inserts. Rows go in order, 500 in a
    /// transaction. `told` is called for each row after its transaction is committed. A dry run
    /// judges all rows in one transaction, each as if the rows before it had been written.
    [[nodiscard]] ledger_result<import_summary> import_links(
        const ledger_tables& rows, const std::optional<acting>& approved, const acting& by, instant now,
        const std::function<void(const import_outcome&)>& told, const work_options& options = {},
        run how = run::write);

    /// Whether a central account is signed on at all, whatever the court: the part of access.hpp
    /// that is the center's, under the policy for all courts.
    [[nodiscard]] ledger_result<privilege> signs_on(const central_id& central, const sign_on_facts& facts,
                                                    instant now) const;
    /// What a central account may do in every court where it is or was linked; sorted by court.
    /// With `only`, the answer is about that court alone, and there always is one.
    /// ledger_trouble::not_found if none of the courts has an account of the principal to act for.
    [[nodiscard]] ledger_result<std::vector<access_at>> sign_on(const central_id& central,
                                                                const std::optional<court_id>& only,
                                                                const sign_on_facts& facts,
                                                                instant now) const;
    /// What the court's own login still opens (access.hpp).
    [[nodiscard]] ledger_result<court_access> court_login(const court_id& court, const login& account,
                                                          instant now) const;

    /// Makes a request and submits it.
    [[nodiscard]] ledger_result<registration_outcome> submit_registration(const registration_request& request,
                                                                          instant now, run how = run::write);
    /// Moves a request. An approval links an account of the court to the central account, in the
    /// same transaction: the old one, or a new one with the login `new_account` that the court
    /// makes for the filer. The engine decides that link like any other; a refused link hinders the
    /// approval, and what only holds the link of a new account is allowed by the approval itself.
    /// ledger_trouble::conflict if the court has an account of that login already;
    /// ledger_trouble::not_found if there is no such request. `credentials_lost_since`: the filer
    /// who submits it again no longer knows the login or the password of the account that it names.
    [[nodiscard]] ledger_result<registration_outcome> move_registration(
        std::uint64_t id, registration_move move, const acting& by, instant now,
        const std::optional<login>& new_account = std::nullopt, run how = run::write,
        bool credentials_lost_since = false);
    /// The requests, oldest first; of one court or one central account, if given.
    [[nodiscard]] ledger_result<std::vector<registration_record>> registrations(
        const std::optional<court_id>& court = std::nullopt,
        const std::optional<central_id>& central = std::nullopt) const;

    /// Gives a filing agent a principal, or removes the principal. Where a filer asks, `by.id` is
    /// the central account linked to the principal.
    [[nodiscard]] ledger_result<agency_answer> set_agency(const court_id& court, const login& agent,
                                                          const login& principal, agency_state to,
                                                          const acting& by, instant now,
                                                          run how = run::write);
    [[nodiscard]] ledger_result<std::vector<agency_record>> agencies(const court_id& court) const;

    /// The outbox: open obligations, oldest first.
    [[nodiscard]] ledger_result<std::vector<obligation_record>> open_obligations(std::size_t at_most) const;
    /// Records that obligations were met. If one of them is not open, none is recorded:
    /// ledger_trouble::not_found, with a message that names it. One that is listed twice counts
    /// once.
    [[nodiscard]] ledger_result<void> discharge(std::span<const met_obligation> met, const acting& by,
                                                instant now, run how = run::write);

    // A store of passwords, for embedders that have none. It keeps hashes only (Argon2id,
    // libsodium).

    /// A dry run says whether the owner is known, and hashes nothing.
    [[nodiscard]] ledger_result<void> set_password(const credential_owner& owner, std::string_view password,
                                                   const acting& by, instant now,
                                                   const password_cost& cost = {}, run how = run::write);
    /// True if the password is right. It counts no attempt; `begin` does that for court accounts.
    /// It does the same work for an unknown owner, and for a court account whose credential a link
    /// retired.
    [[nodiscard]] ledger_result<bool> check_password(const credential_owner& owner,
                                                     std::string_view password) const;
    /// Whether a link has retired the password that the ledger keeps for a court account, so that
    /// the court must set a new one; nothing if it keeps none.
    [[nodiscard]] ledger_result<std::optional<bool>> is_password_retired(const court_id& court,
                                                                         const login& account) const;
    /// Reserves an attempt, then checks a central account's password. Once the limit of the base
    /// policy is reached, the answer is false without a check.
    [[nodiscard]] ledger_result<bool> check_central_password(const central_id& central,
                                                             std::string_view password, instant now);

    // The audit trail.

    /// Verifies the trail: every chain, every checkpoint, the decision records, and the trail of a
    /// ledger of an older version. Without the keys, nobody notices what was rewritten after the
    /// last checkpoint; without a witness, nobody notices a database that was set back to an older
    /// copy. Chains are checked on `options.threads` threads.
    [[nodiscard]] ledger_result<audit_report> verify_audit(const audit_check& against,
                                                           const work_options& options = {}) const;
    /// Rebuilds from the events the rows that they wrote, and compares them with the tables: links,
    /// tombstones, used handles, attempts, obligations, requests, agencies, the clerks' queue, and
    /// credentials. What the events say counts only as far as `verify_audit` finds no flaw. These
    /// rows are kept in memory.
    [[nodiscard]] ledger_result<state_report> compare_state(const work_options& options = {}) const;
    /// Signs the heads of all chains now. If nothing was written since the last checkpoint, returns
    /// that one. Keep its line (`to_json_line`) elsewhere, as a witness.
    [[nodiscard]] ledger_result<signed_checkpoint> sign_audit(instant now);
    /// Passes every event and checkpoint to `take`, in order, as a line of JSON without its line
    /// end. It stops when `take` returns false.
    [[nodiscard]] ledger_result<void> export_audit(const std::function<bool(std::string_view)>& take) const;
    /// The decision record of an event. ledger_trouble::not_found if the event made no link.
    [[nodiscard]] ledger_result<std::string> record_of(std::uint64_t sequence) const;

private:
    explicit ledger(std::unique_ptr<detail::ledger::ledger_store> store) noexcept;
    std::unique_ptr<detail::ledger::ledger_store> store_;
};

ECFLINK_END_NAMESPACE
