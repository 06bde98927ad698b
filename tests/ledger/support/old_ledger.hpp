// old_ledger.hpp: the ledger of 0.1.0 that tests/ledger/data/ledger_0.1.0.sql holds.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "ledger/database.hpp"

namespace support {

using namespace ecflink;

/// The line of its key file.
inline constexpr std::string_view key_line_of_old_ledger =
    "ecflink-key-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// Writes that ledger into an empty database. `more`: further SQL.
inline void make_old_ledger(const ledger_connector& connect, const std::string& file,
                            const std::string& more = {}) {
    std::ifstream in(file, std::ios::binary);
    const std::string script{std::istreambuf_iterator<char>(in), {}};
    const auto db = connect();
    db->begin_write();
    db->run_script(script + more);
    db->commit();
}

}  // namespace support
