// told_person.hpp: what a person tells of himself or herself, on the command line or at a terminal,
// where there is no ledger that knows it. For `ready`.
#pragma once

#include <string>
#include <vector>

#include <ecflink/decide/readiness.hpp>
#include <ecflink/policies/policy_set.hpp>

#include "cli/command.hpp"

namespace ecflink::cli {

/// The options by which a person answers the questions of a court's page. Empty: not answered.
struct told_options {
    std::string central_account;
    std::string court_account;
    std::string second_factor;
    std::string role;
    bool is_linked = false;

    /// The first option that was given; empty if none was.
    [[nodiscard]] std::string first_given() const;
};
void add_told_options(command& command, told_options& options);

/// What else a command line says of the person.
struct told_besides {
    filing_purpose purpose = filing_purpose::file;
    std::string login;        ///< as the person types it; may be empty
    std::string credentials;  ///< "known", "unknown", or empty
    bool forgot_central_login = false;
    bool gets_notices_only = false;
};

/// A person who answers for himself or herself.
class told_person {
public:
    /// Takes the answers of the options, and asks for those that are missing and matter. Throws a
    /// usage failure that names the options to give if there is no terminal.
    told_person(const told_options& options, const told_besides& besides, const court_policy& policy,
                std::string_view court, instant at);
    told_person(const told_person&) = delete;
    told_person& operator=(const told_person&) = delete;

    [[nodiscard]] const readiness_facts& facts() const noexcept { return facts_; }
    /// "A person who files, with a legacy PACER account, and with a login of the court."
    [[nodiscard]] const std::string& in_words() const noexcept { return words_; }
    /// The options that give the same answers without a question; none if nothing was asked.
    [[nodiscard]] const std::vector<std::string>& asked() const noexcept { return asked_; }

private:
    class questions;

    central_account central_;
    court_account account_;
    std::vector<const court_account*> linked_;
    readiness_facts facts_;
    std::string words_;
    std::vector<std::string> asked_;
};

}  // namespace ecflink::cli
