// csv_columns.hpp: records of CSV as columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/policies/policy_set.hpp>

#include "base/keyed_hash.hpp"
#include "csv/csv_reader.hpp"
#include "tables/column_batch.hpp"
#include "tables/column_buffers.hpp"
#include "tables/column_readers.hpp"
#include "tables/record_plan.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::tables {

inline constexpr std::size_t most_troubles_shown = 10;

/// Reads records as columns, as often as asked to. It keeps the memory of the columns in between,
/// and the words of their dictionaries.
class record_reader {
public:
    /// The policies have the zones of courts, and may be null if no column of the plan holds
    /// courts. The plan and the policies are borrowed.
    record_reader(const record_plan& plan, const policy_set* policies);
    ~record_reader();
    record_reader(const record_reader&) = delete;
    record_reader& operator=(const record_reader&) = delete;

    /// Reads the records of a text from `begin`, where one begins, to its end, or as many as
    /// `most`. False if one is not well-formed or has another number of fields: find_first_error
    /// then says what is wrong. The text must be UTF-8, and short enough for offsets of 32 bits.
    [[nodiscard]] bool read(std::string_view text, std::size_t begin,
                            std::size_t most = std::numeric_limits<std::size_t>::max());

    /// What was read last, borrowed until more is read.
    [[nodiscard]] const column_batch& batch() const noexcept { return batch_; }
    /// Where records begin in the text: that of row 0, of row `rows_apart`, and so on.
    [[nodiscard]] std::span<const std::size_t> places() const noexcept { return places_; }
    static constexpr std::size_t rows_apart = 8;

private:
    struct present_column;
    struct record_block;
    enum class reading : std::uint8_t { records, end, bad_record };
    [[nodiscard]] reading read_block(csv::csv_reader& csv, record_block& block, std::size_t most);
    void read_fields(const record_block& block);
    void note_troubles(const record_block& block, std::uint64_t unreadable, std::uint64_t nameless);

    const record_plan& plan_;
    const keyed_hash hash_;
    std::vector<present_column> columns_;
    std::size_t most_rows_;                 ///< of a block: fewer than 64 where records have many fields
    std::vector<std::string_view> fields_;  ///< of a block, record after record
    block_context context_;
    bit_buffer malformed_;
    column_batch batch_;
    std::vector<std::size_t> places_;
};

/// The text of a field for a message: short, on one line.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace detail::tables
ECFLINK_END_NAMESPACE
