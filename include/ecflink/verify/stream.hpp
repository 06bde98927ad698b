// stream.hpp: verification of links that come in batches and need not stay. Compiled.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/verify.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The counts of all links of a `verify_stream`, and the links that conflict with another one.
struct stream_report : ledger_report {
    struct entry {
        std::uint64_t row;               ///< from 0 for the first link of the first batch
        ecflink::assessment assessment;  ///< replaces the answer that `add` gave

        friend bool operator==(const entry&, const entry&) = default;
    };
    std::vector<entry> conflicts;  ///< in ascending order of rows
};

/// Verifies links that come in batches and need not stay. A link is assessed by itself when it
/// comes; conflicts are found when all have come.
///
/// Keeps 16 bytes for each active link, and the keys that have no record in the index. At the end
/// it needs 4 bytes more for each link, and some 150 for each that may conflict with another or has
/// no account. A batch takes 40 microseconds beside the time of its links, and is shared among
/// threads if it has more than 16,384 of them. Borrows the index, and what the options point to.
/// Not for several threads at once.
///
///     ecflink::verify_stream stream(index, as_of, {.threads = 2});
///     for (const ecflink::link_columns& batch : batches) {
///         if (!stream.add({&batch, 1}, {findings, verdicts})) {
///             return;  // cancelled
///         }
///     }
///     const auto report = std::move(stream).finish();
class verify_stream {
public:
    verify_stream(const ledger_index& index, instant as_of, const work_options& options = {});
    ~verify_stream();
    verify_stream(verify_stream&&) noexcept;
    verify_stream& operator=(verify_stream&&) noexcept;

    /// Assesses the next links, each by itself: the answers lack conflicts, even those within the
    /// batch. If it was cancelled, the stream is over, and nothing can be added any more. Throws as
    /// `verify` does, and std::length_error if the records of the index and the keys without one
    /// are 4,294,967,295 or more; then no link has been added.
    [[nodiscard]] work_result<void> add(std::span<const link_columns> links, const verify_output& output);

    /// Ends the stream, and gives its report; `cancelled` if it is over already. Throws
    /// std::bad_alloc; then the links are lost.
    [[nodiscard]] work_result<stream_report> finish() &&;

private:
    struct state;
    std::unique_ptr<state> state_;
};

ECFLINK_END_NAMESPACE
