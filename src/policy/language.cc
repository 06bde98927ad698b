// The values of a member follow from the C++ type that it sets: `notation<T>` says which values a
// file may give for a T, and how they are read and written.
#include "policy/language.hpp"

#include <ecflink/policies/policy_tools.hpp>
#include <ecflink/policies/suggestion.hpp>

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <iterator>
#include <span>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include "base/canonical_text.hpp"
#include "policy/edit_distance.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {
namespace {

// ---- words --------------------------------------------------------------------------------------

std::string quote(std::string_view text) { return json(text).in_one_line(); }

/// `"a", "b" or "c"`, with the given last word.
std::string enumerate(const std::vector<std::string_view>& texts, const char* last_word) {
    std::string words;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        words += (i == 0 ? "" : i + 1 == texts.size() ? last_word : ", ") + quote(texts[i]);
    }
    return words;
}
std::string any_of(const std::vector<std::string_view>& texts) { return enumerate(texts, " or "); }
std::string all_of(const std::vector<std::string_view>& texts) { return enumerate(texts, " and "); }

/// `; did you mean "confirm"?` if one of the texts is close to the given one; else nothing.
std::string suggestion(std::string_view given, const std::vector<std::string_view>& texts) {
    // no text of ours is close to a longer one, and the work grows with the length
    constexpr std::size_t longest = 64;
    if (given.size() > longest || texts.empty()) {
        return "";
    }
    const auto nearest = std::ranges::min_element(
        texts, {}, [given](std::string_view text) { return edit_distance(given, text); });
    return edit_distance(given, *nearest) <= 2 ? did_you_mean(std::vector{std::string(*nearest)}) : "";
}

void add_fault(fault_list& faults, const std::string& path, const json& value, std::string message,
               std::string expected) {
    if (!faults.counts_only()) {
        faults.push_back({path, false, std::move(message), to_excerpt(value), std::move(expected)});
    }
}

// ---- tokens -------------------------------------------------------------------------------------

