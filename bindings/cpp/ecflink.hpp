// ecflink.hpp: the C interface for C++17, with handles that free themselves, exceptions and
// standard types. Headers only; link ecflink::c. Only the C interface is a binary promise: a
// program that uses this header works with newer shared libraries without being compiled again.
//
//     namespace ecf = ecflink::c;
//     const ecf::engine engine;
//     ecf::link_case facts;
//     facts.set_court("wiwb");
//     const ecf::assessment told = engine.assess(facts, ecf::time("2020-03-30T13:00:00Z"));
//     for (const std::string_view remedy : told.remedies()) {
//         std::cout << remedy << '\n';
//     }
//
// Records are the structs of ecflink.h with every member missing. They borrow texts and the records
// that they point to. Numbers, tokens and catalogs are those of ecflink.h. An engine, an index and
// links never change, and any number of threads may use one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecflink/ecflink_bulk.h>
#include <ecflink/ecflink_decide.h>
#include <ecflink/ecflink_policy.h>

namespace ecflink::c {

// ---- errors -------------------------------------------------------------------------------------

/// What is wrong, or worth knowing, in a file or a policy layer; as ecflink_diagnostic.
struct diagnostic {
    bool is_error = false;
    std::uint64_t line = 0;    ///< from 1; 0: the whole file
    std::uint64_t column = 0;  ///< from 1; 0: the whole line
    std::string file;
    std::string path;
    std::string message;
    std::string found;
    std::string expected;
    std::string text;  ///< all of it in one line
};

/// What ecflink could not do. A refused link is not an error. std::bad_alloc stands for
/// ECFLINK_E_NOMEM.
class error : public std::runtime_error {
public:
    error(const ecflink_error& told, std::vector<diagnostic> diagnostics)
        : std::runtime_error(told.field[0] == '\0' ? std::string(told.message)
                                                   : std::string(told.field) + ": " + told.message),
          status_(told.status),
          index_(told.index),
          field_(told.field),
          diagnostics_(std::move(diagnostics)) {}

