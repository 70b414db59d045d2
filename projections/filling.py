"""Rows into tables that are being filled: by COPY, and their indexes at the end."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, LiteralString

from psycopg import sql
from psycopg.errors import UniqueViolation

from projections.view import Row, View
from projections.writing import Columns, Writer, columns_of, dumps
from services.runtime.parking import Sql

AT_ONCE = 500
"""Rows handed to the connection together."""
DOCUMENTS = frozenset({"json", "jsonb"})

# What keeps rows apart stays: it is a constraint, or else would let a wrong row in.
INDEXES: LiteralString = """
    select c.relname, pg_get_indexdef(c.oid)
      from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = to_regclass(%s) and not i.indisunique
     order by c.relname
"""

_UNSAFE = re.compile(r"[\\\n\r\t]")
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_QUOTED = re.compile(r'["\\\n\r\t]')


class Filler(Writer):
    """Writes what is folded into tables that were empty when it began, in any number of pages."""

    def __init__(self, view: View, schema: str) -> None:
        super().__init__(view, schema)
        self._repeating: set[str] = set()
        """Tables in which a row was put again in a later page."""

    @contextmanager
    def without_indexes(self, connection: Sql) -> Iterator[None]:
        """Within a transaction: indexes that only help to find are made when all is there."""
        lifted: list[tuple[str, str]] = []
        for table in self.view.tables:
            named = (self._table(table).as_string(connection),)
            lifted += connection.execute(INDEXES, named).fetchall()
        for name, _definition in lifted:
            connection.execute(sql.SQL("drop index {}").format(sql.Identifier(self.schema, name)))
        yield
        for _name, definition in lifted:
            connection.execute(definition.encode())

    def _put_alike(
        self, connection: Sql, table: str, columns: Columns, rows: Sequence[Row]
    ) -> None:
        if table not in self._repeating:
            try:
                with connection.transaction():
                    self._copy(connection, table, columns, rows)
                return
            except UniqueViolation:
                self._repeating.add(table)
        super()._put_alike(connection, table, columns, rows)

    def _copy(self, connection: Sql, table: str, columns: Columns, rows: Iterable[Row]) -> None:
        types = columns_of(connection, self.schema, table)
        documents = [name for name in columns if types.get(name) in DOCUMENTS]
        statement = sql.SQL("copy {} ({}) from stdin").format(
            self._table(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with connection.cursor().copy(statement) as copy:
            lines: list[str] = []
            for row in rows:
                lines.append(line(row, columns, documents))
                if len(lines) == AT_ONCE:
                    copy.write("".join(lines))
                    lines.clear()
            copy.write("".join(lines))


def line(row: Row, columns: Iterable[str], documents: Iterable[str] = ()) -> str:
    """A row as COPY reads it, each value in the form its type's own input takes."""
    if documents:
        row = {**row, **{name: _document(row[name]) for name in documents}}
    values = [row[name] for name in columns]
    return "\t".join([_FORMS.get(type(value), _other)(value) for value in values]) + "\n"


def _text(value: str) -> str:
    return value.translate(_ESCAPED) if _UNSAFE.search(value) else value


def _array(values: Sequence[Any]) -> str:
    """An array's own input; every text in quotes, so that none reads as NULL."""
    try:
        plain = not _QUOTED.search("".join(values))
    except TypeError:
        plain = False
    if plain:
        return '{"' + '","'.join(values) + '"}' if values else "{}"
    return ("{" + ",".join(map(_element, values)) + "}").translate(_ESCAPED)


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(_element, value)) + "}"
    text = value if isinstance(value, str) else _other(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _document(value: Any) -> str | None:
    return None if value is None else dumps(value)


def _other(value: Any) -> str:
    """A kind of its own, such as an enumeration of texts; else whatever JSON makes of it."""
    for kind, form in _FORMS.items():
        if isinstance(value, kind):
            return form(value)
    return dumps(value).translate(_ESCAPED)


_FORMS: Mapping[type[Any], Callable[[Any], str]] = {
    str: lambda value: _text(str.__str__(value)),
    NoneType: lambda _value: "\\N",
    list: _array,
    tuple: _array,
    bool: lambda value: "true" if value else "false",
    date: date.isoformat,
    datetime: datetime.isoformat,
    int: int.__repr__,
    Decimal: Decimal.__str__,
}
