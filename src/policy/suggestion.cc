// Two ids are spelled alike if they are equal without case, blanks and leading zeros. What other
// systems call a court is a table; the center's ids and the courts' web addresses come from the
// directory.
#include <ecflink/policies/suggestion.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

#include <ecflink/policies/directory.hpp>
#include <ecflink/text/ascii_text.hpp>

#include "policy/edit_distance.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

constexpr std::size_t most_suggestions = 4;
/// The work grows with the length, and no id that people write is longer.
constexpr std::size_t longest_compared = 64;
/// One letter of two says nothing.
constexpr std::size_t shortest_compared = 3;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The length of the blank at the start of a text; 0 if there is none.
std::size_t blank_at_start(std::string_view text) noexcept {
    for (const std::string_view blank :
         {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE2\x80\x8B", "\xE2\x80\xAF", "\xEF\xBB\xBF"}) {
        if (text.starts_with(blank)) {
            return blank.size();
        }
    }
    return 0;
}

/// The text without blanks, without the zeros that lead a number, and in lower case.
std::string without_spelling(std::string_view text) {
    std::string bare;
    while (!text.empty()) {
        if (const std::size_t blank = blank_at_start(text); blank != 0) {
            text.remove_prefix(blank);
            continue;
        }
        const bool leads_number = text[0] == '0' && text.size() > 1 && is_digit(text[1]) &&
                                  (bare.empty() || !is_digit(bare.back()));
        if (!leads_number) {
            bare += to_lower_ascii(text[0]);
        }
        text.remove_prefix(1);
    }
    return bare;
}

void add(std::vector<std::string>& found, std::string_view text) {
    if (found.size() < most_suggestions && std::ranges::find(found, text) == found.end()) {
        found.emplace_back(text);
    }
}

std::vector<std::string_view> known_courts(std::span<const std::string_view> more) {
    std::vector<std::string_view> ids;
    for (const court_record& court : directory()) {
        ids.push_back(court.id.view());
    }
    ids.insert(ids.end(), more.begin(), more.end());
    return ids;
}

/// What a court is called elsewhere: its site on the web, where it has another name than the
/// court's system; a case collection; its old systems.
struct alias {
    std::string_view name;
    std::string_view courts[2];  ///< an empty one is none
};
constexpr alias aliases[] = {
    {"arb", {"areb", "arwb"}},  // two systems, one site
    {"are", {"ared"}},         {"bapca1", {"bap1"}},      {"bapca9", {"bap9"}},   {"bapca10", {"bap10"}},
    {"cfc", {"cofc"}},         {"fedcir", {"cafc"}},      {"gu", {"gud", "gub"}}, {"hi", {"hid", "hib"}},
    {"id", {"idd", "idb"}},    {"mow", {"mowd", "mowb"}}, {"nebraskab", {"neb"}}, {"nmcourt", {"nmd"}},
    {"nmi", {"nmid", "nmib"}}, {"ohndad", {"ohnd"}},  // the asbestos cases of one court
    {"txs", {"txsd", "txsb"}}, {"uscfc", {"cofc"}},       {"uscit", {"cit"}},     {"vi", {"vid", "vib"}},
};

/// The name of a court in an address on the web or of mail: "wiwb" of
/// "https://www.wiwb.uscourts.gov/nextgen". Other texts stay what they are.
std::string_view name_in_address(std::string_view text) noexcept {
    if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos) {
        text.remove_prefix(scheme + 3);
    }
    text = text.substr(0, text.find('/'));
    text.remove_prefix(text.rfind('@') + 1);  // none: npos + 1 is 0
    for (const std::string_view suffix : {".gov", ".uscourts", ".fed.us"}) {
        if (text.ends_with(suffix)) {
            text.remove_suffix(suffix.size());
        }
    }
    return text.substr(text.rfind('.') + 1);
}

}  // namespace

std::vector<std::string> suggest(std::string_view written, std::span<const std::string_view> known) {
    std::vector<std::string> found;
    if (written.size() > longest_compared) {
        return found;
    }
    const std::string bare = without_spelling(written);
    for (const std::string_view text : known) {
        if (text != written && !bare.empty() && without_spelling(text) == bare) {
            add(found, text);
        }
    }
    if (found.empty() && bare.size() >= shortest_compared) {
        for (const std::string_view text : known) {
            const bool has_like_length = text.size() <= bare.size() + 1 && text.size() + 1 >= bare.size();
            if (has_like_length && text != written &&
                detail::policy::edit_distance(bare, without_spelling(text)) == 1) {
                add(found, text);
            }
        }
    }
    return found;
}

std::vector<std::string> suggest_court(std::string_view written, std::span<const std::string_view> more) {
    const std::vector<std::string_view> known = known_courts(more);
    const std::string bare = without_spelling(written);
    const std::string_view name = name_in_address(bare);
    std::vector<std::string> found;
    for (const alias& other : aliases) {
        if (name == other.name) {
            for (const std::string_view court : other.courts) {
                if (!court.empty()) {
                    add(found, court);
                }
            }
        }
    }
    for (const court_record& court : directory()) {
        const bool is_named_so = bare == without_spelling(court.pacer_id) || name == court.id.view();
        if (is_named_so && court.id.view() != written) {
            add(found, court.id.view());
        }
    }
    return found.empty() ? suggest(written, known) : found;
}

std::string did_you_mean(std::span<const std::string> suggestions) {
    std::string text;
    for (std::size_t i = 0; i < suggestions.size(); ++i) {
        text += (i == 0                        ? "; did you mean \""
                 : i + 1 == suggestions.size() ? "\" or \""
                                               : "\", \"") +
                suggestions[i];
    }
    return text.empty() ? text : text + "\"?";
}

ECFLINK_END_NAMESPACE