    [[nodiscard]] ecflink_status status() const noexcept { return status_; }
    /// The low eight bits of the status: ECFLINK_E_INVALID, ECFLINK_E_POLICY and so on.
    [[nodiscard]] ecflink_status status_class() const noexcept { return ECFLINK_STATUS_CLASS(status_); }
    /// The wrong argument or member, "link_case.account.login"; empty: none in particular.
    [[nodiscard]] const std::string& field() const noexcept { return field_; }
    /// If the field lies in an array: the element, from 0.
    [[nodiscard]] std::uint64_t index() const noexcept { return index_; }
    /// Everything that is wrong with files or policy layers.
    [[nodiscard]] const std::vector<diagnostic>& diagnostics() const noexcept { return diagnostics_; }

private:
    ecflink_status status_;
    std::uint64_t index_;
    std::string field_;
    std::vector<diagnostic> diagnostics_;
};

namespace detail {

template <class Handle, void (*Free)(Handle*)>
struct freer {
    void operator()(Handle* handle) const noexcept { Free(handle); }
};
template <class Handle, void (*Free)(Handle*)>
using owner = std::unique_ptr<Handle, freer<Handle, Free>>;

using diagnostics_owner = owner<ecflink_diagnostics, ecflink_diagnostics_free>;

/// Takes diagnostics over, which may be NULL.
inline std::vector<diagnostic> read(ecflink_diagnostics* given) {
    const diagnostics_owner owned(given);
    std::vector<diagnostic> all;
    for (std::size_t index = 0; index < ecflink_diagnostics_count(given); ++index) {
        ecflink_diagnostic one = ECFLINK_DIAGNOSTIC_INIT;
        if (ecflink_diagnostics_get(given, index, &one, nullptr) == ECFLINK_OK) {
            all.push_back({one.is_error != 0, one.line, one.column, one.file, one.path, one.message,
                           one.found, one.expected, one.text});
        }
    }
    return all;
}

/// Calls `function(ecflink_error*)` and throws unless it succeeds.
template <class Function>
void call(const Function& function, ecflink_diagnostics* const* diagnostics = nullptr) {
    ecflink_error told = ECFLINK_ERROR_INIT;
    const ecflink_status status = function(&told);
    if (status == ECFLINK_OK) {
        return;
    }
    std::vector<diagnostic> found = read(diagnostics == nullptr ? nullptr : *diagnostics);
    if (ECFLINK_STATUS_CLASS(status) == ECFLINK_E_NOMEM) {
        throw std::bad_alloc();
    }
    throw error(told, std::move(found));
}

/// What `function(Handle**, ecflink_error*)` creates.
template <class Owner, class Function>
Owner make(const Function& function) {
    typename Owner::pointer made = nullptr;
    call([&](ecflink_error* told) { return function(&made, told); });
    return Owner(made);
}

/// The text that `function(buffer, capacity, size_out, ecflink_error*)` writes.
template <class Function>
std::string text_of(const Function& function) {
    std::size_t size = 0;
    call([&](ecflink_error* told) { return function(nullptr, std::size_t{0}, &size, told); });
    std::string text(size + 1, '\0');
    call([&](ecflink_error* told) { return function(text.data(), text.size(), &size, told); });
    text.resize(size);
    return text;
}

inline std::optional<ecflink_time> given(ecflink_time time) {
    return time == ECFLINK_NO_TIME ? std::nullopt : std::optional<ecflink_time>(time);
}
inline std::optional<ecflink_finding> given_finding(ecflink_finding number) {
    return number == ECFLINK_NO_FINDING ? std::nullopt : std::optional<ecflink_finding>(number);
}

}  // namespace detail

// ---- values -------------------------------------------------------------------------------------

/// The instant of a text in the form of RFC 3339, with "Z" or an offset.
[[nodiscard]] inline ecflink_time time(std::string_view text) {
    ecflink_time answer = ECFLINK_NO_TIME;
    detail::call(
        [&](ecflink_error* told) { return ecflink_time_parse(text.data(), text.size(), &answer, told); });
    return answer;
}

/// The date of a text, "2014-08-11".
[[nodiscard]] inline ecflink_date date(std::string_view text) {
    ecflink_date answer = ECFLINK_NO_DATE;
    detail::call(
        [&](ecflink_error* told) { return ecflink_date_parse(text.data(), text.size(), &answer, told); });
    return answer;
}

/// The text of an instant in UTC, "2020-03-30T13:00:00Z".
[[nodiscard]] inline std::string to_text(ecflink_time time) {
    return detail::text_of([&](char* buffer, std::size_t capacity, std::size_t* size, ecflink_error* told) {
        return ecflink_time_format(time, buffer, capacity, size, told);
    });
}

/// The number of a token: number_of(ECFLINK_ENUMERATION_ACCOUNT_ROLE, "attorney").
[[nodiscard]] inline std::int32_t number_of(ecflink_enumeration enumeration, std::string_view token) {
    std::int32_t answer = 0;
    detail::call([&](ecflink_error* told) {
        return ecflink_token_parse(enumeration, token.data(), token.size(), &answer, told);
    });
    return answer;
}

/// What the catalog says of a finding.
[[nodiscard]] inline ecflink_finding_info describe(ecflink_finding finding) {
    ecflink_finding_info info = ECFLINK_FINDING_INFO_INIT;
    detail::call([&](ecflink_error* told) { return ecflink_finding_describe(finding, &info, told); });
    return info;
}

/// What the catalog says of a step.
[[nodiscard]] inline ecflink_step_info describe_step(ecflink_step step) {
    ecflink_step_info info = ECFLINK_STEP_INFO_INIT;
    detail::call([&](ecflink_error* told) { return ecflink_step_describe(step, &info, told); });
    return info;
}

/// A set of findings.
class findings {
public:
    constexpr findings() noexcept = default;
    constexpr explicit findings(std::uint64_t bits) noexcept : bits_(bits) {}
    constexpr findings(std::initializer_list<ecflink_finding> some) noexcept {
        for (const ecflink_finding one : some) {
            bits_ |= ECFLINK_FINDING_MASK(one);
        }
    }

