// The index: each account's row is observed once, and its record put into the table of its key.
#include <ecflink/verify.hpp>

#include "bulk/account_rows.hpp"
#include "bulk/index_tables.hpp"
#include "bulk/rows.hpp"
#include "bulk/workers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {
namespace {

using tables = ledger_index::tables;

/// The records of a block, on their way into their table.
struct record_block {
    std::array<record_key, block_rows> keys;
    std::array<account_record, block_rows> records;

    /// Puts the rows with keys in. `same_text(i, row)` compares the long key of row i with that of another row of the table.
    template <class HasKey, class SameText>
    void insert(const record_table& into, std::size_t rows, std::size_t row_of_all, HasKey has_key, SameText same_text) {
        std::uint64_t exact = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            if (!has_key(i)) {
                continue;  // nobody's account
            }
            records[i].key = keys[i].text;
            records[i].row = static_cast<std::uint32_t>(row_of_all + i);
            if (keys[i].is_exact) {
                exact |= std::uint64_t{1} << i;
            } else {
                into.insert(keys[i], records[i], [&](std::uint32_t other) { return same_text(i, other); });
            }
        }
        into.insert_block(keys.data(), records.data(), exact);
    }
};

void index_centrals(tables& index, const central_batch_reader& batch, std::size_t first, std::size_t rows, std::size_t row_of_all) {
    const text_column& id_column = batch.table->central_id;
    const keyed_hash hash = index.hash;
    id_block ids;
    record_block block;
    read_ids(id_column, first, rows, central_id::capacity, ids);
    const auto has_key = [&](std::size_t i) { return is_id(ids.sizes[i]); };
    for (std::size_t i = 0; i < rows; ++i) {
        if (has_key(i)) {
            block.keys[i] = make_central_key(hash, ids.texts[i], ids.sizes[i], [&] { return text_at(id_column, first + i); });
            index.centrals.prefetch_to_write(block.keys[i].hash);
        }
    }
    std::vector<std::array<std::uint16_t, block_rows>> of_classes(index.central_findings_of_class.size());
    observe_centrals(batch, index.courts, hash, first, rows, block.records.data(), of_classes);
    for (std::size_t other = 0; other < of_classes.size(); ++other) {
        std::copy_n(of_classes[other].begin(), rows, index.central_findings_of_class[other].begin() + static_cast<std::ptrdiff_t>(row_of_all));
    }
    block.insert(index.centrals, rows, row_of_all, has_key,
                 [&](std::size_t i, std::uint32_t other) { return index.central_has(other, text_at(id_column, first + i)); });
}

void index_accounts(tables& index, const account_batch_reader& batch, std::size_t first, std::size_t rows, std::size_t row_of_all) {
    const court_account_columns& table = *batch.table;
    const keyed_hash hash = index.hash;
    id_block logins;
    std::array<court_number, block_rows> courts;
    record_block block;
    batch.court.read(first, rows, courts.data(), [&](std::string_view text) { return index.courts.enter(text); });
    read_ids(table.login, first, rows, login::capacity, logins);
    const auto has_key = [&](std::size_t i) { return courts[i] != no_court && is_id(logins.sizes[i]); };
    for (std::size_t i = 0; i < rows; ++i) {
        if (has_key(i)) {
            block.keys[i] = make_account_key(hash, courts[i], logins.texts[i], logins.sizes[i], [&] { return text_at(table.login, first + i); });
            index.accounts.prefetch_to_write(block.keys[i].hash);
        }
    }
    observe_accounts(batch, index.courts, hash, first, rows, courts.data(), logins, block.records.data());
    block.insert(index.accounts, rows, row_of_all, has_key, [&](std::size_t i, std::uint32_t other) {
        return index.account_has(other, text_at(table.court, first + i), text_at(table.login, first + i));
    });
}

// ---- tombstones and roster ------------------------------------------------------------------------------------------

void read_tombstones(tables& index, std::span<const tombstone_columns> batches) {
    for (const tombstone_columns& batch : batches) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const tombstone_row stone = read_row(batch, row);
            if (!has_all_keys(stone)) {
                continue;
            }
            const text_key account{text_at(batch.court, row), text_at(batch.login, row)};
            const auto [found, is_new] = index.tombstones.try_emplace({account, text_at(batch.central_id, row)}, stone.removed_at);
            if (!is_new && stone.removed_at < found->second) {
                found->second = stone.removed_at;
            }
            if (const record_number record = index.find_account(account.first, account.second); record != no_record) {
                index.accounts.edit(record).facts |= std::uint32_t{1} << account_facts::tombstoned_shift;
            }
        }
    }
}

void read_roster(tables& index, std::span<const roster_columns> batches) {
    for (const roster_columns& batch : batches) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const roster_row entry = read_row(batch, row);
            if (!entry.court.empty() && !entry.login.empty()) {
                index.rostered_accounts.insert({text_at(batch.court, row), text_at(batch.login, row)});
            }
            if (!entry.court.empty() && !entry.central.empty()) {
                index.rostered_centrals.insert({text_at(batch.court, row), text_at(batch.central_id, row)});
            }
        }
    }
}

/// Reads the rows of a table in morsels.
template <class Reader, class Table, class Index>
bool index_rows(tables& index, const batch_list<Table>& rows, std::string_view stage, const work_options& options, Index index_block,
                auto... reader_arguments) {
    std::vector<Reader> readers;
    readers.reserve(rows.batches().size());
    for (const Table& batch : rows.batches()) {
        readers.emplace_back(batch, reader_arguments.get()...);
    }
    return for_each_morsel(options, stage, rows.rows(), [&](unsigned, std::size_t first, std::size_t end) {
        rows.for_each_block(first, end, [&](std::size_t batch, std::size_t row, std::size_t count, std::size_t row_of_all) {
            prefetch_ahead(rows[batch], row);
            index_block(index, readers[batch], row, count, row_of_all);
        });
    });
}

}  // namespace
}  // namespace detail

std::optional<ledger_index> ledger_index::build(const policy_set& policies, const ledger_columns& ledger, const index_options& options) {
    using namespace detail;
    auto built = std::make_unique<tables>(policies, ledger, options.secret ? *options.secret : keyed_hash::draw_secret());
    built->centrals = record_table(built->central_rows.rows());
    built->accounts = record_table(built->account_rows.rows());
    for (std::size_t other = 1; other < built->courts.central_classes().size(); ++other) {
        built->central_findings_of_class.emplace_back(built->central_rows.rows());
    }
    if (!index_rows<central_batch_reader>(*built, built->central_rows, "central accounts", options, index_centrals) ||
        !index_rows<account_batch_reader>(*built, built->account_rows, "court accounts", options, index_accounts, std::ref(built->courts))) {
        return std::nullopt;
    }
    read_tombstones(*built, ledger.tombstones);
    read_roster(*built, ledger.roster);
    return ledger_index(std::move(built));
}

std::size_t ledger_index::memory() const noexcept {
    std::size_t bytes = tables_->centrals.memory() + tables_->accounts.memory();
    for (const auto& of_class : tables_->central_findings_of_class) {
        bytes += of_class.size() * sizeof(of_class[0]);
    }
    return bytes;
}

ledger_index::ledger_index(std::unique_ptr<const tables> built) noexcept : tables_(std::move(built)) {}
ledger_index::~ledger_index() = default;
ledger_index::ledger_index(ledger_index&&) noexcept = default;
ledger_index& ledger_index::operator=(ledger_index&&) noexcept = default;

ECFLINK_END_NAMESPACE
