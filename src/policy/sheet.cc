// The sheet has the values of the document as sentences. The words for findings come from the
// catalogue, those for tokens from tokens.def.
#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include <ecflink/policies/policy_set.hpp>
#include <ecflink/policies/policy_tools.hpp>

#include "directory/builtin_layers.hpp"
#include "policy/language.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace {

/// "1 day 12 hours".
std::string to_words(duration length) {
    std::string words;
    std::int64_t seconds = length.micros / micros_per_second;
    for (const auto& [unit, size] : {std::pair{"day", 86'400}, std::pair{"hour", 3'600},
                                     std::pair{"minute", 60}, std::pair{"second", 1}}) {
        const std::int64_t count = seconds / size;
        seconds %= size;
        if (count != 0) {
            words.append(words.empty() ? "" : " ")
                .append(std::to_string(count))
                .append(" ")
                .append(unit)
                .append(count == 1 ? "" : "s");
        }
    }
    return words.empty() ? "no time" : words;
}

/// What an enumerator means.
template <class E>
std::string meaning_of(E value) {
    return std::string(tokens<E>()[static_cast<std::size_t>(value) - tokens<E>().front().number].meaning);
}

template <class E>
std::string list_tokens(token_set<E> set, const char* last_word) {
    std::vector<std::string> listed;
    for (const token_entry& entry : tokens<E>()) {
        if (set.contains(static_cast<E>(entry.number))) {
            listed.emplace_back(entry.token);
        }
    }
    std::string text;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        text += (i == 0 ? "" : i + 1 < listed.size() ? ", " : std::string(" ") + last_word + ' ') + listed[i];
    }
    return text.empty() ? "none" : text;
}

class sheet {
public:
    sheet(const court_policy& policy, std::size_t width)
        : policy_(policy), rules_(policy.rules), width_(std::max<std::size_t>(width, 20)) {}

    std::string write() {
        const std::string court(policy_.court.view());
        add_wrapped("", "",
                    court.empty()          ? "The policy for all courts"
                    : policy_.name.empty() ? "The policy of " + court
                                           : "The policy of " + court + ", " + policy_.name);
        add_wrapped("", "", policy_.digest);
        write_court();
        write_accounts();
        write_proofs();
        write_findings();
        write_afterwards();
        write_help();
        return std::move(text_);
    }

private:
    void write_court() {
        start("The court");
        if (policy_.kind != court_kind::missing) {
            say("Kind: " + meaning_of(policy_.kind), "/kind");
        }
        if (rules_.system != court_system::missing) {
            say("System: " + meaning_of(rules_.system), "/system");
        }
        say(go_live_in_words(), "/go-live", "/go-live/not-before", "/go-live/by");
        for (const outage_window& outage : rules_.outages.windows()) {
            say("Out of service for " + list_tokens(outage.stops, "and") + " from " + when(outage.begin) +
                    " until " + when(outage.end),
                "/outages");
        }
        say(rules_.link_closes ? "Old accounts can be linked until " + when(*rules_.link_closes)
                               : "Old accounts can be linked, with no end date",
            "/link/closes");
    }

    [[nodiscard]] std::string go_live_in_words() const {
        if (rules_.go_live) {
            return "Live from " + when(*rules_.go_live);
        }
        const auto& not_before = rules_.go_live_not_before;
        const auto& by = rules_.go_live_by;
        return !not_before && !by ? "When the court goes live is not known"
               : !not_before      ? "Live by " + when(*by) + "; since when is not known"
               : !by
                   ? "Not live before " + when(*not_before) + "; from when on is not known"
                   : "Live from a time that is not known, between " + when(*not_before) + " and " + when(*by);
    }

