// The audit trail: whether it is whole, whether the tables say what the events say, and its latest
// events.
#include <deque>

#include <nlohmann/json.hpp>

#include <ecflink/text/visible_text.hpp>

#include "staff_pages.hpp"

namespace portal {
namespace {

constexpr std::size_t most_events = 50;

/// The latest events of the court that hold a text, the latest first. Whoever searches sees what
/// the trail says of accounts, and no secret: it holds none.
void add_events(view_part page, const visit& visitor, const std::string& searched) {
    const std::string court = std::string(visitor.court->court.view());
    std::deque<nlohmann::json> found;
    const auto take = [&](std::string_view line) {
        const nlohmann::json event = nlohmann::json::parse(line, nullptr, false);
        if (!event.is_object() || !event.contains("entry")) {
            return true;
        }
        const nlohmann::json& body = event.at("entry");
        const bool is_here = body.is_object() && body.value("court", std::string{}) == court;
        if (is_here && (searched.empty() || line.find(searched) != std::string_view::npos)) {
            found.push_front({{"event", event.value("event", std::uint64_t{0})}, {"body", body}});
            if (found.size() > most_events) {
                found.pop_back();
            }
        }
        return true;
    };
    if (const auto exported = visitor.all.ledger.export_audit(take); !exported) {
        give_up(exported.error());
    }
    for (const nlohmann::json& one : found) {
        const nlohmann::json& body = one.at("body");
        const auto text = [&](const char* name) {
            return body.contains(name) && body.at(name).is_string()
                       ? ecflink::visible_text(body.at(name).get<std::string>())
                       : std::string{};
        };
        page.add("EVENTS")
            .set("NUMBER", std::to_string(one.at("event").get<std::uint64_t>()))
            .set("TIME", text("at"))
            .set("WHAT", text("event"))
            .set("ACCOUNT", text("login"))
            .set("CENTRAL", text("central"))
            .set("WHO", text("actor-id"));
    }
    page.show(found.empty() ? "NO_EVENTS" : "SOME_EVENTS");
}

}  // namespace

void show_audit(visit& visitor) {
    const ecflink::audit_report report = taken(visitor.all.ledger.verify_audit({.keys = &visitor.all.keys}));
    const ecflink::state_report state = taken(visitor.all.ledger.compare_state());
    view page(visitor, "staff_audit");
    page.show("STAFF_BAR");
    page.show(report.is_whole() ? "WHOLE" : "FLAWED");
    for (const ecflink::audit_problem& one : report.problems) {
        page.add("FLAWS").set("TEXT", to_message(one.flaw)).set("NUMBER", std::to_string(one.event));
    }
    page.show(state.agrees() ? "AGREES" : "DIFFERS");
    page.set("ENTRIES", std::to_string(report.entries)).set("SIGNED", std::to_string(report.covered));
    page.set("AUTHENTICATED", std::to_string(report.authenticated));
    page.set("CHECKPOINTS", std::to_string(report.checkpoints)).set("ROWS", std::to_string(state.rows));
    const std::string searched = visitor.field("search", 64);
    page.set("SEARCHED", searched);
    add_events(page, visitor, searched);
    page.answer();
}

}  // namespace portal
