#include "generate/generator.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cmath>
#include <iterator>
#include <utility>

#include <ecflink/policies/directory.hpp>

namespace ecflink::generate {
namespace {

#include "generate/names.inc"

constexpr fault_rate usual[] = {
    {finding::court_unknown, 0.0005},         {finding::central_unknown, 0.002},
    {finding::account_unknown, 0.002},        {finding::record_malformed, 0.001},
    {finding::record_ambiguous, 0.0004},      {finding::central_shared, 0.0025},
    {finding::central_administrative, 0.002}, {finding::central_legacy, 0.003},
    {finding::central_not_activated, 0.0005}, {finding::central_on_hold, 0.002},
    {finding::central_disabled, 0.0015},      {finding::central_closed, 0.0015},
    {finding::court_not_live, 0.0025},        {finding::court_in_outage, 0.002},
    {finding::account_terminated, 0.004},     {finding::account_suspended, 0.0025},
    {finding::account_restricted, 0.0005},    {finding::account_locked, 0.0005},
    {finding::account_fee_locked, 0.0005},    {finding::account_opened_after_cutover, 0.0005},
    {finding::already_linked, 0.002},         {finding::account_linked_elsewhere, 0.001},
    {finding::central_slot_taken, 0.003},     {finding::name_differs, 0.004},
    {finding::name_missing, 0.0005},          {finding::link_in_future, 0.0005},
    {finding::link_before_account, 0.001},
};

constexpr bool is_fault_of_person(finding of) noexcept {
    return of == finding::record_ambiguous || describe(of).group == finding_group::central;
}

/// What a roll is for. If a number changes, a seed makes another ledger.
namespace stream {
enum number : std::uint64_t {
    court_rank = 1,
    court_habits = 2,
    go_live = 3,
    outage = 4,
    account_order = 5,
    link_order = 6,
    account_fault = 10,
    person_fault = 11,
    court_draw = 12,
    created = 13,
    generation = 14,
    central_id = 15,
    given_name = 16,
    surname = 17,
    name_form = 18,
    agent = 19,
    opened = 20,
    role = 21,
    login = 22,
    name_in_court = 23,
    other_name = 24,
    linked_at = 25,
    other_link = 26,
    unknown_court = 27,
    made_by = 28,
    proofs = 29,
    principals = 30,
};
}  // namespace stream

/// One step of splitmix64.
constexpr std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

/// A number below `size`, which is at most 2^32, from the upper half of a roll.
constexpr std::uint64_t below(std::uint64_t size, std::uint64_t roll) noexcept {
    return ((roll >> 32) * size) >> 32;
}
/// The same for a small `size`, from the 16 bits of a roll that begin at bit `from`. Draws eight
/// bits apart are independent enough.
constexpr std::uint64_t bits_below(std::uint64_t size, std::uint64_t roll, unsigned from) noexcept {
    return ((roll >> from & 0xFFFF) * size) >> 16;
}
/// True in `percent` of the cases.
constexpr bool chance(std::uint64_t percent, std::uint64_t roll, unsigned from) noexcept {
    return bits_below(100, roll, from) < percent;
}

constexpr std::int64_t seconds_of_day(std::int64_t days) noexcept { return days * 86'400; }
constexpr std::int64_t start_of(std::int32_t year, std::int32_t month, std::int32_t day) noexcept {
    return seconds_of_day(make_civil_day(year, month, day).days);
}

constexpr std::int64_t first_account = start_of(2001, 1, 1);
constexpr std::int64_t legacy_cutoff = start_of(2014, 8, 11);
constexpr std::int64_t last_created = start_of(2019, 1, 1);
constexpr std::int64_t end_of_links = start_of(2026, 1, 1);
constexpr std::int64_t future_links = start_of(2099, 1, 1);

constexpr instant to_instant(std::int64_t seconds) noexcept { return {seconds * micros_per_second}; }
constexpr std::int64_t to_seconds(instant at) noexcept { return at.micros / micros_per_second; }

/// A time at or after `begin` and before `end`.
constexpr std::int64_t time_between(std::int64_t begin, std::int64_t end, std::uint64_t roll) noexcept {
    return begin + static_cast<std::int64_t>(
                       below(static_cast<std::uint64_t>(std::max<std::int64_t>(end - begin, 1)), roll));
}

constexpr unsigned digits_for(std::uint64_t count, std::uint64_t base) noexcept {
    unsigned digits = 1;
    for (std::uint64_t room = base; room < count; room *= base) {
        ++digits;
    }
    return digits;
}

constexpr std::uint64_t power(std::uint64_t base, unsigned exponent) noexcept {
    std::uint64_t value = 1;
    while (exponent-- > 0) {
        value *= base;
    }
    return value;
}

/// A permutation of the numbers below base^digits.
constexpr std::uint64_t scatter(std::uint64_t number, std::uint64_t base, unsigned digits) noexcept {
    return (number * 7'654'321 + 1'234'567) % power(base, digits);  // coprime with 10 and 36
}

void append_digits(std::string& text, std::uint64_t number, std::uint64_t base, unsigned digits) {
    const std::size_t start = text.size();
    text.append(digits, '0');
    for (std::size_t at = text.size(); at-- > start; number /= base) {
        text[at] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % base];
    }
}

enum class letters : std::uint8_t { as_they_are, upper, lower };

/// Writes a text of Latin-1's letters in another case, or without accents or punctuation.
struct lettering {
    letters to = letters::as_they_are;
    bool drops_accents = false;
    bool drops_punctuation = false;

