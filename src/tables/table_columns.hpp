// table_columns.hpp: a ledger in rows as columns.
#pragma once

#include <memory>

#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// The columns of a ledger's rows; a copy of what they hold.
class table_columns {
public:
    explicit table_columns(const ledger_tables& tables);
    ~table_columns();
    table_columns(const table_columns&) = delete;
    table_columns& operator=(const table_columns&) = delete;

    /// Borrowed from this object.
    [[nodiscard]] ledger_columns view() const noexcept;

private:
    struct columns;
    std::unique_ptr<columns> columns_;
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
