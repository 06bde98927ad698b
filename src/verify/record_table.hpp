// record_table.hpp: the hash table of an index: accounts by their keys, mostly one cache line a
// probe. The accounts are the build side of the join, the links its probe side.
//
// A record takes 32 bytes; two fill a cache line. A key may be in four lines all over the table,
// which its hash gives, and then in the lines after the last of them; it is stored in the first
// that had room. A key of up to 14 or 15 bytes is stored in the record itself. A longer one is
// represented by a fingerprint, and its text is compared in its column.
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

/// What an index keeps of an account, of a court or central. `facts` begins with the states below;
/// its other bits are `account_facts` or `central_facts`.
struct index_record {
    short_text key;
    std::uint64_t name;   ///< name_key
    std::uint32_t row;    ///< in its table; of several with the key, the first
    std::uint32_t facts;  ///< 0: the place is free
};
static_assert(sizeof(index_record) == 32);

inline constexpr std::uint32_t record_being_written = 1;
inline constexpr std::uint32_t record_ready = 2;
inline constexpr std::uint32_t record_ambiguous = 4;  ///< other rows have the same key: no row is chosen
inline constexpr std::uint32_t record_malformed = 8;
inline constexpr unsigned record_facts_shift = 4;  ///< the first bit that is no state

/// The place of a record in its table, which never changes.
using record_number = std::uint32_t;
inline constexpr record_number no_record = 0xFFFFFFFF;  // all bits set, as `look_into` computes it

/// The key of an account as a record holds it.
struct record_key {
    short_text text;
    std::uint64_t hash = 0;
    bool is_exact = true;  ///< false: the fingerprint of a long key, which two keys may share
};

class record_table {
public:
    record_table() = default;
    /// Room for so many records.
    explicit record_table(std::size_t records)
        : lines_(lines_for(records)), records_(lines_ * records_in_a_line) {}

    /// Prefetches the first line of a key.
    void prefetch(std::uint64_t hash) const noexcept { prefetch_line(line_of(hash, 0)); }

    /// Inserts a record, or marks the one with its key ambiguous. Any number of threads may insert
    /// at once. `same_text(row)` compares keys whose fingerprints are equal.
    template <class SameText>
    void insert(std::uint64_t hash, const index_record& record, SameText same_text) const {
        for (sequence lines(*this, hash); !insert_into(lines.line(), record, same_text); lines.advance()) {
        }
    }

    /// A block of the build side. Records with exact keys are inserted together, in three steps;
    /// each step prefetches the lines of the next.
    struct build_block {
        std::array<std::uint64_t, block_rows> hashes;
        std::array<index_record, block_rows> records;
        std::uint64_t pending;       ///< selection: exact keys that are not inserted yet
        std::uint64_t has_long_key;  ///< selection: long keys, which are for `insert`
    };
    /// Tries the first line of each key, which should have been prefetched.
    void insert_into_first_lines(build_block& block) const {
        for_each_row(block.pending, [&](std::size_t i) {
            if (!insert_into_line(block, i, 0)) {
                prefetch_line(line_of(block.hashes[i], 1));
            }
        });
    }
    /// Tries the second line of each pending key.
    void insert_into_second_lines(build_block& block) const {
        for_each_row(block.pending, [&](std::size_t i) {
            if (!insert_into_line(block, i, 1)) {
                prefetch_rest(block.hashes[i]);
            }
        });
    }
    /// Inserts the rest.
    void insert_into_last_lines(const build_block& block) const {
        for_each_row(block.pending, [&](std::size_t i) {
            for (sequence lines(*this, block.hashes[i], 2);
                 !insert_into(lines.line(), block.records[i], is_same); lines.advance()) {
            }
        });
    }

