// The index: each account's row read once, its own findings found, its name made a key, and the record put into the table of its key.
#include <random>
#include <stdexcept>

#include <ecflink/verify.hpp>

#include "bulk/index_tables.hpp"
#include "bulk/workers.hpp"
#include "names/name_key.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {
namespace {

using tables = ledger_index::tables;

/// Which of a few bits are set, as they stand in `facts`.
std::uint32_t pack(findings found, unsigned first, unsigned bits) noexcept {
    return static_cast<std::uint32_t>(found.bits() >> first & ((std::uint64_t{1} << bits) - 1)) << record_facts_shift;
}

template <class E>
E known_token(std::uint8_t number, E if_unreadable = E::missing) noexcept {
    return number == unreadable_token ? if_unreadable : static_cast<E>(number);
}

/// The keys of the names of a block.
struct name_block {
    name_block(const text_column& column, std::size_t first, std::size_t rows, const keyed_hash& hash) {
        const text_block block(column, first, rows);
        if (const auto run = block.run()) {
            key_plain_names(*run, hash, keys.data());
        } else {
            std::fill_n(keys.begin(), rows, no_name);
        }
        for (std::size_t i = 0; i < rows; ++i) {
            if (keys[i] == no_name) {
                const std::string_view name = text_at(column, first + i);
                if (name.size() > max_name_bytes) {
                    too_long |= std::uint64_t{1} << i;
                } else if (!name.empty()) {
                    keys[i] = name_key(name, hash);
                }
            }
        }
    }

    static_assert(block_rows <= 64);
    std::uint64_t too_long = 0;  ///< a bit for each row whose name cannot be read
    std::array<std::uint64_t, block_rows> keys;
};

// ---- central accounts -----------------------------------------------------------------------------------------------

/// What reads a batch of central accounts.
struct central_batch_reader {
    explicit central_batch_reader(const central_account_columns& batch)
        : table(&batch),
          usage(batch.usage, central_usage::missing),
          status(batch.status, central_status::missing),
          generation(batch.generation, central_generation::missing),
          search(batch.search_status, search_status::active),
          mfa(batch.mfa, mfa_state::missing),
          registration(batch.registration, registration_type::missing),
          pending(batch.pending_change, pending_change::none) {}

