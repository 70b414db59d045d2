"""What becomes of each company: each life is a generator that waits for days."""

from collections.abc import Callable, Generator
from datetime import date, timedelta
from functools import partial

from services.cli.sample import applying
from services.cli.sample.acts import Acts
from services.cli.sample.cases import PLAIN, Life, Turn, audited, certify, contracted, reviewed
from services.cli.sample.companies import COMPANIES, Company
from services.cli.sample.people import PLANNER

TO_SURVEILLANCE = 290
"""Days from an award or a last audit to the next surveillance, inside the target."""


def keep(acts: Acts, certificate: str, awarded: date, *, times: int) -> Life:
    """Surveillance after surveillance, each in its window."""
    day = awarded
    for number in range(1, times + 1):
        day += timedelta(days=TO_SURVEILLANCE)
        yield day
        acts.surveil(certificate, number)


def kept(acts: Acts, company: Company, start: date) -> Life:
    """Certified, and audited in time every year."""
    certificate, awarded = yield from certify(acts, company, start)
    yield from keep(acts, certificate, awarded, times=3)


def recertified(acts: Acts, company: Company, start: date) -> Life:
    """Certified, kept, and certified again before the end."""
    certificate, awarded = yield from certify(acts, company, start)
    yield from keep(acts, certificate, awarded, times=3)
    again, anew = yield from certify(
        acts, company, awarded + timedelta(days=950), previous=certificate
    )
    yield from keep(acts, again, anew, times=1)


def missed(acts: Acts, company: Company, start: date) -> Generator[date, None, tuple[str, date]]:
    """Certified; nobody came to audit; suspended in time. Number and day."""
    certificate, awarded = yield from certify(acts, company, start)
    yield awarded + timedelta(days=368)
    acts.confirm_missed(certificate, 1)
    yield acts.today + timedelta(days=3)
    acts.status(
        certificate, "suspend", "0112", "未在期限内接受监督审查。",
        conditions="接受监督审查并经评定。", contact=PLANNER,
    )  # fmt: skip
    return certificate, acts.today


def restored(acts: Acts, company: Company, start: date) -> Life:
    """Suspended, audited after all, restored."""
    certificate, day = yield from missed(acts, company, start)
    yield day + timedelta(days=95)
    acts.surveil(certificate, 1)
    audited_on = acts.today
    yield audited_on + timedelta(days=6)
    acts.status(certificate, "restore", "0112", "监督审查已完成，结论为保持。")
    yield audited_on + timedelta(days=TO_SURVEILLANCE)
    acts.surveil(certificate, 2)


def withdrawn(acts: Acts, company: Company, start: date) -> Life:
    """Suspended, not solved, withdrawn when the suspension ended."""
    certificate, day = yield from missed(acts, company, start)
    yield day + timedelta(days=190)
    acts.status(certificate, "withdraw", "0115", "暂停期满，问题未解决。")


def suspended(acts: Acts, company: Company, start: date) -> Life:
    """Suspended, and still so."""
    yield from missed(acts, company, start)


def overdue(acts: Acts, company: Company, start: date) -> Life:
    """Certified; the surveillance was missed and nobody has confirmed it yet."""
    yield from certify(acts, company, start)


def cancelled(acts: Acts, company: Company, start: date) -> Life:
    """The holder asked for the end."""
    certificate, awarded = yield from certify(acts, company, start)
    yield awarded + timedelta(days=200)
    acts.status(
        certificate, "cancel", "own_request", "持证人书面申请注销。",
        requested_on=acts.today - timedelta(days=3),
    )  # fmt: skip


def failed(
    acts: Acts, company: Company, start: date, *, deductions: int = 0, reason: str = ""
) -> Life:
    """The result earned no band and the committee refused."""
    case = yield from audited(acts, company, start, Turn(deductions=deductions))
    assert case is not None
    yield from reviewed(acts, case, recommendation="refuse")
    yield acts.today + timedelta(days=2)
    acts.vote(case, "no", "no", "no")
    acts.refuse(case, reason)


def waiting(acts: Acts, company: Company, start: date) -> Life:
    """A file on which the committee is voting."""
    case = yield from audited(acts, company, start)
    assert case is not None
    yield from reviewed(acts, case)
    acts.vote(case, "yes")


def stopped(acts: Acts, company: Company, start: date, *, at: str, turn: Turn = PLAIN) -> Life:
    """A case on its way, as far as a stage."""
    yield from audited(acts, company, start, turn, until=at)


def declined(acts: Acts, company: Company, start: date) -> Life:
    """The body has nobody for it and refuses the application."""
    yield start
    case = applying.submit(acts, company)
    applying.pay(acts, case, company, "application_fee", applying.APPLICATION_FEE)
    yield acts.today + timedelta(days=5)
    applying.review(acts, case, outcome="refuse")
    applying.refuse(acts, case)


def given_up(acts: Acts, company: Company, start: date) -> Life:
    """The client withdrew after the agreement."""
    case = yield from contracted(acts, company, start, PLAIN, "contracted")
    assert case is not None
    yield acts.today + timedelta(days=9)
    applying.abandon(acts, case)


LOW = partial(failed, reason="评分低于达标线。")
VETO = partial(failed, deductions=5, reason="特别扣分达到 5 项，一票否决。")
OPEN = Turn(nonconformity="major")


def at(stage: str, turn: Turn = PLAIN) -> Callable[[Acts, Company, date], Life]:
    """A case that has come as far as a stage."""
    return partial(stopped, at=stage, turn=turn)


FATES: tuple[tuple[Callable[[Acts, Company, date], Life], int], ...] = (
    (kept, 980),
    (recertified, 1180),
    (restored, 900),
    (withdrawn, 850),
    (kept, 500),
    (kept, 1246),
    (suspended, 505),
    (kept, 280),
    (cancelled, 680),
    (kept, 140),
    (LOW, 380),
    (waiting, 54),
    (recertified, 1160),
    (kept, 900),
    (restored, 860),
    (withdrawn, 810),
    (kept, 1238),
    (kept, 740),
    (suspended, 480),
    (cancelled, 430),
    (recertified, 1140),
    (overdue, 410),
    (VETO, 260),
    (kept, 640),
    (LOW, 200),
    (kept, 560),
    (kept, 420),
    (kept, 340),
    (at("submitted"), 2),
    (at("supplement_asked", Turn(supplement=True)), 6),
    (declined, 40),
    (at("reviewed"), 5),
    (at("accepted"), 9),
    (at("findings_open", OPEN), 42),
    (at("contracted"), 10),
    (at("planned"), 12),
    (at("ready"), 19),
    (at("on_site"), 24),
    (at("reported"), 45),
    (given_up, 90),
)
"""Of each company, in order: its life, and how many days before the last day it began."""
PAST = 1260
"""Days the body has been open on the last driven day."""


def lives(acts: Acts, last_day: date) -> list[Life]:
    """Every company's life, ready to be lived."""
    return [
        life(acts, company, last_day - timedelta(days=before))
        for company, (life, before) in zip(COMPANIES, FATES, strict=True)
    ]
