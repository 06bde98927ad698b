/** \file ecflink_ledger.h
 *  Ledgers through the C interface: the database that keeps links, the ceremony that makes them,
 *  and everything around it. A library of its own (libecflink_c_ledger), so that a program that
 *  only asks for decisions needs neither SQLite nor libpq.
 *
 *      ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
 *      ecflink_begin_request request = ECFLINK_BEGIN_REQUEST_INIT;
 *      ecflink_begin_outcome begun = ECFLINK_BEGIN_OUTCOME_INIT;
 *      ecflink_answer* answer = NULL;
 *
 *      options.address = "sqlite:court.db";
 *      options.address_size = strlen(options.address);
 *      options.keys = keys;
 *      if (ecflink_ledger_open(engine, &options, &ledger, &error) == ECFLINK_OK &&
 *          ecflink_ledger_begin(ledger, &request, now, 0, &begun, &answer, &error) == ECFLINK_OK &&
 *          begun.has_page) {
 *          // show the page of ecflink_answer_page; keep begun.handle and begun.shown
 *      }
 *      ecflink_answer_free(answer);
 *      ecflink_ledger_free(ledger);
 *
 *  docs/ledger.md says what a ledger is and promises, and docs/ceremony.md shows the ceremony.
 *
 *  The conventions of ecflink.h apply here too, and these:
 *
 *  15. Threads. Any number of threads may call at once with one ecflink_ledger, but for
 *      ecflink_ledger_free. The same holds for keys and answers.
 *  16. Fork. A ledger belongs to the process that opened it. In a forked process every function
 *      refuses it with ECFLINK_E_LEDGER_FORKED, and ecflink_ledger_free does nothing. Open another
 *      one there.
 *  17. Refusals are values: the status is ECFLINK_OK, and the outcome says no. A status of the
 *      class ECFLINK_E_LEDGER means that the ledger could not do its work. Then nothing was
 *      written, except perhaps under ECFLINK_E_LEDGER_UNKNOWN_OUTCOME. error->message says what
 *      happened, to what, and how to fix it; it holds no key, password or handle.
 *  18. Answers. Where a result has parts of any number or length, a function makes an
 *      ecflink_answer. The texts of the outcome point into it. It is the caller's, who frees it
 *      with ecflink_answer_free. `answer_out` may be NULL, unless the comment says otherwise. A
 *      function that asks an answer for something that it does not hold gives ECFLINK_E_NOT_FOUND.
 *  19. Callbacks run on the calling thread, and never while a transaction of this call holds others
 *      up. They must not throw or jump out (longjmp). The password check may call functions with
 *      the same ledger; no other callback may. What they are passed lives until they return.
 *  20. Secrets. A handle is a pointer and a size, and is overwritten when its answer is freed. No
 *      function writes a password, key or handle to a log, a message or a file.
 */
#ifndef ECFLINK_ECFLINK_LEDGER_H
#define ECFLINK_ECFLINK_LEDGER_H

#include <ecflink/ecflink_decide.h>

/* NOLINTBEGIN(modernize-*): this is C */

