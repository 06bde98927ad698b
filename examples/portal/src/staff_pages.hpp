// staff_pages.hpp: the pages of the clerk's office. Staff see and decide what is of their own
// court.
#pragma once

#include <ecflink/ledger/ledger.hpp>

#include "site.hpp"
#include "view.hpp"

namespace portal {

// staff_sign_on.cc
void show_staff_sign_on(visit& visitor);
void take_staff_sign_on(visit& visitor);

// staff_queue.cc: proposed links that a clerk must decide
void show_queue(visit& visitor);
void show_hold(visit& visitor);
void take_hold(visit& visitor);

// staff_unlink.cc
void show_unlink(visit& visitor);
void take_unlink(visit& visitor);

// staff_requests.cc: requests for filing privileges
void show_requests(visit& visitor);
void take_requests(visit& visitor);

// staff_migration.cc: how far the court has come
void show_migration(visit& visitor);

// staff_audit.cc: the audit trail
void show_audit(visit& visitor);

/// Who acts: the clerk who is signed on.
[[nodiscard]] ecflink::acting clerk_of(const visit& visitor, std::string reason);
/// Adds both names, every finding with what the court makes of it, and what becomes permanent.
void add_review(view_part part, const visit& visitor, const ecflink::pair_review& pair);

}  // namespace portal
