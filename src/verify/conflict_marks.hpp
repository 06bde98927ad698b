// conflict_marks.hpp: which links may conflict with another, found by marking what they join.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "tables/workers.hpp"
#include "verify/index_state.hpp"
#include "verify/repeat_filter.hpp"
#include "verify/shared_bitmap.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Marks the account of each active link in a bitmap, and the pair of its central account and court
/// in a Bloom filter. Whoever finds a mark may conflict with another link. Threads mark in states
/// of their own; `merge` joins them, and then every link can be asked about. No conflict is missed;
/// a link without one is taken for a candidate now and then.
class conflict_marks {
public:
    /// What one thread has marked.
    struct thread_state {
        shared_bitmap accounts;  ///< by number: accounts that a link of this thread joins
        repeat_filter::buffers pairs;
    };

    /// For account numbers below `accounts`, and at most so many links.
    conflict_marks(const ledger_index::state& index, std::size_t accounts, std::size_t links)
        : index_(index), accounts_(accounts), repeated_accounts_(accounts + 1), pairs_(links) {}

    /// Prepares the state of a thread.
    void begin(thread_state& thread) const { thread.accounts = shared_bitmap(accounts_); }

    void mark_account(thread_state& thread, std::uint64_t account) const noexcept {
        if (thread.accounts.test_and_set(account)) {
            repeated_accounts_.set_shared(account);
        }
    }
    void mark_pair(thread_state& thread, std::uint64_t central, court_number court) {
        pairs_.add(thread.pairs, index_.hash_of_pair(central, court));
    }

    /// Joins what all threads have marked. False: it was cancelled.
    [[nodiscard]] bool merge(std::span<thread_state* const> threads, const work_options& options) {
        for (thread_state* thread : threads) {
            pairs_.flush(thread->pairs);
        }
        const auto find_repeats = [&](unsigned, std::size_t first, std::size_t end) {
            for (std::size_t word = first; word < end; ++word) {
                std::uint64_t once = 0;
                std::uint64_t twice = 0;
                for (const thread_state* thread : threads) {
                    const std::uint64_t marked = thread->accounts.word(word);
                    twice |= once & marked;
                    once |= marked;
                }
                for_each_row(twice, [&](std::size_t bit) { repeated_accounts_.set_shared(64 * word + bit); });
            }
        };
        return threads.size() == 1 ||
               for_each_morsel(options, {}, threads.front()->accounts.words(), find_repeats);
    }

    /// After `merge`: whether another link may have the account, or the central account and court.
    [[nodiscard]] bool may_conflict(std::uint64_t account, std::uint64_t central,
                                    court_number court) const noexcept {
        return repeated_accounts_.test(account) || pairs_.test(index_.hash_of_pair(central, court));
    }

    /// Gives back the memory of the marks, once all candidates have been found.
    void release(std::span<thread_state* const> threads) {
        for (thread_state* thread : threads) {
            thread->accounts = {};
        }
        pairs_.forget_what_was_seen();
    }

private:
    const ledger_index::state& index_;
    std::size_t accounts_;
    shared_bitmap repeated_accounts_;  ///< by number; one more, for links without an account
    repeated_hashes pairs_;            ///< of central account and court
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
