// Reads a ledger folder as rows, which are copies of its columns.
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>

#include "tables/rows.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

/// Calls `add` for every row of a table.
template <class Table, class Add>
void for_each_row(std::span<const Table> batches, Add add) {
    for (const Table& batch : batches) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            add(batch, row);
        }
    }
}

ledger_tables to_rows(const ledger_columns& columns, const policy_set& policies) {
    using detail::tables::read_fields;
    using detail::tables::read_row;
    using detail::tables::text_at;
    ledger_tables tables;
    for_each_row(columns.central_accounts, [&](const central_account_columns& batch, std::size_t row) {
        central_account_row& read = tables.central_accounts.emplace_back();
        read.malformed = read_fields(batch, row, read);
    });
    for_each_row(columns.court_accounts, [&](const court_account_columns& batch, std::size_t row) {
        court_account_row& read = tables.court_accounts.emplace_back();
        read.malformed = read_fields(batch, row, read, &policies);
        if (read.account.role == account_role::missing) {
            read.unreadable_role = text_at(batch.role, row);
        }
    });
    for_each_row(columns.links, [&](const link_columns& batch, std::size_t row) {
        const link_row& link = tables.links.emplace_back(read_row(batch, row));
        if (!detail::tables::has_all_keys(link)) {
            tables.unreadable_keys[tables.links.size() - 1] = {std::string(text_at(batch.court, row)),
                                                               std::string(text_at(batch.login, row)),
                                                               std::string(text_at(batch.central_id, row))};
        }
    });
    for_each_row(columns.tombstones, [&](const tombstone_columns& batch, std::size_t row) {
        tables.tombstones.push_back(read_row(batch, row));
    });
    for_each_row(columns.registrations, [&](const registration_columns& batch, std::size_t row) {
        tables.registrations.push_back(read_row(batch, row));
    });
    for_each_row(columns.roster, [&](const roster_columns& batch, std::size_t row) {
        tables.roster.push_back(read_row(batch, row));
    });
    return tables;
}

}  // namespace

result<ledger_tables, std::vector<diagnostic>> read_ledger(const std::filesystem::path& folder,
                                                           const policy_set& policies,
                                                           const work_options& options,
                                                           const std::filesystem::path& links) {
    auto read = ledger_folder::read(folder, policies, options, {}, links);
    if (!read) {
        return std::move(read).error();
    }
    const ledger_folder& found = read.value();
    ledger_tables tables = to_rows(found.columns(), policies);
    tables.files.assign(found.files().begin(), found.files().end());
    tables.warnings.assign(found.warnings().begin(), found.warnings().end());
    return tables;
}

ECFLINK_END_NAMESPACE
