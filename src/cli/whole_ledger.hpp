// whole_ledger.hpp: all tables of a ledger, in columns.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/rows_as_columns.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

#include "cli/json.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/progress_line.hpp"

namespace ecflink::cli {

/// What a ledger consists of.
struct ledger_extent {
    std::vector<file_summary> files;
    std::vector<diagnostic> warnings;
    std::uint64_t links = 0;
    std::uint64_t court_accounts = 0;
    std::uint64_t central_accounts = 0;
};

/// The tables of a folder, or of the ledger at an address.
class whole_ledger {
public:
    /// `links`: what is read in place of the folder's links, if anything is. Throws a failure with
    /// every trouble, or if it is cancelled.
    whole_ledger(const std::string& place, const policy_set& policies, unsigned threads,
                 const needed_tables& needed = {}, const std::string& links = {});

    [[nodiscard]] ledger_columns columns() const noexcept {
        return folder_ ? folder_->columns() : tables_->columns();
    }
    [[nodiscard]] const ledger_extent& extent() const noexcept { return extent_; }
    [[nodiscard]] std::span<const file_summary> files() const noexcept { return extent_.files; }
    [[nodiscard]] std::span<const diagnostic> warnings() const noexcept { return extent_.warnings; }
    /// How many rows there are.
    [[nodiscard]] std::uint64_t links() const noexcept { return extent_.links; }
    /// How many of the links an authority has removed. Looks at all of them.
    [[nodiscard]] std::uint64_t removed() const;
    [[nodiscard]] std::uint64_t court_accounts() const noexcept { return extent_.court_accounts; }
    [[nodiscard]] std::uint64_t central_accounts() const noexcept { return extent_.central_accounts; }

private:
    std::optional<ledger_folder> folder_;
    std::optional<rows_as_columns> tables_;  ///< of an address
    ledger_extent extent_;
};

/// What a verification counted, and the index that it made.
struct verified_links {
    ledger_index index;  ///< borrows the tables
    ledger_report counts;
};
/// Assesses every link of a ledger. Throws a failure if it is cancelled.
[[nodiscard]] verified_links verify_links(const whole_ledger& ledger, const policy_set& policies,
                                          instant as_of, const verify_output& answers,
                                          progress_line& progress, unsigned threads);

/// Refuses to put what `option` names in the place of anything that the run reads: a table, a
/// policy file, or the ledger itself.
void keep_inputs_apart(const std::string& option, const std::string& out, const std::string& place,
                       const run_policies& in_force, std::span<const file_summary> files);

/// "73 links, 80 court accounts, 40 central accounts; 1 malformed"; and the same as JSON.
[[nodiscard]] std::string rows_in_words(const ledger_extent& ledger);
[[nodiscard]] json rows_to_json(const ledger_extent& ledger, std::uint64_t removed);

/// The batches of a table, whose rows are numbered from the first batch on. Borrows them.
template <class Table>
class numbered_rows {
public:
    numbered_rows() = default;
    explicit numbered_rows(std::span<const Table> batches) : batches_(batches) {
        for (const Table& batch : batches) {
            rows_ += batch.rows;
            ends_.push_back(rows_);
        }
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return rows_; }
    /// Calls `use(batch, row in the batch, number)` for the rows from `first` to before `end`.
    template <class Use>
    void for_each(std::uint64_t first, std::uint64_t end, Use use) const {
        auto batch = static_cast<std::size_t>(std::ranges::upper_bound(ends_, first) - ends_.begin());
        for (std::uint64_t number = first; number < end; ++batch) {
            const std::uint64_t begin = ends_[batch] - batches_[batch].rows;
            for (; number < std::min(end, ends_[batch]); ++number) {
                use(batches_[batch], static_cast<std::size_t>(number - begin), number);
            }
        }
    }

private:
    std::span<const Table> batches_;
    std::vector<std::uint64_t> ends_;  ///< the number of rows up to the end of each batch
    std::uint64_t rows_ = 0;
};

/// Court, login and, unless the table has none, central id of a row, each with a comma behind it,
/// as they stand in the table.
void append_key(std::string& record, const link_columns& batch, std::size_t row);
void append_key(std::string& record, const court_account_columns& batch, std::size_t row);

}  // namespace ecflink::cli
