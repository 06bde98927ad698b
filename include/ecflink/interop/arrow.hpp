// arrow.hpp: tables from and to other programs, over the Arrow C Data and C Stream Interfaces,
// without copies.
//
//     auto links = ecflink::arrow_batches<ecflink::link_columns>::take(&schema, &array);
//     if (links.has_value()) { use(links.value().batches()); } else { tell(to_text(links.error())); }
//
// Ownership: what is handed to `take` belongs to ecflink from the moment of the call, whatever
// comes of it; the caller's structs are left marked as released. Every release callback is called
// exactly once: those of schemas and streams before `take` returns, those of arrays when the
// `arrow_batches` ends or, after an error, before `take` returns.
//
// The interface does not say how long a buffer is. What the producer says is checked against
// itself, so that a buffer that is as long as the lengths and offsets beside it ask for is never
// read beyond its end; one that is shorter cannot be told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
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

/// What cannot be taken, and where.
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

/// How much of what a producer says is believed.
enum class arrow_check : std::uint8_t {
    /// of a trusted producer: types, lengths, children and buffers are checked, no row is looked at
    layout = 1,
    /// of anybody: every offset, view, dictionary index and text as well. Time is that of reading
    /// the texts once
    full = 2,
};

namespace detail {

/// A struct of the interface that belongs to us.
template <class Struct>
class arrow_owner {
public:
    arrow_owner() noexcept = default;
    /// Moves it, as the interface moves: the other place is marked as released.
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

/// What the views of a table lean on.
struct arrow_storage {
    std::vector<arrow_owner<ArrowArray>> arrays;
    /// where both a row and the value in it may be null
    std::vector<std::vector<std::uint8_t>> bitmaps;
    std::vector<std::vector<const char*>> view_buffers;  ///< of utf8 views
};

}  // namespace detail

/// The batches of one table, as views of the producer's memory, which stays alive as long as this
/// does. Columns are found by name, in any order.
///
/// Texts may be utf8, large utf8, utf8 views, or dictionaries of these with any integer index;
/// instants timestamps of any unit, with or without a zone; dates date32, and where columns.hpp
/// says so an instant may be a date; integers of any width; booleans. Anything else is an error by
/// name. A null row of the struct that a batch is makes every value of the row null.
///
/// Immutable once made: any number of threads may read it. The producer's release callbacks run on
/// the thread that ends it.
template <class Table>
class arrow_batches {
public:
    /// Takes over a struct array as one batch.
    [[nodiscard]] static result<arrow_batches, arrow_error> take(ArrowSchema* schema, ArrowArray* array,
                                                                 arrow_check check = arrow_check::full);
    /// Takes over a stream and reads it to its end.
    [[nodiscard]] static result<arrow_batches, arrow_error> take(ArrowArrayStream* stream,
                                                                 arrow_check check = arrow_check::full);

    [[nodiscard]] std::span<const Table> batches() const noexcept { return tables_; }
    /// Of all batches.
    [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
    /// The columns that the table does not have, each named once; their contents were not looked
    /// at.
    [[nodiscard]] const std::vector<std::string>& unknown_columns() const noexcept {
        return unknown_columns_;
    }

private:
    arrow_batches() = default;

    template <class Source>
    [[nodiscard]] static result<arrow_batches, arrow_error> read(const ArrowSchema& schema, Source next,
                                                                 arrow_check check);

    detail::arrow_storage storage_;
    std::vector<Table> tables_;
    std::uint64_t rows_ = 0;
    std::vector<std::string> unknown_columns_;
};

/// The findings and the verdicts of links as a struct array of two columns, `findings` (uint64) and
/// `verdict` (uint8), neither nullable. Both are copied; offsets are 0. The two spans have one
/// length. Both structs are the caller's to release; they are written only if nothing is thrown.
void export_results(std::span<const std::uint64_t> findings, std::span<const std::uint8_t> verdicts,
                    ArrowSchema* schema, ArrowArray* array);

ECFLINK_END_NAMESPACE
