#include <gtest/gtest.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv_reader.hpp"

namespace {

using namespace ecflink::detail::csv;

using row = std::vector<std::string>;

/// Reads records of so many fields a block at a time, and the others one by one.
std::vector<row> read_blocks(csv_reader& csv, std::size_t fields, std::size_t most) {
    std::vector<row> rows;
    std::vector<std::string_view> block(fields * most);
    for (;;) {
        const std::size_t plain = csv.next_plain(fields, most, block.data());
        for (std::size_t at = 0; at < plain * fields; at += fields) {
            const std::span record(&block[at], fields);
            rows.emplace_back(record.begin(), record.end());
        }
        if (plain == 0) {
            if (!csv.next()) {
                return rows;
            }
            rows.emplace_back(csv.fields().begin(), csv.fields().end());
        }
    }
}

/// Reads the records one by one. In blocks they must be the same.
std::vector<row> read_all(std::string_view text, std::string* problem = nullptr) {
    csv_reader csv(text);
    std::vector<row> rows;
    while (csv.next()) {
        rows.emplace_back(csv.fields().begin(), csv.fields().end());
    }
    for (const std::size_t most : {1U, 2U, 64U}) {
        csv_reader in_blocks(text);
        EXPECT_EQ(read_blocks(in_blocks, rows.empty() ? 1 : rows.front().size(), most), rows) << text;
        EXPECT_EQ(in_blocks.error().has_value(), csv.error().has_value()) << text;
        EXPECT_TRUE(!csv.error() || csv.error()->offset == in_blocks.error()->offset) << text;
    }
    if (problem != nullptr && csv.error()) {
        const text_position place = position_of(text, csv.error()->offset);
        *problem = std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
                   std::string(csv.error()->message);
    }
    return rows;
}

std::string problem_of(std::string_view text) {
    std::string problem;
    static_cast<void>(read_all(text, &problem));
    return problem;
}

TEST(CsvReader, ReadsRecords) {
    EXPECT_EQ(read_all("a,b\n1,2\n"), (std::vector<row>{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read_all("a,b\r\n1,2"), (std::vector<row>{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read_all("\xEF\xBB\xBF"
                       "a,b\n"),
              (std::vector<row>{{"a", "b"}}));
    EXPECT_EQ(read_all("a,,\n"), (std::vector<row>{{"a", "", ""}}));
    EXPECT_EQ(read_all("a,"), (std::vector<row>{{"a", ""}}));
    EXPECT_EQ(read_all("a\n\nb\n"), (std::vector<row>{{"a"}, {""}, {"b"}}));
    EXPECT_EQ(read_all(" a , b "), (std::vector<row>{{" a ", " b "}}));
    EXPECT_EQ(read_all(""), std::vector<row>{});
}

TEST(CsvReader, ReadsQuotedFields) {
    EXPECT_EQ(read_all("\"a,b\",\"c\nd\",\"e\"\"f\"\n"), (std::vector<row>{{"a,b", "c\nd", "e\"f"}}));
    EXPECT_EQ(read_all("\"\",\"\"\"\"\r\nx,y"), (std::vector<row>{{"", "\""}, {"x", "y"}}));
    EXPECT_EQ(read_all("\"a\"\"b\"\"c\",\"d\"\"e\"\n\"f\"\"\",g\n"),
              (std::vector<row>{{"a\"b\"c", "d\"e"}, {"f\"", "g"}}));
    EXPECT_EQ(read_all("\"a\r\nb\"\r\n"), (std::vector<row>{{"a\r\nb"}}));
}

TEST(CsvReader, SaysWhereItCannotRead) {
    EXPECT_EQ(problem_of("a,b\n1,\"2\n3,4\n"), "2:3 the quote that opens this field is never closed");
    EXPECT_EQ(problem_of("a,b\n1,x\"y\n"),
              "2:4 there is a quote inside a field that does not begin with one");
    EXPECT_EQ(problem_of("a,b\n\"1\"x,2\n"), "2:4 text follows the closing quote of a field");
    EXPECT_EQ(problem_of("a,b\n1\r2,3\n"), "2:2 there is a carriage return without a line feed");
    EXPECT_EQ(problem_of("a,b\n1,2\r"), "2:4 there is a carriage return without a line feed");
    EXPECT_EQ(problem_of("\"\u00E9\u00E9\"x\n"), "1:5 text follows the closing quote of a field");
}

/// The reader looks at a text a window at a time; no answer depends on where windows end.
TEST(CsvReader, ReadsTheSameAtEveryPlaceOfALongText) {
    const std::string quoted = "\"" + std::string(5000, ',') + "\"\"\r\n" + std::string(5000, '\n') + "\"";
    for (const std::string& text :
         {std::string("a,,\"b,\"\"c\n\",d\r\n\"e\",f"), quoted + ",a\n" + quoted, std::string("a,b\n1,x\"y"),
          std::string("\"1\"x"), std::string("1\r2"), std::string("a,\"b")}) {
        std::string problem;
        const std::vector<row> alone = read_all("\n" + text, &problem);
        for (std::size_t before = 4020; before < 4110; ++before) {
            const std::string name(before, 'x');
            std::string found;
            std::vector<row> rows = read_all(name + "\n" + text, &found);
            EXPECT_EQ(found, problem) << before;
            ASSERT_FALSE(rows.empty());
            EXPECT_EQ(rows.front(), row{name});
            rows.front() = {""};
            EXPECT_EQ(rows, alone) << before;
        }
    }
}

TEST(CsvReader, ReadsOtherSeparators) {
    csv_reader csv("a;\"b;c\";d,e\n", ';');
    ASSERT_TRUE(csv.next());
    EXPECT_EQ(std::vector<std::string>(csv.fields().begin(), csv.fields().end()),
              (std::vector<std::string>{"a", "b;c", "d,e"}));
}

TEST(CsvReader, WritesFieldsThatItReads) {
    for (const std::string_view text : {"", "a", "a b", "a,b", "a\"b", "\"", "a\nb", "a\r\nb", "\r"}) {
        EXPECT_EQ(read_all(csv_field(text) + "\n"), (std::vector<row>{{std::string(text)}}));
    }
    EXPECT_EQ(csv_field("plain"), "plain");
}

}  // namespace
