// Every column has a reader of its kind, which keeps what the fields say in buffers as the column
// will need them.
#include "tables/csv_columns.hpp"

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>

#include <ecflink/policies/time_text.hpp>

#include "base/words.hpp"
#include "csv/csv_reader.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {
namespace {

/// Memory that grows, and then belongs to the batch. Nothing in it is set before it is written.
template <class T>
class buffer {
public:
    buffer() noexcept = default;
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): as it was asked for
    ~buffer() { std::free(data_); }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] const T* data() const noexcept { return data_; }
    [[nodiscard]] T operator[](std::size_t index) const noexcept { return data_[index]; }

    void push(T value) {
        *room(1) = value;
        ++size_;
    }
    /// Room for so many more, behind the last one.
    [[nodiscard]] T* room(std::size_t count) {
        if (capacity_ - size_ < count) [[unlikely]] {
            reallocate(std::max({std::size_t{64}, capacity_ * 2, size_ + count}));
        }
        return data_ + size_;
    }
    void grow(std::size_t count) noexcept { size_ += count; }

    const T* give_to(batch_memory& memory) {
        reallocate(std::max(size_, std::size_t{1}));
        memory.emplace_back(data_);
        return std::exchange(data_, nullptr);
    }

private:
    void reallocate(std::size_t capacity) {
        // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): grows in place where it can
        void* const moved = std::realloc(data_, capacity * sizeof(T));
        if (moved == nullptr) {
            throw std::bad_alloc();
        }
        data_ = static_cast<T*>(moved);
        capacity_ = capacity;
    }

    T* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

class bit_buffer {
public:
    void push(bool bit) {
        word_ |= std::uint64_t{bit} << size_ % 64;
        if (++size_ % 64 == 0) {
            words_.push(std::exchange(word_, 0));
        }
        set_ += bit ? 1 : 0;
    }
    [[nodiscard]] std::size_t set() const noexcept { return set_; }

    const std::uint8_t* give_to(batch_memory& memory) {
        words_.push(word_);
        return reinterpret_cast<const std::uint8_t*>(words_.give_to(memory));
    }
    /// Bits of what is valid; if all is, none.
    bitmap give_validity_to(batch_memory& memory) { return {set_ == size_ ? nullptr : give_to(memory), 0}; }

private:
    buffer<std::uint64_t> words_;
    std::uint64_t word_ = 0;
    std::size_t size_ = 0;
    std::size_t set_ = 0;
};

/// A field of a record.
struct field_text {
    static constexpr std::size_t padding = 16;

    std::string_view text;
    bool is_padded;  ///< this many bytes can be read from its beginning, however short it is
};

/// The first and the last eight bytes of a text; of a shorter one, all its bytes. With their number
/// they are the text, if it has no more than 16.
struct text_ends {
    std::uint64_t first;
    std::uint64_t last;
};

inline text_ends ends_of(const field_text& field) noexcept {
    const char* const begin = field.text.data();
    const std::size_t size = field.text.size();
    if (size >= 8) {
        return {load_word(begin), load_word(begin + size - 8)};
    }
    std::uint64_t bytes = 0;
    if (field.is_padded) {
        bytes = load_word(begin) & ((std::uint64_t{1} << size * 8) - 1);
    } else if (size > 0) {
        std::memcpy(&bytes, begin, size);
    }
    return {bytes, 0};
}

/// Texts one behind the other.
class text_buffer {
public:
    text_buffer() { offsets_.push(0); }

    void push(const field_text& field) {
        const auto& [text, is_padded] = field;
        char* const end = bytes_.room(std::max(text.size(), field_text::padding));
        if (is_padded && text.size() <= field_text::padding) {
            // a copy of known length is one instruction or two
            std::memcpy(end, text.data(), field_text::padding);
        } else if (!text.empty()) {
            std::memcpy(end, text.data(), text.size());
        }
        bytes_.grow(text.size());
        offsets_.push(static_cast<std::int32_t>(bytes_.size()));
    }
    [[nodiscard]] std::size_t size() const noexcept { return offsets_.size() - 1; }
    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
        const auto begin = static_cast<std::size_t>(offsets_[index]);
        return {bytes_.data() + begin, static_cast<std::size_t>(offsets_[index + 1]) - begin};
    }

    text_column give_to(batch_memory& memory) {
        const std::size_t texts = size();
        return {.layout = text_layout::utf8,
                .positions = offsets_.give_to(memory),
                .bytes = bytes_.give_to(memory),
                .buffers = nullptr,
                .valid = {},
                .indices = {},
                .texts = texts};
    }

