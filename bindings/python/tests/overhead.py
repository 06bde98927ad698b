"""How much longer a call takes through Python than the C function that does its work takes by itself.

    overhead.py [LINKS]     default: 1000000

Prints medians of rounds; both times are of the same calls. Nothing is asserted: the machine decides.
"""
import datetime
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import ecflink
from ecflink import Acting, Actor, CentralAccount, CourtAccount, Keys, Ledger, ProofClass, Session

PROGRAM = pathlib.Path(ecflink.__file__).parent / "bin/ecflink"
ROUNDS = 7
COMMITS = 300


class Timed:
    """Stands for the C library in one module, and adds up the time inside of some functions."""

    def __init__(self, module, *names):
        self._module, self._lib, self._names, self.seconds = module, module.lib, names, 0.0
        module.lib = self

    def __getattr__(self, name):
        function = getattr(self._lib, name)
        if name not in self._names:
            return function

        def timed(*arguments):
            begin = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                self.seconds += time.perf_counter() - begin
        return timed

    def end(self):
        self._module.lib = self._lib


def measure(what, module, names, act, rounds=ROUNDS):
    """Prints the whole, the part in C, and the median of their ratios."""
    wholes, ratios = [], []
    for _ in range(rounds):
        timed = Timed(module, *names)
        begin = time.perf_counter()
        act()
        wholes.append(time.perf_counter() - begin)
        timed.end()
        ratios.append(wholes[-1] / timed.seconds)
    print(f"{what:40} {statistics.median(wholes) * 1e3:12,.3f} ms  {statistics.median(ratios):6.3f} x C"
          f"  ({min(ratios):.3f} to {max(ratios):.3f})")


def bulk(links):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROGRAM, "generate", folder + "/ledger", "--links", str(links), "--seed", "7"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        tables = ecflink.read(folder + "/ledger")
        measure(f"verify {links:,} links", ecflink.bulk, ["ecflink_links_verify"],
                lambda: tables.verify("2026-06-30T12:00:00Z"))


def commits():
    at = datetime.datetime(2022, 4, 25, 13, 10, tzinfo=datetime.timezone.utc)
    clerk = Acting(Actor.COURT, "clerk")
    people = COMMITS * ROUNDS
    records = ecflink.Records(
        tuple(ecflink.CentralRecord(str(number), CentralAccount(
            ecflink.CentralUsage.INDIVIDUAL, ecflink.CentralStatus.ACTIVE,
            ecflink.CentralGeneration.UPGRADED, mfa=ecflink.MfaState.ENROLLED,
            registration=ecflink.RegistrationType.ATTORNEY_FILER, created="2015-09-14", name="Ann Filer"))
              for number in range(people)),
        tuple(ecflink.CourtRecord("wiwd", CourtAccount(
            f"filer{number}", ecflink.AccountRole.ATTORNEY, ecflink.AccountStatus.ACTIVE,
            opened="2011-06-20T05:00:00Z", name="Ann Filer")) for number in range(people)))
    with tempfile.TemporaryDirectory() as folder:
        Keys.create_file(folder + "/keys")
        with Ledger.create(folder + "/court.db", folder + "/keys", at="2022-04-18T14:00:00Z") as ledger:
            ledger.load(records, clerk, at="2022-04-18T14:00:00Z")
            begun = []

            def propose():
                for number in range(len(begun), len(begun) + COMMITS):
                    session = Session.of(str(number), "a session", ProofClass.PASSWORD_MFA, at)
                    begun.append((session, ledger.begin(session, "wiwd", f"filer{number}",
                                                        lambda court, login: True, at=at)))

            def commit():
                for session, proposal in done.pop():
                    assert ledger.commit(session, proposal.handle, proposal.shown, at=at).is_linked
            measure(f"{COMMITS} begins on SQLite", ecflink.ledger, ["ecflink_ledger_begin"], propose)
            done = [begun[place:place + COMMITS] for place in range(0, people, COMMITS)]
            measure(f"{COMMITS} commits on SQLite", ecflink.ledger, ["ecflink_ledger_commit"], commit)


def assessments():
    case = ecflink.Case("wiwb", central=CentralAccount(name="Ann Sample"),
                        account=CourtAccount(login="asample", name="Ann Sample"))
    measure("1,000 single decisions", ecflink.case, ["ecflink_link_assess"],
            lambda: [ecflink.assess(case, "2020-03-30T13:00:00Z") for _ in range(1000)])


def main():
    started = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import ecflink"], check=True, capture_output=True,
        text=True).stderr.splitlines()[-1]
    print("import:", started.split("|")[1].strip(), "us, with what it imports")
    bulk(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    commits()
    assessments()


main()
