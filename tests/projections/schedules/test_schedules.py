"""What falls due when, in PostgreSQL; and the list of streams a day wakes."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from events.surveillance import (
    SurveillanceCompleted,
    SurveillanceMissed,
    SurveillanceOpened,
    SurveillanceStopped,
    Window,
)
from projections.schedules.projection import Kind
from projections.schedules.queries import PAGE, CursorUnreadable, Schedules
from projections.schedules.service import SCHEDULES
from projections.schedules.stage import Stage
from tests.given import at
from tests.projections.applier import Shown
from tests.projections.lives import (
    HOLDER,
    NUMBER,
    History,
    day,
    expired,
    extended,
    issued,
    restored,
    suspended,
    withdrawn,
)
from tests.projections.schedules.lives import confirmed, lapsed, overdue
from tests.servers import Database

CERTIFICATE, CYCLE = f"decisions-certificate-{NUMBER}", f"surveillance-{NUMBER}"


@pytest.fixture
def shown(database: Database) -> Iterator[Shown]:
    view = Shown(SCHEDULES, database.url("owner"))
    yield view
    view.close()


@pytest.fixture
async def schedules(database: Database, shown: Shown) -> AsyncIterator[Schedules]:
    schedules = Schedules(database.url("scheduler"), pool_size=1)
    await schedules.open()
    yield schedules
    await schedules.close()


def opened(number: int, latest: str, **window: Any) -> SurveillanceOpened:
    blank = dict.fromkeys(("earliest", "target_from", "target_to"))
    return SurveillanceOpened(
        certificate=NUMBER,
        holder=HOLDER,
        scheme="gbt-27922-demo@2026-1",
        number=number,
        anchor="award",
        anchor_on=day("2026-05-22"),
        decided_on=day("2026-05-20"),
        awarded_on=day("2026-05-22"),
        window=Window.model_validate({**blank, **window, "latest": latest}),
        expires_on=day("2029-05-19"),
    )


def w_1() -> History:
    """One certificate from issue to the opening of its second surveillance."""
    history = History().record(issued(), at("2026-05-22"))
    window = {"earliest": "2026-12-22", "target_from": "2027-02-22", "target_to": "2027-03-22"}
    history.record(opened(1, "2027-05-22", **window), at("2026-05-22"), CYCLE)
    return history


async def stages(schedules: Schedules, on: str) -> dict[str, str]:
    """Kind and item → where it stands."""
    entries = await schedules.of(NUMBER)
    return {f"{each.kind.value} {each.item}".strip(): each.stage(day(on)) for each in entries}


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        ("2026-12-21", Stage.NOT_OPEN),
        ("2026-12-22", Stage.OPEN),
        ("2027-02-21", Stage.OPEN),
        ("2027-02-22", Stage.TARGET),
        ("2027-03-22", Stage.TARGET),
        ("2027-03-23", Stage.LATE),
        ("2027-05-22", Stage.LATE),
        ("2027-05-23", Stage.OVERDUE),
    ],
)
async def test_w_1_a_window_opens_and_closes(
    schedules: Schedules, shown: Shown, on: str, stage: Stage
) -> None:
    shown.show(*w_1().events)
    assert (await stages(schedules, on))["surveillance 1"] is stage


async def test_w_1_missed_suspended_restored_and_surveyed_anew(
    schedules: Schedules, shown: Shown
) -> None:
    history = w_1()
    missed = SurveillanceMissed(certificate=NUMBER, number=1, latest=day("2027-05-22"))
    history.record(missed, at("2027-05-23"), CYCLE)
    history.record(confirmed("2027-05-24", "2027-05-29"), at("2027-05-24"))
    shown.show(*history.events)
    before = await stages(schedules, "2027-05-25")
    assert before["surveillance 1"] is Stage.OVERDUE
    assert before["suspend_by 2027-05-29"] is Stage.OPEN
    history.record(suspended("2027-05-27", "2027-11-27"), at("2027-05-27"))
    shown.show(*history.events)
    during = await stages(schedules, "2027-06-01")
    assert during["suspend_by 2027-05-29"] is Stage.DONE
    assert during["suspension_end 2027-11-27"] is Stage.OPEN
    done = SurveillanceCompleted(
        certificate=NUMBER, number=1, audit_end=day("2027-08-20"), in_window=False, result="保持"
    )
    history.record(done, at("2027-08-25"), CYCLE)
    history.record(opened(2, "2028-08-20"), at("2027-08-25"), CYCLE)
    history.record(restored("2027-09-01"), at("2027-09-01"))
    shown.show(*history.events)
    assert await stages(schedules, "2027-09-02") == {
        "expiry": Stage.OPEN,
        "recertification": Stage.NOT_OPEN,
        "surveillance 1": Stage.DONE,
        "suspend_by 2027-05-29": Stage.DONE,
        "suspension_end 2027-11-27": Stage.DONE,
        "surveillance 2": Stage.OPEN,
    }
    assert (await stages(schedules, "2028-11-19"))["recertification"] is Stage.OPEN


async def test_an_ended_certificate_leaves_the_schedule(schedules: Schedules, shown: Shown) -> None:
    history = w_1().record(withdrawn("2026-12-01"), at("2026-12-01"))
    stopped = SurveillanceStopped(
        certificate=NUMBER, reason="withdrawn", stopped_on=day("2026-12-01")
    )
    history.record(stopped, at("2026-12-01"), CYCLE)
    shown.show(*history.events)
    assert set((await stages(schedules, "2030-01-01")).values()) == {Stage.STOPPED}
    assert (await schedules.due(day("2035-01-01"))).items == ()
    assert await schedules.wake(day("2035-01-01")) == []


async def test_a_recertified_certificate_needs_no_reminder(
    schedules: Schedules, shown: Shown
) -> None:
    history = w_1()
    history.record(issued("90029SC0007R1M", previous_certificate=NUMBER), at("2029-04-01"))
    shown.show(*history.events)
    assert (await stages(schedules, "2029-05-01"))["recertification"] is Stage.DONE


async def test_what_falls_due_comes_soonest_first_and_page_by_page(
    schedules: Schedules, shown: Shown
) -> None:
    history = History()
    for serial in range(PAGE + 3):
        changes = {"expires_on": f"2029-{1 + serial % 12:02}-{1 + serial % 28:02}"}
        history.record(issued(f"90026SC{serial:04}R0M", **changes), at("2026-05-22"))
    shown.show(*history.events)
    first = await schedules.due(day("2029-12-31"), kinds=[Kind.EXPIRY])
    assert len(first.items) == PAGE
    rest = await schedules.due(day("2029-12-31"), kinds=[Kind.EXPIRY], cursor=first.next)
    dates = [entry.latest for entry in (*first.items, *rest.items)]
    assert len(dates) == PAGE + 3
    assert dates == sorted(dates)
    assert (rest.next, first.items[0].holder) == (None, HOLDER)
    nothing = await schedules.due(day("2028-12-31"))
    assert (nothing.items, nothing.next, nothing.position) == ((), None, PAGE + 3)
    with pytest.raises(CursorUnreadable):
        await schedules.due(day("2028-12-31"), cursor="zzz")


async def test_a_day_wakes_whoever_may_have_something_due(
    schedules: Schedules, shown: Shown
) -> None:
    history = w_1()
    shown.show(*history.events)
    assert await schedules.wake(day("2027-05-22")) == []
    assert await schedules.wake(day("2027-05-23")) == [CYCLE]
    assert await schedules.wake(day("2029-05-20")) == [CERTIFICATE, CYCLE]
    history.record(confirmed("2027-05-24", "2027-05-29"), at("2027-05-24"))
    history.record(confirmed("2027-05-25", "2027-05-30"), at("2027-05-25"))
    shown.show(*history.events)
    assert CERTIFICATE not in (await schedules.wake(day("2027-05-29")) or [])
    assert CERTIFICATE in (await schedules.wake(day("2027-05-30")) or [])
    history.record(overdue("2027-05-29"), at("2027-05-30"))
    shown.show(*history.events)
    assert CERTIFICATE not in (await schedules.wake(day("2027-05-30")) or [])
    assert CERTIFICATE in (await schedules.wake(day("2027-05-31")) or [])
    history.record(suspended("2027-05-31", "2027-11-30"), at("2027-05-31"))
    shown.show(*history.events)
    assert CERTIFICATE not in (await schedules.wake(day("2027-11-30")) or [])
    assert CERTIFICATE in (await schedules.wake(day("2027-12-01")) or [])
    history.record(lapsed("2027-11-30"), at("2027-12-01"))
    shown.show(*history.events)
    assert CERTIFICATE not in (await schedules.wake(day("2028-02-01")) or [])
    history.record(extended("2028-01-31"), at("2027-12-02"))
    history.record(expired("2029-05-19", "2029-05-20"), at("2029-05-20"))
    shown.show(*history.events)
    assert await schedules.wake(day("2030-01-01")) == [CYCLE]


async def test_a_parked_stream_is_woken_every_day(schedules: Schedules, shown: Shown) -> None:
    shown.show(*w_1().events)
    shown.park(CERTIFICATE, position=7)
    shown.park("schemes-x@1", position=8)
    assert await schedules.wake(day("2026-06-01")) == [CERTIFICATE]
    assert all(entry.held_since for entry in await schedules.of(NUMBER))


async def test_the_list_waits_until_the_view_has_come_far_enough(
    schedules: Schedules, shown: Shown
) -> None:
    shown.show(*w_1().events)
    assert await schedules.wake(day("2027-05-23"), 2) == [CYCLE]
    assert await schedules.wake(day("2027-05-23"), 3) is None
    assert await schedules.position() == 2


def test_the_same_history_twice_gives_the_same_rows(shown: Shown) -> None:
    history = w_1()
    history.record(confirmed("2027-05-24", "2027-05-29"), at("2027-05-24"))
    history.record(suspended("2027-05-27", "2027-11-27"), at("2027-05-27"))
    history.record(extended("2028-01-31"), at("2027-11-20"))
    shown.show(*history.events)
    once = {table: shown.rows(table) for table in SCHEDULES.tables}
    shown.show(*(event for each in history.events for event in (each, each)))
    assert {table: shown.rows(table) for table in SCHEDULES.tables} == once
