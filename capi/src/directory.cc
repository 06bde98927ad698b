// The directory of courts and help desks.
#include <ecflink/policies/directory.hpp>

#include "values.hpp"

namespace {

using namespace ecflink::capi;

ecflink_court to_c(const ecflink::court_record& record) noexcept {
    ecflink_court court = ECFLINK_COURT_INIT;
    court.kind = static_cast<ecflink_court_kind>(record.kind);
    court.precision = static_cast<ecflink_go_live_precision>(record.precision);
    court.id = static_text(record.id.view());
    court.pacer_id = static_text(record.pacer_id);
    court.name = static_text(record.name);
    court.circuit = static_text(record.circuit);
    court.state = static_text(record.state);
    court.time_zone = static_text(record.time_zone);
    court.go_live = static_text(record.go_live);
    court.outage_begin = static_text(record.outage_begin);
    court.help_phone = static_text(record.help_phone);
    court.source = static_text(record.source);
    court.go_live_not_before = static_text(record.go_live_not_before);
    court.go_live_by = static_text(record.go_live_by);
    return court;
}

}  // namespace

size_t ecflink_court_count(void) { return ecflink::directory().size(); }

ecflink_status ecflink_court_get(size_t index, ecflink_court* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_court> answer(out, "out");
        answer.write(to_c(entry_of(ecflink::directory(), index)));
    });
}

ecflink_status ecflink_court_find(const char* id, size_t id_size, ecflink_court* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_court> answer(out, "out");
        const ecflink::court_record* record = ecflink::find_court(text(id, id_size, "id"));
        if (record == nullptr) {
            throw failure{ECFLINK_E_NOT_FOUND, "id"};
        }
        answer.write(to_c(*record));
    });
}

size_t ecflink_help_desk_count(const char* pacer_id, size_t pacer_id_size) {
    return pacer_id == nullptr ? 0 : ecflink::find_help_desks({pacer_id, pacer_id_size}).size();
}

ecflink_status ecflink_help_desk_get(const char* pacer_id, size_t pacer_id_size, size_t index,
                                     ecflink_help_desk* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_help_desk> answer(out, "out");
        const auto desks = ecflink::find_help_desks(text(pacer_id, pacer_id_size, "pacer_id"));
        const auto& given = entry_of(desks, index, desks.empty() ? "pacer_id" : "index");
        ecflink_help_desk desk = ECFLINK_HELP_DESK_INIT;
        desk.pacer_id = static_text(given.pacer_id);
        desk.division = static_text(given.division);
        desk.phone = static_text(given.phone);
        answer.write(desk);
    });
}
