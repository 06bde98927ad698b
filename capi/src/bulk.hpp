// bulk.hpp: the handles of ecflink_bulk.h, and what the functions on them share.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ecflink/ecflink_bulk.h>
#include <ecflink/interop/arrow.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/verify/changes.hpp>
#include <ecflink/verify/forecast.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

#include "engine.hpp"
#include "values.hpp"

namespace ecflink::capi {

/// Counts of all courts, and their entries by place.
template <class Report>
struct counts_by_court {
    explicit counts_by_court(Report given) : counts(std::move(given)) {
        for (auto court = counts.courts.cbegin(); court != counts.courts.cend(); ++court) {
            courts.push_back(court);
        }
    }

    Report counts;
    std::vector<typename decltype(Report::courts)::const_iterator> courts;  ///< of `counts`, by place
};

/// The tables that Arrow streams brought, without links.
struct streamed_tables {
    /// shared with the indexes of parts
    std::shared_ptr<const arrow_batches<central_account_columns>> central_accounts;
    arrow_batches<court_account_columns> court_accounts;
    std::optional<arrow_batches<tombstone_columns>> tombstones;
    std::optional<arrow_batches<roster_columns>> roster;
};

}  // namespace ecflink::capi

/// The ledger_index borrows the members before it.
struct ecflink_index {
    std::shared_ptr<const ecflink::policy_set> policies;
    std::optional<ecflink::capi::streamed_tables> streamed;
    /// instead of `streamed`; beside it, where only the central accounts are of the folder
    std::shared_ptr<const ecflink::ledger_folder> folder;
    std::vector<std::string> unknown_columns;
    std::optional<ecflink::ledger_index> index;
};

struct ecflink_links {
    std::optional<ecflink::arrow_batches<ecflink::link_columns>> streamed;
    std::shared_ptr<const ecflink::ledger_folder> folder;  ///< instead of `streamed`
    std::vector<std::string> unknown_columns;

    [[nodiscard]] std::span<const ecflink::link_columns> batches() const noexcept {
        return streamed ? streamed->batches() : folder->columns().links;
    }
};

struct ecflink_report {
    ecflink::capi::counts_by_court<ecflink::ledger_report> tallies;
    std::vector<ecflink::forecast_report::entry> rows;
};

struct ecflink_changes {
    ecflink::capi::counts_by_court<ecflink::change_report> changes;
};

namespace ecflink::capi {

/// The rows of all batches of a table.
template <class Table>
[[nodiscard]] std::uint64_t rows_of(std::span<const Table> batches) noexcept {
    std::uint64_t rows = 0;
    for (const Table& batch : batches) {
        rows += batch.rows;
    }
    return rows;
}

/// The tables of an index; no links.
[[nodiscard]] inline ledger_columns columns_of(const ecflink_index& index) noexcept {
    ledger_columns columns;
    if (index.folder) {
        columns = index.folder->columns();
        columns.links = {};
        if (!index.streamed) {
            return columns;
        }
        columns.tombstones = {};
        columns.roster = {};
    } else {
        columns.central_accounts = index.streamed->central_accounts->batches();
    }
    columns.court_accounts = index.streamed->court_accounts.batches();
    if (index.streamed->tombstones) {
        columns.tombstones = index.streamed->tombstones->batches();
    }
    if (index.streamed->roster) {
        columns.roster = index.streamed->roster->batches();
    }
    return columns;
}

/// A stream that a call takes over. Made outside of guard(): it is taken over even where guard()
/// refuses the call.
class taken_stream {
public:
    explicit taken_stream(ArrowArrayStream* given) noexcept : is_given_(given != nullptr) {
        if (is_given_) {
            owner_ = detail::arrow_owner<ArrowArrayStream>(given);
        }
    }

    [[nodiscard]] bool is_given() const noexcept { return is_given_; }
    /// The stream, of which nothing has been read.
    [[nodiscard]] ArrowArrayStream& get(const char* field) {
        if (!is_given_) {
            throw failure{ECFLINK_E_INVALID_NULL, field};
        }
        ArrowArrayStream& stream = *owner_.get();
        if (stream.release == nullptr || stream.get_schema == nullptr || stream.get_next == nullptr ||
            stream.get_last_error == nullptr) {
            throw failure{ECFLINK_E_ARROW, field, 0, "the stream has been released or lacks a function"};
        }
        return stream;
    }