    /// One bit for each finding.
    [[nodiscard]] constexpr std::uint64_t bits() const noexcept { return bits_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
    [[nodiscard]] constexpr bool contains(ecflink_finding one) const noexcept {
        return one >= 0 && one < 64 && (bits_ & ECFLINK_FINDING_MASK(one)) != 0;
    }
    /// The findings, in the order in which to correct them.
    [[nodiscard]] std::vector<ecflink_finding> list() const {
        std::vector<ecflink_finding> all;
        for (ecflink_finding one = 0; one < 64; ++one) {
            if (contains(one)) {
                all.push_back(one);
            }
        }
        return all;
    }
    /// Their tokens. The texts are static.
    [[nodiscard]] std::vector<std::string_view> tokens() const {
        std::vector<std::string_view> all;
        for (const ecflink_finding one : list()) {
            all.emplace_back(ecflink_finding_token(one));
        }
        return all;
    }

    friend constexpr bool operator==(findings a, findings b) noexcept { return a.bits_ == b.bits_; }
    friend constexpr bool operator!=(findings a, findings b) noexcept { return a.bits_ != b.bits_; }
    friend constexpr findings operator&(findings a, findings b) noexcept {
        return findings(a.bits_ & b.bits_);
    }
    friend constexpr findings operator|(findings a, findings b) noexcept {
        return findings(a.bits_ | b.bits_);
    }
    friend constexpr findings operator-(findings a, findings b) noexcept {
        return findings(a.bits_ & ~b.bits_);
    }

private:
    std::uint64_t bits_ = 0;
};

// ---- records ------------------------------------------------------------------------------------

/// A central account in which every member is missing. Texts are borrowed.
struct central_account : ecflink_central_account {
    central_account() noexcept : ecflink_central_account ECFLINK_CENTRAL_ACCOUNT_INIT {}
    void set_name(std::string_view text) noexcept {
        name = text.data();
        name_size = text.size();
    }
};

/// A court account in which every member is missing. Texts are borrowed.
struct court_account : ecflink_court_account {
    court_account() noexcept : ecflink_court_account ECFLINK_COURT_ACCOUNT_INIT {}
    void set_login(std::string_view text) noexcept {
        login = text.data();
        login_size = text.size();
    }
    void set_name(std::string_view text) noexcept {
        name = text.data();
        name_size = text.size();
    }
};

/// A link of a ledger in which every member is missing.
struct ledger_row : ecflink_ledger_row {
    ledger_row() noexcept : ecflink_ledger_row ECFLINK_LEDGER_ROW_INIT {}
};

/// A case in which every member is missing. It borrows texts and the records that it points to.
struct link_case : ecflink_link_case {
    link_case() noexcept : ecflink_link_case ECFLINK_LINK_CASE_INIT {}
    void set_court(std::string_view text) noexcept {
        court = text.data();
        court_size = text.size();
    }
    void set_account_proof_court(std::string_view text) noexcept {
        account_proof_court = text.data();
        account_proof_court_size = text.size();
    }
};

/// What is known of a person, for engine::ready. It borrows texts and the records that it names.
struct readiness_facts : ecflink_readiness_facts {
    readiness_facts() noexcept : ecflink_readiness_facts ECFLINK_READINESS_FACTS_INIT {}
    explicit readiness_facts(const ecflink_link_case& its_accounts) noexcept : readiness_facts() {
        accounts = &its_accounts;
    }
    void set_typed_login(std::string_view text) noexcept {
        typed_login = text.data();
        typed_login_size = text.size();
    }
};

// ---- answers ------------------------------------------------------------------------------------

/// A decision and its reasons, as ecflink_assessment.
struct assessment {
    ecflink_verdict verdict = 0;
    findings all;       ///< whatever their dispositions
    findings deciding;  ///< the findings that gave the verdict
    findings to_allow;  ///< exactly the findings to correct for the link to be allowed
    findings noted;
    findings void_remedies;  ///< of `to_allow` and `noted`, those whose remedies others make void
    std::optional<ecflink_finding> next_step;    ///< what to correct first
    std::optional<ecflink_finding> next_remedy;  ///< whose remedy to follow first
    std::optional<ecflink_time> not_before;      ///< if waiting corrects a finding: until when

