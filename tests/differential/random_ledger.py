#!/usr/bin/env python3
"""Writes a random ledger folder; the same seed gives the same ledger.

    random_ledger.py FOLDER --links N --seed S [--as-of T] [--policies FOLDER]

Two thirds of the courts are invented here, with policies of their own (in FOLDER/policies, unless another
folder is given); the others are built-in ones. First come the planted links: they have every finding that a
ledger can have, and every boundary at its instant and one microsecond to either side. Then come ordinary
people with ordinary mistakes, up to N links; the few hundred planted links are always there. Rows and
columns are shuffled; quoting, line ends and byte-order marks differ by file.
"""

import argparse
import json
import os
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Optional
from zoneinfo import ZoneInfo

import oracle
from oracle import DAY, HOUR, MINUTE, SECOND

AS_OF = "2026-01-15T12:00:00Z"
YEAR = 365 * DAY


class SplitMix64:
    """Steele, Lea and Flood's generator: small, and the same in every version of every language."""

    def __init__(self, seed):
        self.state = seed % 2**64

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return z ^ (z >> 31)

    def below(self, bound):
        return self.bits() % bound

    def between(self, low, high):
        return low + self.below(high - low)

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, choices):
        return choices[self.below(len(choices))]

    def shuffle(self, items):
        for at in range(len(items) - 1, 0, -1):
            other = self.below(at + 1)
            items[at], items[other] = items[other], items[at]


# ---- Courts and their policies -------------------------------------------------------------------

@dataclass
class Court:
    """What is needed to write a clean link of the court, and the instants at which its answers change."""
    id: str
    zone: ZoneInfo
    go_live: Optional[int] = None  # or the instant by which the court was live
    not_before: Optional[int] = None
    outages: list = field(default_factory=list)
    closes: Optional[int] = None
    asks_for_roster: bool = False
    central_proofs: tuple = ("password", "password-mfa")
    account_proofs: tuple = ("password", "invitation", "staff-verified")
    central_age: int = 30 * MINUTE
    account_age: int = 10 * MINUTE
    layer: Optional[dict] = None


AGES = (("PT30M", 30 * MINUTE), ("PT10M", 10 * MINUTE), ("PT1H30M", 90 * MINUTE), ("PT45S", 45 * SECOND),
        ("P1D", DAY))
SIMILAR_FROM = (0.0, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0)

BUILT_IN = (("wiwd", "America/Chicago"), ("wiwb", "America/Chicago"), ("ca4", "America/New_York"),
            ("pawd", "America/New_York"), ("mtd", "America/Denver"), ("gud", "Pacific/Guam"),
            ("azd", "America/Phoenix"), ("innd", "America/Indiana/Indianapolis"))

# wiwb's page gives the minute at which its outage begins and ends; wiwd's gives the day.
BUILT_IN_BOUNDARIES = (("wiwb", "2020-03-26T16:29:59.999999"), ("wiwb", "2020-03-26T16:30"),
                       ("wiwb", "2020-03-30T07:59:59.999999"), ("wiwb", "2020-03-30T08:00"),
                       ("wiwb", "2020-03-30T13:00:00Z"), ("wiwb", "2020-03-30T12:59:59.999999Z"),
                       ("wiwd", "2022-04-24T23:59:59.999999"), ("wiwd", "2022-04-25T00:00"),
                       ("wiwd", "2022-04-25T05:00:00Z"))

FLOOR = ("central-shared", "central-administrative")  # No court may weaken these, by the federal default.
DISPOSABLE = tuple(token for token in [each.token for each in oracle.FINDINGS] + ["attempts-exhausted"]
                   if token not in FLOOR)


def utc(instant):
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=instant)


def local_text(instant, zone):
    return utc(instant).astimezone(zone).replace(tzinfo=None).isoformat()


def random_dispositions(random, percent):
    return {token: random.pick(("refuse", "hold", "note", "ignore")) for token in DISPOSABLE
            if random.chance(percent)}


