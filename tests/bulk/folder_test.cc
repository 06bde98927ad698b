// Verification of a folder without columns against verification of its columns: the same answers
// and errors, whatever is wrong with the files. The differential test holds it against the oracle.
#include "verify/folder.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <ecflink/tables/column_text.hpp>
#include <ecflink/tables/csv_file.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/verify/verify.hpp>

namespace {

using namespace ecflink;

const policy_set& policies() {
    static const policy_set built_in = policy_set::load().value();
    return built_in;
}
const instant as_of = make_instant(make_civil_day(2026, 6, 30));

/// A copy of the example's tables, which a test may spoil.
class Folder : public testing::Test {
protected:
    Folder() {
        std::string pattern = testing::TempDir() + "folder_XXXXXX";
        path_ = ::mkdtemp(pattern.data());
        for (const auto& file : std::filesystem::directory_iterator(ECFLINK_SOURCE_DIR "/examples/ledger")) {
            if (file.is_regular_file()) {
                std::filesystem::copy(file.path(), path_);
            }
        }
    }
    ~Folder() override { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::filesystem::path file(std::string_view table) const {
        return path_ / (std::string(table) + ".csv");
    }
    [[nodiscard]] std::string text_of(std::string_view table) const {
        std::ifstream in(file(table), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write(std::string_view table, std::string_view text) const {
        std::ofstream(file(table), std::ios::binary) << text;
    }
    void append(std::string_view table, std::string_view text) const {
        std::ofstream(file(table), std::ios::binary | std::ios::app) << text;
    }

    /// What the two ways say to a folder that cannot be read.
    void expect_the_same_errors(const char* what) const {
        const auto texts_of = [](const auto& result) {
            std::vector<std::string> texts;
            for (const diagnostic& one : result.error()) {
                texts.push_back(to_text(one));
            }
            return texts;
        };
        const auto columns = ledger_folder::read(path_, policies());
        ASSERT_FALSE(columns) << what;
        for (const std::size_t chunk : {64U, 1'000U, 1U << 20U}) {
            const auto files =
                detail::verify::verify_folder_in_parts(path_, policies(), as_of, {}, {.chunk = chunk});
            ASSERT_FALSE(files) << what;
            EXPECT_EQ(texts_of(files), texts_of(columns)) << what;
        }
    }

    std::filesystem::path path_;
};

TEST_F(Folder, GivesTheCourtOfEveryLink) {
    const std::string links = text_of("links");
    const auto separators =
        static_cast<std::size_t>(std::ranges::count(links.substr(0, links.find('\n')), ','));
    const std::string rest(separators - 3, ',');
    append("links", "\"ilnd\",\"a\nb\",1000001,2022-05-02T10:00:00Z" + rest + "\n");
    append("links", ",x,1000001,2022-05-02T10:00:00Z" + rest);
    const auto columns = ledger_folder::read(path_, policies());
    ASSERT_TRUE(columns);
    std::vector<std::string> courts;
    for (const link_columns& batch : columns.value().columns().links) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            courts.emplace_back(text_of_row(batch.court, row));
        }
    }
    for (const std::size_t chunk : {32U, 500U, 1U << 20U}) {
        const auto found =
            detail::verify::verify_folder_in_parts(path_, policies(), as_of, {}, {.chunk = chunk});
        ASSERT_TRUE(found);
        ASSERT_EQ(found.value().findings().size(), courts.size());
        for (std::size_t link = courts.size(); link-- > 0;) {
            EXPECT_EQ(found.value().court_of(link), courts[link]) << link;
        }
    }
}

TEST_F(Folder, FindsTheSameWhereRecordsAreTooLongToBeReadAgain) {
    for (const char* const table : {"court_accounts", "central_accounts", "links"}) {
        std::istringstream lines(text_of(table));
        std::string text;
        std::string line;
        for (std::size_t row = 0; std::getline(lines, line); ++row) {
            text += line + ',' + (row == 0 ? "unknown" : std::string(row % 20 == 0 ? 20'000 : 3, 'x')) + '\n';
        }
        write(table, text);
    }
    const ledger_folder columns = ledger_folder::read(path_, policies()).value();
    const auto index = ledger_index::build(policies(), columns.columns());
    std::vector<findings> expected(73);
    const auto report = verify(index.value(), columns.columns().links, as_of, {expected, {}});
    for (const std::size_t chunk : {1'000U, 30'000U, 1U << 20U}) {
        const auto found =
            detail::verify::verify_folder_in_parts(path_, policies(), as_of, {}, {.chunk = chunk});
        ASSERT_TRUE(found);
        EXPECT_TRUE(std::ranges::equal(found.value().findings(), expected)) << chunk;
        EXPECT_EQ(found.value().report(), report.value()) << chunk;
        EXPECT_EQ(found.value().court_of(72), "azd") << chunk;
    }
}

TEST_F(Folder, FindsTheSameWhereEveryLinkNeedsItsAccounts) {
    for (const char* const members : {R"("names": {"compare": "exact"})", R"("link": {"roster": true})"}) {
        const std::vector<policy_layer> layers = {
            {"all.json", R"({"ecflink-policy": 1, "applies-to": "all", )" + std::string(members) + "}"}};
        const policy_set strict = policy_set::load(layers).value();
        const ledger_folder columns = ledger_folder::read(path_, strict).value();
        const auto index = ledger_index::build(strict, columns.columns());
        const auto expected = verify(index.value(), columns.columns().links, as_of, {});
        const auto found = verify_folder(path_, strict, as_of, {.threads = 2});
        ASSERT_TRUE(found);
        EXPECT_EQ(found.value().report(), expected.value()) << members;
        EXPECT_NE(found.value().report(), verify_folder(path_, policies(), as_of).value().report())
            << members;
    }
    write("court_accounts", "court\n");
    const std::vector<policy_layer> layers = {
        {"all.json", R"({"ecflink-policy": 1, "applies-to": "all", "link": {"roster": true}})"}};
    EXPECT_FALSE(verify_folder(path_, policy_set::load(layers).value(), as_of));
}

TEST_F(Folder, LinksMayComeFromElsewhere) {
    const auto expected = verify_folder(path_, policies(), as_of);
    ASSERT_TRUE(expected);
    const auto elsewhere = path_ / "elsewhere";
    std::filesystem::rename(file("links"), elsewhere);
    ASSERT_FALSE(verify_folder(path_, policies(), as_of));
    const auto found = verify_folder(path_, policies(), as_of, {.threads = 2}, elsewhere);
    ASSERT_TRUE(found);
    EXPECT_EQ(found.value().report(), expected.value().report());
    EXPECT_TRUE(std::ranges::equal(found.value().findings(), expected.value().findings()));
    EXPECT_EQ(found.value().files()[2].file, elsewhere.string());
    // what is read only once must do for the error as well
    std::ofstream(elsewhere, std::ios::app) << "too,few\n";
    const int before = ::dup(STDIN_FILENO);
    const int file = ::open(elsewhere.c_str(), O_RDONLY | O_CLOEXEC);
    ::dup2(file, STDIN_FILENO);
    const auto broken = verify_folder(path_, policies(), as_of, {}, standard_input);
    ::dup2(before, STDIN_FILENO);
    ::close(file);
    ::close(before);
    ASSERT_FALSE(broken);
    EXPECT_TRUE(to_text(broken.error().front()).starts_with("standard input:75:"))
        << to_text(broken.error().front());
}

TEST_F(Folder, ErrorsAreThoseOfTheColumns) {
    const std::string links = text_of("links");
    append("links", "wiwd,too,few\n");
    expect_the_same_errors("a record has other fields than the header");
    append("court_accounts", "wiwd,\"open");
    append("roster", "wiwd\n");
    expect_the_same_errors("three files are broken");
    write("links", links + std::string("wiwd\0,", 6));
    expect_the_same_errors("a NUL");
    write("links", links.substr(links.find('\n') + 1));
    expect_the_same_errors("no header");
    write("links", "court,court,login,central_id,linked_at\nwiwd\n");
    expect_the_same_errors("a column twice, and a record that is too short");
    write("links", "");
    expect_the_same_errors("an empty file");
    write("links", "court,login,central_id,linked_at\n" + std::string(10'000, '\n'));
    expect_the_same_errors("a file of line ends");
    std::filesystem::remove(file("central_accounts"));
    expect_the_same_errors("no central accounts");
    std::filesystem::remove_all(path_);
    expect_the_same_errors("no folder");
}

TEST_F(Folder, MayHaveMoreColumnsThanABlockHolds) {
    const std::string more(10'000, ',');
    std::string text = "court,login,central_id,linked_at" + more + "\n";
    for (int link = 0; link < 20; ++link) {
        text += "ilnd,login" + std::to_string(link) + ",1000001,2022-05-02T10:00:00Z" + more + "\n";
    }
    write("links", text);
    const auto found = verify_folder(path_, policies(), as_of);
    ASSERT_TRUE(found);
    EXPECT_EQ(found.value().report().all.links, 20U);
    EXPECT_EQ(found.value().court_of(19), "ilnd");
}

TEST_F(Folder, MayHaveNoRows) {
    write("central_accounts", "central_id,usage,status\n");
    write("court_accounts", "court,login,role,status");
    write("links", "court,login,central_id,linked_at,note\r\n");
    const auto found = verify_folder(path_, policies(), as_of);
    ASSERT_TRUE(found);
    EXPECT_EQ(found.value().report().all.links, 0U);
    EXPECT_TRUE(found.value().findings().empty());
    ASSERT_EQ(found.value().warnings().size(), 1U);
    EXPECT_FALSE(found.value().states_proofs());
}

TEST_F(Folder, IsCancelledAtEveryStage) {
    for (const std::string_view at :
         {"tombstones", "central accounts", "court accounts", "links", "conflicts"}) {
        std::atomic<bool> cancelled = false;
        bool was_there = false;
        work_options options;
        options.cancelled = &cancelled;
        options.progress = [&](std::string_view stage, std::uint64_t, std::uint64_t) {
            was_there = was_there || stage == at;
            cancelled = cancelled || stage == at;
        };
        const auto found = verify_folder(path_, policies(), as_of, options);
        EXPECT_TRUE(was_there) << at;
        ASSERT_FALSE(found) << at;
        ASSERT_EQ(found.error().size(), 1U);
        EXPECT_EQ(to_text(found.error().front()), "error: cancelled") << at;
    }
}

}  // namespace
