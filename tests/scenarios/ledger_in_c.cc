// ledger_in_c.cc: plays scenarios through ecflink_ledger.h. It uses only the C headers.
#include <cstring>

#include "ledger_c_values.hpp"

namespace scenarios {
namespace {

using namespace c_values;

void require(ecflink_status status, const ecflink_error& error) {
    if (status == ECFLINK_OK) {
        return;
    }
    if (ECFLINK_STATUS_CLASS(status) == ECFLINK_E_LEDGER) {
        throw trouble(word_of(status));
    }
    throw std::runtime_error(std::string(ecflink_status_name(status)) + " " + error.field + ": " +
                             error.message);
}

/// An answer that is freed in the end.
class owned_answer {
public:
    owned_answer() = default;
    owned_answer(const owned_answer&) = delete;
    owned_answer& operator=(const owned_answer&) = delete;
    ~owned_answer() { ecflink_answer_free(answer_); }
    [[nodiscard]] ecflink_answer** out() noexcept { return &answer_; }
    [[nodiscard]] const ecflink_answer* get() const noexcept { return answer_; }

private:
    ecflink_answer* answer_ = nullptr;
};

json texts_of(const owned_answer& answer, ecflink_texts which) {
    json all = json::array();
    for (std::size_t i = 0; i < ecflink_answer_text_count(answer.get(), which); ++i) {
        all.push_back(ecflink_answer_text(answer.get(), which, i));
    }
    return all;
}

json owes_of(const owned_answer& answer, json (*told_one)(const ecflink_owed&) = told_new) {
    json all = json::array();
    for (std::size_t i = 0; i < ecflink_owed_count(answer.get()); ++i) {
        ecflink_owed one = ECFLINK_OWED_INIT;
        ecflink_error error = ECFLINK_ERROR_INIT;
        require(ecflink_owed_get(answer.get(), i, &one, &error), error);
        all.push_back(told_one(one));
    }
    return all;
}

json pair_of(const owned_answer& answer) {
    ecflink_pair_review pair = ECFLINK_PAIR_REVIEW_INIT;
    ecflink_error error = ECFLINK_ERROR_INIT;
    require(ecflink_answer_pair(answer.get(), &pair, &error), error);
    return told(pair, texts_of(answer, ECFLINK_TEXTS_PERMANENT));
}

json begun_of(const ecflink_begin_outcome& begun, const owned_answer& answer) {
    ecflink_confirm_page page = ECFLINK_CONFIRM_PAGE_INIT;
    ecflink_commit_outcome linked = ECFLINK_COMMIT_OUTCOME_INIT;
    const bool has_page = ecflink_answer_page(answer.get(), &page, nullptr) == ECFLINK_OK;
    const bool has_commit = ecflink_answer_commit(answer.get(), &linked, nullptr) == ECFLINK_OK;
    if (has_page != (begun.has_page == 1)) {
        throw std::runtime_error("has_page is not true");
    }
    return told(
        begun,
        has_page ? told(page, [&](ecflink_texts which) { return texts_of(answer, which); }) : json(nullptr),
        has_commit ? told(linked, owes_of(answer)) : json(nullptr));
}

/// Every entry of the list of an answer.
template <class Struct>
json list_of(const owned_answer& answer, const Struct& blank,
             ecflink_status (*get)(const ecflink_answer*, std::size_t, Struct*, ecflink_error*)) {
    json all = json::array();
    for (std::size_t i = 0; i < ecflink_answer_count(answer.get()); ++i) {
        Struct one = blank;
        ecflink_error error = ECFLINK_ERROR_INIT;
        require(get(answer.get(), i, &one, &error), error);
        all.push_back(told(one));
    }
    return all;
}

ecflink_engine* engine_of(const json& scenario) {
    std::deque<std::string> texts;
    std::vector<ecflink_policy_layer> layers;
    for (const json& one : part(scenario, "policy")) {
        ecflink_policy_layer layer = ECFLINK_POLICY_LAYER_INIT;
        const std::string& name = texts.emplace_back("layer " + std::to_string(layers.size() + 1));
        const std::string& body = texts.emplace_back(one.dump());
        layer.name = name.data();
        layer.name_size = name.size();
        layer.text = body.data();
        layer.text_size = body.size();
        layers.push_back(layer);
    }
    ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
    options.layers = layers.data();
    options.layer_count = layers.size();
    ecflink_engine* made = nullptr;
    ecflink_error error = ECFLINK_ERROR_INIT;
    require(ecflink_engine_create(&options, &made, nullptr, &error), error);
    return made;
}

class c_player final : public player {
public:
    c_player(const json& scenario, const std::string& address) : engine_(engine_of(scenario)) {
        std::string line(key_line);
        require(ecflink_keys_parse(line.data(), line.size(), &keys_, &error_), error_);
        ecflink_ledger_options options = ECFLINK_LEDGER_OPTIONS_INIT;
        options.address = address.data();
        options.address_size = address.size();
        options.keys = keys_;
        const ecflink_time made_at = time(scenario, "made_at");
        require(ecflink_ledger_create(engine_, &options, made_at, &ledger_, &error_), error_);
        if (find(scenario, "records") != nullptr) {
            now_ = made_at;
            json with = scenario.at("records");
            with["by"] = {{"id", "sync"}};
            static_cast<void>(load(with));
        }
    }
    ~c_player() override {
        ecflink_ledger_free(ledger_);
        ecflink_keys_free(keys_);
        ecflink_engine_free(engine_);
    }