template <class E>
std::vector<std::string_view> token_texts() {
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
constexpr std::string_view noun;
template <>
constexpr std::string_view noun<account_role> = "a role of an account";
template <>
constexpr std::string_view noun<confirmation> = "a way to confirm";
template <>
constexpr std::string_view noun<counting> = "a way to count accounts";
template <>
constexpr std::string_view noun<court_kind> = "a kind of court";
template <>
constexpr std::string_view noun<court_system> = "a filing system";
template <>
constexpr std::string_view noun<credential_retirement> = "a time to retire credentials";
template <>
constexpr std::string_view noun<disposition> = "a disposition";
template <>
constexpr std::string_view noun<finding> = "a finding";
template <>
constexpr std::string_view noun<help_purpose> = "a purpose of help";
template <>
constexpr std::string_view noun<link_maker> = "a maker of links";
template <>
constexpr std::string_view noun<login_case> = "a rule for upper and lower case";
template <>
constexpr std::string_view noun<name_mender> = "somebody who mends names";
template <>
constexpr std::string_view noun<name_rule> = "a way to compare names";
template <>
constexpr std::string_view noun<outage_effect> = "something that an outage stops";
template <>
constexpr std::string_view noun<proof_class> = "a class of proofs";
template <>
constexpr std::string_view noun<registration_requirement> = "something that a filer brings";
template <>
constexpr std::string_view noun<registration_type> = "a type of registration";
template <>
constexpr std::string_view noun<second_account> = "a way to treat a second account";
template <>
constexpr std::string_view noun<second_condition> = "a condition of a second registration";
template <>
constexpr std::string_view noun<second_registration> = "a way to treat a second registration";
template <>
constexpr std::string_view noun<unlink_authority> = "an authority over links";

/// The catalogue is too long for a message.
template <class E>
std::string expected_token() {
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
E to_enum(const json& value) {
    return *from_token<E>(value.text());
}

// ---- lists and objects --------------------------------------------------------------------------

/// A list in which no item occurs twice.
value_type list_of(const value_type& item, const std::string& expected, std::size_t most = 0) {
    json form = {{"type", "array"}, {"items", item.schema}, {"uniqueItems", true}};
    if (most != 0) {
        form["maxItems"] = most;
    }
    return {expected, form,
            [item, expected, most](const json& value, const std::string& path, fault_list& faults) {
                if (!value.is_array() || (most != 0 && value.items().size() > most)) {
                    add_fault(faults, path, value, value.is_array() ? "the list is too long" : "not a list",
                              expected);
                    return;
                }
                const std::vector<json>& items = value.items();
                std::unordered_set<std::string> seen;
                for (auto each = items.begin(); each != items.end(); ++each) {
                    const std::string item_path = path + '/' + std::to_string(each - items.begin());
                    item.check(*each, item_path, faults);
                    if (!seen.insert(to_canonical(*each)).second) {
                        add_fault(faults, item_path, *each, "the list has this item already",
                                  "each item once");
                    }
                }
            }};
}

struct field {
    std::string_view name;
    value_type type;
    bool is_required = false;
};

std::vector<std::string_view> names_of(const std::vector<field>& fields) {
    std::vector<std::string_view> names;
    for (const field& each : fields) {
        names.push_back(each.name);
    }
    return names;
}

void add_unknown_name(fault_list& faults, const std::string& path, const std::string& name,
                      const std::vector<std::string_view>& names) {
    if (!faults.counts_only()) {
        faults.push_back(
            {path, true, "unknown member" + suggestion(name, names), to_excerpt(name), any_of(names)});
    }
}

value_type object_of(const std::vector<field>& fields) {
    json form = {{"type", "object"},
                 {"properties", json::object()},
                 {"required", json::array()},
                 {"additionalProperties", false}};
    for (const field& each : fields) {
        form["properties"][each.name] = each.type.schema;
        if (each.is_required) {
            form["required"].push_back(each.name);
        }
    }
    const std::string expected = "an object with " + all_of(names_of(fields));
    return {
        expected, form, [fields, expected](const json& value, const std::string& path, fault_list& faults) {
            if (!value.is_object()) {
                add_fault(faults, path, value, "not an object", expected);
                return;
            }
            for (const auto& [name, inner] : value.members()) {
                const std::string inner_path = path + '/' + pointer_part(name);
                const auto found = std::ranges::find(fields, name, &field::name);
                if (found == fields.end()) {
                    add_unknown_name(faults, inner_path, name, names_of(fields));
                } else {
                    found->type.check(inner, inner_path, faults);
                }
            }
            for (const field& each : fields) {
                if (each.is_required && value.find(each.name) == nullptr) {
                    faults.push_back({path, false, quote(each.name) + " is missing", "", each.type.expected});
                }
            }
        }};
}

/// An object whose members have some of these names, and values of one type.
value_type map_of(const std::vector<std::string_view>& names, const std::string& noun_of_names,
                  const std::string& expected_name, const value_type& inner, const std::string& expected) {
    const json form = {
        {"type", "object"}, {"propertyNames", {{"enum", names}}}, {"additionalProperties", inner.schema}};
    return {expected, form, [=](const json& value, const std::string& path, fault_list& faults) {
                if (!value.is_object()) {
                    add_fault(faults, path, value, "not an object", expected);
                    return;
                }
                for (const auto& [name, each] : value.members()) {
                    const std::string inner_path = path + '/' + pointer_part(name);
                    if (std::ranges::find(names, name) != names.end()) {
                        inner.check(each, inner_path, faults);
                    } else if (!faults.counts_only()) {
                        faults.push_back({inner_path, true, "not " + noun_of_names + suggestion(name, names),
                                          to_excerpt(name), expected_name});
                    }
                }
            }};
}

/// An object whose names are tokens of E.
template <class E>
value_type map_from(const value_type& inner, const std::string& expected) {
    return map_of(token_texts<E>(), std::string(noun<E>), expected_token<E>(), inner, expected);
}

value_type or_null(const value_type& type) {
    return {type.expected + ", or null",
            {{"anyOf", json::array({type.schema, json{{"type", "null"}}})}},
            [type](const json& value, const std::string& path, fault_list& faults) {
                if (!value.is_null()) {
                    type.check(value, path, faults);
                }
            }};
}

/// A value for which one predicate decides.
template <class Predicate>
value_type simple(const std::string& message, const std::string& expected, json form, Predicate is_fit) {
    return {expected, std::move(form),
            [message, expected, is_fit](const json& value, const std::string& path, fault_list& faults) {
                if (!is_fit(value)) {
                    add_fault(faults, path, value, message, expected);
                }
            }};
}

// ---- texts and numbers --------------------------------------------------------------------------

bool is_text(const json& value, std::size_t most_bytes) {
    const std::string* const text = value.find_text();
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; };
    return text != nullptr && !text->empty() && text->size() <= most_bytes &&
           std::ranges::none_of(*text, is_control);
}

/// JSON Schema counts characters, but ecflink counts bytes: the schema accepts some texts that are
/// too long.
value_type text_of(std::size_t most_bytes, const std::string& what = "a text") {
    return simple("not " + what + " that is allowed here",
                  "1 to " + std::to_string(most_bytes) + " bytes without control characters",
                  {{"type", "string"},
                   {"minLength", 1},
                   {"maxLength", most_bytes},
                   {"pattern", "^[^\\u0000-\\u001f\\u007f]*$"}},
                  [most_bytes](const json& value) { return is_text(value, most_bytes); });
}

constexpr std::uint32_t most_counted = 1'000'000;

// ---- times --------------------------------------------------------------------------------------

// Real days of the years 0001 to 9999, the 29th of February among them.
constexpr std::string_view date_pattern =
    "(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|"
    "30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
constexpr std::string_view time_pattern =
    "(?:[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,6})?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):["
    "0-5][0-9])?)?)?";

constexpr std::string_view expected_time =
    "a local time such as \"2020-03-30T08:00\", a time with an offset such as \"2020-03-30T08:00:00-05:00\", "
    "or a date such as \"2020-03-30\"";

void check_time(const json& value, const std::string& path, fault_list& faults) {
    const std::string* const text = value.find_text();
    const auto at = text != nullptr ? parse_instant_or_date(*text, std::nullopt) : errc::not_a_time;
    // a local time is checked once the zone of its court is known
    if (!at && at.error() != errc::unknown_zone) {
        add_fault(faults, path, value,
                  at.error() == errc::no_such_time ? "a time that does not exist" : "not a time",
                  std::string(expected_time));
    }
}

const value_type& time_type() {
    static const value_type type{
        std::string(expected_time),
        {{"type", "string"}, {"pattern", "^" + std::string(date_pattern) + std::string(time_pattern) + "$"}},
        check_time};
    return type;
}

/// The instant of a checked time. If it is wrong in the court's zone, that is reported, and the
/// result is the earliest instant.
instant read_time(const json& value, const std::string& path, const reading& with) {
    const auto at = parse_instant_or_date(value.text(), with.zone);
    if (at && at.value() >= make_instant(make_civil_day(1, 1, 1)) &&
        at.value() < make_instant(make_civil_day(10'000, 1, 1))) {
        return at.value();
    }
    const std::string zone = with.zone ? std::string(with.zone->name()) : "";
    add_fault(with.faults, path, value,
              at ? "a time outside the years 1 to 9999 in UTC"
              : at.error() == errc::unknown_zone
                  ? "a local time, but no time zone is known here; write an offset, or state \"time-zone\""
              : at.error() == errc::ambiguous_time
                  ? "clocks in " + zone + " showed this time twice; write the offset that is meant"
                  : "clocks in " + zone + " skipped this time; write the offset that is meant",
              "a local time that clocks showed once, or a time with an offset");
    return earliest_instant;
}

// ---- how each C++ type is written ---------------------------------------------------------------

template <class T>
struct notation;

template <class E>
    requires std::is_enum_v<E>
struct notation<E> {
    static value_type type() { return {expected_token<E>(), {{"enum", token_texts<E>()}}, check_token<E>}; }
    static void read(const json& value, E& into, const reading&) { into = to_enum<E>(value); }
    static json write(E value) { return to_token(value).empty() ? json() : json(to_token(value)); }
};

template <class E>
struct notation<token_set<E>> {
    static value_type type() { return list_of(notation<E>::type(), "a list of " + expected_token<E>()); }
    static void read(const json& value, token_set<E>& into, const reading&) {
        into = {};
        for (const json& token : value.items()) {
            into.insert(to_enum<E>(token));
        }
    }
    static json write(token_set<E> value) {
        json list = json::array();
        for (const token_entry& entry : tokens<E>()) {
            if (value.contains(static_cast<E>(entry.number))) {
                list.push_back(entry.token);
            }
        }
        return list;
    }
};

template <class E>
struct notation<std::optional<token_set<E>>> {
    static value_type type() {
        const value_type list = notation<token_set<E>>::type();
        const std::string expected = "\"all\", or " + list.expected;
        return {expected,
                {{"anyOf", json::array({json{{"const", "all"}}, list.schema})}},
                [list, expected](const json& value, const std::string& path, fault_list& faults) {
                    if (value.is_array()) {
                        list.check(value, path, faults);
                    } else if (value != "all") {
                        add_fault(faults, path, value, "neither \"all\" nor a list", expected);
                    }
                }};
    }
    static void read(const json& value, std::optional<token_set<E>>& into, const reading& with) {
        into.reset();
        if (value.is_array()) {
            notation<token_set<E>>::read(value, into.emplace(), with);
        }
    }
    static json write(const std::optional<token_set<E>>& value) {
        return value ? notation<token_set<E>>::write(*value) : json("all");
    }
};

template <>
struct notation<findings> {
    static value_type type() {
        return list_of(notation<finding>::type(), "a list of findings, for instance [\"central-shared\"]");
    }
    /// Floors only grow: a layer adds to those before it.
    static void read(const json& value, findings& into, const reading&) {
        for (const json& token : value.items()) {
            into.insert(to_enum<finding>(token));
        }
    }
    static json write(findings value) {
        json list = json::array();
        for (const finding each : value) {
            list.push_back(to_token(each));
        }
        return list;
    }
};

template <>
struct notation<disposition_masks> {
    static value_type type() {
        return map_from<finding>(
            notation<disposition>::type(),
            "an object from findings to dispositions, for instance {\"name-differs\": \"hold\"}");
    }
    static void read(const json& value, disposition_masks& into, const reading&) {
        for (const auto& [token, given] : value.members()) {
            into.set(*from_token<finding>(token), to_enum<disposition>(given));
        }
    }
    static json write(const disposition_masks& value) {
        json all = json::object();
        for (const finding_info& info : ecflink::catalogue()) {
            all[info.token] = to_token(value.of(info.id));
        }
        return all;
    }
};

template <>
struct notation<bool> {
    static value_type type() {
        return simple("neither true nor false", "true or false", {{"type", "boolean"}},
                      [](const json& value) { return value.is_boolean(); });
    }
    static void read(const json& value, bool& into, const reading&) { into = value.boolean(); }
    static json write(bool value) { return value; }
};

template <>
struct notation<std::uint32_t> {
    /// As in JSON Schema, 1.0 is a whole number.
    static value_type type() {
        return simple(
            "not a whole number that is allowed here",
            "a whole number from 0 to " + std::to_string(most_counted),
            {{"type", "integer"}, {"minimum", 0}, {"maximum", most_counted}}, [](const json& value) {
                const std::optional<double> number = value.number();
                return number && *number >= 0 && *number <= most_counted && *number == std::floor(*number);
            });
    }
    static void read(const json& value, std::uint32_t& into, const reading&) {
        into = static_cast<std::uint32_t>(value.number().value());
    }
    static json write(std::uint32_t value) { return value; }
};

template <>
struct notation<double> {
    static value_type type() {
        return simple("not a number that is allowed here", "a number from 0 to 1",
                      {{"type", "number"}, {"minimum", 0}, {"maximum", 1}}, [](const json& value) {
                          const std::optional<double> number = value.number();
                          return number && *number >= 0 && *number <= 1;
                      });
    }
    // no minus before a zero
    static void read(const json& value, double& into, const reading&) { into = value.number().value() + 0.0; }
    static json write(double value) { return value; }
};

template <>
struct notation<duration> {
    static value_type type() {
        return simple(
            "not a duration",
            "an ISO 8601 duration of days, hours, minutes and seconds, at most 36500 days, such as \"PT30M\"",
            {{"type", "string"},
             {"pattern", "^P(?!$)(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?$"}},
            [](const json& value) { return value.is_string() && parse_duration(value.text()); });
    }
    static void read(const json& value, duration& into, const reading&) {
        into = parse_duration(value.text()).value();
    }
    static json write(duration value) { return to_text(value); }
};

template <>
struct notation<civil_day> {
    static value_type type() {
        return simple("not a day of the calendar", "a date such as \"2014-08-11\"",
                      {{"type", "string"}, {"pattern", "^" + std::string(date_pattern) + "$"}},
                      [](const json& value) { return value.is_string() && parse_date(value.text()); });
    }
    static void read(const json& value, civil_day& into, const reading&) {
        into = parse_date(value.text()).value();
    }
    static json write(civil_day value) { return to_text(value); }
};

template <>
struct notation<std::optional<instant>> {
    static value_type type() { return or_null(time_type()); }
    static void read(const json& value, std::optional<instant>& into, const reading& with) {
        into.reset();
        if (!value.is_null()) {
            into = read_time(value, with.path, with);
        }
    }
    static json write(std::optional<instant> value) { return value ? json(to_text(*value)) : json(); }
};

template <>
struct notation<outage_list> {
    static value_type type() {
        return list_of(object_of({{"begin", time_type(), true},
                                  {"end", time_type(), true},
                                  {"stops", notation<token_set<outage_effect>>::type()}}),
                       "a list of at most " + std::to_string(max_outages) + " outages", max_outages);
    }
    static void read(const json& value, outage_list& into, const reading& with) {
        into = {};
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            const std::string path = with.path + '/' + std::to_string(i);
            const json& begin = *value.items()[i].find("begin");
            const json& end = *value.items()[i].find("end");
            const std::uint64_t before = with.faults.size();
            outage_window window{read_time(begin, path + "/begin", with),
                                 read_time(end, path + "/end", with)};
            if (const json* const stops = value.items()[i].find("stops")) {
                notation<token_set<outage_effect>>::read(*stops, window.stops, with);
            }
            if (with.faults.size() != before) {
                continue;
            }
            if (window.begin >= window.end) {
                add_fault(with.faults, path + "/end", end, "the outage does not end after it begins",
                          "a time after " + to_excerpt(begin));
            } else {
                into.push_back(window);
            }
        }
    }
    static json write(const outage_list& value) {
        json list = json::array();
        for (const outage_window& window : value.windows()) {
            list.push_back(json{{"begin", to_text(window.begin)},
                                {"end", to_text(window.end)},
                                {"stops", notation<token_set<outage_effect>>::write(window.stops)}});
        }
        return list;
    }
};

template <>
struct notation<forbidden_characters> {
    static value_type type() {
        const std::string most = std::to_string(max_forbidden_beyond_ascii);
        return simple("not a text of printable characters, with at most " + most + " beyond ASCII",
                      "the characters that a login may not contain, such as \"&@$*\", or \"\"",
                      {{"type", "string"}, {"pattern", "^([ -~]*[^\\u0000-\\u007f]){0," + most + "}[ -~]*$"}},
                      [](const json& value) {
                          const std::string* const text = value.find_text();
                          return text != nullptr &&
                                 std::ranges::none_of(
                                     *text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }) &&
                                 std::ranges::count_if(*text, [](char c) {
                                     return (static_cast<unsigned char>(c) & 0xC0) == 0xC0;
                                 }) <= static_cast<std::ptrdiff_t>(max_forbidden_beyond_ascii);
                      });
    }
    static void read(const json& value, forbidden_characters& into, const reading&) {
        into = {};
        const std::string_view text = value.text();
        for (std::size_t at = 0; at < text.size();) {
            into.insert(next_code_point(text, at));
        }
    }
    static json write(const forbidden_characters& value) {
        std::string text;
        for (const std::string& character : characters_of(value)) {
            text += character;
        }
        return text;
    }
};

template <>
struct notation<court_id> {
    static value_type type() {
        value_type type = text_of(court_id::capacity, "a court's id");
        const auto check = type.check;
        type.check = [check](const json& value, const std::string& path, fault_list& faults) {
            const std::uint64_t before = faults.size();
            const bool is_told = !faults.is_full();
            check(value, path, faults);
            if (const std::string* const text = value.find_text();
                faults.size() != before && is_told && text) {
                faults.back().message += did_you_mean(suggest_court(*text));
            }
        };
        return type;
    }
    static void read(const json& value, court_id& into, const reading&) {
        into = court_id::make(value.text()).value();
    }
    static json write(const court_id& value) { return value.empty() ? json() : json(value.view()); }
};

template <>
struct notation<std::string> {
    static value_type type() { return text_of(max_name_bytes); }
    static void read(const json& value, std::string& into, const reading&) { into = value.text(); }
    static json write(const std::string& value) { return value.empty() ? json() : json(value); }
};

template <>
struct notation<std::optional<time_zone>> {
    static value_type type() {
        return simple("not a zone of the time zone database",
                      "the name of a zone, such as \"America/Chicago\"",
                      {{"type", "string"}, {"pattern", "^[A-Za-z0-9_+/-]+$"}},
                      [](const json& value) { return value.is_string() && time_zone::find(value.text()); });
    }
    static void read(const json& value, std::optional<time_zone>& into, const reading&) {
        into = time_zone::find(value.text()).value();
    }
    static json write(const std::optional<time_zone>& value) { return value ? json(value->name()) : json(); }
    static bool is_same(const std::optional<time_zone>& a, const std::optional<time_zone>& b) {
        return a.has_value() == b.has_value() && (!a || a->name() == b->name());
    }
};

/// A list of help as 0.1 had it, in the form of today: by purpose.
json by_purpose(const json& old_list) {
    json help = json::object();
    for (const json& entry : old_list.items()) {
        const std::string purpose = entry.text_of("for");
        if (from_token<help_purpose>(purpose)) {
            json moved = json::object();
            for (const auto& [name, value] : entry.members()) {
                if (name != "for") {
                    moved.add_member(name, value);
                }
            }
            help[purpose].push_back(moved);
        }
    }
    return help;
}

template <>
struct notation<std::vector<help_entry>> {
    static value_type type() {
        const value_type text = or_null(text_of(max_name_bytes));
        value_type type = map_from<help_purpose>(
            or_null(list_of(object_of({{"phone", text}, {"email", text}, {"url", text}}),
                            "a list of objects with \"phone\", \"email\" and \"url\"")),
            "an object from purposes to lists of objects with \"phone\", \"email\" and "
            "\"url\", such as {\"credentials\": [{\"phone\": \"(608) 264-5178\"}]}");
        const auto check = type.check;
        type.check = [check, expected = type.expected](const json& value, const std::string& path,
                                                       fault_list& faults) {
            if (const json help = by_purpose(value); !help.members().empty()) {
                constexpr std::size_t longest_shown = 1'000;
                const std::string mended = help.in_one_line();
                add_fault(faults, path, value, "help is stated by purpose, no longer as a list",
                          mended.size() <= longest_shown ? mended : expected);
            } else {
                check(value, path, faults);
            }
        };
        return type;
    }
    /// Each purpose is replaced by itself.
    static void read(const json& value, std::vector<help_entry>& into, const reading&) {
        for (const auto& [purpose, list] : value.members()) {
            std::erase_if(into, [&purpose](const help_entry& entry) { return entry.purpose == purpose; });
            for (const json& entry : list.items()) {
                into.push_back(
                    {purpose, entry.text_of("phone"), entry.text_of("email"), entry.text_of("url")});
            }
        }
        std::vector<help_entry> in_order;
        for (const token_entry& purpose : tokens<help_purpose>()) {
            std::ranges::copy_if(into, std::back_inserter(in_order), [&purpose](const help_entry& entry) {
                return entry.purpose == purpose.token;
            });
        }
        into = std::move(in_order);
    }
    static json write(const std::vector<help_entry>& value) {
        json all = json::object();
        for (const help_entry& entry : value) {
            all[entry.purpose].push_back(json{{"phone", notation<std::string>::write(entry.phone)},
                                              {"email", notation<std::string>::write(entry.email)},
                                              {"url", notation<std::string>::write(entry.url)}});
        }
        return all;
    }
};

/// What registration requires. A token that names a role and a type of requests means both.
template <>
struct notation<std::vector<requirement_list>> {
    static value_type type() {
        std::vector<std::string_view> names = token_texts<account_role>();
        for (const std::string_view text : token_texts<request_type>()) {
            if (std::ranges::find(names, text) == names.end()) {
                names.push_back(text);
            }
        }
        return map_of(names, "a role of an account nor a type of requests", any_of(names),
                      or_null(notation<token_set<registration_requirement>>::type()),
                      "an object from roles or types of requests to lists of " +
                          expected_token<registration_requirement>());
    }
    static void read(const json& value, std::vector<requirement_list>& into, const reading& with) {
        for (const auto& [of, list] : value.members()) {
            std::erase_if(into, [&of](const requirement_list& each) { return each.of == of; });
            if (!list.is_null()) {
                into.push_back({of, {}});
                notation<token_set<registration_requirement>>::read(list, into.back().needs, with);
            }
        }
        std::ranges::sort(into, {}, &requirement_list::of);
    }
    static json write(const std::vector<requirement_list>& value) {
        json all = json::object();
        for (const requirement_list& each : value) {
            all[each.of] = notation<token_set<registration_requirement>>::write(each.needs);
        }
        return all;
    }
};

/// The go-live of a policy: an instant, or the bounds of one that is not known.
struct go_live_notation {
    static value_type type() {
        const value_type& time = time_type();
        value_type bounds = object_of({{"not-before", or_null(time)}, {"by", or_null(time)}});
        bounds.schema["minProperties"] = 1;
        return {time.expected + "; null; or an object with \"not-before\", \"by\" or both",
                {{"anyOf", json::array({time.schema, json{{"type", "null"}}, bounds.schema})}},
                [time, bounds](const json& value, const std::string& path, fault_list& faults) {
                    if (!value.is_object()) {
                        or_null(time).check(value, path, faults);
                    } else if (value.members().empty()) {
                        add_fault(faults, path, value, "no bound is stated",
                                  "\"not-before\", \"by\" or both");
                    } else {
                        bounds.check(value, path, faults);
                    }
                }};
    }
    static void read(const json& value, link_policy& into, const reading& with) {
        if (!value.is_object() || into.go_live) {
            into.go_live.reset();
            into.go_live_not_before.reset();
            into.go_live_by.reset();
        }
        if (value.is_string()) {
            into.go_live = read_time(value, with.path, with);
        }
        const std::uint64_t before = with.faults.size();
        for (const auto& [name, time] : value.members()) {
            std::optional<instant>& bound = name == "by" ? into.go_live_by : into.go_live_not_before;
            bound.reset();
            if (!time.is_null()) {
                bound = read_time(time, with.path + '/' + name, with);
            }
        }
        if (with.faults.size() == before && into.go_live_not_before && into.go_live_by &&
            *into.go_live_by < *into.go_live_not_before) {
            const bool is_later_bound_stated = value.find("by") != nullptr;
            const std::string name = is_later_bound_stated ? "by" : "not-before";
            add_fault(with.faults, with.path + '/' + name, *value.find(name),
                      "the court cannot be live by a time before the one that it was not live before",
                      is_later_bound_stated
                          ? "a time that is not before " + to_text(*into.go_live_not_before)
                          : "a time that is not after " + to_text(*into.go_live_by) + ", or \"by\" too");
        }
    }
    static json write(const link_policy& value) {
        if (value.go_live) {
            return to_text(*value.go_live);
        }
        json bounds;
        if (value.go_live_not_before) {
            bounds["not-before"] = to_text(*value.go_live_not_before);
        }
        if (value.go_live_by) {
            bounds["by"] = to_text(*value.go_live_by);
        }
        return bounds;
    }
    static bool is_same(const link_policy& a, const link_policy& b) {
        return a.go_live == b.go_live && a.go_live_not_before == b.go_live_not_before &&
               a.go_live_by == b.go_live_by;
    }
};

/// The registrations of a policy: two members of the struct, one of the language.
struct registrations_notation {
    static value_type type() {
        return map_from<account_role>(or_null(notation<token_set<registration_type>>::type()),
                                      "an object from roles to lists of registrations");
    }
    static void read(const json& value, link_policy& into, const reading& with) {
        for (const auto& [token, list] : value.members()) {
            const account_role role = *from_token<account_role>(token);
            token_set<registration_type>& registrations = into.registrations[static_cast<std::size_t>(role)];
            registrations = {};
            into.roles_with_registrations.insert(role);
            if (list.is_null()) {
                into.roles_with_registrations.bits &= ~token_set<account_role>{}.insert(role).bits;
            } else {
                notation<token_set<registration_type>>::read(list, registrations, with);
            }
        }
    }
    static json write(const link_policy& value) {
        json all = json::object();
        for (const token_entry& entry : tokens<account_role>()) {
            if (value.roles_with_registrations.contains(static_cast<account_role>(entry.number))) {
                all[entry.token] =
                    notation<token_set<registration_type>>::write(value.registrations[entry.number]);
            }
        }
        return all;
    }
    static bool is_same(const link_policy& a, const link_policy& b) {
        return a.roles_with_registrations == b.roles_with_registrations && a.registrations == b.registrations;
    }
};

// ---- the table ----------------------------------------------------------------------------------

template <class Access, class Notation>
member row_with(const std::string& path, scope where, std::string meaning, Access access, Notation) {
    return {path,
            where,
            std::move(meaning),
            Notation::type(),
            [access](court_policy& policy, const json& value, const reading& with) {
                Notation::read(value, access(policy), with);
            },
            [access](const court_policy& policy) { return Notation::write(access(policy)); },
            [access](const court_policy& a, const court_policy& b) {
                if constexpr (requires { Notation::is_same(access(a), access(b)); }) {
                    return Notation::is_same(access(a), access(b));
                } else {
                    return access(a) == access(b);
                }
            }};
}

template <class Access>
member row(const std::string& path, std::string meaning, Access access, scope where = scope::any_layer) {
    return row_with(path, where, std::move(meaning), access,
                    notation<std::remove_cvref_t<std::invoke_result_t<Access, court_policy&>>>{});
}

/// A member about the layer, not about the policy.
member layer_row(const std::string& path, std::string meaning, value_type type) {
    return {path,
            scope::any_layer,
            std::move(meaning),
            std::move(type),
            [](court_policy&, const json&, const reading&) {},
            {},
            {}};
}

value_type applies_to_type() {
    const value_type kind = object_of({{"kind", notation<court_kind>::type(), true}});
    const std::string expected = "\"all\", or an object such as {\"kind\": \"bankruptcy\"}";
    return {expected,
            {{"anyOf", json::array({json{{"const", "all"}}, kind.schema})}},
            [kind, expected](const json& value, const std::string& path, fault_list& faults) {
                if (value.is_object()) {
                    kind.check(value, path, faults);
                } else if (value != "all") {
                    add_fault(faults, path, value, "neither \"all\" nor a kind of courts", expected);
                }
            }};
}

constexpr const char* version_path = "/ecflink-policy";

#define ECFLINK_FIELD(expression) [](auto& policy) -> auto& { return policy.expression; }

std::vector<member> make_language() {
    const value_type source_text = text_of(2048);
    std::vector<member> rows;
    rows.push_back(layer_row(version_path, "The version of this language. Required.",
                             simple("a version of the policy language that this ecflink does not read", "1",
                                    {{"const", 1}}, [](const json& value) { return value == 1; })));
    rows.push_back(row("/court",
                       "The id of the court that the layer is for. Each layer states this or `applies-to`.",
                       ECFLINK_FIELD(court)));
    rows.push_back(layer_row("/applies-to", "The layer applies to all courts, or to all courts of a kind.",
                             applies_to_type()));
    rows.push_back(layer_row("/source", "The pages or orders that say what the layer says.",
                             list_of(source_text, "a list of texts")));
    rows.push_back(row("/name", "The court's name.", ECFLINK_FIELD(name), scope::court_layer));
    rows.push_back(row("/kind",
                       "The kind of court; it decides which layers for kinds apply. `other` for a court that "
                       "is not in the directory.",
                       ECFLINK_FIELD(kind), scope::court_layer));
    rows.push_back(row("/system", "The filing system that the court runs.", ECFLINK_FIELD(rules.system)));
    rows.push_back(row("/time-zone", "The zone of the court's local times.", ECFLINK_FIELD(zone)));
    rows.push_back(
        row_with("/go-live", scope::any_layer,
                 "When the court's system with central sign-on goes live; a date means 00:00 of that "
                 "day. `null`: not known. An object: the court was not live before `not-before`, and "
                 "was live at `by`; more is not known.",
                 ECFLINK_FIELD(rules), go_live_notation{}));
    rows.push_back(
        row("/outages",
            "When the court's system is out of service: from `begin` until just before `end`. `stops` says "
            "what is: `filing`, if it is not given; `viewing`; `registration`.",
            ECFLINK_FIELD(rules.outages)));
    rows.push_back(row("/link/closes", "From then on the court links no more old accounts. `null`: never.",
                       ECFLINK_FIELD(rules.link_closes)));
    rows.push_back(row("/link/roles", "The roles whose accounts may be linked.", ECFLINK_FIELD(rules.roles)));
    rows.push_back(row("/link/confirm", "Whether the filer sees both names and confirms.",
                       ECFLINK_FIELD(rules.confirm)));
    rows.push_back(row("/link/accounts-per-central",
                       "How many accounts of the court one central account may hold. 0: any number.",
                       ECFLINK_FIELD(rules.accounts_per_central)));
    rows.push_back(row("/link/centrals-per-account",
                       "To how many central accounts one account of the court may be linked. 0: any number.",
                       ECFLINK_FIELD(rules.centrals_per_account)));
    rows.push_back(row("/link/count-per", "Whether accounts of different roles count together.",
                       ECFLINK_FIELD(rules.count_per)));
    rows.push_back(row("/link/login/forbid", "The characters that a login to be linked may not contain.",
                       ECFLINK_FIELD(rules.login_forbid)));
    rows.push_back(row("/link/login/case", "Whether a login to be linked may contain upper-case letters.",
                       ECFLINK_FIELD(rules.login_case)));
    rows.push_back(row_with("/link/registrations", scope::any_layer,
                            "For each role, the registrations of which the central account must have one. "
                            "A role that is not listed accepts every registration; `null` removes a role "
                            "from the list.",
                            ECFLINK_FIELD(rules), registrations_notation{}));
    rows.push_back(row("/link/roster", "Whether only accounts on the court's roster may be linked.",
                       ECFLINK_FIELD(rules.roster)));
    rows.push_back(row("/central/legacy-cutoff",
                       "A central account that was made on or after this day needs no upgrade.",
                       ECFLINK_FIELD(rules.legacy_cutoff)));
    rows.push_back(row("/central/mfa-from",
                       "From then on the central account needs a second factor. `null`: never.",
                       ECFLINK_FIELD(rules.mfa_from)));
    rows.push_back(row("/proof/central/accept", "The proofs of the central account that the court accepts.",
                       ECFLINK_FIELD(rules.central_proof.accept)));
    rows.push_back(row("/proof/central/max-age",
                       "How old a proof of the central account may be when the link is made.",
                       ECFLINK_FIELD(rules.central_proof.max_age)));
    rows.push_back(row("/proof/account/accept", "The proofs of the court account that the court accepts.",
                       ECFLINK_FIELD(rules.account_proof.accept)));
    rows.push_back(row("/proof/account/max-age",
                       "How old a proof of the court account may be when the link is made.",
                       ECFLINK_FIELD(rules.account_proof.max_age)));
    rows.push_back(
        row("/proof/waived-for",
            "The makers whose links in a ledger need no proofs. A proposed link always needs them.",
            ECFLINK_FIELD(rules.proof_waived_for)));
    rows.push_back(row("/attempts/limit",
                       "After how many failed attempts no further one is allowed. 0: no limit.",
                       ECFLINK_FIELD(rules.attempt_limit)));
    rows.push_back(row("/attempts/window", "For how long a failed attempt counts.",
                       ECFLINK_FIELD(rules.attempt_window)));
    rows.push_back(row("/handle/lifetime", "How long a filer may take from the proofs to the confirmation.",
                       ECFLINK_FIELD(rules.handle_lifetime)));
    rows.push_back(
        row("/names/compare", "When two names count as the same.", ECFLINK_FIELD(rules.compare_names)));
    rows.push_back(row("/names/similar-from",
                       "From which similarity on different names count as similar, from 0 (always) to 1.",
                       ECFLINK_FIELD(rules.similar_from)));
    rows.push_back(
        row("/names/mended-by", "Who corrects a name that is wrong.", ECFLINK_FIELD(names_mended_by)));
    rows.push_back(row("/unlink/by", "Who may remove a link.", ECFLINK_FIELD(rules.unlink_by)));
    rows.push_back(row("/registration/second", "What happens when an existing filer registers again.",
                       ECFLINK_FIELD(rules.second)));
    rows.push_back(row("/registration/second-if", "For whom `second` holds; anybody else is rejected.",
                       ECFLINK_FIELD(rules.second_if)));
    rows.push_back(row("/registration/second-account",
                       "What a filer with several accounts of the court does with the others.",
                       ECFLINK_FIELD(rules.second_account)));
    rows.push_back(
        row("/registration/requires",
            "What a filer must bring, by the role of the account and by the type of the request; a "
            "request needs what both list. `null` removes one from the list.",
            ECFLINK_FIELD(registration_requires)));
    rows.push_back(row("/retire-credential", "When the court's old login and password stop working.",
                       ECFLINK_FIELD(rules.retire)));
    rows.push_back(
        row("/dispositions",
            "The disposition of each finding. A finding that is not named keeps the one that it has.",
            ECFLINK_FIELD(rules.dispositions)));
    rows.push_back(row("/floor/refuse", "Findings that every later layer must refuse.",
                       ECFLINK_FIELD(floor.refuse), scope::shared_layer));
    rows.push_back(row("/floor/hold", "Findings that every later layer must hold or refuse.",
                       ECFLINK_FIELD(floor.hold), scope::shared_layer));
    rows.push_back(row(
        "/help", "Whom to ask, by purpose. Each purpose is replaced by itself; `null` or no entry: nobody.",
        ECFLINK_FIELD(help)));
    rows.push_back(row("/words/central-account", "What persons call the central account.",
                       ECFLINK_FIELD(words.central_account)));
    rows.push_back(
        row("/words/center", "What persons call the service center.", ECFLINK_FIELD(words.center)));
    rows.push_back(row("/words/court-account", "What persons call the account of the court.",
                       ECFLINK_FIELD(words.court_account)));
    return rows;
}

#undef ECFLINK_FIELD

// ---- objects of the table -----------------------------------------------------------------------

/// The names along the path of a member: "/link/confirm" has two.
std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> names;
    while (!path.empty()) {
        path.remove_prefix(1);
        names.push_back(path.substr(0, path.find('/')));
        path.remove_prefix(names.back().size());
    }
    return names;
}

