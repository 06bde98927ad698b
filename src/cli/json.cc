#include "cli/json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "cli/screen.hpp"

namespace ecflink::cli {
namespace {

std::string in_quotes(const std::string& text) {
    return with_escapes(nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

json::json(const std::vector<std::string>& texts) : values_(texts.begin(), texts.end()), kind_(kind::array) {}

json::json(std::initializer_list<member> members) : kind_(kind::object) {
    for (const auto& [name, value] : members) {
        names_.push_back(name);
        values_.push_back(value);
    }
}

json json::parse(std::string_view text) {
    const auto copy = [](const auto& self, const nlohmann::ordered_json& value) -> json {
        if (value.is_string()) {
            return value.get_ref<const std::string&>();
        }
        if (!value.is_structured()) {
            json literal;
            literal.text_ = value.dump();
            return literal;
        }
        json copied(value.is_array() ? kind::array : kind::object);
        for (const auto& [name, part] : value.items()) {
            if (value.is_object()) {
                copied.names_.push_back(name);
            }
            copied.values_.push_back(self(self, part));
        }
        return copied;
    };
    const auto parsed = nlohmann::ordered_json::parse(text, nullptr, false);
    return parsed.is_discarded() ? json() : copy(copy, parsed);
}

json& json::operator[](std::string_view name) {
    kind_ = kind::object;
    const auto found = std::ranges::find(names_, name);
    const auto at = static_cast<std::size_t>(found - names_.begin());
    if (found == names_.end()) {
        names_.emplace_back(name);
        values_.emplace_back();
    }
    return values_[at];
}

void json::update(const json& other) {
    for (std::size_t at = 0; at < other.names_.size(); ++at) {
        (*this)[other.names_[at]] = other.values_[at];
    }
}

void json::push_back(json value) {
    kind_ = kind::array;
    values_.push_back(std::move(value));
}

std::string json::text_of(std::string_view name) const {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) {
        return {};
    }
    const json& value = values_[static_cast<std::size_t>(found - names_.begin())];
    return value.kind_ == kind::string ? value.text_ : std::string{};
}

std::string json::in_one_line() const {
    std::string text;
    append(text, layout::one_line, 0);
    return text;
}

std::string json::in_lines() const {
    std::string text;
    append(text, layout::lines, 0);
    return text + '\n';
}

void json::append(std::string& text, layout as, std::size_t depth) const {
    const bool has_lines = as == layout::lines;
    if (kind_ == kind::literal || kind_ == kind::string) {
        text += kind_ == kind::string ? in_quotes(text_) : text_;
        return;
    }
    const auto break_line = [&](std::size_t to) {
        if (has_lines && !values_.empty()) {
            text += '\n';
            text.append(2 * to, ' ');
        }
    };
    text += kind_ == kind::array ? '[' : '{';
    for (std::size_t at = 0; at < values_.size(); ++at) {
        text += at == 0 ? "" : ",";
        break_line(depth + 1);
        if (kind_ == kind::object) {
            text += in_quotes(names_[at]) + (has_lines ? ": " : ":");
        }
        values_[at].append(text, as, depth + 1);
    }
    break_line(depth);
    text += kind_ == kind::array ? ']' : '}';
}

}  // namespace ecflink::cli
