// text_list.hpp: texts with something between them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ecflink::cli {

/// The texts of a range, one after another, with a text between each two.
template <class Texts>
[[nodiscard]] std::string join(const Texts& texts, std::string_view between) {
    std::string joined;
    bool is_first = true;
    for (const auto& text : texts) {
        joined.append(is_first ? std::string_view{} : between).append(text);
        is_first = false;
    }
    return joined;
}

/// "refuse, hold or note"
[[nodiscard]] inline std::string or_list(std::vector<std::string> words) {
    if (words.size() < 2) {
        return join(words, "");
    }
    const std::string last = words.back();
    words.pop_back();
    return join(words, ", ") + " or " + last;
}

}  // namespace ecflink::cli
