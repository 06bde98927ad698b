#include "ledger/writing.hpp"

#include <array>
#include <iterator>
#include <vector>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/record.hpp>

#include "ledger/field_columns.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

/// The places of the fields of a link in the row.
const std::vector<std::size_t>& places_of_link_fields() {
    static const std::vector<std::size_t> places = [] {
        std::vector<std::size_t> all;
        tables::for_each_field<link_columns>(
            [&all](auto field) { all.push_back(links_table.place_of(sql_name(field.name))); });
        return all;
    }();
    return places;
}
constexpr statement insert_record{"INSERT INTO records (sequence, record) VALUES ($1, $2)"};
/// The holder of an account, unless a notice to them about this claimant is open.
constexpr statement select_holder_to_notify{
    "SELECT central_id FROM (SELECT court, login, central_id FROM links WHERE court = $1 AND login = $2 "
    "AND central_id <> $3 AND state = 'active' ORDER BY sequence LIMIT 1) AS holder "
    "WHERE NOT EXISTS (SELECT 1 FROM obligations AS open WHERE open.court = holder.court "
    "AND open.login = holder.login AND open.central_id = holder.central_id "
    "AND open.claimant = $3 AND open.obligation = 'notify-holder' AND open.discharged IS NULL)"};
constexpr statement select_tombstones_to_lift{
    "SELECT sequence FROM tombstones WHERE court = $1 AND login = $2 AND central_id = $3 "
    "AND (lifted_at IS NULL OR lifted_at > $4) ORDER BY sequence"};

constexpr statement select_attempt{"SELECT count(*) FROM attempts WHERE sequence = $1"};
constexpr statement select_old_attempts{
    "SELECT sequence FROM attempts WHERE court = $1 AND login = $2 AND reserved_at <= $3 ORDER BY sequence"};
constexpr statement count_attempts{
    "SELECT count(*) FROM attempts WHERE court = $1 AND login = $2 AND reserved_at > $3 "
    "AND outcome <> 'proven'"};

}  // namespace

instant attempts_since(const link_policy& policy, instant now) noexcept {
    const std::int64_t window = policy.attempt_window.micros;
    return {now.micros < earliest_instant.micros + window ? earliest_instant.micros : now.micros - window};
}

std::optional<approval> to_approval(const std::optional<acting>& given) {
    return given ? std::optional(approval{given->who, given->id, given->reason}) : std::nullopt;
}

audit_entry event_of(audit_event what, const pair_facts& facts, instant now,
                     const std::optional<acting>& by) {
    audit_entry entry;
    entry.event = what;
    entry.at = now;
    entry.court = facts.court;
    entry.login = facts.account_key;
    entry.central = facts.central_key;
    entry.by = by ? by->who : actor::filer;
    entry.actor_id = by ? by->id : std::string(facts.central_key.view());
    if (by && !by->reason.empty()) {
        entry.details.push_back({"reason", by->reason});
    }
    return entry;
}

bool has_too_many_attempts(const query_function& query, const link_policy& policy, std::string_view court,
                           std::string_view id, instant now) {
    const parameter key[] = {court, id, attempts_since(policy, now).micros};
    return policy.attempt_limit != 0 &&
           integer(query(count_attempts, key).front()[0]) >= static_cast<std::int64_t>(policy.attempt_limit);
}

std::uint64_t reserve_attempt(transaction& work, const link_policy& policy, std::string_view court,
                              std::string_view id, audit_entry entry, instant now) {
    const instant since = attempts_since(policy, now);
    const parameter old[] = {court, id, since.micros};
    if (has_too_many_attempts(queries_of(work), policy, court, id, now)) {
        return 0;
    }
    entry.event = audit_event::attempt_reserved;
    entry.at = now;
    // two attempts at one instant differ
    entry.details.push_back({"attempt", to_hex(random_bytes<16>())});
    const std::uint64_t attempt = work.log(entry);
    for (const row& gone : work.query(select_old_attempts, old)) {
        work.erase(attempts_table, {integer(gone[0])});
    }
    work.insert(attempts_table, {to_parameter(attempt), court, id, now.micros, std::string_view("open")});
    return attempt;
}