    /// True if the link is allowed.
    explicit operator bool() const noexcept { return verdict == ECFLINK_VERDICT_ALLOW; }
    /// What to do for the link to be allowed, in that order. The texts are static.
    [[nodiscard]] std::vector<std::string_view> remedies() const {
        std::vector<std::string_view> all_of_them;
        for (const ecflink_finding one : (to_allow - void_remedies).list()) {
            all_of_them.emplace_back(describe(one).remedy);
        }
        return all_of_them;
    }
};

/// A step of a plan, with its dates.
struct planned_step {
    ecflink_step step = ECFLINK_NO_STEP;
    ecflink_step_state state = 0;
    std::optional<ecflink_step> or_else;  ///< another one in its place
    std::optional<ecflink_time> from;     ///< when it can first be done
    std::optional<ecflink_time> until;    ///< from when on it no longer can, or not so easily
};

/// What a person does next, and after that.
struct plan {
    std::vector<planned_step> steps;        ///< in the order in which to take them
    planned_step next;                      ///< the first that is not done
    std::optional<planned_step> meanwhile;  ///< what the person can use until then
};

// ---- policies and engines -----------------------------------------------------------------------

/// A policy layer: a JSON document, and its name in diagnostics.
struct policy_layer {
    std::string name;
    std::string text;
};

/// The layers in a file, or in the files of a folder whose names end in ".json".
[[nodiscard]] inline std::vector<policy_layer> read_layers(std::string_view file_or_folder) {
    ecflink_policy_files* made = nullptr;
    ecflink_diagnostics* found = nullptr;
    detail::call(
        [&](ecflink_error* told) {
            return ecflink_policy_files_read(file_or_folder.data(), file_or_folder.size(), &made, &found,
                                             told);
        },
        &found);
    const detail::owner<ecflink_policy_files, ecflink_policy_files_free> owned(made);
    const auto* layer = reinterpret_cast<const unsigned char*>(ecflink_policy_files_layers(made));
    std::vector<policy_layer> layers;
    for (std::size_t left = ecflink_policy_files_count(made); left != 0; --left) {
        const auto& one = *reinterpret_cast<const ecflink_policy_layer*>(layer);
        layers.push_back({std::string(one.name, one.name_size), std::string(one.text, one.text_size)});
        layer += one.struct_size;  // of this library, which may be newer than this header
    }
    return layers;
}

/// All policies in force, ready to decide.
class engine {
public:
    /// The built-in policies.
    engine() : engine(std::vector<policy_layer>{}) {}
    /// The built-in policies, the layers on top of them, and dispositions that override both.
    /// Throws error, with every diagnostic, if the layers do not load.
    explicit engine(const std::vector<policy_layer>& layers,
                    const std::vector<std::pair<ecflink_finding, ecflink_disposition>>& overrides = {}) {
        std::vector<ecflink_policy_layer> given;
        for (const policy_layer& one : layers) {
            ecflink_policy_layer layer = ECFLINK_POLICY_LAYER_INIT;
            layer.name = one.name.data();
            layer.name_size = one.name.size();
            layer.text = one.text.data();
            layer.text_size = one.text.size();
            given.push_back(layer);
        }
        std::vector<ecflink_disposition_override> changes;
        for (const auto& [finding, disposition] : overrides) {
            ecflink_disposition_override change = ECFLINK_DISPOSITION_OVERRIDE_INIT;
            change.finding = finding;
            change.disposition = disposition;
            changes.push_back(change);
        }
        ecflink_engine_options options = ECFLINK_ENGINE_OPTIONS_INIT;
        options.layers = given.data();
        options.layer_count = given.size();
        options.overrides = changes.data();
        options.override_count = changes.size();
        ecflink_engine* made = nullptr;
        ecflink_diagnostics* found = nullptr;
        detail::call(
            [&](ecflink_error* told) { return ecflink_engine_create(&options, &made, &found, told); },
            &found);
        engine_.reset(made);
    }

    [[nodiscard]] const ecflink_engine* get() const noexcept { return engine_.get(); }

    /// Decides one link. Every rule is evaluated, so the reasons are complete.
    [[nodiscard]] assessment assess(const ecflink_link_case& facts, ecflink_time now) const {
        ecflink_assessment told = ECFLINK_ASSESSMENT_INIT;
        detail::call(
            [&](ecflink_error* why) { return ecflink_link_assess(engine_.get(), &facts, now, &told, why); });
        return {told.verdict,
                findings(told.findings),
                findings(told.deciding),
                findings(told.to_allow),
                findings(told.noted),
                findings(told.void_remedies),
                detail::given_finding(told.next_step),
                detail::given_finding(told.next_remedy),
                detail::given(told.not_before)};
    }

