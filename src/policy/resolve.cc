#include "policy/resolve.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include <ecflink/policies/directory.hpp>
#include <ecflink/policies/policy_tools.hpp>

#include "base/sha256.hpp"
#include "directory/builtin_layers.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::policy {
namespace {

std::string to_digest(std::string_view text) { return std::string(to_text(sha256({text})).view()); }

// ---- layers -------------------------------------------------------------------------------------

/// Checks the content of a layer, and which courts it is for.
void check(layer& given) {
    given.statements = check_layer(given.content.value, given.faults);
    const json* const court = given.find("/court");
    const json* const applies_to = given.find("/applies-to");
    given.has_target = (court != nullptr) != (applies_to != nullptr);
    if (court != nullptr) {
        given.court = court_id::make(court->text()).value();
    } else if (applies_to != nullptr && applies_to->is_object()) {
        given.kind = from_token<court_kind>(applies_to->find("kind")->text());
    }
    if (const json* const source = given.find("/source")) {
        for (const json& each : source->items()) {
            given.sources.push_back(each.text());
        }
    }
}

layer read_layer(std::string name, std::string text) {
    layer made;
    made.name = std::move(name);
    made.text = std::move(text);
    made.content = read_json(made.text);
    if (made.content.is_json) {
        check(made);
    }
    return made;
}

/// The parts of a text between blanks and semicolons.
std::vector<std::string> split_sources(std::string_view text) {
    std::vector<std::string> parts;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(" ;"), text.size()));
        if (text.empty()) {
            return parts;
        }
        parts.emplace_back(text.substr(0, text.find_first_of(" ;")));
        text.remove_prefix(parts.back().size());
    }
}

/// The facts of the directory as a layer.
layer make_directory_layer(const court_record& record) {
    json content = {
        {"ecflink-policy", 1}, {"court", record.id.view()},     {"source", split_sources(record.source)},
        {"name", record.name}, {"kind", to_token(record.kind)}, {"time-zone", record.time_zone}};
    if (record.precision == go_live_precision::day || record.precision == go_live_precision::time) {
        content["go-live"] = record.go_live;
        if (!record.outage_begin.empty()) {
            content["outages"].push_back(json{{"begin", record.outage_begin}, {"end", record.go_live}});
        }
    } else {
        for (const auto& [name, bound] :
             {std::pair{"not-before", record.go_live_not_before}, std::pair{"by", record.go_live_by}}) {
            if (!bound.empty()) {
                content["go-live"][name] = bound;
            }
        }
    }
    if (!record.help_phone.empty()) {
        content["help"]["filing"].push_back(json{{"phone", record.help_phone}});
    }
    layer made;
    made.name = "built-in directory";
    made.content.value = std::move(content);
    check(made);
    return made;
}

// ---- one policy ---------------------------------------------------------------------------------

/// Faults that appear only when layers are combined. Each place is reported once, even if it
/// concerns many courts.
class fault_book {
public:
    void add(const layer& where, fault trouble) {
        if (places_.emplace(&where, trouble.path).second) {
            faults_[&where].push_back(std::move(trouble));
        }
    }
    [[nodiscard]] fault_list of(const layer& where) const {
        const auto found = faults_.find(&where);
        return found == faults_.end() ? fault_list{} : found->second;
    }
    [[nodiscard]] const std::map<const layer*, fault_list>& all() const noexcept { return faults_; }

private:
    std::set<std::pair<const layer*, std::string>> places_;
    std::map<const layer*, fault_list> faults_;
};

using layer_chain = std::vector<const layer*>;

/// The value that the last layer of a chain gives a member; null if none gives one.
const json* find_last(const layer_chain& chain, std::string_view path) {
    const json* last = nullptr;
    for (const layer* each : chain) {
        if (const json* const stated = each->find(path)) {
            last = stated;
        }
    }
    return last;
}

