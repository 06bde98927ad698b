// import.hpp: whether to take over a link that was made elsewhere.
//
// An import overwrites nothing. A row goes through the same `assess` as a link made here (A15,
// A44).
#pragma once

#include <optional>

#include <ecflink/decide/ceremony.hpp>

ECFLINK_BEGIN_NAMESPACE

struct import_decision {
    import_answer answer = import_answer::refused;
    assessment decision;
};

/// True if the times of a link contradict each other: the filer confirmed before an account was
/// proven. The ceremony makes no such link, so its source cannot be right.
[[nodiscard]] constexpr bool contradicts_itself(const ledger_row& row, const evidence& given) noexcept {
    const auto is_before = [&](const std::optional<instant>& proven) {
        return row.confirmed_at && proven && *row.confirmed_at < *proven;
    };
    return is_before(given.central.at) || is_before(given.account.at);
}

/// Decides one row at `now`. `facts.row` is the row; the caller sets its maker to `import`,
/// whatever its source says (A47). `is_identical`: the ledger already holds exactly this link.
[[nodiscard]] constexpr import_decision decide_import(const link_policy& policy, const link_case& facts,
                                                      const central_id& central, bool is_identical,
                                                      const std::optional<approval>& approved,
                                                      instant now) noexcept {
    const assessment found = apply_approval(policy, assess(policy, facts, now), approved, central);
    const bool is_tombstoned =
        (found.findings & policy.dispositions.refuse).contains(finding::pair_tombstoned);
    if (facts.row == nullptr || facts.row->state != link_state::active) {
        return {import_answer::not_active, found};
    }
    if (is_identical) {
        return {import_answer::identical, found};
    }
    return {found.verdict == verdict::allow  ? import_answer::linked
            : found.verdict == verdict::hold ? import_answer::held
            : is_tombstoned                  ? import_answer::tombstoned
                                             : import_answer::refused,
            found};
}

ECFLINK_END_NAMESPACE
