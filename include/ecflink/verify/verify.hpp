// verify.hpp: whole ledgers, in columns, at the speed of memory. Compiled.
//
// Every link is assessed by the same predicates as a proposed one, as of one instant, and gets its
// findings and its verdict. Tables come as columns (columns.hpp), in any number of batches. What
// depends on an account alone is found once for each account, when the index is built; an index
// serves any number of verifications, at any number of instants, by any number of threads.
//
//     const auto index = ecflink::ledger_index::build(policies, columns, {{.threads = 2}});
//     std::vector<std::uint64_t> findings(links);
//     const auto report = ecflink::verify(*index, columns.links, as_of, {findings, verdicts}, {.threads = 2});
//
// Answers do not depend on the number of threads, on how rows are split into batches, or on the
// secret of the hashes; and each row's answer not on the order of rows.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/policies/policy_file.hpp>
#include <ecflink/tables/columns.hpp>
#include <ecflink/tables/ledger_tables.hpp>

ECFLINK_BEGIN_NAMESPACE

/// How often each finding and each verdict occurred.
struct tally {
    std::uint64_t links = 0;
    std::array<std::uint64_t, 3> verdicts{};   ///< by number: allow, hold, refuse
    std::array<std::uint64_t, 64> findings{};  ///< by bit

    /// Adds so many links of one kind.
    void add(const assessment& one, std::uint64_t times = 1) noexcept;
    /// Takes back what `add` added.
    void remove(const assessment& one) noexcept;
    tally& operator+=(const tally& other) noexcept;
    friend bool operator==(const tally&, const tally&) = default;
};

/// The counts of a verification. Reports of batches, machines and days add up: `+=` is associative,
/// and an empty report adds nothing.
struct ledger_report {
    tally all;
    /// by court id, sorted; a missing or unreadable one counts under ""
    std::map<std::string, tally, std::less<>> courts;

    ledger_report& operator+=(const ledger_report& other);
    friend bool operator==(const ledger_report&, const ledger_report&) = default;
};

/// How an index is built.
struct index_options : work_options {
    /// What the hashes of keys are made with. Keys come from users, who could choose them so that
    /// they fall together, if they knew it. Nothing: drawn at random. No answer depends on it.
    std::optional<std::array<std::uint64_t, 4>> secret;
};

/// Everything that verification looks up: accounts by their keys, with what is so about each of
/// them alone. Immutable; any number of threads may use one. Borrows the policies and the columns
/// of central accounts, court accounts, tombstones and roster.
class ledger_index {
public:
    /// Nothing, if it was cancelled. Throws std::bad_alloc, and std::length_error for a table of
    /// 2,800,000,000 rows or more.
    [[nodiscard]] static std::optional<ledger_index> build(const policy_set& policies,
                                                           const ledger_columns& ledger,
                                                           const index_options& options = {});

    /// Bytes that the index keeps for accounts beside their columns; what tombstones and a roster
    /// take is not among them.
    [[nodiscard]] std::size_t memory() const noexcept;

    ~ledger_index();
    ledger_index(ledger_index&&) noexcept;
    ledger_index& operator=(ledger_index&&) noexcept;

    struct tables;
    [[nodiscard]] const tables& get() const noexcept { return *tables_; }

private:
    explicit ledger_index(std::unique_ptr<const tables> built) noexcept;
    std::unique_ptr<const tables> tables_;
};

/// Where answers go, one a link, in the order of the links. Either may be empty; else it has room
/// for every link, in whatever batches they come.
struct verify_output {
    std::span<std::uint64_t> findings;  ///< the bits of the catalogue
    std::span<std::uint8_t> verdicts;   ///< 0 allow, 1 hold, 2 refuse
};

/// Assesses every link as of an instant. Nothing, if it was cancelled; the output then holds
/// nothing of use. Throws `std::length_error`, if there is no room for the answers.
[[nodiscard]] std::optional<ledger_report> verify(const ledger_index& index,
                                                  std::span<const link_columns> links, instant as_of,
                                                  const verify_output& output,
                                                  const work_options& options = {});

/// A link that is not allowed: its row, and what was found. Which account it is, its row says; no
/// personal data is in it.
struct failure {
    std::uint64_t row;
    ecflink::findings findings;

    friend bool operator==(const failure&, const failure&) = default;
};

/// The counts of all links that a `verify_stream` was given, and those that conflict with another
/// one.
struct stream_report : ledger_report {
    struct entry {
        std::uint64_t row;               ///< from 0 for the first link of the first batch
        ecflink::assessment assessment;  ///< in the place of what was told of it when it came

        friend bool operator==(const entry&, const entry&) = default;
    };
    std::vector<entry> conflicts;  ///< in ascending order of rows
};

/// Verifies links that come in batches and need not stay. What is so about a link by itself is
/// found when it comes; what links say of each other, when all have come. Keeps 24 bytes for each
/// active link, and the keys of accounts that are not in the index; at the end it needs 4 bytes
/// more for each, and some 150 for each that may conflict with another or has no account. A batch
/// takes 40 microseconds beside the time of its links, and is shared among threads where it has
/// more than 16,384 of them. For one thread at a time. Borrows the index, and what the options
/// point to.
///
///     ecflink::verify_stream stream(*index, as_of, {.threads = 2});
///     for (const ecflink::link_columns& batch : batches) {
///         if (!stream.add({&batch, 1}, {findings, verdicts})) {
///             return;  // cancelled
///         }
///     }
///     const auto report = std::move(stream).finish();
class verify_stream {
public:
    verify_stream(const ledger_index& index, instant as_of, const work_options& options = {});
    ~verify_stream();
    verify_stream(verify_stream&&) noexcept;
    verify_stream& operator=(verify_stream&&) noexcept;

