#include "verify/link_block.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

void read_links(const ledger_index::state& index, link_block& block) {
    const link_columns& table = block.table();
    const std::size_t first = block.first;
    const std::size_t rows = block.rows;
    prefetch_ahead(table, first);
    id_block logins;
    id_block centrals;
    block.batch->court.read(first, rows, block.courts.data(),
                            [&](std::string_view text) { return index.courts.find(text); });
    std::uint64_t readable = read_ids(table.login, first, rows, login::capacity, logins);
    readable &= read_ids(table.central_id, first, rows, central_id::capacity, centrals);
    const keyed_hash hash = index.hash;
    const court_number known_courts = index.courts.known();
    for (std::size_t i = 0; i < rows; ++i) {
        const short_text account = exact_keys::account(block.courts[i], logins.texts[i]);
        const short_text& central = centrals.texts[i];
        if (exact_keys::is_one_too_long(logins.texts[i], central) || block.courts[i] - 1 >= known_courts ||
            block.courts[i] >= exact_keys::no_court_number) [[unlikely]] {
            readable &= ~(std::uint64_t{1} << i);
        }
        index.accounts.start_probe(block.accounts, i, account, hash(account.low, account.high));
        index.centrals.start_probe(block.centrals, i, central, hash(central.low, central.high));
    }
    block.has_time = read_instants(table.linked_at, first, rows, block.linked_at.data());
    block.is_malformed = first_rows(rows) & ~block.has_time;
    readable &= block.batch->state.read_readable(first, rows, block.state.data());
    readable &= block.batch->made_by.read_readable(first, rows, block.made_by.data());
    block.is_active = first_rows(rows);
    if (!table.state.is_absent()) {
        for (std::size_t i = 0; i < rows; ++i) {
            block.is_active &=
                ~(std::uint64_t{static_cast<link_state>(block.state[i]) == link_state::removed} << i);
        }
    }
    if (table.malformed != nullptr) {
        for (std::size_t i = 0; i < rows; ++i) {
            block.is_malformed |= std::uint64_t{is_marked(table.malformed, first + i)} << i;
        }
    }
    for (std::size_t i = 0; block.batch->states_approvals && i < rows; ++i) {
        readable &= ~(std::uint64_t{!text_at(table.approved, first + i).empty()} << i);
    }
    block.is_readable = readable;
}

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
