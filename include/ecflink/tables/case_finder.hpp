// case_finder.hpp: the case of one link against the tables of a ledger. Compiled.
//
//     const auto ledger = ecflink::read_ledger("ledger", policies);
//     const ecflink::case_finder finder(ledger.value(), policies);
//     const ecflink::link_case facts = finder.propose("wiwb", "asample", "1000001", {});
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include <ecflink/core/link.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>

ECFLINK_BEGIN_NAMESPACE

/// Finds the records, other links and tombstones of cases against one ledger. Borrows the ledger
/// and the policies; immutable after construction.
class case_finder {
public:
    case_finder(const ledger_tables& rows, const policy_set& policies);
    ~case_finder();
    case_finder(case_finder&&) noexcept;
    case_finder& operator=(case_finder&&) noexcept;

    /// The facts about a link that is proposed against this ledger; `name` is the login.
    [[nodiscard]] link_case propose(std::string_view court, std::string_view name, std::string_view central,
                                    const ecflink::evidence& given) const;
    /// The facts about the link in the given row of the ledger. The result borrows from the ledger.
    [[nodiscard]] link_case of_row(std::size_t row) const;

private:
    struct tables;
    std::unique_ptr<const tables> tables_;
};

ECFLINK_END_NAMESPACE
