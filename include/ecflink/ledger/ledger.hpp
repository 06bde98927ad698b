// ledger.hpp: where links, used handles, attempts and the audit trail live. Compiled; component
// ecflink::ledger.
//
// A ledger is a database that this library has made: a SQLite file (sqlite.hpp) or a PostgreSQL
// database (postgresql.hpp). Each thing that changes is one transaction: it reads the facts, asks
// the engine, uses up the handle, writes the link under unique keys, what is owed, and the audit
// event; all of it, or nothing. Of two that want the same thing one wins, and the other is told so
// as it would have been had it come later.
//
//     auto ledger = ecflink::ledger::open(ecflink::sqlite("court.db"), policies, &keys);
//     auto begun = ledger.value().begin(who, court, typed_login, check_password, now);
//     // Show begun.value().proposal.page, and keep proposal.handle and proposal.shown.
//     auto linked = ledger.value().commit({handle, who.central, session, shown, {}}, now);
//
// A refusal is a value. An error (ledger_error) means that the ledger could not do its work:
// nothing was written, but for ledger_trouble::unknown_outcome. A ledger object may be used by any
// number of threads at once. Policies and keys are borrowed for its life. Time is an argument
// throughout.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/decide/access.hpp>
#include <ecflink/decide/agency.hpp>
#include <ecflink/decide/ceremony.hpp>
#include <ecflink/decide/import.hpp>
#include <ecflink/decide/registration.hpp>
#include <ecflink/decide/unlink.hpp>
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

/// Why a ledger could not do something. Nothing was written, unless it says otherwise.
enum class ledger_trouble : std::uint8_t {
    busy = 1,         ///< others were writing for longer than one is ready to wait; try again
    unavailable = 2,  ///< the database cannot be reached, or the connection was lost; try again
    /// the connection was lost while it was being made last, and could not be had again; ask
    /// `outcome_of` the handle
    unknown_outcome = 3,
    full = 4,     ///< there is no room left
    damaged = 5,  ///< what is there is no ledger, or a damaged one
    /// the ledger's tables are of another version; migrate it, or take the program that fits
    other_version = 6,
    exists = 7,    ///< a ledger is to be made where there is one
    conflict = 8,  ///< a key or a constraint of the database stood in the way
    failed = 9,    ///< anything else that the database said
    /// the ledger works under other policies than the caller has; adopt them, or take those that
    /// fit
    other_policies = 10,
    /// the caller's check of a password failed to give an answer; the attempt counts
    check_failed = 11,
    no_keys = 12,     ///< this needs the keys, and none were given
    not_found = 13,   ///< there is no such record, or no ledger
    other_keys = 14,  ///< none of the keys signed the ledger's last checkpoint
};

/// What went wrong, for the operator. It holds no password, key or handle.
struct ledger_error {
    ledger_trouble trouble = ledger_trouble::failed;
    std::string message;  ///< what happened, and how to mend it; no full stop
};

template <class T>
using ledger_result = result<T, ledger_error>;

/// Makes connections to one database. Safe from any number of threads. sqlite.hpp and
/// postgresql.hpp have one each.
using ledger_connector = std::function<std::unique_ptr<detail::ledger::database>()>;

struct ledger_options {
    std::size_t connections = 4;  ///< at most, at once; each works on one call. At least 1
};

/// Who does something, in what capacity, and why.
struct acting {
    actor who = actor::court;
    std::string id;      ///< as the embedder names people
    std::string reason;  ///< required for an unlink and an approval
};

// ---- the ceremony -------------------------------------------------------------------------------

/// Who is signed on: the proof of the central account, and the session that it opened.
struct signed_on {
    central_id central;
    proof central_proof;
    digest session;  ///< of the session's secret, not the secret itself
};

/// Checks that somebody controls a court account, by the caller's own means, and says what was
/// proven: proof_class::none if nothing was. It is called with no transaction open, for accounts
/// that do not exist as well, and should take the same time for both (A36). May be called by
/// several threads at once. What it throws makes the call end with ledger_trouble::check_failed.
using account_check = std::function<proof_class(const court_id&, const login&)>;

/// What became of a `begin`. Only `outward`, `page`, `handle` and `shown` are for the person; the
/// rest is for the operator.
struct begin_outcome {
    outward_answer outward = outward_answer::cannot_link;
    std::optional<confirm_page> page;  ///< what to show; nothing if refused
    /// to come back with `commit` or `cancel`; empty if refused. Not to be logged
    std::string handle;
    digest shown;                 ///< of the page, to come back with `commit`
    bool needs_approval = false;  ///< a clerk must approve the commit
    assessment decision;
    std::optional<ceremony_problem> problem;
};

