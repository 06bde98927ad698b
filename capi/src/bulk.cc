// Whole ledgers: Arrow streams in, findings and verdicts out.
#include <ecflink/ecflink_bulk.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ecflink/interop/arrow.hpp>
#include <ecflink/verify/changes.hpp>
#include <ecflink/verify/forecast.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/stream.hpp>
#include <ecflink/verify/verify.hpp>

#include "engine.hpp"
#include "values.hpp"

namespace ecflink::capi {

/// Counts of all courts, and their entries by place.
template <class Report>
struct counts_by_court {
    explicit counts_by_court(Report given) : counts(std::move(given)) {
        for (auto court = counts.courts.cbegin(); court != counts.courts.cend(); ++court) {
            courts.push_back(court);
        }
    }

    Report counts;
    std::vector<typename decltype(Report::courts)::const_iterator> courts;  ///< of `counts`, by place
};

}  // namespace ecflink::capi

/// The ledger_index borrows the members before it.
struct ecflink_index {
    std::shared_ptr<const ecflink::policy_set> policies;
    ecflink::arrow_batches<ecflink::central_account_columns> central_accounts;
    ecflink::arrow_batches<ecflink::court_account_columns> court_accounts;
    std::optional<ecflink::arrow_batches<ecflink::tombstone_columns>> tombstones;
    std::optional<ecflink::arrow_batches<ecflink::roster_columns>> roster;
    std::vector<std::string> unknown_columns;
    std::optional<ecflink::ledger_index> index;
};

struct ecflink_links {
    ecflink::arrow_batches<ecflink::link_columns> batches;
    std::vector<std::string> unknown_columns;
};

struct ecflink_report {
    ecflink::capi::counts_by_court<ecflink::ledger_report> tallies;
    std::vector<ecflink::forecast_report::entry> rows;
};

struct ecflink_changes {
    ecflink::capi::counts_by_court<ecflink::change_report> changes;
};

namespace {

using namespace ecflink::capi;
using ecflink::arrow_batches;

/// A stream that a call takes over. Made outside of guard(): it is taken over even where guard()
/// refuses the call.
class taken_stream {
public:
    explicit taken_stream(ArrowArrayStream* given) noexcept : is_given_(given != nullptr) {
        if (is_given_) {
            owner_ = ecflink::detail::arrow_owner<ArrowArrayStream>(given);
        }
    }

    [[nodiscard]] bool is_given() const noexcept { return is_given_; }

    template <class Table>
    [[nodiscard]] arrow_batches<Table> read(ecflink::arrow_check check, const char* field) {
        if (!is_given_) {
            throw failure{ECFLINK_E_INVALID_NULL, field};
        }
        auto taken = arrow_batches<Table>::take(owner_.get(), check);
        if (!taken.has_value()) {
            const ecflink::arrow_error& trouble = taken.error();
            throw failure{ECFLINK_E_ARROW, trouble.column, trouble.row.value_or(0), to_text(trouble)};
        }
        return std::move(taken).value();
    }

private:
    bool is_given_;
    ecflink::detail::arrow_owner<ArrowArrayStream> owner_;
};

ecflink::arrow_check check_of(ecflink_arrow_check number) {
    switch (number) {
        case ECFLINK_ARROW_CHECK_FULL: return ecflink::arrow_check::full;
        case ECFLINK_ARROW_CHECK_LAYOUT: return ecflink::arrow_check::layout;
        default: throw failure{ECFLINK_E_INVALID_NUMBER, "check"};
    }
}

template <class Table>
void add_unknown_columns(std::vector<std::string>& all, const arrow_batches<Table>& table) {
    for (const std::string& column : table.unknown_columns()) {
        all.push_back(std::string(ecflink::table_name<Table>) + "." + column);
    }
}

/// The options of a caller, and the flag by which the progress function cancels the work.
class work {
public:
    explicit work(const ecflink_bulk_options* given)
        : wishes_(given == nullptr ? known<ecflink_bulk_options>::empty() : read(given, "options")) {
        if (wishes_.threads > ECFLINK_MAX_THREADS) {
            throw failure{ECFLINK_E_INVALID, "options.threads", 0,
                          "there are at most " + std::to_string(ECFLINK_MAX_THREADS) + " threads"};
        }
        options_.threads = std::max(1U, wishes_.threads);
        options_.cancelled = &is_cancelled_;
        if (wishes_.progress != nullptr) {
            options_.progress = [this](std::string_view stage, std::uint64_t done, std::uint64_t all) {
                if (wishes_.progress(wishes_.progress_context, static_text(stage), done, all) != 0) {
                    is_cancelled_ = true;
                }
            };
        }
        if (wishes_.secret != nullptr) {
            std::copy_n(wishes_.secret, ECFLINK_SECRET_NUMBERS, options_.secret.emplace().begin());
        }
    }
    work(const work&) = delete;  // options_ points into this object
    work& operator=(const work&) = delete;

