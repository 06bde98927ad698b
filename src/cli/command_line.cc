#include "cli/command_line.hpp"

#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/tables/work.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "cli/ledger_address.hpp"

namespace ecflink::cli {
namespace {

std::string or_list(std::span<const token_entry> entries) {
    std::string list;
    for (const token_entry& entry : entries) {
        list += (list.empty()                          ? ""
                 : entry.token == entries.back().token ? " or "
                                                       : ", ") +
                std::string(entry.token);
    }
    return list;
}

/// A folder that cannot be listed must not pass for one without policies.
std::error_code problem_of_listing(const std::string& folder) {
    std::error_code problem;
    static_cast<void>(std::filesystem::directory_iterator(folder, problem));
    return problem;
}

/// True for an instant such as 2022-04-25T13:00Z, which would be one if it told its seconds.
bool lacks_seconds(std::string_view text) {
    constexpr std::size_t end_of_minutes = std::string_view("2022-04-25T13:00").size();
    return text.size() > end_of_minutes &&
           parse_instant(std::string(text).insert(end_of_minutes, ":00")).has_value();
}

}  // namespace

CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& target,
                        const std::vector<std::string>& words, const std::string& description) {
    return command.add_option(name, target, description)
        ->type_name(fmt::format("{}", fmt::join(words, "|")))
        ->check([words](const std::string& given) {
            return std::ranges::find(words, given) != words.end()
                       ? std::string{}
                       : fmt::format("\"{}\" is none of {}", given, fmt::join(words, ", "));
        });
}

screen result_options::make_screen() const {
    return cli::make_screen(color == "always"  ? color_choice::always
                            : color == "never" ? color_choice::never
                                               : color_choice::automatic);
}

void add_result_options(CLI::App& command, result_options& options, const std::vector<std::string>& formats) {
    options.format = formats.front();
    add_choice(command, "--format", options.format, formats,
               "how the result is written (default: " + formats.front() + ")");
    add_choice(command, "--color", options.color, {"auto", "always", "never"},
               "color in tables (default: auto, which is on a terminal unless NO_COLOR is set)");
}

void add_policy_options(CLI::App& command, policy_options& options) {
    command
        .add_option(
            "--policy", options.files,
            "a policy file, or a folder of *.json, to be added to the built-in policies; may be given again")
        ->type_name("FILE|FOLDER")
        ->allow_extra_args(false);
    command
        .add_option("--set", options.set,
                    "for this run, what every court makes of a finding (refuse, hold, note, ignore); may be "
                    "given again; the result shows it")
        ->type_name("FINDING=DISPOSITION")
        ->allow_extra_args(false);
}

std::vector<disposition_override> read_overrides(const policy_options& options) {
    std::map<finding, disposition> last;
    for (const std::string& given : options.set) {
        const std::size_t equals = given.find('=');
        const std::string token = given.substr(0, equals);
        const auto of = from_token<finding>(token);
        if (!of) {
            throw usage_failure("--set " + given + ": no finding is called \"" + token +
                                "\"; `ecflink findings` lists them");
        }
        const auto to =
            equals == std::string::npos ? std::nullopt : from_token<disposition>(given.substr(equals + 1));
        if (!to) {
            throw usage_failure("--set " + given + ": expected " + token + "= and then " +
                                or_list(tokens<disposition>()));
        }
        last[*of] = *to;
    }
    std::vector<disposition_override> overrides;
    for (const auto& [of, to] : last) {
        overrides.push_back({of, to});
    }
    return overrides;
}

std::vector<policy_layer> read_layers(const policy_options& options, const std::string& ledger_place) {
    std::vector<policy_layer> layers;
    std::vector<diagnostic> troubles;
    std::set<std::filesystem::path> seen;
    const auto read = [&](const std::string& file_or_folder, bool may_be_empty) {
        std::error_code problem;
        if (std::filesystem::is_directory(file_or_folder, problem)) {
            problem = problem_of_listing(file_or_folder);
            if (problem) {
                troubles.push_back(error_of_file(
                    file_or_folder,
                    "the folder cannot be read: " + problem.message() + "; it must be readable"));
                return;
            }
        }
        auto found = read_policy_layers(file_or_folder);
        if (!found) {
            troubles.insert(troubles.end(), found.error().begin(), found.error().end());
            return;
        }
        if (found.value().empty() && !may_be_empty) {
            troubles.push_back(error_of_file(
                file_or_folder, "the folder holds no policy; the names of policy files end in .json"));
        }
        for (policy_layer& layer : found.value()) {
            if (seen.insert(std::filesystem::weakly_canonical(layer.name, problem)).second) {
                layers.push_back(std::move(layer));
            }
        }
    };
    for (const std::string& file_or_folder : options.files) {
        read(file_or_folder, false);
    }
    if (!ledger_place.empty() && !is_ledger_address(ledger_place)) {
        const std::filesystem::path along = std::filesystem::path(ledger_place) / "policies";
        std::error_code problem;
        if (std::filesystem::status(along, problem).type() != std::filesystem::file_type::not_found) {
            read(along.string(), true);
        }
    }
    if (!troubles.empty()) {
        throw failure(troubles);
    }
    return layers;
}

