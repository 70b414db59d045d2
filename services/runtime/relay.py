"""Carries every event from the store to the stream: in order, once, event p as sequence p.

Its place is the stream's last message; it keeps none of its own. Several may run: the stream's
fence lets one through, and whoever was overtaken rests for a moment and looks again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import nats.errors
import psycopg
import structlog
from psycopg import AsyncConnection

from services.runtime.append import StoreUnavailable
from services.runtime.bus import connected
from services.runtime.event_store import EventStore
from services.runtime.place import Parted, Place
from services.runtime.relay_steps import MOST, Overtaken, Steps, Undelivered, place_of

log = structlog.get_logger()

POLL = 0.5
"""Seconds after which it looks without having been woken."""
FIRST_REST, LONGEST_REST = 0.05, 2.0
"""Seconds between attempts while the database or NATS is away."""

AWAY = (
    StoreUnavailable,
    Undelivered,
    nats.errors.Error,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OSError,
    TimeoutError,
)
"""Trouble that passes: tried again for ever, nothing skipped."""


class Relay:
    """``await relay.run(stop)`` until it is stopped, or until store and stream are Parted."""

    def __init__(self, store: EventStore, *, database_url: str, nats_url: str) -> None:
        self.store = store
        self.database_url = database_url
        self.nats_url = nats_url
        self.position = 0
        """The last event known to be on the stream."""
        self.trouble: str | None = None
        """Why nothing is published at the moment."""
        self.has_compared = False
        """Whether store and stream were ever compared by this process."""
        self._known = 0
        self._rest = FIRST_REST

    def lag(self) -> int:
        """Events known to be recorded and not known to be on the stream."""
        return max(self._known - self.position, 0)

    async def run(self, stop: asyncio.Event) -> None:
        """Relay until asked to stop; Parted where somebody must decide first."""
        while not stop.is_set():
            try:
                await self._session(stop)
            except Parted as fault:
                self.trouble = str(fault)
                log.error("relay.refuses", position=fault.position, why=str(fault))
                raise
            except AWAY as fault:
                self._troubled(str(fault) or type(fault).__name__)
                await _pause(stop, self._rest)
                self._rest = min(2 * self._rest, LONGEST_REST)

    def _troubled(self, why: str) -> None:
        if self.trouble is None:
            log.warning("relay.waits", position=self.position, why=why)
        self.trouble = why

    def _level(self) -> None:
        if self.trouble is not None:
            log.info("relay.goes_on", position=self.position)
        self.trouble = None
        self._rest = FIRST_REST

    async def _session(self, stop: asyncio.Event) -> None:
        """One connection to each; whatever is lost, the next begins with comparing again."""
        async with self._bell() as bell, connected(self.nats_url, name="relay") as client:
            steps = Steps(self.store, client)
            place = await self._look(steps)
            while not stop.is_set():
                try:
                    place = await self._carry(steps, place, stop)
                    self._level()
                    woken = await self._wait(bell)
                except Overtaken:
                    await _pause(stop, POLL)
                    woken = False
                if not woken and not stop.is_set():
                    place = await self._look(steps)

    async def _look(self, steps: Steps) -> Place:
        """The stream's end, read anew: it may have been carried on by others, or refilled."""
        place = await steps.head()
        last = await asyncio.to_thread(self.store.last)
        self.position = place.position
        self._known = last.position if last else 0
        self.has_compared = True
        return place

    async def _carry(self, steps: Steps, place: Place, stop: asyncio.Event) -> Place:
        """Publish until level; while one full batch is under way the next is read and sent."""
        reading = asyncio.create_task(steps.select(place))
        try:
            while rows := await reading:
                self._known = max(self._known, rows[-1].position)
                reading = asyncio.create_task(steps.select(place_of(rows[-1])))
                await asyncio.sleep(0)  # so that it has asked before the sending keeps the loop
                place = await steps.publish(place, rows)
                while steps.under_way > (1 if len(rows) == MOST else 0):
                    self.position = (await steps.acknowledge()).position
                if stop.is_set():
                    break
            while steps.under_way:
                self.position = (await steps.acknowledge()).position
            return place
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _wait(self, bell: AsyncConnection) -> bool:
        """Whether something new was announced before it was time to look anyway."""
        async with aclosing(bell.notifies(timeout=POLL)) as notes:
            async for note in notes:
                self._known = max(self._known, int(note.payload))
                if self.lag():
                    return True
        return False

    @asynccontextmanager
    async def _bell(self) -> AsyncIterator[AsyncConnection]:
        """Its own connection, on which the store announces each commit."""
        bell = await AsyncConnection.connect(self.database_url, autocommit=True, connect_timeout=2)
        async with bell:
            await bell.execute("listen ledger")
            yield bell


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
