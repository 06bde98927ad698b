// commands.hpp: the commands of the program, in the order in which --help lists them.
#pragma once

#include "cli/command.hpp"

namespace ecflink::cli {

void add_courts(const command& program);
void add_policy(const command& program);
void add_findings(const command& program);
void add_check(const command& program);
void add_ready(const command& program);
void add_explain(const command& program);
void add_verify(const command& program);
void add_report(const command& program);
void add_forecast(const command& program);
void add_impact(const command& program);
void add_shadow(const command& program);
void add_convert(const command& program);
void add_generate(const command& program);
void add_ledger(const command& program);
void add_ledger_queue(const command& ledger);
void add_link(const command& program);
void add_unlink(const command& program);
void add_import(const command& program);
void add_access(const command& program);
void add_sign_on(const command& program);
void add_register(const command& program);
void add_agent(const command& program);
void add_audit(const command& program);
void add_replay(const command& program);
/// The script is made from all commands of `whole`, when it is asked for.
void add_completion(const command& program, const ecflink::cli::program& whole);

/// Help of any command, for people and as man pages.
void add_help(const command& program, const ecflink::cli::program& whole);

}  // namespace ecflink::cli
