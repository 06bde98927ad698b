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

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
