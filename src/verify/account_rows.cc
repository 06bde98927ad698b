#include "verify/account_rows.hpp"

#include "names/name_key.hpp"
#include "tables/rows.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

template <class E>
E known_token(std::uint8_t number, E if_unreadable = E::missing) noexcept {
    return number == unreadable_token ? if_unreadable : static_cast<E>(number);
}

/// The keys of the names of a block.
struct name_block {
    name_block(const text_column& column, std::size_t first, std::size_t rows, const keyed_hash& hash) {
        if (const auto run = run_of(column, first, rows)) {
            key_plain_names(*run, hash, keys.data());
            for_each_row(null_rows(column.valid, first, rows),
                         [&](std::size_t i) { keys[i] = names::no_name; });
        } else {
            std::fill_n(keys.begin(), rows, names::no_name);
        }
        for (std::size_t i = 0; i < rows; ++i) {
            if (keys[i] == names::no_name) {
                const std::string_view name = text_at(column, first + i);
                if (name.size() > max_name_bytes) {
                    too_long |= std::uint64_t{1} << i;
                } else if (!name.empty()) {
                    keys[i] = names::name_key(name, hash);
                }
            }
        }
    }

    std::uint64_t too_long = 0;  ///< a bit for each row whose name cannot be read
    std::array<std::uint64_t, block_rows> keys;
};

/// Whether the court's policy objects to the login.
bool is_unlinkable(const court_rules& court, const id_block& logins, std::size_t i, const text_column& column,
                   std::size_t row) noexcept {
    if (!court.any_unlinkable) {
        return false;
    }
    if (logins.sizes[i] <= 16) {
        bool is_listed = false;
        bool is_beyond_ascii = false;
        const short_text rest = logins.texts[i];
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

}  // namespace

std::uint32_t facts_of(const link_policy& policy, const court_account& account) noexcept {
    std::uint32_t facts = account_facts::pack(observe_account(policy, account));
    if (policy.roles_with_registrations.contains(account.role)) {
        central_account central;
        for (unsigned registration = 0; registration < account_facts::registrations_bits; ++registration) {
            central.registration = static_cast<registration_type>(registration);
            const bool differs = predicate::kind_role_mismatch(policy, central, account);
            facts |= (differs ? 1U : 0U) << (account_facts::registrations_shift + registration);
        }
    }
    return facts;
}

void observe_centrals(const central_batch_reader& batch, std::span<const link_policy> classes,
                      const keyed_hash& hash, std::size_t first, std::size_t rows, index_record* records,
                      std::span<std::array<std::uint16_t, block_rows>> of_classes) {
    const central_account_columns& table = *batch.table;
    std::array<std::uint8_t, block_rows> usage;
    std::array<std::uint8_t, block_rows> status;
    std::array<std::uint8_t, block_rows> generation;
    std::array<std::uint8_t, block_rows> search;
    std::array<std::uint8_t, block_rows> mfa;
    std::array<std::uint8_t, block_rows> registration;
    std::array<std::uint8_t, block_rows> pending;
    batch.usage.read(first, rows, usage.data());
    batch.status.read(first, rows, status.data());
    batch.generation.read(first, rows, generation.data());
    batch.search.read(first, rows, search.data());
    batch.mfa.read(first, rows, mfa.data());
    batch.registration.read(first, rows, registration.data());
    batch.pending.read(first, rows, pending.data());
    const name_block names(table.name, first, rows, hash);
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t row = first + i;
        bool is_malformed = is_marked(table.malformed, row) || (names.too_long >> i & 1) != 0;
        for (const std::uint8_t number :
             {usage[i], status[i], generation[i], search[i], mfa[i], registration[i], pending[i]}) {
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

        // Of the findings, one depends on the instant of verification and is found here as if it
        // were asked for: verification takes it away where it is not, or not yet.
        const auto found_by = [&](std::size_t of_class) {
            return central_facts::pack(observe_central(classes[of_class], account, latest_instant));
        };
        std::uint32_t facts = found_by(0) | static_cast<std::uint32_t>(account.registration)
                                                << central_facts::registration_shift;
        if (account.created) {
            facts |= central_facts::created::after(make_instant(*account.created).micros + micros_per_day);
        }
        records[i].name = names.keys[i];
        records[i].facts = facts | (is_malformed ? record_malformed : 0);
        for (std::size_t other = 1; other < classes.size(); ++other) {
            of_classes[other - 1][i] = static_cast<std::uint16_t>(found_by(other) >> record_facts_shift);
        }
    }
}

void observe_accounts(const account_batch_reader& batch, const rules_by_court& rules, const keyed_hash& hash,
                      std::size_t first, std::size_t rows, const court_number* courts_of_rows,
                      const id_block& logins, index_record* records) {
    const court_account_columns& table = *batch.table;
    std::array<std::uint8_t, block_rows> role;
    std::array<std::uint8_t, block_rows> status;
    std::array<std::uint8_t, block_rows> pending;
    batch.role.read(first, rows, role.data());
    batch.status.read(first, rows, status.data());
    batch.pending.read(first, rows, pending.data());
    const name_block names(table.name, first, rows, hash);
    const bool has_dates = table.opened.unit == time_unit::day;
    const bool has_instants = !has_dates && table.opened.unit != time_unit::absent;
    std::array<std::int64_t, block_rows> opened;
    const std::uint64_t has_opened =
        has_instants ? read_instants(table.opened, first, rows, opened.data()) : 0;
    const std::uint64_t unreadable_opened =
        has_instants ? valid_rows(table.opened.valid, first, rows) & ~has_opened : 0;
    const std::uint64_t malformed = names.too_long | unreadable_opened;
    court_account account;
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t row = first + i;
        const court_rules& court = rules[courts_of_rows[i]];
        const link_policy& policy = court.policy->rules;
        const auto principals = count_at(table.principals, row);
        bool is_malformed = is_marked(table.malformed, row) || (malformed >> i & 1) != 0 ||
                            role[i] == unreadable_token || role[i] == 0 || status[i] == unreadable_token ||
                            status[i] == 0 || pending[i] == unreadable_token ||
                            principals.state == field_state::unreadable;
        account.role = known_token<account_role>(role[i]);
        account.status = known_token<account_status>(status[i]);
        account.pending_change = known_token(pending[i], pending_change::none);
        account.link_locked = is_true_at(table.link_locked, row);
        account.principals = principals.value;
        if (has_dates) {
            field_reader fields(row, false);
            account.opened = fields.time_or_start_of_date(table.opened, court.policy->zone);
            is_malformed |= fields.is_malformed();
        } else {
            account.opened = (has_opened >> i & 1) != 0 ? std::optional(instant{opened[i]}) : std::nullopt;
        }

        const bool is_plain = account.pending_change == pending_change::none && !account.link_locked &&
                              account.principals == 0 &&
                              !predicate::account_opened_after_cutover(policy, account);
        std::uint32_t facts = is_plain ? court.plain_accounts[static_cast<std::size_t>(account.role)]
                                                             [static_cast<std::size_t>(account.status)]
                                       : facts_of(policy, account);
        if (is_unlinkable(court, logins, i, table.login, row)) {
            facts |= account_facts::pack(finding::login_not_linkable);
        }
        if (account.opened) {
            facts |= account_facts::opened::after(account.opened->micros);
        }
        records[i].name = names.keys[i];
        records[i].facts = facts | (is_malformed ? record_malformed : 0);
    }
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
