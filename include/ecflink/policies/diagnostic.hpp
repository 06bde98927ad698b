// diagnostic.hpp: what is wrong with an input file, where, and what was expected.
#pragma once

#include <cstdint>
#include <string>

#include <ecflink/core/version.hpp>

ECFLINK_BEGIN_NAMESPACE

enum class severity : std::uint8_t {
    warning = 1,  ///< the file can be used, but something in it cannot be meant
    error = 2,    ///< the file cannot be used
};

/// One trouble with one place of a file.
struct diagnostic {
    ecflink::severity severity = severity::error;
    std::string file;          ///< as the caller named it
    std::uint64_t line = 0;    ///< from 1; 0: the whole file
    std::uint64_t column = 0;  ///< in code points, from 1; 0: the whole line
    /// in a JSON file, the JSON Pointer of the place ("/link/confirm"); else empty
    std::string path;
    /// what is wrong, and how to mend it where that is not plain from `expected`; no full stop
    std::string message;
    std::string found;     ///< what stood there, shortened; may be empty
    std::string expected;  ///< what may stand there; may be empty

    friend bool operator==(const diagnostic&, const diagnostic&) = default;
};

/// "wiwb.json:7:14: error: /link/confirm: not a way to confirm; found "three-step"; expected
/// "two-step" or "one-step"".
[[nodiscard]] std::string to_text(const diagnostic& trouble);

ECFLINK_END_NAMESPACE
