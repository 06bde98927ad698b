#include "cli/handle_file.hpp"

#include <fmt/format.h>

#include <ecflink/ledger/handle.hpp>

#include "cli/json.hpp"
#include "cli/process.hpp"
#include "cli/secret_input.hpp"

namespace ecflink::cli {

handle_file::~handle_file() {
    wipe(handle);
    wipe(session);
}

confirmation_request handle_file::to_request() const {
    return {.handle = handle,
            .central = central,
            .session = digest_of(session),
            .confirmed = shown,
            .approved = std::nullopt};
}

namespace {

void parse(std::string_view text, const std::string& file, handle_file& into) {
    const json kept = json::parse(text);
    into.handle = kept.text_of("handle");
    into.session = kept.text_of("session");
    into.shown = parse_digest(kept.text_of("shown"));
    const auto court = court_id::make(kept.text_of("court"));
    const auto central = central_id::make(kept.text_of("central"));
    if (into.handle.empty() || into.session.empty() || into.shown.empty() || !court || !central) {
        throw failure(exit_status::bad_input,
                      fmt::format("ecflink: {} is not a handle file, or was altered; begin again", file));
    }
    into.court = court.value();
    into.central = central.value();
}

}  // namespace

void read_handle_file(const std::string& file, handle_file& into) {
    const secret text = read_private_file(
        file, "handle file", "; `link begin` writes it, and it is removed once the handle is used up",
        "begin again");
    parse(text.view(), file, into);
}

void require_handle_file(const std::string& file) {
    std::string text = read_input(file, "the handle file", "name a new file, or a handle file to replace");
    handle_file older;
    parse(text, file, older);
    wipe(text);
}

std::string to_text(const handle_file& kept) {
    return json{{"handle", kept.handle},
                {"session", kept.session},
                {"court", kept.court.view()},
                {"central", kept.central.view()},
                {"shown", to_text(kept.shown).view()}}
               .in_one_line() +
           '\n';
}

}  // namespace ecflink::cli