/// Applies a chain of layers to the default policy.
class resolver {
public:
    /// Errors go into `book`; what is done without being stated, into `notes`.
    resolver(const layer_chain& chain, fault_book& book, fault_book& notes, document_writer& writer)
        : chain_(chain), book_(book), notes_(notes), writer_(writer) {}

    court_policy resolve(const court_id& court) {
        policy_.court = court;
        policy_.rules.in_force = !court.empty();
        policy_.kind = court.empty() ? court_kind::missing : court_kind::other;
        find_zone();
        for (const layer* each : chain_) {
            policy_.layers.push_back({each->name, each->sources});
            check_floor_before(*each);
            apply(*each);
            check_floor_after(*each);
        }
        policy_.floor.hold = policy_.floor.hold - policy_.floor.refuse;
        policy_.document = writer_.write(policy_);
        policy_.digest = to_digest(policy_.document);
        add_origins();
        return std::move(policy_);
    }

private:
    /// The least disposition that a floor allows, and the layer that set it.
    struct floor_rule {
        disposition least;
        const layer* by;
    };
    /// The proofs that were accepted when a floor was set.
    struct proof_floor {
        token_set<proof_class> central;
        token_set<proof_class> account;
        const layer* by;
    };

    /// Local times are read in the zone that the last layer states. If a zone is misspelled, any
    /// zone will do, because that is an error already.
    void find_zone() {
        const auto is_misspelled = [](const layer* each) {
            return std::ranges::find(each->faults, "/time-zone", &fault::path) != each->faults.end();
        };
        if (const json* const name = find_last(chain_, "/time-zone")) {
            zone_ = time_zone::find(name->text()).value();
        } else if (std::ranges::any_of(chain_, is_misspelled)) {
            if (const auto any = time_zone::find("UTC")) {
                zone_ = any.value();
            }
        }
    }

    /// The go-live, or the time by which it was.
    [[nodiscard]] std::optional<instant> live_from() const noexcept {
        return policy_.rules.go_live ? policy_.rules.go_live : policy_.rules.go_live_by;
    }

    void apply(const layer& from) {
        const std::optional<instant> replaced = live_from();
        for (const statement& each : from.statements) {
            fault_list faults;
            each.of->read(policy_, *each.value, {each.of->path, zone_, faults});
            for (const fault& trouble : faults) {
                book_.add(from, trouble);
            }
            if (each.value->is_object()) {
                for (const auto& [name, inner] : each.value->members()) {
                    stated_by_[each.of->path + '/' + pointer_part(name)] = &from;
                }
            } else {
                stated_by_[each.of->path] = &from;
            }
        }
        if (replaced && live_from() != replaced && from.find("/outages") == nullptr) {
            drop_outages_until(*replaced, from);
        }
    }

    /// An outage that ends at a go-live belongs to it, and goes with it when a layer moves it.
    void drop_outages_until(instant replaced, const layer& by) {
        outage_list kept;
        for (const outage_window& window : policy_.rules.outages.windows()) {
            if (window.end != replaced) {
                kept.push_back(window);
                continue;
            }
            stated_by_["/outages"] = &by;
            notes_.add(by, {"/go-live", false,
                            "the outage that ends at the go-live which this replaces is not inherited",
                            to_text(window.begin) + " until " + to_text(window.end),
                            "\"outages\" too, if there are any at the new date"});
        }
        policy_.rules.outages = kept;
    }

    void check_floor_before(const layer& next) {
        if (const json* const dispositions = next.find("/dispositions")) {
            for (const auto& [token, given] : dispositions->members()) {
                const auto rule = floors_.find(*from_token<finding>(token));
                if (rule != floors_.end() && *from_token<disposition>(given.text()) < rule->second.least) {
                    book_.add(next, {"/dispositions/" + token, false,
                                     "weaker than the floor set by " + rule->second.by->name,
                                     to_excerpt(given), least_text(rule->second.least)});
                }
            }
        }
        if (accepted_) {
            check_proofs(next, "/proof/central/accept", accepted_->central);
            check_proofs(next, "/proof/account/accept", accepted_->account);
        }
    }

