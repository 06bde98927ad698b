// generator.hpp: made-up ledgers of any size, without real data: the courts of the directory,
// people with names as varied as real ones, and faults at chosen rates.
//
// A row depends only on the plan and its row number, so that rows are the same in whatever order,
// on whatever thread and machine they are made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>

namespace ecflink::generate {

/// The share of the links that get a finding. A fault may bring others with it: an account that was
/// opened after its link was also opened after go-live.
struct fault_rate {
    finding of;
    double share;  ///< 0 to 1
};

/// Every fault that can be made, at its usual rate; about 4 % of the links are not clean then.
[[nodiscard]] std::span<const fault_rate> usual_faults() noexcept;

/// The most accounts that one person holds, each in a court of its own.
inline constexpr std::uint64_t most_accounts_of_a_person = 96;
inline constexpr std::uint64_t most_rows = 1'000'000'000;

struct ledger_plan {
    std::uint64_t links = 10'000;
    /// at least as many as links: a sound ledger links an account once
    std::uint64_t court_accounts = 10'000;
    std::uint64_t central_accounts = 3'000;
    std::uint64_t seed = 1;
    /// For a comparison with engines whose only function for names is lower(): ASCII "First Last"
    /// names, short logins and ids, no proofs, and policies that ask for none.
    bool is_plain = false;
    std::vector<fault_rate> faults{usual_faults().begin(), usual_faults().end()};
};

/// What a court's policy and habits mean for the rows about it. Seconds since 1970-01-01T00:00Z.
struct court_traits {
    court_id id;
    std::int64_t go_live = 0;
    std::int64_t outage_begin = 0;  ///< before go-live; go-live itself if there is no outage
    /// after go-live, as if the change-over had taken longer than planned
    std::int64_t outage_end = 0;
    bool asks_for_lower_case = false;
    bool forbids_at_sign = false;
    bool puts_last_name_first = false;
};

/// Makes the rows of a plan. Immutable; safe from any number of threads.
class generator {
public:
    /// Or what is wrong with the plan, as a clause: "there are more links than court accounts".
    [[nodiscard]] static result<generator, std::string> make(const ledger_plan& plan);

    [[nodiscard]] const ledger_plan& plan() const noexcept { return plan_; }
    /// The files of the ledger's folder policies/: a go-live for every court, and for most an
    /// outage around it.
    [[nodiscard]] std::span<const policy_layer> layers() const noexcept { return layers_; }

    [[nodiscard]] central_account_row make_central_account(std::uint64_t row) const;
    [[nodiscard]] court_account_row make_court_account(std::uint64_t row) const;
    [[nodiscard]] link_row make_link(std::uint64_t row) const;

private:
    /// Draws a fault: each has a range of rolls.
    class fault_list {
    public:
        void add(finding of, double share);
        [[nodiscard]] bool is_possible() const noexcept;
        [[nodiscard]] std::optional<finding> find(std::uint64_t roll) const noexcept;

    private:
        struct threshold {
            std::uint64_t end;
            finding of;
        };
        std::vector<threshold> thresholds_;
    };
    /// A permutation of the numbers below a size that needs no memory: a Feistel network over the
    /// next power of two, walked until it lands inside.
    class shuffle {
    public:
        shuffle() = default;
        shuffle(std::uint64_t size, std::uint64_t key) noexcept;
        [[nodiscard]] std::uint64_t operator[](std::uint64_t row) const noexcept;

    private:
        std::uint64_t size_ = 1;
        std::uint64_t key_ = 0;
        unsigned low_bits_ = 0;
        unsigned high_bits_ = 0;
    };
    /// What follows from an account's number.
    struct account_facts {
        std::uint64_t number;
        std::uint64_t person;
        std::uint32_t ordinal;  ///< among the person's accounts
        std::optional<finding> fault;
        const court_traits* court;
    };
    struct full_name;

    explicit generator(const ledger_plan& plan);
    void set_faults();
    void make_courts();
    void deal_accounts();

    [[nodiscard]] std::uint64_t roll(std::uint64_t stream, std::uint64_t row) const noexcept;
    [[nodiscard]] std::optional<finding> fault_of_person(std::uint64_t person) const noexcept;
    [[nodiscard]] account_facts find_account(std::uint64_t number) const noexcept;
    [[nodiscard]] const court_traits& court_of(std::uint64_t person, std::uint32_t ordinal) const noexcept;
    [[nodiscard]] account_role role_of(const account_facts& of) const noexcept;
    [[nodiscard]] bool is_filing_agent(std::uint64_t person) const noexcept;
    [[nodiscard]] civil_day created_on(std::uint64_t person) const noexcept;
    [[nodiscard]] central_id id_of(std::uint64_t person) const;
    [[nodiscard]] login login_of(const account_facts& of) const;
    [[nodiscard]] full_name name_of(std::uint64_t person) const;
    [[nodiscard]] std::string name_in_court(const account_facts& of) const;
    /// When the person's link with an account of the court was made; `key` is what tells this link
    /// from others.
    [[nodiscard]] instant link_time(std::uint64_t key, std::uint64_t person, const court_traits& court,
                                    std::optional<finding> fault) const noexcept;

    ledger_plan plan_;
    std::vector<policy_layer> layers_;
    std::vector<court_traits> courts_;
    /// courts by number, each as often as its share of the accounts
    std::vector<std::uint8_t> court_draws_;
    fault_list person_faults_;
    fault_list account_faults_;
    shuffle account_order_;
    shuffle link_order_;

    // People form groups, and accounts are dealt out in the same way in every group: few people get
    // many.
    std::uint64_t people_in_group_ = 0;
    std::vector<std::uint32_t> owner_in_group_;  ///< by account
    std::vector<std::uint32_t> first_of_owner_;  ///< by person, and one more
    unsigned login_digits_ = 0;
    unsigned id_digits_ = 0;
};

}  // namespace ecflink::generate
