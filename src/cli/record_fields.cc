#include "cli/record_fields.hpp"

#include <concepts>
#include <type_traits>

#include "cli/arguments.hpp"
#include "cli/finding_text.hpp"

namespace ecflink::cli {
namespace {

/// Gathers the fields of one row.
class field_list {
public:
    explicit field_list(const std::optional<time_zone>& zone) : zone_(&zone) {}

    template <class Value>
    void add(std::string_view column, const Value& value) {
        fields_.push_back({column, text_of(value)});
    }
    [[nodiscard]] std::vector<record_field> take() { return std::move(fields_); }

private:
    [[nodiscard]] static std::string text_of(const std::string& text) { return text; }
    template <class Tag, std::size_t Capacity>
    [[nodiscard]] static std::string text_of(const basic_id<Tag, Capacity>& id) {
        return std::string(id.view());
    }
    template <class E>
        requires std::is_enum_v<E>
    [[nodiscard]] static std::string text_of(E value) {
        return std::string(to_token(value));
    }
    [[nodiscard]] static std::string text_of(bool value) { return value ? "true" : "false"; }
    [[nodiscard]] static std::string text_of(std::uint32_t count) {
        return count == 0 ? std::string{} : std::to_string(count);
    }
    [[nodiscard]] static std::string text_of(findings found) { return join(found, "|"); }
    [[nodiscard]] static std::string text_of(const std::optional<civil_day>& day) {
        return day ? to_text(*day) : std::string{};
    }
    [[nodiscard]] std::string text_of(const std::optional<instant>& at) const {
        return at ? to_text(*at, *zone_) : std::string{};
    }
    [[nodiscard]] std::string text_of(instant at) const {
        return at == earliest_instant ? std::string{} : to_text(at, *zone_);
    }

    const std::optional<time_zone>* zone_;
    std::vector<record_field> fields_;
};

// NOLINTBEGIN(bugprone-macro-parentheses): the arguments are names
#define ECFLINK_ROW_FIELD(column, member, ...) list.add(#column, row.member);
#define ECFLINK_RECORD_FIELD(column, member, ...) list.add(#column, record.member);
#define ECFLINK_EVIDENCE_FIELD(column, member, ...) list.add(#column, row.evidence.member);
#define ECFLINK_TABLE(table, of, type, ...)                                     \
    template <class Record>                                                     \
    void add_all(field_list& list, const of##_row& row, const Record& record) { \
        __VA_ARGS__                                                             \
    }
#define ECFLINK_LIST(table, of, ...) \
    [[maybe_unused]] void add_all(field_list& list, const of##_row& row) { __VA_ARGS__ }
#include <ecflink/core/fields.def>
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace

std::vector<record_field> fields_of(const link_row& row, const std::optional<time_zone>& zone) {
    field_list list(zone);
    add_all(list, row, row.row);
    return list.take();
}
std::vector<record_field> fields_of(const court_account_row& row, const std::optional<time_zone>& zone) {
    field_list list(zone);
    add_all(list, row, row.account);
    return list.take();
}
std::vector<record_field> fields_of(const central_account_row& row, const std::optional<time_zone>& zone) {
    field_list list(zone);
    add_all(list, row, row.account);
    return list.take();
}
std::vector<record_field> fields_of(const tombstone_row& row, const std::optional<time_zone>& zone) {
    field_list list(zone);
    add_all(list, row);
    return list.take();
}

}  // namespace ecflink::cli
