#include <ecflink/ledger/audit.hpp>

#include <algorithm>
#include <iterator>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/text/time_text.hpp>

#include "audit/big_endian.hpp"
#include "audit/body_text.hpp"
#include "base/canonical_text.hpp"
#include "base/json_text.hpp"
#include "base/sha256.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace {

using detail::as_text;
using detail::big_endian;
using detail::json;

constexpr std::string_view chain_mark = "ecflink-audit-2:";
constexpr std::string_view entry_mark = "ecflink-entry-2:";
constexpr std::string_view head_mark = "ecflink-head-2:";
constexpr std::string_view checkpoint_mark = "ecflink-checkpoint-2:";

std::string message_of_entry(const digest& hash) {
    return std::string(entry_mark).append(as_text(hash.bytes));
}

/// The start of the chain stands for the ledger and the court.
std::string message_of_head(std::string_view ledger_id, const court_id& court, const kept_head& last) {
    return std::string(head_mark)
        .append(as_text(chain_start(ledger_id, court).bytes))
        .append(as_text(big_endian(last.head.place)))
        .append(as_text(big_endian(last.event)))
        .append(as_text(big_endian(last.checkpoint)))
        .append(as_text(big_endian(static_cast<std::uint64_t>(last.latest.micros))))
        .append(as_text(last.head.hash.bytes));
}

void append_details(std::string& to, const std::vector<audit_detail>& details) {
    std::vector<const audit_detail*> sorted;
    for (const audit_detail& one : details) {
        sorted.push_back(&one);
    }
    std::ranges::sort(sorted, {}, [](const audit_detail* one) { return std::string_view(one->name); });
    char before = '{';
    for (const audit_detail* const one : sorted) {
        to.append(1, before);
        detail::append_body_text(to, one->name);
        to.append(1, ':');
        if (const auto* const text = std::get_if<std::string>(&one->value)) {
            detail::append_body_text(to, *text);
        } else {
            to.append(std::to_string(std::get<std::int64_t>(one->value)));
        }
        before = ',';
    }
    to.append(1, '}');
}

std::string body_of(const checkpoint& said, std::string_view ledger_id) {
    json heads = json::object();
    for (const court_head& one : said.heads) {
        heads.add_member(std::string(one.court.view()),
                         json{{"hash", to_text(one.head.hash).digits()}, {"place", one.head.place}});
    }
    json body{{"at", to_text(said.at)},
              {"events", said.events},
              {"heads", std::move(heads)},
              {"ledger", ledger_id},
              {"number", said.number}};
    if (!said.previous.empty()) {
        body["previous"] = to_text(said.previous).digits();
    }
    return detail::to_canonical(body);
}

std::optional<digest> digest_from_hex(const std::string& digits) {
    const auto bytes = from_hex<std::tuple_size_v<decltype(digest::bytes)>>(digits);
    return bytes ? std::optional(digest{*bytes}) : std::nullopt;
}

std::optional<std::uint64_t> count_of(const json& object, std::string_view name) {
    const json* const found = object.find(name);
    return found == nullptr ? std::nullopt : found->count();
}

/// Nothing, if a member is missing or no checkpoint writes it so.
std::optional<checkpoint> read_checkpoint(const json& body) {
    checkpoint said;
    const auto number = count_of(body, "number");
    const auto events = count_of(body, "events");
    const auto at = parse_instant(body.text_of("at"));
    const json* const heads = body.find("heads");
    const json* const previous = body.find("previous");
    if (!number || !events || !at || heads == nullptr || !heads->is_object()) {
        return std::nullopt;
    }
    said.number = *number;
    said.events = *events;
    said.at = at.value();
    if (previous != nullptr) {
        const auto hash = digest_from_hex(body.text_of("previous"));
        if (!hash) {
            return std::nullopt;
        }
        said.previous = *hash;
    }
    for (const json::member& one : heads->members()) {
        const auto court = court_id::make(one.name);
        const auto place = count_of(one.value, "place");
        const auto hash = digest_from_hex(one.value.text_of("hash"));
        if (!(court || one.name.empty()) || !place || !hash) {
            return std::nullopt;
        }
        said.heads.push_back({court ? court.value() : court_id{}, {*place, *hash}});
    }
    return said;
}

struct flaw_text {
    std::string_view token;
    std::string_view message;
};

