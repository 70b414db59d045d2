"""What becomes of each company: each life is a generator that waits for days."""

from collections.abc import Callable, Generator
from datetime import date, timedelta

from services.cli.sample.acts import Acts
from services.cli.sample.companies import COMPANIES, Company

Life = Generator[date, None, None]
"""Yields the day on which it wants to go on."""
TO_SURVEILLANCE = 290
"""Days from an award or a last audit to the next surveillance, inside the target."""


def certify(
    acts: Acts, company: Company, start: date, *, previous: str | None = None
) -> Generator[date, None, str]:
    """From the opened file to the certificate; its number."""
    yield start
    case = acts.open_file(company, previous=previous)
    yield start + timedelta(days=4)
    acts.review(case)
    yield start + timedelta(days=9)
    acts.convene(case)
    yield start + timedelta(days=11)
    acts.vote(case, "yes", "yes", "yes")
    content = acts.conclude(case)
    yield start + timedelta(days=13)
    acts.countersign(case, content)
    yield start + timedelta(days=15)
    return acts.issue(case).certificate


def keep(acts: Acts, certificate: str, awarded: date, *, times: int) -> Life:
    """Surveillance after surveillance, each in its window."""
    day = awarded
    for number in range(1, times + 1):
        day += timedelta(days=TO_SURVEILLANCE)
        yield day
        acts.surveil(certificate, number)


def kept(acts: Acts, company: Company, start: date) -> Life:
    """Certified, and audited in time every year."""
    certificate = yield from certify(acts, company, start)
    yield from keep(acts, certificate, start + timedelta(days=15), times=3)


def recertified(acts: Acts, company: Company, start: date) -> Life:
    """Certified, kept, and certified again before the end."""
    certificate = yield from certify(acts, company, start)
    yield from keep(acts, certificate, start + timedelta(days=15), times=3)
    again = yield from certify(acts, company, start + timedelta(days=1040), previous=certificate)
    yield from keep(acts, again, start + timedelta(days=1055), times=1)


def expired(acts: Acts, company: Company, start: date) -> Life:
    """Kept to the end and not renewed."""
    certificate = yield from certify(acts, company, start)
    yield from keep(acts, certificate, start + timedelta(days=15), times=3)


def missed(acts: Acts, company: Company, start: date) -> Generator[date, None, str]:
    """Certified; nobody came to audit; suspended in time. Its number."""
    certificate = yield from certify(acts, company, start)
    overdue = start + timedelta(days=15 + 368)
    yield overdue
    acts.confirm_missed(certificate, 1)
    yield overdue + timedelta(days=3)
    acts.status(
        certificate, "suspend", "0112", "未在期限内接受监督审查。",
        conditions="接受监督审查并经评定。", contact="planner-he",
    )  # fmt: skip
    return certificate


def restored(acts: Acts, company: Company, start: date) -> Life:
    """Suspended, audited after all, restored."""
    certificate = yield from missed(acts, company, start)
    audited = start + timedelta(days=470)
    yield audited
    acts.surveil(certificate, 1)
    yield audited + timedelta(days=6)
    acts.status(certificate, "restore", "0112", "监督审查已完成，结论为保持。")
    yield audited + timedelta(days=TO_SURVEILLANCE)
    acts.surveil(certificate, 2)


def withdrawn(acts: Acts, company: Company, start: date) -> Life:
    """Suspended, not solved, withdrawn when the suspension ended."""
    certificate = yield from missed(acts, company, start)
    yield start + timedelta(days=575)
    acts.status(certificate, "withdraw", "0115", "暂停期满，问题未解决。")


def suspended(acts: Acts, company: Company, start: date) -> Life:
    """Suspended, and still so."""
    yield from missed(acts, company, start)


def cancelled(acts: Acts, company: Company, start: date) -> Life:
    """The holder asked for the end."""
    certificate = yield from certify(acts, company, start)
    yield start + timedelta(days=200)
    acts.status(
        certificate, "cancel", "own_request", "持证人书面申请注销。",
        requested_on=acts.today - timedelta(days=3),
    )  # fmt: skip


def refused(acts: Acts, company: Company, start: date) -> Life:
    """The score earned no band and the committee refused."""
    yield start
    case = acts.open_file(company)
    yield start + timedelta(days=4)
    acts.review(case, recommendation="refuse")
    yield start + timedelta(days=9)
    acts.convene(case)
    yield start + timedelta(days=11)
    acts.vote(case, "no", "no", "no")
    acts.refuse(case)


def waiting(acts: Acts, company: Company, start: date) -> Life:
    """A file on which the committee is voting."""
    yield start
    case = acts.open_file(company)
    yield start + timedelta(days=4)
    acts.review(case)
    yield start + timedelta(days=9)
    acts.convene(case)
    acts.vote(case, "yes")


FATES: tuple[tuple[Callable[[Acts, Company, date], Life], int], ...] = (
    (kept, 900),
    (recertified, 1100),
    (restored, 800),
    (withdrawn, 760),
    (kept, 420),
    (expired, 1140),
    (suspended, 470),
    (kept, 200),
    (cancelled, 600),
    (kept, 60),
    (refused, 300),
    (waiting, 12),
)
"""Of each company, in order: its life, and how many days before the last day it began."""
PAST = 1210
"""Days the body has been open on the last driven day."""


def lives(acts: Acts, last_day: date) -> list[Life]:
    """Every company's life, ready to be lived."""
    return [
        life(acts, company, last_day - timedelta(days=before))
        for company, (life, before) in zip(COMPANIES, FATES, strict=True)
    ]
