/** \file ecflink_bulk.h
 *  Whole ledgers through the C interface. Tables come in as Arrow streams; findings and verdicts go
 *  out as plain columns.
 *
 *      engine --+
 *      tables --+--> index --+
 *      links ----------------+--> findings and verdicts of every link, and a report
 *
 *  An index holds the tables in which links are looked up: central accounts, court accounts,
 *  tombstones and roster. One index serves any number of verifications, of any links, as of any
 *  time, by any number of threads. docs/tables.md lists the tables and their columns.
 *
 *  The conventions of ecflink.h apply here too, and these:
 *
 *  12. Streams. A stream that you pass belongs to ecflink from the moment of the call, whatever the
 *      status and whatever else is wrong with the call. Your struct is marked as released when the
 *      call ends. The stream is read to its end within the call. Its arrays are kept without
 *      copying until the handle made from them is freed; their release callbacks run on the thread
 *      that frees it. Every release callback is called exactly once. The producer must not change
 *      what it exported while it is kept.
 *  13. Columns are found by name, in any order. Texts may be utf8, large utf8, utf8 views, or
 *      dictionaries of these with any integer index. Instants are timestamps of any unit, with a
 *      zone or without (then in UTC). Dates are date32, truth values bool, numbers integers of any
 *      width. A null is a missing value, and so is an empty text. An error in a stream is
 *      ECFLINK_E_ARROW: error->field is the table or the column, "links.login", error->index the
 *      row within the batch, and error->message says everything. A value that is not a valid token
 *      or id is not an error: it makes its row malformed, which is a finding.
 *  14. Results do not depend on the number of threads, on how rows are split into batches, or on
 *      how their texts are laid out.
 */
#ifndef ECFLINK_ECFLINK_BULK_H
#define ECFLINK_ECFLINK_BULK_H

#include <ecflink/ecflink.h>

/* NOLINTBEGIN(modernize-*): this is C */