class Courts:
    """The courts of one ledger, and the user layers with the policies of the invented ones."""

    def __init__(self, random, as_of):
        self.random = random
        self.as_of = as_of
        self.layers = self.general_layers()
        self.built_in = [Court(court, ZoneInfo(zone)) for court, zone in BUILT_IN]
        self.invented = self.invent()
        self.all = self.invented + self.built_in
        self.layers |= {f"30-{court.id}.json": court.layer for court in self.invented}

    def __getitem__(self, court_id):
        return next(court for court in self.all if court.id == court_id)

    def general_layers(self):
        random = self.random
        layers = {}
        if random.chance(50):
            layers["10-all.json"] = {
                "ecflink-policy": 1, "applies-to": "all",
                "names": {"similar-from": random.pick((0.8, 0.9))},
                "central": {"mfa-from": oracle.show_instant(self.as_of + random.pick((-1, 0, 1)))},
                "dispositions": random_dispositions(random, 5)}
        if random.chance(50):
            layers["20-bankruptcy.json"] = {"ecflink-policy": 1, "applies-to": {"kind": "bankruptcy"},
                                            "link": {"login": {"forbid": random.pick(("#", "*?"))},
                                                     "accounts-per-central": random.below(3)},
                                            "dispositions": random_dispositions(random, 5)}
        if random.chance(50):
            layers["30-wiwb.json"] = {
                "ecflink-policy": 1, "court": "wiwb", "source": ["https://clerk.example/wiwb"],
                "link": {"confirm": random.pick(("one-step", "two-step"))},
                "dispositions": {"name-differs": "hold", "name-missing": "hold"}}
        return layers

    def morning(self, years_ago, zone, hour=8):
        """A day about so many years before as_of, at this hour of the zone."""
        day = self.as_of - int(years_ago * YEAR) - self.random.below(300) * DAY
        return oracle.read_instant(f"{utc(day):%Y-%m-%d}T{hour:02}:00", zone)

    def invent(self):
        random = self.random

        def court(number, kind, zone_name, years_ago, *, hour=8, system="next-gen", outage_days=3,
                  closes=None, bounds=(None, None), later_outages=(), link=None,
                  mfa_from=None, proof=None, names=None, cutoff="2014-08-11"):
            zone = ZoneInfo(zone_name)
            go_live = None if years_ago is None else self.morning(years_ago, zone, hour)
            if go_live is not None:
                outages = [(go_live - outage_days * DAY - 30 * MINUTE, go_live)] if outage_days else []
            else:
                outages = [(begin, begin + outage_days * DAY + HOUR)
                           for begin in (self.morning(2.5, zone), self.morning(1, zone, 17))]
            not_before, by = (years and self.morning(years, zone) for years in bounds)
            stated = {name: self.policy_time(instant, zone)
                      for name, instant in (("not-before", not_before), ("by", by)) if instant is not None}
            stated_outages = [{"begin": self.policy_time(begin, zone), "end": self.policy_time(end, zone)}
                              for begin, end in outages]
            for stops in later_outages:
                begin = self.morning(0.2, zone, 19)
                stated_outages.append({"begin": self.policy_time(begin, zone), "stops": list(stops),
                                       "end": self.policy_time(begin + outage_days * DAY, zone)})
                if "filing" in stops:
                    outages.append((begin, begin + outage_days * DAY))
            court_id = f"rnd{number}"
            proof = proof or {}
            (central_age, central_most), (account_age, account_most) = random.pick(AGES), random.pick(AGES)
            accepts = {"central": proof.get("central", ["password", "password-mfa"]),
                       "account": proof.get("account", ["password", "invitation", "staff-verified"])}
            layer = {
                "ecflink-policy": 1, "court": court_id, "source": [f"https://clerk.example/{court_id}"],
                "name": f"Court of Random Instance No. {number}", "kind": kind, "system": system,
                "time-zone": zone_name,
                "go-live": stated or self.policy_time(go_live, zone, date=hour == 0),
                "outages": stated_outages,
                "link": {"closes": self.policy_time(closes, zone), "roles": "all", "confirm": "two-step",
                         "accounts-per-central": 1, "centrals-per-account": 1, "count-per": "court",
                         "login": {"forbid": "", "case": "any"}, "roster": False} | (link or {}),
                "central": {"legacy-cutoff": cutoff, "mfa-from": self.policy_time(mfa_from, zone)},
                "proof": {"central": {"accept": accepts["central"], "max-age": central_age},
                          "account": {"accept": accepts["account"], "max-age": account_age},
                          "waived-for": proof.get("waived-for", ["court", "admission"])},
                "names": {"compare": "normalized", "similar-from": random.pick(SIMILAR_FROM)} | (names or {}),
                "dispositions": random_dispositions(random, 8),
            }
            return Court(court_id, zone, by if go_live is None else go_live, not_before, outages, closes,
                         layer["link"]["roster"],
                         tuple(accepts["central"]), tuple(accepts["account"]), central_most, account_most,
                         layer)

        as_of = self.as_of
        return [
            court(1, "bankruptcy", "America/Chicago", 4, mfa_from=as_of, names={"similar-from": 0.85}),
            court(2, "appellate", "America/New_York", 5, closes=as_of - YEAR - random.below(YEAR),
                  mfa_from=as_of + 1,
                  link={"confirm": "one-step", "login": {"forbid": "&@$*", "case": "lower"}},
                  proof={"waived-for": ["court", "import"]}),
            court(3, "district", "Pacific/Guam", None, link={"roster": True, "count-per": "court-and-role"}),
            court(4, "special", "America/Phoenix", 4, system="successor", mfa_from=as_of - 1,
                  names={"compare": "exact", "similar-from": random.pick((0.8, 0.9))}),
            court(5, "bankruptcy", "America/Indiana/Indianapolis", 6, cutoff="2015-01-01",
                  link={"roles": ["attorney", "pro-hac-vice", "trustee", "us-trustee", "filing-agent"],
                        "count-per": "court-and-role",
                        "registrations": {"filing-agent": ["non-attorney-filer", "case-search-only"],
                                          "attorney": ["attorney-filer", "case-search-only"]},
                        "accounts-per-central": 2, "centrals-per-account": 2}),
            court(6, "other", "Pacific/Honolulu", 4, outage_days=0,
                  link={"accounts-per-central": 0, "centrals-per-account": 0,
                        "login": {"forbid": "\u00e9\"", "case": "any"}},
                  proof={"waived-for": [], "central": ["password-mfa"],
                         "account": ["invitation", "staff-verified"]}),
            court(7, "bap", "America/Los_Angeles", -2, system="current-gen",
                  link={"accounts-per-central": 2}),
            court(8, "district", "America/Puerto_Rico", 4.5, hour=0,
                  link={"accounts-per-central": 2, "centrals-per-account": 0,
                        "confirm": random.pick(("one-step", "two-step"))},
                  proof={"waived-for": ["filer", "court", "import"]}),
            court(9, "district", "America/Denver", None, bounds=(6, 4), outage_days=2,
                  later_outages=(("filing", "viewing"), ("viewing", "registration")),
                  link={"roles": ["attorney", "trustee"], "login": {"forbid": "$", "case": "lower"}}),
            court(10, "bankruptcy", "America/Anchorage", None, bounds=(None, 4),
                  later_outages=(("filing",),)),
            court(11, "district", "America/New_York", None, bounds=(2.5, None), outage_days=1),
        ]

    def policy_time(self, instant, zone, date=False):
        """The instant, if any, as a policy may state it: a date, a local time, or a time with an offset."""
        if instant is None:
            return None
        if date:
            return local_text(instant, zone)[:10]
        style = self.random.below(3)
        if style == 0:
            return oracle.show_instant(instant)
        local = local_text(instant, zone)
        return local if style == 1 and is_readable(local, zone,
                                                   instant) else utc(instant).astimezone(zone).isoformat()


def is_readable(local, zone, instant):
    try:
        return oracle.read_instant(local, zone) == instant
    except oracle.Unreadable:
        return False


# ---- Values --------------------------------------------------------------------------------------

GIVEN = ("Ada", "Charles", "Jos\u00e9", "Zo\u00eb", "Anne-Marie", "Bj\u00f6rn", "\u0141ukasz", "S\u00edle",
         "Jean Luc", "Mary Ann", "D'Arcy", "\u0130brahim", "Nguy\u1ec5n", "\u4f1f",
         "\u041e\u043b\u044c\u0433\u0430", "\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2", "\u05d3\u05d5\u05d3",
         "Ruth", "Samuel", "Thurgood")
