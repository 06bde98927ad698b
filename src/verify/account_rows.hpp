// account_rows.hpp: the findings of accounts alone, and the keys of their names, a block of rows at
// a time.
#pragma once

#include <tuple>
#include <utility>

#include "tables/fields.hpp"
#include "verify/index_state.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// What reads a column of one of the types of fields.def: the column itself, but for tokens.
template <class Type>
struct column_source {
    column_source(const typename Type::column_type& from, const auto&) noexcept : column(&from) {}
    const typename Type::column_type* column;
};
template <class E>
struct column_source<field_type::token<E>> : token_reader<E> {
    using token_reader<E>::token_reader;
};

/// One for each field of the records of a batch; a missing field is what it is in `Record{}`.
template <class Table, class Record>
[[nodiscard]] auto make_sources(const Table& batch) {
    static constexpr Record missing;
    return with_record_fields<Table>([&](auto... field) {
        return std::tuple<column_source<typename decltype(field)::type>...>(
            column_source<typename decltype(field)::type>(batch.*field.column, field.get(missing))...);
    });
}
template <class Table, class Record>
using sources_of = decltype(make_sources<Table, Record>(std::declval<const Table&>()));

/// What reads a batch of central accounts.
struct central_batch_reader {
    explicit central_batch_reader(const central_account_columns& batch)
        : table(&batch), fields(make_sources<central_account_columns, central_account>(batch)) {}

    const central_account_columns* table;
    sources_of<central_account_columns, central_account> fields;
};

/// What reads a batch of court accounts.
struct account_batch_reader {
    /// `look_up` gives the number of a court without a policy.
    template <class LookUp>
    account_batch_reader(const court_account_columns& batch, const court_table& courts, LookUp look_up)
        : table(&batch),
          court(batch.court, courts, look_up),
          fields(make_sources<court_account_columns, court_account>(batch)) {}

    const court_account_columns* table;
    court_reader court;
    sources_of<court_account_columns, court_account> fields;
};

/// Observes a block of central accounts: sets `name` and `facts` of their records. The findings of
/// the rule sets after the first go into `by_rule_set`, by rule set and row.
void observe_centrals(const central_batch_reader& batch, std::span<const link_policy> rule_sets,
                      const keyed_hash& hash, std::size_t first, std::size_t rows, index_record* records,
                      std::span<std::array<std::uint16_t, block_rows>> by_rule_set);

/// Observes a block of court accounts, whose courts and logins have been read: sets `name` and
/// `facts` of their records.
void observe_accounts(const account_batch_reader& batch, const rules_by_court& rules, const keyed_hash& hash,
                      std::size_t first, std::size_t rows, const court_number* courts_of_rows,
                      const id_block& logins, index_record* records);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