    [[nodiscard]] const ecflink::index_options& options() const noexcept { return options_; }

    /// What work gave, unless it was cancelled.
    template <class Value>
    [[nodiscard]] static Value outcome(ecflink::work_result<Value> given) {
        if (!given) {
            throw failure{ECFLINK_E_CANCELLED};
        }
        return std::move(given).value();
    }

private:
    ecflink_bulk_options wishes_;
    mutable std::atomic<bool> is_cancelled_ = false;
    ecflink::index_options options_;
};

ecflink::ledger_columns columns_of(const ecflink_index& index) noexcept {
    ecflink::ledger_columns columns;
    columns.central_accounts = index.central_accounts.batches();
    columns.court_accounts = index.court_accounts.batches();
    if (index.tombstones) {
        columns.tombstones = index.tombstones->batches();
    }
    if (index.roster) {
        columns.roster = index.roster->batches();
    }
    return columns;
}

template <class Value>
const Value& at(const std::vector<Value>& values, std::size_t place) {
    if (place >= values.size()) {
        throw failure{ECFLINK_E_NOT_FOUND, "place"};
    }
    return values[place];
}

ecflink_tally to_c(const ecflink::tally& given) noexcept {
    ecflink_tally counts = ECFLINK_TALLY_INIT;
    counts.links = given.links;
    counts.allow = given.verdicts[ECFLINK_VERDICT_ALLOW];
    counts.hold = given.verdicts[ECFLINK_VERDICT_HOLD];
    counts.refuse = given.verdicts[ECFLINK_VERDICT_REFUSE];
    std::ranges::copy(given.findings, counts.findings);
    counts.removed = given.removed;
    return counts;
}

ecflink_verdict_changes to_c(const ecflink::verdict_changes& given) noexcept {
    ecflink_verdict_changes changes = ECFLINK_VERDICT_CHANGES_INIT;
    for (std::size_t before = 0; before < given.counts.size(); ++before) {
        std::ranges::copy(given.counts[before], changes.counts[before]);
    }
    std::ranges::copy(given.stricter, changes.stricter);
    std::ranges::copy(given.looser, changes.looser);
    return changes;
}

/// The caller's column of one value a row, or none.
template <class Value>
std::span<Value> column(Value* values, std::uint64_t capacity, std::uint64_t rows) {
    if (values == nullptr) {
        return {};
    }
    if (capacity < rows) {
        throw failure{ECFLINK_E_BUFFER, "capacity"};
    }
    return {values, rows};
}

/// A caller's column of integers as one of values with the same bytes. A copy of the bytes onto
/// themselves starts the lifetimes of the values, as std::start_lifetime_as_array of C++23 does;
/// compilers leave it out. The caller reads the integers that the values hold.
template <class Value, class Integer>
std::span<Value> as_values(std::span<Integer> integers) {
    static_assert(sizeof(Value) == sizeof(Integer) && alignof(Value) == alignof(Integer));
    static_assert(std::is_trivially_copyable_v<Value> && std::is_standard_layout_v<Value>);
    if (integers.empty()) {
        return {};
    }
    void* const bytes = std::memmove(integers.data(), integers.data(), integers.size_bytes());
    return {static_cast<Value*>(bytes), integers.size()};
}

/// Where a verification writes into a caller's columns.
ecflink::verify_output output_into(std::uint64_t* findings, std::uint8_t* verdicts, std::uint64_t capacity,
                                   std::uint64_t rows) {
    return {as_values<ecflink::findings>(column(findings, capacity, rows)),
            as_values<ecflink::verdict>(column(verdicts, capacity, rows))};
}

}  // namespace