    void check_proofs(const layer& next, const std::string& path, token_set<proof_class> allowed) {
        const json* const accept = next.find(path);
        for (std::size_t i = 0; accept != nullptr && i < accept->items().size(); ++i) {
            const json& listed = accept->items()[i];
            if (!allowed.contains(*from_token<proof_class>(listed.text()))) {
                book_.add(next, {path + '/' + std::to_string(i), false,
                                 "a proof that the floor set by " + accepted_->by->name + " does not accept",
                                 to_excerpt(listed), "only " + list_text(allowed)});
            }
        }
    }

    /// A floor binds the layer that sets it, too.
    void check_floor_after(const layer& from) {
        bool has_floor = false;
        for (const auto& [path, least] :
             {std::pair{"/floor/hold", disposition::hold}, std::pair{"/floor/refuse", disposition::refuse}}) {
            const json* const listed = from.find(path);
            has_floor = has_floor || listed != nullptr;
            for (std::size_t i = 0; listed != nullptr && i < listed->items().size(); ++i) {
                const json& item = listed->items()[i];
                const finding which = *from_token<finding>(item.text());
                if (const disposition now = policy_.rules.dispositions.of(which); now < least) {
                    book_.add(from,
                              {std::string(path) + '/' + std::to_string(i), false,
                               "the policy is already below this floor: the disposition is \"" +
                                   std::string(to_token(now)) + "\"; state it under \"dispositions\" too",
                               to_excerpt(item), "a finding whose disposition is " + least_text(least)});
                }
                floor_rule& rule = floors_.try_emplace(which, floor_rule{least, &from}).first->second;
                if (rule.least < least) {
                    rule = {least, &from};
                }
            }
        }
        if (has_floor) {
            accepted_ = {policy_.rules.central_proof.accept, policy_.rules.account_proof.accept, &from};
        }
    }

    static std::string least_text(disposition least) {
        return least == disposition::refuse ? "\"refuse\"" : "\"hold\" or \"refuse\"";
    }
    static std::string list_text(token_set<proof_class> set) {
        std::string text;
        for (const token_entry& entry : tokens<proof_class>()) {
            if (set.contains(static_cast<proof_class>(entry.number))) {
                text += (text.empty() ? "\"" : ", \"") + std::string(entry.token) + '"';
            }
        }
        return text.empty() ? "none" : text;
    }

    /// Leaves and statements come in the order of their paths.
    void add_origins() {
        const std::vector<const document_writer::leaf*>& leaves = writer_.leaves();
        policy_.origins.reserve(leaves.size());
        auto by = stated_by_.begin();
        for (const document_writer::leaf* each : leaves) {
            while (by != stated_by_.end() && by->first < each->path) {
                ++by;
            }
            const bool is_stated = by != stated_by_.end() && by->first == each->path;
            policy_.origins.push_back({each->path, each->value, is_stated ? by->second->name : "default"});
        }
    }

    const layer_chain& chain_;
    fault_book& book_;
    fault_book& notes_;
    document_writer& writer_;
    court_policy policy_;
    std::optional<time_zone> zone_;
    std::map<std::string, const layer*> stated_by_;  ///< by path of a leaf: the last layer to state it
    std::map<finding, floor_rule> floors_;
    std::optional<proof_floor> accepted_;
};

// ---- all policies -------------------------------------------------------------------------------

/// Ranks: for all, for a kind, for a court.
int rank_of(const layer& given) noexcept { return !given.court.empty() ? 2 : given.kind ? 1 : 0; }

