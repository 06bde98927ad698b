// ecflink import: imports links that were made elsewhere.
#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/file_troubles.hpp"
#include "cli/finding_text.hpp"
#include "cli/import_rows.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_place.hpp"
#include "cli/ledger_session.hpp"
#include "cli/near_ids.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/result_options.hpp"
#include "cli/row_file.hpp"
#include "cli/row_places.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"
#include "cli/whole_ledger.hpp"

namespace ecflink::cli {

imported_rows import_rows(ledger_session& session, const ledger_tables& tables,
                          const std::optional<acting>& approved, const acting& by, instant at, run how) {
    imported_rows imported;
    progress_line progress;
    const auto summary = session->import_links(
        tables, approved, by, at, [&](const import_outcome& one) { imported.rows.push_back(one); },
        progress.options(), how);
    if (how == run::write && !imported.rows.empty()) {
        note_change(
            fmt::format("{} of {} rows are decided, and their links in the ledger; the same import "
                        "again takes the rest",
                        imported.rows.size(), tables.links.size()));
    }
    imported.summary = taken(session.where(), summary);
    if (imported.rows.size() < tables.links.size()) {
        throw failure(
            exit_status::cancelled,
            fmt::format("ecflink: cancelled after {} of {} rows; run the same command again to continue",
                        imported.rows.size(), tables.links.size()));
    }
    return imported;
}

bool imported_rows::is_whole() const noexcept {
    return summary.of(import_answer::refused) + summary.of(import_answer::held) +
               summary.of(import_answer::tombstoned) ==
           0;
}

namespace {

constexpr std::size_t most_rows_listed = 10;

/// True if the rules alone do not let the link pass.
bool is_doubtful(const import_outcome& one, const ledger_tables& tables, const ledger_session& session) {
    if (one.answer == import_answer::identical || one.answer == import_answer::not_active) {
        return false;
    }
    const link_policy& rules = session.policy(tables.links[one.row].court).rules;
    return decide(rules.dispositions, one.decision.findings) != verdict::allow;
}

std::vector<const import_outcome*> doubtful_rows(const imported_rows& imported, const ledger_tables& tables,
                                                 const ledger_session& session) {
    std::vector<const import_outcome*> doubtful;
    for (const import_outcome& one : imported.rows) {
        if (is_doubtful(one, tables, session)) {
            doubtful.push_back(&one);
        }
    }
    return doubtful;
}

std::string with_name(const std::string& key, const std::string& name) {
    return fmt::format("{} ({})", key, name.empty() ? "no name on record" : name);
}

}  // namespace

std::string in_words(const imported_rows& imported, const ledger_tables& tables,
                     const ledger_session& session, row_places& places, const screen& on, run how) {
    const std::string answer = how == run::dry ? "WOULD BE" : "ANSWER";
    text_table table({{answer}, {"ROWS", column_kind::number}, {"MEANS", column_kind::wrapped}});
    for (const token_entry& entry : tokens<import_answer>()) {
        if (const std::uint64_t rows = imported.summary.of(static_cast<import_answer>(entry.number));
            rows > 0) {
            table.add({entry.token, std::to_string(rows), entry.meaning});
        }
    }
    if (table.empty()) {
        return on.paragraph("There are no links to import.");
    }
    std::string text = table.render(on);
    const auto doubtful = doubtful_rows(imported, tables, session);
    text_table rows({{"ROW", column_kind::wrapped},
                     {"COURT ACCOUNT", column_kind::wrapped},
                     {"CENTRAL ACCOUNT", column_kind::wrapped},
                     {answer},
                     {"FINDINGS", column_kind::wrapped}});
    for (std::size_t i = 0; i < std::min(doubtful.size(), most_rows_listed); ++i) {
        const import_outcome& one = *doubtful[i];
        const auto key = key_of_link(tables, one.row);
        rows.add(
            {places.of("links", one.row), with_name(key[0] + ' ' + key[1], one.account_name),
             with_name(key[2], one.central_name), to_token(one.answer),
             with_dispositions(session.policy(tables.links[one.row].court).rules, one.decision.findings)});
    }
    if (!rows.empty()) {
        text += '\n' + rows.render(on);
    }
    if (doubtful.size() > most_rows_listed) {
        text +=
            on.paragraph(fmt::format("{} more such rows are not listed; `import --out` writes all of them.",
                                     doubtful.size() - most_rows_listed));
    }
    return text;
}

json answers_as_json(const imported_rows& imported) {
    json answers;
    for (const token_entry& entry : tokens<import_answer>()) {
        answers[entry.token] = imported.summary.of(static_cast<import_answer>(entry.number));
    }
    return answers;
}

void add_rows(json& result, const imported_rows& imported, const ledger_tables& tables,
              const ledger_session& session, row_places& places) {
    const auto doubtful = doubtful_rows(imported, tables, session);
    const std::size_t listed = std::min(doubtful.size(), most_rows_listed);
    json rows = json::array();
    for (std::size_t i = 0; i < listed; ++i) {
        const import_outcome& one = *doubtful[i];
        const auto key = key_of_link(tables, one.row);
        rows.push_back(
            {{"row", one.row + 1},
             {"place", places.of("links", one.row)},
             {"account", {{"court", key[0]}, {"login", key[1]}, {"name", or_null(one.account_name)}}},
             {"central", {{"id", key[2]}, {"name", or_null(one.central_name)}}},
             {"answer", to_token(one.answer)},
             {"findings",
              reasons_in_full(session.policy(tables.links[one.row].court), one.decision.findings)},
             {"approved", list_of(one.decision.approved)}});
    }
    result["rows"] = std::move(rows);
    result["rows-not-listed"] = doubtful.size() - listed;
}

namespace {

struct import_options {
    ledger_target target;
    std::string folder;
    std::string out;
    std::string at;
    acting_options approval;
    bool is_dry = false;
    result_options result;
};

void add_options(command& command, import_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option("FOLDER", "FOLDER", options.folder, "a folder of tables whose links.csv is imported")
        .required();
    add_rows_out(command, options.out, "link, in the order of links.csv");
    command.add_flag("--dry-run", options.is_dry,
                     "say what would become of each row; write nothing to the ledger");
    add_acting(command, options.approval, "--approve-as", words_of<actor>(),
               "who approves a link that the rules hold, or that was removed before");
    add_at(command, options.at, time_form::instant);
    add_result_options(command, options.result, {"table", "json", "csv"});
}

constexpr std::string_view permanent =
    "Each link is for good: only an authority that the court's policy names can remove it.";

std::string rows_as_csv(const imported_rows& imported, const ledger_tables& tables) {
    std::string text = "row,court,login,central_id,answer,verdict,findings,mask\n";
    for (const import_outcome& one : imported.rows) {
        const auto key = key_of_link(tables, one.row);
        append_number(text, one.row + 1);
        for (const std::string_view part : key) {
            text += ',';
            append_key_text(text, part);
        }
        text += ',' + csv_record({to_token(one.answer), to_token(one.decision.verdict),
                                  join(one.decision.findings, "|"),
                                  fmt::format("{:016x}", one.decision.findings.bits())});
    }
    return text;
}

exit_status run(const import_options& options) {
    const instant at = read_time("--at", options.at);
    const std::optional<acting> approved = to_approval(options.approval);
    ledger_session session(options.target, opened_for::writing, options.folder);
    const ledger_tables tables = read_tables(options.folder, session.in_force().policies);
    std::optional<whole_file> out;
    if (!options.out.empty()) {
        session.keep_apart("--out", options.out);
        keep_inputs_apart("--out", options.out, options.folder, session.in_force(), tables.files);
        out.emplace(options.out);
    }
    const acting by = approved ? *approved : acting{actor::court, actor_or_user({}), {}};
    write_messages(troubles_in_words(tables.files, tables.warnings));
    const imported_rows imported =
        import_rows(session, tables, approved, by, at, options.is_dry ? run::dry : run::write);
    const std::string rows = rows_as_csv(imported, tables);
    if (out) {
        out->write(rows);
        out->finish();
        out->appear();
        tell_rows_written(options.out, tables.links.size());
    }
    json result;
    result["ledger"] = session.where().shown;
    result["at"] = to_text(at);
    result["dry-run"] = options.is_dry;
    result["answers"] = answers_as_json(imported);
    row_places places(options.folder);
    add_rows(result, imported, tables, session, places);
    result["permanent"] = permanent;
    add_overrides(result, session.in_force().overrides);
    const screen on = options.result.make_screen();
    write_output(
        options.result.format == "json" ? to_text(result)
        : options.result.format == "csv"
            ? rows
            : in_words(imported, tables, session, places, on, options.is_dry ? run::dry : run::write) +
                  (approved ? '\n' + on.entry("For good", permanent) : "") +
                  (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    std::set<std::string_view> courts;
    for (const link_row& link : tables.links) {
        courts.insert(link.court.view());
    }
    tell_near_courts({courts.begin(), courts.end()}, session.in_force().policies);
    return imported.is_whole() ? exit_status::done : exit_status::reached;
}

}  // namespace

void add_import(const command& program) {
    program.add<import_options>(
        "import",
        "Imports links that were made elsewhere\n\n"
        "Adds links in the order of the rows, and decides each like any other link. It changes and removes "
        "none, so running it again does no harm. Load the records of the accounts first. Exit status 1: rows "
        "were not imported.",
        "Example:\n  ecflink import sqlite:court.db examples/filers --key-file court.keys --dry-run",
        add_options, run);
}

}  // namespace ecflink::cli
