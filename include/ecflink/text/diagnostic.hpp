// diagnostic.hpp: what is wrong in an input file, where, and what was expected.
//
//     for (const ecflink::diagnostic& trouble : troubles) {
//         std::cerr << to_text(trouble) << '\n';
//     }
#pragma once

#include <cstdint>
#include <string>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

enum class severity : std::uint8_t {
    warning = 1,  ///< the file can be used, but something in it is probably a mistake
    error = 2,    ///< the file cannot be used
};

/// One problem at one place of a file.
struct diagnostic {
    ecflink::severity severity = severity::error;
    std::string file;          ///< as the caller named it
    std::uint64_t line = 0;    ///< from 1; 0: the whole file
    std::uint64_t column = 0;  ///< in code points, from 1; 0: the whole line
    /// in a JSON file, the JSON Pointer of the place ("/link/confirm"); else empty
    std::string path;
    /// what is wrong, and how to fix it if `expected` does not say so; without a full stop
    std::string message;
    std::string found;     ///< what was there, shortened; may be empty
    std::string expected;  ///< what is allowed there; may be empty

    friend bool operator==(const diagnostic&, const diagnostic&) = default;
};

/// One line: "wiwb.json:7:14: error: /link/confirm: not a way to confirm; found "three-step";
/// expected "two-step" or "one-step"".
[[nodiscard]] std::string to_text(const diagnostic& trouble);

ECFLINK_END_NAMESPACE
