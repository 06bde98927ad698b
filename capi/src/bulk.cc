// Whole ledgers: Arrow streams in, findings and verdicts out.
#include "bulk.hpp"

#include <stdexcept>

#include <ecflink/verify/stream.hpp>
#include <ecflink/verify/verify.hpp>

namespace {

using namespace ecflink::capi;
using ecflink::arrow_batches;

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

/// Where a verification writes into a caller's columns.
ecflink::verify_output output_into(std::uint64_t* findings, std::uint8_t* verdicts, std::uint64_t capacity,
                                   std::uint64_t rows) {
    return {as_values<ecflink::findings>(room_for(findings, capacity, rows)),
            as_values<ecflink::verdict>(room_for(verdicts, capacity, rows))};
}

/// The streams of a part of a ledger.
struct part_streams {
    part_streams(ArrowArrayStream* court_accounts, ArrowArrayStream* tombstones, ArrowArrayStream* roster)
        : accounts(court_accounts), stones(tombstones), listed(roster) {}

    taken_stream accounts;
    taken_stream stones;
    taken_stream listed;

    /// Reads them into an index that has its central accounts.
    void read_into(ecflink_index& made,
                   std::shared_ptr<const arrow_batches<ecflink::central_account_columns>> centrals,
                   ecflink::arrow_check belief) {
        auto& tables = made.streamed.emplace(streamed_tables{
            std::move(centrals), accounts.read<ecflink::court_account_columns>(belief, "court_accounts"),
            std::nullopt, std::nullopt});
        add_unknown_columns(made.unknown_columns, tables.court_accounts);
        if (stones.is_given()) {
            tables.tombstones = stones.read<ecflink::tombstone_columns>(belief, "tombstones");
            add_unknown_columns(made.unknown_columns, *tables.tombstones);
        }
        if (listed.is_given()) {
            tables.roster = listed.read<ecflink::roster_columns>(belief, "roster");
            add_unknown_columns(made.unknown_columns, *tables.roster);
        }
    }
};

/// What `build` gives, unless a table is too long.
template <class Build>
ecflink::ledger_index indexed(Build build) {
    try {
        return work::outcome(build());
    } catch (const std::length_error& too_long) {
        throw failure{ECFLINK_E_ARROW, "", 0, too_long.what()};
    }
}

}  // namespace

ecflink_status ecflink_index_create(const ecflink_engine* engine, const ecflink_bulk_options* options,
                                    ecflink_arrow_check check, ArrowArrayStream* central_accounts,
                                    ArrowArrayStream* court_accounts, ArrowArrayStream* tombstones,
                                    ArrowArrayStream* roster, ecflink_index** out, ecflink_error* error) {
    taken_stream centrals(central_accounts);
    part_streams rest(court_accounts, tombstones, roster);
    return guard(error, [&] {
        ecflink_index*& answer = required(out, "out");
        const work wishes(options);
        const ecflink::arrow_check belief = check_of(check);
        auto made = std::make_unique<ecflink_index>();
        made->policies = required(engine, "engine").policies;
        auto read = std::make_shared<const arrow_batches<ecflink::central_account_columns>>(
            centrals.read<ecflink::central_account_columns>(belief, "central_accounts"));
        add_unknown_columns(made->unknown_columns, *read);
        rest.read_into(*made, std::move(read), belief);
        made->index = indexed([&] {
            return ecflink::ledger_index::build(*made->policies, columns_of(*made), wishes.options());
        });
        answer = made.release();
    });
}

ecflink_status ecflink_index_create_part(const ecflink_index* centrals, const ecflink_bulk_options* options,
                                         ecflink_arrow_check check, ArrowArrayStream* court_accounts,
                                         ArrowArrayStream* tombstones, ArrowArrayStream* roster,
                                         ecflink_index** out, ecflink_error* error) {
    part_streams rest(court_accounts, tombstones, roster);
    return guard(error, [&] {
        ecflink_index*& answer = required(out, "out");
        const ecflink_index& whole = required(centrals, "centrals");
        const work wishes(options);
        const ecflink::arrow_check belief = check_of(check);
        auto made = std::make_unique<ecflink_index>();
        made->policies = whole.policies;
        made->folder = whole.folder;
        rest.read_into(*made, whole.streamed ? whole.streamed->central_accounts : nullptr, belief);
        made->index = indexed([&] {
            return ecflink::ledger_index::build_part(*whole.index, columns_of(*made), wishes.options());
        });
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
        copy_text(entry_of(required(index, "index").unknown_columns, place, "place"), buffer, capacity,
                  size_out);
    });
}

void ecflink_index_free(ecflink_index* index) { delete index; }

