// ledger_in_cpp_over_c.cc: plays scenarios through bindings/cpp/ecflink_ledger.hpp.
#include <cstring>

#include <ecflink/c/ecflink_ledger.hpp>

#include "ledger_c_values.hpp"

namespace scenarios {
namespace {

using namespace c_values;
namespace ecf = ecflink::c;

ecf::engine engine_of(const json& scenario) {
    std::vector<ecf::policy_layer> layers;
    for (const json& one : part(scenario, "policy")) {
        layers.push_back({"layer " + std::to_string(layers.size() + 1), one.dump()});
    }
    return ecf::engine(layers);
}

json texts_of(const ecf::answer_parts& parts, ecflink_texts which) {
    json all = json::array();
    for (const std::string_view one : parts.texts(which)) {
        all.push_back(one);
    }
    return all;
}
json pair_of(const ecf::answer_parts& parts) {
    const auto pair = parts.pair();
    return pair ? told(*pair, texts_of(parts, ECFLINK_TEXTS_PERMANENT)) : json(nullptr);
}
template <class List, class Told>
json each(const List& list, const Told& told_one) {
    json all = json::array();
    for (const auto& one : list) {
        all.push_back(told_one(one));
    }
    return all;
}
constexpr auto as_it_is = [](const auto& one) { return told(one); };

class cpp_over_c_player final : public player {
public:
    cpp_over_c_player(const json& scenario, const std::string& address)
        : engine_(engine_of(scenario)),
          keys_(ecf::keys::parse(std::string(key_line))),
          ledger_(made(engine_, keys_, address, time(scenario, "made_at"))) {
        if (find(scenario, "records") != nullptr) {
            now_ = time(scenario, "made_at");
            json with = scenario.at("records");
            with["by"] = {{"id", "sync"}};
            static_cast<void>(load(with));
        }
    }

    json play(const step& given) override {
        static const std::map<std::string_view, json (cpp_over_c_player::*)(const json&)> operations = {
            {"load", &cpp_over_c_player::load},
            {"contacts", &cpp_over_c_player::contacts},
            {"begin", &cpp_over_c_player::begin},
            {"look", &cpp_over_c_player::look},
            {"commit", &cpp_over_c_player::commit},
            {"cancel", &cpp_over_c_player::cancel},
            {"outcome", &cpp_over_c_player::outcome},
            {"queue", &cpp_over_c_player::queue},
            {"review", &cpp_over_c_player::review},
            {"approve", &cpp_over_c_player::approve},
            {"reject", &cpp_over_c_player::reject},
            {"unlink", &cpp_over_c_player::unlink},
            {"import", &cpp_over_c_player::import},
            {"sign_on", &cpp_over_c_player::sign_on},
            {"court_login", &cpp_over_c_player::court_login},
            {"register", &cpp_over_c_player::submit},
            {"move", &cpp_over_c_player::move},
            {"requests", &cpp_over_c_player::requests},
            {"agency", &cpp_over_c_player::agency},
            {"agencies", &cpp_over_c_player::agencies},
            {"obligations", &cpp_over_c_player::obligations},
            {"discharge", &cpp_over_c_player::discharge},
            {"set_password", &cpp_over_c_player::set_password},
            {"check_password", &cpp_over_c_player::check_password},
            {"check_central_password", &cpp_over_c_player::check_central_password},
            {"password_retired", &cpp_over_c_player::password_retired},
            {"verify", &cpp_over_c_player::verify},
            {"audit", &cpp_over_c_player::audit},
            {"compare_state", &cpp_over_c_player::compare_state},
            {"status", &cpp_over_c_player::status}};
        if (!given.at.empty()) {
            now_ = ecf::time(given.at);
        }
        try {
            return (this->*operations.at(given.what))(given.with);
        } catch (const ecf::error& why) {
            if (why.status_class() == ECFLINK_E_LEDGER) {
                throw trouble(word_of(why.status()));
            }
            throw;
        } catch (const no_answer&) {
            throw trouble("check-failed");  // the check threw it, and begin passes it on
        }
    }

private:
    struct no_answer {};
    struct kept_handle {
        std::string text;
        std::uint8_t shown[ECFLINK_DIGEST_BYTES];
    };

