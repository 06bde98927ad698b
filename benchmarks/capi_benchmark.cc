// What the C interface costs: the same work through C++ and through the shared C library, in turns,
// so that other work of the machine hits both. A ratio is the median over the rounds of (time
// through C) / (time through C++).
//
//     capi_benchmark                       a decision, and a commit to a ledger on disk
//     capi_benchmark FOLDER [THREADS]      bulk verification of a folder of `ecflink generate`
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <ecflink/ecflink_bulk.h>
#include <ecflink/ecflink_ledger.h>
#include <ecflink/core/assess.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/person_name.hpp>
#include <ecflink/verify/verify.hpp>

#include "ledger/support/sample_ledger.hpp"

namespace {

using namespace ecflink;
using support::made;

void require(bool holds, const char* what) {
    if (!holds) {
        throw std::runtime_error(what);
    }
}
void require(ecflink_status status, const ecflink_error& error) {
    if (status != ECFLINK_OK) {
        throw std::runtime_error(std::string(ecflink_status_name(status)) + " " + error.field + ": " +
                                 error.message);
    }
}

double median(std::vector<double> all) {
    std::ranges::sort(all);
    return all[all.size() / 2];
}

/// Seconds that the work takes.
double seconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Does both works in turns, each first in every second round, and prints medians for one item.
void compare(const char* what, int rounds, double items, const std::function<void(int)>& by_cpp,
             const std::function<void(int)>& by_c) {
    std::vector<double> cpp;
    std::vector<double> c;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        double of_cpp = 0;
        double of_c = 0;
        for (int turn = 0; turn < 2; ++turn) {
            if ((turn + round) % 2 == 0) {
                of_cpp = seconds([&] { by_cpp(round); });
            } else {
                of_c = seconds([&] { by_c(round); });
            }
        }
        cpp.push_back(of_cpp / items);
        c.push_back(of_c / items);
        ratios.push_back(of_c / of_cpp);
    }
    std::printf("%-22s %4d rounds   C++ %11.3f us   C %11.3f us   ratio %.3f\n", what, rounds,
                median(cpp) * 1e6, median(c) * 1e6, median(ratios));
}

// ---- one decision -------------------------------------------------------------------------------

/// What a program has of a person: texts, as they come from its database.
struct person {
    std::string court = "wiwb";
    std::string login = "asample";
    std::string account_name = "Sample, Ann B.";
    std::string central_name = "Ann B. Sample";
};

