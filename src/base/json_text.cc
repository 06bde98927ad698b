// nlohmann-json parses the grammar. This file adds what its SAX interface leaves out: places,
// repeated member names, a limit of depth, and errors in plain words.
#include "base/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>
#include <set>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "base/canonical_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// An iterator that reads a text and records how far it has read; copies of it share the record.
class counting_iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    counting_iterator(const char* at, std::size_t* count) noexcept : at_(at), count_(count) {}
    reference operator*() const noexcept { return *at_; }
    counting_iterator& operator++() noexcept {
        ++at_;
        ++*count_;
        return *this;
    }
    friend bool operator==(const counting_iterator& a, const counting_iterator& b) noexcept {
        return a.at_ == b.at_;
    }

private:
    const char* at_;
    std::size_t* count_;
};

bool is_separator(char c) noexcept {
    return std::string_view(" \t\r\n,:]}").find(c) != std::string_view::npos;
}

/// The word of the text that starts at an offset and ends before a separator.
std::string word_at(std::string_view text, std::size_t offset) {
    const std::string_view rest = text.substr(offset);
    const std::string word(rest.begin(), std::ranges::find_if(rest, is_separator));
    return word.starts_with('"') ? word : to_excerpt(word);
}

/// Builds the value and notes its places. nlohmann-json calls it for every token.
class builder final : public nlohmann::json_sax<nlohmann::json> {
public:
    builder(std::string_view text, const std::size_t& read, json_text& out)
        : text_(text),
          read_(read),
          out_(out),
          token_end_(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0) {}

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t&) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; }  // JSON text has no binary values
    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        name_offset_ = token_start();
        level& inner = levels_.back();
        inner.child = inner.path + '/' + pointer_part(name);
        inner.is_second = !inner.names.insert(name).second;
        if (inner.is_second && !out_.troubles.counts_only()) {
            out_.troubles.push_back({name_offset_, inner.child, "a second member of this name",
                                     to_excerpt(name), "each name once in an object"});
        }
        inner.name = std::move(name);
        token_end_ = read_;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& problem) override {
        out_.troubles.push_back(describe(position, problem.what()));
        return false;
    }

