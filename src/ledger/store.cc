#include "ledger/store.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/text/time_text.hpp>

#include "ledger/schema.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

/// How often the audit trail is signed, in events.
constexpr std::uint64_t events_between_checkpoints = 1'000;
/// How often an operation is tried on a new connection before the caller gets the error.
constexpr int most_tries = 5;
/// How many calls may share a transaction: those that wait for a disk, but not so many that the
/// first one waits long for the last one.
constexpr std::size_t most_together = 32;

constexpr statement select_state{
    "SELECT l.id, l.schema_version, l.policy_set, c.number, c.events, c.public_key FROM ledger l "
    "LEFT JOIN checkpoints c ON c.number = (SELECT max(number) FROM checkpoints)"};
constexpr statement select_chain{
    "SELECT court, place, hash, event, checkpoint, tag, latest FROM chains WHERE court = $1"};
constexpr statement select_chains{
    "SELECT court, place, hash, event, checkpoint, tag, latest FROM chains ORDER BY court"};
constexpr statement upsert_chain{
    "INSERT INTO chains (court, place, hash, event, checkpoint, tag, latest) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) "
    "ON CONFLICT (court) DO UPDATE SET place = excluded.place, hash = excluded.hash, "
    "event = excluded.event, checkpoint = excluded.checkpoint, tag = excluded.tag, "
    "latest = excluded.latest"};
constexpr statement select_highest_number{"SELECT coalesce(max(sequence), 0) FROM audit"};
constexpr statement insert_event{
    "INSERT INTO audit (sequence, body, hash, court, place, tag) VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr statement select_last_checkpoint{
    "SELECT number, events, body, public_key, signature FROM checkpoints ORDER BY number DESC LIMIT 1"};
constexpr statement insert_checkpoint{
    "INSERT INTO checkpoints (number, events, body, public_key, signature) VALUES ($1, $2, $3, $4, $5)"};
constexpr statement select_event_hash{"SELECT hash FROM audit WHERE sequence = $1"};

ledger_state to_state(const std::vector<row>& rows) {
    if (rows.size() != 1) {
        fail_as_damaged();
    }
    const row& it = rows.front();
    ledger_state state{text(it[0]), static_cast<int>(integer(it[1])), text(it[2]), 0, 0, {}};
    if (!is_null(it[3])) {
        state.checkpoint = static_cast<std::uint64_t>(integer(it[3]));
        state.signed_events = static_cast<std::uint64_t>(integer(it[4]));
        state.signer = text(it[5]);
    }
    return state;
}

chain_end to_chain(const row& it) {
    return {text(it[0]).empty() ? court_id{} : id<court_id>(it[0]),
            {{static_cast<std::uint64_t>(integer(it[1])), hash_of(it[2])},
             static_cast<std::uint64_t>(integer(it[3])),
             static_cast<std::uint64_t>(integer(it[4])),
             tag_of(it[5]),
             {integer(it[6])}}};
}

/// How messages name a chain.
std::string name_of_chain(const court_id& court) {
    return court.view().empty() ? std::string("the chain of events without a court")
                                : "the chain of court " + std::string(court.view());
}

/// True of a decision about a link, a request or an agency that wrote something. What is only
/// prepared, such as accounts that are loaded and passwords that are set, may be dated later.
bool sets_the_time(const audit_entry& entry) noexcept {
    switch (entry.event) {
        case audit_event::link_proposed:
        case audit_event::link_committed:
        case audit_event::link_cancelled:
        case audit_event::link_imported:
        case audit_event::link_removed:
        case audit_event::hold_approved:
        case audit_event::hold_rejected:
        case audit_event::registration_moved:
        case audit_event::agency_changed: return !entry.changes.empty();
        default: return false;
    }
}

/// A refusal changes nothing, and says more than that its time is too early.
bool is_refusal(const audit_entry& entry) noexcept {
    return entry.changes.empty() || entry.event == audit_event::link_refused ||
           entry.event == audit_event::unlink_refused || entry.event == audit_event::import_refused;
}

