// The program ecflink: reads the command line, runs one command, and says how it ended.
#include <cstddef>
#include <exception>
#include <new>
#include <string>

#include <ecflink/core/version.hpp>

#include "cli/commands.hpp"
#include "cli/hidden_text.hpp"

namespace ecflink::cli {
namespace {

constexpr const char* description =
    "Decides whether court accounts may be linked to central accounts, links them, and verifies ledgers of "
    "links\n\n"
    "A ledger is named by its address, sqlite:FILE or postgresql://..., or it is a folder of CSV tables.";

constexpr const char* footer =
    "Examples:\n"
    "  ecflink verify examples/ledger --as-of 2026-06-30T12:00:00Z   # exit status 1\n"
    "  ecflink ready examples/ledger --court wiwb --login mhalvorsen --central 2204817 --at "
    "2020-03-30T08:00\n"
    "\n"
    "Exit status: 0 done; 1 done, and the answer is no, or links reached\n"
    "--fail-if; 2 wrong usage; 3 bad input, nothing written; 4 the environment\n"
    "failed; 5 cancelled, nothing written.";

exit_status run(int argc, const char* const* argv) {
    prepare_process();
    hide_passwords_of({argv, static_cast<std::size_t>(argc)});
    program whole("ecflink", description, ECFLINK_VERSION_STRING, footer);
    const command root = whole.root();
    for (const auto add : {add_courts,   add_policy,   add_findings, add_check,  add_ready,  add_verify,
                           add_explain,  add_report,   add_forecast, add_impact, add_shadow, add_convert,
                           add_generate, add_ledger,   add_link,     add_unlink, add_import, add_access,
                           add_sign_on,  add_register, add_agent,    add_audit,  add_replay}) {
        add(root);
    }
    add_completion(root, whole);
    add_help(root, whole);
    return whole.run(argc, argv);
}

}  // namespace
}  // namespace ecflink::cli

int main(int argc, char** argv) {
    using ecflink::cli::exit_status;
    exit_status status = exit_status::environment;
    try {
        return static_cast<int>(ecflink::cli::run(argc, argv));
    } catch (const ecflink::cli::failure& failed) {
        ecflink::cli::write_messages(failed.what());
        status = failed.status();
    } catch (const std::bad_alloc&) {
        ecflink::cli::write_messages("ecflink: there is not enough memory");
    } catch (const std::exception& unexpected) {
        ecflink::cli::write_messages(std::string("ecflink: ") + unexpected.what());
    }
    for (const std::string& change : ecflink::cli::noted_changes()) {
        ecflink::cli::write_messages("ecflink: done all the same: " + change);
    }
    return static_cast<int>(status);
}