/// The names of the members of the object at a path, in the table's order.
std::vector<std::string_view> names_in(const std::string& path) {
    std::vector<std::string_view> names;
    for (const member& each : language()) {
        if (each.path.starts_with(path + '/')) {
            const std::string_view rest = std::string_view(each.path).substr(path.size() + 1);
            const std::string_view name = rest.substr(0, rest.find('/'));
            if (names.empty() || names.back() != name) {
                names.push_back(name);
            }
        }
    }
    return names;
}

void check_object(const json& value, const std::string& path, std::vector<statement>& statements,
                  fault_list& faults) {
    if (!value.is_object()) {
        add_fault(faults, path, value, "not an object",
                  "an object" + (path.empty() ? "" : " with " + all_of(names_in(path))));
        return;
    }
    std::optional<std::vector<std::string_view>> names;  // asked for by few layers
    for (const auto& [name, inner] : value.members()) {
        const std::string inner_path = path + '/' + pointer_part(name);
        const auto found = std::ranges::find(language(), inner_path, &member::path);
        if (found != language().end()) {
            const std::uint64_t before = faults.size();
            found->type.check(inner, inner_path, faults);
            if (faults.size() == before) {
                statements.push_back({&*found, &inner});
            }
            continue;
        }
        if (!names) {
            names = names_in(path);
        }
        if (std::ranges::find(*names, name) != names->end()) {
            check_object(inner, inner_path, statements, faults);
        } else {
            add_unknown_name(faults, inner_path, name, *names);
        }
    }
}

}  // namespace

