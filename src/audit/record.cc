// The members of a record are listed once, in `fields`, which both the writer and the reader walk:
// neither can know a member that the other does not.
#include <ecflink/ledger/record.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <iterator>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

#include <ecflink/ledger/keys.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/text/time_text.hpp>

#include "base/canonical_text.hpp"
#include "base/json_text.hpp"
#include "base/sha256.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace {

using detail::json;

// ---- what a record says -------------------------------------------------------------------------

/// A case that owns its records.
struct recorded_case {
    std::optional<central_account> central;
    std::optional<court_account> account;
    std::optional<ledger_row> row;
    link_case rest;  ///< without its pointers and its court

    static recorded_case copy(const link_case& facts) {
        const auto copy_of = []<class T>(const T* record) {
            return record == nullptr ? std::nullopt : std::optional<T>(*record);
        };
        return {copy_of(facts.central), copy_of(facts.account), copy_of(facts.row), facts};
    }
    /// Borrows from this object.
    [[nodiscard]] link_case make_case(const court_id& court) const noexcept {
        link_case facts = rest;
        facts.court = court;
        facts.central = central ? &*central : nullptr;
        facts.account = account ? &*account : nullptr;
        facts.row = row ? &*row : nullptr;
        return facts;
    }
};

struct record {
    std::uint32_t version = record_version;
    std::string library = ECFLINK_VERSION_STRING;
    std::uint32_t catalogue = catalogue_version;
    court_id court;
    std::string policy;
    instant as_of;
    recorded_case input;
    std::string input_digest;
    ecflink::findings findings;
    std::string mask;
    ecflink::verdict verdict = verdict::refuse;
};

// ---- its members --------------------------------------------------------------------------------

template <class X, class T>
concept either = std::same_as<std::remove_const_t<X>, T>;

/// A name of C++ as records have it: with hyphens.
template <std::size_t N>
struct member_name {
    consteval explicit member_name(const char (&name)[N]) { std::ranges::replace_copy(name, text, '_', '-'); }
    char text[N];
};

