// Engines, their policies, and the diagnostics of policies that do not load.
#include "engine.hpp"

#include "values.hpp"

namespace {

using namespace ecflink::capi;

struct engine_inputs {
    std::vector<ecflink::policy_layer> layers;
    std::vector<ecflink::disposition_override> overrides;
};

engine_inputs from_c(const ecflink_engine_options& options) {
    engine_inputs inputs;
    require_unused(options.flags, "options.flags");
    inputs.layers = to_layers(options.layers, options.layer_count, "options.layers");
    for_each(options.overrides, options.override_count, "options.overrides",
             [&](const ecflink_disposition_override& given, std::size_t index) {
                 require_unused(given.reserved, "options.overrides.reserved", index);
                 if (*ecflink_finding_token(given.finding) == '\0') {
                     throw failure{ECFLINK_E_INVALID_NUMBER, "options.overrides.finding", index};
                 }
                 if (*ecflink_token_text(ECFLINK_ENUMERATION_DISPOSITION, given.disposition) == '\0') {
                     throw failure{ECFLINK_E_INVALID_NUMBER, "options.overrides.disposition", index};
                 }
                 inputs.overrides.push_back({static_cast<ecflink::finding>(given.finding),
                                             static_cast<ecflink::disposition>(given.disposition)});
             });
    return inputs;
}

const std::optional<ecflink::time_zone>& zone_of(const ecflink_engine* engine, const char* court,
                                                 std::size_t court_size) {
    return required(engine, "engine").policies->find(text(court, court_size, "court")).zone;
}

}  // namespace

const ecflink::court_policy& ecflink::capi::policy_of(const ecflink_engine* engine, const char* court,
                                                      std::size_t court_size, const char* field) {
    const policy_set& policies = *required(engine, field).policies;
    const std::string_view id = text(court, court_size, "court");
    const court_policy& policy = policies.find(id);
    if (policy.court.view() != id) {  // find() fell back to the policy for all courts
        throw failure{ECFLINK_E_NOT_FOUND, "court"};
    }
    return policy;
}

std::unique_ptr<ecflink_diagnostics> ecflink::capi::make_diagnostics(std::vector<diagnostic> entries) {
    auto diagnostics = std::make_unique<ecflink_diagnostics>();
    diagnostics->entries = std::move(entries);
    for (const diagnostic& entry : diagnostics->entries) {
        diagnostics->texts.push_back(to_text(entry));
    }
    return diagnostics;
}

void ecflink::capi::throw_diagnostics(ecflink_status status, const char* field,
                                      std::vector<diagnostic> entries,
                                      ecflink_diagnostics** diagnostics_out) {
    auto diagnostics = make_diagnostics(std::move(entries));
    failure why{status, field, 0, diagnostics->texts.empty() ? std::string{} : diagnostics->texts.front()};
    if (diagnostics_out != nullptr) {
        *diagnostics_out = diagnostics.release();
    }
    throw std::move(why);
}

std::vector<ecflink::policy_layer> ecflink::capi::to_layers(const ecflink_policy_layer* layers,
                                                            std::size_t count, const char* field) {
    std::vector<policy_layer> given;
    for_each(layers, count, field, [&](const ecflink_policy_layer& layer, std::size_t index) {
        const std::string place = field;
        require_unused(layer.reserved, (place + ".reserved").c_str(), index);
        given.push_back({std::string(checked_text(layer.name, layer.name_size, any_size,
                                                  (place + ".name").c_str(), index)),
                         std::string(text(layer.text, layer.text_size, (place + ".text").c_str(), index))});
    });
    return given;
}

