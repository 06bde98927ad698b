// store.hpp: connections and transactions of a ledger: what every operation is made of.
//
//     return store_->write<begin_outcome>([&](transaction& work) {
//         ... work.query(...); work.add(...); work.log(...); return outcome; });
//
// A write transaction queues what it writes; all of it goes to the database together with the audit
// events when the function returns, and is committed. Should the connection be lost meanwhile, the
// audit trail itself tells whether it was: the event has its hash there, or it has not.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "ledger/database.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

/// The row of the table `ledger`.
struct ledger_state {
    std::string id;
    int version = 0;
    std::string policy_set;
    audit_head head;
};
[[nodiscard]] ledger_state read_state(database& db);

/// Queries whose parameters are known before a transaction begins; texts are borrowed. They are
/// asked in the turn in which it begins.
using queries_ahead = std::vector<bound_statement>;

/// A value as it must be there; ledger_trouble::damaged if the row holds something else.
[[nodiscard]] std::int64_t integer(const value& given);
[[nodiscard]] const std::string& text(const value& given);
[[nodiscard]] inline bool is_null(const value& given) noexcept {
    return std::holds_alternative<std::monostate>(given);
}
template <class E>
[[nodiscard]] E token(const value& given) {
    const auto read = is_null(given) ? std::optional(E{}) : from_token<E>(text(given));
    if (!read) {
        throw database_error(ledger_trouble::damaged, "a record of the ledger holds \"" + text(given) +
                                                          "\", which this version does not know");
    }
    return *read;
}
template <class Id>
[[nodiscard]] Id id(const value& given) {
    const auto read = Id::make(text(given));
    if (!read) {
        throw database_error(ledger_trouble::damaged,
                             "a key in the ledger " + std::string(to_message(read.error())));
    }
    return read.value();
}
[[nodiscard]] std::optional<instant> time(const value& given);

/// A token as a parameter; NULL for `missing`.
template <class E>
[[nodiscard]] parameter to_parameter(E given) {
    const std::string_view word = to_token(given);
    return word.empty() ? parameter{} : parameter{word};
}
[[nodiscard]] inline parameter to_parameter(std::optional<instant> at) {
    return at ? parameter{at->micros} : parameter{};
}
[[nodiscard]] inline parameter to_parameter(instant at) { return at.micros; }
[[nodiscard]] inline parameter to_parameter(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

/// A write transaction.
class transaction {
public:
    /// One that is under way.
    transaction(database& db, const key_ring* keys) : db_(db), keys_(keys), state_(read_state(db)) {}
    /// Begins one.
    transaction(database& db, const key_ring* keys, queries_ahead ahead);

    [[nodiscard]] const ledger_state& state() const noexcept { return state_; }
    /// The rows of a query; those of one that was asked ahead are there already.
    [[nodiscard]] std::vector<row> query(const statement& what, std::span<const parameter> parameters = {});
    /// Queues a statement. Texts of the parameters are copied.
    void add(const statement& what, std::initializer_list<parameter> parameters);
    /// Queues an audit event; its number.
    std::uint64_t log(const audit_entry& entry);
    /// Queues what is owed because of the event.
    void owe(std::uint64_t sequence, std::span<const owed> all, const court_id& court, const login& account,
             const central_id& central);
    /// Works under other policies from here on.
    void adopt(const std::string& policy_set) { state_.policy_set = policy_set; }
    /// Writes everything and commits.
    void finish();
    /// Writes what is queued so far, so that later queries see it.
    void flush();

private:
    database& db_;
    const key_ring* keys_;
    queries_ahead ahead_;
    std::vector<std::vector<row>> answers_;  ///< to the queries ahead; none once something was written
    ledger_state state_;
    bool has_events_ = false;
    std::vector<bound_statement> queue_;
    std::deque<std::string> texts_;
};

class ledger_store {
public:
    ledger_store(ledger_connector connect, const policy_set& policies, const key_ring* keys,
                 const ledger_options& options)
        : connect_(std::move(connect)), policies_(policies), keys_(keys), options_(options) {}

    [[nodiscard]] const policy_set& policies() const noexcept { return policies_; }
    /// Throws ledger_trouble::no_keys if there are none.
    [[nodiscard]] const key_ring& keys() const;

    /// Runs `work` in a write transaction and commits. It takes the keys, which sign the audit
    /// trail from time to time. Under other policies than the ledger's it is an error, unless
    /// `any_policies`.
    template <class T, class Work>
    [[nodiscard]] ledger_result<T> write(Work&& work, bool any_policies = false,
                                         const queries_ahead& ahead = {}) {
        return guarded<T>([&] {
            std::optional<T> answer;
            run_write([&](transaction& t) { answer = work(t); }, any_policies, ahead);
            return std::move(*answer);
        });
    }
    /// Runs `work` in a transaction that only reads.
    template <class T, class Work>
    [[nodiscard]] ledger_result<T> read(Work&& work) {
        return guarded<T>([&] {
            std::optional<T> answer;
            run_read([&](database& db) { answer = work(db); });
            return std::move(*answer);
        });
    }
    /// The same, for an answer under the policies that are in force: under others than the ledger's
    /// it is an error.
    template <class T, class Work>
    [[nodiscard]] ledger_result<T> read_under_policies(Work&& work) {
        return read<T>([&](database& db) {
            check_policies(read_state(db));
            return work(db);
        });
    }
    /// Runs `work` in a write transaction that is rolled back: what would happen.
    template <class T, class Work>
    [[nodiscard]] ledger_result<T> try_out(Work&& work) {
        return guarded<T>([&] {
            std::optional<T> answer;
            run_dry([&](transaction& t) { answer = work(t); });
            return std::move(*answer);
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
    /// A connection for the time of a call.
    class lease {
    public:
        explicit lease(ledger_store& from);
        lease(const lease&) = delete;
        lease& operator=(const lease&) = delete;
        ~lease();
        [[nodiscard]] database& operator*() const noexcept { return *db_; }
        /// Sees that the connection can be used: another one in place of one that was lost.
        void prepare();
        void renew();
        void rollback() noexcept;

    private:
        ledger_store& from_;
        std::unique_ptr<database> db_;
    };

    void run_write(const std::function<void(transaction&)>& work, bool any_policies,
                   const queries_ahead& ahead);
    void run_read(const std::function<void(database&)>& work);
    void run_dry(const std::function<void(transaction&)>& work);
    void check_policies(const ledger_state& state) const;
    void finish(lease& connection, transaction& work);

    ledger_connector connect_;
    const policy_set& policies_;
    const key_ring* keys_;
    ledger_options options_;
    /// of the threads of this object one writes at a time: they would only wait for each other in
    /// the database
    std::mutex writer_;
    std::mutex pool_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<database>> idle_;
    std::size_t connections_ = 0;
};

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
