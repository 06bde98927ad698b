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
    /* Both are one of a few, so the type needs no memory of its own. */
    static const char* const names[] = {"findings", "row", "verdict", "approved", "state"};
    size_t i;
    memset(out, 0, sizeof(*out));
    out->format = strcmp(format, "L") == 0 ? "L" : "C";
    out->name = names[0];
    for (i = 1; i < sizeof(names) / sizeof(names[0]); ++i) {
        if (strcmp(name, names[i]) == 0) {
            out->name = names[i];
        }
    }
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

/* ---- A table of texts. ---- */

static void release_array_child(struct ArrowArray* child) { child->release = NULL; }

static void release_schema_table(struct ArrowSchema* schema) {
    int64_t i;
    for (i = 0; i < schema->n_children; ++i) {
        free(schema->children[i]); /* the child, with its name behind it */
    }
    free(schema->children);
    schema->release = NULL;
}

static void release_array_table(struct ArrowArray* array) {
    int64_t i;
    for (i = 0; i < array->n_children; ++i) {
        free(array->children[i]); /* the child, with its buffers behind it */
    }
    free(array->children);
    array->release = NULL;
}

static struct ArrowSchema* new_text_type(const char* name) {
    const size_t size = strlen(name) + 1;
    struct ArrowSchema* type = calloc(1, sizeof(*type) + size);
    if (type != NULL) {
        type->format = "U";
        type->name = memcpy(type + 1, name, size);
        type->release = release_static_schema;
    }
    return type;
}

typedef struct text_column {
    struct ArrowArray array;
    const void* buffers[3];
    int64_t ends[]; /* one more than rows, then the bytes */
} text_column;

static struct ArrowArray* new_text_column(const int64_t* ends, const char* bytes, uint64_t rows) {
    const size_t ends_size = (size_t)(rows + 1) * sizeof(*ends);
    text_column* column = calloc(1, sizeof(*column) + ends_size + (size_t)ends[rows] + 1);
    if (column == NULL) {
        return NULL;
    }
    memcpy(column->ends, ends, ends_size);
    memcpy((char*)column->ends + ends_size, bytes, (size_t)ends[rows]);
    column->buffers[1] = column->ends;
    column->buffers[2] = (char*)column->ends + ends_size;
    column->array.length = (int64_t)rows;
    column->array.n_buffers = 3;
    column->array.buffers = column->buffers;
    column->array.release = release_array_child;
    return &column->array; /* the first member: freed by this address */
}