/// The caller's layers by rank and name. A second layer for the same courts is a fault, and is left
/// out.
layer_chain order(const std::vector<layer>& layers, fault_book& book) {
    layer_chain chain;
    for (const layer& each : layers) {
        if (each.has_target) {
            chain.push_back(&each);
        }
    }
    // Layers of one rank and name keep their order: their addresses tell it.
    std::ranges::sort(chain, {}, [](const layer* each) {
        return std::tuple<int, std::string_view, const layer*>(rank_of(*each), each->name, each);
    });
    layer_chain kept;
    std::map<std::pair<court_id, std::optional<court_kind>>, const layer*> first;
    for (const layer* each : chain) {
        const auto [rival, is_first] = first.try_emplace({each->court, each->kind}, each);
        if (is_first) {
            kept.push_back(each);
        } else {
            book.add(*each,
                     {each->court.empty() ? "/applies-to" : "/court", false,
                      "a second layer for the same courts; the first is " + rival->second->name,
                      to_excerpt(*each->find(each->court.empty() ? "/applies-to" : "/court")), "one layer"});
        }
    }
    return kept;
}

bool is_shared(const layer& given, court_kind kind) noexcept {
    return given.court.empty() && (!given.kind || *given.kind == kind);
}

std::string digest_of(const court_policy& base, std::span<const court_policy> courts) {
    json digests = json::array({json::array({"*", base.digest})});
    for (const court_policy& each : courts) {
        digests.push_back(json::array({each.court.view(), each.digest}));
    }
    return to_digest(to_canonical(std::move(digests)));
}

/// The built-in layers and policies, read and resolved once. The key of the policy for all courts
/// is the empty id.
struct builtin_policies {
    std::vector<layer> layers;            ///< by rank and name
    std::vector<layer> directory;         ///< by court
    std::map<court_id, layer_chain> own;  ///< the layers of each court, in order
    court_policy base;                    ///< for all courts
    std::vector<court_policy> courts;     ///< sorted by id
    std::string digest;                   ///< of all of them
    fault_book faults;                    ///< none, as the tests show
    fault_book notes;

    builtin_policies() {
        for (const directory::builtin_layer& each : directory::builtin_layers()) {
            layers.push_back(read_layer(std::string(each.name), std::string(each.text)));
        }
        for (const court_record& record : ecflink::directory()) {
            directory.push_back(make_directory_layer(record));
        }
        own[{}];
        for (const std::vector<layer>* list : {&directory, &layers}) {
            for (const layer& each : *list) {
                if (!each.court.empty()) {
                    own[each.court].push_back(&each);
                }
            }
        }
        courts.reserve(own.size() - 1);
        document_writer writer;
        for (const auto& [court, of_court] : own) {
            const layer_chain chain = chain_for(court, of_court, {});
            court_policy policy = resolver(chain, faults, notes, writer).resolve(court);
            if (court.empty()) {
                base = std::move(policy);
            } else {
                courts.push_back(std::move(policy));
            }
        }
        digest = digest_of(base, courts);
    }

    /// The policy that the built-in layers alone make; null for a court that they do not know.
    [[nodiscard]] const court_policy* find(const court_id& court) const noexcept {
        if (court.empty()) {
            return &base;
        }
        const auto found = std::ranges::lower_bound(
            courts, court.view(), {}, [](const court_policy& each) { return each.court.view(); });
        return found != courts.end() && found->court == court ? &*found : nullptr;
    }

    [[nodiscard]] bool has_no_faults() const {
        const auto is_right = [](const layer& each) {
            return each.faults.empty() && each.content.troubles.empty();
        };
        return faults.all().empty() && std::ranges::all_of(layers, is_right) &&
               std::ranges::all_of(directory, is_right);
    }

    /// All layers of a court in order. `users` are the caller's; those that do not apply to the
    /// court are left out.
    [[nodiscard]] layer_chain chain_for(const court_id& court, const layer_chain& builtin_own,
                                        const layer_chain& users) const {
        layer_chain of_court = builtin_own;
        std::ranges::copy_if(users, std::back_inserter(of_court),
                             [&court](const layer* each) { return !court.empty() && each->court == court; });
        const json* const stated = find_last(of_court, "/kind");
        const court_kind kind = court.empty()       ? court_kind::missing
                                : stated == nullptr ? court_kind::other
                                                    : *from_token<court_kind>(stated->text());
        layer_chain chain;
        for (const layer& each : layers) {
            if (is_shared(each, kind)) {
                chain.push_back(&each);
            }
        }
        chain.insert(chain.end(), builtin_own.begin(), builtin_own.end());
        std::ranges::copy_if(users, std::back_inserter(chain), [&](const layer* each) {
            return is_shared(*each, kind) || (!court.empty() && each->court == court);
        });
        return chain;
    }
};

