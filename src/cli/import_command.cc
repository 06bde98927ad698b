// ecflink import: imports links that were made elsewhere.
#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/bulk_options.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/csv_text.hpp"
#include "cli/finding_text.hpp"
#include "cli/import_rows.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_place.hpp"
#include "cli/ledger_session.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/result_options.hpp"
#include "cli/screen.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"
#include "cli/whole_ledger.hpp"

namespace ecflink::cli {

imported_rows import_rows(ledger_session& session, const ledger_tables& tables,
                          const std::optional<acting>& approved, const acting& by, instant at, run how) {
    imported_rows imported;
    progress_line progress;
    imported.summary =
        taken(session.where(),
              session->import_links(
                  tables, approved, by, at, [&](const import_outcome& one) { imported.rows.push_back(one); },
                  progress.options(), how));
    if (imported.rows.size() < tables.links.size()) {
        throw failure(
            exit_status::cancelled,
            fmt::format("ecflink: cancelled after {} of {} rows; run the same command again to continue",
                        imported.rows.size(), tables.links.size()));
    }
    return imported;
}

std::string in_words(const imported_rows& imported, const screen& on) {
    text_table table({{"ANSWER"}, {"ROWS", column_kind::number}, {"MEANS", column_kind::wrapped}});
    for (const token_entry& entry : tokens<import_answer>()) {
        if (const std::uint64_t rows = imported.summary.of(static_cast<import_answer>(entry.number));
            rows > 0) {
            table.add({entry.token, std::to_string(rows), entry.meaning});
        }
    }
    return table.empty() ? on.paragraph("There are no links to import.") : table.render(on);
}

json to_json(const imported_rows& imported) {
    json answers;
    for (const token_entry& entry : tokens<import_answer>()) {
        answers[entry.token] = imported.summary.of(static_cast<import_answer>(entry.number));
    }
    return answers;
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

std::string rows_as_csv(const imported_rows& imported, const ledger_tables& tables) {
    std::string text = "row,court,login,central_id,answer,verdict,findings,mask\n";
    for (const import_outcome& one : imported.rows) {
        const auto key = key_of_link(tables, one.row);
        text += csv_record({std::to_string(one.row + 1), key[0], key[1], key[2], to_token(one.answer),
                            to_token(one.decision.verdict), join(one.decision.findings, "|"),
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
    const imported_rows imported =
        import_rows(session, tables, approved, by, at, options.is_dry ? run::dry : run::write);
    const std::string rows = rows_as_csv(imported, tables);
    if (out) {
        out->write(rows);
        out->finish();
        out->appear();
    }
    json result;
    result["ledger"] = session.where().shown;
    result["at"] = to_text(at);
    result["dry-run"] = options.is_dry;
    result["answers"] = to_json(imported);
    add_overrides(result, session.in_force().overrides);
    const screen on = options.result.make_screen();
    write_output(options.result.format == "json" ? to_text(result)
                 : options.result.format == "csv"
                     ? rows
                     : in_words(imported, on) + (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    const auto of = [&](import_answer answer) { return imported.summary.of(answer); };
    return of(import_answer::refused) + of(import_answer::held) + of(import_answer::tombstoned) > 0
               ? exit_status::reached
               : exit_status::done;
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
