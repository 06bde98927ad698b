#include "tables/column_readers.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tables/csv_values.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

namespace {

class text_reader final : public column_reader {
public:
    explicit text_reader(const record_plan::column& plan) noexcept
        : least_(plan.is_required ? 1 : 0), most_(plan.rule.most_bytes) {}

    std::uint64_t read(const field_block& block, block_context&) override {
        const std::size_t least = least_;
        const std::size_t most = most_;
        std::uint64_t unreadable = 0;
        for (std::size_t row = 0; row < block.rows; ++row) {
            const std::size_t size = block[row].text.size();
            unreadable |= std::uint64_t{size < least || size > most} << row;
        }
        texts_.push(block);
        return unreadable;
    }
    column_batch::column column() override { return texts_.column(); }
    void clear() override { texts_.clear(); }

private:
    text_buffer texts_;
    std::size_t least_;
    std::size_t most_;
};

/// Words in a dictionary, in the order in which they first occur: a hash table of open addressing,
/// at most half full.
class word_reader : public column_reader {
public:
    word_reader(const record_plan::column& plan, const keyed_hash& hash)
        : plan_(plan), hash_(hash), places_(64, nowhere) {}

    std::uint64_t read(const field_block& block, block_context&) override {
        word_numbers words;
        return read_words(block, words);
    }
    column_batch::column column() override {
        text_column column = words_.column();
        if (is_wide_) {
            column.indices = {integer_type::uint32, wide_rows_.storage(), {}};
        } else {
            column.indices = {integer_type::uint8, rows_.storage(), {}};
        }
        return column;
    }
    /// Keeps the words, unless they are many or long: the next records mostly have the same.
    void clear() override {
        rows_.clear();
        wide_rows_.clear();
        if (is_wide_ || words_.bytes() > most_bytes_kept) {
            forget_words();
        }
    }

protected:
    using word_numbers = std::array<std::uint32_t, block_rows>;

    /// Keeps the words of a block, and gives their numbers.
    std::uint64_t read_words(const field_block& block, word_numbers& words) {
        std::uint64_t unreadable = 0;
        for (std::size_t row = 0; row < block.rows; ++row) {
            const std::uint32_t number = find_or_add(block[row]);
            words[row] = number;
            unreadable |= std::uint64_t{!entries_[number].is_readable} << row;
        }
        keep(std::span(words).first(block.rows));
        return unreadable;
    }

    virtual void forget_words() {
        words_.clear();
        entries_.clear();
        places_.assign(places_.size(), nowhere);
        recent_.fill(nowhere);
        is_wide_ = false;
    }

private:
    struct entry {
        std::uint64_t first;
        std::uint64_t last;
        std::uint32_t size;
        std::uint32_t hash;
        bool is_readable;
    };
    static_assert(sizeof(entry) == 32, "two to a cache line");
    static constexpr std::uint32_t nowhere = 0xFFFF'FFFF;
    static constexpr std::size_t most_of_a_byte = 256;  ///< more words than a byte can number
    static constexpr std::size_t most_bytes_kept = std::size_t{64} << 10U;
    static constexpr unsigned recent_bits = 11;

    std::uint32_t find_or_add(const field_text& given) {
        const std::string_view word = given.text;
        const text_ends ends = ends_of(given);
        const auto is_entry = [&](std::uint32_t number) {
            const entry& candidate = entries_[number];
            return candidate.first == ends.first && candidate.last == ends.last &&
                   candidate.size == word.size() && (word.size() <= 16 || words_[number] == word);
        };
        // most columns repeat a few words
        std::uint32_t& recent = recent_[(ends.first ^ ends.last) * 0x9E3779B97F4A7C15U >> (64 - recent_bits)];
        if (recent < entries_.size() && is_entry(recent)) [[likely]] {
            return recent;
        }
        const auto hash = static_cast<std::uint32_t>(
            (word.size() <= 16 ? hash_(ends.first, ends.last) : hash_(word)) >> 32);
        std::size_t place = home_of(hash);
        std::uint32_t number = places_[place];
        while (number != nowhere && !is_entry(number)) {
            place = place + 1 == places_.size() ? 0 : place + 1;
            number = places_[place];
        }
        if (number == nowhere) [[unlikely]] {
            number = add(given, ends, hash, place);
        }
        return recent = number;
    }

    [[nodiscard]] std::size_t home_of(std::uint32_t hash) const noexcept {
        return place_of(std::uint64_t{hash} << 32, places_.size());
    }

    /// Keeps the rows of a block.
    void keep(std::span<const std::uint32_t> words) {
        if (!is_wide_ && entries_.size() <= most_of_a_byte) {
            std::ranges::transform(words, rows_.room(words.size()),
                                   [](std::uint32_t word) { return static_cast<std::uint8_t>(word); });
            rows_.grow(words.size());
            return;
        }
        if (!is_wide_) {
            std::ranges::copy(std::span(rows_.data(), rows_.size()), wide_rows_.room(rows_.size()));
            wide_rows_.grow(rows_.size());
            is_wide_ = true;
        }
        wide_rows_.push(words);
    }