FAMILY = ("Byron", "Babbage", "Garc\u00eda", "Garc\u00eda M\u00e1rquez", "O'Brien", "O\u2019Connor",
          "Smith-Jones", "M\u00fcller", "Stra\u00dfe", "\u00c5str\u00f6m", "van der Berg", "St. John",
          "\u0160est\u00e1k", "\u5f20", "\u0418\u0432\u0430\u043d\u043e\u0432\u0430",
          "\u03a0\u03b1\u03c0\u03b1\u03b4\u03cc\u03c0\u03bf\u03c5\u03bb\u03bf\u03c2", "\u05db\u05d4\u05df",
          "Marshall", "Ginsburg", "Iivari")
SUFFIXES = ("Jr.", "Jr", "SR", "II", "iii", "IV.", "Esq.", "\u2162", ", Jr.", ", III, Esq.", " ,Esq",
            "Senior", "Junior", "2nd", "3RD", "4th", "Esquire", ", Ph.D.", "Ph-D", "M.D.", "J.D.", "LLM",
            "D.D.S.", "CPA", "(Jr.)", "Jr\u0301", ", J.R.", "V", "\uff2a\uff32")

# Tokens of names, and what may stand between them: every step of the reading of a name has its own.
NAME_TOKENS = (
    "John", "Ames", "Holt", "Garcia-Lopez", "Lee-Day", "O'Brien", "O\u02bbBrien", "J", "P", "J.", "P.",
    "J.P.", "D-K", "A/B", "\u0110\u1ed7", "\u0141uk", "S\u00f8ren", "\u01ff", "I\u015f\u0131k", "\u0130nan",
    "\u00c6sop", "\u00deor", "Stra\u00dfe", "Rene\u0301e", "\u0301", "a\u0307\u0323", "\u0930\u093e\u092e",
    "\u0915\u094d\u093c", "\u30d0", "\uff8a\uff9e", "\u05d3\u05b8\u05d5\u05d3", "\u0645\u064f\u062d",
    "\u0645\u0640\u064f", "\u0419\u043e", "\u03ac\u03b1", "\u5f20", "\u4f1f", "\ud55c",
    "\u0e01\u0e34\u0e19", "1", "101", "x\u00b2", "1\u0301", "!", "...", "-", "/", "\u00b4", "\u200b",
    "a\u200d\u0301", "\ufe0f", "\u02b9", "\ua78c", "\u02cb", "\u02cc", "\u1d2f\u0301", "\u214e\u0301",
    "\u10d0\u0301", "\u0149", "\ufb01", "sen-ior", "e-s-q", "i.i", "\u0661nd")
BETWEEN_TOKENS = (" ",) * 12 + (", ",) * 5 + (
    ",", "  ", "-", "/", ".", " - ", "\t", "\u00a0", "\uff0c", "\u2010", "", ", , ")

# Pairs of names that are hard to compare.
NAME_PAIRS = (
    ("Ada Byron",
     "Byron, Ada"), ("Ada Byron", "byron ada"), ("Ada Byron", "Ada Byrom"), ("Ada Byron", "Ann Byron"),
    ("Ada Byron", "ADA  BYRON"), ("Martin King", "King, Martin, Jr."), ("Martin King", "King, Jr., Martin"),
    ("Martin King",
     "Martin King III Esq"), ("Martin King", "Jr Martin King"), ("Martin King", "Martin Kingjr"),
    ("Martin King", "Martin King-IV"), ("Henry", "Henry \u2163"), ("Smith Jones", "Smith Jr.Jones"),
    ("Ren\u00e9e",
     "Rene\u0301e"), ("Ren\u00e9e", "Renee"), ("Strasse", "Stra\u00dfe"), ("STRASSE", "stra\u1e9ee"),
    ("\u0130nan", "inan"), ("\u0131nan", "inan"),
    ("\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3",
     "\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2"), ("OBrien", "O\u2019Brien"),
    ("O Brien", "O'Brien"), ("Smith Jones", "Smith\u2011Jones"), ("Smith Jones", "Smith/Jones"),
    ("Smith Jones", "Smith \u2014 Jones"), ("Finch", "\ufb01nch"), ("Ada", "\uff21\uff24\uff21"),
    ("Ada Byron",
     "Ada\u00a0\u3000Byron\t"), ("Ada\u200bByron", "AdaByron"), ("Room 101", "Room \u0661\u0660\u0661"),
    ("x\u00b2", "x2"), ("bc a", "A,B,C"), ("Ada", ",Ada"), ("Ada", "Ada,"), ("Ada", "Ada, Jr., "), ("!", "?"),
    ("Jr.", "Esq."), ("Ada", "..."), ("\u0301", "Ada"), ("\u5f20\u4f1f",
                                                         "\u4f1f\u5f20"), ("\u5f20\u4f1f", "\u5f20 \u4f1f"),
    ("\u05d3\u05d5\u05d3 \u05db\u05d4\u05df",
     "\u05db\u05d4\u05df, \u05d3\u05d5\u05d3"), ("\u212bngstrom", "angstrom"),
    ("\u00d8stby",
     "Ostby"), ("\U0001d400da", "Ada"), ("Ada \U0001f600", "Ada"), ("a\u0323\u0307", "a\u0307\u0323"),
    ("\uac00\ub098", "\u1100\u1161\u1102\u1161"), ("\u1e9b\u0323", "\u1e69"), ("abcdefghij", "abcdefgxyz"),
    ("abcdefghijklmnopqrst", "abcdefghijklmnopqxyz"), ("a b c d", "d c b a"), ("aa", "aaa"), ("x", "y"),
    ("n" * 256, "n" * 255 + "m"), ("\u00e9" * 128, "e" * 128), ("long " * 40, "gnol " * 40),
    ("Ada,\n\"the\" Byron", "the Byron Ada"), ("Iivari Vii", "Iivari Vii"), ("Sri Jra", "Sri Jra"),
    ("J.R. Ewing", "JR Ewing"), ("Ada Byron", "Ada (Byron)"), ("\u0132sbrand", "ijsbrand"),
    ("Martin King Jr", "Martin King Sr"), ("Martin King II", "King, Martin, III"),
    ("Martin King Jr", "Martin King II"), ("Martin King 2nd", "Martin King 3rd"),
    ("King Martin Jr", "Martin King"), ("King Martin Jr", "Martin King IV"),
    ("Martin King, Ph.D.", "Martin King, Esquire"), ("Holt, JR", "Holt Jr"), ("Holt, JR", "J. R. Holt"),
    ("J.P. Holt", "J. P. Holt"), ("W.E.B. Holt", "W E B Holt"), ("\u0110\u1ed7 Th\u1ecb", "Do Thi"),
    ("Ka\u02bbahu", "Kaahu"), ("\u0930\u093e\u092e", "\u0930\u0940\u092e"), ("\u30d0\u30d0", "\u30cf\u30cf"),
    ("\u0930\u093e\u092e Holt Jr", "\u0930\u093e\u092e Holt Sr"), ("\u0110\u00e0o Holt Jr", "Dao Holt III"),
)