    [[nodiscard]] std::string operator()(std::string_view text) const {
        // Of U+00C0 to U+00DF and, in lower case, U+00E0 to U+00FF.
        constexpr std::string_view bases = "AAAAAA?CEEEEIIII?NOOOOO??UUUUY??";
        std::string written;
        written.reserve(text.size());
        for (std::size_t i = 0; i < text.size(); ++i) {
            char c = text[i];
            if (c == '\xC3') {
                auto second = static_cast<unsigned char>(text[++i]);
                const bool is_lower = second >= 0xA0;
                if (!drops_accents) {
                    second = to == letters::upper && is_lower    ? second - 0x20
                             : to == letters::lower && !is_lower ? second + 0x20
                                                                 : second;
                    written += {c, static_cast<char>(second)};
                    continue;
                }
                c = static_cast<char>(bases[second % 0x20] + (is_lower ? 'a' - 'A' : 0));
            }
            if (drops_punctuation && (c == '.' || c == '\'' || c == '-')) {
                if (c == '-') {
                    written += ' ';
                }
                continue;
            }
            const bool is_other_case = (to == letters::upper && c >= 'a' && c <= 'z') ||
                                       (to == letters::lower && c >= 'A' && c <= 'Z');
            written += static_cast<char>(is_other_case ? c ^ 0x20 : c);
        }
        return written;
    }
};

/// The letters of a name as logins have them: in lower case, without accents.
std::string for_login(std::string_view name) {
    std::string kept = lettering{letters::lower, true, true}(name);
    std::erase(kept, ' ');
    return kept;
}

/// The names that are ASCII letters only, the more common ones first.
template <std::size_t N>
std::vector<std::string_view> ascii_words(const std::string_view (&names)[N]) {
    std::vector<std::string_view> words;
    std::ranges::copy_if(names, std::back_inserter(words), [](std::string_view name) {
        return std::ranges::all_of(name,
                                   [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
    });
    return words;
}

std::span<const std::string_view> surnames_for(bool is_plain) {
    static const std::vector<std::string_view> plain = ascii_words(surnames);
    return is_plain ? std::span<const std::string_view>(plain) : surnames;
}

std::span<const std::string_view> given_names_for(bool is_plain) {
    static const std::vector<std::string_view> plain = ascii_words(given_names);
    return is_plain ? std::span<const std::string_view>(plain) : given_names;
}

/// A place in a list whose first entries are the most common.
std::size_t skewed_place(std::size_t size, std::uint64_t roll) noexcept {
    return below(below(size, roll) + 1, roll << 32);
}

constexpr std::string_view policy_of_plain_ledgers = R"({
  "ecflink-policy": 1,
  "applies-to": "all",
  "link": {"closes": null, "roles": "all", "accounts-per-central": 1, "centrals-per-account": 1, )"
                                                     R"("login": {"forbid": "", "case": "any"}},
  "central": {"legacy-cutoff": "2014-08-11", "mfa-from": null},
  "proof": {"waived-for": ["filer", "court", "import"]},
  "names": {"compare": "normalized", "similar-from": 1},
  "dispositions": {"name-differs": "hold"}
}
)";

}  // namespace

std::span<const fault_rate> usual_faults() noexcept { return usual; }

struct generator::full_name {
    std::string_view given;
    char initial = 0;  ///< 0: none
    std::string_view surname;
    std::string_view second_surname;
    std::string_view suffix;

