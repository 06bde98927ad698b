// Builds the index: observes the row of each account once, and inserts its record by its key.
#include <ecflink/verify/index.hpp>

#include "tables/rows.hpp"
#include "tables/workers.hpp"
#include "verify/account_rows.hpp"
#include "verify/index_state.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

/// Begins the record of row i of a block, and prefetches its first line.
void begin_record(const record_table& into, record_table::build_block& block, std::size_t i,
                  const record_key& key, std::size_t row) {
    block.hashes[i] = key.hash;
    block.records[i].key = key.text;
    block.records[i].row = static_cast<std::uint32_t>(row);
    (key.is_exact ? block.pending : block.has_long_key) |= std::uint64_t{1} << i;
    into.prefetch(key.hash);
}

void read_centrals(ledger_index::state& index, central_table& table, const central_batch_reader& batch,
                   std::size_t first, std::size_t rows, std::size_t row_of_all,
                   record_table::build_block& block) {
    const text_column& id_column = batch.table->central_id;
    const keyed_hash hash = index.hash;
    id_block ids;
    read_ids(id_column, first, rows, central_id::capacity, ids);
    for (std::size_t i = 0; i < rows; ++i) {
        if (is_id(ids.sizes[i])) {
            const record_key key = make_central_key(hash, ids.texts[i], ids.sizes[i],
                                                    [&] { return text_at(id_column, first + i); });
            begin_record(table.records, block, i, key, row_of_all + i);
        }
    }
    std::vector<std::array<std::uint16_t, block_rows>> by_rule_set(table.findings_by_rule_set.size());
    observe_centrals(batch, index.courts.central_rule_sets(), hash, first, rows, block.records.data(),
                     by_rule_set);
    for (std::size_t other = 0; other < by_rule_set.size(); ++other) {
        std::copy_n(by_rule_set[other].begin(), rows,
                    table.findings_by_rule_set[other].begin() + static_cast<std::ptrdiff_t>(row_of_all));
    }
    for_each_row(block.has_long_key, [&](std::size_t i) {
        table.records.insert(block.hashes[i], block.records[i], [&](std::uint32_t other) {
            return index.central_has(other, text_at(id_column, first + i));
        });
    });
}

void read_accounts(ledger_index::state& index, const account_batch_reader& batch, std::size_t first,
                   std::size_t rows, std::size_t row_of_all, record_table::build_block& block) {
    const court_account_columns& table = *batch.table;
    const keyed_hash hash = index.hash;
    id_block logins;
    std::array<court_number, block_rows> courts;
    batch.court.read(first, rows, courts.data(),
                     [&](std::string_view text) { return index.courts.enter(text); });
    read_ids(table.login, first, rows, login::capacity, logins);
    for (std::size_t i = 0; i < rows; ++i) {
        if (courts[i] != no_court && is_id(logins.sizes[i])) {
            const record_key key = make_account_key(hash, courts[i], logins.texts[i], logins.sizes[i],
                                                    [&] { return text_at(table.login, first + i); });
            begin_record(index.accounts, block, i, key, row_of_all + i);
        }
    }
    observe_accounts(batch, index.courts.rules(), hash, first, rows, courts.data(), logins,
                     block.records.data());
    for_each_row(block.has_long_key, [&](std::size_t i) {
        index.accounts.insert(block.hashes[i], block.records[i], [&](std::uint32_t other) {
            return index.account_has(other, text_at(table.court, first + i), text_at(table.login, first + i));
        });
    });
}

// ---- tombstones and roster ----------------------------------------------------------------------

void read_tombstones(ledger_index::state& index, std::span<const tombstone_columns> batches) {
    for (const tombstone_columns& batch : batches) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const tombstone_row stone = read_row(batch, row);
            if (!has_all_keys(stone)) {
                continue;
            }
            const text_key account{text_at(batch.court, row), text_at(batch.login, row)};
            index.tombstones[{account, text_at(batch.central_id, row)}].push_back(
                {stone.removed_at, stone.lifted_at});
            if (const record_number record = index.find_account(account.first, account.second);
                record != no_record) {
                index.accounts.edit(record).facts |= std::uint32_t{1} << account_facts::tombstoned_shift;
            }
        }
    }
}

