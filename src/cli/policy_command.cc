// ecflink policy show|lint|diff|schema: what is in force, what is wrong with a file, and what a
// change would do.
#include <algorithm>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/court_text.hpp"
#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"
#include "cli/two_policies.hpp"
#include "cli/witness_text.hpp"

namespace ecflink::cli {
namespace {

constexpr std::string_view base_name = "*";

const court_policy& find_policy(const policy_set& policies, const std::string& court) {
    if (court == base_name) {
        return policies.base();
    }
    const court_policy& found = policies.find(court);
    if (!found.rules.in_force) {
        throw value_failure("no policy is in force for \"" + court + '"' +
                            did_you_mean_court(policies, court) +
                            "; `ecflink courts` lists the built-in courts, and --policy adds others");
    }
    return found;
}

// ---- show ---------------------------------------------------------------------------------------

struct show_options {
    std::string court;
    bool is_all = false;
    policy_options policies;
    result_options result;
};

void add_show_options(command& command, show_options& options) {
    command.add_option(
        "COURT", "COURT", options.court,
        "the court, or * for what holds in every court whose own policy does not say otherwise");
    command.add_flag("--all", options.is_all, "every court and *, in one JSON object; with --format json");
    add_policy_options(command, options.policies);
    add_result_options(command, options.result, {"text", "json", "table"});
}

std::string origins_table(const court_policy& policy, const screen& on) {
    text_table values({{"VALUE"}, {"IS", column_kind::wrapped}, {"FROM LAYER", column_kind::wrapped}});
    for (const value_origin& origin : policy.origins) {
        values.add({origin.path, origin.value, origin.layer});
    }
    text_table layers({{"LAYER"}, {"SOURCE", column_kind::wrapped}});
    for (const applied_layer& layer : policy.layers) {
        layers.add({layer.name, text_table::cell(layer.sources)});
    }
    return values.render(on) + '\n' + layers.render(on);
}

exit_status run_show(const show_options& options) {
    if (options.is_all != options.court.empty() || (options.is_all && options.result.format != "json")) {
        throw usage_failure("name one court, or give --all together with --format json");
    }
    const run_policies in_force = load_policies(options.policies);
    const screen on = options.result.make_screen();
    if (options.is_all) {
        std::string text = "{" + json(base_name).in_one_line() + ":" + in_force.policies.base().document;
        for (const court_policy& policy : in_force.policies.courts()) {
            text += ",\n" + json(policy.court.view()).in_one_line() + ":" + policy.document;
        }
        write_exact_output(text + "}\n");
        return exit_status::done;
    }
    const court_policy& policy = find_policy(in_force.policies, options.court);
    std::string text = options.result.format == "json"    ? policy.document + '\n'
                       : options.result.format == "table" ? origins_table(policy, on)
                                                          : to_sheet(policy, on.width);
    if (text.empty() || text.back() != '\n') {
        text += '\n';
    }
    options.result.format == "json" ? write_exact_output(text) : write_output(printable(text));
    return exit_status::done;
}

// ---- lint ---------------------------------------------------------------------------------------

struct lint_options {
    std::vector<std::string> files;
    result_options result;
};

void add_lint_options(command& command, lint_options& options) {
    command
        .add_option("FILE", "FILE|FOLDER", options.files,
                    "policy files, or folders of *.json; they are checked together, as one run loads them")
        .required();
    add_result_options(command, options.result, {"table", "json", "csv"});
}

std::string place_of(const diagnostic& trouble) {
    return trouble.file + (trouble.line == 0 ? "" : fmt::format(":{}", trouble.line)) +
           (trouble.line == 0 || trouble.column == 0 ? "" : fmt::format(":{}", trouble.column));
}

std::string in_words(const diagnostic& trouble, const screen& on) {
    const bool is_error = trouble.severity == severity::error;
    return fmt::format("{}: {}{}\n", visible_text(place_of(trouble)),
                       on.paint(is_error ? "error" : "warning", is_error ? look::bad : look::caution),
                       trouble.path.empty() ? "" : " at " + visible_text(trouble.path)) +
           on.paragraph("    " + trouble.message, 4) + on.entry("    found", trouble.found, 14) +
           on.entry("    expected", trouble.expected, 14);
}

json to_json(const diagnostic& trouble) {
    const auto number = [](std::uint64_t at) { return at == 0 ? json(nullptr) : json(at); };
    return {{"severity", trouble.severity == severity::error ? "error" : "warning"},
            {"file", trouble.file},
            {"line", number(trouble.line)},
            {"column", number(trouble.column)},
            {"path", or_null(trouble.path)},
            {"message", trouble.message},
            {"found", or_null(trouble.found)},
            {"expected", or_null(trouble.expected)}};
}

exit_status run_lint(const lint_options& options) {
    const std::vector<policy_layer> layers = policy_reader().read(options.files);
    const std::vector<diagnostic> troubles = lint(layers);
    const auto errors =
        static_cast<std::size_t>(std::ranges::count(troubles, severity::error, &diagnostic::severity));
    std::string text;
    if (options.result.format == "json") {
        json list = json::array();
        for (const diagnostic& trouble : troubles) {
            list.push_back(to_json(trouble));
        }
        text = to_text(list);
    } else if (options.result.format == "csv") {
        text = "severity,file,line,column,path,message,found,expected\n";
        for (const diagnostic& trouble : troubles) {
            text += csv_record({trouble.severity == severity::error ? "error" : "warning", trouble.file,
                                trouble.line == 0 ? "" : std::to_string(trouble.line),
                                trouble.column == 0 ? "" : std::to_string(trouble.column), trouble.path,
                                trouble.message, trouble.found, trouble.expected});
        }
    } else {
        const screen on = options.result.make_screen();
        for (const diagnostic& trouble : troubles) {
            text += in_words(trouble, on) + '\n';
        }
        text += on.paragraph(fmt::format(
            "Files: {}. Errors: {}. Warnings: {}.{}", layers.size(), errors, troubles.size() - errors,
            errors == 0 ? "" : " Until every error is fixed, ecflink loads none of these files."));
    }
    write_output(text);
    return errors == 0 ? exit_status::done : exit_status::bad_input;
}

// ---- diff ---------------------------------------------------------------------------------------

struct diff_options {
    std::string before;
    std::string after;
    std::string court;
    policy_options policies;
    result_options result;
};

void add_diff_options(command& command, diff_options& options) {
    command
        .add_option("A", "COURT|FILE", options.before,
                    "the policy before: a court, or a policy file, which has a dot or a slash in its name")
        .required();
    command.add_option("B", "COURT|FILE", options.after, "the policy after, named in the same way")
        .required();
    command.add_option("--court", "COURT", options.court,
                       "the court to compare for, where a file is for all courts or for a kind of court "
                       "(default: any court that is live and has no policy of its own)");
    add_policy_options(command, options.policies);
    add_result_options(command, options.result, {"table", "json"});
}

/// One side of a comparison: a court of the policies in force, or a file laid over them.
class side {
public:
    side(const std::string& named, const diff_options& options, policy_reader& reader)
        : name_(named), is_file_(named.find_first_of("./") != std::string::npos) {
        policy_options all = options.policies;
        if (is_file_) {
            all.files.push_back(named);
        }
        const run_policies in_force = reader.load(all);
        policy_ = find_policy(in_force.policies, court(options, reader));
        overrides_ = in_force.overrides;
        // What holds for every court decides nothing by itself. It is looked at as the policy of a
        // court that is live.
        if (!policy_.rules.in_force) {
            policy_.rules.in_force = true;
            policy_.rules.go_live = policy_.rules.go_live.value_or(make_instant(policy_.rules.legacy_cutoff));
        }
    }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] const court_policy& policy() const noexcept { return policy_; }
    [[nodiscard]] const std::vector<disposition_override>& overrides() const noexcept { return overrides_; }

private:
    /// The court that was named, or the one that the file is for, or the one of --court.
    [[nodiscard]] std::string court(const diff_options& options, policy_reader& reader) const {
        if (!is_file_) {
            return name_;
        }
        for (const policy_layer& layer : reader.read({name_})) {
            const std::string its = json::parse(layer.text).text_of("court");
            if (layer.name == name_ && !its.empty()) {
                return its;
            }
        }
        return options.court.empty() ? std::string(base_name) : options.court;
    }

