// Follows the advice of `ready` over a real ledger: from every state that links, removals,
// requests, suspensions and closed accounts lead to, each step is taken by the call that it
// advises, until the person files.
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include <ecflink/tables/person_in_court.hpp>

#include "ledger/support/sample_ledger.hpp"
#include "support/advice_walk.hpp"

namespace {

using namespace ecflink;
using namespace support;

constexpr std::string_view own_login = "asample";
constexpr std::string_view stranger = "1000002";
constexpr password_cost cheap{1, 8192};
const acting center{actor::center, "center-1", "as asked"};

/// The events. The person's own are those of somebody who asks nobody for advice.
constexpr std::array events = {
    std::string_view("links the old account"),
    std::string_view("a stranger links the old account"),
    std::string_view("the clerk removes the link of the old account"),
    std::string_view("the clerk removes the link of the account made"),
    std::string_view("the clerk sets a new password"),
    std::string_view("the court suspends the old account"),
    std::string_view("the court suspends the account made"),
    std::string_view("the court locks the old account for fees"),
    std::string_view("the court restores its accounts"),
    std::string_view("the center closes the central account"),
    std::string_view("opens another central account"),
    std::string_view("asks for privileges and names no account"),
    std::string_view("asks for privileges and names the old account"),
    std::string_view("the center routes the request"),
    std::string_view("the court asks for more"),
    std::string_view("the court rejects the request"),
    std::string_view("the court approves the request"),
    std::string_view("forgets the login"),
};

/// A ledger in a file of its own, and a filer of wiwd with an account from before go-live. Copies
/// share the file until one of them writes.
class ledger_world {
public:
    ledger_world(const policy_set& policies, bool had_account)
        : policies_(&policies), had_account_(had_account), folder_(std::make_shared<folder>()) {
        auto opened =
            made(ledger::create(sqlite(file()), policies, &test_keys(), at("2022-04-01T00:00:00Z")));
        ledger_tables rows;
        rows.central_accounts = {central_row("1000001"), central_row(stranger, "Beate Sample")};
        if (had_account) {
            rows.court_accounts = {account_row("wiwd", own_login)};
        }
        EXPECT_TRUE(opened.load(rows, clerk, at("2022-04-01T00:00:00Z")));
        if (had_account) {
            EXPECT_TRUE(opened.set_password(own_credential(), "canary old", clerk, at("2022-04-01T00:00:00Z"),
                                            cheap));
        }
        knows_ = had_account;
    }
    [[nodiscard]] std::string key() const {
        const ledger& opened = open_for_reading();
        const ledger_tables tables = made(opened.tables());
        std::string text = central_ + (knows_ ? " knows" : "");
        for (const auto& row : tables.central_accounts) {
            text += " c" + std::string(row.id.view()) + std::string(to_token(row.account.status));
        }
        for (const auto& row : tables.court_accounts) {
            text += " a" + std::string(row.account.login.view()) + std::string(to_token(row.account.status));
        }
        for (const auto& row : tables.links) {
            text += " l" + std::string(row.login.view()) + std::string(row.central.view()) +
                    std::string(to_token(row.row.state));
        }
        for (const auto& row : made(opened.registrations())) {
            text += " r" + std::string(row.request.central.view()) + std::string(to_token(row.state)) +
                    (row.request.login ? "n" : "");
        }
        if (had_account_) {
            text +=
                made(opened.is_password_retired("wiwd", login("asample"))).value_or(false) ? " retired" : "";
        }
        folder_->opened.reset();  // hundreds of states wait
        return text;
    }

    static unsigned transitions() { return static_cast<unsigned>(events.size()); }
    static std::string_view name_of(unsigned event) { return events[event]; }

    bool happen(unsigned event) {
        now_ = now_ + minute;
        switch (event) {
            case 0: return had_account_ && knows_ && link(central_, password_).empty();
            case 1: return had_account_ && link(stranger, password_).empty();
            case 2: return had_account_ && remove_links_of(own_login);
            case 3: return remove_links_of("made1") || remove_links_of("made2");
            case 4: return had_account_ && set_password();
            case 5: return had_account_ && set_status(own_login, account_status::suspended);
            case 6: return set_status("made1", account_status::suspended);
            case 7: return had_account_ && set_status(own_login, account_status::fee_locked);
            case 8: return restore();
            case 9: return set_central(central_status::closed);
            case 10: return central_.back() == '1' && (open_central(), true);
            case 11: return ask(false).empty();
            case 12: return had_account_ && ask(true).empty();
            case 13: return move(registration_move::route, center).empty();
            case 14: return move(registration_move::ask, clerk).empty();
            case 15: return move(registration_move::reject, clerk).empty();
            case 16: return move(registration_move::approve, clerk).empty();
            default: return had_account_ && std::exchange(knows_, false);
        }
    }

