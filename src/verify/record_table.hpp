// record_table.hpp: accounts by their keys, one cache line a look-up.
//
// Records of 32 bytes, two to a cache line. Each is in the first line of a sequence that is not
// full of others: four lines that its hash gives, and the lines after the last of them. A key of up
// to 14 or 15 bytes stands in the record itself; of a longer one a fingerprint does, and the text
// is compared in its column.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "base/keyed_hash.hpp"
#include "base/pages.hpp"
#include "base/prefetch.hpp"
#include "tables/decode.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

using namespace tables;

/// A record of an account. `facts` begins with the state below; the rest is for its table to say.
struct account_record {
    short_text key;
    std::uint64_t name;   ///< name_key
    std::uint32_t row;    ///< in its table; of several with the key, the first
    std::uint32_t facts;  ///< 0: the place is free
};
static_assert(sizeof(account_record) == 32);

inline constexpr std::uint32_t record_being_written = 1;
inline constexpr std::uint32_t record_ready = 2;
inline constexpr std::uint32_t record_ambiguous = 4;  ///< other rows have the same key: none is chosen
inline constexpr std::uint32_t record_malformed = 8;
inline constexpr unsigned record_facts_shift = 4;  ///< from this bit on, what the table says

/// Which record; records keep their place.
using record_number = std::uint32_t;
inline constexpr record_number no_record = 0xFFFFFFFF;  // all bits, as arithmetic makes it

/// The key of an account, as its table keeps it.
struct record_key {
    short_text text;
    std::uint64_t hash = 0;
    bool is_exact = true;  ///< false: a fingerprint of a long key, which two keys may share
};

class record_table {
public:
    record_table() = default;
    /// Room for so many records.
    explicit record_table(std::size_t records)
        : lines_(lines_for(records)), records_(lines_ * records_in_a_line) {}

    /// Asks for the first line of a key.
    void prefetch(std::uint64_t hash) const noexcept { prefetch_line(line_of(hash, 0)); }

    /// Puts a record in, or marks the one with its key ambiguous. Any number of threads may do so
    /// at once. `same_text(row)` compares keys whose fingerprints are equal.
    template <class SameText>
    void insert(std::uint64_t hash, const account_record& record, SameText same_text) const {
        for (sequence lines(*this, hash); !insert_into(lines.line(), record, same_text); lines.go_on()) {
        }
    }

    /// A block of records. Those with exact keys are put in together, in three steps, as a `search`
    /// goes.
    struct insertion {
        std::array<std::uint64_t, block_rows> hashes;
        std::array<account_record, block_rows> records;
        std::uint64_t waiting;       ///< a bit for each record with an exact key that is to be put in
        std::uint64_t has_long_key;  ///< a bit for each that `insert` is to put in
    };
    /// Puts records into the first lines of their keys, which should have been asked for.
    void insert_first(insertion& block) const {
        for_each_row(block.waiting, [&](std::size_t i) {
            if (!insert_into_line(block, i, 0)) {
                prefetch_line(line_of(block.hashes[i], 1));
            }
        });
    }
    /// Puts those that wait into the second lines.
    void insert_second(insertion& block) const {
        for_each_row(block.waiting, [&](std::size_t i) {
            if (!insert_into_line(block, i, 1)) {
                prefetch_rest(block.hashes[i]);
            }
        });
    }
    /// Puts in the rest.
    void insert_rest(const insertion& block) const {
        for_each_row(block.waiting, [&](std::size_t i) {
            for (sequence lines(*this, block.hashes[i], 2);
                 !insert_into(lines.line(), block.records[i], is_same); lines.go_on()) {
            }
        });
    }

    /// The record of a key, or none. Not while records are put in.
    template <class SameText>
    [[nodiscard]] record_number find(const record_key& key, SameText same_text) const {
        for (sequence lines(*this, key.hash);; lines.go_on()) {
            const std::size_t first = lines.line() * records_in_a_line;
            for (std::size_t at = first; at < first + records_in_a_line; ++at) {
                if (records_[at].facts == 0) {
                    return no_record;
                }
                if (records_[at].key == key.text && (key.is_exact || same_text(records_[at].row))) {
                    return static_cast<record_number>(at);
                }
            }
        }
    }

