// ecflink_ledger.hpp: ledgers through the C interface for C++17, beside ecflink.hpp and in its
// style. Headers only; link ecflink::c_ledger.
//
//     namespace ecf = ecflink::c;
//     ecf::ledger_options options("sqlite:court.db");
//     options.keys = keys.get();
//     const ecf::ledger ledger = ecf::ledger::open(engine, options);
//     const auto begun = ledger.begin(request, check_account, now);
//     // Show begun.parts.page(), and keep begun.handle and begun.shown.
//     const auto linked = ledger.commit(ecf::confirm_request(begun, central, session), now);
//
// A refusal is a value; what the ledger could not do is an error (`ecf::error`) whose status is one
// of ECFLINK_E_LEDGER. Any number of threads may use one ledger. A callback may throw: the call
// ends, and throws it again.
#pragma once

#include <cstring>
#include <exception>
#include <functional>

#include <ecflink/ecflink_ledger.h>

#include "ecflink.hpp"

namespace ecflink::c {

namespace detail {

inline void set(const char*& data, std::size_t& size, std::string_view text) noexcept {
    data = text.data();
    size = text.size();
}

/// A struct of the C interface in which every member is missing.
template <class Struct>
Struct blank() noexcept;

#define ECFLINK_CPP_BLANK(type, init)    \
    template <>                          \
    inline type blank<type>() noexcept { \
        return init;                     \
    }
ECFLINK_CPP_BLANK(ecflink_access_place, ECFLINK_ACCESS_PLACE_INIT)
ECFLINK_CPP_BLANK(ecflink_agency, ECFLINK_AGENCY_INIT)
ECFLINK_CPP_BLANK(ecflink_audit_chain, ECFLINK_AUDIT_CHAIN_INIT)
ECFLINK_CPP_BLANK(ecflink_audit_problem, ECFLINK_AUDIT_PROBLEM_INIT)
ECFLINK_CPP_BLANK(ecflink_audit_summary, ECFLINK_AUDIT_SUMMARY_INIT)
ECFLINK_CPP_BLANK(ecflink_begin_outcome, ECFLINK_BEGIN_OUTCOME_INIT)
ECFLINK_CPP_BLANK(ecflink_column_difference, ECFLINK_COLUMN_DIFFERENCE_INIT)
ECFLINK_CPP_BLANK(ecflink_commit_outcome, ECFLINK_COMMIT_OUTCOME_INIT)
ECFLINK_CPP_BLANK(ecflink_confirm_page, ECFLINK_CONFIRM_PAGE_INIT)
ECFLINK_CPP_BLANK(ecflink_court_access, ECFLINK_COURT_ACCESS_INIT)
ECFLINK_CPP_BLANK(ecflink_held_link, ECFLINK_HELD_LINK_INIT)
ECFLINK_CPP_BLANK(ecflink_hold_outcome, ECFLINK_HOLD_OUTCOME_INIT)
ECFLINK_CPP_BLANK(ecflink_import_summary, ECFLINK_IMPORT_SUMMARY_INIT)
ECFLINK_CPP_BLANK(ecflink_ledger_info, ECFLINK_LEDGER_INFO_INIT)
ECFLINK_CPP_BLANK(ecflink_left_out, ECFLINK_LEFT_OUT_INIT)
ECFLINK_CPP_BLANK(ecflink_load_summary, ECFLINK_LOAD_SUMMARY_INIT)
ECFLINK_CPP_BLANK(ecflink_owed, ECFLINK_OWED_INIT)
ECFLINK_CPP_BLANK(ecflink_pair_review, ECFLINK_PAIR_REVIEW_INIT)
ECFLINK_CPP_BLANK(ecflink_privilege, ECFLINK_PRIVILEGE_INIT)
ECFLINK_CPP_BLANK(ecflink_registration_item, ECFLINK_REGISTRATION_ITEM_INIT)
ECFLINK_CPP_BLANK(ecflink_registration_outcome, ECFLINK_REGISTRATION_OUTCOME_INIT)
ECFLINK_CPP_BLANK(ecflink_row_difference, ECFLINK_ROW_DIFFERENCE_INIT)
ECFLINK_CPP_BLANK(ecflink_state_summary, ECFLINK_STATE_SUMMARY_INIT)
ECFLINK_CPP_BLANK(ecflink_unlink_outcome, ECFLINK_UNLINK_OUTCOME_INIT)
ECFLINK_CPP_BLANK(ecflink_verify_summary, ECFLINK_VERIFY_SUMMARY_INIT)
#undef ECFLINK_CPP_BLANK

/// Calls a function of the caller's for the C interface, and keeps what it throws.
template <class Function>
class caught {
public:
    explicit caught(const Function& function) noexcept : function_(&function) {}