/// What was signed or tagged is gone, or is another: nothing may be chained to what is left.
[[noreturn]] void fail_as_changed(const court_id& court) {
    throw database_error(ledger_trouble::damaged,
                         "the end of " + name_of_chain(court) +
                             ", or the last checkpoint, is not what this ledger's keys wrote: somebody has "
                             "changed the audit trail; stop writing, and verify the trail");
}

}  // namespace

ledger_state read_state(database& db) { return to_state(db.query(select_state)); }

std::vector<chain_end> read_chains(database& db) {
    std::vector<chain_end> chains;
    for (const row& it : db.query(select_chains)) {
        chains.push_back(to_chain(it));
    }
    return chains;
}

std::vector<court_head> heads_of(const std::vector<chain_end>& chains) {
    std::vector<court_head> heads;
    for (const chain_end& one : chains) {
        heads.push_back({one.court, one.last.head});
    }
    return heads;
}

std::optional<signed_checkpoint> to_checkpoint(std::span<const value> columns) {
    auto made = make_checkpoint(text(columns[2]), bytes_of<32>(columns[3]), bytes_of<64>(columns[4]));
    return made && made->said.number == static_cast<std::uint64_t>(integer(columns[0])) &&
                   made->said.events == static_cast<std::uint64_t>(integer(columns[1]))
               ? made
               : std::nullopt;
}

std::optional<signed_checkpoint> read_last_checkpoint(database& db) {
    const auto last = db.query(select_last_checkpoint);
    return last.empty() ? std::nullopt : to_checkpoint(last.front());
}

// ---- transaction --------------------------------------------------------------------------------

transaction::transaction(database& db, const key_ring* keys, const std::optional<court_id>& court, run how,
                         queries_ahead ahead, beginning from)
    : db_(db), keys_(keys), court_(court), how_(how), ahead_(std::move(ahead)) {
    if (court_) {
        ahead_.push_back({&select_chain, {court_->view()}});
    }
    const statement* const numbers = how_ == run::dry ? nullptr : db_.number_source();
    ahead_.push_back({numbers == nullptr ? &select_highest_number : numbers, {}});
    ahead_.push_back({&select_state, {}});
    if (from == beginning::begins) {
        answers_ = db_.begin_write_and_query(
            ahead_, court_ ? std::optional(court_->view()) : std::optional<std::string_view>{});
    } else {
        for (const bound_statement& each : ahead_) {
            answers_.push_back(db_.query(*each.what, each.parameters));
        }
    }
    state_ = to_state(answers_.back());
    const auto number = static_cast<std::uint64_t>(integer(answers_[answers_.size() - 2].front()[0]));
    next_event_ = numbers == nullptr ? number + 1 : number;
}

std::uint64_t transaction::next_event() {
    if (next_event_ == 0) {
        const statement* const numbers = how_ == run::dry ? nullptr : db_.number_source();
        next_event_ =
            numbers != nullptr ? static_cast<std::uint64_t>(integer(db_.query(*numbers).front()[0]))
            : last_event_.first != 0
                ? last_event_.first + 1
                : static_cast<std::uint64_t>(integer(db_.query(select_highest_number).front()[0])) + 1;
    }
    return next_event_;
}

transaction::open_chain& transaction::chain_of(const court_id& court) {
    const auto known = std::ranges::find(chains_, court, [](const open_chain& one) { return one.end.court; });
    if (known != chains_.end()) {
        return *known;
    }
    if (court_ && court != *court_) {
        throw database_error(ledger_trouble::failed, "an event of another court than the transaction's");
    }
    const parameter key[] = {court.view()};
    const auto found = query(select_chain, key);
    chain_end end{court, {{0, chain_start(state_.id, court)}, 0, 0, {}}};
    if (!found.empty()) {
        end = to_chain(found.front());
        require_own_head(end, state_.checkpoint);
    } else if (const auto last = read_last_checkpoint(db_);
               last &&
               std::ranges::find(last->said.heads, court, &court_head::court) != last->said.heads.end()) {
        fail_as_changed(court);  // it had events
    }
    return chains_.emplace_back(open_chain{end});
}

