#include "report/sheets.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <ecflink/policies/policy_tools.hpp>

namespace ecflink::report {
namespace {

/// So wide that no line of a sheet is broken.
constexpr std::size_t unbroken = 1U << 20U;

using line_key = std::pair<std::string_view, std::string_view>;

template <class Use>
void for_each_line(const std::vector<sheet_section>& sheet, Use use) {
    for (const sheet_section& section : sheet) {
        for (const std::string& line : section.lines) {
            use(section.title, line);
        }
    }
}

void add_line(std::vector<sheet_section>& to, const std::string& title, const std::string& line) {
    for (sheet_section& section : to) {
        if (section.title == title) {
            section.lines.push_back(line);
            return;
        }
    }
    to.push_back({title, {line}});
}

}  // namespace

std::vector<sheet_section> sections_of(const court_policy& policy) {
    const std::string text = to_sheet(policy, unbroken);
    std::vector<sheet_section> sections;
    constexpr std::string_view mark = "  - ";
    bool is_after_blank = false;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (line.starts_with(mark) && !sections.empty()) {
            sections.back().lines.emplace_back(line.substr(mark.size()));
        } else if (is_after_blank && !line.empty()) {
            sections.push_back({std::string(line), {}});
        }
        is_after_blank = line.empty();
    }
    return sections;
}

std::vector<sheet_section> usual_sheet(const std::vector<std::vector<sheet_section>>& sheets) {
    std::map<line_key, std::size_t> times;
    for (const auto& sheet : sheets) {
        for_each_line(sheet,
                      [&](const std::string& title, const std::string& line) { ++times[{title, line}]; });
    }
    std::vector<sheet_section> usual;
    std::set<line_key> taken;
    for (const auto& sheet : sheets) {
        for_each_line(sheet, [&](const std::string& title, const std::string& line) {
            if (title == sheet.front().title) {
                return;
            }
            if (times[{title, line}] * 2 > sheets.size() && taken.insert({title, line}).second) {
                add_line(usual, title, line);
            }
        });
    }
    return usual;
}

std::vector<sheet_section> lines_without(const std::vector<sheet_section>& sheet,
                                         const std::vector<sheet_section>& other) {
    std::set<line_key> known;
    for_each_line(other,
                  [&](const std::string& title, const std::string& line) { known.insert({title, line}); });
    std::vector<sheet_section> left;
    for_each_line(sheet, [&](const std::string& title, const std::string& line) {
        if (!known.contains({title, line})) {
            add_line(left, title, line);
        }
    });
    return left;
}

}  // namespace ecflink::report
