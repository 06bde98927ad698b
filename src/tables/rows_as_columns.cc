#include <ecflink/tables/rows_as_columns.hpp>

#include "tables/table_columns.hpp"

ECFLINK_BEGIN_NAMESPACE

struct rows_as_columns::state {
    detail::tables::table_columns columns;
};

rows_as_columns::rows_as_columns(const ledger_tables& tables)
    : state_(new state{.columns = detail::tables::table_columns(tables)}) {}
rows_as_columns::~rows_as_columns() = default;
rows_as_columns::rows_as_columns(rows_as_columns&&) noexcept = default;
rows_as_columns& rows_as_columns::operator=(rows_as_columns&&) noexcept = default;

ledger_columns rows_as_columns::columns() const noexcept { return state_->columns.view(); }

ECFLINK_END_NAMESPACE
