// Files of CSV outside a ledger folder: columns of one's own, candidates, and the texts of columns.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/candidates_file.hpp>
#include <ecflink/tables/column_text.hpp>
#include <ecflink/tables/csv_file.hpp>
#include <ecflink/tables/rows_as_columns.hpp>

namespace {

using namespace ecflink;

class CsvFile : public testing::Test {
protected:
    CsvFile() {
        std::string pattern = testing::TempDir() + "csv_file_XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
    }
    ~CsvFile() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::filesystem::path write(const std::string& text) const {
        std::ofstream(folder_ / "file.csv", std::ios::binary) << text;
        return folder_ / "file.csv";
    }

private:
    std::filesystem::path folder_;
};

const csv_column wanted[] = {
    {"court", true},
    {"size", false, [](std::string_view text) { return text == "small" || text == "large"; },
     [] { return std::string("small or large"); }},
    {"absent"},
};

std::vector<std::string> texts_of(const csv_file& file, std::size_t column) {
    std::vector<std::string> texts;
    for (const csv_file::batch& batch : file.batches()) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            texts.emplace_back(text_of_row(batch.columns[column], row));
        }
    }
    return texts;
}

TEST_F(CsvFile, HoldsTheColumnsThatAreWanted) {
    const auto read =
        csv_file::read(write("size,other,court\nsmall,x,wiwd\nlarge,y,\"wi,wb\"\nsmall,z,wiwd\n"), wanted);
    ASSERT_TRUE(read);
    const csv_file& file = read.value();
    EXPECT_EQ(texts_of(file, 0), (std::vector<std::string>{"wiwd", "wi,wb", "wiwd"}));
    EXPECT_EQ(texts_of(file, 1), (std::vector<std::string>{"small", "large", "small"}));
    EXPECT_EQ(texts_of(file, 2), (std::vector<std::string>{"", "", ""}));
    EXPECT_TRUE(file.has(0));
    EXPECT_FALSE(file.has(2));
    EXPECT_EQ(file.summary().rows, 3U);
    EXPECT_EQ(file.summary().malformed, 0U);
    ASSERT_EQ(file.warnings().size(), 1U);
    EXPECT_NE(to_text(file.warnings()[0]).find("other"), std::string::npos);
}

TEST_F(CsvFile, EntriesAreThoseOfTheRows) {
    const auto read = csv_file::read(write("court\nb\na\nb\n"), std::span(wanted, 1));
    ASSERT_TRUE(read);
    const text_column& courts = read.value().batches()[0].columns[0];
    ASSERT_EQ(courts.texts, 2U);
    for (std::size_t row = 0; row < 3; ++row) {
        EXPECT_EQ(text_of_entry(courts, entry_of_row(courts, row).value()), text_of_row(courts, row));
    }
    EXPECT_EQ(entry_of_row(courts, 0), entry_of_row(courts, 2));
}

TEST_F(CsvFile, CountsRowsThatCannotBeRead) {
    const auto read = csv_file::read(write("court,size\nwiwd,small\n,large\nwiwb,huge\n"), wanted);
    ASSERT_TRUE(read);
    const file_summary& summary = read.value().summary();
    EXPECT_EQ(summary.malformed, 2U);
    ASSERT_EQ(summary.first_troubles.size(), 2U);
    EXPECT_EQ(summary.first_troubles[0].line, 3U);
    EXPECT_EQ(summary.first_troubles[1].line, 4U);
    EXPECT_EQ(summary.first_troubles[1].column, 6U);
    EXPECT_EQ(summary.first_troubles[1].expected, "small or large");
    ASSERT_NE(read.value().batches()[0].malformed, nullptr);
    EXPECT_EQ(read.value().batches()[0].malformed[0] & 0b111, 0b110);
}

TEST_F(CsvFile, RefusesWhatIsNotCsv) {
    for (const char* text : {"", "size\nsmall\n", "court,size\nwiwd\n", "court\n\"wiwd\n"}) {
        const auto read = csv_file::read(write(text), wanted);
        EXPECT_TRUE(!read && !read.error().empty()) << text;
    }
    EXPECT_FALSE(csv_file::read("no-such-file.csv", wanted));
}

// However many columns are wrong, a few are told, and the number of the others.
TEST_F(CsvFile, TellsTheFirstColumnsThatAreWrongAndHowManyMore) {
    constexpr std::size_t many = 100'000;
    const auto unknown = csv_file::read(write("court" + std::string(many, ',') + "\n"), wanted);
    ASSERT_TRUE(unknown);
    ASSERT_EQ(unknown.value().warnings().size(), 11U);
    EXPECT_TRUE(to_text(unknown.value().warnings().back())
                    .ends_with("warning: 99990 more columns are not known and are left out"));

    std::string header = "court";
    for (std::size_t i = 0; i < many; ++i) {
        header += ",court";
    }
    const auto repeated = csv_file::read(write(header + "\n"), wanted);
    ASSERT_FALSE(repeated);
    ASSERT_EQ(repeated.error().size(), 11U);
    EXPECT_TRUE(
        to_text(repeated.error().back()).ends_with("error: 99990 more columns stand twice in the header"));
}

TEST_F(CsvFile, CandidatesAreLinksWithoutFurtherColumns) {
    const auto policies = policy_set::load({});
    const auto read =
        candidates_file::read(write("central_id,login,court\n7,ada,wiwd\n8,,wiwb\n"), policies.value());
    ASSERT_TRUE(read);
    ASSERT_EQ(read.value().links().size(), 1U);
    const link_columns& links = read.value().links()[0];
    EXPECT_EQ(links.rows, 2U);
    EXPECT_EQ(text_of_row(links.court, 0), "wiwd");
    EXPECT_EQ(text_of_row(links.login, 0), "ada");
    EXPECT_EQ(text_of_row(links.central_id, 1), "8");
    EXPECT_TRUE(links.linked_at.unit == time_unit::absent);
    EXPECT_EQ(read.value().summary().malformed, 1U);
    EXPECT_TRUE(read.value().warnings().empty());
}

TEST(RowsAsColumns, HoldWhatTheRowsHold) {
    ledger_tables tables;
    link_row& row = tables.links.emplace_back();
    row.court = court_id::make("wiwd").value();
    row.login = login::make("ada").value();
    row.central = central_id::make("7").value();
    const rows_as_columns columns(tables);
    tables = {};
    ASSERT_EQ(columns.columns().links.size(), 1U);
    const link_columns& links = columns.columns().links[0];
    ASSERT_EQ(links.rows, 1U);
    EXPECT_EQ(text_of_row(links.court, 0), "wiwd");
    EXPECT_EQ(text_of_row(links.login, 0), "ada");
    EXPECT_EQ(text_of_row(links.central_id, 0), "7");
}

}  // namespace
