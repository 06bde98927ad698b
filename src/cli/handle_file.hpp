// handle_file.hpp: what is kept between the confirm screen and its confirmation: the handle, the
// session that began it, and what was shown. Whoever has the file can confirm; it is written for
// its owner alone.
#pragma once

#include <string>

#include <ecflink/ledger/ledger.hpp>

namespace ecflink::cli {

struct handle_file {
    handle_file() = default;
    handle_file(const handle_file&) = delete;
    handle_file& operator=(const handle_file&) = delete;
    ~handle_file();

    std::string handle;
    std::string session;  ///< the session's secret
    court_id court;       ///< for its time zone
    central_id central;
    digest shown;

    [[nodiscard]] confirmation_request to_request() const;
};

/// Throws a failure that shows nothing of the file. Nobody but its owner may be able to read or
/// write it.
void read_handle_file(const std::string& file, handle_file& into);
/// Throws a failure unless the regular file is a handle file, whoever can read it.
void require_handle_file(const std::string& file);
/// The text of the file; a secret.
[[nodiscard]] std::string to_text(const handle_file& kept);

}  // namespace ecflink::cli
