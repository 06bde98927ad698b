// ecflink explain: why one link of a ledger is judged as it is.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/case_finder.hpp>
#include <ecflink/tables/column_text.hpp>
#include <ecflink/tables/csv_file.hpp>
#include <ecflink/tables/rows.hpp>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/court_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_place.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/policy_values.hpp"
#include "cli/process.hpp"
#include "cli/record_fields.hpp"
#include "cli/repair_text.hpp"
#include "cli/result_options.hpp"
#include "cli/row_places.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"

namespace ecflink::cli {
namespace {

struct explain_options {
    std::string ledger;
    std::string links;
    std::optional<std::uint64_t> row;
    std::string court;
    std::string login;
    std::string central;
    std::string as_of;
    policy_options policies;
    result_options result;
};

constexpr std::uint64_t most_rows = 1'000'000'000'000;

void add_options(command& command, explain_options& options) {
    add_ledger_place(command, options.ledger);
    add_links_file(command, options.links);
    command.add_number("--row", "N", options.row, {1, most_rows},
                       "the link in this row of links, from 1, as `verify --out` numbers them");
    command.add_option("--court", "COURT", options.court, "or the link of this court,");
    command.add_option("--login", "LOGIN", options.login, "this login of the court account,");
    command.add_option("--central,--central-id", "ID", options.central, "and this central account");
    add_as_of(command, options.as_of);
    add_policy_options(command, options.policies);
    add_proofs_not_recorded(command, options.policies);
    add_result_options(command, options.result, {"table", "json"});
}

/// A record that the decision rests on, and where it stands.
struct found_record {
    std::string place;
    std::vector<record_field> fields;
};
/// A field of the link or of an account as it stands in a file, and cannot be read.
struct unreadable_field {
    std::string place;
    std::string column;
    std::string text;
};

struct explained {
    const explain_options& options;
    const run_policies& in_force;
    const court_policy& policy;
    instant as_of;
    std::size_t row;                    ///< from 0
    std::vector<std::size_t> same_key;  ///< other rows with its key
    std::array<std::string, 3> key;
    assessment answer;
    explanation why;
    bool is_removed;
    found_record link;
    std::vector<found_record> accounts;
    std::vector<found_record> central_accounts;
    std::vector<found_record> others;
    std::vector<found_record> tombstones;
    std::vector<unreadable_field> unreadable;
    std::vector<deciding_value> values;
};

/// The row that is asked for, from 0, and the others with its key.
std::vector<std::size_t> find_rows(const explain_options& options, const ledger_tables& tables) {
    const bool has_key = !options.court.empty() && !options.login.empty() && !options.central.empty();
    const bool has_some = !options.court.empty() || !options.login.empty() || !options.central.empty();
    if (options.row.has_value() == has_some || has_some != has_key) {
        throw usage_failure("name the link by --row N, or by --court, --login and --central together");
    }
    if (options.row && *options.row > tables.links.size()) {
        throw value_failure(
            fmt::format("--row {}: the ledger has {} links", *options.row, tables.links.size()));
    }
    const std::array<std::string, 3> key = options.row
                                               ? key_of_link(tables, *options.row - 1)
                                               : std::array{options.court, options.login, options.central};
    std::vector<std::size_t> rows;
    std::string near;
    for (std::size_t row = 0; row < tables.links.size(); ++row) {
        const std::array<std::string, 3> its = key_of_link(tables, row);
        if (its == key) {
            rows.push_back(row);
        } else if (its[0] == key[0] && (its[1] == key[1] || its[2] == key[2]) && near.size() < 80) {
            near += fmt::format("{}row {} ({}, {})", near.empty() ? "" : ", ", row + 1, its[1], its[2]);
        }
    }
    if (rows.empty()) {
        throw failure(
            exit_status::bad_input,
            fmt::format("ecflink: no link of {} joins the login {} of {} and the central account {}{}",
                        shown_place(options.ledger), key[1], key[0], key[2],
                        near.empty() ? std::string{} : "; one of the two stands in " + near));
    }
    if (options.row) {
        std::erase(rows, *options.row - 1);
        rows.insert(rows.begin(), *options.row - 1);
    }
    return rows;
}

/// What stands in the file of a row of which a field cannot be read, and was read as nothing.
template <class Row>
void add_unreadable(std::vector<unreadable_field>& found, row_places& places, std::string_view table,
                    std::size_t row, const Row& read) {
    if (places.has_no_lines(table)) {
        return;
    }
    const std::vector<record_field> fields = fields_of(read, std::nullopt);
    std::vector<csv_column> wanted;
    for (const record_field& field : fields) {
        wanted.push_back({.name = field.column});
    }
    const auto file = csv_file::read(places.file_of(table), wanted, {});
    if (!file) {
        return;
    }
    std::size_t first = 0;
    for (const csv_file::batch& batch : file.value().batches()) {
        if (row < first + batch.rows) {
            for (std::size_t i = 0; i < fields.size(); ++i) {
                const bool is_there = !batch.columns[i].is_absent();
                const std::string_view stands =
                    is_there ? text_of_row(batch.columns[i], row - first) : std::string_view{};
                // a field that has a default is there although it was not read
                const bool is_token = !fields[i].text.empty() && fields[i].text != stands &&
                                      fields[i].text.find_first_of("0123456789") == std::string::npos;
                if (!stands.empty() && (fields[i].text.empty() || is_token)) {
                    found.push_back(
                        {places.of(table, row), std::string(fields[i].column), std::string(stands)});
                }
            }
            return;
        }
        first += batch.rows;
    }
}

explained explain_row(const explain_options& options, const run_policies& in_force,
                      const ledger_tables& tables, const std::vector<std::size_t>& rows, instant as_of) {
    const std::size_t row = rows.front();
    const link_row& link = tables.links[row];
    const court_policy& policy = in_force.policies.find(link.court.view());
    const case_finder finder(tables, in_force.policies);
    const assessment answer = assess(policy.rules, finder.of_row(row), as_of);
    // the rules look at the court when the link was made
    const explanation why = explain(policy.rules, answer, link.row.linked_at.value_or(as_of));
    row_places places(options.ledger, options.links);
    explained made{.options = options,
                   .in_force = in_force,
                   .policy = policy,
                   .as_of = as_of,
                   .row = row,
                   .same_key = {rows.begin() + 1, rows.end()},
                   .key = key_of_link(tables, row),
                   .answer = answer,
                   .why = why,
                   .is_removed = link.row.state == link_state::removed,
                   .link = {places.of("links", row), fields_of(link, policy.zone)},
                   .accounts = {},
                   .central_accounts = {},
                   .others = {},
                   .tombstones = {},
                   .unreadable = {},
                   .values = values_that_decide(policy, answer.findings)};
    if (link.malformed) {
        add_unreadable(made.unreadable, places, "links", row, link);
    }
    for (std::size_t i = 0; i < tables.court_accounts.size(); ++i) {
        const court_account_row& one = tables.court_accounts[i];
        if (one.court == link.court && one.account.login == link.login && !link.login.empty()) {
            made.accounts.push_back({places.of("court_accounts", i), fields_of(one, policy.zone)});
            if (one.malformed) {
                add_unreadable(made.unreadable, places, "court_accounts", i, one);
            }
        }
    }
    for (std::size_t i = 0; i < tables.central_accounts.size(); ++i) {
        const central_account_row& one = tables.central_accounts[i];
        if (one.id == link.central && !link.central.empty()) {
            made.central_accounts.push_back({places.of("central_accounts", i), fields_of(one, policy.zone)});
            if (one.malformed) {
                add_unreadable(made.unreadable, places, "central_accounts", i, one);
            }
        }
    }
    for (std::size_t i = 0; i < tables.links.size(); ++i) {
        const link_row& one = tables.links[i];
        const bool is_other = i != row && one.row.state == link_state::active && one.court == link.court &&
                              (one.login == link.login || one.central == link.central);
        if (is_other) {
            made.others.push_back({places.of("links", i), fields_of(one, policy.zone)});
        }
    }
    for (std::size_t i = 0; i < tables.tombstones.size(); ++i) {
        const tombstone_row& one = tables.tombstones[i];
        if (one.court == link.court && one.login == link.login && one.central == link.central) {
            made.tombstones.push_back({places.of("tombstones", i), fields_of(one, policy.zone)});
        }
    }
    return made;
}

// ---- for people ---------------------------------------------------------------------------------

std::string record_in_words(const std::string& title, const std::vector<found_record>& records,
                            const std::string& otherwise, const screen& on) {
    std::string text = '\n' + on.paint(title, look::strong) + '\n';
    if (records.empty()) {
        return otherwise.empty() ? std::string{} : text + on.paragraph("  " + otherwise, 2);
    }
    for (const found_record& record : records) {
        std::string fields;
        for (const record_field& field : record.fields) {
            if (!field.text.empty()) {
                fields += (fields.empty() ? "" : ", ") + std::string(field.column) + ' ' + field.text;
            }
        }
        text += on.paragraph("  " + record.place + ": " + fields, 4);
    }
    return text;
}

std::string what_lets_it_pass(const explained& one, const screen& on) {
    if (one.is_removed) {
        return on.paragraph("The link is removed, and history: only its own fields are looked at.");
    }
    if (one.why.to_allow.empty()) {
        return on.paragraph("Nothing stands in the way of this link.");
    }
    std::string text =
        on.paragraph("Once these are resolved, the link is allowed: " + join(one.why.to_allow, ", ") + ".");
    if (one.why.not_before) {
        text += on.paragraph("Of these, what concerns the court passes with time: it links from " +
                             to_text(*one.why.not_before, one.policy.zone) + " on.");
    }
    if (!one.answer.approved.empty()) {
        text += on.paragraph("An authority approved for this link: " + join(one.answer.approved, ", ") + ".");
    }
    return text;
}

/// A value that says what a policy makes of a finding.
bool is_disposition(const deciding_value& value) { return value.origin.path.starts_with("/dispositions/"); }

std::string layer_of_disposition(const explained& one, finding of) {
    const auto found = std::ranges::find_if(one.values, [of](const deciding_value& value) {
        return is_disposition(value) && value.of.contains(of);
    });
    return found == one.values.end() ? std::string{} : found->origin.layer;
}

std::string to_words(const explained& one, const screen& on) {
    std::string text = on.paint(to_token(one.answer.verdict), look_of(one.answer.verdict)) + '\n';
    text += on.entry("Ledger", shown_place(one.options.ledger));
    text += on.entry("Row", fmt::format("{} of links", one.row + 1));
    text += on.entry("Link", fmt::format("login {} at {}, with central account {}", one.key[1],
                                         court_title(one.policy, one.key[0]), one.key[2]));
    text += on.entry("As of", to_text(one.as_of, one.policy.zone));
    text += on.entry("Policy", one.policy.digest);
    text += set_for_this_run(one.in_force.overrides, on);
    if (!one.same_key.empty()) {
        std::vector<std::string> rows;
        for (const std::size_t row : one.same_key) {
            rows.push_back(std::to_string(row + 1));
        }
        text += on.entry("Same key", "rows " + or_list(rows) + "; --row explains one of them");
    }

    text_table reasons(
        {{"FINDING"}, {"DISPOSITION"}, {"FROM LAYER"}, {"WHAT MENDS IT", column_kind::wrapped}});
    for (const finding each : one.answer.findings) {
        const disposition weight = one.policy.rules.dispositions.of(each);
        reasons.add({to_token(each),
                     {to_token(weight), look_of(weight)},
                     layer_of_disposition(one, each),
                     repair_of(each)});
    }
    text += reasons.empty() ? "" : '\n' + reasons.render(on);
    if (!one.unreadable.empty()) {
        text += '\n' + on.paint("Cannot be read", look::strong) + '\n';
        for (const unreadable_field& field : one.unreadable) {
            text +=
                on.paragraph(fmt::format("  {}: {}: found \"{}\"", field.place, field.column, field.text), 4);
        }
    }
    text += record_in_words("The link", {one.link}, {}, on);
    text +=
        record_in_words("Its court account", one.accounts, "There is none with this court and login.", on);
    text += record_in_words("Its central account", one.central_accounts, "There is none with this id.", on);
    text += record_in_words("Other active links of the two in this court", one.others, {}, on);
    text += record_in_words("Earlier links of the two that were removed", one.tombstones, {}, on);

    text_table values({{"POLICY VALUE"}, {"FROM LAYER"}, {"IS", column_kind::wrapped}});
    for (const deciding_value& value : one.values) {
        if (!is_disposition(value)) {
            values.add({value.origin.path, value.origin.layer, value.origin.value});
        }
    }
    text += values.empty() ? "" : '\n' + values.render(on);
    return text + '\n' + what_lets_it_pass(one, on);
}

// ---- JSON ---------------------------------------------------------------------------------------

json to_json(const found_record& record) {
    json fields = json::object();
    for (const record_field& field : record.fields) {
        fields[field.column] = or_null(field.text);
    }
    return {{"place", record.place}, {"fields", std::move(fields)}};
}
json to_json(const std::vector<found_record>& records) {
    json list = json::array();
    for (const found_record& record : records) {
        list.push_back(to_json(record));
    }
    return list;
}

json to_json(const explained& one) {
    json result;
    result["ledger"] = shown_place(one.options.ledger);
    result["row"] = one.row + 1;
    result["verdict"] = to_token(one.answer.verdict);
    result["findings"] = reasons_in_full(one.policy, one.answer.findings);
    result["approved"] = list_of(one.answer.approved);
    result["to-allow"] = one.is_removed ? json::array() : list_of(one.why.to_allow);
    result["not-before"] = one.why.not_before ? json(ecflink::to_text(*one.why.not_before)) : json(nullptr);
    result["link"] = to_json(one.link);
    result["court-accounts"] = to_json(one.accounts);
    result["central-accounts"] = to_json(one.central_accounts);
    result["other-links"] = to_json(one.others);
    result["tombstones"] = to_json(one.tombstones);
    result["unreadable"] = json::array();
    for (const unreadable_field& field : one.unreadable) {
        result["unreadable"].push_back(
            {{"place", field.place}, {"column", field.column}, {"found", field.text}});
    }
    result["policy-values"] = json::array();
    for (const deciding_value& value : one.values) {
        result["policy-values"].push_back({{"path", value.origin.path},
                                           {"value", json::parse(value.origin.value)},
                                           {"layer", value.origin.layer},
                                           {"findings", list_of(value.of)}});
    }
    result["policy"] = one.policy.digest;
    result["as-of"] = ecflink::to_text(one.as_of);
    add_overrides(result, one.in_force.overrides);
    return result;
}

exit_status run(const explain_options& options) {
    const instant as_of = read_time("--as-of", options.as_of);
    const run_policies in_force = load_policies(options.policies, options.ledger);
    const ledger_tables tables = read_tables(options.ledger, in_force.policies, options.links);
    const explained one = explain_row(options, in_force, tables, find_rows(options, tables), as_of);
    write_output(options.result.format == "json" ? to_text(to_json(one))
                                                 : to_words(one, options.result.make_screen()));
    const link_row& link = tables.links[one.row];
    tell_near_ids({link.court, {link.login}, link.central}, in_force.policies, tables);
    return one.answer.verdict == verdict::refuse ? exit_status::reached : exit_status::done;
}

}  // namespace

void add_explain(const command& program) {
    program.add<explain_options>(
        "explain",
        "Says why a link of a ledger is judged as it is\n\n"
        "The verdict of one row, its findings, the records that they rest on and where these stand, the "
        "values of the policy that decided and the layer that each comes from, and what would let the link "
        "pass. Exit status 1: the link is refused.",
        "Examples:\n"
        "  ecflink explain examples/ledger --row 2 --as-of 2026-06-30T12:00:00Z   # exit status 1\n"
        "  ecflink explain examples/ledger --court ca7 --login margithalvorsen --central 2204817 --as-of "
        "2026-06-30T12:00:00Z",
        add_options, run);
}

}  // namespace ecflink::cli
