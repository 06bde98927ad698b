#include "audit/first_trail.hpp"

#include <algorithm>

#include <ecflink/text/time_text.hpp>

#include "audit/big_endian.hpp"
#include "base/json_text.hpp"
#include "base/sha256.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::first_trail {
namespace {

constexpr std::string_view chain_mark = "ecflink-audit-1:";
constexpr std::string_view checkpoint_mark = "ecflink-checkpoint-1:";

}  // namespace

std::string message_of(const checkpoint& given, std::string_view ledger_id) {
    return std::string(checkpoint_mark)
        .append(as_text(chain_start(ledger_id).bytes))
        .append(as_text(big_endian(given.head.place)))
        .append(as_text(given.head.hash.bytes))
        .append(as_text(big_endian(static_cast<std::uint64_t>(given.at.micros))));
}

digest chain_start(std::string_view ledger_id) { return sha256({chain_mark, ledger_id}); }

digest chain(const digest& previous, std::uint64_t sequence, std::string_view body) {
    return sha256({as_text(previous.bytes), as_text(big_endian(sequence)), body});
}

verifier::verifier(std::string_view ledger_id, std::span<const ed25519_public_key> trusted)
    : ledger_id_(ledger_id), trusted_(trusted.begin(), trusted.end()) {
    report_.head.hash = chain_start(ledger_id);
}

bool verifier::fail(audit_flaw flaw, std::uint64_t at) noexcept {
    report_.flaw = flaw;
    report_.flaw_at = at;
    return false;
}

bool verifier::take(std::uint64_t sequence, std::string_view body, const digest& hash) {
    ++report_.entries;
    if (report_.flaw == audit_flaw::truncated) {  // it only seemed so: more entries follow
        report_.flaw = sequence == report_.flaw_at ? audit_flaw::order : audit_flaw::gap;
    }
    if (report_.flaw) {
        return false;
    }
    const std::uint64_t next = report_.head.place + 1;
    if (sequence != next) {
        return sequence > next ? fail(audit_flaw::gap, next) : fail(audit_flaw::order, sequence);
    }
    if (chain(report_.head.hash, sequence, body) != hash) {
        return fail(audit_flaw::altered, sequence);
    }
    report_.head = {sequence, hash};
    return true;
}

bool verifier::take(const checkpoint& given) {
    ++report_.checkpoints;
    if (report_.flaw) {
        return false;
    }
    if (!verify_signature(given.public_key, message_of(given, ledger_id_), given.signature)) {
        return fail(audit_flaw::bad_signature, given.head.place);
    }
    if (!trusted_.empty() && std::ranges::find(trusted_, given.public_key) == trusted_.end()) {
        return fail(audit_flaw::unknown_key, given.head.place);
    }
    if (given.head.place != report_.head.place) {
        return given.head.place > report_.head.place ? fail(audit_flaw::truncated, report_.head.place + 1)
                                                     : fail(audit_flaw::order, given.head.place);
    }
    if (given.head.hash != report_.head.hash) {
        return fail(audit_flaw::rewritten, given.head.place);
    }
    return true;
}

report verifier::finish(const audit_head& expected) const {
    report found = report_;
    const auto fail_with = [&found](audit_flaw flaw, std::uint64_t at) {
        found.flaw = flaw;
        found.flaw_at = at;
    };
    if (found.flaw) {
        return found;
    }
    if (found.head.place < expected.place) {
        fail_with(audit_flaw::truncated, found.head.place + 1);
    } else if (found.head.place > expected.place) {
        fail_with(audit_flaw::beyond_head, expected.place + 1);
    } else if (found.head.hash != expected.hash) {
        fail_with(audit_flaw::head_differs, expected.place);
    }
    return found;
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
    return to_canonical(json{{"checkpoint", json{{"at", to_text(given.at)},
                                                 {"hash", to_text(given.head.hash).digits()},
                                                 {"public-key", to_hex(given.public_key)},
                                                 {"sequence", given.head.place},
                                                 {"signature", to_hex(given.signature)}}}});
}

}  // namespace detail::first_trail
ECFLINK_END_NAMESPACE
