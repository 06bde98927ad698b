// arrow_producer.hpp: Arrow structs made from descriptions. Every buffer is as long as its
// description and not a byte longer, and goes with the release callback, so that a sanitizer sees
// what is read beyond an end or after a release. Descriptions may be wrong; what was made may be
// made worse.
#pragma once

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ecflink/interop/arrow.hpp>

namespace producer {

using bytes = std::vector<std::uint8_t>;

/// How often a consumer called which callback.
struct releases {
    int schemas = 0;
    int arrays = 0;
    int streams = 0;
    int parts = 0;  ///< children and dictionaries: only their parents' callbacks may be called
};

/// A schema and an array of it.
struct node {
    std::string format;
    std::string name;
    std::int64_t length = 0;
    std::int64_t null_count = 0;
    std::int64_t offset = 0;
    std::vector<std::optional<bytes>> buffers;  ///< nothing: null
    std::vector<node> children;
    std::vector<node> dictionary;  ///< none or one
};

namespace detail {

/// What a struct of the interface leans on.
template <class Struct>
struct memory {
    releases* counted = nullptr;
    int releases::* counter = nullptr;
    std::vector<std::string> texts;
    std::vector<std::unique_ptr<std::uint8_t[]>> owned;
    std::vector<const void*> buffers;
    std::vector<Struct> parts;  ///< the children, then the dictionary
    std::vector<Struct*> children;
    std::vector<std::unique_ptr<memory>> memories;  ///< of the parts
};

template <class Struct>
void release(Struct* self) {
    auto* const kept = static_cast<memory<Struct>*>(self->private_data);
    ++(kept->counted->*kept->counter);
    self->release = nullptr;
    if (kept->counter != &releases::parts) {
        delete kept;
    }
}

inline void fill(const node& from, ArrowSchema& to, memory<ArrowSchema>& kept) {
    kept.texts = {from.format, from.name};
    to.format = kept.texts[0].c_str();
    to.name = kept.texts[1].c_str();
    to.flags = ARROW_FLAG_NULLABLE;
}

inline void fill(const node& from, ArrowArray& to, memory<ArrowArray>& kept) {
    to.length = from.length;
    to.null_count = from.null_count;
    to.offset = from.offset;
    for (const std::optional<bytes>& buffer : from.buffers) {
        kept.buffers.push_back(nullptr);
        if (buffer) {
            // One byte from an aligned address: nobody may count on alignment.
            kept.owned.push_back(std::make_unique<std::uint8_t[]>(buffer->size() + 1));
            std::uint8_t* const begin = kept.owned.back().get() + 1;
            if (!buffer->empty()) {
                std::memcpy(begin, buffer->data(), buffer->size());
            }
            kept.buffers.back() = begin;
        }
    }
    to.n_buffers = static_cast<std::int64_t>(kept.buffers.size());
    to.buffers = kept.buffers.data();
}

template <class Struct>
std::unique_ptr<memory<Struct>> make(const node& from, Struct& to, releases& counted,
                                     int releases::* counter) {
    auto kept = std::make_unique<memory<Struct>>();
    kept->counted = &counted;
    kept->counter = counter;
    to = {};
    fill(from, to, *kept);
    kept->parts.resize(from.children.size() + from.dictionary.size());
    for (std::size_t i = 0; i < kept->parts.size(); ++i) {
        const bool is_child = i < from.children.size();
        kept->memories.push_back(make(is_child ? from.children[i] : from.dictionary.at(0), kept->parts[i],
                                      counted, &releases::parts));
        if (is_child) {
            kept->children.push_back(&kept->parts[i]);
        } else {
            to.dictionary = &kept->parts[i];
        }
    }
    to.n_children = static_cast<std::int64_t>(kept->children.size());
    to.children = kept->children.empty() ? nullptr : kept->children.data();
    to.private_data = kept.get();
    to.release = release<Struct>;
    return kept;
}

}  // namespace detail

inline void make(const node& from, ArrowSchema& to, releases& counted) {
    static_cast<void>(detail::make(from, to, counted, &releases::schemas).release());
}
inline void make(const node& from, ArrowArray& to, releases& counted) {
    static_cast<void>(detail::make(from, to, counted, &releases::arrays).release());
}

/// A stream of batches that fails where it is told to.
struct stream_description {
    std::vector<node> batches = {};
    node schema = {};
    std::optional<std::size_t> fails_at = {};  ///< 0: get_schema; n: the nth get_next
    const char* reason = nullptr;
};

inline void make(stream_description from, ArrowArrayStream& to, releases& counted) {
    struct state {
        stream_description stream;
        releases* counted;
        std::size_t next = 0;
    };
    to.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
        const state& mine = *static_cast<state*>(self->private_data);
        if (mine.stream.fails_at == std::size_t{0}) {
            return EIO;
        }
        make(mine.stream.schema, *out, *mine.counted);
        return 0;
    };
    to.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
        state& mine = *static_cast<state*>(self->private_data);
        if (mine.stream.fails_at == mine.next + 1) {
            return EINVAL;
        }
        if (mine.next < mine.stream.batches.size()) {
            make(mine.stream.batches[mine.next++], *out, *mine.counted);
        } else {
            out->release = nullptr;
        }
        return 0;
    };
    to.get_last_error = [](ArrowArrayStream* self) {
        return static_cast<state*>(self->private_data)->stream.reason;
    };
    to.release = [](ArrowArrayStream* self) {
        auto* const mine = static_cast<state*>(self->private_data);
        ++mine->counted->streams;
        self->release = nullptr;
        delete mine;
    };
    to.private_data = new state{std::move(from), &counted};
}

