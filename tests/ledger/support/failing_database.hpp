// failing_database.hpp: a database that fails at a chosen call, so that a test can try every call.
//
//     auto plan = std::make_shared<failure_plan>();
//     const ledger_connector connector = failing(sqlite(file), plan);
//     // The 17th call from now on, over all connections, fails after its work.
//     plan->fail_at(17, ledger_trouble::unknown_outcome, moment::after);
//     // At the 17th call the process ends as by kill -9.
//     plan->kill_at(17, moment::before);
//
// These count as calls: a new connection, a beginning, each statement, also within a group, a
// script, a search for a table, and a commit. A rollback does not, because it cannot fail.
#pragma once

#include <csignal>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <unistd.h>

#include "ledger/database.hpp"

namespace support {

using namespace ecflink;
using namespace ecflink::detail::ledger;

/// Before the work of the call, or after it, when only the answer is lost.
enum class moment : std::uint8_t { before, after };

/// Which call fails. All connections of a connector share it. Any number of threads may use it.
class failure_plan {
public:
    /// Replaces the plan before.
    void fail_at(std::int64_t number, ledger_trouble trouble, moment when) {
        const std::lock_guard lock(mutex_);
        calls_ = 0;
        failure_ = {number, trouble, when};
        has_failed_ = false;
    }

    /// The same, but the process ends there, without a word to the database.
    void kill_at(std::int64_t number, moment when) {
        fail_at(number, ledger_trouble::failed, when);
        kills_ = true;
    }
    /// Ends the process, if the plan says so.
    void kill_if_planned() const {
        if (kills_) {
            ::kill(::getpid(), SIGKILL);
        }
    }

    /// From now on no call fails. The count starts at 0.
    void never_fail() { fail_at(0, ledger_trouble::failed, moment::before); }

    /// How many calls there were since the last plan was made.
    [[nodiscard]] std::int64_t calls() const {
        const std::lock_guard lock(mutex_);
        return calls_;
    }
    /// True once the planned call has come.
    [[nodiscard]] bool has_failed() const {
        const std::lock_guard lock(mutex_);
        return has_failed_;
    }

    struct failure {
        std::int64_t number = 0;
        ledger_trouble trouble = ledger_trouble::failed;
        moment when = moment::before;
    };
    /// Counts calls. If one of them must fail, returns the failure with its number among them.
    [[nodiscard]] std::optional<failure> count(std::size_t calls) {
        const std::lock_guard lock(mutex_);
        const std::int64_t before = calls_;
        calls_ += static_cast<std::int64_t>(calls);
        if (failure_.number <= before || failure_.number > calls_) {
            return std::nullopt;
        }
        has_failed_ = true;
        return failure{failure_.number - before, failure_.trouble, failure_.when};
    }

private:
    mutable std::mutex mutex_;
    std::int64_t calls_ = 0;
    failure failure_;
    bool has_failed_ = false;
    bool kills_ = false;
};

class failing_database final : public database {
public:
    failing_database(std::unique_ptr<database> inner, std::shared_ptr<failure_plan> plan)
        : inner_(std::move(inner)), plan_(std::move(plan)) {}

