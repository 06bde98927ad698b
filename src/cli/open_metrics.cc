#include "cli/open_metrics.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace ecflink::cli {
namespace {

using labels = std::vector<std::pair<std::string_view, std::string_view>>;

std::string in_quotes(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '\n' ? "\\n" : c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    }
    return quoted + '"';
}

/// Seconds since 1970, to the microsecond.
std::string seconds(instant at) {
    const bool is_before = at.micros < 0;
    const auto micros =
        is_before ? 0 - static_cast<std::uint64_t>(at.micros) : static_cast<std::uint64_t>(at.micros);
    std::string text = fmt::format("{}{}.{:06}", is_before ? "-" : "", micros / micros_per_second,
                                   micros % micros_per_second);
    text.erase(text.find_last_not_of('0') + 1);
    return text.ends_with('.') ? text + '0' : text;
}

/// Writes families of metrics: what one is, then its samples.
class metrics {
public:
    void begin(std::string_view name, std::string_view type, std::string_view help,
               std::string_view unit = {}) {
        text_ += fmt::format("# TYPE ecflink_{} {}\n", name, type);
        if (!unit.empty()) {
            text_ += fmt::format("# UNIT ecflink_{} {}\n", name, unit);
        }
        text_ += fmt::format("# HELP ecflink_{} {}\n", name, help);
        sample_ = fmt::format("ecflink_{}{}", name,
                              type == "counter" ? "_total"
                              : type == "info"  ? "_info"
                                                : "");
    }
    void add(const std::string& number, const labels& all = {}) {
        text_ += sample_;
        for (char before = '{'; const auto& [label, of] : all) {
            text_ += fmt::format("{}{}={}", before, label, in_quotes(of));
            before = ',';
        }
        text_ += fmt::format("{} {}\n", all.empty() ? "" : "}", number);
    }
    void add(std::uint64_t number, const labels& all = {}) { add(std::to_string(number), all); }

    /// A gauge of one sample.
    void gauge(std::string_view name, std::string_view help, std::uint64_t number) {
        begin(name, "gauge", help);
        add(number);
    }
    /// An instant; no sample if there is none.
    void time(std::string_view name, std::string_view help, const std::optional<instant>& at) {
        begin(name, "gauge", help, "seconds");
        if (at) {
            add(seconds(*at));
        }
    }

    [[nodiscard]] std::string end() && { return std::move(text_) + "# EOF\n"; }

private:
    std::string text_;
    std::string sample_;
};

}  // namespace

std::uint64_t unsigned_events(const ledger_status& status) {
    std::uint64_t behind = 0;
    for (const court_head& one : status.heads) {
        behind += one.head.place;
    }
    if (status.last_checkpoint) {
        for (const court_head& one : status.last_checkpoint->said.heads) {
            behind -= std::min(behind, one.head.place);
        }
    }
    return behind;
}

std::string to_open_metrics(const ledger_status& s) {
    metrics all;
    // a gauge, because the older text format, which node_exporter reads, has no type `info`
    all.begin("ledger_info", "gauge", "Which ledger this is, and the policies in force.");
    all.add(1, {{"id", s.id}, {"policy_set", s.policy_set}});
    all.gauge("tables_version", "Version of the tables.", static_cast<std::uint64_t>(s.schema_version));

    all.begin("events", "counter", "Entries of the audit trail.");
    all.add(s.events);
    all.begin("chain_events", "counter",
              "Entries of a court's chain; the empty court is the chain of no court.");
    for (const court_head& one : s.heads) {
        all.add(one.head.place, {{"court", one.court.view()}});
    }
    all.begin("checkpoints", "counter", "Checkpoints made; also the number of the last one.");
    if (s.last_checkpoint) {
        all.add(s.last_checkpoint->said.number);
    }
    all.time("last_checkpoint_timestamp_seconds", "When the last checkpoint was made.",
             s.last_checkpoint ? std::optional(s.last_checkpoint->said.at) : std::nullopt);
    all.gauge("unsigned_events", "Entries that no checkpoint covers.", unsigned_events(s));

    all.begin("accounts", "gauge", "Records of accounts.");
    all.add(s.central_accounts, {{"kind", "central"}});
    all.add(s.court_accounts, {{"kind", "court"}});
    all.begin("links", "gauge", "Links.");
    all.add(s.active_links, {{"state", "active"}});
    all.add(s.removed_links, {{"state", "removed"}});
    all.gauge("tombstones", "Pairs that were unlinked and stay apart.", s.tombstones);

    all.gauge("open_obligations", "Obligations that are not met yet.", s.open_obligations);
    all.gauge("overdue_obligations", "Those of them that were due before now.", s.overdue_obligations);
    all.time("oldest_obligation_timestamp_seconds", "When the oldest of them was due; none: no sample.",
             s.oldest_due);
    all.gauge("held_links", "Proposed links that wait for a clerk.", s.held_links);
    all.gauge("open_registrations", "Requests for filing privileges that are not decided.",
              s.open_registrations);
    all.gauge("open_attempts", "Password checks that were begun and got no answer.", s.open_attempts);
    return std::move(all).end();
}

}  // namespace ecflink::cli
