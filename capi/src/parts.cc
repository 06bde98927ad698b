// A ledger that is verified in parts: verdicts of findings alone, and reports that travel as Arrow.
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <ecflink/core/findings.hpp>
#include <ecflink/core/ids.hpp>
#include <ecflink/tables/column_text.hpp>
#include <ecflink/verify/parts.hpp>

#include "arrow_table.hpp"
#include "bulk.hpp"

namespace {

using namespace ecflink::capi;

/// The findings that this version knows.
constexpr ecflink::findings known_findings = [] {
    ecflink::findings all;
    for (const ecflink::finding_info& info : ecflink::catalogue()) {
        all.insert(info.id);
    }
    return all;
}();

void require_known(std::span<const std::uint64_t> findings) {
    for (std::size_t row = 0; row < findings.size(); ++row) {
        if (!(ecflink::findings(findings[row]) - known_findings).empty()) {
            throw failure{ECFLINK_E_INVALID_NUMBER, "findings", row,
                          "there is a finding that this version of ecflink does not know"};
        }
    }
}

// ---- reports as tables ----

/// A count of a tally, and its column.
struct counted_column {
    std::string name;
    std::function<std::uint64_t&(ecflink::tally&)> in;
};

/// The columns of a report, but for the court.
std::vector<counted_column> counted_columns() {
    std::vector<counted_column> all{
        {"links", [](ecflink::tally& counts) -> std::uint64_t& { return counts.links; }},
        {"removed", [](ecflink::tally& counts) -> std::uint64_t& { return counts.removed; }}};
    for (const ecflink::verdict one :
         {ecflink::verdict::allow, ecflink::verdict::hold, ecflink::verdict::refuse}) {
        all.push_back({std::string(to_token(one)), [one](ecflink::tally& counts) -> std::uint64_t& {
                           return counts.verdicts[static_cast<std::size_t>(one)];
                       }});
    }
    for (const ecflink::finding_info& info : ecflink::catalogue()) {
        all.push_back({std::string(info.token), [one = info.id](ecflink::tally& counts) -> std::uint64_t& {
                           return counts.findings[static_cast<std::size_t>(one)];
                       }});
    }
    return all;
}

[[noreturn]] void refuse_rows(std::string_view column, std::uint64_t row, const std::string& why) {
    const std::string field = column.empty() ? "report" : "report." + std::string(column);
    throw failure{ECFLINK_E_ARROW, field, row, field + ": " + why};
}
[[noreturn]] void refuse_row(std::string_view column, std::uint64_t row, const std::string& why) {
    refuse_rows(column, row, "row " + std::to_string(row) + ": " + why);
}

/// Reads batches of the table that ecflink_report_export makes.
class report_reader {
public:
    explicit report_reader(const ArrowSchema& schema) : columns_(counted_columns()) {
        if (format_of(schema) != "+s") {
            refuse_rows("", 0,
                        "has the format \"" + std::string(format_of(schema)) + "\"; expected a struct");
        }
        std::map<std::string, std::int64_t, std::less<>> places;
        for (std::int64_t place = 0; place < schema.n_children; ++place) {
            const char* const name = schema.children[place]->name;
            if (!places.try_emplace(name == nullptr ? "" : name, place).second) {
                refuse_rows(name == nullptr ? "" : name, 0, "there are two columns of this name");
            }
        }
        if (places.erase("court") == 0) {
            refuse_rows("court", 0, "is missing");
        }
        for (const counted_column& column : columns_) {
            const auto found = places.find(column.name);
            if (found == places.end()) {
                refuse_rows(column.name, 0,
                            "is missing; an older version of ecflink may have made the report");
            }
            const ArrowSchema& type = *schema.children[found->second];
            const std::string_view format = format_of(type);
            if (type.dictionary != nullptr || (format != "L" && format != "l")) {
                refuse_rows(column.name, 0,
                            "has the format \"" + std::string(format) + "\"; expected uint64 or int64");
            }
            places_.push_back(found->second);
            places.erase(found);
        }
        if (!places.empty()) {
            refuse_rows(places.begin()->first, 0,
                        "is not known; a newer version of ecflink may have made the report");
        }
    }

