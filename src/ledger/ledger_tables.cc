// The records and links of a ledger as tables, which `verify` looks at.
#include "ledger/facts.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace {

using namespace detail::ledger;

/// Reads the rows of a table that a clause selects and orders, with the alias `t`.
template <class Table, class Row>
void read_rows(database& db, const statement& select, std::vector<Row>& to) {
    db.stream(select, {}, [&](const row& columns) {
        read_columns<Table>(columns, to.emplace_back());
        return true;
    });
}

template <class Table>
std::string select_fields(std::string_view which) {
    return "SELECT " + columns_in_sql<Table>("t") + " FROM " + std::string(table_name<Table>) + " t " +
           std::string(which);
}

}  // namespace

ledger_result<ledger_tables> ledger::tables() const {
    static const composed_statement centrals(select_fields<central_account_columns>("ORDER BY t.central_id"));
    static const composed_statement accounts(
        select_fields<court_account_columns>("ORDER BY t.court, t.login"));
    static const composed_statement links(select_fields<link_columns>("ORDER BY t.sequence"));
    static const composed_statement tombstones(select_fields<tombstone_columns>("ORDER BY t.sequence"));
    static const composed_statement roster(
        select_fields<roster_columns>("ORDER BY t.court, t.login, t.central_id"));
    static const composed_statement registrations(select_fields<registration_columns>("ORDER BY t.sequence"));
    return store_->read<ledger_tables>([](database& db) {
        ledger_tables all;
        read_rows<central_account_columns>(db, centrals.get(), all.central_accounts);
        read_rows<court_account_columns>(db, accounts.get(), all.court_accounts);
        read_rows<link_columns>(db, links.get(), all.links);
        read_rows<tombstone_columns>(db, tombstones.get(), all.tombstones);
        read_rows<roster_columns>(db, roster.get(), all.roster);
        read_rows<registration_columns>(db, registrations.get(), all.registrations);
        return all;
    });
}

ECFLINK_END_NAMESPACE