void compare_decisions(int rounds, int repetitions) {
    const policy_set& policies = support::built_in_policies();
    const instant now = support::at("2020-04-01T15:00:00Z");
    const instant opened = support::at("2011-06-20T05:00:00Z");
    const civil_day created = make_civil_day(2015, 9, 14);
    const person given;

    const auto by_cpp = [&] {
        central_account central;
        central.usage = central_usage::individual;
        central.status = central_status::active;
        central.generation = central_generation::upgraded;
        central.mfa = mfa_state::enrolled;
        central.registration = registration_type::attorney_filer;
        central.created = created;
        court_account account;
        account.login = login::make(given.login).value();
        account.role = account_role::attorney;
        account.status = account_status::active;
        account.opened = opened;
        link_case facts;
        facts.court = court_id::make(given.court).value();
        facts.central = &central;
        facts.account = &account;
        facts.names = compare_names(given.central_name, given.account_name);
        facts.evidence.central = {proof_class::password, now};
        facts.evidence.account = {proof_class::password, now};
        facts.evidence.account_court = facts.court;
        const link_policy& rules = policies.find(given.court).rules;
        const assessment answer = assess(rules, facts, now);
        const explanation why = explain(rules, answer, now);
        return std::pair(answer.verdict, why.to_allow.bits());
    };

    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_engine* engine = nullptr;
    require(ecflink_engine_create(nullptr, &engine, nullptr, &error), error);
    const auto by_c = [&] {
        ecflink_central_account central = ECFLINK_CENTRAL_ACCOUNT_INIT;
        central.usage = ECFLINK_CENTRAL_USAGE_INDIVIDUAL;
        central.status = ECFLINK_CENTRAL_STATUS_ACTIVE;
        central.generation = ECFLINK_CENTRAL_GENERATION_UPGRADED;
        central.mfa = ECFLINK_MFA_STATE_ENROLLED;
        central.registration = ECFLINK_REGISTRATION_TYPE_ATTORNEY_FILER;
        central.created = static_cast<ecflink_date>(created.days);
        central.name = given.central_name.data();
        central.name_size = given.central_name.size();
        ecflink_court_account account = ECFLINK_COURT_ACCOUNT_INIT;
        account.login = given.login.data();
        account.login_size = given.login.size();
        account.role = ECFLINK_ACCOUNT_ROLE_ATTORNEY;
        account.status = ECFLINK_ACCOUNT_STATUS_ACTIVE;
        account.opened = opened.micros;
        account.name = given.account_name.data();
        account.name_size = given.account_name.size();
        ecflink_link_case facts = ECFLINK_LINK_CASE_INIT;
        facts.court = given.court.data();
        facts.court_size = given.court.size();
        facts.central = &central;
        facts.account = &account;
        facts.central_proof = ECFLINK_PROOF_CLASS_PASSWORD;
        facts.central_proof_at = now.micros;
        facts.account_proof = ECFLINK_PROOF_CLASS_PASSWORD;
        facts.account_proof_at = now.micros;
        facts.account_proof_court = given.court.data();
        facts.account_proof_court_size = given.court.size();
        ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
        if (ecflink_link_assess(engine, &facts, now.micros, &answer, &error) != ECFLINK_OK) {
            throw std::runtime_error(error.message);
        }
        return std::pair(static_cast<verdict>(answer.verdict), answer.to_allow);
    };
    require(by_cpp() == by_c(), "C++ and C decide differently");
    require(by_cpp().first == verdict::allow, "another verdict than expected");

    std::uint64_t sum = 0;  // so that no call can be left out
    const auto repeat = [&](const auto& decide) {
        for (int i = 0; i < repetitions; ++i) {
            sum += decide().second + 1;
        }
    };
    compare("one decision", rounds, repetitions, [&](int) { repeat(by_cpp); }, [&](int) { repeat(by_c); });
    require(sum == 2ULL * static_cast<unsigned>(rounds) * static_cast<unsigned>(repetitions),
            "an answer changed");
    ecflink_engine_free(engine);
}

// ---- begin and commit ---------------------------------------------------------------------------

std::string numbered(const char* form, int number) {
    char text[32];
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, form, number))};
}