// By number, from 1.
constexpr flaw_text flaw_texts[] = {
    {"gap", "an entry or a checkpoint is missing"},
    {"order", "an entry or a checkpoint stands in the wrong place"},
    {"altered", "an entry, or its hash, is not what was chained"},
    {"bad-signature", "the key named by a checkpoint did not sign it for this ledger"},
    {"unknown-key", "the key of a checkpoint or an entry is not a trusted one"},
    {"rewritten", "an entry or a checkpoint is not the one that a signed statement names"},
    {"truncated", "the last entries or checkpoints are missing"},
    {"beyond-head", "there are entries after the last one that the head of the chain states"},
    {"head-differs", "the last entry is not the one that the head of the chain states"},
    {"record-differs", "the decision record of an entry is not the one that the entry states"},
    {"forged", "the ledger's keys did not write an entry, or the head of a chain"},
};
static_assert(std::size(flaw_texts) == static_cast<std::size_t>(audit_flaw::forged));

constexpr flaw_text text_of(audit_flaw flaw) noexcept {
    const auto number = static_cast<std::size_t>(flaw);
    return number >= 1 && number <= std::size(flaw_texts) ? flaw_texts[number - 1] : flaw_text{};
}

// By number, from 1.
constexpr flaw_text row_flaw_texts[] = {
    {"changed", "the row has other values than the events say"},
    {"missing", "the events wrote the row, and it is not there"},
    {"unexpected", "no event wrote the row"},
    {"contradicted", "when the event wrote the row, the table was not what the events before it say"},
};
static_assert(std::size(row_flaw_texts) == static_cast<std::size_t>(row_flaw::contradicted));

constexpr flaw_text text_of(row_flaw flaw) noexcept {
    const auto number = static_cast<std::size_t>(flaw);
    return number >= 1 && number <= std::size(row_flaw_texts) ? row_flaw_texts[number - 1] : flaw_text{};
}

}  // namespace

void detail::append_body_text(std::string& to, std::string_view text) {
    if (is_utf8(text)) {
        append_canonical_text(to, text);
    } else {
        append_canonical_text(to, make_well_formed(text));
    }
}

std::string to_body(const audit_entry& entry) {
    // members in the order of RFC 8785
    std::string body;
    body.reserve(512 + entry.changes.size());
    const auto begin = [&body](std::string_view name) {
        body.append(body.empty() ? "{\"" : ",\"").append(name).append("\":");
    };
    const auto add = [&](std::string_view name, std::string_view text) {
        if (!text.empty()) {
            begin(name);
            detail::append_body_text(body, text);
        }
    };
    add("actor", entry.by ? to_token(*entry.by) : "");
    add("actor-id", entry.actor_id);
    add("at", to_text(entry.at));
    add("central", entry.central.view());
    if (!entry.changes.empty()) {
        begin("changes");
        body.append(entry.changes);
    }
    add("court", entry.court.view());
    if (!entry.details.empty()) {
        begin("details");
        append_details(body, entry.details);
    }
    add("event", to_token(entry.event));
    if (!entry.findings.empty()) {
        begin("findings");
        char before = '[';
        for (const finding_info& info : catalogue()) {
            if (entry.findings.contains(info.id)) {
                body.append(1, before);
                detail::append_body_text(body, info.token);
                before = ',';
            }
        }
        body.append(1, ']');
    }
    add("login", entry.login.view());
    return body.append(1, '}');
}

digest chain_start(std::string_view ledger_id, const court_id& court) {
    return detail::sha256({chain_mark, ledger_id, ":", court.view()});
}

digest chain(const digest& previous, std::uint64_t place, std::uint64_t event, std::string_view body) {
    return detail::sha256(
        {as_text(previous.bytes), as_text(big_endian(place)), as_text(big_endian(event)), body});
}

authentication tag_entry(const key_ring& keys, const digest& hash) {
    return keys.mac(message_of_entry(hash), key_use::audit);
}

authentication tag_head(const key_ring& keys, std::string_view ledger_id, const court_id& court,
                        const kept_head& last) {
    return keys.mac(message_of_head(ledger_id, court, last), key_use::audit);
}

bool verify_head(const key_ring& keys, std::string_view ledger_id, const court_id& court,
                 const kept_head& last) {
    return last.tag && keys.verifies(last.tag->key, message_of_head(ledger_id, court, last), last.tag->tag,
                                     key_use::audit);
}

// ---- checkpoints --------------------------------------------------------------------------------

signed_checkpoint sign_checkpoint(const key_ring& keys, std::string_view ledger_id, checkpoint said) {
    signed_checkpoint made{std::move(said), {}, keys.public_key(), {}};
    made.body = body_of(made.said, ledger_id);
    made.signature = keys.sign(std::string(checkpoint_mark).append(made.body));
    return made;
}

bool verify_checkpoint(const signed_checkpoint& given, std::string_view ledger_id) {
    return given.body == body_of(given.said, ledger_id) &&
           verify_signature(given.public_key, std::string(checkpoint_mark).append(given.body),
                            given.signature);
}