namespace {

ecflink_links* read_links(taken_stream& taken, ecflink_arrow_check check,
                          std::span<const std::string_view> may_lack = {}) {
    auto made = std::make_unique<ecflink_links>();
    made->streamed = taken.read<ecflink::link_columns>(check_of(check), "stream", may_lack);
    add_unknown_columns(made->unknown_columns, *made->streamed);
    return made.release();
}

/// As ecflink_links_create, where columns may be missing.
template <std::size_t N>
ecflink_status create_links(ecflink_arrow_check check, ArrowArrayStream* stream,
                            const std::string_view (&may_lack)[N], ecflink_links** out,
                            ecflink_error* error) {
    taken_stream taken(stream);
    return guard(error, [&] {
        ecflink_links*& answer = required(out, "out");
        answer = read_links(taken, check, may_lack);
    });
}

}  // namespace

ecflink_status ecflink_links_create(ecflink_arrow_check check, ArrowArrayStream* stream, ecflink_links** out,
                                    ecflink_error* error) {
    taken_stream taken(stream);
    return guard(error, [&] {
        ecflink_links*& answer = required(out, "out");
        answer = read_links(taken, check);
    });
}

ecflink_status ecflink_candidates_create(ecflink_arrow_check check, ArrowArrayStream* stream,
                                         ecflink_links** out, ecflink_error* error) {
    constexpr std::string_view may_lack[] = {"linked_at"};
    return create_links(check, stream, may_lack, out, error);
}

ecflink_status ecflink_decided_links_create(ecflink_arrow_check check, ArrowArrayStream* stream,
                                            ecflink_links** out, ecflink_error* error) {
    constexpr std::string_view may_lack[] = {"login", "central_id", "linked_at"};
    return create_links(check, stream, may_lack, out, error);
}

uint64_t ecflink_links_count(const ecflink_links* links) {
    return links == nullptr ? 0 : rows_of(links->batches());
}

size_t ecflink_links_unknown_column_count(const ecflink_links* links) {
    return links == nullptr ? 0 : links->unknown_columns.size();
}

ecflink_status ecflink_links_unknown_column(const ecflink_links* links, size_t place, char* buffer,
                                            size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        copy_text(entry_of(required(links, "links").unknown_columns, place, "place"), buffer, capacity,
                  size_out);
    });
}

void ecflink_links_free(ecflink_links* links) { delete links; }

ecflink_status ecflink_links_verify(const ecflink_index* index, const ecflink_links* links,
                                    ecflink_time as_of, const ecflink_bulk_options* options,
                                    uint64_t* findings, uint8_t* verdicts, uint64_t capacity,
                                    ecflink_report** report_out, ecflink_error* error) {
    return guard(error, [&] {
        const ecflink::ledger_index& tables = *required(index, "index").index;
        const auto batches = required(links, "links").batches();
        const ecflink::instant at = required_time(as_of, "as_of");
        const work wishes(options);
        const std::uint64_t rows = rows_of(batches);
        const ecflink::verify_output answers = output_into(findings, verdicts, capacity, rows);
        auto counts = work::outcome(ecflink::verify(tables, batches, at, answers, wishes.options()));
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
        const auto batches = required(links, "links").batches();
        const std::uint64_t rows = rows_of(batches);
        if (!given.verification.add(batches, output_into(findings, verdicts, capacity, rows))) {
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
        const auto standing = required(links, "links").batches();
        const ecflink::instant at = required_time(as_of, "as_of");
        const work wishes(options);
        ecflink::forecast_report report = work::outcome(
            candidates == nullptr ? forecast(tables, standing, at, wishes.options())
                                  : forecast(tables, standing, candidates->batches(), at, wishes.options()));
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
        copy_text(entry_of(required(report, "report").tallies.courts, place, "place")->first, buffer,
                  capacity, size_out);
    });
}

ecflink_status ecflink_report_court(const ecflink_report* report, size_t place, ecflink_tally* out,
                                    ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_tally> answer(out, "out");
        answer.write(to_c(entry_of(required(report, "report").tallies.courts, place, "place")->second));
    });
}

uint64_t ecflink_report_row_count(const ecflink_report* report) {
    return report == nullptr ? 0 : report->rows.size();
}

ecflink_status ecflink_report_rows(const ecflink_report* report, uint64_t* rows, uint64_t* findings,
                                   uint8_t* verdicts, uint64_t capacity, ecflink_error* error) {
    return guard(error, [&] {
        const auto& entries = required(report, "report").rows;
        const auto numbers = room_for(rows, capacity, entries.size());
        const auto found = room_for(findings, capacity, entries.size());
        const auto decided = room_for(verdicts, capacity, entries.size());
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
        const auto standing = required(links, "links").batches();
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
        copy_text(entry_of(required(changes, "changes").changes.courts, place, "place")->first, buffer,
                  capacity, size_out);
    });
}

ecflink_status ecflink_changes_court(const ecflink_changes* changes, size_t place,
                                     ecflink_verdict_changes* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_verdict_changes> answer(out, "out");
        answer.write(to_c(entry_of(required(changes, "changes").changes.courts, place, "place")->second));
    });
}

void ecflink_changes_free(ecflink_changes* changes) { delete changes; }