/// What comes back from the confirm screen. Texts are borrowed.
struct confirmation_request {
    std::string_view handle;
    central_id central;  ///< who is signed on
    digest session;      ///< with what session
    digest confirmed;    ///< of the page that was confirmed
    std::optional<acting> approved;
};

/// What became of a `commit`.
struct commit_outcome {
    outward_answer outward = outward_answer::cannot_link;
    std::optional<commitment> made;  ///< nothing: refused
    std::uint64_t sequence = 0;      ///< the number of the audit event
    std::vector<owed> owes;          ///< also in the outbox
    std::string record;              ///< the decision record (record.hpp); of a commitment
    assessment decision;
    std::optional<ceremony_problem> problem;
};

struct cancel_outcome {
    outward_answer outward = outward_answer::cannot_link;
    std::optional<ceremony_problem> problem;
};

/// How a handle was used up.
enum class handle_outcome : std::uint8_t { unused = 1, committed = 2, cancelled = 3 };
[[nodiscard]] std::string_view to_token(handle_outcome what) noexcept;

// ---- after the link -----------------------------------------------------------------------------

struct unlink_outcome {
    unlink_answer answer = unlink_answer::not_authorized;
    std::uint64_t sequence = 0;
    std::vector<owed> owes;
};

/// What became of one row of an import.
struct import_outcome {
    std::size_t row = 0;  ///< from 0
    import_answer answer = import_answer::refused;
    assessment decision;
};

/// Counts of the answers of an import, by number.
struct import_summary {
    std::array<std::uint64_t, 7> answers{};

    [[nodiscard]] std::uint64_t of(import_answer answer) const noexcept {
        return answers[static_cast<std::size_t>(answer)];
    }
};

/// What somebody does at a sign-on, as far as the ledger does not know it itself.
struct sign_on_facts {
    bool second_factor_given = false;
    bool redaction_agreed = false;
    bool client_code_missing = false;  ///< a client code is mandatory, and none was given
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out where the others are named
    std::optional<login> acting_for = std::nullopt;  ///< the principal that a filing agent has chosen
};

/// What a central account may do in one court, through one account of it.
struct access_at {
    court_id court;
    std::optional<login> account;                      ///< that is linked, or was
    account_role admitted_as = account_role::missing;  ///< by an approved registration
    court_access may;
};

/// A request for filing privileges: what is asked for.
struct registration_request {
    court_id court;
    central_id central;
    request_type type = request_type::missing;
    account_role role = account_role::missing;
    // NOLINTNEXTLINE(readability-redundant-member-init): as above
    std::optional<login> account = std::nullopt;  ///< an account that the filer has in this court already
};

/// A request as it stands.
struct registration_record {
    std::uint64_t id = 0;  ///< the number of the audit event that began it
    registration_request request;
    registration_state state = registration_state::draft;
    std::string reason;  ///< given with the last move
};

/// What became of a request.
struct registration_outcome {
    registration_decision decision;
    std::uint64_t id = 0;               ///< of the request; 0: there is none
    std::uint64_t linked_sequence = 0;  ///< of the event by which the old account was linked; 0: none was
};

/// A filing agent and a principal.
struct agency_record {
    court_id court;
    login agent;
    login principal;
    agency_state state{};
};

/// Something that is owed and not yet done.
struct obligation_record {
    std::uint64_t sequence = 0;  ///< of the event that owes it
    owed what;
    court_id court;
    login account;
    central_id central;
};

// ---- the ledger itself --------------------------------------------------------------------------

struct ledger_status {
    std::string id;
    int schema_version = 0;
    std::string policy_set;  ///< the digest of the policies under which it works
    audit_head head;
    std::uint64_t central_accounts = 0;
    std::uint64_t court_accounts = 0;
    std::uint64_t active_links = 0;
    std::uint64_t removed_links = 0;
    std::uint64_t tombstones = 0;
    std::uint64_t open_obligations = 0;
    std::uint64_t open_registrations = 0;
};

