// sample_ledger.hpp: a fresh ledger in either database, with two sample filers of W.D. Wis., for
// the tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/ledger/sqlite.hpp>
#include <ecflink/text/time_text.hpp>
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
#include <ecflink/ledger/postgresql.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/rows.hpp>
#endif

#include "ledger/database.hpp"

namespace support {

using namespace ecflink;

inline instant at(std::string_view text) { return parse_instant(text).value(); }

/// When sample ledgers are made: before everything that the tests do in them.
inline const instant made_at = at("2016-01-01T00:00:00Z");
/// The morning of the change at wiwd, an hour after its go-live.
inline const instant after_go_live = at("2022-04-25T14:00:00Z");
inline constexpr duration minute{60 * micros_per_second};
inline instant operator+(instant t, duration d) { return {t.micros + d.micros}; }

inline const policy_set& built_in_policies() {
    static const policy_set policies = std::move(policy_set::load().value());
    return policies;
}

/// The built-in policies with one more layer.
inline policy_set policies_with(const std::string& layer) {
    const policy_layer layers[] = {{"test.json", layer}};
    auto loaded = policy_set::load(layers);
    EXPECT_TRUE(loaded) << (loaded ? "" : to_text(loaded.error().front()));
    return std::move(loaded.value());
}

// Whatever is secret in these tests holds the word "canary", so that canary_test.py can look for it
// wherever they leave bytes: passwords, sessions, and the key, by which handles begin alike.
inline constexpr std::string_view test_key_line = "ecflink-key-1:canary-key-of-the-tests-canary-key-of-tests";
inline constexpr std::string_view test_session = "canary session";

inline const key_ring& test_keys() {
    static const key_ring keys = std::move(key_ring::parse(test_key_line).value());
    return keys;
}

/// True if what a test leaves is to stay, for canary_test.py.
inline bool keeps_places() { return std::getenv("ECFLINK_TEST_KEEP") != nullptr; }

inline digest session_of(std::string_view secret) { return digest_of(secret); }

/// A private place for a ledger, removed at the end.
class place {
public:
    virtual ~place() = default;
    [[nodiscard]] virtual ledger_connector connector(duration patience = {10 * micros_per_second}) const = 0;
    /// How a command line names it.
    [[nodiscard]] virtual std::string address() const = 0;
};

class sqlite_place final : public place {
public:
    sqlite_place() {
        std::string name = (std::filesystem::temp_directory_path() / "ecflink-XXXXXX").string();
        EXPECT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    sqlite_place(const sqlite_place&) = delete;
    sqlite_place& operator=(const sqlite_place&) = delete;
    ~sqlite_place() override {
        if (!keeps_places()) {
            std::filesystem::remove_all(folder_);
        }
    }
    [[nodiscard]] ledger_connector connector(duration patience) const override {
        return sqlite(file(), patience);
    }
    [[nodiscard]] std::string address() const override { return "sqlite:" + file().string(); }
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "ledger.db"; }

private:
    std::filesystem::path folder_;
};

#ifdef ECFLINK_TEST_WITH_POSTGRESQL
/// A schema of its own in the server that with_postgresql.py has started.
class postgresql_place final : public place {
public:
    explicit postgresql_place(std::string url) : url_(std::move(url)) {
        static int count = 0;
        schema_ = "test_" + std::to_string(getpid()) + '_' + std::to_string(++count);
        run("CREATE SCHEMA " + schema_);
    }
    postgresql_place(const postgresql_place&) = delete;
    postgresql_place& operator=(const postgresql_place&) = delete;
    ~postgresql_place() override {
        if (!keeps_places()) {
            run("DROP SCHEMA " + schema_ + " CASCADE");
        }
    }
    [[nodiscard]] ledger_connector connector(duration patience) const override {
        return postgresql(address(), patience);
    }
    [[nodiscard]] std::string address() const override {
        return url_ + "&options=-csearch_path%3D" + schema_;
    }

private:
    void run(const std::string& sql) const {
        const auto db = postgresql(url_)();
        db->begin_write();
        db->run_script(sql);
        db->commit();
    }

