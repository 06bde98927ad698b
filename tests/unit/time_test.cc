#include <gtest/gtest.h>

#include <limits>

#include <date/date.h>
#include <ecflink/core/time.hpp>

namespace {

using namespace ecflink;

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

TEST(CivilDay, IsTheDateLibrarysForEveryDayOfTheYears1To9999) {
    std::int32_t expected = date::sys_days{date::year{1} / 1 / 1}.time_since_epoch().count();
    std::int32_t checked = 0;
    for (std::int32_t year = 1; year <= 9999; ++year) {
        for (std::int32_t month = 1; month <= 12; ++month) {
            const date::year_month_day_last last{date::year{year} / static_cast<int>(month) / date::last};
            const auto days = static_cast<std::int32_t>(static_cast<unsigned>(last.day()));
            for (std::int32_t day = 1; day <= days; ++day) {
                ASSERT_EQ(make_civil_day(year, month, day).days, expected)
                    << year << '-' << month << '-' << day;
                ++expected;
                ++checked;
            }
        }
    }
    EXPECT_EQ(checked, 3'652'059);
}

// Years run from 1 to 9999, and an offset is less than a day.
TEST(Instant, HasAFirstAndALast) {
    static_assert(earliest_instant == make_instant(civil_day{make_civil_day(1, 1, 1).days - 1}));
    static_assert(latest_instant.micros + 1 ==
                  make_instant(civil_day{make_civil_day(9999, 12, 31).days + 2}).micros);
}

TEST(Instant, IsMadeFromADayAndATimeOfDay) {
    static_assert(make_instant(make_civil_day(1970, 1, 1)).micros == 0);
    static_assert(make_instant(make_civil_day(1969, 12, 31), 23, 59, 59, 999'999).micros == -1);
    static_assert(make_instant(make_civil_day(1970, 1, 2), 1, 2, 3, 4).micros == 90'123'000'004);
    // 08:00 in Madison on the day on which one court went live.
    static_assert(make_instant(make_civil_day(2020, 3, 30), 13).micros == 1'585'573'200'000'000);
}

TEST(IsWithin, IncludesBothEndsAndNeverWhatComesAfter) {
    constexpr duration hour{3'600 * micros_per_second};
    constexpr instant now{1'000'000 * micros_per_second};
    static_assert(is_within(now, now, hour));
    static_assert(is_within({now.micros - hour.micros}, now, hour));
    static_assert(!is_within({now.micros - hour.micros - 1}, now, hour));
    static_assert(!is_within({now.micros + 1}, now, hour));
    static_assert(is_within(now, now, duration{}));
    static_assert(!is_within({now.micros - 1}, now, duration{}));
}

TEST(IsWithin, IsRightAtTheEndsOfTime) {
    static_assert(is_within({least}, {least}, duration{}));
    static_assert(is_within({most}, {most}, duration{}));
    static_assert(!is_within({most}, {least}, duration{most}));
    static_assert(!is_within({least}, {most}, duration{most}));
    static_assert(is_within({least}, {-1}, duration{most}));
    static_assert(!is_within({least}, {0}, duration{most}));
    static_assert(is_within({0}, {most}, duration{most}));
    static_assert(!is_within({-1}, {most}, duration{most}));
    static_assert(!is_within({least + 1}, {most}, duration{0}));
}

}  // namespace
