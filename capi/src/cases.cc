// Records and cases of C structs, and decisions as C sees them.
#include "cases.hpp"

#include <optional>
#include <type_traits>

#include <ecflink/core/findings.hpp>
#include <ecflink/tables/person_name.hpp>

namespace ecflink::capi {
namespace {

static_assert(ECFLINK_COURT_BYTES == court_id::capacity && ECFLINK_LOGIN_BYTES == login::capacity &&
              ECFLINK_NAME_BYTES == max_name_bytes);

// Values are read into their places. A copy of one that was just written in parts waits for them.

void take_time(ecflink_time given, std::optional<instant>& to, const field_name& field) {
    if (given == ECFLINK_NO_TIME) {
        to.reset();
    } else {
        to.emplace(required_time(given, field));
    }
}

/// Takes over the members of a C struct that are fields of fields.def and have their names. A
/// missing member leaves the field as it is.
class field_taker {
public:
    /// `place` is the struct's place in a link_case, for messages.
    explicit field_taker(const char* place) noexcept : place_(place) {}

    template <class E>
        requires std::is_enum_v<E>
    void take(std::int32_t given, E& to, const char* name) const {
        to = enumerator(given, to, {place_, name});
    }
    void take(std::int32_t given, bool& to, const char* name) const { to = truth(given, {place_, name}); }
    void take(std::uint32_t given, std::uint32_t& to, const char*) const { to = given; }
    void take(std::uint64_t given, findings& to, const char* name) const {
        to = finding_set(given, {place_, name});
    }
    void take(ecflink_date given, std::optional<civil_day>& to, const char* name) const {
        to = optional_date(given, {place_, name});
    }
    void take(ecflink_time given, std::optional<instant>& to, const char* name) const {
        take_time(given, to, {place_, name});
    }
    template <class Tag, std::size_t Capacity>
    void take(const char* given, std::size_t size, basic_id<Tag, Capacity>& to, const char* name) const {
        to = identifier<basic_id<Tag, Capacity>>(given, size, {place_, name});
    }

protected:
    const char* place_;
};

/// The same of a case whose court is known. Most proofs name the same court, which is not checked
/// again.
class evidence_taker : public field_taker {
public:
    evidence_taker(const char* place, const court_id& court) noexcept : field_taker(place), court_(&court) {}

