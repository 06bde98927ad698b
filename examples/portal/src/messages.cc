#include "messages.hpp"

#include <fstream>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

namespace portal {
namespace {

constexpr std::string_view english = "en";

/// The sentence with what a court's persons call things. Translations name them in braces.
std::string with_words(std::string text, const std::pair<std::string_view, std::string_view>* first,
                       const std::pair<std::string_view, std::string_view>* last) {
    for (; first != last; ++first) {
        for (std::size_t at = text.find(first->first); at != std::string::npos;
             at = text.find(first->first, at + first->second.size())) {
            text.replace(at, first->first.size(), first->second);
        }
    }
    return text;
}

}  // namespace

const std::string& messages::text(std::string_view key) const {
    const auto found = texts_.find(key);
    if (found == texts_.end()) {
        throw std::out_of_range("no message has the key " + std::string(key));
    }
    return found->second;
}

std::string messages::word(const std::string& of_policy) const {
    const auto found = said_.find(of_policy);
    return found != said_.end() ? found->second : of_policy;
}

std::string messages::said(std::string_view sentence, const ecflink::policy_words& words) const {
    const std::string central = word(words.central_account);
    const std::string center = word(words.center);
    const std::string account = word(words.court_account);
    const auto found = said_.find(sentence);
    if (found != said_.end()) {
        const std::pair<std::string_view, std::string_view> in_braces[] = {
            {"{central-account}", central}, {"{center}", center}, {"{court-account}", account}};
        return with_words(found->second, std::begin(in_braces), std::end(in_braces));
    }
    const std::pair<std::string_view, std::string_view> named[] = {
        {"{central-account}", central}, {"{center}", center},       {"{court-account}", account},
        {"central account", central},   {"service center", center}, {"court account", account}};
    return with_words(std::string(sentence), std::begin(named), std::end(named));
}

catalog catalog::read(const std::filesystem::path& folder) {
    catalog all;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        std::ifstream in(entry.path());
        messages one;
        one.language_ = entry.path().stem().string();
        try {
            const nlohmann::json read = nlohmann::json::parse(in);
            for (const auto& [key, text] : read.at("texts").items()) {
                one.texts_[key] = text.get<std::string>();
            }
            for (const auto& [sentence, text] : read.at("said").items()) {
                one.said_[sentence] = text.get<std::string>();
            }
        } catch (const nlohmann::json::exception& error) {
            throw std::runtime_error(entry.path().string() + ": " + error.what());
        }
        all.by_language_[one.language_] = std::move(one);
    }
    const auto base = all.by_language_.find(english);
    if (base == all.by_language_.end()) {
        throw std::runtime_error(folder.string() + " has no en.json");
    }
    for (const auto& [language, one] : all.by_language_) {
        for (const auto& [key, text] : base->second.texts_) {
            if (!one.has(key)) {
                throw std::runtime_error(language + ".json has no text for " + key);
            }
        }
        if (one.texts_.size() != base->second.texts_.size()) {
            throw std::runtime_error(language + ".json has texts that en.json does not have");
        }
    }
    return all;
}

const messages& catalog::in(std::string_view language) const {
    const auto found = by_language_.find(language);
    return found != by_language_.end() ? found->second : by_language_.find(english)->second;
}

std::vector<std::string> catalog::languages() const {
    std::vector<std::string> all;
    for (const auto& [language, one] : by_language_) {
        all.push_back(language);
    }
    return all;
}

}  // namespace portal