/// Sets that borrow from it keep it, beyond the end of the program.
const std::shared_ptr<const builtin_policies>& shared_builtin() {
    static const auto all = std::make_shared<const builtin_policies>();
    return all;
}
const builtin_policies& builtin() { return *shared_builtin(); }

void append_troubles(std::vector<diagnostic>& troubles, const layer& of, const fault_book& book) {
    std::vector<diagnostic> found;
    std::uint64_t more = of.content.troubles.not_kept();
    for (const json_trouble& each : of.content.troubles) {
        const auto [line, column] = line_and_column(of.text, each.offset);
        found.push_back(
            {severity::error, of.name, line, column, each.path, each.message, each.found, each.expected});
    }
    for (const fault_list& list : {of.faults, book.of(of)}) {
        for (const fault& each : list) {
            found.push_back(of.locate(each));
        }
        more += list.not_kept();
    }
    std::vector<std::size_t> order(found.size());  // faults at one place keep their order
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {},
                      [&](std::size_t at) { return std::tuple(found[at].line, found[at].column, at); });
    for (const std::size_t at : order) {
        troubles.push_back(std::move(found[at]));
    }
    if (more != 0) {
        troubles.push_back({severity::error, of.name, 0, 0, {}, not_listed(more), {}, {}});
    }
}

}  // namespace

const json* layer::find(std::string_view path) const noexcept {
    const auto found =
        std::ranges::find_if(statements, [path](const statement& each) { return each.of->path == path; });
    return found == statements.end() ? nullptr : found->value;
}

diagnostic layer::locate(const fault& trouble, ecflink::severity level) const {
    diagnostic made{level, name, 0, 0, trouble.path, trouble.message, trouble.found, trouble.expected};
    if (const auto place = content.places.find(trouble.path); place != content.places.end()) {
        std::tie(made.line, made.column) =
            line_and_column(text, trouble.at_name ? place->second.name : place->second.value);
    }
    return made;
}

resolved_policies resolve(std::span<const policy_layer> layers,
                          std::span<const disposition_override> overrides) {
    resolved_policies all;
    for (const policy_layer& each : layers) {
        all.layers.push_back(read_layer(each.name, each.text));
    }
    fault_book book = builtin().faults;
    fault_book notes;
    layer override_layer;
    override_layer.name = "override";
    override_layer.content.value = json::object();
    for (const disposition_override& each : overrides) {
        override_layer.content.value[to_token(each.of)] = to_token(each.to);
    }
    override_layer.content.value.sort_members();
    override_layer.statements.push_back(
        {&*std::ranges::find(language(), "/dispositions", &member::path), &override_layer.content.value});

    layer_chain users = order(all.layers, book);
    if (!overrides.empty()) {
        users.push_back(&override_layer);
    }

    std::map<court_id, layer_chain> own = builtin().own;
    layer_chain shared;
    std::map<court_id, layer_chain> of_court;
    for (const layer* each : users) {
        own[each->court];  // the caller may know courts that the directory does not
        (each->court.empty() ? shared : of_court[each->court]).push_back(each);
    }
    document_writer writer;
    for (const auto& [court, builtin_own] : own) {
        // so that many layers, each of another court, take no time for all the other courts
        layer_chain concerned = shared;
        if (const auto more = of_court.find(court); more != of_court.end()) {
            const auto before_override = concerned.end() - (overrides.empty() ? 0 : 1);
            concerned.insert(before_override, more->second.begin(), more->second.end());
        }
        const layer_chain chain = builtin().chain_for(court, builtin_own, concerned);
        const court_policy* const known = builtin().find(court);
        const bool is_untouched =
            known != nullptr && std::ranges::none_of(chain, [&concerned](const layer* each) {
                return std::ranges::find(concerned, each) != concerned.end();
            });
        court_policy policy = is_untouched ? *known : resolver(chain, book, notes, writer).resolve(court);
        if (court.empty()) {
            all.base = std::move(policy);
        } else {
            all.courts.push_back(std::move(policy));
        }
    }

    for (const std::vector<layer>* list : {&builtin().layers, &builtin().directory}) {
        for (const layer& each : *list) {
            append_troubles(all.troubles, each, book);
        }
    }
    for (const layer& each : all.layers) {
        append_troubles(all.troubles, each, book);
    }
    append_troubles(all.troubles, override_layer, book);
    all.notes = notes.all();
    return all;
}

}  // namespace detail::policy