    const central_account_columns* table;
    token_reader<central_usage> usage;
    token_reader<central_status> status;
    token_reader<central_generation> generation;
    token_reader<search_status> search;
    token_reader<mfa_state> mfa;
    token_reader<registration_type> registration;
    token_reader<pending_change> pending;
};

void index_centrals(tables& index, const central_batch_reader& batch, std::size_t first, std::size_t rows, std::size_t row_of_all) {
    const central_account_columns& table = *batch.table;
    id_block ids;
    std::array<std::uint8_t, block_rows> usage, status, generation, search, mfa, registration, pending;
    std::array<record_key, block_rows> keys;
    std::array<account_record, block_rows> records;
    std::array<std::uint8_t, block_rows> exact;
    std::size_t exact_rows = 0;
    const keyed_hash hash = index.hash;
    read_ids(table.central_id, first, rows, central_id::capacity, ids);
    for (std::size_t i = 0; i < rows; ++i) {
        if (is_id(ids.sizes[i])) {
            keys[i] = make_central_key(hash, ids.texts[i], ids.sizes[i], [&] { return text_at(table.central_id, first + i); });
            index.centrals.prefetch_to_write(keys[i].hash);
        }
    }
    batch.usage.read(first, rows, usage.data());
    batch.status.read(first, rows, status.data());
    batch.generation.read(first, rows, generation.data());
    batch.search.read(first, rows, search.data());
    batch.mfa.read(first, rows, mfa.data());
    batch.registration.read(first, rows, registration.data());
    batch.pending.read(first, rows, pending.data());

    const name_block names(table.name, first, rows, index.hash);
    const auto& classes = index.courts.central_classes();
    for (std::size_t i = 0; i < rows; ++i) {
        if (!is_id(ids.sizes[i])) {
            continue;  // nobody's account
        }
        const std::size_t row = first + i;
        bool is_malformed = is_marked(table.malformed, row) || (names.too_long >> i & 1) != 0;
        for (const std::uint8_t number : {usage[i], status[i], generation[i], search[i], mfa[i], registration[i], pending[i]}) {
            is_malformed |= number == unreadable_token;
        }
        const auto created = day_at(table.created, row);
        is_malformed |= usage[i] == 0 || status[i] == 0 || created.state == field_state::unreadable;
        central_account account;
        account.usage = known_token<central_usage>(usage[i]);
        account.status = known_token<central_status>(status[i]);
        account.generation = known_token<central_generation>(generation[i]);
        account.search_status = known_token(search[i], search_status::active);
        account.mfa = known_token<mfa_state>(mfa[i]);
        account.registration = known_token<registration_type>(registration[i]);
        account.pending_change = known_token(pending[i], pending_change::none);
        account.exempt = is_true_at(table.exempt, row);
        account.created = created.get<civil_day>();

        // Of the findings, one depends on the instant of verification, and only so that it is not yet so: verification takes it away again.
        const auto found_by = [&](std::size_t of_class) { return observe_central(*classes[of_class], account, latest_instant); };
        account_record& record = records[i];
        record.key = keys[i].text;
        record.name = names.keys[i];
        record.row = static_cast<std::uint32_t>(row_of_all + i);
        record.facts = pack(found_by(0), central_facts::first_finding, central_facts::findings_bits);
        record.facts |= static_cast<std::uint32_t>(account.registration) << central_facts::registration_shift;
        if (account.created) {
            record.facts |=
                units_after(make_instant(*account.created).micros + micros_per_day, central_facts::created_unit, central_facts::created_shift);
        }
        record.facts |= is_malformed ? record_malformed : 0;
        for (std::size_t other = 1; other < classes.size(); ++other) {
            index.central_findings_of_class[other - 1][record.row] =
                static_cast<std::uint16_t>(pack(found_by(other), central_facts::first_finding, central_facts::findings_bits) >> record_facts_shift);
        }
        if (keys[i].is_exact) {
            exact[exact_rows++] = static_cast<std::uint8_t>(i);
        } else {
            index.centrals.insert(keys[i], record, [&](std::uint32_t other) { return index.central_has(other, text_at(table.central_id, row)); });
        }
    }
    index.centrals.insert_block(keys.data(), records.data(), exact_rows, exact.data());
}

// ---- court accounts -------------------------------------------------------------------------------------------------

struct account_batch_reader {
    account_batch_reader(const court_account_columns& batch, court_table& courts)
        : table(&batch),
          court(batch.court, courts, [&](std::string_view text) { return courts.enter(text); }),
          role(batch.role, account_role::missing),
          status(batch.status, account_status::missing),
          pending(batch.pending_change, pending_change::none) {}

