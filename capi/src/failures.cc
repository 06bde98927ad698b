// Links that are not allowed, with their keys and their reasons, as an Arrow table.

#include <ecflink/core/assess.hpp>
#include <ecflink/tables/column_text.hpp>

#include "arrow_table.hpp"
#include "bulk.hpp"

namespace {

using namespace ecflink::capi;

/// The batches of a table, whose rows are numbered from the first batch on.
template <class Table>
class numbered_rows {
public:
    explicit numbered_rows(std::span<const Table> batches) : batches_(batches) {
        for (const Table& batch : batches) {
            ends_.push_back(size() + batch.rows);
        }
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return ends_.empty() ? 0 : ends_.back(); }
    /// The batch of a row, and its place there.
    [[nodiscard]] std::pair<const Table&, std::size_t> at(std::uint64_t row) const {
        const auto batch = static_cast<std::size_t>(std::ranges::upper_bound(ends_, row) - ends_.begin());
        return {batches_[batch], static_cast<std::size_t>(row + batches_[batch].rows - ends_[batch])};
    }

private:
    std::span<const Table> batches_;
    std::vector<std::uint64_t> ends_;
};

std::string_view remedy_of(ecflink::finding one) { return describe(one).remedy; }
std::string_view token_of(ecflink::finding one) { return to_token(one); }

/// The answers of a verification or a forecast, in the caller's arrays.
struct answers {
    const std::uint64_t* rows;  ///< NULL: the rows are numbered as they stand
    std::span<const std::uint64_t> findings;
    std::span<const std::uint8_t> verdicts;
};

class failure_table {
public:
    failure_table(const ecflink::policy_set& policies, bool is_explained)
        : policies_(policies), is_explained_(is_explained) {}

    /// Adds a row, unless it is allowed.
    void add(std::uint64_t row, std::string_view court, std::string_view login, std::string_view central,
             std::uint64_t found, std::uint8_t verdict, ecflink::findings approved) {
        const ecflink::assessment answer{static_cast<ecflink::verdict>(verdict), ecflink::findings(found),
                                         approved};
        if (answer.verdict == ecflink::verdict::allow) {
            return;
        }
        rows_.add(row);
        courts_.add(court);
        logins_.add(login);
        centrals_.add(central);
        verdicts_.add(to_token(answer.verdict));
        findings_.add(answer.findings, token_of);
        if (is_explained_) {
            // Until when to wait is not told, so any time will do.
            const ecflink::explanation why =
                explain(policies_.find(court).rules, answer, ecflink::latest_instant);
            next_steps_.add(why.next_step ? to_token(*why.next_step) : std::string_view{});
            who_.add(why.next_step ? to_token(describe(*why.next_step).who) : std::string_view{});
            to_allow_.add(why.to_allow, token_of);
            remedies_.add(why.to_allow - why.void_remedies, remedy_of);
        }
    }

    [[nodiscard]] table_column take() {
        table_column all("", "+s");
        all.rows = rows_.rows;
        const auto add = [&](table_column& one) { all.children.push_back(std::move(one)); };
        for (table_column* one : {&rows_, &courts_, &logins_, &centrals_, &verdicts_, &findings_}) {
            add(*one);
        }
        if (is_explained_) {
            for (table_column* one : {&next_steps_, &who_, &to_allow_, &remedies_}) {
                add(*one);
            }
        }
        return all;
    }

private:
    const ecflink::policy_set& policies_;
    bool is_explained_;
    table_column rows_ = table_column::of_numbers("row");
    table_column courts_ = table_column::of_texts("court");
    table_column logins_ = table_column::of_texts("login");
    table_column centrals_ = table_column::of_texts("central_id");
    table_column verdicts_ = table_column::of_texts("verdict");
    table_column findings_ = table_column::of_lists("findings");
    table_column next_steps_ = table_column::of_texts("next_step");
    table_column who_ = table_column::of_texts("who");
    table_column to_allow_ = table_column::of_lists("to_allow");
    table_column remedies_ = table_column::of_lists("remedies");
};

/// Calls `add` with the batch and the place of every row that has an answer.
template <class Table, class Add>
void for_each_answer(std::span<const Table> batches, const answers& given, Add add) {
    const numbered_rows<Table> table(batches);
    if (given.rows == nullptr && given.findings.size() != table.size()) {
        throw failure{ECFLINK_E_INVALID, "count", 0,
                      "there are " + std::to_string(table.size()) + " rows; give one answer for each"};
    }
    for (std::size_t place = 0; place < given.findings.size(); ++place) {
        const std::uint64_t row = given.rows == nullptr ? place : given.rows[place];
        if (row >= table.size()) {
            throw failure{ECFLINK_E_NOT_FOUND, "rows", place};
        }
        if (given.verdicts[place] > ECFLINK_VERDICT_REFUSE) {
            throw failure{ECFLINK_E_INVALID_NUMBER, "verdicts", place};
        }
        if (given.verdicts[place] != ECFLINK_VERDICT_ALLOW) {
            const auto [batch, at] = table.at(row);
            add(row, batch, at, place);
        }
    }
}

/// The findings that were approved for a link; none if they cannot be read.
ecflink::findings approved_at(const ecflink::link_columns& batch, std::size_t row) {
    return batch.approved.is_absent()
               ? ecflink::findings{}
               : ecflink::parse_findings(text_of_row(batch.approved, row)).value_or(ecflink::findings{});
}

}  // namespace