/// Whose password: a court account's, or a central account's.
struct credential_owner {
    court_id court;  ///< empty: the center
    std::string id;  ///< login or central id
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
    /// Makes the tables in an empty database; it works under these policies from here on.
    /// ledger_trouble::exists if there is a ledger.
    [[nodiscard]] static ledger_result<ledger> create(ledger_connector connect, const policy_set& policies,
                                                      const key_ring* keys, instant now,
                                                      const ledger_options& options = {});
    /// Opens a ledger that exists. Keys must hold the one that signed its last checkpoint: else
    /// ledger_trouble::other_keys. Without keys it can be read; whatever writes is
    /// ledger_trouble::no_keys, since the keys sign the audit trail.
    [[nodiscard]] static ledger_result<ledger> open(ledger_connector connect, const policy_set& policies,
                                                    const key_ring* keys, const ledger_options& options = {});
    /// Brings the tables of an older ledger to this version, in one transaction. How many versions
    /// it went forward; with `only_ask` it would go.
    [[nodiscard]] static ledger_result<int> migrate(ledger_connector connect, bool only_ask = false);

    ledger(ledger&&) noexcept;
    ledger& operator=(ledger&&) noexcept;
    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;
    ~ledger();

    [[nodiscard]] ledger_result<ledger_status> status() const;
    /// From here on the ledger works under the policies that this object was opened with; handles
    /// of courts whose policy is another one end.
    [[nodiscard]] ledger_result<void> adopt_policies(const acting& by, instant now);

    /// Adds records of accounts and of rosters, and brings known accounts up to date; none is ever
    /// removed. A record that changes gets a new revision, and open handles of it end. Rows that
    /// are malformed or ambiguous are left out and counted. Tombstones are taken over, too: those
    /// pairs stay apart. Links are not looked at: see `import_links`. How many records were added
    /// or changed. Rows are written a thousand at a time: after an error, or when it is cancelled,
    /// those before stay, and the same call goes on where it ended.
    struct load_summary {
        std::uint64_t added = 0;
        std::uint64_t changed = 0;
        std::uint64_t unchanged = 0;
        std::uint64_t malformed = 0;   ///< left out: something is missing, or cannot be read
        std::uint64_t tombstones = 0;  ///< taken over
        /// left out: other rows of the table have the same key, and none of them is chosen
        std::uint64_t ambiguous = 0;
    };
    [[nodiscard]] ledger_result<load_summary> load(const ledger_tables& rows, const acting& by, instant now,
                                                   const work_options& options = {});
    /// Further addresses of accounts that the ledger knows, and whether each is proven. An unknown
    /// account is ledger_trouble::conflict, for all of them.
    [[nodiscard]] ledger_result<void> set_contacts(std::span<const contact_row> contacts, const acting& by,
                                                   instant now);
    /// All that `verify` looks at, as tables.
    [[nodiscard]] ledger_result<ledger_tables> tables() const;

    // The ceremony. See ceremony.hpp for what is decided.

    /// Reserves an attempt, has the proof of the court account checked, and proposes the link; in a
    /// court of one step, makes it: then `committed` is what came of that. `typed` is the login as
    /// it was typed.
    struct begun {
        begin_outcome proposal;
        std::optional<commit_outcome> committed;
    };
    [[nodiscard]] ledger_result<begun> begin(const signed_on& who, const court_id& court, const login& typed,
                                             const account_check& check, instant now,
                                             const std::optional<acting>& approved = std::nullopt);
    /// The page that a handle would show now; changes nothing (A37).
    [[nodiscard]] ledger_result<begin_outcome> peek(const confirmation_request& request, instant now) const;
    /// With `only_ask` nothing is written: what the answer would be.
    [[nodiscard]] ledger_result<commit_outcome> commit(const confirmation_request& request, instant now,
                                                       bool only_ask = false);
    [[nodiscard]] ledger_result<cancel_outcome> cancel(const confirmation_request& request, instant now);
    /// What became of a handle: for whoever was told ledger_trouble::unknown_outcome. Text that is
    /// no handle of these keys is unused.
    [[nodiscard]] ledger_result<handle_outcome> outcome_of(std::string_view handle) const;

    // After the link.

    [[nodiscard]] ledger_result<unlink_outcome> unlink(const court_id& court, const login& account,
                                                       const central_id& central, const acting& by,
                                                       instant now, bool only_ask = false);
    /// Takes links over, insert-only, in the order of the rows, 500 in a transaction; `told` is
    /// called for each row once its transaction is committed. With `only_ask` nothing is written,
    /// each row is judged as if those before it had been, and nobody else writes meanwhile.
    [[nodiscard]] ledger_result<import_summary> import_links(
        const ledger_tables& rows, const std::optional<acting>& approved, const acting& by, instant now,
        const std::function<void(const import_outcome&)>& told, const work_options& options = {},
        bool only_ask = false);