// The records of tables have the fields of the catalogue.
#define ECFLINK_RECORD_FIELD(column, member, ...)        \
    static constexpr member_name column##_name(#column); \
    each(column##_name.text, x.member);
#define ECFLINK_TABLE(table, row, record, ...) \
    void fields(auto& each, either<record> auto& x) { __VA_ARGS__ }
#include <ecflink/core/fields.def>

// The other structs: as many names as members, or this does not compile.
void fields(auto& each, either<proof> auto& x) {
    auto& [proof_class, at] = x;
    each("class", proof_class);
    each("at", at);
}
void fields(auto& each, either<evidence> auto& x) {
    auto& [central, account, account_court, failed_attempts, on_roster] = x;
    each("central", central);
    each("account", account);
    each("account-court", account_court);
    each("failed-attempts", failed_attempts);
    each("on-roster", on_roster);
}
void fields(auto& each, either<name_comparison> auto& x) {
    auto& [central_present, account_present, equal_exact, equal_normalized, common, total] = x;
    each("central-present", central_present);
    each("account-present", account_present);
    each("equal-exact", equal_exact);
    each("equal-normalized", equal_normalized);
    each("common", common);
    each("total", total);
}
void fields(auto& each, either<other_links> auto& x) {
    auto& [already_linked, centrals, accounts, accounts_of_role, tombstoned_at, lifted_at] = x;
    each("already-linked", already_linked);
    each("other-centrals-of-account", centrals);
    each("other-accounts-in-court", accounts);
    each("other-accounts-in-court-and-role", accounts_of_role);
    each("tombstoned-at", tombstoned_at);
    each("lifted-at", lifted_at);
}
void fields(auto& each, either<recorded_case> auto& x) {
    auto& [court, central_pointer, account_pointer, row_pointer, central_created_start, malformed,
           row_malformed, central_ambiguous, account_ambiguous, evidence, names, others] = x.rest;
    each("central", x.central);
    each("account", x.account);
    each("row", x.row);
    each("central-created-start", central_created_start);
    each("malformed", malformed);
    each("row-malformed", row_malformed);
    each("central-ambiguous", central_ambiguous);
    each("account-ambiguous", account_ambiguous);
    each("evidence", evidence);
    each("names", names);
    each("others", others);
}
void fields(auto& each, either<record> auto& x) {
    each("ecflink-record", x.version);
    each("library", x.library);
    each("catalogue", x.catalogue);
    each("court", x.court);
    each("policy", x.policy);
    each("as-of", x.as_of);
    each("input", x.input);
    each("input-digest", x.input_digest);
    each("findings", x.findings);
    each("mask", x.mask);
    each("verdict", x.verdict);
}

struct no_visitor {
    void operator()(const char* name, const auto& value) const;
};
/// Has `fields`.
template <class T>
concept structure = requires(no_visitor& each, const T& value) { fields(each, value); };

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
inline constexpr bool is_id = false;
template <class Tag, std::size_t Capacity>
inline constexpr bool is_id<basic_id<Tag, Capacity>> = true;

// ---- writing ------------------------------------------------------------------------------------

constexpr instant first_of_text = make_instant(make_civil_day(1, 1, 1));
constexpr instant last_of_text = make_instant(make_civil_day(9999, 12, 31), 23, 59, 59, 999'999);
constexpr civil_day first_day_of_text = make_civil_day(1, 1, 1);
constexpr civil_day last_day_of_text = make_civil_day(9999, 12, 31);

/// A single value as JSON; null: it is left out. A value without a token or outside the calendar is
/// written as its number: a record keeps every case, even a broken one.
template <class T>
json write(const T& value) {
    if constexpr (is_id<T>) {
        return value.empty() ? json() : json(value.view());
    } else if constexpr (std::is_enum_v<T>) {
        const auto number = static_cast<std::uint8_t>(value);
        return is_listed(value) ? json(to_token(value)) : number == 0 ? json() : json(number);
    } else if constexpr (std::same_as<T, instant>) {
        return value < first_of_text || value > last_of_text ? std::to_string(value.micros) : to_text(value);
    } else if constexpr (std::same_as<T, civil_day>) {
        return value < first_day_of_text || value > last_day_of_text ? std::to_string(value.days)
                                                                     : to_text(value);
    } else if constexpr (std::same_as<T, findings>) {
        json list = json::array();
        for (const finding_info& info : catalogue()) {
            if (value.contains(info.id)) {
                list.push_back(info.token);
            }
        }
        return list;
    } else {
        return value;  // true and false, numbers, texts
    }
}

template <structure T>
void append_members(std::string& to, const T& value);

/// Appends a value as canonical text. False: it is left out. Only single values become JSON first,
/// because a record is written with every link.
template <class T>
bool append(std::string& to, const T& value) {
    if constexpr (structure<T>) {
        append_members(to, value);
        return true;
    } else if constexpr (is_optional<T>) {
        return value && append(to, *value);
    } else {
        json written = write(value);
        if (written.is_null()) {
            return false;
        }
        to += detail::to_canonical(std::move(written));
        return true;
    }
}

/// Members come in the order in which they are declared, and are written by name.
template <structure T>
void append_members(std::string& to, const T& value) {
    struct part {
        std::string_view name;
        std::size_t begin;
        std::size_t end;
    };
    std::array<part, 32> parts;
    std::size_t count = 0;
    const std::size_t start = to.size();
    const auto add = [&](const char* name, const auto& field) {
        const std::size_t begin = to.size();
        if (append(to, field)) {
            parts.at(count++) = {name, begin, to.size()};
        }
    };
    fields(add, value);
    const std::string unsorted = to.substr(start);
    to.resize(start);
    std::sort(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count),
              [](const part& a, const part& b) { return a.name < b.name; });
    char before = '{';
    for (const part& each : std::span(parts).first(count)) {
        to += before;
        detail::append_canonical_text(to, each.name);
        to += ':';
        to.append(unsorted, each.begin - start, each.end - each.begin);
        before = ',';
    }
    to += count == 0 ? "{}" : "}";
}

constexpr std::string_view before_input = ",\"input\":";
constexpr std::string_view before_digest = ",\"input-digest\":\"";

/// The digest of everything that the decision rests on: the court, the instant, the facts; each as
/// canonical text. The court may be missing.
std::string digest_of_input(std::string_view court, std::string_view as_of, std::string_view input) {
    const std::string_view before_court = court.empty() ? "" : ",\"court\":";
    return std::string(
        to_text(detail::sha256({"{\"as-of\":", as_of, before_court, court, before_input, input, "}"}))
            .view());
}

/// The text of a record with its digest. The text is made once, because the facts are most of it.
/// No text within JSON has the bare quotes that the names of members have.
std::string with_input_digest(const record& whole) {
    std::string text;
    text.reserve(2'048);
    append(text, whole);
    std::string court;
    append(court, whole.court);
    std::string as_of;
    append(as_of, whole.as_of);
    const std::size_t begin = text.find(before_input) + before_input.size();
    const std::size_t end = text.rfind(before_digest);
    const std::string made = digest_of_input(court, as_of, std::string_view(text).substr(begin, end - begin));
    return text.insert(end + before_digest.size(), made);
}

std::string to_mask(findings found) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(found.bits() >> (56 - 8 * i));
    }
    return to_hex(bytes);
}

