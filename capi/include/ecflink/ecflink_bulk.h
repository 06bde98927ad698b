/** \file ecflink_bulk.h
 *  Whole ledgers through the C interface: tables come in as Arrow streams, findings and verdicts go
 *  out as plain columns.
 *
 *      engine --+
 *      tables --+--> index --+
 *      links ----------------+--> findings and verdicts of every link, and a report
 *
 *  An index holds what links are looked up in: central accounts, court accounts, tombstones and
 *  roster. It serves any number of verifications, of any links, as of any time, by any number of
 *  threads. docs/tables.md lists the tables and their columns.
 *
 *  The conventions of ecflink.h hold here, and these:
 *
 *  12. A stream that is handed over belongs to ecflink from the moment of the call, whatever the
 *      status and whatever else is wrong with the call; the caller's struct is left marked as
 *      released. It is read to its end within the call. Its arrays are kept and not copied, until
 *      the handle that was made of them is freed; their release callbacks run on the thread that
 *      frees it. Every release callback is called exactly once. What a producer exports must not be
 *      changed while it is kept.
 *  13. Columns are found by name, in any order. Texts may be utf8, large utf8, utf8 views, or
 *      dictionaries of these with any integer index; instants are timestamps of any unit, with or
 *      without a zone (without: UTC); dates date32; truth values bool; numbers integers of any
 *      width. A null is a missing value, and so is an empty text. What is wrong with a stream is
 *      ECFLINK_E_ARROW: error->field is the table or the column, "links.login", error->index the
 *      row within the batch, and error->message says all of it. A value that is no token or no id
 *      is no error: it makes its row malformed, which is a finding.
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

/* As the Arrow specification has it, so that any number of programs may declare it:
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

/** How much of what a producer says is believed. Since 0.1. */
typedef int32_t ecflink_arrow_check;
enum {
    /** nothing: every offset, view, dictionary index and text is checked. Time is that of reading
     *  the texts once */
    ECFLINK_ARROW_CHECK_FULL = 0,
    /** its rows: types, lengths, children and buffers are checked alone. For producers within the
     *  program */
    ECFLINK_ARROW_CHECK_LAYOUT = 1
};

/* ==== Work ==================================================================================== */

/** Told now and then how far work has come. Runs on the thread that called, never after the call,
 *  and must neither throw nor jump away.
 *  \param context  of the options
 *  \param stage    what is done at present, for people; static
 *  \param done     rows of the stage that are done
 *  \param all      rows of the stage
 *  \return 0 to go on; anything else ends the call soon, with ECFLINK_E_CANCELLED. Since 0.1.
 */
typedef int32_t (*ecflink_progress)(void* context, const char* stage, uint64_t done, uint64_t all);

/** The most threads of one call, and the numbers that a secret has. Since 0.1. */
enum { ECFLINK_MAX_THREADS = 256, ECFLINK_SECRET_NUMBERS = 4 };

/** How long work is done. NULL in its place means ECFLINK_BULK_OPTIONS_INIT. Borrowed for the call.
 *  Since 0.1. */
typedef struct ecflink_bulk_options {
    uint32_t struct_size;
    /** how many threads may work, the calling one among them; at most ECFLINK_MAX_THREADS; 0 means
     *  1 */
    uint32_t threads;
    ecflink_progress progress; /**< NULL: work runs to its end in silence */
    void* progress_context;    /**< handed to `progress` */
    /** what an index hashes with: ECFLINK_SECRET_NUMBERS numbers; NULL: drawn at random. No result
     *  depends on it. Keys come from users, who could choose them so that they fall together if
     *  they knew it: give one in tests alone */
    const uint64_t* secret;
} ecflink_bulk_options;

#define ECFLINK_BULK_OPTIONS_INIT {sizeof(ecflink_bulk_options), 0, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.1. */
ECFLINK_API ecflink_status ecflink_bulk_options_init(ecflink_bulk_options* out, uint32_t struct_size);

/* ==== Indexes ================================================================================= */

/** What links are looked up in. Immutable; safe from any number of threads. Since 0.1. */
typedef struct ecflink_index ecflink_index;

/** Reads the tables of a ledger but for its links, and finds what is so about each account alone.
 *  \param engine            borrowed for the call; the index keeps its policies alive, the engine
 *                           may be freed
 *  \param options           borrowed for the call; may be NULL
 *  \param check             how far the four streams are believed
 *  \param central_accounts  taken over, as are the three after it, and none of them twice
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

/** Bytes that the index keeps beside the arrays of the tables; 0 for NULL. Since 0.1. */
ECFLINK_API uint64_t ecflink_index_memory(const ecflink_index* index);

