/* polars_plugin.c: the expression of ecflink.polars, in the protocol of Polars' plugins, version 0.1.
 * Polars opens the extension module itself and looks these functions up. Nothing here knows a rule.
 *
 * An expression has these inputs, in this order: the links, the court accounts, the central accounts,
 * the tombstones and the roster, each a struct (any other type: there is no such table); one number,
 * the time in microseconds; and policies, texts in JSON.
 */
#include <ecflink/ecflink_bulk.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define PLUGIN_API __attribute__((visibility("default")))
#else
#define PLUGIN_API __declspec(dllexport)
#endif

/* What Polars passes and takes: a column in chunks. Its owner calls `release`. */
struct series {
    struct ArrowSchema* field;
    struct ArrowArray** arrays;
    size_t count;
    void (*release)(struct series*);
    void* private_data;
};

enum { LINKS, COURT_ACCOUNTS, CENTRAL_ACCOUNTS, TOMBSTONES, ROSTER, AS_OF, POLICIES, THREADS, INPUTS };

PLUGIN_API uint32_t _polars_plugin_get_version(void);
PLUGIN_API const char* _polars_plugin_get_last_error_message(void);
PLUGIN_API void _polars_plugin_field_verify(struct ArrowSchema* inputs, size_t count, struct ArrowSchema* out,
                                            const uint8_t* kwargs, size_t kwargs_size);
PLUGIN_API void _polars_plugin_verify(struct series* inputs, size_t count, const uint8_t* kwargs,
                                      size_t kwargs_size, struct series* out, const void* context);

static _Thread_local char last_message[512];

static void say(const char* field, const char* message) {
    if (field[0] == '\0' || strncmp(message, field, strlen(field)) == 0) {
        snprintf(last_message, sizeof(last_message), "%s", message);
    } else {
        snprintf(last_message, sizeof(last_message), "%s: %s", field, message);
    }
}

/* Whether a call succeeded; if not, its message is kept. */
static int is_ok(ecflink_status status, const ecflink_error* error) {
    if (status != ECFLINK_OK) {
        say(status == ECFLINK_E_POLICY ? "" : error->field, error->message);
    }
    return status == ECFLINK_OK;
}

uint32_t _polars_plugin_get_version(void) { return 1; /* 0.1 */ }

const char* _polars_plugin_get_last_error_message(void) { return last_message; }

/* ---- A series as a stream: its chunks are moved out of it, its field is borrowed. ---- */

struct chunks {
    struct series* from;
    size_t next;
};

static void release_borrowed_schema(struct ArrowSchema* schema) { schema->release = NULL; }

static int chunks_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
    const struct chunks* chunks = stream->private_data;
    *out = *chunks->from->field;
    out->release = release_borrowed_schema;
    return 0;
}

static int chunks_next(struct ArrowArrayStream* stream, struct ArrowArray* out) {
    struct chunks* chunks = stream->private_data;
    memset(out, 0, sizeof(*out));
    if (chunks->next < chunks->from->count) {
        struct ArrowArray* array = chunks->from->arrays[chunks->next++];
        *out = *array;
        array->release = NULL;
    }
    return 0;
}

static const char* chunks_error(struct ArrowArrayStream* stream) {
    (void)stream;
    return NULL;
}

static void release_chunks(struct ArrowArrayStream* stream) {
    free(stream->private_data);
    stream->release = NULL;
}

static int is_struct(const struct series* given) { return strcmp(given->field->format, "+s") == 0; }

/* A stream of the chunks of a series, or NULL if there is no such table. *failed: out of memory. */
static struct ArrowArrayStream* stream_of(struct series* given, struct ArrowArrayStream* out, int* failed) {
    if (!is_struct(given)) {
        return NULL;
    }
    struct chunks* chunks = malloc(sizeof(*chunks));
    if (chunks == NULL) {
        *failed = 1;
        return NULL;
    }
    chunks->from = given;
    chunks->next = 0;
    out->get_schema = chunks_schema;
    out->get_next = chunks_next;
    out->get_last_error = chunks_error;
    out->release = release_chunks;
    out->private_data = chunks;
    return out;
}

/* ---- The answer: a struct of two columns. ---- */

struct answer {
    uint64_t rows;
    uint64_t* findings;
    uint8_t* verdicts;
    int64_t* ends;
    char* texts;
};

static void free_answer(struct answer* answer) {
    free(answer->findings);
    free(answer->verdicts);
    free(answer->ends);
    free(answer->texts);
}

/* The verdicts as texts (large utf8). 0, or -1 if out of memory. */
static int write_texts(struct answer* answer) {
    size_t size = 0;
    for (uint64_t row = 0; row < answer->rows; ++row) {
        size += strlen(ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, answer->verdicts[row]));
    }
    answer->ends = malloc((size_t)(answer->rows + 1) * sizeof(int64_t));
    answer->texts = malloc(size + 1);
    if (answer->ends == NULL || answer->texts == NULL) {
        return -1;
    }
    size = 0;
    answer->ends[0] = 0;
    for (uint64_t row = 0; row < answer->rows; ++row) {
        const char* text = ecflink_token_text(ECFLINK_ENUMERATION_VERDICT, answer->verdicts[row]);
        memcpy(answer->texts + size, text, strlen(text));
        size += strlen(text);
        answer->ends[row + 1] = (int64_t)size;
    }
    return 0;
}

struct exported_field {
    struct ArrowSchema children[2];
    struct ArrowSchema* places[2];
    char name[1];
};

static void release_child_schema(struct ArrowSchema* schema) { schema->release = NULL; }

static void release_field(struct ArrowSchema* schema) {
    free(schema->private_data);
    schema->release = NULL;
}

