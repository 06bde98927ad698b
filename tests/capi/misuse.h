/* misuse.h: checks for calls with wrong arguments. Who includes it says in first_size how long each
 * struct was in its first release. */
#ifndef ECFLINK_TESTS_CAPI_MISUSE_H
#define ECFLINK_TESTS_CAPI_MISUSE_H

#include "check.h"

static uint32_t first_size(const char* type, size_t size);

/* The last argument of every call; NULL, except while REFUSED tries another. */
static ecflink_error* e;

/* The call, which names its last argument `e`, must return `expected` and name `where`: without an
 * error and with one. With an error struct of a wrong size it must return E_INVALID_SIZE.
 */
#define REFUSED(expected, where, call)                     \
    do {                                                   \
        ecflink_error told = ECFLINK_ERROR_INIT;           \
        CHECK((call) == (expected));                       \
        e = &told;                                         \
        CHECK((call) == (expected));                       \
        CHECK(told.status == (expected));                  \
        CHECK_TEXT(told.field, where);                     \
        CHECK(told.message[0] != '\0');                    \
        told.struct_size = 0;                              \
        CHECK((call) == ECFLINK_E_INVALID_SIZE);           \
        told.struct_size = sizeof(told) - 1;               \
        CHECK((call) == ECFLINK_E_INVALID_SIZE);           \
        told.struct_size = 4097;                           \
        CHECK((call) == ECFLINK_E_INVALID_SIZE);           \
        CHECK(told.status == (expected)); /* left alone */ \
        e = NULL;                                          \
    } while (0)

/* A call that writes to `out`, a struct of the type. It must not be NULL or of a wrong size; it may
 * be longer than this version knows. */
#define CHECK_OUT(type, init, call)                             \
    do {                                                        \
        union {                                                 \
            type known;                                         \
            unsigned char bytes[sizeof(type) + 16];             \
        } longer;                                               \
        type good = init;                                       \
        type* out = NULL;                                       \
        size_t i;                                               \
        REFUSED(ECFLINK_E_INVALID_NULL, "out", call);           \
        out = &good;                                            \
        good.struct_size = 0;                                   \
        REFUSED(ECFLINK_E_INVALID_SIZE, "out", call);           \
        good.struct_size = first_size(#type, sizeof(type)) - 1; \
        REFUSED(ECFLINK_E_INVALID_SIZE, "out", call);           \
        good.struct_size = 4097;                                \
        REFUSED(ECFLINK_E_INVALID_SIZE, "out", call);           \
        good.struct_size = sizeof(type);                        \
        CHECK((call) == ECFLINK_OK);                            \
        memset(longer.bytes, 0xAA, sizeof(longer.bytes));       \
        longer.known.struct_size = sizeof(longer);              \
        out = &longer.known;                                    \
        CHECK((call) == ECFLINK_OK);                            \
        CHECK(longer.known.struct_size == sizeof(longer));      \
        longer.known.struct_size = sizeof(type);                \
        CHECK(memcmp(&longer.known, &good, sizeof(type)) == 0); \
        for (i = sizeof(type); i < sizeof(longer.bytes); ++i) { \
            CHECK(longer.bytes[i] == 0);                        \
        }                                                       \
    } while (0)

/* A call that reads `in`, a struct of the type. It must not be of a wrong size; it may be longer
 * than this version knows if the rest is zero. */
#define CHECK_IN(type, value, where, call)                              \
    do {                                                                \
        union {                                                         \
            type known;                                                 \
            unsigned char bytes[sizeof(type) + 16];                     \
        } longer;                                                       \
        type* in = &longer.known;                                       \
        memset(longer.bytes, 0, sizeof(longer.bytes));                  \
        longer.known = (value);                                         \
        longer.known.struct_size = 0;                                   \
        REFUSED(ECFLINK_E_INVALID_SIZE, where, call);                   \
        longer.known.struct_size = first_size(#type, sizeof(type)) - 1; \
        REFUSED(ECFLINK_E_INVALID_SIZE, where, call);                   \
        longer.known.struct_size = 4097;                                \
        REFUSED(ECFLINK_E_INVALID_SIZE, where, call);                   \
        longer.known.struct_size = sizeof(longer.bytes);                \
        CHECK((call) == ECFLINK_OK);                                    \
        longer.bytes[sizeof(longer.bytes) - 1] = 1;                     \
        REFUSED(ECFLINK_E_INVALID_SIZE, where, call);                   \
    } while (0)

/* A call that fills `buffer` of `capacity`, and writes `size_out`. */
#define CHECK_BUFFER(call)                                 \
    do {                                                   \
        char bytes[8192];                                  \
        char* buffer = NULL;                               \
        size_t capacity = 1;                               \
        size_t size = 0;                                   \
        size_t* size_out = &size;                          \
        REFUSED(ECFLINK_E_INVALID_NULL, "buffer", call);   \
        CHECK(size == 0);                                  \
        capacity = 0;                                      \
        CHECK((call) == ECFLINK_OK);                       \
        CHECK(size > 0 && size < sizeof(bytes));           \
        buffer = bytes;                                    \
        capacity = size;                                   \
        bytes[0] = '?';                                    \
        REFUSED(ECFLINK_E_BUFFER, "buffer", call);         \
        CHECK(bytes[0] == '?');                            \
        capacity = size + 1;                               \
        CHECK((call) == ECFLINK_OK);                       \
        CHECK(strlen(bytes) == size);                      \
        size_out = NULL;                                   \
        REFUSED(ECFLINK_E_INVALID_NULL, "size_out", call); \
    } while (0)

/* The init function of a struct does what the macro does, for shorter and longer structs too. */
#define CHECK_INIT(type, init)                                                                           \
    do {                                                                                                 \
        union {                                                                                          \
            type known;                                                                                  \
            unsigned char bytes[sizeof(type) + 16];                                                      \
        } longer;                                                                                        \
        type by_macro = init;                                                                            \
        type by_function;                                                                                \
        size_t i;                                                                                        \
        memset(&by_function, 0xAA, sizeof(by_function));                                                 \
        CHECK(type##_init(&by_function, sizeof(type)) == ECFLINK_OK);                                    \
        CHECK(memcmp(&by_macro, &by_function, sizeof(type)) == 0);                                       \
        memset(longer.bytes, 0xAA, sizeof(longer.bytes));                                                \
        CHECK(type##_init(&longer.known, sizeof(longer.bytes)) == ECFLINK_OK);                           \
        by_macro.struct_size = sizeof(longer.bytes);                                                     \
        CHECK(memcmp(&by_macro, &longer.known, sizeof(type)) == 0);                                      \
        for (i = sizeof(type); i < sizeof(longer.bytes); ++i) {                                          \
            CHECK(longer.bytes[i] == 0);                                                                 \
        }                                                                                                \
        CHECK(type##_init(NULL, sizeof(type)) == ECFLINK_E_INVALID_NULL);                                \
        CHECK(type##_init(&by_function, 0) == ECFLINK_E_INVALID_SIZE);                                   \
        CHECK(type##_init(&by_function, first_size(#type, sizeof(type)) - 1) == ECFLINK_E_INVALID_SIZE); \
        CHECK(type##_init(&by_function, 4097) == ECFLINK_E_INVALID_SIZE);                                \
        CHECK(by_function.struct_size == sizeof(type)); /* left alone */                                 \
    } while (0)

#endif
