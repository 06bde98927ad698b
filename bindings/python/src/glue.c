/* Python.h comes first, as it asks. */
#include <Python.h>

#include "glue.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* ---- Columns. ---- */

struct ecflink_py_column {
    atomic_size_t shares;
    uint64_t bytes;
    unsigned char* data;
};

ecflink_py_column* ecflink_py_column_new(uint64_t rows, uint64_t width) {
    ecflink_py_column* column = malloc(sizeof(*column));
    if (column == NULL) {
        return NULL;
    }
    atomic_init(&column->shares, 1);
    column->bytes = rows * width;
    /* One byte more, so that there is an address even without rows. */
    column->data = width != 0 && rows > (SIZE_MAX - 1) / width ? NULL : malloc((size_t)(rows * width) + 1);
    if (column->data == NULL) {
        free(column);
        return NULL;
    }
    return column;
}

void* ecflink_py_column_data(ecflink_py_column* column) { return column->data; }

void ecflink_py_column_free(ecflink_py_column* column) {
    if (column != NULL && atomic_fetch_sub_explicit(&column->shares, 1, memory_order_acq_rel) == 1) {
        free(column->data);
        free(column);
    }
}

typedef struct exported_column {
    ecflink_py_column* share;
    const void* buffers[2];
} exported_column;

static void release_column(struct ArrowArray* array) {
    exported_column* exported = array->private_data;
    ecflink_py_column_free(exported->share);
    free(exported);
    array->release = NULL;
}

int ecflink_py_column_export(ecflink_py_column* column, uint64_t rows, struct ArrowArray* out) {
    exported_column* exported = malloc(sizeof(*exported));
    if (exported == NULL) {
        return -1;
    }
    atomic_fetch_add_explicit(&column->shares, 1, memory_order_relaxed);
    exported->share = column;
    exported->buffers[0] = NULL;
    exported->buffers[1] = column->data;
    memset(out, 0, sizeof(*out));
    out->length = (int64_t)rows;
    out->n_buffers = 2;
    out->buffers = exported->buffers;
    out->release = release_column;
    out->private_data = exported;
    return 0;
}

static void release_static_schema(struct ArrowSchema* schema) { schema->release = NULL; }

void ecflink_py_describe_column(const char* format, const char* name, struct ArrowSchema* out) {
    memset(out, 0, sizeof(*out));
    /* Both are one of a few, so the type needs no memory of its own. */
    out->format = strcmp(format, "L") == 0 ? "L" : "C";
    out->name = strcmp(name, "row") == 0 ? "row" : strcmp(name, "verdict") == 0 ? "verdict" : "findings";
    out->release = release_static_schema;
}

/* ---- Capsules. ---- */

struct ArrowSchema* ecflink_py_new_schema(void) { return calloc(1, sizeof(struct ArrowSchema)); }
struct ArrowArray* ecflink_py_new_array(void) { return calloc(1, sizeof(struct ArrowArray)); }
struct ArrowArrayStream* ecflink_py_new_stream(void) { return calloc(1, sizeof(struct ArrowArrayStream)); }

void ecflink_py_free_schema(struct ArrowSchema* schema) {
    if (schema != NULL && schema->release != NULL) {
        schema->release(schema);
    }
    free(schema);
}

void ecflink_py_free_array(struct ArrowArray* array) {
    if (array != NULL && array->release != NULL) {
        array->release(array);
    }
    free(array);
}

void ecflink_py_free_stream(struct ArrowArrayStream* stream) {
    if (stream != NULL && stream->release != NULL) {
        stream->release(stream);
    }
    free(stream);
}

void ecflink_py_destroy_schema(void* capsule) {
    ecflink_py_free_schema(PyCapsule_GetPointer(capsule, "arrow_schema"));
}

void ecflink_py_destroy_array(void* capsule) {
    ecflink_py_free_array(PyCapsule_GetPointer(capsule, "arrow_array"));
}

void ecflink_py_destroy_stream(void* capsule) {
    ecflink_py_free_stream(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
}

/* ---- A stream of one array. ---- */

typedef struct one_array {
    struct ArrowSchema schema; /* released once it was given */
    struct ArrowArray array;   /* the same */
} one_array;

static int get_only_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
    one_array* holds = stream->private_data;
    if (holds->schema.release == NULL) {
        return EINVAL;
    }
    *out = holds->schema;
    holds->schema.release = NULL;
    return 0;
}

static int get_only_array(struct ArrowArrayStream* stream, struct ArrowArray* out) {
    one_array* holds = stream->private_data;
    *out = holds->array;
    holds->array.release = NULL;
    return 0;
}

static const char* no_last_error(struct ArrowArrayStream* stream) {
    (void)stream;
    return "the schema was given already";
}

static void release_one_array(struct ArrowArrayStream* stream) {
    one_array* holds = stream->private_data;
    if (holds->schema.release != NULL) {
        holds->schema.release(&holds->schema);
    }
    if (holds->array.release != NULL) {
        holds->array.release(&holds->array);
    }
    free(holds);
    stream->release = NULL;
}