    std::string url_;
    std::string schema_;
};
#endif

/// A new place: in PostgreSQL if a test server is there, else in SQLite.
inline std::unique_ptr<place> new_place() {
#ifdef ECFLINK_TEST_WITH_POSTGRESQL
    if (const char* url = std::getenv("ECFLINK_TEST_POSTGRESQL")) {
        return std::make_unique<postgresql_place>(url);
    }
#endif
    return std::make_unique<sqlite_place>();
}

inline central_account_row central_row(std::string_view id, std::string name = "Attorney Sample") {
    central_account_row row;
    row.id = central_id::make(id).value();
    row.account.usage = central_usage::individual;
    row.account.status = central_status::active;
    row.account.generation = central_generation::upgraded;
    row.account.mfa = mfa_state::enrolled;
    row.account.registration = registration_type::attorney_filer;
    row.name = std::move(name);
    return row;
}

inline court_account_row account_row(const court_id& court, std::string_view name_of_login,
                                     std::string name = "Attorney Sample",
                                     account_role role = account_role::attorney) {
    court_account_row row;
    row.court = court;
    row.account.login = login::make(name_of_login).value();
    row.account.role = role;
    row.account.status = account_status::active;
    row.account.opened = at("2010-05-05T12:00:00Z");
    row.name = std::move(name);
    return row;
}

inline const acting clerk{actor::court, "clerk-7", "request of the filer, form 12"};

inline account_check checks_as(proof_class given) {
    return [given](const court_id&, const login&) { return given; };
}
inline const account_check right_password = checks_as(proof_class::password);
inline const account_check wrong_password = checks_as(proof_class::none);

/// The value of a result. Without it the test ends.
template <class T>
T made(ledger_result<T> done) {
    if (!done) {
        throw std::runtime_error(done.error().message);
    }
    return std::move(done.value());
}

/// A ledger with asample and bsample at wiwd, and central accounts 1000001 and 1000002.
class sample_ledger {
public:
    explicit sample_ledger(const policy_set& policies = built_in_policies(),
                           std::unique_ptr<place> where = new_place(), ledger_connector connector = nullptr)
        : where_(std::move(where)),
          ledger_(made(ecflink::ledger::create(connector ? connector : where_->connector(), policies,
                                               &test_keys(), made_at))) {
        ledger_tables rows;
        rows.central_accounts = {central_row("1000001"), central_row("1000002", "Beate Sample")};
        rows.court_accounts = {account_row("wiwd", "asample"),
                               account_row("wiwd", "bsample", "Beate Sample")};
        load(rows);
    }

    void load(const ledger_tables& rows, instant now = made_at) {
        const auto loaded = ledger_.load(rows, {actor::court, "sync", ""}, now);
        ASSERT_TRUE(loaded) << loaded.error().message;
    }
    void load(const central_account_row& row, instant now = after_go_live) {
        ledger_tables rows;
        rows.central_accounts = {row};
        load(rows, now);
    }
    void load(const court_account_row& row, instant now = after_go_live) {
        ledger_tables rows;
        rows.court_accounts = {row};
        load(rows, now);
    }

    [[nodiscard]] signed_on who(std::string_view central, instant now = after_go_live,
                                std::string_view session = test_session) const {
        return {central_id::make(central).value(), {proof_class::password_mfa, now}, session_of(session)};
    }

    [[nodiscard]] ecflink::ledger::begun begin(std::string_view name = "asample",
                                               std::string_view central = "1000001",
                                               instant now = after_go_live,
                                               const account_check& check = right_password,
                                               const std::optional<acting>& approved = std::nullopt) {
        auto done = ledger_.begin(who(central, now), "wiwd", login::make(name).value(), check, now, approved);
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
        return done ? std::move(done.value()) : ecflink::ledger::begun{};
    }

    [[nodiscard]] static confirmation_request confirm(const begin_outcome& proposal,
                                                      std::string_view central = "1000001",
                                                      std::string_view session = test_session) {
        return {proposal.handle, central_id::make(central).value(), session_of(session), proposal.shown,
                std::nullopt};
    }

    [[nodiscard]] commit_outcome commit(const confirmation_request& request, instant now = after_go_live) {
        auto done = ledger_.commit(request, now);
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
        return done ? std::move(done.value()) : commit_outcome{};
    }

    /// Begins and commits.
    commit_outcome link(std::string_view name = "asample", std::string_view central = "1000001",
                        instant now = after_go_live) {
        const auto begun = begin(name, central, now);
        return commit(confirm(begun.proposal, central), now);
    }

    [[nodiscard]] ledger_tables tables() const { return ledger_.tables().value(); }
    /// Active links, as "login=central", sorted.
    [[nodiscard]] std::string links() const {
        std::vector<std::string> all;
        for (const link_row& row : tables().links) {
            if (row.row.state == link_state::active) {
                all.push_back(std::string(row.login.view()) + '=' + std::string(row.central.view()));
            }
        }
        std::ranges::sort(all);
        std::string text;
        for (const std::string& one : all) {
            text += (text.empty() ? "" : " ") + one;
        }
        return text;
    }

    ecflink::ledger& operator*() noexcept { return ledger_; }
    ecflink::ledger* operator->() noexcept { return &ledger_; }
    [[nodiscard]] const place& where() const noexcept { return *where_; }

private:
    std::unique_ptr<place> where_;
    ecflink::ledger ledger_;
};

/// The flaws of a trail: "altered wiwd 3 7", that is the flaw, the court, the place and the event.
inline std::string flaws_of(const audit_report& report) {
    std::string all;
    for (const audit_problem& one : report.problems) {
        all += all.empty() ? "" : ", ";
        all += one.in_first_trail ? "first trail: " : "";
        all += std::string(to_token(one.flaw)) + ' ';
        all += one.checkpoint != 0 ? "checkpoint " + std::to_string(one.checkpoint)
                                   : std::string(one.court.view()) + ' ' + std::to_string(one.place) + ' ' +
                                         std::to_string(one.event);
    }
    return all;
}

/// The audit trail is intact, these keys wrote it, and the tables agree with it.
inline void expect_whole_trail(const ecflink::ledger& l, const key_ring& keys = test_keys()) {
    const auto report = l.verify_audit({.trusted = keys.public_keys(), .keys = &keys});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(flaws_of(report.value()), "");
    EXPECT_EQ(report.value().authenticated, report.value().entries);
    const auto compared = l.compare_state();
    ASSERT_TRUE(compared) << compared.error().message;
    EXPECT_EQ(compared.value().differences, 0U);
}

}  // namespace support
