"""Whatever the real services find due on a day, the wake list of that day names its stream."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.certificates import (
    CertificateRestored,
    CertificateSuspended,
    SuspensionExtended,
    SuspensionLapsed,
)
from events.event import Event
from events.surveillance import (
    SurveillanceCompleted,
    SurveillanceMissed,
    SurveillanceOpened,
    SurveillanceStopped,
    Window,
)
from events.vocabulary import CertificateStatus
from projections.schedules.projection import HEARS, project
from projections.view import Put
from services.core.service import Service
from services.decisions.certificate.state import Certificate
from services.decisions.service import DECISIONS
from services.surveillance.service import SURVEILLANCE
from tests.given import at
from tests.projections.lives import (
    HOLDER,
    NUMBER,
    History,
    cancelled,
    expired,
    extended,
    issued,
    restored,
    suspended,
    withdrawn,
)
from tests.projections.schedules.lives import confirmed, lapsed, overdue

FIRST = date(2026, 5, 22)
LENGTH = 80
DAYS = st.integers(1, LENGTH).map(lambda passed: FIRST + timedelta(days=passed))
NEXT_DAY = timedelta(days=1)
CERTIFICATE, CYCLE = f"decisions-certificate-{NUMBER}", f"surveillance-{NUMBER}"


def awake(history: History, day: date) -> bool:
    """The wake list's own condition, over rows in memory."""
    rows: dict[str, dict[Any, Any]] = {"entry": {}, "settled": {}, "certificate": {}}
    keys = {
        "entry": ("certificate", "kind", "item"),
        "settled": ("certificate", "kind", "position"),
        "certificate": ("number",),
    }
    for recorded in history.events:
        for change in project(recorded) if isinstance(recorded.event, HEARS) else ():
            assert isinstance(change, Put)
            key = tuple(change.row[name] for name in keys[change.table])
            rows[change.table][key] = change.row
    return any(
        entry["wake_on"] is not None
        and entry["wake_on"] <= day
        and not any(
            settled["kind"] == entry["kind"]
            and settled["position"] > entry["position"]
            and settled["item"] in ("", entry["item"])
            for settled in rows["settled"].values()
        )
        for entry in rows["entry"].values()
    )


def state_of(service: Service, stream: str, history: History) -> Any:
    fold = service.fold_for(stream)
    return reduce(fold.evolve, [recorded.event for recorded in history.events], fold.initial)


def never_too_few(service: Service, stream: str, history: History) -> None:
    state = state_of(service, stream, history)
    for passed in range(LENGTH + 3):
        day = FIRST + timedelta(days=passed)
        assert awake(history, day) or not list(service.due(stream, state, day)), day


def _something_of_a_certificate(draw: st.DrawFn, expires_on: date) -> Event:
    begins, ends = str(draw(DAYS)), str(draw(DAYS))
    makers: list[Callable[[], Event]] = [
        lambda: confirmed(begins, ends),
        lambda: overdue(ends),
        lambda: suspended(begins, ends),
        lambda: extended(ends),
        lambda: lapsed(ends),
        lambda: restored(begins),
        lambda: withdrawn(begins),
        lambda: cancelled(begins),
        lambda: expired(str(expires_on), str(expires_on + NEXT_DAY)),
    ]
    return draw(st.sampled_from(makers))()


def _may_follow(certificate: Certificate, event: Event) -> bool:
    """Lifecycle 2: ends are final, and only what is suspended is lengthened or restored."""
    if isinstance(event, SuspensionExtended | SuspensionLapsed | CertificateRestored):
        return certificate.status is CertificateStatus.SUSPENDED
    if isinstance(event, CertificateSuspended):
        return certificate.status is CertificateStatus.VALID
    return certificate.in_force


@settings(deadline=None)
@given(st.data())
def test_a_certificate_is_woken_for_all_its_deadlines(data: st.DataObject) -> None:
    expires_on = data.draw(DAYS)
    history = History().record(issued(expires_on=expires_on), at("2026-05-22"))
    for _ in range(data.draw(st.integers(0, 8))):
        event: Any = data.draw(st.composite(_something_of_a_certificate)(expires_on))
        if _may_follow(state_of(DECISIONS, CERTIFICATE, history), event):
            history.record(event, at("2026-05-23"))
    never_too_few(DECISIONS, CERTIFICATE, history)


def _something_of_a_cycle(draw: st.DrawFn) -> Event:
    number, latest = draw(st.integers(1, 3)), draw(DAYS)
    window = Window(earliest=None, target_from=None, target_to=None, latest=latest)
    makers: list[Callable[[], Event]] = [
        lambda: SurveillanceOpened(
            certificate=NUMBER,
            holder=HOLDER,
            scheme="gbt-27922-demo@2026-1",
            number=number,
            anchor="award",
            anchor_on=FIRST,
            decided_on=FIRST,
            awarded_on=FIRST,
            window=window,
            expires_on=FIRST + timedelta(days=LENGTH),
        ),
        lambda: SurveillanceCompleted(
            certificate=NUMBER, number=number, audit_end=latest, in_window=True, result="保持"
        ),
        lambda: SurveillanceMissed(certificate=NUMBER, number=number, latest=latest),
        lambda: SurveillanceStopped(certificate=NUMBER, reason="expired", stopped_on=latest),
    ]
    return draw(st.sampled_from(makers))()


@settings(deadline=None)
@given(st.lists(st.composite(_something_of_a_cycle)(), max_size=8))
def test_a_cycle_is_woken_for_every_window(events: list[Any]) -> None:
    history = History()
    for event in events:
        history.record(event, at("2026-05-23"), CYCLE)
    never_too_few(SURVEILLANCE, CYCLE, history)


def test_the_list_names_no_stream_for_nothing_on_the_ordinary_way() -> None:
    history = History().record(issued(), at("2026-05-22"))
    assert not awake(history, date(2029, 5, 19))
    assert awake(history, date(2029, 5, 20))
    history.record(expired("2029-05-19", "2029-05-20"), at("2029-05-20"))
    assert not awake(history, date(2030, 1, 1))


def test_the_services_do_find_something_due_when_a_stream_is_woken() -> None:
    history = History().record(issued(), at("2026-05-22"))
    state = state_of(DECISIONS, CERTIFICATE, history)
    assert list(DECISIONS.due(CERTIFICATE, state, date(2029, 5, 20)))
    assert not list(DECISIONS.due(CERTIFICATE, state, date(2029, 5, 19)))
