"""One view kept live: pages of events folded to row changes, written with the checkpoint."""

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.sql import SQL, Identifier

from events.catalogue import HOUSE, Catalogue, UnknownEvent
from events.envelope import Stored
from events.wire import decode
from projections.projector import schema
from projections.projector.changes import Folded
from projections.projector.writing import write
from projections.view import Change, View
from services.runtime import parking
from services.runtime.place import Place
from services.runtime.reader import AWAY, MOST_PARKED, Reader, TooManyParked
from services.runtime.reading import Arrived, Interrupted, require_known

log = structlog.get_logger()

Connection = AsyncConnection[Any]


class Projector:
    """Keeps one view equal to a fold over the stream."""

    def __init__(
        self, view: View, *, database_url: str, nats_url: str, catalogue: Catalogue = HOUSE
    ) -> None:
        self.view, self.database_url, self.catalogue = view, database_url, catalogue
        self.name = f"view.{view.name}"
        self.reader = Reader(self, nats_url=nats_url)
        self.known = frozenset(tuple(name.split(".")[:2]) for name in catalogue.classes)
        self.heard = heard_names(view, catalogue)
        self.connection: Connection | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until asked to stop."""
        await self.reader.run(stop)

    async def take_over(self) -> Place | None:
        """The checkpoint, with the schema made and the lock held; None while another has it."""
        connection = await AsyncConnection.connect(
            self.database_url, autocommit=True, connect_timeout=2
        )
        self.connection = connection
        cursor = await connection.execute(
            "select pg_try_advisory_lock(7216404, hashtext(%s))", (self.view.name,)
        )
        row = await cursor.fetchone()
        if not (row and row[0]):
            return None
        await ensure(connection, self.view)
        return await checkpoint(connection, self.view.name)

    async def let_go(self) -> None:
        """Close the connection; the lock goes with it."""
        connection, self.connection = self.connection, None
        if connection is not None:
            await connection.close()

    async def apply(self, page: list[Arrived]) -> None:
        """A page in one transaction; where that fails, its events one by one."""
        try:
            await self._apply(page)
        except (*AWAY, UnknownEvent, TooManyParked):
            raise
        except Exception as fault:  # one of them is at fault: found by taking each alone
            log.warning("view.page_failed", view=self.view.name, why=type(fault).__name__)
            for arrived in page:
                await self._apply_alone(arrived)

    async def _apply_alone(self, arrived: Arrived) -> None:
        try:
            await self._apply([arrived])
        except (*AWAY, UnknownEvent, TooManyParked):
            raise
        except Exception as fault:  # this one: it waits for somebody who mends the cause
            await self._apply([arrived], fault=reason(fault))

    async def _apply(self, page: Sequence[Arrived], *, fault: str | None = None) -> None:
        """Everything before the first unknown event, which is then raised, or all of it."""
        connection = self.connection
        if connection is None:
            raise Interrupted("the database connection is lost")
        async with connection.transaction():
            await schema.lock(connection, self.view)
            folded = Folded(self.view)
            parked = await parking.streams(connection, self.view.name)
            done: Arrived | None = None
            unknown: UnknownEvent | None = None
            for arrived in page:
                try:
                    why = fault or self._fold(arrived, folded, parked)
                except UnknownEvent as raised:
                    unknown = raised
                    break
                if why is not None:
                    await self._set_aside(connection, arrived, why)
                    parked.add(arrived.stream)
                done = arrived
            if len(parked) > MOST_PARKED:
                raise TooManyParked(f"{len(parked)} streams of {self.view.name}")
            await write(connection, folded, schema=self.view.name)
            if done is not None:
                await advance(connection, self.view.name, page[0].position - 1, done)
        if unknown is not None:
            raise unknown

    async def _set_aside(self, connection: Connection, arrived: Arrived, why: str) -> None:
        await parking.park(connection, self.view.name, arrived, why)
        log.error(
            "event.parked",
            view=self.view.name,
            position=arrived.position,
            stream=arrived.stream,
            why=why,
        )

    def _fold(self, arrived: Arrived, folded: Folded, parked: set[str]) -> str | None:
        """Fold one event in; why it must be set aside, None where there is no reason to."""
        require_known(arrived, self.known)
        if (arrived.service, arrived.name) not in self.heard:
            return None
        if arrived.stream in parked:
            return "an earlier event of this stream is parked"
        try:
            folded.add(list(changes_of(self.view, arrived.stored, self.catalogue)))
        except UnknownEvent:
            raise
        except Exception as fault:  # whatever is wrong with one event must not hold the others
            return reason(fault)
        return None


def changes_of(view: View, stored: Stored, catalogue: Catalogue = HOUSE) -> list[Change]:
    """The row changes of one event of a view's interest."""
    return list(view.project(decode(stored, catalogue=catalogue)))


def heard_names(view: View, catalogue: Catalogue) -> frozenset[tuple[str, ...]]:
    """(service, event) of what a view hears."""
    return frozenset(
        tuple(catalogue.names[cls].split(".")[:2]) for cls in view.hears if cls in catalogue.names
    )


def reason(fault: Exception) -> str:
    """Kind and first line of a fault; the rest could hold values."""
    return f"{type(fault).__name__}: {str(fault).partition(chr(10))[0]}"


async def ensure(connection: Connection, view: View) -> None:
    """Make the schema if there is none, and let its readers in."""
    async with connection.transaction():
        await schema.lock(connection, view)
        if not await schema.exists(connection, view.name):
            await schema.make(connection, view, name=view.name)
        await schema.grant(connection, view, name=view.name)


async def checkpoint(connection: Connection, name: str) -> Place:
    """How far a schema has come."""
    cursor = await connection.execute(
        SQL("select position, digest from {}").format(Identifier(name, "checkpoint"))
    )
    row = await cursor.fetchone()
    if row is None:
        raise psycopg.DataError(f"{name} has lost its checkpoint")
    return Place(int(row[0]), bytes(row[1]))


async def advance(connection: Connection, name: str, previous: int, to: Arrived) -> None:
    """Move the checkpoint; Interrupted where somebody else has moved it."""
    stored = to.stored
    cursor = await connection.execute(
        SQL(
            "update {} set position = %s, digest = %s, recorded_at = %s where position = %s"
        ).format(Identifier(name, "checkpoint")),
        (to.position, to.digest, stored.recorded_at, previous),
    )
    if cursor.rowcount != 1:
        raise Interrupted(f"{name} is not at position {previous} any more")


async def redrive(
    view: View, database_url: str, stream: str | None = None, *, catalogue: Catalogue = HOUSE
) -> list[int]:
    """Take parked events again, in order; a stream's rest waits behind the first that still fails.

    Positions applied. Safe beside the live reader: both hold the view's lock while they write.
    """
    applied: list[int] = []
    failing: set[str] = set()
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        for parked in await parking.waiting(connection, view.name, stream):
            if parked.stream in failing:
                continue
            try:
                await _retake(connection, view, parked, catalogue)
            except AWAY:
                raise
            except Exception as fault:  # it still fails: it and what is behind it wait on
                failing.add(parked.stream)
                log.error("event.still_fails", position=parked.position, why=reason(fault))
            else:
                applied.append(parked.position)
    return applied


async def _retake(
    connection: Connection, view: View, parked: parking.Parked, catalogue: Catalogue
) -> None:
    folded = Folded(view)
    folded.add(changes_of(view, parked.message.stored, catalogue))
    async with connection.transaction():
        await schema.lock(connection, view)
        await write(connection, folded, schema=view.name)
        await parking.unpark(connection, view.name, parked.position)
