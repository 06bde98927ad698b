// What the bulk engine is made of, by itself: the table of records, the filter of repeats, and how suspects are made fewer.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "bulk/conflicts.hpp"
#include "bulk/record_table.hpp"
#include "bulk/repeat_filter.hpp"

namespace {

using namespace ecflink::detail;

constexpr keyed_hash::secret secret = {1, 2, 3, 4};

record_key key_of(std::uint64_t number) {
    const short_text text{number, number + 1};
    return {text, keyed_hash(secret)(text.low, text.high), true};
}
bool is_always(std::uint32_t /*row*/) { return true; }

TEST(RecordTable, FindsBlocksAsItFindsSingleKeys) {
    constexpr std::uint32_t records = 20'000;
    const record_table table(records);
    for (std::uint32_t row = 0; row < records; ++row) {
        table.insert(key_of(row).hash, {key_of(row).text, row, row, record_ready}, is_always);
    }
    std::size_t found = 0;
    for (std::uint64_t first = 0; first < 2 * records; first += block_rows) {  // half of them are not there
        record_table::search block;
        for (std::size_t i = 0; i < block_rows; ++i) {
            const record_key key = key_of(first + i);
            table.expect(block, i, key.text, key.hash);
        }
        table.find_first(block, block_rows);
        table.find_second(block);
        table.find_rest(block);
        for (std::size_t i = 0; i < block_rows; ++i) {
            const std::uint64_t number = first + i;
            ASSERT_EQ(block.found[i], table.find(key_of(number), is_always)) << number;
            ASSERT_EQ(block.found[i] != no_record, number < records) << number;
            if (block.found[i] != no_record) {
                ASSERT_EQ(table[block.found[i]].row, number);
                ++found;
            }
        }
    }
    EXPECT_EQ(found, records);
}

TEST(RecordTable, KeysWithOneHashStayApart) {
    constexpr std::uint32_t records = 300;  // a chain over many lines
    const record_table table(records);
    const auto same_hash = [](std::uint32_t row) { return record_key{{row, 7}, 42, true}; };
    for (std::uint32_t row = 0; row < records; ++row) {
        table.insert(same_hash(row).hash, {same_hash(row).text, row, row, record_ready}, is_always);
    }
    for (std::uint32_t row = 0; row < records; ++row) {
        const record_number found = table.find(same_hash(row), is_always);
        ASSERT_NE(found, no_record);
        ASSERT_EQ(table[found].row, row);
    }
    EXPECT_EQ(table.find(same_hash(records), is_always), no_record);
}

TEST(RecordTable, ASecondRowMakesAKeyAmbiguousAndTheFirstRowStays) {
    const record_table table(10);
    for (const std::uint32_t row : {5U, 3U, 9U}) {
        table.insert(key_of(1).hash, {key_of(1).text, 0, row, record_ready}, is_always);
    }
    const account_record& record = table[table.find(key_of(1), is_always)];
    EXPECT_EQ(record.row, 3U);
    EXPECT_NE(record.facts & record_ambiguous, 0U);
}

TEST(RepeatFilter, NeverForgetsWhateverTheThreads) {
    constexpr std::size_t hashes = 100'000;
    constexpr std::size_t threads = 3;
    std::mt19937_64 random(1);
    std::vector<std::vector<std::uint64_t>> of_threads(threads);
    std::map<std::uint64_t, int> times;
    for (std::size_t i = 0; i < hashes; ++i) {
        const std::uint64_t hash = random();
        const int copies = i % 10 == 0 ? 2 : 1;
        for (int copy = 0; copy < copies; ++copy) {
            of_threads[random() % threads].push_back(hash);
            ++times[hash];
        }
    }
    repeat_filter filter(hashes * 11 / 10);
    std::vector<std::vector<std::uint64_t>> repeats(threads);
    {
        std::vector<std::jthread> workers;
        for (std::size_t thread = 0; thread < threads; ++thread) {
            workers.emplace_back([&, thread] {
                const auto note = [&](std::uint64_t hash) { repeats[thread].push_back(hash); };
                const auto box = std::make_unique<repeat_filter::outbox>();
                for (const std::uint64_t hash : of_threads[thread]) {
                    filter.add(*box, hash, note);
                }
                filter.flush(*box, note);
            });
        }
    }
    std::map<std::uint64_t, int> told;
    for (const std::vector<std::uint64_t>& of_thread : repeats) {
        for (const std::uint64_t hash : of_thread) {
            ++told[hash];
        }
    }
    std::size_t mistaken = 0;
    for (const auto& [hash, number] : times) {
        if (number == 2) {
            ASSERT_TRUE(told.contains(hash));
        } else {
            mistaken += told.contains(hash) ? 1 : 0;
        }
    }
    EXPECT_LT(mistaken, hashes / 20);
}

TEST(Conflicts, SinglesAreDropped) {
    struct link {
        std::uint64_t account;
        std::uint64_t pair;
    };
    std::vector<link> links;
    for (std::uint64_t i = 1; i <= 1'000; ++i) {
        links.push_back({10 * i, 10 * i});
    }
    links.push_back({10, 3});  // shares an account
    links.push_back({4, 20});  // a pair
    links.push_back({0, 5});   // of unknown account
    drop_singles(links, [](const link& each) { return each.account; }, [](const link& each) { return each.pair; });
    const auto has = [&](std::uint64_t account, std::uint64_t pair) {
        return std::ranges::any_of(links, [&](const link& each) { return each.account == account && each.pair == pair; });
    };
    EXPECT_TRUE(has(10, 10) && has(10, 3) && has(20, 20) && has(4, 20) && has(0, 5));
    EXPECT_LT(links.size(), 300U);
}

TEST(ValidRows, AreThoseOfTheBitmap) {
    std::mt19937_64 random(7);  // any bits will do
    for (std::size_t first = 0; first < 20; ++first) {
        for (std::size_t rows = 1; rows <= block_rows; ++rows) {
            const std::size_t offset = first / 3;
            std::vector<std::uint8_t> bytes((offset + first + rows + 7) / 8);  // none to spare, as a sanitizer sees
            std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
            const ecflink::bitmap valid{bytes.data(), offset};
            const std::uint64_t found = valid_rows(valid, first, rows);
            for (std::size_t i = 0; i < 64; ++i) {
                ASSERT_EQ(found >> i & 1, (i < rows && valid[first + i] ? 1U : 0U)) << first << " " << rows << " " << i;
            }
        }
    }
    EXPECT_EQ(valid_rows({}, 5, 3), 7);
}

}  // namespace
