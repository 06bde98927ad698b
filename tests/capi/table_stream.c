#include "table_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void add_column(table* t, const char* name, const char* format) {
    table_column* column = &t->columns[t->n_columns++];
    column->name = name;
    column->format = format;
    column->buffers[0] = column->valid;
}

void table_init(table* t, int64_t rows, int64_t rows_in_batch) {
    memset(t, 0, sizeof(*t));
    t->rows = rows;
    t->rows_in_batch = rows_in_batch;
    t->repeats = 1;
    t->batches_until_failure = -1;
}

static void set_valid(table_column* column, int64_t row) {
    column->valid[row / 8] = (uint8_t)(column->valid[row / 8] | 1U << row % 8);
}

void table_add_texts(table* t, const char* name, const char* const* values) {
    table_column* column = &t->columns[t->n_columns];
    int64_t row;
    add_column(t, name, "u");
    column->buffers[1] = column->offsets;
    column->buffers[2] = column->bytes;
    for (row = 0; row < t->rows; ++row) {
        const size_t size = values[row] == NULL ? 0 : strlen(values[row]);
        column->offsets[row + 1] = column->offsets[row] + (int32_t)size;
        if (values[row] != NULL) {
            memcpy(column->bytes + column->offsets[row], values[row], size);
            set_valid(column, row);
        }
    }
}

void table_add_times(table* t, const char* name, const ecflink_time* values) {
    table_column* column = &t->columns[t->n_columns];
    int64_t row;
    add_column(t, name, "tsu:UTC");
    column->buffers[1] = column->numbers;
    for (row = 0; row < t->rows; ++row) {
        column->numbers[row] = values[row];
        if (values[row] != ECFLINK_NO_TIME) {
            set_valid(column, row);
        }
    }
}

static void nothing_to_release_schema(struct ArrowSchema* schema) { schema->release = NULL; }
static void nothing_to_release_array(struct ArrowArray* array) { array->release = NULL; }

typedef struct schema_memory {
    table* from;
    struct ArrowSchema children[TABLE_COLUMNS];
    struct ArrowSchema* list[TABLE_COLUMNS];
} schema_memory;

typedef struct array_memory {
    table* from;
    struct ArrowArray children[TABLE_COLUMNS];
    struct ArrowArray* list[TABLE_COLUMNS];
    const void* buffers[1];
} array_memory;

static void release_schema(struct ArrowSchema* schema) {
    schema_memory* memory = schema->private_data;
    ++memory->from->released_schemas;
    free(memory);
    schema->release = NULL;
}

static void release_array(struct ArrowArray* array) {
    array_memory* memory = array->private_data;
    ++memory->from->released_arrays;
    free(memory);
    array->release = NULL;
}

static int get_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
    table* t = stream->private_data;
    schema_memory* memory = calloc(1, sizeof(*memory));
    int64_t i;
    if (memory == NULL) {
        return ENOMEM;
    }
    memory->from = t;
    for (i = 0; i < t->n_columns; ++i) {
        memory->list[i] = &memory->children[i];
        memory->children[i].format = t->columns[i].format;
        memory->children[i].name = t->columns[i].name;
        memory->children[i].flags = ARROW_FLAG_NULLABLE;
        memory->children[i].release = nothing_to_release_schema;
    }
    memset(out, 0, sizeof(*out));
    out->format = "+s";
    out->name = "";
    out->n_children = t->n_columns;
    out->children = memory->list;
    out->release = release_schema;
    out->private_data = memory;
    ++t->made_schemas;
    return 0;
}

static int get_next(struct ArrowArrayStream* stream, struct ArrowArray* out) {
    table* t = stream->private_data;
    const int64_t first = t->rows == 0 ? 0 : t->next_row % t->rows;
    const int64_t rows = t->rows - first < t->rows_in_batch ? t->rows - first : t->rows_in_batch;
    array_memory* memory;
    int64_t i;
    memset(out, 0, sizeof(*out));
    if (t->batches_until_failure == 0) {
        return EIO;
    }
    if (t->next_row == t->rows * t->repeats) {
        return 0;
    }
    memory = calloc(1, sizeof(*memory));
    if (memory == NULL) {
        return ENOMEM;
    }
    memory->from = t;
    for (i = 0; i < t->n_columns; ++i) {
        memory->list[i] = &memory->children[i];
        memory->children[i].length = rows;
        memory->children[i].null_count = -1;
        memory->children[i].offset = first;
        memory->children[i].n_buffers = t->columns[i].buffers[2] == NULL ? 2 : 3;
        memory->children[i].buffers = t->columns[i].buffers;
        memory->children[i].release = nothing_to_release_array;
    }
    out->length = rows;
    out->n_buffers = 1;
    out->buffers = memory->buffers;
    out->n_children = t->n_columns;
    out->children = memory->list;
    out->release = release_array;
    out->private_data = memory;
    t->next_row += rows;
    --t->batches_until_failure;
    ++t->made_arrays;
    return 0;
}

static const char* get_last_error(struct ArrowArrayStream* stream) {
    (void)stream;
    return "the disk is gone";
}

static void release_stream(struct ArrowArrayStream* stream) {
    table* t = stream->private_data;
    ++t->released_streams;
    stream->release = NULL;
}

void table_export(table* t, struct ArrowArrayStream* out) {
    out->get_schema = get_schema;
    out->get_next = get_next;
    out->get_last_error = get_last_error;
    out->release = release_stream;
    out->private_data = t;
    ++t->made_streams;
}

int table_is_released(const table* t) {
    return t->made_streams == 1 && t->released_streams == 1 && t->made_schemas == t->released_schemas &&
           t->made_arrays == t->released_arrays;
}