    std::uint32_t add(const field_text& given, const text_ends& ends, std::uint32_t hash, std::size_t place) {
        const auto index = static_cast<std::uint32_t>(entries_.size());
        const std::string_view word = given.text;
        const field_rule& rule = plan_.rule;
        const bool is_readable = word.empty() ? !plan_.is_required
                                              : word.size() <= rule.most_bytes &&
                                                    (rule.is_token == nullptr || rule.is_token(word));
        words_.push(given);
        entries_.push_back(
            {ends.first, ends.last, static_cast<std::uint32_t>(word.size()), hash, is_readable});
        places_[place] = index;
        if (entries_.size() * 2 > places_.size()) {
            places_.assign(places_.size() * 2, nowhere);
            for (std::uint32_t i = 0; i < entries_.size(); ++i) {
                std::size_t free = home_of(entries_[i].hash);
                while (places_[free] != nowhere) {
                    free = free + 1 == places_.size() ? 0 : free + 1;
                }
                places_[free] = i;
            }
        }
        return index;
    }

    const record_plan::column& plan_;
    const keyed_hash& hash_;
    text_buffer words_;
    std::vector<entry> entries_;
    std::vector<std::uint32_t> places_;
    /// the last word of each kind, found without its hash
    std::array<std::uint32_t, std::size_t{1} << recent_bits> recent_ = [] {
        std::array<std::uint32_t, std::size_t{1} << recent_bits> none{};
        none.fill(nowhere);
        return none;
    }();
    buffer<std::uint8_t> rows_;        ///< indices, as long as a byte can hold each
    buffer<std::uint32_t> wide_rows_;  ///< all of them, once a byte cannot
    bool is_wide_ = false;
};

/// Courts, with the zones of their clocks.
class court_word_reader final : public word_reader {
public:
    court_word_reader(const record_plan::column& plan, const policy_set& policies, const keyed_hash& hash)
        : word_reader(plan, hash), policies_(policies) {}

    std::uint64_t read(const field_block& block, block_context& context) override {
        word_numbers words;
        const std::uint64_t unreadable = read_words(block, words);
        for (std::size_t row = 0; row < block.rows; ++row) {
            if (words[row] == zones_.size()) {
                zones_.push_back(&policies_.find(block[row].text).zone);
            }
            context[row].zone = zones_[words[row]];
        }
        return unreadable;
    }

protected:
    void forget_words() override {
        word_reader::forget_words();
        zones_.clear();
    }

private:
    const policy_set& policies_;
    std::vector<const std::optional<time_zone>*> zones_;  ///< by number of the word
};

/// Values, with bits that say where there is one.
template <class T, parsed<T> (*Parse)(std::string_view, field_context&)>
class value_reader final : public column_reader {
public:
    explicit value_reader(const record_plan::column& plan) noexcept : is_required_(plan.is_required) {}

    std::uint64_t read(const field_block& block, block_context& context) override {
        std::uint64_t there = 0;
        std::uint64_t unreadable = 0;
        std::array<T, block_rows> values;
        for (std::size_t row = 0; row < block.rows; ++row) {
            const std::string_view given = block[row].text;
            const parsed<T> field =
                given.empty() ? parsed<T>{.is_readable = !is_required_} : Parse(given, context[row]);
            values[row] = field.value;
            there |= std::uint64_t{field.is_there} << row;
            unreadable |= std::uint64_t{!field.is_readable} << row;
        }
        values_.push(std::span<const T>(values).first(block.rows));
        valid_.push(there, block.rows);
        return unreadable;
    }
    column_batch::column column() override {
        const bitmap valid = valid_.validity();
        if constexpr (std::same_as<T, bool>) {
            return bool_column{.is_absent = false, .values = {values_.bits(), 0}, .valid = valid};
        } else if constexpr (std::same_as<T, std::uint32_t>) {
            return integer_column{integer_type::uint32, values_.storage(), valid};
        } else {
            return time_column{std::same_as<T, std::int32_t> ? time_unit::day : time_unit::microsecond,
                               values_.storage(), valid};
        }
    }
    void clear() override {
        values_.clear();
        valid_.clear();
    }

private:
    std::conditional_t<std::same_as<T, bool>, bit_buffer, buffer<T>> values_;
    bit_buffer valid_;
    bool is_required_;
};

}  // namespace

std::unique_ptr<column_reader> make_reader(const record_plan::column& plan, const policy_set* policies,
                                           const keyed_hash& hash) {
    switch (plan.rule.kind) {
        case field_kind::text: return std::make_unique<text_reader>(plan);
        case field_kind::word: return std::make_unique<word_reader>(plan, hash);
        case field_kind::court: return std::make_unique<court_word_reader>(plan, *policies, hash);
        case field_kind::time: return std::make_unique<value_reader<std::int64_t, parse_time_field>>(plan);
        case field_kind::time_or_date:
            return std::make_unique<value_reader<std::int64_t, parse_time_or_date_field>>(plan);
        case field_kind::date: return std::make_unique<value_reader<std::int32_t, parse_date_field>>(plan);
        case field_kind::count: return std::make_unique<value_reader<std::uint32_t, parse_count_field>>(plan);
        case field_kind::boolean: break;
    }
    return std::make_unique<value_reader<bool, parse_boolean_field>>(plan);
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
