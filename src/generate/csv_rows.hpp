// csv_rows.hpp: the tables of a made-up ledger as CSV.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generate/generator.hpp"

namespace ecflink::generate {

/// Writes the rows of one table: central_account_row, court_account_row or link_row. The columns
/// are those that the generator fills under a plan. Immutable; safe from any number of threads.
template <class Row>
class csv_rows {
public:
    explicit csv_rows(const ledger_plan& plan);

    /// The header row, with its line feed.
    [[nodiscard]] std::string header() const;
    /// Adds a row, with its line feed.
    void append(std::string& text, const Row& row) const;

private:
    struct column {
        std::string_view name;
        void (*append)(std::string& text, const Row& row);
    };
    std::vector<column> columns_;
};

}  // namespace ecflink::generate
