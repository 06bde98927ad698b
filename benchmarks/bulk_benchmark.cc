// Bulk verification, part by part and whole, on a generated ledger: as many court accounts as
// links, three central accounts for every ten. Names of benchmarks end in /links/threads. Only the
// ledgers that a filter selects are generated.
#include <benchmark/benchmark.h>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <ecflink/verify/changes.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/stream.hpp>
#include <ecflink/verify/verify.hpp>

#include "support/allocations.hpp"
#include "support/generated_columns.hpp"
#include "verify/account_rows.hpp"

namespace {

using namespace ecflink;

constexpr instant as_of = make_instant(make_civil_day(2026, 6, 30), 12);

/// The ledger of a size. The last one is kept for the next benchmark.
const support::generated_columns& ledger_of(std::int64_t links) {
    static std::pair<std::int64_t, std::unique_ptr<support::generated_columns>> last;
    if (last.first != links) {
        last.second.reset();
        last = {links, std::make_unique<support::generated_columns>(static_cast<std::uint64_t>(links))};
    }
    return *last.second;
}

index_options on_threads(std::int64_t threads) {
    index_options options;
    options.threads = static_cast<unsigned>(threads);
    return options;
}

/// The peak memory of the process since `forget_peak_memory`, in bytes.
std::uint64_t peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stoull(line.substr(6)) * 1024;
        }
    }
    return 0;
}
void forget_peak_memory() { std::ofstream("/proc/self/clear_refs") << '5'; }

struct answers {
    std::vector<ecflink::findings> findings;
    std::vector<verdict> verdicts;

    explicit answers(std::int64_t links)
        : findings(static_cast<std::size_t>(links)), verdicts(static_cast<std::size_t>(links)) {}
    [[nodiscard]] verify_output output() { return {findings, verdicts}; }
};

/// Checks that most links are right, as the ledger was generated; else there is nothing to measure.
template <class Report>
bool is_as_made(const work_result<Report>& report, std::int64_t links, benchmark::State& state) {
    const auto allowed = static_cast<double>(report ? report.value().all.verdicts[0] : 0);
    if (allowed < 0.9 * static_cast<double>(links) || allowed > 0.99 * static_cast<double>(links)) {
        state.SkipWithError("other verdicts than the ledger was made with");
        return false;
    }
    return true;
}

