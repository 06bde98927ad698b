#include "verify/account_rows.hpp"

#include "names/name_key.hpp"
#include "tables/rows.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {
namespace {

/// A block of rows of one column. `take` puts the value of a row into a field, which stays as it is
/// where there is none.
template <class Type>
class column_block {
public:
    void read(const column_source<Type>& source, std::size_t first, std::size_t) noexcept {
        column_ = source.column;
        first_ = first;
    }
    field_state take(std::size_t i, const court_policy*, std::optional<civil_day>& to) const noexcept {
        const auto day = day_at(*column_, first_ + i);
        to = day.template get<civil_day>();
        return day.state;
    }
    field_state take(std::size_t i, const court_policy*, std::uint32_t& to) const noexcept {
        const auto number = count_at(*column_, first_ + i);
        to = number.value;
        return number.state;
    }
    field_state take(std::size_t i, const court_policy*, bool& to) const noexcept {
        to = is_true_at(*column_, first_ + i);
        return field_state::read;
    }

private:
    const typename Type::column_type* column_ = nullptr;
    std::size_t first_ = 0;
};

template <class E>
class column_block<field_type::token<E>> {
public:
    void read(const token_reader<E>& source, std::size_t first, std::size_t rows) noexcept {
        source.read(first, rows, numbers_.data());
    }
    field_state take(std::size_t i, const court_policy*, E& to) const noexcept {
        if (numbers_[i] == unreadable_token) {
            return field_state::unreadable;
        }
        to = static_cast<E>(numbers_[i]);
        return to == E::missing ? field_state::missing : field_state::read;
    }

private:
    std::array<std::uint8_t, block_rows> numbers_;
};

template <>
class column_block<field_type::time_or_date> {
public:
    void read(const column_source<field_type::time_or_date>& source, std::size_t first,
              std::size_t rows) noexcept {
        column_ = source.column;
        first_ = first;
        if (column_->unit != time_unit::day && column_->unit != time_unit::absent) {
            read_ = read_instants(*column_, first, rows, micros_.data());
            unreadable_ = valid_rows(column_->valid, first, rows) & ~read_;
        }
    }
    field_state take(std::size_t i, const court_policy* policy, std::optional<instant>& to) const {
        if (column_->unit == time_unit::day) {
            const auto start = micros_or_start_of_date_at(*column_, first_ + i, policy->zone);
            to = start.get<instant>();
            return start.state;
        }
        to = (read_ >> i & 1) != 0 ? std::optional(instant{micros_[i]}) : std::nullopt;
        return (unreadable_ >> i & 1) != 0 ? field_state::unreadable : field_state::read;
    }

private:
    const time_column* column_ = nullptr;
    std::size_t first_ = 0;
    std::uint64_t read_ = 0;  ///< a bit for each row that has an instant
    std::uint64_t unreadable_ = 0;
    std::array<std::int64_t, block_rows> micros_;
};

/// A block of records: the fields that the rules read. Ids are left alone, since keys are read
/// apart.
template <class Table, class Record>
class record_block {
public:
    record_block(const sources_of<Table, Record>& sources, std::size_t first, std::size_t rows) noexcept {
        [&]<std::size_t... At>(std::index_sequence<At...>) {
            (std::get<At>(columns_).read(std::get<At>(sources), first, rows), ...);
        }(std::make_index_sequence<std::tuple_size_v<sources_of<Table, Record>>>());
    }

    /// Sets the fields of a record to those of a row. True, if one of them cannot be read, or is
    /// missing although it is required. Dates are those of the policy's court.
    bool take(std::size_t i, const court_policy* policy, Record& record) const {
        static constexpr Record missing;
        bool is_malformed = false;
        const auto take_field = [&]<class Type, class Field>(const column_block<Type>& column, Field field) {
            if constexpr (!is_id_type<Type>) {
                auto& to = field.get(record);
                to = field.get(missing);
                const field_state state = column.take(i, policy, to);
                is_malformed |= state == field_state::unreadable ||
                                (state == field_state::missing && field.is_required());
            }
        };
        with_record_fields<Table>([&](auto... field) {
            std::apply([&](const auto&... column) { (take_field(column, field), ...); }, columns_);
        });
        return is_malformed;
    }

private:
    decltype(with_record_fields<Table>([](auto... field) {
        return std::tuple<column_block<typename decltype(field)::type>...>();
    })) columns_;
};

/// Whether nothing is given of an account but its login, its role, its status and when it was
/// opened: then `facts_by_role_and_status` of its court has its facts.
bool has_only_role_and_status(const court_account& account) noexcept {
    static constexpr court_account missing;
    const auto stands_apart = [&account](const void* field) {
        return field == &account.login || field == &account.role || field == &account.status ||
               field == &account.opened;
    };
    return with_record_fields<court_account_columns>([&](auto... field) {
        return ((stands_apart(&field.get(account)) || field.get(account) == field.get(missing)) && ...);
    });
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
    const auto read = login::make(text_at(column, row));
    account.login = read ? read.value() : login{};
    return predicate::login_not_linkable(court.policy->rules, account);
}

}  // namespace

void observe_centrals(const central_batch_reader& batch, std::span<const link_policy> rule_sets,
                      const keyed_hash& hash, std::size_t first, std::size_t rows, index_record* records,
                      std::span<std::array<std::uint16_t, block_rows>> by_rule_set) {
    const central_account_columns& table = *batch.table;
    const record_block<central_account_columns, central_account> block(batch.fields, first, rows);
    const name_block names(table.name, first, rows, hash);
    for (std::size_t i = 0; i < rows; ++i) {
        central_account account;
        bool is_malformed = block.take(i, nullptr, account);
        is_malformed |= is_marked(table.malformed, first + i) || (names.too_long >> i & 1) != 0;

        // Findings that depend on the instant of verification are found as if their rules were in
        // force; verification takes them away where they are not.
        const auto found_by = [&](std::size_t rule_set) {
            return central_facts::pack(observe_central(rule_sets[rule_set], account));
        };
        std::uint32_t facts = found_by(0) | static_cast<std::uint32_t>(account.registration)
                                                << central_facts::registration_shift;
        if (account.created) {
            facts |= central_facts::created::after(make_instant(*account.created).micros + micros_per_day);
        }
        records[i].name = names.keys[i];
        records[i].facts = facts | (is_malformed ? record_malformed : 0);
        for (std::size_t other = 1; other < rule_sets.size(); ++other) {
            by_rule_set[other - 1][i] = static_cast<std::uint16_t>(found_by(other) >> record_facts_shift);
        }
    }
}

void observe_accounts(const account_batch_reader& batch, const rules_by_court& rules, const keyed_hash& hash,
                      std::size_t first, std::size_t rows, const court_number* courts_of_rows,
                      const id_block& logins, index_record* records) {
    const court_account_columns& table = *batch.table;
    const record_block<court_account_columns, court_account> block(batch.fields, first, rows);
    const name_block names(table.name, first, rows, hash);
    court_account account;
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t row = first + i;
        const court_rules& court = rules[courts_of_rows[i]];
        const link_policy& policy = court.policy->rules;
        bool is_malformed = block.take(i, court.policy, account);
        is_malformed |= is_marked(table.malformed, row) || (names.too_long >> i & 1) != 0;

        const bool is_known =
            has_only_role_and_status(account) && !predicate::account_opened_after_cutover(policy, account);
        std::uint32_t facts = is_known
                                  ? court.facts_by_role_and_status[static_cast<std::size_t>(account.role)]
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
