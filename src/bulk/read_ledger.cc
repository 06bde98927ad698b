// Reads the five tables of a ledger folder. What the tables hold is said once, in the functions read_*_row; everything else is common.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <initializer_list>
#include <span>
#include <system_error>
#include <unordered_map>
#include <utility>

#include <ecflink/ledger_tables.hpp>

#include "csv/csv_reader.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

using detail::csv_reader;
using detail::text_position;

constexpr std::size_t most_troubles_shown = 10;
constexpr std::size_t rows_between_reports = 16'384;

struct column {
    std::string_view name;
    bool is_required;
};

/// The text of a field for a message: short, on one line.
std::string shown(std::string_view text) {
    constexpr std::size_t longest = 40;
    std::string quoted = "\"";
    for (const char c : text.substr(0, longest)) {
        quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    while (text.size() > longest && !detail::is_utf8(quoted)) {
        quoted.pop_back();
    }
    return quoted + (text.size() > longest ? "...\"" : "\"");
}

template <class E>
std::string all_tokens() {
    std::string list;
    for (const token_entry& entry : tokens<E>()) {
        list += (list.empty() ? "" : ", ") + std::string(entry.token);
    }
    return "one of " + list;
}

/// One row of a table: typed reading of its fields, and what is wrong with them. A field that cannot be read counts as missing.
class row_reader {
public:
    row_reader(const csv_reader& csv, std::string_view text, std::span<const column> columns, std::span<const std::optional<std::size_t>> places,
               file_summary& summary)
        : csv_(csv), text_(text), columns_(columns), places_(places), summary_(summary) {}

    [[nodiscard]] bool is_malformed() const noexcept { return is_malformed_; }

    /// The field as it stands; empty if the column is absent.
    [[nodiscard]] std::string_view text(std::size_t col) const noexcept { return places_[col] ? csv_.fields()[*places_[col]] : std::string_view{}; }

    template <class Id>
    [[nodiscard]] Id id(std::size_t col) {
        return read(
            col, Id{}, [](std::string_view given) { return Id::make(given); },
            [] { return "1 to " + std::to_string(Id::capacity) + " bytes of UTF-8"; });
    }
    template <class E>
    [[nodiscard]] E token(std::size_t col, E if_missing = E::missing) {
        return read(
            col, if_missing,
            [](std::string_view given) -> result<E> {
                const auto value = from_token<E>(given);
                return value ? result<E>(*value) : result<E>(errc::not_a_time);
            },
            all_tokens<E>);
    }
    [[nodiscard]] bool boolean(std::size_t col) {
        return read(
            col, false,
            [](std::string_view given) -> result<bool> {
                return given == "true" || given == "false" ? result<bool>(given == "true") : result<bool>(errc::not_a_time);
            },
            [] { return std::string("true or false"); });
    }
    [[nodiscard]] std::uint32_t count(std::size_t col) {
        return read(
            col, std::uint32_t{0},
            [](std::string_view given) -> result<std::uint32_t> {
                std::uint32_t value = 0;
                const auto [end, problem] = std::from_chars(given.data(), given.data() + given.size(), value);
                return problem == std::errc{} && end == given.data() + given.size() ? result<std::uint32_t>(value)
                                                                                    : result<std::uint32_t>(errc::not_a_time);
            },
            [] { return std::string("a whole number from 0 to 4294967295"); });
    }
    [[nodiscard]] std::string name(std::size_t col) {
        return read(
            col, std::string{},
            [](std::string_view given) -> result<std::string> {
                return given.size() <= max_name_bytes ? result<std::string>(std::string(given)) : result<std::string>(errc::too_long);
            },
            [] { return "at most " + std::to_string(max_name_bytes) + " bytes"; });
    }
    [[nodiscard]] std::optional<civil_day> date(std::size_t col) {
        return read(
            col, std::optional<civil_day>{}, [](std::string_view given) { return as_optional(parse_date(given)); },
            [] { return std::string("a date such as 2014-08-11"); });
    }
    /// An instant, or a local date-time of the zone.
    [[nodiscard]] std::optional<instant> time(std::size_t col, const std::optional<time_zone>& zone) {
        return read(
            col, std::optional<instant>{}, [&zone](std::string_view given) { return as_optional(parse_instant(given, zone)); },
            [&zone] { return expected_time(zone); });
    }
    /// The same, or a date. A local time of a court that has no zone is missing, not malformed: whether the court is known is the link's matter.
    [[nodiscard]] std::optional<instant> time_or_date(std::size_t col, const std::optional<time_zone>& zone) {
        return read(
            col, std::optional<instant>{},
            [&zone](std::string_view given) -> result<std::optional<instant>> {
                const auto at = parse_instant_or_date(given, zone);
                return !at && at.error() == errc::unknown_zone ? result<std::optional<instant>>(std::optional<instant>{}) : as_optional(at);
            },
            [&zone] { return expected_time(zone) + ", or a date"; });
    }

    /// Marks the row malformed, and keeps the place if it is among the first.
    void note(std::size_t col, std::string_view message, std::string found, std::string expected) {
        is_malformed_ = true;
        if (summary_.first_troubles.size() < most_troubles_shown) {
            const text_position place = detail::position_of(text_, csv_.offset_of(places_[col].value_or(0)));
            summary_.first_troubles.push_back({.severity = severity::warning,
                                               .file = summary_.file,
                                               .line = place.line,
                                               .column = place.column,
                                               .path = {},
                                               .message = std::string(columns_[col].name) + ": " + std::string(message),
                                               .found = std::move(found),
                                               .expected = std::move(expected)});
        }
    }

private:
    template <class T>
    static result<std::optional<T>> as_optional(const result<T>& given) {
        return given ? result<std::optional<T>>(std::optional<T>(given.value())) : result<std::optional<T>>(given.error());
    }
    static std::string expected_time(const std::optional<time_zone>& zone) {
        return zone ? "an instant such as 2022-04-25T08:00:00-05:00, or a local time of " + std::string(zone->name()) +
                          " that occurs once, such as 2022-04-25T08:00"
                    : std::string("an instant with Z or an offset, since no zone is known for this court");
    }

    template <class T, class Parse, class Expected>
    T read(std::size_t col, T if_missing, Parse parse, Expected expected) {
        const std::string_view given = text(col);
        if (given.empty()) {
            if (columns_[col].is_required) {
                note(col, "the required field is empty", {}, expected());
            }
            return if_missing;
        }
        if (auto value = parse(given)) {
            return std::move(value).value();
        }
        note(col, "the field cannot be read", shown(given), expected());
        return if_missing;
    }

    const csv_reader& csv_;
    std::string_view text_;
    std::span<const column> columns_;
    std::span<const std::optional<std::size_t>> places_;
    file_summary& summary_;
    bool is_malformed_ = false;
};

/// What the readers of the tables share.
struct reading {
    const policy_set& policies;
    const work_options& options;
    ledger_tables tables;
    std::vector<diagnostic> errors;
    bool is_cancelled = false;

    [[nodiscard]] const std::optional<time_zone>& zone_of(const court_id& court) const noexcept { return policies.find(court.view()).zone; }
};

diagnostic error_at(const std::string& file, std::string_view text, std::size_t offset, std::string message, std::string found = {},
                    std::string expected = {}) {
    const text_position place = detail::position_of(text, offset);
    return {severity::error, file, place.line, place.column, {}, std::move(message), std::move(found), std::move(expected)};
}

std::optional<std::string> read_file(const std::filesystem::path& path, std::vector<diagnostic>& errors) {
    std::error_code problem;
    const auto size = std::filesystem::is_regular_file(path, problem) ? std::filesystem::file_size(path, problem) : 0;
    std::ifstream in(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (problem || !in || !std::filesystem::is_regular_file(path, problem) || !in.read(text.data(), static_cast<std::streamsize>(size))) {
        errors.push_back({.severity = severity::error,
                          .file = path.string(),
                          .line = 0,
                          .column = 0,
                          .path = {},
                          .message = "the file cannot be read; it must exist, be a regular file and be readable",
                          .found = {},
                          .expected = {}});
        return std::nullopt;
    }
    return text;
}

/// The first byte that no CSV file may hold, if there is one.
std::optional<diagnostic> find_bad_byte(const std::string& file, std::string_view text) {
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return error_at(file, text, nul, "the file holds a NUL byte; it is no text, or in UTF-16: save it as UTF-8");
    }
    if (detail::is_utf8(text)) {
        return std::nullopt;
    }
    std::size_t good = 0;  // the longest valid prefix ends in the first line that is not valid
    for (std::size_t line_end = text.find('\n'); line_end != std::string_view::npos && detail::is_utf8(text.substr(good, line_end - good));
         line_end = text.find('\n', good)) {
        good = line_end + 1;
    }
    std::size_t length = 1;
    for (std::size_t next = 1; good + next <= text.size() && next <= text.size(); ++next) {
        if (detail::is_utf8(text.substr(good, next))) {
            length = next + 1;
        } else if (next > length + 3) {
            break;
        }
    }
    return error_at(file, text, good + length - 1, "the file is not well-formed UTF-8 here; save it as UTF-8");
}

/// Reads one table. `read_row` is called with a row_reader for each record.
template <class ReadRow>
void read_table(reading& in, const std::filesystem::path& folder, std::string_view table, std::span<const column> columns, ReadRow read_row) {
    const std::filesystem::path path = folder / (std::string(table) + ".csv");
    const auto text = read_file(path, in.errors);
    if (!text) {
        return;
    }
    file_summary summary{.file = path.string(), .rows = 0, .malformed = 0, .first_troubles = {}};
    if (auto bad = find_bad_byte(summary.file, *text)) {
        in.errors.push_back(std::move(*bad));
        return;
    }

    csv_reader csv(*text);
    const auto report_csv_error = [&] {
        in.errors.push_back(
            error_at(summary.file, *text, csv.error()->offset, std::string(csv.error()->message) + "; " + std::string(csv.error()->remedy)));
    };
    if (!csv.next()) {
        if (csv.error()) {
            report_csv_error();
        } else {
            in.errors.push_back(error_at(summary.file, *text, 0, "the file is empty; it must begin with a row of column names"));
        }
        return;
    }
    const std::vector<std::string> header(csv.fields().begin(), csv.fields().end());
    std::vector<std::optional<std::size_t>> places(columns.size());
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto known = std::ranges::find(columns, header[i], &column::name);
        if (known == columns.end()) {
            diagnostic warning = error_at(summary.file, *text, csv.offset_of(i), "the column is not known and is left out", shown(header[i]));
            warning.severity = severity::warning;
            in.tables.warnings.push_back(std::move(warning));
        } else if (auto& place = places[static_cast<std::size_t>(known - columns.begin())]; place) {
            in.errors.push_back(error_at(summary.file, *text, csv.offset_of(i), "the column stands twice in the header", shown(header[i])));
        } else {
            place = i;
        }
    }
    bool has_required = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].is_required && !places[i]) {
            in.errors.push_back(
                error_at(summary.file, *text, 0, "the required column " + std::string(columns[i].name) + " is missing; add it to the header row"));
            has_required = false;
        }
    }
    if (!has_required) {
        return;
    }

    while (csv.next()) {
        if (csv.fields().size() != header.size()) {
            in.errors.push_back(error_at(summary.file, *text, csv.offset_of(std::min(csv.fields().size() - 1, header.size())),
                                         "the row has " + std::to_string(csv.fields().size()) + " fields, the header " +
                                             std::to_string(header.size()) + "; a field that holds a comma must stand in quotes"));
            return;
        }
        row_reader row(csv, *text, columns, places, summary);
        read_row(row);
        ++summary.rows;
        summary.malformed += row.is_malformed() ? 1 : 0;
        if (summary.rows % rows_between_reports == 0) {
            if (in.options.progress) {
                in.options.progress(table, csv.offset(), text->size());
            }
            if (in.options.cancelled != nullptr && in.options.cancelled->load(std::memory_order_relaxed)) {
                in.is_cancelled = true;
                return;
            }
        }
    }
    if (csv.error()) {
        report_csv_error();
        return;
    }
    in.tables.files.push_back(std::move(summary));
}

