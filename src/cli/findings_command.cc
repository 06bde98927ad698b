// ecflink findings: the catalogue.
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"

namespace ecflink::cli {
namespace {

struct findings_options {
    std::string token;
    result_options result;
};

void add_options(command& command, findings_options& options) {
    command.add_option("TOKEN", "FINDING", options.token,
                       "a finding to show in full; without one, all findings are listed");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

json to_json(const finding_info& info) {
    return {{"finding", info.token},         {"bit", static_cast<int>(info.id)},
            {"group", to_token(info.group)}, {"default", to_token(info.default_disposition)},
            {"by", to_token(info.who)},      {"true-when", info.true_when},
            {"remedy", info.remedy},         {"since", info.since},
            {"source", info.sources}};
}

std::string in_full(const finding_info& info, const screen& on) {
    std::string text = on.paint(info.token, look::strong) + '\n';
    const auto add = [&](std::string_view what, std::string_view value) { text += on.entry(what, value); };
    add("bit", fmt::format("{} (group {})", static_cast<int>(info.id), to_token(info.group)));
    add("true when", info.true_when);
    add("default", to_token(info.default_disposition));
    add("who acts", to_token(info.who));
    add("remedy", info.remedy);
    add("since", info.since);
    add("sources", info.sources);
    return text;
}

exit_status run(const findings_options& options) {
    const auto wanted = from_token<finding>(options.token);
    if (!options.token.empty() && !wanted) {
        throw value_failure(no_such_finding(options.token));
    }
    const auto is_shown = [&](const finding_info& info) { return !wanted || info.id == *wanted; };
    const screen on = options.result.make_screen();
    json list = json::array();
    text_table table({{"BIT", column_kind::number},
                      {"FINDING"},
                      {"DEFAULT"},
                      {"WHO"},
                      {"TRUE WHEN", column_kind::wrapped},
                      {"WHAT TO DO", column_kind::wrapped}});
    std::string csv = "bit,finding,group,default,by,true-when,remedy,since,source\n";
    for (const finding_info& info : catalogue()) {
        if (is_shown(info)) {
            const std::string bit = std::to_string(static_cast<int>(info.id));
            list.push_back(to_json(info));
            table.add({bit,
                       info.token,
                       {to_token(info.default_disposition), look_of(info.default_disposition)},
                       to_token(info.who),
                       info.true_when,
                       info.remedy});
            csv += csv_record({bit, info.token, to_token(info.group), to_token(info.default_disposition),
                               to_token(info.who), info.true_when, info.remedy, info.since, info.sources});
        }
    }
    write_output(options.result.format == "json"  ? to_text(wanted ? list.front() : list)
                 : options.result.format == "csv" ? csv
                 : wanted                         ? in_full(describe(*wanted), on)
                                                  : table.render(on));
    return exit_status::done;
}

}  // namespace

void add_findings(const command& program) {
    program.add<findings_options>(
        "findings",
        "Shows the catalogue of findings\n\n"
        "Everything that can be found about a link: when it is found, what a policy makes of it by default, "
        "and who can fix it and how. Findings are in the order in which to fix them.",
        "Examples:\n  ecflink findings\n  ecflink findings central-legacy\n  ecflink findings --format json",
        add_options, run);
}

}  // namespace ecflink::cli