/* The type of the answer, named as the links are. 0, or -1 if out of memory. */
static int describe(const char* name, struct ArrowSchema* out) {
    const size_t size = name == NULL ? 0 : strlen(name);
    struct exported_field* made = calloc(1, sizeof(*made) + size);
    if (made == NULL) {
        return -1;
    }
    if (size != 0) {
        memcpy(made->name, name, size);
    }
    static const char* const formats[] = {"L", "U"};
    static const char* const names[] = {"findings", "verdict"};
    for (int place = 0; place < 2; ++place) {
        made->children[place].format = formats[place];
        made->children[place].name = names[place];
        made->children[place].flags = ARROW_FLAG_NULLABLE;
        made->children[place].release = release_child_schema;
        /* Polars takes what has none for a failure. */
        made->children[place].private_data = made;
        made->places[place] = &made->children[place];
    }
    memset(out, 0, sizeof(*out));
    out->format = "+s";
    out->name = made->name;
    out->flags = ARROW_FLAG_NULLABLE;
    out->n_children = 2;
    out->children = made->places;
    out->release = release_field;
    out->private_data = made;
    return 0;
}

struct exported_series {
    struct ArrowSchema field;
    struct ArrowArray* chunk;
};

/* The chunk goes to Polars and lives longer than the series. */
struct exported_chunk {
    struct answer answer;
    struct ArrowArray children[2];
    struct ArrowArray* places[2];
    const void* no_validity[1];
    const void* findings[2];
    const void* verdicts[3];
};

static void release_child_array(struct ArrowArray* array) { array->release = NULL; }

static void release_chunk(struct ArrowArray* array) {
    struct exported_chunk* made = array->private_data;
    for (int place = 0; place < 2; ++place) {
        if (made->children[place].release != NULL) {
            made->children[place].release(&made->children[place]);
        }
    }
    free_answer(&made->answer);
    free(made);
    array->release = NULL;
}

/* The answer goes to the array, unless memory runs out (-1). */
static int export_answer(const struct answer* answer, struct ArrowArray* out) {
    struct exported_chunk* made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return -1;
    }
    made->answer = *answer;
    made->findings[1] = answer->findings;
    made->verdicts[1] = answer->ends;
    made->verdicts[2] = answer->texts;
    for (int place = 0; place < 2; ++place) {
        struct ArrowArray* child = &made->children[place];
        child->length = (int64_t)answer->rows;
        child->n_buffers = place == 0 ? 2 : 3;
        child->buffers = place == 0 ? made->findings : made->verdicts;
        child->release = release_child_array;
        made->places[place] = child;
    }
    memset(out, 0, sizeof(*out));
    out->length = (int64_t)answer->rows;
    out->n_buffers = 1;
    out->buffers = made->no_validity;
    out->n_children = 2;
    out->children = made->places;
    out->release = release_chunk;
    out->private_data = made;
    return 0;
}

static void release_series(struct series* series) {
    struct exported_series* made = series->private_data;
    if (made->field.release != NULL) {
        made->field.release(&made->field);
    }
    if (made->chunk->release != NULL) {
        made->chunk->release(made->chunk);
    }
    free(made->chunk);
    free(made);
    series->release = NULL;
    series->private_data = NULL;
}

static int export_series(const char* name, const struct answer* answer, struct series* out) {
    struct exported_series* made = calloc(1, sizeof(*made));
    struct ArrowArray* chunk = calloc(1, sizeof(*chunk));
    if (made == NULL || chunk == NULL || describe(name, &made->field) != 0) {
        free(made);
        free(chunk);
        return -1;
    }
    if (export_answer(answer, chunk) != 0) {
        made->field.release(&made->field);
        free(made);
        free(chunk);
        return -1;
    }
    made->chunk = chunk;
    out->field = &made->field;
    out->arrays = &made->chunk;
    out->count = 1;
    out->release = release_series;
    out->private_data = made;
    return 0;
}

/* ---- Settings. ---- */

/* The number that a series has, whatever chunk it is in. */
static int64_t number_of(const struct series* given) {
    for (size_t place = 0; place < given->count; ++place) {
        const struct ArrowArray* array = given->arrays[place];
        if (array->length > 0) {
            return ((const int64_t*)array->buffers[1])[array->offset];
        }
    }
    return 0;
}

/* The engine of policies that come as a binary column (large binary: 64-bit ends). */
static ecflink_engine* engine_of(const struct series* given) {
    size_t count = 0;
    for (size_t place = 0; place < given->count; ++place) {
        count += (size_t)given->arrays[place]->length;
    }
    ecflink_policy_layer* layers = calloc(count + 1, sizeof(*layers));
    char(*names)[32] = calloc(count + 1, sizeof(*names));
    ecflink_engine* made = NULL;
    if (layers == NULL || names == NULL) {
        say("", "out of memory");
    } else {
        size_t layer = 0;
        for (size_t place = 0; place < given->count; ++place) {
            const struct ArrowArray* array = given->arrays[place];
            const int64_t* ends = (const int64_t*)array->buffers[1] + array->offset;
            for (int64_t row = 0; row < array->length; ++row, ++layer) {
                snprintf(names[layer], sizeof(names[layer]), "policies[%04zu]", layer);
                layers[layer].struct_size = sizeof(layers[layer]);
                layers[layer].name = names[layer];
                layers[layer].name_size = strlen(names[layer]);
                layers[layer].text = (const char*)array->buffers[2] + ends[row];
                layers[layer].text_size = (size_t)(ends[row + 1] - ends[row]);
            }
        }
        ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
        options.layers = layers;
        options.layer_count = count;
        ecflink_error error = ECFLINK_ERROR_INIT;
        is_ok(ecflink_engine_create(&options, &made, NULL, &error), &error);
    }
    free(layers);
    free(names);
    return made;
}