int ecflink_py_text_table(const char* const* names, const int64_t* const* ends, const char* const* bytes,
                          uint64_t columns, uint64_t rows, struct ArrowArrayStream* out) {
    static const void* no_validity[1] = {NULL};
    struct ArrowSchema schema;
    struct ArrowArray array;
    uint64_t i;
    int is_whole = 1;
    memset(&schema, 0, sizeof(schema));
    memset(&array, 0, sizeof(array));
    schema.format = "+s";
    schema.release = release_schema_table;
    schema.children = calloc((size_t)columns + 1, sizeof(*schema.children));
    array.length = (int64_t)rows;
    array.n_buffers = 1;
    array.buffers = no_validity;
    array.release = release_array_table;
    array.children = calloc((size_t)columns + 1, sizeof(*array.children));
    is_whole = schema.children != NULL && array.children != NULL;
    for (i = 0; is_whole && i < columns; ++i) {
        schema.children[i] = new_text_type(names[i]);
        array.children[i] = new_text_column(ends[i], bytes[i], rows);
        ++schema.n_children;
        ++array.n_children;
        is_whole = schema.children[i] != NULL && array.children[i] != NULL;
    }
    if (is_whole && ecflink_py_stream_of_array(&schema, &array, out) == 0) {
        return 0;
    }
    release_schema_table(&schema);
    release_array_table(&array);
    return -1;
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

/* ---- The links of a ledger. ---- */

enum { LINK_TEXTS = 3 };

typedef struct grown_text {
    int64_t* ends; /* one more than links */
    char* bytes;
    size_t room; /* for bytes */
} grown_text;

struct ecflink_py_links {
    uint64_t count;
    uint64_t room; /* for links */
    grown_text texts[LINK_TEXTS];
    struct link_numbers {
        uint64_t findings;
        uint64_t approved;
        int64_t linked_at;
        uint8_t verdict;
        uint8_t state;
    }* numbers;
};

/* Makes room for `size` bytes at *data. 0, or -1 if out of memory: then all is as it was. */
static int make_room(void** data, size_t size) {
    void* grown = realloc(*data, size);
    if (grown == NULL) {
        return -1;
    }
    *data = grown;
    return 0;
}

static int make_room_for_links(ecflink_py_links* links, uint64_t room) {
    void* moved = links->numbers;
    int i;
    if (make_room(&moved, (size_t)room * sizeof(*links->numbers)) != 0) {
        return -1;
    }
    links->numbers = moved;
    for (i = 0; i < LINK_TEXTS; ++i) {
        moved = links->texts[i].ends;
        if (make_room(&moved, (size_t)(room + 1) * sizeof(int64_t)) != 0) {
            return -1;
        }
        links->texts[i].ends = moved;
        links->texts[i].ends[0] = 0;
    }
    links->room = room;
    return 0;
}

ecflink_py_links* ecflink_py_links_new(void) {
    ecflink_py_links* links = calloc(1, sizeof(*links));
    if (links != NULL && make_room_for_links(links, 64) != 0) {
        ecflink_py_links_free(links);
        return NULL;
    }
    return links;
}

void ecflink_py_links_free(ecflink_py_links* links) {
    int i;
    if (links == NULL) {
        return;
    }
    for (i = 0; i < LINK_TEXTS; ++i) {
        free(links->texts[i].ends);
        free(links->texts[i].bytes);
    }
    free(links->numbers);
    free(links);
}

static int add_text(grown_text* column, uint64_t row, const char* text) {
    const size_t begin = (size_t)column->ends[row];
    const size_t size = strlen(text);
    if (column->bytes == NULL || begin + size > column->room) {
        const size_t room = 2 * (begin + size) + 64;
        void* moved = column->bytes;
        if (make_room(&moved, room) != 0) {
            return -1;
        }
        column->bytes = moved;
        column->room = room;
    }
    memcpy(column->bytes + begin, text, size);
    column->ends[row + 1] = (int64_t)(begin + size);
    return 0;
}

int32_t ecflink_py_links_told(void* context, const ecflink_verified_link* link) {
    ecflink_py_links* links = context;
    const char* texts[LINK_TEXTS];
    struct link_numbers* numbers;
    int i;
    texts[0] = link->court;
    texts[1] = link->login;
    texts[2] = link->central;
    if (links->count == links->room && make_room_for_links(links, 2 * links->room) != 0) {
        return -1;
    }
    for (i = 0; i < LINK_TEXTS; ++i) {
        if (add_text(&links->texts[i], links->count, texts[i]) != 0) {
            return -1;
        }
    }
    numbers = &links->numbers[links->count];
    numbers->findings = link->findings;
    numbers->approved = link->approved;
    numbers->linked_at = link->linked_at;
    numbers->verdict = (uint8_t)link->verdict;
    numbers->state = (uint8_t)link->state;
    ++links->count;
    return 0;
}

uint64_t ecflink_py_links_count(const ecflink_py_links* links) { return links->count; }

int ecflink_py_links_table(const ecflink_py_links* links, struct ArrowArrayStream* out) {
    static const char* const names[LINK_TEXTS] = {"court", "login", "central_id"};
    const int64_t* ends[LINK_TEXTS];
    const char* bytes[LINK_TEXTS];
    int i;
    for (i = 0; i < LINK_TEXTS; ++i) {
        ends[i] = links->texts[i].ends;
        bytes[i] = links->texts[i].bytes == NULL ? "" : links->texts[i].bytes;
    }
    return ecflink_py_text_table(names, ends, bytes, LINK_TEXTS, links->count, out);
}

void ecflink_py_links_numbers(const ecflink_py_links* links, uint64_t* findings, uint8_t* verdicts,
                              uint64_t* approved, uint8_t* states, int64_t* linked_at) {
    uint64_t row;
    for (row = 0; row < links->count; ++row) {
        const struct link_numbers* numbers = &links->numbers[row];
        findings[row] = numbers->findings;
        verdicts[row] = numbers->verdict;
        approved[row] = numbers->approved;
        states[row] = numbers->state;
        linked_at[row] = numbers->linked_at;
    }
}
