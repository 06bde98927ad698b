#include "cli/file_troubles.hpp"

#include <fmt/format.h>

#include "cli/process.hpp"

namespace ecflink::cli {

void refuse_malformed(const file_summary& file) {
    std::vector<diagnostic> troubles = file.first_troubles;
    for (diagnostic& trouble : troubles) {
        trouble.severity = severity::error;
    }
    if (!troubles.empty()) {
        throw failure(troubles);
    }
}

std::uint64_t malformed_rows(std::span<const file_summary> files) noexcept {
    std::uint64_t rows = 0;
    for (const file_summary& file : files) {
        rows += file.malformed;
    }
    return rows;
}

std::string troubles_in_words(std::span<const file_summary> files, std::span<const diagnostic> warnings) {
    std::string text = all_lines(warnings);
    for (const file_summary& file : files) {
        if (file.malformed == 0) {
            continue;
        }
        text += fmt::format("{}: {} of {} rows malformed\n", file.file, file.malformed, file.rows);
        for (const diagnostic& place : file.first_troubles) {
            text += ecflink::to_text(place) + '\n';
        }
        if (const std::uint64_t more = file.troubles - file.first_troubles.size(); more > 0) {
            text += fmt::format("{}: {} more such places are not listed\n", file.file, more);
        }
    }
    return text;
}

std::string troubles_section(const std::string& troubles, const screen& on) {
    if (troubles.empty()) {
        return {};
    }
    std::string text = '\n' + on.paint("Malformed rows and warnings", look::strong) + '\n';
    std::string_view rest = troubles;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        text += on.paragraph(rest.substr(0, end), 4);
        rest.remove_prefix(end + 1);
    }
    return text;
}

}  // namespace ecflink::cli
