#include "ledger/vouched_rows.hpp"

#include <charconv>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <ecflink/ledger/handle.hpp>

#include "audit/body_text.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

std::string joined(std::span<const std::string_view> names, std::string_view between) {
    std::string all;
    for (const std::string_view name : names) {
        all.append(all.empty() ? std::string_view{} : between).append(name);
    }
    return all;
}

/// "$3, $4": `count` parameters from number `first` on.
std::string numbered(std::size_t first, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all.append(i == 0 ? "$" : ", $").append(std::to_string(first + i));
    }
    return all;
}

/// "sequence = $1 AND obligation = $2"
std::string has_key(const vouched_table& table) {
    std::string all;
    for (std::size_t i = 0; i < table.keys; ++i) {
        all.append(i == 0 ? "" : " AND ")
            .append(table.columns[i])
            .append(" = $")
            .append(std::to_string(i + 1));
    }
    return all;
}

std::string insert_in_sql(const vouched_table& table) {
    std::string sql = "INSERT INTO " + std::string(table.name) + " (" + joined(table.columns, ", ") +
                      ") VALUES (" + numbered(1, table.columns.size()) + ")";
    if (table.is_replaced) {
        sql += " ON CONFLICT (" + joined(table.columns.first(table.keys), ", ") + ") DO UPDATE SET ";
        for (std::size_t i = table.keys; i < table.columns.size(); ++i) {
            const std::string column(table.columns[i]);
            sql.append(i == table.keys ? "" : ", ").append(column).append(" = excluded.").append(column);
        }
    }
    return sql;
}
std::string delete_in_sql(const vouched_table& table) {
    return "DELETE FROM " + std::string(table.name) + " WHERE " + has_key(table);
}
std::string select_in_sql(const vouched_table& table) {
    return "SELECT " + joined(table.columns, ", ") + " FROM " + std::string(table.name);
}
std::string select_after_in_sql(const vouched_table& table) {
    const std::string key = joined(table.columns.first(table.keys), ", ");
    return select_in_sql(table) + " WHERE (" + key + ") > (" + numbered(1, table.keys) + ") ORDER BY " + key +
           " LIMIT $" + std::to_string(table.keys + 1);
}

/// The statement of each table, made when the first one is asked for.
template <std::string (*Make)(const vouched_table&)>
const statement& statement_of(const vouched_table& table) {
    static const auto all = [] {
        std::map<const vouched_table*, composed_statement> made;
        for (const vouched_table* const one : vouched_tables) {
            made.try_emplace(one, Make(*one));
        }
        return made;
    }();
    return all.at(&table).get();
}

void append_number(std::string& to, std::int64_t number) {
    char digits[24];
    to.append(std::begin(digits), std::to_chars(std::begin(digits), std::end(digits), number).ptr);
}

void append_cell(std::string& to, const parameter& cell) {
    if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
        append_number(to, *number);
    } else if (const auto* const text = std::get_if<std::string_view>(&cell)) {
        append_body_text(to, *text);
    } else {
        to.append("null");
    }
}
void append_cell(std::string& to, const value& cell) {
    const auto* const text = std::get_if<std::string>(&cell);
    const auto* const number = std::get_if<std::int64_t>(&cell);
    append_cell(to, text != nullptr     ? parameter{std::string_view(*text)}
                    : number != nullptr ? parameter{*number}
                                        : parameter{});
}

/// What stands for a cell in an event.
template <class Cell>
void append_column(std::string& to, const vouched_table& table, std::string_view column, const Cell& cell) {
    if (column == table.secret && !table.secret.empty()) {
        std::string_view text;
        if (const auto* const words = std::get_if<std::variant_alternative_t<2, Cell>>(&cell)) {
            text = *words;
        }
        append_body_text(to, to_text(digest_of(text)).view());
    } else {
        append_cell(to, cell);
    }
}

template <class Cell>
void append_cells(std::string& to, const vouched_table& table, std::span<const Cell> cells, std::size_t first,
                  std::size_t end) {
    for (std::size_t i = first; i < end; ++i) {
        to.append(i == first ? "" : ",");
        append_column(to, table, table.columns[i], cells[i]);
    }
}

void begin_member(std::string& to, const vouched_table& table) {
    to.append("[\"").append(table.name).append("\",[");
}

}  // namespace

const statement& insert_of(const vouched_table& table) { return statement_of<insert_in_sql>(table); }
const statement& delete_of(const vouched_table& table) { return statement_of<delete_in_sql>(table); }
const statement& select_of(const vouched_table& table) { return statement_of<select_in_sql>(table); }
const statement& select_after_of(const vouched_table& table) {
    return statement_of<select_after_in_sql>(table);
}

const statement& update_of(const vouched_table& table, std::span<const changed_column> changed) {
    static std::mutex mutex;
    static std::map<std::pair<const vouched_table*, std::uint64_t>, composed_statement> all;
    std::uint64_t columns = 0;  // their places, in order
    for (const changed_column& one : changed) {
        columns = columns << 5 | table.place_of(one.name);
    }
    const std::scoped_lock lock(mutex);
    const auto known = all.find({&table, columns});
    if (known != all.end()) {
        return known->second.get();
    }
    std::string sql = "UPDATE " + std::string(table.name) + " SET ";
    for (std::size_t i = 0; i < changed.size(); ++i) {
        sql.append(i == 0 ? "" : ", ").append(changed[i].name).append(" = $");
        sql.append(std::to_string(table.keys + i + 1));
    }
    sql += " WHERE " + has_key(table);
    return all.try_emplace({&table, columns}, std::move(sql)).first->second.get();
}

void append_columns(std::string& to, const vouched_table& table, std::span<const value> cells,
                    std::size_t first, std::size_t end) {
    append_cells(to, table, cells, first, end);
}

void append_new_row(std::string& to, const vouched_table& table, std::span<const parameter> cells) {
    begin_member(to, table);
    append_cells(to, table, cells, 0, cells.size());
    to.append("]]");
}

void append_new_row(std::string& to, const vouched_table& table, std::span<const value> cells) {
    begin_member(to, table);
    append_cells(to, table, cells, 0, cells.size());
    to.append("]]");
}

void append_changed_row(std::string& to, const vouched_table& table, std::span<const parameter> key,
                        std::span<const changed_column> changed) {
    begin_member(to, table);
    append_cells(to, table, key, 0, key.size());
    std::vector<const changed_column*> sorted;  // as RFC 8785 sorts members
    for (const changed_column& one : changed) {
        sorted.push_back(&one);
    }
    std::ranges::sort(sorted, {}, [](const changed_column* one) { return one->name; });
    char before = '{';
    to.append("],");
    for (const changed_column* const one : sorted) {
        to.append(1, before).append(1, '"').append(one->name).append("\":");
        append_column(to, table, one->name, one->value);
        before = ',';
    }
    to.append("}]");
}

void append_gone_row(std::string& to, const vouched_table& table, std::span<const parameter> key) {
    begin_member(to, table);
    append_cells(to, table, key, 0, key.size());
    to.append("],null]");
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