    static ecf::ledger made(const ecf::engine& policies, const ecf::keys& keys, const std::string& address,
                            ecflink_time now) {
        ecf::ledger_options options(address);
        options.keys = keys.get();
        return ecf::ledger::create(policies, options, now);
    }
    std::string handle_text(const json& with) {
        return find(with, "handle") == nullptr ? text(with, "handle_text")
                                               : handles_.at(text(with, "handle")).text;
    }
    ecf::confirm_request confirmation(pool& kept, const json& with) {
        ecf::confirm_request request;
        request.set_handle(kept.texts.emplace_back(handle_text(with)));
        set_text(kept, with, "central", request.central, request.central_size);
        std::memcpy(request.session, ecf::digest_of(text(with, "session", "a session")).bytes,
                    sizeof(request.session));
        const std::string confirmed = text(with, "confirmed", text(with, "handle").c_str());
        if (!confirmed.empty()) {
            std::memcpy(request.confirmed, handles_.at(confirmed).shown, sizeof(request.confirmed));
        }
        return request;
    }
    static json begun_of(const ecf::answered<ecflink_begin_outcome>& begun) {
        const auto page = begun.parts.page();
        const auto linked = begun.parts.commit();
        return told(begun,
                    page ? told(*page, [&](ecflink_texts which) { return texts_of(begun.parts, which); })
                         : json(nullptr),
                    linked ? told(*linked, each(begun.parts.owed(), told_new)) : json(nullptr));
    }

