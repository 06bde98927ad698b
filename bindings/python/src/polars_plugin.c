/* polars_plugin.c: the expression of ecflink.polars, in version 0.1 of the protocol of plugins.
 * Polars opens the extension module itself and looks these functions up. Nothing here knows a rule.
 *
 * An expression has these inputs, in this order: the links, the court accounts, the central
 * accounts, the tombstones and the roster, each a struct (any other type: there is no such table);
 * numbers (int64, one chunk): the time in microseconds, the number of threads, then pairs of a
 * finding and its disposition; and bytes (uint8, one chunk): the name and the text of each policy
 * layer, each with a NUL behind it.
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

enum { LINKS, COURT_ACCOUNTS, CENTRAL_ACCOUNTS, TOMBSTONES, ROSTER, NUMBERS, LAYERS, INPUTS };

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

/* Releases an input: the chunks that nobody has moved out of it, which Polars leaves to us, too. */
static void release_input(struct series* input) {
    for (size_t place = 0; place < input->count; ++place) {
        if (input->arrays[place]->release != NULL) {
            input->arrays[place]->release(input->arrays[place]);
        }
    }
    input->release(input);
}

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
    free(made->chunk); /* what was in it belongs to Polars, which copies the struct and leaves it as it was */
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

/* The values of a column, from all its chunks, and how many there are. NULL: out of memory. */
static void* values_of(const struct series* given, size_t width, size_t* count) {
    *count = 0;
    for (size_t place = 0; place < given->count; ++place) {
        *count += (size_t)given->arrays[place]->length;
    }
    char* values = malloc(*count * width + 1);
    size_t size = 0;
    for (size_t place = 0; values != NULL && place < given->count; ++place) {
        const struct ArrowArray* array = given->arrays[place];
        if (array->length > 0) {
            const char* from = array->buffers[1];
            memcpy(values + size, from + (size_t)array->offset * width, (size_t)array->length * width);
            size += (size_t)array->length * width;
        }
    }
    return values;
}

/* The engine of policies, or NULL with a message. */
static ecflink_engine* engine_of(const char* bytes, size_t size, const int64_t* numbers, size_t count) {
    size_t layer_count = 0;
    for (size_t place = 0; place < size; ++place) {
        layer_count += bytes[place] == '\0';
    }
    layer_count /= 2;
    ecflink_policy_layer* layers = calloc(layer_count + 1, sizeof(*layers));
    ecflink_disposition_override* overrides = calloc(count / 2 + 1, sizeof(*overrides));
    ecflink_engine* made = NULL;
    if (layers == NULL || overrides == NULL) {
        say("", "out of memory");
    } else {
        const char* next = bytes;
        for (size_t place = 0; place < layer_count; ++place) {
            layers[place].struct_size = sizeof(layers[place]);
            layers[place].name = next;
            layers[place].name_size = strlen(next);
            next += strlen(next) + 1;
            layers[place].text = next;
            layers[place].text_size = strlen(next);
            next += strlen(next) + 1;
        }
        for (size_t place = 0; place < count / 2; ++place) {
            overrides[place].struct_size = sizeof(overrides[place]);
            overrides[place].finding = (ecflink_finding)numbers[2 * place];
            overrides[place].disposition = (ecflink_disposition)numbers[2 * place + 1];
        }
        ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
        options.layers = layers;
        options.layer_count = layer_count;
        options.overrides = overrides;
        options.override_count = count / 2;
        ecflink_error error = ECFLINK_ERROR_INIT;
        is_ok(ecflink_engine_create(&options, &made, NULL, &error), &error);
    }
    free(layers);
    free(overrides);
    return made;
}

/* ---- The expression. ---- */