    /// Plans the steps of a person in a court.
    [[nodiscard]] plan ready(const ecflink_readiness_facts& facts, ecflink_time now) const {
        using plan_owner = detail::owner<ecflink_plan, ecflink_plan_free>;
        const auto made = detail::make<plan_owner>([&](ecflink_plan** out, ecflink_error* told) {
            return ecflink_ready(engine_.get(), &facts, now, out, told);
        });
        plan answer;
        ecflink_planned_step step = ECFLINK_PLANNED_STEP_INIT;
        for (std::size_t index = 0; index < ecflink_plan_count(made.get()); ++index) {
            detail::call(
                [&](ecflink_error* told) { return ecflink_plan_get(made.get(), index, &step, told); });
            answer.steps.push_back(from_c(step));
        }
        detail::call([&](ecflink_error* told) { return ecflink_plan_next(made.get(), &step, told); });
        answer.next = from_c(step);
        if (ecflink_plan_meanwhile(made.get(), &step, nullptr) == ECFLINK_OK) {
            answer.meanwhile = from_c(step);
        }
        return answer;
    }

    /// The ids of the courts that have a policy, in their order.
    [[nodiscard]] std::vector<std::string> courts() const {
        std::vector<std::string> ids;
        for (std::size_t index = 0; index < ecflink_engine_court_count(engine_.get()); ++index) {
            ids.push_back(detail::text_of(
                [&](char* buffer, std::size_t capacity, std::size_t* size, ecflink_error* told) {
                    return ecflink_engine_court_id(engine_.get(), index, buffer, capacity, size, told);
                }));
        }
        return ids;
    }

    /// The digest of all policies: "sha256:" and 64 hexadecimal digits.
    [[nodiscard]] std::string digest() const {
        return detail::text_of(
            [&](char* buffer, std::size_t capacity, std::size_t* size, ecflink_error* told) {
                return ecflink_engine_digest(engine_.get(), buffer, capacity, size, told);
            });
    }

    /// The digest of one court's policy; without a court, of the one for all courts.
    [[nodiscard]] std::string policy_digest(std::string_view court = {}) const {
        return detail::text_of(
            [&](char* buffer, std::size_t capacity, std::size_t* size, ecflink_error* told) {
                return ecflink_policy_digest(engine_.get(), court.data(), court.size(), buffer, capacity,
                                             size, told);
            });
    }

    /// The document of one court's policy, all layers merged, as canonical JSON; without a court,
    /// of the one for all courts.
    [[nodiscard]] std::string policy_document(std::string_view court = {}) const {
        return detail::text_of(
            [&](char* buffer, std::size_t capacity, std::size_t* size, ecflink_error* told) {
                return ecflink_policy_document(engine_.get(), court.data(), court.size(), buffer, capacity,
                                               size, told);
            });
    }

    /// The instant of a local time of a court, of a date there, or of a text with an offset.
    [[nodiscard]] ecflink_time local_time(std::string_view court, std::string_view text) const {
        ecflink_time answer = ECFLINK_NO_TIME;
        detail::call([&](ecflink_error* told) {
            return ecflink_local_time_parse(engine_.get(), court.data(), court.size(), text.data(),
                                            text.size(), &answer, told);
        });
        return answer;
    }

private:
    static planned_step from_c(const ecflink_planned_step& given) {
        return {given.step, given.state,
                given.or_else == ECFLINK_NO_STEP ? std::nullopt : std::optional<ecflink_step>(given.or_else),
                detail::given(given.from), detail::given(given.until)};
    }

    detail::owner<ecflink_engine, ecflink_engine_free> engine_;
};

// ---- whole ledgers ------------------------------------------------------------------------------

/// How bulk work is done: `work.threads = 4`.
struct bulk_options : ecflink_bulk_options {
    bulk_options() noexcept : ecflink_bulk_options ECFLINK_BULK_OPTIONS_INIT {}
};

/// The tables of a ledger as Arrow streams, which are taken over. The last two may be NULL.
struct streams {
    ArrowArrayStream* central_accounts = nullptr;
    ArrowArrayStream* court_accounts = nullptr;
    ArrowArrayStream* tombstones = nullptr;
    ArrowArrayStream* roster = nullptr;
};

/// The tables in which links are looked up.
class index {
public:
    index(const engine& policies, const streams& tables, const ecflink_bulk_options& work = bulk_options(),
          ecflink_arrow_check check = ECFLINK_ARROW_CHECK_FULL)
        : index_(detail::make<owner>([&](ecflink_index** out, ecflink_error* told) {
              return ecflink_index_create(policies.get(), &work, check, tables.central_accounts,
                                          tables.court_accounts, tables.tombstones, tables.roster, out, told);
          })) {}
    /// Takes over an index of the C interface.
    explicit index(ecflink_index* given) noexcept : index_(given) {}

