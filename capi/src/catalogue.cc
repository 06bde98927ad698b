// Tokens, and the catalogue of findings.
#include <ecflink/core/findings.hpp>
#include <ecflink/core/tokens.hpp>

#include "values.hpp"

namespace {

using namespace ecflink::capi;

/// The enumerators of every enumeration, in the order of tokens.def: ecflink_enumeration counts
/// from 1.
constexpr std::span<const ecflink::token_entry> enumerations[] = {
#define ECFLINK_ENUM(type, ...) ecflink::tokens<ecflink::type>(),
#define ECFLINK_CLOSED_ENUM ECFLINK_ENUM
#include <ecflink/core/tokens.def>
#undef ECFLINK_CLOSED_ENUM
#undef ECFLINK_ENUM
};

std::span<const ecflink::token_entry> enumerators_of(ecflink_enumeration enumeration) noexcept {
    return enumeration < 1 || enumeration > static_cast<std::int32_t>(std::size(enumerations))
               ? std::span<const ecflink::token_entry>{}
               : enumerations[enumeration - 1];
}

const ecflink::finding_info* find_entry(ecflink_finding finding) noexcept {
    return finding < 0 ? nullptr : ecflink::find_finding(static_cast<unsigned>(finding));
}

ecflink_finding_info to_c(const ecflink::finding_info& entry) noexcept {
    ecflink_finding_info info = ECFLINK_FINDING_INFO_INIT;
    info.finding = static_cast<ecflink_finding>(entry.id);
    info.group = static_cast<ecflink_finding_group>(entry.group);
    info.default_disposition = static_cast<ecflink_disposition>(entry.default_disposition);
    info.who = static_cast<ecflink_actor>(entry.who);
    info.token = static_text(entry.token);
    info.true_when = static_text(entry.true_when);
    info.remedy = static_text(entry.remedy);
    info.sources = static_text(entry.sources);
    info.since = static_text(entry.since);
    info.makes_void = entry.makes_void.bits();
    return info;
}

}  // namespace

size_t ecflink_token_count(ecflink_enumeration enumeration) { return enumerators_of(enumeration).size(); }

ecflink_status ecflink_token_get(ecflink_enumeration enumeration, size_t index, ecflink_token_info* out,
                                 ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_token_info> answer(out, "out");
        const auto all = enumerators_of(enumeration);
        const ecflink::token_entry& given = entry_of(all, index, all.empty() ? "enumeration" : "index");
        ecflink_token_info info = ECFLINK_TOKEN_INFO_INIT;
        info.number = given.number;
        info.token = static_text(given.token);
        info.meaning = static_text(given.meaning);
        answer.write(info);
    });
}

const char* ecflink_token_text(ecflink_enumeration enumeration, int32_t number) {
    for (const ecflink::token_entry& entry : enumerators_of(enumeration)) {
        if (entry.number == number) {
            return static_text(entry.token);
        }
    }
    return "";
}

ecflink_status ecflink_token_parse(ecflink_enumeration enumeration, const char* token, size_t token_size,
                                   int32_t* number_out, ecflink_error* error) {
    return guard(error, [&] {
        std::int32_t& answer = required(number_out, "number_out");
        const std::string_view given = text(token, token_size, "token");
        for (const ecflink::token_entry& entry : enumerators_of(enumeration)) {
            if (entry.token == given) {
                answer = entry.number;
                return;
            }
        }
        throw failure{ECFLINK_E_NOT_FOUND, enumerators_of(enumeration).empty() ? "enumeration" : "token"};
    });
}

int32_t ecflink_catalogue_version(void) { return ecflink::catalogue_version; }

size_t ecflink_finding_count(void) { return ecflink::catalogue().size(); }

ecflink_status ecflink_finding_get(size_t index, ecflink_finding_info* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_finding_info> answer(out, "out");
        answer.write(to_c(entry_of(ecflink::catalogue(), index)));
    });
}

ecflink_status ecflink_finding_describe(ecflink_finding finding, ecflink_finding_info* out,
                                        ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_finding_info> answer(out, "out");
        const ecflink::finding_info* entry = find_entry(finding);
        if (entry == nullptr) {
            throw failure{ECFLINK_E_NOT_FOUND, "finding"};
        }
        answer.write(to_c(*entry));
    });
}

const char* ecflink_finding_token(ecflink_finding finding) {
    const ecflink::finding_info* entry = find_entry(finding);
    return entry == nullptr ? "" : static_text(entry->token);
}

ecflink_status ecflink_finding_parse(const char* token, size_t token_size, ecflink_finding* finding_out,
                                     ecflink_error* error) {
    return guard(error, [&] {
        ecflink_finding& answer = required(finding_out, "finding_out");
        const auto found = ecflink::from_token<ecflink::finding>(text(token, token_size, "token"));
        if (!found) {
            throw failure{ECFLINK_E_NOT_FOUND, "token"};
        }
        answer = static_cast<ecflink_finding>(*found);
    });
}
