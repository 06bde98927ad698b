/** \file ecflink_decide.h
 *  Decisions about people through the C interface: what to do next, what somebody may do, who may
 *  register, have agents, unlink and import, and the steps of the ceremony. Each function is a pure
 *  transition: facts in, answer out. Nothing is kept between calls, so a court with a database of
 *  its own can use them; ecflink_ledger.h keeps everything itself.
 *
 *      ecflink_readiness_facts person = ECFLINK_READINESS_FACTS_INIT;
 *      ecflink_planned_step step = ECFLINK_PLANNED_STEP_INIT;
 *      ecflink_plan* plan = NULL;
 *
 *      person.accounts = &link_case;
 *      if (ecflink_ready(engine, &person, now, &plan, &error) == ECFLINK_OK &&
 *          ecflink_plan_next(plan, &step, &error) == ECFLINK_OK) {
 *          ecflink_step_describe(step.step, &info, &error); // info.sentence says what to do
 *      }
 *      ecflink_plan_free(plan);
 *
 *  The conventions of ecflink.h apply. Court kinds, where a struct has one, may be left missing:
 *  the kind that the court's policy states counts then.
 */
#ifndef ECFLINK_ECFLINK_DECIDE_H
#define ECFLINK_ECFLINK_DECIDE_H

#include <ecflink/ecflink.h>

/* NOLINTBEGIN(modernize-*): this is C */

