// arrow_table.hpp: small tables of answers, made row by row, as struct arrays of Arrow.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecflink/core/findings.hpp>
#include <ecflink/interop/arrow.hpp>

namespace ecflink::capi {

/// A column that grows row by row: of numbers (format "L"), of texts ("U"), or of lists of texts
/// ("+L"). Only texts may be null.
struct table_column {
    table_column() = default;
    table_column(std::string its_name, std::string its_format)
        : name(std::move(its_name)), format(std::move(its_format)) {}

    std::string name;
    std::string format;
    std::int64_t rows = 0;
    std::int64_t nulls = 0;
    std::vector<std::uint8_t> validity;  ///< a bit a row
    std::vector<std::uint64_t> numbers;  ///< the values, or the ends of texts and lists
    std::string bytes;
    std::vector<table_column> children;  ///< of a list or a struct

    static table_column of_numbers(std::string name) { return {std::move(name), "L"}; }
    static table_column of_texts(const char* name) {
        table_column made(name, "U");
        made.numbers = {0};
        return made;
    }
    static table_column of_lists(const char* name) {
        table_column made(name, "+L");
        made.numbers = {0};
        made.children.push_back(of_texts("item"));
        return made;
    }

    void add(std::uint64_t number) {
        numbers.push_back(number);
        end_row(true);
    }
    /// An empty text is null.
    void add(std::string_view text) {
        bytes += text;
        numbers.push_back(bytes.size());
        end_row(!text.empty());
    }
    /// A list of one text for each finding.
    template <class TextOf>
    void add(ecflink::findings found, TextOf text_of) {
        for (const ecflink::finding one : found) {
            children[0].add(text_of(one));
        }
        numbers.push_back(static_cast<std::uint64_t>(children[0].rows));
        end_row(true);
    }

private:
    void end_row(bool is_valid) {
        const auto row = static_cast<std::size_t>(rows++);
        if (row % 8 == 0) {
            validity.push_back(0);
        }
        if (is_valid) {
            validity.back() = static_cast<std::uint8_t>(validity.back() | 1U << row % 8);
        } else {
            ++nulls;
        }
    }
};

/// What a struct of the Arrow interface holds until it is released. A child that was moved out
/// lives on.
template <class Struct, class Data>
struct kept {
    Data data;
    std::array<const void*, 3> buffers{};
    std::vector<Struct> children;
    std::vector<Struct*> list;

    kept(Data given, std::size_t count) : data(std::move(given)), children(count, Struct{}) {
        for (Struct& child : children) {
            list.push_back(&child);
        }
    }
    kept(const kept&) = delete;  // `list` points into this object
    kept& operator=(const kept&) = delete;
    ~kept() {
        for (Struct& child : children) {
            if (child.release != nullptr) {
                child.release(&child);
            }
        }
    }
};

template <class Struct, class Data>
kept<Struct, Data>& keep(Struct& to, Data given, std::size_t children) {
    auto made = std::make_unique<kept<Struct, Data>>(std::move(given), children);
    to = Struct{};
    to.n_children = std::ssize(made->list);
    to.children = made->list.empty() ? nullptr : made->list.data();
    to.private_data = made.get();
    to.release = [](Struct* self) {
        delete static_cast<kept<Struct, Data>*>(self->private_data);
        self->release = nullptr;
    };
    return *made.release();
}

inline void describe_column(ArrowSchema& to, const table_column& given) {
    table_column own(given.name, given.format);
    auto& type = keep(to, std::move(own), given.children.size());
    to.name = type.data.name.c_str();
    to.format = type.data.format.c_str();
    to.flags = given.format == "U" ? ARROW_FLAG_NULLABLE : 0;
    for (std::size_t child = 0; child < given.children.size(); ++child) {
        describe_column(type.children[child], given.children[child]);
    }
}

inline void hand_over(ArrowArray& to, table_column given) {
    std::vector<table_column> parts = std::move(given.children);
    auto& values = keep(to, std::move(given), parts.size());
    const table_column& data = values.data;
    to.length = data.rows;
    to.null_count = data.nulls;
    if (data.nulls != 0) {
        values.buffers[0] = data.validity.data();
    }
    values.buffers[1] = data.numbers.data();
    values.buffers[2] = data.bytes.data();
    to.n_buffers = data.format == "+s" ? 1 : data.format == "U" ? 3 : 2;
    to.buffers = values.buffers.data();
    for (std::size_t child = 0; child < parts.size(); ++child) {
        hand_over(values.children[child], std::move(parts[child]));
    }
}

/// Releases a struct, if it was not moved out.
template <class Struct>
void release(Struct& from) noexcept {
    if (from.release != nullptr) {
        from.release(&from);
    }
}

/// Gives a table away. If something is thrown, neither struct is written.
inline void export_table(table_column table, ArrowSchema& schema, ArrowArray& array) {
    ArrowSchema type{};
    ArrowArray values{};
    try {
        describe_column(type, table);
        hand_over(values, std::move(table));
    } catch (...) {
        release(type);
        release(values);
        throw;
    }
    schema = type;
    array = values;
}

}  // namespace ecflink::capi
