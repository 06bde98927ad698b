#include "cli/open_metrics.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace ecflink::cli {
namespace {

using labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// One family of metrics: what it is, then its samples.
class family {
public:
    /// The unit, if there is one, is the end of the name.
    family(std::string& text, std::string_view name, std::string_view type, std::string_view help,
           std::string_view unit = {})
        : text_(text), name_(fmt::format("ecflink_{}", name)), is_counter_(type == "counter") {
        text_ += fmt::format("# TYPE {} {}\n", name_, type);
        if (!unit.empty()) {
            text_ += fmt::format("# UNIT {} {}\n", name_, unit);
        }
        text_ += fmt::format("# HELP {} {}\n", name_, help);
        if (type == "info") {
            name_ += "_info";
        }
    }

    family& add(std::uint64_t value, labels all = {}) { return add(std::to_string(value), all); }
    /// The seconds since 1970.
    family& add(instant at) {
        const auto part = at.micros % micros_per_second;
        const auto seconds = at.micros / micros_per_second;
        return add(part == 0  ? std::to_string(seconds)
                   : at.micros < 0 ? fmt::format("{:.6f}", static_cast<double>(at.micros) / 1e6)
                                   : fmt::format("{}.{:06}", seconds, part),
                   {});
    }

private:
    family& add(const std::string& value, labels all) {
        text_ += name_;
        text_ += is_counter_ ? "_total" : "";
        char before = '{';
        for (const auto& [label, of] : all) {
            text_ += fmt::format("{}{}=\"", before, label);
            for (const char c : of) {
                text_ += c == '\n'               ? std::string("\\n")
                         : c == '"' || c == '\\' ? std::string{'\\', c}
                                                 : std::string(1, c);
            }
            text_ += '"';
            before = ',';
        }
        text_ += fmt::format("{} {}\n", all.size() == 0 ? "" : "}", value);
        return *this;
    }

    std::string& text_;
    std::string name_;
    bool is_counter_;
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
    std::string text;
    family(text, "ledger", "info", "The ledger and the digest of the policies in force.")
        .add(1, {{"id", s.id}, {"policy_set", s.policy_set}});
    family(text, "tables_version", "gauge", "Version of the tables.")
        .add(static_cast<std::uint64_t>(s.schema_version));
    family(text, "events", "counter", "Entries of the audit trail. It never falls, except by a restore.")
        .add(s.events);
    family chains(text, "chain_events", "counter",
                  "Entries of the chain of a court; the empty court has those of no court.");
    for (const court_head& one : s.heads) {
        chains.add(one.head.place, {{"court", one.court.view()}});
    }
    family checkpoints(text, "checkpoints", "counter", "Number of the last checkpoint, which counts them.");
    family at(text, "last_checkpoint_timestamp_seconds", "gauge", "When the last checkpoint was made.",
              "seconds");
    if (s.last_checkpoint) {
        checkpoints.add(s.last_checkpoint->said.number);
        at.add(s.last_checkpoint->said.at);
    }
    return text;
}

}  // namespace ecflink::cli