    /// The counts of a batch, by row.
    [[nodiscard]] std::vector<ecflink::tally> read(const ArrowArray& array) const {
        require_no_null("", array, array.offset, array.length);
        std::vector<ecflink::tally> rows(static_cast<std::size_t>(array.length));
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const std::string& name = columns_[column].name;
            const std::int64_t place = places_[column];
            if (place >= array.n_children || array.children[place] == nullptr) {
                refuse_rows(name, 0, "the batch lacks the column");
            }
            const ArrowArray& values = *array.children[place];
            if (values.n_buffers != 2 || values.offset < 0 || values.length < array.offset + array.length ||
                (values.buffers[1] == nullptr && array.length != 0)) {
                refuse_rows(name, 0, "is shorter than the table, or has no values");
            }
            const std::int64_t first = values.offset + array.offset;
            require_no_null(name, values, first, array.length);
            const auto* const numbers = static_cast<const std::uint64_t*>(values.buffers[1]);
            for (std::size_t row = 0; row < rows.size(); ++row) {
                columns_[column].in(rows[row]) = numbers[static_cast<std::size_t>(first) + row];
            }
        }
        for (std::size_t row = 0; row < rows.size(); ++row) {
            require_consistent(rows[row], row);
        }
        return rows;
    }

private:
    static std::string_view format_of(const ArrowSchema& type) noexcept {
        return type.format == nullptr ? std::string_view{} : type.format;
    }
    static void require_no_null(const std::string& name, const ArrowArray& values, std::int64_t first,
                                std::int64_t rows) {
        if (values.null_count == 0 || values.n_buffers == 0 || values.buffers[0] == nullptr) {
            return;
        }
        const ecflink::bitmap valid{static_cast<const std::uint8_t*>(values.buffers[0]),
                                    static_cast<std::size_t>(first)};
        for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
            if (!valid[row]) {
                refuse_row(name, row, "is null");
            }
        }
    }

    /// Counts that cannot be those of links are not added: the columns may have been mixed up.
    void require_consistent(ecflink::tally& counts, std::size_t row) const {
        if (counts.links > std::numeric_limits<std::int64_t>::max()) {
            refuse_row("links", row, "is negative, or too large");
        }
        for (const counted_column& column : columns_) {
            if (column.in(counts) > counts.links) {
                refuse_row(column.name, row, "counts more links than there are");
            }
        }
        if (counts.verdicts[0] + counts.verdicts[1] + counts.verdicts[2] != counts.links) {
            refuse_row("links", row, "is not the sum of the verdicts");
        }
    }

    std::vector<counted_column> columns_;
    std::vector<std::int64_t> places_;  ///< of the columns, in the table
};

/// A schema of somebody else, whose release does nothing.
ArrowSchema borrowed(const ArrowSchema& schema) noexcept {
    ArrowSchema same = schema;
    same.release = [](ArrowSchema* self) { self->release = nullptr; };
    return same;
}

/// Adds a batch, which is taken over.
void add_rows(ecflink::ledger_report& sum, const report_reader& reader, const ArrowSchema& schema,
              ecflink::detail::arrow_owner<ArrowArray>& batch, ecflink::arrow_check belief) {
    if (batch.get()->length < 0 || batch.get()->offset < 0) {
        refuse_rows("", 0, "has a negative length or offset");
    }
    const std::vector<ecflink::tally> rows = reader.read(*batch);
    // The courts, in any form of text, are read as those of another table.
    ArrowSchema type = borrowed(schema);
    const auto table = ecflink::arrow_batches<ecflink::roster_columns>::take(&type, batch.get(), belief);
    if (!table) {
        const auto& trouble = table.error();
        refuse_row("court", trouble.row.value_or(0), trouble.message);
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::string_view court = text_of_row(table.value().batches()[0].court, row);
        if (!court.empty() && !ecflink::court_id::make(court)) {
            refuse_row("court", row, "is not the id of a court");
        }
        sum.all += rows[row];
        sum.courts[std::string(court)] += rows[row];
    }
}

}  // namespace