    /// What a central account may do in a court, or in every court where it is or was linked, or is
    /// admitted; sorted by court. Of a named court there is always an answer.
    [[nodiscard]] ledger_result<std::vector<access_at>> sign_on(const central_id& central,
                                                                const std::optional<court_id>& only,
                                                                const sign_on_facts& facts,
                                                                instant now) const;
    /// What a court's own login still opens.
    [[nodiscard]] ledger_result<court_access> court_login(const court_id& court, const login& account,
                                                          instant now) const;

    /// A new request, handed in.
    [[nodiscard]] ledger_result<registration_outcome> submit_registration(const registration_request& request,
                                                                          instant now, bool only_ask = false);
    /// Moves a request on. Approving one may link an old account (made by the court, and decided
    /// like any other link); what then stands in the way of the link hinders the approval.
    /// `new_account`: the login of the account that the court makes for a filer whom it admits; it
    /// belongs to the central account from the start, and cannot be linked.
    /// ledger_trouble::conflict if the court has an account of this login.
    /// ledger_trouble::not_found if there is no such request.
    [[nodiscard]] ledger_result<registration_outcome> move_registration(
        std::uint64_t id, registration_move move, const acting& by, instant now,
        const std::optional<login>& new_account = std::nullopt, bool only_ask = false);
    /// Requests, oldest first.
    [[nodiscard]] ledger_result<std::vector<registration_record>> registrations(
        const std::optional<court_id>& court = std::nullopt,
        const std::optional<central_id>& central = std::nullopt) const;

    /// Gives a filing agent a principal, or takes the principal away. `by.who` filer: `by.id` is
    /// the central account to which the principal is linked.
    [[nodiscard]] ledger_result<agency_answer> set_agency(const court_id& court, const login& agent,
                                                          const login& principal, agency_state to,
                                                          const acting& by, instant now,
                                                          bool only_ask = false);
    [[nodiscard]] ledger_result<std::vector<agency_record>> agencies(const court_id& court) const;

    /// The outbox: what is owed and not done, oldest first.
    [[nodiscard]] ledger_result<std::vector<obligation_record>> open_obligations(std::size_t at_most) const;
    [[nodiscard]] ledger_result<void> discharge(std::uint64_t sequence, obligation what, const acting& by,
                                                instant now);

    // The default store of passwords, for embedders that have none. Hashes only; Argon2id by
    // libsodium.

    [[nodiscard]] ledger_result<void> set_password(const credential_owner& owner, std::string_view password,
                                                   const acting& by, instant now,
                                                   const password_cost& cost = {});
    /// True if it is the password. Attempts are counted by whoever asks: `begin` does so for court
    /// accounts. Takes the same work for an owner that there is not, and for a court account whose
    /// credential was retired by a link.
    [[nodiscard]] ledger_result<bool> check_password(const credential_owner& owner,
                                                     std::string_view password) const;
    /// The same of a central account, with an attempt reserved before; false without a check once
    /// there were as many as the policy for all courts allows.
    [[nodiscard]] ledger_result<bool> check_central_password(const central_id& central,
                                                             std::string_view password, instant now);

    // The audit trail.

    /// Verifies all of it. `trusted`: whose signatures count. `noted`: a head that was written down
    /// elsewhere, which the trail must pass through; without it, a trail that was cut off behind
    /// its last checkpoint, the state row with it, goes unnoticed.
    [[nodiscard]] ledger_result<audit_report> verify_audit(
        std::span<const ed25519_public_key> trusted, const std::optional<audit_head>& noted = std::nullopt,
        const work_options& options = {}) const;
    /// Every event as a line of JSON without its line end, in order; ends early where `take`
    /// answers false.
    [[nodiscard]] ledger_result<void> export_audit(const std::function<bool(std::string_view)>& take) const;
    /// The decision record of the event of this number.
    [[nodiscard]] ledger_result<std::string> record_of(std::uint64_t sequence) const;

private:
    explicit ledger(std::unique_ptr<detail::ledger::ledger_store> store) noexcept;
    std::unique_ptr<detail::ledger::ledger_store> store_;
};

ECFLINK_END_NAMESPACE
