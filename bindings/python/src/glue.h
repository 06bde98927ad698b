/* glue.h: what the Python package needs in C besides the C interface: columns that several owners
 * share, Arrow streams with other column names, the links of a ledger as columns, and the
 * destructors of PyCapsules.
 */
#ifndef ECFLINK_PYTHON_GLUE_H
#define ECFLINK_PYTHON_GLUE_H

#include <ecflink/ecflink_bulk.h>
#include <ecflink/ecflink_ledger.h>

/* A column of numbers, shared by Python and by every Arrow array that was exported of it. */
typedef struct ecflink_py_column ecflink_py_column;

/* `width` bytes for each of `rows`, not initialized. NULL: out of memory. */
ecflink_py_column* ecflink_py_column_new(uint64_t rows, uint64_t width);
void* ecflink_py_column_data(ecflink_py_column* column);
/* Gives up one share. */
void ecflink_py_column_free(ecflink_py_column* column);
/* A new share as an Arrow array, without copying. 0, or -1 if out of memory. */
int ecflink_py_column_export(ecflink_py_column* column, uint64_t rows, struct ArrowArray* out);
/* The type of such a column; `format` is "L" or "C". */
void ecflink_py_describe_column(const char* format, const char* name, struct ArrowSchema* out);

/* Structs for PyCapsules, all zero; the capsules' destructors release and free them. */
struct ArrowSchema* ecflink_py_new_schema(void);
struct ArrowArray* ecflink_py_new_array(void);
struct ArrowArrayStream* ecflink_py_new_stream(void);
void ecflink_py_free_schema(struct ArrowSchema* schema);
void ecflink_py_free_array(struct ArrowArray* array);
void ecflink_py_free_stream(struct ArrowArrayStream* stream);
/* The destructors; `capsule` is a PyObject. */
void ecflink_py_destroy_schema(void* capsule);
void ecflink_py_destroy_array(void* capsule);
void ecflink_py_destroy_stream(void* capsule);

/* Makes a stream of one struct array; both structs are taken over. 0, or -1 if out of memory. */
int ecflink_py_stream_of_array(struct ArrowSchema* schema, struct ArrowArray* array,
                               struct ArrowArrayStream* out);

/* Makes a stream of one table of texts (large utf8), which are copied. Column i is named names[i];
 * the text of row r is bytes[i] from ends[i][r] to ends[i][r + 1]. For ecflink to read: the columns
 * live as long as the table. 0, or -1 if out of memory. */
int ecflink_py_text_table(const char* const* names, const int64_t* const* ends, const char* const* bytes,
                          uint64_t columns, uint64_t rows, struct ArrowArrayStream* out);

/* Gives the columns of a stream other names, in place: `names` has `count` pairs, the name that the
 * stream uses and the one that it is to have. Names are copied. 0, or -1 if out of memory; then the
 * stream is as it was. */
int ecflink_py_rename(struct ArrowArrayStream* stream, const char* const* names, uint64_t count);

/* The links of a ledger as columns: what ecflink_ledger_verify tells of each. */
typedef struct ecflink_py_links ecflink_py_links;

/* NULL: out of memory. */
ecflink_py_links* ecflink_py_links_new(void);
void ecflink_py_links_free(ecflink_py_links* links);
/* An ecflink_link_told whose context is an ecflink_py_links. -1 if out of memory. */
int32_t ecflink_py_links_told(void* links, const ecflink_verified_link* link);
uint64_t ecflink_py_links_count(const ecflink_py_links* links);
/* The links as a table of texts, as by ecflink_py_text_table: court, login, central_id. */
int ecflink_py_links_table(const ecflink_py_links* links, struct ArrowArrayStream* out);
/* The numbers of all links, into arrays that have room for them. */
void ecflink_py_links_numbers(const ecflink_py_links* links, uint64_t* findings, uint8_t* verdicts,
                              uint64_t* approved, uint8_t* states, int64_t* linked_at);

#endif /* ECFLINK_PYTHON_GLUE_H */
