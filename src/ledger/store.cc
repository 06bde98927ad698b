#include "ledger/store.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "ledger/schema.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

/// How often the audit trail is signed, in events.
constexpr std::uint64_t events_between_checkpoints = 1'000;
/// How often an operation is tried on a new connection before the caller gets the error.
constexpr int most_tries = 5;

constexpr statement select_state{
    "SELECT id, schema_version, policy_set, audit_sequence, audit_hash FROM ledger"};
constexpr statement update_state{"UPDATE ledger SET policy_set = $1, audit_sequence = $2, audit_hash = $3"};
constexpr statement insert_event{"INSERT INTO audit (sequence, body, hash) VALUES ($1, $2, $3)"};
constexpr statement insert_checkpoint{
    "INSERT INTO checkpoints (sequence, hash, signed_at, public_key, signature) VALUES ($1, $2, $3, $4, $5)"};
constexpr statement insert_obligation{
    "INSERT INTO obligations (sequence, obligation, place, due, court, login, central_id) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr statement select_event_hash{"SELECT hash FROM audit WHERE sequence = $1"};

ledger_state to_state(const std::vector<row>& rows) {
    if (rows.size() != 1) {
        throw database_error(ledger_trouble::damaged,
                             "the database is not a ledger, or its creation was interrupted");
    }
    const row& it = rows.front();
    const auto hash = from_hex<std::tuple_size_v<decltype(digest::bytes)>>(text(it[4]));
    if (!hash) {
        fail_as_damaged();
    }
    return {text(it[0]),
            static_cast<int>(integer(it[1])),
            text(it[2]),
            {static_cast<std::uint64_t>(integer(it[3])), {*hash}}};
}

}  // namespace

ledger_state read_state(database& db) { return to_state(db.query(select_state)); }

// ---- transaction --------------------------------------------------------------------------------

transaction::transaction(database& db, const key_ring* keys, queries_ahead ahead)
    : db_(db), keys_(keys), ahead_(std::move(ahead)) {
    ahead_.push_back({&select_state, {}});
    answers_ = db_.begin_write_and_query(ahead_);
    state_ = to_state(answers_.back());
}

std::vector<row> transaction::query(const statement& what, std::span<const parameter> parameters) {
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        if (ahead_[i].what == &what && std::ranges::equal(ahead_[i].parameters, parameters)) {
            return answers_[i];
        }
    }
    return db_.query(what, parameters);
}

void transaction::add(const statement& what, std::initializer_list<parameter> parameters) {
    bound_statement bound{&what, parameters};
    for (parameter& one : bound.parameters) {
        if (auto* words = std::get_if<std::string_view>(&one)) {
            // SQLite would store it, PostgreSQL would not
            if (!is_utf8(*words) || words->find('\0') != std::string_view::npos) {
                throw database_error(ledger_trouble::failed,
                                     "a text to write is not well-formed UTF-8, or holds a NUL byte");
            }
            *words = texts_.emplace_back(*words);
        }
    }
    queue_.push_back(std::move(bound));
}

std::uint64_t transaction::log(const audit_entry& entry) {
    audit_head& head = state_.head;
    const std::string body = to_body(entry);
    head = {head.sequence + 1, chain(head.hash, head.sequence + 1, body)};
    const digest_text hash = to_text(head.hash);
    add(insert_event, {to_parameter(head.sequence), body, hash.digits()});
    if (keys_ != nullptr && (head.sequence == 1 || head.sequence % events_between_checkpoints == 0)) {
        const checkpoint signed_head = sign_checkpoint(*keys_, state_.id, head, entry.at);
        add(insert_checkpoint, {to_parameter(head.sequence), hash.digits(), to_parameter(entry.at),
                                std::string_view(to_hex(signed_head.public_key)),
                                std::string_view(to_hex(signed_head.signature))});
    }
    has_events_ = true;
    return head.sequence;
}

void transaction::owe(std::uint64_t sequence, std::span<const owed> all, const court_id& court,
                      const login& account, const central_id& central) {
    std::int64_t place = 0;
    for (const owed& one : all) {
        add(insert_obligation, {to_parameter(sequence), to_token(one.what), ++place, to_parameter(one.due),
                                court.view(), account.view(), central.view()});
    }
}

void transaction::flush() {
    answers_.clear();
    db_.execute_all(queue_);
    queue_.clear();
    texts_.clear();
}

void transaction::finish() {
    if (!has_events_) {
        db_.rollback();
        return;
    }
    add(update_state, {std::string_view(state_.policy_set), to_parameter(state_.head.sequence),
                       to_text(state_.head.hash).digits()});
    db_.execute_all_and_commit(queue_);
}

