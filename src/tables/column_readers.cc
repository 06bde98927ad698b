#include "tables/column_readers.hpp"

#include <algorithm>
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

    bool read(const field_text& given, field_context&) override {
        texts_.push(given);
        return given.text.size() >= least_ && given.text.size() <= most_;
    }
    column_batch::column give_to(batch_memory& memory) override { return texts_.give_to(memory); }

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

    bool read(const field_text& given, field_context&) override { return is_readable(find_or_add(given)); }
    column_batch::column give_to(batch_memory& memory) override {
        text_column column = words_.give_to(memory);
        if (entries_.size() <= most_of_a_byte) {
            column.indices = {integer_type::uint8, rows_.give_to(memory), {}};
        } else {
            column.indices = {integer_type::uint32, wide_rows_.give_to(memory), {}};
        }
        return column;
    }

protected:
    /// The index of the word in this row.
    std::uint32_t find_or_add(const field_text& given) {
        const std::string_view word = given.text;
        const text_ends ends = ends_of(given);
        const auto is_entry = [&](const entry& candidate, std::uint32_t index) {
            return candidate.first == ends.first && candidate.last == ends.last &&
                   candidate.size == word.size() && (word.size() <= 16 || words_[index] == word);
        };
        // most columns of tokens repeat one of them
        if (last_ < entries_.size() && is_entry(entries_[last_], last_)) {
            return push(last_);
        }
        const std::uint64_t hash = word.size() <= 16 ? hash_(ends.first, ends.last) : hash_(word);
        std::size_t place = place_of(hash, places_.size());
        std::uint32_t index = places_[place];
        while (index != nowhere && !is_entry(entries_[index], index)) {
            place = place + 1 == places_.size() ? 0 : place + 1;
            index = places_[place];
        }
        if (index == nowhere) [[unlikely]] {
            index = add(given, ends, hash, place);
        }
        last_ = index;
        return push(index);
    }
    [[nodiscard]] bool is_readable(std::uint32_t index) const noexcept { return entries_[index].is_readable; }

private:
    struct entry {
        std::uint64_t first;
        std::uint64_t last;
        std::size_t size;
        std::uint64_t hash;
        bool is_readable;
    };
    static constexpr std::uint32_t nowhere = 0xFFFF'FFFF;
    static constexpr std::size_t most_of_a_byte = 256;  ///< more words than a byte can number

    std::uint32_t push(std::uint32_t index) {
        if (entries_.size() <= most_of_a_byte) {
            rows_.push(static_cast<std::uint8_t>(index));
        } else {
            wide_rows_.push(index);
        }
        return index;
    }

    std::uint32_t add(const field_text& given, const text_ends& ends, std::uint64_t hash, std::size_t place) {
        const auto index = static_cast<std::uint32_t>(entries_.size());
        const std::string_view word = given.text;
        const field_rule& rule = plan_.rule;
        const bool is_readable = word.empty() ? !plan_.is_required
                                              : word.size() <= rule.most_bytes &&
                                                    (rule.is_token == nullptr || rule.is_token(word));
        words_.push(given);
        entries_.push_back({ends.first, ends.last, word.size(), hash, is_readable});
        places_[place] = index;
        if (entries_.size() * 2 > places_.size()) {
            places_.assign(places_.size() * 2, nowhere);
            for (std::uint32_t i = 0; i < entries_.size(); ++i) {
                std::size_t free = place_of(entries_[i].hash, places_.size());
                while (places_[free] != nowhere) {
                    free = free + 1 == places_.size() ? 0 : free + 1;
                }
                places_[free] = i;
            }
        }
        if (entries_.size() == most_of_a_byte + 1) {
            std::ranges::copy(std::span(rows_.data(), rows_.size()), wide_rows_.room(rows_.size()));
            wide_rows_.grow(rows_.size());
        }
        return index;
    }

    const record_plan::column& plan_;
    const keyed_hash& hash_;
    text_buffer words_;
    std::vector<entry> entries_;
    std::vector<std::uint32_t> places_;
    std::uint32_t last_ = nowhere;     ///< the word of the row before
    buffer<std::uint8_t> rows_;        ///< indices, as long as a byte can hold each
    buffer<std::uint32_t> wide_rows_;  ///< all of them, once a byte cannot
};

/// Courts, with the zones of their clocks.
class court_word_reader final : public word_reader {
public:
    court_word_reader(const record_plan::column& plan, const policy_set& policies, const keyed_hash& hash)
        : word_reader(plan, hash), policies_(policies) {}

    bool read(const field_text& given, field_context& context) override {
        const std::uint32_t index = find_or_add(given);
        if (index == zones_.size()) {
            zones_.push_back(&policies_.find(given.text).zone);
        }
        context.zone = zones_[index];
        return is_readable(index);
    }

private:
    const policy_set& policies_;
    std::vector<const std::optional<time_zone>*> zones_;
};

/// Values, with bits that say where there is one.
template <class T, parsed<T> (*Parse)(std::string_view, field_context&)>
class value_reader final : public column_reader {
public:
    explicit value_reader(const record_plan::column& plan) noexcept : is_required_(plan.is_required) {}

    bool read(const field_text& given, field_context& context) override {
        const parsed<T> field =
            given.text.empty() ? parsed<T>{.is_readable = !is_required_} : Parse(given.text, context);
        values_.push(field.value);
        valid_.push(field.is_there);
        return field.is_readable;
    }
    column_batch::column give_to(batch_memory& memory) override {
        const auto* const values = values_.give_to(memory);
        const bitmap valid = valid_.give_validity_to(memory);
        if constexpr (std::same_as<T, bool>) {
            return bool_column{.is_absent = false, .values = {values, 0}, .valid = valid};
        } else if constexpr (std::same_as<T, std::uint32_t>) {
            return integer_column{integer_type::uint32, values, valid};
        } else {
            return time_column{std::same_as<T, std::int32_t> ? time_unit::day : time_unit::microsecond,
                               values, valid};
        }
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
