"""The rules of a plain ledger, stated once for the engines that speak SQL, and the answers to compare.

A condition on an absent record or a missing value is false, as in SQL. Every engine evaluates a rule
about one record on that record's side of the join, once for each record. It evaluates the two uniqueness
rules only for the few links that share an account, or a central account in a court, with another link.
"""
import hashlib
import json

CENTRAL = {  # p: a central account
    "central-shared": "p.usage = 'shared'",
    "central-administrative": "p.usage = 'administrative'",
    "central-legacy":
        "coalesce(p.generation <> 'upgraded', true) AND coalesce(p.created < {legacy_cutoff}, true)",
    "central-not-activated": "p.status = 'not-activated'",
    "central-on-hold": "p.status = 'on-hold'",
    "central-disabled": "p.status = 'disabled'",
    "central-closed": "p.status = 'closed'",
}
ACCOUNT = {  # a: a court account
    "account-terminated": "a.status = 'terminated'",
    "account-suspended": "a.status = 'suspended'",
    "account-restricted": "a.status = 'restricted'",
    "account-locked": "a.status = 'locked'",
    "account-fee-locked": "a.status = 'fee-locked'",
}
# l: a link; c, a, p: its court, account and central account, or nulls. A name is '' if it is missing, and
# null if the record is missing.
LINK = {
    "court-unknown": "c.court IS NULL",
    "central-unknown": "p.central_id IS NULL",
    "account-unknown": "a.login IS NULL",
    "record-malformed": "l.linked_at IS NULL",
    "court-not-live": "l.linked_at < c.go_live",
    "court-in-outage": "l.linked_at >= c.outage_begin AND l.linked_at < c.outage_end",
    "account-opened-after-cutover": "a.opened >= c.go_live",
    "name-differs": "a.name <> p.name AND a.name <> '' AND p.name <> ''",
    "name-missing": "(a.name = '' AND p.name IS NOT NULL) OR (p.name = '' AND a.name IS NOT NULL)",
    "link-in-future": "l.linked_at > {as_of}",
    "link-before-account": "l.linked_at < a.opened",
}
SAME_ACCOUNT = {  # among the links of one account
    "already-linked": "count(*) OVER (PARTITION BY court, login, central_id) > 1",
    "account-linked-elsewhere":
        "min(central_id) OVER (PARTITION BY court, login) <> "
        "max(central_id) OVER (PARTITION BY court, login)",
}
SAME_PLACE = {  # among the links of one central account in one court
    "central-slot-taken":
        "min(login) OVER (PARTITION BY court, central_id) <> "
        "max(login) OVER (PARTITION BY court, central_id)",
}


class Queries:
    """The parts of a query in one engine's dialect.

    `literals` maps legacy_cutoff and as_of to that engine's way of writing them.
    """

    def __init__(self, facts, literals):
        self.facts = facts
        self.literals = literals

    def mask(self, *rules):
        return " + ".join(f"CASE WHEN {condition.format(**self.literals)} THEN "
                          f"{1 << self.facts['bits'][finding]} ELSE 0 END"
                          for group in rules for finding, condition in group.items())

    def central_ids_held_twice(self):
        """The keys that more than one record has; nothing else about such records counts."""
        return ("SELECT central_id, min(rowid) AS id FROM central_accounts "
                "GROUP BY central_id HAVING count(*) > 1")

    def centrals(self, twice):
        """One row for each central id."""
        return f"""SELECT p.central_id, CAST(p.rowid AS INTEGER) AS id, coalesce(lower(p.name), '') AS name,
                {self.mask(CENTRAL)} AS findings
            FROM central_accounts p
            WHERE NOT EXISTS (SELECT 1 FROM {twice} t WHERE t.central_id = p.central_id)
            UNION ALL
            SELECT central_id, CAST(id AS INTEGER), NULL, {1 << self.facts['bits']['record-ambiguous']}
            FROM {twice}"""

    def accounts(self):
        return f"""SELECT a.court, a.login, CAST(a.rowid AS INTEGER) AS id, a.opened,
                coalesce(lower(a.name), '') AS name, {self.mask(ACCOUNT)} AS findings
            FROM court_accounts a"""

    def own_findings(self):
        """The findings of a link without the uniqueness rules, over joined()."""
        return f"{self.mask(LINK)} + coalesce(p.findings, 0) + coalesce(a.findings, 0)"

    def joined(self, centrals):
        return f"""FROM links l LEFT JOIN courts c ON c.court = l.court
            LEFT JOIN {centrals} p ON p.central_id = l.central_id
            LEFT JOIN ({self.accounts()}) a ON a.court = l.court AND a.login = l.login"""

    def conflicts(self, of_account, of_place):
        """The findings of the uniqueness rules, by rowid.

        The arguments are relations (rowid, court, login, central_id). `of_account` has at least all links
        of each account with several links; `of_place` has at least all links of each central account with
        several links in a court.
        """
        return f"""SELECT rowid, sum(findings) AS findings FROM (
                SELECT rowid, {self.mask(SAME_ACCOUNT)} AS findings FROM {of_account} x
                UNION ALL SELECT rowid, {self.mask(SAME_PLACE)} AS findings FROM {of_place} y) z
            WHERE findings <> 0 GROUP BY rowid"""

    def sharing(self, *keys):
        """The links that have the same keys as another link."""
        listed = ", ".join(keys)
        return f"""(SELECT l.rowid, l.court, l.login, l.central_id FROM links l
            JOIN (SELECT {listed} FROM links GROUP BY {listed} HAVING count(*) > 1) s
            ON {' AND '.join(f's.{key} = l.{key}' for key in keys)})"""

    def verdict(self):
        return (f"CASE WHEN (mask & {self.facts['refuse']}) <> 0 THEN 2 "
                f"WHEN (mask & {self.facts['hold']}) <> 0 THEN 1 ELSE 0 END")


COUNT = "SELECT court, mask, verdict, count(*) FROM answer GROUP BY court, mask, verdict"
FAILING = "SELECT rowid, mask, verdict FROM answer WHERE mask <> 0 OR verdict <> 0"
VERDICTS = ["allow", "hold", "refuse"]


def per_court(bits, groups):
    """Turns rows (court, mask, verdict, links) into the courts of `ecflink verify --format json`."""
    tokens = sorted(bits, key=bits.get)
    courts = {}
    for court, mask, verdict, links in groups:
        entry = courts.setdefault(str(court), {"links": 0, **dict.fromkeys(VERDICTS, 0), "findings": {}})
        entry["links"] += links
        entry[VERDICTS[verdict]] += links
        for finding in tokens if mask else []:
            if int(mask) >> bits[finding] & 1:
                entry["findings"][finding] = entry["findings"].get(finding, 0) + links
    return courts


def digest(courts):
    return hashlib.sha256(json.dumps(courts, sort_keys=True).encode()).hexdigest()[:16]


def compared(courts, rows, masks):
    """What must be equal for all engines.

    rows: numpy numbers of links, from 0; masks: their findings. Links without findings may be left out.
    """
    import numpy as np
    masks = masks.astype(np.uint64)
    weights = rows.astype(np.uint64) % np.uint64(1009) + np.uint64(1)
    row_check = int((masks * weights).sum(dtype=np.uint64))   # modulo 2^64
    return {"mask_sum": sum(map(int, masks)), "row_check": row_check, "digest": digest(courts)}
