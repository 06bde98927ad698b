// A ledger that is verified in parts has the answers of the whole ledger, however it is cut.
#include <ecflink/verify/parts.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/verify/verify.hpp>

#include "bulk/made_ledger.hpp"
#include "tables/table_columns.hpp"

namespace {

using namespace ecflink;
using namespace ecflink_tests;
using detail::tables::table_columns;

/// Policies under which conflicts count by role, or not; and may be held.
const policy_set& policies_counting_by(std::string_view what) {
    const auto load = [](const char* layer) {
        const std::vector<policy_layer> layers = {{"all.json", layer}};
        return policy_set::load(layers);
    };
    static const auto by_court = load(R"({"ecflink-policy": 1, "applies-to": "all",
        "proof": {"waived-for": ["filer", "court", "import"]},
        "link": {"roles": "all", "count-per": "court"}})");
    static const auto by_role = load(R"({"ecflink-policy": 1, "applies-to": "all",
        "proof": {"waived-for": ["filer", "court", "import"]},
        "link": {"roles": "all", "count-per": "court-and-role"}})");
    return what == "role" ? by_role.value() : by_court.value();
}

struct answers {
    std::vector<findings> found;
    std::vector<verdict> verdicts;
    ledger_report report;
};

answers verify_all(const policy_set& under, const ledger_tables& tables) {
    const table_columns columns(tables);
    const auto index = ledger_index::build(under, columns.view());
    answers all{std::vector<findings>(tables.links.size()), std::vector<verdict>(tables.links.size()), {}};
    all.report = verify(index.value(), columns.view().links, as_of, {all.found, all.verdicts}).value();
    return all;
}

ledger_tables random_ledger(unsigned seed) {
    std::mt19937 random(seed);
    const std::size_t links = 50 + random() % 400;
    ledger_tables tables = make_ledger(links);
    spoil(tables, random() % (2 * links), seed);
    for (court_account_row& account : tables.court_accounts) {
        account.account.role = random() % 3 == 0 ? account_role::trustee : account_role::attorney;
    }
    for (std::size_t i = 0; i < links / 10; ++i) {  // crowded slots, with accounts of several roles
        tables.links[random() % links].central = tables.links[random() % 5].central;
    }
    return tables;
}

/// What a pass over parts of a ledger finds of each link. `key_of` says which links are together;
/// each part has their accounts, and what is small: central accounts and tombstones.
template <class KeyOf>
std::vector<findings> verify_in_parts(const policy_set& under, const ledger_tables& tables, std::size_t parts,
                                      KeyOf key_of) {
    ledger_tables without_courts;
    without_courts.central_accounts = tables.central_accounts;
    const table_columns of_centrals(without_courts);
    const auto centrals = ledger_index::build(under, of_centrals.view());
    std::vector<findings> found(tables.links.size());
    for (std::size_t part = 0; part < parts; ++part) {
        ledger_tables some = tables;
        some.central_accounts.clear();  // those of `centrals` serve every part
        some.links.clear();
        some.court_accounts.clear();
        std::vector<std::size_t> rows;
        std::set<std::string> joined;
        const auto account_key = [](const auto& row, std::string_view login) {
            return std::string(row.court.view()) + '\0' + std::string(login);
        };
        for (std::size_t row = 0; row < tables.links.size(); ++row) {
            const link_row& link = tables.links[row];
            if (std::hash<std::string>{}(key_of(link)) % parts == part) {
                some.links.push_back(link);
                rows.push_back(row);
                joined.insert(account_key(link, link.login.view()));
            }
        }
        for (const court_account_row& account : tables.court_accounts) {
            if (joined.contains(account_key(account, account.account.login.view()))) {
                some.court_accounts.push_back(account);
            }
        }
        const table_columns columns(some);
        const auto index = ledger_index::build_part(centrals.value(), columns.view());
        answers of_part{std::vector<findings>(rows.size()), {}, {}};
        of_part.report = verify(index.value(), columns.view().links, as_of, {of_part.found, {}}).value();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            found[rows[i]] = of_part.found[i];
        }
    }
    return found;
}

