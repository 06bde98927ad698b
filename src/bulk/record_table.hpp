// record_table.hpp: accounts by their keys, one cache line a look-up.
//
// Records of 32 bytes, two to a cache line, in the line of their hash or one after it. A key of up to 14 or 15 bytes stands in the record itself; of
// a longer one a fingerprint does, and the text is compared in its column.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>

#include "bulk/decode.hpp"
#include "bulk/keyed_hash.hpp"
#include "bulk/pages.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {

/// A record of an account. `facts` begins with the state below; the rest is for its table to say.
struct account_record {
    short_text key;
    std::uint64_t name;   ///< name_key
    std::uint32_t row;    ///< in its table; of several with the key, the first
    std::uint32_t facts;  ///< 0: the place is free
};
static_assert(sizeof(account_record) == 32 && sizeof(record_line) == 64);

inline constexpr std::uint32_t record_being_written = 1;
inline constexpr std::uint32_t record_ready = 2;
inline constexpr std::uint32_t record_ambiguous = 4;  ///< other rows have the same key: none is chosen
inline constexpr std::uint32_t record_malformed = 8;
inline constexpr unsigned record_facts_shift = 4;  ///< from this bit on, what the table says

/// Which record; records keep their place.
using record_number = std::uint32_t;
inline constexpr record_number no_record = 0xFFFFFFFF;

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
    explicit record_table(std::size_t records) : lines_(lines_for(records)), records_(lines_ * records_in_a_line) {}

    void prefetch_to_write(std::uint64_t hash) const noexcept { __builtin_prefetch(&records_[first_place(hash)], 1); }

    /// Puts a record in, or marks the one with its key ambiguous. Any number of threads may do so at once. `same_text(row)` compares keys whose
    /// fingerprints are equal.
    template <class SameText>
    void insert(const record_key& key, const account_record& record, SameText same_text) const {
        for (std::size_t line = first_place(key.hash); !insert_into(line, record, same_text);) {
            line = next_place(line);
        }
    }

    /// Puts the records of a block in, as `insert` does; keys are exact. The lines should have been asked for.
    void insert_block(const record_key* keys, const account_record* records, std::size_t rows, const std::uint8_t* which) const {
        std::array<std::uint8_t, block_rows> waiting;
        std::array<std::size_t, block_rows> lines;
        std::size_t waiting_rows = rows;
        for (std::size_t i = 0; i < rows; ++i) {
            waiting[i] = which[i];
            lines[i] = first_place(keys[which[i]].hash);
        }
        while (waiting_rows > 0) {
            std::size_t still_waiting = 0;
            for (std::size_t i = 0; i < waiting_rows; ++i) {
                if (!insert_into(lines[i], records[waiting[i]], [](std::uint32_t) { return true; })) {
                    lines[still_waiting] = next_place(lines[i]);
                    __builtin_prefetch(&records_[lines[still_waiting]], 1);
                    waiting[still_waiting++] = waiting[i];
                }
            }
            waiting_rows = still_waiting;
        }
    }

    /// The record of a key, or none. Not while records are put in.
    template <class SameText>
    [[nodiscard]] record_number find(const record_key& key, SameText same_text) const {
        for (std::size_t line = first_place(key.hash);; line = next_place(line)) {
            for (std::size_t at = line; at < line + records_in_a_line; ++at) {
                if (records_[at].facts == 0) {
                    return no_record;
                }
                if (records_[at].key == key.text && (key.is_exact || same_text(records_[at].row))) {
                    return static_cast<record_number>(at);
                }
            }
        }
    }

    /// Where a block of keys is looked for.
    struct line_block {
        std::array<short_text, block_rows> keys;
        std::array<std::uint64_t, block_rows> lines;
    };
    /// Notes a key of a block, and asks for its line.
    void expect(line_block& block, std::size_t i, const record_key& key) const noexcept {
        block.keys[i] = key.text;
        block.lines[i] = place_of(key.hash, lines_);
        __builtin_prefetch(&records_[block.lines[i] * records_in_a_line], 0);
    }

    /// The records of a block of exact keys. A record that is not in the first line of its hash is looked for when all others of the block have been
    /// found, since its next line has to be waited for.
    void find_block(line_block& block, std::size_t rows, record_number* found) const noexcept {
        const auto* const table = reinterpret_cast<const record_line*>(records_.data());
        std::array<std::uint8_t, block_rows> waiting;
        std::iota(waiting.begin(), waiting.end(), std::uint8_t{0});
        while ((rows = find_in_lines(table, block.keys.data(), block.lines.data(), rows, waiting.data(), no_record, found)) > 0) {
            for (std::size_t i = 0; i < rows; ++i) {
                std::uint64_t& line = block.lines[waiting[i]];
                line = line + 1 == lines_ ? 0 : line + 1;
                __builtin_prefetch(table + line, 0);
            }
        }
    }

    [[nodiscard]] const account_record& operator[](record_number number) const noexcept { return records_[number]; }
    /// To say more of a record while no other thread uses the table.
    [[nodiscard]] account_record& edit(record_number number) noexcept { return records_[number]; }
    [[nodiscard]] std::size_t places() const noexcept { return records_.size(); }
    [[nodiscard]] std::size_t memory() const noexcept { return records_.bytes(); }

private:
    [[nodiscard]] std::size_t first_place(std::uint64_t hash) const noexcept { return place_of(hash, lines_) * records_in_a_line; }
    [[nodiscard]] std::size_t next_place(std::size_t line) const noexcept {
        return line + records_in_a_line == lines_ * records_in_a_line ? 0 : line + records_in_a_line;
    }

    /// False, if the line is full of others.
    template <class SameText>
    bool insert_into(std::size_t line, const account_record& record, SameText same_text) const {
        for (std::size_t at = line; at < line + records_in_a_line; ++at) {
            account_record& place = records_[at];
            const std::atomic_ref<std::uint32_t> state(place.facts);
            std::uint32_t found = state.load(std::memory_order_acquire);
            if (found == 0 && state.compare_exchange_strong(found, record_being_written, std::memory_order_acquire)) {
                place.key = record.key;
                place.name = record.name;
                place.row = record.row;
                state.store(record.facts | record_ready, std::memory_order_release);
                return true;
            }
            while (found == record_being_written) {
                found = state.load(std::memory_order_acquire);
            }
            const std::atomic_ref<std::uint32_t> first_row(place.row);
            if (place.key == record.key && same_text(first_row.load(std::memory_order_relaxed))) {
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
    /// Seven places in ten are taken.
    static std::size_t lines_for(std::size_t records) {
        const std::size_t lines = records * 10 / 7 / records_in_a_line + 2;
        if (lines * records_in_a_line >= no_record) {
            throw std::length_error("a table has more rows than an index can number");
        }
        return lines;
    }

    std::uint64_t lines_ = 0;
    zeroed_array<account_record> records_;
};

}  // namespace detail
ECFLINK_END_NAMESPACE