    /// 0, or 1 if the function threw, or said false where it says something.
    template <class... Arguments>
    std::int32_t operator()(Arguments&&... arguments) noexcept {
        try {
            return (*function_)(std::forward<Arguments>(arguments)...) ? 0 : 1;
        } catch (...) {
            thrown_ = std::current_exception();
            return 1;
        }
    }
    void rethrow() const {
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
    }

private:
    const Function* function_;
    std::exception_ptr thrown_;
};

/// Calls `function(ecflink_error*)`, which calls back; what a callback threw goes first.
template <class Caught, class Function>
void call_with(const Caught& back, const Function& function) {
    try {
        call(function);
    } catch (...) {
        back.rethrow();
        throw;
    }
    back.rethrow();
}

}  // namespace detail

// ---- what is given ------------------------------------------------------------------------------

/// The digest of a session's secret, or of another text.
struct digest {
    std::uint8_t bytes[ECFLINK_DIGEST_BYTES] = {};
};
[[nodiscard]] inline digest digest_of(std::string_view secret) {
    digest made;
    detail::call([&](ecflink_error* told) {
        return ecflink_digest_of(secret.data(), secret.size(), made.bytes, told);
    });
    return made;
}

/// The keys of ledgers.
class keys {
public:
    /// From the text of a key file, whose bytes are overwritten.
    [[nodiscard]] static keys parse(std::string text) {
        return keys(detail::make<owner>([&](ecflink_keys** out, ecflink_error* told) {
            return ecflink_keys_parse(text.data(), text.size(), out, told);
        }));
    }
    /// From a key file, which its owner alone may read.
    [[nodiscard]] static keys read(std::string_view file) {
        return keys(detail::make<owner>([&](ecflink_keys** out, ecflink_error* told) {
            return ecflink_keys_read(file.data(), file.size(), out, told);
        }));
    }
    [[nodiscard]] const ecflink_keys* get() const noexcept { return keys_.get(); }

private:
    using owner = detail::owner<ecflink_keys, ecflink_keys_free>;
    explicit keys(owner made) noexcept : keys_(std::move(made)) {}
    owner keys_;
};

/// Who acts, in what role, and why. Texts are borrowed.
struct acting : ecflink_acting {
    acting() noexcept : ecflink_acting ECFLINK_ACTING_INIT {}
    explicit acting(ecflink_actor role, std::string_view its_id = {},
                    std::string_view its_reason = {}) noexcept
        : acting() {
        who = role;
        detail::set(id, id_size, its_id);
        detail::set(reason, reason_size, its_reason);
    }
};

/// How to reach a ledger: the address, and `options.keys = keys.get()`. The address is borrowed.
struct ledger_options : ecflink_ledger_options {
    explicit ledger_options(std::string_view where) noexcept
        : ecflink_ledger_options ECFLINK_LEDGER_OPTIONS_INIT {
        detail::set(address, address_size, where);
    }
};

/// A court account and a central account. Texts are borrowed.
struct pair : ecflink_pair {
    pair(std::string_view its_court, std::string_view its_login, std::string_view its_central) noexcept
        : ecflink_pair ECFLINK_PAIR_INIT {
        detail::set(court, court_size, its_court);
        detail::set(login, login_size, its_login);
        detail::set(central, central_size, its_central);
    }
};

/// Tables of records, or some of them: ecflink_records. They are borrowed.
struct records : ecflink_records {
    records() noexcept : ecflink_records ECFLINK_RECORDS_INIT {}
    void set(const std::vector<ecflink_central_record>& rows) noexcept {
        central_accounts = rows.data();
        central_account_count = rows.size();
    }
    void set(const std::vector<ecflink_court_record>& rows) noexcept {
        court_accounts = rows.data();
        court_account_count = rows.size();
    }
    void set(const std::vector<ecflink_link_record>& rows) noexcept {
        links = rows.data();
        link_count = rows.size();
    }
    void set(const std::vector<ecflink_tombstone_record>& rows) noexcept {
        tombstones = rows.data();
        tombstone_count = rows.size();
    }
    void set(const std::vector<ecflink_roster_record>& rows) noexcept {
        roster = rows.data();
        roster_count = rows.size();
    }
    void set(const std::vector<ecflink_registration_record>& rows) noexcept {
        registrations = rows.data();
        registration_count = rows.size();
    }
};

/// Who is signed on, and the account to link. `ledger::begin` sets the check. Texts are borrowed.
struct begin_request : ecflink_begin_request {
    begin_request() noexcept : ecflink_begin_request ECFLINK_BEGIN_REQUEST_INIT {}
    void set_central(std::string_view id, ecflink_proof_class proof, ecflink_time proven_at) noexcept {
        detail::set(central, central_size, id);
        central_proof = proof;
        central_proof_at = proven_at;
    }
    void set_account(std::string_view its_court, std::string_view typed_login) noexcept {
        detail::set(court, court_size, its_court);
        detail::set(login, login_size, typed_login);
    }
    void set_session(const digest& of_secret) noexcept {
        std::memcpy(session, of_secret.bytes, sizeof(session));
    }
};

/// What the confirm screen sends back. Texts are borrowed.
struct confirm_request : ecflink_confirm_request {
    confirm_request() noexcept : ecflink_confirm_request ECFLINK_CONFIRM_REQUEST_INIT {}
    /// The page of a proposal was confirmed, by this person in this session.
    confirm_request(const ecflink_begin_outcome& begun, std::string_view its_central,
                    const digest& of_session) noexcept
        : confirm_request() {
        handle = begun.handle;
        handle_size = begun.handle_size;
        detail::set(central, central_size, its_central);
        std::memcpy(session, of_session.bytes, sizeof(session));
        std::memcpy(confirmed, begun.shown, sizeof(confirmed));
    }
    void set_handle(std::string_view text) noexcept { detail::set(handle, handle_size, text); }
};

/// The facts of a sign-on that the ledger cannot know. Texts are borrowed.
struct sign_on_facts : ecflink_sign_on_facts {
    sign_on_facts() noexcept : ecflink_sign_on_facts ECFLINK_SIGN_ON_FACTS_INIT {}
    void set_acting_for(std::string_view login) noexcept { detail::set(acting_for, acting_for_size, login); }
};

/// A request for filing privileges. Texts are borrowed.
struct registration_request : ecflink_registration_request {
    registration_request() noexcept : ecflink_registration_request ECFLINK_REGISTRATION_REQUEST_INIT {}
    void set_court(std::string_view id) noexcept { detail::set(court, court_size, id); }
    void set_central(std::string_view id) noexcept { detail::set(central, central_size, id); }
    void set_login(std::string_view name) noexcept { detail::set(login, login_size, name); }
};

/// How long work is done: `work.threads = 4`.
struct work_options : ecflink_work {
    work_options() noexcept : ecflink_work ECFLINK_WORK_INIT {}
};

// ---- what is answered ---------------------------------------------------------------------------

/// The parts of an answer. What its members return borrows from it.
class answer_parts {
public:
    answer_parts() noexcept = default;
    /// Takes over an answer of the C interface.
    explicit answer_parts(ecflink_answer* given) noexcept : answer_(given) {}

