#include "templates.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace portal {
namespace {

constexpr ctemplate::Strip strip = ctemplate::STRIP_BLANK_LINES;

std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) {
        throw std::runtime_error(file.string() + " cannot be read");
    }
    return text.str();
}

/// The text with every `[[key]]` replaced by its message.
std::string with_messages(std::string_view text, const messages& said, const std::filesystem::path& file) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find("[[", at);
        if (open == std::string_view::npos) {
            made += text.substr(at);
            break;
        }
        const std::size_t close = text.find("]]", open);
        if (close == std::string_view::npos) {
            throw std::runtime_error(file.string() + ": a [[ has no ]]");
        }
        made += text.substr(at, open - at);
        const std::string_view key = text.substr(open + 2, close - open - 2);
        if (!said.has(key)) {
            throw std::runtime_error(file.string() + ": no message has the key " + std::string(key));
        }
        made += escape_html(said.text(key));
        at = close + 2;
    }
    return made;
}

/// The text with every `place` replaced.
std::string with_parts(std::string text, std::string_view place, const std::string& part) {
    for (std::size_t at = text.find(place); at != std::string::npos;
         at = text.find(place, at + part.size())) {
        text.replace(at, place.size(), part);
    }
    return text;
}

std::string key_of(std::string_view page, std::string_view language) {
    return std::string(language) + '/' + std::string(page);
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string made;
    for (const char one : text) {
        switch (one) {
            case '&': made += "&amp;"; break;
            case '<': made += "&lt;"; break;
            case '>': made += "&gt;"; break;
            case '"': made += "&quot;"; break;
            case '\'': made += "&#39;"; break;
            default: made += one;
        }
    }
    return made;
}

void load_templates(const std::filesystem::path& folder, const catalog& texts) {
    constexpr std::string_view place = "[[>page]]";
    constexpr std::string_view title_place = "[[>title]]";
    const std::string layout = read_file(folder / "layout.tpl");
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::filesystem::path& file = entry.path();
        const std::string page = file.stem().string();
        if (file.extension() != ".tpl" || page == "layout") {
            continue;
        }
        std::string whole = with_parts(layout, place, read_file(file));
        for (const std::string part : {"plan", "review"}) {
            whole =
                with_parts(std::move(whole), "[[>" + part + ".inc]]", read_file(folder / (part + ".inc")));
        }
        whole = with_parts(std::move(whole), title_place, "[[" + page + ".title]]");
        for (const std::string& language : texts.languages()) {
            const std::string made = with_messages(whole, texts.in(language), file);
            if (!ctemplate::StringToTemplateCache(key_of(page, language), made, strip)) {
                throw std::runtime_error(file.string() + " cannot be parsed");
            }
        }
    }
}

std::string render(std::string_view page, std::string_view language,
                   const ctemplate::TemplateDictionary& values) {
    std::string html;
    if (!ctemplate::ExpandTemplate(key_of(page, language), strip, &values, &html)) {
        throw std::runtime_error("the page " + std::string(page) + " cannot be made");
    }
    return html;
}

}  // namespace portal
