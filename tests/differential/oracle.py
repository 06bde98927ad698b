#!/usr/bin/env python3
"""The oracle: computes what `ecflink verify` computes, a second time, slowly and simply.

    oracle.py FOLDER --policies RESOLVED.json --as-of T --out FILE.csv [--report REPORT.json]

It was written from the published contract alone, in another language, and shares no code with the engine.
If the two agree byte for byte, neither has made a mistake that the other has not made. So nothing here is
clever. Every finding is one function that says what the contract says. A record is read once, into simple
values; a value that cannot be read is None.

RESOLVED.json maps court ids to resolved policies, and "*" to the policy for courts that have none of their
own. The oracle does not merge policy layers.

Reading order: times, fields and records, names, policies, the ledger, the findings, the verdict, the report.
"""

import argparse
import csv
import functools
import io
import json
import os
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Callable, Optional
from zoneinfo import ZoneInfo


class BadInput(Exception):
    """A file that is not a table at all: the run stops, and nothing is written."""


class Unreadable(ValueError):
    """A value that is present but cannot be read."""


class NeedsZone(Unreadable):
    """A well-formed local time or date of a court whose zone is not known."""


# ---- Times: integers of microseconds since 1970-01-01T00:00Z -------------------------------------

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
INSTANT = (DATE + r"[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?"
           r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))")
LOCAL = DATE + r"[Tt]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?"
DURATION = (r"P(?:([0-9]+)W)?(?:([0-9]+)D)?"
            r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]{1,6}))?S)?)?")


def date_of(year, month, day):
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Unreadable(str(error)) from None


def read_date(text):
    match = re.fullmatch(DATE, text)
    if not match:
        raise Unreadable(f"not a date: {text!r}")
    return date_of(*match.groups())


