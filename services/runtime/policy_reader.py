"""A service's policies at work: hear what anybody reported, ask ourselves, then move on.

Commands first, then the checkpoint: a kill in between asks again, and asking again is harmless,
because the same event gives the same command ids.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.sql import SQL, Identifier

from events.catalogue import UnknownEvent
from events.envelope import Recorded
from events.event import Event
from services.core.access import POLICY
from services.core.service import Command
from services.runtime import parking
from services.runtime.append import StoreUnavailable
from services.runtime.clock import Clock
from services.runtime.handler import Asked, Busy, Handler, followed_by
from services.runtime.place import Place
from services.runtime.reader import AWAY, MOST_PARKED, Reader, TooManyParked
from services.runtime.reading import Arrived, Interrupted, require_known

log = structlog.get_logger()

Connection = AsyncConnection[Any]


class PolicyReader:
    """Reads for one service, from the checkpoint in its own schema."""

    def __init__(self, handler: Handler, *, database_url: str, nats_url: str, clock: Clock) -> None:
        self.handler, self.database_url, self.clock = handler, database_url, clock
        self.schema = handler.service.name
        self.name = f"policy.{handler.service.name}"
        self.reader = Reader(self, nats_url=nats_url)
        names = handler.store.mapper.catalogue.names
        self.heard = frozenset(
            tuple(names[cls].split(".")[:2]) for cls in handler.service.listens_to
        )
        self.connection: Connection | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until asked to stop."""
        await self.reader.run(stop)

    async def take_over(self) -> Place | None:
        """The checkpoint, with the lock held; None while another reader has it."""
        self.connection = connection = await AsyncConnection.connect(
            self.database_url, autocommit=True, connect_timeout=2
        )
        cursor = await connection.execute(
            "select pg_try_advisory_lock(7216405, hashtext(%s))", (self.name,)
        )
        row = await cursor.fetchone()
        if not (row and row[0]):
            return None
        cursor = await connection.execute(
            SQL("select position, digest from {}").format(Identifier(self.schema, "checkpoint"))
        )
        place = await cursor.fetchone()
        if place is None:
            raise psycopg.DataError(f"{self.schema} has lost its checkpoint")
        return Place(int(place[0]), bytes(place[1]))

    async def let_go(self) -> None:
        """Close the connection; the lock goes with it."""
        connection, self.connection = self.connection, None
        if connection is not None:
            await connection.close()

    async def apply(self, page: list[Arrived]) -> None:
        """What the page asks of us, then the checkpoint behind it."""
        parked = await parking.streams(self._connected(), self.schema)
        before = page[0].position - 1
        for arrived in page:
            try:
                asides = await self._hear(arrived, parked)
            except (*AWAY, UnknownEvent):
                if arrived.position - 1 > before:
                    await self._advance(before, page[arrived.position - 1 - page[0].position])
                raise
            if asides is not None:
                await self._set_aside(before, arrived, asides)
                before = arrived.position
                parked.add(arrived.stream)
                if len(parked) > MOST_PARKED:
                    raise TooManyParked(f"{len(parked)} streams of {self.name}")
        if page[-1].position > before:
            await self._advance(before, page[-1])

    async def _hear(self, arrived: Arrived, parked: set[str]) -> str | None:
        """Ask ourselves what an event gives rise to; why it must be set aside, else None."""
        require_known(arrived)
        if (arrived.service, arrived.name) not in self.heard:
            return None
        if arrived.stream in parked:
            return "an earlier event of this stream is parked"
        try:
            await asyncio.to_thread(self.react, self.handler.store.decode(arrived.stored))
        except (*AWAY, UnknownEvent):
            raise
        except Exception as fault:  # refused, or a fault of ours: somebody must look at it
            return f"{type(fault).__name__}: {str(fault).partition(chr(10))[0]}"
        return None

    def react(self, recorded: Recorded[Event]) -> None:
        """Every command an event gives rise to here, in order."""
        service = self.handler.service
        commands: Sequence[Command] = list(service.react(recorded))
        for ordinal, command in enumerate(commands):
            name = type(command).__name__
            try:
                self.handler.handle(
                    Asked(
                        command=command,
                        actor=f"policy:{service.name}",
                        role=POLICY,
                        via=f"policy:{service.name}",
                        now=self.clock.now(),
                        command_id=followed_by(
                            recorded.id, service.name, name, recorded.stream, ordinal
                        ),
                        causation_id=recorded.id,
                    )
                )
            except Busy as fault:
                raise StoreUnavailable("nothing", f"busy: {fault}") from fault

    async def _set_aside(self, before: int, arrived: Arrived, why: str) -> None:
        connection = self._connected()
        async with connection.transaction():
            await parking.park(connection, self.schema, arrived, why)
            await self._advance(before, arrived)
        log.error("event.parked", reader=self.name, position=arrived.position, why=why)

    async def _advance(self, before: int, to: Arrived) -> None:
        cursor = await self._connected().execute(
            SQL("update {} set position = %s, digest = %s where position = %s").format(
                Identifier(self.schema, "checkpoint")
            ),
            (to.position, to.digest, before),
        )
        if cursor.rowcount != 1:
            raise Interrupted(f"{self.schema} is not at position {before} any more")

    def _connected(self) -> Connection:
        if self.connection is None:
            raise Interrupted("the database connection is lost")
        return self.connection


async def redrive(reader: PolicyReader, stream: str | None = None) -> list[int]:
    """Hear parked events again, in order; the rest of a stream waits behind what still fails."""
    applied: list[int] = []
    failing: set[str] = set()
    async with await AsyncConnection.connect(reader.database_url, autocommit=True) as connection:
        for parked in await parking.waiting(connection, reader.schema, stream):
            if parked.stream in failing:
                continue
            try:
                recorded = reader.handler.store.decode(parked.message.stored)
                await asyncio.to_thread(reader.react, recorded)
            except AWAY:
                raise
            except Exception as fault:  # it still fails: it and what is behind it wait on
                failing.add(parked.stream)
                log.error("event.still_fails", position=parked.position, why=str(fault))
            else:
                await parking.unpark(connection, reader.schema, parked.position)
                applied.append(parked.position)
    return applied
