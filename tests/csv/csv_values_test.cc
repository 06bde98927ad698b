// Times of the usual form take a path of their own, which must give what the reader of all times
// gives.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tables/csv_values.hpp"

namespace {

using namespace ecflink;
using detail::tables::field_context;
using detail::tables::read_usual_time;

const std::optional<time_zone> no_zone;

TEST(CsvValues, UsualTimesAreReadAsAllTimesAre) {
    std::mt19937 random(20261201);  // NOLINT(cert-msc51-cpp,bugprone-random-generator-seed): repeatable
    const auto pick = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
    field_context context{.zone = &no_zone};  // kept for all, as the rows of a file do
    unsigned read = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string text = "2020-03-30T08:05:59Z";
        if (pick(4) != 0) {
            for (const std::size_t digit : {2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18}) {
                if (pick(3) == 0) {
                    text[digit] = static_cast<char>('0' + pick(10));
                }
            }
        }
        if (pick(2) == 0) {
            text.insert(19, "." + std::string("987654321").substr(pick(9), pick(7)));
        }
        if (pick(4) == 0) {
            constexpr std::string_view others = "0123456789-:TZ. t/+\x80";
            text[pick(static_cast<unsigned>(text.size()))] = others[pick(others.size())];
        }
        const auto usual = read_usual_time(text, context);
        const auto any = parse_instant(text, no_zone);
        ASSERT_TRUE(!usual || (any && any.value().micros == usual->micros)) << text;
        read += usual ? 1 : 0;
    }
    EXPECT_GT(read, 50'000U);
    const std::pair<const char*, std::int64_t> times[] = {{"1970-01-02T00:00:00Z", 86'400'000'000},
                                                          {"1970-01-01T00:00:01.5Z", 1'500'000},
                                                          {"1970-01-01T00:00:00.000001Z", 1},
                                                          {"1970-01-01T01:02:03.123Z", 3'723'123'000}};
    for (const auto& [text, micros] : times) {
        const auto usual = read_usual_time(text, context);
        ASSERT_TRUE(usual) << text;
        EXPECT_EQ(usual->micros, micros);
    }
    for (const char* const text :
         {"1970-01-01T00:00:00.Z", "1970-01-01T00:00:00.1234567Z", "1970-02-29T00:00:00Z",
          "1970-01-01T24:00:00Z", "1970-01-01T00:00:00,5Z", "1970-01-01 00:00:00Z"}) {
        EXPECT_FALSE(read_usual_time(text, context)) << text;
    }
}

}  // namespace
