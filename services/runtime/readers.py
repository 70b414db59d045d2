"""The loop every reader runs: lock, read a page, take it, again; and what to do when that fails.

Trouble with servers is waited out, however long. What only people can mend stops the reader, and
says so; the rest of the process goes on.
"""

import asyncio
from collections.abc import Sequence
from typing import Literal, Protocol

import nats.errors
import psycopg
import structlog

from events.catalogue import UnknownEvent
from services.runtime.append import StoreUnavailable
from services.runtime.handler import Busy
from services.runtime.log import reason
from services.runtime.parking import Overtaken, TooManyParked
from services.runtime.place import Parted, Place
from services.runtime.reading import Lost, Message, following

log = structlog.get_logger()

BATCH = 500
"""Events in one transaction."""
STANDBY = 0.2
"""Seconds between two tries to become the one active reader of a name."""
FIRST_REST, LONGEST_REST = 0.05, 2.0
"""Seconds between attempts while a server is away."""

State = Literal["starting", "reading", "standby", "waiting", "stopped"]
"""``standby``: another process reads; ``waiting``: a server is away; ``stopped``: by a fault."""


class Outdated(Exception):
    """The view's tables are of another edition than this code: `starledger views rebuild NAME`."""


STOPS = (UnknownEvent, TooManyParked, Parted)
"""What only people can mend: newer code, a redrive, a decision on which history is true."""

AWAY = (
    StoreUnavailable,
    Busy,
    Lost,
    Outdated,
    psycopg.Error,
    nats.errors.Error,
    OSError,
    TimeoutError,
)
"""Trouble that passes: tried again for ever, nothing skipped and nothing parked.

Errors of PostgreSQL that are an event's own fault never come this far.
"""


class Work(Protocol):
    """What a reader does with what it reads. Blocking; used by one thread at a time."""

    name: str

    def open(self) -> Place | None:
        """Become the active reader: where it stands; None while another is."""
        ...

    def take(self, messages: Sequence[Message]) -> Place:
        """Effect and checkpoint; where it stands afterwards. Empty: prove that we are alive."""
        ...

    def close(self) -> None:
        """Let go of the lock and the connection."""
        ...


class Reader:
    """``await reader.run(stop)`` until it is stopped; never raises for what it can report."""

    def __init__(self, work: Work, nats_url: str, *, batch: int = BATCH) -> None:
        self.work, self.nats_url, self.batch = work, nats_url, batch
        self.state: State = "starting"
        self.trouble: str | None = None
        """Why it waits or has stopped."""
        self.position = 0
        """The last event it has taken, as far as this process knows."""
        self._rest = FIRST_REST

    async def run(self, stop: asyncio.Event) -> None:
        """Read until asked to stop."""
        while not stop.is_set():
            try:
                await self._session(stop)
            except STOPS as fault:
                self._enter("stopped", reason(fault))
                await asyncio.to_thread(self.work.close)
                await stop.wait()
            except Overtaken as fault:
                log.info("reader.overtaken", reader=self.work.name, why=str(fault))
                await _pause(stop, STANDBY)
            except AWAY as fault:
                self._enter("waiting", reason(fault))
                await _pause(stop, self._rest)
                self._rest = min(2 * self._rest, LONGEST_REST)
            finally:
                await asyncio.to_thread(self.work.close)

    async def _session(self, stop: asyncio.Event) -> None:
        """One lock, one consumer; whatever is lost, the next begins at the checkpoint."""
        place = await asyncio.to_thread(self.work.open)
        while place is None:
            self._enter("standby")
            if await _pause(stop, STANDBY):
                return
            place = await asyncio.to_thread(self.work.open)
        self.position = place.position
        async with following(self.nats_url, name=self.work.name, after=place) as follow:
            stopping = asyncio.create_task(stop.wait())
            stopping.add_done_callback(lambda _done: follow.wake())
            try:
                while not stop.is_set():
                    messages = await follow.page(self.batch)
                    self.position = (await asyncio.to_thread(self.work.take, messages)).position
                    self._enter("reading")
            finally:
                stopping.cancel()

    def _enter(self, state: State, trouble: str | None = None) -> None:
        if state == "reading":
            self._rest = FIRST_REST
        if state != self.state:
            tell = log.error if state == "stopped" else log.warning if trouble else log.info
            tell(f"reader.{state}", reader=self.work.name, position=self.position, why=trouble)
        self.state, self.trouble = state, trouble


async def _pause(stop: asyncio.Event, seconds: float) -> bool:
    """Wait, but not longer than until asked to stop; whether that was asked."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
