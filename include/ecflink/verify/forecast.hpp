// forecast.hpp: who will fail at go-live. Compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/work.hpp>
#include <ecflink/verify/index.hpp>
#include <ecflink/verify/report.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Who will fail at go-live. An account is looked at as of an instant, its court at the later of
/// that and its go-live. Proofs are not asked for, since they will be given; what is found of a
/// link that stands in the ledger is not, since there is none.
struct forecast_report : ledger_report {
    struct entry {
        std::uint64_t row;  ///< of the court accounts, or of the candidates
        assessment outlook;

        friend bool operator==(const entry&, const entry&) = default;
    };
    std::vector<entry> entries;  ///< in ascending order of rows
};

/// The court accounts that no active link joins, by what is so about them and their courts alone.
/// An ambiguous account is listed with its first row.
[[nodiscard]] std::optional<forecast_report> forecast(const ledger_index& index,
                                                      std::span<const link_columns> links, instant as_of,
                                                      const work_options& options = {});

/// Pairs that shall be linked, against the ledger's links and each other. Of a candidate the
/// columns `court`, `login` and `central_id` count alone.
[[nodiscard]] std::optional<forecast_report> forecast(const ledger_index& index,
                                                      std::span<const link_columns> links,
                                                      std::span<const link_columns> candidates, instant as_of,
                                                      const work_options& options = {});

ECFLINK_END_NAMESPACE
