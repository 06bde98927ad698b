// The tables of a ledger. Migrations only go forward; one that was released is never changed again.
//
// Every event of the audit trail has a number, and whatever an event brings about is keyed by it.
// Instants are microseconds since 1970-01-01T00:00Z, dates are days since then, tokens are those of
// tokens.def, digests and random numbers are hexadecimal.
//
// Constraints are the last line of defense: the engine has decided before they are met. "Slots" say
// how often an account may be linked: the lowest free number among the active links of an account,
// and of a central account in a court. Two transactions that both saw room want the same slot, and
// one of them fails.
#include "ledger/schema.hpp"

#include <iterator>

#include "ledger/migration_2.hpp"
#include "ledger/migration_3.hpp"
#include "ledger/values.hpp"

ECFLINK_BEGIN_NAMESPACE

namespace detail::ledger {
namespace {

/// A step from one version of the tables to the next.
struct migration {
    const char* script;
    /// Brings the rows of the version before into the new form, after the script. Null: the script
    /// does everything. It must not use the code that reads and writes the tables of today.
    void (*bring_rows)(database& db, std::vector<audit_detail>& done) = nullptr;
};

constexpr migration migrations[] = {
    // 1: 0.1.0
    {R"sql(
CREATE TABLE ledger (
    the_one BIGINT PRIMARY KEY CHECK (the_one = 1),
    id TEXT NOT NULL,
    schema_version BIGINT NOT NULL,
    policy_set TEXT NOT NULL,
    audit_sequence BIGINT NOT NULL,
    audit_hash TEXT NOT NULL
) STRICT;

CREATE TABLE central_accounts (
    central_id TEXT PRIMARY KEY,
    account_usage TEXT NOT NULL,
    status TEXT NOT NULL,
    generation TEXT,
    created BIGINT,
    search_status TEXT NOT NULL,
    mfa TEXT,
    registration TEXT,
    exempt BIGINT NOT NULL CHECK (exempt IN (0, 1)),
    pending_change TEXT NOT NULL,
    name TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision > 0)
) STRICT;

CREATE TABLE court_accounts (
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    opened BIGINT,
    name TEXT NOT NULL,
    principals BIGINT NOT NULL CHECK (principals >= 0),
    pending_change TEXT NOT NULL,
    link_locked BIGINT NOT NULL CHECK (link_locked IN (0, 1)),
    revision BIGINT NOT NULL CHECK (revision > 0),
    PRIMARY KEY (court, login)
) STRICT;

CREATE TABLE contacts (
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    contact TEXT NOT NULL,
    is_proven BIGINT NOT NULL CHECK (is_proven IN (0, 1)),
    PRIMARY KEY (court, login, contact),
    FOREIGN KEY (court, login) REFERENCES court_accounts (court, login)
) STRICT;

CREATE TABLE roster (
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    central_id TEXT NOT NULL,
    PRIMARY KEY (court, login, central_id)
) STRICT;
CREATE INDEX roster_central ON roster (court, central_id);

CREATE TABLE links (
    sequence BIGINT PRIMARY KEY,
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    central_id TEXT NOT NULL REFERENCES central_accounts (central_id),
    state TEXT NOT NULL CHECK (state IN ('active', 'removed')),
    linked_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    central_proof TEXT,
    central_proof_at BIGINT,
    account_proof TEXT,
    account_proof_at BIGINT,
    account_proof_court TEXT,
    confirmed_at BIGINT,
    account_slot BIGINT NOT NULL CHECK (account_slot >= 0),
    central_slot BIGINT NOT NULL CHECK (central_slot >= 0),
    FOREIGN KEY (court, login) REFERENCES court_accounts (court, login)
) STRICT;
CREATE UNIQUE INDEX links_pair ON links (court, login, central_id) WHERE state = 'active';
CREATE UNIQUE INDEX links_account_slot ON links (court, login, account_slot) WHERE state = 'active';
CREATE UNIQUE INDEX links_central_slot ON links (court, central_id, central_slot) WHERE state = 'active';
CREATE INDEX links_account ON links (court, login);
CREATE INDEX links_central ON links (central_id, court);

CREATE TABLE tombstones (
    sequence BIGINT PRIMARY KEY,
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    central_id TEXT NOT NULL,
    removed_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    lifted BIGINT
) STRICT;
CREATE INDEX tombstones_pair ON tombstones (court, login, central_id);

CREATE TABLE attempts (
    sequence BIGINT PRIMARY KEY,
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    reserved_at BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'failed', 'proven'))
) STRICT;
CREATE INDEX attempts_account ON attempts (court, login, reserved_at);

CREATE TABLE used_handles (
    handle TEXT PRIMARY KEY,
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    central_id TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('committed', 'cancelled', 'unlinked')),
    sequence BIGINT NOT NULL
) STRICT;
CREATE INDEX used_handles_pair ON used_handles (court, login, central_id, sequence);

CREATE TABLE obligations (
    sequence BIGINT NOT NULL,
    obligation TEXT NOT NULL,
    place BIGINT NOT NULL,
    due BIGINT NOT NULL,
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    central_id TEXT NOT NULL,
    discharged BIGINT,
    PRIMARY KEY (sequence, obligation)
) STRICT;
CREATE INDEX obligations_open ON obligations (sequence) WHERE discharged IS NULL;

