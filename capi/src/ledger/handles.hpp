// handles.hpp: what the opaque handles of ledgers hold, and what all functions on ledgers share.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

#include <ecflink/ecflink_ledger.h>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "ledger_structs.hpp"
#include "values.hpp"

/// The ledger borrows the policies and keys before it.
struct ecflink_ledger {
    std::shared_ptr<const ecflink::policy_set> policies;
    std::shared_ptr<const ecflink::key_ring> keys;
    ecflink::ledger opened;
    ::pid_t owner;  ///< the process that opened it
};

/// The structs point into `pool`, so an answer is never copied.
struct ecflink_answer {
    ecflink_answer() = default;
    ecflink_answer(const ecflink_answer&) = delete;
    ecflink_answer& operator=(const ecflink_answer&) = delete;
    ~ecflink_answer() { ecflink::wipe(handle); }

    /// A copy of a text that lives as long as the answer.
    const char* keep(std::string_view text) { return pool.emplace_back(text).c_str(); }
    void keep(ecflink_texts which, const std::vector<std::string>& all) {
        auto& list = texts[static_cast<std::size_t>(which)];
        for (const std::string& one : all) {
            list.push_back(keep(one));
        }
    }
    void keep_owed(std::span<const ecflink::owed> all, std::uint64_t sequence, std::string_view court,
                   std::string_view login, std::string_view central);
    void keep_pair(const ecflink::pair_review& given);
    void keep_page(const ecflink::confirm_page& shown);
    void keep_held(const ecflink::held_link& item);
    /// The outcome, whose texts and obligations the answer keeps.
    ecflink_commit_outcome keep_commit(const ecflink::commit_outcome& outcome);

    std::deque<std::string> pool;
    std::string handle;
    std::vector<const char*> texts[5];
    std::size_t count = 0;  ///< of the list, if it is one
    std::optional<ecflink_confirm_page> page;
    std::optional<ecflink_pair_review> pair;
    std::optional<ecflink_commit_outcome> linked;
    std::vector<ecflink_owed> owed;
    std::vector<ecflink_held_link> held;
    std::vector<ecflink_left_out> left_out;
    std::vector<std::pair<ecflink_access_place, ecflink_court_access>> places;
    std::vector<ecflink_registration_item> registrations;
    std::vector<ecflink_agency> agencies;
    std::vector<ecflink_audit_chain> chains;
    std::vector<ecflink_audit_problem> problems;
    std::vector<ecflink_row_difference> rows;
    std::vector<std::vector<ecflink_column_difference>> columns;  ///< of each of `rows`
};

namespace ecflink::capi {

/// The ledger of a handle, for this process.
[[nodiscard]] ledger& opened(ecflink_ledger* handle);

/// The status of a trouble of the ledger.
[[nodiscard]] ecflink_status status_of(ledger_trouble trouble) noexcept;

/// The value of a result, or a failure with the ledger's own message.
template <class T>
[[nodiscard]] T taken(ledger_result<T> result) {
    if (!result) {
        throw failure{status_of(result.error().trouble), "ledger", 0, result.error().message};
    }
    return std::move(result).value();
}
inline void done(const ledger_result<void>& result) {
    if (!result) {
        throw failure{status_of(result.error().trouble), "ledger", 0, result.error().message};
    }
}

/// A place for an answer; the caller may want none, unless it is required.
class answer_place {
public:
    answer_place(ecflink_answer** out, bool is_required) : out_(out) {
        if (is_required && out == nullptr) {
            throw failure{ECFLINK_E_INVALID_NULL, "answer_out"};
        }
    }
    explicit answer_place(ecflink_answer** out) : answer_place(out, true) {}

    [[nodiscard]] ecflink_answer& operator*() const noexcept { return *made_; }
    [[nodiscard]] ecflink_answer* operator->() const noexcept { return made_.get(); }
    void give() noexcept {
        if (out_ != nullptr) {
            *out_ = made_.release();
        }
    }

private:
    ecflink_answer** out_;
    std::unique_ptr<ecflink_answer> made_ = std::make_unique<ecflink_answer>();
};

/// Runs the conversion of an element of an array, whose failures then name its place.
template <class Body>
void at_index(std::size_t index, Body body) {
    try {
        body();
    } catch (failure& why) {
        why.index = index;
        throw;
    }
}

[[nodiscard]] acting to_acting(const ecflink_acting* given, const char* field);
[[nodiscard]] std::optional<acting> to_optional_acting(const ecflink_acting* given, const char* field);
[[nodiscard]] run to_run(std::uint32_t flags);
[[nodiscard]] digest to_digest(const std::uint8_t (&bytes)[ECFLINK_DIGEST_BYTES]) noexcept;

/// An id that must be there.
template <class Id>
[[nodiscard]] Id required_id(const char* data, std::size_t size, const field_name& field) {
    return value_of(Id::make(text(data, size, field)), field);
}
/// An id that may be missing.
template <class Id>
[[nodiscard]] std::optional<Id> optional_id(const char* data, std::size_t size, const field_name& field) {
    const Id id = identifier<Id>(data, size, field);
    return id.empty() ? std::nullopt : std::optional<Id>{id};
}

/// Work as the caller wants it; a progress function cancels it.
class ledger_work {
public:
    explicit ledger_work(const ecflink_work* given);
    ledger_work(const ledger_work&) = delete;  // options_ points into this object
    ledger_work& operator=(const ledger_work&) = delete;

    [[nodiscard]] const work_options& options() const noexcept { return options_; }
    void cancel() noexcept { cancelled_ = true; }
    /// Ends the call if the work was cancelled.
    void require_not_cancelled() const {
        if (cancelled_) {
            throw failure{ECFLINK_E_CANCELLED};
        }
    }

private:
    ecflink_work wishes_;
    std::atomic<bool> cancelled_ = false;
    work_options options_;
};

}  // namespace ecflink::capi
