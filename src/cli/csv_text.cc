#include "cli/csv_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ecflink::cli {
namespace {

constexpr std::array<std::string_view, 64> tokens_by_bit = [] {
    std::array<std::string_view, 64> by_bit{};
    for (const finding_info& info : catalogue()) {
        by_bit[static_cast<std::size_t>(info.id)] = info.token;
    }
    return by_bit;
}();

template <class Fields>
std::string record_of(const Fields& fields) {
    std::string record;
    for (const std::string_view field : fields) {
        append_text(record, field);
        record += ',';
    }
    record.back() = '\n';
    return record;
}

}  // namespace

std::string csv_record(std::initializer_list<std::string_view> fields) { return record_of(fields); }
std::string csv_record(std::span<const std::string> fields) { return record_of(fields); }

void append_text(std::string& record, std::string_view text) {
    const auto needs_quotes = [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; };
    if (std::ranges::none_of(text, needs_quotes)) {
        record += text;
        return;
    }
    record += '"';
    for (const char c : text) {
        record.append(c == '"' ? 2 : 1, c);
    }
    record += '"';
}

void append_number(std::string& record, std::uint64_t number) {
    std::array<char, 20> digits;
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    record.append(digits.data(), end);
}

void append_findings(std::string& record, findings found) {
    bool is_first = true;
    for (const finding one : found) {
        record += is_first ? "" : "|";
        record += tokens_by_bit[static_cast<std::size_t>(one)];
        is_first = false;
    }
    std::array<char, 17> mask;
    mask[0] = ',';
    std::uint64_t bits = found.bits();
    for (std::size_t i = mask.size() - 1; i > 0; --i, bits >>= 4U) {
        mask[i] = "0123456789abcdef"[bits & 0xFU];
    }
    record.append(mask.data(), mask.size());
}

}  // namespace ecflink::cli
