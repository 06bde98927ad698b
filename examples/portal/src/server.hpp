// server.hpp: addresses and pages, and what holds for every request: limits, headers, sessions,
// forms.
#pragma once

#include <httplib.h>

#include "site.hpp"

namespace portal {

struct server_options {
    int port = 0;               ///< 0: any free one
    std::size_t threads = 512;  ///< each serves one connection, which it keeps for two idle seconds
    /// a further name under which visitors reach the portal, for instance of the proxy before it
    std::string host_name = {};
};

/// httplib's server, with room for those who come while it accepts somebody else. Its own queue has
/// five places; whoever finds it full tries again after a second.
class web_server : public httplib::Server {
public:
    /// Call it after the server is bound. Throws std::runtime_error.
    void widen_queue();
};

/// Binds to loopback, and nothing else. Returns the port; throws std::runtime_error if it cannot.
int prepare(web_server& server, site& all, const server_options& options);

}  // namespace portal