    /// A block of exact keys that are looked for together, in three steps, so that nothing waits
    /// for memory: each step asks for the lines of the next.
    struct search {
        std::array<short_text, block_rows> keys;
        std::array<std::uint64_t, block_rows> hashes;
        std::array<record_number, block_rows> found;
        /// a bit for each key that is not in the lines looked into; it is nowhere, if the last of
        /// them has room
        std::uint64_t waiting;
    };
    /// Notes a key, and asks for its first line.
    void expect(search& block, std::size_t i, const short_text& key, std::uint64_t hash) const noexcept {
        block.keys[i] = key;
        block.hashes[i] = hash;
        prefetch(hash);
    }
    /// Looks into the first line of each key.
    void find_first(search& block, std::size_t rows) const noexcept {
        std::uint64_t waiting = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            const line_answer answer = look_into(line_of(block.hashes[i], 0), block.keys[i]);
            block.found[i] = answer.found;
            waiting |= std::uint64_t{answer.is_not_here} << i;
        }
        block.waiting = waiting;
        for_each_row(waiting, [&](std::size_t i) { prefetch_line(line_of(block.hashes[i], 1)); });
    }
    /// Looks into the second line of those that wait.
    void find_second(search& block) const noexcept {
        std::uint64_t waiting = 0;
        for_each_row(block.waiting, [&](std::size_t i) {
            if (is_full(line_of(block.hashes[i], 0))) [[likely]] {
                const line_answer answer = look_into(line_of(block.hashes[i], 1), block.keys[i]);
                block.found[i] = answer.found;
                waiting |= std::uint64_t{answer.is_not_here} << i;
            }
        });
        block.waiting = waiting;
        for_each_row(waiting, [&](std::size_t i) { prefetch_rest(block.hashes[i]); });
    }
    /// Looks for the rest.
    void find_rest(search& block) const noexcept {
        for_each_row(block.waiting, [&](std::size_t i) {
            sequence lines(*this, block.hashes[i], 1);
            line_answer answer;
            do {
                if (!is_full(lines.line())) {
                    return;
                }
                lines.go_on();
                answer = look_into(lines.line(), block.keys[i]);
            } while (answer.is_not_here != 0);
            block.found[i] = answer.found;
        });
    }

    [[nodiscard]] const account_record& operator[](record_number number) const noexcept {
        return records_[number];
    }
    /// To say more of a record while no other thread uses the table.
    [[nodiscard]] account_record& edit(record_number number) noexcept { return records_[number]; }
    [[nodiscard]] std::size_t places() const noexcept { return records_.size(); }
    [[nodiscard]] std::size_t memory() const noexcept { return records_.bytes(); }

