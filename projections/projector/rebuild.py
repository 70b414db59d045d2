"""The same rows once more, from the event store: beside the live ones, swapped in, or compared.

A rebuild folds every event in memory and copies the sum: its memory follows the rows of the view,
not the events. The swap is one transaction under the view's lock, so readers see one or the other.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from psycopg import AsyncConnection
from psycopg.sql import SQL, Identifier

from events.catalogue import HOUSE, Catalogue, UnknownEvent
from events.envelope import Stored
from events.wire import headers_of
from projections.projector import schema
from projections.projector.changes import Folded
from projections.projector.live import changes_of, checkpoint, heard_names, reason
from projections.projector.writing import copy, write
from projections.view import View
from services.runtime import parking
from services.runtime.event_store import EventStore
from services.runtime.place import Place
from services.runtime.reading import Arrived

log = structlog.get_logger()

PAGE = 5000
LINGER = 60.0
"""Seconds a replaced schema stays for those who still read from it."""

Connection = AsyncConnection[Any]


class Build:
    """A fold over the store up to a position."""

    def __init__(self, view: View, store: EventStore, *, catalogue: Catalogue = HOUSE) -> None:
        self.view, self.store, self.catalogue = view, store, catalogue
        self.heard = heard_names(view, catalogue)
        self.folded = Folded(view)
        self.parked: list[tuple[Stored, str]] = []
        self.parked_streams: set[str] = set()
        self.last: Stored | None = None

    @property
    def place(self) -> Place:
        """How far it has come."""
        return Place(self.last.position, self.last.digest) if self.last else Place(0, bytes(32))

    def fold_until(self, position: int | None) -> None:
        """Fold every event up to a position (None: all there are)."""
        for row in self._rows(position):
            self._fold(row)
            self.last = row

    def _rows(self, until: int | None) -> Iterator[Stored]:
        while page := self.store.read(after=self.place.position, limit=PAGE, until=until):
            yield from page

    def _fold(self, row: Stored) -> None:
        service, name, _version = row.topic.split(".")
        if row.topic not in self.catalogue.classes:
            self.catalogue.class_of(row.topic)
        if (service, name) not in self.heard:
            return
        if row.stream in self.parked_streams:
            self.parked.append((row, "an earlier event of this stream is parked"))
            return
        try:
            self.folded.add(changes_of(self.view, row, self.catalogue))
        except UnknownEvent:
            raise
        except Exception as fault:  # as the live reader does: this stream waits, others go on
            self.parked.append((row, reason(fault)))
            self.parked_streams.add(row.stream)


async def rebuild(
    view: View,
    *,
    store: EventStore,
    database_url: str,
    catalogue: Catalogue = HOUSE,
    linger: float = LINGER,
    progress: Callable[[str], None] = lambda _text: None,
) -> Place:
    """Build the view anew beside the live one and swap; readers notice nothing. Its new place."""
    name = f"{view.name}_next"
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        await _alone(connection, view)
        await schema.drop(connection, name)
        await schema.drop(connection, f"{view.name}_old")
        build = Build(view, store, catalogue=catalogue)
        await asyncio.to_thread(build.fold_until, None)
        progress(f"{view.name}: folded up to position {build.place.position}")
        async with connection.transaction():
            await schema.make(connection, view, name=name)
            rows = await copy(connection, build.folded, schema=name)
        progress(f"{view.name}: {rows} rows copied")
        await _swap(connection, build, name)
        progress(f"{view.name}: swapped at position {build.place.position}")
        await asyncio.sleep(linger)
        await schema.drop(connection, f"{view.name}_old")
    return build.place


async def _alone(connection: Connection, view: View) -> None:
    """One rebuild of a view at a time; the next waits."""
    await connection.execute("select pg_advisory_lock(7216406, hashtext(%s))", (view.name,))


async def _swap(connection: Connection, build: Build, name: str) -> None:
    """Bring the new schema to the live one's position and exchange their names."""
    view = build.view
    async with connection.transaction():
        await schema.lock(connection, view)
        live = await schema.exists(connection, view.name)
        place = await checkpoint(connection, view.name) if live else build.place
        if place.position > build.place.position:
            build.folded = Folded(view)
            await asyncio.to_thread(build.fold_until, place.position)
            await write(connection, build.folded, schema=name)
        await _finish(connection, build, name)
        if live:
            await _rename(connection, view.name, f"{view.name}_old")
        await _rename(connection, name, view.name)
        await schema.grant(connection, view, name=view.name)


async def _finish(connection: Connection, build: Build, name: str) -> None:
    """Checkpoint and parked events of a built schema."""
    last = build.last
    if last is not None:
        await connection.execute(
            SQL("update {} set position = %s, digest = %s, recorded_at = %s").format(
                Identifier(name, "checkpoint")
            ),
            (last.position, last.digest, last.recorded_at),
        )
    for row, why in build.parked:
        await parking.park(connection, name, arrived(row), why)


async def _rename(connection: Connection, before: str, after: str) -> None:
    await connection.execute(
        SQL("alter schema {} rename to {}").format(Identifier(before), Identifier(after))
    )


def arrived(row: Stored) -> Arrived:
    """A row of the store as the stream would deliver it."""
    service, name, _version = row.topic.split(".")
    return Arrived(row.position, service, name, row.stream, headers_of(row), row.state)


async def compare(
    view: View, *, store: EventStore, database_url: str, catalogue: Catalogue = HOUSE
) -> list[str]:
    """Every difference between the live view and a rebuild up to the same position."""
    name = f"{view.name}_check"
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        await _alone(connection, view)
        if not await schema.exists(connection, view.name):
            return ["it was never built"]
        await schema.drop(connection, name)
        build = Build(view, store, catalogue=catalogue)
        await asyncio.to_thread(
            build.fold_until, (await checkpoint(connection, view.name)).position
        )
        async with connection.transaction():
            await schema.lock(connection, view)
            live = await checkpoint(connection, view.name)
            await asyncio.to_thread(build.fold_until, live.position)
            await schema.make(connection, view, name=name)
            await copy(connection, build.folded, schema=name)
            await _finish(connection, build, name)
            differences = await _differences(connection, view, name)
            if build.place.digest != live.digest:
                differences.append(f"its checkpoint {live.position} has seen other content")
        await schema.drop(connection, name)
    return differences


async def _differences(connection: Connection, view: View, name: str) -> list[str]:
    found: list[str] = []
    for table, key in view.tables.items():
        for here, there, what in (
            (view.name, name, "has no place in a rebuild"),
            (name, view.name, "is missing or different"),
        ):
            cursor = await connection.execute(
                SQL(
                    "select {} from (select * from {} except select * from {}) as only_here"
                ).format(
                    SQL(", ").join(map(Identifier, key)),
                    Identifier(here, table),
                    Identifier(there, table),
                )
            )
            found += [f"{table} {row} {what}" for row in await cursor.fetchall()]
    cursor = await connection.execute(
        SQL(
            "select position from {live} where position not in (select position from {new})"
            " union select position from {new} where position not in (select position from {live})"
        ).format(live=Identifier(view.name, "parked"), new=Identifier(name, "parked"))
    )
    found += [f"event {row[0]} is parked in one of them only" for row in await cursor.fetchall()]
    return found