void read_roster(ledger_index::state& index, std::span<const roster_columns> batches) {
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

/// Inserts some rows. The lines that the records of a block go into are asked for while other
/// blocks are read.
template <class Reader, class Table, class ReadBlock>
void index_morsel(ledger_index::state& index, const batch_list<Table>& rows, std::span<const Reader> readers,
                  const record_table& into, std::size_t first, std::size_t end, ReadBlock& read_block) {
    std::array<record_table::build_block, 3> ring;
    const auto block_of = [&](std::size_t number) -> record_table::build_block& {
        return ring[number % ring.size()];
    };
    std::size_t blocks = 0;
    rows.for_each_block(first, end,
                        [&](std::size_t batch, std::size_t row, std::size_t count, std::size_t row_of_all) {
                            record_table::build_block& block = block_of(blocks);
                            block.pending = 0;
                            block.has_long_key = 0;
                            prefetch_ahead(rows[batch], row);
                            read_block(index, readers[batch], row, count, row_of_all, block);
                            into.insert_into_first_lines(block);
                            if (blocks >= 1) {
                                into.insert_into_second_lines(block_of(blocks - 1));
                            }
                            if (blocks >= 2) {
                                into.insert_into_last_lines(block_of(blocks - 2));
                            }
                            ++blocks;
                        });
    if (blocks >= 1) {
        into.insert_into_second_lines(block_of(blocks - 1));
    }
    for (std::size_t late = std::min<std::size_t>(blocks, 2); late > 0; --late) {
        into.insert_into_last_lines(block_of(blocks - late));
    }
}

/// Inserts the rows of a table, in morsels.
template <class Reader, class Table, class ReadBlock>
bool index_rows(ledger_index::state& index, const batch_list<Table>& all, const record_table& into,
                std::string_view stage, const work_options& options, ReadBlock read_block,
                const auto&... reader_arguments) {
    const auto make_readers = [&](std::span<const Table> batches) {
        std::vector<Reader> readers;
        readers.reserve(batches.size());
        for (const Table& batch : batches) {
            readers.emplace_back(batch, reader_arguments...);
        }
        return readers;
    };
    const std::vector<Reader> readers = make_readers(all.batches());
    return all.for_each_morsel_of_rows(
        options, stage, [&](unsigned, const batch_list<Table>& rows, std::size_t first, std::size_t end) {
            if (&rows == &all) {
                index_morsel<Reader>(index, rows, readers, into, first, end, read_block);
            } else {
                index_morsel<Reader>(index, rows, make_readers(rows.batches()), into, first, end, read_block);
            }
        });
}

/// Everything but the central accounts. False: it was cancelled.
bool index_part(ledger_index::state& built, std::span<const tombstone_columns> tombstones,
                std::span<const roster_columns> roster, const work_options& options) {
    built.accounts = record_table(built.account_rows.rows());
    if (!index_rows<account_batch_reader>(
            built, built.account_rows, built.accounts, "court accounts", options, read_accounts, built.courts,
            [&](std::string_view court) { return built.courts.enter(court); })) {
        return false;
    }
    read_tombstones(built, tombstones);
    read_roster(built, roster);
    return true;
}

}  // namespace

std::unique_ptr<const ledger_index::state> build_index(const policy_set& policies,
                                                       const account_tables& tables,
                                                       const index_options& options) {
    const detail::keyed_hash hash(options.secret ? *options.secret : detail::keyed_hash::draw_secret());
    const auto centrals = std::make_shared<central_table>(tables.central_accounts);
    auto built = std::make_unique<ledger_index::state>(policies, tables.court_accounts, hash, centrals);
    for (std::size_t other = 1; other < built->courts.central_rule_sets().size(); ++other) {
        centrals->findings_by_rule_set.emplace_back(centrals->rows.rows());
    }
    const auto read_block = [&centrals](ledger_index::state& index, auto&&... where) {
        read_centrals(index, *centrals, where...);
    };
    if (!index_rows<central_batch_reader>(*built, centrals->rows, centrals->records, "central accounts",
                                          options, read_block) ||
        !index_part(*built, tables.tombstones, tables.roster, options)) {
        return nullptr;
    }
    return built;
}

}  // namespace detail::verify

work_result<ledger_index> ledger_index::build(const policy_set& policies, const ledger_columns& ledger,
                                              const index_options& options) {
    using namespace detail::verify;
    auto built =
        build_index(policies,
                    {.central_accounts = batch_list<central_account_columns>(ledger.central_accounts),
                     .court_accounts = batch_list<court_account_columns>(ledger.court_accounts),
                     .tombstones = ledger.tombstones,
                     .roster = ledger.roster},
                    options);
    if (!built) {
        return work_error::cancelled;
    }
    return ledger_index(std::move(built));
}

work_result<ledger_index> ledger_index::build_part(const ledger_index& centrals, const ledger_columns& part,
                                                   const work_options& options) {
    using namespace detail::verify;
    const state& given = centrals.get();
    auto built =
        std::make_unique<state>(*given.policies, batch_list<court_account_columns>(part.court_accounts),
                                given.hash, given.central_accounts);
    if (!index_part(*built, part.tombstones, part.roster, options)) {
        return work_error::cancelled;
    }
    return ledger_index(std::move(built));
}

std::size_t ledger_index::memory() const noexcept {
    std::size_t bytes = state_->centrals.memory() + state_->accounts.memory();
    for (const auto& found : state_->central_findings_by_rule_set) {
        bytes += found.size() * sizeof(found[0]);
    }
    return bytes;
}

ledger_index::ledger_index(std::unique_ptr<const state> built) noexcept : state_(std::move(built)) {}
ledger_index::~ledger_index() = default;
ledger_index::ledger_index(ledger_index&&) noexcept = default;
ledger_index& ledger_index::operator=(ledger_index&&) noexcept = default;

ECFLINK_END_NAMESPACE
