#include "cli/whole_ledger.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include <ecflink/tables/column_text.hpp>
#include <ecflink/verify/verify.hpp>

#include "cli/bulk_options.hpp"
#include "cli/counted.hpp"
#include "cli/csv_text.hpp"
#include "cli/file_troubles.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_place.hpp"

namespace ecflink::cli {
namespace {

template <class Table>
std::uint64_t rows_of(std::span<const Table> batches) noexcept {
    std::uint64_t rows = 0;
    for (const Table& batch : batches) {
        rows += batch.rows;
    }
    return rows;
}

void append_fields(std::string& record, std::initializer_list<const text_column*> columns, std::size_t row) {
    for (const text_column* column : columns) {
        append_key_text(record, text_of_row(*column, row));
        record += ',';
    }
}

}  // namespace

whole_ledger::whole_ledger(const std::string& place, const policy_set& policies, unsigned threads,
                           const needed_tables& needed, const std::string& links) {
    if (is_ledger_address(place)) {
        const ledger_tables tables = read_tables(place, policies, links);
        extent_.files = tables.files;
        extent_.warnings = tables.warnings;
        tables_.emplace(tables);
    } else {
        refuse_file(place);
        progress_line progress;
        auto read =
            ledger_folder::read(place, policies, bulk_options(progress, "read", threads), needed, links);
        stop_if_cancelled();
        if (!read) {
            throw failure(read.error());
        }
        extent_.files.assign(read.value().files().begin(), read.value().files().end());
        extent_.warnings.assign(read.value().warnings().begin(), read.value().warnings().end());
        folder_ = std::move(read).value();
    }
    const ledger_columns all = columns();
    extent_.links = rows_of(all.links);
    extent_.court_accounts = rows_of(all.court_accounts);
    extent_.central_accounts = rows_of(all.central_accounts);
}

std::uint64_t whole_ledger::removed() const {
    std::uint64_t count = 0;
    for (const link_columns& batch : columns().links) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            count += text_of_row(batch.state, row) == to_token(link_state::removed) ? 1 : 0;
        }
    }
    return count;
}

verified_links verify_links(const whole_ledger& ledger, const policy_set& policies, instant as_of,
                            const verify_output& answers, progress_line& progress, unsigned threads) {
    const ledger_columns columns = ledger.columns();
    auto index = ledger_index::build(policies, columns, bulk_options(progress, "index", threads));
    stop_if_cancelled();
    auto counts =
        verify(index.value(), columns.links, as_of, answers, bulk_options(progress, "verify", threads));
    stop_if_cancelled();
    return {std::move(index).value(), std::move(counts).value()};
}

void keep_inputs_apart(const std::string& option, const std::string& out, const std::string& place,
                       const run_policies& in_force, std::span<const file_summary> files) {
    if (std::error_code ignored; !std::filesystem::exists(out, ignored)) {
        return;
    }
    constexpr std::string_view what = "read by the same run";
    for (const file_summary& table : files) {
        refuse_if_same(option, out, table.file, what);
    }
    for (const std::string& file : in_force.files) {
        refuse_if_same(option, out, file, what);
    }
    if (is_ledger_address(place)) {
        for (const std::string& own : parse_ledger_address(place).files()) {
            refuse_if_same(option, out, own, what);
        }
    }
}

std::string rows_in_words(const ledger_extent& ledger) {
    return fmt::format("{}, {}, {}; {} malformed", counted(ledger.links, "link", "links"),
                       counted(ledger.court_accounts, "court account", "court accounts"),
                       counted(ledger.central_accounts, "central account", "central accounts"),
                       malformed_rows(ledger.files));
}

json rows_to_json(const ledger_extent& ledger, std::uint64_t removed) {
    return {{"links", ledger.links},
            {"court-accounts", ledger.court_accounts},
            {"central-accounts", ledger.central_accounts},
            {"malformed", malformed_rows(ledger.files)},
            {"removed", removed}};
}

void append_key(std::string& record, const link_columns& batch, std::size_t row) {
    append_fields(record, {&batch.court, &batch.login, &batch.central_id}, row);
}

void append_key(std::string& record, const court_account_columns& batch, std::size_t row) {
    append_fields(record, {&batch.court, &batch.login}, row);
}

}  // namespace ecflink::cli
