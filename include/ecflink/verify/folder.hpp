// folder.hpp: verification of a ledger folder that is never in memory as a whole. Compiled.
//
// Accounts go from their files into the index, and links into their assessment. What is kept is
// the index, and nine bytes a link; accounts, too, where the policy of a court has a roster or
// another name rule than `normalized`. With the columns of a ledger_folder the same takes twice
// the memory. The answers are the same.
//
//     const auto found = ecflink::verify_folder("ledger", policies, as_of, {.threads = 2});
//     std::cout << found.value().report().all.links;
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/core/result.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/text/diagnostic.hpp>
#include <ecflink/verify/report.hpp>

ECFLINK_BEGIN_NAMESPACE

/// What `verify_folder` found. Any number of threads may use one at once.
class verified_folder {
public:
    [[nodiscard]] const ledger_report& report() const noexcept;
    /// One for each link, in the order of links.csv.
    [[nodiscard]] std::span<const ecflink::findings> findings() const noexcept;
    /// One for each file that is there, in the order of `ledger_folder::read`.
    [[nodiscard]] std::span<const file_summary> files() const noexcept;
    /// Columns that are not known, once each.
    [[nodiscard]] std::span<const diagnostic> warnings() const noexcept;
    /// Whether links.csv has a column that states proofs.
    [[nodiscard]] bool states_proofs() const noexcept;
    /// The court of a link, as it stands in links.csv, which is read again for it. `link`: from 0,
    /// below the number of findings. Empty where the field is, and where the file has changed.
    /// Throws std::bad_alloc.
    [[nodiscard]] std::string court_of(std::uint64_t link) const;

    ~verified_folder();
    verified_folder(verified_folder&&) noexcept;
    verified_folder& operator=(verified_folder&&) noexcept;

    struct state;  ///< of the implementation, which alone makes one
    explicit verified_folder(std::unique_ptr<const state> found) noexcept;

private:
    std::unique_ptr<const state> state_;
};

/// Verifies the ledger in a folder, as `verify` does with the columns of `ledger_folder::read`.
/// Errors are those of `ledger_folder::read`, where they are told. Cancelled: an error without a
/// file. Files must neither change nor be cut short as long as the result lives: they are mapped
/// into memory. Borrows the policies. `links`: a file or pipe that is read in place of the folder's
/// links, or `standard_input` (tables/csv_file.hpp); empty: the folder's links. Throws
/// std::bad_alloc, and what `ledger_index::build` throws.
[[nodiscard]] result<verified_folder, std::vector<diagnostic>> verify_folder(
    const std::filesystem::path& folder, const policy_set& policies, instant as_of,
    const work_options& options = {}, const std::filesystem::path& links = {});

ECFLINK_END_NAMESPACE
