#include <ecflink/tables/candidates_file.hpp>

#include "tables/csv_tables.hpp"

ECFLINK_BEGIN_NAMESPACE

struct candidates_file::state {
    detail::tables::folder_tables tables;
};

candidates_file::candidates_file(std::unique_ptr<const state> read) noexcept : state_(std::move(read)) {}
candidates_file::~candidates_file() = default;
candidates_file::candidates_file(candidates_file&&) noexcept = default;
candidates_file& candidates_file::operator=(candidates_file&&) noexcept = default;

result<candidates_file, std::vector<diagnostic>> candidates_file::read(const std::filesystem::path& file,
                                                                       const policy_set& policies,
                                                                       const work_options& options) {
    auto tables = detail::tables::read_candidates(file, policies, options);
    if (!tables) {
        return std::move(tables).error();
    }
    return candidates_file(std::make_unique<const state>(state{std::move(tables).value()}));
}

std::span<const link_columns> candidates_file::links() const noexcept {
    return std::get<std::vector<link_columns>>(state_->tables.batches);
}
const file_summary& candidates_file::summary() const noexcept { return state_->tables.files.front(); }
std::span<const diagnostic> candidates_file::warnings() const noexcept { return state_->tables.warnings; }

ECFLINK_END_NAMESPACE
