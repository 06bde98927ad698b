// version.hpp: the one place of ecflink's version, and the two namespace macros.
//
// CMake, the package recipes and the C header take the version from here; a test compares them. The
// inline namespace names the layout of the C++ types, so that objects compiled against two layouts
// do not link by accident. Before 1.0 the C++ headers stay source-compatible within a minor
// version. Only the C interface promises binary compatibility.
#pragma once

#define ECFLINK_VERSION_MAJOR 0
#define ECFLINK_VERSION_MINOR 1
#define ECFLINK_VERSION_PATCH 0
#define ECFLINK_VERSION_STRING "0.1.0"

#define ECFLINK_BEGIN_NAMESPACE \
    namespace ecflink {         \
    inline namespace v0 {
#define ECFLINK_END_NAMESPACE \
    }                         \
    }