// ---- reading ------------------------------------------------------------------------------------

struct wrong_member {
    std::string path;
    bool at_name;  ///< the member's name is wrong, not its value
    std::string message;
    std::string found;
    std::string expected;
};

/// Reads a checked text into values, and keeps every wrong member.
class reader {
public:
    [[nodiscard]] const detail::bounded_list<wrong_member>& faults() const noexcept { return faults_; }

    void add(std::string path, std::string message, const json* found, std::string expected) {
        if (!faults_.counts_only()) {
            faults_.push_back({std::move(path), false, std::move(message),
                               found == nullptr ? "" : detail::to_excerpt(*found), std::move(expected)});
        }
    }

    template <class T>
    void read(const json& from, const std::string& path, T& to) {
        if constexpr (structure<T>) {
            read_fields(from, path, to);
        } else if constexpr (is_optional<T>) {
            read(from, path, to.emplace());
        } else if (from.is_null() || !read_value(from, to) ||
                   write(to) != from) {  // one way of saying it: the one that is written
            add(path, "not " + words_for<T>(), &from, "");
        }
    }

private:
    template <class T>
    void read_fields(const json& from, const std::string& path, T& to) {
        if (!from.is_object()) {
            add(path, "not an object", &from, "");
            return;
        }
        std::vector<std::string_view> known;
        const auto take = [&]<class Field>(const char* name, Field& field) {
            known.emplace_back(name);
            if (const json* const found = from.find(name)) {
                read(*found, path + '/' + name, field);
            } else {
                field = Field{};
                if (std::string written; append(written, field)) {
                    add(path, "a member is missing", nullptr, '"' + std::string(name) + '"');
                }
            }
        };
        fields(take, to);
        for (const auto& [name, value] : from.members()) {
            if (std::ranges::find(known, name) == known.end() && !faults_.counts_only()) {
                faults_.push_back({path + '/' + detail::pointer_part(name), true, "unknown member",
                                   detail::to_excerpt(name), ""});
            }
        }
    }

    template <class T>
    static bool read_value(const json& from, T& to) {
        if constexpr (std::same_as<T, bool>) {
            return from.is_boolean() && (to = from.boolean(), true);
        } else if constexpr (std::same_as<T, std::uint32_t>) {
            return read_number(from, to);
        } else if constexpr (std::is_enum_v<T>) {
            std::uint8_t number = 0;
            const auto listed = from.is_string() ? from_token<T>(from.text()) : std::nullopt;
            to = listed.value_or(read_number(from, number) ? static_cast<T>(number) : T{});
            return true;  // what is neither is written otherwise
        } else if constexpr (std::same_as<T, findings>) {
            to = {};
            for (const json& token : from.items()) {
                const auto found = token.is_string() ? from_token<finding>(token.text()) : std::nullopt;
                if (!found) {
                    return false;
                }
                to.insert(*found);
            }
            return from.is_array();
        } else {
            return from.is_string() && read_text(from.text(), to);
        }
    }

    template <class T>
    static bool read_number(const json& from, T& to) {
        const std::optional<std::uint64_t> number = from.count();
        const bool fits = number && *number <= std::numeric_limits<T>::max();
        to = fits ? static_cast<T>(*number) : T{};
        return fits;
    }