const std::vector<member>& language() {
    static const std::vector<member> rows = make_language();
    return rows;
}

std::vector<std::string> characters_of(const forbidden_characters& forbidden) {
    std::vector<std::string> characters;
    for (char byte = ' '; byte <= '~'; ++byte) {
        if (forbidden.contains(static_cast<char32_t>(byte))) {
            characters.emplace_back(1, byte);
        }
    }
    for (const char32_t c : forbidden.beyond_ascii()) {
        std::array<utf8proc_uint8_t, 4> bytes{};
        const auto size =
            static_cast<std::size_t>(utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes.data()));
        characters.emplace_back(reinterpret_cast<const char*>(bytes.data()), size);
    }
    return characters;
}

std::vector<statement> check_layer(const json& layer, fault_list& faults) {
    std::vector<statement> statements;
    check_object(layer, "", statements, faults);
    if (!layer.is_object()) {
        return statements;
    }
    const bool is_of_court = layer.find("court") != nullptr;
    const bool is_shared = layer.find("applies-to") != nullptr;
    if (layer.find("ecflink-policy") == nullptr) {
        faults.push_back({"", false, "\"ecflink-policy\" is missing", "", "\"ecflink-policy\": 1"});
    }
    if (is_of_court == is_shared) {
        faults.push_back({is_shared ? "/applies-to" : "", is_shared,
                          is_shared ? "a layer is for one court or applies to many, not both"
                                    : "the layer does not say which courts it is for",
                          "", "\"court\" or \"applies-to\", one of them"});
    }
    if (is_of_court != is_shared) {
        const auto is_misplaced = [is_shared](const statement& given) {
            return given.of->where == (is_shared ? scope::court_layer : scope::shared_layer);
        };
        for (const statement& given : statements) {
            if (is_misplaced(given)) {
                faults.push_back({given.of->path, true,
                                  is_shared
                                      ? "only the layer of one court may state this"
                                      : "only a layer that applies to all courts or to a kind may state this",
                                  "", is_shared ? "a layer with \"court\"" : "a layer with \"applies-to\""});
            }
        }
        std::erase_if(statements, is_misplaced);
    }
    return statements;
}