    template <class Table>
    [[nodiscard]] arrow_batches<Table> read(arrow_check check, const char* field,
                                            std::span<const std::string_view> may_lack = {}) {
        if (!is_given_) {
            throw failure{ECFLINK_E_INVALID_NULL, field};
        }
        auto taken = arrow_batches<Table>::take(owner_.get(), check, may_lack);
        if (!taken.has_value()) {
            const arrow_error& trouble = taken.error();
            throw failure{ECFLINK_E_ARROW, trouble.column, trouble.row.value_or(0), to_text(trouble)};
        }
        return std::move(taken).value();
    }

private:
    bool is_given_;
    detail::arrow_owner<ArrowArrayStream> owner_;
};

[[nodiscard]] inline arrow_check check_of(ecflink_arrow_check number) {
    switch (number) {
        case ECFLINK_ARROW_CHECK_FULL: return arrow_check::full;
        case ECFLINK_ARROW_CHECK_LAYOUT: return arrow_check::layout;
        default: throw failure{ECFLINK_E_INVALID_NUMBER, "check"};
    }
}

template <class Table>
void add_unknown_columns(std::vector<std::string>& all, const arrow_batches<Table>& table) {
    for (const std::string& column : table.unknown_columns()) {
        all.push_back(std::string(table_name<Table>) + "." + column);
    }
}

/// The caller's column of one value a row, or none.
template <class Value>
[[nodiscard]] std::span<Value> room_for(Value* values, std::uint64_t capacity, std::uint64_t rows) {
    if (values == nullptr) {
        return {};
    }
    if (capacity < rows) {
        throw failure{ECFLINK_E_BUFFER, "capacity"};
    }
    return {values, rows};
}

/// A caller's column of integers as one of values with the same bytes. A copy of the bytes onto
/// themselves starts the lifetimes of the values, as std::start_lifetime_as_array of C++23 does;
/// compilers leave it out. The caller reads the integers that the values hold.
template <class Value, class Integer>
[[nodiscard]] std::span<Value> as_values(std::span<Integer> integers) {
    static_assert(sizeof(Value) == sizeof(Integer) && alignof(Value) == alignof(Integer));
    static_assert(std::is_trivially_copyable_v<Value> && std::is_standard_layout_v<Value>);
    if (integers.empty()) {
        return {};
    }
    void* const bytes = std::memmove(integers.data(), integers.data(), integers.size_bytes());
    return {static_cast<Value*>(bytes), integers.size()};
}

/// The options of a caller, and the flag by which the progress function cancels the work.
class work {
public:
    explicit work(const ecflink_bulk_options* given)
        : wishes_(given == nullptr ? known<ecflink_bulk_options>::empty() : read(given, "options")) {
        if (wishes_.threads > ECFLINK_MAX_THREADS) {
            throw failure{ECFLINK_E_INVALID, "options.threads", 0,
                          "there are at most " + std::to_string(ECFLINK_MAX_THREADS) + " threads"};
        }
        options_.threads = std::max(1U, wishes_.threads);
        options_.cancelled = &is_cancelled_;
        if (wishes_.progress != nullptr) {
            options_.progress = [this](std::string_view stage, std::uint64_t done, std::uint64_t all) {
                if (wishes_.progress(wishes_.progress_context, static_text(stage), done, all) != 0) {
                    is_cancelled_ = true;
                }
            };
        }
        if (wishes_.secret != nullptr) {
            std::copy_n(wishes_.secret, ECFLINK_SECRET_NUMBERS, options_.secret.emplace().begin());
        }
    }
    work(const work&) = delete;  // options_ points into this object
    work& operator=(const work&) = delete;

    [[nodiscard]] const index_options& options() const noexcept { return options_; }
    [[nodiscard]] bool is_cancelled() const noexcept { return is_cancelled_; }

    /// What work gave, unless it was cancelled.
    template <class Value>
    [[nodiscard]] static Value outcome(work_result<Value> given) {
        if (!given) {
            throw failure{ECFLINK_E_CANCELLED};
        }
        return std::move(given).value();
    }

private:
    ecflink_bulk_options wishes_;
    mutable std::atomic<bool> is_cancelled_ = false;
    index_options options_;
};

}  // namespace ecflink::capi