private:
    struct level {
        json* value;        ///< it does not move: nothing is added around it before it is closed
        bool is_forgotten;  ///< is inside the value of a repeated member
        bool has_places;    ///< its pointer is short enough to be repeated for each value in it
        std::string path;
        // NOLINTBEGIN(readability-redundant-member-init): so that gcc lets them be left out
        std::string name = {};             ///< name of the next member
        std::string child = {};            ///< its pointer
        bool is_second = false;            ///< the object already has a member of this name
        std::set<std::string> names = {};  ///< of the members, so far
        // NOLINTEND(readability-redundant-member-init)
    };

    /// Only separators stand between the end of a token and the start of the next one that has a
    /// callback.
    [[nodiscard]] std::size_t token_start() const {
        std::size_t at = token_end_;
        while (at < text_.size() && is_separator(text_[at])) {
            ++at;
        }
        return at;
    }

    /// Puts a value where it belongs. The value of a repeated member is read and dropped.
    json* place(json&& value) {
        const std::size_t start = token_start();
        token_end_ = read_;
        if (levels_.empty()) {
            out_.places[""] = {start, start};
            out_.value = std::move(value);
            return &out_.value;
        }
        level& inner = levels_.back();
        const bool is_item = inner.value->is_array();
        if (is_item) {
            inner.child = inner.path + '/' + std::to_string(inner.value->items().size());
        }
        if (inner.has_places && !inner.is_forgotten && !inner.is_second) {
            out_.places[inner.child] = {is_item ? start : name_offset_, start};
        }
        if (inner.is_second) {
            return forgotten_.emplace_back(std::make_unique<json>(std::move(value))).get();
        }
        return is_item ? &inner.value->push_back(std::move(value))
                       : &inner.value->add_member(inner.name, std::move(value));
    }

    bool add(json&& value) {
        place(std::move(value));
        return true;
    }
    bool open(json&& value) {
        if (levels_.size() == max_depth) {
            out_.troubles.push_back({token_start(), "", "lists and objects are nested too deeply", "",
                                     "at most " + std::to_string(max_depth) + " levels"});
            return false;
        }
        json* const opened = place(std::move(value));
        const bool is_whole = levels_.empty();
        const bool has_places =
            is_whole || (levels_.back().has_places && levels_.back().child.size() <= max_path_bytes);
        levels_.push_back({opened, !is_whole && (levels_.back().is_forgotten || levels_.back().is_second),
                           has_places, is_whole || !has_places ? "" : levels_.back().child});
        return true;
    }
    bool close() {
        levels_.pop_back();
        token_end_ = read_;
        return true;
    }

    /// The parser's message in the words of this library.
    [[nodiscard]] json_trouble describe(std::size_t position, std::string_view what) const {
        const auto after = [](std::string_view text, std::string_view mark) {
            const std::size_t at = text.find(mark);
            return at == std::string_view::npos ? std::string_view{} : text.substr(at + mark.size());
        };
        const auto up_to_semicolon = [](std::string_view text) {
            return std::string(text.substr(0, text.find(';')));
        };
        const std::string_view body = after(what, " - ");
        const std::size_t last = std::min(position - 1, text_.size());

        const std::size_t wish = body.rfind("; expected ");
        const std::string_view wanted =
            wish == std::string_view::npos ? std::string_view{} : after(body.substr(wish), "; expected ");
        const std::string expected = wanted == "string literal" ? "the name of a member, in quotes"
                                     : wanted == "':'"          ? "\":\""
                                     : wanted == "']'"          ? "\",\" or \"]\""
                                     : wanted == "'}'"          ? "\",\" or \"}\""
                                     : wanted == "end of input" ? "nothing after the value"
                                                                : "a value";
        if (body.starts_with("unexpected ")) {
            const std::string token = up_to_semicolon(after(body, "unexpected "));
            if (token == "end of input") {
                return {text_.size(), "", "the text ends too early", "", expected};
            }
            const bool is_one_character = token.front() == '\'';
            const std::size_t offset = is_one_character ? last : token_start();
            return {offset, "", "the text is not JSON here",
                    is_one_character ? '"' + std::string(1, token[1]) + '"' : word_at(text_, offset),
                    expected};
        }
        if (body.starts_with("invalid string: ")) {
            return {last, "",
                    "the text is not JSON here: " + up_to_semicolon(after(body, "invalid string: ")), "", ""};
        }
        const std::size_t offset = token_start();
        if (body.empty()) {  // the only other message of the parser
            return {offset, "", "the number is too large", word_at(text_, offset), ""};
        }
        return {offset, "",
                text_.substr(offset).starts_with('/') ? "JSON has no comments" : "the text is not JSON here",
                word_at(text_, offset), "a value"};
    }

    std::string_view text_;
    const std::size_t& read_;  ///< how far the parser has read
    json_text& out_;
    std::vector<level> levels_;
    std::vector<std::unique_ptr<json>> forgotten_;
    std::size_t token_end_;
    std::size_t name_offset_ = 0;
};

std::string in_quotes(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// ECMAScript's shortest form. Between 0 and 1 it differs from the shortest form of C++ only below
/// a millionth.
std::string to_canonical_digits(double number) {
    number += 0.0;  // no minus before a zero
    char buffer[32];
    const bool is_tiny = number != 0 && number < 1e-6;
    const auto [end, problem] = std::to_chars(
        buffer, std::end(buffer), number, is_tiny ? std::chars_format::scientific : std::chars_format::fixed);
    std::string digits(buffer, end);
    if (const std::size_t zero = digits.find("e-0"); zero != std::string::npos) {
        digits.erase(zero + 2, 1);
    }
    return digits;
}

template <class... Functions>
struct overloaded : Functions... {
    using Functions::operator()...;
};

}  // namespace

// ---- the value ----------------------------------------------------------------------------------

