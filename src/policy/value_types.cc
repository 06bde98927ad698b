#include "policy/value_types.hpp"

#include <ecflink/policies/suggestion.hpp>

#include <utf8proc.h>

#include <array>
#include <unordered_set>

#include "policy/edit_distance.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {

// ---- words --------------------------------------------------------------------------------------

std::string quote(std::string_view text) { return json(text).in_one_line(); }

namespace {

/// `"a", "b" or "c"`, with the given last word.
std::string enumerate(const std::vector<std::string_view>& texts, const char* last_word) {
    std::string words;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        words += (i == 0 ? "" : i + 1 == texts.size() ? last_word : ", ") + quote(texts[i]);
    }
    return words;
}

}  // namespace

std::string any_of(const std::vector<std::string_view>& texts) { return enumerate(texts, " or "); }
std::string all_of(const std::vector<std::string_view>& texts) { return enumerate(texts, " and "); }

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

// ---- lists and objects --------------------------------------------------------------------------

value_type list_of(const value_type& item, const std::string& expected, std::size_t most) {
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

value_type or_null(const value_type& type) {
    return {type.expected + ", or null",
            {{"anyOf", json::array({type.schema, json{{"type", "null"}}})}},
            [type](const json& value, const std::string& path, fault_list& faults) {
                if (!value.is_null()) {
                    type.check(value, path, faults);
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

value_type text_of(std::size_t most_bytes, const std::string& what) {
    return simple("not " + what + " that is allowed here",
                  "1 to " + std::to_string(most_bytes) + " bytes without control characters",
                  {{"type", "string"},
                   {"minLength", 1},
                   {"maxLength", most_bytes},
                   {"pattern", "^[^\\u0000-\\u001f\\u007f]*$"}},
                  [most_bytes](const json& value) { return is_text(value, most_bytes); });
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

// ---- times --------------------------------------------------------------------------------------

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

}  // namespace detail::policy
ECFLINK_END_NAMESPACE
