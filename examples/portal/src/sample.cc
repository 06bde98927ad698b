#include "sample.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/text/time_text.hpp>

namespace portal {
namespace {

using json = nlohmann::json;

const ecflink::acting by_sample{ecflink::actor::court, "sample", "a sample for demonstrations"};

template <class T>
T made(ecflink::ledger_result<T> result) {
    if (!result) {
        throw std::runtime_error("the sample cannot be made: " + result.error().message);
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(result).value();
    }
}

std::string day_text(ecflink::instant now, int days) {
    return to_text(ecflink::instant{now.micros + days * ecflink::micros_per_day}).substr(0, 10);
}

/// Puts days in the place of "@+20d@" and the like, which count from `now`.
std::string with_days(std::string_view text, ecflink::instant now) {
    constexpr std::string_view end = "d@";
    std::string result;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@')) {
        const std::size_t after = text.find(end, at);
        if (after == std::string_view::npos) {
            throw std::runtime_error("a day of the sample has no end");
        }
        result += text.substr(0, at);
        result += day_text(now, std::stoi(std::string(text.substr(at + 1, after - at - 1))));
        text.remove_prefix(after + end.size());
    }
    return result.append(text);
}

json read_people(const std::filesystem::path& sample) {
    std::ifstream in(sample / "people.json");
    return json::parse(in);
}

template <class Id>
Id id_of(const json& one, const char* name) {
    return Id::make(one.at(name).get<std::string>()).value();
}

void write_new(const std::filesystem::path& file, const std::string& text) {
    std::ofstream out(file);
    out << text;
    if (!out.flush()) {
        throw std::runtime_error(file.string() + " cannot be written");
    }
    std::filesystem::permissions(file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

/// The center's directory, which has no passwords.
void write_directory(const json& people, const std::filesystem::path& file) {
    json directory{{"filers", json::array()}};
    for (const json& one : people.at("filers")) {
        directory["filers"].push_back(
            {{"username", one.at("username")},
             {"central-id", one.at("central-id")},
             {"second-factor",
              one.value("has-factor", true) ? people.at("second-factor").get<std::string>() : std::string{}},
             {"needs-client-code", one.value("needs-client-code", false)}});
    }
    write_new(file, directory.dump(2) + '\n');
}

void set_passwords(ecflink::ledger& ledger, const ecflink::ledger_tables& rows, const json& people,
                   ecflink::instant now) {
    // as cheap as libsodium allows, unless the sample asks for the cost of real ones: these
    // passwords are no secrets, and the sample must be made fast
    const ecflink::password_cost cheap{.operations = 1, .memory_bytes = 8192};
    const ecflink::password_cost cost =
        people.value("slow-passwords", false) ? ecflink::password_cost{} : cheap;
    const auto password = people.at("password").get<std::string>();
    const auto of_court = people.at("court-password").get<std::string>();
    for (const ecflink::central_account_row& one : rows.central_accounts) {
        made(ledger.set_password({{}, std::string(one.id.view())}, password, by_sample, now, cost));
    }
    for (const ecflink::court_account_row& one : rows.court_accounts) {
        made(ledger.set_password({one.court, std::string(one.account.login.view())}, of_court, by_sample, now,
                                 cost));
    }
}

void act(ecflink::ledger& ledger, const ecflink::ledger_tables& rows, const json& people,
         ecflink::instant now) {
    for (const json& one : people.at("unlinked")) {
        const auto court = id_of<ecflink::court_id>(one, "court");
        const auto login = id_of<ecflink::login>(one, "login");
        if (std::ranges::any_of(rows.links, [&](const ecflink::link_row& link) {
                return link.court == court && link.login == login;
            })) {
            made(ledger.unlink(court, login, id_of<ecflink::central_id>(one, "central-id"), by_sample, now));
        }
    }
    for (const json& one : people.at("requests")) {
        ecflink::registration_request request;
        request.court = id_of<ecflink::court_id>(one, "court");
        request.central = id_of<ecflink::central_id>(one, "central-id");
        request.type = ecflink::request_type::filing_only;
        request.role = ecflink::account_role::attorney;
        const auto asked = made(ledger.submit_registration(request, now));
        if (asked.id != 0) {  // 0: the court does not take requests at this time of the clock
            made(ledger.move_registration(asked.id, ecflink::registration_move::route,
                                          {ecflink::actor::center, "sample", ""}, now));
        }
    }
    std::vector<ecflink::contact_row> contacts;
    for (const json& one : people.at("contacts")) {
        contacts.push_back({id_of<ecflink::court_id>(one, "court"), id_of<ecflink::login>(one, "login"),
                            one.at("contact").get<std::string>(), one.at("is-proven").get<bool>()});
    }
    made(ledger.set_contacts(contacts, by_sample, now));
}

}  // namespace

std::vector<ecflink::policy_layer> sample_policies(const std::filesystem::path& sample,
                                                   ecflink::instant now) {
    auto read = ecflink::read_policy_layers((sample / "policies").string());
    if (!read) {
        throw std::runtime_error(to_text(read.error().front()));
    }
    for (ecflink::policy_layer& one : read.value()) {
        one.text = with_days(one.text, now);
    }
    return std::move(read).value();
}

void make_sample(const std::filesystem::path& sample, const std::filesystem::path& folder,
                 const ecflink::ledger_connector& connect, ecflink::instant now) {
    std::filesystem::create_directories(folder / "policies");
    const std::vector<ecflink::policy_layer> layers = sample_policies(sample, now);
    for (const ecflink::policy_layer& one : layers) {
        write_new(folder / "policies" / std::filesystem::path(one.name).filename(), one.text);
    }
    const auto policies = ecflink::policy_set::load(layers);
    if (!policies) {
        throw std::runtime_error(to_text(policies.error().front()));
    }
    std::string line = ecflink::key_ring::generate_line();
    write_new(folder / "portal.keys", line + '\n');
    const auto keys = ecflink::key_ring::parse(line);
    ecflink::wipe(line);
    auto read = ecflink::read_ledger(sample, policies.value());
    if (!read) {
        throw std::runtime_error(to_text(read.error().front()));
    }
    ecflink::ledger_tables& rows = read.value();
    // a clock that starts earlier finds the links that were made by then
    std::erase_if(rows.links, [&](const ecflink::link_row& one) { return one.row.linked_at > now; });
    const json people = read_people(sample);
    write_directory(people, folder / "people.json");
    ecflink::ledger ledger = made(ecflink::ledger::create(connect, policies.value(), &keys.value(), now));
    made(ledger.load(rows, by_sample, now));
    made(ledger.import_links(rows, by_sample, by_sample, now, [](const ecflink::import_outcome& one) {
        if (one.answer != ecflink::import_answer::linked) {
            throw std::runtime_error("a link of the sample was not imported: " +
                                     std::string(to_token(one.answer)));
        }
    }));
    set_passwords(ledger, rows, people, now);
    act(ledger, rows, people, now);
}

std::string users_in_words(const std::filesystem::path& sample) {
    const json people = read_people(sample);
    std::string text;
    for (const json& one : people.at("filers")) {
        auto name = one.at("username").get<std::string>();
        name.resize(std::max<std::size_t>(name.size(), 12), ' ');
        text += "  " + name + one.at("tells").get<std::string>() + '\n';
    }
    return text;
}

}  // namespace portal