    template <class T>
    static bool read_decimal(const std::string& text, T& to) {
        const char* const end = text.data() + text.size();
        return std::from_chars(text.data(), end, to).ptr == end;
    }

    static bool read_text(const std::string& text, std::string& to) {
        to = text;
        return true;
    }
    template <class Tag, std::size_t Capacity>
    static bool read_text(const std::string& text, basic_id<Tag, Capacity>& to) {
        const auto id = basic_id<Tag, Capacity>::make(text);
        to = id ? id.value() : basic_id<Tag, Capacity>{};
        return id.has_value();
    }
    static bool read_text(const std::string& text, instant& to) {
        const auto at = parse_instant(text);
        return at ? (to = at.value(), true) : read_decimal(text, to.micros);
    }
    static bool read_text(const std::string& text, civil_day& to) {
        const auto day = parse_date(text);
        return day ? (to = day.value(), true) : read_decimal(text, to.days);
    }

    template <class T>
    static std::string words_for() {
        if constexpr (std::same_as<T, bool>) {
            return "true or false";
        } else if constexpr (std::same_as<T, std::uint32_t>) {
            return "a whole number below 4294967296";
        } else if constexpr (std::is_enum_v<T>) {
            return "a token of this field";
        } else if constexpr (std::same_as<T, findings>) {
            return "a list of findings in the order of the catalogue";
        } else if constexpr (std::same_as<T, instant>) {
            return "an instant in UTC in its shortest form";
        } else if constexpr (std::same_as<T, civil_day>) {
            return "a date";
        } else if constexpr (is_id<T>) {
            return "an id of 1 to " + std::to_string(T::capacity) + " bytes without NUL";
        } else {
            return "a text";
        }
    }

    detail::bounded_list<wrong_member> faults_;
};

diagnostic locate(const detail::json_text& content, std::string_view text, std::string_view file,
                  const wrong_member& trouble) {
    diagnostic made;
    made.file = file;
    made.path = trouble.path;
    if (const auto place = content.places.find(trouble.path); place != content.places.end()) {
        const auto [line, column] =
            detail::line_and_column(text, trouble.at_name ? place->second.name : place->second.value);
        made.line = line;
        made.column = column;
    }
    made.message = trouble.message;
    made.found = trouble.found;
    made.expected = trouble.expected;
    return made;
}

/// A version number that is not in 1 to `last`. The rest of such a record may mean anything. Null
/// if the version is known, or is no number.
const json* find_unknown_version(const json& whole, const char* name, int last) {
    const json* const found = whole.find(name);
    const std::optional<std::uint64_t> version = found == nullptr ? std::nullopt : found->count();
    return version && (*version < 1 || *version > static_cast<unsigned>(last)) ? found : nullptr;
}

std::string to_words(findings found) {
    std::string words;
    for (const finding one : found) {
        words.append(words.empty() ? "" : " ").append(to_token(one));
    }
    return words;
}

struct difference_text {
    std::string_view token;
    std::string_view message;
};

// By number, from 1.
constexpr difference_text difference_texts[] = {
    {"record-version", "the record is written in a version of the format that this library does not know"},
    {"catalogue", "the record's findings are those of a catalogue that this library does not know"},
    {"library", "another version of the library made the record"},
    {"input",
     "the facts, the court or the instant of the record were altered: they do not have the digest that it "
     "states"},
    {"policy", "the court's policy is not the one that the record was made under"},
    {"findings", "other findings come out"},
    {"verdict", "another verdict comes out"},
    {"form", "the record says the same in other bytes than it was made with"},
};
static_assert(std::size(difference_texts) == static_cast<std::size_t>(record_difference::form));

constexpr difference_text text_of(record_difference what) noexcept {
    const auto number = static_cast<std::size_t>(what);
    return number >= 1 && number <= std::size(difference_texts) ? difference_texts[number - 1]
                                                                : difference_text{};
}

}  // namespace

