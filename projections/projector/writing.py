"""The only SQL that writes rows of views. Names come from the view, values are parameters."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.sql import SQL, Composed, Identifier, Placeholder
from psycopg.types.json import Jsonb

from projections.projector.changes import Folded, rows_alike

Connection = AsyncConnection[Any]


async def write(connection: Connection, folded: Folded, *, schema: str) -> None:
    """Bring the rows to where the folded changes say; within the caller's transaction."""
    async with connection.cursor() as cursor:
        for table, rows in folded.put.items():
            for columns, alike in rows_alike(rows.values()).items():
                statement = _upsert(schema, table, columns, folded.view.tables[table])
                await cursor.executemany(statement, [_values(row, columns) for row in alike])
        for table, changes in folded.set.items():
            key = folded.view.tables[table]
            for columns, alike in rows_alike(_with_key(changes, key)).items():
                changed = [column for column in columns if column not in key]
                statement = _update(schema, table, changed, key)
                await cursor.executemany(
                    statement, [_values(row, [*changed, *key]) for row in alike]
                )
        for table, keys in folded.removed.items():
            statement = _delete(schema, table, folded.view.tables[table])
            await cursor.executemany(statement, list(keys))


async def copy(connection: Connection, folded: Folded, *, schema: str) -> int:
    """Write the whole rows into empty tables; how many."""
    written = 0
    for table, rows in folded.put.items():
        for columns, alike in rows_alike(rows.values()).items():
            statement = SQL("copy {} ({}) from stdin").format(
                Identifier(schema, table), _names(columns)
            )
            async with connection.cursor() as cursor, cursor.copy(statement) as target:
                for row in alike:
                    await target.write_row(_values(row, columns))
                    written += 1
    return written


def _with_key(
    changes: Mapping[tuple[Any, ...], Mapping[str, Any]], key: Sequence[str]
) -> list[dict[str, Any]]:
    return [
        {**values, **dict(zip(key, identity, strict=True))}
        for identity, values in changes.items()
        if values
    ]


def _values(row: Mapping[str, Any], columns: Sequence[str]) -> list[Any]:
    return [_plain(row[column]) for column in columns]


def _plain(value: Any) -> Any:
    if isinstance(value, dict) or (
        isinstance(value, list | tuple) and any(isinstance(each, dict) for each in value)
    ):
        return Jsonb(value)
    return list(value) if isinstance(value, tuple) else value


def _names(columns: Sequence[str]) -> Composed:
    return SQL(", ").join(map(Identifier, columns))


def _upsert(schema: str, table: str, columns: Sequence[str], key: Sequence[str]) -> Composed:
    changed = [column for column in columns if column not in key]
    instead = (
        SQL("do update set {}").format(
            SQL(", ").join(
                SQL("{0} = excluded.{0}").format(Identifier(column)) for column in changed
            )
        )
        if changed
        else SQL("do nothing")
    )
    return SQL("insert into {} ({}) values ({}) on conflict ({}) {}").format(
        Identifier(schema, table),
        _names(columns),
        SQL(", ").join([Placeholder()] * len(columns)),
        _names(key),
        instead,
    )


def _update(schema: str, table: str, changed: Sequence[str], key: Sequence[str]) -> Composed:
    return SQL("update {} set {} where {}").format(
        Identifier(schema, table), _equals(changed, ", "), _equals(key, " and ")
    )


def _delete(schema: str, table: str, key: Sequence[str]) -> Composed:
    return SQL("delete from {} where {}").format(Identifier(schema, table), _equals(key, " and "))


def _equals(columns: Sequence[str], between: str) -> Composed:
    return SQL(between).join(SQL("{} = %s").format(Identifier(column)) for column in columns)
