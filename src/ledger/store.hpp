// store.hpp: the connections and transactions that every operation of a ledger uses.
//
//     return store_->write<begin_outcome>([&](transaction& work) {
//         ... work.query(...); work.add(...); work.log(...); return outcome; });
//
// A write transaction queues its changes. When the function returns, they go to the database with
// the audit events and are committed. If the connection is lost meanwhile, the audit trail shows
// whether the commit happened: it holds the hash of the event, or it does not.
//
// Rows of vouched tables (vouched_rows.hpp) are written with `insert`, `update` and `erase`, after
// the event that brings them about: it states them. Everything else is written with `add`.
//
// Each court has a chain of events. What belongs to one court waits only for what else belongs to
// it. Before a chain grows, its head must carry the tag of the ledger's keys. So a chain that
// somebody rewrote without the keys is never continued, and never signed.
//
// In a database with one writer, calls that wait for their turn share one transaction of the
// database, and so one write to the disk.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "ledger/database.hpp"
#include "ledger/values.hpp"
#include "ledger/vouched_rows.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// The row of the table `ledger`, and the last checkpoint.
struct ledger_state {
    std::string id;
    int version = 0;
    std::string policy_set;
    std::uint64_t checkpoint = 0;     ///< its number; 0: there is none
    std::uint64_t signed_events = 0;  ///< the highest number of an event then
    std::string signer;               ///< its public key in hexadecimal
};
[[nodiscard]] ledger_state read_state(database& db);

/// The head of a court's chain in the tables.
struct chain_end {
    court_id court;
    kept_head last;
};
/// All chains, by court.
[[nodiscard]] std::vector<chain_end> read_chains(database& db);
[[nodiscard]] std::vector<court_head> heads_of(const std::vector<chain_end>& chains);
/// A checkpoint from its number, events, body, public key and signature; nothing if it cannot be
/// read, or the first two are not those of the body.
[[nodiscard]] std::optional<signed_checkpoint> to_checkpoint(std::span<const value> columns);
[[nodiscard]] std::optional<signed_checkpoint> read_last_checkpoint(database& db);

/// Queries whose parameters are known before a transaction begins. They are sent together with its
/// beginning, which saves a round trip for each. Texts are borrowed.
using queries_ahead = std::vector<bound_statement>;

/// Whether a write transaction is one of the database, or one after others within it.
enum class beginning : std::uint8_t { begins, joins };

/// A write transaction.
class transaction {
public:
    /// Takes over a transaction that has begun, and may write everything.
    transaction(database& db, const key_ring* keys) : db_(db), keys_(keys), state_(read_state(db)) {}
    /// Begins a transaction. With a court, it writes only what belongs to the court.
    transaction(database& db, const key_ring* keys, const std::optional<court_id>& court, run how,
                queries_ahead ahead, beginning from = beginning::begins);

    [[nodiscard]] const ledger_state& state() const noexcept { return state_; }
    /// The number of the next event. Every event of the same court before it has a lower one.
    [[nodiscard]] std::uint64_t next_event();
    /// The last event of this transaction, and its hash.
    [[nodiscard]] const std::pair<std::uint64_t, digest>& last_event() const noexcept { return last_event_; }
    /// The rows of a query. Those of a query asked ahead are there already.
    [[nodiscard]] std::vector<row> query(const statement& what, std::span<const parameter> parameters = {});
    /// Queues a statement. It copies the texts of the parameters.
    void add(const statement& what, std::vector<parameter> parameters);
    /// Queues an audit event. Returns its number. The vouched rows that are written next belong to
    /// it, until the next event or `flush`.
    std::uint64_t log(audit_entry entry);
    /// Queues a new row of a vouched table, with all its columns, and states it in the event.
    void insert(const vouched_table& table, std::span<const parameter> columns);
    void insert(const vouched_table& table, std::initializer_list<parameter> columns) {
        insert(table, std::span(columns.begin(), columns.size()));
    }
    /// The same for columns of the row with this key, which must be there.
    void update(const vouched_table& table, std::initializer_list<parameter> key,
                std::initializer_list<changed_column> changed);
    /// The same for the row with this key, which must be there and goes.
    void erase(const vouched_table& table, std::initializer_list<parameter> key);
    /// States in the event rows that are there already.
    void vouch_for(const vouched_table& table, std::span<const row> rows);
    /// Queues the obligations that an event causes. `claimant`: who claimed the account, where the
    /// holder is to be told.
    void owe(std::uint64_t sequence, std::span<const owed> all, const court_id& court, const login& account,
             const central_id& central, const central_id& claimant = {});
    /// Signs all chains at the end, whenever they were signed last, also if there is no event.
    void sign_at_end(instant at) noexcept;
    /// Replaces the tags of all heads by those of the current key, and signs them at the end. The
    /// transaction must be one that may write everything.
    void renew_tags();
    /// Adds the last event to its chain, with the rows that it wrote. ledger_trouble::too_early if
    /// its time is. Whatever writes the queue does so first; a dry run must ask for it.
    void chain_event();
    /// Writes everything and commits.
    void finish();
    /// Writes everything, for somebody else to commit. False if there was nothing to write.
    [[nodiscard]] bool finish_without_commit();
    /// The checkpoint that `finish` made, if it made one.
    [[nodiscard]] const std::optional<signed_checkpoint>& made_checkpoint() const noexcept { return made_; }
    /// Writes the queue, so that later queries see it.
    void flush();

private:
    struct open_chain {
        chain_end end;
        bool has_changed = false;
    };
    /// An event whose rows are still being written. It is chained when they are known.
    struct open_event {
        std::uint64_t number;
        audit_entry entry;
    };
    open_chain& chain_of(const court_id& court);
    std::string& changes_of_event();
    void require_own_head(const chain_end& given, std::uint64_t last_checkpoint) const;
    void write_heads();
    void make_checkpoint(bool is_needed);
    [[nodiscard]] bool has_changes() const noexcept;
    void complete();

