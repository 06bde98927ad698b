// An instant, a duration and a civil day are different types, and none of them is a number.
#include <ecflink/core/time.hpp>

using namespace ecflink;

constexpr instant noon = make_instant(make_civil_day(2026, 3, 2), 12);
constexpr duration hour{3'600 * micros_per_second};

bool use(std::int64_t number) {
#if WRONG == 1  // error: (no match|invalid operands)
    return noon < hour;
#elif WRONG == 2  // error: (no match|invalid operands)
    return noon + hour == noon;
#elif WRONG == 3  // error: (no match|invalid operands)
    return noon == number;
#elif WRONG == 4  // error: .*(could not convert|no viable|no matching|conversion from)
    return is_within(noon, hour, hour);
#elif WRONG == 5  // error: .*(could not convert|no viable|no matching|conversion from)
    return make_instant(noon) == noon;
#elif WRONG == 6  // error: (no match|invalid operands)
    return make_civil_day(2026, 3, 2) == noon;
#endif
    return is_within(noon, noon, hour) && number != 0;
}