    [[nodiscard]] readiness plan() const {
        const ledger& opened = open_for_reading();
        const ledger_tables tables = made(opened.tables());
        const login name = knows_ ? login("asample") : login{};
        person_in_court person(tables, *policies_, "wiwd", name, central_id::make(central_).value());
        person.facts.holds_account = had_account_;
        person.facts.credentials_known = knows_;
        if (!person.account_in_question().empty()) {
            person.facts.password_retired =
                made(opened.is_password_retired("wiwd", person.account_in_question()))
                    .value_or(person.facts.password_retired);
        }
        return ready(policies_->find("wiwd").rules, person.facts, now_);
    }

    /// Where the ledger has no call: it is up to the clerk, who must look at papers.
    [[nodiscard]] bool is_final(const planned_step& one) const { return one.id == step::ask_whose_account; }

    std::string take(const planned_step& one) {
        now_ = now_ + minute;
        switch (one.id) {
            case step::link: return link(central_, password_);
            case step::sign_on: return sign_on();
            case step::request_privileges: return ask(false);
            case step::register_anew: return ask(knows_);
            case step::register_individual_account:
            case step::use_second_account: open_central(); return {};
            case step::know_credentials: knows_ = true; return {};
            case step::give_information: return move(registration_move::submit, {actor::filer, central_, {}});
            case step::have_new_password: return set_password() ? "" : "no password was set";
            case step::have_account_restored:
            case step::pay_fees: return restore() ? "" : "nothing was restored";
            case step::have_link_removed: return remove_links_of(own_login) ? "" : "no link was removed";
            case step::have_relink_allowed:
                return set_password() ? link(central_, password_, clerk) : "no password was set";
            case step::await_approval:
                if (const std::string why = move(registration_move::route, center); why.empty()) {
                    return {};
                }
                return move(registration_move::approve, clerk);
            default: return "nobody takes the step " + std::string(to_token(one.id));
        }
    }

private:
    struct folder {
        std::string path;
        std::optional<ledger> opened;  ///< between two states of the walk
        folder() {
            const std::filesystem::path memory = "/dev/shm";  // there are thousands of small files
            path =
                ((std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) /
                 "ecflink-advice-XXXXXX")
                    .string();
            EXPECT_NE(mkdtemp(path.data()), nullptr);
        }
        folder(const folder&) = delete;
        folder& operator=(const folder&) = delete;
        ~folder() {
            opened.reset();
            std::filesystem::remove_all(path);
        }
        [[nodiscard]] std::filesystem::path file() const { return std::filesystem::path(path) / "a.db"; }
    };

    [[nodiscard]] std::filesystem::path file() const { return folder_->file(); }
    [[nodiscard]] ledger& open_for_reading() const {
        if (!folder_->opened) {
            folder_->opened.emplace(made(ledger::open(sqlite(file()), *policies_, &test_keys())));
        }
        return *folder_->opened;
    }
    [[nodiscard]] ledger& open() {
        if (folder_.use_count() > 1) {
            const std::shared_ptr<folder> shared = std::exchange(folder_, std::make_shared<folder>());
            shared->opened.reset();  // a file that nobody has open is whole
            std::filesystem::copy_file(shared->file(), file());
        }
        return open_for_reading();
    }
    [[nodiscard]] static credential_owner own_credential() { return {"wiwd", std::string(own_login)}; }

    std::string link(std::string_view central, const std::string& password,
                     const std::optional<acting>& approved = std::nullopt) {
        ledger& opened = open();
        const auto id = central_id::make(central).value();
        const signed_on who{id, {proof_class::password_mfa, now_}, session_of(test_session)};
        const auto check = [&](const court_id&, const login&) {
            return made(opened.check_password(own_credential(), password)) ? proof_class::password
                                                                           : proof_class::none;
        };
        const auto begun = made(opened.begin(who, "wiwd", "asample", check, now_, approved));
        if (begun.proposal.handle.empty()) {
            return "begin: " + findings_of(begun.proposal.decision);
        }
        const auto done = made(opened.commit(
            {begun.proposal.handle, id, session_of(test_session), begun.proposal.shown, approved},
            now_ + minute));
        return done.made ? "" : "commit: " + findings_of(done.decision);
    }