token_set<registration_requirement> court_policy::requirements(account_role role,
                                                               request_type type) const noexcept {
    token_set<registration_requirement> all;
    for (const requirement_list& each : registration_requires) {
        if (each.of == to_token(role) || each.of == to_token(type)) {
            all.bits |= each.needs.bits;
        }
    }
    return all;
}

// ---- policy_set ---------------------------------------------------------------------------------

struct policy_set::state {
    std::shared_ptr<const void> owner;  ///< of what the others borrow
    const court_policy* base;
    std::span<const court_policy> courts;
    std::string digest;
};

result<policy_set, std::vector<diagnostic>> policy_set::load(
    std::span<const policy_layer> layers, std::span<const disposition_override> overrides) {
    if (layers.empty() && overrides.empty()) {
        const auto& builtin = detail::policy::shared_builtin();
        if (builtin->has_no_faults()) {
            return policy_set(std::make_unique<const state>(
                state{builtin, &builtin->base, builtin->courts, builtin->digest}));
        }
    }
    detail::policy::resolved_policies resolved = detail::policy::resolve(layers, overrides);
    if (!resolved.troubles.empty()) {
        return std::move(resolved.troubles);
    }
    using all_policies = std::pair<court_policy, std::vector<court_policy>>;
    const auto all =
        std::make_shared<const all_policies>(std::move(resolved.base), std::move(resolved.courts));
    const auto& [base, courts] = *all;
    return policy_set(
        std::make_unique<const state>(state{all, &base, courts, detail::policy::digest_of(base, courts)}));
}

const court_policy& policy_set::find(std::string_view court) const noexcept {
    const auto found = std::ranges::lower_bound(state_->courts, court, {},
                                                [](const court_policy& each) { return each.court.view(); });
    return found != state_->courts.end() && found->court.view() == court ? *found : *state_->base;
}

const court_policy& policy_set::base() const noexcept { return *state_->base; }
std::span<const court_policy> policy_set::courts() const noexcept { return state_->courts; }
const std::string& policy_set::digest() const noexcept { return state_->digest; }

policy_set::policy_set(std::unique_ptr<const state> loaded) noexcept : state_(std::move(loaded)) {}
policy_set::policy_set(policy_set&&) noexcept = default;
policy_set& policy_set::operator=(policy_set&&) noexcept = default;
policy_set::~policy_set() = default;

std::vector<policy_change> diff(const court_policy& before, const court_policy& after) {
    std::vector<policy_change> changes;
    auto a = before.origins.begin();
    auto b = after.origins.begin();
    while (a != before.origins.end() || b != after.origins.end()) {
        const bool only_before = b == after.origins.end() || (a != before.origins.end() && a->path < b->path);
        const bool only_after = !only_before && (a == before.origins.end() || b->path < a->path);
        if (only_before) {
            changes.push_back({a->path, a->value, ""});
        } else if (only_after) {
            changes.push_back({b->path, "", b->value});
        } else if (a->value != b->value) {
            changes.push_back({a->path, a->value, b->value});
        }
        a += only_after ? 0 : 1;
        b += only_before ? 0 : 1;
    }
    return changes;
}

ECFLINK_END_NAMESPACE
