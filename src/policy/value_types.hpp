// value_types.hpp: the values that places of a layer accept: tokens, texts, times, lists, objects.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <ecflink/policies/policy_set.hpp>

#include "base/bounded_list.hpp"
#include "base/json_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {

/// A problem at one place of a layer.
struct fault {
    std::string path;      ///< JSON Pointer
    bool at_name = false;  ///< the member's name is wrong, not its value
    std::string message;
    std::string found;
    std::string expected;
};

using fault_list = bounded_list<fault>;

/// The values that a place accepts.
struct value_type {
    std::string expected;  ///< in words, to follow "expected"
    json schema;
    /// Reports what is wrong with a value, as far as the value alone shows it.
    std::function<void(const json& value, const std::string& path, fault_list& faults)> check;
};

/// What reading a checked value needs beside the value. Local times need the zone of a court.
struct reading {
    const std::string& path;
    const std::optional<time_zone>& zone;
    fault_list& faults;
};

// ---- words --------------------------------------------------------------------------------------

[[nodiscard]] std::string quote(std::string_view text);

/// `"a", "b" or "c"`.
[[nodiscard]] std::string any_of(const std::vector<std::string_view>& texts);
/// `"a", "b" and "c"`.
[[nodiscard]] std::string all_of(const std::vector<std::string_view>& texts);

/// `; did you mean "confirm"?` if one of the texts is close to the given one; else nothing.
[[nodiscard]] std::string suggestion(std::string_view given, const std::vector<std::string_view>& texts);

void add_fault(fault_list& faults, const std::string& path, const json& value, std::string message,
               std::string expected);

// ---- tokens -------------------------------------------------------------------------------------

template <class E>
[[nodiscard]] std::vector<std::string_view> token_texts() {
    std::vector<std::string_view> texts;
    if constexpr (std::is_same_v<E, finding>) {
        for (const finding_info& info : ecflink::catalogue()) {
            texts.push_back(info.token);
        }
    } else {
        for (const token_entry& entry : tokens<E>()) {
            texts.push_back(entry.token);
        }
    }
    return texts;
}

/// What an enumerator is, to follow "not".
template <class E>
inline constexpr std::string_view noun;
template <>
inline constexpr std::string_view noun<account_role> = "a role of an account";
template <>
inline constexpr std::string_view noun<confirmation> = "a way to confirm";
template <>
inline constexpr std::string_view noun<counting> = "a way to count accounts";
template <>
inline constexpr std::string_view noun<court_kind> = "a kind of court";
template <>
inline constexpr std::string_view noun<court_system> = "a filing system";
template <>
inline constexpr std::string_view noun<credential_retirement> = "a time to retire credentials";
template <>
inline constexpr std::string_view noun<disposition> = "a disposition";
template <>
inline constexpr std::string_view noun<finding> = "a finding";
template <>
inline constexpr std::string_view noun<help_purpose> = "a purpose of help";
template <>
inline constexpr std::string_view noun<link_maker> = "a maker of links";
template <>
inline constexpr std::string_view noun<login_case> = "a rule for upper and lower case";
template <>
inline constexpr std::string_view noun<name_mender> = "somebody who mends names";
template <>
inline constexpr std::string_view noun<name_rule> = "a way to compare names";
template <>
inline constexpr std::string_view noun<outage_effect> = "something that an outage stops";
template <>
inline constexpr std::string_view noun<proof_class> = "a class of proofs";
template <>
inline constexpr std::string_view noun<registration_requirement> = "something that a filer brings";
template <>
inline constexpr std::string_view noun<registration_type> = "a type of registration";
template <>
inline constexpr std::string_view noun<second_account> = "a way to treat a second account";
template <>
inline constexpr std::string_view noun<second_condition> = "a condition of a second registration";
template <>
inline constexpr std::string_view noun<second_registration> = "a way to treat a second registration";
template <>
inline constexpr std::string_view noun<unlink_authority> = "an authority over links";