SPECIAL_LOGINS = ("a&b", "x@firm.example", "cash$", "star*", "J.Doe", "\u00c4da", "jos\u00e9", "jose\u0301",
                  " lead", "trail ", "two words", 'q"uote', "com,ma", "line\nfeed", "return\r\nfeed", "=1+1",
                  "007", "7.0", "\u4f1f", "l" * 60, "-", "'", "|", ";", "\u00a0", "NULL", "tab\there",
                  "\ufeffbom")

# Values that cannot be read, by table and column.
UNREADABLE = {
    "central_accounts": {
        "usage": ("Individual", "person", " individual"),
        "status": ("open", "ACTIVE"),
        "generation": ("upgrade", "new"),
        "created": ("2014-8-11", "2015-02-29", "2014-08-11T00:00:00Z", "0000-01-01", "soon"),
        "search_status": ("on",),
        "mfa": ("true", "none"),
        "registration": ("attorney", "filer"),
        "exempt": ("1", "TRUE", "yes"),
        "pending_change": ("email",),
        "name": ("n" * 257, "\u00e9" * 129),
    },
    "court_accounts": {"role": ("Attorney", "judge", "attorney "), "status": ("open", "locked out"),
                       "opened": ("2010-01-32", "2010-01-04 08:00", "1/4/2010", "2010-01-04T08:00Z",
                                  "2021-03-14T02:30", "2021-11-07T01:30"),
                       "name": ("n" * 257,),
                       "principals": ("-1", "+1", "1.5", "4294967296", "99999999999999999999999", "one",
                                      " 1"), "pending_change": ("email", "NONE"),
                       "link_locked": ("0", "no"),},
    "links": {"linked_at": ("2023-05-03", "2023-05-03T10:00Z", "2023-05-03T10:00:60Z",
                            "2023-05-03T10:00:00.1234567Z", "2023-05-03T24:00:00Z", "2023-02-29T10:00:00Z",
                            "2023-05-03 10:00:00Z", "2023-05-03T10:00:00+24:00", "2023-05-03T10:00:00+0100",
                            "1683108000", "10000-01-01T00:00:00Z", "2023-05-03T10:00:00.Z",
                            "2023-05-03T10:00:00Z ", "2023-03-12T02:30", "2023-11-05T01:30:00"),
              "state": ("Active", "gone"), "made_by": ("clerk", "Court"),
              "central_proof": ("mfa", "Password"), "central_proof_at": ("2023-05-03", "noon"),
              "account_proof": ("secret",), "account_proof_at": ("2023-05-03", "2023-11-05T01:59"),
              "account_proof_court": ("c" * 17,), "confirmed_at": ("2023-05-03", "yes"),
              "approved": ("name-similar|", "|", "name-similar,name-missing", "Name-Similar", "all"),},
}

MISSING = {"central_accounts": ("usage", "status", "generation", "created", "mfa", "registration", "name"),
           "court_accounts": ("role", "status", "opened", "name"),
           "links": ("linked_at", "central_proof", "central_proof_at", "account_proof", "account_proof_at",
                     "account_proof_court", "confirmed_at")}

# Readable values that raise a finding, or could.
TELLING = {
    "central_accounts": {
        "usage": oracle.USAGES,
        "status": oracle.CENTRAL_STATUSES,
        "generation": oracle.GENERATIONS,
        "created": ("2014-08-10", "2014-08-11", "2014-12-31", "2015-01-01", "0001-01-01", "9999-12-31"),
        "search_status": oracle.SEARCH_STATUSES,
        "mfa": oracle.MFA_STATES,
        "registration": oracle.REGISTRATIONS,
        "exempt": ("true", "false"),
        "pending_change": oracle.PENDING_CHANGES,
    },
    "court_accounts": {
        "role": oracle.ROLES,
        "status": oracle.ACCOUNT_STATUSES,
        "opened": ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2024-06-01", "2041-07-04T12:00"),
        "principals": ("0", "1", "000", "4294967295"),
        "pending_change": oracle.PENDING_CHANGES,
        "link_locked": ("true", "false"),
    },
    "links": {"linked_at": ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z",
                            "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59.999999Z", "2041-07-04T12:00",
                            "2041-01-04T12:00", "2023-03-12T01:59:59.999999", "2023-03-12T03:00",
                            "2023-11-05T00:59:59", "2023-11-05T02:00", "2023-05-03t10:00:00z",
                            "2023-05-03T10:00:00-00:00", "2024-02-29T10:00"),
              "state": oracle.LINK_STATES, "made_by": oracle.MAKERS, "central_proof": oracle.PROOFS,
              "account_proof": oracle.PROOFS, "account_proof_court": ("wiwd", "rnd1", "RND1", "*"),
              "approved": ("central-exempt", "name-similar|name-differs", "central-shared",
                           "attempts-exhausted|name-missing|name-missing"),},
}


# ---- The ledger ----------------------------------------------------------------------------------

COLUMNS = {
    "central_accounts": ("central_id", "usage", "status", "generation", "created", "search_status", "mfa",
                         "registration", "exempt", "pending_change", "name"),
    "court_accounts": ("court", "login", "role", "status", "opened", "name", "principals", "pending_change",
                       "link_locked"),
    "links": ("court", "login", "central_id", "linked_at", "state", "made_by", "central_proof",
              "central_proof_at", "account_proof", "account_proof_at", "account_proof_court", "confirmed_at",
              "approved"),
    "tombstones": ("court", "login", "central_id", "removed_at", "actor", "reason", "lifted_at"),
    "roster": ("court", "login", "central_id"),
    "registrations": ("court", "central_id", "type", "role", "state", "login", "submitted_at", "decided_at",
                      "reason"),
}