    std::string name_;
    bool is_file_;
    court_policy policy_;
    std::vector<disposition_override> overrides_;
};

std::string_view relation_in_words(strictness relation) {
    switch (relation) {
        case strictness::equal: return "B is equal to A: no case gets a different verdict.";
        case strictness::stricter:
            return "B is stricter than A: some case gets a stricter verdict, and none a looser one.";
        case strictness::looser:
            return "B is looser than A: some case gets a looser verdict, and none a stricter one.";
        case strictness::incomparable:
            return "B and A are incomparable: some case gets a stricter verdict from B, and another a looser "
                   "one.";
    }
    return {};
}

json to_json(const std::optional<witness>& seen, const std::optional<time_zone>& zone) {
    if (!seen) {
        return nullptr;
    }
    return {{"before", to_token(seen->before)},
            {"after", to_token(seen->after)},
            {"because-before", list_of(seen->because_before)},
            {"because-after", list_of(seen->because_after)},
            {"case", describe(*seen, zone)}};
}

std::string in_words(const witness& seen, std::string_view title, const side& before, const side& after,
                     const screen& on) {
    std::string text = '\n' + on.paint(title, look::strong) + '\n';
    for (const std::string& fact : describe(seen, after.policy().zone)) {
        text += on.paragraph("  " + fact, 4);
    }
    const auto says = [&](std::string_view which, const side& of, verdict given, findings because) {
        const findings weighing =
            because & (of.policy().rules.dispositions.refuse | of.policy().rules.dispositions.hold);
        return on.paragraph(fmt::format("  {} says {}{}", which, to_token(given),
                                        weighing.empty() ? "" : ", because of " + join(weighing, ", ")),
                            4);
    };
    return text + says("A", before, seen.before, seen.because_before) +
           says("B", after, seen.after, seen.because_after);
}

exit_status run_diff(const diff_options& options) {
    policy_reader reader;
    const side before(options.before, options, reader);
    const side after(options.after, options, reader);
    const std::vector<policy_change> changes = diff(before.policy(), after.policy());
    const comparison compared = compare(before.policy(), after.policy());
    const std::vector<disposition_override>& overrides = after.overrides();
    if (options.result.format == "json") {
        const auto& zone = after.policy().zone;
        json result;
        result["before"] = {{"name", before.name()}, {"policy", before.policy().digest}};
        result["after"] = {{"name", after.name()}, {"policy", after.policy().digest}};
        add_overrides(result, overrides);
        result["relation"] = to_token(compared.relation);
        result["changes"] = json::array();
        for (const policy_change& change : changes) {
            result["changes"].push_back(change_to_json(change));
        }
        result["stricter-findings"] = list_of(compared.stricter_findings);
        result["looser-findings"] = list_of(compared.looser_findings);
        result["stricter-case"] = to_json(compared.stricter_case, zone);
        result["looser-case"] = to_json(compared.looser_case, zone);
        write_output(to_text(result));
        return exit_status::done;
    }
    const screen on = options.result.make_screen();
    std::string text = on.entry("A", {before.name(), before.policy().digest}) +
                       on.entry("B", {after.name(), after.policy().digest}) + set_for_this_run(overrides, on);
    text += '\n' + on.paragraph(relation_in_words(compared.relation));
    if (changes.empty()) {
        text += "No member differs.\n";
    } else {
        text_table table({{"MEMBER"}, {"IN A", column_kind::wrapped}, {"IN B", column_kind::wrapped}});
        for (const policy_change& change : changes) {
            table.add({change.path, change.before, change.after});
        }
        text += '\n' + table.render(on);
    }
    text += compared.stricter_findings.empty()
                ? ""
                : '\n' + on.paragraph("B is stricter about these findings: " +
                                      join(compared.stricter_findings, ", ") + '.');
    text += compared.looser_findings.empty()
                ? ""
                : '\n' + on.paragraph("B is looser about these findings: " +
                                      join(compared.looser_findings, ", ") + '.');
    if (compared.stricter_case) {
        text += in_words(*compared.stricter_case, "A case in which B is stricter", before, after, on);
    }
    if (compared.looser_case) {
        text += in_words(*compared.looser_case, "A case in which B is looser", before, after, on);
    }
    write_output(text);
    return exit_status::done;
}

// ---- schema -------------------------------------------------------------------------------------

struct schema_options {};

void add_schema_options(command&, schema_options&) {}

exit_status run_schema(const schema_options&) {
    std::string text = policy_schema();
    write_output(text.back() == '\n' ? text : text + '\n');
    return exit_status::done;
}

}  // namespace

