// One decision with all its rules, within the process.
#include <benchmark/benchmark.h>

#include <string_view>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/directory.hpp>
#include <ecflink/tables/person_name.hpp>

#include "support/allocations.hpp"
#include "support/plain_case.hpp"

namespace {

using namespace ecflink;
using support::engine_case;
using support::plain_case;

plain_case clean(bool in_ledger) {
    plain_case x;
    x.in_ledger = in_ledger;
    return x;
}

/// A case with findings about everything: the accounts, the court, the proofs and the pair.
plain_case failing(bool in_ledger) {
    plain_case x = clean(in_ledger);
    x.usage = central_usage::shared;
    x.generation = central_generation::legacy;
    x.created_after_cutoff = -1;
    x.go_live = 1;
    x.account_state = account_status::locked;
    x.login = "a&b";
    x.forbidden = U"&@$*";
    x.account_proof = proof_class::asserted;
    x.account_proof_at = support::never;
    x.other_centrals = 1;
    x.other_accounts = 1;
    x.names = {true, true, false, false, 3, 30};
    return x;
}

/// Runs `work` and reports the allocations of one run.
template <class Work>
void measure(benchmark::State& state, Work&& work) {
    const std::size_t before = support::allocations();
    for (auto _ : state) {
        work();
    }
    state.counters["allocations"] = benchmark::Counter(static_cast<double>(support::allocations() - before),
                                                       benchmark::Counter::kAvgIterations);
    state.SetItemsProcessed(state.iterations());
}

void BM_Assess(benchmark::State& state, const plain_case& x, verdict expected, int expected_findings) {
    engine_case c(x);
    const assessment answer = assess(c.policy, c.facts, c.now);
    if (answer.verdict != expected || answer.findings.count() != expected_findings) {
        state.SkipWithError("another answer than expected");
        return;
    }
    measure(state, [&] {
        benchmark::DoNotOptimize(&c);
        benchmark::ClobberMemory();
        benchmark::DoNotOptimize(assess(c.policy, c.facts, c.now));
    });
}
BENCHMARK_CAPTURE(BM_Assess, proposed_clean, clean(false), verdict::allow, 0);
BENCHMARK_CAPTURE(BM_Assess, proposed_failing, failing(false), verdict::refuse, 10);
BENCHMARK_CAPTURE(BM_Assess, ledger_row_clean, clean(true), verdict::allow, 0);
BENCHMARK_CAPTURE(BM_Assess, ledger_row_failing, failing(true), verdict::refuse, 10);

void BM_AssessAndExplain(benchmark::State& state) {
    engine_case c(failing(false));
    if (explain(c.policy, assess(c.policy, c.facts, c.now), c.now).next_step != finding::central_shared) {
        state.SkipWithError("another next step than expected");
        return;
    }
    measure(state, [&] {
        benchmark::DoNotOptimize(&c);
        benchmark::ClobberMemory();
        benchmark::DoNotOptimize(explain(c.policy, assess(c.policy, c.facts, c.now), c.now));
    });
}
BENCHMARK(BM_AssessAndExplain);

/// The part of a decision that depends on the two accounts alone.
void BM_ObserveTwoAccounts(benchmark::State& state) {
    engine_case c(failing(false));
    if ((observe_central(c.policy, c.central, c.now) | observe_account(c.policy, c.account)).count() != 4) {
        state.SkipWithError("other findings than expected");
        return;
    }
    measure(state, [&] {
        benchmark::DoNotOptimize(&c);
        benchmark::ClobberMemory();
        benchmark::DoNotOptimize(observe_central(c.policy, c.central, c.now) |
                                 observe_account(c.policy, c.account));
    });
}
BENCHMARK(BM_ObserveTwoAccounts);

void BM_CompareNames(benchmark::State& state, std::string_view central, std::string_view account,
                     bool expected) {
    if (compare_names(central, account).equal_normalized != expected) {
        state.SkipWithError("another answer than expected");
        return;
    }
    measure(state, [&] {
        benchmark::DoNotOptimize(&central);
        benchmark::DoNotOptimize(&account);
        benchmark::ClobberMemory();
        benchmark::DoNotOptimize(compare_names(central, account));
    });
}
BENCHMARK_CAPTURE(BM_CompareNames, same, "Ann Sample", "Ann Sample", true);
BENCHMARK_CAPTURE(BM_CompareNames, same_but_for_case_and_order, "Ann B. Sample", "SAMPLE, ANN B", true);
BENCHMARK_CAPTURE(BM_CompareNames, accents, "Jos\u00E9 Garc\u00EDa-L\u00F3pez", "Jose Garcia Lopez", true);
BENCHMARK_CAPTURE(BM_CompareNames, different, "Ann Sample", "Robert Quill", false);

void BM_FindCourt(benchmark::State& state) {
    std::string_view id = "wiwb";
    if (find_court(id) == nullptr) {
        state.SkipWithError("the directory has no such court");
        return;
    }
    measure(state, [&] {
        benchmark::DoNotOptimize(&id);
        benchmark::ClobberMemory();
        benchmark::DoNotOptimize(find_court(id));
    });
}
BENCHMARK(BM_FindCourt);

}  // namespace