    database& db_;
    const key_ring* keys_;
    std::optional<court_id> court_;
    run how_ = run::write;
    queries_ahead ahead_;
    std::vector<std::vector<row>> answers_;  ///< to the queries ahead; cleared by the first write
    ledger_state state_;
    std::vector<open_chain> chains_;
    std::optional<open_event> event_;
    std::uint64_t next_event_ = 0;  ///< 0: not known yet
    std::pair<std::uint64_t, digest> last_event_;
    instant last_at_;
    bool must_sign_ = false;
    bool writes_without_events_ = false;
    bool has_flushed_ = false;
    std::optional<signed_checkpoint> made_;
    std::vector<bound_statement> queue_;
    std::deque<std::string> texts_;
};

/// How a write transaction is run.
struct write_options {
    run how = run::write;
    /// the court to which all that is written belongs, the events too; an empty one: what belongs
    /// to no court, such as attempts of central accounts. Nothing: several courts, or records of
    /// central accounts
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    std::optional<court_id> court = {};
    bool any_policies = false;  ///< the caller's policies need not be those of the ledger
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    queries_ahead ahead = {};
};

/// Of the calls of one object, those that write the same take turns.
class writing_turns {
public:
    /// Waits for the turn. False once the patience is over.
    [[nodiscard]] bool take(const std::optional<court_id>& court, duration patience);
    void give_back(const std::optional<court_id>& court);

private:
    std::mutex mutex_;
    std::condition_variable given_back_;
    std::set<court_id> courts_;  ///< that are being written
    bool has_all_ = false;       ///< one call may write everything
    std::size_t want_all_ = 0;   ///< calls that wait for that; no court begins before them
};

/// A call that writes: what it does, and what became of it.
struct writing_call {
    const std::function<void(transaction&)>& work;
    const write_options& options;
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    std::optional<signed_checkpoint> made = {};  ///< the checkpoint that it made
    // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
    std::optional<ledger_error> failure = {};
};

/// The calls of one object that write to a database with one writer, in the order in which they
/// came. Whoever is first takes the turn, and with it those behind that may share its transaction.
/// They wait until it has answered them.
class writing_line {
public:
    struct place {
        writing_call& call;
        /// it writes little, calls nobody, and can be run by another thread, and again
        bool may_share = false;
        bool is_answered = false;  ///< set by the holder of the turn, for those that it has answered
        bool is_taken = false;     ///< somebody who has the turn works for it
        bool is_over = false;      ///< taken and answered
        // NOLINTNEXTLINE(readability-redundant-member-init): so that gcc lets it be left out
        std::condition_variable changed = {};
    };
    /// A turn. Those that it has not answered by its end wait for a turn of their own, before all
    /// others.
    class turn {
    public:
        turn(writing_line& line, std::list<place*> places) : line_(line), places_(std::move(places)) {}
        turn(const turn&) = delete;
        turn& operator=(const turn&) = delete;
        ~turn() { line_.leave(places_); }
        /// Of whom it is; the first one is its holder. None: somebody else has answered this place.
        [[nodiscard]] const std::list<place*>& places() const noexcept { return places_; }

