/* table_stream.h: a table of texts and times as a hand-made Arrow stream, which counts its
 * releases. */
#ifndef ECFLINK_TESTS_CAPI_TABLE_STREAM_H
#define ECFLINK_TESTS_CAPI_TABLE_STREAM_H

#include <ecflink/ecflink_bulk.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TABLE_COLUMNS = 12, TABLE_ROWS = 32, TABLE_BYTES = 2048 };

/* The format is "u" (utf8) or "tsu:UTC" (microseconds); a test of a wrong column changes it. */
typedef struct table_column {
    const char* name;
    const char* format;
    int32_t offsets[TABLE_ROWS + 1];
    char bytes[TABLE_BYTES];
    int64_t numbers[TABLE_ROWS];
    uint8_t valid[TABLE_ROWS / 8];
    const void* buffers[3];
} table_column;

/* Must live until everything made from it is released. Make a stream of it only once. */
typedef struct table {
    int64_t rows;
    int64_t rows_in_batch; /* batches are slices of the same buffers */
    int64_t repeats;       /* how often all batches come */
    int64_t n_columns;
    table_column columns[TABLE_COLUMNS];
    int64_t next_row;
    int64_t batches_until_failure; /* below zero: never fails */
    int made_schemas, made_arrays, made_streams;
    int released_schemas, released_arrays, released_streams;
} table;

void table_init(table* t, int64_t rows, int64_t rows_in_batch);
/* A text that is NULL is a null. */
void table_add_texts(table* t, const char* name, const char* const* values);
/* ECFLINK_NO_TIME is a null. */
void table_add_times(table* t, const char* name, const ecflink_time* values);
void table_export(table* t, struct ArrowArrayStream* out);
/* True if a stream was made and everything of it is released. */
int table_is_released(const table* t);

#ifdef __cplusplus
}
#endif

#endif