ecflink_status ecflink_index_create(const ecflink_engine* engine, const ecflink_bulk_options* options,
                                    ecflink_arrow_check check, ArrowArrayStream* central_accounts,
                                    ArrowArrayStream* court_accounts, ArrowArrayStream* tombstones,
                                    ArrowArrayStream* roster, ecflink_index** out, ecflink_error* error) {
    taken_stream centrals(central_accounts);
    taken_stream accounts(court_accounts);
    taken_stream stones(tombstones);
    taken_stream listed(roster);
    return guard(error, [&] {
        ecflink_index*& answer = required(out, "out");
        const work wishes(options);
        const ecflink::arrow_check belief = check_of(check);
        auto made = std::make_unique<ecflink_index>(
            ecflink_index{required(engine, "engine").policies,
                          centrals.read<ecflink::central_account_columns>(belief, "central_accounts"),
                          accounts.read<ecflink::court_account_columns>(belief, "court_accounts"),
                          std::nullopt,
                          std::nullopt,
                          {},
                          std::nullopt});
        add_unknown_columns(made->unknown_columns, made->central_accounts);
        add_unknown_columns(made->unknown_columns, made->court_accounts);
        if (stones.is_given()) {
            made->tombstones = stones.read<ecflink::tombstone_columns>(belief, "tombstones");
            add_unknown_columns(made->unknown_columns, *made->tombstones);
        }
        if (listed.is_given()) {
            made->roster = listed.read<ecflink::roster_columns>(belief, "roster");
            add_unknown_columns(made->unknown_columns, *made->roster);
        }
        try {
            made->index = work::outcome(
                ecflink::ledger_index::build(*made->policies, columns_of(*made), wishes.options()));
        } catch (const std::length_error& too_long) {
            throw failure{ECFLINK_E_ARROW, "", 0, too_long.what()};
        }
        answer = made.release();
    });
}

uint64_t ecflink_index_memory(const ecflink_index* index) {
    return index == nullptr ? 0 : index->index->memory();
}

size_t ecflink_index_unknown_column_count(const ecflink_index* index) {
    return index == nullptr ? 0 : index->unknown_columns.size();
}

ecflink_status ecflink_index_unknown_column(const ecflink_index* index, size_t place, char* buffer,
                                            size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        copy_text(at(required(index, "index").unknown_columns, place), buffer, capacity, size_out);
    });
}

void ecflink_index_free(ecflink_index* index) { delete index; }

ecflink_status ecflink_links_create(ecflink_arrow_check check, ArrowArrayStream* stream, ecflink_links** out,
                                    ecflink_error* error) {
    taken_stream taken(stream);
    return guard(error, [&] {
        ecflink_links*& answer = required(out, "out");
        auto made = std::make_unique<ecflink_links>(
            ecflink_links{taken.read<ecflink::link_columns>(check_of(check), "stream"), {}});
        add_unknown_columns(made->unknown_columns, made->batches);
        answer = made.release();
    });
}

uint64_t ecflink_links_count(const ecflink_links* links) {
    return links == nullptr ? 0 : links->batches.rows();
}

size_t ecflink_links_unknown_column_count(const ecflink_links* links) {
    return links == nullptr ? 0 : links->unknown_columns.size();
}

ecflink_status ecflink_links_unknown_column(const ecflink_links* links, size_t place, char* buffer,
                                            size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        copy_text(at(required(links, "links").unknown_columns, place), buffer, capacity, size_out);
    });
}

void ecflink_links_free(ecflink_links* links) { delete links; }

ecflink_status ecflink_links_verify(const ecflink_index* index, const ecflink_links* links,
                                    ecflink_time as_of, const ecflink_bulk_options* options,
                                    uint64_t* findings, uint8_t* verdicts, uint64_t capacity,
                                    ecflink_report** report_out, ecflink_error* error) {
    return guard(error, [&] {
        const ecflink::ledger_index& tables = *required(index, "index").index;
        const auto& batches = required(links, "links").batches;
        const ecflink::instant at = required_time(as_of, "as_of");
        const work wishes(options);
        const std::uint64_t rows = batches.rows();
        const ecflink::verify_output answers = output_into(findings, verdicts, capacity, rows);
        auto counts =
            work::outcome(ecflink::verify(tables, batches.batches(), at, answers, wishes.options()));
        if (report_out != nullptr) {
            *report_out = new ecflink_report{counts_by_court(std::move(counts)), {}};
        }
    });
}