// ---- ledger_store -------------------------------------------------------------------------------

ledger_store::lease::lease(ledger_store& from) : from_(from) {
    {
        std::unique_lock lock(from_.pool_);
        from_.returned_.wait(lock, [&] {
            return !from_.idle_.empty() ||
                   from_.connections_ < std::max<std::size_t>(1, from_.options_.connections);
        });
        if (!from_.idle_.empty()) {
            db_ = std::move(from_.idle_.back());
            from_.idle_.pop_back();
        } else {
            ++from_.connections_;
        }
    }
    if (!db_) {
        try {
            db_ = from_.connect_();
        } catch (...) {
            const std::lock_guard lock(from_.pool_);
            --from_.connections_;
            from_.returned_.notify_one();
            throw;
        }
    }
}

ledger_store::lease::~lease() {
    rollback();
    const std::lock_guard lock(from_.pool_);
    if (db_ && db_->is_usable()) {
        from_.idle_.push_back(std::move(db_));
    } else {
        --from_.connections_;
    }
    from_.returned_.notify_one();
}

void ledger_store::lease::prepare() {
    if (!db_ || !db_->is_usable()) {
        renew();
    }
}

void ledger_store::lease::renew() {
    db_.reset();
    db_ = from_.connect_();
}

void ledger_store::lease::rollback() noexcept {
    if (db_) {
        db_->rollback();
    }
}

const key_ring& ledger_store::keys() const {
    if (keys_ == nullptr) {
        throw database_error(ledger_trouble::no_keys, "this needs the ledger's key file, and none was given");
    }
    return *keys_;
}

void ledger_store::check_policies(const ledger_state& state) const {
    if (state.policy_set != policies_.digest()) {
        throw database_error(ledger_trouble::other_policies,
                             "the ledger works under the policies " + state.policy_set + ", and these are " +
                                 policies_.digest() + "; take the policy files that the ledger works under");
    }
}

/// Commits. If the connection is lost meanwhile, a second one looks for the event in the audit
/// trail. Its write transaction waits until the first one is over. Throws
/// ledger_trouble::unavailable if nothing was written, and unknown_outcome if that cannot be found
/// out.
void ledger_store::finish(lease& connection, transaction& work) {
    try {
        work.finish();
        return;
    } catch (const database_error& failed) {
        if (failed.trouble() != ledger_trouble::unknown_outcome) {
            throw;
        }
    }
    bool is_committed = false;
    try {
        connection.renew();
        (*connection).begin_write();
        const parameter sequence[] = {to_parameter(work.state().head.sequence)};
        const auto found = (*connection).query(select_event_hash, sequence);
        is_committed = !found.empty() && text(found.front()[0]) == to_text(work.state().head.hash).digits();
        (*connection).rollback();
    } catch (const database_error&) {
        throw database_error(ledger_trouble::unknown_outcome,
                             "the connection was lost during a commit, and a new one could not be made: the "
                             "change was written or it was not");
    }
    if (!is_committed) {
        throw database_error(ledger_trouble::unavailable,
                             "the connection was lost before the change was committed");
    }
}

/// Runs `work` on a connection. Where the connection is lost before anything was written, runs it
/// again on another one, a few times.
void ledger_store::run_connected(const std::function<void(lease&)>& work) {
    lease connection(*this);
    for (int tries = 1;; ++tries) {
        try {
            connection.prepare();
            work(connection);
            return;
        } catch (const database_error& failed) {
            connection.rollback();
            if (failed.trouble() != ledger_trouble::unavailable || tries == most_tries) {
                throw;
            }
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10 << tries));
    }
}

void ledger_store::run_write(const std::function<void(transaction&)>& work, const write_options& options) {
    const bool is_dry = options.how == run::dry;
    // The lock comes before the connection, so that the connection that wrote last writes next.
    // What the others have cached is stale to SQLite.
    const std::lock_guard lock(writer_);
    run_connected([&](lease& connection) {
        transaction attempt(*connection, is_dry ? keys_ : &keys(), options.ahead);
        require_version(attempt.state().version);  // somebody may have migrated the ledger meanwhile
        if (attempt.state().id != ledger_id_) {    // or put another one in its place
            throw database_error(ledger_trouble::damaged,
                                 "the database holds another ledger than the one that was opened; open the "
                                 "ledger again");
        }
        if (!options.any_policies) {
            check_policies(attempt.state());
        }
        work(attempt);
        if (is_dry) {
            connection.rollback();
        } else {
            finish(connection, attempt);
        }
    });
}

void ledger_store::run_read(const std::function<void(database&)>& work) {
    run_connected([&](lease& connection) {
        (*connection).begin_read();
        work(*connection);
        connection.rollback();
    });
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
