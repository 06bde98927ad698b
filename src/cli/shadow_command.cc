// ecflink shadow: a ledger under the policies before and after a change.
#include <ecflink/verify/changes.hpp>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/file_troubles.hpp"
#include "cli/json.hpp"
#include "cli/ledger_place.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/two_policies.hpp"
#include "cli/whole_ledger.hpp"

namespace ecflink::cli {
namespace {

struct shadow_options {
    std::string ledger;
    std::string links;
    std::string as_of;
    unsigned threads = 0;
    side_options sides;
    result_options result;
};

void add_options(command& command, shadow_options& options) {
    add_ledger_place(command, options.ledger);
    add_links_file(command, options.links);
    add_as_of(command, options.as_of);
    add_threads(command, options.threads);
    add_side_options(command, options.sides, "what the ledger's own folder policies/ holds");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

/// True, if policies put every court of others on the same clocks.
bool have_clocks_of(const policy_set& policies, const policy_set& others) {
    for (const court_policy& other : others.courts()) {
        const auto& zone = policies.find(other.court.view()).zone;
        if (!zone || !other.zone || zone->name() != other.zone->name()) {
            return false;
        }
    }
    return true;
}

/// The policies by whose clocks local times in a folder are read: those of the side that has all
/// courts.
const policy_set& find_clocks(const policy_sides& sides) {
    const policy_set& before = sides.before.policies;
    const policy_set& after = sides.after.policies;
    if (have_clocks_of(after, before)) {
        return after;
    }
    if (have_clocks_of(before, after)) {
        return before;
    }
    throw failure(exit_status::bad_input,
                  "ecflink shadow: the policies before and after have different time zones for a court, or "
                  "each has a court that the other lacks, so a local time in the ledger would mean two "
                  "things; verify the ledger under each of them");
}

exit_status run(const shadow_options& options) {
    const instant as_of = read_time("--as-of", options.as_of);
    const policy_sides sides = load_sides("shadow", options.sides, options.ledger);
    const unsigned threads = threads_to_use(options.threads);
    const whole_ledger ledger(options.ledger, find_clocks(sides), threads, {}, options.links);
    const auto report = [&]() -> work_result<change_report> {
        progress_line progress;
        const index_options options_of_work = bulk_options(progress, "shadow", threads);
        const auto index = ledger_index::build(sides.before.policies, ledger.columns(), options_of_work);
        if (!index) {
            return index.error();
        }
        return shadow(index.value(), sides.after.policies, ledger.columns().links, as_of, options_of_work);
    }();
    stop_if_cancelled();
    const std::string troubles = troubles_in_words(ledger.files(), ledger.warnings());
    if (options.result.format == "table") {
        const screen on = options.result.make_screen();
        write_output(on.entry("Ledger", shown_place(options.ledger)) + on.entry("As of", to_text(as_of)) +
                     in_words(sides, on) + on.entry("Rows", rows_in_words(ledger.extent())) +
                     to_words(report.value(), on) + troubles_section(troubles, on));
    } else {
        write_messages(troubles);
        if (options.result.format == "csv") {
            state_beside_csv(as_of, sides.before.overrides);
            write_output(to_csv(report.value()));
        } else {
            json result;
            add_sides(result, sides);
            result["as-of"] = to_text(as_of);
            result["rows"] = rows_to_json(ledger.extent(), ledger.removed());
            add_changes(result, report.value());
            write_output(to_text(result));
        }
    }
    return report.value().all.changed() == 0 ? exit_status::done : exit_status::reached;
}

}  // namespace

void add_shadow(const command& program) {
    program.add<shadow_options>(
        "shadow",
        "Verifies a ledger before and after a change of policies\n\n"
        "Verifies every link under both policies, as of one instant. The result is how many verdicts change, "
        "in both directions, by finding and by court. Each side is the built-in policies, those of --policy, "
        "and its own. Exit status 1: verdicts change.",
        "Examples:\n"
        "  ecflink shadow examples/ledger --policy examples/ledger/policies --after examples/policies   # "
        "exit status 1\n"
        "  ecflink shadow examples/ledger --before examples/ledger/policies --as-of 2026-06-30T12:00:00Z "
        "--format json",
        add_options, run);
}

}  // namespace ecflink::cli