    [[nodiscard]] const ecflink_answer* get() const noexcept { return answer_.get(); }

    [[nodiscard]] std::vector<std::string_view> texts(ecflink_texts which) const {
        std::vector<std::string_view> all;
        for (std::size_t i = 0; i < ecflink_answer_text_count(get(), which); ++i) {
            all.emplace_back(ecflink_answer_text(get(), which, i));
        }
        return all;
    }
    /// The page to show; of `begin` and `peek`.
    [[nodiscard]] std::optional<ecflink_confirm_page> page() const { return one(ecflink_answer_page); }
    /// The link that `begin` made in a court with one step.
    [[nodiscard]] std::optional<ecflink_commit_outcome> commit() const { return one(ecflink_answer_commit); }
    /// The two accounts; of a review, a decision, an unlink, a registration.
    [[nodiscard]] std::optional<ecflink_pair_review> pair() const { return one(ecflink_answer_pair); }
    [[nodiscard]] std::vector<ecflink_owed> owed() const { return list(ecflink_owed_get); }
    [[nodiscard]] std::vector<ecflink_held_link> held_links() const { return list(ecflink_held_link_get); }
    [[nodiscard]] std::vector<ecflink_left_out> left_out() const { return list(ecflink_left_out_get); }
    [[nodiscard]] std::vector<ecflink_registration_item> registrations() const {
        return list(ecflink_registration_get);
    }
    [[nodiscard]] std::vector<ecflink_agency> agencies() const { return list(ecflink_agency_get); }
    [[nodiscard]] std::vector<ecflink_audit_chain> chains() const { return list(ecflink_audit_chain_get); }
    [[nodiscard]] std::vector<ecflink_audit_problem> problems() const {
        return list(ecflink_audit_problem_get);
    }
    [[nodiscard]] std::vector<ecflink_row_difference> differences() const {
        return list(ecflink_row_difference_get);
    }
    /// The columns of a difference.
    [[nodiscard]] std::vector<ecflink_column_difference> columns(std::size_t difference) const {
        return list<ecflink_column_difference>([&](std::size_t index, auto* out, ecflink_error* told) {
            return ecflink_column_difference_get(get(), difference, index, out, told);
        });
    }
    /// What a central account may do, and where.
    [[nodiscard]] std::vector<std::pair<ecflink_access_place, ecflink_court_access>> access() const {
        std::vector<std::pair<ecflink_access_place, ecflink_court_access>> all;
        for (std::size_t i = 0; i < ecflink_answer_count(get()); ++i) {
            auto entry =
                std::make_pair(detail::blank<ecflink_access_place>(), detail::blank<ecflink_court_access>());
            detail::call([&](ecflink_error* told) {
                return ecflink_access_get(get(), i, &entry.first, &entry.second, told);
            });
            all.push_back(entry);
        }
        return all;
    }

private:
    template <class Struct>
    std::optional<Struct> one(ecflink_status (*get_one)(const ecflink_answer*, Struct*,
                                                        ecflink_error*)) const {
        Struct told = detail::blank<Struct>();
        if (get() == nullptr || get_one(get(), &told, nullptr) == ECFLINK_E_NOT_FOUND) {
            return std::nullopt;
        }
        return told;
    }
    template <class Struct>
    std::vector<Struct> list(ecflink_status (*get_entry)(const ecflink_answer*, std::size_t, Struct*,
                                                         ecflink_error*)) const {
        return list<Struct>([&](std::size_t index, Struct* out, ecflink_error* told) {
            return get_entry(get(), index, out, told);
        });
    }
    template <class Struct, class Get>
    std::vector<Struct> list(const Get& get_entry) const {
        std::vector<Struct> all;
        if (get() == nullptr) {
            return all;
        }
        for (;;) {
            Struct entry = detail::blank<Struct>();
            ecflink_error told = ECFLINK_ERROR_INIT;
            const ecflink_status status = get_entry(all.size(), &entry, &told);
            if (status == ECFLINK_E_NOT_FOUND) {
                return all;
            }
            detail::call([&](ecflink_error* why) {
                *why = told;
                return status;
            });
            all.push_back(entry);
        }
    }

