// court_reader.hpp: the numbers of the courts of a column.
#pragma once

#include <cstddef>
#include <string_view>

#include "tables/decode.hpp"
#include "tables/rows.hpp"
#include "verify/courts.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::verify {

/// Reads the numbers of courts, which many rows share.
class court_reader {
public:
    /// `look_up` gives the number of a text that the table of known courts lacks.
    template <class LookUp>
    court_reader(const text_column& column, const court_table& courts, LookUp look_up)
        : column_(&column),
          courts_(&courts),
          numbers_(column, no_court, [&](std::string_view text) { return number_of(text, look_up); }) {}

    template <class LookUp>
    void read(std::size_t first, std::size_t rows, court_number* out, LookUp look_up) const {
        if (column_->is_dictionary() || column_->is_absent()) {
            numbers_.read(first, rows, out, [](std::string_view) { return no_court; });
            return;
        }
        id_block ids;
        read_ids(*column_, first, rows, court_id::capacity, ids);
        for (std::size_t i = 0; i < rows; ++i) {
            const court_number known =
                ids.sizes[i] <= court_id::capacity ? courts_->find_known(ids.texts[i]) : no_court;
            out[i] = known != no_court || ids.sizes[i] == id_block::missing
                         ? known
                         : number_of(text_at(*column_, first + i), look_up);
        }
    }

private:
    template <class LookUp>
    court_number number_of(std::string_view text, LookUp look_up) const {
        const court_number known = courts_->find_known(text);
        return known != no_court ? known : court_id::make(text) ? look_up(text) : no_court;
    }

    const text_column* column_;
    const court_table* courts_;
    number_reader<court_number> numbers_;
};

}  // namespace detail::verify
ECFLINK_END_NAMESPACE
