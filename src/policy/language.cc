// The values of a member follow from the C++ type that it sets: see notation.hpp.
#include "policy/language.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "policy/notation.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {
namespace {

// ---- the table ----------------------------------------------------------------------------------

template <class Access, class Notation>
member row_with(const std::string& path, scope where, std::string meaning, Access access, Notation) {
    return {path,
            where,
            std::move(meaning),
            Notation::type(),
            [access](court_policy& policy, const json& value, const reading& with) {
                Notation::read(value, access(policy), with);
            },
            [access](const court_policy& policy) { return Notation::write(access(policy)); },
            [access](const court_policy& a, const court_policy& b) {
                if constexpr (requires { Notation::is_same(access(a), access(b)); }) {
                    return Notation::is_same(access(a), access(b));
                } else {
                    return access(a) == access(b);
                }
            }};
}

template <class Access>
member row(const std::string& path, std::string meaning, Access access, scope where = scope::any_layer) {
    return row_with(path, where, std::move(meaning), access,
                    notation<std::remove_cvref_t<std::invoke_result_t<Access, court_policy&>>>{});
}

/// A member about the layer, not about the policy.
member layer_row(const std::string& path, std::string meaning, value_type type) {
    return {path,
            scope::any_layer,
            std::move(meaning),
            std::move(type),
            [](court_policy&, const json&, const reading&) {},
            {},
            {}};
}

value_type applies_to_type() {
    const value_type kind = object_of({{"kind", notation<court_kind>::type(), true}});
    const std::string expected = "\"all\", or an object such as {\"kind\": \"bankruptcy\"}";
    return {expected,
            {{"anyOf", json::array({json{{"const", "all"}}, kind.schema})}},
            [kind, expected](const json& value, const std::string& path, fault_list& faults) {
                if (value.is_object()) {
                    kind.check(value, path, faults);
                } else if (value != "all") {
                    add_fault(faults, path, value, "neither \"all\" nor a kind of courts", expected);
                }
            }};
}

#define ECFLINK_FIELD(expression) [](auto& policy) -> auto& { return policy.expression; }

std::vector<member> make_language() {
    const value_type source_text = text_of(2048);
    std::vector<member> rows;
    rows.push_back(layer_row(version_path, "The version of this language. Required.",
                             simple("a version of the policy language that this ecflink does not read", "1",
                                    {{"const", 1}}, [](const json& value) { return value == 1; })));
    rows.push_back(row("/court",
                       "The id of the court that the layer is for. Each layer states this or `applies-to`.",
                       ECFLINK_FIELD(court)));
    rows.push_back(layer_row("/applies-to", "The layer applies to all courts, or to all courts of a kind.",
                             applies_to_type()));
    rows.push_back(layer_row("/source", "The pages or orders that say what the layer says.",
                             list_of(source_text, "a list of texts")));
    rows.push_back(row("/name", "The court's name.", ECFLINK_FIELD(name), scope::court_layer));
    rows.push_back(row("/kind",
                       "The kind of court; it decides which layers for kinds apply. `other` for a court that "
                       "is not in the directory.",
                       ECFLINK_FIELD(kind), scope::court_layer));
    rows.push_back(row("/system", "The filing system that the court runs.", ECFLINK_FIELD(rules.system)));
    rows.push_back(row("/time-zone", "The zone of the court's local times.", ECFLINK_FIELD(zone)));
    rows.push_back(
        row_with("/go-live", scope::any_layer,
                 "When the court's system with central sign-on goes live; a date means 00:00 of that "
                 "day. `null`: not known. An object: the court was not live before `not-before`, and "
                 "was live at `by`; more is not known.",
                 ECFLINK_FIELD(rules), go_live_notation{}));
    rows.push_back(
        row("/outages",
            "When the court's system is out of service: from `begin` until just before `end`. `stops` says "
            "what is: `filing`, if it is not given; `viewing`; `registration`.",
            ECFLINK_FIELD(rules.outages)));
    rows.push_back(row("/link/closes", "From then on the court links no more old accounts. `null`: never.",
                       ECFLINK_FIELD(rules.link_closes)));
    rows.push_back(row("/link/roles", "The roles whose accounts may be linked.", ECFLINK_FIELD(rules.roles)));
    rows.push_back(row("/link/confirm", "Whether the filer sees both names and confirms.",
                       ECFLINK_FIELD(rules.confirm)));
    rows.push_back(row("/link/accounts-per-central",
                       "How many accounts of the court one central account may hold. 0: any number.",
                       ECFLINK_FIELD(rules.accounts_per_central)));
    rows.push_back(row("/link/centrals-per-account",
                       "To how many central accounts one account of the court may be linked. 0: any number.",
                       ECFLINK_FIELD(rules.centrals_per_account)));
    rows.push_back(row("/link/count-per", "Whether accounts of different roles count together.",
                       ECFLINK_FIELD(rules.count_per)));
    rows.push_back(row("/link/login/forbid", "The characters that a login to be linked may not contain.",
                       ECFLINK_FIELD(rules.login_forbid)));
    rows.push_back(row("/link/login/case", "Whether a login to be linked may contain upper-case letters.",
                       ECFLINK_FIELD(rules.login_case)));
    rows.push_back(row_with("/link/registrations", scope::any_layer,
                            "For each role, the registrations of which the central account must have one. "
                            "A role that is not listed accepts every registration; `null` removes a role "
                            "from the list.",
                            ECFLINK_FIELD(rules), registrations_notation{}));
    rows.push_back(row("/link/roster", "Whether only accounts on the court's roster may be linked.",
                       ECFLINK_FIELD(rules.roster)));
    rows.push_back(row("/central/legacy-cutoff",
                       "A central account that was made on or after this day needs no upgrade.",
                       ECFLINK_FIELD(rules.legacy_cutoff)));
    rows.push_back(row("/central/mfa-from",
                       "From then on the central account needs a second factor. `null`: never.",
                       ECFLINK_FIELD(rules.mfa_from)));
    rows.push_back(row("/proof/central/accept", "The proofs of the central account that the court accepts.",
                       ECFLINK_FIELD(rules.central_proof.accept)));
    rows.push_back(row("/proof/central/max-age",
                       "How old a proof of the central account may be when the link is made.",
                       ECFLINK_FIELD(rules.central_proof.max_age)));
    rows.push_back(row("/proof/account/accept", "The proofs of the court account that the court accepts.",
                       ECFLINK_FIELD(rules.account_proof.accept)));
    rows.push_back(row("/proof/account/max-age",
                       "How old a proof of the court account may be when the link is made.",
                       ECFLINK_FIELD(rules.account_proof.max_age)));
    rows.push_back(
        row("/proof/waived-for",
            "The makers whose links in a ledger need no proofs. A proposed link always needs them.",
            ECFLINK_FIELD(rules.proof_waived_for)));
    rows.push_back(row("/attempts/limit",
                       "After how many failed attempts no further one is allowed. 0: no limit.",
                       ECFLINK_FIELD(rules.attempt_limit)));
    rows.push_back(row("/attempts/window", "For how long a failed attempt counts.",
                       ECFLINK_FIELD(rules.attempt_window)));
    rows.push_back(row("/handle/lifetime", "How long a filer may take from the proofs to the confirmation.",
                       ECFLINK_FIELD(rules.handle_lifetime)));
    rows.push_back(
        row("/names/compare", "When two names count as the same.", ECFLINK_FIELD(rules.compare_names)));
    rows.push_back(row("/names/similar-from",
                       "From which similarity on different names count as similar, from 0 (always) to 1.",
                       ECFLINK_FIELD(rules.similar_from)));
    rows.push_back(
        row("/names/mended-by", "Who corrects a name that is wrong.", ECFLINK_FIELD(names_mended_by)));
    rows.push_back(row("/unlink/by", "Who may remove a link.", ECFLINK_FIELD(rules.unlink_by)));
    rows.push_back(row("/registration/second", "What happens when an existing filer registers again.",
                       ECFLINK_FIELD(rules.second)));
    rows.push_back(row("/registration/second-if", "For whom `second` holds; anybody else is rejected.",
                       ECFLINK_FIELD(rules.second_if)));
    rows.push_back(row("/registration/second-account",
                       "What a filer with several accounts of the court does with the others.",
                       ECFLINK_FIELD(rules.second_account)));
    rows.push_back(
        row("/registration/requires",
            "What a filer must bring, by the role of the account and by the type of the request; a "
            "request needs what both list. `null` removes one from the list.",
            ECFLINK_FIELD(registration_requires)));
    rows.push_back(row("/retire-credential", "When the court's old login and password stop working.",
                       ECFLINK_FIELD(rules.retire)));
    rows.push_back(
        row("/dispositions",
            "The disposition of each finding. A finding that is not named keeps the one that it has.",
            ECFLINK_FIELD(rules.dispositions)));
    rows.push_back(row("/floor/refuse", "Findings that every later layer must refuse.",
                       ECFLINK_FIELD(floor.refuse), scope::shared_layer));
    rows.push_back(row("/floor/hold", "Findings that every later layer must hold or refuse.",
                       ECFLINK_FIELD(floor.hold), scope::shared_layer));
    rows.push_back(row(
        "/help", "Whom to ask, by purpose. Each purpose is replaced by itself; `null` or no entry: nobody.",
        ECFLINK_FIELD(help)));
    rows.push_back(row("/words/central-account", "What persons call the central account.",
                       ECFLINK_FIELD(words.central_account)));
    rows.push_back(
        row("/words/center", "What persons call the service center.", ECFLINK_FIELD(words.center)));
    rows.push_back(row("/words/court-account", "What persons call the account of the court.",
                       ECFLINK_FIELD(words.court_account)));
    return rows;
}

#undef ECFLINK_FIELD

// ---- objects of the table -----------------------------------------------------------------------

/// The names of the members of the object at a path, in the table's order.
std::vector<std::string_view> names_in(const std::string& path) {
    std::vector<std::string_view> names;
    for (const member& each : language()) {
        if (each.path.starts_with(path + '/')) {
            const std::string_view rest = std::string_view(each.path).substr(path.size() + 1);
            const std::string_view name = rest.substr(0, rest.find('/'));
            if (names.empty() || names.back() != name) {
                names.push_back(name);
            }
        }
    }
    return names;
}

void check_object(const json& value, const std::string& path, std::vector<statement>& statements,
                  fault_list& faults) {
    if (!value.is_object()) {
        add_fault(faults, path, value, "not an object",
                  "an object" + (path.empty() ? "" : " with " + all_of(names_in(path))));
        return;
    }
    std::optional<std::vector<std::string_view>> names;  // asked for by few layers
    for (const auto& [name, inner] : value.members()) {
        const std::string inner_path = path + '/' + pointer_part(name);
        const auto found = std::ranges::find(language(), inner_path, &member::path);
        if (found != language().end()) {
            const std::uint64_t before = faults.size();
            found->type.check(inner, inner_path, faults);
            if (faults.size() == before) {
                statements.push_back({&*found, &inner});
            }
            continue;
        }
        if (!names) {
            names = names_in(path);
        }
        if (std::ranges::find(*names, name) != names->end()) {
            check_object(inner, inner_path, statements, faults);
        } else {
            add_unknown_name(faults, inner_path, name, *names);
        }
    }
}

}  // namespace

