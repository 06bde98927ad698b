/** \file ecflink_policy.h
 *  Tools for policies through the C interface: layers from files, lint, where each value comes
 *  from, differences, an exact comparison, the schema of the language, and a sheet for people.
 *  ecflink.h loads policies (ecflink_engine_create), and has their documents and digests.
 *
 *      ecflink_policy_files* files = NULL;
 *      ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
 *      ecflink_engine* engine = NULL;
 *
 *      if (ecflink_policy_files_read("policies", 8, &files, NULL, &error) == ECFLINK_OK) {
 *          options.layers = ecflink_policy_files_layers(files);
 *          options.layer_count = ecflink_policy_files_count(files);
 *          status = ecflink_engine_create(&options, &engine, NULL, &error);
 *      }
 *      ecflink_policy_files_free(files);
 *
 *  The conventions of ecflink.h apply. docs/policies.md describes the language. A `court` that is
 *  empty means the policy for all courts; ECFLINK_E_NOT_FOUND, that the court has no policy.
 */
#ifndef ECFLINK_ECFLINK_POLICY_H
#define ECFLINK_ECFLINK_POLICY_H

#include <ecflink/ecflink.h>

/* NOLINTBEGIN(modernize-*): this is C */

#ifdef __cplusplus
extern "C" {
#endif

/* ==== Layers and lint ========================================================================= */

/** Layers that were read from files. Never changes. Since 0.2. */
typedef struct ecflink_policy_files ecflink_policy_files;

/** Reads the layer in a file, or those in the files of a folder whose names end in ".json", sorted
 *  by name.
 *  \param file_or_folder   its name, UTF-8
 *  \param out              written; free it with ecflink_policy_files_free
 *  \param diagnostics_out  NULL, or written on ECFLINK_E_INPUT; free it with
 *                          ecflink_diagnostics_free
 *  \return ECFLINK_OK, or ECFLINK_E_INPUT if a file cannot be read. What the files hold is not
 *          checked: ecflink_engine_create and ecflink_policy_lint do. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_files_read(const char* file_or_folder, size_t file_or_folder_size,
                                                     ecflink_policy_files** out,
                                                     ecflink_diagnostics** diagnostics_out,
                                                     ecflink_error* error);

/** How many layers were read; 0 for NULL. Since 0.2. */
ECFLINK_API size_t ecflink_policy_files_count(const ecflink_policy_files* files);

/** The layers as an array for ecflink_engine_options and ecflink_policy_lint, which lives as long
 *  as `files`. Its elements have the size of this library's struct. NULL for NULL. Since 0.2. */
ECFLINK_API const ecflink_policy_layer* ecflink_policy_files_layers(const ecflink_policy_files* files);

/** Frees layers. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_policy_files_free(ecflink_policy_files* files);

/** Checks layers as ecflink_engine_create does, and warns about what loads but is probably a
 *  mistake.
 *  \param layers  `count` of them, borrowed for the call
 *  \param out     written, also if nothing was found; free it with ecflink_diagnostics_free
 *  \return ECFLINK_OK, whatever was found. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_lint(const ecflink_policy_layer* layers, size_t count,
                                               ecflink_diagnostics** out, ecflink_error* error);

/* ==== One policy ============================================================================== */

/** What a policy is. Texts live as long as the engine. Since 0.2. */
typedef struct ecflink_policy_info {
    uint32_t struct_size;
    ecflink_court_kind kind;
    int32_t in_force;         /**< 1 or 0; the policy for all courts is in force for none */
    uint32_t reserved;        /**< 0 */
    const char* name;         /**< of the court; "" if none is stated */
    const char* names_mended; /**< the token of who mends names: "court" */
    uint64_t floor_refuse;    /**< the findings that no later layer may weaken from "refuse" */
    uint64_t floor_hold;      /**< and those from "hold" */
    size_t value_count;       /**< for ecflink_policy_value_get */
    size_t layer_count;       /**< for ecflink_policy_layer_name */
    size_t help_count;        /**< for ecflink_policy_help_get */
} ecflink_policy_info;

#define ECFLINK_POLICY_INFO_INIT {sizeof(ecflink_policy_info), 0, 0, 0, NULL, NULL, 0, 0, 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_policy_info_init(ecflink_policy_info* out, uint32_t struct_size);

/** What a policy is.
 *  \param out  the caller's, written
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_describe(const ecflink_engine* engine, const char* court,
                                                   size_t court_size, ecflink_policy_info* out,
                                                   ecflink_error* error);

/** A value of a policy, and the layer that it comes from. Texts live as long as the engine. Since
 *  0.2. */
typedef struct ecflink_policy_value {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    const char* path;  /**< JSON Pointer: "/link/confirm" */
    const char* value; /**< as JSON */
    const char* layer; /**< its name; "default": no layer states it; "override": an override does */
} ecflink_policy_value;

#define ECFLINK_POLICY_VALUE_INIT {sizeof(ecflink_policy_value), 0, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_policy_value_init(ecflink_policy_value* out, uint32_t struct_size);

/** A value of a policy, in the order of the paths. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since
 *  0.2. */
ECFLINK_API ecflink_status ecflink_policy_value_get(const ecflink_engine* engine, const char* court,
                                                    size_t court_size, size_t index,
                                                    ecflink_policy_value* out, ecflink_error* error);

/** The name of a layer of a policy, in the order in which they apply.
 *  \param buffer    the caller's, filled; `capacity` bytes long
 *  \param size_out  written
 *  \return ECFLINK_OK, ECFLINK_E_BUFFER or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_layer_name(const ecflink_engine* engine, const char* court,
                                                     size_t court_size, size_t index, char* buffer,
                                                     size_t capacity, size_t* size_out, ecflink_error* error);

/** The pages that a layer of a policy cites, one on each line; parameters and result as for
 *  ecflink_policy_layer_name. Since 0.2. */
ECFLINK_API ecflink_status ecflink_policy_layer_sources(const ecflink_engine* engine, const char* court,
                                                        size_t court_size, size_t index, char* buffer,
                                                        size_t capacity, size_t* size_out,
                                                        ecflink_error* error);

/** Whom to ask, and for what. Texts live as long as the engine, and may be "". Since 0.2. */
typedef struct ecflink_policy_help {
    uint32_t struct_size;
    uint32_t reserved;   /**< 0 */
    const char* purpose; /**< a token: "credentials" */
    const char* phone;
    const char* email;
    const char* url;
} ecflink_policy_help;

#define ECFLINK_POLICY_HELP_INIT {sizeof(ecflink_policy_help), 0, NULL, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_policy_help_init(ecflink_policy_help* out, uint32_t struct_size);

/** An entry of the help of a policy. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2. */
ECFLINK_API ecflink_status ecflink_policy_help_get(const ecflink_engine* engine, const char* court,
                                                   size_t court_size, size_t index, ecflink_policy_help* out,
                                                   ecflink_error* error);

/** What a filer must bring to a request for filing privileges.
 *  \param needs_out  written: bit n is the registration requirement n
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_requirements(const ecflink_engine* engine, const char* court,
                                                       size_t court_size, ecflink_account_role role,
                                                       ecflink_request_type type, uint64_t* needs_out,
                                                       ecflink_error* error);

/** A policy as a sheet for clerks.
 *  \param width     of a line, in columns; 0 means 100
 *  \param buffer    the caller's, filled; `capacity` bytes long
 *  \param size_out  written
 *  \return ECFLINK_OK, ECFLINK_E_BUFFER or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_sheet(const ecflink_engine* engine, const char* court,
                                                size_t court_size, size_t width, char* buffer,
                                                size_t capacity, size_t* size_out, ecflink_error* error);

/** The policy language as a JSON Schema, draft 2020-12.
 *  \param buffer    the caller's, filled; `capacity` bytes long
 *  \param size_out  written
 *  \return ECFLINK_OK or ECFLINK_E_BUFFER. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_schema(char* buffer, size_t capacity, size_t* size_out,
                                                 ecflink_error* error);

/* ==== Two policies ============================================================================ */

/** The members that differ between two policies. Since 0.2. */
typedef struct ecflink_policy_changes ecflink_policy_changes;

/** One of them. Texts live as long as the changes; values are JSON, "" where that policy has none.
 *  Since 0.2. */
typedef struct ecflink_policy_change {
    uint32_t struct_size;
    uint32_t reserved; /**< 0 */
    const char* path;
    const char* before;
    const char* after;
} ecflink_policy_change;

#define ECFLINK_POLICY_CHANGE_INIT {sizeof(ecflink_policy_change), 0, NULL, NULL, NULL}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_policy_change_init(ecflink_policy_change* out, uint32_t struct_size);

/** Every member that differs between two policies, of one engine or of two.
 *  \param before  an engine, borrowed for the call, and a court
 *  \param after   the same
 *  \param out     written; free it with ecflink_policy_changes_free
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_diff(const ecflink_engine* before, const char* before_court,
                                               size_t before_court_size, const ecflink_engine* after,
                                               const char* after_court, size_t after_court_size,
                                               ecflink_policy_changes** out, ecflink_error* error);

/** How many members differ; 0 for NULL. Since 0.2. */
ECFLINK_API size_t ecflink_policy_changes_count(const ecflink_policy_changes* changes);

/** A member that differs, in the order of the paths. \return ECFLINK_OK or ECFLINK_E_NOT_FOUND.
 *  Since 0.2. */
ECFLINK_API ecflink_status ecflink_policy_changes_get(const ecflink_policy_changes* changes, size_t index,
                                                      ecflink_policy_change* out, ecflink_error* error);

/** Frees changes. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_policy_changes_free(ecflink_policy_changes* changes);

/** How the verdicts of a second policy relate to those of a first, over all cases. Since 0.2. */
typedef int32_t ecflink_strictness;
enum {
    ECFLINK_STRICTNESS_EQUAL = 1,       /**< no case gets another verdict */
    ECFLINK_STRICTNESS_STRICTER = 2,    /**< some case gets a stricter one, none a looser one */
    ECFLINK_STRICTNESS_LOOSER = 3,      /**< some case gets a looser one, none a stricter one */
    ECFLINK_STRICTNESS_INCOMPARABLE = 4 /**< both */
};

/** An exact comparison of two policies. Since 0.2. */
typedef struct ecflink_comparison ecflink_comparison;

/** What a comparison found. Since 0.2. */
typedef struct ecflink_comparison_info {
    uint32_t struct_size;
    ecflink_strictness relation;
    /** findings that weigh more under `after`, or that `after` raises and `before` does not */
    uint64_t stricter_findings;
    uint64_t looser_findings; /**< the other way round */
} ecflink_comparison_info;

#define ECFLINK_COMPARISON_INFO_INIT {sizeof(ecflink_comparison_info), 0, 0, 0}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_comparison_info_init(ecflink_comparison_info* out, uint32_t struct_size);

/** Compares two policies exactly: every combination of the values that a rule can tell apart is
 *  tried, which can take seconds. Parameters are as for ecflink_policy_diff.
 *  \param out  written; free it with ecflink_comparison_free
 *  \return ECFLINK_OK or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_policy_compare(const ecflink_engine* before, const char* before_court,
                                                  size_t before_court_size, const ecflink_engine* after,
                                                  const char* after_court, size_t after_court_size,
                                                  ecflink_comparison** out, ecflink_error* error);

/** What a comparison found. \return ECFLINK_OK. Since 0.2. */
ECFLINK_API ecflink_status ecflink_comparison_get(const ecflink_comparison* comparison,
                                                  ecflink_comparison_info* out, ecflink_error* error);

/** A case on which two policies differ. Since 0.2. */
typedef struct ecflink_witness {
    uint32_t struct_size;
    ecflink_verdict before;
    ecflink_verdict after;
    uint32_t reserved; /**< 0 */
    uint64_t findings_before;
    uint64_t findings_after;
    ecflink_time now; /**< as of when it is decided */
} ecflink_witness;

#define ECFLINK_WITNESS_INIT {sizeof(ecflink_witness), 0, 0, 0, 0, 0, ECFLINK_NO_TIME}

/** See ecflink_error_init. Since 0.2. */
ECFLINK_API ecflink_status ecflink_witness_init(ecflink_witness* out, uint32_t struct_size);

/** A case to which `after` gives a stricter verdict (ECFLINK_STRICTNESS_STRICTER) or a looser one
 *  (ECFLINK_STRICTNESS_LOOSER).
 *  \param which  one of these
 *  \param out    the caller's, written
 *  \return ECFLINK_OK, or ECFLINK_E_NOT_FOUND if there is no such case. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_comparison_witness(const ecflink_comparison* comparison,
                                                      ecflink_strictness which, ecflink_witness* out,
                                                      ecflink_error* error);

/** The same case as a decision record under `before`, with all of its facts; ecflink_record_replay
 *  with the other engine shows the difference.
 *  \param buffer    the caller's, filled; `capacity` bytes long
 *  \param size_out  written
 *  \return ECFLINK_OK, ECFLINK_E_BUFFER or ECFLINK_E_NOT_FOUND. Since 0.2.
 */
ECFLINK_API ecflink_status ecflink_comparison_record(const ecflink_comparison* comparison,
                                                     ecflink_strictness which, char* buffer, size_t capacity,
                                                     size_t* size_out, ecflink_error* error);

/** Frees a comparison. NULL: does nothing. Since 0.2. */
ECFLINK_API void ecflink_comparison_free(ecflink_comparison* comparison);

#ifdef __cplusplus
}
#endif

/* NOLINTEND(modernize-*) */

#endif /* ECFLINK_ECFLINK_POLICY_H */
