// record.hpp: decision records: what was decided about a link, on what facts and under which
// policy, so that anyone can decide it again. Compiled.
//
// A record is canonical JSON (RFC 8785). It holds no name and no secret: of names only how they
// compare, of proofs only their class and time. With the library and the policy files of the time,
// `replay` gives the same answer years later, or says what differs.
//
//     const ecflink::assessment answer = ecflink::assess(wiwb.rules, facts, now);
//     const std::string record = ecflink::make_record(wiwb, facts, now, answer);
//     const auto again = ecflink::replay(record, policies);
//     const bool is_the_same = again.has_value() && again.value().reproduced;
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/core/result.hpp>
#include <ecflink/core/time.hpp>
#include <ecflink/policies/diagnostic.hpp>
#include <ecflink/policies/policy_set.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The version of the format.
inline constexpr int record_version = 1;

/// The record of an answer that `assess` gave under a policy. `as_of` is its `now`.
[[nodiscard]] std::string make_record(const court_policy& policy, const link_case& facts, instant as_of,
                                      const assessment& answer);

/// What differs between a record and its replay.
enum class record_difference : std::uint8_t {
    /// "record-version": the record's format is one that this library does not know; nothing else
    /// was looked at
    version = 1,
    catalogue = 2,  ///< "catalogue": the findings are those of another catalogue
    library = 3,    ///< "library": another version of the library made it; by itself no failure
    /// "input": facts, court or instant were altered: they do not have the digest that the record
    /// states
    input = 4,
    policy = 5,    ///< "policy": the court has another policy now
    findings = 6,  ///< "findings": other findings come out
    verdict = 7,   ///< "verdict": another verdict comes out
    form = 8,      ///< "form": the same is said in other bytes than `make_record` writes
};
[[nodiscard]] std::string_view to_token(record_difference what) noexcept;
/// One sentence for people, without a full stop.
[[nodiscard]] std::string_view to_message(record_difference what) noexcept;

/// One difference. Findings are listed where the other side does not have them, separated by
/// blanks; a side with nothing to say is empty.
struct replay_difference {
    record_difference what;
    std::string recorded;
    std::string replayed;

    friend bool operator==(const replay_difference&, const replay_difference&) = default;
};

/// What became of a record that was decided again.
struct replay_answer {
    /// the same record comes out, byte for byte; the library's version may differ
    bool reproduced = false;
    std::optional<assessment> recorded;  ///< nothing: the record's version or catalogue is not known
    /// under the policy that the court has now, whether or not it is the recorded one; nothing: not
    /// possible
    std::optional<assessment> replayed;
    std::vector<replay_difference> differences;
};

/// Decides the case of a record again. An error if the text is no record: every unknown or missing
/// member, wrong type, token, time, with its place. `file` is the name to use in it.
[[nodiscard]] result<replay_answer, std::vector<diagnostic>> replay(std::string_view text,
                                                                    const policy_set& policies,
                                                                    std::string_view file = {});

ECFLINK_END_NAMESPACE
