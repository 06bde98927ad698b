// messages.hpp: the catalog of messages: every text of the portal, in each language.
//
// A file of JSON for each language maps keys to texts; all files have the same keys. A text may
// name values of its page, {{COURT}}, and never holds markup. The sentences of the library are
// English: the file of another language has them under "said", and in words of the court ("PACER
// account") they are said by the page.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <ecflink/policies/policy_set.hpp>

namespace portal {

/// One language. Immutable.
class messages {
public:
    /// The text of a key. Throws std::out_of_range with the key's name if there is none.
    [[nodiscard]] const std::string& text(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const { return texts_.contains(key); }
    /// A word of a court's policy ("PACER account") in this language.
    [[nodiscard]] std::string word(const std::string& of_policy) const;
    /// A sentence of the library in this language; the sentence itself if there is no translation.
    [[nodiscard]] std::string said(std::string_view sentence, const ecflink::policy_words& words) const;
    [[nodiscard]] const std::string& language() const noexcept { return language_; }

private:
    friend class catalog;
    std::string language_;
    std::map<std::string, std::string, std::less<>> texts_;
    std::map<std::string, std::string, std::less<>> said_;
};

/// All languages. Immutable.
class catalog {
public:
    /// Reads en.json and the other files of a folder. Throws std::runtime_error if a file cannot be
    /// read, or lacks a key that another one has.
    [[nodiscard]] static catalog read(const std::filesystem::path& folder);

    /// The messages of a language; English for one that is not known.
    [[nodiscard]] const messages& in(std::string_view language) const;
    [[nodiscard]] std::vector<std::string> languages() const;

private:
    std::map<std::string, messages, std::less<>> by_language_;
};

}  // namespace portal
