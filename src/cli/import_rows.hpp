// import_rows.hpp: imports the links of tables into a ledger, and tells what became of each row.
#pragma once

#include "cli/json.hpp"
#include "cli/ledger_session.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {

struct imported_rows {
    import_summary summary;
    std::vector<import_outcome> rows;
};

/// Throws a failure if it is cancelled; the rows before that stay imported.
[[nodiscard]] imported_rows import_rows(ledger_session& session, const ledger_tables& tables,
                                        const std::optional<acting>& approved, const acting& by, instant at,
                                        run how);

/// How many rows of each answer.
[[nodiscard]] std::string in_words(const imported_rows& imported, const screen& on);
[[nodiscard]] json to_json(const imported_rows& imported);

}  // namespace ecflink::cli
