// ledger_c_values.hpp: what the two players over the C interface share: structs from JSON, and what
// C structs say as JSON.
#pragma once

#include <deque>

#include <ecflink/ecflink_ledger.h>

#include "ledger_player.hpp"

namespace scenarios::c_values {

// ---- from JSON. A pool keeps the texts and structs that other structs point to.

struct pool {
    std::deque<std::string> texts;
    std::deque<ecflink_central_account> centrals;
    std::deque<ecflink_court_account> accounts;
    std::deque<ecflink_ledger_row> rows;
};

inline std::int32_t token(const json& object, const char* name, ecflink_enumeration of,
                          std::int32_t when_absent = 0) {
    const std::string given = text(object, name);
    if (given.empty()) {
        return when_absent;
    }
    std::int32_t value = 0;
    if (ecflink_token_parse(of, given.data(), given.size(), &value, nullptr) != ECFLINK_OK) {
        throw std::runtime_error("no token: " + given);
    }
    return value;
}

inline ecflink_time time_of(const std::string& given) {
    ecflink_time value = ECFLINK_NO_TIME;
    if (!given.empty() && ecflink_time_parse(given.data(), given.size(), &value, nullptr) != ECFLINK_OK) {
        throw std::runtime_error("no time: " + given);
    }
    return value;
}
inline ecflink_time time(const json& object, const char* name) { return time_of(text(object, name)); }

inline void set_text(pool& kept, const json& object, const char* name, const char*& data, std::size_t& size) {
    const std::string& one = kept.texts.emplace_back(text(object, name));
    data = one.data();
    size = one.size();
}

inline std::uint32_t flags_of(const json& with) { return truth(with, "dry") ? ECFLINK_DRY_RUN : 0; }
inline std::uint32_t lost_in(const json& with) {
    return truth(with, "credentials_lost") ? ECFLINK_CREDENTIALS_LOST : 0;
}

inline ecflink_acting person(pool& kept, const json& with, const char* name = "by") {
    static const json clerk = {{"id", "clerk"}};
    const json* given = find(with, name);
    const json& it = given == nullptr ? clerk : *given;
    ecflink_acting one = ECFLINK_ACTING_INIT;
    one.who = token(it, "who", ECFLINK_ENUMERATION_ACTOR, ECFLINK_ACTOR_COURT);
    set_text(kept, it, "id", one.id, one.id_size);
    set_text(kept, it, "reason", one.reason, one.reason_size);
    return one;
}

struct tables {
    pool kept;
    std::vector<ecflink_central_record> centrals;
    std::vector<ecflink_court_record> accounts;
    std::vector<ecflink_link_record> links;
    std::vector<ecflink_tombstone_record> tombstones;
    std::vector<ecflink_roster_record> roster;
    std::vector<ecflink_registration_record> registrations;
};

inline ecflink_central_record central_record(pool& kept, const json& given) {
    ecflink_central_account& account = kept.centrals.emplace_back();
    account = ECFLINK_CENTRAL_ACCOUNT_INIT;
    account.usage = token(given, "usage", ECFLINK_ENUMERATION_CENTRAL_USAGE);
    account.status = token(given, "status", ECFLINK_ENUMERATION_CENTRAL_STATUS);
    account.generation = token(given, "generation", ECFLINK_ENUMERATION_CENTRAL_GENERATION);
    account.search_status = token(given, "search_status", ECFLINK_ENUMERATION_SEARCH_STATUS);
    account.mfa = token(given, "mfa", ECFLINK_ENUMERATION_MFA_STATE);
    account.registration = token(given, "registration", ECFLINK_ENUMERATION_REGISTRATION_TYPE);
    account.pending_change = token(given, "pending_change", ECFLINK_ENUMERATION_PENDING_CHANGE);
    account.exempt = truth(given, "exempt") ? 1 : 0;
    if (const std::string created = text(given, "created"); !created.empty()) {
        if (ecflink_date_parse(created.data(), created.size(), &account.created, nullptr) != ECFLINK_OK) {
            throw std::runtime_error("no date: " + created);
        }
    }
    set_text(kept, given, "name", account.name, account.name_size);
    ecflink_central_record record = ECFLINK_CENTRAL_RECORD_INIT;
    set_text(kept, given, "central_id", record.id, record.id_size);
    record.account = &account;
    return record;
}

inline ecflink_court_record court_record(pool& kept, const json& given) {
    ecflink_court_account& account = kept.accounts.emplace_back();
    account = ECFLINK_COURT_ACCOUNT_INIT;
    account.role = token(given, "role", ECFLINK_ENUMERATION_ACCOUNT_ROLE);
    account.status = token(given, "status", ECFLINK_ENUMERATION_ACCOUNT_STATUS);
    account.pending_change = token(given, "pending_change", ECFLINK_ENUMERATION_PENDING_CHANGE);
    account.link_locked = truth(given, "link_locked") ? 1 : 0;
    account.principals = static_cast<std::uint32_t>(number(given, "principals"));
    account.opened = time(given, "opened");
    set_text(kept, given, "login", account.login, account.login_size);
    set_text(kept, given, "name", account.name, account.name_size);
    ecflink_court_record record = ECFLINK_COURT_RECORD_INIT;
    set_text(kept, given, "court", record.court, record.court_size);
    record.account = &account;
    return record;
}

inline ecflink_link_record link_record(pool& kept, const json& given) {
    ecflink_ledger_row& row = kept.rows.emplace_back();
    row = ECFLINK_LEDGER_ROW_INIT;
    row.linked_at = time(given, "linked_at");
    row.state = token(given, "state", ECFLINK_ENUMERATION_LINK_STATE);
    row.made_by = token(given, "made_by", ECFLINK_ENUMERATION_LINK_MAKER);
    row.confirmed_at = time(given, "confirmed_at");
    ecflink_link_record record = ECFLINK_LINK_RECORD_INIT;
    set_text(kept, given, "court", record.court, record.court_size);
    set_text(kept, given, "login", record.login, record.login_size);
    set_text(kept, given, "central_id", record.central, record.central_size);
    set_text(kept, given, "account_proof_court", record.account_proof_court, record.account_proof_court_size);
    record.central_proof = token(given, "central_proof", ECFLINK_ENUMERATION_PROOF_CLASS);
    record.central_proof_at = time(given, "central_proof_at");
    record.account_proof = token(given, "account_proof", ECFLINK_ENUMERATION_PROOF_CLASS);
    record.account_proof_at = time(given, "account_proof_at");
    record.row = &row;
    return record;
}

/// The tables of an object. They point into themselves, so they are not copied.
inline std::unique_ptr<tables> tables_of(const json& given) {
    auto made = std::make_unique<tables>();
    pool& kept = made->kept;
    for (const json& one : part(given, "central_accounts")) {
        made->centrals.push_back(central_record(kept, one));
    }
    for (const json& one : part(given, "court_accounts")) {
        made->accounts.push_back(court_record(kept, one));
    }
    for (const json& one : part(given, "links")) {
        made->links.push_back(link_record(kept, one));
    }
    for (const json& one : part(given, "tombstones")) {
        ecflink_tombstone_record record = ECFLINK_TOMBSTONE_RECORD_INIT;
        set_text(kept, one, "court", record.court, record.court_size);
        set_text(kept, one, "login", record.login, record.login_size);
        set_text(kept, one, "central_id", record.central, record.central_size);
        set_text(kept, one, "actor", record.actor, record.actor_size);
        set_text(kept, one, "reason", record.reason, record.reason_size);
        record.removed_at = time(one, "removed_at");
        record.lifted_at = time(one, "lifted_at");
        made->tombstones.push_back(record);
    }
    for (const json& one : part(given, "roster")) {
        ecflink_roster_record record = ECFLINK_ROSTER_RECORD_INIT;
        set_text(kept, one, "court", record.court, record.court_size);
        set_text(kept, one, "login", record.login, record.login_size);
        set_text(kept, one, "central_id", record.central, record.central_size);
        made->roster.push_back(record);
    }
    for (const json& one : part(given, "registrations")) {
        ecflink_registration_record record = ECFLINK_REGISTRATION_RECORD_INIT;
        record.type = token(one, "type", ECFLINK_ENUMERATION_REQUEST_TYPE);
        record.role = token(one, "role", ECFLINK_ENUMERATION_ACCOUNT_ROLE);
        record.state = token(one, "state", ECFLINK_ENUMERATION_REGISTRATION_STATE);
        set_text(kept, one, "court", record.court, record.court_size);
        set_text(kept, one, "central_id", record.central, record.central_size);
        set_text(kept, one, "login", record.login, record.login_size);
        set_text(kept, one, "reason", record.reason, record.reason_size);
        record.submitted_at = time(one, "submitted_at");
        record.decided_at = time(one, "decided_at");
        made->registrations.push_back(record);
    }
    return made;
}

inline std::vector<ecflink_contact> contacts_of(pool& kept, const json& with) {
    std::vector<ecflink_contact> contacts;
    for (const json& one : with.at("contacts")) {
        ecflink_contact contact = ECFLINK_CONTACT_INIT;
        set_text(kept, one, "court", contact.court, contact.court_size);
        set_text(kept, one, "login", contact.login, contact.login_size);
        set_text(kept, one, "contact", contact.contact, contact.contact_size);
        contact.is_proven = truth(one, "is_proven") ? 1 : 0;
        contacts.push_back(contact);
    }
    return contacts;
}

inline ecflink_agency agency_of(pool& kept, const json& with) {
    ecflink_agency one = ECFLINK_AGENCY_INIT;
    set_text(kept, with, "court", one.court, one.court_size);
    set_text(kept, with, "agent", one.agent, one.agent_size);
    set_text(kept, with, "principal", one.principal, one.principal_size);
    one.state = token(with, "state", ECFLINK_ENUMERATION_AGENCY_STATE);
    return one;
}

/// The word of a status of the class ECFLINK_E_LEDGER; empty for another.
inline std::string word_of(ecflink_status status) {
    static constexpr std::string_view prefix = "ECFLINK_E_LEDGER_";
    std::string name = ecflink_status_name(status);
    if (name.compare(0, prefix.size(), prefix) != 0) {
        return "";
    }
    name.erase(0, prefix.size());
    for (char& letter : name) {
        letter = letter == '_' ? '-' : static_cast<char>(letter - 'A' + 'a');
    }
    return name;
}

// ---- to JSON

inline json told_time(ecflink_time at) {
    if (at == ECFLINK_NO_TIME) {
        return nullptr;
    }
    char buffer[64];
    std::size_t size = 0;
    if (ecflink_time_format(at, buffer, sizeof(buffer), &size, nullptr) != ECFLINK_OK) {
        throw std::runtime_error("a time cannot be written");
    }
    return std::string(buffer, size);
}
inline json told_token(ecflink_enumeration of, std::int32_t value) {
    return or_null(ecflink_token_text(of, value));
}
inline json told_findings(std::uint64_t bits) {
    json all = json::array();
    for (ecflink_finding one = 0; one < 64; ++one) {
        if ((bits & ECFLINK_FINDING_MASK(one)) != 0) {
            all.push_back(ecflink_finding_token(one));
        }
    }
    return all;
}
inline json told_set(ecflink_enumeration of, std::uint64_t bits) {
    json all = json::array();
    for (std::int32_t one = 0; one < 64; ++one) {
        if ((bits >> one & 1) != 0) {
            all.push_back(ecflink_token_text(of, one));
        }
    }
    return all;
}

inline json told(const ecflink_load_summary& given) {
    return {{"added", given.added},
            {"changed", given.changed},
            {"unchanged", given.unchanged},
            {"malformed", given.malformed},
            {"ambiguous", given.ambiguous},
            {"tombstones", given.tombstones},
            {"registrations", given.registrations},
            {"links_that_stand", given.links_that_stand}};
}
inline json told(const ecflink_begin_outcome& given, const json& page, const json& commit) {
    return {{"outward", told_token(ECFLINK_ENUMERATION_OUTWARD_ANSWER, given.outward)},
            {"problem", told_token(ECFLINK_ENUMERATION_CEREMONY_PROBLEM, given.problem)},
            {"verdict", told_token(ECFLINK_ENUMERATION_VERDICT, given.verdict)},
            {"findings", told_findings(given.findings)},
            {"approved", told_findings(given.approved)},
            {"needs_approval", given.needs_approval == 1},
            {"held", given.held_as != 0},
            {"ends", told_time(given.ends)},
            {"page", page},
            {"commit", commit}};
}
/// A page; the texts of its lists are given.
template <class TextsOf>
json told(const ecflink_confirm_page& page, const TextsOf& texts_of) {
    return {{"court", page.court},
            {"account_name", page.account_name},
            {"central_name", page.central_name},
            {"account", page.account},
            {"central", page.central},
            {"role", told_token(ECFLINK_ENUMERATION_ACCOUNT_ROLE, page.role)},
            {"names_differ", page.names_differ == 1},
            {"permanent", texts_of(ECFLINK_TEXTS_PERMANENT)},
            {"look_twice", texts_of(ECFLINK_TEXTS_LOOK_TWICE)},
            {"contacts_not_carried", texts_of(ECFLINK_TEXTS_CONTACTS_NOT_CARRIED)},
            {"agents_not_carried", texts_of(ECFLINK_TEXTS_AGENTS_NOT_CARRIED)}};
}
inline json told(const ecflink_commit_outcome& given, const json& owes) {
    return {{"outward", told_token(ECFLINK_ENUMERATION_OUTWARD_ANSWER, given.outward)},
            {"problem", told_token(ECFLINK_ENUMERATION_CEREMONY_PROBLEM, given.problem)},
            {"verdict", told_token(ECFLINK_ENUMERATION_VERDICT, given.verdict)},
            {"findings", told_findings(given.findings)},
            {"approved", told_findings(given.approved)},
            {"linked_at", told_time(given.linked_at)},
            {"owes", owes},
            {"record", given.record_size == 0 ? json(nullptr)
                                              : json::parse(std::string(given.record, given.record_size))}};
}
inline json told_cancel(ecflink_outward_answer outward, ecflink_ceremony_problem problem) {
    return {{"outward", told_token(ECFLINK_ENUMERATION_OUTWARD_ANSWER, outward)},
            {"problem", told_token(ECFLINK_ENUMERATION_CEREMONY_PROBLEM, problem)}};
}
inline json told_outcome(ecflink_handle_outcome outcome) {
    return {{"outcome", outcome == ECFLINK_HANDLE_COMMITTED   ? "committed"
                        : outcome == ECFLINK_HANDLE_CANCELLED ? "cancelled"
                        : outcome == ECFLINK_HANDLE_UNUSED    ? "unused"
                                                              : "no outcome"}};
}
inline json told_new(const ecflink_owed& one) {
    return {{"obligation", told_token(ECFLINK_ENUMERATION_OBLIGATION, one.what)},
            {"due", told_time(one.due)}};
}
inline json told_open(const ecflink_owed& one) {
    json told = told_new(one);
    told["court"] = one.court;
    told["login"] = one.login;
    told["central"] = one.central;
    return told;
}
inline json told(const ecflink_held_link& item) {
    return {{"court", item.court},
            {"login", item.login},
            {"central", item.central},
            {"state", told_token(ECFLINK_ENUMERATION_HOLD_STATE, item.state)},
            {"found", told_findings(item.found)},
            {"approved", told_findings(item.approved)},
            {"proposed_at", told_time(item.proposed_at)},
            {"decided_at", told_time(item.decided_at)},
            {"decided_by", item.decided_by},
            {"reason", item.reason}};
}
inline json told(const ecflink_pair_review& pair, const json& permanent) {
    return {{"account_name", pair.account_name},
            {"central_name", pair.central_name},
            {"role", told_token(ECFLINK_ENUMERATION_ACCOUNT_ROLE, pair.role)},
            {"verdict", told_token(ECFLINK_ENUMERATION_VERDICT, pair.verdict)},
            {"findings", told_findings(pair.findings)},
            {"permanent", permanent}};
}
inline json told(const ecflink_hold_outcome& given, const json& item, const json& pair) {
    json answer = {{"item", item},
                   {"has_changed", given.has_changed == 1},
                   {"approved_until", told_time(given.approved_until)},
                   {"pair", pair}};
    if (given.decided != 0) {
        answer["decided"] = told_token(ECFLINK_ENUMERATION_HOLD_ANSWER, given.decided);
    }
    return answer;
}
inline json told(const ecflink_import_outcome& row) {
    return {{"answer", told_token(ECFLINK_ENUMERATION_IMPORT_ANSWER, row.answer)},
            {"verdict", told_token(ECFLINK_ENUMERATION_VERDICT, row.verdict)},
            {"findings", told_findings(row.findings)},
            {"approved", told_findings(row.approved)},
            {"account_name", row.account_name},
            {"central_name", row.central_name}};
}
inline json told_privilege(std::int32_t granted, ecflink_access_reason reason, std::uint64_t findings,
                           std::uint64_t reasons) {
    return {{"granted", granted == 1},
            {"reason", told_token(ECFLINK_ENUMERATION_ACCESS_REASON, reason)},
            {"findings", told_findings(findings)},
            {"reasons", told_set(ECFLINK_ENUMERATION_ACCESS_REASON, reasons)}};
}
inline json told(const ecflink_privilege& one) {
    return told_privilege(one.granted, one.reason, one.findings, one.reasons);
}
inline json told(const ecflink_court_access& may) {
    return {{"level", told_token(ECFLINK_ENUMERATION_ACCESS_LEVEL, may.level)},
            {"menus", told_set(ECFLINK_ENUMERATION_MENU, may.menus)},
            {"authentication", told_privilege(may.authentication_granted, may.authentication_reason,
                                              may.authentication_findings, may.authentication_reasons)},
            {"search",
             told_privilege(may.search_granted, may.search_reason, may.search_findings, may.search_reasons)},
            {"filing",
             told_privilege(may.filing_granted, may.filing_reason, may.filing_findings, may.filing_reasons)}};
}
inline json told(const ecflink_access_place& place, const ecflink_court_access& may) {
    json entry = told(may);
    entry["court"] = place.court;
    entry["login"] = or_null(place.login);
    entry["role"] = told_token(ECFLINK_ENUMERATION_ACCOUNT_ROLE, place.role);
    return entry;
}
inline json told(const ecflink_registration_outcome& given, const json& pair) {
    return {{"answer", told_token(ECFLINK_ENUMERATION_REGISTRATION_ANSWER, given.answer)},
            {"state", told_token(ECFLINK_ENUMERATION_REGISTRATION_STATE, given.state)},
            {"findings", told_findings(given.findings)},
            {"linked", given.linked_sequence != 0},
            {"pair", pair}};
}
inline json told(const ecflink_registration_item& one) {
    return {{"court", one.court},
            {"central", one.central},
            {"type", told_token(ECFLINK_ENUMERATION_REQUEST_TYPE, one.type)},
            {"role", told_token(ECFLINK_ENUMERATION_ACCOUNT_ROLE, one.role)},
            {"state", told_token(ECFLINK_ENUMERATION_REGISTRATION_STATE, one.state)},
            {"login", or_null(one.login)},
            {"credentials_lost", one.credentials_lost == 1},
            {"reason", one.reason},
            {"submitted_at", told_time(one.submitted_at)},
            {"decided_at", told_time(one.decided_at)}};
}
inline json told(const ecflink_agency& one) {
    return {{"agent", std::string(one.agent, one.agent_size)},
            {"principal", std::string(one.principal, one.principal_size)},
            {"state", told_token(ECFLINK_ENUMERATION_AGENCY_STATE, one.state)}};
}
inline json told(const ecflink_verified_link& link) {
    return {{"court", link.court},
            {"login", link.login},
            {"central", link.central},
            {"verdict", told_token(ECFLINK_ENUMERATION_VERDICT, link.verdict)},
            {"findings", told_findings(link.findings)}};
}
inline json told(const ecflink_verify_summary& given, const json& failing) {
    return {{"links", given.links}, {"removed", given.removed}, {"allow", given.allow},
            {"hold", given.hold},   {"refuse", given.refuse},   {"failing", failing}};
}
inline json told(const ecflink_audit_summary& given, const json& flaws) {
    return {{"whole", given.is_whole == 1},
            {"entries", given.entries},
            {"authenticated", given.authenticated},
            {"flaws", flaws}};
}
inline json told(const ecflink_state_summary& given) {
    return {{"agrees", given.agrees == 1},
            {"events", given.events},
            {"rows", given.rows},
            {"differences", given.differences}};
}
inline json told(const ecflink_ledger_info& given) {
    return {{"events", given.events},
            {"central_accounts", given.central_accounts},
            {"court_accounts", given.court_accounts},
            {"active_links", given.active_links},
            {"removed_links", given.removed_links},
            {"tombstones", given.tombstones},
            {"open_obligations", given.open_obligations},
            {"open_registrations", given.open_registrations},
            {"held_links", given.held_links},
            {"overdue_obligations", given.overdue_obligations},
            {"oldest_due", told_time(given.oldest_due)},
            {"open_attempts", given.open_attempts}};
}

}  // namespace scenarios::c_values