    detail::owner<ecflink_answer, ecflink_answer_free> answer_;
};

/// The members of a C struct, and the parts that its texts point into.
template <class Struct>
struct answered : Struct {
    answered() noexcept : Struct(detail::blank<Struct>()) {}
    answer_parts parts;
};

struct cancelled {
    ecflink_outward_answer outward = 0;    ///< ECFLINK_OUTWARD_ANSWER_OK if the handle was valid
    ecflink_ceremony_problem problem = 0;  ///< why it was not; 0: none
};

/// The tables of a ledger as they were at one instant. Any number of threads may use them.
class ledger_tables {
public:
    /// "links", for instance, as a stream of one batch, which the caller releases. It keeps the
    /// tables in memory, also when this object is gone. `ecflink.hpp` verifies such streams.
    [[nodiscard]] ArrowArrayStream stream(std::string_view table) const {
        ArrowArrayStream made;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_tables_export(tables_.get(), table.data(), table.size(), &made, told);
        });
        return made;
    }

private:
    friend class ledger;
    using owner = detail::owner<ecflink_ledger_tables, ecflink_ledger_tables_free>;
    explicit ledger_tables(owner made) noexcept : tables_(std::move(made)) {}
    owner tables_;
};

/// The caller's own check of a court account, with the court and the login as typed. It may ask the
/// same ledger. If it throws, the attempt counts, and `begin` throws the same.
using account_check = std::function<ecflink_proof_class(std::string_view court, std::string_view login)>;

