// ecflink audit and replay: proves the audit trail, hands it out, and decides recorded links again.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/record.hpp>
#include <ecflink/text/time_text.hpp>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_session.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/secret_input.hpp"
#include "cli/text_list.hpp"

namespace ecflink::cli {
namespace {

/// A ledger that is only read, under whatever policies: its trail does not depend on them.
struct read_ledger_at {
    explicit read_ledger_at(const std::string& address)
        : session({.address = address, .key_file = {}, .policies = {}}, opened_for::reading) {}
    ledger_session session;
};

// ---- audit verify -------------------------------------------------------------------------------

struct audit_verify_options {
    std::string address;
    std::string key_file;
    std::vector<std::string> public_keys;
    std::string witness;
    std::string since;
    bool with_state = false;
    unsigned threads = 0;
    result_options result;
};

void add_audit_verify_options(command& command, audit_verify_options& options) {
    add_address(command, options.address);
    add_key_file(command, options.key_file);
    command.add_option("--public-key", "HEX", options.public_keys,
                       "a key whose signatures you trust, 64 hexadecimal digits; may be given again");
    command.add_option(
        "--witness", "FILE", options.witness,
        "checkpoints that were kept elsewhere, as `audit witness` prints them, one a line; the "
        "trail must contain what they state");
    command.add_option("--since", "FILE", options.since,
                       "the last checkpoint in this file is trusted: check only what came after it");
    command.add_flag("--state", options.with_state,
                     "compare the tables with the events, too: links, tombstones, used handles, attempts, "
                     "obligations, requests, agencies, the clerks' queue, passwords");
    add_threads(command, options.threads);
    add_result_options(command, options.result, {"table", "json"});
}

std::vector<ed25519_public_key> named_public_keys(const audit_verify_options& options) {
    std::vector<ed25519_public_key> trusted;
    for (const std::string& given : options.public_keys) {
        const auto key = from_hex<std::tuple_size_v<ed25519_public_key>>(given);
        if (!key) {
            throw usage_failure(
                fmt::format("--public-key {}: expected 64 lower-case hexadecimal digits", given));
        }
        trusted.push_back(*key);
    }
    return trusted;
}

std::vector<signed_checkpoint> read_witness(const std::string& file) {
    const std::string text =
        read_input(file, "the witness", "it must be a file that `ecflink audit witness` wrote");
    std::vector<signed_checkpoint> checkpoints;
    std::size_t number = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        ++number;
        if (line.ends_with('\r')) {  // as e-mail leaves it
            line.remove_suffix(1);
        }
        if (line.empty()) {
            continue;
        }
        auto read = parse_checkpoint_line(line);
        if (!read) {
            throw failure(exit_status::bad_input,
                          fmt::format("{}, line {}: not a checkpoint; expected a line that `ecflink audit "
                                      "witness` wrote, unchanged",
                                      file, number));
        }
        checkpoints.push_back(std::move(*read));
    }
    if (checkpoints.empty()) {
        throw failure(exit_status::bad_input,
                      fmt::format("{}: there is no checkpoint; expected lines that `ecflink audit witness` "
                                  "wrote",
                                  file));
    }
    return checkpoints;
}

std::string chain_in_words(const court_id& court) {
    return court.view().empty() ? std::string("events without a court")
                                : "court " + std::string(court.view());
}

/// Where a flaw is, and what it is.
std::string in_words(const audit_problem& problem) {
    const std::string what = fmt::format("{}: {}", to_token(problem.flaw), to_message(problem.flaw));
    if (problem.checkpoint != 0) {
        return fmt::format("checkpoint {}: {}", problem.checkpoint, what);
    }
    if (problem.in_first_trail) {
        return fmt::format("event {} of the trail before version 3: {}", problem.event, what);
    }
    const std::string place = problem.event != 0 ? fmt::format("event {}", problem.event)
                                                 : fmt::format("entry {} of the chain", problem.place);
    return fmt::format("{}, {}: {}", chain_in_words(problem.court), place, what);
}

json to_json(const audit_problem& problem) {
    return {{"flaw", to_token(problem.flaw)},
            {"court", problem.court.view()},
            {"place", problem.place},
            {"event", problem.event != 0 ? json(problem.event) : json(nullptr)},
            {"checkpoint", problem.checkpoint != 0 ? json(problem.checkpoint) : json(nullptr)},
            {"in-first-trail", problem.in_first_trail}};
}

json to_json(const audit_report& report, const std::string& ledger) {
    json result{{"ledger", ledger},
                {"whole", report.is_whole()},
                {"events", report.entries},
                {"authenticated", report.tags_were_checked ? json(report.authenticated) : json(nullptr)},
                {"signed", report.covered},
                {"checkpoints", report.checkpoints},
                {"witnesses", report.witnesses},
                {"keys-are-trusted", report.keys_are_trusted},
                {"flaws", json::array()},
                {"chains", json::array()}};
    for (const audit_problem& one : report.problems) {
        result["flaws"].push_back(to_json(one));
    }
    for (const chain_report& one : report.chains) {
        result["chains"].push_back({{"court", one.court.view()},
                                    {"events", one.entries},
                                    {"signed-up-to", one.signed_up_to},
                                    {"place", one.head.place},
                                    {"hash", to_hex(one.head.hash.bytes)}});
    }
    return result;
}

json to_json(const row_difference& difference) {
    json columns = json::array();
    for (const row_difference::column& one : difference.columns) {
        columns.push_back({{"column", one.name},
                           {"events", one.events.empty() ? json(nullptr) : json(one.events)},
                           {"table", one.table.empty() ? json(nullptr) : json(one.table)}});
    }
    return {{"flaw", to_token(difference.flaw)},
            {"table", difference.table},
            {"key", difference.key},
            {"event", difference.event != 0 ? json(difference.event) : json(nullptr)},
            {"columns", columns}};
}

json to_json(const state_report& state) {
    json differences = json::array();
    for (const row_difference& one : state.first) {
        differences.push_back(to_json(one));
    }
    return {{"agrees", state.agrees()},
            {"events", state.events},
            {"rows", state.rows},
            {"differences", state.differences},
            {"first", differences}};
}

/// The columns of a row that differs: "state: active, in the table removed".
std::string columns_in_words(const row_difference& difference) {
    std::string all;
    for (const row_difference::column& one : difference.columns) {
        all += all.empty() ? "" : "; ";
        all += one.name + ": ";
        all += difference.flaw == row_flaw::changed
                   ? fmt::format("{}, in the table {}", one.events, one.table)
               : one.events.empty() ? one.table
                                    : one.events;
    }
    return all;
}

std::string differences_as_table(const state_report& state, const screen& on) {
    text_table table({{"ROW"},
                      {"IS"},
                      {"LAST EVENT", column_kind::number},
                      {"WHAT THE EVENTS SAY", column_kind::wrapped}});
    for (const row_difference& one : state.first) {
        table.add({visible_text(fmt::format("{} {}", one.table, one.key)), to_token(one.flaw),
                   one.event != 0 ? std::to_string(one.event) : std::string{},
                   visible_text(columns_in_words(one))});
    }
    std::string text = '\n' + table.render(on);
    if (state.differences > state.first.size()) {
        text += on.paragraph(
            fmt::format("{} more differences are not listed.", state.differences - state.first.size()));
    }
    return text;
}

exit_status run_audit_verify(const audit_verify_options& options) {
    if (options.with_state && !options.since.empty()) {
        throw usage_failure(
            "--state needs every event, and --since leaves out those before; give one of them");
    }
    audit_check against;
    against.trusted = named_public_keys(options);
    std::optional<key_ring> keys;
    const ledger_target target{.address = {}, .key_file = options.key_file, .policies = {}};
    if (const std::string file = target.named_key_file(); !file.empty()) {
        keys.emplace(read_key_file(file));
        against.keys = &*keys;
    }
    if (!options.witness.empty()) {
        against.witnesses = read_witness(options.witness);
    }
    if (!options.since.empty()) {
        against.since = read_witness(options.since).back();
    }
    read_ledger_at at(options.address);
    audit_report report;
    std::optional<state_report> state;
    {
        progress_line progress;
        work_options work = progress.options();
        work.threads = threads_to_use(options.threads);
        report = taken(at.session.where(), at.session->verify_audit(against, work));
        if (options.with_state) {
            state = taken(at.session.where(), at.session->compare_state(work));
        }
    }
    stop_if_cancelled();
    if (options.result.format == "json") {
        json result = to_json(report, at.session.where().shown);
        if (state) {
            result["state"] = to_json(*state);
        }
        write_output(to_text(result));
    } else {
        const screen on = options.result.make_screen();
        std::string text = report.is_whole() ? on.paint("The audit trail is intact.", look::good) + '\n'
                                             : on.paint("The audit trail is not intact.", look::bad) + '\n';
        for (const audit_problem& one : report.problems) {
            text += on.entry("Flaw", in_words(one));
        }
        text += on.entry("Events", fmt::format("{} in {} chain{}", report.entries, report.chains.size(),
                                               report.chains.size() == 1 ? "" : "s"));
        if (report.tags_were_checked) {
            text += on.entry("Keys", report.authenticated == 1
                                         ? std::string("1 event was written with the ledger's keys")
                                         : fmt::format("{} events were written with the ledger's keys",
                                                       report.authenticated));
        }
        text += on.entry("Signed", fmt::format("{} event{}, by {} checkpoint{}", report.covered,
                                               report.covered == 1 ? "" : "s", report.checkpoints,
                                               report.checkpoints == 1 ? "" : "s"));
        if (report.witnesses != 0) {
            text += on.entry("Witness", fmt::format("{} checkpoint{} kept elsewhere", report.witnesses,
                                                    report.witnesses == 1 ? "" : "s"));
        }
        if (state) {
            text += on.entry("State",
                             state->agrees()
                                 ? fmt::format("{} rows are what the events say", state->rows)
                                 : fmt::format("{} rows are not what the events say", state->differences));
        }
        if (!report.keys_are_trusted) {
            text += on.paragraph(
                "No trusted keys were named. Name them with --key-file or --public-key; otherwise anyone who "
                "can write the ledger could have signed a trail of their own.");
        }
        if (report.witnesses == 0) {
            text += on.paragraph(
                "No witness was named. Without one, a database that was set back to an older copy looks "
                "intact.");
        }
        if (state && !state->agrees()) {
            text += differences_as_table(*state, on);
        }
        write_output(text);
    }
    return report.is_whole() && (!state || state->agrees()) ? exit_status::done : exit_status::reached;
}

// ---- audit witness ------------------------------------------------------------------------------

struct witness_options {
    ledger_target target;
    std::string append;
    std::string at;
};

void add_witness_options(command& command, witness_options& options) {
    add_address(command, options.target.address);
    add_key_file(command, options.target.key_file);
    command.add_option("--append", "FILE", options.append,
                       "add the line to the end of this file instead of printing it");
    add_at(command, options.at, time_form::instant);
}

exit_status run_witness(const witness_options& options) {
    const instant at = read_time("--at", options.at);
    ledger_session session(options.target, opened_for::writing);
    if (!options.append.empty()) {
        session.keep_apart("--append", options.append);
    }
    const signed_checkpoint made = taken(session.where(), session->sign_audit(at));
    const std::string line = to_json_line(made) + '\n';
    if (options.append.empty()) {
        write_output(line);
    } else {
        append_to_file(options.append, line);
        write_output(
            fmt::format("Checkpoint {} of {} was added.\n", made.said.number, to_text(made.said.at)));
    }
    return exit_status::done;
}

// ---- audit export -------------------------------------------------------------------------------

struct export_options {
    std::string address;
    std::string out;
};

void add_export_options(command& command, export_options& options) {
    add_address(command, options.address);
    command.add_option("--out", "FILE", options.out,
                       "where the lines go instead of standard output; the file appears whole or not at all");
}

exit_status run_export(const export_options& options) {
    read_ledger_at at(options.address);
    std::optional<whole_file> out;
    if (!options.out.empty()) {
        at.session.keep_apart("--out", options.out);
        out.emplace(options.out);
    }
    constexpr std::size_t enough = std::size_t{1} << 16;
    std::string lines;
    std::uint64_t count = 0;
    taken(at.session.where(), at.session->export_audit([&](std::string_view line) {
        lines.append(line).append(1, '\n');
        ++count;
        if (lines.size() >= enough) {
            out ? out->write(lines) : write_exact_output(lines);
            lines.clear();
        }
        return !is_cancelled();
    }));
    stop_if_cancelled();
    out ? out->write(lines) : write_exact_output(lines);
    if (out) {
        out->finish();
        out->appear();
        write_output(fmt::format("{} lines\n", count));
    }
    return exit_status::done;
}

// ---- audit record -------------------------------------------------------------------------------

struct record_options {
    std::string address;
    std::uint64_t event = 0;
};

void add_record_options(command& command, record_options& options) {
    add_address(command, options.address);
    command.add_option("EVENT", "N", options.event, "the number of the event that made the link").required();
}

exit_status run_record(const record_options& options) {
    read_ledger_at at(options.address);
    write_exact_output(taken(at.session.where(), at.session->record_of(options.event)) + '\n');
    return exit_status::done;
}

// ---- replay -------------------------------------------------------------------------------------

struct replay_options {
    std::string file;
    policy_options policies;
    result_options result;
};

void add_replay_options(command& command, replay_options& options) {
    command
        .add_option("RECORD", "FILE", options.file,
                    "a decision record that `link commit --record` or `audit record` wrote")
        .required();
    add_policy_options(command, options.policies);
    add_result_options(command, options.result, {"table", "json"});
}

json to_json(const std::optional<assessment>& answer) {
    return answer ? json{{"verdict", to_token(answer->verdict)}, {"findings", list_of(answer->findings)}}
                  : json(nullptr);
}

std::string in_words(const std::optional<assessment>& answer) {
    return !answer ? "not known"
           : answer->findings.empty()
               ? std::string(to_token(answer->verdict))
               : fmt::format("{}: {}", to_token(answer->verdict), join(answer->findings, ", "));
}

exit_status run_replay(const replay_options& options) {
    std::string text = read_input(options.file, "the record",
                                  "it must be a file that `link commit --record` or `audit record` wrote");
    if (text.ends_with('\n')) {
        text.pop_back();  // a line is how it is handed out; the record ends before the line end
    }
    const run_policies in_force = load_policies(options.policies);
    const auto replayed = replay(text, in_force.policies, options.file);
    if (!replayed) {
        throw failure(replayed.error());
    }
    const replay_answer& answer = replayed.value();
    if (options.result.format == "json") {
        json result{{"reproduced", answer.reproduced},
                    {"recorded", to_json(answer.recorded)},
                    {"replayed", to_json(answer.replayed)},
                    {"differences", json::array()}};
        for (const replay_difference& one : answer.differences) {
            result["differences"].push_back({{"what", to_token(one.what)},
                                             {"recorded", or_null(one.recorded)},
                                             {"replayed", or_null(one.replayed)}});
        }
        add_overrides(result, in_force.overrides);
        write_output(to_text(result));
    } else {
        const screen on = options.result.make_screen();
        std::string words = answer.reproduced ? on.paint("reproduced", look::good) + '\n'
                                              : on.paint("not reproduced", look::bad) + '\n';
        words += on.entry("Recorded", in_words(answer.recorded));
        words += on.entry("Replayed", in_words(answer.replayed));
        words += set_for_this_run(in_force.overrides, on);
        text_table table({{"DIFFERS"},
                          {"RECORDED", column_kind::wrapped},
                          {"REPLAYED", column_kind::wrapped},
                          {"MEANS", column_kind::wrapped}});
        for (const replay_difference& one : answer.differences) {
            table.add({to_token(one.what), one.recorded, one.replayed, to_message(one.what)});
        }
        write_output(words + (table.empty() ? "" : '\n' + table.render(on)));
    }
    return answer.reproduced ? exit_status::done : exit_status::reached;
}

}  // namespace

