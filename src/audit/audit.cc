// Hashes alone show whether a trail is whole. No body is parsed as JSON.
#include <ecflink/ledger/audit.hpp>

#include <algorithm>
#include <iterator>

#include <ecflink/policies/time_text.hpp>

#include "base/json_text.hpp"
#include "base/sha256.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace {

using detail::json;

constexpr std::string_view chain_mark = "ecflink-audit-1:";
constexpr std::string_view checkpoint_mark = "ecflink-checkpoint-1:";

std::array<std::uint8_t, 8> big_endian(std::uint64_t number) noexcept {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    }
    return bytes;
}

/// What the signature of a checkpoint covers. It has a fixed length. The start of the chain stands
/// for the ledger.
std::string message_of(const checkpoint& given, std::string_view ledger_id) {
    std::string message(checkpoint_mark);
    const auto add = [&message](std::span<const std::uint8_t> bytes) {
        message.append(bytes.begin(), bytes.end());
    };
    add(chain_start(ledger_id).bytes);
    add(big_endian(given.head.sequence));
    add(given.head.hash.bytes);
    add(big_endian(static_cast<std::uint64_t>(given.at.micros)));
    return message;
}

std::string make_well_formed(std::string_view text) {
    return detail::is_utf8(text) ? std::string(text) : detail::make_well_formed(text);
}

struct flaw_text {
    std::string_view token;
    std::string_view message;
};

// By number, from 1.
constexpr flaw_text flaw_texts[] = {
    {"gap", "an entry is missing"},
    {"order", "an entry or a checkpoint stands in the wrong place"},
    {"altered", "an entry, or its hash, is not what was chained"},
    {"bad-signature", "the key named by a checkpoint did not sign it for this ledger"},
    {"unknown-key", "the key of a checkpoint is not a trusted one"},
    {"rewritten", "an entry is not the one that a checkpoint or the noted head states"},
    {"truncated", "the last entries of the trail are missing"},
    {"beyond-head", "there are entries after the stated last one"},
    {"head-differs", "the last entry is not the stated last one"},
    {"record-differs", "the decision record of an entry is not the one that the entry states"},
};
static_assert(std::size(flaw_texts) == static_cast<std::size_t>(audit_flaw::record_differs));

constexpr flaw_text text_of(audit_flaw flaw) noexcept {
    const auto number = static_cast<std::size_t>(flaw);
    return number >= 1 && number <= std::size(flaw_texts) ? flaw_texts[number - 1] : flaw_text{};
}

}  // namespace

std::string to_body(const audit_entry& entry) {
    json body = {{"event", to_token(entry.event)}, {"at", to_text(entry.at)}};
    const auto add = [&body](const char* name, std::string_view text) {
        if (!text.empty()) {
            body[name] = make_well_formed(text);
        }
    };
    add("court", entry.court.view());
    add("login", entry.login.view());
    add("central", entry.central.view());
    add("actor", entry.by ? to_token(*entry.by) : "");
    add("actor-id", entry.actor_id);
    for (const finding_info& info : catalogue()) {
        if (entry.findings.contains(info.id)) {
            body["findings"].push_back(info.token);
        }
    }
    for (const audit_detail& one : entry.details) {
        if (const auto* const text = std::get_if<std::string>(&one.value)) {
            body["details"][one.name] = make_well_formed(*text);
        } else {
            body["details"][one.name] = std::get<std::int64_t>(one.value);
        }
    }
    return detail::to_canonical(body);
}

digest chain_start(std::string_view ledger_id) { return detail::sha256({chain_mark, ledger_id}); }

digest chain(const digest& previous, std::uint64_t sequence, std::string_view body) {
    const auto number = big_endian(sequence);
    return detail::sha256({detail::as_text(previous.bytes), detail::as_text(number), body});
}

checkpoint sign_checkpoint(const key_ring& keys, std::string_view ledger_id, const audit_head& head,
                           instant at) {
    checkpoint made{head, at, keys.public_key(), {}};
    made.signature = keys.sign(message_of(made, ledger_id));
    return made;
}

bool verify_checkpoint(const checkpoint& given, std::string_view ledger_id) {
    return verify_signature(given.public_key, message_of(given, ledger_id), given.signature);
}

