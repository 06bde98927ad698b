// link_block.hpp: a block of links on its way through the first pass, and the stage that reads it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <ecflink/tables/columns.hpp>

#include "verify/index_state.hpp"
#include "verify/record_table.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// What reads a batch of links. Borrows the batch. Texts of dictionaries are looked up once, when
/// the reader is made.
struct link_batch_reader {
    link_batch_reader(const link_columns& batch, const court_table& courts)
        : table(&batch),
          court(batch.court, courts, [&](std::string_view text) { return courts.find(text); }),
          state(batch.state, link_state::active),
          made_by(batch.made_by, link_maker::filer),
          states_approvals(!batch.approved.is_absent()),
          states_proofs(!batch.central_proof.is_absent() || !batch.account_proof.is_absent() ||
                        batch.central_proof_at.unit != time_unit::absent ||
                        batch.account_proof_at.unit != time_unit::absent ||
                        !batch.account_proof_court.is_absent() ||
                        batch.confirmed_at.unit != time_unit::absent),
          central_proof(batch.central_proof, proof_class::missing),
          account_proof(batch.account_proof, proof_class::missing) {}

    const link_columns* table;
    court_reader court;
    token_reader<link_state> state;
    token_reader<link_maker> made_by;
    bool states_approvals;  ///< the batch has a column of approved findings
    bool states_proofs;     ///< the batch has a column that says something of proofs
    token_reader<proof_class> central_proof;
    token_reader<proof_class> account_proof;
};

/// A block of links. Each selection has a bit for each of its rows.
struct link_block {
    // Which rows they are.
    const link_batch_reader* batch = nullptr;
    std::size_t first = 0;  ///< row within the batch
    std::size_t rows = 0;
    std::size_t row_of_all = 0;

    // Results of `read_links`.
    /// Selection: keys of the link are exact, its tokens are read, and no finding is approved for
    /// it. The other links become cases.
    std::uint64_t is_readable = 0;
    /// Selection: another field of the link is missing or cannot be read.
    std::uint64_t is_malformed = 0;
    std::uint64_t has_time = 0;   ///< selection: `linked_at` is read
    std::uint64_t is_active = 0;  ///< selection: the link is not removed
    std::array<court_number, block_rows> courts;
    std::array<std::uint8_t, block_rows> state;
    std::array<std::uint8_t, block_rows> made_by;
    std::array<std::int64_t, block_rows> linked_at;

    // Started by `read_links`; their results are the records of both accounts.
    record_table::probe_block accounts;
    record_table::probe_block centrals;

    [[nodiscard]] const link_columns& table() const noexcept { return *batch->table; }
};

/// Reads the links of a block, and starts the probes of their keys.
void read_links(const ledger_index::state& index, link_block& block);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
