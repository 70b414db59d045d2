"""Row changes as few statements: one for each table, kind of change and set of columns.

Rows travel as one JSON document and are given their columns' types by PostgreSQL, as are the texts
of a COPY (``filling``), so that a row written live and a row written by a rebuild are the same row.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg import sql
from psycopg.types.json import Jsonb

from projections.changes import Folding
from projections.view import Put, Remove, Row, Set, View
from services.runtime.parking import Sql

MOST_ROWS = 5000
"""Rows in one statement."""

Columns = tuple[str, ...]


class Writer:
    """Writes into one schema of a view, which need not be the live one."""

    def __init__(self, view: View, schema: str) -> None:
        self.view, self.schema = view, schema
        self._columns: dict[str, Columns] = {}

    def write(self, connection: Sql, folding: Folding) -> None:
        """Everything folded."""
        for table in self.view.tables:
            changes = list(folding.of(table))
            removed = [change.key for change in changes if isinstance(change, Remove)]
            changed = [change for change in changes if isinstance(change, Set) and change.values]
            put = [change.row for change in changes if isinstance(change, Put)]
            self._remove(connection, table, removed)
            self._set(connection, table, changed)
            for columns, alike in _by_columns(put):
                self._put_alike(connection, table, columns, alike)

    def _remove(self, connection: Sql, table: str, keys: Sequence[Row]) -> None:
        for rows in _pages(keys):
            statement = sql.SQL(
                "delete from {table} t using jsonb_populate_recordset(null::{table}, %s) new"
                " where {same}"
            ).format(table=self._table(table), same=self._same(table))
            connection.execute(statement, (_document(rows),))

    def _set(self, connection: Sql, table: str, changed: Iterable[Set]) -> None:
        rows = [{**change.values, **change.key} for change in changed]
        for columns, alike in _by_columns(rows):
            values = [name for name in columns if name not in self.view.tables[table]]
            statement = sql.SQL(
                "update {table} t set {values}"
                " from jsonb_populate_recordset(null::{table}, %s) new where {same}"
            ).format(
                table=self._table(table),
                values=_each("{0} = new.{0}", values),
                same=self._same(table),
            )
            for page in _pages(alike):
                connection.execute(statement, (_document(page),))

    def _put_alike(
        self, connection: Sql, table: str, columns: Columns, rows: Sequence[Row]
    ) -> None:
        statement = sql.SQL(
            "insert into {table} ({columns})"
            " select {columns} from jsonb_populate_recordset(null::{table}, %s)"
        ).format(table=self._table(table), columns=_each("{0}", columns))
        statement += self._replacing(connection, table, columns)
        for page in _pages(rows):
            connection.execute(statement, (_document(page),))

    def _replacing(self, connection: Sql, table: str, columns: Sequence[str]) -> sql.Composable:
        """What a row no longer names goes back to its default."""
        key = self.view.tables[table]
        new = [name for name in columns if name not in key]
        gone = [name for name in self._columns_of(connection, table) if name not in columns]
        if not new and not gone:
            return sql.SQL(" on conflict do nothing")
        parts = [_each("{0} = excluded.{0}", new), _each("{0} = default", gone)]
        named = [part for part, names in zip(parts, (new, gone), strict=True) if names]
        return sql.SQL(" on conflict ({key}) do update set {named}").format(
            key=_each("{0}", key), named=sql.SQL(", ").join(named)
        )

    def _columns_of(self, connection: Sql, table: str) -> Columns:
        if table not in self._columns:
            self._columns[table] = tuple(columns_of(connection, self.schema, table))
        return self._columns[table]

    def _table(self, table: str) -> sql.Identifier:
        return sql.Identifier(self.schema, table)

    def _same(self, table: str) -> sql.Composable:
        return _each("t.{0} = new.{0}", self.view.tables[table], between=" and ")


def columns_of(connection: Sql, schema: str, table: str) -> Mapping[str, str]:
    """The columns of a table that can be written, in order, and the type of each."""
    rows = connection.execute(
        "select a.attname, format_type(a.atttypid, null) from pg_attribute a"
        " where a.attrelid = to_regclass(%s) and a.attnum > 0"
        " and not a.attisdropped and a.attgenerated = '' order by a.attnum",
        (sql.Identifier(schema, table).as_string(connection),),
    ).fetchall()
    return dict(rows)


def _each(shape: str, names: Iterable[str], *, between: str = ", ") -> sql.Composed:
    form = sql.SQL(shape)
    return sql.SQL(between).join(form.format(sql.Identifier(name)) for name in names)


def _by_columns(rows: Iterable[Row]) -> Iterator[tuple[Columns, list[Row]]]:
    alike: dict[Columns, list[Row]] = defaultdict(list)
    for row in rows:
        alike[tuple(sorted(row))].append(row)
    yield from alike.items()


def _pages(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for first in range(0, len(rows), MOST_ROWS):
        yield rows[first : first + MOST_ROWS]


def _document(rows: Sequence[Row]) -> Jsonb:
    return Jsonb([dict(row) for row in rows], dumps=dumps)


def dumps(value: Any) -> str:
    """A value as JSON that PostgreSQL reads as the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_text)


def _text(value: Any) -> str:
    """What JSON has no word for, exactly, in the form PostgreSQL reads."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no column value")