std::string by_account(const link_row& link) {
    return std::string(link.court.view()) + '\0' + std::string(link.login.view());
}
std::string by_slot(const link_row& link) {
    return std::string(link.court.view()) + '\0' + std::string(link.central.view());
}

std::vector<findings> united(std::vector<findings> a, std::span<const findings> b) {
    std::ranges::transform(a, b, a.begin(), std::bit_or<>{});
    return a;
}

TEST(DecideLinks, GivesTheVerdictsAndTheReportOfAVerification) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const ledger_tables tables = random_ledger(seed);
        const answers expected = verify_all(policies(), tables);
        const table_columns columns(tables);
        std::vector<link_columns> narrow;
        for (const link_columns& batch : columns.view().links) {
            link_columns& some = narrow.emplace_back();
            some.rows = batch.rows;
            some.court = batch.court;
            some.state = batch.state;
            some.approved = batch.approved;
        }
        for (const unsigned threads : {1U, 3U}) {
            for (const std::span<const link_columns> links :
                 {columns.view().links, std::span<const link_columns>(narrow)}) {
                std::vector<verdict> verdicts(tables.links.size());
                const auto report =
                    decide_links(policies(), links, expected.found, verdicts, {.threads = threads});
                ASSERT_TRUE(report);
                EXPECT_EQ(report.value(), expected.report) << seed;
                EXPECT_EQ(verdicts, expected.verdicts) << seed;
            }
        }
        std::vector<std::uint64_t> bits;
        std::ranges::transform(expected.found, std::back_inserter(bits), &findings::bits);
        EXPECT_EQ(decide_links(policies(), columns.view().links, bits, {}).value(), expected.report);
    }
}

TEST(DecideLinks, RefusesOtherNumbersOfFindings) {
    const ledger_tables tables = make_ledger(10);
    const table_columns columns(tables);
    std::vector<findings> found(9);
    std::vector<verdict> verdicts(9);
    EXPECT_THROW(static_cast<void>(decide_links(policies(), columns.view().links, found, {})),
                 std::length_error);
    found.resize(11);
    EXPECT_THROW(static_cast<void>(decide_links(policies(), columns.view().links, found, {})),
                 std::length_error);
    found.resize(10);
    EXPECT_THROW(static_cast<void>(decide_links(policies(), columns.view().links, found, verdicts)),
                 std::length_error);
}

TEST(DecideLinks, IsCancelled) {
    const ledger_tables tables = make_ledger(10);
    const table_columns columns(tables);
    const std::vector<findings> found(10);
    const std::atomic<bool> is_cancelled = true;
    work_options options;
    options.cancelled = &is_cancelled;
    EXPECT_FALSE(decide_links(policies(), columns.view().links, found, {}, options));
}

TEST(BuildPart, SharesCentralAccountsWithAnIndexThatIsGone) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const ledger_tables tables = random_ledger(seed);
        const answers expected = verify_all(policies(), tables);
        const table_columns columns(tables);
        auto whole = std::make_unique<ledger_index>(ledger_index::build(policies(), columns.view()).value());
        const std::size_t memory = whole->memory();
        ledger_columns part = columns.view();
        part.central_accounts = {};
        const auto index = ledger_index::build_part(*whole, part, {.threads = 2});
        whole.reset();
        ASSERT_TRUE(index);
        EXPECT_EQ(index.value().memory(), memory);
        answers given{
            std::vector<findings>(tables.links.size()), std::vector<verdict>(tables.links.size()), {}};
        given.report =
            verify(index.value(), columns.view().links, as_of, {given.found, given.verdicts}).value();
        EXPECT_EQ(given.found, expected.found);
        EXPECT_EQ(given.verdicts, expected.verdicts);
        EXPECT_EQ(given.report, expected.report);

        std::size_t calls = 0;
        const std::atomic<bool> is_cancelled = true;
        work_options options;
        options.cancelled = &is_cancelled;
        options.progress = [&](std::string_view stage, std::uint64_t, std::uint64_t) {
            ++calls;
            EXPECT_EQ(stage, "court accounts") << "central accounts are not indexed again";
        };
        EXPECT_FALSE(ledger_index::build_part(index.value(), part, options));
        EXPECT_GT(calls, 0U);
    }
}