// ---- Encodings

template <class T>
void append(bytes& to, T value) {
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(&value);
    to.insert(to.end(), begin, begin + sizeof value);
}

inline bytes pack_bits(const std::vector<bool>& bits) {
    bytes packed((bits.size() + 7) / 8, 0);
    for (std::size_t i = 0; i < bits.size(); ++i) {
        packed[i / 8] = static_cast<std::uint8_t>(packed[i / 8] | (bits[i] ? 1U : 0U) << i % 8);
    }
    return packed;
}

/// The validity of values; none where all are there.
template <class T>
std::optional<bytes> pack_validity(const std::vector<std::optional<T>>& values) {
    std::vector<bool> bits;
    bool has_nulls = false;
    for (const auto& value : values) {
        bits.push_back(value.has_value());
        has_nulls = has_nulls || !value.has_value();
    }
    return has_nulls ? std::optional(pack_bits(bits)) : std::nullopt;
}

/// An array over all values: a slice is made by changing offset and length.
template <class T>
node array_of(std::string format, const std::vector<std::optional<T>>& values,
              std::vector<std::optional<bytes>> buffers) {
    node made;
    made.format = std::move(format);
    made.length = static_cast<std::int64_t>(values.size());
    made.null_count = -1;
    made.buffers = std::move(buffers);
    made.buffers.insert(made.buffers.begin(), pack_validity(values));
    return made;
}

/// Integers, dates or times of the width of T; what stands under a null is the value `under_null`.
template <class T>
node numbers(std::string format, const std::vector<std::optional<std::int64_t>>& values, T under_null) {
    bytes packed;
    for (const auto& value : values) {
        append(packed, value ? static_cast<T>(*value) : under_null);
    }
    return array_of(std::move(format), values, {packed});
}

/// Numbers of any format that has them; under nulls, all bits are set.
inline node numbers(const std::string& format, const std::vector<std::optional<std::int64_t>>& values) {
    switch (format[0]) {
        case 'c': return numbers<std::int8_t>(format, values, -1);
        case 'C': return numbers<std::uint8_t>(format, values, UINT8_MAX);
        case 's': return numbers<std::int16_t>(format, values, -1);
        case 'S': return numbers<std::uint16_t>(format, values, UINT16_MAX);
        case 'i': return numbers<std::int32_t>(format, values, -1);
        case 'I': return numbers<std::uint32_t>(format, values, UINT32_MAX);
        case 'L': return numbers<std::uint64_t>(format, values, UINT64_MAX);
        default:
            return format == "tdD" ? numbers<std::int32_t>(format, values, -1)
                                   : numbers<std::int64_t>(format, values, -1);
    }
}

