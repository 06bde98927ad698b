-- A ledger as ecflink 0.1.0 left it, for both databases. Its keys are those of crashes_test.py.
--
--   2000001  admitted; the court made the account a limited filer's since
--   2000002  admitted twice in one court
--   2000003  admitted; the account was suspended since
--   2000004  admitted; 2000005 linked the same account since
--   2000006  admitted, and no account was named
--   2000007  admitted, then linked the account too
--   2000008  the same, and the clerk removed the link
--   2000009  linked, removed, and linked again with approval
--   2000010  linked and removed
--   2000011  admitted, then linked an old account too
--   2000012  admitted, and no account was named; then linked an old account
--   2000013, 2000014, 2000016  waiting, rejected, and sent back and submitted again
--   2000015  a filing agent who was admitted, with a principal
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
INSERT INTO ledger VALUES (1, '6a91e7b4e9b6324bcd530cfcbfc87569', 1, 'sha256:f4ef3793c91629c7f2b7849573300d3003e1689757f9c48efbca1e78e093fbe9', 104, 'fed039ca47b95ddcff8d61a6975cfcae9eeca637b4c0d8c132dc7ef09f84197b');
INSERT INTO central_accounts VALUES ('2000001', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Ann Admitted', 1);
INSERT INTO central_accounts VALUES ('2000002', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Bea Twice', 1);
INSERT INTO central_accounts VALUES ('2000003', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Cal Suspended', 1);
INSERT INTO central_accounts VALUES ('2000004', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Dan Owner', 1);
INSERT INTO central_accounts VALUES ('2000005', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Eve Linked', 1);
INSERT INTO central_accounts VALUES ('2000006', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Flo Nameless', 1);
INSERT INTO central_accounts VALUES ('2000007', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Gus Linked', 1);
INSERT INTO central_accounts VALUES ('2000008', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Hal Removed', 1);
INSERT INTO central_accounts VALUES ('2000009', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Ida Again', 1);
INSERT INTO central_accounts VALUES ('2000010', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Jon Apart', 1);
INSERT INTO central_accounts VALUES ('2000011', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Kim Both', 1);
INSERT INTO central_accounts VALUES ('2000012', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Lea Later', 1);
INSERT INTO central_accounts VALUES ('2000013', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Max Waiting', 1);
INSERT INTO central_accounts VALUES ('2000014', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Ned Rejected', 1);
INSERT INTO central_accounts VALUES ('2000015', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'non-attorney-filer', 0, 'none', 'Ora Agent', 1);
INSERT INTO central_accounts VALUES ('2000016', 'individual', 'active', 'upgraded', 16436, 'active', 'enrolled', 'attorney-filer', 0, 'none', 'Pam Asked', 1);
INSERT INTO court_accounts VALUES ('wiwd', 'iagain', 'attorney', 'active', 1451628000000000, 'Ida Again', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('wiwd', 'japart', 'attorney', 'active', 1451628000000000, 'Jon Apart', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('wiwd', 'kold', 'attorney', 'active', 1451628000000000, 'Kim Both', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('wiwd', 'llater', 'attorney', 'active', 1451628000000000, 'Lea Later', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('wiwb', 'tchair', 'trustee', 'active', 1451628000000000, 'Tom Chair', 0, 'none', 0, 2);
INSERT INTO court_accounts VALUES ('wiwd', 'aadmitted', 'limited-filer', 'active', 1651467600000000, 'Ann Admitted', 0, 'none', 0, 2);
INSERT INTO court_accounts VALUES ('wiwd', 'btwice', 'attorney', 'active', 1651507200000000, 'Bea Twice', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('wiwd', 'bphv', 'pro-hac-vice', 'active', 1651593600000000, 'Bea Twice', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('wiwd', 'csuspended', 'attorney', 'suspended', 1651554000000000, 'Cal Suspended', 0, 'none', 0, 2);
INSERT INTO court_accounts VALUES ('nysd', 'downer', 'attorney', 'active', 1651680000000000, 'Dan Owner', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('nysd', 'glinked', 'attorney', 'active', 1651852800000000, 'Gus Linked', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('nysd', 'hremoved', 'attorney', 'active', 1651939200000000, 'Hal Removed', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('wiwd', 'knew', 'attorney', 'active', 1652198400000000, 'Kim Both', 0, 'none', 0, 1);
INSERT INTO court_accounts VALUES ('wiwb', 'oagent', 'filing-agent', 'active', 1652457600000000, 'Ora Agent', 1, 'none', 0, 2);
INSERT INTO links VALUES (35, 'nysd', 'downer', '2000005', 'active', 1651687230000000, 'filer', 'password-mfa', 1651687200000000, 'password', 1651687200000000, 'nysd', 1651687230000000, 0, 0);
INSERT INTO links VALUES (47, 'nysd', 'glinked', '2000007', 'active', 1651860030000000, 'filer', 'password-mfa', 1651860000000000, 'password', 1651860000000000, 'nysd', 1651860030000000, 0, 0);
INSERT INTO links VALUES (56, 'nysd', 'hremoved', '2000008', 'removed', 1651946430000000, 'filer', 'password-mfa', 1651946400000000, 'password', 1651946400000000, 'nysd', 1651946430000000, 0, 0);
INSERT INTO links VALUES (62, 'wiwd', 'iagain', '2000009', 'removed', 1652032830000000, 'filer', 'password-mfa', 1652032800000000, 'password', 1652032800000000, 'wiwd', 1652032830000000, 0, 0);
INSERT INTO links VALUES (69, 'wiwd', 'iagain', '2000009', 'active', 1652119230000000, 'filer', 'password-mfa', 1652119200000000, 'password', 1652119200000000, 'wiwd', 1652119230000000, 0, 0);
INSERT INTO links VALUES (74, 'wiwd', 'japart', '2000010', 'removed', 1652122830000000, 'filer', 'password-mfa', 1652122800000000, 'password', 1652122800000000, 'wiwd', 1652122830000000, 0, 0);
INSERT INTO links VALUES (83, 'wiwd', 'kold', '2000011', 'active', 1652205630000000, 'filer', 'password-mfa', 1652205600000000, 'password', 1652205600000000, 'wiwd', 1652205630000000, 0, 0);
INSERT INTO links VALUES (91, 'wiwd', 'llater', '2000012', 'active', 1652292030000000, 'filer', 'password-mfa', 1652292000000000, 'password', 1652292000000000, 'wiwd', 1652292030000000, 0, 0);
INSERT INTO tombstones VALUES (57, 'nysd', 'hremoved', '2000008', 1651950000000000, 'clerk7', 'wrong person', NULL);
INSERT INTO tombstones VALUES (63, 'wiwd', 'iagain', '2000009', 1652036400000000, 'clerk7', 'wrong person', 69);
INSERT INTO tombstones VALUES (75, 'wiwd', 'japart', '2000010', 1652126400000000, 'clerk7', 'wrong person', NULL);
INSERT INTO attempts VALUES (31, '', '2000005', 1651687200000000, 'proven');
INSERT INTO attempts VALUES (33, 'nysd', 'downer', 1651687200000000, 'proven');
INSERT INTO attempts VALUES (43, '', '2000007', 1651860000000000, 'proven');
INSERT INTO attempts VALUES (45, 'nysd', 'glinked', 1651860000000000, 'proven');
INSERT INTO attempts VALUES (52, '', '2000008', 1651946400000000, 'proven');
INSERT INTO attempts VALUES (54, 'nysd', 'hremoved', 1651946400000000, 'proven');
INSERT INTO attempts VALUES (65, '', '2000009', 1652119200000000, 'proven');
INSERT INTO attempts VALUES (67, 'wiwd', 'iagain', 1652119200000000, 'proven');
INSERT INTO attempts VALUES (70, '', '2000010', 1652122800000000, 'proven');
INSERT INTO attempts VALUES (72, 'wiwd', 'japart', 1652122800000000, 'proven');
INSERT INTO attempts VALUES (79, '', '2000011', 1652205600000000, 'proven');
INSERT INTO attempts VALUES (81, 'wiwd', 'kold', 1652205600000000, 'proven');
INSERT INTO attempts VALUES (87, '', '2000012', 1652292000000000, 'proven');
INSERT INTO attempts VALUES (89, 'wiwd', 'llater', 1652292000000000, 'proven');
INSERT INTO used_handles VALUES ('12d248795ea00aab91f9081031c7bd87', 'nysd', 'downer', '2000005', 'committed', 35);
INSERT INTO used_handles VALUES ('1f1eed4694deb7d55d20e0374e70bc73', 'nysd', 'glinked', '2000007', 'committed', 47);
INSERT INTO used_handles VALUES ('ebfc55435bd29f4075e17ea5c1d2594c', 'nysd', 'hremoved', '2000008', 'committed', 56);
INSERT INTO used_handles VALUES ('unlink-57', 'nysd', 'hremoved', '2000008', 'unlinked', 57);
INSERT INTO used_handles VALUES ('902fca2f4d1aef3faf0d4a66091e5f68', 'wiwd', 'iagain', '2000009', 'committed', 62);
INSERT INTO used_handles VALUES ('unlink-63', 'wiwd', 'iagain', '2000009', 'unlinked', 63);
INSERT INTO used_handles VALUES ('c8a9ea1f3b499d1a655acdf41d0bcea3', 'wiwd', 'iagain', '2000009', 'committed', 69);
INSERT INTO used_handles VALUES ('7b5553e2cb7da45da7de383d432e819c', 'wiwd', 'japart', '2000010', 'committed', 74);
INSERT INTO used_handles VALUES ('unlink-75', 'wiwd', 'japart', '2000010', 'unlinked', 75);
INSERT INTO used_handles VALUES ('45bd8b344bd0624b0cf302592a23c171', 'wiwd', 'kold', '2000011', 'committed', 83);
INSERT INTO used_handles VALUES ('319f4ef956cde9d258ff7cff3d99f013', 'wiwd', 'llater', '2000012', 'committed', 91);
INSERT INTO obligations VALUES (35, 'retire-credential', 1, 1651687230000000, 'nysd', 'downer', '2000005', NULL);
INSERT INTO obligations VALUES (35, 'end-sessions', 2, 1651687230000000, 'nysd', 'downer', '2000005', NULL);
INSERT INTO obligations VALUES (35, 'notify-court-contact', 3, 1651687230000000, 'nysd', 'downer', '2000005', NULL);
INSERT INTO obligations VALUES (35, 'notify-central-contact', 4, 1651687230000000, 'nysd', 'downer', '2000005', NULL);
INSERT INTO obligations VALUES (35, 'refresh-menus', 5, 1651687230000000, 'nysd', 'downer', '2000005', NULL);
INSERT INTO obligations VALUES (47, 'retire-credential', 1, 1651860030000000, 'nysd', 'glinked', '2000007', NULL);
INSERT INTO obligations VALUES (47, 'end-sessions', 2, 1651860030000000, 'nysd', 'glinked', '2000007', NULL);
INSERT INTO obligations VALUES (47, 'notify-court-contact', 3, 1651860030000000, 'nysd', 'glinked', '2000007', NULL);
INSERT INTO obligations VALUES (47, 'notify-central-contact', 4, 1651860030000000, 'nysd', 'glinked', '2000007', NULL);
INSERT INTO obligations VALUES (47, 'refresh-menus', 5, 1651860030000000, 'nysd', 'glinked', '2000007', NULL);
INSERT INTO obligations VALUES (56, 'retire-credential', 1, 1651946430000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (56, 'end-sessions', 2, 1651946430000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (56, 'notify-court-contact', 3, 1651946430000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (56, 'notify-central-contact', 4, 1651946430000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (56, 'refresh-menus', 5, 1651946430000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (57, 'end-sessions', 1, 1651950000000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (57, 'notify-court-contact', 2, 1651950000000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (57, 'notify-central-contact', 3, 1651950000000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (57, 'refresh-menus', 4, 1651950000000000, 'nysd', 'hremoved', '2000008', NULL);
INSERT INTO obligations VALUES (62, 'retire-credential', 1, 1652032830000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (62, 'end-sessions', 2, 1652032830000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (62, 'notify-court-contact', 3, 1652032830000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (62, 'notify-central-contact', 4, 1652032830000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (62, 'refresh-menus', 5, 1652032830000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (63, 'end-sessions', 1, 1652036400000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (63, 'notify-court-contact', 2, 1652036400000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (63, 'notify-central-contact', 3, 1652036400000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (63, 'refresh-menus', 4, 1652036400000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (69, 'retire-credential', 1, 1652119230000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (69, 'end-sessions', 2, 1652119230000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (69, 'notify-court-contact', 3, 1652119230000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (69, 'notify-central-contact', 4, 1652119230000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (69, 'refresh-menus', 5, 1652119230000000, 'wiwd', 'iagain', '2000009', NULL);
INSERT INTO obligations VALUES (74, 'retire-credential', 1, 1652122830000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (74, 'end-sessions', 2, 1652122830000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (74, 'notify-court-contact', 3, 1652122830000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (74, 'notify-central-contact', 4, 1652122830000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (74, 'refresh-menus', 5, 1652122830000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (75, 'end-sessions', 1, 1652126400000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (75, 'notify-court-contact', 2, 1652126400000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (75, 'notify-central-contact', 3, 1652126400000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (75, 'refresh-menus', 4, 1652126400000000, 'wiwd', 'japart', '2000010', NULL);
INSERT INTO obligations VALUES (83, 'retire-credential', 1, 1652205630000000, 'wiwd', 'kold', '2000011', NULL);
INSERT INTO obligations VALUES (83, 'end-sessions', 2, 1652205630000000, 'wiwd', 'kold', '2000011', NULL);
INSERT INTO obligations VALUES (83, 'notify-court-contact', 3, 1652205630000000, 'wiwd', 'kold', '2000011', NULL);
INSERT INTO obligations VALUES (83, 'notify-central-contact', 4, 1652205630000000, 'wiwd', 'kold', '2000011', NULL);
INSERT INTO obligations VALUES (83, 'refresh-menus', 5, 1652205630000000, 'wiwd', 'kold', '2000011', NULL);
INSERT INTO obligations VALUES (91, 'retire-credential', 1, 1652292030000000, 'wiwd', 'llater', '2000012', NULL);
INSERT INTO obligations VALUES (91, 'end-sessions', 2, 1652292030000000, 'wiwd', 'llater', '2000012', NULL);
INSERT INTO obligations VALUES (91, 'notify-court-contact', 3, 1652292030000000, 'wiwd', 'llater', '2000012', NULL);
INSERT INTO obligations VALUES (91, 'notify-central-contact', 4, 1652292030000000, 'wiwd', 'llater', '2000012', NULL);
INSERT INTO obligations VALUES (91, 'refresh-menus', 5, 1652292030000000, 'wiwd', 'llater', '2000012', NULL);
INSERT INTO records VALUES (35, '{"as-of":"2022-05-04T18:00:30Z","catalogue":1,"court":"nysd","ecflink-record":1,"findings":["court-go-live-unknown","name-differs"],"input":{"account":{"link-locked":false,"login":"downer","opened":"2022-05-04T16:00:00Z","pending-change":"none","principals":0,"role":"attorney","status":"active"},"account-ambiguous":false,"central":{"created":"2015-01-01","exempt":false,"generation":"upgraded","mfa":"enrolled","pending-change":"none","registration":"attorney-filer","search-status":"active","status":"active","usage":"individual"},"central-ambiguous":false,"evidence":{"account":{"at":"2022-05-04T18:00:00Z","class":"password"},"account-court":"nysd","central":{"at":"2022-05-04T18:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,"names":{"account-present":true,"central-present":true,"common":3,"equal-exact":false,"equal-normalised":false,"total":19},"others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0}},"input-digest":"sha256:0aa8b3aeed03420b1e9bf7fd6a83719343fa16746cc1901e629a875243c441f7","library":"0.1.0","mask":"0020000001000000","policy":"sha256:fd2759d5fd7269ab79f62e30dd38f83686c4f437490ebf38e440a8891eb10fb5","verdict":"hold"}');
INSERT INTO records VALUES (47, '{"as-of":"2022-05-06T18:00:30Z","catalogue":1,"court":"nysd","ecflink-record":1,"findings":["court-go-live-unknown"],"input":{"account":{"link-locked":false,"login":"glinked","opened":"2022-05-06T16:00:00Z","pending-change":"none","principals":0,"role":"attorney","status":"active"},"account-ambiguous":false,"central":{"created":"2015-01-01","exempt":false,"generation":"upgraded","mfa":"enrolled","pending-change":"none","registration":"attorney-filer","search-status":"active","status":"active","usage":"individual"},"central-ambiguous":false,"evidence":{"account":{"at":"2022-05-06T18:00:00Z","class":"password"},"account-court":"nysd","central":{"at":"2022-05-06T18:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,"names":{"account-present":true,"central-present":true,"common":0,"equal-exact":true,"equal-normalised":true,"total":0},"others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0}},"input-digest":"sha256:152f0d83807b43acc5cf90b6b2d1026ba60d301472c7c8dfa7ef9dacf1fefbf2","library":"0.1.0","mask":"0000000001000000","policy":"sha256:fd2759d5fd7269ab79f62e30dd38f83686c4f437490ebf38e440a8891eb10fb5","verdict":"hold"}');
INSERT INTO records VALUES (56, '{"as-of":"2022-05-07T18:00:30Z","catalogue":1,"court":"nysd","ecflink-record":1,"findings":["court-go-live-unknown"],"input":{"account":{"link-locked":false,"login":"hremoved","opened":"2022-05-07T16:00:00Z","pending-change":"none","principals":0,"role":"attorney","status":"active"},"account-ambiguous":false,"central":{"created":"2015-01-01","exempt":false,"generation":"upgraded","mfa":"enrolled","pending-change":"none","registration":"attorney-filer","search-status":"active","status":"active","usage":"individual"},"central-ambiguous":false,"evidence":{"account":{"at":"2022-05-07T18:00:00Z","class":"password"},"account-court":"nysd","central":{"at":"2022-05-07T18:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,"names":{"account-present":true,"central-present":true,"common":0,"equal-exact":true,"equal-normalised":true,"total":0},"others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0}},"input-digest":"sha256:0d4a922a77ba03db026ff651347758f31b2258bb191c9d49b5658b4b34ad515a","library":"0.1.0","mask":"0000000001000000","policy":"sha256:fd2759d5fd7269ab79f62e30dd38f83686c4f437490ebf38e440a8891eb10fb5","verdict":"hold"}');
INSERT INTO records VALUES (62, '{"as-of":"2022-05-08T18:00:30Z","catalogue":1,"court":"wiwd","ecflink-record":1,"findings":[],"input":{"account":{"link-locked":false,"login":"iagain","opened":"2016-01-01T06:00:00Z","pending-change":"none","principals":0,"role":"attorney","status":"active"},"account-ambiguous":false,"central":{"created":"2015-01-01","exempt":false,"generation":"upgraded","mfa":"enrolled","pending-change":"none","registration":"attorney-filer","search-status":"active","status":"active","usage":"individual"},"central-ambiguous":false,"evidence":{"account":{"at":"2022-05-08T18:00:00Z","class":"password"},"account-court":"wiwd","central":{"at":"2022-05-08T18:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,"names":{"account-present":true,"central-present":true,"common":0,"equal-exact":true,"equal-normalised":true,"total":0},"others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0}},"input-digest":"sha256:311130fdc1243fb5ff9cc0eaf674eb79a8f37b96a6ed03df6b8d93cea02611a0","library":"0.1.0","mask":"0000000000000000","policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","verdict":"allow"}');
INSERT INTO records VALUES (69, '{"as-of":"2022-05-09T18:00:30Z","catalogue":1,"court":"wiwd","ecflink-record":1,"findings":["pair-tombstoned"],"input":{"account":{"link-locked":false,"login":"iagain","opened":"2016-01-01T06:00:00Z","pending-change":"none","principals":0,"role":"attorney","status":"active"},"account-ambiguous":false,"central":{"created":"2015-01-01","exempt":false,"generation":"upgraded","mfa":"enrolled","pending-change":"none","registration":"attorney-filer","search-status":"active","status":"active","usage":"individual"},"central-ambiguous":false,"evidence":{"account":{"at":"2022-05-09T18:00:00Z","class":"password"},"account-court":"wiwd","central":{"at":"2022-05-09T18:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,"names":{"account-present":true,"central-present":true,"common":0,"equal-exact":true,"equal-normalised":true,"total":0},"others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0,"tombstoned-at":"2022-05-08T19:00:00Z"}},"input-digest":"sha256:834e4d0ca684dab436996e29275729f0b71542d126877db02de7e949dbea8c4c","library":"0.1.0","mask":"0008000000000000","policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","verdict":"refuse"}');
INSERT INTO records VALUES (74, '{"as-of":"2022-05-09T19:00:30Z","catalogue":1,"court":"wiwd","ecflink-record":1,"findings":[],"input":{"account":{"link-locked":false,"login":"japart","opened":"2016-01-01T06:00:00Z","pending-change":"none","principals":0,"role":"attorney","status":"active"},"account-ambiguous":false,"central":{"created":"2015-01-01","exempt":false,"generation":"upgraded","mfa":"enrolled","pending-change":"none","registration":"attorney-filer","search-status":"active","status":"active","usage":"individual"},"central-ambiguous":false,"evidence":{"account":{"at":"2022-05-09T19:00:00Z","class":"password"},"account-court":"wiwd","central":{"at":"2022-05-09T19:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,"names":{"account-present":true,"central-present":true,"common":0,"equal-exact":true,"equal-normalised":true,"total":0},"others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0}},"input-digest":"sha256:a6918cf159a982b1635c6e7cb2764f9f0b3f32b955ac70ae9d16761239aeb19c","library":"0.1.0","mask":"0000000000000000","policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","verdict":"allow"}');
INSERT INTO records VALUES (83, '{"as-of":"2022-05-10T18:00:30Z","catalogue":1,"court":"wiwd","ecflink-record":1,"findings":[],"input":{"account":{"link-locked":false,"login":"kold","opened":"2016-01-01T06:00:00Z","pending-change":"none","principals":0,"role":"attorney","status":"active"},"account-ambiguous":false,"central":{"created":"2015-01-01","exempt":false,"generation":"upgraded","mfa":"enrolled","pending-change":"none","registration":"attorney-filer","search-status":"active","status":"active","usage":"individual"},"central-ambiguous":false,"evidence":{"account":{"at":"2022-05-10T18:00:00Z","class":"password"},"account-court":"wiwd","central":{"at":"2022-05-10T18:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,"names":{"account-present":true,"central-present":true,"common":0,"equal-exact":true,"equal-normalised":true,"total":0},"others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0}},"input-digest":"sha256:a6502c75af0427b6d94a8f8a612ac05bebd50a538a8298021b862e26ce4cad2a","library":"0.1.0","mask":"0000000000000000","policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","verdict":"allow"}');
INSERT INTO records VALUES (91, '{"as-of":"2022-05-11T18:00:30Z","catalogue":1,"court":"wiwd","ecflink-record":1,"findings":[],"input":{"account":{"link-locked":false,"login":"llater","opened":"2016-01-01T06:00:00Z","pending-change":"none","principals":0,"role":"attorney","status":"active"},"account-ambiguous":false,"central":{"created":"2015-01-01","exempt":false,"generation":"upgraded","mfa":"enrolled","pending-change":"none","registration":"attorney-filer","search-status":"active","status":"active","usage":"individual"},"central-ambiguous":false,"evidence":{"account":{"at":"2022-05-11T18:00:00Z","class":"password"},"account-court":"wiwd","central":{"at":"2022-05-11T18:00:00Z","class":"password-mfa"},"failed-attempts":0,"on-roster":false},"malformed":false,"names":{"account-present":true,"central-present":true,"common":0,"equal-exact":true,"equal-normalised":true,"total":0},"others":{"already-linked":false,"other-accounts-in-court":0,"other-accounts-in-court-and-role":0,"other-centrals-of-account":0}},"input-digest":"sha256:c0871d2b677d0afcf347cc809d75e9ad54dab7a92554935f824c76228734279d","library":"0.1.0","mask":"0000000000000000","policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","verdict":"allow"}');
INSERT INTO registrations VALUES (15, 'wiwd', '2000001', 'admission', 'attorney', NULL, 'aadmitted', 'approved', '', 17);
INSERT INTO registrations VALUES (18, 'wiwd', '2000002', 'admission', 'attorney', NULL, 'btwice', 'approved', '', 20);
INSERT INTO registrations VALUES (21, 'wiwd', '2000002', 'pro-hac-vice', 'pro-hac-vice', NULL, 'bphv', 'approved', '', 23);
INSERT INTO registrations VALUES (24, 'wiwd', '2000003', 'admission', 'attorney', NULL, 'csuspended', 'approved', '', 26);
INSERT INTO registrations VALUES (27, 'nysd', '2000004', 'admission', 'attorney', NULL, 'downer', 'approved', '', 29);
INSERT INTO registrations VALUES (36, 'wiwd', '2000006', 'filing-only', 'attorney', NULL, NULL, 'approved', '', 38);
INSERT INTO registrations VALUES (39, 'nysd', '2000007', 'admission', 'attorney', NULL, 'glinked', 'approved', '', 41);
INSERT INTO registrations VALUES (48, 'nysd', '2000008', 'admission', 'attorney', NULL, 'hremoved', 'approved', '', 50);
INSERT INTO registrations VALUES (76, 'wiwd', '2000011', 'admission', 'attorney', NULL, 'knew', 'approved', '', 78);
INSERT INTO registrations VALUES (84, 'wiwd', '2000012', 'admission', 'attorney', NULL, NULL, 'approved', '', 86);
INSERT INTO registrations VALUES (92, 'wiwd', '2000013', 'admission', 'attorney', NULL, NULL, 'submitted', '', 92);
INSERT INTO registrations VALUES (93, 'wiwd', '2000014', 'admission', 'attorney', NULL, NULL, 'rejected', 'not a member of the bar', 95);
INSERT INTO registrations VALUES (96, 'wiwd', '2000016', 'admission', 'attorney', NULL, NULL, 'submitted', '', 99);
INSERT INTO registrations VALUES (100, 'wiwb', '2000015', 'non-attorney', 'filing-agent', NULL, 'oagent', 'approved', '', 102);
INSERT INTO agencies VALUES ('wiwb', 'oagent', 'tchair', 'active', 103);
INSERT INTO credentials VALUES ('', '2000005', '$argon2id$v=19$m=65536,t=2,p=1$9NuUcdZdDv/sJsvzSdBzig$H1uSS1x7IXBiDPn7twY3VYllZHozt5HAZC7rlbcFACA', 1651410000000000);
INSERT INTO credentials VALUES ('', '2000007', '$argon2id$v=19$m=65536,t=2,p=1$KZmuzwKy3mpGaCv0yzMZhA$T7QC/C3ucxRbXRHhb89pKyD93SsQYWI9jav2XB7Y3Io', 1651410000000000);
INSERT INTO credentials VALUES ('', '2000008', '$argon2id$v=19$m=65536,t=2,p=1$ZvdXJhOm8gNUPvsW79z1Tg$q8W4lQSCiTCW8X3aON7+1us3rGvY5HAXElzTCPQmH7Y', 1651410000000000);
INSERT INTO credentials VALUES ('', '2000009', '$argon2id$v=19$m=65536,t=2,p=1$AiYRwgGNjX3VwIi8m2DtFQ$BYZTwucFUzGHh7o4GMXIrlOJT84KSya5tFzsylDVJyM', 1651410000000000);
INSERT INTO credentials VALUES ('', '2000010', '$argon2id$v=19$m=65536,t=2,p=1$O9xx9OBakNMvH0GqL0XgBg$+RKM5MZszGf+ssH3FJiv+YRPm7NLRn6VR3evocMEOfk', 1651410000000000);
INSERT INTO credentials VALUES ('', '2000011', '$argon2id$v=19$m=65536,t=2,p=1$zyBj2XlgCK+uVoa/MgkAlA$YniNxJNMKThDPYaHnrvQZChqfuzUa/KYgpecb2v1vOA', 1651410000000000);
INSERT INTO credentials VALUES ('', '2000012', '$argon2id$v=19$m=65536,t=2,p=1$FwOdOW2Km7cL9RuYZav33A$vY6e+H3DeHTu8Pzis0kSOPcICJILcKLjiohpGsv3s80', 1651410000000000);
INSERT INTO credentials VALUES ('wiwd', 'iagain', '$argon2id$v=19$m=65536,t=2,p=1$iqx/yGd5ofKkkknkebTfXw$O97Fud0+BhfPBwSOn96lfnfAGCJmFK+aCTOSrI7i3/Y', 1652040000000000);
INSERT INTO credentials VALUES ('wiwd', 'japart', '$argon2id$v=19$m=65536,t=2,p=1$lJSYgT1w4qlEofYUb6n0kQ$7xfG/0e0unWvU+foE9yKDBvY7tvjLbhUCss2GiMavjE', 1651410000000000);
INSERT INTO credentials VALUES ('wiwd', 'kold', '$argon2id$v=19$m=65536,t=2,p=1$O6LWw1HfkMREp0HzKpUqhg$2N5jzn075ucz7EemdwIAVTMve+oq1BbcDVoNgPiadtM', 1651410000000000);
INSERT INTO credentials VALUES ('wiwd', 'llater', '$argon2id$v=19$m=65536,t=2,p=1$SlUf3YvhAEgEb8SN5HJong$nHX7dEUEcZyboFx1bfVikPv25TSr8tCYHef9rWsDUAM', 1651410000000000);
INSERT INTO credentials VALUES ('nysd', 'downer', '$argon2id$v=19$m=65536,t=2,p=1$3bySwFn4bsEs2nExMtNJbA$l0uGQr9OR+ySvxupk3ihQLzZ9BONXKkvRMUqfeHm3B8', 1651683600000000);
INSERT INTO credentials VALUES ('nysd', 'glinked', '$argon2id$v=19$m=65536,t=2,p=1$7B7HdTmjZcz2gMsBNeKDMA$rig+1eupRJ17XiAX8XkeLmvVdCrSBnofZZyxqjRhuZc', 1651856400000000);
INSERT INTO credentials VALUES ('nysd', 'hremoved', '$argon2id$v=19$m=65536,t=2,p=1$Jj+XLvqfhj7M3GtZUCVx5A$iwSq+HtqjNe0RC77EeAvnQbMWI6TeUKrv53eWOsqI3o', 1651942800000000);
INSERT INTO audit VALUES (1, '{"at":"2022-05-01T12:00:00Z","details":{"ledger":"6a91e7b4e9b6324bcd530cfcbfc87569","policies":"sha256:f4ef3793c91629c7f2b7849573300d3003e1689757f9c48efbca1e78e093fbe9","schema":1},"event":"ledger-created"}', '3cbae5ed3fba81e459b5caa3023da16144c7f84adebd61f5eae86b4913673a4a');
INSERT INTO audit VALUES (2, '{"actor":"court","actor-id":"sync","at":"2022-05-01T12:00:00Z","details":{"added":16,"changed":0,"table":"central_accounts"},"event":"records-changed"}', '0223454d2124883e3629735d35a4a7673f330de75d2e27cf78e82b7a10c0ec6a');
INSERT INTO audit VALUES (3, '{"actor":"court","actor-id":"sync","at":"2022-05-01T12:00:00Z","details":{"added":5,"changed":0,"table":"court_accounts"},"event":"records-changed"}', '07451f53e9bd2ba43df28ea69136ab655ecb32f55857f525984eea8edae4c666');
INSERT INTO audit VALUES (4, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","central":"2000005","event":"credential-set"}', '928f5d1139b9abe0751ddceea8ab6ed49107acb6e9d53202f0d0396a65fd00ed');
INSERT INTO audit VALUES (5, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","central":"2000007","event":"credential-set"}', 'bf458ed69b79ff832a110749c39155df3d56c2eec2d250dc71b973d679b0df0b');
INSERT INTO audit VALUES (6, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","central":"2000008","event":"credential-set"}', '77c1ec8a2b01dadc7ccbb5275735b13d4f9a3cf92ca9ef043238ec6e86abcc7d');
INSERT INTO audit VALUES (7, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","central":"2000009","event":"credential-set"}', '5a5040bbc53e4905ceae26ae7778e57b21841ea610f7b86ac35769c665f4b876');
INSERT INTO audit VALUES (8, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","central":"2000010","event":"credential-set"}', '04bdb8eed09229fea0a9327ad1f34222b43b6c96157a9c262e14ad2939aa3865');
INSERT INTO audit VALUES (9, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","central":"2000011","event":"credential-set"}', '34a3113e28763f0aae9d1b77ccc923a463b26bef1926117af5619003f8e5bdc7');
INSERT INTO audit VALUES (10, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","central":"2000012","event":"credential-set"}', '6093555ef0d076c867ca736a109a67bc4ccd24d64d47bcd4a1ed7c6c73375aed');
INSERT INTO audit VALUES (11, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","court":"wiwd","event":"credential-set","login":"iagain"}', '57c8fd1edbc12843779e01b72e262aea58e199d94467fbefcbce87af663ee5a8');
INSERT INTO audit VALUES (12, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","court":"wiwd","event":"credential-set","login":"japart"}', '8d71b345d3c2b3a46cb1448ee7e968483dec8f5ed68d94fd91ce2fcfafa1b930');
INSERT INTO audit VALUES (13, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","court":"wiwd","event":"credential-set","login":"kold"}', '441430eecb3036819eec39640ecb64aa3fc9d5784b7e73efd220198d373b1409');
INSERT INTO audit VALUES (14, '{"actor":"court","actor-id":"sync","at":"2022-05-01T13:00:00Z","court":"wiwd","event":"credential-set","login":"llater"}', 'e49d3cdd553d1470e797a88b3d5ed5f14808fdc24a6d4d0975bb07bf9b006ae9');
INSERT INTO audit VALUES (15, '{"actor":"filer","actor-id":"2000001","at":"2022-05-02T14:00:00Z","central":"2000001","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', '5c24cbfb8ce49dfb49178d3c986db2ff93b1e99db4235ca2bf5c7c49350de0c5');
INSERT INTO audit VALUES (16, '{"actor":"centre","actor-id":"center1","at":"2022-05-02T15:00:00Z","central":"2000001","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', 'ce87c5998faffea7fd38f303b9f8701b35688be8f9f34773cd1465c9615e1739');
INSERT INTO audit VALUES (17, '{"actor":"court","actor-id":"clerk1","at":"2022-05-02T16:00:00Z","central":"2000001","court":"wiwd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', 'b1d91cc1d8c639adbbbf27f1a30525b0512b496d513e45e2a14c342ffb9301ad');
INSERT INTO audit VALUES (18, '{"actor":"filer","actor-id":"2000002","at":"2022-05-02T14:00:00Z","central":"2000002","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', '848712649d1d5c3747d3a99044f38d214d37270fd6329d4710c2341ae91d7e83');
INSERT INTO audit VALUES (19, '{"actor":"centre","actor-id":"center1","at":"2022-05-02T15:00:00Z","central":"2000002","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '7c980dd112b959828fac06ddaed9d3f5ceb26b9f67aa5b2b6d6d87ef0ff7306d');
INSERT INTO audit VALUES (20, '{"actor":"court","actor-id":"clerk1","at":"2022-05-02T16:00:00Z","central":"2000002","court":"wiwd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', '253d5a1b234320a89649c47c7a7544bae750b4c84858f503781d5e35ea3d3910');
INSERT INTO audit VALUES (21, '{"actor":"filer","actor-id":"2000002","at":"2022-05-03T14:00:00Z","central":"2000002","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', 'c49ae46c6bcb47773119a3af0a23d3ead64501e11e4d41e37b17772dd8be8d44');
INSERT INTO audit VALUES (22, '{"actor":"centre","actor-id":"center1","at":"2022-05-03T15:00:00Z","central":"2000002","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '74b4ef4b03da9c1173fe76350faef36822813f4e9c0a6a649b6d57bac8b7be1f');
INSERT INTO audit VALUES (23, '{"actor":"court","actor-id":"clerk1","at":"2022-05-03T16:00:00Z","central":"2000002","court":"wiwd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', 'c3c324f6d76443b34bf9e31cdadd01977c5dafe067b092121ae6aa542a6c719c');
INSERT INTO audit VALUES (24, '{"actor":"filer","actor-id":"2000003","at":"2022-05-03T14:00:00Z","central":"2000003","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', 'dbbed3e08ee3588431693a94f976cc67fca2c05633d6f73e2b202b1f0fb6a6d4');
INSERT INTO audit VALUES (25, '{"actor":"centre","actor-id":"center1","at":"2022-05-03T15:00:00Z","central":"2000003","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '93209f0ee67f65b288c78bcf2e8566ce3178e71ef27ec9828c61829655de3476');
INSERT INTO audit VALUES (26, '{"actor":"court","actor-id":"clerk1","at":"2022-05-03T16:00:00Z","central":"2000003","court":"wiwd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', 'a180a541b41479a357dc65453f5c02cbdbfbb442b58644b43c7211e4f6ee5b90');
INSERT INTO audit VALUES (27, '{"actor":"filer","actor-id":"2000004","at":"2022-05-04T14:00:00Z","central":"2000004","court":"nysd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', 'afc74720f7287cccc12772f30dc3b3d803995961c22a97fdb1294ce25f70a2e0');
INSERT INTO audit VALUES (28, '{"actor":"centre","actor-id":"center1","at":"2022-05-04T15:00:00Z","central":"2000004","court":"nysd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '2a9c4e448ce6d6315757ab11c6d35d2313624174e4b2987d05e6ee2bf360eaa3');
INSERT INTO audit VALUES (29, '{"actor":"court","actor-id":"clerk1","at":"2022-05-04T16:00:00Z","central":"2000004","court":"nysd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', '6a9d2ceb6dbb43cf3569b24d604797940f7816cb0129efb74da8626b40ef45a7');
INSERT INTO audit VALUES (30, '{"actor":"court","actor-id":"sync","at":"2022-05-04T17:00:00Z","court":"nysd","event":"credential-set","login":"downer"}', '18e2398a735430e6baafb979e6fddbf36a6e0cdefcacc159baf70dc327d4f690');
INSERT INTO audit VALUES (31, '{"at":"2022-05-04T18:00:00Z","central":"2000005","details":{"attempt":"f1837fb8662400e2bc39fcea5dac906c"},"event":"attempt-reserved"}', 'd9952417124a9113f4acacf0fbee8cdb5cd20ffefaf1f2387b9a8ecdcec684f3');
INSERT INTO audit VALUES (32, '{"at":"2022-05-04T18:00:00Z","central":"2000005","event":"sign-on-proven"}', '262e28e297d9e35d2b1145ded49e827f4318495f74ff57d6600a913bffd0dc78');
INSERT INTO audit VALUES (33, '{"at":"2022-05-04T18:00:00Z","central":"2000005","court":"nysd","details":{"attempt":"107d5e2db8b86f5faa3d2f23400d6c2e"},"event":"attempt-reserved","login":"downer"}', '1982bbc7de80eb11bcf898fe9e2955f0c435a87cb59ddb0f4c2665f9ab5140ff');
INSERT INTO audit VALUES (34, '{"actor":"court","actor-id":"clerk9","at":"2022-05-04T18:00:00Z","central":"2000005","court":"nysd","details":{"reason":"shown in person"},"event":"link-proposed","findings":["court-go-live-unknown","name-differs"],"login":"downer"}', 'b18592eb5e2bea8658b1d7c7d6fc57121d27c9d88c14de8f3e9761493cca6f31');
INSERT INTO audit VALUES (35, '{"actor":"court","actor-id":"clerk9","at":"2022-05-04T18:00:30Z","central":"2000005","court":"nysd","details":{"policy":"sha256:fd2759d5fd7269ab79f62e30dd38f83686c4f437490ebf38e440a8891eb10fb5","reason":"shown in person","record":"sha256:2ea6bdd5788d995ec23cb5a531c45c808d126444f21a54f6f067a4f9098305c9"},"event":"link-committed","findings":["court-go-live-unknown","name-differs"],"login":"downer"}', '69af9d1d6afec341f0a8fa103ab10aff10c0f809d2e41cc4543561ab48ef642f');
INSERT INTO audit VALUES (36, '{"actor":"filer","actor-id":"2000006","at":"2022-05-05T14:00:00Z","central":"2000006","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', 'f6a762f1959891337cecff410a6e82dab45e7f329e3f6def0affda272bf384a4');
INSERT INTO audit VALUES (37, '{"actor":"centre","actor-id":"center1","at":"2022-05-05T15:00:00Z","central":"2000006","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '274e17ec97c2ecd8131880aef41e444e5b607de5add12dbee0c789014b41e876');
INSERT INTO audit VALUES (38, '{"actor":"court","actor-id":"clerk1","at":"2022-05-05T16:00:00Z","central":"2000006","court":"wiwd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', 'c81dfd096ce37f012bab4d61fc5acc8b8b92ae9a3c597e90bf1f6e1b11473300');
INSERT INTO audit VALUES (39, '{"actor":"filer","actor-id":"2000007","at":"2022-05-06T14:00:00Z","central":"2000007","court":"nysd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', '6713499a70c7cb1db3b8226daff020fc431a3fd72f9d1a34b53a6639b3c56111');
INSERT INTO audit VALUES (40, '{"actor":"centre","actor-id":"center1","at":"2022-05-06T15:00:00Z","central":"2000007","court":"nysd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '05a9f4ab5e92916a9ec80e2e2f22832a9219d0156d7834550e3384f6e4b5055f');
INSERT INTO audit VALUES (41, '{"actor":"court","actor-id":"clerk1","at":"2022-05-06T16:00:00Z","central":"2000007","court":"nysd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', 'b8c58e096042aeb77318ddd6018a954e610793ec19aa847bc46f842dc4806dad');
INSERT INTO audit VALUES (42, '{"actor":"court","actor-id":"sync","at":"2022-05-06T17:00:00Z","court":"nysd","event":"credential-set","login":"glinked"}', 'ee7b089ad9ca15ddded42566329b217064076ca40f8499450d4341f5c54713e8');
INSERT INTO audit VALUES (43, '{"at":"2022-05-06T18:00:00Z","central":"2000007","details":{"attempt":"081715a25ba0e12b463db942dd68739b"},"event":"attempt-reserved"}', 'da1648dc84a9b8969c671e6fb0c8418db829508943c131dfcb411855a41e10b5');
INSERT INTO audit VALUES (44, '{"at":"2022-05-06T18:00:00Z","central":"2000007","event":"sign-on-proven"}', '52f9feb70efa22da8b49127c03bfd118c6f08a7971a98bff72f82efffd185943');
INSERT INTO audit VALUES (45, '{"at":"2022-05-06T18:00:00Z","central":"2000007","court":"nysd","details":{"attempt":"d6aa4959b46e301c903be168d8df5e72"},"event":"attempt-reserved","login":"glinked"}', '3b380e9696b06388b0114ffab4729ceff26654a31d62aeedf368c948f71bb11a');
INSERT INTO audit VALUES (46, '{"actor":"court","actor-id":"clerk9","at":"2022-05-06T18:00:00Z","central":"2000007","court":"nysd","details":{"reason":"shown in person"},"event":"link-proposed","findings":["court-go-live-unknown"],"login":"glinked"}', '4997b0d7d336c5c0c3629bf1ad93f552f6965397bbd8d7a0cc2e7c469a6aafd7');
INSERT INTO audit VALUES (47, '{"actor":"court","actor-id":"clerk9","at":"2022-05-06T18:00:30Z","central":"2000007","court":"nysd","details":{"policy":"sha256:fd2759d5fd7269ab79f62e30dd38f83686c4f437490ebf38e440a8891eb10fb5","reason":"shown in person","record":"sha256:7935cc378a9c81abce3ac8843fd36308223b21424ca13d01bdc59f6984eb7c1b"},"event":"link-committed","findings":["court-go-live-unknown"],"login":"glinked"}', '29cc2456a1aa7f937d3987d1cd6ca998b6d6105ad696264f0fcb450afc1adfad');
INSERT INTO audit VALUES (48, '{"actor":"filer","actor-id":"2000008","at":"2022-05-07T14:00:00Z","central":"2000008","court":"nysd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', 'd06785b8474e17b0c95ec914b621b57cd70389b937977f8819c33f9e6e81c6c4');
INSERT INTO audit VALUES (49, '{"actor":"centre","actor-id":"center1","at":"2022-05-07T15:00:00Z","central":"2000008","court":"nysd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '2a65a43042f90d629b817c95714958e74a0da0f87cff7ae63f8af04c9fd06c53');
INSERT INTO audit VALUES (50, '{"actor":"court","actor-id":"clerk1","at":"2022-05-07T16:00:00Z","central":"2000008","court":"nysd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', 'ae91db8d70eb0fd3423e43246754b0ecd84ddf2f5a2df1c48534015710171732');
INSERT INTO audit VALUES (51, '{"actor":"court","actor-id":"sync","at":"2022-05-07T17:00:00Z","court":"nysd","event":"credential-set","login":"hremoved"}', '0c2aa0623a9e770c212ea7263374768764da60d8eaa7b6feeec1dc532b1707bb');
INSERT INTO audit VALUES (52, '{"at":"2022-05-07T18:00:00Z","central":"2000008","details":{"attempt":"9bbc82adbb74e32b0a036f76ed63de86"},"event":"attempt-reserved"}', '396d5f9e0d0fc645eae77112828cb1f345b61c659c9deda8c6199f6544be50ac');
INSERT INTO audit VALUES (53, '{"at":"2022-05-07T18:00:00Z","central":"2000008","event":"sign-on-proven"}', 'fd0651d1dac71a812f44af62a2e2cf79b4522635a41163f5b36123dea4490c87');
INSERT INTO audit VALUES (54, '{"at":"2022-05-07T18:00:00Z","central":"2000008","court":"nysd","details":{"attempt":"9078c507516edf06c4a3010af2e812a5"},"event":"attempt-reserved","login":"hremoved"}', '5a22572b19987f9ead462daa022a121ab563378e4a7d7341f56f31e4bb202dcb');
INSERT INTO audit VALUES (55, '{"actor":"court","actor-id":"clerk9","at":"2022-05-07T18:00:00Z","central":"2000008","court":"nysd","details":{"reason":"shown in person"},"event":"link-proposed","findings":["court-go-live-unknown"],"login":"hremoved"}', 'd97988fff49523b7db2b7ba92399c50020a8aa0a1ce14e903becfeeee1f1a77a');
INSERT INTO audit VALUES (56, '{"actor":"court","actor-id":"clerk9","at":"2022-05-07T18:00:30Z","central":"2000008","court":"nysd","details":{"policy":"sha256:fd2759d5fd7269ab79f62e30dd38f83686c4f437490ebf38e440a8891eb10fb5","reason":"shown in person","record":"sha256:a67cfdd8ecde423f35e31f0064d6554bf3e2880e17b07b2ef069a0662c8fbfa9"},"event":"link-committed","findings":["court-go-live-unknown"],"login":"hremoved"}', 'b463a891644e2567664af2ef89486dce719d93b476ba6721ecd288e45f3d083b');
INSERT INTO audit VALUES (57, '{"actor":"court","actor-id":"clerk7","at":"2022-05-07T19:00:00Z","central":"2000008","court":"nysd","details":{"reason":"wrong person"},"event":"link-removed","login":"hremoved"}', 'f4c43d56a831f7e8ca45a8feacec4a4b5a720b51af4dbde5308489159d6ad04f');
INSERT INTO audit VALUES (58, '{"at":"2022-05-08T18:00:00Z","central":"2000009","details":{"attempt":"2bcdf3cf868063edb766fc34b2c56834"},"event":"attempt-reserved"}', 'a47cdb04cb496bf24f1c7bdcab39e37d0e76e40132d227b7a4239e93296e7b54');
INSERT INTO audit VALUES (59, '{"at":"2022-05-08T18:00:00Z","central":"2000009","event":"sign-on-proven"}', '0706b86caa23d0a6eb5df7bd9cfca2c5fe3154f8aa1b56fa4b05d97c42e4d399');
INSERT INTO audit VALUES (60, '{"at":"2022-05-08T18:00:00Z","central":"2000009","court":"wiwd","details":{"attempt":"b7ceee9cbb65a5e49e1255e000272716"},"event":"attempt-reserved","login":"iagain"}', 'a4d62adc4094ebf7549e008e5b43a62c6c7d0da0d2b14b372484fc79d2007b2f');
INSERT INTO audit VALUES (61, '{"actor":"filer","actor-id":"2000009","at":"2022-05-08T18:00:00Z","central":"2000009","court":"wiwd","event":"link-proposed","login":"iagain"}', 'dc739b3214d3596af4ec0f5c3e144d55c4b50d7b0b45b0ae2b394fa1c68d4a23');
INSERT INTO audit VALUES (62, '{"actor":"filer","actor-id":"2000009","at":"2022-05-08T18:00:30Z","central":"2000009","court":"wiwd","details":{"policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","record":"sha256:3fd916bcb8b967dc3dcc19ea6c47d2fa7b308ce89e2a7adfcc94580f6745c609"},"event":"link-committed","login":"iagain"}', '853103aeb5cb07faeee8042acdd5a59c3ebf18b7c59fdc9f24f50713d215256b');
INSERT INTO audit VALUES (63, '{"actor":"court","actor-id":"clerk7","at":"2022-05-08T19:00:00Z","central":"2000009","court":"wiwd","details":{"reason":"wrong person"},"event":"link-removed","login":"iagain"}', '81b36aa970bbe2eed347db8da88aec26390166cb325df869a2412e6aacca6354');
INSERT INTO audit VALUES (64, '{"actor":"court","actor-id":"sync","at":"2022-05-08T20:00:00Z","court":"wiwd","event":"credential-set","login":"iagain"}', 'a4ac0d59896cebdf55341b1b3679088d2e205afbab3e14c163011f403f297944');
INSERT INTO audit VALUES (65, '{"at":"2022-05-09T18:00:00Z","central":"2000009","details":{"attempt":"7a7b67845a5d6ad0d757b8f648a77e5a"},"event":"attempt-reserved"}', 'd3db5170478f9214b3bd72ea0d9b218ce71d205ba856ac40ba0fa25a830fa84c');
INSERT INTO audit VALUES (66, '{"at":"2022-05-09T18:00:00Z","central":"2000009","event":"sign-on-proven"}', '27d586b8446af2ee6693654390190994358c487f032dd29daa1eb2e9fc3a01a0');
INSERT INTO audit VALUES (67, '{"at":"2022-05-09T18:00:00Z","central":"2000009","court":"wiwd","details":{"attempt":"358c14e5a5e8370c0c189552215fc600"},"event":"attempt-reserved","login":"iagain"}', 'e9a30ad1af97f012422624ccd58c6672b44a6ae387ee2c39fa8844aa67567c48');
INSERT INTO audit VALUES (68, '{"actor":"court","actor-id":"clerk9","at":"2022-05-09T18:00:00Z","central":"2000009","court":"wiwd","details":{"reason":"shown in person"},"event":"link-proposed","findings":["pair-tombstoned"],"login":"iagain"}', '0ffc8c0daae4c3b15a8a5da6e0279baa9482571729b62d1c2777ded94b25b091');
INSERT INTO audit VALUES (69, '{"actor":"court","actor-id":"clerk9","at":"2022-05-09T18:00:30Z","central":"2000009","court":"wiwd","details":{"policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","reason":"shown in person","record":"sha256:89ebb34cc4b0bbe102efaa25b1a43ecacfe3b8648ab8dbe89937f50aa5d7a524"},"event":"link-committed","findings":["pair-tombstoned"],"login":"iagain"}', 'aa70b28f9a588d176604746c74b029dad445f63dcd40f30af71f2e623f12b145');
INSERT INTO audit VALUES (70, '{"at":"2022-05-09T19:00:00Z","central":"2000010","details":{"attempt":"982cfa6c243c82c74e73cbf91a862566"},"event":"attempt-reserved"}', '2b00259cfb7a557c37e0f1d8f9038e788bfd6c32508b42c2a2dc56eff953e5b8');
INSERT INTO audit VALUES (71, '{"at":"2022-05-09T19:00:00Z","central":"2000010","event":"sign-on-proven"}', '81e5fdebcc620735ebcd9cd00e72fab920ac7a2cf18d74792ca0dda0cbe216a9');
INSERT INTO audit VALUES (72, '{"at":"2022-05-09T19:00:00Z","central":"2000010","court":"wiwd","details":{"attempt":"868f4c747ea34eb5b7d4c878b2b46508"},"event":"attempt-reserved","login":"japart"}', '6e7bafe2cf981a7a1aacb02df5bc855080135ef3d3005ae92d04d7bdccbffbd4');
INSERT INTO audit VALUES (73, '{"actor":"filer","actor-id":"2000010","at":"2022-05-09T19:00:00Z","central":"2000010","court":"wiwd","event":"link-proposed","login":"japart"}', 'c09b1bbb418773afeed3ea0b6cd667609ba254b538b72103747611006e1fc25e');
INSERT INTO audit VALUES (74, '{"actor":"filer","actor-id":"2000010","at":"2022-05-09T19:00:30Z","central":"2000010","court":"wiwd","details":{"policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","record":"sha256:575449ba31d5e2c1526d38361bc59eb65fb86b898c37705ab213b5ec3f6a4a60"},"event":"link-committed","login":"japart"}', 'ed2cd6305f36533598559842b8a598edc52a5828ae89d8131dfb39fe5dfddd47');
INSERT INTO audit VALUES (75, '{"actor":"court","actor-id":"clerk7","at":"2022-05-09T20:00:00Z","central":"2000010","court":"wiwd","details":{"reason":"wrong person"},"event":"link-removed","login":"japart"}', '118a8b83af2c050b5d7c83bb551d33d73fc17d1d77419790b314848dffa21cea');
INSERT INTO audit VALUES (76, '{"actor":"filer","actor-id":"2000011","at":"2022-05-10T14:00:00Z","central":"2000011","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', 'f672af2ccde4b49beb73d087f680bab1897b81c9db0c2d82bb1e50be3a436d62');
INSERT INTO audit VALUES (77, '{"actor":"centre","actor-id":"center1","at":"2022-05-10T15:00:00Z","central":"2000011","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '109c345002bd17f741ca57e6fb76d42842f74decf6379843b45d78c03a302161');
INSERT INTO audit VALUES (78, '{"actor":"court","actor-id":"clerk1","at":"2022-05-10T16:00:00Z","central":"2000011","court":"wiwd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', 'f0f204a75a06d05258072b4f26b6a4c8713c97275ed7fcbb0e61e3832611e4c6');
INSERT INTO audit VALUES (79, '{"at":"2022-05-10T18:00:00Z","central":"2000011","details":{"attempt":"5300e72bb125c668a12887277cec4bfb"},"event":"attempt-reserved"}', 'ebbb4ef9b95351b69b9c69d033d8f1a3f8e94697b835aae144e59da9b20bdf9a');
INSERT INTO audit VALUES (80, '{"at":"2022-05-10T18:00:00Z","central":"2000011","event":"sign-on-proven"}', 'e9e203b103ca0dcc486ed6351265b0cd2c83635d94844d7dab73cb25881ce94e');
INSERT INTO audit VALUES (81, '{"at":"2022-05-10T18:00:00Z","central":"2000011","court":"wiwd","details":{"attempt":"14eb9bb8fbb4898693cd6fafe41225e0"},"event":"attempt-reserved","login":"kold"}', '04c7e4b249b27197d9800e7aef64c29666f625753fa6c3fae04c4614b7316084');
INSERT INTO audit VALUES (82, '{"actor":"filer","actor-id":"2000011","at":"2022-05-10T18:00:00Z","central":"2000011","court":"wiwd","event":"link-proposed","login":"kold"}', '7ae3a7afddd3f79d1d64f7db24b3c808ab44dab3973b2282735838d4bf5997ec');
INSERT INTO audit VALUES (83, '{"actor":"filer","actor-id":"2000011","at":"2022-05-10T18:00:30Z","central":"2000011","court":"wiwd","details":{"policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","record":"sha256:34139898748037371c0e296ae42a2d3287af9de72d8d3aefb8fe48a152a2989b"},"event":"link-committed","login":"kold"}', 'c1a9ed4953a9f66b3450c4eb43601a00f4dae68589d9633983420ec0d9fc241b');
INSERT INTO audit VALUES (84, '{"actor":"filer","actor-id":"2000012","at":"2022-05-11T14:00:00Z","central":"2000012","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', 'bf0c5ff773525f48839e4e5c6553169812a37c9dfd835101c5bafe20b38df56f');
INSERT INTO audit VALUES (85, '{"actor":"centre","actor-id":"center1","at":"2022-05-11T15:00:00Z","central":"2000012","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '39ceda0ef9831da85edbb6fbe5263bed604c7c40c27f116f2186892b35df376c');
INSERT INTO audit VALUES (86, '{"actor":"court","actor-id":"clerk1","at":"2022-05-11T16:00:00Z","central":"2000012","court":"wiwd","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', 'a67f4525d8fe6e7a5ff3b05ad7977af9f3228d01bd4afa5a1a48a9b934dc3ed9');
INSERT INTO audit VALUES (87, '{"at":"2022-05-11T18:00:00Z","central":"2000012","details":{"attempt":"e21db573972da965a8ed60410190a31f"},"event":"attempt-reserved"}', '3fa76e98182dc18be23a17dd03a5229531fbecf485dea26f0b8b0a482046f2fd');
INSERT INTO audit VALUES (88, '{"at":"2022-05-11T18:00:00Z","central":"2000012","event":"sign-on-proven"}', '3933204f32d9830c077e135ac3afd795c60d6a25afd58044e4fdb5f3978c7de8');
INSERT INTO audit VALUES (89, '{"at":"2022-05-11T18:00:00Z","central":"2000012","court":"wiwd","details":{"attempt":"1f4cc337b844f5c8528caf9b51d68e3d"},"event":"attempt-reserved","login":"llater"}', '1d60534fe1c5264d1c017ade66fd9053cc0984a8e19470628abf38dd730c8b48');
INSERT INTO audit VALUES (90, '{"actor":"filer","actor-id":"2000012","at":"2022-05-11T18:00:00Z","central":"2000012","court":"wiwd","event":"link-proposed","login":"llater"}', 'de6cb737d3cd9e9ebfd5bc8b6836b6a53c2b02fcba4e52d5f59a5ac4c0a34d89');
INSERT INTO audit VALUES (91, '{"actor":"filer","actor-id":"2000012","at":"2022-05-11T18:00:30Z","central":"2000012","court":"wiwd","details":{"policy":"sha256:571d41f318461f4ff59ad9cf8d2fbdf374dfcb5ddeb5b38ce68dc5a0ed6a47f1","record":"sha256:a4a8b04427644145036b0b541997beea277a015fe8d96e7c944ef2b5f643c19f"},"event":"link-committed","login":"llater"}', '67bd9fbb11d8924a3b15b1d99b94f99395ac3b19c664bf0e7ee5288e188993b2');
INSERT INTO audit VALUES (92, '{"actor":"filer","actor-id":"2000013","at":"2022-05-12T14:00:00Z","central":"2000013","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', '9bc5919c277f223453bad71dff00f2ff18eb206991dfa549c1ae0fe700486c77');
INSERT INTO audit VALUES (93, '{"actor":"filer","actor-id":"2000014","at":"2022-05-12T14:00:00Z","central":"2000014","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', '7256b1ee1708d75a99e31e2d906e6771a36a3bf754ea374b163e091ab12f05f2');
INSERT INTO audit VALUES (94, '{"actor":"centre","actor-id":"center1","at":"2022-05-12T15:00:00Z","central":"2000014","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '1adcd7615dd32cf479be8e06243a0ca5c71e370b3091a261e0ec8a0625064ffa');
INSERT INTO audit VALUES (95, '{"actor":"court","actor-id":"clerk1","at":"2022-05-12T16:00:00Z","central":"2000014","court":"wiwd","details":{"answer":"moved","move":"reject","reason":"not a member of the bar","state":"rejected"},"event":"registration-moved"}', '4dd46ee591e53e5a9ca6c3ddd37f7af975084e437994fc1875c56aed91406dd2');
INSERT INTO audit VALUES (96, '{"actor":"filer","actor-id":"2000016","at":"2022-05-12T14:00:00Z","central":"2000016","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', '62c6f2e466602b5309e6d02ee2f3bf576793aba66664c92c69e1cbc9d79dd336');
INSERT INTO audit VALUES (97, '{"actor":"centre","actor-id":"center1","at":"2022-05-12T15:00:00Z","central":"2000016","court":"wiwd","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '3e10cc39d180890f43c304a5601df879c7c3ba194da3a0e9fd5ca1dc7427c8e7');
INSERT INTO audit VALUES (98, '{"actor":"court","actor-id":"clerk1","at":"2022-05-12T16:00:00Z","central":"2000016","court":"wiwd","details":{"answer":"moved","move":"ask","reason":"the certificate","state":"more-information"},"event":"registration-moved"}', '9e76fa6b4e7fd65f10296c484345a9ad3d77ce96aeb296c0fb0d38af67c47532');
INSERT INTO audit VALUES (99, '{"actor":"filer","actor-id":"2000016","at":"2022-05-13T16:00:00Z","central":"2000016","court":"wiwd","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', '1753fb71a4aea598acf5a428bc467013a8bf368a04958941b045ab40d01ead4c');
INSERT INTO audit VALUES (100, '{"actor":"filer","actor-id":"2000015","at":"2022-05-13T14:00:00Z","central":"2000015","court":"wiwb","details":{"answer":"moved","move":"submit","state":"submitted"},"event":"registration-moved"}', '7231007c528668df5ab518e1f36aad6760f65edb1417332f1cffe8177706b6fb');
INSERT INTO audit VALUES (101, '{"actor":"centre","actor-id":"center1","at":"2022-05-13T15:00:00Z","central":"2000015","court":"wiwb","details":{"answer":"moved","move":"route","state":"court-pending"},"event":"registration-moved"}', '87472679f770df91c73d456939b1c32ed4f98792ecca95688d88d69b6e222c5d');
INSERT INTO audit VALUES (102, '{"actor":"court","actor-id":"clerk1","at":"2022-05-13T16:00:00Z","central":"2000015","court":"wiwb","details":{"answer":"admitted","move":"approve","state":"approved"},"event":"registration-moved"}', '1161a82b33595e26985eef659586a5a85451bdeabf721f11808b79cb5e9eed5c');
INSERT INTO audit VALUES (103, '{"actor":"court","actor-id":"clerk1","at":"2022-05-13T17:00:00Z","court":"wiwb","details":{"answer":"associated","principal":"tchair"},"event":"agency-changed","login":"oagent"}', 'add65d2f870230e3eb4a8d753c412b83b401ea3ac091b423e630bbbecf0ed6cc');
INSERT INTO audit VALUES (104, '{"actor":"court","actor-id":"sync","at":"2022-05-14T12:00:00Z","details":{"added":0,"changed":2,"table":"court_accounts"},"event":"records-changed"}', 'fed039ca47b95ddcff8d61a6975cfcae9eeca637b4c0d8c132dc7ef09f84197b');
INSERT INTO checkpoints VALUES (1, '3cbae5ed3fba81e459b5caa3023da16144c7f84adebd61f5eae86b4913673a4a', 1651406400000000, '9d3b94d59e09c40a9ba7d75bed40f39e91e95db2c092398aed5e5bd4d1d15ed6', '476a1751f28ebe0c09ddd0cd5b8501a7b58d266bd5a712bb245e3e43b6c377418e216c81002638a89db1eb9a84472e9b24a15b3ddcfba81d5071acd457b8630d');
