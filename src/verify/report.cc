// Reports, links that are not allowed, and what links conflict with.
#include <ecflink/verify/report.hpp>

#include <algorithm>
#include <iterator>

#include <absl/container/flat_hash_map.h>

#include "tables/batch_list.hpp"
#include "tables/rows.hpp"
#include "tables/text_key.hpp"

ECFLINK_BEGIN_NAMESPACE

void tally::add(const assessment& one, std::uint64_t times) noexcept {
    links += times;
    verdicts[static_cast<std::size_t>(one.verdict)] += times;
    for (const finding found : one.findings) {
        findings[static_cast<std::size_t>(found)] += times;
    }
}

void tally::remove(const assessment& one) noexcept {
    add(one, ~std::uint64_t{0});  // minus one, modulo 2^64
}

tally& tally::operator+=(const tally& other) noexcept {
    links += other.links;
    removed += other.removed;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        verdicts[i] += other.verdicts[i];
    }
    for (std::size_t i = 0; i < findings.size(); ++i) {
        findings[i] += other.findings[i];
    }
    return *this;
}

ledger_report& ledger_report::operator+=(const ledger_report& other) {
    all += other.all;
    for (const auto& [court, counts] : other.courts) {
        courts[court] += counts;
    }
    return *this;
}

std::vector<failing_link> failing_links(const verify_output& answers, verdict at_least) {
    std::vector<failing_link> failing;
    for (std::size_t row = 0; row < answers.verdicts.size(); ++row) {
        if (answers.verdicts[row] >= at_least) {
            failing.push_back({row, answers.findings[row]});
        }
    }
    return failing;
}

void for_each_conflict(
    std::span<const link_columns> links, std::span<const std::uint64_t> rows,
    const std::function<void(std::uint64_t row, std::span<const std::uint64_t> others)>& use) {
    using namespace detail::tables;
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