inline node booleans(const std::vector<std::optional<bool>>& values) {
    std::vector<bool> bits;
    for (const auto& value : values) {
        bits.push_back(value.value_or(true));
    }
    return array_of("b", values, {pack_bits(bits)});
}

using texts = std::vector<std::optional<std::string>>;

/// utf8 or large utf8; under nulls stand bytes that are no UTF-8.
template <class Offset>
node offset_texts(std::string format, const texts& values) {
    bytes offsets;
    bytes data;
    append(offsets, Offset{0});
    for (const auto& value : values) {
        const std::string text = value.value_or("\xFF\xC0");
        data.insert(data.end(), text.begin(), text.end());
        append(offsets, static_cast<Offset>(data.size()));
    }
    return array_of(std::move(format), values, {offsets, data});
}

/// utf8 views, the long ones in turns in one of two buffers; under nulls stand views of nothing
/// that is there.
inline node view_texts(const texts& values) {
    bytes views;
    bytes buffers[2];
    std::size_t turn = 0;
    for (const auto& value : values) {
        if (!value) {
            views.insert(views.end(), 16, 0xEE);
            continue;
        }
        append(views, static_cast<std::int32_t>(value->size()));
        if (value->size() <= 12) {
            const std::size_t end = views.size() + 12;
            views.insert(views.end(), value->begin(), value->end());
            views.resize(end, 0xAA);  // padding may be anything
            continue;
        }
        bytes& buffer = buffers[turn];
        views.insert(views.end(), value->begin(), value->begin() + 4);
        append(views, static_cast<std::int32_t>(turn));
        append(views, static_cast<std::int32_t>(buffer.size()));
        buffer.insert(buffer.end(), value->begin(), value->end());
        turn = 1 - turn;
    }
    bytes sizes;
    append(sizes, static_cast<std::int64_t>(buffers[0].size()));
    append(sizes, static_cast<std::int64_t>(buffers[1].size()));
    return array_of("vu", values, {views, buffers[0], buffers[1], sizes});
}

/// Texts of the format "u", "U" or "vu".
inline node plain_texts(const std::string& format, const texts& values) {
    return format == "u"   ? offset_texts<std::int32_t>(format, values)
           : format == "U" ? offset_texts<std::int64_t>(format, values)
                           : view_texts(values);
}

/// Texts as a dictionary: one that is a slice, with a text that nobody uses and, for every other
/// missing text, a null of its own.
inline node dictionary_texts(const std::string& index_format, const std::string& format,
                             const texts& values) {
    texts distinct = {"before the slice", "\xC3\xBC: before it, too", "used by nobody", std::nullopt};
    constexpr std::size_t sliced = 2;
    std::vector<std::optional<std::int64_t>> indices;
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (!values[row] && row % 2 == 0) {
            indices.push_back(std::nullopt);
            continue;
        }
        std::size_t at = sliced;
        while (at < distinct.size() && distinct[at] != values[row]) {
            ++at;
        }
        if (at == distinct.size()) {
            distinct.push_back(values[row]);
        }
        indices.push_back(static_cast<std::int64_t>(at - sliced));
    }
    node made = numbers(index_format, indices);
    made.dictionary.push_back(plain_texts(format, distinct));
    made.dictionary[0].offset = sliced;
    made.dictionary[0].length -= sliced;
    return made;
}

/// A struct of columns.
inline node table(std::vector<node> columns, std::int64_t rows) {
    node made;
    made.format = "+s";
    made.length = rows;
    made.buffers = {std::nullopt};
    made.children = std::move(columns);
    return made;
}

}  // namespace producer
