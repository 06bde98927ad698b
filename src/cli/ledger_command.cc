// ecflink ledger: makes a ledger, loads records into it, and shows its state.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <system_error>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/contacts_file.hpp"
#include "cli/csv_text.hpp"
#include "cli/file_troubles.hpp"
#include "cli/import_rows.hpp"
#include "cli/json.hpp"
#include "cli/ledger_address.hpp"
#include "cli/ledger_place.hpp"
#include "cli/ledger_session.hpp"
#include "cli/near_ids.hpp"
#include "cli/open_metrics.hpp"
#include "cli/policies_in_force.hpp"
#include "cli/process.hpp"
#include "cli/progress_line.hpp"
#include "cli/result_options.hpp"
#include "cli/row_places.hpp"
#include "cli/screen.hpp"
#include "cli/secret_input.hpp"
#include "cli/shell_text.hpp"
#include "cli/text_list.hpp"
#include "cli/token_text.hpp"

namespace ecflink::cli {
namespace {

// ---- loading ------------------------------------------------------------------------------------

struct loaded_folder {
    ledger::load_summary records;
    std::size_t contacts = 0;
};

[[noreturn]] void fail_as_cancelled(std::string_view what) {
    throw failure(
        exit_status::cancelled,
        fmt::format("ecflink: cancelled; {} is in the ledger; run the same command again to continue", what));
}

/// Contacts go in with the records or not at all: each account must be there, or come.
void require_accounts_of(const std::vector<contact_row>& contacts, const ledger_tables& tables,
                         const std::string& folder, ledger_session& session) {
    const std::vector<std::size_t> beyond = contacts_beyond(tables, contacts);
    std::vector<contact_row> asked;
    for (const std::size_t row : beyond) {
        asked.push_back(contacts[row]);
    }
    std::vector<std::size_t> unknown;
    for (const std::size_t at : taken(session.where(), session->contacts_without_account(asked))) {
        unknown.push_back(beyond[at]);
    }
    if (!unknown.empty()) {
        refuse_contacts(folder, contacts, unknown);
    }
}

/// Rows of requests whose central account does not come with the tables; rows that no load takes
/// are no such rows.
std::vector<std::size_t> requests_beyond(const ledger_tables& tables) {
    std::map<central_id, int> brought;  // a load leaves out rows that share a key
    for (const central_account_row& row : tables.central_accounts) {
        brought[row.id] += row.malformed ? 2 : 1;
    }
    std::vector<std::size_t> beyond;
    for (std::size_t i = 0; i < tables.registrations.size(); ++i) {
        const registration_row& row = tables.registrations[i];
        const bool is_taken = !row.malformed && !row.court.empty() && !row.central.empty() &&
                              !(row.submitted_at && row.decided_at && *row.decided_at < *row.submitted_at);
        const auto found = brought.find(row.central);
        if (is_taken && (found == brought.end() || found->second != 1)) {
            beyond.push_back(i);
        }
    }
    return beyond;
}

[[noreturn]] void refuse_requests(const std::string& folder, const ledger_tables& tables,
                                  std::span<const std::size_t> unknown) {
    refuse_rows(folder, "registrations", unknown, [&](std::size_t row) {
        return fmt::format(
            "there is no central account {}, neither in the ledger nor among the rows of "
            "central_accounts.csv that can be loaded; add its record, or take this row out",
            tables.registrations[row].central.view());
    });
}

/// Requests go in with the records or not at all: each central account must be there, or come.
void require_centrals_of(const ledger_tables& tables, const std::string& folder, instant at,
                         ledger_session& session) {
    std::vector<std::size_t> unknown;
    for (const std::size_t row : requests_beyond(tables)) {
        const central_id& central = tables.registrations[row].central;
        if (taken(session.where(), session->signs_on(central, {}, at))
                .findings.contains(finding::central_unknown)) {
            unknown.push_back(row);
        }
    }
    if (!unknown.empty()) {
        refuse_requests(folder, tables, unknown);
    }
}

/// Key of a row that a load left out, as it stands in its table.
std::string key_of(const ledger_tables& tables, const ledger::left_out_row& row) {
    if (row.table == "central_accounts") {
        return std::string(tables.central_accounts[row.row].id.view());
    }
    const court_account_row& account = tables.court_accounts[row.row];
    return fmt::format("{} {}", account.court.view(), account.account.login.view());
}

std::string link_of(const tombstone_row& tombstone) {
    return fmt::format("{} {} with {}", tombstone.court.view(), tombstone.login.view(),
                       tombstone.central.view());
}

/// What a load found in the rows themselves: keys that several have, and links that a tombstone
/// says are removed.
void write_what_was_found(const ledger::load_summary& loaded, const ledger_tables& tables,
                          row_places& places) {
    std::vector<diagnostic> troubles;
    for (const ledger::left_out_row& row : loaded.first_ambiguous) {
        troubles.push_back(places.at(
            row.table, row.row, severity::warning,
            fmt::format("more than one row has the key {}; none of them is loaded", key_of(tables, row))));
    }
    for (const ledger::left_out_row& row : loaded.first_contradictory) {
        troubles.push_back(places.at(row.table, row.row, severity::warning,
                                     row.table == "tombstones"
                                         ? "lifted_at is earlier than removed_at; the row is not loaded"
                                         : "decided_at is earlier than submitted_at; the row is not loaded"));
    }
    for (const ledger::standing_link& link : loaded.links_that_stand) {
        const tombstone_row& row = tables.tombstones[link.row];
        troubles.push_back(places.at(
            "tombstones", link.row, severity::warning,
            fmt::format("the link of {}, made {}, still stands in this ledger; remove it with `ecflink "
                        "unlink`, or take the tombstone back where it was made",
                        link_of(row), to_text(link.linked_at))));
    }
    write_messages(troubles_in_words({}, troubles));
}

loaded_folder load_folder(ledger_session& session, const ledger_tables& tables,
                          const std::vector<contact_row>& contacts, const acting& by, instant at,
                          row_places& places, run how = run::write) {
    loaded_folder loaded;
    write_messages(troubles_in_words(tables.files, tables.warnings));
    {
        progress_line progress;
        work_options options = progress.options();
        bool is_begun = false;
        options.progress = [&, tell = options.progress](std::string_view stage, std::uint64_t done,
                                                        std::uint64_t all) {
            is_begun = true;
            if (tell) {
                tell(stage, done, all);
            }
        };
        const auto records = session->load(tables, by, at, options, how);
        if (how == run::write && records && !is_cancelled()) {
            note_change("the records are loaded");
        } else if (how == run::write && !records && is_begun) {
            note_change("records are loaded in part; the same command again takes the rest");
        }
        loaded.records = taken(session.where(), records);
    }
    if (is_cancelled()) {
        if (how == run::dry) {
            stop_if_cancelled();
        }
        fail_as_cancelled("part of the records");
    }
    write_what_was_found(loaded.records, tables, places);
    if (!contacts.empty() && how == run::write) {
        taken(session.where(), session->set_contacts(contacts, by, at));
        note_change("the contacts are set");
    }
    loaded.contacts = contacts.size();
    return loaded;
}

std::string in_words(const loaded_folder& loaded, const screen& on, bool is_dry = false) {
    const ledger::load_summary& all = loaded.records;
    const std::string_view would = is_dry ? "would be " : "";
    std::string text = on.entry(
        "Records",
        fmt::format("{0}{1} added, {2} changed, {3} unchanged, {4} malformed and {5} ambiguous left out",
                    would, all.added, all.changed, all.unchanged, all.malformed, all.ambiguous));
    text += loaded.contacts == 0
                ? ""
                : on.entry("Contacts", fmt::format("{}{}", loaded.contacts, is_dry ? " would be set" : ""));
    text += all.tombstones == 0 ? ""
                                : on.entry("Tombstones", fmt::format("{} {}imported", all.tombstones, would));
    text += all.links_that_stand.empty()
                ? ""
                : on.entry("Standing", fmt::format("{} links that were removed elsewhere: see the warnings",
                                                   all.links_that_stand.size()));
    text += all.registrations == 0
                ? ""
                : on.entry("Requests", fmt::format("{} {}taken over", all.registrations, would));
    return text;
}

json to_json(const loaded_folder& loaded, const ledger_tables& tables, row_places& places) {
    const ledger::load_summary& all = loaded.records;
    json ambiguous = json::array();
    for (const ledger::left_out_row& row : all.first_ambiguous) {
        ambiguous.push_back({{"place", places.of(row.table, row.row)}, {"key", key_of(tables, row)}});
    }
    json standing = json::array();
    for (const ledger::standing_link& link : all.links_that_stand) {
        const tombstone_row& row = tables.tombstones[link.row];
        standing.push_back({{"place", places.of("tombstones", link.row)},
                            {"court", row.court.view()},
                            {"login", row.login.view()},
                            {"central", row.central.view()},
                            {"linked-at", to_text(link.linked_at)},
                            {"removed-at", to_text(row.removed_at)}});
    }
    return {{"added", all.added},           {"changed", all.changed},
            {"unchanged", all.unchanged},   {"malformed", all.malformed},
            {"ambiguous", all.ambiguous},   {"contacts", loaded.contacts},
            {"tombstones", all.tombstones}, {"registrations", all.registrations},
            {"ambiguous-rows", ambiguous},  {"links-that-stand", standing}};
}

/// True if every row of the folder is in the ledger, and no link contradicts a tombstone.
bool is_whole(const ledger::load_summary& loaded) {
    return loaded.malformed + loaded.ambiguous == 0 && loaded.links_that_stand.empty();
}

/// The digest of the policies and, if these are more than the built-in ones, what to do from now
/// on.
std::vector<std::string> named_in_words(const run_policies& in_force) {
    std::vector<std::string> lines{in_force.policies.digest()};
    if (lines.front() != load_policies({}).policies.digest()) {
        lines.emplace_back(
            "These are not only the built-in policies: name the same --policy and --set with later commands, "
            "and the policies of the folder.");
    }
    return lines;
}

// ---- init ---------------------------------------------------------------------------------------

struct init_options {
    ledger_target target;
    std::string from;
    bool is_dry = false;
    std::string at;
    std::string actor_id;
    result_options result;
};

void add_init_options(command& command, init_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option("--from", "FOLDER", options.from,
                       "a folder of tables: its records are loaded and its links imported");
    command.add_flag("--dry-run", options.is_dry, "say what would be made; write nothing");
    add_actor(command, options.actor_id);
    add_at(command, options.at, time_form::instant);
    add_result_options(command, options.result, {"table", "json"});
}

/// What init would make, as far as it can be known before there is a ledger.
exit_status would_init(const init_options& options, const ledger_address& where, const std::string& key_file,
                       const run_policies& in_force, const std::optional<ledger_tables>& tables, instant at) {
    std::error_code ignored;
    const bool is_key_new = !std::filesystem::exists(key_file, ignored);
    if (!is_key_new) {
        static_cast<void>(read_key_file(key_file));
    }
    const std::uint64_t records =
        tables ? tables->central_accounts.size() + tables->court_accounts.size() : 0;
    const std::uint64_t malformed = tables ? malformed_rows(tables->files) : 0;
    if (tables) {
        write_messages(troubles_in_words(tables->files, tables->warnings));
    }
    if (options.result.format == "json") {
        json result{{"ledger", where.shown},
                    {"key-file", key_file},
                    {"key-file-made", is_key_new},
                    {"policy-set", in_force.policies.digest()},
                    {"dry-run", true},
                    {"at", to_text(at)}};
        if (tables) {
            result["rows"] = {
                {"records", records}, {"links", tables->links.size()}, {"malformed", malformed}};
        }
        add_overrides(result, in_force.overrides);
        write_output(to_text(result));
    } else {
        const screen on = options.result.make_screen();
        std::string text = on.entry("Ledger", where.shown + ", would be made");
        text += on.entry("Key file", key_file + (is_key_new ? ", would be made" : ", would stay as it is"));
        text += on.entry("Policies", named_in_words(in_force));
        if (tables) {
            text += on.entry("Rows", fmt::format("{} records would be loaded, {} links imported; {} rows are "
                                                 "malformed and would be left out",
                                                 records, tables->links.size(), malformed));
        }
        write_output(text + on.paragraph("Nothing was written."));
    }
    return malformed == 0 ? exit_status::done : exit_status::reached;
}

/// What to do with a ledger that was just made.
std::string next_steps(const init_options& options, const screen& on) {
    const std::string address = shell_word(options.target.address);
    if (options.from.empty()) {
        return on.paragraph(
                   "Next, load the records of the accounts with `ledger load`, and then the links with "
                   "`import`; "
                   "their help has examples.") +
               command_entry("What the ledger holds", "ecflink ledger status " + address, on);
    }
    std::string policies = options.target.policies.as_shell_words();
    const std::filesystem::path folder = std::filesystem::path(options.from) / "policies";
    if (std::error_code ignored; std::filesystem::is_directory(folder, ignored)) {
        policies += " --policy " + shell_word(folder.string());
    }
    return command_entry("Next, verify its links", "ecflink verify " + address + policies, on) +
           command_entry("What the ledger holds", "ecflink ledger status " + address, on);
}

exit_status run_init(const init_options& options) {
    const instant at = read_time("--at", options.at);
    const ledger_address where = parse_ledger_address(options.target.address);
    const std::string key_file = options.target.named_key_file();
    if (key_file.empty()) {
        throw usage_failure(
            "a ledger needs a key file; name one with --key-file or ECFLINK_KEY_FILE, and it is made if "
            "there is none");
    }
    // Everything is read before anything is made.
    const run_policies in_force = load_policies(options.target.policies, options.from);
    std::optional<ledger_tables> tables;
    std::vector<contact_row> contacts;
    if (!options.from.empty()) {
        tables = read_tables(options.from, in_force.policies);
        contacts = is_ledger_address(options.from) ? contacts : read_contacts(options.from);
        if (const auto unknown = contacts_beyond(*tables, contacts); !unknown.empty()) {
            refuse_contacts(options.from, contacts, unknown);
        }
        if (const auto unknown = requests_beyond(*tables); !unknown.empty()) {
            refuse_requests(options.from, *tables, unknown);
        }
    }
    if (ledger::open(where.connector, in_force.policies, nullptr)) {
        fail(where, {ledger_trouble::exists, "there is a ledger already; choose another place"});
    }
    if (options.is_dry) {
        return would_init(options, where, key_file, in_force, tables, at);
    }
    ledger_options as_witnessed = witnessed(where, key_file);
    const std::string id = to_hex(random_bytes<16>());
    const bool is_key_new = make_key_file(key_file);
    std::optional<key_file_line> line;
    if (is_key_new || !read_key_file(key_file).serves(id)) {
        line.emplace(key_file, id);
    }
    const key_ring keys = read_key_file(key_file);
    as_witnessed.new_id = id;
    const auto made = ledger::create(where.connector, in_force.policies, &keys, at, as_witnessed);
    if (!made) {
        // The key of a ledger that may be there stays: another one could have made it meanwhile
        // with this very key.
        const ledger_trouble why = made.error().trouble;
        if (why != ledger_trouble::exists && why != ledger_trouble::unknown_outcome) {
            if (is_key_new) {
                ::unlink(key_file.c_str());
            } else if (line) {
                line->take_back();
            }
        }
        fail(where, made.error());
    }
    if (is_key_new) {
        note_change(fmt::format("the key file {} is made", key_file));
    }
    note_change(fmt::format("the ledger {} is made", where.shown));

    ledger_session session(options.target, opened_for::writing, options.from);
    const acting by{actor::court, actor_or_user(options.actor_id), {}};
    std::optional<loaded_folder> loaded;
    std::optional<imported_rows> imported;
    row_places places(options.from);
    if (tables) {
        loaded = load_folder(session, *tables, contacts, by, at, places);
        imported = import_rows(session, *tables, std::nullopt, by, at, run::write);
    }
    const bool is_all_taken = !loaded || (is_whole(loaded->records) && imported->is_whole());
    const exit_status status = is_all_taken ? exit_status::done : exit_status::reached;
    if (options.result.format == "json") {
        json result{{"ledger", where.shown},
                    {"key-file", key_file},
                    {"key-file-made", is_key_new},
                    {"policy-set", in_force.policies.digest()},
                    {"dry-run", false},
                    {"at", to_text(at)}};
        if (loaded) {
            result["loaded"] = to_json(*loaded, *tables, places);
            result["imported"] = answers_as_json(*imported);
            add_rows(result, *imported, *tables, session, places);
        }
        add_overrides(result, in_force.overrides);
        write_output(to_text(result));
        return status;
    }
    const screen on = options.result.make_screen();
    std::string text = on.entry("Ledger", where.shown + ", made");
    text += on.entry(
        "Key file",
        key_file + (is_key_new
                        ? ", made; only its owner can read it. Whoever has it can "
                          "make handles, and without it no handle is valid: keep a copy in a safe place"
                    : line ? ", which names this ledger now, too"
                           : ", as it was"));
    text += on.entry("Policies", named_in_words(in_force));
    if (loaded) {
        text += in_words(*loaded, on) + '\n' + in_words(*imported, *tables, session, places, on);
    }
    write_output(text + '\n' + next_steps(options, on));
    return status;
}

// ---- status -------------------------------------------------------------------------------------

struct status_options {
    std::string address;
    std::string at;
    result_options result;
};

void add_status_options(command& command, status_options& options) {
    add_address(command, options.address);
    add_at(command, options.at, time_form::instant);
    add_result_options(command, options.result, {"table", "json", "openmetrics"});
}

std::string audit_in_words(const ledger_status& s) {
    const std::uint64_t behind = unsigned_events(s);
    std::string text = fmt::format("{} event{} in {} chain{}", s.events, s.events == 1 ? "" : "s",
                                   s.heads.size(), s.heads.size() == 1 ? "" : "s");
    if (s.last_checkpoint) {
        text += fmt::format("; checkpoint {} of {} signs all", s.last_checkpoint->said.number,
                            to_text(s.last_checkpoint->said.at));
        text += behind == 0 ? std::string(" of them") : fmt::format(" but the last {}", behind);
    }
    return text;
}

json audit_of(const ledger_status& s) {
    json chains = json::array();
    for (const court_head& one : s.heads) {
        chains.push_back(
            {{"court", one.court.view()}, {"events", one.head.place}, {"hash", to_hex(one.head.hash.bytes)}});
    }
    return {{"chains", chains},
            {"checkpoint", s.last_checkpoint ? json(s.last_checkpoint->said.number) : json(nullptr)},
            {"checkpoint-at", s.last_checkpoint ? json(to_text(s.last_checkpoint->said.at)) : json(nullptr)},
            {"unsigned-events", unsigned_events(s)}};
}

exit_status run_status(const status_options& options) {
    const instant at = read_time("--at", options.at);
    const ledger_address where = parse_ledger_address(options.address);
    const run_policies built_in = load_policies({});
    const ledger_status s =
        taken(where, taken(where, ledger::open(where.connector, built_in.policies, nullptr)).status(at));
    if (options.result.format == "openmetrics") {
        write_output(to_open_metrics(s));
        return exit_status::done;
    }
    if (options.result.format == "json") {
        write_output(to_text(json{{"ledger", where.shown},
                                  {"id", s.id},
                                  {"schema", s.schema_version},
                                  {"policy-set", s.policy_set},
                                  {"events", s.events},
                                  {"last-event", s.highest_event},
                                  {"audit", audit_of(s)},
                                  {"central-accounts", s.central_accounts},
                                  {"court-accounts", s.court_accounts},
                                  {"active-links", s.active_links},
                                  {"removed-links", s.removed_links},
                                  {"tombstones", s.tombstones},
                                  {"open-obligations", s.open_obligations},
                                  {"open-registrations", s.open_registrations},
                                  {"held-links", s.held_links}}));
        return exit_status::done;
    }
    const screen on = options.result.make_screen();
    std::string text = on.entry("Ledger", where.shown);
    text += on.entry("Id", s.id);
    text += on.entry("Tables", fmt::format("version {}", s.schema_version));
    text += on.entry("Policies", s.policy_set);
    text +=
        on.entry("Accounts", fmt::format("{} central, {} of courts", s.central_accounts, s.court_accounts));
    text += on.entry("Links", fmt::format("{} active, {} removed, {} tombstones", s.active_links,
                                          s.removed_links, s.tombstones));
    text += on.entry("Open", fmt::format("{} obligations, {} requests for filing privileges, {} links that "
                                         "wait for a clerk",
                                         s.open_obligations, s.open_registrations, s.held_links));
    text += on.entry("Audit trail", audit_in_words(s));
    write_output(text);
    return exit_status::done;
}

// ---- migrate ------------------------------------------------------------------------------------

struct migrate_options {
    ledger_target target;
    std::string actor_id;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_migrate_options(command& command, migrate_options& options) {
    add_address(command, options.target.address);
    add_key_file(command, options.target.key_file);
    add_actor(command, options.actor_id);
    add_at(command, options.at, time_form::instant);
    command.add_flag("--dry-run", options.is_dry, "say what would be done; write nothing");
    add_result_options(command, options.result, {"table", "json"});
}

exit_status run_migrate(const migrate_options& options) {
    const instant at = read_time("--at", options.at);
    const ledger_address where = parse_ledger_address(options.target.address);
    const acting by{actor::court, actor_or_user(options.actor_id), {}};
    int steps = taken(where, ledger::migrate(where.connector, nullptr, by, at, run::dry));
    if (steps != 0 && !options.is_dry) {
        const key_ring keys = read_keys(options.target);
        steps = taken(where, ledger::migrate(where.connector, &keys, by, at, run::write,
                                             witnessed(where, options.target.named_key_file())));
        note_change(fmt::format("the tables went {} version{} forward", steps, steps == 1 ? "" : "s"));
    }
    if (options.result.format == "json") {
        write_output(
            to_text(json{{"ledger", where.shown}, {"versions", steps}, {"dry-run", options.is_dry}}));
    } else {
        write_output(options.result.make_screen().paragraph(
            steps == 0 ? "The tables have this program's version: there is nothing to do."
                       : fmt::format("The tables {} {} version{} forward.",
                                     options.is_dry ? "would go" : "went", steps, steps == 1 ? "" : "s") +
                             (options.is_dry ? "\nNothing was written." : "")));
    }
    return exit_status::done;
}

// ---- adopt --------------------------------------------------------------------------------------

struct adopt_options {
    ledger_target target;
    std::string actor_id;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_adopt_options(command& command, adopt_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    add_actor(command, options.actor_id);
    add_at(command, options.at, time_form::instant);
    command.add_flag("--dry-run", options.is_dry, "say what would be done; write nothing");
    add_result_options(command, options.result, {"table", "json"});
}

exit_status run_adopt(const adopt_options& options) {
    const instant at = read_time("--at", options.at);
    ledger_session session(options.target, opened_for::writing);
    const std::string before = taken(session.where(), session->status()).policy_set;
    const std::string& after = session.in_force().policies.digest();
    if (before != after && !options.is_dry) {
        taken(session.where(),
              session->adopt_policies({actor::court, actor_or_user(options.actor_id), {}}, at));
        note_change("the ledger works under the policies " + after);
    }
    if (options.result.format == "json") {
        json result{{"ledger", session.where().shown},
                    {"before", before},
                    {"after", after},
                    {"dry-run", options.is_dry}};
        add_overrides(result, session.in_force().overrides);
        write_output(to_text(result));
        return exit_status::done;
    }
    const screen on = options.result.make_screen();
    std::string text = on.entry("Before", before);
    text += on.entry(options.is_dry ? "It would be" : "From now on", named_in_words(session.in_force()));
    text += on.paragraph(before == after  ? "These are the ledger's policies already: there is nothing to do."
                         : options.is_dry ? "Handles of courts whose policy changes would no longer be valid."
                                          : "Handles of courts whose policy changes are no longer valid.");
    write_output(text + (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    return exit_status::done;
}

// ---- load ---------------------------------------------------------------------------------------

struct load_options {
    ledger_target target;
    std::string folder;
    bool is_dry = false;
    std::string actor_id;
    std::string at;
    result_options result;
};

void add_load_options(command& command, load_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command
        .add_option("FOLDER", "FOLDER", options.folder,
                    "a folder of tables: central_accounts.csv, court_accounts.csv, links.csv, perhaps "
                    "tombstones.csv, roster.csv, registrations.csv and contacts.csv")
        .required();
    add_actor(command, options.actor_id);
    add_at(command, options.at, time_form::instant);
    command.add_flag("--dry-run", options.is_dry, "say what would be loaded; write nothing");
    add_result_options(command, options.result, {"table", "json"});
}

exit_status run_load(const load_options& options) {
    const instant at = read_time("--at", options.at);
    ledger_session session(options.target, opened_for::writing, options.folder);
    const ledger_tables tables = read_tables(options.folder, session.in_force().policies);
    const std::vector<contact_row> contacts = read_contacts(options.folder);
    require_accounts_of(contacts, tables, options.folder, session);
    require_centrals_of(tables, options.folder, at, session);
    row_places places(options.folder);
    const loaded_folder loaded =
        load_folder(session, tables, contacts, {actor::court, actor_or_user(options.actor_id), {}}, at,
                    places, options.is_dry ? run::dry : run::write);
    if (options.result.format == "json") {
        json result = to_json(loaded, tables, places);
        result["dry-run"] = options.is_dry;
        result["at"] = to_text(at);
        add_overrides(result, session.in_force().overrides);
        write_output(to_text(result));
    } else {
        const screen on = options.result.make_screen();
        write_output(in_words(loaded, on, options.is_dry) +
                     set_for_this_run(session.in_force().overrides, on) +
                     (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    }
    return is_whole(loaded.records) ? exit_status::done : exit_status::reached;
}

// ---- password -----------------------------------------------------------------------------------

struct password_options {
    ledger_target target;
    std::string court;
    std::string login;
    std::string central;
    std::optional<int> descriptor;
    std::string actor_id;
    std::string at;
    bool is_dry = false;
};

void add_password_options(command& command, password_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option("--court", "COURT", options.court, "the court of the account that gets the password");
    command.add_option("--login", "LOGIN", options.login, "that account's login");
    command.add_option("--central", "ID", options.central,
                       "in place of --court and --login: the central account that gets it");
    add_descriptor(command, "--password-fd", options.descriptor, "that account");
    add_actor(command, options.actor_id);
    add_at(command, options.at, time_form::instant_or_local);
    command.add_flag("--dry-run", options.is_dry,
                     "ask for no password, and say what would be done; write nothing");
}

/// Sets a password. If the account is unknown, first names those that may be meant.
void set_password(ledger_session& session, const credential_owner& owner, std::string_view password,
                  const acting& by, instant at, run how) {
    const auto done = session->set_password(owner, password, by, at, {}, how);
    if (!done && done.error().trouble == ledger_trouble::not_found) {
        const bool is_court = !owner.court.empty();
        const auto name = is_court ? login::make(owner.id).value() : login{};
        const auto central = is_court ? central_id{} : central_id::make(owner.id).value();
        tell_near_ids({owner.court, {name}, central}, any_id_unknown, session);
    }
    taken(session.where(), done);
}

exit_status run_password(const password_options& options) {
    const bool is_court = !options.court.empty() && !options.login.empty() && options.central.empty();
    const bool is_central = options.court.empty() && options.login.empty() && !options.central.empty();
    if (!is_court && !is_central) {
        throw usage_failure("whose password? Name either --court and --login, or --central");
    }
    credential_owner owner;
    if (is_court) {
        owner.court = read_id<court_id>("--court", options.court);
        owner.id = read_id<login>("--login", options.login).view();
    } else {
        owner.id = read_id<central_id>("--central", options.central).view();
    }
    const std::string whose = is_court ? fmt::format("login {} at {}", owner.id, owner.court.view())
                                       : fmt::format("central account {}", owner.id);
    ledger_session session(options.target, opened_for::writing);
    const instant at = read_time("--at", options.at, session.in_force().policies, owner.court);
    const acting by{actor::court, actor_or_user(options.actor_id), {}};
    if (options.is_dry) {
        set_password(session, owner, {}, by, at, run::dry);
        write_output(
            fmt::format("The password of {} would be set.\nNothing was written.\n", visible_text(whose)));
        return exit_status::done;
    }
    const secret password =
        read_new_password("--password-fd", options.descriptor, fmt::format("New password of {}: ", whose));
    set_password(session, owner, password.view(), by, at, run::write);
    note_change(fmt::format("the password of {} is set", whose));
    write_output(fmt::format("The password of {} is set.\n", visible_text(whose)));
    return exit_status::done;
}

// ---- obligations --------------------------------------------------------------------------------

struct obligations_options {
    ledger_target target;
    std::vector<std::string> done;
    std::string actor_id;
    std::string at;
    bool is_dry = false;
    result_options result;
};

void add_obligations_options(command& command, obligations_options& options) {
    add_ledger_target(command, options.target, opened_for::writing);
    command.add_option(
        "--done", "EVENT:OBLIGATION", options.done,
        "an obligation that is done, by event and name, such as 12:end-sessions; may be given again");
    add_actor(command, options.actor_id);
    add_at(command, options.at, time_form::instant);
    command.add_flag("--dry-run", options.is_dry, "list what would be left; write nothing");
    add_result_options(command, options.result, {"table", "json", "csv"});
}

met_obligation read_met(const std::string& given) {
    met_obligation met;
    const std::size_t colon = given.find(':');
    const char* end = given.data() + std::min(colon, given.size());
    const auto [stopped, problem] = std::from_chars(given.data(), end, met.sequence);
    const auto what =
        colon == std::string::npos ? std::nullopt : from_token<obligation>(given.substr(colon + 1));
    if (problem != std::errc{} || stopped != end || !what) {
        throw usage_failure(fmt::format("--done {}: expected the number of an event, a colon and one of {}",
                                        given, join(words_of<obligation>(), ", ")));
    }
    met.what = *what;
    return met;
}

exit_status run_obligations(const obligations_options& options) {
    const instant at = read_time("--at", options.at);
    std::vector<met_obligation> done;
    for (const std::string& given : options.done) {
        done.push_back(read_met(given));
    }
    ledger_session session(options.target, done.empty() ? opened_for::reading : opened_for::writing);
    if (!done.empty()) {
        taken(session.where(), session->discharge(done, {actor::court, actor_or_user(options.actor_id), {}},
                                                  at, options.is_dry ? run::dry : run::write));
        if (!options.is_dry) {
            note_change("the named obligations are done");
        }
    }
    auto open = taken(session.where(), session->open_obligations(std::numeric_limits<std::int32_t>::max()));
    if (options.is_dry) {
        std::set<std::pair<std::uint64_t, obligation>> met;
        for (const met_obligation& one : done) {
            met.emplace(one.sequence, one.what);
        }
        std::erase_if(
            open, [&](const obligation_record& one) { return met.contains({one.sequence, one.what.what}); });
    }
    json list = json::array();
    std::string csv = "event,obligation,due,court,login,central_id\n";
    text_table table({{"EVENT", column_kind::number},
                      {"STILL TO DO"},
                      {"AS OF"},
                      {"COURT"},
                      {"LOGIN"},
                      {"CENTRAL"},
                      {"WHAT TO DO", column_kind::wrapped}});
    for (const obligation_record& one : open) {
        const std::string event = std::to_string(one.sequence);
        const std::string token(to_token(one.what.what));
        csv += csv_record(
            {event, token, to_text(one.what.due), one.court.view(), one.login.view(), one.central.view()});
        list.push_back({{"event", one.sequence},
                        {"obligation", token},
                        {"due", to_text(one.what.due)},
                        {"court", one.court.view()},
                        {"login", one.login.view()},
                        {"central", one.central.view()}});
        table.add({event, token, to_text(one.what.due), one.court.view(), one.login.view(),
                   one.central.view(), meaning_of(one.what.what)});
    }
    const screen on = options.result.make_screen();
    write_output(options.result.format == "json" ? to_text(list)
                 : options.result.format == "csv"
                     ? csv
                     : (table.empty() ? on.paragraph(options.is_dry ? "Nothing would be left to do."
                                                                    : "Nothing is left to do.")
                                      : table.render(on)) +
                           (options.is_dry ? on.paragraph("Nothing was written.") : ""));
    return exit_status::done;
}

}  // namespace

void add_ledger(const command& program) {
    const command group = program.add_group("ledger",
                                            "Makes a ledger, loads records into it, and shows its state\n\n"
                                            "A ledger keeps links, used handles, attempts and the audit "
                                            "trail in a SQLite file or a PostgreSQL database.",
                                            "Example:\n  ecflink ledger status sqlite:court.db");
    group.add<init_options>(
        "init",
        "Makes a ledger\n\n"
        "The ledger works under the policies named here until it adopts others. The key file is made if "
        "there is none. With --from, the records of a folder are loaded, its links are imported as `import` "
        "does, and its policies are in force; later commands must name them with --policy. Exit status 1: "
        "rows were left out or not imported; each is named.",
        "Examples:\n  ecflink ledger init sqlite:new.db --key-file new.keys\n  ecflink ledger init "
        "sqlite:sample.db --key-file new.keys --from examples/ledger   # exit status 1",
        add_init_options, run_init);
    group.add<status_options>(
        "status",
        "Shows the state of a ledger\n\n"
        "What it holds, under which policies it works, and how far its audit trail goes. As OpenMetrics "
        "text it also says what is overdue, as of --at.",
        "Examples:\n  ecflink ledger status sqlite:court.db\n  ecflink ledger status sqlite:court.db "
        "--format json\n  ecflink ledger status sqlite:court.db --format openmetrics",
        add_status_options, run_status);
    group.add<migrate_options>("migrate",
                               "Brings the tables of an older ledger to this version\n\n"
                               "In one transaction, which ends with an event in the audit trail. There is no "
                               "way back: make a backup, and stop all other programs first.",
                               "Examples:\n  ecflink ledger migrate sqlite:court.db --dry-run\n"
                               "  ecflink ledger migrate sqlite:court.db --key-file court.keys",
                               add_migrate_options, run_migrate);
    group.add<adopt_options>("adopt",
                             "Makes a ledger work under other policies from now on\n\n"
                             "These are the built-in ones with those of --policy and --set.",
                             "Example:\n  ecflink ledger adopt sqlite:court.db --key-file court.keys "
                             "--policy examples/ledger/policies",
                             add_adopt_options, run_adopt);
    group.add<load_options>(
        "load",
        "Loads records of accounts\n\n"
        "Loads central accounts, court accounts, tombstones, rosters, requests for filing privileges and "
        "contacts (contacts.csv: court, login, contact, proven), and updates the accounts and contacts that "
        "the ledger has. Handles for an account that changes are no longer valid. Links are not loaded: see "
        "`import`. Exit status 1: rows were left out, or a link stands that a tombstone says was removed; "
        "each is named.",
        "Example:\n  ecflink ledger load sqlite:court.db examples/filers --key-file court.keys",
        add_load_options, run_load);
    group.add<password_options>("password",
                                "Gives an account a password\n\n"
                                "For ledgers that keep passwords themselves, as hashes. The program asks for "
                                "the password on the terminal, or reads it from a file descriptor.",
                                "Examples:\n  ecflink ledger password sqlite:court.db --central 1000001 "
                                "--key-file court.keys --password-fd 3 3<<<\"a sample\"\n"
                                "  ecflink ledger password sqlite:court.db --court wiwd --login asample "
                                "--key-file court.keys --password-fd 3 3<<<\"a sample\"",
                                add_password_options, run_password);
    group.add<obligations_options>(
        "obligations",
        "Lists what is still to do after links and unlinks\n\n"
        "With --done, marks as done all that is named, or nothing. This needs the key file.",
        "Examples:\n  ecflink ledger obligations sqlite:court.db\n  ecflink "
        "ledger obligations sqlite:court.db --format csv",
        add_obligations_options, run_obligations);
    add_ledger_queue(group);
}

}  // namespace ecflink::cli
