// stream.hpp: verification of links that come in batches and need not stay. Compiled.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/verify.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The counts of all links that a `verify_stream` was given, and those that conflict with another
/// one.
struct stream_report : ledger_report {
    struct entry {
        std::uint64_t row;               ///< from 0 for the first link of the first batch
        ecflink::assessment assessment;  ///< in the place of what was told of it when it came

        friend bool operator==(const entry&, const entry&) = default;
    };
    std::vector<entry> conflicts;  ///< in ascending order of rows
};

/// Verifies links that come in batches and need not stay. What is so about a link by itself is
/// found when it comes; what links say of each other, when all have come. Keeps 24 bytes for each
/// active link, and the keys of accounts that are not in the index; at the end it needs 4 bytes
/// more for each, and some 150 for each that may conflict with another or has no account. A batch
/// takes 40 microseconds beside the time of its links, and is shared among threads where it has
/// more than 16,384 of them. For one thread at a time. Borrows the index, and what the options
/// point to.
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

    /// Assesses the next links; the answers lack what other links say, even those of the same
    /// batch. False: it was cancelled, and the stream is over, or it was over before. Throws as
    /// `verify` does, and std::length_error where the index and the keys that it lacks come to
    /// 4,294,967,295 or more; then no link has been added.
    [[nodiscard]] bool add(std::span<const link_columns> links, const verify_output& output);

    /// Ends the stream. Nothing, if it was cancelled, or over before. Throws std::bad_alloc, and
    /// what was given is lost then.
    [[nodiscard]] std::optional<stream_report> finish() &&;

private:
    struct state;
    std::unique_ptr<state> state_;
};

ECFLINK_END_NAMESPACE