// Each pass finds what its key keeps together, and nothing wrong; so their union is the whole.
TEST(Passes, TogetherFindWhatAVerificationFinds) {
    std::size_t slots_that_one_pass_misses = 0;
    for (unsigned seed = 1; seed <= 8; ++seed) {
        const policy_set& under = policies_counting_by(seed % 2 == 0 ? "role" : "court");
        const ledger_tables tables = random_ledger(seed);
        const answers expected = verify_all(under, tables);
        std::mt19937 random(seed);
        const std::size_t parts = seed == 1 ? 1 : 1 + random() % 64;
        const std::vector<findings> first = verify_in_parts(under, tables, parts, by_account);
        const std::vector<findings> second = verify_in_parts(under, tables, 1 + random() % 64, by_slot);
        for (std::size_t row = 0; row < first.size(); ++row) {
            ASSERT_EQ(first[row] | finding::central_slot_taken,
                      expected.found[row] | finding::central_slot_taken)
                << seed << ", row " << row;
            ASSERT_TRUE((first[row] - expected.found[row]).empty());
            ASSERT_TRUE((second[row] - expected.found[row]).empty()) << seed << ", row " << row;
            slots_that_one_pass_misses += first[row] != expected.found[row] ? 1 : 0;
        }
        std::vector<findings> all = united(first, second);
        EXPECT_EQ(all, expected.found) << seed;
        EXPECT_EQ(united(second, first), all) << "not commutative";
        EXPECT_EQ(united(all, first), all) << "not idempotent";
        EXPECT_EQ(united(all, std::vector<findings>(all.size())), all) << "no identity";

        const table_columns columns(tables);
        std::vector<verdict> verdicts(all.size());
        EXPECT_EQ(decide_links(under, columns.view().links, all, verdicts).value(), expected.report);
        EXPECT_EQ(verdicts, expected.verdicts) << seed;
        // a lost pass loses findings; it adds none
        std::ranges::fill(verdicts, verdict::allow);
        static_cast<void>(decide_links(under, columns.view().links, first, verdicts).value());
        for (std::size_t row = 0; row < verdicts.size(); ++row) {
            ASSERT_LE(verdicts[row], expected.verdicts[row]);
        }
    }
    EXPECT_GT(slots_that_one_pass_misses, 0U) << "these ledgers show nothing";
}

// Reports of parts without a common link add up, in any order and grouping.
TEST(Passes, ReportsOfPartsAddUp) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const ledger_tables tables = random_ledger(seed);
        const answers expected = verify_all(policies(), tables);
        std::mt19937 random(seed);
        const std::size_t parts = 1 + random() % 64;
        std::vector<ledger_tables> links(parts);
        std::vector<std::vector<findings>> found(parts);
        for (std::size_t row = 0; row < tables.links.size(); ++row) {
            const std::size_t part = random() % parts;
            links[part].links.push_back(tables.links[row]);
            found[part].push_back(expected.found[row]);
        }
        std::vector<ledger_report> reports;
        for (std::size_t part = 0; part < parts; ++part) {
            const table_columns columns(links[part]);
            reports.push_back(decide_links(policies(), columns.view().links, found[part], {}).value());
        }
        while (reports.size() > 1) {  // any two that are next to each other after a shuffle
            std::ranges::shuffle(reports, random);
            const ledger_report last = reports.back();
            reports.pop_back();
            reports[random() % reports.size()] += last;
        }
        EXPECT_EQ(reports[0], expected.report) << seed << ", " << parts << " parts";
    }
}

}  // namespace
