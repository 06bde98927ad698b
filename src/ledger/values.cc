#include "ledger/values.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

void fail_as_damaged() {
    throw database_error(ledger_trouble::damaged,
                         "a row of the ledger does not have the form that this version writes");
}

std::int64_t integer(const value& given) {
    const auto* number = std::get_if<std::int64_t>(&given);
    return number != nullptr ? *number : (fail_as_damaged(), 0);
}

const std::string& text(const value& given) {
    const auto* words = std::get_if<std::string>(&given);
    if (words == nullptr) {
        fail_as_damaged();
    }
    return *words;
}

std::optional<instant> time(const value& given) {
    return is_null(given) ? std::nullopt : std::optional(instant{integer(given)});
}

std::string tag_text(const authentication& tag) { return to_hex(tag.key) + to_hex(tag.tag); }

std::optional<authentication> tag_of(const value& given) {
    constexpr std::size_t digits_of_key = 2 * std::tuple_size_v<key_id>;
    if (is_null(given) || text(given).size() < digits_of_key) {
        return std::nullopt;
    }
    const std::string_view digits = text(given);
    const auto key = from_hex<std::tuple_size_v<key_id>>(digits.substr(0, digits_of_key));
    const auto tag = from_hex<std::tuple_size_v<mac_tag>>(digits.substr(digits_of_key));
    return key && tag ? std::optional(authentication{*key, *tag}) : std::nullopt;
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