int ecflink_py_stream_of_array(struct ArrowSchema* schema, struct ArrowArray* array,
                               struct ArrowArrayStream* out) {
    one_array* holds = malloc(sizeof(*holds));
    if (holds == NULL) {
        return -1;
    }
    holds->schema = *schema;
    holds->array = *array;
    schema->release = NULL;
    array->release = NULL;
    out->get_schema = get_only_schema;
    out->get_next = get_only_array;
    out->get_last_error = no_last_error;
    out->release = release_one_array;
    out->private_data = holds;
    return 0;
}

/* ---- Other names. ---- */

typedef struct renamed_stream {
    struct ArrowArrayStream source;
    uint64_t count;
    char* names[]; /* pairs, each a string of its own */
} renamed_stream;

/* A schema whose children have other names. The children are copies; the original owns all else. */
typedef struct renamed_schema {
    struct ArrowSchema source;
    struct ArrowSchema** children;
    struct ArrowSchema* copies;
    char** names;
    int64_t count;
} renamed_schema;

static char* copy_of(const char* text) {
    const size_t size = strlen(text) + 1;
    char* copy = malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

static void release_copy(struct ArrowSchema* child) { child->release = NULL; }

static void free_renamed_schema(renamed_schema* owns) {
    int64_t i;
    for (i = 0; owns->names != NULL && i < owns->count; ++i) {
        free(owns->names[i]);
    }
    free(owns->names);
    free(owns->copies);
    free(owns->children);
    if (owns->source.release != NULL) {
        owns->source.release(&owns->source);
    }
    free(owns);
}

static void release_renamed_schema(struct ArrowSchema* schema) {
    free_renamed_schema(schema->private_data);
    schema->release = NULL;
}

static int get_renamed_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
    renamed_stream* renames = stream->private_data;
    renamed_schema* owns = calloc(1, sizeof(*owns));
    int code;
    int64_t i;
    uint64_t pair;
    if (owns == NULL) {
        return ENOMEM;
    }
    code = renames->source.get_schema(&renames->source, &owns->source);
    if (code != 0) {
        free(owns);
        return code;
    }
    owns->count = owns->source.n_children;
    if (owns->count <= 0 || owns->source.children == NULL) { /* no table; whoever reads it will say so */
        *out = owns->source;
        free(owns);
        return 0;
    }
    owns->children = calloc((size_t)owns->count, sizeof(*owns->children));
    owns->copies = calloc((size_t)owns->count, sizeof(*owns->copies));
    owns->names = calloc((size_t)owns->count, sizeof(*owns->names));
    if (owns->children == NULL || owns->copies == NULL || owns->names == NULL) {
        free_renamed_schema(owns);
        return ENOMEM;
    }
    for (i = 0; i < owns->count; ++i) {
        const struct ArrowSchema* child = owns->source.children[i];
        if (child == NULL) {
            continue;
        }
        owns->copies[i] = *child;
        owns->copies[i].release = release_copy;
        owns->children[i] = &owns->copies[i];
        for (pair = 0; child->name != NULL && pair < renames->count; ++pair) {
            if (strcmp(child->name, renames->names[2 * pair]) == 0) {
                owns->names[i] = copy_of(renames->names[2 * pair + 1]);
                if (owns->names[i] == NULL) {
                    free_renamed_schema(owns);
                    return ENOMEM;
                }
                owns->copies[i].name = owns->names[i];
                break;
            }
        }
    }
    *out = owns->source;
    out->children = owns->children;
    out->release = release_renamed_schema;
    out->private_data = owns;
    return 0;
}

static int get_renamed_next(struct ArrowArrayStream* stream, struct ArrowArray* out) {
    renamed_stream* renames = stream->private_data;
    return renames->source.get_next(&renames->source, out);
}

static const char* get_renamed_error(struct ArrowArrayStream* stream) {
    renamed_stream* renames = stream->private_data;
    return renames->source.get_last_error == NULL ? NULL : renames->source.get_last_error(&renames->source);
}

static void free_names(renamed_stream* renames) {
    uint64_t i;
    for (i = 0; i < 2 * renames->count; ++i) {
        free(renames->names[i]);
    }
    free(renames);
}

static void release_renamed_stream(struct ArrowArrayStream* stream) {
    renamed_stream* renames = stream->private_data;
    if (renames->source.release != NULL) {
        renames->source.release(&renames->source);
    }
    free_names(renames);
    stream->release = NULL;
}

int ecflink_py_rename(struct ArrowArrayStream* stream, const char* const* names, uint64_t count) {
    uint64_t i;
    renamed_stream* renames;
    if (stream->release == NULL || stream->get_schema == NULL || stream->get_next == NULL) {
        return 0; /* a broken stream stays one; whoever reads it will say so */
    }
    renames = calloc(1, sizeof(*renames) + 2 * (size_t)count * sizeof(renames->names[0]));
    if (renames == NULL) {
        return -1;
    }
    renames->count = count;
    for (i = 0; i < 2 * count; ++i) {
        renames->names[i] = copy_of(names[i]);
        if (renames->names[i] == NULL) {
            free_names(renames);
            return -1;
        }
    }
    renames->source = *stream;
    stream->get_schema = get_renamed_schema;
    stream->get_next = get_renamed_next;
    stream->get_last_error = get_renamed_error;
    stream->release = release_renamed_stream;
    stream->private_data = renames;
    return 0;
}
