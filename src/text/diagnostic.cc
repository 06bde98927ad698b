#include <ecflink/text/diagnostic.hpp>
#include <ecflink/text/visible_text.hpp>

ECFLINK_BEGIN_NAMESPACE

std::string to_text(const diagnostic& trouble) {
    std::string text = trouble.file;
    if (trouble.line != 0) {
        text += ':' + std::to_string(trouble.line);
        if (trouble.column != 0) {
            text += ':' + std::to_string(trouble.column);
        }
    }
    text += text.empty() ? "" : ": ";
    text += trouble.severity == severity::error ? "error: " : "warning: ";
    if (!trouble.path.empty()) {
        text += trouble.path + ": ";
    }
    text += trouble.message;
    if (!trouble.found.empty()) {
        text += "; found " + trouble.found;
    }
    if (!trouble.expected.empty()) {
        text += "; expected " + trouble.expected;
    }
    return visible_text(text);  // parts of it are what a file holds
}

ECFLINK_END_NAMESPACE
