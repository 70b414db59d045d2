"""How many days the clock of a body is behind, and for what it waits."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from services.body.commands import OpenBody
from services.body.service import BODY
from services.cli.checks import days_are_begun
from services.cli.service_parts import StoredCalendar
from services.core.context import ZONE
from services.runtime.clock import new_id
from services.runtime.handler import FOUNDER, Asked
from services.runtime.scheduler import Scheduler
from services.runtime.ward import Finding, Ward
from tests.runtime.bus.serving import CLOCK, at_work
from tests.servers import Database

TODAY = CLOCK.now().astimezone(ZONE).date()
DAYS = [TODAY - timedelta(days=days) for days in (3, 2, 1, 0)]


class Streams:
    """One certificate has something due each day; who it is asked of may be away."""

    def __init__(self) -> None:
        self.schedules_are_level = True
        self.service_is_there = True
        self.begun: list[date] = []

    async def wake(self, _day: date, _position: int) -> Sequence[str] | None:
        return ("surveillance-12345678",) if self.schedules_are_level else None

    async def begin(self, _stream: str, day: date, _event: str) -> bool:
        if self.service_is_there:
            self.begun.append(day)
        return self.service_is_there


@contextmanager
def scheduler(database: Database, streams: Streams, *, opened: bool) -> Iterator[Scheduler]:
    """The clock of a body on its fourth day."""
    with at_work(database, BODY) as handler:
        if opened:
            handler.handle(
                Asked(
                    command=OpenBody.model_validate(
                        {
                            "kind": "real",
                            "name": "示例认证有限公司",
                            "name_en": "Sample Certification",
                            "approval_no": "CNCA-R-2099-900",
                            "opened_on": DAYS[0],
                        }
                    ),
                    actor="p-admin",
                    role=FOUNDER,
                    via="test",
                    now=CLOCK.now(),
                    command_id=new_id(),
                )
            )
        calendar = StoredCalendar(handler, CLOCK)
        yield Scheduler(calendar, wake=streams.wake, begin=streams.begin, clock=CLOCK)


async def found(scheduler: Scheduler) -> Finding:
    ward, stop = Ward(), asyncio.Event()
    finding = await days_are_begun(ward, scheduler)()
    stop.set()
    await ward.watch(stop)
    return finding


async def test_every_day_until_today_counts_until_its_duties_are_asked_for(database: Database):
    streams, stop = Streams(), asyncio.Event()
    with scheduler(database, streams, opened=True) as clock:
        behind = [await found(clock)]
        while await clock.step(stop):
            behind.append(await found(clock))
        behind.append(await found(clock))
    assert [each.figures["days_behind"] for each in behind] == [4, 4, 3, 2, 1, 0]
    assert [each.missing for each in behind] == ["behind"] * 4 + [None, None]
    assert streams.begun == DAYS


async def test_it_says_whether_the_schedules_or_a_service_keep_it(database: Database):
    streams, stop = Streams(), asyncio.Event()
    with scheduler(database, streams, opened=True) as clock:
        assert await clock.step(stop)
        stop.set()
        streams.schedules_are_level = False
        assert not await clock.step(stop)
        first = await found(clock)
        streams.schedules_are_level, streams.service_is_there = True, False
        assert not await clock.step(stop)
        second = await found(clock)
    assert first.missing == "the schedules have not yet heard that the day was opened"
    assert second.missing == "not all duties of the day were taken by surveillance"


async def test_a_house_without_a_body_is_behind_with_nothing(database: Database):
    with scheduler(database, Streams(), opened=False) as clock:
        assert await found(clock) == Finding(None, {"days_behind": 0})
