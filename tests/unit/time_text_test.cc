#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include <ecflink/policies/directory.hpp>
#include <ecflink/text/time_text.hpp>

namespace {

using namespace ecflink;

time_zone zone(std::string_view name) { return time_zone::find(name).value(); }

std::string at(std::string_view text, std::string_view zone_name) {
    const auto parsed = parse_instant_or_date(text, zone(zone_name));
    return parsed ? to_text(parsed.value()) : std::string(to_message(parsed.error()));
}

TEST(TimeText, ReadsRfc3339) {
    EXPECT_EQ(parse_instant("2020-03-30T08:00:00-05:00").value(),
              make_instant(make_civil_day(2020, 3, 30), 13));
    EXPECT_EQ(parse_instant("2020-03-30t13:00:00z").value(), make_instant(make_civil_day(2020, 3, 30), 13));
    EXPECT_EQ(parse_instant("2020-03-30T13:00:00.000001Z").value(),
              make_instant(make_civil_day(2020, 3, 30), 13, 0, 0, 1));
    EXPECT_EQ(parse_instant("2020-03-30T13:00:00.5Z").value(),
              make_instant(make_civil_day(2020, 3, 30), 13, 0, 0, 500'000));
    EXPECT_EQ(parse_instant("2020-03-31T00:00:00+11:00").value(),
              make_instant(make_civil_day(2020, 3, 30), 13));
}

TEST(TimeText, RefusesWhatIsNoTime) {
    for (const std::string_view text :
         {"", "2020-03-30", "2020-03-30 13:00:00Z", "2020-3-30T13:00:00Z", "2020-03-30T13:00Z",
          "2020-03-30T13:00:00.Z", "2020-03-30T13:00:00.1234567Z", "2020-03-30T13:00:00+5:00",
          "2020-03-30T13:00:00+0500", "2020-03-30T13:00:00Zx", " 2020-03-30T13:00:00Z",
          "+020-03-30T13:00:00Z", "now"}) {
        EXPECT_EQ(parse_instant(text).error(), errc::not_a_time) << text;
    }
    for (const std::string_view text :
         {"2020-02-30T13:00:00Z", "2021-02-29T13:00:00Z", "2020-13-01T13:00:00Z", "2020-00-01T13:00:00Z",
          "0000-01-01T13:00:00Z", "2020-03-30T24:00:00Z", "2020-03-30T13:60:00Z", "2020-12-31T23:59:60Z",
          "2020-03-30T13:00:00+24:00"}) {
        EXPECT_EQ(parse_instant(text).error(), errc::no_such_time) << text;
    }
    EXPECT_EQ(parse_instant("2020-03-30T13:00:00").error(), errc::unknown_zone);
}

TEST(TimeText, LocalTimesOfCourtsInEveryZone) {
    // wiwb: outage
    EXPECT_EQ(at("2020-03-26T16:30", "America/Chicago"), "2020-03-26T21:30:00Z");
    // wiwb: go-live
    EXPECT_EQ(at("2020-03-30T08:00", "America/Chicago"), "2020-03-30T13:00:00Z");
    EXPECT_EQ(at("2022-04-25", "America/Chicago"), "2022-04-25T05:00:00Z");                     // wiwd
    EXPECT_EQ(at("2019-12-14", "Pacific/Guam"), "2019-12-13T14:00:00Z");                        // gud
    EXPECT_EQ(at("2022-02-28", "America/Puerto_Rico"), "2022-02-28T04:00:00Z");                 // prb
    EXPECT_EQ(at("2022-02-07T07:00", "America/Phoenix"), "2022-02-07T14:00:00Z");               // azd
    EXPECT_EQ(at("2021-11-15", "Pacific/Honolulu"), "2021-11-15T10:00:00Z");                    // hid
    EXPECT_EQ(at("2021-11-08T09:00", "America/Indiana/Indianapolis"), "2021-11-08T14:00:00Z");  // innd
}

TEST(TimeText, LocalTimesThatAreSkippedOrRepeated) {
    EXPECT_EQ(parse_instant("2022-03-13T02:30", zone("America/Chicago")).error(), errc::skipped_time);
    EXPECT_EQ(parse_instant("2022-11-06T01:30", zone("America/Chicago")).error(), errc::ambiguous_time);
    EXPECT_EQ(at("2022-03-13T03:00", "America/Chicago"), "2022-03-13T08:00:00Z");
    EXPECT_EQ(at("2022-11-06T02:00", "America/Chicago"), "2022-11-06T08:00:00Z");
    // no clock change there
    EXPECT_EQ(at("2022-03-13T02:30", "America/Phoenix"), "2022-03-13T09:30:00Z");
    // an offset decides
    EXPECT_EQ(to_text(parse_instant("2022-11-06T01:30:00-06:00", zone("America/Chicago")).value()),
              "2022-11-06T07:30:00Z");
}

TEST(TimeText, ClockChangesGoOnAfterTheLastListedOne) {
    EXPECT_EQ(at("2036-07-01T12:00", "America/Chicago"), "2036-07-01T17:00:00Z");
    EXPECT_EQ(at("2041-07-01T12:00", "America/Chicago"), "2041-07-01T17:00:00Z");
    EXPECT_EQ(at("2041-03-10T02:30", "America/Chicago"), to_message(errc::skipped_time));
    EXPECT_EQ(at("2399-07-01T12:00:00.000001", "America/Chicago"), "2399-07-01T17:00:00.000001Z");
    EXPECT_EQ(at("1880-01-01T00:00", "America/Chicago"), "1880-01-01T05:50:36Z");  // local mean time
}

TEST(TimeText, ZonesAreKnownByExactName) {
    EXPECT_EQ(time_zone::find("America/Chicago").value().name(), "America/Chicago");
    for (const std::string_view name :
         {"", "Mars/Olympus", "america/chicago", "../etc/passwd", "/etc/localtime", "localtime/..",
          "libc:localtime", "Fixed/UTC-05:00:00", "America/Chicago "}) {
        EXPECT_EQ(time_zone::find(name).error(), errc::unknown_zone) << name;
    }
    for (const court_record& court : directory()) {
        EXPECT_TRUE(time_zone::find(court.time_zone)) << court.id.view();
    }
}

TEST(TimeText, WritesWhatItReads) {
    for (const std::string_view text :
         {"0001-01-01T00:00:00Z", "2020-03-30T13:00:00Z", "2020-03-30T13:00:00.25Z",
          "1969-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"}) {
        EXPECT_EQ(to_text(parse_instant(text).value()), text);
    }
    EXPECT_GE(parse_instant("0001-01-01T00:00:00+23:59").value(), earliest_instant);
    EXPECT_LE(parse_instant("9999-12-31T23:59:59.999999-23:59").value(), latest_instant);
    EXPECT_EQ(zone("America/Chicago").to_local_text(make_instant(make_civil_day(2020, 3, 30), 13)),
              "2020-03-30 08:00 CDT");
    EXPECT_EQ(zone("Pacific/Guam").to_local_text(make_instant(make_civil_day(2020, 1, 1), 0, 0, 1)),
              "2020-01-01 10:00:01 ChST");
    EXPECT_EQ(to_text(parse_date("2014-08-11").value()), "2014-08-11");
}

TEST(TimeText, Durations) {
    for (const std::string_view text : {"PT0S", "PT30M", "PT1H30M", "P1D", "P1DT12H", "PT59S", "P36500D"}) {
        EXPECT_EQ(to_text(parse_duration(text).value()), text);
    }
    EXPECT_EQ(parse_duration("PT90M").value(), parse_duration("PT1H30M").value());
    EXPECT_EQ(parse_duration("PT86400S").value(), parse_duration("P1D").value());
    for (const std::string_view text :
         {"", "P", "PT", "30M", "P30M", "PT30", "PT-5M", "-PT5M", "PT5M3H", "P1Y", "P1W", "PT1.5S", "PT5MX",
          "P1DT", "PT5m", "P36501D", "PT99999999999999999999S", "P1D2D", "PTT5M"}) {
        EXPECT_EQ(parse_duration(text).error(), errc::not_a_time) << text;
    }
    EXPECT_EQ(to_text(duration{1}), "PT0.000001S");
    EXPECT_EQ(to_text(duration{90'500'000}), "PT1M30.5S");
    EXPECT_EQ(to_text(duration{-3'600 * micros_per_second}), "-PT1H");
    EXPECT_EQ(to_text(duration{std::numeric_limits<std::int64_t>::min()}), "-P106751991DT4H54.775808S");
}

// What text cannot name can still be written.
TEST(TimeText, WritesEveryInstantAndDay) {
    constexpr instant first{std::numeric_limits<std::int64_t>::min()};
    constexpr instant last{std::numeric_limits<std::int64_t>::max()};
    EXPECT_EQ(to_text(first), "-290308-12-21T19:59:05.224192Z");
    EXPECT_EQ(to_text(last), "+294247-01-10T04:00:54.775807Z");
    EXPECT_EQ(to_text(instant{-1}), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(to_text(make_civil_day(0, 1, 1)), "0000-01-01");
    EXPECT_EQ(to_text(make_civil_day(-1, 12, 31)), "-0001-12-31");
    EXPECT_EQ(to_text(make_civil_day(10'000, 1, 1)), "+10000-01-01");
    EXPECT_EQ(zone("America/Chicago").to_local(last),
              instant{last.micros - micros_per_day - 6 * 3'600 * micros_per_second});
    EXPECT_EQ(zone("America/Chicago").to_local_text(last), "+294247-01-08 22:00:54.775807 CST");
}

}  // namespace
