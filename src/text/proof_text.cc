#include <ecflink/text/proof_text.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "base/json_text.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::text {
namespace {

/// Reads the members of a JSON text one by one and notes every trouble with its place.
class proof_reader {
public:
    proof_reader(std::string_view file, std::string_view text, const std::optional<time_zone>& zone)
        : file_(file), text_(text), zone_(zone), parsed_(read_json(text_)) {
        for (const json_trouble& trouble : parsed_.troubles) {
            add(trouble.offset, trouble.path, trouble.message, trouble.found, trouble.expected);
        }
    }

    [[nodiscard]] result<evidence, std::vector<diagnostic>> read() {
        evidence stated;
        if (parsed_.is_json) {
            read_members(
                "", parsed_.value,
                {{"central", [&](const std::string& path,
                                 const json& value) { read_proof(path, value, stated.central, nullptr); }},
                 {"account",
                  [&](const std::string& path, const json& value) {
                      read_proof(path, value, stated.account, &stated.account_court);
                  }},
                 {"failed-attempts", [&](const std::string& path, const json& value) {
                      read_count(path, value, stated.failed_attempts);
                  }}});
        }
        if (!troubles_.empty()) {
            std::vector<diagnostic> all(troubles_.begin(), troubles_.end());
            std::ranges::sort(
                all, {}, [](const diagnostic& trouble) { return std::pair(trouble.line, trouble.column); });
            if (const std::uint64_t more = troubles_.not_kept() + parsed_.troubles.not_kept(); more != 0) {
                all.push_back({severity::error, file_, 0, 0, {}, not_listed(more), {}, {}});
            }
            return all;
        }
        return stated;
    }

private:
    using readers = std::map<std::string, std::function<void(const std::string&, const json&)>>;

    void add(std::size_t offset, const std::string& path, const std::string& message,
             const std::string& found, const std::string& expected) {
        if (troubles_.counts_only()) {
            return;
        }
        const auto [line, column] = line_and_column(text_, offset);
        troubles_.push_back({severity::error, file_, line, column, path, message, found, expected});
    }
    void refuse(const std::string& path, const json& value, const std::string& message,
                const std::string& expected) {
        add(parsed_.places[path].value, path, message, to_excerpt(value), expected);
    }

    void read_members(const std::string& path, const json& value, const readers& known) {
        std::string names;
        for (const auto& [name, ignored] : known) {
            names += (names.empty() ? "" : ", ") + name;
        }
        if (!value.is_object()) {
            refuse(path, value, "this is no object", "an object with any of the members " + names);
            return;
        }
        for (const auto& [name, given] : value.members()) {
            const std::string at = path + '/' + pointer_part(name);
            if (const auto reader = known.find(name); reader == known.end()) {
                add(parsed_.places[at].name, at, "no such member", to_excerpt(json(name)), "one of " + names);
            } else if (!given.is_null()) {
                reader->second(at, given);
            }
        }
    }

    void read_proof(const std::string& path, const json& value, proof& into, court_id* court) {
        readers known = {
            {"class",
             [&](const std::string& at, const json& given) { read_class(at, given, into.proof_class); }},
            {"at", [&](const std::string& at, const json& given) { read_time(at, given, into.at); }}};
        if (court != nullptr) {
            known["court"] = [&](const std::string& at, const json& given) { read_court(at, given, *court); };
        }
        read_members(path, value, known);
    }

    void read_class(const std::string& path, const json& value, proof_class& into) {
        const auto token = value.is_string() ? from_token<proof_class>(value.text()) : std::nullopt;
        if (token) {
            into = *token;
            return;
        }
        std::string all;
        for (const token_entry& entry : tokens<proof_class>()) {
            all += (all.empty() ? "" : ", ") + std::string(entry.token);
        }
        refuse(path, value, "this is no class of proof", "one of " + all);
    }

    void read_time(const std::string& path, const json& value, std::optional<instant>& into) {
        const auto at =
            value.is_string() ? parse_instant(value.text(), zone_) : result<instant>(errc::not_a_time);
        if (at) {
            into = at.value();
            return;
        }
        refuse(path, value,
               at.error() == errc::unknown_zone ? "the time has no offset, and the court no zone"
                                                : std::string("the value ") + to_message(at.error()),
               zone_ ? "an instant such as 2022-04-25T08:00:00-05:00, or a local time of " +
                           std::string(zone_->name()) + " such as 2022-04-25T08:00"
                     : std::string("an instant with Z or an offset, such as 2022-04-25T13:00:00Z"));
    }

    void read_court(const std::string& path, const json& value, court_id& into) {
        const auto id = value.is_string() ? court_id::make(value.text()) : result<court_id>(errc::empty);
        if (id) {
            into = id.value();
        } else {
            refuse(path, value, "this is no id of a court",
                   "1 to " + std::to_string(court_id::capacity) + " bytes of text");
        }
    }

    void read_count(const std::string& path, const json& value, std::uint32_t& into) {
        const std::optional<std::uint64_t> count = value.count();
        if (count && *count <= std::numeric_limits<std::uint32_t>::max()) {
            into = static_cast<std::uint32_t>(*count);
        } else {
            refuse(path, value, "this is no count of attempts", "a whole number from 0 to 4294967295");
        }
    }

    std::string file_;
    std::string_view text_;
    const std::optional<time_zone>& zone_;
    json_text parsed_;
    bounded_list<diagnostic> troubles_;
};

}  // namespace
}  // namespace detail::text

result<evidence, std::vector<diagnostic>> parse_proofs(std::string_view text,
                                                       const std::optional<time_zone>& zone,
                                                       std::string_view name) {
    return detail::text::proof_reader(name, text, zone).read();
}

ECFLINK_END_NAMESPACE
