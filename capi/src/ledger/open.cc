// Ledgers and answers: open and close, and what all functions share.
#include <cstring>
#include <iterator>

#include <unistd.h>

#include <ecflink/ledger/sqlite.hpp>
#ifdef ECFLINK_C_WITH_POSTGRESQL
#include <ecflink/ledger/postgresql.hpp>
#endif

#include "engine.hpp"
#include "keys.hpp"
#include "ledger/handles.hpp"

namespace ecflink::capi {

static_assert(ECFLINK_DIGEST_BYTES == sizeof(digest::bytes));

// The numbers of the statuses are those of the troubles. What is no trouble has the last number.
static_assert(
    ECFLINK_E_LEDGER_BUSY == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::busy) &&
    ECFLINK_E_LEDGER_UNAVAILABLE == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::unavailable) &&
    ECFLINK_E_LEDGER_UNKNOWN_OUTCOME ==
        ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::unknown_outcome) &&
    ECFLINK_E_LEDGER_FULL == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::full) &&
    ECFLINK_E_LEDGER_DAMAGED == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::damaged) &&
    ECFLINK_E_LEDGER_OTHER_VERSION ==
        ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::other_version) &&
    ECFLINK_E_LEDGER_EXISTS == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::exists) &&
    ECFLINK_E_LEDGER_CONFLICT == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::conflict) &&
    ECFLINK_E_LEDGER_FAILED == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::failed) &&
    ECFLINK_E_LEDGER_OTHER_POLICIES ==
        ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::other_policies) &&
    ECFLINK_E_LEDGER_CHECK_FAILED ==
        ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::check_failed) &&
    ECFLINK_E_LEDGER_NO_KEYS == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::no_keys) &&
    ECFLINK_E_LEDGER_NOT_FOUND == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::not_found) &&
    ECFLINK_E_LEDGER_OTHER_KEYS == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::other_keys) &&
    ECFLINK_E_LEDGER_TOO_EARLY == ECFLINK_E_LEDGER + 256 * static_cast<int>(ledger_trouble::too_early));

ecflink_status status_of(ledger_trouble trouble) noexcept {
    return ECFLINK_E_LEDGER + 256 * static_cast<ecflink_status>(trouble);
}

ledger& opened(ecflink_ledger* handle) {
    ecflink_ledger& one = required(handle, "ledger");
    if (one.owner != ::getpid()) {
        throw failure{ECFLINK_E_LEDGER_FORKED, "ledger"};
    }
    return one.opened;
}

acting to_acting(const ecflink_acting* given, const char* field) {
    const ecflink_acting one = read(given, field);
    return {required_enumerator<actor>(one.who, {field, "who"}),
            std::string(checked_text(one.id, one.id_size, any_size, {field, "id"})),
            std::string(checked_text(one.reason, one.reason_size, any_size, {field, "reason"}))};
}

std::optional<acting> to_optional_acting(const ecflink_acting* given, const char* field) {
    return given == nullptr ? std::nullopt : std::optional(to_acting(given, field));
}

run to_run(std::uint32_t flags) {
    require_unused(flags & ~std::uint32_t{ECFLINK_DRY_RUN}, "flags");
    return flags == 0 ? run::write : run::dry;
}

digest to_digest(const std::uint8_t (&bytes)[ECFLINK_DIGEST_BYTES]) noexcept {
    digest made;
    std::memcpy(made.bytes.data(), bytes, sizeof(bytes));
    return made;
}

ledger_work::ledger_work(const ecflink_work* given)
    : wishes_(given == nullptr ? known<ecflink_work>::empty() : read(given, "work")) {
    if (wishes_.threads > ECFLINK_MAX_THREADS) {
        throw failure{ECFLINK_E_INVALID_NUMBER, "work.threads", 0,
                      "there are at most " + std::to_string(ECFLINK_MAX_THREADS) + " threads"};
    }
    options_.threads = wishes_.threads == 0 ? 1 : wishes_.threads;
    options_.cancelled = &cancelled_;
    if (wishes_.progress != nullptr) {
        options_.progress = [this](std::string_view stage, std::uint64_t all_done, std::uint64_t all) {
            if (wishes_.progress(wishes_.progress_context, std::string(stage).c_str(), all_done, all) != 0) {
                cancel();
            }
        };
    }
}

}  // namespace ecflink::capi

namespace {

using namespace ecflink::capi;

/// What is needed to reach a ledger, from a caller's options.
struct way_in {
    ecflink::ledger_connector connector;
    std::shared_ptr<const ecflink::key_ring> keys;
    ecflink::ledger_options options;
};

constexpr std::string_view sqlite_scheme = "sqlite:";

ecflink::ledger_connector to_connector(std::string_view address, ecflink::duration patience) {
    if (address.starts_with(sqlite_scheme) && address.size() > sqlite_scheme.size()) {
        return ecflink::sqlite(std::string(address.substr(sqlite_scheme.size())), patience);
    }
    if (address.starts_with("postgresql://") || address.starts_with("postgres://")) {
#ifdef ECFLINK_C_WITH_POSTGRESQL
        return ecflink::postgresql(std::string(address), patience);
#else
        throw failure{ECFLINK_E_UNSUPPORTED, "options.address", 0,
                      "this library was built without PostgreSQL; use sqlite:FILE"};
#endif
    }
    // it is not shown, since it may hold a password
    throw failure{ECFLINK_E_INPUT, "options.address", 0,
                  "not the address of a ledger; expected sqlite:FILE or postgresql://..."};
}

way_in from_c(const ecflink_ledger_options* options) {
    // The engine is made by the library of ecflink.h. What it holds is known to the same version.
    if (ecflink_version_number() != ECFLINK_VERSION_NUMBER) {
        throw failure{ECFLINK_E_UNSUPPORTED, "engine", 0,
                      "libecflink_c and libecflink_c_ledger have different versions; install both of one"};
    }
    const ecflink_ledger_options given = read(options, "options");
    way_in way;
    if (given.patience < 0) {
        throw failure{ECFLINK_E_INVALID_RANGE, "options.patience"};
    }
    if (given.patience != 0) {
        way.options.patience = {given.patience};
    }
    if (given.connections != 0) {
        way.options.connections = given.connections;
    }
    way.options.new_id = checked_text(given.new_id, given.new_id_size, any_size, "options.new_id");
    if (given.witness != nullptr) {
        way.options.witness = [witness = given.witness,
                               context = given.witness_context](const ecflink::signed_checkpoint& made) {
            const std::string line = to_json_line(made);
            static_cast<void>(witness(context, line.c_str(), line.size()));
        };
    }
    way.connector = to_connector(checked_text(given.address, given.address_size, any_size, "options.address"),
                                 way.options.patience);
    if (given.keys != nullptr) {
        way.keys = given.keys->ring;
    }
    return way;
}

}  // namespace