/// A ledger that is open. It closes when it goes.
class ledger {
public:
    [[nodiscard]] static ledger create(const engine& policies, const ecflink_ledger_options& options,
                                       ecflink_time now) {
        return ledger(detail::make<owner>([&](ecflink_ledger** out, ecflink_error* told) {
            return ecflink_ledger_create(policies.get(), &options, now, out, told);
        }));
    }
    [[nodiscard]] static ledger open(const engine& policies, const ecflink_ledger_options& options) {
        return ledger(detail::make<owner>([&](ecflink_ledger** out, ecflink_error* told) {
            return ecflink_ledger_open(policies.get(), &options, out, told);
        }));
    }
    /// By how many versions the tables were brought forward; 0: there was nothing to do.
    static std::int32_t migrate(const ecflink_ledger_options& options, const ecflink_acting& by,
                                ecflink_time now, std::uint32_t flags = 0) {
        std::int32_t versions = 0;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_migrate(&options, &by, now, flags, &versions, told);
        });
        return versions;
    }

    [[nodiscard]] ecflink_ledger* get() const noexcept { return ledger_.get(); }

    /// Without `now`, no obligation counts as overdue.
    [[nodiscard]] answered<ecflink_ledger_info> describe(ecflink_time now = ECFLINK_NO_TIME) const {
        return ask<ecflink_ledger_info>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_describe(get(), now, out, parts, told);
        });
    }
    /// All tables, read in one transaction; they need the ledger no longer.
    [[nodiscard]] ledger_tables tables() const {
        return ledger_tables(
            detail::make<ledger_tables::owner>([&](ecflink_ledger_tables** out, ecflink_error* told) {
                return ecflink_ledger_read_tables(get(), out, told);
            }));
    }
    void adopt_policies(const ecflink_acting& by, ecflink_time now) const {
        detail::call(
            [&](ecflink_error* told) { return ecflink_ledger_adopt_policies(get(), &by, now, told); });
    }

    // ---- records
    answered<ecflink_load_summary> load(const ecflink_records& rows, const ecflink_acting& by,
                                        ecflink_time now, std::uint32_t flags = 0,
                                        const ecflink_work& work = work_options()) const {
        return ask<ecflink_load_summary>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_load(get(), &rows, &by, now, &work, flags, out, parts, told);
        });
    }
    answered<ecflink_load_summary> load_folder(std::string_view folder, const ecflink_acting& by,
                                               ecflink_time now, std::uint32_t flags = 0,
                                               const ecflink_work& work = work_options()) const {
        return ask<ecflink_load_summary>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_load_folder(get(), folder.data(), folder.size(), &by, now, &work, flags,
                                              out, parts, told);
        });
    }
    void set_contacts(const std::vector<ecflink_contact>& contacts, const ecflink_acting& by,
                      ecflink_time now) const {
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_set_contacts(get(), contacts.data(), contacts.size(), &by, now, told);
        });
    }
    /// The places of contacts whose account the ledger does not have.
    [[nodiscard]] std::vector<std::size_t> contacts_without_account(
        const std::vector<ecflink_contact>& contacts) const {
        std::vector<std::size_t> places(contacts.size());
        std::size_t found = 0;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_contacts_without_account(get(), contacts.data(), contacts.size(),
                                                           places.data(), &found, told);
        });
        places.resize(found);
        return places;
    }
    /// `told(const ecflink_import_outcome&)` hears of each row, and goes on by returning true.
    ecflink_import_summary import_links(const ecflink_records& rows, const ecflink_acting* approved,
                                        const ecflink_acting& by, ecflink_time now,
                                        const std::function<bool(const ecflink_import_outcome&)>& told,
                                        std::uint32_t flags = 0,
                                        const ecflink_work& work = work_options()) const {
        auto summary = detail::blank<ecflink_import_summary>();
        detail::caught back(told);
        detail::call_with(back, [&](ecflink_error* why) {
            return ecflink_ledger_import(
                get(), &rows, approved, &by, now,
                told ? [](void* context, const ecflink_import_outcome*
                                             row) { return (*static_cast<decltype(back)*>(context))(*row); }
                     : ecflink_import_told{},
                &back, &work, flags, &summary, why);
        });
        return summary;
    }

    // ---- the ceremony

    /// `check` may be empty for a dry run, which calls none.
    answered<ecflink_begin_outcome> begin(ecflink_begin_request request, const account_check& check,
                                          ecflink_time now, std::uint32_t flags = 0) const {
        std::exception_ptr thrown;
        auto asks = [&](std::string_view court, std::string_view login,
                        ecflink_proof_class* proof) noexcept -> std::int32_t {
            try {
                *proof = check(court, login);
                return 0;
            } catch (...) {
                thrown = std::current_exception();
                return 1;
            }
        };
        if (check) {
            request.check = [](void* context, const char* court, std::size_t court_size, const char* login,
                               std::size_t login_size, ecflink_proof_class* proof) {
                return (*static_cast<decltype(asks)*>(context))({court, court_size}, {login, login_size},
                                                                proof);
            };
            request.check_context = &asks;
        }
        try {
            return ask<ecflink_begin_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
                return ecflink_ledger_begin(get(), &request, now, flags, out, parts, told);
            });
        } catch (...) {
            if (thrown) {
                std::rethrow_exception(thrown);
            }
            throw;
        }
    }
    [[nodiscard]] answered<ecflink_begin_outcome> peek(const ecflink_confirm_request& confirmation,
                                                       ecflink_time now) const {
        return ask<ecflink_begin_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_peek(get(), &confirmation, now, out, parts, told);
        });
    }
    answered<ecflink_commit_outcome> commit(const ecflink_confirm_request& confirmation, ecflink_time now,
                                            std::uint32_t flags = 0) const {
        return ask<ecflink_commit_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_commit(get(), &confirmation, now, flags, out, parts, told);
        });
    }
    cancelled cancel(const ecflink_confirm_request& confirmation, ecflink_time now,
                     std::uint32_t flags = 0) const {
        cancelled answer;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_cancel(get(), &confirmation, now, flags, &answer.outward, &answer.problem,
                                         told);
        });
        return answer;
    }
    [[nodiscard]] ecflink_handle_outcome outcome_of(std::string_view handle) const {
        ecflink_handle_outcome answer = 0;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_outcome(get(), handle.data(), handle.size(), &answer, told);
        });
        return answer;
    }

    // ---- obligations and the clerks' queue

    /// `owed()` of the answer has the open ones.
    [[nodiscard]] answer_parts obligations(std::size_t at_most) const {
        return list([&](ecflink_answer** out, ecflink_error* told) {
            return ecflink_ledger_obligations(get(), at_most, out, told);
        });
    }
    void discharge(const std::vector<ecflink_owed>& met, const ecflink_acting& by, ecflink_time now,
                   std::uint32_t flags = 0) const {
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_discharge(get(), met.data(), met.size(), &by, now, flags, told);
        });
    }
    /// `held_links()` of the answer has the items; of one court, or of all.
    [[nodiscard]] answer_parts held_links(std::string_view court = {}, std::uint32_t flags = 0) const {
        return list([&](ecflink_answer** out, ecflink_error* told) {
            return ecflink_ledger_held_links(get(), court.data(), court.size(), flags, out, told);
        });
    }
    [[nodiscard]] answered<ecflink_hold_outcome> review_hold(std::uint64_t id, ecflink_time now) const {
        return ask<ecflink_hold_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_review_hold(get(), id, now, out, parts, told);
        });
    }
    answered<ecflink_hold_outcome> approve_hold(std::uint64_t id, const ecflink_acting& by, ecflink_time now,
                                                std::uint32_t flags = 0) const {
        return ask<ecflink_hold_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_approve_hold(get(), id, &by, now, flags, out, parts, told);
        });
    }
    answered<ecflink_hold_outcome> reject_hold(std::uint64_t id, const ecflink_acting& by, ecflink_time now,
                                               std::uint32_t flags = 0) const {
        return ask<ecflink_hold_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_reject_hold(get(), id, &by, now, flags, out, parts, told);
        });
    }
    answered<ecflink_unlink_outcome> unlink(const ecflink_pair& accounts, const ecflink_acting& by,
                                            ecflink_time now, std::uint32_t flags = 0) const {
        return ask<ecflink_unlink_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_unlink(get(), &accounts, &by, now, flags, out, parts, told);
        });
    }

    // ---- access, registration, agents

    [[nodiscard]] ecflink_privilege signs_on(std::string_view central, const ecflink_sign_on_facts& facts,
                                             ecflink_time now) const {
        auto answer = detail::blank<ecflink_privilege>();
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_signs_on(get(), central.data(), central.size(), &facts, now, &answer, told);
        });
        return answer;
    }
    /// `access()` of the answer has the courts; with `court`, that one alone.
    [[nodiscard]] answer_parts sign_on(std::string_view central, std::string_view court,
                                       const ecflink_sign_on_facts& facts, ecflink_time now) const {
        return list([&](ecflink_answer** out, ecflink_error* told) {
            return ecflink_ledger_sign_on(get(), central.data(), central.size(), court.data(), court.size(),
                                          &facts, now, out, told);
        });
    }
    [[nodiscard]] ecflink_court_access court_login(std::string_view court, std::string_view login,
                                                   ecflink_time now) const {
        auto answer = detail::blank<ecflink_court_access>();
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_court_login(get(), court.data(), court.size(), login.data(), login.size(),
                                              now, &answer, told);
        });
        return answer;
    }
    answered<ecflink_registration_outcome> submit_registration(const ecflink_registration_request& request,
                                                               ecflink_time now,
                                                               std::uint32_t flags = 0) const {
        return ask<ecflink_registration_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_submit_registration(get(), &request, now, flags, out, parts, told);
        });
    }
    answered<ecflink_registration_outcome> move_registration(std::uint64_t id, ecflink_registration_move move,
                                                             const ecflink_acting& by, ecflink_time now,
                                                             std::string_view new_account = {},
                                                             std::uint32_t flags = 0) const {
        return ask<ecflink_registration_outcome>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_move_registration(get(), id, move, &by, now, new_account.data(),
                                                    new_account.size(), flags, out, parts, told);
        });
    }
    /// `registrations()` of the answer has them; empty texts mean all.
    [[nodiscard]] answer_parts registrations(std::string_view court = {},
                                             std::string_view central = {}) const {
        return list([&](ecflink_answer** out, ecflink_error* told) {
            return ecflink_ledger_registrations(get(), court.data(), court.size(), central.data(),
                                                central.size(), out, told);
        });
    }
    ecflink_agency_answer set_agency(const ecflink_agency& agency, const ecflink_acting& by, ecflink_time now,
                                     std::uint32_t flags = 0) const {
        ecflink_agency_answer answer = 0;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_set_agency(get(), &agency, &by, now, flags, &answer, told);
        });
        return answer;
    }
    /// `agencies()` of the answer has them.
    [[nodiscard]] answer_parts agencies(std::string_view court) const {
        return list([&](ecflink_answer** out, ecflink_error* told) {
            return ecflink_ledger_agencies(get(), court.data(), court.size(), out, told);
        });
    }

    // ---- a store of passwords; with an empty court, the owner is a central account

    void set_password(std::string_view court, std::string_view owner_id, std::string_view password,
                      const ecflink_acting& by, ecflink_time now, const ecflink_password_cost* cost = nullptr,
                      std::uint32_t flags = 0) const {
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_set_password(get(), court.data(), court.size(), owner_id.data(),
                                               owner_id.size(), password.data(), password.size(), &by, now,
                                               cost, flags, told);
        });
    }
    [[nodiscard]] bool check_password(std::string_view court, std::string_view owner_id,
                                      std::string_view password) const {
        std::int32_t is_right = 0;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_check_password(get(), court.data(), court.size(), owner_id.data(),
                                                 owner_id.size(), password.data(), password.size(), &is_right,
                                                 told);
        });
        return is_right == 1;
    }
    [[nodiscard]] bool check_central_password(std::string_view central, std::string_view password,
                                              ecflink_time now) const {
        std::int32_t is_right = 0;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_check_central_password(get(), central.data(), central.size(),
                                                         password.data(), password.size(), now, &is_right,
                                                         told);
        });
        return is_right == 1;
    }
    /// Nothing: the ledger keeps no password of this account.
    [[nodiscard]] std::optional<bool> is_password_retired(std::string_view court,
                                                          std::string_view login) const {
        std::int32_t answer = 0;
        detail::call([&](ecflink_error* told) {
            return ecflink_ledger_is_password_retired(get(), court.data(), court.size(), login.data(),
                                                      login.size(), &answer, told);
        });
        return answer < 0 ? std::nullopt : std::optional<bool>(answer == 1);
    }

    // ---- verification and the trail

    /// `told(const ecflink_verified_link&)` hears of every link, and goes on by returning true.
    [[nodiscard]] ecflink_verify_summary verify(
        ecflink_time as_of, const std::function<bool(const ecflink_verified_link&)>& told = {},
        const ecflink_work& work = work_options()) const {
        auto summary = detail::blank<ecflink_verify_summary>();
        detail::caught back(told);
        detail::call_with(back,
                          [&](ecflink_error* why) {
                              return ecflink_ledger_verify(
                get(), as_of,
                told ? [](void* context, const ecflink_verified_link* link) {
                    return (*static_cast<decltype(back)*>(context))(*link);
                } : ecflink_link_told{}, &back, &work, &summary, why);
                          });
        return summary;
    }
    [[nodiscard]] answered<ecflink_audit_summary> verify_audit(
        const ecflink_audit_check& check, const ecflink_work& work = work_options()) const {
        return ask<ecflink_audit_summary>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_verify_audit(get(), &check, &work, out, parts, told);
        });
    }
    /// `differences()` and `columns()` of the answer say what differs.
    [[nodiscard]] answered<ecflink_state_summary> compare_state(
        const ecflink_work& work = work_options()) const {
        return ask<ecflink_state_summary>([&](auto* out, auto** parts, ecflink_error* told) {
            return ecflink_ledger_compare_state(get(), &work, out, parts, told);
        });
    }
    /// The line of the checkpoint: keep it elsewhere.
    std::string sign_audit(ecflink_time now) const {
        std::string line;
        const std::function<bool(std::string_view)> take = [&](std::string_view given) {
            line = given;
            return true;
        };
        each_line(take, [&](ecflink_line back, void* context, ecflink_error* told) {
            return ecflink_ledger_sign_audit(get(), now, back, context, told);
        });
        return line;
    }
    /// `take` gets every event and checkpoint as a line of JSON, and goes on by returning true.
    void export_audit(const std::function<bool(std::string_view)>& take) const {
        each_line(take, [&](ecflink_line back, void* context, ecflink_error* told) {
            return ecflink_ledger_export_audit(get(), back, context, told);
        });
    }
    /// The decision record of an event, as JSON.
    [[nodiscard]] std::string record(std::uint64_t sequence) const {
        return detail::text_of(
            [&](char* buffer, std::size_t capacity, std::size_t* size, ecflink_error* told) {
                return ecflink_ledger_record(get(), sequence, buffer, capacity, size, told);
            });
    }

private:
    using owner = detail::owner<ecflink_ledger, ecflink_ledger_free>;
    explicit ledger(owner made) noexcept : ledger_(std::move(made)) {}

    template <class Struct, class Function>
    static answered<Struct> ask(const Function& function) {
        answered<Struct> answer;
        ecflink_answer* parts = nullptr;
        Struct* out = &answer;
        detail::call([&](ecflink_error* told) { return function(out, &parts, told); });
        answer.parts = answer_parts(parts);
        return answer;
    }
    template <class Function>
    static answer_parts list(const Function& function) {
        ecflink_answer* parts = nullptr;
        detail::call([&](ecflink_error* told) { return function(&parts, told); });
        return answer_parts(parts);
    }
    template <class Function>
    static void each_line(const std::function<bool(std::string_view)>& take, const Function& function) {
        detail::caught back(take);
        detail::call_with(back, [&](ecflink_error* told) {
            return function(
                [](void* context, const char* line, std::size_t size) {
                    return (*static_cast<decltype(back)*>(context))(std::string_view(line, size));
                },
                &back, told);
        });
    }

    owner ledger_;
};

}  // namespace ecflink::c
