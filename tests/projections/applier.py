"""Applies a view's row changes one by one, the slow and obvious way; the projector's reference."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from events.envelope import Recorded
from events.event import Event
from projections.view import Change, Put, Set, View
from tests.given import NOON

_OURS = """
create table checkpoint (position bigint not null, digest bytea not null, recorded_at timestamptz);
create table parked (position bigint primary key, stream text not null, topic text not null,
                     reason text not null, parked_at timestamptz not null);
insert into checkpoint values (0, '', null);
"""


class Shown:
    """A view's schema in a database of its own, shown events."""

    def __init__(self, view: View, url: str) -> None:
        self._view = view
        self._connection = psycopg.connect(url, autocommit=True)
        name = sql.Identifier(view.name)
        self._do(sql.SQL("drop schema if exists {} cascade").format(name))
        self._do(sql.SQL("create schema {}").format(name))
        self._do(sql.SQL("set search_path = {}").format(name))
        self._do(sql.SQL(view.schema + _OURS))  # type: ignore[arg-type]  # read from our own file
        for reader in view.readers:
            role = sql.Identifier(f"starledger_{reader}")
            self._do(sql.SQL("grant usage on schema {} to {}").format(name, role))
            self._do(sql.SQL("grant select on all tables in schema {} to {}").format(name, role))

    def show(self, *history: Recorded[Event]) -> None:
        """Apply what each event the view hears means, and move the checkpoint."""
        with self._connection.transaction():
            for recorded in history:
                if isinstance(recorded.event, self._view.hears):
                    for change in self._view.project(recorded):
                        self._apply(change)
                self._do(sql.SQL("update checkpoint set position = {}").format(recorded.position))

    def park(self, stream: str, *, position: int = 1, since: datetime = NOON) -> None:
        """An event of this stream could not be applied."""
        self._connection.execute(
            "insert into parked values (%s, %s, 'test', 'poison', %s)", (position, stream, since)
        )

    def ask(self, statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Rows of a statement of the view's own."""
        return self._connection.execute(sql.SQL(statement), values).fetchall()  # type: ignore[arg-type]

    def run(self, statement: str) -> None:
        """Change the schema, as a newer edition of the view would."""
        self._connection.execute(sql.SQL(statement))  # type: ignore[arg-type]

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """Every row, in one order."""
        return sorted(
            self._connection.execute(
                sql.SQL("select * from {}").format(sql.Identifier(table))
            ).fetchall(),
            key=repr,
        )

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()

    def _do(self, statement: sql.Composable) -> None:
        self._connection.execute(statement)

    def _apply(self, change: Change) -> None:
        match change:
            case Put(table, row):
                self._put(table, row)
            case Set(table, key, values):
                self._run("update {t} set {v} where {k}", table, key, values)
            case _:
                self._run("delete from {t} where {k}", change.table, change.key, {})

    def _put(self, table: str, row: Mapping[str, Any]) -> None:
        names = sql.SQL(", ").join(map(sql.Identifier, row))
        key = sql.SQL(", ").join(map(sql.Identifier, self._view.tables[table]))
        new = sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in row
        )
        self._connection.execute(
            sql.SQL("insert into {} ({}) values ({}) on conflict ({}) do update set {}").format(
                sql.Identifier(table),
                names,
                sql.SQL(", ").join(sql.Placeholder() * len(row)),
                key,
                new,
            ),
            _adapted(row.values()),
        )

    def _run(
        self, shape: str, table: str, key: Mapping[str, Any], values: Mapping[str, Any]
    ) -> None:
        statement = sql.SQL(shape).format(  # type: ignore[arg-type]  # the two shapes above
            t=sql.Identifier(table),
            v=sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(n)) for n in values),
            k=sql.SQL(" and ").join(sql.SQL("{} = %s").format(sql.Identifier(n)) for n in key),
        )
        self._connection.execute(statement, _adapted([*values.values(), *key.values()]))


def _adapted(values: Iterable[Any]) -> list[Any]:
    return [Jsonb(value) if isinstance(value, dict) else value for value in values]
