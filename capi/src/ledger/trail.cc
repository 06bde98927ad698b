// The audit trail: verify, sign, export, and decision records.
#include <functional>

#include <ecflink/ledger/audit.hpp>

#include "keys.hpp"
#include "ledger/handles.hpp"

namespace {

using namespace ecflink::capi;

/// Calls `take(line, number)` for each line of a text that is not empty.
template <class Take>
void for_each_line(std::string_view all, Take take) {
    for (std::size_t number = 0; !all.empty(); ++number) {
        const std::size_t end = all.find('\n');
        const std::string_view line = all.substr(0, end);
        all = end == std::string_view::npos ? std::string_view{} : all.substr(end + 1);
        if (!line.empty()) {
            take(line, number);
        }
    }
}

ecflink::signed_checkpoint to_checkpoint(std::string_view line, const char* field, std::size_t number) {
    auto made = ecflink::parse_checkpoint_line(line);
    if (!made) {
        throw failure{ECFLINK_E_INPUT, field, number, "this line is not a checkpoint"};
    }
    return std::move(*made);
}

ecflink::audit_check to_check(const ecflink_audit_check* check) {
    const ecflink_audit_check given =
        check == nullptr ? known<ecflink_audit_check>::empty() : read(check, "check");
    require_unused(given.reserved, "check.reserved");
    ecflink::audit_check against;
    against.keys = given.keys == nullptr ? nullptr : given.keys->ring.get();
    for_each_line(text(given.trusted, given.trusted_size, "check.trusted"),
                  [&](std::string_view line, std::size_t number) {
                      const auto key = ecflink::from_hex<sizeof(ecflink::ed25519_public_key)>(line);
                      if (!key) {
                          throw failure{ECFLINK_E_INPUT, "check.trusted", number,
                                        "this line is not a public key: 64 hexadecimal digits"};
                      }
                      against.trusted.push_back(*key);
                  });
    for_each_line(text(given.witnesses, given.witnesses_size, "check.witnesses"),
                  [&](std::string_view line, std::size_t number) {
                      against.witnesses.push_back(to_checkpoint(line, "check.witnesses", number));
                  });
    for_each_line(text(given.since, given.since_size, "check.since"),
                  [&](std::string_view line, std::size_t number) {
                      against.since = to_checkpoint(line, "check.since", number);
                  });
    return against;
}

void keep_report(const ecflink::audit_report& report, ecflink_answer& answer) {
    for (const ecflink::chain_report& given : report.chains) {
        ecflink_audit_chain one = ECFLINK_AUDIT_CHAIN_INIT;
        one.is_whole = given.problem ? 0 : 1;
        one.court = answer.keep(given.court.view());
        one.place = given.head.place;
        one.hash = answer.keep(to_text(given.head.hash).digits());
        one.entries = given.entries;
        one.authenticated = given.authenticated;
        one.signed_up_to = given.signed_up_to;
        answer.chains.push_back(one);
    }
    for (const ecflink::audit_problem& given : report.problems) {
        ecflink_audit_problem one = ECFLINK_AUDIT_PROBLEM_INIT;
        one.in_first_trail = given.in_first_trail ? 1 : 0;
        one.flaw = answer.keep(to_token(given.flaw));
        one.message = answer.keep(to_message(given.flaw));
        one.court = answer.keep(given.court.view());
        one.place = given.place;
        one.event = given.event;
        one.checkpoint = given.checkpoint;
        answer.problems.push_back(one);
    }
    answer.count = answer.problems.size();
}

void keep_report(const ecflink::state_report& report, ecflink_answer& answer) {
    for (const ecflink::row_difference& given : report.first) {
        ecflink_row_difference one = ECFLINK_ROW_DIFFERENCE_INIT;
        one.flaw = static_text(to_token(given.flaw));
        one.message = static_text(to_message(given.flaw));
        one.table = answer.keep(given.table);
        one.key = answer.keep(given.key);
        one.event = given.event;
        one.columns = given.columns.size();
        answer.rows.push_back(one);
        auto& columns = answer.columns.emplace_back();
        for (const ecflink::row_difference::column& its : given.columns) {
            ecflink_column_difference column = ECFLINK_COLUMN_DIFFERENCE_INIT;
            column.name = answer.keep(its.name);
            column.events = answer.keep(its.events);
            column.table = answer.keep(its.table);
            columns.push_back(column);
        }
    }
    answer.count = answer.rows.size();
}

}  // namespace