json::json() noexcept = default;
json::json(std::nullptr_t) noexcept {}
json::json(bool value) noexcept : value_(value) {}
json::json(whole, std::int64_t value) noexcept : value_(value) {}
json::json(whole, std::uint64_t value) noexcept : value_(value) {}
json::json(double value) noexcept : value_(value) {}
json::json(std::string_view text) : value_(std::string(text)) {}
json::json(std::string text) noexcept : value_(std::move(text)) {}
json::json(const char* text) : value_(std::string(text)) {}
json::json(const std::vector<std::string>& texts) : value_(std::vector<json>(texts.begin(), texts.end())) {}
json::json(const std::vector<std::string_view>& texts)
    : value_(std::vector<json>(texts.begin(), texts.end())) {}
json::json(std::initializer_list<member> members) : value_(std::vector<member>(members)) {}

json::json(const json& other) = default;
json::json(json&& other) noexcept = default;
json& json::operator=(const json& other) = default;
json& json::operator=(json&& other) noexcept = default;
json::~json() = default;

json json::array(std::vector<json> items) {
    json made;
    made.value_ = std::move(items);
    return made;
}
json json::object() { return std::initializer_list<member>{}; }
json json::parse(std::string_view text) {
    json_text read = read_json(text);
    return read.is_json ? std::move(read.value) : json{};
}

bool json::is_null() const noexcept { return std::holds_alternative<std::nullptr_t>(value_); }
bool json::is_boolean() const noexcept { return std::holds_alternative<bool>(value_); }
bool json::is_string() const noexcept { return std::holds_alternative<std::string>(value_); }
bool json::is_array() const noexcept { return std::holds_alternative<std::vector<json>>(value_); }
bool json::is_object() const noexcept { return std::holds_alternative<std::vector<member>>(value_); }

bool json::boolean() const { return std::get<bool>(value_); }
const std::string& json::text() const { return std::get<std::string>(value_); }
const std::string* json::find_text() const noexcept { return std::get_if<std::string>(&value_); }

std::optional<double> json::number() const noexcept {
    return std::visit(
        []<class T>(const T& value) -> std::optional<double> {
            if constexpr (std::is_arithmetic_v<T> && !std::same_as<T, bool>) {
                return static_cast<double>(value);
            } else {
                return std::nullopt;
            }
        },
        value_);
}

std::optional<std::uint64_t> json::count() const noexcept {
    const auto* const number = std::get_if<std::uint64_t>(&value_);
    return number == nullptr ? std::nullopt : std::optional(*number);
}

const std::vector<json>& json::items() const noexcept {
    static const std::vector<json> none;
    const auto* const items = std::get_if<std::vector<json>>(&value_);
    return items == nullptr ? none : *items;
}

const std::vector<json::member>& json::members() const noexcept {
    static const std::vector<member> none;
    const auto* const members = std::get_if<std::vector<member>>(&value_);
    return members == nullptr ? none : *members;
}

const json* json::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(members(), name, &member::name);
    return found == members().end() ? nullptr : &found->value;
}

std::string json::text_of(std::string_view name) const {
    const json* const found = find(name);
    return found != nullptr && found->is_string() ? found->text() : "";
}

json& json::operator[](std::string_view name) {
    if (auto* const members = std::get_if<std::vector<member>>(&value_)) {
        const auto found = std::ranges::find(*members, name, &member::name);
        if (found != members->end()) {
            return found->value;
        }
    }
    return add_member(std::string(name), {});
}

json& json::add_member(std::string name, json value) {
    if (!is_object()) {
        *this = object();
    }
    auto& members = std::get<std::vector<member>>(value_);
    members.push_back({std::move(name), std::move(value)});
    return members.back().value;
}

json& json::push_back(json value) {
    if (!is_array()) {
        *this = array();
    }
    return std::get<std::vector<json>>(value_).emplace_back(std::move(value));
}

void json::update(const json& other) {
    for (const auto& [name, value] : other.members()) {
        (*this)[name] = value;
    }
}

void json::sort_members() {
    if (auto* const items = std::get_if<std::vector<json>>(&value_)) {
        std::ranges::for_each(*items, &json::sort_members);
    } else if (auto* const members = std::get_if<std::vector<member>>(&value_)) {
        std::ranges::for_each(*members, &json::sort_members, &member::value);
        std::ranges::sort(*members, {}, &member::name);
    }
}

