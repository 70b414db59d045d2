"""Keeps views as the events say: projector, rebuild, comparison, and what is parked.

The work itself is blocking and lives beside (``applying``, ``rebuilding``, ``comparing``); here it
is given its connections and kept off the event loop.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from psycopg import sql

from projections import comparing, rebuilding, schema
from projections.applying import Applying
from projections.view import View
from services.runtime.event_store import EventStore
from services.runtime.parking import Overtaken, Parked, ReaderTables, Redriven, Sql
from services.runtime.place import BEGINNING, Place
from services.runtime.readers import BATCH, Reader
from services.runtime.reading import Message
from services.runtime.sole import Sole, connected

DROP_AFTER = 60.0
"""Seconds a replaced schema is left to those who still read it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A view as ``views list`` tells of it."""

    name: str
    position: int | None
    """The last event it has taken; None for a view never built."""
    lag: int
    """Events recorded and not yet taken."""
    size: int
    """Bytes on disk, indexes included."""
    parked: int
    """Events that could not be taken."""


class Projection:
    """What the projector does with a page: rows and checkpoint in one transaction."""

    def __init__(self, view: View, store: EventStore, database_url: str) -> None:
        self.view, self.name = view, f"views.{view.name}"
        self.applying = Applying(view, store, view.name)
        self.sole = Sole(database_url, self.name)
        self._connection: Sql | None = None
        self._place = BEGINNING

    def open(self) -> Place | None:
        """Where the view stands, made first if it is new; None while another process fills it."""
        self._connection = self.sole.take()
        if self._connection is None:
            return None
        schema.ensure(self._connection, self.view)
        self._place = self.applying.tables.standing(self._connection, lock=False).place
        return self._place

    def take(self, messages: Sequence[Message]) -> Place:
        """What the messages say, in the view; without any, a proof that the database is there."""
        if self._connection is None:
            raise Overtaken("not opened")
        if messages:
            self._place = self.applying.take(self._connection, self._place, messages)
        else:
            self._connection.execute("select")
        return self._place

    def close(self) -> None:
        """Let go of the lock and the connection."""
        self.sole.close()
        self._connection = None


class Projector(Reader):
    """One view at work: ``await projector.run(stop)``."""

    def __init__(
        self,
        view: View,
        *,
        store: EventStore,
        database_url: str,
        nats_url: str,
        batch: int = BATCH,
    ) -> None:
        super().__init__(Projection(view, store, database_url), nats_url, batch=batch)
        self.view, self.database_url = view, database_url

    async def ensure_schema(self) -> None:
        """Make the view's schema before anything is read, so that its readers find it."""
        await asyncio.to_thread(_ensure, self.view, self.database_url)

    async def parked(self, stream: str | None = None) -> list[Parked]:
        """What could not be taken and why, in order."""
        return await parked(self.view, stream, database_url=self.database_url)


async def rebuild(
    view: View, *, store: EventStore, database_url: str, drop_after: float = DROP_AFTER
) -> int:
    """Build beside, swap, drop the replaced schema later; the position swapped in at.

    UnderRebuild where somebody else is at it. What is broken off is cleared by the next rebuild.
    """
    position = await asyncio.to_thread(rebuilding.build_and_swap, database_url, view, store)
    await asyncio.sleep(drop_after)
    await asyncio.to_thread(rebuilding.drop_replaced, database_url, view)
    return position


async def compare(view: View, *, store: EventStore, database_url: str) -> list[str]:
    """Rows in which the live view is not what a rebuild would make; empty where it is proven."""
    return await asyncio.to_thread(comparing.differences, database_url, view, store)


async def parked(view: View, stream: str | None = None, *, database_url: str) -> list[Parked]:
    """What a view could not take and why, in order."""
    return await asyncio.to_thread(_parked, view, stream, database_url)


async def redrive(
    view: View, stream: str | None = None, *, store: EventStore, database_url: str
) -> Redriven:
    """Take what is parked again, in order; each stream up to the first that still fails."""
    return await asyncio.to_thread(_redrive, view, stream, store, database_url)


async def list_views(
    views: Sequence[View], *, store: EventStore, database_url: str
) -> list[Listed]:
    """Each view: how far, how far behind, how large, how much is parked."""
    return await asyncio.to_thread(_list, views, store, database_url)


def _ensure(view: View, url: str) -> None:
    with connected(url) as connection:
        schema.ensure(connection, view)


def _parked(view: View, stream: str | None, url: str) -> list[Parked]:
    with connected(url) as connection:
        if not schema.exists(connection, view.name):
            return []
        return ReaderTables(view.name).parked(connection, stream)


def _redrive(view: View, stream: str | None, store: EventStore, url: str) -> Redriven:
    applying = Applying(view, store, view.name)
    tables = applying.tables
    taken: list[int] = []
    left: dict[str, Parked] = {}
    with connected(url) as connection, connection.transaction():
        tables.standing(connection)
        for each in tables.parked(connection, stream):
            if each.stream in left:
                continue
            fault = applying.redo(connection, each.position)
            if fault is None:
                tables.release(connection, each.position)
                taken.append(each.position)
            else:
                tables.keep(connection, each.position, fault)
                left[each.stream] = replace(each, reason=fault)
    return Redriven(len(taken), tuple(left.values()))


def _list(views: Sequence[View], store: EventStore, url: str) -> list[Listed]:
    last = store.last()
    end = last.position if last else 0
    with connected(url) as connection:
        return [_listed(connection, view, end) for view in views]


def _listed(connection: Sql, view: View, end: int) -> Listed:
    if not schema.exists(connection, view.name):
        return Listed(view.name, None, end, 0, 0)
    row = connection.execute(
        sql.SQL(
            "select (select k.position from {checkpoint} k), (select count(*) from {parked}),"
            " (select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c"
            "   where c.relnamespace = to_regnamespace(%s) and c.relkind = 'r')"
        ).format(
            checkpoint=sql.Identifier(view.name, "checkpoint"),
            parked=sql.Identifier(view.name, "parked"),
        ),
        (sql.Identifier(view.name).as_string(connection),),
    ).fetchone()
    position, parked, size = row or (0, 0, 0)
    return Listed(view.name, position, max(end - position, 0), size, parked)
