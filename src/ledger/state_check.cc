// Compares the tables with what the events say of their rows: one loop over the events, which
// rebuilds the rows, and one over each table.
#include <algorithm>
#include <functional>
#include <iterator>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include <ecflink/ledger/ledger.hpp>
#include <ecflink/tables/work.hpp>

#include "ledger/first_trail.hpp"
#include "ledger/store.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

constexpr statement select_events{
    "SELECT sequence, body FROM audit WHERE court IS NOT NULL ORDER BY sequence"};

/// Reads canonical JSON from left to right. A value is its own text: two values are equal if their
/// texts are.
class json_cursor {
public:
    explicit json_cursor(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
    bool skip(char what) noexcept {
        if (!rest_.starts_with(what)) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    /// The next value; empty if there is none, or it does not end.
    std::string_view value() noexcept {
        std::size_t depth = 0;
        std::size_t at = 0;
        while (at < rest_.size()) {
            const char c = rest_[at];
            const bool opens = c == '[' || c == '{';
            const bool closes = c == ']' || c == '}';
            if (depth == 0 && (closes || c == ',' || c == ':')) {
                return take(at);
            }
            depth += opens ? 1 : 0;
            depth -= closes ? 1 : 0;
            at = c == '"' ? end_of_text(at) : at + 1;
            if (depth == 0 && (c == '"' || closes)) {
                return take(at);
            }
        }
        return depth == 0 ? take(rest_.size()) : std::string_view{};
    }

private:
    std::string_view take(std::size_t size) noexcept {
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(std::min(size, rest_.size()));
        return taken;
    }
    /// After the quotation mark that ends the text that begins here.
    [[nodiscard]] std::size_t end_of_text(std::size_t at) const noexcept {
        for (++at; at < rest_.size(); ++at) {
            if (rest_[at] == '\\') {
                ++at;
            } else if (rest_[at] == '"') {
                return at + 1;
            }
        }
        return rest_.size();
    }

    std::string_view rest_;
};

/// A list or an object without its brackets, a text without its quotation marks.
std::string_view inside(std::string_view value) noexcept {
    return value.size() < 2 ? std::string_view{} : value.substr(1, value.size() - 2);
}

/// The values of a list without its brackets; `null` for those that are missing at its end.
std::vector<std::string_view> values_of(std::string_view list, std::size_t count) {
    std::vector<std::string_view> values;
    for (json_cursor in(list); !in.is_at_end() && values.size() < count; in.skip(',')) {
        values.push_back(in.value());
    }
    values.resize(count, "null");
    return values;
}

std::string joined(const std::vector<std::string_view>& values) {
    std::string all;
    for (const std::string_view one : values) {
        all.append(all.empty() ? "" : ",").append(one);
    }
    return all;
}

/// What the events say of a row.
struct known_row {
    std::string values;  ///< of the columns after the key, joined by commas
    std::uint64_t event = 0;
};
struct known_table {
    const vouched_table* table;
    std::unordered_map<std::string, known_row> rows;  ///< by their keys
};

class comparison {
public:
    comparison() {
        for (const vouched_table* const one : vouched_tables) {
            tables_.push_back({one, {}});
        }
    }

    /// Takes the next event.
    void take(std::uint64_t event, std::string_view body) {
        ++report_.events;
        // no text holds a quotation mark as it is, so this is the member
        constexpr std::string_view name = "\"changes\":";
        const std::size_t at = body.find(name);
        if (at == std::string_view::npos) {
            return;
        }
        json_cursor in(body.substr(at + name.size()));
        bool is_read = in.skip('[') && take_change(event, in);
        while (is_read && in.skip(',')) {
            is_read = take_change(event, in);
        }
        if (!is_read || !in.skip(']')) {
            static constexpr std::string_view columns[] = {"sequence"};
            static constexpr vouched_table audit{"audit", 1, columns};
            differ(row_flaw::contradicted, audit, std::to_string(event), event, nullptr, nullptr);
        }
    }

    void compare(database& db, const std::function<bool()>& goes_on) {
        std::string key;
        std::string values;
        for (known_table& known : tables_) {
            const vouched_table& table = *known.table;
            db.stream(select_of(table), {}, [&](const row& it) {
                ++report_.rows;
                key.clear();
                values.clear();
                append_columns(key, table, it, 0, table.keys);
                append_columns(values, table, it, table.keys, table.columns.size());
                const auto found = known.rows.find(key);
                if (found == known.rows.end()) {
                    differ(row_flaw::unexpected, table, key, 0, nullptr, &values);
                    return goes_on();
                }
                const known_row& said = found->second;
                if (said.values != values && has_other_values(table, said.values, values)) {
                    differ(row_flaw::changed, table, key, said.event, &said.values, &values);
                }
                known.rows.erase(found);
                return goes_on();
            });
            for (const auto& [missing, said] : known.rows) {
                differ(row_flaw::missing, table, missing, said.event, &said.values, nullptr);
            }
            known.rows = {};
        }
    }

    [[nodiscard]] state_report finish() {
        std::ranges::sort(report_.first, {},
                          [](const row_difference& one) { return std::tie(one.event, one.table, one.key); });
        return std::move(report_);
    }

private:
    /// Takes one member of `changes`. False if it is not one.
    bool take_change(std::uint64_t event, json_cursor& in) {
        if (!in.skip('[')) {
            return false;
        }
        const std::string_view name = inside(in.value());
        const auto known =
            std::ranges::find(tables_, name, [](const known_table& one) { return one.table->name; });
        if (known == tables_.end() || !in.skip(',')) {
            return false;
        }
        const vouched_table& table = *known->table;
        const std::string_view list = inside(in.value());
        json_cursor columns(list);
        for (std::size_t i = 0; i < table.keys; ++i) {
            if (i != 0 && !columns.skip(',')) {
                return false;
            }
            columns.value();
        }
        if (in.skip(']')) {
            if (!columns.skip(',')) {
                return false;
            }
            const std::string_view values = columns.rest();
            make(event, *known, std::string(list.substr(0, list.size() - values.size() - 1)), values);
            return true;
        }
        if (!columns.is_at_end() || !in.skip(',')) {
            return false;
        }
        const std::string_view changed = in.value();
        if (!in.skip(']')) {
            return false;
        }
        change(event, *known, std::string(list), changed);
        return true;
    }

    void make(std::uint64_t event, known_table& known, std::string key, std::string_view values) {
        const auto [at, is_new] = known.rows.try_emplace(std::move(key));
        known_row& row = at->second;
        if (!is_new && !known.table->is_replaced) {
            differ(row_flaw::contradicted, *known.table, at->first, event, &row.values, nullptr);
        }
        row = {std::string(values), event};
    }

    /// Changes columns of a row, or removes it (`null`).
    void change(std::uint64_t event, known_table& known, const std::string& key, std::string_view changed) {
        const vouched_table& table = *known.table;
        const auto found = known.rows.find(key);
        if (found == known.rows.end()) {
            differ(row_flaw::contradicted, table, key, event, nullptr, nullptr);
            return;
        }
        if (changed == "null") {
            known.rows.erase(found);
            return;
        }
        known_row& row = found->second;
        std::vector<std::string_view> values = values_of(row.values, table.columns.size() - table.keys);
        for (json_cursor in(inside(changed)); !in.is_at_end(); in.skip(',')) {
            const std::size_t place = table.place_of(inside(in.value()));
            in.skip(':');
            const std::string_view value = in.value();
            if (place >= table.keys && place < table.columns.size()) {
                values[place - table.keys] = value;
            }
        }
        row = {joined(values), event};
    }

    /// Events of earlier versions have fewer columns.
    static bool has_other_values(const vouched_table& table, std::string_view events,
                                 std::string_view in_table) {
        const std::size_t count = table.columns.size() - table.keys;
        return values_of(events, count) != values_of(in_table, count);
    }

    /// Notes a difference. A null pointer: there is no such row there.
    void differ(row_flaw flaw, const vouched_table& table, const std::string& key, std::uint64_t event,
                const std::string* events, const std::string* in_table) {
        ++report_.differences;
        if (report_.first.size() == most_differences_told) {
            return;
        }
        row_difference& made = report_.first.emplace_back();
        made.flaw = flaw;
        made.table = table.name;
        made.key = key;
        made.event = event;
        const std::size_t count = table.columns.size() - table.keys;
        const auto said = events == nullptr ? std::vector<std::string_view>{} : values_of(*events, count);
        const auto found =
            in_table == nullptr ? std::vector<std::string_view>{} : values_of(*in_table, count);
        for (std::size_t i = 0; i < std::max(said.size(), found.size()); ++i) {
            if (said.empty() || found.empty() || said[i] != found[i]) {
                made.columns.push_back({std::string(table.columns[table.keys + i]),
                                        said.empty() ? std::string{} : std::string(said[i]),
                                        found.empty() ? std::string{} : std::string(found[i])});
            }
        }
    }

    std::vector<known_table> tables_;
    state_report report_;
};

}  // namespace

ledger_result<state_report> ledger::compare_state(const work_options& options) const {
    return store_->read<state_report>([&](database& db) {
        comparison made;
        std::uint64_t taken = 0;
        const auto goes_on = [&] {
            if (++taken % events_between_reports == 0 && options.progress) {
                options.progress("state", taken, taken);
            }
            return !is_cancelled(options);
        };
        db.stream(select_events, {}, [&](const row& it) {
            made.take(static_cast<std::uint64_t>(integer(it[0])), text(it[1]));
            return goes_on();
        });
        if (!is_cancelled(options)) {
            made.compare(db, goes_on);
        }
        return made.finish();
    });
}

ECFLINK_END_NAMESPACE
