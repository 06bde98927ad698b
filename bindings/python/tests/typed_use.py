"""What people write, for mypy --strict: the package tells its types. Not run."""

from __future__ import annotations

import datetime
from typing import Optional

import polars

import ecflink
from ecflink import Finding, Verdict


def decide(case: ecflink.Case, at: datetime.datetime) -> tuple[Verdict, Optional[Finding], list[str]]:
    answer = ecflink.assess(case, at=at)
    return answer.verdict, answer.next_remedy, list(answer.remedies)


def verify(links: polars.DataFrame, accounts: polars.DataFrame, centrals: polars.DataFrame) -> int:
    result = ecflink.verify(links=links, court_accounts=accounts, central_accounts=centrals,
                            policies=ecflink.Policies.load(["policy.json"]), columns={"Court": "court"},
                            progress=lambda stage, done, total: None)
    first: int = result.findings[0]
    names: tuple[Finding, ...] = ecflink.findings_of(first)
    frame = polars.DataFrame(result.failures(explain=True))
    return len(names) + frame.height


def decide_again(links: polars.DataFrame, found: polars.Series, more: list[int]) -> dict[str, int]:
    decided: ecflink.Verdicts = ecflink.decide_links(links, found)
    both = [one | other for one, other in zip(decided.findings, more)]
    again = ecflink.decide_links(links, both, columns={"Court": "court"})
    verdicts: dict[str, int] = again.report["verdicts"]
    return verdicts


def add_up(parts: list[polars.DataFrame], accounts: polars.DataFrame, centrals: polars.DataFrame) -> int:
    indexed = ecflink.CentralIndex(centrals)
    counts = ecflink.Counts()
    for part in parts:
        counts += ecflink.verify(links=part, court_accounts=accounts, central_accounts=indexed).counts
    return polars.DataFrame(counts).height + len(counts.rows())


def plan(person: ecflink.Person) -> Optional[str]:
    step = ecflink.ready(person).next
    return None if step is None else step.step.sentence


def link(ledger: ecflink.Ledger, session: ecflink.Session, password: str) -> Optional[datetime.datetime]:
    def check(court: str, login: str) -> bool:
        return ledger.check_password(court, login, password)

    begun = ledger.begin(session, "wiwd", "asample", check)
    if begun.handle is None or begun.page is None:
        return None
    names: tuple[str, str] = (begun.page.account_name, begun.page.central_name)
    with ledger:
        linked = ledger.commit(session, begun.handle, begun.shown)
    return linked.linked_at if linked.is_linked and all(names) else None


def mistakes() -> None:
    """mypy sees each of these; an ignored error that is none would be an error."""
    ecflink.assess("wiwb")  # type: ignore[arg-type]
    ecflink.verify(links=[1, 2])  # type: ignore[arg-type]
    ecflink.decide_links(["wiwb"], [0])  # type: ignore[arg-type]
    ecflink.decide_links(polars.DataFrame(), 7)  # type: ignore[arg-type]
    ecflink.verify("folder", as_off="2026-06-30")  # type: ignore[call-arg]
    ecflink.Policies.load(overrides={"name-differs": "hold"})  # type: ignore[dict-item]
    ecflink.CentralAccount(usage="shared")  # type: ignore[arg-type]
    ecflink.Ledger.open("court.db", keys=7)  # type: ignore[arg-type]
    ecflink.Ledger.open("court.db").begin("1000001", "wiwd", "x", None)  # type: ignore[arg-type]
    ecflink.Acting("court")  # type: ignore[arg-type]
