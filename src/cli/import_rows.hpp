// import_rows.hpp: imports the links of tables into a ledger, and tells what became of each row.
#pragma once

#include "cli/json.hpp"
#include "cli/ledger_session.hpp"
#include "cli/row_places.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

struct imported_rows {
    import_summary summary;
    std::vector<import_outcome> rows;

    /// True if no row was refused, held or tombstoned.
    [[nodiscard]] bool is_whole() const noexcept;
};

/// Throws a failure if it is cancelled; the rows before that stay imported.
[[nodiscard]] imported_rows import_rows(ledger_session& session, const ledger_tables& tables,
                                        const std::optional<acting>& approved, const acting& by, instant at,
                                        run how);

/// How many rows of each answer; then the first ten rows that were not imported or that an approval
/// let in: where each stands, both names, and every finding with its disposition.
[[nodiscard]] std::string in_words(const imported_rows& imported, const ledger_tables& tables,
                                   const ledger_session& session, row_places& places, const screen& on,
                                   run how = run::write);
/// How many rows of each answer.
[[nodiscard]] json answers_as_json(const imported_rows& imported);
/// Those first ten rows as members of a JSON result, and how many more there are.
void add_rows(json& result, const imported_rows& imported, const ledger_tables& tables,
              const ledger_session& session, row_places& places);

}  // namespace ecflink::cli