    /// The record of a key, or `no_record`. Only after all records have been inserted.
    template <class SameText>
    [[nodiscard]] record_number find(const record_key& key, SameText same_text) const {
        for (sequence lines(*this, key.hash);; lines.advance()) {
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

    /// A block of the probe side: exact keys that are looked up together, in three steps, so that
    /// nothing waits for memory. Each step prefetches the lines of the next.
    struct probe_block {
        // Inputs of `start_probe`.
        std::array<short_text, block_rows> keys;
        std::array<std::uint64_t, block_rows> hashes;
        // Results, after the last step.
        std::array<record_number, block_rows> found;
        /// Selection: keys that are in none of the lines probed so far. Such a key is nowhere if
        /// the last of these lines has room.
        std::uint64_t pending;
    };
    /// Sets a key of a block, and prefetches its first line.
    void start_probe(probe_block& block, std::size_t i, const short_text& key,
                     std::uint64_t hash) const noexcept {
        block.keys[i] = key;
        block.hashes[i] = hash;
        prefetch(hash);
    }
    /// Probes the first line of each key.
    void probe_first_lines(probe_block& block, std::size_t rows) const noexcept {
        std::uint64_t pending = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            const line_match match = look_into(line_of(block.hashes[i], 0), block.keys[i]);
            block.found[i] = match.found;
            pending |= std::uint64_t{match.is_not_here} << i;
        }
        block.pending = pending;
        for_each_row(pending, [&](std::size_t i) { prefetch_line(line_of(block.hashes[i], 1)); });
    }
    /// Probes the second line of each pending key.
    void probe_second_lines(probe_block& block) const noexcept {
        std::uint64_t pending = 0;
        for_each_row(block.pending, [&](std::size_t i) {
            if (is_full(line_of(block.hashes[i], 0))) [[likely]] {
                const line_match match = look_into(line_of(block.hashes[i], 1), block.keys[i]);
                block.found[i] = match.found;
                pending |= std::uint64_t{match.is_not_here} << i;
            }
        });
        block.pending = pending;
        for_each_row(pending, [&](std::size_t i) { prefetch_rest(block.hashes[i]); });
    }
    /// Probes all other lines of pending keys.
    void probe_last_lines(probe_block& block) const noexcept {
        for_each_row(block.pending, [&](std::size_t i) {
            sequence lines(*this, block.hashes[i], 1);
            line_match match;
            do {
                if (!is_full(lines.line())) {
                    return;
                }
                lines.advance();
                match = look_into(lines.line(), block.keys[i]);
            } while (match.is_not_here != 0);
            block.found[i] = match.found;
        });
    }

    [[nodiscard]] const index_record& operator[](record_number number) const noexcept {
        return records_[number];
    }
    /// For changes while no other thread uses the table.
    [[nodiscard]] index_record& edit(record_number number) noexcept { return records_[number]; }
    [[nodiscard]] std::size_t places() const noexcept { return records_.size(); }
    [[nodiscard]] std::size_t memory() const noexcept { return records_.bytes(); }

private:
    /// The first lines of a key lie all over the table, so that full lines do not cluster. After
    /// these come the neighbors of the last.
    static constexpr unsigned hashed_lines = 4;
    [[nodiscard]] std::size_t line_of(std::uint64_t hash, unsigned step) const noexcept {
        return place_of(std::rotl(hash, static_cast<int>(16 * step)), lines_);
    }
    class sequence {
    public:
        sequence(const record_table& table, std::uint64_t hash, unsigned step = 0) noexcept
            : table_(&table), hash_(hash), line_(table.line_of(hash, step)), step_(step) {}

        [[nodiscard]] std::size_t line() const noexcept { return line_; }
        void advance() noexcept {
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

    struct line_match {
        record_number found;
        std::uint32_t is_not_here;  ///< 1 or 0
    };
    [[nodiscard]] line_match look_into(std::size_t line, const short_text& key) const noexcept {
        const index_record* const records = &records_[line * records_in_a_line];
        const auto differs = [&key](const index_record& record) {
            return static_cast<record_number>(((record.key.low ^ key.low) | (record.key.high ^ key.high)) !=
                                              0);
        };
        const record_number not_first = differs(records[0]);
        const record_number not_here = not_first & differs(records[1]);
        // Arithmetic in place of branches: nothing predicts which place a record is in.
        return {(static_cast<record_number>(line * records_in_a_line) + not_first) | (0 - not_here),
                not_here};
    }
    /// The second place of a line is taken only after its first.
    [[nodiscard]] bool is_full(std::size_t line) const noexcept {
        return records_[line * records_in_a_line + 1].facts != 0;
    }

    static constexpr auto is_same = [](std::uint32_t) { return true; };  ///< for keys that are exact
    /// Inserts a record of a block into one of the lines of its key. False: other keys fill it.
    bool insert_into_line(build_block& block, std::size_t i, unsigned step) const {
        const bool is_in = insert_new_into(line_of(block.hashes[i], step), block.records[i]);
        block.pending &= ~(std::uint64_t{is_in} << i);
        return is_in;
    }
    /// Does what `insert_into` does for a record with an exact key. Takes fewer branches where no
    /// other record has the key, since nothing predicts which place is free.
    bool insert_new_into(std::size_t line, const index_record& record) const {
        index_record* const places = &records_[line * records_in_a_line];
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
    /// False: another thread has taken the place.
    static bool take(index_record& place, const index_record& record) {
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
    /// Whether a place has a key. Another thread may be writing there.
    static bool has_key(index_record& place, const short_text& key) noexcept {
        const auto differs = [](std::uint64_t& there, std::uint64_t here) {
            return std::atomic_ref(there).load(std::memory_order_relaxed) ^ here;
        };
        return (differs(place.key.low, key.low) | differs(place.key.high, key.high)) == 0;
    }
    /// False: other keys fill the line.
    template <class SameText>
    bool insert_into(std::size_t line, const index_record& record, SameText same_text) const {
        const std::size_t first = line * records_in_a_line;
        for (std::size_t at = first; at < first + records_in_a_line; ++at) {
            index_record& place = records_[at];
            const std::atomic_ref<std::uint32_t> state(place.facts);
            if (state.load(std::memory_order_acquire) == 0 && take(place, record)) {
                return true;
            }
            while (state.load(std::memory_order_acquire) == record_being_written) {
            }
            const std::atomic_ref<std::uint32_t> first_row(place.row);
            if (has_key(place, record.key) && same_text(first_row.load(std::memory_order_acquire))) {
                state.fetch_or(record_ambiguous, std::memory_order_relaxed);
                for (std::uint32_t row = first_row.load(std::memory_order_relaxed); record.row < row;) {
                    if (first_row.compare_exchange_weak(row, record.row, std::memory_order_acq_rel)) {
                        break;
                    }
                }
                return true;
            }
        }
        return false;
    }

    static constexpr std::size_t records_in_a_line = 2;
    /// Two places in three will be taken.
    static std::size_t lines_for(std::size_t records) {
        const std::size_t lines = records * 3 / 2 / records_in_a_line + 2;
        if (lines * records_in_a_line >= no_record) {
            throw std::length_error("a table has more rows than an index can number");
        }
        return lines;
    }

    std::uint64_t lines_ = 0;
    zeroed_array<index_record> records_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