/** How many columns the tables have that ecflink does not know and did not look at; 0 for NULL. One
 *  may be a column that was misspelled. Since 0.1. */
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

/** Frees an index and its arrays; nothing may be using it. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_index_free(ecflink_index* index);

/* ==== Links =================================================================================== */

/** A table of links. Immutable; safe from any number of threads. Since 0.1. */
typedef struct ecflink_links ecflink_links;

/** Counts of links by verdict and finding. Since 0.1. */
typedef struct ecflink_tally {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    uint64_t links;
    uint64_t allow;
    uint64_t hold;
    uint64_t refuse;
    uint64_t findings[64]; /**< by the number of the finding */
} ecflink_tally;

#define ECFLINK_TALLY_INIT {sizeof(ecflink_tally), 0, 0, 0, 0, 0, {0}}

/** The tallies of a verification or a forecast: of each court, and of all. Since 0.1. */
typedef struct ecflink_report ecflink_report;

/** See ecflink_error_init. Since 0.1. */
ECFLINK_API ecflink_status ecflink_tally_init(ecflink_tally* out, uint32_t struct_size);

/** Reads a table of links.
 *  \param check   how far the stream is believed
 *  \param stream  taken over
 *  \param out     receives the links; given to you, free with ecflink_links_free
 *  \return ECFLINK_OK, ECFLINK_E_ARROW, or ECFLINK_E_INVALID_NUMBER for `check`. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_links_create(ecflink_arrow_check check, struct ArrowArrayStream* stream,
                                                ecflink_links** out, ecflink_error* error);

/** How many links there are; 0 for NULL. Since 0.1. */
ECFLINK_API uint64_t ecflink_links_count(const ecflink_links* links);

/** As ecflink_index_unknown_column_count. Since 0.1. */
ECFLINK_API size_t ecflink_links_unknown_column_count(const ecflink_links* links);

/** As ecflink_index_unknown_column. Since 0.1. */
ECFLINK_API ecflink_status ecflink_links_unknown_column(const ecflink_links* links, size_t place,
                                                        char* buffer, size_t capacity, size_t* size_out,
                                                        ecflink_error* error);

/** Frees links and their arrays; nothing may be using them. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_links_free(ecflink_links* links);

/** Assesses every link as ecflink_link_assess would, as of a time.
 *  \param index       borrowed for the call
 *  \param links       borrowed for the call
 *  \param as_of       the time
 *  \param options     borrowed for the call; may be NULL; the secret does not matter
 *  \param findings    receives the set of findings of each link, in the order of the links; NULL:
 *                     not asked for
 *  \param verdicts    receives the ecflink_verdict of each link; NULL: not asked for
 *  \param capacity    how many links both have room for, where they are given
 *  \param report_out  receives the counts; given to you, free with ecflink_report_free; NULL: not
 *                     asked for
 *  \return ECFLINK_OK, ECFLINK_E_BUFFER if `capacity` is less than ecflink_links_count,
 *          ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_RANGE for `as_of`, or ECFLINK_E_INVALID for too
 *          many threads. After ECFLINK_E_CANCELLED, ECFLINK_E_NOMEM and ECFLINK_E_INTERNAL
 *          `findings` and `verdicts` may have been written, and hold nothing of use. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_links_verify(const ecflink_index* index, const ecflink_links* links,
                                                ecflink_time as_of, const ecflink_bulk_options* options,
                                                uint64_t* findings, uint8_t* verdicts, uint64_t capacity,
                                                ecflink_report** report_out, ecflink_error* error);

/** Links that come in parts and need not stay. For one thread at a time. Since 0.1. */
typedef struct ecflink_stream ecflink_stream;