    void begin_write() override {
        call([&] { inner_->begin_write(); });
    }
    std::vector<std::vector<row>> begin_write_and_query(std::span<const bound_statement> all,
                                                        std::optional<std::string_view> court) override {
        check_not_lost();
        if (const auto failure = plan_->count(all.size() + 1)) {
            if (const std::size_t done = done_by(*failure); done > 0) {
                inner_->begin_write_and_query(all.first(done - 1), court);
            }
            fail(*failure, false);
        }
        return inner_->begin_write_and_query(all, court);
    }
    void begin_read() override {
        call([&] { inner_->begin_read(); });
    }
    void commit() override {
        check_not_lost();
        const auto failure = plan_->count(1);
        if (failure && failure->when == moment::before) {
            fail(*failure, true);
        }
        inner_->commit();
        if (failure) {
            fail(*failure, true);
        }
    }
    void rollback() noexcept override { inner_->rollback(); }
    std::vector<row> query(const statement& what, std::span<const parameter> parameters) override {
        return call([&] { return inner_->query(what, parameters); });
    }
    std::int64_t execute(const statement& what, std::span<const parameter> parameters) override {
        return call([&] { return inner_->execute(what, parameters); });
    }
    void stream(const statement& what, std::span<const parameter> parameters,
                const std::function<bool(const row&)>& take) override {
        call([&] { inner_->stream(what, parameters, take); });
    }
    void run_script(const std::string& sql) override {
        call([&] { inner_->run_script(sql); });
    }
    [[nodiscard]] bool has_one_writer() const noexcept override { return inner_->has_one_writer(); }
    void lock_checkpoints() override {
        call([&] { inner_->lock_checkpoints(); });
    }
    [[nodiscard]] const statement* number_source() const noexcept override { return inner_->number_source(); }
    void make_number_source(std::uint64_t first) override {
        call([&] { inner_->make_number_source(first); });
    }
    bool has_table(std::string_view name) override {
        return call([&] { return inner_->has_table(name); });
    }
    [[nodiscard]] bool is_usable() const noexcept override { return !is_lost_ && inner_->is_usable(); }

    void execute_all(std::span<const bound_statement> all) override {
        check_not_lost();
        if (const auto failure = plan_->count(all.size())) {
            inner_->execute_all(all.first(done_by(*failure)));
            fail(*failure, false);
        }
        inner_->execute_all(all);
    }

    void execute_all_and_commit(std::span<const bound_statement> all) override {
        check_not_lost();
        const auto failure = plan_->count(all.size() + 1);
        if (failure && done_by(*failure) <= all.size()) {
            inner_->execute_all(all.first(done_by(*failure)));
            fail(*failure, static_cast<std::size_t>(failure->number) > all.size());
        }
        inner_->execute_all_and_commit(all);
        if (failure) {
            fail(*failure, true);
        }
    }

    /// Only a commit can have an unknown outcome. A connection lost at another call wrote nothing.
    [[nodiscard]] static database_error error_of(const failure_plan::failure& failure, bool is_commit) {
        const bool is_known = failure.trouble == ledger_trouble::unknown_outcome && !is_commit;
        return {is_known ? ledger_trouble::unavailable : failure.trouble, "a failure of the test's making"};
    }

private:
    static std::size_t done_by(const failure_plan::failure& failure) noexcept {
        return static_cast<std::size_t>(failure.number - (failure.when == moment::before ? 1 : 0));
    }

    [[noreturn]] void fail(const failure_plan::failure& failure, bool is_commit) {
        plan_->kill_if_planned();
        inner_->rollback();
        const database_error error = error_of(failure, is_commit);
        is_lost_ = error.trouble() == ledger_trouble::unavailable ||
                   error.trouble() == ledger_trouble::unknown_outcome;
        throw error;
    }

    void check_not_lost() const {
        if (is_lost_) {
            throw database_error(ledger_trouble::unavailable, "the connection was lost by the test's making");
        }
    }

    template <class Work>
    std::invoke_result_t<Work> call(const Work& work) {
        check_not_lost();
        const auto failure = plan_->count(1);
        if (failure) {
            if (failure->when == moment::after) {
                work();
            }
            fail(*failure, false);
        }
        return work();
    }

    std::unique_ptr<database> inner_;
    std::shared_ptr<failure_plan> plan_;
    bool is_lost_ = false;
};

/// The connections of `inner`, failing as the plan says.
inline ledger_connector failing(ledger_connector inner, std::shared_ptr<failure_plan> plan) {
    return [inner = std::move(inner), plan = std::move(plan)]() -> std::unique_ptr<database> {
        if (const auto failure = plan->count(1)) {
            plan->kill_if_planned();
            throw failing_database::error_of(*failure, false);
        }
        return std::make_unique<failing_database>(inner(), plan);
    };
}

}  // namespace support
