// Whether the time of an answer tells that a login exists (A36): tries of unknown logins, and of
// known logins with a wrong password, through `begin` with the default store of passwords.
//
//     equal_work [TRIES [OPERATIONS MEMORY_BYTES]]     (10,000 tries of each kind, default cost)
//
// Three kinds of tries, in random order within every three: a known login, another known login, an
// unknown one. The two known ones show the noise. Each try has a login of its own. Prints the
// distributions. For known against known, and for unknown against known, it also prints the
// difference of the medians with its interval of 95 % (bootstrap), the statistic of Kolmogorov and
// Smirnov with the value that noise exceeds once in a hundred times, and the probability of
// superiority (Mann and Whitney; 0.5: none) with its z.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "ledger/support/sample_ledger.hpp"

#include <ecflink/policies/policy_tools.hpp>
#include <ecflink/tables/rows.hpp>

namespace {

using namespace ecflink;
using namespace support;
using samples = std::vector<double>;

enum kind : std::size_t { known, known_again, unknown };
constexpr std::array<const char*, 3> kind_names{"known", "known again", "unknown"};

std::string login_of(std::size_t kind, std::size_t number) {
    char text[32];
    return {text,
            static_cast<std::size_t>(std::snprintf(text, sizeof text, "filer%07zu", number * 3 + kind))};
}

double quantile(const samples& sorted, double part) {
    return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1) + 0.5)];
}
double mean(const samples& all) {
    double sum = 0;
    for (const double one : all) {
        sum += one;
    }
    return sum / static_cast<double>(all.size());
}

/// The median of samples drawn with replacement from sorted ones.
double drawn_median(const samples& sorted, std::mt19937_64& random) {
    // The median of n draws lies at the median of n uniform numbers, which has a beta distribution:
    // two gammas make one.
    std::gamma_distribution<double> half(static_cast<double>(sorted.size() + 1) / 2);
    const double a = half(random);
    return quantile(sorted, a / (a + half(random)));
}

void compare(const char* name, const samples& a, const samples& b) {
    const auto n = static_cast<double>(a.size());
    std::mt19937_64 random(1);
    samples differences(2'000);
    std::ranges::generate(differences, [&] { return drawn_median(b, random) - drawn_median(a, random); });
    std::ranges::sort(differences);
    double largest = 0;
    double above = 0;  // pairs in which b is greater; a tie counts one half
    for (std::size_t i = 0; i < b.size(); ++i) {
        const auto [low, high] = std::ranges::equal_range(a, b[i]);
        const auto below = static_cast<double>(low - a.begin());
        const auto up_to = static_cast<double>(high - a.begin());
        above += (below + up_to) / 2;
        const auto rank = static_cast<double>(i);
        largest = std::max({largest, std::abs(up_to - (rank + 1)) / n, std::abs(below - rank) / n});
    }
    std::printf("%-22s median %+8.2f us [%+.2f, %+.2f]   KS %.4f (%.4f)   superiority %.4f z %+.2f\n", name,
                quantile(b, 0.5) - quantile(a, 0.5), quantile(differences, 0.025),
                quantile(differences, 0.975), largest, 1.628 * std::sqrt(2 / n), above / (n * n),
                (above - n * n / 2) / std::sqrt(n * n * (2 * n + 1) / 12));
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t tries = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
    const password_cost cost =
        argc > 3 ? password_cost{std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10)}
                 : password_cost{};

    sample_ledger ledger;
    ledger_tables rows;
    for (std::size_t i = 0; i < tries; ++i) {
        rows.court_accounts.push_back(account_row("wiwd", login_of(known, i)));
        rows.court_accounts.push_back(account_row("wiwd", login_of(known_again, i)));
    }
    made(ledger->load(rows, clerk, after_go_live));
    static constexpr std::string_view owner = "asample";
    if (!ledger->set_password({"wiwd", std::string(owner)}, "the right one", clerk, after_go_live, cost)) {
        return 1;
    }
    {
        // One hash for all known logins: hashing each would take hours.
        static constexpr detail::ledger::statement copy_hash{
            "INSERT INTO credentials (court, id, password_hash, set_at) SELECT a.court, a.login, "
            "c.password_hash, c.set_at "
            "FROM court_accounts a, credentials c WHERE c.court = 'wiwd' AND c.id = 'asample' AND a.login "
            "LIKE 'filer%'"};
        const auto db = ledger.where().connector()();
        db->begin_write();
        db->execute(copy_hash);
        db->commit();
    }
    const account_check check = [&](const court_id& court, const login& account) {
        const auto is_right =
            made(ledger->check_password({court, std::string(account.view())}, "a wrong one"));
        return is_right ? proof_class::password : proof_class::none;
    };

    std::array<samples, 3> all;
    std::array<std::size_t, 3> order{known, known_again, unknown};
    std::mt19937_64 random(1);
    const std::size_t warm_up = tries / 20;
    for (std::size_t i = 0; i < tries; ++i) {
        std::ranges::shuffle(order, random);
        for (const std::size_t which : order) {
            const login typed = login::make(login_of(which, i)).value();
            const signed_on who = ledger.who("1000001");
            const auto before = std::chrono::steady_clock::now();
            const auto done = ledger->begin(who, "wiwd", typed, check, after_go_live);
            const auto after = std::chrono::steady_clock::now();
            if (!done || done.value().proposal.outward != outward_answer::cannot_link) {
                std::fputs("another answer than expected\n", stderr);
                return 1;
            }
            if (i >= warm_up) {
                all[which].push_back(std::chrono::duration<double, std::micro>(after - before).count());
            }
        }
    }
    std::printf("%zu tries of each kind, Argon2id with %llu operations in %zu bytes, %s\n", all[0].size(),
                static_cast<unsigned long long>(cost.operations), cost.memory_bytes,
                ledger.where().address().substr(0, ledger.where().address().find(':')).c_str());
    std::printf("%-22s %10s %10s %10s %10s %10s  us\n", "", "p1", "p50", "p90", "p99", "mean");
    for (std::size_t which = 0; which < all.size(); ++which) {
        std::ranges::sort(all[which]);
        const samples& sorted = all[which];
        std::printf("%-22s %10.1f %10.1f %10.1f %10.1f %10.1f\n", kind_names[which], quantile(sorted, 0.01),
                    quantile(sorted, 0.5), quantile(sorted, 0.9), quantile(sorted, 0.99), mean(sorted));
    }
    compare("known again - known", all[known], all[known_again]);
    compare("unknown - known", all[known], all[unknown]);
    return 0;
}
