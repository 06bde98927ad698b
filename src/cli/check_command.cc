// ecflink check: one proposed link, against the tables of a folder.
#include <fmt/format.h>

#include <ecflink/decide/readiness.hpp>
#include <ecflink/tables/case_finder.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/text/proof_text.hpp>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/court_text.hpp"
#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_place.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

struct check_options {
    std::string ledger;
    pair_options pair;
    std::string at;
    std::string proof_file;
    policy_options policies;
    result_options result;
};

void add_options(command& command, check_options& options) {
    add_ledger_place(command, options.ledger);
    add_pair(command, options.pair);
    command.add_option("--at", "TIME", options.at,
                       "when the link is proposed: a local time of the court such as \"2022-04-25 08:00\", "
                       "or 2022-04-25T13:00:00Z (default: now)");
    command.add_option(
        "--proof-file", "FILE", options.proof_file,
        "a JSON file that states what was proven of the two accounts; without it, nothing was proven");
    add_policy_options(command, options.policies);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

/// A proposed link that was decided, and everything that tells about it.
struct decided {
    const check_options& options;
    const run_policies& in_force;
    const court_policy& policy;
    instant at;
    login name;
    evidence given;
    assessment answer;
    explanation why;
};

json to_json(const decided& link) {
    json result;
    result["verdict"] = to_token(link.answer.verdict);
    result["next-step"] = nullptr;
    if (link.why.next_step) {
        const finding_info& remedy = describe(*link.why.next_remedy);
        result["next-step"] = {{"finding", to_token(*link.why.next_step)},
                               {"by", to_token(remedy.who)},
                               {"text", in_words_of(link.policy, remedy.remedy)}};
    }
    result["findings"] = reasons_in_full(link.policy, link.answer.findings);
    result["policy"] = link.policy.digest;
    result["as-of"] = to_text(link.at);
    add_overrides(result, link.in_force.overrides);
    return result;
}

std::string to_csv(const decided& link) {
    std::string text = "finding,bit,disposition,by,remedy,source,void_by\n";
    for (const finding found : link.answer.findings) {
        const finding_info& info = describe(found);
        const auto by = made_void_by(found, link.why.to_allow);
        text += csv_record({info.token, std::to_string(static_cast<int>(found)),
                            to_token(link.policy.rules.dispositions.of(found)), to_token(info.who),
                            by ? std::string{} : in_words_of(link.policy, info.remedy), info.sources,
                            by ? to_token(*by) : std::string_view{}});
    }
    return text;
}

std::string classes_in_words(token_set<proof_class> accepted) {
    return accepted.bits == 0 ? "none" : join(words_of(accepted), " or ");
}

std::string to_words(const decided& link, const screen& on) {
    const link_policy& rules = link.policy.rules;
    std::string text = on.paint(to_token(link.answer.verdict), look_of(link.answer.verdict)) + '\n';
    text += on.entry("Link", fmt::format("login {} at {}, with {} {}", link.options.pair.login,
                                         court_title(link.policy, link.options.pair.court),
                                         link.policy.words.central_account, link.options.pair.central));
    text += on.entry("As of", to_text(link.at, link.policy.zone));
    text += on.entry("Policy", link.policy.digest);
    text += set_for_this_run(link.in_force.overrides, on);
    if (link.given.failed_attempts > 0) {
        text += on.entry("Attempts",
                         rules.attempt_limit == 0
                             ? fmt::format("{} failed; the policy has no limit", link.given.failed_attempts)
                             : fmt::format("{} failed; the limit is {} within {}", link.given.failed_attempts,
                                           rules.attempt_limit, ecflink::to_text(rules.attempt_window)));
    }

    if (link.why.next_step) {
        const finding_info& next = describe(*link.why.next_remedy);
        text +=
            '\n' + on.entry("Next step", fmt::format("{} ({} acts)", in_words_of(link.policy, next.remedy),
                                                     to_token(next.who)));
        if (link.why.not_before) {
            text += on.entry("Not before", to_text(*link.why.not_before, link.policy.zone));
        }
        if (const auto step = step_for(next.id)) {
            text += on.entry("Call", call_in_words(link.policy, describe(*step).help));
        }
    }

    if (detail::is_only_miswritten(rules, link.name)) {
        text += on.entry("Login", "Type it in lower case: this court takes no capital letters in logins.");
    }
    const std::string reasons = reasons_as_table(link.policy, link.answer.findings, on);
    text += reasons.empty() ? "" : '\n' + reasons;

    text += '\n' + on.paragraph(link.why.to_allow.empty() ? "Nothing stands in the way of this link."
                                                          : "Once these are resolved, the link is allowed: " +
                                                                join(link.why.to_allow, ", ") + ".");
    if (const findings ignored = link.answer.findings - (link.why.to_allow | link.why.noted);
        !ignored.empty()) {
        text += on.paragraph("Also found, but ignored under this policy: " + join(ignored, ", ") + ".");
    }
    if (link.options.proof_file.empty()) {
        text += on.paragraph(fmt::format(
            "No proofs were stated. State them with --proof-file FILE; this court accepts {} for the {} and "
            "{} for "
            "its own account: "
            R"({{"central": {{"class": "password", "at": "{}"}}, )"
            R"("account": {{"class": "password", "at": "{}", "court": "{}"}}, "failed-attempts": 0}})",
            classes_in_words(rules.central_proof.accept), link.policy.words.central_account,
            classes_in_words(rules.account_proof.accept), to_text(link.at), to_text(link.at),
            link.options.pair.court));
    }
    return text;
}

evidence read_proof_file(const std::string& file, const std::optional<time_zone>& zone) {
    const std::string text = read_input(file, "the proof file", "it must exist, be readable and hold JSON");
    const auto stated = parse_proofs(text, zone, file);
    if (!stated) {
        throw failure(stated.error());
    }
    return stated.value();
}

exit_status run(const check_options& options) {
    const auto [court, name, central] = read_pair(options.pair);
    const run_policies in_force = load_policies(options.policies, options.ledger);
    const court_policy& policy = in_force.policies.find(court.view());
    const instant at = read_time("--at", options.at, in_force.policies, court);
    const evidence given =
        options.proof_file.empty() ? evidence{} : read_proof_file(options.proof_file, policy.zone);
    const ledger_tables tables = read_tables(options.ledger, in_force.policies);
    const case_finder index(tables, in_force.policies);

    const link_case facts = index.propose(court.view(), name.view(), central.view(), given);
    const assessment answer = assess(policy.rules, facts, at);
    const decided link{options, in_force, policy, at, name, given, answer, explain(policy.rules, answer, at)};
    if (options.result.format == "csv") {
        state_beside_csv(at, in_force.overrides);
    }
    write_output(options.result.format == "json"  ? to_text(to_json(link))
                 : options.result.format == "csv" ? to_csv(link)
                                                  : to_words(link, options.result.make_screen()));
    tell_near_ids({court, {name}, central}, in_force.policies, tables);
    return answer.verdict == verdict::refuse ? exit_status::reached : exit_status::done;
}

}  // namespace

void add_check(const command& program) {
    program.add<check_options>("check",
                               "Decides one proposed link\n\n"
                               "Decides from the tables of a ledger and the policies in force. The answer is "
                               "the verdict, the next step, every finding with who acts and what to do, what "
                               "would make the link pass, and from when. Exit status 1: the link is refused.",
                               "Examples:\n"
                               "  ecflink check examples/ledger --court wiwd --login cfaber --central "
                               "3318152 --at 2022-04-22T09:00   # exit status 1",
                               add_options, run);
}

}  // namespace ecflink::cli
