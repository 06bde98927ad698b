// ecflink courts: the directory.
#include <algorithm>

#include <fmt/format.h>

#include <ecflink/policies/directory.hpp>
#include <ecflink/policies/suggestion.hpp>
#include <ecflink/text/ascii_text.hpp>

#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/court_search.hpp"
#include "cli/csv_text.hpp"
#include "cli/json.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"

namespace ecflink::cli {
namespace {

struct courts_options {
    std::vector<std::string> words;
    result_options result;
};

void add_options(command& command, courts_options& options) {
    command.add_option("WORD", "COURT|WORD", options.words,
                       "ids of courts, such as wiwb; or words that courts must all have in their name, kind "
                       "or state, such as \"wisconsin bankruptcy\" (default: all courts)");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

/// What the first word may mean that no court has.
std::string meant_by(const std::vector<std::string>& words) {
    std::vector<std::string> known;
    for (const court_record& court : directory()) {
        const std::vector<std::string> of_name = words_in(std::vector{std::string(court.name)});
        known.insert(known.end(), of_name.begin(), of_name.end());
        known.emplace_back(to_token(court.kind));
        known.push_back(to_lower_ascii(court.state));
    }
    for (const std::string& word : words) {
        if (courts_with(std::vector{word}).empty()) {
            std::vector<std::string> near = suggest_court(word);
            if (near.empty()) {
                near = suggest(word, std::vector<std::string_view>(known.begin(), known.end()));
            }
            return did_you_mean(near);
        }
    }
    return {};
}

[[noreturn]] void refuse_words(const courts_options& options, const std::vector<std::string>& words) {
    throw value_failure(
        fmt::format("the directory has no court \"{}\"{}; search by state, district or kind, such as "
                    "\"wisconsin\", or list all with `ecflink courts`",
                    join(options.words, " "), meant_by(words)));
}

/// The courts whose ids stand there; if a word is no id, those that have all the words.
struct chosen {
    std::vector<const court_record*> courts;
    bool are_named = false;
};
chosen chosen_courts(const courts_options& options) {
    chosen found;
    const std::vector<std::string> words = words_in(options.words);
    for (const std::string& word : words) {
        if (const court_record* court = find_court(word); court != nullptr) {
            found.courts.push_back(court);
        }
    }
    if (!words.empty() && found.courts.size() == words.size()) {
        found.are_named = true;
        return found;
    }
    found.courts = courts_with(words);
    if (found.courts.empty()) {
        refuse_words(options, words);
    }
    found.are_named = !words.empty() && found.courts.size() == 1;
    return found;
}

json to_json(const court_record& court) {
    json desks = json::array();
    for (const help_desk& desk : find_help_desks(court.pacer_id)) {
        desks.push_back({{"division", or_null(desk.division)}, {"phone", desk.phone}});
    }
    return {{"id", court.id.view()},
            {"pacer-id", or_null(court.pacer_id)},
            {"name", court.name},
            {"kind", to_token(court.kind)},
            {"circuit", or_null(court.circuit)},
            {"state", or_null(court.state)},
            {"time-zone", or_null(court.time_zone)},
            {"go-live", or_null(court.go_live)},
            {"precision", to_token(court.precision)},
            {"go-live-not-before", or_null(court.go_live_not_before)},
            {"go-live-by", or_null(court.go_live_by)},
            {"outage-begin", or_null(court.outage_begin)},
            {"help", or_null(court.help_phone)},
            {"help-desks", desks},
            {"source", or_null(court.source)}};
}

std::string go_live_in_words(const court_record& court) {
    switch (court.precision) {
        case go_live_precision::unknown: return "unknown";
        case go_live_precision::month: return fmt::format("{} (month)", court.go_live);
        case go_live_precision::day:
        case go_live_precision::time: return std::string(court.go_live);
        case go_live_precision::bounds:
            return court.go_live_not_before.empty()
                       ? fmt::format("by {}", court.go_live_by)
                       : fmt::format("{} to {}", court.go_live_not_before, court.go_live_by);
    }
    return {};
}

std::string in_full(const court_record& court, const screen& on) {
    std::string heading = on.paragraph(fmt::format("{}  {}", court.id.view(), court.name));
    heading.pop_back();  // the color ends before the line does
    std::string text = on.paint(heading, look::strong) + '\n';
    const auto add = [&](std::string_view what, std::string_view value) { text += on.entry(what, value); };
    add("kind", to_token(court.kind));
    add("PACER id", court.pacer_id);
    add("circuit", court.circuit);
    add("state", court.state);
    add("time zone", court.time_zone);
    add("go-live", go_live_in_words(court));
    add("outage",
        court.outage_begin.empty() ? std::string{} : fmt::format("from {} to go-live", court.outage_begin));
    add("help", court.help_phone);
    for (const help_desk& desk : find_help_desks(court.pacer_id)) {
        add("help desk", desk.division.empty() ? std::string(desk.phone)
                                               : fmt::format("{}: {}", desk.division, desk.phone));
    }
    add("source", court.source);
    return text;
}

exit_status run(const courts_options& options) {
    const auto [courts, are_named] = chosen_courts(options);
    std::string text;
    if (options.result.format == "json") {
        json list = json::array();
        for (const court_record* court : courts) {
            list.push_back(to_json(*court));
        }
        text = to_text(list);
    } else if (options.result.format == "csv") {
        text = "id,name,kind,time-zone,go-live,precision,help,go-live-not-before,go-live-by\n";
        for (const court_record* court : courts) {
            text += csv_record({court->id.view(), court->name, to_token(court->kind), court->time_zone,
                                court->go_live, to_token(court->precision), court->help_phone,
                                court->go_live_not_before, court->go_live_by});
        }
    } else if (are_named) {
        for (const court_record* court : courts) {
            text += (text.empty() ? "" : "\n") + in_full(*court, options.result.make_screen());
        }
    } else {
        text_table table({{"COURT"},
                          {"NAME", column_kind::wrapped},
                          {"KIND"},
                          {"ZONE", column_kind::wrapped},
                          {"GO-LIVE"},
                          {"HELP"}});
        for (const court_record* court : courts) {
            table.add({court->id.view(), court->name, to_token(court->kind), court->time_zone,
                       go_live_in_words(*court), court->help_phone});
        }
        text = table.render(options.result.make_screen());
    }
    write_output(text);
    return exit_status::done;
}

}  // namespace

void add_courts(const command& program) {
    program.add<courts_options>(
        "courts",
        "Shows the built-in directory of courts\n\n"
        "For each court: its id, name, kind, time zone and date of go-live, how exactly that date is known, "
        "and whom to call. Times are local. Ids show courts in full; other words find courts by name, kind "
        "and state, in any case.",
        "Examples:\n  ecflink courts\n  ecflink courts wiwb wiwd\n  ecflink courts Wisconsin bankruptcy\n  "
        "ecflink courts --format csv",
        add_options, run);
}

}  // namespace ecflink::cli