#ifdef __cplusplus
extern "C" {
#endif

/* ==== Keys and digests ======================================================================== */

/** The secret keys of a ledger: they seal handles and sign the audit trail. Kept in memory that is
 *  locked where the system allows it, and overwritten when it is freed. Never changes; any number
 *  of threads may use one. Since 0.2. */
typedef struct ecflink_keys ecflink_keys;

/** Reads the text of a key file (docs/audit.md).
 *  \param text      the caller's, `text_size` bytes. They are overwritten with zeros before the
 *                   call returns, whatever the status
 *  \param out       written; free it with ecflink_keys_free
 *  \return ECFLINK_OK, or ECFLINK_E_INPUT: error->message names the line, and never its content.
 *          Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_keys_parse(char* text, size_t text_size, ecflink_keys** out,
                                              ecflink_error* error);

/** Reads a key file.
 *  \param file  its name, UTF-8
 *  \param out   written; free it with ecflink_keys_free
 *  \return ECFLINK_OK; ECFLINK_E_INPUT if it cannot be read, is no key file, is not a regular file,
 *          or others than its owner can read or write it. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_keys_read(const char* file, size_t file_size, ecflink_keys** out,
                                             ecflink_error* error);

/** Draws a new key, as a line of a key file without its line end. A secret: overwrite it after use.
 *  \param buffer    the caller's, filled; `capacity` bytes long; 80 always suffice
 *  \param size_out  written
 *  \return ECFLINK_OK or ECFLINK_E_BUFFER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_keys_generate(char* buffer, size_t capacity, size_t* size_out,
                                                 ecflink_error* error);

/** The line of a key file that says that the keys serve a ledger, without its line end. No secret.
 *  \param ledger    the id of the ledger
 *  \param buffer    the caller's, filled; `capacity` bytes long; 80 always suffice
 *  \param size_out  written
 *  \return ECFLINK_OK or ECFLINK_E_BUFFER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_keys_ledger_line(const char* ledger, size_t ledger_size, char* buffer,
                                                    size_t capacity, size_t* size_out, ecflink_error* error);

/** True (1) if the keys serve the ledger of this id, or name none; else 0, and for NULL. Since
 *  0.2. */
ECFLINK_API int32_t ecflink_keys_serve(const ecflink_keys* keys, const char* ledger, size_t ledger_size);

/** The public half of a key, which verifies checkpoints: 64 hexadecimal digits. No secret.
 *  \param index     from 0; 0 is the current key, and earlier ones follow
 *  \param buffer    the caller's, filled; `capacity` bytes long; 65 always suffice
 *  \param size_out  written
 *  \return ECFLINK_OK, ECFLINK_E_BUFFER or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_keys_public(const ecflink_keys* keys, size_t index, char* buffer,
                                               size_t capacity, size_t* size_out, ecflink_error* error);

/** Overwrites and frees keys. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_keys_free(ecflink_keys* keys);

/** The bytes of a digest (SHA-256). All of them zero: it is not given. Since 0.2. */
enum { ECFLINK_DIGEST_BYTES = 32 };

/** SHA-256 of bytes: of a session's secret, for one.
 *  \param bytes  borrowed for the call
 *  \param out    the caller's, ECFLINK_DIGEST_BYTES long, written
 *  \return ECFLINK_OK. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_digest_of(const void* bytes, size_t size, uint8_t* out,
                                             ecflink_error* error);

/* ==== People ================================================================================== */

/** Who acts, in what role, and why. Since 0.2. */
typedef struct ecflink_acting {
    uint32_t struct_size;
    ecflink_actor who; /**< required */
    const char* id;    /**< the caller's own name for this person; of a filer, the central id */
    size_t id_size;
    const char* reason; /**< required to unlink and to approve */
    size_t reason_size;
} ecflink_acting;

#define ECFLINK_ACTING_INIT {sizeof(ecflink_acting), 0, NULL, 0, NULL, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_acting_init(ecflink_acting* out, uint32_t struct_size);

/* ==== Access ================================================================================== */

/** Whether something is granted, and everything that stands in its way. Since 0.2. */
typedef struct ecflink_privilege {
    uint32_t struct_size;
    int32_t granted;              /**< 1 or 0 */
    ecflink_access_reason reason; /**< the one that decides */
    uint32_t reserved;            /**< 0 */
    uint64_t findings;            /**< all findings in the way; if there are any, the lowest decides */
    uint64_t reasons;             /**< everything else in the way: bit n is the reason n */
} ecflink_privilege;

#define ECFLINK_PRIVILEGE_INIT {sizeof(ecflink_privilege), 0, 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_privilege_init(ecflink_privilege* out, uint32_t struct_size);

/** What a person may do in a court. Members of a privilege are as in ecflink_privilege. Since
 *  0.2. */
typedef struct ecflink_court_access {
    uint32_t struct_size;
    ecflink_access_level level;
    uint64_t menus; /**< bit n is the menu n; their numbers are in the order of display */
    int32_t authentication_granted;
    ecflink_access_reason authentication_reason;
    uint64_t authentication_findings;
    uint64_t authentication_reasons;
    int32_t search_granted;
    ecflink_access_reason search_reason;
    uint64_t search_findings;
    uint64_t search_reasons;
    int32_t filing_granted;
    ecflink_access_reason filing_reason;
    uint64_t filing_findings;
    uint64_t filing_reasons;
} ecflink_court_access;

#define ECFLINK_COURT_ACCESS_INIT {sizeof(ecflink_court_access), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_court_access_init(ecflink_court_access* out, uint32_t struct_size);

/** What is known of a person, a court and a sign-on. Borrowed for the call. A member that is not
 *  set grants nothing. Since 0.2. */
typedef struct ecflink_access_facts {
    uint32_t struct_size;
    ecflink_court_kind kind;     /**< missing: as the court's policy says */
    int32_t linked;              /**< 1: an active link joins the two accounts; else 0 */
    int32_t files_elsewhere;     /**< 1: the central account is linked in another court; else 0 */
    int32_t second_factor_given; /**< 1 or 0 */
    int32_t redaction_agreed;    /**< 1 or 0 */
    int32_t client_code_missing; /**< 1: a client code is mandatory, and none was given; else 0 */
    /** of a filing agent and `acting_for`, as recorded for the two */
    ecflink_agency_state acting_for_state;
    const char* court;
    size_t court_size;
    const ecflink_central_account* central; /**< NULL: no account has this id */
    /** the court account that is linked, was linked, or could be; NULL: none is known */
    const ecflink_court_account* account;
    /** the principal that a filing agent chose; NULL: nobody */
    const ecflink_court_account* acting_for;
} ecflink_access_facts;

#define ECFLINK_ACCESS_FACTS_INIT \
    {sizeof(ecflink_access_facts), 0, 0, 0, 0, 0, 0, 0, NULL, 0, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_access_facts_init(ecflink_access_facts* out, uint32_t struct_size);

/** What the central account may do in the court.
 *  \param engine  borrowed for the call
 *  \param facts   borrowed for the call
 *  \param out     the caller's, written
 *  \return ECFLINK_OK, or ECFLINK_E_INVALID_... for a member of the facts. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_access_decide(const ecflink_engine* engine,
                                                 const ecflink_access_facts* facts, ecflink_time now,
                                                 ecflink_court_access* out, ecflink_error* error);

/** Whether the person may sign on with the central account, whatever the court: the part of
 *  ecflink_access_decide that is the center's. Leave `court` empty for the policy for all courts.
 *  Parameters and result are those of ecflink_access_decide. Since 0.2. */
ECFLINK_API ecflink_status ecflink_sign_on_decide(const ecflink_engine* engine,
                                                  const ecflink_access_facts* facts, ecflink_time now,
                                                  ecflink_privilege* out, ecflink_error* error);

/** What is known of a court's own login. Borrowed for the call. Since 0.2. */
typedef struct ecflink_court_login_facts {
    uint32_t struct_size;
    ecflink_court_kind kind; /**< missing: as the court's policy says */
    int32_t linked;          /**< 1: an active link joins it to some central account; else 0 */
    ecflink_agency_state acting_for_state;
    const char* court;
    size_t court_size;
    const ecflink_court_account* account;    /**< NULL: no account has this login */
    const ecflink_court_account* acting_for; /**< as in ecflink_access_facts */
    ecflink_time linked_at;                  /**< when the account was first linked */
    ecflink_time unlinked_at;                /**< when a link of it was first removed */
} ecflink_court_login_facts;

#define ECFLINK_COURT_LOGIN_FACTS_INIT \
    {sizeof(ecflink_court_login_facts), 0, 0, 0, NULL, 0, NULL, NULL, ECFLINK_NO_TIME, ECFLINK_NO_TIME}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_court_login_facts_init(ecflink_court_login_facts* out,
                                                          uint32_t struct_size);

/** What the court's own login opens. Parameters and result are as for ecflink_access_decide. Since
 *  0.2. */
ECFLINK_API ecflink_status ecflink_court_login_decide(const ecflink_engine* engine,
                                                      const ecflink_court_login_facts* facts,
                                                      ecflink_time now, ecflink_court_access* out,
                                                      ecflink_error* error);

/* ==== Steps =================================================================================== */

/* clang-format off */
/* BEGIN GENERATED by cmake/generate_constants.py */

/** Something that a person does, or asks others to do; their order is that in which to take
 *  them. Numbers that are not listed are reserved. Since 0.2. */
typedef int32_t ecflink_step;
enum {
    /** "check-court": Check the court's short name, and ask its clerk's office how it takes
     *  filings: this court is not known here. */
    ECFLINK_STEP_CHECK_COURT = 0,
    /** "have-record-corrected": Ask the service center to correct the record of your account: a
     *  field is missing or cannot be read, or two records have one key. */
    ECFLINK_STEP_HAVE_RECORD_CORRECTED = 1,
    /** "recover-central-login": Have the service center help you to sign on with your central
     *  account again; do not register another one, which would be held because it resembles the
     *  first. */
    ECFLINK_STEP_RECOVER_CENTRAL_LOGIN = 2,
    /** "register-individual-account": Register an individual central account of your own; keep a
     *  shared one for research, and do not upgrade it. */
    ECFLINK_STEP_REGISTER_INDIVIDUAL_ACCOUNT = 4,
    /** "use-private-account": Use your private central account, which is not exempt from fees; the
     *  service center then moves the exemption. */
    ECFLINK_STEP_USE_PRIVATE_ACCOUNT = 5,
    /** "upgrade-central-account": Upgrade your individual central account. */
    ECFLINK_STEP_UPGRADE_CENTRAL_ACCOUNT = 6,
    /** "activate-central-account": Activate your central account with the code that comes by
     *  mail. */
    ECFLINK_STEP_ACTIVATE_CENTRAL_ACCOUNT = 7,
    /** "have-registration-reviewed": Ask the service center to finish its review of your
     *  registration. */
    ECFLINK_STEP_HAVE_REGISTRATION_REVIEWED = 8,
    /** "restore-central-account": Update the password or the second factor of your central account,
     *  so that it works again. */
    ECFLINK_STEP_RESTORE_CENTRAL_ACCOUNT = 9,
    /** "enroll-second-factor": Enroll a second factor for your central account. */
    ECFLINK_STEP_ENROLL_SECOND_FACTOR = 10,
    /** "finish-central-change": Finish or cancel the change that is under way at your central
     *  account. */
    ECFLINK_STEP_FINISH_CENTRAL_CHANGE = 11,
    /** "have-search-restored": Ask the service center to turn searching on again. */
    ECFLINK_STEP_HAVE_SEARCH_RESTORED = 12,
    /** "ask-go-live": Ask the clerk's office from what date the court links accounts; no date is
     *  known here. */
    ECFLINK_STEP_ASK_GO_LIVE = 16,
    /** "have-account-restored": Ask the clerk's office about your court account: the court has
     *  ended, suspended or restricted it. */
    ECFLINK_STEP_HAVE_ACCOUNT_RESTORED = 20,
    /** "wait-for-unlock": Wait until the lock after wrong passwords ends, or ask the clerk's office
     *  to unlock your court account. */
    ECFLINK_STEP_WAIT_FOR_UNLOCK = 21,
    /** "ask-about-role": Ask the clerk's office how accounts of your role are moved. */
    ECFLINK_STEP_ASK_ABOUT_ROLE = 22,
    /** "ask-whose-account": Ask the clerk's office to which central account your court account
     *  belongs: it was opened after go-live, so it has one already. */
    ECFLINK_STEP_ASK_WHOSE_ACCOUNT = 23,
    /** "have-login-changed": Ask the clerk's office to change your court login, best while it still
     *  works: this court cannot link a login with such characters. */
    ECFLINK_STEP_HAVE_LOGIN_CHANGED = 24,
    /** "finish-account-change": Finish or cancel the change that is under way at your court
     *  account. */
    ECFLINK_STEP_FINISH_ACCOUNT_CHANGE = 25,
    /** "have-link-lock-lifted": Ask the clerk's office to lift the lock against linking. */
    ECFLINK_STEP_HAVE_LINK_LOCK_LIFTED = 26,
    /** "have-roster-entry": Ask the clerk's office to put your account on its roster. */
    ECFLINK_STEP_HAVE_ROSTER_ENTRY = 27,
    /** "type-in-lower-case": Type your court login in lower case: this court takes no capital
     *  letters in logins. */
    ECFLINK_STEP_TYPE_IN_LOWER_CASE = 28,
    /** "have-link-removed": Ask the clerk's office to remove the link of your court account to the
     *  other central account, and what to do next. */
    ECFLINK_STEP_HAVE_LINK_REMOVED = 32,
    /** "use-second-account": Use a second central account for this court account: the first is
     *  linked to another account of this court. */
    ECFLINK_STEP_USE_SECOND_ACCOUNT = 33,
    /** "become-filing-agent": Ask the clerk's office to make this login a filing agent of your
     *  other account; an agent needs its own central account. */
    ECFLINK_STEP_BECOME_FILING_AGENT = 34,
    /** "have-relink-allowed": Ask the authority that removed the earlier link of these two
     *  accounts; only it can let them be linked again. */
    ECFLINK_STEP_HAVE_RELINK_ALLOWED = 35,
    /** "use-matching-account": Use a central account that is registered for your kind of filer. */
    ECFLINK_STEP_USE_MATCHING_ACCOUNT = 36,
    /** "have-names-settled": Ask the clerk's office to compare the names on the two accounts, and
     *  to correct the wrong or missing one. */
    ECFLINK_STEP_HAVE_NAMES_SETTLED = 37,
    /** "know-credentials": Find out the login and the password that the court issued to you. */
    ECFLINK_STEP_KNOW_CREDENTIALS = 38,
    /** "wait-for-attempts": Wait until the failed attempts are forgotten. */
    ECFLINK_STEP_WAIT_FOR_ATTEMPTS = 39,
    /** "ask-principal": Ask the attorney or trustee for whom you file to associate your account. */
    ECFLINK_STEP_ASK_PRINCIPAL = 40,
    /** "pay-fees": Pay the fees that are due to the court; the filing menus appear after that. */
    ECFLINK_STEP_PAY_FEES = 41,
    /** "have-new-password": Ask the clerk's office for a new password of your court account: the
     *  old one stopped working when the account was linked, and does not come back. */
    ECFLINK_STEP_HAVE_NEW_PASSWORD = 42,
    /** "give-information": Give the court the information that it asked for, and submit your
     *  request again. */
    ECFLINK_STEP_GIVE_INFORMATION = 47,
    /** "link": Sign on with your central account and link your court account to it; you cannot file
     *  before that. */
    ECFLINK_STEP_LINK = 48,
    /** "register-anew": Request filing privileges through your central account, and say that the
     *  court issued an account to you before. */
    ECFLINK_STEP_REGISTER_ANEW = 49,
    /** "request-privileges": Request filing privileges through your central account; if the court
     *  requires admission, be admitted first. */
    ECFLINK_STEP_REQUEST_PRIVILEGES = 50,
    /** "await-approval": Wait until the court has approved your request; you cannot file before
     *  that. */
    ECFLINK_STEP_AWAIT_APPROVAL = 51,
    /** "sign-on": Sign on with your central account; there is nothing left to link. */
    ECFLINK_STEP_SIGN_ON = 52,
    /** "search": Search with any central account; if you only search, you have nothing to link. */
    ECFLINK_STEP_SEARCH = 53,
    /** "submit-claims": Submit claims and course certificates on the court's own pages for them;
     *  you need no account there. */
    ECFLINK_STEP_SUBMIT_CLAIMS = 54,
    /** "use-court-login": Keep filing with the login that the court issued to you. */
    ECFLINK_STEP_USE_COURT_LOGIN = 55,
    /** "receive-notices": Go on receiving notices: this court links no accounts that receive
     *  notices only. */
    ECFLINK_STEP_RECEIVE_NOTICES = 56
};

/* END GENERATED */
/* clang-format on */

/** No step. Since 0.2. */
enum { ECFLINK_NO_STEP = -1 };

/** What the catalogue says of a step. All texts are static. Since 0.2. */
typedef struct ecflink_step_info {
    uint32_t struct_size;
    ecflink_step step;
    ecflink_actor who;    /**< who acts; if it is not the filer, the filer can only ask */
    uint32_t reserved;    /**< 0 */
    uint64_t mends;       /**< the findings that are gone when the step is done */
    const char* token;    /**< never changes */
    const char* help;     /**< whom to call: the purpose of an entry under "help" in a policy */
    const char* sentence; /**< one plain sentence */
    const char* sources;  /**< the rules and attacks that it answers */
    const char* since;    /**< the version that brought it */
} ecflink_step_info;

#define ECFLINK_STEP_INFO_INIT \
    {sizeof(ecflink_step_info), ECFLINK_NO_STEP, 0, 0, 0, NULL, NULL, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_step_info_init(ecflink_step_info* out, uint32_t struct_size);

/** How many steps there are. Since 0.2. */
ECFLINK_API size_t ecflink_step_count(void);

/** A step by its position, in their order. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_step_get(size_t index, ecflink_step_info* out, ecflink_error* error);

/** What the catalogue says of a step. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_step_describe(ecflink_step step, ecflink_step_info* out,
                                                 ecflink_error* error);

/** The step of a token. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_step_parse(const char* token, size_t token_size, ecflink_step* step_out,
                                              ecflink_error* error);

/* ==== Readiness =============================================================================== */

/** What is known of a person in a court. Borrowed for the call. Since 0.2. */
typedef struct ecflink_readiness_facts {
    uint32_t struct_size;
    ecflink_filing_purpose purpose; /**< missing: to file */
    ecflink_court_kind kind;        /**< missing: as the court's policy says */
    /** of the last request for filing in the court; 0: there is none */
    ecflink_registration_state request;
    int32_t holds_account;           /**< 1: the court issued an account of which no record is given */
    int32_t credentials_known;       /**< 1: the person knows the account's login and password */
    int32_t password_retired;        /**< 1: a link has retired it, and there is no new one */
    int32_t central_login_forgotten; /**< 1: cannot sign on with the central account */
    int32_t notices_only;            /**< 1: receives notices, and does not file */
    uint32_t reserved;               /**< 0 */
    const char* typed_login;         /**< as the person types it, if no record has it */
    size_t typed_login_size;
    /** the accounts of this court that are linked to the central account */
    const ecflink_court_account* linked;
    size_t linked_count;
    /** required: the two accounts and their other links; proofs and row are ignored */
    const ecflink_link_case* accounts;
} ecflink_readiness_facts;

#define ECFLINK_READINESS_FACTS_INIT \
    {sizeof(ecflink_readiness_facts), 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, 0, NULL, 0, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_readiness_facts_init(ecflink_readiness_facts* out, uint32_t struct_size);

/** A step of a plan. Since 0.2. */
typedef struct ecflink_planned_step {
    uint32_t struct_size;
    ecflink_step step;
    ecflink_step_state state;
    ecflink_step or_else; /**< another one in its place, or ECFLINK_NO_STEP */
    ecflink_time from;    /**< when it can first be done; not given: after the steps before it */
    ecflink_time until;   /**< from when on it no longer can, or not so easily */
} ecflink_planned_step;

#define ECFLINK_PLANNED_STEP_INIT \
    {sizeof(ecflink_planned_step), ECFLINK_NO_STEP, 0, ECFLINK_NO_STEP, ECFLINK_NO_TIME, ECFLINK_NO_TIME}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_planned_step_init(ecflink_planned_step* out, uint32_t struct_size);

/** What a person does next, and after that. Since 0.2. */
typedef struct ecflink_plan ecflink_plan;

/** Plans the steps of a person in a court.
 *  \param engine  borrowed for the call
 *  \param facts   borrowed for the call
 *  \param out     written; free it with ecflink_plan_free
 *  \return ECFLINK_OK, or ECFLINK_E_INVALID_... for a member of the facts. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ready(const ecflink_engine* engine, const ecflink_readiness_facts* facts,
                                         ecflink_time now, ecflink_plan** out, ecflink_error* error);

/** How many steps a plan has; 0 for NULL. Since 0.2. */
ECFLINK_API size_t ecflink_plan_count(const ecflink_plan* plan);

/** A step of a plan, in the order in which to take them.
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_plan_get(const ecflink_plan* plan, size_t index, ecflink_planned_step* out,
                                            ecflink_error* error);

/** The next step: the first that is not done. \return ECFLINK_OK. Since 0.2. */
ECFLINK_API ecflink_status ecflink_plan_next(const ecflink_plan* plan, ecflink_planned_step* out,
                                             ecflink_error* error);

/** What the person can use until then. \return ECFLINK_OK, or ECFLINK_E_NOT_FOUND if there is no
 *  such thing. Since 0.2. */
ECFLINK_API ecflink_status ecflink_plan_meanwhile(const ecflink_plan* plan, ecflink_planned_step* out,
                                                  ecflink_error* error);

/** Frees a plan. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_plan_free(ecflink_plan* plan);

/* ==== Registration ============================================================================ */

/** What is known of a request and of its filer. Borrowed for the call. Since 0.2. */
typedef struct ecflink_registration_facts {
    uint32_t struct_size;
    ecflink_court_kind kind; /**< missing: as the court's policy says */
    ecflink_request_type type;
    ecflink_account_role role;
    /** of the last other request of this central account in the court; 0: there is none */
    ecflink_registration_state request;
    int32_t credentials_lost;           /**< 1: the filer no longer knows that account's login or password */
    int32_t reason_given;               /**< 1: what is missing, or why it is rejected; else 0 */
    int32_t already_linked;             /**< 1: an active link joins `central` and `account`; else 0 */
    uint32_t other_centrals_of_account; /**< the four are as in ecflink_link_case */
    uint32_t other_accounts_in_court;
    uint32_t other_accounts_in_court_and_role;
    uint32_t reserved; /**< 0 */
    const char* court;
    size_t court_size;
    const ecflink_central_account* central; /**< NULL: no account has this id */
    const ecflink_court_account* account;   /**< that the filer names as a former one; NULL: none */
    /** the accounts of this court that are linked to the central account */
    const ecflink_court_account* linked;
    size_t linked_count;
    ecflink_time tombstoned_at; /**< as in ecflink_link_case */
    ecflink_time lifted_at;
} ecflink_registration_facts;

#define ECFLINK_REGISTRATION_FACTS_INIT  \
    {sizeof(ecflink_registration_facts), \
     0,                                  \
     0,                                  \
     0,                                  \
     0,                                  \
     0,                                  \
     0,                                  \
     0,                                  \
     0,                                  \
     0,                                  \
     0,                                  \
     0,                                  \
     NULL,                               \
     0,                                  \
     NULL,                               \
     NULL,                               \
     NULL,                               \
     0,                                  \
     ECFLINK_NO_TIME,                    \
     ECFLINK_NO_TIME}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_registration_facts_init(ecflink_registration_facts* out,
                                                           uint32_t struct_size);

/** The answer to a move of a request. Since 0.2. */
typedef struct ecflink_registration_decision {
    uint32_t struct_size;
    ecflink_registration_answer answer;
    ecflink_registration_state state; /**< after the move; unchanged if it is refused */
    ecflink_finding deciding;         /**< ECFLINK_NO_FINDING unless the answer is "hindered" */
    uint64_t findings;                /**< what stands in the way */
} ecflink_registration_decision;

#define ECFLINK_REGISTRATION_DECISION_INIT \
    {sizeof(ecflink_registration_decision), 0, 0, ECFLINK_NO_FINDING, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_registration_decision_init(ecflink_registration_decision* out,
                                                              uint32_t struct_size);

/** Moves a request: its new state, or why it does not move.
 *  \param engine  borrowed for the call
 *  \param facts   borrowed for the call
 *  \param from    the state before the move
 *  \param who     who moves it
 *  \param out     the caller's, written
 *  \return ECFLINK_OK, or ECFLINK_E_INVALID_... for a member of the facts. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_registration_decide(const ecflink_engine* engine,
                                                       const ecflink_registration_facts* facts,
                                                       ecflink_registration_state from,
                                                       ecflink_registration_move move, ecflink_actor who,
                                                       ecflink_time now, ecflink_registration_decision* out,
                                                       ecflink_error* error);

/* ==== Filing agents =========================================================================== */

/** What is known of an agent and a principal. Borrowed for the call. Since 0.2. */
typedef struct ecflink_agency_facts {
    uint32_t struct_size;
    ecflink_court_kind kind;    /**< missing: as the policy of the agent's court says */
    ecflink_agency_state state; /**< as recorded for the two; missing: never */
    int32_t agent_linked;       /**< 1: the agent's account is linked to a central account; else 0 */
    ecflink_actor who;          /**< who asks for a change; missing: the filer */
    int32_t is_principal;       /**< 1: the filer who asks owns the principal's account; else 0 */
    const char* agent_court;
    size_t agent_court_size;
    const char* principal_court;
    size_t principal_court_size;
    const ecflink_court_account* agent;     /**< NULL: there is no such record */
    const ecflink_court_account* principal; /**< NULL: the same */
} ecflink_agency_facts;

#define ECFLINK_AGENCY_FACTS_INIT {sizeof(ecflink_agency_facts), 0, 0, 0, 0, 0, NULL, 0, NULL, 0, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_agency_facts_init(ecflink_agency_facts* out, uint32_t struct_size);

/** Whether an agent may be associated with a principal.
 *  \param engine  borrowed for the call
 *  \param facts   borrowed for the call
 *  \param out     written: ECFLINK_AGENCY_ANSWER_ASSOCIATED, or the first obstacle
 *  \return ECFLINK_OK, or ECFLINK_E_INVALID_... for a member of the facts. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_agency_associate(const ecflink_engine* engine,
                                                    const ecflink_agency_facts* facts,
                                                    ecflink_agency_answer* out, ecflink_error* error);

/** Whether an agent may be removed. Parameters and result are as for ecflink_agency_associate.
 *  Since 0.2. */
ECFLINK_API ecflink_status ecflink_agency_remove(const ecflink_engine* engine,
                                                 const ecflink_agency_facts* facts,
                                                 ecflink_agency_answer* out, ecflink_error* error);

/** Whether the agent may file for the principal now. Parameters and result are as for
 *  ecflink_agency_associate. Since 0.2. */
ECFLINK_API ecflink_status ecflink_agency_act_for(const ecflink_engine* engine,
                                                  const ecflink_agency_facts* facts,
                                                  ecflink_agency_answer* out, ecflink_error* error);

/* ==== The ceremony as pure transitions ======================================================== */

/** What the caller must do after a change, in this order, and from when on. Since 0.2. */
typedef struct ecflink_obligations {
    uint32_t struct_size;
    uint32_t count;              /**< how many of the two arrays are filled */
    ecflink_obligation what[16]; /**< the rest is 0 */
    ecflink_time due[16];
} ecflink_obligations;

#define ECFLINK_OBLIGATIONS_INIT {sizeof(ecflink_obligations), 0, {0}, {0}}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_obligations_init(ecflink_obligations* out, uint32_t struct_size);

/** Everything that a handle binds. Never changes. Since 0.2. */
typedef struct ecflink_claims ecflink_claims;

/** The facts of a proposed link. Borrowed for the call. Since 0.2. */
typedef struct ecflink_proposal {
    uint32_t struct_size;
    int32_t central_attempts_exhausted; /**< 1: too many passwords of it were wrong; else 0 */
    /** required: the case, with both proofs; its row is ignored */
    const ecflink_link_case* link_case;
    const char* login; /**< as typed */
    size_t login_size;
    const char* central; /**< who signed on */
    size_t central_size;
    uint64_t account_revision;             /**< of the court account's record, from 1 */
    uint64_t central_revision;             /**< of the central account's record, from 1 */
    uint64_t epoch;                        /**< the last number of the caller's audit trail */
    uint8_t session[ECFLINK_DIGEST_BYTES]; /**< the digest of the session's secret */
    uint8_t shown[ECFLINK_DIGEST_BYTES];   /**< the digest of the page to be shown */
    uint8_t once[16];                      /**< a random number that is used once */
    ecflink_time session_ends;             /**< when the session ends by itself, if it does */
    const ecflink_acting* approved;        /**< NULL: nobody approves */
} ecflink_proposal;

#define ECFLINK_PROPOSAL_INIT \
    {sizeof(ecflink_proposal), 0, NULL, NULL, 0, NULL, 0, 0, 0, 0, {0}, {0}, {0}, ECFLINK_NO_TIME, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_proposal_init(ecflink_proposal* out, uint32_t struct_size);

/** A proposal or a commitment, or why there is none. Since 0.2. */
typedef struct ecflink_ceremony_answer {
    uint32_t struct_size;
    ecflink_outward_answer outward;   /**< all that the person may see */
    ecflink_ceremony_problem problem; /**< an obstacle other than the findings; 0: none */
    int32_t is_made;                  /**< 1: the link is proposed, or is to be written */
    int32_t needs_approval;           /**< 1: the commit needs an approval of its own */
    uint32_t reserved;                /**< 0 */
    ecflink_time ends;                /**< of a proposal: until when it can be committed */
    uint64_t approved;                /**< the findings that the approval allows */
} ecflink_ceremony_answer;

#define ECFLINK_CEREMONY_ANSWER_INIT {sizeof(ecflink_ceremony_answer), 0, 0, 0, 0, 0, ECFLINK_NO_TIME, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_ceremony_answer_init(ecflink_ceremony_answer* out, uint32_t struct_size);

/** Proposes a link.
 *  \param engine        borrowed for the call; its policy of the court is the one that is bound
 *  \param proposal      borrowed for the call
 *  \param out           the caller's, written
 *  \param decision_out  the caller's, written: for the operator only
 *  \param owes_out      the caller's, written
 *  \param claims_out    written: NULL if the link is not proposed; else free it with
 *                       ecflink_claims_free
 *  \return ECFLINK_OK, also for a refusal, or ECFLINK_E_INVALID_... for a member. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ceremony_begin(const ecflink_engine* engine,
                                                  const ecflink_proposal* proposal, ecflink_time now,
                                                  ecflink_ceremony_answer* out,
                                                  ecflink_assessment* decision_out,
                                                  ecflink_obligations* owes_out, ecflink_claims** claims_out,
                                                  ecflink_error* error);

/** Seals claims into a handle, for the ledger of this id: any name of the caller's database.
 *  \param buffer    the caller's, filled; `capacity` bytes long. Never log it
 *  \param size_out  written
 *  \return ECFLINK_OK or ECFLINK_E_BUFFER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_claims_seal(const ecflink_claims* claims, const ecflink_keys* keys,
                                               const char* ledger, size_t ledger_size, char* buffer,
                                               size_t capacity, size_t* size_out, ecflink_error* error);

/** Opens a handle.
 *  \param out          written: NULL if it is not authentic; else free it with ecflink_claims_free
 *  \param problem_out  written: ECFLINK_CEREMONY_PROBLEM_NOT_AUTHENTIC, or 0
 *  \return ECFLINK_OK, also for a handle that is not authentic. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_claims_open(const char* handle, size_t handle_size,
                                               const ecflink_keys* keys, const char* ledger,
                                               size_t ledger_size, ecflink_claims** out,
                                               ecflink_ceremony_problem* problem_out, ecflink_error* error);

/** What claims say. Texts live as long as the claims. Since 0.2. */
typedef struct ecflink_claims_info {
    uint32_t struct_size;
    ecflink_account_role role;
    const char* court;
    const char* login;
    const char* central;
    uint64_t account_revision;
    uint64_t central_revision;
    uint64_t epoch;
    ecflink_time issued;
    ecflink_time expires; /**< the first instant at which the handle no longer counts */
    uint8_t once[16];
} ecflink_claims_info;

#define ECFLINK_CLAIMS_INFO_INIT \
    {sizeof(ecflink_claims_info), 0, NULL, NULL, NULL, 0, 0, 0, ECFLINK_NO_TIME, ECFLINK_NO_TIME, {0}}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_claims_info_init(ecflink_claims_info* out, uint32_t struct_size);

/** What claims say. \return ECFLINK_OK. Since 0.2. */
ECFLINK_API ecflink_status ecflink_claims_get(const ecflink_claims* claims, ecflink_claims_info* out,
                                              ecflink_error* error);

/** Frees claims. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_claims_free(ecflink_claims* claims);

/** The facts of a commit, read again in the transaction that writes the link. Borrowed for the
 *  call. Since 0.2. */
typedef struct ecflink_commit_facts {
    uint32_t struct_size;
    int32_t used; /**< 1: the handle was used before; else 0 */
    /** required; the proofs are those of the claims, and its row is ignored */
    const ecflink_link_case* link_case;
    const char* login; /**< of the record of the case */
    size_t login_size;
    const char* central; /**< who is signed on now */
    size_t central_size;
    uint64_t account_revision;
    uint64_t central_revision;
    uint64_t ended_epoch; /**< the event that last ended a ceremony of the two; 0: none did */
    uint8_t session[ECFLINK_DIGEST_BYTES];
    uint8_t confirmed[ECFLINK_DIGEST_BYTES]; /**< the digest of the page that was confirmed */
    uint8_t shown[ECFLINK_DIGEST_BYTES];     /**< the digest of the page as it is now */
    const ecflink_acting* approved;          /**< NULL: nobody approves */
} ecflink_commit_facts;

#define ECFLINK_COMMIT_FACTS_INIT \
    {sizeof(ecflink_commit_facts), 0, NULL, NULL, 0, NULL, 0, 0, 0, 0, {0}, {0}, {0}, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_commit_facts_init(ecflink_commit_facts* out, uint32_t struct_size);

/** Decides whether to write the link. Two things no pure function can do: use a handle only once,
 *  and read the facts in the transaction that writes. The caller must see to both.
 *  \param claims  borrowed for the call
 *  \param facts   borrowed for the call
 *  \return as ecflink_ceremony_begin. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ceremony_commit(const ecflink_engine* engine, const ecflink_claims* claims,
                                                   const ecflink_commit_facts* facts, ecflink_time now,
                                                   ecflink_ceremony_answer* out,
                                                   ecflink_assessment* decision_out,
                                                   ecflink_obligations* owes_out, ecflink_error* error);

/** Whether the person signed on with this session can cancel.
 *  \param session      the digest of the session's secret, ECFLINK_DIGEST_BYTES long
 *  \param used         1: the handle was used before; else 0
 *  \param problem_out  written: why not; 0: they can, and the handle is then used up
 *  \return ECFLINK_OK. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_ceremony_cancel(const ecflink_claims* claims, const char* central,
                                                   size_t central_size, const uint8_t* session, int32_t used,
                                                   ecflink_time now, ecflink_ceremony_problem* problem_out,
                                                   ecflink_error* error);

/** A clerk's decision about a held link. Borrowed for the call. Since 0.2. */
typedef struct ecflink_hold_facts {
    uint32_t struct_size;
    ecflink_hold_state state; /**< missing: it waits */
    int32_t has_same_records; /**< 1: neither record has changed since it was proposed; else 0 */
    uint32_t reserved;        /**< 0 */
    uint64_t found;           /**< the findings when the filer proposed the link */
    /** required: the two accounts as they are now; proofs and row are ignored */
    const ecflink_link_case* link_case;
    const char* central;
    size_t central_size;
    const ecflink_acting* by; /**< required: the clerk */
} ecflink_hold_facts;

#define ECFLINK_HOLD_FACTS_INIT {sizeof(ecflink_hold_facts), 0, 0, 0, 0, NULL, NULL, 0, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_hold_facts_init(ecflink_hold_facts* out, uint32_t struct_size);

/** Whether a clerk may approve what an item shows.
 *  \param out           written
 *  \param approved_out  written: the findings that the approval names; 0 unless it is approved
 *  \return ECFLINK_OK, or ECFLINK_E_INVALID_... for a member. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_hold_approve(const ecflink_engine* engine, const ecflink_hold_facts* facts,
                                                ecflink_time now, ecflink_hold_answer* out,
                                                uint64_t* approved_out, ecflink_error* error);

/** Whether a clerk may reject an item. \return as ecflink_hold_approve. Since 0.2. */
ECFLINK_API ecflink_status ecflink_hold_reject(const ecflink_engine* engine, const ecflink_hold_facts* facts,
                                               ecflink_time now, ecflink_hold_answer* out,
                                               ecflink_error* error);

/* ==== Unlink and import ======================================================================= */

/** A request to remove a link. Borrowed for the call. Since 0.2. */
typedef struct ecflink_unlink_request {
    uint32_t struct_size;
    int32_t is_linked; /**< 1: the two accounts have an active link; else 0 */
    const char* court;
    size_t court_size;
    const char* central;
    size_t central_size;
    ecflink_time linked_at;   /**< when the link was made, if it is known */
    const ecflink_acting* by; /**< required */
} ecflink_unlink_request;

#define ECFLINK_UNLINK_REQUEST_INIT \
    {sizeof(ecflink_unlink_request), 0, NULL, 0, NULL, 0, ECFLINK_NO_TIME, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_unlink_request_init(ecflink_unlink_request* out, uint32_t struct_size);

/** Whether somebody may unlink two accounts, and what is owed then.
 *  \param out       written
 *  \param owes_out  the caller's, written
 *  \return ECFLINK_OK, or ECFLINK_E_INVALID_... for a member. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_unlink_decide(const ecflink_engine* engine,
                                                 const ecflink_unlink_request* request, ecflink_time now,
                                                 ecflink_unlink_answer* out, ecflink_obligations* owes_out,
                                                 ecflink_error* error);

/** Whether to take over a link that was made elsewhere.
 *  \param link_case     with a row, whose maker counts as "import"; borrowed for the call
 *  \param central       the central id of the link
 *  \param is_identical  1: the ledger already holds exactly this link; else 0
 *  \param approved      who approves what the rules hold, borrowed for the call; NULL: nobody
 *  \param out           written
 *  \param decision_out  the caller's, written
 *  \return ECFLINK_OK, or ECFLINK_E_INVALID_... for a member. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_import_decide(const ecflink_engine* engine,
                                                 const ecflink_link_case* link_case, const char* central,
                                                 size_t central_size, int32_t is_identical,
                                                 const ecflink_acting* approved, ecflink_time now,
                                                 ecflink_import_answer* out, ecflink_assessment* decision_out,
                                                 ecflink_error* error);

/* ==== Explanations and records ================================================================ */

/** Explains findings of a court, of an outcome of a ledger for one.
 *  \param findings  the findings
 *  \param approved  of these, the ones that somebody approved; else 0
 *  \param out       the caller's, written
 *  \return ECFLINK_OK, or ECFLINK_E_INVALID_FLAGS for a number that is no finding. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_findings_explain(const ecflink_engine* engine, const char* court,
                                                    size_t court_size, uint64_t findings, uint64_t approved,
                                                    ecflink_time now, ecflink_assessment* out,
                                                    ecflink_error* error);

/** The decision record of a case: the decision, its facts and its policy as canonical JSON, so that
 *  anyone can decide it again. It holds no name.
 *  \param link_case  borrowed for the call
 *  \param buffer     the caller's, filled; `capacity` bytes long
 *  \param size_out   written
 *  \return as ecflink_link_assess, or ECFLINK_E_BUFFER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_record_make(const ecflink_engine* engine,
                                               const ecflink_link_case* link_case, ecflink_time now,
                                               char* buffer, size_t capacity, size_t* size_out,
                                               ecflink_error* error);

/** The bits of ecflink_replay.differences. Since 0.2. */
enum {
    ECFLINK_RECORD_DIFFERS_IN_VERSION = 2,   /**< an unknown format; nothing else was compared */
    ECFLINK_RECORD_DIFFERS_IN_CATALOGUE = 4, /**< the findings belong to another catalogue */
    ECFLINK_RECORD_DIFFERS_IN_LIBRARY = 8,   /**< another version made it; not a failure by itself */
    ECFLINK_RECORD_DIFFERS_IN_INPUT = 16,    /**< the facts do not have the digest in the record */
    ECFLINK_RECORD_DIFFERS_IN_POLICY = 32,   /**< the court has another policy now */
    ECFLINK_RECORD_DIFFERS_IN_FINDINGS = 64, /**< the replay has other findings */
    ECFLINK_RECORD_DIFFERS_IN_VERDICT = 128, /**< the replay has another verdict */
    ECFLINK_RECORD_DIFFERS_IN_FORM = 256     /**< the same content in other bytes */
};

/** No verdict. Since 0.2. */
enum { ECFLINK_NO_VERDICT = -1 };

/** The result of a replay. Since 0.2. */
typedef struct ecflink_replay {
    uint32_t struct_size;
    int32_t reproduced;               /**< 1: the same record, apart from the library's version; else 0 */
    ecflink_verdict recorded_verdict; /**< ECFLINK_NO_VERDICT: unknown version or catalogue */
    ecflink_verdict replayed_verdict;
    uint64_t recorded_findings;
    uint64_t replayed_findings;
    uint64_t differences; /**< ECFLINK_RECORD_DIFFERS_IN_... */
} ecflink_replay;

#define ECFLINK_REPLAY_INIT {sizeof(ecflink_replay), 0, 0, 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_replay_init(ecflink_replay* out, uint32_t struct_size);

/** Decides the case of a record again.
 *  \param text             the record, borrowed for the call
 *  \param out              the caller's, written
 *  \param diagnostics_out  NULL, or written if the text is no record; free it with
 *                          ecflink_diagnostics_free
 *  \return ECFLINK_OK, or ECFLINK_E_INPUT if the text is not a record. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_record_replay(const ecflink_engine* engine, const char* text,
                                                 size_t text_size, ecflink_replay* out,
                                                 ecflink_diagnostics** diagnostics_out, ecflink_error* error);

#ifdef __cplusplus
}
#endif

/* NOLINTEND(modernize-*) */

#endif /* ECFLINK_ECFLINK_DECIDE_H */