ecflink_status ecflink_ledger_verify_audit(ecflink_ledger* ledger, const ecflink_audit_check* check,
                                           const ecflink_work* work_, ecflink_audit_summary* out,
                                           ecflink_answer** answer_out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_audit_summary> place(out, "out");
        answer_place answer(answer_out, false);
        const ecflink::ledger& of = opened(ledger);
        const ledger_work how(work_);
        const auto verified = of.verify_audit(to_check(check), how.options());
        how.require_not_cancelled();
        const ecflink::audit_report report = taken(verified);
        ecflink_audit_summary summary = ECFLINK_AUDIT_SUMMARY_INIT;
        summary.is_whole = report.is_whole() ? 1 : 0;
        summary.keys_are_trusted = report.keys_are_trusted ? 1 : 0;
        summary.tags_were_checked = report.tags_were_checked ? 1 : 0;
        summary.entries = report.entries;
        summary.authenticated = report.authenticated;
        summary.covered = report.covered;
        summary.checkpoints = report.checkpoints;
        summary.witnesses = report.witnesses;
        summary.chains = report.chains.size();
        summary.problems = report.problems.size();
        keep_report(report, *answer);
        place.write(summary);
        answer.give();
    });
}

ecflink_status ecflink_audit_chain_get(const ecflink_answer* answer, size_t index, ecflink_audit_chain* out,
                                       ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_audit_chain> place(out, "out");
        place.write(entry_of(required(answer, "answer").chains, index));
    });
}

ecflink_status ecflink_audit_problem_get(const ecflink_answer* answer, size_t index,
                                         ecflink_audit_problem* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_audit_problem> place(out, "out");
        place.write(entry_of(required(answer, "answer").problems, index));
    });
}

ecflink_status ecflink_ledger_compare_state(ecflink_ledger* ledger, const ecflink_work* work_,
                                            ecflink_state_summary* out, ecflink_answer** answer_out,
                                            ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_state_summary> place(out, "out");
        answer_place answer(answer_out, false);
        const ecflink::ledger& of = opened(ledger);
        const ledger_work how(work_);
        const auto compared = of.compare_state(how.options());
        how.require_not_cancelled();
        const ecflink::state_report report = taken(compared);
        ecflink_state_summary summary = ECFLINK_STATE_SUMMARY_INIT;
        summary.agrees = report.agrees() ? 1 : 0;
        summary.events = report.events;
        summary.rows = report.rows;
        summary.differences = report.differences;
        keep_report(report, *answer);
        place.write(summary);
        answer.give();
    });
}

ecflink_status ecflink_row_difference_get(const ecflink_answer* answer, size_t index,
                                          ecflink_row_difference* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_row_difference> place(out, "out");
        place.write(entry_of(required(answer, "answer").rows, index));
    });
}

ecflink_status ecflink_column_difference_get(const ecflink_answer* answer, size_t index, size_t column,
                                             ecflink_column_difference* out, ecflink_error* error) {
    return guard(error, [&] {
        const destination<ecflink_column_difference> place(out, "out");
        place.write(entry_of(entry_of(required(answer, "answer").columns, index), column, "column"));
    });
}

ecflink_status ecflink_ledger_sign_audit(ecflink_ledger* ledger, ecflink_time now, ecflink_line take,
                                         void* take_context, ecflink_error* error) {
    return guard(error, [&] {
        if (take == nullptr) {
            throw failure{ECFLINK_E_INVALID_NULL, "take"};
        }
        const std::string line = to_json_line(taken(opened(ledger).sign_audit(required_time(now, "now"))));
        if (take(take_context, line.c_str(), line.size()) != 0) {
            throw failure{ECFLINK_E_CANCELLED};
        }
    });
}

ecflink_status ecflink_ledger_export_audit(ecflink_ledger* ledger, ecflink_line take, void* take_context,
                                           ecflink_error* error) {
    return guard(error, [&] {
        if (take == nullptr) {
            throw failure{ECFLINK_E_INVALID_NULL, "take"};
        }
        bool goes_on = true;
        done(opened(ledger).export_audit([&](std::string_view line) {
            goes_on = take(take_context, std::string(line).c_str(), line.size()) == 0;
            return goes_on;
        }));
        if (!goes_on) {
            throw failure{ECFLINK_E_CANCELLED};
        }
    });
}

ecflink_status ecflink_ledger_record(ecflink_ledger* ledger, uint64_t sequence, char* buffer, size_t capacity,
                                     size_t* size_out, ecflink_error* error) {
    return guard(error,
                 [&] { copy_text(taken(opened(ledger).record_of(sequence)), buffer, capacity, size_out); });
}
