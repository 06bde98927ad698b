// Ledger folders of CSV files.
#include <filesystem>
#include <stdexcept>

#include "bulk.hpp"

namespace {

using namespace ecflink::capi;

/// What is worth knowing about a folder that was read: unknown columns, and the first fields of
/// each file that cannot be read.
std::vector<ecflink::diagnostic> remarks_of(const ecflink::ledger_folder& folder) {
    std::vector<ecflink::diagnostic> remarks(folder.warnings().begin(), folder.warnings().end());
    for (const ecflink::file_summary& file : folder.files()) {
        remarks.insert(remarks.end(), file.first_troubles.begin(), file.first_troubles.end());
    }
    for (ecflink::diagnostic& remark : remarks) {
        remark.severity = ecflink::severity::warning;
    }
    return remarks;
}

}  // namespace

ecflink_status ecflink_folder_read(const ecflink_engine* engine, const ecflink_bulk_options* options,
                                   const char* folder, size_t folder_size, ecflink_index** index_out,
                                   ecflink_links** links_out, ecflink_diagnostics** diagnostics_out,
                                   ecflink_error* error) {
    return guard(error, [&] {
        ecflink_index*& index_answer = required(index_out, "index_out");
        ecflink_links*& links_answer = required(links_out, "links_out");
        const auto& policies = required(engine, "engine").policies;
        const std::string_view place = checked_text(folder, folder_size, any_size, "folder");
        const work wishes(options);
        auto read = ecflink::ledger_folder::read(std::filesystem::path(place), *policies, wishes.options());
        if (wishes.is_cancelled()) {
            throw failure{ECFLINK_E_CANCELLED};
        }
        if (!read) {
            throw_diagnostics(ECFLINK_E_INPUT, "folder", std::move(read).error(), diagnostics_out);
        }
        const auto shared = std::make_shared<const ecflink::ledger_folder>(std::move(read).value());
        auto index = std::make_unique<ecflink_index>();
        index->policies = policies;
        index->folder = shared;
        auto links = std::make_unique<ecflink_links>();
        links->folder = shared;
        try {
            index->index = work::outcome(
                ecflink::ledger_index::build(*index->policies, columns_of(*index), wishes.options()));
        } catch (const std::length_error& too_long) {
            throw failure{ECFLINK_E_INPUT, "folder", 0, too_long.what()};
        }
        if (diagnostics_out != nullptr) {
            *diagnostics_out = make_diagnostics(remarks_of(*shared)).release();
        }
        index_answer = index.release();
        links_answer = links.release();
    });
}

ecflink_status ecflink_index_rows(const ecflink_index* index, ecflink_row_counts* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_row_counts> answer(out, "out");
        const ecflink_index& given = required(index, "index");
        const ecflink::ledger_columns columns = columns_of(given);
        ecflink_row_counts counts = ECFLINK_ROW_COUNTS_INIT;
        counts.central_accounts = rows_of(columns.central_accounts);
        counts.court_accounts = rows_of(columns.court_accounts);
        counts.tombstones = rows_of(columns.tombstones);
        counts.roster = rows_of(columns.roster);
        if (given.folder && !given.streamed) {
            for (const ecflink::file_summary& file : given.folder->files()) {
                counts.malformed += file.malformed;
            }
        }
        answer.write(counts);
    });
}