    json play(const step& given) override {
        static const std::map<std::string_view, json (c_player::*)(const json&)> operations = {
            {"load", &c_player::load},
            {"contacts", &c_player::contacts},
            {"begin", &c_player::begin},
            {"look", &c_player::look},
            {"commit", &c_player::commit},
            {"cancel", &c_player::cancel},
            {"outcome", &c_player::outcome},
            {"queue", &c_player::queue},
            {"review", &c_player::review},
            {"approve", &c_player::approve},
            {"reject", &c_player::reject},
            {"unlink", &c_player::unlink},
            {"import", &c_player::import},
            {"sign_on", &c_player::sign_on},
            {"court_login", &c_player::court_login},
            {"register", &c_player::submit},
            {"move", &c_player::move},
            {"requests", &c_player::requests},
            {"agency", &c_player::agency},
            {"agencies", &c_player::agencies},
            {"obligations", &c_player::obligations},
            {"discharge", &c_player::discharge},
            {"set_password", &c_player::set_password},
            {"check_password", &c_player::check_password},
            {"check_central_password", &c_player::check_central_password},
            {"password_retired", &c_player::password_retired},
            {"verify", &c_player::verify},
            {"audit", &c_player::audit},
            {"compare_state", &c_player::compare_state},
            {"status", &c_player::status}};
        if (!given.at.empty()) {
            now_ = time_of(given.at);
        }
        return (this->*operations.at(given.what))(given.with);
    }

private:
    struct kept_handle {
        std::string text;
        std::uint8_t shown[ECFLINK_DIGEST_BYTES];
    };

    std::string handle_text(const json& with) {
        return find(with, "handle") == nullptr ? text(with, "handle_text")
                                               : handles_.at(text(with, "handle")).text;
    }
    void set_digest(const std::string& secret, std::uint8_t* to) {
        require(ecflink_digest_of(secret.data(), secret.size(), to, &error_), error_);
    }
    ecflink_confirm_request confirmation(pool& kept, const json& with) {
        ecflink_confirm_request request = ECFLINK_CONFIRM_REQUEST_INIT;
        const std::string& handle = kept.texts.emplace_back(handle_text(with));
        request.handle = handle.data();
        request.handle_size = handle.size();
        set_text(kept, with, "central", request.central, request.central_size);
        set_digest(text(with, "session", "a session"), request.session);
        const std::string confirmed = text(with, "confirmed", text(with, "handle").c_str());
        if (!confirmed.empty()) {
            std::memcpy(request.confirmed, handles_.at(confirmed).shown, sizeof(request.confirmed));
        }
        return request;
    }