void read_central_accounts(reading& in, const std::filesystem::path& folder) {
    enum : std::size_t { id, usage, status, generation, created, search, mfa, registration, exempt, pending, name };
    static constexpr column columns[] = {{"central_id", true}, {"usage", true},           {"status", true}, {"generation", false},
                                         {"created", false},   {"search_status", false},  {"mfa", false},   {"registration", false},
                                         {"exempt", false},    {"pending_change", false}, {"name", false}};
    read_table(in, folder, "central_accounts", columns, [&in](row_reader& row) {
        central_account_row read;
        read.id = row.id<central_id>(id);
        read.account.usage = row.token<central_usage>(usage);
        read.account.status = row.token<central_status>(status);
        read.account.generation = row.token<central_generation>(generation);
        read.account.created = row.date(created);
        read.account.search_status = row.token(search, search_status::active);
        read.account.mfa = row.token<mfa_state>(mfa);
        read.account.registration = row.token<registration_type>(registration);
        read.account.exempt = row.boolean(exempt);
        read.account.pending_change = row.token(pending, pending_change::none);
        read.name = row.name(name);
        read.malformed = row.is_malformed();
        in.tables.central_accounts.push_back(std::move(read));
    });
}

void read_court_accounts(reading& in, const std::filesystem::path& folder) {
    enum : std::size_t { court, login_name, role, status, opened, name, principals, pending, locked };
    static constexpr column columns[] = {{"court", true},       {"login", true},           {"role", true},
                                         {"status", true},      {"opened", false},         {"name", false},
                                         {"principals", false}, {"pending_change", false}, {"link_locked", false}};
    read_table(in, folder, "court_accounts", columns, [&in](row_reader& row) {
        court_account_row read;
        read.court = row.id<court_id>(court);
        read.account.login = row.id<login>(login_name);
        read.account.role = row.token<account_role>(role);
        if (read.account.role == account_role::missing) {
            read.unreadable_role = row.text(role);
        }
        read.account.status = row.token<account_status>(status);
        read.account.opened = row.time_or_date(opened, in.zone_of(read.court));
        read.name = row.name(name);
        read.account.principals = row.count(principals);
        read.account.pending_change = row.token(pending, pending_change::none);
        read.account.link_locked = row.boolean(locked);
        read.malformed = row.is_malformed();
        in.tables.court_accounts.push_back(std::move(read));
    });
}

