"""A view built anew beside the live one, and swapped in while readers go on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql
from psycopg.errors import DeadlockDetected, LockNotAvailable

from projections import schema
from projections.applying import PAGE, Applying
from projections.view import View
from services.runtime.event_store import EventStore
from services.runtime.parking import ReaderTables, Sql
from services.runtime.place import Place
from services.runtime.sole import connected

DROP_WITHIN = 60.0
"""Seconds a drop is tried again while somebody still reads the replaced schema."""


class UnderRebuild(Exception):
    """Somebody else is rebuilding or comparing this view."""


@contextmanager
def alone(url: str, view: View) -> Iterator[Sql]:
    """A connection that nobody rebuilds or compares this view beside; UnderRebuild otherwise."""
    with connected(url) as connection:
        connection.execute("set statement_timeout = 0")
        held = connection.execute(
            "select pg_try_advisory_lock(hashtextextended(%s, 0))", (f"rebuild {view.name}",)
        ).fetchone()
        if not held or not held[0]:
            raise UnderRebuild(view.name)
        yield connection


def build_and_swap(url: str, view: View, store: EventStore) -> int:
    """The position the new schema stands at, now under the view's own name."""
    with alone(url, view) as connection:
        drop_patiently(connection, schema.next_of(view))
        drop_patiently(connection, schema.old_of(view))
        with connection.transaction():
            schema.create(connection, view, schema.next_of(view))
        applying = Applying(view, store, schema.next_of(view))
        place = applying.fill(connection)
        place = _catch_up(connection, applying, place)
        return _swap(connection, applying, place).position


def drop_replaced(url: str, view: View) -> None:
    """Remove the schema a rebuild replaced, as soon as nobody reads it any more."""
    with alone(url, view) as connection:
        drop_patiently(connection, schema.old_of(view))


def drop_patiently(connection: Sql, name: str) -> None:
    """Try again while somebody is in the way; LockNotAvailable after ``DROP_WITHIN`` seconds."""
    until = time.monotonic() + DROP_WITHIN
    while True:
        try:
            schema.drop(connection, name)
        except (LockNotAvailable, DeadlockDetected):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def _catch_up(
    connection: Sql, applying: Applying, place: Place, *, until: int | None = None
) -> Place:
    while rows := applying.store.read(after=place.position, limit=PAGE, until=until):
        place = applying.take(connection, place, rows)
    return place


def _swap(connection: Sql, applying: Applying, place: Place) -> Place:
    """One transaction: nobody writes meanwhile, nobody who reads is kept waiting."""
    view = applying.view
    with connection.transaction():
        schema.hold_off(connection, view)
        if schema.exists(connection, view.name):
            live = ReaderTables(view.name).standing(connection).place
            if live.position > place.position:
                place = _catch_up(connection, applying, place, until=live.position)
            _keep_since_when(connection, view)
            schema.rename(connection, view.name, schema.old_of(view))
        schema.rename(connection, schema.next_of(view), view.name)
        schema.grant(connection, view, view.name)
    return place


def _keep_since_when(connection: Sql, view: View) -> None:
    """What was parked before and is parked still has been so since then."""
    connection.execute(
        sql.SQL(
            "update {} new set parked_at = live.parked_at from {} live"
            " where live.position = new.position"
        ).format(
            sql.Identifier(schema.next_of(view), "parked"), sql.Identifier(view.name, "parked")
        )
    )