private:
    buffer<std::int32_t> offsets_;
    buffer<char> bytes_;
};

/// What the fields of one row know of each other.
struct row_context {
    const std::optional<time_zone>* zone;
};

class column_reader {
public:
    virtual ~column_reader() = default;

    /// Keeps a field. False: it is missing although it is required, or cannot be read.
    [[nodiscard]] virtual bool read(const field_text& given, row_context& row) = 0;
    [[nodiscard]] virtual column_batch::column give_to(batch_memory& memory) = 0;
};

class text_reader final : public column_reader {
public:
    explicit text_reader(const record_plan::column& plan) noexcept
        : least_(plan.is_required ? 1 : 0), most_(plan.rule.most_bytes) {}

    bool read(const field_text& given, row_context&) override {
        texts_.push(given);
        return given.text.size() >= least_ && given.text.size() <= most_;
    }
    column_batch::column give_to(batch_memory& memory) override { return texts_.give_to(memory); }

private:
    text_buffer texts_;
    std::size_t least_;
    std::size_t most_;
};

/// Words in a dictionary, in the order of their first rows: a hash table of open addressing, at
/// most half full.
class word_reader : public column_reader {
public:
    word_reader(const record_plan::column& plan, const keyed_hash& hash)
        : plan_(plan), hash_(hash), places_(64, nowhere) {}

    bool read(const field_text& given, row_context&) override { return is_readable(find_or_add(given)); }
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
        const std::uint64_t hash = word.size() <= 16 ? hash_(ends.first, ends.last) : hash_(word);
        std::size_t place = place_of(hash, places_.size());
        std::uint32_t index = places_[place];
        while (index != nowhere) {
            const entry& candidate = entries_[index];
            if (candidate.first == ends.first && candidate.last == ends.last &&
                candidate.size == word.size() && (word.size() <= 16 || words_[index] == word)) {
                break;
            }
            place = place + 1 == places_.size() ? 0 : place + 1;
            index = places_[place];
        }
        if (index == nowhere) [[unlikely]] {
            index = add(given, ends, hash, place);
        }
        if (entries_.size() <= most_of_a_byte) {
            rows_.push(static_cast<std::uint8_t>(index));
        } else {
            wide_rows_.push(index);
        }
        return index;
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
    buffer<std::uint8_t> rows_;        ///< indices, as long as a byte can hold each
    buffer<std::uint32_t> wide_rows_;  ///< all of them, once a byte cannot
};

/// Courts, with the zones of their clocks.
class court_reader final : public word_reader {
public:
    court_reader(const record_plan::column& plan, const policy_set& policies, const keyed_hash& hash)
        : word_reader(plan, hash), policies_(policies) {}

    bool read(const field_text& given, row_context& row) override {
        const std::uint32_t index = find_or_add(given);
        if (index == zones_.size()) {
            zones_.push_back(&policies_.find(given.text).zone);
        }
        row.zone = zones_[index];
        return is_readable(index);
    }

private:
    const policy_set& policies_;
    std::vector<const std::optional<time_zone>*> zones_;
};

/// The numbers at the digits of a text, and whether there are digits and the other characters of a
/// pattern such as "0000-00-".
struct digit_pairs {
    std::uint64_t pairs = 0;  ///< each byte: ten times the digit there plus the next one
    bool fits = false;

    digit_pairs(const char* from, const char (&pattern)[9]) noexcept {
        const std::uint64_t wanted = load_word(pattern);
        const std::uint64_t digits = load_word(from) ^ wanted;  // 0 to 9 at digits, 0 elsewhere
        const std::uint64_t is_digit = bytes_below(wanted ^ each_byte('0'), 1);
        // what makes the first byte that does not fit reach its high bit
        const std::uint64_t past_nine = each_byte(0x7F) - (is_digit >> 7U) * 9;
        fits = (((digits + past_nine) | digits) & high_bits) == 0;
        pairs = digits * 10 + (digits >> 8U);
    }
    [[nodiscard]] std::int32_t at(unsigned place) const noexcept {
        return static_cast<std::int32_t>(pairs >> place * 8 & 0xFF);
    }
};

