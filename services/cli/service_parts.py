"""The parts of the services, and of the clock that wakes them."""

import asyncio
from dataclasses import dataclass
from datetime import date

from nats.aio.client import Client

from events.body import DayOpened
from projections.schedules.queries import Schedules
from services.body.commands import OpenDay
from services.cli import checks
from services.cli.composition import login_of, service_named
from services.cli.parts import Web, closing_together
from services.cli.place import Place
from services.cli.waiting import once
from services.core.access import CLOCK
from services.core.context import ZONE
from services.core.profile import PROFILE
from services.core.service import Service
from services.runtime.bus import connect, leave
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_bus import CommandBus
from services.runtime.command_client import begin_day
from services.runtime.handler import Asked, Handler
from services.runtime.host import Part, unless
from services.runtime.keys import KeyRing
from services.runtime.measured import MeasuredHandler, MeasuredStore
from services.runtime.policy_reader import PolicyReader
from services.runtime.scheduler import Scheduler
from services.runtime.ward import Ward

SEALED = ("personnel", "applications")
"""Services whose events hold personal texts."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A service at work, with the keys of personal texts where its events hold any."""

    handler: Handler
    ring: KeyRing | None

    def is_there(self) -> None:
        """Raises what keeps the service from its work, as long as something does."""
        self.handler.store.last()
        if self.ring is not None:
            self.ring.table.row("select from keys.person limit 1", ())

    def close(self) -> None:
        """Let go of what it holds."""
        self.handler.store.close()
        if self.ring is not None:
            self.ring.close()


def _desk(service: Service, place: Place, ward: Ward) -> Desk:
    """The service under its own login, watched over by the role that runs it."""
    role = login_of(service.name)
    ring = KeyRing(place.database_url("keys")) if service.name in SEALED else None
    store = MeasuredStore(
        place.database_url(role),
        service=service.name,
        tallies=ward.tallies,
        seal=ring.seal if ring else None,
        unseal=ring.unseal if ring else None,
    )
    personal = ring.personal_digest if ring else None
    ward.watch_over(role, "store", "store", checks.store_answers(ward, store))
    if ring is not None:
        ward.watch_over(role, "keys", "keys", checks.keys_answer(ward, ring))
    return Desk(MeasuredHandler(service, store, tallies=ward.tallies, personal=personal), ring)


def service_parts(role: str, place: Place, web: Web) -> dict[str, Part]:
    """Its commands, and its policies where it has any."""
    ward, clock = web.ward, SystemClock()
    desk = _desk(service_named(role), place, ward)
    url, nats_url = place.database_url(role), place.nats_url(role)
    bus = CommandBus([desk.handler], nats_url, clock=clock)
    ward.watch_over(role, "bus", "bus", checks.bus_reached(nats_url, lambda: bus.is_connected))
    parts = {f"{role}.commands": once(desk.is_there, bus.run)}
    if desk.handler.service.listens_to:
        reader = PolicyReader(desk.handler, database_url=url, nats_url=nats_url, clock=clock)
        level = checks.ReaderIsLevel(reader, role, desk.handler.store, url, clock.now)
        ward.watch_over(role, "policies", "reader", level.find(ward))
        parts[f"{role}.policies"] = once(desk.is_there, reader.run)
    return closing_together(parts, desk.close)


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


class Days:
    """The clock at work: the days of the calendar, asked of every service over the bus."""

    def __init__(self, desk: Desk, place: Place, clock: SystemClock) -> None:
        self.nats_url = place.nats_url("scheduler")
        self.schedules = Schedules(place.database_url("scheduler"), pool_size=1)
        self.client: Client | None = None
        self.scheduler = Scheduler(
            StoredCalendar(desk.handler, clock),
            wake=self.schedules.wake,
            begin=self._begin,
            clock=clock,
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Until asked to stop, also while the bus is not there yet."""
        self.client = await unless(stop, connect(self.nats_url, name="scheduler"))
        if self.client is None:
            return
        await self.schedules.open()
        try:
            await self.scheduler.run(stop)
        finally:
            await leave(self.client)
            await self.schedules.close()

    async def _begin(self, stream: str, day: date, event: str) -> bool:
        service = stream.partition("-")[0]
        return self.client is not None and await begin_day(
            self.client, service, stream=stream, day=day.isoformat(), day_event=event
        )


def scheduler_parts(role: str, place: Place, web: Web) -> dict[str, Part]:
    """The body's own service, and its clock."""
    ward, clock = web.ward, SystemClock()
    desk = _desk(service_named("body"), place, ward)
    nats_url = place.nats_url(role)
    bus = CommandBus([desk.handler], nats_url, clock=clock)
    days = Days(desk, place, clock)
    ward.watch_over(role, "bus", "bus", checks.bus_reached(nats_url, lambda: bus.is_connected))
    ward.watch_over(role, role, "scheduler", checks.days_are_begun(ward, days.scheduler))
    parts = {
        f"{role}.commands": once(desk.is_there, bus.run),
        f"{role}.days": once(desk.is_there, days.run),
    }
    return closing_together(parts, desk.close)
