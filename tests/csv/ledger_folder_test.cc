// Folders are read once record by record with the reader of CSV, field by field with the parsers of
// the library, and once in parallel into columns, cut in many ways: every field, mark, count, place
// and message must be the same.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/text/time_text.hpp>

#include <unistd.h>

#include "csv/csv_chunks.hpp"
#include "csv/csv_reader.hpp"
#include "tables/csv_tables.hpp"

namespace {

using namespace ecflink;
using detail::csv::csv_reader;
using detail::tables::chunk_limits;

const policy_set& policies() {
    static const policy_set loaded = policy_set::load().value();
    return loaded;
}

/// A ledger folder that goes when the test ends. Files that are not written are as good as empty.
class scratch_folder {
public:
    scratch_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "ledger-folder-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
        write("central_accounts", "central_id,usage,status\n");
        write("court_accounts", "court,login,role,status\n");
        write("links", "court,login,central_id,linked_at\n");
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() { std::filesystem::remove_all(path_); }

    void write(const std::string& table, std::string_view text) const {
        std::ofstream(path_ / (table + ".csv"), std::ios::binary)
            .write(text.data(), static_cast<std::streamsize>(text.size()));
    }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// What the message says behind the path of the folder.
    [[nodiscard]] std::string shown(const diagnostic& one) const {
        return to_text(one).substr(path_.string().size() + 1);
    }

private:
    std::filesystem::path path_;
};

// ---- columns as texts ---------------------------------------------------------------------------

template <class T>
T value_at(const void* values, std::size_t row) {
    T value;
    std::memcpy(&value, static_cast<const char*>(values) + row * sizeof(T), sizeof value);
    return value;
}

std::string cell(const text_column& column, std::size_t row) {
    EXPECT_EQ(column.layout, text_layout::utf8);
    EXPECT_EQ(column.valid.bits, nullptr);
    if (column.is_dictionary()) {
        row = column.indices.type == integer_type::uint8
                  ? value_at<std::uint8_t>(column.indices.values, row)
                  : value_at<std::uint32_t>(column.indices.values, row);
    }
    EXPECT_LT(row, column.texts);
    const auto begin = value_at<std::int32_t>(column.positions, row);
    return std::string(column.bytes + begin,
                       static_cast<std::size_t>(value_at<std::int32_t>(column.positions, row + 1) - begin));
}
std::string cell(const time_column& column, std::size_t row) {
    if (!column.valid[row]) {
        return "null";
    }
    return column.unit == time_unit::day ? to_text(civil_day{value_at<std::int32_t>(column.values, row)})
                                         : to_text(instant{value_at<std::int64_t>(column.values, row)});
}
std::string cell(const integer_column& column, std::size_t row) {
    EXPECT_EQ(column.type, integer_type::uint32);
    return column.valid[row] ? std::to_string(value_at<std::uint32_t>(column.values, row)) : "null";
}
std::string cell(const bool_column& column, std::size_t row) {
    return !column.valid[row] ? "null" : column.values[row] ? "true" : "false";
}

bool is_absent(const text_column& column) { return column.is_absent(); }
bool is_absent(const time_column& column) { return column.unit == time_unit::absent; }
bool is_absent(const integer_column& column) { return column.type == integer_type::absent; }
bool is_absent(const bool_column& column) { return column.is_absent; }

using rows = std::vector<std::string>;

/// The rows of a table, one text each: every field with its name, and whether it is malformed.
template <class Table>
rows rows_of(const std::vector<Table>& batches) {
    rows all;
    for (const Table& batch : batches) {
        EXPECT_GT(batch.rows, 0U);
        for (std::size_t row = 0; row < batch.rows; ++row) {
            std::string text = batch.malformed != nullptr && (batch.malformed[row / 8] >> row % 8 & 1) != 0
                                   ? "malformed"
                                   : "good";
            for (const auto& column : columns_of<Table>) {
                std::visit(
                    [&](auto member) {
                        if (!is_absent(batch.*member)) {
                            text += "|" + std::string(column.name) + "=" + cell(batch.*member, row);
                        }
                    },
                    column.member);
            }
            all.push_back(text);
        }
    }
    return all;
}

/// Everything that reading a folder tells.
struct reading {
    std::array<rows, 6> tables;
    std::vector<std::string> files;
    std::vector<std::string> messages;
    std::vector<std::string> errors;