void read_links(reading& in, const std::filesystem::path& folder) {
    enum : std::size_t {
        court,
        login_name,
        central,
        linked_at,
        state,
        made_by,
        central_proof,
        central_proof_at,
        account_proof,
        account_proof_at,
        account_proof_court,
        confirmed_at
    };
    static constexpr column columns[] = {{"court", true},
                                         {"login", true},
                                         {"central_id", true},
                                         {"linked_at", true},
                                         {"state", false},
                                         {"made_by", false},
                                         {"central_proof", false},
                                         {"central_proof_at", false},
                                         {"account_proof", false},
                                         {"account_proof_at", false},
                                         {"account_proof_court", false},
                                         {"confirmed_at", false}};
    read_table(in, folder, "links", columns, [&in](row_reader& row) {
        link_row read;
        read.court = row.id<court_id>(court);
        read.login = row.id<login>(login_name);
        read.central = row.id<central_id>(central);
        const auto& zone = in.zone_of(read.court);
        read.row.linked_at = row.time(linked_at, zone);
        read.row.state = row.token(state, link_state::active);
        read.row.made_by = row.token(made_by, link_maker::filer);
        read.evidence.central = {row.token<proof_class>(central_proof), row.time(central_proof_at, zone)};
        read.evidence.account = {row.token<proof_class>(account_proof), row.time(account_proof_at, zone)};
        read.evidence.account_court = row.id<court_id>(account_proof_court);
        read.row.confirmed_at = row.time(confirmed_at, zone);
        read.malformed = row.is_malformed();
        if (read.court.empty() || read.login.empty() || read.central.empty()) {
            in.tables.unreadable_keys[in.tables.links.size()] = {std::string(row.text(court)), std::string(row.text(login_name)),
                                                                 std::string(row.text(central))};
        }
        in.tables.links.push_back(read);
    });
}