#ifdef __cplusplus
extern "C" {
#endif

/* ==== Arrow =================================================================================== */

/* As in the Arrow specification, so that any number of programs may declare it:
 * https://arrow.apache.org/docs/format/CDataInterface.html */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char* format;
    const char* name;
    const char* metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema** children;
    struct ArrowSchema* dictionary;
    void (*release)(struct ArrowSchema*);
    void* private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void** buffers;
    struct ArrowArray** children;
    struct ArrowArray* dictionary;
    void (*release)(struct ArrowArray*);
    void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
    int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
    const char* (*get_last_error)(struct ArrowArrayStream*);
    void (*release)(struct ArrowArrayStream*);
    void* private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

/** How much of an Arrow array is checked. Since 0.1. */
typedef int32_t ecflink_arrow_check;
enum {
    /** everything: every offset, view, dictionary index and text. Takes the time of reading the
     *  texts once */
    ECFLINK_ARROW_CHECK_FULL = 0,
    /** only types, lengths, children and buffers; the rows are trusted. For producers within the
     *  program */
    ECFLINK_ARROW_CHECK_LAYOUT = 1
};

/* ==== Work ==================================================================================== */

/** A function of yours that is told from time to time how far the work has come. It runs on the
 *  calling thread, never after the call, and must not throw or jump out (longjmp).
 *  \param context  progress_context of the options
 *  \param stage    the current stage, for people; static
 *  \param done     rows of the stage that are done
 *  \param all      all rows of the stage
 *  \return 0 to go on; anything else ends the call soon, with ECFLINK_E_CANCELLED. Since 0.1.
 */
typedef int32_t (*ecflink_progress)(void* context, const char* stage, uint64_t done, uint64_t all);

/** The most threads of one call, and how many numbers a secret has. Since 0.1. */
enum { ECFLINK_MAX_THREADS = 256, ECFLINK_SECRET_NUMBERS = 4 };

/** How bulk work is done. NULL means ECFLINK_BULK_OPTIONS_INIT. Borrowed for the call. Since
 *  0.1. */
typedef struct ecflink_bulk_options {
    uint32_t struct_size;
    /** how many threads may work, including the calling one; at most ECFLINK_MAX_THREADS; 0 means
     *  1 */
    uint32_t threads;
    ecflink_progress progress; /**< NULL: no progress is reported, and the work cannot be cancelled */
    void* progress_context;    /**< passed to `progress` */
    /** the secret of an index's hash function: ECFLINK_SECRET_NUMBERS numbers; NULL: random. No
     *  result depends on it. Keys come from users: one who knew the secret could choose keys that
     *  all collide. Give one only in tests */
    const uint64_t* secret;
} ecflink_bulk_options;

#define ECFLINK_BULK_OPTIONS_INIT {sizeof(ecflink_bulk_options), 0, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.1. */
ECFLINK_API ecflink_status ecflink_bulk_options_init(ecflink_bulk_options* out, uint32_t struct_size);

/* ==== Indexes ================================================================================= */

/** The tables in which links are looked up. Immutable; any number of threads may use it. Since
 *  0.1. */
typedef struct ecflink_index ecflink_index;

/** Reads the tables of a ledger, except its links, and evaluates the rules that concern one account
 *  by itself.
 *  \param engine            borrowed for the call; the index keeps its policies alive, so the
 *                           engine may be freed
 *  \param options           borrowed for the call; may be NULL
 *  \param check             how much of the four streams is checked
 *  \param central_accounts  taken over, as are the three after it; do not pass one stream twice
 *  \param tombstones        may be NULL
 *  \param roster            may be NULL
 *  \param out               receives the index; given to you, free with ecflink_index_free
 *  \return ECFLINK_OK, ECFLINK_E_ARROW, ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_NUMBER for `check`,
 *          or ECFLINK_E_INVALID for too many threads. Since 0.1.
 */
ECFLINK_API ecflink_status
ecflink_index_create(const ecflink_engine* engine, const ecflink_bulk_options* options,
                     ecflink_arrow_check check, struct ArrowArrayStream* central_accounts,
                     struct ArrowArrayStream* court_accounts, struct ArrowArrayStream* tombstones,
                     struct ArrowArrayStream* roster, ecflink_index** out, ecflink_error* error);

/** Indexes a part of a ledger: its court accounts, tombstones and roster. The policies and the
 *  central accounts are those of another index. They are shared, and not read or indexed again:
 *  many parts of a ledger, one after the other or at once, take the time and the memory of one.
 *
 *  Law: links have the answers that they have with an index of ecflink_index_create that got the
 *  same tables and all central accounts.
 *  \param centrals        borrowed for the call: what it holds of central accounts lives as long as
 *                         the last index that shares it. Its other tables are not taken over; they
 *                         may be empty
 *  \param options         borrowed for the call; may be NULL; the secret is ignored
 *  \param check           how much of the three streams is checked
 *  \param court_accounts  taken over, as are the two after it; do not pass one stream twice
 *  \param tombstones      may be NULL
 *  \param roster          may be NULL
 *  \param out             receives the index; given to you, free with ecflink_index_free
 *  \return as ecflink_index_create. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_index_create_part(
    const ecflink_index* centrals, const ecflink_bulk_options* options, ecflink_arrow_check check,
    struct ArrowArrayStream* court_accounts, struct ArrowArrayStream* tombstones,
    struct ArrowArrayStream* roster, ecflink_index** out, ecflink_error* error);

/** How many rows the tables of an index have. Since 0.2. */
typedef struct ecflink_row_counts {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    uint64_t central_accounts;
    uint64_t court_accounts;
    uint64_t tombstones;
    uint64_t roster;
    /** rows of the files of a folder, links among them, with a field that cannot be read; 0 for
     *  tables that came as streams */
    uint64_t malformed;
} ecflink_row_counts;

#define ECFLINK_ROW_COUNTS_INIT {sizeof(ecflink_row_counts), 0, 0, 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_row_counts_init(ecflink_row_counts* out, uint32_t struct_size);

/** Counts the rows of the tables of an index.
 *  \param out  the caller's, written
 *  \return ECFLINK_OK. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_index_rows(const ecflink_index* index, ecflink_row_counts* out,
                                              ecflink_error* error);

/** Bytes that the index uses in addition to the arrays of the tables; 0 for NULL. Since 0.1. */
ECFLINK_API uint64_t ecflink_index_memory(const ecflink_index* index);

/** How many columns of the tables ecflink does not know and has ignored; 0 for NULL. One of them
 *  may be a column whose name is misspelled. Since 0.1. */
ECFLINK_API size_t ecflink_index_unknown_column_count(const ecflink_index* index);

/** The name of such a column, with its table: "court_accounts.color".
 *  \param place     from 0, below ecflink_index_unknown_column_count
 *  \param buffer    the caller's, filled; `capacity` bytes long
 *  \param size_out  written
 *  \return ECFLINK_OK, ECFLINK_E_NOT_FOUND or ECFLINK_E_BUFFER. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_index_unknown_column(const ecflink_index* index, size_t place,
                                                        char* buffer, size_t capacity, size_t* size_out,
                                                        ecflink_error* error);

/** Frees an index and its arrays. It must not be in use. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_index_free(ecflink_index* index);

/* ==== Links =================================================================================== */

/** A table of links. Immutable; any number of threads may use it. Since 0.1. */
typedef struct ecflink_links ecflink_links;

/** Counts of links by verdict and finding. Since 0.1. */
typedef struct ecflink_tally {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    uint64_t links;
    uint64_t allow;
    uint64_t hold;
    uint64_t refuse;
    uint64_t findings[64]; /**< links that have the finding of this number */
    uint64_t removed;      /**< links that an authority has removed. Since 0.2. */
} ecflink_tally;

#define ECFLINK_TALLY_INIT {sizeof(ecflink_tally), 0, 0, 0, 0, 0, {0}, 0}

/** The tallies of a verification or a forecast: for each court, and for all together. Since 0.1. */
typedef struct ecflink_report ecflink_report;

/** See ecflink_error_init. Since 0.1. */
ECFLINK_API ecflink_status ecflink_tally_init(ecflink_tally* out, uint32_t struct_size);

/** Reads a table of links.
 *  \param check   how much of the stream is checked
 *  \param stream  taken over
 *  \param out     receives the links; given to you, free with ecflink_links_free
 *  \return ECFLINK_OK, ECFLINK_E_ARROW, or ECFLINK_E_INVALID_NUMBER for `check`. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_links_create(ecflink_arrow_check check, struct ArrowArrayStream* stream,
                                                ecflink_links** out, ecflink_error* error);

/** Reads a table of pairs that may be linked, for ecflink_links_forecast: as ecflink_links_create,
 *  but the column `linked_at` may be missing.
 *  \param check   how much of the stream is checked
 *  \param stream  taken over
 *  \param out     receives the pairs; given to you, free with ecflink_links_free
 *  \return as ecflink_links_create. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_candidates_create(ecflink_arrow_check check,
                                                     struct ArrowArrayStream* stream, ecflink_links** out,
                                                     ecflink_error* error);

/** Reads a table of links whose findings are known, for ecflink_links_decide: as
 *  ecflink_links_create, but only the column `court` must be there. `approved` is needed where
 *  links have it, and `state` where removed links are to be counted.
 *  \param check   how much of the stream is checked
 *  \param stream  taken over
 *  \param out     receives the links; given to you, free with ecflink_links_free
 *  \return as ecflink_links_create. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_decided_links_create(ecflink_arrow_check check,
                                                        struct ArrowArrayStream* stream, ecflink_links** out,
                                                        ecflink_error* error);

/** Reads a ledger folder of CSV files: `central_accounts.csv`, `court_accounts.csv`, `links.csv`
 *  and, if they are there, `tombstones.csv` and `roster.csv`, and makes an index of the first two
 *  and the last two. A file may be compressed by gzip or zstd (`links.csv.gz`, `links.csv.zst`).
 *  Policies in the folder are not read: they are layers for ecflink_engine_create.
 *  \param engine           borrowed for the call; as for ecflink_index_create
 *  \param options          borrowed for the call; may be NULL
 *  \param folder           the path of the folder; borrowed for the call
 *  \param index_out        receives the index; given to you, free with ecflink_index_free
 *  \param links_out        receives the links; given to you, free with ecflink_links_free
 *  \param diagnostics_out  receives, on success, what is worth knowing: unknown columns, and the
 *                          first fields of each file that cannot be read; after ECFLINK_E_INPUT,
 *                          why the folder cannot be read. Given to you, free with
 *                          ecflink_diagnostics_free; NULL: not wanted
 *  \return ECFLINK_OK, ECFLINK_E_INPUT with the text of the first of the diagnostics,
 *          ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_NOT_UTF8 or ECFLINK_E_INVALID_HAS_NUL for the
 *          path, or ECFLINK_E_INVALID for too many threads. The files must not be cut short while
 *          the index or the links exist: large ones are mapped into memory. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_folder_read(const ecflink_engine* engine,
                                               const ecflink_bulk_options* options, const char* folder,
                                               size_t folder_size, ecflink_index** index_out,
                                               ecflink_links** links_out,
                                               ecflink_diagnostics** diagnostics_out, ecflink_error* error);

/** How many links there are; 0 for NULL. Since 0.1. */
ECFLINK_API uint64_t ecflink_links_count(const ecflink_links* links);

/** As ecflink_index_unknown_column_count. Since 0.1. */
ECFLINK_API size_t ecflink_links_unknown_column_count(const ecflink_links* links);

/** As ecflink_index_unknown_column. Since 0.1. */
ECFLINK_API ecflink_status ecflink_links_unknown_column(const ecflink_links* links, size_t place,
                                                        char* buffer, size_t capacity, size_t* size_out,
                                                        ecflink_error* error);

/** Frees links and their arrays. They must not be in use. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_links_free(ecflink_links* links);

/** Assesses every link as of a time, with the same answer as ecflink_link_assess.
 *  \param index       borrowed for the call
 *  \param links       borrowed for the call
 *  \param as_of       the time
 *  \param options     borrowed for the call; may be NULL; the secret is ignored
 *  \param findings    receives the set of findings of each link, in the order of the links; NULL:
 *                     not wanted
 *  \param verdicts    receives the ecflink_verdict of each link; NULL: not wanted
 *  \param capacity    for how many links both arrays have room, if they are not NULL
 *  \param report_out  receives the counts; given to you, free with ecflink_report_free; NULL: not
 *                     wanted
 *  \return ECFLINK_OK, ECFLINK_E_BUFFER if `capacity` is less than ecflink_links_count,
 *          ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_RANGE for `as_of`, or ECFLINK_E_INVALID for too
 *          many threads. After ECFLINK_E_CANCELLED, ECFLINK_E_NOMEM and ECFLINK_E_INTERNAL
 *          `findings` and `verdicts` may have been written; do not use what they hold. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_links_verify(const ecflink_index* index, const ecflink_links* links,
                                                ecflink_time as_of, const ecflink_bulk_options* options,
                                                uint64_t* findings, uint8_t* verdicts, uint64_t capacity,
                                                ecflink_report** report_out, ecflink_error* error);

/** Computes verdicts, and their counts, from findings alone. The links are not verified again.
 *
 *  Law: a ledger may be verified in several passes over different parts of it, each of which
 *  finds some findings of a link and never a wrong one. A link has the union (bitwise OR) of what
 *  the passes found: associative, commutative, idempotent, with 0 as its identity. So passes may
 *  come in any order, and again. The verdict is a function of the union alone; a verdict of one
 *  pass is not. The findings of ecflink_links_verify give its verdicts and its report.
 *  \param engine      borrowed for the call: the policies that gave the findings, or others that
 *                     differ from them only in dispositions
 *  \param links       borrowed for the call: of ecflink_decided_links_create, or any others
 *  \param options     borrowed for the call; may be NULL; the secret is ignored
 *  \param findings    borrowed for the call: those of the links, in their order
 *  \param count       how many there are; it must be the number of links
 *  \param verdicts    receives the ecflink_verdict of each link, `count` of them; NULL: not wanted
 *  \param report_out  receives the counts; given to you, free with ecflink_report_free; NULL: not
 *                     wanted
 *  \return ECFLINK_OK, ECFLINK_E_INVALID for `count` or too many threads, ECFLINK_E_INVALID_NUMBER
 *          with the row as error->index for a finding that this version does not know, or
 *          ECFLINK_E_CANCELLED. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_links_decide(const ecflink_engine* engine, const ecflink_links* links,
                                                const ecflink_bulk_options* options, const uint64_t* findings,
                                                uint64_t count, uint8_t* verdicts,
                                                ecflink_report** report_out, ecflink_error* error);

/** A verification of links that come in parts and need not stay in memory. Only one thread at a
 *  time may use it. Since 0.1. */
typedef struct ecflink_stream ecflink_stream;

/** Begins the verification of links that come in parts, as of a time.
 *  \param index    borrowed until the stream is freed
 *  \param as_of    the time
 *  \param options  borrowed for the call, except `progress` and its context, which are borrowed
 *                  until the stream is freed; may be NULL; the secret is ignored
 *  \param out      receives the stream; given to you, free with ecflink_stream_free
 *  \return ECFLINK_OK, ECFLINK_E_INVALID_RANGE for `as_of`, or ECFLINK_E_INVALID for too many
 *          threads. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_stream_create(const ecflink_index* index, ecflink_time as_of,
                                                 const ecflink_bulk_options* options, ecflink_stream** out,
                                                 ecflink_error* error);

/** Assesses the next links as ecflink_links_verify does, except for conflicts between links:
 *  ecflink_stream_finish reports those when all links have come. The stream keeps 24 bytes for each
 *  active link, and the keys of accounts that are not in the index. A part takes 40 microseconds in
 *  addition to the time of its links. A part of more than 16,384 links is shared among threads.
 *  \param links     borrowed for the call: they may be freed after it
 *  \param findings  receives the set of findings of each of these links; NULL: not wanted
 *  \param verdicts  receives the ecflink_verdict of each of these links; NULL: not wanted
 *  \param capacity  for how many links both arrays have room, if they are not NULL
 *  \return ECFLINK_OK, ECFLINK_E_BUFFER if `capacity` is less than ecflink_links_count,
 *          ECFLINK_E_CANCELLED, or ECFLINK_E_INVALID for a stream that has been finished. After
 *          ECFLINK_E_CANCELLED the stream can only be freed; after any other failure the links have
 *          not been added. After a failure do not use what `findings` and `verdicts` hold. Since
 *          0.1.
 */
ECFLINK_API ecflink_status ecflink_stream_add(ecflink_stream* stream, const ecflink_links* links,
                                              uint64_t* findings, uint8_t* verdicts, uint64_t capacity,
                                              ecflink_error* error);

/** Ends a stream. After that it can only be freed.
 *  \param out  receives the tallies of all links. Its rows are the links that conflict with another
 *              link, numbered from 0 for the first link of the first part, with the findings that
 *              ecflink_links_verify would give them. The numbers are positions in what this stream
 *              was given. Links of a shuffle have no numbers that follow each other: keep a key of
 *              your own beside them, and take it by the position. The report is given to you, free
 *              with ecflink_report_free
 *  \return ECFLINK_OK, ECFLINK_E_CANCELLED, or ECFLINK_E_INVALID for a stream that has been
 *          finished. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_stream_finish(ecflink_stream* stream, ecflink_report** out,
                                                 ecflink_error* error);

/** Frees a stream, which must not be in use. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_stream_free(ecflink_stream* stream);

/** Copies findings and verdicts into a struct array of two columns, `findings` (uint64) and
 *  `verdict` (uint8), without nulls.
 *  \param findings    borrowed for the call
 *  \param verdicts    borrowed for the call
 *  \param rows        how many elements each has; if 0, both may be NULL
 *  \param schema_out  the caller's, written; its last owner must release it
 *  \param array_out   the caller's, written; its last owner must release it
 *  \return ECFLINK_OK. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_findings_export(const uint64_t* findings, const uint8_t* verdicts,
                                                   uint64_t rows, struct ArrowSchema* schema_out,
                                                   struct ArrowArray* array_out, ecflink_error* error);

/** Flags of ecflink_failures_export. Since 0.2. */
enum {
    ECFLINK_FAILURES_EXPLAINED = 1 /**< with what would have to change */
};

/** Makes a table of the rows that are held or refused, with their keys and their reasons: a struct
 *  array with the columns `row` (uint64, from 0), `court`, `login`, `central_id`, `verdict` (large
 *  utf8; null where a table lacks it) and `findings` (a large list of tokens). With
 *  ECFLINK_FAILURES_EXPLAINED also `next_step` (the finding to correct first), `who` (the
 *  ecflink_actor who can correct it), `to_allow` (a list: exactly the findings to correct for the
 *  link to be allowed) and `remedies` (a list: what to do about these, in their order, without the
 *  remedies that others make void).
 *  \param index       borrowed for the call: it has the policies
 *  \param links       borrowed for the call: the links that have the answers, or the candidates of
 *                     a forecast; NULL: the court accounts of the index
 *  \param flags       ECFLINK_FAILURES_...
 *  \param rows        borrowed for the call: the row of each answer, as ecflink_report_rows writes
 *                     them; NULL: the answers are those of all rows, in their order
 *  \param findings    borrowed for the call
 *  \param verdicts    borrowed for the call
 *  \param count       how many answers there are; if 0, the three arrays may be NULL
 *  \param schema_out  the caller's, written; its last owner must release it
 *  \param array_out   the caller's, written; its last owner must release it
 *  \return ECFLINK_OK, ECFLINK_E_INVALID_FLAGS, ECFLINK_E_INVALID if `rows` is NULL and `count` is
 *          not the number of rows, ECFLINK_E_NOT_FOUND for a row that is not there, or
 *          ECFLINK_E_INVALID_NUMBER for a verdict. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_failures_export(const ecflink_index* index, const ecflink_links* links,
                                                   uint32_t flags, const uint64_t* rows,
                                                   const uint64_t* findings, const uint8_t* verdicts,
                                                   uint64_t count, struct ArrowSchema* schema_out,
                                                   struct ArrowArray* array_out, ecflink_error* error);

/** Which accounts will fail at go-live. The accounts are evaluated as of a time, their court as of
 *  that time or its go-live, whichever is later. Missing proofs raise no finding, because they will
 *  be given at the time. Findings about a link in a ledger are not raised, because there is no link
 *  yet.
 *  \param index       borrowed for the call
 *  \param links       borrowed for the call: the links of the ledger
 *  \param candidates  borrowed for the call: the pairs to be linked; only their columns `court`,
 *                     `login` and `central_id` are used. NULL: the court accounts that no active
 *                     link joins, by the rules about them and their courts alone; an ambiguous one
 *                     counts once, with its first row
 *  \param as_of       the time
 *  \param options     borrowed for the call; may be NULL; the secret is ignored
 *  \param out         receives the tallies, and the rows of the candidates or of the court
 *                     accounts; given to you, free with ecflink_report_free
 *  \return ECFLINK_OK, ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_RANGE for `as_of`, or
 *          ECFLINK_E_INVALID for too many threads. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_links_forecast(const ecflink_index* index, const ecflink_links* links,
                                                  const ecflink_links* candidates, ecflink_time as_of,
                                                  const ecflink_bulk_options* options, ecflink_report** out,
                                                  ecflink_error* error);

/* ==== Reports ================================================================================= */

/** The counts of all courts together.
 *  \param out  the caller's, written
 *  \return ECFLINK_OK. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_total(const ecflink_report* report, ecflink_tally* out,
                                                ecflink_error* error);

/** How many courts have counts; 0 for NULL. Since 0.1. */
ECFLINK_API size_t ecflink_report_court_count(const ecflink_report* report);

/** The id of a court that has counts, by its position in the order of the ids. The links whose
 *  court is missing or cannot be read are counted under the empty id.
 *  \param place     from 0, below ecflink_report_court_count
 *  \param buffer    the caller's, filled; `capacity` bytes long; 17 always suffice
 *  \param size_out  written
 *  \return ECFLINK_OK, ECFLINK_E_NOT_FOUND or ECFLINK_E_BUFFER. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_court_id(const ecflink_report* report, size_t place, char* buffer,
                                                   size_t capacity, size_t* size_out, ecflink_error* error);

/** The counts of a court, by the same position.
 *  \param out  the caller's, written
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_court(const ecflink_report* report, size_t place,
                                                ecflink_tally* out, ecflink_error* error);

/** How many rows the report of ecflink_links_forecast or ecflink_stream_finish has. 0 for NULL, and
 *  for the report of ecflink_links_verify, which writes its answers into your columns. Since
 *  0.1. */
ECFLINK_API uint64_t ecflink_report_row_count(const ecflink_report* report);

/** Copies the rows of such a report, in ascending order.
 *  \param rows      receives the numbers of the rows, from 0: of the candidates, of the court
 *                   accounts, or of the links; NULL: not wanted
 *  \param findings  receives their sets of findings; NULL: not wanted
 *  \param verdicts  receives their ecflink_verdict; NULL: not wanted
 *  \param capacity  for how many rows the three arrays have room, if they are not NULL
 *  \return ECFLINK_OK, or ECFLINK_E_BUFFER if `capacity` is less than ecflink_report_row_count.
 *          Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_rows(const ecflink_report* report, uint64_t* rows,
                                               uint64_t* findings, uint8_t* verdicts, uint64_t capacity,
                                               ecflink_error* error);

/** Adds the counts of another report, for instance of another batch, machine or day, in any order.
 *  Rows are not added. On failure `report` is unchanged.
 *  \param report  changed
 *  \param other   borrowed for the call; may be `report` itself
 *  \return ECFLINK_OK. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_add(ecflink_report* report, const ecflink_report* other,
                                              ecflink_error* error);

/** Makes a report without counts and rows, to which others are added.
 *  \param out  receives the report; given to you, free with ecflink_report_free
 *  \return ECFLINK_OK. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_report_create(ecflink_report** out, ecflink_error* error);

/** Makes a table of the counts of a report, to be sent to another process or kept: a struct array
 *  with a row for each court, and the columns `court` (large utf8; null for the links that
 *  ecflink_report_court_id has under the empty id), `links`, `removed`, `allow`, `hold`, `refuse`,
 *  and one for each finding, named by its token (all uint64). The report's own rows are not in it.
 *
 *  Law: rows of such tables may be put together, split, and added up by court in any order (in SQL:
 *  SUM with GROUP BY court). ecflink_report_add_rows then gives the report that ecflink_report_add
 *  gives of the reports: associative, commutative, with the empty table as its identity. It is not
 *  idempotent: rows of a part that is counted twice are counted twice.
 *  \param report      borrowed for the call
 *  \param schema_out  the caller's, written; its last owner must release it
 *  \param array_out   the caller's, written; its last owner must release it
 *  \return ECFLINK_OK. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_report_export(const ecflink_report* report, struct ArrowSchema* schema_out,
                                                 struct ArrowArray* array_out, ecflink_error* error);

/** Adds the rows of tables that ecflink_report_export made to the counts of a report, and obeys its
 *  law. On failure `report` is unchanged.
 *  \param report  changed
 *  \param check   how much of the texts of the stream is checked
 *  \param stream  taken over; exactly the columns of ecflink_report_export, in any order, without
 *                 nulls but in `court`; counts may be int64
 *  \return ECFLINK_OK, ECFLINK_E_INVALID_NUMBER for `check`, or ECFLINK_E_ARROW: for a column that
 *          is missing (an older version did not count it) or not known (a newer version counts it),
 *          and for a row whose counts cannot be those of links. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_report_add_rows(ecflink_report* report, ecflink_arrow_check check,
                                                   struct ArrowArrayStream* stream, ecflink_error* error);

/** Frees a report, which must not be in use. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_report_free(ecflink_report* report);

/* ==== Other policies ========================================================================== */

/** How the verdicts of links change under another policy. Since 0.1. */
typedef struct ecflink_verdict_changes {
    uint32_t struct_size;
    uint32_t reserved;     /**< 0 */
    uint64_t counts[3][3]; /**< links, by the ecflink_verdict before and the one after */
    /** links whose verdict became stricter, by the number of the finding to correct first after
     *  the change */
    uint64_t stricter[64];
    /** links whose verdict became looser, by the number of the finding to correct first before the
     *  change */
    uint64_t looser[64];
} ecflink_verdict_changes;

#define ECFLINK_VERDICT_CHANGES_INIT {sizeof(ecflink_verdict_changes), 0, {{0}}, {0}, {0}}

/** Changes of verdicts: for each court, and for all together. Since 0.1. */
typedef struct ecflink_changes ecflink_changes;

/** See ecflink_error_init. Since 0.1. */
ECFLINK_API ecflink_status ecflink_verdict_changes_init(ecflink_verdict_changes* out, uint32_t struct_size);

/** How the verdicts of one court's links change if its policy changes only in dispositions. Needs
 *  only the findings of the links.
 *  \param before    borrowed for the call: the engine that gave the findings
 *  \param after     borrowed for the call
 *  \param court     as for ecflink_policy_digest
 *  \param findings  borrowed for the call: those of the court's links; may be NULL if `rows` is 0
 *  \param out       the caller's, written
 *  \return ECFLINK_OK, ECFLINK_E_NOT_FOUND if one of the engines has no policy for the court, or
 *          ECFLINK_E_INVALID_POLICIES if the two policies differ in more than dispositions; then
 *          the links must be verified again, as ecflink_links_shadow does. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_findings_impact(const ecflink_engine* before, const ecflink_engine* after,
                                                   const char* court, size_t court_size,
                                                   const uint64_t* findings, uint64_t rows,
                                                   ecflink_verdict_changes* out, ecflink_error* error);

/** How the verdicts of links change under other policies that differ from those of an index only in
 *  dispositions, for each court and for all together. Needs the findings of the links, and does not
 *  verify them again.
 *  \param index     borrowed for the call: the policies that gave the findings
 *  \param after     borrowed for the call
 *  \param links     borrowed for the call
 *  \param findings  borrowed for the call: those of the links, in their order
 *  \param count     how many there are; it must be the number of links
 *  \param out       receives the changes; given to you, free with ecflink_changes_free
 *  \return ECFLINK_OK, ECFLINK_E_INVALID for `count`, or ECFLINK_E_INVALID_POLICIES, with a link of
 *          the court as error->index, if two policies differ in more than dispositions. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_links_impact(const ecflink_index* index, const ecflink_engine* after,
                                                const ecflink_links* links, const uint64_t* findings,
                                                uint64_t count, ecflink_changes** out, ecflink_error* error);

/** How the verdicts of links change under other policies, which may differ in anything. The links
 *  are verified under both in one pass.
 *  \param index    borrowed for the call: the tables, and the policies before the change
 *  \param after    borrowed for the call
 *  \param links    borrowed for the call
 *  \param as_of    the time
 *  \param options  borrowed for the call; may be NULL
 *  \param out      receives the changes; given to you, free with ecflink_changes_free
 *  \return ECFLINK_OK, ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_RANGE for `as_of`, or
 *          ECFLINK_E_INVALID for too many threads. Takes the memory of a verification. If the
 *          policies differ in more than dispositions, it takes 8 bytes more for each link, 4 for
 *          each court account, and 2 for each central account and each legacy cut-off that the
 *          index lacks. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_links_shadow(const ecflink_index* index, const ecflink_engine* after,
                                                const ecflink_links* links, ecflink_time as_of,
                                                const ecflink_bulk_options* options, ecflink_changes** out,
                                                ecflink_error* error);

/** As ecflink_report_total. Since 0.1. */
ECFLINK_API ecflink_status ecflink_changes_total(const ecflink_changes* changes, ecflink_verdict_changes* out,
                                                 ecflink_error* error);

/** As ecflink_report_court_count. Since 0.1. */
ECFLINK_API size_t ecflink_changes_court_count(const ecflink_changes* changes);

/** As ecflink_report_court_id. Since 0.1. */
ECFLINK_API ecflink_status ecflink_changes_court_id(const ecflink_changes* changes, size_t place,
                                                    char* buffer, size_t capacity, size_t* size_out,
                                                    ecflink_error* error);

/** As ecflink_report_court. Since 0.1. */
ECFLINK_API ecflink_status ecflink_changes_court(const ecflink_changes* changes, size_t place,
                                                 ecflink_verdict_changes* out, ecflink_error* error);

/** Frees changes, which must not be in use. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_changes_free(ecflink_changes* changes);

#ifdef __cplusplus
}
#endif

/* NOLINTEND(modernize-*) */

#endif /* ECFLINK_ECFLINK_BULK_H */
