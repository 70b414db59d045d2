"""Proves that a live view is what a rebuild would make of the same history, row by row."""

from collections.abc import Iterator, Mapping
from typing import Any

from psycopg import IsolationLevel, Rollback, sql

from projections import schema
from projections.applying import Applying
from projections.rebuilding import alone
from projections.view import View
from projections.writing import columns_of
from services.runtime.event_store import EventStore
from services.runtime.parking import ReaderTables, Sql

MOST = 50
"""Differences told of one table."""


def differences(url: str, view: View, store: EventStore) -> list[str]:
    """Every row that differs, named by its key; empty where the view is proven.

    All happens in one transaction that is rolled back: it sees the view as it stood at one
    position while the projector goes on, and leaves nothing behind however it ends. What is
    parked in the live view is left out of the rebuilt one too.
    """
    found: list[str] = []
    with alone(url, view) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        with connection.transaction():
            if not schema.exists(connection, view.name):
                return ["there is no live schema"]
            found.extend(_compared(connection, view, store))
            raise Rollback
    return found


def _compared(connection: Sql, view: View, store: EventStore) -> Iterator[str]:
    live, check = ReaderTables(view.name), f"{view.name}_check"
    standing = live.standing(connection, lock=False)
    if standing.place.position > 0:
        row = store.at(standing.place.position)
        if row is None or row.digest != standing.place.digest:
            yield f"checkpoint {standing.place.position} is of another history"
    parked = {each.position for each in live.parked(connection)}
    schema.create(connection, view, check)
    applying = Applying(view, store, check)
    applying.fill(connection, until=standing.place.position, without=parked)
    for each in applying.tables.parked(connection):
        yield f"position {each.position} of {each.stream} cannot be projected: {each.reason}"
    for table in view.tables:
        yield from _of_table(connection, view, table, check)


def _of_table(connection: Sql, view: View, table: str, check: str) -> Iterator[str]:
    columns = tuple(columns_of(connection, check, table))
    there = tuple(columns_of(connection, view.name, table))
    if set(columns) != set(there):
        yield f"{table}: columns are {', '.join(there)}, not {', '.join(columns)}"
        return
    found = connection.execute(_full_join(view, table, check, columns)).fetchall()
    for key, live, rebuilt in found[:MOST]:
        yield f"{table} {_named(key)}: {_told(live, rebuilt)}"
    if len(found) > MOST:
        yield f"{table}: and more"


def _full_join(view: View, table: str, check: str, columns: tuple[str, ...]) -> sql.Composed:
    key = view.tables[table]

    def each(shape: str, names: tuple[str, ...]) -> sql.Composed:
        form = sql.SQL(shape)
        return sql.SQL(", ").join(form.format(sql.Identifier(name)) for name in names)

    return sql.SQL(
        "select jsonb_build_array({key}), to_jsonb(l), to_jsonb(r)"
        " from {live} l full join {rebuilt} r using ({key})"
        " where row({of_live}) is distinct from row({of_rebuilt}) order by {key} limit {most}"
    ).format(
        key=each("{}", key),
        live=sql.Identifier(view.name, table),
        rebuilt=sql.Identifier(check, table),
        of_live=each("l.{}", columns),
        of_rebuilt=each("r.{}", columns),
        most=sql.Literal(MOST + 1),
    )


def _named(key: list[Any]) -> str:
    return " ".join(str(value) for value in key)


def _told(live: Mapping[str, Any] | None, rebuilt: Mapping[str, Any] | None) -> str:
    """Columns are named, values are not shown."""
    if live is None:
        return "is missing"
    if rebuilt is None:
        return "is there although no event put it"
    return f"differs in {', '.join(name for name in rebuilt if live.get(name) != rebuilt[name])}"
