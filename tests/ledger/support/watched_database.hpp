// watched_database.hpp: a database that tells a test when transactions begin and are committed, and
// how often.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "ledger/database.hpp"

namespace support {

using namespace ecflink;
using namespace ecflink::detail::ledger;

/// What a test does at a transaction, and sees of it. All connections of a connector share it.
struct watch {
    std::function<void()> before_beginning = [] {};  ///< of a write transaction
    std::function<void()> before_commit = [] {};
    std::atomic<int> commits = 0;
};

class watched_database final : public database {
public:
    watched_database(std::unique_ptr<database> inner, std::shared_ptr<watch> on)
        : inner_(std::move(inner)), on_(std::move(on)) {}

    void begin_write() override {
        on_->before_beginning();
        inner_->begin_write();
    }
    std::vector<std::vector<row>> begin_write_and_query(std::span<const bound_statement> all,
                                                        std::optional<std::string_view> court) override {
        on_->before_beginning();
        return inner_->begin_write_and_query(all, court);
    }
    void begin_read() override { inner_->begin_read(); }
    void commit() override {
        on_->before_commit();
        inner_->commit();
        ++on_->commits;
    }
    void rollback() noexcept override { inner_->rollback(); }
    std::vector<row> query(const statement& what, std::span<const parameter> parameters) override {
        return inner_->query(what, parameters);
    }
    std::int64_t execute(const statement& what, std::span<const parameter> parameters) override {
        return inner_->execute(what, parameters);
    }
    void execute_all(std::span<const bound_statement> all) override { inner_->execute_all(all); }
    void execute_all_and_commit(std::span<const bound_statement> all) override {
        on_->before_commit();
        inner_->execute_all_and_commit(all);
        ++on_->commits;
    }
    void stream(const statement& what, std::span<const parameter> parameters,
                const std::function<bool(const row&)>& take) override {
        inner_->stream(what, parameters, take);
    }
    void run_script(const std::string& sql) override { inner_->run_script(sql); }
    [[nodiscard]] bool has_one_writer() const noexcept override { return inner_->has_one_writer(); }
    void lock_checkpoints() override { inner_->lock_checkpoints(); }
    [[nodiscard]] const statement* number_source() const noexcept override { return inner_->number_source(); }
    void make_number_source(std::uint64_t first) override { inner_->make_number_source(first); }
    bool has_table(std::string_view name) override { return inner_->has_table(name); }
    [[nodiscard]] bool is_usable() const noexcept override { return inner_->is_usable(); }

private:
    std::unique_ptr<database> inner_;
    std::shared_ptr<watch> on_;
};

/// The connections of `inner`, watched.
inline ledger_connector watched(ledger_connector inner, std::shared_ptr<watch> on) {
    return [inner = std::move(inner), on = std::move(on)]() -> std::unique_ptr<database> {
        return std::make_unique<watched_database>(inner(), on);
    };
}

}  // namespace support
