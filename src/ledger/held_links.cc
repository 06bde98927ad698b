// The clerks' queue.
#include "ledger/held_links.hpp"

#include <ecflink/ledger/confirm_page.hpp>

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

#define ECFLINK_HELD_COLUMNS                                                                          \
    "sequence, court, login, central_id, proposed_at, state, findings, approved, decided_at, actor, " \
    "reason, account_revision, central_revision"
constexpr statement select_hold{"SELECT " ECFLINK_HELD_COLUMNS " FROM held_links WHERE sequence = $1"};
constexpr statement select_holds{
    "SELECT " ECFLINK_HELD_COLUMNS
    " FROM held_links WHERE (court = $1 OR $1 = '') AND (state IN ('waiting', 'approved') OR $2 = 1) "
    "ORDER BY sequence"};

/// An empty text is an empty list.
findings read_findings(const value& given) {
    findings read;
    if (!text(given).empty()) {
        read_value(detail::field_type::finding_list{}, given, read);
    }
    return read;
}

held_link read_hold(const row& it) {
    held_link read;
    read.id = static_cast<std::uint64_t>(integer(it[0]));
    read.court = id<court_id>(it[1]);
    read.login = id<login>(it[2]);
    read.central = id<central_id>(it[3]);
    read.proposed_at = {integer(it[4])};
    read.state = token<hold_state>(it[5]);
    read.found = read_findings(it[6]);
    read.approved = read_findings(it[7]);
    read.decided_at = time(it[8]);
    read.decided_by = text(it[9]);
    read.reason = text(it[10]);
    read.account_revision = static_cast<std::uint64_t>(integer(it[11]));
    read.central_revision = static_cast<std::uint64_t>(integer(it[12]));
    return read;
}

held_link get_hold(const query_function& query, std::uint64_t id) {
    const parameter key[] = {to_parameter(id)};
    const auto found = query(select_hold, key);
    if (found.empty()) {
        throw database_error(ledger_trouble::not_found,
                             "there is no item of this number in the clerks' queue");
    }
    return read_hold(found.front());
}

bool has_same_records(const held_link& item, const pair_facts& facts) {
    return facts.account && facts.account->revision == item.account_revision && facts.central &&
           facts.central->revision == item.central_revision;
}

hold_review review(const query_function& query, const policy_set& policies, held_link item, instant now) {
    const court_policy& policy = policies.find(item.court.view());
    const pair_facts facts = read_pair(query, item.court, item.login, item.central, now);
    hold_review shown;
    shown.pair = review_of(policy, facts, permanent_if_linked(policy), now);
    shown.has_changed = !has_same_records(item, facts);
    if (approval_of(item, facts, now)) {
        shown.approved_until = end_of_approval(item);
    }
    shown.item = std::move(item);
    return shown;
}

/// Decides within a transaction, logs the answer, and writes it down.
template <class Decide>
hold_outcome decide_in(transaction& work, const policy_set& policies, std::uint64_t id, const acting& by,
                       instant now, hold_state to, const Decide& decide) {
    const query_function query = queries_of(work);
    hold_outcome outcome;
    outcome.shown = review(query, policies, get_hold(query, id), now);
    held_link& item = outcome.shown.item;
    const court_policy& policy = policies.find(item.court.view());
    hold_request asked;
    asked.state = item.state;
    asked.found = item.found;
    asked.has_same_records = !outcome.shown.has_changed;
    asked.now = outcome.shown.pair.found;
    asked.central = item.central;
    asked.by = {by.who, by.id, by.reason};
    const hold_decision made = decide(policy.rules, asked);
    outcome.answer = made.answer;
    if (made.answer != hold_answer::approved && made.answer != hold_answer::rejected) {
        return outcome;
    }
    audit_entry entry;
    entry.event = to == hold_state::approved ? audit_event::hold_approved : audit_event::hold_rejected;
    entry.at = now;
    entry.court = item.court;
    entry.login = item.login;
    entry.central = item.central;
    entry.by = by.who;
    entry.actor_id = by.id;
    entry.findings = made.approved;
    entry.details = {{"item", static_cast<std::int64_t>(id)}, {"reason", by.reason}};
    outcome.sequence = work.log(entry);
    item.state = to;
    item.approved = made.approved;
    item.decided_at = now;
    item.decided_by = by.id;
    item.reason = by.reason;
    if (to == hold_state::approved) {
        outcome.shown.approved_until = detail::end_of_lifetime(now, approval_lifetime);
    } else {
        outcome.shown.approved_until.reset();
    }
    const std::string approved = detail::tables::to_list(made.approved);
    work.update(held_links_table, {to_parameter(id)},
                {{"state", to_parameter(to)},
                 {"approved", std::string_view(approved)},
                 {"decided", to_parameter(outcome.sequence)},
                 {"decided_at", to_parameter(now)},
                 {"actor", std::string_view(by.id)},
                 {"reason", std::string_view(by.reason)}});
    return outcome;
}

}  // namespace

