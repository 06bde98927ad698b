// The audit trail of a ledger: verify, sign and export it, and read the decision records that it
// covers.
#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/tables/work.hpp>

#include "ledger/first_trail.hpp"
#include "ledger/migration_3.hpp"
#include "ledger/writing.hpp"

ECFLINK_BEGIN_NAMESPACE

using namespace detail::ledger;

namespace {

constexpr statement select_checkpoints{
    "SELECT number, events, body, public_key, signature FROM checkpoints WHERE number > $1 ORDER BY "
    "number"};
constexpr statement select_courts{
    "SELECT court FROM audit WHERE court IS NOT NULL GROUP BY court ORDER BY court"};
constexpr statement select_chain_end{
    "SELECT place, hash, event, checkpoint, tag, latest FROM chains WHERE court = $1"};
constexpr statement select_entries{
    "SELECT a.sequence, a.place, a.body, a.hash, a.tag, r.record FROM audit a "
    "LEFT JOIN records r ON r.sequence = a.sequence WHERE a.court = $1 AND a.place > $2 ORDER BY a.place"};
constexpr statement select_export{
    "SELECT sequence, place, body, hash, court FROM audit WHERE court IS NOT NULL ORDER BY sequence"};
constexpr statement select_last_number{"SELECT coalesce(max(number), 0) FROM checkpoints"};
constexpr statement select_record{
    "SELECT r.record FROM records r JOIN audit a ON a.sequence = r.sequence WHERE r.sequence = $1"};
/// Rows that no chain leads to: events without a place, and records without an event.
constexpr statement select_strays{
    "SELECT (SELECT min(sequence) FROM audit WHERE court IS NOT NULL AND (place IS NULL OR place < 1)), "
    "(SELECT min(r.sequence) FROM records r WHERE NOT EXISTS (SELECT 1 FROM audit a "
    "WHERE a.sequence = r.sequence))"};

/// What the tables hold, and what checkpoints state: the plan of a check.
struct trail_plan {
    std::string ledger_id;
    std::uint64_t events = 0;
    std::map<court_id, chain_expectations> chains;
    std::uint64_t checkpoints = 0;
    std::optional<audit_problem> problem;
};

court_id to_court(const value& given) { return text(given).empty() ? court_id{} : id<court_id>(given); }

/// The holder of the ledger's keys trusts their signatures, too.
std::vector<ed25519_public_key> trusted_keys(const audit_check& against) {
    std::vector<ed25519_public_key> trusted = against.trusted;
    if (against.keys != nullptr) {
        const auto own = against.keys->public_keys();
        trusted.insert(trusted.end(), own.begin(), own.end());
    }
    return trusted;
}

trail_plan make_plan(database& db, const audit_check& against) {
    const ledger_state state = read_state(db);
    trail_plan plan;
    plan.ledger_id = state.id;
    checkpoint_verifier checkpoints(state.id, trusted_keys(against));
    std::uint64_t last = 0;
    if (against.since) {
        checkpoints.begin_after(*against.since);
        last = against.since->said.number;
        for (const court_head& one : against.since->said.heads) {
            plan.chains[one.court].from = one.head;
        }
    }
    const parameter after[] = {to_parameter(last)};
    db.stream(select_checkpoints, after, [&](const row& it) {
        if (const auto made = to_checkpoint(it)) {
            checkpoints.take(*made);
        } else {
            checkpoints.fail(audit_flaw::altered, static_cast<std::uint64_t>(integer(it[0])));
        }
        return true;
    });
    for (const signed_checkpoint& one : against.witnesses) {
        checkpoints.take_witness(one);
    }
    plan.checkpoints = checkpoints.checkpoints();
    plan.problem = checkpoints.problem();
    for (const auto& [court, heads] : checkpoints.stated()) {
        plan.chains[court].stated = heads;
    }
    // a chain counts wherever a trace of it is left
    for (const row& it : db.query(select_courts)) {
        plan.chains.try_emplace(to_court(it[0]));
    }
    for (const chain_end& one : read_chains(db)) {
        plan.chains.try_emplace(one.court);
        plan.events += one.last.head.place;
    }
    for (auto& [court, expected] : plan.chains) {
        expected.keys = against.keys;
    }
    return plan;
}

/// The member of a body that vouches for the first trail; nothing if this event does not.
std::optional<audit_head> end_of_first_trail(std::string_view body) {
    const auto value_of = [body](std::string_view name) {
        const std::string member = '"' + std::string(name) + "\":";
        const std::size_t at = body.find(member);
        return at == std::string_view::npos ? std::string_view{} : body.substr(at + member.size());
    };
    const std::string_view hash = value_of(first_trail_hash_detail);
    const std::string_view events = value_of(first_trail_events_detail);
    if (hash.size() < 66 || events.empty()) {
        return std::nullopt;
    }
    audit_head head;
    for (const char digit : events.substr(0, events.find_first_not_of("0123456789"))) {
        head.place = head.place * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    head.hash = {from_hex<32>(hash.substr(1, 64)).value_or(std::array<std::uint8_t, 32>{})};
    return head;
}

/// Checks one chain, and notes what its events say of the first trail.
chain_report verify_chain(database& db, const trail_plan& plan, const court_id& court,
                          std::optional<audit_head>& first_trail, const std::function<bool()>& goes_on) {
    const chain_expectations& expected = plan.chains.at(court);
    chain_verifier verifier(plan.ledger_id, court, expected);
    const parameter from[] = {court.view(), to_parameter(expected.from ? expected.from->place : 0)};
    db.stream(select_entries, from, [&](const row& it) {
        const chained_entry entry{static_cast<std::uint64_t>(integer(it[0])),
                                  static_cast<std::uint64_t>(integer(it[1])), text(it[2]), hash_of(it[3]),
                                  tag_of(it[4])};
        if (verifier.take(entry) && !vouches_for(entry.body, it[5])) {
            verifier.fail(audit_flaw::record_differs, entry);
        }
        if (court.view().empty() && !first_trail) {
            first_trail = end_of_first_trail(entry.body);
        }
        return goes_on();
    });
    const parameter key[] = {court.view()};
    const auto found = db.query(select_chain_end, key);
    std::optional<kept_head> last;
    if (!found.empty()) {
        const row& it = found.front();
        last = kept_head{{static_cast<std::uint64_t>(integer(it[0])), hash_of(it[1])},
                         static_cast<std::uint64_t>(integer(it[2])),
                         static_cast<std::uint64_t>(integer(it[3])),
                         tag_of(it[4]),
                         {integer(it[5])}};
    }
    return verifier.finish(last);
}

/// The number of a checkpoint of which a head knows, and which is gone; 0: there is none.
ledger_result<std::uint64_t> find_lost_checkpoint(ledger_store& store, std::span<const chain_report> chains) {
    return store.read<std::uint64_t>([&](database& db) {
        const auto last = static_cast<std::uint64_t>(integer(db.query(select_last_number).front()[0]));
        const auto known = std::ranges::max_element(chains, {}, &chain_report::checkpoint);
        return known != chains.end() && known->checkpoint > last ? last + 1 : 0;
    });
}

}  // namespace

ledger_result<audit_report> ledger::verify_audit(const audit_check& against,
                                                 const work_options& options) const {
    const auto planned = store_->read<trail_plan>([&](database& db) { return make_plan(db, against); });
    if (!planned) {
        return planned.error();
    }
    const trail_plan& plan = planned.value();
    std::vector<court_id> courts;
    for (const auto& [court, expected] : plan.chains) {
        courts.push_back(court);
    }
    audit_report report;
    report.chains.resize(courts.size());
    report.checkpoints = plan.checkpoints;
    report.witnesses = against.witnesses.size();
    report.keys_are_trusted = !trusted_keys(against).empty();
    report.tags_were_checked = against.keys != nullptr;

    // Chains are checked side by side; each against a state of the tables of its own, in which it
    // is at least as long as the checkpoints say.
    std::atomic<std::size_t> next = 0;
    std::atomic<std::uint64_t> taken = 0;
    std::mutex noted;
    std::optional<ledger_error> failed;
    std::optional<audit_head> first_trail;
    const auto check_chains = [&](bool tells) {
        const auto goes_on = [&] {
            const std::uint64_t so_far = ++taken;
            if (tells && options.progress && so_far % events_between_reports == 0) {
                options.progress("audit", so_far, std::max(so_far, plan.events));
            }
            return !is_cancelled(options);
        };
        for (std::size_t at = next++; at < courts.size() && !is_cancelled(options); at = next++) {
            std::optional<audit_head> first;
            const auto checked = store_->read<chain_report>(
                [&](database& db) { return verify_chain(db, plan, courts[at], first, goes_on); });
            const std::scoped_lock lock(noted);
            if (!checked) {
                failed = checked.error();
                return;
            }
            report.chains[at] = checked.value();
            first_trail = first ? first : first_trail;
        }
    };
    std::exception_ptr thrown;
    {
        std::vector<std::jthread> helpers;
        for (unsigned i = 1; i < options.threads && i < courts.size(); ++i) {
            helpers.emplace_back([&] {
                try {
                    check_chains(false);
                } catch (...) {
                    const std::scoped_lock lock(noted);
                    thrown = std::current_exception();
                }
            });
        }
        check_chains(true);
    }
    if (thrown) {
        std::rethrow_exception(thrown);
    }
    if (failed) {
        return *failed;
    }
    if (plan.problem) {
        report.problems.push_back(*plan.problem);
    } else if (const auto lost = find_lost_checkpoint(*store_, report.chains); !lost) {
        return lost.error();
    } else if (lost.value() != 0) {
        report.problems.push_back({.flaw = audit_flaw::truncated, .checkpoint = lost.value()});
    }
    for (const chain_report& one : report.chains) {
        report.entries += one.entries;
        report.authenticated += one.authenticated;
        const auto& from = plan.chains.at(one.court).from;
        const std::uint64_t before = from ? from->place : 0;
        report.covered += std::max(before, std::min(one.signed_up_to, one.head.place)) - before;
        if (one.problem) {
            report.problems.push_back(*one.problem);
        }
    }
    const auto strays = store_->read<row>([](database& db) { return db.query(select_strays).front(); });
    if (!strays) {
        return strays.error();
    }
    for (const auto& [at, flaw] :
         {std::pair{0, audit_flaw::order}, std::pair{1, audit_flaw::record_differs}}) {
        if (const value& stray = strays.value()[static_cast<std::size_t>(at)]; !is_null(stray)) {
            report.problems.push_back({.flaw = flaw, .event = static_cast<std::uint64_t>(integer(stray))});
        }
    }
    if (!against.since) {
        first_trail_end end;
        const auto first = store_->read<detail::first_trail::report>([&](database& db) {
            end = read_first_trail_end(db);
            return verify_first_trail(db, end, trusted_keys(against), options);
        });
        if (!first) {
            return first.error();
        }
        const detail::first_trail::report& found = first.value();
        report.entries += found.entries;
        report.checkpoints += found.checkpoints;
        const auto fail_with = [&](audit_flaw flaw, std::uint64_t event) {
            report.problems.push_back({.flaw = flaw, .place = event, .event = event, .in_first_trail = true});
        };
        if (found.flaw) {
            fail_with(*found.flaw, found.flaw_at);
        } else if (first_trail.value_or(no_first_trail(plan.ledger_id)) != end.head) {
            // what closed the first trail says otherwise
            fail_with(audit_flaw::head_differs, end.head.place);
        } else if (report.is_whole()) {
            report.covered += found.entries;
            report.authenticated += against.keys != nullptr ? found.entries : 0;
        }
    }
    return report;
}

ledger_result<signed_checkpoint> ledger::sign_audit(instant now) {
    return ledger_store::guarded<signed_checkpoint>([&] {
        const auto last = store_->read<std::optional<signed_checkpoint>>([&](database& db) {
            auto found = read_last_checkpoint(db);
            const bool is_current = found && found->public_key == store_->keys().public_key() &&
                                    found->said.heads == heads_of(read_chains(db));
            return is_current ? found : std::nullopt;
        });
        if (!last) {
            return ledger_result<signed_checkpoint>(last.error());
        }
        return ledger_result<signed_checkpoint>(last.value() ? *last.value() : store_->sign(now));
    });
}

ledger_result<void> ledger::export_audit(const std::function<bool(std::string_view)>& take) const {
    // After a lost connection the export goes on from here. Events that were committed meanwhile
    // may have lower numbers than those of other courts that were passed on already.
    std::uint64_t first_taken = 0;
    std::uint64_t taken = 0;
    std::map<court_id, std::uint64_t> places;
    std::uint64_t checkpoints_taken = 0;
    return to_nothing(store_->read<bool>([&](database& db) {
        if (!export_first_trail(db, first_taken, take)) {
            return true;
        }
        bool is_wanted = true;
        db.stream(select_export, {}, [&](const row& it) {
            const chained_entry entry{static_cast<std::uint64_t>(integer(it[0])),
                                      static_cast<std::uint64_t>(integer(it[1])),
                                      text(it[2]),
                                      hash_of(it[3]),
                                      {}};
            const court_id court = to_court(it[4]);
            std::uint64_t& place = places[court];
            if (entry.event <= taken && entry.place <= place) {
                return true;
            }
            taken = std::max(taken, entry.event);
            place = std::max(place, entry.place);
            is_wanted = take(to_json_line(court, entry));
            return is_wanted;
        });
        const parameter after_checkpoint[] = {to_parameter(checkpoints_taken)};
        if (is_wanted) {
            db.stream(select_checkpoints, after_checkpoint, [&](const row& it) {
                checkpoints_taken = static_cast<std::uint64_t>(integer(it[0]));
                const auto made = to_checkpoint(it);
                return !made || take(to_json_line(*made));
            });
        }
        return true;
    }));
}

ledger_result<std::string> ledger::record_of(std::uint64_t sequence) const {
    return store_->read<std::string>([&](database& db) {
        const parameter key[] = {to_parameter(sequence)};
        const auto found = db.query(select_record, key);
        if (found.empty()) {
            throw database_error(ledger_trouble::not_found,
                                 "this event made no link, so it has no decision record");
        }
        return text(found.front()[0]);
    });
}

ECFLINK_END_NAMESPACE