void compare_commits(int rounds, int pairs) {
    const instant now = support::after_go_live;
    ledger_tables rows;
    for (int i = 0; i < rounds * pairs; ++i) {
        rows.central_accounts.push_back(support::central_row(numbered("%d", 2000000 + i)));
        rows.court_accounts.push_back(support::account_row("wiwd", numbered("account%d", i)));
    }
    const support::sqlite_place of_cpp;
    const support::sqlite_place of_c;
    const support::place* const wheres[] = {&of_cpp, &of_c};
    for (const support::place* where : wheres) {
        ledger made_one = made(ledger::create(where->connector(), support::built_in_policies(),
                                              &support::test_keys(), support::made_at));
        static_cast<void>(made(made_one.load(rows, support::clerk, support::made_at)));
    }
    ledger by_cpp =
        made(ledger::open(wheres[0]->connector(), support::built_in_policies(), &support::test_keys()));

    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_engine* engine = nullptr;
    ecflink_keys* keys = nullptr;
    ecflink_ledger* by_c = nullptr;
    std::string line(support::test_key_line);
    const std::string address = of_c.address();
    require(ecflink_engine_create(nullptr, &engine, nullptr, &error), error);
    require(ecflink_keys_parse(line.data(), line.size(), &keys, &error), error);
    ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
    options.address = address.data();
    options.address_size = address.size();
    options.keys = keys;
    require(ecflink_ledger_open(engine, &options, &by_c, &error), error);

    const digest session = digest_of(support::test_session);
    std::vector<begin_outcome> begun_by_cpp;
    std::vector<std::pair<ecflink_begin_outcome, ecflink_answer*>> begun_by_c;
    const auto begin_by_cpp = [&](int round) {
        begun_by_cpp.clear();
        for (int i = round * pairs; i < (round + 1) * pairs; ++i) {
            const signed_on who{central_id::make(numbered("%d", 2000000 + i)).value(),
                                {proof_class::password_mfa, now},
                                session};
            begun_by_cpp.push_back(
                made(by_cpp.begin(who, "wiwd", login::make(numbered("account%d", i)).value(),
                                  support::right_password, now))
                    .proposal);
        }
    };
    const auto begin_by_c = [&](int round) {
        for (const auto& [begun, answer] : begun_by_c) {
            ecflink_answer_free(answer);
        }
        begun_by_c.clear();
        for (int i = round * pairs; i < (round + 1) * pairs; ++i) {
            const std::string central = numbered("%d", 2000000 + i);
            const std::string name = numbered("account%d", i);
            ecflink_begin_request request = ECFLINK_BEGIN_REQUEST_INIT;
            ecflink_begin_outcome begun = ECFLINK_BEGIN_OUTCOME_INIT;
            ecflink_answer* answer = nullptr;
            request.central_proof = ECFLINK_PROOF_CLASS_PASSWORD_MFA;
            request.central_proof_at = now.micros;
            request.central = central.data();
            request.central_size = central.size();
            std::memcpy(request.session, session.bytes.data(), sizeof(request.session));
            request.court = "wiwd";
            request.court_size = 4;
            request.login = name.data();
            request.login_size = name.size();
            request.check = [](void*, const char*, std::size_t, const char*, std::size_t,
                               ecflink_proof_class* proof) -> std::int32_t {
                *proof = ECFLINK_PROOF_CLASS_PASSWORD;
                return 0;
            };
            require(ecflink_ledger_begin(by_c, &request, now.micros, 0, &begun, &answer, &error), error);
            begun_by_c.emplace_back(begun, answer);
        }
    };
    const auto commit_by_cpp = [&](int round) {
        for (int i = 0; i < pairs; ++i) {
            const std::string central = numbered("%d", 2000000 + round * pairs + i);
            const auto linked = made(by_cpp.commit(
                support::sample_ledger::confirm(begun_by_cpp[static_cast<std::size_t>(i)], central), now));
            require(linked.made.has_value(), "C++ made no link");
        }
    };
    const auto commit_by_c = [&](int round) {
        for (int i = 0; i < pairs; ++i) {
            const std::string central = numbered("%d", 2000000 + round * pairs + i);
            const ecflink_begin_outcome& begun = begun_by_c[static_cast<std::size_t>(i)].first;
            ecflink_confirm_request request = ECFLINK_CONFIRM_REQUEST_INIT;
            ecflink_commit_outcome linked = ECFLINK_COMMIT_OUTCOME_INIT;
            ecflink_answer* answer = nullptr;
            request.handle = begun.handle;
            request.handle_size = begun.handle_size;
            request.central = central.data();
            request.central_size = central.size();
            std::memcpy(request.session, session.bytes.data(), sizeof(request.session));
            std::memcpy(request.confirmed, begun.shown, sizeof(request.confirmed));
            require(ecflink_ledger_commit(by_c, &request, now.micros, 0, &linked, &answer, &error), error);
            require(linked.is_linked == 1, "C made no link");
            ecflink_answer_free(answer);
        }
    };
    // The commits of a round need its begins, so both are measured on their own, in one pass.
    std::vector<double> begins[2];
    std::vector<double> commits[2];
    for (int round = 0; round < rounds; ++round) {
        for (int turn = 0; turn < 2; ++turn) {
            const bool is_c = (turn + round) % 2 == 1;
            begins[is_c ? 1 : 0].push_back(seconds([&] { is_c ? begin_by_c(round) : begin_by_cpp(round); }) /
                                           pairs);
        }
        for (int turn = 0; turn < 2; ++turn) {
            const bool is_c = (turn + round) % 2 == 1;
            commits[is_c ? 1 : 0].push_back(
                seconds([&] { is_c ? commit_by_c(round) : commit_by_cpp(round); }) / pairs);
        }
    }
    const auto tell = [&](const char* what, const std::vector<double>(&times)[2]) {
        std::vector<double> ratios;
        std::ranges::transform(times[1], times[0], std::back_inserter(ratios), std::divides<>());
        std::printf("%-22s %4d rounds   C++ %11.3f us   C %11.3f us   ratio %.3f\n", what, rounds,
                    median(times[0]) * 1e6, median(times[1]) * 1e6, median(ratios));
    };
    tell("begin, SQLite", begins);
    tell("commit, SQLite", commits);
    for (const auto& [begun, answer] : begun_by_c) {
        ecflink_answer_free(answer);
    }
    ecflink_ledger_free(by_c);
    ecflink_keys_free(keys);
    ecflink_engine_free(engine);
}

