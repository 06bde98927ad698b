// Tools for policies.
#include <optional>
#include <string>
#include <vector>

#include <ecflink/core/assess.hpp>
#include <ecflink/ledger/record.hpp>
#include <ecflink/policies/policy_tools.hpp>

#include "engine.hpp"
#include "policy_structs.hpp"
#include "values.hpp"

struct ecflink_policy_files {
    std::vector<ecflink::policy_layer> layers;
    std::vector<ecflink_policy_layer> views;  ///< of `layers`
};

struct ecflink_policy_changes {
    std::vector<ecflink::policy_change> all;
};

struct ecflink_comparison {
    ecflink::comparison found;
    std::optional<std::string> stricter_record;
    std::optional<std::string> looser_record;
};

namespace {

using namespace ecflink::capi;

/// Copies a text that belongs to a layer of a policy.
template <class TextOf>
ecflink_status copy_of_layer(const ecflink_engine* engine, const char* court, std::size_t court_size,
                             std::size_t index, char* buffer, std::size_t capacity, std::size_t* size_out,
                             ecflink_error* error, TextOf text_of) {
    return guard(error, [&] {
        copy_text(text_of(entry_of(policy_of(engine, court, court_size).layers, index)), buffer, capacity,
                  size_out);
    });
}

/// What is kept for each of the two cases of a comparison.
template <class Part>
const Part& part_of(ecflink_strictness which, const std::optional<Part>& stricter,
                    const std::optional<Part>& looser) {
    if (which != ECFLINK_STRICTNESS_STRICTER && which != ECFLINK_STRICTNESS_LOOSER) {
        throw failure{ECFLINK_E_INVALID_NUMBER, "which"};
    }
    const std::optional<Part>& part = which == ECFLINK_STRICTNESS_STRICTER ? stricter : looser;
    if (!part) {
        throw failure{ECFLINK_E_NOT_FOUND, "which"};
    }
    return *part;
}

std::optional<std::string> record_of(const ecflink::court_policy& before,
                                     const std::optional<ecflink::witness>& one) {
    if (!one) {
        return std::nullopt;
    }
    const ecflink::link_case facts = one->make_case();
    return ecflink::make_record(before, facts, one->now, assess(before.rules, facts, one->now));
}

static_assert(ECFLINK_STRICTNESS_EQUAL == static_cast<int>(ecflink::strictness::equal) &&
              ECFLINK_STRICTNESS_STRICTER == static_cast<int>(ecflink::strictness::stricter) &&
              ECFLINK_STRICTNESS_LOOSER == static_cast<int>(ecflink::strictness::looser) &&
              ECFLINK_STRICTNESS_INCOMPARABLE == static_cast<int>(ecflink::strictness::incomparable));

}  // namespace

ECFLINK_CAPI_POLICY_STRUCTS(ECFLINK_CAPI_INIT)

// ---- layers and lint ----------------------------------------------------------------------------

ecflink_status ecflink_policy_files_read(const char* file_or_folder, size_t file_or_folder_size,
                                         ecflink_policy_files** out, ecflink_diagnostics** diagnostics_out,
                                         ecflink_error* error) {
    return guard(error, [&] {
        ecflink_policy_files*& answer = required(out, "out");
        auto layers = ecflink::read_policy_layers(
            std::string(checked_text(file_or_folder, file_or_folder_size, any_size, "file_or_folder")));
        if (!layers) {
            throw_diagnostics(ECFLINK_E_INPUT, "file_or_folder", std::move(layers).error(), diagnostics_out);
        }
        auto files = std::make_unique<ecflink_policy_files>();
        files->layers = std::move(layers).value();
        for (const ecflink::policy_layer& layer : files->layers) {
            ecflink_policy_layer view = ECFLINK_POLICY_LAYER_INIT;
            view.name = layer.name.data();
            view.name_size = layer.name.size();
            view.text = layer.text.data();
            view.text_size = layer.text.size();
            files->views.push_back(view);
        }
        answer = files.release();
    });
}

size_t ecflink_policy_files_count(const ecflink_policy_files* files) {
    return files == nullptr ? 0 : files->views.size();
}

