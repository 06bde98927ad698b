// One input is a folder; a line "--- NAME" begins each file. Any bytes are a ledger that can be
// verified, or give errors with their places.
#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/tables/rows.hpp>
#include <ecflink/verify/verify.hpp>

#include "fuzz/fuzzing.hpp"

using namespace ecflink;

namespace {

constexpr std::array<std::string_view, 5> tables = {"central_accounts.csv", "court_accounts.csv", "links.csv",
                                                    "tombstones.csv", "roster.csv"};

/// A folder of this process, in memory if the system has such a place; removed with the process.
class work_folder {
public:
    work_folder() {
        const std::filesystem::path parent =
            std::filesystem::is_directory("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
        path_ = parent / ("ecflink-fuzz-" + std::to_string(getpid()));
        std::filesystem::create_directories(path_);
    }
    ~work_folder() { std::filesystem::remove_all(path_); }
    work_folder(const work_folder&) = delete;
    work_folder& operator=(const work_folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    void fill(std::string_view text) const {
        for (const std::string_view name : tables) {
            const std::string mark = "--- " + std::string(name) + "\n";
            const std::size_t at = text.find(mark);
            if (at == std::string_view::npos) {
                std::filesystem::remove(path_ / name);
                continue;
            }
            const std::size_t begin = at + mark.size();
            const std::size_t end = text.find("--- ", begin);
            std::ofstream(path_ / name, std::ios::binary)
                << text.substr(begin, end == std::string_view::npos ? end : end - begin);
        }
    }

private:
    std::filesystem::path path_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const work_folder folder;
    static const policy_set policies = policy_set::load().value();
    folder.fill(fuzz::text_of(data, size));

    const auto read = read_ledger(folder.path(), policies);
    if (!read.has_value()) {
        fuzz::require(!read.error().empty(), "what cannot be read says why");
        for (const diagnostic& trouble : read.error()) {
            fuzz::require(!trouble.message.empty() && !trouble.file.empty(), "an error says what and where");
        }
        return 0;
    }
    const ledger_tables& tables_read = read.value();
    const instant as_of = make_instant(make_civil_day(2026, 3, 2), 15);
    const auto report = verify(policies, tables_read, as_of);
    fuzz::require(report.has_value() && report.value().rows.size() == tables_read.links.size(),
                  "every link has an answer");
    fuzz::require(report.value().all.links == tables_read.links.size(), "every link is counted");
    for (std::size_t row = 0; row < report.value().rows.size(); ++row) {
        const assessment& answer = report.value().rows[row];
        fuzz::require(
            !tables_read.links[row].malformed || answer.findings.contains(finding::record_malformed),
            "what cannot be read is malformed");
        fuzz::require(!answer.findings.intersects(findings_of(finding_group::input)) ||
                          answer.verdict == verdict::refuse,
                      "and is not allowed");
    }
    return 0;
}
