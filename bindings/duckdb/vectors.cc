#include "vectors.hpp"

#include <cerrno>
#include <cstring>

namespace ecflink::duckdb {

namespace {

/// A buffer of an Arrow array. It need not be aligned for more than 8 bytes.
using buffer = std::vector<std::uint64_t>;

buffer buffer_of(std::size_t bytes) { return buffer(bytes / 8 + 1); }

template <class Value>
Value* values_in(buffer& bytes) {
    void* const begin = bytes.data();
    return static_cast<Value*>(begin);
}

/// A column: what an array and its schema point at.
struct column {
    std::string name;
    std::string format;
    std::vector<buffer> buffers;
    std::vector<const void*> addresses;
    std::unique_ptr<column> dictionary;
    idx_t rows = 0;
};

/// Which rows of a list are looked at, and whether their structs are there.
struct scope {
    list_rows rows;
    const std::uint64_t* structs;
};

buffer validity_of(const scope& seen, const std::uint64_t* validity) {
    buffer bits = buffer_of(seen.rows.count / 8 + 1);
    for (idx_t row = 0; row < seen.rows.count; ++row) {
        const idx_t place = seen.rows.begin + row;
        if (is_valid(seen.structs, place) && is_valid(validity, place)) {
            bits[row / 64] |= std::uint64_t{1} << (row % 64);
        }
    }
    return bits;
}

/// Copies numbers as they are.
void add_numbers(column& made, duckdb_vector vector, const scope& seen, std::size_t width) {
    buffer numbers = buffer_of(seen.rows.count * width);
    if (seen.rows.count != 0) {
        const auto* from = static_cast<const char*>(duckdb_vector_get_data(vector));
        std::memcpy(numbers.data(), from + seen.rows.begin * width, seen.rows.count * width);
    }
    made.buffers.push_back(std::move(numbers));
}

/// Copies the indexes of a dictionary. NULL rows get 0: what a vector has there may be anything.
template <class Index>
void add_indexes(column& made, duckdb_vector vector, const scope& seen) {
    buffer indexes = buffer_of(seen.rows.count * sizeof(Index));
    const auto* from = static_cast<const Index*>(duckdb_vector_get_data(vector));
    auto* to = values_in<Index>(indexes);
    for (idx_t row = 0; row < seen.rows.count; ++row) {
        const bool is_there = (made.buffers[0][row / 64] >> (row % 64) & 1U) != 0;
        to[row] = is_there ? from[seen.rows.begin + row] : Index{0};
    }
    made.buffers.push_back(std::move(indexes));
}

void add_truths(column& made, duckdb_vector vector, const scope& seen) {
    buffer bits = buffer_of(seen.rows.count / 8 + 1);
    const auto* from = static_cast<const bool*>(duckdb_vector_get_data(vector));
    for (idx_t row = 0; row < seen.rows.count; ++row) {
        const bool is_there = (made.buffers[0][row / 64] >> (row % 64) & 1U) != 0;
        if (is_there && from[seen.rows.begin + row]) {
            bits[row / 64] |= std::uint64_t{1} << (row % 64);
        }
    }
    made.buffers.push_back(std::move(bits));
}

/// Adds the ends and the bytes of texts; `text_of` gives the text of a row.
template <class TextOf>
void add_texts(column& made, idx_t rows, TextOf text_of) {
    buffer ends = buffer_of((rows + 1) * sizeof(std::int64_t));
    auto* end = values_in<std::int64_t>(ends);
    std::size_t size = 0;
    for (idx_t row = 0; row < rows; ++row) {
        size += text_of(row).size();
        end[row + 1] = static_cast<std::int64_t>(size);
    }
    buffer bytes = buffer_of(size);
    auto* to = values_in<char>(bytes);
    for (idx_t row = 0; row < rows; ++row) {
        const std::string_view text = text_of(row);
        if (!text.empty()) {
            std::memcpy(to, text.data(), text.size());
            to += text.size();
        }
    }
    made.buffers.push_back(std::move(ends));
    made.buffers.push_back(std::move(bytes));
}

/// The texts of an ENUM.
std::unique_ptr<column> dictionary_of(const type& enumeration) {
    auto made = std::make_unique<column>();
    made->format = "U";
    made->rows = duckdb_enum_dictionary_size(enumeration.get());
    std::vector<std::string> texts;
    for (idx_t place = 0; place < made->rows; ++place) {
        char* const text = duckdb_enum_dictionary_value(enumeration.get(), place);
        texts.emplace_back(text);
        duckdb_free(text);
    }
    made->buffers.emplace_back(buffer_of(made->rows / 8 + 1));
    made->buffers.back().assign(made->buffers.back().size(), ~std::uint64_t{0});
    add_texts(*made, made->rows, [&](idx_t place) { return std::string_view(texts[place]); });
    return made;
}

struct number_type {
    duckdb_type id;
    std::size_t width;
    const char* format;
};

constexpr number_type number_types[] = {
    {DUCKDB_TYPE_TINYINT, 1, "c"},         {DUCKDB_TYPE_UTINYINT, 1, "C"},
    {DUCKDB_TYPE_SMALLINT, 2, "s"},        {DUCKDB_TYPE_USMALLINT, 2, "S"},
    {DUCKDB_TYPE_INTEGER, 4, "i"},         {DUCKDB_TYPE_UINTEGER, 4, "I"},
    {DUCKDB_TYPE_BIGINT, 8, "l"},          {DUCKDB_TYPE_UBIGINT, 8, "L"},
    {DUCKDB_TYPE_FLOAT, 4, "f"},           {DUCKDB_TYPE_DOUBLE, 8, "g"},
    {DUCKDB_TYPE_DATE, 4, "tdD"},          {DUCKDB_TYPE_TIME, 8, "ttu"},
    {DUCKDB_TYPE_TIMESTAMP, 8, "tsu:"},    {DUCKDB_TYPE_TIMESTAMP_TZ, 8, "tsu:UTC"},
    {DUCKDB_TYPE_TIMESTAMP_S, 8, "tss:"},  {DUCKDB_TYPE_TIMESTAMP_MS, 8, "tsm:"},
    {DUCKDB_TYPE_TIMESTAMP_NS, 8, "tsn:"},
};

const char* other_type_name(duckdb_type id) {
    switch (id) {
        case DUCKDB_TYPE_HUGEINT: return "HUGEINT";
        case DUCKDB_TYPE_DECIMAL: return "DECIMAL";
        case DUCKDB_TYPE_BLOB: return "BLOB";
        case DUCKDB_TYPE_UUID: return "UUID";
        case DUCKDB_TYPE_INTERVAL: return "INTERVAL";
        case DUCKDB_TYPE_LIST: return "LIST";
        case DUCKDB_TYPE_STRUCT: return "STRUCT";
        case DUCKDB_TYPE_MAP: return "MAP";
        case DUCKDB_TYPE_SQLNULL: return "NULL";
        default: return "of another kind";
    }
}

void fill(column& made, duckdb_vector vector, const type& of, const scope& seen) {
    made.rows = seen.rows.count;
    made.buffers.push_back(validity_of(seen, duckdb_vector_get_validity(vector)));
    const duckdb_type id = of.id();
    for (const number_type& number : number_types) {
        if (number.id == id) {
            made.format = number.format;
            add_numbers(made, vector, seen, number.width);
            return;
        }
    }
    if (id == DUCKDB_TYPE_VARCHAR) {
        made.format = "U";
        const buffer& valid = made.buffers[0];
        add_texts(made, seen.rows.count, [&valid, vector, &seen](idx_t row) {
            const bool is_there = (valid[row / 64] >> (row % 64) & 1U) != 0;
            return is_there ? text_at(vector, seen.rows.begin + row) : std::string_view();
        });
        return;
    }
    if (id == DUCKDB_TYPE_BOOLEAN) {
        made.format = "b";
        add_truths(made, vector, seen);
        return;
    }
    if (id == DUCKDB_TYPE_ENUM) {
        made.dictionary = dictionary_of(of);
        switch (duckdb_enum_internal_type(of.get())) {
            case DUCKDB_TYPE_UTINYINT:
                made.format = "C";
                add_indexes<std::uint8_t>(made, vector, seen);
                return;
            case DUCKDB_TYPE_USMALLINT:
                made.format = "S";
                add_indexes<std::uint16_t>(made, vector, seen);
                return;
            default:
                made.format = "I";
                add_indexes<std::uint32_t>(made, vector, seen);
                return;
        }
    }
    // No column of ecflink's has another type. In a column that it does not know it is ignored; in
    // one that it knows, the error shows this text.
    made.format = other_type_name(id);
    made.buffers.clear();
}

/// A table that a stream gives once.
struct table {
    std::vector<column> columns;
    idx_t rows = 0;
    bool is_given = false;
    std::string error;
};

/// What the structs of one export point at. The columns stay with `kept`.
struct exported_schema {
    std::shared_ptr<table> kept;
    std::vector<ArrowSchema> all;
    std::vector<ArrowSchema*> children;
};

struct exported_array {
    std::shared_ptr<table> kept;
    std::vector<ArrowArray> all;
    std::vector<ArrowArray*> children;
    const void* no_validity = nullptr;
};

/// The structs of children own nothing: the struct above them does.
void release_part(ArrowSchema* schema) { schema->release = nullptr; }
void release_part(ArrowArray* array) { array->release = nullptr; }

void release_all(ArrowSchema* schema) {
    delete static_cast<exported_schema*>(schema->private_data);
    schema->release = nullptr;
}

void release_all(ArrowArray* array) {
    delete static_cast<exported_array*>(array->private_data);
    array->release = nullptr;
}

ArrowSchema schema_of(const column& made, ArrowSchema* dictionary) {
    return {made.format.c_str(), made.name.c_str(), nullptr, ARROW_FLAG_NULLABLE, 0, nullptr,
            dictionary,          release_part,      nullptr};
}

ArrowArray array_of(column& made, ArrowArray* dictionary) {
    made.addresses.clear();
    for (const buffer& bytes : made.buffers) {
        made.addresses.push_back(bytes.data());
    }
    const auto rows = static_cast<std::int64_t>(made.rows);
    return {rows,
            made.buffers.empty() ? rows : -1,
            0,
            static_cast<std::int64_t>(made.addresses.size()),
            0,
            made.addresses.data(),
            nullptr,
            dictionary,
            release_part,
            nullptr};
}

/// Calls `work`; what it throws is the stream's error.
template <class Work>
int told(ArrowArrayStream* stream, Work work) {
    const auto& kept = *static_cast<std::shared_ptr<table>*>(stream->private_data);
    try {
        work(kept);
        return 0;
    } catch (const std::bad_alloc&) {
        kept->error = "out of memory";
        return ENOMEM;
    }
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    return told(stream, [out](const std::shared_ptr<table>& kept) {
        auto owner = std::make_unique<exported_schema>();
        owner->kept = kept;
        owner->all.reserve(2 * kept->columns.size());
        for (const column& made : kept->columns) {
            ArrowSchema* dictionary = nullptr;
            if (made.dictionary != nullptr) {
                dictionary = &owner->all.emplace_back(schema_of(*made.dictionary, nullptr));
            }
            owner->children.push_back(&owner->all.emplace_back(schema_of(made, dictionary)));
        }
        const auto count = static_cast<std::int64_t>(owner->children.size());
        *out = {"+s", "", nullptr, 0, count, owner->children.data(), nullptr, release_all, nullptr};
        out->private_data = owner.release();
    });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    return told(stream, [out](const std::shared_ptr<table>& kept) {
        *out = {};
        if (kept->is_given || kept->rows == 0) {
            return;
        }
        auto owner = std::make_unique<exported_array>();
        owner->kept = kept;
        owner->all.reserve(2 * kept->columns.size());
        for (column& made : kept->columns) {
            ArrowArray* dictionary = nullptr;
            if (made.dictionary != nullptr) {
                dictionary = &owner->all.emplace_back(array_of(*made.dictionary, nullptr));
            }
            owner->children.push_back(&owner->all.emplace_back(array_of(made, dictionary)));
        }
        kept->is_given = true;
        const auto rows = static_cast<std::int64_t>(kept->rows);
        const auto count = static_cast<std::int64_t>(owner->children.size());
        *out = {rows,    0,           0,      1, count, &owner->no_validity, owner->children.data(),
                nullptr, release_all, nullptr};
        out->private_data = owner.release();
    });
}

const char* last_error(ArrowArrayStream* stream) {
    return (*static_cast<std::shared_ptr<table>*>(stream->private_data))->error.c_str();
}

void release_stream(ArrowArrayStream* stream) {
    delete static_cast<std::shared_ptr<table>*>(stream->private_data);
    stream->release = nullptr;
}

void export_table(std::shared_ptr<table> made, ArrowArrayStream* out) {
    auto kept = std::make_unique<std::shared_ptr<table>>(std::move(made));
    *out = {get_schema, get_next, last_error, release_stream, kept.release()};
}

std::string lower(const char* name) {
    std::string folded = name;
    for (char& letter : folded) {
        if (letter >= 'A' && letter <= 'Z') {
            letter = static_cast<char>(letter - 'A' + 'a');
        }
    }
    return folded;
}

}  // namespace

bool type::is_list_of(duckdb_type element) const {
    return id() == DUCKDB_TYPE_LIST && of_elements(*this).id() == element;
}

std::string_view text_at(duckdb_vector vector, idx_t row) {
    const duckdb_string_t& text = static_cast<const duckdb_string_t*>(duckdb_vector_get_data(vector))[row];
    const std::uint32_t size = text.value.inlined.length;
    return {size <= sizeof(text.value.inlined.inlined) ? text.value.inlined.inlined : text.value.pointer.ptr,
            size};
}

list_rows list_at(duckdb_vector lists, idx_t row) {
    if (!is_valid(lists, row)) {
        return {};
    }
    const duckdb_list_entry& entry =
        static_cast<const duckdb_list_entry*>(duckdb_vector_get_data(lists))[row];
    return {entry.offset, entry.length};
}

void export_rows(duckdb_vector lists, list_rows rows, ArrowArrayStream* out) {
    duckdb_vector structs = duckdb_list_vector_get_child(lists);
    const type of = type::of(structs);
    const scope seen{rows, duckdb_vector_get_validity(structs)};
    auto made = std::make_shared<table>();
    made->rows = rows.count;
    made->columns.resize(duckdb_struct_type_child_count(of.get()));
    for (idx_t place = 0; place < made->columns.size(); ++place) {
        column& filled = made->columns[place];
        char* const name = duckdb_struct_type_child_name(of.get(), place);
        filled.name = lower(name);
        duckdb_free(name);
        fill(filled, duckdb_struct_vector_get_child(structs, place),
             type(duckdb_struct_type_child_type(of.get(), place)), seen);
    }
    export_table(std::move(made), out);
}

void export_columns(const std::vector<named_vector>& vectors, idx_t rows, ArrowArrayStream* out) {
    const scope seen{{0, rows}, nullptr};
    auto made = std::make_shared<table>();
    made->rows = rows;
    for (const named_vector& given : vectors) {
        column& filled = made->columns.emplace_back();
        filled.name = given.name;
        fill(filled, given.vector, type::of(given.vector), seen);
    }
    export_table(std::move(made), out);
}

}  // namespace ecflink::duckdb
