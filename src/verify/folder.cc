#include "verify/folder.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

#include "base/pages.hpp"
#include "tables/csv_tables.hpp"
#include "tables/file_rows.hpp"
#include "verify/index_state.hpp"
#include "verify/verification.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using namespace detail::tables;

}  // namespace

struct verified_folder::state {
    ledger_report report;
    detail::zeroed_array<ecflink::findings> found;
    std::vector<file_summary> files;
    std::vector<diagnostic> warnings;
    std::unique_ptr<file_rows<link_columns>> links;
};

verified_folder::verified_folder(std::unique_ptr<const state> found) noexcept : state_(std::move(found)) {}
verified_folder::~verified_folder() = default;
verified_folder::verified_folder(verified_folder&&) noexcept = default;
verified_folder& verified_folder::operator=(verified_folder&&) noexcept = default;

const ledger_report& verified_folder::report() const noexcept { return state_->report; }
std::span<const ecflink::findings> verified_folder::findings() const noexcept {
    return {state_->found.data(), state_->found.size()};
}
std::span<const file_summary> verified_folder::files() const noexcept { return state_->files; }
std::span<const diagnostic> verified_folder::warnings() const noexcept { return state_->warnings; }
bool verified_folder::states_proofs() const noexcept {
    const link_columns& columns = state_->links->columns();
    return !columns.central_proof.is_absent() || !columns.account_proof.is_absent();
}
std::string verified_folder::court_of(std::uint64_t link) const {
    return std::string(state_->links->read(link).text(&link_columns::court));
}

namespace {

/// Null: the file is not there, or has an error.
template <class Table>
std::unique_ptr<file_rows<Table>> open(const folder_texts& texts, const policy_set& policies,
                                       const work_options& options, const chunk_limits& limits) {
    auto file = record_file::open(texts.get(table_name<Table>), make_plan<Table>(), options, limits);
    return file ? std::make_unique<file_rows<Table>>(std::move(file).value(), policies) : nullptr;
}

/// Whether a court needs the rows of the accounts of all its links: records hold neither what is
/// looked up in a roster nor the texts of names.
bool needs_rows(const court_policy& court) {
    return court.rules.roster || court.rules.compare_names != name_rule::normalized;
}

/// The accounts of a folder. Their rows are kept as columns where all links of a court need them;
/// otherwise the few that are needed are read again.
template <class Table>
class folder_accounts {
public:
    folder_accounts(const folder_texts& texts, const policy_set& policies, const work_options& options,
                    const chunk_limits& limits) {
        if (!std::ranges::any_of(policies.courts(), needs_rows) && !needs_rows(policies.find({}))) {
            file_ = open<Table>(texts, policies, options, limits);
        } else if (auto read = read_csv(texts.get(table_name<Table>), table_name<Table>, make_plan<Table>(),
                                        &policies, options)) {
            kept_ = std::move(read).value();
            for (const auto& part : kept_->batches) {
                columns_.push_back(to_table<Table>(part->batch()));
            }
        }
    }

    /// False: the file is not there, or has an error, or has changed.
    [[nodiscard]] bool are_good() const noexcept { return file_ ? file_->is_good() : kept_.has_value(); }
    [[nodiscard]] batch_list<Table> list() const {
        return file_ ? batch_list<Table>(*file_) : batch_list<Table>(columns_);
    }
    [[nodiscard]] file_summary summary() const { return file_ ? file_->summary() : kept_->summary; }
    [[nodiscard]] std::span<const diagnostic> warnings() const noexcept {
        return file_ ? file_->file().warnings() : kept_->warnings;
    }

private:
    std::unique_ptr<file_rows<Table>> file_;
    std::optional<csv_records> kept_;
    std::vector<Table> columns_;  ///< borrowed from the records
};

}  // namespace

result<verified_folder, std::vector<diagnostic>> detail::verify::verify_folder_in_parts(
    const std::filesystem::path& folder, const policy_set& policies, instant as_of,
    const work_options& options, const chunk_limits& limits, const std::filesystem::path& links) {
    if (auto problem = check_folder(folder)) {
        return std::vector{*std::move(problem)};
    }
    const folder_texts texts(folder, links, options);
    // Whatever is wrong with a folder, `read_tables` finds and tells.
    const auto errors = [&]() -> std::vector<diagnostic> {
        auto read = read_tables(texts, policies, options, limits);
        return read ? std::vector{error_at(folder.string(), {0, 0},
                                           "a file changed while it was read; read it again")}
                    : std::move(read).error();
    };

    auto found = std::make_unique<verified_folder::state>();
    const folder_accounts<central_account_columns> centrals(texts, policies, options, limits);
    const folder_accounts<court_account_columns> accounts(texts, policies, options, limits);
    found->links = open<link_columns>(texts, policies, options, limits);
    auto small = read_small_tables(texts, policies, options);
    if (is_cancelled(options)) {
        return cancelled_error();
    }
    if (!centrals.are_good() || !accounts.are_good() || !found->links || !small) {
        return errors();
    }

    index_options for_index;
    static_cast<work_options&>(for_index) = options;
    const auto index =
        build_index(policies,
                    {.central_accounts = centrals.list(),
                     .court_accounts = accounts.list(),
                     .tombstones = std::get<std::vector<tombstone_columns>>(small.value().batches),
                     .roster = std::get<std::vector<roster_columns>>(small.value().batches)},
                    for_index);
    if (!index) {
        return cancelled_error();
    }
    found->found = zeroed_array<findings>(found->links->rows());
    auto report = verify_rows(*index, batch_list<link_columns>(*found->links), as_of,
                              {{found->found.data(), found->found.size()}, {}}, options);
    if (!report) {
        return cancelled_error();
    }
    if (!centrals.are_good() || !accounts.are_good() || !found->links->is_good()) {
        return errors();
    }
    found->report = std::move(report).value();
    const auto add_file = [&](file_summary summary, std::span<const diagnostic> warnings) {
        found->files.push_back(std::move(summary));
        found->warnings.insert(found->warnings.end(), warnings.begin(), warnings.end());
    };
    add_file(centrals.summary(), centrals.warnings());
    add_file(accounts.summary(), accounts.warnings());
    add_file(found->links->summary(), found->links->file().warnings());
    std::ranges::move(small.value().files, std::back_inserter(found->files));
    std::ranges::move(small.value().warnings, std::back_inserter(found->warnings));
    return verified_folder(std::move(found));
}

result<verified_folder, std::vector<diagnostic>> verify_folder(const std::filesystem::path& folder,
                                                               const policy_set& policies, instant as_of,
                                                               const work_options& options,
                                                               const std::filesystem::path& links) {
    // Parts of this size stay in the second-level cache, with their columns.
    return detail::verify::verify_folder_in_parts(folder, policies, as_of, options,
                                                  {.chunk = std::size_t{512} << 10U}, links);
}

ECFLINK_END_NAMESPACE