    const court_account_columns* table;
    court_reader court;
    token_reader<account_role> role;
    token_reader<account_status> status;
    token_reader<pending_change> pending;
};

/// Whether the court's policy objects to the login.
bool is_unlinkable(const court_rules& court, const id_block& logins, std::size_t i, const text_column& column, std::size_t row) noexcept {
    if (!court.any_unlinkable) {
        return false;
    }
    if (logins.sizes[i] <= 16) {
        bool is_listed = false;
        bool is_beyond_ascii = false;
        short_text rest = logins.texts[i];
        for (std::uint8_t at = 0; at < logins.sizes[i]; ++at) {
            const std::uint64_t byte = (at < 8 ? rest.low >> 8 * at : rest.high >> 8 * (at - 8)) & 0xFF;
            is_beyond_ascii |= byte >= 0x80;
            is_listed |= court.unlinkable[byte & 0x7F];
        }
        if (!is_beyond_ascii) {
            return is_listed;
        }
    }
    court_account account;
    const auto name = login::make(text_at(column, row));
    account.login = name ? name.value() : login{};
    return predicate::login_not_linkable(court.policy->rules, account);
}

void index_accounts(tables& index, const account_batch_reader& batch, std::size_t first, std::size_t rows, std::size_t row_of_all) {
    const court_account_columns& table = *batch.table;
    id_block logins;
    std::array<court_number, block_rows> courts;
    std::array<std::uint8_t, block_rows> role, status, pending;
    std::array<record_key, block_rows> keys;
    std::array<account_record, block_rows> records;
    std::array<std::uint8_t, block_rows> exact;
    std::size_t exact_rows = 0;
    batch.court.read(first, rows, courts.data(), [&](std::string_view text) { return index.courts.enter(text); });
    const keyed_hash hash = index.hash;
    read_ids(table.login, first, rows, login::capacity, logins);
    const auto has_key = [&](std::size_t i) {
        return courts[i] != no_court && is_id(logins.sizes[i]);
    };
    for (std::size_t i = 0; i < rows; ++i) {
        if (has_key(i)) {
            keys[i] = make_account_key(hash, courts[i], logins.texts[i], logins.sizes[i], [&] { return text_at(table.login, first + i); });
            index.accounts.prefetch_to_write(keys[i].hash);
        }
    }
    batch.role.read(first, rows, role.data());
    batch.status.read(first, rows, status.data());
    batch.pending.read(first, rows, pending.data());

    const name_block names(table.name, first, rows, index.hash);
    court_account account;
    for (std::size_t i = 0; i < rows; ++i) {
        if (!has_key(i)) {
            continue;
        }
        const std::size_t row = first + i;
        const court_rules& court = index.courts.rules(courts[i]);
        const link_policy& policy = court.policy->rules;
        const auto principals = count_at(table.principals, row);
        bool is_malformed = is_marked(table.malformed, row) || (names.too_long >> i & 1) != 0 || role[i] == unreadable_token || role[i] == 0 ||
                            status[i] == unreadable_token || status[i] == 0 || pending[i] == unreadable_token ||
                            principals.state == field_state::unreadable;
        account.role = known_token<account_role>(role[i]);
        account.status = known_token<account_status>(status[i]);
        account.pending_change = known_token(pending[i], pending_change::none);
        account.link_locked = is_true_at(table.link_locked, row);
        account.principals = principals.value;
        if (table.opened.unit == time_unit::day) {
            field_reader fields(row, false);
            account.opened = fields.time_or_start_of_date(table.opened, court.policy->zone);
            is_malformed |= fields.is_malformed();
        } else {
            const auto opened = micros_at(table.opened, row);
            is_malformed |= opened.state == field_state::unreadable;
            account.opened = opened.get<instant>();
        }

        findings found = observe_account(policy, account);  // without its login, which comes next
        found.insert_if(finding::login_not_linkable, is_unlinkable(court, logins, i, table.login, row));
        account_record& record = records[i];
        record.key = keys[i].text;
        record.name = names.keys[i];
        record.row = static_cast<std::uint32_t>(row_of_all + i);
        record.facts = pack(found, account_facts::first_finding, account_facts::findings_bits);
        if (policy.roles_with_registrations.contains(account.role)) {
            central_account central;
            for (unsigned registration = 0; registration < account_facts::registrations_bits; ++registration) {
                central.registration = static_cast<registration_type>(registration);
                const bool differs = predicate::kind_role_mismatch(policy, central, account);
                record.facts |= (differs ? 1U : 0U) << (account_facts::registrations_shift + registration);
            }
        }
        if (account.opened) {
            record.facts |= units_after(account.opened->micros, account_facts::opened_unit, account_facts::opened_shift);
        }
        record.facts |= is_malformed ? record_malformed : 0;
        if (keys[i].is_exact) {
            exact[exact_rows++] = static_cast<std::uint8_t>(i);
        } else {
            index.accounts.insert(
                keys[i], record, [&](std::uint32_t other) { return index.account_has(other, text_at(table.court, row), text_at(table.login, row)); });
        }
    }
    index.accounts.insert_block(keys.data(), records.data(), exact_rows, exact.data());
}

// ---- tombstones and roster ------------------------------------------------------------------------------------------

void read_tombstones(tables& index, std::span<const tombstone_columns> batches) {
    for (const tombstone_columns& batch : batches) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const tombstone_row stone = read_row(batch, row);
            if (stone.court.empty() || stone.login.empty() || stone.central.empty()) {
                continue;
            }
            const account_key_text account{text_at(batch.court, row), text_at(batch.login, row)};
            const auto [found, is_new] = index.tombstones.try_emplace({account, text_at(batch.central_id, row)}, stone.removed_at);
            if (!is_new && stone.removed_at < found->second) {
                found->second = stone.removed_at;
            }
            if (const record_number record = index.find_account(account.court, account.login); record != no_record) {
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

keyed_hash::secret draw_secret() {
    std::random_device device;
    keyed_hash::secret drawn{};
    for (std::uint64_t& word : drawn) {
        word = std::uint64_t{device()} << 32 | device();
    }
    return drawn;
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
            index_block(index, readers[batch], row, count, row_of_all);
        });
    });
}

}  // namespace
}  // namespace detail

std::optional<ledger_index> ledger_index::build(const policy_set& policies, const ledger_columns& ledger, const index_options& options) {
    using namespace detail;
    auto built = std::make_unique<tables>(policies, ledger, options.secret ? *options.secret : draw_secret());
    if (std::max(built->central_rows.rows(), built->account_rows.rows()) >= no_record - 1) {
        throw std::length_error("a table has more rows than an index can number");
    }
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