    void write_accounts() {
        start("Who may link");
        say(rules_.roles ? "Accounts of these roles: " + list_tokens(*rules_.roles, "and")
                         : "Accounts of every role",
            "/link/roles");
        for (const token_entry& entry : tokens<account_role>()) {
            if (rules_.roles_with_registrations.contains(static_cast<account_role>(entry.number))) {
                say("With an account of the role " + std::string(entry.token) + ": a " +
                        policy_.words.central_account + " registered as " +
                        list_tokens(rules_.registrations[entry.number], "or"),
                    "/link/registrations/" + std::string(entry.token));
            }
        }
        const auto at_most = [](std::uint32_t count) {
            return count == 0 ? std::string("any number") : "at most " + std::to_string(count);
        };
        say("Accounts of the court for one " + policy_.words.central_account + ": " +
                at_most(rules_.accounts_per_central) + "; " + meaning_of(rules_.count_per),
            "/link/accounts-per-central", "/link/count-per");
        say("How many times one account of the court may be linked to a " + policy_.words.central_account +
                ": " + at_most(rules_.centrals_per_account),
            "/link/centrals-per-account");
        if (!rules_.login_forbid.empty()) {
            std::string list;
            for (const std::string& character : detail::policy::characters_of(rules_.login_forbid)) {
                list += (list.empty() ? "" : " ") + (character == " " ? std::string("blank") : character);
            }
            say("A login may contain none of these characters: " + list, "/link/login/forbid");
        }
        if (rules_.login_case == login_case::lower) {
            say("A login may contain no upper-case letter", "/link/login/case");
        }
        if (rules_.roster) {
            say("Only accounts on the court's roster", "/link/roster");
        }
        say("The " + policy_.words.central_account + " is upgraded, or was made on " +
                to_text(rules_.legacy_cutoff) + " or later",
            "/central/legacy-cutoff");
        say("The " + policy_.words.central_account +
                (rules_.mfa_from ? " needs a second factor from " + when(*rules_.mfa_from)
                                 : " needs no second factor"),
            "/central/mfa-from");
    }

    void write_proofs() {
        start("What must be proven");
        say("The " + policy_.words.central_account + " by " + list_tokens(rules_.central_proof.accept, "or") +
                ", at most " + to_words(rules_.central_proof.max_age) + " ago",
            "/proof/central/accept", "/proof/central/max-age");
        say("The " + policy_.words.court_account + " by " + list_tokens(rules_.account_proof.accept, "or") +
                ", at most " + to_words(rules_.account_proof.max_age) + " ago",
            "/proof/account/accept", "/proof/account/max-age");
        say("In a ledger, links need no proofs if they were made by: " +
                list_tokens(rules_.proof_waived_for, "or"),
            "/proof/waived-for");
        say(rules_.attempt_limit == 0
                ? "Failed attempts are not counted"
                : "After " + std::to_string(rules_.attempt_limit) + " failed attempts within " +
                      to_words(rules_.attempt_window) + " no further attempt is allowed",
            "/attempts/limit", "/attempts/window");
        say("Confirmation: " + meaning_of(rules_.confirm) + ", within " + to_words(rules_.handle_lifetime),
            "/link/confirm", "/handle/lifetime");
        say("Two names are the same if they are " + meaning_of(rules_.compare_names), "/names/compare");
        char similar[16];
        std::snprintf(similar, sizeof similar, "%g", rules_.similar_from * 100);
        say("Other names count as similar from " + std::string(similar) + " percent on",
            "/names/similar-from");
    }

    void write_findings() {
        constexpr std::pair<disposition, const char*> chapters[] = {
            {disposition::refuse, "A link is refused if"},
            {disposition::hold, "A clerk must decide if"},
            {disposition::note, "It is noted, and changes nothing, if"},
            {disposition::ignore, "It is ignored if"}};
        for (const auto& [given, title] : chapters) {
            findings listed;
            for (const finding_info& info : catalogue()) {
                listed.insert_if(info.id, rules_.dispositions.of(info.id) == given);
            }
            if (listed.empty()) {
                continue;
            }
            start(title);
            for (const finding each : listed) {
                const bool is_floor =
                    policy_.floor.refuse.contains(each) || policy_.floor.hold.contains(each);
                say(std::string(describe(each).true_when) + (is_floor ? "; no court may weaken this" : ""),
                    "/dispositions/" + std::string(to_token(each)));
            }
        }
    }

