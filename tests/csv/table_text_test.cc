// Texts of tables that are compressed, or come through a pipe: the same text, or an error.
#include "tables/table_text.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/candidates_file.hpp>
#include <ecflink/tables/csv_file.hpp>
#include <ecflink/tables/ledger_folder.hpp>

namespace {

using namespace ecflink;
using detail::tables::open_table;
using detail::tables::table_text;

std::string gzip(std::string_view text) {
    z_stream stream{};
    EXPECT_EQ(::deflateInit2(&stream, 1, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string packed(::deflateBound(&stream, text.size()), '\0');
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): zlib only reads it
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    ::deflateEnd(&stream);
    return packed;
}

std::string zstd(std::string_view text) {
    std::string packed(::ZSTD_compressBound(text.size()), '\0');
    const std::size_t size = ::ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 1);
    EXPECT_EQ(::ZSTD_isError(size), 0U);
    packed.resize(size);
    return packed;
}

/// Rows that do not repeat, so that they fill some memory when they are packed.
std::string made_text(std::size_t rows) {
    std::string text = "court,login,central_id\n";
    std::uint64_t number = 1;
    for (std::size_t row = 0; row < rows; ++row) {
        number = number * 6364136223846793005U + 1442695040888963407U;
        text += "wiwd,login" + std::to_string(number) + ',' + std::to_string(row) + '\n';
    }
    return text;
}

class TableText : public testing::Test {
protected:
    TableText() {
        std::string pattern = testing::TempDir() + "table_text_XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
    }
    ~TableText() override {
        ::unsetenv("TMPDIR");
        std::filesystem::remove_all(folder_);
    }

    std::filesystem::path write(std::string_view bytes, std::string_view name = "file") const {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }
    [[nodiscard]] static std::string problem_of(const std::filesystem::path& file) {
        return open_table(file, {}).problem;
    }
    static void expect_text(const table_text& opened, std::string_view text, const char* what) {
        ASSERT_TRUE(opened.bytes) << what << ": " << opened.problem;
        EXPECT_TRUE(opened.bytes->view() == text) << what;
    }

    std::filesystem::path folder_;
};

/// Writes bytes into a pipe, so many at a time.
class pipe_writer {
public:
    pipe_writer(const std::filesystem::path& pipe, std::string_view bytes, std::size_t at_a_time)
        : thread_([=] {
              const int file = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
              for (std::string_view left = bytes; !left.empty();) {
                  const ssize_t written = ::write(file, left.data(), std::min(left.size(), at_a_time));
                  left.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
              }
              ::close(file);
          }) {}

private:
    std::jthread thread_;
};

TEST_F(TableText, IsTheSameHoweverItIsPacked) {
    // below and above what is kept in memory, and at its very end
    constexpr std::size_t buffer = std::size_t{1} << 20U;
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, buffer - 1, buffer, buffer + 1, 5 * buffer}) {
        const std::string text = made_text(size / 30 + 1).substr(0, size);
        expect_text(open_table(write(gzip(text)), {}), text, "gzip");
        expect_text(open_table(write(zstd(text)), {}), text, "zstd");
        const std::string_view one = std::string_view(text).substr(0, size / 3);
        const std::string_view other = std::string_view(text).substr(size / 3);
        expect_text(open_table(write(gzip(one) + gzip({}) + gzip(other)), {}), text, "members of gzip");
        const std::string skipped("\x50\x2A\x4D\x18\x03\0\0\0abc", 11);
        expect_text(open_table(write(skipped + zstd(one) + skipped + zstd(other)), {}), text,
                    "frames of zstd");
        expect_text(open_table(write(text), {}), text, "plain");
    }
}