const std::vector<member>& language() {
    static const std::vector<member> rows = make_language();
    return rows;
}

std::vector<statement> check_layer(const json& layer, fault_list& faults) {
    std::vector<statement> statements;
    check_object(layer, "", statements, faults);
    if (!layer.is_object()) {
        return statements;
    }
    const bool is_of_court = layer.find("court") != nullptr;
    const bool is_shared = layer.find("applies-to") != nullptr;
    if (layer.find("ecflink-policy") == nullptr) {
        faults.push_back({"", false, "\"ecflink-policy\" is missing", "", "\"ecflink-policy\": 1"});
    }
    if (is_of_court == is_shared) {
        faults.push_back({is_shared ? "/applies-to" : "", is_shared,
                          is_shared ? "a layer is for one court or applies to many, not both"
                                    : "the layer does not say which courts it is for",
                          "", "\"court\" or \"applies-to\", one of them"});
    }
    if (is_of_court != is_shared) {
        const auto is_misplaced = [is_shared](const statement& given) {
            return given.of->where == (is_shared ? scope::court_layer : scope::shared_layer);
        };
        for (const statement& given : statements) {
            if (is_misplaced(given)) {
                faults.push_back({given.of->path, true,
                                  is_shared
                                      ? "only the layer of one court may state this"
                                      : "only a layer that applies to all courts or to a kind may state this",
                                  "", is_shared ? "a layer with \"court\"" : "a layer with \"applies-to\""});
            }
        }
        std::erase_if(statements, is_misplaced);
    }
    return statements;
}

}  // namespace detail::policy
ECFLINK_END_NAMESPACE