constexpr bool is_leap(std::int32_t year) noexcept {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
constexpr std::int32_t days_in(std::int32_t year, std::int32_t month) noexcept {
    return month == 2 ? (is_leap(year) ? 29 : 28) : 30 + ((month ^ month >> 3) & 1);
}

/// What most times look like: YYYY-MM-DDTHH:MM:SSZ, with one to six decimals or none. Nothing for
/// any other text, whatever it may be.
std::optional<instant> read_usual_time(std::string_view text) noexcept {
    if (text.size() < 20 || text.size() > 27 || text.back() != 'Z') {
        return std::nullopt;
    }
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): eight bytes of a text of at least twenty
    const digit_pairs year_month(text.data(), "0000-00-");
    const digit_pairs day_hour(text.data() + 8, "00T00:00");
    const digit_pairs time(text.data() + 11, "00:00:00");
    const std::int32_t year = year_month.at(0) * 100 + year_month.at(2);
    const std::int32_t month = year_month.at(5);
    const std::int32_t day = day_hour.at(0);
    const auto within = [](std::int32_t value, std::int32_t least, std::int32_t most) {
        return unsigned{value >= least} & unsigned{value <= most};
    };
    const unsigned is_time = unsigned{year_month.fits} & unsigned{day_hour.fits} & unsigned{time.fits} &
                             within(year, 1, 9999) & within(month, 1, 12) & within(day, 1, 31) &
                             within(time.at(0), 0, 23) & within(time.at(3), 0, 59) &
                             within(time.at(6), 0, 59);  // one branch for all, which is hardly ever taken
    if (is_time == 0 || (day > 28 && day > days_in(year, month))) {
        return std::nullopt;
    }
    std::int32_t micros = 0;
    if (text.size() > 20) {
        const std::string_view decimals = text.substr(20, text.size() - 21);
        const auto [end, problem] =
            std::from_chars(decimals.data(), decimals.data() + decimals.size(), micros);
        if (text[19] != '.' || decimals.empty() || decimals.front() == '-' ||
            end != decimals.data() + decimals.size()) {
            return std::nullopt;
        }
        for (std::size_t i = decimals.size(); i < 6; ++i) {
            micros *= 10;
        }
    }
    return make_instant(make_civil_day(year, month, day), time.at(0), time.at(3), time.at(6), micros);
}

/// What a field says.
template <class T>
struct parsed {
    T value{};
    bool is_there = false;
    bool is_readable = false;
};

parsed<std::int64_t> parse_time_field(std::string_view given, const std::optional<time_zone>& zone) {
    if (const auto usual = read_usual_time(given)) {
        return {usual->micros, true, true};
    }
    const auto at = parse_instant(given, zone);
    return at ? parsed<std::int64_t>{at.value().micros, true, true} : parsed<std::int64_t>{};
}

/// Without a zone a local time is missing: whether the court is known is the link's matter.
parsed<std::int64_t> parse_time_or_date_field(std::string_view given, const std::optional<time_zone>& zone) {
    if (const auto usual = read_usual_time(given)) {
        return {usual->micros, true, true};
    }
    const auto at = parse_instant_or_date(given, zone);
    return at ? parsed<std::int64_t>{at.value().micros, true, true}
              : parsed<std::int64_t>{0, false, at.error() == errc::unknown_zone};
}

parsed<std::int32_t> parse_date_field(std::string_view given, const std::optional<time_zone>&) {
    const auto day = parse_date(given);
    return day ? parsed<std::int32_t>{day.value().days, true, true} : parsed<std::int32_t>{};
}

parsed<std::uint32_t> parse_count_field(std::string_view given, const std::optional<time_zone>&) {
    std::uint32_t value = 0;
    const auto [end, problem] = std::from_chars(given.data(), given.data() + given.size(), value);
    const bool is_count = problem == std::errc{} && end == given.data() + given.size();
    return {is_count ? value : 0, is_count, is_count};
}

parsed<bool> parse_boolean_field(std::string_view given, const std::optional<time_zone>&) {
    const bool is_boolean = given == "true" || given == "false";
    return {given == "true", is_boolean, is_boolean};
}

/// Values, with bits that say where there is one.
template <class T, parsed<T> (*Parse)(std::string_view, const std::optional<time_zone>&)>
class value_reader final : public column_reader {
public:
    explicit value_reader(const record_plan::column& plan) noexcept : is_required_(plan.is_required) {}