// ---- bulk verification --------------------------------------------------------------------------

void compare_bulk(const char* folder, unsigned threads, int rounds) {
    const policy_set& policies = support::built_in_policies();
    const instant as_of = make_instant(make_civil_day(2026, 6, 30), 12);
    index_options work;
    work.threads = threads;
    const auto read = ledger_folder::read(folder, policies, work);
    require(read.has_value(), "the folder cannot be read");
    const auto index = ledger_index::build(policies, read.value().columns(), work);
    const auto links = read.value().columns().links;
    std::size_t count = 0;
    for (const link_columns& batch : links) {
        count += batch.rows;
    }

    ecflink_error error = ECFLINK_ERROR_INIT;
    ecflink_engine* engine = nullptr;
    ecflink_index* c_index = nullptr;
    ecflink_links* c_links = nullptr;
    ecflink_bulk_options c_work = ECFLINK_BULK_OPTIONS_INIT;
    c_work.threads = threads;
    require(ecflink_engine_create(nullptr, &engine, nullptr, &error), error);
    require(ecflink_folder_read(engine, &c_work, folder, std::strlen(folder), &c_index, &c_links, nullptr,
                                &error),
            error);
    require(ecflink_links_count(c_links) == count, "C reads another number of links");

    std::vector<findings> found(count);
    std::vector<verdict> verdicts(count);
    std::vector<std::uint64_t> c_found(count);
    std::vector<std::uint8_t> c_verdicts(count);
    compare(
        "bulk, one link", rounds, static_cast<double>(count),
        [&](int) {
            const auto report = verify(index.value(), links, as_of, {found, verdicts}, work);
            require(report && report.value().all.links == count, "C++ verified other links");
        },
        [&](int) {
            ecflink_report* report = nullptr;
            require(ecflink_links_verify(c_index, c_links, as_of.micros, &c_work, c_found.data(),
                                         c_verdicts.data(), count, &report, &error),
                    error);
            ecflink_report_free(report);
        });
    for (std::size_t i = 0; i < count; ++i) {
        require(found[i].bits() == c_found[i] && static_cast<std::uint8_t>(verdicts[i]) == c_verdicts[i],
                "C++ and C verify differently");
    }
    std::printf("%zu links, %u threads\n", count, threads);
    ecflink_links_free(c_links);
    ecflink_index_free(c_index);
    ecflink_engine_free(engine);
}

}  // namespace

int main(int argument_count, char** arguments) {
    try {
        const bool is_short = argument_count == 2 && std::string_view(arguments[1]) == "--short";
        if (argument_count > 1 && !is_short) {
            compare_bulk(arguments[1],
                         argument_count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : 1, 25);
            return EXIT_SUCCESS;
        }
        compare_decisions(is_short ? 2 : 101, is_short ? 10 : 20000);
        compare_commits(is_short ? 2 : 25, is_short ? 4 : 64);
        return EXIT_SUCCESS;
    } catch (const std::exception& why) {
        std::fprintf(stderr, "%s\n", why.what());
        return EXIT_FAILURE;
    }
}
