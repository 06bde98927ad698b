// candidates_file.hpp: pairs that are to be linked, from a CSV file. Compiled.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE

/// A file of candidates that was read, and owns what it read. Immutable: any number of threads may
/// use one.
class candidates_file {
public:
    /// Reads a file with the columns court, login and central_id; it may be compressed by gzip
    /// or zstd, or a pipe, or `standard_input`. Errors, malformed rows and
    /// cancellation are those of `ledger_folder::read`. The policies are not needed afterwards.
    [[nodiscard]] static result<candidates_file, std::vector<diagnostic>> read(
        const std::filesystem::path& file, const policy_set& policies, const work_options& options = {});

    /// Links of which nothing but court, login and central id is known. Borrowed from this object.
    [[nodiscard]] std::span<const link_columns> links() const noexcept;
    [[nodiscard]] const file_summary& summary() const noexcept;
    /// Columns that are not known, once each.
    [[nodiscard]] std::span<const diagnostic> warnings() const noexcept;

    ~candidates_file();
    candidates_file(candidates_file&&) noexcept;
    candidates_file& operator=(candidates_file&&) noexcept;

private:
    struct state;
    explicit candidates_file(std::unique_ptr<const state> read) noexcept;
    std::unique_ptr<const state> state_;
};

ECFLINK_END_NAMESPACE