bool operator==(const json& a, const json& b) noexcept {
    // 1 is 1.0, however it was written
    const auto x = a.number();
    const auto y = b.number();
    const bool are_whole = a.value_.index() == b.value_.index();
    return x && y && !are_whole ? *x == *y : a.value_ == b.value_;
}

void json::append(std::string& to, form as, std::size_t depth) const {
    const bool is_canonical = as == form::canonical;
    const auto append_in_quotes = [&](const std::string& text) {
        if (is_canonical) {
            append_canonical_text(to, text);
        } else {
            to += in_quotes(text);
        }
    };
    const auto append_parts = [&](char begin, const auto& parts, char end, const auto& append_part) {
        const auto break_line = [&](std::size_t to_depth) {
            if (as == form::lines && !parts.empty()) {
                to += '\n';
                to.append(2 * to_depth, ' ');
            }
        };
        to += begin;
        const char* between = "";
        for (const auto& part : parts) {
            to += between;
            break_line(depth + 1);
            append_part(part);
            between = ",";
        }
        break_line(depth);
        to += end;
    };
    const auto append_members = [&](const std::vector<member>& members) {
        append_parts('{', members, '}', [&](const member& part) {
            append_in_quotes(part.name);
            to += as == form::lines ? ": " : ":";
            part.value.append(to, as, depth + 1);
        });
    };
    std::visit(
        overloaded{[&](std::nullptr_t) { to += "null"; }, [&](bool value) { to += value ? "true" : "false"; },
                   [&](const std::integral auto& value) { to += std::to_string(value); },
                   [&](double value) {
                       to += is_canonical ? to_canonical_digits(value) : nlohmann::json(value).dump();
                   },
                   [&](const std::string& text) { append_in_quotes(text); },
                   [&](const std::vector<json>& items) {
                       append_parts('[', items, ']',
                                    [&](const json& item) { item.append(to, as, depth + 1); });
                   },
                   append_members},
        value_);
}

std::string json::in_one_line() const {
    std::string text;
    append(text, form::one_line, 0);
    return text;
}

std::string json::in_lines() const {
    std::string text;
    append(text, form::lines, 0);
    return text + '\n';
}

std::string to_canonical(json value) {
    value.sort_members();  // by bytes, which for ASCII is the order of RFC 8785
    std::string text;
    value.append(text, json::form::canonical, 0);
    return text;
}

// ---- the text -----------------------------------------------------------------------------------

json_text read_json(std::string_view text) {
    json_text out;
    if (text.size() > max_file_bytes) {
        out.troubles.push_back({0, "", "the file is too long", std::to_string(text.size()) + " bytes",
                                "at most " + std::to_string(max_file_bytes)});
        return out;
    }
    // The library would take a NUL byte for the end of the text.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        out.troubles.push_back({nul, "", "the text is not JSON here: it has a NUL byte", "", ""});
        return out;
    }
    std::size_t read = 0;
    builder sink(text, read, out);
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): the end stands beside it
    out.is_json = nlohmann::json::sax_parse(counting_iterator(text.data(), &read),
                                            counting_iterator(text.data() + text.size(), &read), &sink);
    out.value.sort_members();
    return out;
}

std::string pointer_part(std::string_view name) {
    std::string part;
    for (const char c : name) {
        if (c == '~' || c == '/') {
            part += c == '~' ? "~0" : "~1";
        } else {
            part += c;
        }
    }
    return part;
}

std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset) {
    text = text.substr(0, offset);
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    const std::size_t line_start = text.rfind('\n') + 1;  // npos + 1 is 0
    const auto is_first_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return {1 + static_cast<std::size_t>(std::ranges::count(text, '\n')),
            1 + static_cast<std::size_t>(std::ranges::count_if(text.substr(line_start), is_first_byte))};
}

std::string to_excerpt(const json& value) {
    constexpr std::size_t most_bytes = 60;
    std::string text = value.in_one_line();
    if (text.size() > most_bytes) {
        std::size_t end = most_bytes - 3;
        while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
            --end;
        }
        text.replace(end, std::string::npos, "...");
    }
    return text;
}

std::string make_well_formed(std::string_view text) {
    return nlohmann::json::parse(in_quotes(text)).get<std::string>();
}

}  // namespace detail
ECFLINK_END_NAMESPACE
