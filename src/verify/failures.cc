// Which links failed, and with which others they conflict.
#include <algorithm>
#include <iterator>

#include <absl/container/flat_hash_map.h>

#include <ecflink/verify/verify.hpp>

#include "verify/index_tables.hpp"

ECFLINK_BEGIN_NAMESPACE

std::vector<failure> failures(const verify_output& answers, verdict at_least) {
    std::vector<failure> failed;
    for (std::size_t row = 0; row < answers.verdicts.size(); ++row) {
        if (answers.verdicts[row] >= static_cast<std::uint8_t>(at_least)) {
            failed.push_back({row, findings(answers.findings[row])});
        }
    }
    return failed;
}

void for_each_conflict(
    std::span<const link_columns> links, std::span<const std::uint64_t> rows,
    const std::function<void(std::uint64_t row, std::span<const std::uint64_t> others)>& use) {
    using namespace detail::verify;
    const batch_list<link_columns> all(links);
    struct keys {
        text_key account;
        text_key slot;  ///< the court, and the central id in the place of the login
    };
    const auto keys_of = [&all](const batch_list<link_columns>::place& at) {
        const link_columns& table = all[at.batch];
        const std::string_view court = text_at(table.court, at.row);
        return keys{{court, text_at(table.login, at.row)}, {court, text_at(table.central_id, at.row)}};
    };
    absl::flat_hash_map<text_key, std::vector<std::uint64_t>> of_account;
    absl::flat_hash_map<text_key, std::vector<std::uint64_t>> of_slot;
    for (const std::uint64_t row : rows) {
        const keys asked = keys_of(all.find(row));
        of_account[asked.account];
        of_slot[asked.slot];
    }
    std::uint64_t row_of_all = 0;
    for (std::size_t batch = 0; batch < links.size(); ++batch) {
        for (std::size_t row = 0; row < links[batch].rows; ++row, ++row_of_all) {
            const link_row link = read_row(links[batch], row);
            if (link.row.state == link_state::removed || !has_all_keys(link)) {
                continue;
            }
            const keys each = keys_of({batch, row});
            if (const auto found = of_account.find(each.account); found != of_account.end()) {
                found->second.push_back(row_of_all);
            }
            if (const auto found = of_slot.find(each.slot); found != of_slot.end()) {
                found->second.push_back(row_of_all);
            }
        }
    }
    std::vector<std::uint64_t> others;
    for (const std::uint64_t row : rows) {
        const keys asked = keys_of(all.find(row));
        others.clear();
        std::ranges::set_union(of_account[asked.account], of_slot[asked.slot], std::back_inserter(others));
        std::erase(others, row);
        use(row, others);
    }
}

ECFLINK_END_NAMESPACE