    using field_taker::take;
    void take(const char* given, std::size_t size, court_id& to, const char* name) const {
        const bool is_same = text(given, size, {place_, name}) == court_->view();
        to = is_same ? *court_ : identifier<court_id>(given, size, {place_, name});
    }

private:
    const court_id* court_;
};

// A field that the C struct lacks does not compile: append a member of its name to the struct.
#define ECFLINK_TAKE(column, member)                                          \
    [&](const auto& from) {                                                   \
        if constexpr (requires { from.column##_size; }) {                     \
            fields.take(from.column, from.column##_size, to.member, #column); \
        } else {                                                              \
            fields.take(from.column, to.member, #column);                     \
        }                                                                     \
    }(given);
#define ECFLINK_RECORD_FIELD(column, member, ...) ECFLINK_TAKE(column, member)
#define ECFLINK_TABLE(table, row, record, ...)                                                        \
    void take_fields(const field_taker& fields, const ecflink_##record& given, ecflink::record& to) { \
        __VA_ARGS__                                                                                   \
    }
#include <ecflink/core/fields.def>

void take_others(const ecflink_link_case& given, other_links& others) {
    others.already_linked = (given.flags & ECFLINK_CASE_ALREADY_LINKED) != 0;
    others.other_centrals_of_account = given.other_centrals_of_account;
    others.other_accounts_in_court = given.other_accounts_in_court;
    others.other_accounts_in_court_and_role = given.other_accounts_in_court_and_role;
    take_time(given.tombstoned_at, others.tombstoned_at, "link_case.tombstoned_at");
    take_time(given.lifted_at, others.lifted_at, "link_case.lifted_at");
}

/// Takes over the proofs of a case; `court` is that of the case.
void take_evidence(const char* place, const ecflink_link_case& given, const court_id& court, evidence& to) {
    const evidence_taker fields(place, court);
#define ECFLINK_EVIDENCE_FIELD(column, member, ...) ECFLINK_TAKE(column, member)
#define ECFLINK_TABLE(table, row, record, ...) __VA_ARGS__
#include <ecflink/core/fields.def>
#undef ECFLINK_TAKE
    to.failed_attempts = given.failed_attempts;
    to.on_roster = (given.flags & ECFLINK_CASE_ON_ROSTER) != 0;
}

}  // namespace

findings finding_set(std::uint64_t given, const field_name& field) {
    std::uint64_t reserved = given;
    for (const finding_info& info : catalogue()) {
        reserved &= ~findings(info.id).bits();
    }
    require_unused(reserved, field);
    return findings(given);
}

central_account to_record(const char* place, const ecflink_central_account& given) {
    central_account read;
    take_fields(field_taker(place), given, read);
    return read;
}

court_account to_record(const char* place, const ecflink_court_account& given) {
    court_account read;
    take_fields(field_taker(place), given, read);
    return read;
}

ledger_row to_record(const char* place, const ecflink_ledger_row& given) {
    require_unused(given.reserved, {place, "reserved"});
    ledger_row read;
    take_fields(field_taker(place), given, read);
    return read;
}

evidence to_evidence(const char* place, const ecflink_link_case& given) {
    evidence read;
    take_evidence(place, given, {}, read);
    return read;
}

owned_case::owned_case(const ecflink_link_case& given, const policy_set& policies) {
    facts_.court = identifier<court_id>(given.court, given.court_size, "link_case.court");
    // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): the court comes first
    policy_ = &policies.find(facts_.court.view());
    constexpr std::uint32_t known_flags = ECFLINK_CASE_MALFORMED | ECFLINK_CASE_CENTRAL_AMBIGUOUS |
                                          ECFLINK_CASE_ACCOUNT_AMBIGUOUS | ECFLINK_CASE_ON_ROSTER |
                                          ECFLINK_CASE_ALREADY_LINKED | ECFLINK_CASE_LINK_MALFORMED;
    require_unused(given.flags & ~known_flags, "link_case.flags");
    // A link_case has no other place to say that its required court is missing.
    facts_.malformed = (given.flags & ECFLINK_CASE_MALFORMED) != 0;
    facts_.row_malformed = (given.flags & ECFLINK_CASE_LINK_MALFORMED) != 0 || facts_.court.empty();
    facts_.central_ambiguous = (given.flags & ECFLINK_CASE_CENTRAL_AMBIGUOUS) != 0;
    facts_.account_ambiguous = (given.flags & ECFLINK_CASE_ACCOUNT_AMBIGUOUS) != 0;
    require_unused(facts_.central_ambiguous && given.central != nullptr, "link_case.central");
    require_unused(facts_.account_ambiguous && given.account != nullptr, "link_case.account");

    std::string_view central_name;
    std::string_view account_name;
    if (given.central != nullptr) {
        const ecflink_central_account central = read(given.central, "link_case.central");
        take_fields(field_taker("link_case.central"), central, central_);
        central_name =
            checked_text(central.name, central.name_size, ECFLINK_NAME_BYTES, "link_case.central.name");
        facts_.central = &central_;
    }
    if (given.account != nullptr) {
        const ecflink_court_account account = read(given.account, "link_case.account");
        take_fields(field_taker("link_case.account"), account, account_);
        account_name =
            checked_text(account.name, account.name_size, ECFLINK_NAME_BYTES, "link_case.account.name");
        facts_.account = &account_;
    }
    if (given.row != nullptr) {
        const ecflink_ledger_row row = read(given.row, "link_case.row");
        row_ = to_record("link_case.row", row);
        facts_.row = &row_;
    }
    if (facts_.row != nullptr && facts_.central != nullptr && central_.created && policy_->zone) {
        if (const auto start = policy_->zone->to_instant(make_instant(*central_.created))) {
            facts_.central_created_start = start.value();
        }
    }
    take_evidence("link_case", given, facts_.court, facts_.evidence);
    take_others(given, facts_.others);
    if (facts_.central != nullptr && facts_.account != nullptr) {
        facts_.names = compare_names(central_name, account_name);
    }
}

ecflink_assessment to_c(const assessment& given, const explanation& why) noexcept {
    ecflink_assessment answer = ECFLINK_ASSESSMENT_INIT;
    answer.verdict = static_cast<ecflink_verdict>(given.verdict);
    answer.next_step = why.next_step ? static_cast<ecflink_finding>(*why.next_step) : ECFLINK_NO_FINDING;
    answer.findings = given.findings.bits();
    answer.deciding = why.deciding.bits();
    answer.to_allow = why.to_allow.bits();
    answer.noted = why.noted.bits();
    answer.not_before = to_c(why.not_before);
    answer.void_remedies = why.void_remedies.bits();
    answer.next_remedy =
        why.next_remedy ? static_cast<ecflink_finding>(*why.next_remedy) : ECFLINK_NO_FINDING;
    return answer;
}

}  // namespace ecflink::capi
