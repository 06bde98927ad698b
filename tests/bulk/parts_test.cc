// The parts of the bulk engine by themselves: the table of records, words of clean links, the Bloom
// filter of repeats, numbers of keys, and how conflict candidates are made fewer.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "verify/answers.hpp"
#include "verify/clean_links.hpp"
#include "verify/conflicts.hpp"
#include "verify/key_numbers.hpp"
#include "verify/record_table.hpp"
#include "verify/repeat_filter.hpp"

namespace {

using namespace ecflink::detail;
using namespace ecflink::detail::verify;

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
    // half of them are not there
    for (std::uint64_t first = 0; first < 2 * records; first += block_rows) {
        record_table::probe_block block;
        for (std::size_t i = 0; i < block_rows; ++i) {
            const record_key key = key_of(first + i);
            table.start_probe(block, i, key.text, key.hash);
        }
        table.probe_first_lines(block, block_rows);
        table.probe_second_lines(block);
        table.probe_last_lines(block);
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
    const index_record& record = table[table.find(key_of(1), is_always)];
    EXPECT_EQ(record.row, 3U);
    EXPECT_NE(record.facts & record_ambiguous, 0U);
}

TEST(RecordTable, BlocksOfManyThreadsAreWhole) {
    constexpr std::uint32_t rows = 200 * block_rows;
    for (const std::uint64_t keys : {std::uint64_t{400}, std::uint64_t{9'000}, std::uint64_t{1} << 40}) {
        std::mt19937_64 random(keys);
        std::map<std::uint64_t, std::vector<std::uint32_t>> rows_of_key;
        std::vector<std::uint64_t> key_of_row(rows);
        for (std::uint32_t row = 0; row < rows; ++row) {
            key_of_row[row] = random() % keys + 1;
            rows_of_key[key_of_row[row]].push_back(row);
        }
        const record_table table(rows);
        std::atomic<std::uint32_t> next = 0;
        const auto insert_all = [&] {
            for (std::uint32_t first = next.fetch_add(block_rows); first < rows;
                 first = next.fetch_add(block_rows)) {
                record_table::build_block block;
                block.pending = ~std::uint64_t{0};
                for (std::uint32_t i = 0; i < block_rows; ++i) {
                    const record_key key = key_of(key_of_row[first + i]);
                    block.hashes[i] = key.hash;
                    block.records[i] = {key.text, key_of_row[first + i], first + i, 0};
                }
                table.insert_into_first_lines(block);
                table.insert_into_second_lines(block);
                table.insert_into_last_lines(block);
            }
        };
        {
            const std::jthread first(insert_all);
            const std::jthread second(insert_all);
            const std::jthread third(insert_all);
        }
        std::size_t taken = 0;
        for (record_number at = 0; at < table.places(); ++at) {
            taken += table[at].facts != 0 ? 1 : 0;
        }
        EXPECT_EQ(taken, rows_of_key.size());
        for (const auto& [key, of_key] : rows_of_key) {
            const record_number found = table.find(key_of(key), is_always);
            ASSERT_NE(found, no_record);
            EXPECT_EQ(table[found].name, key);
            EXPECT_EQ(table[found].row, of_key.front());
            EXPECT_EQ(table[found].facts, of_key.size() > 1 ? record_ready | record_ambiguous : record_ready);
        }
    }
}

TEST(CleanLinkWords, HoldWhatIsPacked) {
    for (const std::size_t accounts :
         {std::size_t{4}, std::size_t{15'000'000}, std::size_t{1} << 26, std::size_t{no_record} - 1}) {
        for (const std::size_t centrals :
             {std::size_t{4}, std::size_t{4'500'000}, std::size_t{no_record} - 1}) {
            const clean_link_words words(accounts, centrals);
            const court_number courts = words.courts();
            if (courts == 0) {
                EXPECT_EQ(std::min(accounts, centrals), no_record - 1) << "there is room for smaller tables";
                continue;
            }
            for (const court_number court : {court_number{0}, court_number{1}, courts - 1}) {
                for (const record_number account :
                     {record_number{0}, static_cast<record_number>(accounts - 1)}) {
                    const auto central = static_cast<record_number>(centrals - 1);
                    const std::uint64_t word = words.pack(
                        {clean_link_words::group_of(court, clean_link_words::makers - 1), account, central});
                    EXPECT_NE(word & clean_link_words::flag, 0U);
                    const auto parts = words.unpack(word);
                    EXPECT_EQ(parts.court(), court);
                    EXPECT_EQ(parts.group % clean_link_words::makers, clean_link_words::makers - 1);
                    EXPECT_EQ(parts.account, account);
                    EXPECT_EQ(parts.central, central);
                }
            }
        }
    }
    EXPECT_GE(clean_link_words(15'000'000, 4'500'000).courts(), 1'000U) << "ten million court accounts";
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
                const auto buffered = std::make_unique<repeat_filter::buffers>();
                for (const std::uint64_t hash : of_threads[thread]) {
                    filter.add(*buffered, hash, note);
                }
                filter.flush(*buffered, note);
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

TEST(KeyNumbers, FollowEachOtherUpToTheLimit) {
    key_numbers<std::string> numbers(7, 9);
    EXPECT_EQ(numbers.number_of("a"), 7U);
    EXPECT_EQ(numbers.number_of("b"), 8U);
    EXPECT_THROW(static_cast<void>(numbers.number_of("c")), std::length_error);
    EXPECT_EQ(numbers.number_of("a"), 7U) << "known keys keep their numbers";
    EXPECT_EQ(numbers.end(), 9U);
    const auto keys = numbers.keys();
    ASSERT_EQ(keys.size(), 2U);
    EXPECT_EQ(*keys[0], "a");
    EXPECT_EQ(*keys[1], "b");
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
    links.push_back({0, 5});   // no known account
    drop_singles(
        links, [](const link& each) { return each.account; }, [](const link& each) { return each.pair; });
    const auto has = [&](std::uint64_t account, std::uint64_t pair) {
        return std::ranges::any_of(
            links, [&](const link& each) { return each.account == account && each.pair == pair; });
    };
    EXPECT_TRUE(has(10, 10) && has(10, 3) && has(20, 20) && has(4, 20) && has(0, 5));
    EXPECT_LT(links.size(), 300U);
}

// One thread may take back what another has counted: its own number of links is then zero.
TEST(Report, SumsThreadsBeforeItLeavesOutCourtsWithoutLinks) {
    const auto policies = ecflink::policy_set::load();
    const court_table courts(policies.value(), keyed_hash({1, 2, 3, 4}));
    const std::vector<ecflink::assessment> clean_groups(clean_link_words::group_of(courts.known() + 1, 0));
    const ecflink::assessment allowed{ecflink::verdict::allow, {}};
    const ecflink::assessment refused{ecflink::verdict::refuse, ecflink::finding::already_linked};
    thread_tallies all(courts.known());
    thread_tallies correcting(courts.known());
    all.known[1].add(allowed);
    correcting.known[1].remove(allowed);
    correcting.known[1].add(refused);
    all += correcting;

    const ecflink::ledger_report report = make_report(courts, clean_groups, all);
    ecflink::ledger_report expected;
    expected.all.add(refused);
    expected.courts[std::string(courts.rules()[1].court.view())].add(refused);
    EXPECT_EQ(report, expected);
}

TEST(ValidRows, AreThoseOfTheBitmap) {
    std::mt19937_64 random(7);  // any bits will do
    for (std::size_t first = 0; first < 20; ++first) {
        for (std::size_t rows = 1; rows <= block_rows; ++rows) {
            const std::size_t offset = first / 3;
            // no byte more than needed, so that a sanitizer sees reads beyond
            std::vector<std::uint8_t> bytes((offset + first + rows + 7) / 8);
            std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
            const ecflink::bitmap valid{bytes.data(), offset};
            const std::uint64_t found = valid_rows(valid, first, rows);
            for (std::size_t i = 0; i < 64; ++i) {
                ASSERT_EQ(found >> i & 1, (i < rows && valid[first + i] ? 1U : 0U))
                    << first << " " << rows << " " << i;
            }
        }
    }
    EXPECT_EQ(valid_rows({}, 5, 3), 7);
}

}  // namespace
