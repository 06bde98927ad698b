// Any bytes describe Arrow batches, with buffers exactly as long as the batches say. A batch that
// the full check accepts can be read to its last byte; one that it refuses has a reason; everything
// is released once.
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include <ecflink/core/ids.hpp>
#include <ecflink/interop/arrow.hpp>

#include "columns/arrow_producer.hpp"
#include "columns/column_values.hpp"
#include "fuzz/fuzzing.hpp"

using namespace ecflink;
using producer::bytes;
using producer::node;

namespace {

/// Takes choices from the input; behind the end of the input, all choices are 0.
class choices {
public:
    choices(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

    template <class T>
    T number() {
        T value{};
        const std::size_t size = std::min(left_, sizeof value);
        if (size > 0) {
            std::memcpy(&value, data_, size);
        }
        data_ += size;
        left_ -= size;
        return value;
    }
    std::size_t below(std::size_t end) { return number<std::uint8_t>() % end; }
    bool rarely() { return number<std::uint8_t>() > 0xF7; }
    template <class List>
    auto one_of(const List& list) {
        return list[below(std::size(list))];
    }

private:
    const std::uint8_t* data_;
    std::size_t left_;
};

constexpr std::array integer_formats = {"i", "c", "C", "s", "S", "I", "l", "L"};
constexpr std::array text_formats = {"u", "U", "vu"};
constexpr std::array time_formats = {"tsu:UTC", "tsu:", "tss:", "tsm:", "tsn:Europe/Paris", "tdD"};
constexpr std::array other_formats = {"z",  "Z",  "vz",  "e",   "f",   "g",     "n", "+s",
                                      "+l", "+r", "tdm", "tss", "w:4", "d:9,2", "",  "\xFF"};
constexpr std::array ascii = {"",      "a",        "wiwb",         "jdoe",
                              "12345", "attorney", "exactly12byt", "a text of more than twelve bytes"};

/// Texts as bytes, mostly well-formed.
std::string some_text(choices& from) {
    if (!from.rarely()) {
        return from.one_of(ascii);
    }
    std::string text = from.one_of(std::array{"\xC3\xBC", "\xE2\x98\x83 and then more than twelve bytes",
                                              "\xF0\x9F\x98\x80", "\xC0\x80", "\xED\xA0\x80", "\xFF"});
    return text + std::string(from.below(3), '.');
}

/// Gives an array its first buffer and a null count.
void add_validity(choices& from, node& to, std::size_t elements) {
    const std::size_t kind = from.below(4);
    if (kind < 2) {
        to.buffers.insert(to.buffers.begin(), std::nullopt);
    } else {
        bytes bits((elements + 7) / 8);
        std::generate(bits.begin(), bits.end(), [&] { return from.number<std::uint8_t>(); });
        to.buffers.insert(to.buffers.begin(), std::move(bits));
    }
    to.null_count = kind % 2 == 0 ? -1
                    : from.rarely()
                        ? from.number<std::int8_t>()
                        : static_cast<std::int64_t>(from.below(elements + 1)) * (kind == 3 ? 1 : 0);
}

template <class T>
bytes values(choices& from, std::size_t elements) {
    bytes packed;
    for (std::size_t i = 0; i < elements; ++i) {
        producer::append(packed,
                         static_cast<T>(from.rarely() ? from.number<T>() : static_cast<T>(from.below(4))));
    }
    return packed;
}

template <class Offset>
void add_offsets(choices& from, node& to, std::size_t elements) {
    constexpr Offset most = 1 << 12;
    bytes offsets;
    std::string data;
    Offset last = static_cast<Offset>(from.below(3));
    data.resize(static_cast<std::size_t>(last), '?');
    for (std::size_t i = 0; i <= elements; ++i) {
        last = from.rarely() ? from.number<Offset>() : static_cast<Offset>(data.size());
        if (i == elements) {
            last = std::min(last, most);  // the data is as long as its last offset says
        }
        producer::append(offsets, last);
        data += i < elements ? some_text(from) : "";
    }
    data.resize(last < 0 ? 0 : static_cast<std::size_t>(last), '.');
    to.buffers = {std::move(offsets), bytes(data.begin(), data.end())};
}

void add_views(choices& from, node& to, std::size_t elements) {
    bytes views;
    std::vector<bytes> buffers(from.below(3));
    for (std::size_t i = 0; i < elements; ++i) {
        const std::string text = some_text(from);
        std::array<std::int32_t, 4> view{static_cast<std::int32_t>(text.size()), 0, 0, 0};
        std::memcpy(&view[1], text.data(), std::min<std::size_t>(text.size(), text.size() > 12 ? 4 : 12));
        if (text.size() > 12 && !buffers.empty()) {
            view[2] = static_cast<std::int32_t>(from.below(buffers.size()));
            bytes& buffer = buffers[static_cast<std::size_t>(view[2])];
            view[3] = static_cast<std::int32_t>(buffer.size());
            buffer.insert(buffer.end(), text.begin(), text.end());
        }
        if (from.rarely()) {
            view[from.below(4)] = from.number<std::int32_t>();
        }
        producer::append(views, view);
    }
    to.buffers = {std::move(views)};
    bytes sizes;
    for (bytes& buffer : buffers) {
        producer::append(sizes, from.rarely() ? -1 - static_cast<std::int64_t>(from.below(100))
                                              : static_cast<std::int64_t>(buffer.size()));
        to.buffers.emplace_back(std::move(buffer));
    }
    to.buffers.emplace_back(std::move(sizes));
}

/// An array with as many elements as its offset and length need.
node some_array(choices& from, std::string format, std::size_t offset, std::size_t length,
                bool is_dictionary = false) {
    node made;
    const std::size_t elements = offset + length;
    switch (format.empty() ? '\0' : format[0]) {
        case 'u': add_offsets<std::int32_t>(from, made, elements); break;
        case 'U': add_offsets<std::int64_t>(from, made, elements); break;
        case 'v': add_views(from, made, elements); break;
        case 'b': made.buffers = {values<std::uint8_t>(from, (elements + 7) / 8)}; break;
        case 'c':
        case 'C': made.buffers = {values<std::uint8_t>(from, elements)}; break;
        case 's':
        case 'S': made.buffers = {values<std::uint16_t>(from, elements)}; break;
        case 'i':
        case 'I': made.buffers = {values<std::uint32_t>(from, elements)}; break;
        default:
            made.buffers = {format == "tdD" ? values<std::uint32_t>(from, elements)
                                            : values<std::uint64_t>(from, elements)};
            break;
    }
    add_validity(from, made, elements);
    made.format = std::move(format);
    made.offset = static_cast<std::int64_t>(offset);
    made.length = static_cast<std::int64_t>(length);
    if (is_dictionary) {
        made.dictionary.push_back(
            some_array(from, from.rarely() ? from.one_of(other_formats) : from.one_of(text_formats),
                       from.below(3), from.below(8)));
    }
    return made;
}

/// A change to the structs of a batch: which struct, which change, and with which number.
struct change {
    std::size_t child;
    bool in_dictionary;
    std::uint8_t what;
    std::uint8_t number;
};

void apply(const change& now, ArrowSchema& schema, ArrowArray& array) {
    // No number that needs a longer buffer: such a producer cannot be told from an honest one.
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    constexpr std::array<std::int64_t, 6> absurd = {-1, least, most, most - 1, most / 2, -8};
    const std::int64_t number = absurd[now.number % absurd.size()];
    ArrowSchema* type = &schema;
    ArrowArray* part = &array;
    if (now.child > 0 && array.children != nullptr && schema.children != nullptr &&
        now.child <= static_cast<std::size_t>(std::max<std::int64_t>(array.n_children, 0)) &&
        array.n_children == schema.n_children) {
        type = schema.children[now.child - 1];
        part = array.children[now.child - 1];
        if (type != nullptr && part != nullptr && now.in_dictionary && type->dictionary != nullptr &&
            part->dictionary != nullptr) {
            type = type->dictionary;
            part = part->dictionary;
        }
    }
    if (type == nullptr || part == nullptr) {
        return;
    }
    const bool has_buffers = part->buffers != nullptr && part->n_buffers > 0 && part->n_buffers < 8;
    switch (now.what % 18) {
        case 0: part->length = number; break;
        case 1: part->offset = number; break;
        case 2: part->null_count = now.number; break;
        case 3: part->null_count = number; break;
        case 4: part->n_buffers = number; break;
        case 5: part->n_children = number; break;
        case 6: part->buffers = nullptr; break;
        case 7: part->children = nullptr; break;
        case 8: part->dictionary = now.number % 2 == 0 ? nullptr : part; break;
        case 9: has_buffers ? part->buffers[now.number % part->n_buffers] = nullptr : nullptr; break;
        case 10:
            array.length =
                array.length > 0 && array.length < 64 ? now.number % (array.length + 1) : array.length;
            break;
        case 11:
            type->format = now.number % 2 == 0 ? nullptr : other_formats[now.number % other_formats.size()];
            break;
        case 12: type->name = now.number % 2 == 0 ? nullptr : "court"; break;
        case 13: type->flags = now.number % 2 == 0 ? number : now.number; break;
        case 14: type->n_children = now.number % 2 == 0 ? -1 : number; break;
        case 15: type->children = nullptr; break;
        case 16: type->dictionary = now.number % 2 == 0 ? nullptr : type; break;
        default: (now.child == 0 ? part->null_count : part->n_buffers) = 0; break;
    }
}

/// Reads every value of a batch. Returns one number made from all of them.
template <class Table>
std::uint64_t read_all(const Table& table) {
    std::uint64_t seen = 0;
    const auto add = [&](auto value) { seen = seen * 31 + static_cast<std::uint64_t>(value); };
    const auto read = [&](const auto& column, std::size_t row) {
        using column_type = std::remove_cvref_t<decltype(column)>;
        if constexpr (std::is_same_v<column_type, text_column>) {
            const auto text = column_values::text_at(column, row);
            fuzz::require(!text || detail::is_utf8(*text), "texts are well-formed");
            for (const char c : text.value_or("missing")) {
                add(c);
            }
        } else if constexpr (std::is_same_v<column_type, time_column>) {
            add(column_values::time_at(column, row).value_or(1));
        } else if constexpr (std::is_same_v<column_type, integer_column>) {
            add(column_values::integer_at(column, row).value_or(1));
        } else {
            add(column_values::bool_at(column, row).value_or(true));
        }
    };
    for (std::size_t row = 0; row < table.rows; ++row) {
        for (const auto& column : columns_of<Table>) {
            std::visit([&](auto member) { read(table.*member, row); }, column.member);
        }
    }
    return seen;
}

template <class Table>
bool judge(const result<arrow_batches<Table>, arrow_error>& taken) {
    if (!taken.has_value()) {
        fuzz::require(!taken.error().message.empty(), "an error says what");
        fuzz::require(taken.error().column.starts_with(table_name<Table>), "and where");
        return false;
    }
    return true;
}

/// The batch that the choices make of a table.
template <class Table>
node some_batch(choices& from) {
    const std::size_t rows = from.below(20);
    const std::size_t skipped = from.below(10);
    std::vector<node> columns;
    for (const auto& column : columns_of<Table>) {
        const std::size_t kind = column.member.index();
        if (!column.is_required && from.below(2) == 0) {
            continue;
        }
        const bool is_dictionary = kind == 0 ? from.below(2) == 1 : from.rarely();
        const std::string format = from.rarely()                ? from.one_of(other_formats)
                                   : is_dictionary || kind == 2 ? from.one_of(integer_formats)
                                   : kind == 0                  ? from.one_of(text_formats)
                                   : kind == 3                  ? "b"
                                   : column.takes_only_date     ? "tdD"
                                                                : from.one_of(time_formats);
        const std::size_t length = skipped + rows + from.below(3);
        node made = some_array(from, format, from.below(10), from.rarely() ? from.below(length + 1) : length,
                               is_dictionary);
        made.name = from.rarely() ? "unknown" : std::string(column.name);
        columns.insert(columns.begin() + static_cast<std::ptrdiff_t>(from.below(columns.size() + 1)),
                       std::move(made));
    }
    node batch = producer::table(std::move(columns), static_cast<std::int64_t>(rows));
    batch.buffers.clear();
    add_validity(from, batch, skipped + rows);
    batch.offset = static_cast<std::int64_t>(skipped);
    return batch;
}

template <class Table>
void run_batch(choices& from) {
    std::vector<change> changes(from.below(3));
    for (change& one : changes) {
        one = {from.below(8), from.below(2) == 1, from.number<std::uint8_t>(), from.number<std::uint8_t>()};
    }
    const node batch = some_batch<Table>(from);
    const auto take = [&](arrow_check check, auto use) {
        producer::releases counted;
        ArrowSchema schema;
        ArrowArray array;
        make(batch, schema, counted);
        make(batch, array, counted);
        for (const change& one : changes) {
            apply(one, schema, array);
        }
        {
            const auto taken = arrow_batches<Table>::take(&schema, &array, check);
            use(judge<Table>(taken) ? &taken.value().batches()[0] : nullptr);
        }
        fuzz::require(counted.schemas == 1 && counted.arrays == 1 && counted.parts == 0,
                      "everything is released once");
    };
    std::optional<std::uint64_t> checked;
    take(arrow_check::full, [&](const Table* table) {
        checked = table == nullptr ? std::nullopt : std::optional(read_all(*table));
    });
    take(arrow_check::layout, [&](const Table* table) {
        // Without the full check the batch must not be read, unless the full check accepted it.
        fuzz::require(!checked || (table != nullptr && read_all(*table) == *checked),
                      "trust changes nothing that is sound");
    });
}

template <class Table>
void run_stream(choices& from) {
    producer::stream_description described;
    const std::size_t fails = from.below(8);
    if (fails < 4) {
        described.fails_at = fails;
        described.reason = "some reason";
    }
    described.schema = some_batch<Table>(from);
    described.batches.push_back(described.schema);
    if (from.below(2) == 1) {
        described.batches.push_back(described.schema);
        described.batches.back().length /= 2;
    }
    const std::size_t batches = described.batches.size();
    producer::releases counted;
    ArrowArrayStream stream;
    make(std::move(described), stream, counted);
    {
        const auto taken = arrow_batches<Table>::take(&stream);
        if (judge<Table>(taken)) {
            fuzz::require(taken.value().batches().size() == batches, "every batch is taken");
            for (const Table& table : taken.value().batches()) {
                static_cast<void>(read_all(table));
            }
        }
    }
    fuzz::require(counted.streams == 1 && counted.schemas == (fails == 0 ? 0 : 1) && counted.parts == 0,
                  "everything is released once");
}

template <class Table>
void run(choices& from) {
    from.below(4) == 3 ? run_stream<Table>(from) : run_batch<Table>(from);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    choices from(data, size);
    constexpr std::array tables = {run<roster_columns>, run<court_account_columns>, run<link_columns>,
                                   run<central_account_columns>, run<tombstone_columns>};
    from.one_of(tables)(from);
    return 0;
}
