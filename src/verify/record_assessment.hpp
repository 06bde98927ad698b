// record_assessment.hpp: links assessed from the records of their accounts. Rows of accounts, which
// are all over the memory, are read only for the few links that need them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "verify/assessment_target.hpp"
#include "verify/link_block.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// The tokens of stated proofs, by row of a block.
struct stated_proofs {
    /// Reads nothing from a batch that states no proofs.
    explicit stated_proofs(const link_block& block);

    std::array<std::uint8_t, block_rows> central{};
    std::array<std::uint8_t, block_rows> account{};
};

/// What the records say of a link. Its findings are complete unless it needs rows.
struct record_findings {
    findings found;
    bool needs_names = false;   ///< compare the names: their keys differ
    bool needs_opened = false;  ///< the account may have been opened after the link was made
    // For the step that reads the rows:
    std::uint32_t account_row = 0;
    std::uint32_t central_row = 0;

    [[nodiscard]] bool needs_rows() const noexcept { return needs_names || needs_opened; }
};

/// Assesses a readable link, whose probes have ended. Nothing: the link must become a case.
[[nodiscard]] std::optional<record_findings> assess_from_records(const verification_inputs& inputs,
                                                                 const assessment_target& target,
                                                                 const link_block& block, std::size_t i,
                                                                 const stated_proofs& proofs);

/// A link that waits for rows of its accounts.
struct deferred_link {
    const assessment_target* target;
    std::size_t row;
    court_number court;
    std::int64_t linked_at;  ///< of use where `needs_opened`
    record_findings records;
};

/// Completes the findings of at most a block of deferred links.
void complete_findings(const verification_inputs& inputs, std::span<deferred_link> links);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
