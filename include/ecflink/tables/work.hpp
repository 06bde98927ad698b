// work.hpp: how long work is watched, canceled and shared among threads, and how it ends.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

#include <ecflink/core/result.hpp>
#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Told now and then how far long work has come: what is done, and how many of how many rows or
/// bytes; `all` is 0 for bytes of which nobody knows how many will come. Work on tables in memory
/// and in files also tells the end of every stage that has rows. It runs on the calling thread and
/// must not throw.
using progress_function = std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t all)>;

/// What long work asks and tells. Default: it runs to its end in silence, on the calling thread.
struct work_options {
    // Without its initializer, compilers warn of {.threads = 2}.
    progress_function progress = {};  // NOLINT(readability-redundant-member-init)
    /// work ends early, with no result, soon after this becomes true
    const std::atomic<bool>* cancelled = nullptr;
    /// how many threads may work, the calling one among them; no result depends on it
    unsigned threads = 1;
};

/// Why long work ended without a result.
enum class work_error : std::uint8_t {
    cancelled = 1  ///< `work_options::cancelled` became true
};

/// What long work gives: its result, or why it ended without one. Work whose options name no
/// `cancelled` always gives its result.
template <class T>
using work_result = result<T, work_error>;

ECFLINK_END_NAMESPACE
