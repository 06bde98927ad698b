// Takes over Arrow. A schema is matched with the columns of a table once, which gives a plan; each
// batch is then read by the plan.
#include <ecflink/interop/arrow.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

#include "tables/arrow_columns.hpp"
#include "tables/arrow_plan.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace {

using detail::arrow_owner;
using namespace detail::tables;

template <class Table>
constexpr auto wanted_columns_of = [] {
    std::array<wanted_column, columns_of<Table>.size()> wanted{};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const column_info<Table>& column = columns_of<Table>[i];
        wanted[i] = {column.name, column.is_required, column.member.index(), column.takes_date,
                     column.takes_only_date};
    }
    return wanted;
}();

fault stream_fault(std::string_view place, std::string_view function, int code, ArrowArrayStream& stream) {
    const char* const reason = stream.get_last_error == nullptr ? nullptr : stream.get_last_error(&stream);
    return fail(place, "comes from a stream whose " + std::string(function) +
                           " failed: " + std::generic_category().message(code) + " (" + std::to_string(code) +
                           ")" + (reason == nullptr ? "" : ": " + excerpt(reason, 1000)));
}

}  // namespace

std::string to_text(const arrow_error& trouble) {
    return trouble.column + ": " +
           (trouble.batch == 0 ? "" : "batch " + std::to_string(trouble.batch) + ": ") +
           (trouble.row ? "row " + std::to_string(*trouble.row) + ": " : "") + trouble.message;
}

template <class Table>
template <class Source>
result<arrow_batches<Table>, arrow_error> arrow_batches<Table>::read(
    const ArrowSchema& schema, Source next, arrow_check check, std::span<const std::string_view> may_lack) {
    auto wanted = wanted_columns_of<Table>;
    for (wanted_column& column : wanted) {
        column.is_required &= std::ranges::find(may_lack, column.name) == may_lack.end();
    }
    auto plan = plan_table({table_name<Table>, wanted}, schema);
    if (!plan.has_value()) {
        return std::move(plan).error();
    }
    arrow_batches taken;
    taken.unknown_columns_ = std::move(plan.value().unknown);
    for (;;) {
        const auto failed = [&](fault trouble) {
            trouble->batch = taken.tables_.size();
            return *std::move(trouble);
        };
        arrow_owner<ArrowArray> array;
        if (fault trouble = next(array)) {
            return failed(std::move(trouble));
        }
        if ((*array).release == nullptr) {
            return taken;
        }
        batch_reader reader(table_name<Table>, check, taken.storage_);
        if (fault trouble = reader.open(*array, plan.value().children)) {
            return failed(std::move(trouble));
        }
        Table table;
        table.rows = reader.rows();
        for (const column_plan& planned : plan.value().columns) {
            const column_info<Table>& column = columns_of<Table>[planned.column];
            if (fault trouble =
                    std::visit([&](auto member) { return reader.read(column.name, planned, table.*member); },
                               column.member)) {
                return failed(std::move(trouble));
            }
        }
        taken.storage_.arrays.push_back(std::move(array));
        taken.tables_.push_back(table);
        taken.rows_ += table.rows;
    }
}

template <class Table>
result<arrow_batches<Table>, arrow_error> arrow_batches<Table>::take(ArrowSchema* schema, ArrowArray* array,
                                                                     arrow_check check) {
    const arrow_owner<ArrowSchema> our_schema(schema);
    arrow_owner<ArrowArray> our_array(array);
    if ((*our_array).release == nullptr) {
        return *fail(table_name<Table>, "has an array that has been released");
    }
    const auto once = [&](arrow_owner<ArrowArray>& to) -> fault {
        to = std::exchange(our_array, {});
        return no_fault;
    };
    return read(*our_schema, once, check, {});
}

template <class Table>
result<arrow_batches<Table>, arrow_error> arrow_batches<Table>::take(
    ArrowArrayStream* stream, arrow_check check, std::span<const std::string_view> may_lack) {
    arrow_owner<ArrowArrayStream> owner(stream);
    ArrowArrayStream& source = *owner.get();
    if (source.release == nullptr || source.get_schema == nullptr || source.get_next == nullptr) {
        return *fail(table_name<Table>, "comes from a stream that has been released or lacks a function");
    }
    arrow_owner<ArrowSchema> schema;
    if (const int code = source.get_schema(&source, schema.get()); code != 0) {
        schema.get()->release = nullptr;  // a function that failed has left nothing to release
        return *stream_fault(table_name<Table>, "get_schema", code, source);
    }
    const auto next = [&](arrow_owner<ArrowArray>& to) -> fault {
        if (const int code = source.get_next(&source, to.get()); code != 0) {
            to.get()->release = nullptr;
            return stream_fault(table_name<Table>, "get_next", code, source);
        }
        return no_fault;
    };
    return read(*schema, next, check, may_lack);
}

template class arrow_batches<central_account_columns>;
template class arrow_batches<court_account_columns>;
template class arrow_batches<link_columns>;
template class arrow_batches<tombstone_columns>;
template class arrow_batches<roster_columns>;
template class arrow_batches<registration_columns>;

ECFLINK_END_NAMESPACE