void BM_AccountFindings(benchmark::State& state) {
    const support::generated_columns& ledger = ledger_of(state.range(0));
    const detail::keyed_hash hash(
        {0x9E3779B97F4A7C15U, 0xBF58476D1CE4E5B9U, 0x94D049BB133111EBU, 0xD1342543DE82EF95U});
    const detail::verify::court_table courts(ledger.policies(), hash);
    const auto no_number = [](std::string_view) { return detail::verify::no_court; };
    const detail::tables::batch_list<court_account_columns> rows(ledger.view().court_accounts);
    const detail::verify::account_batch_reader reader(rows[0], courts, no_number);
    std::array<detail::verify::court_number, detail::tables::block_rows> numbers;
    std::array<detail::verify::index_record, detail::tables::block_rows> records;
    detail::tables::id_block logins;
    for (auto _ : state) {
        std::uint64_t found = 0;
        rows.for_each_block(
            0, rows.rows(), [&](std::size_t, std::size_t first, std::size_t count, std::size_t) {
                reader.court.read(first, count, numbers.data(), no_number);
                detail::tables::read_ids(rows[0].login, first, count, login::capacity, logins);
                detail::verify::observe_accounts(reader, courts.rules(), hash, first, count, numbers.data(),
                                                 logins, records.data());
                for (std::size_t i = 0; i < count; ++i) {
                    found += records[i].facts ^ records[i].name;
                }
            });
        benchmark::DoNotOptimize(found);
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void BM_BuildIndex(benchmark::State& state) {
    const support::generated_columns& ledger = ledger_of(state.range(0));
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            ledger_index::build(ledger.policies(), ledger.view(), on_threads(state.range(1))));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void BM_VerifyWithIndex(benchmark::State& state) {
    const support::generated_columns& ledger = ledger_of(state.range(0));
    const index_options options = on_threads(state.range(1));
    const auto index = ledger_index::build(ledger.policies(), ledger.view(), options);
    answers out(state.range(0));
    const auto verify_all = [&] {
        return verify(index.value(), ledger.view().links, as_of, out.output(), options);
    };
    if (!is_as_made(verify_all(), state.range(0), state)) {
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(verify_all());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// Index and verification, and the memory that both need beside the columns.
void BM_Verify(benchmark::State& state) {
    const support::generated_columns& ledger = ledger_of(state.range(0));
    const index_options options = on_threads(state.range(1));
    const auto links = static_cast<double>(state.range(0));
    {
        forget_peak_memory();
        const std::uint64_t before = peak_memory();
        const auto index = ledger_index::build(ledger.policies(), ledger.view(), options);
        const std::uint64_t with_index = peak_memory();
        answers out(state.range(0));
        if (!is_as_made(verify(index.value(), ledger.view().links, as_of, out.output(), options),
                        state.range(0), state)) {
            return;
        }
        state.counters["bytes_per_account"] = static_cast<double>(with_index - before) / links;
        state.counters["bytes_per_link"] = static_cast<double>(peak_memory() - with_index) / links;
    }
    answers out(state.range(0));
    const std::size_t allocations = support::allocations();
    for (auto _ : state) {
        const auto index = ledger_index::build(ledger.policies(), ledger.view(), options);
        benchmark::DoNotOptimize(verify(index.value(), ledger.view().links, as_of, out.output(), options));
    }
    state.counters["allocations_per_link"] =
        benchmark::Counter(static_cast<double>(support::allocations() - allocations) / links,
                           benchmark::Counter::kAvgIterations);
    state.counters["ns_per_link"] = benchmark::Counter(
        links * 1e-9, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// Links in batches that need not stay. Compare with BM_VerifyWithIndex.
void BM_VerifyStream(benchmark::State& state) {
    constexpr std::size_t rows_of_batch = 131'072;
    const support::generated_columns& ledger = ledger_of(state.range(0));
    const index_options options = on_threads(state.range(1));
    const auto index = ledger_index::build(ledger.policies(), ledger.view(), options);
    answers out(state.range(0));
    const auto links = static_cast<std::size_t>(state.range(0));
    const auto verify_all = [&] {
        verify_stream stream(index.value(), as_of, options);
        for (std::size_t first = 0; first < links; first += rows_of_batch) {
            const link_columns batch = ledger.links(first, std::min(rows_of_batch, links - first));
            const verify_output given = out.output();
            if (!stream.add({&batch, 1}, {given.findings.subspan(first, batch.rows),
                                          given.verdicts.subspan(first, batch.rows)})) {
                return work_result<stream_report>(work_error::cancelled);
            }
        }
        return std::move(stream).finish();
    };
    if (!is_as_made(verify_all(), state.range(0), state)) {
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(verify_all());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// Both policies in one pass over the links. Compare with BM_VerifyWithIndex. The policies after
/// have another value in the layer for every court.
void BM_Shadow(benchmark::State& state, std::string_view value, std::string_view value_after) {
    const support::generated_columns& ledger = ledger_of(state.range(0));
    std::vector<policy_layer> layers = ledger.layers();
    std::string& for_all = layers.front().text;
    const std::size_t at = for_all.find(value);
    if (at != std::string::npos) {
        for_all.replace(at, value.size(), value_after);
    }
    const auto after = policy_set::load(layers);
    if (!after || after.value().digest() == ledger.policies().digest()) {
        state.SkipWithError("there are no other policies");
        return;
    }
    const index_options options = on_threads(state.range(1));
    const auto index = ledger_index::build(ledger.policies(), ledger.view(), options);
    for (auto _ : state) {
        benchmark::DoNotOptimize(shadow(index.value(), after.value(), ledger.view().links, as_of, options));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// Impact of a policy over a column of findings, in turns with a copy of the column: the ratio of
/// their bandwidths is the ratio of their times.
void BM_Impact(benchmark::State& state) {
    const auto rows = static_cast<std::size_t>(state.range(0));
    std::vector<findings> found(rows);
    std::vector<findings> copy(rows);
    // one row in 25 has a finding, which both policies refuse
    for (std::size_t row = 0; row < rows; ++row) {
        found[row] = row % 25 == 0 ? findings(finding::central_shared) : findings();
    }
    const disposition_masks before;
    disposition_masks after = before;
    after.hold.insert(finding::name_differs);
    std::chrono::duration<double> copying{};
    std::chrono::duration<double> counting{};
    for (auto _ : state) {
        const auto start = std::chrono::steady_clock::now();
        std::memcpy(copy.data(), found.data(), rows * sizeof(std::uint64_t));
        benchmark::DoNotOptimize(copy.data());
        benchmark::ClobberMemory();
        const auto copied = std::chrono::steady_clock::now();
        benchmark::DoNotOptimize(impact(found, before, after));
        const auto counted = std::chrono::steady_clock::now();
        copying += copied - start;
        counting += counted - copied;
        state.SetIterationTime(std::chrono::duration<double>(counted - copied).count());
    }
    state.counters["of_copy_bandwidth"] = copying / counting;
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(rows * sizeof(std::uint64_t)));
}

BENCHMARK(BM_AccountFindings)->Arg(10'000)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Impact)->Arg(10'000)->Arg(10'000'000)->UseManualTime()->Unit(benchmark::kMicrosecond);
#define SIZES                                                          \
    ArgsProduct({{10'000, 1'000'000, 10'000'000, 30'000'000}, {1, 2}}) \
        ->UseRealTime()                                                \
        ->Unit(benchmark::kMillisecond)
BENCHMARK(BM_BuildIndex)->SIZES;
BENCHMARK(BM_VerifyWithIndex)->SIZES;
BENCHMARK(BM_Verify)->SIZES;
BENCHMARK(BM_VerifyStream)->SIZES;
BENCHMARK_CAPTURE(BM_Shadow, dispositions, R"("name-differs": "hold")", R"("name-differs": "refuse")")->SIZES;
BENCHMARK_CAPTURE(BM_Shadow, parameters, R"("accounts-per-central": 1)", R"("accounts-per-central": 2)")
    ->SIZES;

}  // namespace
