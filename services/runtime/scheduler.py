"""Opens each day once, in order, and asks every service what the day asks of its streams.

Days on which the house was down are opened too, one after the other; ``day`` says whose duty it
is, the told moment is always the real one. Several schedulers may run: the version of the
calendar leaves one winner a day, and a day begun twice finds nothing left to do.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Protocol

import structlog

from services.runtime.clock import Clock
from services.runtime.log import reason

log = structlog.get_logger()

POLL = 15.0
"""Seconds between two looks at the calendar; midnight is noticed within this time."""
SHORTLY = 0.1


class Calendar(Protocol):
    """The body's own calendar, as the composition root gives it."""

    def first_day(self) -> date | None:
        """The day the body opened; None while there is no body."""
        ...

    def today(self) -> date:
        """The date on the wall of the body."""
        ...

    def last_opened(self) -> tuple[date, str, int] | None:
        """The last opened day, its event's id and position; None before the first."""
        ...

    def open(self, day: date) -> None:
        """Open a day; nothing happens where somebody else was quicker."""
        ...


Wake = Callable[[date, int], Awaitable[Sequence[str] | None]]
"""(day, position) → streams that may have something due; None while the view is behind."""
Begin = Callable[[str, date, str], Awaitable[bool]]
"""(stream, day, id of the day's event) → whether its service did its duty."""


class Scheduler:
    """The body's clock at work."""

    def __init__(self, calendar: Calendar, *, wake: Wake, begin: Begin, clock: Clock) -> None:
        self.calendar, self.wake, self.begin, self.clock = calendar, wake, begin, clock
        self.begun: str | None = None
        """Id of the last day whose duties were all asked for."""
        self.begun_on: date | None = None
        """That day."""
        self.trouble: str | None = None
        """Why the duties of a day are not all asked for, or no day is opened."""

    def days_behind(self) -> int:
        """Days until today whose duties this process has not yet seen asked for. Blocking."""
        first, today = self.calendar.first_day(), self.calendar.today()
        if first is None:
            return 0
        done = self.begun_on
        if done is None:
            last = self.calendar.last_opened()
            done = (first if last is None else last[0]) - timedelta(days=1)
        return max((today - done).days, 0)

    async def run(self, stop: asyncio.Event) -> None:
        """Until asked to stop; on start the last opened day is begun again."""
        while not stop.is_set():
            try:
                ahead = await self.step(stop)
                self._goes_on()
            except Exception as fault:  # the store or the bus is away: nothing is lost by waiting
                self._waits(reason(fault))
                ahead = False
            await _pause(stop, 0 if ahead else POLL if self.begun else 1.0)

    async def step(self, stop: asyncio.Event) -> bool:
        """Begin the last opened day if that is not done, then open the next; whether one was."""
        last = await asyncio.to_thread(self.calendar.last_opened)
        if last is not None and last[1] != self.begun:
            if not await self._begin(*last, stop):
                return False
            self.begun, self.begun_on = last[1], last[0]
        following = await asyncio.to_thread(self._following, last)
        if following is None:
            return False
        await asyncio.to_thread(self.calendar.open, following)
        log.info("day.opened", day=following.isoformat())
        return True

    def _waits(self, why: str) -> None:
        if why != self.trouble:
            log.warning("scheduler.waits", why=why)
        self.trouble = why

    def _goes_on(self) -> None:
        if self.trouble is not None:
            log.info("scheduler.goes_on")
        self.trouble = None

    def _following(self, last: tuple[date, str, int] | None) -> date | None:
        first = self.calendar.first_day()
        if first is None:
            return None
        day = first if last is None else last[0] + timedelta(days=1)
        return day if day <= self.calendar.today() else None

    async def _begin(self, day: date, event: str, position: int, stop: asyncio.Event) -> bool:
        while (streams := await self.wake(day, position)) is None:
            self.trouble = "the schedules have not yet heard that the day was opened"
            if await _pause(stop, SHORTLY):
                return False
        waiting = list(streams)
        while waiting:
            waiting = [each for each in waiting if not await self.begin(each, day, event)]
            if waiting:
                services = sorted({each.partition("-")[0] for each in waiting})
                self.trouble = f"not all duties of the day were taken by {', '.join(services)}"
            if waiting and await _pause(stop, 1.0):
                return False
        return True


async def _pause(stop: asyncio.Event, seconds: float) -> bool:
    """Wait, but not longer than until asked to stop; whether that was asked."""
    try:
        await asyncio.wait_for(stop.wait(), timeout=seconds)
    except TimeoutError:
        return stop.is_set()
    return True
