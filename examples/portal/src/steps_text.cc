#include "steps_text.hpp"

#include <algorithm>
#include <vector>

#include "access_text.hpp"
#include "times.hpp"

namespace portal {
namespace {

/// The sentence of a step, in the words of the court.
std::string sentence_of(ecflink::step id, const ecflink::court_policy& court, const messages& said) {
    std::string text(describe(id).sentence);
    if (id == ecflink::step::have_names_settled && court.names_mended_by == ecflink::name_mender::center) {
        constexpr std::string_view clerk = "the clerk's office";
        text.replace(text.find(clerk), clerk.size(), "the service center");
    }
    return said.said(text, court.words);
}

std::string time_of(ecflink::instant at, const ecflink::court_policy& court, const messages& said) {
    return time_in_words(at, &court, said);
}

void add_step(view_part item, const visit& visitor, const ecflink::court_policy& court,
              const ecflink::planned_step& one) {
    const messages& said = *visitor.said;
    const std::string state(to_token(one.state));
    item.set("SENTENCE", sentence_of(one.id, court, said));
    item.set("STATE", said.text("state." + state)).set("STATE_TOKEN", state);
    item.set("TOKEN", to_token(one.id));
    if (one.state == ecflink::step_state::done) {
        return;
    }
    if (describe(one.id).who != ecflink::actor::filer) {
        item.add("BY").set("WHO", said.text("actor." + std::string(to_token(describe(one.id).who))));
    }
    if (one.from) {
        item.add("FROM").set("TIME", time_of(*one.from, court, said));
    }
    if (one.until) {
        item.add("UNTIL").set("TIME", time_of(*one.until, court, said));
    }
    if (one.or_else) {
        item.add("OR_ELSE").set("SENTENCE", sentence_of(*one.or_else, court, said));
    }
    add_help(item, court, describe(one.id).help);
}

/// The dates of the court around its change, and today, in order.
void add_time_line(view_part part, const visit& visitor, const ecflink::court_policy& court) {
    struct date {
        ecflink::instant at;
        std::string_view key;
    };
    std::vector<date> dates{{visitor.now, "line.now"}};
    for (const ecflink::outage_window& outage : court.rules.outages.windows()) {
        dates.push_back({outage.begin, "line.outage"});
        if (outage.end != court.rules.go_live) {
            dates.push_back({outage.end, "line.outage_ends"});
        }
    }
    if (court.rules.go_live) {
        dates.push_back({*court.rules.go_live, "line.go_live"});
    }
    if (court.rules.link_closes) {
        dates.push_back({*court.rules.link_closes, "line.closes"});
    }
    if (dates.size() == 1) {
        return;
    }
    std::ranges::stable_sort(dates, {}, &date::at);
    view_part line = part.add("LINE");
    for (const date& one : dates) {
        view_part item = line.add("DATES");
        item.set("TIME", time_of(one.at, court, *visitor.said));
        item.set("TEXT", visitor.said->text(one.key));
        item.set("WHEN", one.key == "line.now" ? "now" : one.at <= visitor.now ? "past" : "future");
    }
}

}  // namespace

void add_plan(view_part part, const visit& visitor, const ecflink::court_policy& court,
              const ecflink::readiness& plan) {
    view_part shown = part.add("PLAN");
    shown.set("COURT", name_of(court));
    if (const ecflink::outage_window* outage = court.rules.outages.find(visitor.now); outage != nullptr) {
        shown.add("OUTAGE").set("TIME", time_of(outage->end, court, *visitor.said));
    }
    if (plan.next() != nullptr) {
        add_step(shown.add("NEXT"), visitor, court, *plan.next());
    }
    for (const ecflink::planned_step& one : plan.steps()) {
        add_step(shown.add("STEPS"), visitor, court, one);
    }
    if (plan.meanwhile()) {
        add_step(shown.add("MEANWHILE"), visitor, court, *plan.meanwhile());
    }
    add_time_line(shown, visitor, court);
}

}  // namespace portal
