// verdicts.hpp: the verdicts, from the best to the worst.
#pragma once

#include <ecflink/core/tokens.hpp>

namespace ecflink::report {

inline constexpr verdict all_verdicts[] = {verdict::allow, verdict::hold, verdict::refuse};

}  // namespace ecflink::report
