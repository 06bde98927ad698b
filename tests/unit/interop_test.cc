// Times, hashes and text as other libraries have them.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

#include <absl/container/flat_hash_map.h>
#include <absl/hash/hash.h>
#include <date/date.h>

#include <ecflink/decide/ceremony.hpp>
#include <ecflink/decide/readiness.hpp>
#include <ecflink/interop/chrono.hpp>
#include <ecflink/interop/date.hpp>
#include <ecflink/interop/format.hpp>
#include <ecflink/interop/ostream.hpp>
#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/keys.hpp>
#include <ecflink/policies/policy_tools.hpp>

namespace {

using namespace ecflink;
using namespace std::chrono_literals;
namespace chrono = std::chrono;

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

// ---- instants, lengths and days -----------------------------------------------------------------

TEST(Chrono, KeepsInstantsAndLengthsExactly) {
    for (const std::int64_t micros : {least, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, most}) {
        EXPECT_EQ(to_instant(to_sys_time(instant{micros})), instant{micros});
        EXPECT_EQ(to_duration(to_microseconds(duration{micros})), duration{micros});
    }
    static_assert(to_instant(chrono::sys_days{2020y / 3 / 30} + 13h) ==
                  make_instant(make_civil_day(2020, 3, 30), 13));
    static_assert(to_duration(30min) == duration{30 * 60 * micros_per_second});
    static_assert(std::is_same_v<decltype(to_instant(chrono::system_clock::now())), instant>);
}

TEST(Chrono, RoundsDownToTheMicrosecond) {
    using sys_nanos = chrono::sys_time<chrono::nanoseconds>;
    static_assert(to_instant(sys_nanos{1'999ns}) == instant{1});
    static_assert(to_instant(sys_nanos{-1ns}) == instant{-1});
    static_assert(to_instant(sys_nanos{-1'000ns}) == instant{-1});
    static_assert(to_instant(sys_nanos{-1'001ns}) == instant{-2});
    static_assert(to_duration(-1ns) == duration{-1});
    static_assert(to_instant(sys_nanos{chrono::nanoseconds{least}}) == instant{least / 1'000 - 1});
    static_assert(to_instant(sys_nanos{chrono::nanoseconds{most}}) == instant{most / 1'000});
}

TEST(Chrono, EndsAtTheNearestEndOfTheRange) {
    using days64 = chrono::duration<std::int64_t, chrono::days::period>;
    using unsigned_seconds = chrono::duration<std::uint64_t>;
    static_assert(to_instant(chrono::sys_time<days64>{days64{most}}) == instant{most});
    static_assert(to_instant(chrono::sys_time<days64>{days64{least}}) == instant{least});
    static_assert(to_duration(days64{most / micros_per_day}) ==
                  duration{most / micros_per_day * micros_per_day});
    static_assert(to_duration(days64{most / micros_per_day + 1}) == duration{most});
    static_assert(to_duration(days64{least / micros_per_day - 1}) == duration{least});
    static_assert(to_duration(unsigned_seconds{std::numeric_limits<std::uint64_t>::max()}) == duration{most});
    static_assert(to_duration(chrono::duration<std::int8_t, chrono::days::period>{-128}) ==
                  duration{-128 * micros_per_day});
    static_assert(to_civil_day(chrono::sys_time<days64>{days64{most}}).days ==
                  std::numeric_limits<std::int32_t>::max());
    static_assert(to_civil_day(chrono::sys_time<days64>{days64{least}}).days ==
                  std::numeric_limits<std::int32_t>::min());
}

// Both libraries, and both calendars of ours, for days of many years.
TEST(Chrono, HasTheSameCalendarAsBothLibraries) {
    for (std::int32_t days = -800'000; days <= 3'000'000; days += 97) {
        const civil_day day{days};
        ASSERT_EQ(to_civil_day(to_sys_days(day)), day);
        ASSERT_EQ(to_civil_day(date::sys_days{date::days{days}}), day);
        ASSERT_EQ(to_civil_day(to_year_month_day(day).value()).value(), day);
        ASSERT_EQ(to_civil_day(to_date_year_month_day(day).value()).value(), day);
    }
    static_assert(to_year_month_day(make_civil_day(2014, 8, 11)).value() == 2014y / 8 / 11);
}

TEST(Chrono, RefusesDatesThatDoNotExist) {
    static_assert(to_civil_day(2021y / 2 / 29).error() == errc::no_such_time);
    static_assert(to_civil_day(date::year{2021} / 2 / 29).error() == errc::no_such_time);
    static_assert(to_civil_day(2020y / 2 / 29).value() == make_civil_day(2020, 2, 29));
    const civil_day last = make_civil_day(32'767, 12, 31);
    EXPECT_TRUE(to_year_month_day(last).has_value());
    EXPECT_TRUE(to_date_year_month_day(last).has_value());
    EXPECT_EQ(to_year_month_day(civil_day{last.days + 1}).error(), errc::no_such_time);
    EXPECT_EQ(to_date_year_month_day(civil_day{last.days + 1}).error(), errc::no_such_time);
    EXPECT_EQ(to_year_month_day(civil_day{std::numeric_limits<std::int32_t>::min()}).error(),
              errc::no_such_time);
}

// ---- local times --------------------------------------------------------------------------------

const time_zone chicago = time_zone::find("America/Chicago").value();

TEST(LocalTimes, AreThoseOfTheCourtsZone) {
    const auto local = chrono::local_days{2020y / 3 / 30} + 8h;
    const instant at = to_instant(local, chicago).value();
    EXPECT_EQ(at, make_instant(make_civil_day(2020, 3, 30), 13));
    EXPECT_EQ(to_local_time(at, chicago), local);
    EXPECT_EQ(to_instant(date::local_days{date::year{2020} / 3 / 30} + 8h, chicago).value(), at);
    EXPECT_EQ(to_date_local_time(at, chicago), date::local_days{date::year{2020} / 3 / 30} + 8h);
    // microseconds go along, before 1970 too
    EXPECT_EQ(
        to_instant(chrono::local_days{1969y / 12 / 31} + 17h + 59min + 59s + 999'999us, chicago).value(),
        instant{-1});
    EXPECT_EQ(to_local_time(instant{-1}, chicago), chrono::local_days{1969y / 12 / 31} + 18h - 1us);
}

TEST(LocalTimes, ThatAClockChangeSkipsAreErrors) {
    const auto before = chrono::local_days{2022y / 3 / 13} + 2h;
    EXPECT_TRUE(to_instant(before - 1us, chicago).has_value());
    EXPECT_EQ(to_instant(before, chicago).error(), errc::skipped_time);
    EXPECT_EQ(to_instant(before + 1h - 1us, chicago).error(), errc::skipped_time);
    EXPECT_EQ(
        to_instant(before + 1h, chicago).value().micros - to_instant(before - 1us, chicago).value().micros,
        1);
}

TEST(LocalTimes, ThatAClockChangeRepeatsAreErrors) {
    const auto fold = chrono::local_days{2022y / 11 / 6} + 1h;
    EXPECT_TRUE(to_instant(fold - 1us, chicago).has_value());
    EXPECT_EQ(to_instant(fold, chicago).error(), errc::ambiguous_time);
    EXPECT_EQ(to_instant(fold + 1h - 1us, chicago).error(), errc::ambiguous_time);
    EXPECT_TRUE(to_instant(fold + 1h, chicago).has_value());
    const date::local_days day{date::year{2022} / 11 / 6};
    EXPECT_EQ(to_instant(day + 1h, chicago).error(), errc::ambiguous_time);
    // the two instants that showed it have one local time
    const instant first = parse_instant("2022-11-06T01:30:00-05:00").value();
    const instant second = parse_instant("2022-11-06T01:30:00-06:00").value();
    EXPECT_EQ(to_local_time(first, chicago), to_local_time(second, chicago));
}

TEST(LocalTimes, AreDefinedAtTheEndsOfTheRange) {
    for (const std::int64_t micros : {least, least + 1, most - 1, most}) {
        EXPECT_EQ(to_local_time(instant{micros}, chicago).time_since_epoch().count() < 0, micros < 0);
    }
}

// ---- hashes -------------------------------------------------------------------------------------

TEST(Hashes, LetValuesBeKeys) {
    const std::unordered_map<court_id, int> courts{{court_id("wiwd"), 1}, {court_id("wiwb"), 2}};
    EXPECT_EQ(courts.at("wiwb"), 2);
    const std::map<login, int> logins{{login("b"), 1}, {login("a"), 2}};
    EXPECT_EQ(logins.begin()->first, login("a"));
    const absl::flat_hash_map<central_id, int> accounts{{central_id("1000001"), 1}};
    EXPECT_TRUE(accounts.contains("1000001"));
    const std::unordered_set<instant> instants{instant{0}, instant{most}};
    const std::unordered_set<civil_day> days{civil_day{0}};
    const std::unordered_set<duration> lengths{duration{0}};
    const std::unordered_set<findings> sets{findings{finding::central_shared, finding::name_differs}};
    EXPECT_TRUE(instants.contains(instant{most}) && days.contains(civil_day{}) &&
                lengths.contains(duration{}));
    EXPECT_TRUE(sets.contains(findings{finding::name_differs, finding::central_shared}));
}

TEST(Hashes, OfAbseilAgreeWithEquality) {
    const auto check = []<class T>(const T& one, const T& same, const T& other) {
        EXPECT_EQ(absl::Hash<T>{}(one), absl::Hash<T>{}(same));
        EXPECT_NE(absl::Hash<T>{}(one), absl::Hash<T>{}(other));
        EXPECT_EQ(std::hash<T>{}(one), std::hash<T>{}(same));
        EXPECT_NE(std::hash<T>{}(one), std::hash<T>{}(other));
    };
    check(login("a"), login::make("a").value(), login("b"));
    check(instant{most}, instant{most}, instant{least});
    check(duration{1}, duration{1}, duration{2});
    check(civil_day{1}, civil_day{1}, civil_day{-1});
    check(findings{finding::name_missing}, findings{}.insert(finding::name_missing), findings{});
}

// Whole days differ in few bits of the count, and still spread.
TEST(Hashes, OfTimesSpread) {
    std::unordered_set<std::size_t> low_bits;
    for (std::int32_t day = 0; day < 4'096; ++day) {
        low_bits.insert(std::hash<instant>{}(make_instant(civil_day{day})) % 4'096);
    }
    EXPECT_GT(low_bits.size(), 2'000U);
}

// ---- text ---------------------------------------------------------------------------------------

template <class T>
std::string printed(const T& value) {
    std::ostringstream out;
    out << value;
    EXPECT_EQ(out.str(), to_text(value));
    EXPECT_EQ(format_as(value), to_text(value));
    return out.str();
}

TEST(Text, OfEnumerationsIsTheToken) {
    EXPECT_EQ(printed(account_role::pro_hac_vice), "pro-hac-vice");
    EXPECT_EQ(printed(account_role::missing), "missing");
    EXPECT_EQ(printed(static_cast<account_role>(77)), "(77)");
    EXPECT_EQ(printed(verdict::hold), "hold");
    EXPECT_EQ(printed(actor{}), "(0)");
    EXPECT_EQ(printed(finding::central_shared), "central-shared");
    EXPECT_EQ(printed(static_cast<finding>(63)), "(63)");
    EXPECT_EQ(printed(step::know_credentials), "know-credentials");
    EXPECT_EQ(printed(static_cast<step>(200)), "(200)");
    EXPECT_EQ(printed(strictness::looser), "looser");
}

TEST(Text, OfDecisionsSaysTheFindings) {
    const findings two{finding::court_not_live, finding::central_legacy};
    EXPECT_EQ(printed(two), "central-legacy, court-not-live");
    EXPECT_EQ(printed(findings{}), "none");
    EXPECT_EQ(printed(findings{std::uint64_t{1} << 63}), "(63)");
    EXPECT_EQ(printed(assessment{verdict::refuse, two}), "refuse: central-legacy, court-not-live");
    EXPECT_EQ(printed(assessment{verdict::allow, {}}), "allow: none");
}

TEST(Text, OfTimesIsIso) {
    EXPECT_EQ(printed(make_instant(make_civil_day(2020, 3, 30), 13)), "2020-03-30T13:00:00Z");
    EXPECT_EQ(printed(make_civil_day(2014, 8, 11)), "2014-08-11");
    EXPECT_EQ(printed(to_duration(36h)), "P1DT12H");
}

TEST(Text, OfIdsAndErrorsIsPlain) {
    EXPECT_EQ(printed(court_id("wiwb")), "wiwb");
    EXPECT_EQ(printed(login{}), "");
    EXPECT_EQ(printed(errc::has_nul), "holds a NUL byte");
    EXPECT_EQ(to_message<login>(errc::too_long),
              "the login is longer than the limit; give 1 to 64 bytes of UTF-8 without a NUL byte");
    EXPECT_EQ(to_message<court_id>(errc::empty),
              "the court id is empty; give 1 to 16 bytes of UTF-8 without a NUL byte");
    const diagnostic trouble{severity::error, "a.json", 7, 14, "/link", "not a way to confirm", "", ""};
    EXPECT_EQ(printed(trouble), "a.json:7:14: error: /link: not a way to confirm");
}

TEST(Text, KeepsTheWidthOfAStream) {
    std::ostringstream out;
    out.width(8);
    out << verdict::hold;
    EXPECT_EQ(out.str(), "    hold");
}

template <class T>
concept streamable = requires(std::ostream& out, const T& value) { out << value; };

// A digest has text where somebody asks for it, and is printed by nobody.
TEST(Text, IsNotGivenToSecrets) {
    static_assert(streamable<login> && streamable<verdict>);
    static_assert(!streamable<handle_claims> && !streamable<key_ring> && !streamable<authentication>);
    static_assert(!streamable<digest> && !streamable<nonce> && !streamable<approval>);
    static_assert(!is_printable<handle_claims> && !is_printable<key_ring> && !is_printable<digest>);
    static_assert(!is_printable<std::errc> && !is_printable<int>);
}

#ifdef __cpp_lib_format
TEST(Text, IsForStdFormat) {
    EXPECT_EQ(std::format("{}|{:>8}|{}", court_id("wiwb"), verdict::hold, findings{finding::central_legacy}),
              "wiwb|    hold|central-legacy");
}
#endif

}  // namespace