std::string_view to_token(audit_flaw flaw) noexcept { return text_of(flaw).token; }
std::string_view to_message(audit_flaw flaw) noexcept { return text_of(flaw).message; }

audit_verifier::audit_verifier(std::string_view ledger_id, std::span<const ed25519_public_key> trusted,
                               const std::optional<audit_head>& noted)
    : ledger_id_(ledger_id), trusted_(trusted.begin(), trusted.end()), noted_(noted) {
    report_.keys_are_trusted = !trusted_.empty();
    report_.head.hash = chain_start(ledger_id);
}

bool audit_verifier::fail(audit_flaw flaw, std::uint64_t at) noexcept {
    report_.flaw = flaw;
    report_.flaw_at = at;
    return false;
}

bool audit_verifier::take(std::uint64_t sequence, std::string_view body, const digest& hash) {
    ++report_.entries;
    if (report_.flaw == audit_flaw::truncated) {  // it only seemed so: more entries follow
        report_.flaw = sequence == report_.flaw_at ? audit_flaw::order : audit_flaw::gap;
    }
    if (report_.flaw) {
        return false;
    }
    const std::uint64_t next = report_.head.sequence + 1;
    if (sequence != next) {
        return sequence > next ? fail(audit_flaw::gap, next) : fail(audit_flaw::order, sequence);
    }
    if (chain(report_.head.hash, sequence, body) != hash) {
        return fail(audit_flaw::altered, sequence);
    }
    if (noted_ && noted_->sequence == sequence && noted_->hash != hash) {
        return fail(audit_flaw::rewritten, sequence);
    }
    report_.head = {sequence, hash};
    return true;
}

bool audit_verifier::take(const checkpoint& given) {
    ++report_.checkpoints;
    if (report_.flaw) {
        return false;
    }
    if (!verify_checkpoint(given, ledger_id_)) {
        return fail(audit_flaw::bad_signature, given.head.sequence);
    }
    if (!trusted_.empty() && std::ranges::find(trusted_, given.public_key) == trusted_.end()) {
        return fail(audit_flaw::unknown_key, given.head.sequence);
    }
    if (given.head.sequence != report_.head.sequence) {
        return given.head.sequence > report_.head.sequence
                   ? fail(audit_flaw::truncated, report_.head.sequence + 1)
                   : fail(audit_flaw::order, given.head.sequence);
    }
    if (given.head.hash != report_.head.hash) {
        return fail(audit_flaw::rewritten, given.head.sequence);
    }
    report_.last_signed = given.head.sequence;
    return true;
}

audit_report audit_verifier::finish() const {
    audit_report report = report_;
    if (!report.flaw && noted_ && report.head.sequence < noted_->sequence) {
        report.flaw = audit_flaw::truncated;
        report.flaw_at = noted_->sequence;
    }
    return report;
}

audit_report audit_verifier::finish(const audit_head& expected) const {
    audit_report report = finish();
    const auto fail_with = [&report](audit_flaw flaw, std::uint64_t at) {
        report.flaw = flaw;
        report.flaw_at = at;
    };
    if (report.flaw) {
        return report;
    }
    if (report.head.sequence < expected.sequence) {
        fail_with(audit_flaw::truncated, report.head.sequence + 1);
    } else if (report.head.sequence > expected.sequence) {
        fail_with(audit_flaw::beyond_head, expected.sequence + 1);
    } else if (report.head.hash != expected.hash) {
        fail_with(audit_flaw::head_differs, expected.sequence);
    }
    return report;
}

std::string to_json_line(std::uint64_t sequence, std::string_view body, const digest& hash) {
    std::string line = R"({"entry":)";
    line.append(body)
        .append(R"(,"hash":")")
        .append(to_text(hash).digits())
        .append(R"(","sequence":)")
        .append(std::to_string(sequence))
        .append("}");
    return line;
}

std::string to_json_line(const checkpoint& given) {
    return detail::to_canonical(json{{"checkpoint", json{{"at", to_text(given.at)},
                                                         {"hash", to_text(given.head.hash).digits()},
                                                         {"public-key", to_hex(given.public_key)},
                                                         {"sequence", given.head.sequence},
                                                         {"signature", to_hex(given.signature)}}}});
}

ECFLINK_END_NAMESPACE
