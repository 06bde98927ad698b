// column_readers.hpp: the fields of CSV records as columns, one reader a column.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include <ecflink/policies/policy_set.hpp>

#include "base/keyed_hash.hpp"
#include "tables/column_batch.hpp"
#include "tables/column_buffers.hpp"
#include "tables/csv_values.hpp"
#include "tables/decode_text.hpp"
#include "tables/record_plan.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

/// What the records of a block say to their fields.
using block_context = std::array<field_context, block_rows>;

class column_reader {
public:
    virtual ~column_reader() = default;

    /// Keeps the fields of a block. A bit for each that is missing although it is required, or
    /// cannot be read.
    [[nodiscard]] virtual std::uint64_t read(const field_block& block, block_context& context) = 0;
    /// All that it keeps, borrowed until it reads again or is destroyed.
    [[nodiscard]] virtual column_batch::column column() = 0;
    /// Forgets the fields, and keeps their memory.
    virtual void clear() = 0;
};

/// The reader of a column. All that is given is borrowed. Only the reader of courts needs policies:
/// they may be null for others.
[[nodiscard]] std::unique_ptr<column_reader> make_reader(const record_plan::column& plan,
                                                         const policy_set* policies, const keyed_hash& hash);

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
