// The statements name the tables as they were at version 3, whatever later versions make of them.
#include "ledger/migration_3.hpp"

#include "ledger/first_trail.hpp"
#include "ledger/values.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {

void bring_rows_to_3(database& db, std::vector<audit_detail>& done) {
    const first_trail_end end = read_first_trail_end(db);
    if (end.head.place != 0) {
        const first_trail::report found = verify_first_trail(db, end, {}, {});
        done.push_back({first_trail_events_detail, static_cast<std::int64_t>(end.head.place)});
        done.push_back({first_trail_hash_detail, std::string(to_text(end.head.hash).digits())});
        if (found.flaw) {
            done.push_back({"first-trail-flaw", std::string(to_token(*found.flaw))});
            done.push_back({"first-trail-flaw-at", static_cast<std::int64_t>(found.flaw_at)});
        }
    }
    db.make_number_source(end.head.place + 1);
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
