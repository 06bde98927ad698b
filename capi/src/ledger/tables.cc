// The tables of a ledger as streams of Arrow, which borrow the columns of a snapshot.
#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <ecflink/interop/arrow.hpp>
#include <ecflink/tables/rows_as_columns.hpp>

#include "arrow_table.hpp"
#include "ledger/handles.hpp"

struct ecflink_ledger_tables {
    std::shared_ptr<const ecflink::rows_as_columns> columns;
};

namespace {

using namespace ecflink::capi;
using snapshot = std::shared_ptr<const ecflink::rows_as_columns>;

/// A column as Arrow says it. Names and formats are literals; the buffers belong to the snapshot.
struct arrow_column {
    const char* name;
    const char* format;
    std::array<const void*, 3> buffers;
    std::int64_t buffer_count;
};

// rows_as_columns makes these layouts, and no dictionaries.
std::optional<arrow_column> described(const char* name, const ecflink::text_column& given) {
    return given.is_absent()
               ? std::nullopt
               : std::optional(arrow_column{name, "U", {nullptr, given.positions, given.bytes}, 3});
}
std::optional<arrow_column> described(const char* name, const ecflink::time_column& given) {
    const bool is_date = given.unit == ecflink::time_unit::day;
    return given.unit == ecflink::time_unit::absent
               ? std::nullopt
               : std::optional(
                     arrow_column{name, is_date ? "tdD" : "tsu:UTC", {given.valid.bits, given.values}, 2});
}
std::optional<arrow_column> described(const char* name, const ecflink::integer_column& given) {
    return given.type == ecflink::integer_type::absent
               ? std::nullopt
               : std::optional(arrow_column{name, "I", {given.valid.bits, given.values}, 2});
}
std::optional<arrow_column> described(const char* name, const ecflink::bool_column& given) {
    return given.is_absent ? std::nullopt
                           : std::optional(arrow_column{name, "b", {given.valid.bits, given.values.bits}, 2});
}

/// A table that a stream gives as one batch.
struct table_stream {
    snapshot kept;
    std::int64_t rows = 0;
    std::vector<arrow_column> columns;
    bool is_given = false;

    void describe(ArrowSchema& to) const {
        auto& fields = keep(to, std::monostate{}, columns.size());
        to.format = "+s";
        to.name = "";
        for (std::size_t i = 0; i < columns.size(); ++i) {
            ArrowSchema& field = fields.children[i];
            static_cast<void>(keep(field, std::monostate{}, 0));
            field.name = columns[i].name;
            field.format = columns[i].format;
            field.flags = columns[i].buffers[0] != nullptr ? ARROW_FLAG_NULLABLE : 0;
        }
    }
    void give(ArrowArray& to) const {
        auto& batch = keep(to, std::monostate{}, columns.size());
        to.length = rows;
        to.n_buffers = 1;
        to.buffers = batch.buffers.data();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            ArrowArray& values = batch.children[i];
            auto& own = keep(values, kept, 0);
            own.buffers = columns[i].buffers;
            values.length = rows;
            values.null_count = own.buffers[0] != nullptr ? -1 : 0;  // -1: not counted
            values.n_buffers = columns[i].buffer_count;
            values.buffers = own.buffers.data();
        }
    }
};

/// Writes a struct, or releases what of it was made. 0, or a number of errno.
template <class Struct, class Write>
int written(Struct& out, Write write) noexcept {
    Struct made{};
    try {
        write(made);
    } catch (const std::bad_alloc&) {
        release(made);
        return ENOMEM;
    }
    out = made;
    return 0;
}

table_stream& stream_in(ArrowArrayStream* self) noexcept {
    return *static_cast<table_stream*>(self->private_data);
}

ArrowArrayStream to_stream(std::unique_ptr<table_stream> table) noexcept {
    ArrowArrayStream made{};
    made.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
        return written(*out, [&](ArrowSchema& to) { stream_in(self).describe(to); });
    };
    made.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
        table_stream& from = stream_in(self);
        return written(*out, [&](ArrowArray& to) {
            if (!from.is_given) {
                from.give(to);
                from.is_given = true;
            }
        });
    };
    made.get_last_error = [](ArrowArrayStream*) -> const char* { return "out of memory"; };
    made.release = [](ArrowArrayStream* self) {
        delete &stream_in(self);
        self->release = nullptr;
    };
    made.private_data = table.release();
    return made;
}

template <class Table>
std::unique_ptr<table_stream> to_table(const snapshot& kept, const Table& batch) {
    auto made = std::make_unique<table_stream>();
    made->kept = kept;
    made->rows = static_cast<std::int64_t>(batch.rows);
    for (const ecflink::column_info<Table>& info : ecflink::columns_of<Table>) {
        std::visit(
            [&](auto member) {
                // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): the name is a literal
                if (const auto column = described(info.name.data(), batch.*member)) {
                    made->columns.push_back(*column);
                }
            },
            info.member);
    }
    return made;
}

/// The table of this name.
std::unique_ptr<table_stream> find_table(const snapshot& kept, std::string_view name) {
    const ecflink::ledger_columns all = kept->columns();
    std::unique_ptr<table_stream> found;
    const auto look_at = [&]<class Table>(std::span<const Table> batches) {
        if (name == ecflink::table_name<Table>) {
            found = to_table(kept, batches.front());
        }
    };
    look_at(all.central_accounts);
    look_at(all.court_accounts);
    look_at(all.links);
    look_at(all.tombstones);
    look_at(all.roster);
    look_at(all.registrations);
    if (found == nullptr) {
        throw failure{ECFLINK_E_NOT_FOUND, "name", 0,
                      "a ledger has the tables central_accounts, court_accounts, links, tombstones, roster "
                      "and registrations"};
    }
    return found;
}

}  // namespace

ecflink_status ecflink_ledger_read_tables(ecflink_ledger* ledger, ecflink_ledger_tables** out,
                                          ecflink_error* error) {
    return guard(error, [&] {
        ecflink_ledger_tables*& place = required(out, "out");
        auto made = std::make_unique<ecflink_ledger_tables>();
        made->columns =
            std::make_shared<const ecflink::rows_as_columns>(taken(std::as_const(opened(ledger)).tables()));
        place = made.release();
    });
}

ecflink_status ecflink_ledger_tables_export(const ecflink_ledger_tables* tables, const char* name,
                                            size_t name_size, ArrowArrayStream* stream_out,
                                            ecflink_error* error) {
    return guard(error, [&] {
        const ecflink_ledger_tables& from = required(tables, "tables");
        ArrowArrayStream& place = required(stream_out, "stream_out");
        place = to_stream(find_table(from.columns, text(name, name_size, "name")));
    });
}

void ecflink_ledger_tables_free(ecflink_ledger_tables* tables) { delete tables; }