    void write_afterwards() {
        start("Afterwards");
        say("A link can be removed by: " + list_tokens(rules_.unlink_by, "or"), "/unlink/by");
        say("A wrong name is mended by: " + meaning_of(policy_.names_mended_by), "/names/mended-by");
        for (const requirement_list& each : policy_.registration_requires) {
            say("A request for " + each.of + " needs: " + list_tokens(each.needs, "and"),
                "/registration/requires/" + each.of);
        }
        say("A second registration: " + meaning_of(rules_.second) +
                (rules_.second == second_registration::reject ? "" : "; " + meaning_of(rules_.second_if)),
            "/registration/second", "/registration/second-if");
        say("Several accounts of the court: " + meaning_of(rules_.second_account),
            "/registration/second-account");
        say("Old credentials: " + meaning_of(rules_.retire), "/retire-credential");
    }

    void write_help() {
        if (policy_.help.empty()) {
            return;
        }
        start("Whom to ask");
        for (const help_entry& entry : policy_.help) {
            std::string ways;
            for (const std::string* const way : {&entry.phone, &entry.email, &entry.url}) {
                ways += (ways.empty() || way->empty() ? "" : ", ") + *way;
            }
            say(entry.purpose + ": " + ways, "/help/" + entry.purpose);
        }
    }

    [[nodiscard]] std::string when(instant at) const {
        return policy_.zone ? policy_.zone->to_local_text(at) : to_text(at);
    }

    void start(const std::string& title) {
        text_ += '\n';
        add_wrapped("", "", title);
    }

    /// One line, and the layers that its values come from. The default is not named.
    template <class... Paths>
    void say(const std::string& words, const Paths&... paths) {
        std::vector<std::string_view> layers;
        for (const std::string_view path : {std::string_view(paths)...}) {
            const auto origin = std::ranges::lower_bound(policy_.origins, path, {}, &value_origin::path);
            const bool is_known = origin != policy_.origins.end() && origin->path == path;
            if (is_known && origin->layer != "default" &&
                origin->layer != detail::directory::builtin_layers().front().name &&
                std::ranges::find(layers, origin->layer) == layers.end()) {
                layers.push_back(origin->layer);
            }
        }
        std::string suffix;
        for (const std::string_view layer : layers) {
            suffix += (suffix.empty() ? " [" : ", ") + std::string(layer);
        }
        add_wrapped("  - ", "    ", words + suffix + (suffix.empty() ? "" : "]"));
    }

    /// Breaks lines at blanks. A word that is longer than a line is broken at the end of the line,
    /// between characters.
    void add_wrapped(std::string_view first_indent, std::string_view other_indent, std::string_view words) {
        const auto columns = [](std::string_view text) {
            return static_cast<std::size_t>(std::ranges::count_if(
                text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
        };
        std::string line(first_indent);
        bool is_fresh = true;
        while (!words.empty()) {
            const std::string_view word = words.substr(0, words.find(' '));
            const std::size_t needed = columns(word) + (is_fresh ? 0 : 1);
            if (columns(line) + needed <= width_) {
                line += is_fresh ? "" : " ";
                line += word;
                is_fresh = false;
                words.remove_prefix(std::min(word.size() + 1, words.size()));
                continue;
            }
            if (is_fresh) {
                std::size_t end = 0;
                while (columns(line) + columns(word.substr(0, end)) < width_ ||
                       (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) {
                    ++end;
                }
                line += word.substr(0, end);
                words.remove_prefix(end);
            }
            text_ += line + '\n';
            line = other_indent;
            is_fresh = true;
        }
        text_ += line + '\n';
    }

    const court_policy& policy_;
    const link_policy& rules_;
    std::size_t width_;
    std::string text_;
};

}  // namespace

std::string to_sheet(const court_policy& policy, std::size_t width) { return sheet(policy, width).write(); }

ECFLINK_END_NAMESPACE
