// whole_ledger.hpp: what the commands share that look at every link of a ledger: its tables in
// columns, on how many threads, and texts about them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

#include "cli/command_line.hpp"
#include "tables/table_columns.hpp"

namespace ecflink::cli {

/// Adds --as-of.
void add_as_of(CLI::App& command, std::string& target);
/// Adds --threads.
void add_threads(CLI::App& command, unsigned& target);
/// As many as asked for; if nothing was, one for each processor.
[[nodiscard]] unsigned threads_to_use(unsigned asked) noexcept;
/// Adds --out, for a CSV file with one row for each of `what`.
void add_rows_out(CLI::App& command, std::string& target, std::string_view what);
/// Adds --fail-if, for counts of `what`.
void add_fail_if(CLI::App& command, std::string& target, std::string_view what);
[[nodiscard]] bool is_reached(const tally& counts, std::string_view fail_if) noexcept;

/// What long work asks and tells while a line of progress stands.
[[nodiscard]] index_options bulk_options(progress_line& progress, const std::string& kind, unsigned threads);

/// The tables of a folder, or of the ledger at an address.
class whole_ledger {
public:
    /// Throws a failure with every trouble, or if it is cancelled.
    whole_ledger(const std::string& place, const policy_set& policies, unsigned threads);

    [[nodiscard]] ledger_columns columns() const noexcept {
        return folder_ ? folder_->columns() : tables_->view();
    }
    [[nodiscard]] std::span<const file_summary> files() const noexcept { return files_; }
    [[nodiscard]] std::span<const diagnostic> warnings() const noexcept { return warnings_; }
    /// Of links, court accounts and central accounts.
    [[nodiscard]] std::uint64_t links() const noexcept { return links_; }
    [[nodiscard]] std::uint64_t court_accounts() const noexcept { return court_accounts_; }
    [[nodiscard]] std::uint64_t central_accounts() const noexcept { return central_accounts_; }

private:
    std::optional<ledger_folder> folder_;
    std::unique_ptr<detail::tables::table_columns> tables_;  ///< of an address
    std::vector<file_summary> files_;
    std::vector<diagnostic> warnings_;
    std::uint64_t links_ = 0;
    std::uint64_t court_accounts_ = 0;
    std::uint64_t central_accounts_ = 0;
};

/// Refuses to put what `option` names in the place of anything that the run reads: a table, a layer
/// of its policies, or the ledger itself.
void keep_inputs_apart(const std::string& option, const std::string& out, const std::string& place,
                       const policy_options& policies, std::span<const file_summary> files);

[[nodiscard]] std::uint64_t malformed_rows(std::span<const file_summary> files) noexcept;
/// "73 links, 80 court accounts, 40 central accounts; 1 malformed"; and the same as JSON.
[[nodiscard]] std::string rows_in_words(const whole_ledger& ledger);
[[nodiscard]] json rows_to_json(const whole_ledger& ledger);

/// Unknown columns, and the first places of rows that cannot be read in full, a line each; and how
/// many more of these places there are.
[[nodiscard]] std::string troubles_in_words(std::span<const file_summary> files,
                                            std::span<const diagnostic> warnings);
/// The same under a title, for the end of a table; nothing if there are none.
[[nodiscard]] std::string troubles_section(const std::string& troubles, const screen& on);

inline constexpr verdict all_verdicts[] = {verdict::allow, verdict::hold, verdict::refuse};

[[nodiscard]] inline std::uint64_t count_of(const tally& counts, verdict which) noexcept {
    return counts.verdicts[static_cast<std::size_t>(which)];
}

/// Counts by finding: those that are not zero, by token, in the order of the catalogue.
using finding_counts = std::array<std::uint64_t, 64>;
[[nodiscard]] json counts_to_json(const finding_counts& counts);
/// "FINDING  LINKS  WHO ACTS  WHAT TO DO"; nothing if all are zero.
[[nodiscard]] std::string counts_in_words(const finding_counts& counts, const std::string& finding_title,
                                          const std::string& count_title, const screen& on);

/// Chooses the counts by finding of a court.
using counts_of_court = std::function<const finding_counts&(const std::string& court, const tally& counts)>;
/// CSV: court, how many of `what`, the verdicts, and a column for every finding of the catalogue,
/// zeros included; one row a court.
[[nodiscard]] std::string courts_to_csv(const ledger_report& report, const std::string& what,
                                        const counts_of_court& by_finding);

/// Court, login and, unless the table has none, central id of a row, each with a comma behind it,
/// as they stand.
void append_key(std::string& record, const link_columns& batch, std::size_t row);
void append_key(std::string& record, const court_account_columns& batch, std::size_t row);

/// A court's id for a table of people.
[[nodiscard]] inline std::string shown_court(const std::string& court) {
    return court.empty() ? "(empty)" : court;
}

}  // namespace ecflink::cli
