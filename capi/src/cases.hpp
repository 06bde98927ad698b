// cases.hpp: records and cases of C structs as the rules see them, and decisions as C sees them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <ecflink/core/assess.hpp>
#include <ecflink/core/link.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "values.hpp"

namespace ecflink::capi {

/// A set of findings; a bit without a finding is an error.
[[nodiscard]] findings finding_set(std::uint64_t given, const field_name& field);

/// The record of a C struct, and its name as written. `place` is where the struct stands, for
/// messages; it must outlive the call.
[[nodiscard]] central_account to_record(const char* place, const ecflink_central_account& given);
[[nodiscard]] court_account to_record(const char* place, const ecflink_court_account& given);
[[nodiscard]] ledger_row to_record(const char* place, const ecflink_ledger_row& given);

/// The proofs of a struct that has the columns of fields.def as members.
[[nodiscard]] evidence to_evidence(const char* place, const ecflink_link_case& given);

/// A case with the records that it points to.
class owned_case {
public:
    /// Under the policy that the court of the case has among these, which outlive this object.
    owned_case(const ecflink_link_case& given, const policy_set& policies);
    owned_case(const owned_case&) = delete;  // facts_ points into this object
    owned_case& operator=(const owned_case&) = delete;

    [[nodiscard]] const link_case& facts() const noexcept { return facts_; }
    [[nodiscard]] const court_policy& policy() const noexcept { return *policy_; }
    [[nodiscard]] const link_policy& rules() const noexcept { return policy_->rules; }
    /// The instant at which the rules look at the court.
    [[nodiscard]] instant looked_at(instant now) const noexcept {
        return facts_.row != nullptr && row_.linked_at ? *row_.linked_at : now;
    }

private:
    central_account central_;
    court_account account_;
    ledger_row row_;
    link_case facts_;
    const court_policy* policy_;
};

/// A decision and its reasons.
[[nodiscard]] ecflink_assessment to_c(const assessment& given, const explanation& why) noexcept;

}  // namespace ecflink::capi