    json load(const json& with) {
        const auto rows = tables_of(with);
        ecf::records records;
        records.set(rows->centrals);
        records.set(rows->accounts);
        records.set(rows->tombstones);
        records.set(rows->roster);
        records.set(rows->registrations);
        return told(ledger_.load(records, person(rows->kept, with), now_, flags_of(with)));
    }
    json contacts(const json& with) {
        pool kept;
        ledger_.set_contacts(contacts_of(kept, with), person(kept, with), now_);
        return json::object();
    }
    json begin(const json& with) {
        pool kept;
        ecf::begin_request request;
        const std::string central = text(with, "central");
        const std::string court = text(with, "court");
        const std::string login = text(with, "login");
        request.set_central(
            central,
            token(with, "central_proof", ECFLINK_ENUMERATION_PROOF_CLASS, ECFLINK_PROOF_CLASS_PASSWORD_MFA),
            find(with, "central_proof_at") == nullptr ? now_ : time(with, "central_proof_at"));
        request.set_account(court, login);
        request.set_session(ecf::digest_of(text(with, "session", "a session")));
        request.session_ends = time(with, "session_ends");
        const ecflink_acting approved = person(kept, with, "approved");
        request.approved = find(with, "approved") == nullptr ? nullptr : &approved;
        const ecf::account_check check = [&](std::string_view of_court, std::string_view typed) {
            const std::string proof = text(with, "account_proof", "password");
            if (proof == "no answer") {
                throw no_answer();
            }
            const bool is_right =
                find(with, "account_password") == nullptr
                    ? proof == "password"
                    : ledger_.check_password(of_court, typed, text(with, "account_password"));
            return is_right ? ECFLINK_PROOF_CLASS_PASSWORD : ECFLINK_PROOF_CLASS_NONE;
        };
        const auto begun =
            ledger_.begin(request, truth(with, "dry") ? ecf::account_check{} : check, now_, flags_of(with));
        kept_handle& handle = handles_[text(with, "handle")];
        handle.text = std::string(begun.handle, begun.handle_size);
        std::memcpy(handle.shown, begun.shown, sizeof(handle.shown));
        holds_[text(with, "hold")] = begun.held_as;
        return begun_of(begun);
    }
    json look(const json& with) {
        pool kept;
        return begun_of(ledger_.peek(confirmation(kept, with), now_));
    }
    json commit(const json& with) {
        pool kept;
        ecf::confirm_request request = confirmation(kept, with);
        const ecflink_acting approved = person(kept, with, "approved");
        request.approved = find(with, "approved") == nullptr ? nullptr : &approved;
        const auto linked = ledger_.commit(request, now_, flags_of(with));
        return told(linked, each(linked.parts.owed(), told_new));
    }
    json cancel(const json& with) {
        pool kept;
        const ecf::cancelled answer = ledger_.cancel(confirmation(kept, with), now_, flags_of(with));
        return told_cancel(answer.outward, answer.problem);
    }
    json outcome(const json& with) { return told_outcome(ledger_.outcome_of(handle_text(with))); }
    json queue(const json& with) {
        const auto answer = ledger_.held_links(text(with, "court"),
                                               truth(with, "with_closed") ? ECFLINK_HELD_WITH_CLOSED : 0);
        return {{"items", each(answer.held_links(), as_it_is)}};
    }
    static json decision_of(const ecf::answered<ecflink_hold_outcome>& outcome) {
        return told(outcome, told(outcome.parts.held_links().at(0)), pair_of(outcome.parts));
    }
    json review(const json& with) {
        return decision_of(ledger_.review_hold(holds_[text(with, "hold")], now_));
    }
    json approve(const json& with) {
        pool kept;
        return decision_of(
            ledger_.approve_hold(holds_[text(with, "hold")], person(kept, with), now_, flags_of(with)));
    }
    json reject(const json& with) {
        pool kept;
        return decision_of(
            ledger_.reject_hold(holds_[text(with, "hold")], person(kept, with), now_, flags_of(with)));
    }
    json unlink(const json& with) {
        pool kept;
        const std::string court = text(with, "court");
        const std::string login = text(with, "login");
        const std::string central = text(with, "central");
        const auto outcome =
            ledger_.unlink(ecf::pair(court, login, central), person(kept, with), now_, flags_of(with));
        return {{"answer", told_token(ECFLINK_ENUMERATION_UNLINK_ANSWER, outcome.answer)},
                {"owes", each(outcome.parts.owed(), told_new)},
                {"pair", pair_of(outcome.parts)}};
    }
    json import(const json& with) {
        const auto rows = tables_of(with);
        ecf::records records;
        records.set(rows->links);
        const ecflink_acting approved = person(rows->kept, with, "approved");
        json all = json::array();
        static_cast<void>(ledger_.import_links(
            records, find(with, "approved") == nullptr ? nullptr : &approved, person(rows->kept, with), now_,
            [&](const ecflink_import_outcome& row) {
                all.push_back(told(row));
                return true;
            },
            flags_of(with)));
        return {{"rows", all}};
    }
    json sign_on(const json& with) {
        const std::string acting_for = text(with, "acting_for");
        ecf::sign_on_facts facts;
        facts.second_factor_given = truth(with, "second_factor") ? 1 : 0;
        facts.redaction_agreed = truth(with, "redaction_agreed") ? 1 : 0;
        facts.client_code_missing = truth(with, "client_code_missing") ? 1 : 0;
        facts.set_acting_for(acting_for);
        const auto answer = ledger_.sign_on(text(with, "central"), text(with, "court"), facts, now_);
        return {{"signed_on", told(ledger_.signs_on(text(with, "central"), facts, now_))},
                {"courts",
                 each(answer.access(), [](const auto& entry) { return told(entry.first, entry.second); })}};
    }
    json court_login(const json& with) {
        return told(ledger_.court_login(text(with, "court"), text(with, "login"), now_));
    }
    json submit(const json& with) {
        pool kept;
        ecf::registration_request request;
        request.type = token(with, "type", ECFLINK_ENUMERATION_REQUEST_TYPE);
        request.role = token(with, "role", ECFLINK_ENUMERATION_ACCOUNT_ROLE);
        request.credentials_lost = truth(with, "credentials_lost") ? 1 : 0;
        request.set_court(kept.texts.emplace_back(text(with, "court")));
        request.set_central(kept.texts.emplace_back(text(with, "central")));
        request.set_login(kept.texts.emplace_back(text(with, "login")));
        const auto outcome = ledger_.submit_registration(request, now_, flags_of(with));
        requests_[text(with, "request")] = outcome.id;
        return told(outcome, pair_of(outcome.parts));
    }
    json move(const json& with) {
        pool kept;
        const auto outcome = ledger_.move_registration(
            requests_[text(with, "request")], token(with, "move", ECFLINK_ENUMERATION_REGISTRATION_MOVE),
            person(kept, with), now_, text(with, "new_account"), flags_of(with) | lost_in(with));
        return told(outcome, pair_of(outcome.parts));
    }
    json requests(const json& with) {
        const auto answer = ledger_.registrations(text(with, "court"), text(with, "central"));
        return {{"requests", each(answer.registrations(), as_it_is)}};
    }
    json agency(const json& with) {
        pool kept;
        return {{"answer", told_token(ECFLINK_ENUMERATION_AGENCY_ANSWER,
                                      ledger_.set_agency(agency_of(kept, with), person(kept, with), now_,
                                                         flags_of(with)))}};
    }
    json agencies(const json& with) {
        const auto answer = ledger_.agencies(text(with, "court"));
        return {{"agencies", each(answer.agencies(), as_it_is)}};
    }
    json obligations(const json& with) {
        const auto answer = ledger_.obligations(number(with, "at_most"));
        return {{"open", each(answer.owed(), told_open)}};
    }
    json discharge(const json& with) {
        pool kept;
        const auto open = ledger_.obligations(1000);
        ecflink_owed met = ECFLINK_OWED_INIT;
        met.what = token(with, "obligation", ECFLINK_ENUMERATION_OBLIGATION);
        for (const ecflink_owed& one : open.owed()) {
            if (met.sequence == 0 && one.what == met.what && one.court == text(with, "court") &&
                one.login == text(with, "login") && one.central == text(with, "central")) {
                met = one;
            }
        }
        ledger_.discharge({met}, person(kept, with), now_, flags_of(with));
        return json::object();
    }
    json set_password(const json& with) {
        pool kept;
        ecflink_password_cost cost = ECFLINK_PASSWORD_COST_INIT;
        cost.operations = 1;
        cost.memory_bytes = 8192;
        ledger_.set_password(text(with, "court"), text(with, "owner"), text(with, "password"),
                             person(kept, with), now_, &cost, flags_of(with));
        return json::object();
    }
    json check_password(const json& with) {
        return {{"right",
                 ledger_.check_password(text(with, "court"), text(with, "owner"), text(with, "password"))}};
    }
    json check_central_password(const json& with) {
        return {
            {"right", ledger_.check_central_password(text(with, "central"), text(with, "password"), now_)}};
    }
    json password_retired(const json& with) {
        const auto retired = ledger_.is_password_retired(text(with, "court"), text(with, "login"));
        return {{"retired", retired ? json(*retired) : json(nullptr)}};
    }
    json verify(const json&) {
        json failing = json::array();
        const auto summary = ledger_.verify(now_, [&](const ecflink_verified_link& link) {
            if (link.verdict != ECFLINK_VERDICT_ALLOW) {
                failing.push_back(told(link));
            }
            return true;
        });
        return told(summary, failing);
    }
    json audit(const json&) {
        ecflink_audit_check check = ECFLINK_AUDIT_CHECK_INIT;
        check.keys = keys_.get();
        const auto summary = ledger_.verify_audit(check);
        return told(summary, each(summary.parts.problems(),
                                  [](const ecflink_audit_problem& one) { return json(one.flaw); }));
    }
    json compare_state(const json&) { return told(ledger_.compare_state()); }
    json status(const json&) { return told(ledger_.describe(now_)); }

    ecf::engine engine_;
    ecf::keys keys_;
    ecf::ledger ledger_;
    ecflink_time now_ = ECFLINK_NO_TIME;
    std::map<std::string, kept_handle> handles_;
    std::map<std::string, std::uint64_t> holds_;
    std::map<std::string, std::uint64_t> requests_;
};

}  // namespace

std::unique_ptr<player> play_in_cpp_over_c(const json& scenario, const std::string& address) {
    return std::make_unique<cpp_over_c_player>(scenario, address);
}

}  // namespace scenarios