/// The catalogue is too long for a message.
template <class E>
[[nodiscard]] std::string expected_token() {
    return std::is_same_v<E, finding> ? "a finding of the catalogue, for instance \"name-differs\""
                                      : any_of(token_texts<E>());
}

template <class E>
void check_token(const json& value, const std::string& path, fault_list& faults) {
    const std::string* const text = value.find_text();
    if ((text == nullptr || !from_token<E>(*text)) && !faults.counts_only()) {
        add_fault(
            faults, path, value,
            "not " + std::string(noun<E>) + (text != nullptr ? suggestion(*text, token_texts<E>()) : ""),
            expected_token<E>());
    }
}

/// The enumerator of a checked token.
template <class E>
[[nodiscard]] E to_enum(const json& value) {
    return *from_token<E>(value.text());
}

// ---- lists and objects --------------------------------------------------------------------------

/// A list in which no item occurs twice.
[[nodiscard]] value_type list_of(const value_type& item, const std::string& expected, std::size_t most = 0);

struct field {
    std::string_view name;
    value_type type;
    bool is_required = false;
};

[[nodiscard]] std::vector<std::string_view> names_of(const std::vector<field>& fields);

void add_unknown_name(fault_list& faults, const std::string& path, const std::string& name,
                      const std::vector<std::string_view>& names);

[[nodiscard]] value_type object_of(const std::vector<field>& fields);

/// An object whose members have some of these names, and values of one type.
[[nodiscard]] value_type map_of(const std::vector<std::string_view>& names, const std::string& noun_of_names,
                                const std::string& expected_name, const value_type& inner,
                                const std::string& expected);

/// An object whose names are tokens of E.
template <class E>
[[nodiscard]] value_type map_from(const value_type& inner, const std::string& expected) {
    return map_of(token_texts<E>(), std::string(noun<E>), expected_token<E>(), inner, expected);
}

[[nodiscard]] value_type or_null(const value_type& type);

/// A value for which one predicate decides.
template <class Predicate>
[[nodiscard]] value_type simple(const std::string& message, const std::string& expected, json form,
                                Predicate is_fit) {
    return {expected, std::move(form),
            [message, expected, is_fit](const json& value, const std::string& path, fault_list& faults) {
                if (!is_fit(value)) {
                    add_fault(faults, path, value, message, expected);
                }
            }};
}

// ---- texts and numbers --------------------------------------------------------------------------

[[nodiscard]] bool is_text(const json& value, std::size_t most_bytes);

/// JSON Schema counts characters, but ecflink counts bytes: the schema accepts some texts that are
/// too long.
[[nodiscard]] value_type text_of(std::size_t most_bytes, const std::string& what = "a text");

/// Each forbidden character as UTF-8, in ascending order.
[[nodiscard]] std::vector<std::string> characters_of(const forbidden_characters& forbidden);

inline constexpr std::uint32_t most_counted = 1'000'000;

// ---- times --------------------------------------------------------------------------------------

// Real days of the years 0001 to 9999, the 29th of February among them.
inline constexpr std::string_view date_pattern =
    "(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|"
    "30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
inline constexpr std::string_view time_pattern =
    "(?:[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,6})?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):["
    "0-5][0-9])?)?)?";

inline constexpr std::string_view expected_time =
    "a local time such as \"2020-03-30T08:00\", a time with an offset such as \"2020-03-30T08:00:00-05:00\", "
    "or a date such as \"2020-03-30\"";

void check_time(const json& value, const std::string& path, fault_list& faults);

[[nodiscard]] const value_type& time_type();

/// The instant of a checked time. If it is wrong in the court's zone, that is reported, and the
/// result is the earliest instant.
[[nodiscard]] instant read_time(const json& value, const std::string& path, const reading& with);

}  // namespace detail::policy
ECFLINK_END_NAMESPACE
