// server.hpp: addresses and pages, and what holds for every request: limits, headers, sessions,
// forms.
#pragma once

#include <httplib.h>

#include "site.hpp"

namespace portal {

struct server_options {
    int port = 0;  ///< 0: any free one
    std::size_t threads = 64;
    /// a further name under which visitors reach the portal, for instance of the proxy before it
    std::string host_name = {};
};

/// Binds to loopback, and nothing else. Returns the port; throws std::runtime_error if it cannot.
int prepare(httplib::Server& server, site& all, const server_options& options);

}  // namespace portal
