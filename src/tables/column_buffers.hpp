// column_buffers.hpp: the memory of columns that are read from text.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <utility>

#include <ecflink/tables/columns.hpp>

#include "base/words.hpp"
#include "tables/column_batch.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// Values of a column while they come. Their memory is not set before it is written.
template <class T>
class buffer {
public:
    buffer() noexcept = default;
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc): it came from realloc
    ~buffer() { std::free(data_); }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] const T* data() const noexcept { return data_; }
    /// The same; never null.
    [[nodiscard]] const T* storage() { return data_ != nullptr ? data_ : room(1); }
    [[nodiscard]] T operator[](std::size_t index) const noexcept { return data_[index]; }

    void push(T value) {
        *room(1) = value;
        ++size_;
    }
    void push(std::span<const T> values) {
        std::ranges::copy(values, room(values.size()));
        size_ += values.size();
    }
    /// Room for `count` more values after the last one.
    [[nodiscard]] T* room(std::size_t count) {
        if (capacity_ - size_ < count) [[unlikely]] {
            reallocate(std::max({std::size_t{64}, capacity_ * 2, size_ + count}));
        }
        return data_ + size_;
    }
    void grow(std::size_t count) noexcept { size_ += count; }

    /// Forgets the values, and keeps their memory.
    void clear() noexcept { size_ = 0; }

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
    void push(std::span<const bool> bits) {
        for (const bool bit : bits) {
            push(bit);
        }
    }
    /// The lowest bits of a word, at most 64.
    void push(std::uint64_t bits, std::size_t count) {
        for (std::size_t bit = 0; bit < count; ++bit) {
            push((bits >> bit & 1) != 0);
        }
    }
    [[nodiscard]] std::size_t set() const noexcept { return set_; }

    void clear() noexcept {
        words_.clear();
        word_ = 0;
        size_ = 0;
        set_ = 0;
    }

    /// Borrowed until more bits come.
    [[nodiscard]] const std::uint8_t* bits() {
        *words_.room(1) = word_;
        return reinterpret_cast<const std::uint8_t*>(words_.data());
    }
    /// The bits as a bitmap of validity, which has no bits if all are set.
    [[nodiscard]] bitmap validity() { return {set_ == size_ ? nullptr : bits(), 0}; }

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
    bool is_padded;  ///< `padding` bytes can be read from its beginning, however short it is
};

/// The fields of one column in a block of records.
struct field_block {
    const std::string_view* fields;  ///< of the first record
    std::size_t stride;              ///< from one record to the next
    std::size_t rows;                ///< at most `block_rows`
    bool are_padded;                 ///< as `field_text::is_padded` of each

    [[nodiscard]] field_text operator[](std::size_t row) const noexcept {
        return {fields[row * stride], are_padded};
    }
};

/// The first eight bytes of a text, and the eight behind them; of a text of more than 16, its last
/// eight. Zeros stand for what a short text lacks: with their number they are the text, if it has
/// no more than 16.
struct text_ends {
    std::uint64_t first;
    std::uint64_t last;
};

inline text_ends ends_of(const field_text& field) noexcept {
    const auto& [text, is_padded] = field;
    const char* const begin = text.data();
    if (text.size() > 16) [[unlikely]] {
        return {load_word(begin), load_word(begin + text.size() - 8)};
    }
    if (!is_padded) [[unlikely]] {
        char bytes[16] = {};
        std::ranges::copy(text, bytes);
        return {load_word(bytes), load_word(bytes + 8)};
    }
    static constexpr auto lowest_bytes = [] {  // of a word
        std::array<std::uint64_t, 17> masks{};
        for (std::size_t bytes = 1; bytes < masks.size(); ++bytes) {
            masks[bytes] = bytes < 8 ? (std::uint64_t{1} << bytes * 8) - 1 : ~std::uint64_t{0};
        }
        return masks;
    }();
    const std::size_t behind = text.size() - std::min<std::size_t>(text.size(), 8);
    return {load_word(begin) & lowest_bytes[text.size()], load_word(begin + 8) & lowest_bytes[behind]};
}

/// Texts, each after the one before it.
class text_buffer {
public:
    text_buffer() { offsets_.push(0); }

    void push(const field_text& field) { push(field_block{&field.text, 0, 1, field.is_padded}); }
    void push(const field_block& block) {
        std::size_t size = field_text::padding;
        for (std::size_t row = 0; row < block.rows; ++row) {
            size += block[row].text.size();
        }
        char* const begin = bytes_.room(size);
        char* end = begin;
        std::int32_t* const offsets = offsets_.room(block.rows);
        for (std::size_t row = 0; row < block.rows; ++row) {
            end = copy(block[row], end);
            offsets[row] = static_cast<std::int32_t>(bytes_.size() + static_cast<std::size_t>(end - begin));
        }
        bytes_.grow(static_cast<std::size_t>(end - begin));
        offsets_.grow(block.rows);
    }
    [[nodiscard]] std::size_t size() const noexcept { return offsets_.size() - 1; }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
        const auto begin = static_cast<std::size_t>(offsets_[index]);
        return {bytes_.data() + begin, static_cast<std::size_t>(offsets_[index + 1]) - begin};
    }

    void clear() {
        offsets_.clear();
        offsets_.push(0);
        bytes_.clear();
    }

    /// Borrowed until more texts come.
    [[nodiscard]] text_column column() {
        return {.layout = text_layout::utf8,
                .positions = offsets_.storage(),
                .bytes = bytes_.storage(),
                .buffers = nullptr,
                .valid = {},
                .indices = {},
                .texts = size()};
    }

private:
    /// Copies a field, and returns the end of the copy. What is behind it, up to the padding, may
    /// change.
    static char* copy(const field_text& field, char* to) noexcept {
        const auto& [text, is_padded] = field;
        if (is_padded && text.size() <= field_text::padding) {
            // a copy of known length is one instruction or two
            std::memcpy(to, text.data(), field_text::padding);
        } else if (!text.empty()) {
            std::memcpy(to, text.data(), text.size());
        }
        return to + text.size();
    }

    buffer<std::int32_t> offsets_;
    buffer<char> bytes_;
};

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
