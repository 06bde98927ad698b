// ecflink courts: the directory.
#include <fmt/format.h>

#include <ecflink/policies/directory.hpp>
#include <ecflink/policies/suggestion.hpp>

#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/json.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {
namespace {

struct courts_options {
    std::vector<std::string> ids;
    result_options result;
};

void add_options(command& command, courts_options& options) {
    command.add_option("ID", "COURT", options.ids,
                       "ids of courts to show in full; without any, all courts are listed");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

std::vector<const court_record*> chosen_courts(const courts_options& options) {
    std::vector<const court_record*> chosen;
    for (const std::string& id : options.ids) {
        chosen.push_back(find_court(id));
        if (chosen.back() == nullptr) {
            throw usage_failure("the directory has no court \"" + id + '"' + did_you_mean(suggest_court(id)) +
                                "; `ecflink courts` lists all courts by id");
        }
    }
    if (options.ids.empty()) {
        for (const court_record& court : directory()) {
            chosen.push_back(&court);
        }
    }
    return chosen;
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
    std::string text = on.paint(fmt::format("{}  {}", court.id.view(), court.name), look::strong) + '\n';
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
    const auto courts = chosen_courts(options);
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
    } else if (!options.ids.empty()) {
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
        "and whom to call. Times are local.",
        "Examples:\n  ecflink courts\n  ecflink courts wiwb wiwd\n  ecflink courts --format csv", add_options,
        run);
}

}  // namespace ecflink::cli