void read_tombstones(reading& in, const std::filesystem::path& folder) {
    enum : std::size_t { court, login_name, central, removed_at, actor, reason };
    static constexpr column columns[] = {{"court", true},      {"login", true},  {"central_id", true},
                                         {"removed_at", true}, {"actor", false}, {"reason", false}};
    read_table(in, folder, "tombstones", columns, [&in](row_reader& row) {
        tombstone_row read;
        read.court = row.id<court_id>(court);
        read.login = row.id<login>(login_name);
        read.central = row.id<central_id>(central);
        read.removed_at = row.time(removed_at, in.zone_of(read.court)).value_or(earliest_instant);
        in.tables.tombstones.push_back(read);
    });
}

void read_roster(reading& in, const std::filesystem::path& folder) {
    enum : std::size_t { court, login_name, central };
    static constexpr column columns[] = {{"court", true}, {"login", false}, {"central_id", false}};
    read_table(in, folder, "roster", columns, [&in](row_reader& row) {
        const roster_row read{row.id<court_id>(court), row.id<login>(login_name), row.id<central_id>(central)};
        if (!row.is_malformed() && read.login.empty() && read.central.empty()) {
            row.note(login_name, "the row names neither a login nor a central account", {}, "one of login and central_id");
        }
        in.tables.roster.push_back(read);
    });
}

}  // namespace