void close_attempt(transaction& work, std::uint64_t attempt, bool is_proven) {
    const bound_statement asked = query_of_attempt(attempt);
    if (integer(work.query(*asked.what, asked.parameters).front()[0]) != 0) {
        work.update(attempts_table, {to_parameter(attempt)},
                    {{"outcome", std::string_view(is_proven ? "proven" : "failed")}});
    }
}

bound_statement query_of_attempt(std::uint64_t attempt) { return {&select_attempt, {to_parameter(attempt)}}; }

queries_ahead queries_of_attempts(std::string_view court, std::string_view id, instant since) {
    return {{&count_attempts, {court, id, since.micros}}, {&select_old_attempts, {court, id, since.micros}}};
}

bool owe(transaction& work, std::uint64_t sequence, std::span<const owed> all, const pair_facts& facts) {
    if (all.size() != 1 || all.front().what != obligation::notify_holder) {
        work.owe(sequence, all, facts.court, facts.account_key, facts.central_key);
        return !all.empty();
    }
    const parameter key[] = {facts.court.view(), facts.account_key.view(), facts.central_key.view()};
    const std::vector<row> holder = work.query(select_holder_to_notify, key);
    if (!holder.empty()) {
        work.owe(sequence, all, facts.court, facts.account_key, id<central_id>(holder[0][0]),
                 facts.central_key);
    }
    return !holder.empty();
}

std::uint64_t write_link(transaction& work, const court_policy& policy, const pair_facts& facts,
                         const commitment& made, const link_case& decided, findings found, audit_entry entry,
                         std::span<const owed> owes, instant now, std::string* record) {
    entry.findings = found;
    const findings approved = decided.row == nullptr ? findings{} : decided.row->approved;
    const std::string kept = make_record(
        policy, decided, now, {decide(policy.rules.dispositions, found, approved), found, approved});
    entry.details.push_back({"policy", policy.digest});
    // so the signed trail covers the record too
    entry.details.push_back({"record", std::string(to_text(digest_of(kept)).view())});
    const std::uint64_t sequence = work.log(entry);
    const std::string approved_list = tables::to_list(made.row.approved);
    const auto parameter_for = [&](auto field) {
        if constexpr (std::is_same_v<typename decltype(field)::type, field_type::finding_list>) {
            return approved_list.empty() ? parameter{} : parameter{std::string_view(approved_list)};
        } else {
            return parameter_of(field.of(made));
        }
    };
    std::array<parameter, std::size(columns_of::links)> link;
    link[links_table.place_of("sequence")] = to_parameter(sequence);
    link[links_table.place_of("account_slot")] = facts.account_slot;
    link[links_table.place_of("central_slot")] = facts.central_slot;
    auto place = places_of_link_fields().begin();
    tables::for_each_field<link_columns>([&](auto field) { link.at(*place++) = parameter_for(field); });
    work.insert(links_table, link);
    work.add(insert_record, {to_parameter(sequence), std::string_view(kept)});
    if (facts.others.tombstoned_at) {
        const parameter pair[] = {made.court.view(), made.login.view(), made.central.view(),
                                  to_parameter(now)};
        for (const row& lifted : work.query(select_tombstones_to_lift, pair)) {
            work.update(tombstones_table, {integer(lifted[0])},
                        {{"lifted", to_parameter(sequence)}, {"lifted_at", to_parameter(now)}});
        }
    }
    if (facts.open_hold != 0) {
        work.update(held_links_table, {to_parameter(facts.open_hold)},
                    {{"state", to_parameter(hold_state::linked)}});
    }
    work.owe(sequence, owes, made.court, made.login, made.central);
    if (record != nullptr) {
        *record = kept;
    }
    return sequence;
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