    static std::string findings_of(const assessment& given) {
        std::string text = "refused:";
        for (const finding one : given.findings) {
            text += ' ' + std::string(to_token(one));
        }
        return text;
    }

    [[nodiscard]] std::string sign_on() const {
        const ledger& opened = open_for_reading();
        const sign_on_facts facts{.second_factor_given = true, .redaction_agreed = true};
        const auto id = central_id::make(central_).value();
        if (!made(opened.signs_on(id, facts, now_)).granted) {
            return "not signed on";
        }
        std::string why = "nothing is linked";
        for (const access_at& one : made(opened.sign_on(id, court_id("wiwd"), facts, now_))) {
            if (one.may.filing.granted) {
                return {};
            }
            why = deciding_token(one.may.filing);
        }
        return "does not file: " + why;
    }

    bool remove_links_of(std::string_view name) {
        bool is_removed = false;
        for (const link_row& row : made(open_for_reading().tables()).links) {
            if (row.login.view() == name && row.row.state == link_state::active) {
                is_removed |= made(open().unlink("wiwd", row.login, row.central, clerk, now_)).answer ==
                              unlink_answer::removed;
            }
        }
        return is_removed;
    }

    bool set_password() {
        password_ += 'x';
        return open().set_password(own_credential(), password_, clerk, now_, cheap).has_value();
    }

    bool set_status(std::string_view name, account_status status) {
        for (court_account_row row : made(open_for_reading().tables()).court_accounts) {
            if (row.account.login.view() == name && row.account.status != status) {
                row.account.status = status;
                ledger_tables rows;
                rows.court_accounts = {row};
                return made(open().load(rows, clerk, now_)).changed == 1;
            }
        }
        return false;
    }

    bool restore() {
        bool is_restored = false;
        for (const std::string_view name :
             {own_login, std::string_view("made1"), std::string_view("made2")}) {
            is_restored |= set_status(name, account_status::active);
        }
        return is_restored;
    }

    bool set_central(central_status status) {
        auto row = central_row(central_);
        row.account.status = status;
        ledger_tables rows;
        rows.central_accounts = {row};
        return made(open().load(rows, clerk, now_)).changed == 1;
    }

    void open_central() {
        central_.back() = static_cast<char>(central_.back() == '1' ? '3' : central_.back() + 1);
        ledger_tables rows;
        rows.central_accounts = {central_row(central_)};
        EXPECT_EQ(made(open().load(rows, clerk, now_)).added, 1U);
    }

    std::string ask(bool names_old) {
        ledger& opened = open();
        registration_request request{"wiwd", central_id::make(central_).value(), request_type::filing_only,
                                     account_role::attorney, std::nullopt};
        if (names_old) {
            request.login = login("asample");
            request.credentials_lost = !knows_;  // what a link has retired, the ledger knows
        }
        const auto outcome = made(opened.submit_registration(request, now_));
        return outcome.decision.is_moved() ? "" : "asked: " + std::string(to_token(outcome.decision.answer));
    }

    std::string move(registration_move what, const acting& by) {
        std::string answer = "there is no request";
        const auto all = made(open_for_reading().registrations());
        for (auto it = all.rbegin(); it != all.rend(); ++it) {
            if (it->request.central.view() != central_ || it->state == registration_state::approved ||
                it->state == registration_state::rejected) {
                continue;
            }
            ledger& opened = open();
            const auto new_login = login::make("made" + std::to_string(count_made(opened) + 1)).value();
            const auto outcome = made(opened.move_registration(
                it->id, what, by, now_,
                what == registration_move::approve ? std::optional(new_login) : std::nullopt));
            if (outcome.decision.is_moved()) {
                return {};
            }
            answer = "request: " + std::string(to_token(outcome.decision.answer));
        }
        return answer;
    }

    static std::size_t count_made(const ledger& opened) {
        return static_cast<std::size_t>(std::ranges::count_if(
            made(opened.tables()).court_accounts,
            [](const court_account_row& row) { return row.account.login.view().starts_with("made"); }));
    }

