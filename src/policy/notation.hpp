// notation.hpp: how each C++ type of a policy is written. `notation<T>` says which values a file
// may give for a T, and how they are read and written.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecflink/policies/suggestion.hpp>

#include "policy/value_types.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {

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
inline json by_purpose(const json& old_list) {
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

}  // namespace detail::policy
ECFLINK_END_NAMESPACE
