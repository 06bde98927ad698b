// Verifies one ledger folder in many ways, and compares each answer with the expected one:
//
//     verify_ways FOLDER EXPECTED.csv AS_OF
//
// EXPECTED.csv has the form of `ecflink verify --out`. The columns of the ledger are rebuilt in
// every layout of Arrow, as slices, in batches of several sizes, and in other orders of rows. They
// go through the checked import, and are verified by one thread and several, with every set of
// vector instructions that the processor has, and without. Then they are verified under other
// policies in the same pass, which must give what two verifications give. At last the folder is
// verified without columns, from files cut into parts of several sizes. Prints how many links were
// compared.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <hwy/targets.h>

#include <ecflink/interop/arrow.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/verify/changes.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>
#include <ecflink/verify/stream.hpp>
#include <ecflink/verify/verify.hpp>

#include "columns/arrow_producer.hpp"
#include "columns/column_values.hpp"
#include "csv/csv_reader.hpp"
#include "verify/folder.hpp"
#include "verify/verification.hpp"

namespace {

using namespace ecflink;

/// One way to lay out and to verify a ledger.
struct way {
    const char* text_format;   ///< "u", "U" or "vu"
    const char* index_format;  ///< of dictionaries; null: plain
    std::size_t offset;        ///< rows before a slice
    std::size_t batch_rows;
    unsigned threads;
    bool is_shuffled;
    const char* time_format;  ///< of instants that the unit can say
};

constexpr std::size_t all_rows = ~std::size_t{0};

constexpr way ways[] = {
    {"u", nullptr, 0, all_rows, 1, false, "tsu:UTC"},
    {"u", nullptr, 0, all_rows, 2, false, "tsu:UTC"},
    {"u", nullptr, 0, all_rows, 7, true, "tsu:UTC"},
    {"u", nullptr, 7, 1'024, 2, false, "tsn:UTC"},
    {"u", nullptr, 65, 7, 7, true, "tsu:"},
    {"u", nullptr, 1, 1, 2, false, "tsu:UTC"},
    {"U", nullptr, 0, all_rows, 2, true, "tsn:"},
    {"U", nullptr, 63, 1'024, 1, false, "tsu:UTC"},
    {"vu", nullptr, 0, all_rows, 2, false, "tsu:UTC"},
    {"vu", nullptr, 8, 1'024, 7, true, "tsu:UTC"},
    {"vu", nullptr, 64, 7, 1, false, "tsn:UTC"},
    {"u", "i", 0, all_rows, 2, false, "tsu:UTC"},
    {"u", "s", 7, 1'024, 7, true, "tsu:UTC"},
    {"U", "L", 1, 7, 1, false, "tsu:UTC"},
    {"vu", "I", 63, all_rows, 2, true, "tsu:UTC"},
    {"U", "l", 0, 1'024, 2, true, "tsn:UTC"},
    {"vu", "S", 65, 1'024, 1, false, "tsu:UTC"},
    {"u", "I", 8, 1, 7, true, "tsu:UTC"},
};

/// The values of one table, by column.
template <class Table>
struct table_values {
    std::size_t rows = 0;
    std::vector<producer::texts> texts;
    std::vector<std::vector<std::optional<std::int64_t>>> numbers;
    std::vector<std::vector<std::optional<bool>>> booleans;
    std::vector<bool> malformed;

    explicit table_values(std::span<const Table> batches) {
        for (const auto& column : columns_of<Table>) {
            std::visit([&](auto member) { read(batches, member); }, column.member);
        }
        for (const Table& batch : batches) {
            rows += batch.rows;
            for (std::size_t row = 0; row < batch.rows; ++row) {
                malformed.push_back(batch.malformed != nullptr && bitmap{batch.malformed, 0}[row]);
            }
        }
    }

    template <class Column, class Value, class Get>
    void read_into(std::vector<std::vector<std::optional<Value>>>& columns, std::span<const Table> batches,
                   Column Table::* member, Get get) {
        auto& values = columns.emplace_back();
        for (const Table& batch : batches) {
            for (std::size_t row = 0; row < batch.rows; ++row) {
                values.push_back(get(batch.*member, row));
            }
        }
    }
    void read(std::span<const Table> batches, text_column Table::* member) {
        read_into(texts, batches, member, [](const text_column& column, std::size_t row) {
            const auto text = column_values::text_at(column, row);
            return text && !text->empty() ? std::optional(std::string(*text)) : std::nullopt;
        });
    }
    void read(std::span<const Table> batches, time_column Table::* member) {
        read_into(numbers, batches, member, [](const time_column& column, std::size_t row) {
            return column_values::time_at(column, row);
        });
    }
    void read(std::span<const Table> batches, integer_column Table::* member) {
        read_into(numbers, batches, member, [](const integer_column& column, std::size_t row) {
            return column_values::integer_at(column, row);
        });
    }
    void read(std::span<const Table> batches, bool_column Table::* member) {
        read_into(booleans, batches, member, [](const bool_column& column, std::size_t row) {
            return column_values::bool_at(column, row);
        });
    }
};

/// A table as imported batches.
template <class Table>
class imported {
public:
    imported(const table_values<Table>& values, const std::vector<std::size_t>& order, const way& by) {
        for (std::size_t first = 0; first < values.rows || first == 0;
             first += std::min(by.batch_rows, values.rows + 1)) {
            add_batch(values, order, first,
                      std::min(values.rows, first + std::min(by.batch_rows, values.rows)), by);
        }
    }
    [[nodiscard]] std::span<const Table> batches() const { return batches_; }

private:
    void add_batch(const table_values<Table>& values, const std::vector<std::size_t>& order,
                   std::size_t first, std::size_t end, const way& by) {
        // A slice: the rows before it are those at the end of the table.
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < by.offset; ++i) {
            rows.push_back(order.empty() ? 0 : order[order.size() - 1 - i % order.size()]);
        }
        if (values.rows == 0) {
            rows.clear();
        }
        const std::size_t offset = rows.size();
        for (std::size_t i = first; i < end; ++i) {
            rows.push_back(order[i]);
        }
        std::size_t texts = 0;
        std::size_t numbers = 0;
        std::size_t booleans = 0;
        std::vector<producer::node> columns;
        const auto pick = [&](const auto& from) {
            auto picked = from;
            picked.clear();
            for (const std::size_t row : rows) {
                picked.push_back(from[row]);
            }
            return picked;
        };
        for (const auto& column : columns_of<Table>) {
            producer::node made;
            if (std::holds_alternative<text_column Table::*>(column.member)) {
                const auto picked = pick(values.texts[texts++]);
                made = by.index_format == nullptr
                           ? producer::plain_texts(by.text_format, picked)
                           : producer::dictionary_texts(by.index_format, by.text_format, picked);
            } else if (std::holds_alternative<bool_column Table::*>(column.member)) {
                made = producer::booleans(pick(values.booleans[booleans++]));
            } else if (std::holds_alternative<integer_column Table::*>(column.member)) {
                made = producer::numbers("I", pick(values.numbers[numbers++]));
            } else {
                auto picked = pick(values.numbers[numbers++]);
                std::string format = column.takes_only_date ? "tdD" : by.time_format;
                if (format.starts_with("tsn")) {
                    const auto has_nanoseconds = [](const auto& value) {
                        return !value || (*value > -9'000'000'000'000'000 && *value < 9'000'000'000'000'000);
                    };
                    if (std::ranges::all_of(picked, has_nanoseconds)) {
                        for (auto& value : picked) {
                            value = value ? std::optional(*value * 1'000) : value;
                        }
                    } else {
                        format = "tsu:UTC";
                    }
                }
                made = producer::numbers(format, picked);
            }
            made.name = column.name;
            columns.push_back(std::move(made));
        }
        // Half of the offset goes to the struct, the other half to its children.
        producer::node batch = producer::table(std::move(columns), static_cast<std::int64_t>(rows.size()));
        const std::size_t of_parent = offset / 2;
        for (producer::node& column : batch.children) {
            column.offset = static_cast<std::int64_t>(offset - of_parent);
            column.length -= column.offset;
        }
        batch.offset = static_cast<std::int64_t>(of_parent);
        batch.length = static_cast<std::int64_t>(end - first);

        ArrowSchema schema;
        ArrowArray array;
        producer::make(batch, schema, counted_);
        producer::make(batch, array, counted_);
        auto taken = arrow_batches<Table>::take(&schema, &array);
        if (!taken) {
            std::fprintf(stderr, "%s\n", to_text(taken.error()).c_str());
            std::exit(1);
        }
        Table& view = batches_.emplace_back(taken.value().batches()[0]);
        kept_.push_back(std::move(taken).value());
        auto& malformed = malformed_.emplace_back((end - first + 7) / 8 + 1);
        for (std::size_t i = first; i < end; ++i) {
            malformed[(i - first) / 8] = static_cast<std::uint8_t>(
                malformed[(i - first) / 8] | (values.malformed[order[i]] ? 1U << (i - first) % 8 : 0U));
        }
        view.malformed = malformed.data();
    }

    producer::releases counted_;
    std::vector<arrow_batches<Table>> kept_;
    std::vector<std::vector<std::uint8_t>> malformed_;
    std::vector<Table> batches_;
};

std::string read_whole(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The mask and the verdict of each row, from the last and the fifth column.
struct answers {
    std::vector<ecflink::findings> findings;
    std::vector<verdict> verdicts;
};
answers read_expected(const std::filesystem::path& path) {
    answers read;
    const std::string text = read_whole(path);
    ecflink::detail::csv::csv_reader csv(text);
    for (bool is_header = true; csv.next(); is_header = false) {
        if (!is_header) {
            const auto fields = csv.fields();
            std::uint64_t mask = 0;
            std::from_chars(fields[6].data(), fields[6].data() + fields[6].size(), mask, 16);
            read.findings.push_back(findings(mask));
            read.verdicts.push_back(*from_token<verdict>(fields[4]));
        }
    }
    return read;
}

/// For printf.
unsigned long long bits_of(findings found) { return found.bits(); }

/// What one verification finds of every link.
std::vector<findings> findings_under(const policy_set& policies, const ledger_columns& ledger,
                                     std::size_t links, instant as_of) {
    std::vector<findings> found(links);
    const auto index = ledger_index::build(policies, ledger);
    return verify(index.value(), ledger.links, as_of, {.findings = found, .verdicts = {}})
               ? found
               : std::vector<findings>{};
}

/// Two sets of policies, and the changes between them according to two verifications.
struct policy_change_case {
    const policy_set* before;
    const policy_set* after;
    std::vector<findings> found_before;
    std::vector<findings> found_after;
    change_report expected;

    policy_change_case(const policy_set& was, const policy_set& is, const ledger_columns& ledger,
                       std::size_t links, instant as_of)
        : before(&was),
          after(&is),
          found_before(findings_under(was, ledger, links, as_of)),
          found_after(findings_under(is, ledger, links, as_of)) {
        std::size_t row_of_all = 0;
        for (const link_columns& batch : ledger.links) {
            for (std::size_t row = 0; row < batch.rows; ++row, ++row_of_all) {
                const std::string_view text =
                    column_values::text_at(batch.court, row).value_or(std::string_view{});
                const std::string court(court_id::make(text) ? text : std::string_view{});
                const findings approved =
                    parse_findings(column_values::text_at(batch.approved, row).value_or(std::string_view{}))
                        .value_or(findings{});
                for (verdict_changes* changes : {&expected.all, &expected.courts[court]}) {
                    changes->add(was.find(court).rules.dispositions, found_before[row_of_all],
                                 is.find(court).rules.dispositions, found_after[row_of_all], approved);
                }
            }
        }
    }

    /// True if one pass gives the same for the links in some order and layout.
    [[nodiscard]] bool is_confirmed_by(const ledger_columns& ledger, const std::vector<std::size_t>& order,
                                       instant as_of, const index_options& options) const {
        const auto index = ledger_index::build(*before, ledger, options);
        const auto others = ecflink::detail::verify::observe_under(*after, index.value().get(), options);
        std::vector<findings> was(order.size());
        std::vector<findings> is(order.size());
        if (!verify_under_both(index.value().get(), *others, ledger.links, as_of, was, is, options)) {
            return false;
        }
        std::size_t row_of_all = 0;
        for (const link_columns& batch : ledger.links) {
            for (std::size_t row = 0; row < batch.rows; ++row, ++row_of_all) {
                const auto court = index.value().get().courts.find(
                    column_values::text_at(batch.court, row).value_or(std::string_view{}));
                const findings found = others->agree_on(court) ? was[row_of_all] : is[row_of_all];
                if (was[row_of_all] != found_before[order[row_of_all]] ||
                    found != found_after[order[row_of_all]]) {
                    std::printf("row %zu: %016llx and %016llx, not %016llx and %016llx\n",
                                order[row_of_all] + 1, bits_of(was[row_of_all]), bits_of(found),
                                bits_of(found_before[order[row_of_all]]),
                                bits_of(found_after[order[row_of_all]]));
                    return false;
                }
            }
        }
        const auto report = shadow(index.value(), *after, ledger.links, as_of, options);
        return report && report.value() == expected;
    }
};

std::vector<std::size_t> order_of(std::size_t rows, bool is_shuffled, std::uint32_t seed) {
    std::vector<std::size_t> order(rows);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (is_shuffled) {
        std::ranges::shuffle(order, std::mt19937(seed));
    }
    return order;
}

/// True if the links get the same answers when their batches go to a stream.
bool streams_the_same(const policy_set& policies, const ledger_columns& ledger,
                      const std::vector<std::size_t>& order, const answers& expected,
                      const ledger_report& expected_report, instant as_of, unsigned threads) {
    index_options options;
    options.threads = threads;
    const auto index = ledger_index::build(policies, ledger, options);
    verify_stream stream(index.value(), as_of, options);
    answers given{std::vector<findings>(order.size()), std::vector<verdict>(order.size())};
    std::size_t rows = 0;
    for (const link_columns& batch : ledger.links) {
        if (!stream.add({&batch, 1}, {std::span(given.findings).subspan(rows, batch.rows),
                                      std::span(given.verdicts).subspan(rows, batch.rows)})) {
            return false;
        }
        rows += batch.rows;
    }
    const auto report = std::move(stream).finish();
    if (!report || !(static_cast<const ledger_report&>(report.value()) == expected_report)) {
        return false;
    }
    constexpr findings of_others = findings(finding::already_linked) |
                                   findings(finding::account_linked_elsewhere) |
                                   findings(finding::central_slot_taken);
    for (const findings found : given.findings) {
        if (found.intersects(of_others)) {
            return false;
        }
    }
    for (const auto& [row, decided] : report.value().conflicts) {
        given.findings[row] = decided.findings;
        given.verdicts[row] = decided.verdict;
    }
    for (std::size_t row = 0; row < order.size(); ++row) {
        if (given.findings[row] != expected.findings[order[row]] ||
            given.verdicts[row] != expected.verdicts[order[row]]) {
            std::printf("row %zu: %016llx, not %016llx\n", order[row] + 1, bits_of(given.findings[row]),
                        bits_of(expected.findings[order[row]]));
            return false;
        }
    }
    return std::ranges::is_sorted(report.value().conflicts, {}, &stream_report::entry::row);
}

/// Whether a folder has the same answers and the same troubles without columns, whatever the size
/// of the parts that are read.
bool files_give_the_same(const std::filesystem::path& folder, const policy_set& policies,
                         const ledger_folder& ledger, const answers& expected, const ledger_report& report,
                         instant as_of) {
    const auto troubles_of = [](std::span<const file_summary> files) {
        std::string text;
        for (const file_summary& file : files) {
            text += file.file + ' ' + std::to_string(file.rows) + ' ' + std::to_string(file.malformed) + ' ' +
                    std::to_string(file.troubles) + '\n';
            for (const diagnostic& one : file.first_troubles) {
                text += to_text(one) + '\n';
            }
        }
        return text;
    };
    for (const std::size_t chunk : {std::size_t{113}, std::size_t{4'096}, std::size_t{1} << 19U}) {
        for (const unsigned threads : {1U, 2U, 7U}) {
            work_options options;
            options.threads = threads;
            const auto found =
                detail::verify::verify_folder_in_parts(folder, policies, as_of, options, {.chunk = chunk});
            if (!found) {
                std::printf("parts of %zu bytes: %s\n", chunk, to_text(found.error().front()).c_str());
                return false;
            }
            const verified_folder& given = found.value();
            if (!std::ranges::equal(given.findings(), expected.findings) || !(given.report() == report) ||
                troubles_of(given.files()) != troubles_of(ledger.files()) ||
                given.warnings().size() != ledger.warnings().size()) {
                std::printf("parts of %zu bytes, %u threads: another answer\n", chunk, threads);
                return false;
            }
        }
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: verify_ways FOLDER EXPECTED.csv AS_OF\n", stderr);
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    const auto layers = read_policy_layers(folder / "policies");
    const auto policies = policy_set::load(layers ? layers.value() : std::vector<policy_layer>{});
    const auto as_of = parse_instant(argv[3]);
    if (!layers || !policies || !as_of) {
        std::fputs("the policies or the instant cannot be read\n", stderr);
        return 1;
    }
    const auto ledger = ledger_folder::read(folder, policies.value());
    if (!ledger) {
        std::fprintf(stderr, "%s\n", to_text(ledger.error().front()).c_str());
        return 1;
    }
    const ledger_columns columns = ledger.value().columns();
    const table_values centrals(columns.central_accounts);
    const table_values accounts(columns.court_accounts);
    const table_values links(columns.links);
    const table_values tombstones(columns.tombstones);
    const table_values roster(columns.roster);
    const answers expected = read_expected(argv[2]);
    const auto built_in = policy_set::load();
    const auto without_last = policy_set::load(
        std::span(layers.value()).first(std::max<std::size_t>(layers.value().size(), 1) - 1));
    if (!without_last) {
        std::fputs("the policies but the last cannot be read\n", stderr);
        return 1;
    }
    const policy_change_case changes[] = {
        {policies.value(), built_in.value(), columns, links.rows, as_of.value()},
        {built_in.value(), policies.value(), columns, links.rows, as_of.value()},
        {policies.value(), without_last.value(), columns, links.rows, as_of.value()},
        {without_last.value(), policies.value(), columns, links.rows, as_of.value()},
        {policies.value(), policies.value(), columns, links.rows, as_of.value()}};
    if (expected.findings.size() != links.rows) {
        std::fprintf(stderr, "%zu links, and %zu answers\n", links.rows, expected.findings.size());
        return 1;
    }

    std::optional<ledger_report> first_report;
    std::size_t compared = 0;
    const auto targets = hwy::SupportedAndGeneratedTargets();
    for (std::size_t number = 0; number < std::size(ways); ++number) {
        const way& by = ways[number];
        const auto seed = static_cast<std::uint32_t>(number);
        const imported central_batches(centrals, order_of(centrals.rows, by.is_shuffled, seed), by);
        const imported account_batches(accounts, order_of(accounts.rows, by.is_shuffled, seed + 1), by);
        const auto order = order_of(links.rows, by.is_shuffled, seed + 2);
        const imported link_batches(links, order, by);
        const imported tombstone_batches(tombstones, order_of(tombstones.rows, by.is_shuffled, seed + 3), by);
        const imported roster_batches(roster, order_of(roster.rows, by.is_shuffled, seed + 4), by);
        const ledger_columns views{central_batches.batches(), account_batches.batches(),
                                   link_batches.batches(), tombstone_batches.batches(),
                                   roster_batches.batches()};
        for (std::size_t target = 0; target < (number == 0 ? targets.size() : 1); ++target) {
            hwy::SetSupportedTargetsForTest(number == 0       ? targets[target]
                                            : number % 3 == 2 ? targets.back()
                                                              : 0);
            hwy::GetChosenTarget().DeInit();
            index_options options;
            options.threads = by.threads;
            options.secret = std::array<std::uint64_t, 4>{seed * 0x9E3779B97F4A7C15U + 1, seed + 2,
                                                          ~std::uint64_t{seed}, seed + 4};
            const auto index = ledger_index::build(policies.value(), views, options);
            answers given{std::vector<findings>(links.rows), std::vector<verdict>(links.rows)};
            const auto report =
                verify(index.value(), views.links, as_of.value(), {given.findings, given.verdicts}, options);
            if (!first_report) {
                first_report = report.value();
            }
            for (std::size_t row = 0; row < links.rows; ++row) {
                if (given.findings[row] != expected.findings[order[row]] ||
                    given.verdicts[row] != expected.verdicts[order[row]]) {
                    std::printf(
                        "way %zu (%s%s, offset %zu, batches of %zu, %u threads%s), instructions %s: row %zu: "
                        "%016llx, not %016llx\n",
                        number, by.index_format == nullptr ? "" : by.index_format, by.text_format, by.offset,
                        by.batch_rows, by.threads, by.is_shuffled ? ", shuffled" : "",
                        hwy::TargetName(targets[target]), order[row] + 1, bits_of(given.findings[row]),
                        bits_of(expected.findings[order[row]]));
                    return 1;
                }
            }
            if (!(report.value() == *first_report)) {
                std::printf("way %zu: another report\n", number);
                return 1;
            }
            compared += links.rows;
        }
        if (!streams_the_same(policies.value(), views, order, expected, *first_report, as_of.value(),
                              by.threads)) {
            std::printf("way %zu: as a stream: another answer\n", number);
            return 1;
        }

        const policy_change_case& change = changes[number % std::size(changes)];
        index_options options;
        options.threads = by.threads;
        if (!change.is_confirmed_by(views, order, as_of.value(), options)) {
            std::printf("way %zu: change of policies %zu is another one than by two verifications\n", number,
                        number % std::size(changes));
            return 1;
        }
    }
    if (!files_give_the_same(folder, policies.value(), ledger.value(), expected, *first_report,
                             as_of.value())) {
        return 1;
    }
    std::printf("%zu\n", compared);
    return 0;
}