    /// "John Q. Smith-Jones, Jr." or "Smith-Jones, John Q., Jr."
    [[nodiscard]] std::string text(bool is_last_first, bool has_suffix) const {
        std::string family(surname);
        if (!second_surname.empty()) {
            family.append("-").append(second_surname);
        }
        std::string forenames(given);
        if (initial != 0) {
            forenames.append(" ").append(1, initial).append(".");
        }
        std::string all = is_last_first ? family + ", " + forenames : forenames + ' ' + family;
        if (has_suffix && !suffix.empty()) {
            all.append(is_last_first ? ", " : " ").append(suffix);
        }
        return all;
    }
};

void generator::fault_list::add(finding of, double share) {
    constexpr double rolls = 0x1p53;
    const auto width = static_cast<std::uint64_t>(share * rolls);
    thresholds_.push_back({(thresholds_.empty() ? 0 : thresholds_.back().end) + width, of});
}

bool generator::fault_list::is_possible() const noexcept {
    return thresholds_.empty() || thresholds_.back().end <= std::uint64_t{1} << 53;
}

std::optional<finding> generator::fault_list::find(std::uint64_t roll) const noexcept {
    const std::uint64_t at = roll >> 11;
    if (thresholds_.empty() || at >= thresholds_.back().end) {
        return std::nullopt;
    }
    return std::ranges::upper_bound(thresholds_, at, {}, &threshold::end)->of;
}

generator::shuffle::shuffle(std::uint64_t size, std::uint64_t key) noexcept : size_(size), key_(key) {
    const auto bits = static_cast<unsigned>(std::bit_width(size - 1));
    low_bits_ = bits / 2;
    high_bits_ = bits - low_bits_;
}

std::uint64_t generator::shuffle::operator[](std::uint64_t row) const noexcept {
    const std::uint64_t low_mask = (std::uint64_t{1} << low_bits_) - 1;
    const std::uint64_t high_mask = (std::uint64_t{1} << high_bits_) - 1;
    do {
        std::uint64_t low = row & low_mask;
        std::uint64_t high = row >> low_bits_;
        for (std::uint64_t round = 0; round < 6; round += 2) {
            high ^= mix(key_ + (round << 32 | low)) & high_mask;
            low ^= mix(key_ + ((round + 1) << 32 | high)) & low_mask;
        }
        row = high << low_bits_ | low;
    } while (row >= size_);
    return row;
}

result<generator, std::string> generator::make(const ledger_plan& plan) {
    for (const std::uint64_t rows : {plan.links, plan.court_accounts, plan.central_accounts}) {
        if (rows == 0 || rows > most_rows) {
            return std::string("a table needs between 1 and 1,000,000,000 rows");
        }
    }
    if (plan.links > plan.court_accounts) {
        return std::string(
            "there are more links than court accounts, and a sound ledger links an account once");
    }
    for (const auto& [of, share] : plan.faults) {
        if (std::ranges::find(usual, of, &fault_rate::of) == std::end(usual)) {
            return "no fault is known that brings " + std::string(to_token(of));
        }
        if (std::isnan(share) || share < 0 || share > 1) {
            return "the share of " + std::string(to_token(of)) + " is not between 0 and 1";
        }
    }
    generator made(plan);
    if (made.owner_in_group_.empty()) {
        return "a person holds at most " + std::to_string(most_accounts_of_a_person) +
               " court accounts, and there are too few central accounts for that";
    }
    if (!made.person_faults_.is_possible() || !made.account_faults_.is_possible()) {
        return std::string("the shares of the faults come to more than every link");
    }
    return made;
}

generator::generator(const ledger_plan& plan)
    : plan_(plan),
      account_order_(plan.court_accounts, roll(stream::account_order, 0)),
      link_order_(plan.court_accounts, roll(stream::link_order, 0)),
      login_digits_(std::max(2U, digits_for(plan.court_accounts, 36))),
      id_digits_(std::max(7U, digits_for(plan.central_accounts, 10))) {
    make_courts();
    deal_accounts();
    set_faults();
}

void generator::deal_accounts() {
    people_in_group_ = std::min<std::uint64_t>(plan_.central_accounts, 1'000);
    const std::uint64_t groups = plan_.central_accounts / people_in_group_;
    const std::uint64_t accounts = (plan_.court_accounts + groups - 1) / groups;
    if (accounts > people_in_group_ * most_accounts_of_a_person) {
        return;
    }
    // The share of people with at least n accounts falls with the square of n.
    const auto deal = [&](std::uint64_t scale) {
        std::vector<std::uint64_t> counts;
        for (std::uint64_t person = 0; person < people_in_group_; ++person) {
            const double rank =
                static_cast<double>(2 * person + 1) / static_cast<double>(2 * people_in_group_);
            const double count = static_cast<double>(scale) / 1024 / std::sqrt(rank);
            counts.push_back(std::min(static_cast<std::uint64_t>(count), most_accounts_of_a_person));
        }
        return counts;
    };
    const auto sum = [](const std::vector<std::uint64_t>& counts) {
        std::uint64_t all = 0;
        for (const std::uint64_t count : counts) {
            all += count;
        }
        return all;
    };
    std::uint64_t scale = 0;
    for (std::uint64_t step = std::uint64_t{1} << 40; step != 0; step /= 2) {
        scale += sum(deal(scale + step)) <= accounts ? step : 0;
    }
    std::vector<std::uint64_t> counts = deal(scale);
    for (std::uint64_t left = accounts - sum(counts), person = 0; left != 0;
         person = (person + 1) % people_in_group_) {
        const bool has_room = counts[person] < most_accounts_of_a_person;
        counts[person] += has_room ? 1 : 0;
        left -= has_room ? 1 : 0;
    }
    for (std::uint32_t person = 0; person < counts.size(); ++person) {
        first_of_owner_.push_back(static_cast<std::uint32_t>(owner_in_group_.size()));
        owner_in_group_.insert(owner_in_group_.end(), counts[person], person);
    }
    first_of_owner_.push_back(static_cast<std::uint32_t>(owner_in_group_.size()));
}

void generator::set_faults() {
    if (owner_in_group_.empty()) {
        return;
    }
    std::uint64_t owners = 0;
    for (std::size_t person = 0; person + 1 < first_of_owner_.size(); ++person) {
        owners += first_of_owner_[person] != first_of_owner_[person + 1] ? 1 : 0;
    }
    const auto accounts = static_cast<double>(owner_in_group_.size());
    const double second_accounts = (accounts - static_cast<double>(owners)) / accounts;
    for (const auto& [of, share] : plan_.faults) {
        switch (of) {
            case finding::record_ambiguous: person_faults_.add(of, share / 2); break;
            case finding::already_linked:
            // the other link has it too
            case finding::account_linked_elsewhere: account_faults_.add(of, share / 2); break;
            case finding::central_slot_taken:
                // Only a second account can stand beside a first one.
                account_faults_.add(of,
                                    second_accounts == 0 ? 0 : std::min(1.0, share / 2 / second_accounts));
                break;
            default: (is_fault_of_person(of) ? person_faults_ : account_faults_).add(of, share);
        }
    }
}

void generator::make_courts() {
    const policy_set builtin = policy_set::load().value();
    if (plan_.is_plain) {
        layers_.push_back({"all.json", std::string(policy_of_plain_ledgers)});
    }
    for (std::uint64_t i = 0; i < directory().size(); ++i) {
        const court_record& court = directory()[i];
        const link_policy& rules = builtin.find(court.id.view()).rules;
        const auto day_text = [](std::int64_t seconds) {
            return to_text(civil_day{static_cast<std::int32_t>(seconds / 86'400)});
        };
        const std::int64_t day = rules.go_live ? to_seconds(*rules.go_live)
                                               : time_between(start_of(2018, 1, 8), start_of(2022, 12, 1),
                                                              roll(stream::go_live, i));
        const std::string go_live =
            rules.go_live ? std::string{} : "  \"go-live\": \"" + day_text(day) + "T08:00\",\n";
        std::string outages;
        if (const std::uint64_t at = roll(stream::outage, i); !chance(5, at, 0)) {
            // the outage of the change itself, if its beginning is known
            const auto windows = rules.outages.windows();
            const auto of_change = std::ranges::find_if(
                windows, [&](const outage_window& window) { return to_seconds(window.begin) < day; });
            const std::string begin = of_change == windows.end()
                                          ? day_text(day - seconds_of_day(3)) + "T18:00"
                                          : to_text(of_change->begin);
            const std::uint64_t days = 2 + bits_below(3, at, 16);
            outages = "{\"begin\": \"" + begin + "\", \"end\": \"" +
                      day_text(day + seconds_of_day(static_cast<std::int64_t>(days))) + "T06:00\"}";
        }
        const std::string id(court.id.view());
        layers_.push_back({"court-" + id + ".json", "{\n  \"ecflink-policy\": 1,\n  \"court\": \"" + id +
                                                        "\",\n" + go_live + "  \"outages\": [" + outages +
                                                        "]\n}\n"});
    }

    const policy_set in_force = policy_set::load(layers_).value();
    std::vector<std::pair<std::uint64_t, const court_record*>> ranked;
    for (std::uint64_t i = 0; i < directory().size(); ++i) {
        ranked.emplace_back(roll(stream::court_rank, i), &directory()[i]);
    }
    std::ranges::sort(ranked);
    std::uint64_t all_shares = 0;
    const auto share_of = [](std::uint64_t rank) { return (std::uint64_t{1} << 32) / (rank + 5); };
    for (std::uint64_t rank = 0; rank < ranked.size(); ++rank) {
        const court_record& court = *ranked[rank].second;
        const link_policy& rules = in_force.find(court.id.view()).rules;
        court_traits traits{.id = court.id, .go_live = to_seconds(*rules.go_live)};
        const auto windows = rules.outages.windows();
        traits.outage_begin = windows.empty() ? traits.go_live : to_seconds(windows.front().begin);
        traits.outage_end = windows.empty() ? traits.go_live : to_seconds(windows.front().end);
        traits.asks_for_lower_case = rules.login_case == login_case::lower;
        traits.forbids_at_sign = rules.login_forbid.contains(U'@');
        traits.puts_last_name_first = !plan_.is_plain && chance(30, roll(stream::court_habits, rank), 0);
        courts_.push_back(traits);
        all_shares += share_of(rank);
    }
    constexpr std::uint64_t draws = 1 << 14;
    std::uint64_t sum = 0;
    for (std::uint64_t rank = 0; rank < ranked.size(); ++rank) {
        sum += share_of(rank);
        court_draws_.resize(sum * draws / all_shares, static_cast<std::uint8_t>(rank));
    }
}

std::uint64_t generator::roll(std::uint64_t stream, std::uint64_t row) const noexcept {
    return mix((row + 1) * 0x9E3779B97F4A7C15 + plan_.seed * 0xD1342543DE82EF95 +
               stream * 0xA0761D6478BD642F);
}

std::optional<finding> generator::fault_of_person(std::uint64_t person) const noexcept {
    return person_faults_.find(roll(stream::person_fault, person));
}

generator::account_facts generator::find_account(std::uint64_t number) const noexcept {
    const std::uint64_t group = number / owner_in_group_.size();
    const std::uint64_t place = number % owner_in_group_.size();
    const std::uint32_t owner = owner_in_group_[place];
    account_facts found{number,
                        group * people_in_group_ + owner,
                        static_cast<std::uint32_t>(place - first_of_owner_[owner]),
                        {},
                        nullptr};
    found.fault = account_faults_.find(roll(stream::account_fault, number));
    if (found.fault == finding::central_slot_taken && found.ordinal == 0) {
        found.fault.reset();
    }
    found.court =
        &court_of(found.person, found.ordinal - (found.fault == finding::central_slot_taken ? 1 : 0));
    return found;
}

const court_traits& generator::court_of(std::uint64_t person, std::uint32_t ordinal) const noexcept {
    std::bitset<256> drawn;
    for (std::uint64_t attempt = 0;; ++attempt) {
        const std::uint8_t court =
            court_draws_[below(court_draws_.size(), roll(stream::court_draw, person << 20 | attempt))];
        if (drawn[court]) {
            continue;
        }
        if (drawn.count() == ordinal) {
            return courts_[court];
        }
        drawn[court] = true;
    }
}

civil_day generator::created_on(std::uint64_t person) const noexcept {
    const std::int64_t end =
        fault_of_person(person) == finding::central_legacy ? legacy_cutoff : last_created;
    return {
        static_cast<std::int32_t>(time_between(first_account, end, roll(stream::created, person)) / 86'400)};
}

bool generator::is_filing_agent(std::uint64_t person) const noexcept {
    return !plan_.is_plain && chance(2, roll(stream::agent, person), 0);
}

account_role generator::role_of(const account_facts& of) const noexcept {
    const std::uint64_t owner = of.person % people_in_group_;
    if (is_filing_agent(of.person)) {
        return account_role::filing_agent;
    }
    if (first_of_owner_[owner + 1] - first_of_owner_[owner] >= 30) {
        return account_role::trustee;
    }
    constexpr std::array others = {
        account_role::pro_hac_vice, account_role::pro_hac_vice, account_role::government_attorney,
        account_role::cja_attorney, account_role::us_trustee,   account_role::limited_filer,
        account_role::claims_agent, account_role::pro_se,       account_role::court_reporter,
        account_role::mediator,     account_role::auditor,      account_role::interested_party};
    const std::uint64_t at = roll(stream::role, of.number);
    return chance(80, at, 0) ? account_role::attorney : others[bits_below(others.size(), at, 16)];
}

central_id generator::id_of(std::uint64_t person) const {
    if (person != 0 && fault_of_person(person) == finding::record_ambiguous) {
        --person;  // two records with one id
    }
    const std::uint64_t at = roll(stream::central_id, person);
    std::string text;
    const bool has_letters = id_digits_ + 2 <= 12 && chance(15, at, 0);
    if (has_letters) {
        text += static_cast<char>('a' + bits_below(16, at, 8));
        text += static_cast<char>('a' + bits_below(26, at, 16));
    } else {
        text.append(below(13 - id_digits_, at), '0');
    }
    append_digits(text, scatter(person, 10, id_digits_), 10, id_digits_);
    return central_id::make(text).value();
}

generator::full_name generator::name_of(std::uint64_t person) const {
    const auto family = surnames_for(plan_.is_plain);
    const auto given = given_names_for(plan_.is_plain);
    const std::uint64_t at = roll(stream::surname, person);
    full_name name;
    name.given = given[skewed_place(given.size(), roll(stream::given_name, person))];
    name.surname = family[skewed_place(family.size(), at)];
    if (plan_.is_plain) {
        return name;
    }
    const std::uint64_t form = roll(stream::name_form, person);
    if (chance(45, form, 0)) {
        name.initial = static_cast<char>('A' + bits_below(26, form, 8));
    }
    if (chance(6, form, 16)) {
        name.second_surname = family[below(family.size(), form)];
    }
    if (chance(7, form, 24)) {
        constexpr std::array<std::string_view, 5> suffixes = {"Jr.", "Sr.", "II", "III", "IV"};
        name.suffix = suffixes[bits_below(suffixes.size(), form, 32)];
    }
    return name;
}

std::string generator::name_in_court(const account_facts& of) const {
    full_name name = name_of(of.person);
    if (of.fault == finding::name_missing) {
        return {};
    }
    if (of.fault == finding::name_differs) {  // a name from before or after a marriage
        const auto family = surnames_for(plan_.is_plain);
        const auto place = static_cast<std::size_t>(std::ranges::find(family, name.surname) - family.begin());
        name.surname = family[(place + 1 + below(family.size() - 1, roll(stream::other_name, of.number))) %
                              family.size()];
        name.second_surname = {};
    }
    const std::uint64_t at = roll(stream::name_in_court, of.number);
    const bool has_free_form = !plan_.is_plain;
    // 7 % of the rest
    const letters to = chance(25, at, 0)  ? letters::upper
                       : chance(7, at, 8) ? letters::lower
                                          : letters::as_they_are;
    const lettering write{to, has_free_form && chance(40, at, 16), has_free_form && chance(25, at, 24)};
    return write(name.text(of.court->puts_last_name_first, chance(50, at, 32)));
}

login generator::login_of(const account_facts& of) const {
    const full_name name = name_of(of.person);
    const std::uint64_t at = roll(stream::login, of.number);
    const std::string given = for_login(name.given);
    const std::string family = for_login(name.surname);
    std::string code;  // no two accounts have the same
    append_digits(code, scatter(of.number, 36, login_digits_), 36, login_digits_);

    std::string text;
    if (!plan_.is_plain && !of.court->forbids_at_sign && chance(2, at, 0)) {
        text = given.substr(0, 1) + '.' + family.substr(0, 10) + '.' + code + '@' + family.substr(0, 10) +
               "-law.com";
    } else if (!plan_.is_plain && chance(5, at, 8)) {
        text = given + '.' + family + "_law-office_" + code;
    } else {
        const std::string stem = (chance(60, at, 16)   ? given.substr(0, 1)
                                  : chance(30, at, 24) ? given.substr(0, 3)
                                                       : std::string{}) +
                                 family;
        const std::size_t longest = 14 - code.size();
        const std::size_t shortest = 6 > code.size() ? 6 - code.size() : 1;
        text = stem.substr(0, shortest + below(longest - shortest + 1, at));
        text.resize(std::max(text.size(), shortest), 'x');
        text += code;
        if (!plan_.is_plain && !of.court->asks_for_lower_case && chance(10, at, 32)) {
            text[0] = static_cast<char>(text[0] ^ 0x20);
        }
    }
    return login::make(text).value();
}

instant generator::link_time(std::uint64_t key, std::uint64_t person, const court_traits& court,
                             std::optional<finding> fault) const noexcept {
    const std::uint64_t at = roll(stream::linked_at, key);
    // after the day of creation on every clock
    const std::int64_t earliest = seconds_of_day(created_on(person).days + 3);
    if (fault == finding::link_in_future) {
        return to_instant(time_between(future_links, future_links + seconds_of_day(300), at));
    }
    if (fault == finding::court_not_live && earliest < court.outage_begin) {
        return to_instant(time_between(std::max(earliest, court.outage_begin - seconds_of_day(20)),
                                       court.outage_begin, at));
    }
    if (fault == finding::court_in_outage && std::max(earliest, court.go_live) < court.outage_end) {
        return to_instant(time_between(std::max(earliest, court.go_live), court.outage_end, at));
    }
    // Most people link soon after go-live.
    const std::int64_t begin = std::max(earliest, court.outage_end);
    const std::int64_t seconds =
        begin + static_cast<std::int64_t>(
                    below(below(static_cast<std::uint64_t>(end_of_links - begin), at) + 1, at << 32));
    return {to_instant(seconds).micros +
            (plan_.is_plain ? 0 : static_cast<std::int64_t>(at % 1'000) * 1'000)};
}

central_account_row generator::make_central_account(std::uint64_t row) const {
    const auto fault = fault_of_person(row);
    central_account_row made;
    made.id = id_of(row);
    made.name = name_of(row).text(false, true);
    central_account& account = made.account;
    account.created = created_on(row);
    account.usage = fault == finding::central_shared           ? central_usage::shared
                    : fault == finding::central_administrative ? central_usage::administrative
                                                               : central_usage::individual;
    account.status = fault == finding::central_not_activated ? central_status::not_activated
                     : fault == finding::central_on_hold     ? central_status::on_hold
                     : fault == finding::central_disabled    ? central_status::disabled
                     : fault == finding::central_closed      ? central_status::closed
                                                             : central_status::active;
    account.generation = central_generation::upgraded;
    const bool is_old = seconds_of_day(account.created->days) < legacy_cutoff;
    if (fault == finding::central_legacy) {
        account.generation = central_generation::legacy;
    } else if (!is_old && chance(10, roll(stream::generation, row), 0)) {  // the date is enough
        account.generation = central_generation::missing;
    }
    if (!plan_.is_plain) {
        account.mfa = mfa_state::enrolled;
        account.registration =
            is_filing_agent(row) ? registration_type::non_attorney_filer : registration_type::attorney_filer;
    }
    return made;
}

court_account_row generator::make_court_account(std::uint64_t row) const {
    const account_facts from = find_account(account_order_[row]);
    const court_traits& court = *from.court;
    court_account_row made;
    made.court = court.id;
    made.name = name_in_court(from);
    court_account& account = made.account;
    account.login = login_of(from);
    account.role = role_of(from);
    if (account.role == account_role::filing_agent) {
        account.principals =
            static_cast<std::uint32_t>(1 + below(300, roll(stream::principals, from.number)));
    }
    account.status = account_status::active;
    const std::uint64_t at = roll(stream::opened, from.number);
    std::int64_t opened = time_between(first_account, court.go_live - seconds_of_day(30), at);
    const auto linked_at = [&] { return to_seconds(link_time(from.number, from.person, court, from.fault)); };
    if (from.fault) {
        switch (*from.fault) {
            case finding::account_terminated: account.status = account_status::terminated; break;
            case finding::account_suspended: account.status = account_status::suspended; break;
            case finding::account_restricted: account.status = account_status::restricted; break;
            case finding::account_locked: account.status = account_status::locked; break;
            case finding::account_fee_locked: account.status = account_status::fee_locked; break;
            case finding::account_opened_after_cutover:
                opened = time_between(court.go_live, linked_at(), at);
                break;
            case finding::link_before_account:
                opened = linked_at() + time_between(seconds_of_day(1), seconds_of_day(300), at);
                break;
            default: break;
        }
    }
    account.opened = to_instant(opened);
    return made;
}

link_row generator::make_link(std::uint64_t row) const {
    account_facts from = find_account(link_order_[row]);
    const std::uint64_t key = from.number;
    const auto fault = from.fault;
    std::uint64_t person = from.person;
    if ((fault == finding::already_linked || fault == finding::account_linked_elsewhere) && plan_.links > 1) {
        from = find_account(
            link_order_[(row + 1 + below(plan_.links - 1, roll(stream::other_link, row))) % plan_.links]);
        person = fault == finding::already_linked ? from.person : person;
    }
    link_row made;
    made.court = from.court->id;
    made.login = login_of(from);
    made.central = id_of(person);
    const instant linked_at = link_time(key, person, *from.court, fault);
    made.row.linked_at = linked_at;
    if (fault == finding::account_unknown) {
        // no login begins with _
        made.login = login::make('_' + std::string(made.login.view())).value();
    } else if (fault == finding::central_unknown) {
        // no id begins with x
        made.central = central_id::make('x' + std::string(made.central.view().substr(1))).value();
    } else if (fault == finding::court_unknown) {
        constexpr std::array<court_id, 3> unknown = {"zzd", "zzb", "wiwbk"};
        made.court = unknown[below(unknown.size(), roll(stream::unknown_court, key))];
    } else if (fault == finding::record_malformed) {
        made.row.linked_at.reset();
        made.malformed = true;
    }
    if (plan_.is_plain) {
        return made;
    }

    const std::uint64_t maker = roll(stream::made_by, key);
    made.row.made_by = chance(12, maker, 0)   ? link_maker::court
                       : chance(3, maker, 16) ? link_maker::import
                                              : link_maker::filer;
    if (made.row.made_by != link_maker::court) {
        const std::uint64_t at = roll(stream::proofs, key);
        const auto before = [&](std::uint64_t most, unsigned from_bit) {
            return instant{linked_at.micros - static_cast<std::int64_t>(10 + bits_below(most, at, from_bit)) *
                                                  micros_per_second};
        };
        made.row.confirmed_at = linked_at;
        made.evidence.central = {chance(30, at, 0) ? proof_class::password_mfa : proof_class::password,
                                 before(1'500, 16)};
        made.evidence.account = {chance(85, at, 8)    ? proof_class::password
                                 : chance(50, at, 24) ? proof_class::invitation
                                                      : proof_class::staff_verified,
                                 before(500, 32)};
        made.evidence.account_court = made.court;
    }
    return made;
}

}  // namespace ecflink::generate
