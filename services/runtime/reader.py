"""One reader of the stream: active once, tried again for ever, stopped only by what it cannot know.

Effect and checkpoint are one transaction of whoever applies the page. Trouble with database or
network is waited out and never parks an event; an unknown event stops the reader, because the
code is older than the store; what else goes wrong with one event is for :class:`Applies` to park.
"""

import asyncio
from typing import Literal, Protocol

import nats.errors
import nats.js.errors
import psycopg
import structlog

from events.catalogue import UnknownEvent
from services.runtime.append import StoreUnavailable
from services.runtime.bus import connected
from services.runtime.place import Parted, Place
from services.runtime.reading import Arrived, Interrupted, pages

log = structlog.get_logger()

FIRST_REST, LONGEST_REST = 0.05, 2.0
STANDBY = 0.5
"""Seconds between two tries to become the active one."""
MOST_PARKED = 20
"""Streams that may be parked; with more the fault is not in the events."""

AWAY = (
    Interrupted,
    StoreUnavailable,
    nats.errors.Error,
    nats.js.errors.Error,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OSError,
    TimeoutError,
)

State = Literal["starting", "standby", "reading", "waiting", "stopped"]


class TooManyParked(Exception):
    """So many streams are parked that the reader itself must be at fault."""


class Applies(Protocol):
    """What a reader does with what it reads."""

    name: str

    async def take_over(self) -> Place | None:
        """Become the active reader of this name: its checkpoint; None while another is."""
        ...

    async def apply(self, page: list[Arrived]) -> None:
        """Effect and checkpoint of a page, or neither."""
        ...

    async def let_go(self) -> None:
        """Forget the connection and with it the lock."""
        ...


class Reader:
    """``await reader.run(stop)``."""

    def __init__(self, applies: Applies, *, nats_url: str) -> None:
        self.applies, self.nats_url = applies, nats_url
        self.position = 0
        self.state: State = "starting"
        self.why: str | None = None
        """Why it waits or has stopped."""

    async def run(self, stop: asyncio.Event) -> None:
        """Until asked to stop. One that has stopped by itself stays, and says so, until then."""
        rest = FIRST_REST
        while not stop.is_set():
            before = self.position
            try:
                await self._session(stop)
            except (UnknownEvent, Parted, TooManyParked) as fault:
                await self.applies.let_go()
                self._turn("stopped", f"{type(fault).__name__}: {fault}")
                log.error("reader.stopped", reader=self.applies.name, why=self.why)
                await stop.wait()
            except AWAY as fault:
                await self.applies.let_go()
                self._turn("waiting", str(fault) or type(fault).__name__)
                log.warning("reader.waits", reader=self.applies.name, why=self.why)
                rest = FIRST_REST if self.position > before else min(2 * rest, LONGEST_REST)
                await _pause(stop, rest)
        await self.applies.let_go()

    async def _session(self, stop: asyncio.Event) -> None:
        place = await self.applies.take_over()
        if place is None:
            await self.applies.let_go()
            self._turn("standby", None)
            await _pause(stop, STANDBY)
            return
        self.position = place.position
        async with connected(self.nats_url, name=self.applies.name) as client:
            self._turn("reading", None)
            async for page in pages(client, self.nats_url, place, stop):
                await self.applies.apply(page)
                self.position = page[-1].position

    def _turn(self, state: State, why: str | None) -> None:
        self.state, self.why = state, why


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
