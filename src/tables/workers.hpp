// workers.hpp: threads that share the rows of a table in morsels.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// Whether the caller has asked to stop.
[[nodiscard]] inline bool is_cancelled(const work_options& options) noexcept {
    return options.cancelled != nullptr && options.cancelled->load();
}

/// The options of a step that is too short to tell its progress.
[[nodiscard]] inline work_options without_progress(work_options options) {
    options.progress = nullptr;
    return options;
}

inline constexpr std::size_t rows_in_a_morsel = 16'384;

/// Calls `work(thread, first, end)` for every morsel of `rows`, on as many threads as the options
/// say, this one among them; on fewer if the system gives no more. Threads take morsels in their
/// order, but results must not depend on which thread took which. Tells progress on this thread:
/// after each of its morsels, and at the end. False: canceled. What `work` throws is thrown here
/// after every thread has ended.
template <class Work>
bool for_each_morsel(const work_options& options, std::string_view stage, std::size_t rows, Work work,
                     std::size_t morsel = rows_in_a_morsel) {
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> done = 0;
    std::atomic<bool> is_stopped = false;
    std::mutex failure_guard;
    std::exception_ptr failure;
    std::size_t told = 0;
    const auto run = [&](unsigned thread) {
        try {
            while (!is_stopped.load(std::memory_order_relaxed)) {
                const std::size_t first = next.fetch_add(morsel, std::memory_order_relaxed);
                if (first >= rows) {
                    return;
                }
                const std::size_t end = std::min(rows, first + morsel);
                work(thread, first, end);
                const std::size_t all_done =
                    done.fetch_add(end - first, std::memory_order_relaxed) + (end - first);
                if (thread == 0 && options.progress) {
                    told = all_done;
                    options.progress(stage, told, rows);
                }
                if (options.cancelled != nullptr && options.cancelled->load(std::memory_order_relaxed)) {
                    is_stopped = true;
                }
            }
        } catch (...) {
            const std::scoped_lock lock(failure_guard);
            failure = std::current_exception();
            is_stopped = true;
        }
    };
    const std::size_t morsels = (rows + morsel - 1) / morsel;
    const auto threads =
        static_cast<unsigned>(std::clamp<std::size_t>(morsels, 1, std::max(1U, options.threads)));
    {
        std::vector<std::jthread> others;
        others.reserve(threads - 1);
        for (unsigned thread = 1; thread < threads; ++thread) {
            try {
                others.emplace_back(run, thread);
            } catch (const std::system_error&) {
                break;
            }
        }
        run(0);
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
    if (options.progress && told < rows && !is_stopped) {
        options.progress(stage, rows, rows);  // another thread finished the last morsel
    }
    return !is_cancelled(options);
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
