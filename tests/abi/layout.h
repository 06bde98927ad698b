/* layout.h: lets the compiler check the layout of the C ABI, in C and in C++. A struct with padding
 * does not compile, because -Wpadded is an error here: each member begins where the one before it
 * ends.
 */
#include <ecflink/ecflink_bulk.h>
#include <ecflink/ecflink_decide.h>
#include <stddef.h>

#ifdef __cplusplus
#define HOLD(condition, text) static_assert(condition, text)
#else
#define HOLD(condition, text) _Static_assert(condition, text)
#endif

HOLD(sizeof(void*) == 8, "the snapshot is of 64-bit machines");
#define SIZE(type, bytes) HOLD(sizeof(type) == (bytes), "the size of " #type);
#define OFFSET(type, member, bytes) \
    HOLD(offsetof(type, member) == (bytes), "the place of " #type "." #member);
#include "layout.inc"
#undef SIZE
#undef OFFSET