    friend bool operator==(const reading&, const reading&) = default;
};

reading read(const scratch_folder& folder, const chunk_limits& limits = {}, unsigned threads = 1) {
    reading all;
    work_options options;
    options.threads = threads;
    const auto read = detail::tables::read_tables(detail::tables::folder_texts(folder.path(), {}, options),
                                                  policies(), options, limits);
    if (!read) {
        for (const diagnostic& error : read.error()) {
            all.errors.push_back(folder.shown(error));
        }
        return all;
    }
    std::apply([&](const auto&... batches) { all.tables = {rows_of(batches)...}; }, read.value().batches);
    for (const file_summary& file : read.value().files) {
        all.files.push_back(file.file.substr(folder.path().string().size() + 1) + " " +
                            std::to_string(file.rows) + " rows, " + std::to_string(file.malformed) +
                            " malformed");
        for (const diagnostic& one : file.first_troubles) {
            all.messages.push_back(folder.shown(one));
        }
    }
    for (const diagnostic& one : read.value().warnings) {
        all.messages.push_back(folder.shown(one));
    }
    return all;
}

// ---- the same, record by record -----------------------------------------------------------------

template <class Id>
bool is_id(std::string_view text) {
    return static_cast<bool>(Id::make(text));
}
template <class E>
bool is_token(std::string_view text) {
    return from_token<E>(text).has_value();
}
bool is_anything(std::string_view) { return true; }
bool is_finding_list(std::string_view text) { return parse_findings(text).has_value(); }
bool is_name(std::string_view text) { return text.size() <= max_name_bytes; }

using text_check = bool (*)(std::string_view);
using checks = std::map<std::string_view, text_check>;

template <class Table>
const checks checks_of{};
template <>
const checks checks_of<central_account_columns> = {{"central_id", is_id<central_id>},
                                                   {"usage", is_token<central_usage>},
                                                   {"status", is_token<central_status>},
                                                   {"generation", is_token<central_generation>},
                                                   {"search_status", is_token<search_status>},
                                                   {"mfa", is_token<mfa_state>},
                                                   {"registration", is_token<registration_type>},
                                                   {"pending_change", is_token<pending_change>},
                                                   {"name", is_name}};
template <>
const checks checks_of<court_account_columns> = {{"court", is_id<court_id>},
                                                 {"login", is_id<login>},
                                                 {"role", is_token<account_role>},
                                                 {"status", is_token<account_status>},
                                                 {"name", is_name},
                                                 {"pending_change", is_token<pending_change>}};
template <>
const checks checks_of<link_columns> = {{"court", is_id<court_id>},
                                        {"login", is_id<login>},
                                        {"central_id", is_id<central_id>},
                                        {"state", is_token<link_state>},
                                        {"made_by", is_token<link_maker>},
                                        {"central_proof", is_token<proof_class>},
                                        {"account_proof", is_token<proof_class>},
                                        {"account_proof_court", is_id<court_id>},
                                        {"approved", is_finding_list}};
template <>
const checks checks_of<tombstone_columns> = {{"court", is_id<court_id>},
                                             {"login", is_id<login>},
                                             {"central_id", is_id<central_id>},
                                             {"actor", is_anything},
                                             {"reason", is_anything}};
template <>
const checks checks_of<roster_columns> = {
    {"court", is_id<court_id>}, {"login", is_id<login>}, {"central_id", is_id<central_id>}};

template <>
const checks checks_of<registration_columns> = {{"court", is_id<court_id>},
                                                {"central_id", is_id<central_id>},
                                                {"type", is_token<request_type>},
                                                {"role", is_token<account_role>},
                                                {"state", is_token<registration_state>},
                                                {"login", is_id<login>},
                                                {"reason", is_anything}};

/// Reads one field as its column; false if it is missing or unreadable and that matters.
template <class Table>
bool read_field(const column_info<Table>& column, std::string_view given,
                const std::optional<time_zone>& zone, std::string& shown) {
    const auto is_time = std::holds_alternative<time_column Table::*>(column.member);
    if (std::holds_alternative<text_column Table::*>(column.member)) {
        shown = given;
        return given.empty() ? !column.is_required : checks_of<Table>.at(column.name)(given);
    }
    shown = "null";
    if (given.empty()) {
        return !column.is_required;
    }
    if (is_time && column.takes_only_date) {
        const auto day = parse_date(given);
        shown = day ? to_text(day.value()) : shown;
        return static_cast<bool>(day);
    }
    if (is_time) {
        const auto at = column.takes_date ? parse_instant_or_date(given, zone) : parse_instant(given, zone);
        shown = at ? to_text(at.value()) : shown;
        return at || (column.takes_date && at.error() == errc::unknown_zone);
    }
    if (std::holds_alternative<bool_column Table::*>(column.member)) {
        shown = given == "true" || given == "false" ? given : "null";
        return shown != "null";
    }
    const bool is_count = given.find_first_not_of("0123456789") == std::string_view::npos &&
                          given.size() < 18 && std::stoull(std::string(given)) <= 0xFFFF'FFFF;
    shown = is_count ? std::to_string(std::stoull(std::string(given))) : "null";
    return is_count;
}

/// The rows of a file, or nothing if it cannot be read.
template <class Table>
std::optional<rows> read_records(std::string_view text) {
    if (text.find('\0') != std::string_view::npos || !detail::is_utf8(text)) {
        return std::nullopt;
    }
    csv_reader csv(detail::csv::without_empty_last_line(text));
    if (!csv.next()) {
        return std::nullopt;
    }
    std::map<std::string, std::size_t, std::less<>> places;
    for (std::size_t i = 0; i < csv.fields().size(); ++i) {
        const bool is_known = std::ranges::any_of(
            columns_of<Table>, [&](const auto& column) { return column.name == csv.fields()[i]; });
        if (is_known && !places.emplace(csv.fields()[i], i).second) {
            return std::nullopt;
        }
    }
    for (const auto& column : columns_of<Table>) {
        if (column.is_required && !places.contains(column.name)) {
            return std::nullopt;
        }
    }
    const std::size_t fields = csv.fields().size();
    rows all;
    while (csv.next()) {
        if (csv.fields().size() != fields) {
            return std::nullopt;
        }
        const auto given = [&](std::string_view name) {
            const auto at = places.find(name);
            return at == places.end() ? std::string_view{} : csv.fields()[at->second];
        };
        const bool has_court = is_id<court_id>(given("court"));
        const auto& zone = policies().find(has_court ? given("court") : "").zone;
        bool is_good = true;
        std::string line;
        for (const auto& column : columns_of<Table>) {
            if (places.contains(column.name)) {
                std::string shown;
                is_good = read_field(column, given(column.name), zone, shown) && is_good;
                line += "|" + std::string(column.name) + "=" + shown;
            }
        }
        if constexpr (std::is_same_v<Table, roster_columns>) {
            is_good = is_good && !(given("login").empty() && given("central_id").empty());
        }
        all.push_back((is_good ? "good" : "malformed") + line);
    }
    return csv.error() ? std::nullopt : std::optional(all);
}

// ---- random folders -----------------------------------------------------------------------------

class random_text {
public:
    explicit random_text(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
    }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <class Range>
    std::string any_of(const Range& range) {
        return std::string(range[below(std::size(range))]);
    }

