// arrow.hpp: tables from and to other programs, over the Arrow C Data and C Stream Interfaces,
// without copies.
//
//     auto links = ecflink::arrow_batches<ecflink::link_columns>::take(&schema, &array);
//     if (links) {
//         use(links.value().batches());
//     } else {
//         std::cerr << to_text(links.error()) << '\n';
//     }
//
// Ownership: `take` takes over what it is given, also if it fails, and marks the caller's structs
// as released. Every release callback is called exactly once: those of schemas and streams before
// `take` returns; those of arrays when the `arrow_batches` is destroyed or, after an error, before
// `take` returns.
//
// The interface does not say how long a buffer is. ecflink reads no further than the lengths and
// offsets of the producer ask for, and checks these against each other. It cannot notice that a
// buffer is shorter than they say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecflink/core/result.hpp>
#include <ecflink/core/version.hpp>
#include <ecflink/tables/columns.hpp>

// Below as the Arrow specification prints it, so that any number of programs may declare it:
// https://arrow.apache.org/docs/format/CDataInterface.html
// clang-format off
extern "C" {

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  // Array type description
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;

  // Release callback
  void (*release)(struct ArrowSchema*);
  // Opaque producer-specific data
  void* private_data;
};

struct ArrowArray {
  // Array data description
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;

  // Release callback
  void (*release)(struct ArrowArray*);
  // Opaque producer-specific data
  void* private_data;
};

#endif  // ARROW_C_DATA_INTERFACE

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  // Callback to get the stream type
  // (will be the same for all arrays in the stream).
  //
  // Return value: 0 if successful, an `errno`-compatible error code otherwise.
  //
  // If successful, the ArrowSchema must be released independently from the stream.
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);

  // Callback to get the next array
  // (if no error and the array is released, the stream has ended)
  //
  // Return value: 0 if successful, an `errno`-compatible error code otherwise.
  //
  // If successful, the ArrowArray must be released independently from the stream.
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);

  // Callback to get optional detailed error information.
  // This must only be called if the last stream operation failed
  // with a non-0 return code.
  //
  // Return value: pointer to a null-terminated character array describing
  // the last error, or NULL if no description is available.
  //
  // The returned pointer is only valid until the next operation on this stream
  // (including release).
  const char* (*get_last_error)(struct ArrowArrayStream*);

  // Release callback: release the stream's own resources.
  // Note that arrays returned by `get_next` must be individually released.
  void (*release)(struct ArrowArrayStream*);

  // Opaque producer-specific data
  void* private_data;
};

#endif  // ARROW_C_STREAM_INTERFACE

}
// clang-format on

ECFLINK_BEGIN_NAMESPACE

/// Why a table cannot be taken, and where.
struct arrow_error {
    /// "links.login", "links.login dictionary", or "links" where it is the table
    std::string column;
    std::optional<std::uint64_t> row;  ///< from 0: of the batch, or of the dictionary
    /// what is wrong, what was found and what was expected; no full stop
    std::string message;
    std::uint64_t batch = 0;  ///< of a stream, from 0
};

/// "links.login: batch 2: row 17: is not well-formed UTF-8".
[[nodiscard]] std::string to_text(const arrow_error& trouble);

/// What is checked of a table from elsewhere.
enum class arrow_check : std::uint8_t {
    /// types, lengths, children and buffers, but no row: for a trusted producer
    layout = 1,
    /// every offset, view, dictionary index and text as well: for any producer; it takes the time
    /// of reading the texts once
    full = 2,
};

namespace detail {

/// Owns a struct of the interface.
template <class Struct>
class arrow_owner {
public:
    arrow_owner() noexcept = default;
    /// Takes it over, as the interface says: the other struct is marked as released.
    explicit arrow_owner(Struct* from) noexcept : value_(*from) { from->release = nullptr; }
    arrow_owner(arrow_owner&& other) noexcept : value_(std::exchange(other.value_, Struct{})) {}
    arrow_owner& operator=(arrow_owner&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~arrow_owner() {
        if (value_.release != nullptr) {
            value_.release(&value_);
        }
    }

    [[nodiscard]] Struct* get() noexcept { return &value_; }
    [[nodiscard]] const Struct& operator*() const noexcept { return value_; }

private:
    Struct value_{};
};

/// The memory behind the views of a table.
struct arrow_storage {
    std::vector<arrow_owner<ArrowArray>> arrays;
    /// the validity of columns in which both the row and the value may be null
    std::vector<std::vector<std::uint8_t>> bitmaps;
    std::vector<std::vector<const char*>> view_buffers;  ///< of utf8 views
};

}  // namespace detail

/// The batches of one table, as views of the producer's memory, which lives as long as this object.
/// Columns are found by name, in any order.
///
/// Types. Text: utf8, large utf8, utf8 views, or dictionaries of these with any integer index.
/// Instants: timestamps of any unit, with or without a zone, and dates where tables/columns.hpp
/// allows them. Dates: date32. Also integers of any width, and booleans. Anything else is an error
/// that names the column. A null row of the struct array makes every value of the row null.
///
/// Immutable: any number of threads may read it. The producer's release callbacks run on the thread
/// that destroys it.
template <class Table>
class arrow_batches {
public:
    /// Takes over a struct array as one batch.
    [[nodiscard]] static result<arrow_batches, arrow_error> take(ArrowSchema* schema, ArrowArray* array,
                                                                 arrow_check check = arrow_check::full);
    /// Takes over a stream and reads it to its end. Required columns with a name in `may_lack` may
    /// be missing: their values are then missing.
    [[nodiscard]] static result<arrow_batches, arrow_error> take(
        ArrowArrayStream* stream, arrow_check check = arrow_check::full,
        std::span<const std::string_view> may_lack = {});

    [[nodiscard]] std::span<const Table> batches() const noexcept { return tables_; }
    /// The number of rows in all batches.
    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
    /// The columns that the table does not have, each named once. They were ignored.
    [[nodiscard]] const std::vector<std::string>& unknown_columns() const noexcept {
        return unknown_columns_;
    }

private:
    arrow_batches() = default;

    template <class Source>
    [[nodiscard]] static result<arrow_batches, arrow_error> read(const ArrowSchema& schema, Source next,
                                                                 arrow_check check,
                                                                 std::span<const std::string_view> may_lack);

    detail::arrow_storage storage_;
    std::vector<Table> tables_;
    std::uint64_t rows_ = 0;
    std::vector<std::string> unknown_columns_;
};

/// The findings and the verdicts of links as a struct array of two columns, `findings` (uint64) and
/// `verdict` (uint8), without nulls. Both are copied; offsets are 0. The two spans must have the
/// same length. The caller releases both structs. If something is thrown, they are not written.
void export_results(std::span<const std::uint64_t> findings, std::span<const std::uint8_t> verdicts,
                    ArrowSchema* schema, ArrowArray* array);

ECFLINK_END_NAMESPACE
