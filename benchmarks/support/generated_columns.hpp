// generated_columns.hpp: a generated ledger as columns in memory. Texts are ordinary Arrow utf8
// buffers; tokens and, on request, courts are dictionaries.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/columns.hpp>

#include "generate/generator.hpp"

namespace support {

/// Columns that own what they hold, and the policies of the ledger.
class generated_columns {
public:
    explicit generated_columns(std::uint64_t links) {
        ecflink::generate::ledger_plan plan;
        plan.links = links;
        plan.court_accounts = links;
        plan.central_accounts = links * 3 / 10;
        plan.is_plain = true;
        const auto made = ecflink::generate::generator::make(plan);
        const ecflink::generate::generator& rows = made.value();
        layers_.assign(rows.layers().begin(), rows.layers().end());
        auto loaded = ecflink::policy_set::load(layers_);
        policies_ = std::make_unique<ecflink::policy_set>(std::move(loaded).value());

        texts ids, central_names, account_courts, logins, account_names, link_courts, link_logins, link_ids;
        words usage, status, generation, role, account_status;
        for (std::uint64_t row = 0; row < plan.central_accounts; ++row) {
            const ecflink::central_account_row account = rows.make_central_account(row);
            ids.add(account.id.view());
            central_names.add(account.name);
            usage.add(to_token(account.account.usage));
            status.add(to_token(account.account.status));
            generation.add(to_token(account.account.generation));
            created_.push_back(account.account.created ? account.account.created->days : 0);
        }
        centrals_.rows = plan.central_accounts;
        centrals_.central_id = keep(std::move(ids));
        centrals_.name = keep(std::move(central_names));
        centrals_.usage = keep(std::move(usage));
        centrals_.status = keep(std::move(status));
        centrals_.generation = keep(std::move(generation));
        centrals_.created = {ecflink::time_unit::day, created_.data(), {}};

        for (std::uint64_t row = 0; row < plan.court_accounts; ++row) {
            const ecflink::court_account_row account = rows.make_court_account(row);
            account_courts.add(account.court.view());
            logins.add(account.account.login.view());
            account_names.add(account.name);
            role.add(to_token(account.account.role));
            account_status.add(to_token(account.account.status));
            opened_.push_back(account.account.opened->micros);
        }
        accounts_.rows = plan.court_accounts;
        accounts_.court = keep(std::move(account_courts));
        accounts_.login = keep(std::move(logins));
        accounts_.name = keep(std::move(account_names));
        accounts_.role = keep(std::move(role));
        accounts_.status = keep(std::move(account_status));
        accounts_.opened = {ecflink::time_unit::microsecond, opened_.data(), {}};

        linked_bits_.resize(links / 8 + 1);
        for (std::uint64_t row = 0; row < links; ++row) {
            const ecflink::link_row link = rows.make_link(row);
            link_courts.add(link.court.view());
            link_logins.add(link.login.view());
            link_ids.add(link.central.view());
            linked_at_.push_back(link.row.linked_at ? link.row.linked_at->micros : 0);
            linked_bits_[row / 8] =
                static_cast<std::uint8_t>(linked_bits_[row / 8] | (link.row.linked_at ? 1U : 0U) << row % 8);
        }
        links_.rows = links;
        links_.court = keep(std::move(link_courts));
        links_.login = keep(std::move(link_logins));
        links_.central_id = keep(std::move(link_ids));
        links_.linked_at = {ecflink::time_unit::microsecond, linked_at_.data(), {linked_bits_.data(), 0}};
    }

    [[nodiscard]] const ecflink::policy_set& policies() const noexcept { return *policies_; }
    /// the layers from which the policies were loaded
    [[nodiscard]] const std::vector<ecflink::policy_layer>& layers() const noexcept { return layers_; }
    [[nodiscard]] ecflink::ledger_columns view() const noexcept {
        return {.central_accounts = {&centrals_, 1},
                .court_accounts = {&accounts_, 1},
                .links = {&links_, 1},
                .tombstones = {},
                .roster = {}};
    }
    /// Some rows of the links.
    [[nodiscard]] ecflink::link_columns links(std::size_t first, std::size_t rows) const noexcept {
        ecflink::link_columns some = links_;
        some.rows = rows;
        for (ecflink::text_column* column : {&some.court, &some.login, &some.central_id}) {
            column->positions = static_cast<const std::int32_t*>(column->positions) + first;
            column->texts = rows;
        }
        some.linked_at = {
            ecflink::time_unit::microsecond, linked_at_.data() + first, {linked_bits_.data(), first}};
        return some;
    }

private:
    struct texts {
        std::vector<std::int32_t> offsets{0};
        std::string bytes;

        void add(std::string_view text) {
            bytes += text;
            offsets.push_back(static_cast<std::int32_t>(bytes.size()));
        }
        [[nodiscard]] ecflink::text_column view() const noexcept {
            ecflink::text_column column;
            column.layout = ecflink::text_layout::utf8;
            column.positions = offsets.data();
            column.bytes = bytes.data();
            column.texts = offsets.size() - 1;
            return column;
        }
    };
    struct words {
        texts dictionary;
        std::map<std::string, std::uint8_t, std::less<>> numbers;
        std::vector<std::uint8_t> indices;

        void add(std::string_view word) {
            auto found = numbers.find(word);
            if (found == numbers.end()) {
                found = numbers.emplace(std::string(word), static_cast<std::uint8_t>(numbers.size())).first;
                dictionary.add(word);
            }
            indices.push_back(found->second);
        }
    };

    ecflink::text_column keep(texts made) { return texts_.emplace_back(std::move(made)).view(); }
    ecflink::text_column keep(words made) {
        const words& kept = words_.emplace_back(std::move(made));
        ecflink::text_column column = kept.dictionary.view();
        column.indices = {ecflink::integer_type::uint8, kept.indices.data(), {}};
        return column;
    }

    std::vector<ecflink::policy_layer> layers_;
    std::unique_ptr<ecflink::policy_set> policies_;
    std::deque<texts> texts_;
    std::deque<words> words_;
    std::vector<std::int32_t> created_;
    std::vector<std::int64_t> opened_;
    std::vector<std::int64_t> linked_at_;
    std::vector<std::uint8_t> linked_bits_;
    ecflink::central_account_columns centrals_;
    ecflink::court_account_columns accounts_;
    ecflink::link_columns links_;
};

}  // namespace support
