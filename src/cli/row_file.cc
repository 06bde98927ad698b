#include "cli/row_file.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <vector>

#include "csv/csv_reader.hpp"
#include "tables/workers.hpp"

namespace ecflink::cli {
namespace {

constexpr std::array<std::string_view, 64> tokens_by_bit = [] {
    std::array<std::string_view, 64> by_bit{};
    for (const finding_info& info : catalogue()) {
        by_bit[static_cast<std::size_t>(info.id)] = info.token;
    }
    return by_bit;
}();

/// Whose turn it is to write: the one that has the rows from here on.
class turns {
public:
    /// False, if it never will be: what comes before could not be written.
    [[nodiscard]] bool wait_for(std::size_t row) const noexcept {
        for (std::size_t at = next_.load(); at != row; at = next_.load()) {
            if (at == nobody) {
                return false;
            }
            next_.wait(at);
        }
        return true;
    }
    void pass(std::size_t from, std::size_t to) noexcept {
        next_.compare_exchange_strong(from, to);
        next_.notify_all();
    }
    void give_up() noexcept {
        next_ = nobody;
        next_.notify_all();
    }

private:
    static constexpr std::size_t nobody = static_cast<std::size_t>(-1);
    std::atomic<std::size_t> next_ = 0;
};

}  // namespace

void append_text(std::string& record, std::string_view text) {
    const bool is_plain =
        std::ranges::none_of(text, [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; });
    if (is_plain) {
        record += text;
    } else {
        record += detail::csv::csv_field(text);
    }
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

void write_rows(whole_file& out, std::size_t rows, const work_options& options, const append_rows& append) {
    turns turn;
    std::vector<std::string> texts(std::max(1U, options.threads));
    const bool is_written = detail::tables::for_each_morsel(
        options, "rows", rows, [&](unsigned thread, std::size_t first, std::size_t end) {
            try {
                std::string& text = texts[thread];
                text.clear();
                append(text, first, end);
                if (turn.wait_for(first)) {
                    out.write(text);
                    turn.pass(first, end);
                }
            } catch (...) {
                turn.give_up();
                throw;
            }
        });
    if (!is_written) {
        stop_if_cancelled();
    }
}

}  // namespace ecflink::cli
