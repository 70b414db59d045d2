"""The parts of each role: what one process of it runs."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from projections.schedules.queries import Schedules
from services.cli.composition import VIEWS, login_of, service_named
from services.cli.place import Place
from services.core.profile import PROFILE
from services.core.service import Service
from services.runtime.bus import connect
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_bus import CommandBus
from services.runtime.command_client import begin_day
from services.runtime.event_store import EventStore
from services.runtime.handler import Handler
from services.runtime.host import Part
from services.runtime.keys import KeyRing
from services.runtime.policy_reader import PolicyReader
from services.runtime.relay import Relay
from services.runtime.scheduler import Scheduler

SEALED = ("personnel",)
"""Services whose events hold personal texts."""


@dataclass(frozen=True, slots=True)
class Web:
    """What a role with a face is told."""

    port: int
    filling: Path | None = None
    """A file that is there while the body is being lived through its past."""

    def is_filling(self) -> bool:
        """Whether that is going on."""
        return self.filling is not None and self.filling.exists()


def parts_of(roles: Sequence[str], place: Place, web: Web) -> dict[str, Part]:
    """Part name → part, for all the roles of one process."""
    return {name: part for role in roles for name, part in PARTS[role](role, place, web).items()}


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


def _service(role: str, place: Place, _web: Web) -> dict[str, Part]:
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


def _relay(_role: str, place: Place, _web: Web) -> dict[str, Part]:
    url = place.database_url("relay")
    store = EventStore(url)
    relay = Relay(store, database_url=url, nats_url=place.nats_url("relay"))
    return {"relay": _closing(relay.run, store.close)}


def _projector(_role: str, place: Place, _web: Web) -> dict[str, Part]:
    """Every view, each with its own reader over one store."""
    from projections.projector import Projector

    url, nats_url = place.database_url("projector"), place.nats_url("projector")
    store = EventStore(url)
    return {
        f"views.{view.name}": Projector(view, store=store, database_url=url, nats_url=nats_url).run
        for view in VIEWS
    }


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
        from services.core.context import ZONE

        return self.clock.now().astimezone(ZONE).date()

    def last_opened(self) -> tuple[date, str, int] | None:
        """The last opened day, its event's id and position."""
        from events.body import DayOpened

        fold = self.handler.service.fold_for("body-calendar")
        version = self.handler.histories.refresh("body-calendar", fold).version
        for recorded in self.handler.store.stream("body-calendar", after=version - 1):
            if isinstance(recorded.event, DayOpened):
                return recorded.event.day, recorded.id, recorded.position
        return None

    def open(self, day: date) -> None:
        """Open a day, as the clock."""
        from services.body.commands import OpenDay
        from services.core.access import CLOCK
        from services.runtime.handler import Asked

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


def _scheduler(_role: str, place: Place, _web: Web) -> dict[str, Part]:
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

    return {"body.commands": _closing(bus.run, close), "scheduler": days}


def _closing(run: Part, close: Callable[[], None]) -> Part:
    async def part(stop: asyncio.Event) -> None:
        try:
            await run(stop)
        finally:
            await asyncio.to_thread(close)

    return part


def _lookup(_role: str, place: Place, web: Web) -> dict[str, Part]:
    from projections.registry.page import Lookup, create_app
    from services.runtime.settings import Settings

    settings = Settings.from_environment()
    app = create_app(
        Lookup(
            database_url=place.database_url("lookup"),
            public_url=settings.public_url or f"http://{settings.bind}:{web.port}",
            now=SystemClock().now,
            filling=web.is_filling,
        )
    )
    return {"lookup": _served(app, settings.bind, web.port)}


def _api(_role: str, place: Place, web: Web) -> dict[str, Part]:
    from services.cli.api_parts import api_app
    from services.runtime.settings import Settings

    return {"api": _served(api_app(place), Settings.from_environment().bind, web.port)}


def _served(app: Any, bind: str, port: int) -> Part:
    """An HTTP server that finishes what it began."""

    async def part(stop: asyncio.Event) -> None:
        from services.cli.web import serve

        await serve(app, bind=bind, port=port, stop=stop)

    return part


PARTS: Mapping[str, Callable[[str, Place, Web], dict[str, Part]]] = {
    "personnel": _service,
    "schemes": _service,
    "decisions": _service,
    "surveillance": _service,
    "scheduler": _scheduler,
    "relay": _relay,
    "projector": _projector,
    "api": _api,
    "lookup": _lookup,
}
"""Role → its parts."""