private:
    /// The first lines in which a key may be lie all over the table, so that full ones do not
    /// gather; after these come their neighbors.
    static constexpr unsigned hashed_lines = 4;
    [[nodiscard]] std::size_t line_of(std::uint64_t hash, unsigned step) const noexcept {
        return place_of(std::rotl(hash, static_cast<int>(16 * step)), lines_);
    }
    class sequence {
    public:
        sequence(const record_table& table, std::uint64_t hash, unsigned step = 0) noexcept
            : table_(&table), hash_(hash), line_(table.line_of(hash, step)), step_(step) {}

        [[nodiscard]] std::size_t line() const noexcept { return line_; }
        void go_on() noexcept {
            ++step_;
            line_ = step_ < hashed_lines          ? table_->line_of(hash_, step_)
                    : line_ + 1 == table_->lines_ ? 0
                                                  : line_ + 1;
        }

    private:
        const record_table* table_;
        std::uint64_t hash_;
        std::size_t line_;
        unsigned step_;
    };
    void prefetch_rest(std::uint64_t hash) const noexcept {
        for (unsigned step = 2; step < hashed_lines; ++step) {
            prefetch_line(line_of(hash, step));
        }
    }
    void prefetch_line(std::size_t line) const noexcept {
        detail::prefetch(&records_[line * records_in_a_line]);
    }

    struct line_answer {
        record_number found;
        std::uint32_t is_not_here;  ///< 1 or 0
    };
    [[nodiscard]] line_answer look_into(std::size_t line, const short_text& key) const noexcept {
        const account_record* const records = &records_[line * records_in_a_line];
        const auto differs = [&key](const account_record& record) {
            return static_cast<record_number>(((record.key.low ^ key.low) | (record.key.high ^ key.high)) !=
                                              0);
        };
        const record_number not_first = differs(records[0]);
        const record_number not_here = not_first & differs(records[1]);
        // Arithmetic, for in which place a record is cannot be foretold.
        return {(static_cast<record_number>(line * records_in_a_line) + not_first) | (0 - not_here),
                not_here};
    }
    /// The second place of a line is taken after its first.
    [[nodiscard]] bool is_full(std::size_t line) const noexcept {
        return records_[line * records_in_a_line + 1].facts != 0;
    }

    static constexpr auto is_same = [](std::uint32_t) { return true; };  ///< for keys that are exact
    /// Puts a record of a block into one of the lines of its key. False, if that is full of others.
    bool insert_into_line(insertion& block, std::size_t i, unsigned step) const {
        const bool is_in = insert_new_into(line_of(block.hashes[i], step), block.records[i]);
        block.waiting &= ~(std::uint64_t{is_in} << i);
        return is_in;
    }
    /// The same as `insert_into` of a record with an exact key, in fewer steps where no other has
    /// it: which place is free cannot be foretold.
    bool insert_new_into(std::size_t line, const account_record& record) const {
        account_record* const places = &records_[line * records_in_a_line];
        std::uint32_t taken = 0;
        bool needs_care = false;
        for (std::size_t at = 0; at < records_in_a_line; ++at) {
            const std::uint32_t state = std::atomic_ref(places[at].facts).load(std::memory_order_acquire);
            taken += static_cast<std::uint32_t>(state != 0);
            needs_care |= state == record_being_written || has_key(places[at], record.key);
        }
        if (needs_care) [[unlikely]] {
            return insert_into(line, record, is_same);
        }
        return taken != records_in_a_line &&
               (take(places[taken], record) || insert_into(line, record, is_same));
    }
    /// False, if another thread has taken the place.
    static bool take(account_record& place, const account_record& record) {
        const std::atomic_ref<std::uint32_t> state(place.facts);
        std::uint32_t found = 0;
        if (!state.compare_exchange_strong(found, record_being_written, std::memory_order_acquire)) {
            return false;
        }
        std::atomic_ref(place.key.low).store(record.key.low, std::memory_order_relaxed);
        std::atomic_ref(place.key.high).store(record.key.high, std::memory_order_relaxed);
        place.name = record.name;
        place.row = record.row;
        state.store(record.facts | record_ready, std::memory_order_release);
        return true;
    }
    /// Whether a place has a key, which another thread may just be writing.
    static bool has_key(account_record& place, const short_text& key) noexcept {
        const auto differs = [](std::uint64_t& there, std::uint64_t here) {
            return std::atomic_ref(there).load(std::memory_order_relaxed) ^ here;
        };
        return (differs(place.key.low, key.low) | differs(place.key.high, key.high)) == 0;
    }
    /// False, if the line is full of others.
    template <class SameText>
    bool insert_into(std::size_t line, const account_record& record, SameText same_text) const {
        const std::size_t first = line * records_in_a_line;
        for (std::size_t at = first; at < first + records_in_a_line; ++at) {
            account_record& place = records_[at];
            const std::atomic_ref<std::uint32_t> state(place.facts);
            if (state.load(std::memory_order_acquire) == 0 && take(place, record)) {
                return true;
            }
            while (state.load(std::memory_order_acquire) == record_being_written) {
            }
            const std::atomic_ref<std::uint32_t> first_row(place.row);
            if (has_key(place, record.key) && same_text(first_row.load(std::memory_order_relaxed))) {
                state.fetch_or(record_ambiguous, std::memory_order_relaxed);
                for (std::uint32_t row = first_row.load(std::memory_order_relaxed); record.row < row;) {
                    if (first_row.compare_exchange_weak(row, record.row, std::memory_order_relaxed)) {
                        break;
                    }
                }
                return true;
            }
        }
        return false;
    }

    static constexpr std::size_t records_in_a_line = 2;
    /// Two places in three are taken.
    static std::size_t lines_for(std::size_t records) {
        const std::size_t lines = records * 3 / 2 / records_in_a_line + 2;
        if (lines * records_in_a_line >= no_record) {
            throw std::length_error("a table has more rows than an index can number");
        }
        return lines;
    }

    std::uint64_t lines_ = 0;
    zeroed_array<account_record> records_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