#ifdef __cplusplus
extern "C" {
#endif

/* ==== What all functions share ================================================================ */

/** A ledger that is open. Since 0.2. */
typedef struct ecflink_ledger ecflink_ledger;

/** The parts of a result. Since 0.2. */
typedef struct ecflink_answer ecflink_answer;

/** Flags of functions that write. Since 0.2. */
enum {
    /** write nothing, and say what the answer would be. Other writers wait meanwhile */
    ECFLINK_DRY_RUN = 1,
    /** of ecflink_ledger_move_registration alone: the filer who submits the request again no longer
     *  knows the login or the password of the account that it names */
    ECFLINK_CREDENTIALS_LOST = 2
};

/** The bytes of the texts of a ledger's id and of the digest of its policies, with their NUL. Since
 *  0.2. */
enum { ECFLINK_LEDGER_ID_BYTES = 40, ECFLINK_POLICY_DIGEST_BYTES = 80 };

/** Takes one line of text, without its line end. Since 0.2.
 *  \param context  the caller's
 *  \return 0 to go on; anything else to stop
 */
typedef int32_t (*ecflink_line)(void* context, const char* line, size_t size);

/** Is told how far work has come. Since 0.2.
 *  \param context  progress_context of the options
 *  \param stage    the current stage, for people
 *  \return 0 to go on; anything else ends the call soon, with ECFLINK_E_CANCELLED
 */
typedef int32_t (*ecflink_work_progress)(void* context, const char* stage, uint64_t done, uint64_t all);

/** How long work is done. NULL means ECFLINK_WORK_INIT. Since 0.2. */
typedef struct ecflink_work {
    uint32_t struct_size;
    /** how many threads may work, the calling one among them; 0 means 1, and the most is
     *  ECFLINK_MAX_THREADS. Work that cannot be divided takes one */
    uint32_t threads;
    ecflink_work_progress progress; /**< NULL: nothing is told, and nothing can be cancelled */
    void* progress_context;
} ecflink_work;

#define ECFLINK_WORK_INIT {sizeof(ecflink_work), 0, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_work_init(ecflink_work* out, uint32_t struct_size);

/** A court account and a central account. Since 0.2. */
typedef struct ecflink_pair {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    const char* court;
    size_t court_size;
    const char* login;
    size_t login_size;
    const char* central;
    size_t central_size;
} ecflink_pair;

#define ECFLINK_PAIR_INIT {sizeof(ecflink_pair), 0, NULL, 0, NULL, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_pair_init(ecflink_pair* out, uint32_t struct_size);

/* ==== Open and close ========================================================================== */

/** How to reach a ledger. Since 0.2. */
typedef struct ecflink_ledger_options {
    uint32_t struct_size;
    uint32_t connections; /**< the most to hold open, each for one call at a time; 0 means 4 */
    /** how long a writing call waits for others, in microseconds; 0 means ten seconds */
    int64_t patience;
    /** "sqlite:FILE", "postgresql://..." or "postgres://...". Keep a password out of it: libpq
     *  reads its password file */
    const char* address;
    size_t address_size;
    /** NULL: the ledger can be read, and writing is ECFLINK_E_LEDGER_NO_KEYS. May be freed after
     *  the call */
    const ecflink_keys* keys;
    /** is passed every checkpoint as a line, after the commit that made it, on the thread of that
     *  call, when others may write again. Keep it where nobody who can write the database can
     *  write. Its answer is ignored: the change stands. NULL: nobody is told */
    ecflink_line witness;
    void* witness_context;
    /** for ecflink_ledger_create: the id of the new ledger, 32 random hexadecimal digits, so that a
     *  key file can name it before it is made; empty: it is drawn */
    const char* new_id;
    size_t new_id_size;
} ecflink_ledger_options;

#define ECFLINK_LEDGER_OPTIONS_INIT {sizeof(ecflink_ledger_options), 0, 0, NULL, 0, NULL, NULL, NULL, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_ledger_options_init(ecflink_ledger_options* out, uint32_t struct_size);

/** Makes the tables of a ledger in an empty database, and opens it.
 *  \param engine   borrowed for the call; the ledger keeps its policies, and works under them from
 *                  now on
 *  \param options  borrowed for the call
 *  \param now      the time at which it is made
 *  \param out      written; free it with ecflink_ledger_free
 *  \return ECFLINK_OK; ECFLINK_E_INPUT if the address names no kind of ledger;
 *          ECFLINK_E_UNSUPPORTED if this library was built without PostgreSQL, or the library of
 *          ecflink.h is of another version; ECFLINK_E_LEDGER_EXISTS if the database holds a ledger;
 *          ECFLINK_E_LEDGER_OTHER_KEYS if the key file names the ledgers that it serves, and not
 *          the new one; another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_create(const ecflink_engine* engine,
                                                 const ecflink_ledger_options* options, ecflink_time now,
                                                 ecflink_ledger** out, ecflink_error* error);

/** Opens a ledger. The keys must serve it and include the one that signed its last checkpoint.
 *  \param engine   borrowed for the call; the ledger keeps its policies
 *  \param options  borrowed for the call
 *  \param out      written; free it with ecflink_ledger_free
 *  \return ECFLINK_OK; ECFLINK_E_INPUT and ECFLINK_E_UNSUPPORTED as ecflink_ledger_create;
 *          ECFLINK_E_LEDGER_NOT_FOUND, ECFLINK_E_LEDGER_OTHER_VERSION, ECFLINK_E_LEDGER_OTHER_KEYS;
 *          another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_open(const ecflink_engine* engine,
                                               const ecflink_ledger_options* options, ecflink_ledger** out,
                                               ecflink_error* error);

/** Brings the tables of an older ledger to this version, in one transaction.
 *  \param options       borrowed for the call
 *  \param by            who does this; borrowed for the call
 *  \param flags         0, or ECFLINK_DRY_RUN, which only reads and needs no keys
 *  \param versions_out  written: by how many versions; 0: there was nothing to do
 *  \return ECFLINK_OK; ECFLINK_E_INPUT and ECFLINK_E_UNSUPPORTED as ecflink_ledger_create;
 *          ECFLINK_E_LEDGER_OTHER_VERSION if a newer program made the tables; another of
 *          ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_migrate(const ecflink_ledger_options* options,
                                                  const ecflink_acting* by, ecflink_time now, uint32_t flags,
                                                  int32_t* versions_out, ecflink_error* error);

/** Closes a ledger, which must not be in use. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_ledger_free(ecflink_ledger* ledger);

/** What a ledger is and holds. Since 0.2. */
typedef struct ecflink_ledger_info {
    uint32_t struct_size;
    int32_t schema_version;
    char id[ECFLINK_LEDGER_ID_BYTES];
    char policy_set[ECFLINK_POLICY_DIGEST_BYTES]; /**< the digest of the policies in force */
    uint64_t events;                              /**< entries of the audit trail */
    uint64_t highest_event;                       /**< the highest number of one */
    uint64_t last_checkpoint;                     /**< its number; 0: there is none */
    uint64_t central_accounts;
    uint64_t court_accounts;
    uint64_t active_links;
    uint64_t removed_links;
    uint64_t tombstones;
    uint64_t open_obligations;
    uint64_t open_registrations;
    uint64_t held_links; /**< that wait for a clerk */
    /** open obligations that were due before `now`; 0 if ecflink_ledger_describe was not told it */
    uint64_t overdue_obligations;
    ecflink_time oldest_due; /**< of the open obligations; ECFLINK_NO_TIME: none is open */
    uint64_t open_attempts;  /**< password checks that were begun and got no answer */
} ecflink_ledger_info;

#define ECFLINK_LEDGER_INFO_INIT \
    {sizeof(ecflink_ledger_info), 0, {0}, {0}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ECFLINK_NO_TIME, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_ledger_info_init(ecflink_ledger_info* out, uint32_t struct_size);

/** What a ledger is and holds now.
 *  \param now         for the obligations that are overdue; ECFLINK_NO_TIME: nobody asks for them
 *  \param out         the caller's, written
 *  \param answer_out  for ecflink_audit_chain_get: the end of each chain
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_describe(ecflink_ledger* ledger, ecflink_time now,
                                                   ecflink_ledger_info* out, ecflink_answer** answer_out,
                                                   ecflink_error* error);

/** Puts the policies of the engine with which the ledger was opened in force. If they are, nothing
 *  changes. \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_adopt_policies(ecflink_ledger* ledger, const ecflink_acting* by,
                                                         ecflink_time now, ecflink_error* error);

/* ==== Answers ================================================================================= */

/** How many entries the list of an answer has; 0 if it is no list, and for NULL. Since 0.2. */
ECFLINK_API size_t ecflink_answer_count(const ecflink_answer* answer);

/** The lists of texts that an answer can hold. Since 0.2. */
typedef int32_t ecflink_texts;
enum {
    ECFLINK_TEXTS_PERMANENT = 1,            /**< sentences: what becomes permanent */
    ECFLINK_TEXTS_LOOK_TWICE = 2,           /**< sentences: why to look at the names twice */
    ECFLINK_TEXTS_CONTACTS_NOT_CARRIED = 3, /**< addresses that get no rights from the link */
    ECFLINK_TEXTS_AGENTS_NOT_CARRIED = 4    /**< agents who must link accounts of their own */
};

/** How many texts of this kind an answer has; 0 for NULL and for an unknown kind. Since 0.2. */
ECFLINK_API size_t ecflink_answer_text_count(const ecflink_answer* answer, ecflink_texts which);

/** A text of an answer, which lives as long as the answer; "" if there is none. Since 0.2. */
ECFLINK_API const char* ecflink_answer_text(const ecflink_answer* answer, ecflink_texts which, size_t index);

/** Frees an answer, and with it all texts that outcomes borrow from it. A handle in it is
 *  overwritten. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_answer_free(ecflink_answer* answer);

/* ==== Records ================================================================================= */

/** Flags of records. Since 0.2. */
enum {
    ECFLINK_RECORD_MALFORMED = 1 /**< a field could not be read; the record is left out and counted */
};

/** A central account. Since 0.2. */
typedef struct ecflink_central_record {
    uint32_t struct_size;
    uint32_t flags; /**< ECFLINK_RECORD_... */
    const char* id;
    size_t id_size;
    const ecflink_central_account* account; /**< required */
} ecflink_central_record;

#define ECFLINK_CENTRAL_RECORD_INIT {sizeof(ecflink_central_record), 0, NULL, 0, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_central_record_init(ecflink_central_record* out, uint32_t struct_size);

/** A court account. Since 0.2. */
typedef struct ecflink_court_record {
    uint32_t struct_size;
    uint32_t flags; /**< ECFLINK_RECORD_... */
    const char* court;
    size_t court_size;
    const ecflink_court_account* account; /**< required */
} ecflink_court_record;

#define ECFLINK_COURT_RECORD_INIT {sizeof(ecflink_court_record), 0, NULL, 0, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_court_record_init(ecflink_court_record* out, uint32_t struct_size);

/** A link that was made elsewhere. Since 0.2. */
typedef struct ecflink_link_record {
    uint32_t struct_size;
    uint32_t flags; /**< ECFLINK_RECORD_... */
    const char* court;
    size_t court_size;
    const char* login;
    size_t login_size;
    const char* central;
    size_t central_size;
    const ecflink_ledger_row* row; /**< required */
    const char* account_proof_court;
    size_t account_proof_court_size;
    ecflink_proof_class central_proof;
    ecflink_proof_class account_proof;
    ecflink_time central_proof_at;
    ecflink_time account_proof_at;
} ecflink_link_record;

#define ECFLINK_LINK_RECORD_INIT  \
    {sizeof(ecflink_link_record), \
     0,                           \
     NULL,                        \
     0,                           \
     NULL,                        \
     0,                           \
     NULL,                        \
     0,                           \
     NULL,                        \
     NULL,                        \
     0,                           \
     0,                           \
     0,                           \
     ECFLINK_NO_TIME,             \
     ECFLINK_NO_TIME}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_link_record_init(ecflink_link_record* out, uint32_t struct_size);

/** A link that was removed. Since 0.2. */
typedef struct ecflink_tombstone_record {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    const char* court;
    size_t court_size;
    const char* login;
    size_t login_size;
    const char* central;
    size_t central_size;
    ecflink_time removed_at; /**< not given: it always counts */
    ecflink_time lifted_at;  /**< not given: not yet */
    const char* actor;       /**< who removed it */
    size_t actor_size;
    const char* reason;
    size_t reason_size;
} ecflink_tombstone_record;

#define ECFLINK_TOMBSTONE_RECORD_INIT  \
    {sizeof(ecflink_tombstone_record), \
     0,                                \
     NULL,                             \
     0,                                \
     NULL,                             \
     0,                                \
     NULL,                             \
     0,                                \
     ECFLINK_NO_TIME,                  \
     ECFLINK_NO_TIME,                  \
     NULL,                             \
     0,                                \
     NULL,                             \
     0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_tombstone_record_init(ecflink_tombstone_record* out, uint32_t struct_size);

/** Who is authorized beforehand. One of login and central id may be missing. Since 0.2. */
typedef struct ecflink_roster_record {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    const char* court;
    size_t court_size;
    const char* login;
    size_t login_size;
    const char* central;
    size_t central_size;
} ecflink_roster_record;

#define ECFLINK_ROSTER_RECORD_INIT {sizeof(ecflink_roster_record), 0, NULL, 0, NULL, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_roster_record_init(ecflink_roster_record* out, uint32_t struct_size);

/** A request for filing privileges. Since 0.2. */
typedef struct ecflink_registration_record {
    uint32_t struct_size;
    uint32_t flags; /**< ECFLINK_RECORD_... */
    ecflink_request_type type;
    ecflink_account_role role;
    ecflink_registration_state state;
    uint32_t reserved; /**< 0 */
    const char* court;
    size_t court_size;
    const char* central;
    size_t central_size;
    const char* login; /**< of an account that the filer named; empty: none */
    size_t login_size;
    ecflink_time submitted_at;
    ecflink_time decided_at;
    const char* reason;
    size_t reason_size;
} ecflink_registration_record;

#define ECFLINK_REGISTRATION_RECORD_INIT  \
    {sizeof(ecflink_registration_record), \
     0,                                   \
     0,                                   \
     0,                                   \
     0,                                   \
     0,                                   \
     NULL,                                \
     0,                                   \
     NULL,                                \
     0,                                   \
     NULL,                                \
     0,                                   \
     ECFLINK_NO_TIME,                     \
     ECFLINK_NO_TIME,                     \
     NULL,                                \
     0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_registration_record_init(ecflink_registration_record* out,
                                                            uint32_t struct_size);

/** The tables of a ledger, or some of them. Borrowed for the call. Since 0.2. */
typedef struct ecflink_records {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    const ecflink_central_record* central_accounts;
    size_t central_account_count;
    const ecflink_court_record* court_accounts;
    size_t court_account_count;
    const ecflink_link_record* links; /**< for ecflink_ledger_import alone */
    size_t link_count;
    const ecflink_tombstone_record* tombstones;
    size_t tombstone_count;
    const ecflink_roster_record* roster;
    size_t roster_count;
    const ecflink_registration_record* registrations;
    size_t registration_count;
} ecflink_records;

#define ECFLINK_RECORDS_INIT \
    {sizeof(ecflink_records), 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_records_init(ecflink_records* out, uint32_t struct_size);

/** The counts of a load. Since 0.2. */
typedef struct ecflink_load_summary {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    uint64_t added;
    uint64_t changed;
    uint64_t unchanged;
    uint64_t malformed;        /**< left out: a field is missing or unreadable */
    uint64_t ambiguous;        /**< left out: several rows have one key */
    uint64_t tombstones;       /**< taken over */
    uint64_t registrations;    /**< requests taken over */
    uint64_t links_that_stand; /**< links that contradict a tombstone of the table */
} ecflink_load_summary;

#define ECFLINK_LOAD_SUMMARY_INIT {sizeof(ecflink_load_summary), 0, 0, 0, 0, 0, 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_load_summary_init(ecflink_load_summary* out, uint32_t struct_size);

/** Adds records of accounts and rosters, and updates known accounts; tombstones and requests are
 *  taken over. It removes none, and takes no links. What the ledger has already changes nothing.
 *  Each transaction takes a thousand rows; after an error or a cancel, the same call takes the
 *  rest.
 *  \param records     borrowed for the call
 *  \param by          who does this; borrowed for the call
 *  \param work        borrowed for the call, or NULL
 *  \param flags       0 or ECFLINK_DRY_RUN
 *  \param out         the caller's, written
 *  \param answer_out  for ecflink_left_out_get
 *  \return ECFLINK_OK, ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_... for a record, with error->index;
 *          ECFLINK_E_LEDGER_NOT_FOUND if the central account of a request is not known; another of
 *          ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_load(ecflink_ledger* ledger, const ecflink_records* records,
                                               const ecflink_acting* by, ecflink_time now,
                                               const ecflink_work* work, uint32_t flags,
                                               ecflink_load_summary* out, ecflink_answer** answer_out,
                                               ecflink_error* error);

/** The same with the CSV files of a ledger folder (docs/tables.md).
 *  \param folder  the name of the folder
 *  \return as ecflink_ledger_load; ECFLINK_E_INPUT if a file cannot be read: error->message has the
 *          first trouble, with file, line and column. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_load_folder(ecflink_ledger* ledger, const char* folder,
                                                      size_t folder_size, const ecflink_acting* by,
                                                      ecflink_time now, const ecflink_work* work,
                                                      uint32_t flags, ecflink_load_summary* out,
                                                      ecflink_answer** answer_out, ecflink_error* error);

/** Why a load names a row. Since 0.2. */
typedef int32_t ecflink_left_out_kind;
enum {
    ECFLINK_LEFT_OUT_AMBIGUOUS = 1,     /**< several rows have its key; the first ten */
    ECFLINK_LEFT_OUT_CONTRADICTORY = 2, /**< its times contradict each other; the first ten */
    /** a tombstone of a pair that is linked here; it was taken over, and the link stands */
    ECFLINK_LEFT_OUT_LINK_STANDS = 3
};

/** A row of a table that was left out, or contradicts the ledger. Since 0.2. */
typedef struct ecflink_left_out {
    uint32_t struct_size;
    ecflink_left_out_kind kind;
    uint64_t row;           /**< from 0 */
    ecflink_time linked_at; /**< of a link that stands; else not given */
    const char* table;      /**< "central_accounts" and so on; static */
} ecflink_left_out;

#define ECFLINK_LEFT_OUT_INIT {sizeof(ecflink_left_out), 0, 0, ECFLINK_NO_TIME, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_left_out_init(ecflink_left_out* out, uint32_t struct_size);

/** An entry of the answer of a load. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_left_out_get(const ecflink_answer* answer, size_t index,
                                                ecflink_left_out* out, ecflink_error* error);

/** A further address that a court has on file for an account. Since 0.2. */
typedef struct ecflink_contact {
    uint32_t struct_size;
    int32_t is_proven; /**< 1 or 0 */
    const char* court;
    size_t court_size;
    const char* login;
    size_t login_size;
    const char* contact; /**< masked by the court: "a***@example.org" */
    size_t contact_size;
} ecflink_contact;

#define ECFLINK_CONTACT_INIT {sizeof(ecflink_contact), 0, NULL, 0, NULL, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_contact_init(ecflink_contact* out, uint32_t struct_size);

/** Sets further addresses of known accounts, and whether each is proven. Addresses that are not
 *  named stay. It knows no dry run; ecflink_ledger_contacts_without_account says beforehand whether
 *  the accounts are known.
 *  \param contacts  `count` of them, borrowed for the call
 *  \param count     how many; with 0 nothing is set
 *  \param by        who does this; borrowed for the call
 *  \return ECFLINK_OK; ECFLINK_E_INVALID_... for a contact, with error->index;
 *          ECFLINK_E_LEDGER_NOT_FOUND if one account is unknown: then none is set; another of
 *          ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_set_contacts(ecflink_ledger* ledger,
                                                       const ecflink_contact* contacts, size_t count,
                                                       const ecflink_acting* by, ecflink_time now,
                                                       ecflink_error* error);

/** The places of contacts whose account the ledger does not have.
 *  \param places     the caller's, `count` long; the first of them are written, in order
 *  \param found_out  written: how many
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_contacts_without_account(ecflink_ledger* ledger,
                                                                   const ecflink_contact* contacts,
                                                                   size_t count, size_t* places,
                                                                   size_t* found_out, ecflink_error* error);

/* ==== The ceremony ============================================================================ */

/** The caller's own check that a person controls a court account. It is called without an open
 *  transaction, and for logins that do not exist as well: it should take the same time for both.
 *  Several threads may call it at once. Since 0.2.
 *  \param context    check_context of the request
 *  \param proof_out  written: ECFLINK_PROOF_CLASS_PASSWORD, or ECFLINK_PROOF_CLASS_NONE
 *  \return 0; anything else: the check gave no answer, and the call ends with
 *          ECFLINK_E_LEDGER_CHECK_FAILED. The attempt counts
 */
typedef int32_t (*ecflink_account_check)(void* context, const char* court, size_t court_size,
                                         const char* login, size_t login_size,
                                         ecflink_proof_class* proof_out);

/** Who is signed on, and the account to link. Borrowed for the call. Since 0.2. */
typedef struct ecflink_begin_request {
    uint32_t struct_size;
    ecflink_proof_class central_proof; /**< how the central account was proven */
    ecflink_time central_proof_at;     /**< when */
    ecflink_time session_ends;         /**< when the session ends by itself, if it does */
    const char* central;               /**< the central account that is signed on */
    size_t central_size;
    /** ecflink_digest_of the session's secret, never the secret itself */
    uint8_t session[ECFLINK_DIGEST_BYTES];
    const char* court;
    size_t court_size;
    const char* login; /**< as typed */
    size_t login_size;
    ecflink_account_check check; /**< required, but for a dry run, which calls none */
    void* check_context;
    const ecflink_acting* approved; /**< who approves what the rules hold; NULL: nobody */
} ecflink_begin_request;

#define ECFLINK_BEGIN_REQUEST_INIT  \
    {sizeof(ecflink_begin_request), \
     0,                             \
     ECFLINK_NO_TIME,               \
     ECFLINK_NO_TIME,               \
     NULL,                          \
     0,                             \
     {0},                           \
     NULL,                          \
     0,                             \
     NULL,                          \
     0,                             \
     NULL,                          \
     NULL,                          \
     NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_begin_request_init(ecflink_begin_request* out, uint32_t struct_size);

/** A proposal, or a refusal. Show the person only `outward` and the page, and send back `handle`
 *  and `shown`. The rest is for the operator. Texts live as long as the answer. Since 0.2. */
typedef struct ecflink_begin_outcome {
    uint32_t struct_size;
    ecflink_outward_answer outward;
    ecflink_ceremony_problem problem; /**< 0: none */
    ecflink_verdict verdict;
    int32_t has_page;       /**< 1: ecflink_answer_page has the page to show */
    int32_t needs_approval; /**< 1: a clerk must approve the commit */
    int32_t is_linked;      /**< 1: the court has one step; ecflink_answer_commit has the link */
    uint32_t reserved;      /**< 0 */
    uint64_t held_as;       /**< its item in the clerks' queue; 0: there is none */
    uint64_t findings;
    uint64_t approved;  /**< the findings that an approval allows */
    ecflink_time ends;  /**< until when it can be committed */
    const char* handle; /**< for commit or cancel; empty if refused. Never log it */
    size_t handle_size;
    uint8_t shown[ECFLINK_DIGEST_BYTES]; /**< the digest of the page, for commit */
} ecflink_begin_outcome;

#define ECFLINK_BEGIN_OUTCOME_INIT \
    {sizeof(ecflink_begin_outcome), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ECFLINK_NO_TIME, NULL, 0, {0}}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_begin_outcome_init(ecflink_begin_outcome* out, uint32_t struct_size);

/** Reserves an attempt, calls the check, and proposes the link. In a court with one-step
 *  confirmation it also makes the link.
 *  \param request     borrowed for the call
 *  \param flags       0 or ECFLINK_DRY_RUN, which answers as if both accounts were proven
 *  \param out         the caller's, written
 *  \param answer_out  required; written
 *  \return ECFLINK_OK, also for a refusal; ECFLINK_E_LEDGER_CHECK_FAILED, or another of
 *          ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_begin(ecflink_ledger* ledger, const ecflink_begin_request* request,
                                                ecflink_time now, uint32_t flags, ecflink_begin_outcome* out,
                                                ecflink_answer** answer_out, ecflink_error* error);

/** What a person sees before a permanent link. Texts live as long as the answer. Since 0.2. */
typedef struct ecflink_confirm_page {
    uint32_t struct_size;
    ecflink_account_role role;
    int32_t names_differ;     /**< 1: under the court's rule, or one is missing */
    uint32_t reserved;        /**< 0 */
    const char* court;        /**< its name */
    const char* account_name; /**< as the court recorded it */
    const char* central_name; /**< as the center recorded it */
    const char* account;      /**< the login, masked: "c***r" */
    const char* central;      /**< the central id, masked */
} ecflink_confirm_page;

#define ECFLINK_CONFIRM_PAGE_INIT {sizeof(ecflink_confirm_page), 0, 0, 0, NULL, NULL, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_confirm_page_init(ecflink_confirm_page* out, uint32_t struct_size);

/** The page of the answer of begin or peek. Its lists are the answer's texts.
 *  \return ECFLINK_OK, or ECFLINK_E_NOT_FOUND if there is nothing to show. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_answer_page(const ecflink_answer* answer, ecflink_confirm_page* out,
                                               ecflink_error* error);

/** What the confirm screen sends back. Borrowed for the call. Since 0.2. */
typedef struct ecflink_confirm_request {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    const char* handle;
    size_t handle_size;
    const char* central; /**< who is signed on now */
    size_t central_size;
    uint8_t session[ECFLINK_DIGEST_BYTES];   /**< the digest of that session's secret */
    uint8_t confirmed[ECFLINK_DIGEST_BYTES]; /**< `shown` of the page that the person confirmed */
    const ecflink_acting* approved;          /**< NULL: nobody approves */
} ecflink_confirm_request;

#define ECFLINK_CONFIRM_REQUEST_INIT {sizeof(ecflink_confirm_request), 0, NULL, 0, NULL, 0, {0}, {0}, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_confirm_request_init(ecflink_confirm_request* out, uint32_t struct_size);

/** The page that a handle shows now. It changes nothing, so call it when the address of the page is
 *  merely opened.
 *  \param out         the caller's, written; without a handle
 *  \param answer_out  required; written
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_peek(ecflink_ledger* ledger,
                                               const ecflink_confirm_request* confirmation, ecflink_time now,
                                               ecflink_begin_outcome* out, ecflink_answer** answer_out,
                                               ecflink_error* error);

/** A link that was made, or why not. Texts live as long as the answer. Since 0.2. */
typedef struct ecflink_commit_outcome {
    uint32_t struct_size;
    ecflink_outward_answer outward;
    ecflink_ceremony_problem problem; /**< 0: none */
    ecflink_verdict verdict;
    int32_t is_linked; /**< 1: the link was made */
    uint32_t reserved; /**< 0 */
    uint64_t findings;
    uint64_t approved;      /**< the findings that an approval allowed */
    uint64_t sequence;      /**< the number of the audit event */
    ecflink_time linked_at; /**< not given if there is no link */
    const char* record;     /**< the decision record, JSON; "" if there is no link */
    size_t record_size;
} ecflink_commit_outcome;

#define ECFLINK_COMMIT_OUTCOME_INIT \
    {sizeof(ecflink_commit_outcome), 0, 0, 0, 0, 0, 0, 0, 0, ECFLINK_NO_TIME, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_commit_outcome_init(ecflink_commit_outcome* out, uint32_t struct_size);

/** Makes the link, or refuses it.
 *  \param confirmation  borrowed for the call
 *  \param flags         0 or ECFLINK_DRY_RUN
 *  \param out           the caller's, written
 *  \param answer_out    required; written. ecflink_owed_get has the new obligations
 *  \return ECFLINK_OK, also for a refusal; ECFLINK_E_LEDGER_UNKNOWN_OUTCOME: ask
 *          ecflink_ledger_outcome; another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_commit(ecflink_ledger* ledger,
                                                 const ecflink_confirm_request* confirmation,
                                                 ecflink_time now, uint32_t flags,
                                                 ecflink_commit_outcome* out, ecflink_answer** answer_out,
                                                 ecflink_error* error);

/** The link that begin made in a court with one step.
 *  \return ECFLINK_OK, or ECFLINK_E_NOT_FOUND if begin made none. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_answer_commit(const ecflink_answer* answer, ecflink_commit_outcome* out,
                                                 ecflink_error* error);

/** Uses up the handle and links nothing.
 *  \param confirmation  borrowed for the call. Of it the handle, the central account and the
 *                       session count
 *  \param flags         0 or ECFLINK_DRY_RUN
 *  \param outward_out   written: ECFLINK_OUTWARD_ANSWER_OK if the handle was valid
 *  \param problem_out   written: why it was not; 0: none
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_cancel(ecflink_ledger* ledger,
                                                 const ecflink_confirm_request* confirmation,
                                                 ecflink_time now, uint32_t flags,
                                                 ecflink_outward_answer* outward_out,
                                                 ecflink_ceremony_problem* problem_out, ecflink_error* error);

/** What became of a handle. Since 0.2. */
typedef int32_t ecflink_handle_outcome;
enum { ECFLINK_HANDLE_UNUSED = 1, ECFLINK_HANDLE_COMMITTED = 2, ECFLINK_HANDLE_CANCELLED = 3 };

/** What became of a handle; ask after ECFLINK_E_LEDGER_UNKNOWN_OUTCOME. A text that these keys did
 *  not seal for this ledger is unused.
 *  \param out  written
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_outcome(ecflink_ledger* ledger, const char* handle,
                                                  size_t handle_size, ecflink_handle_outcome* out,
                                                  ecflink_error* error);

/* ==== Obligations ============================================================================= */

/** Something that the caller must do after a change. Since 0.2. */
typedef struct ecflink_owed {
    uint32_t struct_size;
    ecflink_obligation what;
    uint64_t sequence; /**< the number of the event that caused it */
    ecflink_time due;
    const char* court; /**< these three live as long as the answer */
    const char* login;
    const char* central;
} ecflink_owed;

#define ECFLINK_OWED_INIT {sizeof(ecflink_owed), 0, 0, ECFLINK_NO_TIME, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_owed_init(ecflink_owed* out, uint32_t struct_size);

/** How many new obligations the answer of begin, commit or unlink has, or open ones that of
 *  ecflink_ledger_obligations. Since 0.2. */
ECFLINK_API size_t ecflink_owed_count(const ecflink_answer* answer);

/** An obligation of such an answer, in the order in which to meet them. Of a new one, court, login
 *  and central id are those of the link. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_owed_get(const ecflink_answer* answer, size_t index, ecflink_owed* out,
                                            ecflink_error* error);

/** The outbox: open obligations, oldest first.
 *  \param at_most     how many
 *  \param answer_out  required; written, for ecflink_owed_get
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_obligations(ecflink_ledger* ledger, size_t at_most,
                                                      ecflink_answer** answer_out, ecflink_error* error);

/** Records that obligations were met.
 *  \param met    `count` of them, of which `what` and `sequence` are read; borrowed for the call
 *  \param flags  0 or ECFLINK_DRY_RUN
 *  \return ECFLINK_OK; ECFLINK_E_LEDGER_NOT_FOUND if one of them is not open: then none is
 *          recorded; another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_discharge(ecflink_ledger* ledger, const ecflink_owed* met,
                                                    size_t count, const ecflink_acting* by, ecflink_time now,
                                                    uint32_t flags, ecflink_error* error);

/* ==== The clerks' queue ======================================================================= */

/** What whoever decides about two accounts is shown. Texts live as long as the answer; the answer's
 *  texts say what becomes permanent. Since 0.2. */
typedef struct ecflink_pair_review {
    uint32_t struct_size;
    ecflink_account_role role; /**< of the court account */
    ecflink_verdict verdict;   /**< what stands against a link of the two now, but for proofs */
    uint32_t reserved;         /**< 0 */
    uint64_t findings;
    const char* account_name; /**< as the court recorded it; "": none, or no such record */
    const char* central_name; /**< as the center recorded it; "": none, or no such record */
} ecflink_pair_review;

#define ECFLINK_PAIR_REVIEW_INIT {sizeof(ecflink_pair_review), 0, 0, 0, 0, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_pair_review_init(ecflink_pair_review* out, uint32_t struct_size);

/** The pair of the answer of a review, a decision, an unlink or a registration.
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_answer_pair(const ecflink_answer* answer, ecflink_pair_review* out,
                                               ecflink_error* error);

/** A proposed link that the rules hold. Texts live as long as the answer. Since 0.2. */
typedef struct ecflink_held_link {
    uint32_t struct_size;
    ecflink_hold_state state;
    uint64_t id; /**< the number of the audit event that proposed the link */
    const char* court;
    const char* login;
    const char* central;
    ecflink_time proposed_at;
    uint64_t found;          /**< the findings when it was proposed */
    uint64_t approved;       /**< the findings that the approval names */
    ecflink_time decided_at; /**< not given: not yet */
    const char* decided_by;  /**< "": nobody yet */
    const char* reason;
    uint64_t account_revision; /**< of the records when it was proposed */
    uint64_t central_revision;
} ecflink_held_link;

#define ECFLINK_HELD_LINK_INIT                                                       \
    {sizeof(ecflink_held_link), 0,    0,    NULL, NULL, NULL, ECFLINK_NO_TIME, 0, 0, \
     ECFLINK_NO_TIME,           NULL, NULL, 0,    0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_held_link_init(ecflink_held_link* out, uint32_t struct_size);

/** Flags of ecflink_ledger_held_links. Since 0.2. */
enum {
    ECFLINK_HELD_WITH_CLOSED = 1 /**< also those that no longer wait, and are not approved */
};

/** The clerks' queue, oldest first.
 *  \param court       of this court; empty: of all
 *  \param flags       0 or ECFLINK_HELD_WITH_CLOSED
 *  \param answer_out  required; written, for ecflink_held_link_get
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_held_links(ecflink_ledger* ledger, const char* court,
                                                     size_t court_size, uint32_t flags,
                                                     ecflink_answer** answer_out, ecflink_error* error);

/** An item of the queue. Of a review or decision, the item 0 is the one in question.
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_held_link_get(const ecflink_answer* answer, size_t index,
                                                 ecflink_held_link* out, ecflink_error* error);

/** An item as a clerk must see it, or a decision about it. Since 0.2. */
typedef struct ecflink_hold_outcome {
    uint32_t struct_size;
    ecflink_hold_answer decided; /**< 0: it was only looked at */
    int32_t has_changed;         /**< 1: a record has changed, so that it cannot be approved */
    uint32_t reserved;           /**< 0 */
    uint64_t sequence;           /**< the number of the audit event; 0: nothing was decided */
    ecflink_time approved_until; /**< while an approval is in force */
} ecflink_hold_outcome;

#define ECFLINK_HOLD_OUTCOME_INIT {sizeof(ecflink_hold_outcome), 0, 0, 0, 0, ECFLINK_NO_TIME}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_hold_outcome_init(ecflink_hold_outcome* out, uint32_t struct_size);

/** An item, and the two accounts as they are now.
 *  \param out         the caller's, written
 *  \param answer_out  for ecflink_held_link_get and ecflink_answer_pair
 *  \return ECFLINK_OK, ECFLINK_E_LEDGER_NOT_FOUND, or another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_review_hold(ecflink_ledger* ledger, uint64_t id, ecflink_time now,
                                                      ecflink_hold_outcome* out, ecflink_answer** answer_out,
                                                      ecflink_error* error);

/** A clerk approves what the item shows. The filer can then link the accounts for 14 days, or until
 *  a record changes.
 *  \param by          who decides, and why: an approval needs a reason; borrowed for the call
 *  \param flags       0 or ECFLINK_DRY_RUN
 *  \param out         the caller's, written
 *  \param answer_out  for ecflink_held_link_get and ecflink_answer_pair, after the decision
 *  \return ECFLINK_OK, also if nothing is approved (`decided` says why);
 *          ECFLINK_E_LEDGER_NOT_FOUND, or another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_approve_hold(ecflink_ledger* ledger, uint64_t id,
                                                       const ecflink_acting* by, ecflink_time now,
                                                       uint32_t flags, ecflink_hold_outcome* out,
                                                       ecflink_answer** answer_out, ecflink_error* error);

/** A clerk rejects an item. The filer may propose the link again.
 *  \param by     who decides; a reason may be left out; borrowed for the call
 *  \param flags  0 or ECFLINK_DRY_RUN
 *  \return as ecflink_ledger_approve_hold. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_reject_hold(ecflink_ledger* ledger, uint64_t id,
                                                      const ecflink_acting* by, ecflink_time now,
                                                      uint32_t flags, ecflink_hold_outcome* out,
                                                      ecflink_answer** answer_out, ecflink_error* error);

/* ==== Unlink and import ======================================================================= */

/** The answer to an unlink. Since 0.2. */
typedef struct ecflink_unlink_outcome {
    uint32_t struct_size;
    ecflink_unlink_answer answer;
    uint64_t sequence; /**< the number of the audit event */
} ecflink_unlink_outcome;

#define ECFLINK_UNLINK_OUTCOME_INIT {sizeof(ecflink_unlink_outcome), 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_unlink_outcome_init(ecflink_unlink_outcome* out, uint32_t struct_size);

/** Removes a link, if the court's policy lets `by` do so.
 *  \param pair        borrowed for the call
 *  \param flags       0 or ECFLINK_DRY_RUN
 *  \param out         the caller's, written
 *  \param answer_out  for ecflink_owed_get and ecflink_answer_pair
 *  \return ECFLINK_OK, also for a refusal, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_unlink(ecflink_ledger* ledger, const ecflink_pair* pair,
                                                 const ecflink_acting* by, ecflink_time now, uint32_t flags,
                                                 ecflink_unlink_outcome* out, ecflink_answer** answer_out,
                                                 ecflink_error* error);

/** The answer to one row of an import. Texts live until the callback returns. Since 0.2. */
typedef struct ecflink_import_outcome {
    uint32_t struct_size;
    ecflink_import_answer answer;
    ecflink_verdict verdict;
    uint32_t reserved; /**< 0 */
    uint64_t row;      /**< from 0 */
    uint64_t findings;
    uint64_t approved;        /**< the findings that the approval allowed */
    const char* account_name; /**< as recorded; "" where the row was taken over without approval */
    const char* central_name;
} ecflink_import_outcome;

#define ECFLINK_IMPORT_OUTCOME_INIT {sizeof(ecflink_import_outcome), 0, 0, 0, 0, 0, 0, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_import_outcome_init(ecflink_import_outcome* out, uint32_t struct_size);

/** Is told of each row, after its transaction. Since 0.2.
 *  \return 0 to go on; anything else ends the call soon, with ECFLINK_E_CANCELLED
 */
typedef int32_t (*ecflink_import_told)(void* context, const ecflink_import_outcome* row);

/** How many rows of an import got each answer, by the number of the answer
 *  (ECFLINK_IMPORT_ANSWER_...). Since 0.2. */
typedef struct ecflink_import_summary {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    uint64_t answers[16];
} ecflink_import_summary;

#define ECFLINK_IMPORT_SUMMARY_INIT {sizeof(ecflink_import_summary), 0, {0}}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_import_summary_init(ecflink_import_summary* out, uint32_t struct_size);

/** Takes over links that were made elsewhere. Rows go in order, 500 in a transaction.
 *  \param records       of which the links are read; borrowed for the call
 *  \param approved      who approves what the rules hold, borrowed for the call; NULL: nobody
 *  \param by            who does this; borrowed for the call
 *  \param told          NULL: nobody is told of the rows
 *  \param told_context  passed to `told`
 *  \param work          borrowed for the call, or NULL
 *  \param flags         0 or ECFLINK_DRY_RUN
 *  \param out           the caller's, written
 *  \return ECFLINK_OK, ECFLINK_E_CANCELLED, ECFLINK_E_INVALID_... for a record, with error->index;
 *          one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_import(ecflink_ledger* ledger, const ecflink_records* records,
                                                 const ecflink_acting* approved, const ecflink_acting* by,
                                                 ecflink_time now, ecflink_import_told told,
                                                 void* told_context, const ecflink_work* work, uint32_t flags,
                                                 ecflink_import_summary* out, ecflink_error* error);

/** The same with links.csv of a ledger folder.
 *  \return as ecflink_ledger_import; ECFLINK_E_INPUT if a file cannot be read. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_import_folder(ecflink_ledger* ledger, const char* folder,
                                                        size_t folder_size, const ecflink_acting* approved,
                                                        const ecflink_acting* by, ecflink_time now,
                                                        ecflink_import_told told, void* told_context,
                                                        const ecflink_work* work, uint32_t flags,
                                                        ecflink_import_summary* out, ecflink_error* error);

/* ==== Access ================================================================================== */

/** The facts of a sign-on that the ledger cannot know. Since 0.2. */
typedef struct ecflink_sign_on_facts {
    uint32_t struct_size;
    int32_t second_factor_given; /**< 1 or 0 */
    int32_t redaction_agreed;    /**< 1 or 0 */
    int32_t client_code_missing; /**< 1: a client code is mandatory, and none was given; else 0 */
    const char* acting_for;      /**< the principal that a filing agent chose; empty: none */
    size_t acting_for_size;
} ecflink_sign_on_facts;

#define ECFLINK_SIGN_ON_FACTS_INIT {sizeof(ecflink_sign_on_facts), 0, 0, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_sign_on_facts_init(ecflink_sign_on_facts* out, uint32_t struct_size);

/** Whether a central account is signed on at all, whatever the court.
 *  \param facts  borrowed for the call
 *  \param out    the caller's, written
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_signs_on(ecflink_ledger* ledger, const char* central,
                                                   size_t central_size, const ecflink_sign_on_facts* facts,
                                                   ecflink_time now, ecflink_privilege* out,
                                                   ecflink_error* error);

/** What a central account may do in every court where it is or was linked, by court.
 *  \param court       the answer is about this court alone, and there is one; empty: about all
 *  \param facts       borrowed for the call
 *  \param answer_out  required; written, for ecflink_access_get
 *  \return ECFLINK_OK; ECFLINK_E_LEDGER_NOT_FOUND if no court has an account of the principal to
 *          act for; another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_sign_on(ecflink_ledger* ledger, const char* central,
                                                  size_t central_size, const char* court, size_t court_size,
                                                  const ecflink_sign_on_facts* facts, ecflink_time now,
                                                  ecflink_answer** answer_out, ecflink_error* error);

/** Where a central account may do something, and through which court account. Texts live as long as
 *  the answer. Since 0.2. */
typedef struct ecflink_access_place {
    uint32_t struct_size;
    ecflink_account_role role; /**< of the court account */
    const char* court;
    const char* login; /**< of the account that is or was linked; "": none */
} ecflink_access_place;

#define ECFLINK_ACCESS_PLACE_INIT {sizeof(ecflink_access_place), 0, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_access_place_init(ecflink_access_place* out, uint32_t struct_size);

/** An entry of the answer of ecflink_ledger_sign_on.
 *  \param place_out  the caller's, written
 *  \param may_out    the caller's, written
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_access_get(const ecflink_answer* answer, size_t index,
                                              ecflink_access_place* place_out, ecflink_court_access* may_out,
                                              ecflink_error* error);

/** What the court's own login still opens.
 *  \param out  the caller's, written
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_court_login(ecflink_ledger* ledger, const char* court,
                                                      size_t court_size, const char* login, size_t login_size,
                                                      ecflink_time now, ecflink_court_access* out,
                                                      ecflink_error* error);

/* ==== Registration and agents ================================================================= */

/** A request for filing privileges. Borrowed for the call. Since 0.2. */
typedef struct ecflink_registration_request {
    uint32_t struct_size;
    ecflink_request_type type;
    ecflink_account_role role;
    int32_t credentials_lost; /**< 1: the filer no longer knows that account's login or password */
    const char* court;
    size_t court_size;
    const char* central;
    size_t central_size;
    const char* login; /**< of an account that the filer has in this court already; empty: none */
    size_t login_size;
} ecflink_registration_request;

#define ECFLINK_REGISTRATION_REQUEST_INIT \
    {sizeof(ecflink_registration_request), 0, 0, 0, NULL, 0, NULL, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_registration_request_init(ecflink_registration_request* out,
                                                             uint32_t struct_size);

/** The result of a new request or of a move. Since 0.2. */
typedef struct ecflink_registration_outcome {
    uint32_t struct_size;
    ecflink_registration_answer answer;
    ecflink_registration_state state; /**< after the move */
    uint32_t reserved;                /**< 0 */
    uint64_t findings;                /**< what stands in the way */
    uint64_t id;                      /**< of the request; 0 if none was made */
    uint64_t linked_sequence;         /**< the event that linked the account; 0 if none did */
} ecflink_registration_outcome;

#define ECFLINK_REGISTRATION_OUTCOME_INIT {sizeof(ecflink_registration_outcome), 0, 0, 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_registration_outcome_init(ecflink_registration_outcome* out,
                                                             uint32_t struct_size);

/** Makes a request and submits it.
 *  \param request     borrowed for the call
 *  \param flags       0 or ECFLINK_DRY_RUN
 *  \param out         the caller's, written
 *  \param answer_out  for ecflink_registration_get (the request as it was found, if any) and
 *                     ecflink_answer_pair
 *  \return ECFLINK_OK, also for a refusal, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_submit_registration(
    ecflink_ledger* ledger, const ecflink_registration_request* request, ecflink_time now, uint32_t flags,
    ecflink_registration_outcome* out, ecflink_answer** answer_out, ecflink_error* error);

/** Moves a request. An approval links an account of the court to the central account.
 *  \param id           of the request
 *  \param by           who moves it, and why; borrowed for the call
 *  \param new_account  for an approval: the login of the account that the court makes; empty: none
 *  \param flags        0, ECFLINK_DRY_RUN, ECFLINK_CREDENTIALS_LOST, or both
 *  \return as ecflink_ledger_submit_registration; ECFLINK_E_LEDGER_NOT_FOUND if there is no such
 *          request, ECFLINK_E_LEDGER_CONFLICT if the court has that login already. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_move_registration(
    ecflink_ledger* ledger, uint64_t id, ecflink_registration_move move, const ecflink_acting* by,
    ecflink_time now, const char* new_account, size_t new_account_size, uint32_t flags,
    ecflink_registration_outcome* out, ecflink_answer** answer_out, ecflink_error* error);

/** The requests, oldest first.
 *  \param court       of this court; empty: of all
 *  \param central     of this central account; empty: of all
 *  \param answer_out  required; written, for ecflink_registration_get
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_registrations(ecflink_ledger* ledger, const char* court,
                                                        size_t court_size, const char* central,
                                                        size_t central_size, ecflink_answer** answer_out,
                                                        ecflink_error* error);

/** A request and how far it has come. Texts live as long as the answer. Since 0.2. */
typedef struct ecflink_registration_item {
    uint32_t struct_size;
    ecflink_request_type type;
    ecflink_account_role role;
    ecflink_registration_state state;
    int32_t credentials_lost; /**< 1 or 0 */
    uint32_t reserved;        /**< 0 */
    uint64_t id;
    const char* court;
    const char* central;
    const char* login;         /**< "": none */
    const char* reason;        /**< the reason given with the last move */
    ecflink_time submitted_at; /**< for the first time */
    ecflink_time decided_at;   /**< not given: not yet */
} ecflink_registration_item;

#define ECFLINK_REGISTRATION_ITEM_INIT  \
    {sizeof(ecflink_registration_item), \
     0,                                 \
     0,                                 \
     0,                                 \
     0,                                 \
     0,                                 \
     0,                                 \
     NULL,                              \
     NULL,                              \
     NULL,                              \
     NULL,                              \
     ECFLINK_NO_TIME,                   \
     ECFLINK_NO_TIME}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_registration_item_init(ecflink_registration_item* out,
                                                          uint32_t struct_size);

/** A request of an answer. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_registration_get(const ecflink_answer* answer, size_t index,
                                                    ecflink_registration_item* out, ecflink_error* error);

/** A filing agent and a principal, as logins of one court. Since 0.2. */
typedef struct ecflink_agency {
    uint32_t struct_size;
    ecflink_agency_state state;
    const char* court;
    size_t court_size;
    const char* agent;
    size_t agent_size;
    const char* principal;
    size_t principal_size;
} ecflink_agency;

#define ECFLINK_AGENCY_INIT {sizeof(ecflink_agency), 0, NULL, 0, NULL, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_agency_init(ecflink_agency* out, uint32_t struct_size);

/** Gives a filing agent a principal (state active), or removes the principal (inactive). Where a
 *  filer asks, by->id is the central account linked to the principal.
 *  \param agency  borrowed for the call
 *  \param by      who asks; borrowed for the call
 *  \param flags   0 or ECFLINK_DRY_RUN
 *  \param out     written
 *  \return ECFLINK_OK, also for a refusal, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_set_agency(ecflink_ledger* ledger, const ecflink_agency* agency,
                                                     const ecflink_acting* by, ecflink_time now,
                                                     uint32_t flags, ecflink_agency_answer* out,
                                                     ecflink_error* error);

/** The agents of a court.
 *  \param answer_out  required; written, for ecflink_agency_get
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_agencies(ecflink_ledger* ledger, const char* court,
                                                   size_t court_size, ecflink_answer** answer_out,
                                                   ecflink_error* error);

/** An entry of such an answer; its texts live as long as the answer.
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_agency_get(const ecflink_answer* answer, size_t index, ecflink_agency* out,
                                              ecflink_error* error);

/* ==== A store of passwords ==================================================================== */

/** The cost of a password hash (Argon2id). Since 0.2. */
typedef struct ecflink_password_cost {
    uint32_t struct_size;
    uint32_t reserved;     /**< 0 */
    uint64_t operations;   /**< from 1 to 4294967295; 0 means the default, 2 */
    uint64_t memory_bytes; /**< from 8192 to 4398046510080; 0 means the default, 64 MiB */
} ecflink_password_cost;

#define ECFLINK_PASSWORD_COST_INIT {sizeof(ecflink_password_cost), 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_password_cost_init(ecflink_password_cost* out, uint32_t struct_size);

/** Keeps the hash of a password, for callers who have no store of their own.
 *  \param court     of a court account; empty: of a central account
 *  \param owner     the login, or the central id
 *  \param password  borrowed for the call, and copied nowhere
 *  \param by        who does this; borrowed for the call
 *  \param cost      borrowed for the call; NULL: the default
 *  \param flags     0 or ECFLINK_DRY_RUN, which hashes nothing
 *  \return ECFLINK_OK; ECFLINK_E_LEDGER_NOT_FOUND if the owner is not known;
 *          ECFLINK_E_LEDGER_FAILED if the cost is out of its ranges, or needs more memory than
 *          there is; another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_set_password(ecflink_ledger* ledger, const char* court,
                                                       size_t court_size, const char* owner,
                                                       size_t owner_size, const char* password,
                                                       size_t password_size, const ecflink_acting* by,
                                                       ecflink_time now, const ecflink_password_cost* cost,
                                                       uint32_t flags, ecflink_error* error);

/** Whether a password is right. It counts no attempt; ecflink_ledger_begin does that for court
 *  accounts. It does the same work for an unknown owner.
 *  \param right_out  written: 1 or 0
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_check_password(ecflink_ledger* ledger, const char* court,
                                                         size_t court_size, const char* owner,
                                                         size_t owner_size, const char* password,
                                                         size_t password_size, int32_t* right_out,
                                                         ecflink_error* error);

/** Reserves an attempt, then checks a central account's password. Once the limit of the policy for
 *  all courts is reached, the answer is 0 without a check.
 *  \param right_out  written: 1 or 0
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_check_central_password(ecflink_ledger* ledger, const char* central,
                                                                 size_t central_size, const char* password,
                                                                 size_t password_size, ecflink_time now,
                                                                 int32_t* right_out, ecflink_error* error);

/** Whether a link has retired the password that the ledger keeps for a court account.
 *  \param out  written: 1 or 0; -1 if it keeps none
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_is_password_retired(ecflink_ledger* ledger, const char* court,
                                                              size_t court_size, const char* login,
                                                              size_t login_size, int32_t* out,
                                                              ecflink_error* error);

/* ==== Verification ============================================================================ */

/** A link of the ledger, as the rules see it now; one that was removed is allowed and has no
 *  findings. Texts live until the callback returns. Since 0.2. */
typedef struct ecflink_verified_link {
    uint32_t struct_size;
    ecflink_verdict verdict;
    ecflink_link_state state;
    uint32_t reserved; /**< 0 */
    uint64_t findings;
    uint64_t approved; /**< the findings that an authority approved for this link */
    ecflink_time linked_at;
    const char* court;
    const char* login;
    const char* central;
} ecflink_verified_link;

#define ECFLINK_VERIFIED_LINK_INIT \
    {sizeof(ecflink_verified_link), 0, 0, 0, 0, 0, ECFLINK_NO_TIME, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_verified_link_init(ecflink_verified_link* out, uint32_t struct_size);

/** The tables of a ledger as they were at one instant. Since 0.2. */
typedef struct ecflink_ledger_tables ecflink_ledger_tables;

struct ArrowArrayStream; /* of the Arrow C stream interface, as in ecflink_bulk.h */

/** Reads all tables of a ledger into memory, in one transaction.
 *  \param out  required; written, for ecflink_ledger_tables_free. It lives on when the ledger is
 *             closed, and any number of threads may use it at once
 *  \return ECFLINK_OK, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_read_tables(ecflink_ledger* ledger, ecflink_ledger_tables** out,
                                                      ecflink_error* error);

/** Gives one of the tables as a stream of one batch, with the columns of docs/tables.md. Nothing is
 *  copied: the batch and each of its columns keep the tables in memory until they are released,
 *  also after ecflink_ledger_tables_free. Texts that are missing are empty; times and dates that
 *  are missing are null.
 *  \param name        "central_accounts", "court_accounts", "links", "tombstones", "roster" or
 *                     "registrations"
 *  \param stream_out  the caller's, written; the caller releases it
 *  \return ECFLINK_OK, ECFLINK_E_NOT_FOUND for another name, or one of ECFLINK_E_INVALID. Since
 *          0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_tables_export(const ecflink_ledger_tables* tables, const char* name,
                                                        size_t name_size, struct ArrowArrayStream* stream_out,
                                                        ecflink_error* error);

/** Frees the tables. What was given as Arrow lives on. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_ledger_tables_free(ecflink_ledger_tables* tables);

/** Is told of a link. Since 0.2.
 *  \return 0 to go on; anything else ends the call, with ECFLINK_E_CANCELLED
 */
typedef int32_t (*ecflink_link_told)(void* context, const ecflink_verified_link* link);

/** How often each verdict and each finding occurred. Since 0.2. */
typedef struct ecflink_verify_summary {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    uint64_t links;
    uint64_t removed; /**< of these, how many an authority has removed */
    uint64_t allow;
    uint64_t hold;
    uint64_t refuse;
    uint64_t findings[64]; /**< by the number of the finding */
} ecflink_verify_summary;

#define ECFLINK_VERIFY_SUMMARY_INIT {sizeof(ecflink_verify_summary), 0, 0, 0, 0, 0, 0, {0}}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_verify_summary_init(ecflink_verify_summary* out, uint32_t struct_size);

/** Assesses every link of the ledger as of a time, under the policies with which it was opened.
 *  Reads all tables into memory; nothing is written.
 *  \param told          is told of every link, in the order of the ledger; NULL: nobody is
 *  \param told_context  passed to `told`
 *  \param work          borrowed for the call, or NULL
 *  \param out           the caller's, written
 *  \return ECFLINK_OK, ECFLINK_E_CANCELLED, or one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_verify(ecflink_ledger* ledger, ecflink_time as_of,
                                                 ecflink_link_told told, void* told_context,
                                                 const ecflink_work* work, ecflink_verify_summary* out,
                                                 ecflink_error* error);

/* ==== The audit trail ========================================================================= */

/** What a trail is checked against. Borrowed for the call. Since 0.2. */
typedef struct ecflink_audit_check {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    /** the ledger's own keys: checks the tag of every entry, too; NULL: tags are not looked at */
    const ecflink_keys* keys;
    /** the public keys whose signatures count, 64 hexadecimal digits each, one on each line; empty:
     *  a signature is checked against the key that its checkpoint names */
    const char* trusted;
    size_t trusted_size;
    /** checkpoints that were kept elsewhere, one on each line; the trail must contain them */
    const char* witnesses;
    size_t witnesses_size;
    /** the line of a checkpoint up to which the trail was checked before; empty: of none */
    const char* since;
    size_t since_size;
} ecflink_audit_check;

#define ECFLINK_AUDIT_CHECK_INIT {sizeof(ecflink_audit_check), 0, NULL, NULL, 0, NULL, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_audit_check_init(ecflink_audit_check* out, uint32_t struct_size);

/** What a check of a trail found. Since 0.2. */
typedef struct ecflink_audit_summary {
    uint32_t struct_size;
    int32_t is_whole;          /**< 1: there is no problem */
    int32_t keys_are_trusted;  /**< 1: the caller named keys */
    int32_t tags_were_checked; /**< 1: the caller gave the ledger's keys */
    uint64_t entries;          /**< the entries checked */
    uint64_t authenticated;    /**< of these, how many carry a tag of the given keys */
    uint64_t covered;          /**< of these, how many a good signature covers */
    uint64_t checkpoints;      /**< the checkpoints checked */
    uint64_t witnesses;        /**< the checkpoints kept elsewhere that were compared */
    uint64_t chains;           /**< for ecflink_audit_chain_get */
    uint64_t problems;         /**< for ecflink_audit_problem_get */
} ecflink_audit_summary;

#define ECFLINK_AUDIT_SUMMARY_INIT {sizeof(ecflink_audit_summary), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_audit_summary_init(ecflink_audit_summary* out, uint32_t struct_size);

/** Verifies the audit trail.
 *  \param check       borrowed for the call; NULL means ECFLINK_AUDIT_CHECK_INIT
 *  \param work        borrowed for the call, or NULL
 *  \param out         the caller's, written
 *  \param answer_out  for ecflink_audit_chain_get and ecflink_audit_problem_get
 *  \return ECFLINK_OK, also if the trail is not whole; ECFLINK_E_INVALID_NUMBER, with error->index,
 *          for a line that is no checkpoint or key; ECFLINK_E_CANCELLED; one of ECFLINK_E_LEDGER.
 *          Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_verify_audit(ecflink_ledger* ledger,
                                                       const ecflink_audit_check* check,
                                                       const ecflink_work* work, ecflink_audit_summary* out,
                                                       ecflink_answer** answer_out, ecflink_error* error);

/** A chain of a trail. Texts live as long as the answer. Since 0.2. */
typedef struct ecflink_audit_chain {
    uint32_t struct_size;
    int32_t is_whole;  /**< 1: no problem was found in it */
    const char* court; /**< "": the events of no court */
    uint64_t place;    /**< how many entries it has, before any flaw */
    const char* hash;  /**< of the last of these, 64 hexadecimal digits */
    uint64_t entries;  /**< the entries taken */
    uint64_t authenticated;
    uint64_t signed_up_to; /**< good signatures cover the entries up to this place */
} ecflink_audit_chain;

#define ECFLINK_AUDIT_CHAIN_INIT {sizeof(ecflink_audit_chain), 0, NULL, 0, NULL, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_audit_chain_init(ecflink_audit_chain* out, uint32_t struct_size);

/** A chain of an answer, by court. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_audit_chain_get(const ecflink_answer* answer, size_t index,
                                                   ecflink_audit_chain* out, ecflink_error* error);

/** A problem of a trail. Texts live as long as the answer. Since 0.2. */
typedef struct ecflink_audit_problem {
    uint32_t struct_size;
    int32_t in_first_trail; /**< 1: from before the ledger had a chain for each court */
    const char* flaw;       /**< its token: "altered"; static */
    const char* message;    /**< a sentence for people; static */
    const char* court;      /**< "": no court's, or no chain */
    uint64_t place;         /**< in the chain; 0: not in a chain */
    uint64_t event;         /**< the number of the event; 0: not known */
    uint64_t checkpoint;    /**< the number of the checkpoint; 0: not one */
} ecflink_audit_problem;

#define ECFLINK_AUDIT_PROBLEM_INIT {sizeof(ecflink_audit_problem), 0, NULL, NULL, NULL, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_audit_problem_init(ecflink_audit_problem* out, uint32_t struct_size);

/** A problem of an answer. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_audit_problem_get(const ecflink_answer* answer, size_t index,
                                                     ecflink_audit_problem* out, ecflink_error* error);

/** What a comparison of the tables with the events found. Since 0.2. */
typedef struct ecflink_state_summary {
    uint32_t struct_size;
    int32_t agrees;       /**< 1: there is no difference */
    uint64_t events;      /**< the events read */
    uint64_t rows;        /**< the rows compared */
    uint64_t differences; /**< how many there are; ecflink_row_difference_get has the first hundred */
} ecflink_state_summary;

#define ECFLINK_STATE_SUMMARY_INIT {sizeof(ecflink_state_summary), 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_state_summary_init(ecflink_state_summary* out, uint32_t struct_size);

/** Rebuilds from the events the rows that they wrote, and compares them with the tables: links,
 *  tombstones, used handles, attempts, obligations, requests, agents, the clerks' queue, passwords.
 *  It finds what somebody changed in the database behind the ledger's back. What the events say
 *  counts only as far as ecflink_ledger_verify_audit finds no problem: ask both. It needs no keys,
 *  writes nothing, and keeps these rows in memory.
 *  \param work        borrowed for the call, or NULL; one thread works, whatever it says
 *  \param out         the caller's, written
 *  \param answer_out  for ecflink_row_difference_get
 *  \return ECFLINK_OK, also if they differ; ECFLINK_E_CANCELLED; one of ECFLINK_E_LEDGER. Since
 *          0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_compare_state(ecflink_ledger* ledger, const ecflink_work* work,
                                                        ecflink_state_summary* out,
                                                        ecflink_answer** answer_out, ecflink_error* error);

/** A row of a table that is not what the events say. Texts live as long as the answer. Since
 *  0.2. */
typedef struct ecflink_row_difference {
    uint32_t struct_size;
    uint32_t reserved;   /**< 0 */
    const char* flaw;    /**< its token: "changed", "missing", "unexpected" or "contradicted"; static */
    const char* message; /**< a sentence for people; static */
    const char* table;   /**< "links" */
    const char* key;     /**< the values of its key, joined by commas */
    uint64_t event;      /**< the number of the last event that wrote it; 0: none */
    uint64_t columns;    /**< how many columns differ, for ecflink_column_difference_get */
} ecflink_row_difference;

#define ECFLINK_ROW_DIFFERENCE_INIT {sizeof(ecflink_row_difference), 0, NULL, NULL, NULL, NULL, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_row_difference_init(ecflink_row_difference* out, uint32_t struct_size);

/** A difference of an answer. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_row_difference_get(const ecflink_answer* answer, size_t index,
                                                      ecflink_row_difference* out, ecflink_error* error);

/** A column of such a row, with both values in JSON. Texts live as long as the answer. Since
 *  0.2. */
typedef struct ecflink_column_difference {
    uint32_t struct_size;
    uint32_t reserved;  /**< 0 */
    const char* name;   /**< "state" */
    const char* events; /**< what the events say; "": they know no such row */
    const char* table;  /**< what the table says; "": it has no such row */
} ecflink_column_difference;

#define ECFLINK_COLUMN_DIFFERENCE_INIT {sizeof(ecflink_column_difference), 0, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_column_difference_init(ecflink_column_difference* out,
                                                          uint32_t struct_size);

/** A column that differs.
 *  \param index   the row, as for ecflink_row_difference_get
 *  \param column  from 0, below `columns` of that row
 *  \return ECFLINK_OK, or ECFLINK_E_NOT_FOUND, with the wrong one in error->field. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_column_difference_get(const ecflink_answer* answer, size_t index,
                                                         size_t column, ecflink_column_difference* out,
                                                         ecflink_error* error);

/** Signs the heads of all chains now. If nothing was written since the last checkpoint, gives that
 *  one.
 *  \param take  is passed its line: keep it elsewhere, as a witness
 *  \return ECFLINK_OK; ECFLINK_E_CANCELLED if `take` returned another value than 0: the checkpoint
 *          stands; one of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_sign_audit(ecflink_ledger* ledger, ecflink_time now,
                                                     ecflink_line take, void* take_context,
                                                     ecflink_error* error);

/** Passes every event and checkpoint to `take`, in order, as a line of JSON.
 *  \return ECFLINK_OK; ECFLINK_E_CANCELLED if `take` returned another value than 0; one of
 *          ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_export_audit(ecflink_ledger* ledger, ecflink_line take,
                                                       void* take_context, ecflink_error* error);

/** The decision record of an event, as JSON.
 *  \param buffer    the caller's, filled; `capacity` bytes long
 *  \param size_out  written
 *  \return ECFLINK_OK; ECFLINK_E_BUFFER; ECFLINK_E_LEDGER_NOT_FOUND if the event made no link;
 *          another of ECFLINK_E_LEDGER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ledger_record(ecflink_ledger* ledger, uint64_t sequence, char* buffer,
                                                 size_t capacity, size_t* size_out, ecflink_error* error);

#ifdef __cplusplus
}
#endif

/* NOLINTEND(modernize-*) */

#endif /* ECFLINK_ECFLINK_LEDGER_H */