run_policies load_policies(const policy_options& options, const std::string& ledger_place) {
    std::vector<disposition_override> overrides = read_overrides(options);
    auto loaded = policy_set::load(read_layers(options, ledger_place), overrides);
    if (!loaded) {
        throw failure(loaded.error());
    }
    return {std::move(loaded).value(), std::move(overrides)};
}

namespace {

std::string in_words(std::span<const disposition_override> overrides) {
    std::string text;
    for (const auto& [of, to] : overrides) {
        text += fmt::format("{}{}={}", text.empty() ? "" : ", ", to_token(of), to_token(to));
    }
    return text;
}

}  // namespace

void state_beside_csv(instant at, std::span<const disposition_override> overrides) {
    const std::string set = in_words(overrides);
    write_messages(
        fmt::format("ecflink: as of {}{}{}", to_text(at), set.empty() ? "" : ", set for this run: ", set));
}

std::string set_for_this_run(std::span<const disposition_override> overrides, const screen& on) {
    const std::string text = in_words(overrides);
    return on.entry("Set", text.empty() ? text : text + ", for this run");
}

void add_overrides(json& result, std::span<const disposition_override> overrides) {
    for (const auto& [of, to] : overrides) {
        result["set"][std::string(to_token(of))] = to_token(to);
    }
}

instant read_time(const std::string& option, const std::string& text, const std::optional<time_zone>& zone) {
    if (text.empty()) {
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch());
        return {now.count() * micros_per_second};
    }
    const auto at = parse_instant(text, zone);
    if (!at) {
        const std::string_view wrong = at.error() == errc::unknown_zone
                                           ? "is a local time, and no zone is known for it"
                                       : lacks_seconds(text) ? "has Z or an offset, but no seconds"
                                                             : to_message(at.error());
        const std::string expected =
            zone ? fmt::format(
                       "an instant such as 2022-04-25T08:00:00-05:00, or a local time of {} that occurs "
                       "once, such as 2022-04-25T08:00",
                       zone->name())
                 : std::string("an instant with Z or an offset, such as 2022-04-25T13:00:00Z");
        throw usage_failure(fmt::format("{}: \"{}\" {}; expected {}", option, text, wrong, expected));
    }
    return at.value();
}

std::string to_text(instant at, const std::optional<time_zone>& zone) {
    return zone ? fmt::format("{} ({})", zone->to_local_text(at), to_text(at)) : to_text(at);
}

progress_line::progress_line() : is_live_(has_live_messages()) {}

progress_line::~progress_line() {
    if (!last_.empty()) {
        write_progress("\r\x1b[K");
    }
}

work_options progress_line::options(const std::string& kind) {
    work_options options;
    options.cancelled = &is_cancelled();
    if (is_live_) {
        options.progress = [this, kind](std::string_view stage, std::uint64_t done, std::uint64_t all) {
            const std::string line =
                fmt::format("\r\x1b[K{}{}{} {:3} %", kind, kind.empty() ? "" : " ", stage,
                            all == 0 ? 100
                                     : static_cast<std::uint64_t>(100.0 * static_cast<double>(done) /
                                                                  static_cast<double>(all)));
            if (line != last_) {
                write_progress(line);
                last_ = line;
            }
        };
    }
    return options;
}

void add_ledger_place(CLI::App& command, std::string& target) {
    command
        .add_option("LEDGER", target,
                    "the ledger: a folder with central_accounts.csv, court_accounts.csv, links.csv, perhaps "
                    "tombstones.csv, roster.csv and "
                    "policies/*.json; or the address of one: sqlite:FILE or postgresql://...")
        ->type_name("FOLDER|ADDRESS")
        ->required();
}

