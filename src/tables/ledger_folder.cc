#include <ecflink/tables/ledger_folder.hpp>

#include "tables/csv_tables.hpp"

ECFLINK_BEGIN_NAMESPACE

struct ledger_folder::state {
    detail::tables::folder_tables tables;
};

ledger_folder::ledger_folder(std::unique_ptr<const state> read) noexcept : state_(std::move(read)) {}
ledger_folder::~ledger_folder() = default;
ledger_folder::ledger_folder(ledger_folder&&) noexcept = default;
ledger_folder& ledger_folder::operator=(ledger_folder&&) noexcept = default;

result<ledger_folder, std::vector<diagnostic>> ledger_folder::read(const std::filesystem::path& folder,
                                                                   const policy_set& policies,
                                                                   const work_options& options,
                                                                   const needed_tables& needed,
                                                                   const std::filesystem::path& links) {
    using namespace detail::tables;
    if (auto problem = check_folder(folder)) {
        return std::vector{*std::move(problem)};
    }
    auto tables = read_tables(folder_texts(folder, links, options), policies, options, {}, needed);
    if (!tables) {
        return std::move(tables).error();
    }
    return ledger_folder(std::make_unique<const state>(state{std::move(tables).value()}));
}

ledger_columns ledger_folder::columns() const noexcept {
    const auto& [central_accounts, court_accounts, links, tombstones, roster, registrations] =
        state_->tables.batches;
    return {central_accounts, court_accounts, links, tombstones, roster, registrations};
}
std::span<const file_summary> ledger_folder::files() const noexcept { return state_->tables.files; }
std::span<const diagnostic> ledger_folder::warnings() const noexcept { return state_->tables.warnings; }

std::filesystem::path file_of_table(const std::filesystem::path& folder, std::string_view table) {
    const auto found = detail::tables::files_of_table(folder, table);
    return found.empty() ? folder / (std::string(table) + ".csv") : found.front();
}

ECFLINK_END_NAMESPACE