def clock_of(civil, hour, minute, second, fraction):
    """Microseconds from the epoch to the instant at which a UTC clock shows this."""
    hour, minute, second = int(hour), int(minute), int(second or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Unreadable("no such time of day")
    days = civil.toordinal() - date(1970, 1, 1).toordinal()
    return days * DAY + hour * HOUR + minute * MINUTE + second * SECOND + int((fraction or "").ljust(6, "0"))


def instant_of_local(clock, zone):
    """The instant at which clocks in the zone show this, if there is exactly one."""
    if zone is None:
        raise NeedsZone("a local time, but no zone")
    local = datetime(1970, 1, 1, tzinfo=zone) + timedelta(microseconds=clock)
    earlier, later = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if earlier != later:
        raise Unreadable("this local time " + ("exists twice" if earlier > later else "does not exist"))
    return clock - earlier // timedelta(microseconds=1)


def start_of_day(civil, zone):
    return instant_of_local(clock_of(civil, 0, 0, 0, ""), zone)


def read_instant(text, zone):
    """An instant with Z or an offset, or a local date and time."""
    if match := re.fullmatch(INSTANT, text):
        year, month, day, hour, minute, second, fraction, sign, offset_hours, offset_minutes = match.groups()
        clock = clock_of(date_of(year, month, day), hour, minute, second, fraction)
        if sign is None:
            return clock
        if int(offset_hours) > 23 or int(offset_minutes) > 59:
            raise Unreadable("no such offset")
        offset = int(offset_hours) * HOUR + int(offset_minutes) * MINUTE
        return clock - offset if sign == "+" else clock + offset
    if match := re.fullmatch(LOCAL, text):
        year, month, day, hour, minute, second, fraction = match.groups()
        return instant_of_local(clock_of(date_of(year, month, day), hour, minute, second, fraction), zone)
    raise Unreadable(f"not an instant: {text!r}")


def read_instant_or_date(text, zone):
    """As above, or a date, which means the beginning of that day in the zone."""
    if re.fullmatch(DATE, text):
        return start_of_day(read_date(text), zone)
    return read_instant(text, zone)


def read_duration(text):
    match = re.fullmatch(DURATION, text)
    if not match or not any(match.groups()):
        raise Unreadable(f"not a duration: {text!r}")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[:5])
    fraction = int((match.group(6) or "").ljust(6, "0"))
    return (7 * weeks + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + fraction


def show_instant(instant):
    seconds, fraction = divmod(instant, SECOND)
    text = (datetime(1970, 1, 1) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{fraction:06d}".rstrip("0") if fraction else "") + "Z"


# ---- Tables --------------------------------------------------------------------------------------

def read_table(path, required):
    """The rows of a CSV file, each a dict by column name.

    A file that is not a well-formed table raises BadInput.

    A required column "a|b" is either of the two, or both.
    """
    with open(path, "rb") as file:
        raw = file.read()
    if b"\0" in raw:
        raise BadInput(f"{path}: a NUL at byte {raw.index(0)}")
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: {error}") from None
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        if len(set(header)) != len(header):
            raise BadInput(f"{path}: a column is named twice")
        for column in required:
            if not set(column.split("|")) & set(header):
                raise BadInput(f"{path}: no column {column}")
        rows = []
        for cells in lines:
            if len(cells) != len(header):
                raise BadInput(f"{path}:{lines.line_num}: {len(cells)} fields where the header has "
                               f"{len(header)}")
            rows.append(dict(zip(header, cells)))
        return rows
    except csv.Error as error:
        raise BadInput(f"{path}:{lines.line_num}: {error}") from None


class Fields:
    """Reads the fields of one row, and remembers whether the row is malformed.

    A field is malformed if it is required and empty, or if it is present and cannot be read. Its value is
    then its default, or None if it has no default.
    """

    def __init__(self, cells):
        self.cells = cells
        self.malformed = False

    def read(self, column, reader, default=None, required=False):
        text = self.cells.get(column, "")
        if text == "":
            self.malformed |= required
            return default
        try:
            return reader(text)
        except Unreadable:
            self.malformed = True
            return default

    def text(self, column, most_bytes, required=False):
        def reader(text):
            if len(text.encode("utf-8")) > most_bytes:
                raise Unreadable("too long")
            return text
        return self.read(column, reader, required=required)

    def token(self, column, tokens, default=None, required=False):
        def reader(text):
            if text not in tokens:
                raise Unreadable(f"unknown token {text!r}")
            return text
        return self.read(column, reader, default, required)

    def boolean(self, column):
        return self.token(column, ("true", "false"), default="false") == "true"

    def court(self, column="court", required=True):
        return self.text(column, 16, required)

    def login(self, required=True):
        return self.text("login", 64, required)

    def central_id(self, required=True):
        return self.text("central_id", 32, required)

    def name(self):
        return self.text("name", 256)


USAGES = ("individual", "shared", "administrative")
GENERATIONS = ("legacy", "upgraded")
CENTRAL_STATUSES = ("active", "not-activated", "on-hold", "disabled", "closed")
SEARCH_STATUSES = ("active", "inactive")
MFA_STATES = ("enrolled", "not-enrolled")
REGISTRATIONS = ("case-search-only", "attorney-filer", "non-attorney-filer")
PENDING_CHANGES = ("none", "contact", "credential")
ROLES = ("attorney", "pro-hac-vice", "government-attorney", "cja-attorney", "trustee", "us-trustee",
         "filing-agent", "limited-filer", "claims-agent", "pro-se", "court-reporter", "mediator", "auditor",
         "interested-party", "staff")
ACCOUNT_STATUSES = ("active", "locked", "fee-locked", "restricted", "suspended", "terminated")
LINK_STATES = ("active", "removed")
MAKERS = ("filer", "court", "import", "admission")
REQUEST_TYPES = ("admission", "filing-only", "pro-hac-vice", "federal-attorney", "multidistrict",
                 "non-attorney")
REQUEST_STATES = ("draft", "submitted", "court-pending", "more-information", "approved", "rejected")
PROOFS = ("none", "asserted", "roster-match", "invitation", "password", "password-mfa", "staff-verified")


@dataclass
class CentralAccount:
    central_id: Optional[str]
    usage: Optional[str]
    status: Optional[str]
    generation: Optional[str]
    created: Optional[date]
    search_status: str
    mfa: Optional[str]
    registration: Optional[str]
    exempt: bool
    pending_change: str
    name: Optional[str]
    malformed: bool


def read_central_account(cells):
    fields = Fields(cells)
    return CentralAccount(
        central_id=fields.central_id(),
        usage=fields.token("usage", USAGES, required=True),
        status=fields.token("status", CENTRAL_STATUSES, required=True),
        generation=fields.token("generation", GENERATIONS),
        created=fields.read("created", read_date),
        search_status=fields.token("search_status", SEARCH_STATUSES, default="active"),
        mfa=fields.token("mfa", MFA_STATES),
        registration=fields.token("registration", REGISTRATIONS),
        exempt=fields.boolean("exempt"),
        pending_change=fields.token("pending_change", PENDING_CHANGES, default="none"),
        name=fields.name(),
        malformed=fields.malformed)


@dataclass
class CourtAccount:
    court: Optional[str]
    login: Optional[str]
    role: Optional[str]
    role_as_written: str
    status: Optional[str]
    opened: Optional[int]
    name: Optional[str]
    principals: Optional[int]
    pending_change: str
    link_locked: bool
    malformed: bool


def read_principals(text):
    if not re.fullmatch(r"[0-9]+", text) or int(text) > 4_294_967_295:
        raise Unreadable("not a count")
    return int(text)


def read_court_account(cells, zone_of):
    fields = Fields(cells)
    court = fields.court()

    def opened(text):
        try:
            return read_instant_or_date(text, zone_of(court))
        except NeedsZone:
            return None  # The unknown court has a finding of its own.

    return CourtAccount(
        court=court,
        login=fields.login(),
        role=fields.token("role", ROLES, required=True),
        role_as_written=cells["role"],
        status=fields.token("status", ACCOUNT_STATUSES, required=True),
        opened=fields.read("opened", opened),
        name=fields.name(),
        principals=fields.read("principals", read_principals),
        pending_change=fields.token("pending_change", PENDING_CHANGES, default="none"),
        link_locked=fields.boolean("link_locked"),
        malformed=fields.malformed)


@dataclass
class Link:
    cells: dict
    court: Optional[str]
    login: Optional[str]
    central_id: Optional[str]
    linked_at: Optional[int]
    state: str
    made_by: str
    central_proof: Optional[str]
    central_proof_at: Optional[int]
    account_proof: Optional[str]
    account_proof_at: Optional[int]
    account_proof_court: Optional[str]
    confirmed_at: Optional[int]
    approved: frozenset
    malformed: bool

    def joins(self):
        """Whether the row says which account it joins to which central account."""
        return None not in (self.court, self.login, self.central_id)

    def is_active(self):
        return self.state == "active"


def read_finding_list(text):
    """Tokens of findings, joined by `|`."""
    tokens = text.split("|")
    if any(token not in FINDING_TOKENS for token in tokens):
        raise Unreadable(text)
    return frozenset(tokens)


def read_link(cells, zone_of):
    fields = Fields(cells)
    court = fields.court()

    def instant(text):
        return read_instant(text, zone_of(court))

    return Link(
        cells=cells,
        court=court,
        login=fields.login(),
        central_id=fields.central_id(),
        linked_at=fields.read("linked_at", instant, required=True),
        state=fields.token("state", LINK_STATES, default="active"),
        made_by=fields.token("made_by", MAKERS, default="filer"),
        central_proof=fields.token("central_proof", PROOFS),
        central_proof_at=fields.read("central_proof_at", instant),
        account_proof=fields.token("account_proof", PROOFS),
        account_proof_at=fields.read("account_proof_at", instant),
        account_proof_court=fields.court("account_proof_court", required=False),
        confirmed_at=fields.read("confirmed_at", instant),
        approved=fields.read("approved", read_finding_list, default=frozenset()),
        malformed=fields.malformed)


@dataclass
class Tombstone:
    court: Optional[str]
    login: Optional[str]
    central_id: Optional[str]
    removed_at: Optional[int]
    lifted_at: Optional[int]
    malformed: bool


def read_tombstone(cells, zone_of):
    fields = Fields(cells)
    court = fields.court()
    return Tombstone(
        court=court,
        login=fields.login(),
        central_id=fields.central_id(),
        removed_at=fields.read("removed_at", lambda text: read_instant(text, zone_of(court)), required=True),
        lifted_at=fields.read("lifted_at", lambda text: read_instant(text, zone_of(court))),
        malformed=fields.malformed)


@dataclass
class Registration:
    malformed: bool


def read_registration(cells, zone_of):
    """A request for filing privileges. No finding of a link asks it."""
    fields = Fields(cells)
    court = fields.court()
    fields.central_id()
    fields.token("type", REQUEST_TYPES, required=True)
    fields.token("role", ROLES, required=True)
    fields.token("state", REQUEST_STATES, required=True)
    fields.login(required=False)
    for column in ("submitted_at", "decided_at"):
        fields.read(column, lambda text: read_instant(text, zone_of(court)))
    return Registration(malformed=fields.malformed)


@dataclass
class RosterEntry:
    court: Optional[str]
    login: Optional[str]
    central_id: Optional[str]
    malformed: bool


def read_roster_entry(cells):
    fields = Fields(cells)
    court, login, central_id = fields.court(), fields.login(required=False), fields.central_id(required=False)
    names_nobody = login is None and central_id is None
    return RosterEntry(court, login, central_id, fields.malformed or names_nobody)


# ---- Names ---------------------------------------------------------------------------------------

NAME_TITLES = ("esq", "esquire", "phd", "md", "jd", "llm", "dds", "cpa")
NAME_GENERATIONS = {"sr": 1, "senior": 1, "jr": 2, "junior": 2, "ii": 2, "2nd": 2, "iii": 3, "3rd": 3,
                    "iv": 4, "4th": 4}
WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a" \
              "\u2028\u2029\u202f\u205f\u3000"
REPLACED = str.maketrans({
    "\u0111": "d", "\u00f0": "d", "\u0127": "h", "\u0131": "i", "\u0138": "k", "\u0142": "l", "\u014b": "n",
    "\u00f8": "o", "\u0167": "t", "\u00e6": "ae", "\u0153": "oe", "\u00fe": "th"} |
    {chr(code): None for code in (*range(0x2b9, 0x2c0), 0x2c8, 0x2ca, 0x2cb, 0xa78b, 0xa78c)})
# By the names of letters in Unicode. Some do not name the script, and one letter is of no script.
ACCENTED_SCRIPTS = ("LATIN ", "GREEK ", "CYRILLIC ", "HEBREW ", "ARABIC ")
LATIN_BY_ANOTHER_NAME = "\u1d2f\u1d3b\u1d4e\u214e\U00010780"
ARABIC_TATWEEL = "\u0640"


def is_mark(character):
    return unicodedata.category(character)[0] == "M"


def has_accents(character):
    """Whether the marks on a letter are accents."""
    if unicodedata.category(character)[0] != "L" or character == ARABIC_TATWEEL:
        return False
    return (character in LATIN_BY_ANOTHER_NAME or
            unicodedata.name(character, "").startswith(ACCENTED_SCRIPTS))


def without_accents(text):
    """The text in NFD, without the marks of letters of scripts where marks are accents."""
    kept = []
    base = "."
    for character in unicodedata.normalize("NFD", text):
        if not is_mark(character):
            base = character
        if not is_mark(character) or not has_accents(base):
            kept.append(character)
    return "".join(kept)


def letters_and_numbers(token):
    return "".join(character for character in token if unicodedata.category(character)[0] in "LNM")


def split_at_white_space(text):
    return "".join(" " if character in WHITE_SPACE else character for character in text).split(" ")


def is_suffix(token):
    return letters_and_numbers(token) in NAME_TITLES or letters_and_numbers(token) in NAME_GENERATIONS


def words_of_token(token):
    """The token, split where words are apart, and without what is no part of a word."""
    apart = "".join(" " if character in "./" or unicodedata.category(character) == "Pd" else character
                    for character in token)
    return [letters_and_numbers(word) for word in apart.split(" ") if letters_and_numbers(word)]


def joined_initials(words):
    """The words; neighbors that are one letter each are one word."""
    result = []
    was_initial = False
    for word in words:
        is_initial = len(word) == 1 and unicodedata.category(word)[0] != "N"
        if is_initial and was_initial:
            result[-1] += word
        else:
            result.append(word)
        was_initial = is_initial
    return result


@functools.lru_cache(maxsize=None)
def read_name(name):
    """The words of a name as a text, and its generation, or None."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(REPLACED)
    parts = [[token for token in split_at_white_space(part) if letters_and_numbers(token)]
             for part in without_accents(folded).split(",")]
    parts = [part for part in parts if part]
    gone = []
    for at in range(len(parts) - 1, 0, -1):
        rest = parts[:at] + parts[at + 1:]
        if all(map(is_suffix, parts[at])) and [len(part) for part in rest] != [1]:
            gone += reversed(parts[at])
            parts = rest
    for part in reversed(parts):
        while len(part) > (2 if len(parts) == 1 else 1) and is_suffix(part[-1]):
            gone.append(part.pop())
    generations = [NAME_GENERATIONS[letters_and_numbers(token)] for token in gone
                   if letters_and_numbers(token) in NAME_GENERATIONS]
    tokens = [token for part in parts[1:] + parts[:1] for token in part]
    words = joined_initials([word for token in tokens for word in words_of_token(token)])
    return " ".join(words), generations[-1] if generations else None


def normalized(name):
    """The words of a name: what two spellings of it have in common."""
    return read_name(name)[0]


def are_equal_names(one, other):
    (words, generation), (other_words, other_generation) = read_name(one), read_name(other)
    return words == other_words and (generation == other_generation or None in (generation, other_generation))


def longest_common_subsequence(one, other):
    lengths = [0] * (len(other) + 1)
    for a in one:
        diagonal = 0
        for at, b in enumerate(other, start=1):
            above = lengths[at]
            lengths[at] = diagonal + 1 if a == b else max(above, lengths[at - 1])
            diagonal = above
    return lengths[-1]


@functools.lru_cache(maxsize=None)
def similarity(one, other):
    """The similarity of two names that have words.

    1: equal up to the order of words; 0: no character in common.
    """
    one, other = (" ".join(sorted(normalized(name).split(" "))) for name in (one, other))
    return Fraction(2 * longest_common_subsequence(one, other), len(one) + len(other))


# ---- Policies ------------------------------------------------------------------------------------

class Policy:
    """What the oracle needs of one resolved policy document."""

    def __init__(self, document):
        def optional(value, reader):
            return None if value is None else reader(value)

        def instant(text):
            return read_instant(text, None)

        link, central, proof = document["link"], document["central"], document["proof"]
        self.zone = optional(document.get("time-zone"), ZoneInfo)
        go_live = document.get("go-live")
        bounds = go_live if isinstance(go_live, dict) else {}
        self.go_live = None if bounds else optional(go_live, instant)
        self.not_before = optional(bounds.get("not-before"), instant)
        self.live_by = optional(bounds.get("by"), instant)
        self.system = document.get("system")
        self.outages = [(instant(outage["begin"]), instant(outage["end"]))
                        for outage in document.get("outages") or []
                        if "filing" in outage.get("stops", ["filing"])]
        self.closes = optional(link.get("closes"), instant)
        self.roles = link["roles"]
        self.two_step = link["confirm"] == "two-step"
        self.accounts_per_central = link["accounts-per-central"]
        self.centrals_per_account = link["centrals-per-account"]
        self.counts_by_role = link["count-per"] == "court-and-role"
        self.forbidden_in_login = link["login"]["forbid"]
        self.lower_case_login = link["login"]["case"] == "lower"
        self.registrations = link.get("registrations") or {}
        self.asks_for_roster = link["roster"]
        self.legacy_cutoff = optional(central.get("legacy-cutoff"), read_date)
        self.mfa_from = optional(central.get("mfa-from"), instant)
        self.accepts = {side: proof[side]["accept"] for side in ("central", "account")}
        self.most_age = {side: optional(proof[side].get("max-age"), read_duration)
                         for side in ("central", "account")}
        self.waived_for = proof["waived-for"]
        self.compares_exactly = document["names"]["compare"] == "exact"
        self.similar_from = Fraction(document["names"]["similar-from"])
        self.dispositions = document["dispositions"]


class Policies:
    """The policies in force by court, and the one for every other court."""

    def __init__(self, documents):
        self.base = Policy(documents["*"])
        self.in_force = {court: Policy(document) for court, document in documents.items() if court != "*"}

    def zone_of(self, court):
        return self.in_force[court].zone if court in self.in_force else None


def read_policies(path):
    with open(path, encoding="utf-8") as file:
        # A decimal has exactly the value that is written.
        return Policies(json.load(file, parse_float=Fraction))


# ---- The ledger ----------------------------------------------------------------------------------

class Ledger:
    """All tables of a folder, and their records by key."""

    def __init__(self, folder, policies):
        def table(name, required, optional=False):
            path = os.path.join(folder, name + ".csv")
            return read_table(path, required) if os.path.exists(path) or not optional else []

        zone_of = policies.zone_of
        self.policies = policies
        self.central_accounts = [read_central_account(cells)
                                 for cells in table("central_accounts", ("central_id", "usage", "status"))]
        self.court_accounts = [read_court_account(cells, zone_of)
                               for cells in table("court_accounts", ("court", "login", "role", "status"))]
        self.links = [read_link(cells, zone_of)
                      for cells in table("links", ("court", "login", "central_id", "linked_at"))]
        self.tombstones = [read_tombstone(cells, zone_of) for cells in
                           table("tombstones", ("court", "login", "central_id", "removed_at"), optional=True)]
        self.roster = [read_roster_entry(cells)
                       for cells in table("roster", ("court", "login|central_id"), optional=True)]
        self.registrations = [read_registration(cells, zone_of) for cells in table(
            "registrations", ("court", "central_id", "type", "role", "state"), optional=True)]

        self.centrals_by_id = defaultdict(list)
        for central in self.central_accounts:
            if central.central_id is not None:
                self.centrals_by_id[central.central_id].append(central)
        self.accounts_by_key = defaultdict(list)
        for account in self.court_accounts:
            if None not in (account.court, account.login):
                self.accounts_by_key[account.court, account.login].append(account)

        self.times_joined = Counter()
        self.centrals_of_account = defaultdict(set)
        self.logins_of_central = defaultdict(set)
        for link in self.links:
            if link.joins() and link.is_active():
                self.times_joined[link.court, link.login, link.central_id] += 1
                self.centrals_of_account[link.court, link.login].add(link.central_id)
                self.logins_of_central[link.court, link.central_id].add(link.login)

        self.removals = defaultdict(list)
        for tombstone in self.tombstones:
            if None not in (tombstone.court, tombstone.login, tombstone.central_id):
                self.removals[tombstone.court, tombstone.login, tombstone.central_id].append(tombstone)

        self.roster_logins = {(entry.court, entry.login) for entry in self.roster
                              if None not in (entry.court, entry.login)}
        self.roster_centrals = {(entry.court, entry.central_id) for entry in self.roster
                                if None not in (entry.court, entry.central_id)}

    def central(self, central_id):
        """The one central account with this id; None if there is none or more than one."""
        found = self.centrals_by_id.get(central_id, [])
        return found[0] if len(found) == 1 else None

    def account(self, court, login):
        """The one court account with this key; None if there is none or more than one."""
        found = self.accounts_by_key.get((court, login), [])
        return found[0] if len(found) == 1 else None

    def role_for_counting(self, court, login):
        """The role as written; accounts that are unknown or ambiguous count together, as None."""
        account = self.account(court, login)
        return account.role_as_written if account else None

    def malformed_rows(self):
        tables = (self.central_accounts, self.court_accounts, self.links, self.tombstones, self.roster,
                  self.registrations)
        return sum(record.malformed for table in tables for record in table)


class Case:
    """One link of a ledger with everything that the findings use.

    `policy` is the policy of the link's court if there is one (`in_force`), else the one for courts without a
    policy. `central` and `account` are None if absent or ambiguous. `t`, the time for which the court is
    evaluated, is linked_at; None if that cannot be read.
    """

    def __init__(self, ledger, link, as_of):
        self.ledger = ledger
        self.link = link
        self.as_of = as_of
        self.t = link.linked_at
        self.in_force = link.court in ledger.policies.in_force
        self.policy = ledger.policies.in_force.get(link.court, ledger.policies.base)
        self.centrals_found = len(ledger.centrals_by_id.get(link.central_id, []))
        self.accounts_found = len(ledger.accounts_by_key.get((link.court, link.login), []))
        self.central = ledger.central(link.central_id)
        self.account = ledger.account(link.court, link.login)


# ---- The findings: one function each, in the order of their bits ---------------------------------

@dataclass
class Finding:
    bit: int
    token: str
    holds: Callable[[Case], bool]


FINDINGS = []


def finding(bit, token):
    def add(holds):
        FINDINGS.append(Finding(bit, token, holds))
        return holds
    return add


@finding(0, "court-unknown")
def court_unknown(case):
    """No policy is in force for the court; a missing court has none."""
    return not case.in_force


@finding(1, "central-unknown")
def central_unknown(case):
    """No central account has the link's id."""
    return case.centrals_found == 0


@finding(2, "account-unknown")
def account_unknown(case):
    """No account of the court has the link's login."""
    return case.accounts_found == 0


@finding(3, "record-malformed")
def record_malformed(case):
    """The link, its account or its central account lacks a required field, or has one that cannot be read."""
    return any(record.malformed for record in (case.link, case.account, case.central) if record)


@finding(4, "record-ambiguous")
def record_ambiguous(case):
    """Two or more records have the key of the account or of the central account."""
    return case.centrals_found > 1 or case.accounts_found > 1


def central_is(case, field, value):
    return case.central is not None and getattr(case.central, field) == value


def account_is(case, field, value):
    return case.account is not None and getattr(case.account, field) == value


@finding(8, "central-shared")
def central_shared(case):
    """Several people use the central account."""
    return central_is(case, "usage", "shared")


@finding(9, "central-administrative")
def central_administrative(case):
    """The central account only pays for others."""
    return central_is(case, "usage", "administrative")


@finding(10, "central-legacy")
def central_legacy(case):
    """The central account is marked legacy; or not marked, and not known to be created since the cut-off."""
    if case.central is None or case.central.generation == "upgraded":
        return False
    if case.central.generation == "legacy":
        return True
    created, cutoff = case.central.created, case.policy.legacy_cutoff
    created_since = created is not None and cutoff is not None and created >= cutoff
    return not created_since


@finding(11, "central-not-activated")
def central_not_activated(case):
    """The central account's status says so."""
    return central_is(case, "status", "not-activated")


@finding(12, "central-on-hold")
def central_on_hold(case):
    """The central account's status says so."""
    return central_is(case, "status", "on-hold")


@finding(13, "central-disabled")
def central_disabled(case):
    """The central account's status says so."""
    return central_is(case, "status", "disabled")


@finding(14, "central-closed")
def central_closed(case):
    """The central account's status says so."""
    return central_is(case, "status", "closed")


@finding(15, "central-mfa-missing")
def central_mfa_missing(case):
    """As of the run a second factor is required, and the central account is not known to have one."""
    due = case.policy.mfa_from is not None and case.as_of >= case.policy.mfa_from
    return due and case.central is not None and case.central.mfa != "enrolled"


@finding(16, "central-change-pending")
def central_change_pending(case):
    """A change of the central account's contact or credential is under way."""
    return case.central is not None and case.central.pending_change != "none"


@finding(17, "central-search-inactive")
def central_search_inactive(case):
    """The central account may not search."""
    return central_is(case, "search_status", "inactive")


@finding(18, "central-exempt")
def central_exempt(case):
    """The central account is exempt from fees."""
    return central_is(case, "exempt", True)


@finding(20, "court-not-live")
def court_not_live(case):
    """The link was made before the court's known go-live, or before the earliest that it may have been."""
    live = case.policy.not_before if case.policy.go_live is None else case.policy.go_live
    return case.in_force and live is not None and case.t is not None and case.t < live


@finding(21, "court-in-outage")
def court_in_outage(case):
    """The link was made within an outage, its begin included and its end not."""
    if not case.in_force or case.t is None:
        return False
    return any(begin <= case.t < end for begin, end in case.policy.outages)


@finding(22, "link-path-closed")
def link_path_closed(case):
    """The link was made at or after the instant at which the court closes linking."""
    if not case.in_force or case.policy.closes is None or case.t is None:
        return False
    return case.t >= case.policy.closes


@finding(23, "court-needs-no-link")
def court_needs_no_link(case):
    """The court's system takes central accounts as they are."""
    return case.in_force and case.policy.system == "successor"


@finding(24, "court-go-live-unknown")
def court_go_live_unknown(case):
    """The court's policy states no go-live, and the link was made when the court may or may not be live."""
    if not case.in_force or case.policy.go_live is not None:
        return False
    if case.t is None:
        return True
    surely_not_live = case.policy.not_before is not None and case.t < case.policy.not_before
    surely_live = case.policy.live_by is not None and case.t >= case.policy.live_by
    return not surely_not_live and not surely_live


@finding(28, "account-terminated")
def account_terminated(case):
    """The account's status says so."""
    return account_is(case, "status", "terminated")


@finding(29, "account-suspended")
def account_suspended(case):
    """The account's status says so."""
    return account_is(case, "status", "suspended")


@finding(30, "account-restricted")
def account_restricted(case):
    """The account's status says so."""
    return account_is(case, "status", "restricted")


@finding(31, "account-locked")
def account_locked(case):
    """The account's status says so."""
    return account_is(case, "status", "locked")


@finding(32, "account-fee-locked")
def account_fee_locked(case):
    """The account's status says so."""
    return account_is(case, "status", "fee-locked")


@finding(33, "role-not-linkable")
def role_not_linkable(case):
    """The policy lists the roles that may be linked, but not the account's. No list has a missing role."""
    if case.account is None or case.policy.roles == "all":
        return False
    return case.account.role not in case.policy.roles


@finding(34, "account-opened-after-cutover")
def account_opened_after_cutover(case):
    """The account was opened when the court was surely live, so it never needed a link."""
    live = case.policy.live_by if case.policy.go_live is None else case.policy.go_live
    if not case.in_force or live is None or case.account is None or case.account.opened is None:
        return False
    return case.account.opened >= live


@finding(35, "login-not-linkable")
def login_not_linkable(case):
    """The login has a character that the policy forbids, or a capital A to Z where it asks for lower case."""
    if case.account is None:
        return False
    forbidden = any(character in case.policy.forbidden_in_login for character in case.account.login)
    capital = any("A" <= character <= "Z" for character in case.account.login)
    return forbidden or (case.policy.lower_case_login and capital)


@finding(36, "account-change-pending")
def account_change_pending(case):
    """A change of the account's contact or credential is under way."""
    return case.account is not None and case.account.pending_change != "none"


@finding(37, "account-link-locked")
def account_link_locked(case):
    """The account is barred from linking."""
    return account_is(case, "link_locked", True)


@finding(38, "agent-without-principal")
def agent_without_principal(case):
    """A filing agent files for nobody, or it is not known for how many."""
    return account_is(case, "role", "filing-agent") and not case.account.principals


def proofs_required(case):
    return case.link.made_by not in case.policy.waived_for


def proof_insufficient(case, side, proof):
    return proofs_required(case) and proof not in case.policy.accepts[side]


def proof_stale(case, side, proof, at):
    if not proofs_required(case) or proof is None:
        return False
    if at is None or case.t is None or at > case.t:
        return True
    most = case.policy.most_age[side]
    return most is not None and case.t - at > most


@finding(40, "central-proof-insufficient")
def central_proof_insufficient(case):
    """Proofs are required, and the central account's is missing or of a class that is not accepted."""
    return proof_insufficient(case, "central", case.link.central_proof)


@finding(41, "central-proof-stale")
def central_proof_stale(case):
    """Proofs are required, and the central account's is undated, later than t or too old at t."""
    return proof_stale(case, "central", case.link.central_proof, case.link.central_proof_at)


@finding(42, "account-proof-insufficient")
def account_proof_insufficient(case):
    """Proofs are required, and the court account's is missing or of a class that is not accepted."""
    return proof_insufficient(case, "account", case.link.account_proof)


@finding(43, "account-proof-stale")
def account_proof_stale(case):
    """Proofs are required, and the court account's is undated, later than t or too old at t."""
    return proof_stale(case, "account", case.link.account_proof, case.link.account_proof_at)


@finding(44, "proof-for-another-court")
def proof_for_another_court(case):
    """Proofs are required, and the court account's was given to another court, or names no court."""
    if not proofs_required(case) or case.link.account_proof is None:
        return False
    return case.link.account_proof_court is None or case.link.account_proof_court != case.link.court


# Bit 45, attempts-exhausted, counts failed attempts before a proposed link. No row of a ledger has it.


@finding(46, "not-preauthorized")
def not_preauthorized(case):
    """The policy asks for a roster, and the court's roster lists neither the login nor the central id."""
    on_roster = ((case.link.court, case.link.login) in case.ledger.roster_logins
                 or (case.link.court, case.link.central_id) in case.ledger.roster_centrals)
    return case.policy.asks_for_roster and not on_roster


@finding(47, "confirmation-missing")
def confirmation_missing(case):
    """Proofs are required, the policy confirms in two steps, and the second is missing or later than t."""
    if not proofs_required(case) or not case.policy.two_step:
        return False
    return case.link.confirmed_at is None or case.t is None or case.link.confirmed_at > case.t


# The next three ask what is linked now. A link that lacks a key joins nothing and is not counted.


@finding(48, "already-linked")
def already_linked(case):
    """Another active row joins the same two accounts."""
    return case.ledger.times_joined[case.link.court, case.link.login, case.link.central_id] > 1


@finding(49, "account-linked-elsewhere")
def account_linked_elsewhere(case):
    """The account is actively linked to more central accounts than the policy allows."""
    if case.policy.centrals_per_account == 0:
        return False
    linked = case.ledger.centrals_of_account[case.link.court, case.link.login]
    return len(linked) > case.policy.centrals_per_account


@finding(50, "central-slot-taken")
def central_slot_taken(case):
    """The central account is linked to more accounts of this court (and role) than the policy allows."""
    if case.policy.accounts_per_central == 0:
        return False
    court, ledger = case.link.court, case.ledger
    logins = ledger.logins_of_central[court, case.link.central_id]
    if case.policy.counts_by_role:
        role = ledger.role_for_counting(court, case.link.login)
        logins = {login for login in logins if ledger.role_for_counting(court, login) == role}
    return len(logins) > case.policy.accounts_per_central


@finding(51, "pair-tombstoned")
def pair_tombstoned(case):
    """The pair was unlinked at or before linked_at and not released by then; unreadable times count."""
    removals = case.ledger.removals.get((case.link.court, case.link.login, case.link.central_id), [])
    return any(case.t is None or ((stone.removed_at is None or stone.removed_at <= case.t) and
                                  (stone.lifted_at is None or stone.lifted_at > case.t))
               for stone in removals)


@finding(52, "kind-role-mismatch")
def kind_role_mismatch(case):
    """The policy lists registrations for the account's role, and the central account has none of them."""
    if case.account is None or case.central is None:
        return False
    listed = case.policy.registrations.get(case.account.role)
    return listed is not None and case.central.registration not in listed


def is_blank(name):
    return name is None or normalized(name) == ""


def names_to_compare(case):
    """Both names, if both records exist and both names have a letter or number; else None."""
    if case.account is None or case.central is None or is_blank(
        case.account.name) or is_blank(case.central.name):
        return None
    return case.account.name, case.central.name


def names_differ(case, one, other):
    if not case.policy.compares_exactly:
        return not are_equal_names(one, other)
    form = functools.partial(unicodedata.normalize, "NFC")
    return form(one) != form(other)


def names_are_similar(case, one, other):
    return similarity(one, other) >= case.policy.similar_from


@finding(53, "name-differs")
def name_differs(case):
    """The two names differ, and are not even similar."""
    names = names_to_compare(case)
    return names is not None and names_differ(case, *names) and not names_are_similar(case, *names)


@finding(54, "name-similar")
def name_similar(case):
    """The two names differ, but are similar."""
    names = names_to_compare(case)
    return names is not None and names_differ(case, *names) and names_are_similar(case, *names)


@finding(55, "name-missing")
def name_missing(case):
    """Both records exist, and one has no name, or a name without a letter or number."""
    return case.account is not None and case.central is not None and names_to_compare(case) is None


@finding(56, "link-in-future")
def link_in_future(case):
    """The link was made after the instant as of which the ledger is verified."""
    return case.t is not None and case.t > case.as_of


@finding(57, "link-before-account")
def link_before_account(case):
    """The link is older than its account, or than the day of the central account in the court's zone."""
    if case.t is None:
        return False
    if case.account is not None and case.account.opened is not None and case.t < case.account.opened:
        return True
    if case.central is None or case.central.created is None:
        return False
    try:
        return case.t < start_of_day(case.central.created, case.policy.zone if case.in_force else None)
    except Unreadable:
        return False


FINDING_TOKENS = frozenset([each.token for each in FINDINGS] + ["attempts-exhausted"])

# What concerns the moving of old accounts, and no account that the court made for a filer it admitted.
OF_OLD_ACCOUNTS = ("link-path-closed", "court-needs-no-link", "role-not-linkable",
                   "account-opened-after-cutover", "login-not-linkable", "not-preauthorized")


def findings_of(case):
    """The findings of a link, in the order of their bits."""
    if not case.link.is_active():  # history: only what is wrong with its own fields
        return [each for each in FINDINGS if each.token == "record-malformed" and case.link.malformed]
    found = [each for each in FINDINGS if each.holds(case)]
    if case.link.made_by == "admission":
        found = [each for each in found if each.token not in OF_OLD_ACCOUNTS]
    return found


# ---- The verdict ---------------------------------------------------------------------------------

def verdict_of(findings, approved, policy):
    if any(policy.dispositions[each.token] == "refuse" for each in findings):
        return "refuse"
    holds = any(policy.dispositions[each.token] == "hold" and each.token not in approved for each in findings)
    return "hold" if holds else "allow"


@dataclass
class Result:
    link: Link
    verdict: str
    findings: list

    def mask(self):
        return sum(1 << each.bit for each in self.findings)


def verify(ledger, as_of):
    results = []
    for link in ledger.links:
        case = Case(ledger, link, as_of)
        findings = findings_of(case)
        results.append(Result(link, verdict_of(findings, link.approved, case.policy), findings))
    return results


# ---- The report ----------------------------------------------------------------------------------

def csv_line(cells):
    """A field of RFC 4180, quoted only if it must be."""
    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\r\n') else cell
    return ",".join(quoted(cell) for cell in cells) + "\n"


def results_csv(results):
    lines = [csv_line(("row", "court", "login", "central_id", "verdict", "findings", "mask"))]
    for row, result in enumerate(results, start=1):
        cells = result.link.cells
        lines.append(csv_line((str(row), cells["court"], cells["login"], cells["central_id"], result.verdict,
                               "|".join(each.token for each in result.findings), f"{result.mask():016x}")))
    return "".join(lines)


def count_verdicts(results):
    counts = Counter(result.verdict for result in results)
    return {verdict: counts[verdict] for verdict in ("allow", "hold", "refuse")}


def count_findings(results):
    counts = Counter(each.token for result in results for each in result.findings)
    return {each.token: counts[each.token] for each in FINDINGS if counts[each.token]}


def report(ledger, results, as_of):
    by_court = defaultdict(list)
    for result in results:
        by_court[result.link.court or ""].append(result)
    return {
        "as-of": show_instant(as_of),
        "rows": {"links": len(ledger.links), "court-accounts": len(ledger.court_accounts),
                 "central-accounts": len(ledger.central_accounts), "malformed": ledger.malformed_rows(),
                 "removed": sum(not link.is_active() for link in ledger.links)},
        "verdicts": count_verdicts(results),
        "findings": count_findings(results),
        "courts": {court: {"links": len(by_court[court]), **count_verdicts(by_court[court]),
                           "findings": count_findings(by_court[court])} for court in sorted(by_court)},
    }


def main():
    parser = argparse.ArgumentParser(
        description="Verify a ledger folder, slowly and independently of the engine.")
    parser.add_argument("folder")
    parser.add_argument("--policies", required=True,
                        help="resolved policies: JSON object by court id, with *")
    parser.add_argument("--as-of", required=True, help="the instant as of which the ledger is verified")
    parser.add_argument("--out", required=True, help="the CSV file to write, one row a link")
    parser.add_argument("--report", help="the JSON file to write, counts by finding, verdict and court")
    arguments = parser.parse_args()
    try:
        as_of = read_instant(arguments.as_of, None)
        ledger = Ledger(arguments.folder, read_policies(arguments.policies))
    except (BadInput, Unreadable, OSError) as error:
        print(f"oracle: {error}", file=sys.stderr)
        return 3
    results = verify(ledger, as_of)
    with open(arguments.out, "w", encoding="utf-8", newline="") as file:
        file.write(results_csv(results))
    if arguments.report:
        with open(arguments.report, "w", encoding="utf-8", newline="") as file:
            json.dump(report(ledger, results, as_of), file, ensure_ascii=False, indent=2)
            file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