ledger_tables read_tables(const std::string& place, const policy_set& policies) {
    if (is_ledger_address(place)) {
        const ledger_address where = parse_ledger_address(place);
        const ledger opened = taken(where, ledger::open(where.connector, policies, nullptr));
        if (const std::string its = taken(where, opened.status()).policy_set; its != policies.digest()) {
            write_messages(
                fmt::format("ecflink: {}: note: the ledger works under the policies {}, and this is judged "
                            "by {}; --policy and --set name others",
                            where.shown, its, policies.digest()));
        }
        return taken(where, opened.tables());
    }
    progress_line progress;
    auto read = read_ledger(place, policies, progress.options("read"));
    stop_if_cancelled();
    if (!read) {
        throw failure(read.error());
    }
    return std::move(read).value();
}

std::string shown_place(const std::string& place) {
    return is_ledger_address(place) ? parse_ledger_address(place).shown : place;
}

std::array<std::string, 3> key_of_link(const ledger_tables& tables, std::size_t row) {
    const auto unreadable = tables.unreadable_keys.find(row);
    if (unreadable != tables.unreadable_keys.end()) {
        return unreadable->second;
    }
    const link_row& link = tables.links[row];
    return {std::string(link.court.view()), std::string(link.login.view()), std::string(link.central.view())};
}

std::vector<help_entry> whom_to_call(const court_policy& policy, std::string_view purpose) {
    std::vector<help_entry> found;
    const auto add = [&](std::string_view wanted) {
        std::ranges::copy_if(policy.help, std::back_inserter(found),
                             [&](const help_entry& entry) { return entry.purpose == wanted; });
    };
    add(purpose);
    if (found.empty() && purpose != center_purpose) {  // one clerk's office answers for both
        add(purpose == "filing" ? "credentials" : "filing");
    }
    return found;
}

std::string call_in_words(const court_policy& policy, std::string_view purpose) {
    std::string text;
    for (const help_entry& entry : whom_to_call(policy, purpose)) {
        const std::string between = !text.empty() ? " or "
                                    : purpose == center_purpose
                                        ? std::string("the service center, ")
                                        : fmt::format("the help desk for {}, ", entry.purpose);
        if (entry.phone.empty() || entry.url.empty()) {
            text += fmt::format("{}{}", between, entry.phone.empty() ? entry.url : entry.phone);
        } else {
            text += fmt::format("{}{} ({})", between, entry.phone, entry.url);
        }
    }
    return text;
}

json list_of(std::span<const help_entry> entries) {
    json list = json::array();
    for (const help_entry& entry : entries) {
        list.push_back(
            {{"for", entry.purpose}, {"phone", or_null(entry.phone)}, {"url", or_null(entry.url)}});
    }
    return list;
}

json or_null(std::string_view text) { return text.empty() ? json(nullptr) : json(text); }

std::string court_title(const court_policy& policy, std::string_view court) {
    return policy.court.empty() || policy.name.empty() ? std::string(court)
                                                       : fmt::format("{} ({})", policy.name, court);
}

look look_of(disposition given) noexcept {
    switch (given) {
        case disposition::refuse: return look::bad;
        case disposition::hold: return look::caution;
        case disposition::note:
        case disposition::ignore: break;
    }
    return look::plain;
}

look look_of(verdict given) noexcept {
    return given == verdict::allow ? look::good : given == verdict::hold ? look::caution : look::bad;
}

std::string reasons_as_table(const link_policy& rules, findings found, const screen& on) {
    text_table reasons({{"FINDING"}, {"DISPOSITION"}, {"WHO ACTS"}, {"WHAT TO DO", false, true}});
    for (const finding one : found) {
        const finding_info& info = describe(one);
        if (const disposition made = rules.dispositions.of(one); made != disposition::ignore) {
            reasons.add({info.token, {to_token(made), look_of(made)}, to_token(info.who), info.remedy});
        }
    }
    return reasons.empty() ? std::string{} : reasons.render(on);
}

json reasons_in_full(const link_policy& rules, findings found) {
    json list = json::array();
    for (const finding one : found) {
        const finding_info& info = describe(one);
        list.push_back({{"finding", info.token},
                        {"bit", static_cast<int>(one)},
                        {"disposition", to_token(rules.dispositions.of(one))},
                        {"by", to_token(info.who)},
                        {"remedy", info.remedy},
                        {"source", info.sources}});
    }
    return list;
}

std::string join(findings found, std::string_view between) {
    std::string text;
    for (const finding one : found) {
        text += fmt::format("{}{}", text.empty() ? "" : between, to_token(one));
    }
    return text;
}

json list_of(findings found) {
    json list = json::array();
    for (const finding one : found) {
        list.push_back(to_token(one));
    }
    return list;
}

std::string to_text(const json& result) {
    return result.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace ecflink::cli