ecflink_status ecflink_report_create(ecflink_report** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_report*& answer = required(out, "out");
        answer = new ecflink_report{counts_by_court(ecflink::ledger_report{}), {}};
    });
}

ecflink_status ecflink_report_export(const ecflink_report* report, ArrowSchema* schema_out,
                                     ArrowArray* array_out, ecflink_error* error) {
    return guard(error, [&] {
        const ecflink_report& given = required(report, "report");
        ArrowSchema& schema = required(schema_out, "schema_out");
        ArrowArray& array = required(array_out, "array_out");
        table_column courts = table_column::of_texts("court");
        for (const auto& [court, counts] : given.tallies.counts.courts) {
            courts.add(court);
        }
        table_column all("", "+s");
        all.rows = courts.rows;
        all.children.push_back(std::move(courts));
        for (const counted_column& column : counted_columns()) {
            table_column numbers = table_column::of_numbers(column.name);
            for (const auto& [court, counts] : given.tallies.counts.courts) {
                ecflink::tally copy = counts;
                numbers.add(column.in(copy));
            }
            all.children.push_back(std::move(numbers));
        }
        export_table(std::move(all), schema, array);
    });
}

ecflink_status ecflink_report_add_rows(ecflink_report* report, ecflink_arrow_check check,
                                       ArrowArrayStream* stream, ecflink_error* error) {
    taken_stream taken(stream);
    return guard(error, [&] {
        ecflink::ledger_report sum = required(report, "report").tallies.counts;
        const ecflink::arrow_check belief = check_of(check);
        ArrowArrayStream& rows = taken.get("stream");
        const auto require_read = [&rows](int status) {
            if (status != 0) {
                const char* const why = rows.get_last_error(&rows);
                refuse_rows("", 0, std::string("the stream failed: ") + (why == nullptr ? "" : why));
            }
        };
        ArrowSchema given{};
        require_read(rows.get_schema(&rows, &given));
        const ecflink::detail::arrow_owner<ArrowSchema> schema(&given);
        const report_reader reader(*schema);
        for (;;) {
            ArrowArray next{};
            require_read(rows.get_next(&rows, &next));
            if (next.release == nullptr) {
                break;
            }
            ecflink::detail::arrow_owner<ArrowArray> batch(&next);
            add_rows(sum, reader, *schema, batch, belief);
        }
        report->tallies = counts_by_court(std::move(sum));
    });
}

ecflink_status ecflink_links_decide(const ecflink_engine* engine, const ecflink_links* links,
                                    const ecflink_bulk_options* options, const uint64_t* findings,
                                    uint64_t count, uint8_t* verdicts, ecflink_report** report_out,
                                    ecflink_error* error) {
    return guard(error, [&] {
        const ecflink::policy_set& policies = *required(engine, "engine").policies;
        const auto batches = required(links, "links").batches();
        const work wishes(options);
        const std::uint64_t rows = rows_of(batches);
        if (count != rows) {
            throw failure{ECFLINK_E_INVALID, "count", 0,
                          "there are " + std::to_string(rows) + " links; give the findings of each"};
        }
        if (count != 0) {
            static_cast<void>(required(findings, "findings"));
        }
        const std::span found(findings, count);
        require_known(found);
        auto counts = work::outcome(ecflink::decide_links(
            policies, batches, found, as_values<ecflink::verdict>(room_for(verdicts, count, rows)),
            wishes.options()));
        if (report_out != nullptr) {
            *report_out = new ecflink_report{counts_by_court(std::move(counts)), {}};
        }
    });
}