void transaction::require_own_head(const chain_end& given, std::uint64_t last_checkpoint) const {
    if (keys_ == nullptr) {
        return;  // a dry run: nothing is chained to it
    }
    const auto& tag = given.last.tag;
    if (tag && !keys_->has(tag->key)) {
        throw database_error(
            ledger_trouble::other_keys,
            "none of these keys wrote the end of " + name_of_chain(given.court) +
                "; keep the key that did below the new one, until the next event is written");
    }
    if (!verify_head(*keys_, state_.id, given.court, given.last) || given.last.checkpoint > last_checkpoint) {
        fail_as_changed(given.court);
    }
}

std::vector<row> transaction::query(const statement& what, std::span<const parameter> parameters) {
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        if (ahead_[i].what == &what && std::ranges::equal(ahead_[i].parameters, parameters)) {
            return answers_[i];
        }
    }
    return db_.query(what, parameters);
}

void transaction::add(const statement& what, std::vector<parameter> parameters) {
    bound_statement bound{&what, std::move(parameters)};
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

std::uint64_t transaction::log(audit_entry entry) {
    chain_event();
    const kept_head& last = chain_of(entry.court).end.last;
    const std::uint64_t number = next_event();
    if (number <= last.event) {
        throw database_error(ledger_trouble::damaged,
                             "the source of event numbers is behind the audit trail: it gave " +
                                 std::to_string(number) + ", and " + name_of_chain(entry.court) + " is at " +
                                 std::to_string(last.event) +
                                 "; set the sequence event_numbers to the highest "
                                 "number of the table audit");
    }
    last_event_ = {number, {}};
    last_at_ = entry.at;
    next_event_ = 0;
    event_ = {number, std::move(entry)};
    return number;
}

/// Adds the open event to its chain. Its rows are known now.
void transaction::chain_event() {
    if (!event_) {
        return;
    }
    auto& [number, entry] = *event_;
    if (!entry.changes.empty()) {
        entry.changes += ']';
    }
    open_chain& chain = chain_of(entry.court);
    kept_head& last = chain.end.last;
    if (!is_refusal(entry) && entry.at.micros < last.latest.micros - event_tolerance.micros) {
        throw database_error(ledger_trouble::too_early,
                             "this would be an event of " + to_text(entry.at) + ", and " +
                                 name_of_chain(entry.court) + " has one of " + to_text(last.latest) +
                                 "; an event may be at most " +
                                 std::to_string(event_tolerance.micros / (60 * micros_per_second)) +
                                 " minutes earlier than a decision before it; check the clock of this "
                                 "machine, and the time that was given");
    }
    const std::string body = to_body(entry);
    const std::uint64_t place = last.head.place + 1;
    last.head = {place, ecflink::chain(last.head.hash, place, number, body)};
    last.event = number;
    if (sets_the_time(entry)) {
        last.latest = std::max(last.latest, entry.at);
    }
    chain.has_changed = true;
    last_event_.second = last.head.hash;
    const std::string tag = keys_ == nullptr ? std::string{} : tag_text(tag_entry(*keys_, last.head.hash));
    add(insert_event, {to_parameter(number), std::string_view(body), to_text(last.head.hash).digits(),
                       entry.court.view(), to_parameter(place), std::string_view(tag)});
    event_.reset();
}

/// The text of the rows that the open event states, to add one more to.
std::string& transaction::changes_of_event() {
    if (!event_) {
        throw database_error(ledger_trouble::failed,
                             "a row was to be written without an event that states it");
    }
    std::string& changes = event_->entry.changes;
    changes += changes.empty() ? '[' : ',';
    return changes;
}

void transaction::insert(const vouched_table& table, std::span<const parameter> columns) {
    add(insert_of(table), {columns.begin(), columns.end()});
    append_new_row(changes_of_event(), table, columns);
}

void transaction::update(const vouched_table& table, std::initializer_list<parameter> key,
                         std::initializer_list<changed_column> changed) {
    std::vector<parameter> parameters(key);
    for (const changed_column& one : changed) {
        parameters.push_back(one.value);
    }
    const std::span columns(changed.begin(), changed.size());
    add(update_of(table, columns), std::move(parameters));
    append_changed_row(changes_of_event(), table, std::span(key.begin(), key.size()), columns);
}

void transaction::erase(const vouched_table& table, std::initializer_list<parameter> key) {
    add(delete_of(table), key);
    append_gone_row(changes_of_event(), table, std::span(key.begin(), key.size()));
}

void transaction::vouch_for(const vouched_table& table, std::span<const row> rows) {
    for (const row& one : rows) {
        append_new_row(changes_of_event(), table, one);
    }
}

void transaction::owe(std::uint64_t sequence, std::span<const owed> all, const court_id& court,
                      const login& account, const central_id& central, const central_id& claimant) {
    std::int64_t place = 0;
    for (const owed& one : all) {
        insert(obligations_table, {to_parameter(sequence), to_token(one.what), ++place, to_parameter(one.due),
                                   court.view(), account.view(), central.view(), parameter{},
                                   claimant.empty() ? parameter{} : parameter{claimant.view()}});
    }
}

void transaction::flush() {
    chain_event();
    has_flushed_ = true;
    answers_.clear();
    db_.execute_all(queue_);
    queue_.clear();
    texts_.clear();
}

void transaction::renew_tags() {
    for (const chain_end& one : read_chains(db_)) {
        chain_of(one.court).has_changed = true;
    }
    must_sign_ = true;
}

void transaction::sign_at_end(instant at) noexcept {
    last_at_ = at;
    must_sign_ = true;
    writes_without_events_ = true;
}

void transaction::write_heads() {
    for (open_chain& one : chains_) {
        if (!one.has_changed) {
            continue;
        }
        auto& [court, last] = one.end;
        last.checkpoint = made_ ? made_->said.number : state_.checkpoint;
        last.tag = tag_head(*keys_, state_.id, court, last);
        add(upsert_chain, {court.view(), to_parameter(last.head.place), to_text(last.head.hash).digits(),
                           to_parameter(last.event), to_parameter(last.checkpoint),
                           std::string_view(tag_text(*last.tag)), to_parameter(last.latest)});
    }
}

/// Signs the heads of all chains: this transaction's own, and those of other courts as they were
/// committed last. Each must be one that the ledger's keys wrote.
void transaction::make_checkpoint(bool is_needed) {
    db_.lock_checkpoints();
    checkpoint said{.number = 1, .events = 0, .at = last_at_, .previous = {}, .heads = {}};
    checkpoint before;
    if (const auto rows = db_.query(select_last_checkpoint); !rows.empty()) {
        const auto last = to_checkpoint(rows.front());
        const auto own = keys_->public_keys();
        if (!last || !verify_checkpoint(*last, state_.id) ||
            std::ranges::find(own, last->public_key) == own.end()) {
            fail_as_changed({});
        }
        before = last->said;
        if (before.number != state_.checkpoint && !is_needed) {
            return;  // another court was faster
        }
        said.number = before.number + 1;
        said.previous = digest_of(last->body);
    }
    std::map<court_id, kept_head> heads;
    for (const open_chain& own : chains_) {
        if (own.end.last.head.place != 0) {
            heads[own.end.court] = own.end.last;
        }
    }
    for (const chain_end& one : read_chains(db_)) {
        if (!heads.contains(one.court)) {
            require_own_head(one, before.number);
            heads[one.court] = one.last;
        }
    }
    for (const court_head& one : before.heads) {
        const auto now = heads.find(one.court);
        if (now == heads.end() || now->second.head.place < one.head.place) {
            fail_as_changed(one.court);
        }
    }
    for (const auto& [court, last] : heads) {
        said.heads.push_back({court, last.head});
        said.events = std::max(said.events, last.event);
    }
    made_ = sign_checkpoint(*keys_, state_.id, std::move(said));
    add(insert_checkpoint,
        {to_parameter(made_->said.number), to_parameter(made_->said.events), std::string_view(made_->body),
         std::string_view(to_hex(made_->public_key)), std::string_view(to_hex(made_->signature))});
}

bool transaction::has_changes() const noexcept { return last_event_.first != 0 || writes_without_events_; }

void transaction::complete() {
    chain_event();
    // A new chain is signed at once, so that it cannot vanish as a whole.
    const bool has_new_chain = std::ranges::any_of(
        chains_, [](const open_chain& one) { return one.has_changed && one.end.last.checkpoint == 0; });
    const bool is_needed = must_sign_ || has_new_chain;
    if (is_needed || last_event_.first >= state_.signed_events + events_between_checkpoints) {
        make_checkpoint(is_needed);
    }
    write_heads();
}

void transaction::finish() {
    if (!has_changes()) {
        db_.rollback();
        return;
    }
    complete();
    db_.execute_all_and_commit(queue_);
}

bool transaction::finish_without_commit() {
    if (!has_changes()) {
        if (has_flushed_) {
            throw database_error(ledger_trouble::failed, "rows were written without an event");
        }
        return false;
    }
    complete();
    db_.execute_all(queue_);
    return true;
}

// ---- writing_turns ------------------------------------------------------------------------------

bool writing_turns::take(const std::optional<court_id>& court, duration patience) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::microseconds(patience.micros);
    std::unique_lock lock(mutex_);
    if (court) {
        const auto is_free = [&] { return !has_all_ && want_all_ == 0 && !courts_.contains(*court); };
        if (!given_back_.wait_until(lock, give_up, is_free)) {
            return false;
        }
        courts_.insert(*court);
        return true;
    }
    ++want_all_;
    const bool is_taken = given_back_.wait_until(lock, give_up, [&] { return !has_all_ && courts_.empty(); });
    --want_all_;
    if (is_taken) {
        has_all_ = true;
    } else {
        given_back_.notify_all();  // courts that waited for this one need not any more
    }
    return is_taken;
}