    bool read(const field_text& given, row_context& row) override {
        const parsed<T> field =
            given.text.empty() ? parsed<T>{.is_readable = !is_required_} : Parse(given.text, *row.zone);
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

std::unique_ptr<column_reader> make_reader(const record_plan::column& plan, const policy_set& policies,
                                           const keyed_hash& hash) {
    switch (plan.rule.kind) {
        case field_kind::text: return std::make_unique<text_reader>(plan);
        case field_kind::word: return std::make_unique<word_reader>(plan, hash);
        case field_kind::court: return std::make_unique<court_reader>(plan, policies, hash);
        case field_kind::time: return std::make_unique<value_reader<std::int64_t, parse_time_field>>(plan);
        case field_kind::time_or_date:
            return std::make_unique<value_reader<std::int64_t, parse_time_or_date_field>>(plan);
        case field_kind::date: return std::make_unique<value_reader<std::int32_t, parse_date_field>>(plan);
        case field_kind::count: return std::make_unique<value_reader<std::uint32_t, parse_count_field>>(plan);
        case field_kind::boolean: break;
    }
    return std::make_unique<value_reader<bool, parse_boolean_field>>(plan);
}

std::string expected_in(const field_rule& rule, const std::optional<time_zone>& zone) {
    if (rule.expected != nullptr) {
        return rule.expected();
    }
    return (zone ? "an instant such as 2022-04-25T08:00:00-05:00, or a local time of " +
                       std::string(zone->name()) + " that occurs once, such as 2022-04-25T08:00"
                 : std::string("an instant with Z or an offset such as 2022-04-25T13:00:00Z, since no zone "
                               "is known for this court")) +
           (rule.kind == field_kind::time_or_date ? ", or a date" : "");
}

trouble make_trouble(std::size_t offset, std::string_view column, std::string_view message, std::string found,
                     std::string expected) {
    return {offset,
            {.severity = severity::warning,
             .file = {},
             .line = 0,
             .column = 0,
             .path = {},
             .message = std::string(column) + ": " + std::string(message),
             .found = std::move(found),
             .expected = std::move(expected)}};
}

}  // namespace

std::string shown(std::string_view text) {
    constexpr std::size_t longest = 40;
    std::string quoted = "\"";
    for (const char c : text.substr(0, longest)) {
        quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    while (text.size() > longest && !is_utf8(quoted)) {
        quoted.pop_back();
    }
    return quoted + (text.size() > longest ? "...\"" : "\"");
}

std::optional<column_batch> read_records(const record_plan& plan, const policy_set& policies,
                                         const keyed_hash& hash, std::string_view text, std::size_t begin) {
    struct present_column {
        std::size_t index;
        std::size_t field;
        std::unique_ptr<column_reader> reader;
    };
    std::vector<present_column> columns;
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        if (const record_plan::column& column = plan.columns[i]; column.field) {
            columns.push_back({i, *column.field, make_reader(column, policies, hash)});
        }
    }

    column_batch batch;
    bit_buffer malformed;
    csv::csv_reader csv(text, begin);
    const std::optional<time_zone> no_zone;
    row_context row{&no_zone};
    const auto note = [&](std::size_t index, std::string_view message, std::string found,
                          std::string expected) {
        const record_plan::column& column = plan.columns[index];
        batch.first_troubles.push_back(make_trouble(csv.offset_of(column.field.value_or(0)), column.name,
                                                    message, std::move(found), std::move(expected)));
    };
    // fields whose doubled quotes were made single lie elsewhere
    const auto is_padded = [text](std::string_view field) {
        const std::uintptr_t place =
            reinterpret_cast<std::uintptr_t>(field.data()) - reinterpret_cast<std::uintptr_t>(text.data());
        return place < text.size() && text.size() - place >= field_text::padding;
    };
    const auto is_empty = [&](std::size_t index) {
        return !plan.columns[index].field || csv.fields()[*plan.columns[index].field].empty();
    };
    while (csv.next()) {
        const auto fields = csv.fields();
        if (fields.size() != plan.fields) {
            return std::nullopt;
        }
        bool is_malformed = false;
        for (const present_column& column : columns) {
            const std::string_view given = fields[column.field];
            if (!column.reader->read({given, is_padded(given)}, row)) [[unlikely]] {
                is_malformed = true;
                if (batch.troubles++ < most_troubles_shown) {
                    note(column.index,
                         given.empty() ? "the required field is empty" : "the field cannot be read",
                         given.empty() ? "" : shown(given),
                         expected_in(plan.columns[column.index].rule, *row.zone));
                }
            }
        }
        if (plan.needs_login_or_central_id && !is_malformed && is_empty(1) && is_empty(2)) {
            is_malformed = true;
            if (batch.troubles++ < most_troubles_shown) {
                note(1, "the row names neither a login nor a central account", {},
                     "one of login and central_id");
            }
        }
        malformed.push(is_malformed);
        ++batch.rows;
    }
    if (csv.error()) {
        return std::nullopt;
    }
    batch.malformed = malformed.set();
    batch.malformed_rows = batch.malformed == 0 ? nullptr : malformed.give_to(batch.memory);
    batch.columns.resize(plan.columns.size());
    for (const present_column& column : columns) {
        batch.columns[column.index] = column.reader->give_to(batch.memory);
    }
    return batch;
}

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