const ecflink_policy_layer* ecflink_policy_files_layers(const ecflink_policy_files* files) {
    return files == nullptr ? nullptr : files->views.data();
}

void ecflink_policy_files_free(ecflink_policy_files* files) { delete files; }

ecflink_status ecflink_policy_lint(const ecflink_policy_layer* layers, size_t count,
                                   ecflink_diagnostics** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_diagnostics*& answer = required(out, "out");
        answer = make_diagnostics(ecflink::lint(to_layers(layers, count, "layers"))).release();
    });
}

// ---- one policy ---------------------------------------------------------------------------------

ecflink_status ecflink_policy_describe(const ecflink_engine* engine, const char* court, size_t court_size,
                                       ecflink_policy_info* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_policy_info> place(out, "out");
        const ecflink::court_policy& policy = policy_of(engine, court, court_size);
        ecflink_policy_info info = ECFLINK_POLICY_INFO_INIT;
        info.kind = static_cast<ecflink_court_kind>(policy.kind);
        info.in_force = policy.rules.in_force ? 1 : 0;
        info.name = policy.name.c_str();
        info.names_mended = static_text(to_token(policy.names_mended_by));
        info.floor_refuse = policy.floor.refuse.bits();
        info.floor_hold = policy.floor.hold.bits();
        info.value_count = policy.origins.size();
        info.layer_count = policy.layers.size();
        info.help_count = policy.help.size();
        place.write(info);
    });
}

ecflink_status ecflink_policy_value_get(const ecflink_engine* engine, const char* court, size_t court_size,
                                        size_t index, ecflink_policy_value* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_policy_value> place(out, "out");
        const ecflink::value_origin& given = entry_of(policy_of(engine, court, court_size).origins, index);
        ecflink_policy_value value = ECFLINK_POLICY_VALUE_INIT;
        value.path = given.path.c_str();
        value.value = given.value.c_str();
        value.layer = given.layer.c_str();
        place.write(value);
    });
}

ecflink_status ecflink_policy_layer_name(const ecflink_engine* engine, const char* court, size_t court_size,
                                         size_t index, char* buffer, size_t capacity, size_t* size_out,
                                         ecflink_error* error) {
    return copy_of_layer(engine, court, court_size, index, buffer, capacity, size_out, error,
                         [](const ecflink::applied_layer& layer) { return layer.name; });
}

ecflink_status ecflink_policy_layer_sources(const ecflink_engine* engine, const char* court,
                                            size_t court_size, size_t index, char* buffer, size_t capacity,
                                            size_t* size_out, ecflink_error* error) {
    return copy_of_layer(engine, court, court_size, index, buffer, capacity, size_out, error,
                         [](const ecflink::applied_layer& layer) {
                             std::string all;
                             for (const std::string& source : layer.sources) {
                                 all += (all.empty() ? "" : "\n") + source;
                             }
                             return all;
                         });
}

ecflink_status ecflink_policy_help_get(const ecflink_engine* engine, const char* court, size_t court_size,
                                       size_t index, ecflink_policy_help* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_policy_help> place(out, "out");
        const ecflink::help_entry& given = entry_of(policy_of(engine, court, court_size).help, index);
        ecflink_policy_help help = ECFLINK_POLICY_HELP_INIT;
        help.purpose = given.purpose.c_str();
        help.phone = given.phone.c_str();
        help.email = given.email.c_str();
        help.url = given.url.c_str();
        place.write(help);
    });
}

ecflink_status ecflink_policy_requirements(const ecflink_engine* engine, const char* court, size_t court_size,
                                           ecflink_account_role role, ecflink_request_type type,
                                           uint64_t* needs_out, ecflink_error* error) {
    return guard(error, [&] {
        std::uint64_t& answer = required(needs_out, "needs_out");
        answer = policy_of(engine, court, court_size)
                     .requirements(enumerator(role, ecflink::account_role::missing, "role"),
                                   enumerator(type, ecflink::request_type::missing, "type"))
                     .bits;
    });
}

