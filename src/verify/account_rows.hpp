// account_rows.hpp: what is so about accounts alone: their findings and the keys of their names, a
// block of rows at a time.
#pragma once

#include "verify/index_tables.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// What reads a batch of central accounts.
struct central_batch_reader {
    explicit central_batch_reader(const central_account_columns& batch)
        : table(&batch),
          usage(batch.usage, central_usage::missing),
          status(batch.status, central_status::missing),
          generation(batch.generation, central_generation::missing),
          search(batch.search_status, search_status::active),
          mfa(batch.mfa, mfa_state::missing),
          registration(batch.registration, registration_type::missing),
          pending(batch.pending_change, pending_change::none) {}

    const central_account_columns* table;
    token_reader<central_usage> usage;
    token_reader<central_status> status;
    token_reader<central_generation> generation;
    token_reader<search_status> search;
    token_reader<mfa_state> mfa;
    token_reader<registration_type> registration;
    token_reader<pending_change> pending;
};

/// What reads a batch of court accounts.
struct account_batch_reader {
    /// `look_up` gives the number of a court without a policy.
    template <class LookUp>
    account_batch_reader(const court_account_columns& batch, const court_table& courts, LookUp look_up)
        : table(&batch),
          court(batch.court, courts, look_up),
          role(batch.role, account_role::missing),
          status(batch.status, account_status::missing),
          pending(batch.pending_change, pending_change::none) {}

    const court_account_columns* table;
    court_reader court;
    token_reader<account_role> role;
    token_reader<account_status> status;
    token_reader<pending_change> pending;
};

/// What `account_facts` say of a court account without regard to its login; not how long it has
/// been open.
[[nodiscard]] std::uint32_t facts_of(const link_policy& policy, const court_account& account) noexcept;

/// Observes a block of central accounts: sets `name` and `facts` of their records. What courts of
/// the classes behind the first find stands in `of_classes`, by class and row.
void observe_centrals(const central_batch_reader& batch, std::span<const link_policy> classes,
                      const keyed_hash& hash, std::size_t first, std::size_t rows, index_record* records,
                      std::span<std::array<std::uint16_t, block_rows>> of_classes);

/// Observes a block of court accounts, whose courts and logins have been read: sets `name` and
/// `facts` of their records.
void observe_accounts(const account_batch_reader& batch, const rules_by_court& rules, const keyed_hash& hash,
                      std::size_t first, std::size_t rows, const court_number* courts_of_rows,
                      const id_block& logins, index_record* records);

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
