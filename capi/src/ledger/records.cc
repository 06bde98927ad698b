// Records: load, contacts, unlink and import.
#include <filesystem>

#include <ecflink/core/observe.hpp>
#include <ecflink/decide/import.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/person_name.hpp>

#include "cases.hpp"
#include "ledger/handles.hpp"

namespace {

using namespace ecflink::capi;

bool is_malformed(std::uint32_t flags, const char* field) {
    require_unused(flags & ~std::uint32_t{ECFLINK_RECORD_MALFORMED}, field);
    return flags != 0;
}

std::string name_of(const char* name, std::size_t size, const field_name& field) {
    return std::string(checked_text(name, size, ECFLINK_NAME_BYTES, field));
}

ecflink::central_account_row to_row(const ecflink_central_record& given) {
    ecflink::central_account_row row;
    const ecflink_central_account account = read(given.account, "records.central_accounts.account");
    row.malformed = is_malformed(given.flags, "records.central_accounts.flags");
    row.id = identifier<ecflink::central_id>(given.id, given.id_size, "records.central_accounts.id");
    row.account = to_record("records.central_accounts.account", account);
    row.name = name_of(account.name, account.name_size, "records.central_accounts.account.name");
    row.malformed = row.malformed || row.id.empty() || ecflink::predicate::malformed(row.account);
    return row;
}

ecflink::court_account_row to_row(const ecflink_court_record& given) {
    ecflink::court_account_row row;
    const ecflink_court_account account = read(given.account, "records.court_accounts.account");
    row.malformed = is_malformed(given.flags, "records.court_accounts.flags");
    row.court = identifier<ecflink::court_id>(given.court, given.court_size, "records.court_accounts.court");
    row.account = to_record("records.court_accounts.account", account);
    row.name = name_of(account.name, account.name_size, "records.court_accounts.account.name");
    row.malformed = row.malformed || row.court.empty() || ecflink::predicate::malformed(row.account);
    return row;
}

ecflink::link_row to_row(const ecflink_link_record& given) {
    ecflink::link_row row;
    row.malformed = is_malformed(given.flags, "records.links.flags");
    row.court = identifier<ecflink::court_id>(given.court, given.court_size, "records.links.court");
    row.login = identifier<ecflink::login>(given.login, given.login_size, "records.links.login");
    row.central = identifier<ecflink::central_id>(given.central, given.central_size, "records.links.central");
    row.row = to_record("records.links.row", read(given.row, "records.links.row"));
    ecflink_link_case proofs = ECFLINK_LINK_CASE_INIT;  // it has the members of fields.def
    proofs.central_proof = given.central_proof;
    proofs.central_proof_at = given.central_proof_at;
    proofs.account_proof = given.account_proof;
    proofs.account_proof_at = given.account_proof_at;
    proofs.account_proof_court = given.account_proof_court;
    proofs.account_proof_court_size = given.account_proof_court_size;
    row.evidence = to_evidence("records.links", proofs);
    row.malformed = row.malformed || row.court.empty() || row.login.empty() || row.central.empty() ||
                    !row.row.linked_at || ecflink::contradicts_itself(row.row, row.evidence);
    return row;
}

ecflink::tombstone_row to_row(const ecflink_tombstone_record& given) {
    require_unused(given.reserved, "records.tombstones.reserved");
    ecflink::tombstone_row row;
    row.court = identifier<ecflink::court_id>(given.court, given.court_size, "records.tombstones.court");
    row.login = identifier<ecflink::login>(given.login, given.login_size, "records.tombstones.login");
    row.central =
        identifier<ecflink::central_id>(given.central, given.central_size, "records.tombstones.central");
    row.removed_at =
        optional_time(given.removed_at, "records.tombstones.removed_at").value_or(ecflink::earliest_instant);
    row.lifted_at = optional_time(given.lifted_at, "records.tombstones.lifted_at");
    row.actor = checked_text(given.actor, given.actor_size, any_size, "records.tombstones.actor");
    row.reason = checked_text(given.reason, given.reason_size, any_size, "records.tombstones.reason");
    return row;
}

ecflink::roster_row to_row(const ecflink_roster_record& given) {
    require_unused(given.reserved, "records.roster.reserved");
    return {identifier<ecflink::court_id>(given.court, given.court_size, "records.roster.court"),
            identifier<ecflink::login>(given.login, given.login_size, "records.roster.login"),
            identifier<ecflink::central_id>(given.central, given.central_size, "records.roster.central")};
}

ecflink::registration_row to_row(const ecflink_registration_record& given) {
    require_unused(given.reserved, "records.registrations.reserved");
    ecflink::registration_row row;
    row.malformed = is_malformed(given.flags, "records.registrations.flags");
    row.court = identifier<ecflink::court_id>(given.court, given.court_size, "records.registrations.court");
    row.central =
        identifier<ecflink::central_id>(given.central, given.central_size, "records.registrations.central");
    row.type = enumerator(given.type, ecflink::request_type::missing, "records.registrations.type");
    row.role = enumerator(given.role, ecflink::account_role::missing, "records.registrations.role");
    row.malformed = row.malformed || given.state == 0 || row.court.empty() || row.central.empty() ||
                    !is_listed(row.type) || !is_listed(row.role);
    row.state = enumerator(given.state, ecflink::registration_state::draft, "records.registrations.state");
    row.login = identifier<ecflink::login>(given.login, given.login_size, "records.registrations.login");
    row.submitted_at = optional_time(given.submitted_at, "records.registrations.submitted_at");
    row.decided_at = optional_time(given.decided_at, "records.registrations.decided_at");
    row.reason = checked_text(given.reason, given.reason_size, any_size, "records.registrations.reason");
    return row;
}

template <class Struct, class Row>
void add_rows(const Struct* first, std::size_t count, const char* field, std::vector<Row>& to) {
    for_each(first, count, field, [&](const Struct& one, std::size_t index) {
        at_index(index, [&] { to.push_back(to_row(one)); });
    });
}

ecflink::ledger_tables to_tables(const ecflink_records* records) {
    const ecflink_records given = read(records, "records");
    require_unused(given.reserved, "records.reserved");
    ecflink::ledger_tables tables;
    add_rows(given.central_accounts, given.central_account_count, "records.central_accounts",
             tables.central_accounts);
    add_rows(given.court_accounts, given.court_account_count, "records.court_accounts",
             tables.court_accounts);
    add_rows(given.links, given.link_count, "records.links", tables.links);
    add_rows(given.tombstones, given.tombstone_count, "records.tombstones", tables.tombstones);
    add_rows(given.roster, given.roster_count, "records.roster", tables.roster);
    add_rows(given.registrations, given.registration_count, "records.registrations", tables.registrations);
    return tables;
}

ecflink::ledger_tables read_folder(const char* folder, std::size_t size, const ecflink_ledger* ledger,
                                   const ledger_work& how) {
    const std::string name(checked_text(folder, size, any_size, "folder"));
    auto tables = ecflink::read_ledger(name, *required(ledger, "ledger").policies, how.options());
    how.require_not_cancelled();
    if (!tables) {
        throw failure{ECFLINK_E_INPUT, "folder", 0,
                      tables.error().empty() ? "" : to_text(tables.error().front())};
    }
    return std::move(tables).value();
}

void keep_left_out(std::span<const ecflink::ledger::left_out_row> rows, ecflink_left_out_kind kind,
                   ecflink_answer& answer) {
    for (const ecflink::ledger::left_out_row& row : rows) {
        ecflink_left_out one = ECFLINK_LEFT_OUT_INIT;
        one.kind = kind;
        one.row = row.row;
        one.table = answer.keep(row.table);
        answer.left_out.push_back(one);
    }
}

/// Loads tables that `read` makes.
template <class Read>
ecflink_status load(ecflink_ledger* ledger, const ecflink_acting* by, ecflink_time now,
                    const ecflink_work* wishes, std::uint32_t flags, ecflink_load_summary* out,
                    ecflink_answer** answer_out, ecflink_error* error, Read read_tables) {
    return guard(error, [&] {
        const destination<ecflink_load_summary> place(out, "out");
        answer_place answer(answer_out, false);
        ecflink::ledger& to = opened(ledger);
        const ledger_work how(wishes);
        const ecflink::acting who = to_acting(by, "by");
        const ecflink::ledger_tables tables = read_tables(how);
        const ecflink::ledger::load_summary given =
            taken(to.load(tables, who, required_time(now, "now"), how.options(), to_run(flags)));
        how.require_not_cancelled();
        ecflink_load_summary summary = ECFLINK_LOAD_SUMMARY_INIT;
        summary.added = given.added;
        summary.changed = given.changed;
        summary.unchanged = given.unchanged;
        summary.malformed = given.malformed;
        summary.ambiguous = given.ambiguous;
        summary.tombstones = given.tombstones;
        summary.registrations = given.registrations;
        summary.links_that_stand = given.links_that_stand.size();
        keep_left_out(given.first_ambiguous, ECFLINK_LEFT_OUT_AMBIGUOUS, *answer);
        keep_left_out(given.first_contradictory, ECFLINK_LEFT_OUT_CONTRADICTORY, *answer);
        for (const ecflink::ledger::standing_link& link : given.links_that_stand) {
            ecflink_left_out one = ECFLINK_LEFT_OUT_INIT;
            one.kind = ECFLINK_LEFT_OUT_LINK_STANDS;
            one.row = link.row;
            one.table = "tombstones";
            one.linked_at = link.linked_at.micros;
            answer->left_out.push_back(one);
        }
        answer->count = answer->left_out.size();
        place.write(summary);
        answer.give();
    });
}

std::vector<ecflink::contact_row> to_contacts(const ecflink_contact* contacts, std::size_t count) {
    std::vector<ecflink::contact_row> rows;
    for_each(contacts, count, "contacts", [&](const ecflink_contact& given, std::size_t index) {
        at_index(index, [&] {
            rows.push_back(
                {required_id<ecflink::court_id>(given.court, given.court_size, "contacts.court"),
                 required_id<ecflink::login>(given.login, given.login_size, "contacts.login"),
                 std::string(checked_text(given.contact, given.contact_size, any_size, "contacts.contact")),
                 truth(given.is_proven, "contacts.is_proven")});
        });
    });
    return rows;
}

/// Imports the links of tables that `read` makes.
template <class Read>
ecflink_status import_links(ecflink_ledger* ledger, const ecflink_acting* approved, const ecflink_acting* by,
                            ecflink_time now, ecflink_import_told told, void* told_context,
                            const ecflink_work* wishes, std::uint32_t flags, ecflink_import_summary* out,
                            ecflink_error* error, Read read_tables) {
    return guard(error, [&] {
        const destination<ecflink_import_summary> place(out, "out");
        ecflink::ledger& to = opened(ledger);
        ledger_work how(wishes);
        const auto approval = to_optional_acting(approved, "approved");
        const ecflink::acting who = to_acting(by, "by");
        const ecflink::ledger_tables tables = read_tables(how);
        const auto tell = [&](const ecflink::import_outcome& row) {
            if (told == nullptr) {
                return;
            }
            ecflink_import_outcome one = ECFLINK_IMPORT_OUTCOME_INIT;
            one.answer = static_cast<ecflink_import_answer>(row.answer);
            one.verdict = static_cast<ecflink_verdict>(row.decision.verdict);
            one.row = row.row;
            one.findings = row.decision.findings.bits();
            one.approved = row.decision.approved.bits();
            one.account_name = row.account_name.c_str();
            one.central_name = row.central_name.c_str();
            if (told(told_context, &one) != 0) {
                how.cancel();
            }
        };
        const ecflink::import_summary given = taken(to.import_links(
            tables, approval, who, required_time(now, "now"), tell, how.options(), to_run(flags)));
        how.require_not_cancelled();
        ecflink_import_summary summary = ECFLINK_IMPORT_SUMMARY_INIT;
        static_assert(sizeof(summary.answers) >= sizeof(given.answers));
        std::ranges::copy(given.answers, std::begin(summary.answers));
        place.write(summary);
    });
}

}  // namespace

