// ostream.hpp: values on std::ostream, as interop/text.hpp writes them.
//
//     std::cout << "wiwd: " << answer << '\n';  // wiwd: refuse: central-legacy, court-not-live
//
// GoogleTest and glog print by it, too.
#pragma once

#include <ostream>

#include <ecflink/interop/text.hpp>

ECFLINK_BEGIN_NAMESPACE

template <class T>
    requires is_printable<T>
std::ostream& operator<<(std::ostream& out, const T& value) {
    return out << to_text(value);
}

ECFLINK_END_NAMESPACE