std::optional<signed_checkpoint> make_checkpoint(std::string body, const ed25519_public_key& public_key,
                                                 const ed25519_signature& signature) {
    const json read = json::parse(body);
    const auto said = read_checkpoint(read);
    return said && body == body_of(*said, read.text_of("ledger"))
               ? std::optional(signed_checkpoint{*said, std::move(body), public_key, signature})
               : std::nullopt;
}

std::optional<signed_checkpoint> parse_checkpoint_line(std::string_view line) {
    const json read = json::parse(line);
    const json* const body = read.find("checkpoint");
    const auto key = from_hex<std::tuple_size_v<ed25519_public_key>>(read.text_of("public-key"));
    const auto signature = from_hex<std::tuple_size_v<ed25519_signature>>(read.text_of("signature"));
    if (body == nullptr || !key || !signature) {
        return std::nullopt;
    }
    auto made = make_checkpoint(to_canonical(*body), *key, *signature);
    return made && to_json_line(*made) == line ? std::move(made) : std::nullopt;
}

// ---- verification -------------------------------------------------------------------------------

std::string_view to_token(audit_flaw flaw) noexcept { return text_of(flaw).token; }
std::string_view to_message(audit_flaw flaw) noexcept { return text_of(flaw).message; }
std::string_view to_token(row_flaw flaw) noexcept { return text_of(flaw).token; }
std::string_view to_message(row_flaw flaw) noexcept { return text_of(flaw).message; }

chain_verifier::chain_verifier(std::string_view ledger_id, const court_id& court, chain_expectations expected)
    : ledger_id_(ledger_id), expected_(std::move(expected)) {
    report_.court = court;
    report_.head = expected_.from.value_or(audit_head{0, chain_start(ledger_id, court)});
    std::vector<audit_head>& stated = expected_.stated;
    std::ranges::sort(stated, {}, &audit_head::place);
    for (; next_stated_ < stated.size() && stated[next_stated_].place <= report_.head.place; ++next_stated_) {
        const audit_head& one = stated[next_stated_];
        if (one.place == report_.head.place && one.hash != report_.head.hash) {
            fail_at(audit_flaw::rewritten, one.place, 0);
            return;
        }
        report_.signed_up_to = one.place;
    }
}

bool chain_verifier::fail_at(audit_flaw flaw, std::uint64_t place, std::uint64_t event) {
    report_.problem = {.flaw = flaw, .court = report_.court, .place = place, .event = event};
    return false;
}

void chain_verifier::fail(audit_flaw flaw, const chained_entry& entry) {
    if (!report_.problem) {
        fail_at(flaw, entry.place, entry.event);
    }
}

bool chain_verifier::take(const chained_entry& entry) {
    ++report_.entries;
    if (report_.problem) {
        return false;
    }
    const std::uint64_t next = report_.head.place + 1;
    if (entry.place != next) {
        return entry.place > next ? fail_at(audit_flaw::gap, next, 0)
                                  : fail_at(audit_flaw::order, entry.place, entry.event);
    }
    // numbers only grow, so that no event can be told twice
    if (entry.event <= last_event_) {
        return fail_at(audit_flaw::order, entry.place, entry.event);
    }
    if (chain(report_.head.hash, entry.place, entry.event, entry.body) != entry.hash) {
        return fail_at(audit_flaw::altered, entry.place, entry.event);
    }
    if (expected_.keys != nullptr) {
        if (!entry.tag) {
            return fail_at(audit_flaw::forged, entry.place, entry.event);
        }
        if (expected_.keys->verifies(entry.tag->key, message_of_entry(entry.hash), entry.tag->tag,
                                     key_use::audit)) {
            ++report_.authenticated;
        } else if (expected_.keys->has(entry.tag->key)) {
            return fail_at(audit_flaw::forged, entry.place, entry.event);
        } else if (!of_unknown_key_) {
            of_unknown_key_ = {.flaw = audit_flaw::unknown_key,
                               .court = report_.court,
                               .place = entry.place,
                               .event = entry.event};
        }
    }
    for (; next_stated_ < expected_.stated.size() && expected_.stated[next_stated_].place == entry.place;
         ++next_stated_) {
        if (expected_.stated[next_stated_].hash != entry.hash) {
            return fail_at(audit_flaw::rewritten, entry.place, entry.event);
        }
        report_.signed_up_to = entry.place;
        of_unknown_key_.reset();
    }
    report_.head = {entry.place, entry.hash};
    last_event_ = entry.event;
    return true;
}

