// rows_as_columns.hpp: a ledger in rows, as the columns that bulk work takes. Compiled.
#pragma once

#include <memory>

#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The rows of a ledger as columns, which this object owns. Immutable: any number of threads may
/// use one.
class rows_as_columns {
public:
    /// Copies what the rows hold; they are not needed afterwards.
    explicit rows_as_columns(const ledger_tables& tables);
    ~rows_as_columns();
    rows_as_columns(rows_as_columns&&) noexcept;
    rows_as_columns& operator=(rows_as_columns&&) noexcept;

    /// Borrowed from this object.
    [[nodiscard]] ledger_columns columns() const noexcept;

private:
    struct state;
    std::unique_ptr<const state> state_;
};

ECFLINK_END_NAMESPACE