class RandomLedger:

    def __init__(self, links, seed, as_of):
        self.random = SplitMix64(seed)
        self.as_of = as_of
        self.courts = Courts(self.random, as_of)
        self.tables = {name: [] for name in COLUMNS}
        self.serial = 0
        self.plant()
        while len(self.tables["links"]) < links:
            self.add_person()

    # -- records

    def next_serial(self):
        self.serial += 1
        return self.serial

    def person_name(self):
        return f"{self.random.pick(GIVEN)} {self.random.pick(FAMILY)}"

    def hard_name(self):
        """A name that takes many steps to read."""
        random = self.random
        name = random.pick(NAME_TOKENS)
        for _ in range(random.below(6)):
            name += random.pick(BETWEEN_TOKENS) + random.pick(SUFFIXES if random.chance(30) else NAME_TOKENS)
        return name

    def add_central(self, **changes):
        random = self.random
        serial = self.next_serial()
        central = {
            "central_id": random.pick((f"{7000000 + serial}", f"{serial:07}", f"{serial:07}", f"p-{serial}",
                                       f"\u00fc{serial}")),
            "usage": "individual", "status": "active", "generation": "upgraded",
            "created": f"{random.between(2015, 2019)}-{random.between(1, 13):02}-{random.between(1, 29):02}",
            "search_status": random.pick(("", "active")), "mfa": "enrolled",
            "registration": random.pick(("case-search-only", "attorney-filer")),
            "exempt": random.pick(("", "false")), "pending_change": random.pick(("", "none")),
            "name": self.person_name()} | changes
        self.tables["central_accounts"].append(central)
        return central

    def add_account(self, court, **changes):
        random = self.random
        opened = self.as_of - random.between(9 * YEAR, 15 * YEAR)
        account = {
            "court": court.id, "login": f"{random.pick(('jd', 'filer', 'atty', 'x'))}{self.next_serial()}",
            "role": "attorney",
            "status": "active",
            "opened": random.pick(("", local_text(opened, court.zone)[:10],
                                   self.written(opened, court.zone))),
            "name": self.person_name(),
            "principals": random.pick(("", "", "3")), "pending_change": random.pick(("", "none")),
            "link_locked": random.pick(("", "false"))} | changes
        self.tables["court_accounts"].append(account)
        return account

    def add_link(self, court, account, central, at, *, central_age=None, account_age=None,
                 confirmed_before=None, **changes):
        random = self.random
        if central_age is None:
            central_age = random.below(court.central_age + 1)
        if account_age is None:
            account_age = random.below(court.account_age + 1)
        if confirmed_before is None:
            confirmed_before = random.below(MINUTE)
        link = {
            "court": account["court"], "login": account["login"], "central_id": central["central_id"],
            "linked_at": self.written(at, court.zone),
            "state": random.pick(("", "active")), "made_by": random.pick(("", "filer")),
            "central_proof": random.pick(court.central_proofs),
            "central_proof_at": self.written(at - central_age,
                                             court.zone), "account_proof": random.pick(court.account_proofs),
            "account_proof_at": self.written(at - account_age,
                                             court.zone), "account_proof_court": account["court"],
            "confirmed_at": self.written(at - confirmed_before, court.zone),
            "approved": random.pick(("", "", "", "name-similar"))} | changes
        self.tables["links"].append(link)
        return link

    def add_to_roster(self, court, account, central):
        entry = self.random.pick(({"login": account["login"]}, {"central_id": central["central_id"]},
                                  {"login": account["login"], "central_id": central["central_id"]}))
        self.tables["roster"].append({"court": court.id} | entry)

    def add_tombstone(self, link, removed_at, lifted_at=""):
        self.tables["tombstones"].append({key: link[key] for key in ("court", "login", "central_id")} | {
            "removed_at": removed_at, "lifted_at": lifted_at, "actor": self.random.pick(("", "clerk")),
            "reason": self.random.pick(("", "wrong person", 'said "no",\nthen left'))})

    # -- times

    def written(self, instant, zone):
        """The instant in a form that a table may have."""
        random = self.random
        style = random.below(8)
        if style < 3:
            text = oracle.show_instant(instant)
            return text.lower() if style == 2 and random.chance(30) else text
        if style < 5:
            hours, minutes = random.pick(((-5, 0), (10, 0), (5, 30), (-3, -30), (0, 0)))
            shifted = timezone(timedelta(hours=hours, minutes=minutes))
            return utc(instant).astimezone(shifted).isoformat(timespec=random.pick(("auto", "microseconds")))
        local = local_text(instant, zone)
        if not is_readable(local, zone, instant):
            return oracle.show_instant(instant)
        return local[:16] if style == 5 and instant % MINUTE == 0 else local

    def clean_time(self, court):
        """An instant at which the court allows links, if there is one."""
        while True:
            end = self.as_of if court.closes is None else court.closes
            at = end - self.random.between(DAY, 600 * DAY)
            if self.random.chance(70):
                at -= at % SECOND
            is_bounded = court.not_before is None or court.go_live is None or at >= court.go_live
            if is_bounded and not any(begin <= at < end for begin, end in court.outages):
                return at

    # -- planted links

    def planted(self, court, at=None, central=None, account=None, to_central=None, of_account=None,
                roster=True, **link):
        """A link that is clean except for the changes, with new records (also changed) or with given ones."""
        central = to_central or self.add_central(**(central or {}))
        account = of_account or self.add_account(court, **({"name": central["name"]} | (account or {})))
        if roster and court.asks_for_roster:
            self.add_to_roster(court, account, central)
        return self.add_link(court, account, central, self.clean_time(court) if at is None else at, **link)

    def some_court(self):
        return self.random.pick(self.courts.all)

    def plant(self):
        self.plant_values()
        self.plant_unknown_courts()
        self.plant_boundaries_of_courts()
        self.plant_boundaries_of_proofs()
        self.plant_boundaries_of_accounts()
        self.plant_keys()
        self.plant_logins()
        self.plant_roles_and_rosters()
        self.plant_other_links()
        self.plant_tombstones()
        self.plant_removed_links()
        self.plant_admissions()
        self.plant_approvals()
        self.plant_registrations()
        self.plant_names()

    def plant_values(self):
        """Every value that matters, is missing or cannot be read, each in an otherwise clean link."""
        for kind in (TELLING, UNREADABLE):
            for table, columns in kind.items():
                for column, values in columns.items():
                    for value in values:
                        self.plant_value(table, column, value)
        for table, columns in MISSING.items():
            for column in columns:
                self.plant_value(table, column, "")

    def plant_value(self, table, column, value):
        for court in (self.courts["rnd1"], self.some_court()):
            changes = {column: value}
            if table == "central_accounts":
                self.planted(court, central=changes)
            elif table == "court_accounts":
                self.planted(court, account=changes)
            else:
                self.planted(court, **changes)
        if table == "central_accounts" and column == "created":
            self.planted(self.courts["rnd1"],
                         central=changes | {"generation": self.random.pick(("", "legacy", "old"))})

    def plant_unknown_courts(self):
        home = self.courts["rnd1"]
        for court_id in ("nowhere", "*", "", "RND1", "rnd1 ", "c" * 16, "c" * 17, "\u00e9" * 8, "\u00e9" * 9,
                         "all"):
            stranger = Court(court_id, home.zone)
            at = self.clean_time(home)
            times = dict.fromkeys(("linked_at", "central_proof_at", "account_proof_at", "confirmed_at"),
                                  oracle.show_instant(at))
            self.planted(stranger, account={"opened": "2010-01-04T00:00:00Z"}, **times)
            self.planted(stranger, account={"opened": "2010-01-04"}, **times)
            self.planted(stranger, account={"opened": "2010-01-44"}, **times)
            self.planted(stranger, account={"opened": oracle.show_instant(at + 1)},
                         central={"created": "2024-12-31", "mfa": ""}, **times)
            self.planted(stranger, **times | {self.random.pick(tuple(times)): local_text(at, home.zone)})
            self.add_tombstone(self.planted(stranger, **times),
                               self.random.pick(("2041-01-01T00:00:00Z", "2041-01-01T00:00")))

    def plant_boundaries_of_courts(self):
        for court in self.courts.invented:
            instants = [court.go_live, court.not_before, court.closes,
                        self.as_of] + [instant for outage in court.outages for instant in outage]
            for instant in instants:
                if instant is not None:
                    for near in (-1, 0, 1):
                        self.planted(court, at=instant + near)
            if court.go_live is not None:
                for opened in (court.go_live - 1, court.go_live, court.go_live + 1):
                    self.planted(court, account={"opened": self.written(opened, court.zone)})
                for opened in (court.go_live, court.go_live - DAY, court.go_live + DAY):
                    self.planted(court, account={"opened": local_text(opened, court.zone)[:10]})
            for mfa in ("", "enrolled", "not-enrolled"):
                self.planted(court, central={"mfa": mfa})
            self.planted(court)
        for court_id, linked_at in BUILT_IN_BOUNDARIES:
            self.planted(self.courts[court_id], linked_at=linked_at)

    def plant_boundaries_of_proofs(self):
        for court in self.courts.invented:
            for near in (-1, 0, 1):
                self.planted(court, central_age=court.central_age + near)
                self.planted(court, account_age=court.account_age + near)
                self.planted(court, central_age=near)
                self.planted(court, account_age=near)
                self.planted(court, confirmed_before=near)
            for made_by in oracle.MAKERS + ("nobody",):
                self.planted(court, made_by=made_by, central_proof="none", account_proof="",
                             account_proof_court="", confirmed_at="")
                self.planted(court, made_by=made_by, central_proof="asserted", account_proof="roster-match",
                             account_proof_court="wiwd")
                self.planted(court, made_by=made_by, central_age=-HOUR, account_age=10 * DAY,
                             linked_at="never")

    def plant_boundaries_of_accounts(self):
        for court in self.courts.invented:
            at = self.clean_time(court)
            for near in (-1, 0, 1):
                self.planted(court, at=at, account={"opened": self.written(at + near, court.zone)})
            day = local_text(at, court.zone)[:10]
            midnight = oracle.read_instant_or_date(day, court.zone)
            for near in (-1, 0, 1):
                self.planted(court, at=midnight + near, central={"created": day})
                self.planted(court, at=midnight + near, account={"opened": day})

    def plant_keys(self):
        """Unknown, ambiguous and unreadable keys."""
        for _ in range(3):
            court = self.some_court()
            self.planted(court, central_id="0")
            self.planted(court, login="nobody")
            self.planted(court, central_id="")
            self.planted(court, login="")
            self.planted(court, central_id="9" * 33)
            self.planted(court, login="l" * 65)
            self.planted(court, account={"login": "\u00e9" * 33})
            self.planted(court, central={"central_id": ""})
            for changes in ({}, {"usage": "shared"}, {"name": "", "status": "gone"}):
                link = self.planted(court, central={"generation": "legacy"})
                self.add_central(central_id=link["central_id"], **changes)
            for changes in ({}, {"status": "terminated"}, {"name": "", "role": ""}):
                link = self.planted(court, account={"status": "locked"})
                self.add_account(court, login=link["login"], **changes)
        self.planted(self.courts["rnd1"], central={"central_id": "9" * 32}, account={"login": "\u00e9" * 32})
        other = self.courts["rnd6"]
        self.add_account(other,
                         # The same login at another court is not a duplicate.
                         login=self.planted(self.courts["rnd1"])["login"])

    def plant_logins(self):
        for court_id in ("rnd1", "rnd2", "rnd6", "pawd", "ca4"):
            for login in SPECIAL_LOGINS:
                self.planted(self.courts[court_id], account={"login": login})

    def plant_roles_and_rosters(self):
        for role in oracle.ROLES + ("", "wizard"):
            for registration in oracle.REGISTRATIONS + ("", "other"):
                self.planted(self.courts["rnd5"],
                             account={"role": role, "principals": self.random.pick(("", "0", "2"))},
                             central={"registration": registration})
        asking = self.courts["rnd3"]
        for _ in range(4):
            self.planted(asking)
            self.planted(asking, roster=False)
            link = self.planted(asking, roster=False)
            self.tables["roster"].append({"court": "rnd1", "login": link["login"],
                                          "central_id": link["central_id"]})
            link = self.planted(asking, roster=False)
            self.tables["roster"].append({"court": asking.id, "login": "l" * 65,
                                          "central_id": link["central_id"]})
            link = self.planted(asking, roster=False)
            self.tables["roster"].append({"court": asking.id, "login": link["central_id"],
                                          "central_id": link["login"]})
        self.tables["roster"].append({"court": asking.id})
        self.tables["roster"].append({"court": "", "login": "x"})

    def plant_other_links(self):
        states = (("", ""), ("active", "removed"), ("removed", "removed"), ("active", "gone"),
                  ("", "active", "active"))
        for court in self.courts.invented:
            for each in states:
                self.plant_pair_again(court, each)
                self.plant_centrals_of_one_account(court, each)
                self.plant_accounts_of_one_central(court, each, ("attorney",) * 3)
            for roles in (("attorney", "trustee", "attorney"), ("", "", "wizard"),
                          ("wizard", "witch", "wizard"), ("?", "?", "attorney"), ("?", "2", "2"),
                          ("?", "", ""), ("2", "wizard", "")):
                self.plant_accounts_of_one_central(court, ("", "active", "active"), roles)

    def plant_pair_again(self, court, states):
        central = self.add_central()
        account = self.add_account(court, name=central["name"])
        for state in states:
            self.planted(court, to_central=central, of_account=account, state=state)

    def plant_centrals_of_one_account(self, court, states):
        account = self.add_account(court, name="Ada Byron")
        for state in states:
            self.planted(court, central={"name": "Ada Byron"}, of_account=account, state=state)
        if self.random.chance(30):
            self.planted(court, of_account=account, central_id=self.random.pick(("unknown", "", "9" * 33)))

    def plant_accounts_of_one_central(self, court, states, roles):
        """Several accounts of a central account. Role "?": it does not exist; role "2": it exists twice."""
        central = self.add_central()
        for state, role in zip(states, roles):
            account = self.add_account(court, name=central["name"],
                                       role="attorney" if role in ("?", "2") else role)
            if role == "2":
                self.add_account(court, login=account["login"])
            if role == "?":
                self.tables["court_accounts"].remove(account)
            self.planted(court, to_central=central, of_account=account, state=state)

    def plant_tombstones(self):
        for court in self.courts.invented:
            for state in ("", "removed"):
                at = self.clean_time(court)
                for near in (-DAY, -1, 0, 1, DAY):
                    self.add_tombstone(self.planted(court, at=at, state=state),
                                       self.written(at + near, court.zone))
                for removed_at in ("", "once", "2041-01-01", "2023-03-12T02:30", "2041-01-01T00:00"):
                    self.add_tombstone(self.planted(court, state=state), removed_at)
            link = self.planted(court, linked_at="once")
            self.add_tombstone(link, "2041-01-01T00:00:00Z")
            link = self.planted(court)
            self.add_tombstone(link | {"central_id": "another"}, "2001-01-01T00:00:00Z")
            self.add_tombstone(link | {"login": "l" * 65}, "2001-01-01T00:00:00Z")
            self.add_tombstone(link, "2041-01-01T00:00:00Z")
            self.add_tombstone(link, "2041-01-02T00:00:00Z")

            at = self.clean_time(court)
            for removed, lifted in ((-2, -1), (-2, 0), (-2, 1), (0, 0), (-1, -1), (-1, -2), (1, 2)):
                self.add_tombstone(self.planted(court, at=at), self.written(at + removed, court.zone),
                                   self.written(at + lifted, court.zone))
            for removed_at, lifted_at in (("once", "2001-01-01T00:00:00Z"), ("2001-01-01T00:00:00Z", "once"),
                                          ("2001-01-01T00:00:00Z", "2023-03-12T02:30")):
                self.add_tombstone(self.planted(court), removed_at, lifted_at)
            self.add_tombstone(self.planted(court, linked_at="once"), "2001-01-01T00:00:00Z",
                               "2001-01-02T00:00:00Z")
            link = self.planted(court, at=at)  # removed, released, removed again
            self.add_tombstone(link, self.written(at - 9, court.zone), self.written(at - 8, court.zone))
            self.add_tombstone(link, self.written(at - 3, court.zone),
                               self.random.pick(("", self.written(at - 1, court.zone))))

    def plant_removed_links(self):
        """A removed link is history, whatever is wrong with its accounts."""
        for court in self.courts.all:
            self.planted(court, state="removed", central={"usage": "shared", "status": "gone", "name": "Eve"})
            self.planted(court, state="removed", account={"status": "terminated", "role": "judge"})
            self.planted(court, state="removed", central_id="0", login="nobody")
            self.planted(court, state="removed", central_proof="none", account_proof="", confirmed_at="")
        for column, values in UNREADABLE["links"].items():
            for value in values:
                if column != "state":
                    self.planted(self.some_court(), state="removed", **{column: value})
        for column in ("court", "login", "central_id", "linked_at"):
            self.planted(self.some_court(), state="removed")[column] = ""

    def plant_admissions(self):
        """Accounts that the court made: what concerns the moving of old accounts does not concern them."""
        for court in self.courts.all:
            admitted = {"made_by": "admission", "central_proof": "", "central_proof_at": "",
                        "account_proof": "", "account_proof_at": "", "account_proof_court": "",
                        "confirmed_at": ""}
            live = self.clean_time(court)
            for account in ({}, {"role": "staff"}, {"role": "wizard"}, {"login": f"A&{self.next_serial()}$"},
                            {"opened": self.written(live, court.zone)}, {"status": "suspended"}):
                self.planted(court, at=live, account=account, roster=False, **admitted)
            self.planted(court, at=self.as_of - DAY, roster=False, **admitted)
            self.planted(court, at=self.as_of - 9 * YEAR, roster=False, **admitted)
            self.planted(court, central={"usage": "shared"}, roster=False, **admitted)
            central = self.add_central()
            for role in ("attorney", "pro-hac-vice"):
                self.planted(court, to_central=central, account={"name": central["name"], "role": role},
                             roster=False, **admitted)

    def plant_approvals(self):
        """What holds and was approved does not hold; what refuses cannot be approved."""
        for court in self.courts.all:
            for approved in ("", "central-exempt", "central-exempt|name-differs|confirmation-missing",
                             "name-differs", "central-exempt|nonsense"):
                self.planted(court, central={"exempt": "true"}, approved=approved)
                self.planted(court, confirmed_at="", account={"name": "Someone Else"}, approved=approved)
                self.planted(court, central={"usage": "shared", "exempt": "true"},
                             approved="central-shared|" + approved)
            central = self.add_central()
            for approved in ("central-slot-taken", "already-linked|account-linked-elsewhere", ""):
                account = self.add_account(court, name=central["name"])
                for _ in range(2):
                    self.planted(court, to_central=central, of_account=account, approved=approved)

    def plant_registrations(self):
        random = self.random
        for court in self.courts.all:
            for state in oracle.REQUEST_STATES + ("", "gone"):
                self.tables["registrations"].append({
                    "court": court.id,
                    "central_id": random.pick(self.tables["central_accounts"])["central_id"],
                    "type": random.pick(oracle.REQUEST_TYPES + ("other",)),
                    "role": random.pick(oracle.ROLES), "state": state,
                    "login": random.pick(("", "somebody")), "reason": random.pick(("", "no, not yet")),
                    "submitted_at": random.pick(("", "2023-05-03T10:00", "2023-03-12T02:30"))})

    def plant_names(self):
        for one, other in NAME_PAIRS:
            for court_id in ("rnd1", "rnd4", self.some_court().id):
                self.planted(self.courts[court_id], central={"name": one}, account={"name": other})
        for one, other in (("", "Ada"), ("Ada", ""), ("", "")):
            self.planted(self.courts["rnd4"], central={"name": one}, account={"name": other})

    # -- ordinary people

    def respelt(self, name):
        """The name as a court may have written it."""
        random = self.random
        given, _, family = name.partition(" ")
        style = random.below(30)
        if style == 0:
            return f"{family}, {given}"
        if style == 1:
            return f"{family} {given}"
        if style == 2:
            return f"{name} {random.pick(SUFFIXES)}".replace(" ,", ",")
        if style == 3:
            return f"{family}, {given} {random.pick(SUFFIXES)}"
        if style == 4:
            return name.upper()
        if style == 5:
            return oracle.without_accents(name)
        if style == 6:
            return unicodedata.normalize("NFD", name)
        if style == 7:
            return name.replace("-", " ").replace("'", "\u2019")
        if style == 8:
            at = random.below(len(name))
            return name[:at] + random.pick(("", "e", name[at] * 2, "\u00ad")) + name[at + 1:]
        if style == 9:
            return self.person_name()
        if style == 10:
            return f"{given[0]}. {family}"
        if style == 11:
            return name.replace(". ", ".")
        if style == 12:
            return random.pick(BETWEEN_TOKENS).join(name.split(" "))
        if style == 13:
            return name.swapcase()
        if style == 14:
            return " ".join(reversed(name.split(" ")))
        if style == 15:
            return f"{name} {random.pick(SUFFIXES)} {random.pick(SUFFIXES)}"
        return name

    def spoil(self, table, record):
        """One mistake in one field."""
        kind = self.random.pick((TELLING, TELLING, UNREADABLE, MISSING))
        if kind is MISSING:
            record[self.random.pick(MISSING[table])] = ""
        else:
            column = self.random.pick(tuple(kind[table]))
            record[column] = self.random.pick(kind[table][column])

    def add_person(self):
        """A central account linked to accounts at one to three courts; one record in eight has a mistake."""
        random = self.random
        name = self.hard_name() if random.chance(15) else self.person_name()
        central = self.add_central(
            name=random.pick(("", f"{name} {random.pick(SUFFIXES)}")) if random.chance(10) else name)
        if random.chance(12):
            self.spoil("central_accounts", central)
        for court in {court.id: court
                      for court in (self.some_court() for _ in range(random.between(1, 4)))}.values():
            account = self.add_account(court, name=self.respelt(name))
            if random.chance(15):
                account["role"] = random.pick(oracle.ROLES)
            if random.chance(15):
                account["login"] = f"{random.pick(SPECIAL_LOGINS)[:50]}{self.next_serial()}"
            if random.chance(12):
                self.spoil("court_accounts", account)
            if court.asks_for_roster and random.chance(90):
                self.add_to_roster(court, account, central)
            link = self.add_link(court, account, central, self.clean_time(court))
            if random.chance(12):
                self.spoil("links", link)
            if random.chance(8):
                link["state"] = "removed"
            if random.chance(8):
                link["made_by"] = random.pick(oracle.MAKERS)
            if random.chance(2):
                self.tables["links"].append(dict(link))
            if random.chance(2):
                link["central_id"] = random.pick(self.tables["central_accounts"])["central_id"]
            if random.chance(2):
                link["login"] = random.pick(self.tables["court_accounts"])["login"]
            if random.chance(2):
                self.add_tombstone(link, self.written(self.clean_time(court), court.zone))

    # -- files

    def write(self, folder, policies):
        os.makedirs(folder, exist_ok=True)
        os.makedirs(policies, exist_ok=True)
        for name, layer in self.courts.layers.items():
            with open(os.path.join(policies, name), "w", encoding="utf-8", newline="\n") as file:
                json.dump(layer, file, ensure_ascii=False, indent=2)
                file.write("\n")
        for name, rows in self.tables.items():
            with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as file:
                file.write(self.csv_text(COLUMNS[name], rows))

    def csv_text(self, columns, rows):
        random = self.random
        columns = list(columns)
        if random.chance(50):
            columns.append("comment")
        random.shuffle(columns)
        random.shuffle(rows)
        end = random.pick(("\n", "\r\n"))
        quote_all = random.chance(20)

        def cell(text):
            quoted = quote_all or any(c in text for c in ',"\r\n') or random.chance(3)
            return '"' + text.replace('"', '""') + '"' if quoted else text

        def value(row, column):
            if column == "comment":
                return random.pick(("", "checked", 'a "quoted", word', f"two{end}lines", "\u2713"))
            return row.get(column, "")

        lines = [",".join(cell(column) for column in columns)]
        lines += [",".join(cell(value(row, column)) for column in columns) for row in rows]
        return random.pick(("", "\ufeff")) + end.join(lines) + random.pick(("", end))


def generate(folder, links, seed, as_of=AS_OF, policies=None):
    ledger = RandomLedger(links, seed, oracle.read_instant(as_of, None))
    ledger.write(folder, policies or os.path.join(folder, "policies"))
    return len(ledger.tables["links"])


def main():
    parser = argparse.ArgumentParser(description="Write a random ledger folder, the same for the same seed.")
    parser.add_argument("folder")
    parser.add_argument("--links", type=int, required=True, help="about how many")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--as-of", default=AS_OF,
                        help="the instant as of which it will be verified (default: %(default)s)")
    parser.add_argument("--policies", help="where to write the user layers (default: FOLDER/policies)")
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.links, arguments.seed, arguments.as_of, arguments.policies)


if __name__ == "__main__":
    main()
