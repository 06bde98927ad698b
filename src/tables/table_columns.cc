#include "tables/table_columns.hpp"

#include <deque>
#include <string>
#include <vector>

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {
namespace {

std::string_view text_of(std::string_view text) noexcept { return text; }
template <class Tag, std::size_t Capacity>
std::string_view text_of(const basic_id<Tag, Capacity>& id) noexcept {
    return id.view();
}
template <class E>
    requires std::is_enum_v<E>
std::string_view text_of(E token) noexcept {
    return to_token(token);
}

/// Buffers of columns; they keep their place.
class buffers {
public:
    template <class Rows, class Get>
    text_column texts(const Rows& rows, Get get) {
        std::vector<std::int64_t>& offsets = numbers_.emplace_back();
        std::string& bytes = bytes_.emplace_back();
        offsets.reserve(rows.size() + 1);
        offsets.push_back(0);
        for (const auto& row : rows) {
            bytes += text_of(get(row));
            offsets.push_back(static_cast<std::int64_t>(bytes.size()));
        }
        text_column column;
        column.layout = text_layout::large_utf8;
        column.positions = offsets.data();
        column.bytes = bytes.data();
        column.texts = rows.size();
        return column;
    }
    /// Of optional instants.
    template <class Rows, class Get>
    time_column times(const Rows& rows, Get get) {
        std::vector<std::int64_t>& micros = numbers_.emplace_back();
        for (const auto& row : rows) {
            const std::optional<instant> at = get(row);
            micros.push_back(at ? at->micros : 0);
        }
        return {.unit = time_unit::microsecond,
                .values = micros.data(),
                .valid = {bits(rows, [&](const auto& row) { return get(row).has_value(); })}};
    }
    /// Of optional dates.
    template <class Rows, class Get>
    time_column dates(const Rows& rows, Get get) {
        std::vector<std::uint32_t>& days = counts_.emplace_back();
        for (const auto& row : rows) {
            const std::optional<civil_day> day = get(row);
            days.push_back(day ? static_cast<std::uint32_t>(day->days) : 0);
        }
        return {.unit = time_unit::day,
                .values = days.data(),
                .valid = {bits(rows, [&](const auto& row) { return get(row).has_value(); })}};
    }
    template <class Rows, class Get>
    integer_column counts(const Rows& rows, Get get) {
        std::vector<std::uint32_t>& numbers = counts_.emplace_back();
        for (const auto& row : rows) {
            numbers.push_back(get(row));
        }
        return {.type = integer_type::uint32, .values = numbers.data(), .valid = {}};
    }
    template <class Rows, class Get>
    bool_column booleans(const Rows& rows, Get get) {
        return {.is_absent = false, .values = {bits(rows, get)}, .valid = {}};
    }
    template <class Rows, class Get>
    const std::uint8_t* bits(const Rows& rows, Get get) {
        std::vector<std::uint8_t>& set = bits_.emplace_back((rows.size() + 7) / 8 + 1);
        std::size_t at = 0;
        for (const auto& row : rows) {
            set[at / 8] = static_cast<std::uint8_t>(set[at / 8] | (get(row) ? 1U << at % 8 : 0U));
            ++at;
        }
        return set.data();
    }

private:
    std::deque<std::vector<std::int64_t>> numbers_;
    std::deque<std::vector<std::uint32_t>> counts_;
    std::deque<std::vector<std::uint8_t>> bits_;
    std::deque<std::string> bytes_;
};

}  // namespace

struct table_columns::columns {
    buffers kept;
    central_account_columns central_accounts;
    court_account_columns court_accounts;
    link_columns links;
    tombstone_columns tombstones;
    roster_columns roster;
};

table_columns::table_columns(const ledger_tables& tables) : columns_(std::make_unique<columns>()) {
    buffers& kept = columns_->kept;
    {
        const auto& rows = tables.central_accounts;
        using row_type = central_account_row;
        central_account_columns& to = columns_->central_accounts;
        to.rows = rows.size();
        to.central_id = kept.texts(rows, [](const row_type& row) { return row.id.view(); });
        to.usage = kept.texts(rows, [](const row_type& row) { return row.account.usage; });
        to.status = kept.texts(rows, [](const row_type& row) { return row.account.status; });
        to.generation = kept.texts(rows, [](const row_type& row) { return row.account.generation; });
        to.created = kept.dates(rows, [](const row_type& row) { return row.account.created; });
        to.search_status = kept.texts(rows, [](const row_type& row) { return row.account.search_status; });
        to.mfa = kept.texts(rows, [](const row_type& row) { return row.account.mfa; });
        to.registration = kept.texts(rows, [](const row_type& row) { return row.account.registration; });
        to.exempt = kept.booleans(rows, [](const row_type& row) { return row.account.exempt; });
        to.pending_change = kept.texts(rows, [](const row_type& row) { return row.account.pending_change; });
        to.name = kept.texts(rows, [](const row_type& row) { return std::string_view(row.name); });
        to.malformed = kept.bits(rows, [](const row_type& row) { return row.malformed; });
    }
    {
        const auto& rows = tables.court_accounts;
        using row_type = court_account_row;
        court_account_columns& to = columns_->court_accounts;
        to.rows = rows.size();
        to.court = kept.texts(rows, [](const row_type& row) { return row.court.view(); });
        to.login = kept.texts(rows, [](const row_type& row) { return row.account.login.view(); });
        to.role = kept.texts(rows, [](const row_type& row) {
            return row.account.role == account_role::missing ? std::string_view(row.unreadable_role)
                                                             : to_token(row.account.role);
        });
        to.status = kept.texts(rows, [](const row_type& row) { return row.account.status; });
        to.opened = kept.times(rows, [](const row_type& row) { return row.account.opened; });
        to.name = kept.texts(rows, [](const row_type& row) { return std::string_view(row.name); });
        to.principals = kept.counts(rows, [](const row_type& row) { return row.account.principals; });
        to.pending_change = kept.texts(rows, [](const row_type& row) { return row.account.pending_change; });
        to.link_locked = kept.booleans(rows, [](const row_type& row) { return row.account.link_locked; });
        to.malformed = kept.bits(rows, [](const row_type& row) { return row.malformed; });
    }
    {
        const auto& rows = tables.links;
        using row_type = link_row;
        link_columns& to = columns_->links;
        to.rows = rows.size();
        to.court = kept.texts(rows, [](const row_type& row) { return row.court.view(); });
        to.login = kept.texts(rows, [](const row_type& row) { return row.login.view(); });
        to.central_id = kept.texts(rows, [](const row_type& row) { return row.central.view(); });
        to.linked_at = kept.times(rows, [](const row_type& row) { return row.row.linked_at; });
        to.state = kept.texts(rows, [](const row_type& row) { return row.row.state; });
        to.made_by = kept.texts(rows, [](const row_type& row) { return row.row.made_by; });
        to.central_proof =
            kept.texts(rows, [](const row_type& row) { return row.evidence.central.proof_class; });
        to.central_proof_at = kept.times(rows, [](const row_type& row) { return row.evidence.central.at; });
        to.account_proof =
            kept.texts(rows, [](const row_type& row) { return row.evidence.account.proof_class; });
        to.account_proof_at = kept.times(rows, [](const row_type& row) { return row.evidence.account.at; });
        to.account_proof_court =
            kept.texts(rows, [](const row_type& row) { return row.evidence.account_court.view(); });
        to.confirmed_at = kept.times(rows, [](const row_type& row) { return row.row.confirmed_at; });
        to.malformed = kept.bits(rows, [](const row_type& row) { return row.malformed; });
    }
    {
        const auto& rows = tables.tombstones;
        using row_type = tombstone_row;
        tombstone_columns& to = columns_->tombstones;
        to.rows = rows.size();
        to.court = kept.texts(rows, [](const row_type& row) { return row.court.view(); });
        to.login = kept.texts(rows, [](const row_type& row) { return row.login.view(); });
        to.central_id = kept.texts(rows, [](const row_type& row) { return row.central.view(); });
        to.removed_at =
            kept.times(rows, [](const row_type& row) { return std::optional<instant>(row.removed_at); });
    }
    {
        const auto& rows = tables.roster;
        using row_type = roster_row;
        roster_columns& to = columns_->roster;
        to.rows = rows.size();
        to.court = kept.texts(rows, [](const row_type& row) { return row.court.view(); });
        to.login = kept.texts(rows, [](const row_type& row) { return row.login.view(); });
        to.central_id = kept.texts(rows, [](const row_type& row) { return row.central.view(); });
    }
}

table_columns::~table_columns() = default;

ledger_columns table_columns::view() const noexcept {
    return {.central_accounts = {&columns_->central_accounts, 1},
            .court_accounts = {&columns_->court_accounts, 1},
            .links = {&columns_->links, 1},
            .tombstones = {&columns_->tombstones, 1},
            .roster = {&columns_->roster, 1}};
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
