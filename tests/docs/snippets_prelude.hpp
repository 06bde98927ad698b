// snippets_prelude.hpp: the names that an example of a header comment or a page may use without
// declaring them. snippets_test.py includes it after all public headers, and puts each example into
// a function below it.
#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <date/tz.h>

namespace snippets {

// ---- the moment, and what a person typed --------------------------------------------------------

extern const ecflink::instant now;
extern const ecflink::instant as_of;
extern const std::string_view typed;

// ---- a court, a case, a person ------------------------------------------------------------------

extern const ecflink::policy_set policies;
extern const ecflink::court_policy& wiwb;
extern const ecflink::court_policy& before;
extern const ecflink::court_policy& after;
extern const ecflink::link_policy& policy;
extern const ecflink::link_case facts;
extern const ecflink::assessment answer;
extern const ecflink::readiness_facts person;
extern const ecflink::access_facts access;
extern const ecflink::registration_facts request;
extern const ecflink::court_account agent;
extern const ecflink::court_account attorney;

// ---- tables -------------------------------------------------------------------------------------

extern const ecflink::ledger_columns columns;
extern const std::size_t links;  // how many there are
extern const std::vector<ecflink::link_columns> batches;
extern const ecflink::ledger_index index;
extern std::vector<ecflink::findings> findings;
extern std::vector<ecflink::findings> of_other_pass;
extern std::vector<ecflink::verdict> verdicts;
extern ArrowSchema schema;
extern ArrowArray array;

// ---- a ledger, its keys and its trail -----------------------------------------------------------

extern const std::string text_of_key_file;
extern const std::string message;
extern const ecflink::key_ring keys;
extern const ecflink::signed_on who;
extern const ecflink::court_id court;
extern const ecflink::login typed_login;
extern const ecflink::account_check check_password;
extern const std::string handle;
extern const ecflink::digest session;
extern const ecflink::digest shown;
extern const std::string ledger_id;
extern const ecflink::audit_entry entry;
extern const std::optional<ecflink::kept_head> last;
extern const std::uint64_t event;
extern const ecflink::audit_head head;

// ---- whatever the caller does with an answer ----------------------------------------------------

extern const std::vector<ecflink::diagnostic> troubles;
template <class... T>
void use(const T&...);
std::array<std::uint8_t, 16> random_bytes();
template <class... T>
int complain(const T&...);

}  // namespace snippets