    [[nodiscard]] const ecflink_index* get() const noexcept { return index_.get(); }

private:
    using owner = detail::owner<ecflink_index, ecflink_index_free>;
    owner index_;
};

/// A table of links.
class links {
public:
    /// Takes the stream over.
    explicit links(ArrowArrayStream* stream, ecflink_arrow_check check = ECFLINK_ARROW_CHECK_FULL)
        : links_(detail::make<owner>([&](ecflink_links** out, ecflink_error* told) {
              return ecflink_links_create(check, stream, out, told);
          })) {}
    /// Takes over links of the C interface.
    explicit links(ecflink_links* given) noexcept : links_(given) {}

    [[nodiscard]] const ecflink_links* get() const noexcept { return links_.get(); }
    [[nodiscard]] std::uint64_t size() const noexcept { return ecflink_links_count(links_.get()); }

private:
    using owner = detail::owner<ecflink_links, ecflink_links_free>;
    owner links_;
};

/// A ledger folder of CSV files.
struct folder {
    c::index index;
    c::links links;
    std::vector<diagnostic> warnings;  ///< unknown columns, and fields that cannot be read
};

/// Reads a ledger folder, as ecflink_folder_read. Throws error, with every diagnostic, if it cannot
/// be read.
[[nodiscard]] inline folder read_folder(const engine& policies, std::string_view place,
                                        const ecflink_bulk_options& work = bulk_options()) {
    ecflink_index* tables = nullptr;
    ecflink_links* rows = nullptr;
    ecflink_diagnostics* found = nullptr;
    detail::call(
        [&](ecflink_error* told) {
            return ecflink_folder_read(policies.get(), &work, place.data(), place.size(), &tables, &rows,
                                       &found, told);
        },
        &found);
    folder answer{index(tables), links(rows), {}};
    answer.warnings = detail::read(found);
    return answer;
}

/// The answers of a verification, in the order of the links.
struct verification {
    std::vector<std::uint64_t> findings;  ///< of each link, one bit for each finding
    std::vector<std::uint8_t> verdicts;   ///< of each link, an ecflink_verdict
    ecflink_tally total = ECFLINK_TALLY_INIT;
    std::vector<std::pair<std::string, ecflink_tally>> courts;  ///< in the order of the ids
};

/// Assesses every link as of a time, with the same answers as engine::assess.
[[nodiscard]] inline verification verify(const index& tables, const links& rows, ecflink_time as_of,
                                         const ecflink_bulk_options& work = bulk_options()) {
    verification answer;
    answer.findings.resize(rows.size());
    answer.verdicts.resize(rows.size());
    using report_owner = detail::owner<ecflink_report, ecflink_report_free>;
    const auto report = detail::make<report_owner>([&](ecflink_report** out, ecflink_error* told) {
        return ecflink_links_verify(tables.get(), rows.get(), as_of, &work, answer.findings.data(),
                                    answer.verdicts.data(), rows.size(), out, told);
    });
    detail::call(
        [&](ecflink_error* told) { return ecflink_report_total(report.get(), &answer.total, told); });
    for (std::size_t place = 0; place < ecflink_report_court_count(report.get()); ++place) {
        ecflink_tally tally = ECFLINK_TALLY_INIT;
        detail::call(
            [&](ecflink_error* told) { return ecflink_report_court(report.get(), place, &tally, told); });
        answer.courts.emplace_back(
            detail::text_of([&](char* buffer, std::size_t capacity, std::size_t* size, ecflink_error* told) {
                return ecflink_report_court_id(report.get(), place, buffer, capacity, size, told);
            }),
            tally);
    }
    return answer;
}

}  // namespace ecflink::c
