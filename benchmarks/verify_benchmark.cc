// A whole ledger in memory, one thread: links that are right, and every tenth with a shared central account.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>

#include <ecflink/verify.hpp>

#include "support/allocations.hpp"

namespace {

using namespace ecflink;

constexpr instant as_of = make_instant(make_civil_day(2026, 3, 2), 15);
constexpr std::size_t links_for_each_bad_one = 10;

template <class Id>
Id numbered(const char* form, std::size_t number) {
    char text[32];
    const int size = std::snprintf(text, sizeof text, form, number);
    return Id::make({text, static_cast<std::size_t>(size)}).value();
}

/// One court account, one central account and one link each, in two courts.
ledger_tables make_ledger(std::size_t links) {
    constexpr instant opened = make_instant(make_civil_day(2015, 3, 2), 6);
    constexpr instant linked_at = make_instant(make_civil_day(2022, 4, 25), 14);
    ledger_tables tables;
    tables.central_accounts.reserve(links);
    tables.court_accounts.reserve(links);
    tables.links.reserve(links);
    for (std::size_t i = 0; i < links; ++i) {
        central_account_row central;
        central.id = numbered<central_id>("%08zu", i);
        central.account.usage = i % links_for_each_bad_one == 0 ? central_usage::shared : central_usage::individual;
        central.account.status = central_status::active;
        central.account.generation = central_generation::upgraded;
        central.account.mfa = mfa_state::enrolled;
        central.name = "Ann Sample " + std::to_string(i);

        court_account_row account;
        account.court = i % 2 == 0 ? court_id("wiwd") : court_id("wiwb");
        account.account.login = numbered<login>("filer%zu", i);
        account.account.role = account_role::attorney;
        account.account.status = account_status::active;
        account.account.opened = opened;
        account.name = central.name;

        link_row link;
        link.court = account.court;
        link.login = account.account.login;
        link.central = central.id;
        link.row.linked_at = linked_at;
        link.row.confirmed_at = linked_at;
        link.evidence.central = {proof_class::password_mfa, linked_at};
        link.evidence.account = {proof_class::password, linked_at};
        link.evidence.account_court = link.court;

        tables.central_accounts.push_back(std::move(central));
        tables.court_accounts.push_back(std::move(account));
        tables.links.push_back(link);
    }
    return tables;
}

void BM_Verify(benchmark::State& state) {
    const auto links = static_cast<std::size_t>(state.range(0));
    const auto policies = policy_set::load();
    const ledger_tables tables = make_ledger(links);
    const auto right = verify(policies.value(), tables, as_of);
    const std::uint64_t refused = (links + links_for_each_bad_one - 1) / links_for_each_bad_one;
    if (!right || right->all.verdicts[static_cast<std::size_t>(verdict::refuse)] != refused ||
        right->all.verdicts[static_cast<std::size_t>(verdict::allow)] != links - refused) {
        state.SkipWithError("other verdicts than expected");
        return;
    }
    const std::size_t before = support::allocations();
    for (auto _ : state) {
        benchmark::DoNotOptimize(verify(policies.value(), tables, as_of));
    }
    state.counters["allocations_per_link"] =
        benchmark::Counter(static_cast<double>(support::allocations() - before) / static_cast<double>(links), benchmark::Counter::kAvgIterations);
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Verify)->Arg(1'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
