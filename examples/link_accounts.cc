// Links a court account to a central account, as a program of a court would: propose, show,
// confirm. Then shows what the person may do.
//
//     link_accounts LEDGER FOLDER
//
// LEDGER is a SQLite file to create; FOLDER holds the tables with the accounts.
#include <iostream>
#include <string>

#include <ecflink/ledger/handle.hpp>
#include <ecflink/ledger/ledger.hpp>
#include <ecflink/ledger/sqlite.hpp>
#include <ecflink/policies/policy_set.hpp>
#include <ecflink/tables/ledger_folder.hpp>
#include <ecflink/text/time_text.hpp>

namespace {

int complain(const std::string& what) {
    std::cerr << what << '\n';
    return 4;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: link_accounts LEDGER FOLDER\n";
        return 2;
    }
    const ecflink::instant now = ecflink::parse_instant("2022-04-25T08:30:00-05:00").value();
    const auto policies = ecflink::policy_set::load();
    // A real program reads its keys from a key file.
    const auto keys = ecflink::key_ring::parse(ecflink::key_ring::generate_line());
    const auto rows = ecflink::read_ledger(argv[2], policies.value());
    if (!rows) {
        return complain(to_text(rows.error().front()));
    }
    auto made = ecflink::ledger::create(ecflink::sqlite(argv[1]), policies.value(), &keys.value(), now);
    if (!made) {
        return complain(made.error().message);
    }
    ecflink::ledger& ledger = made.value();
    if (const auto loaded = ledger.load(rows.value(), {ecflink::actor::court, "nightly", ""}, now); !loaded) {
        return complain(loaded.error().message);
    }

    // The person has signed on at the center; how is the caller's concern. The ledger gets only a
    // digest of the session's secret.
    const ecflink::digest session = ecflink::digest_of("the secret of this session");
    const ecflink::signed_on who{"3318152", {ecflink::proof_class::password_mfa, now}, session};
    // The court's own check of login and password. Here every password is right.
    const auto check = [](const ecflink::court_id&, const ecflink::login&) {
        return ecflink::proof_class::password;
    };

    const auto begun = ledger.begin(who, "wiwd", "cfaber", check, now);
    if (!begun) {
        return complain(begun.error().message);
    }
    const ecflink::begin_outcome& proposal = begun.value().proposal;
    if (!proposal.page) {
        std::cout << to_token(proposal.outward) << '\n';
        return 1;
    }
    std::cout << "Do you want to link these accounts?\n"
              << "  court account    " << proposal.page->account_name << " (" << proposal.page->account
              << ")\n"
              << "  central account  " << proposal.page->central_name << " (" << proposal.page->central
              << ")\n";
    for (const std::string& sentence : proposal.page->permanent) {
        std::cout << sentence << '\n';
    }

    // The filer has submitted the confirm page: who is signed on, in which session, and what the
    // page showed.
    const auto linked = ledger.commit({proposal.handle, who.central, session, proposal.shown, {}}, now);
    if (!linked) {
        return complain(linked.error().message);
    }
    std::cout << to_token(linked.value().outward) << '\n';
    for (const ecflink::owed& one : linked.value().owes) {
        std::cout << "owed: " << to_token(one.what) << '\n';
    }
    const auto may = ledger.sign_on(who.central, ecflink::court_id("wiwd"),
                                    {.second_factor_given = true, .redaction_agreed = true}, now);
    if (!may) {
        return complain(may.error().message);
    }
    std::cout << "may " << to_token(may.value().front().may.level) << '\n';
}