chain_report chain_verifier::finish(const std::optional<kept_head>& last) const {
    chain_report report = report_;
    const auto fail_with = [&](audit_flaw flaw, std::uint64_t place, std::uint64_t event) {
        report.problem = {.flaw = flaw, .court = report.court, .place = place, .event = event};
        return report;
    };
    report.checkpoint = last ? last->checkpoint : 0;
    if (report.problem) {
        return report;
    }
    const std::uint64_t kept = last ? last->head.place : 0;
    if (report.entries == 0 && kept < report.head.place) {  // less than what was checked before
        return fail_with(audit_flaw::truncated, kept + 1, 0);
    }
    if (next_stated_ < expected_.stated.size()) {
        return fail_with(audit_flaw::truncated, report.head.place + 1, 0);
    }
    if (!last) {
        return report.entries == 0 ? report
                                   : fail_with(audit_flaw::beyond_head, report.head.place, last_event_);
    }
    if (report.head.place < last->head.place) {
        return fail_with(audit_flaw::truncated, report.head.place + 1, 0);
    }
    if (report.head.place > last->head.place) {
        return fail_with(audit_flaw::beyond_head, last->head.place + 1, 0);
    }
    if (report.head.hash != last->head.hash || (report.entries != 0 && last_event_ != last->event)) {
        return fail_with(audit_flaw::head_differs, report.head.place, last_event_);
    }
    if (of_unknown_key_) {
        report.problem = of_unknown_key_;
        return report;
    }
    if (expected_.keys != nullptr) {
        const bool has_key = last->tag && expected_.keys->has(last->tag->key);
        if (!last->tag || (has_key && !verify_head(*expected_.keys, ledger_id_, report.court, *last))) {
            return fail_with(audit_flaw::forged, report.head.place, last->event);
        }
        if (!has_key && report.signed_up_to < report.head.place) {
            return fail_with(audit_flaw::unknown_key, report.head.place, last->event);
        }
    }
    return report;
}

checkpoint_verifier::checkpoint_verifier(std::string_view ledger_id,
                                         std::span<const ed25519_public_key> trusted)
    : ledger_id_(ledger_id), trusted_(trusted.begin(), trusted.end()) {}

bool checkpoint_verifier::fail(audit_flaw flaw, std::uint64_t number) {
    if (!problem_) {
        problem_ = {.flaw = flaw, .checkpoint = number};
    }
    return false;
}

bool checkpoint_verifier::is_good(const signed_checkpoint& given) {
    if (!verify_checkpoint(given, ledger_id_)) {
        return fail(audit_flaw::bad_signature, given.said.number);
    }
    if (!trusted_.empty() && std::ranges::find(trusted_, given.public_key) == trusted_.end()) {
        return fail(audit_flaw::unknown_key, given.said.number);
    }
    return true;
}

void checkpoint_verifier::add(const checkpoint& said) {
    for (const court_head& one : said.heads) {
        auto& of_court = stated_[one.court];
        if (of_court.empty() || of_court.back() != one.head) {
            of_court.push_back(one.head);
        }
    }
}

void checkpoint_verifier::begin_after(const signed_checkpoint& given) {
    first_ = given.said.number;
    digests_.assign(1, digest_of(given.body));
    if (is_good(given)) {
        add(given.said);
    }
}

bool checkpoint_verifier::take(const signed_checkpoint& given) {
    ++taken_;
    const std::uint64_t next = first_ + digests_.size();
    const std::uint64_t number = given.said.number;
    if (problem_) {
        return false;
    }
    if (number != next) {
        return number > next ? fail(audit_flaw::gap, next) : fail(audit_flaw::order, number);
    }
    if (!is_good(given)) {
        return false;
    }
    if (given.said.previous != (digests_.empty() ? digest{} : digests_.back())) {
        return fail(audit_flaw::rewritten, number);
    }
    digests_.push_back(digest_of(given.body));
    add(given.said);
    return true;
}

bool checkpoint_verifier::take_witness(const signed_checkpoint& given) {
    const std::uint64_t number = given.said.number;
    if (!is_good(given)) {
        return false;
    }
    add(given.said);
    if (number < first_) {
        return true;  // the check began after it
    }
    if (number - first_ >= digests_.size()) {
        return fail(audit_flaw::truncated, number);
    }
    return digests_[number - first_] == digest_of(given.body) || fail(audit_flaw::rewritten, number);
}

// ---- export -------------------------------------------------------------------------------------

std::string to_json_line(const court_id& court, const chained_entry& entry) {
    return std::string(R"({"court":)")
        .append(to_canonical(json(court.view())))
        .append(R"(,"entry":)")
        .append(entry.body)
        .append(R"(,"event":)")
        .append(std::to_string(entry.event))
        .append(R"(,"hash":")")
        .append(to_text(entry.hash).digits())
        .append(R"(","place":)")
        .append(std::to_string(entry.place))
        .append("}");
}

std::string to_json_line(const signed_checkpoint& given) {
    return std::string(R"({"checkpoint":)")
        .append(given.body)
        .append(R"(,"public-key":")")
        .append(to_hex(given.public_key))
        .append(R"(","signature":")")
        .append(to_hex(given.signature))
        .append("\"}");
}

ECFLINK_END_NAMESPACE