CREATE TABLE records (
    sequence BIGINT PRIMARY KEY,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE registrations (
    sequence BIGINT PRIMARY KEY,
    court TEXT NOT NULL,
    central_id TEXT NOT NULL REFERENCES central_accounts (central_id),
    type TEXT NOT NULL,
    role TEXT NOT NULL,
    login TEXT,
    account_made TEXT,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed BIGINT NOT NULL
) STRICT;
CREATE INDEX registrations_central ON registrations (central_id, court);
CREATE UNIQUE INDEX registrations_account_made ON registrations (court, account_made);

CREATE TABLE agencies (
    court TEXT NOT NULL,
    agent TEXT NOT NULL,
    principal TEXT NOT NULL,
    state TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (court, agent, principal),
    FOREIGN KEY (court, agent) REFERENCES court_accounts (court, login),
    FOREIGN KEY (court, principal) REFERENCES court_accounts (court, login)
) STRICT;
CREATE INDEX agencies_principal ON agencies (court, principal);

CREATE TABLE credentials (
    court TEXT NOT NULL,
    id TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (court, id)
) STRICT;

CREATE TABLE audit (
    sequence BIGINT PRIMARY KEY CHECK (sequence > 0),
    body TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE checkpoints (
    sequence BIGINT PRIMARY KEY REFERENCES audit (sequence),
    hash TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;
)sql"},

    // 2: an admission is a link; what an approval allowed; when a tombstone was lifted; the clerks'
    // queue, in which findings are tokens joined by `|`, and a pair has one open item at most
    {R"sql(
ALTER TABLE links ADD COLUMN approved TEXT;
ALTER TABLE tombstones ADD COLUMN lifted_at BIGINT;
ALTER TABLE registrations ADD COLUMN submitted_at BIGINT;
ALTER TABLE registrations ADD COLUMN decided_at BIGINT;
ALTER TABLE registrations ADD COLUMN
    credentials_lost BIGINT NOT NULL DEFAULT 0 CHECK (credentials_lost IN (0, 1));

CREATE TABLE held_links (
    sequence BIGINT PRIMARY KEY,
    court TEXT NOT NULL,
    login TEXT NOT NULL,
    central_id TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'replaced', 'linked')),
    findings TEXT NOT NULL,
    approved TEXT NOT NULL,
    account_revision BIGINT NOT NULL,
    central_revision BIGINT NOT NULL,
    decided BIGINT,
    decided_at BIGINT,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX held_links_open ON held_links (court, login, central_id)
    WHERE state IN ('waiting', 'approved');

CREATE INDEX notices_open ON obligations (court, login, central_id)
    WHERE obligation = 'notify-holder' AND discharged IS NULL;
)sql",
     bring_rows_to_2},

    // 3: a chain of events for each court, with tags under the ledger's keys; checkpoints over all
    // chains; who claimed an account, where its holder is to be told. An event of the trail before
    // it has no court, place and tag here. Court '' has the events of no court.
    {R"sql(
ALTER TABLE ledger RENAME COLUMN audit_sequence TO first_trail_events;
ALTER TABLE ledger RENAME COLUMN audit_hash TO first_trail_hash;
ALTER TABLE checkpoints RENAME TO first_checkpoints;
ALTER TABLE audit ADD COLUMN court TEXT;
ALTER TABLE audit ADD COLUMN place BIGINT CHECK (place > 0);
ALTER TABLE audit ADD COLUMN tag TEXT;
ALTER TABLE obligations ADD COLUMN claimant TEXT;
CREATE UNIQUE INDEX audit_place ON audit (court, place);

CREATE TABLE chains (
    court TEXT PRIMARY KEY,
    place BIGINT NOT NULL CHECK (place > 0),
    hash TEXT NOT NULL,
    event BIGINT NOT NULL,
    checkpoint BIGINT NOT NULL,
    tag TEXT NOT NULL,
    latest BIGINT NOT NULL
) STRICT;

CREATE TABLE checkpoints (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    events BIGINT NOT NULL,
    body TEXT NOT NULL,
    public_key TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;
)sql",
     bring_rows_to_3},
};

constexpr statement select_version{"SELECT schema_version FROM ledger"};

}  // namespace

int find_version(database& db) {
    if (!db.has_table("ledger")) {
        throw database_error(ledger_trouble::not_found, "there is no ledger here; make one first");
    }
    const auto found = db.query(select_version);
    if (found.size() != 1) {
        throw database_error(ledger_trouble::damaged,
                             "the database is not a ledger, or its creation was interrupted");
    }
    return static_cast<int>(integer(found.front()[0]));
}

int schema_version() noexcept { return static_cast<int>(std::size(migrations)); }

void require_version(int version) {
    if (version != schema_version()) {
        throw database_error(
            ledger_trouble::other_version,
            "the ledger's tables have version " + std::to_string(version) +
                ", and this program needs version " + std::to_string(schema_version()) +
                (version < schema_version() ? "; migrate the ledger" : "; use a newer program"));
    }
}

std::vector<audit_detail> migrate_tables(database& db, int from) {
    std::vector<audit_detail> done;
    for (int version = from; version < schema_version(); ++version) {
        const migration& next = migrations[version];
        db.run_script(next.script);
        if (next.bring_rows != nullptr) {
            next.bring_rows(db, done);
        }
    }
    return done;
}

}  // namespace detail::ledger

ECFLINK_END_NAMESPACE