/** Begins the verification of links that come in parts, as of a time.
 *  \param index    borrowed until the stream is freed
 *  \param as_of    the time
 *  \param options  borrowed for the call, but `progress` and its context until the stream is freed;
 *                  may be NULL; the secret does not matter
 *  \param out      receives the stream; given to you, free with ecflink_stream_free
 *  \return ECFLINK_OK, ECFLINK_E_INVALID_RANGE for `as_of`, or ECFLINK_E_INVALID for too many
 *          threads. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_stream_create(const ecflink_index* index, ecflink_time as_of,
                                                 const ecflink_bulk_options* options, ecflink_stream** out,
                                                 ecflink_error* error);

/** Assesses the next links, as ecflink_links_verify does, but for what links say of each other:
 *  that is told by ecflink_stream_finish, when all have come. 24 bytes are kept for each active
 *  link, and the keys of accounts that are not in the index. A part takes 40 microseconds beside
 *  the time of its links, and is shared among threads where it has more than 16,384 of them.
 *  \param links     borrowed for the call: they may be freed after it
 *  \param findings  receives the set of findings of each of these links; NULL: not asked for
 *  \param verdicts  receives the ecflink_verdict of each of these links; NULL: not asked for
 *  \param capacity  how many links both have room for, where they are given
 *  \return ECFLINK_OK, ECFLINK_E_BUFFER if `capacity` is less than ecflink_links_count,
 *          ECFLINK_E_CANCELLED, or ECFLINK_E_INVALID for a stream that has been finished. After
 *          ECFLINK_E_CANCELLED the stream can only be freed; after any other failure the links have
 *          not been added. What has been written to `findings` and `verdicts` holds nothing of use
 *          then. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_stream_add(ecflink_stream* stream, const ecflink_links* links,
                                              uint64_t* findings, uint8_t* verdicts, uint64_t capacity,
                                              ecflink_error* error);

/** Ends a stream, which can only be freed then.
 *  \param out  receives the tallies of all links, and as its rows those that conflict with another:
 *              numbered from 0 for the first link of the first part, with what ecflink_links_verify
 *              would find of them; given to you, free with ecflink_report_free
 *  \return ECFLINK_OK, ECFLINK_E_CANCELLED, or ECFLINK_E_INVALID for a stream that has been
 *          finished. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_stream_finish(ecflink_stream* stream, ecflink_report** out,
                                                 ecflink_error* error);

/** Frees a stream; nothing may be using it. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_stream_free(ecflink_stream* stream);

/** Copies findings and verdicts into a struct array of two columns, `findings` (uint64) and
 *  `verdict` (uint8), without nulls.
 *  \param findings    borrowed for the call
 *  \param verdicts    borrowed for the call
 *  \param rows        how many there are of each; if 0, both may be NULL
 *  \param schema_out  the caller's, written; to be released by whoever has it last
 *  \param array_out   the caller's, written; the same
 *  \return ECFLINK_OK. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_findings_export(const uint64_t* findings, const uint8_t* verdicts,
                                                   uint64_t rows, struct ArrowSchema* schema_out,
                                                   struct ArrowArray* array_out, ecflink_error* error);

/** Who will fail at go-live. An account is looked at as of a time, its court at the later of that
 *  and its go-live. Proofs are not asked for, since they will be given; what is found of a link
 *  that stands in the ledger is not, since there is none.
 *  \param index       borrowed for the call
 *  \param links       borrowed for the call: those that stand
 *  \param candidates  borrowed for the call: pairs that shall be linked, of which `court`, `login`
 *                     and `central_id` count alone. NULL: the court accounts that no active link
 *                     joins, by what is so about them and their courts alone; an ambiguous one
 *                     counts once, with its first row
 *  \param as_of       the time
 *  \param options     borrowed for the call; may be NULL; the secret does not matter
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

/** The counts of all courts.
 *  \param out  the caller's, written
 *  \return ECFLINK_OK. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_total(const ecflink_report* report, ecflink_tally* out,
                                                ecflink_error* error);

/** How many courts have counts; 0 for NULL. Since 0.1. */
ECFLINK_API size_t ecflink_report_court_count(const ecflink_report* report);

/** The id of a court that has counts, by its place in the order of the ids. It is empty for the
 *  links whose court is missing or unreadable.
 *  \param place     from 0, below ecflink_report_court_count
 *  \param buffer    the caller's, filled; `capacity` bytes long; 17 always suffice
 *  \param size_out  written
 *  \return ECFLINK_OK, ECFLINK_E_NOT_FOUND or ECFLINK_E_BUFFER. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_court_id(const ecflink_report* report, size_t place, char* buffer,
                                                   size_t capacity, size_t* size_out, ecflink_error* error);

/** The counts of a court, by the same place.
 *  \param out  the caller's, written
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_court(const ecflink_report* report, size_t place,
                                                ecflink_tally* out, ecflink_error* error);

/** How many rows a forecast speaks of; 0 for NULL, and for the report of a verification, whose
 *  answers have columns of their own. Since 0.1. */