void add_policy(const command& program) {
    const command group = program.add_group(
        "policy",
        "Shows, checks and compares policies\n\n"
        "Policies are layers: built-in ones for all courts, for kinds of courts and for single courts, and "
        "your own files on top.",
        "Examples:\n  ecflink policy show wiwb\n  ecflink policy lint examples/ledger/policies");
    group.add<show_options>(
        "show",
        "Shows the policy of one court, all layers merged\n\n"
        "As a sheet to read (text); as a table of every value, with its layer and its sources (table); or as "
        "the canonical document from which the digest is made (json).",
        "Examples:\n  ecflink policy show wiwb\n  ecflink policy show wiwb --format table\n  ecflink policy "
        "show exd --policy examples/ledger/policies --format json",
        add_show_options, run_show);
    group.add<lint_options>("lint",
                            "Checks policy files\n\n"
                            "Reports every error of every file, with its place and how to fix it, and warns "
                            "about what loads but is probably a mistake. Exit status 3: there are errors.",
                            "Examples:\n  ecflink policy lint examples/ledger/policies\n  ecflink policy "
                            "lint examples/ledger/policies/exd.json --format json",
                            add_lint_options, run_lint);
    group.add<diff_options>("diff",
                            "Compares two policies\n\n"
                            "Shows what changes from A to B, whether B is equal, stricter, looser or "
                            "incomparable, and a case that shows the difference.",
                            "Examples:\n  ecflink policy diff wiwd wiwb\n  ecflink policy diff wiwd "
                            "examples/ledger/policies/exd.json",
                            add_diff_options, run_diff);
    group.add<schema_options>("schema",
                              "Prints the policy language as a JSON Schema\n\n"
                              "Draft 2020-12, for editors and other tools.",
                              "Example:\n  ecflink policy schema", add_schema_options, run_schema);
}

}  // namespace ecflink::cli
