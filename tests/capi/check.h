/* check.h: checks for the C tests. A check that fails is printed with its place, and the program's
 * exit status is 1. */
#ifndef ECFLINK_TESTS_CAPI_CHECK_H
#define ECFLINK_TESTS_CAPI_CHECK_H

#include <stdio.h>
#include <string.h>

static int check_failures;

#define CHECK(condition)   \
    ((condition) ? (void)0 \
                 : (void)(++check_failures, fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition)))

#define CHECK_TEXT(actual, expected)                                                               \
    do {                                                                                           \
        const char* check_actual = (actual);                                                       \
        const char* check_expected = (expected);                                                   \
        if (strcmp(check_actual, check_expected) != 0) {                                           \
            ++check_failures;                                                                      \
            fprintf(stderr, "%s:%d: %s is \"%s\", expected \"%s\"\n", __FILE__, __LINE__, #actual, \
                    check_actual, check_expected);                                                 \
        }                                                                                          \
    } while (0)

/* Checks a status, and prints the error if it is another one. `error` is an ecflink_error. */
#define CHECK_STATUS(call, expected)                                                              \
    do {                                                                                          \
        const ecflink_status check_status = (call);                                               \
        if (check_status != (expected)) {                                                         \
            ++check_failures;                                                                     \
            fprintf(stderr, "%s:%d: %s is %s, expected %s (%s: %s)\n", __FILE__, __LINE__, #call, \
                    ecflink_status_name(check_status), #expected, error.field, error.message);    \
        }                                                                                         \
    } while (0)

#define CHECK_RESULT() (check_failures == 0 ? 0 : 1)

/* A literal as the pointer and size that the interface expects. */
#define TEXT(literal) literal, sizeof(literal) - 1

#endif