    json load(const json& with) {
        const auto rows = tables_of(with);
        ecflink_records records = ECFLINK_RECORDS_INIT;
        ecflink_load_summary summary = ECFLINK_LOAD_SUMMARY_INIT;
        records.central_accounts = rows->centrals.data();
        records.central_account_count = rows->centrals.size();
        records.court_accounts = rows->accounts.data();
        records.court_account_count = rows->accounts.size();
        records.tombstones = rows->tombstones.data();
        records.tombstone_count = rows->tombstones.size();
        records.roster = rows->roster.data();
        records.roster_count = rows->roster.size();
        records.registrations = rows->registrations.data();
        records.registration_count = rows->registrations.size();
        const ecflink_acting by = person(rows->kept, with);
        require(ecflink_ledger_load(ledger_, &records, &by, now_, nullptr, flags_of(with), &summary, nullptr,
                                    &error_),
                error_);
        return told(summary);
    }
    json contacts(const json& with) {
        pool kept;
        const auto rows = contacts_of(kept, with);
        const ecflink_acting by = person(kept, with);
        require(ecflink_ledger_set_contacts(ledger_, rows.data(), rows.size(), &by, now_, &error_), error_);
        return json::object();
    }

    struct check_context {
        c_player* self;
        const json& with;
    };
    static std::int32_t check(void* context, const char* court, std::size_t court_size, const char* login,
                              std::size_t login_size, ecflink_proof_class* proof) {
        const auto& [self, with] = *static_cast<check_context*>(context);
        if (find(with, "account_password") != nullptr) {
            const std::string password = text(with, "account_password");
            std::int32_t is_right = 0;
            const ecflink_status status =
                ecflink_ledger_check_password(self->ledger_, court, court_size, login, login_size,
                                              password.data(), password.size(), &is_right, nullptr);
            *proof = is_right == 1 ? ECFLINK_PROOF_CLASS_PASSWORD : ECFLINK_PROOF_CLASS_NONE;
            return status;
        }
        const std::string given = text(with, "account_proof", "password");
        *proof = given == "password" ? ECFLINK_PROOF_CLASS_PASSWORD : ECFLINK_PROOF_CLASS_NONE;
        return given == "no answer" ? 1 : 0;
    }
    json begin(const json& with) {
        pool kept;
        ecflink_begin_request request = ECFLINK_BEGIN_REQUEST_INIT;
        ecflink_begin_outcome begun = ECFLINK_BEGIN_OUTCOME_INIT;
        owned_answer answer;
        check_context context{this, with};
        set_text(kept, with, "central", request.central, request.central_size);
        set_text(kept, with, "court", request.court, request.court_size);
        set_text(kept, with, "login", request.login, request.login_size);
        request.central_proof =
            token(with, "central_proof", ECFLINK_ENUMERATION_PROOF_CLASS, ECFLINK_PROOF_CLASS_PASSWORD_MFA);
        request.central_proof_at =
            find(with, "central_proof_at") == nullptr ? now_ : time(with, "central_proof_at");
        request.session_ends = time(with, "session_ends");
        set_digest(text(with, "session", "a session"), request.session);
        request.check = truth(with, "dry") ? nullptr : check;
        request.check_context = &context;
        const ecflink_acting approved = person(kept, with, "approved");
        request.approved = find(with, "approved") == nullptr ? nullptr : &approved;
        require(ecflink_ledger_begin(ledger_, &request, now_, flags_of(with), &begun, answer.out(), &error_),
                error_);
        kept_handle& handle = handles_[text(with, "handle")];
        handle.text = std::string(begun.handle, begun.handle_size);
        std::memcpy(handle.shown, begun.shown, sizeof(handle.shown));
        holds_[text(with, "hold")] = begun.held_as;
        return begun_of(begun, answer);
    }
    json look(const json& with) {
        pool kept;
        ecflink_begin_outcome seen = ECFLINK_BEGIN_OUTCOME_INIT;
        owned_answer answer;
        const ecflink_confirm_request request = confirmation(kept, with);
        require(ecflink_ledger_peek(ledger_, &request, now_, &seen, answer.out(), &error_), error_);
        return begun_of(seen, answer);
    }
    json commit(const json& with) {
        pool kept;
        ecflink_commit_outcome linked = ECFLINK_COMMIT_OUTCOME_INIT;
        owned_answer answer;
        ecflink_confirm_request request = confirmation(kept, with);
        const ecflink_acting approved = person(kept, with, "approved");
        request.approved = find(with, "approved") == nullptr ? nullptr : &approved;
        require(
            ecflink_ledger_commit(ledger_, &request, now_, flags_of(with), &linked, answer.out(), &error_),
            error_);
        return told(linked, owes_of(answer));
    }
    json cancel(const json& with) {
        pool kept;
        ecflink_outward_answer outward = 0;
        ecflink_ceremony_problem problem = 0;
        const ecflink_confirm_request request = confirmation(kept, with);
        require(ecflink_ledger_cancel(ledger_, &request, now_, flags_of(with), &outward, &problem, &error_),
                error_);
        return told_cancel(outward, problem);
    }
    json outcome(const json& with) {
        const std::string handle = handle_text(with);
        ecflink_handle_outcome found = 0;
        require(ecflink_ledger_outcome(ledger_, handle.data(), handle.size(), &found, &error_), error_);
        return told_outcome(found);
    }
    json queue(const json& with) {
        const std::string court = text(with, "court");
        owned_answer answer;
        require(ecflink_ledger_held_links(ledger_, court.data(), court.size(),
                                          truth(with, "with_closed") ? ECFLINK_HELD_WITH_CLOSED : 0,
                                          answer.out(), &error_),
                error_);
        return {{"items", list_of<ecflink_held_link>(answer, ECFLINK_HELD_LINK_INIT, ecflink_held_link_get)}};
    }
    json decision_of(const ecflink_hold_outcome& outcome, const owned_answer& answer) {
        ecflink_held_link item = ECFLINK_HELD_LINK_INIT;
        require(ecflink_held_link_get(answer.get(), 0, &item, &error_), error_);
        return told(outcome, told(item), pair_of(answer));
    }
    json review(const json& with) {
        ecflink_hold_outcome outcome = ECFLINK_HOLD_OUTCOME_INIT;
        owned_answer answer;
        require(ecflink_ledger_review_hold(ledger_, holds_[text(with, "hold")], now_, &outcome, answer.out(),
                                           &error_),
                error_);
        return decision_of(outcome, answer);
    }
    json decide(const json& with, decltype(ecflink_ledger_approve_hold)* how) {
        pool kept;
        ecflink_hold_outcome outcome = ECFLINK_HOLD_OUTCOME_INIT;
        owned_answer answer;
        const ecflink_acting by = person(kept, with);
        require(how(ledger_, holds_[text(with, "hold")], &by, now_, flags_of(with), &outcome, answer.out(),
                    &error_),
                error_);
        return decision_of(outcome, answer);
    }
    json approve(const json& with) { return decide(with, ecflink_ledger_approve_hold); }
    json reject(const json& with) { return decide(with, ecflink_ledger_reject_hold); }
    json unlink(const json& with) {
        pool kept;
        ecflink_pair pair = ECFLINK_PAIR_INIT;
        ecflink_unlink_outcome outcome = ECFLINK_UNLINK_OUTCOME_INIT;
        owned_answer answer;
        set_text(kept, with, "court", pair.court, pair.court_size);
        set_text(kept, with, "login", pair.login, pair.login_size);
        set_text(kept, with, "central", pair.central, pair.central_size);
        const ecflink_acting by = person(kept, with);
        require(
            ecflink_ledger_unlink(ledger_, &pair, &by, now_, flags_of(with), &outcome, answer.out(), &error_),
            error_);
        return {{"answer", told_token(ECFLINK_ENUMERATION_UNLINK_ANSWER, outcome.answer)},
                {"owes", owes_of(answer)},
                {"pair", pair_of(answer)}};
    }
    json import(const json& with) {
        const auto rows = tables_of(with);
        ecflink_records records = ECFLINK_RECORDS_INIT;
        ecflink_import_summary summary = ECFLINK_IMPORT_SUMMARY_INIT;
        records.links = rows->links.data();
        records.link_count = rows->links.size();
        const ecflink_acting by = person(rows->kept, with);
        const ecflink_acting approved = person(rows->kept, with, "approved");
        json all = json::array();
        const auto take = [](void* context, const ecflink_import_outcome* row) -> std::int32_t {
            static_cast<json*>(context)->push_back(told(*row));
            return 0;
        };
        require(
            ecflink_ledger_import(ledger_, &records, find(with, "approved") == nullptr ? nullptr : &approved,
                                  &by, now_, take, &all, nullptr, flags_of(with), &summary, &error_),
            error_);
        return {{"rows", all}};
    }
    json sign_on(const json& with) {
        pool kept;
        ecflink_sign_on_facts facts = ECFLINK_SIGN_ON_FACTS_INIT;
        ecflink_privilege signed_on = ECFLINK_PRIVILEGE_INIT;
        owned_answer answer;
        facts.second_factor_given = truth(with, "second_factor") ? 1 : 0;
        facts.redaction_agreed = truth(with, "redaction_agreed") ? 1 : 0;
        facts.client_code_missing = truth(with, "client_code_missing") ? 1 : 0;
        set_text(kept, with, "acting_for", facts.acting_for, facts.acting_for_size);
        const std::string central = text(with, "central");
        const std::string court = text(with, "court");
        require(ecflink_ledger_signs_on(ledger_, central.data(), central.size(), &facts, now_, &signed_on,
                                        &error_),
                error_);
        require(ecflink_ledger_sign_on(ledger_, central.data(), central.size(), court.data(), court.size(),
                                       &facts, now_, answer.out(), &error_),
                error_);
        json courts = json::array();
        for (std::size_t i = 0; i < ecflink_answer_count(answer.get()); ++i) {
            ecflink_access_place place = ECFLINK_ACCESS_PLACE_INIT;
            ecflink_court_access may = ECFLINK_COURT_ACCESS_INIT;
            require(ecflink_access_get(answer.get(), i, &place, &may, &error_), error_);
            courts.push_back(told(place, may));
        }
        return {{"signed_on", told(signed_on)}, {"courts", courts}};
    }
    json court_login(const json& with) {
        ecflink_court_access may = ECFLINK_COURT_ACCESS_INIT;
        const std::string court = text(with, "court");
        const std::string login = text(with, "login");
        require(ecflink_ledger_court_login(ledger_, court.data(), court.size(), login.data(), login.size(),
                                           now_, &may, &error_),
                error_);
        return told(may);
    }
    json submit(const json& with) {
        pool kept;
        ecflink_registration_request request = ECFLINK_REGISTRATION_REQUEST_INIT;
        ecflink_registration_outcome outcome = ECFLINK_REGISTRATION_OUTCOME_INIT;
        owned_answer answer;
        request.type = token(with, "type", ECFLINK_ENUMERATION_REQUEST_TYPE);
        request.role = token(with, "role", ECFLINK_ENUMERATION_ACCOUNT_ROLE);
        request.credentials_lost = truth(with, "credentials_lost") ? 1 : 0;
        set_text(kept, with, "court", request.court, request.court_size);
        set_text(kept, with, "central", request.central, request.central_size);
        set_text(kept, with, "login", request.login, request.login_size);
        require(ecflink_ledger_submit_registration(ledger_, &request, now_, flags_of(with), &outcome,
                                                   answer.out(), &error_),
                error_);
        requests_[text(with, "request")] = outcome.id;
        return told(outcome, pair_of(answer));
    }
    json move(const json& with) {
        pool kept;
        ecflink_registration_outcome outcome = ECFLINK_REGISTRATION_OUTCOME_INIT;
        owned_answer answer;
        const ecflink_acting by = person(kept, with);
        const std::string login = text(with, "new_account");
        require(ecflink_ledger_move_registration(
                    ledger_, requests_[text(with, "request")],
                    token(with, "move", ECFLINK_ENUMERATION_REGISTRATION_MOVE), &by, now_, login.data(),
                    login.size(), flags_of(with) | lost_in(with), &outcome, answer.out(), &error_),
                error_);
        return told(outcome, pair_of(answer));
    }
    json requests(const json& with) {
        const std::string court = text(with, "court");
        const std::string central = text(with, "central");
        owned_answer answer;
        require(ecflink_ledger_registrations(ledger_, court.data(), court.size(), central.data(),
                                             central.size(), answer.out(), &error_),
                error_);
        return {{"requests", list_of<ecflink_registration_item>(answer, ECFLINK_REGISTRATION_ITEM_INIT,
                                                                ecflink_registration_get)}};
    }
    json agency(const json& with) {
        pool kept;
        ecflink_agency_answer answer = 0;
        const ecflink_agency one = agency_of(kept, with);
        const ecflink_acting by = person(kept, with);
        require(ecflink_ledger_set_agency(ledger_, &one, &by, now_, flags_of(with), &answer, &error_),
                error_);
        return {{"answer", told_token(ECFLINK_ENUMERATION_AGENCY_ANSWER, answer)}};
    }
    json agencies(const json& with) {
        const std::string court = text(with, "court");
        owned_answer answer;
        require(ecflink_ledger_agencies(ledger_, court.data(), court.size(), answer.out(), &error_), error_);
        return {{"agencies", list_of<ecflink_agency>(answer, ECFLINK_AGENCY_INIT, ecflink_agency_get)}};
    }
    json obligations(const json& with) {
        owned_answer answer;
        require(ecflink_ledger_obligations(ledger_, number(with, "at_most"), answer.out(), &error_), error_);
        return {{"open", owes_of(answer, told_open)}};
    }
    json discharge(const json& with) {
        pool kept;
        owned_answer open;
        require(ecflink_ledger_obligations(ledger_, 1000, open.out(), &error_), error_);
        ecflink_owed met = ECFLINK_OWED_INIT;
        met.what = token(with, "obligation", ECFLINK_ENUMERATION_OBLIGATION);
        for (std::size_t i = 0; i < ecflink_owed_count(open.get()) && met.sequence == 0; ++i) {
            ecflink_owed one = ECFLINK_OWED_INIT;
            require(ecflink_owed_get(open.get(), i, &one, &error_), error_);
            if (one.what == met.what && one.court == text(with, "court") &&
                one.login == text(with, "login") && one.central == text(with, "central")) {
                met = one;
            }
        }
        const ecflink_acting by = person(kept, with);
        require(ecflink_ledger_discharge(ledger_, &met, 1, &by, now_, flags_of(with), &error_), error_);
        return json::object();
    }
    json set_password(const json& with) {
        pool kept;
        ecflink_password_cost cost = ECFLINK_PASSWORD_COST_INIT;
        cost.operations = 1;
        cost.memory_bytes = 8192;
        const ecflink_acting by = person(kept, with);
        const std::string court = text(with, "court");
        const std::string owner = text(with, "owner");
        const std::string password = text(with, "password");
        require(ecflink_ledger_set_password(ledger_, court.data(), court.size(), owner.data(), owner.size(),
                                            password.data(), password.size(), &by, now_, &cost,
                                            flags_of(with), &error_),
                error_);
        return json::object();
    }
    json check_password(const json& with) {
        const std::string court = text(with, "court");
        const std::string owner = text(with, "owner");
        const std::string password = text(with, "password");
        std::int32_t is_right = 0;
        require(ecflink_ledger_check_password(ledger_, court.data(), court.size(), owner.data(), owner.size(),
                                              password.data(), password.size(), &is_right, &error_),
                error_);
        return {{"right", is_right == 1}};
    }
    json check_central_password(const json& with) {
        const std::string central = text(with, "central");
        const std::string password = text(with, "password");
        std::int32_t is_right = 0;
        require(
            ecflink_ledger_check_central_password(ledger_, central.data(), central.size(), password.data(),
                                                  password.size(), now_, &is_right, &error_),
            error_);
        return {{"right", is_right == 1}};
    }
    json password_retired(const json& with) {
        const std::string court = text(with, "court");
        const std::string login = text(with, "login");
        std::int32_t retired = 0;
        require(ecflink_ledger_is_password_retired(ledger_, court.data(), court.size(), login.data(),
                                                   login.size(), &retired, &error_),
                error_);
        return {{"retired", retired < 0 ? json(nullptr) : json(retired == 1)}};
    }
    json verify(const json&) {
        ecflink_verify_summary summary = ECFLINK_VERIFY_SUMMARY_INIT;
        json failing = json::array();
        const auto take = [](void* context, const ecflink_verified_link* link) -> std::int32_t {
            if (link->verdict != ECFLINK_VERDICT_ALLOW) {
                static_cast<json*>(context)->push_back(told(*link));
            }
            return 0;
        };
        require(ecflink_ledger_verify(ledger_, now_, take, &failing, nullptr, &summary, &error_), error_);
        return told(summary, failing);
    }
    json audit(const json&) {
        ecflink_audit_check check = ECFLINK_AUDIT_CHECK_INIT;
        ecflink_audit_summary summary = ECFLINK_AUDIT_SUMMARY_INIT;
        owned_answer answer;
        check.keys = keys_;
        require(ecflink_ledger_verify_audit(ledger_, &check, nullptr, &summary, answer.out(), &error_),
                error_);
        json flaws = json::array();
        for (std::size_t i = 0; i < summary.problems; ++i) {
            ecflink_audit_problem one = ECFLINK_AUDIT_PROBLEM_INIT;
            require(ecflink_audit_problem_get(answer.get(), i, &one, &error_), error_);
            flaws.push_back(one.flaw);
        }
        return told(summary, flaws);
    }
    json compare_state(const json&) {
        ecflink_state_summary summary = ECFLINK_STATE_SUMMARY_INIT;
        require(ecflink_ledger_compare_state(ledger_, nullptr, &summary, nullptr, &error_), error_);
        return told(summary);
    }
    json status(const json&) {
        ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
        require(ecflink_ledger_describe(ledger_, now_, &info, nullptr, &error_), error_);
        return told(info);
    }

    ecflink_error error_ = ECFLINK_ERROR_INIT;
    ecflink_engine* engine_ = nullptr;
    ecflink_keys* keys_ = nullptr;
    ecflink_ledger* ledger_ = nullptr;
    ecflink_time now_ = ECFLINK_NO_TIME;
    std::map<std::string, kept_handle> handles_;
    std::map<std::string, std::uint64_t> holds_;
    std::map<std::string, std::uint64_t> requests_;
};

}  // namespace

std::unique_ptr<player> play_in_c(const json& scenario, const std::string& address) {
    return std::make_unique<c_player>(scenario, address);
}

}  // namespace scenarios
