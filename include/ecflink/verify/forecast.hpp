// forecast.hpp: which accounts and pairs will fail when their courts go live. Compiled.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Who will fail at go-live. Accounts are looked at as of an instant, and each court at that
/// instant or at its go-live, if that is later. Findings of proofs are left out, since proofs will
/// be given; so are findings that only a link in the ledger can have.
struct forecast_report : ledger_report {
    struct entry {
        std::uint64_t row;  ///< of the court accounts, or of the candidates; from 0, through all batches
        assessment outlook;

        friend bool operator==(const entry&, const entry&) = default;
    };
    std::vector<entry> entries;  ///< in ascending order of rows
};

/// Forecasts the court accounts that no active link joins, from their own records and their courts
/// alone. An ambiguous account is listed once, with its first row. Throws std::bad_alloc. Threads
/// may use one index at once.
[[nodiscard]] work_result<forecast_report> forecast(const ledger_index& index,
                                                    std::span<const link_columns> links, instant as_of,
                                                    const work_options& options = {});

/// Forecasts pairs of accounts that are to be linked: candidates, against the links of the ledger
/// and against each other. Only the columns `court`, `login` and `central_id` of candidates are
/// read. Throws std::bad_alloc. Threads may use one index at once.
[[nodiscard]] work_result<forecast_report> forecast(const ledger_index& index,
                                                    std::span<const link_columns> links,
                                                    std::span<const link_columns> candidates, instant as_of,
                                                    const work_options& options = {});

ECFLINK_END_NAMESPACE