    const policy_set* policies_ = nullptr;
    bool had_account_ = false;
    bool knows_ = false;  ///< the login and, if it was not retired, the password
    std::string central_ = "1000001";
    std::string password_ = "canary old";
    instant now_ = after_go_live;
    std::shared_ptr<folder> folder_;
};

void follow_everything(const policy_set& policies, bool had_account, unsigned depth) {
    const walk_counts counts = walk(ledger_world(policies, had_account), depth);
    std::cout << "states " << counts.states << ", transitions " << counts.transitions << ", steps followed "
              << counts.steps << '\n';
    EXPECT_GT(counts.states, 80U);
}

TEST(Advice, OfAFilerWithAnOldAccountLeadsToFiling) { follow_everything(built_in_policies(), true, 3); }

TEST(Advice, OfANewFilerLeadsToFiling) { follow_everything(built_in_policies(), false, 5); }

TEST(Advice, WhereTheCourtLinksOldAccountsWhileItProcessesRequests) {
    const policy_set policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "registration": {"second": "court-links"}})");
    follow_everything(policies, true, 3);
}

TEST(Advice, WhereWhoeverLostTheCredentialsRegistersAgain) {
    const policy_set policies = policies_with(
        R"({"ecflink-policy": 1, "court": "wiwd",
            "registration": {"second": "allow", "second-if": "credentials-lost"}})");
    follow_everything(policies, true, 3);
}

// The filer who knows a retired password, and says so, is told to register anew. So the ledger
// counts the credentials as lost, and does until the court decides.
TEST(Advice, CountsARetiredPasswordAsLost) {
    const policy_set policies = policies_with(
        R"({"ecflink-policy": 1, "court": "wiwd",
            "registration": {"second": "allow", "second-if": "credentials-lost"}})");
    sample_ledger l(policies);
    const registration_request request{"wiwd", "1000001", request_type::filing_only, account_role::attorney,
                                       login("asample")};
    const auto submit = [&] { return made(l->submit_registration(request, after_go_live + minute)); };
    const auto set_password = [&](instant now) {
        EXPECT_TRUE(l->set_password({"wiwd", "asample"}, "canary", clerk, now, cheap));
    };
    set_password(at("2022-04-01T00:00:00Z"));
    EXPECT_EQ(submit().decision.answer, registration_answer::link_instead);

    ASSERT_TRUE(l.link("asample", "1000002").made);
    const auto asked = submit();
    ASSERT_EQ(asked.decision.answer, registration_answer::moved);
    EXPECT_TRUE(made(l->registrations()).at(0).request.credentials_lost);

    EXPECT_EQ(made(l->unlink("wiwd", "asample", "1000002", clerk, after_go_live + minute)).answer,
              unlink_answer::removed);
    set_password(after_go_live + minute + minute);
    const instant later = after_go_live + minute + minute + minute;
    EXPECT_EQ(made(l->move_registration(asked.id, registration_move::route, center, later)).decision.answer,
              registration_answer::moved);
    EXPECT_EQ(made(l->move_registration(asked.id, registration_move::approve, clerk, later, login("anew")))
                  .decision.answer,
              registration_answer::admitted);
}

// Where the ledger keeps no password, or none retires, the filer's word counts.
TEST(Advice, BelievesTheFilerWhereNobodyKnowsOfARetiredPassword) {
    for (const bool keeps_password : {false, true}) {
        const policy_set policies =
            policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "retire-credential": ")" +
                          std::string(keeps_password ? "never" : "at-commit") +
                          R"(", "registration": {"second": "allow", "second-if": "credentials-lost"}})");
        sample_ledger l(policies);
        if (keeps_password) {
            EXPECT_TRUE(
                l->set_password({"wiwd", "asample"}, "canary", clerk, at("2022-04-01T00:00:00Z"), cheap));
        }
        ASSERT_TRUE(l.link("asample", "1000002").made);
        registration_request request{"wiwd", "1000001", request_type::filing_only, account_role::attorney,
                                     login("asample")};
        EXPECT_EQ(made(l->submit_registration(request, after_go_live + minute)).decision.answer,
                  registration_answer::link_instead);
        request.credentials_lost = true;
        EXPECT_EQ(made(l->submit_registration(request, after_go_live + minute)).decision.answer,
                  registration_answer::moved);
    }
}

TEST(Advice, WhereTheLinkPathIsClosed) {
    const policy_set policies =
        policies_with(R"({"ecflink-policy": 1, "court": "wiwd", "link": {"closes": "2022-04-25T08:30"}})");
    follow_everything(policies, true, 3);
}

}  // namespace
