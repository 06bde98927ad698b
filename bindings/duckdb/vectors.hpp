/// DuckDB's vectors as Arrow streams, column by column.
#ifndef ECFLINK_DUCKDB_VECTORS_HPP
#define ECFLINK_DUCKDB_VECTORS_HPP

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/ecflink_bulk.h>

// The oldest DuckDB whose interface is used. One binary serves all later ones.
#define DUCKDB_EXTENSION_API_VERSION_MAJOR 1
#define DUCKDB_EXTENSION_API_VERSION_MINOR 2
#define DUCKDB_EXTENSION_API_VERSION_PATCH 0
#include <duckdb_extension.h>

DUCKDB_EXTENSION_EXTERN

namespace ecflink::duckdb {

/// What a query is told in place of an answer.
struct failure {
    std::string message;
};

/// A logical type, with its owner.
class type {
public:
    explicit type(duckdb_logical_type given) : given_(given) {}
    explicit type(duckdb_type id) : given_(duckdb_create_logical_type(id)) {}
    type(const type&) = delete;
    type& operator=(const type&) = delete;
    type(type&&) = delete;
    type& operator=(type&&) = delete;
    ~type() { duckdb_destroy_logical_type(&given_); }

    [[nodiscard]] static type of(duckdb_vector vector) { return type(duckdb_vector_get_column_type(vector)); }
    [[nodiscard]] static type of_elements(const type& list) {
        return type(duckdb_list_type_child_type(list.get()));
    }

    [[nodiscard]] duckdb_logical_type get() const { return given_; }
    [[nodiscard]] duckdb_type id() const { return duckdb_get_type_id(given_); }
    [[nodiscard]] bool is_list_of(duckdb_type element) const;

private:
    duckdb_logical_type given_;
};

/// Whether a row of a vector is not NULL.
[[nodiscard]] inline bool is_valid(const std::uint64_t* validity, idx_t row) {
    return validity == nullptr || (validity[row / 64] >> (row % 64) & 1U) != 0;
}
[[nodiscard]] inline bool is_valid(duckdb_vector vector, idx_t row) {
    return is_valid(duckdb_vector_get_validity(vector), row);
}

/// A text of a vector of VARCHAR. Borrowed from the vector.
[[nodiscard]] std::string_view text_at(duckdb_vector vector, idx_t row);

/// The rows of one list.
struct list_rows {
    idx_t begin = 0;
    idx_t count = 0;

    friend bool operator==(const list_rows&, const list_rows&) = default;
};

/// The rows of the list at a row; none for NULL.
[[nodiscard]] list_rows list_at(duckdb_vector lists, idx_t row);

/// Makes a stream of the rows of a list of structs. Texts and numbers are copied: the vector may go
/// before the stream. Names of columns are folded to lower case (ASCII), as SQL folds them. A NULL
/// struct is a row of missing values.
///
/// `lists` is a vector of LIST(STRUCT). Throws std::bad_alloc.
void export_rows(duckdb_vector lists, list_rows rows, ArrowArrayStream* out);

/// A column of its own.
struct named_vector {
    const char* name;
    duckdb_vector vector;
};

/// Makes a stream of the first rows of some vectors, as export_rows does.
void export_columns(const std::vector<named_vector>& vectors, idx_t rows, ArrowArrayStream* out);

}  // namespace ecflink::duckdb

#endif  // ECFLINK_DUCKDB_VECTORS_HPP