    private:
        writing_line& line_;
        std::list<place*> places_;
    };

    /// Waits for the turn of a new place, or until another one has answered it. Throws
    /// ledger_trouble::busy once the patience is over.
    [[nodiscard]] turn enter(place& mine, duration patience);
    /// How many wait.
    [[nodiscard]] std::size_t waiting() const;

private:
    void leave(std::list<place*>& places) noexcept;

    mutable std::mutex mutex_;
    std::list<place*> waiting_;
    bool is_taken_ = false;
};

class ledger_store {
public:
    ledger_store(ledger_connector connect, const policy_set& policies, const key_ring* keys,
                 ledger_options options)
        : connect_(std::move(connect)), policies_(policies), keys_(keys), options_(std::move(options)) {}

    [[nodiscard]] const policy_set& policies() const noexcept { return policies_; }
    /// Throws ledger_trouble::no_keys if none were given.
    [[nodiscard]] const key_ring& keys() const;
    /// The id of the ledger that was opened, and which every write must find in the database.
    [[nodiscard]] const std::string& ledger_id() const noexcept { return ledger_id_; }
    void set_ledger_id(std::string id) { ledger_id_ = std::move(id); }
    /// How many calls wait to write to a database with one writer.
    [[nodiscard]] std::size_t waiting() const { return line_.waiting(); }

    /// Runs `work` in a write transaction and commits; a dry run is rolled back instead. Writing
    /// takes the keys, which sign the audit trail from time to time.
    template <class T, class Work>
    [[nodiscard]] ledger_result<T> write(Work&& work, const write_options& options = {}) {
        return guarded<T>([&] {
            std::optional<T> answer;
            run_write([&](transaction& t) { answer = work(t); }, options);
            return std::move(*answer);
        });
    }
    /// Signs all chains.
    [[nodiscard]] signed_checkpoint sign(instant now);
    /// Runs `work` in a transaction that only reads.
    template <class T, class Work>
    [[nodiscard]] ledger_result<T> read(Work&& work) {
        return guarded<T>([&] {
            std::optional<T> answer;
            run_read([&](database& db) { answer = work(db); });
            return std::move(*answer);
        });
    }
    /// The same, for an answer that depends on policies: ledger_trouble::other_policies if those of
    /// the caller are not in force.
    template <class T, class Work>
    [[nodiscard]] ledger_result<T> read_under_policies(Work&& work) {
        return read<T>([&](database& db) {
            check_policies(read_state(db));
            return work(db);
        });
    }
    template <class T, class Work>
    [[nodiscard]] static ledger_result<T> guarded(Work&& work) {
        try {
            return std::forward<Work>(work)();
        } catch (const database_error& failed) {
            return ledger_error{failed.trouble(), failed.what()};
        }
    }

private:
    /// A connection, borrowed from the pool for one call.
    class lease {
    public:
        explicit lease(ledger_store& from);
        lease(const lease&) = delete;
        lease& operator=(const lease&) = delete;
        ~lease();
        [[nodiscard]] database& operator*() const noexcept { return *db_; }
        /// Replaces the connection if it was lost.
        void prepare();
        void renew();
        void rollback() noexcept;

    private:
        ledger_store& from_;
        std::unique_ptr<database> db_;
    };

    /// Returns the checkpoint that was made, if one was.
    std::optional<signed_checkpoint> run_write(const std::function<void(transaction&)>& work,
                                               const write_options& options);
    void run_read(const std::function<void(database&)>& work);
    void run_connected(const std::function<void(lease&)>& work);
    void write_in_line(writing_call& call);
    void write_alone(writing_call& call);
    [[nodiscard]] bool write_together(const std::list<writing_line::place*>& places);
    void check_policies(const ledger_state& state) const;
    void check_state(const ledger_state& state, const write_options& options) const;
    [[nodiscard]] bool is_of_former_key(const ledger_state& state) const;
    void finish(lease& connection, transaction& work);
    void require_committed(lease& connection, const std::pair<std::uint64_t, digest>& last_event,
                           const std::optional<signed_checkpoint>& made);

    ledger_connector connect_;
    const policy_set& policies_;
    const key_ring* keys_;
    ledger_options options_;
    std::string ledger_id_;
    writing_turns turns_;
    writing_line line_;
    /// no court writes beside another, because the database cannot do so
    std::atomic<bool> has_one_writer_ = true;
    std::mutex pool_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<database>> idle_;
    std::size_t connections_ = 0;
};

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