ecflink_status ecflink_ledger_load(ecflink_ledger* ledger, const ecflink_records* records,
                                   const ecflink_acting* by, ecflink_time now, const ecflink_work* work_,
                                   uint32_t flags, ecflink_load_summary* out, ecflink_answer** answer_out,
                                   ecflink_error* error) {
    return load(ledger, by, now, work_, flags, out, answer_out, error,
                [&](const ledger_work&) { return to_tables(records); });
}

ecflink_status ecflink_ledger_load_folder(ecflink_ledger* ledger, const char* folder, size_t folder_size,
                                          const ecflink_acting* by, ecflink_time now,
                                          const ecflink_work* work_, uint32_t flags,
                                          ecflink_load_summary* out, ecflink_answer** answer_out,
                                          ecflink_error* error) {
    return load(ledger, by, now, work_, flags, out, answer_out, error,
                [&](const ledger_work& how) { return read_folder(folder, folder_size, ledger, how); });
}

ecflink_status ecflink_left_out_get(const ecflink_answer* answer, size_t index, ecflink_left_out* out,
                                    ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_left_out> place(out, "out");
        place.write(entry_of(required(answer, "answer").left_out, index));
    });
}

ecflink_status ecflink_ledger_set_contacts(ecflink_ledger* ledger, const ecflink_contact* contacts,
                                           size_t count, const ecflink_acting* by, ecflink_time now,
                                           ecflink_error* error) {
    return guard(error, [&] {
        done(opened(ledger).set_contacts(to_contacts(contacts, count), to_acting(by, "by"),
                                         required_time(now, "now")));
    });
}