result<ledger_tables, std::vector<diagnostic>> read_ledger(const std::filesystem::path& folder, const policy_set& policies,
                                                           const work_options& options) {
    reading in{.policies = policies, .options = options, .tables = {}, .errors = {}, .is_cancelled = false};
    if (std::error_code ignored; !std::filesystem::is_directory(folder, ignored)) {
        in.errors.push_back({.severity = severity::error,
                             .file = folder.string(),
                             .line = 0,
                             .column = 0,
                             .path = {},
                             .message = "this is no folder; name the folder that holds central_accounts.csv, court_accounts.csv and links.csv",
                             .found = {},
                             .expected = {}});
        return std::move(in.errors);
    }
    const auto read_if_present = [&](std::string_view table, void (*read)(reading&, const std::filesystem::path&)) {
        if (std::error_code ignored; std::filesystem::exists(folder / (std::string(table) + ".csv"), ignored)) {
            read(in, folder);
        }
    };
    read_central_accounts(in, folder);
    read_court_accounts(in, folder);
    read_links(in, folder);
    read_if_present("tombstones", read_tombstones);
    read_if_present("roster", read_roster);
    if (in.is_cancelled) {
        return std::vector<diagnostic>{
            {.severity = severity::error, .file = {}, .line = 0, .column = 0, .path = {}, .message = "cancelled", .found = {}, .expected = {}}};
    }
    if (!in.errors.empty()) {
        return std::move(in.errors);
    }
    return std::move(in.tables);
}

result<std::vector<policy_layer>, std::vector<diagnostic>> read_policy_layers(const std::filesystem::path& file_or_folder) {
    std::vector<std::filesystem::path> files;
    std::error_code problem;
    if (std::filesystem::is_directory(file_or_folder, problem)) {
        for (const auto& entry : std::filesystem::directory_iterator(file_or_folder, problem)) {
            if (entry.path().extension() == ".json") {
                files.push_back(entry.path());
            }
        }
        std::ranges::sort(files);
    } else {
        files.push_back(file_or_folder);
    }
    std::vector<policy_layer> layers;
    std::vector<diagnostic> errors;
    for (const auto& file : files) {
        if (auto text = read_file(file, errors)) {
            layers.push_back({file.string(), std::move(*text)});
        }
    }
    if (!errors.empty()) {
        return errors;
    }
    return layers;
}

ECFLINK_END_NAMESPACE