/* Reads the tables. 0, or -1 with a message. */
static int read_tables(struct series* inputs, const ecflink_engine* engine,
                       const ecflink_bulk_options* options, ecflink_index** index, ecflink_links** links) {
    static const char* const names[] = {"links", "court_accounts", "central_accounts"};
    struct ArrowArrayStream streams[5];
    struct ArrowArrayStream* given[5];
    int failed = 0;
    for (int place = LINKS; place <= ROSTER; ++place) {
        given[place] = failed ? NULL : stream_of(&inputs[place], &streams[place], &failed);
    }
    ecflink_error error = ECFLINK_ERROR_INIT;
    int answer = -1;
    for (int place = LINKS; !failed && place <= CENTRAL_ACCOUNTS; ++place) {
        if (given[place] == NULL) {
            say(names[place], "must be a struct, as pl.struct(pl.all()) makes it");
            failed = 2;
        }
    }
    if (failed == 1) {
        say("", "out of memory");
    }
    if (!failed &&
        is_ok(ecflink_links_create(ECFLINK_ARROW_CHECK_FULL, given[LINKS], links, &error), &error) &&
        is_ok(ecflink_index_create(engine, options, ECFLINK_ARROW_CHECK_FULL, given[CENTRAL_ACCOUNTS],
                                   given[COURT_ACCOUNTS], given[TOMBSTONES], given[ROSTER], index, &error),
              &error)) {
        answer = 0;
    }
    /* What no call took over. */
    for (int place = LINKS; place <= ROSTER; ++place) {
        if (given[place] != NULL && given[place]->release != NULL) {
            given[place]->release(given[place]);
        }
    }
    return answer;
}

/* Verifies by an engine and a time. 0, or -1 with a message; then the answer holds nothing. */
static int verify_by(const ecflink_engine* engine, struct series* inputs, ecflink_time as_of,
                     uint32_t threads, struct answer* answer) {
    ecflink_bulk_options options = ECFLINK_BULK_OPTIONS_INIT;
    options.threads = threads;
    ecflink_index* index = NULL;
    ecflink_links* links = NULL;
    ecflink_error error = ECFLINK_ERROR_INIT;
    int failed = read_tables(inputs, engine, &options, &index, &links);
    if (!failed) {
        answer->rows = ecflink_links_count(links);
        answer->findings = malloc((size_t)(answer->rows + 1) * sizeof(uint64_t));
        answer->verdicts = malloc((size_t)answer->rows + 1);
        if (answer->findings == NULL || answer->verdicts == NULL) {
            say("", "out of memory");
            failed = -1;
        } else if (!is_ok(ecflink_links_verify(index, links, as_of, &options, answer->findings,
                                               answer->verdicts, answer->rows, NULL, &error),
                          &error)) {
            failed = -1;
        } else if (write_texts(answer) != 0) {
            say("", "out of memory");
            failed = -1;
        }
    }
    ecflink_links_free(links);
    ecflink_index_free(index);
    if (failed) {
        free_answer(answer);
    }
    return failed;
}

static int verify(struct series* inputs, struct answer* answer) {
    size_t count = 0;
    size_t size = 0;
    int64_t* numbers = values_of(&inputs[NUMBERS], sizeof(*numbers), &count);
    char* bytes = values_of(&inputs[LAYERS], 1, &size);
    int failed = -1;
    if (numbers == NULL || bytes == NULL) {
        say("", "out of memory");
    } else if (count < 2) {
        say("", "the expression lacks its time");
    } else {
        ecflink_engine* engine = engine_of(bytes, size, numbers + 2, count - 2);
        if (engine != NULL) {
            failed = verify_by(engine, inputs, numbers[0], (uint32_t)numbers[1], answer);
        }
        ecflink_engine_free(engine);
    }
    free(numbers);
    free(bytes);
    return failed;
}

void _polars_plugin_field_verify(struct ArrowSchema* inputs, size_t count, struct ArrowSchema* out,
                                 const uint8_t* kwargs, size_t kwargs_size) {
    (void)kwargs;
    (void)kwargs_size;
    if (describe(count == 0 ? NULL : inputs[0].name, out) != 0) {
        say("", "out of memory");
        out->private_data = NULL;
    }
}

void _polars_plugin_verify(struct series* inputs, size_t count, const uint8_t* kwargs, size_t kwargs_size,
                           struct series* out, const void* context) {
    (void)kwargs;
    (void)kwargs_size;
    (void)context;
    struct answer answer = {0, NULL, NULL, NULL, NULL};
    memset(out, 0, sizeof(*out)); /* no private data: Polars asks for the message */
    if (count != INPUTS) {
        say("", "the expression has other inputs than this version's");
    } else if (verify(inputs, &answer) == 0 && export_series(inputs[LINKS].field->name, &answer, out) != 0) {
        say("", "out of memory");
        free_answer(&answer);
        memset(out, 0, sizeof(*out));
    }
    for (size_t place = 0; place < count; ++place) {
        release_input(&inputs[place]);
    }
}