std::vector<document_writer::place> document_writer::make_places() {
    std::vector<place> places;
    for (const member& each : language()) {
        if (each.write) {
            places.push_back({&each, split_path(each.path)});
        } else if (each.path == version_path) {
            places.push_back({&each, split_path(each.path), "1"});
        }
    }
    // As RFC 8785 says: the members of each object by the bytes of their names.
    std::ranges::sort(places, {}, &place::names);
    return places;
}

void document_writer::render(place& into, const court_policy& policy) {
    const json value = into.of->write(policy);
    into.text = to_canonical(value);
    into.leaves.clear();
    if (value.is_object()) {
        for (const auto& [name, inner] : value.members()) {
            into.leaves.push_back({into.of->path + '/' + pointer_part(name), to_canonical(inner)});
        }
        std::ranges::sort(into.leaves, {}, &leaf::path);
    } else {
        into.leaves.push_back({into.of->path, into.text});
    }
}

std::string document_writer::write(const court_policy& policy) {
    // Nothing is taken for known if this ends by an exception.
    std::optional<court_policy> last = std::exchange(last_, std::nullopt);
    leaves_.clear();
    std::string text = "{";
    std::vector<std::string_view> inside;  // the objects that are open
    for (place& each : places_) {
        if (each.of->write && !(last && each.of->is_same(*last, policy))) {
            render(each, policy);
        }
        const bool is_of_court = each.of->where == scope::court_layer || each.of->path == "/court";
        if (is_of_court && policy.court.empty()) {
            continue;
        }
        for (const leaf& one : each.leaves) {
            leaves_.push_back(&one);
        }
        const auto parents = std::span(each.names).first(each.names.size() - 1);
        const auto kept =
            static_cast<std::size_t>(std::ranges::mismatch(inside, parents).in1 - inside.begin());
        text.append(inside.size() - kept, '}');
        inside.resize(kept);
        text += text.ends_with('{') ? "" : ",";
        for (const std::string_view name : parents.subspan(kept)) {
            append_canonical_text(text, name);
            text += ":{";
            inside.push_back(name);
        }
        append_canonical_text(text, each.names.back());
        text += ':';
        text += each.text;
    }
    text.append(inside.size() + 1, '}');
    if (!std::ranges::is_sorted(leaves_, {}, &leaf::path)) {
        std::ranges::sort(leaves_, {}, &leaf::path);
    }
    last_ = policy;
    return text;
}