struct ecflink_stream {
    ecflink_stream(const ecflink::ledger_index& index, ecflink::instant as_of,
                   const ecflink_bulk_options* options)
        : wishes(options), verification(index, as_of, wishes.options()) {}

    work wishes;
    ecflink::verify_stream verification;
    bool is_finished = false;
};

namespace {

/// A stream that has not been finished.
ecflink_stream& running(ecflink_stream* stream) {
    ecflink_stream& given = required(stream, "stream");
    if (given.is_finished) {
        throw failure{ECFLINK_E_INVALID, "stream", 0, "the stream has been finished"};
    }
    return given;
}

}  // namespace

ecflink_status ecflink_stream_create(const ecflink_index* index, ecflink_time as_of,
                                     const ecflink_bulk_options* options, ecflink_stream** out,
                                     ecflink_error* error) {
    return guard(error, [&] {
        ecflink_stream*& answer = required(out, "out");
        const ecflink::ledger_index& tables = *required(index, "index").index;
        answer = new ecflink_stream(tables, required_time(as_of, "as_of"), options);
    });
}

ecflink_status ecflink_stream_add(ecflink_stream* stream, const ecflink_links* links, uint64_t* findings,
                                  uint8_t* verdicts, uint64_t capacity, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_stream& given = running(stream);
        const auto& batches = required(links, "links").batches;
        const std::uint64_t rows = batches.rows();
        if (!given.verification.add(batches.batches(), output_into(findings, verdicts, capacity, rows))) {
            throw failure{ECFLINK_E_CANCELLED};
        }
    });
}

ecflink_status ecflink_stream_finish(ecflink_stream* stream, ecflink_report** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_report*& answer = required(out, "out");
        ecflink_stream& given = running(stream);
        given.is_finished = true;
        ecflink::stream_report report = work::outcome(std::move(given.verification).finish());
        std::vector<ecflink::forecast_report::entry> rows;
        rows.reserve(report.conflicts.size());
        for (const auto& [row, decided] : report.conflicts) {
            rows.push_back({row, decided});
        }
        answer =
            new ecflink_report{counts_by_court<ecflink::ledger_report>(std::move(report)), std::move(rows)};
    });
}

void ecflink_stream_free(ecflink_stream* stream) { delete stream; }

ecflink_status ecflink_findings_export(const uint64_t* findings, const uint8_t* verdicts, uint64_t rows,
                                       ArrowSchema* schema_out, ArrowArray* array_out, ecflink_error* error) {
    return guard(error, [&] {
        if (rows != 0) {
            static_cast<void>(required(findings, "findings"));
            static_cast<void>(required(verdicts, "verdicts"));
        }
        ecflink::export_results({findings, rows}, {verdicts, rows}, &required(schema_out, "schema_out"),
                                &required(array_out, "array_out"));
    });
}

ecflink_status ecflink_links_forecast(const ecflink_index* index, const ecflink_links* links,
                                      const ecflink_links* candidates, ecflink_time as_of,
                                      const ecflink_bulk_options* options, ecflink_report** out,
                                      ecflink_error* error) {
    return guard(error, [&] {
        ecflink_report*& answer = required(out, "out");
        const ecflink::ledger_index& tables = *required(index, "index").index;
        const auto standing = required(links, "links").batches.batches();
        const ecflink::instant at = required_time(as_of, "as_of");
        const work wishes(options);
        ecflink::forecast_report report =
            work::outcome(candidates == nullptr ? forecast(tables, standing, at, wishes.options())
                                                : forecast(tables, standing, candidates->batches.batches(),
                                                           at, wishes.options()));
        std::vector<ecflink::forecast_report::entry> rows = std::move(report.entries);
        answer =
            new ecflink_report{counts_by_court<ecflink::ledger_report>(std::move(report)), std::move(rows)};
    });
}

ecflink_status ecflink_report_total(const ecflink_report* report, ecflink_tally* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_tally> answer(out, "out");
        answer.write(to_c(required(report, "report").tallies.counts.all));
    });
}

size_t ecflink_report_court_count(const ecflink_report* report) {
    return report == nullptr ? 0 : report->tallies.courts.size();
}

ecflink_status ecflink_report_court_id(const ecflink_report* report, size_t place, char* buffer,
                                       size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        copy_text(at(required(report, "report").tallies.courts, place)->first, buffer, capacity, size_out);
    });
}