ecflink_status ecflink_ledger_contacts_without_account(ecflink_ledger* ledger,
                                                       const ecflink_contact* contacts, size_t count,
                                                       size_t* places, size_t* found_out,
                                                       ecflink_error* error) {
    return guard(error, [&] {
        std::size_t& found = required(found_out, "found_out");
        if (count != 0 && places == nullptr) {
            throw failure{ECFLINK_E_INVALID_NULL, "places"};
        }
        const std::vector<std::size_t> all =
            taken(opened(ledger).contacts_without_account(to_contacts(contacts, count)));
        std::ranges::copy(all, places);
        found = all.size();
    });
}

ecflink_status ecflink_ledger_unlink(ecflink_ledger* ledger, const ecflink_pair* pair,
                                     const ecflink_acting* by, ecflink_time now, uint32_t flags,
                                     ecflink_unlink_outcome* out, ecflink_answer** answer_out,
                                     ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_unlink_outcome> place(out, "out");
        answer_place answer(answer_out, false);
        const ecflink_pair given = read(pair, "pair");
        require_unused(given.reserved, "pair.reserved");
        const auto court = required_id<ecflink::court_id>(given.court, given.court_size, "pair.court");
        const auto login = required_id<ecflink::login>(given.login, given.login_size, "pair.login");
        const auto central =
            required_id<ecflink::central_id>(given.central, given.central_size, "pair.central");
        const ecflink::unlink_outcome outcome = taken(opened(ledger).unlink(
            court, login, central, to_acting(by, "by"), required_time(now, "now"), to_run(flags)));
        ecflink_unlink_outcome told = ECFLINK_UNLINK_OUTCOME_INIT;
        told.answer = static_cast<ecflink_unlink_answer>(outcome.answer);
        told.sequence = outcome.sequence;
        answer->keep_owed(outcome.owes, outcome.sequence, court.view(), login.view(), central.view());
        answer->keep_pair(outcome.pair);
        place.write(told);
        answer.give();
    });
}

ecflink_status ecflink_ledger_import(ecflink_ledger* ledger, const ecflink_records* records,
                                     const ecflink_acting* approved, const ecflink_acting* by,
                                     ecflink_time now, ecflink_import_told told, void* told_context,
                                     const ecflink_work* work_, uint32_t flags, ecflink_import_summary* out,
                                     ecflink_error* error) {
    return import_links(ledger, approved, by, now, told, told_context, work_, flags, out, error,
                        [&](const ledger_work&) { return to_tables(records); });
}

ecflink_status ecflink_ledger_import_folder(ecflink_ledger* ledger, const char* folder, size_t folder_size,
                                            const ecflink_acting* approved, const ecflink_acting* by,
                                            ecflink_time now, ecflink_import_told told, void* told_context,
                                            const ecflink_work* work_, uint32_t flags,
                                            ecflink_import_summary* out, ecflink_error* error) {
    return import_links(
        ledger, approved, by, now, told, told_context, work_, flags, out, error,
        [&](const ledger_work& how) { return read_folder(folder, folder_size, ledger, how); });
}