std::string make_record(const court_policy& policy, const link_case& facts, instant as_of,
                        const assessment& answer) {
    record made;
    made.court = facts.court;
    made.policy = policy.digest;
    made.as_of = as_of;
    made.input = recorded_case::copy(facts);
    made.findings = answer.findings;
    made.mask = to_mask(answer.findings);
    made.verdict = answer.verdict;
    return with_input_digest(made);
}

std::string_view to_token(record_difference what) noexcept { return text_of(what).token; }
std::string_view to_message(record_difference what) noexcept { return text_of(what).message; }

result<replay_answer, std::vector<diagnostic>> replay(std::string_view text, const policy_set& policies,
                                                      std::string_view file) {
    if (text.ends_with('\n')) {  // of the line that a record is kept in
        text.remove_suffix(1);
    }
    const detail::json_text content = detail::read_json(text);
    std::vector<diagnostic> troubles;
    for (const detail::json_trouble& trouble : content.troubles) {
        const auto [line, column] = detail::line_and_column(text, trouble.offset);
        troubles.push_back({severity::error, std::string(file), line, column, trouble.path, trouble.message,
                            trouble.found, trouble.expected});
    }
    const auto tell_of_more = [&](std::uint64_t more) {
        if (more != 0) {
            troubles.push_back(
                {severity::error, std::string(file), 0, 0, {}, detail::not_listed(more), {}, {}});
        }
    };
    tell_of_more(content.troubles.not_kept());
    if (!troubles.empty()) {
        return troubles;
    }

    replay_answer answer;
    const auto differ = [&answer](record_difference what, std::string recorded, std::string replayed) {
        answer.differences.push_back({what, std::move(recorded), std::move(replayed)});
    };
    if (const json* const version = find_unknown_version(content.value, "ecflink-record", record_version)) {
        differ(record_difference::version, detail::to_canonical(*version), std::to_string(record_version));
        return answer;
    }
    if (const json* const version = find_unknown_version(content.value, "catalogue", catalogue_version)) {
        differ(record_difference::catalogue, detail::to_canonical(*version),
               std::to_string(catalogue_version));
        return answer;
    }

    record given;
    reader in;
    in.read(content.value, "", given);
    if (in.faults().empty() && given.mask != to_mask(given.findings)) {
        in.add("/mask", "not the mask of the findings", content.value.find("mask"),
               '"' + to_mask(given.findings) + '"');
    }
    if (!in.faults().empty()) {
        for (const wrong_member& each : in.faults()) {
            troubles.push_back(locate(content, text, file, each));
        }
        tell_of_more(in.faults().not_kept());
        return troubles;
    }

    const court_policy& policy = policies.find(given.court.view());
    const link_case facts = given.input.make_case(given.court);
    const assessment recorded{given.verdict, given.findings,
                              facts.row == nullptr ? findings{} : facts.row->approved};
    const assessment replayed = assess(policy.rules, facts, given.as_of);
    answer.recorded = recorded;
    answer.replayed = replayed;
    if (given.library != ECFLINK_VERSION_STRING) {
        differ(record_difference::library, given.library, ECFLINK_VERSION_STRING);
    }
    const std::size_t harmless = answer.differences.size();

    const std::string input = detail::to_canonical(*content.value.find("input"));
    const json* const court = content.value.find("court");
    const std::string digest = digest_of_input(court == nullptr ? "" : detail::to_canonical(*court),
                                               detail::to_canonical(*content.value.find("as-of")), input);
    if (digest != given.input_digest) {
        differ(record_difference::input, given.input_digest, digest);
    }
    if (policy.digest != given.policy) {
        differ(record_difference::policy, given.policy, policy.digest);
    }
    if (recorded.findings != replayed.findings) {
        differ(record_difference::findings, to_words(recorded.findings - replayed.findings),
               to_words(replayed.findings - recorded.findings));
    }
    if (recorded.verdict != replayed.verdict) {
        differ(record_difference::verdict, std::string(to_token(recorded.verdict)),
               std::string(to_token(replayed.verdict)));
    }
    std::string again;
    append(again, given);
    if (answer.differences.size() == harmless && again != text) {
        differ(record_difference::form, "", "");
    }
    answer.reproduced = answer.differences.size() == harmless;
    return answer;
}

ECFLINK_END_NAMESPACE