ecflink_status ecflink_report_court(const ecflink_report* report, size_t place, ecflink_tally* out,
                                    ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_tally> answer(out, "out");
        answer.write(to_c(at(required(report, "report").tallies.courts, place)->second));
    });
}

uint64_t ecflink_report_row_count(const ecflink_report* report) {
    return report == nullptr ? 0 : report->rows.size();
}

ecflink_status ecflink_report_rows(const ecflink_report* report, uint64_t* rows, uint64_t* findings,
                                   uint8_t* verdicts, uint64_t capacity, ecflink_error* error) {
    return guard(error, [&] {
        const auto& entries = required(report, "report").rows;
        const auto numbers = column(rows, capacity, entries.size());
        const auto found = column(findings, capacity, entries.size());
        const auto decided = column(verdicts, capacity, entries.size());
        std::ranges::transform(entries.begin(), entries.begin() + std::ssize(numbers), numbers.begin(),
                               [](const auto& entry) { return entry.row; });
        std::ranges::transform(entries.begin(), entries.begin() + std::ssize(found), found.begin(),
                               [](const auto& entry) { return entry.outlook.findings.bits(); });
        std::ranges::transform(
            entries.begin(), entries.begin() + std::ssize(decided), decided.begin(),
            [](const auto& entry) { return static_cast<std::uint8_t>(entry.outlook.verdict); });
    });
}

ecflink_status ecflink_report_add(ecflink_report* report, const ecflink_report* other, ecflink_error* error) {
    return guard(error, [&] {
        ecflink::ledger_report sum = required(report, "report").tallies.counts;
        sum += required(other, "other").tallies.counts;
        report->tallies = counts_by_court(std::move(sum));
    });
}

void ecflink_report_free(ecflink_report* report) { delete report; }

ecflink_status ecflink_findings_impact(const ecflink_engine* before, const ecflink_engine* after,
                                       const char* court, size_t court_size, const uint64_t* findings,
                                       uint64_t rows, ecflink_verdict_changes* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_verdict_changes> answer(out, "out");
        const ecflink::court_policy& old_policy = policy_of(before, court, court_size, "before");
        const ecflink::court_policy& new_policy = policy_of(after, court, court_size, "after");
        if (rows != 0) {
            static_cast<void>(required(findings, "findings"));
        }
        if (!differ_in_dispositions_alone(old_policy, new_policy)) {
            throw failure{ECFLINK_E_INVALID_POLICIES, "after"};
        }
        answer.write(to_c(ecflink::impact(std::span(findings, rows), old_policy.rules.dispositions,
                                          new_policy.rules.dispositions)));
    });
}

ecflink_status ecflink_links_shadow(const ecflink_index* index, const ecflink_engine* after,
                                    const ecflink_links* links, ecflink_time as_of,
                                    const ecflink_bulk_options* options, ecflink_changes** out,
                                    ecflink_error* error) {
    return guard(error, [&] {
        ecflink_changes*& answer = required(out, "out");
        const ecflink::ledger_index& tables = *required(index, "index").index;
        const ecflink::policy_set& new_policies = *required(after, "after").policies;
        const auto standing = required(links, "links").batches.batches();
        const ecflink::instant at = required_time(as_of, "as_of");
        const work wishes(options);
        answer = new ecflink_changes{
            counts_by_court(work::outcome(shadow(tables, new_policies, standing, at, wishes.options())))};
    });
}

ecflink_status ecflink_changes_total(const ecflink_changes* changes, ecflink_verdict_changes* out,
                                     ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_verdict_changes> answer(out, "out");
        answer.write(to_c(required(changes, "changes").changes.counts.all));
    });
}

size_t ecflink_changes_court_count(const ecflink_changes* changes) {
    return changes == nullptr ? 0 : changes->changes.courts.size();
}

ecflink_status ecflink_changes_court_id(const ecflink_changes* changes, size_t place, char* buffer,
                                        size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        copy_text(at(required(changes, "changes").changes.courts, place)->first, buffer, capacity, size_out);
    });
}

ecflink_status ecflink_changes_court(const ecflink_changes* changes, size_t place,
                                     ecflink_verdict_changes* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_verdict_changes> answer(out, "out");
        answer.write(to_c(at(required(changes, "changes").changes.courts, place)->second));
    });
}

void ecflink_changes_free(ecflink_changes* changes) { delete changes; }