void writing_turns::give_back(const std::optional<court_id>& court) {
    {
        const std::scoped_lock lock(mutex_);
        if (court) {
            courts_.erase(*court);
        } else {
            has_all_ = false;
        }
    }
    given_back_.notify_all();
}

// ---- writing_line -------------------------------------------------------------------------------

namespace {

[[noreturn]] void fail_as_busy(duration patience) {
    throw database_error(ledger_trouble::busy, "other calls wrote for longer than the patience of " +
                                                   std::to_string(patience.micros / 1000) +
                                                   " ms; try again, or wait longer");
}

}  // namespace

writing_line::turn writing_line::enter(place& mine, duration patience) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::microseconds(patience.micros);
    std::list<place*> taken{&mine};
    const auto self = taken.begin();
    std::unique_lock lock(mutex_);
    waiting_.splice(waiting_.end(), taken);
    const auto is_first = [&] { return !is_taken_ && !mine.is_taken && waiting_.front() == &mine; };
    while (!mine.is_over && !is_first()) {
        if (mine.is_taken) {
            mine.changed.wait(lock);
        } else if (mine.changed.wait_until(lock, give_up) == std::cv_status::timeout && !mine.is_taken &&
                   !mine.is_over && !is_first()) {
            waiting_.erase(self);
            fail_as_busy(patience);
        }
    }
    if (!mine.is_over) {
        auto end = std::next(waiting_.begin());
        for (std::size_t count = 1;
             mine.may_share && end != waiting_.end() && (*end)->may_share && count < most_together; ++count) {
            ++end;
        }
        taken.splice(taken.begin(), waiting_, waiting_.begin(), end);
        for (place* one : taken) {
            one->is_taken = true;
        }
        is_taken_ = true;
    }
    return {*this, std::move(taken)};
}

