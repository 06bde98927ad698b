// What is written from the table of the policy language: resolved documents, the JSON Schema, and
// the table of docs/policies.md.
#include <ecflink/policies/policy_tools.hpp>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "base/canonical_text.hpp"
#include "policy/language.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {
namespace {

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

}  // namespace

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