namespace detail::ledger {

std::optional<held_link> find_open_hold(const query_function& query, const pair_facts& facts) {
    return facts.open_hold == 0 ? std::nullopt : std::optional(get_hold(query, facts.open_hold));
}

std::optional<approval> approval_of(const std::optional<held_link>& item, const pair_facts& facts,
                                    instant now) {
    if (!item || item->state != hold_state::approved || !is_approval_in_force(*item->decided_at, now) ||
        !has_same_records(*item, facts)) {
        return std::nullopt;
    }
    return approval{actor::court, item->decided_by, item->reason, item->approved};
}

std::uint64_t enqueue(transaction& work, const std::optional<held_link>& open, const pair_facts& facts,
                      findings found, std::uint64_t sequence, instant now) {
    if (open && open->state == hold_state::waiting && open->found == found &&
        has_same_records(*open, facts)) {
        return open->id;
    }
    if (open) {
        work.update(held_links_table, {to_parameter(open->id)},
                    {{"state", to_parameter(hold_state::replaced)}});
    }
    const std::string listed = tables::to_list(found);
    constexpr std::string_view none;
    work.insert(held_links_table,
                {to_parameter(sequence), facts.court.view(), facts.account_key.view(),
                 facts.central_key.view(), to_parameter(now), to_parameter(hold_state::waiting),
                 std::string_view(listed), none, to_parameter(facts.account->revision),
                 to_parameter(facts.central->revision), parameter{}, parameter{}, none, none});
    return sequence;
}

pair_review review_of(const court_policy& policy, const pair_facts& facts, std::vector<std::string> permanent,
                      instant now) {
    return {.account_name = std::string(facts.account_name()),
            .central_name = std::string(facts.central_name()),
            .role = facts.account ? facts.account->row.account.role : account_role::missing,
            .found = assess_without_proofs(policy.rules, facts.make_case({}, {}), now),
            .permanent = std::move(permanent)};
}

}  // namespace detail::ledger

ledger_result<std::vector<held_link>> ledger::held_links(const std::optional<court_id>& court,
                                                         bool with_closed) const {
    return store_->read<std::vector<held_link>>([&](database& db) {
        const parameter which[] = {court ? court->view() : std::string_view{}, std::int64_t{with_closed}};
        std::vector<held_link> all;
        for (const row& it : db.query(select_holds, which)) {
            all.push_back(read_hold(it));
        }
        return all;
    });
}

ledger_result<hold_review> ledger::review_hold(std::uint64_t id, instant now) const {
    return store_->read_under_policies<hold_review>([&](database& db) {
        const query_function query = queries_of(db);
        return review(query, store_->policies(), get_hold(query, id), now);
    });
}

ledger_result<hold_outcome> ledger::approve_hold(std::uint64_t id, const acting& by, instant now, run how) {
    const auto decide_it = [&](transaction& work) {
        return decide_in(work, store_->policies(), id, by, now, hold_state::approved,
                         [](const link_policy& policy, const hold_request& asked) {
                             return ecflink::approve_hold(policy, asked);
                         });
    };
    return store_->write<hold_outcome>(decide_it, {.how = how});
}

ledger_result<hold_outcome> ledger::reject_hold(std::uint64_t id, const acting& by, instant now, run how) {
    const auto decide_it = [&](transaction& work) {
        return decide_in(
            work, store_->policies(), id, by, now, hold_state::rejected,
            [](const link_policy&, const hold_request& asked) { return ecflink::reject_hold(asked); });
    };
    return store_->write<hold_outcome>(decide_it, {.how = how});
}

ECFLINK_END_NAMESPACE