void writing_line::leave(std::list<place*>& places) noexcept {
    if (places.empty()) {
        return;
    }
    const std::scoped_lock lock(mutex_);
    is_taken_ = false;
    places.pop_front();  // its holder
    places.remove_if([](place* one) {
        one->is_taken = false;
        one->is_over = one->is_answered;
        one->may_share = false;
        if (one->is_over) {
            one->changed.notify_one();
        }
        return one->is_over;
    });
    waiting_.splice(waiting_.begin(), places);
    if (!waiting_.empty()) {
        waiting_.front()->changed.notify_one();
    }
}

std::size_t writing_line::waiting() const {
    const std::scoped_lock lock(mutex_);
    return waiting_.size();
}

namespace {

/// The turn of one call.
class writing_turn {
public:
    writing_turn(writing_turns& turns, const std::optional<court_id>& court, duration patience)
        : turns_(turns), court_(court) {
        if (!turns_.take(court_, patience)) {
            fail_as_busy(patience);
        }
    }
    writing_turn(const writing_turn&) = delete;
    writing_turn& operator=(const writing_turn&) = delete;
    ~writing_turn() { turns_.give_back(court_); }

private:
    writing_turns& turns_;
    std::optional<court_id> court_;
};

/// Throws ledger_trouble::other_version if another program has migrated the ledger meanwhile.
void require_own_version(database& db) {
    db.rollback();
    db.begin_read();
    require_version(find_version(db));
}

}  // namespace

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
            from_.has_one_writer_ = db_->has_one_writer();
        } catch (...) {
            const std::scoped_lock lock(from_.pool_);
            --from_.connections_;
            from_.returned_.notify_one();
            throw;
        }
    }
}

