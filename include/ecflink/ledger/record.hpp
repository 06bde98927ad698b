// record.hpp: decision records: the decision about a link, its facts and its policy, so that anyone
// can decide it again. Compiled.
//
// A record is canonical JSON (RFC 8785). It holds no name and no secret, only how the names compare
// and the class and time of each proof. With the library and the policy files of that time,
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
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/text/diagnostic.hpp>

ECFLINK_BEGIN_NAMESPACE

/// The version of the format.
inline constexpr int record_version = 1;

/// The record of an answer of `assess`. `as_of` is the `now` given to it.
[[nodiscard]] std::string make_record(const court_policy& policy, const link_case& facts, instant as_of,
                                      const assessment& answer);

/// What differs between a record and its replay.
enum class record_difference : std::uint8_t {
    version = 1,    ///< "record-version": an unknown format; nothing else was compared
    catalogue = 2,  ///< "catalogue": the findings belong to another catalogue
    library = 3,    ///< "library": another version of the library made it; not a failure by itself
    input = 4,      ///< "input": facts, court or instant do not have the digest in the record
    policy = 5,     ///< "policy": the court has another policy now
    findings = 6,   ///< "findings": the replay has other findings
    verdict = 7,    ///< "verdict": the replay has another verdict
    form = 8,       ///< "form": the content is the same, the bytes are not those of `make_record`
};
[[nodiscard]] std::string_view to_token(record_difference what) noexcept;
/// One sentence for people, without a full stop.
[[nodiscard]] std::string_view to_message(record_difference what) noexcept;

/// One difference. Each side lists the findings that the other one lacks, separated by spaces.
struct replay_difference {
    record_difference what;
    std::string recorded;
    std::string replayed;

    friend bool operator==(const replay_difference&, const replay_difference&) = default;
};

/// The result of a replay.
struct replay_answer {
    /// the replay gives the same record byte for byte, apart from the library's version
    bool reproduced = false;
    std::optional<assessment> recorded;  ///< nothing if the version or catalogue is unknown
    /// under the court's policy of now, even if the record states another; nothing if the version
    /// or catalogue is unknown
    std::optional<assessment> replayed;
    std::vector<replay_difference> differences;
};

/// Decides the case of a record again. If the text is not a record, the error lists every unknown
/// or missing member and every wrong type, token or time with its place. `file` is the name of the
/// file in these.
[[nodiscard]] result<replay_answer, std::vector<diagnostic>> replay(std::string_view text,
                                                                    const policy_set& policies,
                                                                    std::string_view file = {});

ECFLINK_END_NAMESPACE
