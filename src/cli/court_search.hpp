// court_search.hpp: the courts of the directory that people name by words.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <ecflink/policies/directory.hpp>

namespace ecflink::cli {

/// The words of texts, in lower case: "Wisconsin Bankruptcy" is two.
[[nodiscard]] std::vector<std::string> words_in(std::span<const std::string> texts);

/// True if the word, in lower case, is the court's id, kind, state, circuit or zone, or begins a
/// word of its name.
[[nodiscard]] bool has_word(const court_record& court, const std::string& word);

/// The courts that have all the words, in the order of the directory; all courts if there is none.
[[nodiscard]] std::vector<const court_record*> courts_with(std::span<const std::string> words);

}  // namespace ecflink::cli
