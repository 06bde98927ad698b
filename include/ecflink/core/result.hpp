// result.hpp: a value, or the reason why there is none.
//
// A refused link is never an error: it is a value with a verdict. An error means that ecflink could
// not evaluate: text that is no id, a policy that does not load. A `result` works like a
// std::expected:
//
//     const ecflink::result<ecflink::login> made = ecflink::login::make(typed);
//     if (made) {
//         use(made.value());
//     } else {
//         complain(ecflink::to_message(made.error()));
//     }
//
// It is Boost.Outcome's basic_result, of which only the light header is included. Reading the
// absent side (the value of a failed result, the error of a successful one) is a bug in the caller
// and aborts: it calls std::abort. It is never undefined behavior, and never an exception.
#pragma once

#include <cstdint>
#include <cstdlib>

#include <boost/outcome/basic_result.hpp>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

/// What is wrong with a text that should become a value.
enum class errc : std::uint8_t {
    empty = 1,           ///< the text has no characters
    too_long = 2,        ///< the text has more bytes than the type holds
    not_utf8 = 3,        ///< the text is not well-formed UTF-8
    has_nul = 4,         ///< the text holds a NUL byte
    not_a_time = 5,      ///< the text has not the form of a time that is expected here
    no_such_time = 6,    ///< the calendar has no such date, or a day no such time
    ambiguous_time = 7,  ///< the court's clocks showed this local time twice
    unknown_zone = 8,    ///< the time zone database has no such zone
    skipped_time = 9,    ///< the court's clocks skipped this local time
};

namespace detail {

/// Ends the program where a caller reads what is not there.
struct abort_on_misuse : BOOST_OUTCOME_V2_NAMESPACE::policy::base {
    template <class Impl>
    static constexpr void wide_value_check(Impl&& self) {
        if (!base::_has_value(static_cast<Impl&&>(self))) {
            std::abort();
        }
    }
    template <class Impl>
    static constexpr void wide_error_check(Impl&& self) {
        if (!base::_has_error(static_cast<Impl&&>(self))) {
            std::abort();
        }
    }
};

}  // namespace detail

template <class T, class E = errc>
using result = BOOST_OUTCOME_V2_NAMESPACE::basic_result<T, E, detail::abort_on_misuse>;

/// What is wrong, for people: the end of a sentence, without a full stop: "holds a NUL byte".
[[nodiscard]] constexpr const char* to_message(errc code) noexcept {
    switch (code) {
        case errc::empty: return "is empty";
        case errc::too_long: return "is longer than the limit";
        case errc::not_utf8: return "is not well-formed UTF-8";
        case errc::has_nul: return "holds a NUL byte";
        case errc::not_a_time: return "is not a time in the form that is asked for here";
        case errc::no_such_time: return "is a time that does not exist";
        case errc::ambiguous_time: return "is a local time that occurs twice";
        case errc::unknown_zone: return "is not a time zone that the time zone database knows";
        case errc::skipped_time: return "is a local time in an hour that the clocks skipped";
    }
    return "is not an error that this version knows";
}

ECFLINK_END_NAMESPACE