    std::string time() {
        static constexpr std::string_view others[] = {"2022-04-25T08:00:00-05:00",
                                                      "2022-04-25T08:00",
                                                      "2022-03-13T02:30",
                                                      "2022-11-06T01:30",
                                                      "2022-02-29T00:00:00Z",
                                                      "2020-02-29",
                                                      "2021-02-29",
                                                      "0000-01-01T00:00:00Z",
                                                      "2022-04-25T24:00:00Z",
                                                      "2022-04-25T23:60:00Z",
                                                      "2022-04-25T23:59:60Z",
                                                      "2022-13-01T00:00:00Z",
                                                      "2022-00-01T00:00:00Z",
                                                      "2022-01-00T00:00:00Z",
                                                      "2022-04-31T00:00:00Z",
                                                      "1900-02-29T00:00:00Z",
                                                      "2000-02-29T00:00:00Z",
                                                      "2022-04-25t08:00:00z",
                                                      "2022-04-25 08:00:00Z",
                                                      "soon",
                                                      "2022-04-25T08:00:00.Z",
                                                      "2022-04-25T08:00:00.-5Z",
                                                      "2022-04-25T08:00:00.1234567Z",
                                                      "9999-12-31T23:59:59.999999Z",
                                                      "0001-01-01T00:00:00Z",
                                                      "2022-04-25T08:00:00",
                                                      "2022-04-25T08:00Z",
                                                      "2022-04-25T08:00:00,5Z"};
        if (one_in(3)) {
            return any_of(others);
        }
        std::string text =
            to_text(instant{static_cast<std::int64_t>(below(4'000'000'000)) * micros_per_second -
                            1'000'000'000 * micros_per_second});
        if (one_in(3)) {
            text.insert(19, "." + std::to_string(below(1'000'000)));
        }
        if (one_in(8)) {
            text[below(text.size())] = static_cast<char>(33 + below(94));
        }
        return text;
    }

    std::string word() {
        static constexpr std::string_view words[] = {"",
                                                     "a",
                                                     "wiwd",
                                                     "wiwb",
                                                     "ca7",
                                                     "nosuch",
                                                     "attorney",
                                                     "trustee",
                                                     "active",
                                                     "removed",
                                                     "court",
                                                     "filer",
                                                     "password",
                                                     "none",
                                                     "true",
                                                     "false",
                                                     "individual",
                                                     "shared",
                                                     "closed",
                                                     "legacy",
                                                     "enrolled",
                                                     "17",
                                                     "000017",
                                                     "-1",
                                                     "+1",
                                                     "99999999",
                                                     "4294967295",
                                                     "4294967296",
                                                     "contact",
                                                     "on-hold",
                                                     "a,b",
                                                     "a\"b",
                                                     "\"",
                                                     "\"\"",
                                                     "two\nlines",
                                                     "cr\r\nlf",
                                                     " ",
                                                     "\u00e9",
                                                     "\u6f22\U0001d400",
                                                     "government-attorney",
                                                     "roster-match",
                                                     "password-mfa",
                                                     "locked",
                                                     "attorney-filer"};
        if (one_in(12)) {
            return std::string(below(300), one_in(2) ? 'x' : '"');
        }
        return one_in(6) ? "w" + std::to_string(below(400)) : any_of(words);
    }

    std::string written(const std::string& value) {
        const bool needs_quotes = value.find_first_of(",\"\r\n") != std::string::npos;
        if (needs_quotes && are_quotes_rare_ && !one_in(20)) {
            return "plain";
        }
        if (needs_quotes || one_in(are_quotes_rare_ ? 1'000 : 3)) {
            std::string quoted = "\"";
            for (const char c : value) {
                quoted.append(c == '"' ? 2 : 1, c);
            }
            return quoted + "\"";
        }
        return value;
    }

    template <class Table>
    std::string file(std::size_t most_rows) {
        std::vector<const column_info<Table>*> columns;
        for (const auto& column : columns_of<Table>) {
            if (column.is_required ? !one_in(200) : !one_in(3)) {
                columns.push_back(&column);
            }
        }
        std::ranges::shuffle(columns, random_);
        const bool has_unknown = one_in(4);
        are_quotes_rare_ = one_in(2);
        const std::string line_end = one_in(2) ? "\n" : "\r\n";
        std::string text = one_in(4) ? "\xEF\xBB\xBF" : "";
        const std::size_t count = below(most_rows + 1);
        for (std::size_t row = 0; row <= count; ++row) {
            for (const auto* column : columns) {
                const bool is_time = std::holds_alternative<time_column Table::*>(column->member);
                const std::string value = row == 0                ? std::string(column->name)
                                          : one_in(8)             ? ""
                                          : is_time && !one_in(9) ? time()
                                                                  : word();
                text += (column == columns.front() ? "" : ",") + written(value);
            }
            text += has_unknown ? "," + written(row == 0 ? "note" : word()) : "";
            text += row == count && one_in(2) ? "" : one_in(5) ? "\n" : line_end;
        }
        return text;
    }

    /// The text with one thing wrong, perhaps.
    std::string spoilt(std::string text) {
        static constexpr std::string_view bad[] = {
            "\"", "\r", "\n", ",", "\xff", "\xc3", "\x80", std::string_view("\0", 1), "\"\"", "x"};
        const std::size_t at = below(text.size() + 1);
        text.insert(at, any_of(bad));
        return text;
    }

private:
    std::mt19937 random_;
    bool are_quotes_rare_ = false;
};

TEST(LedgerFolder, ColumnsHoldWhatTheRecordsHold) {
    std::size_t good = 0;
    std::size_t bad = 0;
    std::size_t malformed = 0;
    for (unsigned seed = 1; seed <= 250; ++seed) {
        random_text random(seed);
        const scratch_folder folder;
        std::array<std::string, 6> texts = {
            random.file<central_account_columns>(30), random.file<court_account_columns>(30),
            random.file<link_columns>(200),           random.file<tombstone_columns>(20),
            random.file<roster_columns>(20),          random.file<registration_columns>(20)};
        if (random.one_in(2)) {
            std::string& text = texts[random.below(texts.size())];
            text = random.spoilt(text);
        }
        const char* const names[] = {"central_accounts", "court_accounts", "links",
                                     "tombstones",       "roster",         "registrations"};
        for (std::size_t i = 0; i < texts.size(); ++i) {
            folder.write(names[i], texts[i]);
        }
        const std::array<std::optional<rows>, 6> expected = {read_records<central_account_columns>(texts[0]),
                                                             read_records<court_account_columns>(texts[1]),
                                                             read_records<link_columns>(texts[2]),
                                                             read_records<tombstone_columns>(texts[3]),
                                                             read_records<roster_columns>(texts[4]),
                                                             read_records<registration_columns>(texts[5])};
        const auto unreadable = std::ranges::count_if(expected, [](const auto& table) { return !table; });

        const reading whole = read(folder);
        EXPECT_GE(static_cast<std::ptrdiff_t>(whole.errors.size()), unreadable) << seed;
        EXPECT_EQ(whole.errors.empty(), unreadable == 0)
            << seed << (whole.errors.empty() ? "" : whole.errors.front());
        if (unreadable == 0) {
            for (std::size_t i = 0; i < texts.size(); ++i) {
                EXPECT_EQ(whole.tables[i], *expected[i]) << seed << ' ' << names[i];
                const auto marked = std::ranges::count_if(
                    *expected[i], [](const std::string& row) { return row.starts_with("malformed"); });
                malformed += static_cast<std::size_t>(marked);
                EXPECT_EQ(whole.files[i], std::string(names[i]) + ".csv " +
                                              std::to_string(expected[i]->size()) + " rows, " +
                                              std::to_string(marked) + " malformed");
            }
        }
        for (const std::size_t chunk :
             {random.one_in(5) ? 1 : 1 + random.below(64), 65 + random.below(4000)}) {
            for (const unsigned threads : {1U, 3U}) {
                EXPECT_EQ(read(folder, {.chunk = chunk}, threads), whole)
                    << seed << " in chunks of " << chunk << ", threads: " << threads;
            }
        }
        ++(unreadable == 0 ? good : bad);
    }
    EXPECT_GT(good, 100U);
    EXPECT_GT(bad, 80U);
    EXPECT_GT(malformed, 1000U);
}

TEST(LedgerFolder, SaysWhereFieldsCannotBeRead) {
    const scratch_folder folder;
    folder.write("central_accounts",
                 "status,central_id,usage,note\n"
                 "active,1,individual,\n"
                 "\"op\nen\",,individual,x\n");
    folder.write("court_accounts",
                 "court,login,role,status,opened,name,principals,link_locked\n"
                 "nosuch,\"a\nb\",atorney,active,2020-01-01,,x,yes\n");
    folder.write("links",
                 "court,login,central_id,linked_at\n"
                 "nosuch,a,1,2020-01-01T00:00\n"
                 "wiwd,\u00e9," +
                     std::string(33, '7') +
                     ",2022-03-13T02:30\n"
                     "wiwd,a,1,\n");
    folder.write("roster", "login,court\n,wiwd\n");
    const reading all = read(folder);
    EXPECT_EQ(all.errors, std::vector<std::string>{});
    EXPECT_EQ(all.files,
              (std::vector<std::string>{"central_accounts.csv 2 rows, 1 malformed",
                                        "court_accounts.csv 1 rows, 1 malformed",
                                        "links.csv 3 rows, 3 malformed", "roster.csv 1 rows, 1 malformed"}));
    EXPECT_EQ(
        all.messages,
        (std::vector<std::string>{
            "central_accounts.csv:4:5: warning: central_id: the required field is empty; expected 1 to 32 "
            "bytes of UTF-8",
            "central_accounts.csv:3:1: warning: status: the field cannot be read; found \"op en\"; expected "
            "one of active, not-activated, on-hold, "
            "disabled, "
            "closed",
            "court_accounts.csv:3:4: warning: role: the field cannot be read; found \"atorney\"; expected "
            "one of attorney, pro-hac-vice, "
            "government-attorney, cja-attorney, trustee, us-trustee, filing-agent, limited-filer, "
            "claims-agent, pro-se, court-reporter, mediator, "
            "auditor, "
            "interested-party, staff",
            "court_accounts.csv:3:31: warning: principals: the field cannot be read; found \"x\"; expected a "
            "whole number from 0 to 4294967295",
            "court_accounts.csv:3:33: warning: link_locked: the field cannot be read; found \"yes\"; "
            "expected true or false",
            "links.csv:2:12: warning: linked_at: the field cannot be read; found \"2020-01-01T00:00\"; "
            "expected an instant with Z or an offset "
            "such as 2022-04-25T13:00:00Z, since no zone is known for this court",
            "links.csv:3:8: warning: central_id: the field cannot be read; found \"" + std::string(33, '7') +
                "\"; expected 1 to 32 bytes of UTF-8",
            "links.csv:3:42: warning: linked_at: the field cannot be read; found \"2022-03-13T02:30\"; "
            "expected an instant such as "
            "2022-04-25T08:00:00-05:00, or a local time of America/Chicago that occurs once, such as "
            "2022-04-25T08:00",
            "links.csv:4:10: warning: linked_at: the required field is empty; expected an instant such as "
            "2022-04-25T08:00:00-05:00, or a local time "
            "of "
            "America/Chicago that occurs once, such as 2022-04-25T08:00",
            "roster.csv:2:1: warning: login: the row names neither a login nor a central account; expected "
            "one of login and central_id",
            "central_accounts.csv:1:25: warning: the column is not known and is left out; found \"note\""}));
}

TEST(LedgerFolder, KeepsTheFirstTenPlaces) {
    const scratch_folder folder;
    std::string text = "court,login,central_id,linked_at\n";
    for (int i = 0; i < 40; ++i) {
        text += "wiwd,a,1," + std::string(i % 2 == 0 ? "2022-05-02T10:00:00Z" : "soon") + "\n";
    }
    folder.write("links", text);
    for (const std::size_t chunk : {10U, 60U, 100'000U}) {
        const reading all = read(folder, {.chunk = chunk}, 3);
        ASSERT_EQ(all.messages.size(), 10U);
        EXPECT_TRUE(all.messages.front().starts_with("links.csv:3:10: ")) << all.messages.front();
        EXPECT_TRUE(all.messages.back().starts_with("links.csv:21:10: ")) << all.messages.back();
        EXPECT_EQ(all.files.back(), "links.csv 40 rows, 20 malformed");
    }
}

TEST(LedgerFolder, ReportsTheFirstErrorOfEveryFile) {
    const scratch_folder folder;
    folder.write("central_accounts", "central_id,usage,central_id,status\n1,individual,active\n\"2");
    folder.write("court_accounts", "");
    folder.write("links", "court,login,central_id,linked_at\nwiwd,a\"b,1,\n\xff\n");
    folder.write("tombstones", "court,login,central_id\n");
    folder.write("roster", "court,login\nwiwd,a\n" + std::string(40, 'x') + ",b\n");
    for (const std::size_t chunk : {1U, 30U, 100'000U}) {
        EXPECT_EQ(
            read(folder, {.chunk = chunk, .longest_record = 42}, 2).errors,
            (std::vector<std::string>{
                "central_accounts.csv:1:18: error: the column stands twice in the header; found "
                "\"central_id\"",
                "central_accounts.csv:2:14: error: the row has 3 fields, the header 4; add the missing ones, "
                "empty where nothing is known",
                "court_accounts.csv:1:1: error: the file is empty; it must begin with a row of column names",
                "links.csv:3:1: error: the file is not well-formed UTF-8 here; save it as UTF-8",
                "tombstones.csv:1:1: error: the required column removed_at is missing; add it to the header "
                "row; found \"court,login,central_id\""}))
            << chunk;
    }
    folder.write("links", std::string_view("court,l\0", 8));
    EXPECT_EQ(
        read(folder).errors[3],
        "links.csv:1:8: error: the file holds a NUL byte; it is no text, or in UTF-16: save it as UTF-8");
    std::filesystem::remove(folder.path() / "links.csv");
    std::filesystem::create_directory(folder.path() / "links.csv");
    EXPECT_EQ(read(folder).errors[3],
              "links.csv: error: the file cannot be read: Is a directory; it must exist, be a regular file "
              "and be readable");
}

TEST(LedgerFolder, BoundsTheLengthOfARecord) {
    const scratch_folder folder;
    folder.write("roster", "court,login\nwiwd,a\nwiwd,\"" + std::string(500, '\n') + "\"\nwiwd,b\n");
    EXPECT_EQ(read(folder, {.chunk = 64, .longest_record = 508}).errors, std::vector<std::string>{});
    EXPECT_EQ(read(folder, {.chunk = 64, .longest_record = 300}).errors,
              std::vector<std::string>{
                  "roster.csv:3:1: error: the row is longer than 300 bytes; a quote may be missing"});
}

TEST(LedgerFolder, NumbersManyWords) {
    const scratch_folder folder;
    std::string text = "court,login,central_id,linked_at,made_by\n";
    for (int i = 0; i < 3000; ++i) {
        text += "c" + std::to_string(i * 7 % 1009) + ",a" + std::to_string(i) +
                ",1,2022-05-02T10:00:00Z,a-maker-of-more-than-sixteen-bytes-" + std::to_string(i % 300) +
                "\n";
    }
    folder.write("links", text);
    EXPECT_EQ(read(folder).tables[2], *read_records<link_columns>(text));
}

TEST(LedgerFolder, ReadsLargeFilesAndTellsProgress) {
    const scratch_folder folder;
    std::string text = "court,login,central_id,linked_at\r\n";
    while (text.size() < (std::size_t{9} << 20U)) {
        text += "wiwd,\"a, b\"," + std::to_string(text.size()) + ",2022-05-02T10:00:00.25Z\r\n";
    }
    folder.write("links", text);
    std::vector<std::uint64_t> done;
    work_options options;
    options.progress = [&](std::string_view stage, std::uint64_t so_far, std::uint64_t all) {
        if (stage == "links") {
            EXPECT_EQ(all, text.size());
            done.push_back(so_far);
        }
    };
    auto one = ledger_folder::read(folder.path(), policies(), options);
    ASSERT_TRUE(one);
    EXPECT_EQ(done.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(done));
    EXPECT_EQ(done.back(), text.size());
    const ledger_folder moved = std::move(one).value();
    const auto links = moved.columns().links;
    ASSERT_EQ(links.size(), 3U);
    EXPECT_EQ(rows_of(std::vector(links.begin(), links.end())), *read_records<link_columns>(text));
    EXPECT_EQ(moved.files().size(), 3U);
    EXPECT_TRUE(moved.warnings().empty());
    EXPECT_TRUE(moved.columns().tombstones.empty());
}

TEST(LedgerFolder, IsCancelled) {
    const scratch_folder folder;
    const std::atomic<bool> cancelled = true;
    work_options options;
    options.cancelled = &cancelled;
    const auto read = ledger_folder::read(folder.path(), policies(), options);
    ASSERT_FALSE(read);
    ASSERT_EQ(read.error().size(), 1U);
    EXPECT_EQ(to_text(read.error().front()), "error: cancelled");
}

TEST(LedgerFolder, IsAFolder) {
    for (const auto& [place, wrong] :
         {std::pair("/no/such/folder", "the folder cannot be read: No such file or directory"),
          std::pair("/dev/null", "this is no folder")}) {
        const auto read = ledger_folder::read(place, policies());
        ASSERT_FALSE(read);
        EXPECT_EQ(to_text(read.error().front()),
                  std::string(place) + ": error: " + wrong +
                      "; name the folder that holds central_accounts.csv, court_accounts.csv and links.csv");
    }
}

TEST(CsvChunks, PartsAreTextWhereTheWholeIs) {
    random_text random(1);
    std::size_t good = 0;
    for (int i = 0; i < 3000; ++i) {
        static constexpr std::string_view pieces[] = {
            "a", "\"", "\u00e9", "\u6f22", "\U0001d400", "\n", "plain ascii text of some length, "};
        std::string text;
        for (std::size_t piece = random.below(60); piece > 0; --piece) {
            text += random.any_of(pieces);
        }
        text = random.one_in(2) ? text : random.spoilt(text);
        const bool is_text = detail::is_utf8(text) && text.find('\0') == std::string::npos;
        good += is_text ? 1 : 0;
        const std::size_t size = 1 + random.below(80);
        bool parts_are_text = true;
        bool is_open = false;
        std::size_t line_ends = 0;
        for (std::size_t at = 0; at < text.size(); at += size) {
            const auto part = detail::csv::check_part(text, at, std::min(text.size(), at + size));
            parts_are_text = parts_are_text && part.are_text;
            line_ends += part.line_ends[is_open ? 1 : 0];
            is_open = is_open != part.has_open_quotes;
        }
        EXPECT_EQ(parts_are_text, is_text) << i;
        if (is_text) {
            EXPECT_EQ(is_open, std::ranges::count(text, '"') % 2 != 0) << i;
            std::size_t outside_quotes = 0;
            bool is_in_quotes = false;
            for (const char c : text) {
                is_in_quotes = is_in_quotes != (c == '"');
                outside_quotes += c == '\n' && !is_in_quotes ? 1 : 0;
            }
            EXPECT_EQ(line_ends, outside_quotes) << i;
        }
        EXPECT_EQ(detail::csv::find_bad_byte(text).has_value(), !is_text) << i;
    }
    EXPECT_GT(good, 1500U);
    EXPECT_LT(good, 2900U);
}

}  // namespace