    /// Assesses the next links; the answers lack what other links say, even those of the same
    /// batch. False: it was cancelled, and the stream is over, or it was over before. Throws as
    /// `verify` does, and std::length_error where the index and the keys that it lacks come to
    /// 4,294,967,295 or more; then no link has been added.
    [[nodiscard]] bool add(std::span<const link_columns> links, const verify_output& output);

    /// Ends the stream. Nothing, if it was cancelled, or over before. Throws std::bad_alloc, and
    /// what was given is lost then.
    [[nodiscard]] std::optional<stream_report> finish() &&;

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// The links of a verdict, or a worse one, in ascending order of their rows. Both parts of the
/// answers must be there.
[[nodiscard]] std::vector<failure> failures(const verify_output& answers, verdict at_least = verdict::hold);

/// Calls `use(row, others)` for each of the rows, in their order, on the calling thread. The others
/// are the active links that have the account of the link, or its central account in the same
/// court, in ascending order: what it conflicts with, if it has a finding of the ledger's pairs.
/// They stay until `use` returns. Rows must be rows of the links. Reads all links once; memory
/// grows with the links that are told of, but what is told with the square of those that claim one
/// account or place.
void for_each_conflict(
    std::span<const link_columns> links, std::span<const std::uint64_t> rows,
    const std::function<void(std::uint64_t row, std::span<const std::uint64_t> others)>& use);

// ---- what would be ------------------------------------------------------------------------------

/// How links fare under another policy: counts by the verdicts before and after.
struct verdict_changes {
    std::array<std::array<std::uint64_t, 3>, 3> counts{};  ///< [before][after], by number
    /// by bit: links whose verdict became stricter, by the finding that is their next step after
    std::array<std::uint64_t, 64> stricter{};
    /// links whose verdict became looser, by the finding that was their next step before
    std::array<std::uint64_t, 64> looser{};

    [[nodiscard]] std::uint64_t links() const noexcept;
    [[nodiscard]] std::uint64_t changed() const noexcept;
    void add(const disposition_masks& before, findings found_before, const disposition_masks& after,
             findings found_after) noexcept;
    verdict_changes& operator+=(const verdict_changes& other) noexcept;
    friend bool operator==(const verdict_changes&, const verdict_changes&) = default;
};

/// Changes per court, which add up as reports do.
struct change_report {
    verdict_changes all;
    std::map<std::string, verdict_changes, std::less<>> courts;  ///< by court id, sorted

    change_report& operator+=(const change_report& other);
    friend bool operator==(const change_report&, const change_report&) = default;
};

/// True, if two policies find the same of every link and differ in what they make of it at most.
/// Then findings that one gave tell the verdicts of the other. Policies of courts also have to put
/// the court on the same clocks, by which the dates of its accounts are read.
[[nodiscard]] bool differ_in_dispositions_alone(const link_policy& before, const link_policy& after) noexcept;
[[nodiscard]] bool differ_in_dispositions_alone(const court_policy& before,
                                                const court_policy& after) noexcept;

/// What becomes of links, from their findings alone. The policies must differ in dispositions
/// alone.
[[nodiscard]] verdict_changes impact(std::span<const std::uint64_t> findings_of_links,
                                     const disposition_masks& before,
                                     const disposition_masks& after) noexcept;

/// What becomes of links, whatever the policies differ in: in one pass over them, under the
/// policies of the index and under those after. Where these differ in more than dispositions,
/// accounts are observed once more, and the links of such courts assessed twice; nothing is looked
/// up twice. Takes the memory of a verification; where they differ in more than dispositions 8
/// bytes more a link, 4 a court account, and 2 a central account for each cut-off for legacy
/// accounts that the index lacks. Nothing if it was cancelled. Throws std::bad_alloc.
[[nodiscard]] std::optional<change_report> shadow(const ledger_index& index, const policy_set& after,
                                                  std::span<const link_columns> links, instant as_of,
                                                  const work_options& options = {});

/// Who will fail at go-live. An account is looked at as of an instant, its court at the later of
/// that and its go-live. Proofs are not asked for, since they will be given; what is found of a
/// link that stands in the ledger is not, since there is none.
struct forecast_report : ledger_report {
    struct entry {
        std::uint64_t row;  ///< of the court accounts, or of the candidates
        assessment outlook;

        friend bool operator==(const entry&, const entry&) = default;
    };
    std::vector<entry> entries;  ///< in ascending order of rows
};

/// The court accounts that no active link joins, by what is so about them and their courts alone.
/// An ambiguous account is listed with its first row.
[[nodiscard]] std::optional<forecast_report> forecast(const ledger_index& index,
                                                      std::span<const link_columns> links, instant as_of,
                                                      const work_options& options = {});

/// Pairs that shall be linked, against the ledger's links and each other. Of a candidate the
/// columns `court`, `login` and `central_id` count alone.
[[nodiscard]] std::optional<forecast_report> forecast(const ledger_index& index,
                                                      std::span<const link_columns> links,
                                                      std::span<const link_columns> candidates, instant as_of,
                                                      const work_options& options = {});

/// The answer to the verification of a ledger in rows.
struct verification : ledger_report {
    std::vector<assessment> rows;  ///< one a link, in the ledger's order
};

/// Assesses every link of a ledger in rows. Nothing if it was cancelled.
[[nodiscard]] std::optional<verification> verify(const policy_set& policies, const ledger_tables& tables,
                                                 instant as_of, const work_options& options = {});

ECFLINK_END_NAMESPACE
