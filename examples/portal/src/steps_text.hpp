// steps_text.hpp: a plan of what to do, with dates, on a page.
#pragma once

#include <ecflink/decide/readiness.hpp>

#include "site.hpp"
#include "view.hpp"

namespace portal {

/// Adds the next step, all steps, what serves meanwhile, and the court's dates in order.
void add_plan(view_part part, const visit& visitor, const ecflink::court_policy& court,
              const ecflink::readiness& plan);

}  // namespace portal
