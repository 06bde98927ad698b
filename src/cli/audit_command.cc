// ecflink audit and replay: proves the audit trail, hands it out, and decides recorded links again.
#include <charconv>

#include <fmt/format.h>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/record.hpp>

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
    std::string head;
    result_options result;
};

void add_audit_verify_options(command& command, audit_verify_options& options) {
    add_address(command, options.address);
    add_key_file(command, options.key_file);
    command.add_option("--public-key", "HEX", options.public_keys,
                       "a key whose signatures you trust, 64 hexadecimal digits; may be given again");
    command.add_option("--head", "N:HEX", options.head,
                       "a head that you noted earlier, as this command and `ledger status` print it (event "
                       "and hash); the trail must contain it");
    add_result_options(command, options.result, {"table", "json"});
}

std::vector<ed25519_public_key> trusted_keys(const audit_verify_options& options) {
    std::vector<ed25519_public_key> trusted;
    for (const std::string& given : options.public_keys) {
        const auto key = from_hex<std::tuple_size_v<ed25519_public_key>>(given);
        if (!key) {
            throw usage_failure(
                fmt::format("--public-key {}: expected 64 lower-case hexadecimal digits", given));
        }
        trusted.push_back(*key);
    }
    const ledger_target target{.address = {}, .key_file = options.key_file, .policies = {}};
    if (const std::string file = target.named_key_file(); !file.empty()) {
        for (const ed25519_public_key& key : read_key_file(file).public_keys()) {
            trusted.push_back(key);
        }
    }
    return trusted;
}

/// The head that was noted, if one was: "N:HEX" or "N:sha256:HEX".
std::optional<audit_head> noted_head(const std::string& given) {
    if (given.empty()) {
        return std::nullopt;
    }
    audit_head head;
    const auto [end, problem] = std::from_chars(given.data(), given.data() + given.size(), head.sequence);
    const std::string_view rest(end, static_cast<std::size_t>(given.data() + given.size() - end));
    const digest hash = rest.starts_with(':') ? parse_digest(rest.substr(1)) : digest{};
    if (problem != std::errc{} || head.sequence == 0 || hash.empty()) {
        throw usage_failure(fmt::format(
            "--head {}: expected the number of an event, a colon and 64 hexadecimal digits", given));
    }
    head.hash = hash;
    return head;
}

exit_status run_audit_verify(const audit_verify_options& options) {
    const std::vector<ed25519_public_key> trusted = trusted_keys(options);
    const std::optional<audit_head> noted = noted_head(options.head);
    read_ledger_at at(options.address);
    audit_report report;
    {
        progress_line progress;
        report = taken(at.session.where(), at.session->verify_audit(trusted, noted, progress.options()));
    }
    stop_if_cancelled();
    if (options.result.format == "json") {
        write_output(to_text(
            json{{"ledger", at.session.where().shown},
                 {"whole", report.is_whole()},
                 {"flaw", report.flaw ? json(to_token(*report.flaw)) : json(nullptr)},
                 {"flaw-at", report.flaw ? json(report.flaw_at) : json(nullptr)},
                 {"events", report.entries},
                 {"checkpoints", report.checkpoints},
                 {"last-signed", report.last_signed},
                 {"keys-are-trusted", report.keys_are_trusted},
                 {"whole-up-to", report.head.sequence},
                 {"head", fmt::format("{}:{}", report.head.sequence, to_hex(report.head.hash.bytes))}}));
    } else {
        const screen on = options.result.make_screen();
        std::string text =
            report.flaw ? on.paint("not whole", look::bad) + '\n' : on.paint("whole", look::good) + '\n';
        if (report.flaw) {
            text += on.entry("Flaw", fmt::format("event {}: {}: {}", report.flaw_at, to_token(*report.flaw),
                                                 to_message(*report.flaw)));
            text += on.entry("Good up to", fmt::format("event {}", report.head.sequence));
        }
        text += on.entry("Events", std::to_string(report.entries));
        text += on.entry(
            "Signed", report.last_signed == 0
                          ? fmt::format("none of {} checkpoints has a trusted signature", report.checkpoints)
                          : fmt::format("up to event {}, by {} checkpoint{}", report.last_signed,
                                        report.checkpoints, report.checkpoints == 1 ? "" : "s"));
        text += on.entry("Head", fmt::format("{}:{}", report.head.sequence, to_hex(report.head.hash.bytes)));
        if (!report.keys_are_trusted) {
            text += on.paragraph(
                "No trusted keys were named. Name them with --key-file or --public-key; otherwise anyone who "
                "can write the ledger could have signed a trail of their own.");
        }
        write_output(text);
    }
    return report.is_whole() ? exit_status::done : exit_status::reached;
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
    const command group =
        program.add_group("audit",
                          "The audit trail of a ledger\n\n"
                          "Every event, chained by hashes and signed from time to time.",
                          "Example:\n  ecflink audit verify sqlite:court.db --key-file court.keys");
    group.add<audit_verify_options>(
        "verify",
        "Proves the order, completeness and integrity of the trail\n\n"
        "The proof reaches to the last checkpoint with a trusted signature. If something is wrong, the "
        "result names the first event that shows it. Exit status 1: the trail is not whole.",
        "Examples:\n  ecflink audit verify sqlite:court.db --key-file court.keys\n  ecflink audit verify "
        "sqlite:court.db --format json",
        add_audit_verify_options, run_audit_verify);
    group.add<export_options>("export",
                              "Prints the trail as JSON, one event a line\n\n"
                              "In order; each checkpoint follows its event.",
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
