"""The parts of the services, and of the clock that wakes them."""

import asyncio
from collections.abc import Callable
from datetime import date

from events.body import DayOpened
from projections.schedules.queries import Schedules
from services.body.commands import OpenDay
from services.cli.composition import login_of, service_named
from services.cli.parts import Web, closing
from services.cli.place import Place
from services.core.access import CLOCK
from services.core.context import ZONE
from services.core.profile import PROFILE
from services.core.service import Service
from services.runtime.bus import connect
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_bus import CommandBus
from services.runtime.command_client import begin_day
from services.runtime.event_store import EventStore
from services.runtime.handler import Asked, Handler
from services.runtime.host import Part
from services.runtime.keys import KeyRing
from services.runtime.policy_reader import PolicyReader
from services.runtime.scheduler import Scheduler

SEALED = ("personnel", "applications")
"""Services whose events hold personal texts."""


def _handler(service: Service, place: Place) -> tuple[Handler, Callable[[], None]]:
    """A service at work, and how to let go of what it holds."""
    url = place.database_url(login_of(service.name))
    if service.name not in SEALED:
        store = EventStore(url)
        return Handler(service, store), store.close
    ring = KeyRing(place.database_url("keys"))
    store = EventStore(url, seal=ring.seal, unseal=ring.unseal)

    def close() -> None:
        store.close()
        ring.close()

    return Handler(service, store, personal=ring.personal_digest), close


def service_parts(role: str, place: Place, _web: Web) -> dict[str, Part]:
    """Its commands, and its policies where it has any."""
    handler, close = _handler(service_named(role), place)
    clock = SystemClock()
    bus = CommandBus([handler], place.nats_url(role), clock=clock)

    async def commands(stop: asyncio.Event) -> None:
        await bus.run(stop)
        await asyncio.to_thread(close)

    parts: dict[str, Part] = {f"{role}.commands": commands}
    if handler.service.listens_to:
        parts[f"{role}.policies"] = PolicyReader(
            handler,
            database_url=place.database_url(role),
            nats_url=place.nats_url(role),
            clock=clock,
        ).run
    return parts


class StoredCalendar:
    """The body's calendar as the scheduler's own service keeps it."""

    def __init__(self, handler: Handler, clock: SystemClock) -> None:
        self.handler, self.clock = handler, clock

    def first_day(self) -> date | None:
        """The day the body opened."""
        folded = self.handler.histories.refresh("body-profile", PROFILE)
        opened: date | None = folded.state.opened_on
        return opened

    def today(self) -> date:
        """The date on the wall of the body."""
        return self.clock.now().astimezone(ZONE).date()

    def last_opened(self) -> tuple[date, str, int] | None:
        """The last opened day, its event's id and position."""
        fold = self.handler.service.fold_for("body-calendar")
        version = self.handler.histories.refresh("body-calendar", fold).version
        for recorded in self.handler.store.stream("body-calendar", after=version - 1):
            if isinstance(recorded.event, DayOpened):
                return recorded.event.day, recorded.id, recorded.position
        return None

    def open(self, day: date) -> None:
        """Open a day, as the clock."""
        self.handler.handle(
            Asked(
                command=OpenDay(day=day),
                actor=CLOCK,
                role=CLOCK,
                via=CLOCK,
                now=self.clock.now(),
                command_id=new_id(),
            )
        )


def scheduler_parts(_role: str, place: Place, _web: Web) -> dict[str, Part]:
    """The body's own service, and its clock."""
    handler, close = _handler(service_named("body"), place)
    clock = SystemClock()
    nats_url = place.nats_url("scheduler")
    bus = CommandBus([handler], nats_url, clock=clock)

    async def days(stop: asyncio.Event) -> None:
        schedules = Schedules(place.database_url("scheduler"), pool_size=1)
        await schedules.open()
        client = await connect(nats_url, name="scheduler")

        async def begin(stream: str, day: date, event: str) -> bool:
            service = stream.partition("-")[0]
            return await begin_day(
                client, service, stream=stream, day=day.isoformat(), day_event=event
            )

        try:
            await Scheduler(
                StoredCalendar(handler, clock), wake=schedules.wake, begin=begin, clock=clock
            ).run(stop)
        finally:
            await client.close()
            await schedules.close()

    return {"body.commands": closing(bus.run, close), "scheduler": days}