ECFLINK_API uint64_t ecflink_report_row_count(const ecflink_report* report);

/** Copies the rows of a forecast, in ascending order.
 *  \param rows      receives the numbers of the rows, from 0: of the candidates, or of the court
 *                   accounts; NULL: not asked for
 *  \param findings  receives their sets of findings; NULL: not asked for
 *  \param verdicts  receives their ecflink_verdict; NULL: not asked for
 *  \param capacity  how many rows the three have room for, where they are given
 *  \return ECFLINK_OK, or ECFLINK_E_BUFFER if `capacity` is less than ecflink_report_row_count.
 *          Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_rows(const ecflink_report* report, uint64_t* rows,
                                               uint64_t* findings, uint8_t* verdicts, uint64_t capacity,
                                               ecflink_error* error);

/** Adds the counts of another report, as of another batch, machine or day. The order does not
 *  matter. Rows are not added. On failure `report` is as it was.
 *  \param report  changed
 *  \param other   borrowed for the call; may be `report` itself
 *  \return ECFLINK_OK. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_report_add(ecflink_report* report, const ecflink_report* other,
                                              ecflink_error* error);

/** Frees a report; nothing may be using it. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_report_free(ecflink_report* report);

/* ==== Other policies ========================================================================== */

/** How links fare under another policy. Since 0.1. */
typedef struct ecflink_verdict_changes {
    uint32_t struct_size;
    uint32_t reserved;     /**< 0 */
    uint64_t counts[3][3]; /**< links, by the ecflink_verdict before and the one after */
    /** by number of finding: links whose verdict became stricter, by what is to be mended first
     *  after */
    uint64_t stricter[64];
    /** links whose verdict became looser, by what was to be mended first before */
    uint64_t looser[64];
} ecflink_verdict_changes;

#define ECFLINK_VERDICT_CHANGES_INIT {sizeof(ecflink_verdict_changes), 0, {{0}}, {0}, {0}}

/** Changes of verdicts: of each court, and of all. Since 0.1. */
typedef struct ecflink_changes ecflink_changes;

/** See ecflink_error_init. Since 0.1. */
ECFLINK_API ecflink_status ecflink_verdict_changes_init(ecflink_verdict_changes* out, uint32_t struct_size);

/** What becomes of the links of one court where its policy changes in nothing but dispositions,
 *  from their findings alone.
 *  \param before    borrowed for the call: the engine that the findings are of
 *  \param after     borrowed for the call
 *  \param court     as for ecflink_policy_digest
 *  \param findings  borrowed for the call: of links of this court; if there are no rows, may be
 *                   NULL
 *  \param out       the caller's, written
 *  \return ECFLINK_OK, ECFLINK_E_NOT_FOUND if one of the engines has no policy of the court, or
 *          ECFLINK_E_INVALID_POLICIES if the two policies differ in more: then the links must be
 *          verified again, as ecflink_links_shadow does. Since 0.1.
 */
ECFLINK_API ecflink_status ecflink_findings_impact(const ecflink_engine* before, const ecflink_engine* after,
                                                   const char* court, size_t court_size,
                                                   const uint64_t* findings, uint64_t rows,
                                                   ecflink_verdict_changes* out, ecflink_error* error);

/** What becomes of links under other policies, whatever these differ in: they are verified under
 *  both, in one pass.
 *  \param index    borrowed for the call: the tables, and the policies before
 *  \param after    borrowed for the call
 *  \param links    borrowed for the call
 *  \param as_of    the time
 *  \param options  borrowed for the call; may be NULL
 *  \param out      receives the changes; given to you, free with ecflink_changes_free
 *  \return ECFLINK_OK, ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_RANGE for `as_of`, or
 *          ECFLINK_E_INVALID for too many threads. Takes the memory of a verification; where the
 *          policies differ in more than dispositions 8 bytes more a link, 4 a court account, and 2
 *          a central account for each cut-off for legacy accounts that the index lacks. Since 0.1.
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

/** Frees changes; nothing may be using them. NULL: does nothing. Since 0.1. */
ECFLINK_API void ecflink_changes_free(ecflink_changes* changes);

#ifdef __cplusplus
}
#endif

/* NOLINTEND(modernize-*) */

#endif /* ECFLINK_ECFLINK_BULK_H */
