// Times and dates that need no court.
#include <ecflink/text/time_text.hpp>

#include "values.hpp"

using namespace ecflink::capi;

ecflink_status ecflink_time_parse(const char* text_, size_t text_size, ecflink_time* time_out,
                                  ecflink_error* error) {
    return guard(error, [&] {
        ecflink_time& answer = required(time_out, "time_out");
        answer = value_of(ecflink::parse_instant(text(text_, text_size, "text")), "text").micros;
    });
}

ecflink_status ecflink_time_format(ecflink_time time, char* buffer, size_t capacity, size_t* size_out,
                                   ecflink_error* error) {
    return guard(error, [&] { copy_text(to_text(required_time(time, "time")), buffer, capacity, size_out); });
}

ecflink_status ecflink_date_parse(const char* text_, size_t text_size, ecflink_date* date_out,
                                  ecflink_error* error) {
    return guard(error, [&] {
        ecflink_date& answer = required(date_out, "date_out");
        answer = value_of(ecflink::parse_date(text(text_, text_size, "text")), "text").days;
    });
}

ecflink_status ecflink_date_format(ecflink_date date, char* buffer, size_t capacity, size_t* size_out,
                                   ecflink_error* error) {
    return guard(error, [&] {
        const auto day = optional_date(date, "date");
        if (!day) {
            throw failure{ECFLINK_E_INVALID_RANGE, "date"};
        }
        copy_text(to_text(*day), buffer, capacity, size_out);
    });
}