ledger_store::lease::~lease() {
    rollback();
    const std::scoped_lock lock(from_.pool_);
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

/// Commits, and where the answer is lost finds out what became of it.
void ledger_store::finish(lease& connection, transaction& work) {
    try {
        work.finish();
        return;
    } catch (const database_error& failed) {
        if (failed.trouble() != ledger_trouble::unknown_outcome) {
            throw;
        }
    }
    require_committed(connection, work.last_event(), work.made_checkpoint());
}

/// After a connection was lost during a commit: a second one looks for the event in the audit
/// trail. Its write transaction waits until the first one is over. Throws
/// ledger_trouble::unavailable if nothing was written, and unknown_outcome if that cannot be found
/// out.
void ledger_store::require_committed(lease& connection, const std::pair<std::uint64_t, digest>& last_event,
                                     const std::optional<signed_checkpoint>& made) {
    bool is_committed = false;
    try {
        connection.renew();
        (*connection).begin_write();
        if (const auto& [event, hash] = last_event; event != 0) {
            const parameter sequence[] = {to_parameter(event)};
            const auto found = (*connection).query(select_event_hash, sequence);
            is_committed = !found.empty() && text(found.front()[0]) == to_text(hash).digits();
        } else {
            const auto last = read_last_checkpoint(*connection);
            is_committed = last && made && last->body == made->body;
        }
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

/// Throws unless this is the ledger that was opened, at its version and under its policies.
void ledger_store::check_state(const ledger_state& state, const write_options& options) const {
    require_version(state.version);  // somebody may have migrated the ledger meanwhile
    if (state.id != ledger_id_) {    // or put another one in its place
        throw database_error(ledger_trouble::damaged,
                             "the database holds another ledger than the one that was opened; open "
                             "the ledger again");
    }
    if (!options.any_policies) {
        check_policies(state);
    }
}

/// True if all heads must get tags of the current key first.
bool ledger_store::is_of_former_key(const ledger_state& state) const {
    return state.checkpoint != 0 && state.signer != to_hex(keys_->public_key());
}

/// Writes in one transaction of the database.
void ledger_store::write_alone(writing_call& call) {
    const write_options& options = call.options;
    const bool is_dry = options.how == run::dry;
    run_connected([&](lease& connection) {
        // Under a new key all heads get new tags first, with the first event that is written.
        for (bool renews_tags = false;; renews_tags = true) {
            std::optional<transaction> attempt;
            try {
                attempt.emplace(*connection, is_dry ? keys_ : &keys(),
                                renews_tags ? std::optional<court_id>{} : options.court, options.how,
                                options.ahead);
            } catch (const database_error& failed) {
                if (failed.trouble() == ledger_trouble::failed) {
                    require_own_version(*connection);
                }
                throw;
            }
            check_state(attempt->state(), options);
            if (!is_dry && is_of_former_key(attempt->state())) {
                if (!renews_tags) {
                    connection.rollback();
                    continue;
                }
                attempt->renew_tags();
            }
            call.work(*attempt);
            if (is_dry) {
                attempt->chain_event();
                connection.rollback();
            } else {
                finish(connection, *attempt);
                call.made = attempt->made_checkpoint();
            }
            break;
        }
    });
}

/// Runs the calls one after the other in one transaction of the database, and commits once. What
/// any of them cannot do undoes all; then, and if there is anything else to do than to write, the
/// result is false, and each must write alone. Of a failure that is nobody's own all hear alike:
/// another program writes for too long, the connection is lost for good, the commit may have
/// happened.
bool ledger_store::write_together(const std::list<writing_line::place*>& places) {
    bool is_possible = true;
    bool is_committing = false;
    std::vector<std::optional<signed_checkpoint>> made;
    std::optional<ledger_error> failure;
    try {
        run_connected([&](lease& connection) {
            is_committing = false;
            made.clear();
            std::pair<std::uint64_t, digest> last_event;
            for (const writing_line::place* one : places) {
                const write_options& options = one->call.options;
                transaction attempt(*connection, &keys(), options.court, options.how, options.ahead,
                                    made.empty() ? beginning::begins : beginning::joins);
                check_state(attempt.state(), options);
                if (is_of_former_key(attempt.state())) {
                    is_possible = false;
                    return;
                }
                one->call.work(attempt);
                if (attempt.finish_without_commit()) {
                    last_event = attempt.last_event();
                }
                made.push_back(attempt.made_checkpoint());
            }
            if (last_event.first == 0) {
                return;
            }
            is_committing = true;
            try {
                (*connection).commit();
            } catch (const database_error& failed) {
                if (failed.trouble() != ledger_trouble::unknown_outcome) {
                    throw;
                }
                require_committed(connection, last_event, {});
            }
        });
    } catch (const database_error& failed) {
        const ledger_trouble what = failed.trouble();
        is_possible = what == ledger_trouble::busy || what == ledger_trouble::unavailable ||
                      what == ledger_trouble::unknown_outcome ||
                      (is_committing && what == ledger_trouble::damaged);
        failure = ledger_error{what, failed.what()};
    } catch (...) {
        is_possible = false;
    }
    if (is_possible) {
        for (std::size_t at = 0; writing_line::place* const one : places) {
            one->call.failure = failure;
            if (!failure) {
                one->call.made = std::move(made[at++]);
            }
            one->is_answered = true;
        }
    }
    return is_possible;
}

void ledger_store::write_in_line(writing_call& call) {
    writing_line::place mine{call};
    mine.may_share = call.options.court && call.options.how == run::write;
    const writing_line::turn turn = line_.enter(mine, options_.patience);
    if (!turn.places().empty() && (turn.places().size() == 1 || !write_together(turn.places()))) {
        write_alone(call);
    }
}

std::optional<signed_checkpoint> ledger_store::run_write(const std::function<void(transaction&)>& work,
                                                         const write_options& options) {
    writing_call call{work, options};
    // The turn comes before the connection, so that the connection that wrote last writes next.
    // What the others have cached is stale to SQLite.
    if (has_one_writer_) {
        write_in_line(call);
    } else {
        const writing_turn turn(turns_, options.court, options_.patience);
        write_alone(call);
    }
    if (call.failure) {
        throw database_error(call.failure->trouble, call.failure->message);
    }
    if (call.made && options_.witness) {
        options_.witness(*call.made);
    }
    return call.made;
}

signed_checkpoint ledger_store::sign(instant now) {
    const auto made = run_write([&](transaction& work) { work.sign_at_end(now); }, {.any_policies = true});
    return made.value();
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