TEST_F(TableText, ComesThroughAPipe) {
    const std::string text = made_text(100'000);
    const std::filesystem::path pipe = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (const std::string& bytes : {text, gzip(text), zstd(text), std::string{}}) {
        for (const std::size_t at_a_time : {std::size_t{1'000}, std::size_t{65'536}}) {
            const pipe_writer writer(pipe, bytes, at_a_time);
            expect_text(open_table(pipe, {}), bytes.empty() ? std::string_view{} : text, "pipe");
        }
    }
    {
        const std::string packed = gzip("a,b\n");
        const pipe_writer writer(pipe, packed, 1);  // the first byte does not show how it is packed
        expect_text(open_table(pipe, {}), "a,b\n", "byte by byte");
    }
}

TEST_F(TableText, IsStandardInput) {
    const std::string text = made_text(1'000);
    const int before = ::dup(STDIN_FILENO);
    for (const std::string& bytes : {text, gzip(text)}) {
        const int file = ::open(write(bytes).c_str(), O_RDONLY | O_CLOEXEC);
        ::dup2(file, STDIN_FILENO);
        ::close(file);
        const table_text opened = open_table(standard_input, {});
        expect_text(opened, text, "standard input");
        EXPECT_EQ(opened.name, "standard input");
    }
    // a program before has read the first line
    const int file = ::open(write("first\n" + text).c_str(), O_RDONLY | O_CLOEXEC);
    std::array<char, 6> line{};
    EXPECT_EQ(::read(file, line.data(), line.size()), 6);
    ::dup2(file, STDIN_FILENO);
    ::close(file);
    expect_text(open_table(standard_input, {}), text, "the rest of standard input");
    ::dup2(before, STDIN_FILENO);
    ::close(before);
}

TEST_F(TableText, IsWholeOrAnError) {
    const std::string text = made_text(40);
    for (const std::string& packed : {gzip(text), zstd(text)}) {
        for (std::size_t size = 4; size < packed.size(); ++size) {
            EXPECT_EQ(problem_of(write(packed.substr(0, size))),
                      "the compressed file ends early; part of it is missing")
                << size;
        }
        for (std::size_t place = 4; place < packed.size(); ++place) {
            std::string spoiled = packed;
            spoiled[place] = static_cast<char>(spoiled[place] ^ 0x20);
            const table_text opened = open_table(write(spoiled), {});
            if (opened.bytes) {  // a byte that does not matter: a time, a name, a checksum that zstd lacks
                EXPECT_EQ(opened.bytes->view().size(), text.size()) << place;
            } else {
                EXPECT_TRUE(opened.problem.starts_with("the compressed file ")) << opened.problem;
            }
        }
        EXPECT_TRUE(problem_of(write(packed + "more")).starts_with("the compressed file is damaged: "));
    }
}

TEST_F(TableText, SaysWhatItCannotUnpack) {
    using namespace std::string_view_literals;
    for (const std::string_view packed :
         {"\xFD"
          "7zXZ\0\0\x04"sv,
          "BZh91AY&SY"sv, "PK\x03\x04\x14\0"sv, "7z\xBC\xAF\x27\x1C\0\x04"sv, "\x04\x22\x4D\x18\x64\x40"sv}) {
        EXPECT_EQ(problem_of(write(packed)),
                  "the file is compressed or packed in a form that is not read here; unpack it, or compress "
                  "it by gzip or zstd");
    }
    expect_text(open_table(write("BZh9 is a name,b\n"), {}), "BZh9 is a name,b\n", "not bzip2");
    expect_text(open_table(write("P,b\n"), {}), "P,b\n", "not zstd");
    EXPECT_TRUE(problem_of("/dev/zero").find("it is a device") != std::string::npos);
    EXPECT_TRUE(problem_of(folder_).find("Is a directory") != std::string::npos);
    EXPECT_TRUE(problem_of(folder_ / "none").find("No such file") != std::string::npos);
}

TEST_F(TableText, RefusesWhatWouldFillTheDisk) {
    ZSTD_CCtx* const context = ::ZSTD_createCCtx();
    const std::string zeros(std::size_t{64} << 20U, '0');
    std::string frame(::ZSTD_compressBound(zeros.size()), '\0');
    frame.resize(::ZSTD_compressCCtx(context, frame.data(), frame.size(), zeros.data(), zeros.size(), 1));
    ::ZSTD_freeCCtx(context);
    std::string packed;
    for (int i = 0; i < 1'000; ++i) {
        packed += frame;
    }
    const auto file = write(packed);
    EXPECT_EQ(problem_of(file),
              "the compressed file would take more than 256 times its size and more than 1 GiB; if that is "
              "right, unpack it first");
}

TEST_F(TableText, LeavesNoFile) {
    const std::filesystem::path temporary = folder_ / "temporary";
    std::filesystem::create_directory(temporary);
    ::setenv("TMPDIR", temporary.c_str(), 1);
    const std::string text = made_text(100'000);
    const table_text opened = open_table(write(gzip(text)), {});
    EXPECT_TRUE(std::filesystem::is_empty(temporary));
    expect_text(opened, text, "gzip");
    ::setenv("TMPDIR", (folder_ / "none").c_str(), 1);
    EXPECT_TRUE(problem_of(write(gzip(text))).find("TMPDIR") != std::string::npos);
    expect_text(open_table(write(gzip("small")), {}), "small", "small texts need no file");
}

TEST_F(TableText, EndsWhenItIsCancelled) {
    const std::filesystem::path pipe = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    std::atomic<bool> cancelled = false;
    work_options options;
    options.cancelled = &cancelled;
    {
        const std::jthread later([&] { cancelled = true; });
        EXPECT_FALSE(open_table(pipe, options).bytes);  // nobody ever writes
    }
    EXPECT_FALSE(open_table(write(gzip("a,b\n")), options).bytes);
    const policy_set policies = policy_set::load().value();
    const auto read = candidates_file::read(write(gzip("a,b\n")), policies, options);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().front().message, "cancelled");
}

TEST_F(TableText, TellsHowFarItIs) {
    std::vector<std::string> told;
    work_options options;
    options.progress = [&](std::string_view stage, std::uint64_t done, std::uint64_t all) {
        told.push_back(std::string(stage) + (all == 0 ? " of unknown size" : done == all ? " done" : ""));
    };
    const std::string text = made_text(100'000);
    ASSERT_TRUE(open_table(write(gzip(text)), options).bytes);
    ASSERT_GT(told.size(), 2U);
    EXPECT_EQ(told.front(), "unpack");
    EXPECT_EQ(told.back(), "unpack done");
    told.clear();
    const std::filesystem::path pipe = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const pipe_writer writer(pipe, text, 65'536);
    ASSERT_TRUE(open_table(pipe, options).bytes);
    EXPECT_EQ(told.front(), "input of unknown size");
}

class CompressedFolder : public TableText {
protected:
    CompressedFolder() {
        for (const char* const name : tables) {
            std::ifstream in(std::string(ECFLINK_SOURCE_DIR "/examples/ledger/") + name + ".csv",
                             std::ios::binary);
            texts_.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
    }
    static constexpr std::array<const char*, 3> tables = {"central_accounts", "court_accounts", "links"};
    std::vector<std::string> texts_;
    const policy_set policies_ = policy_set::load().value();
};

TEST_F(CompressedFolder, IsReadAsIfItWereNot) {
    const auto expected = read_ledger(ECFLINK_SOURCE_DIR "/examples/ledger", policies_).value();
    write(gzip(texts_[0]), "central_accounts.csv.gz");
    write(zstd(texts_[1]), "court_accounts.csv.zst");
    write(texts_[2], "links.csv");
    for (const unsigned threads : {1U, 2U, 7U}) {
        const auto read = read_ledger(folder_, policies_, {.threads = threads});
        ASSERT_TRUE(read);
        EXPECT_EQ(read.value().central_accounts.size(), expected.central_accounts.size());
        EXPECT_EQ(read.value().court_accounts.size(), expected.court_accounts.size());
        EXPECT_EQ(read.value().links.size(), expected.links.size());
        EXPECT_EQ(read.value().files[0].file, (folder_ / "central_accounts.csv.gz").string());
    }
    EXPECT_EQ(file_of_table(folder_, "central_accounts"), folder_ / "central_accounts.csv.gz");
    EXPECT_EQ(file_of_table(folder_, "roster"), folder_ / "roster.csv");
    EXPECT_EQ(lines_of_records(folder_ / "court_accounts.csv.zst"),
              lines_of_records(ECFLINK_SOURCE_DIR "/examples/ledger/court_accounts.csv"));
    EXPECT_TRUE(lines_of_records(folder_ / "none").empty());
}

TEST_F(CompressedFolder, HasEachTableOnce) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
        write(gzip(texts_[i]), std::string(tables[i]) + ".csv.gz");
    }
    write(zstd(texts_[2]), "links.csv.zst");
    const auto read = ledger_folder::read(folder_, policies_);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().front().message, "the folder also has links.csv.zst; keep one of the two");
    // links from elsewhere take the place of both
    EXPECT_TRUE(ledger_folder::read(folder_, policies_, {}, {}, write(texts_[2], "other.csv")));
}

TEST_F(CompressedFolder, HasNoPipes) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
        write(texts_[i], std::string(tables[i]) + ".csv");
    }
    std::filesystem::remove(folder_ / "links.csv");
    ASSERT_EQ(::mkfifo((folder_ / "links.csv").c_str(), 0600), 0);
    const auto read = ledger_folder::read(folder_, policies_);
    ASSERT_FALSE(read);
    EXPECT_TRUE(read.error().front().message.find("it is a pipe or a device") != std::string::npos);
}

}  // namespace