ecflink_status ecflink_policy_sheet(const ecflink_engine* engine, const char* court, size_t court_size,
                                    size_t width, char* buffer, size_t capacity, size_t* size_out,
                                    ecflink_error* error) {
    return guard(error, [&] {
        constexpr std::size_t usual_width = 100;
        copy_text(to_sheet(policy_of(engine, court, court_size), width == 0 ? usual_width : width), buffer,
                  capacity, size_out);
    });
}

ecflink_status ecflink_policy_schema(char* buffer, size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error, [&] { copy_text(ecflink::policy_schema(), buffer, capacity, size_out); });
}

// ---- two policies -------------------------------------------------------------------------------

ecflink_status ecflink_policy_diff(const ecflink_engine* before, const char* before_court,
                                   size_t before_court_size, const ecflink_engine* after,
                                   const char* after_court, size_t after_court_size,
                                   ecflink_policy_changes** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_policy_changes*& answer = required(out, "out");
        answer = new ecflink_policy_changes{diff(policy_of(before, before_court, before_court_size, "before"),
                                                 policy_of(after, after_court, after_court_size, "after"))};
    });
}

size_t ecflink_policy_changes_count(const ecflink_policy_changes* changes) {
    return changes == nullptr ? 0 : changes->all.size();
}

ecflink_status ecflink_policy_changes_get(const ecflink_policy_changes* changes, size_t index,
                                          ecflink_policy_change* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_policy_change> place(out, "out");
        const ecflink::policy_change& given = entry_of(required(changes, "changes").all, index);
        ecflink_policy_change one = ECFLINK_POLICY_CHANGE_INIT;
        one.path = given.path.c_str();
        one.before = given.before.c_str();
        one.after = given.after.c_str();
        place.write(one);
    });
}

void ecflink_policy_changes_free(ecflink_policy_changes* changes) { delete changes; }

ecflink_status ecflink_policy_compare(const ecflink_engine* before, const char* before_court,
                                      size_t before_court_size, const ecflink_engine* after,
                                      const char* after_court, size_t after_court_size,
                                      ecflink_comparison** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_comparison*& answer = required(out, "out");
        const ecflink::court_policy& first = policy_of(before, before_court, before_court_size, "before");
        auto made = std::make_unique<ecflink_comparison>();
        made->found = compare(first, policy_of(after, after_court, after_court_size, "after"));
        made->stricter_record = record_of(first, made->found.stricter_case);
        made->looser_record = record_of(first, made->found.looser_case);
        answer = made.release();
    });
}

ecflink_status ecflink_comparison_get(const ecflink_comparison* comparison, ecflink_comparison_info* out,
                                      ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_comparison_info> place(out, "out");
        const ecflink::comparison& found = required(comparison, "comparison").found;
        ecflink_comparison_info info = ECFLINK_COMPARISON_INFO_INIT;
        info.relation = static_cast<ecflink_strictness>(found.relation);
        info.stricter_findings = found.stricter_findings.bits();
        info.looser_findings = found.looser_findings.bits();
        place.write(info);
    });
}

ecflink_status ecflink_comparison_witness(const ecflink_comparison* comparison, ecflink_strictness which,
                                          ecflink_witness* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_witness> place(out, "out");
        const ecflink::comparison& found = required(comparison, "comparison").found;
        const ecflink::witness& given = part_of(which, found.stricter_case, found.looser_case);
        ecflink_witness one = ECFLINK_WITNESS_INIT;
        one.before = static_cast<ecflink_verdict>(given.before);
        one.after = static_cast<ecflink_verdict>(given.after);
        one.findings_before = given.because_before.bits();
        one.findings_after = given.because_after.bits();
        one.now = given.now.micros;
        place.write(one);
    });
}

ecflink_status ecflink_comparison_record(const ecflink_comparison* comparison, ecflink_strictness which,
                                         char* buffer, size_t capacity, size_t* size_out,
                                         ecflink_error* error) {
    return guard(error, [&] {
        const ecflink_comparison& given = required(comparison, "comparison");
        copy_text(part_of(which, given.stricter_record, given.looser_record), buffer, capacity, size_out);
    });
}

void ecflink_comparison_free(ecflink_comparison* comparison) { delete comparison; }
