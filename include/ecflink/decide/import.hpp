// import.hpp: whether a link that was made elsewhere is taken over.
//
// Nothing is overwritten, and nothing is judged by other rules than a link that is made here: the
// row goes through the same `assess` (A15, A44).
#pragma once

#include <optional>

#include <ecflink/decide/ceremony.hpp>

ECFLINK_BEGIN_NAMESPACE

struct import_decision {
    import_answer answer = import_answer::refused;
    assessment decision;
};

/// Decides one row at `now`. `facts.row` is the row, and says that an import made it, whatever its
/// source says (A47). `is_identical`: the ledger holds exactly this link.
[[nodiscard]] constexpr import_decision decide_import(const link_policy& policy, const link_case& facts,
                                                      const central_id& central, bool is_identical,
                                                      const std::optional<approval>& approved,
                                                      instant now) noexcept {
    const assessment found = settle(policy, assess(policy, facts, now), approved, central);
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