void add_audit(const command& program) {
    const command group = program.add_group(
        "audit",
        "The audit trail of a ledger\n\n"
        "Every event, chained by hashes, written with the ledger's keys, and signed from time to time.",
        "Example:\n  ecflink audit verify sqlite:court.db --key-file court.keys");
    group.add<audit_verify_options>(
        "verify",
        "Proves the order, completeness and integrity of the trail\n\n"
        "With the ledger's keys: that they wrote every event. With public keys alone: everything up to the "
        "last checkpoint. With a witness: that nothing was set back. If something is wrong, the result "
        "names the first event of each chain that shows it. With --state: that no row of the tables is other "
        "than the events say; each one that is gets named. Exit status 1: the trail is not intact, or the "
        "tables differ from it.",
        "Examples:\n  ecflink audit verify sqlite:court.db --key-file court.keys\n  ecflink audit verify "
        "sqlite:court.db --key-file court.keys --witness court.witness\n  ecflink audit verify "
        "sqlite:court.db --key-file court.keys --state\n  ecflink audit verify sqlite:court.db --format json",
        add_audit_verify_options, run_audit_verify);
    group.add<witness_options>(
        "witness",
        "Signs the state of the trail, for keeping elsewhere\n\n"
        "Prints a checkpoint: one line that states the last event of every court, signed. Keep it where "
        "nobody who can write the ledger can write: in a file that only grows, in e-mail, in another "
        "database. `audit verify --witness` compares the trail with it.",
        "Examples:\n  ecflink audit witness sqlite:court.db --key-file court.keys\n  ecflink audit witness "
        "sqlite:court.db --key-file court.keys --append court.witness",
        add_witness_options, run_witness);
    group.add<export_options>("export",
                              "Prints the trail as JSON, one event a line\n\n"
                              "Events in order, then the checkpoints.",
                              "Example:\n  ecflink audit export sqlite:court.db", add_export_options,
                              run_export);
    group.add<record_options>("record",
                              "Prints the decision record of a link\n\n"
                              "For `ecflink replay`.",
                              "Example:\n  ecflink audit record sqlite:court.db 5", add_record_options,
                              run_record);
}

void add_replay(const command& program) {
    program.add<replay_options>(
        "replay",
        "Decides a recorded link again\n\n"
        "Decides from the record and the policies in force. Either the same record comes out, byte for byte, "
        "or the result says what differs. Exit status 1: something differs.",
        "Example:\n  ecflink replay record.json", add_replay_options, run_replay);
}

}  // namespace ecflink::cli
