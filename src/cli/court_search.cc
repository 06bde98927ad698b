#include "cli/court_search.hpp"

#include <algorithm>
#include <sstream>

#include <ecflink/text/ascii_text.hpp>

namespace ecflink::cli {

std::vector<std::string> words_in(std::span<const std::string> texts) {
    std::vector<std::string> words;
    for (const std::string& text : texts) {
        std::istringstream in(to_lower_ascii(text));
        for (std::string word; in >> word;) {
            words.push_back(word);
        }
    }
    return words;
}

bool has_word(const court_record& court, const std::string& word) {
    const std::string name = to_lower_ascii(court.name);
    for (std::size_t at = name.find(word); at != std::string::npos; at = name.find(word, at + 1)) {
        if (at == 0 || name[at - 1] == ' ' || name[at - 1] == '(') {
            return true;
        }
    }
    const std::string_view fields[] = {court.id.view(), court.pacer_id, to_token(court.kind),
                                       court.state,     court.circuit,  court.time_zone};
    return std::ranges::any_of(fields,
                               [&word](std::string_view field) { return to_lower_ascii(field) == word; });
}

std::vector<const court_record*> courts_with(std::span<const std::string> words) {
    std::vector<const court_record*> found;
    for (const court_record& court : directory()) {
        if (std::ranges::all_of(words, [&](const std::string& word) { return has_word(court, word); })) {
            found.push_back(&court);
        }
    }
    return found;
}

}  // namespace ecflink::cli