std::string to_markdown_table() {
    std::string text = "| member | values | meaning |\n|---|---|---|\n";
    for (const member& each : language()) {
        std::string name = each.path.substr(1);
        std::ranges::replace(name, '/', '.');
        const char* where = each.where == scope::court_layer    ? " Only in the layer of a court."
                            : each.where == scope::shared_layer ? " Only in a layer with `applies-to`."
                                                                : "";
        text += "| `" + name + "` | " + each.type.expected + " | " + each.meaning + where + " |\n";
    }
    return text;
}

}  // namespace detail::policy

std::string policy_schema() {
    using detail::json;
    json root = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"$id", "urn:ecflink:policy:1"},
                 {"title", "A layer of ecflink's policies"},
                 {"type", "object"},
                 {"properties", json::object()},
                 {"required", json::array({"ecflink-policy"})},
                 {"additionalProperties", false},
                 {"oneOf", json::array()}};
    json of_court = {{"required", json::array({"court"})}};
    json shared = {{"required", json::array({"applies-to"})}};
    for (const detail::policy::member& each : detail::policy::language()) {
        // The objects on the way: {"properties": {"link": {"type": "object", "properties":
        // {"login": ...}}}}.
        json* object = &root;
        const std::vector<std::string_view> names = detail::policy::split_path(each.path);
        for (const std::string_view name : std::span(names).first(names.size() - 1)) {
            json& inner = (*object)["properties"][name];
            if (inner.is_null()) {
                inner = {{"type", "object"}, {"properties", json::object()}, {"additionalProperties", false}};
            }
            object = &inner;
        }
        json& property = (*object)["properties"][names.back()];
        property = {{"description", each.meaning}};
        property.update(each.type.schema);
        if (each.where != detail::policy::scope::any_layer) {
            json& other = each.where == detail::policy::scope::court_layer ? shared : of_court;
            other["properties"][names.front()] = false;
        }
    }
    root["oneOf"] = json::array({of_court, shared});
    return root.in_lines();
}

ECFLINK_END_NAMESPACE