ecflink_status ecflink_failures_export(const ecflink_index* index, const ecflink_links* links, uint32_t flags,
                                       const uint64_t* rows, const uint64_t* findings,
                                       const uint8_t* verdicts, uint64_t count, ArrowSchema* schema_out,
                                       ArrowArray* array_out, ecflink_error* error) {
    return guard(error, [&] {
        const ecflink_index& tables = required(index, "index");
        require_unused(flags & ~static_cast<std::uint32_t>(ECFLINK_FAILURES_EXPLAINED), "flags");
        if (count != 0) {
            static_cast<void>(required(findings, "findings"));
            static_cast<void>(required(verdicts, "verdicts"));
        }
        ArrowSchema& schema = required(schema_out, "schema_out");
        ArrowArray& array = required(array_out, "array_out");
        const answers given{rows, {findings, count}, {verdicts, count}};
        failure_table failing(*tables.policies, flags != 0);
        if (links != nullptr) {
            for_each_answer(links->batches(), given,
                            [&](std::uint64_t row, const ecflink::link_columns& batch, std::size_t at,
                                std::size_t place) {
                                failing.add(row, text_of_row(batch.court, at), text_of_row(batch.login, at),
                                            text_of_row(batch.central_id, at), findings[place],
                                            verdicts[place], approved_at(batch, at));
                            });
        } else {
            for_each_answer(columns_of(tables).court_accounts, given,
                            [&](std::uint64_t row, const ecflink::court_account_columns& batch,
                                std::size_t at, std::size_t place) {
                                failing.add(row, text_of_row(batch.court, at), text_of_row(batch.login, at),
                                            {}, findings[place], verdicts[place], {});
                            });
        }
        export_table(failing.take(), schema, array);
    });
}

ecflink_status ecflink_links_impact(const ecflink_index* index, const ecflink_engine* after,
                                    const ecflink_links* links, const uint64_t* findings, uint64_t count,
                                    ecflink_changes** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_changes*& answer = required(out, "out");
        const ecflink::policy_set& before = *required(index, "index").policies;
        const ecflink::policy_set& then = *required(after, "after").policies;
        const auto batches = required(links, "links").batches();
        if (count != rows_of(batches)) {
            throw failure{
                ECFLINK_E_INVALID, "count", 0,
                "there are " + std::to_string(rows_of(batches)) + " links; give the findings of each"};
        }
        if (count != 0) {
            static_cast<void>(required(findings, "findings"));
        }
        ecflink::change_report changes;
        std::uint64_t row = 0;
        for (const ecflink::link_columns& batch : batches) {
            for (std::size_t at = 0; at < batch.rows; ++at, ++row) {
                const std::string_view text = text_of_row(batch.court, at);
                const std::string_view court = ecflink::court_id::make(text) ? text : std::string_view{};
                auto known = changes.courts.find(court);
                if (known == changes.courts.end()) {
                    if (!differ_in_dispositions_alone(before.find(court), then.find(court))) {
                        throw failure{ECFLINK_E_INVALID_POLICIES, "after", row};
                    }
                    known = changes.courts.try_emplace(std::string(court)).first;
                }
                const auto found = ecflink::findings(findings[row]);
                known->second.add(before.find(court).rules.dispositions, found,
                                  then.find(court).rules.dispositions, found, approved_at(batch, at));
            }
        }
        for (const auto& [court, counts] : changes.courts) {
            changes.all += counts;
        }
        answer = new ecflink_changes{counts_by_court(std::move(changes))};
    });
}
