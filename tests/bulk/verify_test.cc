// The bulk engine against single cases, and its other promises: reports that add up, cancellation,
// progress, keys of every size, no allocation for each row.
#include <ecflink/verify/changes.hpp>
#include <ecflink/verify/forecast.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/stream.hpp>
#include <ecflink/verify/verify.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/case_finder.hpp>
#include <ecflink/tables/person_name.hpp>

#include "base/keyed_hash.hpp"
#include "bulk/made_ledger.hpp"
#include "names/latin_name.hpp"
#include "names/name_key.hpp"
#include "support/allocations.hpp"
#include "tables/block_kernels.hpp"
#include "tables/table_columns.hpp"
#include "tables/workers.hpp"

namespace {

using namespace ecflink;
using namespace ecflink_tests;

/// Each link by itself, as a case.
verification verify_one_by_one(const ledger_tables& tables, instant at) {
    const case_finder finder(tables, policies());
    verification answer;
    for (std::size_t row = 0; row < tables.links.size(); ++row) {
        const link_row& link = tables.links[row];
        const assessment one = assess(policies().find(link.court.view()).rules, finder.of_row(row), at);
        answer.rows.push_back(one);
        for (tally* counts : {&answer.all, &answer.courts[std::string(link.court.view())]}) {
            counts->add(one);
            counts->removed += link.row.state == link_state::removed ? 1 : 0;
        }
    }
    return answer;
}

void expect_same(const ledger_tables& tables, const char* what) {
    const verification expected = verify_one_by_one(tables, as_of);
    for (const unsigned threads : {1U, 3U}) {
        work_options options;
        options.threads = threads;
        const auto given = verify(policies(), tables, as_of, options);
        ASSERT_TRUE(given);
        EXPECT_EQ(given.value().rows, expected.rows) << what;
        EXPECT_EQ(given.value().all, expected.all) << what;
        EXPECT_EQ(given.value().courts, expected.courts) << what;
    }

    // Columns of proofs say nothing here; without them, most links take the fast, clean path.
    const detail::tables::table_columns columns(tables);
    std::vector<link_columns> links(columns.view().links.begin(), columns.view().links.end());
    for (link_columns& batch : links) {
        batch.central_proof = batch.account_proof = batch.account_proof_court = {};
        batch.central_proof_at = batch.account_proof_at = batch.confirmed_at = {};
    }
    for (const unsigned threads : {1U, 2U, 5U}) {
        index_options options;
        options.threads = threads;
        const auto index = ledger_index::build(policies(), columns.view(), options);
        ASSERT_TRUE(index);
        std::vector<findings> found(tables.links.size());
        std::vector<verdict> verdicts(tables.links.size());
        const auto report = verify(index.value(), links, as_of, {found, verdicts}, options);
        ASSERT_TRUE(report);
        EXPECT_EQ(report.value(), static_cast<const ledger_report&>(expected)) << what;
        for (std::size_t row = 0; row < found.size(); ++row) {
            ASSERT_EQ(found[row], expected.rows[row].findings) << what << ", row " << row;
            ASSERT_EQ(verdicts[row], expected.rows[row].verdict) << what << ", row " << row;
        }
    }
}

TEST(Verify, AnswersAreThoseOfSingleCases) {
    ledger_tables tables = make_ledger(2'000);
    expect_same(tables, "all links are right");
    EXPECT_EQ(verify_one_by_one(tables, as_of).all.verdicts[0], 2'000U) << "the ledger was meant to be right";

    spoil(tables, 600);
    expect_same(tables, "many links are wrong");
}

TEST(Verify, RefusesToAnswerWhereThereIsNoRoom) {
    const ledger_tables tables = make_ledger(10);
    const detail::tables::table_columns columns(tables);
    const auto index = ledger_index::build(policies(), columns.view());
    std::vector<findings> found(9);
    std::vector<verdict> verdicts(9);
    EXPECT_THROW(static_cast<void>(verify(index.value(), columns.view().links, as_of, {found, {}})),
                 std::length_error);
    EXPECT_THROW(static_cast<void>(verify(index.value(), columns.view().links, as_of, {{}, verdicts})),
                 std::length_error);
}

TEST(Verify, LinksOfSeveralMorselsConflict) {
    ledger_tables tables = make_ledger(3 * detail::tables::rows_in_a_morsel);
    spoil(tables, tables.links.size() / 4);
    tables.tombstones.clear();  // with tombstones, every link without an account becomes a case
    std::shuffle(tables.links.begin(), tables.links.end(), std::mt19937(2));
    expect_same(tables, "many links are wrong, on many threads");
}

TEST(Verify, KeysOfEverySize) {
    ledger_tables tables = make_ledger(300);
    std::vector<std::string> logins;
    for (std::size_t i = 0; i < 300; ++i) {
        // Long keys that differ only in their first, middle or last byte.
        std::string name(1 + i % 64, 'x');
        name[i / 64 % name.size()] = static_cast<char>('a' + i % 20);
        name.back() = static_cast<char>('a' + i / 64);
        tables.court_accounts[i].account.login = login::make(name).value();
        tables.links[i].login = tables.court_accounts[i].account.login;
        const std::string id = std::string(1 + i % 32, 'p') + std::to_string(i % 7);
        tables.central_accounts[i / 2].id = central_id::make(id.substr(0, 32)).value();
        tables.links[i].central = tables.central_accounts[i / 2].id;
    }
    expect_same(tables, "keys of all sizes");
}

TEST(Verify, OneKeyForAll) {
    ledger_tables tables = make_ledger(500);
    for (link_row& link : tables.links) {
        link = tables.links[0];
    }
    expect_same(tables, "one link, over and over");
    for (court_account_row& account : tables.court_accounts) {
        account = tables.court_accounts[0];
    }
    expect_same(tables, "one account, over and over");
}

TEST(Verify, EmptyTables) {
    expect_same({}, "nothing");
    ledger_tables tables = make_ledger(10);
    tables.central_accounts.clear();
    tables.court_accounts.clear();
    expect_same(tables, "links of nobody");
    const auto index = ledger_index::build(policies(), {});
    ASSERT_TRUE(index);
    const auto report = verify(index.value(), {}, as_of, {});
    ASSERT_TRUE(report);
    EXPECT_EQ(report.value(), ledger_report{});
}

TEST(Verify, MoreCourtsThanAKeyHasRoomFor) {
    ledger_tables tables;
    for (std::size_t i = 0; i < 70'000; ++i) {
        court_account_row account;
        account.court = court_id::make("x" + std::to_string(i)).value();
        account.account.login = "a";
        account.account.role = account_role::attorney;
        account.account.status = account_status::active;
        tables.court_accounts.push_back(account);
        link_row link;
        link.court = account.court;
        link.login = "a";
        link.central = central_id::make(std::to_string(i)).value();
        link.row.linked_at = linked_at;
        tables.links.push_back(link);
    }
    const auto given = verify(policies(), tables, as_of);
    ASSERT_TRUE(given);
    EXPECT_EQ(given.value().courts.size(), 70'000U);
    EXPECT_EQ(given.value().all.findings[static_cast<std::size_t>(finding::account_unknown)], 0U);
    EXPECT_EQ(given.value().all.findings[static_cast<std::size_t>(finding::court_unknown)], 70'000U);
}

TEST(Verify, CourtsAskForASecondFactorEachInItsOwnTime) {
    // Some courts of one class never ask, among them the first.
    const std::vector<policy_layer> layers = {
        {"all.json",
         R"({"ecflink-policy": 1, "applies-to": "all",
             "proof": {"waived-for": ["filer", "court", "import"]}, "link": {"roles": "all"},
             "central": {"mfa-from": null}})"},
        {"wiwb.json",
         R"({"ecflink-policy": 1, "court": "wiwb", "central": {"mfa-from": "2020-01-01T00:00:00Z"}})"},
        {"wiwd.json",
         R"({"ecflink-policy": 1, "court": "wiwd", "central": {"mfa-from": "2030-01-01T00:00:00Z"}})"}};
    const auto loaded = policy_set::load(layers);
    ASSERT_TRUE(loaded) << to_text(loaded.error().front());
    ledger_tables tables = make_ledger(20);
    for (central_account_row& central : tables.central_accounts) {
        central.account.mfa = mfa_state::not_enrolled;
    }
    const auto given = verify(loaded.value(), tables, as_of);
    ASSERT_TRUE(given);
    for (std::size_t row = 0; row < 20; ++row) {
        EXPECT_EQ(given.value().rows[row].findings.contains(finding::central_mfa_missing),
                  tables.links[row].court == court_id("wiwb"))
            << row;
    }
}

TEST(Verify, ACourtWithANulIsNoCourt) {
    ledger_tables tables = make_ledger(4);
    const detail::tables::table_columns columns(tables);
    const std::string texts("wiwb\0wiwbwiwd\0wiwb", 18);
    const std::int32_t offsets[] = {0, 5, 9, 14, 18};
    for (const bool is_dictionary : {false, true}) {
        link_columns links = columns.view().links[0];
        links.court = {};
        links.court.layout = text_layout::utf8;
        links.court.positions = offsets;
        links.court.bytes = texts.data();
        links.court.texts = 4;
        const std::uint8_t indices[] = {0, 1, 2, 3};
        if (is_dictionary) {
            links.court.indices = {integer_type::uint8, indices, {}};
        }
        court_account_columns accounts = columns.view().court_accounts[0];
        accounts.court = links.court;
        ledger_columns ledger = columns.view();
        ledger.links = {&links, 1};
        ledger.court_accounts = {&accounts, 1};
        const auto index = ledger_index::build(policies(), ledger);
        std::vector<findings> found(4);
        const auto report = verify(index.value(), ledger.links, as_of, {found, {}});
        ASSERT_TRUE(report);
        EXPECT_EQ(report.value().courts.at("").links, 2U);
        EXPECT_EQ(report.value().courts.at("wiwb").links, 2U);
        EXPECT_TRUE(found[0].contains(finding::court_unknown));
        EXPECT_TRUE(found[0].contains(finding::record_malformed));
        EXPECT_FALSE(found[1].contains(finding::record_ambiguous))
            << "the account of a court with a NUL is nobody's";
    }
}

/// Arrow does not define the value under a null: a view there may point anywhere.
TEST(Verify, ViewsUnderNullsAreNotFollowed) {
    const ledger_tables tables = make_ledger(1'000);
    const detail::tables::table_columns columns(tables);
    const std::array<std::int32_t, 4> nowhere{100, 0, 0x10000000, 0};
    std::vector<std::array<std::int32_t, 4>> positions(tables.links.size(), nowhere);
    const std::vector<std::uint8_t> none(tables.links.size() / 8 + 1);
    text_column views;
    views.layout = text_layout::utf8_view;
    views.positions = positions.data();
    views.valid = {none.data(), 0};
    views.texts = positions.size();

    std::vector<link_columns> links(columns.view().links.begin(), columns.view().links.end());
    std::vector<court_account_columns> accounts(columns.view().court_accounts.begin(),
                                                columns.view().court_accounts.end());
    std::vector<central_account_columns> centrals(columns.view().central_accounts.begin(),
                                                  columns.view().central_accounts.end());
    const auto report_with = [&](const text_column& column) {
        links[0].login = column;
        accounts[0].name = column;
        centrals[0].name = column;
        ledger_columns ledger = columns.view();
        ledger.links = links;
        ledger.court_accounts = accounts;
        ledger.central_accounts = centrals;
        return verify(ledger_index::build(policies(), ledger).value(), links, as_of, {});
    };
    const auto report = report_with(views);
    ASSERT_TRUE(report);
    EXPECT_EQ(report.value().all.findings[static_cast<std::size_t>(finding::record_malformed)],
              tables.links.size());
    EXPECT_EQ(report, report_with(text_column{}));
}

TEST(Verify, AnySecretWillDo) {
    ledger_tables tables = make_ledger(500);
    tables.court_accounts[7].name = "Bob Roe";
    tables.links[9].login = tables.links[11].login;
    const detail::tables::table_columns columns(tables);
    const verification expected = verify_one_by_one(tables, as_of);
    for (const auto& secret : {std::array<std::uint64_t, 4>{}, std::array<std::uint64_t, 4>{1, 1, 1, 1},
                               std::array<std::uint64_t, 4>{~0ULL, ~0ULL, ~0ULL, ~0ULL}}) {
        index_options options;
        options.secret = secret;
        const auto index = ledger_index::build(policies(), columns.view(), options);
        std::vector<findings> found(500);
        ASSERT_TRUE(verify(index.value(), columns.view().links, as_of, {found, {}}));
        for (std::size_t row = 0; row < 500; ++row) {
            EXPECT_EQ(found[row], expected.rows[row].findings) << row;
        }
    }
}

TEST(Verify, ReportsAddUp) {
    ledger_tables tables = make_ledger(900);
    tables.links[3].row.linked_at = go_live;
    tables.links[500].court = "zzzz";
    const detail::tables::table_columns columns(tables);
    const auto index = ledger_index::build(policies(), columns.view());
    std::vector<ledger_report> parts;
    const link_columns& all = columns.view().links[0];
    for (std::size_t first = 0; first < 900; first += 300) {
        ledger_tables part = tables;
        part.links.assign(tables.links.begin() + static_cast<std::ptrdiff_t>(first),
                          tables.links.begin() + static_cast<std::ptrdiff_t>(first) + 300);
        const detail::tables::table_columns some(part);
        parts.push_back(verify(index.value(), some.view().links, as_of, {}).value());
    }
    ledger_report left = parts[0];
    left += parts[1];
    left += parts[2];
    ledger_report right_tail = parts[1];
    right_tail += parts[2];
    ledger_report right = parts[0];
    right += right_tail;
    EXPECT_EQ(left, right) << "not associative";
    EXPECT_EQ(left, verify(index.value(), {&all, 1}, as_of, {}).value())
        << "these links do not depend on each other";
    ledger_report with_nothing = left;
    with_nothing += ledger_report{};
    EXPECT_EQ(with_nothing, left);
    ledger_report nothing;
    nothing += left;
    EXPECT_EQ(nothing, left);
}

/// Runs work to its end: each stage must report growing progress, and its end. Then cancels the
/// work at each report, and it must give no result. Returns the stages.
template <class Work>
std::set<std::string, std::less<>> run_and_stop(Work work) {
    std::atomic<bool> is_cancelled = false;
    struct progress {
        std::uint64_t done = 0;
        std::uint64_t all = 0;
    };
    std::map<std::string, progress> last;
    std::size_t calls = 0;
    index_options options;
    options.threads = 2;
    options.cancelled = &is_cancelled;
    options.progress = [&](std::string_view stage, std::uint64_t done, std::uint64_t all) {
        ++calls;
        EXPECT_FALSE(stage.empty());
        EXPECT_GT(done, std::exchange(last[std::string(stage)], {done, all}).done) << stage;
    };
    EXPECT_TRUE(work(options));
    std::set<std::string, std::less<>> stages;
    for (const auto& [stage, reported] : last) {
        EXPECT_EQ(reported.done, reported.all) << stage;
        stages.insert(stage);
    }
    const std::size_t calls_of_all = calls;
    for (std::size_t stop_at = 1; stop_at <= calls_of_all; ++stop_at) {
        is_cancelled = false;
        calls = 0;
        options.progress = [&](std::string_view, std::uint64_t, std::uint64_t) {
            is_cancelled = ++calls >= stop_at;
        };
        const bool is_done = work(options);
        EXPECT_FALSE(calls >= stop_at && is_done) << "was not stopped at call " << stop_at;
    }
    return stages;
}

TEST(Verify, CancelsAndTellsProgress) {
    const ledger_tables tables = make_ledger(100'000);
    const detail::tables::table_columns columns(tables);
    const auto told = run_and_stop([&](const index_options& options) {
        const auto index = ledger_index::build(policies(), columns.view(), options);
        return index && verify(index.value(), columns.view().links, as_of, {}, options);
    });
    EXPECT_TRUE(told.contains("court accounts")) << "of the index";
    EXPECT_TRUE(told.contains("links")) << "of the verification";
}

/// The columns of some links of a ledger.
detail::tables::table_columns columns_of_links(const ledger_tables& tables, std::size_t first,
                                               std::size_t rows) {
    ledger_tables some;
    some.links.assign(tables.links.begin() + static_cast<std::ptrdiff_t>(first),
                      tables.links.begin() + static_cast<std::ptrdiff_t>(first + rows));
    return detail::tables::table_columns(some);
}

TEST(VerifyStream, LinksNeedNotStay) {
    ledger_tables tables = make_ledger(500);
    for (const auto& [court, login, central] :
         {std::tuple("nowhere", "ghost", "G1"), std::tuple("elsewhere", "ghost", "G1"),
          std::tuple("nowhere", "ghost", "G1"), std::tuple("nowhere", "spectre", "G1"),
          std::tuple("elsewhere", "ghost", "G2"), std::tuple("wiwb", "ghost", "G2")}) {
        link_row link;
        link.court = court_id::make(court).value();
        link.login = login::make(login).value();
        link.central = central_id::make(central).value();
        link.row.linked_at = linked_at;
        tables.links.insert(tables.links.begin() + static_cast<std::ptrdiff_t>(tables.links.size() / 2),
                            link);
    }
    tables.links[400].central = tables.links[3].central;
    tables.links[401] = tables.links[7];
    tables.links[402].login = {};
    const auto expected = verify(policies(), tables, as_of);
    ASSERT_TRUE(expected);

    const detail::tables::table_columns accounts(tables);
    const auto index = ledger_index::build(policies(), accounts.view());
    for (const std::size_t rows_of_batch : {1U, 7U, 100U, 1'000U}) {
        verify_stream stream(index.value(), as_of, {.threads = 2});
        std::vector<findings> found(tables.links.size());
        for (std::size_t first = 0; first < found.size(); first += rows_of_batch) {
            const std::size_t rows = std::min(rows_of_batch, found.size() - first);
            // is destroyed before the next batch comes
            const detail::tables::table_columns batch = columns_of_links(tables, first, rows);
            ASSERT_TRUE(stream.add(batch.view().links,
                                   {.findings = std::span(found).subspan(first, rows), .verdicts = {}}));
        }
        const auto report = std::move(stream).finish();
        ASSERT_TRUE(report);
        EXPECT_EQ(report.value().all, expected.value().all) << rows_of_batch;
        EXPECT_EQ(report.value().courts, expected.value().courts) << rows_of_batch;
        EXPECT_FALSE(report.value().conflicts.empty());
        for (const auto& [row, decided] : report.value().conflicts) {
            EXPECT_NE(found[row], decided.findings);
            EXPECT_EQ(decided, expected.value().rows[row]);
            found[row] = decided.findings;
        }
        for (std::size_t row = 0; row < found.size(); ++row) {
            EXPECT_EQ(found[row], expected.value().rows[row].findings) << row;
        }
    }
}

// More links than a chunk of kept links holds, in one batch and in several; links that conflict are
// in other chunks and batches.
TEST(VerifyStream, OfManyThreadsIsAsOfOne) {
    constexpr std::size_t links = 150'000;
    ledger_tables tables = make_ledger(links);
    for (std::size_t row = 0; row < 1'000; ++row) {
        tables.links[links - 1 - 40 * row].login = tables.links[70 * row].login;
        tables.links[links - 1 - 40 * row].court = tables.links[70 * row].court;
        tables.links[links - 2 - 40 * row].central = tables.links[70 * row].central;
    }
    const auto expected = verify(policies(), tables, as_of);
    ASSERT_TRUE(expected);
    const detail::tables::table_columns columns(tables);
    const auto index = ledger_index::build(policies(), columns.view());
    for (const unsigned threads : {1U, 2U, 7U}) {
        for (const std::size_t rows_of_batch : {links, std::size_t{20'000}}) {
            verify_stream stream(index.value(), as_of, {.threads = threads});
            std::vector<findings> found(links);
            for (std::size_t first = 0; first < links; first += rows_of_batch) {
                const std::size_t rows = std::min(rows_of_batch, links - first);
                const detail::tables::table_columns batch = columns_of_links(tables, first, rows);
                ASSERT_TRUE(stream.add(batch.view().links,
                                       {.findings = std::span(found).subspan(first, rows), .verdicts = {}}));
            }
            const auto report = std::move(stream).finish();
            ASSERT_TRUE(report);
            EXPECT_EQ(report.value().all, expected.value().all) << threads << " " << rows_of_batch;
            EXPECT_EQ(report.value().courts, expected.value().courts) << threads << " " << rows_of_batch;
            EXPECT_GT(report.value().conflicts.size(), 1'000U);
            for (const auto& [row, decided] : report.value().conflicts) {
                found[row] = decided.findings;
            }
            for (std::size_t row = 0; row < links; ++row) {
                ASSERT_EQ(found[row], expected.value().rows[row].findings) << row << " " << threads;
            }
        }
    }
}

TEST(VerifyStream, CancelsAndTellsProgress) {
    const ledger_tables tables = make_ledger(40'000);
    const detail::tables::table_columns columns(tables);
    const auto index = ledger_index::build(policies(), columns.view());
    const auto told = run_and_stop([&](const index_options& options) {
        verify_stream stream(index.value(), as_of, options);
        return stream.add(columns.view().links, {}) && std::move(stream).finish();
    });
    EXPECT_TRUE(told.contains("links") && told.contains("answers"));
}

TEST(VerifyStream, EndsWhenItIsCancelled) {
    const ledger_tables tables = make_ledger(10);
    const detail::tables::table_columns columns(tables);
    const auto index = ledger_index::build(policies(), columns.view());
    std::atomic<bool> is_cancelled = false;
    work_options options;
    options.cancelled = &is_cancelled;
    verify_stream stream(index.value(), as_of, options);
    std::vector<verdict> room(9);
    EXPECT_THROW((void)stream.add(columns.view().links, {.findings = {}, .verdicts = room}),
                 std::length_error);
    EXPECT_TRUE(stream.add(columns.view().links, {})) << "nothing had been added";
    is_cancelled = true;
    EXPECT_FALSE(stream.add(columns.view().links, {}));
    is_cancelled = false;
    EXPECT_FALSE(stream.add(columns.view().links, {})) << "it is over";
    EXPECT_FALSE(std::move(stream).finish());

    verify_stream empty(index.value(), as_of);
    const auto report = std::move(empty).finish();
    ASSERT_TRUE(report);
    EXPECT_EQ(report.value(), ledger_report{});
    EXPECT_FALSE(std::move(empty).finish())
        << "it ended";  // NOLINT(bugprone-use-after-move): finish ends a stream and moves nothing away
}

TEST(Verify, AsksForNoMemoryPerRow) {
    const auto asked_for = [](std::size_t links) {
        const ledger_tables tables = make_ledger(links);
        const detail::tables::table_columns columns(tables);
        std::vector<findings> found(links);
        std::vector<verdict> verdicts(links);
        const std::size_t before = support::allocations();
        const auto index = ledger_index::build(policies(), columns.view());
        const auto report = verify(index.value(), columns.view().links, as_of, {found, verdicts});
        const std::size_t asked = support::allocations() - before;
        EXPECT_EQ(report.value().all.verdicts[0], links);
        return asked;
    };
    asked_for(100);  // allocations that are made once
    EXPECT_LT(asked_for(60'000), asked_for(20'000) + 100) << "a list that grows by doubling, at most";
}

TEST(Verify, NamesOtherRowsOfConflicts) {
    ledger_tables tables = make_ledger(100);
    tables.links[7].login = tables.links[5].login;        // the account of another
    tables.links[21].central = tables.links[33].central;  // a second account in one court
    tables.links[40] = tables.links[60];
    tables.links[90].row.state = link_state::removed;
    tables.links[90].login = tables.links[88].login;
    const detail::tables::table_columns columns(tables);
    const std::vector<std::uint64_t> asked = {7, 33, 40, 88, 2};
    const std::vector<std::vector<std::uint64_t>> expected = {{5}, {21}, {60}, {}, {}};
    std::vector<std::uint64_t> told;
    std::vector<std::vector<std::uint64_t>> conflicts;
    for_each_conflict(columns.view().links, asked,
                      [&](std::uint64_t row, std::span<const std::uint64_t> others) {
                          told.push_back(row);
                          conflicts.emplace_back(others.begin(), others.end());
                      });
    EXPECT_EQ(told, asked);
    EXPECT_EQ(conflicts, expected);

    const auto answers = verify(policies(), tables, as_of);
    std::vector<findings> found;
    std::vector<verdict> verdicts;
    for (const assessment& row : answers.value().rows) {
        found.push_back(row.findings);
        verdicts.push_back(row.verdict);
    }
    std::vector<std::uint64_t> rows;
    for (const failing_link& each : failing_links({found, verdicts})) {
        EXPECT_EQ(each.findings, answers.value().rows[each.row].findings);
        rows.push_back(each.row);
    }
    EXPECT_EQ(rows, (std::vector<std::uint64_t>{5, 7, 21, 33, 40, 60}));
}

// ---- looking ahead ------------------------------------------------------------------------------

std::vector<findings> random_findings(std::size_t rows) {
    std::uint64_t known = 0;
    for (const finding_info& info : catalogue()) {
        known |= findings(info.id).bits();
    }
    std::mt19937_64 random(7);
    std::vector<findings> found(rows);
    for (findings& each : found) {
        each = findings(random() & random() & random() & random() & known);
    }
    return found;
}

TEST(Impact, IsWhatEveryLinkSays) {
    const disposition_masks before;
    disposition_masks after = before;
    after.hold.erase(finding::central_exempt);
    after.refuse.insert(finding::name_differs);
    after.note.erase(finding::name_differs);
    for (const std::size_t rows : {0U, 1U, 7U, 63U, 4'096U, 10'001U}) {
        const auto found = random_findings(rows);
        for (const auto& [was, is] :
             {std::pair(before, after), std::pair(after, before), std::pair(before, before)}) {
            verdict_changes expected;
            std::vector<std::uint64_t> bits;
            for (const findings each : found) {
                expected.add(was, each, is, each);
                bits.push_back(each.bits());
            }
            const verdict_changes given = impact(found, was, is);
            EXPECT_EQ(given, expected) << rows;
            EXPECT_EQ(impact(bits, was, is), expected) << rows;
            EXPECT_EQ(given.links(), rows);
            EXPECT_TRUE(given.changed() > 0 || was == is || rows < 100) << rows;
            EXPECT_TRUE(given.changed() == 0 || !(was == is)) << rows;
        }
    }
}

TEST(Impact, KnowsWhetherRowsMustBeReadAgain) {
    const link_policy& before = policies().find("wiwb").rules;
    link_policy after = before;
    after.dispositions.refuse.insert(finding::name_differs);
    EXPECT_TRUE(differ_in_dispositions_alone(before, after));
    after.accounts_per_central = 2;
    EXPECT_FALSE(differ_in_dispositions_alone(before, after));

    const std::vector<policy_layer> layers = {
        {"clocks.json", R"({"ecflink-policy": 1, "court": "wiwb", "time-zone": "America/Denver"})"}};
    const auto on_other_clocks = policy_set::load(layers);
    ASSERT_TRUE(on_other_clocks) << to_text(on_other_clocks.error().front());
    const court_policy& court = on_other_clocks.value().find("wiwb");
    EXPECT_TRUE(differ_in_dispositions_alone(court, court));
    EXPECT_FALSE(differ_in_dispositions_alone(policies().find("wiwb"), court))
        << "dates of accounts are read by the court's clocks";
}

TEST(Shadow, IsTwoVerifications) {
    ledger_tables tables = make_ledger(200);
    tables.central_accounts[5].account.exempt = true;
    tables.court_accounts[9].name = "Someone Else";
    const std::vector<policy_layer> layers = {{"new.json", R"({"ecflink-policy": 1, "applies-to": "all",
        "proof": {"waived-for": ["filer", "court", "import"]}, "link": {"roles": ["trustee"]},
        "dispositions": {"central-exempt": "note"}})"}};
    const auto after = policy_set::load(layers);
    ASSERT_TRUE(after) << to_text(after.error().front());
    const detail::tables::table_columns columns(tables);
    const auto index = ledger_index::build(policies(), columns.view());
    const auto changes = shadow(index.value(), after.value(), columns.view().links, as_of);
    ASSERT_TRUE(changes);
    change_report expected;
    const auto was = verify(policies(), tables, as_of);
    const auto is = verify(after.value(), tables, as_of);
    for (std::size_t row = 0; row < tables.links.size(); ++row) {
        const std::string court(tables.links[row].court.view());
        expected.courts[court].add(policies().find(court).rules.dispositions, was.value().rows[row].findings,
                                   after.value().find(court).rules.dispositions,
                                   is.value().rows[row].findings);
    }
    EXPECT_EQ(changes.value().courts, expected.courts);
    EXPECT_EQ(changes.value().all.links(), 200U);
    EXPECT_EQ(changes.value().all.stricter[static_cast<std::size_t>(finding::role_not_linkable)], 200U)
        << "no attorney may link any more";
}

TEST(Shadow, CourtsSeeCentralAccountsDifferently) {
    ledger_tables tables = make_ledger(20);
    for (central_account_row& central : tables.central_accounts) {
        central.account.generation = central_generation::missing;
        central.account.created = make_civil_day(2015, 6, 1);
    }
    const std::vector<policy_layer> layers = {
        {"all.json",
         R"({"ecflink-policy": 1, "applies-to": "all",
             "proof": {"waived-for": ["filer", "court", "import"]}, "link": {"roles": "all"}})"},
        {"wiwb.json",
         R"({"ecflink-policy": 1, "court": "wiwb", "central": {"legacy-cutoff": "2016-01-01"}})"}};
    const auto after = policy_set::load(layers);
    ASSERT_TRUE(after) << to_text(after.error().front());
    const detail::tables::table_columns columns(tables);
    for (const auto& [was, is] :
         {std::pair(&policies(), &after.value()), std::pair(&after.value(), &policies())}) {
        const auto index = ledger_index::build(*was, columns.view());
        const auto changes = shadow(index.value(), *is, columns.view().links, as_of);
        ASSERT_TRUE(changes);
        EXPECT_EQ(changes.value().courts.at("wiwd").changed(), 0U);
        const auto& moved = is == &after.value() ? changes.value().courts.at("wiwb").stricter
                                                 : changes.value().courts.at("wiwb").looser;
        EXPECT_EQ(moved[static_cast<std::size_t>(finding::central_legacy)], 10U);
    }
}

TEST(Shadow, CancelsAndTellsProgress) {
    const ledger_tables tables = make_ledger(40'000);
    const auto after = policy_set::load();
    const detail::tables::table_columns columns(tables);
    const auto index = ledger_index::build(policies(), columns.view());
    const auto told = run_and_stop([&](const index_options& options) {
        return shadow(index.value(), after.value(), columns.view().links, as_of, options).has_value();
    });
    EXPECT_TRUE(told.contains("court accounts again"));
}

TEST(Forecast, LooksAtAccountsWithoutLinks) {
    ledger_tables tables = make_ledger(60);
    for (const std::size_t unlinked : {4U, 17U, 31U}) {
        tables.links[unlinked].row.state = link_state::removed;
    }
    tables.court_accounts[17].account.status = account_status::terminated;
    const instant before_go_live{go_live.micros - 1};
    const detail::tables::table_columns columns(tables);
    const auto index = ledger_index::build(policies(), columns.view());
    const auto outlook = forecast(index.value(), columns.view().links, before_go_live);
    ASSERT_TRUE(outlook);
    const findings terminated = finding::account_terminated;
    ASSERT_EQ(outlook.value().entries.size(), 3U);
    const auto of_court = [](std::uint64_t row) {
        return observe_court(policies().find(row % 2 == 0 ? "wiwd" : "wiwb").rules, as_of);
    };
    EXPECT_EQ(outlook.value().entries[0].row, 4U);
    EXPECT_EQ(outlook.value().entries[0].outlook.findings, of_court(4))
        << "the court is looked at when it is live";
    EXPECT_EQ(outlook.value().entries[1].row, 17U);
    EXPECT_EQ(outlook.value().entries[1].outlook, (assessment{verdict::refuse, of_court(17) | terminated}));
    EXPECT_EQ(outlook.value().entries[2].row, 31U);
    EXPECT_EQ(outlook.value().all.links, 3U);
    EXPECT_EQ(outlook.value().courts.at("wiwb").links, 2U);
}

TEST(Forecast, ListsAmbiguousAccountsWithTheirFirstRowsWhateverTheThreads) {
    ledger_tables tables = make_ledger(60'000);
    for (std::size_t row = 20'000; row < 60'000; ++row) {
        tables.court_accounts[row] = tables.court_accounts[row % 20'000];
    }
    tables.links.clear();
    const detail::tables::table_columns columns(tables);
    for (const unsigned threads : {1U, 4U, 8U, 4U, 8U}) {
        index_options options;
        options.threads = threads;
        const auto index = ledger_index::build(policies(), columns.view(), options);
        const auto outlook = forecast(index.value(), columns.view().links, as_of, options);
        ASSERT_EQ(outlook.value().entries.size(), 20'000U);
        for (std::size_t i = 0; i < 20'000; ++i) {
            ASSERT_EQ(outlook.value().entries[i].row, i) << threads;
            ASSERT_TRUE(outlook.value().entries[i].outlook.findings.contains(finding::record_ambiguous));
        }
    }
}

TEST(Forecast, LooksAtCandidates) {
    ledger_tables tables = make_ledger(60);
    ledger_tables candidates;
    for (const std::size_t row : {10U, 11U, 12U}) {
        link_row& candidate = candidates.links.emplace_back();
        candidate.court = tables.links[row].court;
        candidate.login = tables.links[row].login;
        candidate.central = tables.links[row].central;
    }
    candidates.links.push_back(candidates.links[2]);
    candidates.links[2].login = "nobody";
    candidates.links[3].central = "P9999999";
    tables.links.erase(tables.links.begin() + 10, tables.links.begin() + 12);
    const detail::tables::table_columns columns(tables);
    const detail::tables::table_columns candidate_columns(candidates);
    const auto index = ledger_index::build(policies(), columns.view());
    const auto outlook = forecast(index.value(), columns.view().links, candidate_columns.view().links, as_of);
    ASSERT_TRUE(outlook);
    ASSERT_EQ(outlook.value().entries.size(), 4U);
    EXPECT_EQ(outlook.value().entries[0].outlook.verdict, verdict::allow);
    EXPECT_EQ(outlook.value().entries[1].outlook.verdict, verdict::allow) << "proofs are not asked for";
    EXPECT_TRUE(outlook.value().entries[2].outlook.findings.contains(finding::account_unknown));
    EXPECT_TRUE(outlook.value().entries[2].outlook.findings.contains(finding::central_slot_taken));
    EXPECT_TRUE(outlook.value().entries[3].outlook.findings.contains(finding::central_unknown));
    EXPECT_TRUE(outlook.value().entries[3].outlook.findings.contains(finding::account_linked_elsewhere));
    for (const auto& entry : outlook.value().entries) {
        EXPECT_FALSE(entry.outlook.findings.contains(finding::link_in_future));
        EXPECT_TRUE((entry.outlook.findings & findings_of(finding_group::proof)).empty());
    }
}

// ---- names --------------------------------------------------------------------------------------

TEST(NameKey, ShortCutsAreTheNormalizedForm) {
    const detail::keyed_hash hash({1, 2, 3, 4});
    const std::vector<std::string> pieces = {"Smith",
                                             "jr",
                                             "JR.",
                                             "III",
                                             ", ",
                                             ".",
                                             " ",
                                             "  ",
                                             "-",
                                             "/",
                                             "'",
                                             "O'Brien",
                                             "\xC3\xA9",
                                             "\xC3\x89",
                                             "\xC3\x9F",
                                             "\xC5\x82",
                                             "\xC3\xB1",
                                             "ii",
                                             "esq",
                                             "ESQ.",
                                             "\t",
                                             "Ann",
                                             "Lee",
                                             "iv",
                                             "s",
                                             "j",
                                             "\xC5\xBF",
                                             "\xE2\x80\x99",
                                             "a",
                                             "b",
                                             ",",
                                             "\xC7\xB0",
                                             "\xC4\xB0",
                                             "\xCC\x81",
                                             "1",
                                             "2nd",
                                             "sr",
                                             "Sr.",
                                             "\x01",
                                             "(",
                                             ")",
                                             "Garc\xC3\xAD"
                                             "a"};
    const std::string letters = "abcIJSVrRsSqQ  -,.";
    std::mt19937 random(3);
    std::size_t latin_names = 0;
    std::size_t plain_names = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string name;
        const auto parts = random() % 40;
        for (std::size_t k = 0; k < (i % 3 == 0 ? parts : parts % 8); ++k) {
            name += i % 3 == 0 ? std::string(1, letters[random() % letters.size()])
                               : pieces[random() % pieces.size()];
        }
        const person_name read = read_name(name);
        const std::uint64_t expected = read.words.empty()
                                           ? detail::names::no_name
                                           : detail::names::make_name_key(hash(read.words), read.generation);
        ASSERT_EQ(detail::names::name_key(name, hash), expected) << name;
        detail::names::latin_name latin;
        if (latin.read(name)) {
            ++latin_names;
            ASSERT_EQ(latin.words(), read.words) << name;
            ASSERT_EQ(latin.generation(), read.generation) << name;
        }
        // The same by vector instructions, which leave some names alone.
        const std::string padded = name + std::string(32, '#');
        const std::int64_t offsets[] = {0, static_cast<std::int64_t>(name.size())};
        std::uint64_t key = 0;
        detail::tables::key_plain_names({padded.data(), offsets, true, 1, padded.size()}, hash, &key);
        if (key != detail::names::no_name) {
            ++plain_names;
            ASSERT_EQ(key, expected) << name;
        }
    }
    EXPECT_GT(latin_names, 100'000U);
    EXPECT_GT(plain_names, 10'000U);
}

TEST(NameKey, EqualityOfKeysIsThatOfNames) {
    const detail::keyed_hash hash({1, 2, 3, 4});
    const std::string_view names[] = {
        "John Ames",    "John Ames Sr.", "Ames, John, Jr.",  "John Ames II",          "JOHN AMES 3rd",
        "John Ames IV", "Ames John",     "John Ames \u2162", "\u0110\u00E0o Ames Jr", "Dao Ames"};
    for (const std::string_view a : names) {
        for (const std::string_view b : names) {
            EXPECT_EQ(detail::names::are_equal_names(detail::names::name_key(a, hash),
                                                     detail::names::name_key(b, hash)),
                      compare_names(a, b).equal_normalized)
                << a << " / " << b;
        }
    }
}

TEST(NameKey, EveryPairOfLatinLetters) {
    const auto letter = [](char32_t c) {
        return c < 0x80 ? std::string(1, static_cast<char>(c))
                        : std::string{static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    };
    for (char32_t first = 1; first < 0x260; ++first) {
        for (char32_t second = 1; second < 0x260; second += 1 + first % 3) {
            const std::string name = letter(first) + letter(second);
            detail::names::latin_name latin;
            if (latin.read(name)) {
                ASSERT_EQ(latin.words(), read_name(name).words) << name;
            }
        }
    }
}

}  // namespace
