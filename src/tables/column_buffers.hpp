// column_buffers.hpp: the memory of columns while their rows come in.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

#include <ecflink/tables/columns.hpp>

#include "base/words.hpp"
#include "tables/column_batch.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// Memory that grows, and then belongs to the batch. It is not set before it is written.
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
    [[nodiscard]] T operator[](std::size_t index) const noexcept { return data_[index]; }

    void push(T value) {
        *room(1) = value;
        ++size_;
    }
    /// Room for `count` more values after the last one.
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
    /// The bits as a bitmap of validity, which has no bits if all are set.
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
    bool is_padded;  ///< `padding` bytes can be read from its beginning, however short it is
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

/// Texts, each after the one before it.
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

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