ecflink_status ecflink_engine_create(const ecflink_engine_options* options, ecflink_engine** out,
                                     ecflink_diagnostics** diagnostics_out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_engine*& answer = required(out, "out");
        const engine_inputs inputs = options == nullptr ? engine_inputs{} : from_c(read(options, "options"));
        auto loaded = ecflink::policy_set::load(inputs.layers, inputs.overrides);
        if (!loaded) {
            throw_diagnostics(ECFLINK_E_POLICY, "options.layers", std::move(loaded).error(), diagnostics_out);
        }
        answer = new ecflink_engine{std::make_shared<const ecflink::policy_set>(std::move(loaded).value())};
    });
}

void ecflink_engine_free(ecflink_engine* engine) { delete engine; }

size_t ecflink_diagnostics_count(const ecflink_diagnostics* diagnostics) {
    return diagnostics == nullptr ? 0 : diagnostics->entries.size();
}

ecflink_status ecflink_diagnostics_get(const ecflink_diagnostics* diagnostics, size_t index,
                                       ecflink_diagnostic* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_diagnostic> answer(out, "out");
        const ecflink::diagnostic& entry = entry_of(required(diagnostics, "diagnostics").entries, index);
        ecflink_diagnostic told = ECFLINK_DIAGNOSTIC_INIT;
        told.is_error = entry.severity == ecflink::severity::error ? 1 : 0;
        told.line = entry.line;
        told.column = entry.column;
        told.file = entry.file.c_str();
        told.path = entry.path.c_str();
        told.message = entry.message.c_str();
        told.found = entry.found.c_str();
        told.expected = entry.expected.c_str();
        told.text = diagnostics->texts[index].c_str();
        answer.write(told);
    });
}

void ecflink_diagnostics_free(ecflink_diagnostics* diagnostics) { delete diagnostics; }

size_t ecflink_engine_court_count(const ecflink_engine* engine) {
    return engine == nullptr ? 0 : engine->policies->courts().size();
}

ecflink_status ecflink_engine_court_id(const ecflink_engine* engine, size_t index, char* buffer,
                                       size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error, [&] {
        const auto courts = required(engine, "engine").policies->courts();
        copy_text(entry_of(courts, index).court.view(), buffer, capacity, size_out);
    });
}

ecflink_status ecflink_engine_digest(const ecflink_engine* engine, char* buffer, size_t capacity,
                                     size_t* size_out, ecflink_error* error) {
    return guard(
        error, [&] { copy_text(required(engine, "engine").policies->digest(), buffer, capacity, size_out); });
}

ecflink_status ecflink_policy_digest(const ecflink_engine* engine, const char* court, size_t court_size,
                                     char* buffer, size_t capacity, size_t* size_out, ecflink_error* error) {
    return guard(error,
                 [&] { copy_text(policy_of(engine, court, court_size).digest, buffer, capacity, size_out); });
}

ecflink_status ecflink_policy_document(const ecflink_engine* engine, const char* court, size_t court_size,
                                       char* buffer, size_t capacity, size_t* size_out,
                                       ecflink_error* error) {
    return guard(
        error, [&] { copy_text(policy_of(engine, court, court_size).document, buffer, capacity, size_out); });
}

ecflink_status ecflink_local_time_parse(const ecflink_engine* engine, const char* court, size_t court_size,
                                        const char* text_, size_t text_size, ecflink_time* time_out,
                                        ecflink_error* error) {
    return guard(error, [&] {
        ecflink_time& answer = required(time_out, "time_out");
        const auto& zone = zone_of(engine, court, court_size);
        answer =
            value_of(ecflink::parse_instant_or_date(text(text_, text_size, "text"), zone), "text").micros;
    });
}

ecflink_status ecflink_local_time_format(const ecflink_engine* engine, const char* court, size_t court_size,
                                         ecflink_time time, char* buffer, size_t capacity, size_t* size_out,
                                         ecflink_error* error) {
    return guard(error, [&] {
        const auto& zone = zone_of(engine, court, court_size);
        const ecflink::instant at = required_time(time, "time");
        if (!zone) {
            throw failure{ECFLINK_E_TIME_ZONE, "court"};
        }
        copy_text(zone->to_local_text(at), buffer, capacity, size_out);
    });
}
