#include "tables/table_columns.hpp"

#include <concepts>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "tables/fields.hpp"
#include "tables/finding_list.hpp"

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
std::string text_of(findings found) { return to_list(found); }

/// Buffers of columns; they keep their place. `get` gives the field of a row.
class buffers {
public:
    template <class Rows, class Get>
    void fill(text_column& column, const Rows& rows, Get get) {
        std::vector<std::int64_t>& offsets = numbers_.emplace_back();
        std::string& bytes = bytes_.emplace_back();
        offsets.reserve(rows.size() + 1);
        offsets.push_back(0);
        for (const auto& row : rows) {
            bytes += text_of(get(row));
            offsets.push_back(static_cast<std::int64_t>(bytes.size()));
        }
        column.layout = text_layout::large_utf8;
        column.positions = offsets.data();
        column.bytes = bytes.data();
        column.texts = rows.size();
    }
    /// Of instants or dates.
    template <class Rows, class Get>
    void fill(time_column& column, const Rows& rows, Get get) {
        using value = std::remove_cvref_t<decltype(get(rows.front()))>;
        if constexpr (std::same_as<value, std::optional<civil_day>>) {
            std::vector<std::int32_t>& days = days_.emplace_back();
            for (const auto& row : rows) {
                days.push_back(get(row).value_or(civil_day{}).days);
            }
            column = {.unit = time_unit::day, .values = days.data(), .valid = {}};
        } else {
            std::vector<std::int64_t>& micros = numbers_.emplace_back();
            for (const auto& row : rows) {
                micros.push_back(std::optional<instant>(get(row)).value_or(instant{}).micros);
            }
            column = {.unit = time_unit::microsecond, .values = micros.data(), .valid = {}};
        }
        if constexpr (!std::same_as<value, instant>) {
            column.valid.bits = bits(rows, [&](const auto& row) { return get(row).has_value(); });
        }
    }
    template <class Rows, class Get>
    void fill(integer_column& column, const Rows& rows, Get get) {
        std::vector<std::uint32_t>& numbers = counts_.emplace_back();
        for (const auto& row : rows) {
            numbers.push_back(get(row));
        }
        column = {.type = integer_type::uint32, .values = numbers.data(), .valid = {}};
    }
    template <class Rows, class Get>
    void fill(bool_column& column, const Rows& rows, Get get) {
        column = {.is_absent = false, .values = {bits(rows, get)}, .valid = {}};
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
    std::deque<std::vector<std::int32_t>> days_;
    std::deque<std::vector<std::uint32_t>> counts_;
    std::deque<std::vector<std::uint8_t>> bits_;
    std::deque<std::string> bytes_;
};

/// Makes the columns of a table's rows.
template <class Table, class Row>
void fill(buffers& kept, Table& to, const std::vector<Row>& rows) {
    to.rows = rows.size();
    for_each_field<Table>([&](auto field) {
        kept.fill(to.*field.column, rows, [&](const Row& row) -> const auto& { return field.of(row); });
    });
    if constexpr (requires(const Row& row) { row.malformed; }) {
        to.malformed = kept.bits(rows, [](const Row& row) { return row.malformed; });
    }
}

}  // namespace

struct table_columns::columns {
    buffers kept;
    central_account_columns central_accounts;
    court_account_columns court_accounts;
    link_columns links;
    tombstone_columns tombstones;
    roster_columns roster;
    registration_columns registrations;
};

table_columns::table_columns(const ledger_tables& tables) : columns_(std::make_unique<columns>()) {
    buffers& kept = columns_->kept;
    fill(kept, columns_->central_accounts, tables.central_accounts);
    fill(kept, columns_->court_accounts, tables.court_accounts);
    // Where a role is no token, its text tells accounts of one role from those of another.
    kept.fill(columns_->court_accounts.role, tables.court_accounts, [](const court_account_row& row) {
        return row.account.role == account_role::missing ? std::string_view(row.unreadable_role)
                                                         : to_token(row.account.role);
    });
    fill(kept, columns_->links, tables.links);
    fill(kept, columns_->tombstones, tables.tombstones);
    fill(kept, columns_->roster, tables.roster);
    fill(kept, columns_->registrations, tables.registrations);
}

table_columns::~table_columns() = default;

ledger_columns table_columns::view() const noexcept {
    return {.central_accounts = {&columns_->central_accounts, 1},
            .court_accounts = {&columns_->court_accounts, 1},
            .links = {&columns_->links, 1},
            .tombstones = {&columns_->tombstones, 1},
            .roster = {&columns_->roster, 1},
            .registrations = {&columns_->registrations, 1}};
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