ECFLINK_CAPI_LEDGER_STRUCTS(ECFLINK_CAPI_INIT)

ecflink_status ecflink_ledger_create(const ecflink_engine* engine, const ecflink_ledger_options* options,
                                     ecflink_time now, ecflink_ledger** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_ledger*& answer = required(out, "out");
        const auto policies = required(engine, "engine").policies;
        const way_in way = from_c(options);
        answer = new ecflink_ledger{policies, way.keys,
                                    taken(ecflink::ledger::create(way.connector, *policies, way.keys.get(),
                                                                  required_time(now, "now"), way.options)),
                                    ::getpid()};
    });
}

ecflink_status ecflink_ledger_open(const ecflink_engine* engine, const ecflink_ledger_options* options,
                                   ecflink_ledger** out, ecflink_error* error) {
    return guard(error, [&] {
        ecflink_ledger*& answer = required(out, "out");
        const auto policies = required(engine, "engine").policies;
        const way_in way = from_c(options);
        answer = new ecflink_ledger{
            policies, way.keys,
            taken(ecflink::ledger::open(way.connector, *policies, way.keys.get(), way.options)), ::getpid()};
    });
}

ecflink_status ecflink_ledger_migrate(const ecflink_ledger_options* options, const ecflink_acting* by,
                                      ecflink_time now, uint32_t flags, int32_t* versions_out,
                                      ecflink_error* error) {
    return guard(error, [&] {
        std::int32_t& answer = required(versions_out, "versions_out");
        const way_in way = from_c(options);
        answer = taken(ecflink::ledger::migrate(way.connector, way.keys.get(), to_acting(by, "by"),
                                                required_time(now, "now"), to_run(flags)));
    });
}

void ecflink_ledger_free(ecflink_ledger* ledger) {
    // The connections of the process that forked this one are not closed here: it still uses them.
    if (ledger != nullptr && ledger->owner == ::getpid()) {
        delete ledger;
    }
}

ecflink_status ecflink_ledger_describe(ecflink_ledger* ledger, ecflink_time now, ecflink_ledger_info* out,
                                       ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_ledger_info> place(out, "out");
        answer_place answer(answer_out, false);
        const ecflink::ledger_status given = taken(opened(ledger).status(optional_time(now, "now")));
        ecflink_ledger_info info = ECFLINK_LEDGER_INFO_INIT;
        info.schema_version = given.schema_version;
        given.id.copy(info.id, sizeof(info.id) - 1);
        given.policy_set.copy(info.policy_set, sizeof(info.policy_set) - 1);
        info.events = given.events;
        info.highest_event = given.highest_event;
        info.last_checkpoint = given.last_checkpoint ? given.last_checkpoint->said.number : 0;
        info.central_accounts = given.central_accounts;
        info.court_accounts = given.court_accounts;
        info.active_links = given.active_links;
        info.removed_links = given.removed_links;
        info.tombstones = given.tombstones;
        info.open_obligations = given.open_obligations;
        info.open_registrations = given.open_registrations;
        info.held_links = given.held_links;
        info.overdue_obligations = given.overdue_obligations;
        info.oldest_due = to_c(given.oldest_due);
        info.open_attempts = given.open_attempts;
        for (const ecflink::court_head& one : given.heads) {
            ecflink_audit_chain chain = ECFLINK_AUDIT_CHAIN_INIT;
            chain.court = answer->keep(one.court.view());
            chain.place = one.head.place;
            chain.entries = one.head.place;
            chain.hash = answer->keep(to_text(one.head.hash).digits());
            answer->chains.push_back(chain);
        }
        answer->count = answer->chains.size();
        place.write(info);
        answer.give();
    });
}

ecflink_status ecflink_ledger_adopt_policies(ecflink_ledger* ledger, const ecflink_acting* by,
                                             ecflink_time now, ecflink_error* error) {
    return guard(
        error, [&] { done(opened(ledger).adopt_policies(to_acting(by, "by"), required_time(now, "now"))); });
}

size_t ecflink_answer_count(const ecflink_answer* answer) { return answer == nullptr ? 0 : answer->count; }

size_t ecflink_answer_text_count(const ecflink_answer* answer, ecflink_texts which) {
    return answer == nullptr || which < 1 || which >= static_cast<std::int32_t>(std::size(answer->texts))
               ? 0
               : answer->texts[which].size();
}

const char* ecflink_answer_text(const ecflink_answer* answer, ecflink_texts which, size_t index) {
    return index < ecflink_answer_text_count(answer, which) ? answer->texts[which][index] : "";
}

void ecflink_answer_free(ecflink_answer* answer) { delete answer; }
