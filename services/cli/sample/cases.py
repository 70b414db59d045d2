"""How a case goes, from its application to its certificate, as generators that wait for days."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.cli.sample import applying
from services.cli.sample.acts import Acts
from services.cli.sample.auditing import Audit
from services.cli.sample.companies import Company

Life = Generator[date, None, None]
"""Yields the day on which it wants to go on."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is out of the ordinary in a company's case."""

    previous: str | None = None
    """The certificate it follows."""
    supplement: bool = False
    deductions: int = 0
    nonconformity: str | None = None


PLAIN = Turn()


def contracted(
    acts: Acts, company: Company, start: date, turn: Turn, until: str
) -> Generator[date, None, str | None]:
    """From the application to the agreement; the case, or None where it stopped earlier."""
    yield start
    case = applying.submit(acts, company, previous=turn.previous)
    applying.pay(acts, case, company, "application_fee", applying.APPLICATION_FEE)
    if until == "submitted":
        return None
    if turn.supplement:
        yield acts.today + timedelta(days=1)
        applying.supplement_asked(acts, case)
        if until == "supplement_asked":
            return None
        yield acts.today + timedelta(days=3)
        applying.supplemented(acts, case)
    yield acts.today + timedelta(days=3)
    applying.review(acts, case)
    if until == "reviewed":
        return None
    yield acts.today + timedelta(days=1)
    applying.accept(acts, case)
    if until == "accepted":
        return None
    yield acts.today + timedelta(days=4)
    applying.sign(acts, case)
    return case


def audited(
    acts: Acts, company: Company, start: date, turn: Turn = PLAIN, until: str = ""
) -> Generator[date, None, str | None]:
    """From the application to the fixed report; the case, or None where it stopped earlier."""
    case = yield from contracted(acts, company, start, turn, until)
    if case is None or until == "contracted":
        return None
    yield acts.today + timedelta(days=2)
    applying.pay(acts, case, company, "instalment", Decimal("5000.00"))
    audit = Audit(acts, case, company)
    audit.plan()
    if until == "planned":
        return None
    yield acts.today + timedelta(days=1)
    audit.announce()
    yield acts.today + timedelta(days=3)
    audit.read_documents()
    yield acts.today + timedelta(days=2)
    audit.report_plan()
    if until == "ready":
        return None
    yield audit.days[0]
    audit.open()
    if until == "on_site":
        return None
    yield audit.days[-1]
    audit.find(deductions=turn.deductions, nonconformity=turn.nonconformity)
    audit.close()
    yield acts.today + timedelta(days=1)
    audit.score()
    if until == "findings_open":
        return None
    if turn.nonconformity is not None:
        yield acts.today + timedelta(days=9)
        audit.answer()
        yield acts.today + timedelta(days=4)
        audit.judge()
    yield acts.today + timedelta(days=2)
    audit.report()
    return case


def certify(
    acts: Acts, company: Company, start: date, *, previous: str | None = None
) -> Generator[date, None, tuple[str, date]]:
    """From the application to the certificate; its number and the day of its award."""
    turn = Turn(
        previous=previous,
        supplement=company.serial % 5 == 1,
        nonconformity="minor" if company.serial % 3 == 0 else None,
    )
    case = yield from audited(acts, company, start, turn)
    assert case is not None
    yield from reviewed(acts, case)
    yield acts.today + timedelta(days=2)
    acts.vote(case, "yes", "yes", "yes")
    content = acts.conclude(case)
    yield acts.today + timedelta(days=2)
    acts.countersign(case, content)
    yield acts.today + timedelta(days=2)
    return acts.issue(case).certificate, acts.today


def reviewed(acts: Acts, case: str, *, recommendation: str = "grant") -> Life:
    """The reviewer recommends, the committee is called."""
    yield acts.today + timedelta(days=4)
    acts.review(case, recommendation=recommendation)
    yield acts.today + timedelta(days=5)
    acts.convene(case)
